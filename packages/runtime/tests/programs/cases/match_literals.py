# What may stand as a value in a pattern, and which keys of a mapping pattern are the same.
def compiles(case):
    try:
        compile(f"match x:\n case {case}: pass", "", "exec")
        print(case, "is right")
    except SyntaxError as e:
        print(case, e.msg, e.lineno, e.offset, e.end_offset)


for case in (
    'f""', 'f"a" "b"', 'f"{x}"', 't"{x}"', "{f'{x}': 1}", 'a.b, -1, 1 - 2j, "a" "b", b"x", None',
    "{0: _, False: _}", "{0: _, 0.0: _}", "{1: _, a.b: _, 1 + 0j: _}", "{'a': 1, 'a': 2}", "{-1: 1, -1.0: 2}", "{0.0: 1, -0.0: 2}",
    "{None: 1, None: 2}", "{True: 1, 1: 2}", "{'1': 1, 1: 2, b'1': 3}",
):
    compiles(case)

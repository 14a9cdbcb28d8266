"""co_linetable, co_exceptiontable, replace, equality and hashes of code objects: what holds whatever the instructions are."""

import dis
import warnings


def f(a, b=1, *c, d, **e):
    try:
        x = [
            a
            + b for _ in c
        ]
    except ValueError as err:
        raise KeyError(
            "k" * 200 + "a very long line so that columns do not fit into the short forms of the table at all ..............................."
        ) from err
    finally:
        print(a, b)
    return lambda: (x, a)


def entries(code):
    """The rows of co_linetable, one for each code unit."""
    line = code.co_firstlineno
    it = iter(code.co_linetable)

    def varint():
        b = next(it)
        value = b & 63
        shift = 6
        while b & 64:
            b = next(it)
            value |= (b & 63) << shift
            shift += 6
        return value

    def signed():
        value = varint()
        return -(value >> 1) if value & 1 else value >> 1

    for head in it:
        kind = head >> 3 & 15
        row = None, None, None, None
        if kind < 10:
            second = next(it)
            column = kind << 3 | second >> 4
            row = line, line, column, column + (second & 15)
        elif kind < 13:
            line += kind - 10
            row = line, line, next(it), next(it)
        elif kind == 13:
            line += signed()
            row = line, line, None, None
        elif kind == 14:
            line += signed()
            row = (line, line + varint(), *(None if c < 0 else c for c in (varint() - 1, varint() - 1)))
        for _ in range((head & 7) + 1):
            yield row


for function in (f, entries):
    code = function.__code__
    print(list(entries(code)) == list(code.co_positions()), hash(code) == hash(code.replace()), code == code.replace())
code = f.__code__
bare = code.replace(co_linetable=b"")
print(list(bare.co_lines()), list(bare.co_positions()), bare.co_linetable, bare == code)
one = (lambda: 1).__code__.replace(co_linetable=b"\xf8")
print(list(one.co_lines()), next(iter(one.co_positions())))
moved = code.replace(co_firstlineno=100)
print(min(line for *_, line in moved.co_lines() if line) >= 100, moved == code, hash(moved) == hash(code), moved.co_linetable == code.co_linetable)
print([line for *_, line in bare.replace(co_linetable=code.co_linetable).co_lines()] == [line for *_, line in code.co_lines()])
print(code.replace(co_exceptiontable=b"") == code, code.replace(co_exceptiontable=code.co_exceptiontable) == code)
print(len(code.co_exceptiontable) > 0, len(dis._parse_exception_table(code)) > 0)
names = tuple(n.upper() for n in code.co_varnames)
print(code.replace(co_varnames=names).co_varnames == names, code.replace(co_posonlyargcount=1).co_posonlyargcount)
for change in ({"co_nlocals": code.co_nlocals + 1}, {"co_varnames": ("x",)}):
    try:
        code.replace(**change)
    except ValueError:
        print("ValueError", *change)
print(code.replace(co_consts=(*code.co_consts, 5)).co_consts[-1], [code._varname_from_oparg(i) for i in range(5)])
try:
    code._varname_from_oparg(1000)
except IndexError as e:
    print(e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    table = code.co_lnotab
print(seen[0].message, sum(d if d < 128 else d - 256 for d in table[1::2]) >= 0)
a, b = (lambda: 1), (lambda: 1)
print(a.__code__ == b.__code__, len({a.__code__, a.__code__.replace()}))
g = f.__code__.replace(co_name="g")
print(g.co_name, g == code)

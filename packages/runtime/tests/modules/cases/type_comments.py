"""ast.parse(type_comments=True), the mode func_type, and what older feature versions refuse."""

import ast


def t(source, **options):
    try:
        print(ast.dump(ast.parse(source, type_comments=True, **options), include_attributes=len(source) < 30))
    except SyntaxError as e:
        print(repr(source), e.args)


SOURCES = [
    "a = 0  # type: int\n", "a = b = 0  # type: int", "#type:int\na=1", "a = 0  #   type:   int  \n", "a = 0 # type: ignore\n",
    "# type: ignore\na=1\n", "  # type: ignore[x]\na=1\n", "for a in b: # type: X\n  pass\n", "for a in b: # type: X\n  # type: Y\n  pass\n",
    "async def f():\n async for a in b: # type: X\n  pass\n async with a as b, c: # type: Y\n  pass\n", "with a: # type: Z\n pass",
    "def f(a, # type: int\n /): pass", "def f(*, b=1 # type: int\n ,c): pass", "def f(# type: x\n a): pass",
    "def f():  # type: () -> int\n  # type: () -> str\n  return ''\n", "def f():\n  # type: () -> int\n  # type: () -> str\n  return ''\n",
    "def f():  # type: () -> int\n  x=1\n", "def f(): x=1 # type: () -> int\n", "def f():\n  # type: () -> int\n\n  pass",
    "def f():\n\n  # type: () -> int\n  # c\n  pass", "class A: # type: x\n pass", "class A:\n # type: x\n pass", "x: int = 1 # type: x",
    "x += 1 # type: x", "pass  # type: ignorewhatever\n", "pass  # type: ignoreé\n", "pass  # type: ignore_x\n", "f(a, # type: ignore\n b)",
    "x = f(a, # type: int\n b)", "x = 1 # type:\n", "x = 1 # type: \n", "x = 1 #type\n", "lambda x: (1, # type: x\n)", "x = 1; y = 2 # type: int",
    "x = yield # type: X", "if 1:\n  x = 1\n  # type: ignore\n  y = 2\n", "if 1:\n  x = 1\n# type: int\n  y = 2\n",
    "def f(a, # type: A\n *b, # type: B\n **c): # type: D\n  pass", "def f(a=1, # type: A\n *, b # type: B\n ): # type: D\n  pass",
    "def f(a # type: A\n , b): pass", "'''\n# type: x\n'''", "x = '# type: int'", "x = [1, 2] # type: List[int] # c\n",
    "with (a as b, c): # type: X\n pass", "with (a, b) as c: # type: X\n pass", "for x in y: pass # type: z", "for x in y: # type: z",
    "def f(a, **k, # type: K\n): pass", "# type: ignore", "x=1\n# type: ignore q\n", "try: # type: x\n  pass\nfinally: pass\n",
    "def f(*a: int, # type: A\n): pass", "def f(a: int = 3, # type: A\n): pass", "x = 0 # type: int\n# type: int\n",
    "def f(): # type: () -> int\n    # type: () -> int\n# c\n    pass", "def f(): # type: à -> é\n pass", "(\n# type: ignore 1\n)",
]  # fmt: skip
for source in SOURCES:
    t(source)
for source in (
    "() -> int", "(int, *str, **Any) -> float", "(int, *str, *Any) -> float", "(int,) -> float", "(**int, **str) -> float", "(**int) -> None\n\n",
    "(int, **str, Any) -> float", "() -> *x", "(a)", "(a:=1) -> 3", "(lambda: 1, [a for a in b]) -> (yield)", "(*a, **b) -> c # type: int",
    "(a, b) -> c;", "( # type: int\n a) -> b", "(*a) -> b",
):  # fmt: skip
    t(source, mode="func_type")

print(compile("x = 1 # type: int\n", "x", "exec", 0x1000).co_names)
for source, mode, flags in [
    ("pass # type: int", "exec", 0x1000), ("pass # type: int", "exec", 0), ("x = 1 # type: int\n# type: ignore", "exec", 0x1400), ("x # type: int", "eval", 0x1400),
    ("x = 1 # type: int\n# type: ignore", "single", 0x1400), ("() -> int", "func_type", 0), ("() -> int", "func_type", 0x400),
    (ast.parse("() -> int", mode="func_type"), "func_type", 0x400), (ast.parse("() -> int", mode="func_type"), "func_type", 0x8400),
    (ast.parse("() -> int", mode="func_type"), "exec", 0), (ast.parse("1"), "func_type", 0x400),
    (ast.parse("x = 1 # type: int\nfor a in b: # type: B\n  pass\ndef f(a # type: A\n): # type: F\n  pass\n# type: ignore", type_comments=True), "exec", 0x8400),
]:  # fmt: skip
    try:
        result = compile(source, "x", mode, flags)
        print(ast.dump(result) if isinstance(result, ast.AST) else "code")
    except (SyntaxError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
for source in ("x = 1_0", "x = 0x_f", "1_0j", 'a ="""\n""", 1_0.0', "1_0\nasync def f(): pass", "x = 1_0; y: int", "x: int; y = 1_0", "é = 1_0", "x = '1_0'"):
    for version in (5, 6):
        t(source, feature_version=version)

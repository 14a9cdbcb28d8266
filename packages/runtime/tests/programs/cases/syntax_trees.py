"""compile() of trees that a program made: what is refused, how, and what runs."""

import ast
from ast import Constant as C


def t(f):
    try:
        r = f()
        print("ok", "code" if hasattr(r, "co_code") else r)
    except Exception as e:
        print(type(e).__name__, e)


def N(name, ctx=None):
    return ast.Name(name, ctx or ast.Load())


def ev(e):
    t(lambda: compile(ast.fix_missing_locations(ast.Expression(e)), "f", "eval"))


def ex(*s):
    t(lambda: compile(ast.fix_missing_locations(ast.Module(list(s), [])), "f", "exec"))


def pat(p):
    ex(ast.Match(C(1), [ast.match_case(p, None, [ast.Pass()])]))


def args(**k):
    return ast.arguments(**k)


P = [ast.Pass()]
S = ast.Store()
STAR = ast.Starred(N("x", S), S)
for e in [
    ast.BinOp(C(1), None, C(2)), ast.BinOp(C(1), 5, C(2)), ast.Name("x", None), ast.Call(None, [], []), ast.Call(N("x"), [None], []),
    ast.Call(N("x"), [], [None]), 5, None, ast.Compare(C(1), [None], [C(1)]), ast.Lambda(None, C(1)),
    ast.Lambda(C(1), C(1)), ast.Attribute(C(1), None), ast.Attribute(C(1), 5), C([1]), C(((1, [2]),)), ast.FormattedValue(C(1), 99, None),
    ast.JoinedStr([ast.FormattedValue(C(1), 0, None)]), ast.FormattedValue(C(1), "a", None), ast.FormattedValue(C(1), 2**40, None),
    ast.JoinedStr([C(1)]), ast.NamedExpr(C(1), C(2)), ast.NamedExpr(N("x"), C(2)), N("None"), ast.ListComp(C(1), []),
    ast.BoolOp(ast.And(), [C(1)]), ast.Dict([C(1)], []), ast.Compare(C(1), [], []), ast.Compare(C(1), [ast.Eq()], []), ast.Dict([None], [C(1)]),
    ast.ListComp(C(1), [ast.comprehension(N("x"), C(1), [], 0)]), ast.ListComp(C(1), [ast.comprehension(N("x", S), C(1), [], None)]),
    ast.Subscript(C(1), None), ast.expr(lineno=1, col_offset=0), ast.Set([]), ast.Call(N("x"), [], [ast.keyword("None", C(1))]),
    ast.Attribute(C(1), "None"),
]:  # fmt: skip
    ev(e)
for s in [
    ast.Assign(None, C(1)), ast.Assign([N("x")], C(1)), ast.Assign([C(1)], C(1)), ast.Assign([], C(1)), ast.Assign([None], C(1)), None, 5,
    ast.With([None], P), ast.With([], P), ast.Try(P, [5], [], []), ast.Match(C(1), [None]), ast.Match(C(1), [ast.match_case(None, None, P)]),
    ast.Match(C(1), [ast.match_case(ast.MatchSequence([ast.MatchAs(), 5]), None, P)]), ast.Import([None]), ast.Import([ast.alias(None)]),
    ast.Import([]), ast.Global([5]), ast.Global([]), ast.ImportFrom("x", [ast.alias("y")], None), ast.ImportFrom("x", [ast.alias("y")], "a"),
    ast.ImportFrom("x", [ast.alias("y")], -1), ast.AnnAssign(N("x", S), C(1), None, None), ast.AnnAssign(ast.Tuple([], S), C(1), None, 0),
    ast.AnnAssign(ast.Tuple([], S), C(1), None, 1), ast.TypeAlias(C(1), [], C(1)), ast.TypeAlias(N("x"), [], C(1)),
    ast.AugAssign(ast.Tuple([], S), ast.Add(), C(1)), ast.FunctionDef("f", args(args=[None]), P), ast.FunctionDef("f", args(args=[ast.arg(5)]), P),
    ast.FunctionDef("f", args(args=[ast.arg(None)]), P), ast.FunctionDef("f", args(args=[ast.arg("None")]), P),
    ast.FunctionDef("f", args(defaults=[C(1)]), P), ast.FunctionDef("f", args(kw_defaults=[C(1)]), P),
    ast.FunctionDef("f", args(args=[ast.arg("x", type_comment=5)]), P), ast.FunctionDef("f", args(args=[ast.arg("x")]), []),
    ast.FunctionDef(None, args(), P), ast.FunctionDef("x", args(), P, [ast.Starred(C(1))]), ast.Expr(ast.Starred(C(1))), ast.Expr(ast.Slice()),
    ast.Return(C(1)), ast.Assign([STAR], C(1)), ast.For(ast.Attribute(C(1), "x", ast.Load()), C(1), P, []),
    ast.Try(P, [ast.ExceptHandler(None, None, P), ast.ExceptHandler(None, None, P)], [], []),
    ast.Try(P, [ast.ExceptHandler(None, "x", P)], [], []), ast.Raise(None, C(1)), ast.Try(P, [], [], []), ast.Try(P, [], P, P),
    ast.TryStar(P, [], [], []), ast.ClassDef("x", [N("x", S)], [], P), ast.If(C(1), [], []), ast.Match(C(1), []),
    ast.ClassDef("x", [], [], P, [], [ast.TypeVar("None")]), ast.ClassDef("x", [], [ast.keyword("a", N("x", S))], P, [], []),
    ast.ExceptHandler(None, None, []),
]:  # fmt: skip
    ex(s)
for p in [
    ast.MatchValue(C(True)), ast.MatchValue(C(1)), ast.MatchValue(N("x")), ast.MatchSingleton(5), ast.MatchStar("x"), ast.MatchAs(ast.MatchAs()),
    ast.MatchAs(None, "_"), ast.MatchOr([]), ast.MatchClass(C(1), [], [], []), ast.MatchClass(N("x"), [], ["a"], []),
    ast.MatchMapping([C(1)], [], None), ast.MatchMapping([N("x")], [ast.MatchAs()], None), ast.MatchMapping([], [], "_"),
    ast.MatchValue(ast.UnaryOp(ast.USub(), C("a"))), ast.MatchValue(ast.BinOp(C(1), ast.Add(), C(1j))),
    ast.MatchValue(ast.BinOp(C(1), ast.Add(), C(1))), ast.MatchValue(ast.UnaryOp(ast.UAdd(), C(1))),
    ast.MatchSequence([ast.MatchStar(), ast.MatchStar()]),
]:  # fmt: skip
    pat(p)
for m, mode, flags in [
    (ast.Module([], 5), "exec", 0), (ast.Module([], [5]), "exec", 0), (ast.Module([], [ast.TypeIgnore("a", "b")]), "exec", 0),
    (ast.Module([], [ast.TypeIgnore(1, 5)]), "exec", 0), (ast.Module([], []), "eval", 0),
    (ast.Module([], []), "func_type", 0), (ast.Module([], []), "x", 0), (ast.Module([], []), "x", 0x400), ("", "exec", 4), (5, "exec", 0),
    (ast.Expression(C(1)), "eval", 0), (ast.Expression(C(1, lineno="a", col_offset=0)), "eval", 0),
    (ast.Expression(C(1, lineno=1, col_offset=2**40)), "eval", 0), (ast.Expression(C(1, lineno=1, col_offset=None)), "eval", 0),
    (ast.Expression(C(1, lineno=1)), "eval", 0), (ast.Module([ast.Pass(lineno=1, col_offset=0, end_lineno=None)], []), "exec", 0),
]:  # fmt: skip
    t(lambda: compile(m, "f", mode, flags))
t(lambda: compile("", "f", "exec", optimize=7))
t(lambda: exec(ast.Module([], [])))
t(lambda: eval(ast.Module([], [])))
places = [dict(lineno=10, end_lineno=1), dict(lineno=-5, end_lineno=-2), dict(col_offset=10, end_col_offset=1), dict(col_offset=-5, end_col_offset=-2)]
for a in [*places, dict(lineno=-2, end_lineno=-2), dict(col_offset=-2, end_col_offset=-2)]:
    tree = ast.parse("a=1")
    for k, v in a.items():
        setattr(tree.body[0], k, v)
    t(lambda: compile(tree, "f", "exec"))
m = ast.Module([], [])
m.body = (1,)
t(lambda: compile(m, "f", "exec"))
del m.body
t(lambda: compile(m, "f", "exec"))

context = ast.parse("x").body[0].value.ctx
context.mark = 1
print(ast.parse("y").body[0].value.ctx.mark, ast.Name("z").ctx is context)
del context.mark
print(ast.Name.__annotations__, ast.Return.__annotations__)


class MyName(ast.Name):
    pass


print(eval(compile(ast.fix_missing_locations(ast.Expression(MyName("t"))), "f", "eval")) is t)

# Trees that the parser made run as the source does.
SOURCE = """
import math as m
from os import path
x: int = 3
def f(a, /, b=1, *c, d: int = 2, **e) -> int:
    'doc'
    global g
    g = [i * j for i in range(3) for j in (1, 2) if i]
    return lambda q=5: (a, b, c, d, e, q)
class A[T](dict, metaclass=type):
    y = {**{1: 2}, 3: {4, 5}}
    def m(self): return super().__len__()
async def co(z):
    async for k in z: yield k
    async with z as w: await w
try:
    assert not x < 3 <= 4, 'no'
except* ValueError as v:
    pass
for i, *k in [(1, 2, 3)]:
    while True:
        break
    else:
        continue
match [1, {'k': -2, 'r': 0}, 1+2j, None]:
    case [int(a) | a, {'k': -2, **rest}, 1+2j, None] if a: print(a, rest)
with open('/dev/null') as fh, fh: del fh
type Z[*Ts, **P] = int
print(f(1, 2, 3, d=4, h=5)(), g, A().m(), f'{x!r:>{x}}', (y := 4), x if y else -x, 10**20, 1.5, 2j, b'b', ...)
x += 1; print(x[::2] if 0 else x, t'a{x!r:b}', (lambda: (yield))().send(None), [*k], (*k, 1))
"""
tree = ast.parse(SOURCE)
exec(compile(tree, "f", "exec"), {})
exec(compile(ast.parse(ast.unparse(tree)), "f", "exec"), {})
again = ast.parse(ast.parse(SOURCE), optimize=2)
print(ast.dump(again) == ast.dump(ast.parse(SOURCE, optimize=2)), ast.dump(again) == ast.dump(tree))
exec(compile(again, "f", "exec", optimize=2), {})
for value in [(1, "a", (b"x", ...)), frozenset({1}), 2**70, -(2**63), 1 + 2j, -0.0, complex(-0.0, 1), True, None]:
    code = compile(ast.fix_missing_locations(ast.Expression(C(value))), "f", "eval")
    print(repr(eval(code)), eval(code) == value)
for s in ["'%5s|%-5s|%.3s|%%|%r' % (a, b, c, d)", "'%d' % (a,)", "'%s' % a", "'' % ()", "'%100s' % (a,)", "not __debug__"]:
    print(ast.dump(ast.parse(s, optimize=1, mode="eval").body, include_attributes=True))
for s in ["'doc'", "'doc'\nx", "def f():\n 'doc'\n 'x'", "match x:\n case -1|1+2j|{-1: _}|A(-2,b=-1j): pass"]:
    print(ast.dump(ast.parse(s, optimize=2), include_attributes=True))
loop = ast.UnaryOp(ast.Not(), None, lineno=1, col_offset=0)
loop.operand = loop
try:
    compile(ast.Expression(loop), "f", "eval")
except RecursionError:
    print("RecursionError")

# What else compile, exec and eval are told.
print(eval(compile(b"# coding: iso8859-15\n'\xa4'", "f", "eval")))
t(lambda: compile(b"# coding: nonsense\n1", "f", "exec"))
t(lambda: eval(memoryview(b"1+1")))
t(lambda: compile("1", 5, "eval"))
t(lambda: compile("1", "a\0b", "eval"))


def outer():
    seen = 1

    def inner():
        nonlocal seen
        seen += 1

    return inner


inner = outer()
exec(inner.__code__, closure=inner.__closure__)
print(inner.__closure__[0].cell_contents)
for c in [(inner.__code__, ()), (inner.__code__, None), (inner.__code__, 5), ("1", ()), (outer.__code__, ())]:
    t(lambda: exec(c[0], closure=c[1]))
t(lambda: eval(inner.__code__))
exec(compile("from __future__ import annotations\nexec('x: 1/0')\nprint(__annotations__)", "f", "exec"), {})
t(lambda: compile("await x", "f", "eval"))
print(compile("await x", "f", "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT).co_flags & 128)

# What is asked of the future is looked at in a tree, too; where it stands is not.
for source in "from __future__ import nonsense", "from __future__ import braces", "'doc'\nfrom __future__ import division as d, nonsense", "1\nfrom __future__ import nonsense", "from __future__ import *":
    try:
        print(ast.dump(ast.parse(source)))
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
print(ast.dump(ast.parse("(int) -> str", mode="func_type")))

"""_symtable's tables and _statistics' quantiles."""

import _statistics
import _symtable

SOURCE = """
import os, sys as s
from a import *
import a.b.c
x = 1
global g
def f[T](a, *b: int, c=1, **d) -> T:
    y = [i for i in a if (w := i)]
    z = {k: (lambda: k) for k in a}
    g = (q for q in a if (w2 := q))
    class C[U](object):
        y
        x: int = 1
        def m(self): return super().x, y
        type A[V: int = str] = list[V]
        [y for y in a if y]
        [i for j in a for i in j]
    loc: int = 5
    return lambda: (y, z)
@f
async def h(): await x
ann: int = 3
if x:
    class D:
        if x:
            cond: int
        __slots__ = ()
        def a(self, q): 
            nonlocal_ = 1
            def b():
                nonlocal nonlocal_, q
                import os
                return __class__
            return [[x for x in y] for y in q], {(lambda: e)() for e in q}
[lambda: t for t in x]
[(last := u) for u in x]
def gen():
    for a in b: 
        try: yield a
        except E as e: del a
    match a:
        case {'a': p, **rest}: pass
        case [*st, K(z=1)] as whole: pass
    import foo as bar
    global import_then, gg
    gg = 1
    def inner():
        return [a + outer for outer in [bar for r in e]]
class Outer:
    v = 1
    class Inner:
        def m(self): return v
    w = [v for _ in range(3)]
    def __priv(self, __x): __x.__y
def g1():
    v = 2
    class K:
        v = 3
        def m(self): return v
    class L:
        def m(self): return [v for i in range(v)]
    class M:
        p = [v for i in v]
type G[*Ts, **P] = dict[Ts, P]
"""


def dump(entry, indent):
    print(indent, entry.name, entry.type, entry.lineno, entry.nested, entry.varnames, sorted(entry.symbols.items()))
    for child in entry.children:
        dump(child, indent + "  ")


dump(_symtable.symtable(SOURCE, "file", "exec"), "")
dump(_symtable.symtable("[a for a in b if (lambda: a)]", "file", "eval"), "")
print(sorted((k, v) for k, v in vars(_symtable).items() if isinstance(v, int)))
print(repr(_symtable.symtable("1", "file", "single")).partition("(")[0])
for args in (
    ("1", "f", "x"),
    ("nonlocal x", "f", "exec"),
    ("def f(a, a): pass", "f", "exec"),
    ("(", "f", "exec"),
    ("def f():\n import os\n global os", "f", "exec"),
):
    try:
        print(_symtable.symtable(*args).name)
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__, e)
for p in (0, 1, 0.5, 0.3, 0.075, 1e-9, 1e-300, 5e-324, 0.999999, float("nan")):
    try:
        print(_statistics._normal_dist_inv_cdf(p, 1.5, 2.25))
    except ValueError as e:
        print(e)

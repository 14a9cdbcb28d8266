"""Special methods are found on the type, and bound as descriptors are."""

from collections.abc import Collection, Sequence, Mapping
try:
    class Both(Collection):
        __abc_tpflags__ = Sequence.__flags__ | Mapping.__flags__
except TypeError as e: print(e)
import math, sys, operator, copy, os
class P:
    def __init__(s, r): s.r=r
    def __get__(s, o, t): print('get', type(o).__name__, t.__name__); return lambda *a: (print(a), s.r)[1]
def names(**k): return type('C', (), {n: P(v) for n, v in k.items()})
C=names(__round__=1, __trunc__=2, __ceil__=3, __floor__=4, __format__='x', __sizeof__=5, __dir__=['q'], __reversed__=iter('z'), __bytes__=b'b', __fspath__='/p', __length_hint__=7, __complex__=1j, __index__=8, __abs__=9, __divmod__=10, __pow__=11, __bool__=True, __enter__=1, __exit__=True)
o=C()
def mine(): return "/mine"
o2=C(); o2.__fspath__ = mine; print(os.fspath(o2), os.path.exists(o2))
for f in (round, lambda o: round(o, 2), math.trunc, math.ceil, math.floor, format, dir, lambda o: list(reversed(o)), bytes, os.fspath, operator.length_hint, complex, operator.index, abs, lambda o: divmod(o,1), lambda o: pow(o,1), bool):
    try: print(f(o))
    except Exception as e: print(type(e).__name__, e)
with o as v: print(v)
print(sys.getsizeof(o)>=5)
print(max.__doc__[:4], min.__doc__[:4])

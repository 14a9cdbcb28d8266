"""What is stored as a special method binds as any other attribute does: built-in functions and classes do not, functions and descriptors do."""

import functools
import operator
import typing


def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class A:
    __call__ = abs
    __len__ = int
    __repr__ = str
    __add__ = divmod
    m = len
    c = int
    p = functools.partial(print, "x")
    b = "abc".upper
    g = [1].append
t(lambda: A()(-5))
t(lambda: len(A()))
t(lambda: repr(A()))
t(lambda: A() + 1)
t(lambda: A().m([1,2]))
t(lambda: A().c("5"))
t(lambda: A().p())
t(lambda: A().b())
class B:
    __call__ = len
    __getitem__ = abs
    __getattr__ = ord
    __contains__ = abs
    __hash__ = dict
    __bool__ = bool
    __iter__ = list
    __enter__ = list
    __exit__ = print
    __index__ = int
    __neg__ = int
    __format__ = str.upper
    __setattr__ = max
    __delattr__ = len
    __get__ = max
    __class_getitem__ = abs
    __setitem__ = max
    __int__ = int
    __radd__ = abs
    __iadd__ = abs
    __next__ = list
    __reversed__ = list
    __lt__ = abs
    __round__ = int
    __pow__ = divmod
t(lambda: B()([1,2]))
t(lambda: B()[-4])
t(lambda: B().x)
t(lambda: -3 in B())
t(lambda: hash(B()))
t(lambda: bool(B()))
t(lambda: iter(B()))
t(lambda: -B())
t(lambda: format(B(), "abc"))
t(lambda: setattr(B(), "y", 1))
t(lambda: delattr(B(), "y"))
t(lambda: B[-7])
t(lambda: operator.setitem(B(), 1, 2))
t(lambda: int(B()))
t(lambda: -5 + B())
t(lambda: operator.iadd(B(), -6))
t(lambda: next(B()))
t(lambda: reversed(B()))
t(lambda: B() < -7)
t(lambda: B() > -7)
t(lambda: round(B()))
t(lambda: B() ** 3)
t(lambda: operator.index(B()))
def w():
    with B() as x: return x
t(w)
class M(type):
    __call__ = abs
    __instancecheck__ = abs
    __len__ = int
class C(metaclass=M): pass
t(lambda: C(-3))
t(lambda: isinstance(-3, C))
t(lambda: len(C))
class D:
    __new__ = abs
t(lambda: D())
class E:
    __init__ = print
t(lambda: type(E()).__name__)
class F:
    __init__ = print
t(lambda: type(F(1)).__name__)
t(lambda: typing.NewType("U", int)(5))
class I:
    __call__ = A()
t(lambda: I()(-9))
class J:
    __call__ = functools.partial(max, 5)
t(lambda: J()(1))
class K:
    __getattribute__ = ord
t(lambda: K().z)
class L:
    __str__ = "abc".upper
    __call__ = "a,b".split
t(lambda: str(L()))
t(lambda: L()(","))
class S:
    __call__ = staticmethod(abs)
    __add__ = classmethod(lambda cls, o: (cls.__name__, o))
t(lambda: S()(-1))
t(lambda: S() + 2)
class P:
    @property
    def __call__(self): return abs
t(lambda: P()(-2))
class Q(list):
    __getitem__ = abs
    append = len
    __len__ = int
    __iter__ = iter
t(lambda: Q([1])[-5])
t(lambda: Q([1]).append("abc"))
class R(dict):
    __missing__ = abs
t(lambda: R()[-3])
class U:
    __await__ = list
    __aiter__ = list
    __anext__ = list
async def f():
    return await U()
def run():
    try: f().send(None)
    except StopIteration as e: return e.value
t(run)
class V(dict):
    __call__ = __getitem__ = __getattr__ = dict.__dict__["fromkeys"]
t(lambda: (V()("ab"), type(V()("a"))))
t(lambda: V()["cd"])
t(lambda: V().efg)
class W(dict):
    __hash__ = __setattr__ = __delattr__ = dict.__dict__["fromkeys"]
def store():
    W().abc = 5
def delete():
    del W().abc
t(lambda: hash(W()))
t(store)
t(delete)
class X:
    __init__ = __call__ = dict.__dict__["fromkeys"]
t(X)

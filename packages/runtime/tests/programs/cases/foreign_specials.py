# Special methods, and others, that a class takes from a built-in type from which it does not derive: they refuse its instances.
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
p = property()
t(lambda: p.__get__())
t(lambda: p.__get__(1,2,3))
t(lambda: (1).__pow__())
t(lambda: (1).__pow__(1,2,3))
t(lambda: (1).__rpow__())
t(lambda: (1).__add__())
t(lambda: (1.).__pow__(1,2,3))
t(lambda: [].__getitem__())
t(lambda: [].__setitem__(1))
t(lambda: [].__len__(1))
t(lambda: object().__setattr__(1))
t(lambda: object().__setattr__(1, 2, 3))
t(lambda: p.__set__(1))
t(lambda: {}.__setitem__(1, 2, 3))
t(lambda: {}.__delitem__())
t(lambda: object().__delattr__())
t(lambda: (2).__ipow__())
class C:
    append = list.append
    up = str.upper
    g = dict.get
    bl = int.bit_length
c=C()
t(lambda: c.append(1))
t(lambda: c.up())
t(lambda: c.g(1))
t(lambda: c.bl())
def f():
    for i in range(3):
        try: c.append(1)
        except TypeError as e: print(e)
f()
t(lambda: C.append(c, 1))
class D:
    __hash__ = tuple.__hash__
    __bool__ = range.__bool__
    __call__ = staticmethod.__call__
    __repr__ = type.__repr__
    __str__ = BaseException.__str__
    __getattribute__ = type.__getattribute__
    __setattr__ = type.__setattr__
    __contains__ = set.__contains__
    __eq__ = tuple.__eq__
    __init__ = list.__init__
    __format__ = str.__format__
    __reversed__ = list.__reversed__
    __enter__ = memoryview.__enter__
    __exit__ = print
    __index__ = int.__index__
    __float__ = float.__float__
    __neg__ = int.__neg__
    __get__ = property.__get__
    __set__ = property.__set__
    __await__ = type((lambda: (yield))()).__iter__
    __buffer__ = bytes.__buffer__
    __dir__ = type.__dir__
d = object.__new__(D)
import operator
t(lambda: D())
for fn in (hash, bool, repr, str, reversed, operator.index, float, operator.neg, memoryview, dir, format, lambda d: d == d, lambda d: 1 in d, lambda d: d(), lambda d: d.x, lambda d: setattr(d, 'x', 1)):
    t(lambda: fn(d))
class E: a = d
t(lambda: E().a)
t(lambda: setattr(E(), 'a', 1))
def w():
    with d: pass
t(w)
class A(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
a = A()
t(lambda: a == a)
t(lambda: a + a)
class B(str):
    __eq__ = int.__eq__
    __add__ = int.__add__
    __hash__ = list.__len__
    __len__ = list.__len__
b = B('x')
t(lambda: b == b)
t(lambda: hash(b))
t(lambda: len(b))
class C:
    __add__ = list.__add__
    __eq__ = list.__eq__
    __getitem__ = list.__getitem__
    __len__ = dict.__len__
    __iter__ = list.__iter__
    __next__ = type(iter([])).__next__
c=C()
t(lambda: c + c)
t(lambda: c == 1)
t(lambda: c[1])
t(lambda: len(c))
t(lambda: list(c))
t(lambda: next(c))

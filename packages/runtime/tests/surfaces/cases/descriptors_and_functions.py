import abc
import types

class A: pass
class I:
    def __init__(self): pass
class N:
    def __new__(cls): return object.__new__(cls)
class AB(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
    @abc.abstractmethod
    def g(self): pass
class S: __slots__=('a',)
class L(list): pass
class BadInit:
    def __init__(self): return 1

class P:
    @property
    def x(self): "docx"; return 1
    @x.setter
    def x(self, v): pass
    y = property()
    z = property(lambda s:1, doc='zz')
    @property
    def w(self): return 1
class Sub(property): pass
class S:
    __slots__=('a',)
    def f(self): pass
def f(a, b=1, *c, d=2, **e) -> int: "doc"; return a
@staticmethod
def sm(x): "smdoc"
@classmethod
def cm(x): "cmdoc"
def outer():
    q=1
    def inner(): return q
    return inner
g=outer()
m=S().f

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

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

e=ValueError('a',2)
class E(Exception):
    pass
class E2(Exception):
    def __init__(self, a, b=None): self.a=a
eg=ExceptionGroup('m',[ValueError(1),TypeError(2),ExceptionGroup('n',[KeyError(3),ValueError(4)])])
class EG(ExceptionGroup): pass
class EG2(ExceptionGroup):
    def derive(self, excs): return EG2(self.message, excs)

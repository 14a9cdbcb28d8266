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

import sys
def f(a, b=1, *c, d=2, **e):
    "doc"
    x = [a, b]
    def g(): return x, a
    return g, sys._getframe()
def gen(): yield 1
async def co(): pass
async def ag(): yield 1
class C:
    def m(self): return __class__
c=f.__code__
g,fr=f(1)
def locs():
    a=1
    l=sys._getframe().f_locals
    l['a']=5
    l['new']=6
    return a, l, sys._getframe().f_locals, locals()
def tb():
    try: 1/0
    except ZeroDivisionError as e: return e.__traceback__
t1=tb()
code2=compile('x=1\ny=2\n','fn','exec')
def deep():
    def h():
        raise ValueError
    try: h()
    except ValueError as e: return e.__traceback__
t2=deep()

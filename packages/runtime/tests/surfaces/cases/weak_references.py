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

import _weakref as weakref
class C:
    def m(self): return 1
    def __len__(self): return 3
    def __getitem__(self,k): return k*2
    def __setitem__(self,k,v): self.k=(k,v)
    def __delitem__(self,k): self.k=k
    def __add__(self,o): return ('add',o)
    def __radd__(self,o): return ('radd',o)
    def __iadd__(self,o): return self
    def __eq__(self,o): return o==5
    def __hash__(self): return 7
    def __contains__(self,x): return x==2
    def __iter__(self): return iter([1,2])
    def __call__(self,*a): return a
    def __index__(self): return 4
    def __neg__(self): return 'neg'
    def __divmod__(self,o): return 'dm'
    def __pow__(self,o,m=None): return ('pow',o,m)
    def __enter__(self): return 'en'
    def __bytes__(self): return b'q'
class D: pass
class N:
    __slots__=()
class N2:
    __slots__=('__weakref__','x')
class R(weakref.ref):
    __slots__=('key',)
    def __new__(cls, o, cb, key): 
        self=super().__new__(cls,o,cb); self.key=key; return self
    def __init__(self,o,cb,key): super().__init__(o,cb)
c=C(); d=D(); n2=N2()
r=weakref.ref(c); rd=weakref.ref(d)
p=weakref.proxy(c); pd=weakref.proxy(d)
def fn(): pass

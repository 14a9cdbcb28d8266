"""What the package of a relative import is, what an import may not find, what a star brings."""

import warnings, sys
warnings.simplefilter('always')
class S:
    def __init__(s,p): s.parent=p
def t(g, level=1, name='', fl=('x',)):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter('always')
        try: print(type(m := __import__(name, g, None, fl, level)).__name__, m.__name__)
        except BaseException as e: print(type(e).__name__, e)
    print([(x.category.__name__, str(x.message)) for x in told])
t({'__package__':'a','__spec__':S('b')})
t({'__package__':42})
t({'__package__':'email','__spec__':S(3)})
t({'__package__':'email','__spec__':None}, name='utils')
t({'__package__':'email','__spec__':3}, name='utils')
t({'__spec__':3}, name='utils')
t({'__spec__':S(3)}, name='utils')
t({'__spec__':S('email')}, name='utils')
t({'__spec__':S('')}, name='utils')
t({'__name__':'email'}, name='utils')
t({'__name__':'email', '__path__':None}, name='utils')
t({'__name__':'email.utils'}, name='utils')
t({'__name__':3}, name='utils')
t({}, name='utils')
t({'__package__':'email'}, name='utils', level=2)
t({'__package__':'email.mime'}, name='utils', level=2)
t({'__package__':'email.mime'}, name='utils', level=3)
sys.modules['a.b.c']={}
t({'__package__':'a'}, name='b.c', fl=())
class M:
    __path__=[]
    __name__='mm'
sys.modules['mm']=M()
sys.modules['mm.x']=None
t({}, level=0, name='mm')
t({}, level=0, name='mm', fl=(3,))
t({}, level=0, name='mm', fl=('*',))
M.__all__=[4]
t({}, level=0, name='mm', fl=('*',))
def star(m):
    sys.modules['mm']=m
    g={}
    try: exec('from mm import *', g); print(sorted(k for k in g if k!='__builtins__'))
    except BaseException as e: print(type(e).__name__, e)
star(M()); M.__all__=['__name__','__path__']; star(M()); del M.__all__; star(M())
m=M(); m.a=1; m._b=3; star(m); vars(m)[3]=2; star(m)
m.__name__=3; star(m); 
import types
m=types.ModuleType('mq'); m.q=1; m._q=2; star(m); vars(m)[b'x']=2; star(m)
m.__name__='mz'; star(m); del m.__name__; star(m)

import os, tempfile, types
def written(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as f: f.write(text)
with tempfile.TemporaryDirectory() as folder:
    written(folder, 'closed/__init__.py', """
import sys
class Closed:
    __slots__ = ('__path__', '__spec__', '__name__')
c = Closed()
c.__path__, c.__spec__, c.__name__ = __path__, __spec__, __name__
sys.modules[__name__] = c
""")
    written(folder, 'closed/part.py', 'x = 1')
    written(folder, 'spread/part.py', 'x = 2')
    os.chdir(folder)
    sys.path.insert(0, '.')
    sys.path_importer_cache.clear()
    t({}, level=0, name='closed.part')
    print(sys.modules['closed.part'].x)
    import spread, spread.part
    print(repr(spread).replace(folder, '').replace(os.path.realpath(folder), ''))
    print(os.path.relpath(spread.part.__file__, folder), '/./' in spread.part.__cached__)
    os.chdir('/')
import _csv, _heapq
print(_csv.__spec__.name, _csv.__spec__.origin, _heapq.__loader__.__name__)

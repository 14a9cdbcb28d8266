"""Where the text of a warned line comes from."""

import _warnings, sys, types
import warnings
warnings.simplefilter('always')
class L:
    def __init__(s, src): s.src=src
    def get_source(s, n):
        print('asked', n)
        if isinstance(s.src, Exception): raise s.src
        return s.src
def t(g, line=1, f='nonexistent'):
    try: _warnings.warn_explicit('eggs', UserWarning, f, line, module_globals=g)
    except BaseException as e: print(type(e).__name__, e)
    sys.stderr.flush()
class Sp: pass
def spec(loader, name=None):
    s=Sp(); s.loader=loader
    if name: s.name=name
    return s
sys.stderr=sys.stdout
for src in ('a\nb', None, 3, ImportError('x'), OSError('y'), ValueError('z')):
    l=L(src); t({'__loader__':l,'__name__':'m','__spec__':spec(l)}); t({'__loader__':l,'__name__':'m','__spec__':spec(l,'other')}, 2); t({'__loader__':l,'__name__':'m','__spec__':spec(l)},9)
l=L('a\nb'); t({'__loader__':l,'__name__':'m'}); t({'__loader__':l,'__name__':'m','__spec__':None}); t({'__name__':'m'}); t({}); t({'__loader__':l,'__spec__':spec(l)}); t({'__spec__':spec(l,'q')});t({'__name__':'m','__loader__':3,'__spec__':spec(l,'q')}); t({'__loader__':l,'__name__':'m','__spec__':spec(l)},0); t({'__loader__':l,'__name__':'m','__spec__':spec(l)},-1)
t({'__loader__':l,'__name__':'m','__spec__':spec(l)},1,__file__)
t(3); t(None)
with warnings.catch_warnings(record=True) as r:
    warnings.simplefilter('always')
    t({'__loader__':l,'__name__':'m','__spec__':spec(l)}); t({'__loader__':l,'__name__':'m','__spec__':spec(l)},7)
print([x.line for x in r])
warnings.simplefilter('ignore')
t({'__loader__':l,'__name__':'m','__spec__':spec(l)})
warnings.simplefilter('error')
t({'__loader__':l,'__name__':'m','__spec__':spec(l)})
l=L('  a  \n'); warnings.simplefilter('always'); t({'__loader__':l,'__name__':'m','__spec__':spec(l)}); t({'__loader__':l,'__name__':'m','__spec__':spec(l, 3)}); t({'__loader__':l,'__name__':3,'__spec__':spec(l)})

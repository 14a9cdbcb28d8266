"""What importlib asks of the interpreter."""

import _imp
import marshal
import sys

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
_imp.get_frozen_object('x')
_imp.init_frozen('x')
_imp.is_frozen_package('x')
_imp._frozen_module_names()[-11:]
[_imp.find_frozen(name) for name in _imp._frozen_module_names()[-11:]]
[(_imp.is_frozen(name), _imp.is_frozen_package(name)) for name in _imp._frozen_module_names()[-11:]]
[(c.co_filename, c.co_names, c.co_firstlineno) for c in map(_imp.get_frozen_object, _imp._frozen_module_names()[-11:])]
marshal.loads(_imp.find_frozen('__hello__', withdata=True)[0]).co_filename
_imp.is_frozen('nope'), _imp.find_frozen('nope'), _imp.find_frozen('nope', withdata=True)
_imp.is_frozen_package("it's")
_imp.get_frozen_object('x', b'')
_imp.get_frozen_object('x', b'x')
_imp.get_frozen_object('x', marshal.dumps(1))
_imp.get_frozen_object('x', 3)
_imp.get_frozen_object('x', None)
_imp.get_frozen_object('x', marshal.dumps(compile('1', 'a file', 'eval'))).co_filename
_imp.is_frozen(3)
_imp._override_frozen_modules_for_tests(-1), _imp.is_frozen('__hello__'), _imp.find_frozen('__phello__'), _imp.init_frozen('__hello__')
_imp.get_frozen_object('__hello__')
_imp._override_frozen_modules_for_tests(0)
_imp._override_frozen_modules_for_tests('x')
_imp.init_frozen('__phello_alias__')
sorted(vars(sys.modules['__phello_alias__']))
sys.modules['__phello_alias__'].__origname__, sys.modules['__phello_alias__'].__path__
__import__('__hello__'), __import__('__hello__').__spec__.loader.__name__
__import__('__phello__.spam').spam, __import__('__phello__.ham.eggs').ham.eggs.__spec__.origin, __import__('__phello__').__spec__.loader_state.origname
__import__('__hello_only__')
[vars(__import__('__hello__'))[f'TestFrozenUtf8_{n}'].__doc__.encode() for n in (1, 2, 4)]
_imp.source_hash(1,b'abc')
_imp.lock_held(), _imp.release_lock()
_imp.check_hash_based_pycs
""".strip().splitlines():
    show(line)

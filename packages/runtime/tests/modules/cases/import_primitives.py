"""What importlib asks of the interpreter."""

import _imp

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
_imp.get_frozen_object('x')
_imp.init_frozen('x')
_imp.is_frozen_package('x')
_imp.source_hash(1,b'abc')
_imp.lock_held(), _imp.release_lock()
_imp.check_hash_based_pycs
""".strip().splitlines():
    show(line)

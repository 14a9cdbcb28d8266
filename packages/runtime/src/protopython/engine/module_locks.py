"""Import locks: while one thread loads a module, others that import it wait until it is complete (importlib's `_ModuleLock`).

The locks are importlib's own, so that modules loaded here and by importlib wait for one another, and a circle of threads that wait
is found. A process with one thread takes none.
"""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.engine.import_lock import acquire_import_lock, import_lock_held, release_import_lock
from protopython.engine.import_state import import_state
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model.attributes import find_attr, getattr_of, setattr_of
from protopython.objects.model.call import call1, call_method0, call_method3
from protopython.objects.model.operations import is_true
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def needs_locks() -> bool:
    """Whether another thread may import, and importlib, which has the locks, is loaded."""
    return context().space.n_threads > 0 and not is_empty(import_state().w_bootstrap)


def lock_module(name: str) -> Value:
    """What unlock_module() takes, once no other thread loads the module."""
    w_manager = call1(getattr_of(import_state().w_bootstrap, "_ModuleLockManager"), wrap(name))
    call_method0(w_manager, "__enter__")
    return w_manager


def unlock_module(w_manager: Value) -> None:
    call_method3(w_manager, "__exit__", w_None, w_None, w_None)


def set_initializing(m: W_Module, on: bool) -> None:
    """Tells other threads that find m in sys.modules whether it is complete."""
    w_spec = dict_get_str(m.dict, "__spec__")
    if not is_empty(w_spec) and not same(w_spec, w_None):
        setattr_of(w_spec, "_initializing", new_bool(on))


def is_initializing(w_module: Value) -> bool:
    w_spec = find_attr(w_module, "__spec__")
    if is_empty(w_spec) or same(w_spec, w_None):
        return False
    w = find_attr(w_spec, "_initializing")
    return not is_empty(w) and is_true(w)


def wait_for_module(w_module: Value, name: str) -> None:
    """Until the thread that loads the module, if any, is done."""
    if import_state().stock_finders is None and import_lock_held():  # importlib is being loaded
        acquire_import_lock()
        release_import_lock()
    if needs_locks() and is_initializing(w_module):
        call1(getattr_of(import_state().w_bootstrap, "_lock_unlock_module"), wrap(name))

"""Where the native import meets the stock importlib.

An ordinary import makes no specs, loaders or finders. They come into being when a program imports importlib: then every module
loaded so far gets its `__spec__` and `__loader__`, later ones get theirs when they are loaded, and sys.meta_path and
sys.path_hooks get what CPython has there from the start. If a program adds finders of its own to sys.meta_path, modules are
found through importlib from then on.
"""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.engine.import_state import import_state
from protopython.objects.dict.dict import dict_copy, dict_get_str, dict_next, dict_set_str, dict_value_at, new_dict
from protopython.objects.list.list import W_List, list_append, list_copy, list_cut, list_get, list_insert, list_length
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call1, call_tuple_kw
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple1
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

BOOTSTRAP = "importlib._bootstrap"
EXTERNAL = "importlib._bootstrap_external"


def loaded(name: str) -> Value:
    """sys.modules[name]; EMPTY if it is not there."""
    return dict_get_str(context().space.modules, name)


def sys_list(name: str) -> W_List | None:
    """A list that is an attribute of sys."""
    w = dict_get_str(context().space.w_sys.dict, name)
    return None if is_empty(w) else try_as(W_List, w)


def complete_importlib() -> None:
    """After importlib was imported: finders, and specs of what is loaded."""
    w_bootstrap = loaded(BOOTSTRAP)
    w_external = loaded(EXTERNAL)
    meta_path = sys_list("meta_path")
    space = context().space
    if import_state().stock_finders is not None or is_empty(w_bootstrap) or is_empty(w_external) or meta_path is None:
        return  # a program may load importlib again; the first stays the one that imports
    import_state().w_bootstrap = w_bootstrap
    import_state().w_external = w_external
    modules = space.modules
    dict_set_str(modules, "_frozen_importlib", w_bootstrap)
    dict_set_str(modules, "_frozen_importlib_external", w_external)
    own = list_length(meta_path)
    list_append(meta_path, getattr_of(w_bootstrap, "BuiltinImporter"))
    list_append(meta_path, getattr_of(w_bootstrap, "FrozenImporter"))
    call1(getattr_of(w_external, "_install"), w_bootstrap)
    path_hooks = sys_list("path_hooks")
    if path_hooks is not None:
        list_insert(path_hooks, 0, getattr_of(loaded("_imp"), "archive_hook"))
    stock = list_copy(meta_path)
    list_cut(stock, 0, own)
    import_state().stock_finders = stock
    snapshot = dict_copy(modules)
    i = dict_next(snapshot, 0)
    while i >= 0:
        m = try_as(W_Module, dict_value_at(snapshot, i))
        if m is not None:
            give_spec(m)
        i = dict_next(snapshot, i + 1)


def give_spec(m: W_Module) -> None:
    """`__spec__` and `__loader__` of a module that was loaded from a source file, unless it has them."""
    w_spec = dict_get_str(m.dict, "__spec__")
    w_file = dict_get_str(m.dict, "__file__")
    w_name = dict_get_str(m.dict, "__name__")
    if is_empty(w_spec) or not same(w_spec, w_None) or is_empty(w_file) or is_empty(w_name):
        return
    if as_str(w_file) is None or as_str(w_name) == "__main__":
        return
    w_make = getattr_of(import_state().w_external, "spec_from_file_location")
    w_path = dict_get_str(m.dict, "__path__")
    keywords = new_dict()
    if not is_empty(w_path):
        dict_set_str(keywords, "submodule_search_locations", w_path)
    w_spec = call_tuple_kw(w_make, w_name, new_tuple1(w_file), keywords)
    if same(w_spec, w_None):
        return
    dict_set_str(m.dict, "__spec__", w_spec)
    dict_set_str(m.dict, "__loader__", getattr_of(w_spec, "loader"))


def give_built_in_spec(m: W_Module, name: str) -> None:
    """The same of a built-in module that has just been loaded."""
    w_importer = getattr_of(import_state().w_bootstrap, "BuiltinImporter")
    w_spec = call1(getattr_of(w_importer, "find_spec"), wrap(name))
    dict_set_str(m.dict, "__spec__", w_spec)
    dict_set_str(m.dict, "__loader__", w_importer)


def has_own_finders() -> bool:
    """Whether the program added finders to sys.meta_path."""
    meta_path = sys_list("meta_path")
    if meta_path is None:
        return False
    n = list_length(meta_path)
    stock = import_state().stock_finders
    if stock is None:
        return n > 0
    for i in range(n):
        if not is_stock(stock, list_get(meta_path, i)):
            return True
    return False


def is_stock(stock: W_List, w_finder: Value) -> bool:
    i = 0
    while i < list_length(stock):
        if same(list_get(stock, i), w_finder):
            return True
        i += 1
    return False


def load_by_finders(name: str) -> Value:
    """importlib's own import of an absolute name."""
    return call1(getattr_of(import_state().w_bootstrap, "_gcd_import"), wrap(name))

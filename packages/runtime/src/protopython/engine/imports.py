"""The import system: sys.modules, built-in modules, packages and modules on sys.path, relative and circular imports.

Native and direct: no finder objects run for an ordinary import. Source: language reference, "The import system".
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, require, try_as, unlikely, unwrap, wrap
from protopython.engine import calls, code_cache, import_specs, streams
from protopython.engine import compile as compiling
from protopython.engine import module_table as table
from protopython.engine.frozen_modules import FrozenModule, frozen_code, frozen_module
from protopython.engine.import_lock import acquire_import_lock, release_import_lock
from protopython.engine.import_state import import_state
from protopython.engine.import_times import ImportTimer, tell_cached
from protopython.engine.module_locks import lock_module, needs_locks, set_initializing, unlock_module, wait_for_module
from protopython.engine.typed_text import tell_linecache
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import (
    W_Dict,
    dict_delete_str,
    dict_get_str,
    dict_set_str,
    new_dict,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import W_Frame
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_set, new_list
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model.auditing import audit_tuple, is_audited
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.module_messages import Lacking, cannot_import
from protopython.objects.model.stock import stock_function
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple_n
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

FROZEN: Final[list[str]] = (
    "importlib._bootstrap importlib._bootstrap_external zipimport abc codecs io _collections_abc _sitebuiltins genericpath ntpath posixpath os site "
    "stat importlib.util importlib.machinery runpy"
).split()
"""The library's modules that are part of CPython's executable: tracebacks show their name instead of a file, and no lines."""


LOADED_AT_START: Final[list[str]] = [*FROZEN, "encodings", "encodings.aliases", "encodings.utf_8", "warnings", "_py_warnings"]
"""What CPython may have loaded before the program begins. Here it is loaded when it is asked for, by finalizers at the end of a program too."""


def new_module(name: str, w_doc: Value) -> W_Module:
    d = new_dict()
    dict_set_str(d, "__name__", wrap(name))
    dict_set_str(d, "__doc__", w_doc)
    dict_set_str(d, "__package__", w_None)
    dict_set_str(d, "__loader__", w_None)
    dict_set_str(d, "__spec__", w_None)
    return W_Module(d)


def load_builtin(name: str) -> W_Module | None:
    """A fresh module object for a built-in module; None if there is none of that name."""
    found = table.BUILTIN_MODULES.get(name)
    if found is None:
        return None
    w_doc = w_None
    doc = found.doc
    if doc is not None:
        w_doc = wrap(doc)
    m = new_module(name, w_doc)
    dict_set_str(m.dict, "__package__", wrap(""))
    i = 0
    n = len(found.names)
    while i < n:
        dict_set_str(m.dict, found.names[i], found.values[i])
        i += 1
    dict_set_str(context().space.modules, name, wrap(m))
    init = found.init
    if init is not None:
        try:
            init(wrap(m))
        except PyError:
            dict_delete_str(context().space.modules, name)
            raise
    tell_loaded(name, "built-in")
    return m


def tell_loaded(name: str, place: str) -> None:
    """-v"""
    if context().space.settings.verbose > 0:
        streams.write_stderr(f"import '{name}' # {place}\n")


# --- files --------------------------------------------------------------------------------------------------------------


def module_code(found: Found) -> W_Code:
    """The code of a source file: what was kept of it, or compiled and kept."""
    code = code_cache.cached_code(found.path, found.stamp, found.shown)
    if code is None:
        try:
            data = system.read_file(found.path)
        except system.OsError as e:
            raise errors.import_error(f"cannot read {found.path} (errno {e.number})", "")
        source = compiling.decode(data, found.path)
        code = compiling.compile_text(source, found.shown, compiling.EXEC, True)
        code_cache.keep_code(found.path, found.stamp, data, code)
    return code


class Found:
    """A module's source file."""

    path: str
    folder: str
    """The package's folder, "" for a plain module."""
    stamp: system.Stamp
    shown: str
    """The file as its code names it."""

    def __init__(self, path: str, folder: str, stamp: system.Stamp) -> None:
        self.path = path
        self.shown = path
        self.folder = folder
        self.stamp = stamp


def find_source(tail: str, search: W_List) -> Found | None:
    """The package or module `tail` in the first folder of `search` that has it."""
    i = 0
    while i < list_length(search):
        folder = operations.as_str(list_get(search, i))
        i += 1
        if folder is None:
            continue
        base = absolute_folder(folder) + "/" + tail
        stamp = system.stamp_of(base + "/__init__.py")
        if stamp is not None and stamp.is_file():
            return Found(base + "/__init__.py", base, stamp)
        stamp = system.stamp_of(base + ".py")
        if stamp is not None and stamp.is_file():
            return Found(base + ".py", "", stamp)
    return None


def absolute_folder(folder: str) -> str:
    """An entry of sys.path as modules' `__file__` shows it."""
    if folder.startswith("/"):
        return "" if folder == "/" else folder
    here = system.current_folder()
    return here if folder == "" or folder == "." else here + "/" + folder


def load_from_path(name: str, tail: str, search: W_List) -> Value:
    """Loads module `name`, the file or package `tail` in one of the folders of `search`; EMPTY if none has it."""
    found = find_source(tail, search)
    if found is None:
        return EMPTY
    return load_source(name, found)


def load_portions(name: str, tail: str, search: W_List) -> Value:
    """What only importlib knows how to load: a folder without __init__.py, which may be part of a namespace package (PEP 420), a
    file of compiled code without its source, an archive on the path. EMPTY if there is nothing of the kind."""
    i = 0
    while i < list_length(search):
        folder = operations.as_str(list_get(search, i))
        i += 1
        if folder is None:
            continue
        place = absolute_folder(folder)
        if leads_into_file(place) or system.path_exists(place + "/" + tail) or system.path_exists(place + "/" + tail + ".pyc"):
            try:
                return load_by_importlib(name)
            except PyError as e:
                if not is_missing(e, name):
                    raise
                return EMPTY
    return EMPTY


def leads_into_file(path: str) -> bool:
    """Whether the longest part of path that exists is no folder: an archive, or a place in one."""
    while path != "":
        stamp = system.stamp_of(path)
        if stamp is not None:
            return not stamp.is_folder()
        path = path[0 : max(path.rfind("/"), 0)]
    return False


def load_importlib() -> None:
    """Unless it is loaded; another thread that does is waited for."""
    if import_state().stock_finders is not None:
        return
    acquire_import_lock()
    try:
        if is_empty(dict_get_str(context().space.modules, "importlib")):
            load_from_path("importlib", "importlib", search_path())
    finally:
        release_import_lock()


def load_by_importlib(name: str) -> Value:
    """EMPTY while importlib is being loaded itself."""
    load_importlib()
    if import_state().stock_finders is None:
        return EMPTY
    return import_specs.load_by_finders(name)


def load_source(name: str, found: Found) -> Value:
    if name in FROZEN and found.path.startswith(context().space.settings.stdlib + "/"):
        found.shown = f"<frozen {name}>"
    m = new_module(name, w_None)
    dict_set_str(m.dict, "__file__", wrap(found.path))
    dict_set_str(m.dict, "__cached__", wrap(code_cache.cache_path(found.path)))
    if found.folder != "":
        w_path = new_list()
        list_append(w_path, wrap(found.folder))
        dict_set_str(m.dict, "__path__", wrap(w_path))
        dict_set_str(m.dict, "__package__", wrap(name))
    else:
        dict_set_str(m.dict, "__package__", wrap(parent_name(name)))
    modules = context().space.modules
    dict_set_str(m.dict, "__builtins__", wrap(context().space.builtins))
    if import_state().stock_finders is not None:
        import_specs.give_spec(m)
    locked = needs_locks()
    if locked:
        set_initializing(m, True)
    m.loading = True
    dict_set_str(modules, name, wrap(m))
    at_working_folder = name == "site" and starts_at_working_folder()
    try:
        calls.run_code(compiling.function_of(module_code(found), m.dict), EMPTY)
        if name == "importlib":
            import_specs.complete_importlib()
        elif name == "linecache":
            tell_linecache(wrap(m))
        elif at_working_folder:
            list_set(search_path(), 0, wrap(""))
    except PyError:
        dict_delete_str(modules, name)
        raise
    finally:
        m.loading = False
        if locked:
            set_initializing(m, False)
    w = dict_get_str(modules, name)
    if is_empty(w):
        raise errors.import_error(f"module {name} not in sys.modules", name)
    tell_loaded(name, found.path)
    return w


def starts_at_working_folder() -> bool:
    """Whether sys.path begins with the program's place being the working folder. The stock site writes such entries out; under CPython it
    runs before that entry is there."""
    path = search_path()
    return list_length(path) > 0 and operations.as_str(list_get(path, 0)) == ""


def parent_name(name: str) -> str:
    i = name.rfind(".")
    return "" if i < 0 else name[0:i]


def last_part(name: str) -> str:
    return name[name.rfind(".") + 1 : len(name)]


# --- names --------------------------------------------------------------------------------------------------------------


def import_absolute(name: str) -> Value:
    """Imports a dotted name with its parents; the module of that name."""
    space = context().space
    w = dict_get_str(space.modules, name)
    if is_empty(w):
        return find_and_load(name) if import_state().times is None else timed_load(name)
    if same(w, w_None):
        raise errors.module_not_found_error(f"import of {name} halted; None in sys.modules", name)
    times = import_state().times
    if times is not None:
        tell_cached(times, name)
    if unlikely(context().space.n_threads > 0):
        wait_for_module(w, name)
        if not same(dict_get_str(space.modules, name), w):
            return import_absolute(name)  # another thread could not load it
    return w


def timed_load(name: str) -> Value:
    """find_and_load under -X importtime."""
    times = require(import_state().times)
    timer = ImportTimer(times)
    try:
        return find_and_load(name)
    finally:
        timer.finish(times, name)


def find_and_load(name: str) -> Value:
    """Loads a module that is not in sys.modules, and its parents; no other thread does at the same time."""
    if is_audited():
        audit_import(name)
    if context().space.n_threads > 0:
        load_importlib()
    if not needs_locks():
        return load(name)
    w_lock = lock_module(name)
    try:
        w = dict_get_str(context().space.modules, name)
        return load(name) if is_empty(w) else w
    finally:
        unlock_module(w_lock)


def audit_import(name: str) -> None:
    arguments = new_tuple_n(5)
    arguments.items[0] = wrap(name)
    arguments.items[1] = w_None
    arguments.items[2] = sys_attribute("path")
    arguments.items[3] = sys_attribute("meta_path")
    arguments.items[4] = sys_attribute("path_hooks")
    audit_tuple("import", arguments)


def sys_attribute(name: str) -> Value:
    return none_if_absent(dict_get_str(context().space.w_sys.dict, name))


def none_if_absent(w: Value) -> Value:
    return w_None if is_empty(w) else w


def load(name: str) -> Value:
    modules = context().space.modules
    if import_specs.has_own_finders():
        load_importlib()
        if import_state().stock_finders is not None:
            return import_specs.load_by_finders(name)
    parent = parent_name(name)
    if parent == "":
        m = load_builtin(name)
        if m is not None:
            if import_state().stock_finders is not None:
                import_specs.give_built_in_spec(m, name)
            return wrap(m)
        refuse_without_finders(name)
        if frozen_module(name) is not None:
            return load_by_importlib(name)
        if name == "genericpath" and is_empty(dict_get_str(modules, "os")):
            # os and genericpath import each other, which goes well only if os begins. In CPython it has: site imports it.
            import_absolute("os")
            return import_absolute(name)
        w = load_from_path(name, name, search_path())
        if is_empty(w):
            w = load_portions(name, name, search_path())
        if is_empty(w) and name.startswith("_frozen_importlib"):
            load_importlib()
            w = dict_get_str(modules, name)
        if is_empty(w):
            raise errors.module_not_found_error(f"No module named '{name}'", name)
        return w
    w_parent = import_absolute(parent)
    w = dict_get_str(modules, name)
    if not is_empty(w):
        return w
    refuse_without_finders(name)
    w_path = attributes.find_attr(w_parent, "__path__")
    if is_empty(w_path):
        raise errors.module_not_found_error(f"No module named '{name}'; '{parent}' is not a package", name)
    path = try_as(W_List, w_path)
    if path is None or frozen_module(name) is not None:
        w = load_by_importlib(name)
    else:
        w = load_from_path(name, last_part(name), path)
    if is_empty(w) and path is not None:
        w = load_portions(name, last_part(name), path)
    if is_empty(w):
        raise errors.module_not_found_error(f"No module named '{name}'", name)
    enter_in_parent(w_parent, parent, last_part(name), w)
    return w


def enter_in_parent(w_parent: Value, parent: str, child: str, w_module: Value) -> None:
    try:
        attributes.setattr_of(w_parent, child, w_module)
    except PyError as e:
        if not errors.error_matches(e, x.ATTRIBUTE_ERROR):
            raise
        shown = operations.repr_of(wrap(child))
        warn_here(f"Cannot set an attribute on {operations.repr_of(wrap(parent))} for child module {shown}", x.IMPORT_WARNING)


def warn_here(message: str, category: W_Type) -> None:
    """At the line that imports."""
    operations.call3(stock_function("_warnings", "warn"), wrap(message), wrap(category), from_int(1))


def load_frozen(name: str, frozen: FrozenModule) -> Value:
    """Runs a frozen module without importlib, in the module that sys.modules has under that name, if any."""
    modules = context().space.modules
    w = dict_get_str(modules, name)
    m = None if is_empty(w) else try_as(W_Module, w)
    if m is None:
        m = new_module(name, w_None)
        dict_set_str(modules, name, wrap(m))
    if frozen.is_package:
        dict_set_str(m.dict, "__path__", wrap(new_list()))
    dict_set_str(m.dict, "__builtins__", wrap(context().space.builtins))
    calls.run_code(compiling.function_of(frozen_code(frozen), m.dict), EMPTY)
    dict_set_str(m.dict, "__origname__", w_None if frozen.origin == "" else wrap(frozen.origin))
    return wrap(m)


def refuse_without_finders(name: str) -> None:
    w_meta_path = dict_get_str(context().space.w_sys.dict, "meta_path")
    if not is_empty(w_meta_path) and same(w_meta_path, w_None) and not (context().space.ending and name in LOADED_AT_START):
        raise errors.import_error("sys.meta_path is None, Python is likely shutting down", "")


def search_path() -> W_List:
    w_path = dict_get_str(context().space.w_sys.dict, "path")
    path = None if is_empty(w_path) else try_as(W_List, w_path)
    if path is None:
        raise errors.runtime_error("sys.path must be a list of directory names")
    return path


def package_of(globals: W_Dict) -> str:
    """The package that relative imports start from."""
    w_package = present(globals, "__package__")
    w_spec = present(globals, "__spec__")
    if not is_empty(w_package):
        package = operations.as_str(w_package)
        if package is None:
            raise errors.type_error("package must be a string")
        if not is_empty(w_spec) and not operations.equal(w_package, attributes.getattr_of(w_spec, "parent")):
            warn_here("__package__ != __spec__.parent", x.DEPRECATION_WARNING)
        return package
    if not is_empty(w_spec):
        parent = operations.as_str(attributes.getattr_of(w_spec, "parent"))
        if parent is None:
            raise errors.type_error("__spec__.parent must be a string")
        return parent
    warn_here("can't resolve package from __spec__ or __package__, falling back on __name__ and __path__", x.IMPORT_WARNING)
    w_name = dict_get_str(globals, "__name__")
    if is_empty(w_name):
        raise errors.key_error(wrap("'__name__' not in globals"))
    name = operations.as_str(w_name)
    if name is None:
        raise errors.type_error("__name__ must be a string")
    return parent_name(name) if is_empty(dict_get_str(globals, "__path__")) else name


def present(d: W_Dict, name: str) -> Value:
    """d's item of that name, EMPTY if it is None or not there."""
    w = dict_get_str(d, name)
    return EMPTY if is_empty(w) or same(w, w_None) else w


def resolve_relative(name: str, package: str, level: int) -> str:
    if package == "":
        raise errors.import_error("attempted relative import with no known parent package", "")
    base = package
    for _i in range(1, level):
        if base.rfind(".") < 0:
            raise errors.import_error("attempted relative import beyond top-level package", "")
        base = parent_name(base)
    return base if name == "" else base + "." + name


def import_module_level(name: str, globals: W_Dict | None, w_fromlist: Value, level: int) -> Value:
    """__import__(name, globals, None, fromlist, level)"""
    if level < 0:
        raise errors.value_error("level must be >= 0")
    absolute = name
    if level > 0:
        if globals is None:
            raise errors.key_error(wrap("'__name__' not in globals"))
        absolute = resolve_relative(name, package_of(globals), level)
    elif name == "":
        raise errors.value_error("Empty module name")
    w_module = import_absolute(absolute)
    if not is_empty(w_fromlist) and not same(w_fromlist, w_None) and operations.is_true(w_fromlist):
        import_from_list(w_module, w_fromlist, False)
        return w_module
    if level == 0:
        dot = name.find(".")
        return w_module if dot < 0 else import_absolute(name[0:dot])
    dot = name.find(".")
    if dot < 0:
        return w_module
    outer = absolute[0 : len(absolute) - (len(name) - dot)]
    w_outer = dict_get_str(context().space.modules, outer)
    if is_empty(w_outer):
        raise errors.key_error(wrap(f"{operations.repr_of(wrap(outer))} not in sys.modules as expected"))
    return w_outer


def import_from_list(w_module: Value, w_fromlist: Value, of_all: bool) -> None:
    """Imports the submodules of a package that `from package import a, b` names. `of_all`: w_fromlist is the package's `__all__`,
    where a star stands for nothing more.
    """
    if is_empty(attributes.find_attr(w_module, "__path__")):
        return
    names = operations.unpack_to_list(w_fromlist)
    i = 0
    while i < list_length(names):
        item = operations.as_str(list_get(names, i))
        i += 1
        if item is None:
            where = "``from list''"
            if of_all:
                where = operations.str_of(attributes.getattr_of(w_module, "__name__")) + ".__all__"
            raise errors.type_error(f"Item in {where} must be str, not {operations.type_name(list_get(names, i - 1))}")
        if item == "*":
            w_all = EMPTY if of_all else attributes.find_attr(w_module, "__all__")
            if not is_empty(w_all):
                import_from_list(w_module, w_all, True)
        elif is_empty(attributes.find_attr(w_module, item)):
            full = operations.str_of(attributes.getattr_of(w_module, "__name__")) + "." + item
            try:
                import_absolute(full)
            except PyError as e:
                if not is_missing(e, full) or is_blocked(full):
                    raise


def is_blocked(name: str) -> bool:
    """Whether sys.modules says that there is to be no such module."""
    w = dict_get_str(context().space.modules, name)
    return not is_empty(w) and same(w, w_None)


def is_missing(e: PyError, name: str) -> bool:
    """Whether e says that module `name` itself does not exist."""
    if not errors.error_matches(e, x.MODULE_NOT_FOUND_ERROR):
        return False
    w_name = unwrap(x.W_ImportError, e.w_value).w_name
    found = try_as(str, w_name)
    return found is not None and found == name


# --- instructions -------------------------------------------------------------------------------------------------------


def import_name(frame: W_Frame, name: str, w_fromlist: Value, w_level: Value) -> Value:
    w_import = dict_get_str(frame.function.builtins, "__import__")
    if is_empty(w_import):
        raise errors.import_error("__import__ not found", name)
    b = try_as(W_Builtin, w_import)
    if b is not None and b.name == "__import__":
        level = int_value(w_level) if is_int(w_level) else 0
        return import_module_level(name, frame.function.globals, w_fromlist, level)
    args = Array[Value](5, EMPTY)
    args[0] = wrap(name)
    args[1] = wrap(frame.function.globals)
    args[2] = w_None if is_empty(frame.w_namespace) else frame.w_namespace
    args[3] = w_fromlist
    args[4] = w_level
    return operations.call_args(w_import, args, 5)


def module_name_of(w_module: Value) -> str | None:
    w_name = attributes.find_attr(w_module, "__name__")
    return None if is_empty(w_name) else operations.as_str(w_name)


def import_from(w_module: Value, name: str) -> Value:
    w = attributes.find_attr(w_module, name)
    if not is_empty(w):
        return w
    module_name = module_name_of(w_module)
    if module_name is not None:
        w = dict_get_str(context().space.modules, module_name + "." + name)
        if not is_empty(w):
            return w
    found = Lacking(w_module)
    e = errors.import_error(cannot_import(found, name), "" if module_name is None else module_name)
    w_error = unwrap(x.W_ImportError, e.w_value)
    origin = found.origin
    w_error.w_path = w_None if origin is None else wrap(origin)
    w_error.w_name_from = wrap(name)
    raise e


def import_star(frame: W_Frame, w_module: Value) -> None:
    """from module import *"""
    w_namespace = wrap(frame.function.globals) if is_empty(frame.w_namespace) else frame.w_namespace
    kind = "Item"
    listed = "__all__"
    w_names = attributes.find_attr(w_module, listed)
    if is_empty(w_names):
        kind = "Key"
        listed = "__dict__"
        w_dict = attributes.find_attr(w_module, listed)
        if is_empty(w_dict):
            raise errors.import_error("from-import-* object has no __dict__ and no __all__", "")
        w_names = operations.call_method0(w_dict, "keys")
    names = operations.unpack_to_list(w_names)
    i = 0
    while i < list_length(names):
        w_name = list_get(names, i)
        name = operations.as_str(w_name)
        if name is None:
            w_owner = attributes.getattr_of(w_module, "__name__")
            owner = operations.as_str(w_owner)
            if owner is None:
                raise errors.type_error(f"module __name__ must be a string, not {operations.type_name(w_owner)}")
            raise errors.type_error(f"{kind} in {owner}.{listed} must be str, not {operations.type_name(w_name)}")
        if listed == "__all__" or not name.startswith("_"):
            operations.setitem(w_namespace, w_name, attributes.getattr_of(w_module, name))
        i += 1

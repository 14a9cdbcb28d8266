"""The _imp module: what the stock importlib asks of the interpreter.

There are no frozen modules and no extension modules here, so the questions about them have simple answers, and there is
nothing to load such modules with.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import imports
from protopython.engine import module_table as table
from protopython.engine.code_cache import rename_source
from protopython.engine.code_version import MAGIC
from protopython.engine.import_lock import acquire_import_lock, import_lock_held, release_import_lock
from protopython.engine.source_hash import source_hash
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str, dict_set_str
from protopython.objects.int.int import int_low64
from protopython.objects.list.list import W_List, list_get, list_length, list_set, new_list
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.call import call1
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.model.errors import import_error, runtime_error, type_error
from protopython.objects.model.operations import index_of, index_value, str_arg
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "_imp"
define_module(MODULE, "(Extremely) low-level import machinery bits as used by importlib.")
constant(MODULE, "pyc_magic_number_token", MAGIC)


@module_init(MODULE)
def init_imp(w_module: Value) -> None:
    dict_set_str(unwrap(W_Module, w_module).dict, "check_hash_based_pycs", wrap(context().space.settings.check_pycs))


# --- the lock -----------------------------------------------------------------------------------------------------------


@function(MODULE, "lock_held()", doc="Whether some thread holds the import lock.")
def lock_held() -> Value:
    return new_bool(import_lock_held())


@function(MODULE, "acquire_lock()", doc="Takes the import lock of this thread.")
def acquire_lock() -> Value:
    acquire_import_lock()
    return w_None


@function(MODULE, "release_lock()", doc="Gives back the import lock.")
def release_lock() -> Value:
    if not release_import_lock():
        raise runtime_error("not holding the import lock")
    return w_None


# --- archives ---------------------------------------------------------------------------------------------------------------


@function(MODULE, "archive_hook(path, /)", doc="A path hook that becomes zipimport.zipimporter when a path leads into a file.")
def archive_hook(w_path: Value) -> Value:
    path = str_arg(w_path, "archive_hook() argument 1")
    if not imports.leads_into_file(path):
        raise import_error("no archive", "")
    w_importer = stock_function("zipimport", "zipimporter")
    w_hooks = dict_get_str(context().space.w_sys.dict, "path_hooks")
    hooks = None if is_empty(w_hooks) else try_as(W_List, w_hooks)
    if hooks is not None:
        for i in range(list_length(hooks)):
            b = try_as(W_Builtin, list_get(hooks, i))
            if b is not None and b.name == "archive_hook":
                list_set(hooks, i, w_importer)
    return call1(w_importer, w_path)


# --- built-in modules ---------------------------------------------------------------------------------------------------


@function(MODULE, "is_builtin(name, /)", doc="Whether a module is built in; -1 where it cannot be initialized again.")
def is_builtin(w_name: Value) -> Value:
    name = str_arg(w_name, "is_builtin() argument")
    if table.BUILTIN_MODULES.get(name) is None:
        return from_int(0)
    return from_int(-1 if name == "sys" or name == "builtins" else 1)


@function(MODULE, "create_builtin(spec, /)", doc="A built-in module.")
def create_builtin(w_spec: Value) -> Value:
    name = str_arg(getattr_of(w_spec, "name"), "name")
    w = dict_get_str(context().space.modules, name)
    if not is_empty(w):
        return w
    m = imports.load_builtin(name)
    return w_None if m is None else wrap(m)


@function(MODULE, "exec_builtin(mod, /)", doc="Initialize a built-in module: it is complete since its creation.")
def exec_builtin(w_mod: Value) -> Value:
    return from_int(0)


@function(MODULE, "extension_suffixes()", doc="Returns the list of file suffixes used to identify extension modules: there are none.")
def extension_suffixes() -> Value:
    return wrap(new_list())


# --- frozen modules -----------------------------------------------------------------------------------------------------


@function(MODULE, "is_frozen(name, /)", doc="Whether a module is frozen: none is.")
def is_frozen(w_name: Value) -> Value:
    return new_bool(False)


@function(MODULE, "find_frozen(name, /, *, withdata=False)", doc="What is known of a frozen module: nothing.")
def find_frozen(w_name: Value, w_withdata: Value) -> Value:
    return w_None


def no_frozen(w_name: Value) -> PyError:
    name = str_arg(w_name, "argument")
    return import_error(f"No such frozen object named '{name}'", name)


@function(MODULE, "get_frozen_object(name, data=None, /)", doc="A frozen module's code.")
def get_frozen_object(w_name: Value, w_data: Value) -> Value:
    raise no_frozen(w_name)


@function(MODULE, "is_frozen_package(name, /)", doc="Whether a frozen module is a package.")
def is_frozen_package(w_name: Value) -> Value:
    raise no_frozen(w_name)


@function(MODULE, "init_frozen(name, /)", doc="Initializes a frozen module.")
def init_frozen(w_name: Value) -> Value:
    return w_None


@function(MODULE, "_frozen_module_names()", doc="The names of the frozen modules: none.")
def frozen_module_names() -> Value:
    return wrap(new_list())


# --- hashes of sources --------------------------------------------------------------------------------------------------


@function(MODULE, "source_hash(key, source)", doc="The hash of a source file that hash-based files of compiled code keep.")
def imp_source_hash(w_key: Value, w_source: Value) -> Value:
    return wrap(source_hash(int_low64(index_value(w_key)), need_bytes(w_source)))


@function(MODULE, "_fix_co_filename(code, path, /)", doc="Says in a code object, and in those in it, where the source is now.")
def fix_co_filename(w_code: Value, w_path: Value) -> Value:
    code = try_as(W_Code, w_code)
    if code is None:
        raise type_error(f"_fix_co_filename() argument 1 must be code, not {type_name(w_code)}")
    path = str_arg(w_path, "_fix_co_filename() argument 2")
    if code.filename != path:
        rename_source(code, code.filename, path)
    return w_None


@function("_imp", "_override_frozen_modules_for_tests(override, /)", doc="Accepted: no module of the library is frozen here.")
def override_frozen_modules(w_override: Value) -> Value:
    index_of(w_override)
    return w_None

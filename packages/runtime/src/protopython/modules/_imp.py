"""The _imp module: what the stock importlib asks of the interpreter.

There are no extension modules here, so there is nothing to load such modules with.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.engine import imports
from protopython.engine import module_table as table
from protopython.engine.code_cache import MARSHAL_VERSION, rename_source
from protopython.engine.code_version import MAGIC
from protopython.engine.frozen_modules import FROZEN_MODULES, FrozenModule, frozen_code, frozen_module
from protopython.engine.import_lock import acquire_import_lock, import_lock_held, release_import_lock
from protopython.engine.import_state import import_state
from protopython.engine.marshal_reader import unmarshalled
from protopython.engine.marshal_writer import marshalled
from protopython.engine.source_hash import source_hash
from protopython.modules.support.system_calls import c_int
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import dict_get_str, dict_set_str
from protopython.objects.int.int import int_low64
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_set, new_list
from protopython.objects.memoryview import memoryview_of
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.call import call1
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.model.errors import import_error, runtime_error, type_error
from protopython.objects.model.operations import index_value, is_true, repr_of, str_arg
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

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


@function(MODULE, "is_frozen(name, /)", doc="Whether a module is frozen.")
def is_frozen(w_name: Value) -> Value:
    return new_bool(frozen_module(str_arg(w_name, "is_frozen() argument")) is not None)


@function(
    MODULE,
    "find_frozen(name, /, *, withdata=False)",
    doc="Of a frozen module: its marshalled code if that is asked for, whether it is a package, its name in the library; None: it is not frozen.",
)
def find_frozen(w_name: Value, w_withdata: Value) -> Value:
    m = frozen_module(str_arg(w_name, "find_frozen() argument 1"))
    if m is None:
        return w_None
    w_data = w_None
    if is_true(w_withdata):
        w_data = wrap(memoryview_of(wrap(marshalled(wrap(frozen_code(m)), MARSHAL_VERSION, True))))
    return wrap(new_tuple3(w_data, new_bool(m.is_package), w_None if m.origin == "" else wrap(m.origin)))


def need_frozen(name: str) -> FrozenModule:
    m = frozen_module(name)
    if m is None:
        raise import_error(f"No such frozen object named {repr_of(wrap(name))}", name)
    return m


@function(MODULE, "get_frozen_object(name, data=None, /)", doc="The code of a frozen module, or what marshalled data holds under that name.")
def get_frozen_object(w_name: Value, w_data: Value) -> Value:
    name = str_arg(w_name, "get_frozen_object() argument 1")
    if same(w_data, w_None):
        return wrap(frozen_code(need_frozen(name)))
    data = bytes_of_buffer(w_data)
    if data is None:
        raise type_error(f"get_frozen_object() argument 2 must be bytes, not {type_name(w_data)}")
    try:
        w_code = unmarshalled(data, True)
    except PyError:
        raise import_error(f"Frozen object named {repr_of(w_name)} is invalid", name)
    if try_as(W_Code, w_code) is None:
        raise type_error(f"frozen object {repr_of(w_name)} is not a code object")
    return w_code


@function(MODULE, "is_frozen_package(name, /)", doc="Whether a frozen module is a package.")
def is_frozen_package(w_name: Value) -> Value:
    return new_bool(need_frozen(str_arg(w_name, "is_frozen_package() argument")).is_package)


@function(MODULE, "init_frozen(name, /)", doc="Loads a frozen module without importlib; None: it is not frozen.")
def init_frozen(w_name: Value) -> Value:
    name = str_arg(w_name, "init_frozen() argument")
    m = frozen_module(name)
    return w_None if m is None else imports.load_frozen(name, m)


@function(MODULE, "_frozen_module_names()", doc="The names of the frozen modules.")
def frozen_module_names() -> Value:
    names = new_list()
    for name in FROZEN_MODULES:
        list_append(names, wrap(name))
    return wrap(names)


@function(MODULE, "_override_frozen_modules_for_tests(override, /)", doc="Whether frozen modules are used: 1 yes, -1 no, 0 as the settings say.")
def override_frozen_modules(w_override: Value) -> Value:
    import_state().frozen_override = c_int(w_override)
    return w_None


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

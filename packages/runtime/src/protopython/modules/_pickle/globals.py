"""Objects that are pickled by name: finding the module, writing the name, and finding the object again.

Protocols below 3 use the names of Python 2 (module _compat_pickle); codes of copyreg.add_extension stand for names from protocol 2 on.
"""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.engine.imports import import_absolute
from protopython.modules._pickle.errors import pickling_error
from protopython.modules._pickle.opcodes import Op
from protopython.modules._pickle.output import put, put2, put_ascii, put_bytes, put_number
from protopython.modules._pickle.state import W_Pickler
from protopython.objects.codecs.codecs import encode_text
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_get, dict_get_str, dict_key_at, dict_len, dict_next, dict_value_at
from protopython.objects.exceptions.exceptions import ATTRIBUTE_ERROR, IMPORT_ERROR, KEY_ERROR, UNICODE_ENCODE_ERROR, VALUE_ERROR
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.call import call1
from protopython.objects.model.errors import after, attribute_error, error_matches, key_error, runtime_error, type_error
from protopython.objects.model.operations import int_arg, repr_of, str_of
from protopython.objects.model.types import type_name
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


def import_by_name(name: str) -> Value:
    """The module of a dotted name, imported if need be, by builtins.__import__."""
    w_import = dict_get_str(context().space.builtins, "__import__")
    b = None if is_empty(w_import) else try_as(W_Builtin, w_import)
    if b is not None and b.name == "__import__" and name != "":
        return import_absolute(name)
    if is_empty(w_import):
        raise type_error("__import__ not found")
    call1(w_import, wrap(name))
    w_module = dict_get_str(context().space.modules, name)
    if is_empty(w_module):
        raise key_error(wrap(name))
    return w_module


def follow(w: Value, path: list[str]) -> Value:
    for name in path:
        w = getattr_of(w, name)
    return w


# --- writing ---------------------------------------------------------------------------------------------------------------


def save_global(p: W_Pickler, w: Value, given: str | None) -> None:
    """Writes w by name: the one given, else its qualified name."""
    name = own_name(w) if given is None else given
    path = name.split(".")
    module = module_of(w, name, path)
    if p.protocol >= 2 and save_extension(p, module, name):
        return
    if p.protocol >= 4:
        saving.save(p, module_value(w, module))
        saving.save(p, wrap(name))
        put(p.out, Op.STACK_GLOBAL)
    else:
        save_path(p, module, path)
    saving.memoize(p, w)


def own_name(w: Value) -> str:
    w_name = find_attr(w, "__qualname__")
    if is_empty(w_name):
        w_name = getattr_of(w, "__name__")
    name = as_str(w_name)
    if name is None:
        raise type_error(f"expected string for global name, got {type_name(w_name)}")
    return name


def module_value(w: Value, module: str) -> Value:
    """The module's name as the object that w has, so that it is written once for many classes."""
    w_module = find_attr(w, "__module__")
    if not is_empty(w_module):
        own = try_as(str, w_module)
        if own is not None and own == module:
            return w_module
    return wrap(module)


def module_of(w: Value, name: str, path: list[str]) -> str:
    """The name of the module in which w is found by its name; PicklingError if there is none."""
    w_module = find_attr(w, "__module__")
    for part in path:
        if part == "<locals>":
            raise pickling_error(f"Can't pickle local object {repr_of(w)}")
    module = "__main__"
    if is_empty(w_module) or same(w_module, w_None):
        found = search_modules(w, path)
        if found is not None:
            return found
    else:
        text = as_str(w_module)
        if text is None:
            raise type_error("module name must be a string")
        module = text
    try:
        w_home = import_by_name(module)
    except PyError as e:
        if error_matches(e, IMPORT_ERROR) or error_matches(e, VALUE_ERROR) or error_matches(e, KEY_ERROR):
            raise after(pickling_error(f"Can't pickle {repr_of(w)}: {str_of(e.w_value)}"), e) from None
        raise
    try:
        w_found = follow(w_home, path)
    except PyError as e:
        if error_matches(e, ATTRIBUTE_ERROR):
            raise after(pickling_error(f"Can't pickle {repr_of(w)}: it's not found as {module}.{name}"), e) from None
        raise
    if not same(w_found, w):
        raise pickling_error(f"Can't pickle {repr_of(w)}: it's not the same object as {module}.{name}")
    return module


def search_modules(w: Value, path: list[str]) -> str | None:
    """The loaded module in which a path leads to w; __main__ is none of them."""
    modules = dict_copy(context().space.modules)
    i = dict_next(modules, 0)
    while i >= 0:
        module = as_str(dict_key_at(modules, i))
        w_module = dict_value_at(modules, i)
        if module is not None and module != "__main__" and module != "__mp_main__" and not same(w_module, w_None):
            try:
                if same(follow(w_module, path), w):
                    return module
            except PyError as e:
                if not error_matches(e, ATTRIBUTE_ERROR):
                    raise
        i = dict_next(modules, i + 1)
    return None


def save_extension(p: W_Pickler, module: str, name: str) -> bool:
    """Writes the code that copyreg.add_extension gave to a name, if any."""
    registry = registry_dict("_extension_registry")
    if dict_len(registry) == 0:
        return False
    w_code = dict_get(registry, wrap(new_tuple2(wrap(module), wrap(name))))
    if is_empty(w_code):
        return False
    code = int_arg(w_code)
    if code <= 0 or code > 0x7FFFFFFF:
        raise runtime_error(f"extension code {code} is out of range")
    if code <= 0xFF:
        put2(p.out, Op.EXT1, code)
    elif code <= 0xFFFF:
        put_number(p.out, Op.EXT2, code, 2)
    else:
        put_number(p.out, Op.EXT4, code, 4)
    return True


def registry_dict(name: str) -> W_Dict:
    """One of copyreg's tables."""
    return need_dict(stock_function("copyreg", name), "copyreg." + name)


def need_dict(w: Value, what: str) -> W_Dict:
    d = try_as(W_Dict, w)
    if d is None:
        raise runtime_error(f"{what} should be a dict, not {type_name(w)}")
    return d


def save_path(p: W_Pickler, module: str, path: list[str]) -> None:
    """Protocols below 4: a name with dots is getattr() of getattr() of a name."""
    o = p.out
    i = len(path) - 1
    while i > 0:
        saving.save(p, stock_function("builtins", "getattr"))
        if p.protocol < 2:
            put(o, Op.MARK)
        i -= 1
    save_top_name(p, module, path[0])
    i = 1
    while i < len(path):
        saving.save(p, wrap(path[i]))
        put(o, Op.TUPLE if p.protocol < 2 else Op.TUPLE2)
        put(o, Op.REDUCE)
        i += 1


def save_top_name(p: W_Pickler, module: str, name: str) -> None:
    o = p.out
    if p.fix_imports:
        module, name = old_name(module, name)
    module_text = encoded_identifier(p, module, "module")
    name_text = encoded_identifier(p, name, "global")
    put(o, Op.GLOBAL)
    put_bytes(o, module_text)
    put_ascii(o, "\n")
    put_bytes(o, name_text)
    put_ascii(o, "\n")


def encoded_identifier(p: W_Pickler, name: str, kind: str) -> bytes:
    encoding = "utf-8" if p.protocol >= 3 else "ascii"
    try:
        data = try_as(bytes, encode_text(name, encoding, "strict"))
        return b"" if data is None else data
    except PyError as e:
        if error_matches(e, UNICODE_ENCODE_ERROR):
            text = f"can't pickle {kind} identifier {repr_of(wrap(name))} using pickle protocol {p.protocol}"
            raise after(pickling_error(text), e) from None
        raise


# --- the names of Python 2 --------------------------------------------------------------------------------------------------


def old_name(module: str, name: str) -> tuple[str, str]:
    return mapped_name(module, name, "REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING")


def new_name(module: str, name: str) -> tuple[str, str]:
    return mapped_name(module, name, "NAME_MAPPING", "IMPORT_MAPPING")


def mapped_name(module: str, name: str, names: str, modules: str) -> tuple[str, str]:
    """A name as two of _compat_pickle's tables have it: of names by module and name, and of modules."""
    table = need_dict(stock_function("_compat_pickle", names), "_compat_pickle." + names)
    w_pair = dict_get(table, wrap(new_tuple2(wrap(module), wrap(name))))
    if not is_empty(w_pair):
        pair = try_as(W_Tuple, w_pair)
        if pair is None or pair.length != 2:
            raise runtime_error(f"_compat_pickle.{names} values should be 2-tuples, not {type_name(w_pair)}")
        new_module = as_str(pair.items[0])
        changed = as_str(pair.items[1])
        if new_module is None or changed is None:
            raise runtime_error(f"_compat_pickle.{names} values should be pairs of str, not ({type_name(pair.items[0])}, {type_name(pair.items[1])})")
        return new_module, changed
    table = need_dict(stock_function("_compat_pickle", modules), "_compat_pickle." + modules)
    w_module = dict_get(table, wrap(module))
    if is_empty(w_module):
        return module, name
    mapped = as_str(w_module)
    if mapped is None:
        raise runtime_error(f"_compat_pickle.{modules} values should be strings, not {type_name(w_module)}")
    return mapped, name


# --- reading ----------------------------------------------------------------------------------------------------------------


def find_global(w_module: Value, w_name: Value, protocol: int, fix_imports: bool) -> Value:
    """The object of a name in a module, which is imported if need be."""
    run_audit_hooks(wrap("pickle.find_class"), wrap(new_tuple2(w_module, w_name)))
    module = as_str(w_module)
    if module is None:
        raise type_error("module name must be a string")
    name = as_str(w_name)
    if name is not None and protocol < 3 and fix_imports:
        module, name = new_name(module, name)
    w_home = import_by_name(module)
    if name is None:
        if protocol >= 4:
            raise type_error(f"must be str, not {type_name(w_name)}")
        raise type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    if protocol < 4 or name.find(".") < 0:
        return getattr_of(w_home, name)
    try:
        return follow(w_home, name.split("."))
    except PyError as e:
        if error_matches(e, ATTRIBUTE_ERROR):
            text = f"Can't resolve path {repr_of(wrap(name))} on module {repr_of(wrap(module))}"
            raise after(attribute_error(text, w_home, name), e) from None
        raise


# Last, since _pickle_save imports what imports this file.
from protopython.modules._pickle import save as saving  # noqa: E402

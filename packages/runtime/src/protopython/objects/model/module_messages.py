"""What is said of a name that a module does not have: perhaps it is being loaded, in a circle of imports, or stands where another one was meant."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import operations
from protopython.objects.model.attributes import WORDING, find_attr, plain_message
from protopython.objects.set import W_BaseSet
from protopython.objects.singletons import w_None
from protopython.protocore.layouts import W_Module
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


class Lacking:
    """A module as messages see it."""

    name: str | None
    origin: str | None
    """Its file."""
    shadows: bool
    """It stands in the program's folder, where it may hide a library of the same name."""
    shadows_library: bool
    """That is one of the standard library."""
    loading: bool
    w_spec: Value

    def __init__(self, w_module: Value) -> None:
        w_name = find_attr(w_module, "__name__")
        self.name = None if is_empty(w_name) else operations.as_str(w_name)
        w_spec = find_attr(w_module, "__spec__")
        self.w_spec = EMPTY if is_empty(w_spec) or same(w_spec, w_None) else w_spec
        self.origin = self.find_origin(w_module)
        self.shadows = self.origin is not None and in_program_folder(self.origin)
        self.shadows_library = self.shadows and self.name is not None and is_standard(w_name)
        m = try_as(W_Module, w_module)
        self.loading = (m is not None and m.loading) or self.spec_is_true("_initializing")

    def spec_is_true(self, name: str) -> bool:
        w = EMPTY if is_empty(self.w_spec) else find_attr(self.w_spec, name)
        return not is_empty(w) and operations.is_true(w)

    def find_origin(self, w_module: Value) -> str | None:
        if self.spec_is_true("has_location"):
            w = find_attr(self.w_spec, "origin")
        else:
            w = find_attr(w_module, "__file__")
        return None if is_empty(w) else operations.as_str(w)


def in_program_folder(path: str) -> bool:
    place = path[0 : max(path.rfind("/"), 0)]
    if path.endswith("/__init__.py"):
        place = place[0 : max(place.rfind("/"), 0)]
    return place != "" and place == context().space.program_folder


def is_standard(w_name: Value) -> bool:
    w_names = dict_get_str(context().space.w_sys.dict, "stdlib_module_names")
    return not is_empty(w_names) and try_as(W_BaseSet, w_names) is not None and operations.contains(w_names, w_name)


def rename_advice(origin: str, name: str) -> str:
    return (
        f"(consider renaming '{origin}' since it has the same name as the standard library module named '{name}' "
        "and prevents importing that standard library module)"
    )


def missing_attribute(m: W_Module, name: str) -> str:
    w_name = dict_get_str(m.dict, "__name__")
    module_name = None if is_empty(w_name) else operations.as_str(w_name)
    if module_name is None:
        return plain_message(m, name)
    found = Lacking(wrap(m))
    origin = found.origin
    plain = f"module '{module_name}' has no attribute '{name}'"
    if found.shadows_library and origin is not None:
        return f"{plain} {rename_advice(origin, module_name)}"
    if found.loading:
        if found.shadows and origin is not None:
            return f"{plain} (consider renaming '{origin}' if it has the same name as a library you intended to import)"
        where = "" if origin is None else f" from '{origin}'"
        return f"partially initialized module '{module_name}'{where} has no attribute '{name}' (most likely due to a circular import)"
    if is_submodule_being_loaded(found, name):
        return f"cannot access submodule '{name}' of module '{module_name}' (most likely due to a circular import)"
    return plain


WORDING.module = missing_attribute


def is_submodule_being_loaded(found: Lacking, name: str) -> bool:
    module_name = found.name
    if module_name is None:
        return False
    w = dict_get_str(context().space.modules, module_name + "." + name)
    inner = None if is_empty(w) else try_as(W_Module, w)
    if inner is not None and inner.loading:
        return True
    w_loading = EMPTY if is_empty(found.w_spec) else find_attr(found.w_spec, "_uninitialized_submodules")
    return not is_empty(w_loading) and operations.contains(w_loading, wrap(name))


def cannot_import(found: Lacking, name: str) -> str:
    """For `from module import name`."""
    shown = operations.repr_of(wrap("<unknown module name>" if found.name is None else found.name))
    missing = operations.repr_of(wrap(name))
    origin = found.origin
    plain = f"cannot import name {missing} from {shown}"
    if found.shadows_library and origin is not None and found.name is not None:
        return f"{plain} {rename_advice(origin, found.name)}"
    if found.loading:
        if found.shadows and origin is not None:
            return f"{plain} (consider renaming '{origin}' if it has the same name as a library you intended to import)"
        where = "" if origin is None else f" ({origin})"
        return f"cannot import name {missing} from partially initialized module {shown} (most likely due to a circular import){where}"
    return f"{plain} (unknown location)" if origin is None else f"{plain} ({origin})"

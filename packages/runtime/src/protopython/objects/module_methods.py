"""Module objects: constructor, repr, annotations. Attribute look-up, with a module's own `__getattr__`, is
in model/attributes.py.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, wrap
from protopython.objects.dict.dict import W_Dict, dict_delete_str, dict_get_str, dict_set_default, dict_set_str, new_dict
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.define import getter, method, new, setter
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.module import MODULE, W_Module
from protopython.objects.object_methods import keys_list
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.type.methods import computed_annotations
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


@new(MODULE, "(cls, *args, **kwargs)")
def module_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    m = new_with_shape(W_Module, cls.root_shape)
    m.dict = new_dict()
    return wrap(m)


@method(MODULE, "__init__(self, /, name, doc=None)", doc="Initialize self.")
def module_init(self: W_Module, w_name: Value, w_doc: Value) -> Value:
    if as_str(w_name) is None:
        raise errors.type_error(f"module() argument 'name' must be str, not {type_name(w_name)}")
    d = self.dict
    dict_set_str(d, "__name__", w_name)
    dict_set_str(d, "__doc__", w_doc)
    dict_set_str(d, "__package__", w_None)
    dict_set_str(d, "__loader__", w_None)
    dict_set_str(d, "__spec__", w_None)
    return w_None


# --- repr -------------------------------------------------------------------------------------------------


def present(w: Value) -> bool:
    return not is_empty(w) and not same(w, w_None)


@method(MODULE, "__repr__(self, /)", doc="Return repr(self).")
def module_repr(self: W_Module) -> Value:
    d = self.dict
    w_name = dict_get_str(d, "__name__")
    name = "?" if is_empty(w_name) else operations.str_of(w_name)
    w_spec = dict_get_str(d, "__spec__")
    if present(w_spec):
        return wrap(f"<module '{name}'{place_by_spec(w_spec)}>")
    w_file = dict_get_str(d, "__file__")
    if present(w_file):
        return wrap(f"<module '{name}' from {operations.repr_of(w_file)}>")
    w_loader = dict_get_str(d, "__loader__")
    if present(w_loader):
        return wrap(f"<module '{name}' ({operations.repr_of(w_loader)})>")
    built_in = present(dict_get_str(d, "__package__"))  # those that such a module makes, its submodules, have none
    if built_in and name != "__main__" and same(wrap(self), module_or_none(name)):
        return wrap(f"<module '{name}' (built-in)>")
    return wrap(f"<module '{name}'>")


def module_or_none(name: str) -> Value:
    """sys.modules.get(name)"""
    w = dict_get_str(context().space.modules, name)
    return w_None if is_empty(w) else w


def place_by_spec(w_spec: Value) -> str:
    w_origin = find_attr(w_spec, "origin")
    if not present(w_origin):
        w_loader = find_attr(w_spec, "loader")
        if not present(w_loader):
            return ""
        if is_namespace_loader(w_loader):
            return f" (namespace) from {operations.repr_of(wrap(operations.unpack_to_list(getattr_of(w_loader, '_path'))))}"
        return f" ({operations.repr_of(w_loader)})"
    w_located = find_attr(w_spec, "has_location")
    if not is_empty(w_located) and operations.is_true(w_located):
        return f" from {operations.repr_of(w_origin)}"
    return f" ({operations.str_of(w_origin)})"


def is_namespace_loader(w_loader: Value) -> bool:
    """Whether it is what importlib, if that is loaded, makes namespace packages with."""
    w_importlib = module_or_none("_frozen_importlib_external")
    w_class = EMPTY if same(w_importlib, w_None) else find_attr(w_importlib, "NamespaceLoader")
    return not is_empty(w_class) and operations.isinstance_of(w_loader, w_class)


# --- attributes -------------------------------------------------------------------------------------------


@getter(MODULE, "__dict__", member=True)
def module_dict(self: W_Module) -> Value:
    return wrap(self.dict)


@setter(MODULE, "__dict__")
def module_set_dict(self: W_Module, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "__dict__")


@method(MODULE, "__dir__(self, /)", doc="__dir__() -> list\\nspecialized dir() implementation")
def module_dir(self: W_Module) -> Value:
    d = try_as(W_Dict, getattr_of(wrap(self), "__dict__"))
    if d is None:
        raise errors.type_error("<module>.__dict__ is not a dictionary")
    w_own = dict_get_str(d, "__dir__")
    if not is_empty(w_own):
        return calls.call0(w_own)
    return wrap(keys_list(d))


@getter(MODULE, "__annotate__")
def module_annotate(self: W_Module) -> Value:
    w = dict_get_str(self.dict, "__annotate__")
    if is_empty(w):
        w = dict_set_default(self.dict, wrap("__annotate__"), w_None)
    return w


@setter(MODULE, "__annotate__")
def module_set_annotate(self: W_Module, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("cannot delete __annotate__ attribute")
    if not same(w_value, w_None) and is_empty(type_of(w_value).special[Special.CALL]):
        raise errors.type_error("__annotate__ must be callable or None")
    dict_set_str(self.dict, "__annotate__", w_value)
    if not same(w_value, w_None):
        dict_delete_str(self.dict, "__annotations__")
    return w_None


@getter(MODULE, "__annotations__")
def module_annotations(self: W_Module) -> Value:
    w = dict_get_str(self.dict, "__annotations__")
    if is_empty(w):
        w = dict_set_default(self.dict, wrap("__annotations__"), computed_annotations(module_annotate(self)))
    return w


@setter(MODULE, "__annotations__")
def module_set_annotations(self: W_Module, w_value: Value) -> Value:
    if is_empty(w_value):
        if not dict_delete_str(self.dict, "__annotations__"):
            raise errors.attribute_error("__annotations__", wrap(self), "__annotations__")
    else:
        dict_set_str(self.dict, "__annotations__", w_value)
    dict_delete_str(self.dict, "__annotate__")
    return w_None

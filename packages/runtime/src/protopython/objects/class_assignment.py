"""`__class__` of any object: reading it, and moving an object to another class of the same layout."""

from __future__ import annotations

from protodialect.types import Value, locked, set_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit_write
from protopython.objects.model.define import OBJECT, getter, setter
from protopython.objects.model.instance import child_of, dict_mode_shape, root_shape_like, shape_with, to_dict_mode
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.module import MODULE
from protopython.objects.object_methods import builtin_base
from protopython.objects.singletons import w_None
from protopython.objects.type import type as type_module
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import Shape, shape_of
from protopython.protocore.value import is_empty


@getter(OBJECT, "__class__", doc="the object's class")
def object_class(w_self: Value) -> Value:
    return wrap(type_of(w_self))


@setter(OBJECT, "__class__")
def object_set_class(w_self: Value, w_class: Value) -> Value:
    if is_empty(w_class):
        raise errors.type_error("can't delete __class__ attribute")
    new_type = try_as(W_Type, w_class)
    if new_type is None:
        raise errors.type_error(f"__class__ must be set to a class, not '{type_name(w_class)}' object")
    audit_write(w_self, "__class__", w_class)
    old_type = type_of(w_self)
    modules = is_subtype(old_type, MODULE) and is_subtype(new_type, MODULE)
    if not modules and not (old_type.flags & TypeFlags.HEAP and new_type.flags & TypeFlags.HEAP):
        raise errors.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses"
        )
    if not same_instance_layout(old_type, new_type):
        raise errors.type_error(
            f"__class__ assignment: '{new_type.name}' object layout differs from '{old_type.name}'"
        )
    if old_type is not new_type:
        change_class(unwrap(W_Object, w_self), new_type)
    return w_None


def same_instance_layout(a: W_Type, b: W_Type) -> bool:
    """Whether an instance of a can become one of b as it is."""
    if a.layout is not b.layout or a.n_slots != b.n_slots or builtin_base(a) is not builtin_base(b):
        return False
    bits = TypeFlags.HAS_DICT | TypeFlags.HAS_WEAKREF
    if (a.flags ^ b.flags) & bits and a.flags & TypeFlags.HEAP and b.flags & TypeFlags.HEAP:
        return False
    return slot_list(a) == slot_list(b)


def slot_list(t: W_Type) -> str:
    """The names of the slots along t's base chain, as one text."""
    text = ""
    u: W_Type | None = t
    while u is not None and u.n_slots > 0:
        base = u.base
        if base is None or base.n_slots != u.n_slots:
            w_slots = dict_get_str(u.dict, "__slots__")
            if not is_empty(w_slots):
                text = text + ";" + ",".join(sorted(type_module.slot_names(w_slots, "")))
        u = base
    return text


def change_class(obj: W_Object, new_type: W_Type) -> None:
    """Moves obj to the shape of the same attributes in new_type."""
    old_type = type_of(wrap(obj))
    with locked(obj):
        shape = shape_of(obj)
        if shape.w_type.n_slots < shape.count and not shape.dict_mode and has_hole(shape):
            to_dict_mode(obj)
            shape = shape_of(obj)
        new = root_shape_like(new_type, shape)
        if shape.dict_mode:
            stand_in = child_of(new)
            stand_in.count = shape.count
            stand_in.names = shape.names
            new = dict_mode_shape(stand_in)
        else:
            i = new.count
            while i < shape.count:
                new = shape_with(new, shape.names[i])
                i += 1
        set_shape(obj, new)
    if type_module.descriptor_kind(new_type) != type_module.descriptor_kind(old_type):
        type_module.forget_descriptor_kinds()


def has_hole(shape: Shape) -> bool:
    i = shape.w_type.n_slots
    while i < shape.count:
        if shape.names[i] == "":
            return True
        i += 1
    return False

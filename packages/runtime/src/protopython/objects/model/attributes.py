"""Attribute access on any object: descriptors, instance attributes, `__getattr__` hooks, modules and classes.

Source: language reference, "Customizing attribute access" and "Invoking descriptors"; the Descriptor HowTo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import EMPTY, Value, call_native1, call_native2, is_pointer, locked, new_with_shape, noinline, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_get_str, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.function import (
    CLASS_METHOD,
    PROPERTY,
    STATIC_METHOD,
    W_ClassMethod,
    W_Function,
    W_Method,
    W_Property,
    W_StaticMethod,
)
from protopython.objects.model import call as calls
from protopython.objects.model import errors
from protopython.objects.model.builtin import BuiltinKind, W_Builtin, W_GetSet
from protopython.objects.model.builtin_types import BUILTIN_FUNCTION, MEMBER_DESCRIPTOR, METHOD_WRAPPER
from protopython.objects.model.define import OBJECT, TYPE
from protopython.objects.model.instance import own_delete, own_get, own_set, slot_read, slot_write
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, type_lookup, type_name, type_of
from protopython.objects.module import W_Module
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.value import is_empty, same

# --- descriptors ----------------------------------------------------------------------------------------------------


def bind_builtin(b: W_Builtin, w_self: Value) -> Value:
    """A native method bound to w_self."""
    shape = METHOD_WRAPPER.root_shape if b.kind == BuiltinKind.WRAPPER or b.kind == BuiltinKind.NEXT else BUILTIN_FUNCTION.root_shape
    m = new_with_shape(W_Builtin, shape)
    m.name = b.name
    m.qualname = b.qualname
    m.doc = b.doc
    m.signature = b.signature
    m.fn = b.fn
    m.n_params = b.n_params
    m.simple = False
    m.kind = b.kind
    m.binds = False
    m.plain_self = b.plain_self
    m.owner = b.owner
    m.w_self = w_self
    m.module = b.module
    return wrap(m)


def check_owner(b_name: str, owner: W_Type, w_self: Value) -> None:
    if not is_subtype(type_of(w_self), owner):
        raise errors.type_error(
            f"descriptor '{b_name}' for '{owner.name}' objects doesn't apply to a '{type_name(w_self)}' object"
        )


def descr_get(w_descr: Value, w_obj: Value, w_type: W_Type) -> Value:
    """What w_descr, found on w_type, gives when read through w_obj (EMPTY: through the class itself)."""
    if not is_pointer(w_descr):
        return w_descr
    f = try_as(W_Function, w_descr)
    if f is not None:
        return w_descr if is_empty(w_obj) else wrap(W_Method(w_descr, w_obj))
    b = try_as(W_Builtin, w_descr)
    if b is not None:
        if not is_empty(b.w_self):
            return w_descr
        if b.kind == BuiltinKind.CLASS_METHOD:
            return bind_builtin(b, wrap(w_type))
        if is_empty(w_obj) or b.kind == BuiltinKind.FUNCTION or b.kind == BuiltinKind.NEW:
            return w_descr
        if b.owner is not None:
            check_owner(b.name, b.owner, w_obj)
        return bind_builtin(b, w_obj)
    g = try_as(W_GetSet, w_descr)
    if g is not None:
        if is_empty(w_obj):
            return w_descr
        if g.slot >= 0:
            return member_get(g, w_obj)
        check_owner(g.name, g.owner, w_obj)
        check_recursion()
        return call_native1(g.getter, plain(w_obj) if g.owner.flags & TypeFlags.PLAIN_SELF else w_obj)
    p = try_as(W_Property, w_descr)
    if p is not None:
        if is_empty(w_obj):
            return w_descr
        if type_of(w_descr) is PROPERTY:
            return property_get(p, w_obj)
    s = try_as(W_StaticMethod, w_descr)
    if s is not None and type_of(w_descr) is STATIC_METHOD:
        return s.w_callable
    c = try_as(W_ClassMethod, w_descr)
    if c is not None and type_of(w_descr) is CLASS_METHOD:
        return class_method_bind(c, wrap(w_type))
    w_get = type_of(w_descr).special[Special.GET]
    if is_empty(w_get):
        return w_descr
    return calls.call3(w_get, w_descr, w_None if is_empty(w_obj) else w_obj, wrap(w_type))  # `__get__` itself is not bound


def class_method_bind(c: W_ClassMethod, w_type: Value) -> Value:
    return wrap(W_Method(c.w_callable, w_type))


def property_get(p: W_Property, w_obj: Value) -> Value:
    if is_empty(p.w_get) or same(p.w_get, w_None):
        raise errors.attribute_error(property_message(p, w_obj, "getter"), w_obj, "")
    return calls.call1(p.w_get, w_obj)


def property_message(p: W_Property, w_obj: Value, what: str) -> str:
    name = try_as(str, p.w_name) if not is_empty(p.w_name) else None
    shown = "" if name is None else " " + operations_repr(name)
    return f"property{shown} of {operations_repr(type_qualname(type_of(w_obj)))} object has no {what}"


def operations_repr(text: str) -> str:
    return "'" + text + "'"


def type_qualname(t: W_Type) -> str:
    q = as_str(t.w_qualname)
    return t.name if q is None else q


def full_name(t: W_Type) -> str:
    """A type's name with its module, unless that is builtins or __main__: CPython's %T."""
    if not t.flags & TypeFlags.HEAP:
        return t.name
    module = as_str(getattr_of(wrap(t), "__module__"))
    if module is None or module == "builtins" or module == "__main__":
        return type_qualname(t)
    return f"{module}.{type_qualname(t)}"


def new_slot_member(name: str, owner: W_Type, slot: int) -> W_GetSet:
    """The descriptor of an attribute that `__slots__` reserves."""
    m = new_with_shape(W_GetSet, MEMBER_DESCRIPTOR.root_shape)
    m.name = name
    m.owner = owner
    m.doc = None
    m.setter = None
    m.slot = slot
    return m


def member_get(m: W_GetSet, w_obj: Value) -> Value:
    """What the slot holds."""
    check_owner(m.name, m.owner, w_obj)
    obj = unwrap(W_Object, w_obj)
    w = slot_read(obj, shape_of(obj), m.slot)
    if is_empty(w):
        raise errors.attribute_error(no_attribute_message(w_obj, m.name), w_obj, m.name)
    return w


def is_data_descriptor(w_descr: Value) -> bool:
    if not is_pointer(w_descr):
        return False
    t = type_of(w_descr)
    return not is_empty(t.special[Special.SET]) or not is_empty(t.special[Special.DELETE])


def comes_first(w_descr: Value) -> bool:
    """Whether what a class has goes before the object's own attribute when that is read: a data descriptor that can be read. One that only sets or
    deletes leaves reading to the object."""
    return is_data_descriptor(w_descr) and not is_empty(type_of(w_descr).special[Special.GET])


# --- reading --------------------------------------------------------------------------------------------------------


def no_attribute_message(w_obj: Value, name: str) -> str:
    t = try_as(W_Type, w_obj)
    if t is not None:
        return f"type object '{t.name}' has no attribute '{name}'"
    return f"'{type_name(w_obj)}' object has no attribute '{name}'"


def own_attribute(w_obj: Value, t: W_Type, name: str) -> Value:
    """The object's own attribute, wherever its kind keeps them; EMPTY when it has none."""
    if t.flags & TypeFlags.HAS_DICT:
        return own_get(unwrap(W_Object, w_obj), name)
    d = own_dict_if_any(w_obj)
    return EMPTY if d is None else dict_get_str(d, name)


def own_dict_if_any(w_obj: Value) -> W_Dict | None:
    """The attribute dict of functions, modules, staticmethods and classmethods."""
    m = try_as(W_Module, w_obj)
    if m is not None:
        return m.dict
    f = try_as(W_Function, w_obj)
    if f is not None:
        return f.dict
    s = try_as(W_StaticMethod, w_obj)
    if s is not None:
        return s.dict
    c = try_as(W_ClassMethod, w_obj)
    if c is not None:
        return c.dict
    return None


def own_dict(w_obj: Value) -> W_Dict | None:
    """As own_dict_if_any, making the dict if the object may have one."""
    f = try_as(W_Function, w_obj)
    if f is not None:
        with locked(f):
            if f.dict is None:
                f.dict = new_dict()
            return f.dict
    s = try_as(W_StaticMethod, w_obj)
    if s is not None:
        with locked(s):
            if s.dict is None:
                s.dict = new_dict()
            return s.dict
    c = try_as(W_ClassMethod, w_obj)
    if c is not None:
        with locked(c):
            if c.dict is None:
                c.dict = new_dict()
            return c.dict
    return own_dict_if_any(w_obj)


def generic_find_attr(w_obj: Value, name: str) -> Value:
    """object.__getattribute__ without the error: EMPTY when there is no such attribute."""
    t = type_of(w_obj)
    w_descr = type_lookup(t, name)
    if not is_empty(w_descr) and comes_first(w_descr):
        return descr_get(w_descr, w_obj, t)
    w_own = own_attribute(w_obj, t, name)
    if not is_empty(w_own):
        return w_own
    if not is_empty(w_descr):
        return descr_get(w_descr, w_obj, t)
    return EMPTY


def type_find_attr(w_cls: W_Type, name: str) -> Value:
    """type.__getattribute__ without the error."""
    w_meta = type_of(wrap(w_cls))
    w_descr = type_lookup(w_meta, name)
    if not is_empty(w_descr) and comes_first(w_descr):
        return descr_get(w_descr, wrap(w_cls), w_meta)
    w_own = type_lookup(w_cls, name)
    if not is_empty(w_own):
        return descr_get(w_own, EMPTY, w_cls)
    if not is_empty(w_descr):
        return descr_get(w_descr, wrap(w_cls), w_meta)
    return EMPTY


def plain_find_attr(w_obj: Value, name: str) -> Value:
    """The built-in look-up that belongs to w_obj's kind: class, module or any other object."""
    t = try_as(W_Type, w_obj)
    if t is not None:
        return type_find_attr(t, name)
    w = generic_find_attr(w_obj, name)
    if is_empty(w):
        m = try_as(W_Module, w_obj)
        if m is not None:
            return module_getattr_hook(m, name)
    return w


def module_getattr_hook(m: W_Module, name: str) -> Value:
    """PEP 562: the module's own `__getattr__`."""
    w_hook = dict_get_str(m.dict, "__getattr__")
    if is_empty(w_hook):
        return EMPTY
    return calls.call1(w_hook, wrap(name))


def find_attr(w_obj: Value, name: str) -> Value:
    """getattr(w_obj, name), EMPTY where that raises AttributeError."""
    t = type_of(w_obj)
    if t.flags & TypeFlags.PLAIN_GETATTR:
        return plain_find_attr_guarded(w_obj, name, True)
    try:
        return getattr_of(w_obj, name)
    except PyError as e:
        if errors.error_matches(e, x.ATTRIBUTE_ERROR):
            return EMPTY
        raise


def getattr_of(w_obj: Value, name: str) -> Value:
    """getattr(w_obj, name)"""
    t = type_of(w_obj)
    if t.flags & TypeFlags.PLAIN_GETATTR:
        w = plain_find_attr(w_obj, name)
        if is_empty(w):
            raise missing_attribute(w_obj, name)
        return w
    return getattr_hooked(w_obj, t, name)


def plain_message(m: W_Module, name: str) -> str:
    return f"module has no attribute '{name}'"


class Wording:
    """What is said of a name that a module lacks: set by objects/model/module_messages.py, which asks more than this file may import."""

    module: Callable[[W_Module, str], str]

    def __init__(self) -> None:
        self.module = plain_message


WORDING: Final[Wording] = Wording()


@noinline
def missing_attribute(w_obj: Value, name: str) -> PyError:
    m = try_as(W_Module, w_obj)
    if m is not None:
        return errors.attribute_error(WORDING.module(m, name), w_obj, name)
    return errors.attribute_error(no_attribute_message(w_obj, name), w_obj, name)


def call_hook1(w_hook: Value, w_obj: Value, w_a: Value) -> Value:
    """A special method of w_obj's type, called with one argument."""
    if try_as(W_Function, w_hook) is not None or try_as(W_Builtin, w_hook) is not None:
        return calls.call2(w_hook, w_obj, w_a)
    check_recursion()
    return calls.call1(descr_get(w_hook, w_obj, type_of(w_obj)), w_a)


def call_hook2(w_hook: Value, w_obj: Value, w_a: Value, w_b: Value) -> Value:
    if try_as(W_Function, w_hook) is not None or try_as(W_Builtin, w_hook) is not None:
        return calls.call3(w_hook, w_obj, w_a, w_b)
    check_recursion()
    return calls.call2(descr_get(w_hook, w_obj, type_of(w_obj)), w_a, w_b)


def getattr_hooked(w_obj: Value, t: W_Type, name: str) -> Value:
    """For types that define `__getattribute__` or `__getattr__`."""
    w_hook = t.special[Special.GETATTR]
    w_get = t.special[Special.GETATTRIBUTE]
    if is_empty(w_get):
        if is_empty(w_hook):
            raise errors.attribute_error(f"'{t.name}' object has no attribute '{name}'", w_obj, name)
        return call_hook1(w_hook, w_obj, wrap(name))
    if same(w_get, OBJECT.special[Special.GETATTRIBUTE]) or same(w_get, TYPE.special[Special.GETATTRIBUTE]):
        w = plain_find_attr_guarded(w_obj, name, not is_empty(w_hook))
        if not is_empty(w):
            return w
        if is_empty(w_hook):
            raise missing_attribute(w_obj, name)
        return call_hook1(w_hook, w_obj, wrap(name))
    if is_empty(w_hook):
        return call_hook1(w_get, w_obj, wrap(name))
    try:
        return call_hook1(w_get, w_obj, wrap(name))
    except PyError as e:
        if not errors.error_matches(e, x.ATTRIBUTE_ERROR):
            raise
    return call_hook1(w_hook, w_obj, wrap(name))


def plain_find_attr_guarded(w_obj: Value, name: str, catch: bool) -> Value:
    """plain_find_attr; with `catch`, an AttributeError out of a descriptor counts as not found."""
    if not catch:
        return plain_find_attr(w_obj, name)
    try:
        return plain_find_attr(w_obj, name)
    except PyError as e:
        if errors.error_matches(e, x.ATTRIBUTE_ERROR):
            return EMPTY
        raise


# --- writing --------------------------------------------------------------------------------------------------------


def setattr_of(w_obj: Value, name: str, w_value: Value) -> None:
    """setattr(w_obj, name, w_value)"""
    t = type_of(w_obj)
    if t.flags & TypeFlags.PLAIN_SETATTR:
        plain_setattr(w_obj, name, w_value)
        return
    w_set = t.special[Special.SETATTR]
    if is_empty(w_set):
        raise errors.type_error(f"'{t.name}' object has no attributes (assign to .{name})")
    call_hook2(w_set, w_obj, wrap(name), w_value)


def plain_setattr(w_obj: Value, name: str, w_value: Value) -> None:
    """What type.__setattr__ does for classes and object.__setattr__ for all others; EMPTY deletes."""
    cls = try_as(W_Type, w_obj)
    if cls is not None:
        type_module.type_setattr(cls, name, w_value)
    else:
        generic_setattr(w_obj, name, w_value)


def delattr_of(w_obj: Value, name: str) -> None:
    """delattr(w_obj, name)"""
    t = type_of(w_obj)
    if t.flags & TypeFlags.PLAIN_DELATTR:
        plain_setattr(w_obj, name, EMPTY)
        return
    w_delete = t.special[Special.DELATTR]
    if is_empty(w_delete):
        raise errors.type_error(f"'{t.name}' object has no attributes (del .{name})")
    call_hook1(w_delete, w_obj, wrap(name))


def descr_set(w_descr: Value, w_obj: Value, w_value: Value) -> bool:
    """Stores (or, with EMPTY, deletes) through a data descriptor; False if it is not one."""
    if not is_pointer(w_descr):
        return False
    g = try_as(W_GetSet, w_descr)
    if g is not None:
        if g.slot >= 0:
            member_set(g, w_obj, w_value)
            return True
        check_owner(g.name, g.owner, w_obj)
        if g.setter is None:
            if type_of(w_descr) is MEMBER_DESCRIPTOR:
                raise errors.attribute_error("readonly attribute", w_obj, g.name)
            raise errors.attribute_error(
                f"attribute '{g.name}' of '{g.owner.name}' objects is not writable", w_obj, g.name
            )
        check_recursion()
        call_native2(g.setter, w_obj, w_value)
        return True
    t = type_of(w_descr)
    if is_empty(w_value):
        w_delete = t.special[Special.DELETE]
        if is_empty(w_delete):
            if is_empty(t.special[Special.SET]):
                return False
            raise errors.attribute_error("__delete__", w_obj, "__delete__")
        call_hook1(w_delete, w_descr, w_obj)
        return True
    w_set = t.special[Special.SET]
    if is_empty(w_set):
        if is_empty(t.special[Special.DELETE]):
            return False
        raise errors.attribute_error("__set__", w_obj, "__set__")
    call_hook2(w_set, w_descr, w_obj, w_value)
    return True


def member_set(m: W_GetSet, w_obj: Value, w_value: Value) -> None:
    """Fills or, with EMPTY, empties the slot."""
    check_owner(m.name, m.owner, w_obj)
    obj = unwrap(W_Object, w_obj)
    with locked(obj):
        shape = shape_of(obj)
        missing = is_empty(w_value) and is_empty(slot_read(obj, shape, m.slot))
        if not missing:
            slot_write(obj, shape, m.slot, w_value)
    if missing:
        raise errors.attribute_error(m.name, w_obj, m.name)


def generic_setattr(w_obj: Value, name: str, w_value: Value) -> None:
    """object.__setattr__; with w_value EMPTY object.__delattr__."""
    t = type_of(w_obj)
    w_descr = type_lookup(t, name)
    if not is_empty(w_descr) and descr_set(w_descr, w_obj, w_value):
        return
    if t.flags & TypeFlags.HAS_DICT:
        obj = unwrap(W_Object, w_obj)
        if not is_empty(w_value):
            own_set(obj, name, w_value)
            return
        if own_delete(obj, name):
            return
        raise missing_attribute(w_obj, name)
    d = own_dict(w_obj)
    if d is not None:
        if not is_empty(w_value):
            dict_set_str(d, name, w_value)
            return
        if dict_delete(d, wrap(name)):
            return
        raise missing_attribute(w_obj, name)
    if is_empty(w_descr):
        raise errors.attribute_error(
            f"'{t.name}' object has no attribute '{name}'" + no_dict_hint(t, w_value), w_obj, name
        )
    raise errors.attribute_error(f"'{t.name}' object attribute '{name}' is read-only", w_obj, name)


def no_dict_hint(t: W_Type, w_value: Value) -> str:
    """A type with a `__setattr__` of its own may keep attributes elsewhere."""
    return "" if is_empty(w_value) or t.flags & TypeFlags.PLAIN_SETATTR == 0 else " and no __dict__ for setting new attributes"


# Last, since objects.type needs what is above.
from protopython.objects.type import type as type_module  # noqa: E402

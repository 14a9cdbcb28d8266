"""property, staticmethod, classmethod, and the descriptors of slots (member_descriptor) and of built-in
attributes (getset_descriptor).

Attribute look-up treats all of these in line (objects/model/attributes.py); here is what programs see, and
`__get__`, `__set__` and `__delete__` for those who call them, and for user subclasses. Source: the
Descriptor HowTo.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, ValuePtr, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict, dict_delete, dict_get, dict_len, dict_set_default, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.function import (
    CLASS_METHOD,
    PROPERTY,
    STATIC_METHOD,
    W_ClassMethod,
    W_Property,
    W_StaticMethod,
)
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import (
    class_method_bind,
    descr_get,
    descr_set,
    find_attr,
    generic_setattr,
    getattr_of,
    own_dict,
    property_get,
    property_message,
    type_qualname,
)
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.builtin_types import GETSET_DESCRIPTOR, MEMBER_DESCRIPTOR
from protopython.objects.model.define import class_method, getter, method, new, setter, vectorcall
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty, same


def owner_argument(w_instance: Value, w_owner: Value) -> W_Type | None:
    """The class in a call of `__get__`; None when it goes by the instance."""
    if same(w_owner, w_None):
        if same(w_instance, w_None):
            raise errors.type_error("__get__(None, None) is invalid")
        return None
    return try_as(W_Type, w_owner)


def instance_argument(w_instance: Value, w_owner: Value) -> Value:
    """The instance in a call of `__get__`, EMPTY for None."""
    owner_argument(w_instance, w_owner)
    return EMPTY if same(w_instance, w_None) else w_instance


def is_abstract(w: Value) -> bool:
    """Whether w is an abstract method: its `__isabstractmethod__`."""
    if is_empty(w) or same(w, w_None):
        return False
    w_flag = find_attr(w, "__isabstractmethod__")
    return not is_empty(w_flag) and operations.is_true(w_flag)


# --- property ---------------------------------------------------------------------------------------------


@new(PROPERTY, "(cls, *args, **kwargs)")
def property_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    p = new_with_shape(W_Property, cls.root_shape)
    p.w_get = EMPTY
    p.w_set = EMPTY
    p.w_delete = EMPTY
    p.w_doc = w_None
    p.w_name = EMPTY
    p.doc_from_getter = False
    return wrap(p)


def none_as_empty(w: Value) -> Value:
    return EMPTY if same(w, w_None) else w


def empty_as_none(w: Value) -> Value:
    return w_None if is_empty(w) else w


@method(PROPERTY, "__init__(self, /, fget=None, fset=None, fdel=None, doc=None)", doc="Initialize self.")
def property_init(self: W_Property, w_get: Value, w_set: Value, w_delete: Value, w_doc: Value) -> Value:
    self.w_get = none_as_empty(w_get)
    self.w_set = none_as_empty(w_set)
    self.w_delete = none_as_empty(w_delete)
    self.w_name = EMPTY
    self.doc_from_getter = False
    if same(w_doc, w_None) and not is_empty(self.w_get):
        w_found = find_attr(self.w_get, "__doc__")
        if not is_empty(w_found) and not same(w_found, w_None):
            w_doc = w_found
            self.doc_from_getter = True
    self.w_doc = w_doc
    w_self = wrap(self)
    if type_of(w_self) is not PROPERTY:
        store_subclass_doc(self, w_doc)
    return w_None


def store_subclass_doc(p: W_Property, w_doc: Value) -> None:
    """In subclasses `__doc__` is an attribute of the instance, since the class's own would hide ours."""
    try:
        generic_setattr(wrap(p), "__doc__", w_doc)
    except PyError as e:
        if not errors.error_matches(e, x.ATTRIBUTE_ERROR):
            raise
        if same(w_doc, w_None) or p.doc_from_getter:
            return
        raise


@method(
    PROPERTY,
    "__get__(self, instance, owner=None, /)",
)
def property_get_method(self: W_Property, w_instance: Value, w_owner: Value) -> Value:
    if is_empty(instance_argument(w_instance, w_owner)):
        return wrap(self)
    return property_get(self, w_instance)


@method(PROPERTY, "__set__(self, instance, value, /)")
def property_set_method(self: W_Property, w_instance: Value, w_value: Value) -> Value:
    if is_empty(self.w_set):
        raise errors.attribute_error(property_message(self, w_instance, "setter"), w_instance, "")
    calls.call2(self.w_set, w_instance, w_value)
    return w_None


@method(PROPERTY, "__delete__(self, instance, /)")
def property_delete_method(self: W_Property, w_instance: Value) -> Value:
    if is_empty(self.w_delete):
        raise errors.attribute_error(property_message(self, w_instance, "deleter"), w_instance, "")
    calls.call1(self.w_delete, w_instance)
    return w_None


def copy_property(p: W_Property, w_get: Value, w_set: Value, w_delete: Value) -> Value:
    """A property of p's class with those of the three that are not EMPTY replaced."""
    w_getter = empty_as_none(p.w_get if is_empty(w_get) else w_get)
    w_doc = w_None if p.doc_from_getter and not same(w_getter, w_None) else p.w_doc
    args = calls.reserve(4)
    args[0] = w_getter
    args[1] = empty_as_none(p.w_set if is_empty(w_set) else w_set)
    args[2] = empty_as_none(p.w_delete if is_empty(w_delete) else w_delete)
    args[3] = w_doc
    try:
        w_new = calls.call_vector(wrap(type_of(wrap(p))), args, 4, None)
    finally:
        calls.release(args)
    new_property = try_as(W_Property, w_new)
    if new_property is not None:
        new_property.w_name = p.w_name
    return w_new


@method(PROPERTY, "getter(self, object, /)", doc="The property with another function that reads.")
def property_getter(self: W_Property, w_function: Value) -> Value:
    return copy_property(self, w_function, EMPTY, EMPTY)


@method(PROPERTY, "setter(self, object, /)", doc="The property with another function that writes.")
def property_setter(self: W_Property, w_function: Value) -> Value:
    return copy_property(self, EMPTY, w_function, EMPTY)


@method(PROPERTY, "deleter(self, object, /)", doc="The property with another function that deletes.")
def property_deleter(self: W_Property, w_function: Value) -> Value:
    return copy_property(self, EMPTY, EMPTY, w_function)


@method(
    PROPERTY,
    "__set_name__(self, /, *args)",
    shown="($self, owner, name, /)",
    doc="Remember the name under which the class holds the property.",
)
def property_set_name(self: W_Property, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length != 2:
        raise errors.type_error(f"__set_name__() takes 2 positional arguments but {args.length} were given")
    self.w_name = args.items[1]
    return w_None


@getter(PROPERTY, "fget", member=True)
def property_fget(self: W_Property) -> Value:
    return empty_as_none(self.w_get)


@getter(PROPERTY, "fset", member=True)
def property_fset(self: W_Property) -> Value:
    return empty_as_none(self.w_set)


@getter(PROPERTY, "fdel", member=True)
def property_fdel(self: W_Property) -> Value:
    return empty_as_none(self.w_delete)


@setter(PROPERTY, "fget")
@setter(PROPERTY, "fset")
@setter(PROPERTY, "fdel")
def property_readonly(self: W_Property, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


@getter(PROPERTY, "__doc__", member=True)
def property_doc(self: W_Property) -> Value:
    return self.w_doc


@setter(PROPERTY, "__doc__")
def property_set_doc(self: W_Property, w_value: Value) -> Value:
    self.w_doc = empty_as_none(w_value)
    return w_None


@getter(PROPERTY, "__name__")
def property_name(self: W_Property) -> Value:
    if not is_empty(self.w_name):
        return self.w_name
    w = EMPTY if is_empty(self.w_get) else find_attr(self.w_get, "__name__")
    if is_empty(w):
        raise errors.attribute_error("'property' object has no attribute '__name__'", wrap(self), "__name__")
    return w


@setter(PROPERTY, "__name__")
def property_set_own_name(self: W_Property, w_value: Value) -> Value:
    self.w_name = w_value
    return w_None


@getter(PROPERTY, "__isabstractmethod__")
def property_is_abstract(self: W_Property) -> Value:
    return new_bool(is_abstract(self.w_get) or is_abstract(self.w_set) or is_abstract(self.w_delete))


# --- staticmethod, classmethod ----------------------------------------------------------------------------


def single_argument(name: str, w_args: Value, w_kwargs: Value) -> Value:
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        raise errors.type_error(f"{name}() takes no keyword arguments")
    args = unwrap(W_Tuple, w_args)
    if args.length != 1:
        raise errors.type_error(f"{name} expected 1 argument, got {args.length}")
    return args.items[0]


def take_attributes(w_self: Value, w_callable: Value) -> None:
    """Copies the names and `__doc__` of what is wrapped, as functools.wraps does."""
    d = own_dict(w_self)
    if d is None:
        return
    copy_attribute(d, w_callable, "__module__")
    copy_attribute(d, w_callable, "__name__")
    copy_attribute(d, w_callable, "__qualname__")
    copy_attribute(d, w_callable, "__doc__")


def copy_attribute(d: W_Dict, w_from: Value, name: str) -> None:
    w = find_attr(w_from, name)
    if not is_empty(w):
        dict_set_str(d, name, w)


@new(STATIC_METHOD, "(cls, *args, **kwargs)", shown="(function, /)")
def static_method_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_StaticMethod, cls.root_shape)
    s.w_callable = w_None
    s.dict = None
    return wrap(s)


@method(STATIC_METHOD, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def static_method_init(self: W_StaticMethod, w_args: Value, w_kwargs: Value) -> Value:
    self.w_callable = single_argument("staticmethod", w_args, w_kwargs)
    take_attributes(wrap(self), self.w_callable)
    return w_None


@method(STATIC_METHOD, "__get__(self, instance, owner=None, /)", doc="Return the function.")
def static_method_get(self: W_StaticMethod, w_instance: Value, w_owner: Value) -> Value:
    owner_argument(w_instance, w_owner)
    return self.w_callable


@vectorcall(STATIC_METHOD)
def static_method_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    return calls.call_vector(unwrap(W_StaticMethod, w_callable).w_callable, args, n, kwnames)


@method(STATIC_METHOD, "__call__(self, /, *args, **kwargs)", doc="Call the function.")
def static_method_call(self: W_StaticMethod, w_args: Value, w_kwargs: Value) -> Value:
    return calls.call_tuple_kw(self.w_callable, EMPTY, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@method(STATIC_METHOD, "__repr__(self, /)", doc="Return repr(self).")
def static_method_repr(self: W_StaticMethod) -> Value:
    return wrap(f"<staticmethod({operations.repr_of(self.w_callable)})>")


@getter(STATIC_METHOD, "__func__", member=True)
@getter(STATIC_METHOD, "__wrapped__", member=True)
def static_method_func(self: W_StaticMethod) -> Value:
    return self.w_callable


@getter(STATIC_METHOD, "__isabstractmethod__")
def static_method_is_abstract(self: W_StaticMethod) -> Value:
    return new_bool(is_abstract(self.w_callable))


@getter(STATIC_METHOD, "__dict__")
@getter(CLASS_METHOD, "__dict__")
def wrapper_dict(w_self: Value) -> Value:
    d = own_dict(w_self)
    return w_None if d is None else wrap(d)


@class_method(STATIC_METHOD, "__class_getitem__(cls, object, /)", doc="See PEP 585")
@class_method(CLASS_METHOD, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def wrapper_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


@new(CLASS_METHOD, "(cls, *args, **kwargs)", shown="(function, /)")
def class_method_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    c = new_with_shape(W_ClassMethod, cls.root_shape)
    c.w_callable = w_None
    c.dict = None
    return wrap(c)


@method(CLASS_METHOD, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def class_method_init(self: W_ClassMethod, w_args: Value, w_kwargs: Value) -> Value:
    self.w_callable = single_argument("classmethod", w_args, w_kwargs)
    take_attributes(wrap(self), self.w_callable)
    return w_None


@method(CLASS_METHOD, "__get__(self, instance, owner=None, /)", doc="Return the function bound to the class.")
def class_method_get(self: W_ClassMethod, w_instance: Value, w_owner: Value) -> Value:
    owner = owner_argument(w_instance, w_owner)
    if owner is None and same(w_owner, w_None):
        return class_method_bind(self, wrap(type_of(w_instance)))
    return class_method_bind(self, w_owner)


@method(CLASS_METHOD, "__repr__(self, /)", doc="Return repr(self).")
def class_method_repr(self: W_ClassMethod) -> Value:
    return wrap(f"<classmethod({operations.repr_of(self.w_callable)})>")


@getter(CLASS_METHOD, "__func__", member=True)
@getter(CLASS_METHOD, "__wrapped__", member=True)
def class_method_func(self: W_ClassMethod) -> Value:
    return self.w_callable


@getter(CLASS_METHOD, "__isabstractmethod__")
def class_method_is_abstract(self: W_ClassMethod) -> Value:
    return new_bool(is_abstract(self.w_callable))


def wrapped_callable(w_self: Value) -> Value:
    s = try_as(W_StaticMethod, w_self)
    return unwrap(W_ClassMethod, w_self).w_callable if s is None else s.w_callable


def forwarded(w_self: Value, name: str) -> Value:
    """`__annotations__` and `__annotate__` of what is wrapped, kept once asked for."""
    d = own_dict(w_self)
    if d is not None:
        w = dict_get(d, wrap(name))
        if not is_empty(w):
            return w
    w = getattr_of(wrapped_callable(w_self), name)
    if d is not None:
        return dict_set_default(d, wrap(name), w)
    return w


@getter(STATIC_METHOD, "__annotations__")
@getter(CLASS_METHOD, "__annotations__")
def wrapper_annotations(w_self: Value) -> Value:
    return forwarded(w_self, "__annotations__")


@setter(STATIC_METHOD, "__annotations__")
@setter(CLASS_METHOD, "__annotations__")
def wrapper_set_annotations(w_self: Value, w_value: Value) -> Value:
    set_own(w_self, "__annotations__", w_value)
    return w_None


@getter(STATIC_METHOD, "__annotate__")
@getter(CLASS_METHOD, "__annotate__")
def wrapper_annotate(w_self: Value) -> Value:
    return forwarded(w_self, "__annotate__")


@setter(STATIC_METHOD, "__annotate__")
@setter(CLASS_METHOD, "__annotate__")
def wrapper_set_annotate(w_self: Value, w_value: Value) -> Value:
    set_own(w_self, "__annotate__", w_value)
    return w_None


def set_own(w_self: Value, name: str, w_value: Value) -> None:
    d = own_dict(w_self)
    if d is None:
        return
    if not is_empty(w_value):
        dict_set_str(d, name, w_value)
    elif not dict_delete(d, wrap(name)):
        raise errors.attribute_error(name, w_self, name)


# --- member_descriptor, getset_descriptor -------------------------------------------------------------------


@method(MEMBER_DESCRIPTOR, "__get__(self, instance, owner=None, /)")
@method(GETSET_DESCRIPTOR, "__get__(self, instance, owner=None, /)")
def getset_get(self: W_GetSet, w_instance: Value, w_owner: Value) -> Value:
    w_instance = instance_argument(w_instance, w_owner)
    if is_empty(w_instance):
        return wrap(self)
    return descr_get(wrap(self), w_instance, type_of(w_instance))


@method(MEMBER_DESCRIPTOR, "__set__(self, instance, value, /)")
@method(GETSET_DESCRIPTOR, "__set__(self, instance, value, /)")
def getset_set(self: W_GetSet, w_instance: Value, w_value: Value) -> Value:
    descr_set(wrap(self), w_instance, w_value)
    return w_None


@method(MEMBER_DESCRIPTOR, "__delete__(self, instance, /)")
@method(GETSET_DESCRIPTOR, "__delete__(self, instance, /)")
def getset_delete(self: W_GetSet, w_instance: Value) -> Value:
    descr_set(wrap(self), w_instance, EMPTY)
    return w_None


@method(MEMBER_DESCRIPTOR, "__repr__(self, /)")
@method(GETSET_DESCRIPTOR, "__repr__(self, /)")
def getset_repr(self: W_GetSet) -> Value:
    kind = "member" if type_of(wrap(self)) is MEMBER_DESCRIPTOR else "attribute"
    return wrap(f"<{kind} '{self.name}' of '{self.owner.name}' objects>")


@method(MEMBER_DESCRIPTOR, "__reduce__(self, /)", doc="Helper for pickle.")
def member_reduce(self: W_GetSet) -> Value:
    return reduce_descriptor(self.owner, self.name)


def reduce_descriptor(owner: W_Type, name: str) -> Value:
    """(getattr, (class, name))"""
    return wrap(new_tuple2(stock_function("builtins", "getattr"), wrap(new_tuple2(wrap(owner), wrap(name)))))


@getter(MEMBER_DESCRIPTOR, "__name__", member=True)
@getter(GETSET_DESCRIPTOR, "__name__", member=True)
def getset_name(self: W_GetSet) -> Value:
    return wrap(self.name)


@getter(MEMBER_DESCRIPTOR, "__qualname__")
@getter(GETSET_DESCRIPTOR, "__qualname__")
def getset_qualname(self: W_GetSet) -> Value:
    return wrap(type_qualname(self.owner) + "." + self.name)


@getter(MEMBER_DESCRIPTOR, "__objclass__", member=True)
@getter(GETSET_DESCRIPTOR, "__objclass__", member=True)
def getset_objclass(self: W_GetSet) -> Value:
    return wrap(self.owner)


@getter(MEMBER_DESCRIPTOR, "__doc__")
@getter(GETSET_DESCRIPTOR, "__doc__")
def getset_doc(self: W_GetSet) -> Value:
    doc = self.doc
    return w_None if doc is None else wrap(doc)

"""typing.Union, also called types.UnionType: what `int | str` makes (PEP 604)."""

from __future__ import annotations

from protodialect.types import Value, new_with_shape, try_as, wrap
from protopython.objects.generic_alias import (
    GENERIC_ALIAS,
    W_GenericAlias,
    collect_parameters,
    substitute,
    type_repr,
)
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_to_tuple, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, TYPE, class_method, define_type, getter, method
from protopython.objects.model.stock import stock_module
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import NONE_TYPE, w_False, w_None, w_NotImplemented, w_True
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, same


class W_Union(W_Object):
    args: W_Tuple
    parameters: W_Tuple | None


UNION = define_type(
    "Union", W_Union, OBJECT, flags=TypeFlags.NOT_COUNTED, module="typing", doc="Represent a union type: E.g. int | str.",
)


def is_unionable(w: Value) -> bool:
    """What may stand beside `|`: None, classes, generic aliases, unions, type aliases."""
    if same(w, w_None) or try_as(W_Type, w) is not None:
        return True
    if try_as(W_GenericAlias, w) is not None or try_as(W_Union, w) is not None:
        return True
    return type_name(w) == "typing.TypeAliasType"


def add_member(members: W_List, w: Value) -> None:
    """Adds w, or the members of a union, unless they are there already."""
    union = try_as(W_Union, w)
    if union is not None:
        i = 0
        while i < union.args.length:
            add_member(members, union.args.items[i])
            i += 1
        return
    if same(w, w_None):
        w = wrap(NONE_TYPE)
    i = 0
    while i < list_length(members):
        if same_member(list_get(members, i), w):
            return
        i += 1
    list_append(members, w)


def same_member(w_a: Value, w_b: Value) -> bool:
    if same(w_a, w_b):
        return True
    if try_as(W_Type, w_a) is not None and try_as(W_Type, w_b) is not None:
        return False
    return type_of(w_a) is type_of(w_b) and operations.equal(w_a, w_b)


def union_of(members: W_List) -> Value:
    """The union of members that are all different; of one member, that itself."""
    if list_length(members) == 1:
        return list_get(members, 0)
    u = new_with_shape(W_Union, UNION.root_shape)
    u.args = list_to_tuple(members)
    u.parameters = None
    return wrap(u)


def make_union(w_a: Value, w_b: Value) -> Value:
    """a | b where both are types of some kind, else w_NotImplemented."""
    if not is_unionable(w_a) or not is_unionable(w_b):
        return w_NotImplemented
    return union_of_two(w_a, w_b)


def union_of_two(w_a: Value, w_b: Value) -> Value:
    members = new_list()
    add_member(members, w_a)
    add_member(members, w_b)
    return union_of(members)


@method(TYPE, "__or__(self, value, /)", doc="Return self|value.")
@method(GENERIC_ALIAS, "__or__(self, value, /)", doc="Return self|value.")
def type_or(w_self: Value, w_other: Value) -> Value:
    return make_union(w_self, w_other)


@method(TYPE, "__ror__(self, value, /)", doc="Return value|self.")
@method(GENERIC_ALIAS, "__ror__(self, value, /)", doc="Return value|self.")
def type_ror(w_self: Value, w_other: Value) -> Value:
    return make_union(w_other, w_self)


@method(UNION, "__or__(self, value, /)", doc="Return self|value.")
def union_or(w_self: Value, w_other: Value) -> Value:
    return checked_union(w_self, w_other)


@method(UNION, "__ror__(self, value, /)", doc="Return value|self.")
def union_ror(w_self: Value, w_other: Value) -> Value:
    return checked_union(w_other, w_self)


def checked_union(w_a: Value, w_b: Value) -> Value:
    """a | b where one is a union: what the other may be is left to typing."""
    members = new_list()
    add_member(members, union_argument(w_a))
    add_member(members, union_argument(w_b))
    return union_of(members)


@class_method(UNION, "__class_getitem__(cls, types, /)", shown="($type, object, /)", doc="The union of the types.")
def union_class_getitem(w_cls: Value, w_types: Value) -> Value:
    """Union[A, B]; strings become forward references."""
    types = try_as(W_Tuple, w_types)
    members = new_list()
    if types is None:
        add_member(members, union_argument(w_types))
    else:
        if types.length == 0:
            raise errors.type_error("Cannot take a Union of no types.")
        for i in range(types.length):
            add_member(members, union_argument(types.items[i]))
    return union_of(members)


def union_argument(w: Value) -> Value:
    if is_unionable(w):
        return w
    from_typing = operations.getattr_of(stock_module("typing"), "_type_check")
    return operations.call2(from_typing, w, wrap("Union[arg, ...]: each arg must be a type."))


@method(UNION, "__getitem__(self, key, /)", doc="Return self[key].")
def union_getitem(self: W_Union, w_key: Value) -> Value:
    args = substitute(wrap(self), self.args, parameters_of(self), w_key)
    w = args.items[0]
    for i in range(1, args.length):
        w_next = make_union(w, args.items[i])
        w = union_of_two(w, args.items[i]) if same(w_next, w_NotImplemented) else w_next
    return w


def parameters_of(u: W_Union) -> W_Tuple:
    parameters = u.parameters
    if parameters is None:
        parameters = collect_parameters(u.args)
        u.parameters = parameters
    return parameters


@method(UNION, "__repr__(self, /)", doc="Return repr(self).")
def union_repr(self: W_Union) -> Value:
    parts: list[str] = []
    i = 0
    while i < self.args.length:
        w = self.args.items[i]
        parts.append("None" if same(w, wrap(NONE_TYPE)) else type_repr(w))
        i += 1
    return wrap(" | ".join(parts))


@method(UNION, "__eq__(self, value, /)", doc="Return self==value.")
def union_eq(self: W_Union, w_other: Value) -> Value:
    """Equal whatever the order."""
    other = try_as(W_Union, w_other)
    if other is None:
        return w_NotImplemented
    if self.args.length != other.args.length:
        return w_False
    i = 0
    while i < self.args.length:
        if not has_member(other.args, self.args.items[i]):
            return w_False
        i += 1
    return w_True


def has_member(args: W_Tuple, w: Value) -> bool:
    for i in range(args.length):
        if operations.equal(args.items[i], w):
            return True
    return False


@method(UNION, "__hash__(self, /)", doc="Return hash(self).")
def union_hash(self: W_Union) -> Value:
    h = 0
    i = 0
    while i < self.args.length:
        h ^= operations.hash_of(self.args.items[i]) >> 2
        i += 1
    return from_int(h)


@method(UNION, "__instancecheck__(self, instance, /)")
def union_instancecheck(self: W_Union, w_instance: Value) -> Value:
    i = 0
    while i < self.args.length:
        if operations.isinstance_of(w_instance, self.args.items[i]):
            return w_True
        i += 1
    return w_False


@method(UNION, "__subclasscheck__(self, subclass, /)")
def union_subclasscheck(self: W_Union, w_subclass: Value) -> Value:
    if try_as(W_Type, w_subclass) is None:
        raise errors.type_error("issubclass() arg 1 must be a class")
    i = 0
    while i < self.args.length:
        if operations.issubclass_of(w_subclass, self.args.items[i]):
            return w_True
        i += 1
    return w_False


@method(UNION, "__mro_entries__(self, bases, /)", shown="($self, object, /)")
def union_mro_entries(self: W_Union, w_bases: Value) -> Value:
    raise errors.type_error(f"Cannot subclass {operations.repr_of(wrap(self))}")


@getter(UNION, "__args__", member=True)
def union_args(self: W_Union) -> Value:
    return wrap(self.args)


@getter(UNION, "__parameters__", doc="The type variables that are still free.")
def union_parameters(self: W_Union) -> Value:
    return wrap(parameters_of(self))


@getter(UNION, "__origin__", doc="Always returns the type")
def union_origin(self: W_Union) -> Value:
    return wrap(UNION)


@getter(UNION, "__name__", doc="Name of the type")
@getter(UNION, "__qualname__", doc="Qualified name of the type")
def union_name(self: W_Union) -> Value:
    return wrap("Union")

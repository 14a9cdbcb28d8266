"""types.SimpleNamespace: an object that is nothing but its attributes."""

from __future__ import annotations

from protodialect.types import Value, new_with_shape, try_as, unwrap, wrap
from protopython.objects.dict.dict import DICT, W_Dict, dict_copy, dict_key_at, dict_next, dict_update_from, dict_value_at
from protopython.objects.exceptions.methods import short_name
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.define import OBJECT, define_type, method, new
from protopython.objects.model.instance import instance_dict
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import CompareOp
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple3
from protopython.protocore.object import W_Object, W_Type


class W_SimpleNamespace(W_Object):
    pass


SIMPLE_NAMESPACE = define_type(
    "SimpleNamespace",
    W_SimpleNamespace,
    OBJECT,
    module="types",
    attributes=True, doc="An object that has the attributes it is given.", static=True,
)


def new_simple_namespace() -> Value:
    return wrap(new_with_shape(W_SimpleNamespace, SIMPLE_NAMESPACE.root_shape))


@new(SIMPLE_NAMESPACE, "(cls, *args, **kwargs)", shown="(mapping_or_iterable=(), /, **kwargs)")
def namespace_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_SimpleNamespace, cls.root_shape))


def check_keys(d: W_Dict) -> None:
    i = dict_next(d, 0)
    while i >= 0:
        if as_str(dict_key_at(d, i)) is None:
            raise errors.type_error("keywords must be strings")
        i = dict_next(d, i + 1)


@method(SIMPLE_NAMESPACE, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def namespace_init(self: W_SimpleNamespace, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 1:
        name = short_name(type_of(wrap(self)))
        raise errors.type_error(f"{name} expected at most 1 argument, got {args.length}")
    own = instance_dict(self)
    if args.length == 1:
        w_mapping = args.items[0]
        given = try_as(W_Dict, w_mapping)
        if given is None:
            given = unwrap(W_Dict, calls.call1(wrap(DICT), w_mapping))
        check_keys(given)
        dict_update_from(own, given)
    dict_update_from(own, unwrap(W_Dict, w_kwargs))
    return w_None


@method(SIMPLE_NAMESPACE, "__repr__(self, /)", doc="Return repr(self).")
def namespace_repr(self: W_SimpleNamespace) -> Value:
    t = type_of(wrap(self))
    name = "namespace" if t is SIMPLE_NAMESPACE else short_name(t)
    if not repr_enter(wrap(self)):
        return wrap(name + "(...)")
    try:
        return wrap(f"{name}({fields_text(instance_dict(self))})")
    finally:
        repr_leave()


def fields_text(d: W_Dict) -> str:
    parts: list[str] = []
    d = dict_copy(d)
    i = dict_next(d, 0)
    while i >= 0:
        name = as_str(dict_key_at(d, i))
        if name is not None and name != "":
            parts.append(f"{name}={operations.repr_of(dict_value_at(d, i))}")
        i = dict_next(d, i + 1)
    return ", ".join(parts)


def compare_namespaces(op: int, a: W_SimpleNamespace, w_b: Value) -> Value:
    b = try_as(W_SimpleNamespace, w_b)
    if b is None:
        return w_NotImplemented
    return operations.compare(op, wrap(instance_dict(a)), wrap(instance_dict(b)))


@method(SIMPLE_NAMESPACE, "__eq__(self, value, /)", doc="Return self==value.")
def namespace_eq(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.EQ, self, w_other)


@method(SIMPLE_NAMESPACE, "__ne__(self, value, /)", doc="Return self!=value.")
def namespace_ne(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.NE, self, w_other)


@method(SIMPLE_NAMESPACE, "__lt__(self, value, /)", doc="Return self<value.")
def namespace_lt(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.LT, self, w_other)


@method(SIMPLE_NAMESPACE, "__le__(self, value, /)", doc="Return self<=value.")
def namespace_le(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.LE, self, w_other)


@method(SIMPLE_NAMESPACE, "__gt__(self, value, /)", doc="Return self>value.")
def namespace_gt(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.GT, self, w_other)


@method(SIMPLE_NAMESPACE, "__ge__(self, value, /)", doc="Return self>=value.")
def namespace_ge(self: W_SimpleNamespace, w_other: Value) -> Value:
    return compare_namespaces(CompareOp.GE, self, w_other)


@method(SIMPLE_NAMESPACE, "__reduce__(self, /)", doc="What pickle needs to make the namespace anew.")
def namespace_reduce(self: W_SimpleNamespace) -> Value:
    return wrap(new_tuple3(wrap(type_of(wrap(self))), wrap(EMPTY_TUPLE), wrap(instance_dict(self))))


@method(
    SIMPLE_NAMESPACE,
    "__replace__(self, /, *args, **kwargs)",
    doc="A copy with some attributes replaced.",
    shown="($self, /, **changes)",
)
def namespace_replace(self: W_SimpleNamespace, w_args: Value, w_kwargs: Value) -> Value:
    if unwrap(W_Tuple, w_args).length > 0:
        raise errors.type_error("__replace__() takes no positional arguments")
    w_new = calls.call0(wrap(type_of(wrap(self))))
    set_all(w_new, instance_dict(self))
    set_all(w_new, unwrap(W_Dict, w_kwargs))
    return w_new


def set_all(w_obj: Value, d: W_Dict) -> None:
    d = dict_copy(d)
    i = dict_next(d, 0)
    while i >= 0:
        name = as_str(dict_key_at(d, i))
        if name is not None:
            setattr_of(w_obj, name, dict_value_at(d, i))
        i = dict_next(d, i + 1)

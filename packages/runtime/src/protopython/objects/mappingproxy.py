"""types.MappingProxyType: a view of a mapping that cannot be written through; `__dict__` of classes is
one.
"""

from __future__ import annotations

from protodialect.types import Value, new_with_shape, try_as, wrap
from protopython.objects.int.int import new_int
from protopython.objects.list.list import LIST
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, define_type, method, new
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.types import is_subtype, type_of
from protopython.objects.singletons import new_bool
from protopython.objects.tuple import TUPLE
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty


class W_MappingProxy(W_Object):
    w_mapping: Value

    def __init__(self, w_mapping: Value) -> None:
        self.w_mapping = w_mapping


MAPPING_PROXY = define_type(
    "mappingproxy", W_MappingProxy, OBJECT, flags=TypeFlags.MAPPING, doc="Read-only proxy of a mapping."
)


def new_mapping_proxy(w_mapping: Value) -> Value:
    return wrap(W_MappingProxy(w_mapping))


@new(MAPPING_PROXY, "(cls, mapping)")
def mappingproxy_new(cls: W_Type, w_mapping: Value) -> Value:
    t = type_of(w_mapping)
    if is_empty(t.special[Special.GETITEM]) or is_subtype(t, LIST) or is_subtype(t, TUPLE):
        raise errors.type_error(f"mappingproxy() argument must be a mapping, not {t.name}")
    p = new_with_shape(W_MappingProxy, cls.root_shape)
    p.w_mapping = w_mapping
    return wrap(p)


@method(MAPPING_PROXY, "__repr__(self, /)", doc="Return repr(self).")
def mappingproxy_repr(self: W_MappingProxy) -> Value:
    return wrap(f"mappingproxy({operations.repr_of(self.w_mapping)})")


@method(MAPPING_PROXY, "__str__(self, /)", doc="Return str(self).")
def mappingproxy_str(self: W_MappingProxy) -> Value:
    return wrap(operations.str_of(self.w_mapping))


@method(MAPPING_PROXY, "__hash__(self, /)", doc="Return hash(self).")
def mappingproxy_hash(self: W_MappingProxy) -> Value:
    return new_int(operations.hash_of(self.w_mapping))


@method(MAPPING_PROXY, "__eq__(self, value, /)", doc="Return self==value.")
def mappingproxy_eq(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.EQ, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__ne__(self, value, /)", doc="Return self!=value.")
def mappingproxy_ne(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.NE, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__lt__(self, value, /)", doc="Return self<value.")
def mappingproxy_lt(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.LT, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__le__(self, value, /)", doc="Return self<=value.")
def mappingproxy_le(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.LE, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__gt__(self, value, /)", doc="Return self>value.")
def mappingproxy_gt(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.GT, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__ge__(self, value, /)", doc="Return self>=value.")
def mappingproxy_ge(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.compare(CompareOp.GE, self.w_mapping, w_other)


@method(MAPPING_PROXY, "__iter__(self, /)", doc="Implement iter(self).")
def mappingproxy_iter(self: W_MappingProxy) -> Value:
    return operations.iterate(self.w_mapping)


@method(MAPPING_PROXY, "__reversed__(self, /)", doc="The keys from last to first.")
def mappingproxy_reversed(self: W_MappingProxy) -> Value:
    return calls.call_method0(self.w_mapping, "__reversed__")


@method(MAPPING_PROXY, "__len__(self, /)", doc="Return len(self).")
def mappingproxy_len(self: W_MappingProxy) -> Value:
    return from_int(operations.length_of(self.w_mapping))


@method(MAPPING_PROXY, "__getitem__(self, key, /)", doc="Return self[key].")
def mappingproxy_getitem(self: W_MappingProxy, w_key: Value) -> Value:
    return operations.getitem(self.w_mapping, w_key)


@method(MAPPING_PROXY, "__contains__(self, key, /)", doc="Return bool(key in self).")
def mappingproxy_contains(self: W_MappingProxy, w_key: Value) -> Value:
    return new_bool(operations.contains(self.w_mapping, w_key))


def bare(w: Value) -> Value:
    """The mapping inside a proxy, or what is not one."""
    p = try_as(W_MappingProxy, w)
    return w if p is None else p.w_mapping


@method(MAPPING_PROXY, "__or__(self, value, /)", doc="Return self|value.")
def mappingproxy_or(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, self.w_mapping, bare(w_other))


@method(MAPPING_PROXY, "__ror__(self, value, /)", doc="Return value|self.")
def mappingproxy_ror(self: W_MappingProxy, w_other: Value) -> Value:
    return operations.binary(BinaryOp.OR, bare(w_other), self.w_mapping)


@method(MAPPING_PROXY, "__ior__(self, value, /)", doc="Return self|=value.")
def mappingproxy_ior(self: W_MappingProxy, w_other: Value) -> Value:
    raise errors.type_error("'|=' is not supported by mappingproxy; use '|' instead")


@method(MAPPING_PROXY, "get(self, key, default=None, /)", doc="The value of key, or default.")
def mappingproxy_get(self: W_MappingProxy, w_key: Value, w_default: Value) -> Value:
    return calls.call_method2(self.w_mapping, "get", w_key, w_default)


@method(MAPPING_PROXY, "keys(self, /)", doc="A set-like view of the keys.")
def mappingproxy_keys(self: W_MappingProxy) -> Value:
    return calls.call_method0(self.w_mapping, "keys")


@method(MAPPING_PROXY, "values(self, /)", doc="A view of the values.")
def mappingproxy_values(self: W_MappingProxy) -> Value:
    return calls.call_method0(self.w_mapping, "values")


@method(MAPPING_PROXY, "items(self, /)", doc="A set-like view of the (key, value) pairs.")
def mappingproxy_items(self: W_MappingProxy) -> Value:
    return calls.call_method0(self.w_mapping, "items")


@method(MAPPING_PROXY, "copy(self, /)", doc="A shallow copy of the mapping.")
def mappingproxy_copy(self: W_MappingProxy) -> Value:
    return calls.call_method0(self.w_mapping, "copy")

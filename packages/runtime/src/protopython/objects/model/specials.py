"""Calling special methods: looked up on the type, called with self first, without making bound methods."""

from __future__ import annotations

from protodialect.types import (
    Value,
    call_native1,
    call_native2,
    call_native3,
    noinline,
    try_as,
)
from protopython.objects.function.function import W_Function
from protopython.objects.model import attributes, errors
from protopython.objects.model import call as calls
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import plain
from protopython.protocore.value import is_empty


def call_special1(w_method: Value, w_self: Value) -> Value:
    """w_method, as found in W_Type.special, called with self."""
    check_recursion()
    b = try_as(W_Builtin, w_method)
    if b is not None and b.simple and b.n_params == 1:
        return call_native1(b.fn, plain(w_self) if b.plain_self else w_self)
    if b is not None or try_as(W_Function, w_method) is not None:
        return calls.call1(w_method, w_self)
    return calls.call0(bound(w_method, w_self))


def call_special2(w_method: Value, w_self: Value, w_a: Value) -> Value:
    check_recursion()
    b = try_as(W_Builtin, w_method)
    if b is not None and b.simple and b.n_params == 2:
        return call_native2(b.fn, plain(w_self) if b.plain_self else w_self, w_a)
    if b is not None or try_as(W_Function, w_method) is not None:
        return calls.call2(w_method, w_self, w_a)
    return calls.call1(bound(w_method, w_self), w_a)


def call_special3(w_method: Value, w_self: Value, w_a: Value, w_b: Value) -> Value:
    check_recursion()
    b = try_as(W_Builtin, w_method)
    if b is not None and b.simple and b.n_params == 3:
        return call_native3(b.fn, plain(w_self) if b.plain_self else w_self, w_a, w_b)
    if b is not None or try_as(W_Function, w_method) is not None:
        return calls.call3(w_method, w_self, w_a, w_b)
    return calls.call2(bound(w_method, w_self), w_a, w_b)


@noinline
def bound(w_method: Value, w_self: Value) -> Value:
    """A special method that is neither a function nor native: through its `__get__`. EMPTY, for one that every
    class has from `object`, comes of a metaclass's `mro` that left `object` out.
    """
    if is_empty(w_method):
        raise errors.type_error(f"type {type_name(w_self)} lacks the methods of object")
    return attributes.descr_get(w_method, w_self, type_of(w_self))

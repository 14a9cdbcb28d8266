"""What programs see of tuples."""

from __future__ import annotations

from protodialect.types import Value, array_ptr, copy_values, likely, new_trailing, noinline, try_as, unwrap, wrap
from protopython.objects.dict.dict import W_Dict
from protopython.objects.int.bigint import new_int
from protopython.objects.iterators import new_tuple_iterator
from protopython.objects.list.list import LIST, W_List, list_to_tuple
from protopython.objects.list.methods import (
    check_one_iterable,
    check_repeat,
    item_index,
    repeat_count,
    repeat_values,
    search_bound,
)
from protopython.objects.model.define import method, new
from protopython.objects.model.errors import index_error, value_error
from protopython.objects.model.operations import equal, repr_of, unpack_to_list
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.sequence_compare import hash_tuple, tuple_compare
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import type_of
from protopython.objects.singletons import new_bool, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.tuple import EMPTY_TUPLE, TUPLE, W_Tuple, new_tuple1, new_tuple_n, tuple_range
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, int_value, is_int


def tuple_of(w_iterable: Value) -> W_Tuple:
    """tuple(iterable)"""
    t = type_of(w_iterable)
    if t is TUPLE:
        return unwrap(W_Tuple, w_iterable)
    if t is LIST:
        return list_to_tuple(unwrap(W_List, w_iterable))
    return list_to_tuple(unpack_to_list(w_iterable))


@new(TUPLE, "(cls, /, *args, **kwargs)", shown="(iterable=(), /)")
def tuple_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    check_one_iterable(TUPLE, cls, Special.INIT, args, unwrap(W_Dict, w_kwargs))
    t = tuple_of(args.items[0]) if args.length == 1 else EMPTY_TUPLE
    if cls is TUPLE:
        return wrap(t)
    r = new_trailing(W_Tuple, cls.root_shape, t.length)
    if t.length > 0:
        copy_values(array_ptr(r.items, 0), array_ptr(t.items, 0), t.length)
    return wrap(r)


def exact_tuple(t: W_Tuple) -> W_Tuple:
    """t, or a plain tuple of its items."""
    return t if type_of(wrap(t)) is TUPLE else tuple_range(t, 0, t.length)


def tuple_find(t: W_Tuple, w: Value, start: int, stop: int) -> int:
    i = start
    while i < stop:
        if i & 0xFF == 0xFF:
            check_signals()
        if equal(t.items[i], w):
            return i
        i += 1
    return -1


@method(
    TUPLE,
    "index(self, value, start=0, stop=9223372036854775807, /)",
    doc="The first index of an item equal to value.",
    shown="($self, value, start=0, stop=sys.maxsize, /)",
)
def tuple_index(self: W_Tuple, w_value: Value, w_start: Value, w_stop: Value) -> Value:
    stop = search_bound(w_stop, self.length)
    if stop > self.length:
        stop = self.length
    i = tuple_find(self, w_value, search_bound(w_start, self.length), stop)
    if i < 0:
        raise value_error("tuple.index(x): x not in tuple")
    return from_int(i)


@method(TUPLE, "count(self, value, /)", doc="How many items are equal to value.")
def tuple_count(self: W_Tuple, w_value: Value) -> Value:
    n = 0
    i = 0
    while i < self.length:
        if i & 0xFF == 0xFF:
            check_signals()
        if equal(self.items[i], w_value):
            n += 1
        i += 1
    return from_int(n)


@method(TUPLE, "__len__(self, /)")
def tuple_len(self: W_Tuple) -> Value:
    return from_int(self.length)


@method(TUPLE, "__iter__(self, /)")
def tuple_iter(self: W_Tuple) -> Value:
    return new_tuple_iterator(self)


@method(TUPLE, "__contains__(self, key, /)")
def tuple_contains(self: W_Tuple, w_key: Value) -> Value:
    return new_bool(tuple_find(self, w_key, 0, self.length) >= 0)


@method(TUPLE, "__getitem__(self, key, /)")
def tuple_getitem(self: W_Tuple, w_key: Value) -> Value:
    if likely(is_int(w_key)):
        i = int_value(w_key)
        if i < 0:
            i += self.length
        if likely(0 <= i < self.length):
            return self.items[i]
    return tuple_getitem_slow(self, w_key)


@noinline
def tuple_getitem_slow(self: W_Tuple, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        start, step, n = slice_bounds(w_slice, self.length)
        if step == 1:
            if n == self.length:
                return wrap(exact_tuple(self))
            return wrap(tuple_range(self, start, start + n))
        r = new_tuple_n(n)
        i = 0
        while i < n:
            r.items[i] = self.items[start + i * step]
            i += 1
        return wrap(r)
    i = item_index(w_key, "tuple")
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("tuple index out of range")
    return self.items[i]


@method(TUPLE, "__add__(self, value, /)")
def tuple_add(self: W_Tuple, w_value: Value) -> Value:
    other = try_as(W_Tuple, w_value)
    if other is None:
        return w_NotImplemented
    if self.length == 0:
        return wrap(exact_tuple(other))
    if other.length == 0:
        return wrap(exact_tuple(self))
    r = new_tuple_n(self.length + other.length)
    copy_values(array_ptr(r.items, 0), array_ptr(self.items, 0), self.length)
    copy_values(array_ptr(r.items, self.length), array_ptr(other.items, 0), other.length)
    return wrap(r)


@method(TUPLE, "__mul__(self, value, /)")
def tuple_mul(self: W_Tuple, w_value: Value) -> Value:
    n = repeat_count(w_value)
    if n < 0:
        return w_NotImplemented
    if n == 1 or self.length == 0:
        return wrap(exact_tuple(self))
    if n == 0:
        return wrap(EMPTY_TUPLE)
    check_repeat(self.length, n)
    r = new_tuple_n(self.length * n)
    repeat_values(array_ptr(r.items, 0), array_ptr(self.items, 0), self.length, n)
    return wrap(r)


@method(TUPLE, "__rmul__(self, value, /)")
def tuple_rmul(self: W_Tuple, w_value: Value) -> Value:
    return tuple_mul(self, w_value)


@method(TUPLE, "__hash__(self, /)")
def tuple_hash(self: W_Tuple) -> Value:
    return new_int(hash_tuple(self))


@method(TUPLE, "__repr__(self, /)")
def tuple_repr(self: W_Tuple) -> Value:
    n = self.length
    if n == 0:
        return wrap("()")
    if not repr_enter(wrap(self)):
        return wrap("(...)")
    parts: list[str] = []
    try:
        i = 0
        while i < n:
            check_signals()
            parts.append(repr_of(self.items[i]))
            i += 1
    finally:
        repr_leave()
    return wrap("(" + ", ".join(parts) + (",)" if n == 1 else ")"))


@method(TUPLE, "__getnewargs__(self, /)", doc="What __new__ needs to make an equal tuple.")
def tuple_getnewargs(self: W_Tuple) -> Value:
    return wrap(new_tuple1(wrap(tuple_range(self, 0, self.length))))


@method(TUPLE, "__eq__(self, value, /)")
def tuple_eq(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.EQ, self, other)


@method(TUPLE, "__ne__(self, value, /)")
def tuple_ne(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.NE, self, other)


@method(TUPLE, "__lt__(self, value, /)")
def tuple_lt(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.LT, self, other)


@method(TUPLE, "__le__(self, value, /)")
def tuple_le(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.LE, self, other)


@method(TUPLE, "__gt__(self, value, /)")
def tuple_gt(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.GT, self, other)


@method(TUPLE, "__ge__(self, value, /)")
def tuple_ge(self: W_Tuple, w_other: Value) -> Value:
    other = try_as(W_Tuple, w_other)
    return w_NotImplemented if other is None else tuple_compare(CompareOp.GE, self, other)

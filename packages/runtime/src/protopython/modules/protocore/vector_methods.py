"""What programs see of vectors: the methods are those of pyrsistent's PVector."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, array_ptr, likely, locked, noinline, try_as, unwrap, wrap
from protopython.modules.protocore.editing import MASK, WIDTH
from protopython.modules.protocore.vector import (
    EMPTY_VECTOR,
    VECTOR,
    VECTOR_EVOLVER,
    VECTOR_ITERATOR,
    W_Vector,
    W_VectorEvolver,
    W_VectorIterator,
    append_array,
    append_item,
    append_range,
    appended,
    extended,
    item_at,
    items_of,
    leaf_at,
    replaced,
    restart,
    sealed,
    set_item,
    sliced,
    to_array,
    vector_of,
    vector_of_array,
    without,
)
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import W_List, list_snapshot, new_list_of
from protopython.objects.list.methods import check_repeat, item_index, repeat_count, repeat_values, search_bound
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import class_method, iternext, method, new
from protopython.objects.model.errors import index_error, type_error, value_error
from protopython.objects.model.operations import equal, repr_of, sequence_index
from protopython.objects.model.operators import compare, compare_ints
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.sequence_compare import hash_tuple
from protopython.objects.model.special import CompareOp
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.slice import W_Slice, slice_bounds
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, tuple_of_array
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, int_value, is_int, same


@new(VECTOR, "(cls, iterable=(), /)")
def vector_new(cls: W_Type, w_iterable: Value) -> Value:
    return wrap(vector_of(w_iterable))


# --- reading ------------------------------------------------------------------------------------------------------------


@method(VECTOR, "__len__(self, /)")
def vector_len(self: W_Vector) -> Value:
    return from_int(self.length)


@method(VECTOR, "__getitem__(self, index, /)", doc="The item at an index, or the vector of a slice's items.")
def vector_getitem(self: W_Vector, w_index: Value) -> Value:
    if likely(is_int(w_index)):
        i = int_value(w_index)
        if i < 0:
            i += self.length
        if likely(0 <= i < self.length):
            return item_at(self, i)
    return vector_getitem_slow(self, w_index)


@noinline
def vector_getitem_slow(self: W_Vector, w_index: Value) -> Value:
    w_slice = try_as(W_Slice, w_index)
    if w_slice is None:
        return item_at(self, existing_index(item_index(w_index, "vector"), self.length))
    start, step, n = slice_bounds(w_slice, self.length)
    if step == 1:
        return wrap(sliced(self, start, start + n))
    a = Array[Value](n, EMPTY)
    for i in range(n):
        a[i] = item_at(self, start + i * step)
    return wrap(vector_of_array(a))


def existing_index(i: int, length: int) -> int:
    if i < 0:
        i += length
    if not 0 <= i < length:
        raise index_error("vector index out of range")
    return i


def settable_index(w_index: Value, length: int) -> int:
    """Of an item, or of the next one."""
    i = sequence_index(w_index)
    return i if i == length else existing_index(i, length)


@method(VECTOR, "__iter__(self, /)")
def vector_iter(self: W_Vector) -> Value:
    return wrap(W_VectorIterator(self))


@iternext(VECTOR_ITERATOR)
def vector_iterator_next(self: W_VectorIterator) -> Value:
    v = self.vector
    i = self.index
    if i >= v.length:
        self.vector = EMPTY_VECTOR
        return EMPTY
    self.index = i + 1
    return item_at(v, i)


@method(VECTOR_ITERATOR, "__length_hint__(self, /)", doc="How many items are left.")
def vector_iterator_hint(self: W_VectorIterator) -> Value:
    return from_int(max(self.vector.length - self.index, 0))


def vector_find(v: W_Vector, w: Value, start: int, stop: int) -> int:
    """The first index from start to stop of an item equal to w, or -1."""
    i = start
    while i < stop:
        if i & 0xFF == 0xFF:
            check_signals()
        if equal(item_at(v, i), w):
            return i
        i += 1
    return -1


@method(VECTOR, "__contains__(self, value, /)")
def vector_contains(self: W_Vector, w_value: Value) -> Value:
    return new_bool(vector_find(self, w_value, 0, self.length) >= 0)


@method(VECTOR, "index(self, value, start=0, stop=9223372036854775807, /)", doc="The first index of an item equal to value.")
def vector_index(self: W_Vector, w_value: Value, w_start: Value, w_stop: Value) -> Value:
    start = search_bound(w_start, self.length)
    i = vector_find(self, w_value, start, min(search_bound(w_stop, self.length), self.length))
    if i < 0:
        raise value_error("vector.index(x): x not in vector")
    return from_int(i)


@method(VECTOR, "count(self, value, /)", doc="How many items are equal to value.")
def vector_count(self: W_Vector, w_value: Value) -> Value:
    n = 0
    for i in range(self.length):
        if i & 0xFF == 0xFF:
            check_signals()
        if equal(item_at(self, i), w_value):
            n += 1
    return from_int(n)


@method(VECTOR, "tolist(self, /)", doc="A list of the items.")
def vector_tolist(self: W_Vector) -> Value:
    return wrap(new_list_of(to_array(self), self.length))


# --- other vectors ------------------------------------------------------------------------------------------------------


@method(VECTOR, "append(self, item, /)", doc="A vector with one more item at the end.")
def vector_append(self: W_Vector, w_item: Value) -> Value:
    return wrap(appended(self, w_item))


@method(VECTOR, "extend(self, iterable, /)", doc="A vector with the items of iterable at the end.")
def vector_extend(self: W_Vector, w_iterable: Value) -> Value:
    return wrap(extended(self, w_iterable))


@method(VECTOR, "__add__(self, iterable, /)")
def vector_add(self: W_Vector, w_iterable: Value) -> Value:
    return wrap(extended(self, w_iterable))


@method(VECTOR, "__mul__(self, times, /)")
@method(VECTOR, "__rmul__(self, times, /)")
def vector_mul(self: W_Vector, w_times: Value) -> Value:
    n = repeat_count(w_times)
    if n < 0:
        return w_NotImplemented
    if n == 1:
        return wrap(self)
    check_repeat(self.length, n)
    if self.length * n == 0:
        return wrap(EMPTY_VECTOR)
    a = Array[Value](self.length * n, EMPTY)
    repeat_values(array_ptr(a, 0), array_ptr(to_array(self), 0), self.length, n)
    return wrap(vector_of_array(a))


@method(VECTOR, "set(self, index, value, /)", doc="A vector with another item at index; the index after the last one appends.")
def vector_set(self: W_Vector, w_index: Value, w_value: Value) -> Value:
    i = settable_index(w_index, self.length)
    return wrap(appended(self, w_value) if i == self.length else replaced(self, i, w_value))


@method(VECTOR, "mset(self, /, *args)", doc="A vector with other items: mset(index, item, index, item, ...).")
def vector_mset(self: W_Vector, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length & 1 != 0:
        raise type_error("mset expected an even number of arguments")
    e = W_VectorEvolver(self)
    for i in range(args.length >> 1):
        set_item(e, settable_index(args.items[2 * i], e.length), args.items[2 * i + 1])
    return wrap(sealed(e))


@method(VECTOR, "delete(self, index, stop=None, /)", doc="A vector without the item at index, or without those from index to stop.")
def vector_delete(self: W_Vector, w_index: Value, w_stop: Value) -> Value:
    if same(w_stop, w_None):
        return wrap(without_key(self, from_int(sequence_index(w_index))))
    return wrap(without_key(self, wrap(W_Slice(w_index, w_stop, w_None))))


def without_key(v: W_Vector, w_key: Value) -> W_Vector:
    """v without an index's item or a slice's."""
    w_slice = try_as(W_Slice, w_key)
    if w_slice is None:
        i = existing_index(item_index(w_key, "vector"), v.length)
        return without(v, i, i + 1)
    start, step, n = slice_bounds(w_slice, v.length)
    if step == 1:
        return without(v, start, start + n)
    if n == 0:
        return v
    if step < 0:
        start += (n - 1) * step
        step = -step
    e = W_VectorEvolver(sliced(v, 0, start))
    for k in range(n):
        at = start + k * step
        append_range(e, v, at + 1, at + step if k < n - 1 else v.length)
    return sealed(e)


@method(VECTOR, "remove(self, value, /)", doc="A vector without the first item equal to value.")
def vector_remove(self: W_Vector, w_value: Value) -> Value:
    i = vector_find(self, w_value, 0, self.length)
    if i < 0:
        raise value_error("vector.remove(x): x not in vector")
    return wrap(without(self, i, i + 1))


# --- comparison, hash, text ---------------------------------------------------------------------------------------------


def as_vector(w: Value) -> W_Vector | None:
    """What vectors are compared with: a vector, or a list as it is at this moment."""
    v = try_as(W_Vector, w)
    if v is not None:
        return v
    l = try_as(W_List, w)
    return vector_of_array(list_snapshot(l)) if l is not None else None


def difference(a: W_Vector, b: W_Vector) -> int:
    """The first index at which a and b differ, or the shorter length. What they share is not looked at."""
    n = min(a.length, b.length)
    i = 0
    while i < n:
        check_signals()
        x = leaf_at(a, a.offset + i)
        y = leaf_at(b, b.offset + i)
        at = (a.offset + i) & MASK
        to = (b.offset + i) & MASK
        k = min(WIDTH - max(at, to), n - i)
        if x is not y or at != to:
            for j in range(k):
                if not same(x.items[at + j], y.items[to + j]) and not equal(x.items[at + j], y.items[to + j]):
                    return i + j
        i += k
    return n


def vector_compare(op: int, a: W_Vector, w_other: Value) -> Value:
    is_equality = op == CompareOp.EQ or op == CompareOp.NE
    if is_equality:
        l = try_as(W_List, w_other)
        if l is not None and l.length != a.length:
            return new_bool(op == CompareOp.NE)
    b = as_vector(w_other)
    if b is None:
        return w_NotImplemented
    if is_equality:
        alike = a is b or a.length == b.length and difference(a, b) == a.length
        return new_bool(alike == (op == CompareOp.EQ))
    i = difference(a, b)
    if i < a.length and i < b.length:
        return compare(op, item_at(a, i), item_at(b, i))
    return new_bool(compare_ints(op, a.length, b.length))


@method(VECTOR, "__eq__(self, value, /)")
def vector_eq(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.EQ, self, w_other)


@method(VECTOR, "__ne__(self, value, /)")
def vector_ne(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.NE, self, w_other)


@method(VECTOR, "__lt__(self, value, /)")
def vector_lt(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.LT, self, w_other)


@method(VECTOR, "__le__(self, value, /)")
def vector_le(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.LE, self, w_other)


@method(VECTOR, "__gt__(self, value, /)")
def vector_gt(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.GT, self, w_other)


@method(VECTOR, "__ge__(self, value, /)")
def vector_ge(self: W_Vector, w_other: Value) -> Value:
    return vector_compare(CompareOp.GE, self, w_other)


@method(VECTOR, "__hash__(self, /)")
def vector_hash(self: W_Vector) -> Value:
    if self.hash == 0:
        self.hash = hash_tuple(tuple_of_array(to_array(self), self.length))
    return new_int(self.hash)


@method(VECTOR, "__repr__(self, /)")
def vector_repr(self: W_Vector) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("protocore.vector(...)")
    parts: list[str] = []
    try:
        for i in range(self.length):
            check_signals()
            parts.append(repr_of(item_at(self, i)))
    finally:
        repr_leave()
    return wrap("protocore.vector([" + ", ".join(parts) + "])")


@method(VECTOR, "__reduce__(self, /)", doc="How to copy or pickle the vector.")
def vector_reduce(self: W_Vector) -> Value:
    return wrap(new_tuple2(wrap(VECTOR), wrap(new_tuple1(vector_tolist(self)))))


class_method(VECTOR, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)


# --- evolvers -----------------------------------------------------------------------------------------------------------


@method(VECTOR, "evolver(self, /)", doc="Changes to be made all at once: it is changed in place, and its persistent() gives the result.")
def vector_evolver(self: W_Vector) -> Value:
    return wrap(W_VectorEvolver(self))


@method(VECTOR_EVOLVER, "persistent(self, /)", doc="The vector that the changes led to; the same as before if there were none since.")
def evolver_persistent(self: W_VectorEvolver) -> Value:
    with locked(self):
        return wrap(sealed(self))


@method(VECTOR_EVOLVER, "is_dirty(self, /)", doc="Whether there were changes since persistent().")
def evolver_is_dirty(self: W_VectorEvolver) -> Value:
    with locked(self):
        return new_bool(self.dirty)


@method(VECTOR_EVOLVER, "__len__(self, /)")
def evolver_len(self: W_VectorEvolver) -> Value:
    with locked(self):
        return from_int(self.length)


@method(VECTOR_EVOLVER, "__getitem__(self, index, /)")
def evolver_getitem(self: W_VectorEvolver, w_index: Value) -> Value:
    i = sequence_index(w_index)
    with locked(self):
        return item_at(self, existing_index(i, self.length))


@method(VECTOR_EVOLVER, "__setitem__(self, index, value, /)")
def evolver_setitem(self: W_VectorEvolver, w_index: Value, w_value: Value) -> Value:
    i = sequence_index(w_index)
    with locked(self):
        set_item(self, i if i == self.length else existing_index(i, self.length), w_value)
    return w_None


@method(VECTOR_EVOLVER, "set(self, index, value, /)", doc="self[index] = value; gives the evolver.")
def evolver_set(self: W_VectorEvolver, w_index: Value, w_value: Value) -> Value:
    evolver_setitem(self, w_index, w_value)
    return wrap(self)


@method(VECTOR_EVOLVER, "append(self, item, /)", doc="Add an item at the end; gives the evolver.")
def evolver_append(self: W_VectorEvolver, w_item: Value) -> Value:
    with locked(self):
        append_item(self, w_item)
    return wrap(self)


@method(VECTOR_EVOLVER, "extend(self, iterable, /)", doc="Add the items of iterable at the end; gives the evolver.")
def evolver_extend(self: W_VectorEvolver, w_iterable: Value) -> Value:
    a, n = items_of(w_iterable)
    with locked(self):
        append_array(self, a, n)
    return wrap(self)


@method(VECTOR_EVOLVER, "__delitem__(self, index, /)")
def evolver_delitem(self: W_VectorEvolver, w_index: Value) -> Value:
    w_key = w_index if try_as(W_Slice, w_index) is not None else from_int(sequence_index(w_index))
    while True:
        with locked(self):
            v = sealed(self)
        shorter = without_key(v, w_key)  # a slice's bounds may be Python code
        with locked(self):
            if self.original is v and not self.dirty:
                restart(self, shorter)
                return w_None


@method(VECTOR_EVOLVER, "delete(self, index, /)", doc="del self[index]; gives the evolver.")
def evolver_delete(self: W_VectorEvolver, w_index: Value) -> Value:
    evolver_delitem(self, w_index)
    return wrap(self)

"""What programs see of ranges and their iterators."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, likely, noinline, try_as, unwrap, wrap
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import (
    int_add,
    int_compare,
    int_equal,
    int_floordiv,
    int_mod,
    int_mul,
    int_sub,
    int_to_i64,
    is_integer,
)
from protopython.objects.iterators_methods import builtin_named
from protopython.objects.model.define import getter, iternext, method, new
from protopython.objects.model.errors import index_error, overflow_error, type_error, value_error
from protopython.objects.model.hashing import PRIME_5, tuple_hash_end, tuple_hash_step
from protopython.objects.model.operations import equal, hash_of, index_of, index_value, next_of, repr_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name
from protopython.objects.range import (
    LONG_RANGE_ITERATOR,
    RANGE,
    RANGE_ITERATOR,
    W_ONE,
    W_ZERO,
    W_LongRangeIterator,
    W_Range,
    W_RangeIterator,
    new_range,
    new_range_iterator,
    range_item,
    small_item,
)
from protopython.objects.singletons import new_bool, plain, w_False, w_None, w_NotImplemented, w_True
from protopython.objects.slice import W_Slice
from protopython.objects.slice_methods import slice_indices
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same


@new(RANGE, "(cls, start, stop=EMPTY, step=EMPTY, /)")
def range_new(cls: W_Type, w_start: Value, w_stop: Value, w_step: Value) -> Value:
    if is_empty(w_stop):
        return wrap(new_range(W_ZERO, index_value(w_start), W_ONE))
    w_start = index_value(w_start)
    w_stop = index_value(w_stop)
    w_step = W_ONE if is_empty(w_step) else index_value(w_step)
    if is_int(w_step) and int_value(w_step) == 0:
        raise value_error("range() arg 3 must not be zero")
    return wrap(new_range(w_start, w_stop, w_step))


@getter(RANGE, "start", member=True)
def range_start(self: W_Range) -> Value:
    return self.w_start


@getter(RANGE, "stop", member=True)
def range_stop(self: W_Range) -> Value:
    return self.w_stop


@getter(RANGE, "step", member=True)
def range_step(self: W_Range) -> Value:
    return self.w_step


@method(RANGE, "__len__(self, /)")
def range_len(self: W_Range) -> Value:
    _n, too_big = int_to_i64(self.w_length)
    if too_big:
        raise overflow_error("Python int too large to convert to C ssize_t")
    return self.w_length


@method(RANGE, "__bool__(self, /)")
def range_bool(self: W_Range) -> Value:
    return new_bool(int_compare(self.w_length, W_ZERO) != 0)


@method(RANGE, "__iter__(self, /)")
def range_iter(self: W_Range) -> Value:
    return new_range_iterator(self)


@method(RANGE, "__reversed__(self, /)", doc="An iterator over the items from the end.")
def range_reversed(self: W_Range) -> Value:
    if self.small and is_int(self.w_length):
        last = self.first + (self.length - 1) * self.step if self.length > 0 else self.first
        return wrap(W_RangeIterator(last, -self.step, self.length))
    w_last = range_item(self, int_sub(self.w_length, W_ONE))
    return wrap(W_LongRangeIterator(w_last, int_sub(W_ZERO, self.w_step), self.w_length))


@method(RANGE, "__getitem__(self, key, /)")
def range_getitem(self: W_Range, w_key: Value) -> Value:
    if likely(self.small and is_int(w_key)):
        i = int_value(w_key)
        if i < 0:
            i += self.length
        if likely(0 <= i < self.length):
            return small_item(self, i)
    return range_getitem_slow(self, w_key)


@noinline
def range_getitem_slow(self: W_Range, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        bounds = unwrap(W_Tuple, slice_indices(w_slice, self.w_length))
        w_step = int_mul(bounds.items[2], self.w_step)
        return wrap(new_range(range_item(self, bounds.items[0]), range_item(self, bounds.items[1]), w_step))
    if is_empty(special(w_key, Special.INDEX)):
        raise type_error(f"range indices must be integers or slices, not {type_name(w_key)}")
    w_i = index_value(w_key)
    if int_compare(w_i, W_ZERO) < 0:
        w_i = int_add(w_i, self.w_length)
    if int_compare(w_i, W_ZERO) < 0 or int_compare(w_i, self.w_length) >= 0:
        raise index_error("range object index out of range")
    return range_item(self, w_i)


def range_position(r: W_Range, w: Value) -> Value:
    """Where exact int w is in r, or EMPTY."""
    w_offset = int_sub(w, r.w_start)
    if not int_equal(int_mod(w_offset, r.w_step), W_ZERO):
        return EMPTY
    w_i = int_floordiv(w_offset, r.w_step)
    if int_compare(w_i, W_ZERO) < 0 or int_compare(w_i, r.w_length) >= 0:
        return EMPTY
    return w_i


@method(RANGE, "__contains__(self, key, /)")
def range_contains(self: W_Range, w_key: Value) -> Value:
    w = bool_or_int(w_key)
    if not is_empty(w):
        return new_bool(not is_empty(range_position(self, w)))
    return new_bool(not is_empty(range_search(self, w_key)))


def bool_or_int(w: Value) -> Value:
    """The number in an int or bool, EMPTY for all else (subclasses may have an __eq__ of their own)."""
    if is_integer(w):
        return w
    if same(w, w_True) or same(w, w_False):
        return plain(w)
    return EMPTY


def range_search(r: W_Range, w: Value) -> Value:
    """The index of the first item equal to w, by comparing each; or EMPTY."""
    w_iter = new_range_iterator(r)
    w_i = W_ZERO
    while True:
        w_item = next_of(w_iter)
        if is_empty(w_item):
            return EMPTY
        if equal(w_item, w):
            return w_i
        w_i = int_add(w_i, W_ONE)


@method(RANGE, "index(self, object, /)", doc="The index of object; ValueError when it is absent.")
def range_index(self: W_Range, w_object: Value) -> Value:
    w = bool_or_int(w_object)
    if is_empty(w):
        w_i = range_search(self, w_object)
        if is_empty(w_i):
            raise value_error("sequence.index(x): x not in sequence")
        return w_i
    w_i = range_position(self, w)
    if is_empty(w_i):
        raise value_error("range.index(x): x not in range")
    return w_i


@method(RANGE, "count(self, object, /)", doc="How many items are equal to object.")
def range_count(self: W_Range, w_object: Value) -> Value:
    w = bool_or_int(w_object)
    if not is_empty(w):
        return from_int(0 if is_empty(range_position(self, w)) else 1)
    n = 0
    w_iter = new_range_iterator(self)
    while True:
        w_item = next_of(w_iter)
        if is_empty(w_item):
            return from_int(n)
        if equal(w_item, w_object):
            n += 1


def range_equal(a: W_Range, b: W_Range) -> bool:
    """Whether they hold the same items."""
    if not int_equal(a.w_length, b.w_length):
        return False
    if int_equal(a.w_length, W_ZERO):
        return True
    if not int_equal(a.w_start, b.w_start):
        return False
    return int_equal(a.w_length, W_ONE) or int_equal(a.w_step, b.w_step)


@method(RANGE, "__eq__(self, value, /)")
def range_eq(self: W_Range, w_other: Value) -> Value:
    other = try_as(W_Range, w_other)
    return w_NotImplemented if other is None else new_bool(range_equal(self, other))


@method(RANGE, "__ne__(self, value, /)")
def range_ne(self: W_Range, w_other: Value) -> Value:
    other = try_as(W_Range, w_other)
    return w_NotImplemented if other is None else new_bool(not range_equal(self, other))


def range_not_ordered(self: W_Range, w_other: Value) -> Value:
    return w_NotImplemented


@method(RANGE, "__hash__(self, /)")
def range_hash(self: W_Range) -> Value:
    acc = tuple_hash_step(PRIME_5, hash_of(self.w_length))
    w_first = w_None
    w_step = w_None
    if not int_equal(self.w_length, W_ZERO):
        w_first = self.w_start
        if not int_equal(self.w_length, W_ONE):
            w_step = self.w_step
    acc = tuple_hash_step(acc, hash_of(w_first))
    acc = tuple_hash_step(acc, hash_of(w_step))
    return new_int(tuple_hash_end(acc, 3))


@method(RANGE, "__repr__(self, /)")
def range_repr(self: W_Range) -> Value:
    text = f"range({repr_of(self.w_start)}, {repr_of(self.w_stop)}"
    if not int_equal(self.w_step, W_ONE):
        text += f", {repr_of(self.w_step)}"
    return wrap(text + ")")


@method(RANGE, "__reduce__(self, /)", doc="How to copy or pickle the range.")
def range_reduce(self: W_Range) -> Value:
    return wrap(new_tuple2(wrap(RANGE), wrap(new_tuple3(self.w_start, self.w_stop, self.w_step))))


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    method(RANGE, _name + "(self, value, /)")(range_not_ordered)


# --- iterators ----------------------------------------------------------------------------------------------------------


@iternext(RANGE_ITERATOR)
def range_iterator_next(self: W_RangeIterator) -> Value:
    n = self.remaining
    if n <= 0:
        return EMPTY
    i = self.current
    self.remaining = n - 1
    self.current = i + self.step
    return from_int(i)


@method(RANGE_ITERATOR, "__length_hint__(self, /)", doc="How many items are left.")
def range_iterator_hint(self: W_RangeIterator) -> Value:
    return new_int(self.remaining)


@method(RANGE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def range_iterator_reduce(self: W_RangeIterator) -> Value:
    w_start = new_int(self.current)
    w_step = new_int(self.step)
    w_stop = int_add(w_start, int_mul(w_step, new_int(self.remaining)))
    w_range = wrap(new_range(w_start, w_stop, w_step))
    return wrap(new_tuple3(builtin_named("iter"), wrap(new_tuple1(w_range)), w_None))


@method(RANGE_ITERATOR, "__setstate__(self, object, /)", doc="Skips the given number of items.")
def range_iterator_setstate(self: W_RangeIterator, w_state: Value) -> Value:
    i = index_of(w_state)
    if i < 0:
        i = 0
    if i > self.remaining:
        i = self.remaining
    self.current += i * self.step
    self.remaining -= i
    return w_None


@iternext(LONG_RANGE_ITERATOR)
def long_range_iterator_next(self: W_LongRangeIterator) -> Value:
    w_n = self.w_remaining
    if int_compare(w_n, W_ZERO) <= 0:
        return EMPTY
    w = self.w_current
    self.w_remaining = int_sub(w_n, W_ONE)
    self.w_current = int_add(w, self.w_step)
    return w


@method(LONG_RANGE_ITERATOR, "__length_hint__(self, /)", doc="How many items are left.")
def long_range_iterator_hint(self: W_LongRangeIterator) -> Value:
    return self.w_remaining


@method(LONG_RANGE_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def long_range_iterator_reduce(self: W_LongRangeIterator) -> Value:
    w_stop = int_add(self.w_current, int_mul(self.w_step, self.w_remaining))
    w_range = wrap(new_range(self.w_current, w_stop, self.w_step))
    return wrap(new_tuple3(builtin_named("iter"), wrap(new_tuple1(w_range)), w_None))


@method(LONG_RANGE_ITERATOR, "__setstate__(self, object, /)", doc="Skips the given number of items.")
def long_range_iterator_setstate(self: W_LongRangeIterator, w_state: Value) -> Value:
    w_i = index_value(w_state)
    if int_compare(w_i, W_ZERO) < 0:
        w_i = W_ZERO
    if int_compare(w_i, self.w_remaining) > 0:
        w_i = self.w_remaining
    self.w_current = int_add(self.w_current, int_mul(w_i, self.w_step))
    self.w_remaining = int_sub(self.w_remaining, w_i)
    return w_None

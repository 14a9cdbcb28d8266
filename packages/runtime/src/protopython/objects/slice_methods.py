"""What programs see of slice objects."""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_add, int_compare
from protopython.objects.model.define import getter, method, new
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.hashing import PRIME_5, tuple_hash_step
from protopython.objects.model.operations import hash_of, index_value, repr_of
from protopython.objects.model.operators import compare
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import special
from protopython.objects.singletons import w_None, w_NotImplemented
from protopython.objects.slice import SLICE, W_Slice
from protopython.objects.tuple import new_tuple2, new_tuple3
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same


@new(SLICE, "(cls, start, stop=EMPTY, step=None, /)")
def slice_new(cls: W_Type, w_start: Value, w_stop: Value, w_step: Value) -> Value:
    if is_empty(w_stop):
        return wrap(W_Slice(w_None, w_start, w_None))
    return wrap(W_Slice(w_start, w_stop, w_step))


@getter(SLICE, "start", member=True)
def slice_start(self: W_Slice) -> Value:
    return self.w_start


@getter(SLICE, "stop", member=True)
def slice_stop(self: W_Slice) -> Value:
    return self.w_stop


@getter(SLICE, "step", member=True)
def slice_step(self: W_Slice) -> Value:
    return self.w_step


@method(SLICE, "__repr__(self, /)")
def slice_repr(self: W_Slice) -> Value:
    return wrap(f"slice({repr_of(self.w_start)}, {repr_of(self.w_stop)}, {repr_of(self.w_step)})")


@method(SLICE, "__hash__(self, /)")
def slice_hash(self: W_Slice) -> Value:
    acc = PRIME_5
    acc = tuple_hash_step(acc, hash_of(self.w_start))
    acc = tuple_hash_step(acc, hash_of(self.w_stop))
    acc = tuple_hash_step(acc, hash_of(self.w_step))
    return new_int(acc if acc != -1 else 1546275796)


def _compare(op: int, self: W_Slice, w_other: Value) -> Value:
    other = try_as(W_Slice, w_other)
    if other is None:
        return w_NotImplemented
    a = new_tuple3(self.w_start, self.w_stop, self.w_step)
    b = new_tuple3(other.w_start, other.w_stop, other.w_step)
    return compare(op, wrap(a), wrap(b))


@method(SLICE, "__eq__(self, value, /)")
def slice_eq(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.EQ, self, w_other)


@method(SLICE, "__ne__(self, value, /)")
def slice_ne(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.NE, self, w_other)


@method(SLICE, "__lt__(self, value, /)")
def slice_lt(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.LT, self, w_other)


@method(SLICE, "__le__(self, value, /)")
def slice_le(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.LE, self, w_other)


@method(SLICE, "__gt__(self, value, /)")
def slice_gt(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.GT, self, w_other)


@method(SLICE, "__ge__(self, value, /)")
def slice_ge(self: W_Slice, w_other: Value) -> Value:
    return _compare(CompareOp.GE, self, w_other)


@method(SLICE, "__reduce__(self, /)", doc="How to copy or pickle the slice.")
def slice_reduce(self: W_Slice) -> Value:
    return wrap(new_tuple2(wrap(SLICE), wrap(new_tuple3(self.w_start, self.w_stop, self.w_step))))


def _part(w: Value) -> Value:
    if is_empty(special(w, Special.INDEX)):
        raise type_error("slice indices must be integers or None or have an __index__ method")
    return index_value(w)


ZERO: Value = from_int(0)
MINUS_ONE: Value = from_int(-1)


def _clip(w: Value, w_lower: Value, w_upper: Value, w_length: Value) -> Value:
    """One end of a slice, negative ones counted from the end, kept within lower and upper."""
    w = _part(w)
    if int_compare(w, ZERO) < 0:
        w = int_add(w, w_length)
        return w_lower if int_compare(w, w_lower) < 0 else w
    return w_upper if int_compare(w, w_upper) > 0 else w


@method(
    SLICE,
    "indices(self, object, /)",
    doc="S.indices(len) -> (start, stop, stride): the indices S means for a sequence of len items, clipped as slices are.",
)
def slice_indices(self: W_Slice, w_length: Value) -> Value:
    w_length = index_value(w_length)
    if int_compare(w_length, ZERO) < 0:
        raise value_error("length should not be negative")
    w_step = from_int(1) if same(self.w_step, w_None) else _part(self.w_step)
    sign = int_compare(w_step, ZERO)
    if sign == 0:
        raise value_error("slice step cannot be zero")
    w_lower = MINUS_ONE if sign < 0 else ZERO
    w_upper = int_add(w_length, MINUS_ONE) if sign < 0 else w_length
    if same(self.w_start, w_None):
        w_start = w_upper if sign < 0 else w_lower
    else:
        w_start = _clip(self.w_start, w_lower, w_upper, w_length)
    if same(self.w_stop, w_None):
        w_stop = w_lower if sign < 0 else w_upper
    else:
        w_stop = _clip(self.w_stop, w_lower, w_upper, w_length)
    return wrap(new_tuple3(w_start, w_stop, w_step))

"""W_Range: range objects; those whose bounds and length fit machine words, and the rest.

A W_Range always keeps start, stop and step as Python ints (what programs read back). When `small` is set, `first`, `step`,
`length` hold the same as machine integers, and every item fits too. W_RangeIterator (current, step, remaining) walks a small one: the
interpreter special-cases it. W_LongRangeIterator walks the others.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, inline, races, wrap
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_add, int_compare, int_floordiv, int_mul, int_sub
from protopython.objects.model.define import OBJECT, define_type
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int, int_value, is_int


class W_Range(W_Object):
    w_start: Value
    w_stop: Value
    w_step: Value
    w_length: Value
    small: bool
    first: int
    step: int
    length: int


@races(current="threads that share it get items in any order, some twice", remaining="threads that share it get items in any order, some twice")
class W_RangeIterator(W_Object):
    current: int
    step: int
    remaining: int

    def __init__(self, current: int, step: int, remaining: int) -> None:
        self.current = current
        self.step = step
        self.remaining = remaining


class W_LongRangeIterator(W_Object):
    w_current: Value
    w_step: Value
    w_remaining: Value

    def __init__(self, w_current: Value, w_step: Value, w_remaining: Value) -> None:
        self.w_current = w_current
        self.w_step = w_step
        self.w_remaining = w_remaining


RANGE = define_type(
    "range",
    W_Range,
    OBJECT,
    flags=TypeFlags.SEQUENCE,
    doc="range(stop) or range(start, stop[, step]): the arithmetic progression from start up to, not including, stop.",
)
RANGE_ITERATOR = define_type("range_iterator", W_RangeIterator, OBJECT, flags=TypeFlags.NO_INSTANTIATE)
LONG_RANGE_ITERATOR = define_type("longrange_iterator", W_LongRangeIterator, OBJECT, flags=TypeFlags.NO_INSTANTIATE)

W_ZERO: Final[Value] = from_int(0)
W_ONE: Final[Value] = from_int(1)


def range_length_small(start: int, stop: int, step: int) -> int:
    """Of a range within 63-bit bounds."""
    if step > 0:
        return (stop - start - 1) // step + 1 if start < stop else 0
    return (start - stop - 1) // -step + 1 if stop < start else 0


def range_length(w_start: Value, w_stop: Value, w_step: Value) -> Value:
    if int_compare(w_step, W_ZERO) > 0:
        w_span = int_sub(w_stop, w_start)
    else:
        w_span = int_sub(w_start, w_stop)
        w_step = int_sub(W_ZERO, w_step)
    if int_compare(w_span, W_ZERO) <= 0:
        return W_ZERO
    return int_add(int_floordiv(int_sub(w_span, W_ONE), w_step), W_ONE)


def fill_range(r: W_Range, w_start: Value, w_stop: Value, w_step: Value) -> None:
    """Sets r up from three exact ints, step not zero."""
    r.w_start = w_start
    r.w_stop = w_stop
    r.w_step = w_step
    if is_int(w_start) and is_int(w_stop) and is_int(w_step):
        r.small = True
        r.first = int_value(w_start)
        r.step = int_value(w_step)
        r.length = range_length_small(r.first, int_value(w_stop), r.step)
        r.w_length = new_int(r.length)
    else:
        r.w_length = range_length(w_start, w_stop, w_step)


def new_range(w_start: Value, w_stop: Value, w_step: Value) -> W_Range:
    r = W_Range()
    r.small = False
    r.first = 0
    r.step = 0
    r.length = 0
    fill_range(r, w_start, w_stop, w_step)
    return r


@inline
def small_item(r: W_Range, i: int) -> Value:
    """Item i of a small range, 0 <= i < length."""
    return from_int(r.first + i * r.step)


def range_item(r: W_Range, w_i: Value) -> Value:
    """Item w_i, which is in range."""
    return int_add(r.w_start, int_mul(w_i, r.w_step))


def new_range_iterator(r: W_Range) -> Value:
    if r.small:
        return wrap(W_RangeIterator(r.first, r.step, r.length))
    return wrap(W_LongRangeIterator(r.w_start, r.w_step, r.w_length))

"""W_Tuple: the data of tuples and how the runtime makes them. What programs see of them is in tuple_methods.py.

    [ Shape* | meta | length | items[0] ... items[length - 1] ]

A tuple that a program holds never changes; one fresh from `new_tuple_n` is filled by its maker before anyone sees it.
`()` is one object.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    ValuePtr,
    array_ptr,
    copy_values,
    inline,
    new_trailing,
)
from protopython.objects.model.define import OBJECT, define_type
from protopython.protocore.layouts import W_Tuple
from protopython.protocore.object import TypeFlags

TUPLE = define_type(
    "tuple",
    W_Tuple,
    OBJECT,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.SEQUENCE,
    doc="Immutable sequence; tuple(iterable) holds the items of iterable.",
)

EMPTY_TUPLE: W_Tuple = new_trailing(W_Tuple, None, 0)


@inline
def new_tuple_n(n: int) -> W_Tuple:
    """A tuple of n items, all EMPTY: the caller fills them in."""
    if n == 0:
        return EMPTY_TUPLE
    return new_trailing(W_Tuple, None, n)


@inline
def new_tuple1(w_a: Value) -> W_Tuple:
    t = new_trailing(W_Tuple, None, 1)
    t.items[0] = w_a
    return t


@inline
def new_tuple2(w_a: Value, w_b: Value) -> W_Tuple:
    t = new_trailing(W_Tuple, None, 2)
    t.items[0] = w_a
    t.items[1] = w_b
    return t


def new_tuple3(w_a: Value, w_b: Value, w_c: Value) -> W_Tuple:
    t = new_trailing(W_Tuple, None, 3)
    t.items[0] = w_a
    t.items[1] = w_b
    t.items[2] = w_c
    return t


def new_tuple4(w_a: Value, w_b: Value, w_c: Value, w_d: Value) -> W_Tuple:
    t = new_trailing(W_Tuple, None, 4)
    t.items[0] = w_a
    t.items[1] = w_b
    t.items[2] = w_c
    t.items[3] = w_d
    return t


def tuple_of_ptr(p: ValuePtr, n: int) -> W_Tuple:
    """The n values at p."""
    t = new_tuple_n(n)
    if n > 0:
        copy_values(array_ptr(t.items, 0), p, n)
    return t


def tuple_of_array(a: Array[Value], n: int) -> W_Tuple:
    """The first n values of a."""
    t = new_tuple_n(n)
    if n > 0:
        copy_values(array_ptr(t.items, 0), array_ptr(a, 0), n)
    return t


def tuple_range(t: W_Tuple, start: int, stop: int) -> W_Tuple:
    """t[start:stop] for 0 <= start and stop <= length."""
    n = stop - start
    if n <= 0:
        return EMPTY_TUPLE
    r = new_trailing(W_Tuple, None, n)
    copy_values(array_ptr(r.items, 0), array_ptr(t.items, start), n)
    return r


def tuple_to_array(t: W_Tuple) -> Array[Value]:
    n = t.length
    a = empty_values(n)
    if n > 0:
        copy_values(array_ptr(a, 0), array_ptr(t.items, 0), n)
    return a


@inline
def empty_values(n: int) -> Array[Value]:
    """n EMPTY values."""
    return Array[Value](n, EMPTY)

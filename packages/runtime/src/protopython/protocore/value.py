"""Value: one 64-bit word that is any Python value. Nothing outside this file may depend on the encoding.

    ...iiiiiiii iii1   small int: 63-bit two's complement, shifted left by one
    ...ffffffff ff10   float: the double rotated so that common exponents leave the low two bits free
    ...pppppppp p000   pointer to an object (objects are 16-byte aligned)
    0                  EMPTY: no value; uninitialised slots, unbound locals, absent arguments

What never appears in a Value at run time: a machine bool (True and False are the objects w_True, w_False), a float outside the immediate
exponent range unboxed (it is a BoxedFloat), an int that fits 63 bits as a W_Long. So identity of small ints and of most floats
is equality of words. On CPython a Value is an int, a float, a str, a bytes, a W_Object, or None for EMPTY.

The measurement behind the choice: docs/decisions/0001-value-encoding.md.
"""

from __future__ import annotations

import math
import struct
from typing import Final, cast

from protodialect.types import COMPILED, Value, host_type, inline, role, try_as, wrap
from protodialect.unsafe import bits_float, bits_value, float_bits, value_bits
from protopython.protocore.object import W_Object

SMALL_INT_MAX: Final[int] = (1 << 62) - 1
SMALL_INT_MIN: Final[int] = -(1 << 62)


@role("boxed_float")
class BoxedFloat(W_Object):
    """A float whose exponent does not fit the immediate form. Only compiled code has these."""

    value: float

    def __init__(self, value: float) -> None:
        self.value = value


@inline
def is_empty(v: Value) -> bool:
    if COMPILED:
        return value_bits(v) == 0
    else:
        return v is None


@inline
def is_int(v: Value) -> bool:
    """An immediate int (not a W_Long, not a bool)."""
    if COMPILED:
        return (value_bits(v) & 1) != 0
    else:
        return host_type(v) is int


@inline
def both_int(a: Value, b: Value) -> bool:
    if COMPILED:
        return (value_bits(a) & value_bits(b) & 1) != 0
    else:
        return host_type(a) is int and host_type(b) is int


@inline
def int_value(v: Value) -> int:
    """The number in an immediate int."""
    if COMPILED:
        return value_bits(v) >> 1
    else:
        return cast(int, v)


@inline
def fits_small(i: int) -> bool:
    return SMALL_INT_MIN <= i <= SMALL_INT_MAX


@inline
def from_int(i: int) -> Value:
    """The Value of i, which must fit 63 bits (see objects.int.new_int for any i)."""
    if COMPILED:
        return bits_value((i << 1) | 1)
    else:
        assert fits_small(i)
        return cast(Value, int(i))


@inline
def is_immediate_float(v: Value) -> bool:
    if COMPILED:
        return (value_bits(v) & 3) == 2
    else:
        return host_type(v) is float


@inline
def is_float(v: Value) -> bool:
    """An exact float."""
    if COMPILED:
        return (value_bits(v) & 3) == 2 or try_as(BoxedFloat, v) is not None
    else:
        return host_type(v) is float


_FLOAT_ZERO: Final[int] = -0x7FFFFFFFFFFFFFFE
"""0x8000000000000002: the word for 0.0, which the rotation would give to the double 0x4000...: never used otherwise."""


@inline
def float_value(v: Value) -> float:
    """The number in an exact float."""
    if COMPILED:
        w = value_bits(v)
        if (w & 3) == 2:
            if w != _FLOAT_ZERO:
                b63 = (w >> 63) & 1
                t = (2 - b63) | (w & ~3)
                return bits_float(((t >> 3) & 0x1FFFFFFFFFFFFFFF) | (t << 61))
            return 0.0
        return cast(BoxedFloat, try_as(BoxedFloat, v)).value
    else:
        return cast(float, v)


@inline
def new_float(x: float) -> Value:
    if COMPILED:
        b = float_bits(x)
        if b != 0x3000000000000000 and ((((b >> 60) & 7) - 3) & ~1) == 0:
            r = (b << 3) | ((b >> 61) & 7)
            return bits_value((r & ~3) | 2)
        if b == 0:
            return bits_value(_FLOAT_ZERO)
        return wrap(BoxedFloat(x))
    else:
        return cast(Value, float(x))


def same(a: Value, b: Value) -> bool:
    """Python's `a is b`."""
    if COMPILED:
        return value_bits(a) == value_bits(b)
    else:
        if host_type(a) is int or host_type(a) is str or host_type(a) is bytes:
            return host_type(a) is host_type(b) and a == b
        if host_type(a) is float:
            return host_type(b) is float and struct.pack("d", a) == struct.pack("d", b)
        return a is b


HASH_INF: Final[int] = 314159
INFINITY: Final[float] = math.inf

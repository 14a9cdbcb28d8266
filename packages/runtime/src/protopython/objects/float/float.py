"""float: arithmetic on doubles with Python's rules, for the interpreter's slow paths and for the rest of the runtime.

C's doubles do + - * as Python wants them; division by zero raises, % and // floor (C truncates), ** has cases of its own, and
comparison with ints is exact. What Python programs see of the type is in float/methods.py, text in float/repr.py and float/parse.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, try_as, wrap
from protodialect.unsafe import address_of, float_bits
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float import libm
from protopython.objects.int.int import HASH_MODULUS, int_compare_float, int_to_float, is_integer
from protopython.objects.model.errors import zero_division_error
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.value import (
    HASH_INF,
    BoxedFloat,
    float_value,
    from_int,
    int_value,
    is_float,
    is_int,
)

ERANGE: Final[int] = 34


def range_error() -> PyError:
    """The OverflowError of **, which carries C's errno."""
    args = new_tuple2(from_int(ERANGE), wrap("Numerical result out of range"))
    return PyError(wrap(x.new_exception(x.OVERFLOW_ERROR, args)))


def is_number(v: Value) -> bool:
    """An exact int or float."""
    return is_int(v) or is_float(v) or is_integer(v)


def to_float(v: Value) -> float:
    """The float of an exact int or float; OverflowError for a huge int."""
    if is_float(v):
        return float_value(v)
    if is_int(v):
        return float(int_value(v))
    return int_to_float(v)


def is_whole(a: float) -> bool:
    return a - a == 0.0 and libm.c_floor(a) == a


def float_hash(v: Value) -> int:
    """Equal to the hash of an equal int or Fraction; NaNs hash by identity."""
    a = float_value(v)
    if a - a != 0.0:
        if a != a:
            if COMPILED:
                boxed = try_as(BoxedFloat, v)
                return 0 if boxed is None else address_of(boxed) >> 4
            else:
                return 0
        return HASH_INF if a > 0.0 else -HASH_INF
    if -4611686018427387904.0 <= a <= 4611686018427387904.0:
        i = int(a)
        if float(i) == a:
            m = abs(i)
            m = (m & HASH_MODULUS) + (m >> 61)
            if m >= HASH_MODULUS:
                m -= HASH_MODULUS
            h = -m if i < 0 else m
            return -2 if h == -1 else h
    bits = float_bits(a)
    exponent = (bits >> 52) & 0x7FF
    mantissa = bits & 0xFFFFFFFFFFFFF
    if exponent == 0:
        exponent = 1
    else:
        mantissa |= 0x10000000000000
    # mantissa * 2**(exponent - 1075) modulo 2**61 - 1: multiplying by 2**n turns 61 bits round by n
    turn = (exponent - 1075) % 61
    h = (
        ((mantissa << turn) & HASH_MODULUS) | (mantissa >> (61 - turn))
        if turn <= 9
        else _turned(mantissa, turn)
    )
    if a < 0.0:
        h = -h
    return -2 if h == -1 else h


def _turned(m: int, n: int) -> int:
    """The 61-bit number m turned left by n."""
    return ((m & ((1 << (61 - n)) - 1)) << n) | (m >> (61 - n))


def float_truediv(a: float, b: float) -> float:
    if b == 0.0:
        raise zero_division_error("division by zero")
    return a / b


def float_divmod(a: float, b: float) -> tuple[float, float]:
    """Floor division: a whole quotient and a remainder with b's sign."""
    if b == 0.0:
        raise zero_division_error("division by zero")
    mod = libm.c_fmod(a, b)
    div = (a - mod) / b
    if mod != 0.0:
        if (b < 0.0) != (mod < 0.0):
            mod += b
            div -= 1.0
    else:
        mod = libm.copysign(0.0, b)
    if div != 0.0:
        floor = libm.c_floor(div)
        if div - floor > 0.5:
            floor += 1.0
    else:
        floor = libm.copysign(0.0, a / b)
    return floor, mod


def float_mod(a: float, b: float) -> float:
    _floor, mod = float_divmod(a, b)
    return mod


def float_floordiv(a: float, b: float) -> float:
    floor, _mod = float_divmod(a, b)
    return floor


def float_pow(a: float, b: float) -> float:
    """a ** b where the result is real: not a negative a with a finite b that is not whole."""
    if a == 0.0 and b < 0.0 and not libm.is_inf(b):
        raise zero_division_error("zero to a negative power")
    r = libm.c_pow(a, b)
    if libm.is_inf(r) and a - a == 0.0 and b - b == 0.0:
        raise range_error()
    return r


def pow_is_complex(a: float, b: float) -> bool:
    return a < 0.0 and a - a == 0.0 and b - b == 0.0 and libm.c_floor(b) != b


UNORDERED: Final[int] = 2


def compare_floats(a: float, b: float) -> int:
    """-1, 0, 1; UNORDERED if one is a NaN."""
    return -1 if a < b else 1 if a > b else 0 if a == b else UNORDERED


def compare_float_to(a: float, v: Value) -> int:
    """a against an exact int or float."""
    if is_float(v):
        return compare_floats(a, float_value(v))
    c = int_compare_float(v, a)
    return c if c == UNORDERED else -c

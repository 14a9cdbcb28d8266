"""long double in C memory, 16 bytes, read and written as a double.

    x86-64    80 bits: sign and exponent 16 | significand 64, its leading one included
    aarch64   128 bits: sign and exponent 16 | fraction 112
"""

from __future__ import annotations

from typing import Final

from protodialect.types import clz64, ushr, wrap_shl
from protodialect.unsafe import Addr, bits_float, float_bits, load16, load64, store16, store64
from protopython.protocore.os import AARCH64

BIAS: Final[int] = 16383
DOUBLE_BIAS: Final[int] = 1023
FRACTION: Final[int] = (1 << 52) - 1
INFINITE: Final[int] = 0x7FFF
LEADING_ONE: Final[int] = -(1 << 63)


def load_long_double(at: Addr) -> float:
    if AARCH64:
        high = load64(at + 8)
        sign_exponent = ushr(high, 48)
        top = wrap_shl(high, 16) | ushr(load64(at), 48)
        rest = wrap_shl(load64(at), 16)
        exponent = sign_exponent & INFINITE
        if exponent == INFINITE:
            significand = top
        else:
            # The leading one goes in front; what falls out behind only matters as "not zero".
            significand = LEADING_ONE if exponent != 0 else 0
            significand |= ushr(top, 1) | (top & 1) | (1 if rest != 0 else 0)
        return nearest_double(sign_exponent >> 15, exponent, significand)
    else:
        sign_exponent = load16(at + 8)
        exponent = sign_exponent & INFINITE
        significand = load64(at)
        if exponent == INFINITE:
            significand = wrap_shl(significand, 1)
        elif exponent != 0 and significand >= 0:  # without the leading one it is no number
            exponent = INFINITE
            significand |= 1
        return nearest_double(sign_exponent >> 15, exponent, significand)


def nearest_double(sign: int, exponent: int, significand: int) -> float:
    """significand * 2 ** (exponent - BIAS - 63), rounded to even; the exponent of infinities: zero, or the fraction of a NaN."""
    sign_bit = LEADING_ONE if sign != 0 else 0
    if exponent == INFINITE:
        fraction = 0 if significand == 0 else ushr(significand, 12) | (1 << 51)
        return bits_float(sign_bit | (0x7FF << 52) | fraction)
    if significand == 0:
        return bits_float(sign_bit)
    zeros = clz64(significand)
    significand = wrap_shl(significand, zeros)
    target = exponent - zeros - BIAS + DOUBLE_BIAS
    shift = 11
    if target <= 0:
        shift += 1 - target
        target = 1
        if shift > 64:
            return bits_float(sign_bit)
    kept = 0 if shift == 64 else ushr(significand, shift)
    half = wrap_shl(1, shift - 1)
    rest = significand if shift == 64 else significand & (wrap_shl(1, shift) - 1)
    above = ushr(rest, shift - 1) != 0 and rest != half
    if above or (rest == half and kept & 1 != 0):
        kept += 1
    # A significand with its leading one makes the exponent what it is; a subnormal one has none.
    if target - 1 + ushr(kept, 52) >= 0x7FF:
        return bits_float(sign_bit | (0x7FF << 52))
    return bits_float(sign_bit | (((target - 1) << 52) + kept))


def store_long_double(at: Addr, x: float) -> None:
    bits = float_bits(x)
    sign = ushr(bits, 63)
    exponent = ushr(bits, 52) & 0x7FF
    significand = wrap_shl(bits & FRACTION, 11)
    if exponent == 0x7FF:
        exponent = INFINITE
        significand |= LEADING_ONE
    elif exponent != 0:
        exponent += BIAS - DOUBLE_BIAS
        significand |= LEADING_ONE
    elif significand != 0:
        zeros = clz64(significand)
        significand = wrap_shl(significand, zeros)
        exponent = BIAS - DOUBLE_BIAS + 1 - zeros
    sign_exponent = sign << 15 | exponent
    if AARCH64:
        fraction = wrap_shl(significand, 1)
        store64(at, wrap_shl(fraction, 48))
        store64(at + 8, wrap_shl(sign_exponent, 48) | ushr(fraction, 16))
    else:
        store64(at, significand)
        store16(at + 8, sign_exponent)

"""Numbers as bytes and back: what memoryview, array and struct store. Any size, either byte order.

Half and single precision are made from the bits of a double: the fraction is cut with round-half-even, a
carry runs into the exponent by itself, too small numbers become subnormal (IEEE 754-2008, 4.3 and 5.4.2).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, ushr
from protodialect.unsafe import bits_float, float_bits
from protopython.objects.int.bigint import W_Long, new_int
from protopython.objects.int.int import int_low64, int_sign, int_to_i64, new_uint
from protopython.objects.model.buffer import Buffer
from protopython.protocore.value import int_value, is_int

FRACTION_MASK: Final[int] = (1 << 52) - 1

SIZES: dict[int, int] = {
    98: 1,
    66: 1,
    104: 2,
    72: 2,
    105: 4,
    73: 4,
    108: 8,
    76: 8,
    113: 8,
    81: 8,
    110: 8,
    78: 8,
    80: 8,
    102: 4,
    100: 8,
    101: 2,
    99: 1,
    63: 1,
    70: 8,
    68: 16,
}
"""By format character: b B h H i I l L q Q n N P f d e c ? F D, native sizes."""


def is_signed(code: int) -> bool:
    """b h i l q n"""
    return code == 98 or code == 104 or code == 105 or code == 108 or code == 113 or code == 110


def load_int(b: Buffer, at: int, size: int, little: bool) -> int:
    """The unsigned number in `size` bytes; of 8 bytes, its bit pattern."""
    x = 0
    for i in range(size):
        x |= b.get(at + (i if little else size - 1 - i)) << (8 * i) if i < 7 else 0
    if size == 8:
        top = b.get(at + (7 if little else 0))
        x |= (top if top < 128 else top - 256) << 56
    return x


def load_integer(b: Buffer, at: int, size: int, little: bool, signed: bool) -> Value:
    x = load_int(b, at, size, little)
    if size == 8:
        return new_int(x) if signed else new_uint(x)
    if signed and x >> (8 * size - 1) != 0:
        x -= 1 << (8 * size)
    return new_int(x)


def store_int(b: Buffer, at: int, size: int, little: bool, x: int) -> None:
    """The low `size` bytes of x."""
    for i in range(size):
        b.put(at + (i if little else size - 1 - i), (x >> (8 * i)) & 255)


def fits(w: Value, size: int, signed: bool) -> bool:
    """Whether an exact int fits in `size` bytes."""
    if is_int(w):
        i = int_value(w)
        if size == 8:
            return signed or i >= 0
        low = -(1 << (8 * size - 1)) if signed else 0
        return low <= i < low + (1 << (8 * size))
    _, too_big = int_to_i64(w)
    if not too_big:
        return size == 8 and (signed or int_sign(w) > 0)
    return size == 8 and not signed and int_sign(w) > 0 and unsigned_64(w)


def unsigned_64(w: Value) -> bool:
    """Whether a positive W_Long is below 2**64."""
    a = try_as(W_Long, w)
    return a is not None and (a.size < 3 or (a.size == 3 and a.items[2] < 16))


def low_bits(w: Value) -> int:
    """The low 64 bits of an exact int."""
    return int_low64(w)


# --- floats ---------------------------------------------------------------------------------------


def narrow_bits(x: float, exponent_bits: int, fraction_bits: int) -> int:
    """x in a narrower binary format, without its sign bit; -1 when it is too large."""
    bits = float_bits(x)
    exponent = ushr(bits, 52) & 0x7FF
    fraction = bits & FRACTION_MASK
    top = (1 << exponent_bits) - 1
    if exponent == 0x7FF:
        kept = fraction >> (52 - fraction_bits)
        if fraction != 0 and kept == 0:
            kept = 1 << (fraction_bits - 1)
        return (top << fraction_bits) | kept
    if exponent == 0:
        return 0
    target = exponent - 1023 + (top >> 1)
    shift = 52 - fraction_bits
    if target <= 0:
        shift += 1 - target
        target = 1
        if shift > 54:
            return 0
    whole = fraction | (1 << 52)
    kept = whole >> shift
    rest = whole & ((1 << shift) - 1)
    half = 1 << (shift - 1)
    if rest > half or (rest == half and (kept & 1) != 0):
        kept += 1
    result = ((target - 1) << fraction_bits) + kept
    return -1 if result >= top << fraction_bits else result


def widen_bits(bits: int, exponent_bits: int, fraction_bits: int) -> float:
    """The double that a narrower format's bits (sign included) stand for."""
    top = (1 << exponent_bits) - 1
    sign = (bits >> (exponent_bits + fraction_bits)) & 1
    exponent = (bits >> fraction_bits) & top
    fraction = bits & ((1 << fraction_bits) - 1)
    result = 0
    if exponent == top:
        result = (0x7FF << 52) | (fraction << (52 - fraction_bits))
    elif exponent != 0:
        result = ((exponent - (top >> 1) + 1023) << 52) | (fraction << (52 - fraction_bits))
    elif fraction != 0:
        shift = 0
        while (fraction >> fraction_bits) == 0:
            fraction <<= 1
            shift += 1
        result = ((1 - (top >> 1) - shift + 1023) << 52) | (
            (fraction & ((1 << fraction_bits) - 1)) << (52 - fraction_bits)
        )
    x = bits_float(result)
    return -x if sign != 0 else x


def load_float(b: Buffer, at: int, size: int, little: bool) -> float:
    bits = load_int(b, at, size, little)
    if size == 8:
        return bits_float(bits)
    return widen_bits(bits, 8, 23) if size == 4 else widen_bits(bits, 5, 10)


def store_float(b: Buffer, at: int, size: int, little: bool, x: float) -> bool:
    """False when x is too large for the size."""
    if size == 8:
        store_int(b, at, 8, little, float_bits(x))
        return True
    bits = narrow_bits(x, 8, 23) if size == 4 else narrow_bits(x, 5, 10)
    if bits < 0:
        return False
    if float_bits(x) < 0:
        bits |= 1 << (8 * size - 1)
    store_int(b, at, size, little, bits)
    return True

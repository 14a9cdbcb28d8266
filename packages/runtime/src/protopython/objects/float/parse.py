"""Decimal and hexadecimal text to floats, correctly rounded.

Nearly every number has at most 19 digits. Small ones are exact in one float operation (Clinger); the others go through one or two multiplications by a
128-bit approximation of the power of ten (Eisel and Lemire, "Number parsing at a gigabyte per second", 2021), which knows when it cannot
decide; then, and for longer texts, exact long ints decide.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, clz64, str_char, ult, umulh, ushr, wrap_add, wrap_mul, wrap_shl
from protodialect.unsafe import bits_float
from protopython.objects.float import libm
from protopython.objects.int.bigint import long_of
from protopython.objects.int.int import int_mul, int_pow, int_truediv_or_inf, mag_to_float
from protopython.objects.int.text import int_from_text
from protopython.protocore.value import from_int, int_value, is_int

MIN_POWER: Final[int] = -342
MAX_POWER: Final[int] = 308
MAX_EXPONENT: Final[int] = 1000000000


def _signed(x: int) -> int:
    return x - (1 << 64) if x >> 63 else x


def _make_powers() -> tuple[Array[int], Array[int]]:
    """The leading 128 bits of 10**n, cut off (for negative n: rounded up, as the algorithm's proof wants)."""
    high: list[int] = []
    low: list[int] = []
    for n in range(MIN_POWER, MAX_POWER + 1):
        if n >= 0:
            p = 10**n
            bits = p.bit_length()
            p = p << (128 - bits) if bits <= 128 else p >> (bits - 128)
        else:
            d = 10**-n
            bits = d.bit_length()
            p = (1 << (bits + 127)) // d + 1
        assert p.bit_length() == 128
        high.append(_signed(p >> 64))
        low.append(_signed(p & ((1 << 64) - 1)))
    return Array.of(high), Array.of(low)


_HIGH, _LOW = _make_powers()
_TENS: Array[float] = Array.of([10.0**i for i in range(23)])


def decimal_to_float(w: Value, exponent: int) -> float:
    """The float nearest to w * 10**exponent, ties to even; w >= 0; infinity on overflow."""
    if is_int(w):
        i = int_value(w)
        if i == 0:
            return 0.0
        if i <= 9007199254740992 and -22 <= exponent <= 22:
            if exponent < 0:
                return float(i) / _TENS[-exponent]
            return float(i) * _TENS[exponent]
        if exponent < MIN_POWER:
            return 0.0
        if exponent > MAX_POWER:
            return libm.INF
        x = _eisel_lemire(i, exponent)
        if x >= 0.0:
            return x
    if exponent >= 0:
        if exponent > 400:
            return libm.INF
        return mag_to_float(long_of(int_mul(w, int_pow(from_int(10), from_int(exponent)))))
    return int_truediv_or_inf(w, int_pow(from_int(10), from_int(-exponent)))


def _eisel_lemire(w: int, power: int) -> float:
    """w * 10**power for 0 < w < 2**62 and a power of the table, or -1.0 when undecided."""
    shift = clz64(w)
    w = wrap_shl(w, shift)
    t = power - MIN_POWER
    top = umulh(w, _HIGH[t])
    middle = wrap_mul(w, _HIGH[t])
    if (top & 0x1FF) == 0x1FF:
        extra = umulh(w, _LOW[t])
        middle = wrap_add(middle, extra)
        if ult(middle, extra):
            top = wrap_add(top, 1)
        if middle == -1:
            return -1.0
    upper = ushr(top, 63)
    mantissa = ushr(top, upper + 9)
    # floor(log2(10**power)) by 217706 / 2**16
    exponent = ((217706 * power) >> 16) + 1023 + 64 + upper - shift - 1
    if exponent <= 0 or exponent >= 2046:
        return -1.0  # subnormal, or near the end of the range: the exact way
    if (mantissa & 3) == 1 and -27 <= power <= 55 and (middle == 0 or middle == 1 or middle == -1):
        return -1.0  # perhaps exactly half-way
    if (mantissa & 1) != 0 and (top & ((1 << (upper + 9)) - 1)) == 0 and (middle == 0 or middle == 1):
        return -1.0
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= 0x20000000000000:
        mantissa >>= 1
        exponent += 1
        if exponent >= 2047:
            return libm.INF
    return bits_float((exponent << 52) | (mantissa & 0xFFFFFFFFFFFFF))


class FloatText:
    """What parse_float found."""

    value: float
    end: int
    """Characters used; 0: no number there."""

    def __init__(self) -> None:
        self.value = 0.0
        self.end = 0


def _matches(s: str, i: int, word: str) -> bool:
    """Whether s has `word` (lower case) at i, in any case."""
    if i + len(word) > len(s):
        return False
    for k in range(len(word)):
        if (str_char(s, i + k) | 32) != str_char(word, k):
            return False
    return True


def parse_float(s: str, start: int) -> FloatText:
    """The longest decimal number, inf, infinity or nan at s[start:] (ASCII, no underscores, no white space)."""
    result = FloatText()
    n = len(s)
    i = start
    negative = False
    if i < n and (str_char(s, i) == 43 or str_char(s, i) == 45):
        negative = str_char(s, i) == 45
        i += 1
    if i < n and (str_char(s, i) | 32) == 105 and _matches(s, i, "inf"):
        result.end = i + 8 if _matches(s, i, "infinity") else i + 3
        result.value = -libm.INF if negative else libm.INF
        return result
    if i < n and (str_char(s, i) | 32) == 110 and _matches(s, i, "nan"):
        result.end = i + 3
        result.value = libm.copysign(libm.NAN, -1.0 if negative else 1.0)
        return result
    w = 0
    used = 0  # digits in w
    point = 0  # digits after the point among all
    any_digit = False
    after_point = False
    digits_start = i
    exact = True
    while i < n:
        c = str_char(s, i)
        if 48 <= c <= 57:
            any_digit = True
            if used < 18:
                w = w * 10 + (c - 48)
                if w != 0:
                    used += 1
            else:
                exact = False
            if after_point:
                point += 1
        elif c == 46 and not after_point:
            after_point = True
        else:
            break
        i += 1
    if not any_digit:
        return result
    digits_end = i
    exponent = 0
    if i < n and (str_char(s, i) | 32) == 101:
        k = i + 1
        down = False
        if k < n and (str_char(s, k) == 43 or str_char(s, k) == 45):
            down = str_char(s, k) == 45
            k += 1
        if k < n and 48 <= str_char(s, k) <= 57:
            while k < n and 48 <= str_char(s, k) <= 57:
                if exponent < MAX_EXPONENT:
                    exponent = exponent * 10 + (str_char(s, k) - 48)
                k += 1
            i = k
            if down:
                exponent = -exponent
    result.end = i
    if exact:
        x = decimal_to_float(from_int(w), exponent - point)
    else:
        x = _long_decimal(s, digits_start, digits_end, exponent)
    result.value = -x if negative else x
    return result


MAX_DIGITS: Final[int] = 800
"""A half-way point between two floats has at most 767 significant digits; beyond them only "is there anything more" counts."""


def _long_decimal(s: str, start: int, end: int, exponent: int) -> float:
    """Digits s[start:end] with a point among them, times 10**exponent."""
    digits: list[str] = []
    kept = 0
    after_point = False
    more = False
    for i in range(start, end):
        c = str_char(s, i)
        if c == 46:
            after_point = True
        else:
            if after_point:
                exponent -= 1
            if kept < MAX_DIGITS:
                if c != 48 or kept > 0:
                    digits.append(s[i])
                    kept += 1
            else:
                exponent += 1
                if c != 48:
                    more = True
    if kept == 0:
        return 0.0
    if more:
        digits.append("1")
        kept += 1
        exponent -= 1
    if exponent + kept > 310:
        return libm.INF
    if exponent + kept < -330:
        return 0.0
    w = int_from_text("".join(digits), 10)
    if exponent >= 0:
        return mag_to_float(long_of(int_mul(w, int_pow(from_int(10), from_int(exponent)))))
    return int_truediv_or_inf(w, int_pow(from_int(10), from_int(-exponent)))

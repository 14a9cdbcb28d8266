"""Floats to decimal text: the shortest text that reads back as the same float, and correctly rounded digits.

Shortest: Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2020). With v = c * 2**q and its rounding interval, pick k so that
the interval is wider than 10**k but not 10 times as wide; then one of four candidates around v / 10**k is the answer, found with three
multiplications by a 126-bit approximation of 10**-k. The table of those is computed exactly, here, at build time.

Rounded: %e, %f, %g and round() need the exact binary value rounded half-even at some decimal place. Where
c * 5**n fits two words (nearly always in practice) it is done with machine words, else with long ints.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, clz64, ctz64, umulh, ushr, wrap_add, wrap_mul
from protodialect.unsafe import float_bits
from protopython.objects.float import libm
from protopython.objects.float.parse import decimal_to_float
from protopython.objects.int.int import (
    int_add,
    int_compare,
    int_divmod2,
    int_is_odd,
    int_mul,
    int_pow,
    shift_left,
    shift_right,
)
from protopython.objects.int.text import unlimited_str
from protopython.objects.model.format_spec import repeat
from protopython.protocore.value import from_int, int_value, is_int

MIN_K: Final[int] = -324
MAX_K: Final[int] = 292
MASK_63: Final[int] = 0x7FFFFFFFFFFFFFFF
MANTISSA_BITS: Final[int] = 52
HIDDEN_BIT: Final[int] = 0x10000000000000
MIN_EXPONENT: Final[int] = -1074


def _floor_log2_pow10(e: int) -> int:
    return (e * 913124641741) >> 38


def _floor_log10_pow2(e: int) -> int:
    return (e * 661971961083) >> 41


def _floor_log10_three_quarters_pow2(e: int) -> int:
    return (e * 661971961083 - 274743187321) >> 41


def _make_table() -> tuple[Array[int], Array[int]]:
    high: list[int] = []
    low: list[int] = []
    for k in range(MIN_K, MAX_K + 1):
        r = 125 - _floor_log2_pow10(-k)
        g = (10**-k << r if r >= 0 else 10**-k >> -r) + 1 if k <= 0 else (1 << r) // 10**k + 1
        assert 1 << 125 <= g < 1 << 126
        high.append(g >> 63)
        low.append(g & MASK_63)
    return Array.of(high), Array.of(low)


_HIGH, _LOW = _make_table()
POWERS_OF_FIVE: Array[int] = Array.of([5**i for i in range(28)])


def _round_to_odd(g1: int, g0: int, cp: int) -> int:
    """cp * g / 2**126 or so, with the lowest bit set if anything was cut off."""
    x1 = umulh(g0, cp)
    y0 = wrap_mul(g1, cp)
    y1 = umulh(g1, cp)
    z = wrap_add(ushr(y0, 1), x1)
    w = y1 + ushr(z, 63)
    return w | ushr(wrap_add(z & MASK_63, MASK_63), 63)


def shortest_decimal(x: float) -> tuple[int, int]:
    """(d, k) with d * 10**k the shortest (then nearest) decimal that reads back as x; x finite and positive. d has no trailing zeros."""
    bits = float_bits(x)
    biased = (bits >> MANTISSA_BITS) & 0x7FF
    c = bits & (HIDDEN_BIT - 1)
    if biased == 0:
        q = MIN_EXPONENT
    else:
        q = biased - 1075
        c |= HIDDEN_BIT
        if -53 <= q <= 0 and (c & ((1 << -q) - 1)) == 0:
            return _without_zeros(c >> -q, 0)  # a whole number below 2**53
    odd = c & 1
    cb = c << 2
    cbr = cb + 2
    if c != HIDDEN_BIT or q == MIN_EXPONENT:
        cbl = cb - 2
        k = _floor_log10_pow2(q)
    else:  # a power of two: the next float below is half as far away
        cbl = cb - 1
        k = _floor_log10_three_quarters_pow2(q)
    h = q + _floor_log2_pow10(-k) + 2
    g1 = _HIGH[k - MIN_K]
    g0 = _LOW[k - MIN_K]
    vb = _round_to_odd(g1, g0, cb << h)
    vbl = _round_to_odd(g1, g0, cbl << h)
    vbr = _round_to_odd(g1, g0, cbr << h)
    s = vb >> 2
    if s >= 10:
        s10 = s // 10 * 10
        t10 = s10 + 10
        below = vbl + odd <= s10 << 2
        above = (t10 << 2) + odd <= vbr
        if below != above:
            return _without_zeros(s10 if below else t10, k)
    t = s + 1
    below = vbl + odd <= s << 2
    above = (t << 2) + odd <= vbr
    if below != above:
        return _without_zeros(s if below else t, k)
    middle = vb - ((s + t) << 1)
    return _without_zeros(s if middle < 0 or (middle == 0 and (s & 1) == 0) else t, k)


def _without_zeros(d: int, k: int) -> tuple[int, int]:
    while True:
        z = d // 10
        if z * 10 != d:
            return d, k
        d = z
        k += 1


# --- correctly rounded digits ----------------------------------------------------------------------------------------


def rounded_scaled(x: float, places: int) -> Value:
    """The integer nearest to x * 10**places, ties to even; x finite and not negative. places may be negative."""
    bits = float_bits(x)
    biased = (bits >> MANTISSA_BITS) & 0x7FF
    c = bits & (HIDDEN_BIT - 1)
    if biased == 0:
        q = MIN_EXPONENT
    else:
        q = biased - 1075
        c |= HIDDEN_BIT
    if c == 0:
        return from_int(0)
    zeros = ctz64(c)
    c >>= zeros
    q += zeros
    # x * 10**places = c * 5**places * 2**(q + places)
    if 0 <= places <= 27:
        shift = -(q + places)
        five = POWERS_OF_FIVE[places]
        high = umulh(c, five)
        low = wrap_mul(c, five)
        if shift <= 0:
            if high == 0 and low >= 0 and -shift < 62 and (low >> (62 + shift)) == 0:
                return from_int(low << -shift)
        elif shift >= 127:
            return from_int(0)  # the product is below 2**116
        elif shift >= 64:
            down = shift - 64
            whole = high >> down
            rest_high = high & ((1 << down) - 1)
            half = (1 << (down - 1)) if down > 0 else 0
            if down == 0:
                up = low < 0 and (low != -MASK_63 - 1 or (whole & 1) != 0)
            else:
                up = rest_high > half or (rest_high == half and (low != 0 or (whole & 1) != 0))
            return from_int(whole + 1 if up else whole)
        elif (high >> (shift - 2 if shift >= 2 else 0)) == 0 and (shift >= 2 or (high == 0 and low >= 0)):
            whole = ushr(low, shift) | (high << (64 - shift) if high != 0 else 0)
            if 0 <= whole < (1 << 61):
                rest = low & ((1 << shift) - 1) if shift < 63 else low & MASK_63
                half = 1 << (shift - 1)
                if rest > half or (rest == half and (whole & 1) != 0):
                    whole += 1
                return from_int(whole)
    w = from_int(c)
    if places >= 0:
        w = int_mul(w, int_pow(from_int(5), from_int(places)))
        shift = q + places
        if shift >= 0:
            return shift_left(w, shift)
        return _halve_even(w, -shift)
    shift = q + places
    divisor = int_pow(from_int(5), from_int(-places))
    if shift >= 0:
        w = shift_left(w, shift)
    else:
        divisor = shift_left(divisor, -shift)
    quotient, rest_value = int_divmod2(w, divisor)
    order = int_compare(shift_left(rest_value, 1), divisor)
    if order > 0 or (order == 0 and int_is_odd(quotient)):
        return int_add(quotient, from_int(1))
    return quotient


def _halve_even(w: Value, n: int) -> Value:
    """w / 2**n rounded to nearest, ties to even; w >= 0, n >= 1."""
    whole = shift_right(w, n)
    doubled = shift_right(w, n - 1)
    if not int_is_odd(doubled):
        return whole
    tie = int_compare(shift_left(doubled, n - 1), w) == 0
    if tie and not int_is_odd(whole):
        return whole
    return int_add(whole, from_int(1))


def decimal_exponent(x: float) -> int:
    """floor(log10(x)) or one less; x finite and positive."""
    bits = float_bits(x)
    biased = (bits >> MANTISSA_BITS) & 0x7FF
    if biased == 0:
        return _floor_log10_pow2(63 - clz64(bits) + MIN_EXPONENT)
    return _floor_log10_pow2(biased - 1023)


def rounded_digits(x: float, n: int) -> tuple[str, int]:
    """(digits, exponent): x rounded to n >= 1 significant digits, d.ddd * 10**exponent; x finite and not negative."""
    if x == 0.0:
        return repeat(48, n), 0
    exponent = decimal_exponent(x)
    while True:
        digits = _digits(rounded_scaled(x, n - 1 - exponent))
        if len(digits) <= n:
            return digits, exponent
        # The estimate was one low, or rounding carried into a new digit.
        exponent += 1


def _digits(v: Value) -> str:
    return str(int_value(v)) if is_int(v) else unlimited_str(v)


# --- text ------------------------------------------------------------------------------------------------------------


def float_repr(x: float) -> str:
    """repr(x)"""
    if x - x != 0.0:
        return "nan" if x != x else "inf" if x > 0.0 else "-inf"
    sign = "-" if libm.sign_bit(x) else ""
    if x == 0.0:
        return sign + "0.0"
    d, k = shortest_decimal(libm.c_fabs(x))
    digits = str(d)
    point = len(digits) + k  # digits before the point
    if -4 < point <= 16:
        return sign + place_point(digits, point, True)
    return sign + scientific(digits, point - 1, False, 101)


def place_point(digits: str, point: int, with_fraction: bool) -> str:
    """digits with the point after the first `point` of them; zeros fill gaps, and `.0` ends a whole number if with_fraction."""
    n = len(digits)
    if point <= 0:
        return "0." + repeat(48, -point) + digits
    if point >= n:
        whole = digits + repeat(48, point - n)
        return whole + ".0" if with_fraction else whole
    return digits[:point] + "." + digits[point:]


def scientific(digits: str, exponent: int, keep_point: bool, letter: int) -> str:
    text = digits[0:1]
    if len(digits) > 1:
        text = text + "." + digits[1:]
    elif keep_point:
        text = text + "."
    if exponent < 0:
        sign = "-"
        exponent = -exponent
    else:
        sign = "+"
    padded = "0" if exponent < 10 else ""
    return f"{text}{chr(letter)}{sign}{padded}{exponent}"


def format_float_digits(x: float, code: int, precision: int, alternate: bool) -> str:
    """The text of |x| under e, f, g, r (r: shortest, precision unused) or their capitals, no sign; x may be inf or nan."""
    upper = code < 97
    if x - x != 0.0:
        name = "nan" if x != x else "inf"
        return name.upper() if upper else name
    x = libm.c_fabs(x)
    letter = 69 if upper else 101
    match code:
        case 101 | 69:  # e
            digits, exponent = rounded_digits(x, precision + 1)
            return scientific(digits, exponent, alternate, letter)
        case 102 | 70:  # f
            digits = _digits(rounded_scaled(x, precision))
            if precision == 0:
                return digits + "." if alternate else digits
            if len(digits) <= precision:
                digits = repeat(48, precision + 1 - len(digits)) + digits
            point = len(digits) - precision
            return digits[:point] + "." + digits[point:]
        case 103 | 71:  # g
            return general_text(x, precision, alternate, False, letter)
        case _:  # r
            if x == 0.0:
                return "0." if alternate else "0"
            d, k = shortest_decimal(x)
            digits = str(d)
            point = len(digits) + k
            if -4 < point <= 16:
                text = place_point(digits, point, False)
                return text + "." if alternate and text.find(".") < 0 else text
            return scientific(digits, point - 1, alternate, letter)


def general_text(x: float, precision: int, alternate: bool, whole_point: bool, letter: int) -> str:
    """%g of a finite x >= 0. whole_point: a whole number ends in `.0`, for which one place of the precision is kept."""
    if precision == 0:
        precision = 1
    digits, exponent = rounded_digits(x, precision)
    if not alternate:
        digits = _strip_zeros(digits)
    if -4 <= exponent < (precision - 1 if whole_point else precision):
        text = place_point(digits, exponent + 1, False)
        if text.find(".") < 0:
            if whole_point:
                return text + ".0"
            if alternate:
                return text + "."
        return text
    return scientific(digits, exponent, alternate, letter)


def _strip_zeros(digits: str) -> str:
    n = len(digits)
    while n > 1 and digits[n - 1] == "0":
        n -= 1
    return digits[:n]


# --- round() ---------------------------------------------------------------------------------------------------------


def float_round(x: float, places: int) -> float:
    """x rounded to a number of decimal places, ties by the exact binary value, half-even; infinity on overflow."""
    if x - x != 0.0 or x == 0.0:
        return x
    if places > 323:
        return x
    if places < -308:
        return libm.copysign(0.0, x)
    a = libm.c_fabs(x)
    w = rounded_scaled(a, places)
    return libm.copysign(decimal_to_float(w, -places), x)

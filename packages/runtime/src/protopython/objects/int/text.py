"""Ints to text and back, in time below quadratic for long ones.

Bases that are powers of two regroup bits. For the others both directions divide and conquer: a number is split by 10**(LEAF * 2**k), so
that the work is a few long multiplications or divisions, and only leaves of LEAF digits are converted one digit at a time.
Python limits conversions to sys.get_int_max_str_digits() decimal digits (a denial-of-service guard); the limit lives in the ProtoSpace.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, new_trailing, str_char, u8, u32, unwrap
from protodialect.unsafe import new_str, store8, str_data
from protopython.objects.int.bigint import (
    DIGIT_BITS,
    DIGIT_MASK,
    W_Long,
    finish,
    mag_add,
    mag_bit_length,
    mag_divmod,
    mag_mul,
    new_long,
    trim,
)
from protopython.objects.model.errors import value_error
from protopython.protocore.polling import check_signals
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_int

LEAF: Final[int] = 270
"""Decimal digits in a leaf of the division; a multiple of 9."""
MIN_LIMIT: Final[int] = 640
"""The lowest limit that a program can set, so shorter numbers need no look at it."""
CHUNK: Final[int] = 1000000000
CHUNK_DIGITS: Final[int] = 9


def ascii_str(buf: Array[u8], start: int, n: int) -> str:
    """The str of n ASCII codes."""
    if COMPILED:
        s = new_str(1, n)
        at = str_data(s)
        i = 0
        while i < n:
            store8(at + i, buf[start + i])
            i += 1
        return s
    else:
        return "".join([chr(buf[start + i]) for i in range(n)])


# --- to text ---------------------------------------------------------------------------------------------------------


def int_to_str(v: Value) -> str:
    """Decimal digits; ValueError beyond the limit."""
    if is_int(v):
        return str(int_value(v))
    a = unwrap(W_Long, v)
    if a.size > 70:  # 70 digits hold 632 decimal digits
        limit = context().space.int_max_str_digits
        # bits * log10(2), rounded down, is at most the number of decimal digits
        if limit > 0 and mag_bit_length(a) * 3 // 10 > limit:
            raise value_error(too_long_to_print(limit))
        text = _decimal(a)
        if limit > 0 and len(text) - (1 if a.negative else 0) > limit:
            raise value_error(too_long_to_print(limit))
        return text
    return _decimal(a)


def unlimited_str(v: Value) -> str:
    """Decimal digits of a number of any length."""
    return str(int_value(v)) if is_int(v) else _decimal(unwrap(W_Long, v))


def too_long_to_print(limit: int) -> str:
    return (
        f"Exceeds the limit ({limit} digits) for integer string conversion; "
        "use sys.set_int_max_str_digits() to increase the limit"
    )


def _decimal(a: W_Long) -> str:
    bits = mag_bit_length(a)
    width = bits * 30103 // 100000 + 2
    powers: list[W_Long] = []
    covered = LEAF
    while covered < width:
        if len(powers) == 0:
            powers.append(_power_of_ten(LEAF))
        else:
            last = powers[len(powers) - 1]
            powers.append(mag_mul(last, last))
        covered *= 2
    buf = Array[u8](covered + 1, u8(48))
    _emit(a, powers, len(powers), buf, covered + 1)
    start = 1
    while start < covered and buf[start] == 48:
        start += 1
    if a.negative:
        start -= 1
        buf[start] = u8(45)
    return ascii_str(buf, start, covered + 1 - start)


def _power_of_ten(n: int) -> W_Long:
    """10**n for a multiple n of 9."""
    r = new_trailing(W_Long, None, n // CHUNK_DIGITS + 2)
    r.items[0] = u32(1)
    size = 1
    for _ in range(n // CHUNK_DIGITS):
        size = _mul_add(r, size, CHUNK, 0)
    r.size = size
    return r


def _mul_add(r: W_Long, size: int, factor: int, carry: int) -> int:
    """r = r * factor + carry in place, both below 2**30 or so; the new size."""
    i = 0
    while i < size:
        carry += r.items[i] * factor
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    if carry != 0:
        r.items[size] = u32(carry)
        size += 1
    return size


def _emit(a: W_Long, powers: list[W_Long], level: int, buf: Array[u8], end: int) -> None:
    """Writes a's decimal digits so that they end before buf[end]. a < 10**(LEAF * 2**level)."""
    while level > 0 and a.size <= powers[level - 1].size - 1:
        level -= 1
    if level == 0:
        _emit_leaf(a, buf, end)
        return
    check_signals()
    high, low = mag_divmod(a, powers[level - 1])
    _emit(low, powers, level - 1, buf, end)
    half = LEAF << (level - 1)
    _emit(high, powers, level - 1, buf, end - half)


def _emit_leaf(a: W_Long, buf: Array[u8], end: int) -> None:
    """Base 2**30 to base 10**9 digit by digit from the top, then each of those to nine characters."""
    n = a.size
    chunks = Array[u32](n + n // 150 + 2, u32(0))
    count = 0
    i = n - 1
    while i >= 0:
        carry = int(a.items[i])
        j = 0
        while j < count:
            z = (chunks[j] << DIGIT_BITS) | carry
            carry = z // CHUNK
            chunks[j] = u32(z - carry * CHUNK)
            j += 1
        while carry != 0:
            rest = carry // CHUNK
            chunks[count] = u32(carry - rest * CHUNK)
            carry = rest
            count += 1
        i -= 1
    at = end
    j = 0
    while j < count:
        z = chunks[j]
        low = at - CHUNK_DIGITS
        while at > low:
            if z == 0 and j == count - 1:
                return
            rest = z // 10
            at -= 1
            buf[at] = u8(48 + z - rest * 10)
            z = rest
        j += 1


def int_to_base(v: Value, base: int, upper: bool) -> str:
    """The digits of |v| in base 2, 8 or 16, no prefix."""
    bits = 1 if base == 2 else 3 if base == 8 else 4
    if is_int(v):
        m = abs(int_value(v))
        n = 1
        while n * bits < 63 and (m >> (n * bits)) != 0:
            n += 1
        buf = Array[u8](n, u8(0))
        i = n - 1
        while i >= 0:
            buf[i] = u8(_digit_char(m & (base - 1), upper))
            m >>= bits
            i -= 1
        return ascii_str(buf, 0, n)
    a = unwrap(W_Long, v)
    n = (mag_bit_length(a) + bits - 1) // bits
    buf = Array[u8](n, u8(0))
    have = 0
    acc = 0
    word = 0
    i = n - 1
    while i >= 0:
        if have < bits and word < a.size:
            acc |= a.items[word] << have
            have += DIGIT_BITS
            word += 1
        buf[i] = u8(_digit_char(acc & (base - 1), upper))
        acc >>= bits
        have -= bits
        i -= 1
    return ascii_str(buf, 0, n)


def _digit_char(d: int, upper: bool) -> int:
    return 48 + d if d < 10 else (55 if upper else 87) + d


# --- from text -------------------------------------------------------------------------------------------------------


def char_digit(c: int) -> int:
    """The value of an ASCII digit or letter in base 36, else 99."""
    if 48 <= c <= 57:
        return c - 48
    if 97 <= c <= 122:
        return c - 87
    if 65 <= c <= 90:
        return c - 55
    return 99


def int_from_text(digits: str, base: int) -> Value:
    """The number that `digits` (nothing else, at least one, all below base) write in a base of 2..36; no limit on their number."""
    n = len(digits)
    buf = Array[u8](n, u8(0))
    for i in range(n):
        buf[i] = u8(char_digit(str_char(digits, i)))
    return int_from_digits(buf, n, base, False)


def int_from_digits(buf: Array[u8], n: int, base: int, negative: bool) -> Value:
    """The number with the digit values buf[0:n], highest first."""
    if n <= 12:  # 36**12 < 2**62.1; 36**11 * 35 is below 2**62
        if n < 12 or base < 35:
            m = 0
            for i in range(n):
                m = m * base + buf[i]
            return from_int(-m if negative else m)
    if (base & (base - 1)) == 0:
        return finish(_from_bits(buf, n, base), negative)
    # base**per_chunk < 2**30
    per_chunk = 1
    power = base
    while power * base <= DIGIT_MASK:
        power *= base
        per_chunk += 1
    leaf = per_chunk * 30
    powers: list[W_Long] = []
    covered = leaf
    while covered < n:
        if len(powers) == 0:
            p = new_trailing(W_Long, None, 31)
            p.items[0] = u32(1)
            size = 1
            for _ in range(30):
                size = _mul_add(p, size, power, 0)
            p.size = size
            powers.append(p)
        else:
            last = powers[len(powers) - 1]
            powers.append(mag_mul(last, last))
        covered *= 2
    return finish(_combine(buf, 0, n, base, leaf, powers, len(powers)), negative)


def _combine(
    buf: Array[u8], start: int, end: int, base: int, leaf: int, powers: list[W_Long], level: int
) -> W_Long:
    while level > 0 and end - start <= leaf << (level - 1):
        level -= 1
    if level == 0:
        return _from_leaf(buf, start, end, base)
    check_signals()
    middle = end - (leaf << (level - 1))
    high = _combine(buf, start, middle, base, leaf, powers, level - 1)
    low = _combine(buf, middle, end, base, leaf, powers, level - 1)
    return mag_add(mag_mul(high, powers[level - 1]), low)


def _from_leaf(buf: Array[u8], start: int, end: int, base: int) -> W_Long:
    r = new_long(34)
    size = 0
    i = start
    while i < end:
        chunk = 0
        power = 1
        while i < end and power * base <= DIGIT_MASK:
            chunk = chunk * base + buf[i]
            power *= base
            i += 1
        size = _mul_add(r, size, power, chunk)
    r.size = size
    trim(r)
    return r


def _from_bits(buf: Array[u8], n: int, base: int) -> W_Long:
    bits = 1
    while (1 << bits) < base:
        bits += 1
    r = new_long((n * bits + DIGIT_BITS - 1) // DIGIT_BITS + 1)
    acc = 0
    have = 0
    word = 0
    i = n - 1
    while i >= 0:
        acc |= buf[i] << have
        have += bits
        if have >= DIGIT_BITS:
            r.items[word] = u32(acc & DIGIT_MASK)
            acc >>= DIGIT_BITS
            have -= DIGIT_BITS
            word += 1
        i -= 1
    r.items[word] = u32(acc)
    trim(r)
    return r


# --- reading a literal -----------------------------------------------------------------------------------------------

PARSE_OK: Final[int] = 0
PARSE_BAD: Final[int] = 1
PARSE_TOO_LONG: Final[int] = 2


class IntText:
    """What parse_int found."""

    w_value: Value
    status: int
    n_digits: int
    limit: int
    """When too long: what the limit is."""

    def __init__(self) -> None:
        self.w_value = from_int(0)
        self.status = PARSE_BAD
        self.n_digits = 0
        self.limit = 0


def parse_int(text: str, base: int) -> IntText:
    """What int(text, base) reads, once white space around is gone and decimal digits of other scripts are ASCII: sign, prefix, digits
    with single underscores between. base 0 goes by the prefix."""
    result = IntText()
    n = len(text)
    i = 0
    negative = False
    if i < n and (str_char(text, i) == 43 or str_char(text, i) == 45):
        negative = str_char(text, i) == 45
        i += 1
    zero_only = False
    if i + 1 < n and str_char(text, i) == 48:
        c = str_char(text, i + 1) | 32
        prefix = 16 if c == 120 else 8 if c == 111 else 2 if c == 98 else 0
        if prefix != 0 and (base == 0 or base == prefix):
            base = prefix
            i += 2
            if i < n and str_char(text, i) == 95:
                i += 1
        elif base == 0:
            zero_only = True
    if base == 0:
        base = 10
    buf = Array[u8](n, u8(0))
    count = 0
    after_digit = False
    nonzero = False
    while i < n:
        c = str_char(text, i)
        i += 1
        if c == 95:
            if not after_digit:
                return result
            after_digit = False
            continue
        d = char_digit(c)
        if d >= base:
            return result
        if d != 0:
            nonzero = True
        buf[count] = u8(d)
        count += 1
        after_digit = True
    if not after_digit or (zero_only and nonzero):
        return result
    result.n_digits = count
    if count > MIN_LIMIT and (base & (base - 1)) != 0:
        limit = context().space.int_max_str_digits
        if limit > 0 and count > limit:
            result.status = PARSE_TOO_LONG
            result.limit = limit
            return result
    result.status = PARSE_OK
    result.w_value = int_from_digits(buf, count, base, negative)
    return result

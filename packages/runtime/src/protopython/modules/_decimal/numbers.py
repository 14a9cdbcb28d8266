"""Decimals of other numbers and of text, and ints and text of Decimals.

What is exact is done in a context of the greatest precision there is; what does not fit there raises InvalidOperation.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, i32, inline, noinline, str_char, try_as, u32, unwrap
from protodialect.unsafe import Addr, float_bits, load8, load32, load64, memcpy, new_str, store8, store32, store64, str_data, udiv, umod
from protopython.modules._decimal import library
from protopython.modules._decimal.library import (
    DATA,
    DIGITS,
    EXPONENT,
    FLAGS,
    INFINITE,
    LENGTH,
    NAN,
    NEGATIVE,
    QUIET_NAN,
    ROUND,
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    SPECIAL,
    WORD_DIGITS,
)
from protopython.modules._decimal.signals import finish, finish_exact
from protopython.modules._decimal.types import (
    DECIMAL,
    HAPPENED,
    OUT,
    TEXT,
    TEXT_ROOM,
    W_Decimal,
    W_DecimalContext,
    begin,
    begin_exact,
    new_decimal,
    number_at,
    work,
)
from protopython.objects.float import libm
from protopython.objects.float.methods import float_as_integer_ratio
from protopython.objects.int.bigint import DIGIT_BASE, W_Long, new_int, new_long
from protopython.objects.int.bigint import finish as finish_long
from protopython.objects.int.int import int_bit_length, int_mul, int_pow, is_integer
from protopython.objects.model.errors import memory_error, overflow_error, type_error, value_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain
from protopython.objects.str.str import is_space
from protopython.objects.str.unicode_extra import decimal_value
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, int_value, is_int, new_float

NO_DIGITS: Final[int] = -1
"""What the library answers where memory was short."""


# --- what a number is ----------------------------------------------------------------------------------------------------


@inline
def flags_of(d: W_Decimal) -> int:
    return load8(number_at(d) + FLAGS)


@inline
def is_special(d: W_Decimal) -> bool:
    return flags_of(d) & SPECIAL != 0


def is_nan(d: W_Decimal) -> bool:
    return flags_of(d) & NAN != 0


def is_negative(d: W_Decimal) -> bool:
    return flags_of(d) & NEGATIVE != 0


def exponent_of(d: W_Decimal) -> int:
    return load64(number_at(d) + EXPONENT)


def word_of(d: W_Decimal, i: int) -> int:
    """19 digits of the coefficient, as 64 bits."""
    return load64(load64(number_at(d) + DATA) + 8 * i)


@inline
def word_in(d: W_Decimal) -> int:
    """The coefficient of a finite number, if it is one word and below 2**63; else something negative."""
    at = number_at(d)
    if load8(at + FLAGS) & SPECIAL == 0 and load64(at + LENGTH) == 1:
        return load64(load64(at + DATA))
    return -1


def is_zero(d: W_Decimal) -> bool:
    at = number_at(d)
    return load8(at + FLAGS) & SPECIAL == 0 and word_of(d, load64(at + LENGTH) - 1) == 0


def digits_of(d: W_Decimal) -> str:
    """The coefficient, or a NaN's payload; of an infinity nothing."""
    at = number_at(d)
    n = load64(at + LENGTH)
    if load8(at + FLAGS) & INFINITE != 0 or n == 0:
        return ""
    parts: list[str] = []
    i = n - 1
    while i >= 0:
        text = unsigned_text(word_of(d, i))
        parts.append(text if i == n - 1 else "0" * (WORD_DIGITS - len(text)) + text)
        i -= 1
    return "".join(parts)


def unsigned_text(word: int) -> str:
    """A number below 10**19 that may be negative as 64 bits."""
    if word >= 0:
        return str(word)
    return str(udiv(word, 10)) + str(umod(word, 10))


# --- ints ----------------------------------------------------------------------------------------------------------------


def store_int(to: Addr, w: Value, at: Addr) -> None:
    """Stores an exact int in a number. `at` is of begin or begin_exact."""
    if is_int(w):
        library.c_set_i64(to, int_value(w), at, at + HAPPENED)
        return
    a = unwrap(W_Long, w)
    digits = c_malloc(4 * a.size)
    for i in range(a.size):
        store32(digits + 4 * i, int(a.items[i]))
    library.c_import(to, digits, a.size, i32(1 if a.negative else 0), u32(DIGIT_BASE), at, at + HAPPENED)
    c_free(digits)


def decimal_of_int(cls: W_Type, w: Value, c: W_DecimalContext) -> W_Decimal:
    d = new_decimal(cls)
    at = begin_exact()
    store_int(number_at(d), w, at)
    return finish_exact(d, c, at)


def small_decimal(i: int) -> W_Decimal:
    d = new_decimal(DECIMAL)
    at = begin_exact()
    library.c_set_i64(number_at(d), i, at, at + HAPPENED)
    return d


def rounded_of_int(w: Value, c: W_DecimalContext) -> W_Decimal:
    """In the context's precision."""
    d = new_decimal(DECIMAL)
    at = begin(c)
    store_int(number_at(d), w, at)
    return finish(d, c, at)


def int_of(d: W_Decimal, c: W_DecimalContext, rounding: int) -> Value:
    """Rounded to an int."""
    at = number_at(d)
    if load8(at + FLAGS) & SPECIAL != 0:
        if is_nan(d):
            raise value_error("cannot convert NaN to integer")
        raise overflow_error("cannot convert Infinity to integer")
    exponent = load64(at + EXPONENT)
    if exponent == 0:
        return int_of_whole(d)
    word = word_in(d)
    if word >= 0 and -len(POWERS) < exponent < 0:
        return new_int(quotient(word, POWERS[-exponent], is_negative(d), rounding))
    whole = new_decimal(DECIMAL)
    here = begin(c)
    store32(here + ROUND, rounding)
    library.c_round_to_int(number_at(whole), at, here, here + HAPPENED)
    return int_of_whole(finish(whole, c, here))


POWERS: Final[Array[int]] = Array.of([10**i for i in range(WORD_DIGITS)])


def quotient(word: int, unit: int, negative: bool, rounding: int) -> int:
    """word / unit with its sign, rounded down, to the floor, to the ceiling, or to the nearest int."""
    q = udiv(word, unit)
    rest = word - q * unit
    if rounding == ROUND_FLOOR:
        more = negative and rest > 0
    elif rounding == ROUND_CEILING:
        more = not negative and rest > 0
    elif rounding == ROUND_HALF_EVEN:
        more = rest > unit - rest or (rest == unit - rest and q & 1 != 0)
    else:
        more = False
    if more:
        q += 1
    return -q if negative else q


def int_of_whole(d: W_Decimal) -> Value:
    """Of one without a fraction."""
    at = number_at(d)
    word = word_in(d)
    if word >= 0 and load64(at + EXPONENT) == 0:
        return new_int(-word if is_negative(d) else word)
    here = begin_exact()
    store64(here + OUT, 0)
    n = library.c_export(here + OUT, 0, u32(DIGIT_BASE), at, here + HAPPENED)
    if n == NO_DIGITS:
        raise memory_error()
    digits = load64(here + OUT)
    try:
        r = new_long(n)
        for i in range(n):
            r.items[i] = u32(load32(digits + 4 * i))
    finally:
        c_free(digits)
    return finish_long(r, is_negative(d))


# --- text ----------------------------------------------------------------------------------------------------------------


def text_of(at: Addr, n: int) -> str:
    """n ASCII characters."""
    if COMPILED:
        s = new_str(1, n)
        memcpy(str_data(s), at, n)
        return s
    else:
        return "".join([chr(load8(at + i)) for i in range(n)])


def sci_text(d: W_Decimal, c: W_DecimalContext) -> str:
    """As str() shows it."""
    word = word_in(d)
    if COMPILED and word >= 0:
        at = number_at(d)
        exponent = load64(at + EXPONENT)
        digits = load64(at + DIGITS)
        if -SHORT_FRACTION <= exponent <= 0 and exponent + digits > -6:
            return plain_text(word, digits, -exponent, is_negative(d))
    out = work().at + OUT
    return taken_text(library.c_to_sci(out, number_at(d), i32(c.capitals)), out)


SHORT_FRACTION: Final[int] = 40


def plain_text(word: int, digits: int, fraction: int, negative: bool) -> str:
    """Without an exponent: `digits` digits, the last `fraction` ones behind the point. Compiled code only."""
    n = digits if fraction == 0 else digits + 1 if fraction < digits else fraction + 2
    first = 1 if negative else 0
    s = new_str(1, first + n)
    at = str_data(s)
    to = at + first + n - 1
    for _i in range(fraction):
        rest = udiv(word, 10)
        store8(to, 48 + word - 10 * rest)
        word = rest
        to -= 1
    if fraction > 0:
        store8(to, 46)
        to -= 1
    while to >= at + first:
        rest = udiv(word, 10)
        store8(to, 48 + word - 10 * rest)
        word = rest
        to -= 1
    if negative:
        store8(at, 45)
    return s


def eng_text(d: W_Decimal, c: W_DecimalContext) -> str:
    out = work().at + OUT
    return taken_text(library.c_to_eng(out, number_at(d), i32(c.capitals)), out)


def taken_text(n: int, out: Addr) -> str:
    """The text that the library has allocated."""
    if n < 0:
        raise memory_error()
    at = load64(out)
    try:
        return text_of(at, n)
    finally:
        c_free(at)


def store_text(to: Addr, s: str, at: Addr, lenient: bool) -> None:
    """Stores in a number what a text says. lenient: with white space around it and underscores within."""
    start = 0
    end = len(s)
    if lenient:
        while end > 0 and is_space(str_char(s, end - 1)):
            end -= 1
        while start < end and is_space(str_char(s, start)):
            start += 1
    text = at + TEXT if end - start < TEXT_ROOM else c_malloc(end - start + 1)
    store8(put_ascii(text, s, start, end, lenient), 0)
    library.c_set_string(to, text, at, at + HAPPENED)
    if text != at + TEXT:
        c_free(text)


def put_ascii(text: Addr, s: str, start: int, end: int, lenient: bool) -> Addr:
    """Stores s[start:end]; where that ends. Digits of other scripts become ASCII ones; with a character that no number has, nothing is stored."""
    to = text
    for i in range(start, end):
        c = str_char(s, i)
        if lenient and c == 95:
            continue
        if not 0 < c < 128:
            if is_space(c):
                c = 32
            else:
                digit = decimal_value(c)
                if digit < 0:
                    return text
                c = 48 + digit
        store8(to, c)
        to += 1
    return to


def decimal_of_text(cls: W_Type, s: str, c: W_DecimalContext, lenient: bool) -> W_Decimal:
    d = new_decimal(cls)
    at = begin_exact()
    store_text(number_at(d), s, at, lenient)
    return finish_exact(d, c, at)


def rounded_of_text(s: str, c: W_DecimalContext) -> W_Decimal:
    d = new_decimal(DECIMAL)
    at = begin(c)
    store_text(number_at(d), s, at, False)
    return finish(d, c, at)


# --- floats and other Decimals -------------------------------------------------------------------------------------------


def set_special(d: W_Decimal, flags: int) -> W_Decimal:
    at = number_at(d)
    store8(at + FLAGS, load8(at + FLAGS) | flags)
    store64(at + EXPONENT, 0)
    store64(at + DIGITS, 0)
    store64(at + LENGTH, 0)
    return d


def decimal_of_float(cls: W_Type, x: float, c: W_DecimalContext) -> W_Decimal:
    """A float is a whole number over a power of two, 2**k, and so a whole number times 5**k over 10**k."""
    negative = float_bits(x) < 0
    if x != x:
        return set_special(new_decimal(cls), QUIET_NAN)
    if x - x != 0.0:
        return set_special(new_decimal(cls), INFINITE | NEGATIVE if negative else INFINITE)
    ratio = unwrap(W_Tuple, float_as_integer_ratio(new_float(libm.c_fabs(x))))
    k = int_bit_length(ratio.items[1]) - 1
    d = decimal_of_int(cls, int_mul(ratio.items[0], int_pow(from_int(5), from_int(k))), c)
    at = number_at(d)
    store64(at + EXPONENT, -k)
    if negative:
        store8(at + FLAGS, load8(at + FLAGS) | NEGATIVE)
    return d


def decimal_of_decimal(cls: W_Type, a: W_Decimal, c: W_DecimalContext) -> W_Decimal:
    d = new_decimal(cls)
    at = begin_exact()
    library.c_copy(number_at(d), number_at(a), at + HAPPENED)
    return finish_exact(d, c, at)


def rounded(a: W_Decimal, c: W_DecimalContext) -> W_Decimal:
    """a in the context's precision."""
    d = new_decimal(DECIMAL)
    at = begin(c)
    to = number_at(d)
    library.c_copy(to, number_at(a), at + HAPPENED)
    library.c_finalize(to, at, at + HAPPENED)
    return finish(d, c, at)


# --- operands ------------------------------------------------------------------------------------------------------------


@inline
def operand(w: Value, c: W_DecimalContext) -> W_Decimal | None:
    """Of an operator: a Decimal, or the one that an int equals. None: neither."""
    d = try_as(W_Decimal, w)
    return d if d is not None else whole_operand(w, c)


@noinline
def whole_operand(w: Value, c: W_DecimalContext) -> W_Decimal | None:
    w_exact = plain(w)
    return decimal_of_int(DECIMAL, w_exact, c) if is_integer(w_exact) else None


def need_decimal(w: Value, c: W_DecimalContext) -> W_Decimal:
    """Of a method."""
    d = operand(w, c)
    if d is None:
        raise not_supported(w)
    return d


def not_supported(w: Value) -> PyError:
    return type_error(f"conversion from {type_name(w)} to Decimal is not supported")

"""What operators and methods have in common: a call of the library for one, two or three numbers in a context."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, inline, wrap
from protodialect.unsafe import Addr, load64
from protopython.modules._decimal import library
from protopython.modules._decimal.library import LENGTH, PREC, Binary, Unary
from protopython.modules._decimal.signals import finish
from protopython.modules._decimal.types import DECIMAL, HAPPENED, W_Decimal, W_DecimalContext, begin, new_decimal, number_at, settle
from protopython.objects.tuple import new_tuple2

SHORT: Final[int] = 8
"""Numbers of so many words, and results of so many digits, cost less than leaving managed state for a while would."""
SHORT_PREC: Final[int] = 150


@inline
def are_short(a: Addr, b: Addr, context: Addr) -> bool:
    return load64(a + LENGTH) <= SHORT and load64(b + LENGTH) <= SHORT and load64(context + PREC) <= SHORT_PREC


@inline
def add(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    return either(library.c_add_short, library.c_add, a, b, c)


@inline
def subtract(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    return either(library.c_sub_short, library.c_sub, a, b, c)


@inline
def multiply(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    return either(library.c_mul_short, library.c_mul, a, b, c)


@inline
def divide(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    return either(library.c_div_short, library.c_div, a, b, c)


@inline
def either(short: Binary, blocking: Binary, a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    x = number_at(a)
    y = number_at(b)
    if are_short(x, y, at):
        short(number_at(d), x, y, at, at + HAPPENED)
    else:
        blocking(number_at(d), x, y, at, at + HAPPENED)
    return wrap(finish(d, c, at))


def unary(f: Unary, a: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    f(number_at(d), number_at(a), at, at + HAPPENED)
    return wrap(finish(d, c, at))


def binary(f: Binary, a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    f(number_at(d), number_at(a), number_at(b), at, at + HAPPENED)
    return wrap(finish(d, c, at))


def divmod_of(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    q = new_decimal(DECIMAL)
    r = new_decimal(DECIMAL)
    at = begin(c)
    library.c_divmod(number_at(q), number_at(r), number_at(a), number_at(b), at, at + HAPPENED)
    settle(q)
    return wrap(new_tuple2(wrap(q), wrap(finish(r, c, at))))


def power_modulo(a: W_Decimal, b: W_Decimal, m: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    library.c_powmod(number_at(d), number_at(a), number_at(b), number_at(m), at, at + HAPPENED)
    return wrap(finish(d, c, at))


def multiply_add(a: W_Decimal, b: W_Decimal, e: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    library.c_fma(number_at(d), number_at(a), number_at(b), number_at(e), at, at + HAPPENED)
    return wrap(finish(d, c, at))


# --- what is done without rounding -----------------------------------------------------------------------------------------


def copy_abs(a: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    library.c_copy_abs(number_at(d), number_at(a), at + HAPPENED)
    return wrap(finish(d, c, at))


def copy_negate(a: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    library.c_copy_negate(number_at(d), number_at(a), at + HAPPENED)
    return wrap(finish(d, c, at))


def copy_sign(a: W_Decimal, b: W_Decimal, c: W_DecimalContext) -> Value:
    d = new_decimal(DECIMAL)
    at = begin(c)
    library.c_copy_sign(number_at(d), number_at(a), number_at(b), at + HAPPENED)
    return wrap(finish(d, c, at))


def compare_total(a: W_Decimal, b: W_Decimal) -> Value:
    d = new_decimal(DECIMAL)
    library.c_compare_total(number_at(d), number_at(a), number_at(b))
    return wrap(d)


def compare_total_mag(a: W_Decimal, b: W_Decimal) -> Value:
    d = new_decimal(DECIMAL)
    library.c_compare_total_mag(number_at(d), number_at(a), number_at(b))
    return wrap(d)

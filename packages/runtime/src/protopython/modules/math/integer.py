"""math: functions of ints."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, mul_ovf, popcount64, unwrap
from protopython.objects.int.int import (
    int_abs,
    int_compare,
    int_floordiv,
    int_gcd,
    int_isqrt,
    int_mul,
    int_sign,
    int_sub,
    int_to_i64,
    shift_left,
)
from protopython.objects.model.define import function
from protopython.objects.model.errors import overflow_error, value_error
from protopython.objects.model.operations import index_value
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, int_value, is_int, same

I64_MAX: Final[int] = 9223372036854775807


@function("math", "gcd(*integers)", doc="The greatest common divisor.")
def m_gcd(w_integers: Value) -> Value:
    items = unwrap(W_Tuple, w_integers)
    r = from_int(0)
    for i in range(items.length):
        r = int_gcd(r, index_value(items.items[i]))
    return r


@function("math", "lcm(*integers)", doc="The least common multiple.")
def m_lcm(w_integers: Value) -> Value:
    items = unwrap(W_Tuple, w_integers)
    r = from_int(1)
    for i in range(items.length):
        v = index_value(items.items[i])
        if int_sign(v) == 0 or int_sign(r) == 0:
            r = from_int(0)
        else:
            r = int_abs(int_mul(int_floordiv(r, int_gcd(r, v)), v))
    return r


@function("math", "isqrt(n, /)", doc="The integer part of the square root of n.")
def m_isqrt(w: Value) -> Value:
    v = index_value(w)
    if int_sign(v) < 0:
        raise value_error("isqrt() argument must be nonnegative")
    return int_isqrt(v)


# --- products --------------------------------------------------------------------------------------------------------


def product_of_range(start: int, stop: int, step: int) -> Value:
    """start * (start + step) * ... below stop; 1 when there is none. All positive."""
    n = (stop - start + step - 1) // step
    if n <= 0:
        return from_int(1)
    if n <= 16:
        # Multiply machine words as long as they hold the product.
        r = from_int(1)
        part = 1
        i = start
        while i < stop:
            bigger, overflow = mul_ovf(part, i)
            if overflow or bigger >= (1 << 62):
                r = int_mul(r, from_int(part))
                part = i
            else:
                part = bigger
            i += step
        return int_mul(r, from_int(part))
    check_signals()
    middle = start + n // 2 * step
    return int_mul(product_of_range(start, middle, step), product_of_range(middle, stop, step))


def factorial_of(n: int) -> Value:
    """n! = 2**(n - ones in n) * product over i of the odd numbers up to n / 2**i (Luschny's binary splitting)."""
    inner = from_int(1)
    outer = from_int(1)
    low = 3
    bits = 0
    while n >> (bits + 1) != 0:
        bits += 1
    while bits >= 0:
        high = n >> bits
        if high >= low:
            first = low
            inner = int_mul(inner, product_of_range(first, high + 1, 2))
            low = high + 1 if high % 2 == 0 else high + 2
        outer = int_mul(outer, inner)
        bits -= 1
    return shift_left(outer, n - popcount64(n))


def _make_small() -> Array[int]:
    values = [1]
    for i in range(1, 20):
        values.append(values[-1] * i)
    return Array.of(values)


_SMALL_FACTORIALS: Array[int] = _make_small()


def factorial_value(n: int) -> Value:
    if n < 20:
        return from_int(_SMALL_FACTORIALS[n])
    return factorial_of(n)


@function("math", "factorial(n, /)", doc="n! of a nonnegative int.")
def m_factorial(w: Value) -> Value:
    v = index_value(w)
    if int_sign(v) < 0:
        raise value_error("factorial() not defined for negative values")
    n, too_big = int_to_i64(v)
    if too_big:
        raise overflow_error(f"factorial() argument should not exceed {I64_MAX}")
    return factorial_value(n)


def _counts(w_n: Value, w_k: Value) -> tuple[Value, Value]:
    n = index_value(w_n)
    k = index_value(w_k)
    if int_sign(n) < 0:
        raise value_error("n must be a non-negative integer")
    if int_sign(k) < 0:
        raise value_error("k must be a non-negative integer")
    return n, k


def falling_product(n: Value, k: int) -> Value:
    """n * (n - 1) * ... of k factors."""
    if is_int(n):
        i = int_value(n)
        return product_of_range(i - k + 1, i + 1, 1)
    if k == 0:
        return from_int(1)
    if k == 1:
        return n
    check_signals()
    half = k // 2
    return int_mul(falling_product(n, half), falling_product(int_sub(n, from_int(half)), k - half))


@function("math", "perm(n, k=None, /)", doc="Number of ways to choose k of n items in order.")
def m_perm(w_n: Value, w_k: Value) -> Value:
    if same(w_k, w_None):
        return m_factorial(w_n)
    n, k = _counts(w_n, w_k)
    if int_compare(k, n) > 0:
        return from_int(0)
    count, too_big = int_to_i64(k)
    if too_big:
        raise overflow_error(f"k must not exceed {I64_MAX}")
    return falling_product(n, count)


@function("math", "comb(n, k, /)", doc="Number of ways to choose k of n items without order.")
def m_comb(w_n: Value, w_k: Value) -> Value:
    n, k = _counts(w_n, w_k)
    if int_compare(k, n) > 0:
        return from_int(0)
    other = int_sub(n, k)
    if int_compare(other, k) < 0:
        k = other
    count, too_big = int_to_i64(k)
    if too_big:
        raise overflow_error(f"min(n - k, k) must not exceed {I64_MAX}")
    if is_int(n):
        small = _small_comb(int_value(n), count)
        if small > 0:
            return from_int(small)
    return int_floordiv(falling_product(n, count), factorial_value(count))


def _small_comb(n: int, k: int) -> int:
    """C(n, k) in machine words, 0 when they do not hold it."""
    r = 1
    for i in range(k):
        r, overflow = mul_ovf(r, n - i)
        if overflow:
            return 0
        r //= i + 1
    return r if r < (1 << 62) else 0

"""int: exact integers of any size as Values. Arithmetic for the interpreter's slow paths and for the rest of the runtime.

An exact int is an immediate (63 bits) or a W_Long (int/bigint.py). Every operation tests for two immediates first; their sum and
difference always fit a machine word, so only the result's size is looked at. The functions here take exact ints only: `plain` unboxes bools
and user subclasses before. What Python programs see of the type is in int/methods.py, text in int/text.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, clz64, inline, mul_ovf, new_trailing, popcount64, set_instance_shape, try_as, u32, unwrap, wrap_sub
from protodialect.unsafe import bits_float, float_bits
from protopython.objects.float import libm
from protopython.objects.int.bigint import (
    DIGIT_BITS,
    DIGIT_MASK,
    W_Long,
    finish,
    long_of,
    long_of_i64,
    mag_add,
    mag_add_small,
    mag_any_below,
    mag_bit_count,
    mag_bit_length,
    mag_compare,
    mag_divmod,
    mag_divmod_small,
    mag_low_bits,
    mag_mod_small,
    mag_mul,
    mag_mul_small,
    mag_shl,
    mag_shr,
    mag_sub,
    mag_sub_small,
    mag_top_bits,
    new_int,
    new_long,
)
from protopython.objects.model.define import INT
from protopython.objects.model.errors import overflow_error, value_error, zero_division_error
from protopython.protocore.polling import check_signals
from protopython.protocore.shape import layout_of_class
from protopython.protocore.value import both_int, from_int, int_value, is_int, same

# The objects of type int that are objects at all are W_Longs.
INT.layout = layout_of_class(W_Long)
INT.root_shape.layout = INT.layout
set_instance_shape(W_Long, INT.root_shape)

__all__ = ["W_Long", "new_int"]

I64_MAX: Final[int] = 9223372036854775807
HASH_MODULUS: Final[int] = 2305843009213693951
"""2**61 - 1: numbers that are equal have equal hashes across int, float, complex, Fraction and Decimal because all use it."""


@inline
def is_integer(v: Value) -> bool:
    """An exact int."""
    return is_int(v) or try_as(W_Long, v) is not None


def int_to_i64(v: Value) -> tuple[int, bool]:
    """(the number, False), or (its low 64 bits, True) when it does not fit."""
    if is_int(v):
        return int_value(v), False
    a = unwrap(W_Long, v)
    low = mag_low_bits(a)
    n = mag_bit_length(a)
    if n <= 63:
        return (-low if a.negative else low), False
    if a.negative:
        if n == 64 and low == -I64_MAX - 1:
            return low, False
        return wrap_sub(0, low), True
    return low, True


def int_clamp(v: Value) -> int:
    """v as a machine integer, or the nearest one."""
    i, too_big = int_to_i64(v)
    if too_big:
        return -I64_MAX - 1 if int_sign(v) < 0 else I64_MAX
    return i


def int_low64(v: Value) -> int:
    """The low 64 bits (two's complement)."""
    i, _too_big = int_to_i64(v)
    return i


def new_uint(i: int) -> Value:
    """The Value of the unsigned 64-bit pattern i."""
    if i >= 0:
        return new_int(i)
    r = new_long(3)
    r.items[0] = u32(i & DIGIT_MASK)
    r.items[1] = u32((i >> DIGIT_BITS) & DIGIT_MASK)
    r.items[2] = u32((i >> 60) & 15)
    return finish(r, False)


def int_sign(v: Value) -> int:
    if is_int(v):
        i = int_value(v)
        return 1 if i > 0 else -1 if i < 0 else 0
    return -1 if unwrap(W_Long, v).negative else 1


def int_is_odd(v: Value) -> bool:
    if is_int(v):
        return (int_value(v) & 1) != 0
    return (unwrap(W_Long, v).items[0] & 1) != 0


def int_bit_length(v: Value) -> int:
    if is_int(v):
        return 64 - clz64(abs(int_value(v)))
    return mag_bit_length(unwrap(W_Long, v))


def int_bit_count(v: Value) -> int:
    if is_int(v):
        return popcount64(abs(int_value(v)))
    return mag_bit_count(unwrap(W_Long, v))


def int_hash(v: Value) -> int:
    if is_int(v):
        i = int_value(v)
        if 0 <= i < HASH_MODULUS:
            return i
        m = abs(i)
        m = (m & HASH_MODULUS) + (m >> 61)
        if m >= HASH_MODULUS:
            m -= HASH_MODULUS
        h = -m if i < 0 else m
        return -2 if h == -1 else h
    a = unwrap(W_Long, v)
    h = 0
    k = a.size - 1
    while k >= 0:
        h = ((h & 0x7FFFFFFF) << DIGIT_BITS) | (h >> 31)
        h += a.items[k]
        if h >= HASH_MODULUS:
            h -= HASH_MODULUS
        k -= 1
    if a.negative:
        h = -h
        if h == -1:
            h = -2
    return h


# --- comparison ------------------------------------------------------------------------------------------------------


def int_compare(a: Value, b: Value) -> int:
    """-1, 0 or 1."""
    if is_int(a):
        if is_int(b):
            x = int_value(a)
            y = int_value(b)
            return -1 if x < y else 1 if x > y else 0
        return 1 if unwrap(W_Long, b).negative else -1
    la = unwrap(W_Long, a)
    if is_int(b):
        return -1 if la.negative else 1
    lb = unwrap(W_Long, b)
    if la.negative != lb.negative:
        return -1 if la.negative else 1
    c = mag_compare(la, lb)
    return -c if la.negative else c


def int_equal(a: Value, b: Value) -> bool:
    if is_int(a) or is_int(b):
        return same(a, b)
    la = unwrap(W_Long, a)
    lb = unwrap(W_Long, b)
    return la.negative == lb.negative and mag_compare(la, lb) == 0


# --- addition, multiplication ----------------------------------------------------------------------------------------


def int_add(a: Value, b: Value) -> Value:
    if both_int(a, b):
        return new_int(int_value(a) + int_value(b))
    if is_int(b):
        return _add_small(unwrap(W_Long, a), int_value(b))
    if is_int(a):
        return _add_small(unwrap(W_Long, b), int_value(a))
    la = unwrap(W_Long, a)
    lb = unwrap(W_Long, b)
    if la.negative == lb.negative:
        return finish(mag_add(la, lb), la.negative)
    return _difference(la, lb, la.negative)


def int_sub(a: Value, b: Value) -> Value:
    if both_int(a, b):
        return new_int(int_value(a) - int_value(b))
    if is_int(b):
        return _add_small(unwrap(W_Long, a), -int_value(b))
    lb = unwrap(W_Long, b)
    if is_int(a):
        return int_neg(_add_small(lb, -int_value(a)))
    la = unwrap(W_Long, a)
    if la.negative != lb.negative:
        return finish(mag_add(la, lb), la.negative)
    return _difference(la, lb, la.negative)


def _add_small(a: W_Long, i: int) -> Value:
    """a + i for |i| <= 2**62; a W_Long is at least as large."""
    if i < 0:
        if a.negative:
            return finish(mag_add_small(a, -i), True)
        return finish(mag_sub_small(a, -i), False)
    if a.negative:
        return finish(mag_sub_small(a, i), True)
    return finish(mag_add_small(a, i), False)


def _difference(a: W_Long, b: W_Long, negative: bool) -> Value:
    """sign * (|a| - |b|)"""
    c = mag_compare(a, b)
    if c == 0:
        return from_int(0)
    if c > 0:
        return finish(mag_sub(a, b), negative)
    return finish(mag_sub(b, a), not negative)


def int_mul(a: Value, b: Value) -> Value:
    if both_int(a, b):
        x = int_value(a)
        y = int_value(b)
        product, overflow = mul_ovf(x, y)
        if not overflow:
            return new_int(product)
        return finish(mag_mul(long_of_i64(x), long_of_i64(y)), (x < 0) != (y < 0))
    if is_int(b):
        return _mul_small(unwrap(W_Long, a), int_value(b))
    if is_int(a):
        return _mul_small(unwrap(W_Long, b), int_value(a))
    la = unwrap(W_Long, a)
    lb = unwrap(W_Long, b)
    return finish(mag_mul(la, lb), la.negative != lb.negative)


def _mul_small(a: W_Long, i: int) -> Value:
    negative = a.negative != (i < 0)
    m = -i if i < 0 else i
    if m <= 0xFFFFFFFF:
        if m == 0:
            return from_int(0)
        return finish(mag_mul_small(a, m), negative)
    return finish(mag_mul(a, long_of_i64(m)), negative)


def int_neg(a: Value) -> Value:
    if is_int(a):
        return new_int(-int_value(a))
    la = unwrap(W_Long, a)
    return finish(copy_magnitude(la), not la.negative)


def copy_magnitude(a: W_Long) -> W_Long:
    n = a.size
    r = new_long(n)
    i = 0
    while i < n:
        r.items[i] = u32(a.items[i])
        i += 1
    return r


def int_abs(a: Value) -> Value:
    if int_sign(a) < 0:
        return int_neg(a)
    return a


# --- division --------------------------------------------------------------------------------------------------------


def int_divmod2(a: Value, b: Value) -> tuple[Value, Value]:
    """Floor division: quotient and remainder, whose sign is b's."""
    if both_int(a, b):
        x = int_value(a)
        y = int_value(b)
        if y == 0:
            raise zero_division_error("division by zero")
        return new_int(x // y), from_int(x % y)
    if is_int(b):
        y = int_value(b)
        m = -y if y < 0 else y
        if m <= 0xFFFFFFFF:
            if y == 0:
                raise zero_division_error("division by zero")
            la = unwrap(W_Long, a)
            q, r = mag_divmod_small(la, m)
            if la.negative == (y < 0):
                return finish(q, False), from_int(-r if y < 0 else r)
            if r == 0:
                return finish(q, True), from_int(0)
            return finish(mag_add_small(q, 1), True), from_int(r - m if y < 0 else m - r)
    la = long_of(a)
    lb = long_of(b)
    qq, rr = mag_divmod(la, lb)
    if la.negative == lb.negative:
        return finish(qq, False), finish(owned(rr, la), lb.negative)
    if rr.size == 0:
        return finish(qq, True), from_int(0)
    return finish(mag_add_small(qq, 1), True), finish(mag_sub(lb, rr), lb.negative)


def owned(r: W_Long, other: W_Long) -> W_Long:
    """r, or a copy when it is `other` itself (mag_divmod returns its dividend as the remainder of a small one)."""
    return copy_magnitude(r) if r is other else r


def int_divmod(a: Value, b: Value) -> tuple[Value, Value]:
    return int_divmod2(a, b)


def int_floordiv(a: Value, b: Value) -> Value:
    if both_int(a, b):
        y = int_value(b)
        if y == 0:
            raise zero_division_error("division by zero")
        return new_int(int_value(a) // y)
    q, _rest = int_divmod2(a, b)
    return q


def int_mod(a: Value, b: Value) -> Value:
    if both_int(a, b):
        y = int_value(b)
        if y == 0:
            raise zero_division_error("division by zero")
        return from_int(int_value(a) % y)
    if is_int(b):
        y = int_value(b)
        m = -y if y < 0 else y
        if 0 < m <= 0xFFFFFFFF:
            la = unwrap(W_Long, a)
            r = mag_mod_small(la, m)
            if r != 0 and la.negative:
                r = m - r
            # r = a mod m, in 0..m-1
            return from_int(r - m if r != 0 and y < 0 else r)
    elif is_int(a):
        # |a| < |b| when their signs are the same
        x = int_value(a)
        lb = unwrap(W_Long, b)
        if x == 0 or (x < 0) == lb.negative:
            return a
    _quotient, rest = int_divmod2(a, b)
    return rest


# --- shifts, bits ----------------------------------------------------------------------------------------------------

MAX_SHIFT: Final[int] = 0x7FFFFFFFFFF
"""Bits beyond which no machine has memory for the result."""


def int_lshift(a: Value, b: Value) -> Value:
    if int_sign(b) < 0:
        raise value_error("negative shift count")
    if is_int(a) and int_value(a) == 0:
        return a
    if not is_int(b) or int_value(b) > MAX_SHIFT:
        raise overflow_error("too many digits in integer")
    return shift_left(a, int_value(b))


def shift_left(a: Value, n: int) -> Value:
    """a << n for 0 <= n <= MAX_SHIFT."""
    if is_int(a):
        i = int_value(a)
        if n < 62:
            r = (abs(i) >> (62 - n)) == 0
            if r:
                return from_int(i << n) if i >= 0 else from_int(-((-i) << n))
        elif i == 0:
            return a
        return finish(mag_shl(long_of_i64(i), n), i < 0)
    la = unwrap(W_Long, a)
    return finish(mag_shl(la, n) if n > 0 else copy_magnitude(la), la.negative)


def int_rshift(a: Value, b: Value) -> Value:
    if int_sign(b) < 0:
        raise value_error("negative shift count")
    if is_int(b):
        return shift_right(a, int_value(b))
    return from_int(-1 if int_sign(a) < 0 else 0)


def shift_right(a: Value, n: int) -> Value:
    """a >> n (toward minus infinity) for n >= 0."""
    if is_int(a):
        return from_int(int_value(a) >> min(n, 63))
    la = unwrap(W_Long, a)
    if la.negative and mag_any_below(la, n):
        return finish(mag_add_small(mag_shr(la, n), 1), True)
    return finish(mag_shr(la, n), la.negative)


def int_and(a: Value, b: Value) -> Value:
    if both_int(a, b):
        return from_int(int_value(a) & int_value(b))
    if is_int(b) and int_value(b) >= 0:
        return from_int(int_low64(a) & int_value(b))
    if is_int(a) and int_value(a) >= 0:
        return from_int(int_low64(b) & int_value(a))
    return _bitwise(0, long_of(a), long_of(b))


def int_or(a: Value, b: Value) -> Value:
    if both_int(a, b):
        return from_int(int_value(a) | int_value(b))
    return _bitwise(1, long_of(a), long_of(b))


def int_xor(a: Value, b: Value) -> Value:
    if both_int(a, b):
        return from_int(int_value(a) ^ int_value(b))
    return _bitwise(2, long_of(a), long_of(b))


def int_invert(a: Value) -> Value:
    if is_int(a):
        return from_int(~int_value(a))
    return int_sub(from_int(-1), a)


def _bitwise(op: int, a: W_Long, b: W_Long) -> Value:
    """op 0: and, 1: or, 2: xor; a negative operand is read as its two's complement, digit by digit from below."""
    if a.size < b.size:
        a, b = b, a
    negative = False
    if op == 0:
        negative = a.negative and b.negative
    elif op == 1:
        negative = a.negative or b.negative
    else:
        negative = a.negative != b.negative
    n = a.size
    nb = b.size
    if op == 0 and not b.negative:
        n = nb
    flip_a = DIGIT_MASK if a.negative else 0
    flip_b = DIGIT_MASK if b.negative else 0
    flip_r = DIGIT_MASK if negative else 0
    carry_a = 1 if a.negative else 0
    carry_b = 1 if b.negative else 0
    carry_r = 1 if negative else 0
    r = new_trailing(W_Long, None, n + 1)
    i = 0
    while i < n:
        x = (a.items[i] ^ flip_a) + carry_a
        carry_a = x >> DIGIT_BITS
        y = ((b.items[i] if i < nb else 0) ^ flip_b) + carry_b
        carry_b = y >> DIGIT_BITS
        z = x & y if op == 0 else x | y if op == 1 else x ^ y
        z = ((z & DIGIT_MASK) ^ flip_r) + carry_r
        carry_r = z >> DIGIT_BITS
        r.items[i] = u32(z & DIGIT_MASK)
        i += 1
    r.items[n] = u32(carry_r)
    r.size = n + 1
    return finish(r, negative)


# --- powers ----------------------------------------------------------------------------------------------------------


def int_pow(a: Value, b: Value) -> Value:
    """a ** b for b >= 0 (negative exponents give floats: int/methods.py)."""
    if is_int(a):
        x = int_value(a)
        if x == 0:
            return from_int(1 if int_sign(b) == 0 else 0)
        if x == 1:
            return a
        if x == -1:
            return from_int(-1 if int_is_odd(b) else 1)
    if not is_int(b) or int_value(b) > MAX_SHIFT:
        raise overflow_error("too many digits in integer")
    n = int_value(b)
    if n == 0:
        return from_int(1)
    if is_int(a):
        x = int_value(a)
        if x == 2:
            return shift_left(from_int(1), n)
        # While the result fits a machine word, stay there.
        if n * (64 - clz64(abs(x))) <= 62:
            result = 1
            while True:
                if (n & 1) != 0:
                    result *= x
                n >>= 1
                if n == 0:
                    return from_int(result)
                x *= x
    bit = 62 - clz64(n)
    r = a
    while bit >= 0:
        r = int_mul(r, r)
        if ((n >> bit) & 1) != 0:
            r = int_mul(r, a)
        bit -= 1
    return r


def int_pow_mod(a: Value, b: Value, c: Value) -> Value:
    """pow(a, b, c): the result has c's sign."""
    if int_sign(c) == 0:
        raise value_error("pow() 3rd argument cannot be 0")
    modulus = int_abs(c)
    if int_sign(b) < 0:
        a = int_inverse(a, modulus)
        b = int_neg(b)
    r = _pow_mod(int_mod(a, modulus), b, modulus)
    if int_sign(c) < 0 and int_sign(r) != 0:
        return int_add(r, c)
    return r


def _pow_mod(a: Value, b: Value, m: Value) -> Value:
    """a ** b % m for 0 <= a < m, b >= 0."""
    if is_int(m) and int_value(m) <= 0x7FFFFFFF:
        return from_int(_pow_mod_word(int_value(a), b, int_value(m)))
    if int_bit_length(b) < 200:
        r = from_int(1)
        k = int_bit_length(b) - 1
        while k >= 0:
            r = int_mod(int_mul(r, r), m)
            if int_bit(b, k):
                r = int_mod(int_mul(r, a), m)
            k -= 1
        return r
    # Windows of five bits: a table of a**0 .. a**31, one multiplication for five squarings.
    table: list[Value] = [from_int(1), a]
    while len(table) < 32:
        table.append(int_mod(int_mul(table[len(table) - 1], a), m))
    r = from_int(1)
    k = (int_bit_length(b) + 4) // 5 - 1
    while k >= 0:
        digit = 0
        for i in range(5):
            r = int_mod(int_mul(r, r), m)
            digit = digit * 2 + (1 if int_bit(b, k * 5 + 4 - i) else 0)
        if digit != 0:
            r = int_mod(int_mul(r, table[digit]), m)
        check_signals()
        k -= 1
    return r


def _pow_mod_word(x: int, b: Value, m: int) -> int:
    r = 1 % m
    k = int_bit_length(b) - 1
    while k >= 0:
        r = r * r % m
        if int_bit(b, k):
            r = r * x % m
        k -= 1
    return r


def int_bit(v: Value, k: int) -> bool:
    """Bit k of a number that is not negative."""
    if is_int(v):
        return k < 63 and ((int_value(v) >> k) & 1) != 0
    a = unwrap(W_Long, v)
    word = k // DIGIT_BITS
    return word < a.size and ((a.items[word] >> (k - word * DIGIT_BITS)) & 1) != 0


def int_inverse(a: Value, m: Value) -> Value:
    """The inverse of a modulo m > 0, by the extended Euclidean algorithm."""
    x = from_int(1)
    y = from_int(0)
    r = int_mod(a, m)
    s = m
    while int_sign(s) != 0:
        q, rest = int_divmod2(r, s)
        r, s = s, rest
        x, y = y, int_sub(x, int_mul(q, y))
    if not (is_int(r) and int_value(r) == 1):
        raise value_error("base is not invertible for the given modulus")
    return int_mod(x, m)


# --- gcd, square root ------------------------------------------------------------------------------------------------


def int_gcd(a: Value, b: Value) -> Value:
    """Euclid; while the numbers are long, Lehmer's steps on their leading 60 bits."""
    a = int_abs(a)
    b = int_abs(b)
    while not both_int(a, b):
        if int_compare(a, b) < 0:
            a, b = b, a
        if int_sign(b) == 0:
            return a
        check_signals()
        n = int_bit_length(a)
        if is_int(b) or n - int_bit_length(b) > 40:
            a, b = b, int_mod(a, b)
            continue
        shift = n - 60
        x = int_value(shift_right(a, shift))
        y = int_value(shift_right(b, shift))
        # (a, b) <- (p*a + q*b, r*a + s*b) as long as the quotients of x/y are surely those of a/b
        p = 1
        q = 0
        r = 0
        s = 1
        while y + r != 0 and y + s != 0:
            w = (x + p) // (y + r)
            if w != (x + q) // (y + s):
                break
            if w > 0x3FFFFFFF:
                break
            t = p - w * r
            if abs(t) > 0x3FFFFFFF or abs(q - w * s) > 0x3FFFFFFF:
                break
            p, r = r, t
            q, s = s, q - w * s
            x, y = y, x - w * y
        if q == 0:
            a, b = b, int_mod(a, b)
        else:
            na = int_add(int_mul(from_int(p), a), int_mul(from_int(q), b))
            nb = int_add(int_mul(from_int(r), a), int_mul(from_int(s), b))
            a = int_abs(na)
            b = int_abs(nb)
    i = int_value(a)
    j = int_value(b)
    while j != 0:
        i, j = j, i % j
    return new_int(i)


def isqrt_i64(n: int) -> int:
    """The integer square root of 0 <= n < 2**62."""
    r = int(libm.c_sqrt(float(n)))
    while r * r > n:
        r -= 1
    while (r + 1) * (r + 1) <= n:
        r += 1
    return r


def int_isqrt(v: Value) -> Value:
    """The integer square root of v >= 0: Newton's method that doubles its precision each step (Mark Dickinson's variant)."""
    if is_int(v):
        return from_int(isqrt_i64(int_value(v)))
    c = (int_bit_length(v) - 1) // 2
    a = from_int(1)
    d = 0
    s = 63 - clz64(c)
    while s >= 0:
        e = d
        d = c >> s
        high = shift_left(a, d - e - 1)
        low = int_floordiv(shift_right(v, 2 * c - e - d + 1), a)
        a = int_add(high, low)
        s -= 1
    if int_compare(int_mul(a, a), v) > 0:
        return int_sub(a, from_int(1))
    return a


# --- float -----------------------------------------------------------------------------------------------------------


def power_of_two(n: int) -> float:
    """2.0 ** n for -1022 <= n <= 1023."""
    return bits_float((n + 1023) << 52)


def round_scaled(q: int, inexact: bool, shift: int) -> float:
    """The float nearest to q * 2**shift (ties to even), q >= 0; `inexact`: the true value is a little above q. q has at least 55 bits
    when inexact. Overflow gives infinity."""
    if q == 0:
        return 0.0
    bits = 64 - clz64(q)
    top = bits + shift  # value < 2**top
    if top > 1024:
        return libm.INF
    keep = 53 if top >= -1021 else top + 1074
    if keep < 0:
        return 0.0
    drop = bits - keep
    if drop > 0:
        if drop > 63:
            return 0.0
        rest = q & ((1 << drop) - 1)
        half = 1 << (drop - 1)
        q >>= drop
        if rest > half or (rest == half and (inexact or (q & 1) != 0)):
            q += 1
        shift += drop
    # Exact from here on; in two steps where one factor alone would leave the range.
    x = float(q)
    if shift > 900:
        return x * power_of_two(900) * power_of_two(shift - 900)
    if shift < -1000:
        return x * power_of_two(-1000) * power_of_two(shift + 1000)
    return x * power_of_two(shift)


def mag_to_float(a: W_Long) -> float:
    """The nearest float to the magnitude, infinity beyond the range."""
    n = mag_bit_length(a)
    if n > 1024:
        return libm.INF
    if n <= 62:
        return round_scaled(mag_low_bits(a), False, 0)
    return round_scaled(mag_top_bits(a, 62), mag_any_below(a, n - 62), n - 62)


def int_to_float(v: Value) -> float:
    if is_int(v):
        return float(int_value(v))
    a = unwrap(W_Long, v)
    x = mag_to_float(a)
    if x == libm.INF:
        raise overflow_error("int too large to convert to float")
    return -x if a.negative else x


def int_to_float_parts(v: Value) -> tuple[float, int]:
    """(m, e) with v = m * 2**e nearly, 0.5 <= |m| < 1; for logarithms of huge numbers. v is not zero."""
    a = long_of(v)
    n = mag_bit_length(a)
    if n <= 62:
        x = round_scaled(mag_low_bits(a), False, -n)
    else:
        x = round_scaled(mag_top_bits(a, 62), mag_any_below(a, n - 62), -62)
    return (-x if a.negative else x), n


def int_from_float(x: float) -> Value:
    """The integer part of x."""
    if -4611686018427387904.0 <= x < 4611686018427387904.0:
        return from_int(int(x))
    if x != x:
        raise value_error("cannot convert float NaN to integer")
    if libm.is_inf(x):
        raise overflow_error("cannot convert float infinity to integer")
    bits = float_bits(x)
    exponent = (bits >> 52) & 0x7FF
    mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000
    r = shift_left(from_int(mantissa), exponent - 1075)
    return int_neg(r) if x < 0.0 else r


def int_truediv(a: Value, b: Value) -> float:
    """The float nearest to the exact quotient."""
    if both_int(a, b):
        x = int_value(a)
        y = int_value(b)
        if y == 0:
            raise zero_division_error("division by zero")
        if -9007199254740992 <= x <= 9007199254740992 and -9007199254740992 <= y <= 9007199254740992:
            return float(x) / float(y)
    if int_sign(b) == 0:
        raise zero_division_error("division by zero")
    z = int_truediv_or_inf(a, b)
    if libm.is_inf(z):
        raise overflow_error("integer division result too large for a float")
    return z


def int_truediv_or_inf(a: Value, b: Value) -> float:
    """The nearest float to a / b, infinity beyond the range; b is not zero."""
    la = long_of(a)
    lb = long_of(b)
    if la.size == 0:
        return -0.0 if lb.negative else 0.0
    # Scale so that the quotient has 60 or 61 bits; what is shifted out or remains only decides ties.
    shift = mag_bit_length(la) - mag_bit_length(lb) - 60
    negative = la.negative != lb.negative
    if shift > 1100:
        return -libm.INF if negative else libm.INF
    if shift < -1300:
        return -0.0 if negative else 0.0
    inexact = False
    if shift < 0:
        top = mag_shl(la, -shift)
    else:
        top = mag_shr(la, shift)
        inexact = mag_any_below(la, shift)
    q, r = mag_divmod(top, lb)
    z = round_scaled(mag_low_bits(q), inexact or r.size != 0, shift)
    return -z if negative else z


def int_compare_float(v: Value, x: float) -> int:
    """v against x, exactly: -1, 0, 1; 2 for a NaN."""
    if x != x:
        return 2
    if is_int(v):
        i = int_value(v)
        if -9007199254740992 <= i <= 9007199254740992:
            f = float(i)
            return -1 if f < x else 1 if f > x else 0
    if libm.is_inf(x):
        return -1 if x > 0.0 else 1
    if x >= -4611686018427387904.0 and x < 4611686018427387904.0 and not is_int(v):
        return int_sign(v)
    whole = libm.c_floor(x)
    c = int_compare(v, int_from_float(whole))
    if c == 0 and whole < x:
        return -1
    return c

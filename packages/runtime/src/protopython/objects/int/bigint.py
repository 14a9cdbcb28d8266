"""Arithmetic on magnitudes of any length: what lies under every int that does not fit a machine word.

    W_Long    [ Shape* | meta | negative | size | length | items: u32 ... ]
              value = sign * sum(items[i] * 2**(30*i) for i < size)

- A digit holds 30 bits, so a product of two fits 60, and four of them plus carries fit a signed 64-bit word: the inner
  loop of multiplication takes four digits of one operand at a time, and no step can overflow.
- `length` is what was allocated, `size` what is in use; items[size-1] is not zero in a finished magnitude.
- A W_Long that Python code can hold is never small: whatever fits 63 bits is an immediate (`finish` sees to that), so one has
  at least three digits. Inside this file and its users a W_Long also serves as a buffer of digits, of any content.
- W_Longs are immutable once finished: no locks, shared freely between threads.

Functions named mag_* ignore signs. Nothing here raises. Sources: Knuth, TAOCP vol. 2, section 4.3.1 (algorithms A, S, M, D);
Karatsuba and Ofman (1962); Burnikel and Ziegler, "Fast recursive division" (1998).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    Trailing,
    Value,
    clz64,
    inline,
    new_trailing,
    popcount64,
    u32,
    unwrap,
    wrap,
)
from protopython.protocore.object import W_Object
from protopython.protocore.polling import check_signals
from protopython.protocore.value import SMALL_INT_MIN, fits_small, from_int, int_value, is_int

DIGIT_BITS: Final[int] = 30
DIGIT_BASE: Final[int] = 1073741824
DIGIT_MASK: Final[int] = 1073741823

KARATSUBA_CUTOFF: Final[int] = 100
"""Digits below which schoolbook multiplication wins (measured compiled; it does four digits a step)."""
DIVIDE_CUTOFF: Final[int] = 160
"""Digits of divisor below which algorithm D wins over recursive division."""


class W_Long(W_Object):
    negative: bool
    size: int
    length: int
    items: Trailing[u32]


def new_long(n: int) -> W_Long:
    """A buffer of n zero digits, size n, not negative."""
    r = new_trailing(W_Long, None, n)
    r.size = n
    return r


@inline
def trim(r: W_Long) -> None:
    """Drops leading zero digits."""
    n = r.size
    while n > 0 and r.items[n - 1] == 0:
        n -= 1
    r.size = n


def finish(r: W_Long, negative: bool) -> Value:
    """The Value of sign and magnitude; r becomes part of it and must not be changed after."""
    trim(r)
    n = r.size
    if n <= 3:
        if n == 0:
            return from_int(0)
        m = int(r.items[0])
        if n >= 2:
            m |= r.items[1] << DIGIT_BITS
        if n == 3:
            top = int(r.items[2])
            if top >= 4:
                if negative and top == 4 and m == 0:
                    return from_int(SMALL_INT_MIN)
                r.negative = negative
                return wrap(r)
            m |= top << 60
        return from_int(-m if negative else m)
    r.negative = negative
    return wrap(r)


def long_of_i64(i: int) -> W_Long:
    """Sign and magnitude of a machine integer, as an (unnormalised) W_Long."""
    r = new_trailing(W_Long, None, 3)
    if i < 0:
        r.negative = True
        low = -(i + 1)  # |i| - 1, which cannot overflow
        d0 = (low & DIGIT_MASK) + 1
        d1 = ((low >> DIGIT_BITS) & DIGIT_MASK) + (d0 >> DIGIT_BITS)
        d2 = (low >> 60) + (d1 >> DIGIT_BITS)
        r.items[0] = u32(d0 & DIGIT_MASK)
        r.items[1] = u32(d1 & DIGIT_MASK)
        r.items[2] = u32(d2)
    else:
        r.items[0] = u32(i & DIGIT_MASK)
        r.items[1] = u32((i >> DIGIT_BITS) & DIGIT_MASK)
        r.items[2] = u32(i >> 60)
    r.size = 3
    trim(r)
    return r


def long_of(v: Value) -> W_Long:
    """An exact int as a W_Long; an immediate gets a temporary one."""
    if is_int(v):
        return long_of_i64(int_value(v))
    return unwrap(W_Long, v)


@inline
def new_int(i: int) -> Value:
    """The Value of any machine integer."""
    if fits_small(i):
        return from_int(i)
    return wrap(long_of_i64(i))


# --- reading ---------------------------------------------------------------------------------------------------------


def mag_bit_length(a: W_Long) -> int:
    n = a.size
    if n == 0:
        return 0
    return (n - 1) * DIGIT_BITS + 64 - clz64(a.items[n - 1])


def mag_bit_count(a: W_Long) -> int:
    total = 0
    for i in range(a.size):
        total += popcount64(a.items[i])
    return total


def mag_compare(a: W_Long, b: W_Long) -> int:
    """-1, 0 or 1."""
    n = a.size
    if n != b.size:
        return -1 if n < b.size else 1
    i = n - 1
    while i >= 0:
        x = a.items[i]
        y = b.items[i]
        if x != y:
            return -1 if x < y else 1
        i -= 1
    return 0


def mag_low_bits(a: W_Long) -> int:
    """The low 64 bits of the magnitude, as a machine integer."""
    n = a.size
    m = 0
    if n > 0:
        m = int(a.items[0])
    if n > 1:
        m |= a.items[1] << DIGIT_BITS
    if n > 2:
        m |= (a.items[2] & 7) << 60
        if (a.items[2] & 8) != 0:
            m = m - 9223372036854775807 - 1
    return m


def mag_top_bits(a: W_Long, count: int) -> int:
    """The highest `count` bits (at most 62; the magnitude has at least that many)."""
    shift = mag_bit_length(a) - count
    word = shift // DIGIT_BITS
    bits = shift - word * DIGIT_BITS
    m = a.items[word] >> bits
    have = DIGIT_BITS - bits
    word += 1
    while have < count:
        m |= (a.items[word] & ((1 << min(count - have, DIGIT_BITS)) - 1)) << have
        have += DIGIT_BITS
        word += 1
    return m


def mag_any_below(a: W_Long, bit: int) -> bool:
    """Whether any bit below position `bit` is set."""
    word = bit // DIGIT_BITS
    n = a.size
    if word >= n:
        return n > 0
    for i in range(word):
        if a.items[i] != 0:
            return True
    return (a.items[word] & ((1 << (bit - word * DIGIT_BITS)) - 1)) != 0


# --- addition --------------------------------------------------------------------------------------------------------


def mag_add(a: W_Long, b: W_Long) -> W_Long:
    if a.size < b.size:
        a, b = b, a
    n = a.size
    m = b.size
    r = new_trailing(W_Long, None, n + 1)
    carry = 0
    i = 0
    while i < m:
        carry += a.items[i] + b.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while i < n:
        carry += a.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.items[n] = u32(carry)
    r.size = n + 1 if carry != 0 else n
    return r


def mag_sub(a: W_Long, b: W_Long) -> W_Long:
    """a - b for a >= b; trimmed."""
    n = a.size
    m = b.size
    r = new_trailing(W_Long, None, n)
    carry = 0
    i = 0
    while i < m:
        carry += a.items[i] - b.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while i < n:
        carry += a.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.size = n
    trim(r)
    return r


def mag_add_small(a: W_Long, m: int) -> W_Long:
    """a + m for 0 <= m <= 2**62."""
    n = a.size
    r = new_trailing(W_Long, None, max(n, 3) + 1)
    carry = m
    i = 0
    while i < n:
        carry += a.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while carry != 0:
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.size = i
    return r


def mag_sub_small(a: W_Long, m: int) -> W_Long:
    """a - m for 0 <= m <= 2**62 and m <= a."""
    n = a.size
    r = new_trailing(W_Long, None, n)
    carry = -m
    i = 0
    while i < n:
        carry += a.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.size = n
    trim(r)
    return r


# --- multiplication --------------------------------------------------------------------------------------------------


def mag_mul_small(a: W_Long, f: int) -> W_Long:
    """a * f for 0 <= f < 2**32."""
    n = a.size
    r = new_trailing(W_Long, None, n + 2)
    carry = 0
    i = 0
    while i < n:
        carry += a.items[i] * f
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.items[n] = u32(carry & DIGIT_MASK)
    r.items[n + 1] = u32(carry >> DIGIT_BITS)
    r.size = n + 2
    trim(r)
    return r


def _mul_school(r: W_Long, ro: int, a: W_Long, ao: int, na: int, b: W_Long, bo: int, nb: int) -> None:
    """r[ro:ro+na+nb] = a[ao:ao+na] * b[bo:bo+nb]; that part of r is zero before. Wants na <= nb."""
    i = 0
    while i + 4 <= na:
        check_signals()
        f0 = int(a.items[ao + i])
        f1 = int(a.items[ao + i + 1])
        f2 = int(a.items[ao + i + 2])
        f3 = int(a.items[ao + i + 3])
        b1 = 0
        b2 = 0
        b3 = 0
        carry = 0
        k = ro + i
        j = bo
        end = bo + nb
        while j < end:
            b0 = int(b.items[j])
            carry += r.items[k] + f0 * b0 + f1 * b1 + f2 * b2 + f3 * b3
            r.items[k] = u32(carry & DIGIT_MASK)
            carry >>= DIGIT_BITS
            b3 = b2
            b2 = b1
            b1 = b0
            j += 1
            k += 1
        carry += f1 * b1 + f2 * b2 + f3 * b3
        r.items[k] = u32(carry & DIGIT_MASK)
        carry = (carry >> DIGIT_BITS) + f2 * b1 + f3 * b2
        r.items[k + 1] = u32(carry & DIGIT_MASK)
        carry = (carry >> DIGIT_BITS) + f3 * b1
        r.items[k + 2] = u32(carry & DIGIT_MASK)
        r.items[k + 3] = u32(carry >> DIGIT_BITS)
        i += 4
    while i < na:
        f = int(a.items[ao + i])
        carry = 0
        k = ro + i
        j = bo
        end = bo + nb
        while j < end:
            carry += r.items[k] + f * b.items[j]
            r.items[k] = u32(carry & DIGIT_MASK)
            carry >>= DIGIT_BITS
            j += 1
            k += 1
        r.items[k] = u32(carry)
        i += 1


def _add_into(r: W_Long, ro: int, nr: int, b: W_Long, nb: int) -> None:
    """r[ro:ro+nr] += b[:nb]; the carry stays inside."""
    carry = 0
    i = 0
    while i < nb:
        carry += r.items[ro + i] + b.items[i]
        r.items[ro + i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while carry != 0 and i < nr:
        carry += r.items[ro + i]
        r.items[ro + i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1


def _sub_from(r: W_Long, nr: int, b: W_Long, bo: int, nb: int) -> None:
    """r[:nr] -= b[bo:bo+nb]; the result is not negative."""
    carry = 0
    i = 0
    while i < nb:
        carry += r.items[i] - b.items[bo + i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while carry != 0 and i < nr:
        carry += r.items[i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1


def _sum_of_halves(a: W_Long, ao: int, na: int, h: int) -> W_Long:
    """a[ao:ao+h] + a[ao+h:ao+na], h + 1 digits; na - h <= h."""
    r = new_trailing(W_Long, None, h + 1)
    high = na - h
    carry = 0
    i = 0
    while i < high:
        carry += a.items[ao + i] + a.items[ao + h + i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    while i < h:
        carry += a.items[ao + i]
        r.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.items[h] = u32(carry)
    r.size = h + 1
    return r


def _mul_into(r: W_Long, ro: int, a: W_Long, ao: int, na: int, b: W_Long, bo: int, nb: int) -> None:
    """r[ro:ro+na+nb] = a[ao:ao+na] * b[bo:bo+nb]; that part of r is zero before."""
    if na > nb:
        a, ao, na, b, bo, nb = b, bo, nb, a, ao, na
    if na < KARATSUBA_CUTOFF:
        _mul_school(r, ro, a, ao, na, b, bo, nb)
        return
    check_signals()
    if 2 * na <= nb:  # lopsided: pieces of b as long as a
        done = 0
        while done < nb:
            piece = min(na, nb - done)
            t = new_trailing(W_Long, None, na + piece)
            _mul_into(t, 0, a, ao, na, b, bo + done, piece)
            _add_into(r, ro + done, na + nb - done, t, na + piece)
            done += piece
        return
    # a = a1*B**h + a0, b likewise: a*b = p2*B**2h + ((a1+a0)*(b1+b0) - p2 - p0)*B**h + p0
    h = (nb + 1) // 2
    _mul_into(r, ro, a, ao, h, b, bo, h)
    _mul_into(r, ro + 2 * h, a, ao + h, na - h, b, bo + h, nb - h)
    sa = _sum_of_halves(a, ao, na, h)
    sb = _sum_of_halves(b, bo, nb, h)
    n = 2 * h + 2
    t = new_trailing(W_Long, None, n)
    _mul_into(t, 0, sa, 0, h + 1, sb, 0, h + 1)
    _sub_from(t, n, r, ro, 2 * h)
    _sub_from(t, n, r, ro + 2 * h, na + nb - 2 * h)
    room = na + nb - h
    while n > room and t.items[n - 1] == 0:
        n -= 1
    _add_into(r, ro + h, room, t, n)


def mag_mul(a: W_Long, b: W_Long) -> W_Long:
    n = a.size + b.size
    r = new_trailing(W_Long, None, n)
    r.size = n
    if a.size != 0 and b.size != 0:
        _mul_into(r, 0, a, 0, a.size, b, 0, b.size)
    trim(r)
    return r


# --- shifts ----------------------------------------------------------------------------------------------------------


def mag_shl(a: W_Long, n: int) -> W_Long:
    if a.size == 0:
        return a
    words = n // DIGIT_BITS
    bits = n - words * DIGIT_BITS
    size = a.size
    r = new_trailing(W_Long, None, size + words + 1)
    carry = 0
    i = 0
    while i < size:
        carry |= a.items[i] << bits
        r.items[i + words] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    r.items[size + words] = u32(carry)
    r.size = size + words + 1 if carry != 0 else size + words
    return r


def mag_shr(a: W_Long, n: int) -> W_Long:
    """Toward zero."""
    words = n // DIGIT_BITS
    size = a.size - words
    if size <= 0:
        return new_long(0)
    bits = n - words * DIGIT_BITS
    r = new_trailing(W_Long, None, size)
    i = 0
    while i < size - 1:
        r.items[i] = u32(
            ((a.items[i + words] >> bits) | (a.items[i + words + 1] << (DIGIT_BITS - bits))) & DIGIT_MASK
        )
        i += 1
    r.items[i] = u32(a.items[i + words] >> bits)
    r.size = size
    trim(r)
    return r


def mag_slice(a: W_Long, start: int, end: int) -> W_Long:
    """Digits start..end-1 (those that exist) as a number of their own."""
    end = min(end, a.size)
    n = max(end - start, 0)
    r = new_trailing(W_Long, None, n)
    i = 0
    while i < n:
        r.items[i] = u32(a.items[start + i])
        i += 1
    r.size = n
    trim(r)
    return r


# --- division --------------------------------------------------------------------------------------------------------


def mag_divmod_small(a: W_Long, d: int) -> tuple[W_Long, int]:
    """Quotient and remainder by 0 < d < 2**32."""
    n = a.size
    q = new_trailing(W_Long, None, n)
    rem = 0
    i = n - 1
    while i >= 0:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        rem = (rem << DIGIT_BITS) | a.items[i]
        t = rem // d
        q.items[i] = u32(t)
        rem -= t * d
        i -= 1
    q.size = n
    trim(q)
    return q, rem


def mag_mod_small(a: W_Long, d: int) -> int:
    rem = 0
    i = a.size - 1
    while i >= 0:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        rem = ((rem << DIGIT_BITS) | a.items[i]) % d
        i -= 1
    return rem


def _divide_school(u: W_Long, nu: int, v: W_Long, nv: int, q: W_Long) -> None:
    """Algorithm D: u[:nu] becomes the remainder; q[:nu-nv] the quotient. v is normalised (its top bit of 30 is set), u[nu-1] < v[nv-1]
    or u[nu-1] is a spare zero digit; nv >= 2."""
    v1 = int(v.items[nv - 1])
    v2 = int(v.items[nv - 2])
    j = nu - nv - 1
    while j >= 0:
        check_signals()
        top = (u.items[j + nv] << DIGIT_BITS) | u.items[j + nv - 1]
        guess = top // v1
        rest = top - guess * v1
        if guess >= DIGIT_BASE:
            rest += (guess - DIGIT_MASK) * v1
            guess = DIGIT_MASK
        under = int(u.items[j + nv - 2])
        while rest < DIGIT_BASE and guess * v2 > ((rest << DIGIT_BITS) | under):
            guess -= 1
            rest += v1
        carry = 0
        i = 0
        while i < nv:
            carry += u.items[j + i] - guess * v.items[i]
            u.items[j + i] = u32(carry & DIGIT_MASK)
            carry >>= DIGIT_BITS
            i += 1
        carry += u.items[j + nv]
        u.items[j + nv] = u32(0)
        if carry < 0:  # guessed one too high: add v back
            carry = 0
            i = 0
            while i < nv:
                carry += u.items[j + i] + v.items[i]
                u.items[j + i] = u32(carry & DIGIT_MASK)
                carry >>= DIGIT_BITS
                i += 1
            guess -= 1
        q.items[j] = u32(guess)
        j -= 1


def mag_divmod(a: W_Long, b: W_Long) -> tuple[W_Long, W_Long]:
    """Quotient and remainder, both trimmed; b is not zero."""
    nb = b.size
    if mag_compare(a, b) < 0:
        return new_long(0), a
    if nb == 1:
        quotient, rem = mag_divmod_small(a, b.items[0])
        return quotient, long_of_i64(rem)
    if nb >= DIVIDE_CUTOFF and a.size - nb >= DIVIDE_CUTOFF:
        return _divmod_recursive(a, b)
    shift = clz64(b.items[nb - 1]) - (64 - DIGIT_BITS)
    v = mag_shl(b, shift) if shift != 0 else b
    # u = a << shift with room for one more digit
    na = a.size
    u = new_trailing(W_Long, None, na + 1)
    carry = 0
    i = 0
    while i < na:
        carry |= a.items[i] << shift
        u.items[i] = u32(carry & DIGIT_MASK)
        carry >>= DIGIT_BITS
        i += 1
    u.items[na] = u32(carry)
    q = new_trailing(W_Long, None, na + 1 - nb)
    q.size = na + 1 - nb
    _divide_school(u, na + 1, v, nb, q)
    trim(q)
    u.size = nb
    trim(u)
    return q, mag_shr(u, shift) if shift != 0 else u


def _join(high: W_Long, low: W_Long, n: int) -> W_Long:
    """high * BASE**n + low, for low < BASE**n."""
    nh = high.size
    if nh == 0:
        return low
    r = new_trailing(W_Long, None, nh + n)
    for i in range(low.size):
        r.items[i] = u32(low.items[i])
    for i in range(nh):
        r.items[n + i] = u32(high.items[i])
    r.size = nh + n
    return r


def _divmod_recursive(a: W_Long, b: W_Long) -> tuple[W_Long, W_Long]:
    """Division in blocks of n digits, each two blocks by one (Burnikel and Ziegler)."""
    nb = b.size
    # n = cutoff-sized leaf times a power of two, so that halving comes out even
    parts = 1
    while parts * DIVIDE_CUTOFF <= nb:
        parts *= 2
    leaf = (nb + parts - 1) // parts
    n = leaf * parts
    shift = (n - nb) * DIGIT_BITS + clz64(b.items[nb - 1]) - (64 - DIGIT_BITS)
    v = mag_shl(b, shift)
    u = mag_shl(a, shift)
    blocks = (u.size + n - 1) // n
    rem = new_long(0)
    q = new_trailing(W_Long, None, blocks * n)
    q.size = blocks * n
    i = blocks - 1
    while i >= 0:
        part, rem = _divide_2_by_1(rem, mag_slice(u, i * n, (i + 1) * n), v, n)
        for k in range(part.size):
            q.items[i * n + k] = u32(part.items[k])
        i -= 1
    trim(q)
    return q, mag_shr(rem, shift)


def _divide_2_by_1(high: W_Long, low: W_Long, v: W_Long, n: int) -> tuple[W_Long, W_Long]:
    """(high * BASE**n + low) divmod v, for high < v < BASE**n with v's top bit set."""
    if n % 2 != 0 or n < DIVIDE_CUTOFF:
        return mag_divmod_plain(_join(high, low, n), v)
    check_signals()
    h = n // 2
    v1 = mag_slice(v, h, n)
    v0 = mag_slice(v, 0, h)
    q1, r1 = _divide_3_by_2(high, mag_slice(low, h, n), v, v1, v0, h)
    q0, r0 = _divide_3_by_2(r1, mag_slice(low, 0, h), v, v1, v0, h)
    return _join(q1, q0, h), r0


def _divide_3_by_2(
    high: W_Long, low: W_Long, v: W_Long, v1: W_Long, v0: W_Long, h: int
) -> tuple[W_Long, W_Long]:
    """(high * BASE**h + low) divmod v, v = v1 * BASE**h + v0, high < v."""
    top = mag_slice(high, h, 2 * h)
    middle = mag_slice(high, 0, h)
    if mag_compare(top, v1) >= 0:
        # quotient guess BASE**h - 1; rest = high - v1*BASE**h + v1
        q = new_trailing(W_Long, None, h)
        for i in range(h):
            q.items[i] = u32(DIGIT_MASK)
        q.size = h
        rest = mag_add(_join(mag_sub(top, v1), middle, h), v1)
    else:
        q, rest = _divide_2_by_1(top, middle, v1, h)
    back = mag_mul(q, v0)
    r = _join(rest, low, h)
    while mag_compare(r, back) < 0:
        r = mag_add(r, v)
        q = mag_sub_small(q, 1)
    return q, mag_sub(r, back)


def mag_divmod_plain(a: W_Long, b: W_Long) -> tuple[W_Long, W_Long]:
    """mag_divmod without the recursive method."""
    if b.size == 0 or a.size - b.size < DIVIDE_CUTOFF or b.size < DIVIDE_CUTOFF:
        return mag_divmod(a, b)
    # blocks keep the difference of sizes below the cutoff
    n = DIVIDE_CUTOFF - 1
    blocks = (a.size + n - 1) // n
    rem = new_long(0)
    q = new_trailing(W_Long, None, blocks * n)
    q.size = blocks * n
    i = blocks - 1
    while i >= 0:
        part, rem = mag_divmod(_join(rem, mag_slice(a, i * n, (i + 1) * n), n), b)
        for k in range(part.size):
            q.items[i * n + k] = u32(part.items[k])
        i -= 1
    trim(q)
    return q, rem

"""math: sums, products and lengths of several numbers, without the rounding errors of doing one after the other.

fsum keeps the partial sums as floats that do not overlap (Shewchuk, "Adaptive precision floating-point arithmetic", 1997) and rounds once. sumprod and the lengths carry
the error terms of each operation along (Ogita, Rump, Oishi, "Accurate sum and dot product", 2005), products split exactly by fma.
"""

from __future__ import annotations

from protodialect.types import Array, Value, i32, unwrap
from protopython.modules.math.float import split_float
from protopython.objects.float import libm
from protopython.objects.float.float import is_number, to_float
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import int_add, int_mul, is_integer
from protopython.objects.model.define import function
from protopython.objects.model.errors import overflow_error, value_error
from protopython.objects.model.operations import iterate, next_of, unpack_to_tuple
from protopython.objects.model.operators import binary
from protopython.objects.model.special import BinaryOp
from protopython.objects.singletons import plain
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import float_value, from_int, is_empty, is_float, new_float


class Partials:
    """Floats of growing size whose bits do not overlap; their sum is exact."""

    items: Array[float]
    n: int

    def __init__(self) -> None:
        self.items = Array[float](32, 0.0)
        self.n = 0

    def push(self, x: float) -> None:
        if self.n == len(self.items):
            grown = Array[float](2 * self.n, 0.0)
            for i in range(self.n):
                grown[i] = self.items[i]
            self.items = grown
        self.items[self.n] = x
        self.n += 1


@function("math", "fsum(seq, /)", doc="The sum of the floats in seq, rounded once.")
def m_fsum(w_seq: Value) -> Value:
    p = Partials()
    special_sum = 0.0
    infinities = 0.0
    w_iter = iterate(w_seq)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            break
        x = float_of(w)
        original = x
        kept = 0
        for j in range(p.n):
            y = p.items[j]
            if libm.c_fabs(x) < libm.c_fabs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low != 0.0:
                p.items[kept] = low
                kept += 1
            x = high
        p.n = kept
        if x != 0.0:
            if x - x != 0.0:
                if libm.is_finite(original):
                    raise overflow_error("intermediate overflow in fsum")
                if libm.is_inf(original):
                    infinities += original
                special_sum += original
                p.n = 0
            else:
                p.push(x)
    if special_sum != 0.0:
        if infinities != infinities:
            raise value_error("-inf + inf in fsum")
        return new_float(special_sum)
    return new_float(_round_partials(p))


def _round_partials(p: Partials) -> float:
    n = p.n
    if n == 0:
        return 0.0
    n -= 1
    high = p.items[n]
    low = 0.0
    while n > 0:
        x = high
        n -= 1
        y = p.items[n]
        high = x + y
        low = y - (high - x)
        if low != 0.0:
            break
    # Half-way: the sign of what is below decides.
    if n > 0 and ((low < 0.0 and p.items[n - 1] < 0.0) or (low > 0.0 and p.items[n - 1] > 0.0)):
        y = low * 2.0
        x = high + y
        if y == x - high:
            high = x
    return high


@function("math", "prod(iterable, /, *, start=1)", doc="start times all numbers in iterable.")
def m_prod(w_iterable: Value, w_start: Value) -> Value:
    w_total = w_start
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return w_total
        if is_integer(w_total) and is_integer(w):
            w_total = int_mul(w_total, w)
        elif is_float(w_total) and is_number(w):
            w_total = new_float(float_value(w_total) * to_float(w))
        else:
            w_total = binary(BinaryOp.MUL, w_total, w)


# --- sumprod ---------------------------------------------------------------------------------------------------------


class TripleLength:
    """An unevaluated sum of three floats."""

    high: float
    low: float
    tiny: float
    used: bool

    def __init__(self) -> None:
        self.high = 0.0
        self.low = 0.0
        self.tiny = 0.0
        self.used = False

    def add_product(self, x: float, y: float) -> bool:
        """False: that is beyond floats, and the sum is as it was."""
        product = x * y
        error = libm.c_fma(x, y, -product)
        high, carry = two_sum(self.high, product)
        if not libm.is_finite(high):
            return False
        low, rest = two_sum(self.low, error)
        middle, rest2 = two_sum(low, carry)
        self.high = high
        self.low = middle
        self.tiny = self.tiny + rest + rest2
        self.used = True
        return True

    def added_to(self, w: Value) -> Value:
        if not self.used:
            return w
        low, rest = two_sum(self.low, self.tiny)
        high, carry = two_sum(self.high, low)
        return binary(BinaryOp.ADD, w, new_float(high + (carry + rest)))


def two_sum(a: float, b: float) -> tuple[float, float]:
    """(sum, error), exactly."""
    s = a + b
    c = s - a
    return s, (a - (s - c)) + (b - c)


@function("math", "sumprod(p, q, /)", doc="The sum of the products of pairs from p and q.")
def m_sumprod(w_p: Value, w_q: Value) -> Value:
    """First int pairs exactly, then pairs with a float in three floats; once a pair is neither, by the operators."""
    w_total = from_int(0)
    total = TripleLength()
    by_ints = True
    by_floats = True
    w_p_iter = iterate(w_p)
    w_q_iter = iterate(w_q)
    while True:
        w_a = next_of(w_p_iter)
        w_b = next_of(w_q_iter)
        if is_empty(w_a) != is_empty(w_b):
            raise value_error("Inputs are not the same length")
        if is_empty(w_a):
            break
        if by_ints:
            if is_integer(w_a) and is_integer(w_b):
                w_total = int_add(w_total, int_mul(w_a, w_b))
                continue
            by_ints = False
        if by_floats:
            if (is_float(w_a) or is_float(w_b)) and is_number(plain(w_a)) and is_number(plain(w_b)):
                if total.add_product(to_float(plain(w_a)), to_float(plain(w_b))):
                    continue
            by_floats = False
            w_total = total.added_to(w_total)
            total = TripleLength()
        w_total = binary(BinaryOp.ADD, w_total, binary(BinaryOp.MUL, w_a, w_b))
    return total.added_to(w_total)


# --- lengths ---------------------------------------------------------------------------------------------------------


def vector_length(a: Array[float], n: int) -> float:
    """The Euclidean length of a[:n] (not negative), nearly always correctly rounded; a is overwritten."""
    largest = 0.0
    found_nan = False
    for i in range(n):
        x = a[i]
        if x != x:
            found_nan = True
        elif x > largest:
            largest = x
    if libm.is_inf(largest):
        return largest
    if found_nan:
        return libm.NAN
    if largest == 0.0 or n <= 1:
        return largest
    _mantissa, e = split_float(largest)
    # Scaled by a power of two the squares neither overflow nor lose bits; sum = high + low exactly but for a little.
    high = 0.0
    low = 0.0
    for i in range(n):
        x = libm.c_ldexp(a[i], i32(-e))
        square = x * x
        error = libm.c_fma(x, x, -square)
        high, carry = two_sum(high, square)
        low += carry + error
    root = libm.c_sqrt(high + low)
    square = root * root
    rest = ((high - square) - libm.c_fma(root, root, -square)) + low
    root += rest / (2.0 * root)
    return libm.c_ldexp(root, i32(e))


@function("math", "hypot(*coordinates)", doc="The Euclidean distance of the point from the origin.")
def m_hypot(w_coordinates: Value) -> Value:
    items = unwrap(W_Tuple, w_coordinates)
    n = items.length
    a = Array[float](n, 0.0)
    for i in range(n):
        a[i] = libm.c_fabs(float_of(items.items[i]))
    return new_float(vector_length(a, n))


@function("math", "dist(p, q, /)", doc="The Euclidean distance between the points p and q.")
def m_dist(w_p: Value, w_q: Value) -> Value:
    p = unpack_to_tuple(w_p)
    q = unpack_to_tuple(w_q)
    n = p.length
    if n != q.length:
        raise value_error("both points must have the same number of dimensions")
    a = Array[float](n, 0.0)
    for i in range(n):
        a[i] = libm.c_fabs(float_of(p.items[i]) - float_of(q.items[i]))
    return new_float(vector_length(a, n))

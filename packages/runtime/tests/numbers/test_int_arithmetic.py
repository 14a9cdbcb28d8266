"""Arithmetic on exact ints equals CPython's."""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protodialect.types import Value
from protopython.objects.int import bigint
from protopython.objects.int import int as ints
from protopython.protocore.error import PyError

from .values import from_value, integers, to_value

BINARY: list[tuple[Callable[[Value, Value], Value], Callable[[int, int], int]]] = [
    (ints.int_add, operator.add),
    (ints.int_sub, operator.sub),
    (ints.int_mul, operator.mul),
    (ints.int_and, operator.and_),
    (ints.int_or, operator.or_),
    (ints.int_xor, operator.xor),
    (ints.int_gcd, math.gcd),
]


@pytest.mark.parametrize("ours,theirs", BINARY, ids=lambda f: f.__name__)
@settings(max_examples=200, deadline=None)
@given(a=integers, b=integers)
def test_binary(
    ours: Callable[[Value, Value], Value], theirs: Callable[[int, int], int], a: int, b: int
) -> None:
    assert from_value(ours(to_value(a), to_value(b))) == theirs(a, b)


@settings(max_examples=400, deadline=None)
@given(a=integers, b=integers)
def test_division(a: int, b: int) -> None:
    va, vb = to_value(a), to_value(b)
    if b == 0:
        with pytest.raises(PyError):
            ints.int_divmod(va, vb)
        return
    q, r = ints.int_divmod(va, vb)
    assert (from_value(q), from_value(r)) == divmod(a, b)
    assert from_value(ints.int_floordiv(va, vb)) == a // b
    assert from_value(ints.int_mod(va, vb)) == a % b


@settings(max_examples=200, deadline=None)
@given(a=integers)
def test_unary(a: int) -> None:
    v = to_value(a)
    assert from_value(ints.int_neg(v)) == -a
    assert from_value(ints.int_invert(v)) == ~a
    assert from_value(ints.int_abs(v)) == abs(a)
    assert ints.int_hash(v) == hash(a)
    assert ints.int_bit_length(v) == a.bit_length()
    assert ints.int_bit_count(v) == a.bit_count()
    assert ints.int_sign(v) == (a > 0) - (a < 0)
    low = a & (2**64 - 1)
    assert ints.int_low64(v) & (2**64 - 1) == low
    assert ints.int_to_i64(v)[1] == (not -(2**63) <= a < 2**63)
    if -(2**63) <= a < 2**63:
        assert ints.int_to_i64(v)[0] == a
        assert from_value(ints.new_int(a)) == a
    if 0 <= a < 2**64:
        assert from_value(ints.new_uint(a if a < 2**63 else a - 2**64)) == a
    assert from_value(ints.int_isqrt(to_value(abs(a)))) == math.isqrt(abs(a))


@settings(max_examples=200, deadline=None)
@given(a=integers, n=st.integers(0, 400))
def test_shifts(a: int, n: int) -> None:
    assert from_value(ints.int_lshift(to_value(a), to_value(n))) == a << n
    assert from_value(ints.int_rshift(to_value(a), to_value(n))) == a >> n


@settings(max_examples=200, deadline=None)
@given(a=integers, b=integers)
def test_comparison(a: int, b: int) -> None:
    assert ints.int_compare(to_value(a), to_value(b)) == (a > b) - (a < b)
    assert ints.int_equal(to_value(a), to_value(b)) == (a == b)
    assert ints.int_equal(to_value(a), to_value(a))


@settings(max_examples=150, deadline=None)
@given(a=st.one_of(st.integers(-50, 50), integers), n=st.integers(0, 70))
def test_power(a: int, n: int) -> None:
    assert from_value(ints.int_pow(to_value(a), to_value(n))) == a**n


@settings(max_examples=150, deadline=None)
@given(a=integers, b=integers, c=integers)
def test_modular_power(a: int, b: int, c: int) -> None:
    try:
        expected = pow(a, b, c)
    except ValueError:
        with pytest.raises(PyError):
            ints.int_pow_mod(to_value(a), to_value(b), to_value(c))
        return
    assert from_value(ints.int_pow_mod(to_value(a), to_value(b), to_value(c))) == expected


@settings(max_examples=300, deadline=None)
@given(
    a=st.one_of(integers, st.integers(-(2**1100), 2**1100)),
    b=st.one_of(integers, st.integers(-(2**1100), 2**1100)),
)
def test_true_division(a: int, b: int) -> None:
    try:
        expected = a / b
    except (OverflowError, ZeroDivisionError):
        with pytest.raises(PyError):
            ints.int_truediv(to_value(a), to_value(b))
        return
    z = ints.int_truediv(to_value(a), to_value(b))
    assert z == expected and math.copysign(1.0, z) == math.copysign(1.0, expected)


@settings(max_examples=300, deadline=None)
@given(a=integers, k=st.integers(1000, 1200))
def test_true_division_subnormal(a: int, k: int) -> None:
    assert ints.int_truediv(to_value(a), to_value(3 * 2**k)) == a / (3 * 2**k)


@settings(max_examples=300, deadline=None)
@given(a=st.one_of(integers, st.integers(-(2**1030), 2**1030)))
def test_to_float(a: int) -> None:
    try:
        expected = float(a)
    except OverflowError:
        with pytest.raises(PyError):
            ints.int_to_float(to_value(a))
        return
    assert ints.int_to_float(to_value(a)) == expected


@settings(max_examples=200, deadline=None)
@given(x=st.floats(allow_nan=False, allow_infinity=False), a=integers)
def test_with_float(x: float, a: int) -> None:
    assert from_value(ints.int_from_float(x)) == int(x)
    assert ints.int_compare_float(to_value(a), x) == (a > x) - (a < x)
    near = int(x)
    for n in (near - 1, near, near + 1):
        assert ints.int_compare_float(to_value(n), x) == (n > x) - (n < x)


@pytest.mark.parametrize("digits_a", [99, 100, 101, 150, 203, 320, 450, 801])
@pytest.mark.parametrize("digits_b", [1, 5, 99, 100, 130, 201, 320, 480])
def test_long_products_and_quotients(digits_a: int, digits_b: int) -> None:
    rng = random.Random(digits_a * 1000 + digits_b)
    for fill in (None, 0, 1):
        a = (
            rng.getrandbits(30 * digits_a)
            if fill is None
            else (2 ** (30 * digits_a) - 1 if fill else 2 ** (30 * digits_a - 1))
        )
        b = (
            rng.getrandbits(30 * digits_b) | 1
            if fill is None
            else (2 ** (30 * digits_b) - 1 if fill else 2 ** (30 * digits_b - 1) + 1)
        )
        assert from_value(ints.int_mul(to_value(a), to_value(b))) == a * b
        q, r = ints.int_divmod(to_value(a), to_value(b))
        assert (from_value(q), from_value(r)) == divmod(a, b)


@pytest.mark.parametrize("bits", [320 * 30, 20000, 33333])
def test_recursive_division(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigint, "DIVIDE_CUTOFF", 4)
    monkeypatch.setattr(bigint, "KARATSUBA_CUTOFF", 8)
    rng = random.Random(bits)
    for n in (5, 8, 9, 16, 31, 64, 100):
        for k in range(4):
            b = rng.getrandbits(30 * n) | (1 << (30 * n - 1 - 7 * k))
            a = rng.getrandbits(bits // 4) if k else (b << 1200) - 1
            q, r = ints.int_divmod(to_value(a), to_value(b))
            assert (from_value(q), from_value(r)) == divmod(a, b)

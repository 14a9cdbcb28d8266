"""Python numbers to Values and back, for tests that compare with CPython's own arithmetic."""

from __future__ import annotations

from typing import cast

from hypothesis import strategies as st

from protodialect.types import Value, u32, unwrap, wrap
from protopython.objects.int.bigint import W_Long, new_long
from protopython.protocore.value import fits_small, from_int, is_int


def to_value(i: int) -> Value:
    if fits_small(i):
        return from_int(i)
    m = abs(i)
    digits = []
    while m:
        digits.append(m & (2**30 - 1))
        m >>= 30
    w = new_long(len(digits))
    for k, d in enumerate(digits):
        w.items[k] = u32(d)
    w.negative = i < 0
    return wrap(w)


def from_value(v: Value) -> int:
    if is_int(v):
        return cast(int, v)
    w = unwrap(W_Long, v)
    assert w.size <= w.length
    assert w.size >= 3 and w.items[w.size - 1] != 0, "not normalised"
    m = 0
    for k in range(w.size):
        assert 0 <= w.items[k] < 2**30
        m |= int(w.items[k]) << (30 * k)
    i = -m if w.negative else m
    assert not fits_small(i), "should be immediate"
    return i


EDGES = [
    e + d
    for k in (0, 29, 30, 31, 32, 53, 59, 60, 61, 62, 63, 64, 89, 90, 91, 120, 150)
    for e in (2**k, -(2**k))
    for d in (-1, 0, 1)
]


def _sized(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2**bits), 2**bits)


integers = st.one_of(
    st.sampled_from(EDGES), _sized(10), _sized(34), _sized(64), _sized(130), _sized(700),
    st.builds(lambda a, n, b: (a << n) + b, _sized(40), st.integers(0, 500), _sized(40)),
)  # fmt: skip

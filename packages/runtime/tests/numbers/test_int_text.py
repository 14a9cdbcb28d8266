"""Ints to text and back equal CPython's."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protopython.objects.int import text as int_text
from protopython.protocore import thread
from protopython.protocore.error import PyError

from .values import from_value, integers, to_value


@pytest.fixture(autouse=True, scope="module")
def space() -> Iterator[SimpleNamespace]:
    s = SimpleNamespace(int_max_str_digits=0)
    before = getattr(thread._host_contexts, "current", None)
    thread.set_host_context(SimpleNamespace(space=s))  # type: ignore[arg-type]
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield s
    sys.set_int_max_str_digits(limit)
    thread.set_host_context(before)


def in_base(i: int, base: int) -> str:
    digits = ""
    while i:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[i % base] + digits
        i //= base
    return digits or "0"


@settings(max_examples=300, deadline=None)
@given(a=integers)
def test_text(a: int) -> None:
    v = to_value(a)
    assert int_text.int_to_str(v) == str(a)
    for base in (2, 8, 16):
        assert int_text.int_to_base(v, base, False) == in_base(abs(a), base)
    assert int_text.int_to_base(v, 16, True) == f"{abs(a):X}"
    for base in (2, 3, 7, 8, 10, 16, 32, 35, 36):
        assert from_value(int_text.int_from_text(in_base(abs(a), base), base)) == abs(a)


@pytest.mark.parametrize("digits", [269, 270, 271, 539, 540, 541, 1000, 1080, 1081, 3000])
def test_long_decimals(digits: int) -> None:
    rng = random.Random(digits)
    for a in (10**digits, 10**digits - 1, rng.randrange(10**digits), -(10 ** (digits - 1)) * 7):
        assert int_text.int_to_str(to_value(a)) == str(a)
        assert from_value(int_text.int_from_text(str(abs(a)), 10)) == abs(a)


LITERALS = [
    "0", "00", "-0", "+7", "12_3", "_1", "1_", "1__2", "0x1F", "0x_1f", "0x", "0b102", "0b1_0", "0o17", "0_0", "0_1", "01", "", "-", "+-1",
    "1 2", "zz", "0xg", "0b", "-0x1", "0X_", "0_x1", "9" * 100,
]  # fmt: skip


@pytest.mark.parametrize("text", LITERALS)
def test_parse(text: str) -> None:
    for base in (0, 2, 8, 10, 16, 36):
        r = int_text.parse_int(text, base)
        try:
            expected = int(text, base)
        except ValueError:
            assert r.status == int_text.PARSE_BAD
        else:
            assert r.status == int_text.PARSE_OK and from_value(r.w_value) == expected


def test_limit(space: SimpleNamespace) -> None:
    space.int_max_str_digits = 4300
    try:
        assert int_text.int_to_str(to_value(10**4300 - 1)) == "9" * 4300
        for a in (10**4300, 10**5000):
            with pytest.raises(PyError):
                int_text.int_to_str(to_value(a))
        assert int_text.parse_int("9" * 4300, 10).status == int_text.PARSE_OK
        assert int_text.parse_int("9" * 4301, 10).status == int_text.PARSE_TOO_LONG
        assert int_text.parse_int("f" * 5000, 16).status == int_text.PARSE_OK
    finally:
        space.int_max_str_digits = 0


@settings(max_examples=200, deadline=None)
@given(text=st.text("0123456789_xXbBoOaAfF+-", max_size=12), base=st.sampled_from([0, 2, 8, 10, 16, 36]))
def test_parse_anything(text: str, base: int) -> None:
    r = int_text.parse_int(text, base)
    try:
        assert from_value(r.w_value) == int(text, base)
    except ValueError:
        assert r.status == int_text.PARSE_BAD

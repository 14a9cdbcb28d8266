"""Floats to text and back equal CPython's."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from protopython.objects.float.float import float_divmod, float_hash
from protopython.objects.float.parse import parse_float
from protopython.objects.float.repr import float_repr, float_round, format_float_digits
from protopython.objects.model.format_number import format_float, format_int
from protopython.protocore.value import new_float

from .values import integers, to_value

finite = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-1000, 1000, places=3).map(float),
    st.integers(-1074, 1023).map(lambda e: math.ldexp(1.0, e)),
    st.integers(0, 2**20).map(lambda n: n * 5e-324),
)


@settings(max_examples=500, deadline=None)
@given(x=finite)
def test_repr_and_hash(x: float) -> None:
    assert float_repr(x) == repr(x)
    assert float_hash(new_float(x)) == hash(x)


@settings(max_examples=300, deadline=None)
@given(x=finite, precision=st.integers(0, 30), alternate=st.booleans())
def test_rounded_digits(x: float, precision: int, alternate: bool) -> None:
    for code in "efgEG":
        expected = f"%{'#' if alternate else ''}.{precision}{code}" % abs(x)
        assert format_float_digits(x, ord(code), precision, alternate) == expected


@settings(max_examples=300, deadline=None)
@given(x=finite, places=st.integers(-310, 325))
def test_round(x: float, places: int) -> None:
    for n in (places, places % 20):
        try:
            expected = round(x, n)
        except OverflowError:
            expected = math.copysign(math.inf, x)
        assert float_round(x, n) == expected


@settings(max_examples=300, deadline=None)
@given(x=finite, digits=st.integers(0, 40), m=st.integers(0, 10**25), e=st.integers(-350, 320))
def test_parse(x: float, digits: int, m: int, e: int) -> None:
    for text in (repr(x), f"{x:.{digits}e}", f"{m}e{e}", f"{m}.{m}E{e}", f".{m}", f"{m}."):
        r = parse_float(text, 0)
        assert r.end == len(text) and r.value == float(text)


@settings(max_examples=100, deadline=None)
@given(x=st.floats(0, 1e300))
def test_parse_half_way(x: float) -> None:
    """Exactly between two floats, and a little off."""
    y = math.nextafter(x, math.inf)
    n, d = x.as_integer_ratio()
    n2, d2 = y.as_integer_ratio()
    num, den = n * d2 + n2 * d, 2 * d * d2
    places = den.bit_length() - 1
    digits = str(num * 10**places // den) if places < 1100 else "0"
    for text in (f"{digits}e-{places}", f"{digits}001e-{places + 3}", f"{int(digits) - 1}e-{places}"):
        assert parse_float(text, 0).value == float(text)


@settings(max_examples=300, deadline=None)
@given(x=finite, y=finite)
def test_divmod(x: float, y: float) -> None:
    if y != 0.0:
        assert repr(float_divmod(x, y)) == repr(divmod(x, y))


specs = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["", "<", ">", "^", "=", "*<", "0>", "x^", "0="]), st.sampled_from(["", "+", "-", " "]),
    st.sampled_from(["", "#"]), st.sampled_from(["", "0"]), st.sampled_from(["", "1", "10", "25"]), st.sampled_from(["", ",", "_"]),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    x=finite,
    i=integers,
    spec=specs,
    precision=st.sampled_from(["", ".0", ".1", ".5", ".17"]),
    code=st.sampled_from("efgEG%"),
)
def test_format(x: float, i: int, spec: str, precision: str, code: str) -> None:
    for s in (spec + precision + code, spec + precision):
        if s:
            assert format_float(x, s, "float") == format(x, s)
    for c in ("d", "b", "o", "x", "X", ""):
        if spec + c and not ("," in spec and c in ("b", "o", "x", "X") and c):
            assert format_int(to_value(i), spec + c, "int") == format(i, spec + c)

"""Text and bytes against this CPython's own, on random input."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from against_cpython import make_host
from hypothesis import given, settings
from hypothesis import strategies as st

HOST = make_host()

from protopython.objects.bytes import bytes as raw  # noqa: E402
from protopython.objects.codecs import codecs  # noqa: E402
from protopython.objects.model.buffer import buffer_of_memory, memory_of_bytes  # noqa: E402
from protopython.objects.model.packing import load_float, store_float  # noqa: E402
from protopython.objects.str import str as text  # noqa: E402
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder  # noqa: E402
from protopython.protocore.error import PyError  # noqa: E402

ALPHABET = st.sampled_from("aab cǅßΣİ\n\r\t\x1c\u2028é€😀'\"\\\x00\ud800Xx1")
TEXTS = st.text(ALPHABET, max_size=20)
SMALL = st.binary(max_size=12) | st.lists(st.sampled_from(b"ab \n\rAB=%"), max_size=20).map(bytes)


@settings(max_examples=300)
@given(TEXTS, st.text(ALPHABET, max_size=2), st.text(ALPHABET, max_size=3), st.integers(-1, 4))
def test_str_algorithms(s: str, sub: str, by: str, limit: int) -> None:
    n = len(s)
    assert text.repr_of_str(s) == repr(s)
    assert text.ascii_of_str(s) == ascii(s)
    assert text.title(s) == s.title()
    assert text.capitalize(s) == s.capitalize()
    assert text.swapcase(s) == s.swapcase()
    assert text.casefold(s) == s.casefold()
    assert text.istitle(s) == s.istitle()
    assert text.expandtabs(s, 4) == s.expandtabs(4)
    assert text.replace(s, sub, by, limit) == s.replace(sub, by, limit)
    assert text.count(s, sub, 0, n) == s.count(sub)
    assert text.find(s, sub, 1, n) == s.find(sub, 1)
    assert text.rfind(s, sub, 1, n) == s.rfind(sub, 1)


@settings(max_examples=300)
@given(SMALL, st.binary(max_size=2), SMALL, st.integers(-1, 4))
def test_bytes_algorithms(b: bytes, sub: bytes, by: bytes, limit: int) -> None:
    n = len(b)
    assert raw.repr_of_bytes(b) == repr(b)
    for name in (
        "lower",
        "upper",
        "title",
        "capitalize",
        "swapcase",
        "istitle",
        "islower",
        "isupper",
        "isspace",
        "isalpha",
    ):
        assert getattr(raw, name)(b) == getattr(b, name)(), name
    assert raw.expandtabs(b, 3) == b.expandtabs(3)
    assert raw.replace(b, sub, by, limit) == b.replace(sub, by, limit)
    assert raw.count(b, sub, 0, n) == b.count(sub)
    assert raw.find(b, sub, 1, n) == b.find(sub, 1)
    assert raw.rfind(b, sub, 1, n) == b.rfind(sub, 1)


def outcome(f: Any) -> Any:
    try:
        return f()
    except PyError as e:
        u: Any = e.w_value
        return (u.w_start, u.w_end, u.w_reason)
    except UnicodeError as e:
        return (e.start, e.end, e.reason)  # type: ignore[attr-defined]


ENCODINGS = [
    "ascii",
    "latin-1",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "utf-16",
    "utf-32",
]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"]
TRICKY = st.lists(
    st.sampled_from(
        [
            b"a",
            b"\x80",
            b"\xc3",
            b"\xe2\x82",
            b"\xed\xa0\x80",
            b"\xf0\x9f\x98\x80",
            b"\xff",
            b"\x00",
            b"\xd8",
            b"\xdc",
        ]
    ),
    max_size=8,
).map(b"".join)


@settings(max_examples=300)
@given(TRICKY | st.binary(max_size=16), st.sampled_from(ENCODINGS), st.sampled_from(HANDLERS))
def test_decoding(data: bytes, encoding: str, errors: str) -> None:
    kind = codecs.KNOWN[encoding]
    assert outcome(lambda: codecs.decode_known(kind, data, errors, True)[0]) == outcome(
        lambda: data.decode(encoding, errors)
    )


@settings(max_examples=300)
@given(
    st.text(st.sampled_from("aé€😀\ud800\udc80\udfff\uffff")),
    st.sampled_from(ENCODINGS),
    st.sampled_from([*HANDLERS, "xmlcharrefreplace"]),
)
def test_encoding(s: str, encoding: str, errors: str) -> None:
    assert outcome(lambda: codecs.encode_known(codecs.KNOWN[encoding], s, errors)) == outcome(
        lambda: s.encode(encoding, errors)
    )


@given(st.floats(), st.sampled_from([("e", 2), ("f", 4), ("d", 8)]), st.booleans())
def test_packed_floats(x: float, format: tuple[str, int], little: bool) -> None:
    code, size = format
    b = buffer_of_memory(HOST.names["None"], memory_of_bytes(bytes(8)), 0, 8, False)
    fits = store_float(b, 0, size, little, x)
    try:
        expected = struct.pack(("<" if little else ">") + code, x)
    except OverflowError:
        assert not fits
        return
    assert fits
    if x == x:
        assert b.slice_bytes(0, size) == expected
        assert load_float(b, 0, size, little) == struct.unpack(("<" if little else ">") + code, expected)[0]


@given(st.lists(st.tuples(TEXTS, st.integers(0, 3), st.integers(0, 0x10FFFF))))
def test_builders(parts: list[tuple[str, int, int]]) -> None:
    out, expected = StringBuilder(), ""
    data, expected_data = BytesBuilder(), b""
    for s, n, c in parts:
        out.append(s)
        out.append_char(c)
        out.append_repeated(c, n)
        out.append_slice(s, n, len(s))
        expected += s + chr(c) + chr(c) * n + s[n:]
        data.append_byte(c & 255)
        data.append_repeated(n, n)
        expected_data += bytes([c & 255]) + bytes([n]) * n
        assert out.length == len(expected)
    assert out.to_str() == expected
    assert data.to_bytes() == expected_data


@pytest.mark.parametrize("c", range(0x80, 0x300))
def test_spaces_and_line_breaks(c: int) -> None:
    assert text.is_space(c) == chr(c).isspace()
    assert text.is_line_break(c) == (len(f"a{chr(c)}b".splitlines()) == 2)

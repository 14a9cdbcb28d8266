"""Builders, searches, representations, the matcher of regular expressions: the same compiled and not."""

from __future__ import annotations

import sys

from protodialect.types import Array, u32
from protopython.modules._sre.chars import Program, new_program
from protopython.modules._sre.match import Matcher
from protopython.objects.bytes import bytes as raw
from protopython.objects.str import str as text
from protopython.objects.model.packing import narrow_bits, widen_bits
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder

COMPILED_PATTERNS: list[tuple[int, list[int]]] = [
    # '(a+)(b+)?'
    (
        2,
        [
            14,
            4,
            0,
            1,
            4294967295,
            17,
            0,
            24,
            6,
            1,
            4294967295,
            16,
            97,
            1,
            17,
            1,
            23,
            14,
            0,
            1,
            17,
            2,
            24,
            6,
            1,
            4294967295,
            16,
            98,
            1,
            17,
            3,
            18,
            1,
        ],
    ),
    # '(\\w+) \\1'
    (1, [14, 4, 0, 3, 4294967295, 17, 0, 24, 9, 1, 4294967295, 13, 4, 8, 14, 0, 1, 17, 1, 16, 32, 11, 0, 1]),
    # '(?:a|b)*?c'
    (0, [14, 4, 0, 1, 4294967295, 26, 10, 0, 4294967295, 13, 5, 22, 97, 98, 0, 1, 16, 99, 1]),
    # '(a*)*b'
    (
        1,
        [
            14,
            4,
            0,
            1,
            4294967295,
            23,
            14,
            0,
            4294967295,
            17,
            0,
            24,
            6,
            0,
            4294967295,
            16,
            97,
            1,
            17,
            1,
            18,
            16,
            98,
            1,
        ],
    ),
    # '((a)|b)*'
    (
        2,
        [
            14,
            4,
            0,
            0,
            4294967295,
            23,
            23,
            0,
            4294967295,
            17,
            0,
            7,
            9,
            17,
            2,
            16,
            97,
            17,
            3,
            15,
            7,
            5,
            16,
            98,
            15,
            2,
            0,
            17,
            1,
            18,
            1,
        ],
    ),
    # '(?<![a-z])cat'
    (0, [14, 4, 0, 3, 3, 5, 9, 1, 13, 5, 22, 97, 122, 0, 1, 16, 99, 16, 97, 16, 116, 1]),
    # '[\\u0400-\\u04ff]+'
    (0, [14, 4, 0, 1, 4294967295, 24, 10, 1, 4294967295, 13, 5, 22, 1024, 1279, 0, 1, 1]),
    # '(?i)stra\\u00dfe'
    (0, [14, 4, 0, 6, 6, 39, 6, 16, 115, 16, 383, 0, 40, 116, 40, 114, 40, 97, 40, 223, 40, 101, 1]),
    # '(?>a+)b|(?=(a))a++'
    (
        1,
        [
            14,
            4,
            0,
            1,
            4294967295,
            7,
            15,
            27,
            9,
            24,
            6,
            1,
            4294967295,
            16,
            97,
            1,
            1,
            16,
            98,
            15,
            22,
            20,
            4,
            9,
            0,
            17,
            0,
            16,
            97,
            17,
            1,
            1,
            29,
            6,
            1,
            4294967295,
            16,
            97,
            1,
            15,
            2,
            0,
            1,
        ],
    ),
    # '(?:ab?)++c|x{2,}?'
    (
        0,
        [
            14,
            4,
            0,
            2,
            4294967295,
            7,
            19,
            28,
            12,
            1,
            4294967295,
            16,
            97,
            24,
            6,
            0,
            1,
            16,
            98,
            1,
            1,
            16,
            99,
            15,
            12,
            10,
            26,
            6,
            2,
            4294967295,
            16,
            120,
            1,
            15,
            2,
            0,
            1,
        ],
    ),
]
"""Groups and code, as CPython 3.14's re._compiler makes it."""
CODES: list[Array[u32]] = [Array.of([u32(c) for c in code]) for _, code in COMPILED_PATTERNS]
PROGRAMS: list[Program] = [new_program(code) for code in CODES]
GROUPS: list[int] = [groups for groups, _ in COMPILED_PATTERNS]

SUBJECTS: list[str] = [
    "aab ab b a",
    "the the cat cat sat",
    "ababcabd c xxx",
    "aaaaaaaaac" * 30,
    "abab" * 50,
    "bobcat Cat cat",
    "abc \u041f\u0440\u0438 x",
    "STRA\u00dfE \u01c6x",
    "a\U0001f600b\u20ac'",
    "",
]


def show_text(s: str) -> None:
    print(text.repr_of_str(s))
    print(text.ascii_of_str(s), text.title(s), text.casefold(s), text.swapcase(s), text.istitle(s))
    print(raw.repr_of_bytes(s.encode()))
    out = StringBuilder()
    for i in range(min(len(s), 40)):
        out.append_slice(s, i, len(s))
        out.append_repeated(0x20AC if i == 7 else 42, 2)
        out.append_char(0x1F600 if i == 20 else 43)
        out.append(s)
    print(out.length, out.to_str())
    print(text.replace(s, "a", "<\u20ac>", -1), text.count(s, "a", 0, len(s)), text.rfind(s, "b", 0, len(s)))


def show_matches(s: str) -> None:
    for k in range(len(CODES)):
        m = Matcher(PROGRAMS[k], GROUPS[k], s, b"", True, 0, len(s))
        while m.search():
            print(k, m.start, m.position, m.last_index)
            m.must_advance = m.position if m.position == m.start else -1


def show_bytes() -> None:
    b = BytesBuilder()
    for i in range(300):
        b.append_byte(i & 255)
        b.append_slice(b"xyz", 1, i & 3)
    data = b.to_bytes()
    print(
        len(data),
        raw.find(data, b"\x01y", 10, len(data)),
        raw.rfind(data, b"y", 0, 500),
        raw.count(data, b"yz", 0, len(data)),
    )
    print(
        raw.title(data) == raw.upper(data), raw.replace(b"abcabc", b"b", b"<>", 1), raw.expandtabs(b"a\tb", 4)
    )


def show_floats() -> None:
    x = 1.0
    for i in range(60):
        x = x * -3.7 if i < 30 else x / 41.3
        print(
            narrow_bits(x, 8, 23),
            narrow_bits(x, 5, 10),
            widen_bits(i * 7919, 5, 10),
            widen_bits(i * 715827883, 8, 23),
        )


def main(arguments: list[str]) -> int:
    for s in SUBJECTS:
        show_text(s)
        show_matches(s)
    show_bytes()
    show_floats()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

"""Properties of characters and normalization: Unicode 16, and 3.2 for what still needs it (stringprep, IDNA).

The tables come from unicode_data.zip (packages/runtime/tools/make_unicode_data.py) and are frozen into the executable, where nobody touches
them until they are asked for. `old` means Unicode 3.2 everywhere.

    PAGE[c >> 7]            names a page of 128 characters; INDEX[page * 128 + (c & 127)] a record
    RECORDS                 5 bytes for 16, then 5 for 3.2: category, bidirectional, combining, mirrored, width
    NUMBER_CODES            sorted; NUMBER_SMALL has decimal and digit (255: none) of both, NUMBER_PLACES the numeric values' places
    DECOMPOSED_CODES        sorted; DATA at DECOMPOSED_AT: the number of characters << 8 | the prefix's place, the characters
    COMPOSED_KEYS           sorted: first << 21 | second
    OLD_CODES, OLD_VALUES   the few that 3.2 decomposed otherwise

Syllables of Hangul are computed, not looked up.
"""

from __future__ import annotations

import zipfile
from array import array
from pathlib import Path
from typing import Final, cast

from protodialect.types import Array, u8, u16, u32
from protopython.objects.str.string_builder import StringBuilder

with zipfile.ZipFile(Path(__file__).with_name("unicode_data.zip")) as _archive:
    _TABLES = {name: _archive.read(name) for name in _archive.namelist()}


def table_bytes(name: str) -> bytes:
    """Module level only, as the other table_*."""
    return _TABLES[name]


def table_u8(name: str) -> Array[u8]:
    return Array.of(cast("list[u8]", list(table_bytes(name))))


def table_u16(name: str) -> Array[u16]:
    return Array.of(cast("list[u16]", array("H", table_bytes(name)).tolist()))


def table_u32(name: str) -> Array[u32]:
    return Array.of(cast("list[u32]", array("I", table_bytes(name)).tolist()))


def table_int(name: str) -> Array[int]:
    return Array.of(array("q", table_bytes(name)).tolist())


def table_texts(name: str) -> Array[str]:
    return Array.of(table_bytes(name).decode("ascii").split("\n"))


PAGE: Final[Array[u16]] = table_u16("page")
INDEX: Final[Array[u16]] = table_u16("index")
RECORDS: Final[Array[u8]] = table_u8("records")
CATEGORIES: Final[Array[str]] = table_texts("categories")
BIDIRECTIONAL: Final[Array[str]] = table_texts("bidirectional")
WIDTHS: Final[Array[str]] = table_texts("widths")
NUMBER_CODES: Final[Array[u32]] = table_u32("number_codes")
NUMBER_SMALL: Final[Array[u8]] = table_u8("number_small")
NUMBER_PLACES: Final[Array[u16]] = table_u16("number_places")
NUMBER_VALUES: Final[Array[float]] = Array.of(array("d", table_bytes("number_values")).tolist())
DECOMPOSED_CODES: Final[Array[u32]] = table_u32("decomposed_codes")
DECOMPOSED_AT: Final[Array[u16]] = table_u16("decomposed_at")
DATA: Final[Array[u32]] = table_u32("decomposed_data")
PREFIXES: Final[Array[str]] = table_texts("prefixes")
COMPOSED_KEYS: Final[Array[int]] = table_int("composed_keys")
COMPOSED_VALUES: Final[Array[u32]] = table_u32("composed_values")
OLD_CODES: Final[Array[u32]] = table_u32("old_codes")
OLD_VALUES: Final[Array[u32]] = table_u32("old_values")

RECORD: Final[int] = 10
NONE_SMALL: Final[int] = 255
NONE_PLACE: Final[int] = 65535
UNASSIGNED: Final[str] = "Cn"

# Hangul: L + V, and LV + T, are syllables (Unicode 3.12).
S_BASE: Final[int] = 0xAC00
L_BASE: Final[int] = 0x1100
V_BASE: Final[int] = 0x1161
T_BASE: Final[int] = 0x11A7
L_COUNT: Final[int] = 19
V_COUNT: Final[int] = 21
T_COUNT: Final[int] = 28
S_COUNT: Final[int] = L_COUNT * V_COUNT * T_COUNT


def position(codes: Array[u32], c: int) -> int:
    """The place of c in sorted codes, or -1."""
    low = 0
    high = len(codes)
    while low < high:
        middle = (low + high) >> 1
        if codes[middle] < c:
            low = middle + 1
        else:
            high = middle
    return low if low < len(codes) and codes[low] == c else -1


# --- properties -----------------------------------------------------------------------------------------------------------


def field(c: int, i: int, old: bool) -> int:
    record = INDEX[(PAGE[c >> 7] << 7) + (c & 127)] * RECORD
    return RECORDS[record + (5 if old else 0) + i]


def category(c: int, old: bool) -> str:
    return CATEGORIES[field(c, 0, old)]


def bidirectional(c: int, old: bool) -> str:
    return BIDIRECTIONAL[field(c, 1, old)]


def combining(c: int, old: bool) -> int:
    return field(c, 2, old)


def mirrored(c: int, old: bool) -> int:
    return field(c, 3, old)


def east_asian_width(c: int, old: bool) -> str:
    return WIDTHS[field(c, 4, old)]


def decimal(c: int, old: bool) -> int:
    """-1: none."""
    i = position(NUMBER_CODES, c)
    return -1 if i < 0 else small(NUMBER_SMALL[4 * i + (2 if old else 0)])


def digit(c: int, old: bool) -> int:
    """-1: none."""
    i = position(NUMBER_CODES, c)
    return -1 if i < 0 else small(NUMBER_SMALL[4 * i + (3 if old else 1)])


def small(x: int) -> int:
    return -1 if x == NONE_SMALL else x


def has_number(c: int, old: bool) -> bool:
    i = position(NUMBER_CODES, c)
    return i >= 0 and NUMBER_PLACES[2 * i + (1 if old else 0)] != NONE_PLACE


def number(c: int, old: bool) -> float:
    """The numeric value of a character that has one."""
    i = position(NUMBER_CODES, c)
    return NUMBER_VALUES[NUMBER_PLACES[2 * i + (1 if old else 0)]]


# --- decomposition --------------------------------------------------------------------------------------------------------


def is_syllable(c: int) -> bool:
    return S_BASE <= c < S_BASE + S_COUNT


def hexadecimal(c: int) -> str:
    """At least four digits, capitals."""
    text = ""
    while c > 0 or len(text) < 4:
        text = "0123456789ABCDEF"[c & 15] + text
        c = c >> 4
    return text


def decomposition(c: int, old: bool) -> str:
    """As the Unicode Character Database writes it: "<compat> 0020 0308"."""
    if is_syllable(c):
        s = c - S_BASE
        pair = f"{hexadecimal(L_BASE + s // (V_COUNT * T_COUNT))} {hexadecimal(V_BASE + s // T_COUNT % V_COUNT)}"
        return pair if s % T_COUNT == 0 else f"{pair} {hexadecimal(T_BASE + s % T_COUNT)}"
    i = position(DECOMPOSED_CODES, c)
    if i < 0 or (old and category(c, True) == UNASSIGNED):
        return ""
    at = DECOMPOSED_AT[i]
    text = PREFIXES[DATA[at] & 0xFF]
    for j in range(DATA[at] >> 8):
        part = hexadecimal(DATA[at + 1 + j])
        text = part if text == "" else text + " " + part
    return text


class Points:
    """A growing array of code points."""

    items: Array[int]
    n: int

    def __init__(self, room: int) -> None:
        self.items = Array[int](room + 8, 0)
        self.n = 0

    def append(self, c: int) -> None:
        if self.n == len(self.items):
            more = Array[int](2 * self.n, 0)
            for i in range(self.n):
                more[i] = self.items[i]
            self.items = more
        self.items[self.n] = c
        self.n += 1

    def to_str(self) -> str:
        out = StringBuilder(self.n)
        for i in range(self.n):
            out.append_char(self.items[i])
        return out.to_str()


def decompose_char(c: int, compatible: bool, old: bool, out: Points) -> None:
    """Appends what c falls into, all the way down."""
    if is_syllable(c):
        s = c - S_BASE
        out.append(L_BASE + s // (V_COUNT * T_COUNT))
        out.append(V_BASE + s // T_COUNT % V_COUNT)
        if s % T_COUNT != 0:
            out.append(T_BASE + s % T_COUNT)
        return
    i = position(DECOMPOSED_CODES, c)
    at = 0 if i < 0 else DECOMPOSED_AT[i]
    if i < 0 or (DATA[at] & 0xFF != 0 and not compatible) or (old and category(c, True) == UNASSIGNED):
        out.append(c)
        return
    if old and position(OLD_CODES, c) >= 0:
        out.append(OLD_VALUES[position(OLD_CODES, c)])
        return
    for j in range(DATA[at] >> 8):
        decompose_char(DATA[at + 1 + j], compatible, old, out)


def order_marks(p: Points) -> None:
    """Sorts each run of combining characters by class; equal ones keep their order."""
    for i in range(1, p.n):
        c = p.items[i]
        rank = combining(c, False)
        if rank == 0:
            continue
        j = i
        while j > 0 and combining(p.items[j - 1], False) > rank:
            p.items[j] = p.items[j - 1]
            j -= 1
        p.items[j] = c


def decomposed(s: str, compatible: bool, old: bool) -> Points:
    """NFD or NFKD."""
    out = Points(len(s))
    for i in range(len(s)):
        c = ord(s[i])
        if c < 0xA0:
            out.append(c)
        else:
            decompose_char(c, compatible, old, out)
    order_marks(out)
    return out


# --- composition ----------------------------------------------------------------------------------------------------------


def composed_pair(a: int, b: int) -> int:
    """The character that stands for a and b, or -1."""
    if L_BASE <= a < L_BASE + L_COUNT and V_BASE <= b < V_BASE + V_COUNT:
        return S_BASE + ((a - L_BASE) * V_COUNT + b - V_BASE) * T_COUNT
    if is_syllable(a) and (a - S_BASE) % T_COUNT == 0 and T_BASE < b < T_BASE + T_COUNT:
        return a + b - T_BASE
    key = (a << 21) | b
    low = 0
    high = len(COMPOSED_KEYS)
    while low < high:
        middle = (low + high) >> 1
        if COMPOSED_KEYS[middle] < key:
            low = middle + 1
        else:
            high = middle
    return COMPOSED_VALUES[low] if low < len(COMPOSED_KEYS) and COMPOSED_KEYS[low] == key else -1


def compose(p: Points) -> None:
    """Joins what follows a starter into it wherever nothing stands between that blocks."""
    n = 0
    starter = -1
    last_rank = 0
    for i in range(p.n):
        c = p.items[i]
        rank = combining(c, False)
        joined = -1
        if starter >= 0 and (last_rank < rank or (last_rank == 0 and n == starter + 1)):
            joined = composed_pair(p.items[starter], c)
        if joined >= 0:
            p.items[starter] = joined
            continue
        if rank == 0:
            starter = n
        last_rank = rank
        p.items[n] = c
        n += 1
    p.n = n


def normalized(s: str, composing: bool, compatible: bool, old: bool) -> str:
    """NFC, NFD, NFKC or NFKD."""
    if s.isascii():
        return s
    p = decomposed(s, compatible, old)
    if composing:
        compose(p)
    return p.to_str()

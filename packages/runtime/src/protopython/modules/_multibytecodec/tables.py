"""What sequences of two and three bytes mean in the encodings of Chinese, Japanese and Korean.

The tables come from multibyte_data.zip (packages/runtime/tools/make_multibyte_data.py) and are frozen into the executable, where nobody touches
them until they are asked for. They are for decoding:

    first[lead]      a character, or SPECIAL | row of what may follow: ALONE_ILLEGAL: nothing; EMPTY_ROW: anything, but it means nothing;
                     THREE_BYTES: third[second byte] is SPECIAL | row
    ROWS[row]        place << 16 | first trail byte << 8 | how many; encodings that agree in a row share it
    CELLS[place]     a character, 0 for none, or SPECIAL | BOTH_ILLEGAL: the error is two bytes long; SYLLABLE: the first of four pairs that
                     make a syllable of Hangul; else the place in
    WIDE             a character from U+20000 on, or two characters, first << 16 | second

What the encoders need is the reverse and is made from these when an encoding is first used (Codes), which takes less than a tenth of a
millisecond and saves two thirds of the data. Where several sequences mean a character, the code is the shortest of them, of these the first;
`exceptions` has what is otherwise, character << 16 | code. A code is one byte, two bytes, or for three bytes, whose first is always 0x8F, the
second << 8 | the third without its high bit.
"""

from __future__ import annotations

import zipfile
from array import array
from pathlib import Path
from typing import Final, cast

from protodialect.types import Array, inline, release_fence, u16, u32
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context

SPECIAL: Final[int] = 0xD800
SPECIAL_MASK: Final[int] = 0xF800
NUMBER: Final[int] = 0x7FF
ALONE_ILLEGAL: Final[int] = 0
EMPTY_ROW: Final[int] = 1
THREE_BYTES: Final[int] = 0x7FF
BOTH_ILLEGAL: Final[int] = SPECIAL | 0x7FE
SYLLABLE: Final[int] = SPECIAL | 0x7FF
THREE_BYTES_LEAD: Final[int] = 0x8F
PAIR_START: Final[int] = 1
"""In Codes.codes: the character may be half of a pair."""

with zipfile.ZipFile(Path(__file__).with_name("multibyte_data.zip")) as _archive:
    _TABLES = {name: _archive.read(name) for name in _archive.namelist()}


def _table_u16(name: str) -> Array[u16]:
    return Array.of(cast("list[u16]", array("H", _TABLES[name]).tolist()))


def _table_u32(name: str) -> Array[u32]:
    return Array.of(cast("list[u32]", array("I", _TABLES[name]).tolist()))


CELLS: Final[Array[u16]] = _table_u16("cells")
ROWS: Final[Array[int]] = Array.of(array("q", _TABLES["rows"]).tolist())
WIDE: Final[Array[u32]] = _table_u32("wide")
FOUR_BYTES: Final[Array[u16]] = _table_u16("four_bytes")
"""GB 18030's ranges of four-byte codes below U+10000: first character, how many, number of the first code."""
GREEK: Final[Array[u16]] = _table_u16("greek")
"""The right half of ISO 8859-7 as it was in 1987."""

ENCODINGS: list[str] = []


class Table:
    number: int
    first: Array[u16]
    third: Array[u16]
    exceptions: Array[u32]

    def __init__(self, encoding: str) -> None:
        self.number = len(ENCODINGS)
        ENCODINGS.append(encoding)
        self.first = _table_u16(f"{encoding}/first")
        self.third = _table_u16(f"{encoding}/third")
        self.exceptions = _table_u32(f"{encoding}/exceptions")


GB2312: Final = Table("gb2312")
GBK: Final = Table("gbk")
GB18030: Final = Table("gb18030")
BIG5: Final = Table("big5")
CP950: Final = Table("cp950")
BIG5HKSCS: Final = Table("big5hkscs")
CP932: Final = Table("cp932")
SHIFT_JIS: Final = Table("shift_jis")
SHIFT_JISX0213: Final = Table("shift_jisx0213")
SHIFT_JIS_2004: Final = Table("shift_jis_2004")
EUC_JP: Final = Table("euc_jp")
EUC_JISX0213: Final = Table("euc_jisx0213")
EUC_JIS_2004: Final = Table("euc_jis_2004")
EUC_KR: Final = Table("euc_kr")
CP949: Final = Table("cp949")
JOHAB: Final = Table("johab")


# --- decoding ---------------------------------------------------------------------------------------------------------------


@inline
def is_special(x: int) -> bool:
    return x & SPECIAL_MASK == SPECIAL


@inline
def row_cell(row: int, trail: int) -> int:
    place = ROWS[row]
    k = trail - (place >> 8 & 0xFF)
    return CELLS[(place >> 16) + k] if 0 <= k < place & 0xFF else 0


def pair_cell(entries: Array[u16], lead: int, trail: int) -> int:
    """The cell of a lead byte and the one behind it, by `first` or `third`."""
    x = entries[lead]
    return row_cell(x & NUMBER, trail) if is_special(x) and x & NUMBER != THREE_BYTES else 0


def append_cell(out: StringBuilder, cell: int) -> None:
    """The characters of a cell that is neither 0 nor a mark."""
    if not is_special(cell):
        out.append_char(cell)
        return
    wide: int = WIDE[cell & NUMBER]
    if wide > 0x10FFFF:
        out.append_char(wide >> 16)
        wide &= 0xFFFF
    out.append_char(wide)


# --- encoding ---------------------------------------------------------------------------------------------------------------


class Codes:
    """The reverse of a Table. Complete before anyone sees it."""

    codes: Array[u16]
    """By character: its code, 0 for none, or PAIR_START."""
    plane2: Array[u16]
    """The same from U+20000 on; empty: none."""
    found: list[int]
    """What becomes pairs."""
    pairs: Array[int]
    """(first << 16 | second) << 16 | the pair's code"""
    alone: Array[int]
    """In the same order, the code of the first without the second."""

    def __init__(self, t: Table) -> None:
        self.codes = Array[u16](0x10000, u16(0))
        self.plane2 = Array[u16](0, u16(0))
        self.found = []
        for lead in range(256):
            if not is_special(t.first[lead]):
                self.codes[t.first[lead]] = u16(lead)
        for lead in range(256):
            x = t.first[lead]
            if is_special(x) and x & NUMBER != THREE_BYTES:
                self.enter_row(x & NUMBER, lead, 0xFF)
        for lead in range(len(t.third)):
            self.enter_row(t.third[lead] & NUMBER, lead, 0x7F)
        for i in range(len(t.exceptions)):
            self.codes[t.exceptions[i] >> 16] = u16(t.exceptions[i])
        n = len(self.found)
        self.pairs = Array[int](n, 0)
        self.alone = Array[int](n, 0)
        for i in range(n):
            self.pairs[i] = self.found[i]
            self.alone[i] = self.codes[self.found[i] >> 32]
        for i in range(n):
            self.codes[self.found[i] >> 32] = u16(PAIR_START)

    def enter_row(self, row: int, lead: int, mask: int) -> None:
        place = ROWS[row]
        low = place >> 8 & 0xFF
        for k in range(place & 0xFF):
            cell = CELLS[(place >> 16) + k]
            if cell != 0 and cell < BOTH_ILLEGAL or cell > SYLLABLE:
                self.enter(cell, lead << 8 | (low + k & mask))

    def enter(self, cell: int, code: int) -> None:
        if not is_special(cell):
            if self.codes[cell] == 0:
                self.codes[cell] = u16(code)
            return
        wide = WIDE[cell & NUMBER]
        if wide > 0x10FFFF:
            self.found.append(wide << 16 | code)
            return
        if len(self.plane2) == 0:
            self.plane2 = Array[u16](0x10000, u16(0))
        if self.plane2[wide & 0xFFFF] == 0:
            self.plane2[wide & 0xFFFF] = u16(code)

    def code(self, c: int) -> int:
        """The code of a character that stands alone; 0 for none, and for U+0000 itself."""
        if c >= 0x10000:
            return self.plane2[c & 0xFFFF] if c >> 16 == 2 and len(self.plane2) > 0 else 0
        code = self.codes[c]
        if code != PAIR_START or c == PAIR_START:
            return code
        for i in range(len(self.pairs)):
            if self.pairs[i] >> 32 == c:
                return self.alone[i]
        return 0

    def starts_pair(self, c: int) -> bool:
        return c < 0x10000 and c != PAIR_START and self.codes[c] == PAIR_START

    def pair_code(self, c: int, second: int) -> int:
        """0: they are none."""
        if second < 0x10000:
            for pair in self.pairs:
                if pair >> 16 == c << 16 | second:
                    return pair & 0xFFFF
        return 0


class AllCodes(State):
    """By Table.number; None: not asked for yet."""

    made: Array[Codes | None]

    def __init__(self) -> None:
        self.made = Array[Codes | None](len(ENCODINGS), None)


def new_all_codes() -> State:
    return AllCodes()


ALL_CODES: Final[int] = space_slot(new_all_codes)


def codes_of(t: Table) -> Codes:
    """Two threads that come at once may both make it; either will do."""
    made = cast(AllCodes, context().space.states[ALL_CODES]).made
    codes = made[t.number]
    if codes is None:
        codes = Codes(t)
        release_fence()
        made[t.number] = codes
    return codes

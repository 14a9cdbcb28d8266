"""ISO 2022: several character sets in seven bits, told apart by escape sequences.

    ESC ( X   ESC $ X   ESC $ ( X     what follows is of the set X (its final byte; with two bytes a character behind $)
    ESC ) X   ESC $ ) X               the same, for what stands between SO and SI
    ESC . X   ESC N c                 a set of 96 characters, and one character of it

The state's bytes: the mark of the set in use, of the one between SO and SI, of the one for ESC N; the fifth has SHIFTED (behind SO) and
SKIPPING (in an escape sequence of others, which is text up to its end). A mark is the final byte, with the high bit for two bytes a character.

What an encoding can say is a table of CharacterSets, in the order in which its encoder tries them.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, str_char, u16
from protopython.modules._multibytecodec import tables
from protopython.modules._multibytecodec.conversion import BETWEEN_SIGNALS, DONE, INCOMPLETE, LOST, Codec, Decoding, Encoding
from protopython.modules._multibytecodec.tables import (
    EMPTY_ROW,
    GREEK,
    NUMBER,
    SPECIAL,
    THREE_BYTES,
    Table,
    append_cell,
    codes_of,
    is_special,
    row_cell,
)
from protopython.protocore.polling import check_signals

ESC: Final[int] = 0x1B
SO: Final[int] = 0x0E
SI: Final[int] = 0x0F
LF: Final[int] = 10
PAREN: Final[int] = 40
DOLLAR: Final[int] = 36
TWO_BYTES: Final[int] = 0x80

ASCII: Final[int] = 66
LATIN: Final[int] = 65
LATIN_GREEK: Final[int] = 70
ROMAN: Final[int] = 74
KANA: Final[int] = 73
JISX0208_1978: Final[int] = TWO_BYTES | 64
JISX0208: Final[int] = TWO_BYTES | 66
JISX0212: Final[int] = TWO_BYTES | 68
JISX0213_2000: Final[int] = TWO_BYTES | 79
JISX0213_2004: Final[int] = TWO_BYTES | 81
JISX0213_PLANE2: Final[int] = TWO_BYTES | 80
KSX1001: Final[int] = TWO_BYTES | 67
GB2312: Final[int] = TWO_BYTES | 65

SHIFTED: Final[int] = 1 << 32
SKIPPING: Final[int] = 2 << 32
START: Final[int] = ASCII | ASCII << 8
MAX_ESCAPE: Final[int] = 16
"""An escape sequence that is not over by then never will be."""

TILDE: Final[int] = 126
FULLWIDTH_TILDE: Final[int] = 0xFF5E
"""What the EUC encodings have for JIS X 0213's tilde; here CPython decodes it to TILDE, and does not encode it."""
HANGUL_FILLER: Final[int] = 0x3164
"""EUC-KR takes it for the beginning of a syllable."""

SHIFTS: Final[int] = 1
"""The encoding has SO and SI."""
THIRD_SET: Final[int] = 2
"""It has ESC N."""
PREFIX: Final[int] = 4
"""It has ESC & @ ESC $ B, for the JIS X 0208 of 1990."""

NOWHERE: Final[int] = 0
"""How a set's characters lie in its table: the encoder has none, nor has the decoder, but behind ESC N;"""
LEFT: Final[int] = 1
"""single bytes of `first`, 00 to 7F;"""
RIGHT: Final[int] = 2
"""single bytes, 80 to FF;"""
PLANE: Final[int] = 3
"""two bytes, both from A1 on;"""
THIRD: Final[int] = 4
"""behind 8F;"""
THIRD_0213: Final[int] = 5
"""behind 8F, in rows that JIS X 0212 has left free."""


def has_row_of_0213(lead: int) -> bool:
    row = lead - 0xA0
    return row >= 78 or (row < 16 and row not in (2, 6, 7, 9, 10, 11))


class CharacterSet:
    mark: int
    width: int
    shifted: bool
    """It stands between SO and SI."""
    table: Table
    where: int
    entries: Array[u16]
    """By a byte with the high bit: for two bytes the row, as in Table.first, for one the character, 0 for none."""

    def __init__(self, mark: int, table: Table, where: int, shifted: bool = False, decoding: Table | None = None) -> None:
        """decoding: the table where CPython's decoder disagrees with its encoder."""
        self.mark = mark
        self.width = 2 if mark & TWO_BYTES else 1
        self.table = table
        self.where = where
        self.shifted = shifted
        self.entries = Array.of([self.entry(lead, table if decoding is None else decoding) for lead in range(256)])

    def entry(self, lead: int, table: Table) -> u16:
        where = self.where
        if where == LEFT or where == RIGHT:
            x = table.first[lead & 0x7F if where == LEFT else lead]
            return x if not is_special(x) else u16(0)
        if where == PLANE:
            return table.first[lead] if table.first[lead] != SPECIAL | THREE_BYTES else u16(SPECIAL | EMPTY_ROW)
        if where == THIRD or (where == THIRD_0213 and has_row_of_0213(lead)):
            return table.third[lead]
        return u16(SPECIAL | EMPTY_ROW if self.width == 2 else 0)

    def code(self, code: int) -> int:
        """The bytes for what the table has this code for, both below 80; 0: the set lacks it."""
        where = self.where
        lead = code >> 8
        if code < 0x100:
            fits = where == LEFT and code < 0x80 or where == RIGHT and code >= 0x80
        elif code & 0x80:
            fits = where == PLANE and lead > 0xA0
        else:
            fits = where == THIRD or (where == THIRD_0213 and has_row_of_0213(lead))
        return code & 0x7F7F if fits else 0


class Iso2022Codec(Codec):
    sets: Array[CharacterSet]
    flags: int
    pairs: Table | None
    """Where pairs of characters are that have one code."""

    def __init__(self, name: str, flags: int, sets: list[CharacterSet], pairs: Table | None = None) -> None:
        self.name = name
        self.flags = flags
        self.sets = Array.of(sets)
        self.pairs = pairs

    def decoding_start(self) -> int:
        return START | ASCII << 16

    def encoding_start(self) -> int:
        return START

    def reset_decoding(self, state: int) -> int:
        return (state & ~0xFF & ~SHIFTED) | ASCII

    def reset_encoding(self, e: Encoding) -> None:
        if e.state & SHIFTED:
            self.shift_in(e)
        if e.state & 0xFF != ASCII:
            self.designate(e, ASCII, False)

    def set_of(self, mark: int) -> CharacterSet | None:
        for s in self.sets:
            if s.mark == mark:
                return s
        return None

    # --- decoding

    def decode(self, d: Decoding) -> int:
        data = d.data
        n = len(data)
        out = d.out
        pause = d.at
        current: CharacterSet | None = None
        while d.at < n:
            i = d.at
            if i >= pause:
                check_signals()
                pause = i + BETWEEN_SIGNALS
            c = data[i]
            if d.state & SKIPPING:
                out.append_char(c)
                d.at = i + 1
                if ends_escape(c):
                    d.state &= ~SKIPPING
            elif c < 0x20:
                stop = self.decode_control(d, c)
                if stop != DONE:
                    return stop
            elif c >= 0x80:
                return 1
            else:
                mark = (d.state >> 8 if d.state & SHIFTED else d.state) & 0xFF
                if mark == ASCII:
                    out.append_char(c)
                    d.at = i + 1
                    continue
                if current is None or current.mark != mark:
                    current = self.set_of(mark)
                    if current is None:
                        return 1
                width = current.width
                if i + width > n:
                    return INCOMPLETE
                cell: int = current.entries[c | 0x80]
                if width == 2:
                    cell = row_cell(cell & NUMBER, data[i + 1] | 0x80) if data[i + 1] < 0x80 else 0
                    if cell != 0 and cell < SPECIAL:
                        out.append_16_bit_char(cell)
                        d.at = i + 2
                        continue
                if cell == 0 or cell == tables.BOTH_ILLEGAL:
                    return width
                if cell == tables.SYLLABLE:
                    out.append_char(HANGUL_FILLER)
                elif cell == FULLWIDTH_TILDE and self.pairs is not None:
                    out.append_char(TILDE)
                else:
                    append_cell(out, cell)
                d.at = i + width
        return DONE

    def decode_control(self, d: Decoding, c: int) -> int:
        if c == ESC:
            if d.at + 1 >= len(d.data):
                return INCOMPLETE
            second = d.data[d.at + 1]
            if second == PAREN or second == PAREN + 1 or second == DOLLAR or second == 46 or second == 38:
                return self.decode_designation(d)
            if self.flags & THIRD_SET and second == 78:
                return self.decode_third(d)
            d.state |= SKIPPING
        elif c == LF:
            d.state &= ~SHIFTED
        elif self.flags & SHIFTS and (c == SO or c == SI):
            d.state = d.state | SHIFTED if c == SO else d.state & ~SHIFTED
            d.at += 1
            return DONE
        d.out.append_char(c)
        d.at += 1
        return DONE

    def decode_third(self, d: Decoding) -> int:
        """ESC N and a character."""
        if d.at + 2 >= len(d.data):
            return INCOMPLETE
        c = d.data[d.at + 2]
        mark = d.state >> 16 & 0xFF
        if mark != LATIN and mark != LATIN_GREEK and mark != ASCII:
            return LOST
        if c >= 0x80 and mark != LATIN_GREEK:
            return 3
        # CPython lets Greek have the other half of the set, too, with the high bit.
        x = c if mark == ASCII else c + 0x80 if mark == LATIN else GREEK[c] if c < 0x80 else c & 0x7F
        if x == 0 and c < 0x80 and mark == LATIN_GREEK:
            return 3
        d.out.append_char(x)
        d.at += 3
        return DONE

    def decode_designation(self, d: Decoding) -> int:
        data = d.data
        at = d.at
        k = 1
        while True:
            if at + k >= len(data):
                return INCOMPLETE
            c = data[at + k]
            if ends_escape(c):
                break
            if self.flags & PREFIX and c == 38 and at + k + 1 < len(data) and data[at + k + 1] == 64:
                k += 2
            k += 1
            if k >= MAX_ESCAPE:
                return 1
        size = k + 1
        final = data[at + k]
        second = data[at + 1]
        place = -1
        mark = final
        if size == 3 and second == DOLLAR:
            place = 0
            mark |= TWO_BYTES
        elif size == 3 and (second == PAREN or second == PAREN + 1):
            place = second - PAREN
        elif size == 3 and second == 46 and self.flags & THIRD_SET:
            place = 2
        elif size == 4 and second == DOLLAR and (data[at + 2] == PAREN or data[at + 2] == PAREN + 1):
            place = data[at + 2] - PAREN
            mark |= TWO_BYTES
        elif size == 6 and self.flags & PREFIX and data[at + 3 : at + 6] == b"\x1b$B":
            # CPython does not look at the two bytes between the escapes.
            place = 0
            mark = JISX0208
        if place < 0 or (mark != ASCII and self.set_of(mark) is None):
            return size
        d.state = (d.state & ~(0xFF << 8 * place)) | mark << 8 * place
        d.at = at + size
        return DONE

    # --- encoding

    def encode(self, e: Encoding) -> int:
        n = len(e.text)
        pause = e.at
        # The set that is tried first has nearly everything.
        first = self.sets[0]
        first_codes = codes_of(first.table).codes
        while e.at < n:
            i = e.at
            if i >= pause:
                check_signals()
                pause = i + BETWEEN_SIGNALS
            c = str_char(e.text, i)
            if c < 0x80:
                if e.state & 0xFF != ASCII:
                    self.designate(e, ASCII, False)
                if e.state & SHIFTED:
                    self.shift_in(e)
                e.out.append_byte(c)
                e.at = i + 1
                continue
            table = self.pairs
            if table is not None:
                stop = self.encode_pair(e, c, table)
                if stop == INCOMPLETE:
                    return stop
                if e.at > i:
                    continue
            code = first.code(first_codes[c]) if c < 0x10000 else 0
            if code != 0:
                self.put(e, first, code)
                e.at = i + 1
            elif not self.encode_char(e, c):
                return 1
        return DONE

    def encode_pair(self, e: Encoding, c: int, table: Table) -> int:
        """Takes c and the character behind it where they have one code; INCOMPLETE: the one behind is not there yet."""
        codes = codes_of(table)
        if not codes.starts_pair(c):
            return DONE
        if e.at + 1 == len(e.text):
            return DONE if e.last else INCOMPLETE
        code = codes.pair_code(c, str_char(e.text, e.at + 1))
        if code != 0:
            for s in self.sets:
                if s.table is table and s.where == PLANE:
                    self.put(e, s, code & 0x7F7F)
                    e.at += 2
                    break
        return DONE

    def encode_char(self, e: Encoding, c: int) -> bool:
        """Whether a set has c, which is then taken."""
        if self.pairs is not None and c == FULLWIDTH_TILDE:
            return False
        for s in self.sets:
            if s.where != NOWHERE:
                code = s.code(codes_of(s.table).code(c))
                if code != 0:
                    self.put(e, s, code)
                    e.at += 1
                    return True
        return False

    def put(self, e: Encoding, s: CharacterSet, code: int) -> None:
        if s.shifted:
            if e.state >> 8 & 0xFF != s.mark:
                self.designate(e, s.mark, True)
            if not e.state & SHIFTED:
                e.out.append_byte(SO)
                e.state |= SHIFTED
        else:
            if e.state & SHIFTED:
                self.shift_in(e)
            if e.state & 0xFF != s.mark:
                self.designate(e, s.mark, False)
        if s.width == 2:
            e.out.append_byte(code >> 8)
        e.out.append_byte(code & 0xFF)

    def shift_in(self, e: Encoding) -> None:
        e.out.append_byte(SI)
        e.state &= ~SHIFTED

    def designate(self, e: Encoding, mark: int, shifted: bool) -> None:
        out = e.out
        out.append_byte(ESC)
        if mark & TWO_BYTES:
            out.append_byte(DOLLAR)
        if mark != JISX0208:
            out.append_byte(PAREN + 1 if shifted else PAREN)
        out.append_byte(mark & 0x7F)
        e.state = (e.state & ~0xFF00) | mark << 8 if shifted else (e.state & ~0xFF) | mark


def ends_escape(c: int) -> bool:
    return 64 <= c <= 90


_JISX0208 = CharacterSet(JISX0208, tables.EUC_JP, PLANE)
_JISX0208_1978 = CharacterSet(JISX0208_1978, tables.EUC_JP, PLANE)
_JISX0212 = CharacterSet(JISX0212, tables.EUC_JP, THIRD)
_ROMAN = CharacterSet(ROMAN, tables.SHIFT_JISX0213, LEFT)
_KANA = CharacterSet(KANA, tables.SHIFT_JISX0213, RIGHT)

ISO2022_KR: Final = Iso2022Codec("iso2022_kr", SHIFTS, [CharacterSet(KSX1001, tables.EUC_KR, PLANE, shifted=True)])
ISO2022_JP: Final = Iso2022Codec("iso2022_jp", PREFIX, [_JISX0208, _ROMAN, _JISX0208_1978])
ISO2022_JP_1: Final = Iso2022Codec("iso2022_jp_1", PREFIX, [_JISX0208, _JISX0212, _ROMAN, _JISX0208_1978])
ISO2022_JP_2: Final = Iso2022Codec(
    "iso2022_jp_2",
    PREFIX | THIRD_SET,
    [
        _JISX0208,
        _JISX0212,
        CharacterSet(KSX1001, tables.EUC_KR, PLANE),
        CharacterSet(GB2312, tables.GB2312, PLANE),
        _ROMAN,
        _JISX0208_1978,
        CharacterSet(LATIN, tables.EUC_JP, NOWHERE),
        CharacterSet(LATIN_GREEK, tables.EUC_JP, NOWHERE),
    ],
)
ISO2022_JP_3: Final = Iso2022Codec(
    "iso2022_jp_3",
    PREFIX,
    [
        _JISX0208,
        CharacterSet(JISX0213_2000, tables.EUC_JISX0213, PLANE),
        CharacterSet(JISX0213_PLANE2, tables.EUC_JISX0213, THIRD_0213, decoding=tables.EUC_JIS_2004),
    ],
    tables.EUC_JISX0213,
)
ISO2022_JP_2004: Final = Iso2022Codec(
    "iso2022_jp_2004",
    PREFIX,
    [
        _JISX0208,
        CharacterSet(JISX0213_2004, tables.EUC_JIS_2004, PLANE),
        CharacterSet(JISX0213_PLANE2, tables.EUC_JIS_2004, THIRD_0213),
    ],
    tables.EUC_JIS_2004,
)
ISO2022_JP_EXT: Final = Iso2022Codec("iso2022_jp_ext", PREFIX, [_JISX0208, _JISX0212, _ROMAN, _KANA, _JISX0208_1978])

"""The codecs without a state: one byte or two for most characters, and what four of them have beyond that.

    EUC-JP, EUC-JIS   8F xx xx: three bytes, by the tables
    Big5-HKSCS, JIS X 0213    two characters for two bytes: a letter that may begin such a pair waits for the next one
    GB 18030          four bytes for what two do not have: up to U+FFFF the codes that FOUR_BYTES lists, beyond by the number
    EUC-KR            eight bytes for a syllable that KS X 1001 lacks: a filler, then its three letters (the last may be the filler again)
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, inline, str_char, u8
from protopython.modules._multibytecodec import tables
from protopython.modules._multibytecodec.conversion import BETWEEN_SIGNALS, DONE, INCOMPLETE, Codec, Decoding, Encoding
from protopython.modules._multibytecodec.tables import (
    ALONE_ILLEGAL,
    BOTH_ILLEGAL,
    FOUR_BYTES,
    NUMBER,
    PAIR_START,
    SYLLABLE,
    THREE_BYTES,
    THREE_BYTES_LEAD,
    Codes,
    Table,
    append_cell,
    codes_of,
    is_special,
    row_cell,
)
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.polling import check_signals

ASTRAL_LEAD: Final[int] = 0x90
"""GB 18030's first lead byte for characters from U+10000 on."""
BMP_CODES: Final[int] = 39420
"""How many four-byte codes there are before U+FFFF's successor."""
JAMO: Final[int] = 0xA4
FILLER: Final[int] = 0xD4
SYLLABLES: Final[int] = 0xAC00
N_SYLLABLES: Final[int] = 11172
N_VOWELS: Final[int] = 21
N_ENDS: Final[int] = 28
FIRST_VOWEL: Final[int] = 0xBF


def _jamo_bytes(letters: str) -> Array[u8]:
    """The second bytes of letters in KS X 1001, FILLER for a space."""
    return Array.of([u8(FILLER if c == " " else c.encode("euc_kr")[1]) for c in letters])


STARTS: Final[Array[u8]] = _jamo_bytes("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
ENDS: Final[Array[u8]] = _jamo_bytes(" ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


@inline
def append_code(out: BytesBuilder, code: int, three: bool) -> None:
    if code >= 0x100:
        if three and code & 0x80 == 0:
            out.append_byte(THREE_BYTES_LEAD)
            code |= 0x80
        out.append_byte(code >> 8)
    out.append_byte(code & 0xFF)


class DoubleByteCodec(Codec):
    table: Table

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self.table = table

    def decode(self, d: Decoding) -> int:
        first = self.table.first
        data = d.data
        n = len(data)
        out = d.out
        i = d.at
        while i < n:
            check_signals()
            pause = min(n, i + BETWEEN_SIGNALS)
            while i < pause:
                x = first[data[i]]
                if not is_special(x):
                    out.append_char(x)
                    i += 1
                    continue
                row = x & NUMBER
                cell = row_cell(row, data[i + 1]) if row != THREE_BYTES and i + 1 < n else 0
                if cell != 0 and not is_special(cell):
                    out.append_16_bit_char(cell)
                    i += 2
                    continue
                d.at = i
                stop = self.decode_rare(d, row, cell)
                if stop != DONE:
                    return stop
                i = d.at
        d.at = n
        return DONE

    def decode_rare(self, d: Decoding, row: int, cell: int) -> int:
        """What is not simply two bytes for a character, at d.at: takes it, or says what is wrong."""
        if row == ALONE_ILLEGAL:
            return 1
        data = d.data
        i = d.at
        size = 2
        if row == THREE_BYTES:
            if i + 2 < len(data):
                cell = row_cell(self.table.third[data[i + 1]] & NUMBER, data[i + 2])
            size = 3
        if i + size > len(data):
            return INCOMPLETE
        if cell == 0:
            return self.decode_beyond(d)
        if cell == BOTH_ILLEGAL:
            return 2
        if cell == SYLLABLE:
            return decode_syllable(d)
        append_cell(d.out, cell)
        d.at = i + size
        return DONE

    def decode_beyond(self, d: Decoding) -> int:
        """Two bytes that mean nothing by the tables."""
        return 1

    def encode(self, e: Encoding) -> int:
        t = codes_of(self.table)
        codes = t.codes
        three = len(self.table.third) > 0
        text = e.text
        n = len(text)
        out = e.out
        i = e.at
        while i < n:
            check_signals()
            pause = min(n, i + BETWEEN_SIGNALS)
            while i < pause:
                c = str_char(text, i)
                code = codes[c] if c < 0x10000 else 0
                if code > PAIR_START:
                    append_code(out, code, three)
                    i += 1
                    continue
                e.at = i
                stop = self.encode_rare(e, t, c)
                if stop != DONE:
                    return stop
                i = e.at
        e.at = n
        return DONE

    def encode_rare(self, e: Encoding, t: Codes, c: int) -> int:
        """c, at e.at, is not simply looked up: takes it, or says what is wrong."""
        code = t.code(c)
        used = 1
        if t.starts_pair(c):
            if e.at + 1 < len(e.text):
                together = t.pair_code(c, str_char(e.text, e.at + 1))
                if together != 0:
                    code = together
                    used = 2
            elif not e.last:
                return INCOMPLETE
        if code == 0 and c != 0:
            return self.encode_beyond(e, c)
        append_code(e.out, code, len(self.table.third) > 0)
        e.at += used
        return DONE

    def encode_beyond(self, e: Encoding, c: int) -> int:
        """A character that has no code in the tables."""
        return 1


# --- GB 18030 -----------------------------------------------------------------------------------------------------------------


class FourByteCodec(DoubleByteCodec):
    def decode_beyond(self, d: Decoding) -> int:
        data = d.data
        i = d.at
        if not 0x30 <= data[i + 1] <= 0x39:
            return 1
        if i + 4 > len(data):
            return INCOMPLETE
        lead = data[i]
        if lead < 0x81 or not 0x81 <= data[i + 2] <= 0xFE or not 0x30 <= data[i + 3] <= 0x39:
            return 1
        number = ((lead - 0x81) * 10 + data[i + 1] - 0x30) * 1260 + (data[i + 2] - 0x81) * 10 + data[i + 3] - 0x30
        c = char_of_number(number) if lead < 0x85 else 0x10000 + number - (ASTRAL_LEAD - 0x81) * 12600
        if c < 0x80 or c > 0x10FFFF or 0x85 <= lead < ASTRAL_LEAD:
            return 1
        d.out.append_char(c)
        d.at = i + 4
        return DONE

    def encode_beyond(self, e: Encoding, c: int) -> int:
        number = number_of_char(c) if c < 0x10000 else c - 0x10000 + (ASTRAL_LEAD - 0x81) * 12600
        if number < 0:
            return 1
        e.out.append_byte(0x81 + number // 12600)
        e.out.append_byte(0x30 + number // 1260 % 10)
        e.out.append_byte(0x81 + number // 10 % 126)
        e.out.append_byte(0x30 + number % 10)
        e.at += 1
        return DONE


def range_before(x: int, column: int) -> int:
    """The place of the last range whose first character (column 0) or number (2) is no more than x."""
    low = 0
    high = len(FOUR_BYTES) // 3
    while high - low > 1:
        middle = (low + high) >> 1
        if FOUR_BYTES[3 * middle + column] <= x:
            low = middle
        else:
            high = middle
    return 3 * low


def char_of_number(number: int) -> int:
    """-1: none."""
    if number >= BMP_CODES:
        return -1
    at = range_before(number, 2)
    k = number - FOUR_BYTES[at + 2]
    return FOUR_BYTES[at] + k if 0 <= k < FOUR_BYTES[at + 1] else -1


def number_of_char(c: int) -> int:
    """-1: none."""
    at = range_before(c, 0)
    k = c - FOUR_BYTES[at]
    return FOUR_BYTES[at + 2] + k if 0 <= k < FOUR_BYTES[at + 1] else -1


# --- EUC-KR ----------------------------------------------------------------------------------------------------------------------


class SyllableCodec(DoubleByteCodec):
    def encode_beyond(self, e: Encoding, c: int) -> int:
        k = c - SYLLABLES
        if not 0 <= k < N_SYLLABLES:
            return 1
        append_jamo(e.out, FILLER)
        append_jamo(e.out, STARTS[k // (N_VOWELS * N_ENDS)])
        append_jamo(e.out, FIRST_VOWEL + k // N_ENDS % N_VOWELS)
        append_jamo(e.out, ENDS[k % N_ENDS])
        e.at += 1
        return DONE


def append_jamo(out: BytesBuilder, letter: int) -> None:
    out.append_byte(JAMO)
    out.append_byte(letter)


def letter_place(letters: Array[u8], letter: int) -> int:
    """-1: it is none of them."""
    for k in range(len(letters)):
        if letters[k] == letter:
            return k
    return -1


def decode_syllable(d: Decoding) -> int:
    data = d.data
    i = d.at
    if i + 8 > len(data):
        return INCOMPLETE
    start = letter_place(STARTS, data[i + 3])
    vowel = data[i + 5] - FIRST_VOWEL
    end = letter_place(ENDS, data[i + 7])
    if data[i + 2] != JAMO or data[i + 4] != JAMO or data[i + 6] != JAMO or start < 0 or not 0 <= vowel < N_VOWELS or end < 0:
        return 1
    d.out.append_char(SYLLABLES + (start * N_VOWELS + vowel) * N_ENDS + end)
    d.at = i + 8
    return DONE


GB2312: Final = DoubleByteCodec("gb2312", tables.GB2312)
GBK: Final = DoubleByteCodec("gbk", tables.GBK)
GB18030: Final = FourByteCodec("gb18030", tables.GB18030)
BIG5: Final = DoubleByteCodec("big5", tables.BIG5)
CP950: Final = DoubleByteCodec("cp950", tables.CP950)
BIG5HKSCS: Final = DoubleByteCodec("big5hkscs", tables.BIG5HKSCS)
CP932: Final = DoubleByteCodec("cp932", tables.CP932)
SHIFT_JIS: Final = DoubleByteCodec("shift_jis", tables.SHIFT_JIS)
SHIFT_JISX0213: Final = DoubleByteCodec("shift_jisx0213", tables.SHIFT_JISX0213)
SHIFT_JIS_2004: Final = DoubleByteCodec("shift_jis_2004", tables.SHIFT_JIS_2004)
EUC_JP: Final = DoubleByteCodec("euc_jp", tables.EUC_JP)
EUC_JISX0213: Final = DoubleByteCodec("euc_jisx0213", tables.EUC_JISX0213)
EUC_JIS_2004: Final = DoubleByteCodec("euc_jis_2004", tables.EUC_JIS_2004)
EUC_KR: Final = SyllableCodec("euc_kr", tables.EUC_KR)
CP949: Final = DoubleByteCodec("cp949", tables.CP949)
JOHAB: Final = DoubleByteCodec("johab", tables.JOHAB)

"""Characters as regular expressions see them: case, categories, character sets."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, copy_array, inline, u32
from protopython.modules._sre.constants import Category, Info, Op
from protopython.objects.str.str import is_line_break
from protopython.protocore.unicodedb import (
    ALPHA,
    DECIMAL,
    DIGIT,
    MANY,
    MULTI,
    NUMERIC,
    SPACE,
    char_flags,
    lower_mapping,
    upper_mapping,
)

WORD_FLAGS: Final[int] = ALPHA | DECIMAL | DIGIT | NUMERIC


@inline
def lower_ascii(c: int) -> int:
    return c + 32 if 65 <= c <= 90 else c


def upper_ascii(c: int) -> int:
    return c - 32 if 97 <= c <= 122 else c


def lower_unicode(c: int) -> int:
    """The simple lower-case mapping: one character."""
    if c < 128:
        return lower_ascii(c)
    m = lower_mapping(c)
    return 0x69 if m >= MANY else m


def upper_unicode(c: int) -> int:
    """The upper-case mapping: of several characters the first."""
    if c < 128:
        return upper_ascii(c)
    m = upper_mapping(c)
    return int(MULTI[m - MANY]) if m >= MANY else m


def is_word(c: int) -> bool:
    return c < 128 and (48 <= c <= 57 or 65 <= (c & 0xDF) <= 90 or c == 95)


def is_unicode_word(c: int) -> bool:
    if c < 128:
        return is_word(c)
    return (char_flags(c) & WORD_FLAGS) != 0


def in_category(category: int, c: int) -> bool:
    """CHCODES: even numbers are classes, odd ones their complements."""
    match category & ~1:
        case Category.DIGIT:
            found = 48 <= c <= 57
        case Category.SPACE:
            found = c == 32 or 9 <= c <= 13
        case Category.WORD | Category.LOC_WORD:
            found = is_word(c)
        case Category.LINEBREAK:
            found = c == 10
        case Category.UNI_DIGIT:
            found = (char_flags(c) & DECIMAL) != 0
        case Category.UNI_SPACE:
            found = (char_flags(c) & SPACE) != 0
        case Category.UNI_WORD:
            found = is_unicode_word(c)
        case Category.UNI_LINEBREAK:
            found = is_line_break(c)
        case _:
            found = False
    return found != ((category & 1) != 0)


def in_charset(code: Array[u32], at: int, c: int) -> bool:
    """Whether c is in the set whose program starts at code[at] and ends with FAILURE."""
    wanted = True
    while True:
        op = code[at]
        at += 1
        match op:
            case Op.FAILURE:
                return not wanted
            case Op.LITERAL:
                if c == code[at]:
                    return wanted
                at += 1
            case Op.RANGE:
                if code[at] <= c <= code[at + 1]:
                    return wanted
                at += 2
            case Op.CATEGORY:
                if in_category(code[at], c):
                    return wanted
                at += 1
            case Op.CHARSET:
                if c < 256 and ((code[at + (c >> 5)] >> (c & 31)) & 1) != 0:
                    return wanted
                at += 8
            case Op.BIGCHARSET:  # number of blocks, 256 block numbers of a byte each, the blocks
                if c < 0x10000:
                    page = c >> 8
                    block = (code[at + 1 + (page >> 2)] >> (8 * (page & 3))) & 255
                    if ((code[at + 65 + 8 * block + ((c & 255) >> 5)] >> (c & 31)) & 1) != 0:
                        return wanted
                at += 65 + 8 * code[at]
            case Op.NEGATE:
                wanted = not wanted
            case Op.RANGE_UNI_IGNORE:
                if code[at] <= c <= code[at + 1]:
                    return wanted
                upper = upper_unicode(c)
                if code[at] <= upper <= code[at + 1]:
                    return wanted
                at += 2
            case _:
                return False


# --- programs -------------------------------------------------------------------------------------


class Program:
    """The code of a pattern, and for each of its character sets the bits of the first 256 characters."""

    code: Array[u32]
    bits_at: Array[u32]
    """For the position of a set's IN (or of the set in INFO): where its eight words begin in `bits`."""
    bits: Array[u32]

    def __init__(self, code: Array[u32]) -> None:
        self.code = code
        self.bits_at = Array[u32](len(code), u32(0))
        self.bits = Array[u32](0, u32(0))

    @inline
    def in_set(self, pc: int, c: int) -> bool:
        """Whether the set of the IN at code[pc] has c."""
        if c < 256:
            return ((self.bits[self.bits_at[pc] + (c >> 5)] >> (c & 31)) & 1) != 0
        return in_folded_set(self.code, pc, c)

    @inline
    def in_first_set(self, c: int) -> bool:
        """The same for the set of the characters that a match may begin with."""
        if c < 256:
            return ((self.bits[self.bits_at[FIRST_SET] + (c >> 5)] >> (c & 31)) & 1) != 0
        return in_charset(self.code, FIRST_SET, c)

    def add_bits(self, pc: int, is_first: bool) -> None:
        n = len(self.bits)
        bits = Array[u32](n + 8, u32(0))
        copy_array(bits, 0, self.bits, 0, n)
        for c in range(256):
            found = in_charset(self.code, pc, c) if is_first else in_folded_set(self.code, pc, c)
            if found:
                at = n + (c >> 5)
                bits[at] = u32(bits[at] | (1 << (c & 31)))
        self.bits = bits
        self.bits_at[pc] = u32(n)

    def scan(self, pc: int, end: int) -> None:
        """Finds the sets in code[pc:end]."""
        code = self.code
        while pc < end:
            match code[pc]:
                case Op.IN | Op.IN_IGNORE | Op.IN_LOC_IGNORE | Op.IN_UNI_IGNORE:
                    self.add_bits(pc, False)
                    pc += 1 + code[pc + 1]
                case Op.INFO:
                    if (code[pc + 2] & Info.CHARSET) != 0:
                        self.add_bits(FIRST_SET, True)
                    pc += 1 + code[pc + 1]
                case Op.BRANCH:
                    pc += 1
                    while code[pc] != 0:
                        self.scan(pc + 1, pc + code[pc])
                        pc += code[pc]
                    pc += 1
                case Op.FAILURE | Op.SUCCESS | Op.ANY | Op.ANY_ALL | Op.MAX_UNTIL | Op.MIN_UNTIL:
                    pc += 1
                case Op.ASSERT | Op.ASSERT_NOT | Op.GROUPREF_EXISTS:
                    pc += 3
                case Op.REPEAT | Op.REPEAT_ONE | Op.MIN_REPEAT_ONE | Op.POSSESSIVE_REPEAT | Op.POSSESSIVE_REPEAT_ONE:
                    pc += 4
                case _:
                    pc += 2


FIRST_SET: Final[int] = 5
"""Where the set in INFO begins, INFO being the first instruction."""


def in_folded_set(code: Array[u32], pc: int, c: int) -> bool:
    """in_charset for the set of the IN at code[pc], as that instruction folds case."""
    match code[pc]:
        case Op.IN:
            return in_charset(code, pc + 2, c)
        case Op.IN_IGNORE:
            return in_charset(code, pc + 2, lower_ascii(c))
        case Op.IN_LOC_IGNORE:
            low = in_charset(code, pc + 2, lower_ascii(c))
            up = in_charset(code, pc + 2, upper_ascii(c))
            first = int(code[pc + 2])
            return (low and up) if first == Op.NEGATE else (low or up)
        case _:
            return in_charset(code, pc + 2, lower_unicode(c))


def new_program(code: Array[u32]) -> Program:
    """`code` ends with SUCCESS, whatever follows it."""
    program = Program(code)
    program.scan(0, len(code))
    return program

"""Characters as regular expressions see them: case, categories, character sets. The numbers are those of the
stock re/_constants.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, copy_array, inline, u32
from protopython.objects.str.str import is_line_break
from protopython.protocore.unicodedb import (
    ALPHA,
    DECIMAL,
    DIGIT,
    MANY,
    NUMERIC,
    SPACE,
    char_flags,
    lower_mapping,
    upper_mapping,
)

# Opcodes.
FAILURE: Final[int] = 0
SUCCESS: Final[int] = 1
ANY: Final[int] = 2
ANY_ALL: Final[int] = 3
ASSERT: Final[int] = 4
ASSERT_NOT: Final[int] = 5
AT: Final[int] = 6
BRANCH: Final[int] = 7
CATEGORY: Final[int] = 8
CHARSET: Final[int] = 9
BIGCHARSET: Final[int] = 10
GROUPREF: Final[int] = 11
GROUPREF_EXISTS: Final[int] = 12
IN: Final[int] = 13
INFO: Final[int] = 14
JUMP: Final[int] = 15
LITERAL: Final[int] = 16
MARK: Final[int] = 17
MAX_UNTIL: Final[int] = 18
MIN_UNTIL: Final[int] = 19
NOT_LITERAL: Final[int] = 20
NEGATE: Final[int] = 21
RANGE: Final[int] = 22
REPEAT: Final[int] = 23
REPEAT_ONE: Final[int] = 24
SUBPATTERN: Final[int] = 25
MIN_REPEAT_ONE: Final[int] = 26
ATOMIC_GROUP: Final[int] = 27
POSSESSIVE_REPEAT: Final[int] = 28
POSSESSIVE_REPEAT_ONE: Final[int] = 29
GROUPREF_IGNORE: Final[int] = 30
IN_IGNORE: Final[int] = 31
LITERAL_IGNORE: Final[int] = 32
NOT_LITERAL_IGNORE: Final[int] = 33
GROUPREF_LOC_IGNORE: Final[int] = 34
IN_LOC_IGNORE: Final[int] = 35
LITERAL_LOC_IGNORE: Final[int] = 36
NOT_LITERAL_LOC_IGNORE: Final[int] = 37
GROUPREF_UNI_IGNORE: Final[int] = 38
IN_UNI_IGNORE: Final[int] = 39
LITERAL_UNI_IGNORE: Final[int] = 40
NOT_LITERAL_UNI_IGNORE: Final[int] = 41
RANGE_UNI_IGNORE: Final[int] = 42

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
    if c < 128:
        return upper_ascii(c)
    m = upper_mapping(c)
    return c if m >= MANY else m


def is_word(c: int) -> bool:
    return c < 128 and (48 <= c <= 57 or 65 <= (c & 0xDF) <= 90 or c == 95)


def is_unicode_word(c: int) -> bool:
    if c < 128:
        return is_word(c)
    return (char_flags(c) & WORD_FLAGS) != 0


def in_category(category: int, c: int) -> bool:
    """CHCODES: even numbers are classes, odd ones their complements."""
    match category & ~1:
        case 0:
            found = 48 <= c <= 57
        case 2:
            found = c == 32 or 9 <= c <= 13
        case 4 | 8:
            found = is_word(c)
        case 6:
            found = c == 10
        case 10:
            found = (char_flags(c) & DECIMAL) != 0
        case 12:
            found = (char_flags(c) & SPACE) != 0
        case 14:
            found = is_unicode_word(c)
        case 16:
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
            case 0:  # FAILURE
                return not wanted
            case 16:  # LITERAL
                if c == code[at]:
                    return wanted
                at += 1
            case 22:  # RANGE
                if code[at] <= c <= code[at + 1]:
                    return wanted
                at += 2
            case 8:  # CATEGORY
                if in_category(code[at], c):
                    return wanted
                at += 1
            case 9:  # CHARSET
                if c < 256 and ((code[at + (c >> 5)] >> (c & 31)) & 1) != 0:
                    return wanted
                at += 8
            case 10:  # BIGCHARSET: number of blocks, 256 block numbers of a byte each, the blocks
                if c < 0x10000:
                    page = c >> 8
                    block = (code[at + 1 + (page >> 2)] >> (8 * (page & 3))) & 255
                    if ((code[at + 65 + 8 * block + ((c & 255) >> 5)] >> (c & 31)) & 1) != 0:
                        return wanted
                at += 65 + 8 * code[at]
            case 21:  # NEGATE
                wanted = not wanted
            case 42:  # RANGE_UNI_IGNORE
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
                case 13 | 31 | 35 | 39:  # IN
                    self.add_bits(pc, False)
                    pc += 1 + code[pc + 1]
                case 14:  # INFO
                    if (code[pc + 2] & 4) != 0:
                        self.add_bits(FIRST_SET, True)
                    pc += 1 + code[pc + 1]
                case 7:  # BRANCH
                    pc += 1
                    while code[pc] != 0:
                        self.scan(pc + 1, pc + code[pc])
                        pc += code[pc]
                    pc += 1
                case 0 | 1 | 2 | 3 | 18 | 19:
                    pc += 1
                case 4 | 5 | 12:
                    pc += 3
                case 23 | 24 | 26 | 28 | 29:
                    pc += 4
                case _:
                    pc += 2


FIRST_SET: Final[int] = 5
"""Where the set in INFO begins, INFO being the first instruction."""


def in_folded_set(code: Array[u32], pc: int, c: int) -> bool:
    """in_charset for the set of the IN at code[pc], as that instruction folds case."""
    match code[pc]:
        case 13:
            return in_charset(code, pc + 2, c)
        case 31:
            return in_charset(code, pc + 2, lower_ascii(c))
        case 35:
            return in_charset(code, pc + 2, lower_ascii(c)) or in_charset(code, pc + 2, upper_ascii(c))
        case _:
            return in_charset(code, pc + 2, lower_unicode(c))


def new_program(code: Array[u32]) -> Program:
    """`code` ends with SUCCESS, whatever follows it."""
    program = Program(code)
    program.scan(0, len(code))
    return program

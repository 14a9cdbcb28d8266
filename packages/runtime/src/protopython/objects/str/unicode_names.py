"""Names of characters, aliases and named sequences of Unicode 16, by character and by name.

    ENTRIES   characters (NAME_CODES, sorted), then aliases (ALIAS_CODES), then sequences (SEQUENCES)
    STARTS    where an entry's bytes begin in WORDS; each byte, or pair of bytes from N_SHORT on, is a word's place
    ORDER     the entries sorted by name
    RANGE_*   ranges of names that end in the code: CJK UNIFIED IDEOGRAPH-4E00

Syllables of Hangul are spelt by rule.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, u16, u32
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.str.unicode_data import (
    S_BASE,
    T_COUNT,
    V_COUNT,
    hexadecimal,
    is_syllable,
    position,
    table_bytes,
    table_texts,
    table_u16,
    table_u32,
)

_SIZES = table_u32("name_short")
N_SHORT: Final[int] = int(_SIZES[0])
N_NAMES: Final[int] = int(_SIZES[1])
N_ALIASES: Final[int] = int(_SIZES[2])
N_RANGES: Final[int] = int(_SIZES[4])
"""The ranges from here on are for lookups by name only, as in CPython."""
N_ENTRIES: Final[int] = int(_SIZES[1]) + int(_SIZES[2]) + int(_SIZES[3])
NAME_CODES: Final[Array[u32]] = table_u32("name_codes")
STARTS: Final[Array[u32]] = table_u32("name_starts")
WORDS: Final[bytes] = table_bytes("name_words")
WORD_STARTS: Final[Array[u32]] = table_u32("word_starts")
WORD_TEXT: Final[str] = table_bytes("word_text").decode("ascii")
ORDER: Final[Array[u16]] = table_u16("name_order")
ALIAS_CODES: Final[Array[u32]] = table_u32("alias_codes")
SEQUENCES: Final[Array[str]] = Array.of(
    ["".join(chr(int(x, 16)) for x in text.split()) for text in table_bytes("sequences").decode("ascii").split("\n")]
)
RANGE_FIRST: Final[Array[u32]] = table_u32("range_first")
RANGE_LAST: Final[Array[u32]] = table_u32("range_last")
RANGE_PREFIXES: Final[Array[str]] = table_texts("range_prefixes")

HANGUL: Final[str] = "HANGUL SYLLABLE "
LEADS: Final[Array[str]] = Array.of("G GG N D DD R M B BB S SS - J JJ C K T P H".split())
VOWELS: Final[Array[str]] = Array.of("A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split())
TAILS: Final[Array[str]] = Array.of("- G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split())
"""A dash: no letter."""
MAX_NAME: Final[int] = 256


def entry_name(entry: int) -> str:
    out = StringBuilder(40)
    at = int(STARTS[entry])
    end = int(STARTS[entry + 1])
    first = True
    while at < end:
        word = int(WORDS[at])
        at += 1
        if word >= N_SHORT:
            word = N_SHORT + ((word - N_SHORT) << 8) + WORDS[at]
            at += 1
        if not first:
            out.append_char(32)
        first = False
        out.append(WORD_TEXT[WORD_STARTS[word] : WORD_STARTS[word + 1]])
    return out.to_str()


def letters(part: str) -> str:
    return "" if part == "-" else part


def char_name(c: int) -> str:
    """The name of a character; "" if it has none."""
    if is_syllable(c):
        s = c - S_BASE
        lead = letters(LEADS[s // (V_COUNT * T_COUNT)])
        return HANGUL + lead + VOWELS[s // T_COUNT % V_COUNT] + letters(TAILS[s % T_COUNT])
    for i in range(N_RANGES):
        if RANGE_FIRST[i] <= c <= RANGE_LAST[i]:
            return RANGE_PREFIXES[i] + hexadecimal(c)
    entry = position(NAME_CODES, c)
    return "" if entry < 0 else entry_name(entry)


# --- by name ----------------------------------------------------------------------------------------------------------------


def longest(parts: Array[str], text: str) -> int:
    """The place of the longest of parts that text begins with; -1: none."""
    best = -1
    for i in range(len(parts)):
        part = letters(parts[i])
        if text.startswith(part) and (best < 0 or len(part) > len(letters(parts[best]))):
            best = i
    return best


def syllable(text: str) -> int:
    """The syllable that is spelt so, or -1."""
    lead = longest(LEADS, text)
    text = text[len(letters(LEADS[lead])) : len(text)]
    vowel = longest(VOWELS, text)
    if vowel < 0:
        return -1
    text = text[len(VOWELS[vowel]) : len(text)]
    tail = longest(TAILS, text)
    if len(letters(TAILS[tail])) != len(text):
        return -1
    return S_BASE + (lead * V_COUNT + vowel) * T_COUNT + tail


def hex_value(text: str) -> int:
    """4 or 5 hexadecimal digits; -1 for others."""
    if len(text) != 4 and len(text) != 5:
        return -1
    value = 0
    for i in range(len(text)):
        digit = "0123456789ABCDEF".find(text[i])
        if digit < 0:
            return -1
        value = value * 16 + digit
    return value


def upper_ascii(name: str) -> str:
    """"" if it is not ASCII."""
    out = StringBuilder(len(name))
    for i in range(len(name)):
        c = ord(name[i])
        if c >= 128:
            return ""
        out.append_char(c - 32 if 97 <= c <= 122 else c)
    return out.to_str()


def find_entry(name: str) -> int:
    """The entry of this name, or -1."""
    low = 0
    high = N_ENTRIES
    while low < high:
        middle = (low + high) >> 1
        if entry_name(ORDER[middle]) < name:
            low = middle + 1
        else:
            high = middle
    return ORDER[low] if low < N_ENTRIES and entry_name(ORDER[low]) == name else -1


def ranged(name: str) -> int:
    """The character of a `PREFIX-HEX` name, or -1."""
    for i in range(len(RANGE_FIRST)):
        prefix = RANGE_PREFIXES[i]
        if name.startswith(prefix):
            digits = name[len(prefix) : len(name)]
            c = hex_value(digits)
            if RANGE_FIRST[i] <= c <= RANGE_LAST[i] and digits == hexadecimal(c):
                return c
    return -1


def lookup_name(name: str, with_extra: bool) -> str:
    """The character, alias's character or sequence of a name; "" if there is none. with_extra: aliases and sequences too."""
    if len(name) > MAX_NAME:
        return ""
    name = upper_ascii(name)
    if name.startswith(HANGUL):
        c = syllable(name[len(HANGUL) : len(name)])
        if c >= 0:
            return chr(c)
    c = ranged(name)
    if c >= 0:
        return chr(c)
    entry = find_entry(name)
    if entry < 0:
        return ""
    if entry < N_NAMES:
        return chr(NAME_CODES[entry])
    if not with_extra:
        return ""
    entry -= N_NAMES
    return chr(ALIAS_CODES[entry]) if entry < N_ALIASES else SEQUENCES[entry - N_ALIASES]


def named_character(name: str) -> int:
    """The code point that \\N{name} means in a literal: a character's name or an alias; -1 if there is none."""
    found = lookup_name(name, True)
    return ord(found[0]) if len(found) == 1 else -1

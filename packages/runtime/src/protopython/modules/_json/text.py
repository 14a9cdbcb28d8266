"""JSON strings: finding where one ends, decoding its escapes, and writing text as one (RFC 8259, 7)."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, str_char, wrap, wrap_sub
from protodialect.unsafe import load8, load16, load64, str_data, str_kind
from protopython.engine.imports import import_absolute
from protopython.objects.bytes.bytes import hex_value
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call3
from protopython.objects.model.errors import system_error, value_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.types import is_subtype, type_of
from protopython.objects.str.str import append_hex
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int

QUOTE: Final[int] = 34
BACKSLASH: Final[int] = 92

ONES: Final[int] = 0x0101010101010101
HIGHS: Final[int] = -0x7F7F7F7F7F7F7F80
"""0x80 in each of eight bytes."""
QUOTES: Final[int] = ONES * QUOTE
BACKSLASHES: Final[int] = ONES * BACKSLASH
SPACES: Final[int] = ONES * 32
DELETES: Final[int] = ONES * 127


def decode_error(message: str, s: str, at: int) -> PyError:
    """json.JSONDecodeError, whose class lives in Python."""
    w_class = getattr_of(import_absolute("json.decoder"), "JSONDecodeError")
    w = call3(w_class, wrap(message), wrap(s), from_int(at))
    if not is_subtype(type_of(w), x.BASE_EXCEPTION):
        return system_error(f"_PyErr_SetObject: exception {repr_of(w_class)} is not a BaseException subclass")
    return PyError(w)


def special_bytes(word: int) -> int:
    """Not 0 if one of the word's eight bytes is a quote, a backslash or a control character; then the high bit of the lowest such
    byte is set (and perhaps others above it)."""
    quote = word ^ QUOTES
    backslash = word ^ BACKSLASHES
    found = wrap_sub(quote, ONES) & ~quote
    found |= wrap_sub(backslash, ONES) & ~backslash
    found |= wrap_sub(word, SPACES) & ~word
    return found & HIGHS


def plain_end(s: str, i: int) -> int:
    """The index of the first quote, backslash or control character at or after i; len(s) if there is none."""
    n = len(s)
    if COMPILED:
        if str_kind(s) == 1:
            at = str_data(s)
            while i + 8 <= n and special_bytes(load64(at + i)) == 0:
                i += 8
            while i < n:
                c = load8(at + i)
                if c == QUOTE or c == BACKSLASH or c < 32:
                    return i
                i += 1
            return n
        if str_kind(s) == 2:
            at = str_data(s)
            while i < n:
                c = load16(at + 2 * i)
                if c == QUOTE or c == BACKSLASH or c < 32:
                    return i
                i += 1
            return n
    while i < n:
        c = str_char(s, i)
        if c == QUOTE or c == BACKSLASH or c < 32:
            return i
        i += 1
    return n


def plain_ascii_end(s: str, i: int) -> int:
    """The index of the first character at or after i that is not printable ASCII, or is a quote or a backslash; len(s) if all are."""
    n = len(s)
    if COMPILED:
        if str_kind(s) == 1:
            at = str_data(s)
            while i + 8 <= n:
                word = load64(at + i)
                delete = word ^ DELETES
                if (special_bytes(word) | ((word | (wrap_sub(delete, ONES) & ~delete)) & HIGHS)) != 0:
                    break
                i += 8
    while i < n:
        c = str_char(s, i)
        if c == QUOTE or c == BACKSLASH or c < 32 or c > 126:
            return i
        i += 1
    return n


# --- decoding ---------------------------------------------------------------------------------------------------------


def scan_string(s: str, start: int, strict: bool) -> tuple[str, int]:
    """The string whose characters begin at start, behind its opening quote, and the index after its closing one."""
    n = len(s)
    if start < 0 or start > n:
        raise value_error("end is out of bounds")
    end = plain_end(s, start)
    if end < n and str_char(s, end) == QUOTE:
        return s[start:end], end + 1
    return scan_escaped(s, start, end, strict)


def scan_escaped(s: str, start: int, end: int, strict: bool) -> tuple[str, int]:
    """scan_string where something stands between the quotes, at `end` first, that is not taken as it is."""
    n = len(s)
    out = StringBuilder(end - start + 16)
    i = start
    while True:
        out.append_slice(s, i, end)
        if end >= n:
            break
        c = str_char(s, end)
        if c == QUOTE:
            return out.to_str(), end + 1
        if c == BACKSLASH:
            if end + 1 >= n:
                break
            i = decode_escape(out, s, end)
        elif strict:
            raise decode_error("Invalid control character at", s, end)
        else:
            out.append_char(c)
            i = end + 1
        end = plain_end(s, i)
    raise decode_error("Unterminated string starting at", s, start - 1)


def decode_escape(out: StringBuilder, s: str, at: int) -> int:
    """Appends what the escape at `at` stands for; the index after it."""
    c = str_char(s, at + 1)
    match c:
        case 34 | 92 | 47:
            out.append_char(c)
        case 98:
            out.append_char(8)
        case 102:
            out.append_char(12)
        case 110:
            out.append_char(10)
        case 114:
            out.append_char(13)
        case 116:
            out.append_char(9)
        case 117:
            unit = hex_unit(s, at + 2)
            if unit < 0:
                raise decode_error("Invalid \\uXXXX escape", s, at + 1)
            after = at + 6
            if 0xD800 <= unit <= 0xDBFF and after + 1 < len(s) and str_char(s, after) == BACKSLASH and str_char(s, after + 1) == 117:
                low = hex_unit(s, after + 2)
                if low < 0:
                    raise decode_error("Invalid \\uXXXX escape", s, after + 1)
                if 0xDC00 <= low <= 0xDFFF:
                    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    after += 6
            out.append_char(unit)
            return after
        case _:
            raise decode_error("Invalid \\escape", s, at)
    return at + 2


def hex_unit(s: str, at: int) -> int:
    """The number that the four hexadecimal digits at `at` write, or -1."""
    if at + 4 > len(s):
        return -1
    unit = 0
    for i in range(at, at + 4):
        c = str_char(s, i)
        digit = hex_value(c) if c < 128 else -1
        if digit < 0:
            return -1
        unit = unit << 4 | digit
    return unit


# --- encoding ---------------------------------------------------------------------------------------------------------


def append_string(out: StringBuilder, s: str, ascii_only: bool) -> None:
    """Appends s in quotes, with escapes for what may not stand there as it is."""
    out.append_char(QUOTE)
    n = len(s)
    i = 0
    if ascii_only and str_kind(s) != 1:
        while i < n:
            c = str_char(s, i)
            if 32 <= c <= 126 and c != QUOTE and c != BACKSLASH:
                out.append_char(c)
            else:
                append_escape(out, c)
            i += 1
    else:
        while True:
            end = plain_ascii_end(s, i) if ascii_only else plain_end(s, i)
            out.append_slice(s, i, end)
            if end >= n:
                break
            append_escape(out, str_char(s, end))
            i = end + 1
    out.append_char(QUOTE)


def append_escape(out: StringBuilder, c: int) -> None:
    match c:
        case 34:
            out.append('\\"')
        case 92:
            out.append("\\\\")
        case 8:
            out.append("\\b")
        case 9:
            out.append("\\t")
        case 10:
            out.append("\\n")
        case 12:
            out.append("\\f")
        case 13:
            out.append("\\r")
        case _:
            if c >= 0x10000:
                c -= 0x10000
                append_unit(out, 0xD800 | (c >> 10))
                c = 0xDC00 | (c & 0x3FF)
            append_unit(out, c)


def append_unit(out: StringBuilder, unit: int) -> None:
    """A UTF-16 code unit as \\uXXXX."""
    out.append("\\u")
    append_hex(out, unit, 4)


def quoted(s: str, ascii_only: bool) -> Value:
    out = StringBuilder(len(s) + 2)
    append_string(out, s, ascii_only)
    return wrap(out.to_str())

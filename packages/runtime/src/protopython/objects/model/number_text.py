"""What int(), float() and complex() have in common when they read text."""

from __future__ import annotations

from protodialect.types import str_char
from protopython.objects.str.str import is_space
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.str.unicode_extra import decimal_value


def number_text(s: str) -> str:
    """s without white space around, decimal digits of all scripts as ASCII digits, spaces as such. Other characters beyond ASCII become `?`, which no
    number has."""
    start = 0
    end = len(s)
    while start < end and is_space(str_char(s, start)):
        start += 1
    while end > start and is_space(str_char(s, end - 1)):
        end -= 1
    plain = True
    for i in range(start, end):
        if str_char(s, i) >= 128:
            plain = False
            break
    if plain:
        return s if start == 0 and end == len(s) else s[start:end]
    out = StringBuilder(end - start)
    for i in range(start, end):
        c = str_char(s, i)
        if c >= 128:
            d = decimal_value(c)
            c = 48 + d if d >= 0 else 32 if is_space(c) else 63
        out.append_char(c)
    return out.to_str()


def latin1_of_bytes(b: bytes) -> str:
    """Each byte as the character of the same number; those beyond ASCII as `?`."""
    out = StringBuilder(len(b))
    for i in range(len(b)):
        c = b[i]
        out.append_char(c if c < 128 else 63)
    return out.to_str()


def without_underscores(s: str) -> str:
    """s without single underscores between digits; the empty str when one stands elsewhere."""
    if s.find("_") < 0:
        return s
    out = StringBuilder(len(s))
    previous = 0
    for i in range(len(s)):
        c = str_char(s, i)
        if c == 95:
            if not 48 <= previous <= 57:
                return ""
        else:
            if previous == 95 and not 48 <= c <= 57:
                return ""
            out.append_char(c)
        previous = c
    if previous == 95:
        return ""
    return out.to_str()

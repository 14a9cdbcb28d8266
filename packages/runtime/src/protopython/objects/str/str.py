"""What a str can do that needs no other Python object: tests, searches, representations, case, on the
dialect's own str.

An exact Python str *is* a dialect `str`; a user subclass is a W_ValueSubclass around one. The surface
(methods with their argument checks) is in str/methods.py, formatting in str/format.py and str/percent_format.py.
This file imports nothing from operations, so everything may import it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, inline, str_char, try_as
from protopython.objects.singletons import W_ValueSubclass
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.str.unicode_extra import CASEFOLD, TITLE
from protopython.protocore.polling import check_signals
from protopython.protocore.unicodedb import LOWERCASE, PRINTABLE, TITLECASE, UPPERCASE, char_flags

HEX_DIGITS: Final[str] = "0123456789abcdef"


@inline
def as_str(v: Value) -> str | None:
    """The text of a str or of an instance of a subclass of it; None for anything else."""
    s = try_as(str, v)
    return s if s is not None else str_in_subclass(v)


def str_in_subclass(v: Value) -> str | None:
    boxed = try_as(W_ValueSubclass, v)
    return None if boxed is None else try_as(str, boxed.value)


# --- representations ------------------------------------------------------------------------------


def append_hex(out: StringBuilder, x: int, digits: int) -> None:
    """Appends the low `digits` hexadecimal digits of x."""
    shift = 4 * (digits - 1)
    while shift >= 0:
        out.append_char(str_char(HEX_DIGITS, (x >> shift) & 15))
        shift -= 4


def append_escape(out: StringBuilder, c: int) -> None:
    """Appends \\xhh, \\uhhhh or \\Uhhhhhhhh, the shortest form that holds c."""
    out.append_char(92)
    if c < 0x100:
        out.append_char(120)
        append_hex(out, c, 2)
    elif c < 0x10000:
        out.append_char(117)
        append_hex(out, c, 4)
    else:
        out.append_char(85)
        append_hex(out, c, 8)


def _choose_quote(s: str) -> int:
    """Single quotes unless there are some inside and no double ones."""
    return 34 if s.find("'") >= 0 and s.find('"') < 0 else 39


def _plain_in_repr(s: str, quote: int) -> bool:
    i = 0
    n = len(s)
    while i < n:
        c = str_char(s, i)
        if c < 32 or c >= 127 or c == quote or c == 92:
            return False
        i += 1
    return True


def _append_repr(out: StringBuilder, s: str, ascii_only: bool) -> None:
    quote = _choose_quote(s)
    out.append_char(quote)
    if _plain_in_repr(s, quote):
        out.append(s)
        out.append_char(quote)
        return
    i = 0
    n = len(s)
    while i < n:
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        c = str_char(s, i)
        if c == quote or c == 92:
            out.append_char(92)
            out.append_char(c)
        elif 32 <= c < 127:
            out.append_char(c)
        elif c == 10:
            out.append("\\n")
        elif c == 13:
            out.append("\\r")
        elif c == 9:
            out.append("\\t")
        elif c < 127 or ascii_only or (char_flags(c) & PRINTABLE) == 0:
            append_escape(out, c)
        else:
            out.append_char(c)
        i += 1
    out.append_char(quote)


def repr_of_str(s: str) -> str:
    out = StringBuilder(len(s) + 2)
    _append_repr(out, s, False)
    return out.to_str()


def ascii_of_str(s: str) -> str:
    """repr(s) without non-ASCII characters."""
    out = StringBuilder(len(s) + 2)
    _append_repr(out, s, True)
    return out.to_str()


def escape_to_ascii(s: str) -> str:
    """s with everything beyond ASCII written as escapes; what ascii() does to a repr."""
    if s.isascii():
        return s
    out = StringBuilder(len(s) + 16)
    for i in range(len(s)):
        c = str_char(s, i)
        if c < 128:
            out.append_char(c)
        else:
            append_escape(out, c)
    return out.to_str()


# --- characters -----------------------------------------------------------------------------------


@inline
def is_space(c: int) -> bool:
    """str.isspace of one code point."""
    if c < 128:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    return is_wide_space(c)


def is_wide_space(c: int) -> bool:
    if c < 0x1680:
        return c == 0x85 or c == 0xA0
    return (
        c == 0x1680
        or 0x2000 <= c <= 0x200A
        or c == 0x2028
        or c == 0x2029
        or c == 0x202F
        or c == 0x205F
        or c == 0x3000
    )


@inline
def is_line_break(c: int) -> bool:
    """Where str.splitlines splits."""
    if c < 128:
        return 10 <= c <= 13 or 28 <= c <= 30
    return c == 0x85 or c == 0x2028 or c == 0x2029


def is_cased(c: int) -> bool:
    return (char_flags(c) & (UPPERCASE | LOWERCASE | TITLECASE)) != 0


def istitle(s: str) -> bool:
    seen = False
    after_cased = False
    for i in range(len(s)):
        c = str_char(s, i)
        flags = char_flags(c)
        if (flags & (UPPERCASE | TITLECASE)) != 0:
            if after_cased:
                return False
            after_cased = True
            seen = True
        elif (flags & LOWERCASE) != 0:
            if not after_cased:
                return False
            seen = True
        else:
            after_cased = False
    return seen


def title_char(s: str, i: int) -> str:
    """The titlecase form of character i."""
    special = TITLE.get(str_char(s, i))
    return s[i].upper() if special is None else special


def title(s: str) -> str:
    """The first letter of every run of cased characters in title case, the others in lower case."""
    low = s.lower()
    out = StringBuilder(len(s))
    after_cased = False
    j = 0
    for i in range(len(s)):
        width = (
            2 if str_char(s, i) == 0x130 else 1
        )  # the one character whose lower case is longer; see Lower in SpecialCasing.txt
        if after_cased:
            out.append_slice(low, j, j + width)
        else:
            out.append(title_char(s, i))
        j += width
        after_cased = is_cased(str_char(s, i))
    return out.to_str()


def capitalize(s: str) -> str:
    if not s:
        return s
    low = s.lower()
    out = StringBuilder(len(s))
    out.append(title_char(s, 0))
    out.append_slice(low, 2 if str_char(s, 0) == 0x130 else 1, len(low))
    return out.to_str()


def swapcase(s: str) -> str:
    low = s.lower()
    out = StringBuilder(len(s))
    j = 0
    for i in range(len(s)):
        c = str_char(s, i)
        width = 2 if c == 0x130 else 1
        flags = char_flags(c)
        if (flags & UPPERCASE) != 0:
            out.append_slice(low, j, j + width)
        elif (flags & LOWERCASE) != 0:
            out.append(s[i].upper())
        else:
            out.append_char(c)
        j += width
    return out.to_str()


def casefold(s: str) -> str:
    if s.isascii():
        return s.lower()
    out = StringBuilder(len(s))
    for i in range(len(s)):
        c = str_char(s, i)
        if c < 128:
            out.append_char(c + 32 if 65 <= c <= 90 else c)
        else:
            folded = CASEFOLD.get(c)
            if folded is None:
                out.append(s[i].lower())
            else:
                out.append(folded)
    return out.to_str()


# --- searches: start and end are already within 0 .. len(s) ---------------------------------------


def find_char(s: str, c: int, start: int, end: int) -> int:
    while start < end:
        if str_char(s, start) == c:
            return start
        start += 1
    return -1


def matches_at(s: str, sub: str, at: int) -> bool:
    """Whether s has sub at index `at`; at + len(sub) <= len(s)."""
    i = 0
    n = len(sub)
    while i < n:
        if str_char(s, at + i) != str_char(sub, i):
            return False
        i += 1
    return True


def find(s: str, sub: str, start: int, end: int) -> int:
    """The lowest index of sub within s[start:end], or -1."""
    if end - start < len(sub) or start > len(s):
        return -1
    return s.find(sub, start, end)


def rfind(s: str, sub: str, start: int, end: int) -> int:
    if end - start < len(sub) or start > len(s):
        return -1
    return s.rfind(sub, start, end)


def count(s: str, sub: str, start: int, end: int) -> int:
    """Occurrences of sub within s[start:end] that do not overlap."""
    n = len(sub)
    if end - start < n or start > len(s):
        return 0
    if n == 0:
        return end - start + 1
    found = 0
    at = s.find(sub, start, end)
    while at >= 0:
        found += 1
        at = s.find(sub, at + n, end)
    return found


def replace(s: str, old: str, new: str, limit: int) -> str:
    """At most `limit` occurrences of old replaced (all of them: -1)."""
    if limit == 0 or (old == new):
        return s
    if limit < 0:
        limit = len(s) + 1
    n = len(old)
    out: StringBuilder
    if n == 0:
        out = StringBuilder(len(s) + (len(s) + 1) * len(new))
        i = 0
        while i < limit and i <= len(s):
            out.append(new)
            if i < len(s):
                out.append_char(str_char(s, i))
            i += 1
        out.append_slice(s, i, len(s))
        return out.to_str()
    at = find(s, old, 0, len(s))
    if at < 0:
        return s
    out = StringBuilder(len(s))
    done = 0
    while at >= 0 and limit > 0:
        out.append_slice(s, done, at)
        out.append(new)
        done = at + n
        limit -= 1
        at = find(s, old, done, len(s))
    out.append_slice(s, done, len(s))
    return out.to_str()


def strip_start(s: str) -> int:
    """Index of the first character that is not whitespace."""
    i = 0
    n = len(s)
    while i < n and is_space(str_char(s, i)):
        i += 1
    return i


def strip_end(s: str, start: int) -> int:
    i = len(s)
    while i > start and is_space(str_char(s, i - 1)):
        i -= 1
    return i


def strip_chars_start(s: str, chars: str) -> int:
    i = 0
    n = len(s)
    while i < n and find_char(chars, str_char(s, i), 0, len(chars)) >= 0:
        i += 1
    return i


def strip_chars_end(s: str, start: int, chars: str) -> int:
    i = len(s)
    while i > start and find_char(chars, str_char(s, i - 1), 0, len(chars)) >= 0:
        i -= 1
    return i


def expandtabs(s: str, size: int) -> str:
    if s.find("\t") < 0:
        return s
    out = StringBuilder(len(s) + size)
    column = 0
    for i in range(len(s)):
        c = str_char(s, i)
        if c == 9:
            if size > 0:
                n = size - column % size
                out.append_repeated(32, n)
                column += n
        else:
            column = 0 if c == 10 or c == 13 else column + 1
            out.append_char(c)
    return out.to_str()


def pad(s: str, left: int, right: int, fill: int) -> str:
    out = StringBuilder(len(s) + left + right)
    out.append_repeated(fill, left)
    out.append(s)
    out.append_repeated(fill, right)
    return out.to_str()


def last_part(name: str) -> str:
    """What stands after the last dot: the `__name__` of a built-in type whose name carries its module."""
    return name[name.rfind(".") + 1 :]

"""Reading ISO 8601: dates, times with an offset from UTC, and where one ends and the other begins.

Texts are read as C reads them: as bytes of UTF-8 that end with a NUL, which is what stands beyond the end here. Fields are read as they
stand; whether there is such a date or time is for the caller to check.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, inline, str_char
from protopython.modules._datetime.calendar import date_of_week, pack_clock, pack_date, since_midnight
from protopython.objects.codecs.codecs import UTF_8, encode_known
from protopython.objects.exceptions.exceptions import UNICODE_ENCODE_ERROR
from protopython.objects.model.errors import error_matches
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.error import PyError

BAD: Final[int] = -1
DASH: Final[int] = 45
COLON: Final[int] = 58
WEEK: Final[int] = 87  # W
SEPARATORS: Array[int] = Array.of([7, 8, 10])
"""Where a date and time may have it."""


def c_text_of(s: str) -> str | None:
    """The bytes of s in UTF-8 as characters, which is what lengths and places are counted in; None for lone surrogates."""
    if s.isascii():
        return s
    try:
        return latin1_text(encode_known(UTF_8, s, "strict"))
    except PyError as e:
        if error_matches(e, UNICODE_ENCODE_ERROR):
            return None
        raise


@inline
def char_at(s: str, i: int) -> int:
    return str_char(s, i) if i < len(s) else 0


@inline
def is_digit(c: int) -> bool:
    return 48 <= c <= 57


def number_at(s: str, at: int, digits: int) -> int:
    """The number of exactly so many digits at an index, or BAD."""
    n = 0
    for i in range(at, at + digits):
        c = char_at(s, i)
        if not is_digit(c):
            return BAD
        n = 10 * n + c - 48
    return n


# --- dates -------------------------------------------------------------------------------------------------------------


def date_in(s: str, end: int) -> int:
    """The date in s[:end] as an unchecked word, or BAD: YYYY-MM-DD, YYYY-Www, YYYY-Www-D, or all without dashes."""
    year = number_at(s, 0, 4)
    dash = 1 if char_at(s, 4) == DASH else 0
    at = 4 + dash
    if char_at(s, at) == WEEK:
        return week_in(s, end, year, at + 1, dash)
    month = number_at(s, at, 2)
    at += 2
    if dash == 1 and char_at(s, at) != DASH:
        return BAD
    day = number_at(s, at + dash, 2)
    if year < 0 or month < 0 or day < 0:
        return BAD
    return pack_date(year, month, day)


def week_in(s: str, end: int, year: int, at: int, dash: int) -> int:
    week = number_at(s, at, 2)
    at += 2
    weekday = 1
    if at < end:
        if dash == 1 and char_at(s, at) != DASH:
            return BAD
        weekday = number_at(s, at + dash, 1)
    if year < 0 or week < 0 or weekday < 0:
        return BAD
    ymd = date_of_week(year, week, weekday)
    return BAD if ymd < 0 else ymd


def with_separator(s: str) -> str:
    """A date and time whose separator, should it be a lone surrogate, is a T: it is the only character that may be one."""
    for at in SEPARATORS:
        if at < len(s) and 0xD800 <= str_char(s, at) <= 0xDFFF:
            return f"{s[:at]}T{s[at + 1 :]}"
    return s


def after_separator(s: str, at: int) -> int:
    """The index behind the character whose UTF-8 begins at an index."""
    c = char_at(s, at)
    return at + (1 if c < 0x80 else 3 if c & 0xF0 == 0xE0 else 4 if c & 0xF0 == 0xF0 else 2)


def separator_in(s: str) -> int:
    """Where the date of a date and time ends; BAD if it cannot. The separator may be any character, also one that dates and times have, so the date's
    form decides, and in doubt that a weekday follows a dash."""
    n = len(s)
    if n == 7:
        return 7
    if char_at(s, 4) == DASH:
        if char_at(s, 5) != WEEK:
            return 10
        if char_at(s, 8) != DASH:
            return 8
        if n == 9:
            return BAD
        return 8 if is_digit(char_at(s, 10)) else 10
    if char_at(s, 4) != WEEK:
        return 8
    at = 7
    while is_digit(char_at(s, at)):
        at += 1
    if at < 9:
        return at
    return 7 if at % 2 == 0 else 8


# --- times -------------------------------------------------------------------------------------------------------------


class TimeText:
    """A clock with an offset from UTC, or without one."""

    clock: int
    """An unchecked word."""
    offset: int
    """In microseconds."""
    aware: bool
    follows: bool
    """Whether there is more behind what was read."""

    def __init__(self) -> None:
        self.clock = 0
        self.offset = 0
        self.aware = False
        self.follows = False

    def read_clock(self, s: str, at: int, end: int) -> bool:
        """Whether s[at:end] begins with HH[:MM[:SS[.f...]]], or that without colons."""
        self.clock = 0
        colons = True
        for i in range(3):
            n = number_at(s, at, 2)
            if n < 0:
                return False
            self.clock |= n << (41 - 8 * i)
            at += 2
            c = char_at(s, at)
            if i == 0:
                colons = c == COLON
            mark = c == 46 or c == 44  # . or ,
            if at + 1 >= end:
                self.follows = c != 0
                return not mark
            if mark or colons and c == COLON:
                if mark != (i == 2):
                    return False
                at += 1
            elif colons:
                return False
        return self.read_fraction(s, at, end)

    def read_fraction(self, s: str, at: int, end: int) -> bool:
        digits = min(end - at, 6)
        us = number_at(s, at, digits)
        if us < 0:
            return False
        at += digits
        for _more in range(digits, 6):
            us *= 10
        self.clock |= us << 1
        while is_digit(char_at(s, at)):
            at += 1
        self.follows = char_at(s, at) != 0
        return True

    def read(self, s: str, start: int) -> bool:
        """Whether s[start:] is such a text."""
        n = len(s)
        sign = start
        while sign < n and not is_sign(str_char(s, sign)):
            sign += 1
        if not self.read_clock(s, start, sign):
            return False
        if sign == n:
            return not self.follows
        self.aware = True
        c = str_char(s, sign)
        if c == 90:  # Z
            return char_at(s, sign + 1) == 0
        clock = self.clock
        if not self.read_clock(s, sign + 1, n) or self.follows:
            return False
        us = since_midnight(self.clock)
        self.offset = -us if c == DASH else us
        self.clock = clock
        return True


NEXT_MIDNIGHT: Final[int] = pack_clock(24, 0, 0, 0, 0)


def is_sign(c: int) -> bool:
    return c == 43 or c == DASH or c == 90

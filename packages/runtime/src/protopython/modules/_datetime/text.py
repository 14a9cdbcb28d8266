"""Dates, times and offsets from UTC as text: what isoformat(), ctime() and their like are made of."""

from __future__ import annotations

from typing import Final

from protopython.modules._datetime.calendar import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    day_of,
    hour_of,
    microsecond_of,
    minute_of,
    month_of,
    second_of,
    weekday_of,
    year_of,
)
from protopython.modules._datetime.types import W_TimeDelta
from protopython.objects.model.errors import value_error
from protopython.objects.str.string_builder import StringBuilder

COLON: Final[int] = 58
POINT: Final[int] = 46
DASH: Final[int] = 45
ZERO: Final[int] = 48

DAY_NAMES: Final[str] = "MonTueWedThuFriSatSun"
MONTH_NAMES: Final[str] = "JanFebMarAprMayJunJulAugSepOctNovDec"


def append_two(out: StringBuilder, n: int) -> None:
    """At least two digits; n >= 0."""
    if n < 100:
        out.append_char(ZERO + n // 10)
        out.append_char(ZERO + n % 10)
    else:
        out.append(str(n))


def append_digits(out: StringBuilder, n: int, width: int) -> None:
    """At least `width` digits; n >= 0."""
    text = str(n)
    out.append_repeated(ZERO, width - len(text))
    out.append(text)


def append_year(out: StringBuilder, year: int) -> None:
    """At least four digits."""
    append_two(out, year // 100)
    append_two(out, year % 100)


def append_date(out: StringBuilder, ymd: int) -> None:
    append_year(out, year_of(ymd))
    out.append_char(DASH)
    append_two(out, month_of(ymd))
    out.append_char(DASH)
    append_two(out, day_of(ymd))


HOURS: Final[int] = 0
MINUTES: Final[int] = 1
SECONDS: Final[int] = 2
MILLISECONDS: Final[int] = 3
MICROSECONDS: Final[int] = 4


def precision_of(timespec: str, clock: int) -> int:
    """How much of the clock isoformat() shows."""
    if timespec == "auto":
        return SECONDS if microsecond_of(clock) == 0 else MICROSECONDS
    if timespec == "hours":
        return HOURS
    if timespec == "minutes":
        return MINUTES
    if timespec == "seconds":
        return SECONDS
    if timespec == "milliseconds":
        return MILLISECONDS
    if timespec == "microseconds":
        return MICROSECONDS
    raise value_error("Unknown timespec value")


def append_clock(out: StringBuilder, clock: int, precision: int) -> None:
    append_two(out, hour_of(clock))
    if precision >= MINUTES:
        out.append_char(COLON)
        append_two(out, minute_of(clock))
    if precision >= SECONDS:
        out.append_char(COLON)
        append_two(out, second_of(clock))
    if precision >= MILLISECONDS:
        out.append_char(POINT)
        us = microsecond_of(clock)
        if precision == MILLISECONDS:
            append_digits(out, us // 1000, 3)
        else:
            append_microseconds(out, us)


def append_microseconds(out: StringBuilder, us: int) -> None:
    append_two(out, us // 10000)
    append_two(out, us // 100 % 100)
    append_two(out, us % 100)


def append_offset(out: StringBuilder, offset: W_TimeDelta, separator: str) -> None:
    """+HH:MM, with seconds and microseconds where there are any."""
    us = offset.days * DAY + offset.rest
    out.append_char(DASH if us < 0 else 43)
    us = abs(us)
    append_two(out, us // HOUR)
    out.append(separator)
    append_two(out, us // MINUTE % 60)
    if us % MINUTE != 0:
        out.append(separator)
        append_two(out, us // SECOND % 60)
        if us % SECOND != 0:
            out.append_char(POINT)
            append_microseconds(out, us % SECOND)


def ctime_text(ymd: int, clock: int) -> str:
    out = StringBuilder(24)
    weekday = weekday_of(ymd)
    out.append_slice(DAY_NAMES, 3 * weekday, 3 * weekday + 3)
    out.append_char(32)
    month = month_of(ymd)
    out.append_slice(MONTH_NAMES, 3 * month - 3, 3 * month)
    out.append_char(32)
    if day_of(ymd) < 10:
        out.append_char(32)
    out.append(str(day_of(ymd)))
    out.append_char(32)
    append_clock(out, clock, SECONDS)
    out.append_char(32)
    append_year(out, year_of(ymd))
    return out.to_str()

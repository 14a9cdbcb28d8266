"""The proleptic Gregorian calendar as arithmetic of integers, and the words that hold a date and a time of day.

    ymd    | year 16 | month 8 | day 8 |                                    a date
    clock  | hour 8 | minute 8 | second 8 | microsecond 24 | fold 1 |       a time of day

But for the fold these are the bytes of a pickle read as big-endian numbers; so the order of words is that of dates and times, and every pickle that
CPython takes has its word. An ordinal counts days, 1 January of year 1 being 1.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, inline

MIN_YEAR: Final[int] = 1
MAX_YEAR: Final[int] = 9999
MAX_ORDINAL: Final[int] = 3652059
"""31 December 9999"""
EPOCH_ORDINAL: Final[int] = 719163
"""1 January 1970"""

SECOND: Final[int] = 1000000
"""In microseconds, as all that follow."""
MINUTE: Final[int] = 60 * SECOND
HOUR: Final[int] = 60 * MINUTE
DAY: Final[int] = 24 * HOUR
DAY_SECONDS: Final[int] = 86400


# --- words -------------------------------------------------------------------------------------------------------------


@inline
def pack_date(year: int, month: int, day: int) -> int:
    return (year << 16) | (month << 8) | day


@inline
def year_of(ymd: int) -> int:
    return ymd >> 16


@inline
def month_of(ymd: int) -> int:
    return (ymd >> 8) & 0xFF


@inline
def day_of(ymd: int) -> int:
    return ymd & 0xFF


@inline
def pack_clock(hour: int, minute: int, second: int, microsecond: int, fold: int) -> int:
    return (hour << 41) | (minute << 33) | (second << 25) | (microsecond << 1) | fold


@inline
def hour_of(clock: int) -> int:
    return clock >> 41


@inline
def minute_of(clock: int) -> int:
    return (clock >> 33) & 0xFF


@inline
def second_of(clock: int) -> int:
    return (clock >> 25) & 0xFF


@inline
def microsecond_of(clock: int) -> int:
    return (clock >> 1) & 0xFFFFFF


@inline
def fold_of(clock: int) -> int:
    return clock & 1


@inline
def without_fold(clock: int) -> int:
    return clock & -2


def since_midnight(clock: int) -> int:
    """Microseconds."""
    return hour_of(clock) * HOUR + minute_of(clock) * MINUTE + second_of(clock) * SECOND + microsecond_of(clock)


def clock_at(us: int) -> int:
    """The clock `us` microseconds after midnight: 0 <= us < DAY."""
    second = us // SECOND
    minute = second // 60
    return pack_clock(minute // 60, minute % 60, second % 60, us % SECOND, 0)


# --- days --------------------------------------------------------------------------------------------------------------

MONTH_LENGTHS: Array[int] = Array.of([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
MONTH_STARTS: Array[int] = Array.of([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334])
"""Days of a common year before each month."""


@inline
def is_leap(year: int) -> bool:
    return year & 3 == 0 and (year % 100 != 0 or year & 15 == 0)


def days_in_month(year: int, month: int) -> int:
    """1 <= month <= 12"""
    return 29 if month == 2 and is_leap(year) else MONTH_LENGTHS[month]


def days_before_year(year: int) -> int:
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def day_of_year(ymd: int) -> int:
    month = month_of(ymd)
    return MONTH_STARTS[month] + day_of(ymd) + (1 if month > 2 and is_leap(year_of(ymd)) else 0)


def ordinal_of(ymd: int) -> int:
    return days_before_year(year_of(ymd)) + day_of_year(ymd)


def date_at(ordinal: int) -> int:
    """The date that has an ordinal, which is at least 1.

    Years are taken to begin in March. Days, then days within a century, then those within a year are multiplied by reciprocals such that
    a quotient and what remains fall out of one product (C. Neri, L. Schneider: "Euclidean affine functions and their application to calendar
    algorithms", 2022).
    """
    n = 4 * (ordinal + 305) + 3
    century = n // 146097
    p = 2939745 * (n % 146097 | 3)
    day = (p & 0xFFFFFFFF) // (4 * 2939745)  # of the year from March, counted from 0
    q = 2141 * day + 197913
    year = 100 * century + (p >> 32)
    month = q >> 16
    if day >= 306:
        year += 1
        month -= 12
    return pack_date(year, month, (q & 0xFFFF) // 2141 + 1)


def weekday_of(ymd: int) -> int:
    """Monday is 0."""
    return (ordinal_of(ymd) + 6) % 7


# --- ISO weeks ---------------------------------------------------------------------------------------------------------


def first_monday(year: int) -> int:
    """The ordinal of the Monday of the ISO year's week 1: the week that has the year's first Thursday."""
    first = days_before_year(year) + 1
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def iso_calendar(ymd: int) -> tuple[int, int, int]:
    """ISO year, week and weekday."""
    year = year_of(ymd)
    ordinal = ordinal_of(ymd)
    start = first_monday(year)
    if ordinal < start:
        year -= 1
        start = first_monday(year)
    elif ordinal >= first_monday(year + 1):
        year += 1
        start = first_monday(year)
    return year, (ordinal - start) // 7 + 1, (ordinal - start) % 7 + 1


BAD_YEAR: Final[int] = -1
BAD_WEEK: Final[int] = -2
BAD_WEEKDAY: Final[int] = -3


def date_of_week(year: int, week: int, weekday: int) -> int:
    """The date of an ISO year, week and weekday, which may be in the year 10000; or what is bad about them."""
    if year < MIN_YEAR or year > MAX_YEAR:
        return BAD_YEAR
    start = first_monday(year)
    if week < 1 or week > 53 or week == 53 and start + 364 == first_monday(year + 1):
        return BAD_WEEK
    if weekday < 1 or weekday > 7:
        return BAD_WEEKDAY
    return date_at(start + 7 * (week - 1) + weekday - 1)

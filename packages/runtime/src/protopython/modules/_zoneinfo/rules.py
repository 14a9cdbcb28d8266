"""The rule by which a time zone goes on behind its last known transition: a TZ string as POSIX and RFC 8536 have it.

    EST5EDT,M3.2.0,M11.1.0/3:00      std offset [dst [offset] , start [/time] , end [/time]]

Offsets count west of UTC. A day is Mm.w.d, weekday d of week w of month m (week 5: the last), Jn, day n of a year as if there were no 29 February,
or n, day n with it. (The standards count such days from 0, CPython, and so we, from 1.) Times of day are local ones, within a week either way.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.modules._datetime.calendar import (
    DAY_SECONDS,
    EPOCH_ORDINAL,
    SECOND,
    days_before_year,
    days_in_month,
    is_leap,
    ordinal_of,
    pack_date,
    weekday_of,
)
from protopython.modules._datetime.timedelta import carried
from protopython.modules._datetime.types import W_TimeDelta
from protopython.objects.bytes.bytes import is_ascii_alpha, is_ascii_digit, repr_of_bytes
from protopython.objects.model.errors import value_error
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError


def seconds_delta(seconds: int) -> W_TimeDelta:
    return carried(0, seconds * SECOND)


class LocalType:
    """What local time is at some time."""

    seconds: int
    """Ahead of UTC."""
    offset: W_TimeDelta | None
    """The same; None when it is not known."""
    dst: W_TimeDelta | None
    w_name: Value

    def __init__(self, seconds: int, offset: W_TimeDelta | None, dst: W_TimeDelta | None, w_name: Value) -> None:
        self.seconds = seconds
        self.offset = offset
        self.dst = dst
        self.w_name = w_name


UNKNOWN: LocalType = LocalType(0, None, None, w_None)


def local_type(seconds: int, dst: int, w_name: Value) -> LocalType:
    return LocalType(seconds, seconds_delta(seconds), seconds_delta(dst), w_name)


MONTH_WEEK: Final[int] = 0
DAY_COUNTED: Final[int] = 1
DAY_WITHOUT_LEAP: Final[int] = 2


class YearDay:
    """When in a year clocks change."""

    kind: int
    month: int
    week: int
    day: int
    """Of the week, Sunday being 0, or of the year."""
    time: int
    """Seconds after midnight."""

    def __init__(self) -> None:
        self.kind = DAY_COUNTED
        self.month = 0
        self.week = 0
        self.day = 0
        self.time = 2 * 3600

    def in_year(self, year: int) -> int:
        """Seconds since the Epoch, in local time."""
        if self.kind == MONTH_WEEK:
            first = pack_date(year, self.month, 1)
            day = (self.day - 1 - weekday_of(first)) % 7 + 7 * (self.week - 1)
            if day >= days_in_month(year, self.month):
                day -= 7
            ordinal = ordinal_of(first) + day
        else:
            leap = self.kind == DAY_WITHOUT_LEAP and self.day >= 60 and is_leap(year)
            ordinal = days_before_year(year) + self.day + (1 if leap else 0)
        return (ordinal - EPOCH_ORDINAL) * DAY_SECONDS + self.time


class Rule:
    """Standard time alone, or with daylight saving time from `start` to `end` of each year."""

    std: LocalType
    dst: LocalType | None
    start: YearDay
    end: YearDay

    def __init__(self, std: LocalType) -> None:
        self.std = std
        self.dst = None
        self.start = YearDay()
        self.end = YearDay()

    def at_local(self, t: int, year: int, fold: int) -> LocalType:
        """What holds at a local time. Of the times that come twice, or never, fold tells which offset counts."""
        dst = self.dst
        if dst is None:
            return self.std
        start = self.start.in_year(year)
        end = self.end.in_year(year)
        shift = dst.seconds - self.std.seconds
        if (fold == 1) == (shift >= 0):
            end -= shift
        else:
            start += shift
        return dst if is_between(start, t, end) else self.std

    def at_utc(self, t: int, year: int) -> tuple[bool, bool]:
        """Whether daylight saving time holds at a timestamp, and whether its local time came once before."""
        dst = self.dst
        if dst is None:
            return False, False
        start = self.start.in_year(year) - self.std.seconds
        end = self.end.in_year(year) - dst.seconds
        shift = dst.seconds - self.std.seconds
        again = end <= t < end + shift if shift > 0 else start <= t < start - shift
        return is_between(start, t, end), again


def is_between(start: int, t: int, end: int) -> bool:
    """Within a part of the year that may reach over its end."""
    return start <= t < end if start < end else not end <= t < start


# --- reading -----------------------------------------------------------------------------------------------------------

BAD: Final[int] = -1 << 40


class RuleText:
    text: bytes
    at: int

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.at = 0

    def error(self, what: str) -> PyError:
        return value_error(f"{what} {repr_of_bytes(self.text)}")

    def here(self) -> int:
        """The character that is next; 0 at the end."""
        return self.text[self.at] if self.at < len(self.text) else 0

    def take(self, c: int) -> bool:
        if self.at < len(self.text) and self.text[self.at] == c:
            self.at += 1
            return True
        return False

    def number(self, least: int, most: int) -> int:
        """A number of so many digits; BAD if there are too few."""
        n = 0
        digits = 0
        while digits < most and is_ascii_digit(self.here()):
            n = 10 * n + self.here() - 48
            self.at += 1
            digits += 1
        return n if digits >= least else BAD

    def name(self) -> str:
        """Letters, or letters, digits and signs between < and >; "" if there are none."""
        quoted = self.take(60)
        start = self.at
        while is_ascii_alpha(self.here()) or quoted and (is_ascii_digit(self.here()) or self.here() == 43 or self.here() == 45):
            self.at += 1
        name = self.text[start : self.at].decode()
        return "" if quoted and not self.take(62) else name

    def clock(self, most_hours: int) -> int:
        """[+-]h[h[h]][:mm[:ss]] in seconds, or BAD."""
        negative = self.take(45)
        if not negative:
            self.take(43)
        hours = self.number(1, 3)
        if hours < 0 or hours > most_hours:
            return BAD
        minutes = 0
        seconds = 0
        if self.take(58):
            minutes = self.number(2, 2)
            if self.take(58):
                seconds = self.number(2, 2)
        if minutes < 0 or seconds < 0:
            return BAD
        total = hours * 3600 + minutes * 60 + seconds
        return -total if negative else total

    def year_day(self) -> YearDay | None:
        day = YearDay()
        if self.take(77):  # M
            day.kind = MONTH_WEEK
            day.month = self.number(1, 2)
            if not self.take(46):
                return None
            day.week = self.number(1, 1)
            if not self.take(46):
                return None
            day.day = self.number(1, 1)
            if not (1 <= day.month <= 12 and 1 <= day.week <= 5 and 0 <= day.day <= 6):
                return None
        else:
            least = 0
            if self.take(74):  # J
                day.kind = DAY_WITHOUT_LEAP
                least = 1
            day.day = self.number(1, 3)
            if day.day < least or day.day > 365:
                return None
        if self.take(47):
            day.time = self.clock(167)
            if day.time == BAD:
                return None
        return day

    def change(self) -> YearDay:
        if not self.take(44):
            raise self.error("Missing transition rules in TZ string:")
        day = self.year_day()
        if day is None:
            raise self.error("Malformed transition rule in TZ string:")
        return day

    def rule(self) -> Rule:
        name = self.name()
        if name == "":
            raise self.error("Invalid STD format in")
        west = self.clock(24)
        if west == BAD:
            raise self.error("Invalid STD offset in")
        rule = Rule(local_type(-west, 0, wrap(name)))
        if self.at == len(self.text):
            return rule
        name = self.name()
        if name == "":
            raise self.error("Invalid DST format in")
        seconds = 3600 - west
        if self.here() != 44:
            west_dst = self.clock(24)
            if west_dst == BAD:
                raise self.error("Invalid DST offset in")
            seconds = -west_dst
        rule.dst = local_type(seconds, seconds + west, wrap(name))
        rule.start = self.change()
        rule.end = self.change()
        if self.at != len(self.text):
            raise self.error("Extraneous characters at end of TZ string:")
        return rule

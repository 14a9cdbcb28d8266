"""strftime() for dates and times: what time.strftime() does not know is put into the format first.

    %z %:z %Z     the offset from UTC, without and with colons, and the zone's name; nothing where there is no zone
    %f            microseconds
    %Y %G %F %C   year, ISO year, date and century of the years before 1000, which the C library writes without leading zeros
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, str_char, try_as, wrap
from protopython.modules._datetime.offsets import tzname_of, utcoffset_of
from protopython.modules._datetime.text import append_digits, append_microseconds, append_offset, append_two, append_year
from protopython.modules._datetime.types import W_TzInfo
from protopython.objects.model.call import call1, call2, call_method2
from protopython.objects.model.define import INT
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import getitem, int_arg
from protopython.objects.model.stock import stock_function
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.value import from_int, same

PERCENT: Final[int] = 37
OFFSET: Final[int] = 122  # z


class Formatter:
    """One strftime(): the format as time.strftime() will get it."""

    w_tuple: Value
    microsecond: int
    tzinfo: W_TzInfo | None
    w_time: Value
    """What the zone is asked about."""
    w_strftime: Value
    out: StringBuilder

    def __init__(self, w_tuple: Value, microsecond: int, tzinfo: W_TzInfo | None, w_time: Value) -> None:
        self.w_tuple = w_tuple
        self.microsecond = microsecond
        self.tzinfo = tzinfo
        self.w_time = w_time
        self.w_strftime = stock_function("time", "strftime")
        self.out = StringBuilder(32)

    def formatted(self, format: str) -> Value:
        n = len(format)
        start = 0
        i = 0
        while i < n - 1:
            if str_char(format, i) != PERCENT:
                i += 1
                continue
            c = str_char(format, i + 1)
            length = 2
            if c == 58 and i + 2 < n and str_char(format, i + 2) == OFFSET:
                length = 3
            if length == 3 or self.replaces(c):
                self.out.append_slice(format, start, i)
                if length == 3:
                    self.append_zone_offset(":")
                else:
                    self.append_replacement(c)
                start = i + length
            i += length
        self.out.append_slice(format, start, n)
        return call2(self.w_strftime, wrap(self.out.to_str()), self.w_tuple)

    def year(self) -> int:
        return int_arg(getitem(self.w_tuple, from_int(0)))

    def replaces(self, c: int) -> bool:
        match c:
            case 102 | 122 | 90:
                return True
            case 89 | 71 | 70 | 67:
                return self.year() < 1000
            case _:
                return False

    def append_replacement(self, c: int) -> None:
        match c:
            case 102:
                append_microseconds(self.out, self.microsecond)
            case 122:
                self.append_zone_offset("")
            case 90:
                self.append_zone_name()
            case 71:
                text = call2(self.w_strftime, wrap("%G"), self.w_tuple)
                self.append_padded_year(int_arg(call1(wrap(INT), text)))
            case 67:
                self.append_century(self.year())
            case _:
                self.append_padded_year(self.year())
                if c == 70:
                    self.out.append("-%m-%d")

    # Years below 0 come from classes with a timetuple() of their own.

    def append_padded_year(self, year: int) -> None:
        if year >= 0:
            append_year(self.out, year)
        else:
            self.out.append_char(45)
            append_digits(self.out, -year, 3)

    def append_century(self, year: int) -> None:
        if year >= 0:
            append_two(self.out, year // 100)
        else:
            self.out.append(f"-{-year // 100}")

    def append_zone_offset(self, separator: str) -> None:
        offset = utcoffset_of(self.tzinfo, self.w_time)
        if offset is not None:
            append_offset(self.out, offset, separator)

    def append_zone_name(self) -> None:
        w_name = tzname_of(self.tzinfo, self.w_time)
        if same(w_name, w_None):
            return
        exact = try_as(str, w_name)
        if exact is None:
            exact = as_str(call_method2(w_name, "replace", wrap("%"), wrap("%%")))
            if exact is None:
                raise type_error("tzname.replace() did not return a string")
            self.out.append(exact)
        else:
            self.out.append(exact.replace("%", "%%"))

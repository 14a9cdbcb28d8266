"""The types of the module datetime and how their objects are laid out. What they can do is in the files beside this one.

    timedelta   days, and the microseconds of the last day, which count up from its beginning: -1 us is (-1, DAY - 1)
    date        ymd
    time        clock, tzinfo, hash
    datetime    ymd, clock, tzinfo, hash
    timezone    a timedelta and a name

`ymd` and `clock` are words of calendar.py. Objects never change, but for `hash`, which is 0 until it is asked for, and a datetime on which
astimezone() still works. `tzinfo` is None for a naive time.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, inline, new_with_shape, races
from protopython.modules._datetime.calendar import DAY, MAX_YEAR, MIN_YEAR, MINUTE, pack_clock, pack_date
from protopython.objects.model.define import OBJECT, add_member, constant, define_module, define_type
from protopython.protocore.object import W_Object, W_Type

MODULE: Final[str] = "_datetime"
define_module(MODULE, "Dates, times and durations: what the module datetime is made of.")

MAX_DAYS: Final[int] = 999999999
"""Of a timedelta, in either direction."""


class W_TimeDelta(W_Object):
    days: int
    rest: int
    """Microseconds: 0 <= rest < DAY."""


class W_TzInfo(W_Object):
    pass


class W_TimeZone(W_TzInfo):
    offset: W_TimeDelta
    w_name: Value
    """The str it was made with, or EMPTY."""


class W_Date(W_Object):
    ymd: int


@races(hash="whoever asks first stores what all would")
class W_Time(W_Object):
    clock: int
    tzinfo: W_TzInfo | None
    hash: int


@races(hash="whoever asks first stores what all would")
class W_DateTime(W_Date):
    clock: int
    tzinfo: W_TzInfo | None
    hash: int


TIMEDELTA = define_type(
    "timedelta", W_TimeDelta, OBJECT, module="datetime",
    doc="A duration: days, seconds, microseconds, milliseconds, minutes, hours and weeks, each an int or a float, added up.", static=True,
)  # fmt: skip
DATE = define_type("date", W_Date, OBJECT, module="datetime", doc="date(year, month, day): a day of the Gregorian calendar.", static=True)
TIME = define_type(
    "time", W_Time, OBJECT, module="datetime",
    doc="time(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0): a time of day.", static=True,
)  # fmt: skip
DATETIME = define_type(
    "datetime", W_DateTime, DATE, module="datetime",
    doc="datetime(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0): a time of a day.", static=True,
)  # fmt: skip
TZINFO = define_type("tzinfo", W_TzInfo, OBJECT, module="datetime", doc="What time zones derive from.", static=True)
TIMEZONE = define_type(
    "timezone", W_TimeZone, TZINFO, module="datetime", flags=0,
    doc="timezone(offset, name): a time zone that is the same duration away from UTC all the time.", static=True,
)  # fmt: skip

for _type in (TIMEDELTA, DATE, TIME, DATETIME, TZINFO, TIMEZONE):
    constant(MODULE, str(_type.w_qualname), _type)


# --- new objects -------------------------------------------------------------------------------------------------------


@inline
def new_delta(days: int, rest: int) -> W_TimeDelta:
    """days is within MAX_DAYS, 0 <= rest < DAY."""
    d = new_with_shape(W_TimeDelta, TIMEDELTA.root_shape)
    d.days = days
    d.rest = rest
    return d


@inline
def new_date(cls: W_Type, ymd: int) -> W_Date:
    d = new_with_shape(W_Date, cls.root_shape)
    d.ymd = ymd
    return d


@inline
def new_time(cls: W_Type, clock: int, tzinfo: W_TzInfo | None) -> W_Time:
    t = new_with_shape(W_Time, cls.root_shape)
    t.clock = clock
    t.tzinfo = tzinfo
    return t


@inline
def new_datetime(cls: W_Type, ymd: int, clock: int, tzinfo: W_TzInfo | None) -> W_DateTime:
    d = new_with_shape(W_DateTime, cls.root_shape)
    d.ymd = ymd
    d.clock = clock
    d.tzinfo = tzinfo
    return d


def fixed_zone(offset: W_TimeDelta, w_name: Value) -> W_TimeZone:
    z = new_with_shape(W_TimeZone, TIMEZONE.root_shape)
    z.offset = offset
    z.w_name = w_name
    return z


# --- constants ---------------------------------------------------------------------------------------------------------

UTC: W_TimeZone = fixed_zone(new_delta(0, 0), EMPTY)
EPOCH: W_DateTime = new_datetime(DATETIME, pack_date(1970, 1, 1), 0, UTC)
RESOLUTION: W_TimeDelta = new_delta(0, 1)
LAST_CLOCK: Final[int] = pack_clock(23, 59, 59, 999999, 0)

constant(MODULE, "MINYEAR", MIN_YEAR)
constant(MODULE, "MAXYEAR", MAX_YEAR)
constant(MODULE, "UTC", UTC)
add_member(TIMEDELTA, "min", new_delta(-MAX_DAYS, 0))
add_member(TIMEDELTA, "max", new_delta(MAX_DAYS, DAY - 1))
add_member(TIMEDELTA, "resolution", RESOLUTION)
add_member(DATE, "min", new_date(DATE, pack_date(MIN_YEAR, 1, 1)))
add_member(DATE, "max", new_date(DATE, pack_date(MAX_YEAR, 12, 31)))
add_member(DATE, "resolution", new_delta(1, 0))
add_member(TIME, "min", new_time(TIME, 0, None))
add_member(TIME, "max", new_time(TIME, LAST_CLOCK, None))
add_member(TIME, "resolution", RESOLUTION)
add_member(DATETIME, "min", new_datetime(DATETIME, pack_date(MIN_YEAR, 1, 1), 0, None))
add_member(DATETIME, "max", new_datetime(DATETIME, pack_date(MAX_YEAR, 12, 31), LAST_CLOCK, None))
add_member(DATETIME, "resolution", RESOLUTION)
add_member(TIMEZONE, "utc", UTC)
add_member(TIMEZONE, "min", fixed_zone(new_delta(-1, MINUTE), EMPTY))
add_member(TIMEZONE, "max", fixed_zone(new_delta(0, DAY - MINUTE), EMPTY))

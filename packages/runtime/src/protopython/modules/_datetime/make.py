"""Objects as instances of a class: date, time and datetime themselves are filled in here, a user's class is called as a program would call it."""

from __future__ import annotations

from protodialect.types import Value, ValuePtr, try_as, wrap
from protopython.modules._datetime.arguments import checked_clock, checked_date, tzinfo_argument, tzinfo_value
from protopython.modules._datetime.calendar import (
    DAY,
    MAX_ORDINAL,
    clock_at,
    date_at,
    day_of,
    fold_of,
    hour_of,
    microsecond_of,
    minute_of,
    month_of,
    ordinal_of,
    second_of,
    since_midnight,
    year_of,
)
from protopython.modules._datetime.types import (
    DATE,
    DATETIME,
    TIME,
    W_DateTime,
    W_TimeDelta,
    W_TimeZone,
    W_TzInfo,
    new_date,
    new_datetime,
    new_time,
)
from protopython.objects.model.call import call3, call_method1, call_vector, release, reserve
from protopython.objects.model.errors import overflow_error, type_error
from protopython.objects.model.types import type_name, type_of
from protopython.objects.tuple import W_Tuple, new_tuple1
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int

FOLD_NAME: W_Tuple = new_tuple1(wrap("fold"))


# --- of fields that are not checked ------------------------------------------------------------------------------------


def date_of_fields(cls: W_Type, year: int, month: int, day: int) -> Value:
    if cls is DATE:
        return wrap(new_date(DATE, checked_date(year, month, day)))
    return call3(wrap(cls), from_int(year), from_int(month), from_int(day))


def time_of_fields(cls: W_Type, hour: int, minute: int, second: int, us: int, w_tzinfo: Value, fold: int) -> Value:
    if cls is TIME:
        return wrap(new_time(TIME, checked_clock(hour, minute, second, us, fold), tzinfo_argument(w_tzinfo)))
    p = reserve(6)
    try:
        put_clock(p, hour, minute, second, us)
        p[4] = w_tzinfo
        return call_with_fold(cls, p, 5, fold)
    finally:
        release(p)


def datetime_of_fields(
    cls: W_Type, year: int, month: int, day: int, hour: int, minute: int, second: int, us: int, w_tzinfo: Value, fold: int
) -> Value:
    if cls is DATETIME:
        ymd = checked_date(year, month, day)
        return wrap(new_datetime(DATETIME, ymd, checked_clock(hour, minute, second, us, fold), tzinfo_argument(w_tzinfo)))
    p = reserve(9)
    try:
        p[0] = from_int(year)
        p[1] = from_int(month)
        p[2] = from_int(day)
        put_clock(p.offset(3), hour, minute, second, us)
        p[7] = w_tzinfo
        return call_with_fold(cls, p, 8, fold)
    finally:
        release(p)


def put_clock(p: ValuePtr, hour: int, minute: int, second: int, us: int) -> None:
    p[0] = from_int(hour)
    p[1] = from_int(minute)
    p[2] = from_int(second)
    p[3] = from_int(us)


def call_with_fold(cls: W_Type, p: ValuePtr, n: int, fold: int) -> Value:
    """There is room for one more argument. A fold of 0 is not mentioned."""
    if fold == 0:
        return call_vector(wrap(cls), p, n, None)
    p[n] = from_int(fold)
    return call_vector(wrap(cls), p, n, FOLD_NAME)


# --- of words ----------------------------------------------------------------------------------------------------------


def date_of_word(cls: W_Type, ymd: int) -> Value:
    if cls is DATE:
        return wrap(new_date(DATE, ymd))
    return date_of_fields(cls, year_of(ymd), month_of(ymd), day_of(ymd))


def datetime_of_words(cls: W_Type, ymd: int, clock: int, tzinfo: W_TzInfo | None) -> Value:
    if cls is DATETIME:
        return wrap(new_datetime(DATETIME, ymd, clock, tzinfo))
    return datetime_of_fields(
        cls, year_of(ymd), month_of(ymd), day_of(ymd), hour_of(clock), minute_of(clock), second_of(clock), microsecond_of(clock),
        tzinfo_value(tzinfo), fold_of(clock),
    )  # fmt: skip


# --- moved in time -----------------------------------------------------------------------------------------------------


def date_moved(cls: W_Type, ymd: int, days: int) -> Value:
    ordinal = ordinal_of(ymd) + days
    if ordinal < 1 or ordinal > MAX_ORDINAL:
        raise overflow_error("date value out of range")
    return date_of_word(cls, date_at(ordinal))


def datetime_moved(d: W_DateTime, days: int, us: int) -> Value:
    rest = since_midnight(d.clock) + us
    ordinal = ordinal_of(d.ymd) + days + rest // DAY
    if ordinal < 1 or ordinal > MAX_ORDINAL:
        raise overflow_error("date value out of range")
    return datetime_of_words(type_of(wrap(d)), date_at(ordinal), clock_at(rest % DAY), d.tzinfo)


def later(d: W_DateTime, delta: W_TimeDelta) -> Value:
    return datetime_moved(d, delta.days, delta.rest)


def earlier(d: W_DateTime, delta: W_TimeDelta) -> Value:
    return datetime_moved(d, -delta.days, -delta.rest)


def from_utc(tzinfo: W_TzInfo, w_utc: Value) -> Value:
    """What tzinfo.fromutc() makes of a datetime that has tzinfo."""
    if isinstance(tzinfo, W_TimeZone):
        return later(need_datetime(w_utc), tzinfo.offset)
    return call_method1(wrap(tzinfo), "fromutc", w_utc)


def need_datetime(w: Value) -> W_DateTime:
    """What a user's class gave where its instance is wanted."""
    d = try_as(W_DateTime, w)
    if d is None:
        raise type_error(f"expected a datetime, not '{type_name(w)}'")
    return d

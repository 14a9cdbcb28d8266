"""datetime: times of days."""

from __future__ import annotations

from protodialect.types import Value, require, str_char, try_as, unwrap, wrap
from protopython.modules._datetime.arguments import (
    DATETIME_NAMES,
    c_text,
    checked_clock,
    checked_date,
    exactly,
    tzinfo_argument,
    tzinfo_value,
)
from protopython.modules._datetime.calendar import (
    DAY,
    SECOND,
    day_of,
    days_in_month,
    fold_of,
    hour_of,
    microsecond_of,
    minute_of,
    month_of,
    ordinal_of,
    pack_date,
    second_of,
    since_midnight,
    without_fold,
    year_of,
)
from protopython.modules._datetime.date import bad_iso_format, iso_argument, parsed
from protopython.modules._datetime.local_time import calendar_at, folded, local_timestamp, now, timestamp_parts
from protopython.modules._datetime.make import datetime_of_fields, earlier, from_utc, later, need_datetime
from protopython.modules._datetime.offsets import delta_value, dst_of, tzname_of, utcoffset_of
from protopython.modules._datetime.parse import NEXT_MIDNIGHT, TimeText, after_separator, c_text_of, date_in, separator_in, with_separator
from protopython.modules._datetime.pickled import DATETIME_SIZE, State, clock_after_date, date_before_clock, datetime_bytes, is_month
from protopython.modules._datetime.struct_time import struct_time
from protopython.modules._datetime.text import append_clock, append_date, append_offset, ctime_text, precision_of
from protopython.modules._datetime.time import append_small_fields, int_or, int_or_zero, late_midnight, tzinfo_state, zone_of_text
from protopython.modules._datetime.timedelta import carried, hash_of_words, is_zero, same_delta, total_seconds, total_word
from protopython.modules._datetime.timezone import new_zone
from protopython.modules._datetime.types import (
    DATE,
    DATETIME,
    EPOCH,
    TIME,
    W_Date,
    W_DateTime,
    W_Time,
    W_TimeDelta,
    W_TzInfo,
    new_date,
    new_datetime,
    new_time,
)
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import c_int_field
from protopython.modules.time import zone_at
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.call import call_method1
from protopython.objects.model.define import class_method, getter, method, new
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.operators import compare_ints
from protopython.objects.model.special import CompareOp
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_NotImplemented
from protopython.objects.str.methods import argument_type_name
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, new_float

# --- construction ------------------------------------------------------------------------------------------------------


@new(DATETIME, "(cls, *args, **kwargs)")
def datetime_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 1 or args.length == 2:
        state = State(args.items[0])
        if state.size == DATETIME_SIZE and is_month(state.at(2) & 0x7F):
            state.check("datetime")
            return wrap(new_datetime(cls, date_before_clock(state), clock_after_date(state), tzinfo_state(args)))
    given = bind_tuple("", DATETIME_NAMES, 3, args, unwrap(W_Dict, w_kwargs), 1)
    year = c_int_field(given[0])
    month = c_int_field(given[1])
    day = c_int_field(given[2])
    hour = int_or_zero(given[3])
    minute = int_or_zero(given[4])
    second = int_or_zero(given[5])
    us = int_or_zero(given[6])
    fold = int_or_zero(given[8])
    ymd = checked_date(year, month, day)
    clock = checked_clock(hour, minute, second, us, fold)
    return wrap(new_datetime(cls, ymd, clock, None if is_empty(given[7]) else tzinfo_argument(given[7])))


def at_timestamp(cls: W_Type, seconds: int, us: int, local: bool, tzinfo: W_TzInfo | None) -> Value:
    """A timestamp in local time or UTC."""
    ymd, clock = calendar_at(seconds, local)
    fold = 1 if local and folded(seconds, ymd, clock) else 0
    second = min(second_of(clock), 59)  # some zones have leap seconds
    return datetime_of_fields(
        cls, year_of(ymd), month_of(ymd), day_of(ymd), hour_of(clock), minute_of(clock), second, us, tzinfo_value(tzinfo), fold
    )


def in_zone(cls: W_Type, seconds: int, us: int, tzinfo: W_TzInfo | None) -> Value:
    """A timestamp in a time zone, or in local time."""
    if tzinfo is None:
        return at_timestamp(cls, seconds, us, True, None)
    return from_utc(tzinfo, at_timestamp(cls, seconds, us, False, tzinfo))


@class_method(DATETIME, "now(cls, /, tz=None)", doc="The current time in a time zone, or in local time without one.")
def datetime_now(cls: W_Type, w_tz: Value) -> Value:
    tzinfo = tzinfo_argument(w_tz)
    seconds, us = now()
    return in_zone(cls, seconds, us, tzinfo)


@class_method(DATETIME, "utcnow(cls, /)", doc="The current time in UTC, without a zone.")
def datetime_utcnow(cls: W_Type) -> Value:
    warn_utc("utcnow()", "now(datetime.UTC)")
    seconds, us = now()
    return at_timestamp(cls, seconds, us, False, None)


def warn_utc(method: str, better: str) -> None:
    text = f"datetime.datetime.{method} is deprecated and scheduled for removal in a future version. Use timezone-aware objects"
    warn_deprecated(f"{text} to represent datetimes in UTC: datetime.datetime.{better}.")


@class_method(
    DATETIME, "fromtimestamp(cls, /, timestamp, tz=None)", shown="", doc="A POSIX timestamp in a time zone, or in local time without one."
)
def datetime_fromtimestamp(cls: W_Type, w_timestamp: Value, w_tz: Value) -> Value:
    tzinfo = tzinfo_argument(w_tz)
    seconds, us = timestamp_parts(w_timestamp)
    return in_zone(cls, seconds, us, tzinfo)


@class_method(DATETIME, "utcfromtimestamp(cls, /, *args)", shown="", doc="A POSIX timestamp in UTC, without a zone.")
def datetime_utcfromtimestamp(cls: W_Type, w_args: Value) -> Value:
    warn_utc("utcfromtimestamp()", "fromtimestamp(timestamp, datetime.UTC)")
    args = unwrap(W_Tuple, w_args)
    exactly("utcfromtimestamp", 1, args)
    seconds, us = timestamp_parts(args.items[0])
    return at_timestamp(cls, seconds, us, False, None)


@class_method(DATETIME, "combine(cls, /, date, time, tzinfo=EMPTY)", doc="A date and a time, whose zone may be another.")
def datetime_combine(cls: W_Type, w_date: Value, w_time: Value, w_tzinfo: Value) -> Value:
    d = try_as(W_Date, w_date)
    if d is None:
        raise type_error(f"combine() argument 1 must be datetime.date, not {argument_type_name(w_date)}")
    t = try_as(W_Time, w_time)
    if t is None:
        raise type_error(f"combine() argument 2 must be datetime.time, not {argument_type_name(w_time)}")
    return of_words(cls, d.ymd, t.clock, tzinfo_value(t.tzinfo) if is_empty(w_tzinfo) else w_tzinfo)


def of_words(cls: W_Type, ymd: int, clock: int, w_tzinfo: Value) -> Value:
    """As datetime_of_fields."""
    return datetime_of_fields(
        cls, year_of(ymd), month_of(ymd), day_of(ymd), hour_of(clock), minute_of(clock), second_of(clock), microsecond_of(clock),
        w_tzinfo, fold_of(clock),
    )  # fmt: skip


@class_method(DATETIME, "fromisoformat(cls, object, /)", doc="The time that a text in ISO 8601 format names.")
def datetime_fromisoformat(cls: W_Type, w_text: Value) -> Value:
    text = c_text_of(with_separator(iso_argument(w_text)))
    if text is None or len(text) < 7:
        raise bad_iso_format(w_text)
    end = separator_in(text)
    ymd = -1 if end < 0 else date_in(text, end)
    time = TimeText()
    if ymd < 0 or len(text) > end and not time.read(text, after_separator(text, end)):
        raise bad_iso_format(w_text)
    w_zone = zone_of_text(time)
    clock = time.clock
    if hour_of(clock) == 24 and 1 <= month_of(ymd) <= 12 and day_of(ymd) <= days_in_month(year_of(ymd), month_of(ymd)):
        if clock != NEXT_MIDNIGHT:
            raise late_midnight()
        clock = 0
        ymd = next_day(ymd)
    return of_words(cls, ymd, clock, w_zone)


def next_day(ymd: int) -> int:
    """Of any year, 0 and 9999 among them."""
    year = year_of(ymd)
    month = month_of(ymd)
    if day_of(ymd) < days_in_month(year, month):
        return ymd + 1
    return pack_date(year, month + 1, 1) if month < 12 else pack_date(year + 1, 1, 1)


@class_method(DATETIME, "strptime(cls, /, *args)", shown="", doc="The time that a text names, read as a format says.")
def datetime_strptime(cls: W_Type, w_args: Value) -> Value:
    return parsed(cls, unwrap(W_Tuple, w_args), "_strptime_datetime_datetime")


# --- fields ------------------------------------------------------------------------------------------------------------


@getter(DATETIME, "hour")
def datetime_hour(self: W_DateTime) -> Value:
    return from_int(hour_of(self.clock))


@getter(DATETIME, "minute")
def datetime_minute(self: W_DateTime) -> Value:
    return from_int(minute_of(self.clock))


@getter(DATETIME, "second")
def datetime_second(self: W_DateTime) -> Value:
    return from_int(second_of(self.clock))


@getter(DATETIME, "microsecond")
def datetime_microsecond(self: W_DateTime) -> Value:
    return from_int(microsecond_of(self.clock))


@getter(DATETIME, "tzinfo")
def datetime_tzinfo(self: W_DateTime) -> Value:
    return tzinfo_value(self.tzinfo)


@getter(DATETIME, "fold")
def datetime_fold(self: W_DateTime) -> Value:
    return from_int(fold_of(self.clock))


@method(DATETIME, "date(self, /)", doc="The day.")
def datetime_date(self: W_DateTime) -> Value:
    return wrap(new_date(DATE, self.ymd))


@method(DATETIME, "time(self, /)", doc="The time of day, without the zone.")
def datetime_time(self: W_DateTime) -> Value:
    return wrap(new_time(TIME, self.clock, None))


@method(DATETIME, "timetz(self, /)", doc="The time of day with the zone.")
def datetime_timetz(self: W_DateTime) -> Value:
    return wrap(new_time(TIME, self.clock, self.tzinfo))


def offset_of(d: W_DateTime) -> W_TimeDelta | None:
    return utcoffset_of(d.tzinfo, wrap(d))


@method(DATETIME, "utcoffset(self, /)", doc="What the zone's utcoffset() says; None without a zone.")
def datetime_utcoffset(self: W_DateTime) -> Value:
    return delta_value(offset_of(self))


@method(DATETIME, "dst(self, /)", doc="What the zone's dst() says; None without a zone.")
def datetime_dst(self: W_DateTime) -> Value:
    return delta_value(dst_of(self.tzinfo, wrap(self)))


@method(DATETIME, "tzname(self, /)", doc="What the zone's tzname() says; None without a zone.")
def datetime_tzname(self: W_DateTime) -> Value:
    return tzname_of(self.tzinfo, wrap(self))


@method(DATETIME, "timetuple(self, /)", doc="The time as a time.struct_time.")
def datetime_timetuple(self: W_DateTime) -> Value:
    dst = dst_of(self.tzinfo, wrap(self))
    return struct_time(self.ymd, self.clock, -1 if dst is None else 0 if is_zero(dst) else 1)


@method(DATETIME, "utctimetuple(self, /)", doc="The time in UTC as a time.struct_time.")
def datetime_utctimetuple(self: W_DateTime) -> Value:
    offset = offset_of(self)
    d = self if offset is None else need_datetime(earlier(self, offset))
    return struct_time(d.ymd, d.clock, 0)


@method(DATETIME, "timestamp(self, /)", doc="The POSIX timestamp as a float.")
def datetime_timestamp(self: W_DateTime) -> Value:
    if self.tzinfo is None:
        return new_float(float(local_timestamp(self.ymd, self.clock)) + float(microsecond_of(self.clock)) / 1e6)
    return total_seconds(minus(self, EPOCH))


@method(
    DATETIME, "replace(self, /, *args, **kwargs)", doc="A datetime with some fields changed.",
    shown="($self, /, year=unchanged, month=unchanged, day=unchanged,\n        hour=unchanged, minute=unchanged, second=unchanged,\n"
    "        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
)  # fmt: skip
@method(DATETIME, "__replace__(self, /, *args, **changes)", shown="($self, /, **changes)", doc="The same as replace().")
def datetime_replace(self: W_DateTime, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("replace", DATETIME_NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs), 1)
    year = int_or(given[0], year_of(self.ymd))
    month = int_or(given[1], month_of(self.ymd))
    day = int_or(given[2], day_of(self.ymd))
    hour = int_or(given[3], hour_of(self.clock))
    minute = int_or(given[4], minute_of(self.clock))
    second = int_or(given[5], second_of(self.clock))
    us = int_or(given[6], microsecond_of(self.clock))
    w_tzinfo = tzinfo_value(self.tzinfo) if is_empty(given[7]) else given[7]
    fold = int_or(given[8], fold_of(self.clock))
    return datetime_of_fields(type_of(wrap(self)), year, month, day, hour, minute, second, us, w_tzinfo, fold)


def reduced(self: W_DateTime, protocol: int) -> Value:
    state = datetime_bytes(self.ymd, self.clock, protocol)
    args = new_tuple1(state) if self.tzinfo is None else new_tuple2(state, tzinfo_value(self.tzinfo))
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(args)))


@method(DATETIME, "__reduce_ex__(self, /, *args)", shown="", doc="For pickle: the class, and the fields as bytes.")
def datetime_reduce_ex(self: W_DateTime, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    exactly("__reduce_ex__", 1, args)
    return reduced(self, c_int_field(args.items[0]))


@method(DATETIME, "__reduce__(self, /)", doc="As __reduce_ex__(2).")
def datetime_reduce(self: W_DateTime) -> Value:
    return reduced(self, 2)


# --- other zones -------------------------------------------------------------------------------------------------------


def local_zone(timestamp: int) -> W_TzInfo:
    seconds, name = zone_at(timestamp)
    return new_zone(carried(0, seconds * SECOND), wrap(name))


def zone_of_local_time(d: W_DateTime) -> W_TzInfo:
    """The local zone at a local time. In a gap the offset before it counts for a fold of 0, the one behind it for 1."""
    timestamp = local_timestamp(d.ymd, d.clock)
    other = local_timestamp(d.ymd, d.clock ^ 1)
    if other != timestamp and (other > timestamp) == (fold_of(d.clock) == 1):
        timestamp = other
    return local_zone(timestamp)


@method(DATETIME, "astimezone(self, /, tz=None)", shown="", doc="The same time in another zone, or in local time without one.")
def datetime_astimezone(self: W_DateTime, w_tz: Value) -> Value:
    target = tzinfo_argument(w_tz)
    source = self.tzinfo
    if source is not None and source is target:
        return wrap(self)
    offset = utcoffset_of(source, wrap(self))
    if offset is None:
        source = zone_of_local_time(self)
        if source is target:
            return wrap(self)
        offset = require(utcoffset_of(source, wrap(self)))
    utc = need_datetime(earlier(self, offset))
    if target is None:
        target = local_zone(total_word(minus_naive(utc, EPOCH)) // SECOND)
    utc.tzinfo = target
    utc.hash = 0
    return from_utc(target, wrap(utc))


# --- text --------------------------------------------------------------------------------------------------------------


@method(
    DATETIME, "isoformat(self, /, sep='T', timespec='auto')", shown="",
    doc="YYYY-MM-DDTHH:MM:SS, and microseconds and the offset from UTC where there are any.",
)  # fmt: skip
def datetime_isoformat(self: W_DateTime, w_separator: Value, w_timespec: Value) -> Value:
    separator = separator_argument(w_separator)
    timespec = c_text("isoformat", 2, w_timespec)
    return wrap(iso_text(self, separator, timespec))


def separator_argument(w: Value) -> int:
    s = as_str(w)
    if s is None:
        raise type_error(f"isoformat() argument 1 must be a unicode character, not {argument_type_name(w)}")
    if len(s) != 1:
        raise type_error(f"isoformat() argument 1 must be a unicode character, not a string of length {len(s)}")
    return str_char(s, 0)


def iso_text(d: W_DateTime, separator: int, timespec: str) -> str:
    out = StringBuilder(32)
    append_date(out, d.ymd)
    out.append_char(separator)
    append_clock(out, d.clock, precision_of(timespec, d.clock))
    offset = offset_of(d)
    if offset is not None:
        append_offset(out, offset, ":")
    return out.to_str()


@method(DATETIME, "__str__(self, /)", doc="Return str(self).")
def datetime_str(self: W_DateTime) -> Value:
    return call_method1(wrap(self), "isoformat", wrap(" "))


@method(DATETIME, "ctime(self, /)", doc="Text like 'Sat Jun  6 16:26:11 1998'.")
def datetime_ctime(self: W_DateTime) -> Value:
    return wrap(ctime_text(self.ymd, self.clock))


@method(DATETIME, "__repr__(self, /)", doc="Return repr(self).")
def datetime_repr(self: W_DateTime) -> Value:
    ymd = self.ymd
    clock = self.clock
    out = StringBuilder(64)
    out.append(f"{type_name(wrap(self))}({year_of(ymd)}, {month_of(ymd)}, {day_of(ymd)}, {hour_of(clock)}, {minute_of(clock)}")
    append_small_fields(out, clock)
    if fold_of(clock) == 1:
        out.append(", fold=1")
    if self.tzinfo is not None:
        out.append(f", tzinfo={repr_of(tzinfo_value(self.tzinfo))}")
    out.append(")")
    return wrap(out.to_str())


# --- arithmetic --------------------------------------------------------------------------------------------------------


@method(DATETIME, "__radd__(self, value, /)", doc="Return value+self.")
@method(DATETIME, "__add__(self, value, /)", doc="Return self+value.")
def datetime_add(self: W_DateTime, w: Value) -> Value:
    delta = try_as(W_TimeDelta, w)
    return w_NotImplemented if delta is None else later(self, delta)


@method(DATETIME, "__sub__(self, value, /)", doc="Return self-value.")
def datetime_sub(self: W_DateTime, w: Value) -> Value:
    d = try_as(W_DateTime, w)
    if d is not None:
        return wrap(minus(self, d))
    delta = try_as(W_TimeDelta, w)
    return w_NotImplemented if delta is None else earlier(self, delta)


@method(DATETIME, "__rsub__(self, value, /)", doc="Return value-self.")
def datetime_rsub(self: W_DateTime, w: Value) -> Value:
    d = try_as(W_DateTime, w)
    return w_NotImplemented if d is None else wrap(minus(d, self))


def minus_naive(a: W_DateTime, b: W_DateTime) -> W_TimeDelta:
    """As if both were in one zone."""
    return carried(ordinal_of(a.ymd) - ordinal_of(b.ymd), since_midnight(a.clock) - since_midnight(b.clock))


def minus(a: W_DateTime, b: W_DateTime) -> W_TimeDelta:
    delta = minus_naive(a, b)
    if a.tzinfo is b.tzinfo:
        return delta
    mine = offset_of(a)
    others = offset_of(b)
    if mine is not None and others is not None:
        return carried(delta.days, delta.rest - total_word(mine) + total_word(others))
    if mine is not None or others is not None:
        raise type_error("can't subtract offset-naive and offset-aware datetimes")
    return delta


# --- comparison --------------------------------------------------------------------------------------------------------


def order(a: W_DateTime, b: W_DateTime) -> int:
    """-1, 0 or 1, as if both were in one zone."""
    if a.ymd != b.ymd:
        return -1 if a.ymd < b.ymd else 1
    mine = without_fold(a.clock)
    others = without_fold(b.clock)
    return 0 if mine == others else -1 if mine < others else 1


def compared(op: int, self: W_DateTime, w: Value) -> Value:
    other = try_as(W_DateTime, w)
    if other is None:
        return w_NotImplemented
    if self.tzinfo is other.tzinfo:
        return new_bool(compare_ints(op, order(self, other), 0))
    mine = offset_of(self)
    others = offset_of(other)
    by_equality = op == CompareOp.EQ or op == CompareOp.NE
    if (mine is None) != (others is None):
        if by_equality:
            return new_bool(op == CompareOp.NE)
        raise type_error("can't compare offset-naive and offset-aware datetimes")
    if mine is None or others is None or same_delta(mine, others):
        side = order(self, other)
    else:
        side = total_word(minus_naive(self, other)) - total_word(mine) + total_word(others)
    if side == 0 and by_equality and (depends_on_fold(self, mine) or depends_on_fold(other, others)):
        side = 1
    return new_bool(compare_ints(op, side, 0))


def depends_on_fold(d: W_DateTime, offset: W_TimeDelta | None) -> bool:
    """Such times, in a fold or a gap, equal none of another zone: what is equal has one hash, which knows no fold."""
    flipped = offset_of(new_datetime(type_of(wrap(d)), d.ymd, d.clock ^ 1, d.tzinfo))
    if offset is None or flipped is None:
        return (offset is None) != (flipped is None)
    return not same_delta(offset, flipped)


@method(DATETIME, "__lt__(self, value, /)", doc="Return self<value.")
def datetime_lt(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.LT, self, w)


@method(DATETIME, "__le__(self, value, /)", doc="Return self<=value.")
def datetime_le(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.LE, self, w)


@method(DATETIME, "__eq__(self, value, /)", doc="Return self==value.")
def datetime_eq(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.EQ, self, w)


@method(DATETIME, "__ne__(self, value, /)", doc="Return self!=value.")
def datetime_ne(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.NE, self, w)


@method(DATETIME, "__gt__(self, value, /)", doc="Return self>value.")
def datetime_gt(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.GT, self, w)


@method(DATETIME, "__ge__(self, value, /)", doc="Return self>=value.")
def datetime_ge(self: W_DateTime, w: Value) -> Value:
    return compared(CompareOp.GE, self, w)


@method(DATETIME, "__hash__(self, /)", doc="Return hash(self).")
def datetime_hash(self: W_DateTime) -> Value:
    h = self.hash
    if h == 0:
        d = self
        if fold_of(d.clock) == 1 and d.tzinfo is not None:
            d = new_datetime(type_of(wrap(d)), d.ymd, without_fold(d.clock), d.tzinfo)
        offset = offset_of(d)
        if offset is None:
            h = hash_of_words(d.ymd, without_fold(d.clock))
        else:
            us = since_midnight(d.clock) - total_word(offset)
            h = hash_of_words(ordinal_of(d.ymd) + us // DAY, us % DAY)
        self.hash = h
    return from_int(h)

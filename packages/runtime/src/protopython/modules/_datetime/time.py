"""time: times of day."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.modules._datetime.arguments import (
    TIME_NAMES,
    c_text,
    checked_clock,
    exactly,
    text_argument,
    tzinfo_argument,
    tzinfo_value,
)
from protopython.modules._datetime.calendar import (
    DAY,
    SECOND,
    fold_of,
    hour_of,
    microsecond_of,
    minute_of,
    second_of,
    since_midnight,
    without_fold,
)
from protopython.modules._datetime.date import bad_iso_format, formatted_as, iso_argument, parsed
from protopython.modules._datetime.make import time_of_fields
from protopython.modules._datetime.offsets import delta_value, dst_of, tzname_of, utcoffset_of
from protopython.modules._datetime.parse import NEXT_MIDNIGHT, TimeText, c_text_of, char_at
from protopython.modules._datetime.pickled import TIME_SIZE, State, clock_in, is_hour, time_bytes
from protopython.modules._datetime.strftime import Formatter
from protopython.modules._datetime.text import append_clock, append_offset, precision_of
from protopython.modules._datetime.timedelta import delta_of_word, hash_of_words, same_delta, total_word
from protopython.modules._datetime.timezone import new_zone
from protopython.modules._datetime.types import TIME, TIMEDELTA, W_Time, W_TzInfo, new_time
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import c_int, c_int_field
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.call import call_method0
from protopython.objects.model.define import class_method, getter, method, new
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.operators import compare_ints
from protopython.objects.model.special import CompareOp
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

T: Final[int] = 84

# --- construction ------------------------------------------------------------------------------------------------------


@new(TIME, "(cls, *args, **kwargs)")
def time_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 1 or args.length == 2:
        state = State(args.items[0])
        if state.size == TIME_SIZE and is_hour(state.at(0)):
            state.check("time")
            return wrap(new_time(cls, clock_in(state), tzinfo_state(args)))
    given = bind_tuple("", TIME_NAMES, 0, args, unwrap(W_Dict, w_kwargs), 1)
    hour = int_or_zero(given[0])
    minute = int_or_zero(given[1])
    second = int_or_zero(given[2])
    us = int_or_zero(given[3])
    fold = int_or_zero(given[5])
    clock = checked_clock(hour, minute, second, us, fold)
    return wrap(new_time(cls, clock, None if is_empty(given[4]) else tzinfo_argument(given[4])))


def int_or_zero(w: Value) -> int:
    return 0 if is_empty(w) else c_int_field(w)


def tzinfo_state(args: W_Tuple) -> W_TzInfo | None:
    """The zone that may follow the bytes of a pickle."""
    if args.length < 2 or same(args.items[1], w_None):
        return None
    tzinfo = try_as(W_TzInfo, args.items[1])
    if tzinfo is None:
        raise type_error("bad tzinfo state arg")
    return tzinfo


@class_method(TIME, "fromisoformat(cls, object, /)", doc="The time that a text in ISO 8601 format names.")
def time_fromisoformat(cls: W_Type, w_text: Value) -> Value:
    text = c_text_of(iso_argument(w_text))
    time = TimeText()
    if text is None or not time.read(text, 1 if char_at(text, 0) == T else 0):
        raise bad_iso_format(w_text)
    clock = time.clock
    if hour_of(clock) == 24:
        if clock != NEXT_MIDNIGHT:
            raise late_midnight()
        clock = 0
    return time_of_fields(cls, hour_of(clock), minute_of(clock), second_of(clock), microsecond_of(clock), zone_of_text(time), 0)


def late_midnight() -> PyError:
    return value_error("minute, second, and microsecond must be 0 when hour is 24")


def zone_of_text(time: TimeText) -> Value:
    return wrap(new_zone(delta_of_word(TIMEDELTA, time.offset), EMPTY)) if time.aware else w_None


@class_method(TIME, "strptime(cls, /, *args)", shown="", doc="The time that a text names, read as a format says.")
def time_strptime(cls: W_Type, w_args: Value) -> Value:
    return parsed(cls, unwrap(W_Tuple, w_args), "_strptime_datetime_time")


# --- fields ------------------------------------------------------------------------------------------------------------


@getter(TIME, "hour")
def time_hour(self: W_Time) -> Value:
    return from_int(hour_of(self.clock))


@getter(TIME, "minute")
def time_minute(self: W_Time) -> Value:
    return from_int(minute_of(self.clock))


@getter(TIME, "second")
def time_second(self: W_Time) -> Value:
    return from_int(second_of(self.clock))


@getter(TIME, "microsecond")
def time_microsecond(self: W_Time) -> Value:
    return from_int(microsecond_of(self.clock))


@getter(TIME, "tzinfo")
def time_tzinfo(self: W_Time) -> Value:
    return tzinfo_value(self.tzinfo)


@getter(TIME, "fold")
def time_fold(self: W_Time) -> Value:
    return from_int(fold_of(self.clock))


@method(TIME, "utcoffset(self, /)", doc="What the zone's utcoffset() says; None without a zone.")
def time_utcoffset(self: W_Time) -> Value:
    return delta_value(utcoffset_of(self.tzinfo, w_None))


@method(TIME, "dst(self, /)", doc="What the zone's dst() says; None without a zone.")
def time_dst(self: W_Time) -> Value:
    return delta_value(dst_of(self.tzinfo, w_None))


@method(TIME, "tzname(self, /)", doc="What the zone's tzname() says; None without a zone.")
def time_tzname(self: W_Time) -> Value:
    return tzname_of(self.tzinfo, w_None)


@method(
    TIME, "replace(self, /, *args, **kwargs)", doc="A time with some fields changed.",
    shown="($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
)  # fmt: skip
@method(TIME, "__replace__(self, /, *args, **changes)", shown="($self, /, **changes)", doc="The same as replace().")
def time_replace(self: W_Time, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("replace", TIME_NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs), 1)
    clock = self.clock
    hour = int_or(given[0], hour_of(clock))
    minute = int_or(given[1], minute_of(clock))
    second = int_or(given[2], second_of(clock))
    us = int_or(given[3], microsecond_of(clock))
    w_tzinfo = tzinfo_value(self.tzinfo) if is_empty(given[4]) else given[4]
    return time_of_fields(type_of(wrap(self)), hour, minute, second, us, w_tzinfo, int_or(given[5], fold_of(clock)))


def int_or(w: Value, default: int) -> int:
    return default if is_empty(w) else c_int(w)


def reduced(self: W_Time, protocol: int) -> Value:
    state = time_bytes(self.clock, protocol)
    args = new_tuple1(state) if self.tzinfo is None else new_tuple2(state, tzinfo_value(self.tzinfo))
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(args)))


@method(TIME, "__reduce_ex__(self, /, *args)", shown="", doc="For pickle: the class, and the fields as bytes.")
def time_reduce_ex(self: W_Time, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    exactly("__reduce_ex__", 1, args)
    return reduced(self, c_int_field(args.items[0]))


@method(TIME, "__reduce__(self, /)", doc="As __reduce_ex__(2).")
def time_reduce(self: W_Time) -> Value:
    return reduced(self, 2)


# --- text --------------------------------------------------------------------------------------------------------------


@method(TIME, "isoformat(self, /, timespec='auto')", shown="", doc="HH:MM:SS, and microseconds and the offset from UTC where there are any.")
def time_isoformat(self: W_Time, w_timespec: Value) -> Value:
    timespec = c_text("isoformat", 1, w_timespec)
    out = StringBuilder(32)
    append_clock(out, self.clock, precision_of(timespec, self.clock))
    offset = utcoffset_of(self.tzinfo, w_None)
    if offset is not None:
        append_offset(out, offset, ":")
    return wrap(out.to_str())


@method(TIME, "__str__(self, /)", doc="Return str(self).")
def time_str(self: W_Time) -> Value:
    return call_method0(wrap(self), "isoformat")


@method(TIME, "strftime(self, /, format)", shown="", doc="The time as a format of time.strftime() says; the date is 1 January 1900.")
def time_strftime(self: W_Time, w_format: Value) -> Value:
    format = text_argument("strftime", 1, w_format)
    t = new_tuple_n(9)
    t.items[0] = from_int(1900)
    t.items[1] = from_int(1)
    t.items[2] = from_int(1)
    t.items[3] = from_int(hour_of(self.clock))
    t.items[4] = from_int(minute_of(self.clock))
    t.items[5] = from_int(second_of(self.clock))
    t.items[6] = from_int(0)
    t.items[7] = from_int(1)
    t.items[8] = from_int(-1)
    return Formatter(wrap(t), microsecond_of(self.clock), self.tzinfo, w_None).formatted(format)


@method(TIME, "__format__(self, /, *args)", shown="", doc="The time by strftime(), or str() for an empty format.")
def time_format(self: W_Time, w_args: Value) -> Value:
    return formatted_as(wrap(self), unwrap(W_Tuple, w_args))


@method(TIME, "__repr__(self, /)", doc="Return repr(self).")
def time_repr(self: W_Time) -> Value:
    clock = self.clock
    out = StringBuilder(48)
    out.append(f"{type_name(wrap(self))}({hour_of(clock)}, {minute_of(clock)}")
    append_small_fields(out, clock)
    if self.tzinfo is not None:
        out.append(f", tzinfo={repr_of(tzinfo_value(self.tzinfo))}")
    if fold_of(clock) == 1:
        out.append(", fold=1")
    out.append(")")
    return wrap(out.to_str())


def append_small_fields(out: StringBuilder, clock: int) -> None:
    """Seconds and microseconds, unless they are 0."""
    if microsecond_of(clock) != 0:
        out.append(f", {second_of(clock)}, {microsecond_of(clock)}")
    elif second_of(clock) != 0:
        out.append(f", {second_of(clock)}")


# --- comparison --------------------------------------------------------------------------------------------------------


def compared(op: int, self: W_Time, w: Value) -> Value:
    other = try_as(W_Time, w)
    if other is None:
        return w_NotImplemented
    a = without_fold(self.clock)
    b = without_fold(other.clock)
    if self.tzinfo is not other.tzinfo:
        mine = utcoffset_of(self.tzinfo, w_None)
        others = utcoffset_of(other.tzinfo, w_None)
        if mine is not None and others is not None:
            if not same_delta(mine, others):
                a = since_midnight(a) - total_word(mine) // SECOND * SECOND
                b = since_midnight(b) - total_word(others) // SECOND * SECOND
        elif mine is not None or others is not None:
            if op == CompareOp.EQ or op == CompareOp.NE:
                return new_bool(op == CompareOp.NE)
            raise type_error("can't compare offset-naive and offset-aware times")
    return new_bool(compare_ints(op, a, b))


@method(TIME, "__lt__(self, value, /)", doc="Return self<value.")
def time_lt(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.LT, self, w)


@method(TIME, "__le__(self, value, /)", doc="Return self<=value.")
def time_le(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.LE, self, w)


@method(TIME, "__eq__(self, value, /)", doc="Return self==value.")
def time_eq(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.EQ, self, w)


@method(TIME, "__ne__(self, value, /)", doc="Return self!=value.")
def time_ne(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.NE, self, w)


@method(TIME, "__gt__(self, value, /)", doc="Return self>value.")
def time_gt(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.GT, self, w)


@method(TIME, "__ge__(self, value, /)", doc="Return self>=value.")
def time_ge(self: W_Time, w: Value) -> Value:
    return compared(CompareOp.GE, self, w)


@method(TIME, "__hash__(self, /)", doc="Return hash(self).")
def time_hash(self: W_Time) -> Value:
    h = self.hash
    if h == 0:
        offset = utcoffset_of(self.tzinfo, w_None)
        if offset is None:
            h = hash_of_words(1, without_fold(self.clock))
        else:
            us = since_midnight(self.clock) - total_word(offset)
            h = hash_of_words(us // DAY, us % DAY)
        self.hash = h
    return from_int(h)

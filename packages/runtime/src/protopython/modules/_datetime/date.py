"""date: days of the calendar."""

from __future__ import annotations

from protodialect.types import Value, try_as, unwrap, wrap
from protopython.modules._datetime.arguments import DATE_NAMES, checked_date, exactly, text_argument
from protopython.modules._datetime.calendar import (
    BAD_WEEK,
    BAD_WEEKDAY,
    BAD_YEAR,
    MAX_YEAR,
    MIN_YEAR,
    date_at,
    date_of_week,
    day_of,
    microsecond_of,
    month_of,
    ordinal_of,
    weekday_of,
    year_of,
)
from protopython.modules._datetime.iso_calendar import iso_of_date
from protopython.modules._datetime.local_time import calendar_at
from protopython.modules._datetime.make import date_moved, date_of_fields
from protopython.modules._datetime.parse import c_text_of, date_in
from protopython.modules._datetime.pickled import DATE_SIZE, State, date_bytes, is_month
from protopython.modules._datetime.strftime import Formatter
from protopython.modules._datetime.struct_time import struct_time
from protopython.modules._datetime.text import append_date, ctime_text
from protopython.modules._datetime.timedelta import hash_of_words
from protopython.modules._datetime.types import DATE, W_Date, W_DateTime, W_TimeDelta, new_date, new_delta
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import c_int, c_int_field
from protopython.modules.time import timestamp_seconds
from protopython.objects.dict.dict import W_Dict, dict_len
from protopython.objects.exceptions.exceptions import OVERFLOW_ERROR
from protopython.objects.model.call import call0, call3, call_method0, call_method1
from protopython.objects.model.define import class_method, getter, method, new
from protopython.objects.model.errors import error_matches, type_error, value_error
from protopython.objects.model.operations import repr_of, str_value_of
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty

# --- construction ------------------------------------------------------------------------------------------------------


@new(DATE, "(cls, *args, **kwargs)")
def date_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    if args.length == 3 and dict_len(kwargs) == 0:
        return wrap(new_date(cls, date_of_values(args.items[0], args.items[1], args.items[2])))
    if args.length == 1:
        state = State(args.items[0])
        if state.size == DATE_SIZE and is_month(state.at(2)):
            state.check("date")
            return wrap(new_date(cls, state.word(0, DATE_SIZE)))
    given = bind_tuple("", DATE_NAMES, 3, args, kwargs)
    return wrap(new_date(cls, date_of_values(given[0], given[1], given[2])))


def date_of_values(w_year: Value, w_month: Value, w_day: Value) -> int:
    year = c_int_field(w_year)
    month = c_int_field(w_month)
    return checked_date(year, month, c_int_field(w_day))


@class_method(DATE, "today(cls, /)", doc="The current day, by fromtimestamp() of what time.time() gives.")
def date_today(cls: W_Type) -> Value:
    return call_method1(wrap(cls), "fromtimestamp", call0(stock_function("time", "time")))


@class_method(DATE, "fromtimestamp(cls, timestamp, /)", doc="The local day of a POSIX timestamp.")
def date_fromtimestamp(cls: W_Type, w_timestamp: Value) -> Value:
    ymd, _clock = calendar_at(timestamp_seconds(w_timestamp), True)
    return date_of_fields(cls, year_of(ymd), month_of(ymd), day_of(ymd))


@class_method(DATE, "fromordinal(cls, /, *args)", shown="", doc="The day that has an ordinal: 1 January of year 1 has 1.")
def date_fromordinal(cls: W_Type, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    exactly("fromordinal", 1, args)
    ordinal = c_int_field(args.items[0])
    if ordinal < 1:
        raise value_error("ordinal must be >= 1")
    ymd = date_at(ordinal)
    return date_of_fields(cls, year_of(ymd), month_of(ymd), day_of(ymd))


@class_method(DATE, "fromisoformat(cls, object, /)", doc="The day that a text in ISO 8601 format names.")
def date_fromisoformat(cls: W_Type, w_text: Value) -> Value:
    text = c_text_of(iso_argument(w_text))
    ymd = -1
    if text is not None and (len(text) == 7 or len(text) == 8 or len(text) == 10):
        ymd = date_in(text, len(text))
    if ymd < 0:
        raise bad_iso_format(w_text)
    return date_of_fields(cls, year_of(ymd), month_of(ymd), day_of(ymd))


def iso_argument(w: Value) -> str:
    text = as_str(w)
    if text is None:
        raise type_error("fromisoformat: argument must be str")
    return text


def bad_iso_format(w_text: Value) -> PyError:
    return value_error(f"Invalid isoformat string: {repr_of(w_text)}")


@class_method(DATE, "fromisocalendar(cls, /, year, week, day)", shown="", doc="The day of an ISO year, week and weekday.")
def date_fromisocalendar(cls: W_Type, w_year: Value, w_week: Value, w_day: Value) -> Value:
    try:
        year = c_int_field(w_year)
        week = c_int_field(w_week)
        day = c_int_field(w_day)
    except PyError as e:
        if error_matches(e, OVERFLOW_ERROR):
            raise value_error("ISO calendar component out of range") from None
        raise
    ymd = date_of_week(year, week, day)
    if ymd == BAD_YEAR:
        raise value_error(f"year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")
    if ymd == BAD_WEEK:
        raise value_error(f"Invalid week: {week}")
    if ymd == BAD_WEEKDAY:
        raise value_error(f"Invalid weekday: {day} (range is [1, 7])")
    return date_of_fields(cls, year_of(ymd), month_of(ymd), day_of(ymd))


@class_method(DATE, "strptime(cls, /, *args)", shown="", doc="The day that a text names, read as a format says.")
def date_strptime(cls: W_Type, w_args: Value) -> Value:
    return parsed(cls, unwrap(W_Tuple, w_args), "_strptime_datetime_date")


def parsed(cls: W_Type, args: W_Tuple, function: str) -> Value:
    """strptime() of a class, which the library's module does."""
    exactly("strptime", 2, args)
    text_argument("strptime", 1, args.items[0])
    text_argument("strptime", 2, args.items[1])
    return call3(stock_function("_strptime", function), wrap(cls), args.items[0], args.items[1])


# --- fields ------------------------------------------------------------------------------------------------------------


@getter(DATE, "year")
def date_year(self: W_Date) -> Value:
    return from_int(year_of(self.ymd))


@getter(DATE, "month")
def date_month(self: W_Date) -> Value:
    return from_int(month_of(self.ymd))


@getter(DATE, "day")
def date_day(self: W_Date) -> Value:
    return from_int(day_of(self.ymd))


@method(DATE, "toordinal(self, /)", doc="The number of the day: 1 January of year 1 has 1.")
def date_toordinal(self: W_Date) -> Value:
    return from_int(ordinal_of(self.ymd))


@method(DATE, "weekday(self, /)", doc="The day of the week; Monday is 0.")
def date_weekday(self: W_Date) -> Value:
    return from_int(weekday_of(self.ymd))


@method(DATE, "isoweekday(self, /)", doc="The day of the week; Monday is 1.")
def date_isoweekday(self: W_Date) -> Value:
    return from_int(weekday_of(self.ymd) + 1)


@method(DATE, "isocalendar(self, /)", doc="ISO year, week and weekday, as a tuple whose items have names.")
def date_isocalendar(self: W_Date) -> Value:
    return iso_of_date(self.ymd)


@method(DATE, "timetuple(self, /)", doc="The day's midnight as a time.struct_time.")
def date_timetuple(self: W_Date) -> Value:
    return struct_time(self.ymd, 0, -1)


@method(
    DATE, "replace(self, /, *args, **kwargs)", shown="($self, /, year=unchanged, month=unchanged, day=unchanged)",
    doc="A date with some fields changed.",
)  # fmt: skip
@method(DATE, "__replace__(self, /, *args, **changes)", shown="($self, /, **changes)", doc="The same as replace().")
def date_replace(self: W_Date, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("replace", DATE_NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    year = year_of(self.ymd) if is_empty(given[0]) else c_int(given[0])
    month = month_of(self.ymd) if is_empty(given[1]) else c_int(given[1])
    day = day_of(self.ymd) if is_empty(given[2]) else c_int(given[2])
    return date_of_fields(type_of(wrap(self)), year, month, day)


@method(DATE, "__reduce__(self, /)", doc="For pickle: the class and the fields as bytes.")
def date_reduce(self: W_Date) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple1(date_bytes(self.ymd)))))


# --- text --------------------------------------------------------------------------------------------------------------


@method(DATE, "isoformat(self, /)", doc="YYYY-MM-DD")
def date_isoformat(self: W_Date) -> Value:
    out = StringBuilder(10)
    append_date(out, self.ymd)
    return wrap(out.to_str())


@method(DATE, "ctime(self, /)", doc="Text like 'Sat Jun  6 00:00:00 1998'.")
def date_ctime(self: W_Date) -> Value:
    return wrap(ctime_text(self.ymd, 0))


@method(DATE, "strftime(self, /, format)", shown="", doc="The date as a format of time.strftime() says.")
def date_strftime(self: W_Date, w_format: Value) -> Value:
    format = text_argument("strftime", 1, w_format)
    w_self = wrap(self)
    w_tuple = call_method0(w_self, "timetuple")
    d = try_as(W_DateTime, w_self)
    if d is None:
        return Formatter(w_tuple, 0, None, w_self).formatted(format)
    return Formatter(w_tuple, microsecond_of(d.clock), d.tzinfo, w_self).formatted(format)


@method(DATE, "__format__(self, /, *args)", shown="", doc="The date by strftime(), or str() for an empty format.")
def date_format(self: W_Date, w_args: Value) -> Value:
    return formatted_as(wrap(self), unwrap(W_Tuple, w_args))


def formatted_as(w_self: Value, args: W_Tuple) -> Value:
    exactly("__format__", 1, args)
    if text_argument("__format__", 1, args.items[0]) == "":
        return str_value_of(w_self)
    return call_method1(w_self, "strftime", args.items[0])


@method(DATE, "__str__(self, /)", doc="Return str(self).")
def date_str(self: W_Date) -> Value:
    return call_method0(wrap(self), "isoformat")


@method(DATE, "__repr__(self, /)", doc="Return repr(self).")
def date_repr(self: W_Date) -> Value:
    return wrap(f"{type_name(wrap(self))}({year_of(self.ymd)}, {month_of(self.ymd)}, {day_of(self.ymd)})")


# --- comparison --------------------------------------------------------------------------------------------------------


def plain_date(w: Value) -> W_Date | None:
    """A date that is no datetime: those two are not compared, nor subtracted."""
    d = try_as(W_Date, w)
    return None if d is None or isinstance(d, W_DateTime) else d


@method(DATE, "__lt__(self, value, /)", doc="Return self<value.")
def date_lt(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd < d.ymd)


@method(DATE, "__le__(self, value, /)", doc="Return self<=value.")
def date_le(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd <= d.ymd)


@method(DATE, "__eq__(self, value, /)", doc="Return self==value.")
def date_eq(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd == d.ymd)


@method(DATE, "__ne__(self, value, /)", doc="Return self!=value.")
def date_ne(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd != d.ymd)


@method(DATE, "__gt__(self, value, /)", doc="Return self>value.")
def date_gt(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd > d.ymd)


@method(DATE, "__ge__(self, value, /)", doc="Return self>=value.")
def date_ge(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else new_bool(self.ymd >= d.ymd)


@method(DATE, "__hash__(self, /)", doc="Return hash(self).")
def date_hash(self: W_Date) -> Value:
    return from_int(hash_of_words(2, self.ymd))


# --- arithmetic --------------------------------------------------------------------------------------------------------


@method(DATE, "__radd__(self, value, /)", doc="Return value+self.")
@method(DATE, "__add__(self, value, /)", doc="Return self+value.")
def date_add(self: W_Date, w: Value) -> Value:
    delta = try_as(W_TimeDelta, w)
    if delta is None or isinstance(self, W_DateTime):
        return w_NotImplemented
    return date_moved(type_of(wrap(self)), self.ymd, delta.days)


@method(DATE, "__sub__(self, value, /)", doc="Return self-value.")
def date_sub(self: W_Date, w: Value) -> Value:
    if isinstance(self, W_DateTime):
        return w_NotImplemented
    delta = try_as(W_TimeDelta, w)
    if delta is not None:
        return date_moved(type_of(wrap(self)), self.ymd, -delta.days)
    d = plain_date(w)
    return w_NotImplemented if d is None else wrap(new_delta(ordinal_of(self.ymd) - ordinal_of(d.ymd), 0))


@method(DATE, "__rsub__(self, value, /)", doc="Return value-self.")
def date_rsub(self: W_Date, w: Value) -> Value:
    d = plain_date(w)
    return w_NotImplemented if d is None else date_sub(d, wrap(self))

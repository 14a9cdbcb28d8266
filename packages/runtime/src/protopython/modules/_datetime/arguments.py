"""Arguments of the types' methods: their number and names, texts, time zones, and whether fields are in range."""

from __future__ import annotations

from protodialect.types import Array, Value, try_as, wrap
from protopython.modules._datetime.calendar import MAX_YEAR, MIN_YEAR, days_in_month, pack_clock, pack_date
from protopython.modules._datetime.types import W_TzInfo
from protopython.objects.codecs.codecs import UTF_8, encode_known
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import argument_type_name
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import same

DATE_NAMES: Array[str] = Array.of(["year", "month", "day"])
TIME_NAMES: Array[str] = Array.of(["hour", "minute", "second", "microsecond", "tzinfo", "fold"])
DATETIME_NAMES: Array[str] = Array.of(["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"])


def exactly(function: str, count: int, args: W_Tuple) -> None:
    if args.length != count:
        raise type_error(f"{function}() takes exactly {count} argument{'' if count == 1 else 's'} ({args.length} given)")


def text_argument(function: str, number: int, w: Value) -> str:
    s = as_str(w)
    if s is None:
        raise type_error(f"{function}() argument {number} must be str, not {argument_type_name(w)}")
    return s


def c_text(function: str, number: int, w: Value) -> str:
    """A str that C code takes as one of its own: UTF-8 without NUL."""
    s = text_argument(function, number, w)
    encode_known(UTF_8, s, "strict")
    if s.find("\0") >= 0:
        raise value_error("embedded null character")
    return s


def tzinfo_argument(w: Value) -> W_TzInfo | None:
    if same(w, w_None):
        return None
    tzinfo = try_as(W_TzInfo, w)
    if tzinfo is None:
        raise type_error(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type_name(w)}'")
    return tzinfo


def tzinfo_value(tzinfo: W_TzInfo | None) -> Value:
    return w_None if tzinfo is None else wrap(tzinfo)


def checked_date(year: int, month: int, day: int) -> int:
    """The word of a date; ValueError if there is no such date."""
    if year < MIN_YEAR or year > MAX_YEAR:
        raise value_error(f"year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")
    if month < 1 or month > 12:
        raise value_error(f"month must be in 1..12, not {month}")
    most = days_in_month(year, month)
    if day < 1 or day > most:
        raise value_error(f"day {day} must be in range 1..{most} for month {month} in year {year}")
    return pack_date(year, month, day)


def checked_clock(hour: int, minute: int, second: int, microsecond: int, fold: int) -> int:
    """The word of a time of day; ValueError if there is no such time."""
    check_range("hour", hour, 23)
    check_range("minute", minute, 59)
    check_range("second", second, 59)
    check_range("microsecond", microsecond, 999999)
    if fold != 0 and fold != 1:
        raise value_error(f"fold must be either 0 or 1, not {fold}")
    return pack_clock(hour, minute, second, microsecond, fold)


def check_range(name: str, value: int, most: int) -> None:
    if value < 0 or value > most:
        raise value_error(f"{name} must be in 0..{most}, not {value}")

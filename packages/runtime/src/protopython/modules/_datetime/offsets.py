"""What a time zone says about a time: its offset from UTC, how much of that is daylight saving time, its name."""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.modules._datetime.types import W_TimeDelta, W_TimeZone, W_TzInfo
from protopython.objects.model.call import call_method1
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.value import same


def utcoffset_of(tzinfo: W_TzInfo | None, w_time: Value) -> W_TimeDelta | None:
    """The offset at w_time, a datetime or None (for a time); None when there is no zone or the zone does not know."""
    if tzinfo is None:
        return None
    if isinstance(tzinfo, W_TimeZone):
        return tzinfo.offset
    return asked(tzinfo, "utcoffset", w_time)


def dst_of(tzinfo: W_TzInfo | None, w_time: Value) -> W_TimeDelta | None:
    return None if tzinfo is None or isinstance(tzinfo, W_TimeZone) else asked(tzinfo, "dst", w_time)


def asked(tzinfo: W_TzInfo, name: str, w_time: Value) -> W_TimeDelta | None:
    w = call_method1(wrap(tzinfo), name, w_time)
    if same(w, w_None):
        return None
    offset = try_as(W_TimeDelta, w)
    if offset is None:
        raise type_error(f"tzinfo.{name}() must return None or timedelta, not '{type_name(w)}'")
    if not less_than_a_day(offset):
        raise offset_error(offset)
    return offset


def less_than_a_day(offset: W_TimeDelta) -> bool:
    """In either direction."""
    return offset.days == 0 or offset.days == -1 and offset.rest > 0


def offset_error(offset: W_TimeDelta) -> PyError:
    return value_error(
        f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {repr_of(wrap(offset))}"
    )


def tzname_of(tzinfo: W_TzInfo | None, w_time: Value) -> Value:
    """A str or None."""
    if tzinfo is None:
        return w_None
    w = call_method1(wrap(tzinfo), "tzname", w_time)
    if not same(w, w_None) and as_str(w) is None:
        raise type_error(f"tzinfo.tzname() must return None or a string, not '{type_name(w)}'")
    return w


def delta_value(d: W_TimeDelta | None) -> Value:
    return w_None if d is None else wrap(d)

"""tzinfo, which time zones derive from, and timezone, the zone of one offset."""

from __future__ import annotations

from protodialect.types import Array, Value, new_with_shape, try_as, unwrap, wrap
from protopython.modules._datetime.make import later, need_datetime
from protopython.modules._datetime.offsets import dst_of, less_than_a_day, offset_error, utcoffset_of
from protopython.modules._datetime.text import append_offset
from protopython.modules._datetime.timedelta import difference, hash_of_words, is_zero, same_delta
from protopython.modules._datetime.types import TIMEZONE, TZINFO, UTC, W_DateTime, W_TimeDelta, W_TimeZone, W_TzInfo, fixed_zone
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import W_Dict
from protopython.objects.exceptions.exceptions import NOT_IMPLEMENTED_ERROR
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call0
from protopython.objects.model.define import method, new
from protopython.objects.model.errors import error, type_error, value_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import state_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.methods import argument_type_name
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

# --- tzinfo ------------------------------------------------------------------------------------------------------------


@new(TZINFO, "(cls, *args, **kwargs)")
def tzinfo_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    """Arguments are for a subclass's `__init__`."""
    return wrap(new_with_shape(W_TzInfo, cls.root_shape))


def not_implemented(name: str) -> PyError:
    return error(NOT_IMPLEMENTED_ERROR, f"a tzinfo subclass must implement {name}()")


@method(TZINFO, "tzname(self, object, /)", doc="The zone's name at a datetime.")
def tzinfo_tzname(self: W_TzInfo, w_time: Value) -> Value:
    raise not_implemented("tzname")


@method(TZINFO, "utcoffset(self, object, /)", doc="How far the zone is ahead of UTC at a datetime, as a timedelta.")
def tzinfo_utcoffset(self: W_TzInfo, w_time: Value) -> Value:
    raise not_implemented("utcoffset")


@method(TZINFO, "dst(self, object, /)", doc="How much of the offset at a datetime is daylight saving time, as a timedelta.")
def tzinfo_dst(self: W_TzInfo, w_time: Value) -> Value:
    raise not_implemented("dst")


def own_datetime(self: W_TzInfo, w: Value) -> W_DateTime:
    """fromutc()'s argument."""
    d = try_as(W_DateTime, w)
    if d is None:
        raise type_error("fromutc: argument must be a datetime")
    if d.tzinfo is not self:
        raise value_error("fromutc: dt.tzinfo is not self")
    return d


@method(TZINFO, "fromutc(self, object, /)", doc="The local time of a datetime whose fields are UTC's.")
def tzinfo_fromutc(self: W_TzInfo, w_time: Value) -> Value:
    """The standard offset first, then what daylight saving time adds there."""
    d = own_datetime(self, w_time)
    offset = utcoffset_of(self, w_time)
    if offset is None:
        raise value_error("fromutc: non-None utcoffset() result required")
    dst = dst_of(self, w_time)
    if dst is None:
        raise value_error("fromutc: non-None dst() result required")
    w_result = later(d, difference(offset, dst))
    dst = dst_of(self, w_result)
    if dst is None:
        raise value_error("fromutc: tz.dst() gave inconsistent results; cannot convert")
    return w_result if is_zero(dst) else later(need_datetime(w_result), dst)


@method(TZINFO, "__reduce__(self, /)", doc="For pickle: the class, what `__getinitargs__` gives, and the state.")
def tzinfo_reduce(self: W_TzInfo) -> Value:
    w_self = wrap(self)
    w_method = find_attr(w_self, "__getinitargs__")
    w_args = wrap(EMPTY_TUPLE) if is_empty(w_method) else call0(w_method)
    return wrap(new_tuple3(wrap(type_of(w_self)), w_args, state_of(w_self, False)))


# --- timezone ----------------------------------------------------------------------------------------------------------

NAMES: Array[str] = Array.of(["offset", "name"])


def new_zone(offset: W_TimeDelta, w_name: Value) -> W_TimeZone:
    if is_empty(w_name) and is_zero(offset):
        return UTC
    if not less_than_a_day(offset):
        raise offset_error(offset)
    return fixed_zone(offset, w_name)


@new(TIMEZONE, "(cls, *args, **kwargs)")
def timezone_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("timezone", NAMES, 1, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    offset = try_as(W_TimeDelta, given[0])
    if offset is None:
        raise type_error(f"timezone() argument 1 must be datetime.timedelta, not {argument_type_name(given[0])}")
    if not is_empty(given[1]) and as_str(given[1]) is None:
        raise type_error(f"timezone() argument 2 must be str, not {argument_type_name(given[1])}")
    return wrap(new_zone(offset, given[1]))


def check_moment(name: str, w: Value) -> None:
    if not same(w, w_None) and try_as(W_DateTime, w) is None:
        raise type_error(f"{name}(dt) argument must be a datetime instance or None, not {type_name(w)}")


def zone_name(self: W_TimeZone) -> Value:
    if not is_empty(self.w_name):
        return self.w_name
    out = StringBuilder(12)
    out.append("UTC")
    if not is_zero(self.offset):
        append_offset(out, self.offset, ":")
    return wrap(out.to_str())


@method(TIMEZONE, "tzname(self, object, /)", doc="The name the zone was made with, or 'UTC' and the offset.")
def timezone_tzname(self: W_TimeZone, w_time: Value) -> Value:
    check_moment("tzname", w_time)
    return zone_name(self)


@method(TIMEZONE, "utcoffset(self, object, /)", doc="The offset the zone was made with.")
def timezone_utcoffset(self: W_TimeZone, w_time: Value) -> Value:
    check_moment("utcoffset", w_time)
    return wrap(self.offset)


@method(TIMEZONE, "dst(self, object, /)", doc="None: daylight saving time is not known.")
def timezone_dst(self: W_TimeZone, w_time: Value) -> Value:
    check_moment("dst", w_time)
    return w_None


@method(TIMEZONE, "fromutc(self, object, /)", doc="The local time of a datetime whose fields are UTC's.")
def timezone_fromutc(self: W_TimeZone, w_time: Value) -> Value:
    return later(own_datetime(self, w_time), self.offset)


@method(TIMEZONE, "__getinitargs__(self, /)", doc="For pickle: the arguments that make this zone.")
def timezone_getinitargs(self: W_TimeZone) -> Value:
    if is_empty(self.w_name):
        return wrap(new_tuple1(wrap(self.offset)))
    return wrap(new_tuple2(wrap(self.offset), self.w_name))


@method(TIMEZONE, "__repr__(self, /)", doc="Return repr(self).")
def timezone_repr(self: W_TimeZone) -> Value:
    if self is UTC:
        return wrap("datetime.timezone.utc")
    offset = repr_of(wrap(self.offset))
    if is_empty(self.w_name):
        return wrap(f"datetime.timezone({offset})")
    return wrap(f"datetime.timezone({offset}, {repr_of(self.w_name)})")


@method(TIMEZONE, "__str__(self, /)", doc="Return str(self).")
def timezone_str(self: W_TimeZone) -> Value:
    return zone_name(self)


@method(TIMEZONE, "__hash__(self, /)", doc="Return hash(self).")
def timezone_hash(self: W_TimeZone) -> Value:
    return from_int(hash_of_words(self.offset.days, self.offset.rest))


@method(TIMEZONE, "__eq__(self, value, /)", doc="Return self==value.")
def timezone_eq(self: W_TimeZone, w: Value) -> Value:
    other = try_as(W_TimeZone, w)
    return w_NotImplemented if other is None else new_bool(same_delta(self.offset, other.offset))


@method(TIMEZONE, "__ne__(self, value, /)", doc="Return self!=value.")
def timezone_ne(self: W_TimeZone, w: Value) -> Value:
    other = try_as(W_TimeZone, w)
    return w_NotImplemented if other is None else new_bool(not same_delta(self.offset, other.offset))


@method(TIMEZONE, "__lt__(self, value, /)", doc="Return self<value.")
@method(TIMEZONE, "__le__(self, value, /)", doc="Return self<=value.")
@method(TIMEZONE, "__gt__(self, value, /)", doc="Return self>value.")
@method(TIMEZONE, "__ge__(self, value, /)", doc="Return self>=value.")
def timezone_order(self: W_TimeZone, w: Value) -> Value:
    return w_NotImplemented

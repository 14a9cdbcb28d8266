"""The module _zoneinfo: ZoneInfo, the time zones of the IANA database, whose files the package zoneinfo finds and reads.

A class keeps its zones in a WeakValueDictionary, so that there is one for each key as long as it is used. ZoneInfo itself also holds on to the eight
it was last asked for: an array, the latest first, that is replaced as a whole. An update that another thread's overtakes is lost, and no harm done.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, new_with_shape, races, try_as, wrap
from protopython.modules._datetime.calendar import (
    DAY_SECONDS,
    EPOCH_ORDINAL,
    SECOND,
    fold_of,
    ordinal_of,
    since_midnight,
    year_of,
)
from protopython.modules._datetime.make import later, need_datetime
from protopython.modules._datetime.offsets import delta_value
from protopython.modules._datetime.timezone import own_datetime
from protopython.modules._datetime.types import DATETIME, TZINFO, W_DateTime, W_TzInfo, new_datetime
from protopython.modules._zoneinfo.data import ZoneData, zone_data
from protopython.modules._zoneinfo.rules import UNKNOWN, LocalType
from protopython.modules.support.system_calls import c_int
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.int.int import int_low64
from protopython.objects.model.attributes import full_name, getattr_of, setattr_of
from protopython.objects.model.call import call0, call1, call2, call_method0, call_method2, call_tuple_kw
from protopython.objects.model.define import class_method, constant, define_module, define_type, getter, method, module_init, new, setter
from protopython.objects.model.errors import attribute_error, import_error, runtime_error
from protopython.objects.model.operations import equal, index_value, iterate, next_of, repr_of
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import EMPTY_TUPLE, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_zoneinfo"
define_module(MODULE, "What the package zoneinfo does in native code.")

NOT_CACHED: Final[int] = 0
CACHED: Final[int] = 1
FROM_FILE: Final[int] = 2


@races(source="stored before others get the zone, and once more when it comes from the cache")
class W_ZoneInfo(W_TzInfo):
    w_key: Value
    file: str
    """repr() of the file it was made from."""
    source: int
    data: ZoneData


ZONE_INFO = define_type(
    "ZoneInfo", W_ZoneInfo, TZINFO, module="zoneinfo", flags=TypeFlags.SUBCLASSABLE | TypeFlags.HAS_WEAKREF,
    doc="A time zone of the IANA database, by its key.",
)  # fmt: skip
constant(MODULE, "ZoneInfo", ZONE_INFO)


# --- caches ------------------------------------------------------------------------------------------------------------

STRONG_SIZE: Final[int] = 8


class Cache(State):
    """ZoneInfo's own."""

    latest: Array[W_ZoneInfo]
    w_weak: Value

    def __init__(self) -> None:
        self.latest = Array[W_ZoneInfo](0, NO_ZONE)
        self.w_weak = EMPTY


NO_ZONE: W_ZoneInfo = new_with_shape(W_ZoneInfo, ZONE_INFO.root_shape)


def new_cache() -> State:
    return Cache()


CACHE: Final[int] = space_slot(new_cache)


def own_cache() -> Cache:
    return cast(Cache, context().space.states[CACHE])


def new_weak_cache() -> Value:
    return call0(stock_function("weakref", "WeakValueDictionary"))


@module_init(MODULE)
def init_zoneinfo(w_module: Value) -> None:
    """Zones know native datetimes only: where the module datetime has others, the package zoneinfo does without this module."""
    if not same(stock_function("datetime", "tzinfo"), wrap(TZINFO)):
        raise import_error("the module datetime is not the native one", MODULE)
    cache = own_cache()
    cache.w_weak = new_weak_cache()
    cache.latest = Array[W_ZoneInfo](0, NO_ZONE)


def weak_cache(cls: W_Type) -> Value:
    return own_cache().w_weak if cls is ZONE_INFO else getattr_of(wrap(cls), "_weak_cache")


def recent(w_key: Value) -> W_ZoneInfo | None:
    for zone in own_cache().latest:
        if equal(zone.w_key, w_key):
            return zone
    return None


def remember(zone: W_ZoneInfo) -> None:
    """Puts a zone in front of the latest."""
    cache = own_cache()
    latest = cache.latest
    if len(latest) > 0 and latest[0] is zone:
        return
    kept = 0
    for other in latest:
        if other is not zone:
            kept += 1
    renewed = Array[W_ZoneInfo](min(kept + 1, STRONG_SIZE), zone)
    n = 1
    for other in latest:
        if other is not zone and n < len(renewed):
            renewed[n] = other
            n += 1
    cache.latest = renewed


def forget(w_key: Value) -> None:
    cache = own_cache()
    zone = recent(w_key)
    if zone is None:
        return
    kept: list[W_ZoneInfo] = []
    for other in cache.latest:
        if other is not zone:
            kept.append(other)
    renewed = Array[W_ZoneInfo](len(kept), NO_ZONE)
    for i in range(len(kept)):
        renewed[i] = kept[i]
    cache.latest = renewed


def need_zone(cls: W_Type, w: Value, w_key: Value) -> W_ZoneInfo:
    """What a weak cache gave, which may be a program's own."""
    zone = try_as(W_ZoneInfo, w)
    if zone is None or not is_subtype(type_of(w), cls):
        raise runtime_error(f"Unexpected instance of {full_name(type_of(w))} in {cls.name} weak cache for key {repr_of(w_key)}")
    return zone


# --- construction ------------------------------------------------------------------------------------------------------


@new(ZONE_INFO, "(cls, key)", shown="")
def zone_new(cls: W_Type, w_key: Value) -> Value:
    return wrap(cached_zone(cls, w_key))


def cached_zone(cls: W_Type, w_key: Value) -> W_ZoneInfo:
    if cls is ZONE_INFO:
        zone = recent(w_key)
        if zone is not None:
            remember(zone)
            return zone
    w_cache = weak_cache(cls)
    w_zone = call_method2(w_cache, "get", w_key, w_None)
    if same(w_zone, w_None):
        w_zone = call_method2(w_cache, "setdefault", w_key, wrap(loaded_zone(cls, w_key)))
        need_zone(cls, w_zone, w_key).source = CACHED
    zone = need_zone(cls, w_zone, w_key)
    if cls is ZONE_INFO:
        remember(zone)
    return zone


def loaded_zone(cls: W_Type, w_key: Value) -> W_ZoneInfo:
    """A new zone from its file."""
    w_path = call1(stock_function("zoneinfo._tzpath", "find_tzfile"), w_key)
    if same(w_path, w_None):
        w_file = call1(stock_function("zoneinfo._common", "load_tzdata"), w_key)
    else:
        w_file = call2(stock_function("io", "open"), w_path, wrap("rb"))
    try:
        zone = new_zone_info(cls, w_file, w_key)
    except PyError:
        call_method0(w_file, "close")
        raise
    call_method0(w_file, "close")
    return zone


def new_zone_info(cls: W_Type, w_file: Value, w_key: Value) -> W_ZoneInfo:
    data = zone_data(call1(stock_function("zoneinfo._common", "load_data"), w_file))
    zone = new_with_shape(W_ZoneInfo, cls.root_shape)
    zone.w_key = w_key
    zone.file = ""
    zone.data = data
    return zone


@class_method(ZONE_INFO, "no_cache(cls, /, key)", doc="A new instance, whatever the cache has.")
def zone_no_cache(cls: W_Type, w_key: Value) -> Value:
    return wrap(loaded_zone(cls, w_key))


@class_method(ZONE_INFO, "from_file(cls, file_obj, /, key=None)", doc="The zone that a file of bytes in TZif format describes.")
def zone_from_file(cls: W_Type, w_file: Value, w_key: Value) -> Value:
    file = repr_of(w_file)
    zone = new_zone_info(cls, w_file, w_key)
    zone.file = file
    zone.source = FROM_FILE
    return wrap(zone)


@class_method(ZONE_INFO, "clear_cache(cls, /, *, only_keys=None)", doc="Forgets the zones of some keys, or all.")
def zone_clear_cache(cls: W_Type, w_keys: Value) -> Value:
    w_cache = weak_cache(cls)
    if same(w_keys, w_None):
        call_method0(w_cache, "clear")
        if cls is ZONE_INFO:
            own_cache().latest = Array[W_ZoneInfo](0, NO_ZONE)
        return w_None
    w_iter = iterate(w_keys)
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return w_None
        if cls is ZONE_INFO:
            forget(w_key)
        call_method2(w_cache, "pop", w_key, w_None)


@class_method(ZONE_INFO, "__init_subclass__(cls, /, *args)", shown="", doc="Gives a subclass a cache of its own.")
def zone_init_subclass(cls: W_Type, w_args: Value) -> Value:
    setattr_of(wrap(cls), "_weak_cache", new_weak_cache())
    return w_None


# --- what a zone says --------------------------------------------------------------------------------------------------


@getter(ZONE_INFO, "key", member=True)
def zone_key(self: W_ZoneInfo) -> Value:
    return self.w_key


@setter(ZONE_INFO, "key")
def zone_set_key(self: W_ZoneInfo, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "key")


def seconds_of(d: W_DateTime) -> int:
    """Since the Epoch, as if the datetime's fields were UTC's."""
    return (ordinal_of(d.ymd) - EPOCH_ORDINAL) * DAY_SECONDS + since_midnight(d.clock) // SECOND


def int_attribute(w: Value, name: str) -> int:
    return c_int(getattr_of(w, name))


def local_type_at(self: W_ZoneInfo, w_time: Value) -> LocalType:
    """A subclass's datetime, or what only resembles one, is asked for its fields."""
    if same(w_time, w_None):
        return self.data.after.std if self.data.fixed else UNKNOWN
    d = try_as(W_DateTime, w_time)
    if d is not None and type_of(w_time) is DATETIME:
        return self.data.at_local(seconds_of(d), year_of(d.ymd), fold_of(d.clock))
    days = c_int(call_method0(w_time, "toordinal")) - EPOCH_ORDINAL
    hour = int_attribute(w_time, "hour")
    minute = int_attribute(w_time, "minute")
    t = days * DAY_SECONDS + hour * 3600 + minute * 60 + int_attribute(w_time, "second")
    if d is not None:
        return self.data.at_local(t, year_of(d.ymd), fold_of(d.clock))
    return self.data.at_local(t, int_attribute(w_time, "year"), int_attribute(w_time, "fold"))


@method(ZONE_INFO, "utcoffset(self, dt, /)", doc="How far the zone is ahead of UTC at a datetime, as a timedelta.")
def zone_utcoffset(self: W_ZoneInfo, w_time: Value) -> Value:
    return delta_value(local_type_at(self, w_time).offset)


@method(ZONE_INFO, "dst(self, dt, /)", doc="How much of the offset at a datetime is daylight saving time, as a timedelta.")
def zone_dst(self: W_ZoneInfo, w_time: Value) -> Value:
    return delta_value(local_type_at(self, w_time).dst)


@method(ZONE_INFO, "tzname(self, dt, /)", doc="The abbreviation of the zone's name at a datetime.")
def zone_tzname(self: W_ZoneInfo, w_time: Value) -> Value:
    return local_type_at(self, w_time).w_name


@method(ZONE_INFO, "fromutc(self, object, /)", doc="The local time of a datetime whose fields are UTC's.")
def zone_fromutc(self: W_ZoneInfo, w_time: Value) -> Value:
    d = own_datetime(self, w_time)
    here, again = self.data.at_utc(seconds_of(d), year_of(d.ymd))
    offset = here.offset
    if offset is None:
        return w_time
    w_local = later(d, offset)
    if not again:
        return w_local
    if type_of(w_local) is DATETIME:
        local = need_datetime(w_local)
        return wrap(new_datetime(DATETIME, local.ymd, local.clock | 1, local.tzinfo))
    fold = new_dict()
    dict_set_str(fold, "fold", from_int(1))
    return call_tuple_kw(getattr_of(w_local, "replace"), EMPTY, EMPTY_TUPLE, fold)


# --- text, pickles -----------------------------------------------------------------------------------------------------


@method(ZONE_INFO, "__repr__(self, /)", doc="Return repr(self).")
def zone_repr(self: W_ZoneInfo) -> Value:
    return wrap(repr_of_zone(self))


def repr_of_zone(self: W_ZoneInfo) -> str:
    name = type_name(wrap(self))
    if same(self.w_key, w_None):
        return f"{name}.from_file({self.file})"
    return f"{name}(key={repr_of(self.w_key)})"


@method(ZONE_INFO, "__str__(self, /)", doc="Return str(self).")
def zone_str(self: W_ZoneInfo) -> Value:
    return wrap(repr_of_zone(self)) if same(self.w_key, w_None) else self.w_key


@method(ZONE_INFO, "__reduce__(self, /)", doc="For pickle: the key, and whether the zone came from the cache.")
def zone_reduce(self: W_ZoneInfo) -> Value:
    if self.source == FROM_FILE:
        raise PyError(call1(stock_function("pickle", "PicklingError"), wrap("Cannot pickle a ZoneInfo file from a file stream.")))
    w_unpickle = getattr_of(wrap(type_of(wrap(self))), "_unpickle")
    return wrap(new_tuple2(w_unpickle, wrap(new_tuple2(self.w_key, from_int(self.source)))))


@class_method(ZONE_INFO, "_unpickle(cls, key, from_cache, /)", doc="For pickle: the zone of a key, from the cache or a new one.")
def zone_unpickle(cls: W_Type, w_key: Value, w_from_cache: Value) -> Value:
    cached = int_low64(index_value(w_from_cache)) & 0xFF != 0
    return wrap(cached_zone(cls, w_key) if cached else loaded_zone(cls, w_key))

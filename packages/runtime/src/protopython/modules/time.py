"""time: clocks, sleeping and calendar time.

Clocks are clock_gettime's. Calendar conversions are the C library's (it knows the time zone files); `struct tm` is laid out here as glibc and
musl do on 64-bit Linux. sleep waits outside managed state and against an absolute deadline, so signals and collections do not stretch it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, str_char, try_as, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load32, load64, store8, store32, store64
from protopython.engine.imports import import_absolute
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import c_int_field
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.float import libm
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_mul, int_to_i64, is_integer
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.auditing import audit1
from protopython.objects.model.call import call1, call2
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.model.errors import os_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.model.types import type_name, type_of
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.structseq import define_struct, hidden, new_struct
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.os import c_clock_gettime, c_free, c_malloc, clock_ns
from protopython.protocore.threads import native_id_of
from protopython.protocore.value import (
    float_value,
    from_int,
    int_value,
    is_empty,
    is_float,
    is_int,
    new_float,
    same,
)

define_module("time", "Clocks, sleeping and calendar time.")

REALTIME: Final[int] = 0
MONOTONIC: Final[int] = 1
PROCESS: Final[int] = 2
THREAD: Final[int] = 3
SECOND: Final[int] = 1000000000
ESRCH: Final[int] = 3
EINTR: Final[int] = 4
THREAD_CLOCK: Final[int] = 6
"""The low bits of the number of a thread's clock of processor time, as the kernel numbers them."""
EOVERFLOW: Final[int] = 75

for _name, _number in {
    "REALTIME": 0, "MONOTONIC": 1, "PROCESS_CPUTIME_ID": 2, "THREAD_CPUTIME_ID": 3, "MONOTONIC_RAW": 4, "BOOTTIME": 7, "TAI": 11,
}.items():  # fmt: skip
    constant("time", "CLOCK_" + _name, _number)
constant("time", "_STRUCT_TM_ITEMS", 11)


@c_function("clock_getres")
def c_clock_getres(clock: i32, out: Addr) -> i32: ...


@c_function("clock_settime")
def c_clock_settime(clock: i32, value: Addr) -> i32: ...


@c_function("clock_nanosleep", blocking=True)
def c_clock_nanosleep(clock: i32, flags: i32, until: Addr, rest: Addr) -> i32: ...


@c_function("localtime_r")
def c_localtime_r(seconds: Addr, out: Addr) -> Addr: ...


@c_function("gmtime_r")
def c_gmtime_r(seconds: Addr, out: Addr) -> Addr: ...


@c_function("mktime")
def c_mktime(tm: Addr) -> int: ...


@c_function("strftime")
def c_strftime(out: Addr, size: int, format: Addr, tm: Addr) -> int: ...


@c_function("tzset")
def c_tzset() -> None: ...


# --- clocks ----------------------------------------------------------------------------------------------------------


def seconds(ns: int) -> Value:
    if ns % SECOND == 0:
        return new_float(float(ns // SECOND))
    return new_float(float(ns) / 1e9)


@function("time", "time()", doc="Seconds since the Epoch, as a float.", shown="($self, /)")
def t_time() -> Value:
    return seconds(clock_ns(REALTIME))


@function("time", "time_ns()", doc="Nanoseconds since the Epoch.", shown="($self, /)")
def t_time_ns() -> Value:
    return new_int(clock_ns(REALTIME))


@function("time", "monotonic()", doc="Seconds on a clock that never goes backwards.", shown="($self, /)")
def t_monotonic() -> Value:
    return seconds(clock_ns(MONOTONIC))


@function("time", "monotonic_ns()", doc="Nanoseconds on a clock that never goes backwards.", shown="($self, /)")
def t_monotonic_ns() -> Value:
    return new_int(clock_ns(MONOTONIC))


@function("time", "perf_counter()", doc="Seconds on the clock with the highest resolution, for benchmarks.", shown="($self, /)")
def t_perf_counter() -> Value:
    return seconds(clock_ns(MONOTONIC))


@function("time", "perf_counter_ns()", doc="Nanoseconds on the clock with the highest resolution.", shown="($self, /)")
def t_perf_counter_ns() -> Value:
    return new_int(clock_ns(MONOTONIC))


@function("time", "process_time()", doc="Seconds of processor time that this process used.", shown="($self, /)")
def t_process_time() -> Value:
    return seconds(clock_ns(PROCESS))


@function("time", "process_time_ns()", doc="Nanoseconds of processor time that this process used.", shown="($self, /)")
def t_process_time_ns() -> Value:
    return new_int(clock_ns(PROCESS))


@function("time", "thread_time()", doc="Seconds of processor time that this thread used.", shown="($self, /)")
def t_thread_time() -> Value:
    return seconds(clock_ns(THREAD))


@function("time", "thread_time_ns()", doc="Nanoseconds of processor time that this thread used.", shown="($self, /)")
def t_thread_time_ns() -> Value:
    return new_int(clock_ns(THREAD))


def clock_id(w: Value) -> i32:
    exact = plain(w)
    if not is_integer(exact):
        raise type_error(f"clk_id should be integer, not {type_name(w)}")
    i, too_big = int_to_i64(exact)
    if too_big or not -2147483648 <= i <= 2147483647:
        raise overflow_error("Python int too large to convert to C int")
    return i32(i)


def error_text(number: int) -> str:
    return (
        "Invalid argument" if number == 22 else "Operation not permitted" if number == 1 else "System error"
    )


def read_clock(clock: i32, resolution: bool) -> int:
    """Nanoseconds; OSError for an unknown clock."""
    pair = c_malloc(16)
    result = c_clock_getres(clock, pair) if resolution else c_clock_gettime(clock, pair)
    number = errno()
    ns = load64(pair) * SECOND + load64(pair + 8)
    c_free(pair)
    if result != 0:
        raise os_error(number, error_text(number))
    return ns


@function("time", "clock_gettime(clk_id, /)", doc="Seconds on the clock clk_id.")
def t_clock_gettime(w_clock: Value) -> Value:
    return seconds(read_clock(clock_id(w_clock), False))


@function("time", "clock_gettime_ns(clk_id, /)", doc="Nanoseconds on the clock clk_id.")
def t_clock_gettime_ns(w_clock: Value) -> Value:
    return new_int(read_clock(clock_id(w_clock), False))


@function("time", "clock_getres(clk_id, /)", doc="The resolution of the clock clk_id, in seconds.", shown="")
def t_clock_getres(w_clock: Value) -> Value:
    return seconds(read_clock(clock_id(w_clock), True))


def set_clock(clock: i32, ns: int) -> None:
    pair = c_malloc(16)
    store64(pair, ns // SECOND)
    store64(pair + 8, ns % SECOND)
    result = c_clock_settime(clock, pair)
    number = errno()
    c_free(pair)
    if result != 0:
        raise os_error(number, error_text(number))


@function("time", "clock_settime(clk_id, time, /)", doc="Sets the clock clk_id, to seconds.", shown="")
def t_clock_settime(w_clock: Value, w_time: Value) -> Value:
    set_clock(clock_id(w_clock), nanoseconds(w_time))
    return w_None


@function("time", "clock_settime_ns(clk_id, time, /)", doc="Sets the clock clk_id, to nanoseconds.", shown="")
def t_clock_settime_ns(w_clock: Value, w_time: Value) -> Value:
    ns, too_big = int_to_i64(index_value(w_time))
    if too_big:
        raise overflow_error("timestamp out of range for C PyTime_t")
    set_clock(clock_id(w_clock), ns)
    return w_None


def nanoseconds(w: Value) -> int:
    """A duration in seconds (int or float) in nanoseconds, rounded up in size."""
    exact = plain(w)
    if is_float(exact):
        x = float_value(exact)
        if x != x:
            raise value_error("Invalid value NaN (not a number)")
        x *= 1e9
        x = libm.c_ceil(x) if x >= 0.0 else libm.c_floor(x)
        if not -9223372036854775808.0 <= x < 9223372036854775808.0:
            raise overflow_error("timestamp out of range for C PyTime_t")
        return int(x)
    if not has_index(w):
        raise type_error(f"'{type_name(w)}' object cannot be interpreted as an integer or float")
    ns, too_big = int_to_i64(int_mul(index_value(w), from_int(SECOND)))
    if too_big:
        raise overflow_error("timestamp out of range for C PyTime_t")
    return ns


ABSOLUTE: Final[int] = 1


@function("time", "pthread_getcpuclockid(thread_id, /)", doc="The clock of a thread's processor time, for clock_gettime().", shown="")
def t_pthread_getcpuclockid(w_thread: Value) -> Value:
    if not has_index(w_thread):
        raise type_error(f"pthread_getcpuclockid() argument 1 must be int, not {type_name(w_thread)}")
    ident, too_big = int_to_i64(index_value(w_thread))
    thread = 0 if too_big else native_id_of(ident)
    if thread == 0:
        raise os_error(ESRCH, error_text(ESRCH))
    return from_int(~thread << 3 | THREAD_CLOCK)


@function("time", "sleep(object, /)", doc="Waits for a number of seconds, which may have a fraction.", shown="($self, object, /)")
def t_sleep(w_seconds: Value) -> Value:
    audit1("time.sleep", w_seconds)
    ns = nanoseconds(w_seconds)
    if ns < 0:
        raise value_error("sleep length must be non-negative")
    now = clock_ns(MONOTONIC)
    until = now + ns if ns <= 0x7FFFFFFFFFFFFFFF - now else 0x7FFFFFFFFFFFFFFF
    pair = c_malloc(16)
    store64(pair, until // SECOND)
    store64(pair + 8, until % SECOND)
    result = int(c_clock_nanosleep(i32(MONOTONIC), i32(ABSOLUTE), pair, 0))
    while result == EINTR:
        run_pending_signals()
        result = int(c_clock_nanosleep(i32(MONOTONIC), i32(ABSOLUTE), pair, 0))
    c_free(pair)
    if result != 0:
        raise os_error(result, error_text(result))
    return w_None


# --- struct tm -------------------------------------------------------------------------------------------------------

STRUCT_TIME = define_struct(
    "time",
    "struct_time",
    [
        "tm_year",
        "tm_mon",
        "tm_mday",
        "tm_hour",
        "tm_min",
        "tm_sec",
        "tm_wday",
        "tm_yday",
        "tm_isdst",
        "tm_zone",
        "tm_gmtoff",
    ],
    9,
    "Calendar time, as gmtime(), localtime() and strptime() give it.",
    docs=[
        "year, such as 1993", "month, 1 to 12", "day of the month, 1 to 31", "hour, 0 to 23", "minute, 0 to 59", "second, 0 to 61",
        "day of the week, Monday is 0", "day of the year, 1 to 366", "1 if it is summer time, 0 if not, -1 if unknown",
        "short name of the time zone", "seconds east of UTC",
    ],
)  # fmt: skip
constant("time", "struct_time", STRUCT_TIME)

TM_SIZE: Final[int] = 64
"""56 bytes: nine ints (sec min hour mday mon year wday yday isdst), gmtoff at 40, the address of the zone's name at 48."""
TM_GMTOFF: Final[int] = 40
TM_ZONE: Final[int] = 48
OWN_ZONE: Final[int] = 56
"""Behind it: the address of a zone's name that we allocated, or 0 (while converting: the seconds)."""


def signed32(x: int) -> int:
    return x - 0x100000000 if x >= 0x80000000 else x


def text_at(address: Addr) -> str:
    """A C string of ASCII or Latin-1 characters."""
    out = StringBuilder(8)
    while address != 0 and load8(address) != 0:
        out.append_char(load8(address))
        address += 1
    return out.to_str()


def struct_of_tm(tm: Addr) -> Value:
    a = Array[Value](11, w_None)
    a[0] = from_int(signed32(load32(tm + 20)) + 1900)
    a[1] = from_int(signed32(load32(tm + 16)) + 1)
    a[2] = from_int(signed32(load32(tm + 12)))
    a[3] = from_int(signed32(load32(tm + 8)))
    a[4] = from_int(signed32(load32(tm + 4)))
    a[5] = from_int(signed32(load32(tm)))
    a[6] = from_int((signed32(load32(tm + 24)) + 6) % 7)
    a[7] = from_int(signed32(load32(tm + 28)) + 1)
    a[8] = from_int(signed32(load32(tm + 32)))
    a[9] = wrap(text_at(load64(tm + TM_ZONE)))
    a[10] = from_int(load64(tm + TM_GMTOFF))
    return new_struct(STRUCT_TIME, a)


def time_argument(w: Value) -> int:
    """Whole seconds since the Epoch; None: now."""
    return clock_ns(REALTIME) // SECOND if is_empty(w) or same(w, w_None) else timestamp_seconds(w)


def timestamp_seconds(w: Value) -> int:
    """A timestamp's seconds, rounded down."""
    exact = plain(w)
    return whole_seconds(libm.c_floor(float_value(exact))) if is_float(exact) else seconds_of_index(w)


def whole_seconds(x: float) -> int:
    if x != x:
        raise value_error("Invalid value NaN (not a number)")
    if not -9223372036854775808.0 <= x < 9223372036854775808.0:
        raise overflow_error("timestamp out of range for platform time_t")
    return int(x)


def seconds_of_index(w: Value) -> int:
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise overflow_error("timestamp out of range for platform time_t")
    return i


def broken_down(t: int, local: bool) -> Addr:
    """A struct tm, to be freed; OSError when the year does not fit."""
    tm = c_malloc(TM_SIZE)
    store64(tm + 56, t)
    found = c_localtime_r(tm + 56, tm) if local else c_gmtime_r(tm + 56, tm)
    if found == 0:
        c_free(tm)
        raise os_error(EOVERFLOW, "Value too large for defined data type")
    store64(tm + OWN_ZONE, 0)
    return tm


@function("time", "gmtime(seconds=None, /)", doc="Seconds since the Epoch as a struct_time in UTC.", shown="")
def t_gmtime(w_seconds: Value) -> Value:
    tm = broken_down(time_argument(w_seconds), False)
    w = struct_of_tm(tm)
    c_free(tm)
    return w


@function("time", "localtime(seconds=None, /)", doc="Seconds since the Epoch as a struct_time in local time.", shown="")
def t_localtime(w_seconds: Value) -> Value:
    tm = broken_down(time_argument(w_seconds), True)
    w = struct_of_tm(tm)
    c_free(tm)
    return w


class Calendar:
    """Nine fields of a time tuple, in struct tm's terms, in its order (sec .. isdst)."""

    fields: Array[int]

    def __init__(self) -> None:
        self.fields = Array[int](9, 0)


def calendar_argument(w: Value, function: str) -> Calendar:
    t = try_as(W_Tuple, w)
    if t is None:
        raise type_error("Tuple or struct_time argument required")
    if t.length != 9:
        raise type_error(f"{function}(): illegal time tuple argument")
    c = Calendar()
    f = c.fields
    year = c_int_field(t.items[0])
    if year < -2147483648 + 1900:
        raise overflow_error("year out of range")
    f[5] = year - 1900
    f[4] = c_int_field(t.items[1]) - 1
    f[3] = c_int_field(t.items[2])
    f[2] = c_int_field(t.items[3])
    f[1] = c_int_field(t.items[4])
    f[0] = c_int_field(t.items[5])
    f[6] = (c_int_field(t.items[6]) + 1) % 7
    if c_int_field(t.items[6]) < -1:
        f[6] = -1  # not a day of the week: check_calendar says so
    f[7] = c_int_field(t.items[7]) - 1
    f[8] = c_int_field(t.items[8])
    return c


def check_calendar(c: Calendar) -> None:
    """Raises ValueError for what strftime might choke on; 0 for month, day and day of year count as 1."""
    f = c.fields
    if f[4] == -1:
        f[4] = 0
    if not 0 <= f[4] <= 11:
        raise value_error("month out of range")
    if f[3] == 0:
        f[3] = 1
    if not 0 <= f[3] <= 31:
        raise value_error("day of month out of range")
    if not 0 <= f[2] <= 23:
        raise value_error("hour out of range")
    if not 0 <= f[1] <= 59:
        raise value_error("minute out of range")
    if not 0 <= f[0] <= 61:
        raise value_error("seconds out of range")
    if f[6] < 0:
        raise value_error("day of week out of range")
    if f[7] == -1:
        f[7] = 0
    if not 0 <= f[7] <= 365:
        raise value_error("day of year out of range")


def tm_of_calendar(c: Calendar) -> Addr:
    """A struct tm, to be freed."""
    tm = c_malloc(TM_SIZE)
    for i in range(9):
        store32(tm + 4 * i, c.fields[i])
    store32(tm + 36, 0)
    store64(tm + TM_GMTOFF, 0)
    store64(tm + TM_ZONE, 0)
    store64(tm + OWN_ZONE, 0)
    return tm


@function("time", "mktime(object, /)", doc="A time tuple in local time as seconds since the Epoch.", shown="($self, object, /)")
def t_mktime(w_tuple: Value) -> Value:
    tm = tm_of_calendar(calendar_argument(w_tuple, "mktime"))
    store32(tm + 24, -1)
    t = c_mktime(tm)
    failed = t == -1 and signed32(load32(tm + 24)) == -1
    c_free(tm)
    if failed:
        raise overflow_error("mktime argument out of range")
    return new_float(float(t))


DAYS: Final[str] = "SunMonTueWedThuFriSat"
MONTHS: Final[str] = "JanFebMarAprMayJunJulAugSepOctNovDec"


def two(n: int) -> str:
    return f"0{n}" if n < 10 else str(n)


def asctime_text(c: Calendar) -> str:
    f = c.fields
    day = DAYS[3 * f[6] : 3 * f[6] + 3]
    month = MONTHS[3 * f[4] : 3 * f[4] + 3]
    space = "  " if f[3] < 10 else " "
    return f"{day} {month}{space}{f[3]} {two(f[2])}:{two(f[1])}:{two(f[0])} {f[5] + 1900}"


def calendar_of_tm(tm: Addr) -> Calendar:
    c = Calendar()
    for i in range(9):
        c.fields[i] = signed32(load32(tm + 4 * i))
    return c


@function("time", "asctime(time_tuple=EMPTY, /)", doc="A time tuple as text like 'Sat Jun  6 16:26:11 1998'.")
def t_asctime(w_tuple: Value) -> Value:
    if is_empty(w_tuple):
        return t_ctime(w_None)
    c = calendar_argument(w_tuple, "asctime")
    check_calendar(c)
    return wrap(asctime_text(c))


@function("time", "ctime(seconds=None, /)", doc="Seconds since the Epoch as text in local time.", shown="")
def t_ctime(w_seconds: Value) -> Value:
    tm = broken_down(time_argument(w_seconds), True)
    c = calendar_of_tm(tm)
    c_free(tm)
    return wrap(asctime_text(c))


@function("time", "strftime(format, time_tuple=EMPTY, /)", doc="A time tuple as format says.")
def t_strftime(w_format: Value, w_tuple: Value) -> Value:
    format = as_str(w_format)
    if format is None:
        raise type_error(f"strftime() argument 1 must be str, not {type_name(w_format)}")
    if is_empty(w_tuple):
        tm = broken_down(clock_ns(REALTIME) // SECOND, True)
    else:
        c = calendar_argument(w_tuple, "strftime")
        check_calendar(c)
        tm = tm_of_calendar(c)
        if shows_zone(format):
            add_zone(tm, w_tuple)
    out = StringBuilder(32)
    start = 0
    n = len(format)
    for i in range(n):  # only what stands between NULs and characters beyond ASCII goes to C
        c2 = str_char(format, i)
        if c2 == 0 or c2 >= 128:
            append_formatted(out, format[start:i], tm)
            out.append_char(c2)
            start = i + 1
    append_formatted(out, format[start:n], tm)
    free_zone(tm)
    return wrap(out.to_str())


ZONELESS: Final[str] = "aAbBhdeCDFgGHIjklmMnpPRStTuUVwWyY%"
"""Conversions in which no locale shows a time zone."""


def shows_zone(format: str) -> bool:
    """Whether a format may: it is dear to ask for the zone. (So may one whose conversions have flags.)"""
    i = format.find("%")
    while 0 <= i < len(format) - 1:
        if ZONELESS.find(format[i + 1]) < 0:
            return True
        i = format.find("%", i + 2)
    return False


def add_zone(tm: Addr, w_tuple: Value) -> None:
    """A struct_time's own zone, and offset from UTC, for %Z and %z; other tuples get the local zone's."""
    t = try_as(W_Tuple, w_tuple)
    if t is not None and type_of(w_tuple) is STRUCT_TIME:
        name = as_str(hidden(t, 0))
        offset = hidden(t, 1)
        if name is not None and is_int(offset):
            n = len(name)
            text = c_malloc(n + 1)
            for i in range(n):
                store8(text + i, str_char(name, i))
            store8(text + n, 0)
            store64(tm + TM_ZONE, text)
            store64(tm + TM_GMTOFF, int_value(offset))
            store64(tm + OWN_ZONE, text)
            return
    local = c_malloc(TM_SIZE)
    for i in range(7):
        store64(local + 8 * i, load64(tm + 8 * i))
    c_mktime(local)
    store64(tm + TM_ZONE, load64(local + TM_ZONE))
    store64(tm + TM_GMTOFF, load64(local + TM_GMTOFF))
    c_free(local)


def free_zone(tm: Addr) -> None:
    own = load64(tm + OWN_ZONE)
    if own != 0:
        c_free(own)
    c_free(tm)


def append_formatted(out: StringBuilder, format: str, tm: Addr) -> None:
    """strftime of an ASCII format. A blank in front tells an empty result from a buffer too small."""
    n = len(format)
    if n == 0:
        return
    text = c_malloc(n + 2)
    store8(text, 32)
    for i in range(n):
        store8(text + 1 + i, str_char(format, i))
    store8(text + 1 + n, 0)
    size = 256
    while True:
        buffer = c_malloc(size)
        written = c_strftime(buffer, size, text, tm)
        if written > 0 or size > 256 * (n + 4):
            for i in range(1, written):
                out.append_char(load8(buffer + i))
            c_free(buffer)
            break
        c_free(buffer)
        size *= 2
    c_free(text)


# --- the rest --------------------------------------------------------------------------------------------------------


@function(
    "time", "strptime(data_string, format='%a %b %d %H:%M:%S %Y', /)", doc="Text as a struct_time, by format.", shown=""
)
def t_strptime(w_text: Value, w_format: Value) -> Value:
    return call2(getattr_of(import_absolute("_strptime"), "_strptime_time"), w_text, w_format)


@function("time", "get_clock_info(name, /)", doc="What a clock is made of.", shown="")
def t_get_clock_info(w_name: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise type_error(f"get_clock_info() argument 1 must be str, not {type_name(w_name)}")
    clock = REALTIME
    text = "CLOCK_REALTIME"
    if name == "monotonic" or name == "perf_counter":
        clock = MONOTONIC
        text = "CLOCK_MONOTONIC"
    elif name == "process_time":
        clock = PROCESS
        text = "CLOCK_PROCESS_CPUTIME_ID"
    elif name == "thread_time":
        clock = THREAD
        text = "CLOCK_THREAD_CPUTIME_ID"
    elif name != "time":
        raise value_error("unknown clock")
    d = new_dict()
    dict_set_str(d, "implementation", wrap(f"clock_gettime({text})"))
    dict_set_str(d, "monotonic", new_bool(clock != REALTIME))
    dict_set_str(d, "adjustable", new_bool(clock == REALTIME))
    dict_set_str(d, "resolution", seconds(read_clock(i32(clock), True)))
    return call1(getattr_of(import_absolute("types"), "SimpleNamespace"), wrap(d))


YEAR: Final[int] = 31556952


def zone_at(t: int) -> tuple[int, str]:
    """(seconds east of UTC, zone name) of local time at t."""
    tm = broken_down(t, True)
    offset = load64(tm + TM_GMTOFF)
    name = text_at(load64(tm + TM_ZONE))
    c_free(tm)
    return offset, name


@module_init("time")
def init_time(w_module: Value) -> None:
    set_zone(w_module)


def set_zone(w_module: Value) -> None:
    """timezone, altzone, daylight and tzname, by January and July of this year."""
    c_tzset()
    m = try_as(W_Module, w_module)
    assert m is not None
    january = clock_ns(REALTIME) // SECOND // YEAR * YEAR
    winter, winter_name = zone_at(january)
    summer, summer_name = zone_at(january + YEAR // 2)
    if winter > summer:  # the southern half of the world
        winter, summer = summer, winter
        winter_name, summer_name = summer_name, winter_name
    dict_set_str(m.dict, "timezone", from_int(-winter))
    dict_set_str(m.dict, "altzone", from_int(-summer))
    dict_set_str(m.dict, "daylight", from_int(1 if winter != summer else 0))
    dict_set_str(m.dict, "tzname", wrap(new_tuple2(wrap(winter_name), wrap(summer_name))))


@function("time", "tzset()", doc="Reads the environment variable TZ again.", shown="($self, /)")
def t_tzset() -> Value:
    set_zone(import_absolute("time"))
    return w_None

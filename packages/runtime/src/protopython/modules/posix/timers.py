"""posix: descriptors that count (eventfd) and that tell time (timerfd).

    struct itimerspec    interval: seconds 8, nanoseconds 8 | next: seconds 8, nanoseconds 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, load64, store64
from protopython.modules.posix.paths import check_fd
from protopython.modules.support.system_calls import c_int, c_unsigned, fd_of, os_failure
from protopython.objects.float.libm import c_floor
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import int_to_i64, new_int, new_uint
from protopython.objects.model import errors
from protopython.objects.model.define import function
from protopython.objects.model.operations import index_value
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, new_float

EFD_CLOEXEC: Final[int] = 0o2000000
TFD_CLOEXEC: Final[int] = 0o2000000
SECOND: Final[int] = 1000000000


@c_function("eventfd")
def c_eventfd(start: u32, flags: i32) -> i32: ...


@c_function("eventfd_read", blocking=True)
def c_eventfd_read(fd: i32, out: Addr) -> i32: ...


@c_function("eventfd_write", blocking=True)
def c_eventfd_write(fd: i32, value: int) -> i32: ...


@c_function("timerfd_create")
def c_timerfd_create(clock: i32, flags: i32) -> i32: ...


@c_function("timerfd_settime")
def c_timerfd_settime(fd: i32, flags: i32, new: Addr, old: Addr) -> i32: ...


@c_function("timerfd_gettime")
def c_timerfd_gettime(fd: i32, out: Addr) -> i32: ...


# --- counters --------------------------------------------------------------------------------------------------------------------------


@function("posix", f"eventfd(initval, flags={EFD_CLOEXEC})", doc="A descriptor that counts events.", shown="($module, /, initval, flags=EFD_CLOEXEC)")
def p_eventfd(w_start: Value, w_flags: Value) -> Value:
    start = c_unsigned(w_start, 0xFFFFFFFF, "unsigned int")
    return from_int(check_fd(int(c_eventfd(u32(start), i32(c_int(w_flags))))))


@function("posix", "eventfd_read(fd)", doc="The counter of an event descriptor, which is reset.")
def p_eventfd_read(w_fd: Value) -> Value:
    fd = i32(fd_of(w_fd))
    out = c_malloc(8)
    failed = c_eventfd_read(fd, out) != 0
    number = errno()
    found = load64(out)
    c_free(out)
    if failed:
        raise os_failure(number)
    return new_uint(found)


@function("posix", "eventfd_write(fd, value)", doc="Adds to the counter of an event descriptor.")
def p_eventfd_write(w_fd: Value, w_value: Value) -> Value:
    fd = i32(fd_of(w_fd))
    value = c_unsigned(w_value, -1, "unsigned long long")
    check_fd(int(c_eventfd_write(fd, value)))
    return w_None


# --- timers ----------------------------------------------------------------------------------------------------------------------------


@function(
    "posix",
    "timerfd_create(clockid, /, *, flags=0)",
    doc="A descriptor that can be read when its timer has expired.",
    shown="($module, clockid, /, *, flags=0)",
)
def p_timerfd_create(w_clock: Value, w_flags: Value) -> Value:
    return from_int(check_fd(int(c_timerfd_create(i32(c_int(w_clock)), i32(c_int(w_flags) | TFD_CLOEXEC)))))


def float_ns(w: Value) -> int:
    """Seconds as nanoseconds, rounded down."""
    ns = c_floor(float_of(w) * 1e9)
    if not -9223372036854775808.0 <= ns < 9223372036854775808.0:
        raise errors.overflow_error("timestamp out of range for C PyTime_t")
    return int(ns)


def exact_ns(w: Value) -> int:
    ns, too_big = int_to_i64(index_value(w))
    if too_big:
        raise errors.overflow_error("int too big to convert")
    return ns


def store_ns(at: Addr, ns: int) -> None:
    store64(at, ns // SECOND)
    store64(at + 8, ns % SECOND)


def ns_at(at: Addr) -> int:
    return load64(at) * SECOND + load64(at + 8)


def set_timer(fd: i32, flags: i32, initial: int, interval: int) -> Addr:
    """The old struct itimerspec, to be freed."""
    both = c_malloc(64)
    store_ns(both + 32, interval)
    store_ns(both + 48, initial)
    return known_timer(both, c_timerfd_settime(fd, flags, both + 32, both) != 0)


def timer_of(w_fd: Value) -> Addr:
    fd = i32(fd_of(w_fd))
    at = c_malloc(32)
    return known_timer(at, c_timerfd_gettime(fd, at) != 0)


def known_timer(at: Addr, failed: bool) -> Addr:
    if failed:
        number = errno()
        c_free(at)
        raise os_failure(number)
    return at


def seconds_pair(at: Addr) -> Value:
    """(until it expires, interval)"""
    w = wrap(new_tuple2(new_float(float(ns_at(at + 16)) / 1e9), new_float(float(ns_at(at)) / 1e9)))
    c_free(at)
    return w


def ns_pair(at: Addr) -> Value:
    w = wrap(new_tuple2(new_int(ns_at(at + 16)), new_int(ns_at(at))))
    c_free(at)
    return w


@function(
    "posix",
    "timerfd_settime(fd, /, *, flags=0, initial=0.0, interval=0.0)",
    doc="Sets a timer in seconds; the old (seconds until it expires, interval).",
    shown="($module, fd, /, *, flags=0, initial=0.0, interval=0.0)",
)
def p_timerfd_settime(w_fd: Value, w_flags: Value, w_initial: Value, w_interval: Value) -> Value:
    return seconds_pair(set_timer(i32(fd_of(w_fd)), i32(c_int(w_flags)), float_ns(w_initial), float_ns(w_interval)))


@function(
    "posix",
    "timerfd_settime_ns(fd, /, *, flags=0, initial=0, interval=0)",
    doc="Sets a timer in nanoseconds; the old (nanoseconds until it expires, interval).",
    shown="($module, fd, /, *, flags=0, initial=0, interval=0)",
)
def p_timerfd_settime_ns(w_fd: Value, w_flags: Value, w_initial: Value, w_interval: Value) -> Value:
    return ns_pair(set_timer(i32(fd_of(w_fd)), i32(c_int(w_flags)), exact_ns(w_initial), exact_ns(w_interval)))


@function("posix", "timerfd_gettime(fd, /)", doc="A timer's (seconds until it expires, interval).")
def p_timerfd_gettime(w_fd: Value) -> Value:
    return seconds_pair(timer_of(w_fd))


@function("posix", "timerfd_gettime_ns(fd, /)", doc="A timer's (nanoseconds until it expires, interval).")
def p_timerfd_gettime_ns(w_fd: Value) -> Value:
    return ns_pair(timer_of(w_fd))

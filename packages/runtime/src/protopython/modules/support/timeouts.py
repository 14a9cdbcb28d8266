"""Time limits of waiting system calls: from what programs give to nanoseconds, and back to what C takes."""

from __future__ import annotations

from protodialect.types import Value
from protodialect.unsafe import Addr, store64
from protopython.modules.time import nanoseconds
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.libm import c_ceil
from protopython.objects.int.int import int_mul, int_to_i64
from protopython.objects.model import errors
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.singletons import plain, w_None
from protopython.protocore.error import PyError
from protopython.protocore.os import clock_ns
from protopython.protocore.value import float_value, from_int, is_float, same


def seconds_limit(w: Value, message: str) -> int:
    """A limit in seconds as nanoseconds, rounded up; -1 for None. `message` is the TypeError's."""
    if same(w, w_None):
        return -1
    try:
        return nanoseconds(w)
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            raise errors.type_error(message) from None
        raise


def milliseconds_limit(w: Value) -> int:
    """poll()'s limit in milliseconds, rounded up; -1: none. A negative one is none."""
    if same(w, w_None):
        return -1
    exact = plain(w)
    if is_float(exact):
        f = float_value(exact)
        if f != f:
            raise errors.value_error("Invalid value NaN (not a number)")
        f = -1.0 if -1.0 < f < 0.0 else c_ceil(f)
        if not -9223372036854.0 <= f <= 9223372036854.0:
            raise errors.overflow_error("timestamp out of range for C PyTime_t")
        ms = int(f)
    elif has_index(exact):
        ns, too_big = int_to_i64(int_mul(index_value(exact), from_int(1000000)))
        if too_big:
            raise errors.overflow_error("timestamp out of range for C PyTime_t")
        ms = ns // 1000000
    else:
        raise errors.type_error("timeout must be an integer or None")
    if ms > 0x7FFFFFFF or ms < -0x80000000:
        raise errors.overflow_error("timeout is too large")
    return max(ms, -1)


class Deadline:
    """How long may still be waited after a signal interrupted a wait."""

    until: int
    """On the monotonic clock; -1: for ever."""

    def __init__(self, limit_ns: int) -> None:
        self.until = -1 if limit_ns < 0 else clock_ns(1) + limit_ns

    def left_ns(self) -> int:
        """-1: for ever."""
        return -1 if self.until < 0 else max(self.until - clock_ns(1), 0)

    def left_ms(self) -> int:
        """Rounded up, for poll and epoll_wait."""
        left = self.left_ns()
        return -1 if left < 0 else min((left + 999999) // 1000000, 0x7FFFFFFF)


def store_timeval(at: Addr, ns: int) -> None:
    """struct timeval, rounded up."""
    micro = (ns + 999) // 1000
    store64(at, micro // 1000000)
    store64(at + 8, micro % 1000000)

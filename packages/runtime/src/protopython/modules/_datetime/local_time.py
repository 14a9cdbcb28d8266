"""POSIX timestamps and the local time zone, which the C library knows.

Where clocks are put back, a local time comes twice; `fold` tells the second from the first. The library is asked only which local time a timestamp
has. That a day before another one was in force, and which of two timestamps a local time means, is found by asking about others near by.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value
from protodialect.unsafe import load32
from protopython.modules._datetime.calendar import (
    DAY_SECONDS,
    EPOCH_ORDINAL,
    MAX_ORDINAL,
    MAX_YEAR,
    MIN_YEAR,
    SECOND,
    clock_at,
    date_at,
    fold_of,
    ordinal_of,
    pack_clock,
    pack_date,
    since_midnight,
    year_of,
)
from protopython.modules.time import broken_down, seconds_of_index, signed32, whole_seconds
from protopython.objects.float import libm
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import has_index
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain
from protopython.protocore.os import CLOCK_REALTIME, c_free, clock_ns
from protopython.protocore.value import float_value, is_float

MAX_FOLD: Final[int] = DAY_SECONDS
"""No zone ever put its clocks back by more."""


FIRST_TIMESTAMP: Final[int] = (1 - EPOCH_ORDINAL) * DAY_SECONDS
LAST_TIMESTAMP: Final[int] = (MAX_ORDINAL + 1 - EPOCH_ORDINAL) * DAY_SECONDS - 1
"""Of the years 1 to 9999 in UTC."""

# --- timestamps --------------------------------------------------------------------------------------------------------


def timestamp_parts(w: Value) -> tuple[int, int]:
    """A timestamp's seconds and microseconds, rounded to the nearest, a half to the even one."""
    w_exact = plain(w)
    if is_float(w_exact):
        x = float_value(w_exact)
        whole = libm.c_trunc(x)
        us = libm.c_rint((x - whole) * 1e6) if libm.is_finite(x) else 0.0
        if us >= 1e6:
            us -= 1e6
            whole += 1.0
        elif us < 0.0:
            us += 1e6
            whole -= 1.0
        return whole_seconds(whole), int(us)
    if not has_index(w):
        raise type_error(f"argument must be int or float, not {type_name(w)}")
    return seconds_of_index(w), 0


def now() -> tuple[int, int]:
    ns = clock_ns(CLOCK_REALTIME)
    return ns // 1000000000, ns % 1000000000 // 1000


# --- calendar time -----------------------------------------------------------------------------------------------------


def calendar_at(timestamp: int, local: bool) -> tuple[int, int]:
    """The date and the time of day, in local time or UTC; years are any."""
    if not local and FIRST_TIMESTAMP <= timestamp <= LAST_TIMESTAMP:
        return date_at(timestamp // DAY_SECONDS + EPOCH_ORDINAL), clock_at(timestamp % DAY_SECONDS * SECOND)
    tm = broken_down(timestamp, local)
    ymd = pack_date(signed32(load32(tm + 20)) + 1900, load32(tm + 16) + 1, load32(tm + 12))
    clock = pack_clock(load32(tm + 8), load32(tm + 4), load32(tm), 0, 0)
    c_free(tm)
    return ymd, clock


def linear(ymd: int, clock: int) -> int:
    """Seconds since the Epoch of a date and time as if they were UTC's."""
    year = year_of(ymd)
    if year < MIN_YEAR or year > MAX_YEAR:
        raise value_error(f"year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")
    return (ordinal_of(ymd) - EPOCH_ORDINAL) * DAY_SECONDS + since_midnight(clock) // SECOND


def local_linear(timestamp: int) -> int:
    ymd, clock = calendar_at(timestamp, True)
    return linear(ymd, clock)


def folded(timestamp: int, ymd: int, clock: int) -> bool:
    """Whether the local time that a timestamp has came once before."""
    here = linear(ymd, clock)
    back = here - local_linear(timestamp - MAX_FOLD) - MAX_FOLD
    return back < 0 and local_linear(timestamp + back) == here


def local_timestamp(ymd: int, clock: int) -> int:
    """The timestamp of a local time. In a gap, where clocks are put forward, fold tells which of the two offsets counts."""
    t = linear(ymd, clock)
    fold = fold_of(clock) == 1
    a = local_linear(t) - t
    u1 = t - a
    t1 = local_linear(u1)
    if t1 == t:
        u2 = u1 + MAX_FOLD if fold else u1 - MAX_FOLD
        b = local_linear(u2) - u2
        if a == b:
            return u1
    else:
        b = t1 - u1
    u2 = t - b
    if local_linear(u2) == t:
        return u2
    if t1 == t:
        return u1
    return min(u1, u2) if fold else max(u1, u2)

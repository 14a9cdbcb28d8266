"""Dates and times as time.struct_time."""

from __future__ import annotations

from protodialect.types import Array, Value
from protopython.modules._datetime.calendar import (
    day_of,
    day_of_year,
    hour_of,
    minute_of,
    month_of,
    second_of,
    weekday_of,
    year_of,
)
from protopython.modules.time import STRUCT_TIME
from protopython.objects.singletons import w_None
from protopython.objects.structseq import new_struct
from protopython.protocore.value import from_int


def struct_time(ymd: int, clock: int, dst: int) -> Value:
    a = Array[Value](11, w_None)
    a[0] = from_int(year_of(ymd))
    a[1] = from_int(month_of(ymd))
    a[2] = from_int(day_of(ymd))
    a[3] = from_int(hour_of(clock))
    a[4] = from_int(minute_of(clock))
    a[5] = from_int(second_of(clock))
    a[6] = from_int(weekday_of(ymd))
    a[7] = from_int(day_of_year(ymd))
    a[8] = from_int(dst)
    return new_struct(STRUCT_TIME, a)

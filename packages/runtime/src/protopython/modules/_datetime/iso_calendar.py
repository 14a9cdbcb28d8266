"""IsoCalendarDate: the tuple of ISO year, week and weekday that isocalendar() gives."""

from __future__ import annotations

from protodialect.types import Value, new_trailing, wrap
from protopython.modules._datetime.calendar import iso_calendar
from protopython.modules.support.system_calls import c_int
from protopython.objects.model.define import define_type, getter, method, new
from protopython.objects.model.operations import str_of
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple1, new_tuple2, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int

ISO_CALENDAR_DATE = define_type(
    "IsoCalendarDate", W_Tuple, TUPLE, module="datetime", flags=TypeFlags.SEQUENCE,
    doc="ISO year, week and weekday: a tuple whose items have names, too.",
)  # fmt: skip


def new_iso(year: int, week: int, weekday: int) -> Value:
    t = new_trailing(W_Tuple, ISO_CALENDAR_DATE.root_shape, 3)
    t.items[0] = from_int(year)
    t.items[1] = from_int(week)
    t.items[2] = from_int(weekday)
    return wrap(t)


def iso_of_date(ymd: int) -> Value:
    year, week, weekday = iso_calendar(ymd)
    return new_iso(year, week, weekday)


@new(ISO_CALENDAR_DATE, "(cls, /, year, week, weekday)", shown="")
def iso_new(cls: W_Type, w_year: Value, w_week: Value, w_weekday: Value) -> Value:
    return new_iso(c_int(w_year), c_int(w_week), c_int(w_weekday))


@getter(ISO_CALENDAR_DATE, "year")
def iso_year(self: W_Tuple) -> Value:
    return self.items[0]


@getter(ISO_CALENDAR_DATE, "week")
def iso_week(self: W_Tuple) -> Value:
    return self.items[1]


@getter(ISO_CALENDAR_DATE, "weekday")
def iso_weekday(self: W_Tuple) -> Value:
    return self.items[2]


@method(ISO_CALENDAR_DATE, "__repr__(self, /)", doc="Return repr(self).")
def iso_repr(self: W_Tuple) -> Value:
    return wrap(f"datetime.IsoCalendarDate(year={str_of(self.items[0])}, week={str_of(self.items[1])}, weekday={str_of(self.items[2])})")


@method(ISO_CALENDAR_DATE, "__reduce__(self, /)", doc="For pickle: a plain tuple.")
def iso_reduce(self: W_Tuple) -> Value:
    plain = new_tuple_n(3)
    for i in range(3):
        plain.items[i] = self.items[i]
    return wrap(new_tuple2(wrap(TUPLE), wrap(new_tuple1(wrap(plain)))))

"""timedelta: durations, counted exactly in microseconds.

A duration of up to 10**8 days is a machine integer of microseconds; others, up to ten times as long, and products are ints of any size.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, add_ovf, mul_ovf, new_with_shape, try_as, unwrap, wrap
from protopython.modules._datetime.calendar import DAY, SECOND
from protopython.modules._datetime.text import append_digits, append_two
from protopython.modules._datetime.types import MAX_DAYS, TIMEDELTA, W_TimeDelta, new_delta
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import W_Dict
from protopython.objects.float import libm
from protopython.objects.float.methods import float_as_integer_ratio
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import (
    int_add,
    int_compare,
    int_divmod2,
    int_floordiv,
    int_from_float,
    int_is_odd,
    int_mul,
    int_sign,
    int_to_i64,
    int_truediv,
    is_integer,
)
from protopython.objects.model.call import call_method0
from protopython.objects.model.define import getter, method, new, setter
from protopython.objects.model.errors import attribute_error, overflow_error, type_error, value_error, zero_division_error
from protopython.objects.model.hashing import tuple_hash_end, tuple_hash_step
from protopython.objects.model.operations import index_value
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_NotImplemented
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.protocore.object import W_Type
from protopython.protocore.value import float_value, from_int, int_value, is_empty, is_float, is_int, new_float

WORD_DAYS: Final[int] = 100000000
"""Durations of so many days either way are machine integers of microseconds."""


# --- microseconds ------------------------------------------------------------------------------------------------------


def total_of(d: W_TimeDelta) -> Value:
    """The duration in microseconds, as an exact int."""
    if -WORD_DAYS <= d.days <= WORD_DAYS:
        return new_int(d.days * DAY + d.rest)
    return int_add(int_mul(from_int(d.days), from_int(DAY)), from_int(d.rest))


def total_word(d: W_TimeDelta) -> int:
    """The same of an offset, or of the difference between two datetimes."""
    return d.days * DAY + d.rest


def delta_of_word(cls: W_Type, us: int) -> W_TimeDelta:
    d = new_with_shape(W_TimeDelta, cls.root_shape)
    d.days = us // DAY
    d.rest = us % DAY
    return d


def delta_of_total(cls: W_Type, w_us: Value) -> W_TimeDelta:
    """The duration of an exact int of microseconds."""
    if is_int(w_us):
        return delta_of_word(cls, int_value(w_us))
    w_days, w_rest = int_divmod2(w_us, from_int(DAY))
    days, too_big = int_to_i64(w_days)
    if too_big or not -0x80000000 <= days <= 0x7FFFFFFF:
        raise overflow_error("Python int too large to convert to C int")
    check_days(days)
    d = new_with_shape(W_TimeDelta, cls.root_shape)
    d.days = days
    d.rest = int_value(w_rest)
    return d


def check_days(days: int) -> None:
    if not -MAX_DAYS <= days <= MAX_DAYS:
        raise overflow_error(f"days={days}; must have magnitude <= {MAX_DAYS}")


def carried(days: int, rest: int) -> W_TimeDelta:
    """The duration of days and microseconds, neither of which is in range yet."""
    days += rest // DAY
    check_days(days)
    return new_delta(days, rest % DAY)


def negated(d: W_TimeDelta) -> W_TimeDelta:
    return carried(-d.days, -d.rest)


def difference(a: W_TimeDelta, b: W_TimeDelta) -> W_TimeDelta:
    return carried(a.days - b.days, a.rest - b.rest)


def same_delta(a: W_TimeDelta, b: W_TimeDelta) -> bool:
    return a.days == b.days and a.rest == b.rest


def is_zero(d: W_TimeDelta) -> bool:
    return d.days == 0 and d.rest == 0


def nearest(w_a: Value, w_b: Value) -> Value:
    """a / b rounded to the nearest int, halves to the even one."""
    if int_sign(w_b) == 0:
        raise zero_division_error("division by zero")
    w_quotient, w_rest = int_divmod2(w_a, w_b)
    w_twice = int_add(w_rest, w_rest)
    side = int_compare(w_twice, w_b) * int_sign(w_b)
    if side > 0 or side == 0 and int_is_odd(w_quotient):
        return int_add(w_quotient, from_int(1))
    return w_quotient


# --- construction ------------------------------------------------------------------------------------------------------

NAMES: Array[str] = Array.of(["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"])
UNITS: Array[int] = Array.of([DAY, SECOND, 1, 1000, 60 * SECOND, 3600 * SECOND, 7 * DAY])
ORDER: Array[int] = Array.of([2, 3, 1, 4, 5, 0, 6])
"""From the smallest unit to the largest: the order in which fractions add up."""


class Sum:
    """Whole microseconds, and what the fractions of floats leave beside them."""

    word: int
    w_big: Value
    """The whole when it is no machine integer; EMPTY while it is one."""
    fraction: float

    def __init__(self) -> None:
        self.word = 0
        self.w_big = EMPTY
        self.fraction = 0.0

    def whole(self) -> Value:
        return new_int(self.word) if is_empty(self.w_big) else self.w_big

    def add(self, w: Value, unit: int) -> None:
        """w * unit, for an exact int w."""
        if is_int(w) and is_empty(self.w_big):
            product, too_big = mul_ovf(int_value(w), unit)
            if not too_big:
                total, too_big = add_ovf(self.word, product)
                if not too_big:
                    self.word = total
                    return
        self.w_big = int_add(self.whole(), int_mul(w, from_int(unit)))

    def add_float(self, x: float, unit: int) -> None:
        """x * unit: the whole part exactly."""
        whole = libm.c_trunc(x)
        self.add(int_from_float(x), unit)
        if whole != x:
            part = (x - whole) * float(unit)
            self.add(from_int(int(part)), 1)
            self.fraction += part - libm.c_trunc(part)

    def rounded(self) -> Value:
        """All of it, to the nearest microsecond; a half to the even one."""
        if self.fraction != 0.0:
            more = round_away(self.fraction)
            if libm.c_fabs(more - self.fraction) == 0.5:
                odd = 1.0 if int_is_odd(self.whole()) else 0.0
                more = 2.0 * round_away((self.fraction + odd) * 0.5) - odd
            self.add(from_int(int(more)), 1)
        return self.whole()


def round_away(x: float) -> float:
    """To the nearest whole number, halves away from zero."""
    whole = libm.c_trunc(x)
    if libm.c_fabs(x - whole) >= 0.5:
        whole += 1.0 if x > 0.0 else -1.0
    return whole


@new(TIMEDELTA, "(cls, *args, **kwargs)")
def delta_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("__new__", NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    total = Sum()
    for i in ORDER:
        if is_empty(given[i]):
            continue
        w = plain(given[i])
        if is_integer(w):
            total.add(w, UNITS[i])
        elif is_float(w):
            total.add_float(float_value(w), UNITS[i])
        else:
            raise type_error(f"unsupported type for timedelta {NAMES[i]} component: {type_name(w)}")
    return wrap(delta_of_total(cls, total.rounded()))


# --- attributes, text --------------------------------------------------------------------------------------------------


@getter(TIMEDELTA, "days", doc="Number of days.", member=True)
def delta_days(self: W_TimeDelta) -> Value:
    return from_int(self.days)


@getter(TIMEDELTA, "seconds", doc="Number of seconds (>= 0 and less than 1 day).", member=True)
def delta_seconds(self: W_TimeDelta) -> Value:
    return from_int(self.rest // SECOND)


@getter(TIMEDELTA, "microseconds", doc="Number of microseconds (>= 0 and less than 1 second).", member=True)
def delta_microseconds(self: W_TimeDelta) -> Value:
    return from_int(self.rest % SECOND)


@setter(TIMEDELTA, "days")
def delta_set_days(self: W_TimeDelta, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "days")


@setter(TIMEDELTA, "seconds")
def delta_set_seconds(self: W_TimeDelta, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "seconds")


@setter(TIMEDELTA, "microseconds")
def delta_set_microseconds(self: W_TimeDelta, w_value: Value) -> Value:
    raise attribute_error("readonly attribute", wrap(self), "microseconds")


@method(TIMEDELTA, "total_seconds(self, /)", doc="The whole duration in seconds, as a float.")
def delta_total_seconds(self: W_TimeDelta) -> Value:
    return total_seconds(self)


def total_seconds(d: W_TimeDelta) -> Value:
    return new_float(int_truediv(total_of(d), from_int(SECOND)))


@method(TIMEDELTA, "__repr__(self, /)", doc="Return repr(self).")
def delta_repr(self: W_TimeDelta) -> Value:
    parts: list[str] = []
    if self.days != 0:
        parts.append(f"days={self.days}")
    if self.rest >= SECOND:
        parts.append(f"seconds={self.rest // SECOND}")
    if self.rest % SECOND != 0:
        parts.append(f"microseconds={self.rest % SECOND}")
    return wrap(f"{type_name(wrap(self))}({', '.join(parts) if len(parts) > 0 else '0'})")


@method(TIMEDELTA, "__str__(self, /)", doc="Return str(self).")
def delta_str(self: W_TimeDelta) -> Value:
    out = StringBuilder(32)
    if self.days != 0:
        out.append(f"{self.days} day{'' if self.days == 1 or self.days == -1 else 's'}, ")
    seconds = self.rest // SECOND
    out.append(str(seconds // 3600))
    out.append_char(58)
    append_two(out, seconds // 60 % 60)
    out.append_char(58)
    append_two(out, seconds % 60)
    if self.rest % SECOND != 0:
        out.append_char(46)
        append_digits(out, self.rest % SECOND, 6)
    return wrap(out.to_str())


@method(TIMEDELTA, "__reduce__(self, /)", doc="For pickle: the class and (days, seconds, microseconds).")
def delta_reduce(self: W_TimeDelta) -> Value:
    fields = new_tuple3(from_int(self.days), from_int(self.rest // SECOND), from_int(self.rest % SECOND))
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(fields)))


# --- comparison --------------------------------------------------------------------------------------------------------


def order(a: W_TimeDelta, b: W_TimeDelta) -> int:
    """-1, 0 or 1."""
    if a.days != b.days:
        return -1 if a.days < b.days else 1
    return 0 if a.rest == b.rest else -1 if a.rest < b.rest else 1


@method(TIMEDELTA, "__lt__(self, value, /)", doc="Return self<value.")
def delta_lt(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(order(self, d) < 0)


@method(TIMEDELTA, "__le__(self, value, /)", doc="Return self<=value.")
def delta_le(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(order(self, d) <= 0)


@method(TIMEDELTA, "__eq__(self, value, /)", doc="Return self==value.")
def delta_eq(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(same_delta(self, d))


@method(TIMEDELTA, "__ne__(self, value, /)", doc="Return self!=value.")
def delta_ne(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(not same_delta(self, d))


@method(TIMEDELTA, "__gt__(self, value, /)", doc="Return self>value.")
def delta_gt(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(order(self, d) > 0)


@method(TIMEDELTA, "__ge__(self, value, /)", doc="Return self>=value.")
def delta_ge(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else new_bool(order(self, d) >= 0)


def hash_of_words(a: int, b: int) -> int:
    """One bit less than others have: it fits in a Value."""
    return tuple_hash_end(tuple_hash_step(tuple_hash_step(1, a), b), 2) >> 1


@method(TIMEDELTA, "__hash__(self, /)", doc="Return hash(self).")
def delta_hash(self: W_TimeDelta) -> Value:
    return from_int(hash_of_words(self.days, self.rest))


@method(TIMEDELTA, "__bool__(self, /)", doc="True if self else False")
def delta_bool(self: W_TimeDelta) -> Value:
    return new_bool(not is_zero(self))


def ratio_of(w: Value, w_exact: Value) -> W_Tuple:
    """Two exact ints whose ratio is a float; an instance of a subclass is asked for them."""
    if is_float(w):
        return unwrap(W_Tuple, float_as_integer_ratio(w_exact))
    w_ratio = call_method0(w, "as_integer_ratio")
    ratio = try_as(W_Tuple, w_ratio)
    if ratio is None:
        raise type_error(f"unexpected return type from as_integer_ratio(): expected tuple, not '{type_name(w_ratio)}'")
    if ratio.length != 2:
        raise value_error("as_integer_ratio() must return a 2-tuple")
    return new_tuple2(index_value(ratio.items[0]), index_value(ratio.items[1]))


# --- arithmetic --------------------------------------------------------------------------------------------------------


@method(TIMEDELTA, "__radd__(self, value, /)", doc="Return value+self.")
@method(TIMEDELTA, "__add__(self, value, /)", doc="Return self+value.")
def delta_add(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else wrap(carried(self.days + d.days, self.rest + d.rest))


@method(TIMEDELTA, "__sub__(self, value, /)", doc="Return self-value.")
def delta_sub(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else wrap(difference(self, d))


@method(TIMEDELTA, "__rsub__(self, value, /)", doc="Return value-self.")
def delta_rsub(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else wrap(difference(d, self))


@method(TIMEDELTA, "__neg__(self, /)", doc="-self")
def delta_neg(self: W_TimeDelta) -> Value:
    return wrap(negated(self))


@method(TIMEDELTA, "__pos__(self, /)", doc="+self")
def delta_pos(self: W_TimeDelta) -> Value:
    return wrap(new_delta(self.days, self.rest))


@method(TIMEDELTA, "__abs__(self, /)", doc="abs(self)")
def delta_abs(self: W_TimeDelta) -> Value:
    return wrap(negated(self) if self.days < 0 else new_delta(self.days, self.rest))


@method(TIMEDELTA, "__rmul__(self, value, /)", doc="Return value*self.")
@method(TIMEDELTA, "__mul__(self, value, /)", doc="Return self*value.")
def delta_mul(self: W_TimeDelta, w: Value) -> Value:
    w_exact = plain(w)
    if is_integer(w_exact):
        return wrap(delta_of_total(TIMEDELTA, int_mul(total_of(self), w_exact)))
    if is_float(w_exact):
        ratio = ratio_of(w, w_exact)
        return wrap(delta_of_total(TIMEDELTA, nearest(int_mul(total_of(self), ratio.items[0]), ratio.items[1])))
    return w_NotImplemented


@method(TIMEDELTA, "__truediv__(self, value, /)", doc="Return self/value.")
def delta_truediv(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    if d is not None:
        return new_float(int_truediv(total_of(self), divisor(d)))
    w_exact = plain(w)
    if is_integer(w_exact):
        return wrap(delta_of_total(TIMEDELTA, nearest(total_of(self), w_exact)))
    if is_float(w_exact):
        ratio = ratio_of(w, w_exact)
        return wrap(delta_of_total(TIMEDELTA, nearest(int_mul(total_of(self), ratio.items[1]), ratio.items[0])))
    return w_NotImplemented


@method(TIMEDELTA, "__floordiv__(self, value, /)", doc="Return self//value.")
def delta_floordiv(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    if d is not None:
        return int_floordiv(total_of(self), divisor(d))
    w = plain(w)
    if is_integer(w):
        if int_sign(w) == 0:
            raise zero_division_error("division by zero")
        return wrap(delta_of_total(TIMEDELTA, int_floordiv(total_of(self), w)))
    return w_NotImplemented


@method(TIMEDELTA, "__mod__(self, value, /)", doc="Return self%value.")
def delta_mod(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else wrap(remainder(self, d))


@method(TIMEDELTA, "__divmod__(self, value, /)", doc="Return divmod(self, value).")
def delta_divmod(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else quotient_and_remainder(self, d)


def divisor(d: W_TimeDelta) -> Value:
    if is_zero(d):
        raise zero_division_error("division by zero")
    return total_of(d)


def remainder(a: W_TimeDelta, b: W_TimeDelta) -> W_TimeDelta:
    _w_quotient, w_rest = int_divmod2(total_of(a), divisor(b))
    return delta_of_total(TIMEDELTA, w_rest)


def quotient_and_remainder(a: W_TimeDelta, b: W_TimeDelta) -> Value:
    w_quotient, w_rest = int_divmod2(total_of(a), divisor(b))
    return wrap(new_tuple2(w_quotient, wrap(delta_of_total(TIMEDELTA, w_rest))))


# Reflected operators find a timedelta on the left only when a program calls them by name.


@method(TIMEDELTA, "__rtruediv__(self, value, /)", doc="Return value/self.")
def delta_rtruediv(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else delta_truediv(d, wrap(self))


@method(TIMEDELTA, "__rfloordiv__(self, value, /)", doc="Return value//self.")
def delta_rfloordiv(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else delta_floordiv(d, wrap(self))


@method(TIMEDELTA, "__rmod__(self, value, /)", doc="Return value%self.")
def delta_rmod(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else wrap(remainder(d, self))


@method(TIMEDELTA, "__rdivmod__(self, value, /)", doc="Return divmod(value, self).")
def delta_rdivmod(self: W_TimeDelta, w: Value) -> Value:
    d = try_as(W_TimeDelta, w)
    return w_NotImplemented if d is None else quotient_and_remainder(d, self)

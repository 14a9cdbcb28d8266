"""The settings of a context, and its flags and traps as mappings from the classes of signals to bools."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, new_with_shape, require, try_as, wrap
from protodialect.unsafe import load32, load64, store32, store64
from protopython.modules._decimal.library import CLAMP, EMAX, EMIN, MAX_EMAX, MAX_PREC, MIN_EMIN, PREC, ROUND, STATUS, TRAPS
from protopython.modules._decimal.signals import SIGNALS, need_signal, signal_bits
from protopython.modules._decimal.types import (
    CONTEXT,
    SIGNAL_DICT_MIXIN,
    W_DecimalContext,
    W_SignalDict,
    context_at,
    decimal_state,
)
from protopython.objects.dict.dict import W_Dict, dict_set, dict_snapshot, new_dict, table_key, table_next, table_value
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.list.list import W_List, list_snapshot
from protopython.objects.model.attributes import generic_setattr
from protopython.objects.model.define import add_member, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, key_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import is_true, iterate, repr_of, str_arg
from protopython.objects.singletons import new_bool, plain, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

SETTINGS: Final[Array[str]] = Array.of("prec rounding Emin Emax capitals clamp flags traps".split())
"""The parameters of Context()."""

ROUNDINGS: Final[Array[str]] = Array.of(
    "ROUND_UP ROUND_DOWN ROUND_CEILING ROUND_FLOOR ROUND_HALF_UP ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_05UP".split()
)
"""By the library's numbers."""

BAD_ROUNDING: Final[str] = (
    "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
    "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
)


def size_argument(w: Value) -> int:
    w_exact = plain(w)
    if not is_integer(w_exact):
        raise type_error("an integer is required")
    i, too_big = int_to_i64(w_exact)
    if too_big:
        raise overflow_error("Python int too large to convert to C ssize_t")
    return i


def rounding_argument(w: Value) -> int:
    name = as_str(w)
    if name is not None:
        for i in range(len(ROUNDINGS)):
            if ROUNDINGS[i] == name:
                return i
    raise type_error(BAD_ROUNDING)


@method(CONTEXT, "__setattr__(self, name, value, /)", doc="Implement setattr(self, name, value).")
def context_setattr(self: W_DecimalContext, w_name: Value, w_value: Value) -> Value:
    generic_setattr(wrap(self), str_arg(w_name, "attribute name"), w_value)
    return w_None


@method(CONTEXT, "__delattr__(self, name, /)", doc="Implement delattr(self, name).")
def context_delattr(self: W_DecimalContext, w_name: Value) -> Value:
    raise attribute_error("context attributes cannot be deleted", wrap(self), str_arg(w_name, "attribute name"))


# --- numbers ---------------------------------------------------------------------------------------------------------------


@getter(CONTEXT, "prec")
def get_prec(self: W_DecimalContext) -> Value:
    return from_int(load64(context_at(self) + PREC))


@setter(CONTEXT, "prec")
def set_prec(self: W_DecimalContext, w: Value) -> Value:
    i = size_argument(w)
    if not 1 <= i <= MAX_PREC:
        raise value_error("valid range for prec is [1, MAX_PREC]")
    store64(context_at(self) + PREC, i)
    return w_None


@getter(CONTEXT, "Emin")
def get_emin(self: W_DecimalContext) -> Value:
    return from_int(load64(context_at(self) + EMIN))


@setter(CONTEXT, "Emin")
def set_emin(self: W_DecimalContext, w: Value) -> Value:
    i = size_argument(w)
    if not MIN_EMIN <= i <= 0:
        raise value_error("valid range for Emin is [MIN_EMIN, 0]")
    store64(context_at(self) + EMIN, i)
    return w_None


@getter(CONTEXT, "Emax")
def get_emax(self: W_DecimalContext) -> Value:
    return from_int(load64(context_at(self) + EMAX))


@setter(CONTEXT, "Emax")
def set_emax(self: W_DecimalContext, w: Value) -> Value:
    i = size_argument(w)
    if not 0 <= i <= MAX_EMAX:
        raise value_error("valid range for Emax is [0, MAX_EMAX]")
    store64(context_at(self) + EMAX, i)
    return w_None


@getter(CONTEXT, "rounding")
def get_rounding(self: W_DecimalContext) -> Value:
    return decimal_state().roundings.items[load32(context_at(self) + ROUND)]


@setter(CONTEXT, "rounding")
def set_rounding(self: W_DecimalContext, w: Value) -> Value:
    store32(context_at(self) + ROUND, rounding_argument(w))
    return w_None


@getter(CONTEXT, "capitals")
def get_capitals(self: W_DecimalContext) -> Value:
    return from_int(self.capitals)


@setter(CONTEXT, "capitals")
def set_capitals(self: W_DecimalContext, w: Value) -> Value:
    i = size_argument(w)
    if not 0 <= i <= 1:
        raise value_error("valid values for capitals are 0 or 1")
    self.capitals = i
    return w_None


@getter(CONTEXT, "clamp")
def get_clamp(self: W_DecimalContext) -> Value:
    return from_int(load32(context_at(self) + CLAMP))


@setter(CONTEXT, "clamp")
def set_clamp(self: W_DecimalContext, w: Value) -> Value:
    i = size_argument(w)
    if not 0 <= i <= 1:
        raise value_error("valid values for clamp are 0 or 1")
    store32(context_at(self) + CLAMP, i)
    return w_None


# --- flags and traps -------------------------------------------------------------------------------------------------------


def signal_dict(c: W_DecimalContext, place: int) -> Value:
    """The mapping that shows the flags or the traps."""
    d = new_with_shape(W_SignalDict, decimal_state().signal_dict.root_shape)
    d.context = c
    d.place = place
    return wrap(d)


@getter(CONTEXT, "flags")
def get_flags(self: W_DecimalContext) -> Value:
    return self.w_flags


@getter(CONTEXT, "traps")
def get_traps(self: W_DecimalContext) -> Value:
    return self.w_traps


@setter(CONTEXT, "flags")
def set_flags(self: W_DecimalContext, w: Value) -> Value:
    store32(context_at(self) + STATUS, bits_of_mapping(w))
    return w_None


@setter(CONTEXT, "traps")
def set_traps(self: W_DecimalContext, w: Value) -> Value:
    store32(context_at(self) + TRAPS, bits_of_mapping(w))
    return w_None


def bits_of_mapping(w: Value) -> int:
    """Of a context's flags or traps, or a dict that has all signals."""
    s = try_as(W_SignalDict, w)
    if s is not None:
        return bits_of(s)
    d = try_as(W_Dict, w)
    if d is None:
        raise type_error("argument must be a signal dict")
    bits = bits_of_dict(d)
    if bits < 0:
        raise key_error(wrap("invalid signal dict"))
    return bits


def bits_of_dict(d: W_Dict) -> int:
    """-1: its keys are not the signals."""
    t = dict_snapshot(d)
    n = 0
    bits = 0
    k = table_next(t, 0)
    while k >= 0:
        signal = signal_bits(table_key(t, k))
        if signal == 0:
            return -1
        if is_true(table_value(t, k)):
            bits |= signal
        n += 1
        k = table_next(t, k + 1)
    return bits if n == len(SIGNALS) else -1


def bits_argument(w: Value) -> int:
    """The same, or of a list of those that are set."""
    signals = try_as(W_List, w)
    if signals is None:
        return bits_of_mapping(w)
    bits = 0
    for w_signal in list_snapshot(signals):
        bits |= need_signal(w_signal)
    return bits


def bits_of(self: W_SignalDict) -> int:
    c = self.context
    if c is None:
        raise value_error("invalid signal dict")
    return load32(context_at(c) + self.place)


@new(SIGNAL_DICT_MIXIN, "(cls, *args, **kwargs)", shown="")
def signals_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_SignalDict, cls.root_shape))


@method(SIGNAL_DICT_MIXIN, "__init__(self, /, *args, **kwargs)", doc="Initialize self.  See help(type(self)) for accurate signature.")
def signals_init(self: W_SignalDict, w_args: Value, w_kwargs: Value) -> Value:
    self.context = None
    return w_None


@method(SIGNAL_DICT_MIXIN, "__len__(self, /)", doc="Return len(self).")
def signals_len(self: W_SignalDict) -> Value:
    bits_of(self)
    return from_int(len(SIGNALS))


@method(SIGNAL_DICT_MIXIN, "__iter__(self, /)", doc="Implement iter(self).")
def signals_iter(self: W_SignalDict) -> Value:
    bits_of(self)
    return iterate(wrap(decimal_state().signals))


@method(SIGNAL_DICT_MIXIN, "__getitem__(self, key, /)", doc="Return self[key].")
def signals_getitem(self: W_SignalDict, w_key: Value) -> Value:
    return new_bool(bits_of(self) & need_signal(w_key) != 0)


@method(SIGNAL_DICT_MIXIN, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def signals_setitem(self: W_SignalDict, w_key: Value, w_value: Value) -> Value:
    signal = need_signal(w_key)
    on = is_true(w_value)
    bits = bits_of(self)
    c = require(self.context)
    store32(context_at(c) + self.place, bits | signal if on else bits & ~signal)
    return w_None


@method(SIGNAL_DICT_MIXIN, "__delitem__(self, key, /)", doc="Delete self[key].")
def signals_delitem(self: W_SignalDict, w_key: Value) -> Value:
    raise value_error("signal keys cannot be deleted")


@method(SIGNAL_DICT_MIXIN, "__repr__(self, /)", doc="Return repr(self).")
def signals_repr(self: W_SignalDict) -> Value:
    bits = bits_of(self)
    signals = decimal_state().signals
    parts: list[str] = []
    for i in range(signals.length):
        parts.append(f"{repr_of(signals.items[i])}:{'True' if bits & SIGNALS[i] != 0 else 'False'}")
    return wrap("{" + ", ".join(parts) + "}")


@method(SIGNAL_DICT_MIXIN, "copy(self, /)")
def signals_copy(self: W_SignalDict) -> Value:
    bits = bits_of(self)
    signals = decimal_state().signals
    d = new_dict()
    for i in range(signals.length):
        dict_set(d, signals.items[i], new_bool(bits & SIGNALS[i] != 0))
    return wrap(d)


def signals_equal(self: W_SignalDict, w_other: Value, wanted: bool) -> Value:
    bits = bits_of(self)
    other = try_as(W_SignalDict, w_other)
    if other is not None:
        return new_bool((bits == bits_of(other)) == wanted)
    d = try_as(W_Dict, w_other)
    if d is None:
        return w_NotImplemented
    return new_bool((bits == bits_of_dict(d)) == wanted)


@method(SIGNAL_DICT_MIXIN, "__eq__(self, value, /)", doc="Return self==value.")
def signals_eq(self: W_SignalDict, w_other: Value) -> Value:
    return signals_equal(self, w_other, True)


@method(SIGNAL_DICT_MIXIN, "__ne__(self, value, /)", doc="Return self!=value.")
def signals_ne(self: W_SignalDict, w_other: Value) -> Value:
    return signals_equal(self, w_other, False)


@method(SIGNAL_DICT_MIXIN, "__lt__(self, value, /)", doc="Return self<value.")
@method(SIGNAL_DICT_MIXIN, "__le__(self, value, /)", doc="Return self<=value.")
@method(SIGNAL_DICT_MIXIN, "__gt__(self, value, /)", doc="Return self>value.")
@method(SIGNAL_DICT_MIXIN, "__ge__(self, value, /)", doc="Return self>=value.")
def signals_order(self: W_SignalDict, w_other: Value) -> Value:
    return w_NotImplemented


add_member(SIGNAL_DICT_MIXIN, "__hash__", w_None)


# --- all of them -----------------------------------------------------------------------------------------------------------


def apply_settings(c: W_DecimalContext, given: Array[Value], start: int) -> None:
    """Sets what stands in `given` from `start` on, one value for each of SETTINGS, where that is neither EMPTY nor None."""
    if is_given(given[start]):
        set_prec(c, given[start])
    if is_given(given[start + 1]):
        set_rounding(c, given[start + 1])
    if is_given(given[start + 2]):
        set_emin(c, given[start + 2])
    if is_given(given[start + 3]):
        set_emax(c, given[start + 3])
    if is_given(given[start + 4]):
        set_capitals(c, given[start + 4])
    if is_given(given[start + 5]):
        set_clamp(c, given[start + 5])
    if is_given(given[start + 7]):
        store32(context_at(c) + TRAPS, bits_argument(given[start + 7]))
    if is_given(given[start + 6]):
        store32(context_at(c) + STATUS, bits_argument(given[start + 6]))


def is_given(w: Value) -> bool:
    return not is_empty(w) and not same(w, w_None)

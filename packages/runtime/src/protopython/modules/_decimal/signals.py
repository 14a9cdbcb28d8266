"""What can happen in arithmetic: the bits that libmpdec has for it, the signals, and the exceptions that they raise.

InvalidOperation is one signal and several bits. Four of these are conditions with exceptions of their own, which appear only among the
arguments of an InvalidOperation.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, inline, noinline, u32, unlikely, unwrap, wrap
from protodialect.unsafe import Addr, load32, store32
from protopython.modules._decimal.library import STATUS, TRAPS, c_set_error
from protopython.modules._decimal.types import HAPPENED, DecimalState, W_Decimal, W_DecimalContext, context_at, decimal_state, number_at, settle
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.call import call3
from protopython.objects.model.define import TYPE
from protopython.objects.model.errors import error_value, key_error, memory_error
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import same

CLAMPED: Final[int] = 1
CONVERSION_SYNTAX: Final[int] = 2
DIVISION_BY_ZERO: Final[int] = 4
DIVISION_IMPOSSIBLE: Final[int] = 8
DIVISION_UNDEFINED: Final[int] = 0x10
INEXACT: Final[int] = 0x40
INVALID_CONTEXT: Final[int] = 0x80
INVALID_OPERATION: Final[int] = 0x100
NO_MEMORY: Final[int] = 0x200
FLOAT_OPERATION: Final[int] = 0x400
OVERFLOW: Final[int] = 0x800
ROUNDED: Final[int] = 0x1000
SUBNORMAL: Final[int] = 0x2000
UNDERFLOW: Final[int] = 0x4000
ANY_INVALID: Final[int] = 0x3BA
"""All that signals InvalidOperation."""
ERRORS: Final[int] = ANY_INVALID | DIVISION_BY_ZERO
NOT_EXACT: Final[int] = INEXACT | ROUNDED | CLAMPED

SIGNALS: Final[Array[int]] = Array.of(
    [ANY_INVALID, FLOAT_OPERATION, DIVISION_BY_ZERO, OVERFLOW, UNDERFLOW, SUBNORMAL, INEXACT, ROUNDED, CLAMPED]
)
"""In the order in which programs see them, which is also that in which one of several is chosen to be raised."""
CONDITIONS: Final[Array[int]] = Array.of(
    [INVALID_OPERATION, CONVERSION_SYNTAX, DIVISION_IMPOSSIBLE, DIVISION_UNDEFINED, INVALID_CONTEXT]
)
BIT_NAMES: Final[Array[str]] = Array.of(
    "Clamped InvalidOperation DivisionByZero InvalidOperation InvalidOperation InvalidOperation Inexact InvalidOperation InvalidOperation "
    "InvalidOperation FloatOperation Overflow Rounded Subnormal Underflow".split()
)
"""The signal of each bit."""

BAD_SIGNAL: Final[str] = (
    "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n"
    "   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]"
)


# --- the classes ---------------------------------------------------------------------------------------------------------


def exception_class(name: str, bases: W_Tuple) -> Value:
    d = new_dict()
    dict_set_str(d, "__module__", wrap("decimal"))
    return call3(wrap(TYPE), wrap(name), wrap(bases), wrap(d))


def tuple_of(values: list[Value]) -> W_Tuple:
    t = new_tuple_n(len(values))
    for i in range(len(values)):
        t.items[i] = values[i]
    return t


def make_exceptions(s: DecimalState) -> Value:
    """Fills in the classes of signals and conditions; DecimalException."""
    w_root = exception_class("DecimalException", new_tuple1(wrap(x.ARITHMETIC_ERROR)))
    w_invalid = exception_class("InvalidOperation", new_tuple1(w_root))
    w_float = exception_class("FloatOperation", new_tuple2(w_root, wrap(x.TYPE_ERROR)))
    w_zero = exception_class("DivisionByZero", new_tuple2(w_root, wrap(x.ZERO_DIVISION_ERROR)))
    w_subnormal = exception_class("Subnormal", new_tuple1(w_root))
    w_inexact = exception_class("Inexact", new_tuple1(w_root))
    w_rounded = exception_class("Rounded", new_tuple1(w_root))
    w_overflow = exception_class("Overflow", new_tuple2(w_inexact, w_rounded))
    w_underflow = exception_class("Underflow", new_tuple3(w_inexact, w_rounded, w_subnormal))
    w_clamped = exception_class("Clamped", new_tuple1(w_root))
    s.signals = tuple_of([w_invalid, w_float, w_zero, w_overflow, w_underflow, w_subnormal, w_inexact, w_rounded, w_clamped])
    of_invalid = new_tuple1(w_invalid)
    w_syntax = exception_class("ConversionSyntax", of_invalid)
    w_impossible = exception_class("DivisionImpossible", of_invalid)
    w_undefined = exception_class("DivisionUndefined", new_tuple2(w_invalid, wrap(x.ZERO_DIVISION_ERROR)))
    w_context = exception_class("InvalidContext", of_invalid)
    s.conditions = tuple_of([w_invalid, w_syntax, w_impossible, w_undefined, w_context])
    return w_root


def signal_bits(w: Value) -> int:
    """The bits of a signal's class; 0: it is none."""
    signals = decimal_state().signals
    for i in range(signals.length):
        if same(signals.items[i], w):
            return SIGNALS[i]
    return 0


def need_signal(w: Value) -> int:
    bits = signal_bits(w)
    if bits == 0:
        raise key_error(wrap(BAD_SIGNAL))
    return bits


def signals_list(bits: int) -> Value:
    """The classes of the signals that are set."""
    signals = decimal_state().signals
    found = new_list()
    for i in range(signals.length):
        if bits & SIGNALS[i] != 0:
            list_append(found, signals.items[i])
    return wrap(found)


def names_of(bits: int) -> str:
    """As a context's repr has them."""
    names: list[str] = []
    for i in range(len(BIT_NAMES)):
        if bits & (1 << i) != 0 and BIT_NAMES[i] not in names:
            names.append(BIT_NAMES[i])
    return "[" + ", ".join(names) + "]"


# --- raising -------------------------------------------------------------------------------------------------------------


@inline
def note(c: W_DecimalContext, happened: int) -> None:
    """Sets the flags of what happened, and raises what is trapped."""
    if unlikely(happened != 0):
        note_some(c, happened)


@noinline
def note_some(c: W_DecimalContext, happened: int) -> None:
    at = context_at(c)
    store32(at + STATUS, load32(at + STATUS) | happened)
    if happened & NO_MEMORY != 0:
        raise memory_error()
    trapped = happened & load32(at + TRAPS)
    if trapped != 0:
        raise signal_error(trapped)


def signal_error(bits: int) -> PyError:
    s = decimal_state()
    w_class = EMPTY
    i = len(SIGNALS) - 1
    while i >= 0:
        if bits & SIGNALS[i] != 0:
            w_class = s.signals.items[i]
        i -= 1
    found = new_list()
    for k in range(s.conditions.length):
        if bits & CONDITIONS[k] != 0:
            list_append(found, s.conditions.items[k])
    for j in range(1, s.signals.length):
        if bits & SIGNALS[j] != 0:
            list_append(found, s.signals.items[j])
    return error_value(unwrap(W_Type, w_class), wrap(found))


@inline
def finish(d: W_Decimal, c: W_DecimalContext, at: Addr) -> W_Decimal:
    """d, which a call of the library made between `begin(c)`, that gave `at`, and here."""
    settle(d)
    note(c, load32(at + HAPPENED))
    return d


def finish_exact(d: W_Decimal, c: W_DecimalContext, at: Addr) -> W_Decimal:
    """The same after `begin_exact`: what could not be exact is invalid."""
    happened = load32(at + HAPPENED)
    if happened & NOT_EXACT != 0:
        c_set_error(number_at(d), u32(INVALID_OPERATION), at + HAPPENED)
        happened = load32(at + HAPPENED)
    settle(d)
    note(c, happened & ERRORS)
    return d

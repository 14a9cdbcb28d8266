"""Context: making, showing, copying."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, new_with_shape, unwrap, wrap
from protodialect.unsafe import load32, load64, store32, store64
from protopython.modules._decimal.attributes import SETTINGS, apply_settings, get_rounding, signal_dict, size_argument
from protopython.modules._decimal.library import (
    CLAMP,
    EMAX,
    EMIN,
    PREC,
    ROUND,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    STATUS,
    TRAPS,
    c_ieee_context,
)
from protopython.modules._decimal.signals import ANY_INVALID, CLAMPED, DIVISION_BY_ZERO, OVERFLOW, UNDERFLOW, names_of, signals_list, tuple_of
from protopython.modules._decimal.types import (
    CONTEXT,
    MODULE,
    W_DecimalContext,
    context_at,
    decimal_state,
    fill_context,
)
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.define import function, method, new
from protopython.objects.model.errors import value_error
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int

DEFAULT_TRAPS: Final[int] = ANY_INVALID | DIVISION_BY_ZERO | OVERFLOW
BASIC_TRAPS: Final[int] = DEFAULT_TRAPS | UNDERFLOW | CLAMPED
USUAL_EMAX: Final[int] = 999999
MAX_BITS: Final[int] = 512
"""Of the formats of IEEE 754."""


def new_context(cls: W_Type) -> W_DecimalContext:
    """One to be filled in."""
    c = new_with_shape(W_DecimalContext, cls.root_shape)
    c.capitals = 1
    c.w_traps = signal_dict(c, TRAPS)
    c.w_flags = signal_dict(c, STATUS)
    return c


def copy_context(given: W_DecimalContext) -> W_DecimalContext:
    c = new_context(CONTEXT)
    c.capitals = given.capitals
    to = context_at(c)
    at = context_at(given)
    store64(to + PREC, load64(at + PREC))
    store64(to + EMAX, load64(at + EMAX))
    store64(to + EMIN, load64(at + EMIN))
    store64(to + TRAPS, load64(at + TRAPS))
    store64(to + ROUND - 4, load64(at + ROUND - 4))
    store64(to + CLAMP, load64(at + CLAMP))
    return c


def default_context() -> W_DecimalContext:
    c = new_context(CONTEXT)
    fill_context(context_at(c), 28, -USUAL_EMAX, USUAL_EMAX, ROUND_HALF_EVEN, 0, DEFAULT_TRAPS)
    return c


def basic_context() -> W_DecimalContext:
    c = new_context(CONTEXT)
    fill_context(context_at(c), 9, -USUAL_EMAX, USUAL_EMAX, ROUND_HALF_UP, 0, BASIC_TRAPS)
    return c


def extended_context() -> W_DecimalContext:
    c = new_context(CONTEXT)
    fill_context(context_at(c), 9, -USUAL_EMAX, USUAL_EMAX, ROUND_HALF_EVEN, 0, 0)
    return c


@function(
    MODULE,
    "IEEEContext(bits, /)",
    doc="""The context of the decimal floating-point format of IEEE 754 that has so many
bits: a multiple of 32, at most IEEE_CONTEXT_MAX_BITS.

""",
)
def ieee_context(w_bits: Value) -> Value:
    bits = size_argument(w_bits)
    c = new_context(CONTEXT)
    if not 0 < bits <= MAX_BITS or c_ieee_context(context_at(c), i32(bits)) < 0:
        raise value_error(f"argument must be a multiple of 32, with a maximum of {MAX_BITS}")
    return wrap(c)


@new(
    CONTEXT,
    "(cls, *args, **kwargs)",
    shown="(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
)
def context_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    c = new_context(cls)
    given = decimal_state().default
    to = context_at(c)
    at = context_at(given)
    c.capitals = given.capitals
    fill_context(
        to, load64(at + PREC), load64(at + EMIN), load64(at + EMAX), load32(at + ROUND), load32(at + CLAMP), load32(at + TRAPS)
    )
    return wrap(c)


@method(CONTEXT, "__init__(self, /, *args, **kwargs)", doc="Initialize self.  See help(type(self)) for accurate signature.")
def context_init(self: W_DecimalContext, w_args: Value, w_kwargs: Value) -> Value:
    apply_settings(self, bind_tuple("", SETTINGS, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs)), 0)
    return w_None


@method(CONTEXT, "__repr__(self, /)", doc="Return repr(self).")
def context_repr(self: W_DecimalContext) -> Value:
    at = context_at(self)
    return wrap(
        f"Context(prec={load64(at + PREC)}, rounding={as_str(get_rounding(self))}, Emin={load64(at + EMIN)}, Emax={load64(at + EMAX)}, "
        f"capitals={self.capitals}, clamp={load32(at + CLAMP)}, flags={names_of(load32(at + STATUS))}, traps={names_of(load32(at + TRAPS))})"
    )


@method(CONTEXT, "__reduce__(self, /)", doc="How pickle makes the same context.")
def context_reduce(self: W_DecimalContext) -> Value:
    at = context_at(self)
    settings = tuple_of(
        [
            from_int(load64(at + PREC)), get_rounding(self), from_int(load64(at + EMIN)), from_int(load64(at + EMAX)),
            from_int(self.capitals), from_int(load32(at + CLAMP)), signals_list(load32(at + STATUS)), signals_list(load32(at + TRAPS)),
        ]
    )  # fmt: skip
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(settings)))


@method(CONTEXT, "copy(self, /)", doc="Another context with the same settings and flags.\n\n")
@method(CONTEXT, "__copy__(self, /)", doc="Another context with the same settings and flags.")
def context_copy(self: W_DecimalContext) -> Value:
    return wrap(copy_context(self))


@method(CONTEXT, "clear_flags(self, /)", doc="Reset all flags to False.\n\n")
def context_clear_flags(self: W_DecimalContext) -> Value:
    store32(context_at(self) + STATUS, 0)
    return w_None


@method(CONTEXT, "clear_traps(self, /)", doc="Set all traps to False.\n\n")
def context_clear_traps(self: W_DecimalContext) -> Value:
    store32(context_at(self) + TRAPS, 0)
    return w_None


@method(CONTEXT, "Etiny(self, /)", doc="Emin - prec + 1: the least exponent that a subnormal result can have.\n\n")
def context_etiny(self: W_DecimalContext) -> Value:
    at = context_at(self)
    return from_int(load64(at + EMIN) - (load64(at + PREC) - 1))


@method(CONTEXT, "Etop(self, /)", doc="Emax - prec + 1: the greatest exponent that a number of full precision can have.\n\n")
def context_etop(self: W_DecimalContext) -> Value:
    at = context_at(self)
    return from_int(load64(at + EMAX) - (load64(at + PREC) - 1))

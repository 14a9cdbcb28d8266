"""The types of the module decimal and how their objects are laid out. What they can do is in the files beside this one.

    Decimal    an mpd_t | four words | hash | array
                     '---^   or    -----------^      the coefficient: up to 76 digits in the four words, more in an array on the heap
    Context    an mpd_context_t | capitals | traps | flags

libmpdec writes its structs where they stand: the fields below that bear their members' names are read and written as C memory only. A number is
made by one call of the library, which may put a coefficient into memory of its own; `settle` takes it from there. After that it never
changes, but for `hash`, which is 0 until it is asked for.

A context may be changed by other threads at any time, so the library never sees it: `begin` makes a copy in memory of the thread's own, where
the library also says what happened, which `note` then adds to the context's flags.

On the host the structs are in memory of ctypes that lives as long as the object.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Any, Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, inline, new_with_shape, noinline, races, u8, unlikely
from protodialect.unsafe import Addr, address_of, load8, load64, memcpy, new_memory, store8, store32, store64
from protopython.modules._contextvars import W_ContextVar
from protopython.modules._decimal.library import (
    ALLOCATED,
    CLAMP,
    CORRECT,
    DATA,
    EMAX,
    EMIN,
    FLAGS,
    LENGTH,
    MAX_EMAX,
    MAX_PREC,
    MIN_EMIN,
    PREC,
    ROUND,
    ROUND_HALF_EVEN,
    STATIC,
    STATIC_DATA,
    STATUS,
    TRAPS,
)
from protopython.objects.model.buffer import ARRAY_HEADER
from protopython.objects.model.define import OBJECT, constant, define_module, define_type
from protopython.objects.tuple import EMPTY_TUPLE, W_Tuple
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.os import c_free
from protopython.protocore.state import State, context_slot, space_slot
from protopython.protocore.thread import context

MODULE: Final[str] = "_decimal"
define_module(MODULE, "Decimal numbers and their arithmetic, as libmpdec does it: what the module decimal is made of.")

FIELDS: Final[int] = 16
"""Where an object's first field is."""
HOST_SIZE: Final[int] = 512

WORDS: Final[int] = 48
"""Where in the memory of a Decimal its own words are."""
N_WORDS: Final[int] = 4


def host_memory(obj: Any) -> Addr:
    """On the host: the C memory of an object."""
    held = obj.__dict__.get("_host_memory")
    if held is None:
        held = _host_ctypes.create_string_buffer(HOST_SIZE)
        obj.__dict__["_host_memory"] = held
    return _host_ctypes.addressof(held)


# --- Decimal -----------------------------------------------------------------------------------------------------------


@races(hash="whoever asks first stores what all would")
class W_Decimal(W_Object):
    flags: int
    exp: int
    digits: int
    length: int
    alloc: int
    data: Addr
    word_0: int
    word_1: int
    word_2: int
    word_3: int
    hash: int
    array: Array[u8] | None


DECIMAL = define_type(
    "Decimal",
    W_Decimal,
    OBJECT,
    module="decimal",
    doc="""A decimal number: of an int, a str, a tuple (sign, digits, exponent), a float
or another Decimal, always exactly; Decimal('0') of nothing.

The context only says whether text that is no number raises InvalidOperation.

""",
)
constant(MODULE, "Decimal", DECIMAL)


@inline
def number_at(d: W_Decimal) -> Addr:
    """The mpd_t."""
    if COMPILED:
        return address_of(d) + FIELDS
    else:
        return host_memory(d)


@inline
def new_decimal(cls: W_Type) -> W_Decimal:
    """One to be given its number by the library."""
    d = new_with_shape(W_Decimal, cls.root_shape)
    at = number_at(d)
    store64(at + FLAGS, STATIC | STATIC_DATA)
    store64(at + ALLOCATED, N_WORDS)
    store64(at + DATA, at + WORDS)
    return d


@inline
def settle(d: W_Decimal) -> None:
    """What the library made is d's."""
    at = number_at(d)
    if unlikely(load8(at + FLAGS) & STATIC_DATA == 0):
        take_coefficient(d, at)


@noinline
def take_coefficient(d: W_Decimal, at: Addr) -> None:
    """Moves what the library has allocated to the heap."""
    given = load64(at + DATA)
    n = load64(at + LENGTH)
    try:
        if n <= N_WORDS:
            place_coefficient(at, at + WORDS, n, N_WORDS)
        elif COMPILED:
            array = new_memory(8 * n)
            d.array = array
            place_coefficient(at, address_of(array) + ARRAY_HEADER, n, n)
        else:
            held = _host_ctypes.create_string_buffer(8 * n)
            d.__dict__["_host_array"] = held
            place_coefficient(at, _host_ctypes.addressof(held), n, n)
    finally:
        c_free(given)


def place_coefficient(at: Addr, to: Addr, n: int, allocated: int) -> None:
    memcpy(to, load64(at + DATA), 8 * n)
    store64(at + DATA, to)
    store64(at + ALLOCATED, allocated)
    store8(at + FLAGS, load8(at + FLAGS) | STATIC_DATA)


# --- Context -----------------------------------------------------------------------------------------------------------


@races(capitals="one word, each value of which is right")
class W_DecimalContext(W_Object):
    prec: int
    emax: int
    emin: int
    traps_status: int
    newtrap_round: int
    clamp_correct: int
    capitals: int
    """1: E for the exponent; 0: e."""
    w_traps: Value
    w_flags: Value


CONTEXT = define_type(
    "Context",
    W_DecimalContext,
    OBJECT,
    module="decimal",
    doc="""How arithmetic is done: how many digits a result has at most, how it is
rounded, how large and small exponents may be, and which signals raise.

What is not given is as in DefaultContext; no flag is set.

    >>> Context(prec=4, rounding=ROUND_DOWN).divide(2, 3)
    Decimal('0.6666')

""",
)
constant(MODULE, "Context", CONTEXT)


@inline
def context_at(c: W_DecimalContext) -> Addr:
    """The mpd_context_t."""
    if COMPILED:
        return address_of(c) + FIELDS
    else:
        return host_memory(c)


class W_SignalDict(W_Object):
    """A context's flags or traps as a mapping. Without a context: one that a program made or made anew, which is good for nothing."""

    context: W_DecimalContext | None
    place: int
    """TRAPS or STATUS."""


SIGNAL_DICT_MIXIN = define_type("SignalDictMixin", W_SignalDict, OBJECT, module="decimal")
"""The class of such mappings derives from this one and from collections.abc.MutableMapping."""


class W_ContextManager(W_Object):
    local: W_DecimalContext
    outer: W_DecimalContext


CONTEXT_MANAGER = define_type("ContextManager", W_ContextManager, OBJECT, module="decimal", flags=TypeFlags.NO_INSTANTIATE)


# --- what a space has --------------------------------------------------------------------------------------------------


class DecimalState(State):
    """What the module makes when it is first imported."""

    ready: bool
    variable: W_ContextVar
    """The current context."""
    default: W_DecimalContext
    basic: W_DecimalContext
    extended: W_DecimalContext
    signals: W_Tuple
    """The classes of signals.SIGNALS."""
    conditions: W_Tuple
    """The classes of signals.CONDITIONS."""
    w_exception: Value
    """DecimalException"""
    signal_dict: W_Type
    w_decimal_tuple: Value
    w_rational: Value
    roundings: W_Tuple
    """The names of the ways to round, by number."""

    def __init__(self) -> None:
        self.ready = False
        self.signals = EMPTY_TUPLE
        self.conditions = EMPTY_TUPLE
        self.roundings = EMPTY_TUPLE
        self.signal_dict = SIGNAL_DICT_MIXIN
        self.w_exception = EMPTY
        self.w_decimal_tuple = EMPTY
        self.w_rational = EMPTY


def new_decimal_state() -> State:
    return DecimalState()


DECIMAL_STATE: Final[int] = space_slot(new_decimal_state)


def decimal_state() -> DecimalState:
    return cast(DecimalState, context().space.states[DECIMAL_STATE])


# --- what a thread has -------------------------------------------------------------------------------------------------

HAPPENED: Final[int] = 48
"""Behind the context: what happened in a call."""
OUT: Final[int] = 56
"""A pointer that a call gives."""
TEXT: Final[int] = 64
"""Short text, and what a format says."""
TEXT_ROOM: Final[int] = 256
WORK_SIZE: Final[int] = TEXT + TEXT_ROOM


class Work(State):
    """A thread's memory for calls of the library, and its current context."""

    cells: Array[u8]
    at: Addr
    current: W_DecimalContext | None
    """None: not known. It is current while the thread has entered and left as many contexts of contextvars as `switches` says."""
    switches: int

    def __init__(self) -> None:
        self.current = None
        self.switches = 0
        if COMPILED:
            self.cells = Array[u8](WORK_SIZE, u8(0))
            self.at = address_of(self.cells) + ARRAY_HEADER
        else:
            self.at = host_memory(self)


def new_work() -> State:
    return Work()


WORK: Final[int] = context_slot(new_work)


@inline
def work() -> Work:
    return cast(Work, context().states[WORK])


@inline
def begin(c: W_DecimalContext) -> Addr:
    """The thread's memory, for one call of the library in context c."""
    at = work().at
    given = context_at(c)
    store64(at + PREC, load64(given + PREC))
    store64(at + EMAX, load64(given + EMAX))
    store64(at + EMIN, load64(given + EMIN))
    store64(at + TRAPS, load64(given + TRAPS))
    store64(at + ROUND - 4, load64(given + ROUND - 4))
    store64(at + CLAMP, load64(given + CLAMP))
    store64(at + HAPPENED, 0)
    return at


def begin_exact() -> Addr:
    """The same for a context in which only what is too large for memory has no exact result."""
    at = work().at
    fill_context(at, MAX_PREC, MIN_EMIN, MAX_EMAX, ROUND_HALF_EVEN, 0, 0)
    store64(at + HAPPENED, 0)
    return at


def fill_context(at: Addr, prec: int, emin: int, emax: int, rounding: int, clamp: int, traps: int) -> None:
    store64(at + PREC, prec)
    store64(at + EMAX, emax)
    store64(at + EMIN, emin)
    store32(at + TRAPS, traps)
    store32(at + STATUS, 0)
    store32(at + ROUND - 4, 0)
    store32(at + ROUND, rounding)
    store32(at + CLAMP, clamp)
    store32(at + CORRECT, 1)


def prec_of(c: W_DecimalContext) -> int:
    return load64(context_at(c) + PREC)

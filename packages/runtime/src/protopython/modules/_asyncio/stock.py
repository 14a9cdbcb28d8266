"""What the module takes from asyncio's Python modules: looked up when first needed, and kept, since it is needed for every task."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, try_as, wrap
from protopython.objects.model.call import call0, call1
from protopython.objects.model.errors import type_error, x
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_name
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

CANCELLED_ERROR: Final[int] = 0
INVALID_STATE_ERROR: Final[int] = 1
FUTURE_REPR: Final[int] = 2
TASK_REPR: Final[int] = 3
GET_STACK: Final[int] = 4
PRINT_STACK: Final[int] = 5
IS_COROUTINE: Final[int] = 6
EXTRACT_STACK: Final[int] = 7

SOURCES: Final[Array[str]] = Array.of([
    "asyncio.exceptions", "asyncio.exceptions", "asyncio.base_futures", "asyncio.base_tasks",
    "asyncio.base_tasks", "asyncio.base_tasks", "asyncio.coroutines", "traceback",
])  # fmt: skip
NAMES: Final[Array[str]] = Array.of([
    "CancelledError", "InvalidStateError", "_future_repr", "_task_repr",
    "_task_get_stack", "_task_print_stack", "iscoroutine", "extract_stack",
])  # fmt: skip


class Stock(State):
    found: Array[Value]

    def __init__(self) -> None:
        self.found = Array[Value](8, EMPTY)


def new_stock() -> State:
    return Stock()


STOCK: Final[int] = space_slot(new_stock)


def stock(which: int) -> Value:
    found = cast(Stock, context().space.states[STOCK]).found
    w = found[which]
    if is_empty(w):
        w = stock_function(SOURCES[which], NAMES[which])
        found[which] = w
    return w


def exception(w: Value) -> Value:
    """w, which some class of asyncio.exceptions has made."""
    if try_as(x.W_BaseException, w) is None:
        raise type_error(f"exceptions must derive from BaseException, not {type_name(w)}")
    return w


def is_cancelled_error(w_exc: Value) -> bool:
    t = try_as(W_Type, stock(CANCELLED_ERROR))
    return t is not None and x.exception_is(w_exc, t)


def invalid_state(message: str) -> PyError:
    return PyError(exception(call1(stock(INVALID_STATE_ERROR), wrap(message))))


def new_cancelled_error(w_message: Value) -> Value:
    """CancelledError(message); without an argument if it is EMPTY."""
    w_type = stock(CANCELLED_ERROR)
    return exception(call0(w_type) if is_empty(w_message) else call1(w_type, w_message))

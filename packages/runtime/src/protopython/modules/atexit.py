"""The atexit module: functions to be called when the program ends.

The space keeps the list, latest last; run_exit_functions() is what the command calls after the last thread has ended.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, unwrap, wrap
from protopython.engine import streams
from protopython.objects.dict.dict import W_Dict
from protopython.objects.list.list import W_List, list_append, list_clear, list_get, list_length, list_remove_found, list_snapshot, new_list
from protopython.objects.model import operations
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import type_error
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "atexit"
define_module(MODULE, "allow programmer to define multiple exit functions to be executed upon normal program termination.")


class ExitFunctions(State):
    functions: W_List
    """Tuples (function, arguments, keyword arguments)."""

    def __init__(self) -> None:
        self.functions = new_list()


def new_exit_functions() -> State:
    return ExitFunctions()


STATE: Final[int] = space_slot(new_exit_functions)


def exit_functions() -> W_List:
    return cast(ExitFunctions, context().space.states[STATE]).functions


@function(MODULE, "register(func, /, *args, **kwargs)", doc="Register a function to be executed upon normal program termination.")
def register(w_func: Value, w_args: Value, w_kwargs: Value) -> Value:
    if is_empty(special(w_func, Special.CALL)):
        raise type_error("the first argument must be callable")
    list_append(exit_functions(), wrap(new_tuple3(w_func, w_args, w_kwargs)))
    return w_func


@function(MODULE, "unregister(func, /)", doc="Unregister an exit function which was previously registered using atexit.register")
def unregister(w_func: Value) -> Value:
    functions = exit_functions()
    i = 0
    while True:
        w = list_get(functions, i)
        if is_empty(w):
            return w_None
        if not operations.equal(unwrap(W_Tuple, w).items[0], w_func) or not list_remove_found(functions, i, w):
            i += 1


@function(MODULE, "_clear()", doc="Forgets all exit functions.")
def clear() -> Value:
    list_clear(exit_functions())
    return w_None


@function(MODULE, "_ncallbacks()", doc="The number of exit functions.")
def ncallbacks() -> Value:
    return from_int(list_length(exit_functions()))


@function(MODULE, "_run_exitfuncs()", doc="Calls all exit functions.")
def run_exitfuncs() -> Value:
    run_exit_functions()
    return w_None


def run_exit_functions() -> None:
    """Calls what is registered, the latest first; what it raises is shown and passed over."""
    functions = exit_functions()
    snapshot = list_snapshot(functions)
    n = len(snapshot)
    while n > 0:
        n -= 1
        entry = unwrap(W_Tuple, snapshot[n])
        try:
            call_tuple_kw(entry.items[0], EMPTY, unwrap(W_Tuple, entry.items[1]), unwrap(W_Dict, entry.items[2]))
        except PyError as e:
            streams.report_ignored(f"Exception ignored in atexit callback {callback_repr(entry.items[0])}:\n", e.w_value)
    list_clear(exit_functions())


def callback_repr(w_func: Value) -> str:
    try:
        return operations.repr_of(w_func)
    except PyError:
        return "<unprintable callback>"

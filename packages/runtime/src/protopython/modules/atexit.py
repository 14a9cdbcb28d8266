"""The atexit module: functions to be called when the program ends.

The space keeps the list, latest last; run_exit_functions() is what the command calls after the last thread has ended.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, context, unwrap, wrap
from protopython.engine import streams
from protopython.objects import operations
from protopython.objects.call import call_tuple_kw
from protopython.objects.define import define_module, function
from protopython.objects.dict import W_Dict
from protopython.objects.errors import type_error
from protopython.objects.list import W_List, list_append, list_clear, list_get, list_length, list_remove_found, list_snapshot
from protopython.objects.singletons import w_None
from protopython.objects.special import Special
from protopython.objects.tuple import W_Tuple, new_tuple3
from protopython.objects.types import special
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "atexit"
define_module(MODULE, "allow programmer to define multiple exit functions to be executed upon normal program termination.")


def exit_functions() -> W_List:
    """Tuples (function, arguments, keyword arguments)."""
    return context().space.exit_functions


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


@function(MODULE, "_clear()")
def clear() -> Value:
    list_clear(exit_functions())
    return w_None


@function(MODULE, "_ncallbacks()")
def ncallbacks() -> Value:
    return from_int(list_length(exit_functions()))


@function(MODULE, "_run_exitfuncs()")
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

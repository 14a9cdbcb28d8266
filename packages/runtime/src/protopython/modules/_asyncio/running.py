"""Which event loop each thread runs, and which task that loop is busy with."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Value
from protodialect.unsafe import CX_NEXT, address_of, load64, object_at
from protopython.objects.model.call import call0, call_method0
from protopython.objects.model.define import function
from protopython.objects.model.errors import runtime_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.stock import stock_function
from protopython.objects.singletons import w_None
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.threads import THREADS, start_others, stop_others
from protopython.protocore.value import is_empty, same

MODULE: Final[str] = "_asyncio"


class Running(State):
    """One thread's; EMPTY: none."""

    w_loop: Value
    w_task: Value

    def __init__(self) -> None:
        self.w_loop = EMPTY
        self.w_task = EMPTY


def new_running() -> State:
    return Running()


RUNNING: Final[int] = context_slot(new_running)


def running() -> Running:
    return cast(Running, context().states[RUNNING])


def none_if_empty(w: Value) -> Value:
    return w_None if is_empty(w) else w


# --- loops --------------------------------------------------------------------------------------------------------------


@function(MODULE, "_get_running_loop()", doc="The event loop that this thread runs, or None. For event loops' own use.")
def get_running_loop_or_none() -> Value:
    return none_if_empty(running().w_loop)


@function(MODULE, "_set_running_loop(loop, /)", doc="Says which event loop this thread runs (None: no more). For event loops' own use.")
def set_running_loop(w_loop: Value) -> Value:
    running().w_loop = EMPTY if same(w_loop, w_None) else w_loop
    return w_None


def running_loop() -> Value:
    w_loop = running().w_loop
    if is_empty(w_loop):
        raise runtime_error("no running event loop")
    return w_loop


@function(MODULE, "get_running_loop()", doc="The event loop that this thread runs; RuntimeError if it runs none.")
def get_running_loop() -> Value:
    return running_loop()


def current_loop() -> Value:
    """The loop that this thread runs, or else the one that the policy has for it."""
    w_loop = running().w_loop
    if not is_empty(w_loop):
        return w_loop
    return call_method0(call0(stock_function("asyncio.events", "_get_event_loop_policy")), "get_event_loop")


@function(MODULE, "get_event_loop()", doc="The event loop that this thread runs, or else the one that the event loop policy has for it.")
def get_event_loop() -> Value:
    return current_loop()


# --- tasks --------------------------------------------------------------------------------------------------------------


def entered(w_loop: Value) -> Running:
    """This thread's state, of which w_loop must be the loop."""
    own = running()
    if is_empty(own.w_loop) or not same(own.w_loop, w_loop):
        raise runtime_error(f"loop {repr_of(w_loop)} is not the running loop")
    return own


def enter_task(w_loop: Value, w_task: Value) -> None:
    own = entered(w_loop)
    if not is_empty(own.w_task):
        raise runtime_error(f"Cannot enter into task {repr_of(w_task)} while another task {repr_of(own.w_task)} is being executed.")
    own.w_task = w_task


def leave_task(w_loop: Value, w_task: Value) -> None:
    own = entered(w_loop)
    if is_empty(own.w_task) or not same(own.w_task, w_task):
        raise runtime_error(f"Invalid attempt to leave task {repr_of(w_task)} while task {repr_of(none_if_empty(own.w_task))} is entered.")
    own.w_task = EMPTY


def swap_task(w_loop: Value, w_task: Value) -> Value:
    """What was the current task, or None; w_task, or none if it is None, is it from now on."""
    own = entered(w_loop)
    w_previous = own.w_task
    own.w_task = EMPTY if same(w_task, w_None) else w_task
    return none_if_empty(w_previous)


@function(MODULE, "_enter_task(loop, task)", doc="The loop begins or resumes a task of its own.")
def enter_task_function(w_loop: Value, w_task: Value) -> Value:
    enter_task(w_loop, w_task)
    return w_None


@function(MODULE, "_leave_task(loop, task)", doc="The loop's current task ends or is suspended.")
def leave_task_function(w_loop: Value, w_task: Value) -> Value:
    leave_task(w_loop, w_task)
    return w_None


@function(
    MODULE,
    "_swap_current_task(loop, task)",
    doc="Makes task the loop's current one for a while (None: it has none); the one before, or None. For eager tasks.",
)
def swap_current_task(w_loop: Value, w_task: Value) -> Value:
    return swap_task(w_loop, w_task)


@function(MODULE, "current_task(loop=None)", doc="The task that a loop is busy with, or None; without an argument of the running loop.")
def current_task(w_loop: Value) -> Value:
    if same(w_loop, w_None):
        w_loop = running_loop()
    own = running()
    if not is_empty(own.w_loop) and same(own.w_loop, w_loop):
        return none_if_empty(own.w_task)
    return none_if_empty(task_of_other_thread(w_loop))


def task_of_other_thread(w_loop: Value) -> Value:
    """EMPTY: w_loop has no current task."""
    if COMPILED:
        w_found = EMPTY
        stop_others()
        at = THREADS.first
        while at != 0:
            thread = object_at(ProtoContext, at)
            if address_of(thread.frame) != 0 and thread.space is context().space:
                other = cast(Running, thread.states[RUNNING])
                if not is_empty(other.w_loop) and same(other.w_loop, w_loop):
                    w_found = other.w_task
                    break
            at = load64(at + CX_NEXT)
        start_others()
        return w_found
    else:
        return EMPTY


def forget_running() -> None:
    """In the child of a fork: neither loop nor task goes on here."""
    own = running()
    own.w_loop = EMPTY
    own.w_task = EMPTY

"""_tracemalloc: which line allocated what is alive.

A trace is of an object of the heap, with the size that was asked for. Parts are objects of their own: a list and the array of its items, a
dict and its table. All are in domain 0. Who asks how much there is, or for the traces, is told of what is alive: that costs a collection. The
peak is of what took memory, and so includes what was dead and not yet collected.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, Array, Value, is_pointer, unwrap, wrap
from protodialect.unsafe import address_of, value_bits
from protopython.engine.finalization import run_collector_work
from protopython.modules._tracemalloc.traces import HEAD, KEPT, MAX_FRAMES, TOTAL, Copy, Traces, traces
from protopython.modules.support.system_calls import c_int
from protopython.objects.code.code import W_Code
from protopython.objects.code.positions import line_at
from protopython.objects.exceptions.exceptions import NOT_IMPLEMENTED_ERROR
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import error, value_error
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple4, new_tuple_n
from protopython.protocore.collector import collect_at_call, has_collector_work, unwatch_allocations, watch_allocations
from protopython.protocore.polling import check_signals
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value

MODULE: Final[str] = "_tracemalloc"
define_module(MODULE, "Debug module to trace memory blocks allocated by Python.")

ROUNDS: Final[int] = 4096


class Limit(State):
    frames: int
    """Of a trace, when tracing was last started."""

    def __init__(self) -> None:
        self.frames = 1


def new_limit() -> State:
    return Limit()


LIMIT: Final[int] = space_slot(new_limit)


def limit() -> Limit:
    return cast(Limit, context().space.states[LIMIT])


# --- on and off ---------------------------------------------------------------------------------------------------------


def start_tracing(frames: int) -> None:
    if frames < 1 or frames > MAX_FRAMES:
        raise value_error(f"the number of frames must be in range [1; {MAX_FRAMES}]")
    if COMPILED:
        if traces() is None:
            limit().frames = frames
            watch_allocations(Traces(frames))
    else:
        raise error(NOT_IMPLEMENTED_ERROR, "uncompiled protopy cannot trace allocations")


@function(MODULE, "start(nframe=1, /)", doc="Starts to trace allocations; nframe: how many frames of the call stack are kept.")
def start(w_frames: Value) -> Value:
    start_tracing(c_int(w_frames))
    return w_None


@function(MODULE, "stop()", doc="Stops tracing, and forgets all traces.")
def stop() -> Value:
    watcher = unwatch_allocations()
    if isinstance(watcher, Traces):
        watcher.clear(True)
    return w_None


@function(MODULE, "is_tracing()", doc="Whether allocations are traced.")
def is_tracing() -> Value:
    return new_bool(traces() is not None)


@function(MODULE, "get_traceback_limit()", doc="How many frames a trace has at most.")
def get_traceback_limit() -> Value:
    return from_int(limit().frames)


# --- sizes --------------------------------------------------------------------------------------------------------------


def drop_dead(t: Traces) -> None:
    """Only what is alive is recorded now."""
    collect_untraced(t)
    if has_collector_work():
        run_collector_work()
        collect_untraced(t)  # what has been finalized can go


def collect_untraced(t: Traces) -> None:
    if COMPILED:
        t.trace_no_more(address_of(context()))
        collect_at_call()
        t.trace_again(address_of(context()))


@function(MODULE, "get_traced_memory()", doc="The bytes of all that is traced, now and at most: (current, peak).")
def get_traced_memory() -> Value:
    t = traces()
    if t is None:
        return wrap(new_tuple2(from_int(0), from_int(0)))
    drop_dead(t)
    size, peak = t.sizes()
    return wrap(new_tuple2(from_int(size), from_int(peak)))


@function(MODULE, "reset_peak()", doc="The peak is what is traced now.")
def reset_peak() -> Value:
    t = traces()
    if t is not None:
        drop_dead(t)
        t.reset_peak()
    return w_None


@function(MODULE, "clear_traces()", doc="Forgets what is traced up to now.")
def clear_traces() -> Value:
    t = traces()
    if t is not None:
        t.clear(False)
    return w_None


@function(MODULE, "get_tracemalloc_memory()", doc="The bytes that the traces take.")
def get_tracemalloc_memory() -> Value:
    t = traces()
    return from_int(0 if t is None else t.memory())


# --- traces -------------------------------------------------------------------------------------------------------------


def frames_of(stacks: Array[Value], place: int) -> W_Tuple:
    """The frames of a stack as (file, line), innermost first."""
    n = int_value(stacks[place + KEPT])
    if n == 0:
        return new_tuple1(wrap(new_tuple2(wrap("<unknown>"), from_int(0))))
    frames = new_tuple_n(n)
    for i in range(n):
        code = unwrap(W_Code, stacks[place + HEAD + 2 * i])
        line = line_at(code, int_value(stacks[place + HEAD + 2 * i + 1]) - 1)
        frames.items[i] = wrap(new_tuple2(wrap(code.filename), from_int(max(line, 0))))
    return frames


def add_traces(copy: Copy, result: W_List) -> None:
    tuples: dict[int, W_Tuple] = {}
    for i in range(0, copy.n, 2):
        if i % ROUNDS == 0:
            check_signals()
        place = copy.records[i + 1]
        if place not in tuples:
            tuples[place] = frames_of(copy.stacks, place)
        list_append(result, wrap(new_tuple4(from_int(0), from_int(copy.records[i]), wrap(tuples[place]), copy.stacks[place + TOTAL])))


@function(MODULE, "_get_traces()", doc="A list of (domain, size, frames, how many frames there were) of all that is traced and alive.")
def get_traces() -> Value:
    result = new_list()
    t = traces()
    if t is None:
        return wrap(result)
    drop_dead(t)
    if COMPILED:
        cx = address_of(context())
        t.trace_no_more(cx)
        try:
            add_traces(t.copy(), result)
        finally:
            t.trace_again(cx)
    return wrap(result)


@function(MODULE, "_get_object_traceback(obj, /)", doc="The frames that allocated an object, or None.")
def get_object_traceback(w_obj: Value) -> Value:
    t = traces()
    if t is None or not is_pointer(w_obj):
        return w_None
    stack = t.stack_of(value_bits(w_obj))
    return w_None if stack is None else wrap(frames_of(stack, 0))

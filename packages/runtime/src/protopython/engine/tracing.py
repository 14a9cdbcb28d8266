"""sys.settrace and sys.setprofile: two tools of the monitoring beneath them, with a function for each thread.

Source: CPython documentation, sys.settrace and sys.setprofile; data model, "Frame objects".
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, locked, try_as, wrap
from protopython.objects.code import monitors
from protopython.objects.code.monitors import (
    C_RAISE,
    C_RETURN,
    CALL,
    INSTRUCTION,
    JUMP,
    LINE,
    PROFILER,
    PY_RESUME,
    PY_RETURN,
    PY_START,
    PY_THROW,
    PY_UNWIND,
    PY_YIELD,
    RAISE,
    TRACER,
    watch_of,
)
from protopython.objects.code.positions import line_at
from protopython.objects.code.units import index_at
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import FRAME, W_Frame, trace_of
from protopython.objects.frame_methods import hold, trace_flag
from protopython.objects.model.attributes import bind_builtin
from protopython.objects.model.auditing import hooks_of_thread
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.call import call3
from protopython.objects.model.define import setter
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.space import ProtoSpace
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.value import int_value, is_empty, same

TRACED: Final[int] = (
    (1 << PY_START) | (1 << PY_RESUME) | (1 << PY_THROW) | (1 << PY_RETURN) | (1 << PY_YIELD) | (1 << PY_UNWIND)
    | (1 << LINE) | (1 << JUMP) | (1 << RAISE)
)  # fmt: skip
PROFILED: Final[int] = (
    (1 << PY_START) | (1 << PY_RESUME) | (1 << PY_THROW) | (1 << PY_RETURN) | (1 << PY_YIELD) | (1 << PY_UNWIND)
    | (1 << CALL) | (1 << C_RETURN) | (1 << C_RAISE)
)  # fmt: skip


class Running:
    event: int
    frame: W_Frame | None

    def __init__(self, event: int, frame: W_Frame | None) -> None:
        self.event = event
        self.frame = frame


class ThreadWatch(State):
    """What one thread has to do with monitoring."""

    depth: int
    """Not 0 while a callback, a trace or a profile function runs: then nothing is reported."""
    w_trace: Value
    """EMPTY: none."""
    w_profile: Value
    event: int
    """What the innermost callback that runs was called for; -1: none runs."""
    frame: W_Frame | None
    """The frame whose event that is."""

    def __init__(self) -> None:
        self.depth = 0
        self.w_trace = EMPTY
        self.w_profile = EMPTY
        self.event = -1
        self.frame = None

    def begin(self, event: int, frame: W_Frame) -> Running:
        """A callback is about to be called; the result is for `end`."""
        before = Running(self.event, self.frame)
        self.depth += 1
        self.event = event
        self.frame = frame
        return before

    def end(self, before: Running) -> None:
        self.depth -= 1
        self.event = before.event
        self.frame = before.frame


def new_thread_watch() -> State:
    return ThreadWatch()


THREAD_WATCH: Final[int] = context_slot(new_thread_watch)


def thread_watch(cx: ProtoContext) -> ThreadWatch:
    return cast(ThreadWatch, cx.states[THREAD_WATCH])


# --- setting ----------------------------------------------------------------------------------------------------------


def set_trace(cx: ProtoContext, w_function: Value) -> None:
    """The trace function of a thread; EMPTY: none."""
    state = thread_watch(cx)
    before = not is_empty(state.w_trace)
    state.w_trace = w_function
    watch = watch_of(cx.space)
    with locked(cx.space.w_sys):
        watch.n_traced += (0 if is_empty(w_function) else 1) - (1 if before else 0)
    apply(cx.space)


def set_profile(cx: ProtoContext, w_function: Value) -> None:
    """The profile function of a thread; EMPTY: none."""
    state = thread_watch(cx)
    before = not is_empty(state.w_profile)
    state.w_profile = w_function
    watch = watch_of(cx.space)
    with locked(cx.space.w_sys):
        watch.n_profiled += (0 if is_empty(w_function) else 1) - (1 if before else 0)
    apply(cx.space)


def apply(space: ProtoSpace) -> None:
    """Watches what some thread wants to be told."""
    watch = watch_of(space)
    traced = 0
    if watch.n_traced > 0:
        traced = TRACED | (1 << INSTRUCTION) if watch.opcodes else TRACED
    if watch.events[TRACER] != traced:
        monitors.set_events(space, TRACER, traced)
    profiled = PROFILED if watch.n_profiled > 0 else 0
    if watch.events[PROFILER] != profiled:
        monitors.set_events(space, PROFILER, profiled)


@setter(FRAME, "f_trace_opcodes")
def frame_set_trace_opcodes(self: W_Frame, w_value: Value) -> Value:
    trace_of(self).opcodes = trace_flag(w_value)
    watch = watch_of(context().space)
    if trace_of(self).opcodes and not watch.opcodes:
        watch.opcodes = True
        apply(context().space)
    return w_None


def thread_ends(cx: ProtoContext) -> None:
    if not is_empty(thread_watch(cx).w_trace):
        set_trace(cx, EMPTY)
    if not is_empty(thread_watch(cx).w_profile):
        set_profile(cx, EMPTY)


# --- reporting --------------------------------------------------------------------------------------------------------


def report(cx: ProtoContext, frame: W_Frame, tool: int, event: int, i: int, w_x: Value, w_y: Value) -> None:
    """Tells the thread's trace function (tool TRACER) or its profile function of an event."""
    if hooks_of_thread(cx).depth > 0:
        return
    state = thread_watch(cx)
    if tool == PROFILER:
        if not is_empty(state.w_profile):
            profile(cx, state, frame, event, w_x, w_y)
    elif not is_empty(state.w_trace):
        trace(cx, state, frame, event, i, w_x)


def profile(cx: ProtoContext, state: ThreadWatch, frame: W_Frame, event: int, w_x: Value, w_y: Value) -> None:
    name = "call"
    w_argument = w_None
    if event == CALL or event == C_RETURN or event == C_RAISE:
        w_argument = c_function_called(w_x, w_y)
        if is_empty(w_argument):
            return
        name = "c_call" if event == CALL else "c_return" if event == C_RETURN else "c_exception"
    elif event == PY_RETURN or event == PY_YIELD:
        name = "return"
        w_argument = w_x
    elif event == PY_UNWIND:
        name = "return"
    before = state.begin(event, frame)
    try:
        call3(state.w_profile, hold(frame), wrap(name), w_argument)
    except PyError as e:
        set_profile(cx, EMPTY)
        raise e
    finally:
        state.end(before)


def c_function_called(w_callable: Value, w_first: Value) -> Value:
    """What a profile function is told of a call: a built-in function or a built-in method, bound; EMPTY where it is told nothing."""
    b = try_as(W_Builtin, w_callable)
    if b is None:
        return EMPTY
    if not is_empty(b.w_self) or b.kind == BuiltinKind.FUNCTION:
        return w_callable
    return bind_builtin(b, w_first) if b.kind == BuiltinKind.METHOD else EMPTY


def trace(cx: ProtoContext, state: ThreadWatch, frame: W_Frame, event: int, i: int, w_x: Value) -> None:
    name = "call"
    w_argument = w_None
    local = frame.trace
    w_function = EMPTY if local is None else local.w_function
    if event == PY_START or event == PY_RESUME or event == PY_THROW:
        w_function = state.w_trace
    elif event == LINE:
        if local is None or local.no_lines:
            return
        name = "line"
    elif event == INSTRUCTION:
        if local is None or not local.opcodes:
            return
        name = "opcode"
    elif event == JUMP:
        # A loop on one line begins it anew in each round.
        target = index_at(frame.code, int_value(w_x))
        if local is None or local.no_lines or target > i + 1 or line_at(frame.code, target) != line_at(frame.code, i):
            return
        name = "line"
    elif event == RAISE:
        name = "exception"
        w_argument = wrap(new_tuple3(wrap(type_of(w_x)), w_x, traceback_of(w_x)))
    else:
        name = "return"
        if event != PY_UNWIND:
            w_argument = w_x
    if is_empty(w_function) or same(w_function, w_None):
        return
    before = state.begin(event, frame)
    try:
        w_local = call3(w_function, hold(frame), wrap(name), w_argument)
    except PyError as e:
        set_trace(cx, EMPTY)
        trace_of(frame).w_function = EMPTY
        raise e
    finally:
        state.end(before)
    if not same(w_local, w_None):
        trace_of(frame).w_function = w_local


def traceback_of(w_exc: Value) -> Value:
    e = try_as(W_BaseException, w_exc)
    if e is None or e.traceback is None:
        return w_None
    return wrap(e.traceback)

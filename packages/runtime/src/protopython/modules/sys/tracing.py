"""sys: trace and profile functions, of this thread and of all."""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Value, locked, try_as
from protodialect.unsafe import CX_NEXT, address_of, load64, object_at
from protopython.engine import tracing
from protopython.objects.code.monitors import watch_of
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import function
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.threads import THREADS, start_others, stop_others
from protopython.protocore.value import is_empty, same


def none_as_empty(w: Value) -> Value:
    return EMPTY if same(w, w_None) else w


@function("sys", "settrace(function, /)", doc="Sets what is called at each line, call, return and exception of this thread; None: nothing.")
def settrace(w_function: Value) -> Value:
    audit("sys.settrace")
    tracing.set_trace(context(), none_as_empty(w_function))
    return w_None


@function("sys", "gettrace()", doc="The trace function of this thread, or None.")
def gettrace() -> Value:
    return empty_as_none(tracing.thread_watch(context()).w_trace)


@function("sys", "setprofile(function, /)", doc="Sets what is called at each call and return of this thread; None: nothing.")
def setprofile(w_function: Value) -> Value:
    audit("sys.setprofile")
    tracing.set_profile(context(), none_as_empty(w_function))
    return w_None


@function("sys", "getprofile()", doc="The profile function of this thread, or None.")
def getprofile() -> Value:
    return empty_as_none(tracing.thread_watch(context()).w_profile)


@function("sys", "_settraceallthreads(function, /)", doc="settrace for all threads.")
def settraceallthreads(w_function: Value) -> Value:
    set_in_all(none_as_empty(w_function), True)
    return w_None


@function("sys", "_setprofileallthreads(function, /)", doc="setprofile for all threads.")
def setprofileallthreads(w_function: Value) -> Value:
    set_in_all(none_as_empty(w_function), False)
    return w_None


def set_in_all(w_function: Value, trace: bool) -> None:
    cx = context()
    n = 0
    if COMPILED:
        stop_others()
        at = THREADS.first
        while at != 0:
            thread = object_at(ProtoContext, at)
            if address_of(thread.frame) != 0 and thread.space is cx.space:
                n += 1
                set_in(thread, w_function, trace)
            at = load64(at + CX_NEXT)
        start_others()
    else:
        n = 1
        set_in(cx, w_function, trace)
    watch = watch_of(cx.space)
    with locked(cx.space.w_sys):
        if trace:
            watch.n_traced = 0 if is_empty(w_function) else n
        else:
            watch.n_profiled = 0 if is_empty(w_function) else n
    tracing.apply(cx.space)


def set_in(thread: ProtoContext, w_function: Value, trace: bool) -> None:
    state = tracing.thread_watch(thread)
    if trace:
        state.w_trace = w_function
    else:
        state.w_profile = w_function


@function("sys", "call_tracing(func, args, /)", doc="Calls func(*args) and traces it, as a debugger does from within a trace function.")
def call_tracing(w_function: Value, w_args: Value) -> Value:
    args = try_as(W_Tuple, w_args)
    if args is None:
        raise errors.type_error(f"call_tracing() argument 2 must be tuple, not {type_name(w_args)}")
    state = tracing.thread_watch(context())
    depth = state.depth
    state.depth = 0
    try:
        return call_tuple_kw(w_function, EMPTY, args, None)
    finally:
        state.depth = depth

"""The end of generators, coroutines and async generators that nothing refers to any more: what is open in them is closed, and what was never
awaited is reported.

Sources: library reference, "Developing with asyncio" (never-awaited coroutines) and sys.set_asyncgen_hooks; PEP 342, 525.
"""

from __future__ import annotations

from protodialect.types import Value, wrap
from protopython.engine import generators as g
from protopython.engine import streams
from protopython.engine.generator_methods import ASYNC_GEN_ASEND, ASYNC_GEN_ATHROW, STEP_CLOSE, STEP_SEND, W_AsyncGenStep
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import ASYNC_GENERATOR, COROUTINE, GEN_CREATED, GEN_FINISHED, GEN_RUNNING, GENERATOR, W_Generator
from protopython.objects.model import errors, operations
from protopython.objects.model.call import call1, call2
from protopython.objects.model.define import method
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty


@method(GENERATOR, "__del__(self, /)", doc="Called when the generator is about to be destroyed.")
@method(COROUTINE, "__del__(self, /)", doc="Called when the coroutine is about to be destroyed.")
@method(ASYNC_GENERATOR, "__del__(self, /)", doc="Called when the generator is about to be destroyed.")
def generator_del(self: W_Generator) -> Value:
    if self.state == GEN_FINISHED or self.state == GEN_RUNNING:
        return w_None
    w_self = wrap(self)
    t = type_of(w_self)
    if t is COROUTINE and self.state == GEN_CREATED:
        warn_unawaited(self)
        return w_None
    finalizing = t is ASYNC_GENERATOR and not self.closed and not is_empty(self.w_finalizer)
    try:
        if finalizing:
            call1(self.w_finalizer, w_self)
        else:
            g.close(self)
    except PyError as e:
        what = "finalizing" if finalizing else "closing"
        streams.report_ignored(f"Exception ignored while {what} generator {operations.repr_of(w_self)}:\n", e.w_value)
    return w_None


def warn_unawaited(coroutine: W_Generator) -> None:
    """By the function of the stock module warnings, which knows where the coroutine was made; without it in plain words."""
    w_self = wrap(coroutine)
    if not context().space.ending:
        try:
            call1(stock_function("warnings", "_warn_unawaited_coroutine"), w_self)
            return
        except PyError as e:
            streams.report_ignored(f"Exception ignored while finalizing coroutine {operations.repr_of(w_self)}:\n", e.w_value)
            if errors.error_matches(e, x.RUNTIME_WARNING):
                return
    try:
        warn(f"coroutine '{coroutine.qualname}' was never awaited")
    except PyError as e:
        streams.report_ignored(f"Exception ignored while finalizing coroutine {operations.repr_of(w_self)}:\n", e.w_value)


def warn(message: str) -> None:
    call2(stock_function("_warnings", "warn"), wrap(message), wrap(x.RUNTIME_WARNING))


@method(ASYNC_GEN_ASEND, "__del__(self, /)", doc="Called when the instance is about to be destroyed.")
@method(ASYNC_GEN_ATHROW, "__del__(self, /)", doc="Called when the instance is about to be destroyed.")
def step_del(self: W_AsyncGenStep) -> Value:
    if self.started or self.finished:
        return w_None
    name = "asend" if self.mode == STEP_SEND else "aclose" if self.mode == STEP_CLOSE else "athrow"
    try:
        warn(f"coroutine method '{name}' of {operations.repr_of(wrap(self.generator.qualname))} was never awaited")
    except PyError as e:
        streams.report_ignored(f"Exception ignored while finalizing coroutine method {operations.repr_of(wrap(self))}:\n", e.w_value)
    return w_None

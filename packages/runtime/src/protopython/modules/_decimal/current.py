"""The current context: a context variable of contextvars, so that each thread and each asyncio task has its own."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, inline, likely, new_with_shape, noinline, try_as, unwrap, wrap
from protodialect.unsafe import store32
from protopython.modules._contextvars import entered, entered_context, var_set
from protopython.modules._decimal.attributes import SETTINGS, apply_settings
from protopython.modules._decimal.contexts import copy_context
from protopython.modules._decimal.library import STATUS
from protopython.modules._decimal.types import (
    CONTEXT_MANAGER,
    MODULE,
    W_ContextManager,
    W_DecimalContext,
    context_at,
    decimal_state,
    work,
)
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.dict.dict import W_Dict, dict_get
from protopython.objects.model.define import function, method
from protopython.objects.model.errors import type_error
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import is_empty, same


@inline
def current_context() -> W_DecimalContext:
    w = work()
    c = w.current
    if likely(c is not None and w.switches == entered().switches):
        assert c is not None
        return c
    return find_current()


@noinline
def find_current() -> W_DecimalContext:
    s = decimal_state()
    w_found = EMPTY
    variables = entered_context()
    if variables is not None:
        w_found = dict_get(variables.vars, wrap(s.variable))
    if is_empty(w_found):
        c = copy_context(s.default)
        store32(context_at(c) + STATUS, 0)
        make_current(c)
        return c
    c = unwrap(W_DecimalContext, w_found)
    remember(c)
    return c


def make_current(c: W_DecimalContext) -> None:
    var_set(decimal_state().variable, wrap(c))
    remember(c)


def remember(c: W_DecimalContext) -> None:
    w = work()
    w.current = c
    w.switches = entered().switches


def context_or_current(w: Value) -> W_DecimalContext:
    """Of an optional argument."""
    if same(w, w_None):
        return current_context()
    c = try_as(W_DecimalContext, w)
    if c is None:
        raise type_error("optional argument must be a context")
    return c


@function(MODULE, "getcontext()", doc="The current context, made as a copy of DefaultContext where there is none yet.\n\n")
def getcontext() -> Value:
    return wrap(current_context())


@function(MODULE, "setcontext(context, /)", doc="Make a context the current one.\n\nOf DefaultContext and its like, a copy becomes current.\n\n")
def setcontext(w_context: Value) -> Value:
    c = try_as(W_DecimalContext, w_context)
    if c is None:
        raise type_error("argument must be a context")
    s = decimal_state()
    if c is s.default or c is s.basic or c is s.extended:
        c = copy_context(c)
        store32(context_at(c) + STATUS, 0)
    make_current(c)
    return w_None


LOCAL_ARGUMENTS: Final[Array[str]] = Array.of(["ctx", *SETTINGS])


@function(
    MODULE,
    "localcontext(*args, **kwargs)",
    shown="($module, /, ctx=None, **kwargs)",
    doc="""A context manager: within its block, a copy of ctx, or of the current
context, is the current one, with what the keywords name set in it;
behind the block, the one before it is current again.

""",
)
def localcontext(w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("", LOCAL_ARGUMENTS, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    m = new_with_shape(W_ContextManager, CONTEXT_MANAGER.root_shape)
    m.outer = current_context()
    m.local = copy_context(m.outer if is_empty(given[0]) else context_or_current(given[0]))
    apply_settings(m.local, given, 1)
    return wrap(m)


@method(CONTEXT_MANAGER, "__enter__(self, /)")
def manager_enter(self: W_ContextManager) -> Value:
    make_current(self.local)
    return wrap(self.local)


@method(CONTEXT_MANAGER, "__exit__(self, /, *args)", shown="")
def manager_exit(self: W_ContextManager, w_args: Value) -> Value:
    make_current(self.outer)
    return w_None

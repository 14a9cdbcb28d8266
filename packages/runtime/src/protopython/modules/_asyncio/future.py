"""Future: a result that is not there yet, and who is to be told when it is.

    PENDING --set_result, set_exception--> FINISHED
       |                                             callbacks are handed to the loop's call_soon, and forgotten
       +-----------cancel----------------> CANCELLED

A future goes one way only, under its lock; whoever takes it out of PENDING owns its callbacks and gives them to the loop after the lock is released,
since call_soon is Python code. Who adds a callback later finds it done and goes to the loop at once: no callback is lost between threads.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, locked, new_with_shape, races, try_as, unwrap, wrap
from protopython.engine import streams, unwind
from protopython.engine.generator_methods import throw_argument, warn_three_arguments
from protopython.modules import _contextvars as contexts
from protopython.modules._asyncio.running import MODULE, current_loop, none_if_empty
from protopython.modules._asyncio.stock import (
    EXTRACT_STACK,
    FUTURE_REPR,
    exception,
    invalid_state,
    new_cancelled_error,
    stock,
)
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_BaseException
from protopython.objects.frame import W_Traceback
from protopython.objects.iterators import W_ResultIterator
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model.call import call0, call1, call_method0, call_vector, release, reserve
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import OBJECT, class_method, constant, define_module, define_type, function, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, runtime_error, stop_iteration, type_error, value_error
from protopython.objects.model.operations import equal, getattr_of, is_true, repr_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.set import W_Set, element_hash, new_frozenset, new_set, set_add, set_discard_hashed, set_snapshot
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

define_module(MODULE, "What asyncio is made of: futures, tasks, and which loop and task a thread is busy with.")

PENDING: Final[int] = 0
CANCELLED: Final[int] = 1
FINISHED: Final[int] = 2


@races(
    state="leaves PENDING once, under the lock, after what it stands for is set",
    log_exception="whoever sees the exception in time resets it",
    blocking="a note from the future's iterator to the task that runs it",
)
class W_Future(W_Object):
    w_loop: Value
    """EMPTY: not initialised."""
    state: int
    w_result: Value
    w_exception: Value
    """EMPTY: none."""
    exception_traceback: W_Traceback | None
    """What the exception's traceback was when it was set, until it is raised."""
    w_callback: Value
    """The first callback and its context; EMPTY: none."""
    w_callback_context: Value
    more_callbacks: W_List | None
    """Tuples (callback, context). The list is never handed out."""
    w_cancel_message: Value
    w_cancelled_error: Value
    """The CancelledError that ended a task, until it is raised again."""
    w_source_traceback: Value
    """Where the future was made, in debug mode."""
    w_waiters: Value
    """The future that awaits this one, or a W_Set of several; EMPTY: none."""
    log_exception: bool
    """Nobody has seen the exception."""
    blocking: bool
    """Its iterator has just yielded it."""


FUTURE = define_type(
    "Future",
    W_Future,
    OBJECT,
    module=MODULE,
    attributes=True,
    doc="A result that is not there yet. Unlike concurrent.futures.Future it gives its callbacks to the event loop's call_soon, "
    "and neither result() nor exception() waits.",
)
constant(MODULE, "Future", FUTURE)


@new(FUTURE, "(cls, /, *args, **kwargs)", shown="(*, loop=None)")
def future_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_Future, cls.root_shape))


@method(
    FUTURE,
    "__init__(self, /, *, loop=None)",
    doc="Initialize self.  See help(type(self)) for accurate signature.",
    shown="($self, /, *args, **kwargs)",
)
def future_init(self: W_Future, w_loop: Value) -> Value:
    initialise(self, w_loop)
    return w_None


def initialise(fut: W_Future, w_loop: Value) -> None:
    if same(w_loop, w_None):
        w_loop = current_loop()
    with locked(fut):
        fut.w_loop = w_loop
        fut.state = PENDING
        fut.w_result = EMPTY
        fut.w_exception = EMPTY
        fut.exception_traceback = None
        fut.w_callback = EMPTY
        fut.w_callback_context = EMPTY
        fut.more_callbacks = None
        fut.w_cancel_message = EMPTY
        fut.w_cancelled_error = EMPTY
        fut.w_source_traceback = EMPTY
        fut.w_waiters = EMPTY
        fut.log_exception = False
        fut.blocking = False
    if is_true(call_method0(w_loop, "get_debug")):
        fut.w_source_traceback = call0(stock(EXTRACT_STACK))


def need_initialised(fut: W_Future) -> None:
    if is_empty(fut.w_loop):
        raise runtime_error("Future object is not initialized.")


# --- callbacks ----------------------------------------------------------------------------------------------------------

CONTEXT_KEYWORD: Final[W_Tuple] = new_tuple1(wrap("context"))


def call_soon(w_loop: Value, w_callback: Value, w_arg: Value, w_context: Value) -> None:
    """loop.call_soon(callback, arg, context=context); EMPTY: no arg."""
    w_method = getattr_of(w_loop, "call_soon")
    n = 1 if is_empty(w_arg) else 2
    p = reserve(3)
    p[0] = w_callback
    p[1] = w_arg
    p[n] = w_context
    try:
        call_vector(w_method, p, n, CONTEXT_KEYWORD)
    finally:
        release(p)


def add_callback(fut: W_Future, w_callback: Value, w_context: Value) -> None:
    with locked(fut):
        if fut.state == PENDING:
            more = fut.more_callbacks
            if more is None and is_empty(fut.w_callback):
                fut.w_callback = w_callback
                fut.w_callback_context = w_context
                return
            if more is None:
                more = new_list()
                fut.more_callbacks = more
            list_append(more, wrap(new_tuple2(w_callback, w_context)))
            return
    call_soon(fut.w_loop, w_callback, wrap(fut), w_context)


def schedule_callbacks(fut: W_Future) -> None:
    """For whoever took fut out of PENDING."""
    with locked(fut):
        w_callback = fut.w_callback
        w_context = fut.w_callback_context
        more = fut.more_callbacks
        fut.w_callback = EMPTY
        fut.w_callback_context = EMPTY
        fut.more_callbacks = None
    w_loop = fut.w_loop
    if not is_empty(w_callback):
        call_soon(w_loop, w_callback, wrap(fut), w_context)
    if more is not None:
        for i in range(list_length(more)):
            pair = unwrap(W_Tuple, list_get(more, i))
            call_soon(w_loop, pair.items[0], wrap(fut), pair.items[1])


@method(
    FUTURE,
    "add_done_callback(self, fn, /, *, context=EMPTY)",
    doc="Has fn called with the future when it is done. If it is done already, the loop calls fn soon.",
    shown="($self, fn, /, *, context=<unrepresentable>)",
)
def future_add_done_callback(self: W_Future, w_fn: Value, w_context: Value) -> Value:
    if is_empty(self.w_loop):
        raise runtime_error("uninitialized Future object")
    add_callback(self, w_fn, contexts.copy_context() if is_empty(w_context) else w_context)
    return w_None


def callback_list(fut: W_Future) -> W_List:
    """Tuples (callback, context) of all callbacks."""
    with locked(fut):
        found = new_list()
        if not is_empty(fut.w_callback):
            list_append(found, wrap(new_tuple2(fut.w_callback, fut.w_callback_context)))
        more = fut.more_callbacks
        if more is not None:
            for i in range(list_length(more)):
                list_append(found, list_get(more, i))
        return found


def forget_callback(fut: W_Future, w_callback: Value, w_context: Value) -> bool:
    """Removes the first entry that holds these two; False if another thread has done so."""
    with locked(fut):
        if not is_empty(fut.w_callback) and same(fut.w_callback, w_callback) and same(fut.w_callback_context, w_context):
            fut.w_callback = EMPTY
            fut.w_callback_context = EMPTY
            return True
        more = fut.more_callbacks
        if more is None:
            return False
        kept = new_list()
        found = False
        for i in range(list_length(more)):
            pair = unwrap(W_Tuple, list_get(more, i))
            if not found and same(pair.items[0], w_callback) and same(pair.items[1], w_context):
                found = True
            else:
                list_append(kept, wrap(pair))
        fut.more_callbacks = kept if list_length(kept) > 0 else None
        return found


@method(FUTURE, "remove_done_callback(self, fn, /)", doc="Removes every entry of a callback from those to be called; how many there were.")
def future_remove_done_callback(self: W_Future, w_fn: Value) -> Value:
    need_initialised(self)
    listed = callback_list(self)  # comparing may run Python code, which may change what is there
    n = 0
    for i in range(list_length(listed)):
        pair = unwrap(W_Tuple, list_get(listed, i))
        if equal(pair.items[0], w_fn) and forget_callback(self, pair.items[0], pair.items[1]):
            n += 1
    return from_int(n)


# --- results ------------------------------------------------------------------------------------------------------------


def set_result(fut: W_Future, w_result: Value) -> None:
    with locked(fut):
        pending = fut.state == PENDING
        if pending:
            fut.w_result = w_result
            fut.state = FINISHED
    if not pending:
        raise invalid_state("invalid state")
    schedule_callbacks(fut)


def set_exception(fut: W_Future, w_exc: Value) -> None:
    if x.exception_is(w_exc, x.STOP_ITERATION):
        w_stop = w_exc
        w_exc = runtime_error("StopIteration interacts badly with generators and cannot be raised into a Future").w_value
        e = unwrap(W_BaseException, w_exc)
        e.w_cause = w_stop
        e.w_context = w_stop
    with locked(fut):
        pending = fut.state == PENDING
        if pending:
            fut.w_exception = w_exc
            fut.exception_traceback = unwrap(W_BaseException, w_exc).traceback
            fut.state = FINISHED
    if not pending:
        raise invalid_state("invalid state")
    if type_of(wrap(fut)) is FUTURE:
        register_finalizer(fut)  # tasks and objects of subclasses are registered where they are made
    schedule_callbacks(fut)
    fut.log_exception = True


def cancel(fut: W_Future, w_message: Value) -> bool:
    """False: it was done."""
    fut.log_exception = False
    with locked(fut):
        if fut.state != PENDING:
            return False
        fut.w_cancel_message = w_message
        fut.state = CANCELLED
    schedule_callbacks(fut)
    return True


def cancelled_error(fut: W_Future) -> Value:
    """The CancelledError to raise for fut: the one that ended it, the first time; else a new one."""
    with locked(fut):
        w_exc = fut.w_cancelled_error
        fut.w_cancelled_error = EMPTY
    if not is_empty(w_exc):
        return w_exc
    w_message = fut.w_cancel_message
    return new_cancelled_error(EMPTY if is_empty(w_message) or same(w_message, w_None) else w_message)


def raised_by(fut: W_Future) -> Value:
    """The exception of a future that is done; EMPTY: it has a result."""
    if fut.state == CANCELLED:
        return cancelled_error(fut)
    fut.log_exception = False
    w_exc = fut.w_exception
    if not is_empty(w_exc):
        with locked(fut):
            tb = fut.exception_traceback
            fut.exception_traceback = None
        unwrap(W_BaseException, w_exc).traceback = tb
    return w_exc


def result(fut: W_Future) -> Value:
    if fut.state == PENDING:
        raise invalid_state("Result is not set.")
    w_exc = raised_by(fut)
    if not is_empty(w_exc):
        unwind.set_context(context(), w_exc, True)
        raise PyError(w_exc)
    return fut.w_result


@method(FUTURE, "result(self, /)", doc="The result. Raises the exception that was set, CancelledError if cancelled, InvalidStateError if not done.")
def future_result(self: W_Future) -> Value:
    if is_empty(self.w_loop):
        raise invalid_state("Future object is not initialized.")
    return result(self)


@method(FUTURE, "exception(self, /)", doc="The exception that was set, or None. Raises CancelledError if cancelled, InvalidStateError if not done.")
def future_exception(self: W_Future) -> Value:
    if is_empty(self.w_loop):
        raise invalid_state("Future object is not initialized.")
    if self.state == CANCELLED:
        w_exc = cancelled_error(self)
        unwind.set_context(context(), w_exc, True)
        raise PyError(w_exc)
    if self.state == PENDING:
        raise invalid_state("Exception is not set.")
    self.log_exception = False
    return none_if_empty(self.w_exception)


@method(FUTURE, "set_result(self, result, /)", doc="Ends the future with a result; InvalidStateError if it is done.")
def future_set_result(self: W_Future, w_result: Value) -> Value:
    need_initialised(self)
    set_result(self, w_result)
    return w_None


@method(FUTURE, "set_exception(self, exception, /)", doc="Ends the future with an exception; InvalidStateError if it is done.")
def future_set_exception(self: W_Future, w_exception: Value) -> Value:
    need_initialised(self)
    if self.state != PENDING:
        raise invalid_state("invalid state")
    t = try_as(W_Type, w_exception)
    w_exc = call0(w_exception) if t is not None and t.flags & TypeFlags.IS_EXCEPTION else w_exception
    if try_as(W_BaseException, w_exc) is None:
        raise type_error("invalid exception object")
    set_exception(self, w_exc)
    return w_None


@method(FUTURE, "cancel(self, /, msg=None)", doc="Cancels the future and schedules its callbacks; False if it was done.")
def future_cancel(self: W_Future, w_msg: Value) -> Value:
    need_initialised(self)
    return new_bool(cancel(self, w_msg))


@method(FUTURE, "cancelled(self, /)", doc="Whether the future was cancelled.")
def future_cancelled(self: W_Future) -> Value:
    return new_bool(self.state == CANCELLED)


@method(FUTURE, "done(self, /)", doc="Whether the future has a result or an exception, or was cancelled.")
def future_done(self: W_Future) -> Value:
    return new_bool(self.state != PENDING)


@method(FUTURE, "get_loop(self, /)", doc="The event loop that the future belongs to.")
def future_get_loop(self: W_Future) -> Value:
    need_initialised(self)
    return self.w_loop


@method(FUTURE, "_make_cancelled_error(self, /)", doc="The CancelledError to raise for a cancelled future. The one that ended it is given once.")
def future_make_cancelled_error(self: W_Future) -> Value:
    return cancelled_error(self)


@method(FUTURE, "__repr__(self, /)", doc="Return repr(self).")
def future_repr(self: W_Future) -> Value:
    need_initialised(self)
    return call1(stock(FUTURE_REPR), wrap(self))


class_method(FUTURE, "__class_getitem__(cls, object, /)", doc="Futures are generic over the type of their result.")(generic_class_getitem)


# --- the end of a future that nobody asked ------------------------------------------------------------------------------


def call_exception_handler(fut: W_Future, message: str, subject: str, w_exception: Value) -> None:
    """Hands the loop's exception handler what is wrong with fut, which goes by the name `subject`."""
    report = new_dict()
    if not is_empty(w_exception):
        dict_set_str(report, "exception", w_exception)
    dict_set_str(report, subject, wrap(fut))
    dict_set_str(report, "message", wrap(message))
    if not is_empty(fut.w_source_traceback):
        dict_set_str(report, "source_traceback", fut.w_source_traceback)
    w_handler = EMPTY
    try:
        w_handler = getattr_of(fut.w_loop, "call_exception_handler")
        call1(w_handler, wrap(report))
    except PyError as e:
        what = "" if is_empty(w_handler) else f" {repr_of(w_handler)}"
        streams.report_ignored(f"Exception ignored while calling asyncio function{what}:\n", e.w_value)


@method(FUTURE, "__del__(self, /)", doc="Called when the instance is about to be destroyed.")
def future_del(self: W_Future) -> Value:
    report_unseen_exception(self)
    return w_None


def report_unseen_exception(fut: W_Future) -> None:
    if fut.log_exception:
        fut.log_exception = False
        name = type_of(wrap(fut)).name
        call_exception_handler(fut, f"{name[name.rfind('.') + 1 :]} exception was never retrieved", "future", fut.w_exception)


# --- who awaits a future --------------------------------------------------------------------------------------------


def add_waiter(fut: W_Future, w_waiter: Value) -> None:
    while True:
        w = fut.w_waiters
        several = None if is_empty(w) else try_as(W_Set, w)
        if several is not None:
            set_add(several, w_waiter)
            return
        w_new = w_waiter
        if not is_empty(w):
            several = new_set()
            set_add(several, w)
            set_add(several, w_waiter)
            w_new = wrap(several)
        with locked(fut):
            if same(fut.w_waiters, w):
                fut.w_waiters = w_new
                return


def discard_waiter(fut: W_Future, w_waiter: Value) -> None:
    while True:
        w = fut.w_waiters
        if is_empty(w):
            return
        several = try_as(W_Set, w)
        if several is not None:
            set_discard_hashed(several, w_waiter, element_hash(w_waiter))
            return
        if not same(w, w_waiter):
            return
        with locked(fut):
            if same(fut.w_waiters, w):
                fut.w_waiters = EMPTY
                return


@function(MODULE, "future_add_to_awaited_by(fut, waiter, /)", doc="Notes that waiter awaits fut, if both are futures of this module.")
def future_add_to_awaited_by(w_fut: Value, w_waiter: Value) -> Value:
    fut = try_as(W_Future, w_fut)
    if fut is not None and try_as(W_Future, w_waiter) is not None:
        add_waiter(fut, w_waiter)
    return w_None


@function(MODULE, "future_discard_from_awaited_by(fut, waiter, /)", doc="Notes that waiter awaits fut no more.")
def future_discard_from_awaited_by(w_fut: Value, w_waiter: Value) -> Value:
    fut = try_as(W_Future, w_fut)
    if fut is not None and try_as(W_Future, w_waiter) is not None:
        discard_waiter(fut, w_waiter)
    return w_None


# --- attributes ---------------------------------------------------------------------------------------------------------


def refuse_deletion(fut: W_Future, name: str, w_value: Value) -> None:
    if is_empty(w_value):
        w_self = wrap(fut)
        raise attribute_error(f"attribute '{name}' of '{type_name(w_self)}' objects cannot be deleted", w_self, name)


@getter(FUTURE, "_state")
def future_state(self: W_Future) -> Value:
    need_initialised(self)
    match self.state:
        case 0:
            return wrap("PENDING")
        case 1:
            return wrap("CANCELLED")
        case _:
            return wrap("FINISHED")


@getter(FUTURE, "_asyncio_future_blocking")
def future_blocking(self: W_Future) -> Value:
    return new_bool(not is_empty(self.w_loop) and self.blocking)


@setter(FUTURE, "_asyncio_future_blocking")
def future_set_blocking(self: W_Future, w_value: Value) -> Value:
    need_initialised(self)
    refuse_deletion(self, "_asyncio_future_blocking", w_value)
    self.blocking = is_true(w_value)
    return w_None


@getter(FUTURE, "_loop")
def future_loop(self: W_Future) -> Value:
    return none_if_empty(self.w_loop)


@getter(FUTURE, "_callbacks")
def future_callbacks(self: W_Future) -> Value:
    need_initialised(self)
    found = callback_list(self)
    return wrap(found) if list_length(found) > 0 else w_None


@getter(FUTURE, "_result")
def future_private_result(self: W_Future) -> Value:
    need_initialised(self)
    return none_if_empty(self.w_result)


@getter(FUTURE, "_exception")
def future_private_exception(self: W_Future) -> Value:
    need_initialised(self)
    return none_if_empty(self.w_exception)


@getter(FUTURE, "_log_traceback")
def future_log_traceback(self: W_Future) -> Value:
    need_initialised(self)
    return new_bool(self.log_exception)


@setter(FUTURE, "_log_traceback")
def future_set_log_traceback(self: W_Future, w_value: Value) -> Value:
    refuse_deletion(self, "_log_traceback", w_value)
    if is_true(w_value):
        raise value_error("_log_traceback can only be set to False")
    self.log_exception = False
    return w_None


@getter(FUTURE, "_source_traceback")
def future_source_traceback(self: W_Future) -> Value:
    return none_if_empty(self.w_source_traceback)


@getter(FUTURE, "_cancel_message")
def future_cancel_message(self: W_Future) -> Value:
    return none_if_empty(self.w_cancel_message)


@setter(FUTURE, "_cancel_message")
def future_set_cancel_message(self: W_Future, w_value: Value) -> Value:
    refuse_deletion(self, "_cancel_message", w_value)
    self.w_cancel_message = w_value
    return w_None


@getter(FUTURE, "_asyncio_awaited_by")
def future_awaited_by(self: W_Future) -> Value:
    w = self.w_waiters
    if is_empty(w):
        return w_None
    several = try_as(W_Set, w)
    if several is None:
        several = new_set()
        set_add(several, w)
    return wrap(new_frozenset(set_snapshot(several)))


# --- iterators ----------------------------------------------------------------------------------------------------------


class W_FutureIterator(W_ResultIterator):
    """What `await future` runs: yields the future if it is pending, and then gives its result."""

    future: W_Future | None
    """None: closed."""

    def __init__(self, future: W_Future) -> None:
        self.future = future

    def advance(self) -> Value:
        fut = self.future
        if fut is None:
            self.w_result = w_None
            return EMPTY
        if fut.state == PENDING:
            if fut.blocking:
                raise runtime_error("await wasn't used with future")
            fut.blocking = True
            return wrap(fut)
        self.w_result = result(fut)
        return EMPTY


FUTURE_ITERATOR = define_type("FutureIter", W_FutureIterator, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


@method(FUTURE, "__iter__(self, /)", doc="Implement iter(self).")
@method(FUTURE, "__await__(self, /)", doc="Return an iterator to be used in await expression.")
def future_await(self: W_Future) -> Value:
    need_initialised(self)
    return wrap(W_FutureIterator(self))


@method(FUTURE_ITERATOR, "__iter__(self, /)", doc="Implement iter(self).")
def iterator_iter(self: W_FutureIterator) -> Value:
    return wrap(self)


@method(FUTURE_ITERATOR, "__next__(self, /)", doc="Implement next(self).")
def iterator_next(self: W_FutureIterator) -> Value:
    return iterator_send(self, w_None)


@method(FUTURE_ITERATOR, "send(self, object, /)")
def iterator_send(self: W_FutureIterator, w_object: Value) -> Value:
    w = self.advance()
    if is_empty(w):
        raise stop_iteration(EMPTY if same(self.w_result, w_None) else self.w_result)
    return w


@method(FUTURE_ITERATOR, "throw(self, type, value=EMPTY, traceback=EMPTY, /)")
def iterator_throw(self: W_FutureIterator, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    warn_three_arguments("throw", w_value)
    if not is_empty(w_traceback) and not same(w_traceback, w_None) and try_as(W_Traceback, w_traceback) is None:
        raise type_error("throw() third argument must be a traceback")
    t = try_as(W_Type, w_type)
    if try_as(W_BaseException, w_type) is None and (t is None or not t.flags & TypeFlags.IS_EXCEPTION):
        raise type_error("exceptions must be classes deriving BaseException or instances of such a class")
    w_exc = throw_argument(w_type, w_value, w_traceback)
    self.future = None
    raise PyError(exception(w_exc))


@method(FUTURE_ITERATOR, "close(self, /)")
def iterator_close(self: W_FutureIterator) -> Value:
    self.future = None
    return w_None

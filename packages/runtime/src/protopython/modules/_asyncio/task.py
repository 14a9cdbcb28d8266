"""Task: a future that runs a coroutine.

A step resumes the coroutine once. What it yields says what the task waits for: a future (its end schedules `task_wakeup`), or None (the next
step is scheduled at once). What it returns or raises ends the task.

    call_soon(TaskStepMethWrapper) -> step -> yields a future -> add_callback(task_wakeup) -> ... -> task_wakeup(future) -> step -> ...

The module knows all tasks that are not done without keeping them alive: a task has a finalizer, which reports it if it is dropped while pending, so
the collector has the list (protocore/collector.py). Tasks of other classes are in a WeakSet, as asyncio's Python code has them.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, ValuePtr, locked, new_with_shape, races, try_as, unwrap, wrap
from protopython.engine import generators
from protopython.modules import _contextvars as contexts
from protopython.modules._asyncio.future import (
    CONTEXT_KEYWORD,
    FUTURE,
    PENDING,
    W_Future,
    add_callback,
    add_waiter,
    call_exception_handler,
    call_soon,
    cancel,
    cancelled_error,
    discard_waiter,
    initialise,
    need_initialised,
    raised_by,
    refuse_deletion,
    report_unseen_exception,
    set_exception,
    set_result,
)
from protopython.modules._asyncio.running import MODULE, enter_task, leave_task, none_if_empty, swap_task
from protopython.modules._asyncio.stock import (
    GET_STACK,
    IS_COROUTINE,
    PRINT_STACK,
    TASK_REPR,
    invalid_state,
    is_cancelled_error,
    stock,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import ASYNC_GENERATOR, COROUTINE, GENERATOR, W_Generator
from protopython.objects.model.attributes import bind_builtin, find_attr
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.call import call0, call1, call2, call3, call_method0, call_method1, call_vector, release, reserve
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import (
    OBJECT,
    class_method,
    constant,
    define_type,
    getter,
    method,
    new,
    restate,
    setter,
    unlisted_method,
    vectorcall,
)
from protopython.objects.model.errors import error_matches, runtime_error, stop_iteration_value, type_error
from protopython.objects.model.operations import getattr_of, is_true, repr_of, setattr_of, str_value_of
from protopython.objects.model.types import type_of
from protopython.objects.set import W_Set, new_set
from protopython.objects.singletons import new_bool, w_False, w_None, w_True
from protopython.objects.tuple import W_Tuple, new_tuple1
from protopython.protocore.collector import forget_finalizer, register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same


@races(
    must_cancel="whoever runs the next step sees the request or the one after it does, as in asyncio's Python code",
    cancels_requested="counted by the loop's own thread; other threads use call_soon_threadsafe",
    log_destroy_pending="set by whoever owns the task",
    listed="all_tasks is a moment old",
)
class W_Task(W_Future):
    w_coroutine: Value
    """EMPTY: none, or no more."""
    w_context: Value
    w_name: Value
    """A str; an int n stands for "Task-n" until somebody asks."""
    w_awaited: Value
    """The future that the task waits for; EMPTY: none."""
    must_cancel: bool
    """The next step is to raise CancelledError in the coroutine."""
    cancels_requested: int
    log_destroy_pending: bool
    """Its end while pending is worth a report."""
    listed: bool
    """all_tasks() tells it."""


TASK = define_type("Task", W_Task, FUTURE, module=MODULE, doc="A coroutine wrapped in a Future.")
constant(MODULE, "Task", TASK)


class Tasks(State):
    """What a space knows of its tasks."""

    n_named: int
    """How many tasks have been named by number."""
    w_strangers: Value
    """A WeakSet of tasks of classes that are not derived from Task; EMPTY: none yet."""
    eager_strangers: W_Set
    """Such tasks in their eager first step."""

    def __init__(self) -> None:
        self.n_named = 0
        self.w_strangers = EMPTY
        self.eager_strangers = new_set()


def new_tasks() -> State:
    return Tasks()


TASKS: Final[int] = space_slot(new_tasks)


def tasks() -> Tasks:
    return cast(Tasks, context().space.states[TASKS])


# --- making -------------------------------------------------------------------------------------------------------------


@new(TASK, "(cls, /, *args, **kwargs)", shown="(coro, *, loop=None, name=None, context=None, eager_start=False)")
def task_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_Task, cls.root_shape))


@method(
    TASK,
    "__init__(self, /, coro, *, loop=None, name=None, context=None, eager_start=False)",
    doc="Initialize self.  See help(type(self)) for accurate signature.",
    shown="($self, /, *args, **kwargs)",
)
def task_init(self: W_Task, w_coro: Value, w_loop: Value, w_name: Value, w_context: Value, w_eager_start: Value) -> Value:
    initialise(self, w_loop)
    if type_of(w_coro) is not COROUTINE and not is_true(call1(stock(IS_COROUTINE), w_coro)):
        self.log_destroy_pending = False
        raise type_error(f"a coroutine was expected, got {repr_of(w_coro)}")
    self.w_context = contexts.copy_context() if same(w_context, w_None) else w_context
    self.w_awaited = EMPTY
    self.must_cancel = False
    self.cancels_requested = 0
    self.w_coroutine = w_coro
    self.w_name = from_int(next_number()) if same(w_name, w_None) else str_value_of(w_name)
    self.log_destroy_pending = True
    self.listed = True
    if type_of(wrap(self)) is TASK:
        register_finalizer(self)  # objects of subclasses are registered where they are made
    if is_true(w_eager_start) and is_true(call_method0(self.w_loop, "is_running")):
        start_eagerly(self)
    else:
        step_soon(self, EMPTY)
    return w_None


def next_number() -> int:
    known = tasks()
    with locked(known.eager_strangers):
        known.n_named += 1
        return known.n_named


def step_soon(task: W_Task, w_exc: Value) -> None:
    """Has the loop call the next step, which raises w_exc in the coroutine if it is not EMPTY."""
    call_soon(task.w_loop, wrap(W_TaskStep(task, w_exc)), EMPTY, task.w_context)


class W_TaskStep(W_Object):
    """What a loop calls to run a step."""

    task: W_Task
    w_exc: Value

    def __init__(self, task: W_Task, w_exc: Value) -> None:
        self.task = task
        self.w_exc = w_exc


restate(
    TASK, FUTURE, "result", "exception", "add_done_callback", "remove_done_callback", "cancelled", "done", "_make_cancelled_error", "__iter__",
    "__await__",
)  # fmt: skip
TASK_STEP = define_type("TaskStepMethWrapper", W_TaskStep, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


@vectorcall(TASK_STEP)
def task_step_call(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    step = unwrap(W_TaskStep, w_callable)
    if kwnames is not None:
        raise type_error("function takes no keyword arguments")
    if n > 0:
        raise type_error("function takes no positional arguments")
    enter_and_step(step.task, step.w_exc)
    return w_None


@getter(TASK_STEP, "__self__")
def task_step_self(self: W_TaskStep) -> Value:
    return wrap(self.task)


# --- steps --------------------------------------------------------------------------------------------------------------


def enter_and_step(task: W_Task, w_exc: Value) -> None:
    w_loop = task.w_loop
    enter_task(w_loop, wrap(task))
    try:
        step(task, w_exc)
    finally:
        leave_task(w_loop, wrap(task))


def start_eagerly(task: W_Task) -> None:
    """Runs the first step at once, in the middle of the task that makes this one."""
    w_loop = task.w_loop
    w_previous = swap_task(w_loop, wrap(task))
    try:
        own_context = try_as(contexts.W_Context, task.w_context)
        if own_context is None:
            raise type_error("an instance of Context was expected")
        contexts.enter(own_context)
        try:
            step(task, EMPTY)
        finally:
            contexts.leave(own_context)
    finally:
        swap_task(w_loop, w_previous)
    if task.state != PENDING:
        task.w_coroutine = EMPTY


def step(task: W_Task, w_exc: Value) -> None:
    """Resumes the coroutine: with None, or by raising w_exc in it if it is not EMPTY."""
    if task.state != PENDING:
        raise invalid_state(f"__step(): already done: {repr_of(wrap(task))} {repr_of(none_if_empty(w_exc))}")
    if task.must_cancel:
        if is_empty(w_exc) or not is_cancelled_error(w_exc):
            w_exc = cancelled_error(task)
        task.must_cancel = False
    task.w_awaited = EMPTY
    w_coroutine = task.w_coroutine
    if is_empty(w_coroutine):
        raise runtime_error("uninitialized Task object")
    try:
        w_yielded = resume(w_coroutine, w_exc)
    except PyError as e:
        end_with_exception(task, e)
        return
    if is_empty(w_yielded):
        end_with_result(task, generators.take_returned())
    else:
        wait_for(task, w_yielded)


def resume(w_coroutine: Value, w_exc: Value) -> Value:
    """What the coroutine yields; EMPTY when it returns, and then generators.take_returned() has to be asked."""
    g = try_as(W_Generator, w_coroutine)
    if g is not None and type_of(w_coroutine) is not ASYNC_GENERATOR:
        return generators.resume(g, w_None, EMPTY) if is_empty(w_exc) else generators.throw_into(g, w_exc)
    try:
        if is_empty(w_exc):
            return call_method1(w_coroutine, "send", w_None)
        return call_method1(w_coroutine, "throw", w_exc)
    except PyError as e:
        if not error_matches(e, x.STOP_ITERATION):
            raise
        context().w_returned = stop_iteration_value(e)
        return EMPTY


def end_with_result(task: W_Task, w_result: Value) -> None:
    if task.must_cancel:  # cancelled in the moment when the coroutine was about to return
        task.must_cancel = False
        cancel(task, task.w_cancel_message)
    else:
        set_result(task, w_result)
    finalized_in_vain(task)


def end_with_exception(task: W_Task, e: PyError) -> None:
    w_exc = e.w_value
    if is_cancelled_error(w_exc):
        task.w_cancelled_error = w_exc
        cancel(task, EMPTY)
        finalized_in_vain(task)
        return
    set_exception(task, w_exc)
    if x.exception_is(w_exc, x.KEYBOARD_INTERRUPT) or x.exception_is(w_exc, x.SYSTEM_EXIT):
        raise e


def finalized_in_vain(task: W_Task) -> None:
    """A task that has ended without an exception has nothing to report."""
    if type_of(wrap(task)) is TASK:
        forget_finalizer(task)


def wait_for(task: W_Task, w_yielded: Value) -> None:
    """Has the task go on when what its coroutine has yielded is done. What is no future is an error, which the coroutine gets soon."""
    t = type_of(w_yielded)
    if t is FUTURE or t is TASK:
        fut = unwrap(W_Future, w_yielded)
        if not may_wait_for(task, w_yielded, fut.w_loop, fut.blocking):
            return
        add_waiter(fut, wrap(task))
        fut.blocking = False
        add_callback(fut, bind_builtin(TASK_WAKEUP, wrap(task)), task.w_context)
        task.w_awaited = w_yielded
        pass_cancellation_on(task)
        return
    if same(w_yielded, w_None):
        step_soon(task, EMPTY)
        return
    w_blocking = find_attr(w_yielded, "_asyncio_future_blocking")
    if not is_empty(w_blocking) and not same(w_blocking, w_None):
        blocking = is_true(w_blocking)
        if may_wait_for(task, w_yielded, loop_of(w_yielded), blocking):
            wait_for_foreign(task, w_yielded)
    elif t is GENERATOR:
        fail_soon(task, f"yield was used instead of yield from for generator in task {repr_of(wrap(task))} with {repr_of(w_yielded)}")
    else:
        fail_soon(task, f"Task got bad yield: {repr_of(w_yielded)}")


def may_wait_for(task: W_Task, w_future: Value, w_loop: Value, blocking: bool) -> bool:
    w_task = wrap(task)
    if same(w_future, w_task):
        fail_soon(task, f"Task cannot await on itself: {repr_of(w_task)}")
    elif not same(w_loop, task.w_loop):
        fail_soon(task, f"Task {repr_of(w_task)} got Future {repr_of(w_future)} attached to a different loop")
    elif not blocking:
        fail_soon(task, f"yield was used instead of yield from in task {repr_of(w_task)} with {repr_of(w_future)}")
    else:
        return True
    return False


def fail_soon(task: W_Task, message: str) -> None:
    step_soon(task, runtime_error(message).w_value)


def loop_of(w_future: Value) -> Value:
    """The loop of any class's future."""
    fut = try_as(W_Future, w_future)
    if fut is not None and (type_of(w_future) is FUTURE or type_of(w_future) is TASK):
        return none_if_empty(fut.w_loop)
    w_get_loop = find_attr(w_future, "get_loop")
    return getattr_of(w_future, "_loop") if is_empty(w_get_loop) else call0(w_get_loop)


MSG_KEYWORD: Final[W_Tuple] = new_tuple1(wrap("msg"))


def wait_for_foreign(task: W_Task, w_future: Value) -> None:
    fut = try_as(W_Future, w_future)
    if fut is not None:
        add_waiter(fut, wrap(task))
    setattr_of(w_future, "_asyncio_future_blocking", w_False)
    call_with_keyword(getattr_of(w_future, "add_done_callback"), bind_builtin(TASK_WAKEUP, wrap(task)), task.w_context, CONTEXT_KEYWORD)
    task.w_awaited = w_future
    pass_cancellation_on(task)


def call_with_keyword(w_callable: Value, w_arg: Value, w_keyword: Value, names: W_Tuple) -> Value:
    """EMPTY: no w_arg."""
    n = 0 if is_empty(w_arg) else 1
    p = reserve(2)
    p[0] = w_arg
    p[n] = w_keyword
    try:
        return call_vector(w_callable, p, n, names)
    finally:
        release(p)


def cancel_any(w_future: Value, w_message: Value) -> bool:
    """future.cancel(msg=message)"""
    if type_of(w_future) is FUTURE:
        return cancel(unwrap(W_Future, w_future), w_message)
    return is_true(call_with_keyword(getattr_of(w_future, "cancel"), EMPTY, w_message, MSG_KEYWORD))


def pass_cancellation_on(task: W_Task) -> None:
    """A task that was cancelled while it ran cancels what it has begun to wait for."""
    w_awaited = task.w_awaited
    if task.must_cancel and not is_empty(w_awaited) and cancel_any(w_awaited, none_if_empty(task.w_cancel_message)):
        task.must_cancel = False


def task_wakeup(self: W_Task, w_future: Value) -> Value:
    """What a future calls when it is done that the task waits for."""
    fut = try_as(W_Future, w_future)
    w_exc = EMPTY
    if fut is not None:
        discard_waiter(fut, wrap(self))
    if fut is not None and (type_of(w_future) is FUTURE or type_of(w_future) is TASK):
        w_exc = invalid_state("Result is not set.").w_value if fut.state == PENDING else raised_by(fut)
    else:
        try:
            call_method0(w_future, "result")
        except PyError as e:
            w_exc = e.w_value
    enter_and_step(self, w_exc)
    return w_None


TASK_WAKEUP: Final[W_Builtin] = unlisted_method(TASK, "task_wakeup(self, object, /)", task_wakeup)


# --- methods ------------------------------------------------------------------------------------------------------------


@method(TASK, "__repr__(self, /)", doc="Return repr(self).")
def task_repr(self: W_Task) -> Value:
    need_initialised(self)
    return call1(stock(TASK_REPR), wrap(self))


@method(TASK, "set_result(self, result, /)", doc="Refused: a task's result is what its coroutine returns.")
def task_set_result(self: W_Task, w_result: Value) -> Value:
    raise runtime_error("Task does not support set_result operation")


@method(TASK, "set_exception(self, exception, /)", doc="Refused: a task's exception is what its coroutine raises.")
def task_set_exception(self: W_Task, w_exception: Value) -> Value:
    raise runtime_error("Task does not support set_exception operation")


@method(
    TASK,
    "cancel(self, /, msg=None)",
    doc="Asks the task to end: its coroutine gets a CancelledError soon, which it may handle. False if the task is done. "
    "Counts as one request of cancelling().",
)
def task_cancel(self: W_Task, w_msg: Value) -> Value:
    self.log_exception = False
    if self.state != PENDING:
        return w_False
    self.cancels_requested += 1
    w_awaited = self.w_awaited
    if not is_empty(w_awaited) and cancel_any(w_awaited, w_msg):
        return w_True
    self.must_cancel = True
    self.w_cancel_message = w_msg
    return w_True


@method(TASK, "cancelling(self, /)", doc="How many requests to cancel the task there are: calls of cancel() less those of uncancel().")
def task_cancelling(self: W_Task) -> Value:
    return from_int(self.cancels_requested)


@method(TASK, "uncancel(self, /)", doc="Takes one request to cancel the task back; how many there still are.")
def task_uncancel(self: W_Task) -> Value:
    if self.cancels_requested > 0:
        self.cancels_requested -= 1
        if self.cancels_requested == 0:
            self.must_cancel = False
    return from_int(self.cancels_requested)


@method(
    TASK,
    "get_stack(self, /, *, limit=None)",
    doc="Frames of the suspended coroutine, or of its traceback if it has failed; oldest first, at most limit.",
)
def task_get_stack(self: W_Task, w_limit: Value) -> Value:
    return call2(stock(GET_STACK), wrap(self), w_limit)


@method(
    TASK,
    "print_stack(self, /, *, limit=None, file=None)",
    doc="Prints what get_stack() gives as a traceback is printed, to file or to sys.stderr.",
)
def task_print_stack(self: W_Task, w_limit: Value, w_file: Value) -> Value:
    return call3(stock(PRINT_STACK), wrap(self), w_limit, w_file)


@method(TASK, "get_name(self, /)")
def task_get_name(self: W_Task) -> Value:
    w_name = self.w_name
    if not is_empty(w_name) and is_int(w_name):
        with locked(self):
            if same(self.w_name, w_name):
                self.w_name = wrap(f"Task-{int_value(w_name)}")
            w_name = self.w_name
    return none_if_empty(w_name)


@method(TASK, "set_name(self, value, /)")
def task_set_name(self: W_Task, w_value: Value) -> Value:
    self.w_name = str_value_of(w_value)
    return w_None


@method(TASK, "get_coro(self, /)")
@getter(TASK, "_coro")
def task_get_coro(self: W_Task) -> Value:
    return none_if_empty(self.w_coroutine)


@method(TASK, "get_context(self, /)")
def task_get_context(self: W_Task) -> Value:
    return none_if_empty(self.w_context)


class_method(TASK, "__class_getitem__(cls, object, /)", doc="Tasks are generic over what their coroutine returns.")(generic_class_getitem)


@method(TASK, "__del__(self, /)", doc="Called when the instance is about to be destroyed.")
def task_del(self: W_Task) -> Value:
    if self.state == PENDING and self.log_destroy_pending and not is_empty(self.w_loop):
        call_exception_handler(self, "Task was destroyed but it is pending!", "task", EMPTY)
    report_unseen_exception(self)
    return w_None


@getter(TASK, "_log_destroy_pending")
def task_log_destroy_pending(self: W_Task) -> Value:
    return new_bool(self.log_destroy_pending)


@setter(TASK, "_log_destroy_pending")
def task_set_log_destroy_pending(self: W_Task, w_value: Value) -> Value:
    refuse_deletion(self, "_log_destroy_pending", w_value)
    self.log_destroy_pending = is_true(w_value)
    return w_None


@getter(TASK, "_must_cancel")
def task_must_cancel(self: W_Task) -> Value:
    return new_bool(self.must_cancel)


@getter(TASK, "_fut_waiter")
def task_fut_waiter(self: W_Task) -> Value:
    return none_if_empty(self.w_awaited)

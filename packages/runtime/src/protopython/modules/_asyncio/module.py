"""Which tasks there are, over all threads."""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, locked, try_as, wrap
from protopython.modules._asyncio.future import PENDING
from protopython.modules._asyncio.running import MODULE, forget_running, running_loop
from protopython.modules._asyncio.task import W_Task, loop_of, tasks
from protopython.objects.list.list import list_snapshot
from protopython.objects.model.call import call0, call_method0, call_method1
from protopython.objects.model.define import function
from protopython.objects.model.operations import is_true, unpack_to_list
from protopython.objects.model.stock import stock_function
from protopython.objects.set import W_Set, element_hash, new_set, set_add, set_array, set_discard_hashed
from protopython.objects.singletons import w_None
from protopython.protocore.collector import awaiting_finalizer, n_awaiting_finalizer
from protopython.protocore.threads import start_others, stop_others
from protopython.protocore.value import is_empty, same


def strangers() -> Value:
    """The WeakSet of tasks of other classes."""
    known = tasks()
    if is_empty(known.w_strangers):
        w_new = call0(stock_function("weakref", "WeakSet"))
        with locked(known.eager_strangers):
            if is_empty(known.w_strangers):
                known.w_strangers = w_new
    return known.w_strangers


@function(MODULE, "_register_task(task)", doc="From now on all_tasks() tells this task.")
def register_task(w_task: Value) -> Value:
    task = try_as(W_Task, w_task)
    if task is not None:
        task.listed = True
    else:
        call_method1(strangers(), "add", w_task)
    return w_None


@function(MODULE, "_unregister_task(task)", doc="all_tasks() tells this task no more.")
def unregister_task(w_task: Value) -> Value:
    task = try_as(W_Task, w_task)
    if task is not None:
        task.listed = False
    else:
        call_method1(strangers(), "discard", w_task)
    return w_None


@function(MODULE, "_register_eager_task(task)", doc="From now on all_tasks() tells this task, which is in its eager first step.")
def register_eager_task(w_task: Value) -> Value:
    task = try_as(W_Task, w_task)
    if task is not None:
        task.listed = True
    else:
        set_add(tasks().eager_strangers, w_task)
    return w_None


@function(MODULE, "_unregister_eager_task(task)", doc="The eager first step of a task is over.")
def unregister_eager_task(w_task: Value) -> Value:
    task = try_as(W_Task, w_task)
    if task is not None:
        task.listed = False
    else:
        set_discard_hashed(tasks().eager_strangers, w_task, element_hash(w_task))
    return w_None


def is_listed(w: Value, w_loop: Value) -> bool:
    task = try_as(W_Task, w)
    return task is not None and task.listed and task.state == PENDING and same(task.w_loop, w_loop)


def own_tasks(w_loop: Value) -> Array[Value]:
    """The pending tasks of a loop, some EMPTY: those of this module's class."""
    room = 64
    while True:
        found = Array[Value](room, EMPTY)
        n = 0
        stop_others()
        for i in range(n_awaiting_finalizer()):
            w = awaiting_finalizer(i)
            if is_listed(w, w_loop):
                if n < room:
                    found[n] = w
                n += 1
        start_others()
        if n <= room:
            return found
        room = n + n // 8


def forget_tasks() -> None:
    """In the child of a fork: no task goes on here."""
    forget_running()
    for i in range(n_awaiting_finalizer()):
        task = try_as(W_Task, awaiting_finalizer(i))
        if task is not None:
            task.listed = False


@function(MODULE, "all_tasks(loop=None)", doc="A set of all tasks of a loop that are not done; without an argument of the running loop.")
def all_tasks(w_loop: Value) -> Value:
    if same(w_loop, w_None):
        w_loop = running_loop()
    result = new_set()
    eager = set_array(tasks().eager_strangers)  # first: what waits for the first time meanwhile is then in one of the two
    for w in own_tasks(w_loop):
        if not is_empty(w):
            set_add(result, w)
    add_strangers(result, eager, w_loop)
    if not is_empty(tasks().w_strangers):
        add_strangers(result, list_snapshot(unpack_to_list(tasks().w_strangers)), w_loop)
    return wrap(result)


def add_strangers(result: W_Set, found: Array[Value], w_loop: Value) -> None:
    for w in found:
        if same(loop_of(w), w_loop) and not is_true(call_method0(w, "done")):
            set_add(result, w)

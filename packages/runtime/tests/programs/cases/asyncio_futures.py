"""Futures and tasks of the native module, one by one: attributes, states, messages."""

import _asyncio
import asyncio
import re
import sys

sys.stderr = sys.stdout


class Loop:
    def __init__(self):
        self.calls = []

    def get_debug(self):
        return False

    def call_soon(self, *args, **keywords):
        self.calls.append((args, sorted(keywords)))

    def is_running(self):
        return False

    def call_exception_handler(self, report):
        print("handler", sorted(report.items(), key=lambda item: item[0]))


def show(*texts):
    for text in texts:
        try:
            result = repr(eval(text))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(text, "->", re.sub("0x[0-9a-f]+", "0x", result))


async def waits(future):
    return await future


Future = _asyncio.Future
Task = _asyncio.Task
loop = Loop()

print("# a task and what it waits for")
future = Future(loop=loop)
task = Task(waits(future), loop=loop, name="T")
step = loop.calls[0][0][0]
show("loop.calls", "step", "step.__self__ is task", "step(1)", "step(a=1)", "step()", "asyncio._set_running_loop(loop)", "step()")
show("future", "task", "future._asyncio_awaited_by == {task}", "task._fut_waiter is future", "task.get_coro() is task._coro")
wakeup = future._callbacks[0][0]
show("wakeup", "wakeup.__qualname__", "wakeup.__self__ is task", "wakeup.__text_signature__", "wakeup()", "future.set_result(5)", "loop.calls[-1]")
show("wakeup(future)", "task", "task.result()", "future._asyncio_awaited_by", "step()", "task.get_coro()")

print("# attributes")
task = Task(waits(Future(loop=loop)), loop=loop, name="T")
for name in "_log_traceback", "_asyncio_future_blocking", "_cancel_message", "_state", "_log_destroy_pending", "_must_cancel", "_coro", "_loop", "own":
    show(f"task.{name}" if name != "own" else "1", f"setattr(task, '{name}', 1)", f"task.{name}", f"delattr(task, '{name}')")
task._log_destroy_pending = False

print("# states")
f = Future(loop=loop)
show("f.result()", "f.exception()", "f.done()", "f.cancelled()", "f._callbacks", "f._result", "f._exception", "f._source_traceback")
show("f.set_exception(1)", "f.set_exception(int)", "f.set_result(7)", "f.set_result(8)", "f.set_exception(ValueError)", "f.cancel()", "f.result()")
show("f.exception()", "f.done()", "f._state", "f")
f = Future(loop=loop)
show("f.set_exception(ValueError)", "f._log_traceback", "f", "f.result()", "f._log_traceback", "f.exception().__traceback__ is None")
f = Future(loop=loop)
show("f.set_exception(StopIteration(4))", "f.exception()", "f.exception().__cause__", "f.exception().__context__", "f.set_exception(1)")
f = Future(loop=loop)
show("f.cancel('why')", "f._cancel_message", "f.cancel(msg=3)", "f.cancelled()", "f", "f.result()", "f.exception()", "f._make_cancelled_error()")
show("Future(1)", "Future(loop=1)", "Task()", "Task(1, loop=loop)", "Task(1, 2, 3, loop=loop)", "f.cancel(1, 2)", "Future[int]", "Task[int]")
show("f.get_loop() is loop", "f.__class_getitem__()", "Future.__text_signature__", "Task.__text_signature__")

print("# callbacks")
f = Future(loop=loop)
show("f.add_done_callback()", "f.add_done_callback(1, 2)", "f.add_done_callback(1, context=2)", "f.add_done_callback(3, context=None)")
show("f.add_done_callback(1, context=4)", "f._callbacks", "f.remove_done_callback(1)", "f._callbacks", "f.remove_done_callback(1)", "f.set_result(0)")
show("loop.calls[-1]", "f._callbacks", "f.add_done_callback(6)", "loop.calls[-1]")


class Removing:
    """Equal to all, and removes others while it is compared."""

    def __eq__(self, other):
        f.remove_done_callback(b)
        return True


a, b = Removing(), object()
f = Future(loop=loop)
for callback in b, a, b, a, b:
    f.add_done_callback(callback)
show("f.remove_done_callback(a)", "f._callbacks")

print("# not initialised")
u = Future.__new__(Future)
show("u", "u.result()", "u.exception()", "u.set_result(1)", "u.set_exception(1)", "u.cancel()", "u.done()", "u.cancelled()", "u.get_loop()")
show("u.add_done_callback(1)", "u.remove_done_callback(1)", "iter(u)", "u.__await__()", "u._make_cancelled_error()", "u._state", "u._loop")
show("u._callbacks", "u._result", "u._exception", "u._log_traceback", "u._source_traceback", "u._cancel_message", "u._asyncio_awaited_by")
show("u._asyncio_future_blocking", "u.__del__()", "setattr(u, '_asyncio_future_blocking', 1)")
u = Task.__new__(Task)
show("u", "u.result()", "u.cancel()", "u.cancelling()", "u.uncancel()", "u.uncancel()", "u.get_name()", "u.get_coro()", "u.get_context()")
show("u.get_stack()", "u.set_name(1)", "u.get_name()", "u.set_result(1)", "u.set_exception(1)", "u._coro", "u._fut_waiter", "u._must_cancel")
show("u._log_destroy_pending", "u.__del__()")

print("# which task runs")
u = Task(waits(f), loop=loop, name="U")
show("_asyncio._enter_task(loop, u)", "_asyncio._enter_task(loop, task)", "_asyncio._leave_task(loop, task)", "_asyncio.current_task() is u")
show("_asyncio._leave_task(loop, u)", "_asyncio._leave_task(loop, u)", "_asyncio.current_task()", "_asyncio._swap_current_task(loop, u)")
show("_asyncio.current_task(loop) is u", "_asyncio._swap_current_task(loop, None) is u", "_asyncio._swap_current_task(loop, None)")
show("_asyncio.current_task(5)", "_asyncio._enter_task(6, u)", "_asyncio._leave_task(6, u)", "_asyncio._swap_current_task(6, None)")
show("_asyncio.all_tasks() == {task, u}", "_asyncio._unregister_task(u)", "_asyncio.all_tasks() == {task}", "_asyncio._register_task(u)")
show("_asyncio.all_tasks(loop) == {task, u}", "_asyncio.all_tasks(6)", "_asyncio._enter_task(1)", "_asyncio._enter_task(1, 2, 3)")


class Stranger:
    """A task of a class of its own."""

    ended = False
    _loop = loop

    def done(self):
        return self.ended


s = Stranger()
show("_asyncio._register_task(s)", "_asyncio.all_tasks() == {task, u, s}", "_asyncio._unregister_task(s)", "_asyncio.all_tasks() == {task, u}")
show("_asyncio._register_eager_task(s)", "_asyncio.all_tasks() == {task, u, s}", "setattr(s, 'ended', True)", "_asyncio.all_tasks() == {task, u}")
show("_asyncio._unregister_eager_task(s)", "_asyncio._register_task(1)")

print("# names, and requests to cancel")
show("u.get_name()", "u.set_name(5)", "u.get_name()", "u.get_name(1)", "u.get_stack(1)", "u.print_stack(limit=1, file=1, x=2)", "u.uncancel()")
show("u.cancelling()", "u.cancel('x')", "u.cancel()", "u.cancelling()", "u._must_cancel", "u._cancel_message", "u.uncancel()", "u._must_cancel")
show("u.uncancel()", "u._must_cancel")

print("# iterators")
g = Future(loop=loop)
i = iter(g)
show("i", "i.send(1) is g", "i.send(2)", "i.throw(1)", "i.throw(int)", "i.throw(ValueError(1), 2)", "i.throw(ValueError, 2)")
show("i.throw(ValueError, ValueError(2))", "i.throw(ValueError, 2, 3)", "i.throw()", "i.throw(1, 2, 3, 4)", "i.close()", "next(i)")
g.set_result((1, 2))
i = iter(g)
show("next(i)", "next(i)", "i.send(3)", "list(g)")
g = Future(loop=loop)
g.set_exception(KeyError(3))
i = iter(g)
show("next(i)", "next(i)")

print("# who awaits")
h = Future(loop=loop)
show("_asyncio.future_add_to_awaited_by(1, 2)", "_asyncio.future_add_to_awaited_by(1)", "_asyncio.future_add_to_awaited_by(h, task)")
show("h._asyncio_awaited_by == {task}", "_asyncio.future_add_to_awaited_by(h, g)", "h._asyncio_awaited_by == {task, g}")
show("_asyncio.future_discard_from_awaited_by(h, g)", "_asyncio.future_discard_from_awaited_by(h, task)", "h._asyncio_awaited_by")

print("# loops")
asyncio._set_running_loop(None)
show("_asyncio.get_running_loop()", "_asyncio._get_running_loop()", "_asyncio.get_event_loop()", "_asyncio.current_task()", "_asyncio.all_tasks()")
show("_asyncio._set_running_loop()")


class NoDebug:
    def get_debug(self):
        1 / 0


show("Future(loop=NoDebug())", "Future(loop=loop).__init__()")
for t in task, u:
    t._log_destroy_pending = False
    t.get_coro().close()


def signatures(where, names, get):
    for name in sorted(names):
        print(where, name, getattr(get(name), "__text_signature__", None))


print("# signatures")
signatures("_asyncio", (name for name in dir(_asyncio) if not name.startswith("__")), lambda name: getattr(_asyncio, name))
for t in Future, Task, type(i):
    names = {*dir(t)} - {*dir(object)} - {"__dict__"} | {"__init__", "__new__", "__repr__"}
    signatures(t.__name__, names, lambda name: getattr(t, name))

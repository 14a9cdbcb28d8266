"""Futures and tasks that nobody refers to any more: what they report to their loop."""

import asyncio
import gc
import sys


def nested(f, depth=20):
    """Leaves nothing of f on the stack."""
    return nested(f, depth - 1) if depth else f() and None


def collect():
    for _ in range(3):
        gc.collect()


reports = []


def told(make):
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, report: reports.append((sorted(report), report["message"], repr(report.get("exception")))))
    nested(lambda: make(loop))
    collect()
    loop._ready.clear()
    collect()
    print(make.__name__, sorted(reports, key=str))
    reports.clear()
    loop.close()


def future_with_exception(loop):
    loop.create_future().set_exception(ValueError(1))


def future_retrieved(loop):
    f = loop.create_future()
    f.set_exception(ValueError(2))
    f.exception()


def future_cancelled(loop):
    loop.create_future().cancel()


class OwnFuture(asyncio.Future):
    def __del__(self):
        reports.append("own end")
        super().__del__()


def future_of_subclass(loop):
    OwnFuture(loop=loop).set_exception(ValueError(3))
    OwnFuture(loop=loop).set_result(4)


async def waits():
    await asyncio.get_running_loop().create_future()


async def fails():
    raise KeyError(5)


async def works():
    pass


def task_pending(loop):
    t = loop.create_task(waits())
    loop.run_until_complete(asyncio.wait([t], timeout=0))


def task_pending_silent(loop):
    t = loop.create_task(waits())
    t._log_destroy_pending = False
    loop.run_until_complete(asyncio.wait([t], timeout=0))


def task_failed(loop):
    loop.run_until_complete(asyncio.wait([loop.create_task(fails())]))


def task_done(loop):
    loop.run_until_complete(asyncio.wait([loop.create_task(works())]))


class OwnTask(asyncio.Task):
    pass


def task_of_subclass(loop):
    t = OwnTask(waits(), loop=loop)
    loop.run_until_complete(asyncio.wait([t, OwnTask(fails(), loop=loop)], timeout=0))


def debugged(loop):
    loop.set_debug(True)
    f = loop.create_future()
    f.set_exception(ValueError(6))


def is_weak(loop):
    t = loop.create_task(waits())
    loop.run_until_complete(asyncio.wait([t], timeout=0))
    print(len(asyncio.all_tasks(loop)))
    t = None


for make in (
    future_with_exception, future_retrieved, future_cancelled, future_of_subclass, task_pending, task_pending_silent, task_failed, task_done,
    task_of_subclass, debugged, is_weak,
):  # fmt: skip
    told(make)
loop = asyncio.new_event_loop()
nested(lambda: is_weak(loop))
loop.set_exception_handler(lambda loop, report: None)
collect()
print(asyncio.all_tasks(loop))
loop.close()


class BadLoop:
    def get_debug(self):
        return False

    def call_exception_handler(self, report):
        1 / 0


def bad_handler():
    asyncio.Future(loop=BadLoop()).set_exception(ValueError(7))


sys.unraisablehook = lambda u: print(u.err_msg.split(" of ")[0], repr(u.exc_value))
nested(bad_handler)
collect()

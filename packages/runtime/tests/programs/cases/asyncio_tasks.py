"""asyncio: what tasks do together, and where their exceptions go."""

import asyncio
import contextvars
import os
import sys
import traceback

sys.stderr = sys.stdout
var = contextvars.ContextVar("var", default=0)


def frames(e):
    return [f.name for f in traceback.extract_tb(e.__traceback__)]


async def sleeper(result=None, rounds=1):
    for _ in range(rounds):
        await asyncio.sleep(0)
    return result


async def fails(e):
    await asyncio.sleep(0)
    raise e


async def stubborn(log):
    while True:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            log.append(repr(e))
            if len(log) == 2:
                raise


async def basics():
    print(await asyncio.gather(*(sleeper(i, i) for i in range(5))))
    print(await asyncio.gather(fails(ValueError(1)), sleeper(2), return_exceptions=True))
    t = asyncio.create_task(fails(KeyError(1)), name="failing")
    try:
        await t
    except KeyError as e:
        print(repr(e), frames(e), t)
    try:
        try:
            raise LookupError
        except LookupError:
            t.result()
    except KeyError as e:
        print(repr(e.__context__))
    log = []
    t = asyncio.create_task(stubborn(log))
    await asyncio.sleep(0)
    t.cancel("first")
    await asyncio.sleep(0)
    print(t.cancelling(), t.done(), log)
    t.cancel("second")
    try:
        await t
    except asyncio.CancelledError as e:
        print(repr(e), log, t.cancelled())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError as e:
        print(repr(e), repr(e.__cause__))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(ValueError(3)))
            other = group.create_task(asyncio.sleep(10))
    except* ValueError as e:
        print(repr(e), other.cancelled())


async def contexts():
    async def sets(n):
        var.set(n)
        await asyncio.sleep(0)
        return var.get()

    print(await asyncio.gather(*(sets(i) for i in range(3))), var.get())
    own = contextvars.copy_context()
    print(await asyncio.create_task(sets(7), context=own), own[var], var.get())


async def wrong():
    async def yields(x):
        class Yielding:
            def __await__(self):
                return (yield x)

        return await Yielding()

    def generator():
        yield

    foreign = asyncio.new_event_loop()
    for x in 1, "text", foreign.create_future(), asyncio.get_running_loop().create_future(), generator():
        t = asyncio.create_task(yields(x), name="T")
        try:
            print(await t)
        except RuntimeError as e:
            print(str(e).split(" at 0x")[0].split(" cb=")[0])
    foreign.close()

    async def own():
        await asyncio.current_task()

    try:
        await asyncio.create_task(own(), name="T")
    except RuntimeError as e:
        print(str(e).split("coro=")[0])


class Awaitable:
    """A future of no known class."""

    _asyncio_future_blocking = False

    def __init__(self):
        self.callbacks = []
        self._loop = asyncio.get_running_loop()

    def add_done_callback(self, callback, *, context):
        self._loop.call_soon(callback, self)

    def result(self):
        return "strange"

    def cancel(self, msg=None):
        return False

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self.result()


class Coroutine:
    """Not a coroutine of the language."""

    def __init__(self):
        self.left = 2

    def send(self, x):
        self.left -= 1
        if self.left < 0:
            raise StopIteration("sent")

    def throw(self, e):
        raise e

    def close(self):
        pass

    def __await__(self):
        return self

    def __next__(self):
        return self.send(None)

    def __iter__(self):
        return self


async def strangers():
    async def waits():
        return await Awaitable()

    print(await asyncio.create_task(waits()))
    print(await asyncio.create_task(Coroutine()))
    t = asyncio.create_task(Coroutine())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


async def eager():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    outer = asyncio.current_task()

    async def looks():
        me = asyncio.current_task()
        print(me is not outer, me in asyncio.all_tasks())
        return 1

    t = asyncio.create_task(looks())
    print(t.done(), t.result(), t.get_coro(), asyncio.current_task() is outer)
    t = asyncio.create_task(sleeper(2))
    print(t.done(), t in asyncio.all_tasks(), await t)

    async def fails_at_once():
        raise KeyError(9)

    t = asyncio.create_task(fails_at_once())
    print(repr(t.exception()), frames(t.exception()))


async def threads():
    loop = asyncio.get_running_loop()
    me = asyncio.current_task()
    seen = []

    def look():
        seen.append(me in asyncio.all_tasks(loop))
        try:
            asyncio.current_task()
        except RuntimeError as e:
            seen.append(str(e))
        seen.append(asyncio.run(sleeper("inner")))
        seen.append(asyncio.run_coroutine_threadsafe(sleeper("outer"), loop).result())

    await loop.run_in_executor(None, look)
    print(seen)


async def after_fork():
    loop = asyncio.get_running_loop()
    t = asyncio.create_task(sleeper(rounds=3))
    await asyncio.sleep(0)
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            print(asyncio._get_running_loop())
            asyncio._set_running_loop(loop)
            print(asyncio.current_task(), asyncio.all_tasks())
            asyncio._set_running_loop(None)
            print(asyncio.run(sleeper("in the child")), flush=True)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    print(asyncio.current_task() is not None, t in asyncio.all_tasks(), await t)


kept = []


async def interrupted():
    async def interrupt():
        raise KeyboardInterrupt("from a task")

    kept.append(asyncio.create_task(interrupt()))
    await asyncio.sleep(1)


async def synchronised():
    queue = asyncio.Queue(2)
    lock = asyncio.Lock()
    got = []

    async def producer():
        for i in range(6):
            await queue.put(i)

    async def consumer():
        for _ in range(3):
            async with lock:
                got.append(await queue.get())

    await asyncio.gather(producer(), consumer(), consumer())
    print(got)


for main in basics, contexts, wrong, strangers, eager, threads, after_fork, synchronised:
    print("#", main.__name__)
    asyncio.run(main())
try:
    asyncio.run(interrupted())
except KeyboardInterrupt as e:
    print(repr(e), kept[0].exception() is e)

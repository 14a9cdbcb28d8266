"""Event loops in threads of their own, futures that several threads use, and tasks listed while they come and go."""

import asyncio
import threading

from hammer import each

bad = 0
ready = threading.Barrier(4)
loops = [None] * 4
tasks = [None] * 4


async def sleeper(n):
    for _ in range(n):
        await asyncio.sleep(0)
    return n


def run(k):
    async def main():
        loops[k] = asyncio.get_running_loop()
        tasks[k] = asyncio.current_task()
        ready.wait()
        n = 0
        for _ in range(40):
            n += asyncio.get_running_loop() is not loops[k]
            n += sum(await asyncio.gather(*(sleeper(i) for i in range(20)))) - 190
            n += asyncio.current_task() is not tasks[k]
            other = (k + 1) % 4
            n += asyncio.current_task(loops[other]) in (tasks[k], asyncio.current_task())
            n += tasks[k] in asyncio.all_tasks(loops[other])
            n += any(t.get_loop() is not loops[other] for t in asyncio.all_tasks(loops[other]))
            n += tasks[k] not in asyncio.all_tasks()
            n += sum(await asyncio.gather(*(loops[k].run_in_executor(None, abs, -i) for i in range(20)))) - 190
        assert not n

    asyncio.run(main())


bad += each(4, run)


entered = threading.Barrier(2)


async def busy():
    loops[0] = asyncio.get_running_loop()
    tasks[0] = asyncio.current_task()
    entered.wait()
    entered.wait()


thread = threading.Thread(target=asyncio.run, args=(busy(),))
thread.start()
entered.wait()
bad += asyncio.current_task(loops[0]) is not tasks[0]
bad += asyncio.all_tasks(loops[0]) != {tasks[0]}
entered.wait()
thread.join()
bad += asyncio.current_task(loops[0]) is not None
bad += bool(asyncio.all_tasks(loops[0]))


class Loop:
    """Counts what is scheduled."""

    def __init__(self):
        self.calls = []

    def get_debug(self):
        return False

    def call_soon(self, callback, *args, context=None):
        self.calls.append(callback)


for _ in range(300):
    loop = Loop()
    f = asyncio.Future(loop=loop)
    won = []

    def settle(k):
        for i in range(5):
            f.add_done_callback((k, i))
        try:
            f.set_result(k) if k & 1 else f.set_exception(KeyError(k))
            won.append(k)
        except asyncio.InvalidStateError:
            pass
        for i in range(5, 10):
            f.add_done_callback((k, i))

    bad += each(4, settle)
    bad += len(won) != 1
    bad += sorted(loop.calls) != [(k, i) for k in range(4) for i in range(10)]
    bad += (f.exception() is None) != (won[0] & 1)
f = asyncio.Future(loop=Loop())


def add_and_remove(k):
    n = 0
    for i in range(300):
        f.add_done_callback((k, i))
        f.add_done_callback((k, i))
        n += f.remove_done_callback((k, i)) != 2
        asyncio.future_add_to_awaited_by(f, own[k])
        n += own[k] not in f._asyncio_awaited_by
        asyncio.future_discard_from_awaited_by(f, own[k])
    assert not n


own = [asyncio.Future(loop=Loop()) for _ in range(4)]
bad += each(4, add_and_remove)
bad += f._callbacks is not None
bad += bool(f._asyncio_awaited_by)


async def nothing():
    pass


names = []


def name(k):
    loop = Loop()
    made = [asyncio.Task(nothing(), loop=loop) for _ in range(300)]
    names.extend(t.get_name() for t in made)
    assert len(asyncio.all_tasks(loop)) == 300
    for t in made:
        t._log_destroy_pending = False
        t.get_coro().close()


bad += each(4, name)
bad += len(set(names)) != 1200
print(bad)

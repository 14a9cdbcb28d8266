"""Threads that drive one generator, coroutine or async generator: each step is one thread's, others get ValueError; nothing is lost or torn."""

import sys
import threading

THREADS = 4
sys.setswitchinterval(1e-5)


def race(*jobs):
    """Runs the jobs at once, from one starting line."""
    start = threading.Barrier(len(jobs))
    unexpected = []

    def run(job):
        start.wait()
        try:
            job()
        except Exception as e:
            unexpected.append(repr(e))

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not unexpected, unexpected


def steps(n):
    for i in range(n):
        yield i
    return "end"


def delegating(n):
    result = yield from steps(n)
    return result


def take(gen, out, ends, step=next):
    while True:
        try:
            out.append(step(gen))
        except ValueError as e:
            assert "already executing" in str(e), e
        except StopIteration as e:
            ends.append(e.value)
            return


def shared(make, step, n=200):
    for _ in range(5):
        gen = make(n)
        outs = [[] for _ in range(THREADS)]
        ends = []
        race(*[lambda out=out: take(gen, out, ends, step) for out in outs])
        assert sorted(i for out in outs for i in out) == list(range(n)), outs
        assert all(out == sorted(out) for out in outs)
        assert sorted(ends, key=str) == [None] * (THREADS - 1) + ["end"], ends


shared(steps, next)
shared(steps, lambda g: g.send(None))
shared(delegating, next)
print("next and send: every value once, the result once")


def looped(gen, out):
    while True:
        try:
            for x in gen:
                out.append(x)
            return
        except ValueError as e:
            assert "already executing" in str(e), e


for _ in range(5):
    gen = delegating(300)
    outs = [[] for _ in range(THREADS)]
    race(*[lambda out=out: looped(gen, out) for out in outs])
    assert sorted(i for out in outs for i in out) == list(range(300))
print("for: every value once")


def guarded(log):
    try:
        while True:
            try:
                yield len(log)
            except KeyError as e:
                log.append(e)
    finally:
        log.append("closed")


def poke(gen, action):
    for _ in range(60):
        try:
            action(gen)
        except (ValueError, StopIteration) as e:
            assert isinstance(e, StopIteration) or "already executing" in str(e), e
        except KeyError:
            pass


def look(gen):
    gen.gi_yieldfrom, gen.gi_running, gen.gi_suspended, repr(gen)
    frame = gen.gi_frame
    if frame is not None:
        dict(frame.f_locals), frame.f_lineno, frame.f_lasti, frame.f_generator
        frame.f_back
        try:
            frame.clear()
        except RuntimeError:
            pass


def outer(log):
    yield from guarded(log)


for make in (guarded, outer):
    for _ in range(15):
        log = []
        gen = make(log)
        next(gen)
        race(
            lambda: poke(gen, next),
            lambda: poke(gen, lambda g: g.send(None)),
            lambda: poke(gen, lambda g: g.throw(KeyError("thrown"))),
            lambda: poke(gen, look),
        )
        done = False
        while not done:
            try:
                gen.close()
                done = True
            except ValueError:
                pass
        assert log[-1] == "closed" and log.count("closed") == 1, log
        assert list(gen) == [] and gen.gi_frame is None

    for _ in range(15):
        log = []
        gen = make(log)
        next(gen)
        race(*[lambda: poke(gen, lambda g: g.close())] * 2, lambda: poke(gen, next), lambda: poke(gen, look))
        gen.close()
        assert log == ["closed"], log
print("throw, close and a look: the end runs once")


# --- coroutines ---------------------------------------------------------------------------------------------------


class Pause:
    def __await__(self):
        yield "pause"


async def pausing(n):
    for _ in range(n):
        await Pause()
    return "end"


def drive(coro, out, ends):
    while True:
        try:
            out.append(coro.send(None))
        except ValueError as e:
            assert "already executing" in str(e), e
        except RuntimeError as e:
            assert "already awaited" in str(e), e
            return
        except StopIteration as e:
            ends.append(e.value)
            return


for _ in range(10):
    coro = pausing(200)
    outs = [[] for _ in range(THREADS)]
    ends = []

    def look_at_coroutine():
        for _ in range(200):
            coro.cr_await, coro.cr_running, coro.cr_suspended, coro.cr_frame

    race(look_at_coroutine, *[lambda out=out: drive(coro, out, ends) for out in outs])
    assert sum(map(len, outs)) == 200 and ends == ["end"], (outs, ends)
print("coroutines: every pause once, the result once")


# --- async generators ---------------------------------------------------------------------------------------------


async def counting(n):
    for i in range(n):
        yield i


def drive_async(agen, out):
    while True:
        try:
            agen.asend(None).send(None)
        except StopIteration as e:
            out.append(e.value)
        except StopAsyncIteration:
            return
        except (RuntimeError, ValueError) as e:
            assert "already" in str(e), e


for _ in range(10):
    agen = counting(200)
    outs = [[] for _ in range(THREADS)]
    race(*[lambda out=out: drive_async(agen, out) for out in outs])
    assert sorted(i for out in outs for i in out) == list(range(200)), outs

for _ in range(40):
    agen = counting(5)
    step = agen.asend(None)
    results = []

    def once():
        try:
            step.send(None)
        except StopIteration as e:
            results.append(e.value)
        except (RuntimeError, ValueError):
            pass

    race(once, once)
    assert results == [0], results
print("async generators: every value once")


# --- generators that end in collections -----------------------------------------------------------------------------


def finalized():
    import gc

    closed = []

    def held():
        try:
            yield
        finally:
            closed.append(1)

    def make():
        for _ in range(50):
            next(held())

    race(make, make, gc.collect)
    gc.collect()
    return len(closed)


print(finalized() <= 100)

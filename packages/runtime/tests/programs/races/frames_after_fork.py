"""In the child of a fork, frames of the threads that are not there hold nothing that is not alive, and belong to nobody's stack."""

import gc
import os
import sys
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads


def wait(n, argument):
    mine = [argument] * 3
    if n > 0:
        return wait(n - 1, {"n": [n]})
    waiting.release()
    go.wait()
    return mine


def waits(argument):
    mine = [argument]
    yield mine
    wait(3, mine)
    yield mine


def look(frame):
    while frame is not None:
        repr(frame.f_locals)
        frame.f_locals["mine"] = frame.f_lineno
        repr(frame.f_locals.copy())
        frame = frame.f_back


def use(n):
    return [use(n - 1), [n]] if n > 0 else [[i] for i in range(1000)]


waiting = threading.Semaphore(0)
go = threading.Event()
generator = waits("text")
threads = [threading.Thread(target=wait, args=(5, "text")), threading.Thread(target=next, args=(generator,))]
next(generator)
for t in threads:
    t.start()
    waiting.acquire()
frames = sys._current_frames()
held = [frames[threads[0].ident], frames[threads[1].ident], generator.gi_frame]
pid = os.fork()
if pid == 0:
    kept = []
    for i in range(3):
        gc.collect()
        kept.append([[i, str(j)] for j in range(100_000)])
        others = [threading.Thread(target=use, args=(50,)) for _ in range(3)]
        for t in others:
            t.start()
        for f in held:
            look(f)
        for t in others:
            t.join()
    os._exit(0)
go.set()
for t in threads:
    t.join()
print(os.waitpid(pid, 0)[1])

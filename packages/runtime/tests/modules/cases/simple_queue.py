"""_queue.SimpleQueue: order, waiting, threads, signals, re-entrance."""

import _queue
import queue
import signal
import threading
import time


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e, e.args)


print(queue.SimpleQueue is _queue.SimpleQueue, queue.Empty is _queue.Empty, _queue.Empty.__mro__)
q = _queue.SimpleQueue()
for i in range(300):
    q.put(i)
print([q.get() for i in range(250)] == list(range(250)), q.qsize(), q.empty())
for i in range(300, 400):
    q.put_nowait(i)
print([q.get_nowait() for i in range(150)] == list(range(250, 400)), q.qsize(), q.empty())
for timeout in ("a", -1, 1e20, float("nan"), 0, 0.01, 0.01):
    show(q.get, timeout=timeout)
show(q.get, block=False, timeout="a")
show(q.get, False)
show(q.get_nowait)
show(_queue.SimpleQueue, 1)
show(_queue.SimpleQueue, a=1)
print(_queue.SimpleQueue[int])


class Own(_queue.SimpleQueue):
    def __init__(self, x, y=0):
        self.x = x, y


print(Own(1, y=2).x)

# Threads: one item for one get, whatever way they wait.
results = []
lock = threading.Lock()


def consume(**how):
    while True:
        try:
            x = q.get(**how)
        except queue.Empty:
            continue
        if x is None:
            return
        with lock:
            results.append(x)


def produce(start):
    for i in range(start, start + 500):
        q.put(i)


ways = [{}, {}, {"timeout": 0.001}, {"timeout": 10}]
threads = [threading.Thread(target=consume, kwargs=way) for way in ways] + [threading.Thread(target=produce, args=(i * 500,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads[4:]:
    t.join()
for i in range(4):
    q.put(None)
for t in threads:
    t.join()
print(sorted(results) == list(range(1500)), q.qsize())

# A signal's handler runs while the main thread waits; it may put into the queue, or raise.
signal.signal(signal.SIGALRM, lambda number, frame: q.put("from the handler"))
signal.setitimer(signal.ITIMER_REAL, 0.1)
print(q.get())


def interrupt(number, frame):
    raise KeyError("handler")


signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.1)
show(q.get)
signal.setitimer(signal.ITIMER_REAL, 0.1)
show(q.get, timeout=30)

# Waiting ends when something comes.
timer = threading.Timer(0.1, q.put, ["late"])
timer.start()
print(q.get(timeout=30))
timer.join()
start = time.monotonic()
show(q.get, timeout=0.1)
print(time.monotonic() - start >= 0.1)

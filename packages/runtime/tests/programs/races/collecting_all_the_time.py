"""A thread that collects all the time leaves others the time to work: between two collections they get as long as one takes."""

import gc
import threading
import time

ballast = [[i] for i in range(100_000)]
done = threading.Event()
collections = 0


def collect():
    global collections
    while not done.is_set():
        gc.collect()
        collections += 1


def step(n):
    return n + 1


def steps(seconds):
    n = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        n = step(n)
    return n


alone = steps(0.1)
collector = threading.Thread(target=collect)
collector.start()
n = steps(0.5)
done.set()
collector.join()
# A collection takes milliseconds, here and under a sanitizer: of each rest after one a quarter of a millisecond is asked for.
print(0 if n > alone / 400 * collections else (n, alone, collections))

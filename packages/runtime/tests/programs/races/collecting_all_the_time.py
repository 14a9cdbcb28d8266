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


collector = threading.Thread(target=collect)
collector.start()
n = 0
end = time.monotonic() + 0.5
while time.monotonic() < end:
    n = step(n)
done.set()
collector.join()
print(0 if n > 1000 * collections else (n, collections))

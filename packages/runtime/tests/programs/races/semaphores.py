"""A recursive lock between processes belongs to one thread at a time, however the threads take turns."""

import os
from _multiprocessing import SemLock

from hammer import each

bad = 0
lock = SemLock(0, 1, 1, f"/race-{os.getpid()}", True)
count = 0


def add(_):
    global count
    for _ in range(30000):
        with lock:
            n = count
            with lock:
                count = n + 1


bad += each(4, add)
bad += count != 120_000 or lock._count() != 0 or not lock.acquire(False)
print(bad)

"""What would take minutes if it took the time of the whole for each small step, or a page fault for each page each time."""

import gc
import resource
import time


def quick(work, seconds=5.0):
    before = time.process_time()
    work()
    return time.process_time() - before < seconds


def take_from_the_front():
    array = bytearray(8_000_000)
    for _ in range(50_000):
        del array[:1]


def take_from_near_the_end():
    array = bytearray(8_000_000)
    for _ in range(50_000):
        del array[-2]


print(quick(take_from_the_front), quick(take_from_near_the_end))


def faults(work):
    work()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def fill():
    return {i: i for i in range(50_000)}


table = fill()
for work in (lambda: [None] * 200_000, fill, table.copy, lambda: b"x" * 2_000_000):
    print(faults(work) < 10_000)


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * resource.getpagesize()


held = [bytes(2_000_000) + b"x" for _ in range(100)]
most = resident()
del held
gc.collect()
print(most - resident() > 100_000_000)

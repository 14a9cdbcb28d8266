"""Allocations are traced, and no more, while other threads allocate, collect and ask for traces."""

import gc
import tracemalloc

from hammer import despite, hammer


class Point:
    def __init__(self, x):
        self.x = [x] * 3


kept = []


def allocate():
    points = [Point(i) for i in range(50)]
    kept[:] = points[:10]


def toggle():
    tracemalloc.start(3)
    allocate()
    tracemalloc.stop()


@despite(RuntimeError)
def look():
    assert all(trace.size > 0 and len(trace.traceback) <= 3 for trace in tracemalloc.take_snapshot().traces)


def ask():
    size, peak = tracemalloc.get_traced_memory()
    assert 0 <= size and 0 <= peak
    for point in kept[:3]:
        found = tracemalloc.get_object_traceback(point)
        assert found is None or len(found) <= 3
    tracemalloc.reset_peak()
    tracemalloc.clear_traces()


bad = hammer(allocate, allocate, toggle, look, ask, gc.collect, seconds=1)
tracemalloc.stop()
print(bad)

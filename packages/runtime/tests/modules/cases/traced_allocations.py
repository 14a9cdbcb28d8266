"""tracemalloc: what is alive is found at the line that allocated it, with the frames around; nothing is, where nothing is traced."""

import gc
import io
import sys
import tracemalloc
import warnings


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def lines_of(obj):
    found = tracemalloc.get_object_traceback(obj)
    return None if found is None else ([frame.lineno for frame in found], found.total_nframe)


class Point:
    def __init__(self, x):
        self.x = x


def make(kind, n):
    return [kind(i) for i in range(n)]


def deeper(n):
    return make(Point, 1)[0] if n == 0 else deeper(n - 1)


# Off
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit(), tracemalloc.get_tracemalloc_memory())
attempt(tracemalloc.take_snapshot)
print(tracemalloc.get_object_traceback(Point(1)), tracemalloc.clear_traces(), tracemalloc.reset_peak(), tracemalloc.stop())
for wrong in (0, -1, 65536, 10**30, "1", 1.5):
    attempt(tracemalloc.start, wrong)
print(tracemalloc.is_tracing())

# One frame
before = Point(0)
tracemalloc.start()
tracemalloc.start(7)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
one = Point(1)
print(lines_of(one), lines_of(before), lines_of(5), lines_of(None), lines_of(Point))
print(lines_of(deeper(3))[0])
print(lines_of(bytes(range(200))), lines_of(lambda: one), lines_of(f"{one}x"))

# What is alive, by line
kept = make(Point, 1000)
lost = make(Point, 50000)
del lost
gc.collect()
here = tracemalloc.Filter(True, __file__)
statistics = tracemalloc.take_snapshot().filter_traces([here]).statistics("lineno")
most = statistics[0]
print(most.traceback[0].lineno, most.count >= 1000, 16_000 < most.size < 400_000)
size, peak = tracemalloc.get_traced_memory()
print(0 < size < 3_000_000, peak > size, tracemalloc.get_tracemalloc_memory() > 0)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < peak)
big = bytes(5_000_000)
now, peak = tracemalloc.get_traced_memory()
print(5_000_000 <= now - size < 5_100_000, peak >= now)
del big
big = None
now, peak = tracemalloc.get_traced_memory()
print(now - size < 100_000, peak > 5_000_000)
attempt(tracemalloc.clear_traces)
print(lines_of(one), tracemalloc.get_traced_memory()[0] < 100_000)
tracemalloc.stop()
print(tracemalloc.is_tracing(), lines_of(one), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())

# Several
tracemalloc.start(3)
print(tracemalloc.get_traceback_limit(), lines_of(deeper(0)), lines_of(deeper(5)))
first = tracemalloc.take_snapshot()
grown = [make(Point, 10) for _ in range(10)]
second = tracemalloc.take_snapshot()
for difference in second.filter_traces([here]).compare_to(first.filter_traces([here]), "traceback")[:1]:
    print(difference.count_diff >= 100, [frame.lineno for frame in difference.traceback])
print({trace.domain for trace in second.traces}, all(trace.size > 0 for trace in second.traces))
print(max(len(trace.traceback) for trace in second.traces), max(trace.traceback.total_nframe for trace in second.traces) >= 3)


def numbers():
    yield Point(1)
    yield Point(2)


print([lines_of(p) for p in numbers()])
exec(compile("\n\nmade = Point(3)", "elsewhere", "exec"))
found = tracemalloc.get_object_traceback(made)  # noqa: F821
print(found[-1].filename == "elsewhere", found[-1].lineno)

# Who is warned that something was not closed is told where it was made.
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    open(__file__)
    gc.collect()
    print([w.source is not None and lines_of(w.source) for w in caught if w.category is ResourceWarning][:1])

text = io.StringIO()
sys.stderr, errors = text, sys.stderr
with warnings.catch_warnings():
    warnings.simplefilter("always")
    open(__file__)
    gc.collect()
sys.stderr = errors
print([line.strip() for line in text.getvalue().splitlines() if "allocated" in line or "lineno" in line][:2])
tracemalloc.stop()

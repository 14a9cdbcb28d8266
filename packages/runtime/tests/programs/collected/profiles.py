"""cProfile over the native profiler: calls, recursion, callers, native functions, generators, a timer of one's own."""

# ruff: noqa: C4, RUF

import cProfile
import io
import pstats


def total(n):
    return sum(one(i) for i in range(n))


def one(x):
    kept = []
    kept.append(x)
    return len(kept)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fails():
    raise ValueError


def work():
    total(10)
    fib(8)
    try:
        fails()
    except ValueError:
        pass
    try:
        int("x")
    except ValueError:
        pass


def shown(profile, callers=False):
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).sort_stats("name", "line")
    stats.print_callers() if callers else stats.print_stats()
    for line in out.getvalue().splitlines():
        columns = line.split(None, 5)
        if len(columns) == 6 and columns[0][0].isdigit():
            print(columns[0], columns[5].rpartition(" in ")[0] or columns[5].rpartition("/")[2])


with cProfile.Profile() as profile:
    work()
shown(profile)
profile = cProfile.Profile(builtins=False, subcalls=False)
profile.runcall(work)
shown(profile)
print(sorted({(type(e).__name__, len(e.calls or ())) for e in profile.getstats()}))

ticks = iter(range(10**6))
profile = cProfile.Profile(lambda: next(ticks), 0.5)
profile.runcall(fib, 3)
for entry in profile.getstats():
    if getattr(entry.code, "co_name", "") == "fib":
        print(entry.callcount, entry.reccallcount, entry.totaltime, entry.inlinetime)
        print([(sub.code.co_name, sub.callcount, sub.reccallcount) for sub in entry.calls or ()])
profile.clear()
print(profile.getstats())
first = cProfile.Profile()
first.enable()
try:
    cProfile.Profile().enable()
except ValueError as e:
    print(e)
first.disable()

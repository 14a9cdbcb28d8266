"""Which lines begin: loops at the beginning of a function, wildcard cases, places where several lines join."""

import sys


def loop_first(n):
    while n:
        n -= 1
        if n == 2:
            break
    else:
        return "else"
    return 3


def joined(q, k):
    while q:
        i = q.pop()
        if k:
            if i < 3 and k < 5:
                q.append(9)
            if i + k < 100 and k < 5:
                q.append(10)


def wildcard(v):
    match v:
        case [a, b]:
            return a + b
        case _:
            return None


def generator(n):
    while n:
        n -= 1
        yield n
    yield from [1]


events = []


def trace(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


def of(f, *args):
    events.clear()
    sys.settrace(trace)
    f(*args)
    sys.settrace(None)
    print(f.__name__, events)


of(loop_first, 4)
of(loop_first, 2)
of(joined, [200, 1], 7)
of(wildcard, 5)
of(wildcard, [1, 2])
of(lambda: list(generator(2)))


def started(code, offset):
    if code is loop_first.__code__:
        print("start")
    return None


monitoring = sys.monitoring
monitoring.use_tool_id(2, "test")
monitoring.register_callback(2, monitoring.events.PY_START, started)
monitoring.set_events(2, monitoring.events.PY_START)
loop_first(4)
monitoring.set_events(2, 0)

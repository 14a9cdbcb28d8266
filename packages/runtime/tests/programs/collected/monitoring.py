"""sys.monitoring (PEP 669): events, local events, DISABLE and restart_events, several tools, errors."""

import sys

mon = sys.monitoring
E = mon.events
TOOL, OTHER = 3, 4
mon.use_tool_id(TOOL, "test")
mon.use_tool_id(OTHER, "other")
print(mon.get_tool(TOOL), mon.get_tool(5), mon.get_events(TOOL))
log = []


def callee(x):
    return x + 1


def generator():
    yield 1
    return 2


def work(n):
    total = 0
    for i in range(n):
        total += callee(i)
        if total > 100:
            total = 0
    try:
        int("x")
    except ValueError:
        len([])
    list(generator())
    return total


def relative(code, line):
    return line - code.co_firstlineno


def noting(name):
    def f(code, *args):
        if code.co_filename == __file__ and code.co_name != "<module>":
            if name == "LINE":
                args = (relative(code, args[0]),)
            elif name in ("CALL", "C_RETURN", "C_RAISE"):
                args = (getattr(args[1], "__name__", args[1]), "missing" if args[2] is mon.MISSING else args[2])
            elif name in ("RAISE", "RERAISE", "PY_UNWIND", "EXCEPTION_HANDLED", "PY_THROW", "STOP_ITERATION"):
                args = (type(args[1]).__name__,)
            else:
                args = args[1:] if name in ("PY_RETURN", "PY_YIELD") else ()
            log.append((name, code.co_name, *args))
    return f


names = "PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE RAISE EXCEPTION_HANDLED PY_UNWIND RERAISE C_RETURN C_RAISE PY_THROW".split()
for name in names:
    print(name, mon.register_callback(TOOL, getattr(E, name), noting(name)))


def run(events, f, *args):
    log.clear()
    mon.set_events(TOOL, events)
    f(*args)
    mon.set_events(TOOL, 0)
    for e in log:
        print(*e)
    print("--")


run(E.PY_START | E.PY_RETURN | E.PY_RESUME | E.PY_YIELD, work, 2)
run(E.LINE, work, 2)
run(E.CALL | E.C_RETURN | E.C_RAISE, callee, 1)
run(E.RAISE | E.EXCEPTION_HANDLED | E.PY_UNWIND, work, 1)
work(1)
print(len(log) > 0, mon.get_events(TOOL))

# local events
log.clear()
mon.set_local_events(TOOL, callee.__code__, E.LINE | E.PY_START)
print(mon.get_local_events(TOOL, callee.__code__) == E.LINE | E.PY_START, mon.get_local_events(TOOL, work.__code__))
work(2)
mon.set_local_events(TOOL, callee.__code__, 0)
work(2)
print(log)

# disabling
seen = []


def once(code, line):
    seen.append(relative(code, line))
    return mon.DISABLE


mon.register_callback(TOOL, E.LINE, once)
mon.set_local_events(TOOL, work.__code__, E.LINE)
work(5)
work(5)
print(seen)
seen.clear()
mon.restart_events()
work(1)
print(seen)
seen.clear()
mon.restart_events()
others = []
mon.register_callback(OTHER, E.LINE, lambda code, line: others.append(relative(code, line)))
mon.set_local_events(OTHER, work.__code__, E.LINE)
work(2)
print(seen, others)
mon.clear_tool_id(OTHER)
mon.set_local_events(TOOL, work.__code__, 0)

# what cannot be disabled
mon.register_callback(TOOL, E.RAISE, lambda *args: mon.DISABLE)
mon.set_events(TOOL, E.RAISE)
try:
    work(1)
except ValueError as e:
    print(e)
mon.set_events(TOOL, 0)

# a callback that fails
def bad(code, line):
    raise KeyError("bad")


mon.register_callback(TOOL, E.LINE, bad)
mon.set_local_events(TOOL, callee.__code__, E.LINE)
try:
    work(1)
except KeyError as e:
    print("KeyError", e)
mon.set_local_events(TOOL, callee.__code__, 0)

# branches

branches = []


def branchy(n):
    while n > 0:
        n -= 1
    return [x for x in (1, 2) if x > 1]


def branch_noter(side):
    return lambda code, source, target: branches.append(side)


mon.register_callback(TOOL, E.BRANCH_LEFT, branch_noter("left"))
mon.register_callback(TOOL, E.BRANCH_RIGHT, branch_noter("right"))
mon.set_local_events(TOOL, branchy.__code__, E.BRANCH_LEFT | E.BRANCH_RIGHT)
print(branchy(3))
mon.set_local_events(TOOL, branchy.__code__, 0)
print(len(branches))



def skipping(s):
    if s.startswith("t"):
        return 1
    return 0


def skips(code, source, target):
    frame = sys._getframe(1)
    frame.f_lineno = frame.f_lineno + 1


for event in (E.BRANCH_LEFT, E.BRANCH_RIGHT):
    mon.register_callback(TOOL, event, skips)
mon.set_local_events(TOOL, skipping.__code__, E.BRANCH_LEFT | E.BRANCH_RIGHT)
print(skipping("true"), skipping("false"))
mon.set_local_events(TOOL, skipping.__code__, 0)

for wrong in (
    lambda: mon.use_tool_id(TOOL, "again"),
    lambda: mon.use_tool_id(9, "x"),
    lambda: mon.use_tool_id(0, 5),
    lambda: mon.set_events(0, E.LINE),
    lambda: mon.set_events(TOOL, E.C_RETURN),
    lambda: mon.set_events(TOOL, 1 << 30),
    lambda: mon.set_local_events(TOOL, callee.__code__, E.RAISE),
    lambda: mon.set_local_events(TOOL, 5, E.LINE),
    lambda: mon.register_callback(TOOL, 3, None),
):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)
mon.free_tool_id(TOOL)
print(mon.get_tool(TOOL))

"""sys.settrace and sys.setprofile: events, local trace functions, jumps, threads; pdb driven by a script."""

# ruff: noqa: B007, F841, SIM, E70, C4, B011, E731, RUF

import io
import pdb
import sys
import threading

events = []


def note(frame, event, arg):
    line = frame.f_lineno - frame.f_code.co_firstlineno
    events.append((frame.f_code.co_name, event, line, type(arg[1]).__name__ if event == "exception" else arg))
    return note


def traced(f, *args):
    events.clear()
    sys.settrace(note)
    try:
        f(*args)
    except Exception as e:
        print("raised", type(e).__name__, e)
    finally:
        sys.settrace(None)
    for e in events:
        if e[0] != "traced":
            print(*e)
    print("--")


def plain(n):
    total = 0
    for i in range(n):
        total += i
    while True:
        total -= 1
        if total < 0:
            break
    if 0:
        pass
    else:
        pass
    return total


def caught():
    try:
        {}["x"]
    except KeyError:
        x = 1
    finally:
        x = 2
    try:
        raise ValueError
    except:
        raise


def generator():
    x = yield 1
    yield x
    return 3


def generates():
    g = generator()
    next(g)
    g.send(2)
    g.close()
    for i in generator():
        pass
    try:
        generator().throw(KeyError)
    except KeyError:
        pass
    y = [i for i in range(2)]
    class C:
        z = 1
        def __init__(self): pass
    C()
    (lambda: 1)()


async def inner():
    return 5


async def outer():
    return await inner()


def drives():
    try:
        outer().send(None)
    except StopIteration as e:
        return e.value


def leaves(n):
    for i in range(n):
        try:
            if i == 1:
                continue
            if i == 2:
                break
        finally:
            x = i
    with Manager() as f:
        return f


def multi(a,
          b=2):
    c = max(
        a,
        b)
    return c


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __repr__(self):
        return "manager"


for f, *args in [(plain, 3), (caught,), (generates,), (drives,), (leaves, 3), (multi, 1)]:
    traced(f, *args)

# jumps


def jumper(first, target):
    done = []

    def trace(frame, event, arg):
        if frame.f_code.co_name == "steps" and event == "line" and not done:
            if frame.f_lineno - frame.f_code.co_firstlineno == first:
                done.append(1)
                try:
                    frame.f_lineno = frame.f_code.co_firstlineno + target
                except ValueError as e:
                    print("cannot:", e)
        return trace

    return trace


def steps(out):
    out.append(1)
    out.append(2)
    for i in range(2):
        out.append(4)
    try:
        out.append(6)
    except ValueError:
        out.append(8)
    out.append(9)
    with Manager():
        out.append(11)
    return out


for first, target in [(1, 9), (2, 1), (1, 4), (1, 8), (4, 9), (1, 200), (9, 5), (6, 9), (11, 9), (1, 11)]:
    out = []
    sys.settrace(jumper(first, target))
    result = steps(out)
    sys.settrace(None)
    print(first, target, result)


def short():
    a = 0
    a = 1
    b = 2
    return a, b


for first, target in [(2, 3), (2, 4), (3, 2)]:
    done = []

    def next_line(frame, event, arg, first=first, target=target, done=done):
        if event == "line" and not done and frame.f_lineno - frame.f_code.co_firstlineno == first:
            done.append(1)
            frame.f_lineno = frame.f_code.co_firstlineno + target
        return next_line if frame.f_code.co_name == "short" else None

    sys.settrace(next_line)
    result = short()
    sys.settrace(None)
    print(first, target, result)
try:
    sys._getframe().f_lineno = 1
except ValueError as e:
    print(e)

# profile

calls = []
sys.setprofile(lambda frame, event, arg: calls.append((event, frame.f_code.co_name, getattr(arg, "__name__", None))))
plain(1)
[].append(1)
try:
    int("x")
except ValueError:
    pass
list(generator())
sys.setprofile(None)
print(calls)

# a trace function that fails ends the tracing


def fails(frame, event, arg):
    raise RuntimeError("in trace")


sys.settrace(fails)
try:
    plain(1)
except RuntimeError as e:
    print(e, sys.gettrace())

# threads

seen = set()
threading.settrace(lambda frame, event, arg: seen.add(frame.f_code.co_name))
t = threading.Thread(target=plain, args=(1,))
t.start()
t.join()
threading.settrace(None)
print("plain" in seen, sys.gettrace())
go = threading.Event()
ready = threading.Event()


def waits():
    ready.set()
    go.wait()
    plain(1)


t = threading.Thread(target=waits)
t.start()
ready.wait()
seen.clear()
threading.settrace_all_threads(lambda frame, event, arg: seen.add(frame.f_code.co_name))
go.set()
t.join()
threading.settrace_all_threads(None)
print("plain" in seen, sys.gettrace())

# opcodes, and lines that are not wanted

n = [0, 0]


def counts(frame, event, arg):
    if frame.f_code.co_name == "plain":
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        n[event == "opcode"] += event in ("line", "opcode")
    return counts


sys.settrace(counts)
plain(2)
sys.settrace(None)
print(n[0])

# pdb


def debugged(a):
    b = a + 1
    for i in range(3):
        b += i
    return b


def starts(debugger):
    debugger.set_trace()
    x = debugged(1)
    return x


commands = "step\nstep\nargs\nnext\nnext\np b\nwhere\nreturn\nnext\np x\ncontinue\n"
out = io.StringIO()
starts(pdb.Pdb(stdin=io.StringIO(commands), stdout=out, nosigint=True, readrc=False))
for line in out.getvalue().splitlines():
    if "->" in line or line.startswith("(Pdb)"):
        print(line.partition("/")[0] if line.startswith(">") else line)

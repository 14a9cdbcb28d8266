"""What threads leave behind in the child of a fork, small stacks, and signals that arrive where no loop runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .test_programs import environment

PROGRAMS = {
    "join in a child forked from a thread": """
import os, sys, threading
main = threading.current_thread()
forked = threading.Event()
def worker():
    pid = os.fork()
    if pid:
        print(os.waitpid(pid, 0)[1])
        forked.set()
        return
    t = threading.Thread(target=main.join)
    t.start()
    t.join()
    os._exit(0)
threading.Thread(target=worker).start()
forked.wait()
""",
    "other threads in a child": """
import os, threading, time
threads = [threading.Thread(target=time.sleep, args=(0.2,), daemon=i % 2 == 0) for i in range(8)]
for t in threads:
    t.start()
pid = os.fork()
for t in threads:
    t.join()
if pid == 0:
    os._exit(7 if not any(t.is_alive() for t in threads) else 8)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) - 7)
""",
    "locks at a fork": """
import collections, os, threading, time
reading, writing = os.pipe()
stream = open(reading, "rb")
waiting = threading.Thread(target=stream.read, args=(1,), daemon=True)  # with the stream's lock
waiting.start()
time.sleep(0.1)
shared = []
ordered = collections.OrderedDict()
def change(start):
    for i in range(20_000):
        shared.append(i)
        ordered[start, i] = str(i)
        if i > 100:
            del ordered[start, i - 100]
def in_child():
    other, end = os.pipe()
    os.dup2(other, reading)
    threading.Thread(target=int).start()  # from here on locks are taken
    shared.append(None)
    ordered[None] = None
    assert shared[-1] is None and list(ordered)[-1] is None
    assert len(ordered) == len(list(ordered)) and all(key in ordered for key in ordered)
    os.write(end, b"line\\n")
    assert stream.readline() == b"line\\n"
changers = [threading.Thread(target=change, args=(i,)) for i in range(2)]
for thread in changers:
    thread.start()
results = set()
for _ in range(30):
    pid = os.fork()
    if pid == 0:
        in_child()
        os._exit(0)
    results.add(os.waitpid(pid, 0)[1])
for thread in changers:
    thread.join()
os.write(writing, b"x")
waiting.join()
print(*results)
""",
    "small stacks": """
import threading
out = []
def deep():
    def f(n):
        return n and 1 + f(n - 1)
    out.append(f(300))
    a = []
    for _ in range(200_000):
        a = [a]
    try:
        repr(a)
    except RecursionError:
        out.append("bounded")
for size in 65536, 131072, 262144, 1 << 20:
    threading.stack_size(size)
    t = threading.Thread(target=deep)
    t.start()
    t.join()
print(0 if out == [300, "bounded"] * 4 else out)
""",
    "signal in a recursion": """
import signal
def f():
    try:
        f()
    except RecursionError:
        f()
def stop(*_):
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise KeyError
signal.signal(signal.SIGALRM, stop)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)  # Again: at the limit there is no room for the handler.
try:
    f()
except KeyError:
    print(0)
""",
    "signal in a partial write": """
import os, signal, threading
def stop(*_):
    raise ZeroDivisionError
signal.signal(signal.SIGALRM, stop)
caught = 0
for arguments in {"mode": "wb"}, {"mode": "wb", "buffering": 0}, {"mode": "w", "encoding": "ascii"}:
    r, w = os.pipe()
    f = open(w, closefd=False, **arguments)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        f.write(("x" if arguments["mode"] == "w" else b"x") * 5_000_000)
    except ZeroDivisionError:
        caught += 1
    os.close(r)
    os.close(w)
    try:
        f.close()
    except OSError:
        pass
print(caught - 3)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_0(name: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAMS[name])
    command = [os.environ["PROTOPY_BIN"], "-W", "ignore", str(path)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "0\n")


def test_dump_beside_a_collection() -> None:
    """The watching thread reads stacks while the world stands: it must not allocate, which would collect."""
    program = """
import faulthandler
faulthandler.dump_traceback_later(1, exit=True)
def f():
    pass
while True:
    f()
"""
    command = [os.environ["PROTOPY_BIN"], "-c", program]
    done = subprocess.run(command, env={**environment(), "PROTOPY_GC_STRESS": "3"}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    places = ['File "<string>", line 6 in <module>\n', 'File "<string>", line 7 in <module>\n', "line 5 in f"]
    assert any(place in done.stderr for place in places)

"""Programs that ask for more memory than there is: MemoryError, which they can handle and go on after."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from .test_programs import environment

PROGRAMS = {
    "small objects": "[[] for _ in range(10**8)]",
    "a dict": "{str(i): [i] for i in range(10**8)}",
    "a set": "{(i,) for i in range(10**8)}",
    "instances": """
class A: pass
l = []
while True:
    l.append(A())
    l[-1].x = l[-1]
""",
    "a linked list": """
l = None
while True: l = (l,)
""",
    "strings": """
l = []
while True: l.append("x%d" % len(l))
""",
    "generators": """
def g(): yield 1
l = []
while True:
    l.append(g())
    next(l[-1])
""",
    "doubling": """
x = "a"
while True: x += x
""",
    "deep recursion": """
import sys
sys.setrecursionlimit(10**9)
keep = []
def deep(n):
    keep.append([n] * 100)
    deep(n + 1)
deep(0)
""",
    "a bytearray": "bytearray(10**12)",
    "a str": '"a" * 10**12',
    "a list": "[0] * 10**12",
    "an int": "1 << 10**12",
    "a tuple": "tuple(range(10**9))",
    "a join": '"".join(["abc" * 10**6] * 10**5)',
    "threads": """
import threading
go = threading.Event()
started = []
try:
    while True:
        t = threading.Thread(target=go.wait)
        t.start()
        started.append(t)
finally:
    go.set()
    for t in started: t.join()
""",
}
PROGRAM = """
def use():
    BODY
for _ in range(2):
    try:
        use()
    except (MemoryError, RecursionError):
        print("MemoryError")
    except RuntimeError as e:
        print("MemoryError" if str(e) == "can't start new thread" else e)
print(sum(len(str(i)) for i in range(100_000)), len([[] for _ in range(10_000)]))
"""


@pytest.mark.parametrize("megabytes", [300, 1000])
@pytest.mark.parametrize("name", PROGRAMS)
def test_memory_error(name: str, megabytes: int, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.replace("BODY", PROGRAMS[name].strip().replace("\n", "\n    ")))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    command = [os.environ["PROTOPY_BIN"], str(path)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=300, preexec_fn=limit)
    assert (done.stdout, done.stderr, done.returncode) == ("MemoryError\nMemoryError\n488890 10000\n", "", 0)

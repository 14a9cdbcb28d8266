"""Natives that run long or for ever: Ctrl-C ends them at once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .test_programs import environment

PROGRAM = """
import collections, functools, hashlib, heapq, io, itertools, json, marshal, math, operator, pickle, re, sys
count, repeat = itertools.count, itertools.repeat
sys.set_int_max_str_digits(0)
print("ready", flush=True)
try:
    USE
except KeyboardInterrupt:
    print("interrupted")
"""
USES = [
    're.match(r"(a*)*b", "a" * 40)',
    're.search("b[^c]*d", "b" * 2_000_000)',
    "3 ** 10**9",
    "pow(3, (1 << 300_000) - 1, (1 << 300_000) + 1)",
    "math.factorial(10**8)",
    "math.comb(10**8, 5 * 10**7)",
    "math.perm(10**8)",
    "math.isqrt((1 << 10**9) - 1)",
    "str(7 << 10**9)",
    "sum(repeat(1))",
    "min(count())",
    "any(repeat(0))",
    "all(repeat(1))",
    "-1 in count()",
    "operator.countOf(count(), -1)",
    "\"\".join(repeat(\"\"))",
    "collections.deque(count(), maxlen=0)",
    "max(zip(count()))",
    "next(filter(None, repeat(0)))",
    "next(itertools.islice(count(), 10**18, None))",
    "next(itertools.compress(repeat(1), repeat(0)))",
    "math.fsum(repeat(1.0))",
    "math.sumprod(repeat(1), repeat(1))",
    "functools.reduce(max, repeat(1))",
    "collections.Counter(repeat(1))",
    'io.BytesIO().writelines(repeat(b""))',
    "sorted([0] * 10, key=lambda x: max(count()))",
    # Each of these takes a second or so; together they take for ever.
    "while True: hashlib.sha256(bytes(200_000_000))",
    "while True: json.dumps([[1]] * 10_000_000)",
    "while True: pickle.dumps([1.5] * 30_000_000)",
    "while True: marshal.dumps([1.5] * 30_000_000)",
    'while True: ("ab" * 20_000_000).count("b")',
    "while True: [1.5] * 20_000_000 == [1.5] * 20_000_000",
]


@pytest.mark.parametrize("use", USES)
def test_keyboard_interrupt(use: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.replace("USE", use))
    command = [os.environ["PROTOPY_BIN"], str(path)]

    def heed() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell in the background ignores it, and so would its children

    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=30)  # the machine may be busy; these would run for minutes or for ever
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)

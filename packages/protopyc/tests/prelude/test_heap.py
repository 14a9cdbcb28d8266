"""The compiled heap: what is reachable survives, what is not goes, threads agree, and running out of memory
is an exception."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ..native import compile_program

PROGRAM = Path(__file__).resolve().parent / "heap_program.py"
EXPECTED = """\
weak cells cleared: True True
owner told: 7
finalized, with what they refer to: True 3 4
MemoryError
MemoryError
MemoryError
MemoryError
MemoryError
5
chain and array: 46249825000
pointer into an array: 50 7
trailing items and attribute arrays: 11313400
dicts and sets: 3000000 2000 3000
strings that share buffers: 5000 True
heap stays small: True
large objects: 38000 True
locked increments by four threads: 80000
collections: True
"""


def output(program: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(program)], capture_output=True, text=True, env=dict(os.environ, **environment), timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


def test_everything_once() -> None:
    program = compile_program(PROGRAM, "release")
    assert output(program) == EXPECTED


def test_threads_again_and_again() -> None:
    program = compile_program(PROGRAM, "release")
    for _ in range(20):
        assert output(program) == EXPECTED


@pytest.mark.parametrize("every", ["997", "2003"])
def test_stress_mode(every: str) -> None:
    """Cells of dead objects are poisoned there, and runs are one cell long."""
    program = compile_program(PROGRAM, "release")
    skipped = ("heap stays small", "large objects")
    expected = "".join(line for line in EXPECTED.splitlines(True) if not line.startswith(skipped))
    assert output(program, PROTOPY_GC_STRESS=every) == expected


def test_a_small_heap_limit_raises_memory_error() -> None:
    program = compile_program(PROGRAM, "release")
    done = subprocess.run(
        [str(program)], capture_output=True, text=True, env=dict(os.environ, PROTOPY_HEAP_LIMIT=str(64 << 20))
    )
    assert done.returncode == 1 and done.stderr == "MemoryError\n", (done.returncode, done.stderr)


def test_under_address_sanitizer() -> None:
    assert output(compile_program(PROGRAM, "asan"), ASAN_OPTIONS="detect_leaks=0") == EXPECTED


def test_under_thread_sanitizer() -> None:
    """No data race in allocation, stopping the world, locks and parking."""
    assert output(compile_program(PROGRAM, "tsan"), TSAN_OPTIONS="halt_on_error=1 exitcode=66") == EXPECTED

"""Compiling test programs once per content: what the tests of image/, prelude/ and the heap share."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2]
SEARCH = [str(PACKAGES / "dialect" / "src"), str(PACKAGES / "protopyc" / "src"), str(PACKAGES / "runtime" / "src")]


@cache
def compile_program(source: Path, mode: str = "release") -> Path:
    """The executable of a one-file program with `main() -> int`, which must do no harm when run with an empty
    stdin."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(SEARCH))
    command = [sys.executable, "-m", "protopyc", "run", "--mode", mode, str(source)]
    program = PACKAGES.parent / "build" / "tests" / f"{source.stem}-{mode}"
    program.parent.mkdir(parents=True, exist_ok=True)
    # Test processes beside each other build the same program in the same folder, in several modes, and run what another one copies.
    with open(program.with_name(f"{source.stem}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr[-6000:]
        copy = program.with_name(f"{program.name}.{os.getpid()}")
        shutil.copy2(PACKAGES.parent / "build" / "run" / source.stem / "bin" / "program", copy)
        copy.replace(program)
    return program

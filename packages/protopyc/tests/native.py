"""Compiling test programs once per content: what the tests of image/, prelude/ and the heap share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2]
SEARCH = [str(PACKAGES / "protopyc" / "src"), str(PACKAGES / "runtime" / "src")]


def compile_program(source: Path, mode: str = "release") -> Path:
    """The executable of a one-file program with `main() -> int`, which must do no harm when run with an empty stdin."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(SEARCH))
    command = [sys.executable, "-m", "protopyc", "run", "--mode", mode, str(source)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-6000:]
    return PACKAGES.parent / "build" / "run" / source.stem / "bin" / "program"

"""The compiled arithmetic prints what the host's prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "programs" / "number_checks.py"
PACKAGES = Path(__file__).parents[3]


def test_compiled_equals_host() -> None:
    pytest.importorskip("protopyc.cli")
    env = {**os.environ, "PYTHONPATH": f"{PACKAGES}/dialect/src:{PACKAGES}/runtime/src:{PACKAGES}/protopyc/src"}
    host = subprocess.run([sys.executable, str(PROGRAM)], env=env, capture_output=True, text=True, check=True)
    compiled = subprocess.run(
        [sys.executable, "-m", "protopyc", "run", "--mode", "debug", str(PROGRAM)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert compiled.stdout == host.stdout

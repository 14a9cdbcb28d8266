"""Every program in cases/ prints the same, and ends the same way, on protoPython (uncompiled) and on CPython 3.14."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[4]
REFERENCE = os.environ.get("CPYTHON_BIN") or str(REPOSITORY / ".cache" / "bin" / "python3.14")
CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


def run(command: list[str], **more: str) -> tuple[int, str, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | more
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def ours(*arguments: str) -> tuple[int, str, str]:
    source = ":".join(str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "protopyc", "cli"))
    return run(
        [sys.executable, "-m", "protopython", *arguments],
        PYTHONPATH=source,
        PROTOPY_STDLIB=str(REPOSITORY / ".cache" / "stdlib"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_as_cpython(case: Path) -> None:
    expected = run([REFERENCE, str(case)])
    status, out, err = ours(str(case))
    assert out == expected[1], err
    assert status == expected[0], err

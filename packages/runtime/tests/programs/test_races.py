"""Threads that share what is built in: racing programs see stale or interleaved results, never a crash, a torn value or a lost object.

A program in races/ hammers something for a moment and prints 0 if all is well.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .test_programs import TIMEOUT, environment

RACES = sorted(path for path in (Path(__file__).parent / "races").glob("*.py") if path.stem != "hammer")


@pytest.mark.parametrize("race", RACES, ids=lambda path: path.stem)
def test_nothing_is_lost(race: Path) -> None:
    command = [os.environ["PROTOPY_BIN"], race.name]
    done = subprocess.run(command, cwd=race.parent, env=environment(), capture_output=True, text=True, timeout=TIMEOUT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")

"""Whole programs: what they print and how they exit is what CPython 3.14 gives, compiled and uncompiled.

A case is a file in cases/; CPython runs it in the same session, so nothing expected is written down here. Those in collected/ show
what uncompiled code does not have: what our collector finds, and watching (tracing.py, monitoring.py). Those in long/ go through so much
that uncompiled code would take minutes, or ask for an order in which things end, which more collections may change.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))
COLLECTED = sorted((Path(__file__).parent / "collected").glob("*.py"))
LONG = sorted((Path(__file__).parent / "long").glob("*.py"))
REPOSITORY = Path(__file__).resolve().parents[4]
SOURCES = [REPOSITORY / "packages" / name / "src" for name in ("runtime", "dialect", "cli")]
TIMEOUT = 300  # sanitized and with collections all the time


def environment() -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env["PROTOPY_STDLIB"] = str(REPOSITORY / ".cache" / "stdlib")
    return env


def run(command: list[str], path: Path, extra: dict[str, str]) -> tuple[str, str, int]:
    done = subprocess.run(
        [*command, path.name],
        cwd=path.parent,
        env={**environment(), **extra},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout, done.stderr, done.returncode


@cache
def on_cpython(path: Path) -> tuple[str, str, int]:
    return run([str(REPOSITORY / ".cache" / "bin" / "python3.14")], path, {})


@pytest.mark.parametrize(
    ("runtime", "case"),
    [("compiled", case) for case in CASES + COLLECTED + LONG] + [("uncompiled", case) for case in CASES],
    ids=lambda x: x if isinstance(x, str) else x.stem,
)
def test_program_is_as_on_cpython(runtime: str, case: Path) -> None:
    if runtime == "compiled":
        ours = run([os.environ["PROTOPY_BIN"]], case, {"PROTOPY_GC_STRESS": "0"} if case in LONG else {})
    else:
        extra = {"PYTHONPATH": os.pathsep.join(str(s) for s in SOURCES)}
        ours = run([sys.executable, "-m", "protopy_cli"], case, extra)
    assert ours == on_cpython(case)


@pytest.mark.parametrize("case", CASES + COLLECTED, ids=lambda p: p.stem)
def test_program_under_collector_stress(case: Path) -> None:
    """The same with a collection every few hundred allocations."""
    ours = run([os.environ["PROTOPY_BIN"]], case, {"PROTOPY_GC_STRESS": "29"})
    assert ours == on_cpython(case)


@pytest.mark.parametrize("every", range(1, 8))
def test_bound_defaults_under_collector_stress(every: int) -> None:
    """A collection at each place between the call and the callee's frame."""
    case = Path(__file__).parent / "cases" / "bound_defaults.py"
    ours = run([os.environ["PROTOPY_BIN"]], case, {"PROTOPY_GC_STRESS": str(every)})
    assert ours == on_cpython(case)

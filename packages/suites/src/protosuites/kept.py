"""CPython's outcomes of a suite, kept in <cache>/packages/kept for as long as nothing that they depend on changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from protoreport.files import write_whole
from protosuites import workplace
from protosuites.junit import Case
from protosuites.runner import SideRun
from protosuites.suites import Suite
from regrtest_runner.results import Interpreter

FORMAT = 1
"""To be raised when runner.py runs pytest otherwise, or junit.py reads its report otherwise."""


def place(suite: Suite, cpython: Interpreter, installed: list[str]) -> Path:
    """The file for these inputs: the interpreter's build, the suite but for its exceptions, and all that is installed."""
    inputs = {**asdict(suite), "exceptions": None}
    words = json.dumps([FORMAT, cpython.build, inputs, installed], sort_keys=True)
    return workplace.folder() / "kept" / f"{suite.name}-{hashlib.sha256(words.encode()).hexdigest()[:20]}.json"


def load(path: Path) -> SideRun | None:
    """The kept run; None where it must be made."""
    try:
        held = json.loads(path.read_bytes())
        return SideRun(**{**held, "cases": {name: Case(*case) for name, case in held["cases"].items()}})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # absent or damaged is the same here: it is made anew


def keep(path: Path, run: SideRun) -> None:
    """Keeps a whole run; one that something happened to is made again."""
    if not run.incident:
        cases = {name: [case.outcome, case.message] for name, case in run.cases.items()}
        write_whole(path, json.dumps({**vars(run), "cases": cases}).encode())

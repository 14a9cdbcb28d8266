"""CPython's outcomes: what a file's cases are, and which of them count.

They are run once for each CPython build and kept, a file each, in <cache>/regrtest/BUILD/. What is absent or
unreadable is run when it is needed, by the worker that is about to run the same file on protopy.

Which cases are details of CPython is the suite's own word: the file is loaded by CPython once more, as if that were
another implementation, and what then is gone or skipped is a detail. Nothing of it is run for that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from protobench import paths
from regrtest_runner import selection
from regrtest_runner.place import Place, incidents
from regrtest_runner.results import GOOD, Incident, Interpreter, write_whole
from regrtest_runner.supervisor import FileRun, Limits, run_file

FORMAT = 1
"""To be raised when agent.py comes to report a case otherwise: older outcomes are run again."""

LIMITS = Limits(seconds=600, memory_mb=8192)
"""CPython's outcomes must not depend on the limits that protopy is given."""


def folder(cpython: Interpreter) -> Path:
    return paths.cache() / "regrtest" / cpython.build[:20]


def load(where: Path, name: str) -> FileRun | None:
    """A file's cached outcomes; None where they must be run."""
    try:
        held = json.loads((where / f"{name}.json").read_bytes())
        if held.pop("format") != FORMAT:
            return None
        return FileRun(**{**held, "incidents": [Incident(**incident) for incident in held["incidents"]]})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # absent or damaged is the same here: it is made anew


def outcomes(where: Path, cpython: str, name: str, place: Place) -> FileRun:
    """A file's outcomes on CPython, run now if they never were."""
    held = load(where, name)
    if held is None or held.details is None:
        place.shared.look()  # what happened to the library until now is not this file's fault
        held = held or run_file(cpython, selection.module(name), LIMITS)
        if not held.cases:
            # It could not be loaded, and may be once this machine has what it needs: that is cheap to ask again.
            return held
        held.details = details(cpython, name, held)
        damage = place.shared.look()
        if damage:
            held.incidents += incidents(damage, " while CPython ran the file")
            return held  # what comes after the damage is not to be trusted
        write_whole(where / f"{name}.json", json.dumps(_to_json(held)).encode())
    return held


def details(cpython: str, name: str, run: FileRun) -> list[str]:
    """The cases that count and that the suite leaves out on another implementation than CPython."""
    elsewhere = run_file(cpython, selection.module(name), LIMITS, words=("as=another", "list"))
    if elsewhere.incidents:
        return []  # a file that is not made to be loaded elsewhere says nothing about its cases
    return [case for case, outcome in run.cases.items() if outcome in GOOD and case not in elsewhere.cases]


def _to_json(run: FileRun) -> dict[str, Any]:
    return {"format": FORMAT, **vars(run), "incidents": [vars(incident) for incident in run.incidents]}

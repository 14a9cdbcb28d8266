"""A run's JSON in reports/packages (docs/formats/packages.md), and from all of them the newest figures of each suite."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from protoreport.files import write_whole
from protosuites.comparison import Compared, Difference

SCHEMA, VERSION = "protopython-packages", 1


class Unreadable(Exception):
    """A file of the history that is damaged or of another format."""


@dataclass
class Run:
    """One call of the command."""

    started: str
    duration: float
    commit: str | None
    modified: bool
    environment: dict[str, Any]
    protopy: dict[str, str]
    cpython: dict[str, str]
    """Version and build of each side."""
    suites: dict[str, Compared]


@dataclass(frozen=True)
class Latest:
    """A suite's newest figures, and the run that they are of."""

    name: str
    compared: Compared
    run: Run


def write(folder: Path, run: Run) -> Path:
    """Keeps the run as DATE-TIME.json in the folder."""
    path = folder / f"{run.started.replace(':', '')}.json"
    held = {"schema": SCHEMA, "version": VERSION, **asdict(run)}
    write_whole(path, (json.dumps(held, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
    return path


def read(path: Path) -> Run:
    """Raises Unreadable, and OSError."""
    try:
        held = json.loads(path.read_bytes())
        if (held.pop("schema"), held.pop("version")) != (SCHEMA, VERSION):
            raise Unreadable(f"{path}: not a {SCHEMA} of version {VERSION}")
        return Run(**{**held, "suites": {name: _compared(one) for name, one in held["suites"].items()}})
    except (ValueError, TypeError, KeyError, AttributeError) as why:
        raise Unreadable(f"{path}: {why!r}. Restore it with `git checkout`, or delete it: only that run is lost") from why


def _compared(held: dict[str, Any]) -> Compared:
    lists = {key: [Difference(**one) for one in held[key]] for key in ("differing", "exceptions")}
    return Compared(**{**held, **lists})


def latest(folder: Path, names: Iterable[str]) -> list[Latest]:
    """Of each suite, the newest run that has it; nothing of a suite that never ran. Raises Unreadable, and OSError."""
    runs = [read(path) for path in sorted(folder.glob("*.json"), reverse=True)]
    found = []
    for name in names:
        for run in runs:
            if name in run.suites:
                found.append(Latest(name, run.suites[name], run))
                break
    return found

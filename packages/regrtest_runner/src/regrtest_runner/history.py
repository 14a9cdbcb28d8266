"""What stays of a full run: its compressed JSON, and its line in the history from which the trends are drawn.

Both are committed, so both are small: the JSON is refused above a limit rather than growing the repository unseen.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from protoreport import figures, history
from protoreport.files import write_whole
from regrtest_runner.results import Interpreter, Results, Totals, to_json

LIMIT = 1_000_000
"""Bytes of a run's compressed JSON."""


class CannotKeep(Exception):
    """A run that has no place in the history."""


def append_run(results: Results, folder: Path) -> Path:
    """Keeps a full run below the folder (reports/regrtest): runs/DATE_COMMIT_GROUP.json.gz and a line of history.

    Returns the path of the JSON. Raises CannotKeep, and OSError where the disk is full; nothing is then left behind.
    """
    check_full(results)
    text = json.dumps(to_json(results), ensure_ascii=False, separators=(",", ":"))
    # No time stamp in it: the same run gives the same bytes.
    data = gzip.compress(text.encode("utf-8", "backslashreplace"), mtime=0)
    if len(data) > LIMIT:
        raise CannotKeep(
            f"the run's JSON has {len(data):,} bytes compressed, more than the {LIMIT:,} that {folder} may grow by: "
            "shorten what is kept of each failure, or keep this run outside the repository with --output"
        )
    path = _free_name(folder / "runs", results)
    write_whole(path, data)
    try:
        history.append(folder / "history.jsonl", row(results, path.relative_to(folder)))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def check_full(results: Results) -> None:
    """A part of a group, or half of a run, would show as a fall or a rise that never happened."""
    if results.interrupted:
        raise CannotKeep("the run was interrupted: its figures would not be those of the whole group")
    if results.selection.files or results.selection.cases:
        raise CannotKeep("the run was of chosen files or cases: only a whole group belongs into the history")
    if not results.selection.group:
        raise CannotKeep("the run was of no group: only a whole group belongs into the history")


def row(results: Results, file: Path) -> dict[str, Any]:
    """The run's line of the history."""
    everything = [*results.files.values(), *([results.free_threading] if results.free_threading else [])]
    return {
        "started": results.started,
        "commit": results.commit,
        "modified": results.modified,
        "subject": _build(results.subject),
        "baseline": _build(results.baseline),
        "driver": results.driver,
        "details": results.details,
        "group": results.selection.group,
        **_counts(results.totals),
        "groups": {name: _counts(totals) for name, totals in results.groups.items()},
        **_without_details(results),
        "incidents": sum(len(one.incidents) for one in everything),
        "duration": results.duration,
        "file": file.as_posix(),
    }


def _build(interpreter: Interpreter) -> dict[str, str]:
    """Not its path, which means nothing on another machine."""
    return {
        "implementation": interpreter.implementation, "version": interpreter.version, "build": interpreter.build,
    }


def _without_details(results: Results) -> dict[str, Any]:
    """The second share, where the run knew it."""
    if results.without_details is None:
        return {}
    groups = {name: _counts(totals) for name, totals in results.groups_without_details.items()}
    return {"without_details": _counts(results.without_details), "groups_without_details": groups}


def _counts(totals: Totals) -> dict[str, Any]:
    return {"counted": totals.counted, "passed": totals.passed, "compatibility": totals.compatibility}


def _free_name(folder: Path, results: Results) -> Path:
    """Two runs of one day, commit and group keep both files."""
    commit = (results.commit or "no-commit")[:10] + ("-modified" if results.modified else "")
    name = f"{figures.day(results.started)}_{commit}_{results.selection.group}"
    number = 1
    while True:
        path = folder / (f"{name}.json.gz" if number == 1 else f"{name}_{number}.json.gz")
        if not path.exists():
            return path
        number += 1

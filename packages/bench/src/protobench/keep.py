"""What stays of a run: its files, its report in Markdown and HTML, and its row in the history.

    FOLDER/
      history.jsonl                          a row a run
      runs/STARTED/*.json.gz                 the figures (store.py)
      YYYY-MM-DD[_quick][_SUITES]_protopy_vs_cpython.md, .html

A day's later run replaces that day's report of the same kind; history and runs keep both.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from protobench import estimates, markdown, store
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Row, SuiteResult
from protobench.suites import SUITES, threads
from protoreport import history
from protoreport.files import write_whole


def history_file(folder: Path) -> Path:
    return folder / "history.jsonl"


def check(folder: Path) -> None:
    """Raises what would otherwise come at the end of a long run: a broken history, a folder that takes no file."""
    _page()
    folder.mkdir(parents=True, exist_ok=True)
    history.read(history_file(folder))
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x")


def everything(run: BenchRun, folder: Path) -> Iterator[Path]:
    """Writes it all, the history last: its row names files that are there. Yields each path."""
    kept = store.write(run, folder)
    yield kept.parent
    name = report_name(run)
    page = _page()
    rows = [*history.read(history_file(folder)), history_row(run, kept.relative_to(folder), name)]
    for suffix, text in ((".md", markdown.render(run)), (".html", page.render(run, rows))):
        path = folder / f"{name}{suffix}"
        write_whole(path, text.encode())
        yield path
    history.append(history_file(folder), rows[-1])
    yield history_file(folder)


def _page() -> ModuleType:
    """The module that draws: with matplotlib it takes a second to import, which only a kept run needs."""
    try:
        return import_module("protobench.page")
    except ModuleNotFoundError as why:
        raise SystemExit(f"protobench: {why.name} is missing: run `./dev bench`, or use --no-history") from why


def report_name(run: BenchRun) -> str:
    parts = [run.started[:10]]
    parts += ["quick"] if run.quick else []
    parts += [suite.name for suite in run.suites] if len(run.suites) < len(SUITES) else []
    return "_".join([*parts, "protopy_vs_cpython"])


def history_row(run: BenchRun, file: Path, report: str) -> dict[str, Any]:
    return {
        "started": run.started,
        "duration": round(run.duration, 1),
        "commit": run.commit,
        "modified": run.modified,
        "environment": run.environment,
        "quick": run.quick,
        "interpreters": {
            one.name: {"implementation": one.implementation, "version": one.version, "build": one.build}
            for one in run.interpreters
        },
        "suites": {suite.name: {**_suite(suite, SUBJECT), **_details(suite)} for suite in run.suites},
        "peers": {name: {suite.name: _suite(suite, name) for suite in run.suites} for name in run.peers},
        "file": str(file),
        "report": f"{report}.html",
    }


def _suite(suite: SuiteResult, name: str) -> dict[str, Any]:
    """A suite in the history: its geometric mean of ratios to CPython, and what that is over."""
    found = estimates.mean(suite, name)
    middle = None if found.geometric_mean is None else round(found.geometric_mean, 4)
    row: dict[str, Any] = {"geometric_mean": middle, "counted": found.counted, "failed": found.failed}
    if suite.name == threads.SUITE.name:
        row["speed_up"] = {
            kind: {str(count): round(sooner, 2) for count, sooner in counts.items()}
            for kind, counts in threads.speed_ups(suite, name).items()
        }
    return row


def _details(suite: SuiteResult) -> dict[str, Any]:
    """What a reader is shown beside the mean: the extremes, what fails otherwise, and the figures of rows known by name."""
    worst, best = ([[name, round(one, 4)] for name, one in part] for part in estimates.extremes(suite))
    details: dict[str, Any] = {"worst": worst, "best": best, "growing": sum(bool(row.failure) for row in suite.rows)}
    kept = SUITES[suite.name].kept
    figures = {row.name: _medians(row) for row in suite.rows if row.name in kept}
    return {**details, "figures": figures} if kept else details


def _medians(row: Row) -> dict[str, float | None]:
    """protopy's and CPython's, in the unit of the suite; null where there is none."""
    values = {name: row.outcomes[name].values for name in (SUBJECT, REFERENCE)}
    return {name: statistics.median(found) if found else None for name, found in values.items()}

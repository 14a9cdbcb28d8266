"""The rows of the two histories, checked and typed: what a reader may rely on is decided here and nowhere else.

What is computed over the runs (the latest of each kind, changes, trends) is computed on pandas' frames of them.

A row without what it must have is reported with its line, as a line that is no JSON is. Names that a row has more
are left alone: a newer writer may add some.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas

from protoreport import history
from protoreport.history import Corrupt

Run = TypeVar("Run")
Row = dict[str, Any]
Numbered = list[tuple[int, Row]]
Trend = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True)
class Share:
    """Of the cases that count, those that pass."""

    counted: int
    passed: int
    compatibility: float | None
    without_details: float | None = None
    """The share without the cases that are details of CPython; None where the run did not know them."""


@dataclass(frozen=True)
class RegrtestRun:
    """A row of reports/regrtest/history.jsonl (docs/formats/regrtest.md)."""

    started: str
    commit: str | None
    modified: bool
    implementation: str
    baseline: str
    group: str
    totals: Share
    groups: dict[str, Share]
    """The groups this run covers whole, its own among them."""
    incidents: int
    duration: float
    file: str
    details: bool = False
    """Whether the details of CPython were run too: its share is not that of other runs."""


@dataclass(frozen=True)
class Mean:
    """A suite's geometric mean of ratios to CPython, over how many benchmarks, and how many are missing from it."""

    geometric_mean: float | None
    counted: int
    failed: int
    speed_up: dict[str, dict[str, float]] = field(default_factory=dict)
    """For the threads suite: what is shared, to number of threads, to how many times sooner than on one."""
    worst: list[tuple[str, float]] = field(default_factory=list)
    """Benchmarks with the largest ratios, the largest first."""
    best: list[tuple[str, float]] = field(default_factory=list)
    growing: int = 0
    """Operations whose time grows clearly faster than CPython's."""
    figures: dict[str, dict[str, float | None]] = field(default_factory=dict)
    """Of benchmarks known by name: the interpreter, to its median."""


@dataclass(frozen=True)
class BenchRun:
    """A row of reports/bench/history.jsonl."""

    started: str
    commit: str | None
    modified: bool
    quick: bool
    suites: dict[str, Mean]
    peers: dict[str, dict[str, Mean]]
    file: str
    report: str | None


def regrtest(path: Path) -> list[RegrtestRun]:
    """The runs of protopy, the oldest first. Those of another interpreter check the harness and are no trend."""
    return regrtest_rows(history.read_numbered(path), path)


def regrtest_rows(rows: Numbered, path: Path) -> list[RegrtestRun]:
    """The same of rows that were read already; the path is what an error names."""
    return [run for run in _typed(rows, path, _regrtest_run) if run.implementation == "protopy"]


def bench(path: Path) -> list[BenchRun]:
    """The runs, the oldest first."""
    return _typed(history.read_numbered(path), path, _bench_run)


def shares(every: list[RegrtestRun]) -> pandas.DataFrame:
    """A row for each group that a run covers, the oldest first; `change` is since the run before of the group."""
    rows = [
        {"started": run.started, "group": name, "compatibility": share.compatibility, "share": share, "run": run}
        for run in every for name, share in run.groups.items()
    ]
    frame = pandas.DataFrame(rows, columns=["started", "group", "compatibility", "share", "run"])
    frame["compatibility"] = frame["compatibility"].astype(float)
    frame["change"] = frame.groupby("group")["compatibility"].diff()
    return frame


def suites(every: list[BenchRun]) -> pandas.DataFrame:
    """A row for each suite of a full run, the oldest first. Quick runs measure too little to be shown."""
    rows = [
        {"started": run.started, "suite": name, "geometric_mean": mean.geometric_mean, "mean": mean, "run": run}
        for run in every if not run.quick for name, mean in run.suites.items()
    ]
    frame = pandas.DataFrame(rows, columns=["started", "suite", "geometric_mean", "mean", "run"])
    frame["geometric_mean"] = frame["geometric_mean"].astype(float)
    return frame


def suite_means(rows: list[Row]) -> pandas.DataFrame:
    """The same of rows as they were read, of full and quick runs, with what tells the kinds of runs apart."""
    found = [
        {
            "started": row["started"], "quick": bool(row.get("quick")), "suite": name,
            "processor": row.get("environment", {}).get("processor"), "geometric_mean": mean.get("geometric_mean"),
        }
        for row in rows for name, mean in row.get("suites", {}).items()
    ]
    frame = pandas.DataFrame(found, columns=["started", "quick", "suite", "processor", "geometric_mean"])
    frame["geometric_mean"] = frame["geometric_mean"].astype(float)
    return frame


def latest(frame: pandas.DataFrame, by: str) -> pandas.DataFrame:
    """The last row of each group or suite."""
    return frame.drop_duplicates(by, keep="last")


def trend(frame: pandas.DataFrame, by: str, value: str) -> Trend:
    """Group or suite to (started, value), where there is a value."""
    held = frame.dropna(subset=[value])
    return {str(name): list(zip(part["started"], part[value])) for name, part in held.groupby(by, sort=False)}


def compatibility(every: list[RegrtestRun]) -> Trend:
    """Group to (started, compatibility)."""
    return trend(shares(every), "group", "compatibility")


def optional(value: float) -> float | None:
    """What a frame has as NaN, there is not."""
    return None if pandas.isna(value) else float(value)


# --------------------------------------------------------------------------------------------------
# Reading
# --------------------------------------------------------------------------------------------------


class _Misshapen(Exception):
    """A row that is JSON and yet no run."""


def _typed(rows: Numbered, path: Path, build: Callable[[Row], Run]) -> list[Run]:
    found = []
    for number, row in rows:
        try:
            found.append((str(row.get("started")), build(row)))
        except _Misshapen as why:
            raise Corrupt(path, number, str(why)) from None
    return [run for _, run in sorted(found, key=lambda pair: pair[0])]


def _regrtest_run(row: Row) -> RegrtestRun:
    own = _share(row, "the row", row.get("without_details"))
    group = _text(row, "group")
    without = _object(row, "groups_without_details") if "groups_without_details" in row else {}
    groups = {name: _share(held, name, without.get(name)) for name, held in _object(row, "groups").items()}
    # A file may be of several groups, so a run of one group touches a part of another, which says nothing of it.
    groups = {name: share for name, share in groups.items() if name != group} if group == "all" else {}
    return RegrtestRun(
        started=_text(row, "started"),
        commit=_optional_text(row, "commit"),
        modified=bool(row.get("modified")),
        implementation=_text(_object(row, "subject"), "implementation"),
        baseline=_text(_object(row, "baseline"), "version"),
        group=group,
        totals=own,
        groups={group: own, **groups},
        incidents=_whole(row, "incidents"),
        duration=_number(row, "duration"),
        file=_text(row, "file"),
        details=bool(row.get("details")),
    )


def _bench_run(row: Row) -> BenchRun:
    peers = row.get("peers", {})
    if not isinstance(peers, dict):
        raise _Misshapen("`peers` is not an object")
    return BenchRun(
        started=_text(row, "started"),
        commit=_optional_text(row, "commit"),
        modified=bool(row.get("modified")),
        quick=bool(row.get("quick")),
        suites=_means(_object(row, "suites")),
        peers={name: _means(_object(peers, name)) for name in peers},
        file=_text(row, "file"),
        report=_optional_text(row, "report"),
    )


def _means(suites: Row) -> dict[str, Mean]:
    return {name: _mean(_object(suites, name), name) for name in suites}


def _mean(held: Row, name: str) -> Mean:
    middle = held.get("geometric_mean")
    if middle is not None and (isinstance(middle, bool) or not isinstance(middle, (int, float)) or middle <= 0):
        raise _Misshapen(f"the `geometric_mean` of {name} is {middle!r}")
    speed_up = held.get("speed_up", {})
    if not isinstance(speed_up, dict) or not all(isinstance(counts, dict) for counts in speed_up.values()):
        raise _Misshapen(f"the `speed_up` of {name} is not an object of objects")
    figures = held.get("figures", {})
    if not isinstance(figures, dict) or not all(isinstance(one, dict) and {"protopy", "cpython"} <= set(one) for one in figures.values()):
        raise _Misshapen(f"the `figures` of {name} is not an object of objects with a figure for protopy and cpython")
    return Mean(
        middle, _whole(held, "counted"), _whole(held, "failed"), speed_up,
        _pairs(held, "worst"), _pairs(held, "best"), _whole({"growing": 0, **held}, "growing"), figures,
    )


def _pairs(held: Row, name: str) -> list[tuple[str, float]]:
    pairs = held.get(name, [])
    try:
        return [(str(text), float(value)) for text, value in pairs]
    except (TypeError, ValueError):
        raise _Misshapen(f"`{name}` is not a list of names with ratios") from None


def _share(held: object, name: str, without_details: object = None) -> Share:
    if not isinstance(held, dict):
        raise _Misshapen(f"{name} is not an object")
    rest = _share(without_details, f"{name} without details").compatibility if without_details is not None else None
    share = held.get("compatibility")
    if share is not None and (isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 1):
        raise _Misshapen(f"the `compatibility` of {name} is {share!r}, not a share")
    return Share(_whole(held, "counted"), _whole(held, "passed"), share, rest)


def _object(held: Row, name: str) -> Row:
    value = held.get(name)
    if not isinstance(value, dict):
        raise _Misshapen(f"`{name}` is missing or not an object")
    return value


def _text(held: Row, name: str) -> str:
    value = held.get(name)
    if not isinstance(value, str):
        raise _Misshapen(f"`{name}` is missing or not a text")
    return value


def _optional_text(held: Row, name: str) -> str | None:
    return None if held.get(name) is None else _text(held, name)


def _whole(held: Row, name: str) -> int:
    value = held.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Misshapen(f"`{name}` is missing or not a whole number")
    return value


def _number(held: Row, name: str) -> float:
    value = held.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _Misshapen(f"`{name}` is missing or not a number")
    return float(value)

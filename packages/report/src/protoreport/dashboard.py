"""The dashboard: today's compatibility and speed, their trends, and the way to every report.

It is made from the committed histories and nothing else, so that anyone renders the same page from the same commit.
What was never run is said, with the command that runs it. Speeds are those of full runs: a quick run measures too
little to be shown. The README beside the reports holds the same figures between two marks.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas
from markupsafe import Markup

from protoreport import charts, figures, names, page, runs
from protoreport.runs import BenchRun, Mean, RegrtestRun, Share

T = TypeVar("T")

LISTED = 12
"""Runs listed of each history."""

GROUPS = ("all", "core", "stdlib", "threads")

TILES = ("in-process", "whole-process")
"""The suites in the headline."""

EXTREMES = ("in-process", "whole-process", "operations")
"""The suites of which the worst and the best rows are named."""

MEASURED = re.compile(r"(?<=<!-- measured: made by `./dev dashboard` -->\n).*(?=<!-- end of measured -->)", re.DOTALL)
"""The part of the README that is made."""


@dataclass(frozen=True)
class GroupNow:
    """A group's latest figures, and what changed in it since the run before."""

    name: str
    share: Share
    change: float | None
    run: RegrtestRun
    report: str | None


@dataclass(frozen=True)
class SuiteNow:
    """A suite's latest means, protopy's and its peers'; memory is larger or smaller, not slower or faster."""

    name: str
    mean: Mean
    peers: dict[str, Mean]
    run: BenchRun

    @property
    def title(self) -> str:
        return names.suite(self.name)

    @property
    def words(self) -> tuple[str, str]:
        return names.words(self.name)

    @property
    def headline(self) -> tuple[str, str]:
        """3.45x, and what it is that times of CPython's."""
        number, _, word = figures.times(self.mean.geometric_mean, *self.words).partition(" ")
        return (number, f"{word} than CPython") if number.endswith("x") else ("1.00x", "the same as CPython")


@dataclass(frozen=True)
class Listed:
    """A run in the list of runs, with the links there are for it."""

    run: RegrtestRun | BenchRun
    report: str | None
    file: str | None
    change: float | None = None


@dataclass
class Dashboard:
    """What the pages show."""

    groups: list[GroupNow]
    suites: dict[str, SuiteNow]
    """By name, in the order of the tables; of full runs only."""
    peers: list[str]
    regrtest_runs: list[Listed]
    bench_runs: list[Listed]
    compatibility: runs.Trend
    speed: runs.Trend
    quick: int = 0
    """How many quick runs the history has, which are not shown."""
    more_regrtest: int = 0
    more_bench: int = 0

    @property
    def tiles(self) -> list[SuiteNow]:
        return [self.suites[name] for name in TILES if name in self.suites and self.suites[name].mean.geometric_mean]

    @property
    def extremes(self) -> list[SuiteNow]:
        return [self.suites[name] for name in EXTREMES if name in self.suites and self.suites[name].mean.worst]

    @property
    def speed_ups(self) -> list[tuple[str, dict[str, float]]]:
        """What threads share, and how many times sooner than on one so many of them are done."""
        if "threads" not in self.suites:
            return []
        held = self.suites["threads"].mean.speed_up
        return [(names.SHARED.get(kind, kind), counts) for kind, counts in _ordered(held, tuple(names.SHARED)).items()]

    @property
    def thread_counts(self) -> list[str]:
        return sorted({count for _, counts in self.speed_ups for count in counts}, key=int)

    @property
    def written(self) -> list[float]:
        """How many times sooner two threads are done than one, where both write to one object all the time."""
        held = self.suites["threads"].mean.speed_up if "threads" in self.suites else {}
        return [held[kind]["2"] for kind in names.WRITTEN if "2" in held.get(kind, {})]

    @property
    def two_writers(self) -> float | None:
        return statistics.geometric_mean(self.written) if self.written else None

    @property
    def two_threads(self) -> list[tuple[str, float]]:
        return [(shared, counts["2"]) for shared, counts in self.speed_ups if "2" in counts]

    @property
    def pauses(self) -> dict[str, dict[str, float | None]]:
        """What lives, to interpreter, to its longest pause in seconds."""
        return self.suites["pauses"].mean.figures if "pauses" in self.suites else {}

    @property
    def start(self) -> dict[str, float | None]:
        """Interpreter to the seconds of an empty script."""
        return self.suites["startup"].mean.figures.get("empty script", {}) if "startup" in self.suites else {}


def render(folder: Path) -> list[Path]:
    """Writes index.html and README.md into the folder (reports), and the figures into the README above it, where that
    has the marks for them. Returns the paths. Raises history.Corrupt.
    """
    board = build(folder)
    compatibility = charts.trend(board.compatibility, label="Compatibility over time", percent=True)
    speed = charts.trend(board.speed, label="Time protopy / CPython over time, geometric means", reference=1.0)
    written = []
    for template, name in (("dashboard.html", "index.html"), ("dashboard.md", "README.md")):
        text = page.render(template, board=board, compatibility=Markup(compatibility), speed=Markup(speed))
        page.write(folder / name, text)
        written.append(folder / name)
    readme = folder.resolve().parent / "README.md"
    before = readme.read_text() if readme.is_file() else ""
    if MEASURED.search(before):
        page.write(readme, with_figures(before, board))
        written.append(readme)
    return written


def with_figures(text: str, board: Dashboard) -> str:
    """A README with the figures of today between its marks."""
    made = page.render("measured.md", board=board)
    return MEASURED.sub(lambda _: made, text)


def build(folder: Path) -> Dashboard:
    """Reads both histories below the folder."""
    tests = runs.regrtest(folder / "regrtest" / "history.jsonl")
    benches = runs.bench(folder / "bench" / "history.jsonl")
    full = [run for run in benches if not run.quick]
    means = runs.suites(full)
    suites = {row.suite: _suite_now(row.suite, row.mean, row.run) for row in runs.latest(means, "suite").itertuples()}
    trends = _ordered(runs.trend(means, "suite", "geometric_mean"), tuple(names.SUITES))
    shares = runs.shares(tests)
    whole = shares[shares["group"] == [run.group for run in shares["run"]]]
    return Dashboard(
        groups=_groups_now(shares, folder),
        suites=_ordered(suites, tuple(names.SUITES)),
        peers=sorted({name for suite in suites.values() for name in suite.peers}),
        regrtest_runs=[
            Listed(row.run, None, _link(folder, "regrtest", row.run.file), runs.optional(row.change))
            for row in whole.iloc[: -LISTED - 1 : -1].itertuples()
        ],
        bench_runs=[
            Listed(run, _link(folder, "bench", run.report), _link(folder, "bench", run.file)) for run in full[: -LISTED - 1 : -1]
        ],
        compatibility=_ordered(runs.compatibility(tests), GROUPS),
        speed={names.suite(name): points for name, points in trends.items() if name not in names.WORDS},
        quick=len(benches) - len(full),
        more_regrtest=max(len(tests) - LISTED, 0),
        more_bench=max(len(full) - LISTED, 0),
    )


def _groups_now(shares: pandas.DataFrame, folder: Path) -> list[GroupNow]:
    found = {
        row.group: GroupNow(
            row.group, row.share, runs.optional(row.change), row.run, _link(folder, "regrtest", f"{row.run.group}.html")
        )
        for row in runs.latest(shares, "group").itertuples()
    }
    return list(_ordered(found, GROUPS).values())


def _suite_now(name: str, mean: Mean, run: BenchRun) -> SuiteNow:
    return SuiteNow(name, mean, {peer: suites[name] for peer, suites in run.peers.items() if name in suites}, run)


def _ordered(held: dict[str, T], order: tuple[str, ...]) -> dict[str, T]:
    known = [name for name in order if name in held]
    return {name: held[name] for name in [*known, *sorted(name for name in held if name not in order)]}


def _link(folder: Path, part: str, name: str | None) -> str | None:
    """A link to a file below the reports, if it is there: what was deleted to save space is not linked."""
    if name is None or not (folder / part / name).exists():
        return None
    return f"{part}/{name}"

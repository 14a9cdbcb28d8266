"""The dashboard: today's compatibility and speed, their trends, and the way to every report.

It is made from the committed histories and nothing else, so that anyone renders the same page from the same commit.
What was never run is said, with the command that runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from protoreport import charts, figures, page, runs
from protoreport.runs import BenchRun, Mean, RegrtestRun, Share

T = TypeVar("T")

LISTED = 12
"""Runs listed of each history."""

SUITES = {
    "seed": "Small whole programs", "pyperformance": "pyperformance", "startup": "Start-up", "threads": "Threads",
    "memory": "Peak memory", "warmup": "Warm-up",
}
"""Names of the suites, in the order of the tables; one that is not here follows under its own name."""

GROUPS = ("all", "core", "stdlib", "threads")


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
    title: str
    mean: Mean
    peers: dict[str, Mean]
    run: BenchRun

    @property
    def words(self) -> tuple[str, str]:
        return ("larger", "smaller") if self.name == "memory" else ("slower", "faster")

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
    """What both pages show."""

    groups: list[GroupNow]
    suites: list[SuiteNow]
    peers: list[str]
    speed_ups: list[tuple[str, dict[str, float]]]
    thread_counts: list[str]
    regrtest_runs: list[Listed]
    bench_runs: list[Listed]
    compatibility: runs.Trend
    speed: runs.Trend
    quick: bool = False
    more_regrtest: int = 0
    more_bench: int = 0


def render(folder: Path) -> list[Path]:
    """Writes index.html and README.md into the folder (reports) and returns their paths. Raises history.Corrupt."""
    board = build(folder)
    compatibility = charts.trend(board.compatibility, label="Compatibility over time", percent=True)
    speed = charts.trend(board.speed, label="Time protopy / CPython over time, geometric means", reference=1.0)
    written = []
    for template, name in (("dashboard.html", "index.html"), ("dashboard.md", "README.md")):
        text = page.render(template, board=board, compatibility=Markup(compatibility), speed=Markup(speed))
        page.write(folder / name, text)
        written.append(folder / name)
    return written


def build(folder: Path) -> Dashboard:
    """Reads both histories below the folder."""
    tests = runs.regrtest(folder / "regrtest" / "history.jsonl")
    benches = runs.bench(folder / "bench" / "history.jsonl")
    # A quick run measures less and is shown only while there is no other.
    full = [run for run in benches if not run.quick]
    suites = _suites_now(full or benches)
    speed_ups = next((list(suite.mean.speed_up.items()) for suite in suites if suite.mean.speed_up), [])
    return Dashboard(
        groups=_groups_now(tests, folder),
        suites=suites,
        peers=sorted({name for suite in suites for name in suite.peers}),
        speed_ups=speed_ups,
        thread_counts=sorted({count for _, counts in speed_ups for count in counts}, key=int),
        regrtest_runs=_regrtest_list(tests, folder),
        bench_runs=[
            Listed(run, _link(folder, "bench", run.report), _link(folder, "bench", run.file)) for run in benches[: -LISTED - 1 : -1]
        ],
        compatibility=_ordered(runs.compatibility(tests), GROUPS),
        speed={_title(name): points for name, points in _ordered(runs.speed(full), tuple(SUITES)).items() if name != "memory"},
        quick=bool(benches) and not full,
        more_regrtest=max(len(tests) - LISTED, 0),
        more_bench=max(len(benches) - LISTED, 0),
    )


def _groups_now(tests: list[RegrtestRun], folder: Path) -> list[GroupNow]:
    found: dict[str, GroupNow] = {}
    for run in tests:
        for name, share in run.groups.items():
            before = found.get(name)
            found[name] = GroupNow(
                name, share, _change(share, before.share if before else None), run,
                _link(folder, "regrtest", f"{run.group}.html"),
            )
    return list(_ordered(found, GROUPS).values())


def _regrtest_list(tests: list[RegrtestRun], folder: Path) -> list[Listed]:
    """The latest runs, the newest first; the report of a group is that of its latest run."""
    last: dict[str, Share] = {}
    listed = []
    for run in tests:
        change = _change(run.totals, last.get(run.group))
        last[run.group] = run.totals
        listed.append(Listed(run, None, _link(folder, "regrtest", run.file), change))
    return listed[: -LISTED - 1 : -1]


def _suites_now(benches: list[BenchRun]) -> list[SuiteNow]:
    found: dict[str, SuiteNow] = {}
    for run in benches:
        for name, mean in run.suites.items():
            peers = {peer: suites[name] for peer, suites in run.peers.items() if name in suites}
            found[name] = SuiteNow(name, _title(name), mean, peers, run)
    return list(_ordered(found, tuple(SUITES)).values())


def _title(suite: str) -> str:
    return SUITES.get(suite, suite)


def _change(now: Share, before: Share | None) -> float | None:
    if before is None or now.compatibility is None or before.compatibility is None:
        return None
    return now.compatibility - before.compatibility


def _ordered(held: dict[str, T], order: tuple[str, ...]) -> dict[str, T]:
    names = [name for name in order if name in held] + sorted(name for name in held if name not in order)
    return {name: held[name] for name in names}


def _link(folder: Path, part: str, name: str | None) -> str | None:
    """A link to a file below the reports, if it is there: what was deleted to save space is not linked."""
    if name is None or not (folder / part / name).exists():
        return None
    return f"{part}/{name}"

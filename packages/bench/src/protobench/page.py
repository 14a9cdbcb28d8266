"""The report as one HTML page: bars with their spread, tables, and the trend over the history."""

from __future__ import annotations

import math
import statistics
from pathlib import Path
from typing import Any

from markupsafe import Markup

from protobench import estimates, interpreters
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Outcome, Row, SuiteResult
from protobench.suites import SUITES, memory, threads, warmup
from protobench.tables import (
    MEGABYTES,
    MILLISECONDS,
    NAMES,
    comparison,
    failures,
    mean_label,
    number,
    peaks,
    within_noise,
)
from protoreport import charts, runs
from protoreport import page as shared
from protoreport.names import SHARED

MOST_BARS = 80
"""A suite with more rows is shown with its worst first, and so many of them as bars."""

TEMPLATES = Path(__file__).with_name("templates")


def render(run: BenchRun, rows: list[dict[str, Any]]) -> str:
    """The run's page; `rows` is the history with this run as its last."""
    return shared.render(
        "bench.html",
        TEMPLATES,
        run=run,
        shown=interpreters.shown,
        tiles=[_tile(suite) for suite in run.suites],
        suites=[_suite(suite, run) for suite in run.suites],
        trend=_trend(rows),
    )


def _tile(suite: SuiteResult) -> dict[str, str]:
    found = estimates.mean(suite)
    middle = "none" if found.geometric_mean is None else comparison(found.geometric_mean, *SUITES[suite.name].words)
    over = f"{found.counted} of {found.counted + found.failed}"
    return {"title": SUITES[suite.name].title, "mean": middle, "over": f"{over}, {found.failed} missing" if found.failed else over}


def _suite(suite: SuiteResult, run: BenchRun) -> dict[str, Any]:
    known = SUITES[suite.name]
    is_memory = suite.name == memory.SUITE.name
    scale = MEGABYTES if is_memory else MILLISECONDS
    rows = suite.rows if len(suite.rows) <= MOST_BARS else sorted(suite.rows, key=_worst_first)
    return {
        "name": suite.name,
        "title": known.title,
        "about": known.about,
        "unit": "MB" if is_memory else "ms",
        "with_peaks": any(outcome.peak for row in suite.rows for outcome in row.outcomes.values()) and not is_memory,
        "bars": Markup(charts.bars([_bar(row) for row in rows[:MOST_BARS]], label=f"{known.title}: protopy / cpython")),
        "more_bars": max(len(rows) - MOST_BARS, 0),
        "rows": [_row(row, run, scale, known.words) for row in rows],
        "mean": mean_label(estimates.mean(suite)),
        "means": [_mean(suite, name) for name in (SUBJECT, *run.peers)],
        "more": [{"title": title, "chart": Markup(drawn)} for title, drawn in _more(suite, run)],
        "failures": failures(suite),
    }


def _worst_first(row: Row) -> float:
    """What has no figure, and then the largest ratios."""
    return -(estimates.ratio(row) or math.inf)


def _bar(row: Row) -> charts.Bar:
    """The ratio of the medians; its line is the spread of the ratios of single rounds."""
    found = estimates.ratio(row)
    if found is None:
        return charts.Bar(row.name, None)
    spread = estimates.estimate(estimates.ratios_by_round(row)).spread
    return charts.Bar(row.name, found, max(found - spread, found / 10), found + spread)


def _row(row: Row, run: BenchRun, scale: float, words: tuple[str, str]) -> dict[str, Any]:
    return {
        "name": row.name,
        "error": row.outcomes[SUBJECT].error,
        "failure": row.failure,
        "figures": [_figure(row.outcomes[name], scale) for name in (SUBJECT, REFERENCE)],
        "ratio": comparison(estimates.ratio(row), *words) + within_noise(row),
        "peaks": peaks(row),
        "peers": [
            {**_figure(row.outcomes[name], scale), "ratio": estimates.ratio(row, name)} for name in run.peers
        ],
    }


def _figure(outcome: Outcome, scale: float) -> dict[str, str]:
    """A median and its spread."""
    if not outcome.values:
        return {"middle": "error" if outcome.error else "", "spread": ""}
    found = estimates.estimate(outcome.values)
    several = len(outcome.values) > 1
    return {"middle": number(found.middle * scale), "spread": f"± {number(found.spread * scale)}" if several else ""}


def _mean(suite: SuiteResult, name: str) -> str:
    found = estimates.mean(suite, name)
    missing = f", {found.failed} missing" if found.failed and name != SUBJECT else ""
    return "none" if found.geometric_mean is None else f"{found.geometric_mean:.2f}{missing}"


def _more(suite: SuiteResult, run: BenchRun) -> list[tuple[str, str]]:
    """Lines over what a suite varies: the number of threads, the iteration. Titles and charts."""
    names = [SUBJECT, REFERENCE, *run.peers]
    if suite.name == threads.SUITE.name:
        return [_speed_ups(suite, kind, names) for kind in dict.fromkeys(row.group for row in suite.rows)]
    if suite.name == warmup.SUITE.name:
        return [_iterations(row, names) for row in suite.rows]
    return []


def _speed_ups(suite: SuiteResult, kind: str, names: list[str]) -> tuple[str, str]:
    title = f"Shared: {SHARED[kind]}. Times sooner than on one thread"
    lines = {
        NAMES.get(name, name): [
            (f"{count}", times) for count, times in threads.speed_ups(suite, name).get(kind, {}).items()
        ]
        for name in names
    }
    return title, charts.trend(lines, label=f"{title}, by the number of threads", reference=1.0)


def _iterations(row: Row, names: list[str]) -> tuple[str, str]:
    title = f"{row.name}: milliseconds of each iteration"
    lines = {NAMES.get(name, name): _times(row.outcomes[name]) for name in names if name in row.outcomes}
    return title, charts.trend(lines, label=title)


def _times(outcome: Outcome) -> list[tuple[str, float]]:
    times = [statistics.median(one) * 1e3 for one in zip(*outcome.series, strict=True)]
    return [(str(place), time) for place, time in enumerate(times, 1)]


def _trend(rows: list[dict[str, Any]]) -> Markup:
    """Each suite's geometric mean over the runs of this run's kind, on this run's kind of machine."""
    means = runs.suite_means(rows)
    quick, processor = bool(rows[-1].get("quick")), rows[-1].get("environment", {}).get("processor")
    alike = means[(means["quick"] == quick) & (means["processor"] == processor)]
    series = runs.trend(alike, "suite", "geometric_mean")
    return Markup(charts.trend(series, label="protopy / cpython, geometric means over the runs", reference=1.0))

"""A table as data: the terminal and Markdown draw it with boxes (box.py), HTML as a table (page.py).

Here are also the cells that all tables share: a time, a ratio in words, an error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from protobench import estimates
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Outcome, Row, SuiteResult

NAMES = {SUBJECT: "protopy", REFERENCE: "cpython"}
UNKNOWN = "?"


@dataclass(frozen=True)
class Line:
    """A row: cells under the columns, or the first cell and a text across the others."""

    cells: tuple[str, ...]
    across: str | None = None


@dataclass
class Table:
    title: str
    notes: list[str]
    """Lines below the title."""
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Each failure in full, for the table has room for its beginning only."""


MILLISECONDS, MEGABYTES = 1e3, 1 / 2**20


def number(value: float) -> str:
    """A time in milliseconds or a size in megabytes, with the digits that mean something."""
    if value < 0.1:
        return f"{value:.{2 - math.floor(math.log10(value))}f}" if value > 0 else "0"
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}"


def comparison(ratio: float | None, worse: str = "slower", better: str = "faster") -> str:
    """`1.52x slower`; what rounds to one is neither."""
    if ratio is None:
        return ""
    text = f"{max(ratio, 1 / ratio):.2f}x"
    if text == "1.00x":
        return text
    return f"{text} {worse if ratio > 1 else better}"


def middle(outcome: Outcome, scale: float = MILLISECONDS) -> str:
    if not outcome.values:
        return "ERROR" if outcome.error else ""
    return number(estimates.estimate(outcome.values).middle * scale)


def peaks(row: Row) -> str:
    """Peak resident memory of protopy and CPython, in MB."""
    found = [row.outcomes[name].peak for name in (SUBJECT, REFERENCE)]
    return " / ".join(UNKNOWN if peak is None else f"{peak * MEGABYTES:.1f}" for peak in found)


def within_noise(row: Row) -> str:
    """A mark where the rounds' ratios to CPython do not tell the two apart."""
    ratios = estimates.ratios_by_round(row)
    told = estimates.differ(ratios, [1.0] * len(ratios))
    return " ~" if told is False else ""


def peer_cell(row: Row, name: str, scale: float = MILLISECONDS) -> str:
    """A peer's figure, and in brackets its ratio to CPython."""
    outcome = row.outcomes.get(name)
    if outcome is None:
        return ""
    ratio = estimates.ratio(row, name)
    return middle(outcome, scale) + ("" if ratio is None else f" ({ratio:.2f})")


def failure_line(row: Row, label: str) -> Line | None:
    """A row in which protopy has no figure says why instead."""
    error = row.outcomes[SUBJECT].error
    return None if error is None else Line((label,), f"ERROR: {error}")


def failures(suite: SuiteResult) -> list[str]:
    return [
        f"{row.name}: {NAMES.get(name, name)}: {outcome.error}"
        for row in suite.rows
        for name, outcome in row.outcomes.items()
        if outcome.error is not None
    ] + [f"{row.name}: {NAMES[SUBJECT]}: {row.failure}" for row in suite.rows if row.failure]


def mean_label(found: estimates.Mean) -> str:
    """What the mean is over, and how many rows it does not know."""
    missing = f", {found.failed} MISSING" if found.failed else ""
    return f"Geometric mean ({found.counted} of {found.counted + found.failed}{missing})"


def rounds_note(suite: SuiteResult, what: str) -> str:
    """How many runs the medians are of."""
    counts = {len(outcome.values) for row in suite.rows for outcome in row.outcomes.values() if outcome.values}
    least, most = min(counts, default=0), max(counts, default=0)
    if most == 1:
        return f"({what}; one run each)"
    return f"({what}; median of {most if least == most else f'{least} to {most}'} runs each, in turn)"


def comparison_table(
    suite: SuiteResult,
    run: BenchRun,
    title: str,
    what: str,
    *,
    unit: str = "ms",
    scale: float = MILLISECONDS,
    words: tuple[str, str] = ("slower", "faster"),
    with_peaks: bool = True,
) -> Table:
    """The table of section 7.2: a row a benchmark, protopy beside CPython, peers after them."""
    columns = ["Benchmark", f"protopy ({unit})", f"cpython ({unit})", "Ratio"]
    columns += ["Peak RSS P / C (MB)"] if with_peaks else []
    columns += [f"{name} ({unit})" for name in run.peers]
    table = Table(title, [rounds_note(suite, what)], columns, failures=failures(suite))
    for row in suite.rows:
        failed = failure_line(row, row.name)
        if failed is not None:
            table.lines.append(failed)
            continue
        cells = [row.name, *(middle(row.outcomes[name], scale) for name in (SUBJECT, REFERENCE))]
        cells.append(comparison(estimates.ratio(row), *words) + within_noise(row))
        cells += [peaks(row)] if with_peaks else []
        cells += [peer_cell(row, name, scale) for name in run.peers]
        table.lines.append(Line(tuple(cells)))
    table.totals.append(_mean_line(suite, run, words, with_peaks))
    table.legend = legend(run, unit, words, with_peaks)
    return table


def _mean_line(suite: SuiteResult, run: BenchRun, words: tuple[str, str], with_peaks: bool) -> Line:
    ours = estimates.mean(suite)
    cells = [mean_label(ours), "", "", "none" if ours.geometric_mean is None else comparison(ours.geometric_mean, *words)]
    cells += [""] if with_peaks else []
    for name in run.peers:
        found = estimates.mean(suite, name)
        missing = f", {found.failed} missing" if found.failed else ""
        cells.append("none" if found.geometric_mean is None else f"({found.geometric_mean:.2f}{missing})")
    return Line(tuple(cells))


def legend(run: BenchRun, unit: str, words: tuple[str, str], with_peaks: bool) -> list[str]:
    lines = [f"Legend: Ratio = protopy/cpython. Lower is better for protoPython: {words[1]} than CPython."]
    lines.append("~: within the noise (t-test of the rounds' ratios, 95 %). ERROR: no figure, and no part of the geometric mean.")
    if with_peaks:
        lines.append("Peak RSS: the most resident memory of protopy / cpython.")
    if run.peers:
        lines.append(f"Peers: {unit}, and in brackets their ratio to cpython.")
    return lines

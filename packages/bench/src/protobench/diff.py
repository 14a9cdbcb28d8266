"""python -m protobench diff A B: what changed from one run to another, and which changes are more than noise.

Compared are the ratios to CPython, round by round: both ran in turn on the same machine, so that a slower
machine or a busy one is in neither. A change counts when the two runs' ratios differ by Welch's t-test at 95 %
and their medians by at least the smallest effect asked for. A benchmark that had a figure and now is an error
is a regression, whatever the statistics.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from enum import Enum
from pathlib import Path
from typing import Any

import pandas

from protobench import box, estimates, paths, store
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun
from protobench.tables import Line, Table
from protoreport import figures, history, runs

SMALLEST_EFFECT = 0.05


class Verdict(Enum):
    BETTER = "better"
    WORSE = "WORSE"
    SAME = ""
    UNKNOWN = "too few runs"
    MENDED = "now works"
    BROKEN = "NOW FAILS"
    GROWS = "NOW GROWS TOO FAST"
    FAILS = "fails in both"
    GONE = "only in A"
    NEW = "only in B"


REGRESSIONS = (Verdict.WORSE, Verdict.BROKEN, Verdict.GROWS)
TOLD = (Verdict.BETTER, *REGRESSIONS, Verdict.MENDED)
"""What a reader is told of without asking for everything."""


def compare(first: BenchRun, second: BenchRun, smallest: float) -> pandas.DataFrame:
    """Every benchmark of either run, in the order of the second: `before` and `after` are ratios (NaN where there is
    none), `verdict` is what that means, `error` what is wrong now.
    """
    before, after = _frame(first), _frame(second)
    before = before[before["suite"].isin({suite.name for suite in second.suites})]
    changes = after.merge(before, how="outer", on=["suite", "name"], suffixes=("", "_old"), indicator="side", sort=False)
    # An outer merge sorts: back to the order of the second run, and after it what is gone.
    changes = changes.sort_values("place", kind="stable", na_position="last", ignore_index=True)
    changes["before"], changes["after"] = changes["ratio_old"], changes["ratio"]
    changes["verdict"] = pandas.Series([_verdict(row, smallest) for row in changes.itertuples()], index=changes.index, dtype=object)
    return changes[["suite", "name", "before", "after", "verdict", "error"]]


def _frame(run: BenchRun) -> pandas.DataFrame:
    """A row for each benchmark: its ratio, that of each round, and what went wrong."""
    rows = [
        {
            "suite": suite.name, "name": row.name, "ratio": estimates.ratio(row), "rounds": estimates.ratios_by_round(row),
            "error": row.outcomes[SUBJECT].error or row.failure or None, "grows": bool(row.failure),
            "reference_error": row.outcomes[REFERENCE].error,
        }
        for suite in run.suites for row in suite.rows
    ]
    frame = pandas.DataFrame(rows, columns=["suite", "name", "ratio", "rounds", "error", "grows", "reference_error"])
    frame["ratio"] = frame["ratio"].astype(float)
    frame["place"] = range(len(frame))
    return frame


def _verdict(row: Any, smallest: float) -> Verdict:
    """Of a row of the merged frames, in which the names of the older run end with `_old`."""
    if row.side != "both":
        return Verdict.NEW if row.side == "left_only" else Verdict.GONE
    was, works = pandas.notna(row.ratio_old), pandas.notna(row.ratio)
    if was and works:
        if row.grows and not row.grows_old:
            return Verdict.GROWS
        return judge(row.rounds_old, row.rounds, smallest)
    if pandas.notna(row.reference_error) or pandas.notna(row.reference_error_old):
        return Verdict.UNKNOWN
    return Verdict.BROKEN if was else Verdict.MENDED if works else Verdict.FAILS


def judge(before: list[float], after: list[float], smallest: float) -> Verdict:
    """Two lists of ratios: is the second better or worse than the first?"""
    told = estimates.differ(before, after)
    effect = statistics.median(after) / statistics.median(before) - 1
    if abs(effect) < smallest:
        return Verdict.SAME
    if told is None:
        return Verdict.UNKNOWN
    return Verdict.SAME if not told else Verdict.WORSE if effect > 0 else Verdict.BETTER


def table(changes: pandas.DataFrame, first: BenchRun, second: BenchRun, *, everything: bool) -> Table:
    """The changes that say something; with `everything`, every benchmark."""
    notes = [f"{mark}: {_described(run)}" for mark, run in (("A", first), ("B", second))]
    columns = ["Suite", "Benchmark", "A", "B", "B / A", "Verdict"]
    result = Table("Ratios to cpython of two runs of protopy", notes, columns)
    told = changes if everything else changes[changes["verdict"].isin(TOLD)]
    for change in told.itertuples():
        before, after = runs.optional(change.before), runs.optional(change.after)
        factor = "" if before is None or after is None else f"{after / before:.2f}x"
        result.lines.append(Line((change.suite, change.name, figures.ratio(before), figures.ratio(after), factor, change.verdict.value)))
    for change in told[told["verdict"].isin((Verdict.BROKEN, Verdict.GROWS))].itertuples():
        result.failures.append(f"{change.suite}/{change.name}: {change.error}")
    return result


def _described(run: BenchRun) -> str:
    kind = "quick" if run.quick else "full"
    return f"{figures.moment(run.started)}, commit {figures.commit(run.commit, run.modified)}, {kind}"


def warnings(first: BenchRun, second: BenchRun) -> list[str]:
    """What makes the two less comparable than they look."""
    found = []
    if first.quick != second.quick:
        found.append("one run is quick: its programs do less work, and start-up weighs more")
    for name in ("processor", "processors"):
        if first.environment.get(name) != second.environment.get(name):
            found.append(f"another {name}: {first.environment.get(name)}, then {second.environment.get(name)}")
    versions = [next((one.version for one in run.interpreters if one.name == REFERENCE), None) for run in (first, second)]
    if versions[0] != versions[1]:
        found.append(f"another CPython: {versions[0]}, then {versions[1]}")
    return found


def find(text: str) -> Path:
    """A run by its path, or by its place in the history: `last`, `last-1` ..."""
    name, minus, back = text.partition("-")
    if name != "last" or (minus and not back.isdigit()):
        return Path(text)
    folder = paths.repository() / "reports" / "bench"
    rows = history.read(folder / "history.jsonl")
    place = int(back or 0)
    if place >= len(rows):
        raise store.Unreadable(f"{text}: the history has {len(rows)} runs")
    return folder / str(rows[-1 - place]["file"])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m protobench diff", description="What changed from run A to run B.")
    parser.add_argument("first", metavar="A", help="a run's folder or run.json.gz; or last, last-1 ... of reports/bench")
    parser.add_argument("second", metavar="B")
    smallest = SMALLEST_EFFECT * 100
    parser.add_argument("--smallest", type=float, default=smallest, metavar="PERCENT", help="what counts (default: 5)")
    parser.add_argument("--all", action="store_true", help="every benchmark, not only the changed ones")
    parser.add_argument("--fail-on-regression", action="store_true", help="exit with 1 where one is worse or now fails")
    options = parser.parse_args(arguments)
    try:
        first, second = store.read(find(options.first)), store.read(find(options.second))
    except (store.Unreadable, history.Corrupt) as why:
        print(f"protobench: {why}", file=sys.stderr)
        return 2
    changes = compare(first, second, options.smallest / 100)
    for text in warnings(first, second):
        print(f"Careful: {text}.")
    print(box.draw(table(changes, first, second, everything=options.all)))
    counts = changes["verdict"].value_counts()
    print(", ".join(f"{counts[verdict]} {_named(verdict)}" for verdict in Verdict if verdict in counts) or "nothing to compare")
    return 1 if options.fail_on_regression and changes["verdict"].isin(REGRESSIONS).any() else 0


def _named(verdict: Verdict) -> str:
    return verdict.value.lower() or "without a significant change"

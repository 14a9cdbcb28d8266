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
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from protobench import box, estimates, paths, store
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Row
from protobench.tables import Line, Table
from protoreport import figures, history

SMALLEST_EFFECT = 0.05


class Verdict(Enum):
    BETTER = "better"
    WORSE = "WORSE"
    SAME = ""
    UNKNOWN = "too few runs"
    MENDED = "now works"
    BROKEN = "NOW FAILS"
    FAILS = "fails in both"
    GONE = "only in A"
    NEW = "only in B"


REGRESSIONS = (Verdict.WORSE, Verdict.BROKEN)


@dataclass(frozen=True)
class Change:
    suite: str
    name: str
    before: float | None
    after: float | None
    verdict: Verdict
    error: str | None = None


def compare(first: BenchRun, second: BenchRun, smallest: float) -> list[Change]:
    """Every benchmark of either run, in the order of the second."""
    before, after = _rows(first), _rows(second)
    changes = [_change(key, before.get(key), row, smallest) for key, row in after.items()]
    run_suites = {suite for suite, _ in after}
    gone = [(key, row) for key, row in before.items() if key not in after and key[0] in run_suites]
    changes += [Change(*key, estimates.ratio(row), None, Verdict.GONE) for key, row in gone]
    return changes


def _rows(run: BenchRun) -> dict[tuple[str, str], Row]:
    return {(suite.name, row.name): row for suite in run.suites for row in suite.rows}


def _change(key: tuple[str, str], old: Row | None, new: Row, smallest: float) -> Change:
    after = estimates.ratio(new)
    error = new.outcomes[SUBJECT].error
    if old is None:
        return Change(*key, None, after, Verdict.NEW, error)
    before = estimates.ratio(old)
    if before is None or after is None:
        if new.outcomes[REFERENCE].error is not None or old.outcomes[REFERENCE].error is not None:
            return Change(*key, before, after, Verdict.UNKNOWN, error)
        verdict = Verdict.FAILS if before is None and after is None else Verdict.MENDED if before is None else Verdict.BROKEN
        return Change(*key, before, after, verdict, error)
    return Change(*key, before, after, judge(estimates.ratios_by_round(old), estimates.ratios_by_round(new), smallest))


def judge(before: list[float], after: list[float], smallest: float) -> Verdict:
    """Two lists of ratios: is the second better or worse than the first?"""
    told = estimates.differ(before, after)
    effect = statistics.median(after) / statistics.median(before) - 1
    if abs(effect) < smallest:
        return Verdict.SAME
    if told is None:
        return Verdict.UNKNOWN
    return Verdict.SAME if not told else Verdict.WORSE if effect > 0 else Verdict.BETTER


def table(changes: list[Change], first: BenchRun, second: BenchRun, *, everything: bool) -> Table:
    """The changes that say something; with `everything`, every benchmark."""
    notes = [f"{mark}: {_described(run)}" for mark, run in (("A", first), ("B", second))]
    columns = ["Suite", "Benchmark", "A", "B", "B / A", "Verdict"]
    result = Table("Ratios to cpython of two runs of protopy", notes, columns)
    for change in changes:
        if not everything and change.verdict in (Verdict.SAME, Verdict.FAILS, Verdict.UNKNOWN, Verdict.GONE, Verdict.NEW):
            continue
        factor = "" if change.before is None or change.after is None else f"{change.after / change.before:.2f}x"
        cells = [figures.ratio(change.before), figures.ratio(change.after), factor, change.verdict.value]
        result.lines.append(Line((change.suite, change.name, *cells)))
        if change.verdict is Verdict.BROKEN:
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
    counts = {verdict: sum(change.verdict is verdict for change in changes) for verdict in Verdict}
    print(", ".join(f"{count} {_named(verdict)}" for verdict, count in counts.items() if count) or "nothing to compare")
    return 1 if options.fail_on_regression and any(counts[verdict] for verdict in REGRESSIONS) else 0


def _named(verdict: Verdict) -> str:
    return verdict.value.lower() or "without a significant change"

"""Does work that is shared out to threads end sooner: the same amount of it on 1, 2, 4 ... threads.

Nine ways to share (workloads/threads_*.py): nothing but the processors, nothing and much allocation, objects that
are only read, and one list, dict, key of a dict, attribute, lock or queue that all write to or take. The time is
that of the work alone, taken by the program; what it prints is the same for any number of threads, and counts every
item: a lost update is wrong output.
"""

from __future__ import annotations

import os
import statistics

from protobench import estimates
from protobench.cases import Case, Quantity, Suite, workload
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Row, SuiteResult
from protobench.tables import (
    NAMES,
    Line,
    Table,
    comparison,
    failures,
    mean_label,
    middle,
    rounds_note,
)
from protoreport.names import SHARED

KINDS = {
    "independent": 1_200_000,
    "allocation": 120_000,
    "reads": 600_000,
    "list": 1_200_000,
    "dict": 300_000,
    "key": 2_400_000,
    "attribute": 2_400_000,
    "lock": 600_000,
    "queue": 24_000,
}
"""How the threads share -> the amount of work in all; a multiple of every number of threads."""

OWN_PROGRAM = ("independent", "list", "dict", "queue")
"""Those that have a workload of their own; the others are in threads_shared.py."""

QUICK_SHARE = 3
"""A quick run does a third of it."""


def counts() -> list[int]:
    """1, 2, 4 and on to the number of processors."""
    processors = len(os.sched_getaffinity(0))
    found = {1, 2, 4, processors}
    power = 8
    while power < processors:
        found.add(power)
        power *= 2
    return sorted(found)


def cases(quick: bool) -> list[Case]:
    result = []
    for kind, amount in KINDS.items():
        work = amount // QUICK_SHARE if quick else amount
        for count in counts():
            own = (str(workload(f"threads_{kind}")),)
            words = (*(own if kind in OWN_PROGRAM else (str(workload("threads_shared")), kind)), str(count), str(work))
            result.append(Case(f"{kind} x{count}", words, inner="work", group=kind, place=count))
    return result


def speed_ups(suite: SuiteResult, name: str) -> dict[str, dict[int, float]]:
    """For each kind and number of threads: how many times sooner than on one thread."""
    result: dict[str, dict[int, float]] = {}
    for row in suite.rows:
        one = _on_one(suite, row)
        outcome = row.outcomes.get(name)
        if one is not None and outcome is not None and outcome.values and one.outcomes[name].values:
            sooner = statistics.median(one.outcomes[name].values) / statistics.median(outcome.values)
            result.setdefault(row.group, {})[row.place] = sooner
    return result


def _on_one(suite: SuiteResult, row: Row) -> Row | None:
    return next((one for one in suite.rows if one.group == row.group and one.place == 1), None)


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    names = [SUBJECT, REFERENCE, *run.peers]
    sooner = {name: speed_ups(suite, name) for name in names}
    columns = ["What is shared", "Threads", "protopy (ms)", "Speed-up", "cpython (ms)", "Speed-up", "Ratio"]
    for name in run.peers:
        columns += [f"{NAMES.get(name, name)} (ms)", "Speed-up"]
    what = f"the same work on 1 to {max((row.place for row in suite.rows), default=1)} threads"
    title = f"Threads on {run.environment['processors']} processors: protoPython vs CPython 3.14"
    table = Table(title, [rounds_note(suite, what)], columns, failures=failures(suite))
    for row in suite.rows:
        if row.outcomes[SUBJECT].error is not None:
            table.lines.append(Line((f"{SHARED[row.group]} x{row.place}",), f"ERROR: {row.outcomes[SUBJECT].error}"))
            continue
        figures = {}
        for name in names:
            times = sooner[name].get(row.group, {}).get(row.place)
            shown = middle(row.outcomes[name]) if name in row.outcomes else ""
            figures[name] = [shown, "" if times is None else f"{times:.2f}x"]
        ratio = comparison(estimates.ratio(row))
        peers = [cell for name in run.peers for cell in figures[name]]
        line = Line((SHARED[row.group], str(row.place), *figures[SUBJECT], *figures[REFERENCE], ratio, *peers))
        table.lines.append(line)
    found = estimates.mean(suite)
    ratio = "none" if found.geometric_mean is None else comparison(found.geometric_mean)
    table.totals.append(Line((mean_label(found), *[""] * 5, ratio, *[""] * (2 * len(run.peers)))))
    table.legend = [
        "Legend: Speed-up = the time on one thread / the time on so many. Ratio = protopy/cpython.",
        "ERROR: no figure, and no part of the geometric mean; a lost update is an error.",
    ]
    return [table]


SUITE = Suite(
    "threads",
    "The same work on one thread and on several; the time of the work alone.",
    Quantity.INNER,
    cases,
    tables,
    rounds=5,
    quick_rounds=1,
    budget=90.0,
    quick_budget=20.0,
)

"""How a program's speed changes while it runs: the time of every iteration, and how long until it is steady.

Programs of pyperformance, each iterated in one process (`--series` of standin/pyperf.py). The ratio is of whole
processes, from their start to the end of the last iteration.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from protobench import estimates, programs
from protobench.cases import Case, Quantity, Suite
from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import BenchRun, Outcome, SuiteResult
from protobench.tables import NAMES, Line, Table, comparison, failures, mean_label, number, rounds_note

ITERATED = {
    "richards": ("richards", "1"),
    "deltablue": ("deltablue", "8"),
    "hexiom": ("hexiom", "4"),
    "chaos": ("chaos", "1"),
    "float": ("float", "1"),
    "nqueens": ("nqueens", "1"),
    "go": ("go", "1"),
    "json_loads": ("json_loads", "100"),
}
"""A program -> the benchmark's name in it, and the loops that make one iteration."""
QUICK = ("richards", "deltablue", "float")
ITERATIONS, QUICK_ITERATIONS = 50, 12
NEAR_STEADY = 1.10


def cases(quick: bool) -> list[Case]:
    programs.bring()
    known = {program.name: program for program in programs.PROGRAMS}
    iterations = QUICK_ITERATIONS if quick else ITERATIONS
    result = []
    for name, (inner, loops) in ITERATED.items():
        if quick and name not in QUICK:
            continue
        script = str(programs.script(known[name]))
        words = (script, "--loops", loops, "--series", str(iterations))
        result.append(Case(name, words, (script, "--check"), inner=inner, iterations=iterations))
    return result


@dataclass(frozen=True)
class Warmup:
    """One interpreter on one program, all in seconds."""

    first: float
    tenth: float
    last: float
    steady: float
    """The median of the last quarter of the iterations."""
    iterations: int
    """How many it takes until one is within 10 % of that, and so are half of those after it."""
    until_steady: float
    """The time from the start of the process to the end of the iteration before that one."""


def describe(outcome: Outcome) -> Warmup:
    """The middle of the rounds, iteration by iteration."""
    times = [statistics.median(one) for one in zip(*outcome.series, strict=True)]
    steady = statistics.median(times[-max(len(times) // 4, 1) :])
    near = [time <= steady * NEAR_STEADY for time in times]
    index = next(
        (place for place in range(len(near)) if near[place] and sum(near[place:]) * 2 >= len(near) - place), len(near)
    )
    # What is not an iteration (start, set-up, end) counts as being before the first.
    outside = max(statistics.median(outcome.values) - sum(times), 0.0)
    tenth = times[min(9, len(times) - 1)]
    return Warmup(times[0], tenth, times[-1], steady, index + 1, outside + sum(times[:index]))


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    iterations = max((len(one) for row in suite.rows for out in row.outcomes.values() for one in out.series), default=0)
    columns = ["Benchmark", "Interpreter", "1st (ms)", "10th (ms)", "Last (ms)", "Near steady", "After (ms)", "Ratio"]
    note = rounds_note(suite, f"{iterations} iterations in one process")
    table = Table("Warm-up: protoPython vs CPython 3.14", [note], columns, failures=failures(suite))
    for row in suite.rows:
        label = row.name
        for name in (SUBJECT, REFERENCE, *run.peers):
            outcome = row.outcomes.get(name)
            if outcome is None:
                continue
            shown = NAMES.get(name, name)
            if outcome.error is not None:
                table.lines.append(Line((label,), f"{shown}: ERROR: {outcome.error}"))
            else:
                found = describe(outcome)
                times = [number(time * 1e3) for time in (found.first, found.tenth, found.last)]
                ratio = "" if name == REFERENCE else comparison(estimates.ratio(row, name))
                after = number(found.until_steady * 1e3)
                table.lines.append(Line((label, shown, *times, f"iteration {found.iterations}", after, ratio)))
            label = ""
    mean = estimates.mean(suite)
    shown = "none" if mean.geometric_mean is None else comparison(mean.geometric_mean)
    table.totals.append(Line((mean_label(mean), *[""] * 6, shown)))
    table.legend = [
        "Legend: Near steady = the first iteration within 10 % of the median of the last quarter, as are most after it;",
        "After = the time from the process's start until then. Ratio = whole process / cpython's; the mean is protopy's.",
    ]
    return [table]


SUITE = Suite(
    "warmup",
    "Programs iterated in one process: how their speed changes. The bars are of whole processes.",
    Quantity.WHOLE,
    cases,
    tables,
    rounds=2,
    quick_rounds=1,
    budget=120.0,
    quick_budget=15.0,
)

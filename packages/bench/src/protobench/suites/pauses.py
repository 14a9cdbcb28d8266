"""The collector's longest pause: the longest gap between two steps of a program that makes garbage beside much that lives.

Each step does the same (workloads/pauses.py). What the system takes away counts as well, on both sides alike.
"""

from __future__ import annotations

from protobench.cases import Case, Quantity, Suite, workload
from protobench.results import BenchRun, SuiteResult
from protobench.tables import Table, comparison_table

LIVE = {"15 MB live": (60_000, 40_000), "150 MB live": (600_000, 40_000)}
"""What lives -> how many objects, and how many steps. The sizes are CPython's resident memory."""


def cases(quick: bool) -> list[Case]:
    found = []
    for name, (alive, steps) in LIVE.items():
        words = (str(workload("pauses")), str(alive), str(steps // 4 if quick else steps))
        found.append(Case(name, words, inner="longest"))
    return found


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    what = "the longest gap between two steps while garbage is made"
    return [comparison_table(suite, run, "Longest pause: protoPython vs CPython 3.14", what, words=("longer", "shorter"))]


SUITE = Suite(
    "pauses",
    "The longest gap between two steps of a program that makes garbage beside much that lives.",
    Quantity.INNER,
    cases,
    tables,
    rounds=5,
    quick_rounds=1,
    budget=60.0,
    quick_budget=15.0,
    kept=tuple(LIVE),
)

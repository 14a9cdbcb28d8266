"""How much memory the same data takes: the peak of resident memory of programs that hold a lot of one thing."""

from __future__ import annotations

from protobench.cases import Case, Quantity, Suite, workload
from protobench.results import BenchRun, SuiteResult
from protobench.tables import MEGABYTES, Table, comparison_table

KINDS = {
    "ints": 1_000_000,
    "floats": 1_000_000,
    "strings": 300_000,
    "tuples": 300_000,
    "lists": 200_000,
    "dict": 500_000,
    "dicts": 100_000,
    "objects": 300_000,
    "slots": 300_000,
    "closures": 200_000,
    "garbage": 2_000_000,
    "cycles": 400_000,
    "threads": 64,
}
"""What a program holds, or lets go of -> how many."""
QUICK = ("ints", "strings", "dict", "objects", "cycles")


def cases(quick: bool) -> list[Case]:
    found = [Case("empty script", (str(workload("startup_empty")),))]
    for kind, amount in KINDS.items():
        if not quick or kind in QUICK:
            found.append(Case(f"{kind} x{amount:,}", (str(workload("memory_hold")), kind, str(amount))))
    return found


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    return [
        comparison_table(
            suite,
            run,
            "Memory: protoPython vs CPython 3.14",
            "peak resident memory of the whole process",
            unit="MB",
            scale=MEGABYTES,
            words=("larger", "smaller"),
            with_peaks=False,
        )
    ]


SUITE = Suite(
    "memory",
    "The peak of resident memory of programs that hold, or drop, a lot of one thing.",
    Quantity.PEAK,
    cases,
    tables,
    rounds=3,
    quick_rounds=1,
    budget=60.0,
    quick_budget=15.0,
)

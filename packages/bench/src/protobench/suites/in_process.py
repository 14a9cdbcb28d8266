"""Programs of pyperformance, in-process: each benchmark's own loop, timed inside one process that is warm.

It is what pyperf reports. The stand-in pyperf repeats a benchmark for some time, throws the first third away, and
states the median (`steady` in standin/pyperf.py). A program may hold several benchmarks: each is a row.
"""

from __future__ import annotations

from protobench import programs
from protobench.cases import Case, Quantity, Suite
from protobench.results import BenchRun, SuiteResult
from protobench.tables import Table, comparison_table

SECONDS, QUICK_SECONDS = 0.8, 0.3
"""How long a process repeats each benchmark."""


def cases(quick: bool) -> list[Case]:
    programs.bring()
    seconds = str(QUICK_SECONDS if quick else SECONDS)
    result = []
    for program in programs.PROGRAMS:
        if not quick or program.quick:
            words = (str(programs.script(program)), *program.words)
            result.append(Case(program.name, (*words, "--seconds", seconds), (*words, "--check"), several=True))
    return result


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    what = f"pyperformance {programs.VERSION}; one loop in a warm process, without start-up"
    title = "pyperformance, in-process: protoPython vs CPython 3.14"
    return [comparison_table(suite, run, title, what, with_peaks=False)]


SUITE = Suite(
    "in-process",
    "The benchmarks of the same programs: one loop, timed inside a warm process, without start-up.",
    Quantity.INNER,
    cases,
    tables,
    rounds=3,
    quick_rounds=1,
    budget=390.0,
    quick_budget=30.0,
)

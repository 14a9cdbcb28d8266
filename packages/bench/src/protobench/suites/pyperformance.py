"""Programs of pyperformance, unmodified: whole processes, long beside the start-up.

First their functions' results are printed and compared (standin/program_checks.py): most of the programs throw
away what they compute.
"""

from __future__ import annotations

from protobench import programs
from protobench.cases import Case, Quantity, Suite
from protobench.results import BenchRun, SuiteResult
from protobench.tables import Table, comparison_table


def cases(quick: bool) -> list[Case]:
    programs.bring()
    result = []
    for program in programs.PROGRAMS:
        if quick and not program.quick:
            continue
        words = (str(programs.script(program)), *program.words)
        loops = "1" if quick else program.loops
        result.append(Case(program.name, (*words, "--loops", loops), (*words, "--check")))
    return result


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    what = f"pyperformance {programs.VERSION}, whole processes"
    return [comparison_table(suite, run, "Programs of pyperformance: protoPython vs CPython 3.14", what)]


SUITE = Suite(
    "pyperformance",
    "Programs of pyperformance",
    "Pure-Python programs that need only the standard library, as whole processes.",
    Quantity.WHOLE,
    cases,
    tables,
    rounds=5,
    quick_rounds=2,
)

"""Programs of pyperformance, unmodified, as whole processes: from the start of the process to its end.

Start-up, imports and set-up are in it, and a program runs too shortly to be warm all the time: it is what a user of
such a program waits for. The suite `in-process` times the same programs without all that.

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
    what = f"pyperformance {programs.VERSION}; from the start of the process to its end"
    return [comparison_table(suite, run, "pyperformance, whole processes: protoPython vs CPython 3.14", what)]


SUITE = Suite(
    "whole-process",
    "Pure-Python programs that need only the standard library, from the start of the process to its end.",
    Quantity.WHOLE,
    cases,
    tables,
    rounds=3,
    quick_rounds=2,
    budget=390.0,
    quick_budget=25.0,
)

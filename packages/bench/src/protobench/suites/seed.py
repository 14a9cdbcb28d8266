"""The nine small workloads that the project set itself first: whole processes, start-up and all."""

from __future__ import annotations

from protobench.cases import Case, Quantity, Suite, workload
from protobench.results import BenchRun, SuiteResult
from protobench.tables import Table, comparison_table

WORKLOADS = (
    "startup_empty",
    "int_sum_loop",
    "list_append_loop",
    "str_concat_loop",
    "range_iterate",
    "multithread_cpu",
    "attr_lookup",
    "call_recursion",
    "memory_pressure",
)


def cases(quick: bool) -> list[Case]:
    return [Case(name, (str(workload(name)),)) for name in WORKLOADS]


def tables(suite: SuiteResult, run: BenchRun) -> list[Table]:
    return [comparison_table(suite, run, "Seed workloads: protoPython vs CPython 3.14", "whole processes")]


SUITE = Suite(
    "seed",
    "Nine small workloads, as whole processes.",
    Quantity.WHOLE,
    cases,
    tables,
    rounds=10,
    quick_rounds=4,
    budget=30.0,
    quick_budget=10.0,
)

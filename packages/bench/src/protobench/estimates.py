"""From values to figures: the middle and the spread, ratios and their geometric mean, and what is only noise.

pyperf does the statistics of one list of values, and knows Student's distribution. Its own test wants lists of
equal length, which two runs need not have; Welch's form of it here does not.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from protobench.interpreters import REFERENCE, SUBJECT
from protobench.results import Row, SuiteResult


def pyperf(name: str = "pyperf") -> Any:
    """pyperf has no type information; one place imports it, and says what to do where it is missing."""
    try:
        return import_module(name)
    except ModuleNotFoundError as why:
        raise SystemExit("protobench: pyperf is missing: run `./dev bench`, or pip install pyperf") from why


@dataclass(frozen=True)
class Estimate:
    middle: float
    spread: float
    """The median absolute deviation."""


def estimate(values: list[float]) -> Estimate:
    benchmark = pyperf().Benchmark([pyperf().Run(values, metadata={"name": "values"}, collect_metadata=False)])
    return Estimate(benchmark.median(), benchmark.median_abs_dev() if len(values) > 1 else 0.0)


def ratio(row: Row, name: str = SUBJECT) -> float | None:
    """The interpreter's median over CPython's; None where one has no values."""
    ours, theirs = row.outcomes.get(name), row.outcomes[REFERENCE]
    if ours is None or not ours.values or not theirs.values:
        return None
    return statistics.median(ours.values) / statistics.median(theirs.values)


def ratios_by_round(row: Row, name: str = SUBJECT) -> list[float]:
    """The ratio in each round: what disturbed the machine then disturbed both."""
    ours, theirs = row.outcomes[name].values, row.outcomes[REFERENCE].values
    return [mine / other for mine, other in zip(ours, theirs, strict=False)]


@dataclass(frozen=True)
class Mean:
    """A suite in one figure, and what that figure is over."""

    geometric_mean: float | None
    counted: int
    failed: int


def mean(suite: SuiteResult, name: str = SUBJECT) -> Mean:
    found = [ratio(row, name) for row in suite.rows]
    counted = [one for one in found if one is not None]
    middle = math.exp(statistics.fmean(map(math.log, counted))) if counted else None
    return Mean(middle, len(counted), len(found) - len(counted))


EXTREMES = 3
"""How many of a suite's worst and best rows a report names beside the mean."""


def extremes(suite: SuiteResult) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The rows with the largest ratios, the largest first, and those with the smallest, the smallest first."""
    found = [(row.name, one) for row in suite.rows if (one := ratio(row)) is not None]
    found.sort(key=lambda pair: pair[1])
    return found[: -EXTREMES - 1 : -1], found[:EXTREMES]


def differ(first: list[float], second: list[float]) -> bool | None:
    """Whether two lists of values differ by Welch's t-test at 95 %; None where there are too few to tell.

    It is their logarithms that are compared: a disturbed run is a multiple of an undisturbed one.
    """
    if len(first) < 2 or len(second) < 2:
        return None
    first, second = [math.log(value) for value in first], [math.log(value) for value in second]
    errors = [statistics.variance(values) / len(values) for values in (first, second)]
    difference = statistics.fmean(first) - statistics.fmean(second)
    if not any(errors):
        return difference != 0
    freedom = sum(errors) ** 2 / sum(
        error**2 / (len(values) - 1) for error, values in zip(errors, (first, second), strict=True)
    )
    critical: float = pyperf("pyperf._utils").tdist95conf_level(max(freedom, 1.0))
    return abs(difference) / math.sqrt(sum(errors)) >= critical

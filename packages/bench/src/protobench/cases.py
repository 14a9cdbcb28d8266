"""What is measured: a case is a command line without its interpreter; a suite is a list of cases and how to see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from protobench.results import BenchRun, Row, SuiteResult
from protobench.tables import Table
from protoreport import names


class Quantity(Enum):
    """What one run of a case contributes."""

    WHOLE = "seconds from the start of the process to its end"
    INNER = "seconds that the program states for its work"
    PEAK = "bytes of resident memory at most"


@dataclass(frozen=True)
class Case:
    name: str
    words: tuple[str, ...]
    checked: tuple[str, ...] = ()
    """Another command line, whose output shows more; it is compared first, and never timed."""
    inner: str = ""
    """The name under which the program states times of its own."""
    iterations: int = 0
    """How many times it must state as a series."""
    several: bool = False
    """The process states the times of several benchmarks (`#value` lines): a row each."""
    group: str = ""
    place: int = 0


Repeat = Callable[[Case], list[Row]]


@dataclass(frozen=True)
class Suite:
    name: str
    about: str
    quantity: Quantity
    cases: Callable[[bool], list[Case]]
    """Given whether the run is a quick one."""
    tables: Callable[[SuiteResult, BenchRun], list[Table]]
    rounds: int
    quick_rounds: int
    budget: float
    """Seconds that a full run of protopy and CPython may take: what is left of it decides how many rounds a case has."""
    quick_budget: float
    confirm: Callable[[Case, list[Row], Repeat], None] | None = None
    """Looks at a case's rows, measures again what looks wrong (`Repeat` runs another case), and says so in the row."""
    kept: tuple[str, ...] = ()
    """Rows whose medians stand in the history, since a reader looks for them by name."""

    @property
    def title(self) -> str:
        return names.suite(self.name)

    @property
    def words(self) -> tuple[str, str]:
        """What a ratio above one is, and one below."""
        return names.words(self.name)


def workload(name: str) -> Path:
    """A program of our own."""
    return Path(__file__).with_name("workloads") / f"{name}.py"

"""What came out of a run, in memory: suites of rows, a row's outcome for each interpreter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from protobench.interpreters import REFERENCE, SUBJECT, Interpreter


@dataclass
class Outcome:
    """One interpreter on one case. Either `error` says why there is no value, or there is one a round."""

    error: str | None = None
    values: list[float] = field(default_factory=list)
    """Seconds or, in the suite `memory`, bytes; in the order of the rounds."""
    peak: int | None = None
    """The most resident memory, in bytes."""
    series: list[list[float]] = field(default_factory=list)
    """Suite `warmup`: for each round, the seconds of every iteration."""

    def fail(self, why: str) -> None:
        self.error = why
        self.values.clear()
        self.series.clear()
        self.peak = None


@dataclass
class Row:
    """One case. `group` and `place` say where it belongs in a table with two dimensions (suite `threads`)."""

    name: str
    outcomes: dict[str, Outcome]
    group: str = ""
    place: int = 0
    failure: str = ""
    """What is wrong though there is a figure: a time that grows clearly faster than CPython's (suite `operations`)."""


@dataclass
class SuiteResult:
    name: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class BenchRun:
    """A whole run, as it is kept (see docs/formats/bench.md)."""

    started: str
    quick: bool
    rounds: int | None
    timeout: float
    commit: str | None
    modified: bool
    environment: dict[str, Any]
    interpreters: list[Interpreter]
    suites: list[SuiteResult] = field(default_factory=list)
    duration: float = 0.0
    interrupted: bool = False

    @property
    def peers(self) -> list[str]:
        names = [one.name for one in self.interpreters]
        return [name for name in names if name not in (SUBJECT, REFERENCE)]

    @property
    def growing(self) -> int:
        """Rows whose time grows faster than it should."""
        return sum(bool(row.failure) for suite in self.suites for row in suite.rows)

    @property
    def failures(self) -> int:
        """Rows in which protopy has no figure."""
        return sum(row.outcomes[SUBJECT].error is not None for suite in self.suites for row in suite.rows)

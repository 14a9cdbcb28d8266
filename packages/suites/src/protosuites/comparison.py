"""A suite's two sides, case by case.

A case is equal when its outcome is the same on both sides, whatever the outcome: what fails on CPython too is no matter
of protopy's. One that differs is a difference, or an exception where suites.toml has the reason. An exception
that does not happen is said: the list is to stay true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from protosuites.junit import ABSENT, Case
from protosuites.runner import SideRun
from protosuites.suites import Suite

MISSING = Case(ABSENT)


@dataclass(frozen=True)
class Difference:
    """A case with two outcomes; `why` is pytest's word for protopy's, or else for CPython's."""

    case: str
    protopy: str
    cpython: str
    why: str = ""
    reason: str = ""
    """Why it is an exception; empty where it is none."""


@dataclass
class Compared:
    """What came of a suite."""

    version: str
    cases: int = 0
    """Ids that either side has."""
    equal: int = 0
    differing: list[Difference] = field(default_factory=list)
    exceptions: list[Difference] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    """Exceptions that did not happen: the case is equal, or on neither side."""
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    """Side to outcome to how many."""
    incidents: dict[str, str] = field(default_factory=dict)
    """Side to what happened to its whole run, where something did."""
    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)
    together: bool = True
    """Whether both sides ran now; where CPython's outcomes are kept ones, the times are of different days."""
    installed: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether protopy is not as CPython, or was not found to be."""
        return bool(self.differing or self.incidents)

    def ratio(self, figures: Mapping[str, float]) -> float | None:
        """protopy's figure over CPython's, where they may be compared."""
        ours, theirs = figures.get("protopy"), figures.get("cpython")
        return ours / theirs if self.together and not self.incidents and ours and theirs else None


def compare(suite: Suite, protopy: SideRun, cpython: SideRun, together: bool = True) -> Compared:
    """Judges every case of either side.

    Where a side wrote no report there is nothing to judge: its incident says so, and no case is listed.
    """
    sides = {"protopy": protopy, "cpython": cpython}
    result = Compared(
        version=suite.version,
        cases=len(protopy.cases.keys() | cpython.cases.keys()),
        outcomes={side: dict(Counter(case.outcome for case in run.cases.values())) for side, run in sides.items()},
        incidents={side: run.incident for side, run in sides.items() if run.incident},
        seconds={side: run.seconds for side, run in sides.items()},
        cpu_seconds={side: run.cpu_seconds for side, run in sides.items()},
        peak_mb={side: run.peak_mb for side, run in sides.items()},
        together=together,
    )
    if any(run.incident and not run.cases for run in sides.values()):
        return result
    reasons = suite.reasons()
    for case in sorted(protopy.cases.keys() | cpython.cases.keys()):
        ours, theirs = protopy.cases.get(case, MISSING), cpython.cases.get(case, MISSING)
        if ours.outcome == theirs.outcome:
            result.equal += 1
            continue
        found = Difference(case, ours.outcome, theirs.outcome, ours.message or theirs.message, reasons.get(case, ""))
        (result.exceptions if found.reason else result.differing).append(found)
    happened = {one.case for one in result.exceptions}
    result.stale = [
        f"{case} ({'equal on both sides' if case in protopy.cases else 'on neither side'})" for case in reasons if case not in happened
    ]
    return result

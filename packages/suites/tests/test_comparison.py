"""Which cases are equal, which differ, and which exceptions hold."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from protosuites import junit
from protosuites.comparison import Compared, compare
from protosuites.junit import Case
from protosuites.runner import SideRun
from protosuites.suites import Known, Suite

OUTCOMES = (junit.PASSED, junit.FAILED, junit.ERROR, junit.SKIPPED, junit.XFAILED, junit.XPASSED)
SUITE = Suite("thing", "1.0", "thing-1.0.tar.gz", "0" * 64, ("tests",))


def why(outcome: str) -> str:
    return "" if outcome in ("passed", "absent") else f"why {outcome}"


def side(cases: dict[str, str], incident: str = "", seconds: float = 1.0) -> SideRun:
    held = {name: Case(outcome, why(outcome)) for name, outcome in cases.items()}
    return SideRun(held, seconds, seconds, 100, incident)


def one(protopy: str, cpython: str, suite: Suite = SUITE) -> Compared:
    """A single case; `absent` where the side does not have it."""
    return compare(suite, *(side({} if outcome == "absent" else {"t::x": outcome}) for outcome in (protopy, cpython)))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_same_outcome_is_equal_whatever_it_is(outcome: str) -> None:
    result = one(outcome, outcome)
    assert (result.cases, result.equal, result.differing) == (1, 1, [])
    assert not result.failed


@pytest.mark.parametrize(("protopy", "cpython"), list(itertools.permutations((*OUTCOMES, junit.ABSENT), 2)))
def test_any_other_outcome_differs(protopy: str, cpython: str) -> None:
    result = one(protopy, cpython)
    (found,) = result.differing
    assert (found.case, found.protopy, found.cpython, found.reason) == ("t::x", protopy, cpython, "")
    assert result.failed and result.cases == 1 and result.equal == 0
    assert found.why == why(protopy) or not why(protopy) and found.why == why(cpython)


def test_an_exception_differs_with_its_reason_and_fails_nothing() -> None:
    suite = replace(SUITE, exceptions=(Known(("t::x",), "bytecode"),))
    result = one("failed", "passed", suite)
    assert [(found.case, found.reason) for found in result.exceptions] == [("t::x", "bytecode")]
    assert not result.differing and not result.failed and not result.stale


def test_an_exception_that_does_not_happen_is_said() -> None:
    suite = replace(SUITE, exceptions=(Known(("t::x", "t::gone"), "bytecode"),))
    result = one("passed", "passed", suite)
    assert result.stale == ["t::x (equal on both sides)", "t::gone (on neither side)"]
    assert not result.failed


def test_outcomes_are_counted_on_each_side() -> None:
    result = compare(SUITE, side({"a": "passed", "b": "passed", "c": "failed"}), side({"a": "passed", "b": "passed"}))
    assert result.outcomes == {"protopy": {"passed": 2, "failed": 1}, "cpython": {"passed": 2}}
    assert (result.cases, result.equal, len(result.differing)) == (3, 2, 1)


def test_without_a_report_nothing_is_judged_and_the_suite_fails() -> None:
    suite = replace(SUITE, exceptions=(Known(("a",), "bytecode"),))
    result = compare(suite, side({}, "killed by SIGSEGV"), side({"a": "passed"}))
    assert result.failed and result.incidents == {"protopy": "killed by SIGSEGV"}
    assert (result.cases, result.equal, result.differing, result.stale) == (1, 0, [], [])
    assert result.ratio(result.seconds) is None


def test_what_was_reported_before_the_end_is_judged() -> None:
    result = compare(SUITE, side({"a": "passed"}, "pytest ended with status 3"), side({"a": "passed", "b": "passed"}))
    assert result.failed and result.equal == 1 and [found.case for found in result.differing] == ["b"]


def test_times_are_compared_only_of_runs_of_the_same_call() -> None:
    ours, theirs = side({"a": "passed"}, seconds=3.0), side({"a": "passed"}, seconds=2.0)
    assert compare(SUITE, ours, theirs).ratio({"protopy": 3.0, "cpython": 2.0}) == 1.5
    kept = compare(SUITE, ours, theirs, together=False)
    assert kept.ratio(kept.seconds) is None

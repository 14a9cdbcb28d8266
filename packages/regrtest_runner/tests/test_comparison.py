"""What counts as a regression, what does not, and what is said instead of being judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from regrtest_runner import comparison, results
from regrtest_runner.comparison import compare
from regrtest_runner.results import Environment, File, Interpreter, Limits, Results, Selection

Cases = dict[str, tuple[str, str]]


def run(files: dict[str, Cases], failures: dict[str, str] | None = None, **more: object) -> Results:
    held = Results(
        started="2026-11-21T02:00:00Z", duration=1.0, commit="21c58c5aa0b1", modified=False,
        environment=Environment("Linux", "x86", 2, 1024),
        subject=Interpreter("protopy", "3.14.0", "protopy", "aa"), baseline=Interpreter("python", "3.14.10", "cpython", "bb"),
        driver="unittest", selection=Selection("core"), limits=Limits(300, 2048), workers=2,
        files={name: File(cases=cases, failures=failures or {}) for name, cases in files.items()},
    )
    held = replace(held, **more)  # type: ignore[arg-type]
    held.tally()
    return held


def one(before: tuple[str, str] | None, after: tuple[str, str] | None, **more: object) -> comparison.Comparison:
    """A single case before and after; None where the run does not know it."""
    old, new = ({"test_a": {} if pair is None else {"A.test_x": pair}} for pair in (before, after))
    return compare(run(old), run(new, **more))


@pytest.mark.parametrize("outcome", sorted(results.OUTCOMES - results.GOOD))
def test_any_outcome_but_a_pass_is_a_regression_after_a_pass(outcome: str) -> None:
    result = one(("passed", "passed"), (outcome, "passed"))
    assert [change.after for change in result.regressions] == [outcome]
    assert result.failed and not result.new_passes


@pytest.mark.parametrize("outcome", sorted(results.OUTCOMES - results.GOOD))
def test_a_pass_after_anything_else_is_new(outcome: str) -> None:
    result = one((outcome, "passed"), ("passed", "passed"))
    assert len(result.new_passes) == 1 and not result.failed


def test_an_expected_failure_is_a_pass_on_either_side() -> None:
    result = one(("passed", "expected_failure"), ("expected_failure", "passed"))
    assert not result.regressions and not result.new_passes


def test_one_failure_for_another_is_no_change() -> None:
    result = one(("failed", "passed"), ("crashed", "passed"))
    assert not result.regressions and not result.new_passes


def test_what_cpython_does_not_pass_does_not_count() -> None:
    assert not one(("passed", "skipped"), ("failed", "skipped")).failed
    result = one(("passed", "passed"), ("failed", "failed"))
    assert not result.failed and result.uncounted == 1
    assert "1 case was left out" in result.text()


def test_only_what_both_runs_selected_is_judged() -> None:
    old = run({"test_a": {"A.x": ("passed", "passed")}, "test_b": {"B.x": ("passed", "passed")}})
    new = run({"test_a": {"A.x": ("passed", "passed")}, "test_c": {"C.x": ("failed", "passed")}})
    result = compare(old, new)
    assert not result.failed
    assert result.files_in_one == ["test_b", "test_c"]
    assert result.after.counted == 1
    assert "2 files were in one run only: test_b, test_c" in result.text()


def test_a_case_that_one_run_does_not_know_is_listed_by_itself() -> None:
    gone = one(("passed", "passed"), None)
    assert [(change.before, change.after) for change in gone.only_in_one] == [("passed", "absent")]
    assert not gone.regressions
    assert [(change.before, change.after) for change in one(None, ("failed", "passed")).only_in_one] == [("absent", "failed")]


def test_a_case_that_was_not_asked_for_is_no_news() -> None:
    assert not one(("passed", "passed"), None, selection=Selection("core", [], ["*test_y*"])).only_in_one


def test_what_an_interrupted_run_did_not_reach_is_unknown_and_no_success() -> None:
    result = one(("passed", "passed"), ("not_run", "passed"), interrupted=True)
    assert not result.regressions and len(result.unknown) == 1
    assert result.failed, "a gate must not open on what was not looked at"
    assert "1 case that passed before was not reached" in result.text()
    old = run({"test_a": {"A.x": ("not_run", "passed")}}, interrupted=True)
    assert not compare(old, run({"test_a": {"A.x": ("passed", "passed")}})).new_passes


def test_another_cpython_driver_or_limit_is_said() -> None:
    old, new = run({"test_a": {}}), run({"test_a": {}})
    new.baseline = Interpreter("python", "3.14.11", "cpython", "cc")
    new.driver = "regrtest"
    new.details = True
    new.limits = Limits(60, 2048)
    told = compare(old, new).text()
    assert "different CPythons (3.14.10, build bb and 3.14.11, build cc)" in told
    assert "drivers differ (unittest and regrtest)" in told
    assert "Only the new run ran the details of CPython" in told
    assert "300 s and 2,048 MB and 60 s" in told
    assert "note:" not in compare(old, run({"test_a": {}})).text()


def test_shares_are_over_what_counts_in_both() -> None:
    old = run({"test_a": {"x": ("passed", "passed"), "y": ("failed", "passed"), "z": ("passed", "passed")}})
    new = run({"test_a": {"x": ("passed", "passed"), "y": ("passed", "passed")}})
    result = compare(old, new)
    assert (result.before.passed, result.after.passed, result.after.counted) == (1, 2, 2)
    assert "50.00\N{NO-BREAK SPACE}% before, 100.00\N{NO-BREAK SPACE}% now" in result.summary()


def test_the_lists_tell_what_went_wrong_and_are_bounded() -> None:
    cases = {f"A.test_{number:03}": ("passed", "passed") for number in range(comparison.SHOWN + 5)}
    lost = dict.fromkeys(cases, ("error", "passed"))
    result = compare(run({"test_a": cases}), run({"test_a": lost}, {"A.test_000": "TypeError: a | b\nat x.py:3 in f"}))
    text, markdown = result.text(), result.markdown()
    assert "test_a: A.test_000: passed -> error\n      TypeError: a | b\n" in text
    assert "and 5 more" in text and "and 5 more" in markdown
    assert "| test_a | `A.test_000` | passed | error | TypeError: a \\| b |" in markdown
    assert all(line.count("|") - line.count("\\|") == 6 for line in markdown.splitlines() if line.startswith("| "))


def test_the_command_fails_on_a_regression_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json.gz"
    results.write(good, run({"test_a": {"x": ("passed", "passed")}}))
    results.write(bad, run({"test_a": {"x": ("failed", "passed")}}))
    assert comparison.main([str(good), str(bad)]) == 0
    assert "1 regression, 0 new passes" in capsys.readouterr().out
    assert comparison.main([str(good), str(bad), "--fail-on-regression"]) == 1
    assert comparison.main([str(bad), str(good), "--fail-on-regression", "--markdown"]) == 0
    assert "## New passes (1)" in capsys.readouterr().out


def test_a_run_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert comparison.main([str(tmp_path / "x.json"), str(tmp_path / "none.json")]) == 2
    assert "x.json" in capsys.readouterr().err

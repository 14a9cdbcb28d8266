"""A comparison believes nothing: what fails, lies or hangs has no time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import checks, compare, measure

Fake = Callable[[str], str]


def one_case(name: str, protopy: str, cpython: str, timeout: float = 20.0) -> compare.Row:
    [case] = [case for case in compare.cases("seed") if case.name == name]
    return compare.compare(case, [protopy], [cpython], runs=2, timeout=timeout)


def test_cpython_beside_itself_has_a_ratio_near_one(cpython: str) -> None:
    row = one_case("call_recursion", cpython, cpython)
    assert row.error is None
    assert len(row.protopy) == len(row.cpython) == 2
    assert row.ratio == pytest.approx(1.0, abs=0.5)


def test_peak_memory_is_that_of_the_program_and_not_of_the_caller(cpython: str, fake: Fake) -> None:
    row = one_case("startup_empty", cpython, cpython)
    assert row.cpython_kb is not None and 5_000 < row.cpython_kb < 40_000
    shell = compare.memory.peak_kb([fake("exit 0")], 10.0)
    assert shell is not None and shell < 4_000


def test_a_crash_is_an_error_with_the_signal(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", fake("kill -SEGV $$"), cpython)
    assert row.error == "killed by SIGSEGV"
    assert row.ratio is None and row.protopy == []


def test_an_exit_status_is_an_error_with_the_last_words(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", fake("echo 'NameError: sum' >&2; exit 1"), cpython)
    assert row.error == "exit status 1 instead of 0 (NameError: sum)"


def test_right_output_with_a_wrong_status_is_an_error(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", fake("echo 4999950000; exit 3"), cpython)
    assert row.error == "exit status 3 instead of 0"


def test_a_wrong_output_is_an_error_that_shows_the_difference(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", fake("echo 0"), cpython)
    assert row.error == "wrong output: line 1 is '0', not '4999950000'"
    assert row.ratio is None


def test_no_output_is_an_error(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", fake("exit 0"), cpython)
    assert row.error == "wrong output: 0 lines instead of 1"


def test_an_answer_that_is_right_only_at_first_is_an_error(cpython: str, fake: Fake, tmp_path: Path) -> None:
    count = tmp_path / "count"
    lying = fake(f"echo x >> {count}; [ $(wc -l < {count}) -le 3 ] && echo 4999950000 || echo 1")
    row = one_case("int_sum_loop", lying, cpython)
    assert row.error is not None and row.error.startswith("wrong output")
    assert row.protopy == []


def test_a_hang_is_an_error_and_its_children_are_ended(cpython: str, fake: Fake, tmp_path: Path) -> None:
    left = tmp_path / "left"
    hanging = fake(f"(sleep 3; touch {left}) & sleep 60")
    row = one_case("int_sum_loop", hanging, cpython, timeout=1.0)
    assert row.error == "timed out"
    assert measure.run(["sleep", "3"], timeout=10.0).status == 0
    assert not left.exists()


def test_a_reference_that_fails_is_named_as_such(cpython: str, fake: Fake) -> None:
    row = one_case("int_sum_loop", cpython, fake("exit 4"))
    assert row.error == "CPython: exit status 4 instead of 0"


def test_the_mean_says_what_it_is_over() -> None:
    rows = [
        compare.Row("one", protopy=[1.0], cpython=[2.0]),
        compare.Row("two", protopy=[4.0], cpython=[2.0]),
        compare.Row("three", error="timed out", protopy=[0.001], cpython=[2.0]),
    ]
    assert compare.summary(rows) == "geometric mean 1.000 over 2 of 3; 1 FAILED and not part of it"
    assert compare.summary(rows[2:]) == "no geometric mean: all 1 failed"


def test_the_command_fails_when_a_case_does(cpython: str, fake: Fake, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    words = ["--suite", "seed", "--only", "int_sum_loop", "--runs", "1", "--cpython", cpython]
    said: list[str] = []
    status = compare.main([*words, "--protopy", fake("echo 5"), "--json", str(report)], said.append)
    assert status == 1
    assert any("int_sum_loop" in text and "ERROR" in text for text in said)
    assert json.loads(report.read_text())["seed"]["geometric_mean"] is None
    assert compare.main([*words, "--protopy", cpython], said.append) == 0


@pytest.mark.parametrize("name", compare.SEED_WORKLOADS)
def test_every_seed_workload_runs_on_cpython(name: str, cpython: str) -> None:
    run = measure.run([cpython, str(compare.workload(name))], timeout=30.0)
    assert measure.complaint(run) is None
    assert (run.stdout == b"") == (name == "startup_empty")


def test_threads_under_a_global_lock_do_not_pass(cpython: str) -> None:
    verdict = checks.threads([cpython], [cpython], 1, 60.0)
    assert not verdict.passed and "1.8" in verdict.text


@pytest.mark.parametrize(("long_time", "passed"), [("0.011", True), ("0.013", False), ("0.1", False)])
def test_string_growth_may_be_twelvefold(cpython: str, fake: Fake, long_time: str, passed: bool) -> None:
    """The real output, with a time that the test chooses."""
    timed = fake(
        f'{cpython} "$@" 2>/dev/null; [ $2 = {checks.LONG} ] && t={long_time} || t=0.001;'
        ' echo "#time str_concat $t" >&2'
    )
    verdict = checks.str_concat([timed], [cpython], 1, 60.0)
    assert verdict.passed == passed, verdict.text


def test_a_check_does_not_time_a_wrong_answer(cpython: str, fake: Fake) -> None:
    with pytest.raises(checks.Failed, match="wrong output"):
        checks.threads([fake("echo '[1, 2, 3, 4]'")], [cpython], 1, 60.0)

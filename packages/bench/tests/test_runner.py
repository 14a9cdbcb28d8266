"""A run believes nothing: what fails, lies or hangs has no figure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from protobench import measure, memory
from protobench.cases import Case, Quantity, Suite
from protobench.interpreters import Interpreter, LineUp
from protobench.results import Row, SuiteResult
from protobench.runner import CaseRun, Known, SeveralRun, run_suite
from protobench.suites import seed

Fake = Callable[[str], str]


def one_case(name: str, protopy: str, cpython: str, tmp_path: Path, timeout: float = 20.0, **peers: str) -> Row:
    [case] = [case for case in seed.cases(True) if case.name == name]
    return measured(case, Quantity.WHOLE, tmp_path, protopy, cpython, timeout, **peers)


def measured(
    case: Case, quantity: Quantity, tmp_path: Path, protopy: str, cpython: str, timeout: float = 20.0, **peers: str
) -> Row:
    everyone = {"protopy": protopy, "cpython": cpython, **peers}
    line_up = LineUp(tuple(Interpreter(name, path) for name, path in everyone.items()))
    return CaseRun(case, quantity, line_up, timeout, tmp_path).rows(2)[0]


def error(row: Row, name: str = "protopy") -> str | None:
    outcome = row.outcomes[name]
    assert (outcome.error is None) == bool(outcome.values)
    return outcome.error


def test_cpython_beside_itself_has_a_value_a_round(cpython: str, tmp_path: Path) -> None:
    row = one_case("call_recursion", cpython, cpython, tmp_path)
    assert error(row) is None and error(row, "cpython") is None
    assert [len(outcome.values) for outcome in row.outcomes.values()] == [2, 2]
    assert row.outcomes["protopy"].values[0] == pytest.approx(row.outcomes["cpython"].values[0], rel=2.0)


def test_a_quick_crash_is_an_error_with_the_signal(cpython: str, fake: Fake, tmp_path: Path) -> None:
    assert error(one_case("int_sum_loop", fake("kill -SEGV $$"), cpython, tmp_path)) == "killed by SIGSEGV"


def test_an_exit_status_is_an_error_with_the_last_words(cpython: str, fake: Fake, tmp_path: Path) -> None:
    failing = fake("echo 'NameError: sum' >&2; exit 1")
    assert error(one_case("int_sum_loop", failing, cpython, tmp_path)) == "exit status 1 instead of 0 (NameError: sum)"


def test_right_output_with_a_wrong_status_is_an_error(cpython: str, fake: Fake, tmp_path: Path) -> None:
    row = one_case("int_sum_loop", fake("echo 4999950000; exit 3"), cpython, tmp_path)
    assert error(row) == "exit status 3 instead of 0"


def test_a_wrong_answer_is_an_error_that_shows_the_difference(cpython: str, fake: Fake, tmp_path: Path) -> None:
    row = one_case("int_sum_loop", fake("echo 0"), cpython, tmp_path)
    assert error(row) == "wrong output: line 1 is '0', not '4999950000'"


def test_no_output_is_an_error(cpython: str, fake: Fake, tmp_path: Path) -> None:
    assert error(one_case("int_sum_loop", fake("exit 0"), cpython, tmp_path)) == "wrong output: 0 lines instead of 1"


@pytest.mark.parametrize("good", [0, 1, 2, 3])
def test_an_answer_that_is_right_only_at_first_is_an_error(good: int, cpython: str, fake: Fake, tmp_path: Path) -> None:
    """Checked, warmed up, in every round, and once more for its memory."""
    count = tmp_path / "count"
    lying = fake(f"echo x >> {count}; [ $(wc -l < {count}) -le {good} ] && echo 4999950000 || echo 1")
    assert str(error(one_case("int_sum_loop", lying, cpython, tmp_path))).startswith("wrong output")


def test_a_hang_is_an_error_and_its_children_are_ended(cpython: str, fake: Fake, tmp_path: Path) -> None:
    left = tmp_path / "left"
    hanging = fake(f"(sleep 2; touch {left}) & sleep 60")
    assert error(one_case("int_sum_loop", hanging, cpython, tmp_path, timeout=0.7)) == "timed out"
    assert measure.run(["sleep", "2"], timeout=10.0).status == 0
    assert not left.exists()


def test_output_without_end_does_not_fill_the_disk(
    cpython: str, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "MOST_OUTPUT", 2**20)
    row = one_case("int_sum_loop", fake("exec yes"), cpython, tmp_path)
    # Which of the two ends is seen depends on whether `yes` minds the signal.
    assert str(error(row)).startswith(("killed by SIGXFSZ", "exit status", "wrong output"))


def test_a_reference_that_fails_leaves_nothing_to_compare_with(cpython: str, fake: Fake, tmp_path: Path) -> None:
    row = one_case("int_sum_loop", cpython, fake("exit 4"), tmp_path)
    assert error(row, "cpython") == "exit status 4 instead of 0"
    assert error(row) == "nothing to compare with: CPython: exit status 4 instead of 0"


def test_a_peer_that_fails_disturbs_nobody(cpython: str, fake: Fake, tmp_path: Path) -> None:
    row = one_case("int_sum_loop", cpython, cpython, tmp_path, worse=fake("echo 7"))
    assert error(row) is None
    assert str(error(row, "worse")).startswith("wrong output")


def test_rounds_are_interleaved_and_turn(cpython: str, fake: Fake, tmp_path: Path) -> None:
    log = tmp_path / "log"
    makes = {name: fake(f"echo {name} >> {log}; echo 4999950000") for name in ("protopy", "cpython", "third")}
    one_case("int_sum_loop", makes["protopy"], makes["cpython"], tmp_path, third=makes["third"])
    order = log.read_text().split()
    assert [order[start : start + 3] for start in range(0, 12, 3)] == [
        ["cpython", "protopy", "third"],  # the check, which is the warming up too
        ["cpython", "protopy", "third"],
        ["protopy", "third", "cpython"],
        ["cpython", "protopy", "third"],  # for their memory
    ]


def test_the_check_is_compared_but_never_timed(cpython: str, fake: Fake, tmp_path: Path) -> None:
    case = Case("one", ("timed",), ("checked",))
    right = fake("[ $1 = checked ] && sleep 0.3; echo $1")
    row = measured(case, Quantity.WHOLE, tmp_path, fake("echo timed"), right)
    assert error(row) == "wrong output: line 1 is 'timed', not 'checked'"
    row = measured(case, Quantity.WHOLE, tmp_path, right, right)
    assert max(row.outcomes["protopy"].values) < 0.3


@pytest.mark.parametrize(
    ("stated", "complaint"),
    [
        ("", "states no time of its work"),
        ("#time work soon", "states no time of its work"),
        ("#time work 60.0", "states 60.000 s of "),
        ("#time work -1", "states -1.000 s of "),
    ],
)
def test_a_time_the_program_states_is_not_believed_blindly(
    stated: str, complaint: str, fake: Fake, tmp_path: Path
) -> None:
    honest = fake("sleep 0.02; echo '#time work 0.01' >&2")
    row = measured(Case("one", (), inner="work"), Quantity.INNER, tmp_path, fake(f"echo '{stated}' >&2"), honest)
    assert str(error(row)).startswith(complaint)
    assert row.outcomes["cpython"].values == [0.01, 0.01]


def test_a_series_must_be_whole(fake: Fake, tmp_path: Path) -> None:
    honest = fake("sleep 0.02; echo '#series one 0.005 0.003 0.002' >&2")
    case = Case("one", (), inner="one", iterations=3)
    row = measured(case, Quantity.WHOLE, tmp_path, fake("echo '#series one 0.1' >&2"), honest)
    assert error(row) == "states 1 of 3 iterations"
    assert row.outcomes["cpython"].series == [[0.005, 0.003, 0.002]] * 2


# ---------------------------------------------------------------------------------------------------------
# A process that states the times of several benchmarks
# ---------------------------------------------------------------------------------------------------------

SEVERAL = Case("group", ("timed",), several=True, group="group")
GOOD = r"printf '#at\ta b\n#result\ta b\t5\n#value\ta b\t0.001\n#at\tc\n#result\tc\t6\n#value\tc\t0.002\n' >&2; sleep 0.02"


def several(tmp_path: Path, protopy: str, cpython: str, case: Case = SEVERAL, rounds: int = 2, timeout: float = 20.0) -> dict[str, Row]:
    line_up = LineUp((Interpreter("protopy", protopy), Interpreter("cpython", cpython)))
    rows = SeveralRun(case, Quantity.INNER, line_up, timeout, tmp_path).rows(rounds)
    return {row.name: row for row in rows}


def test_each_of_several_benchmarks_is_a_row(fake: Fake, tmp_path: Path) -> None:
    rows = several(tmp_path, fake(GOOD), fake(GOOD))
    assert list(rows) == ["a b", "c"] and {row.group for row in rows.values()} == {"group"}
    assert [rows[name].outcomes["protopy"].values for name in rows] == [[0.001] * 2, [0.002] * 2]
    assert all(error(row) is None and error(row, "cpython") is None for row in rows.values())


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (GOOD + "; kill -SEGV $$", "killed by SIGSEGV, at c"),
        (r"printf '#at\ta b\n' >&2; sleep 60", "timed out, at a b"),
        (GOOD + "; exit 3", "exit status 3 instead of 0, at c"),
        (GOOD + "; echo more", "wrong output: 1 lines instead of 0, at c"),
    ],
)
def test_a_process_that_fails_costs_all_its_rows_and_says_where(lines: str, complaint: str, fake: Fake, tmp_path: Path) -> None:
    rows = several(tmp_path, fake(lines), fake(GOOD), timeout=1.5)
    assert [error(row) for row in rows.values()] == [complaint] * 2
    assert all(row.outcomes["cpython"].values for row in rows.values())


def test_a_crash_in_the_last_round_leaves_no_figure_of_the_first(fake: Fake, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    later = fake(f"{GOOD}; [ -e {mark} ] && kill -SEGV $$; touch {mark}")
    assert [error(row) for row in several(tmp_path, later, fake(GOOD)).values()] == ["killed by SIGSEGV, at c"] * 2


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ((r"#result\tc\t6", r"#result\tc\t7"), "wrong result: 7, not 6"),
        ((r"#result\tc\t6\n", ""), "wrong result: none, not 6"),
        ((r"#value\tc\t0.002", r"#error\tc\tValueError: no"), "ValueError: no"),
        ((r"#value\tc\t0.002\n", ""), "states no time of its work"),
        ((r"c\t0.002", r"c\tsoon"), "states soon s of "),
        ((r"c\t0.002", r"c\t-1"), "states -1 s of "),
        ((r"c\t0.002", r"c\t77"), "states 77 s of "),
        ((r"c\t0.002", r"c\tnan"), "states nan s of "),
    ],
)
def test_a_row_that_is_wrong_costs_itself_alone(change: tuple[str, str], complaint: str, fake: Fake, tmp_path: Path) -> None:
    assert change[0] in GOOD
    rows = several(tmp_path, fake(GOOD.replace(*change)), fake(GOOD))
    assert str(error(rows["c"])).startswith(complaint)
    assert error(rows["a b"]) is None


def test_what_cpython_cannot_do_is_no_figure_of_anybody(fake: Fake, tmp_path: Path) -> None:
    rows = several(tmp_path, fake(GOOD), fake(GOOD.replace(r"#value\tc\t0.002", r"#error\tc\tValueError: no")))
    assert (error(rows["c"], "cpython"), error(rows["c"])) == ("ValueError: no", "nothing to compare with: CPython: ValueError: no")
    assert error(rows["a b"]) is None
    rows = several(tmp_path, fake(GOOD), fake("exit 4"))
    assert list(rows) == ["group"] and str(error(rows["group"])).startswith("nothing to compare with: CPython: exit status 4")


# ---------------------------------------------------------------------------------------------------------
# Time
# ---------------------------------------------------------------------------------------------------------


def suite_of(cases: int, **more: Any) -> Suite:
    return Suite(
        "seed", "", Quantity.WHOLE, lambda quick: [Case(str(number), ()) for number in range(cases)], lambda suite, run: [],
        rounds=9, quick_rounds=9, budget=0.0, quick_budget=0.0, **more,
    )


def test_where_the_budget_is_used_up_rounds_are_left_out_and_never_rows(fake: Fake) -> None:
    line_up = LineUp((Interpreter("protopy", fake("sleep 0.05")), Interpreter("cpython", fake("sleep 0.05"))))
    suite, counts = suite_of(3), {}
    for budget in (0.001, None):
        result = SuiteResult("seed")
        run_suite(suite, suite.cases(False), line_up, 3, 20.0, result, lambda row: None, budget=budget)
        counts[budget] = [len(row.outcomes["protopy"].values) for row in result.rows]
    assert counts == {0.001: [1, 1, 1], None: [3, 3, 3]}


def test_what_one_suite_checked_another_does_not_run_again(fake: Fake, tmp_path: Path) -> None:
    log = tmp_path / "log"
    protopy = fake(f"echo $1 >> {log}; echo $1; {GOOD}")
    line_up = LineUp((Interpreter("protopy", protopy), Interpreter("cpython", fake(f"echo $1; {GOOD}"))))
    known: Known = {}
    for several in (False, True):
        case = Case("one", ("timed",), ("checked",), several=several)
        run_suite(suite_of(1), [case], line_up, 1, 20.0, SuiteResult("seed"), lambda row: None, known=known)
    assert log.read_text().split().count("checked") == 1
    other = LineUp((Interpreter("protopy", fake("echo wrong")), line_up.reference))
    known = {key: run for key, run in known.items() if key[0] == "cpython"}
    result = SuiteResult("seed")
    run_suite(suite_of(1), [case], other, 1, 20.0, result, lambda row: None, known=known)
    assert error(result.rows[0]) == "wrong output: line 1 is 'wrong', not 'checked'"


def test_peak_memory_is_that_of_the_program_and_not_of_the_caller(cpython: str, fake: Fake, tmp_path: Path) -> None:
    row = one_case("startup_empty", cpython, cpython, tmp_path)
    peak = row.outcomes["cpython"].peak
    assert peak is not None and 5_000_000 < peak < 40_000_000
    run, shell = memory.run([fake("echo out")], timeout=10.0)
    assert run.stdout == b"out\n" and run.status == 0
    assert shell is not None and shell < 4_000_000


def test_memory_is_measured_on_checked_runs_only(cpython: str, fake: Fake, tmp_path: Path) -> None:
    case = Case("one", ("-c", "print(1)"))
    row = measured(case, Quantity.PEAK, tmp_path, fake("echo 2"), cpython)
    assert str(error(row)).startswith("wrong output")
    assert all(value > 5_000_000 for value in row.outcomes["cpython"].values)


def test_nothing_outlives_a_runner_that_is_killed(tmp_path: Path, fake: Fake) -> None:
    """kill -9 leaves the runner no time; its benchmark would run on for ever."""
    mark = tmp_path / "alive"
    endless = fake(f"while :; do touch {mark}; sleep 0.05; done")
    program = f"from protobench import measure; measure.run([{endless!r}], timeout=60.0)"
    runner = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    deadline = time.monotonic() + 20
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert mark.exists()
    runner.send_signal(signal.SIGKILL)
    runner.wait()
    deadline = time.monotonic() + 20
    while mark.exists() and time.monotonic() < deadline:  # a busy machine ends it late
        mark.unlink()
        time.sleep(0.4)
    assert not mark.exists()

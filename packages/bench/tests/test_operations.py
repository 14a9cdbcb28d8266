"""The small operations do what they say, and what grows too fast is told from what is only slower, or only once so."""

from __future__ import annotations

from pathlib import Path

import pytest

from protobench import measure, paths
from protobench.cases import Case
from protobench.operation_table import GROUPS
from protobench.results import Outcome, Row
from protobench.suites import operations

SIZED = [one for group in GROUPS.values() for one in group if one.n]


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    names = [one.name for group in GROUPS.values() for one in group]
    assert len(names) >= 120 and len(set(names)) == len(names)
    assert len(SIZED) >= 60


def test_a_size_is_used_and_an_operation_without_one_has_no_place_for_it() -> None:
    for group in GROUPS.values():
        for one in group:
            assert ("{n}" in one.setup + one.statement) == bool(one.n), one.name


@pytest.mark.parametrize("case", operations.cases(True), ids=lambda case: case.name)
def test_every_operation_runs_on_cpython(case: Case, cpython: str, tmp_path: Path) -> None:
    script, _, *rest = case.words
    run = measure.run([cpython, script, "0", *rest], timeout=60.0, folder=tmp_path)
    assert measure.complaint(run) is None
    assert run.stated("#error") == {}
    names = [one.name for one in GROUPS[case.name]] + [one.name + " x10" for one in GROUPS[case.name] if one.n]
    assert list(run.stated("#value")) == names == list(run.stated("#result"))
    results = run.stated("#result")
    # Something was computed, and it is the same in every run: no address, no time.
    assert not [name for name in names if results[name] == "'None'" and not name.startswith(("str index", "re "))]


def test_results_are_the_same_each_time(cpython: str, tmp_path: Path) -> None:
    for case in operations.cases(True)[:4]:
        runs = [measure.run([cpython, case.words[0], "0", *case.words[2:]], timeout=60.0, folder=tmp_path) for _ in range(2)]
        assert runs[0].stated("#result") == runs[1].stated("#result")


def test_an_operation_that_raises_is_said_and_the_others_go_on(cpython: str, tmp_path: Path) -> None:
    good = "def timed(loops): return 0.001 * loops, 5\n"
    words = [cpython, operations.cases(True)[0].words[0], "0.001", "0.5", "bad", "def timed(loops): raise ValueError('no\\tway')\n", "good", good]
    run = measure.run(words, timeout=20.0, folder=tmp_path)
    assert run.status == 0 and run.stated("#error") == {"bad": "ValueError: no\\tway"}
    assert run.stated("#result") == {"good": "'0x5'"} and list(run.stated("#value")) == ["good"]


def test_protopy_needs_nothing_for_the_timing_that_it_has_not(tmp_path: Path) -> None:
    protopy = paths.protopy()
    if not protopy.is_file():
        pytest.skip("protopy is not built: ./dev build")
    [case] = [case for case in operations.cases(True) if case.name == "ints"]
    run = measure.run([str(protopy), case.words[0], "0", *case.words[2:]], timeout=60.0, folder=tmp_path)
    assert measure.complaint(run) is None and len(run.stated("#value")) > 20


# ---------------------------------------------------------------------------------------------------------
# Growth
# ---------------------------------------------------------------------------------------------------------

CASE = Case("lists", (), several=True, group="lists")


def row(name: str, protopy: float | str, cpython: float | str = 1.0) -> Row:
    outcomes = {
        one: Outcome(error=value) if isinstance(value, str) else Outcome(values=[value])
        for one, value in (("protopy", protopy), ("cpython", cpython))
    }
    return Row(name, outcomes, "lists")


def test_of_several_rounds_the_least_disturbed_count() -> None:
    small, large = row("list copy", 1.0), row("list copy x10", 10.0)
    large.outcomes["protopy"].values = [90.0, 11.0, 95.0]
    assert operations.growth(small, large, "protopy") == 11.0


def judged(
    first: float, again: list[Row], cpython: float = 10.0
) -> tuple[str, list[Case]]:
    """The verdict on `list copy` that takes protopy so many times as long for ten times the input, and what was run."""
    rows = [row("list copy", 1.0), row("list copy x10", first, cpython)]
    asked: list[Case] = []

    def repeat(case: Case) -> list[Row]:
        asked.append(case)
        return again

    operations.confirm(CASE, rows, repeat)
    return rows[1].failure, asked


def test_what_grows_as_cpythons_is_not_measured_again() -> None:
    assert judged(29.0, []) == ("", [])
    assert judged(2.9, [], 1.0) == ("", [])


def test_what_is_only_slower_is_no_failure() -> None:
    rows = [row("list copy", 50.0), row("list copy x10", 500.0, 10.0)]
    operations.confirm(CASE, rows, lambda case: pytest.fail("measured again"))
    assert rows[1].failure == ""


def test_a_square_is_a_failure_that_is_confirmed_at_a_hundred_times_the_input() -> None:
    failure, [asked] = judged(100.0, [row("list copy", 1.0), row("list copy x10", 100.0, 10.0)])
    assert failure == (
        "takes 100.0 times as long for ten times the input, CPython 10.0; then takes 100.0 times as long for ten times the input, CPython 10.0"
    )
    [operation] = [one for one in GROUPS["lists"] if one.name == "list copy"]
    assert operations.source(operation, operation.n * 10, "process_time") in asked.words
    assert operations.source(operation, operation.n * 100, "process_time") in asked.words


def test_noise_and_a_cost_that_only_the_small_input_was_spared_do_not_come_twice() -> None:
    assert judged(100.0, [row("list copy", 1.0), row("list copy x10", 12.0, 10.0)])[0] == ""


def test_what_does_not_end_at_a_hundred_times_the_input_is_a_failure() -> None:
    again = [row("list copy", "timed out, at list copy x10"), row("list copy x10", "timed out, at list copy x10")]
    assert judged(100.0, again)[0].endswith("for a hundred times: timed out, at list copy x10")


def test_what_cpython_cannot_do_is_not_judged() -> None:
    assert judged(100.0, [row("list copy", 1.0), row("list copy x10", 1.0, "MemoryError")])[0] == ""
    assert judged(100.0, [row("list copy", "x", "timed out")])[0] == ""

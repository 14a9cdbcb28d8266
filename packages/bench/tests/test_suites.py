"""Every suite's programs run on CPython, and print what shows that they did their work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import checks, measure, programs
from protobench.cases import Case, workload
from protobench.suites import SUITES, in_process, memory, pauses, seed, startup, threads, warmup, whole_process
from protoreport import names


def all_cases(quick: bool) -> list[tuple[str, Case]]:
    return [(suite.name, case) for suite in SUITES.values() for case in suite.cases(quick)]


@pytest.mark.parametrize("name", seed.WORKLOADS)
def test_every_seed_workload_runs_on_cpython(name: str, cpython: str) -> None:
    run = measure.run([cpython, str(workload(name))], timeout=30.0)
    assert measure.complaint(run) is None
    assert (run.stdout == b"") == (name == "startup_empty")


@pytest.mark.parametrize("quick", [True, False])
def test_names_are_unique_and_a_quick_run_is_a_part_of_a_full_one(quick: bool) -> None:
    names = [f"{suite}/{case.name}" for suite, case in all_cases(quick)]
    assert len(set(names)) == len(names)
    assert set(names) <= {f"{suite}/{case.name}" for suite, case in all_cases(False)}


def test_every_import_prints_something_that_is_the_same_everywhere(cpython: str) -> None:
    for case in startup.cases(False):
        run = measure.run([cpython, *case.words], timeout=30.0)
        assert measure.complaint(run) is None, case.name
        assert bool(run.stdout) == case.name.startswith("import"), case.name
        assert b" at 0x" not in run.stdout


@pytest.mark.parametrize("kind", threads.KINDS)
def test_threads_print_the_same_whatever_their_number(kind: str, cpython: str) -> None:
    """And state the time of their work."""
    program = [str(workload(f"threads_{kind}"))] if kind in threads.OWN_PROGRAM else [str(workload("threads_shared")), kind]
    runs = [measure.run([cpython, *program, str(count), "9600"], timeout=30.0) for count in (1, 2, 4, 16)]
    assert {run.stdout for run in runs} == {runs[0].stdout}
    assert all(0 < (run.inner_time("work") or 0) < run.seconds for run in runs)
    counted = {
        "allocation": b"allocation 9600 1 False", "reads": b"reads 9600 1 False", "attribute": b"attribute 9600 1 True",
        "key": b"key 9600 1 False ['a', 'key']", "lock": b"lock 9600 9601 False",
        "independent": b"48 [", "dict": b"9600 46075200 138225600 True", "list": b"9600 46075200 True",
        "queue": b"9600 46075200 0",
    }
    assert runs[0].stdout.startswith(counted[kind])


def test_an_update_lost_beside_a_lock_is_wrong_output(cpython: str, tmp_path: Path) -> None:
    source = workload("threads_shared").read_text()
    assert "shared.other += 1" in source
    script = tmp_path / "program.py"
    script.write_text(source.replace("shared.other += 1", "shared.other += shared.other != 77"))
    expected = measure.run([cpython, str(workload("threads_shared")), "lock", "2", "9600"], timeout=30.0)
    assert measure.complaint(measure.run([cpython, str(script), "lock", "2", "9600"], timeout=30.0), expected) is not None


@pytest.mark.parametrize("kind", ["dict", "list", "queue"])
def test_a_lost_update_is_wrong_output(kind: str, cpython: str, tmp_path: Path) -> None:
    source = workload(f"threads_{kind}").read_text()
    losing = {
        "dict": ("shared[key] = key * 3", "if key != 77: shared[key] = key * 3"),
        "list": ("shared.append(number)", "if number != 77: shared.append(number)"),
        "queue": ("total += shared.get()", "total += shared.get() if number != 77 else shared.get() * 0"),
    }
    script = tmp_path / "program.py"
    assert losing[kind][0] in source
    script.write_text(source.replace(*losing[kind]))
    expected = measure.run([cpython, str(workload(f"threads_{kind}")), "2", "9600"], timeout=30.0)
    assert measure.complaint(measure.run([cpython, str(script), "2", "9600"], timeout=30.0), expected) is not None


def test_thread_counts_reach_the_number_of_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    for processors, counts in ((1, [1, 2, 4]), (2, [1, 2, 4]), (6, [1, 2, 4, 6]), (16, [1, 2, 4, 8, 16])):
        monkeypatch.setattr("os.sched_getaffinity", lambda pid, count=processors: set(range(count)))
        assert threads.counts() == counts


@pytest.mark.parametrize("kind", memory.KINDS)
def test_every_kind_of_memory_is_held(kind: str, cpython: str) -> None:
    run = measure.run([cpython, str(workload("memory_hold")), kind, "100"], timeout=30.0)
    assert measure.complaint(run) is None
    assert run.stdout == b"%s %d\n" % (kind.encode(), 0 if kind == "cycles" else 100)


def test_the_longest_gap_is_stated_and_is_a_part_of_the_run(cpython: str) -> None:
    run = measure.run([cpython, str(workload("pauses")), "2000", "500"], timeout=30.0)
    assert measure.complaint(run) is None and run.stdout == b"2000 2000\n"
    assert 0 < (run.inner_time("longest") or 0) < run.seconds / 2
    assert [case.inner for case in pauses.cases(False)] == ["longest", "longest"] and "150 MB live" in pauses.LIVE


def test_the_longest_gap_finds_a_pause(cpython: str, tmp_path: Path) -> None:
    source = workload("pauses").read_text()
    assert "        now = clock()\n" in source
    script = tmp_path / "program.py"
    script.write_text(source.replace("        now = clock()\n", "        if step == 77: time.sleep(0.3)\n        now = clock()\n"))
    assert 0.3 <= (measure.run([cpython, str(script), "2000", "500"], timeout=30.0).inner_time("longest") or 0) < 3


def test_a_suite_says_in_its_name_what_is_timed() -> None:
    assert set(SUITES) == set(names.SUITES) and set(threads.KINDS) == set(names.SHARED)
    assert "in-process" in SUITES["in-process"].title and "whole process" in SUITES["whole-process"].title


def test_both_figures_are_of_the_same_programs_which_are_checked_alike() -> None:
    both = [[(case.name, case.checked) for case in suite.cases(False)] for suite in (whole_process, in_process)]
    assert both[0] == both[1] and len(both[0]) == len(programs.PROGRAMS)
    assert all(case.several and "--seconds" in case.words for case in in_process.cases(False))


def test_warm_up_iterates_known_programs() -> None:
    known = {program.name for program in programs.PROGRAMS}
    assert set(warmup.ITERATED) <= known and set(warmup.QUICK) <= set(warmup.ITERATED)
    assert all(case.iterations >= 10 and case.checked for case in warmup.cases(True))


def test_a_quick_run_has_programs_of_several_kinds() -> None:
    assert 5 <= len(whole_process.cases(True)) == len(in_process.cases(True)) <= 10


def test_threads_under_a_global_lock_do_not_pass(cpython: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "THREADS_WORK", 480_000)
    verdict = checks.threads([cpython], [cpython], 5, 60.0)
    assert not verdict.passed and "1.8" in verdict.text


@pytest.mark.parametrize(("long_time", "passed"), [("0.011", True), ("0.013", False), ("0.1", False)])
def test_string_growth_may_be_twelvefold(cpython: str, fake: Callable[[str], str], long_time: str, passed: bool) -> None:
    """The real output, with a time that the test chooses."""
    timed = fake(
        f'{cpython} "$@" 2>/dev/null; [ $2 = {checks.LONG} ] && t={long_time} || t=0.001;'
        ' echo "#time str_concat $t" >&2'
    )
    verdict = checks.str_concat([timed], [cpython], 1, 60.0)
    assert verdict.passed == passed, verdict.text


def test_a_check_does_not_time_a_wrong_answer(
    cpython: str, fake: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "THREADS_WORK", 4_800)
    with pytest.raises(checks.Failed, match="wrong output"):
        checks.threads([fake("echo '[1, 2, 3, 4]'")], [cpython], 1, 60.0)


@pytest.mark.parametrize(("native", "passed"), [("10.0", True), ("11.0", False)])
def test_collections_are_to_be_ten_times_faster_than_pyrsistents(
    cpython: str, fake: Callable[[str], str], native: str, passed: bool
) -> None:
    said = f"printf '#persistent\\tset add\\t{native} 100.0\\n#persistent\\tvector iteration\\t1.0 2.0\\n' >&2"
    verdict = checks.persistent([fake(f"{said}; echo the same")], [cpython], 1, 60.0)
    assert verdict.passed == passed and "set add" in verdict.text, verdict.text


def test_collections_that_differ_from_pyrsistents_have_no_time(cpython: str, fake: Callable[[str], str]) -> None:
    with pytest.raises(checks.Failed, match="and pyrsistent has 2"):
        checks.persistent([fake("echo 'set add: 1, and pyrsistent has 2' >&2; exit 1")], [cpython], 1, 60.0)

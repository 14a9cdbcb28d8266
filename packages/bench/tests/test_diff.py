"""Two runs: what changed, and what is only noise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import diff, estimates, store
from protobench.diff import Verdict
from protobench.results import BenchRun

MadeRun = Callable[..., BenchRun]


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ([1.0, 1.01, 0.99], [2.0, 2.02, 1.98], True),
        ([1.0, 1.01, 0.99], [1.0, 1.02, 0.98, 1.01, 1.0], False),
        ([1.0, 3.0], [2.0, 6.0], False),
        ([1.0, 1.0], [1.0, 1.0], False),
        ([1.0, 1.0], [2.0, 2.0], True),
        ([1.0], [2.0, 2.0], None),
    ],
)
def test_two_lists_of_values_differ(first: list[float], second: list[float], differ: bool | None) -> None:
    assert estimates.differ(first, second) is differ


BEFORE = [1.0, 1.01, 0.99, 1.0, 1.02]


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        ([1.2 * one for one in BEFORE], Verdict.WORSE),
        ([0.8 * one for one in BEFORE], Verdict.BETTER),
        ([1.03 * one for one in BEFORE], Verdict.SAME),  # significant, and too small to matter
        ([0.5, 2.5, 1.1, 0.9, 1.6], Verdict.SAME),  # large, and noise
        ([1.5], Verdict.UNKNOWN),
    ],
)
def test_a_change_is_judged_by_its_size_and_its_certainty(after: list[float], verdict: Verdict) -> None:
    assert diff.judge(BEFORE, after, 0.05) is verdict


def test_a_slower_machine_is_no_regression(made_run: MadeRun) -> None:
    """Everything takes three times as long: the ratio to CPython, measured in turn, does not."""
    ours, theirs = [1.0, 1.1, 0.9], [2.0, 2.2, 1.8]
    first = made_run({"seed": {"one": {"protopy": ours, "cpython": theirs}}})
    slower = {"protopy": [3 * one for one in ours], "cpython": [3 * one for one in theirs]}
    changes = diff.compare(first, made_run({"seed": {"one": slower}}), 0.05)
    assert list(changes["verdict"]) == [Verdict.SAME]


def kept(made_run: MadeRun, folder: Path, started: str, protopy: list[float] | str, more: dict[str, dict[str, list[float] | str]]) -> str:
    cases = {"one": {"protopy": protopy, "cpython": [1.0, 1.0, 1.0]}, **more}
    return str(store.write(made_run({"seed": cases}, started), folder).parent)


def test_the_command_names_regressions_and_fails_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str], made_run: MadeRun) -> None:
    good = {"two": {"protopy": [1.0, 1.0, 1.01], "cpython": [1.0, 1.0, 1.0]}}
    first = kept(made_run, tmp_path, "2026-11-20T01:00:00Z", [1.0, 1.01, 1.0], good)
    worse = kept(made_run, tmp_path, "2026-11-21T01:00:00Z", [2.0, 2.01, 2.0], good)
    broken = kept(made_run, tmp_path, "2026-11-22T01:00:00Z", "killed by SIGSEGV", good)
    assert diff.main([first, first, "--fail-on-regression"]) == 0
    assert "2 without a significant change" in capsys.readouterr().out
    assert diff.main([first, worse]) == 0
    assert diff.main([first, worse, "--fail-on-regression"]) == 1
    assert "│ 2.00x │   WORSE │" in capsys.readouterr().out
    assert diff.main([worse, first, "--fail-on-regression"]) == 0
    assert diff.main([first, broken, "--fail-on-regression"]) == 1
    assert "seed/one: killed by SIGSEGV" in capsys.readouterr().out
    assert diff.main([broken, first, "--fail-on-regression"]) == 0
    assert "now works" in capsys.readouterr().out


def test_a_run_reads_back_as_it_was(tmp_path: Path, made_run: MadeRun) -> None:
    run = made_run(
        {
            "seed": {"one": {"protopy": [0.1, 0.2], "cpython": [0.3, 0.4]}, "two": {"protopy": "x", "cpython": [0.1, 0.1]}},
            "memory": {"ints": {"protopy": [4096.0], "cpython": "timed out"}},
        }
    )
    again = store.read(store.write(run, tmp_path))
    assert again.suites == run.suites
    assert (again.started, again.commit, again.peers) == (run.started, run.commit, [])
    # pyperf's own tools read the files beside it.
    suite = estimates.pyperf().BenchmarkSuite.load(str(tmp_path / "runs/2026-11-21T023000Z/protopy.json.gz"))
    assert suite.get_benchmark("seed/one").get_values() == (0.1, 0.2)


def test_a_time_that_now_grows_too_fast_is_a_regression(tmp_path: Path, capsys: pytest.CaptureFixture[str], made_run: MadeRun) -> None:
    runs = [made_run({"operations": {"one x10": {"protopy": [1.0, 1.0], "cpython": [1.0, 1.0]}}}, f"2026-11-2{day}T01:00:00Z") for day in (1, 2)]
    runs[1].suites[0].rows[0].failure = "takes 99.0 times as long"
    first, second = (str(store.write(run, tmp_path)) for run in runs)
    assert diff.main([first, second, "--fail-on-regression"]) == 1
    said = capsys.readouterr().out
    assert "NOW GROWS TOO FAST" in said and "operations/one x10: takes 99.0 times as long" in said
    assert diff.main([second, second, "--fail-on-regression"]) == 0


def test_what_one_run_alone_has_is_shown_on_request(made_run: MadeRun) -> None:
    figures = {"protopy": [1.0, 1.0], "cpython": [1.0, 1.0]}
    first = made_run({"seed": {"z": figures, "gone": figures}, "memory": {"other suite": figures}})
    second = made_run({"seed": {"new": figures, "z": figures}})
    changes = diff.compare(first, second, 0.05)
    assert list(zip(changes["name"], changes["verdict"], strict=True)) == [
        ("new", Verdict.NEW), ("z", Verdict.SAME), ("gone", Verdict.GONE),
    ]
    assert diff.table(changes, first, second, everything=False).lines == []
    assert len(diff.table(changes, first, second, everything=True).lines) == 3


def test_files_that_are_no_run_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], made_run: MadeRun) -> None:
    good = store.write(made_run({"seed": {"one": {"protopy": [0.1], "cpython": [0.3]}}}), tmp_path)
    assert diff.main([str(tmp_path / "missing"), str(good)]) == 2
    assert "cannot read" in capsys.readouterr().err
    (good.parent / "protopy.json.gz").write_bytes(b"rubbish")
    assert diff.main([str(good), str(good)]) == 2
    assert "protopy.json.gz" in capsys.readouterr().err
    (good.parent / "protopy.json.gz").unlink()
    assert diff.main([str(good), str(good)]) == 2
    assert "no values for seed/one" in capsys.readouterr().err
    good.write_bytes(good.read_bytes()[:40])
    assert diff.main([str(good), str(good)]) == 2
    assert "cannot read" in capsys.readouterr().err

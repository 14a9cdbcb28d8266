"""A full run leaves its JSON and its line; half a run, a part of a group or too large a run leaves nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from protoreport import history as lines
from protoreport import runs
from regrtest_runner import history, results
from regrtest_runner.results import Environment, File, Incident, Interpreter, Limits, Results, Selection


def run(group: str | None = "core", **more: object) -> Results:
    held = Results(
        started="2026-11-21T02:00:00Z", duration=812.4, commit="21c58c5aa0b1c2d3", modified=False,
        environment=Environment("Linux", "x86", 2, 1024),
        subject=Interpreter("build/bin/protopy", "3.14.0", "protopy", "aa"),
        baseline=Interpreter("/a/path/python3.14", "3.14.10", "cpython", "bb"),
        driver="unittest", selection=Selection(group), limits=Limits(300, 2048), workers=2,
        files={
            "test_a": File(
                groups=["core"], cases={"A.x": ("passed", "passed"), "A.y": ("crashed", "passed")},
                incidents=[Incident("crash", "A.y", "SIGSEGV")],
            )
        },
        free_threading=File(cases={"F.x": ("timeout", "not_run")}, incidents=[Incident("timeout", "F.x", "300 s")]),
    )
    held = replace(held, **more)  # type: ignore[arg-type]
    held.tally()
    return held


def test_a_full_run_is_kept_and_read_back(tmp_path: Path) -> None:
    path = history.append_run(run(), tmp_path)
    assert path == tmp_path / "runs" / "2026-11-21_21c58c5aa0_core.json.gz"
    assert results.read(path) == run()
    (row,) = lines.read(tmp_path / "history.jsonl")
    assert tmp_path / row["file"] == path
    assert (row["counted"], row["passed"], row["compatibility"], row["incidents"]) == (2, 1, 0.5, 2)
    assert row["groups"] == {"core": {"counted": 2, "passed": 1, "compatibility": 0.5}}
    assert "/a/path" not in (tmp_path / "history.jsonl").read_text(), "a path of one machine has no place in the repository"


def test_the_dashboards_reader_takes_the_row(tmp_path: Path) -> None:
    history.append_run(run(), tmp_path)
    held = run()
    held.files["test_a"].details = ["A.y"]
    held.tally()
    history.append_run(held, tmp_path / "details")
    (read,) = runs.regrtest(tmp_path / "details" / "history.jsonl")
    assert (read.totals.compatibility, read.totals.without_details) == (0.5, 1.0)
    (read,) = runs.regrtest(tmp_path / "history.jsonl")
    assert (read.group, read.totals.passed, read.baseline, read.incidents) == ("core", 1, "3.14.10", 2)


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (history.append_run(run(), tmp_path / name) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_two_runs_of_a_day_and_commit_keep_both(tmp_path: Path) -> None:
    names = [history.append_run(run(started=f"2026-11-21T0{hour}:00:00Z"), tmp_path).name for hour in (2, 3, 4)]
    assert len(set(names)) == 3
    assert [row["file"] for row in lines.read(tmp_path / "history.jsonl")] == [f"runs/{name}" for name in names]


def test_a_changed_tree_and_no_commit_show_in_the_name(tmp_path: Path) -> None:
    assert "21c58c5aa0-modified" in history.append_run(run(modified=True), tmp_path).name
    assert "no-commit" in history.append_run(run(commit=None), tmp_path).name


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (run(interrupted=True), "interrupted"),
        (run(selection=Selection("core", ["test_a"])), "chosen files"),
        (run(selection=Selection("core", [], ["*x*"])), "chosen files or cases"),
        (run(None), "no group"),
    ],
)
def test_a_part_of_a_run_is_no_trend(tmp_path: Path, held: Results, why: str) -> None:
    with pytest.raises(history.CannotKeep, match=why):
        history.append_run(held, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_too_large_a_run_is_refused_with_the_way_out(tmp_path: Path) -> None:
    noise = random.Random(1)
    held = run()
    held.files["test_a"].failures["A.y"] = noise.randbytes(history.LIMIT).hex() * 2
    with pytest.raises(history.CannotKeep, match=r"more than the 1,000,000.*--output"):
        history.append_run(held, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_when_the_line_cannot_be_written_no_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("protoreport.history.append", full)
    with pytest.raises(OSError):
        history.append_run(run(), tmp_path)
    assert list((tmp_path / "runs").iterdir()) == []

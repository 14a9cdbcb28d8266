"""The command: it runs to its end whatever protopy does, and says clearly what it cannot do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import keep, run, store
from protobench.operation_table import Operation
from protobench.results import BenchRun
from protobench.suites import SUITES, operations, seed
from protoreport import history

Fake = Callable[[str], str]


@pytest.fixture(autouse=True)
def three_workloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for a table."""
    monkeypatch.setattr(seed, "WORKLOADS", ("startup_empty", "int_sum_loop", "list_append_loop"))


def command(cpython: str, protopy: str, *words: str) -> int:
    return run.main(["--cpython", cpython, "--protopy", protopy, "--no-peers", "--runs", "1", *words])


def quick_seed(cpython: str, protopy: str, output: Path, *words: str) -> int:
    return command(cpython, protopy, "--suite", "seed", "--quick", "--output", str(output), *words)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("kill -SEGV $$", "killed by SIGSEGV"),
        ("echo 42", "wrong output"),
        ("sleep 60", "timed out"),
    ],
)
def test_it_runs_to_the_end_whatever_protopy_does(
    lines: str, why: str, cpython: str, fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    assert quick_seed(cpython, fake(lines), output, "--timeout", "1.5") == 0
    said = capsys.readouterr().out
    assert said.count(f"ERROR: {why}") == 3
    assert "Geometric mean (0 of 3, 3 MISSING)" in said and "seed none (0 of 3, 3 FAILED)" in said
    [row] = history.read(output / "history.jsonl")
    nothing = {"geometric_mean": None, "counted": 0, "failed": 3, "worst": [], "best": [], "growing": 0}
    assert row["suites"]["seed"] == nothing
    assert store.read(output / row["file"]).failures == 3
    assert "3 MISSING" in (output / f"{row['started'][:10]}_quick_seed_protopy_vs_cpython.md").read_text()
    assert (output / row["report"]).read_text().startswith("<!doctype html>")


def test_a_failed_row_is_a_failure_on_request(cpython: str, fake: Fake) -> None:
    words = ("--only", "int_sum_loop", "--suite", "seed", "--fail-on-error")
    assert command(cpython, fake("echo 5"), *words) == 1
    assert command(cpython, cpython, *words) == 0


def test_two_runs_are_two_rows_and_a_selection_keeps_nothing(cpython: str, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert command(cpython, cpython, "--suite", "seed", "--only", "int_sum_loop", "--output", str(output)) == 0
    assert command(cpython, cpython, "--suite", "seed", "--only", "int_sum_loop", "--no-history") == 0
    assert not output.exists()
    for name in ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"):
        (output / "runs" / name).mkdir(parents=True)
        history.append(output / "history.jsonl", {"started": name, "quick": True, "suites": {}})
    assert quick_seed(cpython, cpython, output) == 0
    rows = history.read(output / "history.jsonl")
    assert [row["started"][:4] for row in rows[:2]] == ["2026", "2026"] and len(rows) == 3
    assert rows[2]["suites"]["seed"]["counted"] == 3 and rows[2]["peers"] == {}
    assert sum(file.stat().st_size for file in (output / rows[2]["file"]).parent.iterdir()) < 100_000


def test_peers_have_columns_and_figures(cpython: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--suite", "seed", "--only", "int_sum_loop", "--runs", "1", "--cpython", cpython, "--protopy", cpython]
    assert run.main([*words, "--peer", f"again={cpython}"]) == 0
    said = capsys.readouterr().out
    assert "again (ms)" in said and "again: cpython 3.14" in said


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--protopy", "/nowhere/protopy"], "protopy (build it with `./dev build`) is not an executable file: /nowhere/protopy"),
        (["--cpython", "/nowhere/python"], "CPython is not an executable file"),
        (["--peer", "pypy=/nowhere/pypy"], "peer pypy is not an executable file"),
        (["--peer", "/usr/bin/env"], "NAME=EXE is needed"),
        (["--peer", "cpython=/usr/bin/env"], "takes part already"),
        (["--peer", "a=/usr/bin/env", "--no-peers"], "contradict"),
        (["--only", "nothing", "--suite", "seed"], "--only nothing: there are startup_empty, int_sum_loop"),
    ],
)
def test_what_cannot_be_run_is_said(
    words: list[str], complaint: str, cpython: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--cpython", cpython, "--protopy", cpython, "--output", str(tmp_path), *words]
    assert run.main(given) == 2
    assert complaint in capsys.readouterr().err


def test_a_corrupt_history_is_found_before_anything_is_measured(
    cpython: str, fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "history.jsonl").write_text('{"started": "2026-01-01T00:00:00Z"}\n{"star\n')
    asked = tmp_path / "asked"
    assert quick_seed(cpython, fake(f"touch {asked}"), tmp_path) == 2
    said = capsys.readouterr()
    assert "history.jsonl, line 2" in said.err and said.out == ""
    assert not asked.exists()


def test_a_full_disk_is_said_and_leaves_no_half_file(cpython: str, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the folder takes small files, and no report."""
    program = (
        "import resource, signal, sys\n"
        "from protobench import keep, run\n"
        "real = keep.everything\n"
        "def limited(*words):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "    return real(*words)\n"
        "keep.everything = limited\n"
        "sys.exit(run.main(sys.argv[1:]))\n"
    )
    words = ["--suite", "seed", "--quick", "--runs", "1", "--no-peers", "--output", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", program, *words, "--cpython", cpython, "--protopy", cpython],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 2, done.stderr
    assert "protobench: cannot write" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "history.jsonl").exists()
    assert not list((tmp_path / "out").glob("**/*.new"))
    assert "Geometric mean" in done.stdout


def test_a_folder_that_takes_no_file_is_said(cpython: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert quick_seed(cpython, cpython, Path("/proc/nowhere")) == 2
    assert "protobench: cannot write /proc/nowhere" in capsys.readouterr().err


def test_an_interrupted_run_shows_what_it_has_and_keeps_nothing(cpython: str, fake: Fake, tmp_path: Path) -> None:
    """SIGTERM, as from a job that takes too long: in the middle of the second benchmark."""
    script = fake(f'case "$1" in *list_append*) kill -TERM $(cat {tmp_path}/pid); sleep 300;; esac; exec {cpython} "$@"')
    program = (
        f"import os, sys; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "from protobench import run; sys.exit(run.main(sys.argv[1:]))\n"
    )
    words = ["--suite", "seed", "--quick", "--runs", "1", "--no-peers", "--output", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", program, *words, "--cpython", cpython, "--protopy", script],
        capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it, and hands that down
    )
    assert done.returncode == 130
    assert "interrupted" in done.stderr
    assert "int_sum_loop" in done.stdout and "list_append_loop" not in done.stdout
    assert not list((tmp_path / "out").iterdir())


def test_an_operation_that_grows_too_fast_is_a_failure_in_the_table_the_history_and_the_exit_status(
    cpython: str, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands in for protopy does the square of the work."""
    turns = "import os; k = {n} if os.environ.get('SQUARE') else 1"
    square = Operation("square", turns, "for i in range({n} * k): pass", 60)
    linear = Operation("linear", "", "for i in range({n}): pass", 60)
    monkeypatch.setattr(operations, "GROUPS", {"loops": (square, linear)})
    monkeypatch.setattr(operations, "SECONDS", 0.01)
    words = ("--suite", "operations", "--quick", "--output", str(tmp_path / "out"))
    assert command(cpython, fake(f'SQUARE=1 exec {cpython} "$@"'), *words) == 1
    said = capsys.readouterr().out
    assert "GROWTH: takes " in said and "1 GROW TOO FAST" in said and "linear: " not in said
    [row] = history.read(tmp_path / "out" / "history.jsonl")
    assert row["suites"]["operations"]["growing"] == 1 and row["suites"]["operations"]["failed"] == 0
    kept = {one.name: one.failure for one in store.read(tmp_path / "out" / row["file"]).suites[0].rows}
    assert [name for name, failure in kept.items() if failure] == ["square x10"]
    assert "grows too fast" in (tmp_path / "out" / row["report"]).read_text()
    assert command(cpython, cpython, *words) == 0


def test_the_history_names_the_extremes_and_the_figures_that_are_looked_for(made_run: Callable[..., BenchRun]) -> None:
    ratios = {"a": 1.0, "b": 4.0, "c": 0.5, "d": 3.0, "e": 2.0, "f": 0.25}
    rows: dict[str, dict[str, list[float] | str]] = {name: {"protopy": [one], "cpython": [1.0]} for name, one in ratios.items()}
    rows["failed"] = {"protopy": "timed out", "cpython": [1.0]}
    pause: dict[str, dict[str, list[float] | str]] = {"150 MB live": {"protopy": [0.06, 0.07, 0.5], "cpython": "timed out"}}
    suites = keep.history_row(made_run({"in-process": rows, "pauses": pause}), Path("x"), "y")["suites"]
    assert suites["in-process"]["worst"] == [["b", 4.0], ["d", 3.0], ["e", 2.0]]
    assert suites["in-process"]["best"] == [["f", 0.25], ["c", 0.5], ["a", 1.0]]
    assert suites["pauses"]["figures"] == {"150 MB live": {"protopy": 0.07, "cpython": None}}
    assert "figures" not in suites["in-process"]


def test_the_budgets_of_all_suites_are_within_what_a_run_may_take() -> None:
    assert sum(suite.budget for suite in SUITES.values()) <= run.MOST == 25 * 60
    assert sum(suite.quick_budget for suite in SUITES.values()) <= run.QUICK_MOST == 3 * 60


def test_the_commands_are_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "protobench", "--help"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0
    for name in ("diff", "checks", "provision", "programs", "--quick"):
        assert name in done.stdout


def test_a_row_of_the_history_is_what_the_dashboard_reads(cpython: str, tmp_path: Path) -> None:
    assert quick_seed(cpython, cpython, tmp_path) == 0
    row = json.loads((tmp_path / "history.jsonl").read_text())
    assert set(row) == {
        "started", "duration", "commit", "modified", "environment", "quick", "interpreters", "suites", "peers", "file", "report",
    }
    assert row["quick"] is True and row["file"].startswith("runs/") and keep.history_file(tmp_path).is_file()

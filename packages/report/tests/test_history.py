"""A history survives two writers, a kill and a full disk; what is not a history is said with its line."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from protoreport import environment, history


def child(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program that has `history` at hand."""
    import os

    path = os.pathsep.join(entry for entry in sys.path if entry)
    head = "import os, resource, signal, sys\nfrom pathlib import Path\nfrom protoreport import history\npath = Path(sys.argv[1])\n"
    return subprocess.run(
        [sys.executable, "-c", head + program, *arguments],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60,
    )


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "history.jsonl"
    assert history.read(path) == []
    rows = [{"started": "2026-11-21", "text": "ü | \n"}, {"started": "2026-11-22", "groups": {"core": {"passed": 1}}}]
    for row in rows:
        history.append(path, row)
    assert history.read(path) == rows
    assert len(path.read_text().splitlines()) == 2


def test_a_last_line_without_its_end_is_not_run_into(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text('{"a": 1}')
    history.append(path, {"b": 2})
    assert history.read(path) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"a": 1', "not JSON"),
        (b"<<<<<<< HEAD", "git merge"),
        (b"[1, 2]", "a JSON list and not an object"),
        (b'{"a": "\xff"}', "not UTF-8"),
    ],
)
def test_a_corrupt_line_is_named_with_the_way_out(tmp_path: Path, line: bytes, why: str) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(b'{"a": 1}\n\n' + line + b"\n")
    with pytest.raises(history.Corrupt) as caught:
        history.read(path)
    text = str(caught.value)
    assert caught.value.line_number == 3
    assert why in text and "line 3" in text and "git checkout" in text


def test_appending_to_a_corrupt_history_loses_neither_it_nor_the_run(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text("oops\n")
    history.append(path, {"b": 2})
    assert path.read_text() == 'oops\n{"b": 2}\n'


def test_what_json_cannot_say_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    with pytest.raises(ValueError):
        history.append(path, {"mean": float("nan")})
    assert not path.exists()


def test_a_full_disk_leaves_the_old_history(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    history.append(path, {"a": 1})
    before = path.read_bytes()
    done = child(
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))\n"
        "try:\n    history.append(path, {'text': 'x' * 100_000})\n"
        "except OSError as why:\n    print('refused', why.errno)\n",
        str(path),
    )
    assert done.stdout.startswith("refused"), done.stderr
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["history.jsonl"]


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_kill_leaves_the_old_history_and_the_next_run_appends(tmp_path: Path, where: str) -> None:
    path = tmp_path / "history.jsonl"
    history.append(path, {"a": 1})
    done = child(f"os.{where} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\nhistory.append(path, {{'b': 2}})\n", str(path))
    assert done.returncode == -signal.SIGKILL
    assert history.read(path) == [{"a": 1}]
    history.append(path, {"c": 3})
    assert history.read(path) == [{"a": 1}, {"c": 3}]


def test_runs_that_end_at_once_all_stay(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    done = child(
        "for worker in range(4):\n"
        "    if os.fork() == 0:\n"
        "        for number in range(10):\n            history.append(path, {'worker': worker, 'number': number})\n"
        "        os._exit(0)\n"
        "for worker in range(4):\n    assert os.wait()[1] == 0\n",
        str(path),
    )
    assert done.returncode == 0, done.stderr
    rows = history.read(path)
    assert len(rows) == 40
    for worker in range(4):
        assert [row["number"] for row in rows if row["worker"] == worker] == list(range(10))


def test_the_machine_is_described() -> None:
    found = environment.describe()
    assert found["processors"] >= 1 and found["memory_mb"] > 100
    assert found["system"] and found["processor"]
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))


def test_the_commit_is_found_and_a_changed_tree_is_said(tmp_path: Path) -> None:
    assert environment.commit(tmp_path) == (None, False)

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=tmp_path, check=True, capture_output=True
        )

    git("init", "-q")
    (tmp_path / "reports").mkdir()
    for name in ("a.txt", "reports/b.txt"):
        (tmp_path / name).write_text("1\n")
    git("add", ".")
    git("commit", "-q", "-m", "first", "--no-verify")
    head, modified = environment.commit(tmp_path)
    assert head is not None and len(head) == 40 and not modified
    (tmp_path / "reports" / "b.txt").write_text("2\n")
    (tmp_path / "new.txt").write_text("2\n")
    assert environment.commit(tmp_path / "reports") == (head, False)
    (tmp_path / "a.txt").write_text("2\n")
    assert environment.commit(tmp_path) == (head, True)

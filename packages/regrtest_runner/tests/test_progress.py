"""The progress bar: a line that stays where lines stay, counts, and the time left."""

from __future__ import annotations

import io

import pytest

from regrtest_runner import progress
from regrtest_runner.progress import Progress
from regrtest_runner.results import File


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


FILE = File(cases={"a": ("passed", "passed"), "b": ("failed", "passed"), "c": ("passed", "skipped")})


def test_a_terminal_has_one_line_redrawn() -> None:
    stream = Terminal()
    bar = Progress({"test_a": 9.6, "test_b": 9.6}, stream)
    bar.done("test_a", FILE)
    last = stream.getvalue().rpartition("\r")[2]
    assert "1/2 files" in last
    assert "\n" not in stream.getvalue()


def test_elsewhere_a_line_comes_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    stream = io.StringIO()
    bar = Progress({f"test_{number}": 9.6 for number in range(4)}, stream)
    for number in range(4):
        clock[0] += 10
        bar.done(f"test_{number}", FILE)
    bar.end()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 1 + 2 + 1
    assert "2/4 files, 6 cases, 2 of 4 pass (50.00 %), 0:20 left" in lines[1]
    assert lines[-1].endswith("4/4 files, 12 cases, 4 of 8 pass (50.00 %), 40 s")


def test_nothing_to_do_is_no_division() -> None:
    Progress({}, io.StringIO()).end()

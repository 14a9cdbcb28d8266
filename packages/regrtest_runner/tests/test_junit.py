"""regrtest as the driver: what its own words say where it writes no report."""

from __future__ import annotations

from pathlib import Path

from regrtest_runner import junit
from regrtest_runner.supervisor import Limits

CRASH = "0:00:01 load avg: 0.5 [1/1/1] test_a worker non-zero exit code (Exit code -11 (SIGSEGV))"


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_crash_of_the_worker_is_an_incident(tmp_path: Path) -> None:
    regrtest = script(tmp_path / "python with space", f"echo '{CRASH}'; exit 2")
    ran = junit.run_file(regrtest, regrtest, "test.test_a", Limits(60, 1000))
    assert [(incident.kind, incident.detail) for incident in ran.incidents] == [("crash", "Exit code -11 (SIGSEGV)")]


def test_without_a_report_the_file_was_not_loaded(tmp_path: Path) -> None:
    regrtest = script(tmp_path / "python", "exit 3")
    ran = junit.run_file(regrtest, regrtest, "test.test_a", Limits(60, 1000))
    assert [incident.kind for incident in ran.incidents] == ["import"]


def test_the_worker_is_named_as_one_word(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    regrtest = script(tmp_path / "python", f'printf "%s\\n" "$@" > {seen}; exit 3')
    subject = script(tmp_path / "protopy with space", "exit 0")
    junit.run_file(regrtest, subject, "test.test_a", Limits(60, 1000))
    words = seen.read_text().splitlines()
    assert words[words.index("--python") + 1] == f"'{subject}'"

"""What continuous integration types exists: sessions, options, and the README's own commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
WORKFLOW = (REPOSITORY / ".github" / "workflows" / "ci.yml").read_text()
COMMANDS = re.findall(r"^ +run: (\./dev .*)$", WORKFLOW, re.MULTILINE)


def test_it_runs_what_the_readme_tells_a_reader_to_type() -> None:
    told = re.findall(r"^    (\./dev .*)$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    assert told[:2] == ["./dev run examples/tour.py", "./dev tests"]
    assert told[0] in COMMANDS
    assert "run: bash .ci/run" in WORKFLOW
    sessions = re.search(r"^for session in (.*); do$", (REPOSITORY / ".ci" / "run").read_text(), re.MULTILINE)
    assert sessions is not None
    assert "tests" in sessions[1].split()


def test_every_session_exists() -> None:
    sessions = set(re.findall(r"@nox\.session.*\ndef (\w+)", (REPOSITORY / "noxfile.py").read_text()))
    named = [command.split()[1] for command in COMMANDS]
    assert named == ["run", "regrtest", "bench", "dashboard"]
    assert set(named) <= sessions


@pytest.mark.parametrize(("session", "module"), [("regrtest", "regrtest_runner"), ("bench", "protobench"), ("dashboard", "protoreport")])
def test_every_option_exists(session: str, module: str) -> None:
    (command,) = [command for command in COMMANDS if command.split()[1] == session]
    path = ":".join(str(folder) for folder in REPOSITORY.glob("packages/*/src"))
    help_text = subprocess.run(
        [sys.executable, "-m", module, "--help"], env={"PYTHONPATH": path, "PATH": ""}, cwd=REPOSITORY, capture_output=True, text=True,
        timeout=60, check=True,
    ).stdout
    assert all(option in help_text for option in re.findall(r"--[\w-]+", command))


def test_the_caches_are_the_folders_that_are_used() -> None:
    assert re.findall(r"^ +path: (.*)$", WORKFLOW, re.MULTILINE) == [".cache", "build/cache", "reports", "site"]

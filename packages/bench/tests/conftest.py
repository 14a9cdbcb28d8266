"""Interpreters for the tests: the provisioned CPython, and small scripts that misbehave as one."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import interpreters, provision
from protobench.interpreters import Interpreter
from protobench.results import BenchRun, Outcome, Row, SuiteResult

LONG_HASH = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="session")
def cpython() -> str:
    """The provisioned CPython 3.14."""
    found = provision.load()
    if found is None:
        pytest.fail("CPython 3.14 is not provisioned: run `./dev provision`")
    return found.cpython


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], str]:
    """Makes an executable out of shell lines; it can be given wherever an interpreter can."""
    made: list[Path] = []

    def make(lines: str) -> str:
        path = tmp_path / f"fake-interpreter-{len(made)}"
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        made.append(path)
        return str(path)

    return make


@pytest.fixture(autouse=True)
def only_the_provisioned_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine has on PATH is no part of a test."""
    monkeypatch.setattr(interpreters, "FOUND_ON_PATH", {})
    monkeypatch.delenv("PROTOPY_BIN", raising=False)


@pytest.fixture
def made_run() -> Callable[..., BenchRun]:
    """Makes a run out of figures."""
    return make_run


def make_run(suites: dict[str, dict[str, dict[str, list[float] | str]]], started: str = "2026-11-21T02:30:00Z") -> BenchRun:
    """A run with these figures: suite -> case -> interpreter -> values, or the error."""
    names = {name for cases in suites.values() for outcomes in cases.values() for name in outcomes}
    known = [name for name in ("protopy", "cpython", "pypy") if name in names]
    return BenchRun(
        started=started,
        quick=False,
        rounds=None,
        timeout=30.0,
        commit=LONG_HASH,
        modified=False,
        environment={"system": "Test Linux", "processor": "Test CPU", "processors": 2, "memory_mb": 1000},
        interpreters=[Interpreter(name, f"/somewhere/{name}", name, "3.14.0", "abc") for name in known],
        suites=[
            SuiteResult(suite, [Row(case, {name: outcome(of) for name, of in outcomes.items()}) for case, outcomes in cases.items()])
            for suite, cases in suites.items()
        ],
        duration=12.5,
    )


def outcome(of: list[float] | str) -> Outcome:
    return Outcome(error=of) if isinstance(of, str) else Outcome(values=list(of), peak=10 * 2**20)

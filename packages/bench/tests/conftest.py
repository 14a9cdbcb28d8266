"""Interpreters for the tests: the provisioned CPython, and small scripts that misbehave as one."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import provision


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

    def make(lines: str) -> str:
        path = tmp_path / "fake-interpreter"
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make

"""Fixtures of the tests of the suites; see suites_fakes.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from suites_fakes import World

from protosuites import workplace


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two interpreters, a pip and an index of one package, with a cache of their own."""
    made = World(tmp_path)
    monkeypatch.setenv("PROTOPY_CACHE", str(made.cache))
    monkeypatch.setattr(workplace, "PIP", [str(made.pip)])
    return made

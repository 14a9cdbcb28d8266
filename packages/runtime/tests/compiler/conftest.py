"""Compiling needs the runtime's types, so a space is made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def space() -> None:
    sys.setrecursionlimit(20000)
    from protopython import bootstrap, startup

    assert bootstrap.LOADED
    startup.host_context()

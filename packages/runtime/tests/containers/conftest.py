"""Every test of containers runs in the context that host.py made: other tests of the same process set theirs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from protopython.protocore.thread import set_host_context

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def own_context() -> None:
    set_host_context(importlib.import_module("host").Host.get().context)

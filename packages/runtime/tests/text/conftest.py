"""Every test runs in the context of the one host that against_cpython.py makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def context() -> None:
    from against_cpython import make_host

    from protopython.protocore.thread import set_host_context

    set_host_context(make_host().context)

"""Every test of containers runs in the context that host.py made: other tests of the same process set theirs."""

from __future__ import annotations

import pytest
from host import Host
from protopyc.types import set_host_context


@pytest.fixture(autouse=True)
def own_context() -> None:
    set_host_context(Host.get().context)

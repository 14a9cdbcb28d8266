"""The suites by name, in the order in which a run takes them: the quick ones first."""

from __future__ import annotations

from protobench.cases import Suite
from protobench.suites import memory, pyperformance, seed, startup, threads, warmup

SUITES: dict[str, Suite] = {
    module.SUITE.name: module.SUITE for module in (seed, startup, threads, memory, warmup, pyperformance)
}

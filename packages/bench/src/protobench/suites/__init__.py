"""The suites by name, in the order in which a run takes them: the quick ones first."""

from __future__ import annotations

from protobench.cases import Suite
from protobench.suites import in_process, memory, operations, pauses, seed, startup, threads, warmup, whole_process

MODULES = (seed, startup, threads, memory, pauses, operations, warmup, whole_process, in_process)
SUITES: dict[str, Suite] = {module.SUITE.name: module.SUITE for module in MODULES}

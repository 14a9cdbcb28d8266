"""What a run was made of besides the interpreters: the commit and the machine."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from protobench import paths
from regrtest_runner.results import Environment


def commit() -> dict[str, Any]:
    """The checkout's commit, and whether it was edited since; {"commit": None} outside of git."""
    head = _git("rev-parse", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no") if head else None
    return {"commit": head or None, "modified": bool(changed)}


def _git(*words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=paths.repository(), capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def machine() -> Environment:
    return Environment(_system(), _processor(), os.cpu_count() or 1, _memory_mb())


def _system() -> str:
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = ""
    return f"{name} {platform.system()} {platform.release()} {platform.machine()}".strip()


def _processor() -> str:
    """/proc/cpuinfo's name: platform.processor() is empty on Linux."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        return platform.machine()
    return platform.machine()


def _memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20

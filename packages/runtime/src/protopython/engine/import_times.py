"""-X importtime: how long imports take, told on standard error in CPython's table.

A module's own time is that of its import without the imports inside it.
"""

from __future__ import annotations

from typing import Final

from protopython.engine import streams
from protopython.protocore.os import CLOCK_MONOTONIC, clock_ns

HEADER: Final[str] = "import time: self [us] | cumulative | imported package\n"


class ImportTimes:
    """Of one space; imports of several threads at a time are told apart badly, as in CPython."""

    level: int
    """1: what is loaded; 2: what was loaded already, too."""
    depth: int
    inner: int
    """Nanoseconds spent in imports inside the current one."""
    header_written: bool

    def __init__(self, level: int) -> None:
        self.level = level
        self.depth = 0
        self.inner = 0
        self.header_written = False


class ImportTimer:
    """One import that is going on."""

    started: int
    inner_before: int

    def __init__(self, times: ImportTimes) -> None:
        write_header(times)
        self.inner_before = times.inner
        times.inner = 0
        times.depth += 1
        self.started = clock_ns(CLOCK_MONOTONIC)

    def finish(self, times: ImportTimes, name: str) -> None:
        total = clock_ns(CLOCK_MONOTONIC) - self.started
        times.depth -= 1
        write_row(times, str((total - times.inner) // 1000), str(total // 1000), name)
        times.inner = self.inner_before + total


def tell_cached(times: ImportTimes, name: str) -> None:
    """A module that was in sys.modules."""
    if times.level > 1:
        write_header(times)
        write_row(times, "cached", "cached", name)


def write_header(times: ImportTimes) -> None:
    if not times.header_written:
        times.header_written = True
        streams.write_stderr(HEADER)


def write_row(times: ImportTimes, own: str, total: str, name: str) -> None:
    streams.write_stderr(f"import time: {right(own, 9)} | {right(total, 10)} | {spaces(2 * times.depth)}{name}\n")


def right(text: str, width: int) -> str:
    return spaces(width - len(text)) + text


def spaces(n: int) -> str:
    text = ""
    for _i in range(n):
        text += " "
    return text

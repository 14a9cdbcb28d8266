"""How far a run is: a line that is redrawn on a terminal, and a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import TextIO

from protoreport import figures
from regrtest_runner.results import File

QUIET_SECONDS = 15.0
"""Between two lines where lines stay."""

OVERHEAD = 0.4
"""Seconds that a file takes besides its cases, which matters where there are hundreds of short ones."""

WIDTH = 24


class Progress:
    """Counts files and cases, and reckons the time left from how long CPython took for each file."""

    def __init__(self, durations: Mapping[str, float], stream: TextIO = sys.stderr) -> None:
        self.weights = {name: seconds + OVERHEAD for name, seconds in durations.items()}
        self.stream = stream
        self.redraws = stream.isatty()
        self.started = self.told = time.monotonic()
        self.all = sum(self.weights.values())
        self.weight = 0.0
        self.files = self.cases = self.counted = self.passed = self.incidents = 0
        self.tell("")

    def done(self, name: str, file: File) -> None:
        totals = file.count()
        self.files += 1
        self.cases += len(file.cases)
        self.counted += totals.counted
        self.passed += totals.passed
        self.incidents += len(file.incidents)
        self.weight += self.weights.get(name, 0.0)
        if self.redraws or time.monotonic() - self.told >= QUIET_SECONDS:
            self.tell(name)

    def line(self, name: str) -> str:
        part = min(1.0, self.weight / self.all) if self.all else 1.0
        share = figures.percent(self.passed / self.counted if self.counted else None, " ")
        bar = "#" * int(part * WIDTH)
        return (
            f"[{bar:.<{WIDTH}}] {self.files}/{len(self.weights)} files, {self.cases:,} cases, "
            f"{self.passed:,} of {self.counted:,} pass ({share}), {self.left(part)}{'  ' + name if name else ''}"
        )

    def left(self, part: float) -> str:
        spent = time.monotonic() - self.started
        if part <= 0.02 or spent < 2:
            return "time left unknown"
        seconds = int(spent * (1 - part) / part)
        return f"{seconds // 60}:{seconds % 60:02} left"

    def tell(self, name: str) -> None:
        self.told = time.monotonic()
        if self.redraws:
            self.stream.write(f"\r\x1b[K{self.line(name)[:_columns()]}")
        else:
            self.stream.write(self.line(name) + "\n")
        self.stream.flush()

    def say(self, text: str) -> None:
        """A line of its own, above the bar."""
        self.stream.write(f"\r\x1b[K{text}\n" if self.redraws else f"{text}\n")
        self.stream.flush()

    def end(self) -> None:
        if self.redraws:
            self.stream.write("\r\x1b[K")
        self.stream.write(self.line("").rpartition(",")[0] + f", {time.monotonic() - self.started:.0f} s\n")
        self.stream.flush()


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns - 1

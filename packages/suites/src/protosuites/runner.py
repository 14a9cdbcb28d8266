"""One run of pytest on a side: its cases, its time, and what happened to it as a whole.

The process has a group of its own and an environment without PYTHON* but a fixed PYTHONHASHSEED (protobench.measure);
all that it says goes to pytest.log, and how far it is to the terminal.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from protobench import measure
from protosuites import junit
from protosuites.junit import Case
from protosuites.suites import Suite

QUIET_SECONDS = 15.0
"""Between two lines of progress."""

TAIL = 4096
"""Bytes of the log that are looked at for how far pytest is."""

REPORTED = (0, 1)
"""pytest's exit statuses after a run of all cases: they passed, or some did not."""


@dataclass
class SideRun:
    """What pytest did on one side."""

    cases: dict[str, Case] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of the process and what it waited for: says more than the time where others use the machine."""
    peak_mb: int = 0
    incident: str = ""
    """Why not all cases were run and reported; empty where they were."""


def run_pytest(python: Path, suite: Suite, source: Path, side: str) -> SideRun:
    """Runs the suite's tests in its unpacked sources."""
    report, log = source.with_name("junit.xml"), source.with_name("pytest.log")
    report.unlink(missing_ok=True)
    # Where a package has no settings for pytest, it looks for some in the folders above: it is not to find this checkout's.
    source.with_name("pytest.ini").write_text("[pytest]\n")
    if suite.conftest:
        with open(source / suite.folder / "conftest.py", "a") as conftest:
            conftest.write(suite.conftest)
    with open(log, "wb") as out:
        started = time.perf_counter()
        process = measure.start(command(python, suite, source, report), out, out, source / suite.folder)
        with measure.ended_after(suite.suite_seconds, process) as late, _told(f"{suite.name} on {side}", log):
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
    result = SideRun({}, round(seconds, 2), round(used.ru_utime + used.ru_stime, 2), used.ru_maxrss // 1024)
    result.incident = _incident(process.returncode, suite.suite_seconds if late.is_set() else 0, log)
    try:
        result.cases = junit.read(report)
    except FileNotFoundError:
        result.incident = result.incident or f"pytest wrote no report{_last_words(log)}"
    except junit.Unreadable as why:
        result.incident = result.incident or f"the report cannot be read ({why})"
    return result


def command(python: Path, suite: Suite, source: Path, report: Path) -> list[str]:
    """pytest's command line."""
    deselected = [f"--deselect={case}" for known in suite.deselected for case in known.cases]
    limits = [f"--timeout={suite.case_seconds}", "--timeout-method=signal"]
    words = ["-v", f"--rootdir={source}", f"--junitxml={report}", "-p", "no:cacheprovider", "--continue-on-collection-errors", *limits]
    variables = [f"{name}={value}" for name, value in suite.environment]
    return ["env", *variables, str(python), "-m", "pytest", *words, *deselected, *suite.options, *suite.tests]


def _incident(status: int, limit: int, log: Path) -> str:
    if limit:
        return f"not at its end after {limit} s{_last_words(log)}"
    if status < 0:
        return f"killed by {signal.Signals(-status).name}{_last_words(log)}"
    return "" if status in REPORTED else f"pytest ended with status {status}{_last_words(log)}"


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in _tail(log).splitlines() if line.strip()]
    return f": {lines[-1][:200]}" if lines else ""


def _tail(log: Path) -> str:
    with open(log, "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        return file.read().decode(errors="replace")


@contextmanager
def _told(what: str, log: Path) -> Iterator[None]:
    """Says now and then how far pytest is, by its own reckoning."""
    over = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        while not over.wait(QUIET_SECONDS):
            shares = re.findall(r"\[ *(\d+)%\]", _tail(log))
            say(f"{what}: {shares[-1] if shares else '0'} % after {time.monotonic() - started:.0f} s")

    teller = threading.Thread(target=tell)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def say(text: str) -> None:
    print(f"packages: {text}", file=sys.stderr, flush=True)

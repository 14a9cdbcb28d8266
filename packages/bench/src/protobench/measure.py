"""One run of a whole process: its time, and whether it did what it should.

`Run.seconds` exists for every process; a run that failed, printed something else than the reference or did
not end is no time all the same: nothing is put into a table before `complaint` has found nothing.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from protobench.keeper import KEEPER, MARK

MOST_OUTPUT = 256 * 2**20
"""The size at which the kernel ends who writes such a file: an interpreter gone mad must not fill the disk."""


@dataclass(frozen=True)
class Run:
    """What one process did."""

    status: int
    """Exit status; minus the signal's number where one ended it."""
    timed_out: bool
    seconds: float
    stdout: bytes
    stderr: bytes

    def inner_time(self, name: str) -> float | None:
        """The time that the program itself took and wrote to stderr as `#time NAME SECONDS`."""
        times = self._stated("#time", name)
        return times[0] if len(times) == 1 else None

    def series(self, name: str) -> list[float]:
        """The times of its iterations, which it wrote as `#series NAME SECONDS SECONDS ...`."""
        return self._stated("#series", name)

    def stated(self, mark: str) -> dict[str, str]:
        """What it wrote of several benchmarks as lines `MARK<tab>NAME<tab>TEXT`, by their names."""
        lines = (line.split("\t", 2) for line in self.stderr.decode(errors="replace").splitlines())
        return {words[1]: words[2] if len(words) > 2 else "" for words in lines if words[0] == mark and len(words) > 1}

    def _stated(self, mark: str, name: str) -> list[float]:
        for line in self.stderr.decode(errors="replace").splitlines():
            words = line.split()
            if words[:2] == [mark, name]:
                with contextlib.suppress(ValueError):
                    return [float(word) for word in words[2:]]
        return []


def environment() -> dict[str, str]:
    """The caller's environment without what would change an interpreter's paths or behaviour."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept.update({"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", MARK: str(os.getpid())})
    return kept


def run(command: list[str], *, timeout: float, folder: Path | None = None) -> Run:
    """Runs the command to its end, or to the timeout, in a process group of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        KEEPER.start()  # outside the time
        started = time.perf_counter()
        process = start(command, out, err, folder)
        # waitpid blocks: no polling disturbs the time.
        with ended_after(timeout, process) as late:
            _, waited = os.waitpid(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(waited)
        return finished(process, late.is_set(), seconds, out, err)


def start(
    command: list[str],
    out: IO[bytes],
    err: IO[bytes],
    folder: Path | None,
    before: Callable[[], None] | None = None,
) -> subprocess.Popen[bytes]:
    """Starts the command in a process group of its own; `before` is called in the child."""
    KEEPER.start()  # what the command starts lives unwatched from Popen to the line after it
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        cwd=folder,
        env=environment(),
        start_new_session=True,
        preexec_fn=before,
    )
    KEEPER.watch(process.pid)
    with contextlib.suppress(OSError):  # it may have ended
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    return process


@contextlib.contextmanager
def ended_after(timeout: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Ends the process and all it started, at the timeout or when the block is left; the event says which."""
    late = threading.Event()

    def give_up() -> None:
        late.set()
        kill_group(process.pid)

    alarm = threading.Timer(timeout, give_up)
    alarm.start()
    try:
        yield late
    finally:
        alarm.cancel()
        kill_group(process.pid)  # what the program left running would disturb the next one
        KEEPER.watch(0)


def finished(
    process: subprocess.Popen[bytes], timed_out: bool, seconds: float, out: IO[bytes], err: IO[bytes]
) -> Run:
    out.seek(0)
    err.seek(0)
    return Run(process.returncode, timed_out, seconds, out.read(), err.read())


def kill_group(leader: int) -> None:
    """Ends a program and all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def complaint(run: Run, expected: Run | None = None) -> str | None:
    """Why a run does not count, or None where it does. Without `expected` it need only succeed."""
    if run.timed_out:
        return "timed out"
    status = 0 if expected is None else expected.status
    if run.status < 0:
        return f"killed by {signal.Signals(-run.status).name}{_last_words(run)}"
    if run.status != status:
        return f"exit status {run.status} instead of {status}{_last_words(run)}"
    if expected is not None and run.stdout != expected.stdout:
        return f"wrong output: {_first_difference(run.stdout, expected.stdout)}"
    return None


def _last_words(run: Run) -> str:
    lines = [line for line in run.stderr.decode(errors="replace").splitlines() if line.strip() and line[0] != "#"]
    return f" ({lines[-1].strip()[:90]})" if lines else ""


def _first_difference(got: bytes, expected: bytes) -> str:
    ours, theirs = got.decode(errors="replace").splitlines(), expected.decode(errors="replace").splitlines()
    for number, (mine, wanted) in enumerate(zip(ours, theirs, strict=False), 1):
        if mine != wanted:
            return f"line {number} is {mine[:50]!r}, not {wanted[:50]!r}"
    return f"{len(ours)} lines instead of {len(theirs)}" if len(ours) != len(theirs) else "line ends differ"

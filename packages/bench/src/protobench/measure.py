"""One run of a whole process: its time, and whether it did what it should.

`Run.seconds` exists for every process; a run that failed, printed something else than the reference or did
not end is no time all the same: nothing is put into a table before `complaint` has found nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one process did."""

    status: int
    """Exit status; minus the signal's number where one ended it."""
    timed_out: bool
    seconds: float
    stdout: bytes
    stderr: bytes

    def inner_times(self) -> dict[str, float]:
        """The times that the program itself took and wrote to stderr as `#time NAME SECONDS`."""
        found: dict[str, float] = {}
        for line in self.stderr.decode(errors="replace").splitlines():
            words = line.split()
            if len(words) == 3 and words[0] == "#time":
                found[words[1]] = float(words[2])
        return found


def environment() -> dict[str, str]:
    """The caller's environment without what would change an interpreter's paths or behaviour."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept.update(LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    return kept


def run(command: list[str], *, timeout: float, folder: Path | None = None) -> Run:
    """Runs the command to its end, or to the timeout, in a process group of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env=environment(),
            start_new_session=True,
        )
        late = threading.Event()

        def give_up() -> None:
            late.set()
            kill_group(process.pid)

        # waitpid blocks: no polling disturbs the time.
        alarm = threading.Timer(timeout, give_up)
        alarm.start()
        try:
            _, waited = os.waitpid(process.pid, 0)
            seconds = time.perf_counter() - started
        except BaseException:
            kill_group(process.pid)
            raise
        finally:
            alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(waited)
        kill_group(process.pid)  # what the program left running would disturb the next one
        out.seek(0)
        err.seek(0)
        return Run(process.returncode, late.is_set(), seconds, out.read(), err.read())


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
    lines = [line for line in run.stderr.decode(errors="replace").splitlines() if line.strip()]
    return f" ({lines[-1].strip()[:90]})" if lines else ""


def _first_difference(got: bytes, expected: bytes) -> str:
    ours, theirs = got.decode(errors="replace").splitlines(), expected.decode(errors="replace").splitlines()
    for number, (mine, wanted) in enumerate(zip(ours, theirs, strict=False), 1):
        if mine != wanted:
            return f"line {number} is {mine[:50]!r}, not {wanted[:50]!r}"
    return f"{len(ours)} lines instead of {len(theirs)}" if len(ours) != len(theirs) else "line ends differ"

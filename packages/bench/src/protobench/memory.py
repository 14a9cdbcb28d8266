"""The peak of a process's resident memory.

What the kernel hands over with the exit status (`ru_maxrss`) is of no use here: it starts at the size of the
process that forked, so nothing smaller than this Python ever shows. The true figure, VmHWM, stands in
/proc/PID/status until the process lets go of its memory. So the process is traced, stops on its way out
(PTRACE_EVENT_EXIT), is looked at, and goes on. Tracing disturbs times: such a run is never a timed one.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from protobench import measure

TRACE_ME, CONTINUE, SET_OPTIONS = 0, 7, 0x4200
OPTION_STOP_AT_EXIT, OPTION_KILL_WITH_TRACER = 0x40, 0x100000
EXIT_STOP = signal.SIGTRAP | 6 << 8
WAIT_ALL = 0x40000000


def run(command: list[str], *, timeout: float, folder: Path | None = None) -> tuple[measure.Run, int | None]:
    """Runs the command and says what it did and how many bytes it had at most; None where that cannot be told."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long

    def trace_me() -> None:
        # Where tracing is forbidden the command runs all the same, and its peak stays unknown.
        libc.ptrace(TRACE_ME, 0, None, None)

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = measure.start(command, out, err, folder, trace_me)
        with measure.ended_after(timeout, process) as late:
            peak = _follow(process, libc)
        seconds = time.perf_counter() - started
        return measure.finished(process, late.is_set(), seconds, out, err), peak


def _follow(process: subprocess.Popen[bytes], libc: ctypes.CDLL) -> int | None:
    """Lets the traced process go on at each stop, to its end."""
    peak = None
    first = True
    while True:
        _, status = os.waitpid(process.pid, WAIT_ALL)
        if not os.WIFSTOPPED(status):
            process.returncode = os.waitstatus_to_exitcode(status)
            return peak
        passed_on = 0
        if first:  # the stop after exec
            libc.ptrace(SET_OPTIONS, process.pid, None, OPTION_STOP_AT_EXIT | OPTION_KILL_WITH_TRACER)
            first = False
        elif status >> 8 == EXIT_STOP:
            peak = _high_water_mark(process.pid)
        else:
            passed_on = os.WSTOPSIG(status)
        libc.ptrace(CONTINUE, process.pid, None, passed_on)


def _high_water_mark(pid: int) -> int | None:
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None

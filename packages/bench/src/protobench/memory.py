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
import threading

from protobench import measure

TRACE_ME, CONTINUE, SET_OPTIONS = 0, 7, 0x4200
OPTION_STOP_AT_EXIT, OPTION_KILL_WITH_TRACER = 0x40, 0x100000
EXIT_STOP = signal.SIGTRAP | 6 << 8
WAIT_ALL = 0x40000000


def peak_kb(command: list[str], timeout: float) -> int | None:
    """Runs the command and says how much memory it had at most; None where that cannot be told."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long

    def trace_me() -> None:
        if libc.ptrace(TRACE_ME, 0, None, None) != 0:
            os._exit(126)

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=measure.environment(),
            start_new_session=True,
            preexec_fn=trace_me,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    alarm = threading.Timer(timeout, measure.kill_group, [process.pid])
    alarm.start()
    peak = None
    first = True
    try:
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
    finally:
        alarm.cancel()
        measure.kill_group(process.pid)


def _high_water_mark(pid: int) -> int | None:
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return None

"""No process outlives the run, even one whose runner is killed outright.

A benchmark runs in a process group of its own, which nobody would end if this Python died of SIGKILL. So a
small process waits beside it at the end of a pipe: it is told each group, and when the pipe closes because the
writer is gone, it ends the latest. It sleeps otherwise, and takes no time from what is measured.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys

PROGRAM = """
import os, signal, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
group = 0
for line in sys.stdin:
    group = int(line)
if group:
    try:
        os.killpg(group, signal.SIGKILL)
    except OSError:
        pass
"""


class Keeper:
    """The waiting process and the pipe to it; started with the first group, and not before."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def watch(self, group: int) -> None:
        """The group to end; 0 where there is none."""
        if self.process is None or self.owner != os.getpid():  # a forked copy of this Python has its own
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.owner = os.getpid()
            atexit.register(self.close)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"%d\n" % group)
            self.process.stdin.flush()
        except BrokenPipeError:  # somebody ended it: the next group gets a new one
            self.process = None

    def close(self) -> None:
        if self.process is not None and self.owner == os.getpid() and self.process.stdin is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


KEEPER = Keeper()

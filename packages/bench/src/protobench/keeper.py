"""No process outlives the run, even one whose runner is killed outright.

A benchmark runs in a process group of its own, which nobody would end if this Python died of SIGKILL. So a
small process waits beside it at the end of a pipe: it is told each group, and when the pipe closes because the
writer is gone, it ends the latest, and whatever has the run's mark in its environment: a group that was started
but not yet told of. It sleeps otherwise, and takes no time from what is measured.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys

PROGRAM = """
import os, signal, sys, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
group = 0
for line in sys.stdin:
    if line == "done\\n":
        sys.exit()
    group = int(line)
if group:
    try:
        os.killpg(group, signal.SIGKILL)
    except OSError:
        pass
for _ in range(5):
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/" + name + "/environ", "rb") as file:
                if sys.argv[1].encode() in file.read().split(b"\\0"):
                    os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass  # it has ended, or is another user's
    time.sleep(0.1)
"""

MARK = "PROTOBENCH_RUN"
"""In the environment of all that a run starts: the process that runs it."""


class Keeper:
    """The waiting process and the pipe to it; started before the first group, so that it can be told of it at once."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def start(self) -> subprocess.Popen[bytes]:
        """The waiting process, started if there is none yet."""
        if self.process is None or self.owner != os.getpid():  # a forked copy of this Python has its own
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", PROGRAM, f"{MARK}={os.getpid()}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.owner = os.getpid()
            atexit.register(self.close)
        return self.process

    def watch(self, group: int) -> None:
        """The group to end; 0 where there is none."""
        pipe = self.start().stdin
        assert pipe is not None
        try:
            pipe.write(b"%d\n" % group)
            pipe.flush()
        except BrokenPipeError:  # somebody ended it: the next group gets a new one
            self.process = None

    def close(self) -> None:
        if self.process is not None and self.owner == os.getpid() and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # somebody ended it
                self.process.stdin.write(b"done\n")
                self.process.stdin.close()
            self.process.wait()
            self.process = None


KEEPER = Keeper()

"""Starts one process under test and sees to it that nothing of it is left behind.

    python -I -S launcher.py SPECIFICATION       (a file of JSON, see main)

Two processes of their own, the launcher and its guard above it, because each of their duties needs one:

  * The launcher is a subreaper: whatever the process under test starts, however it daemonises, comes back here
    when its parent dies, and so can be found and killed.
  * So is the guard, which does nothing but wait for the launcher. Should that be killed, by a case that kills its
    parent or together with the supervisor, then what it watched over comes to the guard and is killed there.
    Neither has this package's name in its command line: who ends a run by that name leaves them to clear up.
  * It has a session of its own and holds one end of a pipe, the lifeline. When the supervisor lets go of
    the other end, on purpose or by dying in any way, everything below here is killed.
  * The process under test asks the kernel to be killed when this one dies, between fork and exec, where a
    process with threads (the supervisor is one) must not run Python.

Memory is what the processes below here really hold, added up several times a second. RLIMIT_AS would be no
help: a sanitizer or a just-in-time compiler reserves terabytes of address space that it never touches, a
limit that lets it live stops nothing, and it holds for each process, not for all. What grows faster than it
is measured falls to the kernel, which is told to take the processes under test first (oom_score_adj).

At the end the process's folder is removed, here because the supervisor may be gone by then, and one JSON
line goes to the status descriptor: how the process ended, its peak, and why it was killed, if it was.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take longer than the rest together
    from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

POLL = 0.1
"""Seconds between two looks at the memory; a tenth of that from half of the limit on."""

GRACE = 10.0
"""Seconds in which what was killed must be gone; what sits in the kernel longer cannot be waited for."""

PAGE = os.sysconf("SC_PAGE_SIZE")

_prctl = ctypes.CDLL(None, use_errno=True).prctl


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        specification = json.load(file)
    become_subreaper()
    launcher = os.fork()
    if launcher:
        guard(launcher, specification)
    else:
        become_subreaper()
        launch(specification)


def become_subreaper() -> None:
    if _prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def guard(launcher: int, specification: dict[str, Any]) -> None:
    """Waits for the launcher's end, and does its last duties where it cannot have done them.

    The status descriptor stays open here until then: the supervisor waits for that.
    """
    for descriptor in (specification["lifeline"], *specification["keep"]):
        os.close(descriptor)
    _, ended = os.waitpid(launcher, 0)
    if ended != 0:
        clear()
        remove(specification["remove"])
        sys.exit(1)


def launch(specification: dict[str, Any]) -> None:
    """From the start of the process under test to the word to the supervisor."""
    lifeline: int = specification["lifeline"]
    status: int = specification["status"]
    limit: int = specification["memory_bytes"]
    for descriptor in (lifeline, status):
        os.set_inheritable(descriptor, False)
    # Wakes the poll below as soon as a child ends, instead of at its next turn.
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    child = start(specification)
    for descriptor in specification["keep"]:
        os.close(descriptor)
    report = watch(child, lifeline, woken, limit)
    report["alive"] = clear()
    report["unremoved"] = remove(specification["remove"])
    try:
        os.write(status, json.dumps(report).encode() + b"\n")
    except BrokenPipeError:
        return  # the supervisor died; there is nobody to tell


def start(specification: dict[str, Any]) -> int:
    """Forks; the child becomes the process under test."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
        _offer_to_the_kernel()
        # The last ones are the numbers that the command line names; the originals are closed by exec.
        for descriptor, target in specification["places"]:
            os.dup2(descriptor, target)
        for descriptor in specification["keep"]:
            os.set_inheritable(descriptor, False)
        os.chdir(specification["folder"])
        # The environment is this process's own: a command line can be read by everybody, an environment cannot.
        os.execv(specification["command"][0], specification["command"])
    except BaseException as error:
        # Not the process under test but the run is at fault, which must not look like a crash.
        why = {"cannot": f"{specification['command'][0]} cannot be started: {error}"}
        os.write(specification["status"], json.dumps(why).encode() + b"\n")
        os._exit(127)


def _offer_to_the_kernel() -> None:
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        return  # a container may forbid it; the measuring still holds


def watch(child: int, lifeline: int, woken: int, limit: int) -> dict[str, Any]:
    """Waits for the end of the child, of the supervisor, or of its patience with the memory."""
    poll = select.poll()
    poll.register(lifeline, select.POLLIN)
    poll.register(woken, select.POLLIN)
    peak = 0
    killed = None
    pause = POLL
    while True:
        ready = {descriptor for descriptor, _ in poll.poll(pause * 1000)}
        if woken in ready:
            os.read(woken, 4096)
        ended = reap(child)
        if ended is not None:
            wait_status, own_peak = ended
            return {"status": wait_status, "peak": max(peak, own_peak), "killed": killed}
        if lifeline in ready and killed is None:
            killed = "supervisor"
            poll.unregister(lifeline)
        below = descendants()
        now = sum(resident(process) for process in below)
        if now > limit / 2:
            now = sum(proportional(process) for process in below)
        peak = max(peak, now)
        if now > limit and killed is None:
            killed = "memory"
        pause = POLL if now < limit / 2 else POLL / 10
        if killed is not None:
            os.kill(child, signal.SIGKILL)


def reap(child: int) -> tuple[int, int] | None:
    """Collects whatever has ended below here; the child's own end and peak if it is among that."""
    found = None
    while True:
        try:
            process, wait_status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if process == 0:
            return found
        if process == child:
            found = wait_status, usage.ru_maxrss * 1024


def clear() -> list[int]:
    """Kills all that is left below here, until there is nothing; what would not go by then is returned."""
    until = time.monotonic() + GRACE
    while (left := descendants()) and time.monotonic() < until:
        for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first: nothing can fork away meanwhile
            for process in left:
                try:
                    os.kill(process, number)
                except ProcessLookupError:
                    pass
        reap(0)
        time.sleep(0.002)
    return left


def remove(folder: str) -> list[str]:
    """Removes a folder with all that is in it, whatever its permissions; says what would not go."""
    stuck: list[str] = []

    def attempt(action: Any, path: str) -> None:
        try:
            action(path)
        except OSError as error:
            stuck.append(f"{path}: {error.strerror}")

    for parent, folders, files in os.walk(folder):  # from the top, so that each can be opened for the next
        for name in folders:
            inner = os.path.join(parent, name)
            if not os.path.islink(inner):
                attempt(lambda path: os.chmod(path, 0o700), inner)
        for name in files:
            attempt(os.unlink, os.path.join(parent, name))
    for parent, folders, _ in os.walk(folder, topdown=False):
        for name in folders:
            inner = os.path.join(parent, name)
            attempt(os.unlink if os.path.islink(inner) else os.rmdir, inner)
    attempt(os.rmdir, folder)
    return stuck[:20]


def descendants() -> list[int]:
    """Every process below this one. As the subreaper it is the ancestor of all that was ever started."""
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop()
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/children") as file:
                    children = [int(word) for word in file.read().split()]
                found.extend(children)
                waiting.extend(children)
        except (FileNotFoundError, ProcessLookupError):
            if not os.path.exists("/proc/thread-self/children"):
                return _descendants_by_parent()
            continue  # it ended while it was looked at
    return found


def _descendants_by_parent() -> list[int]:
    """The same on a kernel without CONFIG_PROC_CHILDREN: from every process's parent."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    parent = int(file.read().rpartition(b")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(name))
    found = list(children.get(os.getpid(), []))
    for process in found:
        found.extend(children.get(process, []))
    return found


def resident(process: int) -> int:
    """The bytes a process holds in memory."""
    try:
        with open(f"/proc/{process}/statm", "rb") as file:
            return int(file.read().split()[1]) * PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0


def proportional(process: int) -> int:
    """The same with each page divided among those who share it: what forked children have in common counts once.

    It takes the kernel a walk through the page tables, and so is asked only where it may decide.
    """
    try:
        with open(f"/proc/{process}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        return 0
    except PermissionError:
        return resident(process)
    return 0


if __name__ == "__main__":
    main()

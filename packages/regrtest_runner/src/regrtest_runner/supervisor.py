"""Runs one test file on one interpreter to the end, whatever happens on the way.

The interpreter runs agent.py below launcher.py; here its records are read, its output is drained, and the
clock is kept. A process that dies or hangs in a case has that case's outcome recorded, and another one runs
the rest of the file: no crash loses a case, and each attempt settles at least one, so that there is an end.
"""

from __future__ import annotations

import ctypes
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from regrtest_runner import results
from regrtest_runner.results import Incident

HERE = Path(__file__).resolve().parent

FILE_TIMES_CASE = 6
"""A file may take this many times what one case may: some hanging cases, not hours of them."""

EXIT_SECONDS = 60.0
"""What an interpreter may take to exit after its last case."""

KEPT_HEAD, KEPT_TAIL = 64 << 10, 1 << 20
"""The bytes of a process's output that are kept: its first and its last."""

TOLD_LINES, TOLD_CHARACTERS = 25, 4000
"""How much of that an incident tells."""

MARK = "PROTOPYTHON_REGRTEST"
"""The environment variable by which a process that was lost sight of is known as one of ours."""

RECORDS, ORDERS = 500, 501
"""The descriptors' numbers in the process under test: so high that they do not lie between a case's own."""

PR_SET_CHILD_SUBREAPER = 36


class CannotStart(Exception):
    """The interpreter is not there, or not to be run: nothing can be said of any file."""


@dataclass(frozen=True)
class Limits:
    """What one case may take in time (so long without any news is too long), and all processes in memory."""

    seconds: float
    memory_mb: int

    @property
    def file_seconds(self) -> float:
        return self.seconds * FILE_TIMES_CASE


@dataclass
class FileRun:
    """What came of a file on one side."""

    cases: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0
    loaded: bool = False
    """Whether the list of cases came."""
    skipped: str | None = None
    """Why the file as a whole skips itself."""
    tally: dict[str, int] = field(default_factory=dict)
    """What unittest counted itself, summed over the attempts: run, failures, errors, skipped."""
    details: list[str] | None = None
    """For a run on CPython, the cases that the suite marks as details of CPython; None where that was not asked."""


Chooser = Callable[[str], bool]


@dataclass
class CommandRun:
    """What came of a command that writes no records."""

    text: str
    told: str
    peak_mb: int
    kind: str | None = None
    """The incident it ended in, if it did."""
    detail: str = ""


def run_command(executable: str, arguments: list[str], seconds: float, memory_mb: int) -> CommandRun:
    """Runs the interpreter with other arguments under the same supervision."""
    limits = Limits(seconds, memory_mb)
    run = _Run(executable, " ".join(arguments), limits, None, (), (), time.monotonic())
    run.until = time.monotonic() + seconds
    attempt = Attempt(run, None, arguments)
    attempt.run()
    ended = attempt.ending()
    # regrtest's own exit status says that cases failed, which is no incident.
    incident = ended is not None and not ended.detail.startswith("exit status")
    text = bytes(attempt.output.head + attempt.output.tail).decode("utf-8", "backslashreplace")
    told = attempt.output.told()
    kind, detail = (ended.kind, ended.detail) if ended is not None and incident else (None, ended.detail if ended else "")
    return CommandRun(text, told, attempt.peak >> 20, kind, detail)


def run_file(
    executable: str,
    module: str,
    limits: Limits,
    choose: Chooser | None = None,
    options: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
) -> FileRun:
    """All cases of the module (those that `choose` accepts) on the interpreter; the words are the agent's."""
    started = time.monotonic()
    run = _Run(executable, module, limits, choose, options, words, started)
    run.to_the_end()
    run.result.seconds = round(time.monotonic() - started, 3)
    return run.result


class _Run:
    """One file's attempts, and what is known after them."""

    def __init__(
        self,
        executable: str,
        module: str,
        limits: Limits,
        choose: Chooser | None,
        options: tuple[str, ...],
        words: tuple[str, ...],
        started: float,
    ) -> None:
        self.executable = executable
        self.module = module
        self.limits = limits
        self.choose = choose
        self.options = options
        self.words = words
        self.until = started + limits.file_seconds
        self.result = FileRun()
        self.listed: dict[str, None] | None = None
        self.bare = False

    def to_the_end(self) -> None:
        while self._attempt():
            pass
        for name in self.listed or ():
            self.result.cases.setdefault(name, results.NOT_RUN)
        # in the file's own order, whatever order the attempts had
        self.result.cases = {name: self.result.cases[name] for name in [*(self.listed or ()), *self.result.cases]}
        self.result.loaded = self.listed is not None

    def _remaining(self) -> list[str]:
        return [name for name in self.listed or () if name not in self.result.cases]

    def _attempt(self) -> bool:
        """One process. True where another one is to follow."""
        wanted = None if self.listed is None else self._remaining()
        attempt = Attempt(self, wanted)
        attempt.run()
        self.result.peak_mb = max(self.result.peak_mb, -(-attempt.peak >> 20) if attempt.peak else 0)
        ended = attempt.ending()
        if attempt.output.dropped:
            self._incident("output", attempt.running, f"{attempt.output.total >> 20} MB were written", attempt)
        if attempt.done:
            if ended is not None:
                self._incident(ended.kind, None, ended.detail + " at exit", attempt)
            return False
        if not attempt.ready and not self.bare and ended is not None and ended.kind == "crash":
            self.bare = True  # the set-up itself may be what kills it, and cases may do without
            return True
        if ended is None:
            ended = _Ending("crash", results.CRASHED, attempt.abandoned or "exit status 0")
        if attempt.abandoned is None:
            where = "" if attempt.running or attempt.complete else " while the file was loaded"
            self._incident(ended.kind, attempt.running, ended.detail + where, attempt)
        if not attempt.complete:
            return False
        if attempt.running is not None:
            self._settle(attempt.running, ended.outcome, ended.detail)
        elif not attempt.settled:
            self._blame_fixture(ended)
        return bool(self._remaining()) and time.monotonic() < self.until

    def _blame_fixture(self, ended: _Ending) -> None:
        """It died before its first case: in the fixture of that case's class, which has to be passed over."""
        remaining = self._remaining()
        scope = remaining[0].rpartition(".")[0] if remaining else None
        for name in remaining:
            if name.rpartition(".")[0] == scope:
                self._settle(name, ended.outcome, f"{ended.detail} in a fixture of {scope}")

    def _settle(self, name: str, outcome: str, message: str) -> None:
        self.result.cases[name] = outcome
        if outcome not in results.GOOD:
            self.result.failures[name] = message
        else:
            self.result.failures.pop(name, None)

    def _incident(self, kind: str, case: str | None, detail: str, attempt: Attempt) -> None:
        self.result.incidents.append(Incident(kind, case, detail, attempt.output.told()))


@dataclass(frozen=True)
class _Ending:
    """How a process came to an end that was not its own."""

    kind: str
    outcome: str
    detail: str


class Attempt:
    """One process: from its start to the last trace of it."""

    def __init__(self, run: _Run, wanted: list[str] | None, arguments: list[str] | None = None) -> None:
        self.file = run
        self.wanted = wanted
        self.arguments = arguments
        self.ready = False
        self.complete = False
        self.done = False
        self.settled = 0
        self.running: str | None = None
        self.abandoned: str | None = None
        self.output = Output()
        self.peak = 0
        self.listing: list[str] = []
        self._records = b""
        self._status = b""
        self._too_long: str | None = None
        self._news = time.monotonic()

    def run(self) -> None:
        become_subreaper()
        with _Process(self.file, self.arguments) as process:
            self._process = process
            try:
                self._listen(process)
            except OSError as error:
                raise OSError(error.errno, f"supervising {self.file.module}: {error.strerror}") from error
        told = [json.loads(line) for line in self._status.splitlines()]
        for line in told:
            if "cannot" in line:
                raise CannotStart(line["cannot"])
        self._report = told[0] if told else None
        if self._report is not None:
            self.peak = self._report["peak"]
            for process in self._report["alive"]:
                print(f"regrtest_runner: {self.file.module}: process {process} cannot be killed", file=sys.stderr)
            for stuck in self._report["unremoved"]:
                print(f"regrtest_runner: cannot remove {stuck}", file=sys.stderr)

    def ending(self) -> _Ending | None:
        """None where the process ended by itself and well."""
        if self._too_long is not None:
            return _Ending("timeout", results.TIMEOUT, self._too_long)
        if self._report is None:
            return _Ending("crash", results.CRASHED, "its launcher was killed")
        if self._report["killed"] == "memory":
            return _Ending("memory", results.MEMORY, f"more than {self.file.limits.memory_mb} MB")
        status = self._report["status"]
        if os.WIFSIGNALED(status):
            return _Ending("crash", results.CRASHED, signal_name(os.WTERMSIG(status)))
        if os.WEXITSTATUS(status) != 0:
            return _Ending("crash", results.CRASHED, f"exit status {os.WEXITSTATUS(status)}")
        return None

    def _listen(self, process: _Process) -> None:
        """Reads records, output and the launcher's last word until the launcher is gone."""
        with selectors.DefaultSelector() as selector:
            selector.register(process.records, selectors.EVENT_READ, self._take_records)
            selector.register(process.output, selectors.EVENT_READ, self.output.take)
            selector.register(process.status, selectors.EVENT_READ, self._take_status)
            while process.status in selector.get_map():
                for key, _ in selector.select(self._patience()):
                    if not _feed(key.fd, key.data):
                        selector.unregister(key.fd)
                if self._patience() <= 0 and self._too_long is None:
                    self._too_long = self._why_too_long()
                    process.give_up()
            # What was written before the end may still be in the pipes.
            for key in list(selector.get_map().values()):
                while _feed(key.fd, key.data):
                    pass

    def _patience(self) -> float:
        """The seconds until the process has taken too long."""
        if self._too_long is not None:
            return 60.0
        limit = min(EXIT_SECONDS, self.file.limits.seconds) if self.done else self.file.limits.seconds
        return min(self._news + limit, max(self.file.until, self._news + 1.0)) - time.monotonic()

    def _why_too_long(self) -> str:
        silent = time.monotonic() - self._news
        return f"nothing for {silent:.0f} s" if time.monotonic() < self.file.until else "the file's time was over"

    def _take_status(self, data: bytes) -> None:
        self._status += data

    def _take_records(self, data: bytes) -> None:
        *lines, self._records = (self._records + data).split(b"\n")
        for line in lines:
            self._news = time.monotonic()
            kind, *parts = line.decode("utf-8", "replace").split("\t")
            try:
                self._record(kind, parts)
            except (ValueError, IndexError, TypeError):
                # A case that writes to descriptors it does not own. The next record is whole again.
                self.file._incident("crash", self.running, f"a garbled record: {line[:80]!r}", self)

    def _record(self, kind: str, parts: list[str]) -> None:
        """See agent.py for what each says."""
        result = self.file.result
        if kind == "S":
            self.running = parts[0]
        elif kind == "E":
            name, outcome, message = parts
            self.file._settle(name, outcome, unescape(message))
            self.running = None
            self.settled += 1
        elif kind == "L":
            self.listing.append(parts[0])
        elif kind == ".":
            self._listed()
        elif kind == "H":
            self.ready = True
        elif kind == "F":
            self._fixture(*parts)
        elif kind == "I":
            self._not_loaded(parts[0], unescape(parts[1]))
        elif kind == "X":
            self.abandoned = unescape(parts[0])
        elif kind == "T":
            for name, count in zip(("run", "failures", "errors", "skipped"), parts, strict=True):
                result.tally[name] = result.tally.get(name, 0) + int(count)
        elif kind == "D":
            self.done = True

    def _listed(self) -> None:
        self.complete = True
        if self.wanted is None:
            chosen = [name for name in self.listing if self.file.choose is None or self.file.choose(name)]
            self.file.listed = dict.fromkeys(chosen)
            partly = len(chosen) != len(self.listing)
        else:
            chosen, partly = self.wanted, True
        self._process.order(chosen if partly else None)

    def _fixture(self, fixture: str, scope: str, outcome: str, message: str) -> None:
        """Failed or skipped before its cases, it decides about them; failed after them, it is told as an incident."""
        text = f"{fixture} ({scope}): {unescape(message)}"
        if fixture.startswith("setUp"):
            for name in self.file._remaining():
                covered = name.rpartition(".")[0] == scope if fixture == "setUpClass" else name.startswith(scope + ".")
                if covered:
                    self.file._settle(name, outcome, text)
                    self.settled += 1
        elif outcome != results.SKIPPED:
            self.file._incident("fixture", None, text, self)

    def _not_loaded(self, outcome: str, message: str) -> None:
        if self.wanted is not None:
            return  # the first attempt told already
        if outcome == results.SKIPPED:
            self.file.result.skipped = message
        else:
            self.file._incident("import", None, message, self)


class _Process:
    """The launcher, the pipes to it and to what runs below it, and the folder that is theirs."""

    _lifeline: int | None
    """Until everything below is to be killed."""
    _orders: int | None
    """Until the orders are given."""

    def __init__(self, run: _Run, arguments: list[str] | None) -> None:
        self.mark = uuid.uuid4().hex
        self.base = tempfile.mkdtemp(prefix="rt-")
        temporary = os.path.join(self.base, "tmp")
        # As in a regular run the cases' folder has a name that is not ASCII.
        folder = os.path.join(temporary, f"test_python_{os.getpid()}\u00e6")
        os.makedirs(folder)
        self.records, records = os.pipe()
        orders, self._orders = os.pipe()
        self.output, output = os.pipe()
        self.status, status = os.pipe()
        lifeline, self._lifeline = os.pipe()
        theirs = (records, orders, output, status, lifeline)
        agent = [str(HERE / "agent.py"), str(RECORDS), str(ORDERS), run.module, folder, *(["bare"] if run.bare else []), *run.words]
        specification = {
            "command": [run.executable, *run.options, "-u", *(agent if arguments is None else arguments)],
            "folder": self.base,
            "remove": self.base,
            "keep": [records, orders, output],
            "places": [(output, 1), (output, 2), *([(records, RECORDS), (orders, ORDERS)] if arguments is None else [])],
            "status": status,
            "lifeline": lifeline,
            "memory_bytes": run.limits.memory_mb << 20,
        }
        try:
            # Below its own folder, so that no command line of it has the package's name: see launcher.py.
            program, told = os.path.join(self.base, "launcher.py"), os.path.join(self.base, "specification")
            os.symlink(HERE / "launcher.py", program)
            Path(told).write_text(json.dumps(specification), "utf-8")
            self._launcher = subprocess.Popen(
                [sys.executable, "-I", "-S", program, told],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment(temporary, self.mark),
                pass_fds=theirs,
                start_new_session=True,
            )
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        for descriptor in (self.records, self.output, self.status):
            os.set_blocking(descriptor, False)

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        """However it came to this, nothing of it stays."""
        self.give_up()
        with _uninterrupted():
            # Nothing is written past a full pipe: what is left below must be able to end while this waits.
            for descriptor in (self.records, self.output):
                os.close(descriptor)
            try:
                self._launcher.wait(30)
            except subprocess.TimeoutExpired:
                self._launcher.kill()
                self._launcher.wait()
            os.close(self.status)
            if self._orders is not None:
                os.close(self._orders)
            if self._launcher.returncode != 0:
                kill_marked(self.mark)

    def give_up(self) -> None:
        """Lets go of the lifeline: the launcher kills everything below it."""
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def order(self, cases: list[str] | None) -> None:
        """Answers the list of cases: which of them to run, or None for all."""
        line = ""
        if cases is not None:
            line = os.path.join(self.base, "cases")
            Path(line).write_bytes("\n".join(cases).encode("utf-8", "surrogateescape"))
        assert self._orders is not None
        try:
            os.write(self._orders, line.encode() + b"\n")
        except BrokenPipeError:
            pass  # it died meanwhile, which the end of its records will tell
        os.close(self._orders)
        self._orders = None


class Output:
    """A process's output: the beginning, the end, and how much there was between."""

    def __init__(self) -> None:
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0

    def take(self, data: bytes) -> None:
        self.total += len(data)
        room = KEPT_HEAD - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        self.tail += data
        if len(self.tail) > 2 * KEPT_TAIL:
            del self.tail[:-KEPT_TAIL]

    @property
    def dropped(self) -> int:
        return max(0, self.total - KEPT_HEAD - KEPT_TAIL)

    def told(self) -> str:
        """The last lines."""
        text = (self.tail[-2 * TOLD_CHARACTERS :] if len(self.tail) > TOLD_CHARACTERS else self.head + self.tail).decode(
            "utf-8", "backslashreplace"
        )
        return "\n".join(text.splitlines()[-TOLD_LINES:])[-TOLD_CHARACTERS:]


# --------------------------------------------------------------------------------------------------
# Small parts
# --------------------------------------------------------------------------------------------------


def _feed(descriptor: int, take: Callable[[bytes], None]) -> bool:
    """Passes on what there is to read. False at the end, and where there is nothing."""
    try:
        data = os.read(descriptor, 1 << 18)
    except BlockingIOError:
        return False
    if data:
        take(data)
    return bool(data)


def environment(temporary: str, mark: str) -> dict[str, str]:
    """The caller's, without what would make a run depend on how the runner was started."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST_", "PROTOPY", "NOX_", "COV_"))
        and name not in ("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "VIRTUAL_ENV", "REGRTEST_RESULTS")
    }
    return {**kept, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary, MARK: mark}


def unescape(text: str) -> str:
    """Undoes agent._escape, for what is read by people; a case's name stays as it is."""
    if "\\" not in text:
        return text
    parts = text.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r") for part in parts)


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not stop the clearing up after the first."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread, which gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def become_subreaper() -> None:
    """Should a launcher be killed, what it watched over comes here and not to init."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def kill_marked(mark: str) -> None:
    """The second net, for when a launcher was killed: every process with our mark, and what is below it."""
    wanted = f"{MARK}={mark}".encode()
    for _ in range(200):
        found = [process for process in _processes() if wanted in _environment_of(process)]
        if not found:
            return
        for process in found:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in found:
            try:
                os.waitpid(process, os.WNOHANG)
            except ChildProcessError:
                continue  # somebody else's to collect
        time.sleep(0.01)


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]


def _environment_of(process: int) -> list[bytes]:
    try:
        return Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return []  # gone, or another user's


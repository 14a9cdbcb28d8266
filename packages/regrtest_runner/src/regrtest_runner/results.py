"""The results of a run as typed data, and the one place that reads and writes them (docs/formats/regrtest.md).

Everything that looks at a run (reports, comparison, history, dashboard) gets these classes, never raw JSON:
`read` checks a file's shape once, so that nobody after it has to.
"""

from __future__ import annotations

import gzip
import json
import os
import types
import typing
import zlib
from collections.abc import Collection, Iterator
from dataclasses import MISSING as ABSENT
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path

SCHEMA = "protopython-regrtest"
VERSION = 2
"""2 knows the cases that are details of CPython, and damage. 1 is read too: what it does not know is None there."""

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"
EXPECTED_FAILURE, UNEXPECTED_SUCCESS = "expected_failure", "unexpected_success"
CRASHED, TIMEOUT, MEMORY = "crashed", "timeout", "memory"
MISSING, NOT_RUN = "missing", "not_run"

OUTCOMES = frozenset(
    {PASSED, FAILED, ERROR, SKIPPED, EXPECTED_FAILURE, UNEXPECTED_SUCCESS, CRASHED, TIMEOUT, MEMORY, MISSING, NOT_RUN}
)
GOOD = frozenset({PASSED, EXPECTED_FAILURE})
"""The outcomes that make a case count (CPython's), and that make it pass (protopy's)."""

INCIDENTS = frozenset({"crash", "timeout", "memory", "import", "output", "fixture", "damage"})
"""`fixture` is a tearDownClass or tearDownModule that failed: no case is at fault, yet it went wrong.
`damage` is a change of the standard library or the tests themselves."""


class Unreadable(Exception):
    """A results file that is absent, damaged, or of another format."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


@dataclass(frozen=True)
class Totals:
    """How many cases count, how many of them pass, and the quotient (None where nothing counts)."""

    counted: int
    passed: int
    compatibility: float | None


@dataclass(frozen=True)
class Environment:
    """The machine."""

    system: str
    processor: str
    processors: int
    memory_mb: int


@dataclass(frozen=True)
class Interpreter:
    """One of the two sides."""

    executable: str
    version: str
    implementation: str
    build: str


@dataclass(frozen=True)
class Selection:
    """What was asked for: a group's name or None, and patterns of files and cases."""

    group: str | None = None
    files: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Limits:
    """What a case may take."""

    seconds: float
    memory_mb: int


@dataclass(frozen=True)
class Incident:
    """What happened to a whole process; `case` is None where none was running."""

    kind: str
    case: str | None
    detail: str
    output: str = ""


@dataclass
class File:
    """One test file: each case's outcome on protopy and on CPython."""

    groups: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0
    incidents: list[Incident] = field(default_factory=list)
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    """The cases that count and that the suite marks as details of CPython."""

    def count(self) -> Totals:
        return totals(self.cases.values())

    def without_details(self) -> Iterator[tuple[str, str]]:
        """The other cases' outcomes."""
        marked = set(self.details)
        return (pair for case, pair in self.cases.items() if case not in marked)


@dataclass
class Results:
    """A run."""

    started: str
    duration: float
    commit: str | None
    modified: bool
    environment: Environment
    subject: Interpreter
    baseline: Interpreter
    driver: str
    selection: Selection
    limits: Limits
    workers: int
    interrupted: bool = False
    details: bool = False
    """Whether the details of CPython were run on protopy too, rather than skipped as the suite asks."""
    totals: Totals = field(default_factory=lambda: Totals(0, 0, None))
    groups: dict[str, Totals] = field(default_factory=dict)
    without_details: Totals | None = None
    """The same of the cases that are no details of CPython; None in a run of a release that did not know them."""
    groups_without_details: dict[str, Totals] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    free_threading: File | None = None
    schema: str = SCHEMA
    version: int = VERSION

    def count(self, groups: Collection[str] | None = None) -> Totals:
        """The totals of the files that belong to one of the groups; of all files where none is named."""
        return totals(pair for file in self._of(groups) for pair in file.cases.values())

    def count_without_details(self, groups: Collection[str] | None = None) -> Totals:
        """The same without the cases that are details of CPython."""
        return totals(pair for file in self._of(groups) for pair in file.without_details())

    def tally(self) -> None:
        """Brings the totals, whole and without details, in line with the files."""
        names = sorted({name for file in self.files.values() for name in file.groups})
        self.totals = self.count()
        self.groups = {name: self.count([name]) for name in names}
        self.without_details = self.count_without_details()
        self.groups_without_details = {name: self.count_without_details([name]) for name in names}

    def _of(self, groups: Collection[str] | None) -> Iterator[File]:
        for file in self.files.values():
            if groups is None or not set(groups).isdisjoint(file.groups):
                yield file


def totals(pairs: typing.Iterable[tuple[str, str]]) -> Totals:
    """Counts pairs of outcomes, protopy's and CPython's."""
    counted = passed = 0
    for subject, baseline in pairs:
        if baseline in GOOD:
            counted += 1
            passed += subject in GOOD
    return Totals(counted, passed, round(passed / counted, 6) if counted else None)


# --------------------------------------------------------------------------------------------------
# Reading and writing
# --------------------------------------------------------------------------------------------------


def write(path: Path, results: Results) -> None:
    """Writes a run (compressed where the name ends in .gz): it is there whole, or as it was before."""
    text = json.dumps(to_json(results), ensure_ascii=False, indent=1) + "\n"
    data = text.encode("utf-8", "backslashreplace")
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)  # without a time in it, the same run gives the same file
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Replaces a file in one step; what is left of a failed attempt is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a pipe cannot be replaced
        return
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(fresh, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def read(path: Path) -> Results:
    """What `write` wrote; raises Unreadable."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        held = json.loads(data)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(path, str(error) or type(error).__name__) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(path, f"it is not JSON: {error}") from error
    if not isinstance(held, dict) or held.get("schema") != SCHEMA:
        raise Unreadable(path, f"it is not a {SCHEMA} file")
    version = held.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Unreadable(path, "it has no version")
    if version > VERSION:
        raise Unreadable(path, f"it has version {version}, and this reads up to {VERSION}")
    try:
        return from_json(held)
    except _Misshapen as error:
        raise Unreadable(path, str(error)) from error


def to_json(results: Results) -> dict[str, typing.Any]:
    held = asdict(results)
    first = {name: held.pop(name) for name in ("schema", "version")}
    if held["free_threading"] is None:
        del held["free_threading"]
    return {**first, **held}


def from_json(held: dict[str, typing.Any]) -> Results:
    results = typing.cast(Results, _build(Results, held, "results"))
    every = dict(results.files)
    if results.free_threading is not None:
        every["free_threading"] = results.free_threading
    for name, file in every.items():
        _check_words(name, file)
    return results


def file_to_json(file: File) -> dict[str, typing.Any]:
    return asdict(file)


def file_from_json(held: dict[str, typing.Any]) -> File:
    file = typing.cast(File, _build(File, held, "file"))
    _check_words("file", file)
    return file


def _check_words(name: str, file: File) -> None:
    """The outcomes and incident kinds must be words of the format."""
    for case, pair in file.cases.items():
        for outcome in pair:
            if outcome not in OUTCOMES:
                raise _Misshapen(f"{name}: {case} has the outcome {outcome!r}, which the format does not know")
    for incident in file.incidents:
        if incident.kind not in INCIDENTS:
            raise _Misshapen(f"{name}: an incident of the kind {incident.kind!r}, which the format does not know")


class _Misshapen(ValueError):
    """JSON that is not of the shape the classes declare."""


def _build(kind: typing.Any, value: typing.Any, where: str) -> typing.Any:
    """A value of the declared type from JSON: the classes above are the schema."""
    origin = typing.get_origin(kind)
    if origin is types.UnionType:
        inner = [option for option in typing.get_args(kind) if option is not types.NoneType]
        return None if value is None else _build(inner[0], value, where)
    if is_dataclass(kind):
        if not isinstance(value, dict):
            raise _Misshapen(f"{where} is not an object")
        hints = _hints(typing.cast(type, kind))
        known = {name: _build(hints[name], item, f"{where}.{name}") for name, item in value.items() if name in hints}
        missing = [entry.name for entry in fields(kind) if entry.name not in known and _required(entry)]
        if missing:
            raise _Misshapen(f"{where} has no {', '.join(missing)}")
        return typing.cast(typing.Any, kind)(**known)
    if origin is list:
        if not isinstance(value, list):
            raise _Misshapen(f"{where} is not a list")
        return [_build(typing.get_args(kind)[0], item, f"{where}[]") for item in value]
    if origin is dict:
        if not isinstance(value, dict):
            raise _Misshapen(f"{where} is not an object")
        return {name: _build(typing.get_args(kind)[1], item, f"{where}.{name}") for name, item in value.items()}
    if origin is tuple:
        if not isinstance(value, list) or len(value) != 2 or not all(isinstance(item, str) for item in value):
            raise _Misshapen(f"{where} is not a pair of outcomes")
        return (value[0], value[1])
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _Misshapen(f"{where} is {json.dumps(value)[:60]}, not {kind.__name__}")
    return value


_known_hints: dict[type, dict[str, typing.Any]] = {}


def _hints(kind: type) -> dict[str, typing.Any]:
    if kind not in _known_hints:
        _known_hints[kind] = typing.get_type_hints(kind)
    return _known_hints[kind]


def _required(entry: typing.Any) -> bool:
    return entry.default is ABSENT and entry.default_factory is ABSENT

"""Writes generated sources, compiles them side by side, links.

Everything lands under one directory (build/ of the checkout, or a temporary one in tests):

    src/<mode>/    the generated headers and units, for reading and for gdb
    cache/         objects by content, shared by all modes and programs
    bin/, lib/     the results
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from queue import PriorityQueue
from typing import Final, Protocol

from protopyc.build import toolchain
from protopyc.build.cache import KeyMaker, ObjectCache
from protopyc.build.errors import BuildError

PRELUDE: Final = Path(__file__).resolve().parent.parent / "prelude"


class UnitLike(Protocol):
    """What a unit must offer (protopyc.program.Unit does). A name ending in .S is assembler, else C++."""

    name: str
    text: str
    flags: list[str]


@dataclass
class SourceUnit:
    name: str
    text: str
    flags: list[str] = field(default_factory=list)


@dataclass
class Work:
    unit: UnitLike
    target: Path
    flags: list[str]


@dataclass
class BuildResult:
    executable: Path | None
    library: Path | None
    compiled: list[str]
    "Names of units that were compiled now; the others came from the cache."
    seconds: float


def build(
    units: Iterable[UnitLike],
    headers: dict[str, str],
    build_dir: Path,
    *,
    mode: str = "release",
    executable: str | None = "bin/protopy",
    library: str | None = None,
    jobs: int | None = None,
    quiet: bool = False,
    cache_dir: Path | None = None,
) -> BuildResult:
    """Compiles and links. `headers` are generated ones by name; the prelude's are added. A unit is compiled as
    soon as the iterator gives it."""
    if mode not in toolchain.MODES:
        raise BuildError(f"unknown build mode {mode!r}; there are {', '.join(toolchain.MODES)}")
    start = time.monotonic()
    tools = toolchain.find_toolchain()
    all_headers = dict(headers)
    for path in PRELUDE.glob("*.hpp"):
        all_headers.setdefault(path.name, path.read_text("utf-8"))
    prelude = SourceUnit("prelude", (PRELUDE / "prelude.cpp").read_text("utf-8"))

    tree = SourceTree(build_dir / "src" / mode)
    for name, text in all_headers.items():
        tree.write(name, text)
    cache = ObjectCache(cache_dir or build_dir / "cache")
    keys = KeyMaker(all_headers, tools.version)
    flags = [*toolchain.COMMON, *toolchain.MODES[mode]]
    objects: dict[str, Path] = {}
    compiled: list[str] = []
    with Compilers(tools, tree.folder, jobs or os.cpu_count() or 1, quiet) as compilers:
        for unit in chain(units, [prelude]):
            tree.write(_file_name(unit), unit.text)
            unit_flags = _unit_flags(unit, flags)
            key = keys.key(unit.text, unit_flags)
            objects[unit.name] = cache.path(key)
            if not cache.has(key):
                compilers.add(unit, cache.path(key), unit_flags)
                compiled.append(unit.name)
        tree.remove_others()

    ordered = [objects[name] for name in sorted(objects)]
    result = BuildResult(None, None, compiled, 0.0)
    if executable is not None:
        result.executable = build_dir / executable
        _link(tools, ordered, result.executable, toolchain.LINK_EXECUTABLE, mode)
    if library is not None:
        result.library = build_dir / library
        soname = f"-Wl,-soname,{result.library.name}"
        _link(tools, ordered, result.library, [*toolchain.LINK_LIBRARY, soname], mode)
    if compiled:
        cache.prune()
    result.seconds = time.monotonic() - start
    if not quiet:
        count = f"{len(objects)} units ({len(compiled)} compiled)"
        print(f"built {count} in {result.seconds:.1f} s", file=sys.stderr)
    return result


def _unit_flags(unit: UnitLike, flags: list[str]) -> list[str]:
    return [] if unit.name.endswith(".S") else [*flags, *unit.flags]


def _file_name(unit: UnitLike) -> str:
    return unit.name if unit.name.endswith(".S") else unit.name + ".cpp"


class SourceTree:
    """A folder that is to hold exactly what is written into it; what is equal already keeps its time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, text: str) -> None:
        if name in self.names:
            raise BuildError(f"two generated files are called {name}")
        self.names.add(name)
        path = self.folder / name
        data = text.encode("utf-8")
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)

    def remove_others(self) -> None:
        for old in self.folder.iterdir():
            if old.is_file() and old.name not in self.names:
                old.unlink()


class Compilers:
    """C++ compilers side by side. Of the units that wait the longest text goes first, so that the last one to
    be finished is short. Leaving the `with` block waits for all; BuildError says what failed, and after a
    failure no more are started."""

    def __init__(self, tools: toolchain.Toolchain, source_dir: Path, jobs: int, quiet: bool) -> None:
        self._tools = tools
        self._source_dir = source_dir
        self._waiting: PriorityQueue[tuple[int, int, Work | None]] = PriorityQueue()
        self._added = 0
        self._stopped = False
        self._failures: list[str] = []
        self._progress = Progress(quiet)
        self._threads = [threading.Thread(target=self._run) for _ in range(jobs)]

    def __enter__(self) -> Compilers:
        return self

    def add(self, unit: UnitLike, target: Path, flags: list[str]) -> None:
        if not self._added:  # not before: the units may come from forks of this process
            for thread in self._threads:
                thread.start()
        self._added += 1
        self._progress.total = self._added
        self._waiting.put((-len(unit.text), self._added, Work(unit, target, flags)))

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._stopped = self._stopped or kind is not None
        if self._added:
            for k in range(len(self._threads)):
                self._waiting.put((1, k, None))
            for thread in self._threads:
                thread.join()
        self._progress.end()
        if self._failures and kind is None:
            raise BuildError("\n".join(self._failures))

    def _run(self) -> None:
        while True:
            _, _, work = self._waiting.get()
            if work is None:
                return
            if self._stopped:
                continue
            problem = _compile(self._tools, self._source_dir, work)
            self._progress.step(work.unit.name)
            if problem:
                self._stopped = True
                self._failures.append(problem)


def _compile(tools: toolchain.Toolchain, source_dir: Path, work: Work) -> str:
    """Compiles one unit into the cache; returns "" or what went wrong."""
    target = work.target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(suffix=".o", dir=target.parent)
    os.close(handle)
    source = source_dir / _file_name(work.unit)
    command = [tools.compiler, *work.flags, "-I", str(source_dir), "-c", str(source), "-o", temporary]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        os.unlink(temporary)
        shown = "\n".join(done.stderr.splitlines()[:60])
        return (
            f"{source}: the C++ compiler refused this unit. That is a defect of protopyc.\n"
            f"  {' '.join(command)}\n{shown}"
        )
    os.replace(temporary, target)
    return ""


def _link(tools: toolchain.Toolchain, objects: list[Path], target: Path, flags: list[str], mode: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    listing = target.with_name(f".{target.name}.{os.getpid()}.rsp")
    listing.write_text("\n".join(f'"{o}"' for o in objects))
    mode_flags = toolchain.LINK_MODES[mode]
    if mode_flags:  # the sanitizers' own runtimes must be shared or absent from a static link
        flags = [f for f in flags if not f.startswith("-static")]
    command = [
        tools.compiler,
        *flags,
        *mode_flags,
        f"@{listing}",
        "-lm",
        "-ldl",
        "-lpthread",
        "-o",
        str(temporary),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        if done.returncode != 0:
            temporary.unlink(missing_ok=True)
            shown = "\n".join(done.stderr.splitlines()[:40])
            raise BuildError(f"linking {target} failed:\n  {' '.join(command)}\n{shown}")
        os.replace(temporary, target)
    finally:
        listing.unlink(missing_ok=True)


class Progress:
    """One line that is rewritten on a terminal; silent elsewhere but for long builds."""

    def __init__(self, quiet: bool) -> None:
        self.total = 0
        self._done = 0
        self._lock = threading.Lock()
        self._tty = not quiet and sys.stderr.isatty()
        self._log = not quiet and not self._tty
        self._last = time.monotonic()

    def step(self, name: str) -> None:
        with self._lock:
            self._done += 1
            if self._tty:
                sys.stderr.write(f"\r\x1b[K[{self._done}/{self.total}] {name}")
                sys.stderr.flush()
            elif self._log and time.monotonic() - self._last > 10:
                self._last = time.monotonic()
                print(f"[{self._done}/{self.total}] {name}", file=sys.stderr)

    def end(self) -> None:
        if self._tty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def run_program(executable: Path, *args: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs a built program and captures what it says (for tests)."""
    return subprocess.run([str(executable), *args], capture_output=True, text=True, **options)  # type: ignore[call-overload,no-any-return]

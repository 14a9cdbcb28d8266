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
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
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
class BuildResult:
    executable: Path | None
    library: Path | None
    compiled: list[str]
    "Names of units that were compiled now; the others came from the cache."
    seconds: float


def build(
    units: Sequence[UnitLike],
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
    """Compiles and links. `headers` are generated ones by name; the prelude's are added."""
    if mode not in toolchain.MODES:
        raise BuildError(f"unknown build mode {mode!r}; there are {', '.join(toolchain.MODES)}")
    start = time.monotonic()
    tools = toolchain.find_toolchain()
    all_headers = dict(headers)
    for path in PRELUDE.glob("*.hpp"):
        all_headers.setdefault(path.name, path.read_text("utf-8"))
    sources = [*units, SourceUnit("prelude", (PRELUDE / "prelude.cpp").read_text("utf-8"))]

    source_dir = build_dir / "src" / mode
    _write_tree(source_dir, all_headers, sources)
    cache = ObjectCache(cache_dir or build_dir / "cache")
    keys = KeyMaker(all_headers, tools.version)
    flags = [*toolchain.COMMON, *toolchain.MODES[mode]]
    work: list[tuple[UnitLike, Path, list[str]]] = []
    objects: list[Path] = []
    for unit in sources:
        unit_flags = _unit_flags(unit, flags)
        key = keys.key(unit.text, unit_flags)
        objects.append(cache.path(key))
        if not cache.has(key):
            work.append((unit, cache.path(key), unit_flags))
    _compile_all(tools, source_dir, work, jobs or os.cpu_count() or 1, quiet)

    result = BuildResult(None, None, [unit.name for unit, _, _ in work], 0.0)
    if executable is not None:
        result.executable = build_dir / executable
        _link(tools, objects, result.executable, toolchain.LINK_EXECUTABLE, mode)
    if library is not None:
        result.library = build_dir / library
        _link(tools, objects, result.library, toolchain.LINK_LIBRARY, mode)
    if work:
        cache.prune()
    result.seconds = time.monotonic() - start
    if not quiet:
        print(f"built {len(sources)} units ({len(work)} compiled) in {result.seconds:.1f} s", file=sys.stderr)
    return result


def _unit_flags(unit: UnitLike, flags: list[str]) -> list[str]:
    return [] if unit.name.endswith(".S") else [*flags, *unit.flags]


def _file_name(unit: UnitLike) -> str:
    return unit.name if unit.name.endswith(".S") else unit.name + ".cpp"


def _write_tree(source_dir: Path, headers: dict[str, str], units: Sequence[UnitLike]) -> None:
    source_dir.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, str] = dict(headers)
    for unit in units:
        name = _file_name(unit)
        if name in wanted:
            raise BuildError(f"two generated files are called {name}")
        wanted[name] = unit.text
    for old in source_dir.iterdir():
        if old.is_file() and old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        path = source_dir / name
        data = text.encode("utf-8")
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def _compile_all(
    tools: toolchain.Toolchain,
    source_dir: Path,
    work: list[tuple[UnitLike, Path, list[str]]],
    jobs: int,
    quiet: bool,
) -> None:
    """Longest text first, so that the last job to end is a short one. Stops at the first failures."""
    if not work:
        return
    work = sorted(work, key=lambda w: -len(w[0].text))
    progress = Progress(len(work), quiet)
    failures: list[str] = []
    with ThreadPoolExecutor(jobs) as pool:
        running: dict[Future[str], str] = {}
        todo = list(work)
        while running or (todo and not failures):
            while todo and len(running) < jobs and not failures:
                unit, target, flags = todo.pop(0)
                running[pool.submit(_compile, tools, source_dir, unit, target, flags)] = unit.name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                problem = future.result()
                progress.step(name)
                if problem:
                    failures.append(problem)
    progress.end()
    if failures:
        raise BuildError("\n".join(failures))


def _compile(
    tools: toolchain.Toolchain, source_dir: Path, unit: UnitLike, target: Path, flags: list[str]
) -> str:
    """Compiles one unit into the cache; returns "" or what went wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(suffix=".o", dir=target.parent)
    os.close(handle)
    source = source_dir / _file_name(unit)
    command = [tools.compiler, *flags, "-I", str(source_dir), "-c", str(source), "-o", temporary]
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

    def __init__(self, total: int, quiet: bool) -> None:
        self._total = total
        self._done = 0
        self._tty = not quiet and sys.stderr.isatty()
        self._log = not quiet and not self._tty
        self._last = time.monotonic()

    def step(self, name: str) -> None:
        self._done += 1
        if self._tty:
            sys.stderr.write(f"\r\x1b[K[{self._done}/{self._total}] {name}")
            sys.stderr.flush()
        elif self._log and time.monotonic() - self._last > 10:
            self._last = time.monotonic()
            print(f"[{self._done}/{self._total}] {name}", file=sys.stderr)

    def end(self) -> None:
        if self._tty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def run_program(executable: Path, *args: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs a built program and captures what it says (for tests)."""
    return subprocess.run([str(executable), *args], capture_output=True, text=True, **options)  # type: ignore[call-overload,no-any-return]

"""The two interpreters of a run: which they are, and which build exactly."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from protobench import paths, provision
from regrtest_runner.results import Interpreter

# Asked in little Python, since one of those that are asked can little.
QUESTION = "import sys; print(sys.implementation.name, sys.version.split()[0])"
VERSION = "import sys; print(sys.version)"  # with the day of the build and the compiler
LIBRARIES = "print(*sorted({line.split()[-1] for line in open('/proc/self/maps') if 'libpython' in line}))"
TESTS = "import os, test.support; print(os.path.dirname(os.path.abspath(test.__file__)))"


class CannotRun(Exception):
    """Says what is missing and what to do about it."""


@dataclass(frozen=True)
class Sides:
    """The interpreter under test and the one that is the measure."""

    subject: Interpreter
    baseline: Interpreter
    library: Path
    """The standard library of the measure."""


def find(subject: str | None, cpython: str | None) -> Sides:
    """Both interpreters: as named, or protopy as built and CPython as provisioned."""
    baseline, library = _cpython(cpython)
    return Sides(_subject(subject), baseline, library)


def _subject(named: str | None) -> Interpreter:
    path = _executable(named) if named else paths.protopy()
    if path is None or not os.access(path, os.X_OK) or path.is_dir():
        way_out = "name another with --subject" if named else "run `./dev build`, or set PROTOPY_BIN, or name one with --subject"
        raise CannotRun(f"there is no interpreter to test at {path or named}: {way_out}")
    implementation, version = _describe(path)
    return Interpreter(str(path), version, implementation, _digest([path]))


def _cpython(named: str | None) -> tuple[Interpreter, Path]:
    chosen = named or os.environ.get("CPYTHON_BIN")
    if chosen:
        path = _executable(chosen)
        if path is None:
            raise CannotRun(f"there is no CPython 3.14 at {chosen}: name another with --cpython, or run `./dev provision`")
    else:
        found = provision.load()
        if found is None:
            raise CannotRun("CPython 3.14 is not provisioned yet: run `./dev provision`, or name one with --cpython")
        if found.tests is None:
            raise CannotRun(f"{found.cpython} came without its test package: set CPYTHON_BIN to one that has it, or run `./dev provision`")
        path = Path(found.cpython)
    implementation, version = _describe(path)
    if implementation != "cpython" or not version.startswith("3.14."):
        raise CannotRun(f"{path} is {implementation} {version}, and the measure is CPython 3.14")
    libraries = [Path(name) for name in _answer(path, LIBRARIES).split()]
    tests = Path(_answer(path, TESTS))
    build = _digest(libraries, _answer(path, VERSION), _listing(tests))
    return Interpreter(str(path), version, implementation, build), tests.parent


def _executable(named: str) -> Path | None:
    found = shutil.which(os.path.expanduser(named))
    return Path(found).absolute() if found else None


def _describe(path: Path) -> tuple[str, str]:
    words = _answer(path, QUESTION).split()
    if len(words) != 2:
        raise CannotRun(f"{path} does not say which Python it is, but {' '.join(words)[:100]!r}")
    return words[0], words[1]


def _answer(path: Path, question: str) -> str:
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", question], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotRun(f"{path} does not start: {error}") from error
    if done.returncode != 0:
        raise CannotRun(f"{path} does not start: {(done.stderr.strip() or f'exit status {done.returncode}')[-300:]}")
    return done.stdout.strip()


def _listing(tests: Path) -> str:
    """Names and sizes of the test package's sources: it may change under an interpreter that does not."""
    found = [(str(path.relative_to(tests)), path.stat().st_size) for path in tests.rglob("*.py")]
    return json.dumps(sorted(found))


def _digest(files: list[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for path in files:
        with open(path, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    for text in more:
        digest.update(text.encode())
    return digest.hexdigest()

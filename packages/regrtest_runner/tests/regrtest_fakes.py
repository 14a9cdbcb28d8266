"""A test package of a few lines and an interpreter that finds it, for tests of the runner."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

SOURCES = os.pathsep.join(str(folder) for folder in sorted(Path(__file__).resolve().parents[2].glob("*/src")))


class Fake:
    """A folder with a package `test`, and a script that runs this Python with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "lib" / "test"
        self.package.mkdir(parents=True)
        (self.package / "__init__.py").write_text("")
        self.notes = folder / "notes"
        self.notes.mkdir()

    def file(self, name: str, text: str) -> str:
        """A test file; `note(name, value)` is there to leave something for the test to read."""
        head = "import os, signal, sys, time, unittest\n"
        head += f"def note(name, value): open({str(self.notes)!r} + '/' + name, 'a').write(str(value) + '\\n')\n"
        (self.package / f"{name}.py").write_text(head + textwrap.dedent(text))
        return f"test.{name}"

    def noted(self, name: str) -> list[str]:
        path = self.notes / name
        return path.read_text().split() if path.exists() else []

    def interpreter(self, name: str, before: str = "") -> str:
        """The script; `before` is shell that is run first, with the arguments in $*."""
        path = self.folder / name
        tests = " ".join(sorted(file.stem for file in self.package.glob("test_*")))
        path.write_text(
            f"""#!/bin/sh
{before}
case "$*" in
*implementation.name*) echo cpython 3.14.99; exit;;
*/proc/self/maps*) exit;;
*test.__file__*) echo {self.package}; exit;;
*test.libregrtest*) echo "no module" >&2; exit 1;;
*--list-tests*) printf '%s\\n' {tests}; exit;;
esac
PYTHONPATH={self.folder / "lib"} exec {sys.executable} "$@"
"""
        )
        path.chmod(0o755)
        return str(path)

    def protopy(self) -> str:
        """One that looks for its library beside itself, in a prefix where that is a link, as a build of protopy has it."""
        prefix = self.folder / "build"
        (prefix / "bin").mkdir(parents=True)
        (prefix / "lib").mkdir()
        (prefix / "lib" / "python3.14t").symlink_to(self.folder / "lib")
        path = prefix / "bin" / "protopy"
        path.write_text(
            f"""#!/bin/sh
export REGRTEST_FAKE=1
case "$*" in
*implementation.name*) echo protopy 3.14.99; exit;;
esac
PYTHONPATH="$(dirname "$0")/../lib/python3.14t" exec {sys.executable} "$@"
"""
        )
        path.chmod(0o755)
        return str(path)


def alive(process: int) -> bool:
    """Whether a process runs; one that waits to be collected does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it came true in that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return true()


def kill_all(processes: list[int]) -> None:
    """After a test that failed: what it left."""
    for process in processes:
        if alive(process):
            os.kill(process, signal.SIGKILL)

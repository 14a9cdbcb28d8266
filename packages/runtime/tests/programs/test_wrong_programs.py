"""Programs that go wrong: what they print and how they exit is what CPython 3.14 gives, to the last marker below a line.

A file in wrong/ holds many programs, after a line that says what they are:

    === NAME [ARGUMENTS]         a program; where ARGUMENTS name nothing to run, they are options before it; needs=MODULE,...: left out
                                 while there are no such native modules, as Python code has other tracebacks
    --- FILE                     another file beside it

Each runs in a folder of its own, and the files it leaves there are compared, too. Addresses, the library's place and numbers of threads are not.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
PYTHON = REPOSITORY / ".cache" / "bin" / "python3.14"
STDLIB = REPOSITORY / ".cache" / "stdlib"
TIMEOUT = 120
MAIN = "program.py"

Outcome = tuple[str, str, int, dict[str, bytes]]


class Wrong:
    """One program: its options, and its files by name."""

    def __init__(self, name: str, arguments: str) -> None:
        self.name = name
        self.files: dict[str, str] = {MAIN: ""}
        words = [word.replace("\\n", "\n") for word in shlex.split(arguments)]
        self.needs = {module for word in words if word.startswith("needs=") for module in word[6:].split(",")}
        words = [word for word in words if not word.startswith("needs=")]
        flags = sum(1 for word in words if word in ("-W", "-X"))
        self.command = words if any(word in ("-m", "-c") for word in words) or len(words) > 2 * flags else [*words, MAIN]


def programs() -> list[Wrong]:
    result: list[Wrong] = []
    for path in sorted((Path(__file__).parent / "wrong").glob("*.txt")):
        file = MAIN
        for line in path.read_text().split("\n")[1:]:
            if line.startswith("=== "):
                name, _, arguments = line[4:].partition(" ")
                result.append(Wrong(f"{path.stem}-{name}", arguments))
                file = MAIN
            elif line.startswith("--- "):
                file = line[4:]
                result[-1].files[file] = ""
            elif result:
                result[-1].files[file] += line + "\n"
    return result


def run(executable: str, program: Wrong, folder: Path, code: Path) -> Outcome:
    """code: where compiled modules are kept."""
    for name, text in program.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env.update(PROTOPY_STDLIB=str(STDLIB), PYTHONPYCACHEPREFIX=str(code), HOME=str(folder))
    done = subprocess.run([executable, *program.command], cwd=folder, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT)
    left = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".gz"}
    library = [str(STDLIB.resolve()), str(STDLIB), theirs_library()]
    texts = [plain(text.decode("utf-8", "backslashreplace"), folder, executable, library) for text in (done.stdout, done.stderr)]
    return texts[0], texts[1], done.returncode, {random_name(name): data for name, data in left.items()}


def random_name(name: str) -> str:
    return re.sub(r"tmp\w{8}", "tmpRANDOM", name)


def said(executable: str | Path, code: str) -> str:
    return subprocess.run([executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@cache
def theirs_library() -> str:
    return said(PYTHON, "import os; print(os.path.dirname(os.__file__))")


@cache
def built_in() -> frozenset[str]:
    return frozenset(said(os.environ["PROTOPY_BIN"], "import sys; print(*sys.builtin_module_names)").split())


def plain(text: str, folder: Path, executable: str, library: list[str]) -> str:
    """Without what differs from run to run, or from place to place."""
    for place in library:
        text = text.replace(place, "LIBRARY")
    text = text.replace(str(folder), "FOLDER").replace(executable, "PYTHON")
    text = re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)
    return random_name(re.sub(r"fd=\d+", "fd=FD", re.sub(r"(Thread-\d+|started daemon|started|Thread) \d{5,}", r"\1 IDENT", text)))


PROGRAMS = programs()


@pytest.mark.parametrize("program", PROGRAMS, ids=[p.name for p in PROGRAMS])
def test_wrong_program(program: Wrong, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    if not program.needs <= built_in():
        pytest.skip(f"needs {program.needs - built_in()}")
    outcomes: list[Outcome] = []
    for executable in (os.environ["PROTOPY_BIN"], str(PYTHON)):
        folder = tmp_path / str(len(outcomes)) / "place"
        folder.mkdir(parents=True)
        outcomes.append(run(executable, program, folder, tmp_path_factory.getbasetemp() / "code"))
    assert outcomes[0] == outcomes[1]


def test_enough() -> None:
    assert len({p.name for p in PROGRAMS}) == len(PROGRAMS) > 220


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, *sys.argv[1:]]))

"""What the tests of the command share: one command line under protopy and under python3.14."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
PYTHON = REPOSITORY / ".cache" / "bin" / "python3.14"
TIMEOUT = 120

Outcome = tuple[str, str, int]
"""Standard output, standard error, status."""


class Beside:
    """Runs commands in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.protopy = os.environ["PROTOPY_BIN"]
        self.python = str(PYTHON)

    def environment(self, **variables: str) -> dict[str, str]:
        """This process's, without PYTHON* but for the given; and with a home that holds nothing."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        env.update(PROTOPY_STDLIB=str(REPOSITORY / ".cache" / "stdlib"), PYTHON_COLORS="0", HOME=str(self.folder / "home"))
        env.update(variables)
        return env

    def run(self, program: str, args: tuple[str, ...], given: str, **variables: str) -> Outcome:
        """The program's own name is PROGRAM in what it says."""
        done = subprocess.run(
            [program, *args],
            cwd=self.folder,
            env=self.environment(**variables),
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=TIMEOUT,
        )
        out, err = (text.decode("utf-8", "backslashreplace").replace(program, "PROGRAM") for text in (done.stdout, done.stderr))
        return out, err, done.returncode

    def ours(self, *args: str, given: str = "", **variables: str) -> Outcome:
        return self.run(self.protopy, args, given, **variables)

    def theirs(self, *args: str, given: str = "", **variables: str) -> Outcome:
        out, err, status = self.run(str(PYTHON), args, given, **variables)
        return out, err.replace("`python -h'", "`protopy -h'"), status

    def same(self, *args: str, given: str = "", **variables: str) -> None:
        """Both say and return the same."""
        assert self.ours(*args, given=given, **variables) == self.theirs(*args, given=given, **variables)

    def out(self, *args: str, given: str = "", **variables: str) -> str:
        """What protopy writes; it has to end well."""
        out, err, status = self.ours(*args, given=given, **variables)
        assert status == 0, err
        return out.strip()

    def installed(self, *args: str, **variables: str) -> str:
        """What the installed protopy says (the fixture `prefix`), which finds its library by itself."""
        return self.out(*args, PROTOPY_STDLIB="", **variables)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    if "PROTOPY_BIN" not in os.environ:
        pytest.skip("PROTOPY_BIN names no protopy: `./dev tests` builds one")
    return Beside(tmp_path)


@pytest.fixture
def prefix(beside: Beside) -> Path:
    """A place where protopy seems to be installed: the command itself, and a library that is a link."""
    prefix = beside.folder / "prefix"
    (prefix / "bin").mkdir(parents=True)
    built = Path(beside.protopy).resolve().parents[1]
    shutil.copy2(beside.protopy, prefix / "bin" / "protopy")
    (prefix / "lib").mkdir()
    for library in built.glob("lib/*.so"):
        (prefix / "lib" / library.name).symlink_to(library)
    (prefix / "lib" / "protopython3.14").symlink_to(built / "lib" / "protopython3.14")
    stdlib = prefix / "lib" / "python3.14t"
    stdlib.mkdir()
    for entry in (Path(os.environ.get("PROTOPY_STDLIB", "")) if "PROTOPY_STDLIB" in os.environ else built / "lib" / "python3.14t").iterdir():
        if entry.name not in ("__pycache__", "sitecustomize.py", "site-packages"):
            (stdlib / entry.name).symlink_to(entry)
    (stdlib / "site-packages").mkdir()
    beside.protopy = str(prefix / "bin" / "protopy")
    return prefix

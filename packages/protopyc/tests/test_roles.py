"""protopyc finds what it must know of the runtime by role (docs/dialect.md, section Roles)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import protopyc

from .native import SEARCH

ENVIRONMENT = dict(os.environ, PYTHONPATH=os.pathsep.join(SEARCH))


def test_protopyc_names_nothing_of_the_runtime() -> None:
    (folder,) = protopyc.__path__
    found = {
        str(path): [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "protopython" in line]
        for path in Path(folder).rglob("*")
        if path.suffix in (".py", ".hpp", ".cpp")
    }
    assert len(found) > 40
    assert {path: lines for path, lines in found.items() if lines} == {}


WITHOUT_SUPPORT = """
import sys
from pathlib import Path
from protopyc.errors import CompileErrors
from protopyc.compiler import compile_program

source = Path(sys.argv[1])
try:
    compile_program(source.stem, "main", {source.stem: source}, [source.parent], source.parent / "mypy", False)
except CompileErrors as e:
    print(*e.messages, sep="\\n")
"""


def test_a_missing_role_is_an_error_where_it_is_needed(tmp_path: Path) -> None:
    source = tmp_path / "no_support.py"
    source.write_text("def main() -> int:\n    a = 'x'\n    return len(a + 'y')\n")
    command = [sys.executable, "-c", WITHOUT_SUPPORT, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    assert f"{source}:3:" in done.stdout, done.stdout + done.stderr
    assert "error: this needs what has the role 'str_concat'; mark it with @role('str_concat')" in done.stdout


def test_a_role_that_two_have_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "doubled.py"
    source.write_text(
        "from protodialect.types import role\n\n\n"
        "@role('str_concat')\ndef join(a: str, b: str) -> str:\n    return a\n\n\n"
        "def main() -> int:\n    return 0\n"
    )
    command = [sys.executable, "-m", "protopyc", "run", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 1
    assert "error: module level of doubled failed: ValueError: both " in done.stderr
    assert "doubled.join have the role 'str_concat'" in done.stderr

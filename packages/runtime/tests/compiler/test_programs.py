"""Programs run by machine.py must print what CPython 3.14 prints. Also its own tests of the language do, see the bottom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
PYTHON = ROOT / ".cache" / "bin" / "python3.14"
PROGRAMS = sorted((HERE / "programs").glob("*.py"))

RUN = """
import sys
sys.setrecursionlimit(50000)
from protopython import bootstrap, startup
startup.host_context()
import machine
machine.run_module(open(sys.argv[1]).read(), filename=sys.argv[1])
"""


def run(*arguments: str) -> str:
    import lark  # pure Python: the tables of the grammar may have to be made

    packages = [
        ROOT / "packages/runtime/src",
        ROOT / "packages/dialect/src",
        HERE,
        Path(lark.__file__).parents[1],
    ]
    path = os.pathsep.join(str(p) for p in packages)
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.skipif(not PYTHON.exists(), reason="CPython 3.14 is not provisioned")
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.stem)
def test_program(program: Path) -> None:
    assert run("-c", RUN, str(program)) == run(str(program))

"""Native modules behave as on CPython 3.14: each program of cases/ prints the same there and on protoPython.

The uncompiled runtime runs them; if PROTOPY_BIN names a compiled protopy, that one does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[3]
REFERENCE = Path(os.environ.get("CPYTHON_BIN") or REPOSITORY / ".cache" / "bin" / "python3.14")
PROTOPY = os.environ.get("PROTOPY_BIN", "")
CASES = sorted(p.stem for p in (HERE / "cases").glob("*.py"))


def output(command: list[str], environment: dict[str, str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=900)
    text = re.sub(r"0x[0-9a-f]+", "0x", done.stdout + done.stderr)
    return text.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.exists(), reason="needs CPython 3.14")
@pytest.mark.parametrize("case", CASES)
def test_program_prints_the_same_as_on_cpython(case: str) -> None:
    program = str(HERE / "cases" / f"{case}.py")
    expected = output([str(REFERENCE), "-W", "ignore", program], dict(os.environ))
    environment = {**os.environ, "PROTOPY_STDLIB": str(REPOSITORY / ".cache" / "stdlib")}
    if PROTOPY:
        ours = output([PROTOPY, "-W", "ignore", program], environment)
    else:
        folders = [str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect", "cli")]
        environment["PYTHONPATH"] = os.pathsep.join(folders)
        ours = output([sys.executable, "-m", "protopy_cli", "-W", "ignore", program], environment)
    assert ours == expected

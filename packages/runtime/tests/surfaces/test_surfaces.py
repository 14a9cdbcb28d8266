"""What programs see of objects, classes, functions, exceptions, frames ...: the same as on CPython 3.14,
messages included.

cases/NAME.py defines things, cases/NAME.txt has one expression (or `!statement`) a line. Both run on CPython
and on the runtime uncompiled; every line must come out alike, but for addresses.
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
CASES = sorted(p.stem for p in (HERE / "cases").glob("*.py"))

DRIVER = """
def outcome(source):
    try:
        if source.startswith("!"):
            exec(source[1:].replace("\\\\n", "\\n"), NAMES)
            return "done"
        return repr(eval(source, NAMES))
    except BaseException as e:
        return type(e).__name__ + ": " + str(e)
NAMES = globals()
for source in LINES:
    report(source + "  ->  " + ascii(outcome(source)))
"""


def run(command: list[str], program: Path) -> list[str]:
    folders = [str(REPOSITORY / "packages" / p / "src") for p in ("runtime", "dialect")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONWARNINGS": "ignore"}
    if command[0] != sys.executable:
        del environment["PYTHONPATH"]
    done = subprocess.run(
        [*command, str(program)], capture_output=True, text=True, cwd=REPOSITORY, env=environment, timeout=900
    )
    assert "->" in done.stdout, done.stdout + done.stderr
    return re.sub(r"0x[0-9a-f]+", "0x", done.stdout + done.stderr).splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.exists(), reason="needs CPython 3.14")
@pytest.mark.parametrize("case", CASES)
def test_case_comes_out_as_on_cpython(case: str, tmp_path: Path) -> None:
    lines = [line for line in (HERE / "cases" / f"{case}.txt").read_text().splitlines() if line]
    text = (HERE / "cases" / f"{case}.py").read_text() + f"\nLINES = {lines!r}\n" + DRIVER
    program = tmp_path / f"{case}.py"
    program.write_text(text)
    expected = run([str(REFERENCE), str(HERE / "run_reference.py")], program)
    ours = run([sys.executable, str(HERE / "run_ours.py")], program)
    assert [pair for pair in zip(expected, ours) if pair[0] != pair[1]] == []
    assert len(expected) == len(ours)

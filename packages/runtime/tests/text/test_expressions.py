"""Every expression of the *_expressions.txt files has the outcome here that it has on CPython 3.14: value or
exception and message.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from against_cpython import differences, reference, without_addresses

FILES = sorted(Path(__file__).parent.glob("*_expressions.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_expressions(path: Path) -> None:
    assert differences([line for line in path.read_text().splitlines() if line.strip()]) == []


PROTOPY = os.environ.get("PROTOPY_BIN", "")
OUTCOME = """import _struct, _codecs, _string, binascii, array
_out = []
def _t(f):
    try:
        _out.append(ascii(f()))
    except Exception as e:
        _out.append(ascii(f"{type(e).__name__}: {e}"))
"""


@pytest.mark.skipif(not PROTOPY, reason="PROTOPY_BIN does not name the compiled protopy")
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_expressions_compiled(path: Path, tmp_path: Path) -> None:
    """The same by protopy itself: compiled runtime, parser and interpreter included."""
    sources = [line for line in path.read_text().splitlines() if line.strip()]
    program = tmp_path / "expressions.py"
    lines = "".join(f"_t(lambda: {source})\n" for source in sources)
    program.write_text(f"{OUTCOME}{lines}print('\\n'.join(_out))\n")
    run = subprocess.run([PROTOPY, str(program)], capture_output=True, text=True, timeout=60)
    got = run.stdout.rstrip("\n").split("\n")
    expected = reference(sources)
    assert len(got) == len(expected), run.stderr[:500]
    wrong = [
        f"{source}\n    expected {e}\n    got      {g}"
        for source, e, g in zip(sources, expected, got)
        if without_addresses(e) != without_addresses(g)
    ]
    assert wrong == []

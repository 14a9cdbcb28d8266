"""Every expression of the *_expressions.txt files has the outcome here that it has on CPython 3.14: value or
exception and message.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from against_cpython import differences

FILES = sorted(Path(__file__).parent.glob("*_expressions.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_expressions(path: Path) -> None:
    assert differences([line for line in path.read_text().splitlines() if line.strip()]) == []

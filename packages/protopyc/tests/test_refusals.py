"""What is outside the dialect is refused at its place, with what to write instead.

tests/refused/*.py: each line that ends in `# error: TEXT` must get a message that contains TEXT, and no
other line may get one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .native import SEARCH

HERE = Path(__file__).resolve().parent
FILES = sorted((HERE / "refused").glob("*.py"))


def expected_messages(path: Path) -> dict[int, str]:
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        _, mark, text = line.partition("# error: ")
        if mark:
            found[number] = text.strip()
    return found


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_refused_where_marked(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_text(path.read_text("utf-8"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "protopyc", "run", str(copy)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(SEARCH), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    got: dict[int, list[str]] = {}
    for line in done.stderr.splitlines():
        parts = line.split(":", 4)
        if len(parts) == 5 and parts[0] == str(copy):
            assert parts[3] == " error" and int(parts[2]) > 0, line
            got.setdefault(int(parts[1]), []).append(parts[4].strip())
    wanted = expected_messages(path)
    assert {n: any(t in m for m in got.get(n, [])) for n, t in wanted.items()} == dict.fromkeys(
        wanted, True
    ), done.stderr
    assert sorted(got) == sorted(wanted), done.stderr

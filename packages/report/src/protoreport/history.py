"""A history: one JSON object a line, one line a run, the oldest first. It is committed, so it is plain text.

Two runs may end at once, and a run may be killed or find the disk full while it appends. The file is therefore
replaced by a longer copy, under a lock on its folder; a reader needs no lock and sees it before or after.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from protoreport.files import write_whole


class Corrupt(Exception):
    """A line of a history is not what a run writes."""

    def __init__(self, path: Path, line_number: int, why: str) -> None:
        super().__init__(
            f"{path}, line {line_number}: {why}. Every line must be one JSON object. Restore the file with "
            f"`git checkout -- {path}`, or delete that line: only that run is lost from the trends."
        )
        self.path = path
        self.line_number = line_number
        self.why = why


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Adds a run: the whole line or none of it, whatever happens meanwhile.

    Older lines are kept as they are, even broken ones: refusing would lose the run that just ended.
    """
    line = json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _only_writer(path.parent):
        old = path.read_bytes() if path.exists() else b""
        if old and not old.endswith(b"\n"):
            old += b"\n"  # an edit by hand: the new line must not run into the last one
        write_whole(path, old + line)


def read(path: Path) -> list[dict[str, Any]]:
    """All runs, the oldest first; none where there is no file yet. Raises Corrupt."""
    return [row for _, row in read_numbered(path)]


def read_numbered(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """As `read`, each row with the number of its line, for a reader who has more to say against it."""
    if not path.exists():
        return []
    rows = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode())
        except UnicodeDecodeError:
            raise Corrupt(path, number, "not UTF-8") from None
        except ValueError as why:
            raise Corrupt(path, number, _explain(line, why)) from None
        if not isinstance(row, dict):
            raise Corrupt(path, number, f"a JSON {type(row).__name__} and not an object")
        rows.append((number, row))
    return rows


def _explain(line: bytes, why: ValueError) -> str:
    """A merge is the commonest way to break the file, and has an easier answer than JSON's complaint."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
        return "a mark of an unfinished git merge (keep both sides, delete the marks)"
    return f"not JSON ({why})"


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """A lock on the folder: the file itself is replaced, and a lock file would be left lying about."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

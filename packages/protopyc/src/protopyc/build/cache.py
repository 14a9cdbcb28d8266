"""Objects by content.

The key of an object is the hash of everything that determines it: the unit's text, the text of every header
it includes (followed through `#include "..."`), the flags, and the compiler's version. Timestamps play no
part, so switching branches or cloning again costs nothing as long as the cache directory is kept. Nor do the
places in the Python source (`#line`), unless the object has them for a debugger: a line more in a file whose
@inline functions many units have is no reason to compile those.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import Final

INCLUDE: Final = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
PLACE: Final = re.compile(r"^#line .*\n", re.MULTILINE)
KEEP_SECONDS: Final = 14 * 24 * 3600


class ObjectCache:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.root.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.o"

    def has(self, key: str) -> bool:
        """Whether the object is there; marks it as used."""
        path = self.path(key)
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        return True

    def prune(self) -> None:
        """Forgets what was not used for two weeks."""
        oldest = time.time() - KEEP_SECONDS
        for path in self.root.glob("*/*.o"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


class KeyMaker:
    """Computes keys; `headers` maps the names that units include to their texts."""

    def __init__(self, headers: dict[str, str], compiler_version: str) -> None:
        self._headers = headers
        self._version = compiler_version
        self._digests: dict[str, str] = {}
        self._includes: dict[str, list[str]] = {}

    def key(self, text: str, flags: list[str]) -> str:
        h = hashlib.sha256()
        if "-g" not in flags:
            text = PLACE.sub("", text)
        for part in (self._version, "\0".join(flags), text):
            h.update(part.encode("utf-8", "surrogatepass"))
            h.update(b"\0")
        for name in sorted(self._closure(text)):
            h.update(self._digest(name).encode())
        return h.hexdigest()

    def _closure(self, text: str) -> set[str]:
        seen: set[str] = set()
        todo = INCLUDE.findall(text)
        while todo:
            name = todo.pop()
            if name in seen or name not in self._headers:
                continue
            seen.add(name)
            if name not in self._includes:
                self._includes[name] = INCLUDE.findall(self._headers[name])
            todo += self._includes[name]
        return seen

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            self._digests[name] = hashlib.sha256(
                self._headers[name].encode("utf-8", "surrogatepass")
            ).hexdigest()
        return self._digests[name]

"""Which compiler made a code object: a fingerprint of the sources that decide what its instructions look like.

Taken at build time. A file of compiled code from another version is never run: it is compiled anew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final


def _fingerprint() -> int:
    runtime = Path(__file__).parent.parent
    sources = [
        *sorted((runtime / "frontend").rglob("*.py")),
        *sorted((runtime / "frontend").rglob("*.lark")),
                runtime / "engine" / "marshal_writer.py",
        *sorted((runtime / "objects" / "code").glob("*.py")),
    ]
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        digest.update(source.read_bytes())
    return int.from_bytes(digest.digest(), "little") >> 2


FINGERPRINT: Final[int] = _fingerprint()

MAGIC: Final[int] = 0x0A0D0000 | (FINGERPRINT & 0xFFFF)
"""importlib.util.MAGIC_NUMBER as an int, the lowest byte first: it ends with CR LF as every Python's does."""

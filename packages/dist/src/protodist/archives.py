"""The tree as an archive and as a wheel.

Both are the same for the same tree: names are sorted, and times and owners are left out.

The wheel puts the tree into VENV/lib/protopy, beside nothing of another Python, and into VENV/bin a script that starts it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import lzma
import os
import platform
import re
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BLOCK = 8 << 20
"""So much is compressed at a time, by as many threads as there are cores."""

WHEN = 1_735_689_600
"""The time of every file, 2025-01-01: zip knows none before 1980."""

PLACE = "lib/protopy"
"""Where the wheel puts the tree, below the environment."""

STARTER = f"""\
#!/bin/sh
# Starts the protopy whose tree is in this environment.
here=$0
if [ -L "$here" ]; then here=$(readlink -f "$here"); fi
exec "${{here%/*}}/../{PLACE}/bin/protopy" "$@"
"""

METADATA = """\
Metadata-Version: 2.4
Name: protopy
Version: {version}
Summary: A Python 3.14 without a global interpreter lock
Requires-Python: >=3.8
License-Expression: MIT AND PSF-2.0
{licences}
Description-Content-Type: text/plain

The command protopy runs Python 3.14 programs; threads use every core. It brings its own standard library and shares nothing with the Python
that installs it: `protopy -m venv FOLDER` makes environments of its own.
"""

WHEEL = """\
Wheel-Version: 1.0
Generator: protodist
Root-Is-Purelib: false
Tag: {tag}
"""


def files_of(prefix: Path) -> list[Path]:
    """What is in the tree, sorted; a folder comes before what is in it."""
    return sorted(Path(folder, name) for folder, folders, files in os.walk(prefix) for name in (*folders, *files))


# --- the archive ----------------------------------------------------------------------------------------------------------


def write_tar(prefix: Path, archive: Path) -> Path:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for path in [prefix, *files_of(prefix)]:
            tar.add(path, path.relative_to(prefix.parent), recursive=False, filter=anonymous)
    content = plain.getvalue()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        archive.write_bytes(b"".join(pool.map(lzma.compress, (content[at : at + BLOCK] for at in range(0, len(content), BLOCK)))))
    return archive


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = WHEN
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


# --- the wheel ------------------------------------------------------------------------------------------------------------


def write_wheel(prefix: Path, version: str, folder: Path) -> Path:
    tag = f"py3-none-manylinux_2_{libc_needed(prefix / 'bin' / 'protopy')}_{platform.machine()}"
    wheel = folder / f"protopy-{version}-{tag}.whl"
    info = f"protopy-{version}.dist-info"
    data = f"protopy-{version}.data"
    licences = {"LICENSE": prefix / "share/doc/protopy/LICENSE", "LICENSE.python": prefix / "lib/python3.14t/LICENSE.txt"}
    parts: dict[str, tuple[bytes, bool]] = {}
    for path in files_of(prefix):
        if path.is_file() and not path.is_symlink():  # a wheel has no links
            parts[f"{data}/data/{PLACE}/{path.relative_to(prefix)}"] = path.read_bytes(), os.access(path, os.X_OK)
    parts[f"{data}/scripts/protopy"] = STARTER.encode(), True
    named = "\n".join(f"License-File: {name}" for name in licences)
    parts[f"{info}/METADATA"] = METADATA.format(version=version, licences=named).encode(), False
    parts[f"{info}/WHEEL"] = WHEEL.format(tag=tag).encode(), False
    for name, path in licences.items():
        parts[f"{info}/licenses/{name}"] = path.read_bytes(), False
    record = "".join(f"{name},sha256={digest(content)},{len(content)}\n" for name, (content, _) in parts.items())
    parts[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode(), False
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, executable) in parts.items():
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return wheel


def digest(content: bytes) -> str:
    """As RECORD has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def libc_needed(executable: Path) -> int:
    """The newest version of the C library, 2.N, whose symbols the executable asks for."""
    return max(int(found) for found in re.findall(rb"\0GLIBC_2\.(\d+)", executable.read_bytes()))

"""The tree that runs wherever it is put.

    PREFIX/bin/protopy                        the executable, without symbols
    PREFIX/bin/python, python3, python3.14 .. links to it
    PREFIX/lib/python3.14t/                   the standard library, with its compiled code
    PREFIX/lib/python3.14t/ensurepip/_bundled the wheel of pip, for `-m ensurepip` and `-m venv`
    PREFIX/share/doc/protopy/                 licences, and what was changed

The compiled code goes by no time of change (PEP 552, unchecked): neither an installer nor a copy makes it stale.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from pathlib import Path

from protodist import stock

NAMES = ("python", "python3", "python3.14", "python3.14t")
LIBRARY = Path("lib", "python3.14t")

LEFT_OUT = (
    "__pycache__", "site-packages", "dist-packages", "test", "idlelib", "tkinter", "turtledemo",
    # What is of a CPython's own build and place.
    "lib-dynload", "config-3.14*", "_sysconfigdata_*", "_sysconfig_vars_*", "build-details*", *stock.ADDED,
)  # fmt: skip
"""Names right below the library; __pycache__ everywhere."""

NOTICE = """\
This is protopy {version}, under the licence in the file LICENSE beside this one.

lib/python3.14t is the standard library of CPython {python}, under the licence in lib/python3.14t/LICENSE.txt. Left out are its tests, the
modules of Tk and what CPython has in machine code: that is part of protopy.
{changes}
ensurepip/_bundled holds pip, under the licence in its wheel.
"""


class Incomplete(Exception):
    """What a tree is made of is not there."""


def make(prefix: Path, executable: Path, stdlib: Path, python: str, licence: Path) -> Path:
    """Lays the tree out anew, with the library of a version of CPython; its folder."""
    if not executable.is_file():
        raise Incomplete(f"there is no {executable}: `./dev build` makes one")
    shutil.rmtree(prefix, ignore_errors=True)
    (prefix / "bin").mkdir(parents=True)
    protopy = prefix / "bin" / "protopy"
    subprocess.run(["strip", "-o", protopy, executable], check=True)
    for name in NAMES:
        (prefix / "bin" / name).symlink_to("protopy")
    library = prefix / LIBRARY
    shutil.copytree(stdlib, library, ignore=left_out(stdlib))
    shutil.copymode(stdlib, library)
    changed = stock.restore(library)
    add_pip(stdlib, library)
    documents = prefix / "share" / "doc" / "protopy"
    documents.mkdir(parents=True)
    shutil.copyfile(licence, documents / "LICENSE")
    shown = "Its distributor's changes are undone in " + ", ".join(changed) + "." if changed else ""
    notice = NOTICE.format(version=prefix.name.rpartition("-")[2], python=python, changes=shown)
    (documents / "NOTICE").write_text(notice)
    compile_all(protopy, library)
    return prefix


def left_out(stdlib: Path) -> stock.Ignore:
    def ignore(folder: str, names: list[str]) -> set[str]:
        patterns = LEFT_OUT if Path(folder) == stdlib else LEFT_OUT[:1]
        return {name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)}

    return ignore


def add_pip(stdlib: Path, library: Path) -> None:
    """The wheel that ensurepip installs: a distributor of CPython may keep it outside of the library."""
    bundled = library / "ensurepip" / "_bundled"
    if not bundled.is_dir():
        found = sorted((stdlib.parent.parent / "share" / "python-wheels").glob("pip-*.whl"))
        if not found:
            raise Incomplete(f"{stdlib} comes without the wheel of pip")
        bundled.mkdir()
        shutil.copy(found[-1], bundled)


def compile_all(protopy: Path, library: Path) -> None:
    run(protopy, "-m", "compileall", "-q", "-j2", "--invalidation-mode", "unchecked-hash", str(library))


def run(protopy: Path, *arguments: str) -> str:
    """What the tree's own protopy prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PROTOPY"))}
    done = subprocess.run([protopy, *arguments], env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise Incomplete(f"protopy {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout

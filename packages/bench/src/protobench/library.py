"""What every file of the standard library and of CPython's tests must be, and how to bring it back.

Both interpreters read the same library, and a test of CPython's may write to it: a result that is measured on a damaged
library says nothing. So provisioning records a checksum of every file in <cache>/library.json: of those in Debian's
packages where it unpacked these, so that it does not matter what happened to the unpacked ones, and of those that lie
there where the user chose a CPython.

A library is a folder with names relative to it. Compiled files in __pycache__ and what is installed into the library
(site-packages, dist-packages) are no part of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from protobench import paths

FORMAT = 1
INSTALLED = ("site-packages", "dist-packages")

CHANGED, REMOVED, NEW = "changed", "removed", "new"


class Damaged(Exception):
    """A library that is not what was recorded and that cannot be brought back."""


@dataclass(frozen=True)
class Piece:
    """What a file must be."""

    name: str
    data: bytes
    mode: int


Source = Callable[[Collection[str]], Iterator[Piece]]
"""Gives the files of these names, as they must be."""


@dataclass(frozen=True)
class Library:
    """A library as it was recorded."""

    folder: str
    version: str
    """Of the CPython that it belongs to."""
    files: dict[str, str]
    """Name to checksum."""
    packages: str | None = None
    """The folder of the Debian packages that it was unpacked from."""
    inside: str = ""
    """Its place in these packages."""
    format: int = FORMAT

    def damage(self) -> dict[str, str]:
        """Every name that is not as recorded, and what became of it; reads all files."""
        return differences(Path(self.folder), self.files)

    def restore(self, damage: dict[str, str]) -> None:
        """Brings back from the packages what was damaged. Raises Damaged where there are none, or they lack a file."""
        if self.packages is None:
            raise Damaged(
                f"{self.folder} is not as it was recorded: {told(damage)}. Reinstall this CPython, then run `./dev provision --force`."
            )
        restore(Path(self.folder), damage, self.from_packages)
        left = {name: what for name, what in damage.items() if name in self.files and checksum(Path(self.folder, name)) != self.files[name]}
        if left:
            raise Damaged(f"the packages in {self.packages} do not bring back {told(left)}: run `./dev provision --force`")

    def from_packages(self, names: Collection[str]) -> Iterator[Piece]:
        """A Source."""
        if self.packages is not None:
            for piece in unpacked(Path(self.packages), self.inside):
                if piece.name in names:
                    yield piece


# --------------------------------------------------------------------------------------------------
# Recording
# --------------------------------------------------------------------------------------------------


def recorded() -> Library | None:
    """What provisioning recorded; None where there is nothing, or it is of another format."""
    try:
        held = json.loads((paths.cache() / "library.json").read_text())
        return Library(**held) if held.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def record(folder: Path, version: str, root: Path | None, packages: Path | None) -> Library:
    """Records the library: as it is in the packages that were unpacked into the root, else as it lies there."""
    if root is not None and packages is not None and folder.is_relative_to(root):
        inside = folder.relative_to(root).as_posix()
        files = {piece.name: digest(piece.data) for piece in unpacked(packages, inside)}
        # A link may lead out of the library, and is compared by what it leads to.
        files.update({name: checksum(Path(folder, name)) for name in walk(folder) if Path(folder, name).is_symlink()})
        library = Library(str(folder), version, files, str(packages), inside)
    else:
        library = as_it_lies(folder, version)
    path = paths.cache() / "library.json"
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(asdict(library), indent=0, sort_keys=True) + "\n")
    os.replace(fresh, path)
    return library


def as_it_lies(folder: Path, version: str) -> Library:
    """The library with the checksums of its files as they are now."""
    return Library(str(folder), version, {name: checksum(Path(folder, name)) for name in walk(folder)})


def unpacked(packages: Path, inside: str) -> Iterator[Piece]:
    """Every regular file below a folder of Debian's packages of Python."""
    for package in sorted(packages.glob("*python*.deb")):
        command = ["dpkg-deb", "--fsys-tarfile", str(package)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process, tarfile.open(fileobj=process.stdout, mode="r|") as content:
            for member in content:
                name = member.name.removeprefix("./")
                if member.isreg() and name.startswith(inside + "/"):
                    held = content.extractfile(member)
                    assert held is not None
                    yield Piece(name.removeprefix(inside + "/"), held.read(), member.mode)
        if process.returncode != 0:
            raise Damaged(f"{package} cannot be unpacked: run `./dev provision --force`")


# --------------------------------------------------------------------------------------------------
# Comparing and bringing back
# --------------------------------------------------------------------------------------------------


def stamps(folder: Path) -> dict[str, tuple[int, ...]]:
    """Name to what changes when a file does: cheap to ask, and equal as long as nobody wrote. Folders are there or not."""
    found: dict[str, tuple[int, ...]] = {}
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = list(os.scandir(f"{folder}/{prefix}"))
        except FileNotFoundError:
            continue  # it went while it was looked at; its absence is seen in the folder above
        for entry in entries:
            if entry.name == "__pycache__" or (not prefix and entry.name in INSTALLED):
                continue
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                found[name] = ()
                waiting.append(name + "/")
                continue
            try:
                held = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            found[name] = (held.st_mode, held.st_size, held.st_ino, held.st_mtime_ns, held.st_ctime_ns)
    return found


def walk(folder: Path) -> list[str]:
    """The names of the library's files."""
    return sorted(name for name, stamp in stamps(folder).items() if stamp)


def differences(folder: Path, files: dict[str, str], names: Iterable[str] | None = None) -> dict[str, str]:
    """Which of the names (all, if none are given) are not what they must be: CHANGED, REMOVED or NEW."""
    found = {}
    folders = {str(parent) for name in files for parent in Path(name).parents}
    for name in sorted({*files, *stamps(folder)} if names is None else names):
        path = Path(folder, name)
        if name in files:
            if not os.path.lexists(path):
                found[name] = REMOVED
            elif checksum(path) != files[name]:
                found[name] = CHANGED
        elif os.path.lexists(path) and not (name in folders and path.is_dir() and not path.is_symlink()):
            if not any(str(parent) in found for parent in Path(name).parents):  # a new folder stands for what is in it
                found[name] = NEW
    return found


def checksum(path: Path) -> str:
    """A file's; "" for what is none, such as a link that leads nowhere, and for what cannot be read."""
    try:
        return digest(path.read_bytes()) if stat.S_ISREG(path.stat().st_mode) else ""
    except OSError:
        return ""


def restore(folder: Path, damage: dict[str, str], source: Source) -> None:
    """Takes away what is new and writes what the source has of the rest."""
    for name, what in damage.items():
        path = Path(folder, name)
        if what == NEW:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for piece in source({name for name, what in damage.items() if what != NEW}):
        path = Path(folder, piece.name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.write_bytes(piece.data)
        fresh.chmod(piece.mode)
        os.replace(fresh, path)


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def told(damage: dict[str, str], most: int = 8) -> str:
    """The damage in words."""
    every = [f"{name} {what}" if what != NEW else f"{name} is new" for name, what in damage.items()]
    return ", ".join(every[:most]) + (f" and {len(every) - most:,} more" if len(every) > most else "")

"""Where a worker runs its files: protopy and its library in a copy that is the worker's own.

A test may write to the library that it runs from (CPython's test_pdb once overwrote bdb.py), and the library is
everybody's: every other worker's, every later run's. Permissions stop no root, an overlay or a mount of its own needs
rights that a container or a user seldom has, and any other interpreter is found where it is installed; protopy, however,
looks for its library beside its executable, so that a copy of both is a whole protopy anywhere, for every user. And only
where each worker has a library of its own is it sure which file did the damage.

The copies are kept in <cache>/regrtest/copies, one for each worker at a time, and brought in line with the checksums
(protobench.library) when a worker takes one. After each file the library's stamps are compared, which takes some
hundredths of a second; what they point at is checked, told, and restored.

Other interpreters, CPython as the measure among them, run where they are, and the library there is compared in the same way.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from protobench import library, paths
from protobench.library import Damaged, Library, Piece, Source
from regrtest_runner.results import Incident

DAMAGE = "damage"
LIBRARY = "lib/python3.14t"
"""Where protopy's prefix has the library."""
BESIDE = ("lib/libprotopython.so", "lib/libmpdec.so.4", "lib/protopython3.14/*.py")
"""What a build has besides, where it has it."""


class Watch:
    """A folder on disk, what must be in it, and where it is restored from."""

    def __init__(self, folder: Path, files: dict[str, str], source: Source | None) -> None:
        self.folder = folder
        self.files = files
        self.source = source
        self.stamps = library.stamps(folder)

    def look(self) -> dict[str, str]:
        """What was damaged since the last look; restored where there is a source."""
        now = library.stamps(self.folder)
        if now == self.stamps:
            return {}
        suspects = [name for name in {*now, *self.stamps} if now.get(name) != self.stamps.get(name)]
        return self._restored(library.differences(self.folder, self.files, suspects))

    def check(self) -> dict[str, str]:
        """The same by the checksums of all files."""
        return self._restored(library.differences(self.folder, self.files))

    def _restored(self, damage: dict[str, str]) -> dict[str, str]:
        if damage and self.source is not None:
            library.restore(self.folder, damage, self.source)
        self.stamps = library.stamps(self.folder)
        return damage


class Place:
    """A worker's place, made when its first file runs."""

    def __init__(self, subject: str, shared: str, own: bool) -> None:
        """The interpreter under test, the library of the measure, and whether the interpreter can be copied."""
        self.subject = subject
        self.shared_folder = Path(shared)
        self.own = own
        self._shared: Watch | None = None
        self._copy: Copy | None = None

    @property
    def executable(self) -> str:
        """The interpreter to run."""
        if not self.own:
            return self.subject
        if self._copy is None:
            self._copy = Copy(Path(os.path.realpath(self.subject)))
        return self._copy.executable

    @property
    def shared(self) -> Watch:
        """The library of the measure, where it is."""
        if self._shared is None:
            held = known(self.shared_folder)
            self._shared = Watch(self.shared_folder, held.files, held.from_packages if held.packages else None)
        return self._shared

    def before(self) -> None:
        """What happened to a library that is not the worker's own until now is no file's fault."""
        if not self.own:
            self.shared.look()

    def after(self) -> list[Incident]:
        """The damage that a file did to the library that it ran from."""
        watch = self._copy.watch if self._copy is not None else None if self.own else self.shared
        return incidents(watch.look()) if watch is not None else []

    def close(self) -> None:
        """Checks the copy as a whole once more."""
        if self._copy is None:
            return
        try:
            damage = self._copy.watch.check()
        except (OSError, Damaged) as why:
            print(f"regrtest_runner: {why}", file=sys.stderr)
            return
        if damage:
            print(f"regrtest_runner: damage that no file was seen to do: {library.told(damage)}", file=sys.stderr)


def incidents(damage: dict[str, str], who: str = "") -> list[Incident]:
    return [Incident(DAMAGE, None, library.told(damage) + who)] if damage else []


class Copy:
    """An executable and its library below one of the kept folders, which this process has to itself."""

    def __init__(self, executable: Path) -> None:
        self.original = executable.parent.parent
        beside = [f"bin/{executable.name}"]
        for pattern in BESIDE:
            beside += [str(path.relative_to(self.original)) for path in sorted(self.original.glob(pattern))]
        self.files = {name: library.digest((self.original / name).read_bytes()) for name in beside}
        files = known(Path(os.path.realpath(self.original / LIBRARY))).files
        self.files.update({f"{LIBRARY}/{name}": digest for name, digest in files.items() if digest})
        home = paths.cache() / "regrtest" / "copies"
        home.mkdir(parents=True, exist_ok=True)
        prefix = home / str(self._take(home))
        prefix.mkdir(exist_ok=True)
        for compiled in list(prefix.rglob("__pycache__")):
            shutil.rmtree(compiled)
        self.watch = Watch(prefix, self.files, self._from_the_original)
        self.watch.check()
        self.executable = str(prefix / "bin" / executable.name)

    def _take(self, home: Path) -> int:
        """The first folder that no other process has; held, as its lock is, until this process ends."""
        number = 0
        while True:
            self.lock = os.open(home / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o666)
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return number
            except BlockingIOError:
                os.close(self.lock)
                number += 1

    def _from_the_original(self, names: Collection[str]) -> Iterator[Piece]:
        for name in sorted(names):
            path = self.original / name
            data = path.read_bytes()
            if library.digest(data) != self.files[name]:
                raise Damaged(f"{path} was changed since the run began: the next run restores it, or says what to do")
            yield Piece(name, data, path.stat().st_mode & 0o777)


def known(folder: Path) -> Library:
    """The library as it was recorded when it was provisioned, else as it is now."""
    held = library.recorded()
    return held if held is not None and held.folder == str(folder) else library.as_it_lies(folder, "")


def can_be_copied(executable: str, implementation: str) -> bool:
    """Whether an interpreter finds its library beside itself, wherever that is."""
    return implementation == "protopy" and (Path(os.path.realpath(executable)).parent.parent / LIBRARY).is_dir()

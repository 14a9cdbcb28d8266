"""What is run: suites.toml, checked, as typed data.

Everything that an outcome may depend on is pinned there: the source distribution by its checksum, and each package
that is installed beside it by its version. Whoever adds a suite gets a complaint that names the entry and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("suites.toml")

ALWAYS = ("pytest", "pytest-timeout")
"""What every suite needs."""


class Wrong(Exception):
    """The file is not what this module says; the message names the place."""


@dataclass(frozen=True)
class Known:
    """Cases about which something is known beforehand, and why it is so."""

    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Suite:
    """A package's tests."""

    name: str
    version: str
    sdist: str
    """The file name of the source distribution."""
    sha256: str
    tests: tuple[str, ...]
    """What pytest is given, as seen from `folder`."""
    needs: tuple[str, ...] = ()
    """Packages besides those of ALWAYS and what the package itself requires."""
    folder: str = "."
    """Where pytest runs, below the unpacked source distribution."""
    options: tuple[str, ...] = ()
    """More words for pytest."""
    environment: tuple[tuple[str, str], ...] = ()
    """Variables of the installation and of pytest's run."""
    conftest: str = ""
    """What the package's own way of running its tests does beforehand, added to the conftest.py of `folder`."""
    case_seconds: int = 300
    suite_seconds: int = 1800
    """What a case, and all of pytest's run, may take on either side."""
    deselected: tuple[Known, ...] = ()
    """Left out on both sides, by the beginning of pytest's node ids."""
    exceptions: tuple[Known, ...] = ()
    """May differ, by the ids of the report: for a reason that is no defect."""

    def reasons(self) -> dict[str, str]:
        """Each excepted case to its reason."""
        return {case: known.reason for known in self.exceptions for case in known.cases}


@dataclass(frozen=True)
class Catalogue:
    """The file."""

    pins: dict[str, str]
    """Package to version, of all that may be installed besides a suite's own package."""
    suites: dict[str, Suite]

    def choose(self, names: Iterable[str]) -> list[Suite]:
        """The suites of these names, all where there is none; raises Wrong."""
        names = list(names)
        for name in names:
            if name not in self.suites:
                raise Wrong(f"there is no suite {name}: there are {', '.join(self.suites)}")
        return [suite for name, suite in self.suites.items() if not names or name in names]


def normal(name: str) -> str:
    """A package's name as it is compared (the specification of names in the Python Packaging User Guide)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read(path: Path = FILE) -> Catalogue:
    """The file's contents. Raises Wrong, and OSError where it cannot be read."""
    try:
        held = tomllib.loads(path.read_text())
    except ValueError as why:  # not TOML, or not UTF-8
        raise Wrong(f"{path}: {why}") from None
    try:
        return _catalogue(held)
    except _At as why:
        raise Wrong(f"{path}: {why}") from None


# --------------------------------------------------------------------------------------------------
# Checking
# --------------------------------------------------------------------------------------------------


class _At(Exception):
    """What is wrong, with its place in the file."""


TEXTS = ("tests", "needs", "options")
NUMBERS = ("case_seconds", "suite_seconds")
KNOWN = ("deselected", "exceptions")
REQUIRED = ("version", "sdist", "sha256", "tests")
KEYS = ("name", *REQUIRED, "needs", "folder", "options", "environment", "conftest", *NUMBERS, *KNOWN)


def _catalogue(held: dict[str, Any]) -> Catalogue:
    _only(held, ("pins", "suite"), "the file")
    pinned = {normal(name): version for name, version in _table(held.get("pins", {}), "`pins`").items()}
    for name in ALWAYS:
        if name not in pinned:
            raise _At(f"`pins` does not have {name}, which every suite needs")
    suites: dict[str, Suite] = {}
    for number, entry in enumerate(_tables(held.get("suite", []), "`suite`"), start=1):
        where = f"suite {number}"
        suite = _suite(entry, _text(entry.get("name"), f"{where}: `name`"))
        if suite.name in suites:
            raise _At(f"{where}: {suite.name} is there twice")
        for name in suite.needs:
            if normal(name) not in pinned:
                raise _At(f"{suite.name}: `needs` has {name}, which is not among the pins")
        suites[suite.name] = suite
    return Catalogue(pinned, suites)


def _suite(entry: dict[str, Any], name: str) -> Suite:
    _only(entry, KEYS, name)
    for key in REQUIRED:
        if key not in entry:
            raise _At(f"{name}: `{key}` is missing")
    values: dict[str, Any] = {}
    for key, value in entry.items():
        where = f"{name}: `{key}`"
        if key in TEXTS:
            values[key] = _texts(value, where)
        elif key in NUMBERS:
            if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
                raise _At(f"{where} is not a whole number above zero")
            values[key] = value
        elif key in KNOWN:
            values[key] = _known(value, where)
        elif key == "environment":
            values[key] = tuple(_table(value, where).items())
        else:
            values[key] = _text(value, where)
    if not re.fullmatch("[0-9a-f]{64}", values["sha256"]):
        raise _At(f"{name}: `sha256` is not 64 hexadecimal digits in lower case")
    if "/" in values["sdist"] or not values["sdist"].endswith(".tar.gz"):
        raise _At(f"{name}: `sdist` is not the name of a .tar.gz file")
    return Suite(**values)


def _known(value: object, where: str) -> tuple[Known, ...]:
    found = []
    seen: set[str] = set()
    for entry in _tables(value, where):
        _only(entry, ("cases", "reason"), where)
        cases = _texts(entry.get("cases"), f"{where}: `cases`")
        for case in cases:
            if case in seen:
                raise _At(f"{where} has {case} twice")
            seen.add(case)
        found.append(Known(cases, _text(entry.get("reason"), f"{where}: `reason`")))
    return tuple(found)


def _only(table: dict[str, Any], keys: Iterable[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise _At(f"{where} has a key `{key}`, which means nothing: there are {', '.join(keys)}")


def _tables(value: object, where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise _At(f"{where} is not an array of tables")
    return value


def _table(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _At(f"{where} is not a table")
    return {str(key): _text(text, f"{where}: `{key}`") for key, text in value.items()}


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _At(f"{where} is missing, or not a list with something in it")
    return tuple(_text(text, f"an element of {where}") for text in value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _At(f"{where} is missing, or not a text with something in it")
    return value

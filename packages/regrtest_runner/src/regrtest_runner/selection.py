"""Which test files and cases a run is of.

A group is a plain file below groups/: a line is a file's name, or a pattern with * and ?, and what follows the
name is a remark. A name covers the modules of a package that regrtest runs one by one (test_asyncio covers
test_asyncio.test_events). `@group` stands for another group, `not` before a line takes its files out again.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

GROUPS = ("core", "stdlib", "threads", "all")
PARTS = ("core", "stdlib", "threads")
"""The groups that a file is said to belong to; `all` says nothing about it."""

FREE_THREADING = "test_free_threading"
"""Skipped by a build with a GIL, and so run on protopy alone and counted in no total."""


class NothingSelected(Exception):
    """A selection without a file, and the reason."""


def available(cpython: str) -> list[str]:
    """The names of all test files, as regrtest itself divides the test package."""
    command = [cpython, "-I", "-m", "test", "--list-tests"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NothingSelected(f"{cpython} does not list its tests: {error}") from error
    names = [short(line) for line in done.stdout.split() if re.fullmatch(r"(test\.)?test_[\w.]+", line)]
    if not names:
        raise NothingSelected(f"{cpython} has no test package ({done.stderr.strip()[-300:]}): run `./dev provision`")
    return names


def short(name: str) -> str:
    """A file's name in the results: test_x, whatever way it was written."""
    name = re.sub(r"^(.*/)?test/(?=test_)", "", name).removesuffix("/").removesuffix(".py").replace("/", ".")
    return name.removeprefix("test.")


def module(name: str) -> str:
    """What to import for a file."""
    return f"test.{name}"


def is_free_threading(name: str) -> bool:
    return name == FREE_THREADING or name.startswith(FREE_THREADING + ".")


@cache
def _lines(group: str) -> tuple[str, ...]:
    text = resources.files("regrtest_runner").joinpath("groups", f"{group}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def members(group: str, names: Collection[str]) -> set[str]:
    """The files of a group, of those there are."""
    found: set[str] = set()
    for line in _lines(group):
        words = line.split()
        without = words[0] == "not"
        pattern = words[1] if without else words[0]
        if pattern.startswith("@"):
            matched = members(pattern[1:], names)
        else:
            matched = {name for name in names if covers(pattern, name)}
        found = found - matched if without else found | matched
    return found


def covers(pattern: str, name: str) -> bool:
    """Whether a pattern means a file, or the package that the file is a module of."""
    return fnmatchcase(name, pattern) or fnmatchcase(name, pattern + ".*")


def select(names: Collection[str], group: str | None, patterns: Iterable[str]) -> list[str]:
    """The files of a group that match one of the patterns; either may be left out."""
    found = set(names) if group is None else members(group, names)
    chosen: set[str] = set()
    wanted = [short(pattern) for pattern in patterns]
    for pattern in wanted:
        matched = {name for name in found if covers(pattern, name)}
        if not matched:
            where = f"in the group {group}" if group else f"among CPython's {len(names)} test files"
            raise NothingSelected(f"nothing {where} is called {pattern}")
        chosen |= matched
    return sorted(chosen if wanted else found)


def groups_of(names: Collection[str]) -> dict[str, list[str]]:
    """Each file's groups."""
    held = {group: members(group, names) for group in PARTS}
    return {name: [group for group in PARTS if name in held[group]] for name in names}


def matches_case(case: str, patterns: Collection[str]) -> bool:
    """As regrtest's -m: a pattern fits the whole id or one of the parts between its dots."""
    plain = re.sub(r"#\d+$", "", case)
    parts = [plain, *plain.split(".")]
    return any(fnmatchcase(part, pattern) for pattern in patterns for part in parts)

"""pytest's JUnit report: what became of each case.

An id is `classname::name`. One that comes again gets a number, as in regrtest's results: a case whose tear-down fails
after the case itself did stands there twice, and so does a subtest that failed.

The report does not tell an unexpected pass from another, unless the mark is strict: then it is a failure, and `xpassed` here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from regrtest_runner.junit import numbered

PASSED, FAILED, ERROR, SKIPPED, XFAILED, XPASSED = "passed", "failed", "error", "skipped", "xfailed", "xpassed"
ABSENT = "absent"
"""The outcome of a case that the other side alone has."""

MESSAGE_CHARACTERS = 400


@dataclass(frozen=True)
class Case:
    """An outcome, and pytest's word for why where it is no pass."""

    outcome: str
    message: str = ""


class Unreadable(Exception):
    """A report that pytest did not finish, or that is none."""


def read(path: Path) -> dict[str, Case]:
    """The cases by their ids. Raises Unreadable, and FileNotFoundError where pytest wrote none."""
    try:
        elements = list(ElementTree.parse(path).iter("testcase"))
    except ElementTree.ParseError as why:
        raise Unreadable(f"{path}: {why}") from why
    ids = numbered("::".join(filter(None, (one.get("classname"), one.get("name")))) for one in elements)
    return {name: _case(one) for name, one in zip(ids, elements, strict=True)}


def _case(element: ElementTree.Element) -> Case:
    for tag, outcome in (("error", ERROR), ("failure", FAILED), ("skipped", SKIPPED)):
        found = element.find(tag)
        if found is None:
            continue
        message = " ".join(found.get("message", "").split())[:MESSAGE_CHARACTERS]
        if outcome == FAILED and message.startswith("[XPASS(strict)]"):
            outcome = XPASSED
        elif outcome == SKIPPED and found.get("type") == "pytest.xfail":
            outcome = XFAILED
        return Case(outcome, message)
    return Case(PASSED)

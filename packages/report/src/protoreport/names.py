"""What the suites, and the ways in which threads share, are called for a reader: the same in every report.

A name says what was timed, since a whole process and a loop inside of one are different figures.
"""

from __future__ import annotations

SUITES = {
    "in-process": "pyperformance, in-process",
    "whole-process": "pyperformance, whole processes",
    "operations": "Operations, in-process",
    "seed": "Small workloads, whole processes",
    "startup": "Start-up, whole processes",
    "threads": "Threads, the work alone",
    "pauses": "Longest pause",
    "memory": "Peak memory, whole processes",
    "warmup": "Warm-up, whole processes",
}
"""In the order of the tables; a suite that is not here follows under its own name."""

WORDS = {"memory": ("larger", "smaller"), "pauses": ("longer", "shorter")}
"""What a ratio above one is, and one below; of any other suite, slower and faster."""

SHARED = {
    "independent": "nothing",
    "allocation": "nothing, allocating",
    "reads": "objects, only read",
    "list": "one list, appended to",
    "dict": "one dict, written to",
    "key": "one key of a dict, written to",
    "attribute": "one attribute, written to",
    "lock": "one lock, taken",
    "queue": "one queue",
}
"""What threads share, in the order of the tables."""

WRITTEN = ("list", "dict", "key", "attribute", "lock")
"""Those in which all threads write to one object all the time."""


def suite(name: str) -> str:
    return SUITES.get(name, name)


def words(name: str) -> tuple[str, str]:
    return WORDS.get(name, ("slower", "faster"))

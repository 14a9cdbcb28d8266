"""Which failures are one failure: by exception and message, without what differs from case to case.

What is mended next is what stands behind most cases, so the groups must be neither one a case (addresses, numbers
and temporary files differ each time) nor all in one (the exception and the words of its message stay).
"""

from __future__ import annotations

import re

NONE = "no message was recorded"
LONGEST = 180

EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(?::\s|$)")
SUBTEST = re.compile(r"(?:\[[^\]]*\] ?)?\((?:[^()]|\([^()]*\))*\) (?=[A-Za-z_][\w.]*(?::|$))")
"""unittest's description of a subtest, which the runner puts before what went wrong."""

DIFFERENCES = [
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"\b0x[0-9a-fA-F]{4,}\b"), "0x…"),
    # regrtest's and tempfile's own names
    (re.compile(r"@test_\d+_tmp[\w-]*"), "@test_tmp"),
    (re.compile(r"(['\"])/(?:tmp|var/tmp|dev/shm|run)/[^'\"]*\1"), r"\1/tmp/…\1"),
    (re.compile(r"/(?:tmp|var/tmp|dev/shm|run)/[^\s'\":,;)\]]+"), "/tmp/…"),
    # any other absolute path says where the checkout or the library lies
    (re.compile(r"(?<![\w.])/(?:[\w.@+~-]+/)+(?=[\w.@+~-]+)"), "…/"),
    (re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?j?(?!\w)"), "N"),
    (re.compile(r"N(?:, N){2,}"), "N, …"),
]
LITERAL = re.compile(r"b?'(?:[^'\\]|\\.)*'|b?\"(?:[^\"\\]|\\.)*\"")


def headline(text: str) -> str:
    """The one line of a recorded failure that names the exception.

    It is the first line, or, in a whole traceback, the line after the last frames.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return NONE
    starts = [number for number, line in enumerate(lines) if "Traceback (most recent call last)" in line]
    if starts:
        after = [line for line in lines[starts[-1] + 1 :] if not line.startswith((" ", "\t")) and EXCEPTION.match(line)]
        return after[0].strip() if after else lines[-1].strip()
    return lines[0].strip()


def normalised(text: str) -> str:
    """What two failures of one cause have in common."""
    line = headline(text)[: 3 * LONGEST]  # more is not shown, and a message may be a megabyte
    line = SUBTEST.sub("", line, count=1) if line.startswith(("(", "[")) else line
    for pattern, common in DIFFERENCES:
        line = pattern.sub(common, line)
    if line.startswith("AssertionError") and " != " in line:
        # Two values differ; which ones is the case's own matter.
        line = LITERAL.sub("'…'", line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

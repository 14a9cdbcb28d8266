"""The text of -c, moved to the left margin, so that it can be indented like the shell script it stands in."""

from __future__ import annotations


def dedent(text: str) -> str:
    """text without the white space that all its lines begin with; lines of white space only do not count and become empty."""
    lines = text.split("\n")
    margin = ""
    first = True
    for line in lines:
        if line.strip(" \t") == "":
            continue
        own = line[0 : len(line) - len(line.lstrip(" \t"))]
        margin = own if first else common_start(margin, own)
        first = False
        if margin == "":
            return text
    if first:
        return text
    moved: list[str] = []
    for line in lines:
        moved.append("" if line.strip(" \t") == "" else line[len(margin) : len(line)])
    return "\n".join(moved)


def common_start(a: str, b: str) -> str:
    n = min(len(a), len(b))
    i = 0
    while i < n and a[i] == b[i]:
        i += 1
    return a[0:i]

"""The name that a misspelt one may have meant: the nearest of some candidates by the number of changes between them (Levenshtein's distance).

A change costs MOVE; one of case alone CASE. Up to a third of both names' characters may be changed.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array

MOVE: Final[int] = 2
CASE: Final[int] = 1
MAX_CANDIDATES: Final[int] = 750
MAX_LENGTH: Final[int] = 40
"""What differs of longer names is taken for unlike."""


def change_cost(a: int, b: int) -> int:
    """For one byte in place of another."""
    if a == b:
        return 0
    lower_a = a + 32 if 65 <= a <= 90 else a
    lower_b = b + 32 if 65 <= b <= 90 else b
    return CASE if lower_a == lower_b else MOVE


def distance(a: bytes, b: bytes, limit: int) -> int:
    """What it costs to make b of a; any number above limit when it is more than that."""
    same = 0  # characters at both begins
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    end_a = len(a)
    end_b = len(b)
    while min(end_a, end_b) > same and a[end_a - 1] == b[end_b - 1]:
        end_a -= 1
        end_b -= 1
    a = a[same:end_a]
    b = b[same:end_b]
    if len(a) == 0 or len(b) == 0:
        return (len(a) + len(b)) * MOVE
    if len(a) > MAX_LENGTH or len(b) > MAX_LENGTH or abs(len(a) - len(b)) * MOVE > limit:
        return limit + 1
    row = Array[int](len(b) + 1, 0)
    for j in range(len(b) + 1):
        row[j] = j * MOVE
    for i in range(len(a)):
        diagonal = row[0]
        row[0] = (i + 1) * MOVE
        least = row[0]
        for j in range(len(b)):
            changed = diagonal + change_cost(a[i], b[j])
            diagonal = row[j + 1]
            row[j + 1] = min(changed, min(row[j], diagonal) + MOVE)
            least = min(least, row[j + 1])
        if least > limit:
            return limit + 1
    return row[len(b)]


def nearest(candidates: list[str], name: str) -> str | None:
    """The first of those that are most like name, and enough like it; never name itself. ValueError for surrogates, which have no bytes."""
    if len(candidates) >= MAX_CANDIDATES:
        return None
    found: str | None = None
    wanted = name.encode()
    best = len(wanted) * MOVE + MAX_LENGTH * MOVE
    for candidate in candidates:
        if candidate == name:
            continue
        given = candidate.encode()
        cost = distance(wanted, given, min((len(wanted) + len(given) + 3) * MOVE // 6, best - 1))
        if cost < best and cost <= (len(wanted) + len(given) + 3) * MOVE // 6:
            best = cost
            found = candidate
    return found


def did_you_mean(candidates: list[str], name: str) -> str:
    """What a message ends with; "" when nothing is like name."""
    try:
        found = nearest(candidates, name)
    except ValueError:
        return ""
    return "" if found is None else f". Did you mean '{found}'?"

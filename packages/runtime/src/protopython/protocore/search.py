"""Substring search in linear time and constant space: the two-way algorithm.

The searches of strings.py and bytestrings.py try each place where the needle may stand, which is fastest on
ordinary text but takes len(s) * len(sub) steps on text made of near misses. They count what failed attempts cost,
and continue here when that outgrows the way they have come.

Source: M. Crochemore, D. Perrin, "Two-way string-matching" (Journal of the ACM 38, 1991). The needle is cut at a
critical position; its right part is compared forwards, then its left part backwards. A mismatch on the right moves
the needle past it, one on the left by the needle's period.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import inline
from protodialect.unsafe import Addr, load8, load16, load32
from protopython.protocore.polling import check_signals

SLACK: Final[int] = 1024
"""Attempts that may fail before their cost matters."""


@inline
def too_slow(cost: int, way: int) -> bool:
    """Whether failed attempts that cost so much (in comparisons of 16 bytes) have outgrown the characters passed."""
    return cost > 8 * way + SLACK


@inline
def unit(at: Addr, kind: int) -> int:
    """The character of `kind` bytes at an address."""
    if kind == 1:
        return load8(at)
    if kind == 2:
        return load16(at)
    return load32(at)


def maximal_suffix(x: Addr, kind: int, step: int, m: int, smaller_first: bool) -> tuple[int, int]:
    """Where the greatest suffix of x begins, less 1, and its period; for the order of characters or its reverse."""
    before = -1
    j = 0
    k = 1
    period = 1
    while j + k < m:
        a = unit(x + (j + k) * step, kind)
        b = unit(x + (before + k) * step, kind)
        if a == b:
            if k != period:
                k += 1
            else:
                j += period
                k = 1
        elif (a < b) == smaller_first:
            j += k
            k = 1
            period = j - before
        else:
            before = j
            j = before + 1
            k = 1
            period = 1
    return before, period


def repeats(x: Addr, kind: int, step: int, n: int, period: int) -> bool:
    """Whether the first n characters of x stand again `period` later."""
    i = 0
    while i < n:
        if unit(x + i * step, kind) != unit(x + (i + period) * step, kind):
            return False
        i += 1
    return True


def two_way(x: Addr, x_kind: int, x_step: int, m: int, y: Addr, y_kind: int, y_step: int, n: int) -> int:
    """The first place of x's m characters in y's n, or -1; m > 0.

    Character i of x is at x + i * x_step: steps of minus the kind, from the last characters, search backwards.
    """
    cut, period = maximal_suffix(x, x_kind, x_step, m, True)
    other, other_period = maximal_suffix(x, x_kind, x_step, m, False)
    if other > cut:
        cut = other
        period = other_period
    periodic = cut + 1 + period <= m and repeats(x, x_kind, x_step, cut + 1, period)
    if not periodic:
        period = max(cut + 1, m - cut - 1) + 1
    known = -1  # The last index of x that is known to match at j already; only of periodic needles.
    j = 0
    while j <= n - m:
        check_signals()
        i = max(cut, known) + 1
        while i < m and unit(x + i * x_step, x_kind) == unit(y + (i + j) * y_step, y_kind):
            i += 1
        if i < m:
            j += i - cut
            known = -1
            continue
        i = cut
        while i > known and unit(x + i * x_step, x_kind) == unit(y + (i + j) * y_step, y_kind):
            i -= 1
        if i <= known:
            return j
        j += period
        if periodic:
            known = m - period - 1
    return -1

"""How a number is written, the same in every report: fit to be compared by eye, and never better than it is."""

from __future__ import annotations

import math
from datetime import UTC, datetime

ABSENT = "–"


def percent(share: float | None, space: str = "\N{NO-BREAK SPACE}") -> str:
    """Two digits, rounded down: only a share that is whole reads 100.00 %."""
    if share is None:
        return ABSENT
    # The product of a share such as 0.29 falls a hair below the digits that it was written with.
    return f"{math.floor(share * 10_000 + 1e-6) / 100:.2f}{space}%"


def points(new: float | None, old: float | None) -> str:
    """The difference of two shares, in percentage points with its sign; empty where there is nothing to compare."""
    if new is None or old is None:
        return ""
    return signed((new - old) * 100, 2)


def signed(value: float, digits: int = 0) -> str:
    text = f"{abs(value):,.{digits}f}"
    if not any(digit in "123456789" for digit in text):
        return f"±{text}"
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def number(value: float | None) -> str:
    """A count, its thousands separated."""
    return ABSENT if value is None else f"{value:,.0f}"


def ratio(value: float | None) -> str:
    """A time over another, three significant digits while it is near one."""
    if value is None:
        return ABSENT
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def times(value: float | None, more: str = "slower", less: str = "faster") -> str:
    """A ratio in words: 0.29 is 3.45x faster."""
    if value is None:
        return ABSENT
    if f"{value:.2f}" == "1.00":
        return "as fast" if (more, less) == ("slower", "faster") else "the same"
    return f"{ratio(value)}x {more}" if value > 1 else f"{ratio(1 / value)}x {less}"


def duration(seconds: float | None) -> str:
    """Seconds as a reader says them: 0.8 s, 42 s, 13 min 32 s, 2 h 05 min."""
    if seconds is None:
        return ABSENT
    if seconds < 9.95:
        return f"{seconds:.1f}\N{NO-BREAK SPACE}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}\N{NO-BREAK SPACE}s"
    if whole < 3600:
        return f"{whole // 60}\N{NO-BREAK SPACE}min {whole % 60:02}\N{NO-BREAK SPACE}s"
    return f"{whole // 3600}\N{NO-BREAK SPACE}h {whole % 3600 // 60:02}\N{NO-BREAK SPACE}min"


def milliseconds(seconds: float | None) -> str:
    """A short time: 66 ms, 2.3 ms."""
    if seconds is None:
        return ABSENT
    value = seconds * 1e3
    return f"{value:,.1f}\N{NO-BREAK SPACE}ms" if value < 9.95 else f"{value:,.0f}\N{NO-BREAK SPACE}ms"


def day(started: str) -> str:
    """The date of an ISO time stamp."""
    return started[:10]


def moment(started: str) -> str:
    """2026-11-21 02:00 UTC."""
    when = instant(started)
    return when.strftime("%Y-%m-%d %H:%M UTC") if when else started


def instant(started: str) -> datetime | None:
    """An ISO date or time stamp, in UTC; None where it is something else (a bare number is not a date)."""
    if started[4:5] != "-":
        return None
    try:
        when = datetime.fromisoformat(started)
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def commit(name: str | None, modified: bool = False) -> str:
    """Enough of a hash to find it; a + where the tree had changes that are in no commit."""
    return "no commit" if not name else name[:10] + ("+" if modified else "")

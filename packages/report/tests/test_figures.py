"""A number is written so that it cannot be read as better than it is."""

from __future__ import annotations

import pytest

from protoreport import figures


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100.00"), (0.99999, "99.99"), (0.29, "29.00"), (0.6354, "63.54"), (0.0, "0.00"), (0.57, "57.00")]
)
def test_percentages_are_rounded_down(share: float, text: str) -> None:
    assert figures.percent(share) == text + "\N{NO-BREAK SPACE}%"


def test_what_is_not_there_is_a_dash() -> None:
    assert {figures.percent(None), figures.number(None), figures.ratio(None), figures.duration(None), figures.times(None)} == {"–"}


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.29, "3.45x faster"), (2.0, "2.00x slower"), (1.001, "as fast"), (25.0, "25.0x slower"), (0.001, "1,000x faster")]
)
def test_ratios_in_words(ratio: float, text: str) -> None:
    assert figures.times(ratio) == text


def test_memory_is_larger_or_smaller() -> None:
    assert figures.times(0.5, "larger", "smaller") == "2.00x smaller"
    assert figures.times(1.0, "larger", "smaller") == "the same"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.81, "0.8 s"), (9.96, "10 s"), (59.7, "1 min 00 s"), (812.4, "13 min 32 s"), (7500, "2 h 05 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert figures.duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(("value", "text"), [(1.234, "+1.23"), (-0.5, "\N{MINUS SIGN}0.50"), (0.001, "±0.00"), (0, "±0.00")])
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert figures.signed(value, 2) == text


def test_a_bare_number_is_no_date() -> None:
    assert figures.instant("20261121") is None and figures.instant("8") is None
    assert figures.moment("2026-11-21T03:00:00+01:00") == "2026-11-21 02:00 UTC"


def test_a_changed_tree_marks_the_commit() -> None:
    assert figures.commit("21c58c5aa0b1c2", True) == "21c58c5aa0+"
    assert figures.commit(None) == "no commit"

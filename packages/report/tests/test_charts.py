"""Charts are deterministic, take their colours from the page, and say the same in light, dark, wide and narrow."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import matplotlib
import pytest

from protoreport import charts
from protoreport.charts import Bar

DAYS = [("2026-11-21T02:00:00Z", 0.61), ("2026-11-25T02:00:00Z", 0.635), ("2026-12-01T02:00:00Z", 0.64)]
BARS = [Bar("startup_empty", 0.11, 0.10, 0.12), Bar("pathlib", 2.6, 2.4, 2.7), Bar("broken", None)]


def both(chart: str) -> list[ElementTree.Element]:
    """The two drawings of a chart; parsing is a check too."""
    drawings = list(ElementTree.fromstring(chart))
    assert [drawing.get("class") for drawing in drawings] == ["wide", "narrow"]
    return drawings


def words(drawing: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in drawing.iter("text")]


def test_the_same_figures_give_the_same_bytes() -> None:
    draw = lambda: (charts.trend({"core": DAYS}, label="c", percent=True), charts.bars(BARS, label="b"))  # noqa: E731
    expected = draw()
    assert draw() == expected
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: draw(), range(8))) == {expected}


def test_drawing_changes_no_setting_of_matplotlib() -> None:
    before = dict(matplotlib.rcParams)
    charts.trend({"core": DAYS}, label="c")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("chart", [charts.trend({"core": DAYS, "stdlib": DAYS[:2]}, label="c"), charts.bars(BARS, label="b")])
def test_colours_are_the_pages(chart: str) -> None:
    assert not re.search(r"(?:fill|stroke): ?(?:#|rgb|black|white)", chart)
    assert set(re.findall(r"var\((--[\w-]+)\)", chart)) <= {"--muted", "--line", "--good", "--bad", "--series-1", "--series-2"}
    for drawing in both(chart):
        # SVG's own default is black, which is unreadable on a dark page.
        assert all("fill" in (text.get("style") or "") for text in drawing.iter("text"))


def test_nothing_is_fetched_and_no_font_or_date_is_named() -> None:
    chart = charts.trend({"core": DAYS}, label="c") + charts.bars(BARS, label="b")
    assert not re.search(r"https?:|font-family|<metadata|<script|xmlns", chart)


def test_two_charts_of_a_page_share_no_id() -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', charts.trend({"core": DAYS}, label=label))) for label in ("one", "two"))
    assert first and second and not first & second


def test_a_trend_names_its_lines_and_marks_the_reference() -> None:
    for drawing in both(charts.trend({"core": DAYS, "stdlib": DAYS[:2]}, label="c", reference=0.6)):
        assert {"core", "stdlib"} <= set(words(drawing))
        assert "stroke-dasharray" in ElementTree.tostring(drawing, encoding="unicode")


def test_a_single_line_ends_with_its_value() -> None:
    for drawing in both(charts.trend({"core": DAYS}, label="c", percent=True)):
        assert "64.00\N{NO-BREAK SPACE}%" in words(drawing)


def test_one_run_is_a_trend_too() -> None:
    for drawing in both(charts.trend({"core": DAYS[:1]}, label="c", percent=True)):
        assert "21 Nov 2026" in words(drawing)


def test_texts_that_are_no_dates_stand_in_order() -> None:
    for drawing in both(charts.trend({"protopy": [("1", 1.0), ("2", 1.9), ("4", 3.5), ("16", 8.0)]}, label="threads")):
        assert [word for word in words(drawing) if word in ("1", "2", "4", "16")][:4] == ["1", "2", "4", "16"]


def test_bars_tell_values_and_errors() -> None:
    for drawing in both(charts.bars(BARS, label="b")):
        told = words(drawing)
        assert {"0.11", "2.60", "error", "1×"} <= set(told)
        assert "1" not in told, "a missing value must not look like the reference"


def test_a_label_is_escaped_and_told_to_those_who_hear_the_page() -> None:
    chart = charts.trend({"<core> & 1": DAYS}, label='a "b" <c>')
    assert 'role="img" aria-label="a &quot;b&quot; &lt;c&gt;"' in chart
    assert both(chart)


def test_no_runs_is_said() -> None:
    assert "no runs yet" in charts.trend({"core": []}, label="Trend")
    assert "no valid result" in charts.bars([Bar("a", None)], label="Bars")

"""Charts as inline SVG: drawn by matplotlib, coloured by the page they stand in.

matplotlib is given stand-in colours, which become the page's CSS variables, so one drawing serves light and dark.
Every chart is drawn twice, for a wide page and for a phone, since text must not shrink with the drawing; the
page's style shows the one that fits. Nothing depends on the time, on fonts or on chance: the same figures give
the same bytes, and a committed page changes only when its figures do.

Only Figure objects are used (pyplot keeps global state). matplotlib reads its SVG settings from a global while it
draws: a lock is held around that, so that threads may draw.
"""

from __future__ import annotations

import io
import math
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from xml.etree import ElementTree

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from protoreport import figures

Points = list[tuple[str, float]]

INK, FAINT, BETTER, WORSE = "#010101", "#020202", "#030303", "#040404"
SERIES = ("#110101", "#110202", "#110303", "#110404", "#110505", "#110606")
VARIABLES = {
    INK: "var(--muted)",
    FAINT: "var(--line)",
    BETTER: "var(--good)",
    WORSE: "var(--bad)",
    **{colour: f"var(--series-{number})" for number, colour in enumerate(SERIES, start=1)},
}
"""Colours as matplotlib is told them, and what the page makes of them."""

WIDE, NARROW = 720, 328
DAY = 24 * 60 * 60
FONT = 12.0
ROW = 22
_drawing = threading.Lock()


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; `low` and `high` are the ends of its spread. No value: there was no valid result."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


def trend(
    series: dict[str, Points], *, label: str, percent: bool = False, reference: float | None = None
) -> str:
    """Lines over time. A point's text is an ISO date or time stamp; where one is not, points stand evenly apart.

    The vertical axis does not begin at zero: a trend is read for its change. `reference` is a value to mark.
    """
    drawn = {name: points for name, points in series.items() if points}
    if not drawn:
        return f'<p class="chart-empty">{escape(label)}: no runs yet.</p>'
    return _both(label, lambda width: _trend(drawn, width, percent, reference))


def bars(rows: Sequence[Bar], *, label: str, reference: float | None = 1.0) -> str:
    """Ratios on a logarithmic axis as bars from the reference: to its left is less (faster), to its right more.

    Without a reference the bars begin at zero on an ordinary axis.
    """
    if not any(row.value is not None for row in rows):
        return f'<p class="chart-empty">{escape(label)}: no valid result.</p>'
    return _both(label, lambda width: _bars(rows, width, reference))


# --------------------------------------------------------------------------------------------------
# Drawing. Sizes are in the page's pixels; places are computed, never fitted to a machine's fonts.
# --------------------------------------------------------------------------------------------------


def _figure(width: int, height: int, left: int, right: int, top: int, bottom: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
    place = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    axes = figure.add_axes(place, frameon=False)
    axes.tick_params(colors=INK, labelcolor=INK, labelsize=FONT, length=0, pad=6)
    axes.set_axisbelow(True)
    return figure, axes


def _trend(series: dict[str, Points], width: int, percent: bool, reference: float | None) -> Figure:
    names_width = min(max(_text_width(name) for name in series) + 14, width // 3) if len(series) > 1 else 58
    height = 240 if width == WIDE else 200
    figure, axes = _figure(width, height, 48, names_width, 12, 26)
    ends = []
    places = _places(series)
    marks = len(places) <= 40
    for number, (name, points) in enumerate(series.items()):
        colour = SERIES[number % len(SERIES)]
        across = [places[text] for text, _ in points]
        up = [value * 100 if percent else value for _, value in points]
        axes.plot(
            across, up, color=colour, linewidth=2, solid_capstyle="round", solid_joinstyle="round",
            marker="o" if marks else "", markersize=4.5,
        )
        last = figures.percent(points[-1][1]) if percent else figures.ratio(points[-1][1])
        ends.append((up[-1], _shortened(name, names_width - 14) if len(series) > 1 else last, colour))
    _vertical(axes, [value * 100 if percent else value for points in series.values() for _, value in points],
              percent, reference)
    _horizontal(axes, places, 6 if width == WIDE else 3)
    _name_lines(axes, ends, height - 38)
    return figure


def _places(series: dict[str, Points]) -> dict[str, float]:
    """Where each point stands across: at its time, or in order where the texts are no times."""
    texts = sorted({text for points in series.values() for text, _ in points})
    instants = [figures.instant(text) for text in texts]
    if all(instants):
        return {text: when.timestamp() / DAY for text, when in zip(texts, instants) if when}
    ordered = list(dict.fromkeys(text for points in series.values() for text, _ in points))
    return {text: float(number) for number, text in enumerate(ordered)}


def _horizontal(axes: Axes, places: dict[str, float], most: int) -> None:
    low, high = min(places.values()), max(places.values())
    timed = all(figures.instant(text) for text in places)
    margin = (high - low) * 0.02 or 0.5
    axes.set_xlim(low - margin, high + margin)
    if not timed:
        ordered = sorted(places.items(), key=lambda item: item[1])
        step = -(-len(ordered) // (most * 2))
        axes.xaxis.set_major_locator(FixedLocator([place for _, place in ordered[::step]]))
        axes.set_xticklabels([text for text, _ in ordered[::step]])
        return
    if high - low < 1.5:
        # Runs of a day or two: their own dates at the ends, which grow inwards so that they are not cut off.
        ends = [low] if low == high else [low, high]
        names = [f"{datetime.fromtimestamp(place * DAY, UTC):%-d %b %Y}" for place in ends]
        if len(set(names)) == 1:
            ends, names = ends[-1:], names[-1:]
        axes.xaxis.set_major_locator(FixedLocator(ends))
        axes.set_xticklabels(names)
        for tick, place in zip(axes.get_xticklabels(), ends):
            tick.set_horizontalalignment("center" if low == high else "left" if place == low else "right")
        return
    ticks = _date_ticks(low, high, most)
    axes.xaxis.set_major_locator(FixedLocator([place for place, _ in ticks]))
    axes.set_xticklabels([name for _, name in ticks])


def _date_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Days, weeks or first days of months between two places, at most so many, with their names."""
    first, last = (datetime.fromtimestamp(place * DAY, UTC).date() for place in (low, high))
    for step in (1, 2, 7, 14):
        days = [day for day in range(math.ceil(low), math.floor(high) + 1) if day % step == 0]
        if len(days) <= most:
            return [(float(day), f"{date(1970, 1, 1) + timedelta(day):%-d %b}") for day in days]
    for step in (1, 2, 3, 6, 12, 24, 60):
        months = [month for month in range(first.year * 12 + first.month, last.year * 12 + last.month) if month % step == 0]
        if len(months) <= most:
            break
    starts = [date(month // 12, month % 12 + 1, 1) for month in months]
    # The year where it begins, and with the first.
    named = [f"{day:%b %Y}" if day.month <= step or day == starts[0] else f"{day:%b}" for day in starts]
    return [(float((day - date(1970, 1, 1)).days), name) for day, name in zip(starts, named)]


def _vertical(axes: Axes, values: list[float], percent: bool, reference: float | None) -> None:
    everything = values if reference is None else [*values, reference]
    low, high = min(everything), max(everything)
    room = (high - low) * 0.12 or (2.0 if percent else abs(high) * 0.1 or 1.0)
    low, high = low - room, high + room
    if percent:
        low, high = max(low, -1.0), min(high, 101.0)
    elif min(everything) >= 0:
        low = max(low, 0.0)
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, min_n_ticks=3, steps=[1, 2, 2.5, 5, 10]))
    if percent:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
    else:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.grid(axis="y", color=FAINT, linewidth=1)
    if reference is not None:
        axes.axhline(reference, color=INK, linewidth=1, linestyle=(0, (4, 3)))


def _name_lines(axes: Axes, ends: list[tuple[float, str, str]], height: int) -> None:
    """Each line's name at its end, moved apart where lines end close together."""
    low, high = axes.get_ylim()
    gap = (high - low) * (FONT + 3) / height
    place = low - gap
    placed: list[float] = []
    for value, _, _ in sorted(ends):
        place = max(value, place + gap)
        placed.append(place)
    # What was pushed above the top comes down again, and pushes those below it.
    ceiling = high
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], ceiling)
        ceiling = placed[number] - gap
    right = axes.get_xlim()[1]
    for (_, name, colour), place in zip(sorted(ends), placed):
        axes.annotate(
            name, (right, place), xytext=(6, 0), textcoords="offset points", color=colour, fontsize=FONT,
            va="center_baseline", annotation_clip=False,
        )


def _bars(rows: Sequence[Bar], width: int, reference: float | None) -> Figure:
    left = min(max(_text_width(row.label) for row in rows) + 12, width * 45 // 100)
    height = ROW * len(rows) + 34
    figure, axes = _figure(width, height, left, 62, 4, 30)
    start = reference if reference is not None else 0.0
    ends = [end for row in rows for end in (row.value, row.low, row.high) if end is not None]
    if reference is not None:
        axes.set_xscale("log")
        ends = [end for end in [*ends, reference] if end > 0]
        axes.set_xlim(min(ends) / 1.06, max(ends) * 1.06)
        _ratio_ticks(axes, min(ends), max(ends), reference, 6 if width == WIDE else 3)
    else:
        axes.set_xlim(0, max(ends) * 1.03 or 1)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5 if width == WIDE else 3))
    axes.grid(axis="x", color=FAINT, linewidth=1)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_shortened(row.label, left - 12) for row in rows])
    for number, row in enumerate(rows):
        _bar(axes, number, row, start, coloured=reference is not None)
    if reference is not None:
        axes.axvline(reference, color=INK, linewidth=1)
    return figure


def _bar(axes: Axes, number: int, row: Bar, start: float, coloured: bool) -> None:
    beside = axes.get_yaxis_transform()  # across in shares of the axes, down in rows
    if row.value is None:
        axes.text(1.02, number, "error", transform=beside, color=WORSE, fontsize=FONT, va="center_baseline")
        return
    colour = SERIES[0] if not coloured else BETTER if row.value <= start else WORSE
    axes.barh(number, row.value - start, left=start, height=0.6, color=colour, alpha=0.75)
    if row.low is not None and row.high is not None:
        axes.plot([row.low, row.high], [number, number], color=INK, linewidth=1.5, solid_capstyle="butt")
    axes.text(1.02, number, figures.ratio(row.value), transform=beside, color=INK, fontsize=FONT, va="center_baseline")


def _ratio_ticks(axes: Axes, low: float, high: float, reference: float, most: int) -> None:
    """Ratios a reader knows, as many as there is room for; the reference always."""
    steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500]
    known = [reference * step for step in steps if low / 1.06 <= reference * step <= high * 1.06]
    if len(known) < 3:
        fine = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.7, 2]
        known = [reference * step for step in fine if low / 1.06 <= reference * step <= high * 1.06]
    while len(known) > most:
        middle = known.index(reference) if reference in known else 0
        known = [tick for number, tick in enumerate(known) if (number - middle) % 2 == 0]
    axes.xaxis.set_major_locator(FixedLocator(known))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
    axes.xaxis.set_minor_locator(NullLocator())


def _text_width(text: str) -> int:
    """Pixels, by a rule of thumb: a font's own figures differ from machine to machine."""
    return round(len(text) * FONT * 0.56)


def _shortened(text: str, width: int) -> str:
    room = int(width / (FONT * 0.56))
    return text if len(text) <= room + 1 else text[: max(room - 1, 1)] + "…"


# --------------------------------------------------------------------------------------------------
# From matplotlib's SVG to the page's
# --------------------------------------------------------------------------------------------------


def _both(label: str, draw: Callable[[int], Figure]) -> str:
    """The chart for a wide page and for a phone; a reader who hears the page gets the label."""
    drawings = "".join(_svg(draw(width), label, name) for width, name in ((WIDE, "wide"), (NARROW, "narrow")))
    return f'<div class="chart" role="img" aria-label="{escape(label, quote=True)}">{drawings}</div>'


def _svg(figure: Figure, label: str, name: str) -> str:
    out = io.BytesIO()
    # The salt tells apart the ids of two charts on one page.
    with _drawing, matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": f"{label} {name}"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = ElementTree.fromstring(out.getvalue())
    _clean(root)
    width, height = root.attrib["viewBox"].split()[2:]
    root.attrib = {"class": name, "viewBox": f"0 0 {width} {height}", "aria-hidden": "true"}
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element) -> None:
    """Leaves what HTML needs: no namespaces, no empty groups, no ids that charts share, no fonts, our colours."""
    element.tag = _local(element.tag)
    element.tail = None
    if element.tag != "text":
        element.text = None
    if element.tag == "g":
        element.attrib.pop("id", None)
    element.attrib = {
        _local(name): _value(_local(name), value) for name, value in element.attrib.items()
        if not value.startswith("rotate(-0 ")
    }
    for child in list(element):
        _clean(child)
        if child.tag in ("metadata", "style") or child.tag in ("g", "defs") and not len(child):
            element.remove(child)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(name: str, value: str) -> str:
    if name == "style":
        return _style(value)
    if name in ("d", "x", "y", "width", "height"):
        return " ".join(re.sub(r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}", value).split())
    return value


def _style(text: str) -> str:
    """The page's font in one size, and the page's colours."""
    text = re.sub(r"#[0-9a-f]{6}", lambda found: VARIABLES.get(found.group(), found.group()), text)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    kept = [part for part in parts if not part.startswith("font")]
    return "; ".join(kept if len(kept) == len(parts) else [f"font-size: {FONT:g}px", *kept])

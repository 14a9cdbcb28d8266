"""The report's two pages: the model and the charts through the templates beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from protoreport import charts, page
from regrtest_runner.comparison import describe
from regrtest_runner.report.model import build
from regrtest_runner.results import Results

TEMPLATES = Path(__file__).with_name("templates")


def write(results: Results, rows: list[dict[str, Any]], folder: Path, kept: Path) -> list[Path]:
    """GROUP.html and GROUP.md; a run of chosen files or cases is `selection`."""
    model = build(results, rows, kept)
    trend = charts.trend(model.trends, label=f"Compatibility over time, {model.name}", percent=True)
    written = []
    for kind in ("html", "md"):
        path = folder / f"{model.name}.{kind}"
        text = page.render(f"report.{kind}", TEMPLATES, model=model, run=results, trend=Markup(trend), describe=describe)
        page.write(path, text)
        written.append(path)
    return written

"""The look of every report: one HTML file that needs no scripts, no network and no other file.

Templates extend `base.html` and are rendered strictly: a name that the context lacks is an error, not a gap, and
what comes from a run (messages, names) is escaped.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from protoreport import figures
from protoreport.files import write_whole

TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, folder: Path = TEMPLATES, **context: Any) -> str:
    """The template's text; the folder holds it, and the shared ones (`base.html`, `parts.html`) are found as well.

    SVG of `protoreport.charts` is passed through `Markup` or the filter `safe`. HTML is escaped, `.md` is not.
    """
    return _environment(folder).get_template(template).render(**context)


def write(path: Path, text: str) -> None:
    """Writes the page whole or not at all."""
    write_whole(path, text.encode())


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        percent=figures.percent, number=figures.number, ratio=figures.ratio, duration=figures.duration,
        signed=figures.signed, times=figures.times, day=figures.day, moment=figures.moment, milliseconds=figures.milliseconds, cell=_cell,
    )
    environment.globals.update(commit=figures.commit, points=figures.points, meter=meter)
    return environment


def meter(share: float | None) -> Markup:
    """A small bar for a share, to be read beside its number: it is hidden from those who hear the page."""
    if share is None:
        return Markup("")
    return Markup('<span class="meter" aria-hidden="true"><i style="width:{}%"></i></span>').format(f"{share * 100:.1f}")


def _cell(text: str) -> str:
    """Text that can stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")

"""reports/packages/README.md: the newest figures of every suite."""

from __future__ import annotations

from pathlib import Path

from protoreport import page
from protosuites import history
from protosuites.suites import Catalogue

TEMPLATES = Path(__file__).with_name("templates")

LISTED = 100
"""Differing cases listed of a suite; all are in the run's JSON."""


def write(folder: Path, catalogue: Catalogue) -> Path:
    """Renders what the folder's runs say. Raises history.Unreadable, and OSError."""
    rows = history.latest(folder, catalogue.suites)
    never = [name for name in catalogue.suites if name not in {row.name for row in rows}]
    path = folder / "README.md"
    page.write(path, page.render("packages.md", TEMPLATES, rows=rows, never=never, suites=catalogue.suites, listed=LISTED))
    return path

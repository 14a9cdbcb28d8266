"""The report of a run: what share passes, and what to mend next. Markdown and one HTML page from the same figures.

    messages    the line of a failure that says most, and when two failures are alike
    model       everything the pages show, counted and bounded
    templates   the two pages

    report.render(results, history_rows, folder)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from regrtest_runner.results import Results


def render(results: Results, rows: list[dict[str, Any]], folder: Path, history_folder: Path | None = None) -> list[Path]:
    """Writes GROUP.html and GROUP.md into the folder and returns their paths.

    The rows are the history's (`protoreport.history.read`), with or without this run's own. The history's folder
    is where the earlier runs lie, the last of which is compared with; without it, it is the report's folder.
    """
    from regrtest_runner.report.pages import write  # the charts' library takes a second to load

    return write(results, rows, folder, history_folder or folder)

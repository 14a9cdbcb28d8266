"""python -m protoreport: renders the dashboard (`./dev dashboard`)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from protoreport import history


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 1 where a history cannot be read or the pages cannot be written."""
    parser = argparse.ArgumentParser(
        prog="python -m protoreport",
        description="Renders index.html and README.md of the reports from the committed histories.",
    )
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="(default: reports in this checkout)")
    chosen = parser.parse_args(arguments)
    folder = chosen.reports or checkout() / "reports"
    if not folder.is_dir():
        print(f"dashboard: there is no folder {folder}", file=sys.stderr)
        return 1
    from protoreport import dashboard  # the charts' library takes a second to load

    try:
        for path in dashboard.render(folder):
            print(f"dashboard: {path}")
    except history.Corrupt as why:
        print(f"dashboard: {why}", file=sys.stderr)
        return 1
    except OSError as why:
        print(f"dashboard: not written: {why}", file=sys.stderr)
        return 1
    return 0


def checkout() -> Path:
    """The nearest folder upwards that holds the noxfile."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "noxfile.py").is_file():
            return folder
    raise SystemExit("dashboard: run this inside a protoPython checkout, or name the folder with --reports")


if __name__ == "__main__":
    sys.exit(main())

"""What protopyc builds when it is not told: [tool.protopyc] of the checkout's pyproject.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Settings:
    entry: str
    "MODULE:FUNCTION of the program that `build` and `check` compile."
    search: list[Path]
    "Folders that hold the program's packages."
    support: list[str]
    "Modules that are part of every program: they have the roles that operations of the dialect need."
    library: str
    "The file name of the shared library that a release build makes beside the executable."
    beside: dict[str, str]
    "Folders of the checkout that the program looks for in its prefix: by the name that they have there."


def settings() -> Settings:
    """Raises KeyError when an entry of the table is missing."""
    table = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["protopyc"]
    return Settings(table["entry"], [CHECKOUT / p for p in table["search"]], table["support"], table["library"], table["beside"])

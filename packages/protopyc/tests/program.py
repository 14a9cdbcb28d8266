"""A one-file program as the compiler sees it, in this process."""

from __future__ import annotations

import sys
from pathlib import Path

from protopyc.cli import run_passes
from protopyc.front.compile import compile_program
from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.settings import CHECKOUT, settings


def compiled(source: Path, whole: bool = False) -> tuple[World, ir.Function]:
    """The IR of a program with `main`, before the passes; `whole` takes all its functions, reached or not."""
    sys.modules.pop(source.stem, None)
    sys.path.insert(0, str(source.parent))
    try:
        defaults = settings()
        roots = [source.parent, *defaults.search]
        cache = CHECKOUT / "build" / "mypy"
        modules = [source.stem] if whole else []
        sources = {source.stem: source}
        return compile_program(source.stem, "main", sources, roots, cache, False, modules, support=defaults.support)
    finally:
        sys.path.remove(str(source.parent))


def passed(source: Path) -> tuple[World, ir.Function]:
    """The same after the passes over the whole program."""
    world, entry = compiled(source)
    run_passes(world, None)
    return world, entry

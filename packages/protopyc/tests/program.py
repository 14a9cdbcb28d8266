"""A one-file program as the compiler sees it, in this process."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from protopyc.compiler import compile_program, run_passes
from protopyc.ir import nodes as ir
from protopyc.program import Program
from protopyc.settings import CHECKOUT, settings


def compiled(source: Path, whole: Sequence[str] = ()) -> tuple[Program, ir.Function]:
    """The IR of a program with `main`, before the passes; all functions of the modules `whole`, reached or not."""
    sys.modules.pop(source.stem, None)
    sys.path.insert(0, str(source.parent))
    try:
        defaults = settings()
        roots = [source.parent, *defaults.search]
        cache = CHECKOUT / "build" / "mypy"
        sources = {source.stem: source}
        return compile_program(source.stem, "main", sources, roots, cache, False, whole, support=defaults.support)
    finally:
        sys.path.remove(str(source.parent))


def passed(source: Path) -> tuple[Program, ir.Function]:
    """The same after the passes over the whole program."""
    program, entry = compiled(source)
    run_passes(program, None)
    return program, entry

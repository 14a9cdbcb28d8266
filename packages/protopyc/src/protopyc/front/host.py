"""The host side of a program: its modules imported, so that module level has run."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from types import ModuleType

from protopyc.errors import CompileErrors


def is_ours(path: str, roots: list[Path], module: str) -> bool:
    """Is a source file part of the program (under one of the roots, and not the dialect itself)?"""
    if module.partition(".")[0] == "protodialect" or path.endswith(".pyi"):
        return False
    return any(Path(path).resolve().is_relative_to(root.resolve()) for root in roots)


def import_module(module: str, roots: list[Path]) -> ModuleType:
    """Imports a module of the program; raises CompileErrors when its module level fails."""
    for root in reversed(roots):
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
    try:
        return importlib.import_module(module)
    except Exception as e:
        last = traceback.extract_tb(e.__traceback__)[-1]
        raise CompileErrors(
            [
                f"{last.filename}:{last.lineno}:1: error: module level "
                f"of {module} failed: {type(e).__name__}: {e}"
            ]
        ) from None

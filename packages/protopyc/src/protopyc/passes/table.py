"""The passes over the whole program, in order. After them `lower` is applied to one function at a time, when the
function is written (passes/lower.py)."""

from __future__ import annotations

from collections.abc import Callable

from protopyc.passes import devirtualise, effects, fold
from protopyc.program import Program

PASSES: list[tuple[str, Callable[[Program], None]]] = [
    ("fold", fold.run),
    ("devirtualise", devirtualise.run),
    ("effects", effects.run),
]

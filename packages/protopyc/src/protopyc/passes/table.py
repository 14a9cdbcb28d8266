"""The passes over the IR, in order. `--dump=NAME` prints the IR after pass NAME (`front`: before all)."""

from __future__ import annotations

from collections.abc import Callable

from protopyc.front.world import World
from protopyc.passes import devirtualise, effects, fold, lower

PASSES: list[tuple[str, Callable[[World], None]]] = [
    ("fold", fold.run),
    ("devirtualise", devirtualise.run),
    ("effects", effects.run),
    ("lower", lower.run),
]

"""Guards the repr of containers that may contain themselves: `[...]`."""

from __future__ import annotations

from protodialect.types import Value
from protopython.protocore.thread import context
from protopython.protocore.value import same


def repr_enter(w: Value) -> bool:
    """Notes that w's repr is being made; False when it already is. Pair with repr_leave in a finally."""
    active = context().repr_active
    i = len(active) - 1
    while i >= 0:
        if same(active[i], w):
            return False
        i -= 1
    active.append(w)
    return True


def repr_leave() -> None:
    context().repr_active.pop()

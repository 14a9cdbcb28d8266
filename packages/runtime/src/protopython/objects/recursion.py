"""The guard of natively recursive operations: RecursionError before the C stack ends."""

from __future__ import annotations

from typing import Final

from protopyc.types import inline, noinline, unlikely
from protopyc.unsafe import stack_room
from protopython.objects import errors

C_STACK_MARGIN: Final[int] = 96 * 1024
"""Bytes of C stack that must be left when native code recurses through Python values."""


@inline
def check_recursion() -> None:
    """RecursionError when the C stack is nearly used up."""
    if unlikely(stack_room() < C_STACK_MARGIN):
        raise_recursion()


@noinline
def raise_recursion() -> None:
    raise errors.recursion_error("maximum recursion depth exceeded")

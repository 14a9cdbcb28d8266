"""The guard of natively recursive operations: RecursionError before the C stack ends."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, inline, noinline, unlikely
from protodialect.unsafe import CX_STACK_BASE, CX_STACK_LIMIT, address_of, load64, stack_room
from protopython.objects.model import errors
from protopython.protocore.thread import context

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


@inline
def check_recursion_while(doing: str) -> None:
    """The same for what names its work in the message: ` while encoding ...`."""
    if unlikely(stack_room() < C_STACK_MARGIN):
        raise_recursion_while(doing)


@noinline
def raise_recursion_while(doing: str) -> None:
    raise errors.recursion_error(f"Stack overflow (used {stack_used() // 1024} kB){doing}")


def stack_used() -> int:
    """Bytes of C stack in use; 0 on the host, which does not tell."""
    if COMPILED:
        cx = address_of(context())
        return load64(cx + CX_STACK_BASE) - load64(cx + CX_STACK_LIMIT) - stack_room()
    else:
        return 0

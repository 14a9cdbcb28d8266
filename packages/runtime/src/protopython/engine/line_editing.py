"""Who reads lines at the terminal: a module that edits lines (readline) takes over what input() and the basic prompt do themselves otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context


class LineEditing(State):
    """Set once, when the module is imported."""

    read: Callable[[bytes], bytes] | None
    """A line after the prompt, with its newline; empty at the end of input."""

    def __init__(self) -> None:
        self.read = None


def new_line_editing() -> State:
    return LineEditing()


LINE_EDITING: Final[int] = space_slot(new_line_editing)


def line_editing() -> LineEditing:
    return cast(LineEditing, context().space.states[LINE_EDITING])

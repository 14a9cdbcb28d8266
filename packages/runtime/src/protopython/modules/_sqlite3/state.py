"""What the module _sqlite3 keeps for its space."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import races
from protopython.objects.dict.dict import W_Dict, new_dict
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context


@races(
    plain_adapted="set once, before the adapter that it announces", tracebacks="a switch", ended="compared with what it was",
    next_collection="no more than a rule of thumb",
)  # fmt: skip
class SqliteState(State):
    adapters: W_Dict
    """(type, protocol) -> callable"""
    converters: W_Dict
    """Name in upper case -> callable"""
    plain_adapted: bool
    """There may be an adapter for int, float, str or bytearray, which are stored as they are otherwise."""
    tracebacks: bool
    """enable_callback_tracebacks"""
    next_collection: int
    """When, in nanoseconds, to look for lingering statements again (lingering.py)."""
    ended: int
    """How many statements, blobs and databases finalizers have ended."""

    def __init__(self) -> None:
        self.adapters = new_dict()
        self.converters = new_dict()
        self.plain_adapted = False
        self.tracebacks = False
        self.ended = 0
        self.next_collection = 0


def new_sqlite_state() -> State:
    return SqliteState()


STATE: Final[int] = space_slot(new_sqlite_state)


def sqlite_state() -> SqliteState:
    return cast(SqliteState, context().space.states[STATE])

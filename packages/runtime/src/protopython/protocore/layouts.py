"""The data of the built-in types that spaces and types themselves are made of: tuples, dicts, modules.

Only their fields are here. What they mean, their invariants and all that happens to them is in objects/tuple.py,
objects/dict/dict.py and objects/module.py, whose names everyone else imports.
"""

from __future__ import annotations

from protodialect.types import Array, Trailing, Value, i32, races
from protopython.protocore.object import W_Object


class W_Tuple(W_Object):
    length: int
    hash: int
    """Once somebody asked; 0: not yet, or 0."""
    items: Trailing[Value]


@races(
    fill="read early without the lock; what is done with it is checked under the lock",
    end="an old one leads to an empty place or leaves out what is being added",
    version="a place is not used again in its table, so that an old number leads to the old value or to none",
    used="len() and the iterators ask how many there were a moment ago",
)
class DictTable:
    mask: int
    capacity: int
    """Entries it has room for."""
    fill: int
    """Entries ever written."""
    used: int
    """Entries alive."""
    end: int
    """No entry at or after it is alive."""
    start: int
    """No entry before it is alive."""
    version: int
    indices: Array[i32]
    length: int
    """3 * capacity."""
    items: Trailing[Value]


class W_Dict(W_Object):
    table: DictTable

    def __init__(self, table: DictTable) -> None:
        self.table = table


class W_Module(W_Object):
    dict: W_Dict
    loading: bool
    """Its source file is being run by the native import (others are marked by `__spec__`)."""

    def __init__(self, dict: W_Dict) -> None:
        self.dict = dict
        self.loading = False

"""The table of which objects are weakly referred to.

It is in the space, and finds an object's references by its address, which never changes while it lives:

    address -> WeakEntry [ cell of the object | cells of its references ]

Nothing in the table keeps an object or a reference alive. An entry whose object is dead is stale; it
is replaced when the address is used again and swept when the table has doubled.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, is_pointer, locked, unwrap
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.identity import identity
from protopython.objects.singletons import w_None
from protopython.protocore.collector import WeakCell, new_weak_cell, weak_target
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same


class WeakEntry:
    """The weak references of one object."""

    target: WeakCell
    references: list[WeakCell]

    def __init__(self, target: WeakCell) -> None:
        self.target = target
        self.references = []


class WeakTable(State):
    entries: dict[int, WeakEntry]
    """By address."""
    limit: int
    """At this size the table is swept."""

    def __init__(self) -> None:
        self.entries = {}
        self.limit = 64


def new_weak_table() -> State:
    return WeakTable()


WEAK_TABLE: Final[int] = space_slot(new_weak_table)


def weak_table() -> WeakTable:
    return cast(WeakTable, context().space.states[WEAK_TABLE])


def entry_of(w_target: Value) -> WeakEntry | None:
    """The entry of a living object. The table's lock is held."""
    entry = weak_table().entries.get(identity(w_target))
    if entry is None or not same(weak_target(entry.target), w_target):
        return None
    return entry


def add_entry(w_target: Value) -> WeakEntry:
    """A new entry for an object that has none. The table's lock is held."""
    table = weak_table()
    if len(table.entries) >= table.limit:
        sweep_table(table)
    entry = WeakEntry(new_weak_cell(unwrap(W_Object, w_target), EMPTY))
    table.entries[identity(w_target)] = entry
    return entry


def sweep_table(table: WeakTable) -> None:
    """Forgets the entries of dead objects."""
    kept: dict[int, WeakEntry] = {}
    for address, entry in table.entries.items():
        if not is_empty(weak_target(entry.target)):
            kept[address] = entry
    table.entries = kept
    table.limit = max(64, 2 * len(kept))


def references_to(w_target: Value) -> W_List:
    """The living weak references and proxies of an object."""
    found = new_list()
    if not is_pointer(w_target):
        return found
    with locked(context().space.modules):
        entry = entry_of(w_target)
        if entry is not None:
            for cell in entry.references:
                w = weak_target(cell)
                if not is_empty(w):
                    list_append(found, w)
    return found


def new_weakref_descriptor(owner: W_Type) -> W_GetSet:
    """The `__weakref__` attribute of instances that can be referred to weakly."""
    g = W_GetSet("__weakref__", owner, weakref_getter)
    g.doc = "list of weak references to the object"
    return g


def weakref_getter(w_self: Value) -> Value:
    references = references_to(w_self)
    return list_get(references, 0) if list_length(references) > 0 else w_None

"""The data of persistent maps and sets, of their evolvers and iterators, all over the trie of trie.py.

A map's keys are a set that has the map's own trie.

Evolvers may be shared: what a change needs no Python code for is done in place, under the lock. Where keys must be compared by calling
Python, the evolver gives up its right to change nodes, the search goes on in the trie as it is then, without the lock, and the
change is made if the evolver still has that trie; else everything begins again.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, locked, races
from protopython.modules.protocore.editing import Edit
from protopython.modules.protocore.trie import (
    NO_ENTRIES,
    Cursor,
    TrieNode,
    find,
    hash_of_key,
    put_found,
    removed,
)
from protopython.modules.protocore.vector import MODULE
from protopython.objects.dict.dict import UNSURE
from protopython.objects.model.define import OBJECT, constant, define_type
from protopython.protocore.object import TypeFlags, W_Object

KEYS: Final[int] = 0
VALUES: Final[int] = 1
ITEMS: Final[int] = 2


class W_Hashed(W_Object):
    root: TrieNode
    count: int

    def __init__(self, root: TrieNode, count: int) -> None:
        self.root = root
        self.count = count


@races(hash="every thread finds the same")
class W_Map(W_Hashed):
    hash: int
    """0: not asked for yet."""


@races(hash="every thread finds the same")
class W_Set(W_Hashed):
    hash: int
    """0: not asked for yet."""


class W_Evolver(W_Hashed):
    """Each with its lock: also who only reads needs it, since nodes are changed in place."""

    edit: Edit | None
    """None: it owns no node."""
    original: W_Hashed
    """What persistent() gives while nothing is changed."""

    def __init__(self, original: W_Hashed) -> None:
        self.root = original.root
        self.count = original.count
        self.edit = None
        self.original = original


class W_MapEvolver(W_Evolver):
    pass


class W_SetEvolver(W_Evolver):
    pass


class W_MapView(W_Object):
    map: W_Map

    def __init__(self, map: W_Map) -> None:
        self.map = map


class W_MapValues(W_MapView):
    pass


class W_MapItems(W_MapView):
    pass


class W_HashedIterator(W_Object):
    """Over KEYS, VALUES or ITEMS. A step is made under the lock: node and place belong together."""

    cursor: Cursor
    kind: int
    left: int

    def __init__(self, hashed: W_Hashed, kind: int) -> None:
        self.cursor = Cursor(hashed.root)
        self.kind = kind
        self.left = hashed.count


_INTERNAL: Final[int] = TypeFlags.NO_INSTANTIATE

MAP = define_type(
    "map", W_Map, OBJECT, module=MODULE, flags=TypeFlags.MAPPING | TypeFlags.HAS_WEAKREF | TypeFlags.NOT_COUNTED,
    doc="Immutable mapping; every change gives a new map that shares most of its structure with the old one. map(mapping_or_pairs, **items)",
)  # fmt: skip
SET = define_type(
    "set", W_Set, OBJECT, module=MODULE, flags=TypeFlags.HAS_WEAKREF,
    doc="Immutable set; every change gives a new set that shares most of its structure with the old one. set(iterable)",
)  # fmt: skip
MAP_EVOLVER = define_type(
    "map_evolver", W_MapEvolver, OBJECT, module=MODULE, flags=_INTERNAL | TypeFlags.NOT_COUNTED,
    doc="Changes to be made to a map all at once: persistent() gives the result.",
)  # fmt: skip
SET_EVOLVER = define_type(
    "set_evolver", W_SetEvolver, OBJECT, module=MODULE, flags=_INTERNAL,
    doc="Changes to be made to a set all at once: persistent() gives the result.",
)  # fmt: skip
MAP_VALUES = define_type("map_values", W_MapValues, OBJECT, module=MODULE, flags=_INTERNAL, doc="The values of a map.")
MAP_ITEMS = define_type("map_items", W_MapItems, OBJECT, module=MODULE, flags=_INTERNAL, doc="The (key, value) pairs of a map.")
HASHED_ITERATOR = define_type("map_iterator", W_HashedIterator, OBJECT, module=MODULE, flags=_INTERNAL)
constant(MODULE, "map", MAP)
constant(MODULE, "set", SET)

EMPTY_MAP: W_Map = W_Map(NO_ENTRIES, 0)
EMPTY_SET: W_Set = W_Set(NO_ENTRIES, 0)


def map_of(root: TrieNode, count: int) -> W_Map:
    return W_Map(root, count) if count > 0 else EMPTY_MAP


def set_of(root: TrieNode, count: int) -> W_Set:
    return W_Set(root, count) if count > 0 else EMPTY_SET


# --- immutable ----------------------------------------------------------------------------------------------------------


def value_of(d: W_Hashed, w_key: Value) -> Value:
    """A map's value, or EMPTY."""
    node, i = find(d.root, w_key, hash_of_key(w_key), True)
    return node.items[i + 2] if i >= 0 else EMPTY


def has_key(d: W_Hashed, w_key: Value, h: int) -> bool:
    _node, i = find(d.root, w_key, h, True)
    return i >= 0


class Builder:
    """A trie in the making, which nobody else sees."""

    root: TrieNode
    count: int
    edit: Edit

    def __init__(self, d: W_Hashed) -> None:
        self.root = d.root
        self.count = d.count
        self.edit = Edit()

    def get(self, w_key: Value, h: int) -> Value:
        node, i = find(self.root, w_key, h, True)
        return node.items[i + 2] if i >= 0 else EMPTY

    def put(self, w_key: Value, w_value: Value, h: int) -> bool:
        """True: the key is new."""
        node, i = find(self.root, w_key, h, True)
        self.root = put_found(self.root, node, i, w_key, w_value, h, self.edit)
        if i >= 0:
            return False
        self.count += 1
        return True

    def drop(self, w_key: Value, h: int) -> bool:
        """False: the key is absent."""
        node, i = find(self.root, w_key, h, True)
        if i < 0:
            return False
        self.root = removed(self.root, node, i, self.edit)
        self.count -= 1
        return True


# --- evolvers -----------------------------------------------------------------------------------------------------------


def edit_of(e: W_Evolver) -> Edit:
    """The right to change the nodes that are e's own. The lock is held."""
    edit = e.edit
    if edit is None:
        edit = Edit()
        e.edit = edit
    return edit


def frozen_root(e: W_Evolver) -> TrieNode:
    """e's trie, which is immutable from here on."""
    with locked(e):
        e.edit = None
        return e.root


def evolver_value(e: W_Evolver, w_key: Value) -> Value:
    """EMPTY: absent."""
    h = hash_of_key(w_key)
    with locked(e):
        node, i = find(e.root, w_key, h, False)
        if i != UNSURE:
            return node.items[i + 2] if i >= 0 else EMPTY
    node, i = find(frozen_root(e), w_key, h, True)
    return node.items[i + 2] if i >= 0 else EMPTY


def evolver_put(e: W_Evolver, w_key: Value, w_value: Value) -> None:
    h = hash_of_key(w_key)
    with locked(e):
        node, i = find(e.root, w_key, h, False)
        if i != UNSURE:
            evolver_put_found(e, node, i, w_key, w_value, h)
            return
    while True:
        root = frozen_root(e)
        node, i = find(root, w_key, h, True)
        with locked(e):
            if e.root is root:
                evolver_put_found(e, node, i, w_key, w_value, h)
                return


def evolver_put_found(e: W_Evolver, node: TrieNode, i: int, w_key: Value, w_value: Value, h: int) -> None:
    e.root = put_found(e.root, node, i, w_key, w_value, h, edit_of(e))
    if i < 0:
        e.count += 1


def evolver_drop(e: W_Evolver, w_key: Value) -> bool:
    """False: absent."""
    h = hash_of_key(w_key)
    with locked(e):
        node, i = find(e.root, w_key, h, False)
        if i != UNSURE:
            return evolver_drop_found(e, node, i)
    while True:
        root = frozen_root(e)
        node, i = find(root, w_key, h, True)
        with locked(e):
            if e.root is root:
                return evolver_drop_found(e, node, i)


def evolver_drop_found(e: W_Evolver, node: TrieNode, i: int) -> bool:
    if i < 0:
        return False
    e.root = removed(e.root, node, i, edit_of(e))
    e.count -= 1
    return True


def evolver_count(e: W_Evolver) -> int:
    with locked(e):
        return e.count


def evolver_is_dirty(e: W_Evolver) -> bool:
    with locked(e):
        return e.root is not e.original.root

"""A trie of many entries at once: they are dealt out by five bits of their hashes, and each lot again by the next five.

That is a radix sort from the front. It leaves no garbage, and the nodes come to lie in memory in the order in which a Cursor visits them.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, array_ptr, copy_values, inline, wrap
from protopython.modules.protocore.editing import BITS, MASK, WIDTH
from protopython.modules.protocore.trie import COLLISIONS, ENTRY, HASH_BITS, NO_ENTRIES, TrieNode, new_node
from protopython.protocore.polling import check_signals
from protopython.protocore.value import int_value

LEVELS: Final[int] = HASH_BITS // BITS + 1
FEW: Final[int] = 8
"""So many entries are sorted by insertion."""


class Entries:
    """Entries with distinct keys, one after the other as in a node."""

    words: Array[Value]
    count: int

    def __init__(self, room: int) -> None:
        self.words = Array[Value](ENTRY * room, EMPTY)
        self.count = 0

    def add(self, w_hash: Value, w_key: Value, w_value: Value) -> None:
        i = ENTRY * self.count
        self.words[i] = w_hash
        self.words[i + 1] = w_key
        self.words[i + 2] = w_value
        self.count += 1


def trie_of(entries: Entries) -> TrieNode:
    """Uses the entries up."""
    if entries.count == 0:
        return NO_ENTRIES
    spare = Array[Value](ENTRY * entries.count, EMPTY)
    ends = Array[int](LEVELS * WIDTH, 0)
    return dealt(entries.words, spare, ends, 0, entries.count, 0)


def dealt(a: Array[Value], spare: Array[Value], ends: Array[int], start: int, stop: int, shift: int) -> TrieNode:
    """The node for `shift` of entries number start to stop of a. ends: for each level, where the lots end."""
    check_signals()
    if shift > HASH_BITS:
        r = new_node(COLLISIONS, 0, ENTRY * (stop - start), None)
        copy_values(array_ptr(r.items, 0), array_ptr(a, ENTRY * start), ENTRY * (stop - start))
        return r
    if stop - start <= FEW:
        return sorted_in(a, spare, ends, start, stop, shift)
    base = shift // BITS * WIDTH
    for d in range(WIDTH):
        ends[base + d] = 0
    for i in range(start, stop):
        ends[base + lot(a, i, shift)] += 1
    entries = 0
    children = 0
    length = 0
    dealt_out = start
    for d in range(WIDTH):
        n = ends[base + d]
        ends[base + d] = dealt_out  # where the lot begins; each entry moves it by one
        dealt_out += n
        if n == 1:
            entries |= 1 << d
            length += ENTRY
        elif n > 1:
            children |= 1 << d
            length += 1
    for i in range(start, stop):
        k = base + lot(a, i, shift)
        move_entry(spare, ends[k], a, i)
        ends[k] += 1
    r = new_node(entries, children, length, None)
    at = 0
    for d in range(WIDTH):
        if entries & 1 << d != 0:
            place_entry(r, at, spare, ends[base + d] - 1)
            at += ENTRY
    for i in range(WIDTH):
        d = MASK - i
        if children & 1 << d != 0:
            first = ends[base + d - 1] if d > 0 else start
            r.items[at] = wrap(dealt(spare, a, ends, first, ends[base + d], shift + BITS))
            at += 1
    return r


def sorted_in(a: Array[Value], spare: Array[Value], ends: Array[int], start: int, stop: int, shift: int) -> TrieNode:
    """`dealt`, of few."""
    for i in range(start + 1, stop):
        d = lot(a, i, shift)
        k = i
        while k > start and lot(a, k - 1, shift) > d:
            k -= 1
        if k < i:
            move_entry(spare, start, a, i)
            copy_values(array_ptr(a, ENTRY * (k + 1)), array_ptr(a, ENTRY * k), ENTRY * (i - k))
            move_entry(a, k, spare, start)
    entries = 0
    children = 0
    length = 0
    i = start
    while i < stop:
        bit = 1 << lot(a, i, shift)
        k = end_of_lot(a, i, stop, shift)
        if k == i + 1:
            entries |= bit
            length += ENTRY
        else:
            children |= bit
            length += 1
        i = k
    r = new_node(entries, children, length, None)
    at = 0
    below = length
    i = start
    while i < stop:
        k = end_of_lot(a, i, stop, shift)
        if k == i + 1:
            place_entry(r, at, a, i)
            at += ENTRY
        else:
            below -= 1
            r.items[below] = wrap(dealt(a, spare, ends, i, k, shift + BITS))
        i = k
    return r


def end_of_lot(a: Array[Value], i: int, stop: int, shift: int) -> int:
    """Where the lot that begins with entry i ends, in sorted entries."""
    k = i + 1
    while k < stop and lot(a, k, shift) == lot(a, i, shift):
        k += 1
    return k


@inline
def move_entry(to: Array[Value], i: int, a: Array[Value], k: int) -> None:
    to[ENTRY * i] = a[ENTRY * k]
    to[ENTRY * i + 1] = a[ENTRY * k + 1]
    to[ENTRY * i + 2] = a[ENTRY * k + 2]


@inline
def place_entry(node: TrieNode, at: int, a: Array[Value], k: int) -> None:
    node.items[at] = a[ENTRY * k]
    node.items[at + 1] = a[ENTRY * k + 1]
    node.items[at + 2] = a[ENTRY * k + 2]


@inline
def lot(a: Array[Value], i: int, shift: int) -> int:
    return (int_value(a[ENTRY * i]) >> shift) & MASK

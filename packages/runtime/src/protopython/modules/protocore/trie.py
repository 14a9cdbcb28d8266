"""The hash trie behind persistent maps and sets. What programs see is in map_methods.py and set_methods.py.

    TrieNode [ owner | entries | children | length | hash0 key0 value0 | hash1 key1 value1 | ... | ... child1 | child0 ]

A node covers five bits of the keys' hashes, those from `shift` on. For each of their 32 values it has an entry, a child, or nothing; the
bitmaps `entries` and `children` say which, and each kind is packed in the order of its bits (Bagwell, "Ideal hash trees", 2001; the two
bitmaps are Steindorfer and Vinju's, "Optimizing hash-array mapped tries", 2015). Keys whose hashes are the same lie in a node of COLLISIONS
at the end of a path. A child never holds a single entry: it is in the node above. So tries of equal keys have the same form, however they
came about, and two can be compared node by node, where those they share need not be looked at.

Entries keep their hashes: no key is asked for its hash twice. To compare keys may be Python code, so a change is made in two steps: `find`,
which may compare, and then `put_found` or `removed`, which know the very key that is meant and compare nothing.

Nodes are immutable but for those whose owner is the `Edit` of an evolver. The values of a set's entries mean nothing.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Trailing,
    Value,
    array_ptr,
    clone,
    copy_values,
    inline,
    new_trailing,
    popcount64,
    try_as,
    unwrap,
    wrap,
)
from protopython.modules.protocore.editing import BITS, MASK, Edit
from protopython.objects.dict.dict import ABSENT, UNSURE, hash_as, hash_word, keys_equal, quick_equal
from protopython.objects.model.hashing import hash_small_int
from protopython.objects.model.operations import equal
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import hash_str
from protopython.protocore.value import int_value, is_int, same

ENTRY: Final[int] = 3
"""Words of an entry."""
COLLISIONS: Final[int] = -1
"""Instead of the bitmap `entries`: all entries have the same hash."""
HASH_BITS: Final[int] = 63


class TrieNode:
    owner: Edit | None
    entries: int
    children: int
    length: int
    items: Trailing[Value]


def new_node(entries: int, children: int, n: int, edit: Edit | None) -> TrieNode:
    node = new_trailing(TrieNode, None, n)
    node.owner = edit
    node.entries = entries
    node.children = children
    return node


NO_ENTRIES: TrieNode = new_node(0, 0, 0, None)


@inline
def hash_of_key(w_key: Value) -> int:
    s = try_as(str, w_key)
    if s is not None:
        return hash_str(s)
    if is_int(w_key):
        return hash_small_int(int_value(w_key))
    return hash_as(w_key, "key")


# --- places in a node ---------------------------------------------------------------------------------------------------


@inline
def bit_of(w_hash: Value, shift: int) -> int:
    return 1 << ((int_value(w_hash) >> shift) & MASK)


@inline
def entry_place(node: TrieNode, bit: int) -> int:
    return ENTRY * popcount64(node.entries & (bit - 1))


@inline
def child_place(node: TrieNode, bit: int) -> int:
    return node.length - 1 - popcount64(node.children & (bit - 1))


@inline
def child(node: TrieNode, i: int) -> TrieNode:
    return unwrap(TrieNode, node.items[i])


@inline
def entries_end(node: TrieNode) -> int:
    return node.length - popcount64(node.children)


def copy_items(to: TrieNode, i: int, source: TrieNode, k: int, n: int) -> None:
    if n > 0:
        copy_values(array_ptr(to.items, i), array_ptr(source.items, k), n)


# --- searching ----------------------------------------------------------------------------------------------------------


def find(root: TrieNode, w_key: Value, h: int, may_call: bool) -> tuple[TrieNode, int]:
    """The node and place of w_key's entry; ABSENT, or UNSURE where only Python code could compare and may_call is false."""
    w_hash = hash_word(h)
    return find_below(root, 0, w_hash, w_key, may_call)


@inline
def find_below(node: TrieNode, shift: int, w_hash: Value, w_key: Value, may_call: bool) -> tuple[TrieNode, int]:
    while node.entries != COLLISIONS:
        bit = bit_of(w_hash, shift)
        if node.children & bit != 0:
            node = child(node, child_place(node, bit))
            shift += BITS
        elif node.entries & bit != 0:
            i = entry_place(node, bit)
            if not same(node.items[i], w_hash):
                return node, ABSENT
            verdict = compare_keys(node.items[i + 1], w_key, may_call)
            return node, i if verdict > 0 else ABSENT if verdict == 0 else UNSURE
        else:
            return node, ABSENT
    i = 0
    while i < node.length:
        verdict = compare_keys(node.items[i + 1], w_key, may_call) if same(node.items[i], w_hash) else 0
        if verdict != 0:
            return node, i if verdict > 0 else UNSURE
        i += ENTRY
    return node, ABSENT


@inline
def compare_keys(w_a: Value, w_b: Value, may_call: bool) -> int:
    """1 equal, 0 not, -1 when Python code would have to tell."""
    if same(w_a, w_b):
        return 1
    verdict = quick_equal(w_a, w_b)
    if verdict >= 0 or not may_call:
        return verdict
    return 1 if keys_equal(w_a, w_b) else 0


# --- changing -----------------------------------------------------------------------------------------------------------


def put_found(root: TrieNode, node: TrieNode, i: int, w_key: Value, w_value: Value, h: int, edit: Edit | None) -> TrieNode:
    """root with an entry for w_key, which `find` found at node and i, or ABSENT. root itself if nothing changes."""
    if i < 0:
        return inserted(root, 0, hash_word(h), w_key, w_value, edit)
    if same(node.items[i + 2], w_value):
        return root
    return rewritten(root, 0, node.items[i], node.items[i + 1], 2, w_value, edit)


def set_entry(node: TrieNode, i: int, w_hash: Value, w_key: Value, w_value: Value) -> None:
    node.items[i] = w_hash
    node.items[i + 1] = w_key
    node.items[i + 2] = w_value


def with_word(node: TrieNode, i: int, w: Value, edit: Edit | None) -> TrieNode:
    if edit is None or node.owner is not edit:
        node = clone(node)
        node.owner = edit
    node.items[i] = w
    return node


def place_of_key(node: TrieNode, shift: int, w_hash: Value, w_key: Value) -> int:
    """Where this very key is in its node."""
    if node.entries != COLLISIONS:
        return entry_place(node, bit_of(w_hash, shift))
    i = 0
    while not same(node.items[i + 1], w_key):
        i += ENTRY
    return i


def rewritten(node: TrieNode, shift: int, w_hash: Value, w_key: Value, word: int, w: Value, edit: Edit | None) -> TrieNode:
    """node with another word (1: key, 2: value) in the entry of this very key."""
    if node.entries != COLLISIONS:
        bit = bit_of(w_hash, shift)
        if node.children & bit != 0:
            i = child_place(node, bit)
            return with_word(node, i, wrap(rewritten(child(node, i), shift + BITS, w_hash, w_key, word, w, edit)), edit)
    return with_word(node, place_of_key(node, shift, w_hash, w_key) + word, w, edit)


def inserted(node: TrieNode, shift: int, w_hash: Value, w_key: Value, w_value: Value, edit: Edit | None) -> TrieNode:
    """node with an entry for an absent key."""
    if node.entries == COLLISIONS:
        return with_entry(node, node.length, 0, w_hash, w_key, w_value, edit)
    bit = bit_of(w_hash, shift)
    if node.children & bit != 0:
        i = child_place(node, bit)
        return with_word(node, i, wrap(inserted(child(node, i), shift + BITS, w_hash, w_key, w_value, edit)), edit)
    i = entry_place(node, bit)
    if node.entries & bit == 0:
        return with_entry(node, i, bit, w_hash, w_key, w_value, edit)
    below = pair(node, i, shift + BITS, w_hash, w_key, w_value, edit)
    r = new_node(node.entries & ~bit, node.children | bit, node.length - ENTRY + 1, edit)
    k = child_place(r, bit)  # the entry goes, and a child comes behind it
    copy_items(r, 0, node, 0, i)
    copy_items(r, i, node, i + ENTRY, k - i)
    r.items[k] = wrap(below)
    copy_items(r, k + 1, node, k + ENTRY, r.length - k - 1)
    return r


def with_entry(node: TrieNode, i: int, bit: int, w_hash: Value, w_key: Value, w_value: Value, edit: Edit | None) -> TrieNode:
    r = new_node(node.entries | bit, node.children, node.length + ENTRY, edit)
    copy_items(r, 0, node, 0, i)
    set_entry(r, i, w_hash, w_key, w_value)
    copy_items(r, i + ENTRY, node, i, node.length - i)
    return r


def pair(node: TrieNode, i: int, shift: int, w_hash: Value, w_key: Value, w_value: Value, edit: Edit | None) -> TrieNode:
    """A node for `shift` that holds node's entry at i and another one."""
    if shift > HASH_BITS:
        first = 0
        r = new_node(COLLISIONS, 0, 2 * ENTRY, edit)
    else:
        bit = bit_of(node.items[i], shift)
        other_bit = bit_of(w_hash, shift)
        if bit == other_bit:
            r = new_node(0, bit, 1, edit)
            r.items[0] = wrap(pair(node, i, shift + BITS, w_hash, w_key, w_value, edit))
            return r
        first = 0 if bit < other_bit else ENTRY
        r = new_node(bit | other_bit, 0, 2 * ENTRY, edit)
    copy_items(r, first, node, i, ENTRY)
    set_entry(r, ENTRY - first, w_hash, w_key, w_value)
    return r


def removed(root: TrieNode, node: TrieNode, i: int, edit: Edit | None) -> TrieNode:
    """root without the entry that `find` found at node and i."""
    return removed_below(root, 0, node.items[i], node.items[i + 1], edit)


def removed_below(node: TrieNode, shift: int, w_hash: Value, w_key: Value, edit: Edit | None) -> TrieNode:
    """node without the entry of this very key."""
    bit = 0
    if node.entries != COLLISIONS:
        bit = bit_of(w_hash, shift)
        if node.children & bit != 0:
            i = child_place(node, bit)
            below = removed_below(child(node, i), shift + BITS, w_hash, w_key, edit)
            if below.length == ENTRY and below.children == 0:
                return with_entry_of(node, i, bit, below, edit)
            return with_word(node, i, wrap(below), edit)
    i = place_of_key(node, shift, w_hash, w_key)
    r = new_node(node.entries & ~bit, node.children, node.length - ENTRY, edit)
    copy_items(r, 0, node, 0, i)
    copy_items(r, i, node, i + ENTRY, r.length - i)
    return r


def with_entry_of(node: TrieNode, k: int, bit: int, below: TrieNode, edit: Edit | None) -> TrieNode:
    """node with the single entry of what was its child at k, instead of the child."""
    r = new_node(node.entries | bit, node.children & ~bit, node.length + ENTRY - 1, edit)
    i = entry_place(node, bit)
    copy_items(r, 0, node, 0, i)
    copy_items(r, i, below, 0, ENTRY)
    copy_items(r, i + ENTRY, node, i, k - i)
    copy_items(r, k + ENTRY, node, k + 1, node.length - k - 1)
    return r


# --- walking and comparing ----------------------------------------------------------------------------------------------


class Cursor:
    """Walks over the entries of a trie that does not change: `while c.advance():`, then they are at c.node and c.at."""

    node: TrieNode
    at: int
    following: int
    above: list[TrieNode]
    places: list[int]
    """Where to go on in those above."""

    def __init__(self, root: TrieNode) -> None:
        self.node = root
        self.at = 0
        self.following = 0
        self.above = []
        self.places = []

    def advance(self) -> bool:
        while True:
            node = self.node
            i = self.following
            if i < entries_end(node):
                self.at = i
                self.following = i + ENTRY
                return True
            if i < node.length:
                self.above.append(node)
                self.places.append(i + 1)
                self.node = child(node, i)
                self.following = 0
            elif len(self.above) > 0:
                self.node = self.above.pop()
                self.following = self.places.pop()
            else:
                return False

    def key(self) -> Value:
        return self.node.items[self.at + 1]

    def value(self) -> Value:
        return self.node.items[self.at + 2]

    def hash(self) -> int:
        return int_value(self.node.items[self.at])


def keys_of(root: TrieNode, n: int) -> Array[Value]:
    """The keys of a trie of n entries."""
    a = Array[Value](n, EMPTY)
    c = Cursor(root)
    for i in range(n):
        c.advance()
        a[i] = c.key()
    return a


def tries_equal(a: TrieNode, b: TrieNode, with_values: bool) -> bool:
    """Whether two tries have equal keys, and equal values if that is asked for."""
    if a is b:
        return True
    if a.entries != b.entries or a.children != b.children or a.length != b.length:
        return False
    check_signals()
    if a.entries == COLLISIONS:
        return collisions_equal(a, b, with_values)
    i = 0
    end = entries_end(a)
    while i < end:
        if not same(a.items[i], b.items[i]) or not keys_equal(a.items[i + 1], b.items[i + 1]):
            return False
        if with_values and not equal(a.items[i + 2], b.items[i + 2]):
            return False
        i += ENTRY
    while i < a.length:
        if not tries_equal(child(a, i), child(b, i), with_values):
            return False
        i += 1
    return True


def collisions_equal(a: TrieNode, b: TrieNode, with_values: bool) -> bool:
    i = 0
    while i < a.length:
        _node, k = find(b, a.items[i + 1], int_value(a.items[i]), True)
        if k < 0 or with_values and not equal(a.items[i + 2], b.items[k + 2]):
            return False
        i += ENTRY
    return True

"""Two tries made one, node by node: what only one of them has is shared as it is."""

from __future__ import annotations

from protodialect.types import popcount64, wrap
from protopython.modules.protocore.editing import BITS
from protopython.modules.protocore.trie import (
    COLLISIONS,
    ENTRY,
    Cursor,
    TrieNode,
    child,
    child_place,
    copy_items,
    entry_place,
    find_below,
    inserted,
    new_node,
    pair,
    rewritten,
)
from protopython.objects.dict.dict import keys_equal
from protopython.protocore.polling import check_signals
from protopython.protocore.value import same


class Merger:
    """Of keys that both tries have, the first one's key and the second one's value are kept."""

    common: int
    """How many keys both have."""

    def __init__(self) -> None:
        self.common = 0

    def merge(self, a: TrieNode, b: TrieNode, shift: int) -> TrieNode:
        """a itself if b brings nothing new."""
        check_signals()
        if a is b:
            c = Cursor(a)
            while c.advance():
                self.common += 1
            return a
        if a.entries == COLLISIONS:
            r = a
            i = 0
            while i < b.length:
                r = self.put(r, b, i, shift)
                i += ENTRY
            return r
        both = a.entries & b.entries
        equal = 0
        bit = 1
        while bit <= both:
            if both & bit != 0 and entries_equal(a, entry_place(a, bit), b, entry_place(b, bit)):
                equal |= bit
            bit <<= 1
        children = a.children | b.children | both & ~equal
        entries = (a.entries | b.entries) & ~children
        r = new_node(entries, children, ENTRY * popcount64(entries) + popcount64(children), None)
        bit = 1
        while bit <= entries | children:
            if entries & bit != 0:
                self.merge_entry(r, a, b, bit)
            elif children & bit != 0:
                r.items[child_place(r, bit)] = wrap(self.merge_child(a, b, bit, shift))
            bit <<= 1
        return a if same_words(a, r) else r

    def merge_entry(self, r: TrieNode, a: TrieNode, b: TrieNode, bit: int) -> None:
        i = entry_place(r, bit)
        if a.entries & bit == 0:
            copy_items(r, i, b, entry_place(b, bit), ENTRY)
            return
        copy_items(r, i, a, entry_place(a, bit), ENTRY)
        if b.entries & bit != 0:
            r.items[i + 2] = b.items[entry_place(b, bit) + 2]
            self.common += 1

    def merge_child(self, a: TrieNode, b: TrieNode, bit: int, shift: int) -> TrieNode:
        if a.children & bit != 0:
            below = child(a, child_place(a, bit))
            if b.children & bit != 0:
                return self.merge(below, child(b, child_place(b, bit)), shift + BITS)
            return self.put(below, b, entry_place(b, bit), shift + BITS) if b.entries & bit != 0 else below
        if b.children & bit != 0:
            below = child(b, child_place(b, bit))
            return self.put_under(below, a, entry_place(a, bit), shift + BITS) if a.entries & bit != 0 else below
        k = entry_place(b, bit)
        w_hash = b.items[k]
        return pair(a, entry_place(a, bit), shift + BITS, w_hash, b.items[k + 1], b.items[k + 2], None)

    def put(self, below: TrieNode, b: TrieNode, i: int, shift: int) -> TrieNode:
        """below, of the first trie, with the second one's entry at i."""
        w_hash = b.items[i]
        node, k = find_below(below, shift, w_hash, b.items[i + 1], True)
        if k < 0:
            return inserted(below, shift, w_hash, b.items[i + 1], b.items[i + 2], None)
        self.common += 1
        if same(node.items[k + 2], b.items[i + 2]):
            return below
        return rewritten(below, shift, w_hash, node.items[k + 1], 2, b.items[i + 2], None)

    def put_under(self, below: TrieNode, a: TrieNode, i: int, shift: int) -> TrieNode:
        """below, of the second trie, with the first one's entry at i."""
        w_hash = a.items[i]
        node, k = find_below(below, shift, w_hash, a.items[i + 1], True)
        if k < 0:
            return inserted(below, shift, w_hash, a.items[i + 1], a.items[i + 2], None)
        self.common += 1
        return rewritten(below, shift, w_hash, node.items[k + 1], 1, a.items[i + 1], None)


def entries_equal(a: TrieNode, i: int, b: TrieNode, k: int) -> bool:
    if not same(a.items[i], b.items[k]):
        return False
    return same(a.items[i + 1], b.items[k + 1]) or keys_equal(a.items[i + 1], b.items[k + 1])


def same_words(a: TrieNode, b: TrieNode) -> bool:
    if a.entries != b.entries or a.children != b.children:
        return False
    for i in range(a.length):
        if not same(a.items[i], b.items[i]):
            return False
    return True

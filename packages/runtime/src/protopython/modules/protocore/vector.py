"""Persistent vectors: the data, and how a new version shares it with the old one. What programs see is in vector_methods.py.

    root  [ node | node | ... ]              position = offset + index; total = offset + length
             |
          [ leaf | leaf | ... ]              a position's five lowest bits choose in the leaf, the next five in the node above, ...
             |                               and those above `shift` in the root
          [ item x 32 ]        tail [ item | ... ]

A radix trie (Bagwell, "Ideal hash trees", 2001, and what Clojure made of it in 2007). The last 1 to 32 items are in the tail, all others
in leaves of 32. Every 32nd append puts the tail into the trie. To set an item copies its leaf and the nodes above it.

A slice keeps the trie's nodes: it moves `offset` and lets go of what lies outside (`cut`), so a queue that is appended to and
sliced off stays small. Where all that is left is below one part of the root, that part becomes the root.

Nodes are immutable but for those whose owner is the `Edit` of an evolver, and for the room behind a tail's items, which a vector never
reads. Vectors share a tail as Go's slices share an array: whoever appends first to the longest of them, by a compare-and-set of
`filled`, may use the room, and all others copy. Nothing here calls Python code, so an evolver does all of its work under its lock.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    COMPILED,
    EMPTY,
    Array,
    Trailing,
    Value,
    ValuePtr,
    array_ptr,
    clone,
    copy_values,
    inline,
    new_trailing,
    races,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import address_of, claim64
from protopython.modules.protocore.editing import BITS, MASK, WIDTH, Edit
from protopython.objects.model.define import OBJECT, constant, define_type
from protopython.objects.model.operations import items_at_once, unpack_to_list
from protopython.protocore.object import TypeFlags, W_Object

MODULE: Final[str] = "protocore"


@races(filled="it is claimed by compare-and-set; copies may take over what was there a moment ago, which is at least what they need")
class VectorNode:
    owner: Edit | None
    filled: int
    """Of a tail with room: how many of its items some vector has."""
    length: int
    items: Trailing[Value]
    """Items in a leaf, else nodes."""


FILLED_AT: Final[int] = 16
"""Where `filled` is in a VectorNode."""


def new_node(n: int, edit: Edit | None) -> VectorNode:
    node = new_trailing(VectorNode, None, n)
    node.owner = edit
    return node


NO_NODE: VectorNode = new_node(0, None)


class W_VectorData(W_Object):
    """What vectors and their evolvers have in common."""

    root: VectorNode
    shift: int
    offset: int
    length: int
    tail: VectorNode

    def __init__(self, root: VectorNode, shift: int, offset: int, length: int, tail: VectorNode) -> None:
        self.root = root
        self.shift = shift
        self.offset = offset
        self.length = length
        self.tail = tail


@races(hash="every thread finds the same")
class W_Vector(W_VectorData):
    hash: int
    """0: not asked for yet."""


class W_VectorEvolver(W_VectorData):
    edit: Edit | None
    """None: it owns no node."""
    original: W_Vector
    """What persistent() gives while nothing is changed."""
    dirty: bool

    def __init__(self, v: W_Vector) -> None:
        self.root = v.root
        self.shift = v.shift
        self.offset = v.offset
        self.length = v.length
        self.tail = v.tail
        self.edit = None
        self.original = v
        self.dirty = False


@races(index="threads that share it get items in any order, some twice")
class W_VectorIterator(W_Object):
    vector: W_Vector
    index: int

    def __init__(self, vector: W_Vector) -> None:
        self.vector = vector
        self.index = 0


VECTOR = define_type(
    "vector", W_Vector, OBJECT, module=MODULE, flags=TypeFlags.SEQUENCE | TypeFlags.HAS_WEAKREF,
    doc="Immutable sequence; every change gives a new vector that shares most of its structure with the old one. vector(iterable)",
)  # fmt: skip
VECTOR_EVOLVER = define_type(
    "vector_evolver", W_VectorEvolver, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE,
    doc="Changes to be made to a vector all at once: persistent() gives the result.",
)  # fmt: skip
VECTOR_ITERATOR = define_type("vector_iterator", W_VectorIterator, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
constant(MODULE, "vector", VECTOR)

EMPTY_VECTOR: W_Vector = W_Vector(NO_NODE, BITS, 0, 0, NO_NODE)


# --- nodes --------------------------------------------------------------------------------------------------------------


@inline
def start_of_tail(total: int) -> int:
    """The position of the tail's first item."""
    return (total - 1) & ~MASK if total > 0 else 0


@inline
def part(node: VectorNode, i: int) -> VectorNode:
    return unwrap(VectorNode, node.items[i])


def node_copy(node: VectorNode, kept: int, n: int, edit: Edit | None) -> VectorNode:
    """A node of n parts, of which the first `kept` are those of `node`."""
    copy = new_node(n, edit)
    if kept > 0:
        copy_values(array_ptr(copy.items, 0), array_ptr(node.items, 0), kept)
    return copy


def with_part(node: VectorNode, i: int, w_part: Value, edit: Edit | None) -> VectorNode:
    """node with another part i, or with one more."""
    n = node.length
    if edit is not None and node.owner is edit and i < n:
        node.items[i] = w_part
        return node
    if i < n:
        copy = clone(node)
        copy.owner = edit
    else:
        copy = node_copy(node, n, i + 1, edit)
    copy.items[i] = w_part
    return copy


def path_to(leaf: VectorNode, shift: int, edit: Edit | None) -> VectorNode:
    """A trie of that shift that holds nothing but a leaf."""
    node = leaf
    while shift > 0:
        above = new_node(1, edit)
        above.items[0] = wrap(node)
        node = above
        shift -= BITS
    return node


def with_leaf(node: VectorNode, shift: int, at: int, leaf: VectorNode, edit: Edit | None) -> VectorNode:
    """node with a leaf that holds the positions from `at` on, which follow its last ones."""
    i = (at >> shift) & MASK
    if shift > BITS and i < node.length:
        below = with_leaf(part(node, i), shift - BITS, at, leaf, edit)
    else:
        below = path_to(leaf, shift - BITS, edit)
    return with_part(node, i, wrap(below), edit)


def with_item(node: VectorNode, shift: int, at: int, w: Value, edit: Edit | None) -> VectorNode:
    i = (at >> shift) & MASK
    if shift == 0:
        return with_part(node, i, w, edit)
    return with_part(node, i, wrap(with_item(part(node, i), shift - BITS, at, w, edit)), edit)


def cut(node: VectorNode, shift: int, first: int, last: int) -> VectorNode:
    """node without what lies before position `first` or behind `last`."""
    low = (first >> shift) & MASK
    high = (last >> shift) & MASK
    r = new_node(high + 1, None)
    copy_values(array_ptr(r.items, low), array_ptr(node.items, low), high + 1 - low)
    if shift > BITS:
        r.items[low] = wrap(cut(part(node, low), shift - BITS, first, last if low == high else -1))
        if low != high:
            r.items[high] = wrap(cut(part(node, high), shift - BITS, 0, last))
    return r


# --- reading ------------------------------------------------------------------------------------------------------------


@inline
def leaf_at(d: W_VectorData, at: int) -> VectorNode:
    """The leaf, or the tail, that holds a position."""
    if at >= start_of_tail(d.offset + d.length):
        return d.tail
    node = d.root
    shift = d.shift
    while shift > 0:
        node = part(node, (at >> shift) & MASK)
        shift -= BITS
    return node


@inline
def item_at(d: W_VectorData, i: int) -> Value:
    """Item i of those there are."""
    at = d.offset + i
    return leaf_at(d, at).items[at & MASK]


def to_array(v: W_VectorData) -> Array[Value]:
    a = Array[Value](v.length, EMPTY)
    i = 0
    while i < v.length:
        at = v.offset + i
        n = min(WIDTH - (at & MASK), v.length - i)
        copy_values(array_ptr(a, i), array_ptr(leaf_at(v, at).items, at & MASK), n)
        i += n
    return a


def all_items(w: Value) -> Array[Value]:
    return to_array(unwrap(W_Vector, w))


VECTOR.all_items = all_items


# --- new vectors --------------------------------------------------------------------------------------------------------


def put_tail_away(d: W_VectorData, edit: Edit | None) -> None:
    """Puts a full tail into the trie: what is appended next begins another."""
    at = start_of_tail(d.offset + d.length)
    if at >> (d.shift + BITS) == 0:
        d.root = with_leaf(d.root, d.shift, at, d.tail, edit)
        return
    root = new_node(2, edit)
    root.items[0] = wrap(d.root)
    root.items[1] = wrap(path_to(d.tail, d.shift, edit))
    d.root = root
    d.shift += BITS


def appended(v: W_Vector, w: Value) -> W_Vector:
    total = v.offset + v.length
    used = total - start_of_tail(total)
    r = W_Vector(v.root, v.shift, v.offset, v.length, v.tail)
    if used == WIDTH:
        put_tail_away(r, None)
        used = 0
    elif used < v.tail.length and claim_room(v.tail, used):
        v.tail.items[used] = w
        r.length += 1
        return r
    r.tail = node_copy(v.tail, used, min(used + max(used, 4), WIDTH), None)
    r.tail.filled = used + 1
    r.tail.items[used] = w
    r.length += 1
    return r


def claim_room(tail: VectorNode, used: int) -> bool:
    """Whether the item behind the first `used` ones is the caller's to write."""
    if tail.filled != used:
        return False
    if COMPILED:
        return claim64(address_of(tail) + FILLED_AT, used, used + 1)
    else:
        tail.filled = used + 1
        return True


def replaced(v: W_Vector, i: int, w: Value) -> W_Vector:
    at = v.offset + i
    if at >= start_of_tail(v.offset + v.length):
        return W_Vector(v.root, v.shift, v.offset, v.length, with_part(v.tail, at & MASK, w, None))
    return W_Vector(with_item(v.root, v.shift, at, w, None), v.shift, v.offset, v.length, v.tail)


def sliced(v: W_Vector, start: int, stop: int) -> W_Vector:
    """v[start:stop] for 0 <= start and stop <= length."""
    n = stop - start
    if n == v.length:
        return v
    if n <= 0:
        return EMPTY_VECTOR
    if n <= WIDTH:
        e = W_VectorEvolver(EMPTY_VECTOR)
        append_range(e, v, start, stop)
        return sealed(e)
    first = v.offset + start
    total = v.offset + stop
    tail_start = start_of_tail(total)
    tail = leaf_at(v, tail_start)
    if total - tail_start < tail.length:
        tail = node_copy(tail, total - tail_start, total - tail_start, None)
    root = cut(v.root, v.shift, first, tail_start - 1)
    shift = v.shift
    while shift > BITS and first >> shift == (tail_start - 1) >> shift:
        root = part(root, first >> shift)
        base = (first >> shift) << shift
        first -= base
        tail_start -= base
        shift -= BITS
    return W_Vector(root, shift, first, n, tail)


def vector_of(w_iterable: Value) -> W_Vector:
    """vector(iterable)"""
    return extended(EMPTY_VECTOR, w_iterable)


def vector_of_array(a: Array[Value]) -> W_Vector:
    e = W_VectorEvolver(EMPTY_VECTOR)
    append_array(e, a, len(a))
    return sealed(e)


def extended(v: W_Vector, w_iterable: Value) -> W_Vector:
    other = try_as(W_Vector, w_iterable)
    e = W_VectorEvolver(v)
    if other is not None:
        if v.length == 0:
            return other
        append_range(e, other, 0, other.length)
    else:
        a, n = items_of(w_iterable)
        append_array(e, a, n)
    return sealed(e)


def items_of(w_iterable: Value) -> tuple[Array[Value], int]:
    """The items of any iterable: the first so many of an array that nobody else has."""
    at_once = items_at_once(w_iterable)
    if at_once is not None:
        return at_once, len(at_once)
    l = unpack_to_list(w_iterable)
    return l.items, l.length


# --- evolvers: their lock is held, or nobody else has them ------------------------------------------------------------------


def edit_of(e: W_VectorEvolver) -> Edit:
    """The right to change the nodes that are e's own."""
    e.dirty = True
    edit = e.edit
    if edit is None:
        edit = Edit()
        e.edit = edit
    return edit


def open_tail(e: W_VectorEvolver, edit: Edit, wanted: int) -> int:
    """Makes some of the wanted room in e's tail, which becomes its own; where the room begins."""
    total = e.offset + e.length
    used = total - start_of_tail(total)
    if used == WIDTH:
        put_tail_away(e, edit)
        e.tail = new_node(min(wanted, WIDTH), edit)
        return 0
    if e.tail.owner is not edit or e.tail.length == used:
        e.tail = node_copy(e.tail, used, min(used + max(wanted, used), WIDTH), edit)
    return used


def append_item(e: W_VectorEvolver, w: Value) -> None:
    used = open_tail(e, edit_of(e), 4)
    e.tail.items[used] = w
    e.length += 1


def append_values(e: W_VectorEvolver, p: ValuePtr, n: int) -> None:
    edit = edit_of(e)
    while n > 0:
        used = open_tail(e, edit, n)
        k = min(e.tail.length - used, n)
        copy_values(array_ptr(e.tail.items, used), p, k)
        e.length += k
        p = p.offset(k)
        n -= k


def append_array(e: W_VectorEvolver, a: Array[Value], n: int) -> None:
    if n > 0:
        append_values(e, array_ptr(a, 0), n)


def append_range(e: W_VectorEvolver, v: W_VectorData, start: int, stop: int) -> None:
    """Appends v[start:stop], for 0 <= start and stop <= length."""
    i = start
    while i < stop:
        at = v.offset + i
        n = min(WIDTH - (at & MASK), stop - i)
        append_values(e, array_ptr(leaf_at(v, at).items, at & MASK), n)
        i += n


def set_item(e: W_VectorEvolver, i: int, w: Value) -> None:
    """e[i] = w for an index there is, or the next."""
    if i == e.length:
        append_item(e, w)
        return
    edit = edit_of(e)
    at = e.offset + i
    if at >= start_of_tail(e.offset + e.length):
        e.tail = with_part(e.tail, at & MASK, w, edit)
    else:
        e.root = with_item(e.root, e.shift, at, w, edit)


def sealed(e: W_VectorEvolver) -> W_Vector:
    """What e has become. Its nodes are immutable from here on."""
    if e.dirty:
        e.edit = None
        e.dirty = False
        total = e.offset + e.length
        e.tail.filled = max(e.tail.filled, total - start_of_tail(total))
        e.original = W_Vector(e.root, e.shift, e.offset, e.length, e.tail) if e.length > 0 else EMPTY_VECTOR
    return e.original


def restart(e: W_VectorEvolver, v: W_Vector) -> None:
    """e goes on from another vector."""
    e.root = v.root
    e.shift = v.shift
    e.offset = v.offset
    e.length = v.length
    e.tail = v.tail
    e.edit = None
    e.dirty = True


def without(v: W_Vector, start: int, stop: int) -> W_Vector:
    """v without v[start:stop], for 0 <= start <= stop <= length."""
    if start == stop:
        return v
    e = W_VectorEvolver(sliced(v, 0, start))
    append_range(e, v, stop, v.length)
    return sealed(e)

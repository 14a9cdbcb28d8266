"""W_Set and W_FrozenSet: the hash table behind sets. What programs see is in set_methods.py.

    SetTable [ mask | fill | used | added | length | hash0 key0 | hash1 key1 | ... ]       free: EMPTY EMPTY; deleted: -1 EMPTY

Open addressing in one array: from hash & mask, up to nine further neighbours are tried (they share cache lines), then the probe
jumps by a sequence that takes in all bits of the hash. At most three fifths are in use. These numbers and the order of insertion
alone decide in which order a set is walked, and they are CPython's, since programs (and their expected outputs) have come to
rely on how sets of small ints come out.

Readers take no lock, as with dicts: a table is loaded once and replaced whole. A slot is written hash first, then key; a deleted one
may be used again, so a reader compares the key that it loaded, and a writer that compared without the lock looks again whether
slot and table are the same. No Python code runs while the lock is held.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Trailing,
    Value,
    array_ptr,
    copy_values,
    inline,
    likely,
    locked,
    new_trailing,
    noinline,
    races,
    release_fence,
    try_as,
    unwrap,
)
from protopython.objects.dict.dict import ABSENT, MOVED, UNSURE, hash_as, hash_word, keys_equal, quick_equal
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.hashing import hash_small_int
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.strings import hash_str
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

MIN_SIZE: Final[int] = 8
NEIGHBOURS: Final[int] = 9
"""How many slots after the first are tried before the probe jumps."""
LARGE: Final[int] = 50000
"""From here on a set doubles rather than quadruples."""

W_DELETED: Final[Value] = from_int(-1)
"""The hash of a deleted slot; no key has it."""


@races(
    added="read early without the lock; what is done with it is checked under the lock",
    used="len() and the choice of the smaller set ask how many there were a moment ago",
)
class SetTable:
    mask: int
    fill: int
    """Slots not free."""
    used: int
    """Keys."""
    added: int
    """Keys ever added."""
    length: int
    items: Trailing[Value]


class W_BaseSet(W_Object):
    """A set or a frozenset."""

    table: SetTable

    def __init__(self, table: SetTable) -> None:
        self.table = table


class W_Set(W_BaseSet):
    finger: int
    """Where pop() looks first."""

    def __init__(self, table: SetTable) -> None:
        self.table = table
        self.finger = 0


class W_FrozenSet(W_BaseSet):
    hash: int
    hashed: bool

    def __init__(self, table: SetTable) -> None:
        self.table = table
        self.hash = 0
        self.hashed = False


@races(
    position="threads that share it get items in any order, some twice",
    left="threads that share it get items in any order, some twice",
    used="it only becomes the number that no set has: the iterator has ended",
)
class W_SetIterator(W_Object):
    w_set: W_BaseSet
    used: int
    """Of the set when the iterator was made; -1 after an error."""
    position: int
    left: int

    def __init__(self, w_set: W_BaseSet) -> None:
        self.w_set = w_set
        self.used = w_set.table.used
        self.position = 0
        self.left = w_set.table.used


SET = define_type("set", W_Set, OBJECT, doc="Mutable collection of distinct hashable items; set(iterable).")
FROZENSET = define_type("frozenset", W_FrozenSet, OBJECT, doc="Immutable, hashable collection of distinct hashable items.")
SET_ITERATOR = define_type("set_iterator", W_SetIterator, OBJECT, flags=TypeFlags.NO_INSTANTIATE)


def new_set_table(size: int) -> SetTable:
    t = new_trailing(SetTable, None, 2 * size)
    t.mask = size - 1
    return t


NO_SET_TABLE: SetTable = new_set_table(1)
"""What empty sets share; never written."""
EMPTY_FROZENSET: W_FrozenSet = W_FrozenSet(NO_SET_TABLE)


@inline
def new_set() -> W_Set:
    return W_Set(NO_SET_TABLE)


def new_frozenset(t: SetTable) -> W_FrozenSet:
    """A frozenset that takes over table t."""
    return EMPTY_FROZENSET if t.used == 0 else W_FrozenSet(t)


@inline
def element_hash(w: Value) -> int:
    """The hash of a set's element."""
    s = try_as(str, w)
    if s is not None:
        return hash_str(s)
    if is_int(w):
        return hash_small_int(int_value(w))
    return hash_as(w, "set element")


# --- searching --------------------------------------------------------------------------------------------------------


@inline
def next_slot(slot: int, perturb: int, mask: int) -> int:
    return (slot * 5 + 1 + perturb) & mask


PERTURB_MASK: Final[int] = (1 << 62) - 1


def set_find(t: SetTable, w_key: Value, h: int) -> int:
    """The slot of w_key, ABSENT, or UNSURE when Python code would have to compare."""
    mask = t.mask
    items = t.items
    w_hash = hash_word(h)
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = slot
        last = i + NEIGHBOURS if i + NEIGHBOURS <= mask else i
        while i <= last:
            w = items[2 * i + 1]
            if same(w, w_key):
                return i
            if is_empty(w):
                if is_empty(items[2 * i]):
                    return ABSENT
            elif same(items[2 * i], w_hash):
                verdict = quick_equal(w, w_key)
                if verdict > 0:
                    return i
                if verdict < 0:
                    return UNSURE
            i += 1
        perturb >>= 5
        slot = next_slot(slot, perturb, mask)


def set_find_slow(s: W_BaseSet, t: SetTable, w_key: Value, h: int) -> int:
    """The slot of w_key in t, comparing in Python where it must: ABSENT, or MOVED when s's table changed meanwhile."""
    mask = t.mask
    items = t.items
    w_hash = hash_word(h)
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = slot
        last = i + NEIGHBOURS if i + NEIGHBOURS <= mask else i
        while i <= last:
            w = items[2 * i + 1]
            if same(w, w_key):
                return i
            if is_empty(w):
                if is_empty(items[2 * i]):
                    return ABSENT
            elif same(items[2 * i], w_hash):
                equal = keys_equal(w, w_key)
                if s.table is not t or not same(items[2 * i + 1], w):
                    return MOVED
                if equal:
                    return i
            i += 1
        perturb >>= 5
        slot = next_slot(slot, perturb, mask)


def set_contains_hashed(s: W_BaseSet, w_key: Value, h: int) -> bool:
    i = set_find(s.table, w_key, h)
    while i < ABSENT:
        i = set_find_slow(s, s.table, w_key, h)
    return i >= 0


@inline
def set_contains(s: W_BaseSet, w_key: Value) -> bool:
    return set_contains_hashed(s, w_key, element_hash(w_key))


# --- changing -----------------------------------------------------------------------------------------------------------


@inline
def table_put(t: SetTable, w_key: Value, w_hash: Value, h: int) -> None:
    """Stores an absent key in a free slot of t."""
    mask = t.mask
    items = t.items
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = slot
        last = i + NEIGHBOURS if i + NEIGHBOURS <= mask else i
        while i <= last:
            if is_empty(items[2 * i]):
                items[2 * i] = w_hash
                release_fence()
                items[2 * i + 1] = w_key
                t.fill += 1
                t.used += 1
                return
            i += 1
        perturb >>= 5
        slot = next_slot(slot, perturb, mask)


def set_put(s: W_BaseSet, w_key: Value, h: int) -> None:
    """Adds an absent key: in the last deleted slot its probe meets, or in the free one at the end. The lock is held."""
    t = s.table
    if t is NO_SET_TABLE:
        t = new_set_table(MIN_SIZE)
        s.table = t
    mask = t.mask
    items = t.items
    perturb = h & PERTURB_MASK
    slot = h & mask
    reusable = -1
    while True:
        i = slot
        last = i + NEIGHBOURS if i + NEIGHBOURS <= mask else i
        while i <= last:
            if is_empty(items[2 * i + 1]):
                if is_empty(items[2 * i]):
                    if reusable >= 0:
                        t.used += 1
                        fill_slot(t, reusable, w_key, h)
                        return
                    t.used += 1
                    t.fill += 1
                    fill_slot(t, i, w_key, h)
                    if t.fill * 5 >= mask * 3:
                        publish(s, resized(t, t.used * 2 if t.used > LARGE else t.used * 4))
                    return
                reusable = i
            i += 1
        perturb >>= 5
        slot = next_slot(slot, perturb, mask)


@inline
def fill_slot(t: SetTable, i: int, w_key: Value, h: int) -> None:
    t.added += 1
    t.items[2 * i] = hash_word(h)
    release_fence()
    t.items[2 * i + 1] = w_key


@noinline
def resized(t: SetTable, more_than: int) -> SetTable:
    """A copy of t with more than `more_than` slots."""
    size = MIN_SIZE
    while size <= more_than:
        size <<= 1
    r = new_set_table(size)
    i = 0
    while i <= t.mask:
        w = t.items[2 * i + 1]
        if not is_empty(w):
            table_put(r, w, t.items[2 * i], int_value(t.items[2 * i]))
        i += 1
    return r


def set_add_hashed(s: W_BaseSet, w_key: Value, h: int) -> bool:
    """Adds w_key; False when it was there."""
    with locked(s):
        i = set_find(s.table, w_key, h)
        if i >= 0:
            return False
        if likely(i == ABSENT):
            set_put(s, w_key, h)
            return True
    while True:
        t = s.table
        added = t.added
        i = set_find_slow(s, t, w_key, h)
        if i >= 0:
            return False
        if i == ABSENT:
            with locked(s):
                if s.table is t and t.added == added:
                    set_put(s, w_key, h)
                    return True


@inline
def set_add(s: W_BaseSet, w_key: Value) -> bool:
    return set_add_hashed(s, w_key, element_hash(w_key))


def set_remove_slot(s: W_BaseSet, t: SetTable, i: int) -> None:
    """The lock is held."""
    t.items[2 * i + 1] = EMPTY
    t.items[2 * i] = W_DELETED
    t.used -= 1


def set_discard_hashed(s: W_BaseSet, w_key: Value, h: int) -> bool:
    """Removes w_key; False when it was absent."""
    with locked(s):
        t = s.table
        i = set_find(t, w_key, h)
        if i >= 0:
            set_remove_slot(s, t, i)
            return True
        if i == ABSENT:
            return False
    while True:
        t = s.table
        i = set_find_slow(s, t, w_key, h)
        if i == ABSENT:
            return False
        if i >= 0:
            with locked(s):
                if s.table is t and not is_empty(t.items[2 * i + 1]):
                    set_remove_slot(s, t, i)
                    return True


def set_pop(s: W_Set) -> Value:
    """Removes some key; EMPTY when there is none."""
    with locked(s):
        t = s.table
        if t.used == 0:
            return EMPTY
        i = s.finger & t.mask
        while is_empty(t.items[2 * i + 1]):
            i += 1
            if i > t.mask:
                i = 0
        w = t.items[2 * i + 1]
        set_remove_slot(s, t, i)
        s.finger = i + 1
        return w


def set_tidy(s: W_BaseSet) -> None:
    """Rebuilds the table when more than a quarter of its slots are deleted ones."""
    with locked(s):
        t = s.table
        if t.fill - t.used > t.mask >> 2:
            publish(s, resized(t, t.used * 2 if t.used > LARGE else t.used * 4))


def set_clear(s: W_Set) -> None:
    with locked(s):
        s.table = NO_SET_TABLE
        s.finger = 0


# --- walking and copying --------------------------------------------------------------------------------------------------


@inline
def set_next(t: SetTable, i: int) -> int:
    """The first slot at or after i that holds a key, or -1."""
    mask = t.mask
    while i <= mask:
        if not is_empty(t.items[2 * i + 1]):
            return i
        i += 1
    return -1


@inline
def set_key(t: SetTable, i: int) -> Value:
    """May be EMPTY when another thread removes it."""
    return t.items[2 * i + 1]


@inline
def set_hash_at(t: SetTable, i: int) -> int:
    return int_value(t.items[2 * i])


def set_table_copy(t: SetTable) -> SetTable:
    """A table of its own, slot for slot like t. t does not change meanwhile."""
    if t.used == 0:
        return NO_SET_TABLE
    r = new_trailing(SetTable, None, t.length)
    r.mask = t.mask
    r.fill = t.fill
    r.used = t.used
    copy_values(array_ptr(r.items, 0), array_ptr(t.items, 0), t.length)
    return r


def set_array(s: W_BaseSet) -> Array[Value]:
    """s's keys, taken in one atomic step, in an array of exactly their number that nobody else holds."""
    with locked(s):
        t = s.table
        a = Array[Value](t.used, EMPTY)
        k = 0
        i = set_next(t, 0)
        while i >= 0:
            a[k] = t.items[2 * i + 1]
            k += 1
            i = set_next(t, i + 1)
        return a


def all_items(w: Value) -> Array[Value]:
    return set_array(unwrap(W_BaseSet, w))


SET.all_items = all_items
FROZENSET.all_items = all_items


def set_snapshot(s: W_BaseSet) -> SetTable:
    """s's keys in a table that nobody changes."""
    if isinstance(s, W_FrozenSet):
        return s.table
    with locked(s):
        return set_table_copy(s.table)


def add_table(s: W_BaseSet, t: SetTable) -> None:
    """Adds all keys of t, which nobody changes. An empty set does not take over t's size: it is copied with room to spare."""
    if t.used == 0:
        return
    with locked(s):
        mine = s.table
        mask = mine.mask if mine is not NO_SET_TABLE else MIN_SIZE - 1
        if (mine.fill + t.used) * 5 >= mask * 3:
            mine = resized(mine, (mine.used + t.used) * 2)
        elif mine is NO_SET_TABLE:
            mine = new_set_table(MIN_SIZE)
        if mine.fill == 0:
            if mine.mask == t.mask and t.fill == t.used:
                publish(s, set_table_copy(t))
                return
            i = set_next(t, 0)
            while i >= 0:
                table_put(mine, t.items[2 * i + 1], t.items[2 * i], int_value(t.items[2 * i]))
                i = set_next(t, i + 1)
            publish(s, mine)
            return
        if mine is not s.table:
            publish(s, mine)
    change_all(s, t, ADD)


ADD: Final[int] = 0
DISCARD: Final[int] = 1
TOGGLE: Final[int] = 2


def change_all(s: W_BaseSet, t: SetTable, what: int) -> None:
    """ADDs, DISCARDs or TOGGLEs all keys of t, which nobody changes: in one step, but where Python code has to compare keys."""
    i = change_quickly(s, t, 0, what)
    while i >= 0:
        w = t.items[2 * i + 1]
        h = int_value(t.items[2 * i])
        if what == ADD or not set_discard_hashed(s, w, h) and what == TOGGLE:
            set_add_hashed(s, w, h)
        i = change_quickly(s, t, i + 1, what)


def change_quickly(s: W_BaseSet, t: SetTable, start: int, what: int) -> int:
    """change_all from slot `start` on, up to the first key that only Python code can compare, whose slot it gives; -1 if there is none."""
    with locked(s):
        i = set_next(t, start)
        while i >= 0:
            w = t.items[2 * i + 1]
            h = int_value(t.items[2 * i])
            mine = s.table
            k = set_find(mine, w, h)
            if k < ABSENT:
                return i
            if k == ABSENT:
                if what != DISCARD:
                    set_put(s, w, h)
            elif what != ADD:
                set_remove_slot(s, mine, k)
            i = set_next(t, i + 1)
    return -1


def set_intersect(s: W_Set, t: SetTable) -> bool:
    """s &= the keys of t, which nobody changes, in one step; False, and nothing done, when only Python code can compare some keys."""
    with locked(s):
        mine = s.table
        walked = mine if t.used > mine.used else t
        asked = t if t.used > mine.used else mine
        r = new_set()
        i = set_next(walked, 0)
        while i >= 0:
            w = walked.items[2 * i + 1]
            h = int_value(walked.items[2 * i])
            k = set_find(asked, w, h)
            if k < ABSENT or set_find(r.table, w, h) < ABSENT:
                return False
            if k >= 0:
                set_put(r, w, h)
            i = set_next(walked, i + 1)
        publish(s, r.table)
        s.finger = 0
    return True


def publish(s: W_BaseSet, t: SetTable) -> None:
    """Gives s another table. The lock is held."""
    release_fence()
    s.table = t


def reserve_set(s: W_BaseSet, n: int) -> None:
    """Room for n more keys."""
    with locked(s):
        t = s.table
        if (t.fill + n) * 5 >= (t.mask if t.mask > 7 else 7) * 3:
            publish(s, resized(t, (t.used + n) * 2))


"""W_Dict: the hash table behind dicts, namespaces and keyword arguments. What programs see is in dict/methods.py.

    W_Dict [ Shape* | meta | table ]
                              |
                              v
    DictTable [ mask | capacity | fill | used | start, end | version | indices | length | hash0 key0 value0 | hash1 key1 value1 | ... ]
                                                                 |
                                                                 v
                                         Array[i32] [ 2 -1 0 -1 -2 1 ... ]     -1: free, -2: deleted, else an entry's number

Entries stand in order of insertion; `indices` (a power of two, at most two thirds in use) finds them by hash: open addressing whose
probe sequence takes in all bits of the hash (Knuth, TAOCP 3, 6.4; the compact form is Raymond Hettinger's of 2012).

Invariants, which let readers do without a lock
- A reader loads `d.table` once and uses only that. A table is replaced as a whole, by one store.
- Within one table an entry is written once: hash, key, value, then (release) its number in `indices`. Afterwards only its value is replaced
  by another value, or key and value become EMPTY for good (deletion). So whoever found a key at entry i reads that key's value
  there or EMPTY, never another key's.
- Writers hold the dict's lock; no Python code runs meanwhile. Where keys must be compared by calling Python, the writer compares without the
  lock and starts over if the table has moved on (`fill` only grows, so table and fill name the set of keys ever seen).
- All empty dicts may share NO_TABLE, which is never written.

`version` numbers the set of keys for the interpreter's caches of global variables: 0 until somebody asks (`dict_keys_version`),
0 again once a key comes or goes. It is kept in the table so that a number, a table and an entry's place are always read together.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    array_ptr,
    clone,
    copy_values,
    i32,
    inline,
    likely,
    locked,
    new_trailing,
    noinline,
    release_fence,
    try_as,
    unlikely,
    unwrap,
    wrap,
    wrap_shl,
)
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.hashing import hash_small_int
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.layouts import DictTable, W_Dict
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags
from protopython.protocore.strings import hash_str
from protopython.protocore.thread import context
from protopython.protocore.value import float_value, from_int, int_value, is_empty, is_float, is_int, same

MIN_SIZE: Final[int] = 8
FREE: Final[int] = -1
DELETED: Final[int] = -2
"""In `indices`, and as results of a search: ABSENT = FREE."""
ABSENT: Final[int] = -1
UNSURE: Final[int] = -2
"""A search met a key of the same hash that only Python code can compare."""
MOVED: Final[int] = -3
"""The table changed while keys were compared."""
PERTURB_MASK: Final[int] = (1 << 62) - 1


def new_table(size: int) -> DictTable:
    """An empty table of `size` (a power of two) indices."""
    capacity = size * 2 // 3
    t = new_trailing(DictTable, None, 3 * capacity)
    t.mask = size - 1
    t.capacity = capacity
    t.indices = Array[i32](size, i32(FREE))
    return t


def _no_table() -> DictTable:
    t = new_trailing(DictTable, None, 0)
    t.indices = Array[i32](1, i32(FREE))
    return t


NO_TABLE: DictTable = _no_table()

DICT = define_type(
    "dict",
    W_Dict,
    OBJECT,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.MAPPING,
    doc="Mapping of keys to values, in order of insertion; dict(mapping_or_pairs, **items).",
)


@inline
def new_dict() -> W_Dict:
    return W_Dict(NO_TABLE)


def table_size_for(n: int) -> int:
    """The size of indices that holds n entries."""
    size = MIN_SIZE
    while size * 2 // 3 < n:
        size <<= 1
    return size


def new_dict_sized(n: int) -> W_Dict:
    """An empty dict with room for n keys."""
    return W_Dict(new_table(table_size_for(n)) if n > 0 else NO_TABLE)


# --- hashing ----------------------------------------------------------------------------------------------------------


@inline
def key_hash(w_key: Value) -> int:
    """The hash of a dict key: hash_of, with the commonest keys in line."""
    s = try_as(str, w_key)
    if s is not None:
        return hash_str(s)
    if is_int(w_key):
        return hash_small_int(int_value(w_key))
    return hash_as(w_key, "dict key")


@noinline
def hash_as(w: Value, role: str) -> int:
    """hash_of, whose TypeError is told in terms of the container."""
    text = ""
    try:
        t = try_as(W_Tuple, w)
        if t is not None and types.type_of(w) is TUPLE:
            return sequence_compare.hash_tuple(t)
        return operations.hash_of(w)
    except PyError as e:
        if types.type_of(e.w_value) is not exceptions.TYPE_ERROR:
            raise
        text = operations.str_of(e.w_value)
    raise errors.type_error(f"cannot use '{types.type_name(w)}' as a {role} ({text})")


# --- searching --------------------------------------------------------------------------------------------------------


@inline
def hash_word(h: int) -> Value:
    """A hash as entries keep it: its low 63 bits."""
    return from_int(wrap_shl(h, 1) >> 1)


def table_find_str(t: DictTable, key: str, h: int) -> int:
    """The entry of a str key, ABSENT or UNSURE."""
    mask = t.mask
    indices = t.indices
    w_hash = hash_word(h)
    w_key = wrap(key)
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = indices[slot]
        if i >= 0:
            w = t.items[3 * i + 1]
            if likely(same(w, w_key)):
                return i
            if same(t.items[3 * i], w_hash):
                other = try_as(str, w)
                if other is not None:
                    if other == key:
                        return i
                elif not is_empty(w):
                    return UNSURE
        elif i == FREE:
            return ABSENT
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & mask


def table_find(t: DictTable, w_key: Value, h: int) -> int:
    """The entry of any key, ABSENT, or UNSURE when Python code would have to compare."""
    mask = t.mask
    indices = t.indices
    w_hash = hash_word(h)
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = indices[slot]
        if i >= 0:
            w = t.items[3 * i + 1]
            if likely(same(w, w_key)):
                return i
            if same(t.items[3 * i], w_hash) and not is_empty(w):
                verdict = quick_equal(w, w_key)
                if verdict > 0:
                    return i
                if verdict < 0:
                    return UNSURE
        elif i == FREE:
            return ABSENT
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & mask


@noinline
def quick_equal(w_a: Value, w_b: Value) -> int:
    """Of two different words: 1 equal, 0 not, -1 when that needs more than a look."""
    a = try_as(str, w_a)
    b = try_as(str, w_b)
    if a is not None:
        return 1 if b is not None and a == b else 0 if b is not None or is_int(w_b) else -1
    if is_int(w_a):
        return 0 if b is not None or is_int(w_b) else -1
    if is_float(w_a) and is_float(w_b):
        return 1 if float_value(w_a) == float_value(w_b) else 0
    return -1


def keys_equal(w_a: Value, w_b: Value) -> bool:
    """equal(a, b), with tuples in short."""
    a = try_as(W_Tuple, w_a)
    b = try_as(W_Tuple, w_b)
    if a is not None and b is not None and types.type_of(w_a) is TUPLE and types.type_of(w_b) is TUPLE:
        return sequence_compare.tuple_equal(a, b)
    return operations.equal(w_a, w_b)


def table_find_slow(d: W_Dict, t: DictTable, w_key: Value, h: int) -> int:
    """The entry of w_key in t, comparing in Python where it must: ABSENT, or MOVED when d's table changed meanwhile."""
    mask = t.mask
    indices = t.indices
    w_hash = hash_word(h)
    perturb = h & PERTURB_MASK
    slot = h & mask
    while True:
        i = indices[slot]
        if i >= 0:
            w = t.items[3 * i + 1]
            if same(w, w_key):
                return i
            if same(t.items[3 * i], w_hash) and not is_empty(w):
                equal = keys_equal(w, w_key)
                if d.table is not t or not same(t.items[3 * i + 1], w):
                    return MOVED
                if equal:
                    return i
        elif i == FREE:
            return ABSENT
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & mask


# --- reading ----------------------------------------------------------------------------------------------------------


@inline
def dict_len(d: W_Dict) -> int:
    return d.table.used


@inline
def dict_get_str(d: W_Dict, name: str) -> Value:
    """The value of a str key, or EMPTY."""
    t = d.table
    h = hash_str(name)
    i = table_find_str(t, name, h)
    if i >= 0:
        return t.items[3 * i + 2]
    if likely(i == ABSENT):
        return EMPTY
    return _get_slow(d, wrap(name), h)


@inline
def dict_get(d: W_Dict, w_key: Value) -> Value:
    """The value of w_key, or EMPTY."""
    return dict_get_hashed(d, w_key, key_hash(w_key))


def dict_get_hashed(d: W_Dict, w_key: Value, h: int) -> Value:
    t = d.table
    i = table_find(t, w_key, h)
    if i >= 0:
        return t.items[3 * i + 2]
    if likely(i == ABSENT):
        return EMPTY
    return _get_slow(d, w_key, h)


@noinline
def _get_slow(d: W_Dict, w_key: Value, h: int) -> Value:
    while True:
        t = d.table
        i = table_find_slow(d, t, w_key, h)
        if i >= 0:
            return t.items[3 * i + 2]
        if i == ABSENT:
            return EMPTY


@inline
def dict_contains(d: W_Dict, w_key: Value) -> bool:
    return not is_empty(dict_get(d, w_key))


def dict_contains_hashed(d: W_Dict, w_key: Value, h: int) -> bool:
    return not is_empty(dict_get_hashed(d, w_key, h))


# --- walking ----------------------------------------------------------------------------------------------------------
# Over one table: `t = d.table; i = table_next(t, 0); while i >= 0: table_key(t, i) ...; i = table_next(t, i + 1)`.
# Keys and values may be EMPTY where another thread (or the loop itself) deletes.


@inline
def table_next(t: DictTable, i: int) -> int:
    """The first living entry at or after i, or -1."""
    end = t.end
    if i < t.start:
        i = t.start
    while i < end:
        if not is_empty(t.items[3 * i + 2]):
            return i
        i += 1
    return -1


@inline
def table_key(t: DictTable, i: int) -> Value:
    return t.items[3 * i + 1]


@inline
def table_value(t: DictTable, i: int) -> Value:
    return t.items[3 * i + 2]


@inline
def table_hash(t: DictTable, i: int) -> int:
    return int_value(t.items[3 * i])


def dict_next(d: W_Dict, i: int) -> int:
    """The first living entry at or after i, or -1."""
    return table_next(d.table, i)


def dict_next_entry(d: W_Dict, i: int) -> int:
    """dict_next by another name."""
    return table_next(d.table, i)


def dict_key_at(d: W_Dict, i: int) -> Value:
    """The key of entry i as dict_next gave it; EMPTY when the dict changed since."""
    t = d.table
    return t.items[3 * i + 1] if i < t.fill else EMPTY


def dict_value_at(d: W_Dict, i: int) -> Value:
    t = d.table
    return t.items[3 * i + 2] if i < t.fill else EMPTY


# --- writing ----------------------------------------------------------------------------------------------------------


@inline
def dict_set_str(d: W_Dict, name: str, w_value: Value) -> None:
    h = hash_str(name)
    done = False
    with locked(d):
        t = d.table
        i = table_find_str(t, name, h)
        if i >= 0:
            t.items[3 * i + 2] = w_value
            done = True
        elif likely(i == ABSENT):
            table_add(d, t, wrap(name), h, w_value)
            done = True
    if unlikely(not done):
        _set_slow(d, wrap(name), h, w_value)


@inline
def dict_set(d: W_Dict, w_key: Value, w_value: Value) -> None:
    dict_set_hashed(d, w_key, key_hash(w_key), w_value)


def dict_set_hashed(d: W_Dict, w_key: Value, h: int, w_value: Value) -> None:
    done = False
    with locked(d):
        t = d.table
        i = table_find(t, w_key, h)
        if i >= 0:
            t.items[3 * i + 2] = w_value
            done = True
        elif likely(i == ABSENT):
            table_add(d, t, w_key, h, w_value)
            done = True
    if unlikely(not done):
        _set_slow(d, w_key, h, w_value)


@noinline
def _set_slow(d: W_Dict, w_key: Value, h: int, w_value: Value) -> None:
    while True:
        t = d.table
        fill = t.fill
        i = table_find_slow(d, t, w_key, h)
        if i == MOVED:
            continue
        with locked(d):
            if d.table is t and t.fill == fill:
                if i == ABSENT:
                    table_add(d, t, w_key, h, w_value)
                    return
                if not is_empty(t.items[3 * i + 1]):
                    t.items[3 * i + 2] = w_value
                    return


def table_add(d: W_Dict, t: DictTable, w_key: Value, h: int, w_value: Value) -> None:
    """Adds an absent key to t, which is d's table. The lock is held."""
    i = t.fill
    if unlikely(i >= t.capacity):
        t = _grow(d, t)
        i = t.fill
    p = 3 * i
    items = t.items
    items[p] = hash_word(h)
    items[p + 1] = w_key
    items[p + 2] = w_value
    t.version = 0
    slot = _free_slot(t, h)
    release_fence()
    t.fill = i + 1
    t.end = i + 1
    t.used += 1
    t.indices[slot] = i32(i)


@inline
def _free_slot(t: DictTable, h: int) -> int:
    mask = t.mask
    indices = t.indices
    perturb = h & PERTURB_MASK
    slot = h & mask
    while indices[slot] != FREE:
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & mask
    return slot


@noinline
def _grow(d: W_Dict, t: DictTable) -> DictTable:
    """Publishes a copy of t, without its deleted entries and with room to grow."""
    bigger = rebuild_table(t, table_size_for(t.used * 2 + 1))
    replace_table(d, t, bigger)
    return bigger


def replace_table(d: W_Dict, old: DictTable, new: DictTable) -> None:
    """Publishes a new table with another set of keys or places. The lock is held."""
    if old.version != 0:  # NO_TABLE, which all threads share, is never written
        old.version = 0
    release_fence()
    d.table = new


def rebuild_table(t: DictTable, size: int) -> DictTable:
    """The living entries of t in a new table of `size` indices. t does not change meanwhile."""
    r = new_table(size)
    n = 0
    if t.used == t.fill:
        n = t.fill
        if n > 0:
            copy_values(array_ptr(r.items, 0), array_ptr(t.items, 0), 3 * n)
    else:
        i = 0
        end = t.end
        while i < end:
            w_value = t.items[3 * i + 2]
            if not is_empty(w_value):
                r.items[3 * n] = t.items[3 * i]
                r.items[3 * n + 1] = t.items[3 * i + 1]
                r.items[3 * n + 2] = w_value
                n += 1
            i += 1
    r.fill = n
    r.end = n
    r.used = n
    i = 0
    while i < n:
        r.indices[_free_slot(r, int_value(r.items[3 * i]))] = i32(i)
        i += 1
    return r


def _slot_of(t: DictTable, i: int) -> int:
    """Where in `indices` entry i is."""
    h = int_value(t.items[3 * i])
    mask = t.mask
    perturb = h & PERTURB_MASK
    slot = h & mask
    while t.indices[slot] != i:
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & mask
    return slot


def table_remove(t: DictTable, i: int) -> Value:
    """Deletes living entry i, whose value it gives back. The lock is held."""
    w_value = t.items[3 * i + 2]
    t.version = 0
    t.indices[_slot_of(t, i)] = i32(DELETED)
    t.items[3 * i + 2] = EMPTY
    t.items[3 * i + 1] = EMPTY
    t.used -= 1
    if i == t.start:
        t.start = i + 1
    return w_value


@inline
def dict_pop(d: W_Dict, w_key: Value) -> Value:
    """Removes w_key and gives back its value; EMPTY when it was absent."""
    return dict_pop_hashed(d, w_key, key_hash(w_key))


def dict_pop_hashed(d: W_Dict, w_key: Value, h: int) -> Value:
    with locked(d):
        t = d.table
        i = table_find(t, w_key, h)
        if i >= 0:
            return table_remove(t, i)
        if i == ABSENT:
            return EMPTY
    return _pop_slow(d, w_key, h)


@noinline
def _pop_slow(d: W_Dict, w_key: Value, h: int) -> Value:
    while True:
        t = d.table
        i = table_find_slow(d, t, w_key, h)
        if i == ABSENT:
            return EMPTY
        if i >= 0:
            with locked(d):
                if d.table is t and not is_empty(t.items[3 * i + 1]):
                    return table_remove(t, i)


def dict_delete(d: W_Dict, w_key: Value) -> bool:
    """Removes w_key; False when it was absent."""
    return not is_empty(dict_pop(d, w_key))


def dict_delete_str(d: W_Dict, name: str) -> bool:
    return not is_empty(dict_pop_hashed(d, wrap(name), hash_str(name)))


def dict_set_default(d: W_Dict, w_key: Value, w_value: Value) -> Value:
    """The value of w_key, which becomes w_value if it has none: one atomic step."""
    h = key_hash(w_key)
    with locked(d):
        t = d.table
        i = table_find(t, w_key, h)
        if i >= 0:
            return t.items[3 * i + 2]
        if i == ABSENT:
            table_add(d, t, w_key, h, w_value)
            return w_value
    while True:
        t = d.table
        fill = t.fill
        i = table_find_slow(d, t, w_key, h)
        if i == MOVED:
            continue
        with locked(d):
            if d.table is t and t.fill == fill:
                if i == ABSENT:
                    table_add(d, t, w_key, h, w_value)
                    return w_value
                w_present = t.items[3 * i + 2]
                if not is_empty(w_present):
                    return w_present


def dict_last(d: W_Dict) -> int:
    """The last living entry, or -1. The lock is held; entries after it are skipped for good."""
    t = d.table
    i = t.end - 1
    while i >= 0 and is_empty(t.items[3 * i + 2]):
        i -= 1
    if t.end > i + 1:
        t.end = i + 1
    return i


def dict_first(d: W_Dict) -> int:
    """The first living entry, or -1. The lock is held; entries before it are skipped for good."""
    t = d.table
    i = t.start
    while i < t.end and is_empty(t.items[3 * i + 2]):
        i += 1
    if i >= t.end:
        return -1
    t.start = i
    return i


def dict_clear(d: W_Dict) -> None:
    with locked(d):
        replace_table(d, d.table, NO_TABLE)


def table_copy(t: DictTable) -> DictTable:
    """A table of its own with t's living entries. t does not change meanwhile."""
    if t.used == 0:
        return NO_TABLE
    if t.used != t.fill:
        return rebuild_table(t, table_size_for(t.used))
    r = clone(t)
    r.indices = clone(t.indices)
    r.version = 0
    return r


def dict_copy(d: W_Dict) -> W_Dict:
    """A plain dict of the same items, taken in one atomic step."""
    return W_Dict(dict_snapshot(d))


def dict_snapshot(d: W_Dict) -> DictTable:
    """A copy of d's table that nobody else holds (or NO_TABLE)."""
    with locked(d):
        return table_copy(d.table)


def stable_table(d: W_Dict) -> DictTable:
    """d's table, of which another thread that might change it meanwhile has given us a copy."""
    return d.table if alone() else dict_snapshot(d)


KEYS: Final[int] = 0
VALUES: Final[int] = 1
ITEMS: Final[int] = 2


def dict_array(d: W_Dict, which: int) -> Array[Value]:
    """d's KEYS, VALUES or ITEMS (tuples), taken in one atomic step, in an array of exactly their number that nobody else holds."""
    with locked(d):
        t = d.table
        a = Array[Value](t.used, EMPTY)
        k = 0
        i = table_next(t, 0)
        while i >= 0:
            if which == KEYS:
                a[k] = t.items[3 * i + 1]
            elif which == VALUES:
                a[k] = t.items[3 * i + 2]
            else:
                a[k] = wrap(new_tuple2(t.items[3 * i + 1], t.items[3 * i + 2]))
            k += 1
            i = table_next(t, i + 1)
        return a


def all_keys(w: Value) -> Array[Value]:
    return dict_array(unwrap(W_Dict, w), KEYS)


DICT.all_items = all_keys


def dict_update_from(d: W_Dict, other: W_Dict) -> None:
    """d.update(other): in one step, but where Python code has to compare keys."""
    if d is other:
        return
    if d.table.used == 0:
        fresh = dict_snapshot(other)
        with locked(d):
            if d.table.used == 0:
                replace_table(d, d.table, fresh)
                return
    t = stable_table(other)
    shared = t is other.table
    used = t.used
    i = update_quickly(d, t, 0)
    while i >= 0:
        _set_slow(d, t.items[3 * i + 1], int_value(t.items[3 * i]), t.items[3 * i + 2])
        if unlikely(shared and (other.table is not t or t.used != used)):
            raise errors.runtime_error("dict mutated during update")
        i = update_quickly(d, t, i + 1)


def update_quickly(d: W_Dict, t: DictTable, start: int) -> int:
    """Sets d's items from t's entries, from `start` on, and gives the first whose key only Python code can compare; -1 if there is none."""
    with locked(d):
        i = table_next(t, start)
        while i >= 0:
            w_key = t.items[3 * i + 1]
            h = int_value(t.items[3 * i])
            mine = d.table
            k = table_find(mine, w_key, h)
            if k >= 0:
                mine.items[3 * k + 2] = t.items[3 * i + 2]
            elif likely(k == ABSENT):
                table_add(d, mine, w_key, h, t.items[3 * i + 2])
            else:
                return i
            i = table_next(t, i + 1)
    return -1


# --- for the interpreter's caches of global variables -------------------------------------------------------------------


def next_version() -> int:
    """A number never used before in this space, for sets of keys and for shapes."""
    space = context().space
    with locked(space.modules):
        v = space.next_version
        space.next_version = v + 1
    return v


@inline
def dict_version(d: W_Dict) -> int:
    """The number of d's set of keys if it has one, else 0."""
    return d.table.version


def dict_keys_version(d: W_Dict) -> int:
    """The number of d's set of keys, handing one out if need be."""
    v = d.table.version
    if v != 0:
        return v
    fresh = next_version()
    with locked(d):
        t = d.table
        if t is NO_TABLE:
            t = new_table(MIN_SIZE)
            d.table = t
        if t.version == 0:
            t.version = fresh
        return t.version


def dict_entry_index(d: W_Dict, name: str) -> int:
    """The entry of a str key, or -1. Ask for dict_keys_version first: the place is good while that number is d's."""
    i = table_find_str(d.table, name, hash_str(name))
    return i if i >= 0 else -1


@inline
def dict_cached_value(d: W_Dict, version: int, i: int) -> Value:
    """The value of entry i if d's keys still are those of `version`, else EMPTY. Safe against any race."""
    t = d.table
    if likely(t.version == version):
        return t.items[3 * i + 2]
    return EMPTY


def dict_set_entry(d: W_Dict, version: int, i: int, w_value: Value) -> bool:
    """Stores the value of entry i if d's keys still are those of `version`."""
    with locked(d):
        t = d.table
        if t.version == version:
            t.items[3 * i + 2] = w_value
            return True
    return False


# Last, since these need W_Dict.
from protopython.objects.exceptions import exceptions  # noqa: E402
from protopython.objects.model import errors, operations, sequence_compare, types  # noqa: E402

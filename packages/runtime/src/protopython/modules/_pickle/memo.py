"""The memos: which objects a pickler has written (by identity), and what an unpickler has read (by number).

A pickler's memo is a hash table with open addressing: keys[i] is an object, numbers[i] its number. It keeps the objects alive, so no
other gets the address of one of them. Both kinds of memo are written by the one thread that runs the pickler or unpickler, and are
replaced as a whole when they are cleared or set; others may read them meanwhile.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, copy_array, inline, noinline, unlikely, wrap
from protopython.objects.dict.dict import W_Dict, dict_get, dict_key_at, dict_next, dict_set, dict_value_at, new_dict
from protopython.objects.list.list import NO_ITEMS
from protopython.objects.model.identity import identity, identity_value
from protopython.objects.tuple import new_tuple2
from protopython.protocore.value import from_int, int_value, is_empty, same

DENSE: Final[int] = 1 << 20
"""Numbers below it are always kept in an unpickler's array."""


class MemoTable:
    mask: int
    used: int
    keys: Array[Value]
    numbers: Array[int]

    def __init__(self, size: int) -> None:
        self.mask = size - 1
        self.used = 0
        self.keys = Array[Value](size, EMPTY)
        self.numbers = Array[int](size, 0)


NO_TABLE: MemoTable = MemoTable(1)
"""What empty memos share; never written."""


class Memo:
    table: MemoTable
    next: int
    """The number of the next object."""

    def __init__(self) -> None:
        self.table = NO_TABLE
        self.next = 0


@inline
def first_slot(w: Value, mask: int) -> int:
    h = identity(w) >> 4
    return (h ^ (h >> 9)) & mask


@inline
def memo_find(memo: Memo, w: Value) -> int:
    """w's number, or -1."""
    t = memo.table
    if t.used == 0:
        return -1
    return table_find(t, w)


def table_find(t: MemoTable, w: Value) -> int:
    mask = t.mask
    slot = first_slot(w, mask)
    while True:
        w_key = t.keys[slot]
        if same(w_key, w):
            return t.numbers[slot]
        if is_empty(w_key):
            return -1
        slot = (slot + 1) & mask


def memo_add(memo: Memo, w: Value) -> int:
    """Gives w the next number."""
    n = memo.next
    memo.next = n + 1
    memo_put(memo, w, n)
    return n


def memo_claim(memo: Memo, w: Value) -> int:
    """w's number, or -1 after giving it the next one."""
    t = memo.table
    if unlikely(2 * t.used >= t.mask):
        t = enlarged(t)
        memo.table = t
    mask = t.mask
    slot = first_slot(w, mask)
    while True:
        w_key = t.keys[slot]
        if same(w_key, w):
            return t.numbers[slot]
        if is_empty(w_key):
            t.numbers[slot] = memo.next
            t.keys[slot] = w
            t.used += 1
            memo.next += 1
            return -1
        slot = (slot + 1) & mask


def memo_put(memo: Memo, w: Value, n: int) -> None:
    t = memo.table
    if unlikely(2 * t.used >= t.mask):
        t = enlarged(t)
        memo.table = t
    table_put(t, w, n)


@inline
def table_put(t: MemoTable, w: Value, n: int) -> None:
    mask = t.mask
    slot = first_slot(w, mask)
    while True:
        w_key = t.keys[slot]
        if is_empty(w_key):
            t.numbers[slot] = n
            t.keys[slot] = w
            t.used += 1
            return
        if same(w_key, w):
            t.numbers[slot] = n
            return
        slot = (slot + 1) & mask


@noinline
def enlarged(t: MemoTable) -> MemoTable:
    size = t.mask + 1
    bigger = MemoTable(16 if size < 16 else 4 * size)
    for i in range(size):
        if not is_empty(t.keys[i]):
            table_put(bigger, t.keys[i], t.numbers[i])
    return bigger


def memo_copy(memo: Memo) -> Memo:
    r = Memo()
    t = memo.table
    for i in range(t.mask + 1):
        w = t.keys[i]
        if not is_empty(w):
            memo_put(r, w, t.numbers[i])
    r.next = memo.next
    return r


def memo_dict(memo: Memo) -> W_Dict:
    """id: (number, object)"""
    d = new_dict()
    t = memo.table
    for i in range(t.mask + 1):
        w = t.keys[i]
        if not is_empty(w):
            dict_set(d, identity_value(w), wrap(new_tuple2(from_int(t.numbers[i]), w)))
    return d


# --- what was read --------------------------------------------------------------------------------------------------------


class ReadMemo:
    items: Array[Value]
    used: int
    sparse: W_Dict | None
    """Objects whose numbers are much higher than the number of objects."""

    def __init__(self) -> None:
        self.items = NO_ITEMS
        self.used = 0
        self.sparse = None


@inline
def read_memo_get(memo: ReadMemo, i: int) -> Value:
    """Object i, for i >= 0, or EMPTY."""
    items = memo.items
    if i < len(items) and not is_empty(items[i]):
        return items[i]
    return read_memo_sparse(memo, i)


@noinline
def read_memo_sparse(memo: ReadMemo, i: int) -> Value:
    sparse = memo.sparse
    return EMPTY if sparse is None else dict_get(sparse, from_int(i))


@inline
def read_memo_put(memo: ReadMemo, i: int, w: Value) -> None:
    """i is between 0 and 2**62."""
    items = memo.items
    if unlikely(i >= len(items)):
        items = read_memo_grow(memo, i)
        if i >= len(items):
            read_memo_put_sparse(memo, i, w)
            return
    if is_empty(items[i]):
        memo.used += 1
    items[i] = w


@noinline
def read_memo_grow(memo: ReadMemo, i: int) -> Array[Value]:
    """The array, made longer if number i is worth it."""
    old = memo.items
    if i >= DENSE and i > 2 * memo.used:
        return old
    items = Array[Value](max(32, 2 * i), EMPTY)
    copy_array(items, 0, old, 0, len(old))
    memo.items = items
    return items


def read_memo_put_sparse(memo: ReadMemo, i: int, w: Value) -> None:
    sparse = memo.sparse
    if sparse is None:
        sparse = new_dict()
        memo.sparse = sparse
    if is_empty(dict_get(sparse, from_int(i))):
        memo.used += 1
    dict_set(sparse, from_int(i), w)


def read_memo_dict(memo: ReadMemo) -> W_Dict:
    d = new_dict()
    items = memo.items
    for i in range(len(items)):
        if not is_empty(items[i]):
            dict_set(d, from_int(i), items[i])
    sparse = memo.sparse
    if sparse is not None:
        k = dict_next(sparse, 0)
        while k >= 0:
            if int_value(dict_key_at(sparse, k)) >= len(items) or is_empty(items[int_value(dict_key_at(sparse, k))]):
                dict_set(d, dict_key_at(sparse, k), dict_value_at(sparse, k))
            k = dict_next(sparse, k + 1)
    return d


def read_memo_copy(memo: ReadMemo) -> ReadMemo:
    r = ReadMemo()
    d = read_memo_dict(memo)
    k = dict_next(d, 0)
    while k >= 0:
        read_memo_put(r, int_value(dict_key_at(d, k)), dict_value_at(d, k))
        k = dict_next(d, k + 1)
    return r

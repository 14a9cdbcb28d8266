"""Equality, order and hashes of tuples and lists: the first items that differ decide, then the lengths.

dict.py needs these while model/operations.py is being loaded, so operations are named through their modules here.
"""

from __future__ import annotations

from protodialect.types import Value, try_as
from protopython.objects.list.list import W_List, list_get
from protopython.objects.model.hashing import PRIME_5, hash_small_int, tuple_hash_end, tuple_hash_step
from protopython.objects.model.special import CompareOp
from protopython.objects.singletons import new_bool
from protopython.objects.tuple import W_Tuple
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import hash_str
from protopython.protocore.value import int_value, is_empty, is_int


def tuple_difference(a: W_Tuple, b: W_Tuple) -> int:
    """The first index at which a and b differ, or the shorter length."""
    n = a.length if a.length < b.length else b.length
    i = 0
    while i < n:
        if i & 0xFF == 0xFF:
            check_signals()
        if not operations.equal(a.items[i], b.items[i]):
            return i
        i += 1
    return n


def tuple_equal(a: W_Tuple, b: W_Tuple) -> bool:
    return a is b or (a.length == b.length and tuple_difference(a, b) == a.length)


def tuple_less(a: W_Tuple, b: W_Tuple) -> bool:
    i = tuple_difference(a, b)
    if i < a.length and i < b.length:
        return operations.less(a.items[i], b.items[i])
    return a.length < b.length


def tuple_compare(op: int, a: W_Tuple, b: W_Tuple) -> Value:
    if op == CompareOp.EQ:
        return new_bool(tuple_equal(a, b))
    if op == CompareOp.NE:
        return new_bool(not tuple_equal(a, b))
    i = tuple_difference(a, b)
    if i < a.length and i < b.length:
        return operators.compare(op, a.items[i], b.items[i])
    return new_bool(operators.compare_ints(op, a.length, b.length))


def list_difference(a: W_List, b: W_List) -> int:
    """The first index at which a and b differ or one of them ends; both may change meanwhile."""
    i = 0
    while True:
        if i & 0xFF == 0xFF:
            check_signals()
        w_a = list_get(a, i)
        w_b = list_get(b, i)
        if is_empty(w_a) or is_empty(w_b) or not operations.equal(w_a, w_b):
            return i
        i += 1


def list_equal(a: W_List, b: W_List) -> bool:
    if a.length != b.length:
        return False
    if a is b:
        return True
    i = list_difference(a, b)
    return i >= a.length and i >= b.length


def list_compare(op: int, a: W_List, b: W_List) -> Value:
    if op == CompareOp.EQ:
        return new_bool(list_equal(a, b))
    if op == CompareOp.NE:
        return new_bool(not list_equal(a, b))
    i = list_difference(a, b)
    w_a = list_get(a, i)
    w_b = list_get(b, i)
    if is_empty(w_a) or is_empty(w_b):
        return new_bool(operators.compare_ints(op, a.length, b.length))
    return operators.compare(op, w_a, w_b)


def hash_tuple(t: W_Tuple) -> int:
    if t.hash != 0:
        return t.hash
    acc = PRIME_5
    n = t.length
    i = 0
    while i < n:
        if i & 0xFF == 0xFF:
            check_signals()
        w = t.items[i]
        s = try_as(str, w)
        if s is not None:
            lane = hash_str(s)
        elif is_int(w):
            lane = hash_small_int(int_value(w))
        else:
            lane = operations.hash_of(w)
        acc = tuple_hash_step(acc, lane)
        i += 1
    t.hash = tuple_hash_end(acc, n)
    return t.hash


# Last: see above.
from protopython.objects.model import operations, operators  # noqa: E402

"""W_List: the data of lists and the operations the runtime itself uses. What programs see is in list/methods.py.

    W_List [ Shape* | meta | items | length ]
                              |
                              v
                     Array  [ v0 v1 ... v(length-1) EMPTY ... EMPTY ]

Invariants
- Slots at and beyond `length` are EMPTY, so a reader needs the array alone: it loads `items` once, checks the index
  against *that* array, and takes an EMPTY slot for "out of range". It reads no lock and no length.
- So whoever wants items one by one asks `list_get` until it gives EMPTY, and whoever needs their number as well takes `list_snapshot`.
  `list_length` beside `list_get` is right only for a list that nobody else holds yet.
- Writers hold the list's lock. An item is stored before `length` counts it. A longer array is filled before it is
  published. Arrays are never shortened while readers may hold them: slots are set to EMPTY, or a new array is published.
- Growth is by half, so n appends copy 2n items at most; CPython's eighth relies on realloc extending in place.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    ValuePtr,
    array_ptr,
    copy_values,
    fill_values,
    inline,
    likely,
    locked,
    noinline,
    races,
    release_fence,
    unwrap,
)
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.tuple import W_Tuple, empty_values, tuple_of_array
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import same

NO_ITEMS: Array[Value] = Array[Value](0, EMPTY)
"""What empty lists share."""


@races(length="readers take no lock: an old length leads to an old item or to an empty place, which they check")
class W_List(W_Object):
    items: Array[Value]
    length: int

    def __init__(self, items: Array[Value], length: int) -> None:
        self.items = items
        self.length = length


LIST = define_type(
    "list",
    W_List,
    OBJECT,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.SEQUENCE,
    doc="Mutable sequence; list(iterable) starts with the items of iterable.",
)


@inline
def new_list() -> W_List:
    return W_List(NO_ITEMS, 0)


@inline
def new_list_of(items: Array[Value], n: int) -> W_List:
    """A list that takes over `items`, whose slots from n on must be EMPTY."""
    return W_List(items, n)


def new_list_sized(capacity: int) -> W_List:
    """An empty list with room for `capacity` items."""
    return W_List(empty_values(capacity) if capacity > 0 else NO_ITEMS, 0)


def list_of_ptr(p: ValuePtr, n: int) -> W_List:
    """A list of the n values at p."""
    if n == 0:
        return new_list()
    a = empty_values(n)
    copy_values(array_ptr(a, 0), p, n)
    return W_List(a, n)


def list_of_tuple(t: W_Tuple) -> W_List:
    return list_of_ptr(array_ptr(t.items, 0), t.length) if t.length > 0 else new_list()


@inline
def list_capacity_for(n: int) -> int:
    return n + (n >> 1) + 4


@noinline
def list_grow(l: W_List, n: int) -> Array[Value]:
    """Room for at least n items, with some to spare; the new array is published and given back. The lock is held."""
    old = l.items
    a = empty_values(list_capacity_for(n))
    k = l.length
    if k > 0:
        copy_values(array_ptr(a, 0), array_ptr(old, 0), k)
    release_fence()
    l.items = a
    return a


@inline
def list_append(l: W_List, w: Value) -> None:
    with locked(l):
        n = l.length
        a = l.items
        if n >= len(a):
            a = list_grow(l, n + 1)
        a[n] = w
        l.length = n + 1


@inline
def list_get(l: W_List, i: int) -> Value:
    """Item i; EMPTY when there is none or i is negative."""
    a = l.items
    if likely(0 <= i < len(a)):
        return a[i]
    return EMPTY


@inline
def list_length(l: W_List) -> int:
    return l.length


@inline
def list_get_any(l: W_List, i: int) -> Value:
    """l[i]: counting from the end if i is negative; EMPTY when out of range."""
    if i < 0:
        i += l.length
    return list_get(l, i)


def list_set(l: W_List, i: int, w: Value) -> bool:
    """Stores item i, counting from the end if negative; False when out of range."""
    with locked(l):
        n = l.length
        if i < 0:
            i += n
        if 0 <= i < n:
            l.items[i] = w
            return True
    return False


def list_insert(l: W_List, i: int, w: Value) -> None:
    """Before item i; i is clamped as list.insert does."""
    with locked(l):
        n = l.length
        if i < 0:
            i += n
            if i < 0:
                i = 0
        if i > n:
            i = n
        a = l.items
        if n >= len(a):
            a = list_grow(l, n + 1)
        if i < n:
            copy_values(array_ptr(a, i + 1), array_ptr(a, i), n - i)
        a[i] = w
        l.length = n + 1


def list_pop_last(l: W_List) -> Value:
    """The last item, removed; EMPTY when the list is empty."""
    with locked(l):
        n = l.length - 1
        if n < 0:
            return EMPTY
        a = l.items
        w = a[n]
        l.length = n
        a[n] = EMPTY
        if n + 16 < (len(a) >> 2):
            list_shrink(l)
        return w


def list_pop(l: W_List, i: int) -> Value:
    """Item i (negative: from the end), removed; EMPTY when out of range."""
    with locked(l):
        n = l.length
        if i < 0:
            i += n
        if not 0 <= i < n:
            return EMPTY
        w = l.items[i]
        list_cut(l, i, i + 1)
        return w


def list_remove_found(l: W_List, i: int, w: Value) -> bool:
    """Removes item i if it still is w, which a search found there."""
    with locked(l):
        if i < l.length and same(l.items[i], w):
            list_cut(l, i, i + 1)
            return True
    return False


def list_cut(l: W_List, start: int, stop: int) -> None:
    """Removes items start <= i < stop, which exist. The lock is held."""
    n = l.length
    a = l.items
    k = stop - start
    if k <= 0:
        return
    if stop < n:
        copy_values(array_ptr(a, start), array_ptr(a, stop), n - stop)
    l.length = n - k
    fill_values(array_ptr(a, n - k), k, EMPTY)
    if n - k + 16 < (len(a) >> 2):
        list_shrink(l)


@noinline
def list_shrink(l: W_List) -> None:
    """Publishes a shorter array when most of the present one is unused. The lock is held."""
    n = l.length
    a = empty_values(list_capacity_for(n))
    if n > 0:
        copy_values(array_ptr(a, 0), array_ptr(l.items, 0), n)
    release_fence()
    l.items = a


def list_clear(l: W_List) -> None:
    with locked(l):
        l.length = 0
        l.items = NO_ITEMS


def list_extend_ptr(l: W_List, p: ValuePtr, n: int) -> None:
    """Appends the n values at p (not in l's own array)."""
    if n <= 0:
        return
    with locked(l):
        k = l.length
        a = l.items
        if k + n > len(a):
            a = list_grow(l, k + n) if k > 0 else list_first(l, n)
        copy_values(array_ptr(a, k), p, n)
        l.length = k + n


def list_extend_array(l: W_List, a: Array[Value]) -> None:
    """Appends a's items; a is nobody else's, and an empty list keeps it as it is."""
    n = len(a)
    if n == 0:
        return
    with locked(l):
        if l.length == 0:
            release_fence()
            l.items = a
            l.length = n
            return
        list_extend_ptr(l, array_ptr(a, 0), n)


def list_first(l: W_List, n: int) -> Array[Value]:
    """Room for exactly n items in an empty list. The lock is held."""
    a = empty_values(n)
    l.items = a
    return a


def list_snapshot(l: W_List) -> Array[Value]:
    """The items, in an array of exactly their number that nobody else holds."""
    with locked(l):
        n = l.length
        if n == 0:
            return NO_ITEMS
        a = empty_values(n)
        copy_values(array_ptr(a, 0), array_ptr(l.items, 0), n)
        return a


def all_items(w: Value) -> Array[Value]:
    return list_snapshot(unwrap(W_List, w))


LIST.all_items = all_items


def list_copy_out(l: W_List, out: ValuePtr, n: int) -> bool:
    """Writes the items to `out` if they are n."""
    with locked(l):
        if l.length != n:
            return False
        if n > 0:
            copy_values(out, array_ptr(l.items, 0), n)
        return True


def list_copy(l: W_List) -> W_List:
    a = list_snapshot(l)
    return W_List(a, len(a))


def list_range(l: W_List, start: int, stop: int) -> W_List:
    """l[start:stop]"""
    with locked(l):
        length = l.length
        if start < 0:
            start += length
            if start < 0:
                start = 0
        if stop < 0:
            stop += length
        elif stop > length:
            stop = length
        if stop <= start:
            return new_list()
        n = stop - start
        a = empty_values(n)
        copy_values(array_ptr(a, 0), array_ptr(l.items, start), n)
        return W_List(a, n)


def list_to_tuple(l: W_List) -> W_Tuple:
    from_list = list_snapshot(l)
    return tuple_of_array(from_list, len(from_list))


def list_reverse(l: W_List) -> None:
    with locked(l):
        a = l.items
        i = 0
        j = l.length - 1
        while i < j:
            w = a[i]
            a[i] = a[j]
            a[j] = w
            i += 1
            j -= 1


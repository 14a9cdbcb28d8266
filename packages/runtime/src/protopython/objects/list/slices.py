"""Slices of lists: reading, assigning, deleting.

Bounds are unpacked first (that may call Python code), then clipped to the length under the lock.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, array_ptr, copy_values, fill_values, locked, release_fence, unwrap
from protopython.objects.list.list import (
    W_List,
    list_capacity_for,
    list_cut,
    list_range,
    list_shrink,
    list_snapshot,
    new_list,
)
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_of
from protopython.objects.slice import W_Slice, slice_clip, slice_unpack
from protopython.objects.tuple import TUPLE, W_Tuple, empty_values, tuple_to_array
from protopython.protocore.error import PyError
from protopython.protocore.value import is_empty


def list_get_slice(l: W_List, s: W_Slice) -> W_List:
    start, stop, step = slice_unpack(s)
    if step == 1:
        return list_range(l, start, stop)
    with locked(l):
        start, stop, n = slice_clip(start, stop, step, l.length)
        if n == 0:
            return new_list()
        a = empty_values(n)
        src = l.items
        i = 0
        while i < n:
            a[i] = src[start + i * step]
            i += 1
    return W_List(a, n)


def items_to_assign(l: W_List, w_value: Value) -> Array[Value]:
    """The items of what is assigned to a slice of l, in an array of their own."""
    t = type_of(w_value)
    if t is TUPLE:
        return tuple_to_array(unwrap(W_Tuple, w_value))
    if is_empty(special(w_value, Special.ITER)) and is_empty(special(w_value, Special.GETITEM)):
        raise type_error("must assign iterable to extended slice")
    return list_snapshot(unpack_to_list(w_value))


def list_set_slice(l: W_List, s: W_Slice, w_value: Value) -> None:
    start, stop, step = slice_unpack(s)
    list_assign(l, start, stop, step, items_to_assign(l, w_value))


def list_assign(l: W_List, start: int, stop: int, step: int, new: Array[Value]) -> None:
    """l[start:stop:step] = new, which nobody else holds."""
    k = len(new)
    expected = 0
    with locked(l):
        start, stop, n = slice_clip(start, stop, step, l.length)
        if step == 1:
            list_splice(l, start, start + n, new)
            return
        if n == k:
            a = l.items
            i = 0
            while i < n:
                a[start + i * step] = new[i]
                i += 1
            return
        expected = n
    raise wrong_size(k, expected)


def wrong_size(k: int, expected: int) -> PyError:
    return value_error(f"attempt to assign sequence of size {k} to extended slice of size {expected}")


def list_splice(l: W_List, start: int, stop: int, new: Array[Value]) -> None:
    """l[start:stop] = new. The lock is held."""
    k = len(new)
    n = l.length
    total = n - (stop - start) + k
    a = l.items
    if total > len(a):
        a = empty_values(list_capacity_for(total))
        if start > 0:
            copy_values(array_ptr(a, 0), array_ptr(l.items, 0), start)
        if stop < n:
            copy_values(array_ptr(a, start + k), array_ptr(l.items, stop), n - stop)
    elif stop < n and start + k != stop:
        copy_values(array_ptr(a, start + k), array_ptr(a, stop), n - stop)
    if k > 0:
        copy_values(array_ptr(a, start), array_ptr(new, 0), k)
    l.length = total
    if a is not l.items:
        release_fence()
        l.items = a
    elif total < n:
        fill_values(array_ptr(a, total), n - total, EMPTY)
        if total + 16 < (len(a) >> 2):
            list_shrink(l)


def list_delete_slice(l: W_List, s: W_Slice) -> None:
    start, stop, step = slice_unpack(s)
    with locked(l):
        start, stop, n = slice_clip(start, stop, step, l.length)
        if n == 0:
            return
        if step < 0:
            start += (n - 1) * step
            step = -step
        if step == 1:
            list_cut(l, start, start + n)
            return
        a = l.items
        to = start
        i = start
        skip = start
        length = l.length
        last = start + (n - 1) * step
        while i < length:
            if i == skip and i <= last:
                skip += step
            else:
                a[to] = a[i]
                to += 1
            i += 1
        l.length = to
        fill_values(array_ptr(a, to), length - to, EMPTY)

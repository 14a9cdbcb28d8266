"""The _bisect module: searching and inserting in sorted sequences."""

from __future__ import annotations

from protodialect.types import Value, try_as
from protopython.objects.list.list import LIST, W_List, list_get, list_insert
from protopython.objects.model.call import call1, call_method2
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import value_error
from protopython.objects.model.operations import getitem, int_arg, length_of, less
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.protocore.value import from_int, is_empty, same

MODULE = "_bisect"
define_module(MODULE, "Bisection algorithms on sorted sequences.")


def item_at(w_a: Value, i: int) -> Value:
    if type_of(w_a) is LIST:
        l = try_as(W_List, w_a)
        if l is not None:
            w = list_get(l, i)
            if not is_empty(w):
                return w
    return getitem(w_a, from_int(i))


def place(w_a: Value, w_x: Value, w_lo: Value, w_hi: Value, w_key: Value, right: bool) -> int:
    """Where to insert x (already a key) in a[lo:hi]: after all equal ones, or before."""
    lo = int_arg(w_lo)
    if lo < 0:
        raise value_error("lo must be non-negative")
    hi = length_of(w_a) if same(w_hi, w_None) else int_arg(w_hi)
    if hi == -1:
        hi = length_of(w_a)
    keyed = not same(w_key, w_None)
    while lo < hi:
        middle = lo + ((hi - lo) >> 1)
        w = item_at(w_a, middle)
        if keyed:
            w = call1(w_key, w)
        if right:
            if less(w_x, w):
                hi = middle
            else:
                lo = middle + 1
        elif less(w, w_x):
            lo = middle + 1
        else:
            hi = middle
    return lo


def insert_at(w_a: Value, i: int, w_x: Value) -> Value:
    l = try_as(W_List, w_a)
    if l is not None and type_of(w_a) is LIST:
        list_insert(l, i, w_x)
    else:
        call_method2(w_a, "insert", from_int(i), w_x)
    return w_None


def key_of(w_x: Value, w_key: Value) -> Value:
    return w_x if same(w_key, w_None) else call1(w_key, w_x)


@function(MODULE, "bisect_right(a, x, lo=0, hi=None, *, key=None)", doc="Where x goes in sorted a, after all equal items.")
def bisect_right(w_a: Value, w_x: Value, w_lo: Value, w_hi: Value, w_key: Value) -> Value:
    return from_int(place(w_a, w_x, w_lo, w_hi, w_key, True))


@function(MODULE, "bisect_left(a, x, lo=0, hi=None, *, key=None)", doc="Where x goes in sorted a, before all equal items.")
def bisect_left(w_a: Value, w_x: Value, w_lo: Value, w_hi: Value, w_key: Value) -> Value:
    return from_int(place(w_a, w_x, w_lo, w_hi, w_key, False))


@function(MODULE, "insort_right(a, x, lo=0, hi=None, *, key=None)", doc="Insert x into sorted a, after all equal items.")
def insort_right(w_a: Value, w_x: Value, w_lo: Value, w_hi: Value, w_key: Value) -> Value:
    return insert_at(w_a, place(w_a, key_of(w_x, w_key), w_lo, w_hi, w_key, True), w_x)


@function(MODULE, "insort_left(a, x, lo=0, hi=None, *, key=None)", doc="Insert x into sorted a, before all equal items.")
def insort_left(w_a: Value, w_x: Value, w_lo: Value, w_hi: Value, w_key: Value) -> Value:
    return insert_at(w_a, place(w_a, key_of(w_x, w_key), w_lo, w_hi, w_key, False), w_x)

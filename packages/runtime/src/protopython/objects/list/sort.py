"""Sorting of lists: a stable, adaptive merge sort.

The list is cut into runs that are in order already (descending ones are turned round); short runs are lengthened by binary insertion. Which
neighbouring runs are merged when follows the "powersort" rule of Munro and Wild (2018), which comes within a small constant of the
entropy of the run lengths. A merge first skips what is in place, then copies the shorter side away and takes items one by one
until one side wins often in a row; from then on it looks, by doubling steps and bisection, for how far that side goes on
("galloping": Bentley and Yao 1976, McIlroy 1993; its use in timsort is described by Tim Peters).

Keys decide, `values` follow them when a key function was given. The comparison is chosen once for all: if all keys are small ints, or str,
or float, or tuples, no Python code is looked up. The items sorted are a copy: whatever a comparison does, the list
keeps all its items.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, copy_array, inline, locked, noinline, release_fence, safepoint, try_as, unwrap
from protopython.objects.list.list import NO_ITEMS, W_List, list_snapshot
from protopython.objects.model.call import call1
from protopython.objects.model.errors import value_error
from protopython.objects.model.identity import identity
from protopython.objects.model.operations import less
from protopython.objects.model.sequence_compare import tuple_less
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import TUPLE, W_Tuple, empty_values
from protopython.protocore.locks import alone
from protopython.protocore.polling import check_signals, signals_wait
from protopython.protocore.value import float_value, int_value, is_float, is_int, same

UNKNOWN: Final[int] = -1
ANY: Final[int] = 0
INTS: Final[int] = 1
STRS: Final[int] = 2
FLOATS: Final[int] = 3
TUPLES: Final[int] = 4

GALLOP_AFTER: Final[int] = 7
"""Wins in a row after which a merge starts to gallop."""
MAX_RUNS: Final[int] = 80


class Sorter:
    keys: Array[Value]
    values: Array[Value]
    paired: bool
    """`values` are moved along; otherwise the keys are the items."""
    held: bool
    """The list is locked meanwhile: no Python code may run."""
    kind: int
    n: int
    tmp_keys: Array[Value]
    tmp_values: Array[Value]
    patience: int
    """Wins in a row that start a gallop; falls while galloping pays."""
    runs: int
    starts: Array[int]
    lengths: Array[int]
    powers: Array[int]

    def __init__(self, keys: Array[Value], values: Array[Value], paired: bool, n: int, kind: int = UNKNOWN) -> None:
        self.keys = keys
        self.values = values
        self.paired = paired
        self.kind = kind_of_keys(keys, n) if kind == UNKNOWN else kind
        self.n = n
        self.held = False
        self.tmp_keys = NO_ITEMS
        self.tmp_values = NO_ITEMS
        self.patience = GALLOP_AFTER
        self.runs = 0
        self.starts = NO_NUMBERS
        self.lengths = NO_NUMBERS
        self.powers = NO_NUMBERS


NO_NUMBERS: Array[int] = Array[int](0, 0)


class Interrupted(Exception):
    """A signal waits while a lock is held: sorting begins again without it."""


@inline
def pause(s: Sorter) -> None:
    """For the loops: lets collections begin, and signal handlers run."""
    if s.held:
        safepoint()
        if signals_wait():
            raise Interrupted()
    else:
        check_signals()


def kind_of_keys(keys: Array[Value], n: int) -> int:
    w = keys[0]
    i = 1
    if is_int(w):
        while i < n and is_int(keys[i]):
            i += 1
        return INTS if i == n else ANY
    if is_float(w):
        while i < n and is_float(keys[i]):
            i += 1
        return FLOATS if i == n else ANY
    if try_as(str, w) is not None:
        while i < n and try_as(str, keys[i]) is not None:
            i += 1
        return STRS if i == n else ANY
    if type_of(w) is TUPLE:
        while i < n and type_of(keys[i]) is TUPLE:
            i += 1
        return TUPLES if i == n else ANY
    return ANY


@inline
def before(kind: int, w_a: Value, w_b: Value) -> bool:
    """a < b"""
    if kind == INTS:
        return int_value(w_a) < int_value(w_b)
    if kind == STRS:
        return unwrap(str, w_a) < unwrap(str, w_b)
    if kind == FLOATS:
        return float_value(w_a) < float_value(w_b)
    return before_slow(kind, w_a, w_b)


@noinline
def before_slow(kind: int, w_a: Value, w_b: Value) -> bool:
    if kind == TUPLES:
        return tuple_less(unwrap(W_Tuple, w_a), unwrap(W_Tuple, w_b))
    return less(w_a, w_b)


# --- runs -------------------------------------------------------------------------------------------------------------


def reverse_array(a: Array[Value], i: int, j: int) -> None:
    """Reverses a[i:j]."""
    j -= 1
    while i < j:
        w = a[i]
        a[i] = a[j]
        a[j] = w
        i += 1
        j -= 1


def find_run(s: Sorter, lo: int, hi: int) -> int:
    """The end of the longest run from lo; a strictly descending one is reversed first."""
    keys = s.keys
    kind = s.kind
    i = lo + 1
    if i == hi:
        return hi
    if before(kind, keys[i], keys[lo]):
        i += 1
        while i < hi and before(kind, keys[i], keys[i - 1]):
            i += 1
        reverse_array(keys, lo, i)
        if s.paired:
            reverse_array(s.values, lo, i)
    else:
        i += 1
        while i < hi and not before(kind, keys[i], keys[i - 1]):
            i += 1
    return i


def insertion_sort(s: Sorter, lo: int, hi: int, start: int) -> None:
    """Sorts lo..hi, of which lo..start is sorted already."""
    keys = s.keys
    kind = s.kind
    while start < hi:
        w = keys[start]
        left = lo
        right = start
        while left < right:
            middle = (left + right) >> 1
            if before(kind, w, keys[middle]):
                right = middle
            else:
                left = middle + 1
        if left < start:
            shift_in(keys, left, start)
            if s.paired:
                shift_in(s.values, left, start)
        start += 1


@inline
def shift_in(a: Array[Value], to: int, at: int) -> None:
    """Moves a[at] down to place `to`; those between go up by one."""
    w = a[at]
    i = at
    while i > to:
        a[i] = a[i - 1]
        i -= 1
    a[to] = w


def shortest_run(n: int) -> int:
    """Between 32 and 64, so that n divided by it is a power of two or a little less."""
    odd = 0
    while n >= 64:
        odd |= n & 1
        n >>= 1
    return n + odd


def node_power(start: int, n1: int, n2: int, n: int) -> int:
    """The depth, in a nearly balanced tree over n items, of the boundary between run start..start+n1 and the next n2 items:
    the first bit in which the midpoints of both, as fractions of n, differ."""
    a = 2 * start + n1
    b = a + n1 + n2
    power = 0
    while True:
        power += 1
        if a >= n:
            a -= n
            b -= n
        elif b >= n:
            return power
        a <<= 1
        b <<= 1


def sort(s: Sorter) -> None:
    n = s.n
    lo = 0
    min_run = shortest_run(n)
    while lo < n:
        hi = find_run(s, lo, n)
        if hi - lo < min_run:
            if lo == 0 and n < 64:
                insertion_sort(s, 0, n, hi)
                return
            end = lo + min_run if lo + min_run < n else n
            insertion_sort(s, lo, end, hi)
            hi = end
        if lo == 0:
            if hi == n:
                return
            s.starts = Array[int](MAX_RUNS, 0)
            s.lengths = Array[int](MAX_RUNS, 0)
            s.powers = Array[int](MAX_RUNS, 0)
        push_run(s, lo, hi - lo)
        lo = hi
        pause(s)
    while s.runs > 1:
        merge_top(s)


def push_run(s: Sorter, start: int, length: int) -> None:
    top = s.runs - 1
    if top >= 0:
        power = node_power(s.starts[top], s.lengths[top], length, s.n)
        while s.runs > 1 and s.powers[s.runs - 2] > power:
            merge_top(s)
        s.powers[s.runs - 1] = power
    s.starts[s.runs] = start
    s.lengths[s.runs] = length
    s.runs += 1


def merge_top(s: Sorter) -> None:
    """Merges the last two runs."""
    i = s.runs - 2
    a = s.starts[i]
    na = s.lengths[i]
    b = s.starts[i + 1]
    nb = s.lengths[i + 1]
    s.lengths[i] = na + nb
    s.runs -= 1
    keys = s.keys
    k = gallop_right(s.kind, keys[b], keys, a, na, 0)
    a += k
    na -= k
    if na == 0:
        return
    nb = gallop_left(s.kind, keys[a + na - 1], keys, b, nb, nb - 1)
    if nb == 0:
        return
    if na <= nb:
        merge_low(s, a, na, b, nb)
    else:
        merge_high(s, a, na, b, nb)


# --- searching in runs --------------------------------------------------------------------------------------------------


def gallop_right(kind: int, w: Value, a: Array[Value], base: int, n: int, hint: int) -> int:
    """How many of the n sorted items from base are <= w; the search starts at `hint`."""
    last = 0
    step = 1
    if before(kind, w, a[base + hint]):
        limit = hint + 1
        while step < limit and before(kind, w, a[base + hint - step]):
            last = step
            step = step * 2 + 1
        if step > limit:
            step = limit
        lo = hint - step + 1
        hi = hint - last
    else:
        limit = n - hint
        while step < limit and not before(kind, w, a[base + hint + step]):
            last = step
            step = step * 2 + 1
        if step > limit:
            step = limit
        lo = hint + last + 1
        hi = hint + step
    while lo < hi:
        middle = (lo + hi) >> 1
        if before(kind, w, a[base + middle]):
            hi = middle
        else:
            lo = middle + 1
    return hi


def gallop_left(kind: int, w: Value, a: Array[Value], base: int, n: int, hint: int) -> int:
    """How many of the n sorted items from base are < w; the search starts at `hint`."""
    last = 0
    step = 1
    if before(kind, a[base + hint], w):
        limit = n - hint
        while step < limit and before(kind, a[base + hint + step], w):
            last = step
            step = step * 2 + 1
        if step > limit:
            step = limit
        lo = hint + last + 1
        hi = hint + step
    else:
        limit = hint + 1
        while step < limit and not before(kind, a[base + hint - step], w):
            last = step
            step = step * 2 + 1
        if step > limit:
            step = limit
        lo = hint - step + 1
        hi = hint - last
    while lo < hi:
        middle = (lo + hi) >> 1
        if before(kind, a[base + middle], w):
            lo = middle + 1
        else:
            hi = middle
    return hi


# --- merging ------------------------------------------------------------------------------------------------------------


def set_aside(s: Sorter, start: int, n: int) -> None:
    if len(s.tmp_keys) < n:
        room = n if n * 2 > s.n else n * 2
        s.tmp_keys = empty_values(room)
        if s.paired:
            s.tmp_values = empty_values(room)
    copy_array(s.tmp_keys, 0, s.keys, start, n)
    if s.paired:
        copy_array(s.tmp_values, 0, s.values, start, n)


@inline
def take(s: Sorter, to: int, at: int) -> None:
    s.keys[to] = s.keys[at]
    if s.paired:
        s.values[to] = s.values[at]


@inline
def take_aside(s: Sorter, to: int, at: int) -> None:
    s.keys[to] = s.tmp_keys[at]
    if s.paired:
        s.values[to] = s.tmp_values[at]


def move_block(s: Sorter, to: int, at: int, n: int) -> None:
    if n > 0:
        copy_array(s.keys, to, s.keys, at, n)
        if s.paired:
            copy_array(s.values, to, s.values, at, n)


def move_block_aside(s: Sorter, to: int, at: int, n: int) -> None:
    if n > 0:
        copy_array(s.keys, to, s.tmp_keys, at, n)
        if s.paired:
            copy_array(s.values, to, s.tmp_values, at, n)


def merge_low(s: Sorter, a: int, na: int, b: int, nb: int) -> None:
    """Merges neighbours a and b, the shorter a set aside, from the front. Known: b[0] < a[0] and a[-1] is the greatest."""
    set_aside(s, a, na)
    keys = s.keys
    aside = s.tmp_keys
    kind = s.kind
    i = 0
    end = b + nb
    take(s, a, b)
    to = a + 1
    b += 1
    patience = s.patience
    while b < end and na - i > 1:
        wins_a = 0
        wins_b = 0
        while wins_a < patience and wins_b < patience:
            if before(kind, keys[b], aside[i]):
                take(s, to, b)
                b += 1
                wins_b += 1
                wins_a = 0
                to += 1
                if b == end:
                    break
            else:
                take_aside(s, to, i)
                i += 1
                wins_a += 1
                wins_b = 0
                to += 1
                if na - i <= 1:
                    break
        pause(s)
        while b < end and na - i > 1:
            run_a = gallop_right(kind, keys[b], aside, i, na - i, 0)
            move_block_aside(s, to, i, run_a)
            to += run_a
            i += run_a
            if na - i <= 1:
                break
            take(s, to, b)
            to += 1
            b += 1
            if b == end:
                break
            run_b = gallop_left(kind, aside[i], keys, b, end - b, 0)
            move_block(s, to, b, run_b)
            to += run_b
            b += run_b
            if b == end:
                break
            take_aside(s, to, i)
            to += 1
            i += 1
            if run_a < GALLOP_AFTER and run_b < GALLOP_AFTER:
                patience += 2
                break
            if patience > 1:
                patience -= 1
    s.patience = patience
    if na - i == 1 and b < end:
        # The last of a is the greatest of all.
        move_block(s, to, b, end - b)
        take_aside(s, to + end - b, i)
    else:
        move_block_aside(s, to, i, na - i)


def merge_high(s: Sorter, a: int, na: int, b: int, nb: int) -> None:
    """Merges neighbours a and b, the shorter b set aside, from the back. Known: b[0] is the least and b[-1] < a[-1]."""
    set_aside(s, b, nb)
    keys = s.keys
    aside = s.tmp_keys
    kind = s.kind
    i = a + na - 1
    j = nb - 1
    to = b + nb - 1
    take(s, to, i)
    to -= 1
    i -= 1
    patience = s.patience
    while i >= a and j > 0:
        wins_a = 0
        wins_b = 0
        while wins_a < patience and wins_b < patience:
            if before(kind, aside[j], keys[i]):
                take(s, to, i)
                to -= 1
                i -= 1
                wins_a += 1
                wins_b = 0
                if i < a:
                    break
            else:
                take_aside(s, to, j)
                to -= 1
                j -= 1
                wins_b += 1
                wins_a = 0
                if j <= 0:
                    break
        pause(s)
        while i >= a and j > 0:
            n = i - a + 1
            run_a = n - gallop_right(kind, aside[j], keys, a, n, n - 1)
            to -= run_a
            i -= run_a
            move_block(s, to + 1, i + 1, run_a)
            if i < a:
                break
            take_aside(s, to, j)
            to -= 1
            j -= 1
            if j <= 0:
                break
            run_b = j + 1 - gallop_left(kind, keys[i], aside, 0, j + 1, j)
            to -= run_b
            j -= run_b
            move_block_aside(s, to + 1, j + 1, run_b)
            if j <= 0:
                break
            take(s, to, i)
            to -= 1
            i -= 1
            if run_a < GALLOP_AFTER and run_b < GALLOP_AFTER:
                patience += 2
                break
            if patience > 1:
                patience -= 1
    s.patience = patience
    if j == 0 and i >= a:
        # The first of b is the least of all.
        n = i - a + 1
        move_block(s, to - n + 1, a, n)
        take_aside(s, to - n, 0)
    else:
        move_block_aside(s, to - j, 0, j + 1)


# --- lists --------------------------------------------------------------------------------------------------------------


def sort_list(l: W_List, w_key: Value, reverse: bool) -> None:
    """l.sort(key=w_key, reverse=reverse); w_key may be None. One step where no Python code compares. Where it may, a lone thread finds the list
    empty meanwhile; beside other threads the list stays as it is, and what they did to it in the meantime is then done to the sorted items."""
    if same(w_key, w_None) and sort_plain(l, reverse):
        return
    if not alone():
        before = list_snapshot(l)
        if len(before) > 0:
            publish(l, before, sorted_array(before, len(before), w_key, reverse))
        return
    n = l.length
    saved = l.items
    l.length = 0
    l.items = NO_ITEMS
    ordered = saved
    try:
        if n > 0:
            ordered = sorted_array(saved, n, w_key, reverse)
    finally:
        touched = l.length != 0 or l.items is not NO_ITEMS
        l.items = ordered
        l.length = n
    if touched:
        raise value_error("list modified during sort")


def publish(l: W_List, before: Array[Value], ordered: Array[Value]) -> None:
    """Gives l the sorted items. Where it no longer holds those that were there before, some of these have gone and others come, which stand
    behind the rest."""
    with locked(l):
        n = l.length
        if n == len(before) and same_items(l.items, before):
            release_fence()
            l.items = ordered
            return
        now: dict[int, int] = {}
        for i in range(n):
            k = identity(l.items[i])
            now[k] = now.get(k, 0) + 1
        a = empty_values(n)
        at = 0
        for i in range(len(ordered)):
            k = identity(ordered[i])
            if now.get(k, 0) > 0:
                now[k] -= 1
                a[at] = ordered[i]
                at += 1
        for i in range(n):
            k = identity(l.items[i])
            if now.get(k, 0) > 0:
                now[k] -= 1
                a[at] = l.items[i]
                at += 1
        release_fence()
        l.items = a


def same_items(a: Array[Value], b: Array[Value]) -> bool:
    """Whether a begins with b's items."""
    i = 0
    while i < len(b):
        if not same(a[i], b[i]):
            return False
        i += 1
    return True


def sort_plain(l: W_List, reverse: bool) -> bool:
    """Sorts small ints, floats or strs; False for other items, or a mixture, or when a signal wants to be handled."""
    with locked(l):
        n = l.length
        if n < 2:
            return True
        kind = kind_of_keys(l.items, n)
        if kind == ANY or kind == TUPLES:
            return False
        a = empty_values(n)
        copy_array(a, 0, l.items, 0, n)
        s = Sorter(a, a, False, n, kind)
        s.held = True
        try:
            sort_keys(s, reverse)
        except Interrupted:
            return False
        release_fence()
        l.items = a
    return True


def sorted_array(items: Array[Value], n: int, w_key: Value, reverse: bool) -> Array[Value]:
    """A sorted copy of the first n items."""
    values = empty_values(n)
    copy_array(values, 0, items, 0, n)
    keys = values
    paired = not same(w_key, w_None)
    if paired:
        keys = empty_values(n)
        i = 0
        while i < n:
            keys[i] = call1(w_key, values[i])
            i += 1
    if n < 2:
        return values
    sort_keys(Sorter(keys, values, paired, n), reverse)
    return values


def sort_keys(s: Sorter, reverse: bool) -> None:
    """Equal items keep their order under reverse, too: reverse, sort, reverse."""
    if reverse:
        reverse_array(s.values, 0, s.n)
        if s.paired:
            reverse_array(s.keys, 0, s.n)
    sort(s)
    if reverse:
        reverse_array(s.values, 0, s.n)

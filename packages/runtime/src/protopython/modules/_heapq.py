"""The _heapq module: a list as a binary heap (least item first), and its mirror image (the *_max functions).

heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2]. An operation first finds out where items go, without moving any, and then moves them all at once.
Where no Python code compares, both are done under the list's lock. Where it may, only the second is: a Trail keeps what the first looked
at, and if the heap no longer has that, another thread changed it and the operation begins again. With one thread it was the comparison, which is
an error.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, clz64, inline, locked, safepoint, try_as, unwrap
from protopython.objects.list.list import W_List, list_append, list_cut, list_get
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import index_error, runtime_error, type_error
from protopython.objects.model.operations import less
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import TUPLE, W_Tuple
from protopython.protocore.locks import alone
from protopython.protocore.polling import check_signals, signals_wait
from protopython.protocore.value import both_int, float_value, int_value, is_empty, is_float, is_int, same

MODULE = "_heapq"
define_module(MODULE, "Heap queues: the least (or greatest) item of a list at hand, the rest half sorted.")

NO: Final[int] = 0
YES: Final[int] = 1
UNSURE: Final[int] = -1
"""Only Python code can tell; also where a search ends that must not ask it."""
SHORTER: Final[int] = -2
"""Where a search ends that finds the heap shorter than it was."""
MAX_TRIES: Final[int] = 10_000
EXACT: Final[int] = 1 << 53
"""Integers up to here are the same as floats."""


class Trail:
    """The items that a search looked at, with their indices."""

    items: Array[Value]
    indices: Array[int]
    n: int

    def __init__(self, length: int) -> None:
        room = 3 * (64 - clz64(length | 1)) + 3  # on each level two going down and one going up
        self.items = Array[Value](room, EMPTY)
        self.indices = Array[int](room, 0)
        self.n = 0

    def holds(self, l: W_List) -> bool:
        """Whether they still are where the search saw them. The lock is held."""
        i = 0
        while i < self.n:
            if not same(list_get(l, self.indices[i]), self.items[i]):
                return False
            i += 1
        return True


def heap_arg(name: str, w: Value) -> W_List:
    l = try_as(W_List, w)
    if l is None:
        raise type_error(f"{name}() argument 1 must be list, not {type_name(w)}")
    return l


# --- comparing --------------------------------------------------------------------------------------------------------


@inline
def quick_less(w_a: Value, w_b: Value) -> int:
    """Whether a < b: YES, NO or UNSURE."""
    if both_int(w_a, w_b):
        return YES if int_value(w_a) < int_value(w_b) else NO
    return quick_less_slow(w_a, w_b)


def quick_less_slow(w_a: Value, w_b: Value) -> int:
    if is_float(w_a):
        if is_float(w_b):
            return YES if float_value(w_a) < float_value(w_b) else NO
        if is_int(w_b) and -EXACT < int_value(w_b) < EXACT:
            return YES if float_value(w_a) < float(int_value(w_b)) else NO
        return UNSURE
    if is_float(w_b) and is_int(w_a) and -EXACT < int_value(w_a) < EXACT:
        return YES if float(int_value(w_a)) < float_value(w_b) else NO
    a = try_as(str, w_a)
    b = try_as(str, w_b)
    if a is not None and b is not None:
        return YES if a < b else NO
    if try_as(W_Tuple, w_a) is not None and try_as(W_Tuple, w_b) is not None and type_of(w_a) is TUPLE and type_of(w_b) is TUPLE:
        return quick_tuple_less(unwrap(W_Tuple, w_a), unwrap(W_Tuple, w_b))
    return UNSURE


def quick_tuple_less(a: W_Tuple, b: W_Tuple) -> int:
    """The first items that differ decide. Tuples within tuples are left to the general comparison, which minds how deep they are."""
    n = min(a.length, b.length)
    i = 0
    while i < n:
        w_a = a.items[i]
        w_b = b.items[i]
        if not same(w_a, w_b):
            if try_as(W_Tuple, w_a) is not None:
                return UNSURE
            verdict = quick_less(w_a, w_b)
            if verdict != NO:
                return verdict
            if quick_less(w_b, w_a) == YES:
                return NO
            if is_nan(w_a) or is_nan(w_b):
                return NO
        i += 1
    return YES if a.length < b.length else NO


def is_nan(w: Value) -> bool:
    return is_float(w) and float_value(w) != float_value(w)


@inline
def goes_first(w_a: Value, w_b: Value, largest: bool, quick: bool) -> int:
    """Whether a belongs above b. `quick`: Python code may not be asked."""
    verdict = quick_less(w_b, w_a) if largest else quick_less(w_a, w_b)
    if verdict != UNSURE or quick:
        return verdict
    return YES if (less(w_b, w_a) if largest else less(w_a, w_b)) else NO


# --- searching --------------------------------------------------------------------------------------------------------
#
# `quick`: the lock is held, Python code may not compare, and the search ends as UNSURE where it would have to. Else what was looked at goes into
# the trail, which a lone thread does without.


@inline
def look(l: W_List, i: int, trail: Trail | None) -> Value:
    """Item i of the heap; EMPTY when it has become shorter."""
    w = list_get(l, i)
    if trail is not None:
        trail.items[trail.n] = w
        trail.indices[trail.n] = i
        trail.n += 1
    return w


def place_upwards(l: W_List, w: Value, i: int, largest: bool, quick: bool, trail: Trail | None) -> int:
    """Where w belongs that comes in at i and rises: no further than to the first item that it does not go before."""
    while i > 0:
        parent = (i - 1) >> 1
        w_parent = look(l, parent, trail)
        if is_empty(w_parent):
            return SHORTER
        verdict = goes_first(w, w_parent, largest, quick)
        if verdict == UNSURE:
            return UNSURE
        if verdict == NO:
            break
        i = parent
    return i


def place_downwards(l: W_List, w: Value, start: int, n: int, largest: bool, quick: bool, trail: Trail | None) -> int:
    """Where w belongs in the part of a heap of n items below `start`, whose item is taken away. The better children move up all the way,
    and then w rises from the bottom: most items belong there, so this compares less than stopping on the way."""
    i = start
    limit = n >> 1
    while i < limit:
        child = 2 * i + 1
        if child + 1 < n:
            w_left = look(l, child, trail)
            w_right = look(l, child + 1, trail)
            if is_empty(w_left) or is_empty(w_right):
                return SHORTER
            verdict = goes_first(w_left, w_right, largest, quick)
            if verdict == UNSURE:
                return UNSURE
            if verdict == NO:
                child += 1
        i = child
    while i > start:
        w_above = look(l, i, trail)  # once it has moved up
        if is_empty(w_above):
            return SHORTER
        verdict = goes_first(w, w_above, largest, quick)
        if verdict == UNSURE:
            return UNSURE
        if verdict == NO:
            break
        i = (i - 1) >> 1
    return i


# --- moving: the lock is held -----------------------------------------------------------------------------------------


def put_upwards(l: W_List, w: Value, place: int) -> None:
    """Adds w at `place`; what was on the way there from the end moves down."""
    i = l.length
    list_append(l, w)
    a = l.items
    while i > place:
        parent = (i - 1) >> 1
        a[i] = a[parent]
        i = parent
    a[place] = w


def put_downwards(l: W_List, w: Value, start: int, place: int) -> None:
    """Puts w at `place`; what is on the way there from `start` moves up, over the item at `start`."""
    a = l.items
    i = place
    while i > start:
        w_old = a[i]
        a[i] = w
        w = w_old
        i = (i - 1) >> 1
    a[start] = w


def new_trail(length: int) -> Trail | None:
    return None if alone() else Trail(length)


def still(l: W_List, n: int, trail: Trail | None) -> bool:
    """Whether the heap is what it was when it had n items. The lock is held."""
    return l.length == n and (trail is None or trail.holds(l))


def again(tries: int) -> None:
    """Another thread changed the heap between search and move."""
    if alone() or tries > MAX_TRIES:
        raise runtime_error("list changed size during iteration")


# --- operations -------------------------------------------------------------------------------------------------------


def push(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    with locked(l):
        place = place_upwards(l, w_item, l.length, largest, True, None)
        if place >= 0:
            put_upwards(l, w_item, place)
            return w_None
    tries = 0
    while True:
        n = l.length
        trail = new_trail(n)
        place = place_upwards(l, w_item, n, largest, False, trail)
        with locked(l):
            if place >= 0 and still(l, n, trail):
                put_upwards(l, w_item, place)
                return w_None
        tries += 1
        again(tries)


def take_first(l: W_List, w_last: Value, place: int) -> Value:
    """Removes the last item and puts it at `place`; the first one, which it drives out. The lock is held."""
    n = l.length - 1
    w = l.items[0]
    if n > 0:
        put_downwards(l, w_last, 0, place)
    list_cut(l, n, n + 1)
    return w


def pop(name: str, w_heap: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    with locked(l):
        n = l.length - 1
        if n >= 0:
            place = place_downwards(l, l.items[n], 0, n, largest, True, None)
            if place >= 0:
                return take_first(l, l.items[n], place)
    if n < 0:
        raise index_error("index out of range")
    tries = 0
    while True:
        n = l.length - 1
        trail = new_trail(n + 1)
        if n < 0:
            raise index_error("index out of range")
        w_last = look(l, n, trail)
        if not is_empty(w_last):
            place = place_downwards(l, w_last, 0, n, largest, False, trail)
            with locked(l):
                if place >= 0 and still(l, n + 1, trail):
                    return take_first(l, w_last, place)
        tries += 1
        again(tries)


def replace(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    return replace_first(heap_arg(name, w_heap), w_item, largest, False)


def push_pop(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    return replace_first(heap_arg(name, w_heap), w_item, largest, True)


def replace_first(l: W_List, w_item: Value, largest: bool, if_better: bool) -> Value:
    """Puts an item in the place of the first one, which it gives back; `if_better`: only an item that belongs below the first one, else it is
    the item that comes back."""
    with locked(l):
        w = list_get(l, 0)
        if if_better:
            verdict = NO if is_empty(w) else goes_first(w, w_item, largest, True)
            if verdict == NO:
                return w_item
        else:
            verdict = NO if is_empty(w) else YES
        if verdict == YES:
            place = place_downwards(l, w_item, 0, l.length, largest, True, None)
            if place >= 0:
                put_downwards(l, w_item, 0, place)
                return w
    tries = 0
    while True:
        n = l.length
        trail = new_trail(n)
        w = look(l, 0, trail)
        if if_better and (is_empty(w) or goes_first(w, w_item, largest, False) == NO):
            return w_item
        if is_empty(list_get(l, 0)):
            raise index_error("index out of range")
        place = place_downwards(l, w_item, 0, n, largest, False, trail)
        with locked(l):
            if place >= 0 and still(l, n, trail):
                put_downwards(l, w_item, 0, place)
                return w
        tries += 1
        again(tries)


def heapify_list(name: str, w_heap: Value, largest: bool) -> Value:
    l = try_as(W_List, w_heap)
    if l is None:
        raise type_error(f"{name}() argument must be list, not {type_name(w_heap)}")
    with locked(l):
        n = l.length
        i = (n >> 1) - 1
        while i >= 0:
            place = place_downwards(l, l.items[i], i, n, largest, True, None)
            if place < 0:
                break
            put_downwards(l, l.items[i], i, place)
            i -= 1
            safepoint()
            if signals_wait():
                break
    tries = 0
    while i >= 0:
        check_signals()
        trail = new_trail(n)
        w = look(l, i, trail)
        place = SHORTER if is_empty(w) else place_downwards(l, w, i, n, largest, False, trail)
        done = False
        with locked(l):
            if place >= 0 and still(l, n, trail):
                put_downwards(l, w, i, place)
                done = True
        if done:
            i -= 1
        else:
            tries += 1
            again(tries)
            n = l.length  # What others changed may be anywhere.
            i = (n >> 1) - 1
    return w_None


@function(MODULE, "heappush(heap, item, /)", doc="Push item onto the heap.")
def heappush(w_heap: Value, w_item: Value) -> Value:
    return push("heappush", w_heap, w_item, False)


@function(MODULE, "heappop(heap, /)", doc="Pop the least item.")
def heappop(w_heap: Value) -> Value:
    return pop("heappop", w_heap, False)


@function(MODULE, "heapreplace(heap, item, /)", doc="Pop the least item and push item, in one step.")
def heapreplace(w_heap: Value, w_item: Value) -> Value:
    return replace("heapreplace", w_heap, w_item, False)


@function(MODULE, "heappushpop(heap, item, /)", doc="Push item and pop the least, in one step.")
def heappushpop(w_heap: Value, w_item: Value) -> Value:
    return push_pop("heappushpop", w_heap, w_item, False)


@function(MODULE, "heapify(heap, /)", doc="Make a heap of a list, in place, in linear time.")
def heapify(w_heap: Value) -> Value:
    return heapify_list("heapify", w_heap, False)


@function(MODULE, "heappush_max(heap, item, /)", doc="Push item onto the max-heap.")
def heappush_max(w_heap: Value, w_item: Value) -> Value:
    return push("heappush_max", w_heap, w_item, True)


@function(MODULE, "heappop_max(heap, /)", doc="Pop the greatest item.")
def heappop_max(w_heap: Value) -> Value:
    return pop("heappop_max", w_heap, True)


@function(MODULE, "heapreplace_max(heap, item, /)", doc="Pop the greatest item and push item, in one step.")
def heapreplace_max(w_heap: Value, w_item: Value) -> Value:
    return replace("heapreplace_max", w_heap, w_item, True)


@function(MODULE, "heappushpop_max(heap, item, /)", doc="Push item and pop the greatest, in one step.")
def heappushpop_max(w_heap: Value, w_item: Value) -> Value:
    return push_pop("heappushpop_max", w_heap, w_item, True)


@function(MODULE, "heapify_max(heap, /)", doc="Make a max-heap of a list, in place, in linear time.")
def heapify_max(w_heap: Value) -> Value:
    return heapify_list("heapify_max", w_heap, True)

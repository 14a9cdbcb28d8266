"""The _heapq module: a list as a binary heap (least item first), and its mirror image (the *_max functions).

heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2]. Comparisons may run any code, the list's length is therefore watched.
"""

from __future__ import annotations

from protodialect.types import Value, inline, try_as
from protopython.objects.list.list import W_List, list_append, list_get, list_pop_last, list_set
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import index_error, runtime_error, type_error
from protopython.objects.model.operations import less
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.protocore.value import both_int, int_value, is_empty

MODULE = "_heapq"
define_module(MODULE, "Heap queues: the least (or greatest) item of a list at hand, the rest half sorted.")


def heap_arg(name: str, w: Value) -> W_List:
    l = try_as(W_List, w)
    if l is None:
        raise type_error(f"{name}() argument 1 must be list, not {type_name(w)}")
    return l


@inline
def goes_first(w_a: Value, w_b: Value, largest: bool) -> bool:
    if both_int(w_a, w_b):
        return int_value(w_b) < int_value(w_a) if largest else int_value(w_a) < int_value(w_b)
    return less(w_b, w_a) if largest else less(w_a, w_b)


def item(l: W_List, i: int, n: int) -> Value:
    """Item i of a heap that had n items when the operation began."""
    w = list_get(l, i)
    if is_empty(w) or l.length != n:
        raise runtime_error("list changed size during iteration")
    return w


def sift_down(l: W_List, start: int, i: int, largest: bool) -> None:
    """Lets item i rise towards `start` until its parent goes before it."""
    n = l.length
    if i >= n:
        raise index_error("index out of range")
    w = item(l, i, n)
    while i > start:
        parent = (i - 1) >> 1
        w_parent = item(l, parent, n)
        if not goes_first(w, w_parent, largest):
            break
        item(l, i, n)
        list_set(l, i, w_parent)
        list_set(l, parent, w)
        i = parent


def sift_up(l: W_List, i: int, largest: bool) -> None:
    """Moves the better child up all the way from i, then lets the item that was at i rise from the bottom: most items
    belong there, so this compares less than stopping on the way."""
    n = l.length
    start = i
    w = item(l, i, n)
    limit = n >> 1
    while i < limit:
        child = 2 * i + 1
        if child + 1 < n and not goes_first(item(l, child, n), item(l, child + 1, n), largest):
            child += 1
        w_child = item(l, child, n)
        list_set(l, child, w)
        list_set(l, i, w_child)
        i = child
    sift_down(l, start, i, largest)


def push(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    list_append(l, w_item)
    sift_down(l, 0, l.length - 1, largest)
    return w_None


def pop(name: str, w_heap: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    w_last = list_pop_last(l)
    if is_empty(w_last):
        raise index_error("index out of range")
    w = list_get(l, 0)
    if is_empty(w):
        return w_last
    list_set(l, 0, w_last)
    sift_up(l, 0, largest)
    return w


def replace(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    w = list_get(l, 0)
    if is_empty(w):
        raise index_error("index out of range")
    list_set(l, 0, w_item)
    sift_up(l, 0, largest)
    return w


def push_pop(name: str, w_heap: Value, w_item: Value, largest: bool) -> Value:
    l = heap_arg(name, w_heap)
    w_top = list_get(l, 0)
    if is_empty(w_top) or not goes_first(w_top, w_item, largest):
        return w_item
    w = list_get(l, 0)
    if is_empty(w):
        raise index_error("index out of range")
    list_set(l, 0, w_item)
    sift_up(l, 0, largest)
    return w


def heapify_list(name: str, w_heap: Value, largest: bool) -> Value:
    l = try_as(W_List, w_heap)
    if l is None:
        raise type_error(f"{name}() argument must be list, not {type_name(w_heap)}")
    i = (l.length >> 1) - 1
    while i >= 0:
        sift_up(l, i, largest)
        i -= 1
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

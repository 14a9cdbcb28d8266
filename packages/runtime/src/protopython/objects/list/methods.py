"""What programs see of lists. Slices are in list/slices.py, sorting in list/sort.py, the data in list.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    Array,
    Value,
    ValuePtr,
    array_ptr,
    copy_values,
    fill_values,
    likely,
    locked,
    new_with_shape,
    noinline,
    try_as,
    unwrap,
    wrap,
)
from protopython.objects.dict.dict import W_Dict
from protopython.objects.int.int import int_to_i64
from protopython.objects.iterators import W_ListReverseIterator, new_list_iterator
from protopython.objects.list.list import (
    LIST,
    NO_ITEMS,
    W_List,
    list_append,
    list_clear,
    list_copy,
    list_extend_array,
    list_extend_ptr,
    list_get,
    list_get_any,
    list_grow,
    list_insert,
    list_pop,
    list_pop_last,
    list_remove_found,
    list_reverse,
    list_set,
    list_snapshot,
    new_list,
    new_list_of,
    new_list_sized,
)
from protopython.objects.list.slices import list_delete_slice, list_get_slice, list_set_slice
from protopython.objects.list.sort import sort_list
from protopython.objects.model.define import add_member, method, new
from protopython.objects.model.errors import index_error, memory_error, overflow_error, type_error, value_error
from protopython.objects.model.operations import (
    equal,
    index_value,
    int_arg,
    is_true,
    items_at_once,
    iterate,
    length_hint,
    next_of,
    repr_of,
    sequence_index,
    slice_index,
)
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.sequence_compare import list_compare
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.slice import INDEX_MAX, W_Slice
from protopython.objects.tuple import TUPLE, W_Tuple, empty_values
from protopython.protocore.locks import alone
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

MAX_ITEMS: Final[int] = 1 << 46
"""More than any memory holds: MemoryError."""

add_member(LIST, "__hash__", w_None)


@new(LIST, "(cls, *args, **kwargs)", shown="(iterable=(), /)")
def list_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    l = new_with_shape(W_List, cls.root_shape)
    l.items = NO_ITEMS
    return wrap(l)


@method(LIST, "__init__(self, /, *args, **kwargs)")
def list_init(self: W_List, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    check_one_iterable(LIST, type_of(wrap(self)), Special.NEW, args, unwrap(W_Dict, w_kwargs))
    if self.length > 0:
        list_clear(self)
    if args.length == 1:
        list_extend(self, args.items[0])
    return w_None


def check_one_iterable(base: W_Type, cls: W_Type, other_half: int, args: W_Tuple, kwargs: W_Dict) -> None:
    """The arguments of base(iterable=()): keywords are let pass where a subclass wrote the other of `__new__` and `__init__`,
    which may have taken them."""
    if kwargs.table.used > 0 and (cls is base or same(cls.special[other_half], base.special[other_half])):
        raise type_error(f"{base.name}() takes no keyword arguments")
    if args.length > 1:
        raise type_error(f"{base.name} expected at most 1 argument, got {args.length}")


def list_extend(l: W_List, w_iterable: Value) -> None:
    """Appends all items of an iterable."""
    if type_of(w_iterable) is TUPLE:
        items = unwrap(W_Tuple, w_iterable)
        if items.length > 0:
            list_extend_ptr(l, array_ptr(items.items, 0), items.length)
        return
    at_once = items_at_once(w_iterable)
    if at_once is not None:
        list_extend_array(l, at_once)
        return
    w_iter = iterate(w_iterable)
    hint = length_hint(w_iterable, 0)
    if hint > 8 and l.length == 0 and len(l.items) == 0 and hint < MAX_ITEMS:
        reserve(l, hint)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return
        list_append(l, w)


def reserve(l: W_List, n: int) -> None:
    with locked(l):
        if len(l.items) == 0:
            l.items = empty_values(n)


@method(LIST, "append(self, object, /)", doc="Adds object at the end.")
def list_append_method(self: W_List, w_object: Value) -> Value:
    list_append(self, w_object)
    return w_None


@method(LIST, "extend(self, iterable, /)", doc="Append all items of iterable.")
def list_extend_method(self: W_List, w_iterable: Value) -> Value:
    list_extend(self, w_iterable)
    return w_None


@method(LIST, "insert(self, index, object, /)", doc="Put object before place index.")
def list_insert_method(self: W_List, w_index: Value, w_object: Value) -> Value:
    list_insert(self, int_arg(w_index), w_object)
    return w_None


@method(LIST, "pop(self, index=-1, /)", doc="Remove and return the item at index (the last one by default).")
def list_pop_method(self: W_List, w_index: Value) -> Value:
    i = int_value(w_index) if is_int(w_index) else int_arg(w_index)
    w = list_pop_last(self) if i == -1 else list_pop(self, i)
    if is_empty(w):
        raise index_error("pop from empty list" if self.length == 0 else "pop index out of range")
    return w


def find_equal(l: W_List, w: Value, start: int, stop: int) -> int:
    """The first i in start..stop with l[i] == w, or -1."""
    i = start
    while i < stop:
        if i & 0xFF == 0xFF:
            check_signals()
        w_item = list_get(l, i)
        if is_empty(w_item):
            return -1
        if equal(w_item, w):
            return i
        i += 1
    return -1


@method(LIST, "remove(self, value, /)", doc="Remove the first item equal to value.")
def list_remove(self: W_List, w_value: Value) -> Value:
    """What is found must still be there when it is removed: if not, another thread was faster, and the search begins again. With one
    thread it was the comparison itself that changed the list: then goes what stands there now."""
    i = 0
    while True:
        w_item = list_get(self, i)
        if is_empty(w_item):
            raise value_error("list.remove(x): x not in list")
        if equal(w_item, w_value):
            if list_remove_found(self, i, w_item):
                return w_None
            if alone():
                list_pop(self, i)
                return w_None
            i = 0
        else:
            i += 1


def search_bound(w: Value, length: int) -> int:
    """A start or stop argument of index(): negative ones count from the end."""
    i = slice_argument(w)
    if i < 0:
        i += length
        if i < 0:
            i = 0
    return i


def slice_argument(w: Value) -> int:
    if is_int(w):
        return int_value(w)
    if is_empty(special(w, Special.INDEX)):
        raise type_error("slice indices must be integers or have an __index__ method")
    return slice_index(w, 0)


@method(
    LIST,
    "index(self, value, start=0, stop=9223372036854775807, /)",
    doc="The first index of an item equal to value.",
    shown="($self, value, start=0, stop=sys.maxsize, /)",
)
def list_index(self: W_List, w_value: Value, w_start: Value, w_stop: Value) -> Value:
    start = search_bound(w_start, self.length)
    i = find_equal(self, w_value, start, search_bound(w_stop, self.length))
    if i < 0:
        raise value_error("list.index(x): x not in list")
    return from_int(i)


@method(LIST, "count(self, value, /)", doc="How many items are equal to value.")
def list_count(self: W_List, w_value: Value) -> Value:
    n = 0
    i = 0
    while True:
        if i & 0xFF == 0xFF:
            check_signals()
        w_item = list_get(self, i)
        if is_empty(w_item):
            return from_int(n)
        if equal(w_item, w_value):
            n += 1
        i += 1


@method(LIST, "clear(self, /)", doc="Remove all items.")
def list_clear_method(self: W_List) -> Value:
    list_clear(self)
    return w_None


@method(LIST, "copy(self, /)", doc="A shallow copy.")
def list_copy_method(self: W_List) -> Value:
    return wrap(list_copy(self))


@method(LIST, "reverse(self, /)", doc="Reverse the list in place.")
def list_reverse_method(self: W_List) -> Value:
    list_reverse(self)
    return w_None


@method(LIST, "sort(self, /, *, key=None, reverse=False)", doc="Sort the list in place, stably, by item < item or by key(item).")
def list_sort_method(self: W_List, w_key: Value, w_reverse: Value) -> Value:
    sort_list(self, w_key, is_true(w_reverse))
    return w_None


# --- special methods ----------------------------------------------------------------------------------------------------


@method(LIST, "__len__(self, /)")
def list_len(self: W_List) -> Value:
    return from_int(self.length)


@method(LIST, "__iter__(self, /)")
def list_iter(self: W_List) -> Value:
    return new_list_iterator(self)


@method(LIST, "__reversed__(self, /)", doc="An iterator over the items from the end.")
def list_reversed(self: W_List) -> Value:
    return wrap(W_ListReverseIterator(self))


@method(LIST, "__contains__(self, key, /)")
def list_contains(self: W_List, w_key: Value) -> Value:
    return new_bool(find_equal(self, w_key, 0, INDEX_MAX) >= 0)


@method(LIST, "__getitem__(self, index, /)", doc="Return self[index].", ordinary=True)
def list_getitem(self: W_List, w_index: Value) -> Value:
    if likely(is_int(w_index)):
        w = list_get_any(self, int_value(w_index))
        if likely(not is_empty(w)):
            return w
    return list_getitem_slow(self, w_index)


@noinline
def list_getitem_slow(self: W_List, w_index: Value) -> Value:
    w_slice = try_as(W_Slice, w_index)
    if w_slice is not None:
        return wrap(list_get_slice(self, w_slice))
    w = list_get_any(self, item_index(w_index, "list"))
    if is_empty(w):
        raise index_error("list index out of range")
    return w


def item_index(w_index: Value, what: str) -> int:
    """An index into a sequence that takes slices also."""
    if is_int(w_index):
        return int_value(w_index)
    if is_empty(special(w_index, Special.INDEX)):
        raise type_error(f"{what} indices must be integers or slices, not {type_name(w_index)}")
    return sequence_index(w_index)


@method(LIST, "__setitem__(self, key, value, /)")
def list_setitem(self: W_List, w_key: Value, w_value: Value) -> Value:
    if likely(is_int(w_key)):
        if likely(list_set(self, int_value(w_key), w_value)):
            return w_None
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        list_set_slice(self, w_slice, w_value)
        return w_None
    if not list_set(self, item_index(w_key, "list"), w_value):
        raise index_error("list assignment index out of range")
    return w_None


@method(LIST, "__delitem__(self, key, /)")
def list_delitem(self: W_List, w_key: Value) -> Value:
    w_slice = try_as(W_Slice, w_key)
    if w_slice is not None:
        list_delete_slice(self, w_slice)
        return w_None
    if is_empty(list_pop(self, item_index(w_key, "list"))):
        raise index_error("list assignment index out of range")
    return w_None


@method(LIST, "__add__(self, value, /)")
def list_add(self: W_List, w_value: Value) -> Value:
    other = try_as(W_List, w_value)
    if other is None:
        return w_NotImplemented
    a = list_snapshot(self)
    b = list_snapshot(other)
    r = new_list_sized(len(a) + len(b))
    list_extend_ptr(r, array_ptr(a, 0), len(a))
    list_extend_ptr(r, array_ptr(b, 0), len(b))
    return wrap(r)


@method(LIST, "__iadd__(self, value, /)")
def list_iadd(self: W_List, w_value: Value) -> Value:
    list_extend(self, w_value)
    return wrap(self)


def repeat_count(w: Value) -> int:
    """A factor of a sequence; -1 when w is no integer (then the operation is not ours)."""
    if is_int(w):
        n = int_value(w)
        return n if n > 0 else 0
    if is_empty(special(w, Special.INDEX)):
        return -1
    n = repeat_index(w)
    return n if n > 0 else 0


def repeat_index(w: Value) -> int:
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise overflow_error(f"cannot fit '{type_name(w)}' into an index-sized integer")
    return i


def check_repeat(length: int, n: int) -> None:
    if length > 0 and n > MAX_ITEMS // length:
        raise memory_error()


@method(LIST, "__mul__(self, value, /)")
def list_mul(self: W_List, w_value: Value) -> Value:
    n = repeat_count(w_value)
    if n < 0:
        return w_NotImplemented
    check_repeat(self.length, n)
    a = list_snapshot(self)
    total = len(a) * n
    if total == 0:
        return wrap(new_list())
    items = Array[Value](total, a[0])
    if len(a) > 1:
        repeat_values(array_ptr(items, 0), array_ptr(a, 0), len(a), n)
    return wrap(new_list_of(items, total))


@method(LIST, "__rmul__(self, value, /)")
def list_rmul(self: W_List, w_value: Value) -> Value:
    return list_mul(self, w_value)


@method(LIST, "__imul__(self, value, /)")
def list_imul(self: W_List, w_value: Value) -> Value:
    n = repeat_count(w_value)
    if n < 0:
        return w_NotImplemented
    with locked(self):
        length = self.length
        check_repeat(length, n)
        if n == 0:
            list_clear(self)
        elif n > 1 and length > 0:
            a = self.items
            if length * n > len(a):
                a = list_grow(self, length * n)
            repeat_values(array_ptr(a, length), array_ptr(a, 0), length, n - 1)
            self.length = length * n
    return wrap(self)


def repeat_values(dst: ValuePtr, src: ValuePtr, length: int, n: int) -> None:
    """Writes n copies of the `length` values at src one after the other, doubling what is there."""
    total = length * n
    if length == 1:
        fill_values(dst, n, src[0])
        return
    copy_values(dst, src, length)
    done = length
    while done < total:
        k = done if done <= total - done else total - done
        copy_values(dst.offset(done), dst, k)
        done += k


@method(LIST, "__repr__(self, /)")
def list_repr(self: W_List) -> Value:
    if self.length == 0:
        return wrap("[]")
    if not repr_enter(wrap(self)):
        return wrap("[...]")
    parts: list[str] = []
    try:
        i = 0
        while True:
            check_signals()
            w = list_get(self, i)
            if is_empty(w):
                break
            parts.append(repr_of(w))
            i += 1
    finally:
        repr_leave()
    return wrap("[" + ", ".join(parts) + "]")


@method(LIST, "__eq__(self, value, /)")
def list_eq(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.EQ, self, other)


@method(LIST, "__ne__(self, value, /)")
def list_ne(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.NE, self, other)


@method(LIST, "__lt__(self, value, /)")
def list_lt(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.LT, self, other)


@method(LIST, "__le__(self, value, /)")
def list_le(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.LE, self, other)


@method(LIST, "__gt__(self, value, /)")
def list_gt(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.GT, self, other)


@method(LIST, "__ge__(self, value, /)")
def list_ge(self: W_List, w_other: Value) -> Value:
    other = try_as(W_List, w_other)
    return w_NotImplemented if other is None else list_compare(CompareOp.GE, self, other)


@method(LIST, "__sizeof__(self, /)", doc="Size of the list in memory, in bytes.")
def list_sizeof(self: W_List) -> Value:
    return from_int(40 + 8 * len(self.items))

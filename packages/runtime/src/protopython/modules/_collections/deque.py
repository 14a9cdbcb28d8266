"""collections.deque: a double-ended queue in a ring.

    items [ e3 e4 .  .  .  e0 e1 e2 ]      head = 5, length = 5; item i is at (head + i) & (len(items) - 1)

The ring's size is a power of two; it doubles when full. Since head, length and ring belong together, readers take the lock as
writers do. `changes` counts mutations, so that iterators and searches notice them.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, inline, locked, new_with_shape, races, try_as, wrap
from protopython.objects.dict.dict import quick_equal
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import NO_ITEMS, W_List, new_list
from protopython.objects.list.methods import check_repeat, repeat_count, search_bound
from protopython.objects.model.call import call1, call2, call_method0
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import (
    OBJECT,
    add_member,
    class_method,
    constant,
    define_type,
    getter,
    iternext,
    method,
    new,
)
from protopython.objects.model.errors import index_error, runtime_error, type_error, value_error
from protopython.objects.model.operations import equal, int_arg, items_at_once, iterate, next_of, repr_of, sequence_index
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.sequence_compare import list_compare
from protopython.objects.model.special import CompareOp, Special
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import (
    EMPTY_TUPLE,
    empty_values,
    new_tuple2,
    new_tuple4,
)
from protopython.protocore.locks import alone
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

EXPORTS = "_collections"


@races(
    changes="read early without the lock; what is done with it is checked under the lock",
    length="len() and bounds of a search are a moment old; items are read under the lock",
)
class W_Deque(W_Object):
    items: Array[Value]
    head: int
    length: int
    maxlen: int
    """-1: unbounded."""
    changes: int


@races(left="a hint is no promise")
class W_DequeIterator(W_Object):
    deque: W_Deque
    index: int
    left: int
    changes: int


class W_DequeReverseIterator(W_DequeIterator):
    pass


DEQUE = define_type(
    "deque", W_Deque, OBJECT, module="collections", flags=TypeFlags.SUBCLASSABLE | TypeFlags.SEQUENCE,
    doc="A sequence with fast appends and pops at both ends; with maxlen, the other end gives way.",
)  # fmt: skip
DEQUE_ITERATOR = define_type("_deque_iterator", W_DequeIterator, OBJECT, module="collections", flags=0)
DEQUE_REVERSE_ITERATOR = define_type("_deque_reverse_iterator", W_DequeReverseIterator, OBJECT, module="collections", flags=0)
for _t in (DEQUE, DEQUE_ITERATOR, DEQUE_REVERSE_ITERATOR):
    constant(EXPORTS, _t.name.rpartition(".")[2], _t)
add_member(DEQUE, "__hash__", w_None)


# --- the ring -----------------------------------------------------------------------------------------------------------
# All of these are called with the lock held, except where said.


@inline
def slot(d: W_Deque, i: int) -> int:
    return (d.head + i) & (len(d.items) - 1)


def grow(d: W_Deque) -> None:
    """Doubles the ring."""
    n = d.length
    size = 8
    while size <= n:
        size *= 2
    a = empty_values(size)
    i = 0
    while i < n:
        a[i] = d.items[slot(d, i)]
        i += 1
    d.items = a
    d.head = 0


def push_right(d: W_Deque, w: Value) -> None:
    if d.maxlen >= 0 and d.length >= d.maxlen:
        if d.maxlen == 0:
            return
        take_left(d)
    if d.length >= len(d.items):
        grow(d)
    d.items[slot(d, d.length)] = w
    d.length += 1
    d.changes += 1


def push_left(d: W_Deque, w: Value) -> None:
    if d.maxlen >= 0 and d.length >= d.maxlen:
        if d.maxlen == 0:
            return
        take_right(d)
    if d.length >= len(d.items):
        grow(d)
    d.head = (d.head - 1) & (len(d.items) - 1)
    d.items[d.head] = w
    d.length += 1
    d.changes += 1


def take_right(d: W_Deque) -> Value:
    """EMPTY when there is none."""
    if d.length == 0:
        return EMPTY
    d.length -= 1
    d.changes += 1
    i = slot(d, d.length)
    w = d.items[i]
    d.items[i] = EMPTY
    return w


def take_left(d: W_Deque) -> Value:
    if d.length == 0:
        return EMPTY
    d.length -= 1
    d.changes += 1
    i = d.head
    w = d.items[i]
    d.items[i] = EMPTY
    d.head = (i + 1) & (len(d.items) - 1)
    return w


def rotate_ring(d: W_Deque, n: int) -> None:
    """n steps to the right."""
    length = d.length
    if length <= 1:
        return
    n = n % length
    if n == 0:
        return
    d.changes += 1
    if length == len(d.items):
        d.head = (d.head - n) & (length - 1)
        return
    if n <= length >> 1:
        while n > 0:
            w = take_right(d)
            d.head = (d.head - 1) & (len(d.items) - 1)
            d.items[d.head] = w
            d.length += 1
            n -= 1
    else:
        n = length - n
        while n > 0:
            w = take_left(d)
            d.items[slot(d, d.length)] = w
            d.length += 1
            n -= 1


def item_of(d: W_Deque, i: int) -> Value:
    """Item i, or EMPTY; takes the lock."""
    with locked(d):
        if not 0 <= i < d.length:
            return EMPTY
        return d.items[slot(d, i)]


def snapshot(d: W_Deque) -> Array[Value]:
    """The items. Takes the lock."""
    with locked(d):
        n = d.length
        a = empty_values(n)
        i = 0
        while i < n:
            a[i] = d.items[slot(d, i)]
            i += 1
    return a


def to_list(d: W_Deque) -> W_List:
    a = snapshot(d)
    return W_List(a, len(a))


def extend(d: W_Deque, w_iterable: Value) -> None:
    """Takes the lock: once for what comes all at once, else for each item."""
    at_once = known_items(d, w_iterable)
    if at_once is not None:
        with locked(d):
            for i in range(len(at_once)):
                push_right(d, at_once[i])
        return
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return
        with locked(d):
            push_right(d, w)


def known_items(d: W_Deque, w_iterable: Value) -> Array[Value] | None:
    """The items of d itself, of a deque or of another built-in container, taken in one step; None for anything else."""
    other = try_as(W_Deque, w_iterable)
    if other is not None and (other is d or type_of(w_iterable) is DEQUE):
        return snapshot(other)
    return items_at_once(w_iterable)


def clear(d: W_Deque) -> None:
    with locked(d):
        d.items = NO_ITEMS
        d.head = 0
        d.length = 0
        d.changes += 1


def new_deque(maxlen: int) -> W_Deque:
    d = W_Deque()
    d.items = NO_ITEMS
    d.head = 0
    d.length = 0
    d.maxlen = maxlen
    d.changes = 0
    return d


# --- methods ------------------------------------------------------------------------------------------------------------


@new(DEQUE, "(cls, /, *args, **kwargs)", shown="([iterable[, maxlen]])")
def deque_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    d = new_with_shape(W_Deque, cls.root_shape)
    d.items = NO_ITEMS
    d.maxlen = -1
    return wrap(d)


@method(DEQUE, "__init__(self, iterable=EMPTY, maxlen=None)")
def deque_init(self: W_Deque, w_iterable: Value, w_maxlen: Value) -> Value:
    maxlen = -1
    if not same(w_maxlen, w_None):
        if not is_int(w_maxlen) and is_empty(special(w_maxlen, Special.INDEX)):
            raise type_error("an integer is required")
        maxlen = int_arg(w_maxlen)
        if maxlen < 0:
            raise value_error("maxlen must be non-negative")
    self.maxlen = maxlen
    if self.length > 0:
        clear(self)
    if not is_empty(w_iterable):
        extend(self, w_iterable)
    return w_None


@getter(DEQUE, "maxlen", doc="The greatest length, or None.")
def deque_maxlen(self: W_Deque) -> Value:
    return w_None if self.maxlen < 0 else new_int(self.maxlen)


@method(DEQUE, "append(self, item, /)", doc="Add an item at the right end.")
def deque_append(self: W_Deque, w_item: Value) -> Value:
    with locked(self):
        push_right(self, w_item)
    return w_None


@method(DEQUE, "appendleft(self, item, /)", doc="Add an item at the left end.")
def deque_appendleft(self: W_Deque, w_item: Value) -> Value:
    with locked(self):
        push_left(self, w_item)
    return w_None


@method(DEQUE, "pop(self, /)", doc="Remove and return the rightmost item.")
def deque_pop(self: W_Deque) -> Value:
    w = EMPTY
    with locked(self):
        w = take_right(self)
    if is_empty(w):
        raise index_error("pop from an empty deque")
    return w


@method(DEQUE, "popleft(self, /)", doc="Remove and return the leftmost item.")
def deque_popleft(self: W_Deque) -> Value:
    w = EMPTY
    with locked(self):
        w = take_left(self)
    if is_empty(w):
        raise index_error("pop from an empty deque")
    return w


@method(DEQUE, "extend(self, iterable, /)", doc="Add all items of iterable at the right end.")
def deque_extend(self: W_Deque, w_iterable: Value) -> Value:
    extend(self, w_iterable)
    return w_None


@method(DEQUE, "extendleft(self, iterable, /)", doc="Add all items of iterable at the left end, one by one.")
def deque_extendleft(self: W_Deque, w_iterable: Value) -> Value:
    at_once = known_items(self, w_iterable)
    if at_once is not None:
        with locked(self):
            for i in range(len(at_once)):
                push_left(self, at_once[i])
        return w_None
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return w_None
        with locked(self):
            push_left(self, w)


@method(DEQUE, "clear(self, /)", doc="Remove all items.")
def deque_clear(self: W_Deque) -> Value:
    clear(self)
    return w_None


def deque_copy(self: W_Deque) -> Value:
    t = type_of(wrap(self))
    if t is DEQUE:
        d = new_deque(self.maxlen)
        extend(d, wrap(self))
        return wrap(d)
    if self.maxlen < 0:
        return call1(wrap(t), wrap(self))
    return call2(wrap(t), wrap(self), new_int(self.maxlen))


method(DEQUE, "copy(self, /)", doc="A shallow copy.")(deque_copy)
method(DEQUE, "__copy__(self, /)", doc="A shallow copy.")(deque_copy)


def mutated(d: W_Deque, changes: int) -> None:
    if d.changes != changes:
        raise runtime_error("deque mutated during iteration")


def find(d: W_Deque, w_value: Value, start: int, stop: int) -> int:
    """The first index in start..stop of an item equal to w_value, or -1."""
    if not alone():
        return find_at_once(d, w_value, start, stop)
    changes = d.changes
    i = start
    while i < stop:
        w = item_of(d, i)
        if is_empty(w):
            return -1
        found = equal(w, w_value)
        mutated(d, changes)
        if found:
            return i
        i += 1
    return -1


def find_at_once(d: W_Deque, w_value: Value, start: int, stop: int) -> int:
    """The same beside other threads, as the deque was at one moment."""
    with locked(d):
        stop = min(stop, d.length)
        i = start
        while i < stop:
            w = d.items[slot(d, i)]
            verdict = 1 if same(w, w_value) else quick_equal(w, w_value)
            if verdict > 0:
                return i
            if verdict < 0:
                break
            i += 1
        if i >= stop:
            return -1
        items = snapshot(d)
    while i < stop:
        if equal(items[i], w_value):
            return i
        i += 1
    return -1


@method(DEQUE, "count(self, value, /)", doc="How many items are equal to value.")
def deque_count(self: W_Deque, w_value: Value) -> Value:
    items = snapshot(self)
    changes = self.changes
    watched = alone()
    n = 0
    for i in range(len(items)):
        if equal(items[i], w_value):
            n += 1
        if watched:
            mutated(self, changes)
    return from_int(n)


@method(
    DEQUE,
    "index(self, value, start=0, stop=9223372036854775807, /)",
    doc="The first index of an item equal to value.",
    shown="($self, value, [start, [stop]])",
)
def deque_index(self: W_Deque, w_value: Value, w_start: Value, w_stop: Value) -> Value:
    i = find(self, w_value, search_bound(w_start, self.length), search_bound(w_stop, self.length))
    if i < 0:
        raise value_error("deque.index(x): x not in deque")
    return from_int(i)


@method(DEQUE, "insert(self, index, value, /)", doc="Put value before place index.")
def deque_insert(self: W_Deque, w_index: Value, w_value: Value) -> Value:
    i = int_arg(w_index)
    full = False
    with locked(self):
        n = self.length
        if self.maxlen >= 0 and n >= self.maxlen:
            full = True
        elif i >= n:
            push_right(self, w_value)
        elif i <= -n or i == 0:
            push_left(self, w_value)
        else:
            rotate_ring(self, -i)
            if i < 0:
                push_right(self, w_value)
            else:
                push_left(self, w_value)
            rotate_ring(self, i)
    if full:
        raise index_error("deque already at its maximum size")
    return w_None


def delete_at(d: W_Deque, i: int) -> None:
    """The lock is held."""
    rotate_ring(d, -i)
    take_left(d)
    rotate_ring(d, i)


@method(DEQUE, "remove(self, value, /)", doc="Remove the first item equal to value.")
def deque_remove(self: W_Deque, w_value: Value) -> Value:
    i = 0
    while True:
        changes = self.changes
        w = item_of(self, i)
        if is_empty(w):
            raise value_error("deque.remove(x): x not in deque")
        found = equal(w, w_value)
        if self.changes != changes and alone():
            raise index_error("deque mutated during iteration")
        if found:
            with locked(self):
                if i < self.length and same(self.items[slot(self, i)], w):
                    delete_at(self, i)
                    return w_None
            i = 0  # another thread moved it: once more from the beginning
        else:
            i += 1


@method(DEQUE, "reverse(self, /)", doc="Reverse the deque in place.")
def deque_reverse(self: W_Deque) -> Value:
    with locked(self):
        i = 0
        j = self.length - 1
        while i < j:
            a = slot(self, i)
            b = slot(self, j)
            w = self.items[a]
            self.items[a] = self.items[b]
            self.items[b] = w
            i += 1
            j -= 1
        self.changes += 1
    return w_None


@method(DEQUE, "rotate(self, n=1, /)", doc="Move all items n steps to the right.")
def deque_rotate(self: W_Deque, w_n: Value) -> Value:
    n = int_arg(w_n)
    with locked(self):
        rotate_ring(self, n)
    return w_None


# --- special methods ----------------------------------------------------------------------------------------------------


@method(DEQUE, "__len__(self, /)")
def deque_len(self: W_Deque) -> Value:
    return from_int(self.length)


def index_arg(w_index: Value) -> int:
    if is_int(w_index):
        return int_value(w_index)
    if is_empty(special(w_index, Special.INDEX)):
        raise type_error(f"sequence index must be integer, not '{type_name(w_index)}'")
    return sequence_index(w_index)


@method(DEQUE, "__getitem__(self, key, /)")
def deque_getitem(self: W_Deque, w_key: Value) -> Value:
    i = index_arg(w_key)
    with locked(self):
        if i < 0:
            i += self.length
        if 0 <= i < self.length:
            return self.items[slot(self, i)]
    raise index_error("deque index out of range")


@method(DEQUE, "__setitem__(self, key, value, /)")
def deque_setitem(self: W_Deque, w_key: Value, w_value: Value) -> Value:
    i = index_arg(w_key)
    with locked(self):
        if i < 0:
            i += self.length
        if 0 <= i < self.length:
            self.items[slot(self, i)] = w_value
            return w_None
    raise index_error("deque index out of range")


@method(DEQUE, "__delitem__(self, key, /)")
def deque_delitem(self: W_Deque, w_key: Value) -> Value:
    i = index_arg(w_key)
    with locked(self):
        if i < 0:
            i += self.length
        if 0 <= i < self.length:
            delete_at(self, i)
            return w_None
    raise index_error("deque index out of range")


@method(DEQUE, "__contains__(self, key, /)")
def deque_contains(self: W_Deque, w_key: Value) -> Value:
    return new_bool(find(self, w_key, 0, self.length) >= 0)


@method(DEQUE, "__add__(self, value, /)")
def deque_add(self: W_Deque, w_other: Value) -> Value:
    if try_as(W_Deque, w_other) is None:
        raise type_error(f'can only concatenate deque (not "{type_name(w_other)}") to deque')
    w_result = deque_copy(self)
    r = try_as(W_Deque, w_result)
    if r is not None:
        extend(r, w_other)
    return w_result


@method(DEQUE, "__iadd__(self, value, /)")
def deque_iadd(self: W_Deque, w_other: Value) -> Value:
    extend(self, w_other)
    return wrap(self)


def repeat_in_place(d: W_Deque, n: int) -> None:
    if n == 0:
        clear(d)
        return
    with locked(d):
        check_repeat(d.length, n)
        items = snapshot(d)
        while n > 1:
            for i in range(len(items)):
                push_right(d, items[i])
            n -= 1


@method(DEQUE, "__mul__(self, value, /)")
def deque_mul(self: W_Deque, w_n: Value) -> Value:
    n = repeat_count(w_n)
    if n < 0:
        return w_NotImplemented
    w_result = deque_copy(self)
    r = try_as(W_Deque, w_result)
    if r is not None:
        repeat_in_place(r, n)
    return w_result


@method(DEQUE, "__rmul__(self, value, /)")
def deque_rmul(self: W_Deque, w_n: Value) -> Value:
    return deque_mul(self, w_n)


@method(DEQUE, "__imul__(self, value, /)")
def deque_imul(self: W_Deque, w_n: Value) -> Value:
    n = repeat_count(w_n)
    if n < 0:
        return w_NotImplemented
    repeat_in_place(self, n)
    return wrap(self)


def compare_deques(op: int, a: W_Deque, w_b: Value) -> Value:
    b = try_as(W_Deque, w_b)
    if b is None:
        return w_NotImplemented
    return list_compare(op, to_list(a), to_list(b))


@method(DEQUE, "__eq__(self, value, /)")
def deque_eq(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.EQ, self, w_other)


@method(DEQUE, "__ne__(self, value, /)")
def deque_ne(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.NE, self, w_other)


@method(DEQUE, "__lt__(self, value, /)")
def deque_lt(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.LT, self, w_other)


@method(DEQUE, "__le__(self, value, /)")
def deque_le(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.LE, self, w_other)


@method(DEQUE, "__gt__(self, value, /)")
def deque_gt(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.GT, self, w_other)


@method(DEQUE, "__ge__(self, value, /)")
def deque_ge(self: W_Deque, w_other: Value) -> Value:
    return compare_deques(CompareOp.GE, self, w_other)


@method(DEQUE, "__repr__(self, /)")
def deque_repr(self: W_Deque) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("[...]")
    try:
        text = repr_of(wrap(to_list(self)))
    finally:
        repr_leave()
    name = type_name(wrap(self))
    name = name[name.rfind(".") + 1 : len(name)]
    if self.maxlen >= 0:
        return wrap(f"{name}({text}, maxlen={self.maxlen})")
    return wrap(f"{name}({text})")


@method(DEQUE, "__reduce__(self, /)", doc="How to copy or pickle it.")
def deque_reduce(self: W_Deque) -> Value:
    w_self = wrap(self)
    w_state = call_method0(w_self, "__getstate__")
    args = wrap(new_tuple2(wrap(new_list()), new_int(self.maxlen))) if self.maxlen >= 0 else wrap(EMPTY_TUPLE)
    return wrap(new_tuple4(wrap(type_of(w_self)), args, w_state, iterate(w_self)))


@method(DEQUE, "__sizeof__(self, /)", doc="Size of the deque in memory, in bytes.")
def deque_sizeof(self: W_Deque) -> Value:
    return from_int(72 + 8 * len(self.items))


# --- iterators ----------------------------------------------------------------------------------------------------------


def set_up_iterator(it: W_DequeIterator, d: W_Deque, backwards: bool) -> None:
    it.deque = d
    with locked(d):
        it.left = d.length
        it.index = d.length - 1 if backwards else 0
        it.changes = d.changes


@method(DEQUE, "__iter__(self, /)")
def deque_iter(self: W_Deque) -> Value:
    it = W_DequeIterator()
    set_up_iterator(it, self, False)
    return wrap(it)


@method(DEQUE, "__reversed__(self, /)", doc="An iterator over the items from the right.")
def deque_reversed(self: W_Deque) -> Value:
    it = W_DequeReverseIterator()
    set_up_iterator(it, self, True)
    return wrap(it)


def deque_arg(w: Value, name: str) -> W_Deque:
    d = try_as(W_Deque, w)
    if d is None:
        raise type_error(f"{name}() argument 1 must be collections.deque, not {type_name(w)}")
    return d


@new(DEQUE_ITERATOR, "(cls, deque, index=0, /)", shown="")
def deque_iterator_new(cls: W_Type, w_deque: Value, w_index: Value) -> Value:
    it = W_DequeIterator()
    set_up_iterator(it, deque_arg(w_deque, "_deque_iterator"), False)
    skip(it, int_arg(w_index), 1)
    return wrap(it)


@new(DEQUE_REVERSE_ITERATOR, "(cls, deque, index=0, /)", shown="")
def deque_reverse_iterator_new(cls: W_Type, w_deque: Value, w_index: Value) -> Value:
    it = W_DequeReverseIterator()
    set_up_iterator(it, deque_arg(w_deque, "_deque_reverse_iterator"), True)
    skip(it, int_arg(w_index), -1)
    return wrap(it)


def skip(it: W_DequeIterator, n: int, step: int) -> None:
    if n > it.left:
        n = it.left
    if n > 0:
        it.left -= n
        it.index += n * step


def iterator_step(it: W_DequeIterator, step: int) -> Value:
    d = it.deque
    with locked(d):
        if d.changes == it.changes:
            if it.left == 0:
                return EMPTY
            w = d.items[slot(d, it.index)]
            it.left -= 1
            it.index += step
            return w
        it.left = 0
    raise runtime_error("deque mutated during iteration")


@iternext(DEQUE_ITERATOR)
def deque_iterator_next(self: W_DequeIterator) -> Value:
    return iterator_step(self, 1)


@iternext(DEQUE_REVERSE_ITERATOR)
def deque_reverse_iterator_next(self: W_DequeReverseIterator) -> Value:
    return iterator_step(self, -1)


def deque_iterator_hint(self: W_DequeIterator) -> Value:
    return from_int(self.left)


def deque_iterator_reduce(self: W_DequeIterator) -> Value:
    done = from_int(self.deque.length - self.left)
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple2(wrap(self.deque), done))))


for _t in (DEQUE_ITERATOR, DEQUE_REVERSE_ITERATOR):
    method(_t, "__length_hint__(self, /)", doc="How many items are left.")(deque_iterator_hint)
    method(_t, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")(deque_iterator_reduce)


class_method(DEQUE, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)

"""Views of dicts (keys(), values(), items()) and the iterators over them.

The iterators keep to the table they find at each step; a change of the number of keys is reported, as the language demands.
The interpreter special-cases W_DictKeyIterator.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    inline,
    likely,
    new_with_shape,
    noinline,
    races,
    release_fence,
    try_as,
    unlikely,
    unwrap,
    wrap,
)
from protopython.objects.dict.dict import (
    ITEMS,
    KEYS,
    NO_TABLE,
    VALUES,
    DictTable,
    W_Dict,
    dict_array,
    dict_contains,
    dict_get,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.iterators_methods import builtin_named
from protopython.objects.model.define import OBJECT, add_member, define_type, iternext, method
from protopython.objects.model.errors import runtime_error
from protopython.objects.model.operations import contains, equal, iterate, length_of, next_of, repr_of, unpack_to_list
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.types import type_name
from protopython.objects.set import (
    TOGGLE,
    W_BaseSet,
    W_Set,
    change_all,
    new_set,
    set_add,
)
from protopython.objects.set_methods import add_all, remove_all, table_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.shape import shape_of
from protopython.protocore.value import from_int, is_empty


class W_DictView(W_Object):
    w_dict: W_Dict

    def __init__(self, w_dict: W_Dict) -> None:
        self.w_dict = w_dict


class W_DictKeys(W_DictView):
    pass


class W_DictValues(W_DictView):
    pass


class W_DictItems(W_DictView):
    pass


@races(
    position="threads that share it get items in any order, some twice",
    left="threads that share it get items in any order, some twice",
    used="it only becomes the number that no dict has: the iterator has ended",
)
class W_DictIterator(W_Object):
    """Threads may share one: each field is read and written on its own, and NO_DICT alone says that it is exhausted."""

    w_dict: W_Dict
    table: DictTable
    """The dict's when the iterator was made, and its `fill` then: as long as they are the same no key was added."""
    fill: int
    used: int
    """Of the dict when the iterator was made; -1 after an error."""
    position: int
    left: int

    def __init__(self, w_dict: W_Dict, backwards: bool) -> None:
        t = w_dict.table
        self.w_dict = w_dict
        self.table = t
        self.fill = t.fill
        self.used = t.used
        self.left = t.used
        self.position = t.end - 1 if backwards else 0


class W_DictKeyIterator(W_DictIterator):
    pass


class W_DictValueIterator(W_DictIterator):
    pass


class W_DictItemIterator(W_DictIterator):
    pass


class W_DictReverseKeyIterator(W_DictIterator):
    pass


class W_DictReverseValueIterator(W_DictIterator):
    pass


class W_DictReverseItemIterator(W_DictIterator):
    pass


NO_DICT: W_Dict = W_Dict(NO_TABLE)
"""Never changed, never shown: what exhausted iterators hold."""

_F = TypeFlags.NO_INSTANTIATE
DICT_KEYS = define_type("dict_keys", W_DictKeys, OBJECT, flags=_F)
DICT_VALUES = define_type("dict_values", W_DictValues, OBJECT, flags=_F)
DICT_ITEMS = define_type("dict_items", W_DictItems, OBJECT, flags=_F)
DICT_KEY_ITERATOR = define_type("dict_keyiterator", W_DictKeyIterator, OBJECT, flags=_F)
DICT_VALUE_ITERATOR = define_type("dict_valueiterator", W_DictValueIterator, OBJECT, flags=_F)
DICT_ITEM_ITERATOR = define_type("dict_itemiterator", W_DictItemIterator, OBJECT, flags=_F)
DICT_REVERSE_KEY_ITERATOR = define_type("dict_reversekeyiterator", W_DictReverseKeyIterator, OBJECT, flags=_F)
DICT_REVERSE_VALUE_ITERATOR = define_type("dict_reversevalueiterator", W_DictReverseValueIterator, OBJECT, flags=_F)
DICT_REVERSE_ITEM_ITERATOR = define_type("dict_reverseitemiterator", W_DictReverseItemIterator, OBJECT, flags=_F)


# --- iterators ----------------------------------------------------------------------------------------------------------


@inline
def advance(it: W_DictIterator, t: DictTable) -> int:
    """The next entry of t, or -1."""
    if unlikely(t.used != it.used):
        return size_changed(it)
    i = table_next(t, it.position)
    if i < 0:
        finish(it)
        return -1
    left = it.left
    if likely(left > 0):
        it.left = left - 1
    else:
        keys_changed(it, t)
    it.position = i + 1
    return i


def retreat(it: W_DictIterator, t: DictTable) -> int:
    """The next entry of t backwards, or -1."""
    if unlikely(t.used != it.used):
        return size_changed(it)
    i = it.position
    if i >= t.fill:  # another table, with fewer entries
        i = -1
    while i >= 0 and is_empty(table_value(t, i)):
        i -= 1
    if i < 0:
        finish(it)
        return -1
    left = it.left
    if likely(left > 0):
        it.left = left - 1
    else:
        keys_changed(it, t)
    it.position = i - 1
    return i


@noinline
def finish(it: W_DictIterator) -> None:
    """Lets go of the dict, and then of its table."""
    it.w_dict = NO_DICT
    release_fence()
    it.table = NO_TABLE


@noinline
def size_changed(it: W_DictIterator) -> int:
    """RuntimeError, or -1 when the iterator is exhausted."""
    if it.w_dict is NO_DICT:
        return -1
    it.used = -1
    raise runtime_error("dictionary changed size during iteration")


@noinline
def keys_changed(it: W_DictIterator, t: DictTable) -> None:
    """There are more keys than there were. That is an error if some were added; else threads that share the iterator counted twice."""
    if (t is not it.table or t.fill != it.fill) and it.w_dict is not NO_DICT:
        it.used = -1
        raise runtime_error("dictionary keys changed during iteration")


@iternext(DICT_KEY_ITERATOR)
def key_iterator_next(self: W_DictKeyIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = advance(self, t)
        if i < 0:
            return EMPTY
        w = table_key(t, i)
        if not is_empty(w):
            return w


@iternext(DICT_VALUE_ITERATOR)
def value_iterator_next(self: W_DictValueIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = advance(self, t)
        if i < 0:
            return EMPTY
        w = table_value(t, i)
        if not is_empty(w):
            return w


@iternext(DICT_ITEM_ITERATOR)
def item_iterator_next(self: W_DictItemIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = advance(self, t)
        if i < 0:
            return EMPTY
        w_key = table_key(t, i)
        w_value = table_value(t, i)
        if not is_empty(w_key) and not is_empty(w_value):
            return wrap(new_tuple2(w_key, w_value))


@iternext(DICT_REVERSE_KEY_ITERATOR)
def reverse_key_next(self: W_DictReverseKeyIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = retreat(self, t)
        if i < 0:
            return EMPTY
        w = table_key(t, i)
        if not is_empty(w):
            return w


@iternext(DICT_REVERSE_VALUE_ITERATOR)
def reverse_value_next(self: W_DictReverseValueIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = retreat(self, t)
        if i < 0:
            return EMPTY
        w = table_value(t, i)
        if not is_empty(w):
            return w


@iternext(DICT_REVERSE_ITEM_ITERATOR)
def reverse_item_next(self: W_DictReverseItemIterator) -> Value:
    while True:
        t = self.w_dict.table
        i = retreat(self, t)
        if i < 0:
            return EMPTY
        w_key = table_key(t, i)
        w_value = table_value(t, i)
        if not is_empty(w_key) and not is_empty(w_value):
            return wrap(new_tuple2(w_key, w_value))


def iterator_hint(self: W_DictIterator) -> Value:
    d = self.w_dict
    return from_int(self.left if d is not NO_DICT and self.used == d.table.used else 0)


def iterator_reduce(self: W_DictIterator) -> Value:
    """iter(list of what is left), without moving this iterator."""
    it = new_with_shape(W_DictIterator, shape_of(self))
    it.w_dict = self.w_dict
    it.table = self.table
    it.fill = self.fill
    it.used = self.used
    it.position = self.position
    it.left = self.left
    return wrap(new_tuple2(builtin_named("iter"), wrap(new_tuple1(wrap(unpack_to_list(wrap(it)))))))


for _t in (
    DICT_KEY_ITERATOR,
    DICT_VALUE_ITERATOR,
    DICT_ITEM_ITERATOR,
    DICT_REVERSE_KEY_ITERATOR,
    DICT_REVERSE_VALUE_ITERATOR,
    DICT_REVERSE_ITEM_ITERATOR,
):
    method(_t, "__length_hint__(self, /)", doc="How many items are left, at a guess.")(iterator_hint)
    method(_t, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")(iterator_reduce)


# --- views --------------------------------------------------------------------------------------------------------------


def view_len(self: W_DictView) -> Value:
    return from_int(self.w_dict.table.used)


def view_repr(self: W_DictView) -> Value:
    name = type_name(wrap(self))
    if not repr_enter(wrap(self)):
        return wrap("...")
    parts: list[str] = []
    try:
        items = unpack_to_list(wrap(self))
        for i in range(items.length):
            parts.append(repr_of(items.items[i]))
    finally:
        repr_leave()
    return wrap(f"{name}([" + ", ".join(parts) + "])")


@method(DICT_KEYS, "__iter__(self, /)")
def keys_iter(self: W_DictKeys) -> Value:
    return wrap(W_DictKeyIterator(self.w_dict, False))


@method(DICT_KEYS, "__reversed__(self, /)", doc="An iterator over the keys from the last.")
def keys_reversed(self: W_DictKeys) -> Value:
    return wrap(W_DictReverseKeyIterator(self.w_dict, True))


@method(DICT_VALUES, "__iter__(self, /)")
def values_iter(self: W_DictValues) -> Value:
    return wrap(W_DictValueIterator(self.w_dict, False))


@method(DICT_VALUES, "__reversed__(self, /)", doc="An iterator over the values from the last.")
def values_reversed(self: W_DictValues) -> Value:
    return wrap(W_DictReverseValueIterator(self.w_dict, True))


@method(DICT_ITEMS, "__iter__(self, /)")
def items_iter(self: W_DictItems) -> Value:
    return wrap(W_DictItemIterator(self.w_dict, False))


@method(DICT_ITEMS, "__reversed__(self, /)", doc="An iterator over the items from the last.")
def items_reversed(self: W_DictItems) -> Value:
    return wrap(W_DictReverseItemIterator(self.w_dict, True))


@method(DICT_KEYS, "__contains__(self, key, /)")
def keys_contains(self: W_DictKeys, w_key: Value) -> Value:
    return new_bool(dict_contains(self.w_dict, w_key))


@method(DICT_ITEMS, "__contains__(self, key, /)")
def items_contains(self: W_DictItems, w_key: Value) -> Value:
    pair = try_as(W_Tuple, w_key)
    if pair is None or pair.length != 2:
        return new_bool(False)
    w_value = dict_get(self.w_dict, pair.items[0])
    return new_bool(not is_empty(w_value) and equal(w_value, pair.items[1]))


for _t in (DICT_KEYS, DICT_VALUES, DICT_ITEMS):
    method(_t, "__len__(self, /)")(view_len)
    method(_t, "__repr__(self, /)")(view_repr)


def view_array(v: W_DictView) -> Array[Value]:
    """What the view shows, taken in one atomic step."""
    if isinstance(v, W_DictKeys):
        return dict_array(v.w_dict, KEYS)
    return dict_array(v.w_dict, VALUES if isinstance(v, W_DictValues) else ITEMS)


def all_items(w: Value) -> Array[Value]:
    return view_array(unwrap(W_DictView, w))


for _t in (DICT_KEYS, DICT_VALUES, DICT_ITEMS):
    _t.all_items = all_items


# --- keys and items as sets ---------------------------------------------------------------------------------------------


def is_setlike(w: Value) -> bool:
    """A set, frozenset, or a view of keys or items."""
    return (
        try_as(W_BaseSet, w) is not None or try_as(W_DictKeys, w) is not None or try_as(W_DictItems, w) is not None
    )


def all_in(w_items: Value, w_container: Value) -> bool:
    w_iter = iterate(w_items)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return True
        if not contains(w_container, w):
            return False


def view_eq(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) == length_of(w_other) and all_in(wrap(self), w_other))


def view_ne(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) != length_of(w_other) or not all_in(wrap(self), w_other))


def view_lt(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) < length_of(w_other) and all_in(wrap(self), w_other))


def view_le(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) <= length_of(w_other) and all_in(wrap(self), w_other))


def view_gt(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) > length_of(w_other) and all_in(w_other, wrap(self)))


def view_ge(self: W_DictView, w_other: Value) -> Value:
    if not is_setlike(w_other):
        return w_NotImplemented
    return new_bool(length_of(wrap(self)) >= length_of(w_other) and all_in(w_other, wrap(self)))


def set_of(w_iterable: Value) -> W_Set:
    s = new_set()
    add_all(s, w_iterable)
    return s


def binary_or(w_a: Value, w_b: Value) -> Value:
    s = set_of(w_a)
    add_all(s, w_b)
    return wrap(s)


def binary_sub(w_a: Value, w_b: Value) -> Value:
    s = set_of(w_a)
    remove_all(s, w_b)
    return wrap(s)


def binary_xor(w_a: Value, w_b: Value) -> Value:
    s = set_of(w_a)
    change_all(s, table_of(w_b), TOGGLE)
    return wrap(s)


def view_and(w_self: Value, w_other: Value) -> Value:
    """Items of other that are in self, or the other way round if other is a larger set."""
    if is_setlike(w_other) and length_of(w_other) > length_of(w_self):
        w_walked = w_self
        w_asked = w_other
    else:
        w_walked = w_other
        w_asked = w_self
    r = new_set()
    w_iter = iterate(w_walked)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return wrap(r)
        if contains(w_asked, w):
            set_add(r, w)


def view_isdisjoint(self: W_DictView, w_other: Value) -> Value:
    w_iter = iterate(w_other)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return new_bool(True)
        if contains(wrap(self), w):
            return new_bool(False)


def view_or(self: W_DictView, w_other: Value) -> Value:
    return binary_or(wrap(self), w_other)


def view_ror(self: W_DictView, w_other: Value) -> Value:
    return binary_or(w_other, wrap(self))


def view_sub(self: W_DictView, w_other: Value) -> Value:
    return binary_sub(wrap(self), w_other)


def view_rsub(self: W_DictView, w_other: Value) -> Value:
    return binary_sub(w_other, wrap(self))


def view_xor(self: W_DictView, w_other: Value) -> Value:
    return binary_xor(wrap(self), w_other)


def view_rxor(self: W_DictView, w_other: Value) -> Value:
    return binary_xor(w_other, wrap(self))


def view_and_method(self: W_DictView, w_other: Value) -> Value:
    return view_and(wrap(self), w_other)


for _t in (DICT_KEYS, DICT_ITEMS):
    add_member(_t, "__hash__", w_None)
    method(_t, "__eq__(self, value, /)")(view_eq)
    method(_t, "__ne__(self, value, /)")(view_ne)
    method(_t, "__lt__(self, value, /)")(view_lt)
    method(_t, "__le__(self, value, /)")(view_le)
    method(_t, "__gt__(self, value, /)")(view_gt)
    method(_t, "__ge__(self, value, /)")(view_ge)
    method(_t, "__or__(self, value, /)")(view_or)
    method(_t, "__ror__(self, value, /)")(view_ror)
    method(_t, "__and__(self, value, /)")(view_and_method)
    method(_t, "__rand__(self, value, /)")(view_and_method)
    method(_t, "__sub__(self, value, /)")(view_sub)
    method(_t, "__rsub__(self, value, /)")(view_rsub)
    method(_t, "__xor__(self, value, /)")(view_xor)
    method(_t, "__rxor__(self, value, /)")(view_rxor)
    method(_t, "isdisjoint(self, object, /)", doc="Whether the view and the iterable have nothing in common.")(view_isdisjoint)

"""What programs see of sets: the methods are those of pyrsistent's PSet, and its operators take any iterable as they do there."""

from __future__ import annotations

from protodialect.types import Array, Value, locked, try_as, unwrap, wrap
from protopython.modules.protocore.hashed import (
    KEYS,
    SET,
    SET_EVOLVER,
    Builder,
    W_HashedIterator,
    W_Set,
    W_SetEvolver,
    evolver_count,
    evolver_drop,
    evolver_is_dirty,
    evolver_put,
    evolver_value,
    has_key,
    set_of,
)
from protopython.modules.protocore.trie import Cursor, find, hash_of_key, keys_of, put_found, removed, tries_equal
from protopython.modules.protocore.trie_building import Entries, trie_of
from protopython.modules.protocore.trie_merging import Merger
from protopython.objects.dict.dict import hash_word
from protopython.objects.dict.views import W_DictItems, W_DictKeys
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import new_list_of
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import class_method, method, new
from protopython.objects.model.errors import key_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.set import W_BaseSet, new_set_table, set_hash_at, set_key, set_next, table_put
from protopython.objects.set_methods import hash_keys, table_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty


@new(SET, "(cls, iterable=(), /)")
def set_new(cls: W_Type, w_iterable: Value) -> Value:
    return wrap(as_set(w_iterable))


# --- building blocks ----------------------------------------------------------------------------------------------------


def as_set(w_iterable: Value) -> W_Set:
    """w_iterable, or a set of its items."""
    s = try_as(W_Set, w_iterable)
    if s is not None:
        return s
    t = table_of(w_iterable)
    entries = Entries(t.used)
    i = set_next(t, 0)
    while i >= 0:
        entries.add(hash_word(set_hash_at(t, i)), set_key(t, i), w_None)
        i = set_next(t, i + 1)
    return set_of(trie_of(entries), entries.count)


def built(s: W_Set, b: Builder) -> W_Set:
    """What b has become, which began as s."""
    return s if b.root is s.root else set_of(b.root, b.count)


def union_of(s: W_Set, w_other: Value) -> W_Set:
    if s.count == 0:
        return as_set(w_other)
    other = as_set(w_other)
    merger = Merger()
    root = merger.merge(s.root, other.root, 0)
    return s if root is s.root else set_of(root, s.count + other.count - merger.common)


def kept(s: W_Set, other: W_Set, common: bool) -> W_Set:
    """What of s is in other, or, unless common, what is not."""
    entries = Entries(s.count)
    c = Cursor(s.root)
    while c.advance():
        if has_key(other, c.key(), c.hash()) == common:
            entries.add(hash_word(c.hash()), c.key(), w_None)
    return s if entries.count == s.count else set_of(trie_of(entries), entries.count)


def intersection_of(s: W_Set, other: W_Set) -> W_Set:
    if s.root is other.root:
        return s
    return kept(other, s, True) if other.count < s.count else kept(s, other, True)


def difference_of(s: W_Set, other: W_Set) -> W_Set:
    if other.count > s.count:
        return kept(s, other, False)
    b = Builder(s)
    c = Cursor(other.root)
    while c.advance():
        b.drop(c.key(), c.hash())
    return built(s, b)


def symmetric_difference_of(s: W_Set, other: W_Set) -> W_Set:
    b = Builder(s)
    c = Cursor(other.root)
    while c.advance():
        if not b.drop(c.key(), c.hash()):
            b.put(c.key(), w_None, c.hash())
    return built(s, b)


def is_subset(s: W_Set, other: W_Set) -> bool:
    if s.count > other.count:
        return False
    if s.root is other.root:
        return True
    c = Cursor(s.root)
    while c.advance():
        check_signals()
        if not has_key(other, c.key(), c.hash()):
            return False
    return True


def set_like(w: Value) -> W_Set | None:
    """A set of what is in a set of any built-in kind."""
    if try_as(W_Set, w) is None and try_as(W_BaseSet, w) is None and try_as(W_DictKeys, w) is None and try_as(W_DictItems, w) is None:
        return None
    return as_set(w)


def is_iterable(w: Value) -> bool:
    return not is_empty(special(w, Special.ITER))


# --- reading ------------------------------------------------------------------------------------------------------------


@method(SET, "__len__(self, /)")
def set_len(self: W_Set) -> Value:
    return from_int(self.count)


@method(SET, "__contains__(self, element, /)")
def set_contains(self: W_Set, w_element: Value) -> Value:
    return new_bool(has_key(self, w_element, hash_of_key(w_element)))


@method(SET, "__iter__(self, /)")
def set_iter(self: W_Set) -> Value:
    return wrap(W_HashedIterator(self, KEYS))


def all_items(w: Value) -> Array[Value]:
    s = unwrap(W_Set, w)
    return keys_of(s.root, s.count)


SET.all_items = all_items


# --- other sets ---------------------------------------------------------------------------------------------------------


@method(SET, "add(self, element, /)", doc="A set with one more element.")
def set_add(self: W_Set, w_element: Value) -> Value:
    h = hash_of_key(w_element)
    node, i = find(self.root, w_element, h, True)
    if i >= 0:
        return wrap(self)
    return wrap(W_Set(put_found(self.root, node, i, w_element, w_None, h, None), self.count + 1))


@method(SET, "update(self, /, *iterables)", doc="A set with all items of the iterables, too.")
def set_update(self: W_Set, w_iterables: Value) -> Value:
    iterables = unwrap(W_Tuple, w_iterables)
    s = self
    for i in range(iterables.length):
        s = union_of(s, iterables.items[i])
    return wrap(s)


def set_without(s: W_Set, w_element: Value) -> W_Set:
    """s itself where the element is absent."""
    h = hash_of_key(w_element)
    node, i = find(s.root, w_element, h, True)
    if i < 0:
        return s
    return set_of(removed(s.root, node, i, None), s.count - 1)


@method(SET, "remove(self, element, /)", doc="A set without an element; KeyError where it is absent.")
def set_remove(self: W_Set, w_element: Value) -> Value:
    s = set_without(self, w_element)
    if s is self:
        raise key_error(w_element)
    return wrap(s)


@method(SET, "discard(self, element, /)", doc="A set without an element; the same set where it is absent.")
def set_discard(self: W_Set, w_element: Value) -> Value:
    return wrap(set_without(self, w_element))


@method(SET, "copy(self, /)", doc="The set itself.")
def set_copy(self: W_Set) -> Value:
    return wrap(self)


@method(SET, "union(self, iterable, /)", doc="What is in this set or in iterable.")
def set_union(self: W_Set, w_other: Value) -> Value:
    return wrap(union_of(self, w_other))


@method(SET, "intersection(self, iterable, /)", doc="What is in this set and in iterable.")
def set_intersection(self: W_Set, w_other: Value) -> Value:
    return wrap(intersection_of(self, as_set(w_other)))


@method(SET, "difference(self, iterable, /)", doc="What is in this set and not in iterable.")
def set_difference(self: W_Set, w_other: Value) -> Value:
    return wrap(difference_of(self, as_set(w_other)))


@method(SET, "symmetric_difference(self, iterable, /)", doc="What is in exactly one of the two.")
def set_symmetric_difference(self: W_Set, w_other: Value) -> Value:
    return wrap(symmetric_difference_of(self, as_set(w_other)))


@method(SET, "__or__(self, value, /)")
@method(SET, "__ror__(self, value, /)")
def set_or(self: W_Set, w_other: Value) -> Value:
    return set_union(self, w_other) if is_iterable(w_other) else w_NotImplemented


@method(SET, "__and__(self, value, /)")
@method(SET, "__rand__(self, value, /)")
def set_and(self: W_Set, w_other: Value) -> Value:
    return set_intersection(self, w_other) if is_iterable(w_other) else w_NotImplemented


@method(SET, "__xor__(self, value, /)")
@method(SET, "__rxor__(self, value, /)")
def set_xor(self: W_Set, w_other: Value) -> Value:
    return set_symmetric_difference(self, w_other) if is_iterable(w_other) else w_NotImplemented


@method(SET, "__sub__(self, value, /)")
def set_sub(self: W_Set, w_other: Value) -> Value:
    return set_difference(self, w_other) if is_iterable(w_other) else w_NotImplemented


@method(SET, "__rsub__(self, value, /)")
def set_rsub(self: W_Set, w_other: Value) -> Value:
    return wrap(difference_of(as_set(w_other), self)) if is_iterable(w_other) else w_NotImplemented


# --- comparison, hash, text ---------------------------------------------------------------------------------------------


@method(SET, "isdisjoint(self, iterable, /)", doc="Whether the two have nothing in common.")
def set_isdisjoint(self: W_Set, w_other: Value) -> Value:
    return new_bool(intersection_of(self, as_set(w_other)).count == 0)


@method(SET, "issubset(self, iterable, /)", doc="Whether iterable has all of this set.")
def set_issubset(self: W_Set, w_other: Value) -> Value:
    return new_bool(is_subset(self, as_set(w_other)))


@method(SET, "issuperset(self, iterable, /)", doc="Whether this set has all of iterable.")
def set_issuperset(self: W_Set, w_other: Value) -> Value:
    return new_bool(is_subset(as_set(w_other), self))


def sets_equal(a: W_Set, b: W_Set) -> bool:
    return a.count == b.count and tries_equal(a.root, b.root, False)


@method(SET, "__eq__(self, value, /)")
def set_eq(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(sets_equal(self, other))


@method(SET, "__ne__(self, value, /)")
def set_ne(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(not sets_equal(self, other))


@method(SET, "__le__(self, value, /)")
def set_le(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(is_subset(self, other))


@method(SET, "__lt__(self, value, /)")
def set_lt(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(self.count < other.count and is_subset(self, other))


@method(SET, "__ge__(self, value, /)")
def set_ge(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(is_subset(other, self))


@method(SET, "__gt__(self, value, /)")
def set_gt(self: W_Set, w_other: Value) -> Value:
    other = set_like(w_other)
    return w_NotImplemented if other is None else new_bool(self.count > other.count and is_subset(other, self))


@method(SET, "__hash__(self, /)")
def set_hash(self: W_Set) -> Value:
    if self.hash == 0:
        size = 8
        while size < 2 * self.count:
            size <<= 1
        t = new_set_table(size)  # as frozenset(self) would have
        c = Cursor(self.root)
        while c.advance():
            table_put(t, c.key(), hash_word(c.hash()), c.hash())
        self.hash = hash_keys(t)
    return new_int(self.hash)


@method(SET, "__repr__(self, /)")
def set_repr(self: W_Set) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("protocore.set(...)")
    parts: list[str] = []
    try:
        c = Cursor(self.root)
        while c.advance():
            check_signals()
            parts.append(repr_of(c.key()))
    finally:
        repr_leave()
    return wrap("protocore.set([" + ", ".join(parts) + "])")


@method(SET, "__reduce__(self, /)", doc="How to copy or pickle the set.")
def set_reduce(self: W_Set) -> Value:
    return wrap(new_tuple2(wrap(SET), wrap(new_tuple1(wrap(new_list_of(keys_of(self.root, self.count), self.count))))))


class_method(SET, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)


# --- evolvers -----------------------------------------------------------------------------------------------------------


@method(SET, "evolver(self, /)", doc="Changes to be made all at once: it is changed in place, and its persistent() gives the result.")
def set_evolver(self: W_Set) -> Value:
    return wrap(W_SetEvolver(self))


@method(SET_EVOLVER, "persistent(self, /)", doc="The set that the changes led to; the same as before if there were none since.")
def evolver_persistent(self: W_SetEvolver) -> Value:
    with locked(self):
        self.edit = None
        if self.root is not self.original.root:
            self.original = set_of(self.root, self.count)
            self.root = self.original.root
        return wrap(self.original)


@method(SET_EVOLVER, "is_dirty(self, /)", doc="Whether there were changes since persistent().")
def evolver_dirty(self: W_SetEvolver) -> Value:
    return new_bool(evolver_is_dirty(self))


@method(SET_EVOLVER, "__len__(self, /)")
def evolver_len(self: W_SetEvolver) -> Value:
    return from_int(evolver_count(self))


@method(SET_EVOLVER, "__contains__(self, element, /)")
def evolver_contains(self: W_SetEvolver, w_element: Value) -> Value:
    return new_bool(not is_empty(evolver_value(self, w_element)))


@method(SET_EVOLVER, "add(self, element, /)", doc="Add an element; gives the evolver.")
def evolver_add(self: W_SetEvolver, w_element: Value) -> Value:
    evolver_put(self, w_element, w_None)
    return wrap(self)


@method(SET_EVOLVER, "remove(self, element, /)", doc="Remove an element, KeyError where it is absent; gives the evolver.")
def evolver_remove(self: W_SetEvolver, w_element: Value) -> Value:
    if not evolver_drop(self, w_element):
        raise key_error(w_element)
    return wrap(self)

"""What programs see of sets and frozensets."""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Value,
    is_pointer,
    new_with_shape,
    release_fence,
    try_as,
    unwrap,
    ushr,
    wrap,
    wrap_add,
    wrap_mul,
    wrap_shl,
)
from protopython.objects.dict.dict import (
    DICT,
    W_Dict,
    dict_contains_hashed,
    dict_len,
    stable_table,
    table_hash,
    table_key,
    table_next,
)
from protopython.objects.exceptions.exceptions import TYPE_ERROR
from protopython.objects.int.bigint import new_int
from protopython.objects.iterators_methods import builtin_named
from protopython.objects.list.list import LIST, W_List, list_append, new_list, new_list_of
from protopython.objects.list.methods import check_one_iterable
from protopython.objects.model.call import call_method0
from protopython.objects.model.define import add_member, iternext, method, new
from protopython.objects.model.errors import error_matches, key_error, runtime_error
from protopython.objects.model.operations import hash_of, items_at_once, iterate, next_of, repr_of
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_of
from protopython.objects.set import (
    DISCARD,
    EMPTY_FROZENSET,
    FROZENSET,
    NO_SET_TABLE,
    SET,
    SET_ITERATOR,
    TOGGLE,
    SetTable,
    W_BaseSet,
    W_FrozenSet,
    W_Set,
    W_SetIterator,
    add_table,
    change_all,
    element_hash,
    new_frozenset,
    new_set,
    reserve_set,
    set_add,
    set_add_hashed,
    set_array,
    set_clear,
    set_contains_hashed,
    set_discard_hashed,
    set_hash_at,
    set_intersect,
    set_key,
    set_next,
    set_pop,
    set_snapshot,
    set_tidy,
)
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty

add_member(SET, "__hash__", w_None)


# --- building blocks ----------------------------------------------------------------------------------------------------


def table_of(w_iterable: Value) -> SetTable:
    """The distinct items of an iterable, in a table that nobody changes."""
    known = try_as(W_BaseSet, w_iterable)
    if known is not None:
        return set_snapshot(known)
    s = new_set()
    add_all(s, w_iterable)
    return s.table


def compact_table_of(w_iterable: Value) -> SetTable:
    """A table for a new set of these items."""
    t = table_of(w_iterable)
    return own_table(t) if try_as(W_BaseSet, w_iterable) is not None else t


def add_all(s: W_BaseSet, w_iterable: Value) -> None:
    """s.update(iterable)"""
    known = try_as(W_BaseSet, w_iterable)
    if known is not None:
        if known is not s:
            add_table(s, set_snapshot(known))
        return
    if type_of(w_iterable) is DICT:
        d = unwrap(W_Dict, w_iterable)
        reserve_set(s, dict_len(d))
        t = stable_table(d)
        i = table_next(t, 0)
        while i >= 0:
            w_key = table_key(t, i)
            if not is_empty(w_key):
                set_add_hashed(s, w_key, table_hash(t, i))
            i = table_next(t, i + 1)
        return
    view = None if type_of(w_iterable) is LIST else items_at_once(w_iterable)
    if view is not None:
        for i in range(len(view)):
            set_add(s, view[i])
        return
    w_iter = iterate(w_iterable)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return
        set_add(s, w)


def key_hash_of_search(w: Value) -> Value:
    """A set looked for in a set counts as the frozenset of its items; everything else as itself."""
    s = try_as(W_Set, w)
    if s is None:
        return w
    try:
        element_hash(w)
    except PyError as e:
        if not error_matches(e, TYPE_ERROR):
            raise
        return wrap(new_frozenset(set_snapshot(s)))
    return w


def result_like(s: W_BaseSet, t: SetTable) -> Value:
    """A new set of s's kind (never of its subclass) that takes over t."""
    if isinstance(s, W_FrozenSet):
        return wrap(new_frozenset(t))
    return wrap(W_Set(t))


def own_table(t: SetTable) -> SetTable:
    """A copy of t fit to be changed, whoever t belongs to."""
    s = new_set()
    add_table(s, t)
    return s.table


def union_of(s: W_BaseSet, w_other: Value) -> SetTable:
    r = new_set()
    add_table(r, set_snapshot(s))
    add_all(r, w_other)
    return r.table


def intersection_of(s: W_BaseSet, w_other: Value) -> SetTable:
    r = new_set()
    known = try_as(W_BaseSet, w_other)
    if known is not None:
        if known.table.used > s.table.used:
            smaller = s
            larger = known
        else:
            smaller = known
            larger = s
        t = set_snapshot(smaller)
        i = set_next(t, 0)
        while i >= 0:
            w = set_key(t, i)
            h = set_hash_at(t, i)
            if set_contains_hashed(larger, w, h):
                set_add_hashed(r, w, h)
            i = set_next(t, i + 1)
        return r.table
    w_iter = iterate(w_other)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return r.table
        h = element_hash(w)
        if set_contains_hashed(s, w, h):
            set_add_hashed(r, w, h)


def difference_of(s: W_BaseSet, w_other: Value) -> SetTable:
    """The keys of s that are not in other (a set, a dict or any iterable)."""
    known = try_as(W_BaseSet, w_other)
    is_dict = type_of(w_other) is DICT
    few = False
    if known is not None:
        few = s.table.used >> 2 > known.table.used
    elif is_dict:
        few = s.table.used >> 2 > dict_len(unwrap(W_Dict, w_other))
    if few or (known is None and not is_dict):
        r = W_Set(own_table(set_snapshot(s)))
        remove_all(r, w_other)
        return r.table
    result = new_set()
    t = set_snapshot(s)
    i = set_next(t, 0)
    while i >= 0:
        w = set_key(t, i)
        h = set_hash_at(t, i)
        if known is not None:
            found = set_contains_hashed(known, w, h)
        else:
            found = dict_contains_hashed(unwrap(W_Dict, w_other), w, h)
        if not found:
            set_add_hashed(result, w, h)
        i = set_next(t, i + 1)
    return result.table


def remove_all(s: W_Set, w_iterable: Value) -> None:
    """s.difference_update(iterable)"""
    known = try_as(W_BaseSet, w_iterable)
    if known is None:
        w_iter = iterate(w_iterable)
        while True:
            w = next_of(w_iter)
            if is_empty(w):
                break
            set_discard_hashed(s, w, element_hash(w))
    elif known is s:
        set_clear(s)
    else:
        change_all(s, set_snapshot(known), DISCARD)
    set_tidy(s)


def symmetric_difference_of(s: W_BaseSet, w_other: Value) -> SetTable:
    r = W_Set(own_table(table_of(w_other)))
    change_all(r, set_snapshot(s), TOGGLE)
    return r.table


def intersect_in_place(s: W_Set, w_other: Value) -> None:
    """s &= other; other may be any iterable."""
    if alone():
        s.table = intersection_of(s, w_other)
        s.finger = 0
        return
    kept = W_FrozenSet(table_of(w_other))
    if set_intersect(s, kept.table):
        return
    t = set_snapshot(s)  # What another thread adds meanwhile stays.
    i = set_next(t, 0)
    while i >= 0:
        if not set_contains_hashed(kept, set_key(t, i), set_hash_at(t, i)):
            set_discard_hashed(s, set_key(t, i), set_hash_at(t, i))
        i = set_next(t, i + 1)


def is_subset(s: W_BaseSet, other: W_BaseSet) -> bool:
    if s.table.used > other.table.used:
        return False
    t = set_snapshot(s)
    i = set_next(t, 0)
    while i >= 0:
        if not set_contains_hashed(other, set_key(t, i), set_hash_at(t, i)):
            return False
        i = set_next(t, i + 1)
    return True


def as_set(w: Value) -> W_BaseSet:
    """w, or a set of its items."""
    known = try_as(W_BaseSet, w)
    if known is not None:
        return known
    return W_Set(table_of(w))


# --- making -------------------------------------------------------------------------------------------------------------


@new(SET, "(cls, *args, **kwargs)", shown="(iterable=(), /)")
def set_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_Set, cls.root_shape)
    s.table = NO_SET_TABLE
    return wrap(s)


@method(SET, "__init__(self, /, *args, **kwargs)")
def set_init(self: W_Set, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    check_one_iterable(SET, SET, Special.NEW, args, unwrap(W_Dict, w_kwargs))
    if self.table.fill > 0:
        set_clear(self)
    if args.length == 1:
        add_all(self, args.items[0])
    return w_None


@new(FROZENSET, "(cls, /, *args, **kwargs)", shown="(iterable=(), /)")
def frozenset_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    check_one_iterable(FROZENSET, cls, Special.INIT, args, unwrap(W_Dict, w_kwargs))
    w_iterable = args.items[0] if args.length == 1 else w_args
    if cls is FROZENSET:
        if type_of(w_iterable) is FROZENSET:
            return w_iterable
        return wrap(new_frozenset(compact_table_of(w_iterable)))
    f = new_with_shape(W_FrozenSet, cls.root_shape)
    f.table = compact_table_of(w_iterable)
    return wrap(f)


# --- methods of set -----------------------------------------------------------------------------------------------------


@method(SET, "add(self, object, /)", doc="Add an element; nothing happens if it is present.")
def set_add_method(self: W_Set, w_object: Value) -> Value:
    set_add(self, w_object)
    return w_None


@method(SET, "clear(self, /)", doc="Remove all elements.")
def set_clear_method(self: W_Set) -> Value:
    set_clear(self)
    return w_None


@method(SET, "discard(self, object, /)", doc="Remove an element if it is present.")
def set_discard(self: W_Set, w_object: Value) -> Value:
    w = key_hash_of_search(w_object)
    set_discard_hashed(self, w, element_hash(w))
    return w_None


@method(SET, "remove(self, object, /)", doc="Remove an element; KeyError when it is absent.")
def set_remove(self: W_Set, w_object: Value) -> Value:
    w = key_hash_of_search(w_object)
    if not set_discard_hashed(self, w, element_hash(w)):
        raise key_error(w_object)
    return w_None


@method(SET, "pop(self, /)", doc="Remove and return some element; KeyError when there is none.")
def set_pop_method(self: W_Set) -> Value:
    w = set_pop(self)
    if is_empty(w):
        raise key_error(wrap("pop from an empty set"))
    return w


@method(SET, "update(self, /, *others)", doc="Add all elements of the others.")
def set_update(self: W_Set, w_others: Value) -> Value:
    others = unwrap(W_Tuple, w_others)
    i = 0
    while i < others.length:
        add_all(self, others.items[i])
        i += 1
    return w_None


@method(SET, "intersection_update(self, /, *others)", doc="Keep only what is in all the others.")
def set_intersection_update(self: W_Set, w_others: Value) -> Value:
    others = unwrap(W_Tuple, w_others)
    if alone():
        self.table = intersection_of_all(self, others)
        self.finger = 0
        return w_None
    i = 0
    while i < others.length:
        intersect_in_place(self, others.items[i])
        i += 1
    return w_None


@method(SET, "difference_update(self, /, *others)", doc="Remove all elements of the others.")
def set_difference_update(self: W_Set, w_others: Value) -> Value:
    others = unwrap(W_Tuple, w_others)
    i = 0
    while i < others.length:
        remove_all(self, others.items[i])
        i += 1
    return w_None


@method(SET, "symmetric_difference_update(self, other, /)", doc="Keep what is in exactly one of the two.")
def set_symmetric_difference_update(self: W_Set, w_other: Value) -> Value:
    toggle_with(self, w_other)
    return w_None


def toggle_with(s: W_Set, w_other: Value) -> None:
    if try_as(W_Set, w_other) is s:
        set_clear(s)
    else:
        change_all(s, table_of(w_other), TOGGLE)


@method(SET, "__ior__(self, value, /)")
def set_ior(self: W_Set, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    add_all(self, w_other)
    return wrap(self)


@method(SET, "__iand__(self, value, /)")
def set_iand(self: W_Set, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    intersect_in_place(self, w_other)
    return wrap(self)


@method(SET, "__isub__(self, value, /)")
def set_isub(self: W_Set, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    remove_all(self, w_other)
    return wrap(self)


@method(SET, "__ixor__(self, value, /)")
def set_ixor(self: W_Set, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    toggle_with(self, w_other)
    return wrap(self)


# --- methods of both ------------------------------------------------------------------------------------------------------


def set_copy(self: W_BaseSet) -> Value:
    return wrap(W_Set(own_table(set_snapshot(self))))


def frozenset_copy(self: W_FrozenSet) -> Value:
    if type_of(wrap(self)) is FROZENSET:
        return wrap(self)
    return wrap(new_frozenset(self.table))


method(SET, "copy(self, /)", doc="A shallow copy.")(set_copy)
method(FROZENSET, "copy(self, /)", doc="A shallow copy.")(frozenset_copy)


def intersection_of_all(s: W_BaseSet, others: W_Tuple) -> SetTable:
    if others.length == 0:
        return own_table(set_snapshot(s))
    t = intersection_of(s, others.items[0])
    i = 1
    while i < others.length:
        t = intersection_of(W_Set(t), others.items[i])
        i += 1
    return t


def set_union(self: W_BaseSet, w_others: Value) -> Value:
    r = W_Set(own_table(set_snapshot(self)))
    others = unwrap(W_Tuple, w_others)
    i = 0
    while i < others.length:
        add_all(r, others.items[i])
        i += 1
    return result_like(self, r.table)


def set_intersection(self: W_BaseSet, w_others: Value) -> Value:
    return result_like(self, intersection_of_all(self, unwrap(W_Tuple, w_others)))


def set_difference(self: W_BaseSet, w_others: Value) -> Value:
    others = unwrap(W_Tuple, w_others)
    if others.length == 0:
        return result_like(self, own_table(set_snapshot(self)))
    r = W_Set(difference_of(self, others.items[0]))
    i = 1
    while i < others.length:
        remove_all(r, others.items[i])
        i += 1
    return result_like(self, r.table)


def set_symmetric_difference(self: W_BaseSet, w_other: Value) -> Value:
    return result_like(self, symmetric_difference_of(self, w_other))


def set_isdisjoint(self: W_BaseSet, w_other: Value) -> Value:
    known = try_as(W_BaseSet, w_other)
    if known is not None:
        return new_bool(intersection_of(self, w_other).used == 0)
    w_iter = iterate(w_other)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return new_bool(True)
        if set_contains_hashed(self, w, element_hash(w)):
            return new_bool(False)


def set_issubset(self: W_BaseSet, w_other: Value) -> Value:
    return new_bool(is_subset(self, as_set(w_other)))


def set_issuperset(self: W_BaseSet, w_other: Value) -> Value:
    known = try_as(W_BaseSet, w_other)
    if known is not None:
        return new_bool(is_subset(known, self))
    w_iter = iterate(w_other)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            return new_bool(True)
        if not set_contains_hashed(self, w, element_hash(w)):
            return new_bool(False)


def set_len(self: W_BaseSet) -> Value:
    return from_int(self.table.used)


def set_contains_method(self: W_BaseSet, w_object: Value) -> Value:
    w = key_hash_of_search(w_object)
    return new_bool(set_contains_hashed(self, w, element_hash(w)))


def set_iter(self: W_BaseSet) -> Value:
    return wrap(W_SetIterator(self))


def set_repr(self: W_BaseSet) -> Value:
    t = type_of(wrap(self))
    if self.table.used == 0:
        return wrap(f"{t.name}()")
    if not repr_enter(wrap(self)):
        return wrap(f"{t.name}(...)")
    parts: list[str] = []
    try:
        items = set_array(self)
        for i in range(len(items)):
            parts.append(repr_of(items[i]))
    finally:
        repr_leave()
    text = "{" + ", ".join(parts) + "}"
    return wrap(text if t is SET else f"{t.name}({text})")


def list_of_keys(t: SetTable, start: int) -> W_List:
    l = new_list()
    i = set_next(t, start)
    while i >= 0:
        w = set_key(t, i)
        if not is_empty(w):
            list_append(l, w)
        i = set_next(t, i + 1)
    return l


def set_reduce(self: W_BaseSet) -> Value:
    keys = set_array(self)
    l = new_list_of(keys, len(keys))
    w_state = call_method0(wrap(self), "__getstate__")
    return wrap(new_tuple3(wrap(type_of(wrap(self))), wrap(new_tuple1(wrap(l))), w_state))


def set_sizeof(self: W_BaseSet) -> Value:
    return from_int(72 + 16 * (self.table.mask + 1))


def set_eq(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(set_equal(self, other))


def set_equal(a: W_BaseSet, b: W_BaseSet) -> bool:
    if a.table.used != b.table.used:
        return False
    if isinstance(a, W_FrozenSet) and isinstance(b, W_FrozenSet) and a.hashed and b.hashed and a.hash != b.hash:
        return False
    return is_subset(a, b)


def set_ne(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(not set_equal(self, other))


def set_le(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(is_subset(self, other))


def set_lt(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(self.table.used < other.table.used and is_subset(self, other))


def set_ge(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(is_subset(other, self))


def set_gt(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(other.table.used < self.table.used and is_subset(other, self))


def set_or(self: W_BaseSet, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    return result_like(self, union_of(self, w_other))


def set_and(self: W_BaseSet, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    return result_like(self, intersection_of(self, w_other))


def set_sub(self: W_BaseSet, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    return result_like(self, difference_of(self, w_other))


def set_xor(self: W_BaseSet, w_other: Value) -> Value:
    if try_as(W_BaseSet, w_other) is None:
        return w_NotImplemented
    return result_like(self, symmetric_difference_of(self, w_other))


def set_ror(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    return w_NotImplemented if other is None else set_or(other, wrap(self))


def set_rand(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    return w_NotImplemented if other is None else set_and(other, wrap(self))


def set_rsub(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    return w_NotImplemented if other is None else set_sub(other, wrap(self))


def set_rxor(self: W_BaseSet, w_other: Value) -> Value:
    other = try_as(W_BaseSet, w_other)
    return w_NotImplemented if other is None else set_xor(other, wrap(self))


for _t in (SET, FROZENSET):
    method(_t, "union(self, /, *others)", doc="What is in this set or any of the others.")(set_union)
    method(_t, "intersection(self, /, *others)", doc="What is in this set and all of the others.")(set_intersection)
    method(_t, "difference(self, /, *others)", doc="What is in this set and in none of the others.")(set_difference)
    method(_t, "symmetric_difference(self, other, /)", doc="What is in exactly one of the two.")(set_symmetric_difference)
    method(_t, "isdisjoint(self, other, /)", doc="Whether the two have nothing in common.")(set_isdisjoint)
    method(_t, "issubset(self, other, /)", doc="Whether other contains all of this set.")(set_issubset)
    method(_t, "issuperset(self, other, /)", doc="Whether this set contains all of other.")(set_issuperset)
    method(_t, "__len__(self, /)")(set_len)
    method(_t, "__contains__(self, object, /)", doc="Tell whether object is in the set.", ordinary=True)(set_contains_method)
    method(_t, "__iter__(self, /)")(set_iter)
    method(_t, "__repr__(self, /)")(set_repr)
    method(_t, "__reduce__(self, /)", doc="How to copy or pickle the set.")(set_reduce)
    method(_t, "__sizeof__(self, /)", doc="Size of the set in memory, in bytes.")(set_sizeof)
    method(_t, "__eq__(self, value, /)")(set_eq)
    method(_t, "__ne__(self, value, /)")(set_ne)
    method(_t, "__lt__(self, value, /)")(set_lt)
    method(_t, "__le__(self, value, /)")(set_le)
    method(_t, "__gt__(self, value, /)")(set_gt)
    method(_t, "__ge__(self, value, /)")(set_ge)
    method(_t, "__or__(self, value, /)")(set_or)
    method(_t, "__and__(self, value, /)")(set_and)
    method(_t, "__sub__(self, value, /)")(set_sub)
    method(_t, "__xor__(self, value, /)")(set_xor)
    method(_t, "__ror__(self, value, /)")(set_ror)
    method(_t, "__rand__(self, value, /)")(set_rand)
    method(_t, "__rsub__(self, value, /)")(set_rsub)
    method(_t, "__rxor__(self, value, /)")(set_rxor)


@method(FROZENSET, "__hash__(self, /)")
def frozenset_hash(self: W_FrozenSet) -> Value:
    if not self.hashed:
        self.hash = hash_keys(self.table)
        release_fence()
        self.hashed = True
    return new_int(self.hash)


def hash_keys(t: SetTable) -> int:
    """Whatever their order: the formula that collections.abc.Set._hash publishes."""
    h = wrap_mul(1927868237, t.used + 1)
    i = set_next(t, 0)
    while i >= 0:
        x = set_hash_at(t, i)
        w_key = set_key(t, i)
        if is_pointer(w_key) and try_as(str, w_key) is None:
            x = hash_of(w_key)  # of its 64 bits the table keeps less
        h ^= wrap_mul(x ^ wrap_shl(x, 16) ^ 89869747, 3644798167)
        i = set_next(t, i + 1)
    h ^= ushr(h, 11) ^ ushr(h, 25)
    h = wrap_add(wrap_mul(h, 69069), 907133923)
    return h if h != -1 else 590923713


# --- iterators ----------------------------------------------------------------------------------------------------------


@iternext(SET_ITERATOR)
def set_iterator_next(self: W_SetIterator) -> Value:
    while True:
        t = self.w_set.table
        if t.used != self.used:
            if self.w_set is EMPTY_FROZENSET:  # exhausted, perhaps by another thread this moment
                return EMPTY
            self.used = -1
            raise runtime_error("Set changed size during iteration")
        i = set_next(t, self.position)
        if i < 0:
            self.w_set = EMPTY_FROZENSET
            return EMPTY
        self.position = i + 1
        self.left -= 1
        w = set_key(t, i)
        if not is_empty(w):
            return w


@method(SET_ITERATOR, "__length_hint__(self, /)", doc="How many elements are left, at a guess.")
def set_iterator_hint(self: W_SetIterator) -> Value:
    s = self.w_set
    return from_int(max(self.left, 0) if s is not EMPTY_FROZENSET and self.used == s.table.used else 0)


@method(SET_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def set_iterator_reduce(self: W_SetIterator) -> Value:
    l = list_of_keys(self.w_set.table, self.position)
    return wrap(new_tuple2(builtin_named("iter"), wrap(new_tuple1(wrap(l)))))

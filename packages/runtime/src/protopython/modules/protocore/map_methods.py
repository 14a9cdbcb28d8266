"""What programs see of maps: the methods are those of pyrsistent's PMap."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, locked, try_as, unwrap, wrap
from protopython.modules.protocore.hashed import (
    EMPTY_MAP,
    HASHED_ITERATOR,
    ITEMS,
    KEYS,
    MAP,
    MAP_EVOLVER,
    MAP_ITEMS,
    MAP_VALUES,
    VALUES,
    Builder,
    W_Evolver,
    W_HashedIterator,
    W_Map,
    W_MapEvolver,
    W_MapItems,
    W_MapValues,
    W_MapView,
    evolver_count,
    evolver_drop,
    evolver_is_dirty,
    evolver_put,
    evolver_value,
    has_key,
    map_of,
    set_of,
    value_of,
)
from protopython.modules.protocore.trie import Cursor, find, hash_of_key, put_found, removed, tries_equal
from protopython.modules.protocore.trie_building import Entries, trie_of
from protopython.modules.protocore.trie_merging import Merger
from protopython.objects.dict.dict import (
    W_Dict,
    dict_get_hashed,
    dict_len,
    dict_set_hashed,
    hash_word,
    new_dict,
    new_dict_sized,
    stable_table,
    table_hash,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.dict.methods import dict_merge, walks_like_dict
from protopython.objects.int.bigint import new_int
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call2
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import add_member, class_method, iternext, method, new
from protopython.objects.model.errors import key_error
from protopython.objects.model.operations import equal, repr_of, unpack_to_list
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.sequence_compare import hash_tuple
from protopython.objects.set import new_set_table, table_put
from protopython.objects.set_methods import hash_keys
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same


@new(MAP, "(cls, mapping_or_pairs=(), /, **kwargs)")
def map_new(cls: W_Type, w_source: Value, w_kwargs: Value) -> Value:
    m = merged(EMPTY_MAP, w_source)
    kwargs = unwrap(W_Dict, w_kwargs)
    return wrap(merged(m, w_kwargs) if dict_len(kwargs) > 0 else m)


def as_map(w: Value) -> W_Map:
    """w, or a map of what dict(w) would have."""
    m = try_as(W_Map, w)
    if m is not None:
        return m
    if walks_like_dict(w):
        d = unwrap(W_Dict, w)
    else:
        d = new_dict()
        dict_merge(d, w)
    t = stable_table(d)
    entries = Entries(t.used)
    i = table_next(t, 0)
    while i >= 0:
        entries.add(hash_word(table_hash(t, i)), table_key(t, i), table_value(t, i))
        i = table_next(t, i + 1)
    return map_of(trie_of(entries), entries.count)


def merged(m: W_Map, w_other: Value) -> W_Map:
    """m.update(other)"""
    other = as_map(w_other)
    if m.count == 0 or other.count == 0:
        return other if m.count == 0 else m
    merger = Merger()
    root = merger.merge(m.root, other.root, 0)
    return m if root is m.root else map_of(root, m.count + other.count - merger.common)


# --- reading ------------------------------------------------------------------------------------------------------------


@method(MAP, "__len__(self, /)")
def map_len(self: W_Map) -> Value:
    return from_int(self.count)


@method(MAP, "__getitem__(self, key, /)")
def map_getitem(self: W_Map, w_key: Value) -> Value:
    w = value_of(self, w_key)
    if is_empty(w):
        raise key_error(w_key)
    return w


@method(MAP, "get(self, key, default=None, /)", doc="The value of a key; default where there is none.")
def map_get(self: W_Map, w_key: Value, w_default: Value) -> Value:
    w = value_of(self, w_key)
    return w_default if is_empty(w) else w


@method(MAP, "__contains__(self, key, /)")
def map_contains(self: W_Map, w_key: Value) -> Value:
    return new_bool(has_key(self, w_key, hash_of_key(w_key)))


@method(MAP, "__iter__(self, /)")
def map_iter(self: W_Map) -> Value:
    return wrap(W_HashedIterator(self, KEYS))


add_member(MAP, "__reversed__", w_None)


@iternext(HASHED_ITERATOR)
def iterator_next(self: W_HashedIterator) -> Value:
    with locked(self):
        c = self.cursor
        if not c.advance():
            return EMPTY
        self.left -= 1
        w_key = c.key()
        w_value = c.value()
    if self.kind == KEYS:
        return w_key
    return w_value if self.kind == VALUES else wrap(new_tuple2(w_key, w_value))


@method(HASHED_ITERATOR, "__length_hint__(self, /)", doc="How many are left.")
def iterator_hint(self: W_HashedIterator) -> Value:
    with locked(self):
        return from_int(self.left)


@method(MAP, "keys(self, /)", doc="The keys: a set that shares the map's structure.")
def map_keys(self: W_Map) -> Value:
    return wrap(set_of(self.root, self.count))


@method(MAP, "values(self, /)", doc="A view of the values.")
def map_values(self: W_Map) -> Value:
    return wrap(W_MapValues(self))


@method(MAP, "items(self, /)", doc="A view of the (key, value) pairs.")
def map_items(self: W_Map) -> Value:
    return wrap(W_MapItems(self))


# --- other maps ---------------------------------------------------------------------------------------------------------


@method(MAP, "set(self, key, value, /)", doc="A map with a value for key.")
def map_set(self: W_Map, w_key: Value, w_value: Value) -> Value:
    h = hash_of_key(w_key)
    node, i = find(self.root, w_key, h, True)
    root = put_found(self.root, node, i, w_key, w_value, h, None)
    if root is self.root:
        return wrap(self)
    return wrap(W_Map(root, self.count if i >= 0 else self.count + 1))


def map_without(m: W_Map, w_key: Value) -> W_Map:
    """m itself where the key is absent."""
    h = hash_of_key(w_key)
    node, i = find(m.root, w_key, h, True)
    if i < 0:
        return m
    return map_of(removed(m.root, node, i, None), m.count - 1)


@method(MAP, "remove(self, key, /)", doc="A map without a key; KeyError where it is absent.")
def map_remove(self: W_Map, w_key: Value) -> Value:
    m = map_without(self, w_key)
    if m is self:
        raise key_error(w_key)
    return wrap(m)


@method(MAP, "discard(self, key, /)", doc="A map without a key; the same map where it is absent.")
def map_discard(self: W_Map, w_key: Value) -> Value:
    return wrap(map_without(self, w_key))


@method(MAP, "update(self, /, *maps)", doc="A map with all items of the maps; of equal keys the last one's value.")
def map_update(self: W_Map, w_maps: Value) -> Value:
    maps = unwrap(W_Tuple, w_maps)
    m = self
    for i in range(maps.length):
        m = merged(m, maps.items[i])
    return wrap(m)


@method(MAP, "update_with(self, update_fn, /, *maps)", doc="As update(); update_fn(value there, new value) settles what equal keys have.")
def map_update_with(self: W_Map, w_function: Value, w_maps: Value) -> Value:
    maps = unwrap(W_Tuple, w_maps)
    b = Builder(self)
    for i in range(maps.length):
        c = Cursor(as_map(maps.items[i]).root)
        while c.advance():
            w_value = c.value()
            w_old = b.get(c.key(), c.hash())
            if not is_empty(w_old):
                w_value = call2(w_function, w_old, w_value)
            b.put(c.key(), w_value, c.hash())
    return wrap(self if b.root is self.root else map_of(b.root, b.count))


@method(MAP, "__add__(self, mapping, /)")
@method(MAP, "__or__(self, mapping, /)")
def map_or(self: W_Map, w_other: Value) -> Value:
    if try_as(W_Map, w_other) is None and is_empty(find_attr(w_other, "keys")):
        return w_NotImplemented
    return wrap(merged(self, w_other))


@method(MAP, "__ror__(self, mapping, /)")
def map_ror(self: W_Map, w_other: Value) -> Value:
    if is_empty(find_attr(w_other, "keys")):
        return w_NotImplemented
    return wrap(merged(as_map(w_other), wrap(self)))


@method(MAP, "copy(self, /)", doc="The map itself.")
def map_copy(self: W_Map) -> Value:
    return wrap(self)


# --- comparison, hash, text ---------------------------------------------------------------------------------------------


def map_equals_dict(m: W_Map, d: W_Dict) -> bool:
    if m.count != dict_len(d):
        return False
    c = Cursor(m.root)
    while c.advance():
        w = dict_get_hashed(d, c.key(), c.hash())
        if is_empty(w) or not equal(c.value(), w):
            return False
    return True


@method(MAP, "__eq__(self, value, /)")
def map_eq(self: W_Map, w_other: Value) -> Value:
    other = try_as(W_Map, w_other)
    if other is not None:
        return new_bool(self.count == other.count and tries_equal(self.root, other.root, True))
    d = try_as(W_Dict, w_other)
    return w_NotImplemented if d is None else new_bool(map_equals_dict(self, d))


@method(MAP, "__ne__(self, value, /)")
def map_ne(self: W_Map, w_other: Value) -> Value:
    w = map_eq(self, w_other)
    return w if same(w, w_NotImplemented) else new_bool(same(w, new_bool(False)))


@method(MAP, "__hash__(self, /)")
def map_hash(self: W_Map) -> Value:
    if self.hash == 0:
        size = 8
        while size < 2 * self.count:
            size <<= 1
        t = new_set_table(size)  # of items, as frozenset(m.items()) would have them
        c = Cursor(self.root)
        while c.advance():
            item = new_tuple2(c.key(), c.value())
            h = hash_tuple(item)
            table_put(t, wrap(item), hash_word(h), h)
        self.hash = hash_keys(t)
    return new_int(self.hash)


def dict_of(m: W_Map) -> W_Dict:
    d = new_dict_sized(m.count)
    c = Cursor(m.root)
    while c.advance():
        dict_set_hashed(d, c.key(), c.hash(), c.value())
    return d


@method(MAP, "__repr__(self, /)")
def map_repr(self: W_Map) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("protocore.map(...)")
    parts: list[str] = []
    try:
        c = Cursor(self.root)
        while c.advance():
            check_signals()
            key = repr_of(c.key())
            parts.append(f"{key}: {repr_of(c.value())}")
    finally:
        repr_leave()
    return wrap("protocore.map({" + ", ".join(parts) + "})")


@method(MAP, "__reduce__(self, /)", doc="How to copy or pickle the map.")
def map_reduce(self: W_Map) -> Value:
    return wrap(new_tuple2(wrap(MAP), wrap(new_tuple1(wrap(dict_of(self))))))


class_method(MAP, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)


# --- views --------------------------------------------------------------------------------------------------------------


@method(MAP_VALUES, "__len__(self, /)")
@method(MAP_ITEMS, "__len__(self, /)")
def view_len(self: W_MapView) -> Value:
    return from_int(self.map.count)


@method(MAP_VALUES, "__iter__(self, /)")
def values_iter(self: W_MapValues) -> Value:
    return wrap(W_HashedIterator(self.map, VALUES))


@method(MAP_ITEMS, "__iter__(self, /)")
def items_iter(self: W_MapItems) -> Value:
    return wrap(W_HashedIterator(self.map, ITEMS))


@method(MAP_ITEMS, "__contains__(self, item, /)")
def items_contains(self: W_MapItems, w_item: Value) -> Value:
    item = try_as(W_Tuple, w_item)
    if item is None or item.length != 2:
        return new_bool(False)
    w = value_of(self.map, item.items[0])
    return new_bool(not is_empty(w) and equal(w, item.items[1]))


@method(MAP_ITEMS, "__eq__(self, value, /)")
def items_eq(self: W_MapItems, w_other: Value) -> Value:
    other = try_as(W_MapItems, w_other)
    return w_NotImplemented if other is None else map_eq(self.map, wrap(other.map))


add_member(MAP_ITEMS, "__hash__", w_None)


@method(MAP_VALUES, "__repr__(self, /)")
def values_repr(self: W_MapValues) -> Value:
    return wrap(f"protocore.map_values({repr_of(wrap(unpack_to_list(wrap(self))))})")


@method(MAP_ITEMS, "__repr__(self, /)")
def items_repr(self: W_MapItems) -> Value:
    return wrap(f"protocore.map_items({repr_of(wrap(unpack_to_list(wrap(self))))})")


# --- evolvers -----------------------------------------------------------------------------------------------------------


@method(MAP, "evolver(self, /)", doc="Changes to be made all at once: it is changed in place, and its persistent() gives the result.")
def map_evolver(self: W_Map) -> Value:
    return wrap(W_MapEvolver(self))


@method(MAP_EVOLVER, "persistent(self, /)", doc="The map that the changes led to; the same as before if there were none since.")
def evolver_persistent(self: W_MapEvolver) -> Value:
    with locked(self):
        self.edit = None
        if self.root is not self.original.root:
            self.original = map_of(self.root, self.count)
            self.root = self.original.root
        return wrap(self.original)


@method(MAP_EVOLVER, "is_dirty(self, /)", doc="Whether there were changes since persistent().")
def evolver_dirty(self: W_Evolver) -> Value:
    return new_bool(evolver_is_dirty(self))


@method(MAP_EVOLVER, "__len__(self, /)")
def evolver_len(self: W_Evolver) -> Value:
    return from_int(evolver_count(self))


@method(MAP_EVOLVER, "__contains__(self, key, /)")
def evolver_contains(self: W_Evolver, w_key: Value) -> Value:
    return new_bool(not is_empty(evolver_value(self, w_key)))


@method(MAP_EVOLVER, "__getitem__(self, key, /)")
def evolver_getitem(self: W_MapEvolver, w_key: Value) -> Value:
    w = evolver_value(self, w_key)
    if is_empty(w):
        raise key_error(w_key)
    return w


@method(MAP_EVOLVER, "__setitem__(self, key, value, /)")
def evolver_setitem(self: W_MapEvolver, w_key: Value, w_value: Value) -> Value:
    evolver_put(self, w_key, w_value)
    return w_None


@method(MAP_EVOLVER, "set(self, key, value, /)", doc="self[key] = value; gives the evolver.")
def evolver_set(self: W_MapEvolver, w_key: Value, w_value: Value) -> Value:
    evolver_put(self, w_key, w_value)
    return wrap(self)


@method(MAP_EVOLVER, "__delitem__(self, key, /)")
def evolver_delitem(self: W_MapEvolver, w_key: Value) -> Value:
    if not evolver_drop(self, w_key):
        raise key_error(w_key)
    return w_None


@method(MAP_EVOLVER, "remove(self, key, /)", doc="del self[key]; gives the evolver.")
def evolver_remove(self: W_MapEvolver, w_key: Value) -> Value:
    evolver_delitem(self, w_key)
    return wrap(self)

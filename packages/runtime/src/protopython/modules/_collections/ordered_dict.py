"""collections.OrderedDict: a dict whose keys can be moved to either end of their order in O(1).

    W_OrderedDict [ table | order | changes ]
                             |
                             v
    Order [ table | links: previous0 next0 previous1 next1 ... | length | key0 key1 ... ]

The keys form a ring: node i + 1 stands for entry i of `order.table`, node 0 comes before the first and after the last. Nodes keep the
key, since dict's own methods (`dict.__delitem__(od, k)`) take keys from the table that the ring still names: a KeyError, as in CPython.
When the table was replaced (`order.table is not d.table`), whatever next needs places makes a new ring from the old.

A ring is read and written with the dict's lock held. `changes` counts changes of the order; iterators go by it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import (
    EMPTY,
    Array,
    Trailing,
    Value,
    array_ptr,
    copy_array,
    copy_values,
    i32,
    inline,
    likely,
    locked,
    new_trailing,
    noinline,
    try_as,
    unlikely,
    unwrap,
    wrap,
)
from protopython.objects.dict.dict import (
    DELETED,
    DICT,
    FREE,
    MOVED,
    NO_TABLE,
    PERTURB_MASK,
    UNSURE,
    DictTable,
    W_Dict,
    dict_get,
    dict_get_hashed,
    dict_len,
    key_hash,
    new_dict,
    replace_table,
    table_add,
    table_copy,
    table_find,
    table_find_slow,
    table_hash,
    table_key,
    table_remove,
    table_value,
)
from protopython.objects.dict.methods import dict_equal, dict_merge, dict_not_ordered, dict_sizeof
from protopython.objects.dict.views import DICT_ITEMS, DICT_KEYS, DICT_VALUES, W_DictItems, W_DictKeys, W_DictValues
from protopython.objects.iterators_methods import builtin_named
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call0, call1, call_method0
from protopython.objects.model.define import OBJECT, add_member, class_method, constant, define_type, iternext, method
from protopython.objects.model.errors import key_error, runtime_error, type_error, value_error
from protopython.objects.model.operations import contains, equal, getitem, hash_of, is_true, iterate, next_of, repr_of, setitem
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.str import last_part
from protopython.objects.tuple import EMPTY_TUPLE, TUPLE, W_Tuple, empty_values, new_tuple1, new_tuple2, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

EXPORTS = "_collections"

UNLINKED: Final[int] = -1
"""The links of a node that is not in the ring."""


class Order:
    table: DictTable
    links: Array[i32]
    length: int
    """Nodes: the table's capacity + 1."""
    keys: Trailing[Value]


class W_OrderedDict(W_Dict):
    order: Order | None
    changes: int


class W_OrderedDictKeys(W_DictKeys):
    pass


class W_OrderedDictValues(W_DictValues):
    pass


class W_OrderedDictItems(W_DictItems):
    pass


class W_OrderedDictIterator(W_Object):
    w_dict: W_OrderedDict | None
    """None once nothing is left."""
    order: Order
    node: int
    """The next; 0 at the end."""
    changes: int
    used: int
    """Of the dict when the iterator was made; -1 after its size changed."""
    side: int
    kind: int


KEYS: Final[int] = 0
VALUES: Final[int] = 1
ITEMS: Final[int] = 2
"""Kinds of iterators."""

PREVIOUS: Final[int] = 0
NEXT: Final[int] = 1
"""Sides of a node in `links`; those of node 0 are the last and the first of all."""

SET: Final[int] = 0
SET_DEFAULT: Final[int] = 1
REMOVE: Final[int] = 2
POP: Final[int] = 3
MOVE_FIRST: Final[int] = 4
MOVE_LAST: Final[int] = 5
"""What `change` does. All but the first three take a key that is not in the ring for absent."""

ORDERED_DICT = define_type(
    "OrderedDict", W_OrderedDict, DICT, module="collections", flags=TypeFlags.SUBCLASSABLE | TypeFlags.MAPPING, attributes=True,
    doc="A dict that compares and rearranges its items by their order.", static=True,
)  # fmt: skip
constant(EXPORTS, "OrderedDict", ORDERED_DICT)
add_member(ORDERED_DICT, "__hash__", w_None)
ORDERED_DICT_KEYS = define_type("odict_keys", W_OrderedDictKeys, DICT_KEYS, flags=TypeFlags.NO_INSTANTIATE)
ORDERED_DICT_VALUES = define_type("odict_values", W_OrderedDictValues, DICT_VALUES, flags=TypeFlags.NO_INSTANTIATE)
ORDERED_DICT_ITEMS = define_type("odict_items", W_OrderedDictItems, DICT_ITEMS, flags=TypeFlags.NO_INSTANTIATE)
ORDERED_DICT_ITERATOR = define_type("odict_iterator", W_OrderedDictIterator, OBJECT, flags=TypeFlags.NO_INSTANTIATE)


# --- the ring -----------------------------------------------------------------------------------------------------------
# All of these are called with the lock held.


def new_order(t: DictTable) -> Order:
    o = new_trailing(Order, None, t.capacity + 1)
    o.table = t
    o.links = Array[i32](2 * (t.capacity + 1), i32(UNLINKED))
    o.links[PREVIOUS] = i32(0)
    o.links[NEXT] = i32(0)
    return o


@inline
def order_of(d: W_OrderedDict) -> Order:
    """The ring for d's present table."""
    o = d.order
    if o is not None and o.table is d.table:
        return o
    return renumber(d)


@noinline
def renumber(d: W_OrderedDict) -> Order:
    """A new ring for d's present table, in the order of the old one."""
    t = d.table
    new = new_order(t)
    old = d.order
    if old is not None:
        n = int(old.links[NEXT])
        while n != 0:
            w_key = old.keys[n]
            i = place_of(t, w_key, table_hash(old.table, n - 1))
            if i >= 0:
                link(new, i + 1, w_key, MOVE_LAST)
            n = old.links[2 * n + NEXT]
    d.order = new
    return new


def place_of(t: DictTable, w_key: Value, h: int) -> int:
    """The entry of this very object, or -1."""
    perturb = h & PERTURB_MASK
    slot = h & t.mask
    while True:
        i = int(t.indices[slot])
        if i >= 0:
            if same(table_key(t, i), w_key):
                return i
        elif i != DELETED:
            return FREE
        perturb >>= 5
        slot = (slot * 5 + perturb + 1) & t.mask


@inline
def is_linked(o: Order, n: int) -> bool:
    return o.links[2 * n] != UNLINKED


@inline
def link(o: Order, n: int, w_key: Value, end: int) -> None:
    """Puts node n at an end: MOVE_FIRST or MOVE_LAST."""
    links = o.links
    if end == MOVE_LAST:
        after = 0
        before = int(links[PREVIOUS])
    else:
        before = 0
        after = int(links[NEXT])
    links[2 * n + PREVIOUS] = i32(before)
    links[2 * n + NEXT] = i32(after)
    links[2 * before + NEXT] = i32(n)
    links[2 * after + PREVIOUS] = i32(n)
    o.keys[n] = w_key


@inline
def unlink(o: Order, n: int) -> None:
    links = o.links
    before = int(links[2 * n + PREVIOUS])
    after = int(links[2 * n + NEXT])
    links[2 * before + NEXT] = i32(after)
    links[2 * after + PREVIOUS] = i32(before)
    links[2 * n + PREVIOUS] = i32(UNLINKED)
    o.keys[n] = EMPTY


# --- changing -----------------------------------------------------------------------------------------------------------


def change(d: W_OrderedDict, w_key: Value, h: int, action: int, w_value: Value) -> Value:
    """One atomic step with the entry of w_key. SET and SET_DEFAULT: its value afterwards. The others: EMPTY when it is absent."""
    t = NO_TABLE
    fill = -1
    i = UNSURE
    while True:
        with locked(d):
            if d.table is not t or t.fill != fill or (i >= 0 and is_empty(table_key(t, i))):
                t = d.table
                fill = t.fill
                i = table_find(t, w_key, h)
            if likely(i != UNSURE):
                return act(d, t, i, w_key, h, action, w_value)
        i = table_find_slow(d, t, w_key, h)
        if i == MOVED:
            i = UNSURE
            fill = -1


@inline
def act(d: W_OrderedDict, t: DictTable, i: int, w_key: Value, h: int, action: int, w_value: Value) -> Value:
    """What `change` does, where i is the entry in t or ABSENT. The lock is held."""
    if action <= SET_DEFAULT:
        if i < 0:
            table_add(d, t, w_key, h, w_value)
            i = d.table.fill - 1
        elif action == SET_DEFAULT:
            return table_value(t, i)
        else:
            t.items[3 * i + 2] = w_value
        o = order_of(d)
        if not is_linked(o, i + 1):
            link(o, i + 1, w_key, MOVE_LAST)
            d.changes += 1
        return w_value
    if i < 0:
        return EMPTY
    o = order_of(d)
    n = i + 1
    linked = is_linked(o, n)
    if not linked and action != REMOVE:
        return EMPTY
    if action <= POP:
        if linked:
            unlink(o, n)
            d.changes += 1
        return table_remove(t, i)
    w_own_key = o.keys[n]
    if o.links[PREVIOUS if action == MOVE_LAST else NEXT] != n:
        unlink(o, n)
        link(o, n, w_own_key, action)
        d.changes += 1
    return w_own_key


def sets_items_itself(w: Value) -> bool:
    """Whether w is an OrderedDict whose class did not redefine `__setitem__`."""
    return same(type_of(w).special[Special.SETITEM], ORDERED_DICT.special[Special.SETITEM])


@inline
def store(w_self: Value, plain: bool, w_key: Value, w_value: Value) -> None:
    """self[key] = value; plain is sets_items_itself(self)."""
    if plain:
        change(unwrap(W_OrderedDict, w_self), w_key, hash_of(w_key), SET, w_value)
    else:
        setitem(w_self, w_key, w_value)


@method(ORDERED_DICT, "__setitem__(self, key, value, /)")
def ordered_setitem(self: W_OrderedDict, w_key: Value, w_value: Value) -> Value:
    change(self, w_key, hash_of(w_key), SET, w_value)
    return w_None


@method(ORDERED_DICT, "__delitem__(self, key, /)")
def ordered_delitem(self: W_OrderedDict, w_key: Value) -> Value:
    if is_empty(change(self, w_key, hash_of(w_key), REMOVE, EMPTY)):
        raise key_error(w_key)
    return w_None


@method(
    ORDERED_DICT,
    "pop(self, /, key, default=EMPTY)",
    doc="Remove key and return its value, or default if it is absent.",
    shown="($self, /, key, default=<unrepresentable>)",
)
def ordered_pop(self: W_OrderedDict, w_key: Value, w_default: Value) -> Value:
    w = change(self, w_key, hash_of(w_key), POP, EMPTY)
    if not is_empty(w):
        return w
    if is_empty(w_default):
        raise key_error(w_key)
    return w_default


@method(ORDERED_DICT, "setdefault(self, /, key, default=None)", doc="The value of key, which becomes default if the key is absent.")
def ordered_setdefault(self: W_OrderedDict, w_key: Value, w_default: Value) -> Value:
    w_self = wrap(self)
    if type_of(w_self) is ORDERED_DICT:
        return change(self, w_key, key_hash(w_key), SET_DEFAULT, w_default)
    if contains(w_self, w_key):
        return getitem(w_self, w_key)
    setitem(w_self, w_key, w_default)
    return w_default


@method(ORDERED_DICT, "popitem(self, /, last=True)", doc="Remove and return the last (key, value) pair, or the first.")
def ordered_popitem(self: W_OrderedDict, w_last: Value) -> Value:
    side = PREVIOUS if is_true(w_last) else NEXT
    w_key = wrap("dictionary is empty")
    with locked(self):
        o = order_of(self)
        n = int(o.links[side])
        if n != 0:
            w_key = o.keys[n]
            if not is_empty(table_key(o.table, n - 1)):
                unlink(o, n)
                self.changes += 1
                return wrap(new_tuple2(w_key, table_remove(o.table, n - 1)))
    raise key_error(w_key)


@method(ORDERED_DICT, "move_to_end(self, /, key, last=True)", doc="Move key to the end, or to the beginning if last is false.")
def ordered_move_to_end(self: W_OrderedDict, w_key: Value, w_last: Value) -> Value:
    last = is_true(w_last)
    with locked(self):
        o = order_of(self)
        n = int(o.links[PREVIOUS if last else NEXT])
        there = n != 0 and same(o.keys[n], w_key)
    if not there and (n == 0 or is_empty(change(self, w_key, hash_of(w_key), MOVE_LAST if last else MOVE_FIRST, EMPTY))):
        raise key_error(w_key)
    return w_None


@method(ORDERED_DICT, "clear(self, /)", doc="Remove all items.")
def ordered_clear(self: W_OrderedDict) -> Value:
    with locked(self):
        replace_table(self, self.table, NO_TABLE)
        self.order = None
        self.changes += 1
    return w_None


# --- update -------------------------------------------------------------------------------------------------------------


def add_pairs(w_self: Value, w_pairs: Value) -> None:
    plain = sets_items_itself(w_self)
    w_iter = iterate(w_pairs)
    while True:
        w_pair = next_of(w_iter)
        if is_empty(w_pair):
            return
        pair = try_as(W_Tuple, w_pair)
        if pair is not None and pair.length == 2 and type_of(w_pair) is TUPLE:
            store(w_self, plain, pair.items[0], pair.items[1])
            continue
        w_parts = iterate(w_pair)
        w_key = next_of(w_parts)
        if is_empty(w_key):
            raise value_error("need more than 0 values to unpack")
        w_value = next_of(w_parts)
        if is_empty(w_value):
            raise value_error("need more than 1 value to unpack")
        if not is_empty(next_of(w_parts)):
            raise value_error("too many values to unpack (expected 2)")
        store(w_self, plain, w_key, w_value)


def update_from(w_self: Value, w_other: Value) -> None:
    """self.update(other): a mapping (it has keys(), or else items()) or an iterable of pairs."""
    if type_of(w_other) is DICT:
        add_pairs(w_self, call_method0(w_other, "items"))
        return
    w_keys = find_attr(w_other, "keys")
    if is_empty(w_keys):
        w_items = find_attr(w_other, "items")
        add_pairs(w_self, w_other if is_empty(w_items) else call0(w_items))
        return
    plain = sets_items_itself(w_self)
    w_iter = iterate(call0(w_keys))
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return
        store(w_self, plain, w_key, getitem(w_other, w_key))


def update_from_args(w_self: Value, args: W_Tuple, w_kwargs: Value) -> None:
    if args.length == 1:
        update_from(w_self, args.items[0])
    if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
        update_from(w_self, w_kwargs)


@method(ORDERED_DICT, "__init__(self, /, *args, **kwargs)")
def ordered_init(self: W_OrderedDict, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 1:
        raise type_error(f"expected at most 1 argument, got {args.length}")
    update_from_args(wrap(self), args, w_kwargs)
    return w_None


@method(
    ORDERED_DICT,
    "update(self, /, *args, **kwargs)",
    doc="Set items from a mapping or an iterable of pairs, then from keywords.",
    shown="",
)
def ordered_update(self: W_OrderedDict, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 1:
        raise type_error(f"update() takes at most 1 positional argument ({args.length} given)")
    update_from_args(wrap(self), args, w_kwargs)
    return w_None


@class_method(ORDERED_DICT, "fromkeys(cls, iterable, value=None)", doc="A new one with keys from iterable, all with the same value.")
def ordered_fromkeys(cls: W_Type, w_iterable: Value, w_value: Value) -> Value:
    w_result = call0(wrap(cls))
    plain = sets_items_itself(w_result)
    w_iter = iterate(w_iterable)
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return w_result
        store(w_result, plain, w_key, w_value)


@method(ORDERED_DICT, "__or__(self, value, /)")
def ordered_or(self: W_OrderedDict, w_other: Value) -> Value:
    return merged(type_of(wrap(self)), wrap(self), w_other)


@method(ORDERED_DICT, "__ror__(self, value, /)")
def ordered_ror(self: W_OrderedDict, w_other: Value) -> Value:
    return merged(type_of(wrap(self)), w_other, wrap(self))


def merged(cls: W_Type, w_first: Value, w_second: Value) -> Value:
    if try_as(W_Dict, w_first) is None or try_as(W_Dict, w_second) is None:
        return w_NotImplemented
    w_result = call1(wrap(cls), w_first)
    update_from(w_result, w_second)
    return w_result


@method(ORDERED_DICT, "__ior__(self, value, /)")
def ordered_ior(self: W_OrderedDict, w_other: Value) -> Value:
    update_from(wrap(self), w_other)
    return wrap(self)


# --- iterators ----------------------------------------------------------------------------------------------------------


def new_iterator(d: W_OrderedDict, kind: int, side: int) -> Value:
    """side: NEXT to go forwards, PREVIOUS to go backwards."""
    it = W_OrderedDictIterator()
    it.w_dict = d
    it.side = side
    it.kind = kind
    with locked(d):
        it.order = order_of(d)
        it.node = it.order.links[side]
        it.changes = d.changes
        it.used = d.table.used
    return wrap(it)


@inline
def has_fixed_hash(w_key: Value) -> bool:
    """Whether hash and comparison of the key call no Python code: what is found once stays found."""
    return try_as(str, w_key) is not None or is_int(w_key)


@iternext(ORDERED_DICT_ITERATOR)
def iterator_next(self: W_OrderedDictIterator) -> Value:
    d = self.w_dict
    if d is None:
        return EMPTY
    w_key = EMPTY
    w_value = EMPTY
    problem = ""
    with locked(d):
        n = self.node
        if n != 0:
            o = self.order
            if unlikely(d.changes != self.changes or d.order is not o):
                problem = "OrderedDict mutated during iteration"
                self.node = 0
            elif unlikely(d.table.used != self.used):
                problem = "OrderedDict changed size during iteration"
                self.used = -1
            else:
                w_key = o.keys[n]
                w_value = table_value(o.table, n - 1)
                self.node = o.links[2 * n + self.side]
    if is_empty(w_key):
        if problem != "":
            raise runtime_error(problem)
        self.w_dict = None
        return EMPTY
    if unlikely(not has_fixed_hash(w_key) or d.table is not self.order.table):
        w_value = dict_get_hashed(d, w_key, hash_of(w_key))
    if unlikely(is_empty(w_value)):
        self.w_dict = None
        raise runtime_error("OrderedDict mutated during iteration") if d.changes != self.changes else key_error(w_key)
    if self.kind == KEYS:
        return w_key
    return w_value if self.kind == VALUES else wrap(new_tuple2(w_key, w_value))


@method(ORDERED_DICT_ITERATOR, "__reduce__(self, /)", doc="How to copy or pickle the iterator.")
def iterator_reduce(self: W_OrderedDictIterator) -> Value:
    """iter(list of what is left), without moving this iterator."""
    w_iter = builtin_named("iter")
    l = new_list()
    d = self.w_dict
    if d is not None:
        rest = W_OrderedDictIterator()
        rest.w_dict = d
        rest.side = self.side
        rest.kind = self.kind
        with locked(d):
            rest.order = self.order
            rest.node = self.node
            rest.changes = self.changes
            rest.used = self.used
        while True:
            w = iterator_next(rest)
            if is_empty(w):
                break
            list_append(l, w)
    return wrap(new_tuple2(w_iter, wrap(new_tuple1(wrap(l)))))


@method(ORDERED_DICT, "__iter__(self, /)")
def ordered_iter(self: W_OrderedDict) -> Value:
    return new_iterator(self, KEYS, NEXT)


@method(ORDERED_DICT, "__reversed__(self, /)", doc="An iterator over the keys from the last.")
def ordered_reversed(self: W_OrderedDict) -> Value:
    return new_iterator(self, KEYS, PREVIOUS)


# --- views --------------------------------------------------------------------------------------------------------------


@method(ORDERED_DICT, "keys(self, /)", doc="A view of the keys.")
def ordered_keys(self: W_OrderedDict) -> Value:
    return wrap(W_OrderedDictKeys(self))


@method(ORDERED_DICT, "values(self, /)", doc="A view of the values.")
def ordered_values(self: W_OrderedDict) -> Value:
    return wrap(W_OrderedDictValues(self))


@method(ORDERED_DICT, "items(self, /)", doc="A view of the (key, value) pairs.")
def ordered_items(self: W_OrderedDict) -> Value:
    return wrap(W_OrderedDictItems(self))


@method(ORDERED_DICT_KEYS, "__iter__(self, /)")
def keys_iter(self: W_OrderedDictKeys) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), KEYS, NEXT)


@method(ORDERED_DICT_KEYS, "__reversed__(self, /)", doc="An iterator over the keys from the last.")
def keys_reversed(self: W_OrderedDictKeys) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), KEYS, PREVIOUS)


@method(ORDERED_DICT_VALUES, "__iter__(self, /)")
def values_iter(self: W_OrderedDictValues) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), VALUES, NEXT)


@method(ORDERED_DICT_VALUES, "__reversed__(self, /)", doc="An iterator over the values from the last.")
def values_reversed(self: W_OrderedDictValues) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), VALUES, PREVIOUS)


@method(ORDERED_DICT_ITEMS, "__iter__(self, /)")
def items_iter(self: W_OrderedDictItems) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), ITEMS, NEXT)


@method(ORDERED_DICT_ITEMS, "__reversed__(self, /)", doc="An iterator over the items from the last.")
def items_reversed(self: W_OrderedDictItems) -> Value:
    return new_iterator(unwrap(W_OrderedDict, wrap(self.w_dict)), ITEMS, PREVIOUS)


# --- copies, comparison, text ---------------------------------------------------------------------------------------------


def copy_at_once(d: W_OrderedDict, r: W_OrderedDict) -> bool:
    """Gives r, which nobody else holds, d's items in one atomic step; False where looking keys up may call Python code or fail."""
    with locked(d):
        o = order_of(d)
        links = o.links
        count = 0
        n = int(links[NEXT])
        while n != 0:
            if not has_fixed_hash(o.keys[n]) or is_empty(table_key(o.table, n - 1)):
                return False
            count += 1
            n = links[2 * n + NEXT]
        if count != o.table.used:
            return False
        same_places = o.table.used == o.table.fill
        r.table = table_copy(o.table)
        copy = new_trailing(Order, None, o.length)
        copy.table = r.table if same_places and count > 0 else o.table
        copy.links = Array[i32](len(links), i32(UNLINKED))
        copy_array(copy.links, 0, links, 0, len(links))
        copy_values(array_ptr(copy.keys, 0), array_ptr(o.keys, 0), o.length)
        r.order = copy
    return True


@method(ORDERED_DICT, "copy(self, /)", doc="A shallow copy.")
def ordered_copy(self: W_OrderedDict) -> Value:
    w_self = wrap(self)
    plain = type_of(w_self) is ORDERED_DICT
    w_result = call0(wrap(type_of(w_self)))
    if plain and copy_at_once(self, unwrap(W_OrderedDict, w_result)):
        return w_result
    keys, changes = keys_of(self)
    sets_itself = sets_items_itself(w_result)
    for i in range(len(keys)):
        w_key = keys[i]
        w_value = dict_get(self, w_key) if plain else getitem(w_self, w_key)
        if is_empty(w_value):
            raise key_error(w_key)
        store(w_result, sets_itself, w_key, w_value)
        if self.changes != changes:
            raise runtime_error("OrderedDict mutated during iteration")
    return w_result


@method(ORDERED_DICT, "__reduce__(self, /)", doc="How to copy or pickle it.")
def ordered_reduce(self: W_OrderedDict) -> Value:
    w_self = wrap(self)
    t = new_tuple_n(5)
    t.items[0] = wrap(type_of(w_self))
    t.items[1] = wrap(EMPTY_TUPLE)
    t.items[2] = call_method0(w_self, "__getstate__")
    t.items[3] = w_None
    t.items[4] = iterate(call_method0(w_self, "items"))
    return wrap(t)


@method(ORDERED_DICT, "__sizeof__(self, /)", doc="Size of the dict in memory, in bytes.")
def ordered_sizeof(self: W_OrderedDict) -> Value:
    size = int_value(dict_sizeof(self)) + 16
    with locked(self):
        o = self.order
    return from_int(size if o is None else size + 48 + 16 * o.length)


@method(ORDERED_DICT, "__repr__(self, /)")
def ordered_repr(self: W_OrderedDict) -> Value:
    w_self = wrap(self)
    name = last_part(type_name(w_self))
    if self.table.used == 0:
        return wrap(f"{name}()")
    if not repr_enter(w_self):
        return wrap("...")
    try:
        d = new_dict()
        dict_merge(d, w_self)
        text = repr_of(wrap(d))
    finally:
        repr_leave()
    return wrap(f"{name}({text})")


def keys_of(d: W_OrderedDict) -> tuple[Array[Value], int]:
    """The keys in order, and `changes` at that moment."""
    with locked(d):
        o = order_of(d)
        n = 0
        i = int(o.links[NEXT])
        while i != 0:
            n += 1
            i = o.links[2 * i + NEXT]
        keys = empty_values(n)
        n = 0
        i = int(o.links[NEXT])
        while i != 0:
            keys[n] = o.keys[i]
            n += 1
            i = o.links[2 * i + NEXT]
        return keys, d.changes


def same_order(a: W_OrderedDict, b: W_OrderedDict) -> bool:
    a_keys, a_changes = keys_of(a)
    b_keys, b_changes = keys_of(b)
    for i in range(min(len(a_keys), len(b_keys))):
        w = a_keys[i]
        result = equal(w, b_keys[i])
        if not has_fixed_hash(w) and (a.changes != a_changes or b.changes != b_changes):
            raise runtime_error("OrderedDict mutated during iteration")
        if not result:
            return False
    return len(a_keys) == len(b_keys)


@method(ORDERED_DICT, "__eq__(self, value, /)")
def ordered_eq(self: W_OrderedDict, w_other: Value) -> Value:
    other = try_as(W_Dict, w_other)
    if other is None:
        return w_NotImplemented
    ordered = try_as(W_OrderedDict, w_other)
    return new_bool(dict_equal(self, other) and (ordered is None or same_order(self, ordered)))


@method(ORDERED_DICT, "__ne__(self, value, /)")
def ordered_ne(self: W_OrderedDict, w_other: Value) -> Value:
    w = ordered_eq(self, w_other)
    return w if same(w, w_NotImplemented) else new_bool(not is_true(w))


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    method(ORDERED_DICT, _name + "(self, value, /)")(dict_not_ordered)

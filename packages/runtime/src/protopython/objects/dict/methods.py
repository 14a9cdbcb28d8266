"""What programs see of dicts. Views and iterators are in dict/views.py, the table in dict.py."""

from __future__ import annotations

from protodialect.types import Value, likely, locked, new_with_shape, noinline, try_as, unwrap, wrap
from protopython.objects.dict.dict import (
    DICT,
    NO_TABLE,
    W_Dict,
    dict_clear,
    dict_contains,
    dict_copy,
    dict_get,
    dict_get_hashed,
    dict_last,
    dict_pop,
    dict_set,
    dict_set_default,
    dict_set_hashed,
    dict_update_from,
    stable_table,
    table_hash,
    table_key,
    table_next,
    table_remove,
    table_value,
)
from protopython.objects.dict.views import (
    W_DictItems,
    W_DictKeyIterator,
    W_DictKeys,
    W_DictReverseKeyIterator,
    W_DictValues,
)
from protopython.objects.exceptions.exceptions import TYPE_ERROR
from protopython.objects.list.list import LIST, W_List, list_snapshot
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call0
from protopython.objects.model.define import add_member, class_method, method, new
from protopython.objects.model.errors import error_matches, key_error, type_error, value_error
from protopython.objects.model.operations import equal, getitem, iterate, next_of, repr_of, setitem, unpack_to_list
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special2
from protopython.objects.model.types import special, type_of
from protopython.objects.object_methods import add_note
from protopython.objects.set import W_BaseSet, set_hash_at, set_key, set_next, set_snapshot
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.locks import alone
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same

add_member(DICT, "__hash__", w_None)


@new(DICT, "(cls, *args, **kwargs)")
def dict_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    d = new_with_shape(W_Dict, cls.root_shape)
    d.table = NO_TABLE
    return wrap(d)


# --- update -------------------------------------------------------------------------------------------------------------


def update_from_args(self: W_Dict, args: W_Tuple, kwargs: W_Dict, name: str) -> None:
    if args.length > 1:
        raise type_error(f"{name} expected at most 1 argument, got {args.length}")
    if args.length == 1:
        dict_merge(self, args.items[0])
    if kwargs.table.used > 0:
        dict_update_from(self, kwargs)


def walks_like_dict(w: Value) -> bool:
    """A dict whose class did not redefine how it is walked: its table may be read directly."""
    t = type_of(w)
    return t is DICT or (try_as(W_Dict, w) is not None and same(t.special[Special.ITER], DICT.special[Special.ITER]))


def dict_merge(d: W_Dict, w_other: Value) -> None:
    """d.update(other): a mapping (it has keys()) or an iterable of pairs."""
    if walks_like_dict(w_other):
        dict_update_from(d, unwrap(W_Dict, w_other))
        return
    w_keys = find_attr(w_other, "keys")
    if is_empty(w_keys):
        merge_pairs(d, w_other)
        return
    w_iter = iterate(call0(w_keys))
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return
        dict_set(d, w_key, getitem(w_other, w_key))


def merge_pairs(d: W_Dict, w_pairs: Value) -> None:
    w_iter = iterate(w_pairs)
    n = 0
    while True:
        w_pair = next_of(w_iter)
        if is_empty(w_pair):
            return
        t = type_of(w_pair)
        if t is TUPLE:
            pair = unwrap(W_Tuple, w_pair)
            length = pair.length
            if length == 2:
                dict_set(d, pair.items[0], pair.items[1])
        else:
            a = list_snapshot(unwrap(W_List, w_pair) if t is LIST else pair_to_list(w_pair, n))
            length = len(a)
            if length == 2:
                dict_set(d, a[0], a[1])
        if length != 2:
            raise value_error(f"dictionary update sequence element #{n} has length {length}; 2 is required")
        n += 1


@noinline
def pair_to_list(w_pair: Value, n: int) -> W_List:
    """Element n of an update sequence."""
    try:
        if is_empty(special(w_pair, Special.ITER)) and is_empty(special(w_pair, Special.GETITEM)):
            raise type_error("object is not iterable")
        return unpack_to_list(w_pair)
    except PyError as e:
        if error_matches(e, TYPE_ERROR):
            add_note(e.w_value, wrap(f"Cannot convert dictionary update sequence element #{n} to a sequence"))
        raise


@method(DICT, "__init__(self, /, *args, **kwargs)")
def dict_init(self: W_Dict, w_args: Value, w_kwargs: Value) -> Value:
    update_from_args(self, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs), "dict")
    return w_None


@method(
    DICT,
    "update(self, /, *args, **kwargs)",
    doc="Set items from a mapping or an iterable of pairs, then from keywords.",
    shown="",
)
def dict_update(self: W_Dict, w_args: Value, w_kwargs: Value) -> Value:
    update_from_args(self, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs), "update")
    return w_None


@class_method(DICT, "fromkeys(cls, iterable, value=None, /)", doc="A new dict with keys from iterable, all with the same value.")
def dict_fromkeys(cls: W_Type, w_iterable: Value, w_value: Value) -> Value:
    w_result = call0(wrap(cls))
    d = try_as(W_Dict, w_result)
    plain = d is not None and type_of(w_result) is DICT
    if d is not None and plain:
        if type_of(w_iterable) is DICT:
            t = stable_table(unwrap(W_Dict, w_iterable))
            i = table_next(t, 0)
            while i >= 0:
                if i & 0xFFF == 0xFFF:
                    check_signals()
                w_key = table_key(t, i)
                if not is_empty(w_key):
                    dict_set_hashed(d, w_key, table_hash(t, i), w_value)
                i = table_next(t, i + 1)
            return w_result
        elements = try_as(W_BaseSet, w_iterable)
        if elements is not None:
            s = set_snapshot(elements)
            i = set_next(s, 0)
            while i >= 0:
                if i & 0xFFF == 0xFFF:
                    check_signals()
                dict_set_hashed(d, set_key(s, i), set_hash_at(s, i), w_value)
                i = set_next(s, i + 1)
            return w_result
    w_iter = iterate(w_iterable)
    while True:
        w_key = next_of(w_iter)
        if is_empty(w_key):
            return w_result
        if d is not None and plain:
            dict_set(d, w_key, w_value)
        else:
            setitem(w_result, w_key, w_value)


# --- items --------------------------------------------------------------------------------------------------------------


@method(DICT, "__getitem__(self, key, /)", doc="Return self[key].", ordinary=True)
def dict_getitem(self: W_Dict, w_key: Value) -> Value:
    w = dict_get(self, w_key)
    if likely(not is_empty(w)):
        return w
    return dict_missing(self, w_key)


@noinline
def dict_missing(d: W_Dict, w_key: Value) -> Value:
    """What d[key] gives for an absent key: __missing__ of a subclass, or KeyError."""
    t = type_of(wrap(d))
    if t is not DICT:
        w_missing = t.special[Special.MISSING]
        if not is_empty(w_missing):
            return call_special2(w_missing, wrap(d), w_key)
    raise key_error(w_key)


@method(DICT, "__setitem__(self, key, value, /)")
def dict_setitem(self: W_Dict, w_key: Value, w_value: Value) -> Value:
    dict_set(self, w_key, w_value)
    return w_None


@method(DICT, "__delitem__(self, key, /)")
def dict_delitem(self: W_Dict, w_key: Value) -> Value:
    if is_empty(dict_pop(self, w_key)):
        raise key_error(w_key)
    return w_None


@method(DICT, "__contains__(self, key, /)", doc="Whether the dict has the key.", ordinary=True)
def dict_contains_method(self: W_Dict, w_key: Value) -> Value:
    return new_bool(dict_contains(self, w_key))


@method(DICT, "get(self, key, default=None, /)", doc="The value of key if it is there, else default.")
def dict_get_method(self: W_Dict, w_key: Value, w_default: Value) -> Value:
    w = dict_get(self, w_key)
    return w_default if is_empty(w) else w


@method(DICT, "setdefault(self, key, default=None, /)", doc="The value of key, which becomes default if the key is absent.")
def dict_setdefault(self: W_Dict, w_key: Value, w_default: Value) -> Value:
    return dict_set_default(self, w_key, w_default)


@method(
    DICT,
    "pop(self, key, default=EMPTY, /)",
    doc="Remove key and return its value, or default if it is absent.",
    shown="($self, key, default=<unrepresentable>, /)",
)
def dict_pop_method(self: W_Dict, w_key: Value, w_default: Value) -> Value:
    if self.table.used > 0:
        w = dict_pop(self, w_key)
        if not is_empty(w):
            return w
    if is_empty(w_default):
        raise key_error(w_key)
    return w_default


@method(DICT, "popitem(self, /)", doc="Remove and return the last (key, value) pair.")
def dict_popitem(self: W_Dict) -> Value:
    with locked(self):
        i = dict_last(self)
        if i >= 0:
            t = self.table
            w_key = table_key(t, i)
            return wrap(new_tuple2(w_key, table_remove(t, i)))
    raise key_error(wrap("popitem(): dictionary is empty"))


@method(DICT, "clear(self, /)", doc="Remove all items.")
def dict_clear_method(self: W_Dict) -> Value:
    dict_clear(self)
    return w_None


@method(DICT, "copy(self, /)", doc="A shallow copy.")
def dict_copy_method(self: W_Dict) -> Value:
    return wrap(dict_copy(self))


@method(DICT, "keys(self, /)", doc="A view of the keys.")
def dict_keys(self: W_Dict) -> Value:
    return wrap(W_DictKeys(self))


@method(DICT, "values(self, /)", doc="A view of the values.")
def dict_values(self: W_Dict) -> Value:
    return wrap(W_DictValues(self))


@method(DICT, "items(self, /)", doc="A view of the (key, value) pairs.")
def dict_items(self: W_Dict) -> Value:
    return wrap(W_DictItems(self))


# --- special methods ----------------------------------------------------------------------------------------------------


@method(DICT, "__len__(self, /)")
def dict_len_method(self: W_Dict) -> Value:
    return from_int(self.table.used)


@method(DICT, "__iter__(self, /)")
def dict_iter(self: W_Dict) -> Value:
    return wrap(W_DictKeyIterator(self, False))


@method(DICT, "__reversed__(self, /)", doc="An iterator over the keys from the last.")
def dict_reversed(self: W_Dict) -> Value:
    return wrap(W_DictReverseKeyIterator(self, True))


@method(DICT, "__repr__(self, /)")
def dict_repr(self: W_Dict) -> Value:
    if self.table.used == 0:
        return wrap("{}")
    if not repr_enter(wrap(self)):
        return wrap("{...}")
    parts: list[str] = []
    try:
        t = stable_table(self)
        i = table_next(t, 0)
        while i >= 0:
            w_key = table_key(t, i)
            w_value = table_value(t, i)
            if not is_empty(w_key) and not is_empty(w_value):
                key_text = repr_of(w_key)
                parts.append(key_text + ": " + repr_of(w_value))
            i = table_next(t, i + 1)
    finally:
        repr_leave()
    return wrap("{" + ", ".join(parts) + "}")


def dict_equal(a: W_Dict, b: W_Dict) -> bool:
    if a.table.used != b.table.used:
        return False
    t = stable_table(a)
    if not alone():
        b = dict_copy(b)
        if t.used != b.table.used:
            return False
    i = table_next(t, 0)
    while i >= 0:
        w_key = table_key(t, i)
        w_value = table_value(t, i)
        if not is_empty(w_key) and not is_empty(w_value):
            w_other = dict_get_hashed(b, w_key, table_hash(t, i))
            if is_empty(w_other) or not equal(w_value, w_other):
                return False
        i = table_next(t, i + 1)
    return True


@method(DICT, "__eq__(self, value, /)")
def dict_eq(self: W_Dict, w_other: Value) -> Value:
    other = try_as(W_Dict, w_other)
    return w_NotImplemented if other is None else new_bool(dict_equal(self, other))


@method(DICT, "__ne__(self, value, /)")
def dict_ne(self: W_Dict, w_other: Value) -> Value:
    other = try_as(W_Dict, w_other)
    return w_NotImplemented if other is None else new_bool(not dict_equal(self, other))


def dict_not_ordered(self: W_Dict, w_other: Value) -> Value:
    return w_NotImplemented


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    method(DICT, _name + "(self, value, /)")(dict_not_ordered)


@method(DICT, "__or__(self, value, /)")
def dict_or(self: W_Dict, w_other: Value) -> Value:
    if try_as(W_Dict, w_other) is None:
        return w_NotImplemented
    r = dict_copy(self)
    dict_merge(r, w_other)
    return wrap(r)


@method(DICT, "__ror__(self, value, /)")
def dict_ror(self: W_Dict, w_other: Value) -> Value:
    other = try_as(W_Dict, w_other)
    if other is None:
        return w_NotImplemented
    r = dict_copy(other)
    dict_merge(r, wrap(self))
    return wrap(r)


@method(DICT, "__ior__(self, value, /)")
def dict_ior(self: W_Dict, w_other: Value) -> Value:
    dict_merge(self, w_other)
    return wrap(self)


@method(DICT, "__sizeof__(self, /)", doc="Size of the dict in memory, in bytes.")
def dict_sizeof(self: W_Dict) -> Value:
    t = self.table
    return from_int(32 + 88 + 16 + 4 * (t.mask + 1) + 8 * t.length)

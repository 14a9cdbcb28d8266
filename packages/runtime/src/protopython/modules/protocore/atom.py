"""Atom: a cell that threads share, whose value is replaced in one step.

The value is changed by compare-and-set on its word and by nothing else. That the expected value is held by whoever compares keeps its
address from being another object's. Watches are a persistent map, replaced as a whole.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, locked, unwrap, wrap
from protodialect.unsafe import address_of, claim64, value_bits
from protopython.modules.protocore.hashed import EMPTY_MAP, W_Map, map_of
from protopython.modules.protocore.trie import Cursor, find, hash_of_key, put_found, removed
from protopython.modules.protocore.vector import MODULE
from protopython.objects.dict.dict import W_Dict
from protopython.objects.model.call import call_tuple, call_tuple_kw
from protopython.objects.model.container_generics import generic_class_getitem
from protopython.objects.model.define import OBJECT, class_method, constant, define_type, getter, method, new
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.repr_guard import repr_enter, repr_leave
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import W_Tuple, new_tuple4
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import same


class W_Atom(W_Object):
    w_value: Value
    watches: W_Map

    def __init__(self, w_value: Value) -> None:
        self.w_value = w_value
        self.watches = EMPTY_MAP


VALUE_AT: Final[int] = 16
"""Where w_value is in a W_Atom."""

ATOM = define_type(
    "Atom", W_Atom, OBJECT, module=MODULE, flags=TypeFlags.HAS_WEAKREF,
    doc="A cell that threads share without a lock: its value is replaced in one step, as compare_and_set() or swap() say. Atom(value)",
)  # fmt: skip
constant(MODULE, "Atom", ATOM)


def replace(a: W_Atom, w_old: Value, w_new: Value) -> bool:
    """Makes w_new the value if w_old is, in one step."""
    if COMPILED:
        return claim64(address_of(a) + VALUE_AT, value_bits(w_old), value_bits(w_new))
    else:
        if not same(a.w_value, w_old):
            return False
        a.w_value = w_new
        return True


def tell_watches(a: W_Atom, w_old: Value, w_new: Value) -> None:
    c = Cursor(a.watches.root)
    while c.advance():
        call_tuple(c.value(), new_tuple4(c.key(), wrap(a), w_old, w_new))


@new(ATOM, "(cls, value=None, /)")
def atom_new(cls: W_Type, w_value: Value) -> Value:
    return wrap(W_Atom(w_value))


@method(ATOM, "deref(self, /)", doc="The present value.")
def atom_deref(self: W_Atom) -> Value:
    return self.w_value


@getter(ATOM, "value", doc="The present value.")
def atom_value(self: W_Atom) -> Value:
    return self.w_value


@method(
    ATOM,
    "compare_and_set(self, expected, new, /)",
    doc="Makes new the value if the value is expected, the very object, and says whether it was.",
)
def atom_compare_and_set(self: W_Atom, w_expected: Value, w_new: Value) -> Value:
    if not replace(self, w_expected, w_new):
        return new_bool(False)
    tell_watches(self, w_expected, w_new)
    return new_bool(True)


@method(
    ATOM,
    "swap(self, function, /, *args, **kwargs)",
    doc="Replaces the value by function(value, *args, **kwargs), which is called again if another thread was faster. Gives the new value.",
)
def atom_swap(self: W_Atom, w_function: Value, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    while True:
        w_old = self.w_value
        w_new = call_tuple_kw(w_function, w_old, args, kwargs)
        if replace(self, w_old, w_new):
            tell_watches(self, w_old, w_new)
            return w_new


@method(ATOM, "reset(self, new, /)", doc="Makes new the value, whatever it was, and gives it.")
def atom_reset(self: W_Atom, w_new: Value) -> Value:
    while True:
        w_old = self.w_value
        if replace(self, w_old, w_new):
            tell_watches(self, w_old, w_new)
            return w_new


@method(
    ATOM,
    "add_watch(self, key, function, /)",
    doc="From now on whoever changes the value calls function(key, atom, old, new) then. One function a key.",
)
def atom_add_watch(self: W_Atom, w_key: Value, w_function: Value) -> Value:
    h = hash_of_key(w_key)
    while True:
        old = self.watches
        node, i = find(old.root, w_key, h, True)
        root = put_found(old.root, node, i, w_key, w_function, h, None)
        if publish_watches(self, old, W_Map(root, old.count if i >= 0 else old.count + 1)):
            return w_None


@method(ATOM, "remove_watch(self, key, /)", doc="Ends what add_watch() began, if it did.")
def atom_remove_watch(self: W_Atom, w_key: Value) -> Value:
    h = hash_of_key(w_key)
    while True:
        old = self.watches
        node, i = find(old.root, w_key, h, True)
        if i < 0:
            return w_None
        root = removed(old.root, node, i, None)
        if publish_watches(self, old, map_of(root, old.count - 1)):
            return w_None


def publish_watches(a: W_Atom, old: W_Map, new: W_Map) -> bool:
    """False: another thread was faster."""
    with locked(a):
        if a.watches is not old:
            return False
        a.watches = new
        return True


@method(ATOM, "__repr__(self, /)")
def atom_repr(self: W_Atom) -> Value:
    if not repr_enter(wrap(self)):
        return wrap("protocore.Atom(...)")
    try:
        return wrap(f"protocore.Atom({repr_of(self.w_value)})")
    finally:
        repr_leave()


@method(ATOM, "__reduce__(self, /)", doc="Not supported: a copy would be another cell.")
def atom_reduce(self: W_Atom) -> Value:
    raise type_error(f"cannot pickle '{type_name(wrap(self))}' object")


class_method(ATOM, "__class_getitem__(cls, object, /)", doc="See PEP 585.")(generic_class_getitem)

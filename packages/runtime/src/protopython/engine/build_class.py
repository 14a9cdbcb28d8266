"""`__build_class__`: what a class statement calls (PEP 3115, 487, 560)."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.engine import calls as engine_calls
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.function.function import W_Cell, W_Function
from protopython.objects.list.list import W_List, list_append, list_to_tuple, new_list
from protopython.objects.model import call as calls
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.define import TYPE
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.objects.type.type import calculate_metaclass
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty, same


def update_bases(bases: W_Tuple) -> W_Tuple:
    """The bases with what `__mro_entries__` gives in place of those that are not classes; the same tuple if
    there are none.
    """
    changed: W_List | None = None
    for i in range(bases.length):
        w_base = bases.items[i]
        w_entries = EMPTY
        if try_as(W_Type, w_base) is None:
            w_entries = find_attr(w_base, "__mro_entries__")
        if is_empty(w_entries):
            if changed is not None:
                list_append(changed, w_base)
        else:
            if changed is None:
                changed = first_items(bases, i)
            w_new = calls.call1(w_entries, wrap(bases))
            new = try_as(W_Tuple, w_new)
            if new is None:
                raise errors.type_error("__mro_entries__ must return a tuple")
            for k in range(new.length):
                list_append(changed, new.items[k])
    return bases if changed is None else list_to_tuple(changed)


def first_items(t: W_Tuple, n: int) -> W_List:
    result = new_list()
    for i in range(n):
        list_append(result, t.items[i])
    return result


def choose_metaclass(w_metaclass: Value, bases: W_Tuple) -> Value:
    """The metaclass that is called: given, or that of the bases; any callable when given as such."""
    if is_empty(w_metaclass):
        meta = TYPE if bases.length == 0 else type_of(bases.items[0])
        return wrap(calculate_metaclass(meta, bases))
    given = try_as(W_Type, w_metaclass)
    return w_metaclass if given is None else wrap(calculate_metaclass(given, bases))


def prepare_namespace(w_meta: Value, w_name: Value, bases: W_Tuple, kwds: W_Dict) -> Value:
    w_prepare = find_attr(w_meta, "__prepare__")
    if is_empty(w_prepare):
        return wrap(new_dict())
    w_namespace = calls.call_tuple_kw(w_prepare, EMPTY, new_tuple2(w_name, wrap(bases)), kwds)
    if is_empty(type_of(w_namespace).special[Special.GETITEM]):
        meta = try_as(W_Type, w_meta)
        shown = "<metaclass>" if meta is None else meta.name
        raise errors.type_error(f"{shown}.__prepare__() must return a mapping, not {type_name(w_namespace)}")
    return w_namespace


def check_class_cell(w_cell: Value, w_cls: Value, w_name: Value) -> None:
    """type.__new__ must have filled the `__class__` cell, and with this class."""
    cell = try_as(W_Cell, w_cell)
    if cell is None or try_as(W_Type, w_cls) is None:
        return
    w_value = cell.w_value
    if is_empty(w_value):
        raise errors.runtime_error(
            f"__class__ not set defining {operations.repr_of(w_name)} as {operations.repr_of(w_cls)}. "
            "Was __classcell__ propagated to type.__new__?"
        )
    if not same(w_value, w_cls):
        raise errors.type_error(
            f"__class__ set to {operations.repr_of(w_value)} defining {operations.repr_of(w_name)} "
            f"as {operations.repr_of(w_cls)}"
        )


def build_class(w_function: Value, w_name: Value, w_bases: Value, w_metaclass: Value, w_kwds: Value) -> Value:
    """__build_class__(function, name, *bases, metaclass=..., **kwds)"""
    if try_as(W_Function, w_function) is None:
        raise errors.type_error("__build_class__: func must be a function")
    if as_str(w_name) is None:
        raise errors.type_error("__build_class__: name is not a string")
    original = unwrap(W_Tuple, w_bases)
    kwds = unwrap(W_Dict, w_kwds)
    bases = update_bases(original)
    w_meta = choose_metaclass(w_metaclass, bases)
    w_namespace = prepare_namespace(w_meta, w_name, bases, kwds)
    w_cell = engine_calls.run_class_body(w_function, w_namespace)
    if bases is not original:
        set_item(w_namespace, "__orig_bases__", w_bases)
    w_cls = calls.call_tuple_kw(w_meta, EMPTY, new_tuple3(w_name, wrap(bases), w_namespace), kwds)
    check_class_cell(w_cell, w_cls, w_name)
    return w_cls


def set_item(w_namespace: Value, name: str, w_value: Value) -> None:
    d = try_as(W_Dict, w_namespace)
    if d is None:
        operations.setitem(w_namespace, wrap(name), w_value)
    else:
        dict_set_str(d, name, w_value)

"""Making and filling objects while a pickle is read: `__new__`, `__setstate__`, attributes and slots."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.modules._pickle.errors import unpickling_error
from protopython.objects.dict.dict import DictTable, W_Dict, dict_snapshot, table_key, table_next, table_value
from protopython.objects.model.attributes import find_attr, getattr_of, setattr_of
from protopython.objects.model.builtin import W_GetSet
from protopython.objects.model.call import call1, call_tuple, call_tuple_kw
from protopython.objects.model.define import OBJECT
from protopython.objects.model.instance import own_set
from protopython.objects.model.interning import intern
from protopython.objects.model.operations import setitem
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_lookup, type_name, type_of
from protopython.objects.object_methods import attribute_name
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.objects.type.methods import new_callable, new_instance_of
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.value import is_empty, same


def instantiate(w_class: Value, args: W_Tuple) -> Value:
    """What INST and OBJ make: a class without arguments is not called."""
    cls = try_as(W_Type, w_class)
    if cls is not None and args.length == 0 and is_empty(find_attr(w_class, "__getinitargs__")):
        return call1(getattr_of(w_class, "__new__"), w_class)
    return call_tuple(w_class, args)


def class_of(w_class: Value, opcode: str) -> W_Type:
    cls = try_as(W_Type, w_class)
    if cls is None:
        raise unpickling_error(f"{opcode} class argument must be a type, not {type_name(w_class)}")
    if cls.flags & TypeFlags.NO_INSTANTIATE:
        raise unpickling_error(f"{opcode} class argument '{type_name(w_class)}' doesn't have __new__")
    return cls


def args_of(w_args: Value, opcode: str) -> W_Tuple:
    args = try_as(W_Tuple, w_args)
    if args is None:
        raise unpickling_error(f"{opcode} args argument must be a tuple, not {type_name(w_args)}")
    return args


def new_object(w_class: Value, w_args: Value) -> Value:
    """cls.__new__(cls, *args)"""
    cls = class_of(w_class, "NEWOBJ")
    args = args_of(w_args, "NEWOBJ")
    w_new = cls.special[Special.NEW]
    if args.length == 0 and same(w_new, OBJECT.special[Special.NEW]):
        return new_instance_of(cls)
    return call_tuple_kw(new_callable(cls, w_new), w_class, args, None)


def new_object_ex(w_class: Value, w_args: Value, w_kwargs: Value) -> Value:
    """cls.__new__(cls, *args, **kwargs)"""
    cls = class_of(w_class, "NEWOBJ_EX")
    args = args_of(w_args, "NEWOBJ_EX")
    kwargs = try_as(W_Dict, w_kwargs)
    if kwargs is None:
        raise unpickling_error(f"NEWOBJ_EX kwargs argument must be a dict, not {type_name(w_kwargs)}")
    return call_tuple_kw(new_callable(cls, cls.special[Special.NEW]), w_class, args, kwargs)


def build(w: Value, w_state: Value) -> None:
    """Gives an object its state: by its `__setstate__`, else attributes from a dict, or from a pair of dicts for attributes and slots."""
    w_setstate = find_attr(w, "__setstate__")
    if not is_empty(w_setstate):
        call1(w_setstate, w_state)
        return
    w_slots = EMPTY
    pair = try_as(W_Tuple, w_state)
    if pair is not None and pair.length == 2:
        w_state = pair.items[0]
        w_slots = pair.items[1]
    if not same(w_state, w_None):
        state = try_as(W_Dict, w_state)
        if state is None:
            raise unpickling_error("state is not a dictionary")
        set_attributes(w, state)
    if is_empty(w_slots):
        return
    slots = try_as(W_Dict, w_slots)
    if slots is None:
        raise unpickling_error("slot state is not a dictionary")
    t = dict_snapshot(slots)
    i = table_next(t, 0)
    while i >= 0:
        setattr_of(w, attribute_name(table_key(t, i)), table_value(t, i))
        i = table_next(t, i + 1)


def set_attributes(w: Value, state: W_Dict) -> None:
    """w.__dict__.update(state), with names interned."""
    plain = keeps_plain_attributes(w) and has_only_names(state.table)
    w_dict = EMPTY if plain else getattr_of(w, "__dict__")
    t = state.table if plain else dict_snapshot(state)
    i = table_next(t, 0)
    while i >= 0:
        w_key = table_key(t, i)
        w_value = table_value(t, i)
        if not is_empty(w_key) and not is_empty(w_value):
            name = try_as(str, w_key)
            if plain and name is not None:
                own_set(unwrap(W_Object, w), intern(name), w_value)
            elif not plain:
                setitem(w_dict, w_key if name is None else wrap(intern(name)), w_value)
        i = table_next(t, i + 1)


def keeps_plain_attributes(w: Value) -> bool:
    """Whether `__dict__` of w is what every instance of a class statement has, so that it need not come into being."""
    t = type_of(w)
    if t.flags & (TypeFlags.PLAIN_GETATTR | TypeFlags.HAS_DICT) != TypeFlags.PLAIN_GETATTR | TypeFlags.HAS_DICT or not t.root_shape.plain:
        return False
    if shape_of(unwrap(W_Object, w)).dict_mode:
        return False
    return is_own_dict_getter(type_lookup(t, "__dict__"))


def is_own_dict_getter(w: Value) -> bool:
    """Whether what a class has as `__dict__` is the descriptor that class statements make."""
    getter = try_as(W_GetSet, w)
    return getter is not None and getter.name == "__dict__"


def has_only_names(t: DictTable) -> bool:
    i = table_next(t, 0)
    while i >= 0:
        if try_as(str, table_key(t, i)) is None:
            return False
        i = table_next(t, i + 1)
    return True

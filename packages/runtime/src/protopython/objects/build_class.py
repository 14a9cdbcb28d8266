"""What a class statement does: `__build_class__`. Sources: language reference "Metaclasses", PEP 3115, PEP 560."""

from __future__ import annotations

from protopyc.types import EMPTY, Value, try_as, unwrap, wrap

from protopython.engine import calls as engine_calls
from protopython.objects import attributes, errors, operations
from protopython.objects.define import TYPE
from protopython.objects.dict import W_Dict, new_dict
from protopython.objects.function import W_Cell, W_Function
from protopython.objects.list import list_append, list_to_tuple, new_list
from protopython.objects.special import Special
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.objects.type import calculate_metaclass
from protopython.objects.types import special, type_name, type_of
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty, same


def resolve_bases(bases: W_Tuple) -> W_Tuple:
    """Bases that are not classes replaced through their `__mro_entries__` (PEP 560); `bases` itself if there are none."""
    result = new_list()
    changed = False
    i = 0
    while i < bases.length:
        w_base = bases.items[i]
        i += 1
        if try_as(W_Type, w_base) is None:
            w_method = special(w_base, Special.MRO_ENTRIES)
            if not is_empty(w_method):
                w_entries = operations.call_special2(w_method, w_base, wrap(bases))
                entries = try_as(W_Tuple, w_entries)
                if entries is None:
                    raise errors.type_error("__mro_entries__ must return a tuple")
                changed = True
                k = 0
                while k < entries.length:
                    list_append(result, entries.items[k])
                    k += 1
                continue
        list_append(result, w_base)
    return list_to_tuple(result) if changed else bases


def build_class(w_function: Value, w_name: Value, w_bases: Value, w_metaclass: Value, w_kwds: Value) -> Value:
    """Runs the class body and makes the class; w_metaclass is EMPTY when not given."""
    f = try_as(W_Function, w_function)
    if f is None:
        raise errors.type_error("__build_class__: func must be a function")
    name = operations.as_str(w_name)
    if name is None:
        raise errors.type_error("__build_class__: name is not a string")
    original = unwrap(W_Tuple, w_bases)
    bases = resolve_bases(original)
    kwds = unwrap(W_Dict, w_kwds)
    w_meta = w_metaclass
    if is_empty(w_meta):
        w_meta = wrap(TYPE) if bases.length == 0 else wrap(type_of(bases.items[0]))
    meta = try_as(W_Type, w_meta)
    if meta is not None:
        w_meta = wrap(calculate_metaclass(meta, bases))
    w_prepare = attributes.find_attr(w_meta, "__prepare__")
    if is_empty(w_prepare):
        w_namespace = wrap(new_dict())
    else:
        w_namespace = operations.call_tuple_kw(w_prepare, EMPTY, new_tuple2(w_name, wrap(bases)), kwds)
    if is_empty(special(w_namespace, Special.GETITEM)):
        shown = "<metaclass>" if meta is None else meta.name
        raise errors.type_error(f"{shown}.__prepare__() must return a mapping, not {type_name(w_namespace)}")
    w_cell = engine_calls.run_code(f, w_namespace)
    if bases is not original:
        operations.setitem(w_namespace, wrap("__orig_bases__"), wrap(original))
    w_class = operations.call_tuple_kw(w_meta, EMPTY, new_tuple3(w_name, wrap(bases), w_namespace), kwds)
    cell = try_as(W_Cell, w_cell)
    if cell is not None and try_as(W_Type, w_class) is not None:
        check_class_cell(cell, name, w_class)
    return w_class


def check_class_cell(cell: W_Cell, name: str, w_class: Value) -> None:
    """`__class__` must have been set by type.__new__ to the class that was made."""
    if is_empty(cell.w_value):
        raise errors.runtime_error(
            f"__class__ not set defining '{name}' as {operations.repr_of(w_class)}. Was __classcell__ propagated to type.__new__?"
        )
    if not same(cell.w_value, w_class):
        raise errors.type_error(
            f"__class__ set to {operations.repr_of(cell.w_value)} defining '{name}' as {operations.repr_of(w_class)}"
        )



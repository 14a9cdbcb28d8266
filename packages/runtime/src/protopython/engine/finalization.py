"""What a collection leaves to be done in Python: callbacks of weak references, and `__del__` of dead objects (PEP 442).

run_collector_work() is to be called where Python code may run: gc.collect() does, and the interpreter when it polls. At the end of the program
finalize_rest() runs the finalizers of all objects there are.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, try_as, wrap
from protopython.engine import module_table, streams
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_delete_str, dict_get_str, dict_key_at, dict_next, dict_set_str
from protopython.objects.function.function import W_Function
from protopython.objects.model import operations
from protopython.objects.model.attributes import descr_get
from protopython.objects.model.types import type_lookup, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.weakref.weakref import W_WeakRef, call_dead
from protopython.protocore import collector
from protopython.protocore.collector import WeakCell, has_collector_work, next_dead_cell, next_to_finalize, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.locks import set_flag
from protopython.protocore.object import FLAG_FINALIZED, W_Object, W_Resource
from protopython.protocore.polling import POLL_FINALIZE, take_poll
from protopython.protocore.space import ProtoSpace
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

ROUNDS: Final[int] = 8
"""How often finalizers at the end may leave new objects with finalizers."""
TAKEN_FROM_SYS: Final[list[str]] = (
    "argv ps1 ps2 last_exc last_type last_value last_traceback meta_path __interactivehook__"
).split()


def run_collector_work() -> None:
    """Calls everything that is due; what it raises is shown and passed over."""
    take_poll(POLL_FINALIZE)  # else the first finalizer would, before anything of its own, call the next one
    while has_collector_work():
        cell = next_dead_cell()
        if cell is not None:
            call_weak_callback(cell)
        obj = next_to_finalize()
        if obj is not None:
            finalize(obj)


def call_weak_callback(cell: WeakCell) -> None:
    ref = None if is_empty(cell.w_owner) else try_as(W_WeakRef, cell.w_owner)
    w_callback = EMPTY if ref is None else ref.w_callback
    try:
        call_dead(cell)
    except PyError as e:
        streams.report_ignored(f"Exception ignored while calling weakref callback {shown(w_callback)}:\n", e.w_value)


def finalize(obj: W_Object) -> None:
    """Calls `__del__`, once. What a resource has is given back when it is found dead after that: `__del__` may bring it back to life."""
    resource = try_as(W_Resource, wrap(obj))
    if obj.meta & FLAG_FINALIZED == 0:
        set_flag(obj, FLAG_FINALIZED)
        w_del = type_lookup(type_of(wrap(obj)), "__del__")
        if not is_empty(w_del):
            call_del(w_del, wrap(obj))
            if resource is not None:
                register_resource(resource)
            return
    if resource is not None:
        resource.give_back()


def call_del(w_del: Value, w_obj: Value) -> None:
    try:
        if try_as(W_Function, w_del) is not None:
            operations.call1(w_del, w_obj)
        else:
            operations.call0(descr_get(w_del, w_obj, type_of(w_obj)))
    except PyError as e:
        streams.report_ignored(f"Exception ignored while calling deallocator {shown(w_del)}:\n", e.w_value)


def shown(w: Value) -> str:
    if is_empty(w):
        return "<unknown>"
    try:
        return operations.repr_of(w)
    except PyError:
        return "<object repr() failed>"


# --- at the end of the program ------------------------------------------------------------------------------------------


def finalize_rest() -> bool:
    """Runs all finalizers that have not run, of the oldest objects first; whether there were any. What daemon threads may still use is left alone."""
    space = context().space
    if not collector.has_finalizable():
        return False
    space.ending = True
    if space.n_threads > 0:
        collector.collect_at_call()
        run_collector_work()
        return True
    close_imports(space)
    for _round in range(ROUNDS):
        if not collector.finalize_all():
            break
        run_collector_work()
    return True


def close_imports(space: ProtoSpace) -> None:
    """What finalizers find gone, as in CPython: sys.meta_path, which tells them of the end, and replaced streams and built-ins. They may import
    what CPython has loaded from the start, which may not be loaded here."""
    d = space.w_sys.dict
    for name in TAKEN_FROM_SYS:
        dict_set_str(d, name, w_None)
    for name in ["stdin", "stdout", "stderr"]:
        w_own = dict_get_str(d, f"__{name}__")
        dict_set_str(d, name, w_None if is_empty(w_own) else w_own)
    built_in = module_table.BUILTIN_MODULES["builtins"]
    values: dict[str, Value] = {}
    for i in range(len(built_in.names)):
        values[built_in.names[i]] = built_in.values[i]
    for name in names_in(space.builtins):
        if not name.startswith("__") and (name == "open" or name not in values):
            dict_delete_str(space.builtins, name)
    for name in values:
        if name != "open":
            dict_set_str(space.builtins, name, values[name])


def names_in(d: W_Dict) -> list[str]:
    names: list[str] = []
    snapshot = dict_copy(d)
    i = dict_next(snapshot, 0)
    while i >= 0:
        name = as_str(dict_key_at(snapshot, i))
        if name is not None:
            names.append(name)
        i = dict_next(snapshot, i + 1)
    return names

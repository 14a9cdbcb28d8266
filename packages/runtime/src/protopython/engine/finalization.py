"""What a collection leaves to be done in Python: callbacks of weak references, and `__del__` of dead objects (PEP 442).

run_collector_work() is to be called where Python code may run: gc.collect() does, and the interpreter when it polls.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, wrap
from protopython.engine import streams
from protopython.objects.model import operations
from protopython.objects.model.types import type_lookup, type_of
from protopython.objects.weakref.weakref import W_WeakRef, call_dead
from protopython.protocore.collector import WeakCell, has_collector_work, next_dead_cell, next_to_finalize
from protopython.protocore.error import PyError
from protopython.protocore.locks import set_flag
from protopython.protocore.object import FLAG_FINALIZED
from protopython.protocore.value import is_empty


def run_collector_work() -> None:
    """Calls everything that is due; what it raises is shown and passed over."""
    while has_collector_work():
        cell = next_dead_cell()
        if cell is not None:
            call_weak_callback(cell)
        obj = next_to_finalize()
        if obj is not None and obj.meta & FLAG_FINALIZED == 0:
            set_flag(obj, FLAG_FINALIZED)
            finalize(wrap(obj))


def call_weak_callback(cell: WeakCell) -> None:
    ref = None if is_empty(cell.w_owner) else try_as(W_WeakRef, cell.w_owner)
    w_callback = EMPTY if ref is None else ref.w_callback
    try:
        call_dead(cell)
    except PyError as e:
        streams.report_ignored(f"Exception ignored while calling weakref callback {shown(w_callback)}:\n", e.w_value)


def finalize(w_obj: Value) -> None:
    """Calls `__del__`."""
    w_del = type_lookup(type_of(w_obj), "__del__")
    if is_empty(w_del):
        return
    try:
        operations.call1(w_del, w_obj)
    except PyError as e:
        streams.report_ignored(f"Exception ignored while calling deallocator {shown(w_del)}:\n", e.w_value)


def shown(w: Value) -> str:
    if is_empty(w):
        return "<unknown>"
    try:
        return operations.repr_of(w)
    except PyError:
        return "<object repr() failed>"

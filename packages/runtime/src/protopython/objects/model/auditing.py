"""Audit events (PEP 578): what native functions tell the hooks of sys.addaudithook before they act.

A hook refuses by raising. Arguments are whatever the documentation's table of audit events lists for the event.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, wrap
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.call import call2
from protopython.objects.model.operations import is_true
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3, new_tuple4, new_tuple_n
from protopython.protocore.state import State, context_slot, space_slot
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.value import is_empty


class AuditHooks(State):
    hooks: W_Tuple | None
    """sys.addaudithook; None: none. It is replaced as a whole."""

    def __init__(self) -> None:
        self.hooks = None


def new_audit_hooks() -> State:
    return AuditHooks()


AUDIT_HOOKS: Final[int] = space_slot(new_audit_hooks)


class RunningHooks(State):
    depth: int
    """How many hooks run in a thread: they are not traced, but for those whose `__cantrace__` is true."""

    def __init__(self) -> None:
        self.depth = 0


def new_running_hooks() -> State:
    return RunningHooks()


RUNNING_HOOKS: Final[int] = context_slot(new_running_hooks)


def hooks_of_thread(cx: ProtoContext) -> RunningHooks:
    return cast(RunningHooks, cx.states[RUNNING_HOOKS])


def audit_hooks() -> AuditHooks:
    return cast(AuditHooks, context().space.states[AUDIT_HOOKS])


def is_audited() -> bool:
    return audit_hooks().hooks is not None


def run_audit_hooks(w_event: Value, w_args: Value) -> None:
    hooks = audit_hooks().hooks
    if hooks is None:
        return
    state = hooks_of_thread(context())
    for i in range(hooks.length):
        w_can = find_attr(hooks.items[i], "__cantrace__")
        step = 0 if not is_empty(w_can) and is_true(w_can) else 1
        state.depth += step
        try:
            call2(hooks.items[i], w_event, w_args)
        finally:
            state.depth -= step


def audit_tuple(event: str, arguments: W_Tuple) -> None:
    run_audit_hooks(wrap(event), wrap(arguments))


def audit(event: str) -> None:
    """Raises an event without arguments."""
    if is_audited():
        audit_tuple(event, new_tuple_n(0))


def audit1(event: str, w_a: Value) -> None:
    if is_audited():
        audit_tuple(event, new_tuple1(w_a))


def audit2(event: str, w_a: Value, w_b: Value) -> None:
    if is_audited():
        audit_tuple(event, new_tuple2(w_a, w_b))


def audit3(event: str, w_a: Value, w_b: Value, w_c: Value) -> None:
    if is_audited():
        audit_tuple(event, new_tuple3(w_a, w_b, w_c))


def audit4(event: str, w_a: Value, w_b: Value, w_c: Value, w_d: Value) -> None:
    if is_audited():
        audit_tuple(event, new_tuple4(w_a, w_b, w_c, w_d))


def audit_read(w_object: Value, name: str) -> None:
    """Somebody reads an attribute that leads to what is inside an object."""
    audit2("object.__getattr__", w_object, wrap(name))


def audit_write(w_object: Value, name: str, w_value: Value) -> None:
    """Somebody sets an attribute that changes what an object is; EMPTY: deletes it."""
    if is_empty(w_value):
        audit2("object.__delattr__", w_object, wrap(name))
    else:
        audit3("object.__setattr__", w_object, wrap(name), w_value)

"""Forking: posix.fork, its hooks, and what makes the child whole.

Before a fork the world is stopped, so that no other thread is in the middle of something that the child's heap would keep for ever; in the
child only the forking thread is left. `fork_process` is also what _posixsubprocess uses when Python code is to run in the child.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, i32, wrap
from protodialect.unsafe import CX_NEXT, Addr, address_of, c_function, errno, load64, object_at
from protopython.engine import streams
from protopython.engine.import_lock import acquire_import_lock, release_import_lock
from protopython.engine.signals import SIGNALS, adopt_main_thread
from protopython.modules._asyncio.module import forget_tasks
from protopython.modules._thread import end_other_threads, others_run, refuse_at_end
from protopython.modules.support.system_calls import os_failure
from protopython.objects.frame import frame_of
from protopython.objects.frame_methods import lose_stack
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.call import call0
from protopython.objects.model.define import function
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import EMPTY_TUPLE
from protopython.protocore import forking, threads
from protopython.protocore.error import PyError
from protopython.protocore.os import c_gettid, process_id
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.value import from_int, is_empty


@c_function("fork")
def c_fork() -> i32: ...


class AtFork:
    """os.register_at_fork: what to call, in the order of registration; None: nothing yet."""

    before: W_List | None
    in_parent: W_List | None
    in_child: W_List | None

    def __init__(self) -> None:
        self.before = None
        self.in_parent = None
        self.in_child = None


AT_FORK: Final[AtFork] = AtFork()


def added(l: W_List | None, w_hook: Value, name: str) -> W_List | None:
    if is_empty(w_hook):
        return l
    if is_empty(type_of(w_hook).special[Special.CALL]):
        raise errors.type_error(f"'{name}' must be callable, not {type_name(w_hook)}")
    if l is None:
        l = new_list()
    list_append(l, w_hook)
    return l


@function(
    "posix",
    "register_at_fork(*, before=EMPTY, after_in_child=EMPTY, after_in_parent=EMPTY)",
    doc="Functions to call at fork.",
    shown="($module, /, *, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
)
def p_register_at_fork(w_before: Value, w_child: Value, w_parent: Value) -> Value:
    if is_empty(w_before) and is_empty(w_child) and is_empty(w_parent):
        raise errors.type_error("At least one argument is required.")
    AT_FORK.before = added(AT_FORK.before, w_before, "before")
    AT_FORK.in_child = added(AT_FORK.in_child, w_child, "after_in_child")
    AT_FORK.in_parent = added(AT_FORK.in_parent, w_parent, "after_in_parent")
    return w_None


def call_hooks(hooks: W_List | None, backwards: bool) -> None:
    """What a hook raises is told and passed over."""
    if hooks is None:
        return
    n = list_length(hooks)
    for i in range(n):
        w_hook = list_get(hooks, n - 1 - i if backwards else i)
        try:
            call0(w_hook)
        except PyError as e:
            streams.report_unraisable(wrap("Exception ignored in fork hook"), e.w_value, w_hook)


def before_fork() -> None:
    call_hooks(AT_FORK.before, True)
    acquire_import_lock()


def after_fork_in_parent() -> None:
    release_import_lock()
    call_hooks(AT_FORK.in_parent, False)


def after_fork_in_child() -> None:
    """The calling thread is the main one now, and the only one."""
    end_other_threads()
    forget_tasks()
    context().is_main = True
    context().native_id = int(c_gettid())
    adopt_main_thread(context())
    SIGNALS.pending = 0
    release_import_lock()
    call_hooks(AT_FORK.in_child, False)


def lose_other_stacks(cx: Addr) -> None:
    other = threads.THREADS.first
    while other != 0:
        thread = object_at(ProtoContext, other)
        if other != cx and address_of(thread.frame) != 0:
            lose_stack(frame_of(thread))
        other = load64(other + CX_NEXT)


def fork_process() -> int:
    """The child's number, 0 in the child, or the negative error number; the runtime is whole in both. Hooks are the caller's matter."""
    if COMPILED:
        cx = forking.stop_for_fork()
        pid = int(c_fork())
        number = errno()
        if pid == 0:
            lose_other_stacks(cx)
            forking.continue_in_child(cx)
        else:
            threads.start_world(cx)
        return -number if pid < 0 else pid
    else:
        pid = int(c_fork())
        return -errno() if pid < 0 else pid


def warn_of_threads(name: str) -> None:
    """In the parent of a fork that is no subprocess's."""
    if others_run():
        text = f"This process (pid={process_id()}) is multi-threaded, use of {name}() may lead to deadlocks in the child."
        try:
            warn_deprecated(text)
        except PyError:
            pass  # the child is there: as on CPython, a filter cannot make it an error


@function("posix", "fork()", doc="A copy of this process: 0 in the copy, its number in this one.")
def p_fork() -> Value:
    refuse_at_end("can't fork")
    run_audit_hooks(wrap("os.fork"), wrap(EMPTY_TUPLE))
    before_fork()
    pid = fork_process()
    if pid == 0:
        after_fork_in_child()
    else:
        after_fork_in_parent()
        warn_of_threads("fork")
    if pid < 0:
        raise os_failure(-pid)
    return from_int(pid)

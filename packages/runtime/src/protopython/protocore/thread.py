"""ProtoContext: what one thread of execution owns. Every compiled function gets it as a hidden first parameter.

    register stack (Values)                      C stack
    +-----------+-----------+-----------+        run() entries, native functions
    | frame 0   | frame 1   | frame 2   | free   (scanned conservatively)
    +-----------+-----------+-----------+
                            base        top      (scanned up to `top`)

A frame's registers are a window of the register stack. A caller lays out arguments where the callee's window will
begin, so a call copies nothing. Frames that must outlive their call take their registers with them.
"""

from __future__ import annotations

import threading as _host_threading
from typing import TYPE_CHECKING, Final

from protodialect.types import EMPTY, Array, Value, context_class, primitive

if TYPE_CHECKING:
    from protopython.protocore.object import W_Object
    from protopython.protocore.space import ProtoSpace
    from protopython.protocore.state import State

METHOD_CACHE_SIZE: Final[int] = 4096
"""Entries of the per-thread cache of attribute look-ups in types; a power of two."""


class ExcState:
    """The exception being handled (sys.exception()) in one stack of handlers: a thread's or a generator's."""

    w_handled: Value
    previous: ExcState | None
    w_unhandled: Value
    """An exception on its way out of run(), for a moment."""

    def __init__(self, previous: ExcState | None) -> None:
        self.previous = previous
        self.w_handled = EMPTY
        self.w_unhandled = EMPTY


@context_class
class ProtoContext:
    """The words that the heap, the safepoints and the register stack need come before these fields (prelude/protopy.hpp, Ctx)."""

    poll: int
    """Non-zero when somebody wants this thread's attention (POLL_* in protocore/threads.py); the prelude's own word."""
    space: ProtoSpace
    depth: int
    """Python frames active; compared with the space's recursion limit."""
    frame: W_Object
    """The innermost Python frame, a W_Frame (objects/frame.py: frame_of); at the bottom a frame without code."""
    exc_state: ExcState
    w_returned: Value
    """What the body of a generator returned, between its end and whoever resumed it; else EMPTY."""
    mc_version: Array[int]
    mc_name: Array[str]
    mc_value: Array[Value]
    repr_active: list[Value]
    """Containers whose repr is being made, innermost last (repr of self-containing containers)."""
    is_main: bool
    states: Array[State]
    """What the layers above keep (protocore/state.py)."""
    origin_depth: int
    """sys.set_coroutine_origin_tracking_depth: how many callers new coroutines remember."""
    native_id: int
    """The system's number for this thread."""


_host_contexts = _host_threading.local()


@primitive
def context() -> ProtoContext:
    """The current thread's context; compiled to the hidden first parameter."""
    cx: ProtoContext | None = getattr(_host_contexts, "current", None)
    assert cx is not None, "no context on this thread: enter a ProtoSpace first"
    return cx


def set_host_context(cx: ProtoContext | None) -> None:
    """Host only: what context() returns on this thread."""
    _host_contexts.current = cx

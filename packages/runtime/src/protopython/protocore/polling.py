"""What other threads, the collector and signal handlers ask of a thread: the bits of its `poll` word, and where natives look at it.

The interpreter looks at calls and at the end of loops. A native function whose own loop may run long calls check_signals() in it: else
Ctrl-C waits for its end, and so does every thread that wants to collect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import COMPILED, inline, noinline, safepoint, unlikely
from protodialect.unsafe import CX_POLL, address_of, atomic_and64
from protopython.protocore.thread import context

POLL_STOP: Final[int] = 1
"""A collection wants this thread to park."""
POLL_SIGNAL: Final[int] = 2
"""The interpreter should look for signals and asynchronous exceptions."""
POLL_MEMORY: Final[int] = 4
"""Memory is nearly exhausted: the interpreter should raise MemoryError."""
POLL_FINALIZE: Final[int] = 8
"""A collection found dead weak references or objects to finalize."""
POLL_REMOTE: Final[int] = 256
"""Another process has left a script, and has set this bit by storing the byte that it is in: no other bit may be there."""


class Attention:
    run_signals: Callable[[], None]
    """Runs the Python handlers of signals that arrived; set where those are known."""
    run_remote_script: Callable[[], None]


ATTENTION: Final[Attention] = Attention()


@inline
def check_signals() -> None:
    """For native loops that may run long: parks for a collection, and runs signal handlers, which may raise anything. Never under a lock.
    On the host only the interpreter looks."""
    if COMPILED:
        if unlikely(context().poll != 0):
            attend()


def signals_wait() -> bool:
    """Whether check_signals() would run signal handlers: for loops that hold a lock, which must end first."""
    if COMPILED:
        return context().poll & POLL_SIGNAL != 0
    else:
        return False


@noinline
def attend() -> None:
    """Does what the thread was asked for, but for finalizers; what a signal handler raises comes out of here."""
    safepoint()
    if take_poll(POLL_MEMORY):
        raise MemoryError()
    if context().poll & POLL_SIGNAL != 0:
        ATTENTION.run_signals()
    if context().poll & POLL_REMOTE != 0:
        ATTENTION.run_remote_script()


def take_poll(bit: int) -> bool:
    """Whether the current thread was asked; clears the request."""
    if COMPILED:
        return atomic_and64(address_of(context()) + CX_POLL, ~bit) & bit != 0
    else:
        return False

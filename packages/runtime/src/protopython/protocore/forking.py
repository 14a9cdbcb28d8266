"""Stopping the world for a fork, and making the child's threads and locks whole.

In the child only the thread that forked exists. What is in the heap must be such that it can go on with it:

- Object locks. A thread that stands at a safepoint within a lock, or waits for another one there, may have changed one thing and not yet
  the other. Such threads stand there for a moment: the world is let run until none does. That it holds a lock shows on its stack, where what
  it locked is kept for the unlocking. A thread that waits within a lock for the system (buffered streams read and write so) may wait for long,
  but has left the object as it must be when the call returns.
- So a lock that another thread holds in the child guards nothing any more. Nobody looks for such locks: who finds one held sees by the
  owner's number that it was a thread of the parent, and takes it (locks.py).
- Locks that programs make stay as they are, as on CPython.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import u32, ult, ushr
from protodialect.unsafe import (
    CX_NEXT,
    CX_POLL,
    CX_RUNS,
    CX_SAVED_REGS,
    CX_STACK_BASE,
    CX_STACK_TOP,
    CX_STATE,
    CX_THREAD_ID,
    SYMBOL_FROZEN_END,
    SYMBOL_FROZEN_START,
    SYMBOL_MULTITHREADED,
    Addr,
    address_of,
    atomic_and64,
    atomic_load64,
    atomic_store64,
    load64,
    peek64,
    store8,
    store64,
    symbol,
)
from protopython.protocore.collector import cell_at
from protopython.protocore.locks import HELD, META, OWNER_SHIFT
from protopython.protocore.polling import POLL_STOP
from protopython.protocore.thread import context
from protopython.protocore.threads import PARKED, THREADS, c_usleep, retire, start_world, stop_world

TRIES: Final[int] = 2000
"""Of 50 microseconds: then something is wrong, and a fork is better than none."""


def stop_for_fork() -> Addr:
    """Stops the world where no other thread is in the middle of a change; this thread's context. Afterwards start_world in the parent,
    continue_in_child in the child."""
    cx = address_of(context())
    tries = 0
    while True:
        stop_world(cx)
        tries += 1
        if tries == TRIES or not changes_going_on(cx):
            return cx
        start_world(cx)
        c_usleep(u32(50))


def changes_going_on(cx: Addr) -> bool:
    """Whether another thread than that of cx is parked within an object's lock. The world is stopped."""
    other = THREADS.first
    while other != 0:
        if other != cx and atomic_load64(other + CX_STATE) == PARKED and holds_lock(other):
            return True
        other = load64(other + CX_NEXT)
    return False


def holds_lock(cx: Addr) -> bool:
    top = load64(cx + CX_STACK_TOP)
    me = load64(cx + CX_THREAD_ID)
    return refers_to_locked(cx + CX_SAVED_REGS, cx + CX_RUNS, me) or (top != 0 and refers_to_locked(top, load64(cx + CX_STACK_BASE), me))


def refers_to_locked(start: Addr, end: Addr, owner: int) -> bool:
    """Whether a word in [start, end) refers to an object whose lock this thread has."""
    at = (start + 7) & ~7
    while at + 8 <= end:
        word = peek64(at)
        obj = word if is_frozen(word) else cell_at(word)
        if obj != 0 and is_locked_by(obj, owner):
            return True
        at += 8
    return False


def is_frozen(word: int) -> bool:
    start = symbol(SYMBOL_FROZEN_START)
    return word & 7 == 0 and ult(word - start, symbol(SYMBOL_FROZEN_END) - start - META)


def is_locked_by(obj: Addr, owner: int) -> bool:
    meta = peek64(obj + META)
    return meta & HELD != 0 and ushr(meta, OWNER_SHIFT) == owner


def continue_in_child(cx: Addr) -> None:
    """Only the thread that forked exists now; what the others held is given up."""
    other = THREADS.first
    while other != 0:
        following = load64(other + CX_NEXT)
        if other != cx:
            retire(other)
            store64(other + CX_NEXT, THREADS.spare)
            THREADS.spare = other
        other = following
    THREADS.first = cx
    store64(cx + CX_NEXT, 0)
    THREADS.count = 1
    THREADS.last_dead = THREADS.last_id
    THREADS.survivor = load64(cx + CX_THREAD_ID)
    atomic_and64(cx + CX_POLL, ~POLL_STOP)
    store8(symbol(SYMBOL_MULTITHREADED), 0)
    atomic_store64(address_of(THREADS) + 16, 0)
    atomic_store64(address_of(THREADS) + 8, 0)

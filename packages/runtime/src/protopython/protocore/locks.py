"""Per-object locks: the slow half of `with locked(obj)`. The fast half is the prelude's pp_lock.

    meta   | owner 24 | depth 8 | runtime bits 8 | kind 8 | FLAG_* 8 | lock byte |

    lock byte: 0 free, 1 held, 3 held and waited for. `owner` and `depth` belong to the holder.

Locks are reentrant: an operation under an object's lock may call code that locks the same object. Nothing is
written while the process has one thread; a lock that was skipped then is not released later, because its
owner field does not name the thread. Who holds an object's lock must not wait for another object's unless
both are taken in order of address.

In the child of a fork a lock that a thread of the parent held is free: see forking.py.

Beside them, objects that are claimed: they serve one thread at a time and refuse the others.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, inline, locked, races, release_fence, ushr
from protodialect.unsafe import (
    CX_THREAD_ID,
    address_of,
    atomic_add64,
    atomic_cas32,
    atomic_cas64,
    atomic_load64,
    atomic_or64,
    export,
    load64,
)
from protopython.protocore.object import W_Object
from protopython.protocore.os import (
    FUTEX_WAKE_PRIVATE,
    SYS_FUTEX,
    c_futex_wake,
    c_sched_yield,
)
from protopython.protocore.thread import context
from protopython.protocore.threads import wait_parked, was_parents

META: Final[int] = 8
HELD: Final[int] = 1
WAITED: Final[int] = 2
OWNER_SHIFT: Final[int] = 40
ONE_DEEPER: Final[int] = 1 << 32
LOW: Final[int] = 0xFFFFFFFF
SPINS: Final[int] = 20


@export("pp_lock_slow")
def lock_slow(obj: W_Object) -> None:
    word = address_of(obj) + META
    me = load64(address_of(context()) + CX_THREAD_ID)
    meta = atomic_load64(word)
    if meta & HELD != 0 and ushr(meta, OWNER_SHIFT) == me:
        atomic_add64(word, ONE_DEEPER)
        return
    spins = 0
    mark = HELD
    while True:
        meta = atomic_load64(word)
        low = meta & LOW
        if low & HELD != 0 and was_parents(ushr(meta, OWNER_SHIFT)):
            if atomic_cas64(word, meta, me << OWNER_SHIFT | low):
                return
        elif low & HELD == 0:
            if atomic_cas32(word, low, low | mark):
                atomic_add64(word, me << OWNER_SHIFT)
                return
        elif spins < SPINS:
            spins += 1
            c_sched_yield()
        elif low & WAITED == 0:
            atomic_cas32(word, low, low | WAITED)
        else:
            # From here on the lock is taken as waited for: others may sleep beside us.
            mark = HELD | WAITED
            wait_parked(word, low)


@export("pp_unlock_slow")
def unlock_slow(obj: W_Object) -> None:
    word = address_of(obj) + META
    me = load64(address_of(context()) + CX_THREAD_ID)
    meta = atomic_load64(word)
    if meta & HELD == 0 or ushr(meta, OWNER_SHIFT) != me:
        return  # taken before there was a second thread
    if (meta >> 32) & 0xFF != 0:
        atomic_add64(word, -ONE_DEEPER)
        return
    atomic_add64(word, -(me << OWNER_SHIFT))
    while True:
        low = atomic_load64(word) & LOW
        if atomic_cas32(word, low, low & ~(HELD | WAITED)):
            if low & WAITED != 0:
                c_futex_wake(SYS_FUTEX, word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0)
            return


@inline
def alone() -> bool:
    """Whether no other thread runs in this space: then nothing changes but by what this thread calls."""
    return context().space.n_threads == 0


def set_flag(obj: W_Object, flag: int) -> None:
    """meta |= flag, safe against threads that lock the object meanwhile."""
    if COMPILED:
        atomic_or64(address_of(obj) + META, flag)
    else:
        obj.meta |= flag


# --- objects that one thread at a time may use ---------------------------------------------------------------


@races(claimed="who has claimed the object resets it without the lock, after all that it did")
class W_Claimable(W_Object):
    """What is busy with Python code for long, so that nobody waits for it: whoever comes meanwhile, a call from within too, is refused."""

    claimed: bool


def claim(obj: W_Claimable) -> bool:
    """Takes obj, which the caller gives back with unclaim(). False: somebody has it."""
    with locked(obj):
        if obj.claimed:
            return False
        obj.claimed = True
        return True


def unclaim(obj: W_Claimable) -> None:
    release_fence()
    obj.claimed = False

"""The import lock of module _imp: one for the process, which a thread may take again while it has it."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, races
from protodialect.unsafe import CX_THREAD_ID, address_of, load64
from protopython.protocore.thread import context
from protopython.protocore.threads import Mutex


@races(owner="only the thread itself stores its own number, so that to others it is any other number")
class ImportLock:
    mutex: Mutex
    owner: int
    """The thread that has it; 0: free."""
    depth: int

    def __init__(self) -> None:
        self.mutex = Mutex()
        self.owner = 0
        self.depth = 0


IMPORT_LOCK: Final[ImportLock] = ImportLock()


def this_thread() -> int:
    if COMPILED:
        return load64(address_of(context()) + CX_THREAD_ID) + 1
    else:
        import threading

        return threading.get_ident()


def acquire_import_lock() -> None:
    me = this_thread()
    if IMPORT_LOCK.owner == me:
        IMPORT_LOCK.depth += 1
        return
    IMPORT_LOCK.mutex.acquire(-1)
    IMPORT_LOCK.owner = me
    IMPORT_LOCK.depth = 1


def release_import_lock() -> bool:
    """False if this thread does not have it."""
    if IMPORT_LOCK.owner != this_thread():
        return False
    IMPORT_LOCK.depth -= 1
    if IMPORT_LOCK.depth == 0:
        IMPORT_LOCK.owner = 0
        IMPORT_LOCK.mutex.release()
    return True


def import_lock_held() -> bool:
    return IMPORT_LOCK.owner != 0

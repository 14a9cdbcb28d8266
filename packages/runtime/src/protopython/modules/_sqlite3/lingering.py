"""Statements, blobs and databases that nobody refers to any more, but that the collector has not found yet.

Where objects die with their last reference, a cursor that is dropped in the middle of its rows ends its statement at once. Here the statement goes
on until the next collection: it locks tables against changes of them, it locks a file against other connections, and as long as it runs, other
statements of its connection see the file as it was. So:

- A statement that changes the database gives all its rows at once (cursor.py): it never lingers.
- Before a transaction begins, cursors in the middle of their rows take the rest of them, lest the transaction takes over their lock.
- What SQLite refuses because something is in use is tried again after a collection. Until then we wait but briefly; and before we give up.
- A statement on a file that starts while others of its connection run is preceded by a collection.

Where threads write to one file, it is mostly in use by those who live, and a collection stops them all, the one that we wait for included: the last
one has to be so long ago that such collections cost no more than a tenth of the time.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, c_callback
from protopython.engine.finalization import run_collector_work
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.constants import BUSY, LOCKED
from protopython.modules._sqlite3.database import W_Database, database_at, end_buried, in_use
from protopython.modules._sqlite3.state import sqlite_state
from protopython.protocore.collector import collect_at_call
from protopython.protocore.os import CLOCK_MONOTONIC, clock_ns

BRIEFLY: Final[int] = 8
"""Milliseconds."""
SHARE: Final[int] = 10
AT_ONCE: Final[int] = 4


def collect(d: W_Database) -> bool:
    """Whether it ended anything."""
    state = sqlite_state()
    before = state.ended
    start = clock_ns(CLOCK_MONOTONIC)
    collect_at_call()
    run_collector_work()
    end_buried(d)
    end = clock_ns(CLOCK_MONOTONIC)
    state.next_collection = end + SHARE * (end - start)
    return state.ended != before


def is_refused(result: int) -> bool:
    return result & 0xFF == BUSY or result & 0xFF == LOCKED


def is_in_the_way(d: W_Database, result: int) -> bool:
    """Whether SQLite refused to change something in use that nobody uses any more: the caller tries again."""
    return is_refused(result) and collect(d)


class Patience:
    """Trying again what was refused when it had waited BRIEFLY for other connections: with a collection each time, and waiting ever longer.

    SQLite does not wait at all when that would be a deadlock: since a statement that lingers in this connection reads what another connection
    wants to write, perhaps, and then is as good as ended, but that a finalizer in another thread has still to do it.
    """

    database: W_Database
    waited: int
    turn: int
    tried: int
    """When, in nanoseconds, the last turn began."""
    at_once: int
    """How many turns were refused without waiting."""
    is_deadlock: bool
    """So was the last one: the caller ends what else runs in the database."""

    def __init__(self, database: W_Database) -> None:
        self.database = database
        self.waited = min(BRIEFLY, database.timeout)
        self.turn = BRIEFLY
        self.tried = 0
        self.at_once = 0
        self.is_deadlock = False

    def has_more(self, result: int) -> bool:
        """Sets the limit of the next turn."""
        d = self.database
        if not is_refused(result):
            return False
        early = clock_ns(CLOCK_MONOTONIC) - self.tried < d.limit * 500000
        d.limit = 0
        rest = d.timeout - self.waited
        is_last = rest <= 0 or result & 0xFF == LOCKED
        too_early = nanoseconds_to_collection()
        if too_early > 0 and not early and not is_last:
            self.wait(min(too_early // 1000000 + 1, rest))
            return True
        ended = collect(d)
        if not ended:
            if is_last:
                return False
            if early:
                if self.at_once == AT_ONCE:
                    return False
                library.c_sleep(i32(1 << self.at_once))
                end_buried(d)
                self.at_once += 1
        self.is_deadlock = early and not ended
        self.turn *= 8
        self.wait(max(min(self.turn, rest), 1))
        return True

    def wait(self, limit: int) -> None:
        """Begins a turn of so many milliseconds."""
        self.database.limit = limit
        self.waited += limit
        self.tried = clock_ns(CLOCK_MONOTONIC)


def nanoseconds_to_collection() -> int:
    return sqlite_state().next_collection - clock_ns(CLOCK_MONOTONIC)


def look_for_them(d: W_Database) -> None:
    """Before a statement of d starts, which is one of those in use."""
    if d.is_file and in_use(d) > 1 and nanoseconds_to_collection() <= 0:
        collect(d)


@c_callback
def on_busy(user: Addr, n: i32) -> i32:
    """Whether to try again, after the n-th time that something was locked: each time it is waited a little longer."""
    d = database_at(user)
    limit = d.timeout if d.limit == 0 else min(d.timeout, d.limit)
    waited = (n * (n + 1)) >> 1 if n < 50 else 1275 + (n - 50) * 50
    pause = min(min(n + 1, 50), limit - waited)
    if pause <= 0:
        return i32(0)
    library.c_sleep(i32(pause))
    return i32(1)

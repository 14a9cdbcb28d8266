"""An open SQLite connection, and when it may be closed.

SQLite forbids that a connection, a statement or a blob is ended while anyone uses it, and any thread may close a Connection at any time, the
callbacks of a running statement too. So whoever calls SQLite pins the database for as long; what was closed meanwhile is ended by the last
one to unpin it. Statements and blobs are ended with it, whatever still refers to them, so that no file stays locked until the next collection.

    Connection --> Database --> handles: statements, blobs         Cursor --> Statement --> Database, its Handle
                            --> callbacks                          Blob   --> Database, its Handle

All fields belong to the database's lock, which nobody holds while SQLite or Python code runs. Statement and Blob refer to the database: it, and
with it the callbacks that SQLite knows by address, live until the last of them.
"""

from __future__ import annotations

import ctypes as _host_ctypes
from typing import cast

from protodialect.types import COMPILED, Value, locked, races
from protodialect.unsafe import Addr, address_of, load8, object_at
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.constants import OK, SHOWN
from protopython.modules._sqlite3.state import sqlite_state
from protopython.objects.dict.dict import W_Dict, dict_len, new_dict
from protopython.objects.model.define import OBJECT, define_type, method
from protopython.objects.singletons import w_None
from protopython.protocore.collector import WeakCell, register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import is_empty


class Handle:
    """A statement or a blob that is to be ended before its database."""

    at: Addr
    """0: ended, or a statement of no SQL."""
    is_blob: bool
    index: int
    """In the database's list."""
    users: int
    """Who has pinned it; the last one ends it if it was dropped meanwhile."""
    dropped: bool
    statement: WeakCell | None
    """Of a statement: the W_Statement."""

    def __init__(self, at: Addr, is_blob: bool, index: int) -> None:
        self.at = at
        self.is_blob = is_blob
        self.index = index
        self.users = 0
        self.dropped = False
        self.statement = None


class Callback:
    """What SQLite knows, by address, of a Python callable."""

    database: W_Database
    w_callable: Value
    instances: list[Value]
    """Of aggregates that are being computed; EMPTY: free."""

    def __init__(self, database: W_Database, w_callable: Value) -> None:
        self.database = database
        self.w_callable = w_callable
        self.instances = []


@races(
    db="stored once more only when nobody has pinned the database",
    limit="a hint",
    n_buried="who buries a handle comes here itself afterwards; the lock is taken before one is looked at",
)
class W_Database(W_Object):
    db: Addr
    """0: closed."""
    mutex: Addr
    users: int
    closing: bool
    handles: list[Handle]
    buried: list[Handle]
    """What finalizers found in use: to be ended as soon as SQLite has done with it."""
    n_buried: int
    callbacks: list[Callback]
    """Of functions and collations, until SQLite says that it has done with them."""
    authorizer: Callback | None
    progress: Callback | None
    trace: Callback | None
    """These three are replaced under SQLite's mutex."""
    pending: PyError | None
    """What a collation raised: the statement's caller gets it."""
    idle: W_Dict
    """SQL -> Statement, longest unused first: those that no cursor has."""
    max_idle: int
    timeout: int
    """How many milliseconds to wait for what other connections lock."""
    limit: int
    """How many of them to wait just now, since the caller knows what else to try (lingering.py); 0: all."""
    is_file: bool


DATABASE = define_type("Database", W_Database, OBJECT, module=SHOWN, flags=TypeFlags.NO_INSTANTIATE)


def new_database(db: Addr, max_idle: int, timeout: int) -> W_Database:
    d = W_Database()
    d.db = db
    d.mutex = library.c_db_mutex(db)
    d.handles = []
    d.buried = []
    d.n_buried = 0
    d.callbacks = []
    d.idle = new_dict()
    d.max_idle = max_idle
    d.timeout = timeout
    name = library.c_db_filename(db, 0)
    d.is_file = name != 0 and load8(name) != 0
    register_finalizer(d)
    return d


# --- using and closing ------------------------------------------------------------------------------------------------------------


def pin(d: W_Database) -> bool:
    """False: it is closed. Else its handles stay as they are until unpin."""
    with locked(d):
        if d.db == 0:
            return False
        d.users += 1
        return True


def unpin(d: W_Database) -> None:
    if d.n_buried > 0 and library.c_mutex_try(d.mutex) == OK:  # else whoever has it comes here later
        end_buried(d)
        library.c_mutex_leave(d.mutex)
    db = 0
    with locked(d):
        d.users -= 1
        if d.closing and d.users == 0:
            db = d.db
            d.db = 0
    if db != 0:
        end(d, db)


def close(d: W_Database) -> None:
    """By who has pinned it, instead of unpin."""
    with locked(d):
        d.closing = True
    unpin(d)


def end(d: W_Database, db: Addr) -> None:
    """Nobody can pin it any more."""
    for h in d.handles:
        end_handle(h.at, h.is_blob)
        h.at = 0
    d.handles = []
    library.c_close(db)


@method(DATABASE, "__del__(self, /)")
def database_del(self: W_Database) -> Value:
    if pin(self):
        sqlite_state().ended += 1
        close(self)
    return w_None


# --- handles ------------------------------------------------------------------------------------------------------------------------


def end_handle(at: Addr, is_blob: bool) -> None:
    if at != 0:
        if is_blob:
            library.c_blob_close(at)
        else:
            library.c_finalize(at)


def add_handle(d: W_Database, at: Addr, is_blob: bool) -> Handle:
    with locked(d):
        h = Handle(at, is_blob, len(d.handles))
        d.handles.append(h)
    return h


def drop_handle(d: W_Database, h: Handle) -> None:
    """Ends it as soon as nobody uses it."""
    if not pin(d):
        return
    with locked(d):
        h.dropped = True
        at = taken(d, h)
    end_handle(at, h.is_blob)
    unpin(d)


def bury(d: W_Database, h: Handle) -> None:
    """drop_handle for a finalizer, which may run in any thread and must not wait for what another one does."""
    if h.at == 0 or not pin(d):
        return
    sqlite_state().ended += 1
    if library.c_mutex_try(d.mutex) == OK:
        drop_handle(d, h)
        library.c_mutex_leave(d.mutex)
    else:
        with locked(d):
            h.dropped = True
            d.buried.append(h)
            d.n_buried = len(d.buried)
    unpin(d)


def end_buried(d: W_Database) -> None:
    """For who has pinned it."""
    while d.n_buried > 0:
        at = 0
        is_blob = False
        with locked(d):
            if len(d.buried) > 0:
                h = d.buried.pop()
                d.n_buried = len(d.buried)
                h.dropped = True
                is_blob = h.is_blob
                at = taken(d, h)
        end_handle(at, is_blob)


def taken(d: W_Database, h: Handle) -> Addr:
    """Under the lock: what is to be ended now; 0: nothing."""
    at = h.at
    if at == 0 or h.users > 0 or not h.dropped:
        return 0
    h.at = 0
    last = d.handles.pop()
    if last is not h:
        d.handles[h.index] = last
        last.index = h.index
    return at


def pin_handle(d: W_Database, h: Handle) -> bool:
    """Of a pinned database. False: it has ended."""
    with locked(d):
        if h.at == 0 or h.dropped:
            return False
        h.users += 1
        return True


def unpin_handle(d: W_Database, h: Handle) -> None:
    with locked(d):
        h.users -= 1
        at = taken(d, h)
    end_handle(at, h.is_blob)


def in_use(d: W_Database) -> int:
    """How many of its statements and blobs someone has."""
    with locked(d):
        handles = len(d.handles)
    return handles - dict_len(d.idle)


# --- callbacks ------------------------------------------------------------------------------------------------------------------------


def add_callback(d: W_Database, w_callable: Value) -> Callback:
    callback = Callback(d, w_callable)
    with locked(d):
        d.callbacks.append(callback)
    return callback


def drop_callback(callback: Callback) -> None:
    d = callback.database
    with locked(d):
        for i in range(len(d.callbacks)):
            if d.callbacks[i] is callback:
                last = d.callbacks.pop()
                if last is not callback:
                    d.callbacks[i] = last
                break


def enter_instance(callback: Callback, w_instance: Value) -> int:
    """Its number. Under SQLite's mutex."""
    for i in range(len(callback.instances)):
        if is_empty(callback.instances[i]):
            callback.instances[i] = w_instance
            return i
    callback.instances.append(w_instance)
    return len(callback.instances) - 1


# --- what SQLite hands to callbacks: the database keeps them alive, and objects do not move ---------------------------------------------------


def callback_at(at: Addr) -> Callback:
    if COMPILED:
        return object_at(Callback, at)
    else:
        return cast(Callback, _host_ctypes.cast(at, _host_ctypes.py_object).value)


def database_at(at: Addr) -> W_Database:
    if COMPILED:
        return object_at(W_Database, at)
    else:
        return cast(W_Database, _host_ctypes.cast(at, _host_ctypes.py_object).value)


def callback_data(callback: Callback) -> Addr:
    return address_of(callback)

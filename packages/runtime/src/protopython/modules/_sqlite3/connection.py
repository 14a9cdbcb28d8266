"""Connections: opening, closing, transactions, and the attributes."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, locked, new_with_shape, races, unwrap, wrap
from protodialect.unsafe import Addr, address_of, callback_address, load64
from protopython.engine.streams import report_ignored
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.arguments import bind, c_string
from protopython.modules._sqlite3.constants import LEGACY, MODULE, OK, SHOWN
from protopython.modules._sqlite3.database import W_Database, close, in_use, new_database, pin, unpin
from protopython.modules._sqlite3.errors import failure, programming_error
from protopython.modules._sqlite3.lingering import on_busy
from protopython.modules._sqlite3.statement import prepare, run_sql
from protopython.modules._thread_locks import thread_ident
from protopython.modules.support.system_calls import c_copy, c_int, fspath_of, path_bytes
from protopython.modules.support.unclosed import warn_unclosed
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_len
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import int_from_float, int_to_i64, is_integer
from protopython.objects.model import errors, operations
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import OBJECT, STR, constant, define_type, function, getter, method, new, setter
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

READWRITE: Final[int] = 2
CREATE: Final[int] = 4
URI: Final[int] = 64
NAMES: Array[str] = Array.of(
    ["database", "timeout", "detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri", "autocommit"]
)
POSITIONAL: Final[int] = 8
LATER_KEYWORDS: Final[str] = (
    "is deprecated. Parameters 'timeout', 'detect_types', 'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' "
    "will become keyword-only parameters in Python 3.15."
)
SIGNATURE: Final[str] = (
    "database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=ConnectionType, cached_statements=128, "
    "uri=False, *, autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)"
)


@races(
    autocommit="a choice of three, read once for an operation", detect_types="set when it is opened", initialized="goes up before the first use",
    check_same_thread="set when it is opened", thread="set when it is opened",
)  # fmt: skip
class W_Connection(W_Object):
    database: W_Database | None
    """None: closed, or not opened yet."""
    initialized: bool
    detect_types: int
    isolation: str | None
    """'' and the others that isolation_level takes; None: no transactions are begun."""
    autocommit: int
    """1, 0 or LEGACY."""
    check_same_thread: bool
    thread: int
    w_row_factory: Value
    w_text_factory: Value


CONNECTION = define_type("Connection", W_Connection, OBJECT, module=SHOWN, doc="An open SQLite database.")
constant(MODULE, "Connection", CONNECTION)


# --- using one ------------------------------------------------------------------------------------------------------------------------


def check_thread(c: W_Connection) -> None:
    if c.check_same_thread and thread_ident() != c.thread:
        raise programming_error(
            "SQLite objects created in a thread can only be used in that same thread. "
            f"The object was created in thread id {c.thread} and this is thread id {thread_ident()}."
        )


def enter(c: W_Connection) -> W_Database:
    """The database, pinned: the caller unpins it."""
    check_thread(c)
    return enter_anywhere(c)


def enter_anywhere(c: W_Connection) -> W_Database:
    """For any thread."""
    d = c.database
    if d is None or not pin(d):
        raise programming_error("Cannot operate on a closed database." if c.initialized else "Base Connection.__init__ not called.")
    return d


def check_open(c: W_Connection) -> None:
    unpin(enter(c))


# --- opening ----------------------------------------------------------------------------------------------------------------------------


@new(CONNECTION, "(cls, /, *args, **kwargs)", shown="")
def connection_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    c = new_with_shape(W_Connection, cls.root_shape)
    c.w_row_factory = w_None
    c.w_text_factory = wrap(STR)
    if cls is CONNECTION:
        register_finalizer(c)
    return wrap(c)


@method(CONNECTION, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def connection_init(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    given = bind("Connection", NAMES, 1, POSITIONAL, w_args, w_kwargs)
    if unwrap(W_Tuple, w_args).length > 1:
        warn_deprecated("Passing more than 1 positional argument to _sqlite3.Connection() " + LATER_KEYWORDS)
    timeout = 5.0 if is_empty(given[1]) else float_of(given[1])
    detect_types = 0 if is_empty(given[2]) else c_int(given[2])
    isolation = "" if is_empty(given[3]) else isolation_of(given[3])
    same_thread = is_empty(given[4]) or operations.is_true(given[4])
    max_idle = 128 if is_empty(given[6]) else c_int(given[6])
    uri = not is_empty(given[7]) and operations.is_true(given[7])
    autocommit = LEGACY if is_empty(given[8]) else autocommit_of(given[8])
    run_audit_hooks(wrap("sqlite3.connect"), wrap(new_tuple1(given[0])))
    name = path_bytes(fspath_of(given[0]), "")
    self.initialized = False
    leave_database(self)
    d = new_database(open_file(name, uri), max_idle, milliseconds(timeout))
    library.c_busy_handler(d.db, callback_address(on_busy), address_of(d))
    self.detect_types = detect_types
    self.isolation = isolation
    self.autocommit = autocommit
    self.check_same_thread = same_thread
    self.thread = thread_ident()
    self.w_row_factory = w_None
    self.w_text_factory = wrap(STR)
    self.database = d
    self.initialized = True
    run_audit_hooks(wrap("sqlite3.connect/handle"), wrap(new_tuple1(wrap(self))))
    if autocommit == 0:
        execute(self, b"BEGIN")
    return w_None


def open_file(name: bytes, uri: bool) -> Addr:
    path = c_copy(name)
    out = c_malloc(8)
    result = library.c_open(path, out, i32(READWRITE | CREATE | (URI if uri else 0)), 0)
    db = load64(out)
    c_free(out)
    c_free(path)
    if db == 0:
        raise errors.memory_error()
    if result != OK:
        e = failure(db, result)
        library.c_close(db)
        raise e
    library.c_extended_result_codes(db, i32(1))
    return db


def milliseconds(seconds: float) -> int:
    """As a C int; what is no such number is 0."""
    if not -2147483.0 < seconds < 2147483.0:
        return 0
    i, _too_big = int_to_i64(int_from_float(seconds * 1000.0))
    return i


@function(MODULE, "connect(*args, **kwargs)", shown="($module, /, " + SIGNATURE, doc="Opens a database file, or ':memory:' for one that has none.")
def sqlite_connect(w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    kwargs = unwrap(W_Dict, w_kwargs)
    if args.length > 1:
        warn_deprecated("Passing more than 1 positional argument to sqlite3.connect() " + LATER_KEYWORDS)
    w_factory = args.items[5] if args.length > 5 else dict_get_str(kwargs, "factory")
    return call_tuple_kw(wrap(CONNECTION) if is_empty(w_factory) else w_factory, EMPTY, args, kwargs)


# --- closing ------------------------------------------------------------------------------------------------------------------------------


def close_connection(c: W_Connection) -> None:
    """If it is open. A transaction of autocommit=False is rolled back."""
    d = c.database
    if d is None or not pin(d):
        return
    try:
        if c.autocommit == 0 and library.c_get_autocommit(d.db) == 0:
            run_sql(d, b"ROLLBACK")
    finally:
        with locked(c):
            if c.database is d:
                c.database = None
        close(d)


def leave_database(c: W_Connection) -> None:
    """For another one. Cursors that are in the middle of its rows may go on: then it is closed when the last of them is gone."""
    d = c.database
    if d is None:
        return
    if in_use(d) > 0:
        c.database = None
    else:
        close_connection(c)


@method(CONNECTION, "close(self, /)", doc="Closes the database; an open transaction is not committed.")
def connection_close(self: W_Connection) -> Value:
    check_thread(self)
    if not self.initialized:
        raise programming_error("Base Connection.__init__ not called.")
    close_connection(self)
    return w_None


@method(CONNECTION, "__del__(self, /)", doc="Called when the instance is about to be destroyed.")
def connection_del(self: W_Connection) -> Value:
    if COMPILED:
        if self.database is not None:
            try:
                warn_unclosed(f"unclosed database in {operations.repr_of(wrap(self))}", wrap(self))
            except PyError as e:
                report_ignored(f"Exception ignored while finalizing database connection {operations.repr_of(wrap(self))}:\n", e.w_value)
        try:
            close_connection(self)
        except PyError as e:
            report_ignored(f"Exception ignored while closing database {operations.repr_of(wrap(self))}:\n", e.w_value)
        return w_None
    else:
        return w_None


@getter(CONNECTION, "__text_signature__")
def connection_text_signature(self: W_Connection) -> Value:
    return wrap("(sql, /)")


# --- transactions ---------------------------------------------------------------------------------------------------------------------------


def execute(c: W_Connection, sql: bytes) -> None:
    """A statement of our own."""
    d = enter(c)
    try:
        run_sql(d, sql)
    finally:
        unpin(d)


def end_transaction(c: W_Connection, sql: bytes) -> None:
    """sql: COMMIT or ROLLBACK."""
    d = enter(c)
    try:
        if c.autocommit == 0:
            run_sql(d, sql)
            run_sql(d, b"BEGIN")
        elif c.autocommit == LEGACY and library.c_get_autocommit(d.db) == 0:
            run_sql(d, sql)
    finally:
        unpin(d)


@method(CONNECTION, "commit(self, /)", doc="Makes what the open transaction did last; nothing if there is none.")
def connection_commit(self: W_Connection) -> Value:
    end_transaction(self, b"COMMIT")
    return w_None


@method(CONNECTION, "rollback(self, /)", doc="Undoes what the open transaction did; nothing if there is none.")
def connection_rollback(self: W_Connection) -> Value:
    end_transaction(self, b"ROLLBACK")
    return w_None


@method(CONNECTION, "__enter__(self, /)", doc="The connection itself; the end of the with statement commits or rolls back.")
def connection_enter(self: W_Connection) -> Value:
    unpin(enter_anywhere(self))
    return wrap(self)


@method(CONNECTION, "__exit__(self, type, value, traceback, /)", doc="Commits, or rolls back after an exception. The connection stays open.")
def connection_exit(self: W_Connection, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    check_open(self)
    if self.autocommit == 1:
        return w_False
    if not (same(w_type, w_None) and same(w_value, w_None) and same(w_traceback, w_None)):
        end_transaction(self, b"ROLLBACK")
        return w_False
    try:
        end_transaction(self, b"COMMIT")
    except PyError as e:
        try:
            end_transaction(self, b"ROLLBACK")
        except PyError as second:
            raise errors.after(second, e) from None
        raise
    return w_False


def autocommit_of(w: Value) -> int:
    if same(w, w_True):
        return 1
    if same(w, w_False):
        return 0
    exact = plain(w)
    if is_integer(exact) and same(exact, from_int(LEGACY)):
        return LEGACY
    raise errors.value_error("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")


@getter(CONNECTION, "autocommit", doc="Whether changes last at once: True, False, or LEGACY_TRANSACTION_CONTROL, as isolation_level says.")
def connection_autocommit(self: W_Connection) -> Value:
    check_open(self)
    return new_bool(self.autocommit == 1) if self.autocommit >= 0 else from_int(LEGACY)


@setter(CONNECTION, "autocommit")
def connection_set_autocommit(self: W_Connection, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete autocommit attribute", wrap(self), "autocommit")
    d = enter(self)
    try:
        value = autocommit_of(w_value)
        inside = library.c_get_autocommit(d.db) == 0
        if value == 1 and inside:
            run_sql(d, b"COMMIT")
        elif value == 0 and not inside:
            run_sql(d, b"BEGIN")
        self.autocommit = value
    finally:
        unpin(d)
    return w_None


def isolation_of(w: Value) -> str | None:
    if same(w, w_None):
        return None
    s = as_str(w)
    if s is None:
        raise errors.type_error("isolation_level must be str or None")
    c_string(s)
    level = s.upper()
    if level != "" and level != "DEFERRED" and level != "IMMEDIATE" and level != "EXCLUSIVE":
        raise errors.value_error("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    return level


@getter(CONNECTION, "isolation_level", doc="How transactions are begun before INSERT, UPDATE, DELETE and REPLACE; None: not at all.")
def connection_isolation_level(self: W_Connection) -> Value:
    unpin(enter_anywhere(self))
    isolation = self.isolation
    return w_None if isolation is None else wrap(isolation)


@setter(CONNECTION, "isolation_level")
def connection_set_isolation_level(self: W_Connection, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete attribute", wrap(self), "isolation_level")
    isolation = isolation_of(w_value)
    if isolation is None:
        end_transaction(self, b"COMMIT")
    self.isolation = isolation
    return w_None


@getter(CONNECTION, "in_transaction", doc="Whether a transaction is open.")
def connection_in_transaction(self: W_Connection) -> Value:
    d = enter_anywhere(self)
    inside = library.c_get_autocommit(d.db) == 0
    unpin(d)
    return new_bool(inside)


@getter(CONNECTION, "total_changes", doc="How many rows were inserted, changed or deleted since the database was opened.")
def connection_total_changes(self: W_Connection) -> Value:
    d = enter_anywhere(self)
    n = library.c_total_changes(d.db)
    unpin(d)
    return from_int(n)


# --- other attributes -----------------------------------------------------------------------------------------------------------------------


@getter(CONNECTION, "row_factory", doc="The row_factory of the connection's new cursors.")
def connection_row_factory(self: W_Connection) -> Value:
    return self.w_row_factory


@setter(CONNECTION, "row_factory")
def connection_set_row_factory(self: W_Connection, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete row_factory attribute", wrap(self), "row_factory")
    self.w_row_factory = w_value
    return w_None


@getter(CONNECTION, "text_factory", doc="What makes Python values of text: called with bytes.")
def connection_text_factory(self: W_Connection) -> Value:
    return self.w_text_factory


@setter(CONNECTION, "text_factory")
def connection_set_text_factory(self: W_Connection, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete text_factory attribute", wrap(self), "text_factory")
    self.w_text_factory = w_value
    return w_None


@method(CONNECTION, "__call__(self, /, *args, **kwargs)", doc="Call self as a function.")
def connection_call(self: W_Connection, w_args: Value, w_kwargs: Value) -> Value:
    d = enter_anywhere(self)
    try:
        if dict_len(unwrap(W_Dict, w_kwargs)) > 0:
            raise errors.type_error("sqlite3.Connection() takes no keyword arguments")
        args = unwrap(W_Tuple, w_args)
        if args.length != 1:
            raise errors.type_error(f"function takes exactly 1 argument ({args.length} given)")
        sql = as_str(args.items[0])
        if sql is None:
            raise errors.type_error(f"argument 1 must be str, not {'None' if same(args.items[0], w_None) else type_name(args.items[0])}")
        return wrap(prepare(d, sql))
    finally:
        unpin(d)

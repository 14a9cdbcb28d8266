"""Cursors: running statements and fetching their rows.

A cursor that runs has its statement for itself, one step ahead of the row that it gives next: so that a statement is known to be over, and is
reset, as soon as its last row was fetched. It serves one caller at a time (W_Claimable): who comes meanwhile is refused, a callback too.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, new_with_shape, races, try_as, wrap
from protodialect.unsafe import Addr, load64
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.adapters import converter_of
from protopython.modules._sqlite3.arguments import c_string, str_argument
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection, check_thread, enter
from protopython.modules._sqlite3.constants import (
    DONE,
    LEGACY,
    LIMIT_SQL_LENGTH,
    MISUSE,
    MODULE,
    OK,
    PARSE_COLNAMES,
    PARSE_DECLTYPES,
    ROW,
    SHOWN,
    TEXT,
)
from protopython.modules._sqlite3.database import W_Database, in_use, pin, pin_handle, unpin, unpin_handle
from protopython.modules._sqlite3.errors import coded_error, data_error, failure, programming_error
from protopython.modules._sqlite3.lingering import look_for_them
from protopython.modules._sqlite3.row import ROW_TYPE, new_row
from protopython.modules._sqlite3.statement import W_Statement, end_others, give_back, run_sql, start, step, take_pending, take_statement
from protopython.modules._sqlite3.values import bind_parameters, column_bytes, read_column
from protopython.modules.support.system_calls import c_bytes, c_copy
from protopython.objects.bytearray import BYTEARRAY, new_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_sign, int_to_i64
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors
from protopython.objects.model.call import call1, call2
from protopython.objects.model.define import BYTES, OBJECT, STR, constant, define_type, getter, iternext, method, new, setter
from protopython.objects.model.operations import index_value, iterate, next_of
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.locks import W_Claimable, claim, unclaim
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

UINT32_MAX: Final[int] = 0xFFFFFFFF
MANY_ROWS: Final[int] = 100000


@races(
    rowcount="a count that may be a moment old", array_size="a setting, read once for an operation", closed="goes up while the cursor is claimed",
    initialized="goes up before the first use",
)  # fmt: skip
class W_Cursor(W_Claimable):
    connection: W_Connection | None
    statement: W_Statement | None
    """With a row to give; None: there are no more."""
    rows: W_List | None
    """Rows that were taken before they were fetched, which come before those of the statement; `next` is the first that was not fetched."""
    next: int
    error: PyError | None
    """What comes behind them instead of a row."""
    changed: int
    """How many rows that statement changed: the rowcount once they are fetched."""
    converters: Array[Value] | None
    """Of the statement's columns; None: of no column."""
    w_description: Value
    w_lastrowid: Value
    w_row_factory: Value
    rowcount: int
    array_size: int
    closed: bool
    initialized: bool


CURSOR = define_type(
    "Cursor", W_Cursor, OBJECT, module=SHOWN, flags=TypeFlags.SUBCLASSABLE | TypeFlags.HAS_WEAKREF,
    doc="What runs SQL statements on a connection, and fetches their rows."
)  # fmt: skip
constant(MODULE, "Cursor", CURSOR)


# --- making ------------------------------------------------------------------------------------------------------------------------------


@new(CURSOR, "(cls, /, *args, **kwargs)", shown="")
def cursor_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    self = new_with_shape(W_Cursor, cls.root_shape)
    self.w_description = w_None
    self.w_lastrowid = w_None
    self.w_row_factory = w_None
    self.rowcount = -1
    return wrap(self)


def recursive_use() -> PyError:
    return programming_error("Recursive use of cursors not allowed.")


@method(CURSOR, "__init__(self, connection, /)", doc="Initialize self.", shown="($self, /, *args, **kwargs)")
def cursor_init(self: W_Cursor, w_connection: Value) -> Value:
    c = try_as(W_Connection, w_connection)
    if c is None:
        given = "None" if same(w_connection, w_None) else type_name(w_connection)
        raise errors.type_error(f"Cursor() argument 1 must be sqlite3.Connection, not {given}")
    if not claim(self):
        raise recursive_use()
    try:
        drop_statement(self)
        self.rows = None
        self.error = None
        self.connection = c
        self.converters = None
        self.w_description = w_None
        self.w_lastrowid = w_None
        self.w_row_factory = w_None
        self.rowcount = -1
        self.array_size = 1
        self.closed = False
        check_thread(c)
        self.initialized = True
    finally:
        unclaim(self)
    return w_None


@method(CONNECTION, "cursor(self, /, factory=EMPTY)", shown="($self, /, factory=<unrepresentable>)", doc="A new cursor, or what factory makes.")
def connection_cursor(self: W_Connection, w_factory: Value) -> Value:
    unpin(enter(self))
    w_cursor = call1(wrap(CURSOR) if is_empty(w_factory) else w_factory, wrap(self))
    cursor = try_as(W_Cursor, w_cursor)
    if cursor is None:
        raise errors.type_error(f"factory must return a cursor, not {type_name(w_cursor)}")
    if not same(self.w_row_factory, w_None):
        cursor.w_row_factory = self.w_row_factory
    return w_cursor


# --- using ----------------------------------------------------------------------------------------------------------------------------------


def connection_of(self: W_Cursor) -> W_Connection:
    c = self.connection
    if c is None or not self.initialized:
        raise programming_error("Base Cursor.__init__ not called.")
    return c


def begin(self: W_Cursor, c: W_Connection) -> W_Database:
    """The cursor is claimed and the database pinned, until finish."""
    if self.closed:
        raise programming_error("Cannot operate on a closed cursor.")
    d = enter(c)
    if not claim(self):
        unpin(d)
        raise recursive_use()
    return d


def finish(self: W_Cursor, d: W_Database) -> None:
    unclaim(self)
    unpin(d)


def drop_statement(self: W_Cursor) -> None:
    """The caller has claimed the cursor."""
    st = self.statement
    if st is not None:
        self.statement = None
        if pin(st.database):
            give_back(st.database, st)
            unpin(st.database)


# --- executing -----------------------------------------------------------------------------------------------------------------------------------


def run(self: W_Cursor, sql: str, w_parameters: Value, many: bool) -> Value:
    c = connection_of(self)
    d = begin(self, c)
    done = False
    try:
        run_claimed(self, c, d, sql, w_parameters, many)
        done = True
    finally:
        if not done:
            self.rowcount = -1
            self.rows = None
            self.error = None
            drop_statement(self)
        finish(self, d)
    return wrap(self)


def run_claimed(self: W_Cursor, c: W_Connection, d: W_Database, sql: str, w_parameters: Value, many: bool) -> None:
    w_sets = iterate(w_parameters) if many else EMPTY
    self.w_description = w_None
    drop_statement(self)
    st = take_statement(d, sql)
    self.statement = st
    st.cursor = self
    st.take_rest = take_rest
    self.rows = None
    self.error = None
    self.converters = None
    if many and st.handle.at != 0 and library.c_stmt_readonly(st.handle.at) != 0:
        raise programming_error("executemany() can only execute DML statements.")
    self.rowcount = 0 if st.is_dml else -1
    isolation = c.isolation
    if st.is_dml and isolation is not None and c.autocommit == LEGACY and library.c_get_autocommit(d.db) != 0:
        if d.is_file and in_use(d) > 1:
            end_others(d, st)
        run_sql(d, b"BEGIN " + isolation.encode())
    w_set = next_of(w_sets) if many else w_parameters
    result = DONE
    look_for_them(d)
    while not is_empty(w_set):
        if self.rows is not None:
            raise coded_error(MISUSE, "bad parameter or other API misuse")
        bind_parameters(d, st, w_set)
        result = start(d, st)
        if same(self.w_description, w_None):
            describe(self, c, d, st)
        if result == DONE:
            if st.is_dml:
                self.rowcount += library.c_changes(d.db)
            if st.handle.at != 0:
                library.c_reset(st.handle.at)
        elif library.c_stmt_readonly(st.handle.at) == 0:
            fetch_at_once(self, c, d, st)
            result = DONE
        w_set = next_of(w_sets) if many else EMPTY
    if not many:
        self.w_lastrowid = new_int(library.c_last_insert_rowid(d.db))
    if result == DONE:
        drop_statement(self)


def fetch_at_once(self: W_Cursor, c: W_Connection, d: W_Database, st: W_Statement) -> None:
    """So that what the statement changed is not kept from being committed by rows that nobody fetches."""
    rows = new_list()
    self.next = 0
    while True:
        list_append(rows, wrap(read_row(self, c, d, st)))
        if step(d, st) == DONE:
            break
    self.changed = library.c_changes(d.db)
    library.c_reset(st.handle.at)
    self.rows = rows


def take_rest(st: W_Statement) -> None:
    """Takes the rows that are left, up to a limit, unless the cursor is just being used."""
    d = st.database
    self = st.cursor
    if self is None or not isinstance(self, W_Cursor) or not claim(self):
        return
    c = self.connection
    if c is None or self.statement is not st or self.rows is not None or not pin(d):
        unclaim(self)
        return
    rows = new_list()
    self.next = 0
    try:
        while list_length(rows) < MANY_ROWS:
            w_row = wrap(read_row(self, c, d, st))
            result = step(d, st)
            list_append(rows, w_row)
            if result == DONE:
                drop_statement(self)
                break
    except PyError as e:
        self.error = e
        drop_statement(self)
    finally:
        if list_length(rows) > 0:
            self.rows = rows
        unpin(d)
        unclaim(self)


def describe(self: W_Cursor, c: W_Connection, d: W_Database, st: W_Statement) -> None:
    """The names of the statement's columns, if it has any, and the converters of their types."""
    at = st.handle.at
    n = 0 if at == 0 else int(library.c_column_count(at))
    if n == 0:
        return
    description = new_tuple_n(n)
    converters: Array[Value] | None = None if c.detect_types == 0 else Array[Value](n, w_None)
    for i in range(n):
        held = library.hold(d.mutex)
        try:
            name_at = library.c_column_name(at, i32(i))
            name = c_bytes(name_at) if name_at != 0 else b""
            type_at = library.c_column_decltype(at, i32(i)) if c.detect_types & PARSE_DECLTYPES != 0 else 0
            declared = c_bytes(type_at) if type_at != 0 else b""
        finally:
            library.let_go(d.mutex, held)
        if name_at == 0:
            raise errors.memory_error()
        one = new_tuple_n(7)
        for k in range(1, 7):
            one.items[k] = w_None
        one.items[0] = wrap(name_shown(name, c.detect_types))
        description.items[i] = wrap(one)
        if converters is not None:
            converters[i] = converter_for(name, declared, c.detect_types)
    self.converters = converters
    self.w_description = wrap(description)


def name_shown(name: bytes, detect_types: int) -> str:
    """Without the [type] of PARSE_COLNAMES."""
    end = name.find(b"[") if detect_types & PARSE_COLNAMES != 0 else -1
    if end > 0 and name[end - 1] == 32:
        end -= 1
    text, _n = codecs.decode_utf8(name if end < 0 else name[0:end], "strict", True)
    return text


def converter_for(name: bytes, declared: bytes, detect_types: int) -> Value:
    """By the column's name, 'x [type]', or else its declared type up to a blank or a parenthesis."""
    w = w_None
    if detect_types & PARSE_COLNAMES != 0:
        start = name.find(b"[")
        end = name.find(b"]")
        if 0 <= start < end:
            w = converter_of(type_text(name[start + 1 : end]))
    if same(w, w_None) and len(declared) > 0:
        end = 0
        while end < len(declared) and declared[end] != 32 and declared[end] != 40:
            end += 1
        w = converter_of(type_text(declared[0:end]))
    return w


def type_text(data: bytes) -> str:
    text, _n = codecs.decode_utf8(data, "strict", True)
    return text


@method(CURSOR, "execute(self, sql, parameters=(), /)", doc="Runs a statement; its rows are fetched from the cursor, which is the result.")
def cursor_execute(self: W_Cursor, w_sql: Value, w_parameters: Value) -> Value:
    return run(self, str_argument(w_sql, "execute() argument 1"), w_parameters, False)


@method(CURSOR, "executemany(self, sql, seq_of_parameters, /)", doc="Runs a statement that changes data once for each item of an iterable.")
def cursor_executemany(self: W_Cursor, w_sql: Value, w_sets: Value) -> Value:
    return run(self, str_argument(w_sql, "executemany() argument 1"), w_sets, True)


@method(CURSOR, "executescript(self, sql_script, /)", doc="Runs all statements of a text, after a COMMIT if a transaction is open.")
def cursor_executescript(self: W_Cursor, w_script: Value) -> Value:
    script = c_string(str_argument(w_script, "executescript() argument"))
    c = connection_of(self)
    d = begin(self, c)
    try:
        if len(script) > library.c_limit(d.db, i32(LIMIT_SQL_LENGTH), i32(-1)):
            raise data_error("query string is too large")
        if c.autocommit == LEGACY and library.c_get_autocommit(d.db) == 0:
            run_sql(d, b"COMMIT")
    finally:
        finish(self, d)
    text = c_copy(script)
    out = c_malloc(16)
    try:
        run_script(c, text, text + len(script), out)
    finally:
        c_free(out)
        c_free(text)
    return wrap(self)


def run_script(c: W_Connection, text: Addr, end: Addr, out: Addr) -> None:
    while text < end:
        d = enter(c)
        try:
            result = library.c_prepare(d.db, text, i32(end - text + 1), out, out + 8)
            if result == OK and load64(out) != 0:
                at = load64(out)
                while library.c_step(at) == ROW:
                    pass
                result = library.c_finalize(at)
            if d.pending is not None:
                raise take_pending(d)
            if result != OK:
                raise failure(d.db, result)
        finally:
            unpin(d)
        text = load64(out + 8)


@method(CONNECTION, "execute(self, sql, parameters=(), /)", doc="A new cursor that has run a statement.")
def connection_execute(self: W_Connection, w_sql: Value, w_parameters: Value) -> Value:
    return run(new_cursor(self), str_argument(w_sql, "execute() argument 1"), w_parameters, False)


@method(CONNECTION, "executemany(self, sql, parameters, /)", doc="A new cursor that has run a statement once for each item of an iterable.")
def connection_executemany(self: W_Connection, w_sql: Value, w_sets: Value) -> Value:
    return run(new_cursor(self), str_argument(w_sql, "executemany() argument 1"), w_sets, True)


@method(CONNECTION, "executescript(self, sql_script, /)", doc="A new cursor that has run all statements of a text.")
def connection_executescript(self: W_Connection, w_script: Value) -> Value:
    return cursor_executescript(new_cursor(self), w_script)


def new_cursor(c: W_Connection) -> W_Cursor:
    cursor = try_as(W_Cursor, connection_cursor(c, EMPTY))
    if cursor is None:
        raise programming_error("Base Cursor.__init__ not called.")
    return cursor


# --- fetching -----------------------------------------------------------------------------------------------------------------------------------


@iternext(CURSOR)
def cursor_next(self: W_Cursor) -> Value:
    c = connection_of(self)
    d = begin(self, c)
    try:
        st = self.statement
        if self.rows is not None:
            w_row = kept_row(self)
        elif st is None:
            e = self.error
            self.error = None
            if e is not None:
                raise e
            return EMPTY
        elif st.database is d:
            w_row = next_row(self, c, d, st)
        elif pin(st.database):  # the connection has opened another database meanwhile
            try:
                w_row = next_row(self, c, st.database, st)
            finally:
                unpin(st.database)
        else:
            return EMPTY
    finally:
        finish(self, d)
    w_factory = self.w_row_factory
    if same(w_factory, w_None) or is_empty(w_row):
        return w_row
    if same(w_factory, wrap(ROW_TYPE)):
        return new_row(ROW_TYPE, self.w_description, w_row)
    return call2(w_factory, wrap(self), w_row)


def kept_row(self: W_Cursor) -> Value:
    rows = self.rows
    if rows is None:
        return EMPTY
    w_row = list_get(rows, self.next)
    self.next += 1
    if self.next >= list_length(rows):
        self.rows = None
        if self.rowcount >= 0 and self.statement is None:
            self.rowcount = self.changed
    return w_row


def next_row(self: W_Cursor, c: W_Connection, d: W_Database, st: W_Statement) -> Value:
    if not pin_handle(d, st.handle):
        return EMPTY
    more = True
    try:
        w_row = wrap(read_row(self, c, d, st))
        more = False
        if step(d, st) == ROW:
            more = True
        elif st.is_dml:
            self.rowcount = library.c_changes(d.db)
    finally:
        unpin_handle(d, st.handle)
        if not more:
            drop_statement(self)
    return w_row


def read_row(self: W_Cursor, c: W_Connection, d: W_Database, st: W_Statement) -> W_Tuple:
    """The row where the statement is. Everything is read first, and then converted, which may run Python code."""
    w_text_factory = c.w_text_factory
    raw_text = not same(w_text_factory, wrap(STR))
    converters = self.converters
    at = st.handle.at
    n = library.c_data_count(at)
    row = new_tuple_n(n)
    texts: list[int] | None = None
    held = library.hold(d.mutex)
    try:
        for i in range(n):
            if converters is not None and i < len(converters) and not same(converters[i], w_None):
                row.items[i] = converter_input(at, i)
            else:
                if raw_text and library.c_column_type(at, i32(i)) == TEXT:
                    if texts is None:
                        texts = []
                    texts.append(i)
                row.items[i] = read_column(at, i, raw_text)
    finally:
        library.let_go(d.mutex, held)
    if texts is not None:
        for i in texts:
            row.items[i] = made_text(w_text_factory, row.items[i])
    if converters is not None:
        for i in range(min(n, len(converters))):
            if not same(converters[i], w_None) and not same(row.items[i], w_None):
                row.items[i] = call1(converters[i], row.items[i])
    return row


def converter_input(at: Addr, i: int) -> Value:
    """Bytes; None for NULL and what is empty."""
    if library.c_column_blob(at, i32(i)) == 0:
        return w_None
    return wrap(column_bytes(at, i))


def made_text(w_factory: Value, w_bytes: Value) -> Value:
    if same(w_factory, wrap(BYTES)):
        return w_bytes
    data = as_bytes(w_bytes)
    if same(w_factory, wrap(BYTEARRAY)) and data is not None:
        return wrap(new_bytearray(data))
    return call1(w_factory, w_bytes)


@method(CURSOR, "fetchone(self, /)", doc="The next row, or None.")
def cursor_fetchone(self: W_Cursor) -> Value:
    w = cursor_next(self)
    return w_None if is_empty(w) else w


@method(CURSOR, "fetchmany(self, /, size=EMPTY)", shown="($self, /, size=1)", doc="A list of the next rows, at most size (the cursor's arraysize).")
def cursor_fetchmany(self: W_Cursor, w_size: Value) -> Value:
    limit = self.array_size if is_empty(w_size) else uint32_of(w_size, "Python int too large for C uint32_t")
    rows = new_list()
    n = 0
    while n < limit:
        w = cursor_next(self)
        if is_empty(w):
            break
        list_append(rows, w)
        n += 1
    return wrap(rows)


@method(CURSOR, "fetchall(self, /)", doc="A list of all rows that are left.")
def cursor_fetchall(self: W_Cursor) -> Value:
    rows = new_list()
    while True:
        w = cursor_next(self)
        if is_empty(w):
            return wrap(rows)
        list_append(rows, w)


@method(CURSOR, "close(self, /)", doc="Ends the cursor.")
def cursor_close(self: W_Cursor) -> Value:
    c = connection_of(self)
    if not claim(self):
        raise recursive_use()
    try:
        d = enter(c)
        drop_statement(self)
        self.rows = None
        self.error = None
        self.closed = True
        unpin(d)
    finally:
        unclaim(self)
    return w_None


@method(CURSOR, "setinputsizes(self, sizes, /)", doc="Does nothing: PEP 249 wants it to be there.")
def cursor_setinputsizes(self: W_Cursor, w_sizes: Value) -> Value:
    return w_None


@method(CURSOR, "setoutputsize(self, size, column=None, /)", doc="Does nothing: PEP 249 wants it to be there.")
def cursor_setoutputsize(self: W_Cursor, w_size: Value, w_column: Value) -> Value:
    return w_None


# --- attributes -----------------------------------------------------------------------------------------------------------------------------------


@getter(CURSOR, "connection", doc="The cursor's connection.", member=True)
def cursor_connection(self: W_Cursor) -> Value:
    c = self.connection
    return w_None if c is None else wrap(c)


@getter(
    CURSOR,
    "description",
    doc="For each column of the statement a tuple of its name and six times None; None: there are no columns.",
    member=True,
)
def cursor_description(self: W_Cursor) -> Value:
    return self.w_description


@getter(CURSOR, "lastrowid", doc="The number of the row that was inserted last.", member=True)
def cursor_lastrowid(self: W_Cursor) -> Value:
    return self.w_lastrowid


@getter(
    CURSOR,
    "rowcount",
    doc="How many rows the last INSERT, UPDATE, DELETE or REPLACE changed; -1 for other statements.",
    member=True,
)
def cursor_rowcount(self: W_Cursor) -> Value:
    return from_int(self.rowcount)


@getter(CURSOR, "row_factory", doc="What makes a row of the cursor and a tuple; None: the tuple is the row.")
def cursor_row_factory(self: W_Cursor) -> Value:
    return self.w_row_factory


@setter(CURSOR, "row_factory")
def cursor_set_row_factory(self: W_Cursor, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete row_factory attribute", wrap(self), "row_factory")
    self.w_row_factory = w_value
    return w_None


@getter(CURSOR, "arraysize", doc="How many rows fetchmany gives if it is not told.")
def cursor_arraysize(self: W_Cursor) -> Value:
    return from_int(self.array_size)


@setter(CURSOR, "arraysize")
def cursor_set_arraysize(self: W_Cursor, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error(f"attribute 'arraysize' of '{type_name(wrap(self))}' objects cannot be deleted", wrap(self), "arraysize")
    self.array_size = uint32_of(w_value, "Python int too large to convert to C uint32_t")
    return w_None


def uint32_of(w: Value, too_large: str) -> int:
    w_index = index_value(w)
    if int_sign(w_index) < 0:
        raise errors.value_error("Cannot convert negative int")
    i, too_big = int_to_i64(w_index)
    if too_big or i > UINT32_MAX:
        raise errors.overflow_error(too_large)
    return i


# --- rows -------------------------------------------------------------------------------------------------------------------------------------------


@new(ROW_TYPE, "(cls, cursor, data, /)", shown="")
def row_new(cls: W_Type, w_cursor: Value, w_data: Value) -> Value:
    cursor = try_as(W_Cursor, w_cursor)
    if cursor is None:
        raise errors.type_error(f"Row() argument 1 must be sqlite3.Cursor, not {'None' if same(w_cursor, w_None) else type_name(w_cursor)}")
    if try_as(W_Tuple, w_data) is None:
        raise errors.type_error(f"Row() argument 2 must be tuple, not {'None' if same(w_data, w_None) else type_name(w_data)}")
    return new_row(cls, cursor.w_description, w_data)

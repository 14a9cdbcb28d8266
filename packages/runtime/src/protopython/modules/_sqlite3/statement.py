"""Prepared statements. One that a cursor runs is that cursor's alone; those that are idle wait in the database for the same SQL to come again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, locked, try_as, unwrap, wrap
from protodialect.unsafe import Addr, load64
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.constants import DONE, LIMIT_SQL_LENGTH, OK, ROW, SHOWN
from protopython.modules._sqlite3.database import Handle, W_Database, add_handle, bury, drop_handle, pin_handle, unpin_handle
from protopython.modules._sqlite3.errors import data_error, failure, programming_error
from protopython.modules._sqlite3.lingering import BRIEFLY, Patience, is_refused
from protopython.modules.support.system_calls import c_copy, utf8_of
from protopython.objects.dict.dict import dict_first, dict_key_at, dict_len, dict_pop, dict_set
from protopython.objects.model.define import OBJECT, define_type, method
from protopython.objects.singletons import w_None
from protopython.protocore.collector import forget_finalizer, new_weak_cell, register_finalizer, weak_target
from protopython.protocore.error import PyError
from protopython.protocore.locks import W_Claimable
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import is_empty

CHANGING: Final[Array[bytes]] = Array.of([b"insert", b"update", b"delete", b"replace"])


class W_Statement(W_Object):
    database: W_Database
    handle: Handle
    sql: str
    is_dml: bool
    """INSERT, UPDATE, DELETE or REPLACE: a transaction is begun before, and changes are counted."""
    n_parameters: int
    cursor: W_Claimable | None
    """Whose it is; None: nobody's."""
    take_rest: Callable[[W_Statement], None] | None
    """Lets the cursor take all rows that are left, so that the statement ends."""


STATEMENT = define_type("Statement", W_Statement, OBJECT, module=SHOWN, flags=TypeFlags.NO_INSTANTIATE)


@method(STATEMENT, "__del__(self, /)")
def statement_del(self: W_Statement) -> Value:
    bury(self.database, self.handle)
    return w_None


def end_statement(st: W_Statement) -> None:
    drop_handle(st.database, st.handle)
    forget_finalizer(st)


# --- preparing -----------------------------------------------------------------------------------------------------------------------


def code_start(sql: bytes, i: int) -> int:
    """Where, from i on, something other than blanks and comments begins; len(sql): nowhere."""
    n = len(sql)
    while i < n:
        c = sql[i]
        if c == 32 or c == 9 or c == 10 or c == 12 or c == 13:
            i += 1
        elif c == 45 and i + 1 < n and sql[i + 1] == 45:  # --
            i = sql.find(b"\n", i)
            if i < 0:
                return n
        elif c == 47 and i + 1 < n and sql[i + 1] == 42:  # /*
            i = sql.find(b"*/", i + 2)
            if i < 0:
                return n
            i += 2
        else:
            return i
    return n


def begins_with(sql: bytes, i: int, word: bytes) -> bool:
    if len(sql) - i < len(word):
        return False
    for k in range(len(word)):
        if sql[i + k] | 32 != word[k]:
            return False
    return True


def changes_data(sql: bytes, i: int) -> bool:
    for word in CHANGING:
        if begins_with(sql, i, word):
            return True
    return False


def prepare(d: W_Database, sql: str) -> W_Statement:
    """For a pinned database."""
    data = utf8_of(sql)
    if len(data) > library.c_limit(d.db, i32(LIMIT_SQL_LENGTH), i32(-1)):
        raise data_error("query string is too large")
    if data.find(b"\0") >= 0:
        raise programming_error("the query contains a null character")
    text = c_copy(data)
    out = c_malloc(16)
    result = library.c_prepare(d.db, text, i32(len(data) + 1), out, out + 8)
    at = load64(out)
    end = load64(out + 8) - text
    c_free(out)
    c_free(text)
    if result != OK:
        raise failure(d.db, result)
    h = add_handle(d, at, False)
    if code_start(data, end) < len(data):
        drop_handle(d, h)
        raise programming_error("You can only execute one statement at a time.")
    st = W_Statement()
    st.database = d
    st.handle = h
    st.sql = sql
    st.is_dml = changes_data(data, code_start(data, 0))
    st.n_parameters = library.c_bind_parameter_count(at)
    h.statement = new_weak_cell(st, EMPTY)
    register_finalizer(st)
    return st


# --- idle statements --------------------------------------------------------------------------------------------------------------------


def take_statement(d: W_Database, sql: str) -> W_Statement:
    w = dict_pop(d.idle, wrap(sql))
    return prepare(d, sql) if is_empty(w) else unwrap(W_Statement, w)


def give_back(d: W_Database, st: W_Statement) -> None:
    """Resets a statement that its cursor has done with, and keeps it for the next one who wants the same."""
    st.cursor = None
    if not pin_handle(d, st.handle):
        return  # no SQL; or a finalizer was here before that of what used it
    library.c_reset(st.handle.at)
    unpin_handle(d, st.handle)
    w_key = wrap(st.sql)
    w_other = dict_pop(d.idle, w_key)
    if not is_empty(w_other):
        end_statement(unwrap(W_Statement, w_other))
    dict_set(d.idle, w_key, wrap(st))
    while dict_len(d.idle) > d.max_idle:
        with locked(d.idle):
            i = dict_first(d.idle)
            w_oldest = EMPTY if i < 0 else dict_key_at(d.idle, i)
        if is_empty(w_oldest):
            return
        w_other = dict_pop(d.idle, w_oldest)
        if not is_empty(w_other):
            end_statement(unwrap(W_Statement, w_other))


# --- running ---------------------------------------------------------------------------------------------------------------------------


def start(d: W_Database, st: W_Statement) -> int:
    """The first step: ROW or DONE; else raises what went wrong."""
    at = st.handle.at
    if at == 0:
        return DONE
    d.limit = BRIEFLY
    result = library.c_step(at)
    d.limit = 0
    if is_refused(result) and d.pending is None:
        patience = Patience(d)
        while patience.has_more(result):
            if patience.is_deadlock:
                end_others(d, st)
            library.c_reset(at)
            result = library.c_step(at)
        d.limit = 0
    return stepped(d, result)


def end_others(d: W_Database, st: W_Statement | None) -> None:
    """Ends what runs in the database but st; the cursors get the rows that are left."""
    with locked(d):
        handles = d.handles.copy()
    for h in handles:
        cell = h.statement
        w = EMPTY if cell is None else weak_target(cell)
        other = None if is_empty(w) else try_as(W_Statement, w)
        if other is not None and other is not st and other.cursor is not None:
            take_rest = other.take_rest
            if take_rest is not None:
                take_rest(other)


def step(d: W_Database, st: W_Statement) -> int:
    return stepped(d, library.c_step(st.handle.at))


def stepped(d: W_Database, result: int) -> int:
    if d.pending is not None:
        raise take_pending(d)
    if result != ROW and result != DONE:
        raise failure(d.db, result)
    return result


def take_pending(d: W_Database) -> PyError:
    """Of the database's collations."""
    e = d.pending
    d.pending = None
    return failure(d.db, 1) if e is None else e


def run_sql(d: W_Database, sql: bytes) -> None:
    """A statement of our own, such as COMMIT."""
    d.limit = BRIEFLY
    result = run_once(d, sql)
    d.limit = 0
    if is_refused(result):
        patience = Patience(d)
        while patience.has_more(result):
            if patience.is_deadlock:
                end_others(d, None)
            result = run_once(d, sql)
        d.limit = 0
    if result != OK:
        raise failure(d.db, result)


def run_once(d: W_Database, sql: bytes) -> int:
    text = c_copy(sql)
    out = c_malloc(8)
    result = library.c_prepare(d.db, text, i32(len(sql) + 1), out, 0)
    at: Addr = load64(out)
    c_free(out)
    c_free(text)
    if result != OK:
        return result
    library.c_step(at)
    return library.c_finalize(at)

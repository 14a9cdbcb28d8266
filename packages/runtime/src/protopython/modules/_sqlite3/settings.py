"""What is set on a connection, and what else it does: limits, options, extensions, interrupting, dumping."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, i32, wrap
from protodialect.unsafe import load32, load64, store32, store64
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.arguments import c_string, c_string_argument
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection, enter, enter_anywhere
from protopython.modules._sqlite3.constants import FIRST_CONFIG, LAST_CONFIG, OK
from protopython.modules._sqlite3.database import W_Database, unpin
from protopython.modules._sqlite3.errors import failure, operational_error, programming_error, text_of
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int
from protopython.objects.dict.dict import dict_get_str, dict_set_str, new_dict
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.call import call_tuple_kw
from protopython.objects.model.define import method
from protopython.objects.model.operations import is_true
from protopython.objects.model.stock import stock_module
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple1, new_tuple2
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same


@method(CONNECTION, "setlimit(self, category, limit, /)", doc="Sets one of the limits SQLITE_LIMIT_...; the limit before.")
def connection_setlimit(self: W_Connection, w_category: Value, w_limit: Value) -> Value:
    return limit_of(self, c_int(w_category), c_int(w_limit))


@method(CONNECTION, "getlimit(self, category, /)", doc="One of the limits SQLITE_LIMIT_...")
def connection_getlimit(self: W_Connection, w_category: Value) -> Value:
    return limit_of(self, c_int(w_category), -1)


def limit_of(c: W_Connection, category: int, limit: int) -> Value:
    d = enter(c)
    old = library.c_limit(d.db, i32(category), i32(limit))
    unpin(d)
    if old < 0:
        raise programming_error("'category' is out of bounds")
    return from_int(old)


@method(CONNECTION, "setconfig(self, op, enable=True, /)", doc="Switches one of the options SQLITE_DBCONFIG_...")
def connection_setconfig(self: W_Connection, w_op: Value, w_enable: Value) -> Value:
    op = c_int(w_op)
    wanted = is_true(w_enable)
    d = enter(self)
    try:
        if configure(d, op, 1 if wanted else 0) != wanted:
            raise operational_error("Unable to set config")
    finally:
        unpin(d)
    return w_None


@method(CONNECTION, "getconfig(self, op, /)", doc="Whether one of the options SQLITE_DBCONFIG_... is on.")
def connection_getconfig(self: W_Connection, w_op: Value) -> Value:
    op = c_int(w_op)
    d = enter(self)
    try:
        return new_bool(configure(d, op, -1))
    finally:
        unpin(d)


def configure(d: W_Database, op: int, value: int) -> bool:
    """What it is then; value -1 changes nothing."""
    if not FIRST_CONFIG <= op <= LAST_CONFIG:
        raise errors.value_error(f"unknown config 'op': {op}")
    out = c_malloc(4)
    store32(out, 0)
    result = library.c_db_config(d.db, i32(op), i32(value), out)
    on = load32(out) != 0
    c_free(out)
    if result != OK:
        raise failure(d.db, result)
    return on


@method(CONNECTION, "interrupt(self, /)", doc="Stops what runs on the connection; it raises OperationalError. For any thread.")
def connection_interrupt(self: W_Connection) -> Value:
    d = enter_anywhere(self)
    library.c_interrupt(d.db)
    unpin(d)
    return w_None


@method(CONNECTION, "iterdump(self, /, *, filter=None)", doc="An iterator of the SQL statements that would make the database again.")
def connection_iterdump(self: W_Connection, w_filter: Value) -> Value:
    unpin(enter_anywhere(self))
    kwargs = new_dict()
    dict_set_str(kwargs, "filter", w_filter)
    stock_module("sqlite3.dump")
    w_module = dict_get_str(context().space.modules, "sqlite3.dump")
    w_dump = EMPTY if is_empty(w_module) else find_attr(w_module, "_iterdump")
    if is_empty(w_dump):
        raise operational_error("Failed to obtain _iterdump() reference")
    return call_tuple_kw(w_dump, EMPTY, new_tuple1(wrap(self)), kwargs)


@method(CONNECTION, "enable_load_extension(self, enable, /)", doc="Allows or forbids load_extension.")
def connection_enable_load_extension(self: W_Connection, w_enable: Value) -> Value:
    on = is_true(w_enable)
    run_audit_hooks(wrap("sqlite3.enable_load_extension"), wrap(new_tuple2(wrap(self), new_bool(on))))
    d = enter(self)
    result = library.c_enable_load_extension(d.db, i32(1 if on else 0))
    unpin(d)
    if result != OK:
        raise operational_error("Error enabling load extension")
    return w_None


@method(CONNECTION, "load_extension(self, name, /, *, entrypoint=None)", doc="Loads a shared library that extends SQLite.")
def connection_load_extension(self: W_Connection, w_name: Value, w_entry: Value) -> Value:
    name = c_string_argument(w_name, "load_extension() argument 1")
    entry = as_str(w_entry)
    if entry is None and not same(w_entry, w_None):
        raise errors.type_error(f"load_extension() argument 'entrypoint' must be str or None, not {type_name(w_entry)}")
    entry_name = b"" if entry is None else c_string(entry)
    run_audit_hooks(wrap("sqlite3.load_extension"), wrap(new_tuple2(wrap(self), w_name)))
    d = enter(self)
    try:
        load_library(d, name, entry_name, entry is not None)
    finally:
        unpin(d)
    return w_None


def load_library(d: W_Database, name: bytes, entry: bytes, has_entry: bool) -> None:
    at_name = c_copy(name)
    at_entry = c_copy(entry)
    out = c_malloc(8)
    store64(out, 0)
    result = library.c_load_extension(d.db, at_name, at_entry if has_entry else 0, out)
    message = load64(out)
    c_free(out)
    c_free(at_entry)
    c_free(at_name)
    if result != OK:
        if message == 0:
            raise failure(d.db, result)
        text = text_of(c_bytes(message))
        library.c_sqlite_free(message)
        raise operational_error(text)

"""Whole databases: backup, and as bytes."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, load64, memcpy, store64
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.arguments import c_string_argument
from protopython.modules._sqlite3.blob import content_of
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection, enter, milliseconds
from protopython.modules._sqlite3.constants import BUSY, LOCKED, OK
from protopython.modules._sqlite3.database import W_Database, unpin
from protopython.modules._sqlite3.errors import failure, operational_error, text_of
from protopython.modules._sqlite3.values import lend, take_back
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes, utf8_of
from protopython.objects.float.methods import float_of
from protopython.objects.model import errors
from protopython.objects.model.call import call_args
from protopython.objects.model.define import method
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty, same

NO_COPY: Final[int] = 1
FREE_ON_CLOSE: Final[int] = 1
RESIZEABLE: Final[int] = 2


@method(
    CONNECTION, "backup(self, /, target, *, pages=-1, progress=None, name='main', sleep=0.25)",
    shown="($self, /, target, *, pages=-1, progress=None, name='main',\n       sleep=0.25)",
    doc="Copies the database into another connection's, some pages at a time; progress(status, remaining, total) is told of each time."
)  # fmt: skip
def connection_backup(self: W_Connection, w_target: Value, w_pages: Value, w_progress: Value, w_name: Value, w_sleep: Value) -> Value:
    target = try_as(W_Connection, w_target)
    if target is None:
        given = "None" if same(w_target, w_None) else type_name(w_target)
        raise errors.type_error(f"backup() argument 'target' must be sqlite3.Connection, not {given}")
    pages = c_int(w_pages)
    name = c_string_argument(w_name, "backup() argument 'name'")
    pause = float_of(w_sleep)
    d = enter(self)
    try:
        if target is self:
            raise errors.value_error("target cannot be the same connection instance")
        e = enter(target)
        try:
            if not same(w_progress, w_None) and is_empty(special(w_progress, Special.CALL)):
                raise errors.type_error("progress argument must be a callable")
            copy_pages(d, e, name, -1 if pages == 0 else pages, w_progress, milliseconds(pause))
        finally:
            unpin(e)
    finally:
        unpin(d)
    return w_None


def copy_pages(d: W_Database, target: W_Database, name: bytes, pages: int, w_progress: Value, pause: int) -> None:
    at_main = c_copy(b"main")
    at_name = c_copy(name)
    backup = library.c_backup_init(target.db, at_main, d.db, at_name)
    if backup == 0:
        c_free(at_name)
        c_free(at_main)
        raise failure(target.db, library.c_errcode(target.db))
    result = OK
    try:
        while result == OK or result == BUSY or result == LOCKED:
            result = library.c_backup_step(backup, i32(pages))
            if not same(w_progress, w_None):
                tell(w_progress, result, backup)
            if result & 0xFF == BUSY or result & 0xFF == LOCKED:
                library.c_sleep(i32(pause))
            check_signals()
    finally:
        result = library.c_backup_finish(backup)
        c_free(at_name)
        c_free(at_main)
    if result != OK:
        raise failure(target.db, result)


def tell(w_progress: Value, result: int, backup: Addr) -> None:
    args = Array[Value](3, from_int(result))
    args[1] = from_int(library.c_backup_remaining(backup))
    args[2] = from_int(library.c_backup_pagecount(backup))
    call_args(w_progress, args, 3)


@method(CONNECTION, "serialize(self, /, *, name='main')", doc="The database as bytes: what its file would contain.")
def connection_serialize(self: W_Connection, w_name: Value) -> Value:
    name = c_string_argument(w_name, "serialize() argument 'name'")
    d = enter(self)
    at_name = c_copy(name)
    size = c_malloc(8)
    store64(size, 0)
    held = library.hold(d.mutex)
    try:
        at = library.c_serialize(d.db, at_name, size, u32(NO_COPY))
        copied = at == 0
        if copied:
            at = library.c_serialize(d.db, at_name, size, u32(0))
        if at == 0:
            raise operational_error(f"unable to serialize '{text_of(name)}'")
        try:
            data = copy_bytes(at, load64(size))
        finally:
            if copied:
                library.c_sqlite_free(at)
    finally:
        library.let_go(d.mutex, held)
        c_free(size)
        c_free(at_name)
        unpin(d)
    return wrap(data)


@method(CONNECTION, "deserialize(self, data, /, *, name='main')", doc="Puts a database given as bytes in the place of the one that is open.")
def connection_deserialize(self: W_Connection, w_data: Value, w_name: Value) -> Value:
    s = as_str(w_data)
    data = content_of(w_data) if s is None else utf8_of(s)
    name = c_string_argument(w_name, "deserialize() argument 'name'")
    d = enter(self)
    try:
        at = library.c_sqlite_malloc(len(data))
        if at == 0:
            raise errors.memory_error()
        source = lend(data)
        memcpy(at, source, len(data))
        take_back(data, source)
        at_name = c_copy(name)
        result = library.c_deserialize(d.db, at_name, at, len(data), len(data), u32(FREE_ON_CLOSE | RESIZEABLE))
        c_free(at_name)
        if result != OK:
            raise failure(d.db, result)
    finally:
        unpin(d)
    return w_None

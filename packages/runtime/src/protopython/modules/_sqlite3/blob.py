"""sqlite3.Blob: a value of a table, read and written in place like a file."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, races, try_as, wrap
from protodialect.unsafe import Addr, load64, store8
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.arguments import c_string_argument
from protopython.modules._sqlite3.connection import CONNECTION, W_Connection, enter
from protopython.modules._sqlite3.constants import INT_MAX, MODULE, OK, SHOWN
from protopython.modules._sqlite3.database import Handle, W_Database, add_handle, bury, drop_handle, pin_handle, unpin, unpin_handle
from protopython.modules._sqlite3.errors import failure, programming_error
from protopython.modules._sqlite3.values import int64_of
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_buffer
from protopython.objects.model.define import OBJECT, constant, define_type, method
from protopython.objects.model.operations import has_index, is_true, sequence_index
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_False, w_None
from protopython.objects.slice import W_Slice, slice_clip, slice_unpack
from protopython.protocore.collector import forget_finalizer, register_finalizer
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

SEEK_SET: Final[int] = 0
SEEK_CUR: Final[int] = 1
SEEK_END: Final[int] = 2


@races(offset="two threads that read at once begin where either of them stood")
class W_Blob(W_Object):
    connection: W_Connection
    database: W_Database
    handle: Handle
    offset: int


BLOB = define_type("Blob", W_Blob, OBJECT, module=SHOWN, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.NOT_COUNTED)
constant(MODULE, "Blob", BLOB)


@method(CONNECTION, "blobopen(self, table, column, rowid, /, *, readonly=False, name='main')", doc="Opens a value of a table, to be used in place.")
def connection_blobopen(self: W_Connection, w_table: Value, w_column: Value, w_row: Value, w_readonly: Value, w_name: Value) -> Value:
    table = c_string_argument(w_table, "blobopen() argument 1")
    column = c_string_argument(w_column, "blobopen() argument 2")
    row = plain(w_row)
    if not is_integer(row):
        raise errors.type_error("expected 'int'")
    number = int64_of(row)
    readonly = is_true(w_readonly)
    name = c_string_argument(w_name, "blobopen() argument 'name'")
    d = enter(self)
    try:
        h = add_handle(d, open_blob(d, name, table, column, number, not readonly), True)
    finally:
        unpin(d)
    b = W_Blob()
    b.connection = self
    b.database = d
    b.handle = h
    register_finalizer(b)
    return wrap(b)


def open_blob(d: W_Database, name: bytes, table: bytes, column: bytes, row: int, writable: bool) -> Addr:
    at_name = c_copy(name)
    at_table = c_copy(table)
    at_column = c_copy(column)
    out = c_malloc(8)
    result = library.c_blob_open(d.db, at_name, at_table, at_column, row, i32(1 if writable else 0), out)
    at = load64(out)
    c_free(out)
    c_free(at_column)
    c_free(at_table)
    c_free(at_name)
    if result != OK:
        raise failure(d.db, result)
    return at


# --- using one ---------------------------------------------------------------------------------------------------------------------------


def begin(self: W_Blob) -> W_Database:
    """The database; it and the blob stay open until finish."""
    d = enter(self.connection)
    if d is not self.database or not pin_handle(d, self.handle):
        unpin(d)
        raise programming_error("Cannot operate on a closed blob.")
    return d


def finish(self: W_Blob, d: W_Database) -> None:
    unpin_handle(d, self.handle)
    unpin(d)


def read_at(self: W_Blob, d: W_Database, offset: int, n: int) -> bytes:
    if n == 0:
        return b""
    out = c_malloc(n)
    try:
        result = library.c_blob_read(self.handle.at, out, i32(n), i32(offset))
        if result != OK:
            raise failure(d.db, result)
        return copy_bytes(out, n)
    finally:
        c_free(out)


def write_at(self: W_Blob, d: W_Database, offset: int, data: bytes) -> None:
    if offset + len(data) > library.c_blob_bytes(self.handle.at):
        raise errors.value_error("data longer than blob length")
    at = c_copy(data)
    result = library.c_blob_write(self.handle.at, at, i32(len(data)), i32(offset))
    c_free(at)
    if result != OK:
        raise failure(d.db, result)


def content_of(w: Value) -> bytes:
    b = need_buffer(w)
    if not b.is_contiguous():
        raise errors.buffer_error("memoryview: underlying buffer is not C-contiguous")
    return b.to_bytes()


@method(BLOB, "read(self, length=-1, /)", doc="The next bytes, at most length; all that are left if it is negative.")
def blob_read(self: W_Blob, w_length: Value) -> Value:
    length = c_int(w_length)
    d = begin(self)
    try:
        start = self.offset
        rest = max(library.c_blob_bytes(self.handle.at) - start, 0)
        data = read_at(self, d, start, rest if length < 0 or length > rest else length)
        self.offset = start + len(data)
        return wrap(data)
    finally:
        finish(self, d)


@method(BLOB, "write(self, data, /)", doc="Writes bytes from the current position on; they must fit.")
def blob_write(self: W_Blob, w_data: Value) -> Value:
    data = content_of(w_data)
    d = begin(self)
    try:
        start = self.offset
        write_at(self, d, start, data)
        self.offset = start + len(data)
    finally:
        finish(self, d)
    return w_None


@method(BLOB, "seek(self, offset, origin=0, /)", doc="Goes to a position, counted from the start (0), from the current one (1) or from the end (2).")
def blob_seek(self: W_Blob, w_offset: Value, w_origin: Value) -> Value:
    offset = c_int(w_offset)
    origin = c_int(w_origin)
    d = begin(self)
    try:
        size = int(library.c_blob_bytes(self.handle.at))
        if origin == SEEK_CUR:
            offset += self.offset
        elif origin == SEEK_END:
            offset += size
        elif origin != SEEK_SET:
            raise errors.value_error("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
        if offset > INT_MAX:
            raise errors.overflow_error("seek offset results in overflow")
        if not 0 <= offset <= size:
            raise errors.value_error("offset out of blob range")
        self.offset = offset
    finally:
        finish(self, d)
    return w_None


@method(BLOB, "tell(self, /)", doc="The current position.")
def blob_tell(self: W_Blob) -> Value:
    finish(self, begin(self))
    return from_int(self.offset)


@method(BLOB, "__len__(self, /)", doc="Return len(self).")
def blob_len(self: W_Blob) -> Value:
    d = begin(self)
    n = library.c_blob_bytes(self.handle.at)
    finish(self, d)
    return from_int(n)


# --- items -----------------------------------------------------------------------------------------------------------------------------------


def position_of(size: int, w_key: Value) -> int:
    i = sequence_index(w_key)
    if i < 0:
        i += size
    if not 0 <= i < size:
        raise errors.index_error("Blob index out of range")
    return i


def span_of(step: int, n: int) -> int:
    """How many bytes a slice reaches over that picks n."""
    if step < 0 and n > 0:
        raise errors.value_error("Blob doesn't support slices with a negative step")
    return (n - 1) * step + 1 if n > 0 else 0


def not_an_index(w_key: Value) -> None:
    if not has_index(w_key):
        raise errors.type_error("Blob indices must be integers")


@method(BLOB, "__getitem__(self, key, /)", doc="Return self[key].")
def blob_getitem(self: W_Blob, w_key: Value) -> Value:
    d = begin(self)
    try:
        size = int(library.c_blob_bytes(self.handle.at))
        s = try_as(W_Slice, w_key)
        if s is None:
            not_an_index(w_key)
            return from_int(read_at(self, d, position_of(size, w_key), 1)[0])
        start, stop, step = slice_unpack(s)  # may run Python code
        start, _stop, n = slice_clip(start, stop, step, size)
        data = read_at(self, d, start, span_of(step, n))
        return wrap(data if step == 1 else every(data, step, n))
    finally:
        finish(self, d)


def every(data: bytes, step: int, n: int) -> bytes:
    at = c_malloc(n + 1)
    for i in range(n):
        store8(at + i, data[i * step])
    result = copy_bytes(at, n)
    c_free(at)
    return result


@method(BLOB, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def blob_setitem(self: W_Blob, w_key: Value, w_value: Value) -> Value:
    d = begin(self)
    try:
        size = int(library.c_blob_bytes(self.handle.at))
        s = try_as(W_Slice, w_key)
        if s is None:
            not_an_index(w_key)
            i = position_of(size, w_key)
            write_at(self, d, i, byte_of(w_value))
        else:
            data = content_of(w_value)
            start, stop, step = slice_unpack(s)
            start, _stop, n = slice_clip(start, stop, step, size)
            if len(data) != n:
                raise errors.index_error("Blob slice assignment is wrong size")
            span = span_of(step, n)
            if n > 0:
                write_at(self, d, start, data if step == 1 else spread(read_at(self, d, start, span), step, data))
    finally:
        finish(self, d)
    return w_None


def byte_of(w_value: Value) -> bytes:
    w = plain(w_value)
    if not is_integer(w):
        raise errors.type_error(f"'{type_name(w_value)}' object cannot be interpreted as an integer")
    i, too_big = int_to_i64(w)
    if too_big or not 0 <= i <= 255:
        raise errors.value_error("byte must be in range(0, 256)")
    return one_byte(i)


def one_byte(i: int) -> bytes:
    at = c_malloc(1)
    store8(at, i)
    data = copy_bytes(at, 1)
    c_free(at)
    return data


def spread(old: bytes, step: int, data: bytes) -> bytes:
    """old with every step-th byte replaced."""
    at = c_copy(old)
    for i in range(len(data)):
        store8(at + i * step, data[i])
    result = copy_bytes(at, len(old))
    c_free(at)
    return result


@method(BLOB, "__delitem__(self, key, /)", doc="Delete self[key].")
def blob_delitem(self: W_Blob, w_key: Value) -> Value:
    finish(self, begin(self))
    if try_as(W_Slice, w_key) is not None:
        raise errors.type_error("Blob doesn't support slice deletion")
    not_an_index(w_key)
    raise errors.type_error("Blob doesn't support item deletion")


# --- the end -----------------------------------------------------------------------------------------------------------------------------------


@method(BLOB, "close(self, /)", doc="Ends the blob.")
def blob_close(self: W_Blob) -> Value:
    unpin(enter(self.connection))
    drop_handle(self.database, self.handle)
    forget_finalizer(self)
    return w_None


@method(BLOB, "__enter__(self, /)", doc="The blob itself; the end of the with statement closes it.")
def blob_enter(self: W_Blob) -> Value:
    finish(self, begin(self))
    return wrap(self)


@method(BLOB, "__exit__(self, type, val, tb, /)", doc="Closes the blob.")
def blob_exit(self: W_Blob, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    finish(self, begin(self))
    blob_close(self)
    return w_False


@method(BLOB, "__del__(self, /)")
def blob_del(self: W_Blob) -> Value:
    bury(self.database, self.handle)
    return w_None

"""Python values as SQLite's, in both directions: parameters of statements, columns of rows, arguments and results of functions."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Value, i32, inline, noinline, try_as, wrap
from protodialect.unsafe import Addr, bytes_data, str_data
from protopython.modules._sqlite3 import library
from protopython.modules._sqlite3.adapters import PREPARE_PROTOCOL, adapt
from protopython.modules._sqlite3.constants import INT_MAX, OK
from protopython.modules._sqlite3.database import W_Database
from protopython.modules._sqlite3.errors import failure, operational_error, programming_error, text_of
from protopython.modules._sqlite3.library import TRANSIENT
from protopython.modules._sqlite3.state import sqlite_state
from protopython.modules._sqlite3.statement import W_Statement
from protopython.modules.support.system_calls import c_bytes, c_copy, copy_bytes, utf8_of
from protopython.objects.bytearray import BYTEARRAY
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import DICT, W_Dict, dict_get
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.list.list import LIST, W_List, list_get
from protopython.objects.model import errors, operations
from protopython.objects.model.buffer import buffer_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import TUPLE, W_Tuple
from protopython.protocore.bytestrings import str_of_utf8
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free
from protopython.protocore.value import float_value, int_value, is_empty, is_float, is_int, new_float, same

NO_CONTENT: Final[Addr] = 1
"""For blobs of no bytes: null would be NULL."""


# --- what a value is ---------------------------------------------------------------------------------------------------------------


def int64_of(w: Value) -> int:
    """Of an exact int."""
    if is_int(w):
        return int_value(w)
    i, too_big = int_to_i64(w)
    if too_big:
        raise errors.overflow_error("Python int too large to convert to SQLite INTEGER")
    return i


def content_of(w: Value) -> bytes | None:
    """The bytes of a bytes-like value; None for others."""
    data = as_bytes(w)
    if data is not None:
        return data
    b = buffer_of(w)
    if b is None:
        return None
    if not b.is_contiguous():
        raise errors.buffer_error("memoryview: underlying buffer is not C-contiguous")
    return b.to_bytes()


def check_size(n: int, what: str) -> None:
    if n > INT_MAX:
        raise errors.overflow_error(f"{what} longer than INT_MAX bytes")


# --- parameters ----------------------------------------------------------------------------------------------------------------------


def bind_parameters(d: W_Database, st: W_Statement, w: Value) -> None:
    """A sequence of values, or a dict of named ones."""
    t = type_of(w)
    if t is TUPLE:
        items = try_as(W_Tuple, w)
        if items is not None:
            check_number(st, items.length)
            for i in range(items.length):
                check_nameless(st, i + 1)
                bind(d, st, i + 1, items.items[i])
    elif t is LIST:
        bind_list(d, st, w)
    elif try_as(W_Dict, w) is not None:
        bind_names(d, st, w, t is DICT)
    elif operations.is_sequence(w):
        check_number(st, operations.length_of(w))
        for i in range(st.n_parameters):
            check_nameless(st, i + 1)
            bind(d, st, i + 1, operations.getitem(w, new_int(i)))
    else:
        raise programming_error("parameters are of unsupported type")


def bind_list(d: W_Database, st: W_Statement, w: Value) -> None:
    items = try_as(W_List, w)
    if items is not None:
        check_number(st, operations.length_of(w))
        for i in range(st.n_parameters):
            check_nameless(st, i + 1)
            w_item = list_get(items, i)
            if is_empty(w_item):
                raise errors.index_error("list index out of range")
            bind(d, st, i + 1, w_item)


def check_number(st: W_Statement, n: int) -> None:
    if n != st.n_parameters:
        raise programming_error(f"Incorrect number of bindings supplied. The current statement uses {st.n_parameters}, and there are {n} supplied.")


@inline
def check_nameless(st: W_Statement, i: int) -> None:
    name = library.c_bind_parameter_name(st.handle.at, i32(i))
    if name != 0:
        check_name(name, i)


@noinline
def check_name(name: Addr, i: int) -> None:
    text = c_bytes(name)
    if text[0] != 63:  # ?
        raise programming_error(
            f"Binding {i} ('{text_of(text)}') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders."
        )


def bind_names(d: W_Database, st: W_Statement, w: Value, exact: bool) -> None:
    for i in range(1, st.n_parameters + 1):
        at = library.c_bind_parameter_name(st.handle.at, i32(i))
        if at == 0:
            raise programming_error(f"Binding {i} has no name, but you supplied a dictionary (which has only names).")
        name = text_of(c_bytes(at + 1))
        w_item = named(w, name, exact)
        if is_empty(w_item):
            raise programming_error(f"You did not supply a value for binding parameter :{name}.")
        bind(d, st, i, w_item)


def named(w: Value, name: str, exact: bool) -> Value:
    """EMPTY: there is no such item."""
    w_dict = try_as(W_Dict, w)
    if exact and w_dict is not None:
        return dict_get(w_dict, wrap(name))
    try:
        return operations.getitem(w, wrap(name))
    except PyError as e:
        if errors.error_matches(e, x.LOOKUP_ERROR):
            return EMPTY
        raise


def bind(d: W_Database, st: W_Statement, i: int, w_parameter: Value) -> None:
    w = adapt(w_parameter, wrap(PREPARE_PROTOCOL), w_parameter) if needs_adapting(w_parameter) else w_parameter
    result = bind_adapted(d, st.handle.at, i, w)
    if result != OK:
        raise failure(d.db, result)


def needs_adapting(w: Value) -> bool:
    if sqlite_state().plain_adapted:
        return True
    return not (is_integer(w) or is_float(w) or try_as(str, w) is not None or type_of(w) is BYTEARRAY)


def bind_adapted(d: W_Database, at: Addr, i: int, w_value: Value) -> int:
    w = plain(w_value)
    if same(w, w_None):
        held = library.hold(d.mutex)
        result = library.c_bind_null(at, i32(i))
    elif is_integer(w):
        number = int64_of(w)
        held = library.hold(d.mutex)
        result = library.c_bind_int64(at, i32(i), number)
    elif is_float(w):
        held = library.hold(d.mutex)
        result = library.c_bind_double(at, i32(i), float_value(w))
    else:
        s = as_str(w)
        if s is not None:
            return bind_str(d, at, i, s)
        data = content_of(w)
        if data is None:
            raise programming_error(f"Error binding parameter {i}: type '{type_name(w)}' is not supported")
        check_size(len(data), "BLOB")
        return bind_bytes(d, at, i, data, False)
    library.let_go(d.mutex, held)
    return result


def bind_str(d: W_Database, at: Addr, i: int, s: str) -> int:
    check_size(len(s), "string")
    if COMPILED and s.isascii():
        held = library.hold(d.mutex)
        result = library.c_bind_text(at, i32(i), str_data(s), i32(len(s)), TRANSIENT)
        library.let_go(d.mutex, held)
        return result
    data = utf8_of(s)
    check_size(len(data), "string")
    return bind_bytes(d, at, i, data, True)


def bind_bytes(d: W_Database, at: Addr, i: int, data: bytes, text: bool) -> int:
    held = library.hold(d.mutex)
    memory = lend(data)
    if text:
        result = library.c_bind_text(at, i32(i), memory, i32(len(data)), TRANSIENT)
    else:
        result = library.c_bind_blob(at, i32(i), memory, i32(len(data)), TRANSIENT)
    take_back(data, memory)
    library.let_go(d.mutex, held)
    return result


def lend(data: bytes) -> Addr:
    """The address of data for a function that does not block; uncompiled, of a copy."""
    if COMPILED:
        return bytes_data(data)
    else:
        return c_copy(data) if len(data) > 0 else NO_CONTENT


def take_back(data: bytes, at: Addr) -> None:
    if not COMPILED and len(data) > 0:
        c_free(at)


# --- columns -----------------------------------------------------------------------------------------------------------------------------


def text_at(at: Addr, n: int) -> str:
    """ValueError: it is not UTF-8."""
    if COMPILED:
        return str_of_utf8(at, n)
    else:
        return copy_bytes(at, n).decode()


def read_column(at: Addr, i: int, raw_text: bool) -> Value:
    """raw_text: text as bytes. The mutex is held."""
    match library.c_column_type(at, i32(i)):
        case 1:  # INTEGER
            return new_int(library.c_column_int64(at, i32(i)))
        case 2:  # FLOAT
            return new_float(library.c_column_double(at, i32(i)))
        case 3:  # TEXT
            if raw_text:
                return wrap(column_bytes(at, i))
            text = library.c_column_text(at, i32(i))
            n = library.c_column_bytes(at, i32(i))
            if text == 0:
                raise errors.memory_error()
            try:
                return wrap(text_at(text, n))
            except ValueError:
                raise undecodable(at, i, copy_bytes(text, n)) from None
        case 4:  # BLOB
            return wrap(column_bytes(at, i))
        case _:
            return w_None


def column_bytes(at: Addr, i: int) -> bytes:
    memory = library.c_column_blob(at, i32(i))
    n = library.c_column_bytes(at, i32(i))
    if n > 0 and memory == 0:
        raise errors.memory_error()
    return copy_bytes(memory, n) if n > 0 else b""


def undecodable(at: Addr, i: int, text: bytes) -> PyError:
    name = c_bytes(library.c_column_name(at, i32(i)))
    end = text.find(b"\0")
    data = b"Could not decode to UTF-8 column '" + name + b"' with text '" + (text if end < 0 else text[0:end]) + b"'"
    message, _n = codecs.decode_ascii(data[0:199], "replace")
    return operational_error(message)


# --- functions ------------------------------------------------------------------------------------------------------------------------------


def argument_of(value: Addr) -> Value:
    """An argument of a function that SQL calls."""
    match library.c_value_type(value):
        case 1:  # INTEGER
            return new_int(library.c_value_int64(value))
        case 2:  # FLOAT
            return new_float(library.c_value_double(value))
        case 3:  # TEXT
            text = library.c_value_text(value)
            n = library.c_value_bytes(value)
            if text == 0:
                raise errors.memory_error()
            return wrap(decoded(text, n))
        case 4:  # BLOB
            n = library.c_value_bytes(value)
            blob = library.c_value_blob(value)
            if n > 0 and blob == 0:
                raise errors.memory_error()
            return wrap(copy_bytes(blob, n) if n > 0 else b"")
        case _:
            return w_None


def decoded(at: Addr, n: int) -> str:
    """UTF-8 in C memory; UnicodeDecodeError."""
    try:
        return text_at(at, n)
    except ValueError:
        text, _n = codecs.decode_utf8(copy_bytes(at, n), "strict", True)
        return text


def give_result(call: Addr, w_result: Value) -> None:
    """What a function returned, to SQLite."""
    w = plain(w_result)
    if same(w, w_None):
        library.c_result_null(call)
    elif is_integer(w):
        library.c_result_int64(call, int64_of(w))
    elif is_float(w):
        library.c_result_double(call, float_value(w))
    else:
        s = as_str(w)
        data = content_of(w) if s is None else utf8_of(s)
        if data is None:
            raise programming_error(f"User-defined functions cannot return '{type_name(w)}' values to SQLite")
        check_size(len(data), "BLOB" if s is None else "string is")
        at = lend(data)
        if s is None:
            library.c_result_blob(call, at, i32(len(data)), TRANSIENT)
        else:
            library.c_result_text(call, at, i32(len(data)), TRANSIENT)
        take_back(data, at)

"""Functions of this module that programs know by their address: cast, string_at, wstring_at, memoryview_at.

Called as functions of Python's API, as ctypes does, they run right here and may raise. They are C functions all the same: C code may call them, and a
program by another prototype; then an exception cannot leave them, and what they give is a null pointer.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, unwrap, wrap
from protodialect.unsafe import Addr, c_callback, callback_address, load32, load64, store64
from protopython.engine.streams import report_unraisable
from protopython.modules._ctypes.data import W_Argument, container_of, data_of
from protopython.modules._ctypes.info import FUNCTION, POINTER, SIMPLE, W_CType, info_of_type
from protopython.modules._ctypes.values import extended, is_pointer_code, load_wide, value_of_word, wide_length, word_of_value
from protopython.modules.support.system_calls import c_bytes, copy_bytes
from protopython.objects.dict.dict import W_Dict, dict_set
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import new_uint
from protopython.objects.memoryview import new_view
from protopython.objects.model.auditing import audit2, audit3
from protopython.objects.model.buffer import Buffer, flat_shape
from protopython.objects.model.call import call0
from protopython.objects.model.errors import system_error, type_error, value_error
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int, is_empty

STRING_AT: Final[int] = 1
WSTRING_AT: Final[int] = 2
CAST: Final[int] = 3
MEMORYVIEW_AT: Final[int] = 4


# --- what they do ------------------------------------------------------------------------------------------------------------------------


def string_at(at: Addr, n: int) -> Value:
    audit2("ctypes.string_at", new_uint(at), from_int(n))
    if n == -1:
        return wrap(c_bytes(at))
    if n < 0:
        raise system_error("Negative size passed to PyBytes_FromStringAndSize")
    return wrap(copy_bytes(at, n))


def wstring_at(at: Addr, n: int) -> Value:
    audit2("ctypes.wstring_at", new_uint(at), from_int(n))
    if n < -1:
        raise system_error("bad argument to internal function")
    return wrap(load_wide(at, wide_length(at) if n == -1 else n))


def memoryview_at(at: Addr, n: int, readonly: bool) -> Value:
    audit3("ctypes.memoryview_at", new_uint(at), new_int(n), new_bool(readonly))
    if n < 0:
        raise value_error(f"memoryview_at: size is negative (or overflowed): {n}")
    b = Buffer(w_None, n, readonly)
    b.address = at
    return wrap(new_view(flat_shape(b)))


def check_pointer_type(w_type: Value) -> None:
    info = info_of_type(w_type)
    if info is None:
        raise type_error("cast() argument 2 must be a pointer type")
    if info.kind == POINTER or info.kind == FUNCTION or (info.kind == SIMPLE and is_pointer_code(info.code)):
        return
    raise type_error(f"cast() argument 2 must be a pointer type, not {unwrap(W_CType, w_type).name}")


def cast_to(at: Addr, w_source: Value, w_type: Value) -> Value:
    """The pointer keeps alive what its source is and keeps."""
    check_pointer_type(w_type)
    w = call0(w_type)
    d = data_of(w)
    if d is None:
        raise type_error("cast() argument 2 must be a pointer type")
    source = data_of(w_source)
    if source is not None:
        container_of(source)
        d.w_objects = source.w_objects
        objects = None if is_empty(d.w_objects) else try_as(W_Dict, d.w_objects)
        if objects is not None:
            dict_set(objects, new_uint(word_of_value(w_source)), w_source)
    store64(d.address, at)
    return w


# --- their addresses ---------------------------------------------------------------------------------------------------------------------


def null_result(e: PyError) -> Addr:
    report_unraisable(w_None, e.w_value, w_None)
    return 0


@c_callback
def string_at_function(at: Addr, n: i32) -> Addr:
    try:
        return word_of_value(string_at(at, n))
    except PyError as e:
        return null_result(e)


@c_callback
def wstring_at_function(at: Addr, n: i32) -> Addr:
    try:
        return word_of_value(wstring_at(at, n))
    except PyError as e:
        return null_result(e)


@c_callback
def cast_function(at: Addr, source: Addr, type: Addr) -> Addr:
    try:
        return word_of_value(cast_to(at, value_of_word(source), value_of_word(type)))
    except PyError as e:
        return null_result(e)


@c_callback
def memoryview_at_function(at: Addr, n: int, readonly: i32) -> Addr:
    try:
        return word_of_value(memoryview_at(at, n, readonly != 0))
    except PyError as e:
        return null_result(e)


def native_function(at: Addr) -> int:
    """Which function of this module is there; 0: none."""
    if at == callback_address(cast_function):
        return CAST
    if at == callback_address(string_at_function):
        return STRING_AT
    if at == callback_address(wstring_at_function):
        return WSTRING_AT
    return MEMORYVIEW_AT if at == callback_address(memoryview_at_function) else 0


def number(arguments: Array[Value], i: int) -> int:
    """An argument as a register would hold it; 0 where there is none."""
    if i >= len(arguments):
        return 0
    a = unwrap(W_Argument, arguments[i])
    return load64(a.address) if a.size >= 8 else extended(load32(a.address), 4)


def call_native(which: int, arguments: Array[Value], result: Addr) -> Value:
    """The result, which is stored at `result`, too."""
    at = number(arguments, 0)
    if which == CAST:
        if len(arguments) < 3:
            raise type_error(f"cast() takes exactly 3 arguments ({len(arguments)} given)")
        w = cast_to(at, value_of_word(number(arguments, 1)), value_of_word(number(arguments, 2)))
    elif which == STRING_AT:
        w = string_at(at, extended(number(arguments, 1) & 0xFFFFFFFF, 4))
    elif which == WSTRING_AT:
        w = wstring_at(at, extended(number(arguments, 1) & 0xFFFFFFFF, 4))
    else:
        w = memoryview_at(at, number(arguments, 1), number(arguments, 2) & 0xFFFFFFFF != 0)
    store64(result, word_of_value(w))
    return w

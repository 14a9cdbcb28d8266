"""Python objects as arguments of C functions: what `from_param` and a call without argtypes make of them."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, try_as, wrap
from protodialect.unsafe import Addr, address_of, load8, load64, memmove, store32, store64
from protopython.modules._ctypes.data import ARGUMENT, W_Argument, W_CData, check_size, data_of
from protopython.modules._ctypes.info import ARRAY, FUNCTION, POINTER, SIMPLE, CInfo, W_CType, info_of
from protopython.modules._ctypes.libffi import BASIC
from protopython.modules._ctypes.values import (
    C_CHAR,
    C_CHAR_P,
    C_DOUBLE,
    C_FLOAT,
    C_VOID_P,
    C_WCHAR,
    C_WCHAR_P,
    Memory,
    bytes_address,
    is_integer_code,
    load_integer,
    load_real,
    store_value,
    wide_memory,
)
from protopython.modules._types import new_capsule
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.int.int import int_sign, int_to_i64, is_integer
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.define import getter, method
from protopython.objects.model.errors import overflow_error, type_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.identity import hex_text
from protopython.objects.model.operations import isinstance_of, repr_of
from protopython.objects.model.packing import unsigned_64
from protopython.objects.model.recursion import check_recursion_while
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.value import is_empty, new_float, same

BY_VALUE: Final[int] = ord("V")
"""The code of structures."""
C_INT: Final[int] = ord("i")


def pointer_argument(code: int, at: Addr, w_object: Value) -> W_Argument:
    a = W_Argument()
    a.code = code
    a.ffi = BASIC.pointer
    memory = Memory(8)
    a.memory = memory
    a.address = memory.at
    a.size = 8
    a.w_object = w_object
    store64(memory.at, at)
    return a


def reference(d: W_CData, offset: int) -> Value:
    """byref(d, offset)"""
    return wrap(pointer_argument(C_VOID_P, d.address + offset, wrap(d)))


def argument_of_data(d: W_CData) -> W_Argument:
    info = info_of(wrap(d))
    if info is None:
        raise type_error("abstract class")
    if info.kind == ARRAY:
        return pointer_argument(C_VOID_P, d.address, wrap(d))
    if info.kind == POINTER or info.kind == FUNCTION:
        return pointer_argument(C_VOID_P, load64(d.address), wrap(d))
    a = W_Argument()
    a.ffi = info.ffi
    a.w_object = wrap(d)
    a.size = info.size
    a.code = info.code if info.kind == SIMPLE else BY_VALUE
    check_size(d, info.size)
    if info.kind == SIMPLE:
        # A copy: what the object holds when it becomes an argument counts.
        memory = Memory(info.size)
        memmove(memory.at, d.address, info.size)
        a.memory = memory
        a.address = memory.at
    else:
        a.memory = d.memory
        a.address = d.address
    return a


def converted(w: Value, number: int) -> W_Argument:
    """An argument that no `from_param` has converted, or that one has; its number is for the message."""
    a = try_as(W_Argument, w)
    if a is not None:
        return a
    d = data_of(w)
    if d is not None:
        return argument_of_data(d)
    if same(w, w_None):
        return pointer_argument(C_VOID_P, 0, EMPTY)
    w_int = plain(w)
    if is_integer(w_int):
        return int_argument(w_int)
    data = as_bytes(w)
    if data is not None:
        return pointer_argument(C_CHAR_P, bytes_address(data), w)
    s = as_str(w)
    if s is not None:
        return wide_argument(s)
    w_as_parameter = find_attr(w, "_as_parameter_")
    if is_empty(w_as_parameter):
        raise type_error(f"Don't know how to convert parameter {number}")
    check_recursion_while("processing _as_parameter_")
    return converted(w_as_parameter, number)


def int_argument(w_int: Value) -> W_Argument:
    x, too_big = int_to_i64(w_int)
    if too_big and (int_sign(w_int) < 0 or not unsigned_64(w_int)):
        raise overflow_error("int too long to convert")
    a = W_Argument()
    a.code = C_INT
    a.ffi = BASIC.int
    memory = Memory(8)
    store32(memory.at, x)
    a.memory = memory
    a.address = memory.at
    a.size = 4
    a.w_object = EMPTY
    return a


def wide_argument(s: str) -> W_Argument:
    memory = wide_memory(s)
    a = pointer_argument(C_WCHAR_P, memory.at, EMPTY)
    a.w_object = new_capsule("_ctypes pymem", memory.cells)
    return a


# --- from_param of simple types ------------------------------------------------------------------------------------------------


def simple_argument(info: CInfo, w_value: Value) -> W_Argument:
    """A new argument of the type, of a value that it can store."""
    memory = Memory(max(info.size, 8))
    w_kept = store_value(info.code, info.swapped, memory.at, info.size, w_value)
    a = W_Argument()
    a.code = info.code
    a.ffi = info.ffi
    a.memory = memory
    a.address = memory.at
    a.size = info.size
    a.w_object = w_kept
    return a


def simple_from_param(t: W_CType, info: CInfo, w_value: Value) -> Value:
    if isinstance_of(w_value, wrap(t)):
        return w_value
    if info.code == C_VOID_P or info.code == C_CHAR_P or info.code == C_WCHAR_P:
        return pointer_from_param(t, info, w_value)
    failure: PyError | None = None
    try:
        return wrap(simple_argument(info, w_value))
    except PyError as e:
        failure = e
    w_as_parameter = find_attr(w_value, "_as_parameter_")
    if is_empty(w_as_parameter):
        raise failure
    check_recursion_while("processing _as_parameter_")
    return simple_from_param(t, info, w_as_parameter)


def item_code(w_value: Value) -> int:
    """What an array, a pointer or a byref() of a simple type consists of or leads to; 0: another value."""
    a = try_as(W_Argument, w_value)
    if a is not None:
        target = None if is_empty(a.w_object) else info_of(a.w_object)
        return target.code if target is not None and a.code == C_VOID_P else 0
    info = info_of(w_value)
    if info is None or (info.kind != ARRAY and info.kind != POINTER):
        return 0
    proto = info.proto
    item = None if proto is None else proto.info
    return 0 if item is None else item.code


def pointer_from_param(t: W_CType, info: CInfo, w_value: Value) -> Value:
    """c_char_p, c_wchar_p and c_void_p take what leads to such memory."""
    if same(w_value, w_None):
        return w_None
    code = info.code
    data = as_bytes(w_value)
    if data is not None and code != C_WCHAR_P:
        return wrap(pointer_argument(C_CHAR_P, bytes_address(data), w_value))
    s = as_str(w_value)
    if s is not None and code != C_CHAR_P:
        return wrap(wide_argument(s))
    if code == C_VOID_P:
        if is_integer(plain(w_value)):
            return wrap(simple_argument(info, w_value))
        given = info_of(w_value)
        a = try_as(W_Argument, w_value)
        if a is not None and a.code == C_VOID_P:
            return w_value
        d = data_of(w_value)
        if d is not None and given is not None:
            if given.kind == ARRAY or given.kind == POINTER:
                return w_value
            if given.kind == FUNCTION:
                return wrap(pointer_argument(C_VOID_P, load64(d.address), w_value))
            if given.code == C_CHAR_P or given.code == C_WCHAR_P:
                return wrap(pointer_argument(C_WCHAR_P, load64(d.address), w_value))
    elif item_code(w_value) == (C_CHAR if code == C_CHAR_P else C_WCHAR):
        return w_value
    w_as_parameter = find_attr(w_value, "_as_parameter_")
    if not is_empty(w_as_parameter):
        check_recursion_while("processing _as_parameter_")
        return simple_from_param(t, info, w_as_parameter)
    name = "c_void_p" if code == C_VOID_P else "c_char_p" if code == C_CHAR_P else "c_wchar_p"
    raise type_error(f"'{type_name(w_value)}' object cannot be interpreted as ctypes.{name}")


@getter(ARGUMENT, "_obj", doc="The object that is handed over.", member=True)
def argument_object(self: W_Argument) -> Value:
    return w_None if is_empty(self.w_object) else self.w_object


# --- repr --------------------------------------------------------------------------------------------------------------------------


@method(ARGUMENT, "__repr__(self, /)", doc="Return repr(self).")
def argument_repr(self: W_Argument) -> Value:
    code = self.code
    letter = chr(code)
    at = self.address
    if is_integer_code(code):
        return wrap(f"<cparam '{letter}' ({repr_of(load_integer(code, False, at, self.size))})>")
    if code == C_FLOAT or code == C_DOUBLE:
        return wrap(f"<cparam '{letter}' ({repr_of(new_float(load_real(code, False, at)))})>")
    if code == C_CHAR:
        c = load8(at)
        shown = chr(c) if 32 <= c < 127 and c != 39 and c != 92 else f"\\x{hex_digits(c >> 4)}{hex_digits(c & 15)}"
        return wrap(f"<cparam '{letter}' ('{shown}')>")
    if code == C_CHAR_P or code == C_WCHAR_P or code == C_VOID_P:
        return wrap(f"<cparam '{letter}' ({pointer_text(load64(at))})>")
    return wrap(f"<cparam '{letter}' at {pointer_text(address_of(self))}>")


def pointer_text(at: Addr) -> str:
    """As CPython shows it."""
    return "0x(nil)" if at == 0 else hex_text(at)

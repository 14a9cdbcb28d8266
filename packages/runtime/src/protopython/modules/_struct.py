"""The module _struct: Python values as packed C structures, which the stock struct.py re-exports.

A format is compiled once into rows (character, size, count, offset); `s` and `p` are one item whatever their
count, `x` none. With `@` sizes and alignment are this machine's (x86-64, little-endian), else the standard
ones without alignment.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, new_with_shape, str_char, try_as, unwrap, wrap, wrap_add
from protopython.objects.bytearray import W_ByteArray, bytearray_content, bytearray_resize, new_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.complex import W_Complex, new_complex
from protopython.objects.exceptions import exceptions as x
from protopython.objects.float.methods import float_of
from protopython.objects.int.int import new_uint
from protopython.objects.model.buffer import Buffer, need_contiguous, need_writable
from protopython.objects.model.define import (
    OBJECT,
    constant,
    define_module,
    define_type,
    function,
    getter,
    iternext,
    method,
    new,
)
from protopython.objects.model.errors import (
    error,
    error_matches,
    memory_error,
    overflow_error,
    runtime_error,
    type_error,
    unicode_encode_error,
)
from protopython.objects.model.operations import has_index, index_of, index_value, is_true, str_of
from protopython.objects.model.packing import (
    fits,
    is_signed,
    load_float,
    load_integer,
    low_bits,
    store_float,
    store_int,
)
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str, last_part, repr_of_str
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, new_float

define_module("_struct", "Functions to convert between Python values and C structs, represented as bytes.")

STRUCT_ERROR = define_type(
    "error", x.W_BaseException, x.EXCEPTION, flags=x.EXCEPTION_FLAGS, attributes=True, module="struct"
)
constant("_struct", "error", STRUCT_ERROR)

MAX_SIZE: Final[int] = (1 << 62) - 1
ROW: Final[int] = 4

STANDARD: dict[int, int] = {
    98: 1,
    66: 1,
    104: 2,
    72: 2,
    105: 4,
    73: 4,
    108: 4,
    76: 4,
    113: 8,
    81: 8,
    102: 4,
    100: 8,
    101: 2,
    99: 1,
    63: 1,
    120: 1,
    115: 1,
    112: 1,
    70: 8,
    68: 16,
}
NATIVE: dict[int, int] = {**STANDARD, 108: 8, 76: 8, 110: 8, 78: 8, 80: 8}


def struct_error(message: str) -> PyError:
    return error(STRUCT_ERROR, message)


class Layout:
    """A compiled format."""

    little: bool
    rows: list[int]
    size: int
    n_items: int

    def __init__(self) -> None:
        self.little = True
        self.rows = []
        self.size = 0
        self.n_items = 0


def compile_format(format: str) -> Layout:
    if "\0" in format:
        raise struct_error("embedded null character")
    layout = Layout()
    native = True
    i = 0
    n = len(format)
    if n > 0:
        c = str_char(format, 0)
        if c == 64 or c == 61 or c == 60 or c == 62 or c == 33:  # @ = < > !
            i = 1
            native = c == 64
            layout.little = c != 62 and c != 33
    size = 0
    while i < n:
        c = str_char(format, i)
        i += 1
        if c == 32 or 9 <= c <= 13:
            continue
        count = 1
        if 48 <= c <= 57:
            count = c - 48
            while i < n and 48 <= str_char(format, i) <= 57:
                if count > (MAX_SIZE - 9) // 10:
                    raise struct_error("total struct size too long")
                count = count * 10 + str_char(format, i) - 48
                i += 1
            if i >= n:
                raise struct_error("repeat count given without format specifier")
            c = str_char(format, i)
            i += 1
        item = NATIVE.get(c) if native else STANDARD.get(c)
        if item is None:
            raise struct_error("bad char in struct format")
        if native and item > 1:
            align = 8 if item == 16 else 4 if c == 70 else item
            size = (size + align - 1) // align * align
        if count > (MAX_SIZE - size) // item:
            raise struct_error("total struct size too long")
        if c != 120:
            single = c == 115 or c == 112
            layout.rows.append(c)
            layout.rows.append(item)
            layout.rows.append(count)
            layout.rows.append(size)
            layout.n_items += 1 if single else count
        size += count * item
    layout.size = size
    return layout


# --- one item -------------------------------------------------------------------------------------


def pack_item(b: Buffer, at: int, code: int, size: int, little: bool, w: Value) -> None:
    if code == 63:
        b.put(at, 1 if is_true(w) else 0)
    elif code == 99:
        data = as_bytes(w)
        if data is None or len(data) != 1:
            raise struct_error("char format requires a bytes object of length 1")
        b.put(at, data[0])
    elif code == 100 or code == 102 or code == 101:
        pack_float(b, at, code, size, little, packed_float(w))
    elif code == 70 or code == 68:
        half = size // 2
        c = try_as(W_Complex, plain(w))
        if c is not None:
            pack_float(b, at, 102 if half == 4 else 100, half, little, c.real)
            pack_float(b, at + half, 102 if half == 4 else 100, half, little, c.imag)
        else:
            try:
                real = float_of(w)
            except PyError as e:
                if error_matches(e, x.TYPE_ERROR):
                    raise struct_error("required argument is not a complex") from None
                raise
            pack_float(b, at, 102 if half == 4 else 100, half, little, real)
            pack_float(b, at + half, 102 if half == 4 else 100, half, little, 0.0)
    else:
        if not has_index(w):
            raise struct_error("required argument is not an integer")
        w_int = index_value(w)
        if code == 80:
            if not fits(w_int, 8, False) and not fits(w_int, 8, True):
                raise struct_error("int too large to convert")
        elif not fits(w_int, size, is_signed(code)):
            raise struct_error(f"'{chr(code)}' format requires {limits(size, is_signed(code))}")
        store_int(b, at, size, little, low_bits(w_int))


def packed_float(w: Value) -> float:
    try:
        return float_of(w)
    except PyError as e:
        if error_matches(e, x.TYPE_ERROR):
            raise struct_error("required argument is not a float") from None
        raise


def pack_float(b: Buffer, at: int, code: int, size: int, little: bool, number: float) -> None:
    if not store_float(b, at, size, little, number):
        raise overflow_error(f"float too large to pack with {chr(code)} format")


def limits(size: int, signed: bool) -> str:
    if size == 8:
        return (
            "-9223372036854775808 <= number <= 9223372036854775807"
            if signed
            else "0 <= number <= 18446744073709551615"
        )
    bits = 8 * size
    if signed:
        return f"{-(1 << (bits - 1))} <= number <= {(1 << (bits - 1)) - 1}"
    return f"0 <= number <= {(1 << bits) - 1}"


def unpack_item(b: Buffer, at: int, code: int, size: int, little: bool) -> Value:
    if code == 63:
        return new_bool(b.get(at) != 0)
    if code == 99:
        return wrap(b.slice_bytes(at, 1))
    if code == 100 or code == 102 or code == 101:
        return new_float(load_float(b, at, size, little))
    if code == 70 or code == 68:
        half = size // 2
        return new_complex(load_float(b, at, half, little), load_float(b, at + half, half, little))
    return load_integer(b, at, size, little, is_signed(code))


# --- structures -----------------------------------------------------------------------------------


def pack_all(layout: Layout, b: Buffer, start: int, args: W_Tuple, first: int) -> None:
    """args[first:] into the structure at byte `start` of b, which is zeroed."""
    rows = layout.rows
    k = first
    r = 0
    while r < len(rows):
        code = rows[r]
        size = rows[r + 1]
        count = rows[r + 2]
        at = start + rows[r + 3]
        r += ROW
        if code == 115 or code == 112:
            pack_string(b, at, code, count, args.items[k])
            k += 1
            continue
        while count > 0:
            if count & 0xFFF == 0xFFF:
                check_signals()
            pack_item(b, at, code, size, layout.little, args.items[k])
            at += size
            k += 1
            count -= 1


def pack_string(b: Buffer, at: int, code: int, count: int, w: Value) -> None:
    """`s`: as many bytes as there is room for; `p`: their number in the first byte."""
    data = as_bytes(w)
    if data is None:
        source = try_as(W_ByteArray, w)
        if source is None:
            raise struct_error(f"argument for '{chr(code)}' must be a bytes object")
        data = bytearray_content(source)
    room = count if code == 115 else count - 1
    n = min(len(data), room)
    if code == 112:
        if count == 0:
            return
        b.put(at, min(n, 255))
        at += 1
    for i in range(n):
        b.put(at + i, data[i])


def unpack_all(layout: Layout, b: Buffer, start: int) -> Value:
    t = new_tuple_n(layout.n_items)
    rows = layout.rows
    k = 0
    r = 0
    while r < len(rows):
        code = rows[r]
        size = rows[r + 1]
        count = rows[r + 2]
        at = start + rows[r + 3]
        r += ROW
        if code == 115:
            t.items[k] = wrap(b.slice_bytes(at, count))
            k += 1
        elif code == 112:
            n = 0 if count == 0 else min(b.get(at), count - 1)
            t.items[k] = wrap(b.slice_bytes(at + 1, n))
            k += 1
        else:
            while count > 0:
                if count & 0xFFF == 0xFFF:
                    check_signals()
                t.items[k] = unpack_item(b, at, code, size, layout.little)
                at += size
                k += 1
                count -= 1
    return wrap(t)


class W_Struct(W_Object):
    format: str
    layout: Layout | None
    """None before __init__."""


STRUCT = define_type(
    "Struct", W_Struct, OBJECT, module="_struct", doc="A format of packed binary data, compiled.",
)
constant("_struct", "Struct", STRUCT)


def format_argument(w_format: Value) -> str:
    s = as_str(w_format)
    if s is None:
        data = as_bytes(w_format)
        if data is None:
            raise type_error(f"Struct() argument 1 must be a str or bytes object, not {type_name(w_format)}")
        return latin1_text(data)
    for i in range(len(s)):
        if str_char(s, i) >= 128:
            raise unicode_encode_error("ascii", s, i, i + 1, "ordinal not in range(128)")
    return s


def layout_of(self: W_Struct) -> Layout:
    layout = self.layout
    if layout is None:
        raise runtime_error("Struct object is not initialized")
    return layout


def struct_of(w_format: Value) -> Layout:
    return compile_format(format_argument(w_format))


@new(STRUCT, "(cls, *args, **kwargs)", shown="")
def struct_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_Struct, cls.root_shape)
    s.format = ""
    return wrap(s)


@method(STRUCT, "__init__(self, format)", doc="Initialize self.", shown="($self, /, *args, **kwargs)")
def struct_init(self: W_Struct, w_format: Value) -> Value:
    format = format_argument(w_format)
    layout = compile_format(format)
    self.format = format
    self.layout = layout
    return w_None


@getter(STRUCT, "format", doc="struct format string")
def struct_format(self: W_Struct) -> Value:
    layout_of(self)
    return wrap(self.format)


@getter(STRUCT, "size", doc="struct size in bytes")
def struct_size(self: W_Struct) -> Value:
    layout = self.layout
    return from_int(-1 if layout is None else layout.size)


@method(STRUCT, "__repr__(self, /)", doc="Return repr(self).")
def struct_repr(self: W_Struct) -> Value:
    layout_of(self)
    return wrap(f"{last_part(type_name(wrap(self)))}({repr_of_str(self.format)})")


@method(STRUCT, "__sizeof__(self, /)", doc="How many bytes of memory the object takes.")
def struct_sizeof(self: W_Struct) -> Value:
    return from_int(64 + 8 * len(layout_of(self).rows))


def pack_tuple(layout: Layout, args: W_Tuple, first: int) -> Value:
    given = args.length - first
    if given != layout.n_items:
        raise struct_error(f"pack expected {layout.n_items} items for packing (got {given})")
    if layout.size > 1 << 46:
        raise memory_error()
    target = zeros(layout.size)
    b = target.buffer(True)
    pack_all(layout, b, 0, args, first)
    return wrap(b.slice_bytes(0, layout.size))


def zeros(n: int) -> W_ByteArray:
    b = new_bytearray(b"")
    bytearray_resize(b, n)
    return b


def pack_into_buffer(layout: Layout, args: W_Tuple, first: int) -> Value:
    """args[first:] are buffer, offset, values."""
    given = args.length - first
    if given < 1:
        raise struct_error("pack_into expected buffer argument")
    if given < 2:
        raise struct_error("pack_into expected offset argument")
    if given - 2 != layout.n_items:
        raise struct_error(f"pack_into expected {layout.n_items} items for packing (got {given - 2})")
    target = need_writable(args.items[first], "argument")
    offset = index_of(args.items[first + 1])
    size = layout.size
    if offset < 0:
        if offset + size > 0:
            raise struct_error(f"no space to pack {size} bytes at offset {offset}")
        if offset + target.n < 0:
            raise struct_error(f"offset {offset} out of range for {target.n}-byte buffer")
        offset += target.n
    if target.n - offset < size:
        raise struct_error(
            f"pack_into requires a buffer of at least {str_of(new_uint(wrap_add(size, offset)))} bytes for packing {size} bytes at "
            f"offset {offset} "
            f"(actual buffer size is {target.n})"
        )
    content = zeros(size)
    b = content.buffer(True)
    pack_all(layout, b, 0, args, first + 2)
    target.write(offset, b.slice_bytes(0, size))
    return w_None


def unpack_exact(layout: Layout, w_buffer: Value) -> Value:
    b = need_contiguous(w_buffer)
    if b.n != layout.size:
        raise struct_error(f"unpack requires a buffer of {layout.size} bytes")
    return unpack_all(layout, b, 0)


def unpack_at(layout: Layout, w_buffer: Value, w_offset: Value) -> Value:
    b = need_contiguous(w_buffer)
    offset = index_of(w_offset)
    size = layout.size
    if offset < 0:
        if offset + size > 0:
            raise struct_error(f"not enough data to unpack {size} bytes at offset {offset}")
        if offset + b.n < 0:
            raise struct_error(f"offset {offset} out of range for {b.n}-byte buffer")
        offset += b.n
    if b.n - offset < size:
        raise struct_error(
            f"unpack_from requires a buffer of at least {str_of(new_uint(wrap_add(size, offset)))} bytes for unpacking {size} bytes at "
            f"offset {offset} "
            f"(actual buffer size is {b.n})"
        )
    return unpack_all(layout, b, offset)


class W_UnpackIterator(W_Object):
    layout: Layout
    buffer: Buffer
    offset: int


UNPACK_ITERATOR = define_type("unpack_iterator", W_UnpackIterator, OBJECT, flags=0, module="_struct")


def new_unpack_iterator(layout: Layout, w_buffer: Value) -> Value:
    if layout.size == 0:
        raise struct_error("cannot iteratively unpack with a struct of length 0")
    b = need_contiguous(w_buffer)
    if b.n % layout.size != 0:
        raise struct_error(f"iterative unpacking requires a buffer of a multiple of {layout.size} bytes")
    it = W_UnpackIterator()
    it.layout = layout
    it.buffer = b
    it.offset = 0
    return wrap(it)


@iternext(UNPACK_ITERATOR)
def unpack_next(self: W_UnpackIterator) -> Value:
    at = self.offset
    if at + self.layout.size > self.buffer.n:
        return EMPTY
    self.offset = at + self.layout.size
    return unpack_all(self.layout, self.buffer, at)


@method(UNPACK_ITERATOR, "__length_hint__(self, /)")
def unpack_length_hint(self: W_UnpackIterator) -> Value:
    return from_int((self.buffer.n - self.offset) // self.layout.size)


@method(STRUCT, "pack(self, *args)", doc="Return a bytes object with the values packed.", shown="")
def struct_pack(self: W_Struct, w_args: Value) -> Value:
    return pack_tuple(layout_of(self), unwrap(W_Tuple, w_args), 0)


@method(STRUCT, "pack_into(self, *args)", doc="Pack the values and write them into a buffer from an offset on.", shown="")
def struct_pack_into(self: W_Struct, w_args: Value) -> Value:
    return pack_into_buffer(layout_of(self), unwrap(W_Tuple, w_args), 0)


@method(STRUCT, "unpack(self, buffer, /)", doc="Return a tuple of unpacked values.")
def struct_unpack(self: W_Struct, w_buffer: Value) -> Value:
    return unpack_exact(layout_of(self), w_buffer)


@method(
    STRUCT,
    "unpack_from(self, /, buffer, offset=0)",
    doc="Return a tuple of values unpacked from an offset on.",
)
def struct_unpack_from(self: W_Struct, w_buffer: Value, w_offset: Value) -> Value:
    return unpack_at(layout_of(self), w_buffer, w_offset)


@method(STRUCT, "iter_unpack(self, buffer, /)", doc="Return an iterator yielding tuples of unpacked values.")
def struct_iter_unpack(self: W_Struct, w_buffer: Value) -> Value:
    return new_unpack_iterator(layout_of(self), w_buffer)


# --- functions ------------------------------------------------------------------------------------


@function("_struct", "_clearcache()", doc="Clear the internal cache.")
def struct_clearcache() -> Value:
    return w_None


@function("_struct", "calcsize(format, /)", doc="How many bytes the format describes.")
def struct_calcsize(w_format: Value) -> Value:
    return from_int(struct_of(w_format).size)


@function(
    "_struct",
    "pack(format, /, *values)",
    doc="Return a bytes object with the values packed according to the format string.",
    shown="",
)
def module_pack(w_format: Value, w_args: Value) -> Value:
    return pack_tuple(struct_of(w_format), unwrap(W_Tuple, w_args), 0)


@function(
    "_struct", "pack_into(format, /, *values)", doc="Pack the values and write them into a buffer from an offset on.", shown=""
)
def module_pack_into(w_format: Value, w_args: Value) -> Value:
    return pack_into_buffer(struct_of(w_format), unwrap(W_Tuple, w_args), 0)


@function(
    "_struct",
    "unpack(format, buffer, /)",
    doc="Return a tuple of values unpacked according to the format string.",
)
def module_unpack(w_format: Value, w_buffer: Value) -> Value:
    return unpack_exact(struct_of(w_format), w_buffer)


@function(
    "_struct",
    "unpack_from(format, /, buffer, offset=0)",
    doc="Return a tuple of values unpacked from an offset on.",
)
def module_unpack_from(w_format: Value, w_buffer: Value, w_offset: Value) -> Value:
    return unpack_at(struct_of(w_format), w_buffer, w_offset)


@function(
    "_struct", "iter_unpack(format, buffer, /)", doc="Return an iterator yielding tuples of unpacked values."
)
def module_iter_unpack(w_format: Value, w_buffer: Value) -> Value:
    return new_unpack_iterator(struct_of(w_format), w_buffer)

"""Values in C memory: what each `_type_` character stores and loads.

    ?           _Bool                       c u         char, wchar_t
    b h i l q   signed char .. long long    z Z         char *, wchar_t *
    B H I L Q   the same, unsigned          P           void *
    f d g       float, double, long double  O           PyObject *: here the word that is the Value
    F D G       complex

`store` gives what must be kept alive as long as the memory refers to it, else None.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, release_fence, str_char, u8, ushr, wrap, wrap_shl
from protodialect.unsafe import (
    Addr,
    address_of,
    atomic_load64,
    atomic_store64,
    bits_float,
    bits_value,
    bytes_data,
    float_bits,
    load8,
    load16,
    load32,
    load64,
    memchr,
    memcpy,
    memset,
    store8,
    store16,
    store32,
    store64,
    value_bits,
)
from protopython.modules._ctypes.long_double import load_long_double, store_long_double
from protopython.modules._types import new_capsule
from protopython.modules.cmath import complex_of
from protopython.modules.support.system_calls import c_bytes, c_copy, copy_bytes
from protopython.objects.bytearray import as_bytearray, bytearray_content
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.complex import new_complex
from protopython.objects.float.methods import float_of
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_clamp, int_low64, is_integer, new_uint
from protopython.objects.model.attributes import full_name
from protopython.objects.model.buffer import ARRAY_HEADER
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import index_value, is_true
from protopython.objects.model.packing import narrow_bits, widen_bits
from protopython.objects.model.types import type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.os import c_malloc
from protopython.protocore.value import new_float, same

CODES: Final[str] = "cbBhHiIlLdDFGfuzZqQPOv?g"
SIZES: Final[dict[int, int]] = {
    ord(c): n
    for n, characters in ((1, "cbB?"), (2, "hHv"), (4, "iIfu"), (8, "lLqQdPzZOF"), (16, "gD"), (32, "G"))
    for c in characters
}
ALIGNMENTS: Final[dict[int, int]] = {c: {ord("F"): 4, ord("D"): 8, ord("G"): 16}.get(c, n) for c, n in SIZES.items()}
FFI_NAMES: Final[dict[int, str]] = {
    ord(c): "ffi_type_" + name
    for c, name in zip(
        CODES,
        (
            "sint8 sint8 uint8 sint16 uint16 sint32 uint32 sint64 uint64 double complex_double complex_float complex_longdouble float "
            "sint32 pointer pointer sint64 uint64 pointer pointer sint16 uint8 longdouble"
        ).split(),
        strict=True,
    )
}

C_CHAR: Final[int] = ord("c")
C_WCHAR: Final[int] = ord("u")
C_CHAR_P: Final[int] = ord("z")
C_WCHAR_P: Final[int] = ord("Z")
C_VOID_P: Final[int] = ord("P")
PY_OBJECT: Final[int] = ord("O")
C_BOOL: Final[int] = ord("?")
VARIANT_BOOL: Final[int] = ord("v")
C_FLOAT: Final[int] = ord("f")
C_DOUBLE: Final[int] = ord("d")
C_LONG_DOUBLE: Final[int] = ord("g")
FLOAT_COMPLEX: Final[int] = ord("F")
DOUBLE_COMPLEX: Final[int] = ord("D")
LONG_DOUBLE_COMPLEX: Final[int] = ord("G")


SIGNED: Final[Array[bool]] = Array.of([chr(code) in "bhilq" for code in range(128)])
INTEGERS: Final[Array[bool]] = Array.of([chr(code) in "bBhHiIlLqQ" for code in range(128)])


def is_signed_code(code: int) -> bool:
    return SIGNED[code]


def is_integer_code(code: int) -> bool:
    return INTEGERS[code]


def is_stored_as_integer(code: int, swapped: bool) -> bool:
    """A bool in the other byte order is just its byte."""
    return is_integer_code(code) or (code == C_BOOL and swapped)


def is_pointer_code(code: int) -> bool:
    return chr(code) in "zZPO"


def can_be_swapped(code: int) -> bool:
    """Whether the type exists in both byte orders."""
    return chr(code) in "bBhHiIlLqQ?fdFD"


# --- memory for C ------------------------------------------------------------------------------------------------------------

NO_MEMORY: Final[Array[u8]] = Array[u8](0, u8(0))


class Memory:
    """Bytes for C, zeroed. They do not move, and live as long as this object: on the heap, or on the host with malloc and for good.

    There are 16 at least, as in CPython: programs take a c_wchar for a string."""

    cells: Array[u8]
    at: Addr

    def __init__(self, n: int) -> None:
        if COMPILED:
            self.cells = Array[u8](max(n, 16), u8(0))
            self.at = address_of(self.cells) + ARRAY_HEADER
        else:
            self.cells = NO_MEMORY
            self.at = c_malloc(max(n, 16))
            memset(self.at, 0, max(n, 16))


def held_memory(data: Array[u8], at: Addr) -> Memory:
    """Of somebody else's bytes, which live on with it."""
    memory = Memory(0)
    memory.cells = data
    memory.at = at
    return memory


def put_bytes(at: Addr, data: bytes, n: int) -> None:
    """The first n bytes of data."""
    if COMPILED:
        memcpy(at, bytes_data(data), n)
    else:
        for i in range(n):
            store8(at + i, data[i])


def bytes_address(data: bytes) -> Addr:
    """Of the bytes themselves, behind which there is a null."""
    if COMPILED:
        return bytes_data(data)
    else:
        return c_copy(data)


HOST_VALUES: Final[dict[int, Value]] = {}


def word_of_value(w: Value) -> int:
    """What a `PyObject *` to w is. Who stores it keeps w alive."""
    if COMPILED:
        return value_bits(w)
    else:
        HOST_VALUES[id(w)] = w
        return id(w)


def value_of_word(word: int) -> Value:
    if COMPILED:
        return bits_value(word)
    else:
        return HOST_VALUES[word]


# --- numbers -------------------------------------------------------------------------------------------------------------------


def load_bits(at: Addr, size: int) -> int:
    """An unsigned number; of 8 bytes, its bit pattern."""
    if size == 8:
        return load64(at)
    if size == 4:
        return load32(at)
    return load16(at) if size == 2 else load8(at)


def store_bits(at: Addr, size: int, x: int) -> None:
    if size == 8:
        store64(at, x)
    elif size == 4:
        store32(at, x)
    elif size == 2:
        store16(at, x)
    else:
        store8(at, x)


def swap_bytes(x: int, size: int) -> int:
    r = 0
    for _ in range(size):
        r = wrap_shl(r, 8) | (x & 255)
        x = ushr(x, 8)
    return r


def extended(x: int, size: int) -> int:
    """An unsigned number of `size` bytes, read as a signed one."""
    return x - (1 << (8 * size)) if size < 8 and x >> (8 * size - 1) != 0 else x


def load_integer(code: int, swapped: bool, at: Addr, size: int) -> Value:
    x = load_bits(at, size)
    if swapped:
        x = swap_bytes(x, size)
    if is_signed_code(code):
        return new_int(extended(x, size))
    return new_uint(x)


def store_integer(swapped: bool, at: Addr, size: int, w: Value) -> None:
    x = int_low64(index_value(w))
    store_bits(at, size, swap_bytes(x, size) if swapped else x)


def load_bit_field(code: int, swapped: bool, at: Addr, size: int, first: int, n: int) -> Value:
    """n bits of an integer, or of a bool, from bit `first` on."""
    x = load_bits(at, size)
    if swapped:
        x = swap_bytes(x, size)
    x = wrap_shl(x, 64 - first - n)
    if is_signed_code(code):
        return new_int(x >> (64 - n))
    if code == C_BOOL and not swapped:
        return new_bool(x != 0)
    return new_uint(ushr(x, 64 - n))


def store_bit_field(code: int, swapped: bool, at: Addr, size: int, first: int, n: int, w: Value) -> None:
    if code == C_BOOL and not swapped:
        new = 1 if is_true(w) else 0
    else:
        new = int_low64(index_value(w))
    mask = wrap_shl(ushr(-1, 64 - n), first)
    old = load_bits(at, size)
    if swapped:
        old = swap_bytes(old, size)
    x = (old & ~mask) | (wrap_shl(new, first) & mask)
    store_bits(at, size, swap_bytes(x, size) if swapped else x)


def load_real(code: int, swapped: bool, at: Addr) -> float:
    if code == C_LONG_DOUBLE:
        return load_long_double(at)
    if code == C_DOUBLE:
        bits = load64(at)
        return bits_float(swap_bytes(bits, 8) if swapped else bits)
    bits = load32(at)
    return widen_bits(swap_bytes(bits, 4) if swapped else bits, 8, 23)


def single_bits(x: float) -> int:
    """x as a float in C; too large a number becomes infinite."""
    bits = narrow_bits(x, 8, 23)
    if bits < 0:
        bits = 0xFF << 23
    return bits | (ushr(float_bits(x), 63) << 31)


def store_real(code: int, swapped: bool, at: Addr, x: float) -> None:
    if code == C_LONG_DOUBLE:
        store_long_double(at, x)
    elif code == C_DOUBLE:
        bits = float_bits(x)
        store64(at, swap_bytes(bits, 8) if swapped else bits)
    else:
        bits = single_bits(x)
        store32(at, swap_bytes(bits, 4) if swapped else bits)


def part_code(code: int) -> int:
    """The type of a complex number's parts."""
    return C_FLOAT if code == FLOAT_COMPLEX else C_DOUBLE if code == DOUBLE_COMPLEX else C_LONG_DOUBLE


# --- text ---------------------------------------------------------------------------------------------------------------------


def byte_of(w: Value) -> int:
    data = as_bytes(w)
    array = as_bytearray(w) if data is None else None
    what = "one character bytes, bytearray, or an integer in range(256) expected, not "
    if array is not None:
        data = bytearray_content(array)
    if data is not None:
        if len(data) != 1:
            raise type_error(f"{what}{'bytes' if array is None else 'bytearray'} of length {len(data)}")
        return data[0]
    if not is_integer(plain(w)):
        raise type_error(what + full_name(type_of(w)))
    x = int_clamp(plain(w))
    if not 0 <= x < 256:
        raise type_error("integer not in range(256)")
    return x


def wide_character(w: Value) -> int:
    s = as_str(w)
    if s is None:
        raise type_error(f"a unicode character expected, not instance of {full_name(type_of(w))}")
    if len(s) != 1:
        raise type_error(f"a unicode character expected, not a string of length {len(s)}")
    return str_char(s, 0)


def store_wide(at: Addr, s: str, n: int) -> None:
    """The first n characters as wchar_t."""
    for i in range(n):
        store32(at + 4 * i, str_char(s, i))


def load_wide(at: Addr, n: int) -> str:
    out = StringBuilder(n)
    for i in range(n):
        c = load32(at + 4 * i)
        if c > 0x10FFFF:
            raise value_error(f"character U+{hex_digits(c)} is not in range [U+0000; U+10ffff]")
        out.append_char(c)
    return out.to_str()


def bytes_at(at: Addr, n: int) -> bytes:
    """Of n bytes, those before the first null, if there is one."""
    end = memchr(at, 0, n)
    return copy_bytes(at, n if end == 0 else end - at)


def text_at(at: Addr, n: int) -> str:
    """The same of wchar_t."""
    length = 0
    while length < n // 4 and load32(at + 4 * length) != 0:
        length += 1
    return load_wide(at, length)


def wide_length(at: Addr) -> int:
    n = 0
    while load32(at + 4 * n) != 0:
        n += 1
    return n


def wide_memory(s: str) -> Memory:
    """s as C's wchar_t, with a null behind it."""
    memory = Memory(4 * (len(s) + 1))
    store_wide(memory.at, s, len(s))
    return memory


# --- any type ----------------------------------------------------------------------------------------------------------------


def load_value(code: int, swapped: bool, at: Addr, size: int) -> Value:
    if is_stored_as_integer(code, swapped):
        return load_integer(code, swapped, at, size)
    if code == C_CHAR:
        return wrap(copy_bytes(at, 1))
    if code == C_WCHAR:
        return wrap(load_wide(at, 1))
    if code == C_BOOL:
        return new_bool(load8(at) != 0)
    if code == VARIANT_BOOL:
        return new_bool(load16(at) != 0)
    if code == C_FLOAT or code == C_DOUBLE or code == C_LONG_DOUBLE:
        return new_float(load_real(code, swapped, at))
    if not is_pointer_code(code):
        part = part_code(code)
        return new_complex(load_real(part, swapped, at), load_real(part, swapped, at + size // 2))
    word = atomic_load64(at) if at & 7 == 0 else load64(at)
    if code == PY_OBJECT:
        if word == 0:
            raise value_error("PyObject is NULL")
        return value_of_word(word)
    if word == 0:
        return w_None
    if code == C_CHAR_P:
        return wrap(c_bytes(word))
    if code == C_WCHAR_P:
        return wrap(load_wide(word, wide_length(word)))
    return new_uint(word)


def store_value(code: int, swapped: bool, at: Addr, size: int, w: Value) -> Value:
    """What must live as long as the memory has it; None: nothing."""
    if is_stored_as_integer(code, swapped):
        store_integer(swapped, at, size, w)
    elif code == C_CHAR:
        store8(at, byte_of(w))
    elif code == C_WCHAR:
        store32(at, wide_character(w))
    elif code == C_BOOL:
        store8(at, 1 if is_true(w) else 0)
    elif code == VARIANT_BOOL:
        store16(at, 0xFFFF if is_true(w) else 0)
    elif code == C_FLOAT or code == C_DOUBLE or code == C_LONG_DOUBLE:
        store_real(code, swapped, at, float_of(w))
    elif not is_pointer_code(code):
        z = complex_of(w)
        part = part_code(code)
        store_real(part, swapped, at, z.real)
        store_real(part, swapped, at + size // 2, z.imag)
    elif code == PY_OBJECT:
        publish(at, word_of_value(w))
        return w
    else:
        return store_pointer(code, at, w)
    return w_None


def publish(at: Addr, word: int) -> None:
    """Stores the address of something new: whoever reads it finds that complete."""
    if at & 7 == 0:
        atomic_store64(at, word)
    else:
        release_fence()
        store64(at, word)


def store_pointer(code: int, at: Addr, w: Value) -> Value:
    if same(w, w_None):
        store64(at, 0)
        return w_None
    data = as_bytes(w) if code == C_CHAR_P else None
    if data is not None:
        publish(at, bytes_address(data))
        return w
    text = as_str(w) if code == C_WCHAR_P else None
    if text is not None:
        memory = wide_memory(text)
        publish(at, memory.at)
        return new_capsule("_ctypes/cfield.c pymem", memory.cells)
    w_int = plain(w)
    if not is_integer(w_int):
        if code == C_VOID_P:
            raise type_error("cannot be converted to pointer")
        what = "bytes or integer address" if code == C_CHAR_P else "unicode string or integer address"
        raise type_error(f"{what} expected instead of {full_name(type_of(w))} instance")
    store64(at, int_low64(w_int))
    return w_None

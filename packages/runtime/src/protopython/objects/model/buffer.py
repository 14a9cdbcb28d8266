"""The buffer protocol: how bytes, bytearray, array, memoryview, mmap ... lend their memory to each other.

    Buffer             a window of bytes with an item format and perhaps a shape (PEP 3118: Py_buffer)
    W_BufferExporter   the base class of objects that lend memory; `buffer()` gives a window of it
    buffer_of(v)       the window of any bytes-like value: bytes, an exporter, an object with `__buffer__`

Memory is a `bytes` (read-only), an `Array[u8]` (bytearray, array) or foreign (an address). An exporter that
grows publishes a new array; windows keep the one they were made of, so a racing or stale window reads old
content, never freed memory. For the same reason windows as such are not counted: with a tracing collector a
forgotten memoryview would forbid resizing until the next collection. What is counted, and forbids resizing
(BufferError), are borrowers known to be at work: a memoryview within its `with` block, and an operation that
calls Python code while it uses the memory. An exporter that counts_views (mmap) is held by all its memoryviews, as
on CPython, and looks for forgotten ones when it is to be closed.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, inline, locked, try_as, u8
from protodialect.unsafe import address_of, bytes_data, load8, memcpy, memset, new_bytes, new_memory, store8
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.model.errors import buffer_error, type_error
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special2
from protopython.objects.model.types import special, type_name
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.object import W_Resource
from protopython.protocore.value import from_int, is_empty

ARRAY_HEADER: Final[int] = 16
"""Bytes before an Array's first item (prelude/protopy.hpp)."""
NO_INTS: Array[int] = Array[int](0, 0)

BUFFER_WRITABLE: Final[int] = 1
BUFFER_FULL_RO: Final[int] = 284
"""inspect.BufferFlags, for calls of `__buffer__`."""


class Buffer:
    """n bytes from `start` of the memory. shape and strides (in bytes) have one entry a dimension; offset
    0 is at `start`."""

    w_owner: Value
    frozen: bytes | None
    memory: Array[u8] | None
    start: int
    address: int
    """Of byte 0. Compiled code goes by it alone; on the host it is 0 unless the memory is foreign."""
    n: int
    """Bytes that the items take together."""
    readonly: bool
    format: str
    itemsize: int
    ndim: int
    shape: Array[int]
    strides: Array[int]

    def __init__(self, w_owner: Value, n: int, readonly: bool) -> None:
        self.w_owner = w_owner
        self.frozen = None
        self.memory = None
        self.start = 0
        self.address = 0
        self.n = n
        self.readonly = readonly
        self.format = "B"
        self.itemsize = 1
        self.ndim = 1
        self.shape = NO_INTS
        self.strides = NO_INTS

    @inline
    def get(self, i: int) -> int:
        """Byte i, counted from the window's start."""
        if COMPILED:
            return load8(self.address + i)
        else:
            if self.frozen is not None:
                return self.frozen[self.start + i]
            if self.memory is not None:
                return self.memory[self.start + i]
            return load8(self.address + i)

    @inline
    def put(self, i: int, x: int) -> None:
        if COMPILED:
            store8(self.address + i, x)
        else:
            if self.memory is not None:
                self.memory[self.start + i] = u8(x)
            else:
                store8(self.address + i, x)

    def is_contiguous(self) -> bool:
        """In C's order: the items lie one after the other."""
        expected = self.itemsize
        i = self.ndim - 1
        while i >= 0:
            if self.shape[i] > 1 and self.strides[i] != expected:
                return False
            expected *= self.shape[i]
            i -= 1
        return True

    def slice_bytes(self, start: int, n: int) -> bytes:
        """A copy of n bytes from `start` on, whatever the shape."""
        if n <= 0:
            return b""
        if COMPILED:
            result = new_bytes(n)
            memcpy(bytes_data(result), self.address + start, n)
            return result
        else:
            if self.frozen is not None:
                return self.frozen[self.start + start : self.start + start + n]
            return bytes(self.get(start + i) for i in range(n))

    def to_bytes(self) -> bytes:
        """The content, item after item."""
        frozen = self.frozen
        if frozen is not None and self.start == 0 and self.n == len(frozen) and self.is_contiguous():
            return frozen
        if self.is_contiguous():
            return self.slice_bytes(0, self.n)
        out = BytesBuilder(self.n)
        self.append_dimension(out, 0, 0)
        return out.to_bytes()

    def append_dimension(self, out: BytesBuilder, dimension: int, offset: int) -> None:
        if dimension == self.ndim:
            i = 0
            while i < self.itemsize:
                out.append_byte(self.get(offset + i))
                i += 1
            return
        k = 0
        while k < self.shape[dimension]:
            self.append_dimension(out, dimension + 1, offset)
            offset += self.strides[dimension]
            k += 1

    def write(self, start: int, data: bytes) -> None:
        """data into the window from byte `start` on; it fits."""
        if COMPILED:
            memcpy(self.address + start, bytes_data(data), len(data))
        else:
            for i in range(len(data)):
                self.put(start + i, data[i])


def flat_shape(b: Buffer) -> Buffer:
    """Gives b the shape of n // itemsize items in a row."""
    b.shape = Array[int](1, b.n // b.itemsize)
    b.strides = Array[int](1, b.itemsize)
    return b


def buffer_of_bytes(w_owner: Value, data: bytes) -> Buffer:
    b = Buffer(w_owner, len(data), True)
    b.frozen = data
    if COMPILED:
        b.address = bytes_data(data)
    return flat_shape(b)


def buffer_of_memory(w_owner: Value, memory: Array[u8], start: int, n: int, readonly: bool) -> Buffer:
    b = Buffer(w_owner, n, readonly)
    b.memory = memory
    b.start = start
    if COMPILED:
        b.address = address_of(memory) + ARRAY_HEADER + start
    return flat_shape(b)


def sub_buffer(b: Buffer, offset: int) -> Buffer:
    """A copy of the window b that starts `offset` bytes later; the caller sets n, shape and strides."""
    r = Buffer(b.w_owner, b.n, b.readonly)
    r.frozen = b.frozen
    r.memory = b.memory
    r.start = b.start + offset
    r.address = b.address + offset if b.address != 0 else 0
    r.format = b.format
    r.itemsize = b.itemsize
    r.ndim = b.ndim
    r.shape = b.shape
    r.strides = b.strides
    return r


class W_BufferExporter(W_Resource):
    """An object that lends its memory."""

    exports: int
    """How many borrowers hold it."""

    def counts_views(self) -> bool:
        """Whether every memoryview holds it until it is released or found dead: for memory that a program gives back itself."""
        return False

    def sequence_item(self, i: int) -> Value:
        """What an iteration that knows no better than to count gives, where that is not what `__getitem__` does; else EMPTY."""
        return EMPTY

    def buffer(self, writable: bool) -> Buffer:
        """A window of all its memory. `writable` says that the borrower means to write (the caller checks
        the result)."""
        raise buffer_error("no memory to lend")


def hold(lender: W_BufferExporter) -> None:
    """From now on, until let_go, the lender keeps its size (a memoryview: cannot be released)."""
    with locked(lender):
        lender.exports += 1


def let_go(lender: W_BufferExporter) -> None:
    with locked(lender):
        lender.exports -= 1


@inline
def as_exporter(v: Value) -> W_BufferExporter | None:
    return try_as(W_BufferExporter, v)


def buffer_of(v: Value) -> Buffer | None:
    """The memory of a bytes-like value; None for others."""
    data = as_bytes(v)
    if data is not None:
        return buffer_of_bytes(v, data)
    exporter = try_as(W_BufferExporter, v)
    if exporter is not None:
        return exporter.buffer(False)
    w_method = special(v, Special.BUFFER)
    if is_empty(w_method):
        return None
    return buffer_of_hook(v, w_method, BUFFER_FULL_RO)


def buffer_of_hook(v: Value, w_method: Value, flags: int) -> Buffer:
    """What a `__buffer__` written in Python gives."""
    w_view = call_special2(w_method, v, from_int(flags))
    view = try_as(W_BufferExporter, w_view)
    if view is None:
        raise type_error(f"__buffer__ returned non-memoryview object of type '{type_name(w_view)}'")
    return view.buffer(False)


def need_buffer(v: Value) -> Buffer:
    b = buffer_of(v)
    if b is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(v)}'")
    return b


def need_writable(v: Value, what: str) -> Buffer:
    """A window that may be written; what: "readinto() argument"."""
    b = buffer_of(v)
    if b is None or b.readonly or not b.is_contiguous():
        raise type_error(f"{what} must be read-write bytes-like object, not {type_name(v)}")
    return b


def need_contiguous(v: Value) -> Buffer:
    """A window whose items lie one after the other, else TypeError or BufferError."""
    b = need_buffer(v)
    if not b.is_contiguous():
        raise buffer_error("memoryview: underlying buffer is not C-contiguous")
    return b


def bytes_of_buffer(v: Value) -> bytes | None:
    """The content of a bytes-like value (a copy unless it is bytes); None for others."""
    data = as_bytes(v)
    if data is not None:
        return data
    b = buffer_of(v)
    return None if b is None else b.to_bytes()


def need_bytes(v: Value) -> bytes:
    """The content of a bytes-like value whose items lie one after the other, else TypeError or BufferError."""
    data = as_bytes(v)
    if data is not None:
        return data
    return need_contiguous(v).to_bytes()


# --- arrays of bytes ------------------------------------------------------------------------------


def memory_of_bytes(data: bytes) -> Array[u8]:
    memory = memory_to_write(len(data))
    store_bytes(memory, 0, data)
    return memory


def memory_to_write(n: int) -> Array[u8]:
    """n bytes that the caller writes before anyone reads them."""
    if COMPILED:
        return new_memory(n)
    else:
        return Array[u8](n, u8(0))


def clear_memory(memory: Array[u8], start: int, n: int) -> None:
    """n zeros from `start` on; they fit."""
    if n <= 0:
        return
    if COMPILED:
        memset(address_of(memory) + ARRAY_HEADER + start, 0, n)
    else:
        for i in range(start, start + n):
            memory[i] = u8(0)


def store_bytes(memory: Array[u8], at: int, data: bytes) -> None:
    """memory[at:at + len(data)] = data; it fits."""
    if COMPILED:
        memcpy(address_of(memory) + ARRAY_HEADER + at, bytes_data(data), len(data))
    else:
        for i in range(len(data)):
            memory[at + i] = u8(data[i])


def bytes_of_memory(memory: Array[u8], start: int, n: int) -> bytes:
    """A copy of n bytes of memory from `start` on."""
    if n <= 0:
        return b""
    if COMPILED:
        result = new_bytes(n)
        memcpy(bytes_data(result), address_of(memory) + ARRAY_HEADER + start, n)
        return result
    else:
        return bytes(memory[start + i] for i in range(n))

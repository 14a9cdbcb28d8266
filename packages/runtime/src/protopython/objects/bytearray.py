"""W_ByteArray: the data of bytearrays and how the runtime makes and changes them. What programs see is in
bytearray_methods.py.

    W_ByteArray [ Shape* | meta | memory | length ]
                                  |
                                  v
                          Array [ b0 b1 ... b(length-1) spare ... ]

Writers hold the lock; readers load `memory` once and keep to min(length, its size). A longer array is filled
before it is published; content moves inside one array under the lock, so a racing reader sees old or new
bytes, never another object's memory.
"""

from __future__ import annotations

from protodialect.types import Array, Value, copy_array, inline, locked, races, release_fence, try_as, u8, wrap
from protopython.objects.model.buffer import (
    Buffer,
    W_BufferExporter,
    buffer_of_memory,
    bytes_of_memory,
    memory_of_bytes,
    store_bytes,
)
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.errors import buffer_error

NO_BYTES: Array[u8] = Array[u8](0, u8(0))


@races(length="readers take no lock: an old length leads to an old item or to an empty place, which they check")
class W_ByteArray(W_BufferExporter):
    memory: Array[u8]
    length: int

    def buffer(self, writable: bool) -> Buffer:
        memory = self.memory
        return buffer_of_memory(wrap(self), memory, 0, min(self.length, len(memory)), False)


BYTEARRAY = define_type("bytearray", W_ByteArray, OBJECT, doc="A mutable sequence of bytes.")


def new_bytearray(data: bytes) -> W_ByteArray:
    b = W_ByteArray()
    b.memory = memory_of_bytes(data)
    b.length = len(data)
    return b


@inline
def as_bytearray(v: Value) -> W_ByteArray | None:
    return try_as(W_ByteArray, v)


def bytearray_content(b: W_ByteArray) -> bytes:
    """What b holds now."""
    with locked(b):
        return bytes_of_memory(b.memory, 0, b.length)


def check_resize(b: W_ByteArray, n: int) -> None:
    """BufferError when b may not get n bytes. The lock is held."""
    if b.exports > 0 and n != b.length:
        raise buffer_error("Existing exports of data: object cannot be re-sized")


def bytearray_assign(b: W_ByteArray, data: bytes) -> None:
    """Replaces b's content."""
    memory = memory_of_bytes(data)
    with locked(b):
        check_resize(b, len(data))
        if len(data) == b.length:
            store_bytes(b.memory, 0, data)
            return
        b.length = 0
        release_fence()
        b.memory = memory
        release_fence()
        b.length = len(data)


def bytearray_reserve(b: W_ByteArray, n: int) -> None:
    """Room for n bytes in all. The lock is held."""
    old = b.memory
    if n <= len(old):
        return
    grown = Array[u8](n + (n >> 3) + 16, u8(0))
    copy_array(grown, 0, old, 0, b.length)
    release_fence()
    b.memory = grown


def bytearray_append(b: W_ByteArray, x: int) -> None:
    with locked(b):
        n = b.length
        check_resize(b, n + 1)
        if n >= len(b.memory):
            bytearray_reserve(b, n + 1)
        b.memory[n] = u8(x)
        b.length = n + 1


def bytearray_extend(b: W_ByteArray, data: bytes) -> None:
    with locked(b):
        n = b.length
        check_resize(b, n + len(data))
        bytearray_reserve(b, n + len(data))
        store_bytes(b.memory, n, data)
        b.length = n + len(data)


def bytearray_delete(b: W_ByteArray, i: int) -> int:
    """Removes byte i (negative: from the end) and gives it; -1 when it is out of range."""
    with locked(b):
        n = b.length
        if i < 0:
            i += n
        if not 0 <= i < n:
            return -1
        x = b.memory[i]
        bytearray_replace(b, i, i + 1, b"")
        return x


def bytearray_replace(b: W_ByteArray, start: int, stop: int, data: bytes) -> None:
    """b[start:stop] = data; negative numbers count from the end, stop < start stands for start."""
    with locked(b):
        n = b.length
        if start < 0:
            start = max(start + n, 0)
        if stop < 0:
            stop = max(stop + n, 0)
        if start > n:
            start = n
        if stop > n:
            stop = n
        if stop < start:
            stop = start
        grown = n - (stop - start) + len(data)
        check_resize(b, grown)
        bytearray_reserve(b, grown)
        memory = b.memory
        if grown != n:
            copy_array(memory, start + len(data), memory, stop, n - stop)
        store_bytes(memory, start, data)
        b.length = grown


def bytearray_resize(b: W_ByteArray, n: int) -> None:
    """Cuts b, or fills it up with zeros, to n bytes."""
    with locked(b):
        check_resize(b, n)
        bytearray_reserve(b, n)
        i = b.length
        while i < n:
            b.memory[i] = u8(0)
            i += 1
        b.length = n

"""W_ByteArray: the data of bytearrays and how the runtime makes and changes them. What programs see is in
bytearray_methods.py.

    W_ByteArray [ Shape* | meta | memory | start | length ]
                                  |
                                  v
                          Array [ spare ... b0 b1 ... b(length-1) spare ... ]

Bytes are taken out of the middle by moving the shorter side, so a queue that is emptied at its front moves nothing; what
became free there is used when the room at the end does not suffice.

Readers and writers hold the lock: the three fields belong together. A window of the memory that was lent
(model/buffer.py) keeps to the array it was made of. A longer array is filled before it is published; content moves
inside one array under the lock, so who still looks through an old window sees old or new bytes, never another object's
memory.
"""

from __future__ import annotations

from protodialect.types import Array, Value, copy_array, inline, locked, races, release_fence, try_as, u8, wrap
from protopython.objects.model.buffer import (
    Buffer,
    W_BufferExporter,
    buffer_of_memory,
    bytes_of_memory,
    clear_memory,
    memory_of_bytes,
    memory_to_write,
    store_bytes,
)
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.errors import buffer_error

NO_BYTES: Array[u8] = Array[u8](0, u8(0))


@races(length="len() and what makes room by it are a moment old; bytes are read under the lock")
class W_ByteArray(W_BufferExporter):
    memory: Array[u8]
    start: int
    length: int

    def buffer(self, writable: bool) -> Buffer:
        with locked(self):
            return buffer_of_memory(wrap(self), self.memory, self.start, self.length, False)


BYTEARRAY = define_type("bytearray", W_ByteArray, OBJECT, doc="A mutable sequence of bytes.")


def new_bytearray(data: bytes) -> W_ByteArray:
    b = W_ByteArray()
    b.memory = memory_of_bytes(data)
    b.start = 0
    b.length = len(data)
    return b


@inline
def as_bytearray(v: Value) -> W_ByteArray | None:
    return try_as(W_ByteArray, v)


def bytearray_content(b: W_ByteArray) -> bytes:
    """What b holds now."""
    with locked(b):
        return bytes_of_memory(b.memory, b.start, b.length)


@inline
def bytearray_get(b: W_ByteArray, i: int) -> int:
    """Byte i (negative: from the end); -1 when it is out of range."""
    with locked(b):
        if i < 0:
            i += b.length
        return b.memory[b.start + i] if 0 <= i < b.length else -1


def bytearray_set(b: W_ByteArray, i: int, x: int) -> bool:
    """Byte i (negative: from the end) becomes x; False when it is out of range."""
    with locked(b):
        if i < 0:
            i += b.length
        if not 0 <= i < b.length:
            return False
        b.memory[b.start + i] = u8(x)
        return True


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
            store_bytes(b.memory, b.start, data)
            return
        release_fence()
        b.memory = memory
        b.start = 0
        b.length = len(data)


def bytearray_reserve(b: W_ByteArray, n: int) -> None:
    """Room for n bytes in all from b's start on. The lock is held."""
    old = b.memory
    if b.start + n <= len(old):
        return
    length = b.length
    if n <= len(old) and length <= b.start:  # What moves is no more than was deleted at the front since the last move.
        copy_array(old, 0, old, b.start, length)
    else:
        # By half, so n appends copy 2n bytes at most; the first bytes get exactly their room.
        grown = memory_to_write(n + (n >> 1) + 16 if length > 0 else n)
        copy_array(grown, 0, old, b.start, length)
        release_fence()
        b.memory = grown
    b.start = 0


def bytearray_append(b: W_ByteArray, x: int) -> None:
    with locked(b):
        n = b.length
        check_resize(b, n + 1)
        if b.start + n >= len(b.memory):
            bytearray_reserve(b, n + 1)
        b.memory[b.start + n] = u8(x)
        b.length = n + 1


def bytearray_extend(b: W_ByteArray, data: bytes) -> None:
    with locked(b):
        n = b.length
        check_resize(b, n + len(data))
        bytearray_reserve(b, n + len(data))
        store_bytes(b.memory, b.start + n, data)
        b.length = n + len(data)


def bytearray_delete(b: W_ByteArray, i: int) -> int:
    """Removes byte i (negative: from the end) and gives it; -1 when it is out of range."""
    with locked(b):
        x = bytearray_get(b, i)
        if x >= 0:
            if i < 0:
                i += b.length
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
        if grown < n and start < n - stop:
            copy_array(b.memory, b.start + n - grown, b.memory, b.start, start)
            b.start += n - grown
        elif grown != n:
            bytearray_reserve(b, grown)
            copy_array(b.memory, b.start + start + len(data), b.memory, b.start + stop, n - stop)
        store_bytes(b.memory, b.start + start, data)
        b.length = grown


def bytearray_resize(b: W_ByteArray, n: int) -> None:
    """Cuts b, or fills it up with zeros, to n bytes."""
    with locked(b):
        check_resize(b, n)
        bytearray_reserve(b, n)
        clear_memory(b.memory, b.start + b.length, n - b.length)
        b.length = n

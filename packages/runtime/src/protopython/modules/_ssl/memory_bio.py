"""MemoryBIO: a queue of bytes between a program and a connection."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, locked, new_with_shape, wrap
from protopython.modules._ssl.data import MEMORY_BIO, W_MemoryBio
from protopython.modules._ssl.errors import SSL_ERROR
from protopython.modules.support.system_calls import c_int
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import getter, method, new
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int

MAX_LENGTH: Final[int] = 0x7FFFFFFF


def put(bio: W_MemoryBio, data: bytes) -> None:
    with locked(bio):
        if len(data) > 0:
            bio.chunks.append(data)
            bio.size += len(data)


def take(bio: W_MemoryBio, n: int) -> bytes:
    """Up to n bytes; all if it is negative."""
    with locked(bio):
        n = bio.size if n < 0 or n > bio.size else n
        bio.size -= n
        parts: list[bytes] = []
        while n > 0:
            chunk = bio.chunks[bio.first]
            rest = len(chunk) - bio.offset
            if rest > n:
                parts.append(chunk[bio.offset : bio.offset + n])
                bio.offset += n
                break
            parts.append(chunk if bio.offset == 0 else chunk[bio.offset : len(chunk)])
            bio.first += 1
            bio.offset = 0
            n -= rest
        if 2 * bio.first >= len(bio.chunks):  # not only when all was read: there may always be more to read
            bio.chunks = bio.chunks[bio.first : len(bio.chunks)]
            bio.first = 0
        return parts[0] if len(parts) == 1 else b"".join(parts)


@new(MEMORY_BIO, "(cls)", shown="")
def bio_new(cls: W_Type) -> Value:
    bio = new_with_shape(W_MemoryBio, cls.root_shape)
    bio.chunks = []
    return wrap(bio)


@method(MEMORY_BIO, "read(self, size=-1, /)", doc="Up to size bytes, all if it is negative; fewer, even none, where there are no more now.")
def bio_read(self: W_MemoryBio, w_size: Value) -> Value:
    return wrap(take(self, c_int(w_size)))


@method(MEMORY_BIO, "write(self, b, /)", doc="Adds bytes; how many.")
def bio_write(self: W_MemoryBio, w_data: Value) -> Value:
    data = need_bytes(w_data)
    if len(data) > MAX_LENGTH:
        raise errors.overflow_error(f"string longer than {MAX_LENGTH} bytes")
    if self.ended:
        raise errors.error(SSL_ERROR, "cannot write() after write_eof()")
    put(self, data)
    return from_int(len(data))


@method(MEMORY_BIO, "write_eof(self, /)", doc="Says that nothing more will be written: behind what is there the reader finds the end.")
def bio_write_eof(self: W_MemoryBio) -> Value:
    self.ended = True
    return w_None


@getter(MEMORY_BIO, "pending", doc="The number of bytes that can be read.")
def bio_pending(self: W_MemoryBio) -> Value:
    return from_int(self.size)


@getter(MEMORY_BIO, "eof", doc="Whether all was read and nothing more will come.")
def bio_eof(self: W_MemoryBio) -> Value:
    return new_bool(self.ended and self.size == 0)

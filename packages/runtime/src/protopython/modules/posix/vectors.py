"""posix: reading and writing several buffers at once, and moving data between descriptors without a buffer.

    struct iovec    base 8 | length 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from protodialect.types import Value, i32, u32
from protodialect.unsafe import Addr, c_function, errno, load64, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import EINTR, c_copy, c_int, copy_bytes, os_failure
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import W_List, list_get, list_length
from protopython.objects.model import errors
from protopython.objects.model.buffer import Buffer, need_buffer, need_bytes
from protopython.objects.model.define import function
from protopython.objects.model.operations import index_of, unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.singletons import w_None
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import is_empty, same


@c_function("readv", blocking=True)
def c_readv(fd: i32, vectors: Addr, n: i32) -> int: ...


@c_function("writev", blocking=True)
def c_writev(fd: i32, vectors: Addr, n: i32) -> int: ...


@c_function("preadv2", blocking=True)
def c_preadv2(fd: i32, vectors: Addr, n: i32, offset: int, flags: i32) -> int: ...


@c_function("pwritev2", blocking=True)
def c_pwritev2(fd: i32, vectors: Addr, n: i32, offset: int, flags: i32) -> int: ...


@c_function("copy_file_range", blocking=True)
def c_copy_file_range(source: i32, source_at: Addr, target: i32, target_at: Addr, n: int, flags: u32) -> int: ...


@c_function("splice", blocking=True)
def c_splice(source: i32, source_at: Addr, target: i32, target_at: Addr, n: int, flags: u32) -> int: ...


@c_function("posix_fadvise", blocking=True)
def c_posix_fadvise(fd: i32, offset: int, length: int, advice: i32) -> i32: ...


class Vectors:
    """An array of struct iovec, and the C memory that it describes."""

    at: Addr
    n: int

    def __init__(self, n: int) -> None:
        self.at = c_malloc(16 * n + 16)
        self.n = n

    def set(self, i: int, at: Addr, size: int) -> None:
        store64(self.at + 16 * i, at)
        store64(self.at + 16 * i + 8, size)

    def data(self, i: int) -> Addr:
        return load64(self.at + 16 * i)

    def free(self) -> None:
        for i in range(self.n):
            c_free(self.data(i))
        c_free(self.at)


def sequence_of(w: Value, function: str) -> W_List:
    if is_empty(special(w, Special.GETITEM)):
        raise errors.type_error(f"{function}() arg 2 must be a sequence")
    return unpack_to_list(w)


def read_vectors(function: str, w_fd: Value, w_buffers: Value, offset: int, flags: int) -> Value:
    """readv, or preadv2 where the offset is not negative."""
    fd = i32(c_int(w_fd))
    given = sequence_of(w_buffers, function)
    buffers: list[Buffer] = []
    for i in range(list_length(given)):
        b = need_buffer(list_get(given, i))
        if b.readonly:
            raise errors.buffer_error("Object is not writable.")
        if not b.is_contiguous():
            raise errors.buffer_error("memoryview: underlying buffer is not C-contiguous")
        buffers.append(b)
    vectors = Vectors(len(buffers))
    for i in range(len(buffers)):
        vectors.set(i, c_malloc(buffers[i].n + 1), buffers[i].n)
    n = i32(vectors.n)
    try:
        while True:
            got = c_readv(fd, vectors.at, n) if function == "readv" else c_preadv2(fd, vectors.at, n, offset, i32(flags))
            if got >= 0:
                break
            interrupted(errno())
        left = got
        for i in range(len(buffers)):
            size = min(left, buffers[i].n)
            buffers[i].write(0, copy_bytes(vectors.data(i), size))
            left -= size
        return new_int(got)
    finally:
        vectors.free()


def interrupted(number: int) -> None:
    """What a failed call asks for before it is tried again: signal handlers, if it was a signal; else OSError."""
    if number != EINTR:
        raise os_failure(number)
    run_pending_signals()


def write_vectors(function: str, w_fd: Value, w_buffers: Value, offset: int, flags: int) -> Value:
    fd = i32(c_int(w_fd))
    given = sequence_of(w_buffers, function)
    contents: list[bytes] = []
    for i in range(list_length(given)):
        contents.append(need_bytes(list_get(given, i)))
    vectors = Vectors(len(contents))
    for i in range(len(contents)):
        vectors.set(i, c_copy(contents[i]), len(contents[i]))
    n = i32(vectors.n)
    try:
        while True:
            done = c_writev(fd, vectors.at, n) if function == "writev" else c_pwritev2(fd, vectors.at, n, offset, i32(flags))
            if done >= 0:
                return new_int(done)
            interrupted(errno())
    finally:
        vectors.free()


@function("posix", "readv(fd, buffers, /)", doc="Fills writable buffers one after the other; how many bytes were read.")
def p_readv(w_fd: Value, w_buffers: Value) -> Value:
    return read_vectors("readv", w_fd, w_buffers, 0, 0)


@function("posix", "writev(fd, buffers, /)", doc="Writes the contents of buffers one after the other; how many bytes were written.")
def p_writev(w_fd: Value, w_buffers: Value) -> Value:
    return write_vectors("writev", w_fd, w_buffers, 0, 0)


@function("posix", "preadv(fd, buffers, offset, flags=0, /)", doc="As readv(), from an offset, with flags RWF_*.")
def p_preadv(w_fd: Value, w_buffers: Value, w_offset: Value, w_flags: Value) -> Value:
    return read_vectors("preadv2", w_fd, w_buffers, index_of(w_offset), c_int(w_flags))


@function("posix", "pwritev(fd, buffers, offset, flags=0, /)", doc="As writev(), at an offset, with flags RWF_*.")
def p_pwritev(w_fd: Value, w_buffers: Value, w_offset: Value, w_flags: Value) -> Value:
    return write_vectors("pwritev", w_fd, w_buffers, index_of(w_offset), c_int(w_flags))


# --- between descriptors --------------------------------------------------------------------------------------------------------------


class Offsets:
    """Two offsets in C memory; where none is given the address is 0 and the descriptor's own position counts."""

    at: Addr
    source: Addr
    target: Addr

    def __init__(self, w_source: Value, w_target: Value) -> None:
        source = 0 if same(w_source, w_None) else index_of(w_source)
        target = 0 if same(w_target, w_None) else index_of(w_target)
        self.at = c_malloc(16)
        store64(self.at, source)
        store64(self.at + 8, target)
        self.source = 0 if same(w_source, w_None) else self.at
        self.target = 0 if same(w_target, w_None) else self.at + 8


def positive_count(w: Value) -> int:
    n = index_of(w)
    if n < 0:
        raise errors.value_error("negative value for 'count' not allowed")
    return n


@function(
    "posix",
    "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
    doc="Copies up to count bytes between files within the kernel; how many.",
)
def p_copy_file_range(w_source: Value, w_target: Value, w_count: Value, w_source_at: Value, w_target_at: Value) -> Value:
    source = i32(c_int(w_source))
    target = i32(c_int(w_target))
    n = positive_count(w_count)
    offsets = Offsets(w_source_at, w_target_at)
    done = c_copy_file_range(source, offsets.source, target, offsets.target, n, u32(0))
    number = errno()
    c_free(offsets.at)
    if done < 0:
        raise os_failure(number)
    return new_int(done)


@function(
    "posix",
    "splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)",
    doc="Moves up to count bytes between descriptors, of which one is a pipe; how many.",
)
def p_splice(w_source: Value, w_target: Value, w_count: Value, w_source_at: Value, w_target_at: Value, w_flags: Value) -> Value:
    source = i32(c_int(w_source))
    target = i32(c_int(w_target))
    n = positive_count(w_count)
    flags = u32(c_int(w_flags))
    offsets = Offsets(w_source_at, w_target_at)
    done = c_splice(source, offsets.source, target, offsets.target, n, flags)
    number = errno()
    c_free(offsets.at)
    if done < 0:
        raise os_failure(number)
    return new_int(done)


@function("posix", "posix_fadvise(fd, offset, length, advice, /)", doc="Tells the kernel how part of a file will be used.")
def p_posix_fadvise(w_fd: Value, w_offset: Value, w_length: Value, w_advice: Value) -> Value:
    fd = i32(c_int(w_fd))
    offset = index_of(w_offset)
    length = index_of(w_length)
    advice = i32(c_int(w_advice))
    while True:
        number = int(c_posix_fadvise(fd, offset, length, advice))
        if number == 0:
            return w_None
        interrupted(number)

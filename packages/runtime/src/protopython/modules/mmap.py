"""mmap: files, and memory without one, as memory that is read, written, searched and shared between processes.

    W_Mmap [ ... | exports | data | size | position | offset | fd | access | ... ]        data: the address, 0 once it was closed

Everything that touches the memory holds the lock, for close() and resize() take it away. What they cannot know is whether a window of it
(objects/model/buffer.py) is still in use somewhere: memoryviews are counted and forbid both, but native operations look through windows that
nobody counts. So memory of which a window was ever made is not given back: in its place comes memory of zeros, and what `left` lists is given
back when the mmap, to which each window refers, is found dead.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import os
from typing import Final

from protodialect.types import (
    COMPILED,
    EMPTY,
    Array,
    Value,
    i32,
    locked,
    new_with_shape,
    races,
    safepoint,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import Addr, bytes_data, c_function, errno, load8, memcpy, store8
from protopython.engine.finalization import run_collector_work
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import (
    c_close,
    c_copy,
    c_ftruncate,
    c_long,
    copy_bytes,
    fd_status,
    os_failure,
    parsed_int,
)
from protopython.objects.dict.dict import W_Dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64
from protopython.objects.memoryview import memoryview_of
from protopython.objects.model import errors
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.buffer import Buffer, W_BufferExporter, flat_shape, need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, getter, method, new
from protopython.objects.model.operations import has_index, index_value, int_arg, is_true, sequence_index
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_True
from protopython.objects.slice import W_Slice, slice_clip, slice_unpack
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import W_Tuple, new_tuple4
from protopython.protocore.collector import collect_at_call, register_new_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import AARCH64, c_free
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "mmap"
define_module(MODULE, "Files as memory.")
NUMBERS: Final[str] = (
    "ACCESS_COPY=3 ACCESS_DEFAULT=0 ACCESS_READ=1 ACCESS_WRITE=2 MADV_DODUMP=17 MADV_DOFORK=11 MADV_DONTDUMP=16 MADV_DONTFORK=10 "
    "MADV_DONTNEED=4 MADV_FREE=8 MADV_HUGEPAGE=14 MADV_HWPOISON=100 MADV_MERGEABLE=12 MADV_NOHUGEPAGE=15 MADV_NORMAL=0 MADV_RANDOM=1 "
    "MADV_REMOVE=9 MADV_SEQUENTIAL=2 MADV_UNMERGEABLE=13 MADV_WILLNEED=3 MAP_32BIT=64 MAP_ANON=32 MAP_ANONYMOUS=32 MAP_DENYWRITE=2048 "
    "MAP_EXECUTABLE=4096 MAP_NORESERVE=16384 MAP_POPULATE=32768 MAP_PRIVATE=2 MAP_SHARED=1 MAP_STACK=131072 PROT_EXEC=4 PROT_READ=1 "
    "PROT_WRITE=2"
)
for _item in NUMBERS.split():
    _name, _, _number = _item.partition("=")
    if _name != "MAP_32BIT" or not AARCH64:
        constant(MODULE, _name, int(_number))
PAGE: Final[int] = os.sysconf("SC_PAGESIZE")
constant(MODULE, "PAGESIZE", PAGE)
constant(MODULE, "ALLOCATIONGRANULARITY", PAGE)
constant(MODULE, "error", x.OS_ERROR)

ACCESS_DEFAULT: Final[int] = 0
ACCESS_READ: Final[int] = 1
ACCESS_WRITE: Final[int] = 2
ACCESS_COPY: Final[int] = 3
PROT_READ: Final[int] = 1
PROT_WRITE: Final[int] = 2
MAP_SHARED: Final[int] = 1
MAP_PRIVATE: Final[int] = 2
MAP_ANONYMOUS: Final[int] = 32
ZEROS: Final[int] = 0x4032
"""MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE"""
MREMAP_MAYMOVE: Final[int] = 1
MS_SYNC: Final[int] = 4
REGULAR: Final[int] = 0o100000
KIND: Final[int] = 0o170000
SIZE_MAX: Final[int] = (1 << 63) - 1
NEW_NAMES: Final = Array.of(["fileno", "length", "flags", "prot", "access", "offset", "trackfd"])
N_POSITIONAL: Final[int] = 6
ACCESS_NAMES: Final = Array.of(["ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"])


@c_function("mmap", blocking=True)
def c_mmap(address: Addr, size: int, protection: i32, flags: i32, fd: i32, offset: int) -> Addr: ...


@c_function("munmap", blocking=True)
def c_munmap(address: Addr, size: int) -> i32: ...


@c_function("mremap", blocking=True)
def c_mremap(address: Addr, size: int, new_size: int, flags: i32) -> Addr: ...


@c_function("msync", blocking=True)
def c_msync(address: Addr, size: int, flags: i32) -> i32: ...


@c_function("madvise", blocking=True)
def c_madvise(address: Addr, size: int, advice: i32) -> i32: ...


@c_function("memmem", blocking=True)
def c_memmem(text: Addr, n: int, part: Addr, m: int) -> Addr: ...


@c_function("memrchr", blocking=True)
def c_memrchr(text: Addr, byte: i32, n: int) -> Addr: ...


@c_function("memchr", blocking=True)
def c_memchr(text: Addr, byte: i32, n: int) -> Addr: ...


@c_function("memcmp")
def c_memcmp(a: Addr, b: Addr, n: int) -> i32: ...


@c_function("memmove", blocking=True)
def c_memmove(to: Addr, at: Addr, n: int) -> Addr: ...


@c_function("fcntl")
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


F_DUPFD_CLOEXEC: Final[int] = 1030


@races(
    data="whether it is 0; what uses it reads it under the lock",
    access="set before the object is known",
)
class W_Mmap(W_BufferExporter):
    data: Addr
    size: int
    position: int
    offset: int
    """Of the memory in its file."""
    fd: int
    """A descriptor of its own; -1: it has no file, or does not keep it."""
    access: int
    protection: int
    flags: int
    tracks: bool
    lent: bool
    """A window was made, which may be in use still."""
    left: list[int] | None
    """Addresses and lengths of memory that is no more in use, but for old windows."""

    def buffer(self, writable: bool) -> Buffer:
        with locked(self):
            data = address(self)
            self.lent = True
            b = Buffer(wrap(self), self.size, self.access == ACCESS_READ)
            b.address = data
        return flat_shape(b)

    def counts_views(self) -> bool:
        return True

    def sequence_item(self, i: int) -> Value:
        """By iteration a program gets bytes of one byte."""
        if not same(type_of(wrap(self)).special[Special.GETITEM], MMAP.special[Special.GETITEM]):
            return EMPTY
        with locked(self):
            data = address(self)
            if i >= self.size:
                raise errors.index_error("mmap index out of range")
            return wrap(copy_bytes(data + i, 1))

    def give_back(self) -> None:
        if self.data != 0:
            c_munmap(self.data, self.size)
            self.data = 0
        left = self.left
        if left is not None:
            for i in range(0, len(left), 2):
                c_munmap(left[i], left[i + 1])
            self.left = None
        close_file(self)


MMAP = define_type(
    "mmap",
    W_Mmap,
    OBJECT,
    module=MODULE,
    doc="mmap(fileno, length, flags=MAP_SHARED, prot=PROT_READ|PROT_WRITE, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)\n\n"
    "A part of a file as memory: length bytes from offset on, or all to the end if length is 0; without a file if fileno is -1.\n"
    "MAP_PRIVATE keeps changes to this process. access says the same in a simpler way; with trackfd=False the file is not\n"
    "kept open, and the memory cannot be resized.",
)
constant(MODULE, "mmap", MMAP)


# --- making ------------------------------------------------------------------------------------------------------------------


def access_of(access: int, flags: int, protection: int) -> tuple[int, int, int]:
    """access, flags and prot, made to agree."""
    if access != ACCESS_DEFAULT and (flags != MAP_SHARED or protection != PROT_READ | PROT_WRITE):
        raise errors.value_error("mmap can't specify both access and flags, prot.")
    if access == ACCESS_READ:
        return access, MAP_SHARED, PROT_READ
    if access == ACCESS_WRITE:
        return access, MAP_SHARED, PROT_READ | PROT_WRITE
    if access == ACCESS_COPY:
        return access, MAP_PRIVATE, PROT_READ | PROT_WRITE
    if access != ACCESS_DEFAULT:
        raise errors.value_error("mmap invalid access parameter.")
    if protection & PROT_WRITE == 0:
        return ACCESS_READ, flags, protection
    return ACCESS_DEFAULT if protection & PROT_READ != 0 else ACCESS_WRITE, flags, protection


def mapped_size(fd: int, size: int, offset: int) -> int:
    """How much of the file is to be mapped."""
    status = fd_status(fd)
    if status is None or status.mode & KIND != REGULAR:
        return size
    if size == 0:
        if status.size == 0:
            raise errors.value_error("cannot mmap an empty file")
        if offset >= status.size:
            raise errors.value_error("mmap offset is greater than file size")
        return status.size - offset
    if offset > status.size or status.size - offset < size:
        raise errors.value_error("mmap length is greater than file size")
    return size


def duplicate(fd: int) -> int:
    copy = int(c_fcntl(i32(fd), i32(F_DUPFD_CLOEXEC), 0))
    if copy < 0:
        raise os_failure(errno())
    return copy


def close_file(m: W_Mmap) -> None:
    fd = m.fd
    m.fd = -1
    if fd >= 0:
        c_close(i32(fd))


@new(MMAP, "(cls, *args, **kwargs)", shown="")
def mmap_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > N_POSITIONAL:
        raise errors.type_error(f"function takes at most {N_POSITIONAL} positional arguments ({args.length} given)")
    a = bind_tuple("", NEW_NAMES, 2, args, unwrap(W_Dict, w_kwargs))
    fd = parsed_int(a[0])
    size = int_arg(a[1])
    flags = MAP_SHARED if is_empty(a[2]) else parsed_int(a[2])
    protection = PROT_READ | PROT_WRITE if is_empty(a[3]) else parsed_int(a[3])
    access = ACCESS_DEFAULT if is_empty(a[4]) else parsed_int(a[4])
    offset = 0 if is_empty(a[5]) else c_long(a[5])
    tracks = is_empty(a[6]) or is_true(a[6])
    if size < 0:
        raise errors.overflow_error("memory mapped length must be positive")
    if offset < 0:
        raise errors.overflow_error("memory mapped offset must be positive")
    access, flags, protection = access_of(access, flags, protection)
    run_audit_hooks(wrap("mmap.__new__"), wrap(new_tuple4(from_int(fd), new_int(size), from_int(access), new_int(offset))))
    if fd == -1:
        flags |= MAP_ANONYMOUS
    else:
        size = mapped_size(fd, size, offset)
    m = new_with_shape(W_Mmap, cls.root_shape)
    m.fd = -1
    m.size = size
    m.offset = offset
    m.access = access
    m.protection = protection
    m.flags = flags
    m.tracks = tracks
    register_new_resource(m, cls)
    if fd != -1 and tracks:
        m.fd = duplicate(fd)
    data = c_mmap(0, size, i32(protection), i32(flags), i32(fd), offset)
    if data == -1:
        number = errno()
        close_file(m)
        raise os_failure(number)
    m.data = data
    return wrap(m)


# --- the memory: the lock is held ----------------------------------------------------------------------------------------------


def address(m: W_Mmap) -> Addr:
    """Where the memory is. The lock is held, unless this is only to fail early."""
    if m.data == 0:
        raise errors.value_error("mmap closed or invalid")
    return m.data


def check_writable(m: W_Mmap) -> None:
    if m.access == ACCESS_READ:
        raise errors.type_error("mmap can't modify a readonly memory map.")


def store(at: Addr, data: bytes) -> None:
    if COMPILED:
        memcpy(at, bytes_data(data), len(data))
    else:
        for i in range(len(data)):
            store8(at + i, data[i])


def rounded(size: int) -> int:
    """Up to whole pages."""
    return size + PAGE - 1 & -PAGE


def put_zeros(m: W_Mmap, at: Addr, size: int) -> None:
    """Memory of zeros in place of what windows may still show."""
    left = m.left
    if left is None:
        left = []
        m.left = left
    left.append(at)
    left.append(size)
    if c_mmap(at, size, i32(PROT_READ | PROT_WRITE), i32(ZEROS), i32(-1), 0) == -1:
        number = errno()
        left.pop()
        left.pop()
        raise os_failure(number)


def find_forgotten_views(m: W_Mmap) -> None:
    """Memoryviews that nobody has any more let go."""
    if m.exports > 0:
        collect_at_call()
        run_collector_work()


@method(MMAP, "close(self, /)", doc="Gives the memory back.")
def mmap_close(self: W_Mmap) -> Value:
    find_forgotten_views(self)
    with locked(self):
        if self.exports > 0:
            raise errors.buffer_error("cannot close exported pointers exist")
        data = self.data
        if data != 0:
            if self.lent:
                put_zeros(self, data, self.size)
            else:
                c_munmap(data, self.size)
            self.data = 0
        close_file(self)
    return w_None


def check_resizable(m: W_Mmap) -> None:
    if m.exports > 0:
        raise errors.buffer_error("mmap can't resize with extant buffers exported.")
    if not m.tracks:
        raise errors.value_error("mmap can't resize with trackfd=False.")
    if m.access != ACCESS_WRITE and m.access != ACCESS_DEFAULT:
        raise errors.type_error("mmap can't resize a readonly or copy-on-write memory map.")


def moved(m: W_Mmap, size: int) -> Addr:
    """Other memory of more bytes with the same content."""
    data = c_mmap(0, size, i32(m.protection), i32(m.flags), i32(m.fd), m.offset)
    if data == -1:
        raise os_failure(errno())
    try:
        if m.flags & MAP_PRIVATE != 0:
            c_memmove(data, m.data, m.size)
        put_zeros(m, m.data, m.size)
    except PyError:
        c_munmap(data, size)
        raise
    return data


def resized(m: W_Mmap, size: int) -> Addr:
    """Where the memory is when it has another size."""
    if not m.lent or size == 0:
        data = c_mremap(m.data, m.size, size, i32(MREMAP_MAYMOVE))
        if data == -1:
            raise os_failure(errno())
        return data
    old = rounded(m.size)
    now = rounded(size)
    if now > old:
        return moved(m, size)
    if now < old:
        put_zeros(m, m.data + now, old - now)
    return m.data


@method(MMAP, "resize(self, newsize, /)", doc="Gives the memory, and the file if there is one, another size.")
def mmap_resize(self: W_Mmap, w_size: Value) -> Value:
    size = int_arg(w_size)
    find_forgotten_views(self)
    with locked(self):
        address(self)
        check_resizable(self)
        if size < 0 or SIZE_MAX - size < self.offset:
            raise errors.value_error("new size out of range")
        if self.fd == -1 and self.flags & MAP_PRIVATE == 0 and size > self.size:
            raise errors.value_error("mmap: can't expand a shared anonymous mapping")
        if self.fd != -1 and c_ftruncate(i32(self.fd), self.offset + size) != 0:
            raise os_failure(errno())
        self.data = resized(self, size)
        self.size = size
    return w_None


# --- reading and writing at the position ---------------------------------------------------------------------------------------


def rest(m: W_Mmap) -> int:
    """Bytes from the position to the end."""
    return max(m.size - m.position, 0)


def read_part(m: W_Mmap, data: Addr, n: int) -> Value:
    w = wrap(copy_bytes(data + m.position, n))
    m.position += n
    return w


@method(MMAP, "read(self, n=None, /)", doc="The next n bytes, or as many as there are.")
def mmap_read(self: W_Mmap, w_n: Value) -> Value:
    n = -1
    if not same(w_n, w_None):
        if not has_index(w_n):
            raise errors.type_error(f"argument should be integer or None, not '{type_name(w_n)}'")
        n = int_arg(w_n)
    with locked(self):
        data = address(self)
        left = rest(self)
        return read_part(self, data, left if n < 0 or n > left else n)


@method(MMAP, "readline(self, /)", doc="The bytes to the end of the line, with it.")
def mmap_readline(self: W_Mmap) -> Value:
    with locked(self):
        data = address(self)
        left = rest(self)
        start = data + self.position
        end = c_memchr(start, i32(10), left)
        return read_part(self, data, left if end == 0 else end + 1 - start)


@method(MMAP, "read_byte(self, /)", doc="The next byte as an int.")
def mmap_read_byte(self: W_Mmap) -> Value:
    with locked(self):
        data = address(self)
        if rest(self) == 0:
            raise errors.value_error("read byte out of range")
        self.position += 1
        return from_int(load8(data + self.position - 1))


@method(MMAP, "write(self, bytes, /)", doc="Writes bytes at the position; their number.")
def mmap_write(self: W_Mmap, w_bytes: Value) -> Value:
    new_content = need_bytes(w_bytes)
    n = len(new_content)
    with locked(self):
        data = address(self)
        check_writable(self)
        if self.position > self.size or self.size - self.position < n:
            raise errors.value_error("data out of range")
        store(data + self.position, new_content)
        self.position += n
    return from_int(n)


@method(MMAP, "write_byte(self, byte, /)", doc="Writes one byte, an int, at the position.")
def mmap_write_byte(self: W_Mmap, w_byte: Value) -> Value:
    byte = c_long(w_byte)
    if byte < 0:
        raise errors.overflow_error("unsigned byte integer is less than minimum")
    if byte > 255:
        raise errors.overflow_error("unsigned byte integer is greater than maximum")
    with locked(self):
        data = address(self)
        check_writable(self)
        if rest(self) == 0:
            raise errors.value_error("write byte out of range")
        store8(data + self.position, byte)
        self.position += 1
    return w_None


@method(MMAP, "seek(self, pos, whence=0, /)", doc="Sets the position, from the start, the position (1) or the end (2); the new one.")
def mmap_seek(self: W_Mmap, w_position: Value, w_whence: Value) -> Value:
    position = int_arg(w_position)
    whence = parsed_int(w_whence)
    with locked(self):
        address(self)
        if whence < 0 or whence > 2:
            raise errors.value_error("unknown seek type")
        base = 0 if whence == 0 else self.position if whence == 1 else self.size
        if position > self.size - base or position < -base:
            raise errors.value_error("seek out of range")
        self.position = base + position
        return from_int(self.position)


@method(MMAP, "seekable(self, /)", doc="Whether the position can be set: True.")
def mmap_seekable(self: W_Mmap) -> Value:
    return w_True


@method(MMAP, "tell(self, /)", doc="The position.")
def mmap_tell(self: W_Mmap) -> Value:
    with locked(self):
        address(self)
        return from_int(self.position)


# --- searching -----------------------------------------------------------------------------------------------------------------


def bound(w: Value, default: int) -> int:
    return default if same(w, w_None) else int_arg(w)


def within(i: int, size: int) -> int:
    if i < 0:
        i = max(i + size, 0)
    return min(i, size)


def find_last(text: Addr, n: int, part: Addr, m: int) -> Addr:
    """Where the last m bytes like those of part begin among n; 0: nowhere. m > 0."""
    n -= m - 1
    while n > 0:
        safepoint()
        at = c_memrchr(text, i32(load8(part)), n)
        if at == 0 or c_memcmp(at, part, m) == 0:
            return at
        n = at - text
    return 0


def search(m: W_Mmap, w_view: Value, w_start: Value, w_end: Value, backwards: bool) -> Value:
    part = need_bytes(w_view)
    start = bound(w_start, 0)
    end = bound(w_end, SIZE_MAX)
    n = len(part)
    needle = c_copy(part)
    try:
        with locked(m):
            data = address(m)
            start = within(m.position if same(w_start, w_None) else start, m.size)
            end = within(end, m.size)
            if end - start < n:
                return from_int(-1)
            if n == 0:
                return from_int(end if backwards else start)
            if backwards:
                at = find_last(data + start, end - start, needle, n)
            else:
                at = c_memmem(data + start, end - start, needle, n)
            return from_int(-1 if at == 0 else at - data)
    finally:
        c_free(needle)


@method(MMAP, "find(self, view, start=None, end=None, /)", doc="Where these bytes begin first between start (or the position) and end; -1: nowhere.")
def mmap_find(self: W_Mmap, w_view: Value, w_start: Value, w_end: Value) -> Value:
    return search(self, w_view, w_start, w_end, False)


@method(MMAP, "rfind(self, view, start=None, end=None, /)", doc="Where these bytes begin last between start (or the position) and end; -1: nowhere.")
def mmap_rfind(self: W_Mmap, w_view: Value, w_start: Value, w_end: Value) -> Value:
    return search(self, w_view, w_start, w_end, True)


# --- the whole -----------------------------------------------------------------------------------------------------------------


@method(MMAP, "flush(self, offset=0, size=None, /)", doc="Writes what was changed to the file.")
def mmap_flush(self: W_Mmap, w_offset: Value, w_size: Value) -> Value:
    offset = int_arg(w_offset)
    size = bound(w_size, SIZE_MAX)
    with locked(self):
        data = address(self)
        left = -1 if offset < 0 else self.size - offset
        if same(w_size, w_None):
            size = self.size
        if size < 0 or left < size:
            raise errors.value_error("flush values out of range")
        if self.access == ACCESS_READ or self.access == ACCESS_COPY:
            return w_None
        if c_msync(data + offset, size, i32(MS_SYNC)) != 0:
            raise os_failure(errno())
    return w_None


@method(MMAP, "madvise(self, option, start=0, length=None, /)", doc="Tells the system how the memory will be used.")
def mmap_madvise(self: W_Mmap, w_option: Value, w_start: Value, w_length: Value) -> Value:
    option = parsed_int(w_option)
    start = int_arg(w_start)
    length = bound(w_length, SIZE_MAX)
    with locked(self):
        data = address(self)
        if same(w_length, w_None):
            length = self.size
        if start < 0 or start >= self.size:
            raise errors.value_error("madvise start out of bounds")
        if length < 0:
            raise errors.value_error("madvise length invalid")
        if SIZE_MAX - start < length:
            raise errors.overflow_error("madvise length too large")
        if c_madvise(data + start, min(length, self.size - start), i32(option)) != 0:
            raise os_failure(errno())
    return w_None


@method(MMAP, "move(self, dest, src, count, /)", doc="Copies count bytes from src to dest.")
def mmap_move(self: W_Mmap, w_to: Value, w_from: Value, w_count: Value) -> Value:
    to = int_arg(w_to)
    start = int_arg(w_from)
    n = int_arg(w_count)
    with locked(self):
        data = address(self)
        check_writable(self)
        if to < 0 or start < 0 or n < 0 or self.size - to < n or self.size - start < n:
            raise errors.value_error("source, destination, or count out of range")
        c_memmove(data + to, data + start, n)
    return w_None


@method(MMAP, "size(self, /)", doc="The size of the file, which may be larger than the memory.")
def mmap_size(self: W_Mmap) -> Value:
    with locked(self):
        address(self)
        status = fd_status(self.fd)
        if status is None:
            raise os_failure(errno())
        return new_int(status.size)


@getter(MMAP, "closed", doc="")
def mmap_closed(self: W_Mmap) -> Value:
    return new_bool(self.data == 0)


@method(MMAP, "__enter__(self, /)", doc="The memory itself.")
def mmap_enter(self: W_Mmap) -> Value:
    address(self)
    return wrap(self)


@method(MMAP, "__exit__(self, exc_type, exc_value, traceback, /)", doc="Gives the memory back.")
def mmap_exit(self: W_Mmap, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    return mmap_close(self)


@method(MMAP, "__repr__(self, /)", doc="Return repr(self).")
def mmap_repr(self: W_Mmap) -> Value:
    name = type_name(wrap(self))
    with locked(self):
        if self.data == 0:
            return wrap(f"<{name} closed=True>")
        access = ACCESS_NAMES[self.access]
        return wrap(f"<{name} closed=False, access={access}, length={self.size}, pos={self.position}, offset={self.offset}>")


# --- as a sequence -------------------------------------------------------------------------------------------------------------


@method(MMAP, "__len__(self, /)", doc="Return len(self).")
def mmap_len(self: W_Mmap) -> Value:
    with locked(self):
        address(self)
        return new_int(self.size)


def item_address(m: W_Mmap, data: Addr, i: int) -> Addr:
    if i < 0:
        i += m.size
    if i < 0 or i >= m.size:
        raise errors.index_error("mmap index out of range")
    return data + i


@method(MMAP, "__getitem__(self, key, /)", doc="Return self[key].")
def mmap_getitem(self: W_Mmap, w_key: Value) -> Value:
    address(self)
    if has_index(w_key):
        i = sequence_index(w_key)
        with locked(self):
            return from_int(load8(item_address(self, address(self), i)))
    w_slice = try_as(W_Slice, w_key)
    if w_slice is None:
        raise errors.type_error("mmap indices must be integers")
    start, stop, step = slice_unpack(w_slice)
    with locked(self):
        data = address(self)
        start, stop, n = slice_clip(start, stop, step, self.size)
        if n <= 0:
            return wrap(b"")
        if step == 1:
            return wrap(copy_bytes(data + start, n))
        out = BytesBuilder(n)
        for k in range(n):
            out.append_byte(load8(data + start + k * step))
        return wrap(out.to_bytes())


def byte_value(w_value: Value) -> int:
    if not has_index(w_value):
        raise errors.type_error("mmap item value must be an int")
    byte, too_big = int_to_i64(index_value(w_value))
    if too_big:
        raise errors.type_error(f"cannot fit '{type_name(w_value)}' into an index-sized integer")
    if byte < 0 or byte > 255:
        raise errors.value_error("mmap item value must be in range(0, 256)")
    return byte


@method(MMAP, "__setitem__(self, key, value, /)", doc="Set self[key] to value.")
def mmap_setitem(self: W_Mmap, w_key: Value, w_value: Value) -> Value:
    address(self)
    check_writable(self)
    if has_index(w_key):
        i = sequence_index(w_key)
        with locked(self):
            item_address(self, address(self), i)
        byte = byte_value(w_value)
        with locked(self):
            store8(item_address(self, address(self), i), byte)
        return w_None
    w_slice = try_as(W_Slice, w_key)
    if w_slice is None:
        raise errors.type_error("mmap indices must be integer")
    start, stop, step = slice_unpack(w_slice)
    content = need_bytes(w_value)
    with locked(self):
        data = address(self)
        start, stop, n = slice_clip(start, stop, step, self.size)
        if len(content) != n:
            raise errors.index_error("mmap slice assignment is wrong size")
        if step == 1:
            store(data + start, content)
        else:
            for k in range(n):
                store8(data + start + k * step, content[k])
    return w_None


@method(MMAP, "__delitem__(self, key, /)", doc="Delete self[key].")
def mmap_delitem(self: W_Mmap, w_key: Value) -> Value:
    address(self)
    check_writable(self)
    if has_index(w_key):
        i = sequence_index(w_key)
        with locked(self):
            item_address(self, address(self), i)
        raise errors.type_error("mmap doesn't support item deletion")
    if try_as(W_Slice, w_key) is None:
        raise errors.type_error("mmap indices must be integer")
    raise errors.type_error("mmap object doesn't support slice deletion")


@method(MMAP, "__buffer__(self, flags, /)", doc="Return a buffer object that exposes the underlying memory of the object.")
def mmap_buffer(self: W_Mmap, w_flags: Value) -> Value:
    return wrap(memoryview_of(wrap(self)))


@method(MMAP, "__release_buffer__(self, buffer, /)", doc="Release the buffer object that exposes the underlying memory of the object.")
def mmap_release_buffer(self: W_Mmap, w_buffer: Value) -> Value:
    return w_None

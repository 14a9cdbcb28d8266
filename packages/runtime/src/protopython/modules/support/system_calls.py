"""System calls as the I/O and POSIX modules make them: C functions, file names, errors, and reading and writing of descriptors.

C memory comes from malloc, so that the same code runs uncompiled. A call that a signal interrupts lets the signal's handler run and is
made again (PEP 475). File names are UTF-8 with surrogateescape, as CPython's are on Linux.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import ctypes as _host_ctypes
import os as _host_os
from typing import Final

from protodialect.types import COMPILED, Value, i32, try_as, u32
from protodialect.unsafe import Addr, bytes_data, c_function, errno, load8, load32, load64, memcpy, new_bytes, store8
from protopython.engine.signals import run_pending_signals
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import call as calls
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.model.types import type_lookup, type_name, type_of
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.bytestrings import bytes_part
from protopython.protocore.error import PyError
from protopython.protocore.os import AARCH64, STAT_SIZE, c_free, c_malloc, c_read, c_strlen, c_write
from protopython.protocore.value import is_empty

EINTR: Final[int] = 4
EAGAIN: Final[int] = 11
EBADF: Final[int] = 9
EISDIR: Final[int] = 21
EINVAL: Final[int] = 22
ESPIPE: Final[int] = 29
ERROR_TEXT: Final[int] = 256


@c_function("strerror_r")
def c_strerror_r(number: i32, out: Addr, size: int) -> Addr: ...


@c_function("lseek")
def c_lseek(fd: i32, offset: int, whence: i32) -> int: ...


@c_function("fstat", blocking=True)
def c_fstat(fd: i32, out: Addr) -> i32: ...


@c_function("ftruncate", blocking=True)
def c_ftruncate(fd: i32, length: int) -> i32: ...


@c_function("isatty")
def c_isatty(fd: i32) -> i32: ...


@c_function("ioctl")
def c_ioctl(fd: i32, request: int, argument: Addr) -> i32: ...


@c_function("open", blocking=True)
def c_open(path: Addr, flags: i32, mode: u32) -> i32: ...


@c_function("close", blocking=True)
def c_close(fd: i32) -> i32: ...


# --- memory -----------------------------------------------------------------------------------------------------------


def c_copy(data: bytes) -> Addr:
    """data with a NUL behind it in C memory, to be freed."""
    n = len(data)
    at = c_malloc(n + 1)
    if COMPILED:
        memcpy(at, bytes_data(data), n)
    else:
        for i in range(n):
            store8(at + i, data[i])
    store8(at + n, 0)
    return at


def copy_bytes(at: Addr, n: int) -> bytes:
    """n bytes of C memory."""
    if COMPILED:
        data = new_bytes(n)
        memcpy(bytes_data(data), at, n)
        return data
    else:
        return _host_ctypes.string_at(at, n)


def c_bytes(at: Addr) -> bytes:
    """A C string."""
    return copy_bytes(at, c_strlen(at))


def ascii_at(at: Addr) -> str:
    """A C string of ASCII or Latin-1 characters."""
    out = StringBuilder(16)
    while load8(at) != 0:
        out.append_char(load8(at))
        at += 1
    return out.to_str()


def signed32(bits: int) -> int:
    return bits - 0x100000000 if bits >= 0x80000000 else bits


# --- errors -----------------------------------------------------------------------------------------------------------


def error_text(number: int) -> str:
    room = c_malloc(ERROR_TEXT)
    text = ascii_at(c_strerror_r(i32(number), room, ERROR_TEXT))  # in room, or one of the C library's own
    c_free(room)
    return text


def os_failure(number: int) -> PyError:
    """OSError(number, its text)"""
    return errors.os_error(number, error_text(number))


def os_failure_at(number: int, w_path: Value) -> PyError:
    return errors.os_error_file(number, error_text(number), w_path)


def os_failure_at2(number: int, w_path: Value, w_other: Value) -> PyError:
    e = errors.os_error_file(number, error_text(number), w_path)
    o = try_as(x.W_OSError, e.w_value)
    if o is not None:
        o.w_filename2 = w_other
    return e


# --- arguments ---------------------------------------------------------------------------------------------------------


def c_int(w: Value) -> int:
    """A C int argument."""
    i, too_big = int_to_i64(index_value(w))
    if too_big or not -2147483648 <= i <= 2147483647:
        raise errors.overflow_error("Python int too large to convert to C int")
    return i


def fs_encode(s: str) -> bytes:
    """os.fsencode"""
    return codecs.encode_known(codecs.UTF_8, s, "surrogateescape")


def fs_decode(data: bytes) -> str:
    """os.fsdecode"""
    text, _n = codecs.decode_utf8(data, "surrogateescape", True)
    return text


def fspath_of(w: Value) -> Value:
    """os.fspath: w if it is str or bytes, else what its `__fspath__` gives."""
    if as_str(w) is not None or as_bytes(w) is not None:
        return w
    w_method = type_lookup(type_of(w), "__fspath__")
    if is_empty(w_method):
        raise errors.type_error(f"expected str, bytes or os.PathLike object, not {type_name(w)}")
    w_path = calls.call0(find_attr(w, "__fspath__"))
    if as_str(w_path) is None and as_bytes(w_path) is None:
        raise errors.type_error(f"expected {type_name(w)}.__fspath__() to return str or bytes, not {type_name(w_path)}")
    return w_path


def path_bytes(w_path: Value, function: str) -> bytes:
    """The name that a str or bytes stands for, for C."""
    s = as_str(w_path)
    data = as_bytes(w_path) if s is None else fs_encode(s)
    if data is None:
        raise errors.type_error(f"expected str, bytes or os.PathLike object, not {type_name(w_path)}")
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null byte" if function == "" else f"{function}: embedded null character in path")
    return data


# --- descriptors -------------------------------------------------------------------------------------------------------


def read_fd(fd: int, n: int) -> bytes | None:
    """Up to n bytes; empty at the end, None where the descriptor does not block and has nothing."""
    if COMPILED:
        buffer = new_bytes(n)
        while True:
            got = c_read(i32(fd), bytes_data(buffer), n)
            if got >= 0:
                return buffer if got == n else bytes_part(buffer, 0, got)
            number = errno()
            if number == EAGAIN:
                return None
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    else:
        at = c_malloc(n + 1)
        try:
            while True:
                got = c_read(i32(fd), at, n)
                if got >= 0:
                    return copy_bytes(at, got)
                number = errno()
                if number == EAGAIN:
                    return None
                if number != EINTR:
                    raise os_failure(number)
                run_pending_signals()
        finally:
            c_free(at)


def write_fd(fd: int, data: bytes, start: int, n: int) -> int:
    """How many of the n bytes from data[start] on were written; -1 where the descriptor does not block and takes none."""
    if COMPILED:
        while True:
            done = c_write(i32(fd), bytes_data(data) + start, n)
            if done >= 0:
                return done
            number = errno()
            if number == EAGAIN:
                return -1
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    else:
        while True:
            try:
                return _host_os.write(fd, data[start : start + n])
            except BlockingIOError:
                return -1
            except OSError as e:
                raise os_failure(e.errno or 0) from None


class FileStatus:
    """What stat tells. Times in nanoseconds."""

    mode: int
    inode: int
    device: int
    links: int
    uid: int
    gid: int
    size: int
    atime: int
    mtime: int
    ctime: int
    block_size: int
    blocks: int
    special_device: int


def status_at(at: Addr) -> FileStatus:
    """The content of a struct stat."""
    s = FileStatus()
    s.device = load64(at)
    s.inode = load64(at + 8)
    if AARCH64:
        s.mode = load32(at + 16)
        s.links = load32(at + 20)
        s.uid = load32(at + 24)
        s.gid = load32(at + 28)
        s.special_device = load64(at + 32)
        s.block_size = load32(at + 56)
    else:
        s.links = load64(at + 16)
        s.mode = load32(at + 24)
        s.uid = load32(at + 28)
        s.gid = load32(at + 32)
        s.special_device = load64(at + 40)
        s.block_size = load64(at + 56)
    s.size = load64(at + 48)
    s.blocks = load64(at + 64)
    s.atime = load64(at + 72) * 1000000000 + load64(at + 80)
    s.mtime = load64(at + 88) * 1000000000 + load64(at + 96)
    s.ctime = load64(at + 104) * 1000000000 + load64(at + 112)
    return s


def fd_status(fd: int) -> FileStatus | None:
    """fstat; None when it fails (see errno)."""
    at = c_malloc(STAT_SIZE)
    failed = c_fstat(i32(fd), at) != 0
    s = None if failed else status_at(at)
    if not failed:
        c_free(at)
    return s


def is_directory(mode: int) -> bool:
    return mode & 0o170000 == 0o040000


def seek_fd(fd: int, offset: int, whence: int) -> int:
    """The new position."""
    at = c_lseek(i32(fd), offset, i32(whence))
    if at < 0:
        raise os_failure(errno())
    return at


def fd_of(w: Value) -> int:
    """A descriptor given as an int, or as an object with fileno()."""
    if has_index(w):
        fd = c_int(w)
    else:
        w_method = find_attr(w, "fileno")
        if is_empty(w_method):
            raise errors.type_error("argument must be an int, or have a fileno() method.")
        w_fd = calls.call0(w_method)
        if not has_index(w_fd):
            raise errors.type_error("fileno() returned a non-integer")
        fd = c_int(w_fd)
    if fd < 0:
        raise errors.value_error(f"file descriptor cannot be a negative integer ({fd})")
    return fd

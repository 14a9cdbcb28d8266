"""System calls as the I/O and POSIX modules make them: C functions, file names, errors, and reading and writing of descriptors.

C memory comes from malloc, so that the same code runs uncompiled. A call that a signal interrupts lets the signal's handler run and is
made again (PEP 475). File names are UTF-8 with surrogateescape, as CPython's are on Linux.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import ctypes as _host_ctypes
import os as _host_os
from typing import Final

from protodialect.types import COMPILED, Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, bytes_data, c_function, errno, load8, load32, load64, memcpy, new_bytes, store8, store32
from protopython.engine.signals import run_pending_signals
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_sign, int_to_i64, new_uint
from protopython.objects.model import call as calls
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.operations import equal, has_index, index_value
from protopython.objects.model.specials import call_special1
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_lookup, type_name, type_of
from protopython.objects.singletons import w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.bytestrings import bytes_part
from protopython.protocore.error import PyError
from protopython.protocore.os import AARCH64, STAT_SIZE, c_free, c_malloc, c_read, c_strlen, c_write
from protopython.protocore.value import int_value, is_empty, is_int, same

EINTR: Final[int] = 4
EAGAIN: Final[int] = 11
EBADF: Final[int] = 9
EISDIR: Final[int] = 21
EINVAL: Final[int] = 22
ESPIPE: Final[int] = 29
ERROR_TEXT: Final[int] = 256


@c_function("strerror_r")
def c_strerror_r(number: i32, out: Addr, size: int) -> Addr: ...


@c_function("__errno_location", errno=False)
def c_errno_location() -> Addr: ...


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


def optional_copy(data: bytes | None) -> Addr:
    """The same; 0 for None."""
    return 0 if data is None else c_copy(data)


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


def c_int_field(w: Value) -> int:
    """A C int argument whose errors are those of one that goes through a C long."""
    i = int_value(w) if is_int(w) else c_long(w)
    if i > 0x7FFFFFFF:
        raise errors.overflow_error("signed integer is greater than maximum")
    if i < -0x80000000:
        raise errors.overflow_error("signed integer is less than minimum")
    return i


def c_unsigned(w: Value, limit: int, c_type: str) -> int:
    """An argument of one of C's unsigned types. limit: the greatest value; -1: 64 bits, of which the pattern is given."""
    w_exact = index_value(w)
    if int_sign(w_exact) < 0:
        raise errors.value_error("Cannot convert negative int")
    i, too_big = int_to_i64(w_exact)
    fits = equal(w_exact, new_uint(i)) if limit < 0 else not too_big and i <= limit
    if not fits:
        raise errors.overflow_error(f"Python int too large for C {c_type}")
    return i


def c_long(w: Value) -> int:
    """A C long argument."""
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise errors.overflow_error("Python int too large to convert to C long")
    return i


def parsed_int(w: Value) -> int:
    """A C int argument of a function that CPython parses by a format."""
    i = c_long(w)
    if not -2147483648 <= i <= 2147483647:
        raise errors.overflow_error(f"signed integer is {'less' if i < 0 else 'greater'} than m{'in' if i < 0 else 'ax'}imum")
    return i


def fs_encode(s: str) -> bytes:
    """os.fsencode"""
    return codecs.encode_known(codecs.UTF_8, s, "surrogateescape")


def utf8_of(s: str) -> bytes:
    """UnicodeEncodeError for lone surrogates."""
    return codecs.encode_known(codecs.UTF_8, s, "strict")


def fs_decode(data: bytes) -> str:
    """os.fsdecode"""
    text, _n = codecs.decode_utf8(data, "surrogateescape", True)
    return text


def c_text(s: str) -> bytes:
    """A text for C in UTF-8, without surrogates and zeros."""
    data = codecs.encode_known(codecs.UTF_8, s, "strict")
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null character")
    return data


def fspath_of(w: Value) -> Value:
    """os.fspath: w if it is str or bytes, else what its `__fspath__` gives."""
    if as_str(w) is not None or as_bytes(w) is not None:
        return w
    w_method = type_lookup(type_of(w), "__fspath__")
    if is_empty(w_method) or same(w_method, w_None):
        raise errors.type_error(f"expected str, bytes or os.PathLike object, not {type_name(w)}")
    w_path = call_special1(w_method, w)
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


BOOL_FD: Final[str] = "bool is used as a file descriptor"


def warn_of_bool(w: Value) -> None:
    """True and False are ints, and descriptors by mistake only."""
    if same(w, w_True) or same(w, w_False):
        calls.call2(stock_function("_warnings", "warn"), wrap(BOOL_FD), wrap(x.RUNTIME_WARNING))


def fd_argument(w: Value) -> int:
    """A descriptor where others take a name."""
    warn_of_bool(w)
    i, too_big = int_to_i64(index_value(w))
    if too_big or i < -0x80000000 or i > 0x7FFFFFFF:
        raise errors.overflow_error(f"fd is {'less than minimum' if i < 0 else 'greater than maximum'}")
    return i


def clear_errno() -> None:
    """So that errno() tells whether the next call failed where its result does not."""
    set_c_errno(0)


def set_c_errno(number: int) -> None:
    if COMPILED:
        store32(c_errno_location(), number)
    else:
        _host_ctypes.set_errno(number)


# --- descriptors -------------------------------------------------------------------------------------------------------


MUCH: Final[int] = 1 << 18
"""Who reads more than so many bytes at once wants what there is, and memory for what is asked for may be too much by far."""


def read_fd(fd: int, n: int) -> bytes | None:
    """Up to n bytes; empty at the end, None where the descriptor does not block and has nothing."""
    rest = n if n <= MUCH else rest_of_file(fd)
    if COMPILED and rest >= 0:
        n = min(n, max(rest, MUCH))
        buffer = new_bytes(n)
        got = read_into(fd, bytes_data(buffer), n)
        return None if got < 0 else buffer if got == n else bytes_part(buffer, 0, got)
    else:
        at = c_malloc(n + 1)
        try:
            got = read_into(fd, at, n)
            return None if got < 0 else copy_bytes(at, got)
        finally:
            c_free(at)


def read_into(fd: int, at: Addr, n: int) -> int:
    """How many of n bytes were read; 0 at the end, -1 where the descriptor does not block and has nothing."""
    while True:
        got = c_read(i32(fd), at, n)
        if got >= 0:
            return got
        number = errno()
        if number == EAGAIN:
            return -1
        if number != EINTR:
            raise os_failure(number)
        run_pending_signals()


def rest_of_file(fd: int) -> int:
    """How many bytes follow in a regular file; -1 where it is none."""
    status = fd_status(fd)
    if status is None or status.mode & 0o170000 != 0o100000:
        return -1
    return max(status.size - c_lseek(i32(fd), 0, i32(1)), 0)


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
    warn_of_bool(w)
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

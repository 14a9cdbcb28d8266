"""The operating system as the runtime needs it: C functions by type, and the few helpers over them that
everybody shares.

Everything that can wait (read, write, open, nanosleep, futex) is declared blocking: the thread leaves managed
state around the call, so a collection never waits for it. Errors are OsError with errno. On the host the
helpers use CPython's own os.
"""

from __future__ import annotations

import os as _host_os
import signal as _host_signal
import sys as _host_sys
import time as _host_time
from typing import Final

from protodialect.types import COMPILED, i32, u32
from protodialect.unsafe import Addr, bytes_data, c_function, errno, load32, load64, memcpy, new_bytes
from protopython.protocore.bytestrings import bytes_part, str_of_system_text, system_bytes_of_str


class OsError(Exception):
    """A system call failed."""

    number: int
    """errno"""
    path: str

    def __init__(self, number: int, path: str) -> None:
        self.number = number
        self.path = path


EINTR: Final[int] = 4
EAGAIN: Final[int] = 11
ENOMEM: Final[int] = 12
ETIMEDOUT: Final[int] = 110

PROT_NONE: Final[int] = 0
PROT_READ_WRITE: Final[int] = 3
MAP_PRIVATE_ANONYMOUS: Final[int] = 0x22
MAP_NORESERVE: Final[int] = 0x4000
MADV_DONTNEED: Final[int] = 4
MADV_HUGEPAGE: Final[int] = 14
CLOCK_REALTIME: Final[int] = 0
CLOCK_MONOTONIC: Final[int] = 1
SYS_FUTEX: Final[int] = 202 if _host_os.uname().machine == "x86_64" else 98
FUTEX_WAIT_PRIVATE: Final[int] = 128
FUTEX_WAKE_PRIVATE: Final[int] = 129


# --- C functions --------------------------------------------------------------------------------------------


@c_function("mmap")
def c_mmap(address: Addr, size: int, protection: i32, flags: i32, fd: i32, offset: int) -> Addr: ...


@c_function("munmap")
def c_munmap(address: Addr, size: int) -> i32: ...


@c_function("mprotect")
def c_mprotect(address: Addr, size: int, protection: i32) -> i32: ...


@c_function("madvise")
def c_madvise(address: Addr, size: int, advice: i32) -> i32: ...


RLIMIT_AS: Final[int] = 9


@c_function("getrlimit")
def c_getrlimit(resource: i32, limits: Addr) -> i32: ...


@c_function("malloc")
def c_malloc_or_null(size: int) -> Addr: ...


def c_malloc(size: int) -> Addr:
    """malloc, but MemoryError instead of a null pointer."""
    at = c_malloc_or_null(size)
    if at == 0 and size != 0:
        raise MemoryError()
    return at


@c_function("realloc")
def c_realloc(address: Addr, size: int) -> Addr: ...


@c_function("free")
def c_free(address: Addr) -> None: ...


@c_function("getenv")
def c_getenv(name: Addr) -> Addr: ...


@c_function("strlen", errno=False)
def c_strlen(text: Addr) -> int: ...


@c_function("read", blocking=True)
def c_read(fd: i32, buffer: Addr, size: int) -> int: ...


@c_function("getrandom", blocking=True)
def c_getrandom(out: Addr, size: int, flags: u32) -> int: ...


@c_function("write", blocking=True)
def c_write(fd: i32, buffer: Addr, size: int) -> int: ...


@c_function("open", blocking=True)
def c_open(path: Addr, flags: i32, mode: i32) -> i32: ...


@c_function("close", blocking=True)
def c_close(fd: i32) -> i32: ...


@c_function("clock_gettime")
def c_clock_gettime(clock: i32, out: Addr) -> i32: ...


@c_function("sched_yield")
def c_sched_yield() -> i32: ...


@c_function("syscall", blocking=True)
def c_futex_wait(
    number: int, address: Addr, operation: int, value: int, timeout: Addr, address2: Addr, value3: int
) -> int: ...


@c_function("syscall", errno=False)
def c_futex_wake(
    number: int, address: Addr, operation: int, value: int, timeout: Addr, address2: Addr, value3: int
) -> int: ...


@c_function("syscall")
def c_futex_wait_unmanaged(
    number: int, address: Addr, operation: int, value: int, timeout: Addr, address2: Addr, value3: int
) -> int:
    """For code that is not in managed state already, or must not leave it."""
    ...


@c_function("gettid")
def c_gettid() -> i32: ...


@c_function("_exit")
def c_exit(status: i32) -> None: ...


@c_function("pp_argument_count")
def c_argument_count() -> int: ...


@c_function("pp_argument")
def c_argument(i: int) -> Addr: ...


@c_function("pp_environment")
def c_environment() -> Addr: ...


# --- strings for C ------------------------------------------------------------------------------------------


def c_string(s: str) -> bytes:
    """s as the system takes it with a NUL behind it; keep the result alive while C uses its address."""
    return system_bytes_of_str(s) + b"\0"


def string_at(address: Addr) -> str:
    """The text of a C string, as os.fsdecode makes it."""
    return str_of_system_text(address, c_strlen(address))


def getenv(name: str) -> str | None:
    if COMPILED:
        key = c_string(name)
        found = c_getenv(bytes_data(key))
        return None if found == 0 else string_at(found)
    else:
        return _host_os.environ.get(name)


def process_arguments() -> list[str]:
    """argv, the program's name first."""
    if COMPILED:
        arguments: list[str] = []
        for i in range(c_argument_count()):
            arguments.append(string_at(c_argument(i)))
        return arguments
    else:
        return list(_host_sys.argv)


def environment() -> list[bytes]:
    """NAME=VALUE items."""
    items: list[bytes] = []
    if COMPILED:
        at = c_environment()
        while load64(at) != 0:
            items.append(bytes_at(load64(at), c_strlen(load64(at))))
            at += 8
    else:
        for key, value in _host_os.environb.items():
            items.append(key + b"=" + value)
    return items


def bytes_at(address: Addr, n: int) -> bytes:
    """A copy of n bytes of raw memory. Compiled code only."""
    copy = new_bytes(n)
    memcpy(bytes_data(copy), address, n)
    return copy


# --- files --------------------------------------------------------------------------------------------------

O_RDONLY: Final[int] = 0
O_CLOEXEC: Final[int] = 0o2000000
READ_CHUNK: Final[int] = 65536


def open_file(path: str, flags: int, mode: int) -> int:
    """A file descriptor; OsError."""
    if COMPILED:
        name = c_string(path)
        fd = c_open(bytes_data(name), i32(flags | O_CLOEXEC), i32(mode))
        while fd < 0 and errno() == EINTR:
            fd = c_open(bytes_data(name), i32(flags | O_CLOEXEC), i32(mode))
        if fd < 0:
            raise OsError(errno(), path)
        return fd
    else:
        try:
            return _host_os.open(path, flags | O_CLOEXEC, mode)
        except OSError as e:
            raise OsError(e.errno or 0, path) from None


def read_some(fd: int, n: int) -> bytes:
    """Up to n bytes; empty at the end of the file."""
    if COMPILED:
        buffer = new_bytes(n)
        got = c_read(i32(fd), bytes_data(buffer), n)
        while got < 0 and errno() == EINTR:
            got = c_read(i32(fd), bytes_data(buffer), n)
        if got < 0:
            raise OsError(errno(), "")
        return bytes_part(buffer, 0, got)
    else:
        try:
            return _host_os.read(fd, n)
        except OSError as e:
            raise OsError(e.errno or 0, "") from None


def read_file(path: str) -> bytes:
    """The whole content of a file; OsError."""
    fd = open_file(path, O_RDONLY, 0)
    parts: list[bytes] = []
    try:
        while True:
            part = read_some(fd, READ_CHUNK)
            if len(part) == 0:
                break
            parts.append(part)
    finally:
        close_file(fd)
    return b"".join(parts)


def close_file(fd: int) -> None:
    if COMPILED:
        c_close(i32(fd))
    else:
        _host_os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Writes all of data; OsError."""
    if COMPILED:
        at = bytes_data(data)
        left = len(data)
        while left > 0:
            n = c_write(i32(fd), at, left)
            if n < 0:
                if errno() == EINTR:
                    continue
                raise OsError(errno(), "")
            at += n
            left -= n
    else:
        try:
            view = memoryview(data)
            while len(view) > 0:
                view = view[_host_os.write(fd, view) :]
        except OSError as e:
            raise OsError(e.errno or 0, "") from None


# --- time ---------------------------------------------------------------------------------------------------


def clock_ns(clock: int) -> int:
    """Nanoseconds on CLOCK_REALTIME or CLOCK_MONOTONIC."""
    if COMPILED:
        pair = new_bytes(16)
        c_clock_gettime(i32(clock), bytes_data(pair))
        return load64(bytes_data(pair)) * 1000000000 + load64(bytes_data(pair) + 8)
    else:
        return _host_time.clock_gettime_ns(clock)


def exit_process(status: int) -> None:
    """Ends the process at once: no buffers are flushed."""
    if COMPILED:
        c_exit(i32(status))
    else:
        _host_os._exit(status)


# --- paths ------------------------------------------------------------------------------------------------------------------

PATH_MAX: Final[int] = 4096


@c_function("readlink")
def c_readlink(path: Addr, buffer: Addr, size: int) -> int: ...


@c_function("access")
def c_access(path: Addr, mode: i32) -> i32: ...


def link_target(path: str) -> str:
    """Where a link leads, "" if the system does not tell."""
    if COMPILED:
        name = c_string(path)
        buffer = new_bytes(PATH_MAX)
        n = c_readlink(bytes_data(name), bytes_data(buffer), PATH_MAX)
        return "" if n <= 0 else str_of_system_text(bytes_data(buffer), n)
    else:
        return _host_os.readlink(path) if _host_os.path.islink(path) else ""


def executable_path() -> str:
    """The running program's own file, "" if the system does not tell."""
    if COMPILED:
        return link_target("/proc/self/exe")
    else:
        return _host_os.path.abspath(_host_sys.executable)


def path_exists(path: str) -> bool:
    if COMPILED:
        name = c_string(path)
        return c_access(bytes_data(name), i32(0)) == 0
    else:
        return _host_os.access(path, _host_os.F_OK)


@c_function("getcwd")
def c_getcwd(buffer: Addr, size: int) -> Addr: ...


@c_function("signal")
def c_signal(number: i32, handler: Addr) -> Addr: ...


@c_function("raise")
def c_raise(number: i32) -> i32: ...


SIGINT: Final[int] = 2


def current_folder() -> str:
    """The working directory, "" if it is gone."""
    if COMPILED:
        buffer = new_bytes(PATH_MAX)
        at = bytes_data(buffer)
        if c_getcwd(at, PATH_MAX) == 0:
            return ""
        return string_at(at)
    else:
        return _host_os.getcwd()


# --- the state of files -------------------------------------------------------------------------------------------------

STAT_SIZE: Final[int] = 256
O_WRONLY: Final[int] = 1
O_CREAT: Final[int] = 0o100
O_EXCL: Final[int] = 0o200
EEXIST: Final[int] = 17
KIND_MASK: Final[int] = 0o170000
REGULAR: Final[int] = 0o100000
FOLDER: Final[int] = 0o040000
AARCH64: Final[bool] = _host_os.uname().machine == "aarch64"


@c_function("stat")
def c_stat(path: Addr, out: Addr) -> i32: ...


@c_function("mkdir")
def c_mkdir(path: Addr, mode: i32) -> i32: ...


@c_function("rename")
def c_rename(old: Addr, new: Addr) -> i32: ...


@c_function("unlink")
def c_unlink(path: Addr) -> i32: ...


@c_function("getpid")
def c_getpid() -> i32: ...


class Stamp:
    """What tells one state of a file from another."""

    mode: int
    size: int
    seconds: int
    """When it was changed, since 1970."""

    def __init__(self, mode: int, size: int, seconds: int) -> None:
        self.mode = mode
        self.size = size
        self.seconds = seconds

    def is_file(self) -> bool:
        return self.mode & KIND_MASK == REGULAR

    def is_folder(self) -> bool:
        return self.mode & KIND_MASK == FOLDER


def stamp_of(path: str) -> Stamp | None:
    """The state of a file or folder; None where there is none."""
    if COMPILED:
        name = c_string(path)
        out = new_bytes(STAT_SIZE)
        at = bytes_data(out)
        if c_stat(bytes_data(name), at) != 0:
            return None
        return Stamp(load32(at + (16 if AARCH64 else 24)), load64(at + 48), load64(at + 88))
    else:
        try:
            found = _host_os.stat(path)
        except (OSError, ValueError):
            return None
        return Stamp(found.st_mode, found.st_size, int(found.st_mtime))


def make_folder(path: str) -> None:
    """OsError, but not where the folder exists."""
    if COMPILED:
        name = c_string(path)
        if c_mkdir(bytes_data(name), i32(0o777)) != 0 and errno() != EEXIST:
            raise OsError(errno(), path)
    else:
        try:
            _host_os.makedirs(path, exist_ok=True)
        except OSError as e:
            raise OsError(e.errno or 0, path) from None


def replace_file(old: str, new: str) -> None:
    """Gives file `old` the name `new`, which a reader sees with the old content or the new; OsError."""
    if COMPILED:
        name = c_string(old)
        other = c_string(new)
        if c_rename(bytes_data(name), bytes_data(other)) != 0:
            raise OsError(errno(), new)
    else:
        try:
            _host_os.replace(old, new)
        except OSError as e:
            raise OsError(e.errno or 0, new) from None


def remove_file(path: str) -> None:
    """OsError where it cannot be."""
    if COMPILED:
        name = c_string(path)
        if c_unlink(bytes_data(name)) != 0:
            raise OsError(errno(), path)
    else:
        try:
            _host_os.unlink(path)
        except OSError as e:
            raise OsError(e.errno or 0, path) from None


def process_id() -> int:
    if COMPILED:
        return int(c_getpid())
    else:
        return _host_os.getpid()


def write_file_whole(path: str, data: bytes, mode: int) -> None:
    """Makes a file that is there with all its content or not at all; OsError. Two writers do not disturb each other."""
    aside = f"{path}.{process_id()}.{clock_ns(1)}"
    fd = open_file(aside, O_WRONLY | O_CREAT | O_EXCL, mode)
    try:
        try:
            write_all(fd, data)
        finally:
            close_file(fd)
        replace_file(aside, path)
    except OsError:
        remove_file(aside)
        raise


def die_by_interrupt() -> int:
    """Ends the process as SIGINT ends one that does not handle it, so that a shell sees why; 130 where that fails."""
    if COMPILED:
        c_signal(i32(SIGINT), 0)
        c_raise(i32(SIGINT))
    else:
        _host_signal.signal(SIGINT, _host_signal.SIG_DFL)
        _host_os.kill(_host_os.getpid(), SIGINT)
    return 130

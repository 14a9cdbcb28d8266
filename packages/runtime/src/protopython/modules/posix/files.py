"""posix: files and folders: descriptors, stat, names, links, times, listings."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, load16, load64, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.posix.paths import (
    AT_FDCWD,
    STATVFS_RESULT,
    SYMLINK_NOFOLLOW,
    TERMINAL_SIZE,
    Path,
    check_fd,
    check_fd_alone,
    folder_fd,
    folder_value,
    identity_of,
    name_value,
    path_of,
    stat_value,
)
from protopython.modules.support.system_calls import (
    EINTR,
    STAT_SIZE,
    FileStatus,
    c_bytes,
    c_close,
    c_copy,
    c_fstat,
    c_ftruncate,
    c_int,
    c_ioctl,
    c_isatty,
    copy_bytes,
    fd_of,
    fs_decode,
    fspath_of,
    os_failure,
    os_failure_at,
    os_failure_at2,
    read_fd,
    seek_fd,
    status_at,
    write_fd,
)
from protopython.objects.exceptions.exceptions import NOT_IMPLEMENTED_ERROR
from protopython.objects.float.libm import c_floor
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_divmod, int_to_i64, is_integer
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit1, audit2, audit3, audit4
from protopython.objects.model.buffer import need_buffer, need_writable
from protopython.objects.model.define import function
from protopython.objects.model.operations import has_index, index_of, index_value, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.structseq import new_struct
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import float_value, from_int, is_empty, is_float, same

ENOTSUP: Final[int] = 95
O_CLOEXEC: Final[int] = 0o2000000
EAGAIN: Final[int] = 11
SYMLINK_FOLLOW: Final[int] = 0x400
READ_MAX: Final[int] = 0x7FFFF000
S_IFMT: Final[int] = 0o170000
S_IFDIR: Final[int] = 0o040000
S_IFREG: Final[int] = 0o100000
S_IFLNK: Final[int] = 0o120000


@c_function("openat", blocking=True)
def c_openat(folder: i32, path: Addr, flags: i32, mode: u32) -> i32: ...


@c_function("fstatat", blocking=True)
def c_fstatat(folder: i32, path: Addr, out: Addr, flags: i32) -> i32: ...


@c_function("mkdirat", blocking=True)
def c_mkdirat(folder: i32, path: Addr, mode: u32) -> i32: ...


@c_function("unlinkat", blocking=True)
def c_unlinkat(folder: i32, path: Addr, flags: i32) -> i32: ...


@c_function("renameat", blocking=True)
def c_renameat(folder: i32, path: Addr, folder2: i32, path2: Addr) -> i32: ...


@c_function("linkat", blocking=True)
def c_linkat(folder: i32, path: Addr, folder2: i32, path2: Addr, flags: i32) -> i32: ...


@c_function("symlinkat", blocking=True)
def c_symlinkat(target: Addr, folder: i32, path: Addr) -> i32: ...


@c_function("readlinkat", blocking=True)
def c_readlinkat(folder: i32, path: Addr, out: Addr, size: int) -> int: ...


@c_function("faccessat", blocking=True)
def c_faccessat(folder: i32, path: Addr, mode: i32, flags: i32) -> i32: ...


@c_function("fchmodat", blocking=True)
def c_fchmodat(folder: i32, path: Addr, mode: u32, flags: i32) -> i32: ...


@c_function("fchmod", blocking=True)
def c_fchmod(fd: i32, mode: u32) -> i32: ...


@c_function("fchownat", blocking=True)
def c_fchownat(folder: i32, path: Addr, uid: u32, gid: u32, flags: i32) -> i32: ...


@c_function("fchown", blocking=True)
def c_fchown(fd: i32, uid: u32, gid: u32) -> i32: ...


@c_function("utimensat", blocking=True)
def c_utimensat(folder: i32, path: Addr, times: Addr, flags: i32) -> i32: ...


@c_function("futimens", blocking=True)
def c_futimens(fd: i32, times: Addr) -> i32: ...


@c_function("mkfifoat", blocking=True)
def c_mkfifoat(folder: i32, path: Addr, mode: u32) -> i32: ...


@c_function("mknodat", blocking=True)
def c_mknodat(folder: i32, path: Addr, mode: u32, device: int) -> i32: ...


@c_function("truncate", blocking=True)
def c_truncate(path: Addr, length: int) -> i32: ...


@c_function("fsync", blocking=True)
def c_fsync(fd: i32) -> i32: ...


@c_function("fdatasync", blocking=True)
def c_fdatasync(fd: i32) -> i32: ...


@c_function("sync", blocking=True)
def c_sync() -> None: ...


@c_function("dup3")
def c_dup3(fd: i32, fd2: i32, flags: i32) -> i32: ...


@c_function("dup2")
def c_dup2(fd: i32, fd2: i32) -> i32: ...


@c_function("fcntl", blocking=True)
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


@c_function("pipe2")
def c_pipe2(out: Addr, flags: i32) -> i32: ...


@c_function("pread", blocking=True)
def c_pread(fd: i32, buffer: Addr, size: int, offset: int) -> int: ...


@c_function("pwrite", blocking=True)
def c_pwrite(fd: i32, buffer: Addr, size: int, offset: int) -> int: ...


@c_function("sendfile", blocking=True)
def c_sendfile(out: i32, source: i32, offset: Addr, count: int) -> int: ...


@c_function("lockf", blocking=True)
def c_lockf(fd: i32, command: i32, length: int) -> i32: ...


@c_function("posix_fallocate", blocking=True)
def c_posix_fallocate(fd: i32, offset: int, length: int) -> i32: ...


@c_function("statvfs", blocking=True)
def c_statvfs(path: Addr, out: Addr) -> i32: ...


@c_function("fstatvfs", blocking=True)
def c_fstatvfs(fd: i32, out: Addr) -> i32: ...


@c_function("chdir", blocking=True)
def c_chdir(path: Addr) -> i32: ...


@c_function("fchdir", blocking=True)
def c_fchdir(fd: i32) -> i32: ...


@c_function("chroot", blocking=True)
def c_chroot(path: Addr) -> i32: ...


@c_function("getcwd")
def c_getcwd(out: Addr, size: int) -> Addr: ...


@c_function("memfd_create")
def c_memfd_create(name: Addr, flags: u32) -> i32: ...


# --- descriptors ---------------------------------------------------------------------------------------------------------


@function("posix", "open(path, flags, mode=511, *, dir_fd=None)", doc="Opens a file; the descriptor.")
def p_open(w_path: Value, w_flags: Value, w_mode: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "open")
    flags = c_int(w_flags) | O_CLOEXEC
    mode = c_int(w_mode)
    folder = folder_fd(w_dir_fd)
    p.audit("open", w_None, from_int(flags))
    while True:
        fd = int(c_openat(folder, p.at, i32(flags), u32(mode)))
        if fd >= 0:
            p.free()
            return from_int(fd)
        if errno() != EINTR:
            raise p.fail()
        run_pending_signals()


@function("posix", "close(fd)", doc="Closes a descriptor.")
def p_close(w_fd: Value) -> Value:
    if c_close(i32(c_int(w_fd))) != 0:
        number = errno()
        if number != EINTR:
            raise os_failure(number)
    return w_None


@function("posix", "closerange(fd_low, fd_high, /)", doc="Closes descriptors from fd_low up to below fd_high, and ignores errors.")
def p_closerange(w_low: Value, w_high: Value) -> Value:
    fd = c_int(w_low)
    high = c_int(w_high)
    while fd < high:
        c_close(i32(fd))
        fd += 1
    return w_None


def blocked() -> PyError:
    return os_failure(EAGAIN)


@function("posix", "read(fd, length, /)", doc="Reads up to length bytes.")
def p_read(w_fd: Value, w_n: Value) -> Value:
    fd = c_int(w_fd)
    n = index_of(w_n)
    if n < 0:
        raise os_failure(22)
    data = read_fd(fd, min(n, READ_MAX))
    if data is None:
        raise blocked()
    return wrap(data)


@function("posix", "readinto(fd, buffer, /)", doc="Reads into a writable buffer; the number of bytes.")
def p_readinto(w_fd: Value, w_buffer: Value) -> Value:
    b = need_writable(w_buffer, "readinto() argument 2")
    data = read_fd(c_int(w_fd), min(b.n, READ_MAX))
    if data is None:
        raise blocked()
    b.write(0, data)
    return from_int(len(data))


@function("posix", "write(fd, data, /)", doc="Writes bytes; how many were written.")
def p_write(w_fd: Value, w_data: Value) -> Value:
    fd = c_int(w_fd)
    data = need_buffer(w_data).to_bytes()
    done = write_fd(fd, data, 0, min(len(data), READ_MAX))
    if done < 0:
        raise blocked()
    return from_int(done)


@function("posix", "pread(fd, length, offset, /)", doc="Reads up to length bytes from an offset.")
def p_pread(w_fd: Value, w_n: Value, w_offset: Value) -> Value:
    fd = i32(c_int(w_fd))
    n = index_of(w_n)
    if n < 0:
        raise os_failure(22)
    offset = index_of(w_offset)
    at = c_malloc(n + 1)
    while True:
        got = c_pread(fd, at, n, offset)
        if got >= 0:
            break
        number = errno()
        if number != EINTR:
            c_free(at)
            raise os_failure(number)
        run_pending_signals()
    data = copy_bytes(at, got)
    c_free(at)
    return wrap(data)


@function("posix", "pwrite(fd, buffer, offset, /)", doc="Writes bytes at an offset; how many were written.")
def p_pwrite(w_fd: Value, w_data: Value, w_offset: Value) -> Value:
    from_data = need_buffer(w_data).to_bytes()
    fd = i32(c_int(w_fd))
    offset = index_of(w_offset)
    at = c_copy(from_data)
    while True:
        done = c_pwrite(fd, at, len(from_data), offset)
        if done >= 0:
            break
        number = errno()
        if number != EINTR:
            c_free(at)
            raise os_failure(number)
        run_pending_signals()
    c_free(at)
    return from_int(done)


@function("posix", "lseek(fd, position, whence, /)", doc="Moves a descriptor's position; the new one.")
def p_lseek(w_fd: Value, w_position: Value, w_whence: Value) -> Value:
    return new_int(seek_fd(c_int(w_fd), index_of(w_position), c_int(w_whence)))


@function("posix", "isatty(fd, /)", doc="Whether a descriptor is a terminal.")
def p_isatty(w_fd: Value) -> Value:
    return new_bool(c_isatty(i32(c_int(w_fd))) == 1)


@function("posix", "fsync(fd)", doc="Waits until a file's content is on its device.")
def p_fsync(w_fd: Value) -> Value:
    return retried_fsync(fd_of(w_fd), False)


@function("posix", "fdatasync(fd)", doc="As fsync, without the file's status.")
def p_fdatasync(w_fd: Value) -> Value:
    return retried_fsync(fd_of(w_fd), True)


def retried_fsync(fd: int, data_only: bool) -> Value:
    while (c_fdatasync(i32(fd)) if data_only else c_fsync(i32(fd))) != 0:
        number = errno()
        if number != EINTR:
            raise os_failure(number)
        run_pending_signals()
    return w_None


@function("posix", "sync()", doc="Starts writing everything to its device.")
def p_sync() -> Value:
    c_sync()
    return w_None


@function("posix", "ftruncate(fd, length, /)", doc="Makes a file length bytes long.")
def p_ftruncate(w_fd: Value, w_length: Value) -> Value:
    fd = c_int(w_fd)
    length = index_of(w_length)
    audit2("os.truncate", from_int(fd), from_int(length))
    check_fd(int(c_ftruncate(i32(fd), length)))
    return w_None


@function("posix", "truncate(path, length)", doc="Makes a file length bytes long.")
def p_truncate(w_path: Value, w_length: Value) -> Value:
    p = path_of(w_path, "truncate", "path", 1)
    n = index_of(w_length)
    p.audit("os.truncate", from_int(n))
    if p.at == 0:
        check_fd(int(c_ftruncate(i32(p.fd), n)))
    else:
        p.check(int(c_truncate(p.at, n)))
    return w_None


F_DUPFD_CLOEXEC: Final[int] = 1030
F_GETFD: Final[int] = 1
F_SETFD: Final[int] = 2
F_GETFL: Final[int] = 3
F_SETFL: Final[int] = 4
O_NONBLOCK: Final[int] = 0o4000


@function("posix", "dup(fd, /)", doc="Another descriptor of the same file, not inherited.")
def p_dup(w_fd: Value) -> Value:
    return from_int(check_fd(int(c_fcntl(i32(c_int(w_fd)), i32(F_DUPFD_CLOEXEC), 0))))


@function("posix", "dup2(fd, fd2, inheritable=True)", doc="Makes fd2 a descriptor of fd's file.")
def p_dup2(w_fd: Value, w_fd2: Value, w_inheritable: Value) -> Value:
    fd = c_int(w_fd)
    fd2 = c_int(w_fd2)
    if is_true(w_inheritable) or fd == fd2:
        return from_int(check_fd(int(c_dup2(i32(fd), i32(fd2)))))
    return from_int(check_fd(int(c_dup3(i32(fd), i32(fd2), i32(O_CLOEXEC)))))


@function("posix", "get_inheritable(fd, /)", doc="Whether programs that are executed inherit a descriptor.")
def p_get_inheritable(w_fd: Value) -> Value:
    return new_bool(check_fd(int(c_fcntl(i32(c_int(w_fd)), i32(F_GETFD), 0))) & 1 == 0)


@function("posix", "set_inheritable(fd, inheritable, /)", doc="Sets whether programs that are executed inherit a descriptor.")
def p_set_inheritable(w_fd: Value, w_flag: Value) -> Value:
    fd = i32(c_int(w_fd))
    flags = check_fd(int(c_fcntl(fd, i32(F_GETFD), 0)))
    check_fd(int(c_fcntl(fd, i32(F_SETFD), flags & ~1 if is_true(w_flag) else flags | 1)))
    return w_None


@function("posix", "get_blocking(fd, /)", doc="Whether a descriptor waits.")
def p_get_blocking(w_fd: Value) -> Value:
    return new_bool(check_fd(int(c_fcntl(i32(c_int(w_fd)), i32(F_GETFL), 0))) & O_NONBLOCK == 0)


@function("posix", "set_blocking(fd, blocking, /)", doc="Sets whether a descriptor waits.")
def p_set_blocking(w_fd: Value, w_flag: Value) -> Value:
    fd = i32(c_int(w_fd))
    flags = check_fd(int(c_fcntl(fd, i32(F_GETFL), 0)))
    check_fd(int(c_fcntl(fd, i32(F_SETFL), flags & ~O_NONBLOCK if is_true(w_flag) else flags | O_NONBLOCK)))
    return w_None


def pipe_with(flags: int) -> Value:
    pair = c_malloc(8)
    if c_pipe2(pair, i32(flags)) != 0:
        number = errno()
        c_free(pair)
        raise os_failure(number)
    both = load64(pair)
    c_free(pair)
    return wrap(new_tuple2(from_int(both & 0xFFFFFFFF), from_int((both >> 32) & 0xFFFFFFFF)))


@function("posix", "pipe()", doc="A pipe: (the descriptor to read, the one to write).")
def p_pipe() -> Value:
    return pipe_with(O_CLOEXEC)


@function("posix", "pipe2(flags, /)", doc="A pipe with flags.")
def p_pipe2(w_flags: Value) -> Value:
    return pipe_with(c_int(w_flags))


@function("posix", "sendfile(out_fd, in_fd, offset, count)", doc="Copies count bytes between descriptors.")
def p_sendfile(w_out: Value, w_in: Value, w_offset: Value, w_count: Value) -> Value:
    out = i32(c_int(w_out))
    source = i32(c_int(w_in))
    cell = c_malloc(8)
    at = 0
    if not same(w_offset, w_None):
        store64(cell, index_of(w_offset))
        at = cell
    done = c_sendfile(out, source, at, index_of(w_count))
    number = errno()
    c_free(cell)
    if done < 0:
        raise os_failure(number)
    return new_int(done)


@function("posix", "lockf(fd, command, length, /)", doc="Locks part of a file.")
def p_lockf(w_fd: Value, w_command: Value, w_length: Value) -> Value:
    fd = c_int(w_fd)
    command = c_int(w_command)
    length = index_of(w_length)
    audit3("os.lockf", from_int(fd), from_int(command), from_int(length))
    check_fd(int(c_lockf(i32(fd), i32(command), length)))
    return w_None


@function("posix", "posix_fallocate(fd, offset, length, /)", doc="Makes sure that space for part of a file is there.")
def p_fallocate(w_fd: Value, w_offset: Value, w_length: Value) -> Value:
    number = int(c_posix_fallocate(i32(c_int(w_fd)), index_of(w_offset), index_of(w_length)))
    if number != 0:
        raise os_failure(number)
    return w_None


@function(
    "posix",
    "memfd_create(name, flags=1)",
    doc="A file in memory; its descriptor.",
    shown="($module, /, name, flags=MFD_CLOEXEC)",
)
def p_memfd_create(w_name: Value, w_flags: Value) -> Value:
    p = path_of(w_name, "memfd_create", "name")
    fd = int(c_memfd_create(p.at, u32(c_int(w_flags))))
    number = errno()
    p.free()
    if fd < 0:
        raise os_failure(number)
    return from_int(fd)


@function("posix", "device_encoding(fd)", doc="The encoding of a terminal, None for other descriptors.")
def p_device_encoding(w_fd: Value) -> Value:
    return wrap("UTF-8") if c_isatty(i32(c_int(w_fd))) == 1 else w_None


TIOCGWINSZ: Final[int] = 0x5413


@function(
    "posix",
    "get_terminal_size(fd=1, /)",
    doc="The size of the terminal: (columns, lines).",
    shown="($module, fd=<unrepresentable>, /)",
)
def p_get_terminal_size(w_fd: Value) -> Value:
    fd = c_int(w_fd)
    size = c_malloc(8)
    if c_ioctl(i32(fd), TIOCGWINSZ, size) != 0:
        number = errno()
        c_free(size)
        raise os_failure(number)
    a = Array[Value](2, w_None)
    a[0] = from_int(load16(size + 2))
    a[1] = from_int(load16(size))
    c_free(size)
    return new_struct(TERMINAL_SIZE, a)


# --- stat ----------------------------------------------------------------------------------------------------------------------


def status_of(p: Path, folder: i32, follow: bool) -> FileStatus | None:
    """None when the call failed (see errno)."""
    at = c_malloc(STAT_SIZE)
    if p.at == 0:
        result = int(c_fstat(i32(p.fd), at))
    else:
        result = int(c_fstatat(folder, p.at, at, i32(0 if follow else SYMLINK_NOFOLLOW)))
    if result != 0:
        return None
    s = status_at(at)
    c_free(at)
    return s


def stat_path(p: Path, folder: i32, follow: bool) -> Value:
    s = status_of(p, folder, follow)
    if s is None:
        raise p.fail()
    p.free()
    return stat_value(s)


@function("posix", "stat(path, *, dir_fd=None, follow_symlinks=True)", doc="The status of a file.")
def p_stat(w_path: Value, w_dir_fd: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "stat", "path", 1)
    folder = folder_fd(w_dir_fd)
    follow = is_true(w_follow)
    check_fd_alone(p, "stat", w_dir_fd, follow, "can't specify dir_fd without matching path")
    return stat_path(p, folder, follow)


@function("posix", "lstat(path, *, dir_fd=None)", doc="The status of a file or a symbolic link.")
def p_lstat(w_path: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "lstat")
    return stat_path(p, folder_fd(w_dir_fd), False)


@function("posix", "fstat(fd)", doc="The status of an open file.")
def p_fstat(w_fd: Value) -> Value:
    p = Path(w_None)
    p.fd = c_int(w_fd)
    s = status_of(p, i32(0), True)
    if s is None:
        raise os_failure(errno())
    return stat_value(s)


@function("posix", "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", doc="Whether this process may.")
def p_access(w_path: Value, w_mode: Value, w_dir_fd: Value, w_effective: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "access")
    flags = (0x200 if is_true(w_effective) else 0) | (0 if is_true(w_follow) else SYMLINK_NOFOLLOW)
    ok = c_faccessat(folder_fd(w_dir_fd), p.at, i32(c_int(w_mode)), i32(flags)) == 0
    p.free()
    return new_bool(ok)


def statvfs_value(p: Path) -> Value:
    at = c_malloc(STAT_SIZE)
    result = int(c_fstatvfs(i32(p.fd), at) if p.at == 0 else c_statvfs(p.at, at))
    if result != 0:
        number = errno()
        c_free(at)
        p.free()
        raise os_failure(number) if is_empty(p.w_path) else os_failure_at(number, p.w_path)
    p.free()
    a = Array[Value](11, w_None)
    for i in range(8):
        a[i] = new_int(load64(at + 8 * i))
    a[8] = new_int(load64(at + 72))
    a[9] = new_int(load64(at + 80))
    a[10] = new_int(load64(at + 64))
    c_free(at)
    return new_struct(STATVFS_RESULT, a)


@function("posix", "statvfs(path)", doc="The status of the file system that a file is on.")
def p_statvfs(w_path: Value) -> Value:
    return statvfs_value(path_of(w_path, "statvfs", "path", 1))


@function("posix", "fstatvfs(fd, /)", doc="The status of the file system that an open file is on.")
def p_fstatvfs(w_fd: Value) -> Value:
    p = Path(EMPTY)
    p.fd = c_int(w_fd)
    return statvfs_value(p)


# --- names ------------------------------------------------------------------------------------------------------------------------


@function("posix", "mkdir(path, mode=511, *, dir_fd=None)", doc="Makes a folder.")
def p_mkdir(w_path: Value, w_mode: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "mkdir")
    mode = c_int(w_mode)
    folder = folder_fd(w_dir_fd)
    p.audit("os.mkdir", from_int(mode), folder_value(w_dir_fd))
    p.check(int(c_mkdirat(folder, p.at, u32(mode))))
    return w_None


@function("posix", "rmdir(path, *, dir_fd=None)", doc="Removes an empty folder.")
def p_rmdir(w_path: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "rmdir")
    folder = folder_fd(w_dir_fd)
    p.audit("os.rmdir", folder_value(w_dir_fd))
    p.check(int(c_unlinkat(folder, p.at, i32(0x200))))
    return w_None


def unlink(w_path: Value, w_dir_fd: Value, name: str) -> Value:
    p = path_of(w_path, name)
    folder = folder_fd(w_dir_fd)
    p.audit("os.remove", folder_value(w_dir_fd))
    p.check(int(c_unlinkat(folder, p.at, i32(0))))
    return w_None


@function("posix", "unlink(path, *, dir_fd=None)", doc="Removes a file.")
def p_unlink(w_path: Value, w_dir_fd: Value) -> Value:
    return unlink(w_path, w_dir_fd, "unlink")


@function("posix", "remove(path, *, dir_fd=None)", doc="Removes a file.")
def p_remove(w_path: Value, w_dir_fd: Value) -> Value:
    return unlink(w_path, w_dir_fd, "remove")


def check_two(result: int, p: Path, q: Path) -> Value:
    if result < 0:
        number = errno()
        p.free()
        q.free()
        raise os_failure_at2(number, p.w_path, q.w_path)
    p.free()
    q.free()
    return w_None


def audit_two(event: str, p: Path, q: Path, w_first_folder: Value, w_second_folder: Value) -> None:
    """An event about two names, which are freed if a hook refuses."""
    try:
        if is_empty(w_first_folder):
            audit3(event, p.w_path, q.w_path, folder_value(w_second_folder))
        else:
            audit4(event, p.w_path, q.w_path, folder_value(w_first_folder), folder_value(w_second_folder))
    except PyError:
        p.free()
        q.free()
        raise


def rename(name: str, w_src: Value, w_dst: Value, w_src_fd: Value, w_dst_fd: Value) -> Value:
    p = path_of(w_src, name, "src")
    q = path_of(w_dst, name, "dst")
    audit_two("os.rename", p, q, w_src_fd, w_dst_fd)
    return check_two(int(c_renameat(folder_fd(w_src_fd), p.at, folder_fd(w_dst_fd), q.at)), p, q)


@function("posix", "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", doc="Gives a file another name.")
def p_rename(w_src: Value, w_dst: Value, w_src_fd: Value, w_dst_fd: Value) -> Value:
    return rename("rename", w_src, w_dst, w_src_fd, w_dst_fd)


@function("posix", "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", doc="Gives a file another name; what had it is replaced.")
def p_replace(w_src: Value, w_dst: Value, w_src_fd: Value, w_dst_fd: Value) -> Value:
    return rename("replace", w_src, w_dst, w_src_fd, w_dst_fd)


@function(
    "posix",
    "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
    doc="Gives a file a second name.",
    shown="($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=(os.name != 'nt'))",
)
def p_link(w_src: Value, w_dst: Value, w_src_fd: Value, w_dst_fd: Value, w_follow: Value) -> Value:
    p = path_of(w_src, "link", "src")
    q = path_of(w_dst, "link", "dst")
    flags = SYMLINK_FOLLOW if is_true(w_follow) else 0
    audit_two("os.link", p, q, w_src_fd, w_dst_fd)
    return check_two(int(c_linkat(folder_fd(w_src_fd), p.at, folder_fd(w_dst_fd), q.at, i32(flags))), p, q)


@function("posix", "symlink(src, dst, target_is_directory=False, *, dir_fd=None)", doc="Makes dst a symbolic link to src.")
def p_symlink(w_src: Value, w_dst: Value, w_folder: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_src, "symlink", "src")
    q = path_of(w_dst, "symlink", "dst")
    audit_two("os.symlink", p, q, EMPTY, w_dir_fd)
    return check_two(int(c_symlinkat(p.at, folder_fd(w_dir_fd), q.at)), p, q)


@function("posix", "readlink(path, *, dir_fd=None)", doc="What a symbolic link refers to.")
def p_readlink(w_path: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "readlink")
    out = c_malloc(4097)
    n = c_readlinkat(folder_fd(w_dir_fd), p.at, out, 4096)
    if n < 0:
        raise p.fail()
    data = copy_bytes(out, n)
    c_free(out)
    p.free()
    return name_value(data, p.wide)


@function(
    "posix",
    "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)",
    doc="Sets who may do what with a file.",
    shown="($module, /, path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))",
)
def p_chmod(w_path: Value, w_mode: Value, w_dir_fd: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "chmod", "path", 1)
    mode = u32(c_int(w_mode))
    flags = i32(0 if is_true(w_follow) else SYMLINK_NOFOLLOW)
    folder = folder_fd(w_dir_fd)
    p.audit("os.chmod", from_int(int(mode)), folder_value(w_dir_fd))
    result = int(c_fchmod(i32(p.fd), mode) if p.at == 0 else c_fchmodat(folder, p.at, mode, flags))
    if result != 0 and errno() == ENOTSUP and flags != 0:  # it is a link, and its file system keeps no modes of those
        p.free()
        if folder != AT_FDCWD:
            raise errors.value_error("chmod: cannot use dir_fd and follow_symlinks together")
        raise errors.error(NOT_IMPLEMENTED_ERROR, "chmod: follow_symlinks unavailable on this platform")
    p.check(result)
    return w_None


@function("posix", "fchmod(fd, mode)", doc="Sets who may do what with an open file.")
def p_fchmod(w_fd: Value, w_mode: Value) -> Value:
    fd = c_int(w_fd)
    mode = c_int(w_mode)
    audit3("os.chmod", from_int(fd), from_int(mode), from_int(-1))
    check_fd(int(c_fchmod(i32(fd), u32(mode))))
    return w_None


def chown(p: Path, w_uid: Value, w_gid: Value, w_dir_fd: Value, follow: bool) -> Value:
    folder = folder_fd(w_dir_fd)
    flags = i32(0 if follow else SYMLINK_NOFOLLOW)
    uid = identity_of(w_uid, "uid")
    gid = identity_of(w_gid, "gid")
    p.audit("os.chown", from_int(int(uid)), from_int(int(gid)), folder_value(w_dir_fd))
    result = c_fchown(i32(p.fd), uid, gid) if p.at == 0 else c_fchownat(folder, p.at, uid, gid, flags)
    p.check(int(result))
    return w_None


@function("posix", "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", doc="Sets whose file it is.")
def p_chown(w_path: Value, w_uid: Value, w_gid: Value, w_dir_fd: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "chown", "path", 1)
    follow = is_true(w_follow)
    check_fd_alone(p, "chown", w_dir_fd, follow, "can't specify both dir_fd and fd")
    return chown(p, w_uid, w_gid, w_dir_fd, follow)


@function("posix", "lchown(path, uid, gid)", doc="Sets whose file or symbolic link it is.")
def p_lchown(w_path: Value, w_uid: Value, w_gid: Value) -> Value:
    return chown(path_of(w_path, "lchown"), w_uid, w_gid, w_None, False)


@function("posix", "fchown(fd, uid, gid)", doc="Sets whose open file it is.")
def p_fchown(w_fd: Value, w_uid: Value, w_gid: Value) -> Value:
    fd = c_int(w_fd)
    uid = identity_of(w_uid, "uid")
    gid = identity_of(w_gid, "gid")
    audit4("os.chown", from_int(fd), from_int(int(uid)), from_int(int(gid)), from_int(-1))
    check_fd(int(c_fchown(i32(fd), uid, gid)))
    return w_None


@function("posix", "mkfifo(path, mode=438, *, dir_fd=None)", doc="Makes a named pipe.")
def p_mkfifo(w_path: Value, w_mode: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "mkfifo")
    p.check(int(c_mkfifoat(folder_fd(w_dir_fd), p.at, u32(c_int(w_mode)))))
    return w_None


@function("posix", "mknod(path, mode=384, device=0, *, dir_fd=None)", doc="Makes a file of a special kind.")
def p_mknod(w_path: Value, w_mode: Value, w_device: Value, w_dir_fd: Value) -> Value:
    p = path_of(w_path, "mknod")
    result = int(c_mknodat(folder_fd(w_dir_fd), p.at, u32(c_int(w_mode)), index_of(w_device)))
    number = errno()
    p.free()
    if result != 0:
        raise os_failure(number)
    return w_None


@function("posix", "chdir(path)", doc="Changes the current folder.")
def p_chdir(w_path: Value) -> Value:
    p = path_of(w_path, "chdir", "path", 1)
    p.audit("os.chdir")
    p.check(int(c_fchdir(i32(p.fd)) if p.at == 0 else c_chdir(p.at)))
    return w_None


@function("posix", "fchdir(fd)", doc="Changes the current folder to an open one.")
def p_fchdir(w_fd: Value) -> Value:
    fd = fd_of(w_fd)
    audit1("os.chdir", from_int(fd))
    check_fd(int(c_fchdir(i32(fd))))
    return w_None


@function("posix", "chroot(path)", doc="Changes the root folder.")
def p_chroot(w_path: Value) -> Value:
    p = path_of(w_path, "chroot")
    p.check(int(c_chroot(p.at)))
    return w_None


def current_folder() -> bytes:
    out = c_malloc(4097)
    if c_getcwd(out, 4096) == 0:
        number = errno()
        c_free(out)
        raise os_failure(number)
    data = c_bytes(out)
    c_free(out)
    return data


@function("posix", "getcwd()", doc="The current folder.")
def p_getcwd() -> Value:
    return wrap(fs_decode(current_folder()))


@function("posix", "getcwdb()", doc="The current folder, as bytes.")
def p_getcwdb() -> Value:
    return wrap(current_folder())


@function("posix", "fspath(path)", doc="The name that a path object stands for.")
def p_fspath(w_path: Value) -> Value:
    return fspath_of(w_path)


# --- times -------------------------------------------------------------------------------------------------------------------------


def store_time(at: Addr, w: Value) -> None:
    """Seconds, an int or a float, as a timespec."""
    exact = plain(w)
    if is_float(exact):
        x = float_value(exact)
        if x != x:
            raise errors.value_error("Invalid value NaN (not a number)")
        whole = c_floor(x)
        if not -9223372036854775808.0 <= whole < 9223372036854775808.0:
            raise errors.overflow_error("timestamp out of range for platform time_t")
        store64(at, int(whole))
        store64(at + 8, int(c_floor((x - whole) * 1e9)))
        return
    if not has_index(w):
        raise errors.type_error(f"argument must be int or float, not {type_name(w)}")
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise errors.overflow_error("timestamp out of range for platform time_t")
    store64(at, i)
    store64(at + 8, 0)


def store_ns(at: Addr, w: Value) -> None:
    exact = plain(w)
    if not is_integer(exact):
        exact = index_value(w)
    w_seconds, w_rest = int_divmod(exact, from_int(1000000000))
    seconds, too_big = int_to_i64(w_seconds)
    if too_big:
        raise errors.overflow_error("Python int too large to convert to C int")
    store64(at, seconds)
    store64(at + 8, index_of(w_rest))


@function(
    "posix",
    "utime(path, times=None, *, ns=EMPTY, dir_fd=None, follow_symlinks=True)",
    doc="Sets a file's times.",
    shown="($module, /, path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
)
def p_utime(w_path: Value, w_times: Value, w_ns: Value, w_dir_fd: Value, w_follow: Value) -> Value:
    p = path_of(w_path, "utime", "path", 1)
    folder = folder_fd(w_dir_fd)
    follow = is_true(w_follow)
    if not same(w_times, w_None) and not is_empty(w_ns):
        raise errors.value_error("utime: you may specify either 'times' or 'ns' but not both")
    p.audit("os.utime", w_times, w_None if is_empty(w_ns) else w_ns, folder_value(w_dir_fd))
    times = c_malloc(32)
    at = times
    if not same(w_times, w_None):
        t = try_as(W_Tuple, w_times)
        if t is None or t.length != 2:
            raise errors.type_error("utime: 'times' must be either a tuple of two ints or None")
        store_time(times, t.items[0])
        store_time(times + 16, t.items[1])
    elif not is_empty(w_ns):
        t = try_as(W_Tuple, w_ns)
        if t is None or t.length != 2:
            raise errors.type_error("utime: 'ns' must be a tuple of two ints")
        store_ns(times, t.items[0])
        store_ns(times + 16, t.items[1])
    else:
        at = 0
    check_fd_alone(p, "utime", w_dir_fd, follow, "can't specify dir_fd without matching path")
    flags = i32(0 if follow else SYMLINK_NOFOLLOW)
    result = int(c_futimens(i32(p.fd), at) if p.at == 0 else c_utimensat(folder, p.at, at, flags))
    if result != 0:
        raise p.fail()
    c_free(times)
    p.free()
    return w_None

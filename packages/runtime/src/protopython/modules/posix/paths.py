"""Path arguments of the module posix, and its constants and struct types.

A path comes as str, bytes, an object with `__fspath__`, and for some functions as a descriptor or None. What a function gives back about
names is str unless the path was bytes.
"""

from __future__ import annotations

import posix as _host_posix
from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, u32, wrap
from protodialect.unsafe import Addr, errno
from protopython.modules.support.system_calls import FileStatus, c_copy, fd_argument, fs_decode, fs_encode, os_failure, os_failure_at
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions.exceptions import OS_ERROR
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_sign, int_to_i64
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit_tuple, is_audited
from protopython.objects.model.define import constant, define_module, method, new
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import type_lookup, type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, tuple_of_array
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int, is_empty, new_float, same

define_module("posix", "System calls; use the module os.")

AT_FDCWD: Final[int] = -100
SYMLINK_NOFOLLOW: Final[int] = 0x100
SECOND: Final[int] = 1000000000

CONSTANTS = """
CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE EX_CANTCREAT EX_CONFIG
EX_DATAERR EX_IOERR EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK EX_OSERR EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL
EX_UNAVAILABLE EX_USAGE F_LOCK F_OK F_TEST F_TLOCK F_ULOCK GRND_NONBLOCK GRND_RANDOM MFD_ALLOW_SEALING MFD_CLOEXEC NGROUPS_MAX
O_ACCMODE O_APPEND O_ASYNC O_CLOEXEC O_CREAT O_DIRECT O_DIRECTORY O_DSYNC O_EXCL O_FSYNC O_LARGEFILE O_NDELAY O_NOATIME O_NOCTTY
O_NOFOLLOW O_NONBLOCK O_PATH O_RDONLY O_RDWR O_RSYNC O_SYNC O_TMPFILE O_TRUNC O_WRONLY POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE
POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED POSIX_SPAWN_CLOSE POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN
PRIO_PGRP PRIO_PROCESS PRIO_USER P_ALL P_PGID P_PID P_PIDFD RTLD_DEEPBIND RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD
RTLD_NOW RWF_APPEND RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC R_OK SCHED_BATCH SCHED_FIFO SCHED_IDLE SCHED_OTHER SCHED_RESET_ON_FORK
SCHED_RR SEEK_DATA SEEK_HOLE SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME
ST_NOEXEC ST_NOSUID ST_RDONLY ST_RELATIME ST_SYNCHRONOUS ST_WRITE TMP_MAX WCONTINUED WEXITED WNOHANG WNOWAIT WSTOPPED WUNTRACED W_OK
XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX X_OK
"""
for _name in CONSTANTS.split():
    if hasattr(_host_posix, _name):
        constant("posix", _name, getattr(_host_posix, _name))
for _name, _value in {
    "CLONE_FILES": 0x400, "CLONE_FS": 0x200, "CLONE_NEWCGROUP": 0x2000000, "CLONE_NEWIPC": 0x8000000, "CLONE_NEWNET": 0x40000000,
    "CLONE_NEWNS": 0x20000, "CLONE_NEWPID": 0x20000000, "CLONE_NEWTIME": 0x80, "CLONE_NEWUSER": 0x10000000, "CLONE_NEWUTS": 0x4000000,
    "CLONE_SIGHAND": 0x800, "CLONE_SYSVSEM": 0x40000, "CLONE_THREAD": 0x10000, "CLONE_VM": 0x100, "PIDFD_NONBLOCK": 0o4000,
    "SCHED_NORMAL": 0, "SCHED_DEADLINE": 6, "TFD_CLOEXEC": 0o2000000, "TFD_NONBLOCK": 0o4000, "TFD_TIMER_ABSTIME": 1,
    "TFD_TIMER_CANCEL_ON_SET": 2, "POSIX_SPAWN_CLOSEFROM": 3, "MFD_HUGETLB": 4, "MFD_HUGE_SHIFT": 26, "MFD_HUGE_MASK": 63,
}.items():  # fmt: skip
    constant("posix", _name, _value)
for _size, _log in zip(
    "64KB 512KB 1MB 2MB 8MB 16MB 32MB 256MB 512MB 1GB 2GB 16GB".split(), (16, 19, 20, 21, 23, 24, 25, 28, 29, 30, 31, 34), strict=True
):
    constant("posix", f"MFD_HUGE_{_size}", _log << 26)
constant("posix", "error", OS_ERROR)

HAVE = (
    "HAVE_FACCESSAT HAVE_FCHDIR HAVE_FCHMOD HAVE_FCHMODAT HAVE_FCHOWN HAVE_FCHOWNAT HAVE_FDOPENDIR HAVE_FSTATAT HAVE_FSTATVFS "
    "HAVE_FTRUNCATE HAVE_FUTIMENS HAVE_LINKAT HAVE_LCHOWN HAVE_LSTAT HAVE_LUTIMES HAVE_MKDIRAT HAVE_MKFIFOAT HAVE_MKNODAT HAVE_OPENAT "
    "HAVE_READLINKAT HAVE_RENAMEAT HAVE_SYMLINKAT HAVE_UNLINKAT HAVE_UTIMENSAT"
).split()
"""What os.py asks _have_functions for."""

STAT_RESULT = define_struct(
    "os",
    "stat_result",
    "st_mode st_ino st_dev st_nlink st_uid st_gid st_size".split()
    + ["", "", ""]
    + "st_atime st_mtime st_ctime st_atime_ns st_mtime_ns st_ctime_ns st_blksize st_blocks st_rdev".split(),
    10,
    "What stat() tells of a file.",
    docs=[
        "type and permissions", "number of the inode", "device", "number of hard links", "user that owns it", "group that owns it",
        "bytes", "time of the last access, in whole seconds", "time of the last change, in whole seconds",
        "time of the last change of the inode, in whole seconds", "time of the last access", "time of the last change",
        "time of the last change of the inode", "time of the last access, in nanoseconds", "time of the last change, in nanoseconds",
        "time of the last change of the inode, in nanoseconds", "bytes that are best moved at once", "blocks of 512 bytes",
        "device that the file is",
    ],
)  # fmt: skip
STATVFS_RESULT = define_struct(
    "os",
    "statvfs_result",
    "f_bsize f_frsize f_blocks f_bfree f_bavail f_files f_ffree f_favail f_flag f_namemax f_fsid".split(),
    10,
    "What statvfs() tells of a file system.",
)
TERMINAL_SIZE = define_struct(
    "os", "terminal_size", ["columns", "lines"], 2, "The size of a terminal.", docs=["characters in a line", "lines"]
)
TIMES_RESULT = define_struct(
    "posix",
    "times_result",
    "user system children_user children_system elapsed".split(),
    5,
    "Times of the process and its children.",
    docs=["user time", "system time", "user time of children", "system time of children", "time since some moment of the past"],
)
UNAME_RESULT = define_struct(
    "posix",
    "uname_result",
    "sysname nodename release version machine".split(),
    5,
    "What uname() tells of the system.",
    docs=["name of the system", "name of the machine in the network", "release of the system", "version of the release", "kind of the machine"],
)
SCHED_PARAM = define_struct(
    "posix", "sched_param", ["sched_priority"], 1, "Parameters of a scheduler.", docs=["the priority of the process"]
)
WAITID_RESULT = define_struct(
    "posix", "waitid_result", "si_pid si_uid si_signo si_status si_code".split(), 5, "What waitid() tells of a child."
)
for _t in (STAT_RESULT, STATVFS_RESULT, TERMINAL_SIZE, TIMES_RESULT, UNAME_RESULT, SCHED_PARAM, WAITID_RESULT):
    constant("posix", _t.name.rpartition(".")[2], _t)


@new(SCHED_PARAM, "(cls, sched_priority)")
def sched_param_new(cls: W_Type, w_priority: Value) -> Value:
    return new_struct(SCHED_PARAM, Array[Value](1, w_priority))


@method(SCHED_PARAM, "__reduce__(self, /)")
def sched_param_reduce(self: W_Tuple) -> Value:
    return wrap(new_tuple2(wrap(SCHED_PARAM), wrap(new_tuple1(self.items[0]))))


def stat_value(s: FileStatus) -> Value:
    a = Array[Value](19, w_None)
    a[0] = from_int(s.mode)
    a[1] = new_int(s.inode)
    a[2] = new_int(s.device)
    a[3] = from_int(s.links)
    a[4] = from_int(s.uid)
    a[5] = from_int(s.gid)
    a[6] = new_int(s.size)
    put_time(a, 0, s.atime)
    put_time(a, 1, s.mtime)
    put_time(a, 2, s.ctime)
    a[16] = from_int(s.block_size)
    a[17] = new_int(s.blocks)
    a[18] = new_int(s.special_device)
    return new_struct(STAT_RESULT, a)


def put_time(a: Array[Value], i: int, ns: int) -> None:
    a[7 + i] = new_int(ns // SECOND)
    a[10 + i] = new_float(float(ns // SECOND) + 1e-9 * float(ns % SECOND))
    a[13 + i] = new_int(ns)


# --- path arguments -----------------------------------------------------------------------------------------------------------


class Path:
    w_path: Value
    """For messages: str, bytes, int or None."""
    w_given: Value
    """The same, but None where that stands for the current folder."""
    at: Addr
    """The name in C memory; 0 for a descriptor."""
    fd: int
    """The descriptor, or -1."""
    wide: bool
    """Names are given as str."""

    def __init__(self, w_path: Value) -> None:
        self.w_path = w_path
        self.w_given = w_path
        self.at = 0
        self.fd = -1
        self.wide = True

    def free(self) -> None:
        if self.at != 0:
            c_free(self.at)
            self.at = 0

    def audit(self, event: str, w_a: Value = EMPTY, w_b: Value = EMPTY, w_c: Value = EMPTY) -> None:
        """Raises an event about the path, with what else there is; the name is freed if a hook refuses."""
        if not is_audited():
            return
        n = 1 if is_empty(w_a) else 2 if is_empty(w_b) else 3 if is_empty(w_c) else 4
        try:
            audit_tuple(event, tuple_of_array(array_of(self.w_given, w_a, w_b, w_c), n))
        except PyError:
            self.free()
            raise

    def fail(self) -> PyError:
        """The error of the call just made."""
        number = errno()
        self.free()
        return os_failure_at(number, self.w_path)

    def check(self, result: int) -> None:
        """Frees the name; raises the call's error if result is negative."""
        if result < 0:
            raise self.fail()
        self.free()


def array_of(w_a: Value, w_b: Value, w_c: Value, w_d: Value) -> Array[Value]:
    a = Array[Value](4, w_a)
    a[1] = w_b
    a[2] = w_c
    a[3] = w_d
    return a


def folder_value(w_dir_fd: Value) -> Value:
    """What audit events say of the dir_fd argument."""
    return from_int(-1) if same(w_dir_fd, w_None) else w_dir_fd


ACCEPTED: list[str] = ["string, bytes or os.PathLike", "string, bytes, os.PathLike or integer", "string, bytes, os.PathLike, integer or None"]


def bad_path(function: str, argument: str, accepts: int, w: Value) -> PyError:
    return errors.type_error(f"{function}: {argument} should be {ACCEPTED[accepts]}, not {type_name(w)}")


def path_of(w: Value, function: str, argument: str = "path", accepts: int = 0) -> Path:
    """accepts: 0 names, 1 also descriptors, 2 also None (the current folder)."""
    if accepts == 2 and same(w, w_None):
        p = Path(w)
        p.w_path = wrap(".")
        p.at = c_copy(b".")
        return p
    s = as_str(w)
    data = as_bytes(w) if s is None else None
    w_path = w
    if s is None and data is None:
        if accepts >= 1 and has_index(w):
            p = Path(w)
            p.fd = fd_argument(w)
            return p
        w_method = type_lookup(type_of(w), "__fspath__")
        if is_empty(w_method) or same(w_method, w_None):
            raise bad_path(function, argument, accepts, w)
        w_path = call_special1(w_method, w)
        s = as_str(w_path)
        data = as_bytes(w_path)
        if s is None and data is None:
            raise errors.type_error(f"expected {type_name(w)}.__fspath__() to return str or bytes, not {type_name(w_path)}")
    p = Path(w_path)
    if s is not None:
        data = fs_encode(s)
    else:
        p.wide = False
    if data is None:
        return p
    if data.find(b"\0") >= 0:
        raise errors.value_error(f"{function}: embedded null character in {argument}")
    p.at = c_copy(data)
    return p


def name_value(data: bytes, wide: bool) -> Value:
    return wrap(fs_decode(data)) if wide else wrap(data)


def folder_fd(w_dir_fd: Value) -> i32:
    """The dir_fd argument."""
    if same(w_dir_fd, w_None):
        return i32(AT_FDCWD)
    if not has_index(w_dir_fd):
        raise errors.type_error(f"argument should be integer or None, not {type_name(w_dir_fd)}")
    return i32(fd_argument(w_dir_fd))


def check_fd_alone(p: Path, function: str, w_dir_fd: Value, follow: bool, dir_fd_message: str) -> None:
    """A descriptor in place of a name leaves nothing to say of folders and links."""
    if p.at == 0 and not same(w_dir_fd, w_None):
        raise errors.value_error(f"{function}: {dir_fd_message}")
    if p.at == 0 and not follow:
        raise errors.value_error(f"{function}: cannot use fd and follow_symlinks together")


def identity_of(w: Value, what: str) -> u32:
    """A uid or gid; -1 is "as it is"."""
    if not has_index(w):
        raise errors.type_error(f"{what} should be integer, not {type_name(w)}")
    w_index = index_value(w)
    i, too_big = int_to_i64(w_index)
    if too_big and int_sign(w_index) > 0:
        raise errors.overflow_error(f"{what} is greater than maximum")
    if too_big or i < -1 or i > 0xFFFFFFFF:
        raise errors.overflow_error(f"{what} is less than minimum")
    return u32(i & 0xFFFFFFFF)


def check_fd(result: int) -> int:
    """result, or the error of the call just made."""
    if result < 0:
        raise os_failure(errno())
    return result

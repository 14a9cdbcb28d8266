"""fcntl: control of descriptors, and locks on files."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, wrap
from protodialect.unsafe import c_function, errno, store8, store16, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import EINTR, c_int, copy_bytes, fd_of, os_failure
from protopython.objects.codecs import codecs
from protopython.objects.int.int import int_low64, is_integer
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit2, audit3, audit_tuple, is_audited
from protopython.objects.model.buffer import Buffer, buffer_of
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.operations import has_index, index_of, index_value, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "fcntl"
define_module(MODULE, "Control of open files, and locks on them.")
NUMBERS: Final[str] = (
    "DN_ACCESS=1 DN_ATTRIB=32 DN_CREATE=4 DN_DELETE=8 DN_MODIFY=2 DN_MULTISHOT=2147483648 DN_RENAME=16 FASYNC=8192 "
    "FD_CLOEXEC=1 FICLONE=1074041865 FICLONERANGE=1075876877 F_ADD_SEALS=1033 F_DUPFD=0 F_DUPFD_CLOEXEC=1030 "
    "F_DUPFD_QUERY=1027 F_EXLCK=4 F_GETFD=1 F_GETFL=3 F_GETLEASE=1025 F_GETLK=5 F_GETLK64=5 F_GETOWN=9 F_GETOWN_EX=16 "
    "F_GETPIPE_SZ=1032 F_GETSIG=11 F_GET_FILE_RW_HINT=1037 F_GET_RW_HINT=1035 F_GET_SEALS=1034 F_NOTIFY=1026 F_OFD_GETLK=36 "
    "F_OFD_SETLK=37 F_OFD_SETLKW=38 F_OWNER_PGRP=2 F_OWNER_PID=1 F_OWNER_TID=0 F_RDLCK=0 F_SEAL_FUTURE_WRITE=16 "
    "F_SEAL_GROW=4 F_SEAL_SEAL=1 F_SEAL_SHRINK=2 F_SEAL_WRITE=8 F_SETFD=2 F_SETFL=4 F_SETLEASE=1024 F_SETLK=6 F_SETLK64=6 "
    "F_SETLKW=7 F_SETLKW64=7 F_SETOWN=8 F_SETOWN_EX=15 F_SETPIPE_SZ=1031 F_SETSIG=10 F_SET_FILE_RW_HINT=1038 "
    "F_SET_RW_HINT=1036 F_SHLCK=8 F_UNLCK=2 F_WRLCK=1 LOCK_EX=2 LOCK_MAND=32 LOCK_NB=4 LOCK_READ=64 LOCK_RW=192 LOCK_SH=1 "
    "LOCK_UN=8 LOCK_WRITE=128 RWH_WRITE_LIFE_EXTREME=5 RWH_WRITE_LIFE_LONG=4 RWH_WRITE_LIFE_MEDIUM=3 RWH_WRITE_LIFE_NONE=1 "
    "RWH_WRITE_LIFE_NOT_SET=0 RWH_WRITE_LIFE_SHORT=2 "
)
for _item in NUMBERS.split():
    _name, _, _number = _item.partition("=")
    constant(MODULE, _name, int(_number))

LOCK_SH: Final[int] = 1
LOCK_EX: Final[int] = 2
LOCK_NB: Final[int] = 4
LOCK_UN: Final[int] = 8
F_SETLK: Final[int] = 6
F_SETLKW: Final[int] = 7
ROOM: Final[int] = 1024
"""What the system may write behind a buffer that is too short."""


@c_function("fcntl", blocking=True)
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


@c_function("ioctl", blocking=True)
def c_ioctl(fd: i32, request: int, argument: int) -> i32: ...


@c_function("flock", blocking=True)
def c_flock(fd: i32, operation: i32) -> i32: ...


def control(fd: int, request: int, argument: int, is_ioctl: bool) -> int:
    """The result of the system call."""
    while True:
        result = int(c_ioctl(i32(fd), request, argument)) if is_ioctl else int(c_fcntl(i32(fd), i32(request), argument))
        if result >= 0:
            return result
        number = errno()
        if number != EINTR:
            raise os_failure(number)
        run_pending_signals()


def argument_bytes(w: Value, name: str) -> Buffer:
    b = buffer_of(w)
    if b is None:
        raise errors.type_error(f"{name}() argument 3 must be an integer, a bytes-like object, or a string, not {type_name(w)}")
    return b


def control_with(fd: int, request: int, w_argument: Value, mutate: bool, is_ioctl: bool) -> Value:
    """With an int the result is one; with bytes it is what the system made of them; a buffer that may be written is written to."""
    if has_index(w_argument):
        return from_int(control(fd, request, int_low64(index_value(w_argument)), is_ioctl))
    s = as_str(w_argument)
    b: Buffer | None = None
    name = "ioctl" if is_ioctl else "fcntl"
    if s is not None:
        data = codecs.encode_known(codecs.UTF_8, s, "strict")
    else:
        b = argument_bytes(w_argument, name)
        data = b.to_bytes()
    n = len(data)
    if n > ROOM and not (mutate and b is not None and not b.readonly):
        raise errors.value_error(f"{name} argument 3 is too long")
    at = c_malloc(n + ROOM)
    for i in range(n):
        store8(at + i, data[i])
    store8(at + n, 0)
    try:
        result = control(fd, request, at, is_ioctl)
        changed = copy_bytes(at, n)
    finally:
        c_free(at)
    if mutate and b is not None and not b.readonly:
        b.write(0, changed)
        return from_int(result)
    return wrap(changed)


def or_none(w: Value) -> Value:
    """What audit events say of an argument that was not given."""
    return w_None if is_empty(w) else w


def or_zero(w: Value) -> Value:
    return from_int(0) if is_empty(w) else w


@function(
    MODULE,
    "fcntl(fd, cmd, arg=EMPTY, /)",
    doc="Asks the system to do something with a descriptor.",
    shown="($module, fd, cmd, arg=0, /)",
)
def f_fcntl(w_fd: Value, w_command: Value, w_argument: Value) -> Value:
    fd = fd_of(w_fd)
    command = c_int(w_command)
    audit3("fcntl.fcntl", from_int(fd), from_int(command), or_none(w_argument))
    return control_with(fd, command, or_zero(w_argument), False, False)


@function(
    MODULE,
    "ioctl(fd, request, arg=EMPTY, mutate_flag=True, /)",
    doc="Asks a device to do something.",
    shown="($module, fd, request, arg=0, mutate_flag=True, /)",
)
def f_ioctl(w_fd: Value, w_request: Value, w_argument: Value, w_mutate: Value) -> Value:
    fd = fd_of(w_fd)
    if not is_integer(w_request):
        raise errors.type_error(f"ioctl() argument 2 must be int, not {type_name(w_request)}")
    w_number = index_value(w_request)
    audit3("fcntl.ioctl", from_int(fd), w_number, or_none(w_argument))
    return control_with(fd, int_low64(w_number), or_zero(w_argument), is_true(w_mutate), True)


@function(MODULE, "flock(fd, operation, /)", doc="Locks or unlocks a file.")
def f_flock(w_fd: Value, w_operation: Value) -> Value:
    fd = fd_of(w_fd)
    operation = c_int(w_operation)
    audit2("fcntl.flock", from_int(fd), from_int(operation))
    while c_flock(i32(fd), i32(operation)) < 0:
        number = errno()
        if number != EINTR:
            raise os_failure(number)
        run_pending_signals()
    return w_None


@function(
    MODULE,
    "lockf(fd, cmd, len=EMPTY, start=EMPTY, whence=0, /)",
    doc="Locks or unlocks a part of a file.",
    shown="($module, fd, cmd, len=0, start=0, whence=0, /)",
)
def f_lockf(w_fd: Value, w_command: Value, w_length: Value, w_start: Value, w_whence: Value) -> Value:
    fd = fd_of(w_fd)
    command = c_int(w_command)
    whence = c_int(w_whence)
    if is_audited():
        arguments = new_tuple_n(5)
        arguments.items[0] = from_int(fd)
        arguments.items[1] = from_int(command)
        arguments.items[2] = or_none(w_length)
        arguments.items[3] = or_none(w_start)
        arguments.items[4] = from_int(whence)
        audit_tuple("fcntl.lockf", arguments)
    kind = 0
    if command == LOCK_UN:
        kind = 2
    elif command & LOCK_EX != 0:
        kind = 1
    elif command & LOCK_SH == 0:
        raise errors.value_error("unrecognized lockf argument")
    at = c_malloc(32)
    try:
        store64(at, 0)
        store16(at, kind)
        store16(at + 2, whence)
        store64(at + 8, index_of(or_zero(w_start)))
        store64(at + 16, index_of(or_zero(w_length)))
        store64(at + 24, 0)
        control(fd, F_SETLK if command & LOCK_NB != 0 else F_SETLKW, at, False)
    finally:
        c_free(at)
    return w_None

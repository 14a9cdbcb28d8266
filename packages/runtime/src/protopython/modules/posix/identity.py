"""posix: real, effective and saved users and groups, and pseudo-terminals."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, store32
from protopython.modules._thread import refuse_at_end
from protopython.modules.posix.fork import after_fork_in_child, after_fork_in_parent, before_fork, fork_process, warn_of_threads
from protopython.modules.posix.module import done, name_bytes
from protopython.modules.posix.paths import check_fd, identity_of
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, fs_decode, os_failure
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.define import function
from protopython.objects.model.operations import has_index, unpack_to_list
from protopython.objects.singletons import w_None
from protopython.objects.tuple import EMPTY_TUPLE, new_tuple2, new_tuple3
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty

MAX_GROUPS: Final[int] = 65536


@c_function("setuid")
def c_setuid(uid: u32) -> i32: ...


@c_function("setgid")
def c_setgid(gid: u32) -> i32: ...


@c_function("seteuid")
def c_seteuid(uid: u32) -> i32: ...


@c_function("setegid")
def c_setegid(gid: u32) -> i32: ...


@c_function("setreuid")
def c_setreuid(real: u32, effective: u32) -> i32: ...


@c_function("setregid")
def c_setregid(real: u32, effective: u32) -> i32: ...


@c_function("setresuid")
def c_setresuid(real: u32, effective: u32, saved: u32) -> i32: ...


@c_function("setresgid")
def c_setresgid(real: u32, effective: u32, saved: u32) -> i32: ...


@c_function("getresuid")
def c_getresuid(real: Addr, effective: Addr, saved: Addr) -> i32: ...


@c_function("getresgid")
def c_getresgid(real: Addr, effective: Addr, saved: Addr) -> i32: ...


@c_function("setgroups")
def c_setgroups(n: int, groups: Addr) -> i32: ...


@c_function("initgroups")
def c_initgroups(user: Addr, group: u32) -> i32: ...


@c_function("getgrouplist")
def c_getgrouplist(user: Addr, group: u32, out: Addr, n: Addr) -> i32: ...


@c_function("openpty")
def c_openpty(master: Addr, slave: Addr, name: Addr, settings: Addr, size: Addr) -> i32: ...


@c_function("login_tty")
def c_login_tty(fd: i32) -> i32: ...


@c_function("posix_openpt")
def c_posix_openpt(flags: i32) -> i32: ...


@c_function("grantpt")
def c_grantpt(fd: i32) -> i32: ...


@c_function("unlockpt")
def c_unlockpt(fd: i32) -> i32: ...


@c_function("ptsname_r")
def c_ptsname_r(fd: i32, out: Addr, n: int) -> i32: ...


@c_function("close")
def c_close(fd: i32) -> i32: ...


@c_function("fcntl")
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


# --- identity ------------------------------------------------------------------------------------------------------------


@function("posix", "setuid(uid, /)", doc="Sets the user.")
def p_setuid(w_uid: Value) -> Value:
    return done(c_setuid(identity_of(w_uid, "uid")))


@function("posix", "setgid(gid, /)", doc="Sets the group.")
def p_setgid(w_gid: Value) -> Value:
    return done(c_setgid(identity_of(w_gid, "gid")))


@function("posix", "seteuid(euid, /)", doc="Sets the effective user.")
def p_seteuid(w_uid: Value) -> Value:
    return done(c_seteuid(identity_of(w_uid, "uid")))


@function("posix", "setegid(egid, /)", doc="Sets the effective group.")
def p_setegid(w_gid: Value) -> Value:
    return done(c_setegid(identity_of(w_gid, "gid")))


@function("posix", "setreuid(ruid, euid, /)", doc="Sets the real and effective user.")
def p_setreuid(w_real: Value, w_effective: Value) -> Value:
    return done(c_setreuid(identity_of(w_real, "uid"), identity_of(w_effective, "uid")))


@function("posix", "setregid(rgid, egid, /)", doc="Sets the real and effective group.")
def p_setregid(w_real: Value, w_effective: Value) -> Value:
    return done(c_setregid(identity_of(w_real, "gid"), identity_of(w_effective, "gid")))


@function("posix", "setresuid(ruid, euid, suid, /)", doc="Sets the real, effective and saved user.")
def p_setresuid(w_real: Value, w_effective: Value, w_saved: Value) -> Value:
    return done(c_setresuid(identity_of(w_real, "uid"), identity_of(w_effective, "uid"), identity_of(w_saved, "uid")))


@function("posix", "setresgid(rgid, egid, sgid, /)", doc="Sets the real, effective and saved group.")
def p_setresgid(w_real: Value, w_effective: Value, w_saved: Value) -> Value:
    return done(c_setresgid(identity_of(w_real, "gid"), identity_of(w_effective, "gid"), identity_of(w_saved, "gid")))


def three_at(at: Addr) -> Value:
    w = wrap(new_tuple3(from_int(load32(at)), from_int(load32(at + 4)), from_int(load32(at + 8))))
    c_free(at)
    return w


@function("posix", "getresuid()", doc="The real, effective and saved user.")
def p_getresuid() -> Value:
    at = c_malloc(16)
    c_getresuid(at, at + 4, at + 8)
    return three_at(at)


@function("posix", "getresgid()", doc="The real, effective and saved group.")
def p_getresgid() -> Value:
    at = c_malloc(16)
    c_getresgid(at, at + 4, at + 8)
    return three_at(at)


@function("posix", "setgroups(groups, /)", doc="Sets the supplementary groups.")
def p_setgroups(w_groups: Value) -> Value:
    if is_empty(find_attr(w_groups, "__getitem__")) or is_empty(find_attr(w_groups, "__len__")):
        raise errors.type_error("setgroups argument must be a sequence")
    groups = unpack_to_list(w_groups)
    n = list_length(groups)
    if n > MAX_GROUPS:
        raise errors.value_error("too many groups")
    at = c_malloc(4 * n + 4)
    try:
        store_groups(at, groups)
        return done(c_setgroups(n, at))
    finally:
        c_free(at)


def store_groups(at: Addr, groups: W_List) -> None:
    for i in range(list_length(groups)):
        w = list_get(groups, i)
        if not has_index(w):
            raise errors.type_error("groups must be integers")
        store32(at + 4 * i, int(identity_of(w, "gid")))


@function("posix", "initgroups(username, gid, /)", doc="Sets the supplementary groups to those of a user.")
def p_initgroups(w_user: Value, w_group: Value) -> Value:
    group = identity_of(w_group, "gid")
    user = c_copy(name_bytes(w_user))
    failed = c_initgroups(user, group) != 0
    number = errno()
    c_free(user)
    if failed:
        raise os_failure(number)
    return w_None


@function("posix", "getgrouplist(user, group, /)", doc="The groups of a user, `group` among them.")
def p_getgrouplist(w_user: Value, w_group: Value) -> Value:
    group = identity_of(w_group, "gid")
    user = c_copy(name_bytes(w_user))
    out = c_malloc(4 * MAX_GROUPS + 8)
    store32(out, MAX_GROUPS)
    failed = c_getgrouplist(user, group, out + 8, out) < 0
    groups = new_list()
    if not failed:
        for i in range(load32(out)):
            list_append(groups, from_int(load32(out + 8 + 4 * i)))
    c_free(user)
    c_free(out)
    if failed:
        raise os_failure(errno())
    return wrap(groups)


# --- terminals -------------------------------------------------------------------------------------------------------------


def make_private(fd: int) -> None:
    """Not for programs run by exec."""
    c_fcntl(i32(fd), i32(2), 1)


@function("posix", "openpty()", doc="A new pseudo-terminal: (master, slave).")
def p_openpty() -> Value:
    at = c_malloc(8)
    failed = c_openpty(at, at + 4, 0, 0, 0) != 0
    number = errno()
    master = load32(at)
    slave = load32(at + 4)
    c_free(at)
    if failed:
        raise os_failure(number)
    make_private(master)
    make_private(slave)
    return wrap(new_tuple2(from_int(master), from_int(slave)))


@function("posix", "forkpty()", doc="A copy of this process on a new terminal: (0 or the copy's number, the terminal's master).")
def p_forkpty() -> Value:
    refuse_at_end("can't fork")
    run_audit_hooks(wrap("os.forkpty"), wrap(EMPTY_TUPLE))
    at = c_malloc(8)
    failed = c_openpty(at, at + 4, 0, 0, 0) != 0
    number = errno()
    master = load32(at)
    slave = load32(at + 4)
    c_free(at)
    if failed:
        raise os_failure(number)
    before_fork()
    pid = fork_process()
    if pid == 0:
        c_close(i32(master))
        c_login_tty(i32(slave))
        after_fork_in_child()
        return wrap(new_tuple2(from_int(0), from_int(-1)))
    after_fork_in_parent()
    warn_of_threads("forkpty")
    c_close(i32(slave))
    if pid < 0:
        c_close(i32(master))
        raise os_failure(-pid)
    return wrap(new_tuple2(from_int(pid), from_int(master)))


@function("posix", "login_tty(fd, /)", doc="Makes a terminal this process's own.")
def p_login_tty(w_fd: Value) -> Value:
    return done(c_login_tty(i32(c_int(w_fd))))


@function("posix", "posix_openpt(oflag, /)", doc="The master of a new pseudo-terminal.")
def p_posix_openpt(w_flags: Value) -> Value:
    fd = check_fd(int(c_posix_openpt(i32(c_int(w_flags)))))
    make_private(fd)
    return from_int(fd)


@function("posix", "grantpt(fd, /)", doc="Lets this user use a pseudo-terminal's slave.")
def p_grantpt(w_fd: Value) -> Value:
    return done(c_grantpt(i32(c_int(w_fd))))


@function("posix", "unlockpt(fd, /)", doc="Lets a pseudo-terminal's slave be opened.")
def p_unlockpt(w_fd: Value) -> Value:
    return done(c_unlockpt(i32(c_int(w_fd))))


@function("posix", "ptsname(fd, /)", doc="The name of a pseudo-terminal's slave.")
def p_ptsname(w_fd: Value) -> Value:
    out = c_malloc(256)
    number = int(c_ptsname_r(i32(c_int(w_fd)), out, 256))
    name = b"" if number != 0 else c_bytes(out)
    c_free(out)
    if number != 0:
        raise os_failure(number)
    return wrap(fs_decode(name))


@c_function("syscall")
def c_pidfd_open(number: int, pid: int, flags: int) -> int: ...


SYS_PIDFD_OPEN: Final[int] = 434


@function("posix", "pidfd_open(pid, flags=0)", doc="A descriptor that stands for a process.")
def p_pidfd_open(w_pid: Value, w_flags: Value) -> Value:
    fd = c_pidfd_open(SYS_PIDFD_OPEN, c_int(w_pid), c_int(w_flags))
    return from_int(check_fd(fd))


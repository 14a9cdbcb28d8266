"""posix: processes, users, the environment. Files are in posix/files.py, path arguments and constants in posix/paths.py."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import posix as _host_posix
from typing import Final

from protodialect.types import Array, Value, i32, try_as, u32, unwrap, ushr, wrap, wrap_shl
from protodialect.unsafe import Addr, c_function, errno, load32, load64, loadf64, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.posix import files as posix_files
from protopython.modules.posix.paths import (
    HAVE,
    TIMES_RESULT,
    UNAME_RESULT,
    WAITID_RESULT,
    check_fd,
    path_of,
)
from protopython.modules.support.system_calls import (
    EINTR,
    ascii_at,
    c_bytes,
    c_copy,
    c_int,
    clear_errno,
    copy_bytes,
    error_text,
    fd_of,
    fs_decode,
    fs_encode,
    os_failure,
    os_failure_at,
    signed32,
)
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import dict_get, dict_set, dict_set_str, new_dict
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_sign, int_to_i64, new_uint
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.auditing import audit1, audit2
from protopython.objects.model.call import call1, call_method0
from protopython.objects.model.define import function, module_init
from protopython.objects.model.operations import equal, has_index, index_of, index_value, iterate, next_of, repr_of, unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_of
from protopython.objects.module import W_Module
from protopython.objects.set import SET
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str
from protopython.objects.structseq import new_struct
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.protocore.os import c_free, c_getrandom, c_malloc, environment, exit_process
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, new_float

# --- C functions --------------------------------------------------------------------------------------------------------


@c_function("getpid")
def c_getpid() -> i32: ...


@c_function("getppid")
def c_getppid() -> i32: ...


@c_function("getuid")
def c_getuid() -> u32: ...


@c_function("geteuid")
def c_geteuid() -> u32: ...


@c_function("getgid")
def c_getgid() -> u32: ...


@c_function("getegid")
def c_getegid() -> u32: ...


@c_function("getgroups")
def c_getgroups(n: i32, out: Addr) -> i32: ...


@c_function("getpgid")
def c_getpgid(pid: i32) -> i32: ...


@c_function("setpgid")
def c_setpgid(pid: i32, group: i32) -> i32: ...


@c_function("getsid")
def c_getsid(pid: i32) -> i32: ...


@c_function("setsid")
def c_setsid() -> i32: ...


@c_function("tcgetpgrp")
def c_tcgetpgrp(fd: i32) -> i32: ...


@c_function("tcsetpgrp")
def c_tcsetpgrp(fd: i32, group: i32) -> i32: ...


@c_function("kill")
def c_kill(pid: i32, number: i32) -> i32: ...


@c_function("killpg")
def c_killpg(group: i32, number: i32) -> i32: ...


@c_function("execve")
def c_execve(path: Addr, arguments: Addr, environment: Addr) -> i32: ...


@c_function("execv")
def c_execv(path: Addr, arguments: Addr) -> i32: ...


@c_function("waitpid", blocking=True)
def c_waitpid(pid: i32, status: Addr, options: i32) -> i32: ...


@c_function("waitid", blocking=True)
def c_waitid(kind: i32, id: u32, info: Addr, options: i32) -> i32: ...


@c_function("system", blocking=True)
def c_system(command: Addr) -> i32: ...


@c_function("abort")
def c_abort() -> None: ...


@c_function("nice")
def c_nice(increment: i32) -> i32: ...


@c_function("getpriority")
def c_getpriority(which: i32, who: u32) -> i32: ...


@c_function("setpriority")
def c_setpriority(which: i32, who: u32, priority: i32) -> i32: ...


@c_function("umask")
def c_umask(mask: u32) -> u32: ...


@c_function("setenv")
def c_setenv(name: Addr, value: Addr, overwrite: i32) -> i32: ...


@c_function("unsetenv")
def c_unsetenv(name: Addr) -> i32: ...


@c_function("uname")
def c_uname(out: Addr) -> i32: ...


@c_function("times")
def c_times(out: Addr) -> int: ...


@c_function("sysconf")
def c_sysconf(name: i32) -> int: ...


@c_function("pathconf")
def c_pathconf(path: Addr, name: i32) -> int: ...


@c_function("fpathconf")
def c_fpathconf(fd: i32, name: i32) -> int: ...


@c_function("confstr")
def c_confstr(name: i32, out: Addr, size: int) -> int: ...


@c_function("getloadavg")
def c_getloadavg(out: Addr, n: i32) -> i32: ...


@c_function("sched_yield")
def c_sched_yield() -> i32: ...


@c_function("sched_getaffinity")
def c_sched_getaffinity(pid: i32, size: int, out: Addr) -> i32: ...


@c_function("sched_setaffinity")
def c_sched_setaffinity(pid: i32, size: int, mask: Addr) -> i32: ...


@c_function("ttyname")
def c_ttyname(fd: i32) -> Addr: ...


@c_function("getlogin")
def c_getlogin() -> Addr: ...


@c_function("ctermid")
def c_ctermid(out: Addr) -> Addr: ...


# --- identity ------------------------------------------------------------------------------------------------------------


@function("posix", "getpid()", doc="This process's number.")
def p_getpid() -> Value:
    return from_int(int(c_getpid()))


@function("posix", "getppid()", doc="The parent process's number.")
def p_getppid() -> Value:
    return from_int(int(c_getppid()))


@function("posix", "getuid()", doc="The user.")
def p_getuid() -> Value:
    return from_int(int(c_getuid()))


@function("posix", "geteuid()", doc="The effective user.")
def p_geteuid() -> Value:
    return from_int(int(c_geteuid()))


@function("posix", "getgid()", doc="The group.")
def p_getgid() -> Value:
    return from_int(int(c_getgid()))


@function("posix", "getegid()", doc="The effective group.")
def p_getegid() -> Value:
    return from_int(int(c_getegid()))


def done(result: i32) -> Value:
    check_fd(int(result))
    return w_None


@function("posix", "getgroups()", doc="The supplementary groups.")
def p_getgroups() -> Value:
    out = c_malloc(4 * 65536)
    n = check_fd(int(c_getgroups(i32(65536), out)))
    groups = new_list()
    for i in range(n):
        list_append(groups, from_int(load32(out + 4 * i)))
    c_free(out)
    return wrap(groups)


@function("posix", "getpgid(pid)", doc="A process's group.")
def p_getpgid(w_pid: Value) -> Value:
    return from_int(check_fd(int(c_getpgid(i32(c_int(w_pid))))))


@function("posix", "getpgrp()", doc="This process's group.")
def p_getpgrp() -> Value:
    return from_int(int(c_getpgid(i32(0))))


@function("posix", "setpgid(pid, pgrp, /)", doc="Puts a process into a group.")
def p_setpgid(w_pid: Value, w_group: Value) -> Value:
    return done(c_setpgid(i32(c_int(w_pid)), i32(c_int(w_group))))


@function("posix", "setpgrp()", doc="Makes this process the leader of a group.")
def p_setpgrp() -> Value:
    return done(c_setpgid(i32(0), i32(0)))


@function("posix", "getsid(pid, /)", doc="A process's session.")
def p_getsid(w_pid: Value) -> Value:
    return from_int(check_fd(int(c_getsid(i32(c_int(w_pid))))))


@function("posix", "setsid()", doc="Makes this process the leader of a session.")
def p_setsid() -> Value:
    return done(c_setsid())


@function("posix", "tcgetpgrp(fd, /)", doc="The group that a terminal belongs to.")
def p_tcgetpgrp(w_fd: Value) -> Value:
    return from_int(check_fd(int(c_tcgetpgrp(i32(c_int(w_fd))))))


@function("posix", "tcsetpgrp(fd, pgid, /)", doc="Gives a terminal to a group.")
def p_tcsetpgrp(w_fd: Value, w_group: Value) -> Value:
    return done(c_tcsetpgrp(i32(c_int(w_fd)), i32(c_int(w_group))))


@function("posix", "ttyname(fd, /)", doc="The name of a terminal.")
def p_ttyname(w_fd: Value) -> Value:
    at = c_ttyname(i32(c_int(w_fd)))
    if at == 0:
        raise os_failure(errno())
    return wrap(fs_decode(c_bytes(at)))


@function("posix", "getlogin()", doc="Who logged in.")
def p_getlogin() -> Value:
    at = c_getlogin()
    if at == 0:
        raise os_failure(errno())
    return wrap(fs_decode(c_bytes(at)))


@function("posix", "ctermid()", doc="The name of the process's terminal.")
def p_ctermid() -> Value:
    return wrap(fs_decode(c_bytes(c_ctermid(0))))


# --- signals, ends ----------------------------------------------------------------------------------------------------------


@function("posix", "kill(pid, signal, /)", doc="Sends a signal to a process.")
def p_kill(w_pid: Value, w_number: Value) -> Value:
    pid = c_int(w_pid)
    number = c_int(w_number)
    audit2("os.kill", from_int(pid), from_int(number))
    result = done(c_kill(i32(pid), i32(number)))
    run_pending_signals()
    return result


@function("posix", "killpg(pgid, signal, /)", doc="Sends a signal to a group of processes.")
def p_killpg(w_group: Value, w_number: Value) -> Value:
    group = c_int(w_group)
    number = c_int(w_number)
    audit2("os.killpg", from_int(group), from_int(number))
    result = done(c_killpg(i32(group), i32(number)))
    run_pending_signals()
    return result


@function("posix", "_exit(status)", doc="Ends the process at once.")
def p_exit(w_status: Value) -> Value:
    exit_process(c_int(w_status))
    return w_None


@function("posix", "abort()", doc="Ends the process with SIGABRT.")
def p_abort() -> Value:
    c_abort()
    return w_None


@function("posix", "nice(increment, /)", doc="Adds to this process's niceness; the new one.")
def p_nice(w_increment: Value) -> Value:
    increment = i32(c_int(w_increment))
    clear_errno()
    return from_int(known(int(c_nice(increment))))


@function("posix", "getpriority(which, who)", doc="A scheduling priority.")
def p_getpriority(w_which: Value, w_who: Value) -> Value:
    which = i32(c_int(w_which))
    who = u32(c_int(w_who))
    clear_errno()
    return from_int(known(int(c_getpriority(which, who))))


def known(result: int) -> int:
    """-1 is an error only if the call has set errno, which was 0."""
    number = errno()
    if result == -1 and number != 0:
        raise os_failure(number)
    return result


@function("posix", "setpriority(which, who, priority)", doc="Sets a scheduling priority.")
def p_setpriority(w_which: Value, w_who: Value, w_priority: Value) -> Value:
    return done(c_setpriority(i32(c_int(w_which)), u32(c_int(w_who)), i32(c_int(w_priority))))


# --- children -----------------------------------------------------------------------------------------------------------------


class StringArray:
    """A NULL-terminated array of C strings, as exec takes it."""

    at: Addr
    n: int

    def __init__(self, items: list[bytes]) -> None:
        self.n = len(items)
        self.at = c_malloc(8 * (len(items) + 1))
        for i in range(len(items)):
            store64(self.at + 8 * i, c_copy(items[i]))
        store64(self.at + 8 * len(items), 0)

    def free(self) -> None:
        for i in range(self.n):
            c_free(load64(self.at + 8 * i))
        c_free(self.at)


def name_bytes(w: Value) -> bytes:
    """A str, bytes or path as C's name."""
    p = path_of_any(w)
    if p.find(b"\0") >= 0:
        raise errors.value_error("embedded null byte")
    return p


def path_of_any(w: Value) -> bytes:
    from_path = posix_files.fspath_of(w)
    s = as_str(from_path)
    if s is not None:
        return fs_encode(s)
    data = as_bytes(from_path)
    return b"" if data is None else data


def argument_list(w: Value, what: str) -> list[bytes]:
    """what: "execv() arg 2" """
    if try_as(W_List, w) is None and try_as(W_Tuple, w) is None:
        raise errors.type_error(f"{what} must be a tuple or list")
    given = unpack_to_list(w)
    n = list_length(given)
    if n == 0:
        raise errors.value_error(f"{what} must not be empty")
    items: list[bytes] = []
    for i in range(n):
        items.append(name_bytes(list_get(given, i)))
    if len(items[0]) == 0:
        raise errors.value_error(f"{what} first element cannot be empty")
    return items


@function("posix", "execv(path, argv, /)", doc="Runs another program in this process.")
def p_execv(w_path: Value, w_arguments: Value) -> Value:
    p = path_of(w_path, "execv")
    given = argument_list(w_arguments, "execv() arg 2")
    p.audit("os.exec", w_arguments, w_None)
    arguments = StringArray(given)
    c_execv(p.at, arguments.at)
    number = errno()
    arguments.free()
    p.free()
    raise os_failure(number)


def environment_list(w: Value) -> list[bytes]:
    """The variables of a mapping, whose keys and values are taken before any of them can run code."""
    keys = unpack_to_list(call_method0(w, "keys"))
    values = unpack_to_list(call_method0(w, "values"))
    items: list[bytes] = []
    for i in range(min(list_length(keys), list_length(values))):
        key = name_bytes(list_get(keys, i))
        value = name_bytes(list_get(values, i))
        if len(key) == 0 or key.find(b"=", 1) >= 0:
            raise errors.value_error("illegal environment variable name")
        items.append(key + b"=" + value)
    return items


def is_mapping(w: Value) -> bool:
    return not is_empty(special(w, Special.GETITEM)) and not is_empty(find_attr(w, "keys"))


@function("posix", "execve(path, argv, env)", doc="Runs another program in this process, with an environment.")
def p_execve(w_path: Value, w_arguments: Value, w_environment: Value) -> Value:
    p = path_of(w_path, "execve", "path", 1)
    given = argument_list(w_arguments, "execve: argv")
    if not is_mapping(w_environment):
        raise errors.type_error("execve: environment must be a mapping object")
    values = environment_list(w_environment)
    p.audit("os.exec", w_arguments, w_environment)
    arguments = StringArray(given)
    variables = StringArray(values)
    name = p.at if p.at != 0 else c_copy(fs_encode(f"/proc/self/fd/{p.fd}"))
    c_execve(name, arguments.at, variables.at)
    number = errno()
    arguments.free()
    variables.free()
    p.free()
    raise os_failure_at(number, p.w_path)


def wait_for(pid: int, options: int) -> Value:
    status = c_malloc(8)
    store64(status, 0)
    while True:
        found = int(c_waitpid(i32(pid), status, i32(options)))
        if found >= 0:
            break
        number = errno()
        if number != EINTR:
            c_free(status)
            raise os_failure(number)
        run_pending_signals()
    result = load32(status)
    c_free(status)
    return wrap(new_tuple2(from_int(found), from_int(signed32(result))))


@function("posix", "waitpid(pid, options, /)", doc="Waits for a child: (its number, its status).")
def p_waitpid(w_pid: Value, w_options: Value) -> Value:
    return wait_for(c_int(w_pid), c_int(w_options))


@function("posix", "wait()", doc="Waits for any child: (its number, its status).")
def p_wait() -> Value:
    return wait_for(-1, 0)


@function("posix", "waitid(idtype, id, options, /)", doc="Waits for a child that is told in detail; None if there is none to tell of.")
def p_waitid(w_kind: Value, w_id: Value, w_options: Value) -> Value:
    kind = i32(c_int(w_kind))
    which = u32(index_of(w_id))
    options = i32(c_int(w_options))
    info = c_malloc(128)
    store64(info + 16, 0)
    while c_waitid(kind, which, info, options) != 0:
        number = errno()
        if number != EINTR:
            c_free(info)
            raise os_failure(number)
        run_pending_signals()
    a = Array[Value](5, w_None)
    a[0] = from_int(load32(info + 16))
    a[1] = from_int(load32(info + 20))
    a[2] = from_int(load32(info))
    a[3] = from_int(signed32(load32(info + 24)))
    a[4] = from_int(load32(info + 8))
    pid = load32(info + 16)
    c_free(info)
    return w_None if pid == 0 else new_struct(WAITID_RESULT, a)


@function("posix", "WIFEXITED(status)", doc="Whether a child ended by itself.")
def p_wifexited(w_status: Value) -> Value:
    return new_bool(c_int(w_status) & 0x7F == 0)


@function("posix", "WEXITSTATUS(status)", doc="The exit status of a child that ended by itself.")
def p_wexitstatus(w_status: Value) -> Value:
    return from_int((c_int(w_status) >> 8) & 0xFF)


@function("posix", "WIFSIGNALED(status)", doc="Whether a signal ended a child.")
def p_wifsignaled(w_status: Value) -> Value:
    low = c_int(w_status) & 0x7F
    return new_bool(low != 0 and low != 0x7F)


@function("posix", "WTERMSIG(status)", doc="The signal that ended a child.")
def p_wtermsig(w_status: Value) -> Value:
    return from_int(c_int(w_status) & 0x7F)


@function("posix", "WIFSTOPPED(status)", doc="Whether a child stands still.")
def p_wifstopped(w_status: Value) -> Value:
    return new_bool(c_int(w_status) & 0xFF == 0x7F)


@function("posix", "WSTOPSIG(status)", doc="The signal that stopped a child.")
def p_wstopsig(w_status: Value) -> Value:
    return from_int((c_int(w_status) >> 8) & 0xFF)


@function("posix", "WIFCONTINUED(status)", doc="Whether a stopped child goes on.")
def p_wifcontinued(w_status: Value) -> Value:
    return new_bool(c_int(w_status) == 0xFFFF)


@function("posix", "WCOREDUMP(status, /)", doc="Whether the end of a child left a core file.")
def p_wcoredump(w_status: Value) -> Value:
    return new_bool(c_int(w_status) & 0x80 != 0)


@function("posix", "waitstatus_to_exitcode(status)", doc="The exit status in a wait status; negative for a signal.")
def p_waitstatus_to_exitcode(w_status: Value) -> Value:
    status = c_int(w_status)
    low = status & 0x7F
    if low == 0:
        return from_int((status >> 8) & 0xFF)
    if low == 0x7F and status & 0xFF != 0x7F:
        raise errors.value_error(f"invalid wait status: {status}")
    if low == 0x7F:
        raise errors.value_error(f"process stopped by delivery of signal {(status >> 8) & 0xFF}")
    return from_int(-low)


@function("posix", "system(command)", doc="Runs a command in a shell; its wait status.")
def p_system(w_command: Value) -> Value:
    text = name_bytes(w_command)
    audit1("os.system", wrap(text))
    command = c_copy(text)
    status = int(c_system(command))
    c_free(command)
    return from_int(status)


# --- the environment ------------------------------------------------------------------------------------------------------------


def environment_dict() -> Value:
    d = new_dict()
    for item in environment():
        at = item.find(b"=")
        if at > 0:
            w_key = wrap(item[0:at])
            if is_empty(dict_get(d, w_key)):
                dict_set(d, w_key, wrap(item[at + 1 : len(item)]))
    return wrap(d)


@function("posix", "_create_environ()", doc="The environment, as a new dict.")
def p_create_environ() -> Value:
    return environment_dict()


@function("posix", "putenv(name, value, /)", doc="Sets an environment variable.")
def p_putenv(w_name: Value, w_value: Value) -> Value:
    name = name_bytes(w_name)
    value = name_bytes(w_value)
    if name.find(b"=") >= 0:
        raise errors.value_error("illegal environment variable name")
    audit2("os.putenv", wrap(name), wrap(value))
    c_name = c_copy(name)
    c_value = c_copy(value)
    result = int(c_setenv(c_name, c_value, i32(1)))
    number = errno()
    c_free(c_name)
    c_free(c_value)
    if result != 0:
        raise os_failure(number)
    return w_None


@function("posix", "unsetenv(name, /)", doc="Removes an environment variable.")
def p_unsetenv(w_name: Value) -> Value:
    text = name_bytes(w_name)
    audit1("os.unsetenv", wrap(text))
    name = c_copy(text)
    result = int(c_unsetenv(name))
    number = errno()
    c_free(name)
    if result != 0:
        raise os_failure(number)
    return w_None


# --- the system --------------------------------------------------------------------------------------------------------------------


@function("posix", "umask(mask, /)", doc="Sets which permissions new files lack; the old mask.")
def p_umask(w_mask: Value) -> Value:
    return from_int(int(c_umask(u32(c_int(w_mask)))))


@function("posix", "strerror(code, /)", doc="The message for an error number.")
def p_strerror(w_code: Value) -> Value:
    return wrap(error_text(c_int(w_code)))


@function("posix", "uname()", doc="The system's names.")
def p_uname() -> Value:
    out = c_malloc(6 * 65)
    check_fd(int(c_uname(out)))
    a = Array[Value](5, w_None)
    for i in range(5):
        a[i] = wrap(ascii_at(out + 65 * i))
    c_free(out)
    return new_struct(UNAME_RESULT, a)


EINVAL: Final[int] = 22
MAX_CPUS: Final[int] = 1024
SC_CLK_TCK: Final[int] = 2
SC_NPROCESSORS_ONLN: Final[int] = 84


@function("posix", "times()", doc="Times of the process and its children.")
def p_times() -> Value:
    out = c_malloc(32)
    elapsed = c_times(out)
    per_second = float(c_sysconf(i32(SC_CLK_TCK)))
    a = Array[Value](5, w_None)
    for i in range(4):
        a[i] = new_float(float(load64(out + 8 * i)) / per_second)
    a[4] = new_float(float(elapsed) / per_second)
    c_free(out)
    return new_struct(TIMES_RESULT, a)


@function("posix", "cpu_count()", doc="The number of processors.")
def p_cpu_count() -> Value:
    n = context().space.settings.cpu_count
    if n < 1:
        n = c_sysconf(i32(SC_NPROCESSORS_ONLN))
    return w_None if n < 1 else from_int(n)


@function("posix", "getloadavg()", doc="The load averages of 1, 5 and 15 minutes.")
def p_getloadavg() -> Value:
    out = c_malloc(24)
    if c_getloadavg(out, i32(3)) != 3:
        raise errors.error(errors.x.OS_ERROR, "Load averages are unobtainable")
    w = wrap(new_tuple3(new_float(loadf64(out)), new_float(loadf64(out + 8)), new_float(loadf64(out + 16))))
    c_free(out)
    return w


def random_bytes(n: int, flags: int) -> bytes:
    if n < 0:
        raise errors.value_error("negative argument not allowed")
    out = c_malloc(n + 1)
    have = 0
    while have < n:
        got = c_getrandom(out + have, n - have, u32(flags))
        if got < 0:
            number = errno()
            if number != EINTR:
                c_free(out)
                raise os_failure(number)
            run_pending_signals()
        else:
            have += got
            if flags != 0:
                break
    data = copy_bytes(out, have)
    c_free(out)
    return data


@function("posix", "urandom(size, /)", doc="Random bytes fit for cryptography.")
def p_urandom(w_n: Value) -> Value:
    return wrap(random_bytes(index_of(w_n), 0))


@function("posix", "getrandom(size, flags=0)", doc="Random bytes from the system.")
def p_getrandom(w_n: Value, w_flags: Value) -> Value:
    n = index_of(w_n)
    if n < 0:
        raise os_failure(22)
    return wrap(random_bytes(n, c_int(w_flags)))


@function("posix", "sched_yield()", doc="Lets others run.")
def p_sched_yield() -> Value:
    c_sched_yield()
    return w_None


@function("posix", "sched_getaffinity(pid, /)", doc="The processors that a process may use.")
def p_sched_getaffinity(w_pid: Value) -> Value:
    mask = c_malloc(128)
    check_fd(int(c_sched_getaffinity(i32(c_int(w_pid)), 128, mask)))
    numbers = new_list()
    for i in range(1024):
        if (load64(mask + (i >> 6) * 8) >> (i & 63)) & 1 == 1:
            list_append(numbers, from_int(i))
    c_free(mask)
    return set_of(numbers)


def set_of(l: W_List) -> Value:
    return call1(wrap(SET), wrap(l))


@function("posix", "sched_setaffinity(pid, mask, /)", doc="Sets the processors that a process may use.")
def p_sched_setaffinity(w_pid: Value, w_mask: Value) -> Value:
    mask = c_malloc(128)
    for i in range(16):
        store64(mask + 8 * i, 0)
    w_iter = iterate(w_mask)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            break
        if not has_index(w):
            raise errors.type_error(f"expected an iterator of ints, but iterator yielded {repr_of(wrap(type_of(w)))}")
        cpu, too_big = int_to_i64(index_value(w))
        if cpu < 0:
            raise errors.value_error("negative CPU number")
        if too_big or cpu > 0x7FFFFFFF:
            raise errors.overflow_error("CPU number too large")
        if cpu >= MAX_CPUS:
            continue  # the kernel would not know it
        store64(mask + (cpu >> 6) * 8, load64(mask + (cpu >> 6) * 8) | (1 << (cpu & 63)))
    result = int(c_sched_setaffinity(i32(c_int(w_pid)), 128, mask))
    number = errno()
    c_free(mask)
    if result != 0:
        raise os_failure(number)
    return w_None


class Names:
    """Names and numbers of configuration values."""

    names: Array[str]
    numbers: Array[int]

    def __init__(self, names: Array[str], numbers: Array[int]) -> None:
        self.names = names
        self.numbers = numbers


def _names(table: dict[str, int]) -> Names:
    return Names(Array.of(list(table)), Array.of(list(table.values())))


SYSCONF: Final[Names] = _names(_host_posix.sysconf_names)
PATHCONF: Final[Names] = _names(_host_posix.pathconf_names)
CONFSTR: Final[Names] = _names(_host_posix.confstr_names)


def names_dict(names: Names) -> Value:
    d = new_dict()
    for i in range(len(names.names)):
        dict_set_str(d, names.names[i], from_int(names.numbers[i]))
    return wrap(d)


def configuration_number(w_name: Value, names: Names) -> i32:
    if has_index(w_name):
        return i32(c_int(w_name))
    name = as_str(w_name)
    if name is None:
        raise errors.type_error("configuration names must be strings or integers")
    for i in range(len(names.names)):
        if names.names[i] == name:
            return i32(names.numbers[i])
    raise errors.value_error("unrecognized configuration name")


@function("posix", "sysconf(name, /)", doc="A configuration value of the system.")
def p_sysconf(w_name: Value) -> Value:
    number = configuration_number(w_name, SYSCONF)
    clear_errno()
    return new_int(known(c_sysconf(number)))


@function("posix", "pathconf(path, name)", doc="A configuration value of a file.")
def p_pathconf(w_path: Value, w_name: Value) -> Value:
    p = path_of(w_path, "pathconf", "path", 1)
    number = configuration_number(w_name, PATHCONF)
    clear_errno()
    result = c_fpathconf(i32(p.fd), number) if p.at == 0 else c_pathconf(p.at, number)
    error = errno()
    p.free()
    if result == -1 and error == EINVAL:
        raise os_failure(error)  # it is the name's fault
    if result == -1 and error != 0:
        raise os_failure_at(error, p.w_path)
    return new_int(result)


@function("posix", "fpathconf(fd, name, /)", doc="A configuration value of an open file.")
def p_fpathconf(w_fd: Value, w_name: Value) -> Value:
    fd = i32(fd_of(w_fd))
    number = configuration_number(w_name, PATHCONF)
    clear_errno()
    return new_int(known(c_fpathconf(fd, number)))


@function("posix", "confstr(name, /)", doc="A configuration text of the system.")
def p_confstr(w_name: Value) -> Value:
    number = configuration_number(w_name, CONFSTR)
    out = c_malloc(4096)
    clear_errno()
    n = c_confstr(number, out, 4096)
    if n == 0 and errno() != 0:
        error = errno()
        c_free(out)
        raise os_failure(error)
    text = "" if n <= 0 else ascii_at(out)
    c_free(out)
    return w_None if n <= 0 else wrap(text)


NO_DEVICE: Final[int] = 0xFFFFFFFF
"""What stands for -1, a device that is none, in either number."""


def device_number(w: Value, limit: int) -> int:
    """A device or one of its numbers; -1 is none."""
    w_exact = index_value(w)
    i, too_big = int_to_i64(w_exact)
    if i == -1 and not too_big:
        return -1 if limit < 0 else NO_DEVICE
    if int_sign(w_exact) < 0:
        raise errors.overflow_error("can't convert negative int to unsigned")
    if too_big and not equal(w_exact, new_uint(i)):
        raise errors.overflow_error("int too big to convert")
    if limit >= 0 and (too_big or i > limit):
        raise errors.overflow_error("Python int too large to convert to C unsigned int")
    return i


def device_value(number: int) -> Value:
    return from_int(-1 if number == NO_DEVICE else number)


@function("posix", "major(device, /)", doc="The major number of a device.")
def p_major(w_device: Value) -> Value:
    d = device_number(w_device, -1)
    return device_value((ushr(d, 8) & 0xFFF) | (ushr(d, 32) & 0xFFFFF000))


@function("posix", "minor(device, /)", doc="The minor number of a device.")
def p_minor(w_device: Value) -> Value:
    d = device_number(w_device, -1)
    return device_value((d & 0xFF) | (ushr(d, 12) & 0xFFFFFF00))


@function("posix", "makedev(major, minor, /)", doc="The device that two numbers stand for.")
def p_makedev(w_major: Value, w_minor: Value) -> Value:
    a = device_number(w_major, NO_DEVICE)
    b = device_number(w_minor, NO_DEVICE)
    d = (b & 0xFF) | ((a & 0xFFF) << 8) | ((b & 0xFFFFFF00) << 12) | wrap_shl(a & 0xFFFFF000, 32)
    return from_int(-1) if d == -1 else new_uint(d)


@function("posix", "_inputhook()", doc="Calls what readline has to call while a program waits for input: nothing.")
def p_inputhook() -> Value:
    return w_None


@function("posix", "_is_inputhook_installed()", doc="Whether there is something to call while a program waits for input.")
def p_is_inputhook_installed() -> Value:
    return new_bool(False)


# --- paths --------------------------------------------------------------------------------------------------------------------------


@function("posix", "_path_splitroot_ex(p)", doc="(drive, root, tail) of a path.")
def p_splitroot(w_path: Value) -> Value:
    w = posix_files.fspath_of(w_path)
    s = as_str(w)
    if s is not None:
        n = root_length(s.startswith("/"), s.startswith("//"), s.startswith("///"))
        return wrap(new_tuple3(wrap(""), wrap(s[0:n]), wrap(s[n : len(s)])))
    data = as_bytes(w)
    if data is None:
        return w_None
    n = root_length(data.startswith(b"/"), data.startswith(b"//"), data.startswith(b"///"))
    return wrap(new_tuple3(wrap(b""), wrap(data[0:n]), wrap(data[n : len(data)])))


def root_length(one: bool, two: bool, three: bool) -> int:
    """Two slashes and no third are a root of their own."""
    return 0 if not one else 2 if two and not three else 1


def normal_path(s: str) -> str:
    if s == "":
        return "."
    n = root_length(s.startswith("/"), s.startswith("//"), s.startswith("///"))
    kept: list[str] = []
    for part in s[n : len(s)].split("/"):
        if part == "" or part == ".":
            continue
        if part != ".." or (n == 0 and len(kept) == 0) or (len(kept) > 0 and kept[len(kept) - 1] == ".."):
            kept.append(part)
        elif len(kept) > 0:
            kept.pop()
    path = s[0:n] + "/".join(kept)
    return "." if path == "" else path


@function("posix", "_path_normpath(path)", doc="A path without doubled slashes, . and needless ..")
def p_normpath(w_path: Value) -> Value:
    w = posix_files.fspath_of(w_path)
    s = as_str(w)
    if s is not None:
        return wrap(normal_path(s))
    data = as_bytes(w)
    return w_None if data is None else wrap(fs_encode(normal_path(fs_decode(data))))


@module_init("posix")
def init_posix(w_module: Value) -> None:
    d = unwrap(W_Module, w_module).dict
    dict_set_str(d, "environ", environment_dict())
    have = new_list()
    for name in HAVE:
        list_append(have, wrap(name))
    dict_set_str(d, "_have_functions", wrap(have))
    dict_set_str(d, "sysconf_names", names_dict(SYSCONF))
    dict_set_str(d, "pathconf_names", names_dict(PATHCONF))
    dict_set_str(d, "confstr_names", names_dict(CONFSTR))


@function("sys", "_get_cpu_count_config()", doc="The number of processors that -X cpu_count gave; -1: none.")
def sys_get_cpu_count_config() -> Value:
    """-X cpu_count; -1: not given."""
    return from_int(context().space.settings.cpu_count)

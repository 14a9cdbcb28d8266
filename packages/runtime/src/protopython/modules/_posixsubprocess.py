"""_posixsubprocess: fork and exec for the subprocess module.

Everything the child needs is made in C memory before the fork; between fork and exec it makes system calls only, so it may be forked off a
process with many threads. A preexec_fn is Python code: then the world is stopped for the fork, and the child is made whole first.
What fails in the child is told through a pipe: `ExceptionName:errno in hexadecimal:message`.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, u32, unwrap
from protodialect.unsafe import Addr, c_function, errno, load8, load32, load64, store8, store32
from protopython.modules._thread import refuse_at_end
from protopython.modules.posix.fork import after_fork_in_child, after_fork_in_parent, before_fork, c_fork, fork_process
from protopython.modules.posix.module import StringArray, name_bytes
from protopython.modules.posix.paths import identity_of
from protopython.modules.support.system_calls import c_copy, c_int, os_failure
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.list.list import W_List, list_get, list_length, list_snapshot
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit3
from protopython.objects.model.call import call0
from protopython.objects.model.define import define_module, function
from protopython.objects.model.operations import getitem, has_index, is_true, length_of, unpack_to_list
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, int_value, is_int, same

MODULE: Final[str] = "_posixsubprocess"
define_module(MODULE, "Starting another program in a child process.")

N_ARGUMENTS: Final[int] = 22
FD_CLOEXEC: Final[int] = 1
F_GETFD: Final[int] = 1
F_SETFD: Final[int] = 2
SYS_CLOSE_RANGE: Final[int] = 436
SC_OPEN_MAX: Final[int] = 4
SIGPIPE: Final[int] = 13
SIGXFSZ: Final[int] = 25
ENOENT: Final[int] = 2
ENOTDIR: Final[int] = 20


@c_function("close")
def c_close(fd: i32) -> i32: ...


@c_function("dup")
def c_dup(fd: i32) -> i32: ...


@c_function("dup2")
def c_dup2(fd: i32, other: i32) -> i32: ...


@c_function("fcntl")
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


@c_function("write")
def c_write(fd: i32, data: Addr, n: int) -> int: ...


@c_function("chdir")
def c_chdir(path: Addr) -> i32: ...


@c_function("umask")
def c_umask(mask: u32) -> u32: ...


@c_function("signal")
def c_signal(number: i32, handler: Addr) -> Addr: ...


@c_function("setsid")
def c_setsid() -> i32: ...


@c_function("setpgid")
def c_setpgid(pid: i32, group: i32) -> i32: ...


@c_function("setgroups")
def c_setgroups(n: int, groups: Addr) -> i32: ...


@c_function("setregid")
def c_setregid(real: u32, effective: u32) -> i32: ...


@c_function("setreuid")
def c_setreuid(real: u32, effective: u32) -> i32: ...


@c_function("execv")
def c_execv(path: Addr, arguments: Addr) -> i32: ...


@c_function("execve")
def c_execve(path: Addr, arguments: Addr, environment: Addr) -> i32: ...


@c_function("sysconf")
def c_sysconf(name: i32) -> int: ...


@c_function("syscall")
def c_close_range(number: int, first: int, last: int, flags: int) -> int: ...


@c_function("_exit")
def c_exit(status: i32) -> None: ...


class Child:
    """What the child is to do. Addresses are of C memory."""

    arguments: StringArray
    programs: StringArray
    environment: StringArray | None
    cwd: Addr
    """0: stay."""
    kept: Addr
    """The n_kept descriptors to keep, 32 bits each, ascending."""
    n_kept: int
    max_fd: int
    close_fds: bool
    p2cread: int
    p2cwrite: int
    c2pread: int
    c2pwrite: int
    errread: int
    errwrite: int
    errpipe_read: int
    errpipe_write: int
    restore_signals: bool
    call_setsid: bool
    group: int
    """For setpgid; -1: none."""
    sets_gid: bool
    gid: int
    groups: Addr
    """0: keep the supplementary groups."""
    n_groups: int
    sets_uid: bool
    uid: int
    umask: int
    w_preexec: Value


# --- in the child: system calls only ---------------------------------------------------------------------------------------

TEXTS: Final[bytes] = b"OSError:\0noexec:chdir\0noexec\0SubprocessError:0:Exception occurred in preexec_fn.\0"
NAME_AT: Final[int] = 0
CHDIR_AT: Final[int] = 9
NOEXEC_AT: Final[int] = 22
PREEXEC_AT: Final[int] = 29


def text_length(at: Addr) -> int:
    n = 0
    while load8(at + n) != 0:
        n += 1
    return n


def write_text(fd: int, at: Addr) -> None:
    c_write(i32(fd), at, text_length(at))


def report_failure(child: Child, number: int, texts: Addr, what: Addr) -> None:
    """Tells the parent; texts has room behind TEXTS for the digits. Does not return."""
    write_text(child.errpipe_write, texts + NAME_AT)
    at = texts + len(TEXTS) + 16
    store8(at, 58)
    n = 1
    while number != 0 or n == 1:
        digit = number & 15
        at -= 1
        store8(at, digit + 48 if digit < 10 else digit + 87)
        n += 1
        number = number >> 4
    c_write(i32(child.errpipe_write), at, n)
    if what != 0:
        write_text(child.errpipe_write, what)
    c_exit(i32(255))


def set_inheritable(fd: int, inheritable: bool) -> bool:
    flags = int(c_fcntl(i32(fd), i32(F_GETFD), 0))
    if flags < 0:
        return False
    return c_fcntl(i32(fd), i32(F_SETFD), flags & ~FD_CLOEXEC if inheritable else flags | FD_CLOEXEC) >= 0


def close_fd(fd: int) -> bool:
    return fd == -1 or c_close(i32(fd)) == 0


def duplicate(fd: int) -> int:
    """A private copy."""
    copy = int(c_dup(i32(fd)))
    if copy >= 0 and not set_inheritable(copy, False):
        return -1
    return copy


def put_at(fd: int, target: int) -> bool:
    """Makes fd the descriptor `target` of the new program."""
    if fd == target:
        return set_inheritable(fd, True)
    return fd == -1 or c_dup2(i32(fd), i32(target)) >= 0


def arrange_descriptors(child: Child) -> bool:
    for i in range(child.n_kept):
        fd = load32(child.kept + 4 * i)
        if fd != child.errpipe_write:
            set_inheritable(fd, True)
    if not (close_fd(child.p2cwrite) and close_fd(child.c2pread) and close_fd(child.errread) and close_fd(child.errpipe_read)):
        return False
    out = child.c2pwrite
    if out == 0:
        out = duplicate(out)
        if out < 0:
            return False
    err = child.errwrite
    while err == 0 or err == 1:
        err = duplicate(err)
        if err < 0:
            return False
    return put_at(child.p2cread, 0) and put_at(out, 1) and put_at(err, 2)


def change_identity(child: Child) -> bool:
    if child.umask >= 0:
        c_umask(u32(child.umask))
    if child.restore_signals:
        c_signal(i32(SIGPIPE), 0)
        c_signal(i32(SIGXFSZ), 0)
    if child.call_setsid and c_setsid() < 0:
        return False
    if child.group >= 0 and c_setpgid(i32(0), i32(child.group)) != 0:
        return False
    if child.groups != 0 and c_setgroups(child.n_groups, child.groups) != 0:
        return False
    if child.sets_gid and c_setregid(u32(child.gid), u32(child.gid)) != 0:
        return False
    return not child.sets_uid or c_setreuid(u32(child.uid), u32(child.uid)) == 0


def close_between(first: int, last: int) -> None:
    """Closes the descriptors first to last."""
    if first > last or c_close_range(SYS_CLOSE_RANGE, first, last, 0) == 0:
        return
    while first <= last:
        c_close(i32(first))
        first += 1


def close_others(child: Child) -> None:
    first = 3
    for i in range(child.n_kept):
        kept = load32(child.kept + 4 * i)
        if kept >= first:
            close_between(first, kept - 1)
            first = kept + 1
    close_between(first, child.max_fd)


def execute(child: Child) -> int:
    """Tries the programs in turn; the error number if none could be run."""
    found = 0
    for i in range(child.programs.n):
        path = load64(child.programs.at + 8 * i)
        environment = child.environment
        if environment is None:
            c_execv(path, child.arguments.at)
        else:
            c_execve(path, child.arguments.at, environment.at)
        number = errno()
        if number != ENOENT and number != ENOTDIR and found == 0:
            found = number
    return found if found != 0 else errno()


def prepare_child(child: Child, texts: Addr) -> None:
    """Up to preexec_fn."""
    if not arrange_descriptors(child):
        report_failure(child, errno(), texts, texts + NOEXEC_AT)
    if child.cwd != 0 and c_chdir(child.cwd) != 0:
        report_failure(child, errno(), texts, texts + CHDIR_AT)
    if not change_identity(child):
        report_failure(child, errno(), texts, texts + NOEXEC_AT)


def run_program(child: Child, texts: Addr) -> None:
    """Does not return."""
    if child.close_fds:
        close_others(child)
    report_failure(child, execute(child), texts, 0)


def run_preexec(child: Child, texts: Addr) -> None:
    try:
        call0(child.w_preexec)
    except PyError:
        write_text(child.errpipe_write, texts + PREEXEC_AT)
        c_exit(i32(255))


# --- in the parent ----------------------------------------------------------------------------------------------------------


def argument_strings(w: Value) -> list[bytes]:
    """args: a list or tuple of str, bytes, paths."""
    if try_as(W_List, w) is None and try_as(W_Tuple, w) is None:
        raise errors.type_error("argv must be a tuple")
    given = unpack_to_list(w)
    items: list[bytes] = []
    for i in range(list_length(given)):
        items.append(name_bytes(list_get(given, i)))
    return items


def byte_strings(w: Value) -> list[bytes]:
    """A sequence of bytes."""
    n = length_of(w)
    items: list[bytes] = []
    for i in range(n):
        w_item = getitem(w, from_int(i))
        data = as_bytes(w_item)
        if data is None:
            raise errors.type_error(f"expected bytes, {type_name(w_item)} found")
        if data.find(b"\0") >= 0:
            raise errors.value_error("embedded null byte")
        items.append(data)
    return items


def check_kept(w_fds: Value) -> W_Tuple:
    """pass_fds: ascending descriptors."""
    fds = try_as(W_Tuple, w_fds)
    if fds is None:
        raise errors.type_error(f"fork_exec() argument 4 must be tuple, not {type_name(w_fds)}")
    last = -1
    for i in range(fds.length):
        w = plain(fds.items[i])
        if not is_int(w) or int_value(w) <= last or int_value(w) > 0x7FFFFFFF:
            raise errors.value_error("bad value(s) in fds_to_keep")
        last = int_value(w)
    return fds


def set_groups(child: Child, w_groups: Value) -> None:
    groups = try_as(W_List, w_groups)
    if groups is None:
        raise errors.type_error("setgroups argument must be a list")
    items = list_snapshot(groups)
    n = len(items)
    if n > 65536:
        raise errors.value_error("too many extra_groups")
    child.groups = c_malloc(4 * n + 4)
    child.n_groups = n
    for i in range(n):
        w = items[i]
        if not has_index(w):
            raise errors.type_error("extra_groups must be integers")
        try:
            store32(child.groups + 4 * i, int(identity_of(w, "gid")))
        except PyError:
            raise errors.value_error("invalid group id") from None


def new_child(a: W_Tuple) -> Child:
    """The parts of a Child that cannot fail once they are made come last, so that what fails leaks little."""
    child = Child()
    child.close_fds = is_true(a.items[2])
    fds = check_kept(a.items[3])
    child.p2cread = c_int(a.items[6])
    child.p2cwrite = c_int(a.items[7])
    child.c2pread = c_int(a.items[8])
    child.c2pwrite = c_int(a.items[9])
    child.errread = c_int(a.items[10])
    child.errwrite = c_int(a.items[11])
    child.errpipe_read = c_int(a.items[12])
    child.errpipe_write = c_int(a.items[13])
    child.restore_signals = is_true(a.items[14])
    child.call_setsid = is_true(a.items[15])
    child.group = c_int(a.items[16])
    child.umask = c_int(a.items[20])
    child.w_preexec = a.items[21]
    if child.close_fds and child.errpipe_write < 3:
        raise errors.value_error("errpipe_write must be >= 3")
    child.sets_gid = not same(a.items[17], w_None)
    child.sets_uid = not same(a.items[19], w_None)
    programs = byte_strings(a.items[1])
    arguments = argument_strings(a.items[0])
    variables: list[bytes] = []
    if not same(a.items[5], w_None):
        variables = byte_strings(a.items[5])
    cwd = b"" if same(a.items[4], w_None) else name_bytes(a.items[4])
    if child.sets_gid:
        child.gid = int(identity_of(a.items[17], "gid"))
    if child.sets_uid:
        child.uid = int(identity_of(a.items[19], "uid"))
    child.groups = 0
    if not same(a.items[18], w_None):
        set_groups(child, a.items[18])
    child.programs = StringArray(programs)
    child.arguments = StringArray(arguments)
    child.environment = None if same(a.items[5], w_None) else StringArray(variables)
    child.cwd = 0 if same(a.items[4], w_None) else c_copy(cwd)
    child.kept = c_malloc(4 * fds.length + 4)
    child.n_kept = fds.length
    for i in range(fds.length):
        store32(child.kept + 4 * i, int_value(plain(fds.items[i])))
    child.max_fd = max(c_sysconf(i32(SC_OPEN_MAX)), 256)
    return child


def free_child(child: Child) -> None:
    child.programs.free()
    child.arguments.free()
    environment = child.environment
    if environment is not None:
        environment.free()
    c_free(child.cwd)
    c_free(child.kept)
    c_free(child.groups)


@function(
    MODULE,
    "fork_exec(*args)",
    doc="Starts a program in a child process; the child's number. For subprocess.",
    shown="($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, "
    "errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, "
    "preexec_fn, /)",
)
def fork_exec(w_args: Value) -> Value:
    a = unwrap(W_Tuple, w_args)
    if a.length != N_ARGUMENTS:
        raise errors.type_error(f"fork_exec expected {N_ARGUMENTS} arguments, got {a.length}")
    child = new_child(a)
    if not same(child.w_preexec, w_None):
        refuse_at_end("preexec_fn not supported")
    audit3("_posixsubprocess.fork_exec", a.items[1], a.items[0], a.items[5])
    texts = c_malloc(len(TEXTS) + 32)
    for i in range(len(TEXTS)):
        store8(texts + i, TEXTS[i])
    if same(child.w_preexec, w_None):
        pid = int(c_fork())
        number = errno()
        if pid == 0:
            prepare_child(child, texts)
            run_program(child, texts)
    else:
        before_fork()
        pid = fork_process()
        number = -pid
        if pid == 0:
            after_fork_in_child()
            prepare_child(child, texts)
            run_preexec(child, texts)
            run_program(child, texts)
        after_fork_in_parent()
    c_free(texts)
    free_child(child)
    if pid < 0:
        raise os_failure(number)
    return from_int(pid)


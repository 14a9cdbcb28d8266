"""sys.remote_exec: a script is run by another process (PEP 768).

Who may write to a process's memory may make it run a script: the same rule as CPython's, and as of debuggers. How the two find each other:
engine/remote_mailbox.py.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, i32, u32, wrap
from protodialect.unsafe import CX_POLL, Addr, c_function, errno, load64, store8
from protopython.engine.remote_mailbox import ENABLED, MAILBOX, MAIN, N_BYTES, PATH, PATH_SIZE
from protopython.engine.streams import report_unraisable
from protopython.modules.posix.files import c_pread, c_pwrite
from protopython.modules.support.system_calls import (
    c_bytes,
    c_copy,
    c_int,
    c_open,
    fs_decode,
    fs_encode,
    fspath_of,
    os_failure,
    os_failure_at,
    path_bytes,
)
from protopython.objects.dict.dict import new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.auditing import run_audit_hooks
from protopython.objects.model.call import call1, call2, call_method0
from protopython.objects.model.define import function
from protopython.objects.model.errors import error, runtime_error
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple1, new_tuple2
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.os import c_close, c_free, c_malloc
from protopython.protocore.polling import ATTENTION, POLL_REMOTE, take_poll
from protopython.protocore.value import from_int

ENOENT: Final[int] = 2
EACCES: Final[int] = 13
R_OK: Final[int] = 4
O_RDWR: Final[int] = 2
O_CLOEXEC: Final[int] = 0o2000000
CHUNK: Final[int] = 1 << 20
LIBRARY: Final[str] = "/libprotopython.so"
"""The runtime is there in programs that embed it."""


@c_function("access", blocking=True)
def c_access(path: Addr, mode: i32) -> i32: ...


def enable_remote_debugging() -> None:
    """From now on scripts of other processes are run."""
    if COMPILED:
        MAILBOX.path = c_malloc(PATH_SIZE)
        if MAILBOX.path != 0:
            MAILBOX.enabled = 1


@function("sys", "is_remote_debug_enabled()", doc="Whether other processes may have this one run scripts.")
def is_remote_debug_enabled() -> Value:
    return new_bool(MAILBOX.enabled != 0)


# --- sending ------------------------------------------------------------------------------------------------------------


@function(
    "sys",
    "remote_exec(pid, script)",
    doc="Has the process pid, which must run the same version, run the file script.\n\nReturns at once. The other process's main thread runs it as "
    "soon as it comes to a place where it\nwould handle a signal; the file must be there until then.",
)
def remote_exec(w_pid: Value, w_script: Value) -> Value:
    pid = c_int(w_pid)
    path = path_bytes(fspath_of(w_script), "")
    run_audit_hooks(wrap("sys.remote_exec"), wrap(new_tuple2(from_int(pid), w_script)))
    check_readable(path)
    if MAILBOX.enabled == 0:
        raise runtime_error("Remote debugging is not enabled")
    send(pid, path)
    return w_None


def check_readable(path: bytes) -> None:
    at = c_copy(path)
    failed = c_access(at, i32(R_OK)) != 0
    number = errno()
    c_free(at)
    if not failed:
        return
    if number == ENOENT:
        raise error(x.FILE_NOT_FOUND_ERROR, "Script file does not exist")
    if number == EACCES:
        raise error(x.PERMISSION_ERROR, "Script file cannot be read")
    raise os_failure(number)


def not_found() -> PyError:
    return runtime_error("PyRuntime address lookup failed during debug offsets initialization")


def send(pid: int, path: bytes) -> None:
    if len(path) >= PATH_SIZE:
        raise errors.value_error("Script path is too long")
    name = f"/proc/{pid}/maps"
    try:
        maps = fs_decode(system.read_file(name))
    except system.OsError as e:
        if e.number == ENOENT:
            raise not_found()
        raise os_failure_at(e.number, wrap(name))
    name = f"/proc/{pid}/mem"
    at = c_copy(fs_encode(name))
    fd = c_open(at, i32(O_RDWR | O_CLOEXEC), u32(0))
    number = errno()
    c_free(at)
    if fd < 0:
        raise os_failure_at(number, wrap(name))
    buffer = c_malloc(CHUNK)
    try:
        if buffer == 0:
            raise errors.memory_error()
        deliver(fd, name, find_mailbox(pid, fd, name, maps, buffer), buffer, path)
    finally:
        c_free(buffer)
        c_close(fd)


def find_mailbox(pid: int, fd: i32, name: str, maps: str, buffer: Addr) -> Addr:
    """Where the other process's mailbox is: somewhere in the memory that it may write and that a file of the runtime fills."""
    executable = system.link_target(f"/proc/{pid}/exe")
    for line in maps.split("\n"):
        dash = line.find("-")
        space = line.find(" ")
        slash = line.find("/")
        if slash < 0 or line[space + 1 : space + 3] != "rw":
            continue
        file = line[slash : len(line)]
        if file != executable and file.find(LIBRARY) < 0:
            continue
        at = int(line[0:dash], 16)
        end = int(line[dash + 1 : space], 16)
        while at < end:
            n = c_pread(fd, buffer, min(CHUNK, end - at), at)
            if n < 0:
                raise os_failure_at(errno(), wrap(name))
            i = 0
            while i + N_BYTES <= n:
                if load64(buffer + i) == MAILBOX.mark_1 and load64(buffer + i + 8) == MAILBOX.mark_2 and load64(buffer + i + 16) == MAILBOX.mark_3:
                    return at + i - 8
                i += 8
            if n <= N_BYTES:
                break
            at += n - N_BYTES & ~7
    raise not_found()


def deliver(fd: i32, name: str, mailbox: Addr, buffer: Addr, path: bytes) -> None:
    if c_pread(fd, buffer, N_BYTES, mailbox) != N_BYTES:
        raise os_failure_at(errno(), wrap(name))
    if load64(buffer + ENABLED) != 1:
        raise runtime_error("Remote debugging is not enabled in the remote process")
    main = load64(buffer + MAIN)
    box = load64(buffer + PATH)
    text = c_copy(path)
    n = len(path) + 1
    failed = c_pwrite(fd, text, n, box) != n
    number = errno()
    c_free(text)
    # The bit has a byte to itself: the others' are changed by the other process meanwhile.
    store8(buffer, POLL_REMOTE >> 8)
    if failed or c_pwrite(fd, buffer, 1, main + CX_POLL + 1) != 1:
        raise os_failure_at(number if failed else errno(), wrap(name))


# --- running ------------------------------------------------------------------------------------------------------------


def run_remote_script() -> None:
    """What is in the mailbox. Whatever it raises is told, and does the program no harm."""
    if not take_poll(POLL_REMOTE) or MAILBOX.enabled == 0:
        return
    path = fs_decode(c_bytes(MAILBOX.path))
    w_path = wrap(path)
    try:
        run_audit_hooks(wrap("cpython.remote_debugger_script"), wrap(new_tuple1(w_path)))
    except PyError as e:
        report_unraisable(wrap(f"Audit hook failed for remote debugger script {path}"), e.w_value, w_None)
        return
    try:
        w_file = call1(stock_function("io", "open_code"), w_path)
    except PyError as e:
        report_unraisable(wrap(f"Can't open debugger script {path}"), e.w_value, w_None)
        return
    try:
        w_source = call_method0(w_file, "read")
        call_method0(w_file, "close")
        call2(stock_function("builtins", "exec"), w_source, wrap(new_dict()))
    except PyError as e:
        report_unraisable(wrap(f"Error executing debugger script {path}"), e.w_value, w_None)


ATTENTION.run_remote_script = run_remote_script

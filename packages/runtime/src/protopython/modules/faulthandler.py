"""faulthandler: stacks of Python functions when the process crashes, hangs, or is sent a signal."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32
from protodialect.unsafe import (
    Addr,
    atomic_load64,
    atomic_store64,
    c_function,
    errno,
    function_address,
    load64,
    memset,
    peek64,
    store32,
    store64,
)
from protopython.modules._thread_locks import nanoseconds
from protopython.modules.faulthandler_dump import prepare, put, put_all_threads, put_c_stack, put_digits, put_stack
from protopython.modules.support.system_calls import c_int, os_failure
from protopython.objects.dict.dict import dict_get_str
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call0
from protopython.objects.model.define import define_module, function
from protopython.objects.model.operations import call_method0, has_index, is_true
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.protocore.error import PyError
from protopython.protocore.os import SYS_FUTEX, c_exit, c_free, c_malloc
from protopython.protocore.thread import context
from protopython.protocore.threads import make_outside_context, start_world, try_stop_world
from protopython.protocore.value import int_value, is_empty, is_int, same

MODULE: Final[str] = "faulthandler"
define_module(MODULE, "Python stacks of a process that crashes or hangs.")

N_SIGNALS: Final[int] = 65
SIGILL: Final[int] = 4
SIGABRT: Final[int] = 6
SIGBUS: Final[int] = 7
SIGFPE: Final[int] = 8
SIGSEGV: Final[int] = 11
FATAL: Final[Array[int]] = Array.of([SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSEGV])
ACTION_SIZE: Final[int] = 152
"""struct sigaction: the handler at 0, the mask at 8, flags at 136, the restorer at 144."""
FLAGS_AT: Final[int] = 136
SA_ONSTACK: Final[int] = 0x08000000
SA_NODEFER: Final[int] = 0x40000000
SA_RESTART: Final[int] = 0x10000000
SIGNAL_STACK: Final[int] = 256 << 10
FUTEX_WAIT: Final[int] = 128
FUTEX_WAKE: Final[int] = 129
MONOTONIC: Final[int] = 1
SECOND: Final[int] = 1000000000


@c_function("pp_fault_handler")
def c_fault_handler(function: Addr) -> Addr: ...


@c_function("sigaction")
def c_sigaction(number: i32, new: Addr, old: Addr) -> i32: ...


@c_function("sigaltstack")
def c_sigaltstack(new: Addr, old: Addr) -> i32: ...


@c_function("raise")
def c_raise(number: i32) -> i32: ...


@c_function("pthread_create")
def c_pthread_create(thread: Addr, attributes: Addr, start: Addr, argument: Addr) -> i32: ...


@c_function("pthread_join", blocking=True)
def c_pthread_join(thread: int, out: Addr) -> i32: ...


@c_function("pthread_sigmask")
def c_pthread_sigmask(how: i32, new: Addr, old: Addr) -> i32: ...


@c_function("clock_gettime")
def c_clock_gettime(clock: i32, out: Addr) -> i32: ...


@c_function("syscall")
def c_futex(number: int, address: Addr, operation: int, value: int, timeout: Addr, address2: Addr, value3: int) -> int: ...


class Faults:
    """One a process; signal handlers read it."""

    fatal_fd: int
    """-1: not enabled."""
    fatal_all: bool
    fatal_c_stack: bool
    w_fatal_file: Value
    old_actions: Addr
    """What was set before us, ACTION_SIZE bytes a signal; 0: nothing of ours was ever set."""
    fds: Array[int]
    """By signal, for register(); -1: not registered."""
    all_threads: Array[bool]
    chain: Array[bool]
    w_files: Array[Value]
    watch: Addr
    """Of dump_traceback_later: WATCH_SIZE bytes; 0: nobody watches."""
    watch_fd: int
    watch_repeat: bool
    watch_exit: bool
    watch_limit: int
    w_watch_file: Value

    def __init__(self) -> None:
        self.fatal_fd = -1
        self.fatal_all = True
        self.fatal_c_stack = True
        self.w_fatal_file = EMPTY
        self.old_actions = 0
        self.fds = Array[int](N_SIGNALS, -1)
        self.all_threads = Array[bool](N_SIGNALS, False)
        self.chain = Array[bool](N_SIGNALS, False)
        self.w_files = Array[Value](N_SIGNALS, EMPTY)
        self.watch = 0
        self.watch_fd = 2
        self.watch_repeat = False
        self.watch_exit = False
        self.watch_limit = 0
        self.w_watch_file = EMPTY


FAULTS: Final[Faults] = Faults()


# --- where to --------------------------------------------------------------------------------------------------------------------


class Target:
    fd: int
    w_file: Value

    def __init__(self, fd: int, w_file: Value) -> None:
        self.fd = fd
        self.w_file = w_file


def target_of(w_file: Value) -> Target:
    """The `file` argument: a descriptor, an object with fileno(), or sys.stderr."""
    if is_empty(w_file) or same(w_file, w_None):
        w_file = dict_get_str(context().space.w_sys.dict, "stderr")
        if is_empty(w_file):
            raise errors.runtime_error("unable to get sys.stderr")
        if same(w_file, w_None):
            raise errors.runtime_error("sys.stderr is None")
    elif has_index(w_file):
        fd = c_int(w_file)
        if fd < 0:
            raise errors.value_error("file is not a valid file descriptor")
        return Target(fd, EMPTY)
    w_fd = plain(call0(getattr_of(w_file, "fileno")))
    if not is_int(w_fd) or int_value(w_fd) < 0:
        raise errors.runtime_error("file.fileno() is not a valid file descriptor")
    try:
        call_method0(w_file, "flush")
    except PyError:
        pass
    return Target(int_value(w_fd), w_file)


# --- now -------------------------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "dump_traceback(file=EMPTY, all_threads=True)",
    doc="Writes the Python stacks to a file.",
    shown="($module, /, file=sys.stderr, all_threads=True)",
)
def dump_traceback(w_file: Value, w_all: Value) -> Value:
    target = target_of(w_file)
    prepare()
    if is_true(w_all):
        put_all_threads(target.fd, context())
    else:
        put_stack(target.fd)
    return w_None


@function(MODULE, "dump_c_stack(file=EMPTY)", doc="Says that the stack of C functions cannot be told.", shown="($module, /, file=sys.stderr)")
def dump_c_stack(w_file: Value) -> Value:
    put_c_stack(target_of(w_file).fd)
    return w_None


# --- signals -----------------------------------------------------------------------------------------------------------------------


def old_action(number: int) -> Addr:
    return FAULTS.old_actions + ACTION_SIZE * number


def install(number: int, flags: int) -> bool:
    """Sets our handler; False with errno."""
    if COMPILED:
        if FAULTS.old_actions == 0:
            prepare()
            FAULTS.old_actions = c_malloc(ACTION_SIZE * N_SIGNALS)
            stack = c_malloc(24)
            store64(stack, c_malloc(SIGNAL_STACK))
            store64(stack + 8, 0)
            store64(stack + 16, SIGNAL_STACK)
            c_sigaltstack(stack, 0)
            c_free(stack)
        action = c_malloc(ACTION_SIZE)
        memset(action, 0, ACTION_SIZE)
        store64(action, c_fault_handler(function_address(fault_arrived)))
        store32(action + FLAGS_AT, flags | SA_ONSTACK)
        failed = c_sigaction(i32(number), action, old_action(number)) != 0
        c_free(action)
        return not failed
    else:
        return True


def restore(number: int) -> None:
    if COMPILED:
        c_sigaction(i32(number), old_action(number), 0)


def fault_arrived(number: int) -> None:
    """Called from a C signal handler (prelude.cpp), with the thread's own context."""
    if FAULTS.fds[number] >= 0:
        registered_arrived(number)
    elif FAULTS.fatal_fd >= 0:
        fatal_arrived(number, FAULTS.fatal_fd)


def registered_arrived(number: int) -> None:
    fd = FAULTS.fds[number]
    if FAULTS.all_threads[number]:
        put_all_threads(fd, context())
    else:
        put_stack(fd)
    if FAULTS.chain[number]:
        restore(number)
        c_raise(i32(number))
        install_again(number)


def install_again(number: int) -> None:
    """Without allocating: on top of what old_action holds."""
    if COMPILED:
        spare = old_action(0)
        memset(spare, 0, ACTION_SIZE)
        store64(spare, c_fault_handler(function_address(fault_arrived)))
        store32(spare + FLAGS_AT, SA_ONSTACK | SA_NODEFER)
        c_sigaction(i32(number), spare, 0)


def fatal_arrived(number: int, fd: int) -> None:
    restore(number)
    put(fd, b"Fatal Python error: ")
    put(fd, fatal_name(number))
    put(fd, b"\n\n")
    if FAULTS.fatal_all:
        put_all_threads(fd, context())
    else:
        put_stack(fd)
    if FAULTS.fatal_c_stack:
        put(fd, b"\n")
        put_c_stack(fd)
    c_raise(i32(number))


def fatal_name(number: int) -> bytes:
    match number:
        case 4:
            return b"Illegal instruction"
        case 6:
            return b"Aborted"
        case 7:
            return b"Bus error"
        case 8:
            return b"Floating-point exception"
        case _:
            return b"Segmentation fault"


@function(
    MODULE,
    "enable(file=EMPTY, all_threads=True, c_stack=True)",
    doc="Writes the Python stacks when the process crashes.",
    shown="($module, /, file=sys.stderr, all_threads=True)",
)
def enable(w_file: Value, w_all: Value, w_c_stack: Value) -> Value:
    target = target_of(w_file)
    was_enabled = FAULTS.fatal_fd >= 0
    FAULTS.w_fatal_file = target.w_file
    FAULTS.fatal_all = is_true(w_all)
    FAULTS.fatal_c_stack = is_true(w_c_stack)
    FAULTS.fatal_fd = target.fd
    if not was_enabled:
        for number in FATAL:
            if not install(number, SA_NODEFER):
                raise os_failure(errno())
    return w_None


@function(MODULE, "disable()", doc="Leaves crashes to the system; whether they were not.")
def disable() -> Value:
    was_enabled = FAULTS.fatal_fd >= 0
    if was_enabled:
        for number in FATAL:
            restore(number)
        FAULTS.fatal_fd = -1
        FAULTS.w_fatal_file = EMPTY
    return new_bool(was_enabled)


@function(MODULE, "is_enabled()", doc="Whether crashes are told of.")
def is_enabled() -> Value:
    return new_bool(FAULTS.fatal_fd >= 0)


def check_signal(w: Value) -> int:
    number = c_int(w)
    for fatal in FATAL:
        if number == fatal:
            raise errors.runtime_error(f"signal {number} cannot be registered, use enable() instead")
    if number < 1 or number >= N_SIGNALS:
        raise errors.value_error("signal number out of range")
    return number


@function(
    MODULE,
    "register(signum, file=EMPTY, all_threads=True, chain=False)",
    doc="Writes the Python stacks whenever a signal arrives.",
    shown="($module, /, signum, file=sys.stderr, all_threads=True, chain=False)",
)
def register(w_number: Value, w_file: Value, w_all: Value, w_chain: Value) -> Value:
    number = check_signal(w_number)
    target = target_of(w_file)
    chain = is_true(w_chain)
    FAULTS.all_threads[number] = is_true(w_all)
    FAULTS.chain[number] = chain
    FAULTS.w_files[number] = target.w_file
    if FAULTS.fds[number] < 0 and not install(number, SA_NODEFER if chain else SA_RESTART):
        raise os_failure(errno())
    FAULTS.fds[number] = target.fd
    return w_None


@function(MODULE, "unregister(signum, /)", doc="Undoes register(); whether there was something to undo.")
def unregister(w_number: Value) -> Value:
    number = check_signal(w_number)
    if FAULTS.fds[number] < 0:
        return new_bool(False)
    restore(number)
    FAULTS.fds[number] = -1
    FAULTS.w_files[number] = EMPTY
    return new_bool(True)


# --- later: a thread of the C library that only waits and writes ------------------------------------------------------------------

# What `watch` points to: 0 a futex word (1: wait, 0: leave), 8 a struct timespec, 24 another, 40 the thread.
WATCH_SIZE: Final[int] = 48


def now(at: Addr) -> int:
    c_clock_gettime(i32(MONOTONIC), at)
    return load64(at) * SECOND + load64(at + 8)


def wait_for_cancel(watch: Addr) -> bool:
    """False after the time limit."""
    until = now(watch + 24) + FAULTS.watch_limit
    while atomic_load64(watch) != 0:
        left = until - now(watch + 24)
        if left <= 0:
            return False
        store64(watch + 8, left // SECOND)
        store64(watch + 16, left % SECOND)
        c_futex(SYS_FUTEX, watch, FUTEX_WAIT, 1, watch + 8, 0, 0)
    return True


def watch_main() -> int:
    """What the watching thread runs; its context is none of the threads'."""
    watch = FAULTS.watch
    while not wait_for_cancel(watch):
        fd = FAULTS.watch_fd
        stopped = try_stop_world(0, 1000)
        put_limit(fd)
        put_all_threads(fd, None)
        if stopped:
            start_world(0)
        if FAULTS.watch_exit:
            c_exit(i32(1))
        if not FAULTS.watch_repeat:
            return 0
    return 0


def put_limit(fd: int) -> None:
    """`Timeout (0:00:05)!`"""
    micro = FAULTS.watch_limit // 1000
    put(fd, b"Timeout (")
    put_digits(fd, micro // 3600000000, 10, 1)
    put(fd, b":")
    put_digits(fd, micro // 60000000 % 60, 10, 2)
    put(fd, b":")
    put_digits(fd, micro // 1000000 % 60, 10, 2)
    if micro % 1000000 != 0:
        put(fd, b".")
        put_digits(fd, micro % 1000000, 10, 6)
    put(fd, b")!\n")


def cancel() -> None:
    watch = FAULTS.watch
    if watch == 0:
        return
    atomic_store64(watch, 0)
    c_futex(SYS_FUTEX, watch, FUTEX_WAKE, 1, 0, 0, 0)
    c_pthread_join(load64(watch + 40), 0)
    FAULTS.watch = 0
    FAULTS.w_watch_file = EMPTY
    c_free(watch)


def start_watching() -> bool:
    """All signals go to other threads."""
    if COMPILED:
        prepare()
        watch = c_malloc(WATCH_SIZE)
        memset(watch, 0, WATCH_SIZE)
        store64(watch, 1)
        FAULTS.watch = watch
        masks = c_malloc(256)
        memset(masks, 255, 128)
        c_pthread_sigmask(i32(2), masks, masks + 128)
        error = int(c_pthread_create(watch + 40, 0, function_address(watch_main), make_outside_context()))
        c_pthread_sigmask(i32(2), masks + 128, 0)
        c_free(masks)
        if error != 0:
            FAULTS.watch = 0
            c_free(watch)
        return error == 0
    else:
        return True


@function(
    MODULE,
    "dump_traceback_later(timeout, repeat=False, file=EMPTY, exit=False)",
    doc="Writes the Python stacks after some seconds, unless that is cancelled.",
    shown="($module, /, timeout, repeat=False, file=sys.stderr, exit=False)",
)
def dump_traceback_later(w_timeout: Value, w_repeat: Value, w_file: Value, w_exit: Value) -> Value:
    limit = nanoseconds(w_timeout)
    if limit <= 0:
        raise errors.value_error("timeout must be greater than 0")
    target = target_of(w_file)
    cancel()
    FAULTS.watch_limit = limit
    FAULTS.watch_repeat = is_true(w_repeat)
    FAULTS.watch_exit = is_true(w_exit)
    FAULTS.watch_fd = target.fd
    FAULTS.w_watch_file = target.w_file
    if not start_watching():
        raise errors.runtime_error("unable to start watchdog thread")
    return w_None


@function(MODULE, "cancel_dump_traceback_later()", doc="Undoes dump_traceback_later().")
def cancel_dump_traceback_later() -> Value:
    cancel()
    return w_None


# --- crashing, for tests ---------------------------------------------------------------------------------------------------------------


@function(MODULE, "_sigsegv(release_gil=False, /)", doc="Raises SIGSEGV, to test what happens then.")
def sigsegv(w_release: Value) -> Value:
    c_raise(i32(SIGSEGV))
    return w_None


@function(MODULE, "_sigabrt()", doc="Raises SIGABRT, to test what happens then.")
def sigabrt() -> Value:
    c_raise(i32(SIGABRT))
    return w_None


@function(MODULE, "_sigfpe()", doc="Raises SIGFPE, to test what happens then.")
def sigfpe() -> Value:
    c_raise(i32(SIGFPE))
    return w_None


@function(MODULE, "_read_null()", doc="Reads address 0, to test what happens then.")
def read_null() -> Value:
    peek64(0)
    return w_None

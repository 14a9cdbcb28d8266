"""_signal: handlers and sending of signals. What happens when one arrives is in engine/signals.py."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import signal as _host_signal
import sys as _host_sys
import threading as _host_threading
from typing import Final

from protodialect.types import COMPILED, EMPTY, Array, Value, i32, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, function_address, load32, load64, memset, store64
from protopython.engine.signals import N_SIGNALS, SIGNALS, host_signal_arrived, run_pending_signals, signal_arrived
from protopython.modules.support.system_calls import EAGAIN, EINTR, ascii_at, c_int, error_text, os_failure, signed32
from protopython.modules.support.timeouts import Deadline, store_timeval
from protopython.modules.time import nanoseconds
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64, new_int
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit2
from protopython.objects.model.call import call1
from protopython.objects.model.define import MODULES, constant, define_module, define_type, function, module_init
from protopython.objects.model.operations import has_index, index_value, is_true, iterate, next_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name
from protopython.objects.set import SET
from protopython.objects.singletons import plain, w_None
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.os import AARCH64, c_free, c_malloc
from protopython.protocore.thread import context
from protopython.protocore.threads import native_id_of
from protopython.protocore.value import from_int, int_value, is_empty, is_int, new_float, same

define_module("_signal", "Signals and their handlers.")
for _name in (
    "SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR "
    "SIGQUIT SIGRTMAX SIGRTMIN SIGSEGV SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH "
    "SIGXCPU SIGXFSZ SIG_BLOCK SIG_DFL SIG_IGN SIG_SETMASK SIG_UNBLOCK ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF"
).split():
    constant("_signal", _name, int(getattr(_host_signal, _name)))
constant("_signal", "SIGSTKFLT", 16)
constant("_signal", "NSIG", N_SIGNALS)
ITIMER_ERROR = define_type("ItimerError", x.W_OSError, x.OS_ERROR, module="signal", flags=x.EXCEPTION_FLAGS, attributes=True)
constant("_signal", "ItimerError", ITIMER_ERROR)
SIGINFO = define_struct(
    "signal",
    "struct_siginfo",
    ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"],
    7,
    "What sigwaitinfo() and sigtimedwait() tell of a signal.",
    docs=[
        "number of the signal", "reason of the signal", "errno that goes with it", "process that sent it", "user of that process",
        "exit status or signal of a child", "event of poll()",
    ],
)  # fmt: skip
constant("_signal", "struct_siginfo", SIGINFO)

SIGINT: Final[int] = 2
SIGPIPE: Final[int] = 13
SIGXFSZ: Final[int] = 25
ACTION_SIZE: Final[int] = 152
"""struct sigaction: handler at 0, mask of 128 bytes, flags, restorer."""
SET_SIZE: Final[int] = 128
SYS_TGKILL: Final[int] = 131 if AARCH64 else 234
SYS_PIDFD_SEND_SIGNAL: Final[int] = 424
ESRCH: Final[int] = 3
SECOND: Final[int] = 1000000000


@c_function("sigaction")
def c_sigaction(number: i32, new: Addr, old: Addr) -> i32: ...


@c_function("raise")
def c_raise(number: i32) -> i32: ...


@c_function("syscall")
def c_tgkill(call: int, process: int, thread: int, number: int) -> int: ...


@c_function("syscall")
def c_pidfd_send_signal(call: int, fd: int, number: int, info: Addr, flags: int) -> int: ...


@c_function("getpid")
def c_getpid() -> i32: ...


@c_function("alarm")
def c_alarm(seconds: u32) -> u32: ...


@c_function("pause", blocking=True)
def c_pause() -> i32: ...


@c_function("setitimer")
def c_setitimer(which: i32, new: Addr, old: Addr) -> i32: ...


@c_function("getitimer")
def c_getitimer(which: i32, old: Addr) -> i32: ...


@c_function("pthread_sigmask")
def c_pthread_sigmask(how: i32, new: Addr, old: Addr) -> i32: ...


@c_function("sigpending")
def c_sigpending(out: Addr) -> i32: ...


@c_function("sigwait", blocking=True)
def c_sigwait(waited: Addr, out: Addr) -> i32: ...


@c_function("sigtimedwait", blocking=True)
def c_sigtimedwait(waited: Addr, info: Addr, limit: Addr) -> i32: ...


@c_function("strsignal")
def c_strsignal(number: i32) -> Addr: ...


@c_function("siginterrupt")
def c_siginterrupt(number: i32, flag: i32) -> i32: ...


@c_function("fcntl")
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


# --- handlers ----------------------------------------------------------------------------------------------------------------


@function("_signal", "default_int_handler(signalnum, frame, /)", doc="Raises KeyboardInterrupt: what SIGINT does at first.")
def default_int_handler(w_number: Value, w_frame: Value) -> Value:
    raise errors.error_empty(x.KEYBOARD_INTERRUPT)


w_default_int_handler: Final[Value] = wrap(MODULES["_signal"]["default_int_handler"])


def handlers() -> Array[Value]:
    """What programs set, by number; EMPTY: nothing yet."""
    found = SIGNALS.handlers
    if found is None:
        found = Array[Value](N_SIGNALS, EMPTY)
        SIGNALS.handlers = found
    return found


def system_action(number: int) -> int:
    """What the system does with a signal: 0 the default, 1 nothing, else a handler's address; -1: no such signal."""
    old = c_malloc(ACTION_SIZE)
    failed = c_sigaction(i32(number), 0, old) != 0
    action = -1 if failed else load64(old)
    c_free(old)
    return action


def set_system_action(number: int, kind: int) -> None:
    """kind: 0 the default, 1 to ignore, 2 our handler."""
    if COMPILED:
        new = c_malloc(ACTION_SIZE)
        memset(new, 0, ACTION_SIZE)
        store64(new, function_address(signal_arrived) if kind == 2 else kind)
        failed = c_sigaction(i32(number), new, 0) != 0
        code = errno()
        c_free(new)
        if failed:
            raise os_failure(code)
    else:
        try:
            _host_signal.signal(number, host_signal_arrived if kind == 2 else _host_signal.Handlers(kind))
        except OSError as e:
            raise os_failure(e.errno or 0) from None


def install_signals() -> None:
    """At start-up: SIGINT raises KeyboardInterrupt unless the parent wants it ignored; a broken pipe is an error, not the end."""
    table = handlers()
    if COMPILED:
        set_system_action(SIGPIPE, 1)
        set_system_action(SIGXFSZ, 1)
        if system_action(SIGINT) == 0:
            table[SIGINT] = w_default_int_handler
            set_system_action(SIGINT, 2)
    else:
        table[SIGINT] = w_default_int_handler
        if _host_threading.current_thread() is _host_threading.main_thread() and "pytest" not in _host_sys.modules:
            set_system_action(SIGINT, 2)


@module_init("_signal")
def init_signal(w_module: Value) -> None:
    """From now on getsignal() tells what the process began with, whoever sets handlers past this module."""
    table = handlers()
    for number in range(1, N_SIGNALS):
        if is_empty(table[number]):
            action = system_action(number)
            table[number] = from_int(action) if action == 0 or action == 1 else w_None


def signal_number(w: Value) -> int:
    number = c_int(w)
    if number < 1 or number >= N_SIGNALS:
        raise errors.value_error("signal number out of range")
    return number


def current_handler(number: int) -> Value:
    w = handlers()[number]
    if not is_empty(w):
        return w
    action = system_action(number)
    return from_int(action) if action == 0 or action == 1 else w_None


@function("_signal", "signal(signalnum, handler, /)", doc="Sets the handler of a signal; the old one.")
def s_signal(w_number: Value, w_handler: Value) -> Value:
    number = c_int(w_number)
    if not context().is_main:
        raise errors.value_error("signal only works in main thread of the main interpreter")
    if number < 1 or number >= N_SIGNALS:
        raise errors.value_error("signal number out of range")
    kind = 2
    w_kind = plain(w_handler)
    if is_int(w_kind) and (int_value(w_kind) == 0 or int_value(w_kind) == 1):
        kind = int_value(w_kind)
        w_handler = w_kind
    elif is_empty(special(w_handler, Special.CALL)):
        raise errors.type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    run_pending_signals()
    w_old = current_handler(number)
    if kind == 2:
        w_before = handlers()[number]
        handlers()[number] = w_handler
        try:
            set_system_action(number, kind)
        except PyError:
            handlers()[number] = w_before
            raise
    else:
        set_system_action(number, kind)
        handlers()[number] = w_handler
    return w_old


@function("_signal", "getsignal(signalnum, /)", doc="The handler of a signal.")
def s_getsignal(w_number: Value) -> Value:
    return current_handler(signal_number(w_number))


@function("_signal", "siginterrupt(signalnum, flag, /)", doc="Whether a signal interrupts system calls.")
def s_siginterrupt(w_number: Value, w_flag: Value) -> Value:
    number = signal_number(w_number)
    if c_siginterrupt(i32(number), i32(1 if is_true(w_flag) else 0)) != 0:
        raise os_failure(errno())
    return w_None


@function("_signal", "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", doc="Where the numbers of signals are written; the old one.")
def s_set_wakeup_fd(w_fd: Value, w_warn: Value) -> Value:
    fd = c_int(w_fd)
    if not context().is_main:
        raise errors.value_error("set_wakeup_fd only works in main thread of the main interpreter")
    if fd >= 0:
        flags = int(c_fcntl(i32(fd), i32(3), 0))
        if flags < 0:
            raise os_failure(errno())
        if flags & 0o4000 == 0:
            raise errors.value_error(f"the fd {fd} must be in non-blocking mode")
    old = SIGNALS.wakeup_fd
    SIGNALS.wakeup_fd = max(fd, 0)
    SIGNALS.warn_on_full = is_true(w_warn)
    return from_int(-1 if old == 0 else old)


# --- sending ---------------------------------------------------------------------------------------------------------------------


@function("_signal", "raise_signal(signalnum, /)", doc="Sends a signal to this process.")
def s_raise_signal(w_number: Value) -> Value:
    if c_raise(i32(c_int(w_number))) != 0:
        raise os_failure(errno())
    run_pending_signals()
    return w_None


@function("_signal", "pthread_kill(thread_id, signalnum, /)", doc="Sends a signal to a thread of this process.")
def s_pthread_kill(w_thread: Value, w_number: Value) -> Value:
    if not has_index(w_thread):
        raise errors.type_error(f"pthread_kill() argument 1 must be int, not {type_name(w_thread)}")
    ident, too_big = int_to_i64(index_value(w_thread))
    number = c_int(w_number)
    audit2("signal.pthread_kill", w_thread, from_int(number))
    thread = 0 if too_big else native_id_of(ident)
    if thread == 0:
        raise os_failure(ESRCH)
    if c_tgkill(SYS_TGKILL, int(c_getpid()), thread, number) != 0:
        raise os_failure(errno())
    run_pending_signals()
    return w_None


@function("_signal", "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)", doc="Sends a signal to a process by its descriptor.")
def s_pidfd_send_signal(w_fd: Value, w_number: Value, w_info: Value, w_flags: Value) -> Value:
    fd = c_int(w_fd)
    number = c_int(w_number)
    flags = c_int(w_flags)
    if not same(w_info, w_None):
        raise errors.type_error("siginfo must be None")
    if c_pidfd_send_signal(SYS_PIDFD_SEND_SIGNAL, fd, number, 0, flags) < 0:
        raise os_failure(errno())
    return w_None


@function("_signal", "alarm(seconds, /)", doc="SIGALRM after some seconds; how many were left of the last time.")
def s_alarm(w_seconds: Value) -> Value:
    return from_int(int(c_alarm(u32(c_int(w_seconds)))))


@function("_signal", "pause()", doc="Waits for a signal.")
def s_pause() -> Value:
    c_pause()
    run_pending_signals()
    return w_None


def timer_value(at: Addr) -> Value:
    value = float(load64(at + 16)) + float(load64(at + 24)) / 1e6
    interval = float(load64(at)) + float(load64(at + 8)) / 1e6
    return wrap(new_tuple2(new_float(value), new_float(interval)))


def itimer_error(code: int) -> PyError:
    return PyError(wrap(x.new_exception(ITIMER_ERROR, new_tuple2(from_int(code), wrap(error_text(code))))))


@function("_signal", "setitimer(which, seconds, interval=0.0, /)", doc="Sets a timer; the old (seconds left, interval).")
def s_setitimer(w_which: Value, w_seconds: Value, w_interval: Value) -> Value:
    which = i32(c_int(w_which))
    seconds = nanoseconds(w_seconds)
    interval = nanoseconds(w_interval)
    both = c_malloc(64)
    store_timeval(both, interval)
    store_timeval(both + 16, seconds)
    failed = c_setitimer(which, both, both + 32) != 0
    code = errno()
    w_old = timer_value(both + 32)
    c_free(both)
    if failed:
        raise itimer_error(code)
    return w_old


@function("_signal", "getitimer(which, /)", doc="A timer's (seconds left, interval).")
def s_getitimer(w_which: Value) -> Value:
    at = c_malloc(32)
    failed = c_getitimer(i32(c_int(w_which)), at) != 0
    code = errno()
    w = timer_value(at)
    c_free(at)
    if failed:
        raise itimer_error(code)
    return w


@function("_signal", "strsignal(signalnum, /)", doc="What a signal is called.")
def s_strsignal(w_number: Value) -> Value:
    at = c_strsignal(i32(signal_number(w_number)))
    if at == 0:
        return w_None
    text = ascii_at(at)
    return w_None if text.startswith("Unknown signal") else wrap(text)


# --- sets ---------------------------------------------------------------------------------------------------------------------------


def set_value(l: W_List) -> Value:
    return call1(wrap(SET), wrap(l))


def numbers_in(at: Addr) -> Value:
    numbers = new_list()
    bits = load64(at)
    for i in range(64):
        if (bits >> i) & 1 == 1:
            list_append(numbers, from_int(i + 1))
    return set_value(numbers)


def new_signal_set(w_numbers: Value) -> Addr:
    bits = 0
    w_iter = iterate(w_numbers)
    while True:
        w = next_of(w_iter)
        if is_empty(w):
            break
        number, too_big = int_to_i64(index_value(w))
        if too_big or number < 1 or number >= N_SIGNALS:
            raise errors.value_error(f"signal number {-1 if too_big else number} out of range [1; {N_SIGNALS - 1}]")
        bits |= 1 << (number - 1)
    at = c_malloc(SET_SIZE)
    memset(at, 0, SET_SIZE)
    store64(at, bits)
    return at


@function("_signal", "valid_signals()", doc="The signals of this system.")
def s_valid_signals() -> Value:
    numbers = new_list()
    for i in range(1, N_SIGNALS):
        if i != 32 and i != 33:
            list_append(numbers, from_int(i))
    return set_value(numbers)


@function("_signal", "pthread_sigmask(how, mask, /)", doc="Changes which signals this thread holds off; the old set.")
def s_pthread_sigmask(w_how: Value, w_mask: Value) -> Value:
    how = i32(c_int(w_how))
    new = new_signal_set(w_mask)
    old = c_malloc(SET_SIZE)
    memset(old, 0, SET_SIZE)
    code = int(c_pthread_sigmask(how, new, old))
    w_old = numbers_in(old)
    c_free(new)
    c_free(old)
    if code != 0:
        raise os_failure(code)
    run_pending_signals()
    return w_old


@function("_signal", "sigpending()", doc="The signals that are held off and have arrived.")
def s_sigpending() -> Value:
    at = c_malloc(SET_SIZE)
    memset(at, 0, SET_SIZE)
    c_sigpending(at)
    w = numbers_in(at)
    c_free(at)
    return w


@function("_signal", "sigwait(sigset, /)", doc="Waits for one of the signals; its number.")
def s_sigwait(w_set: Value) -> Value:
    waited = new_signal_set(w_set)
    store64(waited + 120, 0)
    code = int(c_sigwait(waited, waited + 120))
    number = load64(waited + 120) & 0xFF
    c_free(waited)
    if code != 0:
        raise os_failure(code)
    return from_int(number)


INFO_SIZE: Final[int] = 128


def wait_for_signal(w_set: Value, deadline: Deadline) -> Value:
    """What is told of the signal; None when the time limit passes first."""
    waited = new_signal_set(w_set)
    info = c_malloc(INFO_SIZE + 16)
    limit = info + INFO_SIZE
    try:
        while True:
            left = deadline.left_ns()
            store64(limit, left // SECOND)
            store64(limit + 8, left % SECOND)
            if c_sigtimedwait(waited, info, 0 if left < 0 else limit) >= 0:
                return info_value(info)
            number = errno()
            if number == EAGAIN:
                return w_None
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    finally:
        c_free(waited)
        c_free(info)


def info_value(at: Addr) -> Value:
    """The content of a siginfo_t."""
    a = Array[Value](7, w_None)
    a[0] = from_int(load32(at))
    a[1] = from_int(signed32(load32(at + 8)))
    a[2] = from_int(signed32(load32(at + 4)))
    a[3] = from_int(load32(at + 16))
    a[4] = from_int(load32(at + 20))
    a[5] = from_int(signed32(load32(at + 24)))
    a[6] = new_int(load64(at + 16))
    return new_struct(SIGINFO, a)


@function("_signal", "sigwaitinfo(sigset, /)", doc="Waits for one of the signals; what is told of it.")
def s_sigwaitinfo(w_set: Value) -> Value:
    return wait_for_signal(w_set, Deadline(-1))


@function("_signal", "sigtimedwait(sigset, timeout, /)", doc="As sigwaitinfo(), for a number of seconds at most; None when they have passed.")
def s_sigtimedwait(w_set: Value, w_timeout: Value) -> Value:
    limit = nanoseconds(w_timeout)
    if limit < 0:
        raise errors.value_error("timeout must be non-negative")
    return wait_for_signal(w_set, Deadline(limit))

"""resource: limits on what a process may use, and what it used."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, c_function, errno, load64, memset, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import EINTR, c_int, os_failure
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_low64, int_to_i64, new_uint
from protopython.objects.int.text import int_from_text
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit2, audit3
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.operations import index_value, is_true, unpack_to_tuple
from protopython.objects.model.operators import compare
from protopython.objects.model.special import CompareOp
from protopython.objects.singletons import w_None
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, new_float

MODULE: Final[str] = "resource"
define_module(MODULE, "Limits on the resources of a process, and what it has used.")
LIMITS: Final[list[str]] = (
    "RLIMIT_CPU RLIMIT_FSIZE RLIMIT_DATA RLIMIT_STACK RLIMIT_CORE RLIMIT_RSS RLIMIT_NPROC RLIMIT_NOFILE RLIMIT_MEMLOCK RLIMIT_AS - "
    "RLIMIT_SIGPENDING RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_RTPRIO RLIMIT_RTTIME"
).split()
"""By number; 10 is of no use."""
for _number, _name in enumerate(LIMITS):
    if _name != "-":
        constant(MODULE, _name, _number)
constant(MODULE, "RLIMIT_OFILE", 7)
constant(MODULE, "RLIM_INFINITY", -1)
constant(MODULE, "RUSAGE_SELF", 0)
constant(MODULE, "RUSAGE_CHILDREN", -1)
constant(MODULE, "RUSAGE_THREAD", 1)
constant(MODULE, "error", x.OS_ERROR)

N_LIMITS: Final[int] = 16
EPERM: Final[int] = 1
EINVAL: Final[int] = 22
W_TWO_64: Final[Value] = int_from_text("18446744073709551616", 10)
PAGE: Final[int] = 30
"""sysconf(_SC_PAGESIZE)"""

USAGE = define_struct(
    MODULE,
    "struct_rusage",
    [
        "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock",
        "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw",
    ],
    16,
    "What a process has used: times in seconds, and counts.",
    docs=[
        "seconds in user mode", "seconds in the system", "most memory that was resident", "shared memory", "unshared data",
        "unshared stack", "page faults without input or output", "page faults with input or output", "times swapped out", "block inputs",
        "block outputs", "messages sent", "messages received", "signals received", "switches by its own will",
        "switches against its will",
    ],
)  # fmt: skip
constant(MODULE, "struct_rusage", USAGE)
USAGE_SIZE: Final[int] = 144


@c_function("getrusage")
def c_getrusage(who: i32, out: Addr) -> i32: ...


@c_function("prlimit")
def c_prlimit(pid: i32, limit: i32, new: Addr, old: Addr) -> i32: ...


@c_function("sysconf")
def c_sysconf(name: i32) -> int: ...


@c_function("wait4", blocking=True)
def c_wait4(pid: i32, status: Addr, options: i32, usage: Addr) -> i32: ...


def usage_at(at: Addr) -> Value:
    """The content of a struct rusage."""
    a = Array[Value](16, w_None)
    a[0] = new_float(float(load64(at)) + float(load64(at + 8)) * 1e-6)
    a[1] = new_float(float(load64(at + 16)) + float(load64(at + 24)) * 1e-6)
    for i in range(14):
        a[2 + i] = from_int(load64(at + 32 + 8 * i))
    return new_struct(USAGE, a)


@function(MODULE, "getrusage(who, /)", doc="What this process, its children or this thread used.")
def r_getrusage(w_who: Value) -> Value:
    who = c_int(w_who)
    at = c_malloc(USAGE_SIZE)
    failed = c_getrusage(i32(who), at) != 0
    number = errno()
    w = w_None if failed else usage_at(at)
    c_free(at)
    if failed:
        if number == EINVAL:
            raise errors.value_error("invalid who parameter")
        raise os_failure(number)
    return w


def limit_number(w: Value) -> int:
    number = c_int(w)
    if number < 0 or number >= N_LIMITS:
        raise errors.value_error("invalid resource specified")
    return number


def limit_of(w: Value) -> int:
    """A rlim_t: 64 bits without a sign; -1 is infinity."""
    w_exact = index_value(w)
    i, too_big = int_to_i64(w_exact)
    if not too_big and i >= -1:
        return i
    if is_true(compare(CompareOp.LT, w_exact, from_int(0))):
        raise errors.value_error("Cannot convert negative int")
    if is_true(compare(CompareOp.GE, w_exact, W_TWO_64)):
        raise errors.overflow_error("Python int too large to convert to C rlim_t")
    return int_low64(w_exact)


def limit_value(limit: int) -> Value:
    return from_int(-1) if limit == -1 else new_uint(limit)


def change_limit(pid: int, limit: int, w_new: Value) -> Value:
    """Sets a limit unless w_new is EMPTY; the limit before."""
    soft = 0
    hard = 0
    if not is_empty(w_new):
        pair = unwrap(W_Tuple, wrap(unpack_to_tuple(w_new)))
        if pair.length != 2:
            raise errors.value_error("expected a tuple of 2 integers")
        soft = limit_of(pair.items[0])
        hard = limit_of(pair.items[1])
    both = c_malloc(32)
    store64(both, soft)
    store64(both + 8, hard)
    failed = c_prlimit(i32(pid), i32(limit), 0 if is_empty(w_new) else both, both + 16) != 0
    number = errno()
    w = wrap(new_tuple2(limit_value(load64(both + 16)), limit_value(load64(both + 24))))
    c_free(both)
    if failed:
        if number == EINVAL:
            raise errors.value_error("current limit exceeds maximum limit")
        if number == EPERM and pid == 0:
            raise errors.value_error("not allowed to raise maximum limit")
        raise os_failure(number)
    return w


@function(MODULE, "getrlimit(resource, /)", doc="(soft, hard) limit of a resource.")
def r_getrlimit(w_resource: Value) -> Value:
    return change_limit(0, limit_number(w_resource), EMPTY)


@function(MODULE, "setrlimit(resource, limits, /)", doc="Sets the (soft, hard) limit of a resource.")
def r_setrlimit(w_resource: Value, w_limits: Value) -> Value:
    resource = limit_number(w_resource)
    audit2("resource.setrlimit", from_int(resource), w_limits)
    change_limit(0, resource, w_limits)
    return w_None


@function(
    MODULE,
    "prlimit(pid, resource, limits=EMPTY, /)",
    doc="A process's limit of a resource; sets it if a new one is given.",
    shown="($module, pid, resource, limits=None, /)",
)
def r_prlimit(w_pid: Value, w_resource: Value, w_limits: Value) -> Value:
    pid = c_int(w_pid)
    resource = limit_number(w_resource)
    audit3("resource.prlimit", from_int(pid), from_int(resource), w_None if is_empty(w_limits) else w_limits)
    return change_limit(pid, resource, w_limits)


@function(MODULE, "getpagesize()", doc="The size of a memory page.")
def r_getpagesize() -> Value:
    return from_int(c_sysconf(i32(PAGE)))


def wait_with_usage(pid: int, options: int) -> Value:
    at = c_malloc(USAGE_SIZE + 8)
    memset(at, 0, USAGE_SIZE + 8)
    try:
        while True:
            found = int(c_wait4(i32(pid), at + USAGE_SIZE, i32(options), at))
            if found >= 0:
                return wrap(new_tuple3(from_int(found), from_int(load64(at + USAGE_SIZE)), usage_at(at)))
            number = errno()
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    finally:
        c_free(at)


@function("posix", "wait4(pid, options)", doc="Waits for a child: (its number, its status, what it used).")
def p_wait4(w_pid: Value, w_options: Value) -> Value:
    return wait_with_usage(c_int(w_pid), c_int(w_options))


@function("posix", "wait3(options)", doc="Waits for any child: (its number, its status, what it used).")
def p_wait3(w_options: Value) -> Value:
    return wait_with_usage(-1, c_int(w_options))

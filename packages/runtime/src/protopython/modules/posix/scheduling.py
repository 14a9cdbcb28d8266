"""posix: how the kernel schedules processes, and namespaces."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from protodialect.types import Array, Value, i32, try_as
from protodialect.unsafe import Addr, c_function, errno, load32, load64, store32
from protopython.modules.posix.paths import SCHED_PARAM, check_fd
from protopython.modules.support.system_calls import c_int, fd_of, os_failure, signed32
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import errors
from protopython.objects.model.define import function
from protopython.objects.model.operations import index_value
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.structseq import new_struct
from protopython.objects.tuple import W_Tuple
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, new_float


@c_function("sched_get_priority_max")
def c_sched_get_priority_max(policy: i32) -> i32: ...


@c_function("sched_get_priority_min")
def c_sched_get_priority_min(policy: i32) -> i32: ...


@c_function("sched_getscheduler")
def c_sched_getscheduler(pid: i32) -> i32: ...


@c_function("sched_setscheduler")
def c_sched_setscheduler(pid: i32, policy: i32, parameters: Addr) -> i32: ...


@c_function("sched_getparam")
def c_sched_getparam(pid: i32, out: Addr) -> i32: ...


@c_function("sched_setparam")
def c_sched_setparam(pid: i32, parameters: Addr) -> i32: ...


@c_function("sched_rr_get_interval")
def c_sched_rr_get_interval(pid: i32, out: Addr) -> i32: ...


@c_function("unshare")
def c_unshare(flags: i32) -> i32: ...


@c_function("setns")
def c_setns(fd: i32, kind: i32) -> i32: ...


def priority_of(w: Value) -> int:
    """What a sched_param holds."""
    t = try_as(W_Tuple, w)
    if t is None or type_of(w) is not SCHED_PARAM:
        raise errors.type_error("must have a sched_param object")
    i, too_big = int_to_i64(index_value(t.items[0]))
    if too_big or not -0x80000000 <= i <= 0x7FFFFFFF:
        raise errors.overflow_error("sched_priority out of range")
    return i


@function("posix", "sched_get_priority_max(policy)", doc="The greatest priority of a scheduling policy.")
def p_sched_get_priority_max(w_policy: Value) -> Value:
    return from_int(check_fd(int(c_sched_get_priority_max(i32(c_int(w_policy))))))


@function("posix", "sched_get_priority_min(policy)", doc="The least priority of a scheduling policy.")
def p_sched_get_priority_min(w_policy: Value) -> Value:
    return from_int(check_fd(int(c_sched_get_priority_min(i32(c_int(w_policy))))))


@function("posix", "sched_getscheduler(pid, /)", doc="A process's scheduling policy.")
def p_sched_getscheduler(w_pid: Value) -> Value:
    return from_int(check_fd(int(c_sched_getscheduler(i32(c_int(w_pid))))))


@function("posix", "sched_setscheduler(pid, policy, param, /)", doc="Sets a process's scheduling policy and its parameters.")
def p_sched_setscheduler(w_pid: Value, w_policy: Value, w_parameters: Value) -> Value:
    pid = i32(c_int(w_pid))
    policy = i32(c_int(w_policy))
    at = new_parameters(w_parameters)
    return applied(at, c_sched_setscheduler(pid, policy, at))


def new_parameters(w: Value) -> Addr:
    """A struct sched_param, to be freed."""
    priority = priority_of(w)
    at = c_malloc(8)
    store32(at, priority)
    return at


def applied(at: Addr, result: i32) -> Value:
    number = errno()
    c_free(at)
    if int(result) < 0:
        raise os_failure(number)
    return w_None


@function("posix", "sched_getparam(pid, /)", doc="The parameters of a process's scheduling policy.")
def p_sched_getparam(w_pid: Value) -> Value:
    pid = i32(c_int(w_pid))
    at = c_malloc(8)
    failed = c_sched_getparam(pid, at) != 0
    number = errno()
    priority = signed32(load32(at))
    c_free(at)
    if failed:
        raise os_failure(number)
    return new_struct(SCHED_PARAM, Array[Value](1, from_int(priority)))


@function("posix", "sched_setparam(pid, param, /)", doc="Sets the parameters of a process's scheduling policy.")
def p_sched_setparam(w_pid: Value, w_parameters: Value) -> Value:
    pid = i32(c_int(w_pid))
    at = new_parameters(w_parameters)
    return applied(at, c_sched_setparam(pid, at))


@function("posix", "sched_rr_get_interval(pid, /)", doc="The time slice of a process under SCHED_RR, in seconds.")
def p_sched_rr_get_interval(w_pid: Value) -> Value:
    pid = i32(c_int(w_pid))
    at = c_malloc(16)
    failed = c_sched_rr_get_interval(pid, at) != 0
    number = errno()
    seconds = float(load64(at)) + float(load64(at + 8)) / 1e9
    c_free(at)
    if failed:
        raise os_failure(number)
    return new_float(seconds)


# --- namespaces ------------------------------------------------------------------------------------------------------------------------


@function("posix", "unshare(flags)", doc="Moves this process into new namespaces, those of the flags CLONE_NEW*.")
def p_unshare(w_flags: Value) -> Value:
    check_fd(int(c_unshare(i32(c_int(w_flags)))))
    return w_None


@function("posix", "setns(fd, nstype=0)", doc="Moves this thread into the namespace that a descriptor stands for.")
def p_setns(w_fd: Value, w_kind: Value) -> Value:
    fd = i32(fd_of(w_fd))
    check_fd(int(c_setns(fd, i32(c_int(w_kind)))))
    return w_None

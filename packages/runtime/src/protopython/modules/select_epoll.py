"""select.epoll: descriptors that the kernel watches."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, locked, new_with_shape, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, store32, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules.select import MODULE
from protopython.modules.support.system_calls import AARCH64, EINTR, c_int, fd_of, os_failure
from protopython.modules.support.timeouts import Deadline, seconds_limit
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, class_method, constant, define_type, getter, method, new
from protopython.objects.model.operations import index_value
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.collector import register_new_resource
from protopython.protocore.object import TypeFlags, W_Resource, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty

for _name, _bit in (
    ("EPOLLIN", 0x1), ("EPOLLPRI", 0x2), ("EPOLLOUT", 0x4), ("EPOLLERR", 0x8), ("EPOLLHUP", 0x10), ("EPOLLRDNORM", 0x40),
    ("EPOLLRDBAND", 0x80), ("EPOLLWRNORM", 0x100), ("EPOLLWRBAND", 0x200), ("EPOLLMSG", 0x400), ("EPOLLRDHUP", 0x2000),
    ("EPOLLEXCLUSIVE", 1 << 28), ("EPOLLWAKEUP", 1 << 29), ("EPOLLONESHOT", 1 << 30), ("EPOLLET", 1 << 31), ("EPOLL_CLOEXEC", 0o2000000),
):  # fmt: skip
    constant(MODULE, _name, _bit)

EPOLL_CLOEXEC: Final[int] = 0o2000000
DEFAULT: Final[int] = 7
"""EPOLLIN | EPOLLPRI | EPOLLOUT"""
ADD: Final[int] = 1
DELETE: Final[int] = 2
MODIFY: Final[int] = 3
EVENT: Final[int] = 16 if AARCH64 else 12
"""Size of a struct epoll_event: events, 64 bits of data, packed on x86-64."""
DATA: Final[int] = 8 if AARCH64 else 4
MAX_EVENTS: Final[int] = 1023


@c_function("epoll_create1")
def c_epoll_create1(flags: i32) -> i32: ...


@c_function("epoll_ctl")
def c_epoll_ctl(epoll: i32, operation: i32, fd: i32, event: Addr) -> i32: ...


@c_function("epoll_wait", blocking=True)
def c_epoll_wait(epoll: i32, events: Addr, n: i32, timeout: i32) -> i32: ...


@c_function("close")
def c_close(fd: i32) -> i32: ...


class W_Epoll(W_Resource):
    fd: int
    """-1: closed."""

    def give_back(self) -> None:
        if self.fd >= 0:
            c_close(i32(self.fd))  # Nobody could be told of an error.
            self.fd = -1


EPOLL = define_type(
    "epoll", W_Epoll, OBJECT, module=MODULE, doc="Descriptors that the kernel watches: epoll(sizehint=-1, flags=0).", flags=TypeFlags.MUTABLE
)
constant(MODULE, "epoll", EPOLL)


@new(EPOLL, "(cls, sizehint=-1, flags=0)", shown="")
def epoll_new(cls: W_Type, w_hint: Value, w_flags: Value) -> Value:
    hint = c_int(w_hint)
    flags = c_int(w_flags)
    if hint != -1 and hint <= 0:
        raise errors.value_error("negative sizehint")
    if flags & ~EPOLL_CLOEXEC != 0:
        raise errors.error(x.OS_ERROR, "invalid flags")
    fd = int(c_epoll_create1(i32(EPOLL_CLOEXEC)))
    if fd < 0:
        raise os_failure(errno())
    return wrap(new_epoll(cls, fd))


def new_epoll(cls: W_Type, fd: int) -> W_Epoll:
    e = new_with_shape(W_Epoll, cls.root_shape)
    e.fd = fd
    register_new_resource(e, cls)
    return e


@class_method(EPOLL, "fromfd(cls, fd, /)", doc="An epoll object for a descriptor that is one already.")
def epoll_fromfd(cls: W_Type, w_fd: Value) -> Value:
    return wrap(new_epoll(cls, c_int(w_fd)))


def open_fd(e: W_Epoll) -> int:
    fd = e.fd
    if fd < 0:
        raise errors.value_error("I/O operation on closed epoll object")
    return fd


@method(EPOLL, "close(self, /)", doc="Closes the kernel's object.")
def epoll_close(self: W_Epoll) -> Value:
    with locked(self):
        fd = self.fd
        self.fd = -1
    if fd >= 0 and c_close(i32(fd)) < 0:
        raise os_failure(errno())
    return w_None


@getter(EPOLL, "closed", doc="Whether it is closed.")
def epoll_closed(self: W_Epoll) -> Value:
    return new_bool(self.fd < 0)


@method(EPOLL, "fileno(self, /)", doc="The descriptor of the kernel's object.")
def epoll_fileno(self: W_Epoll) -> Value:
    return from_int(open_fd(self))


@method(EPOLL, "__enter__(self, /)")
def epoll_enter(self: W_Epoll) -> Value:
    open_fd(self)
    return wrap(self)


@method(EPOLL, "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)")
def epoll_exit(self: W_Epoll, w_type: Value, w_value: Value, w_traceback: Value) -> Value:
    return epoll_close(self)


def events_of(w: Value) -> int:
    """A C unsigned int, taken as it comes."""
    mask, _too_big = int_to_i64(index_value(w))
    return mask & 0xFFFFFFFF


def control(e: W_Epoll, operation: int, w_fd: Value, events: int) -> Value:
    epoll = open_fd(e)
    fd = fd_of(w_fd)
    event = c_malloc(16)
    store32(event, events)
    store64(event + DATA, fd)
    failed = c_epoll_ctl(i32(epoll), i32(operation), i32(fd), event) < 0
    number = errno()
    c_free(event)
    if failed:
        raise os_failure(number)
    return w_None


@method(
    EPOLL,
    "register(self, fd, eventmask=EMPTY)",
    doc="Watches a descriptor.",
    shown="($self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)",
)
def epoll_register(self: W_Epoll, w_fd: Value, w_mask: Value) -> Value:
    return control(self, ADD, w_fd, DEFAULT if is_empty(w_mask) else events_of(w_mask))


@method(EPOLL, "modify(self, fd, eventmask)", doc="Changes what a descriptor is watched for.")
def epoll_modify(self: W_Epoll, w_fd: Value, w_mask: Value) -> Value:
    return control(self, MODIFY, w_fd, events_of(w_mask))


@method(EPOLL, "unregister(self, fd)", doc="Watches a descriptor no longer.")
def epoll_unregister(self: W_Epoll, w_fd: Value) -> Value:
    return control(self, DELETE, w_fd, 0)


@method(EPOLL, "poll(self, timeout=None, maxevents=-1)", doc="Waits, at most some seconds: a list of (descriptor, events).")
def epoll_poll(self: W_Epoll, w_timeout: Value, w_max: Value) -> Value:
    n = c_int(w_max)
    epoll = open_fd(self)
    limit = seconds_limit(w_timeout, "timeout must be an integer or None")
    if n == -1:
        n = MAX_EVENTS
    elif n < 1:
        raise errors.value_error(f"maxevents must be greater than 0, got {n}")
    deadline = Deadline(limit)
    events = c_malloc(EVENT * n)
    try:
        while True:
            got = int(c_epoll_wait(i32(epoll), events, i32(n), i32(deadline.left_ms())))
            if got >= 0:
                break
            number = errno()
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
        found = new_list()
        for i in range(got):
            at = events + EVENT * i
            list_append(found, wrap(new_tuple2(from_int(load32(at + DATA)), from_int(load32(at)))))
        return wrap(found)
    finally:
        c_free(events)

"""select: waiting for descriptors, by select(2) and poll(2). epoll is in select_epoll.py."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, locked, try_as, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load16, memset, store8, store16, store32
from protopython.engine.signals import run_pending_signals
from protopython.modules.support.system_calls import EINTR, fd_of, os_failure
from protopython.modules.support.timeouts import Deadline, milliseconds_limit, seconds_limit, store_timeval
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64
from protopython.objects.list.list import W_List, list_append, list_get, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, method
from protopython.objects.model.operations import index_value, unpack_to_list
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple2, new_tuple3
from protopython.protocore.error import PyError
from protopython.protocore.locks import W_Claimable, claim, unclaim
from protopython.protocore.object import TypeFlags
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "select"
define_module(MODULE, "Waiting until descriptors are ready for reading or writing.")
for _name, _bit in (
    ("POLLIN", 0x1), ("POLLPRI", 0x2), ("POLLOUT", 0x4), ("POLLERR", 0x8), ("POLLHUP", 0x10), ("POLLNVAL", 0x20), ("POLLRDNORM", 0x40),
    ("POLLRDBAND", 0x80), ("POLLWRNORM", 0x100), ("POLLWRBAND", 0x200), ("POLLMSG", 0x400), ("POLLRDHUP", 0x2000),
):  # fmt: skip
    constant(MODULE, _name, _bit)
constant(MODULE, "PIPE_BUF", 4096)
constant(MODULE, "error", x.OS_ERROR)

SET_BYTES: Final[int] = 128
SET_LIMIT: Final[int] = 1024
ENOENT: Final[int] = 2
POLL_DEFAULT: Final[int] = 7
"""POLLIN | POLLPRI | POLLOUT"""


@c_function("select", blocking=True)
def c_select(n: i32, readable: Addr, writable: Addr, exceptional: Addr, timeout: Addr) -> i32: ...


@c_function("poll", blocking=True)
def c_poll(entries: Addr, n: int, timeout: i32) -> i32: ...


# --- select -------------------------------------------------------------------------------------------------------------------


def sequence_items(w_sequence: Value) -> W_List:
    """A list itself, else a list of the items."""
    given = try_as(W_List, w_sequence)
    if given is not None:
        return given
    try:
        return unpack_to_list(w_sequence)
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            raise errors.type_error("arguments 1-3 must be sequences") from None
        raise


class Watched:
    """One of select's three sequences: the objects and their descriptors."""

    objects: W_List
    fds: list[int]

    def __init__(self, w_sequence: Value) -> None:
        given = sequence_items(w_sequence)
        self.objects = new_list()
        self.fds = []
        i = 0
        while True:  # fileno() may change a list that was given
            w = list_get(given, i)
            if is_empty(w):
                break
            fd = fd_of(w)
            if fd >= SET_LIMIT:
                raise errors.value_error("filedescriptor out of range in select()")
            list_append(self.objects, w)
            self.fds.append(fd)
            i += 1

    def store(self, at: Addr) -> None:
        memset(at, 0, SET_BYTES)
        for fd in self.fds:
            store8(at + (fd >> 3), load8(at + (fd >> 3)) | (1 << (fd & 7)))

    def ready(self, at: Addr) -> Value:
        found = new_list()
        for i in range(len(self.fds)):
            fd = self.fds[i]
            if (load8(at + (fd >> 3)) >> (fd & 7)) & 1 == 1:
                list_append(found, list_get(self.objects, i))
        return wrap(found)

    def highest(self) -> int:
        highest = -1
        for fd in self.fds:
            highest = max(highest, fd)
        return highest


@function(MODULE, "select(rlist, wlist, xlist, timeout=None, /)", doc="Waits for descriptors: the lists of those that are ready.")
def s_select(w_readable: Value, w_writable: Value, w_exceptional: Value, w_timeout: Value) -> Value:
    limit = seconds_limit(w_timeout, "timeout must be a float or None")
    if limit < 0 and not same(w_timeout, w_None):
        raise errors.value_error("timeout must be non-negative")
    r = Watched(w_readable)
    w = Watched(w_writable)
    e = Watched(w_exceptional)
    n = max(max(r.highest(), w.highest()), e.highest()) + 1
    deadline = Deadline(limit)
    sets = c_malloc(3 * SET_BYTES + 16)
    try:
        while True:
            r.store(sets)
            w.store(sets + SET_BYTES)
            e.store(sets + 2 * SET_BYTES)
            span = 0
            if limit >= 0:
                span = sets + 3 * SET_BYTES
                store_timeval(span, deadline.left_ns())
            if c_select(i32(n), sets, sets + SET_BYTES, sets + 2 * SET_BYTES, span) >= 0:
                return wrap(new_tuple3(r.ready(sets), w.ready(sets + SET_BYTES), e.ready(sets + 2 * SET_BYTES)))
            number = errno()
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    finally:
        c_free(sets)


# --- poll ---------------------------------------------------------------------------------------------------------------------


class W_Poll(W_Claimable):
    fds: Array[int]
    """Descriptors in the order of registration; the first n are used."""
    events: Array[int]
    n: int


POLL = define_type(
    "poll", W_Poll, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.MUTABLE, doc="Descriptors to wait for by poll(2)."
)


@function(MODULE, "poll()", doc="A new object that waits by poll(2).")
def s_poll() -> Value:
    p = W_Poll()
    p.fds = Array[int](8, 0)
    p.events = Array[int](8, 0)
    p.n = 0
    return wrap(p)


def event_mask(w: Value) -> int:
    """A C unsigned short."""
    mask, too_big = int_to_i64(index_value(w))
    if not too_big and mask < 0:
        raise errors.value_error("Cannot convert negative int")
    if too_big or mask > 0xFFFF:
        raise errors.overflow_error("Python int too large for C unsigned short")
    return mask


def position(p: W_Poll, fd: int) -> int:
    for i in range(p.n):
        if p.fds[i] == fd:
            return i
    return -1


def larger(a: Array[int], n: int) -> Array[int]:
    b = Array[int](n, 0)
    for i in range(len(a)):
        b[i] = a[i]
    return b


@method(
    POLL,
    "register(self, fd, eventmask=EMPTY, /)",
    doc="Watches a descriptor.",
    shown="($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)",
)
def poll_register(self: W_Poll, w_fd: Value, w_mask: Value) -> Value:
    mask = POLL_DEFAULT if is_empty(w_mask) else event_mask(w_mask)
    fd = fd_of(w_fd)
    with locked(self):
        i = position(self, fd)
        if i < 0:
            i = self.n
            if i == len(self.fds):
                self.fds = larger(self.fds, 2 * i)
                self.events = larger(self.events, 2 * i)
            self.fds[i] = fd
            self.n = i + 1
        self.events[i] = mask
    return w_None


@method(POLL, "modify(self, fd, eventmask, /)", doc="Changes what a descriptor is watched for.")
def poll_modify(self: W_Poll, w_fd: Value, w_mask: Value) -> Value:
    fd = fd_of(w_fd)
    mask = event_mask(w_mask)
    with locked(self):
        i = position(self, fd)
        if i >= 0:
            self.events[i] = mask
    if i < 0:
        raise os_failure(ENOENT)
    return w_None


@method(POLL, "unregister(self, fd, /)", doc="Watches a descriptor no longer.")
def poll_unregister(self: W_Poll, w_fd: Value) -> Value:
    fd = fd_of(w_fd)
    with locked(self):
        i = position(self, fd)
        if i >= 0:
            while i + 1 < self.n:
                self.fds[i] = self.fds[i + 1]
                self.events[i] = self.events[i + 1]
                i += 1
            self.n -= 1
    if i < 0:
        raise errors.key_error(from_int(fd))
    return w_None


def entries_of(p: W_Poll) -> tuple[Addr, int]:
    """The array for the system and its length, in C memory."""
    with locked(p):
        n = p.n
        entries = c_malloc(8 * n + 8)
        for i in range(n):
            store32(entries + 8 * i, p.fds[i])
            store16(entries + 8 * i + 4, p.events[i])
            store16(entries + 8 * i + 6, 0)
    return entries, n


@method(POLL, "poll(self, timeout=None, /)", doc="Waits, at most some milliseconds: a list of (descriptor, events).")
def poll_poll(self: W_Poll, w_timeout: Value) -> Value:
    limit = milliseconds_limit(w_timeout)
    deadline = Deadline(limit if limit < 0 else limit * 1000000)
    if not claim(self):
        raise errors.runtime_error("concurrent poll() invocation")
    entries = 0
    try:
        entries, n = entries_of(self)
        while c_poll(entries, n, i32(deadline.left_ms())) < 0:
            number = errno()
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
        return poll_result(entries, n)
    finally:
        unclaim(self)
        c_free(entries)


def poll_result(entries: Addr, n: int) -> Value:
    found = new_list()
    for i in range(n):
        events = load16(entries + 8 * i + 6)
        if events != 0:
            list_append(found, wrap(new_tuple2(from_int(fd_at(entries + 8 * i)), from_int(events))))
    return wrap(found)


def fd_at(at: Addr) -> int:
    return load16(at) | (load16(at + 2) << 16)

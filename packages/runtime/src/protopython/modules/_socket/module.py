"""_socket.socket: making, binding, connecting, options and the end. Data is in _socket/transfer.py and _socket/messages.py.

A socket with a time limit is non-blocking for the system; before each call it waits by poll(2). Waiting leaves managed state, and a signal
that interrupts it lets its handler run (PEP 475).
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, i32, locked, new_with_shape, wrap
from protodialect.unsafe import Addr, c_function, errno, load16, load32, load64, store16, store32, store64
from protopython.engine.signals import run_pending_signals
from protopython.modules._socket.addresses import (
    AF_INET,
    SPACE,
    Address,
    plain_error,
)
from protopython.modules._socket.constants import MODULE
from protopython.modules._socket.families import AF_VSOCK, address_of_value, value_of_address
from protopython.modules.support.system_calls import EINTR, c_copy, c_int, copy_bytes, os_failure
from protopython.modules.support.timeouts import Deadline
from protopython.modules.support.unclosed import warn_unclosed
from protopython.modules.time import nanoseconds
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_low64, new_int
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit2, audit4
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_type, function, getter, method, new
from protopython.objects.model.operations import has_index, index_value, is_true, repr_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, new_float, same

SOCK_STREAM: Final[int] = 1
SOCK_NONBLOCK: Final[int] = 0o4000
SOCK_CLOEXEC: Final[int] = 0o2000000
SOL_SOCKET: Final[int] = 1
SO_TYPE: Final[int] = 3
SO_ERROR: Final[int] = 4
SO_PROTOCOL: Final[int] = 38
FIONBIO: Final[int] = 0x5421
POLLIN: Final[int] = 1
POLLOUT: Final[int] = 4
EAGAIN: Final[int] = 11
ECONNRESET: Final[int] = 104
EISCONN: Final[int] = 106
EINPROGRESS: Final[int] = 115
F_DUPFD_CLOEXEC: Final[int] = 1030


@c_function("socket")
def c_socket(family: i32, kind: i32, protocol: i32) -> i32: ...


@c_function("socketpair")
def c_socketpair(family: i32, kind: i32, protocol: i32, out: Addr) -> i32: ...


@c_function("bind", blocking=True)
def c_bind(fd: i32, address: Addr, n: i32) -> i32: ...


@c_function("listen")
def c_listen(fd: i32, backlog: i32) -> i32: ...


@c_function("accept4", blocking=True)
def c_accept4(fd: i32, address: Addr, n: Addr, flags: i32) -> i32: ...


@c_function("connect", blocking=True)
def c_connect(fd: i32, address: Addr, n: i32) -> i32: ...


@c_function("getsockname")
def c_getsockname(fd: i32, address: Addr, n: Addr) -> i32: ...


@c_function("getpeername")
def c_getpeername(fd: i32, address: Addr, n: Addr) -> i32: ...


@c_function("getsockopt")
def c_getsockopt(fd: i32, level: i32, option: i32, out: Addr, n: Addr) -> i32: ...


@c_function("setsockopt")
def c_setsockopt(fd: i32, level: i32, option: i32, value: Addr, n: i32) -> i32: ...


@c_function("shutdown", blocking=True)
def c_shutdown(fd: i32, how: i32) -> i32: ...


@c_function("ioctl")
def c_ioctl(fd: i32, request: int, argument: Addr) -> i32: ...


@c_function("poll", blocking=True)
def c_poll(entries: Addr, n: int, timeout: i32) -> i32: ...


@c_function("close", blocking=True)
def c_close(fd: i32) -> i32: ...


@c_function("fcntl")
def c_fcntl(fd: i32, command: i32, argument: int) -> i32: ...


class W_Socket(W_Object):
    fd: int
    """-1: closed."""
    family: int
    kind: int
    protocol: int
    limit: int
    """Nanoseconds an operation may wait: -1 for ever, 0 not at all."""


SOCKET = define_type("socket", W_Socket, OBJECT, module=MODULE, doc="One end of a connection: socket(family=-1, type=-1, proto=-1, fileno=None).")
constant(MODULE, "socket", SOCKET)
constant(MODULE, "SocketType", SOCKET)


# --- waiting ------------------------------------------------------------------------------------------------------------------------


def wait_ready(s: W_Socket, events: int, deadline: Deadline) -> bool:
    """False when the time limit passed first."""
    entry = c_malloc(8)
    try:
        while True:
            store32(entry, s.fd)
            store16(entry + 4, events)
            store16(entry + 6, 0)
            n = int(c_poll(entry, 1, i32(deadline.left_ms())))
            if n >= 0:
                return n > 0
            number = errno()
            if number != EINTR:
                raise os_failure(number)
            run_pending_signals()
    finally:
        c_free(entry)


def timed_out() -> PyError:
    return errors.error(x.TIMEOUT_ERROR, "timed out")


class Operation:
    """One call on a socket that may have to wait. `while True: op.wait(); r = c_call(); if r >= 0: ...; op.failed(errno())`"""

    socket: W_Socket
    events: int
    deadline: Deadline

    def __init__(self, s: W_Socket, events: int) -> None:
        self.socket = s
        self.events = events
        self.deadline = Deadline(s.limit)

    def wait(self) -> None:
        """Until the socket is ready, if it has a time limit; TimeoutError."""
        if self.socket.limit > 0 and not wait_ready(self.socket, self.events, self.deadline):
            raise timed_out()

    def failed(self, number: int) -> None:
        """Returns if the call is to be made again."""
        if number == EINTR:
            run_pending_signals()
        elif number != EAGAIN or self.socket.limit <= 0:
            raise os_failure(number)


# --- making ---------------------------------------------------------------------------------------------------------------------------


@new(SOCKET, "(cls, /, *args, **kwargs)", shown="")
def socket_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_Socket, cls.root_shape)
    s.fd = -1
    s.limit = -1
    if cls is SOCKET:
        register_finalizer(s)
    return wrap(s)


@method(SOCKET, "__init__(self, family=-1, type=-1, proto=-1, fileno=None)", shown="($self, /, *args, **kwargs)")
def socket_init(self: W_Socket, w_family: Value, w_type: Value, w_protocol: Value, w_fd: Value) -> Value:
    family = c_int(w_family)
    kind = c_int(w_type)
    protocol = c_int(w_protocol)
    audit4("socket.__new__", wrap(self), from_int(family), from_int(kind), from_int(protocol))
    if not same(w_fd, w_None):
        adopt(self, w_fd, family, kind, protocol)
    else:
        family = AF_INET if family == -1 else family
        kind = SOCK_STREAM if kind == -1 else kind
        protocol = 0 if protocol == -1 else protocol
        fd = int(c_socket(i32(family), i32(kind | SOCK_CLOEXEC), i32(protocol)))
        if fd < 0:
            raise os_failure(errno())
        start(self, fd, family, kind, protocol)
    return w_None


def start(s: W_Socket, fd: int, family: int, kind: int, protocol: int) -> None:
    s.fd = fd
    s.family = family
    s.kind = kind & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
    s.protocol = protocol
    if kind & SOCK_NONBLOCK != 0:
        s.limit = 0
    else:
        s.limit = context().space.socket_limit
        if s.limit >= 0:
            set_nonblocking(fd, True)


def adopt(s: W_Socket, w_fd: Value, family: int, kind: int, protocol: int) -> None:
    """A descriptor that is a socket already; what is not given is asked of the system."""
    fd = c_int(w_fd)
    if fd < 0:
        raise errors.value_error("negative file descriptor")
    a = Address()
    n = c_malloc(8)
    store32(n, SPACE)
    failed = c_getsockname(i32(fd), a.at, n) != 0
    number = errno()
    found = load16(a.at)
    a.free()
    c_free(n)
    if failed:
        raise os_failure(number)
    family = found if family == -1 else family
    kind = int_option(fd, SOL_SOCKET, SO_TYPE) if kind == -1 else kind
    protocol = int_option(fd, SOL_SOCKET, SO_PROTOCOL) if protocol == -1 else protocol
    start(s, fd, family, kind, protocol)


@function(MODULE, "socketpair(family=1, type=1, proto=0, /)", doc="Two sockets that are connected.", shown="")
def m_socketpair(w_family: Value, w_type: Value, w_protocol: Value) -> Value:
    family = c_int(w_family)
    kind = c_int(w_type)
    protocol = c_int(w_protocol)
    both = c_malloc(8)
    failed = c_socketpair(i32(family), i32(kind | SOCK_CLOEXEC), i32(protocol), both) != 0
    number = errno()
    first = load32(both)
    second = load32(both + 4)
    c_free(both)
    if failed:
        raise os_failure(number)
    a = new_with_shape(W_Socket, SOCKET.root_shape)
    start(a, first, family, kind, protocol)
    b = new_with_shape(W_Socket, SOCKET.root_shape)
    start(b, second, family, kind, protocol)
    return wrap(new_tuple2(wrap(a), wrap(b)))


# --- what it is -----------------------------------------------------------------------------------------------------------------------


@getter(SOCKET, "family", doc="The address family.", member=True)
def socket_family(self: W_Socket) -> Value:
    return from_int(self.family)


@getter(SOCKET, "type", doc="The kind of socket: SOCK_STREAM ...", member=True)
def socket_type(self: W_Socket) -> Value:
    return from_int(self.kind)


@getter(SOCKET, "proto", doc="The protocol.", member=True)
def socket_proto(self: W_Socket) -> Value:
    return from_int(self.protocol)


def limit_value(limit: int) -> Value:
    return w_None if limit < 0 else new_float(float(limit) / 1e9)


@getter(SOCKET, "timeout", doc="The time limit in seconds; None: none.")
def socket_timeout(self: W_Socket) -> Value:
    return limit_value(self.limit)


@method(SOCKET, "gettimeout(self, /)", doc="The time limit in seconds; None: none.")
def socket_gettimeout(self: W_Socket) -> Value:
    return limit_value(self.limit)


@method(SOCKET, "fileno(self, /)", doc="The descriptor; -1 when closed.")
def socket_fileno(self: W_Socket) -> Value:
    return from_int(self.fd)


@method(SOCKET, "__repr__(self, /)")
def socket_repr(self: W_Socket) -> Value:
    return wrap(f"<socket object, fd={self.fd}, family={self.family}, type={self.kind}, proto={self.protocol}>")


# --- time limits ----------------------------------------------------------------------------------------------------------------------


def set_nonblocking(fd: int, on: bool) -> None:
    flag = c_malloc(8)
    store32(flag, 1 if on else 0)
    failed = c_ioctl(i32(fd), FIONBIO, flag) < 0
    number = errno()
    c_free(flag)
    if failed:
        raise os_failure(number)


def limit_of(w: Value) -> int:
    if same(w, w_None):
        return -1
    limit = nanoseconds(w)
    if limit < 0:
        raise errors.value_error("Timeout value out of range")
    return limit


@method(SOCKET, "settimeout(self, object, /)", doc="Sets the time limit of operations in seconds; None: none.")
def socket_settimeout(self: W_Socket, w_limit: Value) -> Value:
    limit = limit_of(w_limit)
    self.limit = limit
    set_nonblocking(self.fd, limit >= 0)
    return w_None


@method(SOCKET, "setblocking(self, object, /)", doc="True: operations wait; False: they do not.")
def socket_setblocking(self: W_Socket, w_flag: Value) -> Value:
    blocking = is_true(w_flag)
    self.limit = -1 if blocking else 0
    set_nonblocking(self.fd, not blocking)
    return w_None


@method(SOCKET, "getblocking(self, /)", doc="Whether operations wait.")
def socket_getblocking(self: W_Socket) -> Value:
    return new_bool(self.limit != 0)


@function(MODULE, "getdefaulttimeout()", doc="The time limit of new sockets.", shown="($self, /)")
def m_getdefaulttimeout() -> Value:
    return limit_value(context().space.socket_limit)


@function(MODULE, "setdefaulttimeout(object, /)", doc="Sets the time limit of new sockets.", shown="($self, object, /)")
def m_setdefaulttimeout(w_limit: Value) -> Value:
    context().space.socket_limit = limit_of(w_limit)
    return w_None


# --- addresses ------------------------------------------------------------------------------------------------------------------------


def address_of(s: W_Socket, w: Value, function: str) -> Address:
    return address_of_value(s.fd, s.family, s.protocol, w, function)


def audit_address(event: str, s: W_Socket, w_address: Value, a: Address) -> None:
    """Raises an event about an address, whose memory is freed if a hook refuses."""
    try:
        audit2(event, wrap(s), w_address)
    except PyError:
        a.free()
        raise


@method(SOCKET, "bind(self, object, /)", doc="Gives the socket an address.")
def socket_bind(self: W_Socket, w_address: Value) -> Value:
    a = address_of(self, w_address, "bind")
    audit_address("socket.bind", self, w_address, a)
    failed = c_bind(i32(self.fd), a.at, i32(a.n)) != 0
    number = errno()
    a.free()
    if failed:
        raise os_failure(number)
    return w_None


@method(SOCKET, "listen(self, backlog=128, /)", doc="Lets others connect.", shown="")
def socket_listen(self: W_Socket, w_backlog: Value) -> Value:
    if c_listen(i32(self.fd), i32(max(c_int(w_backlog), 0))) != 0:
        raise os_failure(errno())
    return w_None


def named(s: W_Socket, peer: bool) -> Value:
    a = Address()
    n = c_malloc(8)
    store32(n, SPACE)
    result = int(c_getpeername(i32(s.fd), a.at, n)) if peer else int(c_getsockname(i32(s.fd), a.at, n))
    number = errno()
    w = w_None if result != 0 else value_of_address(s.fd, a.at, load32(n), s.protocol)
    a.free()
    c_free(n)
    if result != 0:
        raise os_failure(number)
    return w


@method(SOCKET, "getsockname(self, /)", doc="This end's address.")
def socket_getsockname(self: W_Socket) -> Value:
    return named(self, False)


@method(SOCKET, "getpeername(self, /)", doc="The other end's address.")
def socket_getpeername(self: W_Socket) -> Value:
    return named(self, True)


@method(SOCKET, "_accept(self, /)", doc="Waits for a connection: (descriptor, address).")
def socket_accept(self: W_Socket) -> Value:
    op = Operation(self, POLLIN)
    a = Address()
    n = c_malloc(8)
    try:
        while True:
            op.wait()
            store32(n, SPACE)
            fd = int(c_accept4(i32(self.fd), a.at, n, i32(SOCK_CLOEXEC)))
            if fd >= 0:
                return wrap(new_tuple2(from_int(fd), value_of_address(self.fd, a.at, load32(n), self.protocol)))
            op.failed(errno())
    finally:
        a.free()
        c_free(n)


def connect(s: W_Socket, a: Address) -> int:
    """0 or an error number; TimeoutError when the time limit passes."""
    if c_connect(i32(s.fd), a.at, i32(a.n)) == 0:
        return 0
    number = errno()
    if number == EINTR:
        run_pending_signals()
        if s.limit == 0:
            return number
    elif number != EINPROGRESS or s.limit <= 0:
        return number
    if not wait_ready(s, POLLOUT, Deadline(s.limit)):
        raise timed_out()
    number = int_option(s.fd, SOL_SOCKET, SO_ERROR)
    return 0 if number == EISCONN else number


@method(SOCKET, "connect(self, object, /)", doc="Connects to an address.")
def socket_connect(self: W_Socket, w_address: Value) -> Value:
    a = address_of(self, w_address, "connect")
    audit_address("socket.connect", self, w_address, a)
    try:
        number = connect(self, a)
    finally:
        a.free()
    if number != 0:
        raise os_failure(number)
    return w_None


@method(SOCKET, "connect_ex(self, object, /)", doc="Connects to an address; the error number instead of an exception.")
def socket_connect_ex(self: W_Socket, w_address: Value) -> Value:
    a = address_of(self, w_address, "connect_ex")
    audit_address("socket.connect", self, w_address, a)
    try:
        return from_int(connect(self, a))
    except PyError as e:
        if errors.error_matches(e, x.TIMEOUT_ERROR):
            return from_int(EAGAIN)
        raise
    finally:
        a.free()


@method(SOCKET, "shutdown(self, object, /)", doc="Ends one direction or both.")
def socket_shutdown(self: W_Socket, w_how: Value) -> Value:
    if c_shutdown(i32(self.fd), i32(c_int(w_how))) != 0:
        raise os_failure(errno())
    return w_None


# --- options ------------------------------------------------------------------------------------------------------------------------------


def int_option(fd: int, level: int, option: int) -> int:
    both = c_malloc(16)
    store32(both, 0)
    store32(both + 8, 4)
    failed = c_getsockopt(i32(fd), i32(level), i32(option), both, both + 8) != 0
    number = errno()
    found = load32(both)
    c_free(both)
    if failed:
        raise os_failure(number)
    return found - (1 << 32) if found >> 31 == 1 else found


def wide_option(fd: int, level: int, option: int) -> int:
    """One of AF_VSOCK's, which have 64 bits."""
    both = c_malloc(16)
    store64(both, 0)
    store32(both + 8, 8)
    failed = c_getsockopt(i32(fd), i32(level), i32(option), both, both + 8) != 0
    number = errno()
    found = load64(both)
    c_free(both)
    if failed:
        raise os_failure(number)
    return found


MAX_OPTION: Final[int] = 1024


@method(
    SOCKET, "getsockopt(self, level, option, buffersize=0, /)", doc="An option: an int, or bytes of at most a size.", shown=""
)
def socket_getsockopt(self: W_Socket, w_level: Value, w_option: Value, w_size: Value) -> Value:
    level = c_int(w_level)
    option = c_int(w_option)
    size = c_int(w_size)
    if size == 0 and self.family == AF_VSOCK:
        return new_int(wide_option(self.fd, level, option))
    if size == 0:
        return from_int(int_option(self.fd, level, option))
    if size < 0 or size > MAX_OPTION:
        raise plain_error("getsockopt buflen out of range")
    out = c_malloc(size + 8)
    n = out + size
    store32(n, size)
    failed = c_getsockopt(i32(self.fd), i32(level), i32(option), out, n) != 0
    number = errno()
    w = w_None if failed else wrap(copy_bytes(out, load32(n)))
    c_free(out)
    if failed:
        raise os_failure(number)
    return w


@method(SOCKET, "setsockopt(self, level, option, value, optlen=EMPTY, /)", doc="Sets an option: to an int, bytes, or None and a length.")
def socket_setsockopt(self: W_Socket, w_level: Value, w_option: Value, w_value: Value, w_size: Value) -> Value:
    level = c_int(w_level)
    option = c_int(w_option)
    at = 0
    if not is_empty(w_size):
        if not same(w_value, w_None):
            raise errors.type_error("socket option should be None when optlen is given")
        n = c_int(w_size)
    elif self.family == AF_VSOCK and has_index(w_value):
        wide = int_low64(index_value(w_value))
        at = c_malloc(8)
        store64(at, wide)
        n = 8
    elif has_index(w_value):
        number = c_int(w_value)
        at = c_malloc(8)
        store32(at, number)
        n = 4
    else:
        data = need_bytes(w_value)
        at = c_copy(data)
        n = len(data)
    failed = c_setsockopt(i32(self.fd), i32(level), i32(option), at, i32(n)) != 0
    number = errno()
    c_free(at)
    if failed:
        raise os_failure(number)
    return w_None


# --- the end --------------------------------------------------------------------------------------------------------------------------------


def take_fd(s: W_Socket) -> int:
    with locked(s):
        fd = s.fd
        s.fd = -1
    return fd


@method(SOCKET, "close(self, /)", doc="Closes the socket.")
def socket_close(self: W_Socket) -> Value:
    fd = take_fd(self)
    if fd >= 0 and c_close(i32(fd)) < 0 and errno() != ECONNRESET:
        raise os_failure(errno())
    return w_None


@method(SOCKET, "detach(self, /)", doc="Closes the object and leaves the descriptor open; the descriptor.")
def socket_detach(self: W_Socket) -> Value:
    return from_int(take_fd(self))


@method(SOCKET, "__del__(self, /)")
def socket_del(self: W_Socket) -> Value:
    if COMPILED:
        if self.fd >= 0:
            try:
                warn_unclosed(f"unclosed {repr_of(wrap(self))}", wrap(self))
            finally:
                fd = take_fd(self)
                if fd >= 0:
                    c_close(i32(fd))  # Nobody could be told of an error.
    return w_None


@function(MODULE, "close(object, /)", doc="Closes a socket's descriptor.", shown="($self, object, /)")
def m_close(w_fd: Value) -> Value:
    if c_close(i32(c_int(w_fd))) < 0 and errno() != ECONNRESET:
        raise os_failure(errno())
    return w_None


@function(MODULE, "dup(object, /)", doc="Another descriptor for a socket.", shown="($self, object, /)")
def m_dup(w_fd: Value) -> Value:
    fd = int(c_fcntl(i32(c_int(w_fd)), i32(F_DUPFD_CLOEXEC), 0))
    if fd < 0:
        raise os_failure(errno())
    return from_int(fd)

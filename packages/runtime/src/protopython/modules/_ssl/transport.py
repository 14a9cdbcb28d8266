"""How OpenSSL reads and writes a connection's transport: a BIO of our own.

It never waits. A socket is read and written with MSG_DONTWAIT whatever its mode: OpenSSL then says that it wants to read or write, the
connection is unlocked, and the thread waits with poll(2). So one thread can send while another waits for data of the same connection.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final, cast

from protodialect.types import i32
from protodialect.unsafe import Addr, c_callback, c_function, callback_address, errno
from protopython.modules._ssl import library as c
from protopython.modules._ssl.data import W_Connection, work
from protopython.modules._ssl.memory_bio import put, take
from protopython.modules.support.openssl import put_bytes
from protopython.modules.support.system_calls import EAGAIN, EINTR, c_copy, copy_bytes
from protopython.objects.model.errors import memory_error
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context

DONT_WAIT: Final[int] = 0x40
NO_SIGNAL: Final[int] = 0x4000
KIND: Final[int] = 0x0400 | 125
"""BIO_TYPE_SOURCE_SINK with a number of our own."""
READ_AGAIN: Final[int] = 1 | 8
WRITE_AGAIN: Final[int] = 2 | 8
AGAIN: Final[int] = 15
"""All flags that say what is to be tried again."""
AT_END: Final[int] = 0x800
CONTROL_EOF: Final[int] = 2
CONTROL_FLUSH: Final[int] = 11


@c_function("recv")
def c_recv(fd: i32, out: Addr, n: int, flags: i32) -> int: ...


@c_function("send")
def c_send(fd: i32, data: Addr, n: int, flags: i32) -> int: ...


class Transport(State):
    method: Addr
    """The BIO_METHOD; 0 until the first connection is made."""

    def __init__(self) -> None:
        self.method = 0


def new_transport() -> State:
    return Transport()


TRANSPORT: Final[int] = space_slot(new_transport)


def again(number: int) -> bool:
    return number == EAGAIN or number == EINTR


@c_callback
def on_read(bio: Addr, out: Addr, n: i32) -> i32:
    c.c_bio_clear_flags(bio, i32(AGAIN))
    s = work().connection
    if s is None or int(n) <= 0:
        return i32(-1)
    got = -1
    try:
        got = receive(s, out, int(n))
    except PyError as e:
        s.w_pending = e.w_value
    except MemoryError:
        s.w_pending = memory_error().w_value
    if got == WOULD_WAIT:
        c.c_bio_set_flags(bio, i32(READ_AGAIN))
    elif got == 0:
        c.c_bio_set_flags(bio, i32(AT_END))
    return i32(max(got, -1))


WOULD_WAIT: Final[int] = -2


def receive(s: W_Connection, out: Addr, n: int) -> int:
    """How many bytes were put there; 0: the end, -1: failed."""
    source = s.incoming
    if source is not None:
        ended = source.ended
        data = take(source, n)
        put_bytes(out, data)
        return len(data) if len(data) > 0 or ended else WOULD_WAIT
    got = c_recv(i32(s.fd), out, n, i32(DONT_WAIT))
    if got >= 0:
        return got
    return note_errno(s)


def note_errno(s: W_Connection) -> int:
    number = errno()
    if again(number):
        return WOULD_WAIT
    s.number = number
    return -1


@c_callback
def on_write(bio: Addr, data: Addr, n: i32) -> i32:
    c.c_bio_clear_flags(bio, i32(AGAIN))
    s = work().connection
    if s is None or int(n) <= 0:
        return i32(-1)
    done = -1
    try:
        done = send(s, data, int(n))
    except PyError as e:
        s.w_pending = e.w_value
    except MemoryError:
        s.w_pending = memory_error().w_value
    if done == WOULD_WAIT:
        c.c_bio_set_flags(bio, i32(WRITE_AGAIN))
    return i32(max(done, -1))


def send(s: W_Connection, data: Addr, n: int) -> int:
    sink = s.outgoing
    if sink is not None:
        put(sink, copy_bytes(data, n))
        return n
    done = c_send(i32(s.fd), data, n, i32(DONT_WAIT | NO_SIGNAL))
    if done >= 0:
        return done
    return note_errno(s)


@c_callback
def on_control(bio: Addr, command: i32, number: int, at: Addr) -> int:
    if int(command) == CONTROL_FLUSH:
        return 1
    if int(command) == CONTROL_EOF:
        return 1 if int(c.c_bio_test_flags(bio, i32(AT_END))) != 0 else 0
    return 0


def make_method() -> None:
    """When the module is initialised."""
    t = cast(Transport, context().space.states[TRANSPORT])
    if t.method == 0:
        name = c_copy(b"transport")
        t.method = c.c_method_new(i32(KIND), name)
        c_free(name)
        if t.method == 0:
            raise memory_error()
        c.c_method_set_read(t.method, callback_address(on_read))
        c.c_method_set_write(t.method, callback_address(on_write))
        c.c_method_set_ctrl(t.method, callback_address(on_control))


def new_bio() -> Addr:
    bio = c.c_bio_new(cast(Transport, context().space.states[TRANSPORT]).method)
    if bio == 0:
        raise memory_error()
    c.c_bio_set_init(bio, i32(1))
    return bio

"""Driving a connection: one call of OpenSSL's at a time, and what to wait for between them."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, locked, try_as
from protodialect.unsafe import Addr, load64, store64
from protopython.modules._socket.module import POLLIN, POLLOUT, W_Socket, wait_ready
from protopython.modules._ssl import library as c
from protopython.modules._ssl.constants import ERROR_WANT_READ, ERROR_WANT_WRITE
from protopython.modules._ssl.data import Turn, W_Connection, work
from protopython.modules._ssl.errors import chain, no_socket, operation_error, ssl_error
from protopython.modules._thread_locks import thread_ident
from protopython.modules._thread_locks import wait_for as wait_for_mutex
from protopython.modules.support.openssl import c_clear_errors, c_last_error, text_or_empty
from protopython.modules.support.timeouts import Deadline
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.call import call0
from protopython.objects.model.operations import str_of
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.value import is_empty

HANDSHAKE: Final[int] = 0
READ: Final[int] = 1
WRITE: Final[int] = 2
SHUTDOWN: Final[int] = 3

HOST_MISMATCH: Final[int] = 62
IP_MISMATCH: Final[int] = 64


class Outcome:
    """Of one call."""

    result: int
    error: int
    """SSL_get_error; 0: none."""
    code: int
    """OpenSSL's last error; 0: none."""
    number: int
    """errno of the transport."""
    count: int
    """Bytes read or written."""
    w_pending: Value
    """What a callback raised; EMPTY: nothing."""

    def __init__(self) -> None:
        self.result = 0
        self.error = 0
        self.code = 0
        self.number = 0
        self.count = 0
        self.w_pending = EMPTY


def step(s: W_Connection, socket: W_Socket | None, what: int, at: Addr, n: int) -> Outcome:
    """One call, which does not wait."""
    o = Outcome()
    w = work()
    with locked(s):
        refused = s.busy
        if not refused:
            before = w.connection
            w.connection = s
            s.busy = True
            s.fd = -1 if socket is None else socket.fd
            s.number = 0
            store64(s.count, 0)
            c_clear_errors()
            if what == HANDSHAKE:
                o.result = int(c.c_handshake(s.ssl))
            elif what == READ:
                o.result = int(c.c_read(s.ssl, at, n, s.count))
            elif what == WRITE:
                o.result = int(c.c_write(s.ssl, at, n, s.count))
            else:
                if s.closing:
                    c.c_set_read_ahead(s.ssl, i32(0))
                o.result = int(c.c_shutdown(s.ssl))
            if o.result <= 0:
                o.error = int(c.c_error(s.ssl, i32(o.result)))
                o.code = c_last_error()
                o.number = s.number
            o.count = load64(s.count)
            o.w_pending = s.w_pending
            s.w_pending = EMPTY
            s.busy = False
            w.connection = before
    if refused:
        raise in_use()
    return o


def in_use() -> PyError:
    return errors.runtime_error("the SSL object is in use by the operation that called this function")


def failure(s: W_Connection, o: Outcome) -> PyError:
    with locked(s):
        verify_code = c.c_verify_result(s.ssl)
    if verify_code == HOST_MISMATCH:
        text = f"Hostname mismatch, certificate is not valid for '{str_of(s.w_server_name)}'."
    elif verify_code == IP_MISMATCH:
        text = f"IP address mismatch, certificate is not valid for '{str_of(s.w_server_name)}'."
    else:
        text = text_or_empty(c.c_verify_text(verify_code))
    e = operation_error(o.error, o.code, o.number, verify_code, text)
    c_clear_errors()
    return e if is_empty(o.w_pending) else chain(e, o.w_pending)


def raise_pending(o: Outcome) -> None:
    """What a callback raised during an operation that succeeded."""
    if not is_empty(o.w_pending):
        raise PyError(o.w_pending)


# --- waiting ----------------------------------------------------------------------------------------------------------------

READY: Final[int] = 0
NOT_BLOCKING: Final[int] = 1
TIMED_OUT: Final[int] = 2
CLOSED: Final[int] = 3


def socket_of(s: W_Connection) -> W_Socket | None:
    """None: the transport is in memory."""
    if is_empty(s.w_socket):
        return None
    socket = try_as(W_Socket, call0(s.w_socket))
    if socket is None:
        raise no_socket()
    return socket


def deadline_of(socket: W_Socket | None) -> Deadline:
    return Deadline(-1 if socket is None else socket.limit)


def wait(socket: W_Socket | None, events: int, deadline: Deadline) -> int:
    if socket is None or socket.limit == 0:
        return NOT_BLOCKING
    if socket.fd < 0:
        return CLOSED
    if deadline.left_ns() == 0:
        return TIMED_OUT
    return READY if wait_ready(socket, events, deadline) else TIMED_OUT


def wait_for(socket: W_Socket | None, o: Outcome, deadline: Deadline, what: str) -> bool:
    """After a call that did not end: whether it is to be made again. False: it has ended, or the transport does not block."""
    check_signals()
    if o.error == ERROR_WANT_READ:
        state = wait(socket, POLLIN, deadline)
    elif o.error == ERROR_WANT_WRITE:
        state = wait(socket, POLLOUT, deadline)
    else:
        return False
    if state == TIMED_OUT:
        raise timed_out(what)
    if state == CLOSED:
        raise closed()
    return state == READY


def take_turn(turn: Turn, socket: W_Socket | None, deadline: Deadline, what: str) -> Turn | None:
    """Waits until no other thread reads, or writes; for end_turn(). A transport that does not wait needs no turns: programs come again themselves."""
    if socket is None or socket.limit == 0:
        return None
    me = thread_ident()
    if turn.owner == me:
        raise in_use()  # A signal handler, called while this thread waits.
    if not wait_for_mutex(turn.mutex, deadline.left_ns()):
        raise timed_out(what)
    turn.owner = me
    return turn


def end_turn(turn: Turn | None) -> None:
    if turn is not None:
        turn.owner = -1
        turn.mutex.release()


def timed_out(what: str) -> PyError:
    return errors.error(x.TIMEOUT_ERROR, f"The {what} operation timed out")


def closed() -> PyError:
    return ssl_error("Underlying socket has been closed.", 0)

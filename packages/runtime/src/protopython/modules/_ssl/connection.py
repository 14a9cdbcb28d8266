"""_SSLSocket: the handshake, data and the end of a connection. What it tells of itself is in connection_state.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Value, i32, locked, new_with_shape, try_as, unwrap, wrap
from protodialect.unsafe import Addr, bytes_data, callback_address, new_bytes
from protopython.modules._socket.module import POLLIN, POLLOUT, SOCKET, W_Socket
from protopython.modules._ssl import library as c
from protopython.modules._ssl.cipher_lists import new_ssl
from protopython.modules._ssl.constants import (
    CONTROL_MODE,
    ERROR_WANT_READ,
    ERROR_WANT_WRITE,
    ERROR_ZERO_RETURN,
    PROTOCOL_TLS_CLIENT,
    PROTOCOL_TLS_SERVER,
    VERIFY_PEER,
)
from protopython.modules._ssl.data import CONNECTION, CONTEXT, MEMORY_BIO, Turn, W_Connection, W_Context, W_MemoryBio
from protopython.modules._ssl.distrusted import on_verify
from protopython.modules._ssl.drive import (
    CLOSED,
    HANDSHAKE,
    READ,
    READY,
    SHUTDOWN,
    TIMED_OUT,
    WRITE,
    closed,
    deadline_of,
    end_turn,
    failure,
    raise_pending,
    socket_of,
    step,
    take_turn,
    timed_out,
    wait,
    wait_for,
)
from protopython.modules._ssl.errors import library_error, ssl_error
from protopython.modules._ssl.session import session_argument, use_session
from protopython.modules._ssl.transport import new_bio
from protopython.modules.support.openssl import c_clear_errors, give_back, lend
from protopython.modules.support.system_calls import c_copy, copy_bytes
from protopython.objects.codecs import codecs
from protopython.objects.model import errors
from protopython.objects.model.buffer import Buffer, need_bytes, need_writable
from protopython.objects.model.define import method
from protopython.objects.model.operations import call1, index_of, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.objects.weakref.weakref import REFERENCE
from protopython.protocore.bytestrings import bytes_part
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, same

CONNECTION_SIZE: Final[int] = 48 << 10
MODES: Final[int] = 2 | 4
"""SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER, SSL_MODE_AUTO_RETRY."""
CONTROL_HOST_NAME: Final[int] = 55
RECORD: Final[int] = 16384
"""No read gives more than a record holds."""
RECEIVED_SHUTDOWN: Final[int] = 2
VERIFY_LATER: Final[int] = 8


# --- making ---------------------------------------------------------------------------------------------------------------------


def host_argument(w: Value) -> bytes | None:
    """server_hostname; None: none is given."""
    if same(w, w_None):
        return None
    name = as_str(w)
    if name is None:
        raise errors.type_error(f"argument must be str, not {type_name(w)}")
    data = codecs.encode_known(codecs.ASCII, name, "strict")
    if data.find(b"\0") >= 0:
        raise errors.type_error(f"argument must be encoded string without null bytes, not {type_name(w)}")
    return data


@method(
    CONTEXT,
    "_wrap_socket(self, /, sock, server_side, server_hostname=None, *, owner=None, session=None)",
    doc="A connection over a socket.",
)
def context_wrap_socket(self: W_Context, w_socket: Value, w_server: Value, w_host: Value, w_owner: Value, w_session: Value) -> Value:
    socket = try_as(W_Socket, w_socket)
    if socket is None:
        raise errors.type_error(f"_wrap_socket() argument 'sock' must be {SOCKET.name}, not {type_name(w_socket)}")
    s = new_connection(self, is_true(w_server), host_argument(w_host))
    s.w_socket = call1(wrap(REFERENCE), w_socket)
    set_owner_and_session(s, w_owner, w_session)
    return wrap(s)


@method(
    CONTEXT,
    "_wrap_bio(self, /, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)",
    doc="A connection over two MemoryBIO.",
)
def context_wrap_bio(
    self: W_Context, w_incoming: Value, w_outgoing: Value, w_server: Value, w_host: Value, w_owner: Value, w_session: Value
) -> Value:
    incoming = bio_argument(w_incoming, "incoming")
    outgoing = bio_argument(w_outgoing, "outgoing")
    s = new_connection(self, is_true(w_server), host_argument(w_host))
    s.incoming = incoming
    s.outgoing = outgoing
    set_owner_and_session(s, w_owner, w_session)
    return wrap(s)


def bio_argument(w: Value, name: str) -> W_MemoryBio:
    bio = try_as(W_MemoryBio, w)
    if bio is None:
        raise errors.type_error(f"_wrap_bio() argument '{name}' must be {MEMORY_BIO.name}, not {type_name(w)}")
    return bio


def new_connection(context: W_Context, server: bool, host: bytes | None) -> W_Connection:
    if server and context.protocol == PROTOCOL_TLS_CLIENT:
        raise ssl_error("Cannot create a server socket with a PROTOCOL_TLS_CLIENT context", 0)
    if not server and context.protocol == PROTOCOL_TLS_SERVER:
        raise ssl_error("Cannot create a client socket with a PROTOCOL_TLS_SERVER context", 0)
    if host is not None and (len(host) == 0 or host[0] == ord(".")):
        raise errors.value_error("server_hostname cannot be an empty string or start with a leading dot.")
    s = new_with_shape(W_Connection, CONNECTION.root_shape)
    s.context = context
    s.server = server
    s.w_socket = EMPTY
    s.w_owner = w_None
    s.w_server_name = w_None
    s.w_pending = EMPTY
    s.reading = Turn()
    s.writing = Turn()
    bio = new_bio()
    c_clear_errors()
    s.ssl = new_ssl(context)
    if s.ssl == 0:
        c.c_bio_free(bio)
        raise library_error()
    register_resource(s)
    count_outside(CONNECTION_SIZE)
    s.count = c_malloc(8)
    c.c_set_bio(s.ssl, bio, bio)
    c.c_ctrl(s.ssl, i32(CONTROL_MODE), MODES, 0)
    if context.post_handshake_auth:
        if not server:
            c.c_set_pha(s.ssl, i32(1))
        elif int(c.c_verify_mode(s.ssl)) & VERIFY_PEER != 0:
            c.c_set_verify(s.ssl, i32(int(c.c_verify_mode(s.ssl)) | VERIFY_LATER), callback_address(on_verify))
    if host is not None:
        set_host(s, host)
    if server:
        c.c_set_server(s.ssl)
    else:
        c.c_set_client(s.ssl)
    return s


def set_host(s: W_Connection, host: bytes) -> None:
    """Whom a client asks for, and whose certificate it expects."""
    at = c_copy(host)
    ip = c.c_ip_address(at)
    c_clear_errors()
    done = ip != 0 or c.c_ctrl(s.ssl, i32(CONTROL_HOST_NAME), 0, at) != 0
    if done and s.context.check_hostname:
        param = c.c_param(s.ssl)
        if ip == 0:
            done = int(c.c_param_set_host(param, at, len(host))) != 0
        else:
            done = int(c.c_param_set_ip(param, c.c_string_data(ip), int(c.c_string_length(ip)))) != 0
    if ip != 0:
        c.c_octets_free(ip)
    c_free(at)
    if not done:
        raise library_error()
    s.w_server_name = wrap(host.decode())


def set_owner_and_session(s: W_Connection, w_owner: Value, w_session: Value) -> None:
    if not same(w_owner, w_None):
        s.w_owner = call1(wrap(REFERENCE), w_owner)
    if not same(w_session, w_None):
        use_session(s, session_argument(w_session))


# --- handshake ---------------------------------------------------------------------------------------------------------------------


@method(CONNECTION, "do_handshake(self, /)", doc="Agrees with the other end on keys; verifies its certificate.")
def connection_do_handshake(self: W_Connection) -> Value:
    socket = socket_of(self)
    deadline = deadline_of(socket)
    while True:
        o = step(self, socket, HANDSHAKE, 0, 0)
        if not wait_for(socket, o, deadline, "handshake"):
            break
    if o.result < 1:
        raise failure(self, o)
    raise_pending(o)
    return w_None


@method(CONNECTION, "verify_client_post_handshake(self, /)", doc="Asks the client of a TLS 1.3 connection for its certificate.")
def connection_verify_later(self: W_Connection) -> Value:
    with locked(self):
        c_clear_errors()
        done = int(c.c_post_handshake(self.ssl)) != 0
    if not done:
        raise library_error()
    return w_None


# --- data ----------------------------------------------------------------------------------------------------------------------------


@method(CONNECTION, "write(self, b, /)", doc="Sends bytes; how many were taken.")
def connection_write(self: W_Connection, w_data: Value) -> Value:
    data = need_bytes(w_data)
    socket = socket_of(self)
    deadline = deadline_of(socket)
    # Without a time limit it is tried first: a socket may have room for a little while poll wants room for more.
    if socket is not None and socket.limit > 0:
        state = wait(socket, POLLOUT, deadline)
        if state == TIMED_OUT:
            raise timed_out("write")
        if state == CLOSED:
            raise closed()
    turn = take_turn(self.writing, socket, deadline, "write")
    at = lend(data)
    try:
        while True:
            o = step(self, socket, WRITE, at, len(data))
            if not wait_for(socket, o, deadline, "write"):
                break
    finally:
        give_back(at)
        end_turn(turn)
    if o.result <= 0:
        raise failure(self, o)
    raise_pending(o)
    return from_int(o.count)


@method(CONNECTION, "read(self, *args)", doc="read(size, [buffer])\nUp to size bytes; into buffer if there is one, then it tells how many.", shown="")
def connection_read(self: W_Connection, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length < 1 or args.length > 2:
        raise errors.type_error(f"{CONNECTION.name}.read requires 1 to 2 arguments")
    n = index_of(args.items[0])
    if args.length == 2:
        b = need_writable(args.items[1], "read() argument 2")
        return from_int(read_into(self, b, b.n if n <= 0 or n > b.n else n))
    if n < 0:
        raise errors.value_error("size should not be negative")
    socket = socket_of(self)
    if n == 0:
        return wrap(b"")
    n = min(n, RECORD)
    if COMPILED:
        data = new_bytes(n)
        got = read(self, socket, bytes_data(data), n)
        return wrap(data if got == n else bytes_part(data, 0, got))
    else:
        at = c_malloc(n)
        try:
            got = read(self, socket, at, n)
            return wrap(copy_bytes(at, got))
        finally:
            c_free(at)


def read_into(s: W_Connection, b: Buffer, n: int) -> int:
    socket = socket_of(s)
    if n == 0:
        return 0
    if COMPILED:
        return read(s, socket, b.address, n)
    else:
        at = c_malloc(n)
        try:
            got = read(s, socket, at, n)
            b.write(0, copy_bytes(at, got))
            return got
        finally:
            c_free(at)


def read(s: W_Connection, socket: W_Socket | None, at: Addr, n: int) -> int:
    """How many bytes were put there; 0: the other end has said that there will be no more."""
    deadline = deadline_of(socket)
    turn = take_turn(s.reading, socket, deadline, "read")
    try:
        while True:
            o = step(s, socket, READ, at, n)
            if o.error == ERROR_ZERO_RETURN and int(c.c_shutdown_state(s.ssl)) == RECEIVED_SHUTDOWN:
                raise_pending(o)
                return 0
            if not wait_for(socket, o, deadline, "read"):
                break
    finally:
        end_turn(turn)
    if o.result <= 0:
        raise failure(s, o)
    raise_pending(o)
    return o.count


@method(CONNECTION, "pending(self, /)", doc="The number of bytes that can be read without asking the transport.")
def connection_pending(self: W_Connection) -> Value:
    with locked(self):
        n = int(c.c_pending(self.ssl))
    return from_int(n)


# --- the end --------------------------------------------------------------------------------------------------------------------------


@method(CONNECTION, "shutdown(self, /)", doc="Tells the other end that there will be no more, and waits for it to say so too; gives back the socket.")
def connection_shutdown(self: W_Connection) -> Value:
    socket = socket_of(self)
    deadline = deadline_of(socket)
    zeros = 0
    while True:
        o = step(self, socket, SHUTDOWN, 0, 0)
        if o.result > 0:
            break
        if o.result == 0:
            # Our message is out. Once more, for the other's; not for ever, since some never send it.
            zeros += 1
            if zeros > 1:
                break
            self.closing = True
            continue
        check_signals()
        if o.error == ERROR_WANT_READ:
            state = wait(socket, POLLIN, deadline)
        elif o.error == ERROR_WANT_WRITE:
            state = wait(socket, POLLOUT, deadline)
        else:
            break
        if state == TIMED_OUT:
            raise timed_out("read" if o.error == ERROR_WANT_READ else "write")
        if state != READY:
            break
    if o.result < 0:
        raise failure(self, o)
    raise_pending(o)
    return w_None if socket is None else wrap(socket)

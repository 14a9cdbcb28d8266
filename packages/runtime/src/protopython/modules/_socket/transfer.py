"""_socket.socket: sending and receiving bytes."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, store32
from protopython.engine.signals import run_pending_signals
from protopython.modules._socket.addresses import SPACE, Address
from protopython.modules._socket.families import value_of_address
from protopython.modules._socket.module import POLLIN, POLLOUT, SOCKET, Operation, W_Socket, address_of, audit_address
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes
from protopython.objects.model import errors
from protopython.objects.model.buffer import Buffer, need_bytes, need_writable
from protopython.objects.model.define import method
from protopython.objects.model.operations import index_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

CHUNK: Final[int] = 1 << 20
"""sendall copies this much at a time."""


@c_function("send", blocking=True)
def c_send(fd: i32, data: Addr, n: int, flags: i32) -> int: ...


@c_function("sendto", blocking=True)
def c_sendto(fd: i32, data: Addr, n: int, flags: i32, address: Addr, size: i32) -> int: ...


@c_function("recv", blocking=True)
def c_recv(fd: i32, out: Addr, n: int, flags: i32) -> int: ...


@c_function("recvfrom", blocking=True)
def c_recvfrom(fd: i32, out: Addr, n: int, flags: i32, address: Addr, size: Addr) -> int: ...


# --- receiving ----------------------------------------------------------------------------------------------------------------------


class Received:
    data: bytes
    w_address: Value

    def __init__(self, data: bytes, w_address: Value) -> None:
        self.data = data
        self.w_address = w_address


def receive(s: W_Socket, n: int, flags: int, with_address: bool) -> Received:
    """Up to n bytes, and who sent them."""
    op = Operation(s, POLLIN)
    out = c_malloc(n + 1)
    a = Address()
    size = c_malloc(8)
    try:
        while True:
            op.wait()
            if with_address:
                store32(size, SPACE)
                got = c_recvfrom(i32(s.fd), out, n, i32(flags), a.at, size)
            else:
                got = c_recv(i32(s.fd), out, n, i32(flags))
            if got >= 0:
                w_address = value_of_address(s.fd, a.at, load32(size), s.protocol) if with_address else w_None
                return Received(copy_bytes(out, got), w_address)
            op.failed(errno())
    finally:
        c_free(out)
        c_free(size)
        a.free()


@method(SOCKET, "recv(self, buffersize, flags=0, /)", doc="Up to some bytes; empty when the other end has closed.", shown="")
def socket_recv(self: W_Socket, w_size: Value, w_flags: Value) -> Value:
    n = index_of(w_size)
    flags = c_int(w_flags)
    if n < 0:
        raise errors.value_error("negative buffersize in recv")
    return wrap(receive(self, n, flags, False).data)


@method(SOCKET, "recvfrom(self, buffersize, flags=0, /)", doc="Up to some bytes and the sender's address.", shown="")
def socket_recvfrom(self: W_Socket, w_size: Value, w_flags: Value) -> Value:
    n = index_of(w_size)
    flags = c_int(w_flags)
    if n < 0:
        raise errors.value_error("negative buffersize in recvfrom")
    r = receive(self, n, flags, True)
    return wrap(new_tuple2(wrap(r.data), r.w_address))


def room(b: Buffer, w_size: Value, name: str) -> int:
    """How much may be received into b."""
    n = index_of(w_size)
    if n < 0:
        raise errors.value_error(f"negative buffersize in {name}")
    if n == 0:
        return b.n
    if n > b.n:
        raise errors.value_error("buffer too small for requested bytes" if name == "recv_into" else "nbytes is greater than the length of the buffer")
    return n


@method(SOCKET, "recv_into(self, buffer, nbytes=0, flags=0)", doc="Receives into a buffer; how many bytes.", shown="")
def socket_recv_into(self: W_Socket, w_buffer: Value, w_size: Value, w_flags: Value) -> Value:
    b = need_writable(w_buffer, "recv_into() argument 1")
    flags = c_int(w_flags)
    r = receive(self, room(b, w_size, "recv_into"), flags, False)
    b.write(0, r.data)
    return from_int(len(r.data))


@method(
    SOCKET,
    "recvfrom_into(self, buffer, nbytes=0, flags=0)",
    doc="Receives into a buffer: (how many bytes, the sender's address).",
    shown="",
)
def socket_recvfrom_into(self: W_Socket, w_buffer: Value, w_size: Value, w_flags: Value) -> Value:
    b = need_writable(w_buffer, "recvfrom_into() argument 1")
    flags = c_int(w_flags)
    r = receive(self, room(b, w_size, "recvfrom_into"), flags, True)
    b.write(0, r.data)
    return wrap(new_tuple2(from_int(len(r.data)), r.w_address))


# --- sending -------------------------------------------------------------------------------------------------------------------------


@method(SOCKET, "send(self, data, flags=0, /)", doc="Sends bytes; how many were taken.", shown="")
def socket_send(self: W_Socket, w_data: Value, w_flags: Value) -> Value:
    flags = c_int(w_flags)
    data = need_bytes(w_data)
    return from_int(send_part(Operation(self, POLLOUT), data, 0, len(data), flags))


def send_part(op: Operation, data: bytes, start: int, n: int, flags: int) -> int:
    at = c_copy(data if n == len(data) else data[start : start + n])
    try:
        while True:
            op.wait()
            sent = c_send(i32(op.socket.fd), at, n, i32(flags))
            if sent >= 0:
                return sent
            op.failed(errno())
    finally:
        c_free(at)


@method(SOCKET, "sendall(self, data, flags=0, /)", doc="Sends all bytes.", shown="")
def socket_sendall(self: W_Socket, w_data: Value, w_flags: Value) -> Value:
    flags = c_int(w_flags)
    data = need_bytes(w_data)
    op = Operation(self, POLLOUT)
    done = 0
    while done < len(data):
        done += send_part(op, data, done, min(len(data) - done, CHUNK), flags)
        run_pending_signals()
    return w_None


@method(
    SOCKET, "sendto(self, *args)", doc="sendto(data, [flags,] address): sends to an address; how many bytes were taken.", shown=""
)
def socket_sendto(self: W_Socket, w_args: Value) -> Value:
    args = require_args(w_args)
    flags = c_int(args.items[1]) if args.length == 3 else 0
    data = need_bytes(args.items[0])
    w_address = args.items[args.length - 1]
    a = address_of(self, w_address, "sendto")
    audit_address("socket.sendto", self, w_address, a)
    at = c_copy(data)
    op = Operation(self, POLLOUT)
    try:
        while True:
            op.wait()
            sent = c_sendto(i32(self.fd), at, len(data), i32(flags), a.at, i32(a.n))
            if sent >= 0:
                return from_int(sent)
            op.failed(errno())
    finally:
        c_free(at)
        a.free()


def require_args(w_args: Value) -> W_Tuple:
    args = unwrap(W_Tuple, w_args)
    if args.length != 2 and args.length != 3:
        raise errors.type_error(f"sendto() takes 2 or 3 arguments ({args.length} given)")
    return args

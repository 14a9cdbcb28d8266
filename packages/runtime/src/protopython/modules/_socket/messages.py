"""_socket.socket: sendmsg and recvmsg, which carry ancillary data (descriptors among it).

    struct msghdr   name 8 | name length 4, pad | vector 8 | its length 8 | control 8 | its length 8 | flags 4
    struct iovec    base 8 | length 8
    struct cmsghdr  length 8 (with this header) | level 4 | type 4 | data, padded to 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, wrap
from protodialect.unsafe import Addr, c_function, errno, load32, load64, memset, store8, store32, store64
from protopython.modules._socket.addresses import SPACE, Address, plain_error
from protopython.modules._socket.constants import MODULE
from protopython.modules._socket.families import AF_ALG, value_of_address
from protopython.modules._socket.module import POLLIN, POLLOUT, SOCKET, Operation, W_Socket, address_of
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes, signed32
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import W_List, list_append, list_get, list_length, new_list
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit2
from protopython.objects.model.buffer import Buffer, need_bytes, need_writable
from protopython.objects.model.define import function, method
from protopython.objects.model.operations import index_of, unpack_to_list
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple3, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

HEADER: Final[int] = 56
CONTROL_HEADER: Final[int] = 16
SOL_ALG: Final[int] = 279
ALG_SET_IV: Final[int] = 2
ALG_SET_OP: Final[int] = 3
ALG_SET_AEAD_ASSOCLEN: Final[int] = 4
MAX_VECTORS: Final[int] = 1024
MAX_LENGTH: Final[int] = 0x7FFFFFFF


@c_function("sendmsg", blocking=True)
def c_sendmsg(fd: i32, message: Addr, flags: i32) -> int: ...


@c_function("recvmsg", blocking=True)
def c_recvmsg(fd: i32, message: Addr, flags: i32) -> int: ...


def padded(n: int) -> int:
    return (n + 7) & ~7


@function(MODULE, "CMSG_LEN(length, /)", doc="The size of an item of ancillary data, its header included.", shown="")
def m_cmsg_len(w_length: Value) -> Value:
    n = index_of(w_length)
    if n < 0 or n > MAX_LENGTH - CONTROL_HEADER:
        raise errors.overflow_error("CMSG_LEN() argument out of range")
    return from_int(CONTROL_HEADER + n)


@function(MODULE, "CMSG_SPACE(length, /)", doc="The room an item of ancillary data takes, padding included.", shown="")
def m_cmsg_space(w_length: Value) -> Value:
    n = index_of(w_length)
    if n < 0 or n > MAX_LENGTH - CONTROL_HEADER - 8:
        raise errors.overflow_error("CMSG_SPACE() argument out of range")
    return from_int(CONTROL_HEADER + padded(n))


class Message:
    """A struct msghdr and what it points to, in C memory."""

    at: Addr
    vectors: Addr
    n_vectors: int
    control: Addr
    address: Address | None

    def __init__(self, n_vectors: int) -> None:
        self.at = c_malloc(HEADER)
        memset(self.at, 0, HEADER)
        self.vectors = c_malloc(16 * n_vectors + 16)
        memset(self.vectors, 0, 16 * n_vectors + 16)
        self.n_vectors = n_vectors
        self.control = 0
        self.address = None
        store64(self.at + 16, self.vectors)
        store64(self.at + 24, n_vectors)

    def set_vector(self, i: int, at: Addr, n: int) -> None:
        store64(self.vectors + 16 * i, at)
        store64(self.vectors + 16 * i + 8, n)

    def set_control(self, at: Addr, n: int) -> None:
        self.control = at
        store64(self.at + 32, at)
        store64(self.at + 40, n)

    def set_address(self, a: Address) -> None:
        self.address = a
        store64(self.at, a.at)
        store32(self.at + 8, a.n)

    def free(self) -> None:
        for i in range(self.n_vectors):
            c_free(load64(self.vectors + 16 * i))
        c_free(self.vectors)
        c_free(self.control)
        a = self.address
        if a is not None:
            a.free()
        c_free(self.at)


def items_of(w: Value, message: str) -> W_List:
    """The items of an iterable; `message` is the TypeError's."""
    try:
        return unpack_to_list(w)
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            raise errors.type_error(message) from None
        raise


# --- sending -------------------------------------------------------------------------------------------------------------------------


class ControlItem:
    """One item of ancillary data."""

    level: int
    kind: int
    data: bytes

    def __init__(self, level: int, kind: int, data: bytes) -> None:
        self.level = level
        self.kind = kind
        self.data = data


def control_of(items: W_List) -> list[ControlItem]:
    control: list[ControlItem] = []
    for i in range(list_length(items)):
        t = try_as(W_Tuple, list_get(items, i))
        if t is None or t.length != 3:
            raise errors.type_error("[sendmsg() ancillary data items] must be sequence of length 3")
        control.append(ControlItem(c_int(t.items[0]), c_int(t.items[1]), need_bytes(t.items[2])))
    return control


def store_control(m: Message, control: list[ControlItem]) -> None:
    size = 0
    for item in control:
        size += CONTROL_HEADER + padded(len(item.data))
    if size == 0:
        return
    at = c_malloc(size)
    memset(at, 0, size)
    m.set_control(at, size)
    for item in control:
        store64(at, CONTROL_HEADER + len(item.data))
        store32(at + 8, item.level)
        store32(at + 12, item.kind)
        for j in range(len(item.data)):
            store8(at + CONTROL_HEADER + j, item.data[j])
        at += CONTROL_HEADER + padded(len(item.data))


def message_of(buffers: W_List, function: str) -> Message:
    n = list_length(buffers)
    if n > MAX_VECTORS * 1024:
        raise plain_error(f"{function}() argument 1 is too long")
    m = Message(n)
    try:
        for i in range(n):
            data = need_bytes(list_get(buffers, i))
            m.set_vector(i, c_copy(data), len(data))
    except PyError:
        m.free()
        raise
    return m


def send_message(s: W_Socket, m: Message, flags: int) -> Value:
    op = Operation(s, POLLOUT)
    while True:
        op.wait()
        sent = c_sendmsg(i32(s.fd), m.at, i32(flags))
        if sent >= 0:
            return from_int(sent)
        op.failed(errno())


@method(
    SOCKET,
    "sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)",
    doc="Sends buffers and ancillary data; how many bytes were taken.",
    shown="",
)
def socket_sendmsg(self: W_Socket, w_buffers: Value, w_control: Value, w_flags: Value, w_address: Value) -> Value:
    buffers = items_of(w_buffers, "sendmsg() argument 1 must be an iterable")
    flags = c_int(w_flags)
    m = message_of(buffers, "sendmsg")
    try:
        store_control(m, control_of(items_of(w_control, "sendmsg() argument 2 must be an iterable")))
        if not same(w_address, w_None):
            m.set_address(address_of(self, w_address, "sendmsg"))
        audit2("socket.sendmsg", wrap(self), w_address)
        return send_message(self, m, flags)
    finally:
        m.free()


@method(
    SOCKET,
    "sendmsg_afalg(self, msg=(), *, op=EMPTY, iv=EMPTY, assoclen=EMPTY, flags=0)",
    doc="Sends buffers to one of the kernel's algorithms, with what it is to do: the operation, the initial vector, the length of associated data.",
    shown="",
)
def socket_sendmsg_afalg(self: W_Socket, w_buffers: Value, w_op: Value, w_iv: Value, w_length: Value, w_flags: Value) -> Value:
    if self.family != AF_ALG:
        raise plain_error("algset is only supported for AF_ALG")
    op = -1 if is_empty(w_op) else c_int(w_op)
    if op < 0:
        raise errors.type_error("Invalid or missing argument 'op'")
    control = [ControlItem(SOL_ALG, ALG_SET_OP, word(op))]
    if not is_empty(w_iv):
        iv = need_bytes(w_iv)
        control.append(ControlItem(SOL_ALG, ALG_SET_IV, word(len(iv)) + iv))
    if not is_empty(w_length):
        length = c_int(w_length)
        if length < 0:
            raise errors.type_error("assoclen must be positive")
        control.append(ControlItem(SOL_ALG, ALG_SET_AEAD_ASSOCLEN, word(length)))
    flags = c_int(w_flags)
    m = message_of(items_of(w_buffers, "sendmsg_afalg() argument 1 must be an iterable"), "sendmsg_afalg")
    try:
        store_control(m, control)
        return send_message(self, m, flags)
    finally:
        m.free()


def word(i: int) -> bytes:
    """Four bytes in this machine's order."""
    at = c_malloc(4)
    store32(at, i)
    data = copy_bytes(at, 4)
    c_free(at)
    return data


# --- receiving -----------------------------------------------------------------------------------------------------------------------


def control_items(m: Message) -> Value:
    """[(level, type, data)]"""
    items = new_list()
    at = m.control
    end = at + load64(m.at + 40)
    while at != 0 and at + CONTROL_HEADER <= end:
        n = load64(at)
        if n < CONTROL_HEADER:
            break
        data = copy_bytes(at + CONTROL_HEADER, min(at + n, end) - at - CONTROL_HEADER)
        w_level = from_int(signed32(load32(at + 8)))
        w_type = from_int(signed32(load32(at + 12)))
        list_append(items, wrap(new_tuple3(w_level, w_type, wrap(data))))
        at += padded(n)
    return wrap(items)


def receive(s: W_Socket, m: Message, w_control_size: Value, w_flags: Value) -> int:
    """Fills m; how many bytes came."""
    flags = c_int(w_flags)
    size = index_of(w_control_size)
    if size < 0 or size > MAX_LENGTH:
        raise errors.value_error("invalid ancillary data buffer length")
    if size > 0:
        m.set_control(c_malloc(size), size)
    m.set_address(Address())
    op = Operation(s, POLLIN)
    while True:
        op.wait()
        store32(m.at + 8, SPACE)
        store64(m.at + 40, size)
        got = c_recvmsg(i32(s.fd), m.at, i32(flags))
        if got >= 0:
            return got
        op.failed(errno())


def result(s: W_Socket, m: Message, w_first: Value) -> Value:
    t = new_tuple_n(4)
    t.items[0] = w_first
    t.items[1] = control_items(m)
    t.items[2] = from_int(load32(m.at + 48))
    t.items[3] = value_of_address(s.fd, load64(m.at), load32(m.at + 8), s.protocol)
    return wrap(t)


@method(
    SOCKET, "recvmsg(self, bufsize, ancbufsize=0, flags=0, /)", doc="Receives: (data, ancillary data, flags, address).", shown=""
)
def socket_recvmsg(self: W_Socket, w_size: Value, w_control_size: Value, w_flags: Value) -> Value:
    n = index_of(w_size)
    if n < 0:
        raise errors.value_error("negative buffer size in recvmsg()")
    m = Message(1)
    try:
        m.set_vector(0, c_malloc(n + 1), n)
        got = receive(self, m, w_control_size, w_flags)
        return result(self, m, wrap(copy_bytes(load64(m.vectors), got)))
    finally:
        m.free()


@method(
    SOCKET,
    "recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)",
    doc="Receives into buffers: (count, ancillary data, flags, address).",
    shown="",
)
def socket_recvmsg_into(self: W_Socket, w_buffers: Value, w_control_size: Value, w_flags: Value) -> Value:
    given = items_of(w_buffers, "recvmsg_into() argument 1 must be an iterable")
    buffers: list[Buffer] = []
    for i in range(list_length(given)):
        buffers.append(need_writable(list_get(given, i), "recvmsg_into() argument 1 must be an iterable of single-segment"))
    m = Message(len(buffers))
    try:
        for i in range(len(buffers)):
            m.set_vector(i, c_malloc(buffers[i].n + 1), buffers[i].n)
        got = receive(self, m, w_control_size, w_flags)
        left = got
        for i in range(len(buffers)):
            n = min(left, buffers[i].n)
            buffers[i].write(0, copy_bytes(load64(m.vectors + 16 * i), n))
            left -= n
        return result(self, m, from_int(got))
    finally:
        m.free()

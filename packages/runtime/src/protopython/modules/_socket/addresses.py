"""_socket: internet and file names as addresses, between Python's values and C's struct sockaddr; errors of name resolution.

The other families, and the way from a socket to its family, are in _socket/families.py.

A struct sockaddr lives in SPACE bytes of C memory:

    AF_INET   family 2 | port 2, big-endian | address 4
    AF_INET6  family 2 | port 2 | flow 4, big-endian | address 16 | scope 4
    AF_UNIX   family 2 | path, to the end; a first NUL means the abstract namespace
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load32, load64, memset, store8, store32
from protopython.modules.support.system_calls import ascii_at, c_copy, copy_bytes, fs_decode, fs_encode, os_failure
from protopython.objects.bytearray import W_ByteArray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_clamp
from protopython.objects.model import errors
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.call import call_method1
from protopython.objects.model.define import constant, define_type
from protopython.objects.model.operations import index_of, index_value
from protopython.objects.model.types import type_name
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free, c_malloc, c_strlen
from protopython.protocore.value import from_int

AF_UNSPEC: Final[int] = 0
AF_UNIX: Final[int] = 1
AF_INET: Final[int] = 2
AF_INET6: Final[int] = 10
SOCK_DGRAM: Final[int] = 2
SPACE: Final[int] = 128
UNIX_PATH: Final[int] = 108
EAFNOSUPPORT: Final[int] = 97
EAI_SYSTEM: Final[int] = -11
# struct addrinfo
INFO_FLAGS: Final[int] = 0
INFO_FAMILY: Final[int] = 4
INFO_TYPE: Final[int] = 8
INFO_PROTOCOL: Final[int] = 12
INFO_LENGTH: Final[int] = 16
INFO_ADDRESS: Final[int] = 24
INFO_NAME: Final[int] = 32
INFO_NEXT: Final[int] = 40
INFO_SIZE: Final[int] = 48

GAI_ERROR = define_type("gaierror", x.W_OSError, x.OS_ERROR, module="socket", flags=x.EXCEPTION_FLAGS, attributes=True)
H_ERROR = define_type("herror", x.W_OSError, x.OS_ERROR, module="socket", flags=x.EXCEPTION_FLAGS, attributes=True)
constant("_socket", "gaierror", GAI_ERROR)
constant("_socket", "herror", H_ERROR)
constant("_socket", "error", x.OS_ERROR)
constant("_socket", "timeout", x.TIMEOUT_ERROR)


@c_function("getaddrinfo", blocking=True)
def c_getaddrinfo(name: Addr, service: Addr, hints: Addr, out: Addr) -> i32: ...


@c_function("freeaddrinfo")
def c_freeaddrinfo(first: Addr) -> None: ...


@c_function("gai_strerror")
def c_gai_strerror(number: i32) -> Addr: ...


@c_function("inet_pton")
def c_inet_pton(family: i32, text: Addr, out: Addr) -> i32: ...


@c_function("inet_ntop")
def c_inet_ntop(family: i32, address: Addr, out: Addr, n: u32) -> Addr: ...


# --- errors ---------------------------------------------------------------------------------------------------------------------


def plain_error(message: str) -> PyError:
    """OSError with nothing but a message."""
    return errors.error(x.OS_ERROR, message)


def numbered_error(w_type: W_Type, number: int, message: str) -> PyError:
    return PyError(wrap(x.new_exception(w_type, new_tuple2(from_int(number), wrap(message)))))


def resolution_error(number: int, system_error: int) -> PyError:
    """What getaddrinfo answered."""
    if number == EAI_SYSTEM:
        return os_failure(system_error)
    return numbered_error(GAI_ERROR, number, ascii_at(c_gai_strerror(i32(number))))


# --- host names -------------------------------------------------------------------------------------------------------------------


def host_bytes(w: Value) -> bytes:
    """A host's name for C: ASCII as it is, other text by IDNA."""
    s = as_str(w)
    if s is not None:
        data = encoded_host(s, w)
    else:
        given = as_bytes(w)
        if given is None and try_as(W_ByteArray, w) is not None:
            given = bytes_of_buffer(w)
        if given is None:
            raise errors.type_error(f"str, bytes or bytearray expected, not {type_name(w)}")
        data = given
    if data.find(b"\0") >= 0:
        raise errors.type_error("host name must not contain null character")
    return data


def encoded_host(s: str, w: Value) -> bytes:
    for i in range(len(s)):
        if ord(s[i]) >= 128:
            try:
                data = as_bytes(call_method1(w, "encode", wrap("idna")))
            except PyError as e:
                if errors.error_matches(e, x.UNICODE_ERROR):
                    raise errors.type_error("encoding of hostname failed") from None
                raise
            return b"" if data is None else data
    return s.encode()


def new_hints(family: int, kind: int, protocol: int, flags: int) -> Addr:
    hints = c_malloc(INFO_SIZE)
    memset(hints, 0, INFO_SIZE)
    store32(hints + INFO_FLAGS, flags)
    store32(hints + INFO_FAMILY, family)
    store32(hints + INFO_TYPE, kind)
    store32(hints + INFO_PROTOCOL, protocol)
    return hints


def resolve(name: Addr, service: Addr, hints: Addr) -> Addr:
    """The first struct addrinfo, for c_freeaddrinfo; frees hints. gaierror."""
    out = c_malloc(8)
    number = int(c_getaddrinfo(name, service, hints, out))
    system_error = errno()
    first = load64(out)
    c_free(out)
    c_free(hints)
    if number != 0:
        raise resolution_error(number, system_error)
    return first


def store_host(host: bytes, family: int, out: Addr) -> None:
    """The 4 or 16 bytes of a host's address."""
    size = 4 if family == AF_INET else 16
    if len(host) == 0:
        memset(out, 0, size)
        return
    if host == b"<broadcast>" or host == b"255.255.255.255":
        if family != AF_INET:
            raise plain_error("address family mismatched")
        memset(out, 255, size)
        return
    name = c_copy(host)
    try:
        if c_inet_pton(i32(family), name, out) == 1:
            return
        first = resolve(name, 0, new_hints(family, 0, 0, 0))
        at = load64(first + INFO_ADDRESS) + (4 if family == AF_INET else 8)
        for i in range(size):
            store8(out + i, load8(at + i))
        c_freeaddrinfo(first)
    finally:
        c_free(name)


def host_text(family: int, at: Addr) -> str:
    """An IP address as text."""
    out = c_malloc(64)
    c_inet_ntop(i32(family), at, out, u32(64))
    text = ascii_at(out)
    c_free(out)
    return text


# --- addresses --------------------------------------------------------------------------------------------------------------------


def big16(at: Addr) -> int:
    return (load8(at) << 8) | load8(at + 1)


def big32(at: Addr) -> int:
    return (big16(at) << 16) | big16(at + 2)


def store_big16(at: Addr, i: int) -> None:
    store8(at, i >> 8)
    store8(at + 1, i)


def store_big32(at: Addr, i: int) -> None:
    store_big16(at, i >> 16)
    store_big16(at + 2, i)


class Address:
    """A struct sockaddr in C memory, to be freed."""

    at: Addr
    n: int

    def __init__(self) -> None:
        self.at = c_malloc(SPACE)
        memset(self.at, 0, SPACE)
        self.n = SPACE

    def free(self) -> None:
        c_free(self.at)


def check_port(port: int, function: str) -> None:
    if port < 0 or port > 0xFFFF:
        raise errors.overflow_error(f"{function}(): port must be 0-65535.")


def address_tuple(w: Value, function: str, family: str) -> W_Tuple:
    t = try_as(W_Tuple, w)
    if t is None:
        raise errors.type_error(f"{function}(): {family} address must be tuple, not {type_name(w)}")
    return t


def store_inet(a: Address, t: W_Tuple, function: str) -> None:
    if t.length != 2:
        raise errors.type_error("AF_INET address must be a pair (host, port)")
    host = host_bytes(t.items[0])
    port = int_clamp(index_value(t.items[1]))
    store_host(host, AF_INET, a.at + 4)
    check_port(port, function)
    store_big16(a.at + 2, port)
    a.n = 16


def store_inet6(a: Address, t: W_Tuple, function: str) -> None:
    if t.length < 2 or t.length > 4:
        raise errors.type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    host = host_bytes(t.items[0])
    port = int_clamp(index_value(t.items[1]))
    flow = index_of(t.items[2]) if t.length > 2 else 0
    scope = index_of(t.items[3]) if t.length > 3 else 0
    store_host(host, AF_INET6, a.at + 8)
    check_port(port, function)
    if flow < 0 or flow > 0xFFFFF:
        raise errors.overflow_error(f"{function}(): flowinfo must be 0-1048575.")
    store_big16(a.at + 2, port)
    store_big32(a.at + 4, flow)
    store32(a.at + 24, scope)
    a.n = 28


def store_unix(a: Address, w: Value) -> None:
    s = as_str(w)
    path = fs_encode(s) if s is not None else need_bytes(w)
    n = len(path)
    if n > UNIX_PATH or (n == UNIX_PATH and path[0] != 0):
        raise plain_error("AF_UNIX path too long")
    for i in range(n):
        store8(a.at + 2 + i, path[i])
    a.n = 2 + n if n == 0 or path[0] == 0 else 3 + n  # without a name the system gives one


def inet_value(at: Addr) -> Value:
    return wrap(new_tuple2(wrap(host_text(AF_INET, at + 4)), from_int(big16(at + 2))))


def inet6_value(at: Addr) -> Value:
    t = new_tuple_n(4)
    t.items[0] = wrap(host_text(AF_INET6, at + 8))
    t.items[1] = from_int(big16(at + 2))
    t.items[2] = from_int(big32(at + 4))
    t.items[3] = from_int(load32(at + 24))
    return wrap(t)


def unix_value(at: Addr, n: int) -> Value:
    if n > 2 and load8(at + 2) == 0:
        return wrap(copy_bytes(at + 2, n - 2))
    return wrap(fs_decode(copy_bytes(at + 2, min(c_strlen(at + 2), n - 2))) if n > 2 else "")

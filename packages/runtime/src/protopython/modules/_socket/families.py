"""_socket: addresses of all families, by the socket's family and, where the families ask for it, its protocol.

    AF_PACKET   family 2 | protocol 2, big-endian | interface 4 | hardware's type 2 | packet's type 1 | length 1 | hardware address 8
    AF_NETLINK  family 2, pad | process 4 | groups 4
    AF_QIPCRTR  family 2, pad | node 4 | port 4
    AF_VSOCK    family 2, pad | port 4 | machine 4 | 4
    AF_TIPC     family 2 | kind 1 | scope 1 | 4 | 4 | 4
    AF_CAN      family 2, pad | interface 4 | receive 4, send 4, or name 8, group 4, address 1 | to 24
    AF_ALG      family 2 | type 14 | features 4 | mask 4 | name 64
    Bluetooth   L2CAP  family 2 | service 2 | device 6 | channel 2 | device's type 1, pad
                RFCOMM family 2 | device 6 | channel 1, pad
                HCI    family 2 | device 2 | channel 2
                SCO    family 2 | device 6
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, require, try_as, wrap
from protodialect.unsafe import Addr, errno, load8, load16, load32, load64, memset, store8, store16, store32, store64
from protopython.modules._socket.addresses import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    Address,
    address_tuple,
    big16,
    inet6_value,
    inet_value,
    plain_error,
    store_big16,
    store_inet,
    store_inet6,
    store_unix,
    unix_value,
)
from protopython.modules.support.system_calls import (
    ascii_at,
    c_bytes,
    c_int,
    c_ioctl,
    c_text,
    copy_bytes,
    fs_decode,
    fspath_of,
    os_failure,
    path_bytes,
)
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.int.int import int_low64, new_uint
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

AF_NETLINK: Final[int] = 16
AF_PACKET: Final[int] = 17
AF_CAN: Final[int] = 29
AF_TIPC: Final[int] = 30
AF_BLUETOOTH: Final[int] = 31
AF_ALG: Final[int] = 38
AF_VSOCK: Final[int] = 40
AF_QIPCRTR: Final[int] = 42

CAN_RAW: Final[int] = 1
CAN_BCM: Final[int] = 2
CAN_ISOTP: Final[int] = 6
CAN_J1939: Final[int] = 7
BT_L2CAP: Final[int] = 0
BT_HCI: Final[int] = 1
BT_SCO: Final[int] = 2
BT_RFCOMM: Final[int] = 3
TIPC_ADDR_NAMESEQ: Final[int] = 1
TIPC_ADDR_NAME: Final[int] = 2
TIPC_ADDR_ID: Final[int] = 3
TIPC_CLUSTER_SCOPE: Final[int] = 2

INTERFACE_NAME: Final[int] = 16
INTERFACE_REQUEST: Final[int] = 40
"""struct ifreq: name 16 | index 4 ..."""
SIOCGIFNAME: Final[int] = 0x8910
SIOCGIFINDEX: Final[int] = 0x8933
HARDWARE_ADDRESS: Final[int] = 8
ALG_TYPE: Final[int] = 14
ALG_NAME: Final[int] = 64
DEVICE: Final[int] = 6
HEXADECIMAL: Final[str] = "0123456789abcdef"


def address_of_value(fd: int, family: int, protocol: int, w: Value, function: str) -> Address:
    """What a program gave as an address, for the socket fd."""
    a = Address()
    try:
        store16(a.at, family)
        if family == AF_INET:
            store_inet(a, address_tuple(w, function, "AF_INET"), function)
        elif family == AF_INET6:
            store_inet6(a, address_tuple(w, function, "AF_INET6"), function)
        elif family == AF_UNIX:
            store_unix(a, w)
        elif family == AF_PACKET:
            store_packet(a, address_tuple(w, function, "AF_PACKET"), fd, function)
        elif family == AF_NETLINK:
            t = address_tuple(w, function, "AF_NETLINK")
            if t.length != 2:
                raise errors.type_error("AF_NETLINK address must be a pair (pid, groups)")
            store_pair(a, t, 4, 8, 12)
        elif family == AF_QIPCRTR:
            store_pair(a, plain_pair(w, "AF_QIPCRTR"), 4, 8, 12)
        elif family == AF_VSOCK:
            store_pair(a, plain_pair(w, "AF_VSOCK"), 8, 4, 16)
        elif family == AF_TIPC:
            store_tipc(a, address_tuple(w, function, "AF_TIPC"))
        elif family == AF_CAN:
            store_can(a, w, fd, protocol, function)
        elif family == AF_BLUETOOTH:
            store_bluetooth(a, w, protocol, function)
        elif family == AF_ALG:
            store_algorithm(a, address_tuple(w, function, "AF_ALG"))
        else:
            raise plain_error(f"{function}(): bad family")
    except PyError:
        a.free()
        raise
    return a


def value_of_address(fd: int, at: Addr, n: int, protocol: int) -> Value:
    """A struct sockaddr for programs; None where there is none."""
    if n == 0:
        return w_None
    family = load16(at)
    if family == AF_INET:
        return inet_value(at)
    if family == AF_INET6:
        return inet6_value(at)
    if family == AF_UNIX:
        return unix_value(at, n)
    if family == AF_PACKET:
        return packet_value(at, fd)
    if family == AF_NETLINK or family == AF_QIPCRTR:
        return wrap(new_tuple2(from_int(load32(at + 4)), from_int(load32(at + 8))))
    if family == AF_VSOCK:
        return wrap(new_tuple2(from_int(load32(at + 8)), from_int(load32(at + 4))))
    if family == AF_TIPC:
        return tipc_value(at)
    if family == AF_CAN:
        return can_value(at, fd, protocol)
    if family == AF_BLUETOOTH:
        return bluetooth_value(at, protocol)
    if family == AF_ALG:
        t = new_tuple_n(4)
        t.items[0] = wrap(ascii_at(at + 2))
        t.items[1] = wrap(ascii_at(at + 24))
        t.items[2] = from_int(load16(at + 16))
        t.items[3] = from_int(load16(at + 20))
        return wrap(t)
    return wrap(new_tuple2(from_int(family), wrap(copy_bytes(at + 2, max(n - 2, 0)))))


def low32(w: Value) -> int:
    """An int of any size as 32 bits."""
    return int_low64(index_value(w)) & 0xFFFFFFFF


def plain_pair(w: Value, family: str) -> W_Tuple:
    t = try_as(W_Tuple, w)
    if t is None:
        raise errors.type_error(f"getsockaddrarg: {family} address must be tuple, not {type_name(w)}")
    if t.length != 2:
        raise errors.type_error(f"getsockaddrarg() takes exactly 2 arguments ({t.length} given)")
    return t


def store_pair(a: Address, t: W_Tuple, first: int, second: int, size: int) -> None:
    store32(a.at + first, low32(t.items[0]))
    store32(a.at + second, low32(t.items[1]))
    a.n = size


# --- interfaces, packets ---------------------------------------------------------------------------------------------------------------


def interface_index(fd: int, name: bytes) -> int:
    """The number of the interface; OSError."""
    request = c_malloc(INTERFACE_REQUEST)
    memset(request, 0, INTERFACE_REQUEST)
    for i in range(min(len(name), INTERFACE_NAME - 1)):
        store8(request + i, name[i])
    failed = c_ioctl(i32(fd), SIOCGIFINDEX, request) < 0
    number = errno()
    index = load32(request + INTERFACE_NAME)
    c_free(request)
    if failed:
        raise os_failure(number)
    return index


def interface_name(fd: int, index: int) -> str:
    """What it is called; empty for 0 and when the system does not say."""
    if index == 0:
        return ""
    request = c_malloc(INTERFACE_REQUEST)
    memset(request, 0, INTERFACE_REQUEST)
    store32(request + INTERFACE_NAME, index)
    name = b"" if c_ioctl(i32(fd), SIOCGIFNAME, request) != 0 else c_bytes(request)
    c_free(request)
    return fs_decode(name)


def store_packet(a: Address, t: W_Tuple, fd: int, function: str) -> None:
    name = None if t.length == 0 else as_str(t.items[0])
    if name is None or t.length < 2 or t.length > 5:
        raise errors.type_error("AF_PACKET address must be a tuple of two to five elements")
    interface = c_text(name)
    protocol = c_int(t.items[1])
    kind = c_int(t.items[2]) if t.length > 2 else 0
    hardware = c_int(t.items[3]) if t.length > 3 else 0
    address = need_bytes(t.items[4]) if t.length > 4 else b""
    index = interface_index(fd, interface)
    if len(address) > HARDWARE_ADDRESS:
        raise errors.value_error("Hardware address must be 8 bytes or less")
    if protocol < 0 or protocol > 0xFFFF:
        raise errors.overflow_error(f"{function}(): proto must be 0-65535.")
    store_big16(a.at + 2, protocol)
    store32(a.at + 4, index)
    store16(a.at + 8, hardware)
    store8(a.at + 10, kind)
    store8(a.at + 11, len(address))
    store_bytes(a.at + 12, address)
    a.n = 20


def packet_value(at: Addr, fd: int) -> Value:
    t = new_tuple_n(5)
    t.items[0] = wrap(interface_name(fd, load32(at + 4)))
    t.items[1] = from_int(big16(at + 2))
    t.items[2] = from_int(load8(at + 10))
    t.items[3] = from_int(load16(at + 8))
    t.items[4] = wrap(copy_bytes(at + 12, min(load8(at + 11), HARDWARE_ADDRESS)))
    return wrap(t)


def store_bytes(at: Addr, data: bytes) -> None:
    for i in range(len(data)):
        store8(at + i, data[i])


# --- TIPC ------------------------------------------------------------------------------------------------------------------------------


def store_tipc(a: Address, t: W_Tuple) -> None:
    if t.length < 4 or t.length > 5:
        raise errors.type_error("AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])")
    kind = low32(t.items[0])
    first = low32(t.items[1])
    second = low32(t.items[2])
    third = low32(t.items[3])
    scope = low32(t.items[4]) if t.length > 4 else TIPC_CLUSTER_SCOPE
    if kind < TIPC_ADDR_NAMESEQ or kind > TIPC_ADDR_ID:
        raise errors.type_error("Invalid address type")
    store8(a.at + 2, kind)
    store8(a.at + 3, scope)
    store32(a.at + 4, second if kind == TIPC_ADDR_ID else first)
    store32(a.at + 8, first if kind == TIPC_ADDR_ID else second)
    store32(a.at + 12, third if kind == TIPC_ADDR_NAMESEQ else 0)
    a.n = 16


def tipc_value(at: Addr) -> Value:
    kind = load8(at + 2)
    first = load32(at + 4)
    second = load32(at + 8)
    if kind < TIPC_ADDR_NAMESEQ or kind > TIPC_ADDR_ID:
        raise errors.value_error("Invalid address type")
    t = new_tuple_n(5)
    t.items[0] = from_int(kind)
    t.items[1] = from_int(second if kind == TIPC_ADDR_ID else first)
    t.items[2] = from_int(first if kind == TIPC_ADDR_ID else second)
    t.items[3] = from_int(0 if kind == TIPC_ADDR_ID else second if kind == TIPC_ADDR_NAME else load32(at + 12))
    t.items[4] = from_int(load8(at + 3))
    return wrap(t)


# --- CAN -------------------------------------------------------------------------------------------------------------------------------


def can_fields(w: Value, n: int, function: str) -> W_Tuple:
    t = address_tuple(w, function, "AF_CAN")
    if t.length != n:
        raise errors.type_error(f"function takes exactly {n} arguments ({t.length} given)")
    for i in range(1, n):
        if not has_index(t.items[i]):
            raise errors.type_error(f"argument {i + 1} must be int, not {type_name(t.items[i])}")
    return t


def store_can(a: Address, w: Value, fd: int, protocol: int, function: str) -> None:
    if protocol == CAN_RAW or protocol == CAN_BCM:
        t = address_tuple(w, function, "AF_CAN")
        if t.length != 1:
            raise errors.type_error("AF_CAN address must be a tuple (interface, )")
    elif protocol == CAN_ISOTP:
        t = can_fields(w, 3, function)
        store32(a.at + 8, low32(t.items[1]))
        store32(a.at + 12, low32(t.items[2]))
    elif protocol == CAN_J1939:
        t = can_fields(w, 4, function)
        store64(a.at + 8, int_low64(index_value(t.items[1])))
        store32(a.at + 16, low32(t.items[2]))
        store8(a.at + 20, low32(t.items[3]))
    else:
        raise plain_error(f"{function}(): unsupported CAN protocol")
    name = path_bytes(fspath_of(t.items[0]), "")
    if len(name) >= INTERFACE_NAME:
        raise plain_error("AF_CAN interface name too long")
    store32(a.at + 4, 0 if len(name) == 0 else interface_index(fd, name))
    a.n = 24


def can_value(at: Addr, fd: int, protocol: int) -> Value:
    w_name = wrap(interface_name(fd, load32(at + 4)))
    if protocol == CAN_ISOTP:
        return wrap(new_tuple3(w_name, from_int(load32(at + 8)), from_int(load32(at + 12))))
    if protocol == CAN_J1939:
        t = new_tuple_n(4)
        t.items[0] = w_name
        t.items[1] = new_uint(load64(at + 8))
        t.items[2] = from_int(load32(at + 16))
        t.items[3] = from_int(load8(at + 20))
        return wrap(t)
    return wrap(new_tuple1(w_name))


# --- Bluetooth --------------------------------------------------------------------------------------------------------------------------


def store_device(at: Addr, w: Value) -> bool:
    """The six bytes of a device's address, the last one first; False if w is neither str nor bytes."""
    s = as_str(w)
    data = as_bytes(w)
    if s is None and data is None:
        return False
    parts = (s if s is not None else fs_decode(require(data))).split(":")
    if len(parts) != DEVICE:
        raise plain_error("bad bluetooth address")
    for i in range(DEVICE):
        byte = hexadecimal(parts[i])
        if byte < 0 or byte > 255:
            raise plain_error("bad bluetooth address")
        store8(at + DEVICE - 1 - i, byte)
    return True


def hexadecimal(s: str) -> int:
    """A number of up to four digits; -1: it is none."""
    n = 0
    for c in s:
        digit = HEXADECIMAL.find(c.lower())
        if digit < 0 or n > 0xFFF:
            return -1
        n = n * 16 + digit
    return n if len(s) > 0 else -1


def device_value(at: Addr) -> Value:
    parts: list[str] = []
    for i in range(DEVICE):
        byte = load8(at + DEVICE - 1 - i)
        parts.append((HEXADECIMAL[byte >> 4] + HEXADECIMAL[byte & 15]).upper())
    return wrap(":".join(parts))


def wrong_format(function: str) -> PyError:
    return plain_error(f"{function}(): wrong format")


def device_fields(at: Addr, w: Value, least: int, most: int, function: str) -> W_Tuple:
    """The tuple (device, ints ...); stores the device's address."""
    t = try_as(W_Tuple, w)
    if t is None or t.length < least or t.length > most:
        raise wrong_format(function)
    for i in range(1, t.length):
        if not has_index(t.items[i]):
            raise wrong_format(function)
    if not store_device(at, t.items[0]):
        raise wrong_format(function)
    return t


def store_bluetooth(a: Address, w: Value, protocol: int, function: str) -> None:
    if protocol == BT_L2CAP:
        t = device_fields(a.at + 4, w, 2, 4, function)
        store16(a.at + 2, low32(t.items[1]))
        store16(a.at + 10, low32(t.items[2]) if t.length > 2 else 0)
        store8(a.at + 12, low32(t.items[3]) if t.length > 3 else 0)
        a.n = 14
    elif protocol == BT_RFCOMM:
        t = device_fields(a.at + 2, w, 2, 2, function)
        store8(a.at + 8, low32(t.items[1]))
        a.n = 10
    elif protocol == BT_HCI:
        given = try_as(W_Tuple, w)
        t = new_tuple1(w) if given is None else given
        if t.length < 1 or t.length > 2 or not has_index(t.items[0]) or not has_index(t.items[t.length - 1]):
            raise wrong_format(function)
        store16(a.at + 2, low32(t.items[0]))
        store16(a.at + 4, low32(t.items[1]) if t.length > 1 else 0)
        a.n = 6
    elif protocol == BT_SCO:
        if not store_device(a.at + 2, w):
            raise wrong_format(function)
        a.n = 8
    else:
        raise plain_error(f"{function}(): unknown Bluetooth protocol")


def bluetooth_value(at: Addr, protocol: int) -> Value:
    if protocol == BT_L2CAP:
        channel = load16(at + 10)
        kind = load8(at + 12)
        t = new_tuple_n(4 if kind != 0 else 3 if channel != 0 else 2)
        t.items[0] = device_value(at + 4)
        t.items[1] = from_int(load16(at + 2))
        if t.length > 2:
            t.items[2] = from_int(channel)
        if t.length > 3:
            t.items[3] = from_int(kind)
        return wrap(t)
    if protocol == BT_RFCOMM:
        return wrap(new_tuple2(device_value(at + 2), from_int(load8(at + 8))))
    if protocol == BT_HCI:
        w_device = from_int(load16(at + 2))
        return w_device if load16(at + 4) == 0 else wrap(new_tuple2(w_device, from_int(load16(at + 4))))
    if protocol == BT_SCO:
        return device_value(at + 2)
    raise errors.value_error("Unknown Bluetooth protocol")


# --- the kernel's algorithms -------------------------------------------------------------------------------------------------------------


def store_algorithm(a: Address, t: W_Tuple) -> None:
    if t.length < 2 or t.length > 4:
        raise not_an_algorithm()
    kind = as_str(t.items[0])
    name = as_str(t.items[1])
    if kind is None or name is None:
        raise not_an_algorithm()
    kind_bytes = c_text(kind)
    name_bytes = c_text(name)
    if len(kind_bytes) >= ALG_TYPE:
        raise errors.value_error("AF_ALG type too long.")
    if len(name_bytes) >= ALG_NAME:
        raise errors.value_error("AF_ALG name too long.")
    store_bytes(a.at + 2, kind_bytes)
    store32(a.at + 16, low32(t.items[2]) & 0xFFFF if t.length > 2 else 0)
    store32(a.at + 20, low32(t.items[3]) & 0xFFFF if t.length > 3 else 0)
    store_bytes(a.at + 24, name_bytes)
    a.n = 24 + ALG_NAME


def not_an_algorithm() -> PyError:
    return errors.type_error("AF_ALG address must be a tuple (type, name[, feat[, mask]])")

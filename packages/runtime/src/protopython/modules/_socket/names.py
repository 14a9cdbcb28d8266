"""_socket: names of hosts, services, protocols and interfaces; numbers in network order."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, c_function, errno, load16, load32, load64
from protopython.modules._socket.addresses import (
    AF_INET,
    AF_INET6,
    AF_UNSPEC,
    H_ERROR,
    INFO_ADDRESS,
    INFO_FAMILY,
    INFO_LENGTH,
    INFO_NAME,
    INFO_NEXT,
    INFO_PROTOCOL,
    INFO_TYPE,
    SOCK_DGRAM,
    c_freeaddrinfo,
    c_inet_pton,
    host_bytes,
    host_text,
    new_hints,
    numbered_error,
    plain_error,
    resolution_error,
    resolve,
    store_big16,
    store_big32,
    store_host,
)
from protopython.modules._socket.constants import MODULE
from protopython.modules._socket.families import value_of_address
from protopython.modules.support.system_calls import (
    ascii_at,
    c_bytes,
    c_copy,
    c_int,
    c_text,
    c_unsigned,
    copy_bytes,
    fs_decode,
    fspath_of,
    optional_copy,
    os_failure,
    path_bytes,
    signed32,
)
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit, audit1, audit2, audit_tuple, is_audited
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import function
from protopython.objects.model.operations import index_of, index_value, str_arg, str_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

NI_DGRAM: Final[int] = 16
EAFNOSUPPORT: Final[int] = 97
HOST_NOT_FOUND: Final[int] = 1


@c_function("getnameinfo", blocking=True)
def c_getnameinfo(address: Addr, n: u32, host: Addr, n_host: u32, service: Addr, n_service: u32, flags: i32) -> i32: ...


@c_function("gethostname")
def c_gethostname(out: Addr, n: int) -> i32: ...


@c_function("sethostname")
def c_sethostname(name: Addr, n: int) -> i32: ...


@c_function("inet_aton")
def c_inet_aton(text: Addr, out: Addr) -> i32: ...


@c_function("getservbyname", blocking=True)
def c_getservbyname(name: Addr, protocol: Addr) -> Addr: ...


@c_function("getservbyport", blocking=True)
def c_getservbyport(port: i32, protocol: Addr) -> Addr: ...


@c_function("getprotobyname", blocking=True)
def c_getprotobyname(name: Addr) -> Addr: ...


@c_function("gethostbyname2_r", blocking=True)
def c_gethostbyname2_r(name: Addr, family: i32, entry: Addr, work: Addr, n: int, found: Addr, number: Addr) -> i32: ...


@c_function("gethostbyaddr_r", blocking=True)
def c_gethostbyaddr_r(at: Addr, size: u32, family: i32, entry: Addr, work: Addr, n: int, found: Addr, number: Addr) -> i32: ...


@c_function("hstrerror")
def c_hstrerror(number: i32) -> Addr: ...


@c_function("if_nametoindex")
def c_if_nametoindex(name: Addr) -> u32: ...


@c_function("if_indextoname")
def c_if_indextoname(index: u32, out: Addr) -> Addr: ...


@c_function("if_nameindex")
def c_if_nameindex() -> Addr: ...


@c_function("if_freenameindex")
def c_if_freenameindex(at: Addr) -> None: ...


# --- getaddrinfo, getnameinfo ------------------------------------------------------------------------------------------------------


def utf8(s: str) -> bytes:
    return codecs.encode_known(codecs.UTF_8, s, "strict")


def service_bytes(w: Value) -> bytes | None:
    """A port given as a name, a number or None."""
    if same(w, w_None):
        return None
    if is_integer(w):
        i, too_big = int_to_i64(index_value(w))
        return utf8(str_of(w)) if too_big or i < 0 else str(i).encode()
    s = as_str(w)
    if s is not None:
        return utf8(s)
    data = as_bytes(w)
    if data is None:
        raise plain_error("Int or String expected")
    return data


@function(MODULE, "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", doc="What a host and a service may be reached by.", shown="")
def m_getaddrinfo(w_host: Value, w_port: Value, w_family: Value, w_type: Value, w_protocol: Value, w_flags: Value) -> Value:
    family = c_int(w_family)
    kind = c_int(w_type)
    protocol = c_int(w_protocol)
    flags = c_int(w_flags)
    host: bytes | None = None
    if not same(w_host, w_None):
        if as_str(w_host) is None and as_bytes(w_host) is None:
            raise errors.type_error("getaddrinfo() argument 1 must be string or None")
        host = host_bytes(w_host)
    service = service_bytes(w_port)
    if is_audited():
        arguments = new_tuple_n(5)
        arguments.items[0] = w_host
        arguments.items[1] = w_port
        arguments.items[2] = from_int(family)
        arguments.items[3] = from_int(kind)
        arguments.items[4] = from_int(protocol)
        audit_tuple("socket.getaddrinfo", arguments)
    name = optional_copy(host)
    port = optional_copy(service)
    found = new_list()
    try:
        first = resolve(name, port, new_hints(family, kind, protocol, flags))
    finally:
        c_free(name)
        c_free(port)
    at = first
    while at != 0:
        list_append(found, info_value(at))
        at = load64(at + INFO_NEXT)
    c_freeaddrinfo(first)
    return wrap(found)


def info_value(at: Addr) -> Value:
    t = new_tuple_n(5)
    t.items[0] = from_int(load32(at + INFO_FAMILY))
    t.items[1] = from_int(load32(at + INFO_TYPE))
    t.items[2] = from_int(load32(at + INFO_PROTOCOL))
    name = load64(at + INFO_NAME)
    t.items[3] = wrap("" if name == 0 else fs_decode(c_bytes(name)))
    t.items[4] = value_of_address(-1, load64(at + INFO_ADDRESS), load32(at + INFO_LENGTH), 0)
    return wrap(t)


@function(MODULE, "getnameinfo(sockaddr, flags, /)", doc="(host, service) of an address.", shown="")
def m_getnameinfo(w_address: Value, w_flags: Value) -> Value:
    flags = c_int(w_flags)
    t = try_as(W_Tuple, w_address)
    if t is None:
        raise errors.type_error("getnameinfo() argument 1 must be a tuple")
    host = None if t.length < 2 else as_str(t.items[0])
    if t.length > 4 or host is None:
        raise errors.type_error("getnameinfo(): illegal sockaddr argument")
    port = c_int(t.items[1])
    flow = c_int(t.items[2]) if t.length > 2 else 0
    scope = index_of(t.items[3]) if t.length > 3 else 0
    if flow < 0 or flow > 0xFFFFF:
        raise errors.overflow_error("getnameinfo(): flowinfo must be 0-1048575.")
    audit1("socket.getnameinfo", w_address)
    name = c_copy(utf8(host))
    service = c_copy(str(port).encode())
    try:
        first = resolve(name, service, new_hints(AF_UNSPEC, SOCK_DGRAM, 0, 4))
    finally:
        c_free(name)
        c_free(service)
    try:
        return name_of(first, t.length, flow, scope, flags)
    finally:
        c_freeaddrinfo(first)


def name_of(info: Addr, n_given: int, flow: int, scope: int, flags: int) -> Value:
    if load64(info + INFO_NEXT) != 0:
        raise plain_error("sockaddr resolved to multiple addresses")
    at = load64(info + INFO_ADDRESS)
    if load32(info + INFO_FAMILY) == AF_INET:
        if n_given != 2:
            raise plain_error("IPv4 sockaddr must be 2 tuple")
    else:
        store_big32(at + 4, flow)
        if scope != 0:
            store_scope(at, scope)
    out = c_malloc(2048)
    number = int(c_getnameinfo(at, u32(load32(info + INFO_LENGTH)), out, u32(1024), out + 1024, u32(1024), i32(flags)))
    system_error = errno()
    w = w_None
    if number == 0:
        w = wrap(new_tuple2(wrap(fs_decode(c_bytes(out))), wrap(fs_decode(c_bytes(out + 1024)))))
    c_free(out)
    if number != 0:
        raise resolution_error(number, system_error)
    return w


def store_scope(at: Addr, scope: int) -> None:
    store_big16(at + 24, ((scope & 0xFF) << 8) | ((scope >> 8) & 0xFF))
    store_big16(at + 26, ((scope >> 16 & 0xFF) << 8) | ((scope >> 24) & 0xFF))


# --- hosts -------------------------------------------------------------------------------------------------------------------------------


@function(MODULE, "gethostname()", doc="This machine's name.", shown="($self, /)")
def m_gethostname() -> Value:
    audit("socket.gethostname")
    out = c_malloc(1024)
    failed = c_gethostname(out, 1023) != 0
    number = errno()
    w = wrap(fs_decode(c_bytes(out)))
    c_free(out)
    if failed:
        raise os_failure(number)
    return w


@function(MODULE, "sethostname(name, /)", doc="Sets this machine's name.", shown="")
def m_sethostname(w_name: Value) -> Value:
    name = host_bytes(w_name)
    audit1("socket.sethostname", w_name)
    at = c_copy(name)
    failed = c_sethostname(at, len(name)) != 0
    number = errno()
    c_free(at)
    if failed:
        raise os_failure(number)
    return w_None


@function(MODULE, "gethostbyname(host, /)", doc="A host's IPv4 address as text.", shown="")
def m_gethostbyname(w_host: Value) -> Value:
    name = host_bytes(w_host)
    audit1("socket.gethostbyname", w_host)
    at = c_malloc(8)
    try:
        store_host(name, AF_INET, at)
        return wrap(host_text(AF_INET, at))
    finally:
        c_free(at)


# struct hostent: name 8 | aliases 8 | family 4 | length 4 | addresses 8
WORK: Final[int] = 16384


def host_entry(entry: Addr) -> Value:
    """(name, aliases, addresses)"""
    family = load32(entry + 16)
    aliases = new_list()
    at = load64(entry + 8)
    while at != 0 and load64(at) != 0:
        list_append(aliases, wrap(fs_decode(c_bytes(load64(at)))))
        at += 8
    addresses = new_list()
    at = load64(entry + 24)
    while load64(at) != 0:
        list_append(addresses, wrap(host_text(family, load64(at))))
        at += 8
    return wrap(new_tuple3(wrap(fs_decode(c_bytes(load64(entry)))), wrap(aliases), wrap(addresses)))


def entry_or_error(found: int, work: Addr) -> Value:
    """What gethostby*_r left in `work`: the entry at 0, the result at 32, the error number at 40."""
    if found != 0 or load64(work + 32) == 0:
        number = signed32(load32(work + 40))
        raise numbered_error(H_ERROR, number, ascii_at(c_hstrerror(i32(number))))
    return host_entry(load64(work + 32))


@function(MODULE, "gethostbyname_ex(host, /)", doc="(name, aliases, IPv4 addresses) of a host.", shown="")
def m_gethostbyname_ex(w_host: Value) -> Value:
    name = host_bytes(w_host)
    audit1("socket.gethostbyname", w_host)
    work = c_malloc(WORK)
    try:
        store_host(name, AF_INET, work)
        text = c_copy(name)
        found = int(c_gethostbyname2_r(text, i32(AF_INET), work, work + 64, WORK - 64, work + 32, work + 40))
        c_free(text)
        return entry_or_error(found, work)
    finally:
        c_free(work)


@function(MODULE, "gethostbyaddr(host, /)", doc="(name, aliases, addresses) of the host that has an address.", shown="")
def m_gethostbyaddr(w_host: Value) -> Value:
    name = host_bytes(w_host)
    audit1("socket.gethostbyaddr", w_host)
    work = c_malloc(WORK)
    try:
        family = AF_INET6 if name.find(b":") >= 0 else AF_INET
        store_host(name, family, work + 48)
        size = u32(4 if family == AF_INET else 16)
        found = int(c_gethostbyaddr_r(work + 48, size, i32(family), work, work + 64, WORK - 64, work + 32, work + 40))
        return entry_or_error(found, work)
    finally:
        c_free(work)


# --- services, protocols ---------------------------------------------------------------------------------------------------------------


@function(MODULE, "getservbyname(servicename, protocolname=EMPTY, /)", doc="The port of a service.")
def m_getservbyname(w_name: Value, w_protocol: Value) -> Value:
    service = c_text(str_arg(w_name, "getservbyname() argument 1"))
    protocol_name = None if is_empty(w_protocol) else c_text(str_arg(w_protocol, "getservbyname() argument 2"))
    audit2("socket.getservbyname", w_name, w_None if is_empty(w_protocol) else w_protocol)
    name = c_copy(service)
    protocol = optional_copy(protocol_name)
    entry = c_getservbyname(name, protocol)
    c_free(name)
    c_free(protocol)
    if entry == 0:
        raise plain_error("service/proto not found")
    return from_int(swapped16(load16(entry + 16)))


@function(MODULE, "getservbyport(port, protocolname=EMPTY, /)", doc="The service at a port.")
def m_getservbyport(w_port: Value, w_protocol: Value) -> Value:
    port = c_int(w_port)
    protocol_name = None if is_empty(w_protocol) else c_text(str_arg(w_protocol, "getservbyport() argument 2"))
    if port < 0 or port > 0xFFFF:
        raise errors.overflow_error("getservbyport: port must be 0-65535.")
    audit2("socket.getservbyport", from_int(port), w_None if is_empty(w_protocol) else w_protocol)
    protocol = optional_copy(protocol_name)
    entry = c_getservbyport(i32(swapped16(port)), protocol)
    c_free(protocol)
    if entry == 0:
        raise plain_error("port/proto not found")
    return wrap(fs_decode(c_bytes(load64(entry))))


@function(MODULE, "getprotobyname(name, /)", doc="The number of a protocol.", shown="")
def m_getprotobyname(w_name: Value) -> Value:
    name = c_copy(c_text(str_arg(w_name, "getprotobyname() argument")))
    entry = c_getprotobyname(name)
    c_free(name)
    if entry == 0:
        raise plain_error("protocol not found")
    return from_int(load32(entry + 16))


# --- network order -----------------------------------------------------------------------------------------------------------------------


def swapped16(i: int) -> int:
    return ((i & 0xFF) << 8) | (i >> 8)


@function(MODULE, "htons(integer, /)", doc="16 bits from this machine's order to the network's.")
@function(MODULE, "ntohs(integer, /)", doc="16 bits from the network's order to this machine's.")
def m_swap16(w: Value) -> Value:
    return from_int(swapped16(c_unsigned(w, 0xFFFF, "uint16_t")))


@function(MODULE, "htonl(integer, /)", doc="32 bits from this machine's order to the network's.")
@function(MODULE, "ntohl(integer, /)", doc="32 bits from the network's order to this machine's.")
def m_swap32(w: Value) -> Value:
    i = c_unsigned(w, 0xFFFFFFFF, "uint32_t")
    return from_int((swapped16(i & 0xFFFF) << 16) | swapped16(i >> 16))


@function(MODULE, "inet_aton(ip_addr, /)", doc="The four bytes of an IPv4 address.")
def m_inet_aton(w_text: Value) -> Value:
    text = c_copy(c_text(str_arg(w_text, "inet_aton() argument")))
    out = c_malloc(8)
    ok = c_inet_aton(text, out) != 0
    data = copy_bytes(out, 4)
    c_free(text)
    c_free(out)
    if not ok:
        raise plain_error("illegal IP address string passed to inet_aton")
    return wrap(data)


@function(MODULE, "inet_ntoa(packed_ip, /)", doc="An IPv4 address as text.")
def m_inet_ntoa(w_data: Value) -> Value:
    data = need_bytes(w_data)
    if len(data) != 4:
        raise plain_error("packed IP wrong length for inet_ntoa")
    return wrap(f"{data[0]}.{data[1]}.{data[2]}.{data[3]}")


@function(MODULE, "inet_pton(address_family, ip_string, /)", doc="The bytes of an address.", shown="")
def m_inet_pton(w_family: Value, w_text: Value) -> Value:
    family = c_int(w_family)
    text = c_copy(c_text(str_arg(w_text, "inet_pton() argument 2")))
    out = c_malloc(16)
    ok = int(c_inet_pton(i32(family), text, out))
    data = copy_bytes(out, 4 if family == AF_INET else 16)
    c_free(text)
    c_free(out)
    if ok < 0:
        raise os_failure(EAFNOSUPPORT)
    if ok == 0:
        raise plain_error("illegal IP address string passed to inet_pton")
    return wrap(data)


@function(MODULE, "inet_ntop(address_family, packed_ip, /)", doc="An address as text.", shown="")
def m_inet_ntop(w_family: Value, w_data: Value) -> Value:
    family = c_int(w_family)
    data = need_bytes(w_data)
    if family != AF_INET and family != AF_INET6:
        raise errors.value_error(f"unknown address family {family}")
    if len(data) != (4 if family == AF_INET else 16):
        raise errors.value_error("invalid length of packed IP address string")
    at = c_copy(data)
    text = host_text(family, at)
    c_free(at)
    return wrap(text)


# --- interfaces --------------------------------------------------------------------------------------------------------------------------------


@function(MODULE, "if_nameindex()", doc="The network interfaces: [(number, name)].", shown="($self, /)")
def m_if_nameindex() -> Value:
    first = c_if_nameindex()
    if first == 0:
        raise os_failure(errno())
    found = new_list()
    at = first
    while load32(at) != 0:
        list_append(found, wrap(new_tuple2(from_int(load32(at)), wrap(fs_decode(c_bytes(load64(at + 8)))))))
        at += 16
    c_if_freenameindex(first)
    return wrap(found)


@function(MODULE, "if_nametoindex(oname, /)", doc="The number of a network interface.")
def m_if_nametoindex(w_name: Value) -> Value:
    name = c_copy(path_bytes(fspath_of(w_name), ""))
    index = int(c_if_nametoindex(name))
    number = errno()
    c_free(name)
    if index == 0:
        raise os_failure(number)
    return from_int(index)


@function(MODULE, "if_indextoname(if_index, /)", doc="The name of a network interface.")
def m_if_indextoname(w_index: Value) -> Value:
    index = u32(c_unsigned(w_index, 0xFFFFFFFF, "unsigned int"))
    out = c_malloc(32)
    found = c_if_indextoname(index, out)
    number = errno()
    name = b"" if found == 0 else c_bytes(out)
    c_free(out)
    if found == 0:
        raise os_failure(number)
    return wrap(fs_decode(name))

"""Certificates: as the dicts that getpeercert() gives, and the objects of type Certificate.

    GENERAL_NAME        type 4, pad | what it is 8
    ACCESS_DESCRIPTION  method 8 | GENERAL_NAME 8
    DIST_POINT          DIST_POINT_NAME 8 | ...
    DIST_POINT_NAME     type 4, pad | stack of GENERAL_NAME 8
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, new_with_shape, try_as, wrap
from protodialect.unsafe import Addr, load32, load64, store64
from protopython.modules._ssl import library as c
from protopython.modules._ssl.constants import DER, PEM
from protopython.modules._ssl.data import CERTIFICATE, W_Certificate
from protopython.modules._ssl.errors import library_error
from protopython.modules.support.openssl import c_clear_errors
from protopython.modules.support.system_calls import c_int, copy_bytes
from protopython.objects.codecs.codecs import decode_utf8
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.list.list import W_List, list_append, list_length, list_to_tuple, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import method
from protopython.objects.singletons import new_bool, w_NotImplemented
from protopython.objects.tuple import new_tuple2
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

SUBJECT_ALT_NAME: Final[int] = 85
CRL_POINTS: Final[int] = 103
INFO_ACCESS: Final[int] = 177
OCSP: Final[int] = 178
CA_ISSUERS: Final[int] = 179

GENERAL_EMAIL: Final[int] = 1
GENERAL_DNS: Final[int] = 2
GENERAL_DIRECTORY: Final[int] = 4
GENERAL_URI: Final[int] = 6
GENERAL_IP: Final[int] = 7
GENERAL_RID: Final[int] = 8
RFC2253: Final[int] = 0x1110317
"""XN_FLAG_RFC2253: how a Certificate's repr shows its subject."""
CERTIFICATE_SIZE: Final[int] = 4096
OID_ROOM: Final[int] = 256


class TextBio:
    """A BIO to print into. take() gives what was printed."""

    bio: Addr

    def __init__(self) -> None:
        self.bio = c.c_bio_new(c.c_bio_memory())
        if self.bio == 0:
            raise errors.memory_error()

    def take(self) -> bytes:
        n = c.c_bio_pending(self.bio)
        out = c_malloc(n + 1)
        got = int(c.c_bio_read(self.bio, out, i32(n))) if n > 0 else 0
        data = copy_bytes(out, max(got, 0))
        c_free(out)
        return data

    def free(self) -> None:
        c.c_bio_free(self.bio)


def utf8(data: bytes) -> str:
    text, _n = decode_utf8(data, "strict", True)
    return text


def stack_size(stack: Addr) -> int:
    """0 for NULL."""
    return 0 if stack == 0 else max(int(c.c_stack_size(stack)), 0)


def object_name(obj: Addr, numbers: bool) -> str:
    """An ASN1_OBJECT's name, or its numbers with dots between."""
    room = OID_ROOM
    while True:
        out = c_malloc(room)
        n = int(c.c_object_text(out, i32(room), obj, i32(1 if numbers else 0)))
        if n < 0:
            c_free(out)
            raise library_error()
        data = copy_bytes(out, min(n, room - 1))
        c_free(out)
        if n < room:
            return utf8(data)
        room = n + 1


def string_bytes(text: Addr) -> bytes:
    """An ASN1_STRING's content."""
    return copy_bytes(c.c_string_data(text), int(c.c_string_length(text)))


def name_entry(entry: Addr) -> Value:
    name = object_name(c.c_entry_object(entry), False)
    at = c_malloc(8)
    n = int(c.c_string_utf8(at, c.c_entry_data(entry)))
    if n < 0:
        c_free(at)
        raise library_error()
    text = copy_bytes(load64(at), n)
    c.c_crypto_free(load64(at), 0, i32(0))
    c_free(at)
    return wrap(new_tuple2(wrap(name), wrap(utf8(text))))


def name_tuple(name: Addr) -> Value:
    """An X509_NAME: a tuple of its parts, each a tuple of (what, value)."""
    parts = new_list()
    part = new_list()
    level = 0
    n = int(c.c_name_size(name))
    for i in range(n):
        entry = c.c_name_entry(name, i32(i))
        if i > 0 and int(c.c_entry_set(entry)) != level:
            list_append(parts, wrap(list_to_tuple(part)))
            part = new_list()
        level = int(c.c_entry_set(entry))
        list_append(part, name_entry(entry))
    if list_length(part) > 0:
        list_append(parts, wrap(list_to_tuple(part)))
    return wrap(list_to_tuple(parts))


def ip_text(data: bytes) -> str:
    if len(data) == 4:
        return f"{data[0]}.{data[1]}.{data[2]}.{data[3]}"
    if len(data) == 16:
        return ":".join([hex_word(data[2 * i] << 8 | data[2 * i + 1]) for i in range(8)])
    return "<invalid>"


DIGITS: Final[str] = "0123456789ABCDEF"


def hex_word(x: int) -> str:
    text = DIGITS[x & 15]
    while x > 15:
        x >>= 4
        text = DIGITS[x & 15] + text
    return text


def pair(what: str, text: str) -> Value:
    return wrap(new_tuple2(wrap(what), wrap(text)))


def general_name(name: Addr) -> Value:
    kind = load32(name)
    at = load64(name + 8)
    if kind == GENERAL_DIRECTORY:
        return wrap(new_tuple2(wrap("DirName"), name_tuple(at)))
    if kind == GENERAL_EMAIL:
        return pair("email", utf8(string_bytes(at)))
    if kind == GENERAL_DNS:
        return pair("DNS", utf8(string_bytes(at)))
    if kind == GENERAL_URI:
        return pair("URI", utf8(string_bytes(at)))
    if kind == GENERAL_IP:
        return pair("IP Address", ip_text(string_bytes(at)))
    if kind == GENERAL_RID:
        return pair("Registered ID", object_name(at, False))
    out = TextBio()
    try:
        c.c_print_general_name(out.bio, name)
        text = utf8(out.take())
    finally:
        out.free()
    colon = text.find(":")
    if colon < 0:
        raise errors.value_error(f"Invalid value {text}")
    return pair(text[0:colon], text[colon + 1 : len(text)])


def set_unless_empty(d: W_Dict, key: str, items: W_List) -> None:
    if list_length(items) > 0:
        dict_set_str(d, key, wrap(list_to_tuple(items)))


def alternative_names(certificate: Addr) -> W_List:
    names = c.c_extension(certificate, i32(SUBJECT_ALT_NAME), 0, 0)
    result = new_list()
    if names != 0:
        try:
            for i in range(stack_size(names)):
                list_append(result, general_name(c.c_stack_item(names, i32(i))))
        finally:
            c.c_general_names_free(names)
    return result


def access_addresses(certificate: Addr, what: int) -> W_List:
    """The URIs where OCSP answers, or where the issuers' certificates are."""
    accesses = c.c_extension(certificate, i32(INFO_ACCESS), 0, 0)
    result = new_list()
    if accesses != 0:
        try:
            for i in range(stack_size(accesses)):
                access = c.c_stack_item(accesses, i32(i))
                name = load64(access + 8)
                if int(c.c_object_nid(load64(access))) == what and load32(name) == GENERAL_URI:
                    list_append(result, wrap(utf8(string_bytes(load64(name + 8)))))
        finally:
            c.c_access_free(accesses)
    return result


def revocation_addresses(certificate: Addr) -> W_List:
    points = c.c_extension(certificate, i32(CRL_POINTS), 0, 0)
    result = new_list()
    if points != 0:
        try:
            for i in range(stack_size(points)):
                point = load64(c.c_stack_item(points, i32(i)))
                if point != 0 and load32(point) == 0:
                    names = load64(point + 8)
                    for k in range(stack_size(names)):
                        name = c.c_stack_item(names, i32(k))
                        if load32(name) == GENERAL_URI:
                            list_append(result, wrap(utf8(string_bytes(load64(name + 8)))))
        finally:
            c.c_points_free(points)
    return result


def decode(certificate: Addr) -> Value:
    """The dict that getpeercert() gives."""
    d = new_dict()
    dict_set_str(d, "subject", name_tuple(c.c_subject(certificate)))
    dict_set_str(d, "issuer", name_tuple(c.c_issuer(certificate)))
    dict_set_str(d, "version", from_int(c.c_certificate_version(certificate) + 1))
    out = TextBio()
    try:
        c.c_print_integer(out.bio, c.c_serial_number(certificate))
        dict_set_str(d, "serialNumber", wrap(utf8(out.take())))
        c.c_print_time(out.bio, c.c_not_before(certificate))
        dict_set_str(d, "notBefore", wrap(utf8(out.take())))
        c.c_print_time(out.bio, c.c_not_after(certificate))
        dict_set_str(d, "notAfter", wrap(utf8(out.take())))
    finally:
        out.free()
    set_unless_empty(d, "subjectAltName", alternative_names(certificate))
    set_unless_empty(d, "OCSP", access_addresses(certificate, OCSP))
    set_unless_empty(d, "caIssuers", access_addresses(certificate, CA_ISSUERS))
    set_unless_empty(d, "crlDistributionPoints", revocation_addresses(certificate))
    c_clear_errors()
    return wrap(d)


def der_bytes(certificate: Addr) -> bytes:
    at = c_malloc(8)
    store64(at, 0)
    n = int(c.c_certificate_der(certificate, at))
    data = b""
    if n >= 0:
        data = copy_bytes(load64(at), n)
        c.c_crypto_free(load64(at), 0, i32(0))
    c_free(at)
    if n < 0:
        raise library_error()
    return data


# --- the type -------------------------------------------------------------------------------------------------------------


def new_certificate(certificate: Addr) -> Value:
    """Takes over a reference to it."""
    w = new_with_shape(W_Certificate, CERTIFICATE.root_shape)
    w.certificate = certificate
    register_resource(w)
    count_outside(CERTIFICATE_SIZE)
    return wrap(w)


def certificate_list(stack: Addr) -> W_List:
    result = new_list()
    for i in range(stack_size(stack)):
        certificate = c.c_stack_item(stack, i32(i))
        c.c_certificate_hold(certificate)
        list_append(result, new_certificate(certificate))
    return result


@method(
    CERTIFICATE,
    "public_bytes(self, /, format=1)",
    doc="The certificate itself: text by ENCODING_PEM, bytes by ENCODING_DER.",
    shown="($self, /, format=Encoding.PEM)",
)
def certificate_public_bytes(self: W_Certificate, w_format: Value) -> Value:
    format = c_int(w_format)
    if format == DER:
        return wrap(der_bytes(self.certificate))
    if format != PEM:
        raise errors.value_error("Unsupported format")
    out = TextBio()
    try:
        if int(c.c_write_pem(out.bio, self.certificate)) == 0:
            raise library_error()
        return wrap(utf8(out.take()))
    finally:
        out.free()


@method(CERTIFICATE, "get_info(self, /)", doc="What the certificate says, as getpeercert() gives it.")
def certificate_get_info(self: W_Certificate) -> Value:
    return decode(self.certificate)


@method(CERTIFICATE, "__repr__(self, /)")
def certificate_repr(self: W_Certificate) -> Value:
    out = TextBio()
    try:
        c.c_print_name(out.bio, c.c_subject(self.certificate), i32(0), RFC2253)
        text = utf8(out.take())
    finally:
        out.free()
    return wrap(f"<{CERTIFICATE.name} '{text}'>")


@method(CERTIFICATE, "__eq__(self, value, /)")
def certificate_eq(self: W_Certificate, w_other: Value) -> Value:
    other = try_as(W_Certificate, w_other)
    return w_NotImplemented if other is None else new_bool(int(c.c_certificate_compare(self.certificate, other.certificate)) == 0)


@method(CERTIFICATE, "__ne__(self, value, /)")
def certificate_ne(self: W_Certificate, w_other: Value) -> Value:
    other = try_as(W_Certificate, w_other)
    return w_NotImplemented if other is None else new_bool(int(c.c_certificate_compare(self.certificate, other.certificate)) != 0)


@method(CERTIFICATE, "__hash__(self, /)")
def certificate_hash(self: W_Certificate) -> Value:
    return from_int(c.c_certificate_hash(self.certificate))

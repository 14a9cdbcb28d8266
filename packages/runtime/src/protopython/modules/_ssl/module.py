"""The module _ssl: what is opened and told when it is imported, random bytes and OpenSSL's objects by name."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, unwrap, wrap
from protodialect.unsafe import Addr
from protopython.modules._ssl import callbacks, connection, connection_state, context, context_files, memory_bio, session
from protopython.modules._ssl import library as c
from protopython.modules._ssl.arguments import c_text
from protopython.modules._ssl.certificates import decode, object_name
from protopython.modules._ssl.constants import MODULE
from protopython.modules._ssl.errors import SSL_ERROR, library_error
from protopython.modules._ssl.library import SSL
from protopython.modules._ssl.transport import make_method
from protopython.modules.support.openssl import c_clear_errors, c_long_name, c_short_name, give_back, lend, open_crypto, text_or_empty
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, copy_bytes, fs_decode, fspath_of, path_bytes, utf8_of
from protopython.objects.codecs.codecs import decode_utf8
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.float.methods import float_of
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import function, module_init
from protopython.objects.model.operations import is_true
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple4, new_tuple_n
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

DEFINES: Final = (callbacks, connection, connection_state, context, context_files, memory_bio, session)
LOAD_TEXTS: Final[int] = 0x00200000 | 2
"""OPENSSL_INIT_LOAD_SSL_STRINGS, OPENSSL_INIT_LOAD_CRYPTO_STRINGS."""
CHUNK: Final[int] = 0x7FFFFFFF


@module_init(MODULE)
def init_ssl(w_module: Value) -> None:
    open_crypto()
    SSL.open()
    if int(c.c_init_ssl(LOAD_TEXTS, 0)) == 0:
        raise errors.import_error("OpenSSL could not be initialised", MODULE)
    make_method()
    d = unwrap(W_Module, w_module).dict
    number = c.c_openssl_version_number()
    dict_set_str(d, "OPENSSL_VERSION_NUMBER", from_int(number))
    dict_set_str(d, "OPENSSL_VERSION_INFO", version_tuple(number))
    dict_set_str(d, "_OPENSSL_API_VERSION", version_tuple(number))
    dict_set_str(d, "OPENSSL_VERSION", wrap(text_or_empty(c.c_openssl_version(i32(0)))))
    dict_set_str(d, "_DEFAULT_CIPHERS", wrap(text_or_empty(c.c_default_ciphers())))


def version_tuple(number: int) -> Value:
    """0xMNN00PPS as (major, minor, fix, patch, status)."""
    t = new_tuple_n(5)
    t.items[0] = from_int(number >> 28 & 0xFF)
    t.items[1] = from_int(number >> 20 & 0xFF)
    t.items[2] = from_int(number >> 12 & 0xFF)
    t.items[3] = from_int(number >> 4 & 0xFF)
    t.items[4] = from_int(number & 0xF)
    return wrap(t)


# --- random bytes -----------------------------------------------------------------------------------------------------------


@function(MODULE, "RAND_bytes(n, /)", doc="n random bytes that nobody can predict.")
def m_rand_bytes(w_n: Value) -> Value:
    n = c_int(w_n)
    if n < 0:
        raise errors.value_error("num must be positive")
    out = c_malloc(n + 1)
    done = int(c.c_rand_bytes(out, i32(n))) == 1
    data = copy_bytes(out, n) if done else b""
    c_free(out)
    if not done:
        raise library_error()
    return wrap(data)


@function(MODULE, "RAND_add(string, entropy, /)", doc="Mixes bytes into the random generator; entropy: how many of them nobody knows, at least.")
def m_rand_add(w_data: Value, w_entropy: Value) -> Value:
    text = as_str(w_data)
    data = need_bytes(w_data) if text is None else utf8_of(text)
    entropy = float_of(w_entropy)
    at = lend(data)
    done = 0
    while done < len(data):
        n = min(len(data) - done, CHUNK)
        c.c_rand_add(at + done, i32(n), entropy)
        done += n
    give_back(at)
    return w_None


@function(MODULE, "RAND_status()", doc="Whether the random generator has been given enough to begin with.")
def m_rand_status() -> Value:
    return new_bool(int(c.c_rand_status()) != 0)


# --- objects -------------------------------------------------------------------------------------------------------------------


def object_tuple(at: Addr) -> Value:
    """(number, short name, long name, identifier)"""
    nid = int(c.c_object_nid(at))
    if nid == 0:
        raise errors.value_error("Unknown object")
    return wrap(
        new_tuple4(
            from_int(nid),
            wrap(text_or_empty(c_short_name(i32(nid)))),
            wrap(text_or_empty(c_long_name(i32(nid)))),
            wrap(object_name(at, True)),
        )
    )


@function(
    MODULE,
    "txt2obj(txt, name=False)",
    doc="An ASN.1 object by its identifier, or by one of its names if name is true: (number, short name, long name, identifier).",
)
def m_txt2obj(w_text: Value, w_name: Value) -> Value:
    text = c_text(w_text, "txt2obj() argument 'txt'")
    at = c_copy(text)
    found = c.c_object_of(at, i32(0 if is_true(w_name) else 1))
    c_free(at)
    if found == 0:
        c_clear_errors()
        shown, _n = decode_utf8(text[0:100], "strict", False)
        raise errors.value_error(f"unknown object '{shown}'")
    try:
        return object_tuple(found)
    finally:
        c.c_object_free(found)


@function(MODULE, "nid2obj(nid, /)", doc="An ASN.1 object by OpenSSL's number for it: (number, short name, long name, identifier).")
def m_nid2obj(w_nid: Value) -> Value:
    nid = c_int(w_nid)
    if nid < 0:
        raise errors.value_error("NID must be positive.")
    found = c.c_nid_object(i32(nid))
    if found == 0:
        c_clear_errors()
        raise errors.value_error(f"unknown NID {nid}")
    return object_tuple(found)


@function(MODULE, "get_default_verify_paths()", doc="Where OpenSSL seeks certificates: (variable, file, variable, folder).")
def m_get_default_verify_paths() -> Value:
    return wrap(new_tuple4(path_at(c.c_cert_file_env()), path_at(c.c_cert_file()), path_at(c.c_cert_dir_env()), path_at(c.c_cert_dir())))


def path_at(at: Addr) -> Value:
    return wrap(fs_decode(c_bytes(at)))


@function(MODULE, "_test_decode_cert(path, /)", doc="The certificate in a file, as getpeercert() would give it.")
def m_test_decode_cert(w_path: Value) -> Value:
    path = c_copy(path_bytes(fspath_of(w_path), ""))
    mode = c_copy(b"r")
    bio = c.c_bio_open(path, mode)
    c_free(mode)
    c_free(path)
    if bio == 0:
        c_clear_errors()
        raise errors.error(SSL_ERROR, "Can't open file")
    certificate = c.c_read_pem(bio, 0, 0, 0)
    c.c_bio_free(bio)
    if certificate == 0:
        c_clear_errors()
        raise errors.error(SSL_ERROR, "Error decoding PEM-encoded file")
    try:
        return decode(certificate)
    finally:
        c.c_certificate_free(certificate)

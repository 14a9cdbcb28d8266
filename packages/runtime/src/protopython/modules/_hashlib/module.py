"""The module _hashlib: making digests by name, and what it tells of the library."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules._hashlib import hmac, keys
from protopython.modules._hashlib.digests import MODULE, NAMES, ROWS, Digest, digests, plain_name, provided_names, row_digest
from protopython.modules._hashlib.hashes import LONG, new_hash, take_in
from protopython.modules._operator import op_compare_digest
from protopython.modules.support.digest import constructor_argument, digest_bytes
from protopython.modules.support.openssl import open_crypto
from protopython.objects.dict.dict import dict_get_str, dict_set, dict_set_str
from protopython.objects.mappingproxy import new_mapping_proxy
from protopython.objects.model.define import constant, function, module_init
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import is_true
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.set import new_frozenset, set_snapshot
from protopython.objects.str.str import as_str
from protopython.protocore.value import from_int, is_empty

constant(MODULE, "_GIL_MINSIZE", LONG)
DEFINES = (hmac, keys)
SHOWN: Final[str] = "($module, /, data=b'', *, usedforsecurity=True, string=None)"
MD5: Final[int] = ROWS["md5"]
SHA1: Final[int] = ROWS["sha1"]
SHA224: Final[int] = ROWS["sha224"]
SHA256: Final[int] = ROWS["sha256"]
SHA384: Final[int] = ROWS["sha384"]
SHA512: Final[int] = ROWS["sha512"]
SHA3_224: Final[int] = ROWS["sha3_224"]
SHA3_256: Final[int] = ROWS["sha3_256"]
SHA3_384: Final[int] = ROWS["sha3_384"]
SHA3_512: Final[int] = ROWS["sha3_512"]
SHAKE_128: Final[int] = ROWS["shake_128"]
SHAKE_256: Final[int] = ROWS["shake_256"]


@c_function("EVP_default_properties_is_fips_enabled", library="crypto")
def c_fips(library: Addr) -> i32: ...


@module_init(MODULE)
def init_hashlib(w_module: Value) -> None:
    open_crypto()
    d = unwrap(W_Module, w_module).dict
    constructors = digests().constructors
    for name in NAMES:
        w_function = dict_get_str(d, "openssl_" + name)
        if not is_empty(w_function):
            dict_set(constructors, w_function, wrap(name))
    dict_set_str(d, "_constructors", new_mapping_proxy(wrap(constructors)))
    dict_set_str(d, "openssl_md_meth_names", wrap(new_frozenset(set_snapshot(provided_names()))))


@function(
    MODULE,
    "new(name, data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="A new digest object, by the name of the algorithm.",
    shown="($module, /, name, data=b'', *, usedforsecurity=True, string=None)",
)
def m_new(w_name: Value, w_data: Value, w_secure: Value, w_string: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise type_error(f"new() argument 'name' must be str, not {type_name(w_name)}")
    name = plain_name(name)
    secure = is_true(w_secure)
    w = constructor_argument(w_data, w_string)
    data = b"" if is_empty(w) else digest_bytes(w)
    digest = Digest(name, secure)
    try:
        h = new_hash(digest.md)
    finally:
        digest.free()
    if len(data) > 0:
        take_in(h, data)
    return wrap(h)


def row_hash(row: int, w_data: Value, w_secure: Value, w_string: Value) -> Value:
    w = constructor_argument(w_data, w_string)
    data = b"" if is_empty(w) else digest_bytes(w)
    h = new_hash(row_digest(row, is_true(w_secure)))
    if len(data) > 0:
        take_in(h, data)
    return wrap(h)


@function(MODULE, "openssl_md5(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new MD5 object.", shown=SHOWN)
def m_md5(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(MD5, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha1(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA1 object.", shown=SHOWN)
def m_sha1(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA1, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha224(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA224 object.", shown=SHOWN)
def m_sha224(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA224, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha256(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA256 object.", shown=SHOWN)
def m_sha256(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA256, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha384(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA384 object.", shown=SHOWN)
def m_sha384(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA384, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha512(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA512 object.", shown=SHOWN)
def m_sha512(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA512, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha3_224(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA3-224 object.", shown=SHOWN)
def m_sha3_224(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA3_224, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha3_256(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA3-256 object.", shown=SHOWN)
def m_sha3_256(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA3_256, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha3_384(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA3-384 object.", shown=SHOWN)
def m_sha3_384(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA3_384, w_data, w_secure, w_string)


@function(MODULE, "openssl_sha3_512(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHA3-512 object.", shown=SHOWN)
def m_sha3_512(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHA3_512, w_data, w_secure, w_string)


@function(MODULE, "openssl_shake_128(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHAKE-128 object.", shown=SHOWN)
def m_shake_128(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHAKE_128, w_data, w_secure, w_string)


@function(MODULE, "openssl_shake_256(data=EMPTY, *, usedforsecurity=True, string=EMPTY)", doc="A new SHAKE-256 object.", shown=SHOWN)
def m_shake_256(w_data: Value, w_secure: Value, w_string: Value) -> Value:
    return row_hash(SHAKE_256, w_data, w_secure, w_string)


@function(MODULE, "get_fips_mode()", doc="Whether the library works by FIPS rules: 0 if not.")
def m_get_fips_mode() -> Value:
    return from_int(int(c_fips(0)))


@function(MODULE, "compare_digest(a, b, /)", doc="Whether a == b, in a time that depends on b's length only.")
def m_compare_digest(w_a: Value, w_b: Value) -> Value:
    return op_compare_digest(w_a, w_b)

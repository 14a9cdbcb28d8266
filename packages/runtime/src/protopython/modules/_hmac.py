"""The _hmac module: HMAC (RFC 2104) over the digests of our own, for programs that run without OpenSSL.

    HMAC(key, message) = H(key ^ 0x5c5c.. | H(key ^ 0x3636.. | message))

The object keeps both digests as they are behind the key.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, new_with_shape, u8, unwrap, wrap
from protopython.modules._blake2 import BLAKE2B, BLAKE2S, blake2b_new, blake2s_new
from protopython.modules._md5 import md5
from protopython.modules._sha1 import sha1
from protopython.modules._sha2 import sha224, sha256, sha384, sha512
from protopython.modules._sha3 import (
    SHA3_224,
    SHA3_256,
    SHA3_384,
    SHA3_512,
    sha3_224_new,
    sha3_256_new,
    sha3_384_new,
    sha3_512_new,
)
from protopython.modules.support.digest import GIL_MINSIZE, W_Digest, absorb_all, copy_state, digest_bytes
from protopython.objects.dict.dict import new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.buffer import bytes_of_memory
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method
from protopython.objects.model.identity import address_text
from protopython.objects.model.operations import repr_of
from protopython.objects.singletons import w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.bytestrings import bytes_hex
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_hmac"
define_module(MODULE, "HMAC without OpenSSL.")
constant(MODULE, "_GIL_MINSIZE", GIL_MINSIZE)
UNKNOWN = define_type("UnknownHashError", x.W_BaseException, x.VALUE_ERROR, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "UnknownHashError", UNKNOWN)


class W_Hmac(W_Object):
    name: str
    inner: W_Digest
    outer: W_Digest


HMAC = define_type("HMAC", W_Hmac, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
constant(MODULE, "HMAC", HMAC)


def new_digest(name: str) -> W_Digest | None:
    """An object of this algorithm that has seen nothing; None: there is no such algorithm."""
    if name == "md5":
        w = md5(EMPTY, w_True, EMPTY)
    elif name == "sha1":
        w = sha1(EMPTY, w_True, EMPTY)
    elif name == "sha224":
        w = sha224(EMPTY, w_True, EMPTY)
    elif name == "sha256":
        w = sha256(EMPTY, w_True, EMPTY)
    elif name == "sha384":
        w = sha384(EMPTY, w_True, EMPTY)
    elif name == "sha512":
        w = sha512(EMPTY, w_True, EMPTY)
    elif name == "sha3_224":
        w = sha3_224_new(SHA3_224, EMPTY, w_True, EMPTY)
    elif name == "sha3_256":
        w = sha3_256_new(SHA3_256, EMPTY, w_True, EMPTY)
    elif name == "sha3_384":
        w = sha3_384_new(SHA3_384, EMPTY, w_True, EMPTY)
    elif name == "sha3_512":
        w = sha3_512_new(SHA3_512, EMPTY, w_True, EMPTY)
    elif name == "blake2s" or name == "blake2s_32":
        w = blake2s_new(BLAKE2S, wrap(new_tuple_n(0)), wrap(new_dict()))
    elif name == "blake2b" or name == "blake2b_32":
        w = blake2b_new(BLAKE2B, wrap(new_tuple_n(0)), wrap(new_dict()))
    else:
        return None
    return unwrap(W_Digest, w)


def keyed(d: W_Digest, key: bytes, mask: int) -> W_Digest:
    """d, which has seen nothing, after it has taken in the key, which fills a block."""
    block = Array[u8](d.block, u8(mask))
    for i in range(len(key)):
        block[i] = u8(key[i] ^ mask)
    absorb_all(d, bytes_of_memory(block, 0, d.block))
    return d


def start(w_key: Value, w_name: Value) -> W_Hmac:
    key = digest_bytes(w_key)
    given = as_str(w_name)
    name = "" if given is None else given.lower()
    d = new_digest(name)
    inner = new_digest(name)
    outer = new_digest(name)
    if d is None or inner is None or outer is None:
        raise errors.error(UNKNOWN, f"unsupported hash type: {repr_of(w_name)}")
    if len(key) > d.block:
        absorb_all(d, key)
        key = d.finish()
    h = new_with_shape(W_Hmac, HMAC.root_shape)
    h.name = name
    h.inner = keyed(inner, key, 0x36)
    h.outer = keyed(outer, key, 0x5C)
    return h


def finish(h: W_Hmac) -> bytes:
    outer = copy_state(h.outer)
    absorb_all(outer, copy_state(h.inner).finish())
    return outer.finish()


@function(MODULE, "new(key, msg=None, digestmod=EMPTY)", doc="A new HMAC object.", shown="($module, /, key, msg=None, digestmod=None)")
def m_new(w_key: Value, w_message: Value, w_name: Value) -> Value:
    if is_empty(w_name):
        raise errors.type_error("new() missing 1 required argument 'digestmod'")
    h = start(w_key, w_name)
    if not same(w_message, w_None):
        absorb_all(h.inner, digest_bytes(w_message))
    return wrap(h)


@function(MODULE, "compute_digest(key, msg, digest)", doc="The HMAC of a message, at once.")
def m_compute_digest(w_key: Value, w_message: Value, w_name: Value) -> Value:
    h = start(w_key, w_name)
    absorb_all(h.inner, digest_bytes(w_message))
    return wrap(finish(h))


@method(HMAC, "update(self, /, msg)", doc="Takes in more of the message.")
def hmac_update(self: W_Hmac, w_message: Value) -> Value:
    absorb_all(self.inner, digest_bytes(w_message))
    return w_None


@method(HMAC, "digest(self, /)", doc="The HMAC so far, as bytes.")
def hmac_digest(self: W_Hmac) -> Value:
    return wrap(finish(self))


@method(HMAC, "hexdigest(self, /)", doc="The HMAC so far, in hexadecimal digits.")
def hmac_hexdigest(self: W_Hmac) -> Value:
    return wrap(bytes_hex(finish(self)))


@method(HMAC, "copy(self, /)", doc="Another object in the same state.")
def hmac_copy(self: W_Hmac) -> Value:
    h = new_with_shape(W_Hmac, HMAC.root_shape)
    h.name = self.name
    h.inner = copy_state(self.inner)
    h.outer = self.outer
    return wrap(h)


@getter(HMAC, "name")
def hmac_name(self: W_Hmac) -> Value:
    return wrap("hmac-" + self.name)


@getter(HMAC, "digest_size")
def hmac_digest_size(self: W_Hmac) -> Value:
    return from_int(self.inner.size)


@getter(HMAC, "block_size")
def hmac_block_size(self: W_Hmac) -> Value:
    return from_int(self.inner.block)


@method(HMAC, "__repr__(self, /)")
def hmac_repr(self: W_Hmac) -> Value:
    return wrap(f"<{self.name} HMAC object @ {address_text(wrap(self))}>")


@function(MODULE, "compute_md5(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_md5(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("md5"))


@function(MODULE, "compute_sha1(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha1(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha1"))


@function(MODULE, "compute_sha224(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha224(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha224"))


@function(MODULE, "compute_sha256(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha256(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha256"))


@function(MODULE, "compute_sha384(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha384(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha384"))


@function(MODULE, "compute_sha512(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha512(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha512"))


@function(MODULE, "compute_sha3_224(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha3_224(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha3_224"))


@function(MODULE, "compute_sha3_256(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha3_256(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha3_256"))


@function(MODULE, "compute_sha3_384(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha3_384(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha3_384"))


@function(MODULE, "compute_sha3_512(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_sha3_512(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("sha3_512"))


@function(MODULE, "compute_blake2s_32(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_blake2s_32(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("blake2s_32"))


@function(MODULE, "compute_blake2b_32(key, msg, /)", doc="The HMAC of a message by this digest.")
def m_blake2b_32(w_key: Value, w_message: Value) -> Value:
    return m_compute_digest(w_key, w_message, wrap("blake2b_32"))

"""HASH and HASHXOF: a message digest that takes its message in parts.

The context of OpenSSL is used under the object's lock. Long messages are taken in outside managed state, so that a collection need not wait.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, locked, new_with_shape, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules._hashlib.digests import MODULE, c_block_size, c_flags, c_size, digest_name, failed
from protopython.modules.support.digest import digest_bytes
from protopython.modules.support.openssl import give_back, lend
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method
from protopython.objects.model.errors import memory_error, system_error
from protopython.objects.model.identity import address_text
from protopython.objects.model.operations import int_arg, type_of
from protopython.objects.singletons import w_None
from protopython.protocore.bytestrings import bytes_hex
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.object import TypeFlags, W_Resource, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

CONTEXT_SIZE: Final[int] = 320
LONG: Final[int] = 2048
"""From so many bytes on a message is worth leaving managed state."""
MAX_DIGEST: Final[int] = 64
XOF: Final[int] = 2
"""EVP_MD_FLAG_XOF: the digest has any length."""


@c_function("EVP_MD_CTX_new", errno=False, library="crypto")
def c_context_new() -> Addr: ...


@c_function("EVP_MD_CTX_free", errno=False, library="crypto")
def c_context_free(context: Addr) -> None: ...


@c_function("EVP_MD_CTX_copy_ex", errno=False, library="crypto")
def c_context_copy(target: Addr, source: Addr) -> i32: ...


@c_function("EVP_MD_CTX_get0_md", errno=False, library="crypto")
def c_context_digest(context: Addr) -> Addr: ...


@c_function("EVP_DigestInit_ex", errno=False, library="crypto")
def c_init(context: Addr, md: Addr, engine: Addr) -> i32: ...


@c_function("EVP_DigestUpdate", errno=False, library="crypto")
def c_update(context: Addr, data: Addr, n: int) -> i32: ...


@c_function("EVP_DigestUpdate", errno=False, library="crypto", blocking=True)
def c_update_long(context: Addr, data: Addr, n: int) -> i32: ...


@c_function("EVP_DigestFinal_ex", errno=False, library="crypto")
def c_final(context: Addr, out: Addr, n: Addr) -> i32: ...


@c_function("EVP_DigestFinalXOF", errno=False, library="crypto", blocking=True)
def c_final_xof(context: Addr, out: Addr, n: int) -> i32: ...


class W_Hash(W_Resource):
    context: Addr

    def give_back(self) -> None:
        c_context_free(self.context)
        self.context = 0


class W_HashXof(W_Hash):
    pass


HASH = define_type(
    "HASH",
    W_Hash,
    OBJECT,
    module=MODULE,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.NO_INSTANTIATE,
    doc="A message digest: update() takes in more of the message, digest() and hexdigest() give what its digest is so far, copy() gives"
    "\nanother object that goes on from here; name, digest_size and block_size tell the algorithm.",
)
HASHXOF = define_type(
    "HASHXOF",
    W_HashXof,
    HASH,
    module=MODULE,
    flags=TypeFlags.SUBCLASSABLE | TypeFlags.NO_INSTANTIATE,
    doc="A message digest of any length: as HASH, but digest(length) and hexdigest(length) are told how many bytes.",
)
constant(MODULE, "HASH", HASH)
constant(MODULE, "HASHXOF", HASHXOF)


def new_hash(md: Addr) -> W_Hash:
    """An object for this digest, which has seen nothing."""
    if int(c_flags(md)) & XOF != 0:
        h: W_Hash = new_with_shape(W_HashXof, HASHXOF.root_shape)
    else:
        h = new_with_shape(W_Hash, HASH.root_shape)
    give_context(h, new_context())
    if int(c_init(h.context, md, 0)) == 0:
        raise failed("no reason supplied")
    return h


def give_context(h: W_Hash, context: Addr) -> None:
    h.context = context
    register_resource(h)
    count_outside(CONTEXT_SIZE)


def new_context() -> Addr:
    at = c_context_new()
    if at == 0:
        raise memory_error()
    return at


def take_in(h: W_Hash, data: bytes) -> None:
    n = len(data)
    at = lend(data)
    with locked(h):
        result = int(c_update(h.context, at, n) if n < LONG else c_update_long(h.context, at, n))
    give_back(at)
    if result == 0:
        raise failed("no reason supplied")


def copy_of(h: W_Hash) -> Addr:
    """A context in the same state, to be freed."""
    at = new_context()
    with locked(h):
        result = int(c_context_copy(at, h.context))
    if result == 0:
        c_context_free(at)
        raise failed("no reason supplied")
    return at


def digest_of(h: W_Hash) -> bytes:
    context = copy_of(h)
    out = c_malloc(MAX_DIGEST)
    result = int(c_final(context, out, 0))
    data = copy_bytes(out, int(c_size(c_context_digest(context)))) if result != 0 else b""
    c_free(out)
    c_context_free(context)
    if result == 0:
        raise failed("no reason supplied")
    return data


def xof_digest_of(h: W_Hash, n: int) -> bytes:
    if n == 0:
        return b""
    out = c_malloc(n)
    context = copy_of(h)
    result = int(c_final_xof(context, out, n))
    data = copy_bytes(out, n) if result != 0 else b""
    c_free(out)
    c_context_free(context)
    if result == 0:
        raise failed("no reason supplied")
    return data


def name_of(h: W_Hash) -> str:
    return digest_name(c_context_digest(h.context))


@method(HASH, "update(self, obj, /)", doc="Takes in more of the message.")
def hash_update(self: W_Hash, w_data: Value) -> Value:
    take_in(self, digest_bytes(w_data))
    return w_None


@method(HASH, "digest(self, /)", doc="The digest so far, as bytes.")
def hash_digest(self: W_Hash) -> Value:
    return wrap(digest_of(self))


@method(HASH, "hexdigest(self, /)", doc="The digest so far, in hexadecimal digits.")
def hash_hexdigest(self: W_Hash) -> Value:
    return wrap(bytes_hex(digest_of(self)))


@method(HASHXOF, "digest(self, /, length)", doc="The first bytes of the digest so far.")
def xof_digest(self: W_HashXof, w_length: Value) -> Value:
    n = int_arg(w_length)
    if n < 0:
        raise system_error("Negative size passed to PyBytes_FromStringAndSize")
    return wrap(xof_digest_of(self, n))


@method(HASHXOF, "hexdigest(self, /, length)", doc="The first bytes of the digest so far, in hexadecimal digits.")
def xof_hexdigest(self: W_HashXof, w_length: Value) -> Value:
    n = int_arg(w_length)
    if n < 0:
        raise memory_error()
    return wrap(bytes_hex(xof_digest_of(self, n)))


@method(HASH, "copy(self, /)", doc="Another object in the same state.")
def hash_copy(self: W_Hash) -> Value:
    cls: W_Type = type_of(wrap(self))
    other: W_Hash = new_with_shape(W_HashXof, cls.root_shape) if cls is HASHXOF else new_with_shape(W_Hash, cls.root_shape)
    give_context(other, copy_of(self))
    return wrap(other)


@getter(HASH, "name")
def hash_name(self: W_Hash) -> Value:
    return wrap(name_of(self))


@getter(HASH, "digest_size")
def hash_digest_size(self: W_Hash) -> Value:
    return from_int(int(c_size(c_context_digest(self.context))))


@getter(HASHXOF, "digest_size")
def xof_digest_size(self: W_HashXof) -> Value:
    return from_int(0)


@getter(HASH, "block_size")
def hash_block_size(self: W_Hash) -> Value:
    return from_int(int(c_block_size(c_context_digest(self.context))))


@method(HASH, "__repr__(self, /)")
def hash_repr(self: W_Hash) -> Value:
    return wrap(f"<{name_of(self)} {type_of(wrap(self)).name} object @ {address_text(wrap(self))}>")

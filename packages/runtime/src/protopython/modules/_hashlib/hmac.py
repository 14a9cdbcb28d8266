"""HMAC by OpenSSL: the object, and the function that does all at once."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, locked, new_with_shape, wrap
from protodialect.unsafe import Addr, c_function, load32
from protopython.modules._hashlib.digests import MODULE, c_block_size, digest_argument, digest_name, failed
from protopython.modules._hashlib.hashes import LONG, MAX_DIGEST
from protopython.modules.support.digest import digest_bytes
from protopython.modules.support.openssl import give_back, lend
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_type, function, getter, method
from protopython.objects.model.errors import memory_error, overflow_error, type_error
from protopython.objects.model.identity import address_text
from protopython.objects.singletons import w_None
from protopython.protocore.bytestrings import bytes_hex
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.object import TypeFlags, W_Resource
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty, same

CONTEXT_SIZE: Final[int] = 1024
MAX_LENGTH: Final[int] = 0x7FFFFFFF


@c_function("HMAC_CTX_new", errno=False, library="crypto")
def c_hmac_new() -> Addr: ...


@c_function("HMAC_CTX_free", errno=False, library="crypto")
def c_hmac_free(context: Addr) -> None: ...


@c_function("HMAC_CTX_copy", errno=False, library="crypto")
def c_hmac_copy(target: Addr, source: Addr) -> i32: ...


@c_function("HMAC_CTX_get_md", errno=False, library="crypto")
def c_hmac_digest(context: Addr) -> Addr: ...


@c_function("HMAC_size", errno=False, library="crypto")
def c_hmac_size(context: Addr) -> int: ...


@c_function("HMAC_Init_ex", errno=False, library="crypto", blocking=True)
def c_hmac_init(context: Addr, key: Addr, n: i32, md: Addr, engine: Addr) -> i32: ...


@c_function("HMAC_Update", errno=False, library="crypto")
def c_hmac_update(context: Addr, data: Addr, n: int) -> i32: ...


@c_function("HMAC_Update", errno=False, library="crypto", blocking=True)
def c_hmac_update_long(context: Addr, data: Addr, n: int) -> i32: ...


@c_function("HMAC_Final", errno=False, library="crypto")
def c_hmac_final(context: Addr, out: Addr, n: Addr) -> i32: ...


@c_function("HMAC", errno=False, library="crypto", blocking=True)
def c_hmac(md: Addr, key: Addr, key_n: i32, data: Addr, n: int, out: Addr, out_n: Addr) -> Addr: ...


class W_Hmac(W_Resource):
    context: Addr

    def give_back(self) -> None:
        c_hmac_free(self.context)
        self.context = 0


HMAC = define_type(
    "HMAC",
    W_Hmac,
    OBJECT,
    module=MODULE,
    flags=TypeFlags.NO_INSTANTIATE,
    doc="A keyed digest of a message: update(msg) takes in more of it, digest() and hexdigest() give what its HMAC is so far, copy() gives"
    "\nanother object that goes on from here; name, digest_size and block_size tell the algorithm.",
)
constant(MODULE, "HMAC", HMAC)


def give_context(h: W_Hmac, context: Addr) -> None:
    h.context = context
    register_resource(h)
    count_outside(CONTEXT_SIZE)


def new_context() -> Addr:
    at = c_hmac_new()
    if at == 0:
        raise memory_error()
    return at


def take_in(h: W_Hmac, data: bytes) -> None:
    n = len(data)
    at = lend(data)
    with locked(h):
        result = int(c_hmac_update(h.context, at, n) if n < LONG else c_hmac_update_long(h.context, at, n))
    give_back(at)
    if result == 0:
        raise failed("no reason supplied")


def copy_of(h: W_Hmac) -> Addr:
    at = new_context()
    with locked(h):
        result = int(c_hmac_copy(at, h.context))
    if result == 0:
        c_hmac_free(at)
        raise failed("no reason supplied")
    return at


def digest_of(h: W_Hmac) -> bytes:
    context = copy_of(h)
    out = c_malloc(MAX_DIGEST)
    result = int(c_hmac_final(context, out, 0))
    data = copy_bytes(out, c_hmac_size(context)) if result != 0 else b""
    c_free(out)
    c_hmac_free(context)
    if result == 0:
        raise failed("no reason supplied")
    return data


@function(MODULE, "hmac_new(key, msg=b'', digestmod=EMPTY)", doc="A new HMAC object.", shown="($module, /, key, msg=b'', digestmod=None)")
def m_hmac_new(w_key: Value, w_message: Value, w_digest: Value) -> Value:
    key = need_bytes(w_key)
    if len(key) > MAX_LENGTH:
        raise overflow_error("key is too long.")
    if is_empty(w_digest):
        raise type_error("Missing required parameter 'digestmod'.")
    digest = digest_argument(w_digest, True)
    h = new_with_shape(W_Hmac, HMAC.root_shape)
    give_context(h, new_context())
    at = lend(key)
    result = int(c_hmac_init(h.context, at, i32(len(key)), digest.md, 0))
    give_back(at)
    digest.free()
    if result == 0:
        raise failed("no reason supplied")
    if not same(w_message, w_None):
        take_in(h, digest_bytes(w_message))
    return wrap(h)


@function(MODULE, "hmac_digest(key, msg, digest)", doc="The HMAC of a message, at once.")
def m_hmac_digest(w_key: Value, w_message: Value, w_digest: Value) -> Value:
    key = need_bytes(w_key)
    message = need_bytes(w_message)
    if len(key) > MAX_LENGTH:
        raise overflow_error("key is too long.")
    if len(message) > MAX_LENGTH:
        raise overflow_error("msg is too long.")
    digest = digest_argument(w_digest, True)
    key_at = lend(key)
    at = lend(message)
    out = c_malloc(MAX_DIGEST + 8)
    size = out + MAX_DIGEST
    result = c_hmac(digest.md, key_at, i32(len(key)), at, len(message), out, size)
    data = b"" if result == 0 else copy_bytes(out, load32(size))
    c_free(out)
    give_back(at)
    give_back(key_at)
    digest.free()
    if result == 0:
        raise failed("no reason supplied")
    return wrap(data)


@method(HMAC, "update(self, /, msg)", doc="Takes in more of the message.")
def hmac_update(self: W_Hmac, w_message: Value) -> Value:
    take_in(self, digest_bytes(w_message))
    return w_None


@method(HMAC, "digest(self, /)", doc="The HMAC so far, as bytes.")
def hmac_digest(self: W_Hmac) -> Value:
    return wrap(digest_of(self))


@method(HMAC, "hexdigest(self, /)", doc="The HMAC so far, in hexadecimal digits.")
def hmac_hexdigest(self: W_Hmac) -> Value:
    return wrap(bytes_hex(digest_of(self)))


@method(HMAC, "copy(self, /)", doc="Another object in the same state.")
def hmac_copy(self: W_Hmac) -> Value:
    other = new_with_shape(W_Hmac, HMAC.root_shape)
    give_context(other, copy_of(self))
    return wrap(other)


@getter(HMAC, "digest_size")
def hmac_digest_size(self: W_Hmac) -> Value:
    return from_int(c_hmac_size(self.context))


@getter(HMAC, "block_size")
def hmac_block_size(self: W_Hmac) -> Value:
    return from_int(int(c_block_size(c_hmac_digest(self.context))))


@getter(HMAC, "name")
def hmac_name(self: W_Hmac) -> Value:
    return wrap("hmac-" + digest_name(c_hmac_digest(self.context)))


@method(HMAC, "__repr__(self, /)")
def hmac_repr(self: W_Hmac) -> Value:
    return wrap(f"<{digest_name(c_hmac_digest(self.context))} HMAC object @ {address_text(wrap(self))}>")

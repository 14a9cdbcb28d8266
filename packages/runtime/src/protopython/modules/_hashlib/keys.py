"""Keys derived from passwords: pbkdf2_hmac and scrypt."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules._hashlib.digests import MODULE, Digest, c_size, failed, plain_name
from protopython.modules.support.openssl import give_back, lend
from protopython.modules.support.system_calls import c_unsigned, copy_bytes
from protopython.objects.int.int import int_to_i64
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import function
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.operations import index_value
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import same

MAX_LENGTH: Final[int] = 0x7FFFFFFF
UNSIGNED_LONG: Final[str] = "unsigned long"


@c_function("PKCS5_PBKDF2_HMAC", library="crypto", blocking=True)
def c_pbkdf2(password: Addr, n: i32, salt: Addr, salt_n: i32, rounds: i32, md: Addr, out_n: i32, out: Addr) -> i32: ...


@c_function("EVP_PBE_scrypt", library="crypto", blocking=True)
def c_scrypt(password: Addr, n: int, salt: Addr, salt_n: int, cost: int, r: int, p: int, memory: int, out: Addr, out_n: int) -> i32: ...


def c_long(w: Value) -> int:
    n, too_big = int_to_i64(index_value(w))
    if too_big:
        raise overflow_error("Python int too large to convert to C long")
    return n


@function(MODULE, "pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", doc="A key from a password, by PBKDF2 with HMAC (PKCS #5 v2.0).")
def m_pbkdf2_hmac(w_name: Value, w_password: Value, w_salt: Value, w_rounds: Value, w_length: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise type_error(f"pbkdf2_hmac() argument 'hash_name' must be str, not {type_name(w_name)}")
    name = plain_name(name)
    password = need_bytes(w_password)
    salt = need_bytes(w_salt)
    rounds = c_long(w_rounds)
    digest = Digest(name, True)
    try:
        if len(password) > MAX_LENGTH:
            raise overflow_error("password is too long.")
        if len(salt) > MAX_LENGTH:
            raise overflow_error("salt is too long.")
        if rounds < 1:
            raise value_error("iteration value must be greater than 0.")
        if rounds > MAX_LENGTH:
            raise overflow_error("iteration value is too great.")
        n = int(c_size(digest.md)) if same(w_length, w_None) else c_long(w_length)
        if n < 1:
            raise value_error("key length must be greater than 0.")
        if n > MAX_LENGTH:
            raise overflow_error("key length is too great.")
        out = c_malloc(n)
        password_at = lend(password)
        salt_at = lend(salt)
        result = int(c_pbkdf2(password_at, i32(len(password)), salt_at, i32(len(salt)), i32(rounds), digest.md, i32(n), out))
        key = copy_bytes(out, n) if result != 0 else b""
        give_back(salt_at)
        give_back(password_at)
        c_free(out)
    finally:
        digest.free()
    if result == 0:
        raise failed("no reason supplied")
    return wrap(key)


@function(MODULE, "scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64)", doc="A key from a password, by scrypt (RFC 7914).")
def m_scrypt(w_password: Value, w_salt: Value, w_n: Value, w_r: Value, w_p: Value, w_memory: Value, w_length: Value) -> Value:
    password = need_bytes(w_password)
    salt = need_bytes(w_salt)
    cost = c_unsigned(w_n, -1, UNSIGNED_LONG)
    r = c_unsigned(w_r, -1, UNSIGNED_LONG)
    p = c_unsigned(w_p, -1, UNSIGNED_LONG)
    memory = c_long(w_memory)
    n = c_long(w_length)
    if len(password) > MAX_LENGTH:
        raise overflow_error("password is too long.")
    if len(salt) > MAX_LENGTH:
        raise overflow_error("salt is too long.")
    if cost < 2 or cost & (cost - 1) != 0:
        raise value_error("n must be a power of 2.")
    if memory < 0 or memory > MAX_LENGTH:
        raise value_error(f"maxmem must be positive and smaller than {MAX_LENGTH}")
    if n < 1 or n > MAX_LENGTH:
        raise value_error(f"dklen must be greater than 0 and smaller than {MAX_LENGTH}")
    password_at = lend(password)
    salt_at = lend(salt)
    out = c_malloc(n)
    possible = int(c_scrypt(0, 0, 0, 0, cost, r, p, memory, 0, 0)) != 0
    result = 0
    if possible:
        result = int(c_scrypt(password_at, len(password), salt_at, len(salt), cost, r, p, memory, out, n))
    key = copy_bytes(out, n) if result != 0 else b""
    c_free(out)
    give_back(salt_at)
    give_back(password_at)
    if not possible:
        raise failed("Invalid parameter combination for n, r, p, maxmem.")
    if result == 0:
        raise failed("no reason supplied")
    return wrap(key)

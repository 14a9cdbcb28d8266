"""The _sha2 module: SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4)."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, inline, new_with_shape, ushr, wrap_add, wrap_shl
from protopython.modules.support.digest import (
    GIL_MINSIZE,
    W_Digest,
    copy_words,
    define_digest,
    padded,
    primes,
    root_fraction,
    start_digest,
    words_to_bytes,
)
from protopython.objects.model.define import constant, define_module, function
from protopython.protocore.object import W_Type

WORD: Final[int] = 0xFFFFFFFF

K256: Final[Array[int]] = Array.of([root_fraction(p, 3, 32) for p in primes(64)])
K512: Final[Array[int]] = Array.of([root_fraction(p, 3, 64) for p in primes(80)])
START_256: Final[Array[int]] = Array.of([root_fraction(p, 2, 32) for p in primes(8)])
START_512: Final[Array[int]] = Array.of([root_fraction(p, 2, 64) for p in primes(8)])
START_384: Final[Array[int]] = Array.of([root_fraction(p, 2, 64) for p in primes(16)[8:]])
START_224: Final[Array[int]] = Array.of([root_fraction(p, 2, 64) & WORD for p in primes(16)[8:]])


@inline
def rotate32(x: int, n: int) -> int:
    return ((x >> n) | (x << (32 - n))) & WORD


@inline
def rotate64(x: int, n: int) -> int:
    return ushr(x, n) | wrap_shl(x, 64 - n)


class W_Sha256(W_Digest):
    def compress(self, data: bytes, at: int) -> None:
        w = Array[int](64, 0)
        i = 0
        while i < 16:
            p = at + 4 * i
            w[i] = (data[p] << 24) | (data[p + 1] << 16) | (data[p + 2] << 8) | data[p + 3]
            i += 1
        while i < 64:
            x = w[i - 15]
            y = w[i - 2]
            s0 = rotate32(x, 7) ^ rotate32(x, 18) ^ (x >> 3)
            s1 = rotate32(y, 17) ^ rotate32(y, 19) ^ (y >> 10)
            w[i] = (w[i - 16] + s0 + w[i - 7] + s1) & WORD
            i += 1
        state = self.state
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        e = state[4]
        f = state[5]
        g = state[6]
        h = state[7]
        for i in range(64):
            s1 = rotate32(e, 6) ^ rotate32(e, 11) ^ rotate32(e, 25)
            t1 = h + s1 + ((e & f) ^ (~e & g)) + K256[i] + w[i]
            s0 = rotate32(a, 2) ^ rotate32(a, 13) ^ rotate32(a, 22)
            t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
            h = g
            g = f
            f = e
            e = (d + t1) & WORD
            d = c
            c = b
            b = a
            a = (t1 + t2) & WORD
        state[0] = (state[0] + a) & WORD
        state[1] = (state[1] + b) & WORD
        state[2] = (state[2] + c) & WORD
        state[3] = (state[3] + d) & WORD
        state[4] = (state[4] + e) & WORD
        state[5] = (state[5] + f) & WORD
        state[6] = (state[6] + g) & WORD
        state[7] = (state[7] + h) & WORD

    def finish(self) -> bytes:
        padded(self, 8, True)
        return words_to_bytes(self.state, 4, self.size, True)

    def fresh(self, cls: W_Type) -> W_Digest:
        return new_with_shape(W_Sha256, cls.root_shape)


class W_Sha512(W_Digest):
    def compress(self, data: bytes, at: int) -> None:
        w = Array[int](80, 0)
        i = 0
        while i < 16:
            p = at + 8 * i
            high = (data[p] << 24) | (data[p + 1] << 16) | (data[p + 2] << 8) | data[p + 3]
            low = (data[p + 4] << 24) | (data[p + 5] << 16) | (data[p + 6] << 8) | data[p + 7]
            w[i] = wrap_shl(high, 32) | low
            i += 1
        while i < 80:
            x = w[i - 15]
            y = w[i - 2]
            s0 = rotate64(x, 1) ^ rotate64(x, 8) ^ ushr(x, 7)
            s1 = rotate64(y, 19) ^ rotate64(y, 61) ^ ushr(y, 6)
            w[i] = wrap_add(wrap_add(w[i - 16], s0), wrap_add(w[i - 7], s1))
            i += 1
        state = self.state
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        e = state[4]
        f = state[5]
        g = state[6]
        h = state[7]
        for i in range(80):
            s1 = rotate64(e, 14) ^ rotate64(e, 18) ^ rotate64(e, 41)
            t1 = wrap_add(wrap_add(h, s1), wrap_add(wrap_add((e & f) ^ (~e & g), K512[i]), w[i]))
            s0 = rotate64(a, 28) ^ rotate64(a, 34) ^ rotate64(a, 39)
            t2 = wrap_add(s0, (a & b) ^ (a & c) ^ (b & c))
            h = g
            g = f
            f = e
            e = wrap_add(d, t1)
            d = c
            c = b
            b = a
            a = wrap_add(t1, t2)
        state[0] = wrap_add(state[0], a)
        state[1] = wrap_add(state[1], b)
        state[2] = wrap_add(state[2], c)
        state[3] = wrap_add(state[3], d)
        state[4] = wrap_add(state[4], e)
        state[5] = wrap_add(state[5], f)
        state[6] = wrap_add(state[6], g)
        state[7] = wrap_add(state[7], h)

    def finish(self) -> bytes:
        padded(self, 16, True)
        return words_to_bytes(self.state, 8, self.size, True)

    def fresh(self, cls: W_Type) -> W_Digest:
        return new_with_shape(W_Sha512, cls.root_shape)


# --- the module ---------------------------------------------------------------------------------------------------------

define_module("_sha2", "SHA-224, SHA-256, SHA-384, SHA-512.")
constant("_sha2", "_GIL_MINSIZE", GIL_MINSIZE)
SHA224 = define_digest("_sha2", "SHA224Type", W_Sha256)
SHA256 = define_digest("_sha2", "SHA256Type", W_Sha256)
SHA384 = define_digest("_sha2", "SHA384Type", W_Sha512)
SHA512 = define_digest("_sha2", "SHA512Type", W_Sha512)
constant("_sha2", "SHA224Type", SHA224)
constant("_sha2", "SHA256Type", SHA256)
constant("_sha2", "SHA384Type", SHA384)
constant("_sha2", "SHA512Type", SHA512)


def new_digest(d: W_Digest, name: str, start: Array[int], size: int, block: int, w_data: Value, w_string: Value) -> Value:
    d.name = name
    d.state = copy_words(start)
    d.tail = b""
    d.size = size
    d.block = block
    return start_digest(d, w_data, w_string)


@function(
    "_sha2",
    "sha224(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new SHA-224 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def sha224(w_data: Value, w_security: Value, w_string: Value) -> Value:
    return new_digest(new_with_shape(W_Sha256, SHA224.root_shape), "sha224", START_224, 28, 64, w_data, w_string)


@function(
    "_sha2",
    "sha256(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new SHA-256 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def sha256(w_data: Value, w_security: Value, w_string: Value) -> Value:
    return new_digest(new_with_shape(W_Sha256, SHA256.root_shape), "sha256", START_256, 32, 64, w_data, w_string)


@function(
    "_sha2",
    "sha384(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new SHA-384 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def sha384(w_data: Value, w_security: Value, w_string: Value) -> Value:
    return new_digest(new_with_shape(W_Sha512, SHA384.root_shape), "sha384", START_384, 48, 128, w_data, w_string)


@function(
    "_sha2",
    "sha512(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new SHA-512 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def sha512(w_data: Value, w_security: Value, w_string: Value) -> Value:
    return new_digest(new_with_shape(W_Sha512, SHA512.root_shape), "sha512", START_512, 64, 128, w_data, w_string)

"""The _sha1 module: the SHA-1 digest (FIPS 180-4)."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, new_with_shape
from protopython.modules.support.digest import GIL_MINSIZE, W_Digest, copy_words, define_digest, padded, start_digest, words_to_bytes
from protopython.objects.model.define import constant, define_module, function
from protopython.protocore.object import W_Type

WORD: Final[int] = 0xFFFFFFFF
START: Final[Array[int]] = Array.of([0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0])


class W_Sha1(W_Digest):
    def compress(self, data: bytes, at: int) -> None:
        w = Array[int](80, 0)
        i = 0
        while i < 16:
            p = at + 4 * i
            w[i] = (data[p] << 24) | (data[p + 1] << 16) | (data[p + 2] << 8) | data[p + 3]
            i += 1
        while i < 80:
            x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]
            w[i] = ((x << 1) | (x >> 31)) & WORD
            i += 1
        state = self.state
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        e = state[4]
        for i in range(80):
            if i < 20:
                f = ((b & c) | (~b & d)) + 0x5A827999
            elif i < 40:
                f = (b ^ c ^ d) + 0x6ED9EBA1
            elif i < 60:
                f = ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC
            else:
                f = (b ^ c ^ d) + 0xCA62C1D6
            t = (((a << 5) | (a >> 27)) & WORD) + f + e + w[i]
            e = d
            d = c
            c = ((b << 30) | (b >> 2)) & WORD
            b = a
            a = t & WORD
        state[0] = (state[0] + a) & WORD
        state[1] = (state[1] + b) & WORD
        state[2] = (state[2] + c) & WORD
        state[3] = (state[3] + d) & WORD
        state[4] = (state[4] + e) & WORD

    def finish(self) -> bytes:
        padded(self, 8, True)
        return words_to_bytes(self.state, 4, 20, True)

    def fresh(self, cls: W_Type) -> W_Digest:
        return new_with_shape(W_Sha1, cls.root_shape)


define_module("_sha1", "The SHA-1 digest.")
constant("_sha1", "_GIL_MINSIZE", GIL_MINSIZE)
SHA1 = define_digest("_sha1", "sha1", W_Sha1)
constant("_sha1", "SHA1Type", SHA1)


@function(
    "_sha1",
    "sha1(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new SHA1 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def sha1(w_data: Value, w_security: Value, w_string: Value) -> Value:
    d = new_with_shape(W_Sha1, SHA1.root_shape)
    d.name = "sha1"
    d.state = copy_words(START)
    d.tail = b""
    d.size = 20
    d.block = 64
    return start_digest(d, w_data, w_string)

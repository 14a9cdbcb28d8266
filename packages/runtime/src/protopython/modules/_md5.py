"""The _md5 module: the MD5 digest (RFC 1321)."""

from __future__ import annotations

import math
from typing import Final

from protodialect.types import Array, Value, new_with_shape
from protopython.modules.support.digest import GIL_MINSIZE, W_Digest, copy_words, define_digest, padded, start_digest, words_to_bytes
from protopython.objects.model.define import constant, define_module, function
from protopython.protocore.object import W_Type

WORD: Final[int] = 0xFFFFFFFF
SINES: Final[Array[int]] = Array.of([int(abs(math.sin(i + 1)) * 2**32) for i in range(64)])
SHIFTS: Final[Array[int]] = Array.of([s for row in ([7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]) for s in row * 4])
START: Final[Array[int]] = Array.of([0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476])


class W_Md5(W_Digest):
    def compress(self, data: bytes, at: int) -> None:
        w = Array[int](16, 0)
        for i in range(16):
            p = at + 4 * i
            w[i] = data[p] | (data[p + 1] << 8) | (data[p + 2] << 16) | (data[p + 3] << 24)
        state = self.state
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        for i in range(64):
            if i < 16:
                f = (b & c) | (~b & d)
                k = i
            elif i < 32:
                f = (d & b) | (~d & c)
                k = (5 * i + 1) & 15
            elif i < 48:
                f = b ^ c ^ d
                k = (3 * i + 5) & 15
            else:
                f = c ^ (b | (~d & WORD))
                k = (7 * i) & 15
            f = (f + a + SINES[i] + w[k]) & WORD
            s = SHIFTS[i]
            a = d
            d = c
            c = b
            b = (b + ((f << s) | (f >> (32 - s)))) & WORD
        state[0] = (state[0] + a) & WORD
        state[1] = (state[1] + b) & WORD
        state[2] = (state[2] + c) & WORD
        state[3] = (state[3] + d) & WORD

    def finish(self) -> bytes:
        padded(self, 8, False)
        return words_to_bytes(self.state, 4, 16, False)

    def fresh(self, cls: W_Type) -> W_Digest:
        return new_with_shape(W_Md5, cls.root_shape)


define_module("_md5", "The MD5 digest.")
constant("_md5", "_GIL_MINSIZE", GIL_MINSIZE)
MD5 = define_digest("_md5", "md5", W_Md5)
constant("_md5", "MD5Type", MD5)


@function(
    "_md5",
    "md5(data=EMPTY, *, usedforsecurity=True, string=EMPTY)",
    doc="Return a new MD5 hash object.",
    shown="($module, /, data=b'', *, usedforsecurity=True, string=None)",
)
def md5(w_data: Value, w_security: Value, w_string: Value) -> Value:
    d = new_with_shape(W_Md5, MD5.root_shape)
    d.name = "md5"
    d.state = copy_words(START)
    d.tail = b""
    d.size = 16
    d.block = 64
    return start_digest(d, w_data, w_string)

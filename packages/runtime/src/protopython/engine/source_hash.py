"""The hash of a source file, by which compiled code may be told to be its (PEP 552): SipHash-1-3."""

from __future__ import annotations

from protodialect.types import ushr, wrap_add, wrap_shl
from protopython.objects.str.string_builder import BytesBuilder


def rotated(x: int, n: int) -> int:
    return wrap_shl(x, n) | ushr(x, 64 - n)


class SipHash:
    """SipHash (Aumasson, Bernstein 2012): four words that rounds mix."""

    a: int
    b: int
    c: int
    d: int

    def __init__(self, k0: int, k1: int) -> None:
        self.a = k0 ^ 0x736F6D6570736575
        self.b = k1 ^ 0x646F72616E646F6D
        self.c = k0 ^ 0x6C7967656E657261
        self.d = k1 ^ 0x7465646279746573

    def round(self) -> None:
        a = wrap_add(self.a, self.b)
        c = wrap_add(self.c, self.d)
        b = rotated(self.b, 13) ^ a
        d = rotated(self.d, 16) ^ c
        a = wrap_add(rotated(a, 32), d)
        c = wrap_add(c, b)
        self.b = rotated(b, 17) ^ c
        self.d = rotated(d, 21) ^ a
        self.a = a
        self.c = rotated(c, 32)

    def absorb(self, word: int) -> None:
        self.d ^= word
        self.round()
        self.a ^= word


def siphash13(key: int, data: bytes) -> int:
    h = SipHash(key, 0)
    n = len(data)
    at = 0
    while n - at >= 8:
        h.absorb(word_at(data, at, 8))
        at += 8
    h.absorb(word_at(data, at, n - at) | wrap_shl(n, 56))
    h.c ^= 0xFF
    h.round()
    h.round()
    h.round()
    return h.a ^ h.b ^ h.c ^ h.d


def source_hash(key: int, source: bytes) -> bytes:
    h = siphash13(key, source)
    out = BytesBuilder(8)
    for i in range(8):
        out.append_byte(ushr(h, 8 * i) & 0xFF)
    return out.to_bytes()


def word_at(data: bytes, at: int, n: int) -> int:
    """n bytes, the lowest first."""
    word = 0
    for i in range(n):
        word |= wrap_shl(data[at + i], 8 * i)
    return word

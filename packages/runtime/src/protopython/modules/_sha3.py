"""The _sha3 module: SHA-3 and SHAKE (FIPS 202).

The sponge: a state of 25 words, of which `block` bytes take in input by exclusive or and give out the digest, between permutations.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Array, Value, new_with_shape, u8, ushr, wrap, wrap_shl
from protopython.modules.support.digest import GIL_MINSIZE, W_Digest, absorb_all, copy_state, define_digest, start_digest
from protopython.modules.support.system_calls import c_unsigned
from protopython.objects.model.buffer import bytes_of_memory
from protopython.objects.model.define import constant, define_module, getter, method, new
from protopython.objects.model.errors import value_error
from protopython.protocore.bytestrings import bytes_hex
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int


def round_constants() -> list[int]:
    """Bits 2**j - 1 of constant i are the output of a shift register over x^8 + x^6 + x^5 + x^4 + 1."""
    constants: list[int] = []
    register = 1
    for _round in range(24):
        word = 0
        for j in range(7):
            if register & 1:
                word |= 1 << ((1 << j) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(word - (1 << 64) if word >> 63 else word)
    return constants


def path_of_lanes() -> tuple[list[int], list[int]]:
    """The order in which rho and pi move the lanes, and by how much each is rotated."""
    lanes: list[int] = []
    rotations: list[int] = []
    x, y = 1, 0
    for t in range(24):
        x, y = y, (2 * x + 3 * y) % 5
        lanes.append(x + 5 * y)
        rotations.append((t + 1) * (t + 2) // 2 % 64)
    return lanes, rotations


ROUNDS: Final[Array[int]] = Array.of(round_constants())
LANES: Final[Array[int]] = Array.of(path_of_lanes()[0])
ROTATIONS: Final[Array[int]] = Array.of(path_of_lanes()[1])


def rotated(x: int, n: int) -> int:
    return wrap_shl(x, n) | ushr(x, 64 - n) if n > 0 else x


def permute(a: Array[int]) -> None:
    """Keccak-f[1600]."""
    c = Array[int](5, 0)
    for r in range(24):
        for x in range(5):
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20]
        for x in range(5):
            d = c[(x + 4) % 5] ^ rotated(c[(x + 1) % 5], 1)
            for y in range(5):
                a[x + 5 * y] ^= d
        moving = a[1]
        for t in range(24):
            lane = LANES[t]
            next_moving = a[lane]
            a[lane] = rotated(moving, ROTATIONS[t])
            moving = next_moving
        for y in range(5):
            for x in range(5):
                c[x] = a[5 * y + x]
            for x in range(5):
                a[5 * y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5])
        a[0] ^= ROUNDS[r]


class W_Sha3(W_Digest):
    suffix: int
    """The bits that follow the message, and the first of the padding."""

    def compress(self, data: bytes, at: int) -> None:
        i = 0
        while i < self.block:
            self.state[i >> 3] ^= wrap_shl(data[at + i], 8 * (i & 7))
            i += 1
        permute(self.state)

    def finish(self) -> bytes:
        return self.squeeze(self.size)

    def squeeze(self, n: int) -> bytes:
        end = Array[u8](self.block - len(self.tail), u8(0))
        end[0] = u8(self.suffix)
        last = len(end) - 1
        end[last] = u8(end[last] | 0x80)
        absorb_all(self, bytes_of_memory(end, 0, len(end)))
        out = Array[u8](n, u8(0))
        i = 0
        k = 0
        while i < n:
            if k == self.block:
                permute(self.state)
                k = 0
            out[i] = u8(ushr(self.state[k >> 3], 8 * (k & 7)))
            i += 1
            k += 1
        return bytes_of_memory(out, 0, n)

    def fresh(self, cls: W_Type) -> W_Digest:
        other = new_with_shape(W_Sha3, cls.root_shape)
        other.suffix = self.suffix
        return other


define_module("_sha3", "SHA-3 and SHAKE.")
constant("_sha3", "_GIL_MINSIZE", GIL_MINSIZE)
constant("_sha3", "implementation", "protoPython")


def start(cls: W_Type, name: str, size: int, block: int, suffix: int, w_data: Value, w_string: Value) -> Value:
    d = new_with_shape(W_Sha3, cls.root_shape)
    d.name = name
    d.state = Array[int](25, 0)
    d.tail = b""
    d.size = size
    d.block = block
    d.suffix = suffix
    return start_digest(d, w_data, w_string)



# --- the types ----------------------------------------------------------------------------------------------------------


def define_sha3(name: str) -> W_Type:
    """Module level."""
    t = define_digest("_sha3", name, W_Sha3, f"A {name} hash.", "data")
    t.flags &= ~TypeFlags.NO_INSTANTIATE
    getter(t, "_capacity_bits")(capacity_bits)
    getter(t, "_rate_bits")(rate_bits)
    getter(t, "_suffix")(suffix)
    constant("_sha3", name, t)
    return t


def capacity_bits(self: W_Sha3) -> Value:
    return from_int(1600 - 8 * self.block)


def rate_bits(self: W_Sha3) -> Value:
    return from_int(8 * self.block)


def suffix(self: W_Sha3) -> Value:
    return wrap(b"\x06" if self.suffix == 6 else b"\x1f")


SHA3_224 = define_sha3("sha3_224")
SHA3_256 = define_sha3("sha3_256")
SHA3_384 = define_sha3("sha3_384")
SHA3_512 = define_sha3("sha3_512")
SHAKE_128 = define_sha3("shake_128")
SHAKE_256 = define_sha3("shake_256")


@new(SHA3_224, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def sha3_224_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "sha3_224", 28, 144, 6, w_data, w_string)


@new(SHA3_256, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def sha3_256_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "sha3_256", 32, 136, 6, w_data, w_string)


@new(SHA3_384, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def sha3_384_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "sha3_384", 48, 104, 6, w_data, w_string)


@new(SHA3_512, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def sha3_512_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "sha3_512", 64, 72, 6, w_data, w_string)


@new(SHAKE_128, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def shake_128_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "shake_128", 0, 168, 31, w_data, w_string)


@new(SHAKE_256, "(cls, /, data=EMPTY, *, usedforsecurity=True, string=EMPTY)")
def shake_256_new(cls: W_Type, w_data: Value, w_security: Value, w_string: Value) -> Value:
    return start(cls, "shake_256", 0, 136, 31, w_data, w_string)


LONGEST: Final[int] = 1 << 29


def output(self: W_Sha3, w_length: Value) -> bytes:
    n = c_unsigned(w_length, 0x7FFFFFFFFFFFFFFF, "unsigned long")
    if n >= LONGEST:
        raise value_error("length is too large")
    return cast(W_Sha3, copy_state(self)).squeeze(n)


@method(SHAKE_128, "digest(self, length)", doc="length bytes of the digest.")
@method(SHAKE_256, "digest(self, length)", doc="length bytes of the digest.")
def shake_digest(self: W_Sha3, w_length: Value) -> Value:
    return wrap(output(self, w_length))


@method(SHAKE_128, "hexdigest(self, length)", doc="length bytes of the digest, as hexadecimal text.")
@method(SHAKE_256, "hexdigest(self, length)", doc="length bytes of the digest, as hexadecimal text.")
def shake_hexdigest(self: W_Sha3, w_length: Value) -> Value:
    return wrap(bytes_hex(output(self, w_length)))

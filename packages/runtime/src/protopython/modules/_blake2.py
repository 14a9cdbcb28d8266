"""The _blake2 module: BLAKE2b and BLAKE2s (RFC 7693), with the tree parameters of the BLAKE2 paper.

Both run the same rounds, on words of 64 and of 32 bits. The last block is compressed apart: input waits until more of it follows.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, copy_array, new_with_shape, u8, unwrap, ushr, wrap_add, wrap_shl
from protopython.modules.support.digest import (
    GIL_MINSIZE,
    W_Digest,
    copy_words,
    define_digest,
    primes,
    root_fraction,
    start_digest,
    words_to_bytes,
)
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_delete_str, dict_get_str, dict_key_at, dict_len, dict_next
from protopython.objects.int.int import int_bit_length, int_low64, int_sign
from protopython.objects.model import operations
from protopython.objects.model.buffer import bytes_of_memory, need_bytes, store_bytes
from protopython.objects.model.define import add_member, constant, define_module, new
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int, is_empty

WORD: Final[int] = 0xFFFFFFFF
IV_B: Final[Array[int]] = Array.of([root_fraction(p, 2, 64) for p in primes(8)])
IV_S: Final[Array[int]] = Array.of([root_fraction(p, 2, 32) for p in primes(8)])
SIGMA: Final[Array[int]] = Array.of(
    [
        int(c, 16)
        for c in "0123456789abcdefea489fd61c02b753b8c052fdae3671947931dcbe265a40f8905724afe1bc683d"
        "2c6a0b834d75fe19c51fed4a0763928bdb7ec13950f4862a6fe9b308c2d714a5a2847615fb9e3cd0"
    ]
)
"""Ten orders of the sixteen words of a block."""


def mix64(v: Array[int], a: int, b: int, c: int, d: int, x: int, y: int) -> None:
    v[a] = wrap_add(wrap_add(v[a], v[b]), x)
    w = v[d] ^ v[a]
    v[d] = ushr(w, 32) | wrap_shl(w, 32)
    v[c] = wrap_add(v[c], v[d])
    w = v[b] ^ v[c]
    v[b] = ushr(w, 24) | wrap_shl(w, 40)
    v[a] = wrap_add(wrap_add(v[a], v[b]), y)
    w = v[d] ^ v[a]
    v[d] = ushr(w, 16) | wrap_shl(w, 48)
    v[c] = wrap_add(v[c], v[d])
    w = v[b] ^ v[c]
    v[b] = ushr(w, 63) | wrap_shl(w, 1)


def mix32(v: Array[int], a: int, b: int, c: int, d: int, x: int, y: int) -> None:
    v[a] = (v[a] + v[b] + x) & WORD
    w = v[d] ^ v[a]
    v[d] = ((w >> 16) | (w << 16)) & WORD
    v[c] = (v[c] + v[d]) & WORD
    w = v[b] ^ v[c]
    v[b] = ((w >> 12) | (w << 20)) & WORD
    v[a] = (v[a] + v[b] + y) & WORD
    w = v[d] ^ v[a]
    v[d] = ((w >> 8) | (w << 24)) & WORD
    v[c] = (v[c] + v[d]) & WORD
    w = v[b] ^ v[c]
    v[b] = ((w >> 7) | (w << 25)) & WORD


class W_Blake2(W_Digest):
    pending: bytes
    """A whole block that may be the last."""
    counter: int
    """Bytes compressed."""
    last_node: bool
    wide: bool
    """BLAKE2b."""

    def compress(self, data: bytes, at: int) -> None:
        if len(self.pending) > 0:
            self.counter += self.block
            self.really_compress(self.pending, False)
        self.pending = data[at : at + self.block]

    def really_compress(self, data: bytes, last: bool) -> None:
        wide = self.wide
        size = 8 if wide else 4
        iv = IV_B if wide else IV_S
        ones = -1 if wide else WORD
        m = Array[int](16, 0)
        for i in range(16 * size):
            m[i // size] |= wrap_shl(data[i], 8 * (i % size))
        h = self.state
        v = Array[int](16, 0)
        copy_array(v, 0, h, 0, 8)
        copy_array(v, 8, iv, 0, 8)
        v[12] ^= self.counter if wide else self.counter & WORD
        if not wide:
            v[13] ^= self.counter >> 32
        if last:
            v[14] ^= ones
            if self.last_node:
                v[15] ^= ones
        rounds = 12 if wide else 10
        for r in range(rounds):
            s = 16 * (r % 10)
            for i in range(8):
                # Four columns, then four diagonals.
                b = 4 + (i & 3) if i < 4 else 4 + ((i + 1) & 3)
                c = 8 + (i & 3) if i < 4 else 8 + ((i + 2) & 3)
                d = 12 + (i & 3) if i < 4 else 12 + ((i + 3) & 3)
                x = m[SIGMA[s + 2 * i]]
                y = m[SIGMA[s + 2 * i + 1]]
                if wide:
                    mix64(v, i & 3, b, c, d, x, y)
                else:
                    mix32(v, i & 3, b, c, d, x, y)
        for i in range(8):
            h[i] ^= v[i] ^ v[i + 8]

    def finish(self) -> bytes:
        last = self.tail
        if len(last) == 0 and len(self.pending) > 0:
            last = self.pending
        elif len(self.pending) > 0:
            self.counter += self.block
            self.really_compress(self.pending, False)
        self.counter += len(last)
        block = Array[u8](self.block, u8(0))
        store_bytes(block, 0, last)
        self.really_compress(bytes_of_memory(block, 0, self.block), True)
        return words_to_bytes(self.state, 8 if self.wide else 4, self.size, False)

    def fresh(self, cls: W_Type) -> W_Digest:
        other = new_with_shape(W_Blake2, cls.root_shape)
        other.pending = self.pending
        other.counter = self.counter
        other.last_node = self.last_node
        other.wide = self.wide
        return other


# --- making -------------------------------------------------------------------------------------------------------------


class Options:
    """The keyword arguments, taken out one by one."""

    left: W_Dict

    def __init__(self, given: W_Dict) -> None:
        self.left = dict_copy(given)

    def take(self, name: str) -> Value:
        w = dict_get_str(self.left, name)
        if not is_empty(w):
            dict_delete_str(self.left, name)
        return w

    def data(self, name: str, limit: int) -> bytes:
        w = self.take(name)
        data = b"" if is_empty(w) else need_bytes(w)
        if len(data) > limit:
            raise value_error(f"maximum {name} length is {limit} bytes")
        return data

    def small(self, name: str, default: int, low: int) -> int:
        w = self.take(name)
        n = default if is_empty(w) else operations.index_of(w)
        if n < low or n > 255:
            raise value_error(f"{name} must be between {low} and 255")
        return n

    def bits(self, name: str, size: int) -> int:
        w = self.take(name)
        if is_empty(w):
            return 0
        w = operations.index_value(w)
        if int_sign(w) < 0:
            raise value_error("Cannot convert negative int")
        if int_bit_length(w) > 64:
            raise overflow_error("Python int too large for C unsigned long long")
        if int_bit_length(w) > size:
            raise overflow_error(f"{name} is too large")
        return int_low64(w)

    def truth(self, name: str) -> bool:
        w = self.take(name)
        return not is_empty(w) and operations.is_true(w)


def put(out: Array[u8], at: int, size: int, x: int) -> None:
    for i in range(size):
        out[at + i] = u8(ushr(x, 8 * i))


def make(cls: W_Type, wide: bool, args: W_Tuple, given: W_Dict) -> Value:
    name = "blake2b" if wide else "blake2s"
    word = 8 if wide else 4
    most = 8 * word
    o = Options(given)
    w_data = o.take("data")
    if args.length > 1:
        raise type_error(f"{name}() takes at most 1 positional argument ({args.length} given)")
    if args.length == 1:
        if not is_empty(w_data):
            raise type_error(f"argument for {name}() given by name ('data') and position (1)")
        w_data = args.items[0]
    w_size = o.take("digest_size")
    size = most if is_empty(w_size) else operations.index_of(w_size)
    if size < 1 or size > most:
        raise value_error(f"digest_size for {'Blake2b' if wide else 'Blake2s'} must be between 1 and {most} bytes, here it is {size}")
    p = Array[u8](most, u8(0))
    salt = o.data("salt", 2 * word)
    person = o.data("person", 2 * word)
    p[0] = u8(size)
    p[2] = u8(o.small("fanout", 1, 0))
    p[3] = u8(o.small("depth", 1, 1))
    put(p, 4, 4, o.bits("leaf_size", 32))
    offset_size = 8 if wide else 6
    put(p, 8, offset_size, o.bits("node_offset", 8 * offset_size))
    p[8 + offset_size] = u8(o.small("node_depth", 0, 0))
    w_inner = o.take("inner_size")
    inner = 0 if is_empty(w_inner) else operations.index_of(w_inner)
    if inner < 0 or inner > most:
        raise value_error(f"inner_size must be between 0 and is {most}")
    p[9 + offset_size] = u8(inner)
    key = o.data("key", most)
    p[1] = u8(len(key))
    store_bytes(p, 4 * word, salt)
    store_bytes(p, 6 * word, person)
    d = new_with_shape(W_Blake2, cls.root_shape)
    d.wide = wide
    d.name = name
    d.size = size
    d.block = 16 * word
    d.tail = b""
    d.pending = b""
    d.counter = 0
    d.last_node = o.truth("last_node")
    o.take("usedforsecurity")
    w_string = o.take("string")
    if dict_len(o.left) > 0:
        raise type_error(f"{name}() got an unexpected keyword argument '{as_str(dict_key_at(o.left, dict_next(o.left, 0)))}'")
    d.state = copy_words(IV_B if wide else IV_S)
    for i in range(most):
        d.state[i // word] ^= wrap_shl(int(p[i]), 8 * (i % word))
    if len(key) > 0:
        first = Array[u8](d.block, u8(0))
        store_bytes(first, 0, key)
        d.pending = bytes_of_memory(first, 0, d.block)
    return start_digest(d, w_data, w_string)


# --- the types ----------------------------------------------------------------------------------------------------------


PARAMETERS: Final[str] = (
    "key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, "
    "usedforsecurity=True, string=None)"
)
"""How the signatures of both types end."""


def define_blake2(name: str, word: int) -> W_Type:
    """Module level."""
    t = define_digest("_blake2", name, W_Blake2, f"A {name} hash.", "data")
    t.flags &= ~TypeFlags.NO_INSTANTIATE
    constant("_blake2", name, t)
    for limit, n in [("SALT_SIZE", 2 * word), ("PERSON_SIZE", 2 * word), ("MAX_KEY_SIZE", 8 * word), ("MAX_DIGEST_SIZE", 8 * word)]:
        add_member(t, limit, from_int(n))
        constant("_blake2", f"{name.upper()}_{limit}", n)
    return t


define_module("_blake2", "BLAKE2b and BLAKE2s.")
constant("_blake2", "_GIL_MINSIZE", GIL_MINSIZE)
BLAKE2B = define_blake2("blake2b", 8)
BLAKE2S = define_blake2("blake2s", 4)


@new(
    BLAKE2B,
    "(cls, /, *args, **kwargs)",
    shown="(data=b'', *, digest_size=_blake2.blake2b.MAX_DIGEST_SIZE, " + PARAMETERS,
)
def blake2b_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return make(cls, True, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))


@new(
    BLAKE2S,
    "(cls, /, *args, **kwargs)",
    shown="(data=b'', *, digest_size=_blake2.blake2s.MAX_DIGEST_SIZE, " + PARAMETERS,
)
def blake2s_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return make(cls, False, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))

"""_random: the Mersenne Twister under the random module.

MT19937 of Matsumoto and Nishimura (1998), with their initialisation by arrays (2002). Sequences are those of CPython for the same seed:
an int seeds with the 32-bit words of its magnitude, anything else with its hash, None with the system's randomness.
Each call advances the state under the object's lock: threads that share a generator get every number once.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, locked, new_with_shape, try_as, u32, wrap
from protodialect.unsafe import address_of
from protopython.objects.int.bigint import DIGIT_BITS, DIGIT_MASK, finish, new_long
from protopython.objects.int.int import int_bit_length, int_low64, int_neg, int_sign, int_to_i64, is_integer
from protopython.objects.int.methods import bytes_of_int
from protopython.objects.model.buffer import ARRAY_HEADER
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, method, new
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.operations import hash_of, index_value
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.os import CLOCK_MONOTONIC, CLOCK_REALTIME, c_getrandom, clock_ns
from protopython.protocore.value import from_int, is_empty, new_float, same

N: Final[int] = 624
M: Final[int] = 397
WORD: Final[int] = 0xFFFFFFFF

define_module("_random", "Module implements the Mersenne Twister random number generator.")


class W_Random(W_Object):
    state: Array[u32] | None
    index: int


RANDOM = define_type(
    "Random", W_Random, OBJECT, module="_random", doc="Random() -> a generator with its own state.", flags=TypeFlags.SUBCLASSABLE | TypeFlags.MUTABLE
)
constant("_random", "Random", RANDOM)


# --- the generator ---------------------------------------------------------------------------------------------------


def seed_with_number(mt: Array[u32], seed: int) -> None:
    x = seed & WORD
    mt[0] = u32(x)
    for i in range(1, N):
        x = (1812433253 * (x ^ (x >> 30)) + i) & WORD
        mt[i] = u32(x)


def seed_with_words(mt: Array[u32], words: Array[u32], n: int) -> None:
    seed_with_number(mt, 19650218)
    i = 1
    j = 0
    k = max(N, n)
    while k > 0:
        before = mt[i - 1]
        mt[i] = u32((mt[i] ^ (((before ^ (before >> 30)) * 1664525) & WORD)) + words[j] + j)
        i += 1
        j += 1
        if i >= N:
            mt[0] = u32(mt[N - 1])
            i = 1
        if j >= n:
            j = 0
        k -= 1
    k = N - 1
    while k > 0:
        before = mt[i - 1]
        mt[i] = u32((mt[i] ^ (((before ^ (before >> 30)) * 1566083941) & WORD)) - i)
        i += 1
        if i >= N:
            mt[0] = u32(mt[N - 1])
            i = 1
        k -= 1
    mt[0] = u32(0x80000000)


def refill(mt: Array[u32]) -> None:
    """The next 624 numbers, untempered."""
    for i in range(N):
        y = (mt[i] & 0x80000000) | (mt[i + 1 if i + 1 < N else 0] & 0x7FFFFFFF)
        x = mt[i + M if i + M < N else i + M - N] ^ (y >> 1)
        if (y & 1) != 0:
            x ^= 0x9908B0DF
        mt[i] = u32(x)


def next_word(self: W_Random, mt: Array[u32]) -> int:
    """32 random bits. The caller holds the lock."""
    if self.index >= N:
        refill(mt)
        self.index = 0
    y = int(mt[self.index])
    self.index += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C5680
    y ^= (y << 15) & 0xEFC60000
    return y ^ (y >> 18)


# --- seeding ---------------------------------------------------------------------------------------------------------


def system_words(words: Array[u32]) -> bool:
    """Fills words with the system's randomness; False when there is none."""
    if COMPILED:
        n = 4 * len(words)
        return c_getrandom(address_of(words) + ARRAY_HEADER, n, u32(0)) == n
    else:
        import os

        for i in range(len(words)):
            words[i] = u32(int.from_bytes(os.urandom(4), "little"))
        return True


def seed_value(self: W_Random, w_seed: Value) -> None:
    mt = Array[u32](N, u32(0))
    if is_empty(w_seed) or same(w_seed, w_None):
        words = Array[u32](N, u32(0))
        if not system_words(words):
            now = clock_ns(CLOCK_REALTIME)
            words[0] = u32(now)
            words[1] = u32(now >> 32)
            words[2] = u32(clock_ns(CLOCK_MONOTONIC))
        seed_with_words(mt, words, N)
    else:
        exact = plain(w_seed)
        if not is_integer(exact):
            h = hash_of(w_seed)
            low = Array[u32](2, u32(h))
            low[1] = u32(h >> 32)
            seed_with_words(mt, low, 2 if (h >> 32) & WORD != 0 else 1)
        else:
            words = words_of_int(exact)
            seed_with_words(mt, words, len(words))
    with locked(self):
        self.state = mt
        self.index = N


def words_of_int(v: Value) -> Array[u32]:
    """The magnitude in 32-bit words, lowest first; one word for zero."""
    if int_sign(v) < 0:
        v = int_neg(v)
    n = max((int_bit_length(v) + 31) // 32, 1)
    data = bytes_of_int(v, n * 4, True, False)
    words = Array[u32](n, u32(0))
    for i in range(n):
        words[i] = u32(
            data[4 * i] | (data[4 * i + 1] << 8) | (data[4 * i + 2] << 16) | (data[4 * i + 3] << 24)
        )
    return words


def ready(self: W_Random) -> None:
    """Seeds a generator whose __init__ never ran."""
    if self.state is None:
        seed_value(self, w_None)


# --- the type --------------------------------------------------------------------------------------------------------


@new(RANDOM, "(cls, *args, **kwargs)", shown="")
def random_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    w = new_with_shape(W_Random, cls.root_shape)
    w.index = N
    return wrap(w)


@method(RANDOM, "__init__(self, seed=None, /)", shown="($self, /, *args, **kwargs)")
def random_init(self: W_Random, w_seed: Value) -> Value:
    seed_value(self, w_seed)
    return w_None


@method(
    RANDOM, "seed(self, n=None, /)", doc="Starts the sequence that n stands for; None: an unpredictable one."
)
def random_seed(self: W_Random, w_seed: Value) -> Value:
    seed_value(self, w_seed)
    return w_None


@method(RANDOM, "random(self, /)", doc="A float in [0, 1).")
def random_random(self: W_Random) -> Value:
    ready(self)
    with locked(self):
        mt = self.state
        assert mt is not None
        a = next_word(self, mt) >> 5
        b = next_word(self, mt) >> 6
    return new_float((float(a) * 67108864.0 + float(b)) * (1.0 / 9007199254740992.0))


@method(RANDOM, "getrandbits(self, k, /)", doc="An int of k random bits.")
def random_getrandbits(self: W_Random, w_k: Value) -> Value:
    w_bits = index_value(w_k)
    if int_sign(w_bits) < 0:
        raise value_error("Cannot convert negative int")
    k, too_big = int_to_i64(w_bits)
    if too_big:
        raise overflow_error("Python int too large for C uint64_t")
    if k == 0:
        return from_int(0)
    ready(self)
    with locked(self):
        mt = self.state
        assert mt is not None
        if k <= 32:
            return from_int(next_word(self, mt) >> (32 - k))
        r = new_long((k + 31) // 32 * 32 // DIGIT_BITS + 1)
        acc = 0
        have = 0
        word = 0
        left = k
        while left > 0:
            x = next_word(self, mt)
            if left < 32:
                x >>= 32 - left
            acc |= x << have
            have += min(left, 32)
            left -= 32
            while have >= DIGIT_BITS:
                r.items[word] = u32(acc & DIGIT_MASK)
                acc >>= DIGIT_BITS
                have -= DIGIT_BITS
                word += 1
        r.items[word] = u32(acc)
    return finish(r, False)


@method(RANDOM, "getstate(self, /)", doc="The state as a tuple of 625 ints.")
def random_getstate(self: W_Random) -> Value:
    ready(self)
    t = new_tuple_n(N + 1)
    with locked(self):
        mt = self.state
        assert mt is not None
        for i in range(N):
            t.items[i] = from_int(mt[i])
        t.items[N] = from_int(self.index)
    return wrap(t)


@method(RANDOM, "setstate(self, state, /)", doc="Continues from a state that getstate() gave.")
def random_setstate(self: W_Random, w_state: Value) -> Value:
    t = try_as(W_Tuple, w_state)
    if t is None:
        raise type_error("state vector must be a tuple")
    if t.length != N + 1:
        raise value_error("state vector is the wrong size")
    mt = Array[u32](N, u32(0))
    for i in range(N):
        mt[i] = u32(int_low64(index_value(t.items[i])))
    index, too_big = int_to_i64(index_value(t.items[N]))
    if too_big or not 0 <= index <= N:
        raise value_error("invalid state")
    with locked(self):
        self.state = mt
        self.index = index
    return w_None

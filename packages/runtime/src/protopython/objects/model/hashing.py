"""Hashes of immediates and of mixtures, the same numbers on the host and compiled: frozen dicts depend on it.

The hash of a number is its residue modulo the Mersenne prime 2**61 - 1 (language reference, "Hashing of numeric types"). Tuples
mix their items' hashes with the lanes of xxHash (Yann Collet, 2012).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import inline, likely, noinline, ushr, wrap_add, wrap_mul, wrap_shl

HASH_MODULUS: Final[int] = (1 << 61) - 1


@inline
def hash_small_int(i: int) -> int:
    """hash() of an immediate int."""
    if likely(-HASH_MODULUS < i < HASH_MODULUS):
        return i if i != -1 else -2
    return _hash_wide(i)


@noinline
def _hash_wide(i: int) -> int:
    h = i % HASH_MODULUS if i >= 0 else -(-i % HASH_MODULUS)
    return h if h != -1 else -2


PRIME_1: Final[int] = -7046029288634856825  # 11400714785074694791
PRIME_2: Final[int] = -4417276706812531889  # 14029467366897019727
PRIME_5: Final[int] = 2870177450012600261


@inline
def tuple_hash_step(acc: int, lane: int) -> int:
    acc = wrap_add(acc, wrap_mul(lane, PRIME_2))
    return wrap_mul(wrap_shl(acc, 31) | ushr(acc, 33), PRIME_1)


@inline
def tuple_hash_end(acc: int, n: int) -> int:
    acc = wrap_add(acc, n ^ (PRIME_5 ^ 3527539))
    return acc if acc != -1 else 1546275796

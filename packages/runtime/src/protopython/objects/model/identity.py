"""id(), identity hashes and `0x...` texts: what of an object's place in memory programs may see. Objects
never move.
"""

from __future__ import annotations

from typing import cast

from protodialect.types import COMPILED, Value, ushr
from protodialect.unsafe import value_bits
from protopython.objects.int.int import new_uint
from protopython.protocore.value import from_int


def identity(v: Value) -> int:
    """id(v) as a machine word: the address, or for immediates their bits."""
    if COMPILED:
        return value_bits(v)
    else:
        return id(cast(object, v))


def identity_value(v: Value) -> Value:
    """id(v)"""
    return new_uint(identity(v))


def identity_hash(v: Value) -> int:
    """The hash of objects that compare by identity: the address without its low bits, which are always 0."""
    return ushr(identity(v), 4)


def identity_hash_value(v: Value) -> Value:
    return from_int(identity_hash(v))


def hex_text(n: int) -> str:
    """n, taken as unsigned, as `0x...`."""
    digits = ""
    while True:
        digits = "0123456789abcdef"[n & 15] + digits
        n = ushr(n, 4)
        if n == 0:
            return "0x" + digits


def address_text(v: Value) -> str:
    """v's address as default reprs show it."""
    return hex_text(identity(v))

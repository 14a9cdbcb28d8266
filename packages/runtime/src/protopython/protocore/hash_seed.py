"""The key under which texts hash in a run, so that nobody can prepare texts that collide (PYTHONHASHSEED; Crosby and Wallach 2003).

It is set after what must be known of the command line and the environment for it: what was hashed before is either the like of a frozen
text, whose hash has no key, or forgotten by then.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, u32
from protodialect.unsafe import bytes_data, c_function, load64, new_bytes, store8
from protopython.protocore.os import c_getrandom

GRND_NONBLOCK: Final[int] = 1


@c_function("pp_set_hash_key")
def c_set_hash_key(a: int, b: int) -> None: ...


def set_hash_seed(seed: int) -> bool:
    """How strings and bytes hash from now on, except for those whose like was there at build time; False if the system has no randomness.

    seed: as PYTHONHASHSEED, from 0, which keeps the hashes that the host has; -1: a random one. Uncompiled it does nothing.
    """
    if seed == 0 or not COMPILED:
        return True
    key = new_bytes(16)
    at = bytes_data(key)
    if seed < 0:
        if c_getrandom(at, 16, u32(GRND_NONBLOCK)) != 16:
            return False
    else:
        x = seed
        for i in range(16):
            x = (x * 214013 + 2531011) & 0xFFFFFFFF
            store8(at + i, x >> 16 & 0xFF)
    c_set_hash_key(load64(at), load64(at + 8))
    return True

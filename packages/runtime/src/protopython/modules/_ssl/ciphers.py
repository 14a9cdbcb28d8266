"""Ciphers as tuples and dicts."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, wrap
from protodialect.unsafe import Addr, load32, store32
from protopython.modules._ssl import library as c
from protopython.modules.support.openssl import c_long_name, text_or_empty
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import new_tuple3
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

DESCRIPTION_ROOM: Final[int] = 512


def text_value(at: Addr) -> Value:
    return w_None if at == 0 else wrap(text_or_empty(at))


def cipher_tuple(cipher: Addr) -> Value:
    """(name, protocol, bits)"""
    return wrap(new_tuple3(text_value(c.c_cipher_name(cipher)), text_value(c.c_cipher_version(cipher)), from_int(int(c.c_cipher_bits(cipher, 0)))))


def algorithm(nid: int) -> Value:
    return w_None if nid == 0 else text_value(c_long_name(i32(nid)))


def cipher_dict(cipher: Addr) -> Value:
    at = c_malloc(DESCRIPTION_ROOM)
    store32(at, 0)
    bits = int(c.c_cipher_bits(cipher, at))
    algorithm_bits = load32(at)
    description = text_or_empty(c.c_cipher_description(cipher, at, i32(DESCRIPTION_ROOM)))
    c_free(at)
    d = new_dict()
    dict_set_str(d, "id", from_int(int(c.c_cipher_id(cipher)) & 0xFFFFFFFF))
    dict_set_str(d, "name", text_value(c.c_cipher_name(cipher)))
    dict_set_str(d, "protocol", text_value(c.c_cipher_version(cipher)))
    dict_set_str(d, "description", wrap(description.rstrip("\n")))
    dict_set_str(d, "strength_bits", from_int(bits))
    dict_set_str(d, "alg_bits", from_int(algorithm_bits))
    dict_set_str(d, "aead", new_bool(int(c.c_cipher_is_aead(cipher)) != 0))
    dict_set_str(d, "symmetric", algorithm(int(c.c_cipher_symmetric(cipher))))
    dict_set_str(d, "digest", algorithm(int(c.c_cipher_digest(cipher))))
    dict_set_str(d, "kea", algorithm(int(c.c_cipher_key_exchange(cipher))))
    dict_set_str(d, "auth", algorithm(int(c.c_cipher_auth(cipher))))
    return wrap(d)

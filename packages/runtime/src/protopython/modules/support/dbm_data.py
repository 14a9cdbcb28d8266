"""What `_dbm` and `_gdbm` share: keys and values as bytes, and the errors of their libraries.

    datum   address 8 | size 4, pad: a struct that functions take and give by value, which is as two words
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protodialect.unsafe import Addr
from protopython.modules.support.system_calls import c_copy, copy_bytes, error_text, fs_decode, fspath_of, path_bytes
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.model import errors
from protopython.objects.model.buffer import buffer_of
from protopython.objects.model.call import call2, call3
from protopython.objects.model.types import type_name
from protopython.objects.str.methods import need_str
from protopython.objects.str.str import as_str
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Resource, W_Type
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int

MAX_INT: Final[int] = 0x7FFFFFFF
FILE_SIZE: Final[int] = 30000
"""About what the libraries have for an open database."""


class W_DbmFile(W_Resource):
    """An open database. All is done under its lock: the libraries keep where they are in it."""

    at: Addr
    """The library's; 0: closed."""
    size: int
    """How many keys there are; -1: to be counted."""

    def begin(self, at: Addr) -> None:
        self.at = at
        self.size = -1
        register_resource(self)
        count_outside(FILE_SIZE)


def datum(w: Value, what: str) -> bytes:
    """A key or value. what: the argument, in messages."""
    s = as_str(w)
    data = as_bytes(w) if s is None else codecs.encode_known(codecs.UTF_8, s, "strict")
    if data is None:
        if buffer_of(w) is None:
            raise errors.type_error(f"a bytes-like object is required, not '{type_name(w)}'")
        raise errors.type_error(f"{what} must be read-only bytes-like object, not {type_name(w)}")
    if len(data) > MAX_INT:
        raise errors.overflow_error("size does not fit in an int")
    return data


def datum_or(w: Value, otherwise: str) -> bytes:
    """otherwise: the TypeError for anything that is none."""
    try:
        return datum(w, "")
    except PyError:
        raise errors.type_error(otherwise)


def sought(w: Value, library: str) -> bytes:
    """The key of a `in` expression."""
    if as_str(w) is None and as_bytes(w) is None:
        raise errors.type_error(f"{library} key must be bytes or string, not {type_name(w)}")
    return datum(w, "")


class Lent:
    """Bytes where the library can read them, until given back."""

    at: Addr
    n: int

    def __init__(self, data: bytes) -> None:
        self.at = c_copy(data)
        self.n = len(data)

    def give_back(self) -> None:
        c_free(self.at)


def taken(at: Addr, size: int) -> Value:
    """The content of a datum, of whose second word only the lower half says something."""
    return wrap(copy_bytes(at, size & MAX_INT))


def flag_text(w_flags: Value) -> str:
    flags = need_str(w_flags, "open() argument 2")
    if "\0" in flags:
        raise errors.value_error("embedded null character")
    return flags


def file_name(w_path: Value) -> bytes:
    return path_bytes(fspath_of(w_path), "")


def system_failure(w_type: W_Type, number: int) -> PyError:
    """The library's exception for an errno."""
    return PyError(call2(wrap(w_type), from_int(number), wrap(error_text(number))))


def file_failure(w_type: W_Type, number: int, path: bytes) -> PyError:
    return PyError(call3(wrap(w_type), from_int(number), wrap(error_text(number)), wrap(fs_decode(path))))

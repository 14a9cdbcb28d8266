"""Users and groups as the C library tells of them: what the modules pwd and grp share.

An entry found by name or number lies in a block of C memory, which the caller frees:

    block [ struct passwd or struct group | its texts ... | result ]
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, u32, wrap
from protodialect.unsafe import Addr, c_function, load64, store64
from protopython.modules.support.system_calls import c_bytes, c_copy, fs_decode, fs_encode
from protopython.objects.model import errors
from protopython.objects.singletons import w_None
from protopython.objects.str.str import repr_of_str
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

USER: Final[int] = 0
GROUP: Final[int] = 1
ENTRY: Final[int] = 64
"""Bytes that are enough for either struct."""
FIRST_ROOM: Final[int] = 1024
ERANGE: Final[int] = 34


@c_function("getpwnam_r", blocking=True)
def c_getpwnam_r(name: Addr, entry: Addr, texts: Addr, n: int, result: Addr) -> i32: ...


@c_function("getpwuid_r", blocking=True)
def c_getpwuid_r(uid: u32, entry: Addr, texts: Addr, n: int, result: Addr) -> i32: ...


@c_function("getgrnam_r", blocking=True)
def c_getgrnam_r(name: Addr, entry: Addr, texts: Addr, n: int, result: Addr) -> i32: ...


@c_function("getgrgid_r", blocking=True)
def c_getgrgid_r(gid: u32, entry: Addr, texts: Addr, n: int, result: Addr) -> i32: ...


def ask(kind: int, name: Addr, number: u32, block: Addr, n: int) -> int:
    """One question, by name unless that is 0; n bytes for the texts."""
    texts = block + ENTRY
    result = texts + n
    store64(result, 0)
    if kind == USER:
        return int(c_getpwuid_r(number, block, texts, n, result) if name == 0 else c_getpwnam_r(name, block, texts, n, result))
    return int(c_getgrgid_r(number, block, texts, n, result) if name == 0 else c_getgrnam_r(name, block, texts, n, result))


def find_account(kind: int, name: Addr, number: u32) -> Addr:
    """The entry's block; 0: there is none."""
    n = FIRST_ROOM
    while True:
        block = c_malloc(ENTRY + n + 8)
        error = ask(kind, name, number, block, n)
        if error == 0 and load64(block + ENTRY + n) != 0:
            return block
        c_free(block)
        if error != ERANGE:
            return 0
        n *= 2


def find_named(kind: int, name: str, function: str) -> Addr:
    """find_account of a name; KeyError."""
    data = fs_encode(name)
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null byte")
    at = c_copy(data)
    found = find_account(kind, at, u32(0))
    c_free(at)
    if found == 0:
        raise errors.key_error(wrap(f"{function}(): name not found: {repr_of_str(name)}"))
    return found


def text_at(field: Addr) -> Value:
    """The text that a struct refers to; None where it refers to none."""
    at = load64(field)
    return w_None if at == 0 else wrap(fs_decode(c_bytes(at)))


def id_value(number: int) -> Value:
    """A uid or gid; the highest means none."""
    return from_int(-1 if number == 0xFFFFFFFF else number)

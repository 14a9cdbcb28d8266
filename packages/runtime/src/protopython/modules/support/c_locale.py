"""The C library's idea of characters, for libraries that go by it: UTF-8, as everywhere here, whatever the environment says."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_calls import c_bytes, c_copy
from protopython.protocore.os import c_free

LC_CTYPE: Final[int] = 0
CODESET: Final[int] = 14


@c_function("setlocale")
def c_setlocale(category: i32, name: Addr) -> Addr: ...


@c_function("nl_langinfo")
def c_nl_langinfo(key: i32) -> Addr: ...


def use_utf8() -> None:
    """Unless the program has chosen a locale: the environment's, if it is one of UTF-8."""
    if c_bytes(c_setlocale(i32(LC_CTYPE), 0)) != b"C":
        return
    for name in [b"", b"C.UTF-8"]:
        at = c_copy(name)
        c_setlocale(i32(LC_CTYPE), at)
        c_free(at)
        if c_bytes(c_nl_langinfo(i32(CODESET))) == b"UTF-8":
            return

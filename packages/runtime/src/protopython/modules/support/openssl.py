"""The system's OpenSSL 3: the library libcrypto, its queue of errors, and memory lent to it."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, i32, inline
from protodialect.unsafe import Addr, bytes_data, c_function, memcpy, store8
from protopython.modules.support.system_calls import ascii_at, c_copy
from protopython.modules.support.system_library import SystemLibrary
from protopython.protocore.os import c_free

PACKAGES: Final[str] = "libssl3 (Debian), openssl-libs (Fedora)"
CRYPTO: Final[SystemLibrary] = SystemLibrary("crypto", "_hashlib", ["libcrypto.so.3"], PACKAGES)
NO_ATEXIT: Final[int] = 0x80000
"""OPENSSL_INIT_NO_ATEXIT"""


@c_function("OPENSSL_init_crypto", library="crypto", blocking=True)
def c_init_crypto(options: int, settings: Addr) -> i32: ...


def open_crypto() -> None:
    """Opens libcrypto. At the end of the process it keeps what it has: threads that the program does not wait for may still use it."""
    CRYPTO.open()
    c_init_crypto(NO_ATEXIT, 0)


SYSTEM_ERROR: Final[int] = 0x80000000
"""This bit marks a code that carries an errno instead of library and reason."""
ERROR_LIBRARY_SHIFT: Final[int] = 23
REASON_MASK: Final[int] = 0x7FFFFF


@c_function("ERR_peek_last_error", library="crypto")
def c_last_error() -> int: ...


@c_function("ERR_clear_error", library="crypto")
def c_clear_errors() -> None: ...


@c_function("ERR_lib_error_string", library="crypto")
def c_library_text(code: int) -> Addr: ...


@c_function("ERR_reason_error_string", library="crypto")
def c_reason_text(code: int) -> Addr: ...


@c_function("OBJ_nid2sn", library="crypto")
def c_short_name(nid: i32) -> Addr: ...


@c_function("OBJ_nid2ln", library="crypto")
def c_long_name(nid: i32) -> Addr: ...


def text_or_empty(at: Addr) -> str:
    """A C string; "" for NULL."""
    return "" if at == 0 else ascii_at(at)


def take_error_text(otherwise: str) -> str:
    """What the library says of its last error, "[library] reason"; forgets all of them."""
    code = c_last_error()
    c_clear_errors()
    if code == 0:
        return otherwise
    library = text_or_empty(c_library_text(code))
    reason = text_or_empty(c_reason_text(code))
    return reason if library == "" else f"[{library}] {reason}"


@inline
def lend(data: bytes) -> Addr:
    """Where data lies for a C call. The caller keeps data until give_back()."""
    if COMPILED:
        return bytes_data(data)
    else:
        return c_copy(data)


@inline
def give_back(at: Addr) -> None:
    if not COMPILED:
        c_free(at)


def put_bytes(at: Addr, data: bytes) -> None:
    """data into C memory, where there is room for it."""
    if COMPILED:
        memcpy(at, bytes_data(data), len(data))
    else:
        for i in range(len(data)):
            store8(at + i, data[i])

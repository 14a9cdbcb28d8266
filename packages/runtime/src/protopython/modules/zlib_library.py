"""The system's zlib, opened when module zlib is first imported. A missing library is an ImportError.

    struct z_stream   next_in 8 | avail_in 4, pad | total_in 8 | next_out 8 | avail_out 4, pad | total_out 8 | msg 8 | state 8 | alloc 8 | free 8 |
                      opaque 8 | data_type 4, pad | adler 8 | reserved 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final

from protodialect.types import COMPILED, i32
from protodialect.unsafe import Addr, c_function, load64, memset
from protopython.modules.support.system_calls import c_copy
from protopython.objects.model import errors
from protopython.protocore.os import c_free, c_malloc

STREAM_SIZE: Final[int] = 112
NEXT_IN: Final[int] = 0
AVAIL_IN: Final[int] = 8
NEXT_OUT: Final[int] = 24
AVAIL_OUT: Final[int] = 32
MESSAGE: Final[int] = 48
LIBRARY: Final[bytes] = b"libz.so.1"
RTLD_NOW: Final[int] = 2
VERSION: Final[bytes] = b"1.2.11"
"""Of the interface that is used; the library checks the first number."""


@c_function("dlopen", blocking=True)
def c_dlopen(name: Addr, mode: i32) -> Addr: ...


@c_function("dlsym")
def c_dlsym(library: Addr, name: Addr) -> Addr: ...


@c_function("pp_call_address", blocking=True)
def c_call_address(function: Addr, a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> int: ...


class Library:
    """Addresses of the functions; `handle` is 0 until the library is open."""

    handle: Addr
    version: Addr
    """A C string that lives as long as the process."""
    deflate_init: Addr
    deflate: Addr
    deflate_end: Addr
    deflate_copy: Addr
    deflate_dictionary: Addr
    inflate_init: Addr
    inflate: Addr
    inflate_end: Addr
    inflate_copy: Addr
    inflate_dictionary: Addr
    adler32: Addr
    crc32: Addr
    zlib_version: Addr

    def __init__(self) -> None:
        self.handle = 0


ZLIB: Final[Library] = Library()


def function_named(name: bytes) -> Addr:
    text = c_copy(name)
    at = c_dlsym(ZLIB.handle, text)
    c_free(text)
    if at == 0:
        raise errors.import_error("libz.so.1 lacks a function that is needed", "zlib")
    return at


def open_library() -> None:
    """ImportError if the system has no zlib."""
    if ZLIB.handle != 0:
        return
    name = c_copy(LIBRARY)
    ZLIB.handle = c_dlopen(name, i32(RTLD_NOW))
    c_free(name)
    if ZLIB.handle == 0:
        raise errors.import_error("libz.so.1 was not found: install the package zlib1g (Debian) or zlib (Fedora)", "zlib")
    ZLIB.version = c_copy(VERSION)
    ZLIB.deflate_init = function_named(b"deflateInit2_")
    ZLIB.deflate = function_named(b"deflate")
    ZLIB.deflate_end = function_named(b"deflateEnd")
    ZLIB.deflate_copy = function_named(b"deflateCopy")
    ZLIB.deflate_dictionary = function_named(b"deflateSetDictionary")
    ZLIB.inflate_init = function_named(b"inflateInit2_")
    ZLIB.inflate = function_named(b"inflate")
    ZLIB.inflate_end = function_named(b"inflateEnd")
    ZLIB.inflate_copy = function_named(b"inflateCopy")
    ZLIB.inflate_dictionary = function_named(b"inflateSetDictionary")
    ZLIB.adler32 = function_named(b"adler32")
    ZLIB.crc32 = function_named(b"crc32")
    ZLIB.zlib_version = function_named(b"zlibVersion")


def call(function: Addr, a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> int:
    """A function of the library: int arguments, an int of 64 bits."""
    if COMPILED:
        return c_call_address(function, a, b, c, d, e, f, g, h)
    else:
        kinds = [_host_ctypes.c_int64] * 8
        return int(_host_ctypes.CFUNCTYPE(_host_ctypes.c_int64, *kinds)(function)(a, b, c, d, e, f, g, h))


def status(result: int) -> int:
    """A C int in 64 bits."""
    result &= 0xFFFFFFFF
    return result - (1 << 32) if result >> 31 == 1 else result


def new_stream() -> Addr:
    at = c_malloc(STREAM_SIZE)
    memset(at, 0, STREAM_SIZE)
    return at


def deflate_init(stream: Addr, level: int, method: int, bits: int, memory: int, strategy: int) -> int:
    return status(call(ZLIB.deflate_init, stream, level, method, bits, memory, strategy, ZLIB.version, STREAM_SIZE))


def inflate_init(stream: Addr, bits: int) -> int:
    return status(call(ZLIB.inflate_init, stream, bits, ZLIB.version, STREAM_SIZE, 0, 0, 0, 0))


def step(function: Addr, stream: Addr, flush: int) -> int:
    """deflate or inflate."""
    return status(call(function, stream, flush, 0, 0, 0, 0, 0, 0))


def end(function: Addr, stream: Addr) -> int:
    return status(call(function, stream, 0, 0, 0, 0, 0, 0, 0))


def copy(function: Addr, target: Addr, source: Addr) -> int:
    return status(call(function, target, source, 0, 0, 0, 0, 0, 0))


def set_dictionary(function: Addr, stream: Addr, data: bytes) -> int:
    at = c_copy(data)
    result = status(call(function, stream, at, len(data), 0, 0, 0, 0, 0))
    c_free(at)
    return result


def checksum(function: Addr, start: int, at: Addr, n: int) -> int:
    return call(function, start, at, n, 0, 0, 0, 0, 0) & 0xFFFFFFFF


def message_of(stream: Addr) -> Addr:
    return load64(stream + MESSAGE)

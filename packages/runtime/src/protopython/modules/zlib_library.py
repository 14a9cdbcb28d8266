"""The system's zlib.

    struct z_stream   next_in 8 | avail_in 4, pad | total_in 8 | next_out 8 | avail_out 4, pad | total_out 8 | msg 8 | state 8 | alloc 8 | free 8 |
                      opaque 8 | data_type 4, pad | adler 8 | reserved 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function, load64
from protopython.modules.support.coders import GO_ON, zeroed
from protopython.modules.support.system_calls import c_copy
from protopython.modules.support.system_library import SystemLibrary
from protopython.protocore.os import c_free

STREAM_SIZE: Final[int] = 112
DEFLATE_SIZE: Final[int] = 264 << 10
"""What a stream holds at the usual settings."""
INFLATE_SIZE: Final[int] = 40 << 10
MESSAGE: Final[int] = 48
BUF_ERROR: Final[int] = -5
VERSION: Final[bytes] = b"1.2.11"
"""Of the interface that is used; the library checks the first number."""

ZLIB: Final[SystemLibrary] = SystemLibrary("z", "zlib", ["libz.so.1"], "zlib1g (Debian), zlib (Fedora)")


@c_function("deflateInit2_", library="z")
def c_deflate_init(stream: Addr, level: i32, method: i32, bits: i32, memory: i32, strategy: i32, version: Addr, size: i32) -> i32: ...


@c_function("deflate", blocking=True, library="z")
def c_deflate(stream: Addr, flush: i32) -> i32: ...


@c_function("deflateEnd", library="z")
def c_deflate_end(stream: Addr) -> i32: ...


@c_function("deflateCopy", library="z")
def c_deflate_copy(target: Addr, source: Addr) -> i32: ...


@c_function("deflateSetDictionary", library="z")
def c_deflate_dictionary(stream: Addr, at: Addr, n: u32) -> i32: ...


@c_function("inflateInit2_", library="z")
def c_inflate_init(stream: Addr, bits: i32, version: Addr, size: i32) -> i32: ...


@c_function("inflate", blocking=True, library="z")
def c_inflate(stream: Addr, flush: i32) -> i32: ...


@c_function("inflateEnd", library="z")
def c_inflate_end(stream: Addr) -> i32: ...


@c_function("inflateCopy", library="z")
def c_inflate_copy(target: Addr, source: Addr) -> i32: ...


@c_function("inflateSetDictionary", library="z")
def c_inflate_dictionary(stream: Addr, at: Addr, n: u32) -> i32: ...


@c_function("adler32", blocking=True, library="z")
def c_adler32(start: int, at: Addr, n: u32) -> int: ...


@c_function("crc32", blocking=True, library="z")
def c_crc32(start: int, at: Addr, n: u32) -> int: ...


@c_function("zlibVersion", library="z")
def c_version() -> Addr: ...


def new_stream() -> Addr:
    return zeroed(STREAM_SIZE)


def outcome(number: int) -> int:
    return GO_ON if number == BUF_ERROR else number  # said where nothing was due to come out, or no room is left


def deflate_init(stream: Addr, level: int, method: int, bits: int, memory: int, strategy: int) -> int:
    version = c_copy(VERSION)
    result = c_deflate_init(stream, i32(level), i32(method), i32(bits), i32(memory), i32(strategy), version, i32(STREAM_SIZE))
    c_free(version)
    return result


def inflate_init(stream: Addr, bits: int) -> int:
    version = c_copy(VERSION)
    result = c_inflate_init(stream, i32(bits), version, i32(STREAM_SIZE))
    c_free(version)
    return result


def deflate(stream: Addr, flush: int) -> int:
    return outcome(c_deflate(stream, i32(flush)))


def inflate(stream: Addr, flush: int) -> int:
    return outcome(c_inflate(stream, i32(flush)))


def deflate_copy(target: Addr, source: Addr) -> int:
    return c_deflate_copy(target, source)


def inflate_copy(target: Addr, source: Addr) -> int:
    return c_inflate_copy(target, source)


def deflate_dictionary(stream: Addr, data: bytes) -> int:
    at = c_copy(data)
    result = c_deflate_dictionary(stream, at, u32(len(data)))
    c_free(at)
    return result


def inflate_dictionary(stream: Addr, data: bytes) -> int:
    at = c_copy(data)
    result = c_inflate_dictionary(stream, at, u32(len(data)))
    c_free(at)
    return result


def adler32(start: int, at: Addr, n: int) -> int:
    return c_adler32(start, at, u32(n))


def crc32(start: int, at: Addr, n: int) -> int:
    return c_crc32(start, at, u32(n))


def message_of(stream: Addr) -> Addr:
    return load64(stream + MESSAGE)

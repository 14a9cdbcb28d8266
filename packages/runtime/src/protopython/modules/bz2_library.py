"""The system's libbz2.

    struct bz_stream   next_in 8 | avail_in 4 | total_in 8, pad | next_out 8 | avail_out 4 | total_out 8, pad | state 8 | alloc 8 | free 8 | opaque 8
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, c_function, load32
from protopython.modules.support.coders import AVAIL_IN, END, GO_ON
from protopython.modules.support.system_library import SystemLibrary

STREAM_SIZE: Final[int] = 80
RUN: Final[int] = 0
FINISH: Final[int] = 2
OK: Final[int] = 0
FINISH_OK: Final[int] = 3
STREAM_END: Final[int] = 4
PARAM_ERROR: Final[int] = -2

BZ2: Final[SystemLibrary] = SystemLibrary("bz2", "_bz2", ["libbz2.so.1.0", "libbz2.so.1"], "libbz2-1.0 (Debian), bzip2-libs (Fedora)")


@c_function("BZ2_bzCompressInit", library="bz2")
def c_compress_init(stream: Addr, level: i32, verbosity: i32, work_factor: i32) -> i32: ...


@c_function("BZ2_bzCompress", blocking=True, library="bz2")
def c_compress(stream: Addr, action: i32) -> i32: ...


@c_function("BZ2_bzCompressEnd", library="bz2")
def c_compress_end(stream: Addr) -> i32: ...


@c_function("BZ2_bzDecompressInit", library="bz2")
def c_decompress_init(stream: Addr, verbosity: i32, small: i32) -> i32: ...


@c_function("BZ2_bzDecompress", blocking=True, library="bz2")
def c_decompress(stream: Addr) -> i32: ...


@c_function("BZ2_bzDecompressEnd", library="bz2")
def c_decompress_end(stream: Addr) -> i32: ...


def outcome(number: int) -> int:
    return END if number == STREAM_END else GO_ON if OK <= number <= FINISH_OK else number


def compress_init(stream: Addr, level: int) -> int:
    return c_compress_init(stream, i32(level), i32(0), i32(0))


def decompress_init(stream: Addr) -> int:
    return c_decompress_init(stream, i32(0), i32(0))


def compress(stream: Addr, action: int) -> int:
    number = int(c_compress(stream, i32(action)))
    if number == PARAM_ERROR and action == RUN and load32(stream + AVAIL_IN) == 0:
        return GO_ON  # said where there was nothing to take and nothing was due to come out
    return outcome(number)


def decompress(stream: Addr, _action: int) -> int:
    return outcome(c_decompress(stream))

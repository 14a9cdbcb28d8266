"""The system's libzstd.

    struct ZSTD_inBuffer    src 8 | size 8 | pos 8
    struct ZSTD_outBuffer   dst 8 | size 8 | pos 8
    struct ZSTD_bounds      error 8 | lower 4 | upper 4, returned in two registers
    struct ZDICT_params_t   level 4 | notification level 4 | dict id 4, passed by value

A stream of ours is what support/coders.py feeds, with both buffers and the library's context behind it:

    next_in 8 | avail_in 8 | - 8 | next_out 8 | avail_out 8 | inBuffer 24 | outBuffer 24 | context 8

A size_t that the library returns is an error if it is one of the last numbers of 64 bits: read as an int, it is negative.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import ctypes as _host_ctypes
from typing import Final

from protodialect.types import COMPILED, i32, u32
from protodialect.unsafe import Addr, c_function, load32, load64, store32, store64
from protopython.modules.support.coders import AVAIL_IN, AVAIL_OUT, END, GO_ON, NEXT_IN, NEXT_OUT
from protopython.modules.support.system_calls import ascii_at
from protopython.modules.support.system_library import SystemLibrary
from protopython.protocore.os import AARCH64

IN: Final[int] = 40
OUT: Final[int] = 64
CONTEXT: Final[int] = 88
STREAM_SIZE: Final[int] = 96
SIZE: Final[int] = 8
POSITION: Final[int] = 16

CONTINUE: Final[int] = 0
FLUSH_BLOCK: Final[int] = 1
FLUSH_FRAME: Final[int] = 2
SESSION: Final[int] = 1
"""What a reset gives up: the frame begun, not the parameters."""
UNKNOWN_SIZE: Final[int] = -1
SIZE_ERROR: Final[int] = -2
MAX_HEADER: Final[int] = 18

BOUNDS_LOWER: Final[int] = 8
BOUNDS_UPPER: Final[int] = 12
BOUNDS_SIZE: Final[int] = 16

ZSTD: Final[SystemLibrary] = SystemLibrary("zstd", "_zstd", ["libzstd.so.1"], "libzstd1 (Debian), libzstd (Fedora)")


@c_function("ZSTD_versionString", library="zstd")
def c_version() -> Addr: ...


@c_function("ZSTD_versionNumber", library="zstd")
def c_version_number() -> u32: ...


@c_function("ZSTD_defaultCLevel", library="zstd")
def c_default_level() -> i32: ...


@c_function("ZSTD_DStreamOutSize", library="zstd")
def c_out_size() -> int: ...


@c_function("ZSTD_getErrorName", library="zstd")
def c_error_name(number: int) -> Addr: ...


@c_function("pp_call_pair")
def c_call_pair(function: Addr, argument: i32, at: Addr) -> None: ...


@c_function("ZSTD_createCCtx", library="zstd")
def c_create_compressor() -> Addr: ...


@c_function("ZSTD_freeCCtx", blocking=True, library="zstd")
def c_free_compressor(context: Addr) -> int: ...


@c_function("ZSTD_CCtx_setParameter", library="zstd")
def c_set_compressing(context: Addr, parameter: i32, number: i32) -> int: ...


@c_function("ZSTD_CCtx_setPledgedSrcSize", library="zstd")
def c_set_pledged(context: Addr, size: int) -> int: ...


@c_function("ZSTD_CCtx_reset", blocking=True, library="zstd")
def c_reset_compressor(context: Addr, what: i32) -> int: ...


@c_function("ZSTD_compressStream2", blocking=True, library="zstd")
def c_compress(context: Addr, out: Addr, source: Addr, directive: i32) -> int: ...


@c_function("ZSTD_createDCtx", library="zstd")
def c_create_decompressor() -> Addr: ...


@c_function("ZSTD_freeDCtx", library="zstd")
def c_free_decompressor(context: Addr) -> int: ...


@c_function("ZSTD_DCtx_setParameter", library="zstd")
def c_set_decompressing(context: Addr, parameter: i32, number: i32) -> int: ...


@c_function("ZSTD_DCtx_reset", library="zstd")
def c_reset_decompressor(context: Addr, what: i32) -> int: ...


@c_function("ZSTD_decompressStream", blocking=True, library="zstd")
def c_decompress(context: Addr, out: Addr, source: Addr) -> int: ...


@c_function("ZSTD_createCDict", blocking=True, library="zstd")
def c_create_compressing_dict(content: Addr, n: int, level: i32) -> Addr: ...


@c_function("ZSTD_freeCDict", library="zstd")
def c_free_compressing_dict(digested: Addr) -> int: ...


@c_function("ZSTD_CCtx_refCDict", library="zstd")
def c_compress_by_digested(context: Addr, digested: Addr) -> int: ...


@c_function("ZSTD_CCtx_loadDictionary", library="zstd")
def c_compress_by_content(context: Addr, content: Addr, n: int) -> int: ...


@c_function("ZSTD_CCtx_refPrefix", library="zstd")
def c_compress_by_prefix(context: Addr, content: Addr, n: int) -> int: ...


@c_function("ZSTD_createDDict", blocking=True, library="zstd")
def c_create_decompressing_dict(content: Addr, n: int) -> Addr: ...


@c_function("ZSTD_freeDDict", library="zstd")
def c_free_decompressing_dict(digested: Addr) -> int: ...


@c_function("ZSTD_DCtx_refDDict", library="zstd")
def c_decompress_by_digested(context: Addr, digested: Addr) -> int: ...


@c_function("ZSTD_DCtx_loadDictionary", library="zstd")
def c_decompress_by_content(context: Addr, content: Addr, n: int) -> int: ...


@c_function("ZSTD_DCtx_refPrefix", library="zstd")
def c_decompress_by_prefix(context: Addr, content: Addr, n: int) -> int: ...


@c_function("ZSTD_getDictID_fromDict", library="zstd")
def c_dict_id(content: Addr, n: int) -> u32: ...


@c_function("ZSTD_getDictID_fromFrame", library="zstd")
def c_frame_dict_id(frame: Addr, n: int) -> u32: ...


@c_function("ZSTD_getFrameContentSize", library="zstd")
def c_content_size(frame: Addr, n: int) -> int: ...


@c_function("ZSTD_findFrameCompressedSize", library="zstd")
def c_frame_size(frame: Addr, n: int) -> int: ...


@c_function("ZDICT_trainFromBuffer", blocking=True, library="zstd")
def c_train(at: Addr, room: int, samples: Addr, sizes: Addr, n: u32) -> int: ...


@c_function("ZDICT_finalizeDictionary", blocking=True, library="zstd")
def c_finalize(at: Addr, room: int, content: Addr, length: int, samples: Addr, sizes: Addr, n: u32, level: int, dict_id: int) -> int: ...


@c_function("ZDICT_finalizeDictionary", blocking=True, library="zstd")
def c_finalize_aarch64(
    at: Addr, room: int, content: Addr, length: int, samples: Addr, sizes: Addr, n: u32, unused: int, level: int, dict_id: int
) -> int: ...


def finalize(at: Addr, room: int, content: Addr, length: int, samples: Addr, sizes: Addr, n: int, level: int) -> int:
    """The parameters stand on the stack as two words: on x86-64 behind the seventh argument, on AArch64 with the eighth register left out."""
    word = level & 0xFFFFFFFF
    if AARCH64:
        return c_finalize_aarch64(at, room, content, length, samples, sizes, u32(n), 0, word, 0)
    return c_finalize(at, room, content, length, samples, sizes, u32(n), word, 0)


def load_bounds(compressing: bool, parameter: int, at: Addr) -> int:
    """A negative number: there is no such parameter."""
    function = ZSTD.address_of("ZSTD_cParam_getBounds" if compressing else "ZSTD_dParam_getBounds")  # as old as ZSTD_compressStream2
    if COMPILED:
        c_call_pair(function, i32(parameter), at)
    else:
        pair = type("Pair", (_host_ctypes.Structure,), {"_fields_": [("first", _host_ctypes.c_int64), ("second", _host_ctypes.c_int64)]})
        result = _host_ctypes.CFUNCTYPE(pair, _host_ctypes.c_int)(function)(parameter)
        store64(at, result.first)
        store64(at + BOUNDS_LOWER, result.second)
    return load64(at)


def load_signed32(at: Addr) -> int:
    number = load32(at)
    return number - (1 << 32) if number >= 1 << 31 else number


def error_name(number: int) -> str:
    return ascii_at(c_error_name(number))


def fill_buffers(stream: Addr) -> None:
    store64(stream + IN, load64(stream + NEXT_IN))
    store64(stream + IN + SIZE, load32(stream + AVAIL_IN))
    store64(stream + IN + POSITION, 0)
    store64(stream + OUT, load64(stream + NEXT_OUT))
    store64(stream + OUT + SIZE, load32(stream + AVAIL_OUT))
    store64(stream + OUT + POSITION, 0)


def note_buffers(stream: Addr) -> None:
    store32(stream + AVAIL_IN, load64(stream + IN + SIZE) - load64(stream + IN + POSITION))
    store32(stream + AVAIL_OUT, load64(stream + OUT + SIZE) - load64(stream + OUT + POSITION))


def compress(stream: Addr, directive: int) -> int:
    fill_buffers(stream)
    left = c_compress(load64(stream + CONTEXT), stream + OUT, stream + IN, i32(directive))
    note_buffers(stream)
    return left if left < 0 else END if left == 0 and directive != CONTINUE else GO_ON


def await_workers(stream: Addr) -> None:
    """Freeing a context frees its dictionary before its threads have ended. Beginning another frame waits for what they do."""
    native = load64(stream + CONTEXT)
    c_reset_compressor(native, i32(SESSION))
    store32(stream + AVAIL_OUT, 0)  # the input is empty already
    fill_buffers(stream)
    c_compress(native, stream + OUT, stream + IN, i32(CONTINUE))


def decompress(stream: Addr, _directive: int) -> int:
    fill_buffers(stream)
    left = c_decompress(load64(stream + CONTEXT), stream + OUT, stream + IN)
    note_buffers(stream)
    return left if left < 0 else END if left == 0 else GO_ON

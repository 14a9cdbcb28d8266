"""The system's liblzma.

    struct lzma_stream    next_in 8 | avail_in 8 | total_in 8 | next_out 8 | avail_out 8 | total_out 8 | allocator 8 | internal 8 | reserved 72
    struct lzma_filter    id 8 | options 8; the last of a chain has the id -1
    struct lzma_options_lzma   dict_size 4, pad | preset_dict 8 | preset_dict_size 4 | lc 4 | lp 4 | pb 4 | mode 4 | nice_len 4 | mf 4 | depth 4 | ...
    struct lzma_options_delta  type 4 | dist 4 | ...
    struct lzma_options_bcj    start_offset 4

Behind a stream stands its check: the number of the integrity check, as far as a decoder knows it.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function, load32, store32
from protopython.modules.support.coders import AVAIL_IN, AVAIL_OUT, END, GO_ON
from protopython.modules.support.system_library import SystemLibrary

CHECK: Final[int] = 136
STREAM_SIZE: Final[int] = 144

FILTER_SIZE: Final[int] = 16
FILTER_OPTIONS: Final[int] = 8
MAX_FILTERS: Final[int] = 4
OPTIONS_SIZE: Final[int] = 128
"""Enough for every filter's."""
DICT_SIZE: Final[int] = 0
LC: Final[int] = 20
LP: Final[int] = 24
PB: Final[int] = 28
MODE: Final[int] = 32
NICE_LEN: Final[int] = 36
MF: Final[int] = 40
DEPTH: Final[int] = 44
DIST: Final[int] = 4
START_OFFSET: Final[int] = 0

RUN: Final[int] = 0
FINISH: Final[int] = 3
OK: Final[int] = 0
STREAM_END: Final[int] = 1
NO_CHECK: Final[int] = 2
GET_CHECK: Final[int] = 4
BUF_ERROR: Final[int] = 10
TELL_CHECKS: Final[int] = 5
"""LZMA_TELL_NO_CHECK | LZMA_TELL_ANY_CHECK"""

LZMA: Final[SystemLibrary] = SystemLibrary("lzma", "_lzma", ["liblzma.so.5"], "liblzma5 (Debian), xz-libs (Fedora)")


@c_function("lzma_easy_encoder", library="lzma")
def c_easy_encoder(stream: Addr, preset: u32, check: i32) -> i32: ...


@c_function("lzma_stream_encoder", library="lzma")
def c_stream_encoder(stream: Addr, filters: Addr, check: i32) -> i32: ...


@c_function("lzma_alone_encoder", library="lzma")
def c_alone_encoder(stream: Addr, options: Addr) -> i32: ...


@c_function("lzma_raw_encoder", library="lzma")
def c_raw_encoder(stream: Addr, filters: Addr) -> i32: ...


@c_function("lzma_auto_decoder", library="lzma")
def c_auto_decoder(stream: Addr, memory: int, flags: u32) -> i32: ...


@c_function("lzma_stream_decoder", library="lzma")
def c_stream_decoder(stream: Addr, memory: int, flags: u32) -> i32: ...


@c_function("lzma_alone_decoder", library="lzma")
def c_alone_decoder(stream: Addr, memory: int) -> i32: ...


@c_function("lzma_raw_decoder", library="lzma")
def c_raw_decoder(stream: Addr, filters: Addr) -> i32: ...


@c_function("lzma_code", blocking=True, library="lzma")
def c_code(stream: Addr, action: i32) -> i32: ...


@c_function("lzma_end", library="lzma")
def c_end(stream: Addr) -> None: ...


@c_function("lzma_get_check", library="lzma")
def c_get_check(stream: Addr) -> i32: ...


@c_function("lzma_check_is_supported", library="lzma")
def c_check_is_supported(check: i32) -> i32: ...


@c_function("lzma_lzma_preset", library="lzma")
def c_preset(options: Addr, preset: u32) -> i32: ...


@c_function("lzma_properties_size", library="lzma")
def c_properties_size(size: Addr, filter: Addr) -> i32: ...


@c_function("lzma_properties_encode", library="lzma")
def c_properties_encode(filter: Addr, at: Addr) -> i32: ...


@c_function("lzma_properties_decode", library="lzma")
def c_properties_decode(filter: Addr, allocator: Addr, at: Addr, n: int) -> i32: ...


def check_is_supported(check: int) -> bool:
    return c_check_is_supported(i32(check)) & 0xFF != 0  # a byte is all that C returns


def set_preset(options: Addr, preset: int) -> bool:
    """False: there is no such preset."""
    return c_preset(options, u32(preset)) & 0xFF == 0


def code(stream: Addr, action: int) -> int:
    number = int(c_code(stream, i32(action)))
    if number == STREAM_END:
        return END
    if number in (NO_CHECK, GET_CHECK):
        store32(stream + CHECK, c_get_check(stream))
        return GO_ON
    if number == BUF_ERROR and action == RUN and load32(stream + AVAIL_IN) == 0 and load32(stream + AVAIL_OUT) > 0:
        return GO_ON  # said of input that ended where nothing was due to come out
    return number

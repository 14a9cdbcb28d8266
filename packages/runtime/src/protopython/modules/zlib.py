"""zlib: compression by the system's library (zlib_library.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import Value, locked, new_with_shape, unwrap, wrap
from protodialect.unsafe import Addr
from protopython.modules import zlib_library as library
from protopython.modules.support.coders import END, GO_ON, Run, W_Coder, run
from protopython.modules.support.system_calls import ascii_at, c_copy, c_int
from protopython.modules.zlib_library import BUF_ERROR, ZLIB
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_low64
from protopython.objects.model import errors
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method, module_init, new
from protopython.objects.model.operations import index_value, int_arg
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool
from protopython.protocore.collector import count_outside
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.os import c_free
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "zlib"
define_module(MODULE, "Compression of bytes, as the library zlib does it.")
for _name, _number in (
    ("DEFLATED", 8), ("DEF_BUF_SIZE", 16384), ("DEF_MEM_LEVEL", 8), ("MAX_WBITS", 15), ("Z_BEST_COMPRESSION", 9), ("Z_BEST_SPEED", 1),
    ("Z_BLOCK", 5), ("Z_DEFAULT_COMPRESSION", -1), ("Z_DEFAULT_STRATEGY", 0), ("Z_FILTERED", 1), ("Z_FINISH", 4), ("Z_FIXED", 4),
    ("Z_FULL_FLUSH", 3), ("Z_HUFFMAN_ONLY", 2), ("Z_NO_COMPRESSION", 0), ("Z_NO_FLUSH", 0), ("Z_PARTIAL_FLUSH", 1), ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2), ("Z_TREES", 6),
):  # fmt: skip
    constant(MODULE, _name, _number)
constant(MODULE, "__version__", "1.0")
ERROR = define_type("error", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "error", ERROR)

NO_FLUSH: Final[int] = 0
SYNC_FLUSH: Final[int] = 2
FINISH: Final[int] = 4
OK: Final[int] = 0
NEED_DICT: Final[int] = 2
STREAM_ERROR: Final[int] = -2
DATA_ERROR: Final[int] = -3
MEM_ERROR: Final[int] = -4
WRONG_DICTIONARY: Final[int] = -100
"""Not one of the library's."""


@module_init(MODULE)
def init_zlib(w_module: Value) -> None:
    ZLIB.open()
    at = library.c_version()
    d = unwrap(W_Module, w_module).dict
    dict_set_str(d, "ZLIB_VERSION", wrap(ascii_at(at)))
    dict_set_str(d, "ZLIB_RUNTIME_VERSION", wrap(ascii_at(at)))


# --- errors ------------------------------------------------------------------------------------------------------------------


def failure(stream: Addr, number: int, what: str) -> PyError:
    """zlib.error for what the library answered."""
    message = 0 if stream == 0 else library.message_of(stream)
    text = "" if message == 0 else ascii_at(message)
    if text == "":
        if number == BUF_ERROR:
            text = "incomplete or truncated stream"
        elif number == STREAM_ERROR:
            text = "inconsistent stream state"
        elif number == DATA_ERROR:
            text = "invalid input data"
    return errors.error(ERROR, f"Error {number} {what}" if text == "" else f"Error {number} {what}: {text}")


def check_init(number: int, stream: Addr, what: str) -> None:
    """Of the functions that make objects; frees the stream if it failed."""
    if number == OK:
        return
    error = failure(stream, number, what)
    c_free(stream)
    if number == MEM_ERROR:
        raise errors.memory_error()
    if number == STREAM_ERROR:
        raise errors.value_error("Invalid initialization option")
    raise error


# --- at once --------------------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "compress(data, /, level=-1, wbits=15)",
    doc="Compressed bytes.",
    shown="($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
)
def z_compress(w_data: Value, w_level: Value, w_bits: Value) -> Value:
    data = need_bytes(w_data)
    level = c_int(w_level)
    bits = c_int(w_bits)
    stream = library.new_stream()
    number = library.deflate_init(stream, level, 8, bits, 8, 0)
    if number != OK:
        error = failure(stream, number, "while compressing data")
        c_free(stream)
        if number == STREAM_ERROR:
            raise errors.error(ERROR, "Bad compression level")
        raise error
    try:
        r = run(library.deflate, stream, data, FINISH, -1, False)
    finally:
        library.c_deflate_end(stream)
        c_free(stream)
    if r.result != END:
        raise failure(0, r.result, "while compressing data")
    return wrap(r.data)


@function(
    MODULE,
    "decompress(data, /, wbits=15, bufsize=16384)",
    doc="Decompressed bytes.",
    shown="($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
)
def z_decompress(w_data: Value, w_bits: Value, w_size: Value) -> Value:
    data = need_bytes(w_data)
    bits = c_int(w_bits)
    if int_arg(w_size) < 0:
        raise errors.value_error("bufsize must be non-negative")
    stream = library.new_stream()
    number = library.inflate_init(stream, bits)
    if number != OK:
        error = failure(stream, number, "while preparing to decompress data")
        c_free(stream)
        raise error
    try:
        r = run(library.inflate, stream, data, FINISH, -1, False)
        if r.result != END:
            raise failure(stream, BUF_ERROR if r.result == GO_ON else r.result, "while decompressing data")
    finally:
        library.c_inflate_end(stream)
        c_free(stream)
    return wrap(r.data)


def checksum(of: Callable[[int, Addr, int], int], w_data: Value, start: int) -> Value:
    data = need_bytes(w_data)
    at = c_copy(data)
    result = start
    done = 0
    try:
        while done < len(data):
            check_signals()
            n = min(len(data) - done, 1 << 24)
            result = of(result, at + done, n)
            done += n
    finally:
        c_free(at)
    return from_int(result)


@function(MODULE, "adler32(data, value=1, /)", doc="The Adler-32 checksum of bytes, begun with a value.")
def z_adler32(w_data: Value, w_start: Value) -> Value:
    return checksum(library.adler32, w_data, int_low64(index_value(w_start)) & 0xFFFFFFFF)


@function(MODULE, "crc32(data, value=0, /)", doc="The CRC-32 checksum of bytes, begun with a value.")
def z_crc32(w_data: Value, w_start: Value) -> Value:
    return checksum(library.crc32, w_data, int_low64(index_value(w_start)) & 0xFFFFFFFF)


# --- compressing in parts ----------------------------------------------------------------------------------------------------------


class W_Stream(W_Coder):
    """What Compress, Decompress and _ZlibDecompressor have in common. All under the object's lock."""

    dictionary: bytes | None
    unused: bytes
    tail: bytes
    """Decompress: unconsumed_tail; _ZlibDecompressor: input that waits."""
    eof: bool
    needs_input: bool

    def end_stream(self) -> None:
        library.c_inflate_end(self.stream)


class W_Compress(W_Stream):
    def end_stream(self) -> None:
        library.c_deflate_end(self.stream)


class W_Decompress(W_Stream):
    pass


class W_ZlibDecompressor(W_Stream):
    pass


COMPRESS = define_type("Compress", W_Compress, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.MUTABLE)
DECOMPRESS = define_type("Decompress", W_Decompress, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.MUTABLE)
DECOMPRESSOR = define_type(
    "_ZlibDecompressor", W_ZlibDecompressor, OBJECT, module=MODULE, flags=0, doc="Decompresses in parts: _ZlibDecompressor(wbits=15, zdict=b'')."
)
constant(MODULE, "_ZlibDecompressor", DECOMPRESSOR)


def start(s: W_Stream, stream: Addr, dictionary: bytes | None) -> None:
    s.dictionary = dictionary
    s.unused = b""
    s.tail = b""
    s.eof = False
    s.needs_input = True
    s.begin(stream)
    count_outside(library.DEFLATE_SIZE if isinstance(s, W_Compress) else library.INFLATE_SIZE)


def dictionary_of(w: Value) -> bytes | None:
    """The zdict argument; None: none."""
    if is_empty(w):
        return None
    data = bytes_of_buffer(w)
    if data is None:
        raise errors.type_error("zdict argument must support the buffer protocol")
    return data


@function(
    MODULE,
    "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=EMPTY)",
    doc="An object that compresses in parts.",
    shown="($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, "
    "strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)",
)
def z_compressobj(w_level: Value, w_method: Value, w_bits: Value, w_memory: Value, w_strategy: Value, w_dictionary: Value) -> Value:
    level = c_int(w_level)
    method_number = c_int(w_method)
    bits = c_int(w_bits)
    memory = c_int(w_memory)
    strategy = c_int(w_strategy)
    dictionary = None if is_empty(w_dictionary) else need_bytes(w_dictionary)
    stream = library.new_stream()
    check_init(library.deflate_init(stream, level, method_number, bits, memory, strategy), stream, "while creating compression object")
    s = W_Compress()
    start(s, stream, None)
    if dictionary is not None and library.deflate_dictionary(stream, dictionary) != OK:
        s.give_back()
        raise errors.value_error("Invalid dictionary")
    return wrap(s)


def compress_part(s: W_Compress, data: bytes, flush: int, what: str) -> bytes:
    """Ends the stream behind Z_FINISH."""
    result = STREAM_ERROR
    out = b""
    error: PyError | None = None
    with locked(s):
        if s.stream != 0:
            r = run(library.deflate, s.stream, data, flush, -1, False)
            result = r.result
            out = r.data
            if flush == FINISH and result == END:
                s.give_back()
                result = OK
        if result != GO_ON:
            error = failure(s.stream, result, what)
    if error is not None:
        raise error
    return out


@method(COMPRESS, "compress(self, data, /)", doc="Compressed bytes for some of the data; more may come later.")
def compress_compress(self: W_Compress, w_data: Value) -> Value:
    return wrap(compress_part(self, need_bytes(w_data), NO_FLUSH, "while compressing data"))


@method(
    COMPRESS,
    "flush(self, mode=4, /)",
    doc="What is still to come; Z_FINISH ends the stream.",
    shown="($self, mode=zlib.Z_FINISH, /)",
)
def compress_flush(self: W_Compress, w_mode: Value) -> Value:
    mode = c_int(w_mode)
    return wrap(b"") if mode == NO_FLUSH else wrap(compress_part(self, b"", mode, "while flushing"))


@method(COMPRESS, "copy(self, /)", doc="Another object in the same state.")
@method(COMPRESS, "__copy__(self, /)")
def compress_copy(self: W_Compress) -> Value:
    s = W_Compress()
    copy_stream(self, s, library.deflate_copy)
    return wrap(s)


@method(COMPRESS, "__deepcopy__(self, memo, /)")
def compress_deepcopy(self: W_Compress, w_memo: Value) -> Value:
    return compress_copy(self)


def copy_stream(s: W_Stream, target: W_Stream, copier: Callable[[Addr, Addr], int]) -> None:
    stream = library.new_stream()
    result = STREAM_ERROR
    with locked(s):
        if s.stream != 0:
            result = copier(stream, s.stream)
        start(target, stream if result == OK else 0, s.dictionary)
        target.unused = s.unused
        target.tail = s.tail
        target.eof = s.eof
    if result != OK:
        c_free(stream)
        if result == STREAM_ERROR:
            raise errors.value_error("Inconsistent stream state")
        raise failure(0, result, "while copying compression object")


# --- decompressing in parts ----------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "decompressobj(wbits=15, zdict=EMPTY)",
    doc="An object that decompresses in parts.",
    shown="($module, /, wbits=MAX_WBITS, zdict=b'')",
)
def z_decompressobj(w_bits: Value, w_dictionary: Value) -> Value:
    bits = c_int(w_bits)
    dictionary = dictionary_of(w_dictionary)
    s = W_Decompress()
    start_inflating(s, bits, dictionary)
    return wrap(s)


def start_inflating(s: W_Stream, bits: int, dictionary: bytes | None) -> None:
    stream = library.new_stream()
    check_init(library.inflate_init(stream, bits), stream, "while creating decompression object")
    start(s, stream, dictionary)
    if dictionary is not None and bits < 0:
        if library.inflate_dictionary(stream, dictionary) != OK:
            raise failure(stream, DATA_ERROR, "while setting zdict")


def inflate_run(s: W_Stream, data: bytes, flush: int, limit: int) -> Run:
    """Gives the stream its dictionary when it asks for one, before anything has come out; the result is WRONG_DICTIONARY if that is not it."""
    r = run(library.inflate, s.stream, data, flush, limit, False)
    dictionary = s.dictionary
    if r.result != NEED_DICT or dictionary is None:
        return r
    if library.inflate_dictionary(s.stream, dictionary) != OK:
        r.result = WRONG_DICTIONARY
        return r
    return run(library.inflate, s.stream, r.rest, flush, limit, False)


def inflate_failure(s: W_Stream, result: int) -> PyError:
    if result == WRONG_DICTIONARY:
        return failure(s.stream, DATA_ERROR, "while setting zdict")
    return failure(s.stream, result, "while decompressing data")


def inflate_part(s: W_Decompress, data: bytes, flush: int, limit: int) -> bytes:
    error: PyError | None = None
    out = b""
    with locked(s):
        if s.stream == 0 or s.eof:
            s.unused = s.unused + data
            s.tail = b""
            return out
        r = inflate_run(s, data, flush, limit)
        out = r.data
        if r.result == END:
            s.eof = True
            s.unused = s.unused + r.rest
            s.tail = b""
        else:
            s.tail = r.rest
            if r.result != GO_ON:
                error = inflate_failure(s, r.result)
    if error is not None:
        raise error
    return out


@method(DECOMPRESS, "decompress(self, data, /, max_length=0)", doc="Decompressed bytes, at most max_length unless that is 0.")
def decompress_decompress(self: W_Decompress, w_data: Value, w_limit: Value) -> Value:
    data = need_bytes(w_data)
    limit = int_arg(w_limit)
    if limit < 0:
        raise errors.value_error("max_length must be non-negative")
    return wrap(inflate_part(self, data, SYNC_FLUSH, -1 if limit == 0 else limit))


@method(DECOMPRESS, "flush(self, length=16384, /)", doc="What is still to come.", shown="($self, length=zlib.DEF_BUF_SIZE, /)")
def decompress_flush(self: W_Decompress, w_length: Value) -> Value:
    if int_arg(w_length) <= 0:
        raise errors.value_error("length must be greater than zero")
    out = inflate_part(self, self.tail, FINISH, -1)
    with locked(self):
        if self.eof:
            self.give_back()
    return wrap(out)


@method(DECOMPRESS, "copy(self, /)", doc="Another object in the same state.")
@method(DECOMPRESS, "__copy__(self, /)")
def decompress_copy(self: W_Decompress) -> Value:
    s = W_Decompress()
    copy_stream(self, s, library.inflate_copy)
    return wrap(s)


@method(DECOMPRESS, "__deepcopy__(self, memo, /)")
def decompress_deepcopy(self: W_Decompress, w_memo: Value) -> Value:
    return decompress_copy(self)


@getter(DECOMPRESS, "unused_data", doc="What followed the end of the compressed data.", member=True)
def decompress_unused(self: W_Decompress) -> Value:
    return wrap(self.unused)


@getter(DECOMPRESS, "unconsumed_tail", doc="Input that max_length left over.", member=True)
def decompress_tail(self: W_Decompress) -> Value:
    return wrap(self.tail)


@getter(DECOMPRESS, "eof", doc="Whether the end of the compressed data was seen.", member=True)
def decompress_eof(self: W_Decompress) -> Value:
    return new_bool(self.eof)


@new(DECOMPRESSOR, "(cls, wbits=15, zdict=EMPTY)", shown="(wbits=15, zdict=b'')")
def decompressor_new(cls: W_Type, w_bits: Value, w_dictionary: Value) -> Value:
    bits = c_int(w_bits)
    dictionary = dictionary_of(w_dictionary)
    s = new_with_shape(W_ZlibDecompressor, cls.root_shape)
    start_inflating(s, bits, dictionary)
    return wrap(s)


@method(DECOMPRESSOR, "decompress(self, data, max_length=-1)", doc="Decompressed bytes, at most max_length unless that is negative.")
def decompressor_decompress(self: W_ZlibDecompressor, w_data: Value, w_limit: Value) -> Value:
    given = need_bytes(w_data)
    limit = int_arg(w_limit)
    error: PyError | None = None
    out = b""
    with locked(self):
        if self.eof:
            error = errors.error(x.EOF_ERROR, "End of stream already reached")
        else:
            r = inflate_run(self, self.tail + given if len(self.tail) > 0 else given, SYNC_FLUSH, limit)
            out = r.data
            self.tail = r.rest
            if r.result == END:
                self.eof = True
                self.unused = self.tail
                self.tail = b""
                self.needs_input = False
            elif r.result != GO_ON:
                error = inflate_failure(self, r.result)
            else:
                self.needs_input = len(self.tail) == 0 and (limit < 0 or len(out) < limit)
    if error is not None:
        raise error
    return wrap(out)


@getter(DECOMPRESSOR, "unused_data", doc="What followed the end of the compressed data.", member=True)
def decompressor_unused(self: W_ZlibDecompressor) -> Value:
    return wrap(self.unused)


@getter(DECOMPRESSOR, "eof", doc="Whether the end of the compressed data was seen.", member=True)
def decompressor_eof(self: W_ZlibDecompressor) -> Value:
    return new_bool(self.eof)


@getter(DECOMPRESSOR, "needs_input", doc="Whether more input is needed before more can come out.", member=True)
def decompressor_needs_input(self: W_ZlibDecompressor) -> Value:
    return new_bool(self.needs_input)

"""zlib: compression by the system's library (zlib_library.py)."""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Value, locked, new_with_shape, unwrap, wrap
from protodialect.unsafe import Addr, load32, store32, store64
from protopython.modules import zlib_library as library
from protopython.modules.support.system_calls import ascii_at, c_copy, c_int, copy_bytes
from protopython.modules.zlib_library import AVAIL_IN, AVAIL_OUT, NEXT_IN, NEXT_OUT, ZLIB
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_low64
from protopython.objects.model import errors
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method, module_init, new
from protopython.objects.model.operations import index_of, index_value
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.os import c_free, c_malloc
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
STREAM_END: Final[int] = 1
NEED_DICT: Final[int] = 2
STREAM_ERROR: Final[int] = -2
DATA_ERROR: Final[int] = -3
MEM_ERROR: Final[int] = -4
BUF_ERROR: Final[int] = -5
CHUNK: Final[int] = 16384
MAX_CHUNK: Final[int] = 1 << 20


@module_init(MODULE)
def init_zlib(w_module: Value) -> None:
    library.open_library()
    at = library.call(ZLIB.zlib_version, 0, 0, 0, 0, 0, 0, 0, 0)
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


# --- running a stream ------------------------------------------------------------------------------------------------------------


class Run:
    """What one run over some input gave."""

    data: bytes
    used: int
    """Bytes of the input that were taken."""
    result: int
    wrong_dictionary: bool

    def __init__(self, data: bytes, used: int, result: int, wrong_dictionary: bool) -> None:
        self.data = data
        self.used = used
        self.result = result
        self.wrong_dictionary = wrong_dictionary


def run(step: Addr, stream: Addr, data: bytes, flush: int, limit: int, dictionary: bytes | None) -> Run:
    """Feeds data until it is used up and nothing more comes out, the stream ends, or `limit` bytes have come out (-1: any number)."""
    source = c_copy(data)
    store64(stream + NEXT_IN, source)
    store32(stream + AVAIL_IN, len(data))
    room = CHUNK if limit < 0 else max(min(CHUNK, limit), 1)
    out = c_malloc(MAX_CHUNK)
    parts: list[bytes] = []
    done = 0
    result = OK
    wrong_dictionary = False
    while True:
        if limit >= 0:
            room = min(room, limit - done)
        store64(stream + NEXT_OUT, out)
        store32(stream + AVAIL_OUT, room)
        result = library.step(step, stream, flush)
        got = room - load32(stream + AVAIL_OUT)
        if got > 0:
            parts.append(copy_bytes(out, got))
            done += got
        if result == NEED_DICT and dictionary is not None:
            result = library.set_dictionary(ZLIB.inflate_dictionary, stream, dictionary)
            if result == OK:
                continue
            wrong_dictionary = True
        if (result != OK and result != BUF_ERROR) or got < room or done == limit:
            break
        room = min(2 * room, MAX_CHUNK)
    used = len(data) - load32(stream + AVAIL_IN)
    store32(stream + AVAIL_IN, 0)
    c_free(source)
    c_free(out)
    return Run(parts[0] if len(parts) == 1 else b"".join(parts), used, result, wrong_dictionary)


# --- at once --------------------------------------------------------------------------------------------------------------------


@function(MODULE, "compress(data, /, level=-1, wbits=15)", doc="Compressed bytes.")
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
    r = run(ZLIB.deflate, stream, data, FINISH, -1, None)
    library.end(ZLIB.deflate_end, stream)
    c_free(stream)
    if r.result != STREAM_END:
        raise failure(0, r.result, "while compressing data")
    return wrap(r.data)


@function(MODULE, "decompress(data, /, wbits=15, bufsize=16384)", doc="Decompressed bytes.")
def z_decompress(w_data: Value, w_bits: Value, w_size: Value) -> Value:
    data = need_bytes(w_data)
    bits = c_int(w_bits)
    if index_of(w_size) < 0:
        raise errors.value_error("bufsize must be non-negative")
    stream = library.new_stream()
    number = library.inflate_init(stream, bits)
    if number != OK:
        error = failure(stream, number, "while preparing to decompress data")
        c_free(stream)
        raise error
    r = run(ZLIB.inflate, stream, data, FINISH, -1, None)
    error = failure(stream, BUF_ERROR if r.result == OK else r.result, "while decompressing data")
    library.end(ZLIB.inflate_end, stream)
    c_free(stream)
    if r.result != STREAM_END:
        raise error
    return wrap(r.data)


def checksum(of: Addr, w_data: Value, start: int) -> Value:
    data = need_bytes(w_data)
    at = c_copy(data)
    result = start
    done = 0
    while done < len(data):
        check_signals()
        n = min(len(data) - done, 1 << 24)
        result = library.checksum(of, result, at + done, n)
        done += n
    c_free(at)
    return from_int(result)


@function(MODULE, "adler32(data, value=1, /)", doc="The Adler-32 checksum of bytes, begun with a value.")
def z_adler32(w_data: Value, w_start: Value) -> Value:
    return checksum(ZLIB.adler32, w_data, int_low64(index_value(w_start)) & 0xFFFFFFFF)


@function(MODULE, "crc32(data, value=0, /)", doc="The CRC-32 checksum of bytes, begun with a value.")
def z_crc32(w_data: Value, w_start: Value) -> Value:
    return checksum(ZLIB.crc32, w_data, int_low64(index_value(w_start)) & 0xFFFFFFFF)


# --- compressing in parts ----------------------------------------------------------------------------------------------------------


class W_Stream(W_Object):
    """What Compress, Decompress and _ZlibDecompressor have in common. All under the object's lock."""

    stream: Addr
    """0: ended."""
    dictionary: bytes | None
    unused: bytes
    tail: bytes
    """Decompress: unconsumed_tail; _ZlibDecompressor: input that waits."""
    eof: bool
    needs_input: bool


class W_Compress(W_Stream):
    pass


class W_Decompress(W_Stream):
    pass


class W_ZlibDecompressor(W_Stream):
    pass


COMPRESS = define_type("Compress", W_Compress, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
DECOMPRESS = define_type("Decompress", W_Decompress, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
DECOMPRESSOR = define_type(
    "_ZlibDecompressor", W_ZlibDecompressor, OBJECT, module=MODULE, flags=0, doc="Decompresses in parts: _ZlibDecompressor(wbits=15, zdict=b'')."
)
constant(MODULE, "_ZlibDecompressor", DECOMPRESSOR)


def start(s: W_Stream, stream: Addr, dictionary: bytes | None) -> None:
    s.stream = stream
    s.dictionary = dictionary
    s.unused = b""
    s.tail = b""
    s.eof = False
    s.needs_input = True


def dictionary_of(w: Value) -> bytes | None:
    """The zdict argument; None: none."""
    if is_empty(w):
        return None
    data = bytes_of_buffer(w)
    if data is None:
        raise errors.type_error("zdict argument must support the buffer protocol")
    return data


@function(MODULE, "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=EMPTY)", doc="An object that compresses in parts.")
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
    if dictionary is not None and library.set_dictionary(ZLIB.deflate_dictionary, stream, dictionary) != OK:
        end(s)
        raise errors.value_error("Invalid dictionary")
    return wrap(s)


def end(s: W_Stream) -> None:
    if s.stream != 0:
        library.end(ZLIB.deflate_end if isinstance(s, W_Compress) else ZLIB.inflate_end, s.stream)
        c_free(s.stream)
        s.stream = 0


def compress_part(s: W_Compress, data: bytes, flush: int, what: str) -> bytes:
    """Ends the stream behind Z_FINISH."""
    result = STREAM_ERROR
    out = b""
    error: PyError | None = None
    with locked(s):
        if s.stream != 0:
            r = run(ZLIB.deflate, s.stream, data, flush, -1, None)
            result = r.result
            out = r.data
            if flush == FINISH and result == STREAM_END:
                end(s)
                result = OK
        if result != OK and result != BUF_ERROR:
            error = failure(s.stream, result, what)
    if error is not None:
        raise error
    return out


@method(COMPRESS, "compress(self, data, /)", doc="Compressed bytes for some of the data; more may come later.")
def compress_compress(self: W_Compress, w_data: Value) -> Value:
    return wrap(compress_part(self, need_bytes(w_data), NO_FLUSH, "while compressing data"))


@method(COMPRESS, "flush(self, mode=4, /)", doc="What is still to come; Z_FINISH ends the stream.")
def compress_flush(self: W_Compress, w_mode: Value) -> Value:
    mode = c_int(w_mode)
    return wrap(b"") if mode == NO_FLUSH else wrap(compress_part(self, b"", mode, "while flushing"))


@method(COMPRESS, "copy(self, /)", doc="Another object in the same state.")
@method(COMPRESS, "__copy__(self, /)")
def compress_copy(self: W_Compress) -> Value:
    s = W_Compress()
    copy_stream(self, s, ZLIB.deflate_copy)
    return wrap(s)


@method(COMPRESS, "__deepcopy__(self, memo, /)")
def compress_deepcopy(self: W_Compress, w_memo: Value) -> Value:
    return compress_copy(self)


def copy_stream(s: W_Stream, target: W_Stream, copier: Addr) -> None:
    stream = library.new_stream()
    result = STREAM_ERROR
    with locked(s):
        if s.stream != 0:
            result = library.copy(copier, stream, s.stream)
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
        if library.set_dictionary(ZLIB.inflate_dictionary, stream, dictionary) != OK:
            raise failure(stream, DATA_ERROR, "while setting zdict")


def inflate_part(s: W_Decompress, data: bytes, flush: int, limit: int) -> bytes:
    error: PyError | None = None
    out = b""
    with locked(s):
        if s.stream == 0 or s.eof:
            s.unused = s.unused + data
            s.tail = b""
            return out
        r = run(ZLIB.inflate, s.stream, data, flush, limit, s.dictionary)
        rest = data[r.used : len(data)]
        out = r.data
        if r.wrong_dictionary:
            error = failure(s.stream, r.result, "while setting zdict")
        elif r.result == STREAM_END:
            s.eof = True
            s.unused = s.unused + rest
            s.tail = b""
        else:
            s.tail = rest
            if r.result != OK and r.result != BUF_ERROR:
                error = failure(s.stream, r.result, "while decompressing data")
    if error is not None:
        raise error
    return out


@method(DECOMPRESS, "decompress(self, data, /, max_length=0)", doc="Decompressed bytes, at most max_length unless that is 0.")
def decompress_decompress(self: W_Decompress, w_data: Value, w_limit: Value) -> Value:
    data = need_bytes(w_data)
    limit = index_of(w_limit)
    if limit < 0:
        raise errors.value_error("max_length must be non-negative")
    return wrap(inflate_part(self, data, SYNC_FLUSH, -1 if limit == 0 else limit))


@method(DECOMPRESS, "flush(self, length=16384, /)", doc="What is still to come.")
def decompress_flush(self: W_Decompress, w_length: Value) -> Value:
    if index_of(w_length) <= 0:
        raise errors.value_error("length must be greater than zero")
    out = inflate_part(self, self.tail, FINISH, -1)
    with locked(self):
        if self.eof:
            end(self)
    return wrap(out)


@method(DECOMPRESS, "copy(self, /)", doc="Another object in the same state.")
@method(DECOMPRESS, "__copy__(self, /)")
def decompress_copy(self: W_Decompress) -> Value:
    s = W_Decompress()
    copy_stream(self, s, ZLIB.inflate_copy)
    return wrap(s)


@method(DECOMPRESS, "__deepcopy__(self, memo, /)")
def decompress_deepcopy(self: W_Decompress, w_memo: Value) -> Value:
    return decompress_copy(self)


@getter(DECOMPRESS, "unused_data", doc="What followed the end of the compressed data.")
def decompress_unused(self: W_Decompress) -> Value:
    return wrap(self.unused)


@getter(DECOMPRESS, "unconsumed_tail", doc="Input that max_length left over.")
def decompress_tail(self: W_Decompress) -> Value:
    return wrap(self.tail)


@getter(DECOMPRESS, "eof", doc="Whether the end of the compressed data was seen.")
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
    limit = index_of(w_limit)
    if self.eof:
        raise errors.error(x.EOF_ERROR, "End of stream already reached")
    error: PyError | None = None
    with locked(self):
        data = self.tail + given if len(self.tail) > 0 else given
        r = run(ZLIB.inflate, self.stream, data, SYNC_FLUSH, -1 if limit < 0 else limit, self.dictionary)
        self.tail = data[r.used : len(data)]
        if r.result == STREAM_END:
            self.eof = True
            self.unused = self.tail
            self.tail = b""
            self.needs_input = False
        elif r.result != OK and r.result != BUF_ERROR:
            error = failure(self.stream, r.result, "while decompressing data")
        else:
            self.needs_input = len(self.tail) == 0 and (limit < 0 or len(r.data) < limit)
    if error is not None:
        raise error
    return wrap(r.data)


@getter(DECOMPRESSOR, "unused_data", doc="What followed the end of the compressed data.")
def decompressor_unused(self: W_ZlibDecompressor) -> Value:
    return wrap(self.unused)


@getter(DECOMPRESSOR, "eof", doc="Whether the end of the compressed data was seen.")
def decompressor_eof(self: W_ZlibDecompressor) -> Value:
    return new_bool(self.eof)


@getter(DECOMPRESSOR, "needs_input", doc="Whether more input is needed before more can come out.")
def decompressor_needs_input(self: W_ZlibDecompressor) -> Value:
    return new_bool(self.needs_input)


@method(COMPRESS, "__del__(self, /)")
@method(DECOMPRESS, "__del__(self, /)")
@method(DECOMPRESSOR, "__del__(self, /)")
def stream_del(self: W_Stream) -> Value:
    if COMPILED:
        end(self)
        return w_None
    else:
        return w_None

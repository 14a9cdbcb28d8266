"""_bz2: what the library's bz2 is made of, on the system's libbz2 (bz2_library.py)."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, locked, new_with_shape, wrap
from protodialect.unsafe import Addr
from protopython.modules import bz2_library as library
from protopython.modules.bz2_library import BZ2, FINISH, OK, PARAM_ERROR, RUN, STREAM_SIZE
from protopython.modules.support.coders import END, GO_ON, W_Coder, W_Compressor, compress_part, run, zeroed
from protopython.modules.support.system_calls import c_int
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, getter, method, module_init, new
from protopython.objects.model.operations import int_arg
from protopython.objects.singletons import new_bool
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free

MODULE: Final[str] = "_bz2"
define_module(MODULE, "Compression of bytes in parts, as bzip2 does it.")

SEQUENCE_ERROR: Final[int] = -1
MEM_ERROR: Final[int] = -3
DATA_ERROR: Final[int] = -4
DATA_ERROR_MAGIC: Final[int] = -5
IO_ERROR: Final[int] = -6
UNEXPECTED_EOF: Final[int] = -7
CONFIG_ERROR: Final[int] = -9


@module_init(MODULE)
def init_bz2(_w_module: Value) -> None:
    BZ2.open()


class W_BZ2Compressor(W_Compressor):
    def end_stream(self) -> None:
        library.c_compress_end(self.stream)


class W_BZ2Decompressor(W_Coder):
    waiting: bytes
    """Input that max_length left over."""
    unused: bytes
    eof: bool
    needs_input: bool
    failed: bool

    def end_stream(self) -> None:
        library.c_decompress_end(self.stream)


COMPRESSOR = define_type(
    "BZ2Compressor",
    W_BZ2Compressor,
    OBJECT,
    module=MODULE,
    flags=0,
    doc="""Compresses data that comes in parts.

  compresslevel
    From 1, the quickest, to 9, the smallest.

bz2.compress() is for data that is there at once.""",
)
DECOMPRESSOR = define_type(
    "BZ2Decompressor",
    W_BZ2Decompressor,
    OBJECT,
    module=MODULE,
    flags=0,
    doc="Decompresses data that comes in parts.\n\nbz2.decompress() is for data that is there at once.",
)
constant(MODULE, "BZ2Compressor", COMPRESSOR)
constant(MODULE, "BZ2Decompressor", DECOMPRESSOR)


def failure(number: int) -> PyError:
    """The exception for what the library answered."""
    if number == MEM_ERROR:
        return errors.memory_error()
    if number == PARAM_ERROR:
        return errors.value_error("Internal error - invalid parameters passed to libbzip2")
    if number == CONFIG_ERROR:
        return errors.system_error("libbzip2 was not compiled correctly")
    if number == SEQUENCE_ERROR:
        return errors.runtime_error("Internal error - Invalid sequence of commands sent to libbzip2")
    if number == UNEXPECTED_EOF:
        return errors.error(x.EOF_ERROR, "Compressed file ended before the logical end-of-stream was detected")
    if number in (DATA_ERROR, DATA_ERROR_MAGIC):
        return errors.error(x.OS_ERROR, "Invalid data stream")
    if number == IO_ERROR:
        return errors.error(x.OS_ERROR, "Unknown I/O error")
    return errors.error(x.OS_ERROR, f"Unrecognized error from libbzip2: {number}")


def check_init(number: int, stream: Addr) -> None:
    """Frees the stream if it failed."""
    if number != OK:
        c_free(stream)
        raise failure(number)


# --- compressing -----------------------------------------------------------------------------------------------------------


@new(COMPRESSOR, "(cls, compresslevel=9, /)")
def compressor_new(cls: W_Type, w_level: Value) -> Value:
    level = c_int(w_level)
    if not 1 <= level <= 9:
        raise errors.value_error("compresslevel must be between 1 and 9")
    stream = zeroed(STREAM_SIZE)
    check_init(library.compress_init(stream, level), stream)
    s = new_with_shape(W_BZ2Compressor, cls.root_shape)
    s.flushed = False
    s.begin(stream)
    return wrap(s)


@method(
    COMPRESSOR,
    "compress(self, data, /)",
    doc="Take more data.\n\nReturns what compressed data there is by now, which may be none.\nflush() gives the last of it.",
)
def compressor_compress(self: W_BZ2Compressor, w_data: Value) -> Value:
    return compress_part(self, library.compress, failure, need_bytes(w_data), RUN, False)


@method(
    COMPRESSOR,
    "flush(self, /)",
    doc="End the compressed data.\n\nReturns what was still to come. The compressor takes no data any more.",
)
def compressor_flush(self: W_BZ2Compressor) -> Value:
    return compress_part(self, library.compress, failure, b"", FINISH, True)


# --- decompressing -----------------------------------------------------------------------------------------------------------


@new(DECOMPRESSOR, "(cls)", shown="()")
def decompressor_new(cls: W_Type) -> Value:
    stream = zeroed(STREAM_SIZE)
    check_init(library.decompress_init(stream), stream)
    s = new_with_shape(W_BZ2Decompressor, cls.root_shape)
    s.waiting = b""
    s.unused = b""
    s.eof = False
    s.needs_input = True
    s.failed = False
    s.begin(stream)
    return wrap(s)


@method(
    DECOMPRESSOR,
    "decompress(self, data, max_length=-1)",
    doc="""Take more compressed data, give decompressed bytes.

With *max_length* not negative there are at most so many; if more could
come, *needs_input* is false, and the next call may give b'' as *data*.
Otherwise *needs_input* is true: all of the input was used.

What stands behind the end of the compressed data is kept as unused_data;
beyond that end this raises EOFError.""",
)
def decompressor_decompress(self: W_BZ2Decompressor, w_data: Value, w_limit: Value) -> Value:
    given = need_bytes(w_data)
    limit = int_arg(w_limit)
    error: PyError | None = None
    out = b""
    with locked(self):
        if self.eof:
            error = errors.error(x.EOF_ERROR, "End of stream already reached")
        elif self.failed:
            error = errors.value_error("Decompressor is unusable after a previous error")
        else:
            r = run(library.decompress, self.stream, self.waiting + given if len(self.waiting) > 0 else given, RUN, limit, False)
            out = r.data
            self.waiting = b""
            if r.result == END:
                self.eof = True
                self.needs_input = False
                self.unused = r.rest
                self.give_back()
            elif r.result == GO_ON:
                self.waiting = r.rest
                self.needs_input = len(r.rest) == 0
            else:
                self.failed = True
                self.needs_input = False
                error = failure(r.result)
    if error is not None:
        raise error
    return wrap(out)


@getter(DECOMPRESSOR, "eof", doc="Whether the end of the compressed data was reached.", member=True)
def decompressor_eof(self: W_BZ2Decompressor) -> Value:
    return new_bool(self.eof)


@getter(DECOMPRESSOR, "unused_data", doc="What follows the end of the compressed data.", member=True)
def decompressor_unused(self: W_BZ2Decompressor) -> Value:
    return wrap(self.unused)


@getter(DECOMPRESSOR, "needs_input", doc="Whether more input is needed before more can come out.", member=True)
def decompressor_needs_input(self: W_BZ2Decompressor) -> Value:
    return new_bool(self.needs_input)

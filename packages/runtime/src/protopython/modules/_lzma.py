"""_lzma: what the library's lzma is made of, on the system's liblzma (lzma_library.py)."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, locked, new_with_shape, try_as, u32, wrap
from protodialect.unsafe import Addr, load32, load64, store32, store64
from protopython.modules import lzma_library as library
from protopython.modules.lzma_library import FILTER_OPTIONS, FILTER_SIZE, FINISH, LZMA, MAX_FILTERS, OK, OPTIONS_SIZE, RUN, STREAM_SIZE
from protopython.modules.support.coders import END, GO_ON, W_Coder, W_Compressor, compress_part, run, zeroed
from protopython.modules.support.system_calls import c_copy, c_int, copy_bytes
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_len, dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_bit_length, int_low64, int_sign, int_to_i64, new_uint
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, getter, method, module_init, new
from protopython.objects.model.operations import getitem, index_value, int_arg, length_of, str_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int, is_empty, same

MODULE: Final[str] = "_lzma"
define_module(MODULE, "Compression of bytes in parts, as liblzma does it.")

FORMAT_AUTO: Final[int] = 0
FORMAT_XZ: Final[int] = 1
FORMAT_ALONE: Final[int] = 2
FORMAT_RAW: Final[int] = 3
CHECK_NONE: Final[int] = 0
CHECK_CRC64: Final[int] = 4
CHECK_UNKNOWN: Final[int] = 16
FILTER_LZMA1: Final[int] = 0x4000000000000001
FILTER_LZMA2: Final[int] = 0x21
FILTER_DELTA: Final[int] = 3
FILTER_X86: Final[int] = 4
FILTER_SPARC: Final[int] = 9
"""From FILTER_X86 to here: the filters for machine code."""
PRESET_DEFAULT: Final[int] = 6
for _name, _number in (
    ("FORMAT_AUTO", FORMAT_AUTO), ("FORMAT_XZ", FORMAT_XZ), ("FORMAT_ALONE", FORMAT_ALONE), ("FORMAT_RAW", FORMAT_RAW),
    ("CHECK_NONE", CHECK_NONE), ("CHECK_CRC32", 1), ("CHECK_CRC64", CHECK_CRC64), ("CHECK_SHA256", 10), ("CHECK_ID_MAX", 15),
    ("CHECK_UNKNOWN", CHECK_UNKNOWN), ("FILTER_LZMA1", FILTER_LZMA1), ("FILTER_LZMA2", FILTER_LZMA2), ("FILTER_DELTA", FILTER_DELTA),
    ("FILTER_X86", FILTER_X86), ("FILTER_POWERPC", 5), ("FILTER_IA64", 6), ("FILTER_ARM", 7), ("FILTER_ARMTHUMB", 8),
    ("FILTER_SPARC", FILTER_SPARC), ("MF_HC3", 3), ("MF_HC4", 4), ("MF_BT2", 18), ("MF_BT3", 19), ("MF_BT4", 20), ("MODE_FAST", 1),
    ("MODE_NORMAL", 2), ("PRESET_DEFAULT", PRESET_DEFAULT), ("PRESET_EXTREME", 1 << 31),
):  # fmt: skip
    constant(MODULE, _name, _number)
ERROR = define_type(
    "LZMAError", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True, doc="What liblzma answered is an error."
)
constant(MODULE, "LZMAError", ERROR)

UNSUPPORTED_CHECK: Final[int] = 3
MEM_ERROR: Final[int] = 5
MEMLIMIT_ERROR: Final[int] = 6
FORMAT_ERROR: Final[int] = 7
OPTIONS_ERROR: Final[int] = 8
DATA_ERROR: Final[int] = 9
PROG_ERROR: Final[int] = 11


@module_init(MODULE)
def init_lzma(_w_module: Value) -> None:
    LZMA.open()


def failure(number: int) -> PyError:
    """The exception for what the library answered."""
    if number == MEM_ERROR:
        return errors.memory_error()
    if number == UNSUPPORTED_CHECK:
        text = "Unsupported integrity check"
    elif number == MEMLIMIT_ERROR:
        text = "Memory usage limit exceeded"
    elif number == FORMAT_ERROR:
        text = "Input format not supported by decoder"
    elif number == OPTIONS_ERROR:
        text = "Invalid or unsupported options"
    elif number == DATA_ERROR:
        text = "Corrupt input data"
    elif number == library.BUF_ERROR:
        text = "Insufficient buffer space"
    elif number == PROG_ERROR:
        text = "Internal error"
    else:
        text = f"Unrecognized error from liblzma: {number}"
    return errors.error(ERROR, text)


# --- numbers ---------------------------------------------------------------------------------------------------------------


def unsigned(w_number: Value, bits: int, c_type: str) -> int:
    """An unsigned number of so many bits."""
    w = index_value(w_number)
    if int_sign(w) < 0:
        raise errors.value_error("Cannot convert negative int")
    if int_bit_length(w) > bits:
        raise errors.overflow_error(f"Python int too large for C {c_type}")
    return int_low64(w)


def signed_int(w: Value) -> int:
    i, too_big = int_to_i64(index_value(w))
    if too_big or not -2147483648 <= i <= 2147483647:
        raise errors.overflow_error(f"signed integer is {'less than minimum' if i < 0 else 'greater than maximum'}")
    return i


# --- filters ------------------------------------------------------------------------------------------------------------------


def entry(w_spec: Value, name: str) -> Value:
    """EMPTY: there is none."""
    try:
        return getitem(w_spec, wrap(name))
    except PyError as e:
        if not errors.error_matches(e, x.KEY_ERROR):
            raise
    return EMPTY


def named(d: W_Dict, name: str) -> int:
    return 0 if is_empty(dict_get_str(d, name)) else 1


def option(d: W_Dict, name: str, at: Addr) -> int:
    """Stores an option where there is one; how many there were."""
    w = dict_get_str(d, name)
    if is_empty(w):
        return 0
    store32(at, unsigned(w, 32, "uint32_t"))
    return 1


def lzma_options(d: W_Dict, at: Addr) -> int:
    n = option(d, "dict_size", at + library.DICT_SIZE) + option(d, "lc", at + library.LC) + option(d, "lp", at + library.LP)
    n += option(d, "pb", at + library.PB) + option(d, "mode", at + library.MODE) + option(d, "nice_len", at + library.NICE_LEN)
    return n + option(d, "mf", at + library.MF) + option(d, "depth", at + library.DEPTH) + named(d, "preset")


def store_options(w_spec: Value, kind: str, at: Addr) -> None:
    """kind: "LZMA", "delta" or "BCJ". A specifier with an entry of another name, or of a value that is no number, is refused."""
    whole = False
    d = try_as(W_Dict, w_spec)
    if d is not None:
        try:
            if kind == "LZMA":
                n = lzma_options(d, at)
            elif kind == "delta":
                n = option(d, "dist", at + library.DIST)
            else:
                n = option(d, "start_offset", at + library.START_OFFSET)
            whole = n + named(d, "id") == dict_len(d)
        except PyError:
            whole = False
    if not whole:
        raise errors.value_error(f"Invalid filter specifier for {kind} filter")


def store_filter(w_spec: Value, at: Addr, options: Addr) -> None:
    if is_empty(type_of(w_spec).special[Special.GETITEM]):
        raise errors.type_error("Filter specifier must be a dict or dict-like object")
    w_id = entry(w_spec, "id")
    if is_empty(w_id):
        raise errors.value_error('Filter specifier must have an "id" entry')
    number = unsigned(w_id, 64, "lzma_vli")
    store64(at, number)
    store64(at + FILTER_OPTIONS, options)
    if number in (FILTER_LZMA1, FILTER_LZMA2):
        w_preset = entry(w_spec, "preset")
        preset = PRESET_DEFAULT if is_empty(w_preset) else unsigned(w_preset, 32, "uint32_t")
        store_preset(options, preset)
        store_options(w_spec, "LZMA", options)
    elif number == FILTER_DELTA:
        store32(options + library.DIST, 1)
        store_options(w_spec, "delta", options)
    elif FILTER_X86 <= number <= FILTER_SPARC:
        store_options(w_spec, "BCJ", options)
    else:
        raise errors.value_error(f"Invalid filter ID: {str_of(new_uint(number))}")


def store_preset(options: Addr, preset: int) -> None:
    if not library.set_preset(options, preset):
        raise errors.error(ERROR, f"Invalid compression preset: {preset}")


def new_chain() -> Addr:
    """Room for as many filters as there may be, an end behind them, and their options."""
    return zeroed((MAX_FILTERS + 1) * FILTER_SIZE + MAX_FILTERS * OPTIONS_SIZE)


def options_of(chain: Addr, i: int) -> Addr:
    return chain + (MAX_FILTERS + 1) * FILTER_SIZE + i * OPTIONS_SIZE


def store_chain(w_filters: Value, chain: Addr) -> None:
    if try_as(W_Dict, w_filters) is not None:
        raise errors.type_error(f"{type_name(w_filters)} is not a sequence")
    n = length_of(w_filters)
    if n > MAX_FILTERS:
        raise errors.value_error(f"Too many filters - liblzma supports a maximum of {MAX_FILTERS}")
    for i in range(n):
        if is_empty(type_of(w_filters).special[Special.GETITEM]):
            raise errors.type_error(f"'{type_name(w_filters)}' object does not support indexing")
        store_filter(getitem(w_filters, from_int(i)), chain + i * FILTER_SIZE, options_of(chain, i))
    store64(chain + n * FILTER_SIZE, -1)


# --- functions ------------------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "is_check_supported(check_id, /)",
    doc="Whether liblzma can compute an integrity check.\n\nTrue of CHECK_NONE and CHECK_CRC32 always.",
)
def is_check_supported(w_check: Value) -> Value:
    return new_bool(library.check_is_supported(c_int(w_check)))


@function(
    MODULE,
    "_encode_filter_properties(filter, /)",
    doc="The options of a filter as bytes.\n\n*filter* is a dict. Its ID is not part of the result.",
)
def encode_filter_properties(w_filter: Value) -> Value:
    chain = new_chain()
    size = 0
    number = OK
    try:
        store_filter(w_filter, chain, options_of(chain, 0))
        at = chain + FILTER_SIZE
        number = int(library.c_properties_size(at, chain))
        if number == OK:
            size = load32(at)
            number = int(library.c_properties_encode(chain, at))
        if number != OK:
            raise failure(number)
        return wrap(copy_bytes(at, size))
    finally:
        c_free(chain)


@function(
    MODULE,
    "_decode_filter_properties(filter_id, encoded_props, /)",
    doc="The dict for a filter whose options are given as bytes.\n\nIt has an entry for the ID as well.",
)
def decode_filter_properties(w_id: Value, w_properties: Value) -> Value:
    filter_id = unsigned(w_id, 64, "lzma_vli")
    data = need_bytes(w_properties)
    at = zeroed(FILTER_SIZE)
    store64(at, filter_id)
    source = c_copy(data)
    number = int(library.c_properties_decode(at, 0, source, len(data)))
    options = load64(at + FILTER_OPTIONS)
    c_free(source)
    c_free(at)
    if number != OK:
        raise failure(number)
    d = new_dict()
    dict_set_str(d, "id", new_uint(filter_id))
    known = True
    if filter_id in (FILTER_LZMA1, FILTER_LZMA2):
        if filter_id == FILTER_LZMA1:
            dict_set_str(d, "lc", from_int(load32(options + library.LC)))
            dict_set_str(d, "lp", from_int(load32(options + library.LP)))
            dict_set_str(d, "pb", from_int(load32(options + library.PB)))
        dict_set_str(d, "dict_size", from_int(load32(options + library.DICT_SIZE)))
    elif filter_id == FILTER_DELTA:
        dict_set_str(d, "dist", from_int(load32(options + library.DIST)))
    elif FILTER_X86 <= filter_id <= FILTER_SPARC:
        if options != 0:
            dict_set_str(d, "start_offset", from_int(load32(options + library.START_OFFSET)))
    else:
        known = False
    c_free(options)
    if not known:
        raise errors.value_error(f"Invalid filter ID: {str_of(new_uint(filter_id))}")
    return wrap(d)


# --- streams ---------------------------------------------------------------------------------------------------------------------


class W_LZMACompressor(W_Compressor):
    def end_stream(self) -> None:
        library.c_end(self.stream)


class W_LZMADecompressor(W_Coder):
    check: int
    waiting: bytes
    """Input that max_length left over."""
    unused: bytes
    eof: bool
    needs_input: bool

    def end_stream(self) -> None:
        library.c_end(self.stream)


COMPRESSOR = define_type(
    "LZMACompressor",
    W_LZMACompressor,
    OBJECT,
    module=MODULE,
    flags=0,
    doc="""LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)

Compresses data that comes in parts.

format is the container to write: FORMAT_XZ, FORMAT_ALONE or FORMAT_RAW.

check is the integrity check, CHECK_CRC64 unless another one is given.
FORMAT_XZ alone has checks; for the others it is -1 or CHECK_NONE.

How to compress is said by a preset or by a chain of filters, not by both.
Without either it is PRESET_DEFAULT; FORMAT_RAW must be given filters.

preset is a number from 0 to 9, with PRESET_EXTREME or'ed to it or not.

filters is a sequence of dicts. Each has an entry "id", the filter's ID,
and entries for those of its options that are not to have their defaults.

lzma.compress() is for data that is there at once.
""",
)
DECOMPRESSOR = define_type(
    "LZMADecompressor",
    W_LZMADecompressor,
    OBJECT,
    module=MODULE,
    flags=0,
    doc="""Decompresses data that comes in parts.

  format
    The container to read. FORMAT_AUTO takes FORMAT_XZ and FORMAT_ALONE,
    whichever the data has; FORMAT_RAW cannot be found out.
  memlimit
    How many bytes of memory may be used; data that needs more is an error.
  filters
    For FORMAT_RAW, and for it alone: the chain of filters, a sequence of
    dicts, each with the ID and the options of one filter.

lzma.decompress() is for data that is there at once.""",
)
constant(MODULE, "LZMACompressor", COMPRESSOR)
constant(MODULE, "LZMADecompressor", DECOMPRESSOR)


def check_init(number: int) -> None:
    if number != OK:
        raise failure(number)


# --- compressing -----------------------------------------------------------------------------------------------------------------


def init_encoder(stream: Addr, container: int, check: int, preset: int, w_filters: Value, chain: Addr) -> int:
    """What liblzma answers. chain: room for the filters."""
    filtered = not same(w_filters, w_None)
    if container == FORMAT_XZ:
        check = CHECK_CRC64 if check == -1 else check
        if not filtered:
            return library.c_easy_encoder(stream, u32(preset), i32(check))
        store_chain(w_filters, chain)
        return library.c_stream_encoder(stream, chain, i32(check))
    if container == FORMAT_ALONE:
        if filtered:
            store_chain(w_filters, chain)
            if load64(chain) != FILTER_LZMA1 or load64(chain + FILTER_SIZE) != -1:
                raise errors.value_error("Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter")
        else:
            store_preset(options_of(chain, 0), preset)
        return library.c_alone_encoder(stream, options_of(chain, 0))
    if container != FORMAT_RAW:
        raise errors.value_error(f"Invalid container format: {container}")
    if not filtered:
        raise errors.value_error("Must specify filters for FORMAT_RAW")
    store_chain(w_filters, chain)
    return library.c_raw_encoder(stream, chain)


@new(COMPRESSOR, "(cls, format=1, check=-1, preset=None, filters=None)", shown="")
def compressor_new(cls: W_Type, w_format: Value, w_check: Value, w_preset: Value, w_filters: Value) -> Value:
    container = signed_int(w_format)
    check = signed_int(w_check)
    if container != FORMAT_XZ and check not in (-1, CHECK_NONE):
        raise errors.value_error("Integrity checks are only supported by FORMAT_XZ")
    preset = PRESET_DEFAULT
    if not same(w_preset, w_None):
        if not same(w_filters, w_None):
            raise errors.value_error("Cannot specify both preset and filter chain")
        preset = unsigned(w_preset, 32, "uint32_t")
    chain = new_chain()
    stream = zeroed(STREAM_SIZE)
    try:
        check_init(init_encoder(stream, container, check, preset, w_filters, chain))
    except PyError:
        library.c_end(stream)
        c_free(stream)
        raise
    finally:
        c_free(chain)
    s = new_with_shape(W_LZMACompressor, cls.root_shape)
    s.flushed = False
    s.begin(stream)
    return wrap(s)


@method(
    COMPRESSOR,
    "compress(self, data, /)",
    doc="Take more data.\n\nReturns what compressed data there is by now, which may be none.\nflush() gives the last of it.",
)
def compressor_compress(self: W_LZMACompressor, w_data: Value) -> Value:
    return compress_part(self, library.code, failure, need_bytes(w_data), RUN, False)


@method(
    COMPRESSOR,
    "flush(self, /)",
    doc="End the compressed data.\n\nReturns what was still to come. The compressor takes no data any more.",
)
def compressor_flush(self: W_LZMACompressor) -> Value:
    return compress_part(self, library.code, failure, b"", FINISH, True)


# --- decompressing -----------------------------------------------------------------------------------------------------------------


def init_decoder(stream: Addr, container: int, memory: int, w_filters: Value, chain: Addr) -> int:
    """What liblzma answers. chain: room for the filters."""
    if container == FORMAT_AUTO:
        return library.c_auto_decoder(stream, memory, u32(library.TELL_CHECKS))
    if container == FORMAT_XZ:
        return library.c_stream_decoder(stream, memory, u32(library.TELL_CHECKS))
    if container == FORMAT_ALONE:
        return library.c_alone_decoder(stream, memory)
    if container != FORMAT_RAW:
        raise errors.value_error(f"Invalid container format: {container}")
    store_chain(w_filters, chain)
    return library.c_raw_decoder(stream, chain)


@new(DECOMPRESSOR, "(cls, format=0, memlimit=None, filters=None)", shown="(format=FORMAT_AUTO, memlimit=None, filters=None)")
def decompressor_new(cls: W_Type, w_format: Value, w_limit: Value, w_filters: Value) -> Value:
    container = c_int(w_format)
    memory = -1
    if not same(w_limit, w_None):
        if container == FORMAT_RAW:
            raise errors.value_error("Cannot specify memory limit with FORMAT_RAW")
        memory = unsigned(w_limit, 64, "uint64_t")
    filtered = not same(w_filters, w_None)
    if container == FORMAT_RAW and not filtered:
        raise errors.value_error("Must specify filters for FORMAT_RAW")
    if container != FORMAT_RAW and filtered:
        raise errors.value_error("Cannot specify filters except with FORMAT_RAW")
    chain = new_chain()
    stream = zeroed(STREAM_SIZE)
    store32(stream + library.CHECK, CHECK_UNKNOWN if container in (FORMAT_AUTO, FORMAT_XZ) else CHECK_NONE)
    try:
        check_init(init_decoder(stream, container, memory, w_filters, chain))
    except PyError:
        library.c_end(stream)
        c_free(stream)
        raise
    finally:
        c_free(chain)
    s = new_with_shape(W_LZMADecompressor, cls.root_shape)
    s.check = load32(stream + library.CHECK)
    s.waiting = b""
    s.unused = b""
    s.eof = False
    s.needs_input = True
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
def decompressor_decompress(self: W_LZMADecompressor, w_data: Value, w_limit: Value) -> Value:
    given = need_bytes(w_data)
    limit = int_arg(w_limit)
    error: PyError | None = None
    out = b""
    with locked(self):
        if self.eof:
            error = errors.error(x.EOF_ERROR, "Already at end of stream")
        else:
            r = run(library.code, self.stream, self.waiting + given if len(self.waiting) > 0 else given, RUN, limit, False)
            out = r.data
            self.check = load32(self.stream + library.CHECK)
            self.waiting = b""
            if r.result == END:
                self.eof = True
                self.needs_input = False
                self.unused = r.rest
                self.give_back()
            elif r.result == GO_ON:
                self.waiting = r.rest
                self.needs_input = len(r.rest) == 0 and not r.filled
            else:
                error = failure(r.result)
    if error is not None:
        raise error
    return wrap(out)


@getter(DECOMPRESSOR, "check", doc="The number of the integrity check that the data has.", member=True)
def decompressor_check(self: W_LZMADecompressor) -> Value:
    return from_int(self.check)


@getter(DECOMPRESSOR, "eof", doc="Whether the end of the compressed data was reached.", member=True)
def decompressor_eof(self: W_LZMADecompressor) -> Value:
    return new_bool(self.eof)


@getter(DECOMPRESSOR, "needs_input", doc="Whether more input is needed before more can come out.", member=True)
def decompressor_needs_input(self: W_LZMADecompressor) -> Value:
    return new_bool(self.needs_input)


@getter(DECOMPRESSOR, "unused_data", doc="What follows the end of the compressed data.", member=True)
def decompressor_unused(self: W_LZMADecompressor) -> Value:
    return wrap(self.unused)

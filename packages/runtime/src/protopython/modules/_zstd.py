"""_zstd: what the library's compression.zstd is made of, on the system's libzstd (zstd_library.py)."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, i32, locked, new_with_shape, races, try_as, u32, unwrap, wrap
from protodialect.unsafe import Addr, load64, store64
from protopython.modules import zstd_library as library
from protopython.modules.support.coders import END, MAX_INPUT, W_Coder, check_begun, run, zeroed
from protopython.modules.support.system_calls import ascii_at, c_copy, c_int, copy_bytes
from protopython.modules.zstd_library import BOUNDS_SIZE, CONTEXT, CONTINUE, FLUSH_BLOCK, FLUSH_FRAME, SESSION, STREAM_SIZE, ZSTD
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_key_at, dict_next, dict_set_str, dict_value_at
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_bit_length, int_low64, int_sign, int_to_i64, is_integer, new_uint
from protopython.objects.model import errors
from protopython.objects.model.attributes import full_name
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import (
    OBJECT,
    add_member,
    constant,
    define_module,
    define_type,
    function,
    getter,
    method,
    module_init,
    new,
    setter,
)
from protopython.objects.model.operations import int_arg, is_true
from protopython.objects.model.types import type_name, type_of
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.tuple import TUPLE, W_Tuple, new_tuple2
from protopython.protocore.collector import register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Resource, W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, same

MODULE: Final[str] = "_zstd"
PACKAGE: Final[str] = "compression.zstd"
define_module(MODULE, "Compression of bytes in parts, as Zstandard does it.")

COMPRESSION_LEVEL: Final[int] = 100
WORKERS: Final[int] = 400
COMPRESSION_NAMES: Final[dict[int, str]] = {
    100: "compression_level", 101: "window_log", 102: "hash_log", 103: "chain_log", 104: "search_log", 105: "min_match", 106: "target_length",
    107: "strategy", 160: "enable_long_distance_matching", 161: "ldm_hash_log", 162: "ldm_min_match", 163: "ldm_bucket_size_log",
    164: "ldm_hash_rate_log", 200: "content_size_flag", 201: "checksum_flag", 202: "dict_id_flag", 400: "nb_workers", 401: "job_size",
    402: "overlap_log",
}  # fmt: skip
DECOMPRESSION_NAMES: Final[dict[int, str]] = {100: "window_log_max"}
for _name, _number in (
    ("ZSTD_c_compressionLevel", 100), ("ZSTD_c_windowLog", 101), ("ZSTD_c_hashLog", 102), ("ZSTD_c_chainLog", 103), ("ZSTD_c_searchLog", 104),
    ("ZSTD_c_minMatch", 105), ("ZSTD_c_targetLength", 106), ("ZSTD_c_strategy", 107), ("ZSTD_c_enableLongDistanceMatching", 160),
    ("ZSTD_c_ldmHashLog", 161), ("ZSTD_c_ldmMinMatch", 162), ("ZSTD_c_ldmBucketSizeLog", 163), ("ZSTD_c_ldmHashRateLog", 164),
    ("ZSTD_c_contentSizeFlag", 200), ("ZSTD_c_checksumFlag", 201), ("ZSTD_c_dictIDFlag", 202), ("ZSTD_c_nbWorkers", 400),
    ("ZSTD_c_jobSize", 401), ("ZSTD_c_overlapLog", 402), ("ZSTD_d_windowLogMax", 100), ("ZSTD_fast", 1), ("ZSTD_dfast", 2),
    ("ZSTD_greedy", 3), ("ZSTD_lazy", 4), ("ZSTD_lazy2", 5), ("ZSTD_btlazy2", 6), ("ZSTD_btopt", 7), ("ZSTD_btultra", 8), ("ZSTD_btultra2", 9),
):  # fmt: skip
    constant(MODULE, _name, _number)
ERROR = define_type(
    "ZstdError", x.W_BaseException, x.EXCEPTION, module=PACKAGE, flags=x.EXCEPTION_FLAGS, attributes=True, doc="What libzstd answered is an error."
)
constant(MODULE, "ZstdError", ERROR)

DIGESTED: Final[int] = 0
UNDIGESTED: Final[int] = 1
PREFIX: Final[int] = 2
MIN_DICT: Final[int] = 8
MAX_SAMPLES: Final[int] = 0xFFFFFFFF


@races(compressing="set by the library's package as it is imported", decompressing="likewise")
class ParameterTypes(State):
    """Whose members are keys of options, of one kind and not of the other."""

    compressing: W_Type | None
    decompressing: W_Type | None

    def __init__(self) -> None:
        self.compressing = None
        self.decompressing = None


def new_parameter_types() -> State:
    return ParameterTypes()


TYPES: Final[int] = space_slot(new_parameter_types)


def parameter_types() -> ParameterTypes:
    return cast(ParameterTypes, context().space.states[TYPES])


@module_init(MODULE)
def init_zstd(w_module: Value) -> None:
    ZSTD.open()
    d = unwrap(W_Module, w_module).dict
    dict_set_str(d, "zstd_version", wrap(ascii_at(library.c_version())))
    dict_set_str(d, "zstd_version_number", from_int(int(library.c_version_number())))
    dict_set_str(d, "ZSTD_CLEVEL_DEFAULT", from_int(int(library.c_default_level())))
    dict_set_str(d, "ZSTD_DStreamOutSize", from_int(library.c_out_size()))


def failure(what: str, number: int) -> PyError:
    """The exception for what the library answered."""
    return errors.error(ERROR, f"Unable to {what}: {library.error_name(number)}")


def given_name(w: Value) -> str:
    return "None" if same(w, w_None) else type_name(w)


# --- parameters --------------------------------------------------------------------------------------------------------------


class Bounds:
    error: int
    """0: none."""
    lower: int
    upper: int

    def __init__(self, compressing: bool, parameter: int) -> None:
        at = c_malloc(BOUNDS_SIZE)
        self.error = library.load_bounds(compressing, parameter, at)
        self.lower = library.load_signed32(at + library.BOUNDS_LOWER)
        self.upper = library.load_signed32(at + library.BOUNDS_UPPER)
        c_free(at)


def bad_parameter(compressing: bool, parameter: int, number: int) -> PyError:
    names = COMPRESSION_NAMES if compressing else DECOMPRESSION_NAMES
    name = names.get(parameter, f"unknown parameter (key {parameter})")
    kind = "compression" if compressing else "decompression"
    bounds = Bounds(compressing, parameter)
    if bounds.error != 0:
        return errors.value_error(f"invalid {kind} parameter '{name}'")
    return errors.value_error(
        f"{kind} parameter '{name}' received an illegal value {number}; the valid range is [{bounds.lower}, {bounds.upper}]"
    )


@function(
    MODULE,
    "get_param_bounds(parameter, is_compress)",
    doc="""The least and the greatest value of a parameter.

  parameter
    Its number.
  is_compress
    Whether it is one for compression.""",
)
def get_param_bounds(w_parameter: Value, w_compressing: Value) -> Value:
    parameter = c_int(w_parameter)
    compressing = is_true(w_compressing)
    bounds = Bounds(compressing, parameter)
    if bounds.error != 0:
        raise failure(f"get zstd {'compression' if compressing else 'decompression'} parameter bounds", bounds.error)
    return wrap(new_tuple2(from_int(bounds.lower), from_int(bounds.upper)))


def type_argument(w: Value, name: str) -> W_Type:
    t = try_as(W_Type, w)
    if t is None:
        raise errors.type_error(f"set_parameter_types() argument '{name}' must be type, not {given_name(w)}")
    return t


@function(
    MODULE,
    "set_parameter_types(c_parameter_type, d_parameter_type)",
    doc="""Tell the enumerations of parameters, so that the one's members are refused for the other's.

  c_parameter_type
    That of parameters for compression.
  d_parameter_type
    That of parameters for decompression.""",
)
def set_parameter_types(w_compressing: Value, w_decompressing: Value) -> Value:
    compressing = type_argument(w_compressing, "c_parameter_type")
    decompressing = type_argument(w_decompressing, "d_parameter_type")
    types = parameter_types()
    types.compressing = compressing
    types.decompressing = decompressing
    return w_None


# --- dictionaries ---------------------------------------------------------------------------------------------------------------


class W_ZstdDict(W_Resource):
    content: bytes
    dict_id: int
    # The rest under the object's lock.
    users: int
    """How many contexts use what follows, and one more until the object is found dead. 0: there is nothing."""
    copy: Addr
    """The content, which contexts with a prefix refer to."""
    compressing: dict[int, Addr]
    """Digested for compression, by level."""
    decompressing: Addr
    """Digested for decompression, or 0."""

    def give_back(self) -> None:
        leave_dict(self)


DICT = define_type(
    "ZstdDict",
    W_ZstdDict,
    OBJECT,
    module=PACKAGE,
    flags=0,
    doc="""A dictionary for compression and decompression.

  dict_content
    A bytes-like object: what the dictionary holds.
  is_raw
    Whether any content will do. If not, it must be a dictionary
    that Zstandard itself has made.

Any number of compressors and decompressors may share it.""",
)
constant(MODULE, "ZstdDict", DICT)


@new(DICT, "(cls, dict_content, /, *, is_raw=False)")
def dict_new(cls: W_Type, w_content: Value, w_raw: Value) -> Value:
    content = need_bytes(w_content)
    raw = is_true(w_raw)
    if len(content) < MIN_DICT:
        raise errors.value_error("Zstandard dictionary content too short (must have at least eight bytes)")
    at = c_copy(content)
    dict_id = int(library.c_dict_id(at, len(content)))
    c_free(at)
    if dict_id == 0 and not raw:
        raise errors.value_error("invalid Zstandard dictionary")
    d = new_with_shape(W_ZstdDict, cls.root_shape)
    d.content = content
    d.dict_id = dict_id
    d.users = 0
    d.copy = 0
    d.compressing = {}
    d.decompressing = 0
    return wrap(d)


def use_dict(d: W_ZstdDict) -> None:
    """Under d's lock: one more context uses it."""
    if d.users == 0:
        d.copy = c_copy(d.content)
        d.users = 1
        register_resource(d)
    d.users += 1


def leave_dict(d: W_ZstdDict) -> None:
    with locked(d):
        d.users -= 1
        if d.users == 0:
            for at in d.compressing.values():
                library.c_free_compressing_dict(at)
            d.compressing = {}
            library.c_free_decompressing_dict(d.decompressing)
            d.decompressing = 0
            c_free(d.copy)
            d.copy = 0


@method(DICT, "__repr__(self, /)", doc="Return repr(self).")
def dict_repr(self: W_ZstdDict) -> Value:
    return wrap(f"<ZstdDict dict_id={self.dict_id} dict_size={len(self.content)}>")


@method(DICT, "__len__(self, /)", doc="Return len(self).")
def dict_length(self: W_ZstdDict) -> Value:
    return from_int(len(self.content))


@getter(
    DICT,
    "dict_id",
    doc="The number of the dictionary, of 32 bits.\n\n0: it is raw content, in no format. Other numbers are those of Zstandard's own dictionaries.",
    member=True,
)
def dict_dict_id(self: W_ZstdDict) -> Value:
    return from_int(self.dict_id)


@getter(DICT, "dict_content", doc="What the dictionary holds, as bytes.")
def dict_content(self: W_ZstdDict) -> Value:
    return wrap(self.content)


@getter(
    DICT,
    "as_digested_dict",
    doc="""As zstd_dict argument of a compressor: use the dictionary digested.

It is digested once for each compression level, and kept.
Some of the compressor's parameters give way to the dictionary's.
A decompressor digests a dictionary in any case.""",
)
def dict_digested(self: W_ZstdDict) -> Value:
    return wrap(new_tuple2(wrap(self), from_int(DIGESTED)))


@getter(
    DICT,
    "as_undigested_dict",
    doc="""As zstd_dict argument of a compressor: load the dictionary as it is.

All of the compressor's parameters hold, but loading takes time:
use one compressor again rather than many.
A decompressor has no need of it.""",
)
def dict_undigested(self: W_ZstdDict) -> Value:
    return wrap(new_tuple2(wrap(self), from_int(UNDIGESTED)))


@getter(
    DICT,
    "as_prefix",
    doc="""As zstd_dict argument: take the dictionary for what stands before the data.

This goes together with long distance matching, and holds for the
first frame only. Decompression needs the same prefix.""",
)
def dict_prefix(self: W_ZstdDict) -> Value:
    return wrap(new_tuple2(wrap(self), from_int(PREFIX)))


class Loading:
    """A dictionary and the way to load it."""

    zstd_dict: W_ZstdDict
    kind: int

    def __init__(self, zstd_dict: W_ZstdDict, kind: int) -> None:
        self.zstd_dict = zstd_dict
        self.kind = kind


def dict_argument(w: Value, kind: int) -> Loading:
    """kind: that of a dictionary alone."""
    w_dict = w
    if type_of(w) is TUPLE:
        t = unwrap(W_Tuple, w)
        if len(t.items) == 2:
            w_dict = t.items[0]
            kind = c_int(t.items[1]) if try_as(W_ZstdDict, w_dict) is not None and is_integer(plain(t.items[1])) else -1
    d = try_as(W_ZstdDict, w_dict)
    if d is None or kind not in (DIGESTED, UNDIGESTED, PREFIX):
        raise errors.type_error("zstd_dict argument should be a ZstdDict object.")
    return Loading(d, kind)


# --- streams ---------------------------------------------------------------------------------------------------------------------


class W_ZstdStream(W_Coder):
    """What both classes have in common. All under the object's lock."""

    zstd_dict: W_ZstdDict | None

    def end_context(self) -> None:
        """Frees the library's context."""

    def end_stream(self) -> None:
        self.end_context()
        if self.zstd_dict is not None:
            leave_dict(self.zstd_dict)


class W_ZstdCompressor(W_ZstdStream):
    last_mode: int
    level: int
    workers: bool
    """The library may be compressing in threads of its own."""

    def end_context(self) -> None:
        if self.workers:
            library.await_workers(self.stream)
        library.c_free_compressor(native_of(self))


class W_ZstdDecompressor(W_ZstdStream):
    waiting: bytes
    """Input that max_length left over."""
    unused: bytes
    eof: bool
    needs_input: bool

    def end_context(self) -> None:
        library.c_free_decompressor(native_of(self))


COMPRESSOR = define_type(
    "ZstdCompressor",
    W_ZstdCompressor,
    OBJECT,
    module=PACKAGE,
    flags=0,
    doc="""Compresses data that comes in parts.

  level
    How hard to try; COMPRESSION_LEVEL_DEFAULT unless given.
  options
    A dict of parameters, in place of a level.
  zstd_dict
    A ZstdDict.

Threads may share a compressor. compress() is for data that is there
at once.""",
)
DECOMPRESSOR = define_type(
    "ZstdDecompressor",
    W_ZstdDecompressor,
    OBJECT,
    module=PACKAGE,
    flags=0,
    doc="""Decompresses data that comes in parts.

  zstd_dict
    A ZstdDict.
  options
    A dict of parameters.

Threads may share a decompressor. decompress() is for data that is
there at once.""",
)
constant(MODULE, "ZstdCompressor", COMPRESSOR)
constant(MODULE, "ZstdDecompressor", DECOMPRESSOR)
add_member(COMPRESSOR, "CONTINUE", from_int(CONTINUE))
add_member(COMPRESSOR, "FLUSH_BLOCK", from_int(FLUSH_BLOCK))
add_member(COMPRESSOR, "FLUSH_FRAME", from_int(FLUSH_FRAME))


def begin(s: W_ZstdStream, native: Addr, kind: str) -> None:
    if native == 0:
        raise errors.error(ERROR, f"Unable to create {kind} instance.")
    s.zstd_dict = None
    stream = zeroed(STREAM_SIZE)
    store64(stream + CONTEXT, native)
    s.begin(stream)


def native_of(s: W_ZstdStream) -> Addr:
    check_begun(s.stream)
    return load64(s.stream + CONTEXT)


def set_option(s: W_ZstdStream, parameter: int, number: int) -> None:
    compressing = isinstance(s, W_ZstdCompressor)
    if isinstance(s, W_ZstdCompressor):
        if parameter == COMPRESSION_LEVEL:
            set_level(s, number)
            return
        if parameter == WORKERS and number != 0:
            s.workers = True
        result = library.c_set_compressing(native_of(s), i32(parameter), i32(number))
    else:
        result = library.c_set_decompressing(native_of(s), i32(parameter), i32(number))
    if result < 0:
        raise bad_parameter(compressing, parameter, number)


def set_options(s: W_ZstdStream, w_options: Value) -> None:
    given = try_as(W_Dict, w_options)
    compressing = isinstance(s, W_ZstdCompressor)
    if given is None:
        name = "ZstdCompressor" if compressing else "ZstdDecompressor"
        raise errors.type_error(f"{name}() argument 'options' must be dict, not {full_name(type_of(w_options))}")
    types = parameter_types()
    wrong = types.decompressing if compressing else types.compressing
    d = dict_copy(given)  # __index__ of what is in it may change it
    i = dict_next(d, 0)
    while i >= 0:
        w_key = dict_key_at(d, i)
        if type_of(w_key) is wrong:
            kind = "compression" if compressing else "decompression"
            other = "DecompressionParameter" if compressing else "CompressionParameter"
            raise errors.type_error(f"{kind} options dictionary key must not be a {other} attribute")
        set_option(s, c_int(w_key), c_int(dict_value_at(d, i)))
        i = dict_next(d, i + 1)


# --- compressing -----------------------------------------------------------------------------------------------------------------


def set_level(s: W_ZstdCompressor, level: int) -> None:
    bounds = Bounds(True, COMPRESSION_LEVEL)
    if not bounds.lower <= level <= bounds.upper:
        raise errors.value_error(f"illegal compression level {level}; the valid range is [{bounds.lower}, {bounds.upper}]")
    s.level = level
    result = library.c_set_compressing(native_of(s), i32(COMPRESSION_LEVEL), i32(level))
    if result < 0:
        raise failure("set zstd compression level", result)


def set_level_argument(s: W_ZstdCompressor, w_level: Value) -> None:
    w = plain(w_level)
    if not is_integer(w):
        raise errors.type_error("invalid type for level, expected int")
    level, too_big = int_to_i64(w)
    if too_big or not -2147483648 <= level <= 2147483647:
        bounds = Bounds(True, COMPRESSION_LEVEL)
        raise errors.value_error(f"illegal compression level; the valid range is [{bounds.lower}, {bounds.upper}]")
    set_level(s, level)


def digested_for(d: W_ZstdDict, level: int) -> Addr:
    """Under d's lock. 0: it cannot be digested."""
    at = d.compressing.get(level, 0)
    if at == 0:
        at = library.c_create_compressing_dict(d.copy, len(d.content), i32(level))
        if at != 0:
            d.compressing[level] = at
    return at


def load_compressing(s: W_ZstdCompressor, w_dict: Value) -> None:
    loading = dict_argument(w_dict, UNDIGESTED)
    d = loading.zstd_dict
    native = native_of(s)
    n = len(d.content)
    digested = True
    result = 0
    with locked(d):
        use_dict(d)
        s.zstd_dict = d
        if loading.kind == DIGESTED:
            at = digested_for(d, s.level)
            digested = at != 0
            if digested:
                result = library.c_compress_by_digested(native, at)
        elif loading.kind == UNDIGESTED:
            result = library.c_compress_by_content(native, d.copy, n)
        else:
            result = library.c_compress_by_prefix(native, d.copy, n)
    if not digested:
        raise errors.error(ERROR, "Failed to create a ZSTD_CDict instance from Zstandard dictionary content.")
    if result < 0:
        raise failure("load Zstandard dictionary or prefix for compression", result)


@new(COMPRESSOR, "(cls, level=None, options=None, zstd_dict=None)")
def compressor_new(cls: W_Type, w_level: Value, w_options: Value, w_dict: Value) -> Value:
    if not same(w_level, w_None) and not same(w_options, w_None):
        raise errors.type_error("Only one of level or options should be used.")
    s = new_with_shape(W_ZstdCompressor, cls.root_shape)
    s.last_mode = FLUSH_FRAME
    s.level = 0
    s.workers = False
    begin(s, library.c_create_compressor(), "ZSTD_CCtx")
    if not same(w_level, w_None):
        set_level_argument(s, w_level)
    if not same(w_options, w_None):
        set_options(s, w_options)
    if not same(w_dict, w_None):
        load_compressing(s, w_dict)
    return wrap(s)


def compress_part(s: W_ZstdCompressor, data: bytes, mode: int) -> Value:
    error: PyError | None = None
    out = b""
    with locked(s):
        if mode == FLUSH_FRAME and s.last_mode == FLUSH_FRAME and len(data) > MAX_INPUT:
            library.c_set_pledged(native_of(s), len(data))  # a frame that the library sees whole has its size in the header
        r = run(library.compress, s.stream, data, mode, -1, mode != CONTINUE)
        if r.result < 0:
            error = failure("compress Zstandard data", r.result)
            s.last_mode = FLUSH_FRAME
            library.c_reset_compressor(native_of(s), i32(SESSION))
        else:
            out = r.data
            s.last_mode = mode
    if error is not None:
        raise error
    return wrap(out)


@method(
    COMPRESSOR,
    "compress(self, /, data, mode=0)",
    shown="($self, /, data, mode=ZstdCompressor.CONTINUE)",
    doc="""Take more data.

  mode
    ZstdCompressor.CONTINUE, FLUSH_BLOCK or FLUSH_FRAME.

Returns what compressed data there is by now, which may be none.
flush() gives the last of it.""",
)
def compressor_compress(self: W_ZstdCompressor, w_data: Value, w_mode: Value) -> Value:
    data = need_bytes(w_data)
    mode = c_int(w_mode)
    if mode not in (CONTINUE, FLUSH_BLOCK, FLUSH_FRAME):
        raise errors.value_error(
            "mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME."
        )
    return compress_part(self, data, mode)


@method(
    COMPRESSOR,
    "flush(self, /, mode=2)",
    shown="($self, /, mode=ZstdCompressor.FLUSH_FRAME)",
    doc="""Give all that was taken so far, and end the block or the frame.

  mode
    ZstdCompressor.FLUSH_FRAME or FLUSH_BLOCK.

The compressor may be given more data, which begins another frame if
this one is ended.""",
)
def compressor_flush(self: W_ZstdCompressor, w_mode: Value) -> Value:
    mode = c_int(w_mode)
    if mode not in (FLUSH_BLOCK, FLUSH_FRAME):
        raise errors.value_error("mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or ZstdCompressor.FLUSH_BLOCK.")
    return compress_part(self, b"", mode)


def pledged_size(w_size: Value) -> int:
    """The pattern of an unsigned number."""
    if same(w_size, w_None):
        return library.UNKNOWN_SIZE
    w = plain(w_size)
    if not is_integer(w):
        raise errors.type_error("an integer is required")
    size = int_low64(w)
    if int_sign(w) < 0 or int_bit_length(w) > 64 or size in (library.UNKNOWN_SIZE, library.SIZE_ERROR):
        raise errors.value_error("size argument should be a positive int less than 18446744073709551614")
    return size


@method(
    COMPRESSOR,
    "set_pledged_input_size(self, size, /)",
    doc="""Tell how much data the next frame has, so that its header says so.

  size
    How many bytes, or None where that is not known.

Only between frames, when last_mode is FLUSH_FRAME. The header has no size
where CompressionParameter.content_size_flag is off. Giving another amount of
data than was told is an error.""",
)
def compressor_pledge(self: W_ZstdCompressor, w_size: Value) -> Value:
    size = pledged_size(w_size)
    error: PyError | None = None
    with locked(self):
        if self.last_mode != FLUSH_FRAME:
            error = errors.value_error("set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME")
        else:
            result = library.c_set_pledged(native_of(self), size)
            if result < 0:
                error = failure("set pledged uncompressed content size", result)
    if error is not None:
        raise error
    return w_None


@getter(
    COMPRESSOR,
    "last_mode",
    doc="The mode of the last call, at first FLUSH_FRAME.\n\nIt tells whether all is flushed and whether a frame is ended.",
    member=True,
)
def compressor_last_mode(self: W_ZstdCompressor) -> Value:
    return from_int(self.last_mode)


# --- decompressing -----------------------------------------------------------------------------------------------------------------


def load_decompressing(s: W_ZstdDecompressor, w_dict: Value) -> None:
    loading = dict_argument(w_dict, DIGESTED)
    d = loading.zstd_dict
    native = native_of(s)
    n = len(d.content)
    digested = True
    result = 0
    with locked(d):
        use_dict(d)
        s.zstd_dict = d
        if loading.kind == DIGESTED:
            if d.decompressing == 0:
                d.decompressing = library.c_create_decompressing_dict(d.copy, n)
            digested = d.decompressing != 0
            if digested:
                result = library.c_decompress_by_digested(native, d.decompressing)
        elif loading.kind == UNDIGESTED:
            result = library.c_decompress_by_content(native, d.copy, n)
        else:
            result = library.c_decompress_by_prefix(native, d.copy, n)
    if not digested:
        raise errors.error(ERROR, "Failed to create a ZSTD_DDict instance from Zstandard dictionary content.")
    if result < 0:
        raise failure("load Zstandard dictionary or prefix for decompression", result)


@new(DECOMPRESSOR, "(cls, zstd_dict=None, options=None)")
def decompressor_new(cls: W_Type, w_dict: Value, w_options: Value) -> Value:
    s = new_with_shape(W_ZstdDecompressor, cls.root_shape)
    s.waiting = b""
    s.unused = b""
    s.eof = False
    s.needs_input = True
    begin(s, library.c_create_decompressor(), "ZSTD_DCtx")
    if not same(w_dict, w_None):
        load_decompressing(s, w_dict)
    if not same(w_options, w_None):
        set_options(s, w_options)
    return wrap(s)


@method(
    DECOMPRESSOR,
    "decompress(self, /, data, max_length=-1)",
    doc="""Take more compressed data, give decompressed bytes.

  data
    A bytes-like object.
  max_length
    At most how many bytes to return; negative: any number.

If more could come than *max_length* allows, *needs_input* is false, and the
next call may give b'' as *data*. Otherwise all of the input was used.

What stands behind the end of the frame is kept as unused_data; beyond that
end this raises EOFError.""",
)
def decompressor_decompress(self: W_ZstdDecompressor, w_data: Value, w_limit: Value) -> Value:
    given = need_bytes(w_data)
    limit = int_arg(w_limit)
    error: PyError | None = None
    out = b""
    with locked(self):
        if self.eof:
            error = errors.error(x.EOF_ERROR, "Already at the end of a Zstandard frame.")
        else:
            r = run(library.decompress, self.stream, self.waiting + given if len(self.waiting) > 0 else given, CONTINUE, limit, False)
            self.waiting = b""
            if r.result < 0:
                error = failure("decompress Zstandard data", r.result)
                self.needs_input = True
                library.c_reset_decompressor(native_of(self), i32(SESSION))
            else:
                out = r.data
                self.eof = r.result == END
                self.needs_input = not self.eof and len(r.rest) == 0 and len(out) != limit
                if self.eof:
                    self.unused = r.rest
                else:
                    self.waiting = r.rest
    if error is not None:
        raise error
    return wrap(out)


@getter(
    DECOMPRESSOR, "eof", doc="Whether the end of the frame was reached. What comes behind it is not decompressed.", member=True
)
def decompressor_eof(self: W_ZstdDecompressor) -> Value:
    return new_bool(self.eof)


@getter(DECOMPRESSOR, "needs_input", doc="Whether more input is needed before more can come out.", member=True)
def decompressor_needs_input(self: W_ZstdDecompressor) -> Value:
    return new_bool(self.needs_input)


@getter(DECOMPRESSOR, "unused_data", doc="What follows the end of the frame, as bytes; b'' before it is reached.")
def decompressor_unused(self: W_ZstdDecompressor) -> Value:
    return wrap(self.unused)


@setter(DICT, "dict_id")
@setter(COMPRESSOR, "last_mode")
@setter(DECOMPRESSOR, "eof")
@setter(DECOMPRESSOR, "needs_input")
def set_nothing(self: W_Object, w_value: Value) -> Value:
    raise errors.attribute_error("readonly attribute", wrap(self), "")


# --- frames ------------------------------------------------------------------------------------------------------------------------


@function(
    MODULE,
    "get_frame_size(frame_buffer)",
    doc="""The size of a frame with its header and its checksum.

  frame_buffer
    A bytes-like object that begins with a whole frame.""",
)
def get_frame_size(w_frame: Value) -> Value:
    data = need_bytes(w_frame)
    at = c_copy(data)
    size = library.c_frame_size(at, len(data))
    c_free(at)
    if size < 0:
        raise errors.error(
            ERROR,
            "Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, "
            f"and its length is not less than this complete frame. Zstd error message: {library.error_name(size)}.",
        )
    return from_int(size)


@function(
    MODULE,
    "get_frame_info(frame_buffer)",
    doc="""What a frame's header says: the size of the data, or None, and the dictionary's number.

  frame_buffer
    A bytes-like object that begins with a frame's header.""",
)
def get_frame_info(w_frame: Value) -> Value:
    data = need_bytes(w_frame)
    n = min(len(data), library.MAX_HEADER)
    at = c_copy(data[0:n])
    size = library.c_content_size(at, n)
    dict_id = int(library.c_frame_dict_id(at, n))
    c_free(at)
    if size == library.SIZE_ERROR:
        raise errors.error(
            ERROR,
            "Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of "
            "a frame, and its length is not less than the frame header (6~18 bytes).",
        )
    return wrap(new_tuple2(w_None if size == library.UNKNOWN_SIZE else new_uint(size), from_int(dict_id)))


# --- making dictionaries -----------------------------------------------------------------------------------------------------------


def bytes_argument(w: Value, function: str, i: int) -> bytes:
    data = as_bytes(w)
    if data is None:
        raise errors.type_error(f"{function}() argument {i} must be bytes, not {given_name(w)}")
    return data


def tuple_argument(w: Value, function: str, i: int) -> W_Tuple:
    t = try_as(W_Tuple, w)
    if t is None:
        raise errors.type_error(f"{function}() argument {i} must be tuple, not {given_name(w)}")
    return t


def check_sizes(sizes: W_Tuple, total: int, room: int) -> None:
    if room <= 0:
        raise errors.value_error("dict_size argument should be positive number.")
    if len(sizes.items) > MAX_SAMPLES:
        raise errors.value_error(f"The number of samples should be <= {MAX_SAMPLES}.")
    left = total
    for w_size in sizes.items:
        w = plain(w_size)
        if not is_integer(w):
            raise errors.type_error("an integer is required")
        size, too_big = int_to_i64(w)
        if too_big or not 0 <= size <= left:
            raise sizes_differ()
        left -= size
    if left != 0:
        raise sizes_differ()


def sizes_differ() -> PyError:
    return errors.value_error("The samples size tuple doesn't match the concatenation's size.")


def native_sizes(sizes: W_Tuple) -> Addr:
    """Of sizes that are checked."""
    n = len(sizes.items)
    at = c_malloc(8 * n + 8)
    for i in range(n):
        size, _too_big = int_to_i64(plain(sizes.items[i]))
        store64(at + 8 * i, size)
    return at


@function(
    MODULE,
    "train_dict(samples_bytes, samples_sizes, dict_size, /)",
    doc="""Make the content of a dictionary out of samples.

  samples_bytes
    All samples, one behind the other.
  samples_sizes
    A tuple: the size of each.
  dict_size
    The greatest size of the dictionary.""",
)
def train_dict(w_samples: Value, w_sizes: Value, w_room: Value) -> Value:
    samples = bytes_argument(w_samples, "train_dict", 1)
    sizes = tuple_argument(w_sizes, "train_dict", 2)
    room = int_arg(w_room)
    check_sizes(sizes, len(samples), room)
    out = c_malloc(room)
    source = c_copy(samples)
    at = native_sizes(sizes)
    n = library.c_train(out, room, source, at, u32(len(sizes.items)))
    return made_dict(n, out, source, at, "train")


@function(
    MODULE,
    "finalize_dict(custom_dict_bytes, samples_bytes, samples_sizes, dict_size, compression_level, /)",
    shown="($module, custom_dict_bytes, samples_bytes, samples_sizes,\n              dict_size, compression_level, /)",
    doc="""Make the content of a dictionary out of raw content and samples.

  custom_dict_bytes
    The raw content.
  samples_bytes
    All samples, one behind the other.
  samples_sizes
    A tuple: the size of each.
  dict_size
    The greatest size of the dictionary.
  compression_level
    The level that it is to serve best; 0: the default.""",
)
def finalize_dict(w_content: Value, w_samples: Value, w_sizes: Value, w_room: Value, w_level: Value) -> Value:
    content = bytes_argument(w_content, "finalize_dict", 1)
    samples = bytes_argument(w_samples, "finalize_dict", 2)
    sizes = tuple_argument(w_sizes, "finalize_dict", 3)
    room = int_arg(w_room)
    level = c_int(w_level)
    check_sizes(sizes, len(samples), room)
    out = c_malloc(room)
    source = c_copy(samples)
    at = native_sizes(sizes)
    basis = c_copy(content)
    n = library.finalize(out, room, basis, len(content), source, at, len(sizes.items), level)
    c_free(basis)
    return made_dict(n, out, source, at, "finalize")


def made_dict(n: int, out: Addr, source: Addr, sizes: Addr, what: str) -> Value:
    """n: the size of the dictionary in `out`, or an error."""
    content = copy_bytes(out, max(n, 0))
    c_free(out)
    c_free(source)
    c_free(sizes)
    if n < 0:
        raise failure(f"{what} the Zstandard dictionary", n)
    return wrap(content)

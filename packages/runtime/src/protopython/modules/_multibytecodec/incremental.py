"""Codecs that get their input in pieces: MultibyteIncrementalEncoder and MultibyteIncrementalDecoder.

Between two pieces they keep what the last one left incomplete, `pending`, and the codec's state.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, new_with_shape, races, try_as, unwrap, ushr, wrap
from protopython.modules._multibytecodec.codec import MODULE, W_MultibyteCodec, errors_argument, text_to_encode
from protopython.modules._multibytecodec.conversion import Codec, Decoding, Encoding, decode_end, decode_on, encode_on
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import utf8_of
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs.codecs import decode_utf8
from protopython.objects.dict.dict import W_Dict
from protopython.objects.exceptions.exceptions import ATTRIBUTE_ERROR, UNICODE_ERROR
from protopython.objects.int.int import is_integer
from protopython.objects.int.methods import bytes_of_int, int_of_bytes
from protopython.objects.model import errors
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, new, setter
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.methods import argument_type_name
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import is_empty

MAX_PENDING: Final[int] = 8
"""Bytes, for an encoder of UTF-8."""
STATE_SIZE: Final[int] = 8


@races(state="two pieces at once have no order; each one's state is a state")
class W_Incremental(W_Object):
    """What all codecs in pieces have; complete when `__new__` is through."""

    codec: Codec
    errors: str
    state: int


class W_Encoder(W_Incremental):
    pending: str


class W_Decoder(W_Incremental):
    pending: bytes


class W_IncrementalEncoder(W_Encoder):
    pass


class W_IncrementalDecoder(W_Decoder):
    pass


ENCODER: Final = define_type("MultibyteIncrementalEncoder", W_IncrementalEncoder, OBJECT, module=MODULE)
DECODER: Final = define_type("MultibyteIncrementalDecoder", W_IncrementalDecoder, OBJECT, module=MODULE)
constant(MODULE, "MultibyteIncrementalEncoder", ENCODER)
constant(MODULE, "MultibyteIncrementalDecoder", DECODER)
NAMES: Final[Array[str]] = Array.of(["errors"])


def set_up(x: W_Incremental, cls: W_Type, w_errors: Value, what: str) -> None:
    """The codec is the class's attribute `codec`."""
    x.errors = "strict" if is_empty(w_errors) else errors_argument(w_errors, what)
    codec = try_as(W_MultibyteCodec, getattr_of(wrap(cls), "codec"))
    if codec is None:
        raise errors.type_error("codec is unexpected type")
    x.codec = codec.codec


def incremental_init(self: W_Incremental, w_args: Value, w_kwargs: Value) -> Value:
    return w_None


def incremental_errors(self: W_Incremental) -> Value:
    return wrap(self.errors)


def set_incremental_errors(self: W_Incremental, w_errors: Value) -> Value:
    if is_empty(w_errors):
        raise errors.error(ATTRIBUTE_ERROR, "cannot delete attribute")
    s = as_str(w_errors)
    if s is None:
        raise errors.type_error("errors must be a string")
    utf8_of(s)
    end = s.find("\0")
    self.errors = s if end < 0 else s[0:end]
    return w_None


def define_common(t: W_Type) -> None:
    """Module level: `__new__` does it all, so `__init__` takes what a subclass's `__new__` took."""
    method(t, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")(incremental_init)
    getter(t, "errors", doc="The name of the error handler.")(incremental_errors)
    setter(t, "errors")(set_incremental_errors)


define_common(ENCODER)
define_common(DECODER)


def encode_piece(x: W_Encoder, w_input: Value, final: bool) -> bytes:
    """After an error x is as before, but for the state. Meanwhile it has nothing pending: a handler may use it."""
    text = text_to_encode(w_input)
    pending = x.pending
    x.pending = ""
    e = Encoding(pending + text, x.state, final)
    try:
        encode_on(x.codec, e, x.errors)
        if final:
            x.codec.reset_encoding(e)
    except PyError:
        x.pending = pending
        raise
    finally:
        x.state = e.state
    x.pending = e.text[e.at : len(e.text)]
    return e.out.to_bytes()


def keep_pending(x: W_Decoder, d: Decoding) -> None:
    n = len(d.data)
    if n - d.at > MAX_PENDING:
        raise errors.unicode_decode_error(x.codec.name, d.data, 0, n, "pending buffer overflow")
    x.pending = d.data[d.at : n]


def decode_piece(x: W_Decoder, data: bytes, final: bool) -> str:
    """An error loses the piece, and what was pending unless that was at fault."""
    pending = x.pending
    x.pending = b""
    d = Decoding(pending + data, x.state)
    try:
        decode_on(x.codec, d, x.errors)
        if final:
            x.pending = pending
            decode_end(x.codec, d, x.errors)
            x.pending = b""
    finally:
        x.state = d.state
    keep_pending(x, d)
    return d.out.to_str()


def append_state(out: BytesBuilder, state: int) -> None:
    for i in range(STATE_SIZE):
        out.append_byte(ushr(state, 8 * i) & 0xFF)


def state_of_bytes(data: bytes, at: int) -> int:
    state = 0
    for i in range(STATE_SIZE):
        state |= data[at + i] << 8 * i
    return state


# --- the encoder --------------------------------------------------------------------------------------------------------------


@new(ENCODER, "(cls, *args, **kwargs)")
def encoder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("IncrementalEncoder", NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    x = new_with_shape(W_IncrementalEncoder, cls.root_shape)
    set_up(x, cls, given[0], "IncrementalEncoder() argument 1")
    x.state = x.codec.encoding_start()
    x.pending = ""
    return wrap(x)


@method(ENCODER, "encode(self, /, input, final=False)", doc="The bytes for another piece of text, as far as they are certain.")
def encoder_encode(self: W_IncrementalEncoder, w_input: Value, w_final: Value) -> Value:
    final = is_true(w_final)
    return wrap(encode_piece(self, w_input, final))


@method(ENCODER, "getstate(self, /)", doc="The encoder's state as an int, for setstate().")
def encoder_getstate(self: W_IncrementalEncoder) -> Value:
    pending = utf8_of(self.pending)
    out = BytesBuilder()
    out.append_byte(len(pending))
    out.append(pending)
    append_state(out, self.state)
    return int_of_bytes(out.to_bytes(), True, False)


@method(ENCODER, "setstate(self, state, /)", doc="Brings back a state that getstate() gave.")
def encoder_setstate(self: W_IncrementalEncoder, w_state: Value) -> Value:
    w_number = plain(w_state)
    if not is_integer(w_number):
        raise errors.type_error(f"setstate() argument must be int, not {argument_type_name(w_state)}")
    data = bytes_of_int(w_number, 1 + MAX_PENDING + STATE_SIZE, True, False)
    size = data[0]
    if size > MAX_PENDING:
        raise errors.error(UNICODE_ERROR, "pending buffer too large")
    pending, _n = decode_utf8(data[1 : 1 + size], "strict", True)
    self.pending = pending
    self.state = state_of_bytes(data, 1 + size)
    return w_None


@method(ENCODER, "reset(self, /)", doc="Forgets what is pending and the state.")
def encoder_reset(self: W_IncrementalEncoder) -> Value:
    e = Encoding("", self.state, True)
    self.codec.reset_encoding(e)
    self.state = e.state
    self.pending = ""
    return w_None


# --- the decoder --------------------------------------------------------------------------------------------------------------


@new(DECODER, "(cls, *args, **kwargs)")
def decoder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("IncrementalDecoder", NAMES, 0, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    x = new_with_shape(W_IncrementalDecoder, cls.root_shape)
    set_up(x, cls, given[0], "IncrementalDecoder() argument 1")
    x.state = x.codec.decoding_start()
    x.pending = b""
    return wrap(x)


@method(DECODER, "decode(self, /, input, final=False)", doc="The text of another piece of bytes, as far as it is certain.")
def decoder_decode(self: W_IncrementalDecoder, w_input: Value, w_final: Value) -> Value:
    data = need_bytes(w_input)
    final = is_true(w_final)
    return wrap(decode_piece(self, data, final))


@method(DECODER, "getstate(self, /)", doc="(pending bytes, the codec's state as an int), for setstate().")
def decoder_getstate(self: W_IncrementalDecoder) -> Value:
    out = BytesBuilder()
    append_state(out, self.state)
    return wrap(new_tuple2(wrap(self.pending), int_of_bytes(out.to_bytes(), True, False)))


@method(DECODER, "setstate(self, state, /)", doc="Brings back a state that getstate() gave.")
def decoder_setstate(self: W_IncrementalDecoder, w_state: Value) -> Value:
    pair = try_as(W_Tuple, w_state)
    if pair is None:
        raise errors.type_error(f"setstate() argument must be tuple, not {argument_type_name(w_state)}")
    pending = as_bytes(pair.items[0]) if pair.length == 2 else None
    if pending is None or not is_integer(plain(pair.items[1])):
        raise errors.type_error("setstate(): illegal state argument")
    data = bytes_of_int(plain(pair.items[1]), STATE_SIZE, True, False)
    if len(pending) > MAX_PENDING:
        raise errors.unicode_decode_error(self.codec.name, pending, 0, len(pending), "pending buffer too large")
    self.pending = pending
    self.state = state_of_bytes(data, 0)
    return w_None


@method(DECODER, "reset(self, /)", doc="Forgets what is pending and the state.")
def decoder_reset(self: W_IncrementalDecoder) -> Value:
    self.state = self.codec.reset_decoding(self.state)
    self.pending = b""
    return w_None

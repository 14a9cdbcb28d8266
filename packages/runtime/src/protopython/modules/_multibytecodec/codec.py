"""MultibyteCodec: a codec as a program has it, and the arguments that all conversions take."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.modules._multibytecodec.conversion import Codec, Decoding, Encoding, decode_all, encode_on
from protopython.modules.support.system_calls import c_text
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import OBJECT, define_module, define_type, function, method
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import str_of
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import argument_type_name
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple2
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int, same

MODULE: Final[str] = "_multibytecodec"
define_module(MODULE, "What the codecs of Chinese, Japanese and Korean have in common.")


class W_MultibyteCodec(W_Object):
    codec: Codec

    def __init__(self, codec: Codec) -> None:
        self.codec = codec


MULTIBYTE_CODEC = define_type("MultibyteCodec", W_MultibyteCodec, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)


def errors_argument(w: Value, what: str) -> str:
    """what: "encode() argument 'errors'"."""
    s = as_str(w)
    if s is None:
        raise type_error(f"{what} must be str, not {argument_type_name(w)}")
    c_text(s)
    return s


def optional_errors(w: Value, what: str) -> str:
    if same(w, w_None):
        return "strict"
    if as_str(w) is None:
        raise type_error(f"{what} must be str or None, not {argument_type_name(w)}")
    return errors_argument(w, what)


def text_to_encode(w: Value) -> str:
    """Whatever it is: encoders take str(it)."""
    s = as_str(w)
    return str_of(w) if s is None else s


@method(MULTIBYTE_CODEC, "encode(self, /, input, errors=None)", doc="(bytes, number of characters): the text input encoded.")
def codec_encode(self: W_MultibyteCodec, w_input: Value, w_errors: Value) -> Value:
    errors = optional_errors(w_errors, "encode() argument 'errors'")
    text = text_to_encode(w_input)
    codec = self.codec
    e = Encoding(text, codec.encoding_start(), True)
    encode_on(codec, e, errors)
    codec.reset_encoding(e)
    return wrap(new_tuple2(wrap(e.out.to_bytes()), from_int(len(text))))


@method(MULTIBYTE_CODEC, "decode(self, /, input, errors=None)", doc="(str, number of bytes): the bytes input decoded.")
def codec_decode(self: W_MultibyteCodec, w_input: Value, w_errors: Value) -> Value:
    data = need_bytes(w_input)
    errors = optional_errors(w_errors, "decode() argument 'errors'")
    codec = self.codec
    d = Decoding(data, codec.decoding_start())
    decode_all(codec, d, errors)
    return wrap(new_tuple2(wrap(d.out.to_str()), from_int(len(data))))


@function(MODULE, "__create_codec(arg, /)", doc="The codec in a capsule of C code. None is made here: the modules of codecs have getcodec().")
def create_codec(w_capsule: Value) -> Value:
    raise value_error("argument type invalid")

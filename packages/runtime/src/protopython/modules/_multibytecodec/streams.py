"""Codecs around a stream of bytes: MultibyteStreamReader and MultibyteStreamWriter."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, new_with_shape, unwrap, wrap
from protopython.modules._multibytecodec.codec import MODULE
from protopython.modules._multibytecodec.conversion import Decoding, Encoding, decode_end, decode_on, encode_on
from protopython.modules._multibytecodec.incremental import W_Decoder, W_Encoder, define_common, encode_piece, keep_pending, set_up
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import W_Dict
from protopython.objects.int.int import is_integer
from protopython.objects.model.call import call_method0, call_method1
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, new
from protopython.objects.model.errors import type_error
from protopython.objects.model.operations import getitem, int_arg, is_sequence, length_of
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.methods import str_splitlines
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, same

NAMES: Final[Array[str]] = Array.of(["stream", "errors"])


class W_StreamReader(W_Decoder):
    w_stream: Value


class W_StreamWriter(W_Encoder):
    w_stream: Value


READER: Final = define_type("MultibyteStreamReader", W_StreamReader, OBJECT, module=MODULE)
WRITER: Final = define_type("MultibyteStreamWriter", W_StreamWriter, OBJECT, module=MODULE)
constant(MODULE, "MultibyteStreamReader", READER)
constant(MODULE, "MultibyteStreamWriter", WRITER)
define_common(READER)
define_common(WRITER)


# --- reading ------------------------------------------------------------------------------------------------------------------


@new(READER, "(cls, *args, **kwargs)")
def reader_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("StreamReader", NAMES, 1, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    r = new_with_shape(W_StreamReader, cls.root_shape)
    set_up(r, cls, given[1], "StreamReader() argument 2")
    r.state = r.codec.decoding_start()
    r.pending = b""
    r.w_stream = given[0]
    return wrap(r)


@getter(READER, "stream", member=True)
def reader_stream(self: W_StreamReader) -> Value:
    return self.w_stream


def size_argument(w: Value) -> int:
    """-1: no limit."""
    if same(w, w_None):
        return -1
    if not is_integer(plain(w)):
        raise type_error("arg 1 must be an integer")
    return int_arg(w)


def read_text(r: W_StreamReader, name: str, size: int) -> str:
    """The text of what the stream's method `name` gives, and byte by byte of more until there is a character of it."""
    if size == 0:
        return ""
    while True:
        w_data = call_method0(r.w_stream, name) if size < 0 else call_method1(r.w_stream, name, from_int(size))
        data = as_bytes(w_data)
        if data is None:
            raise type_error(f"stream function returned a non-bytes object ({type_name(w_data)})")
        pending = r.pending
        r.pending = b""
        d = Decoding(pending + data, r.state)
        try:
            decode_on(r.codec, d, r.errors)
            if len(data) == 0 or size < 0:
                decode_end(r.codec, d, r.errors)
        finally:
            r.state = d.state
        keep_pending(r, d)
        if size < 0 or d.out.length > 0 or len(d.data) == 0:
            return d.out.to_str()
        size = 1


@method(READER, "read(self, sizeobj=None, /)", doc="The text of up to sizeobj bytes of the stream.")
def reader_read(self: W_StreamReader, w_size: Value) -> Value:
    return wrap(read_text(self, "read", size_argument(w_size)))


@method(READER, "readline(self, sizeobj=None, /)", doc="The text of the stream's next line of bytes.")
def reader_readline(self: W_StreamReader, w_size: Value) -> Value:
    return wrap(read_text(self, "readline", size_argument(w_size)))


@method(READER, "readlines(self, sizehintobj=None, /)", doc="The lines of the text of up to sizehintobj bytes.")
def reader_readlines(self: W_StreamReader, w_size: Value) -> Value:
    return str_splitlines(read_text(self, "read", size_argument(w_size)), from_int(1))


@method(READER, "reset(self, /)", doc="Forgets what is pending and the state.")
def reader_reset(self: W_StreamReader) -> Value:
    self.state = self.codec.reset_decoding(self.state)
    self.pending = b""
    return w_None


# --- writing ------------------------------------------------------------------------------------------------------------------


@new(WRITER, "(cls, *args, **kwargs)")
def writer_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    given = bind_tuple("StreamWriter", NAMES, 1, unwrap(W_Tuple, w_args), unwrap(W_Dict, w_kwargs))
    w = new_with_shape(W_StreamWriter, cls.root_shape)
    set_up(w, cls, given[1], "StreamWriter() argument 2")
    w.state = w.codec.encoding_start()
    w.pending = ""
    w.w_stream = given[0]
    return wrap(w)


@getter(WRITER, "stream", member=True)
def writer_stream(self: W_StreamWriter) -> Value:
    return self.w_stream


@method(WRITER, "write(self, strobj, /)", doc="Writes the text's bytes, as far as they are certain.")
def writer_write(self: W_StreamWriter, w_text: Value) -> Value:
    call_method1(self.w_stream, "write", wrap(encode_piece(self, w_text, False)))
    return w_None


@method(WRITER, "writelines(self, lines, /)", doc="Writes each of the texts.")
def writer_writelines(self: W_StreamWriter, w_lines: Value) -> Value:
    if not is_sequence(w_lines):
        raise type_error("arg must be a sequence object")
    i = 0
    while i < length_of(w_lines):
        writer_write(self, getitem(w_lines, from_int(i)))
        i += 1
    return w_None


@method(WRITER, "reset(self, /)", doc="Writes what is pending and what brings a reader back to the beginning.")
def writer_reset(self: W_StreamWriter) -> Value:
    e = Encoding(self.pending, self.state, True)
    if len(e.text) == 0:
        return w_None
    self.pending = ""
    try:
        encode_on(self.codec, e, self.errors)
        self.codec.reset_encoding(e)
    finally:
        self.state = e.state
    data = e.out.to_bytes()
    if len(data) > 0:
        call_method1(self.w_stream, "write", wrap(data))
    return w_None

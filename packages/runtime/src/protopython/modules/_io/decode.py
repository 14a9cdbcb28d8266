"""Text and newlines as streams need them, piece by piece: TextDecoder, TextEncoder, the newline modes, IncrementalNewlineDecoder.

Encodings that objects/codecs/codecs.py knows are decoded directly: what a piece leaves incomplete waits in `pending`. For others the codec's
incremental decoder and encoder do the work.

    newline=   reading                                           writing
    None       \\r, \\n, \\r\\n end lines and become \\n                 \\n stays (os.linesep)
    ""         the same end lines and stay                        \\n stays
    "\\n"       \\n ends lines                                      \\n stays
    "\\r" "\\r\\n"  these end lines                                  \\n becomes it
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, new_with_shape, try_as, wrap
from protopython.modules.support.system_calls import c_int
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.int.bigint import new_int
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.call import call1, call_method0, call_method1, call_method2
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, new
from protopython.objects.model.operations import has_index, index_of, is_true
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import is_empty, same

SEEN_CR: Final[int] = 1
SEEN_LF: Final[int] = 2
SEEN_CRLF: Final[int] = 4


# --- newlines ------------------------------------------------------------------------------------------------------------


def newlines_value(seen: int) -> Value:
    """The attribute `newlines`: None, a str or a tuple of them."""
    names: list[str] = []
    if seen & SEEN_CR:
        names.append("\r")
    if seen & SEEN_LF:
        names.append("\n")
    if seen & SEEN_CRLF:
        names.append("\r\n")
    if len(names) == 0:
        return w_None
    if len(names) == 1:
        return wrap(names[0])
    if len(names) == 2:
        return wrap(new_tuple2(wrap(names[0]), wrap(names[1])))
    return wrap(new_tuple3(wrap(names[0]), wrap(names[1]), wrap(names[2])))


class Newlines:
    """Universal newlines of a text that comes in pieces."""

    translate: bool
    pending_cr: bool
    """A \\r at the end of the last piece waits for a \\n."""
    seen: int

    def __init__(self, translate: bool) -> None:
        self.translate = translate
        self.pending_cr = False
        self.seen = 0

    def feed(self, s: str, final: bool) -> str:
        if self.pending_cr and (s != "" or final):
            s = "\r" + s
            self.pending_cr = False
        if not final and s.endswith("\r"):
            s = s[0 : len(s) - 1]
            self.pending_cr = True
        if s == "":
            return s
        if s.find("\r") < 0:
            if self.seen & SEEN_LF == 0 and s.find("\n") >= 0:
                self.seen |= SEEN_LF
            return s
        both = s.count("\r\n")
        if both > 0:
            self.seen |= SEEN_CRLF
        if s.count("\r") > both:
            self.seen |= SEEN_CR
        if s.count("\n") > both:
            self.seen |= SEEN_LF
        if self.translate:
            if both > 0:
                s = s.replace("\r\n", "\n")
            s = s.replace("\r", "\n")
        return s


def line_end(text: str, start: int, newline: str) -> int:
    """Where the line from `start` on ends (behind its newline), -1 if it does not. newline "": any of \\r, \\n, \\r\\n."""
    if newline != "":
        at = text.find(newline, start)
        return -1 if at < 0 else at + len(newline)
    lf = text.find("\n", start)
    cr = text.find("\r", start, lf) if lf >= 0 else text.find("\r", start)
    if cr < 0:
        return -1 if lf < 0 else lf + 1
    if cr + 1 == lf:
        return lf + 1
    return cr + 1


def check_newline(w_newline: Value, quoted: bool = False) -> str | None:
    """The newline argument, None for None."""
    if same(w_newline, w_None):
        return None
    s = as_str(w_newline)
    if s is None:
        raise errors.type_error(f"newline must be str or None, not {type_name(w_newline)}")
    if s != "" and s != "\n" and s != "\r" and s != "\r\n":
        raise errors.value_error(f"illegal newline value: {operations.repr_of(w_newline) if quoted else s}")
    return s


# --- decoding ---------------------------------------------------------------------------------------------------------------


class TextDecoder:
    kind: int
    """objects.codecs' number of the encoding; -1: w_decoder does it."""
    errors: str
    pending: bytes
    """The beginning of a character whose end has not come."""
    byteorder: int
    """UTF-16, UTF-32: what the byte order mark said (-1 little, 1 big), 0 before it."""
    w_decoder: Value
    newlines: Newlines | None

    def __init__(self, kind: int, errors: str, w_decoder: Value) -> None:
        self.kind = kind
        self.errors = errors
        self.pending = b""
        self.byteorder = 0
        self.w_decoder = w_decoder
        self.newlines = None

    def decode(self, data: bytes, final: bool) -> str:
        s = self.decode_part(data, final)
        newlines = self.newlines
        return s if newlines is None else newlines.feed(s, final)

    def decode_part(self, data: bytes, final: bool) -> str:
        if self.kind < 0:
            w_text = call_method2(self.w_decoder, "decode", wrap(data), w_True if final else w_False)
            text = as_str(w_text)
            if text is None:
                raise errors.type_error(f"decoder should return a string result, not '{type_name(w_text)}'")
            return text
        if len(self.pending) > 0:
            data = self.pending + data
            self.pending = b""
        if self.kind >= codecs.UTF_16:
            text, used, self.byteorder = codecs.decode_with_mark(self.kind, data, self.errors, self.byteorder, final)
        else:
            text, used = codecs.decode_known(self.kind, data, self.errors, final)
        if used < len(data):
            self.pending = data[used : len(data)]
        return text

    def reset(self) -> None:
        self.pending = b""
        self.byteorder = 0
        newlines = self.newlines
        if newlines is not None:
            newlines.pending_cr = False
            newlines.seen = 0
        if self.kind < 0:
            call_method0(self.w_decoder, "reset")


class DecoderState:
    """What a decoder is between two pieces, as `getstate` of an incremental decoder tells it.

    The flags are those of the codec; with universal newlines they are doubled, and odd when a \\r waits. Those of UTF-16 and UTF-32 say
    which byte order was found: 0 the system's, 1 the other, 2 none.
    """

    waiting: bytes
    """The beginning of a character."""
    flags: int

    def __init__(self, waiting: bytes, flags: int) -> None:
        self.waiting = waiting
        self.flags = flags

    def restore(self, d: TextDecoder) -> None:
        flags = self.flags
        newlines = d.newlines
        if newlines is not None:
            newlines.pending_cr = flags & 1 == 1
            flags >>= 1
        if d.kind < 0:
            call_method1(d.w_decoder, "setstate", wrap(new_tuple2(wrap(self.waiting), new_int(flags))))
            return
        d.pending = self.waiting
        d.byteorder = -1 if flags == 0 else 1 if flags == 1 else 0


def state_of(d: TextDecoder) -> DecoderState:
    waiting = d.pending
    flags = 0
    if d.kind < 0:
        t = try_as(W_Tuple, call_method0(d.w_decoder, "getstate"))
        if t is None or t.length != 2 or not has_index(t.items[1]):
            raise errors.type_error("illegal decoder state")
        data = as_bytes(t.items[0])
        if data is None:
            raise errors.type_error(f"illegal decoder state: the first item should be a bytes object, not '{type_name(t.items[0])}'")
        waiting = data
        flags = c_int(t.items[1])
    elif d.kind >= codecs.UTF_16:
        flags = 0 if d.byteorder < 0 else 1 if d.byteorder > 0 else 2
    newlines = d.newlines
    if newlines is not None:
        flags = 2 * flags + (1 if newlines.pending_cr else 0)
    return DecoderState(waiting, flags)


class TextEncoder:
    kind: int
    errors: str
    at_start: bool
    """UTF-16, UTF-32: a byte order mark comes first."""
    w_encoder: Value

    def __init__(self, kind: int, errors: str, w_encoder: Value) -> None:
        self.kind = kind
        self.errors = errors
        self.at_start = True
        self.w_encoder = w_encoder

    def encode(self, s: str) -> bytes:
        if self.kind < 0:
            w_data = call_method1(self.w_encoder, "encode", wrap(s))
            data = as_bytes(w_data)
            if data is None:
                raise errors.type_error(f"encoder should return a bytes object, not '{type_name(w_data)}'")
            return data
        kind = self.kind
        if kind >= codecs.UTF_16 and not self.at_start:
            kind = codecs.UTF_16_LE if kind == codecs.UTF_16 else codecs.UTF_32_LE
        self.at_start = False
        return codecs.encode_known(kind, s, self.errors)

    def set_start(self, at_start: bool) -> None:
        self.at_start = at_start
        if self.kind < 0:
            if at_start:
                call_method0(self.w_encoder, "reset")
            else:
                w_set = find_attr(self.w_encoder, "setstate")
                if not is_empty(w_set):
                    call1(w_set, new_int(0))


def known_encoding(encoding: str) -> int:
    kind = codecs.KNOWN.get(encoding, -1)
    return codecs.KNOWN.get(encoding.lower(), -1) if kind < 0 else kind


def text_codec_for(encoding: str) -> Value:
    """The CodecInfo of an encoding that is not known natively."""
    codec = wrap(codecs.lookup_codec(encoding))
    w_is_text = find_attr(codec, "_is_text_encoding")
    if not is_empty(w_is_text) and not is_true(w_is_text):
        raise errors.lookup_error(f"'{encoding}' is not a text encoding")
    return codec


def new_decoder(encoding: str, error_handler: str) -> TextDecoder:
    kind = known_encoding(encoding)
    if kind >= 0:
        return TextDecoder(kind, error_handler, EMPTY)
    w_make = getattr_of(text_codec_for(encoding), "incrementaldecoder")
    return TextDecoder(-1, error_handler, call1(w_make, wrap(error_handler)))


def new_encoder(encoding: str, error_handler: str) -> TextEncoder:
    kind = known_encoding(encoding)
    if kind >= 0:
        return TextEncoder(kind, error_handler, EMPTY)
    w_make = getattr_of(text_codec_for(encoding), "incrementalencoder")
    return TextEncoder(-1, error_handler, call1(w_make, wrap(error_handler)))


# --- IncrementalNewlineDecoder -------------------------------------------------------------------------------------------------


class W_NewlineDecoder(W_Object):
    w_decoder: Value
    newlines: Newlines | None


NEWLINE_DECODER = define_type(
    "IncrementalNewlineDecoder", W_NewlineDecoder, OBJECT, module="_io", attributes=True,
    doc="Decodes with another incremental decoder (None: takes text) and handles universal newlines.",
)  # fmt: skip
constant("_io", "IncrementalNewlineDecoder", NEWLINE_DECODER)


@new(NEWLINE_DECODER, "(cls, *args, **kwargs)")
def newline_decoder_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    d = new_with_shape(W_NewlineDecoder, cls.root_shape)
    d.w_decoder = w_None
    return wrap(d)


@method(NEWLINE_DECODER, "__init__(self, /, decoder, translate, errors='strict')", doc="Initialize self.")
def newline_decoder_init(self: W_NewlineDecoder, w_decoder: Value, w_translate: Value, w_errors: Value) -> Value:
    self.w_decoder = w_decoder
    self.newlines = Newlines(is_true(w_translate))
    return w_None


def newlines_of(d: W_NewlineDecoder) -> Newlines:
    newlines = d.newlines
    if newlines is None:
        raise errors.value_error("IncrementalNewlineDecoder.__init__() not called")
    return newlines


@method(NEWLINE_DECODER, "decode(self, /, input, final=False)", doc="The text of input, with its newlines handled.")
def newline_decoder_decode(self: W_NewlineDecoder, w_input: Value, w_final: Value) -> Value:
    newlines = newlines_of(self)
    final = is_true(w_final)
    w_text = w_input
    if not same(self.w_decoder, w_None):
        w_text = call_method2(self.w_decoder, "decode", w_input, w_True if final else w_False)
    text = as_str(w_text)
    if text is None:
        raise errors.type_error(f"decoder should return a string result, not '{type_name(w_text)}'")
    return wrap(newlines.feed(text, final))


@method(NEWLINE_DECODER, "getstate(self, /)")
def newline_decoder_getstate(self: W_NewlineDecoder) -> Value:
    newlines = newlines_of(self)
    w_buffer = wrap(b"")
    flag = 0
    if not same(self.w_decoder, w_None):
        w_state = call_method0(self.w_decoder, "getstate")
        t = try_as(W_Tuple, w_state)
        if t is None or t.length != 2:
            raise errors.type_error("illegal decoder state")
        w_buffer = t.items[0]
        flag = index_of(t.items[1])
    flag <<= 1
    if newlines.pending_cr:
        flag |= 1
    return wrap(new_tuple2(w_buffer, new_int(flag)))


@method(NEWLINE_DECODER, "setstate(self, state, /)")
def newline_decoder_setstate(self: W_NewlineDecoder, w_state: Value) -> Value:
    newlines = newlines_of(self)
    t = try_as(W_Tuple, w_state)
    if t is None:
        raise errors.type_error("state argument must be a tuple")
    if t.length != 2:
        raise errors.type_error("setstate(): illegal state argument")
    flag = index_of(t.items[1])
    newlines.pending_cr = flag & 1 == 1
    if not same(self.w_decoder, w_None):
        call_method1(self.w_decoder, "setstate", wrap(new_tuple2(t.items[0], new_int(flag >> 1))))
    return w_None


@method(NEWLINE_DECODER, "reset(self, /)")
def newline_decoder_reset(self: W_NewlineDecoder) -> Value:
    newlines = newlines_of(self)
    newlines.seen = 0
    newlines.pending_cr = False
    if not same(self.w_decoder, w_None):
        call_method0(self.w_decoder, "reset")
    return w_None


@getter(NEWLINE_DECODER, "newlines")
def newline_decoder_newlines(self: W_NewlineDecoder) -> Value:
    return newlines_value(newlines_of(self).seen)

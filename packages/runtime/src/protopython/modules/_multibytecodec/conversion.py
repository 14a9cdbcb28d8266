"""A conversion in progress, and what error handlers have to do with it.

A codec converts until it is through, or until something stops it, and says what: DONE, how many bytes or characters are illegal, INCOMPLETE (the
rest begins something), or LOST (it is in a state in which the input means nothing). Whoever runs it asks the error handler and goes on where that
says, so a codec knows of no handlers. What a codec remembers from one piece of text to the next is a `state` of eight bytes, the first of them
lowest.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.modules._codecs import codecs_lookup_error
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions.exceptions import UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, W_UnicodeError, new_unicode_error
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model.call import call1
from protopython.objects.model.errors import index_error, runtime_error, type_error
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty

DONE: Final[int] = 0
INCOMPLETE: Final[int] = -1
LOST: Final[int] = -2
BETWEEN_SIGNALS: Final[int] = 1 << 16
"""A codec looks for signals each time it has come so far."""


class Decoding:
    data: bytes
    at: int
    out: StringBuilder
    state: int
    w_error: Value
    """The exception that handlers were given, which they are given again; EMPTY: none yet."""

    def __init__(self, data: bytes, state: int) -> None:
        self.data = data
        self.at = 0
        self.out = StringBuilder(len(data))
        self.state = state
        self.w_error = EMPTY


class Encoding:
    text: str
    at: int
    out: BytesBuilder
    state: int
    last: bool
    """Nothing follows the text."""
    w_error: Value

    def __init__(self, text: str, state: int, last: bool) -> None:
        self.text = text
        self.at = 0
        self.out = BytesBuilder(2 * len(text) + 8)
        self.state = state
        self.last = last
        self.w_error = EMPTY


class Codec:
    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def decode(self, d: Decoding) -> int:
        return DONE

    def encode(self, e: Encoding) -> int:
        return DONE

    def decoding_start(self) -> int:
        return 0

    def encoding_start(self) -> int:
        return 0

    def reset_decoding(self, state: int) -> int:
        return state

    def reset_encoding(self, e: Encoding) -> None:
        """Writes what brings a reader back to the beginning."""


# --- error handlers -----------------------------------------------------------------------------------------------------------


def problem(w_error: Value, w_type: W_Type, encoding: str, w_object: Value, start: int, end: int, reason: str) -> Value:
    if is_empty(w_error):
        return wrap(new_unicode_error(w_type, encoding, w_object, start, end, reason))
    e = unwrap(W_UnicodeError, w_error)
    e.w_start = from_int(start)
    e.w_end = from_int(end)
    e.w_reason = wrap(reason)
    return w_error


def ask_handler(errors: str, w_error: Value, encoding: bool) -> W_Tuple:
    """What the handler answers: (str, int), for encoders also (bytes, int)."""
    if errors == "strict":
        raise PyError(w_error)
    answer = try_as(W_Tuple, call1(codecs_lookup_error(wrap(errors)), w_error))
    if (
        answer is None
        or answer.length != 2
        or not (as_str(answer.items[0]) is not None or (encoding and as_bytes(answer.items[0]) is not None))
        or not is_integer(plain(answer.items[1]))
    ):
        raise type_error(f"{'encoding' if encoding else 'decoding'} error handler must return (str, int) tuple")
    return answer


def answered_position(w_position: Value, n: int) -> int:
    position, overflow = int_to_i64(plain(w_position))
    if overflow:
        position = -1
    elif position < 0:
        position += n
    if position < 0 or position > n:
        raise index_error(f"position {position} from error handler out of bounds")
    return position


def reason_of(stop: int) -> str:
    if stop == LOST:
        raise runtime_error("internal codec error")
    return "incomplete multibyte sequence" if stop == INCOMPLETE else "illegal multibyte sequence"


def handle_decoding(codec: Codec, d: Decoding, errors: str, stop: int) -> None:
    reason = reason_of(stop)
    end = d.at + stop if stop > 0 else len(d.data)
    if errors == "replace" or errors == "ignore":
        if errors == "replace":
            d.out.append_char(0xFFFD)
        d.at = end
        return
    d.w_error = problem(d.w_error, UNICODE_DECODE_ERROR, codec.name, wrap(d.data), d.at, end, reason)
    answer = ask_handler(errors, d.w_error, False)
    text = as_str(answer.items[0])
    if text is not None:
        d.out.append(text)
    d.at = answered_position(answer.items[1], len(d.data))


def handle_encoding(codec: Codec, e: Encoding, errors: str, stop: int) -> None:
    reason = reason_of(stop)
    end = e.at + stop if stop > 0 else len(e.text)
    if errors == "replace" or errors == "ignore":
        if errors == "replace":
            encode_instead(codec, e, "?", False)
        e.at = end
        return
    e.w_error = problem(e.w_error, UNICODE_ENCODE_ERROR, codec.name, wrap(e.text), e.at, end, reason)
    answer = ask_handler(errors, e.w_error, True)
    raw = as_bytes(answer.items[0])
    text = as_str(answer.items[0])
    if raw is not None:
        e.out.append(raw)
    elif text is not None:
        encode_instead(codec, e, text, True)
    e.at = answered_position(answer.items[1], len(e.text))


def encode_instead(codec: Codec, e: Encoding, replacement: str, last: bool) -> None:
    """Puts the code of another text where e has come; what that text lacks a code for is an error of its own."""
    text, w_error, text_is_last = e.text, e.w_error, e.last
    at = e.at
    e.text = replacement
    e.at = 0
    e.last = last
    e.w_error = EMPTY
    encode_on(codec, e, "strict")
    e.text = text
    e.at = at
    e.last = text_is_last
    e.w_error = w_error


# --- running --------------------------------------------------------------------------------------------------------------------


def decode_on(codec: Codec, d: Decoding, errors: str) -> None:
    """Decodes as far as the data goes; an incomplete end is left."""
    while d.at < len(d.data):
        stop = codec.decode(d)
        if stop == DONE or stop == INCOMPLETE:
            return
        handle_decoding(codec, d, errors, stop)


def decode_end(codec: Codec, d: Decoding, errors: str) -> None:
    """What decode_on left will not be completed."""
    if d.at < len(d.data):
        handle_decoding(codec, d, errors, INCOMPLETE)


def decode_all(codec: Codec, d: Decoding, errors: str) -> None:
    """Decodes to the end, handlers that go back included."""
    while d.at < len(d.data):
        stop = codec.decode(d)
        if stop == DONE:
            return
        handle_decoding(codec, d, errors, stop)


def encode_on(codec: Codec, e: Encoding, errors: str) -> None:
    """Encodes as far as the text goes; unless it is the last, an incomplete end is left."""
    while e.at < len(e.text):
        stop = codec.encode(e)
        if stop == DONE or (stop == INCOMPLETE and not e.last):
            return
        handle_encoding(codec, e, errors, stop)
        if stop == INCOMPLETE:
            return

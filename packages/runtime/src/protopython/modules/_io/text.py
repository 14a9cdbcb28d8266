"""TextIOWrapper: text over a buffered binary stream.

    write   str --encode--> pending (BytesBuilder, up to `chunk` bytes) --> buffer.write
    read    buffer.read1(chunk) --decode--> text, of which text[at:] is still to be given

When the buffer is exactly one of our three buffered types, and it stands on exactly a FileIO, no Python method is called on the way: that is
print's path and that of `for line in file`. `tell` decodes the last chunk again, byte by byte, up to what was given, from the decoder's state
before it (`before`).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Value, inline, locked, new_with_shape, races, try_as, unlikely, wrap
from protodialect.unsafe import bytes_data, load8, load64, memcpy, str_data, str_kind
from protopython.modules._io import buffered
from protopython.modules._io.base import (
    TEXT_IO_BASE,
    W_IOBase,
    argument_type,
    closed_error,
    failure_of,
    index_or_value_error,
    method_is_true,
    optional_size,
    pickling_error,
    raise_last,
    shown_name,
    uninitialized_error,
    unsupported,
)
from protopython.modules._io.buffered import BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, W_Buffered, flush_buffered, write_buffered
from protopython.modules._io.decode import (
    DecoderState,
    Newlines,
    TextDecoder,
    TextEncoder,
    check_newline,
    line_end,
    new_decoder,
    new_encoder,
    newlines_value,
    state_of,
)
from protopython.modules._io.file import file_is_seekable
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.codecs import codecs
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.call import call1, call3, call_method0, call_method1, call_method2
from protopython.objects.model.define import STR, constant, define_type, getter, iternext, method, new, setter
from protopython.objects.model.operations import attribute_is_true, index_of, index_value, is_true, repr_of
from protopython.objects.model.special import BinaryOp, CompareOp
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import new_bool, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.shape import shape_of
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

CHUNK: Final[int] = 8192
HIGH_BITS: Final[int] = -0x7F7F7F7F7F7F7F80
"""0x80 in each of 8 bytes."""


@races(
    telling="next() only clears it, and clears it again",
    detached="set before the buffer is taken away; it says which error it is that there is none",
)
class W_TextIOWrapper(W_IOBase):
    w_buffer: Value
    """EMPTY: not initialised, or detached."""
    buffered: W_Buffered | None
    """The buffer, if it is exactly one of our buffered types."""
    detached: bool
    encoding: str
    error_handler: str
    newline: str
    """What ends lines when reading; "" for any newline."""
    write_newline: str
    """What is written for \\n; "" for itself."""
    line_buffering: bool
    write_through: bool
    chunk: int
    can_read: bool
    seekable: bool
    telling: bool
    has_read1: bool
    encoder: TextEncoder | None
    decoder: TextDecoder | None
    pending: BytesBuilder
    text: str
    at: int
    before: DecoderState | None
    """The decoder's state before the last chunk."""
    last_chunk: bytes
    w_mode: Value

    def has_pending(self) -> bool:
        if is_empty(self.w_buffer):
            return False
        b = self.buffered
        return self.pending.length > 0 or (b is not None and b.has_pending())

    def flush_now(self) -> None:
        flush_text(self)

    def forgotten(self) -> Value:
        b = self.buffered
        if b is not None and b.file is not None:
            b.file.warn_unclosed(wrap(self))
        return wrap(self)


TEXT_IO_WRAPPER = define_type(
    "TextIOWrapper", W_TextIOWrapper, TEXT_IO_BASE, module="_io", doc="Text over a buffered binary stream.", attributes=True
)
constant("_io", "TextIOWrapper", TEXT_IO_WRAPPER)


def allocate(cls: W_Type) -> W_TextIOWrapper:
    t = new_with_shape(W_TextIOWrapper, cls.root_shape)
    t.w_buffer = EMPTY
    t.encoding = ""
    t.error_handler = "strict"
    t.newline = "\n"
    t.write_newline = ""
    t.chunk = CHUNK
    t.pending = BytesBuilder(0)
    t.text = ""
    t.last_chunk = b""
    t.w_mode = EMPTY
    return t


@new(TEXT_IO_WRAPPER, "(cls, *args, **kwargs)")
def text_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    t = allocate(cls)
    if cls is TEXT_IO_WRAPPER:
        register_finalizer(t)
    return wrap(t)


def set_newline(t: W_TextIOWrapper, newline: str | None) -> None:
    t.newline = "\n" if newline is None else newline
    t.write_newline = "" if newline is None or newline == "\n" else newline
    d = t.decoder
    if d is not None:
        d.newlines = Newlines(newline is None) if newline is None or newline == "" else None


def setup(t: W_TextIOWrapper, w_buffer: Value, encoding: str, error_handler: str, newline: str | None) -> None:
    """Text over w_buffer; what depends on what the buffer can do is asked from it."""
    t.w_buffer = EMPTY
    t.detached = False
    t.closed = False
    t.text = ""
    t.at = 0
    t.before = None
    t.pending = BytesBuilder(0)
    t.decoder = None
    t.encoder = None
    t.encoding = encoding
    t.error_handler = error_handler
    b = try_as(W_Buffered, w_buffer)
    kind = type_of(w_buffer)
    if b is not None and kind is not BUFFERED_READER and kind is not BUFFERED_WRITER and kind is not BUFFERED_RANDOM:
        b = None
    t.buffered = b
    if b is not None and b.file is not None:
        f = b.file
        t.can_read = b.can_read
        writable = b.can_write
        t.seekable = file_is_seekable(f)
        t.has_read1 = True
    else:
        t.can_read = method_is_true(w_buffer, "readable")
        writable = method_is_true(w_buffer, "writable")
        t.seekable = method_is_true(w_buffer, "seekable")
        t.has_read1 = not is_empty(find_attr(w_buffer, "read1"))
    t.telling = t.seekable
    if t.can_read:
        t.decoder = new_decoder(encoding, error_handler)
    if writable:
        encoder = new_encoder(encoding, error_handler)
        t.encoder = encoder
        if t.seekable and (encoder.kind < 0 or encoder.kind >= codecs.UTF_16):
            if operations.is_true(call_method0(w_buffer, "tell")):
                encoder.set_start(False)
    set_newline(t, newline)
    t.w_buffer = w_buffer


def new_text(b: W_Buffered, encoding: str, error_handler: str, newline: str | None, line_buffering: bool) -> W_TextIOWrapper:
    t = allocate(TEXT_IO_WRAPPER)
    setup(t, wrap(b), encoding, error_handler, newline)
    t.line_buffering = line_buffering
    return t


def encoding_argument(w_encoding: Value) -> str:
    if same(w_encoding, w_None):
        if context().space.settings.warn_default_encoding:
            warn_default_encoding(from_int(1))
        return "utf-8" if context().space.settings.utf8_mode else "UTF-8"
    s = as_str(w_encoding)
    if s is None:
        raise errors.type_error(f"TextIOWrapper() argument 'encoding' must be str or None, not {type_name(w_encoding)}")
    if s == "locale":
        return "UTF-8"
    codecs.check_name(s)
    return s


def warn_default_encoding(w_stacklevel: Value) -> None:
    """EncodingWarning (PEP 597), where -X warn_default_encoding asks for it."""
    w_warn = stock_function("_warnings", "warn")
    call3(w_warn, wrap("'encoding' argument not specified"), wrap(x.ENCODING_WARNING), w_stacklevel)


def errors_argument(w_errors: Value) -> str:
    if same(w_errors, w_None):
        return "strict"
    s = as_str(w_errors)
    if s is None:
        raise errors.type_error(f"TextIOWrapper() argument 'errors' must be str or None, not {type_name(w_errors)}")
    codecs.check_name(s)
    if context().space.settings.dev_mode:
        call1(stock_function("_codecs", "lookup_error"), w_errors)
    return s


@method(
    TEXT_IO_WRAPPER,
    "__init__(self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    doc="Initialize self.",
)
def text_init(
    self: W_TextIOWrapper,
    w_buffer: Value,
    w_encoding: Value,
    w_errors: Value,
    w_newline: Value,
    w_line_buffering: Value,
    w_write_through: Value,
) -> Value:
    self.w_buffer = EMPTY  # what begins to be initialised is not, until that succeeds
    self.buffered = None
    self.detached = False
    newline = check_newline(w_newline)
    encoding = encoding_argument(w_encoding)
    setup(self, w_buffer, encoding, errors_argument(w_errors), newline)
    self.line_buffering = is_true(w_line_buffering)
    self.write_through = is_true(w_write_through)
    return w_None


# --- state -----------------------------------------------------------------------------------------------------------------------


def check_attached(t: W_TextIOWrapper) -> None:
    buffer_of(t)


@inline
def buffer_of(t: W_TextIOWrapper) -> Value:
    """The buffer, looked at anew wherever it is used: what was called before, or another thread, may have detached it."""
    w_buffer = t.w_buffer
    if unlikely(is_empty(w_buffer)):
        if t.detached:
            raise errors.value_error("underlying buffer has been detached")
        raise uninitialized_error()
    return w_buffer


def check_initialized(t: W_TextIOWrapper) -> None:
    if not t.detached:
        buffer_of(t)


def is_closed(t: W_TextIOWrapper) -> bool:
    b = t.buffered
    if b is not None:
        return buffered.is_closed(b)
    return attribute_is_true(buffer_of(t), "closed")


def check_open(t: W_TextIOWrapper) -> None:
    check_attached(t)
    if is_closed(t):
        raise closed_error()


@getter(TEXT_IO_WRAPPER, "buffer")
def text_buffer(self: W_TextIOWrapper) -> Value:
    return buffer_of(self)


@getter(TEXT_IO_WRAPPER, "closed")
def text_closed(self: W_TextIOWrapper) -> Value:
    if is_empty(self.w_buffer) and not self.detached:
        return w_True
    return getattr_of(buffer_of(self), "closed")


@getter(TEXT_IO_WRAPPER, "name")
def text_name(self: W_TextIOWrapper) -> Value:
    return getattr_of(buffer_of(self), "name")


@getter(TEXT_IO_WRAPPER, "encoding", member=True)
def text_encoding(self: W_TextIOWrapper) -> Value:
    return w_None if self.encoding == "" else wrap(self.encoding)


@getter(TEXT_IO_WRAPPER, "errors")
def text_errors(self: W_TextIOWrapper) -> Value:
    check_initialized(self)
    return wrap(self.error_handler)


@getter(TEXT_IO_WRAPPER, "newlines")
def text_newlines(self: W_TextIOWrapper) -> Value:
    check_attached(self)
    d = self.decoder
    if d is None:
        return w_None
    newlines = d.newlines
    return w_None if newlines is None else newlines_value(newlines.seen)


@getter(TEXT_IO_WRAPPER, "line_buffering", member=True)
def text_line_buffering(self: W_TextIOWrapper) -> Value:
    return new_bool(self.line_buffering)


@getter(TEXT_IO_WRAPPER, "write_through", member=True)
def text_write_through(self: W_TextIOWrapper) -> Value:
    return new_bool(self.write_through)


@getter(TEXT_IO_WRAPPER, "mode")
def text_mode(self: W_TextIOWrapper) -> Value:
    if is_empty(self.w_mode):
        raise errors.attribute_error(f"'{type_name(wrap(self))}' object has no attribute 'mode'", wrap(self), "mode")
    return self.w_mode


@setter(TEXT_IO_WRAPPER, "mode")
def text_set_mode(self: W_TextIOWrapper, w_mode: Value) -> Value:
    self.w_mode = w_mode
    return w_None


@getter(TEXT_IO_WRAPPER, "_CHUNK_SIZE")
def text_chunk_size(self: W_TextIOWrapper) -> Value:
    check_attached(self)
    return from_int(self.chunk)


@setter(TEXT_IO_WRAPPER, "_CHUNK_SIZE")
def text_set_chunk_size(self: W_TextIOWrapper, w_size: Value) -> Value:
    check_attached(self)
    if is_empty(w_size):
        message = "attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted"
        raise errors.attribute_error(message, wrap(self), "_CHUNK_SIZE")
    n = index_or_value_error(w_size)
    if n <= 0:
        raise errors.value_error("a strictly positive integer is required")
    self.chunk = n
    return w_None


@method(TEXT_IO_WRAPPER, "fileno(self, /)", doc="The buffer's descriptor.")
def text_fileno(self: W_TextIOWrapper) -> Value:
    return call_method0(buffer_of(self), "fileno")


@method(TEXT_IO_WRAPPER, "isatty(self, /)", doc="Whether the buffer is a terminal.")
def text_isatty(self: W_TextIOWrapper) -> Value:
    return call_method0(buffer_of(self), "isatty")


@method(TEXT_IO_WRAPPER, "readable(self, /)", doc="Whether the buffer can be read.")
def text_readable(self: W_TextIOWrapper) -> Value:
    return call_method0(buffer_of(self), "readable")


@method(TEXT_IO_WRAPPER, "writable(self, /)", doc="Whether the buffer can be written.")
def text_writable(self: W_TextIOWrapper) -> Value:
    return call_method0(buffer_of(self), "writable")


@method(TEXT_IO_WRAPPER, "seekable(self, /)", doc="Whether the buffer has positions.")
def text_seekable(self: W_TextIOWrapper) -> Value:
    return call_method0(buffer_of(self), "seekable")


@method(TEXT_IO_WRAPPER, "__getstate__(self, /)")
def text_getstate(self: W_TextIOWrapper) -> Value:
    raise pickling_error(wrap(self))


@method(TEXT_IO_WRAPPER, "__repr__(self, /)", doc="Return repr(self).")
def text_repr(self: W_TextIOWrapper) -> Value:
    check_initialized(self)
    out = "<" + type_of(wrap(self)).name
    w_name = shown_name(wrap(self))
    if not is_empty(w_name):
        out = out + " name=" + repr_of(w_name)
    w_mode = find_attr(wrap(self), "mode")
    if not is_empty(w_mode):
        out = out + " mode=" + repr_of(w_mode)
    return wrap(out + f" encoding='{self.encoding}'>")


# --- writing ------------------------------------------------------------------------------------------------------------------------


def is_ascii_data(s: str) -> bool:
    """Compiled code only; s has one byte a character."""
    at = str_data(s)
    n = len(s)
    end = at + n
    while at + 8 <= end:
        if load64(at) & HIGH_BITS != 0:
            return False
        at += 8
    while at < end:
        if load8(at) >= 128:
            return False
        at += 1
    return True


def encode_onto(out: BytesBuilder, e: TextEncoder, s: str) -> None:
    """Appends s, encoded. ASCII text is copied as it is."""
    if COMPILED:
        if e.kind >= 0 and e.kind <= codecs.UTF_8 and str_kind(s) == 1 and (e.kind == codecs.LATIN_1 or is_ascii_data(s)):
            n = len(s)
            out.reserve(n)
            memcpy(bytes_data(out.buffer) + out.length, str_data(s), n)
            out.length += n
            return
    out.append(e.encode(s))


def write_pending(t: W_TextIOWrapper) -> None:
    """Hands what is pending to the buffer. The lock is held."""
    if t.pending.length == 0:
        return
    data = t.pending.to_bytes()
    t.pending.clear(t.chunk + 256)
    b = t.buffered
    if b is not None:
        write_buffered(b, data)
    else:
        call_method1(buffer_of(t), "write", wrap(data))


def flush_buffer(t: W_TextIOWrapper) -> None:
    b = t.buffered
    if b is not None and b.can_write:
        if buffered.is_closed(b):
            raise errors.value_error("flush of closed file")
        flush_buffered(b)
    else:
        call_method0(buffer_of(t), "flush")


def flush_text(t: W_TextIOWrapper) -> None:
    with locked(t):
        t.telling = t.seekable
        write_pending(t)
        flush_buffer(t)


def forget_read(t: W_TextIOWrapper) -> None:
    """Drops what was decoded ahead."""
    t.text = ""
    t.at = 0
    t.before = None
    d = t.decoder
    if d is not None:
        d.reset()


def write_text(t: W_TextIOWrapper, s: str, translated: bool = False) -> None:
    """write(s) of an open stream. translated: s has the newlines that are to be written."""
    with locked(t):
        e = t.encoder
        if e is None:
            raise unsupported("not writable")
        flush = t.line_buffering and (s.find("\n") >= 0 or s.find("\r") >= 0)
        if t.write_newline != "" and not translated and s.find("\n") >= 0:
            s = s.replace("\n", t.write_newline)
        out = t.pending
        while out.length > 0 and out.length + len(s) > t.chunk:
            write_pending(t)  # which the buffer may use to write more
            out = t.pending
        encode_onto(out, e, s)
        if out.length >= t.chunk or flush or t.write_through:
            write_pending(t)
        if flush:
            flush_buffer(t)
        d = t.decoder
        if t.before is not None:  # a stream without positions goes on reading where it was
            forget_read(t)
        elif d is not None:
            d.reset()


@method(TEXT_IO_WRAPPER, "write(self, text, /)", doc="Writes the string; its length.")
def text_write(self: W_TextIOWrapper, w_text: Value) -> Value:
    check_attached(self)
    s = as_str(w_text)
    if s is None:
        raise errors.type_error(f"write() argument must be str, not {argument_type(w_text)}")
    check_open(self)
    n = len(s)
    translated = False
    if self.write_newline != "" and type_of(w_text) is not STR and s.find("\n") >= 0:
        w_replaced = call_method2(w_text, "replace", wrap("\n"), wrap(self.write_newline))
        replaced = as_str(w_replaced)
        if replaced is None:
            raise errors.type_error(f"replace() should return a str, not {type_name(w_replaced)}")
        s = replaced
        translated = True
        check_open(self)
    write_text(self, s, translated)
    return from_int(n)


@method(TEXT_IO_WRAPPER, "flush(self, /)", doc="Writes out what is buffered.")
def text_flush(self: W_TextIOWrapper) -> Value:
    check_open(self)
    flush_text(self)
    return w_None


# --- reading ------------------------------------------------------------------------------------------------------------------------


def read_chunk(t: W_TextIOWrapper, hint: int) -> bool:
    """Decodes another chunk into text; False at the end of the file. The lock is held, all of text was given."""
    d = t.decoder
    if d is None:
        raise unsupported("not readable")
    if t.telling:
        t.before = state_of(d)
    n = max(t.chunk, hint)
    b = t.buffered
    if b is not None:
        data = buffered.read_some(b, n)
    else:
        w_data = call_method1(buffer_of(t), "read1" if t.has_read1 else "read", from_int(n))
        found = as_bytes(w_data)
        if found is None:
            found = bytes_like(t, w_data)
        data = found
    final = len(data) == 0
    t.last_chunk = data
    t.text = d.decode(data, final)
    t.at = 0
    return not final


def bytes_like(t: W_TextIOWrapper, w_data: Value) -> bytes:
    data = bytes_of_buffer(w_data)
    if data is None:
        name = "read1" if t.has_read1 else "read"
        raise errors.type_error(f"underlying {name}() should have returned a bytes-like object, not '{type_name(w_data)}'")
    return data


def rest_of_text(t: W_TextIOWrapper) -> str:
    s = t.text[t.at : len(t.text)] if t.at > 0 else t.text
    t.text = ""
    t.at = 0
    return s


def before_reading(t: W_TextIOWrapper) -> None:
    if t.pending.length > 0:
        write_pending(t)
        flush_buffer(t)


def read_all_text(t: W_TextIOWrapper) -> str:
    d = t.decoder
    if d is None:
        raise unsupported("not readable")
    b = t.buffered
    if b is not None:
        w_data = buffered.read_rest(b)
    else:
        w_data = call_method0(buffer_of(t), "read")
    data = as_bytes(w_data)
    if data is None:
        if same(w_data, w_None):
            raise errors.error(x.BLOCKING_IO_ERROR, "Read returned None.")
        data = bytes_of_buffer(w_data)
        if data is None:
            raise errors.type_error(f"underlying read() should have returned a bytes-like object, not '{type_name(w_data)}'")
    first = rest_of_text(t)
    s = d.decode(data, True)
    t.before = None
    t.last_chunk = b""
    return s if first == "" else first + s


def read_text(t: W_TextIOWrapper, n: int) -> str:
    """Up to n characters; all if n is negative."""
    with locked(t):
        before_reading(t)
        if n < 0:
            return read_all_text(t)
        have = len(t.text) - t.at
        if n <= have:
            s = t.text[t.at : t.at + n]
            t.at += n
            return s
        out = StringBuilder(n if n < 4096 else 4096)
        out.append(rest_of_text(t))
        while out.length < n:
            more = read_chunk(t, 0)
            take = min(n - out.length, len(t.text))
            out.append_slice(t.text, 0, take)
            t.at = take
            if not more and t.at >= len(t.text):
                break
        return out.to_str()


@method(TEXT_IO_WRAPPER, "read(self, size=-1, /)", doc="Reads up to size characters, all if it is negative.")
def text_read(self: W_TextIOWrapper, w_size: Value) -> Value:
    n = optional_size(w_size)
    check_open(self)
    if self.decoder is None:
        raise unsupported("not readable")
    return wrap(read_text(self, n))


def read_line(t: W_TextIOWrapper, limit: int) -> str:
    """A line of at most limit characters (any length: -1)."""
    with locked(t):
        before_reading(t)
        out: StringBuilder | None = None
        taken = 0
        while True:
            if t.at >= len(t.text):
                if not read_chunk(t, 0) and len(t.text) == 0:
                    t.before = None
                    return "" if out is None else out.to_str()
                if len(t.text) == 0:
                    continue
            text = t.text
            if out is not None and t.newline == "\r\n" and t.at == 0 and ends_in_cr(out) and text.startswith("\n"):
                out.append("\n")
                t.at = 1
                return out.to_str()
            end = line_end(text, t.at, t.newline)
            complete = end >= 0
            if not complete:
                end = len(text)
            if limit >= 0 and taken + end - t.at >= limit:
                end = t.at + limit - taken
                complete = True
            start = t.at
            t.at = end
            if complete and out is None:
                return text if start == 0 and end == len(text) else text[start:end]
            if out is None:
                out = StringBuilder(2 * (end - start) + 16)
            out.append_slice(text, start, end)
            taken += end - start
            if complete:
                return out.to_str()


def ends_in_cr(out: StringBuilder) -> bool:
    return out.length > 0 and out.to_str().endswith("\r")


@method(TEXT_IO_WRAPPER, "readline(self, size=-1, /)", doc="Reads up to the end of the line, at most size characters.")
def text_readline(self: W_TextIOWrapper, w_size: Value) -> Value:
    check_open(self)
    return wrap(read_line(self, index_of(w_size)))


@iternext(TEXT_IO_WRAPPER, iterable=False)
def text_next(self: W_TextIOWrapper) -> Value:
    check_attached(self)
    self.telling = False
    if type_of(wrap(self)) is TEXT_IO_WRAPPER:
        if is_closed(self):
            raise closed_error()
        line = read_line(self, -1)
        if line != "":
            return wrap(line)
    else:
        w_line = call_method0(wrap(self), "readline")
        got = as_str(w_line)
        if got is None:
            raise errors.error(x.OS_ERROR, f"readline() should have returned a str object, not '{type_name(w_line)}'")
        if got != "":
            return w_line
    self.before = None
    self.telling = self.seekable
    return EMPTY


# --- positions -------------------------------------------------------------------------------------------------------------------------


class Place:
    """What a position of seek() and tell() says: where the decoder can start in which state, and what of the text that follows was given."""

    at: int
    flags: int
    n_bytes: int
    """So many bytes are to be decoded ..."""
    n_chars: int
    """... of whose text so many characters are skipped."""
    to_end: bool
    """The decoder has to be told that the bytes are all."""

    def __init__(self, at: int, flags: int) -> None:
        self.at = at
        self.flags = flags
        self.n_bytes = 0
        self.n_chars = 0
        self.to_end = False


def place_number(p: Place) -> Value:
    """As programs get it: the fields in 64, 32, 32, 32 and 8 bits, the first one lowest. Usually the first is all there is."""
    if p.flags == 0 and p.n_chars == 0:
        return new_int(p.at)
    w = new_int(p.n_bytes << 32 | p.flags & 0xFFFFFFFF)
    w = operations.binary(BinaryOp.OR, w, operations.binary(BinaryOp.LSHIFT, new_int(p.n_chars), from_int(64)))
    w = operations.binary(BinaryOp.OR, w, operations.binary(BinaryOp.LSHIFT, from_int(1 if p.to_end else 0), from_int(96)))
    return operations.binary(BinaryOp.OR, new_int(p.at), operations.binary(BinaryOp.LSHIFT, w, from_int(64)))


def place_field(w_number: Value, start: int, mask: int) -> int:
    w_rest = operations.binary(BinaryOp.RSHIFT, w_number, from_int(start))
    return index_of(operations.binary(BinaryOp.AND, w_rest, new_int(mask)))


def place_of(w_number: Value) -> Place:
    at, too_big = int_to_i64(w_number)
    if not too_big:
        return Place(at, 0)
    if is_true(operations.binary(BinaryOp.RSHIFT, w_number, from_int(168))):
        raise errors.overflow_error("int too big to convert")
    flags = place_field(w_number, 64, 0xFFFFFFFF)
    p = Place(place_field(w_number, 0, 0x7FFFFFFFFFFFFFFF), flags if flags < 1 << 31 else flags - (1 << 32))
    p.n_bytes = place_field(w_number, 96, 0x7FFFFFFF)
    p.n_chars = place_field(w_number, 128, 0x7FFFFFFF)
    p.to_end = place_field(w_number, 160, 1) == 1
    return p


def place_in_chunk(t: W_TextIOWrapper, d: TextDecoder, before: DecoderState, end: int) -> Place:
    """Where the characters given so far end. `end` is the position behind the last chunk, `before` the decoder's state at its beginning."""
    data = t.last_chunk if len(before.waiting) == 0 else before.waiting + t.last_chunk
    place = Place(end - len(data), before.flags)
    place.n_chars = t.at
    if t.at == 0:
        return place
    now = state_of(d)
    newlines = d.newlines
    seen = 0 if newlines is None else newlines.seen
    try:
        DecoderState(b"", before.flags).restore(d)
        decoded = 0
        i = 0
        while decoded < place.n_chars:
            if i == len(data):  # a codec that gives the last characters at the end only
                decoded += len(d.decode(b"", True))
                place.to_end = True
                if decoded < place.n_chars:
                    raise errors.error(x.OS_ERROR, "can't reconstruct logical file position")
                break
            # Codecs that we know make at most one character of a byte, beside a \r that waited. Of others we give one byte at a time.
            n = 1 if d.kind < 0 else max(min(place.n_chars - decoded - 1, len(data) - i), 1)
            decoded += len(d.decode(data[i : i + n], False))
            i += n
            place.n_bytes += n
            state = state_of(d)
            if len(state.waiting) == 0 and decoded <= place.n_chars:  # one can start here
                place.at += place.n_bytes
                place.flags = state.flags
                place.n_chars -= decoded
                place.n_bytes = 0
                decoded = 0
    finally:
        now.restore(d)
        if newlines is not None:
            newlines.seen = seen
    return place


@method(TEXT_IO_WRAPPER, "tell(self, /)", doc="The position, for seek().")
def text_tell(self: W_TextIOWrapper) -> Value:
    check_open(self)
    if not self.seekable:
        raise unsupported("underlying stream is not seekable")
    if not self.telling:
        raise errors.error(x.OS_ERROR, "telling position disabled by next() call")
    with locked(self):
        write_pending(self)
        if self.encoder is not None:
            flush_pending_only(self)
        w_position = call_method0(buffer_of(self), "tell")
        d = self.decoder
        before = self.before
        if d is None or before is None:
            return w_position
        position, _too_big = int_to_i64(index_value(w_position))
        return place_number(place_in_chunk(self, d, before, position))


def flush_pending_only(t: W_TextIOWrapper) -> None:
    """Flushes the buffer where it holds what was written (not what it read ahead)."""
    b = t.buffered
    if b is not None:
        if b.can_write and b.out.length > 0:
            flush_buffered(b)
    else:
        call_method0(buffer_of(t), "flush")


@method(
    TEXT_IO_WRAPPER,
    "seek(self, cookie, whence=0, /)",
    doc="Moves to a position that tell() gave, the start or the end.",
    shown="($self, cookie, whence=os.SEEK_SET, /)",
)
def text_seek(self: W_TextIOWrapper, w_cookie: Value, w_whence: Value) -> Value:
    check_open(self)
    whence = index_of(w_whence)
    if not self.seekable:
        raise unsupported("underlying stream is not seekable")
    zero = not is_true(operations.compare(CompareOp.NE, w_cookie, from_int(0)))
    if whence == 1:
        if not zero:
            raise unsupported("can't do nonzero cur-relative seeks")
        w_cookie = text_tell(self)
    elif whence == 2:
        if not zero:
            raise unsupported("can't do nonzero end-relative seeks")
        call_method0(wrap(self), "flush")
        with locked(self):
            forget_read(self)
            w_position = call_method2(buffer_of(self), "seek", from_int(0), from_int(2))
            e = self.encoder
            if e is not None:
                e.set_start(not is_true(w_position))
        return w_position
    elif whence != 0:
        raise errors.value_error(f"invalid whence ({whence}, should be 0, 1 or 2)")
    if operations.less(w_cookie, from_int(0)):
        raise errors.value_error(f"negative seek position {repr_of(w_cookie)}")
    call_method0(wrap(self), "flush")
    place = place_of(index_value(w_cookie))
    with locked(self):
        call_method1(buffer_of(self), "seek", new_int(place.at))
        self.text = ""
        self.at = 0
        self.before = None
        at_start = place.at == 0 and place.flags == 0
        d = self.decoder
        if d is not None:
            start = DecoderState(b"", place.flags)
            if at_start:
                d.reset()
            else:
                start.restore(d)
            if place.n_chars > 0:
                decode_again(self, d, start, place)
        e = self.encoder
        if e is not None:
            e.set_start(at_start)
    return w_cookie


def decode_again(t: W_TextIOWrapper, d: TextDecoder, start: DecoderState, place: Place) -> None:
    """Reads the text in which the place is, after the buffer was moved to where it begins. The lock is held."""
    w_data = call_method1(buffer_of(t), "read", from_int(place.n_bytes))
    data = as_bytes(w_data)
    if data is None:
        raise errors.type_error(f"underlying read() should have returned a bytes object, not '{type_name(w_data)}'")
    t.before = start
    t.last_chunk = data
    t.text = d.decode(data, place.to_end)
    if len(t.text) < place.n_chars:
        raise errors.error(x.OS_ERROR, "can't restore logical file position")
    t.at = place.n_chars


@method(TEXT_IO_WRAPPER, "truncate(self, pos=None, /)", doc="Makes the file pos bytes long (default: up to here).")
def text_truncate(self: W_TextIOWrapper, w_size: Value) -> Value:
    check_attached(self)
    call_method0(wrap(self), "flush")
    return call_method1(buffer_of(self), "truncate", w_size)


# --- the end -----------------------------------------------------------------------------------------------------------------------------


@method(TEXT_IO_WRAPPER, "detach(self, /)", doc="Separates the buffer and gives it.")
def text_detach(self: W_TextIOWrapper) -> Value:
    check_attached(self)
    call_method0(wrap(self), "flush")
    with locked(self):
        w_buffer = buffer_of(self)
        b = self.buffered
        if b is not None:
            f = b.file
            if f is not None and same(f.w_outer, wrap(self)):
                f.w_outer = w_buffer
        self.detached = True
        self.w_buffer = EMPTY
        self.buffered = None
        return w_buffer


@method(TEXT_IO_WRAPPER, "close(self, /)", doc="Flushes, and closes the buffer.")
def text_close(self: W_TextIOWrapper) -> Value:
    check_attached(self)
    if is_closed(self) or is_empty(self.w_buffer):
        return w_None
    first = failure_of(wrap(self), "flush")
    second: PyError | None = None
    try:
        call_method0(buffer_of(self), "close")
    except PyError as e:
        second = e
    self.closed = True
    raise_last(first, second)
    return w_None


@method(
    TEXT_IO_WRAPPER,
    "reconfigure(self, /, *, encoding=None, errors=None, newline=EMPTY, line_buffering=None, write_through=None)",
    doc="Changes the stream's settings.",
    shown="($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
)
def text_reconfigure(
    self: W_TextIOWrapper, w_encoding: Value, w_errors: Value, w_newline: Value, w_line_buffering: Value, w_write_through: Value
) -> Value:
    check_attached(self)
    changes_text = not same(w_encoding, w_None) or not same(w_errors, w_None) or not is_empty(w_newline)
    if self.decoder is not None and self.before is not None and changes_text:
        raise unsupported("It is not possible to set the encoding or newline of stream after the first read")
    newline: str | None = None
    if not is_empty(w_newline):
        newline = check_newline(w_newline)
    call_method0(wrap(self), "flush")
    line_buffering = self.line_buffering if same(w_line_buffering, w_None) else is_true(w_line_buffering)
    write_through = self.write_through if same(w_write_through, w_None) else is_true(w_write_through)
    if changes_text:
        change_codec(self, w_encoding, w_errors)
        if not is_empty(w_newline):
            set_newline(self, newline)
    self.line_buffering = line_buffering
    self.write_through = write_through
    return w_None


def change_codec(t: W_TextIOWrapper, w_encoding: Value, w_errors: Value) -> None:
    encoding = t.encoding if same(w_encoding, w_None) else encoding_argument(w_encoding)
    handler = "strict"
    if not same(w_errors, w_None):
        handler = errors_argument(w_errors)
    elif same(w_encoding, w_None):
        handler = t.error_handler
    old = t.decoder
    if old is not None:
        d = new_decoder(encoding, handler)
        d.newlines = old.newlines
        t.decoder = d
    if t.encoder is not None:
        e = new_encoder(encoding, handler)
        if t.seekable and is_true(call_method0(buffer_of(t), "tell")):
            e.set_start(False)
        t.encoder = e
    t.encoding = encoding
    t.error_handler = handler


# --- print --------------------------------------------------------------------------------------------------------------------------------


def plain_text_stream(w_file: Value) -> W_TextIOWrapper | None:
    """w_file if writing to it is write_text: exactly a TextIOWrapper, open, without attributes of its own."""
    t = try_as(W_TextIOWrapper, w_file)
    if t is None or shape_of(t) is not TEXT_IO_WRAPPER.root_shape or t.encoder is None or is_empty(t.w_buffer):
        return None
    b = t.buffered
    if b is None or b.file is None or is_closed(t):
        return None
    return t

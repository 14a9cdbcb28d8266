"""The module _io: open, the standard streams, BufferedRWPair. The streams themselves are in base.py, file.py, buffered.py, text.py, memory.py.

Standard streams are made at start-up without a Python call and, for stdout and stderr, with two system calls each.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, new_with_shape, try_as, wrap
from protopython.engine import streams
from protopython.engine.finalization import run_collector_work
from protopython.modules._io.base import (
    BUFFERED_IO_BASE,
    DEFAULT_BUFFER_SIZE,
    W_IOBase,
    argument_type,
    flush_pending_streams,
    raise_last,
    require_ability,
    standard_streams,
    uninitialized_error,
)
from protopython.modules._io.buffered import BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, W_Buffered, new_buffered, setup
from protopython.modules._io.buffered import allocate as allocate_buffered
from protopython.modules._io.decode import check_newline
from protopython.modules._io.file import FILE_IO, W_FileIO, file_close, file_new, new_file_io, open_file_io
from protopython.modules._io.text import (
    TEXT_IO_WRAPPER,
    allocate,
    encoding_argument,
    errors_argument,
    new_text,
    warn_default_encoding,
)
from protopython.modules._io.text import setup as setup_text
from protopython.modules.support.system_calls import c_int, c_isatty, fd_status, fspath_of
from protopython.objects.codecs.codecs import lookup_codec
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.exceptions.exceptions import RUNTIME_WARNING, W_OSError
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.call import call2, call_method0, call_method1
from protopython.objects.model.define import MODULES, constant, define_type, function, getter, method, new
from protopython.objects.model.operations import has_index, index_of, is_true
from protopython.objects.model.stock import stock_function
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None, w_True
from protopython.objects.str.str import as_str
from protopython.protocore import collector
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, same

MAX_BUFFER: Final[int] = 8 << 20
EMFILE: Final[int] = 24


# --- BufferedRWPair -----------------------------------------------------------------------------------------------------


class W_RWPair(W_IOBase):
    reader: W_Buffered | None
    writer: W_Buffered | None


RW_PAIR = define_type(
    "BufferedRWPair", W_RWPair, BUFFERED_IO_BASE, module="_io", doc="A reader and a writer, as of a pipe or a socket.", attributes=True
)
constant("_io", "BufferedRWPair", RW_PAIR)


@new(RW_PAIR, "(cls, *args, **kwargs)", shown="(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)")
def pair_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    p = new_with_shape(W_RWPair, cls.root_shape)
    if cls is RW_PAIR:
        register_finalizer(p)
    return wrap(p)


@method(RW_PAIR, "__init__(self, reader, writer, buffer_size=131072, /)", doc="Initialize self.")
def pair_init(self: W_RWPair, w_reader: Value, w_writer: Value, w_size: Value) -> Value:
    require_ability(w_reader, "readable", "File or stream is not readable.")
    require_ability(w_writer, "writable", "File or stream is not writable.")
    size = index_of(w_size)
    reader = allocate_buffered(BUFFERED_READER)
    setup(reader, w_reader, size, True, False)
    writer = allocate_buffered(BUFFERED_WRITER)
    setup(writer, w_writer, size, False, True)
    self.reader = reader
    self.writer = writer
    return w_None


def reader_of(p: W_RWPair) -> Value:
    reader = p.reader
    if reader is None:
        raise uninitialized_error()
    return wrap(reader)


def writer_of(p: W_RWPair) -> Value:
    writer = p.writer
    if writer is None:
        raise uninitialized_error()
    return wrap(writer)


@method(RW_PAIR, "read(self, size=-1, /)", shown="")
def pair_read(self: W_RWPair, w_size: Value) -> Value:
    return call_method1(reader_of(self), "read", w_size)


@method(RW_PAIR, "read1(self, size=-1, /)", shown="")
def pair_read1(self: W_RWPair, w_size: Value) -> Value:
    return call_method1(reader_of(self), "read1", w_size)


@method(RW_PAIR, "peek(self, size=0, /)", shown="")
def pair_peek(self: W_RWPair, w_size: Value) -> Value:
    return call_method1(reader_of(self), "peek", w_size)


@method(RW_PAIR, "readinto(self, buffer, /)", shown="")
def pair_readinto(self: W_RWPair, w_buffer: Value) -> Value:
    return call_method1(reader_of(self), "readinto", w_buffer)


@method(RW_PAIR, "readinto1(self, buffer, /)", shown="")
def pair_readinto1(self: W_RWPair, w_buffer: Value) -> Value:
    return call_method1(reader_of(self), "readinto1", w_buffer)


@method(RW_PAIR, "write(self, buffer, /)", shown="")
def pair_write(self: W_RWPair, w_data: Value) -> Value:
    return call_method1(writer_of(self), "write", w_data)


@method(RW_PAIR, "flush(self, /)")
def pair_flush(self: W_RWPair) -> Value:
    return call_method0(writer_of(self), "flush")


@method(RW_PAIR, "readable(self, /)")
def pair_readable(self: W_RWPair) -> Value:
    return call_method0(reader_of(self), "readable")


@method(RW_PAIR, "writable(self, /)")
def pair_writable(self: W_RWPair) -> Value:
    return call_method0(writer_of(self), "writable")


@method(RW_PAIR, "isatty(self, /)")
def pair_isatty(self: W_RWPair) -> Value:
    if is_true(call_method0(writer_of(self), "isatty")):
        return w_True
    return call_method0(reader_of(self), "isatty")


@method(RW_PAIR, "close(self, /)")
def pair_close(self: W_RWPair) -> Value:
    raise_last(failure_of_close(self, True), failure_of_close(self, False))
    return w_None


def failure_of_close(p: W_RWPair, of_writer: bool) -> PyError | None:
    try:
        call_method0(writer_of(p) if of_writer else reader_of(p), "close")
    except PyError as e:
        return e
    return None


@getter(RW_PAIR, "closed")
def pair_closed(self: W_RWPair) -> Value:
    if self.writer is None:
        raise errors.runtime_error("the BufferedRWPair object is being garbage-collected")
    return operations.getattr_of(writer_of(self), "closed")


# --- open ------------------------------------------------------------------------------------------------------------------


class Mode:
    """What a mode string asks for."""

    raw: str
    text: bool
    binary: bool
    reading: bool
    writing: bool
    """w, a or x."""
    updating: bool

    def __init__(self, mode: str) -> None:
        self.raw = ""
        self.text = False
        self.binary = False
        self.reading = False
        self.writing = False
        self.updating = False
        kinds = 0
        i = 0
        while i < len(mode):
            c = mode[i]
            if "rwaxbt+".find(c) < 0 or mode.find(c, i + 1) >= 0:
                raise errors.value_error(f"invalid mode: '{mode}'")
            if c == "b":
                self.binary = True
            elif c == "t":
                self.text = True
            else:
                self.raw = self.raw + c
                if c == "+":
                    self.updating = True
                else:
                    kinds += 1
                    if c == "r":
                        self.reading = True
                    else:
                        self.writing = True
            i += 1
        if self.text and self.binary:
            raise errors.value_error("can't have text and binary mode at once")
        if kinds > 1:
            raise errors.value_error("must have exactly one of create/read/write/append mode")


@function(
    "_io",
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    doc="Opens a file and returns a stream.",
)
def open_(
    w_file: Value, w_mode: Value, w_buffering: Value, w_encoding: Value, w_errors: Value, w_newline: Value, w_closefd: Value, w_opener: Value
) -> Value:
    w_path = w_file if has_index(w_file) else fspath_of(w_file)
    mode_text = as_str(w_mode)
    if mode_text is None:
        raise errors.type_error(f"open() argument 'mode' must be str, not {argument_type(w_mode)}")
    buffering = c_int(w_buffering)
    mode = Mode(mode_text)
    if mode.binary:
        if not same(w_encoding, w_None):
            raise errors.value_error("binary mode doesn't take an encoding argument")
        if not same(w_errors, w_None):
            raise errors.value_error("binary mode doesn't take an errors argument")
        if not same(w_newline, w_None):
            raise errors.value_error("binary mode doesn't take a newline argument")
    f = try_as(W_FileIO, file_new(FILE_IO, w_None, w_None))
    if f is None:
        return w_None
    try:
        open_file_io(f, w_path, mode.raw, is_true(w_closefd), w_opener)
    except PyError as e:
        if not is_out_of_descriptors(e):
            raise
        collector.collect_with(collector.HeapVisitor())  # files that were forgotten may be closed now
        run_collector_work()
        open_file_io(f, w_path, mode.raw, is_true(w_closefd), w_opener)
    try:
        return stream_on(f, mode, mode_text, buffering, w_encoding, w_errors, w_newline)
    except PyError:
        file_close(f)
        raise


def is_out_of_descriptors(e: PyError) -> bool:
    o = try_as(W_OSError, e.w_value)
    return o is not None and same(o.w_errno, from_int(EMFILE))


def stream_on(f: W_FileIO, mode: Mode, mode_text: str, buffering: int, w_encoding: Value, w_errors: Value, w_newline: Value) -> Value:
    """The stream that open() gives for an open file."""
    line_buffering = False
    if buffering < 0 and f.block_size > 0 and is_character_device(f) and c_isatty(i32(f.fd)) != 0:
        buffering = -1
        line_buffering = True
    if buffering == 1 and not mode.binary:
        buffering = -1
        line_buffering = True
    if buffering == 1:
        warn_line_buffering()
        buffering = -1
    if buffering < 0:
        buffering = max(min(f.block_size, MAX_BUFFER), DEFAULT_BUFFER_SIZE)
    if buffering == 0:
        if not mode.binary:
            raise errors.value_error("can't have unbuffered text I/O")
        return wrap(f)
    cls = BUFFERED_RANDOM if mode.updating else BUFFERED_WRITER if mode.writing else BUFFERED_READER
    if mode.updating:
        require_ability(wrap(f), "seekable", "File or stream is not seekable.")
    b = new_buffered(cls, f, buffering)
    f.w_outer = wrap(b)
    if mode.binary:
        return wrap(b)
    newline = check_newline(w_newline)
    t = allocate(TEXT_IO_WRAPPER)
    setup_text(t, wrap(b), encoding_argument(w_encoding), errors_argument(w_errors), newline)
    t.line_buffering = line_buffering
    t.w_mode = wrap(mode_text)
    f.w_outer = wrap(t)
    return wrap(t)


def is_character_device(f: W_FileIO) -> bool:
    """Whether it is worth asking if f is a terminal: regular files have a size."""
    return f.size_hint == 0


def warn_line_buffering() -> None:
    message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"
    call2(stock_function("_warnings", "warn"), wrap(message), wrap(RUNTIME_WARNING))


@function("_io", "open_code(path)", doc="Opens a file of code for reading.")
def open_code(w_path: Value) -> Value:
    if as_str(w_path) is None:
        raise errors.type_error(f"open_code() argument 'path' must be str, not {type_name(w_path)}")
    return open_(w_path, wrap("rb"), from_int(-1), w_None, w_None, w_None, w_True, w_None)


@function("_io", "text_encoding(encoding, stacklevel=2, /)", doc="encoding, or the name of the default if it is None.")
def text_encoding_(w_encoding: Value, w_stacklevel: Value) -> Value:
    if not same(w_encoding, w_None):
        return w_encoding
    settings = context().space.settings
    if settings.warn_default_encoding:
        warn_default_encoding(w_stacklevel)
    return wrap("utf-8" if settings.utf8_mode else "locale")


constant("builtins", "open", MODULES["_io"]["open"])


# --- the standard streams ----------------------------------------------------------------------------------------------------


def new_standard_stream(fd: int, name: str, encoding: str, error_handler: str, unbuffered: bool) -> Value:
    """None when the descriptor is not open."""
    status = fd_status(fd)
    if status is None:
        return w_None
    writing = fd != 0
    f = new_file_io(fd, not writing, writing, wrap(name), False)
    f.block_size = status.block_size
    b = new_buffered(BUFFERED_WRITER if writing else BUFFERED_READER, f, DEFAULT_BUFFER_SIZE)
    if unbuffered and writing:
        t = allocate(TEXT_IO_WRAPPER)
        setup_text(t, wrap(f), encoding, error_handler, "\n")
    else:
        t = new_text(b, encoding, error_handler, None if fd == 0 else "\n", False)
    is_terminal = status.mode & 0o170000 == 0o020000 and c_isatty(i32(fd)) != 0
    t.line_buffering = not unbuffered and (fd == 2 or is_terminal or context().space.settings.interactive)
    t.w_mode = wrap("w" if writing else "r")
    if unbuffered:
        t.write_through = True
    standard_streams().append(t)
    standard_streams().append(b)
    return wrap(t)


def codec_name(encoding: str) -> str:
    """The name of a codec by one of its names; LookupError."""
    name = as_str(getattr_of(wrap(lookup_codec(encoding)), "name"))
    return encoding if name is None else name


def make_standard_streams() -> None:
    """sys.stdin, stdout and stderr, in the current space."""
    settings = context().space.settings
    encoding = settings.stream_encoding
    if encoding != "utf-8":
        encoding = codec_name(encoding)
    handler = settings.stream_errors
    unbuffered = settings.unbuffered
    set_stream("stdin", new_standard_stream(0, "<stdin>", encoding, handler, unbuffered))
    set_stream("stdout", new_standard_stream(1, "<stdout>", encoding, handler, unbuffered))
    set_stream("stderr", new_standard_stream(2, "<stderr>", encoding, "backslashreplace", unbuffered))


def set_stream(name: str, w_stream: Value) -> None:
    d = context().space.w_sys.dict
    dict_set_str(d, name, w_stream)
    dict_set_str(d, "__" + name + "__", w_stream)


def flush_at_exit() -> bool:
    """Writes out what files and sys.stdout and sys.stderr hold; False, with a message, when sys.stdout cannot be written."""
    ok = True
    w = streams.usable_stream("stdout")
    if not same(w, w_None):
        try:
            operations.call_method0(w, "flush")
        except PyError as e:
            ok = False
            streams.report_ignored("Exception ignored while flushing sys.stdout:\n", e.w_value)
    w = streams.usable_stream("stderr")
    if not same(w, w_None):
        try:
            operations.call_method0(w, "flush")
        except PyError:
            ok = False
    flush_pending_streams()
    return ok

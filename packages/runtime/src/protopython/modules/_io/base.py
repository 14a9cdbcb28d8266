"""The roots of the I/O hierarchy: _IOBase, _RawIOBase, _BufferedIOBase, _TextIOBase and UnsupportedOperation.

What stands here works on any stream, through its Python-visible methods: it is what classes written in Python inherit. The concrete streams
(file, buffered, text, memory) have methods of their own that take direct ways.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, locked, new_with_shape, try_as, wrap
from protopython.engine.finalization import shown
from protopython.engine.streams import report_ignored
from protopython.objects.bytearray import bytearray_content, new_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.buffer import need_writable
from protopython.objects.model.call import call1, call_method0, call_method1, call_method2
from protopython.objects.model.define import OBJECT, SECOND_BASES, constant, define_module, define_type, getter, iternext, method, new
from protopython.objects.model.operations import index_of, index_value, is_true, iterate, next_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_False, w_None, w_True
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.collector import awaiting_finalizer, n_awaiting_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.threads import start_others, stop_others
from protopython.protocore.value import from_int, is_empty, same

DEFAULT_BUFFER_SIZE: Final[int] = 131072

define_module("_io", "Streams: the implementation of the module io.")
constant("_io", "DEFAULT_BUFFER_SIZE", DEFAULT_BUFFER_SIZE)
constant("_io", "BlockingIOError", x.BLOCKING_IO_ERROR)

UNSUPPORTED_OPERATION = define_type("UnsupportedOperation", x.W_OSError, x.OS_ERROR, module="io", flags=x.EXCEPTION_FLAGS, attributes=True)
UNSUPPORTED_OPERATION.mro = Array.of([UNSUPPORTED_OPERATION, x.OS_ERROR, x.VALUE_ERROR, x.EXCEPTION, x.BASE_EXCEPTION, OBJECT])
SECOND_BASES[id(UNSUPPORTED_OPERATION)] = x.VALUE_ERROR
constant("_io", "UnsupportedOperation", UNSUPPORTED_OPERATION)


class W_IOBase(W_Object):
    closed: bool
    """_IOBase.close ran."""

    def has_pending(self) -> bool:
        """Whether there is something to flush."""
        return False

    def flush_now(self) -> None:
        """flush() without a look at user subclasses."""

    def forgotten(self) -> Value:
        """Called when the stream is dead and open; what is to be closed."""
        return wrap(self)


def _base(name: str, base: W_Type, doc: str) -> W_Type:
    t = define_type(name, W_IOBase, base, module="_io", doc=doc, attributes=True)
    constant("_io", name, t)
    return t


IO_BASE = _base("_IOBase", OBJECT, "What all streams derive from.")
RAW_IO_BASE = _base("_RawIOBase", IO_BASE, "Base class of unbuffered binary streams.")
BUFFERED_IO_BASE = _base("_BufferedIOBase", IO_BASE, "Base class of buffered binary streams.")
TEXT_IO_BASE = _base("_TextIOBase", IO_BASE, "Base class of text streams.")


@new(IO_BASE, "(cls, *args, **kwargs)", shown="()")
def io_base_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    return wrap(new_with_shape(W_IOBase, cls.root_shape))


# --- shared -----------------------------------------------------------------------------------------------------------


def unsupported(message: str) -> PyError:
    return errors.error(UNSUPPORTED_OPERATION, message)


def argument_type(w: Value) -> str:
    """The type of an argument, as messages name it."""
    return "None" if same(w, w_None) else type_name(w)


def uninitialized_error() -> PyError:
    return errors.value_error("I/O operation on uninitialized object")


def closed_error() -> PyError:
    return errors.value_error("I/O operation on closed file.")


def method_is_true(w: Value, name: str) -> bool:
    """Truth of what a method gives: readable(), seekable() ..."""
    return is_true(call_method0(w, name))


def failure_of(w: Value, name: str) -> PyError | None:
    """Calls a method; what it raised."""
    try:
        call_method0(w, name)
    except PyError as e:
        return e
    return None


def raise_last(first: PyError | None, second: PyError | None) -> None:
    """Raises the later one of two errors, whose context is the earlier one."""
    if second is not None:
        raise second if first is None else errors.after(second, first)
    if first is not None:
        raise first


def index_or_value_error(w: Value) -> int:
    """index_of, which finds that a number is too big to be a right value."""
    i, too_big = int_to_i64(index_value(w))
    if too_big:
        raise errors.value_error(f"cannot fit '{type_name(w)}' into an index-sized integer")
    return i


def shown_name(w: Value) -> Value:
    """The attribute `name`, for repr(); EMPTY where there is none, or a stream below w cannot tell it any more."""
    try:
        return find_attr(w, "name")
    except PyError as e:
        if not errors.error_matches(e, x.VALUE_ERROR):
            raise
        return EMPTY


def pickling_error(w: Value) -> PyError:
    name = type_of(w).name
    return errors.type_error(f"cannot pickle '{name[name.rfind('.') + 1 : len(name)]}' instances")


def check_closed(w: Value) -> None:
    if operations.attribute_is_true(w, "closed"):
        raise closed_error()


def optional_size(w: Value) -> int:
    """A size argument: None and what is left out are -1."""
    if is_empty(w) or same(w, w_None):
        return -1
    if not operations.has_index(w):
        raise errors.type_error(f"argument should be integer or None, not '{type_name(w)}'")
    return index_of(w)


def bytes_result(w: Value, what: str) -> bytes:
    """What a stream's read gave, which must be bytes."""
    data = as_bytes(w)
    if data is None:
        raise errors.type_error(f"{what} should return bytes, not '{type_name(w)}'")
    return data


def store_in(w_buffer: Value, data: bytes, what: str) -> int:
    """data into the writable buffer; its length."""
    b = need_writable(w_buffer, what)
    n = len(data)
    if n > b.n:
        n = b.n
        data = data[0:n]
    b.write(0, data)
    return n


class StandardStreams(State):
    streams: list[W_IOBase]
    """Those made at start-up, text before the bytes below it. Nobody closes them, so they have no finalizer."""

    def __init__(self) -> None:
        self.streams = []


def new_standard_streams() -> State:
    return StandardStreams()


STANDARD_STREAMS: Final[int] = space_slot(new_standard_streams)


def standard_streams() -> list[W_IOBase]:
    return cast(StandardStreams, context().space.states[STANDARD_STREAMS]).streams


def streams_with_pending() -> Array[Value]:
    """What waits for its finalizer with something to flush, the newest first: a stream is newer than the one below it. EMPTY at the end."""
    room = 64
    while True:
        found = Array[Value](room, EMPTY)
        n = 0
        stop_others()
        i = n_awaiting_finalizer()
        while i > 0:
            i -= 1
            s = try_as(W_IOBase, awaiting_finalizer(i))
            if s is not None and s.has_pending():
                if n < room:
                    found[n] = wrap(s)
                n += 1
        start_others()
        if n <= room:
            return found
        room = n + n // 8


def flush_pending_streams() -> None:
    """At exit: flushes what programs left open; errors are silent, as in destructors."""
    for w in streams_with_pending():
        s = try_as(W_IOBase, w)
        if s is not None:
            flush_silently(s)
    for s in standard_streams():
        flush_silently(s)


def flush_silently(s: W_IOBase) -> None:
    with locked(s):
        pending = s.has_pending()
    if pending:
        try:
            s.flush_now()
        except PyError:
            pass


# --- _IOBase ------------------------------------------------------------------------------------------------------------


@getter(IO_BASE, "closed")
def io_closed(self: W_IOBase) -> Value:
    return new_bool(self.closed)


@method(IO_BASE, "close(self, /)", doc="Flushes and closes the stream; no effect the second time.")
def io_close(self: W_IOBase) -> Value:
    if self.closed:
        return w_None
    failure = failure_of(wrap(self), "flush")
    self.closed = True
    raise_last(failure, None)
    return w_None


@method(IO_BASE, "flush(self, /)", doc="Writes out what is buffered.")
def io_flush(self: W_IOBase) -> Value:
    if self.closed:
        raise closed_error()
    return w_None


@method(
    IO_BASE,
    "seek(self, offset, whence=0, /)",
    doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.",
    shown="($self, offset, whence=os.SEEK_SET, /)",
)
def io_seek(self: W_IOBase, w_offset: Value, w_whence: Value) -> Value:
    raise unsupported("seek")


@method(IO_BASE, "tell(self, /)", doc="The current position.")
def io_tell(self: W_IOBase) -> Value:
    return call_method2(wrap(self), "seek", from_int(0), from_int(1))


@method(IO_BASE, "truncate(self, size=None, /)", doc="Makes the file `size` bytes long (default: up to here).")
def io_truncate(self: W_IOBase, w_size: Value) -> Value:
    raise unsupported("truncate")


@method(IO_BASE, "fileno(self, /)", doc="The file descriptor, if there is one.")
def io_fileno(self: W_IOBase) -> Value:
    raise unsupported("fileno")


@method(IO_BASE, "isatty(self, /)", doc="Whether the stream is a terminal.")
def io_isatty(self: W_IOBase) -> Value:
    check_closed(wrap(self))
    return w_False


@method(IO_BASE, "readable(self, /)", doc="Whether the stream can be read.")
def io_readable(self: W_IOBase) -> Value:
    return w_False


@method(IO_BASE, "writable(self, /)", doc="Whether the stream can be written.")
def io_writable(self: W_IOBase) -> Value:
    return w_False


@method(IO_BASE, "seekable(self, /)", doc="Whether the stream has positions.")
def io_seekable(self: W_IOBase) -> Value:
    return w_False


@method(IO_BASE, "_checkClosed(self, msg=None, /)", shown="($self, /)")
def io_check_closed(self: W_IOBase, w_msg: Value) -> Value:
    check_closed(wrap(self))
    return w_None


def require_ability(w: Value, name: str, message: str) -> None:
    if not same(call_method0(w, name), w_True):
        raise unsupported(message)


@method(IO_BASE, "_checkReadable(self, msg=None, /)", shown="($self, /)")
def io_check_readable(self: W_IOBase, w_msg: Value) -> Value:
    require_ability(wrap(self), "readable", "File or stream is not readable.")
    return w_True


@method(IO_BASE, "_checkWritable(self, msg=None, /)", shown="($self, /)")
def io_check_writable(self: W_IOBase, w_msg: Value) -> Value:
    require_ability(wrap(self), "writable", "File or stream is not writable.")
    return w_True


@method(IO_BASE, "_checkSeekable(self, msg=None, /)", shown="($self, /)")
def io_check_seekable(self: W_IOBase, w_msg: Value) -> Value:
    require_ability(wrap(self), "seekable", "File or stream is not seekable.")
    return w_True


@method(IO_BASE, "__enter__(self, /)")
def io_enter(self: W_IOBase) -> Value:
    check_closed(wrap(self))
    return wrap(self)


@method(IO_BASE, "__exit__(self, /, *args)", shown="")
def io_exit(self: W_IOBase, w_args: Value) -> Value:
    call_method0(wrap(self), "close")
    return w_None


@method(IO_BASE, "__iter__(self, /)", doc="Implement iter(self).")
def io_iter(self: W_IOBase) -> Value:
    check_closed(wrap(self))
    return wrap(self)


@iternext(IO_BASE)
def io_next(self: W_IOBase) -> Value:
    w_line = call_method0(wrap(self), "readline")
    if operations.length_of(w_line) == 0:
        return EMPTY
    return w_line


@method(IO_BASE, "readline(self, size=-1, /)", doc="Reads a line, of at most size bytes.")
def io_readline(self: W_IOBase, w_size: Value) -> Value:
    limit = optional_size(w_size)
    w_peek = find_attr(wrap(self), "peek")
    w_read = getattr_of(wrap(self), "read")
    out = BytesBuilder(64)
    while limit < 0 or out.length < limit:
        n = 1
        if not is_empty(w_peek):
            ahead = bytes_result(call1(w_peek, from_int(1)), "peek()")
            if len(ahead) > 0:
                at = ahead.find(b"\n")
                n = len(ahead) if at < 0 else at + 1
                if limit >= 0 and n > limit - out.length:
                    n = limit - out.length
        w_data = call1(w_read, from_int(n))
        data = as_bytes(w_data)
        if data is None:
            raise errors.error(x.OS_ERROR, f"read() should have returned a bytes object, not '{type_name(w_data)}'")
        if len(data) == 0:
            break
        out.append(data)
        if data[len(data) - 1] == 10:
            break
    return wrap(out.to_bytes())


@method(IO_BASE, "readlines(self, hint=-1, /)", doc="All lines that follow, or those that make up about hint bytes.")
def io_readlines(self: W_IOBase, w_hint: Value) -> Value:
    hint = optional_size(w_hint)
    result = new_list()
    total = 0
    w_iter = iterate(wrap(self))
    while True:
        w_line = next_of(w_iter)
        if is_empty(w_line):
            break
        list_append(result, w_line)
        if hint > 0:
            total += operations.length_of(w_line)
            if total > hint:
                break
    return wrap(result)


@method(IO_BASE, "writelines(self, lines, /)", doc="Writes each of the lines.")
def io_writelines(self: W_IOBase, w_lines: Value) -> Value:
    check_closed(wrap(self))
    w_iter = iterate(w_lines)
    while True:
        w_line = next_of(w_iter)
        if is_empty(w_line):
            return w_None
        call_method1(wrap(self), "write", w_line)


@method(IO_BASE, "__del__(self, /)")
def io_del(self: W_IOBase) -> Value:
    try:
        closed = operations.attribute_is_true(wrap(self), "closed")
    except PyError:
        return w_None  # it was never initialised, or has lost what it stood on: there is nothing to close
    if not closed:
        w_lost = self.forgotten()
        failure = failure_of(w_lost, "close")
        if failure is not None:
            report_ignored(f"Exception ignored while finalizing file {shown(w_lost)}:\n", failure.w_value)
    return w_None


# --- _RawIOBase ---------------------------------------------------------------------------------------------------------


@method(RAW_IO_BASE, "read(self, size=-1, /)")
def raw_read(self: W_IOBase, w_size: Value) -> Value:
    n = optional_size(w_size)
    if n < 0:
        return call_method0(wrap(self), "readall")
    memory = new_bytearray(zeros(n))
    w_got = call_method1(wrap(self), "readinto", wrap(memory))
    if same(w_got, w_None):
        return w_None
    got = index_of(w_got)
    if got < 0 or got > n:
        raise errors.value_error(f"readinto returned {got} outside buffer size {n}")
    return wrap(bytearray_content(memory)[0:got])


def zeros(n: int) -> bytes:
    out = BytesBuilder(n)
    out.append_repeated(0, n)
    return out.to_bytes()


@method(RAW_IO_BASE, "readall(self, /)", doc="Reads up to the end of the file.")
def raw_readall(self: W_IOBase) -> Value:
    out = BytesBuilder(1024)
    some = False
    while True:
        w_data = call_method1(wrap(self), "read", from_int(DEFAULT_BUFFER_SIZE))
        if same(w_data, w_None):
            return wrap(out.to_bytes()) if some else w_None
        data = as_bytes(w_data)
        if data is None:
            raise errors.type_error("read() should return bytes")
        if len(data) == 0:
            return wrap(out.to_bytes())
        some = True
        out.append(data)


@method(RAW_IO_BASE, "readinto(self, buffer, /)", shown="")
def raw_readinto(self: W_IOBase, w_buffer: Value) -> Value:
    raise errors.error_empty(x.NOT_IMPLEMENTED_ERROR)


@method(RAW_IO_BASE, "write(self, b, /)", shown="")
def raw_write(self: W_IOBase, w_data: Value) -> Value:
    raise errors.error_empty(x.NOT_IMPLEMENTED_ERROR)


# --- _BufferedIOBase -----------------------------------------------------------------------------------------------------


@method(BUFFERED_IO_BASE, "detach(self, /)", doc="Separates the raw stream and gives it.")
def buffered_detach(self: W_IOBase) -> Value:
    raise unsupported("detach")


@method(BUFFERED_IO_BASE, "read(self, size=-1, /)", doc="Reads up to size bytes, all if it is negative.")
def buffered_read(self: W_IOBase, w_size: Value) -> Value:
    raise unsupported("read")


@method(BUFFERED_IO_BASE, "read1(self, size=-1, /)", doc="Reads up to size bytes with at most one read of the raw stream.")
def buffered_read1(self: W_IOBase, w_size: Value) -> Value:
    raise unsupported("read1")


@method(BUFFERED_IO_BASE, "write(self, b, /)", doc="Writes the bytes; their number.")
def buffered_write(self: W_IOBase, w_data: Value) -> Value:
    raise unsupported("write")


def read_into(w: Value, name: str, w_buffer: Value) -> Value:
    b = need_writable(w_buffer, name + "into() argument" if name == "read" else "readinto1() argument")
    w_data = call_method1(w, name, from_int(b.n))
    data = as_bytes(w_data)
    if data is None:
        raise errors.type_error("read() should return bytes")
    if len(data) > b.n:
        raise errors.value_error(f"read() returned too much data: {b.n} bytes requested, {len(data)} returned")
    b.write(0, data)
    return from_int(len(data))


@method(BUFFERED_IO_BASE, "readinto(self, buffer, /)")
def buffered_readinto(self: W_IOBase, w_buffer: Value) -> Value:
    return read_into(wrap(self), "read", w_buffer)


@method(BUFFERED_IO_BASE, "readinto1(self, buffer, /)")
def buffered_readinto1(self: W_IOBase, w_buffer: Value) -> Value:
    return read_into(wrap(self), "read1", w_buffer)


# --- _TextIOBase ---------------------------------------------------------------------------------------------------------


@method(TEXT_IO_BASE, "detach(self, /)", doc="Separates the buffer and gives it.")
def text_detach(self: W_IOBase) -> Value:
    raise unsupported("detach")


@method(TEXT_IO_BASE, "read(self, size=-1, /)", doc="Reads up to size characters, all if it is negative.")
def text_read(self: W_IOBase, w_size: Value) -> Value:
    raise unsupported("read")


@method(TEXT_IO_BASE, "readline(self, size=-1, /)", doc="Reads up to the end of the line.")
def text_readline(self: W_IOBase, w_size: Value) -> Value:
    raise unsupported("readline")


@method(TEXT_IO_BASE, "write(self, s, /)", doc="Writes the string; its length.")
def text_write(self: W_IOBase, w_text: Value) -> Value:
    raise unsupported("write")


@getter(TEXT_IO_BASE, "encoding", doc="The name of the encoding; None where there is none.")
def text_encoding(self: W_IOBase) -> Value:
    return w_None


@getter(TEXT_IO_BASE, "newlines", doc="The ends of lines met so far: None, one of them, or a tuple.")
def text_newlines(self: W_IOBase) -> Value:
    return w_None


@getter(TEXT_IO_BASE, "errors", doc="What is done about errors of the encoding.")
def text_errors(self: W_IOBase) -> Value:
    return w_None

"""StringIO and BytesIO: streams in memory.

BytesIO keeps its content in a bytearray, which getbuffer() lends. StringIO is in one of two states: `builder` collects what is written at the
end (the usual case, linear in all), or is None and `text` is the content, of which writes in the middle make a new one.
"""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Value, locked, new_with_shape, races, try_as, wrap
from protodialect.unsafe import address_of, memchr
from protopython.modules._io.base import (
    BUFFERED_IO_BASE,
    TEXT_IO_BASE,
    W_IOBase,
    closed_error,
    optional_size,
    store_in,
    uninitialized_error,
)
from protopython.modules._io.decode import Newlines, check_newline, line_end, newlines_value
from protopython.objects.bytearray import W_ByteArray, bytearray_content, bytearray_replace, bytearray_resize, new_bytearray
from protopython.objects.dict.dict import W_Dict, dict_copy, dict_len, dict_update_from
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.list.list import list_append, new_list
from protopython.objects.memoryview import memoryview_of
from protopython.objects.model import errors
from protopython.objects.model.buffer import ARRAY_HEADER, bytes_of_memory, need_buffer, need_bytes
from protopython.objects.model.call import call_method0
from protopython.objects.model.define import constant, define_type, getter, iternext, method, new
from protopython.objects.model.instance import instance_dict
from protopython.objects.model.operations import index_of, iterate, length_of, next_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_False, w_None, w_True
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple3, new_tuple4
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int, is_empty, same

# --- BytesIO ------------------------------------------------------------------------------------------------------------


class W_BytesIO(W_IOBase):
    content: W_ByteArray
    at: int


BYTES_IO = define_type("BytesIO", W_BytesIO, BUFFERED_IO_BASE, module="_io", doc="A binary stream in memory.", attributes=True)
constant("_io", "BytesIO", BYTES_IO)


@new(BYTES_IO, "(cls, *args, **kwargs)")
def bytes_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    b = new_with_shape(W_BytesIO, cls.root_shape)
    b.content = new_bytearray(b"")
    return wrap(b)


@method(BYTES_IO, "__init__(self, /, initial_bytes=b'')", doc="Initialize self.")
def bytes_init(self: W_BytesIO, w_initial: Value) -> Value:
    data = b"" if same(w_initial, w_None) else need_bytes(w_initial)
    check_exports(self)
    self.closed = False
    self.at = 0
    self.content = new_bytearray(data)
    return w_None


def open_bytes(b: W_BytesIO) -> W_ByteArray:
    if b.closed:
        raise closed_error()
    return b.content


def check_exports(b: W_BytesIO) -> None:
    """What getbuffer() lent must not be in use when b changes."""
    if b.content.exports > 0:
        raise errors.buffer_error("Existing exports of data: object cannot be re-sized")


def take_bytes(b: W_BytesIO, n: int) -> bytes:
    """The next n bytes at most; all if n is negative."""
    with locked(b):
        content = b.content
        at = b.at  # Once: seek() of another thread may change it.
        with locked(content):
            left = content.length - at
            if left <= 0:
                return b""
            if n < 0 or n > left:
                n = left
            data = bytes_of_memory(content.memory, content.start + at, n)
        b.at = at + n
        return data


def find_newline(content: W_ByteArray, start: int, stop: int) -> int:
    """Where the line ends; -1 when it does not before `stop`. The lock is held."""
    if COMPILED:
        base = address_of(content.memory) + ARRAY_HEADER + content.start
        found = memchr(base + start, 10, stop - start)
        return -1 if found == 0 else found - base
    else:
        while start < stop:
            if content.memory[content.start + start] == 10:
                return start
            start += 1
        return -1


def take_line(b: W_BytesIO, limit: int) -> bytes:
    with locked(b):
        content = b.content
        at = b.at
        with locked(content):
            stop = content.length
            if at >= stop:
                return b""
            if limit >= 0 and limit < stop - at:
                stop = at + limit
            newline = find_newline(content, at, stop)
            if newline >= 0:
                stop = newline + 1
            data = bytes_of_memory(content.memory, content.start + at, stop - at)
        b.at = stop
        return data


@method(BYTES_IO, "read(self, size=-1, /)", doc="Reads up to size bytes, all if it is negative.")
@method(BYTES_IO, "read1(self, size=-1, /)", doc="Reads up to size bytes, all if it is negative.")
def bytes_read(self: W_BytesIO, w_size: Value) -> Value:
    open_bytes(self)
    return wrap(take_bytes(self, optional_size(w_size)))


@method(BYTES_IO, "readline(self, size=-1, /)", doc="Reads a line, of at most size bytes.")
def bytes_readline(self: W_BytesIO, w_size: Value) -> Value:
    open_bytes(self)
    return wrap(take_line(self, optional_size(w_size)))


@method(BYTES_IO, "readlines(self, size=None, /)", doc="All lines that follow, or those that make up about size bytes.")
def bytes_readlines(self: W_BytesIO, w_size: Value) -> Value:
    open_bytes(self)
    limit = optional_size(w_size)
    result = new_list()
    total = 0
    while True:
        line = take_line(self, -1)
        if len(line) == 0:
            return wrap(result)
        list_append(result, wrap(line))
        total += len(line)
        if limit > 0 and total >= limit:
            return wrap(result)


@method(BYTES_IO, "readinto(self, buffer, /)", doc="Reads into a writable buffer; the number of bytes.")
def bytes_readinto(self: W_BytesIO, w_buffer: Value) -> Value:
    open_bytes(self)
    n = need_buffer(w_buffer).n
    return from_int(store_in(w_buffer, take_bytes(self, n), "readinto() argument"))


@iternext(BYTES_IO)
def bytes_next(self: W_BytesIO) -> Value:
    open_bytes(self)
    line = take_line(self, -1)
    return EMPTY if len(line) == 0 else wrap(line)


def put_bytes(b: W_BytesIO, data: bytes) -> None:
    n = len(data)
    if n == 0:
        return
    with locked(b):
        content = b.content
        at = b.at
        if at > content.length:
            bytearray_resize(content, at)
        bytearray_replace(content, at, at + n, data)
        b.at = at + n


@method(BYTES_IO, "write(self, b, /)", doc="Writes the bytes; their number.")
def bytes_write(self: W_BytesIO, w_data: Value) -> Value:
    open_bytes(self)
    check_exports(self)
    data = need_bytes(w_data)
    open_bytes(self)  # __buffer__ may do anything
    check_exports(self)
    put_bytes(self, data)
    return from_int(len(data))


@method(BYTES_IO, "writelines(self, lines, /)", doc="Writes each of the lines.")
def bytes_writelines(self: W_BytesIO, w_lines: Value) -> Value:
    open_bytes(self)
    w_iter = iterate(w_lines)
    while True:
        w_line = next_of(w_iter)
        if is_empty(w_line):
            return w_None
        bytes_write(self, w_line)


@method(BYTES_IO, "getvalue(self, /)", doc="The whole content.")
def bytes_getvalue(self: W_BytesIO) -> Value:
    return wrap(bytearray_content(open_bytes(self)))


@method(BYTES_IO, "getbuffer(self, /)", doc="A view of the content that can be written.")
def bytes_getbuffer(self: W_BytesIO) -> Value:
    return wrap(memoryview_of(wrap(open_bytes(self))))


@method(BYTES_IO, "tell(self, /)", doc="The position.")
def bytes_tell(self: W_BytesIO) -> Value:
    open_bytes(self)
    return new_int(self.at)


@method(BYTES_IO, "seek(self, pos, whence=0, /)", doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.")
def bytes_seek(self: W_BytesIO, w_offset: Value, w_whence: Value) -> Value:
    content = open_bytes(self)
    offset = index_of(w_offset)
    whence = index_of(w_whence)
    if whence == 0:
        if offset < 0:
            raise errors.value_error(f"negative seek value {offset}")
    elif whence == 1:
        offset += self.at
    elif whence == 2:
        offset += content.length
    else:
        raise errors.value_error(f"invalid whence ({whence}, should be 0, 1 or 2)")
    self.at = max(offset, 0)
    return new_int(self.at)


@method(BYTES_IO, "truncate(self, size=None, /)", doc="Makes the content `size` bytes long (default: up to here).")
def bytes_truncate(self: W_BytesIO, w_size: Value) -> Value:
    open_bytes(self)
    check_exports(self)
    n = self.at if same(w_size, w_None) else index_of(w_size)
    content = open_bytes(self)
    check_exports(self)
    if n < 0:
        raise errors.value_error(f"negative size value {n}")
    with locked(self):
        if n < content.length:
            bytearray_resize(content, n)
    return new_int(n)


@method(BYTES_IO, "close(self, /)", doc="Frees the content.")
def bytes_close(self: W_BytesIO) -> Value:
    check_exports(self)
    self.closed = True
    self.content = new_bytearray(b"")
    return w_None


@getter(BYTES_IO, "closed", doc="Whether the stream was closed.")
def bytes_closed(self: W_BytesIO) -> Value:
    return new_bool(self.closed)


@method(BYTES_IO, "flush(self, /)", doc="Nothing to do.")
def bytes_flush(self: W_BytesIO) -> Value:
    open_bytes(self)
    return w_None


@method(BYTES_IO, "isatty(self, /)", doc="False.")
def bytes_isatty(self: W_BytesIO) -> Value:
    open_bytes(self)
    return w_False


@method(BYTES_IO, "readable(self, /)", doc="True.")
@method(BYTES_IO, "writable(self, /)", doc="True.")
@method(BYTES_IO, "seekable(self, /)", doc="True.")
def bytes_able(self: W_BytesIO) -> Value:
    open_bytes(self)
    return w_True


def own_attributes(s: W_IOBase) -> Value:
    d = instance_dict(s)
    return w_None if dict_len(d) == 0 else wrap(dict_copy(d))


@method(BYTES_IO, "__getstate__(self, /)")
def bytes_getstate(self: W_BytesIO) -> Value:
    return wrap(new_tuple3(bytes_getvalue(self), new_int(self.at), own_attributes(self)))


def state_of(s: W_IOBase, w_state: Value, n: int) -> W_Tuple:
    t = try_as(W_Tuple, w_state)
    if t is None or t.length < n:
        name = type_of(wrap(s)).name
        got = type_name(w_state)
        raise errors.type_error(f"{name}.__setstate__ argument should be {n}-tuple, got {got}")
    return t


def restore_attributes(s: W_IOBase, w_dict: Value) -> None:
    if same(w_dict, w_None):
        return
    d = try_as(W_Dict, w_dict)
    if d is None:
        place = "third" if try_as(W_BytesIO, wrap(s)) is not None else "fourth"
        raise errors.type_error(f"{place} item of state should be a dict, got a {type_name(w_dict)}")
    dict_update_from(instance_dict(s), d)


@method(BYTES_IO, "__setstate__(self, object, /)")
def bytes_setstate(self: W_BytesIO, w_state: Value) -> Value:
    open_bytes(self)
    t = state_of(self, w_state, 3)
    bytes_init(self, t.items[0])
    at = index_of(t.items[1])
    if at < 0:
        raise errors.value_error("position value cannot be negative")
    self.at = at
    restore_attributes(self, t.items[2])
    return w_None


# --- StringIO -------------------------------------------------------------------------------------------------------------


@races(at="tell() tells where it was a moment ago")
class W_StringIO(W_IOBase):
    text: str
    builder: StringBuilder | None
    """The content, when not None; the position is at its end then."""
    at: int
    newline: str
    """What ends lines when reading; "" for any."""
    write_newline: str
    newlines: Newlines | None
    w_newline: Value
    """EMPTY: not initialised."""


STRING_IO = define_type("StringIO", W_StringIO, TEXT_IO_BASE, module="_io", doc="A text stream in memory.", attributes=True)
constant("_io", "StringIO", STRING_IO)


@new(STRING_IO, "(cls, *args, **kwargs)")
def string_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    s = new_with_shape(W_StringIO, cls.root_shape)
    s.text = ""
    s.newline = "\n"
    s.write_newline = ""
    s.w_newline = EMPTY
    return wrap(s)


@method(STRING_IO, "__init__(self, /, initial_value='', newline='\\n')", doc="Initialize self.")
def string_init(self: W_StringIO, w_initial: Value, w_newline: Value) -> Value:
    newline = check_newline(w_newline, True)
    initial = ""
    if not same(w_initial, w_None):
        given = as_str(w_initial)
        if given is None:
            raise errors.type_error(f"initial_value must be str or None, not {type_name(w_initial)}")
        initial = given
    self.closed = False
    self.text = ""
    self.builder = None
    self.at = 0
    self.w_newline = w_newline
    self.newline = "\n" if newline is None else newline
    self.write_newline = "" if newline is None or newline == "\n" else newline
    self.newlines = Newlines(newline is None) if newline is None or newline == "" else None
    if initial != "":
        put_text(self, initial)
        settle(self)
        self.at = 0
    return w_None


def check_string_open(s: W_StringIO) -> None:
    if is_empty(s.w_newline):
        raise uninitialized_error()
    if s.closed:
        raise string_closed_error()


def string_closed_error() -> PyError:
    return errors.value_error("I/O operation on closed file")


def settle(s: W_StringIO) -> str:
    """The content, with the builder gone."""
    builder = s.builder
    if builder is not None:
        s.text = builder.to_str()
        s.builder = None
    return s.text


def content_of(s: W_StringIO) -> str:
    builder = s.builder
    return s.text if builder is None else builder.to_str()


def put_text(s: W_StringIO, text: str) -> None:
    newlines = s.newlines
    if newlines is not None:
        text = newlines.feed(text, True)
    if s.write_newline != "" and text.find("\n") >= 0:
        text = text.replace("\n", s.write_newline)
    n = len(text)
    if n == 0:
        return
    builder = s.builder
    if builder is None:
        content = s.text
        if s.at < len(content):
            rest = content[s.at + n : len(content)] if s.at + n < len(content) else ""
            s.text = content[0 : s.at] + text + rest
            s.at += n
            return
        builder = StringBuilder(len(content) + n + 32)
        builder.append(content)
        builder.append_repeated(0, s.at - len(content))
        s.text = ""
        s.builder = builder
    builder.append(text)
    s.at += n


@method(STRING_IO, "write(self, s, /)", doc="Writes the string; its length.")
def string_write(self: W_StringIO, w_text: Value) -> Value:
    text = as_str(w_text)
    if text is None:
        raise errors.type_error(f"string argument expected, got '{type_name(w_text)}'")
    check_string_open(self)
    with locked(self):
        put_text(self, text)
    return from_int(len(text))


@method(STRING_IO, "getvalue(self, /)", doc="The whole content.")
def string_getvalue(self: W_StringIO) -> Value:
    check_string_open(self)
    with locked(self):
        return wrap(content_of(self))


@method(STRING_IO, "read(self, size=-1, /)", doc="Reads up to size characters, all if it is negative.")
def string_read(self: W_StringIO, w_size: Value) -> Value:
    check_string_open(self)
    n = optional_size(w_size)
    with locked(self):
        text = settle(self)
        left = len(text) - self.at
        if left <= 0:
            return wrap("")
        if n < 0 or n > left:
            n = left
        start = self.at
        self.at += n
        return wrap(text if n == len(text) else text[start : start + n])


def take_text_line(s: W_StringIO, limit: int) -> str:
    with locked(s):
        text = settle(s)
        start = s.at
        if start >= len(text):
            return ""
        end = line_end(text, start, s.newline)
        if end < 0:
            end = len(text)
        if limit >= 0 and end - start > limit:
            end = start + limit
        s.at = end
        return text[start:end]


@method(STRING_IO, "readline(self, size=-1, /)", doc="Reads up to the end of the line, at most size characters.")
def string_readline(self: W_StringIO, w_size: Value) -> Value:
    check_string_open(self)
    return wrap(take_text_line(self, optional_size(w_size)))


@iternext(STRING_IO, iterable=False)
def string_next(self: W_StringIO) -> Value:
    check_string_open(self)
    if type_of(wrap(self)) is STRING_IO:
        line = take_text_line(self, -1)
        return EMPTY if line == "" else wrap(line)
    w_line = call_method0(wrap(self), "readline")
    if as_str(w_line) is None:
        raise errors.error(x.OS_ERROR, f"readline() should have returned a str object, not '{type_name(w_line)}'")
    return EMPTY if length_of(w_line) == 0 else w_line


@method(STRING_IO, "tell(self, /)", doc="The position.")
def string_tell(self: W_StringIO) -> Value:
    check_string_open(self)
    return new_int(self.at)


@method(STRING_IO, "seek(self, pos, whence=0, /)", doc="Moves to a position, the place where it is or the end.")
def string_seek(self: W_StringIO, w_offset: Value, w_whence: Value) -> Value:
    check_string_open(self)
    offset = index_of(w_offset)
    whence = index_of(w_whence)
    if whence != 0 and whence != 1 and whence != 2:
        raise errors.value_error(f"Invalid whence ({whence}, should be 0, 1 or 2)")
    if offset < 0 and whence == 0:
        raise errors.value_error(f"Negative seek position {offset}")
    if whence != 0 and offset != 0:
        raise errors.error(x.OS_ERROR, "Can't do nonzero cur-relative seeks")
    with locked(self):
        text = settle(self)
        if whence == 1:
            offset = self.at
        elif whence == 2:
            offset = len(text)
        self.at = offset
    return new_int(offset)


@method(STRING_IO, "truncate(self, pos=None, /)", doc="Makes the content pos characters long (default: up to here).")
def string_truncate(self: W_StringIO, w_size: Value) -> Value:
    check_string_open(self)
    n = self.at if same(w_size, w_None) else index_of(w_size)
    if n < 0:
        raise errors.value_error(f"Negative size value {n}")
    with locked(self):
        text = settle(self)
        if n < len(text):
            self.text = text[0:n]
    return new_int(n)


@method(STRING_IO, "close(self, /)", doc="Frees the content.")
def string_close(self: W_StringIO) -> Value:
    self.closed = True
    self.text = ""
    self.builder = None
    return w_None


@getter(STRING_IO, "closed")
def string_closed(self: W_StringIO) -> Value:
    if is_empty(self.w_newline):
        raise uninitialized_error()
    return new_bool(self.closed)


@getter(STRING_IO, "newlines")
def string_newlines(self: W_StringIO) -> Value:
    check_string_open(self)
    newlines = self.newlines
    return w_None if newlines is None else newlines_value(newlines.seen)


@getter(STRING_IO, "line_buffering")
def string_line_buffering(self: W_StringIO) -> Value:
    check_string_open(self)
    return w_False


@method(STRING_IO, "readable(self, /)", doc="True.")
@method(STRING_IO, "writable(self, /)", doc="True.")
@method(STRING_IO, "seekable(self, /)", doc="True.")
def string_able(self: W_StringIO) -> Value:
    check_string_open(self)
    return w_True


@method(STRING_IO, "__getstate__(self, /)")
def string_getstate(self: W_StringIO) -> Value:
    return wrap(new_tuple4(string_getvalue(self), self.w_newline, new_int(self.at), own_attributes(self)))


@method(STRING_IO, "__setstate__(self, state, /)")
def string_setstate(self: W_StringIO, w_state: Value) -> Value:
    if self.closed:
        raise string_closed_error()
    t = state_of(self, w_state, 4)
    string_init(self, wrap(""), t.items[1])
    text = as_str(t.items[0])
    if text is None:
        raise errors.type_error(f"initial_value must be str or None, not {type_name(t.items[0])}")
    self.text = text
    at = index_of(t.items[2])
    if at < 0:
        raise errors.value_error("position value cannot be negative")
    self.at = at
    restore_attributes(self, t.items[3])
    return w_None

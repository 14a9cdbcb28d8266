"""BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair: fewer and larger reads and writes of a raw stream.

    what was read      ahead: bytes, of which ahead[at:] is still to be given
    what was written   out: a BytesBuilder that goes to the raw stream when `size` bytes are there

At most one of the two holds anything (BufferedRandom empties the one before it uses the other), so the position that programs see is the
raw stream's, minus what is ahead, plus what is in `out`. When the raw stream is exactly a FileIO no Python method is called.
The object's lock is held throughout an operation, also while the raw stream waits: whole operations of several threads follow each other.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, inline, locked, new_with_shape, races, try_as, unlikely, wrap
from protopython.engine.signals import run_pending_signals
from protopython.modules._io.base import (
    BUFFERED_IO_BASE,
    W_IOBase,
    failure_of,
    index_or_value_error,
    optional_size,
    pickling_error,
    raise_last,
    require_ability,
    shown_name,
    uninitialized_error,
    unsupported,
    zeros,
)
from protopython.modules._io.file import FILE_IO, W_FileIO, file_read_all, reading_fd, writing_fd
from protopython.modules.support.system_calls import EAGAIN, MUCH, read_fd, seek_fd, write_fd
from protopython.objects.bytearray import bytearray_content, new_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions import exceptions as x
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model import errors, operations
from protopython.objects.model.attributes import find_attr, getattr_of
from protopython.objects.model.buffer import need_bytes, need_writable
from protopython.objects.model.call import call0, call_method0, call_method1, call_method2
from protopython.objects.model.define import constant, define_type, getter, iternext, method, new
from protopython.objects.model.operations import attribute_is_true, index_of, index_value, repr_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.string_builder import BytesBuilder
from protopython.objects.tuple import new_tuple3
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import from_int, is_empty, same

NOTHING: Final[bytes] = b""


@races(detached="set before the raw stream is taken away; it says which error it is that there is none")
class W_Buffered(W_IOBase):
    w_raw: Value
    """EMPTY: not initialised, or detached."""
    file: W_FileIO | None
    """The raw stream, if it is exactly a FileIO."""
    detached: bool
    can_read: bool
    can_write: bool
    size: int
    ahead: bytes
    at: int
    out: BytesBuilder

    def has_pending(self) -> bool:
        return self.can_write and not is_empty(self.w_raw) and self.out.length > 0

    def flush_now(self) -> None:
        flush_buffered(self)

    def forgotten(self) -> Value:
        f = self.file
        if f is not None:
            f.warn_unclosed(wrap(self))
        return wrap(self)


def _define(name: str, doc: str) -> W_Type:
    t = define_type(name, W_Buffered, BUFFERED_IO_BASE, module="_io", doc=doc, attributes=True)
    constant("_io", name, t)
    return t


BUFFERED_READER = _define("BufferedReader", "A buffer for a raw stream that is read.")
BUFFERED_WRITER = _define("BufferedWriter", "A buffer for a raw stream that is written.")
BUFFERED_RANDOM = _define("BufferedRandom", "A buffer for a raw stream with positions that is read and written.")


def allocate(cls: W_Type) -> W_Buffered:
    b = new_with_shape(W_Buffered, cls.root_shape)
    b.w_raw = EMPTY
    b.ahead = NOTHING
    b.out = BytesBuilder(0)
    return b


@new(BUFFERED_READER, "(cls, *args, **kwargs)", shown="(raw, buffer_size=DEFAULT_BUFFER_SIZE)")
@new(BUFFERED_WRITER, "(cls, *args, **kwargs)", shown="(raw, buffer_size=DEFAULT_BUFFER_SIZE)")
@new(BUFFERED_RANDOM, "(cls, *args, **kwargs)", shown="(raw, buffer_size=DEFAULT_BUFFER_SIZE)")
def buffered_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    b = allocate(cls)
    if not cls.flags & TypeFlags.HEAP:
        register_finalizer(b)
    return wrap(b)


def setup(b: W_Buffered, w_raw: Value, size: int, can_read: bool, can_write: bool) -> None:
    if size <= 0:
        raise errors.value_error("buffer size must be strictly positive")
    b.w_raw = w_raw
    b.file = try_as(W_FileIO, w_raw) if type_of(w_raw) is FILE_IO else None
    b.detached = False
    b.closed = False
    b.can_read = can_read
    b.can_write = can_write
    b.size = size
    b.ahead = NOTHING
    b.at = 0
    b.out = BytesBuilder(min(size, 8192) if can_write else 0)


def forget_raw(b: W_Buffered) -> None:
    """What begins to be initialised is not, until that succeeds."""
    b.w_raw = EMPTY
    b.file = None
    b.detached = False


def new_buffered(cls: W_Type, file: W_FileIO, size: int) -> W_Buffered:
    """A buffer of one of the three types over a file."""
    b = allocate(cls)
    setup(b, wrap(file), size, cls is not BUFFERED_WRITER, cls is not BUFFERED_READER)
    return b


@method(BUFFERED_READER, "__init__(self, /, raw, buffer_size=131072)", doc="Initialize self.")
def reader_init(self: W_Buffered, w_raw: Value, w_size: Value) -> Value:
    forget_raw(self)
    require_ability(w_raw, "readable", "File or stream is not readable.")
    setup(self, w_raw, index_of(w_size), True, False)
    return w_None


@method(BUFFERED_WRITER, "__init__(self, /, raw, buffer_size=131072)", doc="Initialize self.")
def writer_init(self: W_Buffered, w_raw: Value, w_size: Value) -> Value:
    forget_raw(self)
    require_ability(w_raw, "writable", "File or stream is not writable.")
    setup(self, w_raw, index_of(w_size), False, True)
    return w_None


@method(BUFFERED_RANDOM, "__init__(self, /, raw, buffer_size=131072)", doc="Initialize self.")
def random_init(self: W_Buffered, w_raw: Value, w_size: Value) -> Value:
    forget_raw(self)
    require_ability(w_raw, "seekable", "File or stream is not seekable.")
    require_ability(w_raw, "readable", "File or stream is not readable.")
    require_ability(w_raw, "writable", "File or stream is not writable.")
    setup(self, w_raw, index_of(w_size), True, True)
    return w_None


# --- the raw stream --------------------------------------------------------------------------------------------------------


def check_raw(b: W_Buffered) -> None:
    raw_of(b)


@inline
def raw_of(b: W_Buffered) -> Value:
    """The raw stream, looked at anew wherever it is used: what was called before, or another thread, may have detached it."""
    w_raw = b.w_raw
    if unlikely(is_empty(w_raw)):
        if b.detached:
            raise errors.value_error("raw stream has been detached")
        raise uninitialized_error()
    return w_raw


def is_closed(b: W_Buffered) -> bool:
    check_raw(b)
    f = b.file
    if f is not None:
        return f.fd < 0
    return attribute_is_true(raw_of(b), "closed")


def check_open(b: W_Buffered, message: str) -> None:
    """Raises ValueError unless the raw stream is open (or data for it to be read is here)."""
    if is_closed(b):
        if b.at < len(b.ahead):
            return
        raise errors.value_error(message)


def raw_read(b: W_Buffered, n: int) -> bytes | None:
    """Up to n bytes from the raw stream, None if it has none now."""
    f = b.file
    if f is not None:
        return read_fd(reading_fd(f), n)
    n = min(n, max(b.size, MUCH))
    memory = new_bytearray(zeros(n))
    w_got = call_method1(raw_of(b), "readinto", wrap(memory))
    if same(w_got, w_None):
        return None
    try:
        got = index_or_value_error(w_got)
    except PyError as e:
        raise errors.because(errors.error(x.OS_ERROR, "raw readinto() failed"), e) from None
    if got < 0 or got > n:
        raise errors.error(x.OS_ERROR, f"raw readinto() returned invalid length {got} (should have been between 0 and {n})")
    return bytearray_content(memory)[0:got]


def raw_write(b: W_Buffered, data: bytes, start: int) -> int:
    """How many of data[start:] the raw stream took; -1: none now."""
    n = len(data) - start
    f = b.file
    if f is not None:
        return write_fd(writing_fd(f), data, start, n)
    w_done = call_method1(raw_of(b), "write", wrap(data[start : len(data)] if start > 0 else data))
    if same(w_done, w_None):
        return -1
    try:
        done = index_or_value_error(w_done)
    except PyError:
        done = -1
    if done < 0 or done > n:
        raise errors.error(x.OS_ERROR, f"raw write() returned invalid length {done} (should have been between 0 and {n})")
    return done


def raw_position(b: W_Buffered) -> int:
    f = b.file
    if f is not None and f.fd >= 0:
        return seek_fd(f.fd, 0, 1)
    at, too_big = int_to_i64(index_value(call_method0(raw_of(b), "tell")))
    if too_big or at < 0:
        raise errors.error(x.OS_ERROR, f"Raw stream returned invalid position {at}")
    return at


def raw_seek(b: W_Buffered, offset: int, whence: int) -> int:
    f = b.file
    if f is not None and f.fd >= 0:
        return seek_fd(f.fd, offset, whence)
    at, too_big = int_to_i64(index_value(call_method2(raw_of(b), "seek", new_int(offset), from_int(whence))))
    if too_big or at < 0:
        raise errors.error(x.OS_ERROR, f"Raw stream returned invalid position {at}")
    return at


# --- writing ---------------------------------------------------------------------------------------------------------------------


def would_block(done: int) -> PyError:
    w_done = from_int(done)
    o = x.new_os_error(new_tuple3(from_int(EAGAIN), wrap("write could not complete without blocking"), w_done))
    o.w_characters_written = w_done
    return PyError(wrap(o))


def flush_out(b: W_Buffered) -> None:
    """Writes all of b.out. What could not be written stays. The lock is held."""
    if b.out.length == 0:
        return
    data = b.out.to_bytes()
    b.out.clear(min(b.size, 8192))
    start = 0
    try:
        while start < len(data):
            done = raw_write(b, data, start)
            if done < 0:
                raise would_block(0)
            start += done
            if start < len(data):
                run_pending_signals()  # A signal may be why the write took but a part; the next one might wait.
    finally:
        if start < len(data):
            meanwhile = b.out.to_bytes()  # by the raw stream, or a signal's handler
            b.out.clear(b.size)
            b.out.append_slice(data, start, len(data))
            b.out.append(meanwhile)


def flush_buffered(b: W_Buffered) -> None:
    """flush(): what was written goes out, what was read ahead goes back."""
    with locked(b):
        flush_out(b)
        give_back(b)


def give_back(b: W_Buffered) -> None:
    """Moves the raw stream back over what was read ahead, all of which is forgotten. The lock is held."""
    if b.can_write and len(b.ahead) > 0:
        if b.at < len(b.ahead):
            raw_seek(b, b.at - len(b.ahead), 1)
        b.ahead = NOTHING
        b.at = 0


def write_buffered(b: W_Buffered, data: bytes) -> int:
    with locked(b):
        if is_closed(b):  # perhaps by the thread that held the lock
            raise errors.value_error("write to closed file")
        if b.at < len(b.ahead):
            give_back(b)
        n = len(data)
        if b.out.length + n < b.size:
            b.out.append(data)
            return n
        if b.out.length > 0 and b.out.length + n > b.size:
            try:
                flush_out(b)
            except PyError as e:
                if not errors.error_matches(e, x.BLOCKING_IO_ERROR):
                    raise
                room = b.size - b.out.length
                if n <= room:
                    b.out.append(data)
                    return n
                if room > 0:
                    b.out.append_slice(data, 0, room)
                raise would_block(max(room, 0))
        if n < b.size:
            b.out.append(data)
            if b.out.length >= b.size:
                flush_out(b)
            return n
        start = 0
        while n - start >= b.size:
            done = raw_write(b, data, start)
            if done < 0:
                kept = min(n - start, b.size)
                b.out.append_slice(data, start, start + kept)
                if start + kept < n:
                    raise would_block(start + kept)
                return n
            start += done
            if start < n:
                run_pending_signals()
        if start < n:
            b.out.append_slice(data, start, n)
        return n


@method(BUFFERED_WRITER, "write(self, buffer, /)", doc="Writes the bytes; their number.")
@method(BUFFERED_RANDOM, "write(self, buffer, /)", doc="Writes the bytes; their number.")
def buffered_write(self: W_Buffered, w_data: Value) -> Value:
    check_raw(self)
    data = need_bytes(w_data)
    return from_int(write_buffered(self, data))


@method(BUFFERED_WRITER, "flush(self, /)", doc="Writes out what is buffered.")
@method(BUFFERED_RANDOM, "flush(self, /)", doc="Writes out what is buffered.")
def buffered_flush(self: W_Buffered) -> Value:
    if is_closed(self):
        raise errors.value_error("flush of closed file")
    flush_buffered(self)
    return w_None


@method(BUFFERED_READER, "flush(self, /)", doc="Nothing to do.")
def reader_flush(self: W_Buffered) -> Value:
    call_method0(raw_of(self), "flush")
    return w_None


# --- reading -----------------------------------------------------------------------------------------------------------------------


def before_reading(b: W_Buffered) -> None:
    if b.can_write and b.out.length > 0:
        flush_out(b)


def take(b: W_Buffered, n: int) -> bytes:
    """The next n bytes at most of what is ahead."""
    start = b.at
    stop = min(start + n, len(b.ahead))
    b.at = stop
    if start == 0 and stop == len(b.ahead):
        data = b.ahead
        b.ahead = NOTHING
        b.at = 0
        return data
    return b.ahead[start:stop]


def fill(b: W_Buffered) -> bool:
    """Reads once from the raw stream when nothing is ahead; False: it has nothing now (None)."""
    data = raw_read(b, b.size)
    if data is None:
        return False
    b.ahead = data
    b.at = 0
    return True


def read_bytes(b: W_Buffered, n: int) -> bytes | None:
    """n bytes, fewer at the end of the file; None: nothing there now. The lock is held."""
    before_reading(b)
    have = len(b.ahead) - b.at
    if n <= have:
        return take(b, n)
    out = BytesBuilder(n if n < 65536 else 65536)
    out.append_slice(b.ahead, b.at, len(b.ahead))
    b.ahead = NOTHING
    b.at = 0
    while out.length < n:
        left = n - out.length
        if left >= b.size:
            data = raw_read(b, left - left % b.size)
            if data is None:
                return None if out.length == 0 else out.to_bytes()
            if len(data) == 0:
                break
            out.append(data)
        else:
            if not fill(b):
                return None if out.length == 0 else out.to_bytes()
            if len(b.ahead) == 0:
                break
            if out.length == 0 and left <= len(b.ahead):
                return take(b, left)
            out.append(take(b, left))
    return out.to_bytes()


def read_rest(b: W_Buffered) -> Value:
    """All that follows: bytes, or None. The lock is held."""
    before_reading(b)
    first = take(b, len(b.ahead) - b.at)
    f = b.file
    if f is not None:
        rest = file_read_all(f)
        if rest is None:
            return w_None if len(first) == 0 else wrap(first)
        return wrap(rest if len(first) == 0 else first + rest)
    w_readall = find_attr(raw_of(b), "readall")
    if not is_empty(w_readall):
        w_rest = call0(w_readall)
        if same(w_rest, w_None):
            return w_None if len(first) == 0 else wrap(first)
        more = as_bytes(w_rest)
        if more is None:
            raise errors.type_error("readall() should return bytes")
        return wrap(more if len(first) == 0 else first + more)
    out = BytesBuilder(1024)
    out.append(first)
    while True:
        w_more = call_method0(raw_of(b), "read")
        data = as_bytes(w_more)
        if data is None and not same(w_more, w_None):
            raise errors.type_error("read() should return bytes")
        if data is None or len(data) == 0:
            return w_more if out.length == 0 else wrap(out.to_bytes())
        out.append(data)


def read_once(b: W_Buffered, n: int) -> bytes | None:
    """readinto1: what is ahead, and what one read adds where the buffer is no detour for it. The lock is held."""
    before_reading(b)
    first = take(b, n)
    n -= len(first)
    if n > b.size:
        more = raw_read(b, n)
    elif n > 0 and len(first) == 0:
        more = take(b, n) if fill(b) else None
    else:
        return first
    if more is None:
        return None if len(first) == 0 else first
    return more if len(first) == 0 else first + more


def read_some(b: W_Buffered, n: int) -> bytes:
    """read1: what is ahead, else what one read gives. The lock is held."""
    before_reading(b)
    if b.at >= len(b.ahead):
        if n < b.size:
            if not fill(b):
                return b""
        else:
            data = raw_read(b, n)
            return b"" if data is None else data
    return take(b, n)


@method(BUFFERED_READER, "read(self, size=-1, /)", doc="Reads size bytes, fewer only at the end; all if size is negative.")
@method(BUFFERED_RANDOM, "read(self, size=-1, /)", doc="Reads size bytes, fewer only at the end; all if size is negative.")
def buffered_read(self: W_Buffered, w_size: Value) -> Value:
    check_raw(self)
    n = optional_size(w_size)
    if n < -1:
        raise errors.value_error("read length must be non-negative or -1")
    check_open(self, "read of closed file")
    with locked(self):
        if n < 0:
            return read_rest(self)
        data = read_bytes(self, n)
        return w_None if data is None else wrap(data)


@method(BUFFERED_READER, "read1(self, size=-1, /)", doc="Reads up to size bytes with at most one read of the raw stream.")
@method(BUFFERED_RANDOM, "read1(self, size=-1, /)", doc="Reads up to size bytes with at most one read of the raw stream.")
def buffered_read1(self: W_Buffered, w_size: Value) -> Value:
    check_raw(self)
    n = index_of(w_size)
    if n < 0:
        n = self.size
    check_open(self, "read of closed file")
    if n == 0:
        return wrap(b"")
    with locked(self):
        return wrap(read_some(self, n))


@method(BUFFERED_READER, "peek(self, size=0, /)", doc="What is ahead in the buffer, read from the raw stream once if that is nothing.")
@method(BUFFERED_RANDOM, "peek(self, size=0, /)", doc="What is ahead in the buffer, read from the raw stream once if that is nothing.")
def buffered_peek(self: W_Buffered, w_size: Value) -> Value:
    check_open(self, "peek of closed file")
    index_of(w_size)
    with locked(self):
        before_reading(self)
        if self.at >= len(self.ahead):
            fill(self)
        return wrap(self.ahead[self.at : len(self.ahead)])


def read_into_buffer(b: W_Buffered, w_buffer: Value, one_read: bool) -> Value:
    check_open(b, "readinto of closed file")
    target = need_writable(w_buffer, "readinto1() argument" if one_read else "readinto() argument")
    with locked(b):
        data = read_once(b, target.n) if one_read else read_bytes(b, target.n)
    if data is None:
        return w_None
    target.write(0, data)
    return from_int(len(data))


@method(BUFFERED_READER, "readinto(self, buffer, /)", doc="Reads into a writable buffer; the number of bytes.")
@method(BUFFERED_RANDOM, "readinto(self, buffer, /)", doc="Reads into a writable buffer; the number of bytes.")
def buffered_readinto(self: W_Buffered, w_buffer: Value) -> Value:
    return read_into_buffer(self, w_buffer, False)


@method(BUFFERED_READER, "readinto1(self, buffer, /)", doc="Reads into a writable buffer with at most one read of the raw stream.")
@method(BUFFERED_RANDOM, "readinto1(self, buffer, /)", doc="Reads into a writable buffer with at most one read of the raw stream.")
def buffered_readinto1(self: W_Buffered, w_buffer: Value) -> Value:
    return read_into_buffer(self, w_buffer, True)


def read_line(b: W_Buffered, limit: int) -> bytes:
    """A line of at most limit bytes (any length: -1)."""
    with locked(b):
        before_reading(b)
        out: BytesBuilder | None = None
        while True:
            start = b.at
            newline = b.ahead.find(b"\n", start)
            n = (newline + 1 if newline >= 0 else len(b.ahead)) - start
            if limit >= 0:
                n = min(n, limit - (0 if out is None else out.length))
            complete = newline >= 0 and start + n == newline + 1
            part = take(b, n)
            if complete or (limit >= 0 and n + (0 if out is None else out.length) == limit):
                if out is None:
                    return part
                out.append(part)
                return out.to_bytes()
            if n > 0:
                if out is None:
                    out = BytesBuilder(2 * n)
                out.append(part)
            if not fill(b) or len(b.ahead) == 0:
                return b"" if out is None else out.to_bytes()


@method(BUFFERED_READER, "readline(self, size=-1, /)", doc="Reads a line, of at most size bytes.")
@method(BUFFERED_RANDOM, "readline(self, size=-1, /)", doc="Reads a line, of at most size bytes.")
def buffered_readline(self: W_Buffered, w_size: Value) -> Value:
    n = optional_size(w_size)
    check_open(self, "readline of closed file")
    return wrap(read_line(self, n))


@iternext(BUFFERED_READER, iterable=False)
@iternext(BUFFERED_RANDOM, iterable=False)
def buffered_next(self: W_Buffered) -> Value:
    t = type_of(wrap(self))
    if t is BUFFERED_READER or t is BUFFERED_RANDOM:
        check_open(self, "readline of closed file")
        data = read_line(self, -1)
        return EMPTY if len(data) == 0 else wrap(data)
    w_line = call_method0(wrap(self), "readline")
    return EMPTY if operations.length_of(w_line) == 0 else w_line


# --- positions -----------------------------------------------------------------------------------------------------------------------


def buffered_position(b: W_Buffered) -> int:
    with locked(b):
        at = raw_position(b) - (len(b.ahead) - b.at) + (b.out.length if b.can_write else 0)
        return max(at, 0)


def buffered_move(b: W_Buffered, offset: int, whence: int) -> int:
    with locked(b):
        before_reading(b)
        if whence != 2 and b.can_read and b.at < len(b.ahead):
            here = raw_position(b)
            target = offset if whence == 0 else here - (len(b.ahead) - b.at) + offset
            start = here - len(b.ahead)
            if start <= target <= here:
                b.at = target - start
                return max(target, 0)  # a device may always tell 0
            offset = target
            whence = 0
        at = raw_seek(b, offset, whence)
        b.ahead = NOTHING
        b.at = 0
        return at


@method(BUFFERED_READER, "tell(self, /)", doc="The position.")
@method(BUFFERED_WRITER, "tell(self, /)", doc="The position.")
@method(BUFFERED_RANDOM, "tell(self, /)", doc="The position.")
def buffered_tell(self: W_Buffered) -> Value:
    check_raw(self)
    return new_int(buffered_position(self))


@method(BUFFERED_READER, "seek(self, target, whence=0, /)", doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.")
@method(BUFFERED_WRITER, "seek(self, target, whence=0, /)", doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.")
@method(BUFFERED_RANDOM, "seek(self, target, whence=0, /)", doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.")
def buffered_seek(self: W_Buffered, w_target: Value, w_whence: Value) -> Value:
    check_raw(self)
    whence = index_of(w_whence)
    if whence < 0 or whence > 4:
        raise errors.value_error(f"whence value {whence} unsupported")
    if is_closed(self):
        raise errors.value_error("seek of closed file")
    require_ability(raw_of(self), "seekable", "File or stream is not seekable.")
    exact = plain(w_target)
    if not is_integer(exact) and is_empty(find_attr(w_target, "__index__")):
        raise errors.type_error(f"'{type_name(w_target)}' object cannot be interpreted as an integer")
    return new_int(buffered_move(self, index_of(w_target), whence))


@method(BUFFERED_READER, "truncate(self, pos=None, /)", doc="Makes the file pos bytes long (default: up to here).")
@method(BUFFERED_WRITER, "truncate(self, pos=None, /)", doc="Makes the file pos bytes long (default: up to here).")
@method(BUFFERED_RANDOM, "truncate(self, pos=None, /)", doc="Makes the file pos bytes long (default: up to here).")
def buffered_truncate(self: W_Buffered, w_size: Value) -> Value:
    if is_closed(self):
        raise errors.value_error("truncate of closed file")
    if not self.can_write:
        raise unsupported("truncate")
    flush_buffered(self)
    if same(w_size, w_None):
        w_size = new_int(buffered_position(self))
    return call_method1(raw_of(self), "truncate", w_size)


# --- state ---------------------------------------------------------------------------------------------------------------------------------


@method(BUFFERED_READER, "close(self, /)", doc="Flushes, and closes the raw stream.")
@method(BUFFERED_WRITER, "close(self, /)", doc="Flushes, and closes the raw stream.")
@method(BUFFERED_RANDOM, "close(self, /)", doc="Flushes, and closes the raw stream.")
def buffered_close(self: W_Buffered) -> Value:
    with locked(self):  # another thread may be closing it
        if is_closed(self):
            return w_None
    first = failure_of(wrap(self), "flush")
    with locked(self):
        second = failure_of(raw_of(self), "close")
        self.closed = True
        self.ahead = NOTHING
        self.at = 0
    raise_last(first, second)
    return w_None


@method(BUFFERED_READER, "detach(self, /)", doc="Separates the raw stream and gives it.")
@method(BUFFERED_WRITER, "detach(self, /)", doc="Separates the raw stream and gives it.")
@method(BUFFERED_RANDOM, "detach(self, /)", doc="Separates the raw stream and gives it.")
def buffered_detach(self: W_Buffered) -> Value:
    check_raw(self)
    call_method0(wrap(self), "flush")
    with locked(self):
        w_raw = raw_of(self)
        self.detached = True
        self.w_raw = EMPTY
        f = self.file
        if f is not None:
            f.w_outer = EMPTY
        self.file = None
        return w_raw


@getter(BUFFERED_READER, "raw", member=True)
@getter(BUFFERED_WRITER, "raw", member=True)
@getter(BUFFERED_RANDOM, "raw", member=True)
def buffered_raw(self: W_Buffered) -> Value:
    return empty_as_none(self.w_raw)


@getter(BUFFERED_READER, "closed")
@getter(BUFFERED_WRITER, "closed")
@getter(BUFFERED_RANDOM, "closed")
def buffered_closed(self: W_Buffered) -> Value:
    return getattr_of(raw_of(self), "closed")


@getter(BUFFERED_READER, "name")
@getter(BUFFERED_WRITER, "name")
@getter(BUFFERED_RANDOM, "name")
def buffered_name(self: W_Buffered) -> Value:
    return getattr_of(raw_of(self), "name")


@getter(BUFFERED_READER, "mode")
@getter(BUFFERED_WRITER, "mode")
@getter(BUFFERED_RANDOM, "mode")
def buffered_mode(self: W_Buffered) -> Value:
    return getattr_of(raw_of(self), "mode")


@method(BUFFERED_READER, "fileno(self, /)", doc="The raw stream's descriptor.")
@method(BUFFERED_WRITER, "fileno(self, /)", doc="The raw stream's descriptor.")
@method(BUFFERED_RANDOM, "fileno(self, /)", doc="The raw stream's descriptor.")
def buffered_fileno(self: W_Buffered) -> Value:
    return call_method0(raw_of(self), "fileno")


@method(BUFFERED_READER, "isatty(self, /)", doc="Whether the raw stream is a terminal.")
@method(BUFFERED_WRITER, "isatty(self, /)", doc="Whether the raw stream is a terminal.")
@method(BUFFERED_RANDOM, "isatty(self, /)", doc="Whether the raw stream is a terminal.")
def buffered_isatty(self: W_Buffered) -> Value:
    return call_method0(raw_of(self), "isatty")


@method(BUFFERED_READER, "readable(self, /)", doc="Whether the raw stream can be read.")
@method(BUFFERED_RANDOM, "readable(self, /)", doc="Whether the raw stream can be read.")
def buffered_readable(self: W_Buffered) -> Value:
    return call_method0(raw_of(self), "readable")


@method(BUFFERED_WRITER, "writable(self, /)", doc="Whether the raw stream can be written.")
@method(BUFFERED_RANDOM, "writable(self, /)", doc="Whether the raw stream can be written.")
def buffered_writable(self: W_Buffered) -> Value:
    return call_method0(raw_of(self), "writable")


@method(BUFFERED_READER, "seekable(self, /)", doc="Whether the raw stream has positions.")
@method(BUFFERED_WRITER, "seekable(self, /)", doc="Whether the raw stream has positions.")
@method(BUFFERED_RANDOM, "seekable(self, /)", doc="Whether the raw stream has positions.")
def buffered_seekable(self: W_Buffered) -> Value:
    return call_method0(raw_of(self), "seekable")


@method(BUFFERED_READER, "__getstate__(self, /)")
@method(BUFFERED_WRITER, "__getstate__(self, /)")
@method(BUFFERED_RANDOM, "__getstate__(self, /)")
def buffered_getstate(self: W_Buffered) -> Value:
    raise pickling_error(wrap(self))


@method(BUFFERED_READER, "__repr__(self, /)", doc="Return repr(self).")
@method(BUFFERED_WRITER, "__repr__(self, /)", doc="Return repr(self).")
@method(BUFFERED_RANDOM, "__repr__(self, /)", doc="Return repr(self).")
def buffered_repr(self: W_Buffered) -> Value:
    name = type_of(wrap(self)).name
    w_name = shown_name(wrap(self))
    if is_empty(w_name):
        return wrap(f"<{name}>")
    return wrap(f"<{name} name={repr_of(w_name)}>")

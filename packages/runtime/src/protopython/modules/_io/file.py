"""FileIO: a file descriptor as a raw stream."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, i32, new_with_shape, try_as, u32, wrap
from protodialect.unsafe import errno
from protopython.engine.signals import run_pending_signals
from protopython.engine.streams import report_ignored
from protopython.modules._io.base import RAW_IO_BASE, W_IOBase, io_close, optional_size, pickling_error, raise_last, store_in, unsupported
from protopython.modules.support.system_calls import (
    EBADF,
    EINTR,
    EISDIR,
    c_close,
    c_copy,
    c_ftruncate,
    c_int,
    c_isatty,
    c_lseek,
    c_open,
    fd_status,
    fspath_of,
    is_directory,
    os_failure,
    os_failure_at,
    path_bytes,
    read_fd,
    seek_fd,
    warn_of_bool,
    write_fd,
)
from protopython.modules.support.unclosed import warn_unclosed
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.model import errors
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.auditing import audit3
from protopython.objects.model.buffer import need_buffer
from protopython.objects.model.call import call2
from protopython.objects.model.define import constant, define_type, getter, method, new, setter
from protopython.objects.model.operations import has_index, index_of, is_true, repr_of
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.collector import register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free
from protopython.protocore.shape import shape_of
from protopython.protocore.value import from_int, is_empty, same

O_WRONLY: Final[int] = 1
O_RDWR: Final[int] = 2
O_CREAT: Final[int] = 0o100
O_EXCL: Final[int] = 0o200
O_TRUNC: Final[int] = 0o1000
O_APPEND: Final[int] = 0o2000
O_CLOEXEC: Final[int] = 0o2000000
READ_MAX: Final[int] = 0x7FFFF000
"""What Linux reads or writes at most in one call."""


WORTH_ASKING: Final[int] = 65536
"""From this size on a system call that tells how much of a file is left costs less than memory for all of it."""


class W_FileIO(W_IOBase):
    fd: int
    """-1: closed."""
    created: bool
    readable: bool
    writable: bool
    appending: bool
    closefd: bool
    seekable: int
    """-1: not known yet."""
    size_hint: int
    """The size at opening, to read all at once."""
    block_size: int
    w_name: Value
    """EMPTY: none."""
    w_outer: Value
    """The stream that open() made on it, while that is not detached; EMPTY: none."""

    def has_pending(self) -> bool:
        outer = try_as(W_IOBase, self.w_outer)
        return outer is not None and outer.has_pending()

    def flush_now(self) -> None:
        outer = try_as(W_IOBase, self.w_outer)
        if outer is not None:
            outer.flush_now()

    def forgotten(self) -> Value:
        w_lost = wrap(self) if is_empty(self.w_outer) else self.w_outer
        self.warn_unclosed(w_lost)
        return w_lost

    def warn_unclosed(self, w_lost: Value) -> None:
        """Warns that w_lost, a stream on this file, was forgotten."""
        if self.fd >= 0 and self.closefd:
            try:
                warn_unclosed(f"unclosed file {repr_of(w_lost)}", w_lost)
            except PyError as e:
                if errors.error_matches(e, x.WARNING):
                    report_ignored(f"Exception ignored while finalizing file {repr_of(wrap(self))}:\n", e.w_value)


FILE_IO = define_type("FileIO", W_FileIO, RAW_IO_BASE, module="_io", doc="A file as a raw stream of bytes.", attributes=True)
constant("_io", "FileIO", FILE_IO)


def new_file_io(fd: int, readable: bool, writable: bool, w_name: Value, closefd: bool) -> W_FileIO:
    """Of a descriptor that is open."""
    f = new_with_shape(W_FileIO, FILE_IO.root_shape)
    f.fd = fd
    f.readable = readable
    f.writable = writable
    f.closefd = closefd
    f.seekable = -1
    f.block_size = 8192
    f.w_name = w_name
    f.w_outer = EMPTY
    return f


@new(FILE_IO, "(cls, *args, **kwargs)")
def file_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    f = new_with_shape(W_FileIO, cls.root_shape)
    f.fd = -1
    f.closefd = True
    f.seekable = -1
    f.w_name = EMPTY
    f.w_outer = EMPTY
    if cls is FILE_IO:
        register_finalizer(f)  # one that a program forgets is closed when it is found dead
    return wrap(f)


def parse_mode(f: W_FileIO, mode: str) -> int:
    """Sets what f can do; open()'s flags."""
    kinds = 0
    plus = False
    flags = 0
    f.created = False
    f.readable = False
    f.writable = False
    f.appending = False
    for c in mode:
        if c == "x" or c == "r" or c == "w" or c == "a":
            if kinds > 0:
                raise bad_mode()
            kinds += 1
            if c == "r":
                f.readable = True
            else:
                f.writable = True
            if c == "x":
                f.created = True
                flags |= O_EXCL | O_CREAT
            elif c == "w":
                flags |= O_CREAT | O_TRUNC
            elif c == "a":
                f.appending = True
                flags |= O_APPEND | O_CREAT
        elif c == "+":
            if plus:
                raise bad_mode()
            plus = True
        elif c != "b":
            raise errors.value_error(f"invalid mode: {mode}")
    if kinds == 0:
        raise bad_mode()
    if plus:
        f.readable = True
        f.writable = True
    if f.readable and f.writable:
        flags |= O_RDWR
    elif f.writable:
        flags |= O_WRONLY
    return flags | O_CLOEXEC


def bad_mode() -> PyError:
    return errors.value_error("Must have exactly one of create/read/write/append mode and at most one plus")


@method(FILE_IO, "__init__(self, /, file, mode='r', closefd=True, opener=None)", doc="Initialize self.")
def file_init(self: W_FileIO, w_file: Value, w_mode: Value, w_closefd: Value, w_opener: Value) -> Value:
    if self.fd >= 0:
        if self.closefd:
            close_descriptor(self)
        else:
            self.fd = -1
    mode = as_str(w_mode)
    if mode is None:
        raise errors.type_error(f"FileIO() argument 'mode' must be str, not {type_name(w_mode)}")
    open_file_io(self, w_file, mode, is_true(w_closefd), w_opener)
    return w_None


def open_file_io(f: W_FileIO, w_file: Value, mode: str, closefd: bool, w_opener: Value) -> None:
    fd = -1
    w_path = w_file
    if has_index(w_file):
        warn_of_bool(w_file)
        fd = c_int(w_file)
        if fd < 0:
            raise errors.value_error("negative file descriptor")
    else:
        w_path = fspath_of(w_file)
    flags = parse_mode(f, mode)
    audit3("open", w_file, wrap(mode), from_int(flags))
    f.closefd = closefd
    f.seekable = -1
    own = False
    if fd < 0:
        if not closefd:
            raise errors.value_error("Cannot use closefd=False with file name")
        if same(w_opener, w_None):
            fd = open_path(w_path, flags)
        else:
            w_fd = call2(w_opener, w_file, from_int(flags))
            if not has_index(w_fd):
                raise errors.type_error("expected integer from opener")
            fd = c_int(w_fd)
            if fd < 0:
                raise errors.value_error(f"opener returned {fd}")
        own = True
    status = fd_status(fd)
    f.block_size = 8192
    f.size_hint = 0
    if status is None:
        number = errno()
        if number == EBADF:
            if own:
                c_close(i32(fd))
            raise os_failure(number)
    else:
        if is_directory(status.mode):
            if own:
                c_close(i32(fd))
            raise os_failure_at(EISDIR, w_file)
        if status.block_size > 1:
            f.block_size = status.block_size
        f.size_hint = status.size
    f.fd = fd
    f.closed = False
    if type_of(wrap(f)) is FILE_IO:
        f.w_name = w_file
    else:
        try:
            setattr_of(wrap(f), "name", w_file)  # which a subclass may watch
        except PyError:
            if own:
                close_descriptor(f)
            f.fd = -1
            raise
    if f.appending:
        c_lseek(i32(fd), 0, i32(2))


def open_path(w_path: Value, flags: int) -> int:
    path = c_copy(path_bytes(w_path, ""))
    while True:
        fd = int(c_open(path, i32(flags), u32(0o666)))
        if fd >= 0:
            break
        number = errno()
        if number != EINTR:
            c_free(path)
            raise os_failure_at(number, w_path)
        run_pending_signals()
    c_free(path)
    return fd


def close_descriptor(f: W_FileIO) -> None:
    fd = f.fd
    f.fd = -1
    if fd >= 0 and c_close(i32(fd)) != 0:
        number = errno()
        if number != EINTR:
            raise os_failure(number)


# --- state ---------------------------------------------------------------------------------------------------------------


def file_closed_error() -> PyError:
    return errors.value_error("I/O operation on closed file")


def open_fd(f: W_FileIO) -> int:
    if f.fd < 0:
        raise file_closed_error()
    return f.fd


def reading_fd(f: W_FileIO) -> int:
    fd = open_fd(f)
    if not f.readable:
        raise unsupported("File not open for reading")
    return fd


def writing_fd(f: W_FileIO) -> int:
    fd = open_fd(f)
    if not f.writable:
        raise unsupported("File not open for writing")
    return fd


def file_is_seekable(f: W_FileIO) -> bool:
    fd = open_fd(f)
    if f.seekable < 0:
        f.seekable = 1 if c_lseek(i32(fd), 0, i32(1)) >= 0 else 0
    return f.seekable == 1


def file_mode(f: W_FileIO) -> str:
    if f.created:
        return "xb+" if f.readable else "xb"
    if f.appending:
        return "ab+" if f.readable else "ab"
    if f.readable:
        return "rb+" if f.writable else "rb"
    return "wb"


@method(FILE_IO, "close(self, /)", doc="Closes the descriptor.")
def file_close(self: W_FileIO) -> Value:
    first: PyError | None = None
    second: PyError | None = None
    try:
        if shape_of(self) is not FILE_IO.root_shape:  # else nobody can have said how it is flushed
            io_close(self)
        self.closed = True
    except PyError as e:
        first = e
    try:
        if self.closefd:
            close_descriptor(self)
        self.fd = -1
    except PyError as e:
        second = e
    raise_last(first, second)
    return w_None


@getter(FILE_IO, "closed", doc="True if the file is closed")
def file_closed(self: W_FileIO) -> Value:
    return new_bool(self.fd < 0)


@getter(FILE_IO, "closefd", doc="Whether closing the stream closes the descriptor.")
def file_closefd(self: W_FileIO) -> Value:
    return new_bool(self.closefd)


@getter(FILE_IO, "mode", doc="How the file was opened.")
def file_get_mode(self: W_FileIO) -> Value:
    return wrap(file_mode(self))


@getter(FILE_IO, "_blksize", doc="How many bytes the file's system likes to move at once.")
def file_block_size(self: W_FileIO) -> Value:
    return from_int(self.block_size)


@getter(FILE_IO, "name")
def file_name(self: W_FileIO) -> Value:
    if is_empty(self.w_name):
        raise errors.attribute_error(f"'{type_name(wrap(self))}' object has no attribute 'name'", wrap(self), "name")
    return self.w_name


@setter(FILE_IO, "name")
def file_set_name(self: W_FileIO, w_name: Value) -> Value:
    self.w_name = w_name
    return w_None


@method(FILE_IO, "fileno(self, /)", doc="The file descriptor.")
def file_fileno(self: W_FileIO) -> Value:
    return from_int(open_fd(self))


@method(FILE_IO, "readable(self, /)", doc="Whether the file was opened for reading.")
def file_readable(self: W_FileIO) -> Value:
    open_fd(self)
    return new_bool(self.readable)


@method(FILE_IO, "writable(self, /)", doc="Whether the file was opened for writing.")
def file_writable(self: W_FileIO) -> Value:
    open_fd(self)
    return new_bool(self.writable)


@method(FILE_IO, "seekable(self, /)", doc="Whether the file has positions.")
def file_seekable(self: W_FileIO) -> Value:
    return new_bool(file_is_seekable(self))


@method(FILE_IO, "isatty(self, /)", doc="Whether the file is a terminal.")
def file_isatty(self: W_FileIO) -> Value:
    return new_bool(c_isatty(i32(open_fd(self))) != 0)


@method(FILE_IO, "__repr__(self, /)", doc="Return repr(self).")
def file_repr(self: W_FileIO) -> Value:
    name = type_of(wrap(self)).name
    if self.fd < 0:
        return wrap(f"<{name} [closed]>")
    closefd = "True" if self.closefd else "False"
    if is_empty(self.w_name):
        return wrap(f"<{name} fd={self.fd} mode='{file_mode(self)}' closefd={closefd}>")
    return wrap(f"<{name} name={repr_of(self.w_name)} mode='{file_mode(self)}' closefd={closefd}>")


@method(FILE_IO, "__getstate__(self, /)")
def file_getstate(self: W_FileIO) -> Value:
    raise pickling_error(wrap(self))


# --- reading, writing -------------------------------------------------------------------------------------------------------


def file_read_all(f: W_FileIO) -> bytes | None:
    """Up to the end; None where nothing is there and the descriptor does not block."""
    fd = reading_fd(f)
    n = 8192
    if f.size_hint > 0:
        n = f.size_hint
        if n > WORTH_ASKING:
            at = c_lseek(i32(fd), 0, i32(1))
            if 0 <= at < n:
                n -= at
    first = read_fd(fd, n)
    if first is None or len(first) == 0:
        return first
    out: BytesBuilder | None = None
    while True:
        done = len(first) if out is None else out.length
        more = read_fd(fd, 8192 if out is None or done < 65536 else 262144)  # The first time there usually is no more.
        if more is None or len(more) == 0:
            return first if out is None else out.to_bytes()
        if out is None:
            out = BytesBuilder(2 * len(first))
            out.append(first)
        out.append(more)


@method(FILE_IO, "read(self, size=-1, /)", doc="Reads up to size bytes with one system call; all if size is negative.")
def file_read(self: W_FileIO, w_size: Value) -> Value:
    fd = reading_fd(self)
    n = optional_size(w_size)
    if n < 0:
        return file_readall(self)
    data = read_fd(fd, min(n, READ_MAX))
    return w_None if data is None else wrap(data)


@method(FILE_IO, "readall(self, /)", doc="Reads up to the end of the file.")
def file_readall(self: W_FileIO) -> Value:
    data = file_read_all(self)
    return w_None if data is None else wrap(data)


@method(FILE_IO, "readinto(self, buffer, /)", doc="Reads into a writable buffer; the number of bytes.")
def file_readinto(self: W_FileIO, w_buffer: Value) -> Value:
    fd = reading_fd(self)
    size = need_buffer(w_buffer).n
    data = read_fd(fd, min(size, READ_MAX))
    return w_None if data is None else from_int(store_in(w_buffer, data, "readinto() argument"))


@method(FILE_IO, "write(self, b, /)", doc="Writes bytes with one system call; how many were written.")
def file_write(self: W_FileIO, w_data: Value) -> Value:
    fd = writing_fd(self)
    data = need_buffer(w_data).to_bytes()
    done = write_fd(fd, data, 0, min(len(data), READ_MAX))
    return w_None if done < 0 else from_int(done)


@method(FILE_IO, "seek(self, pos, whence=0, /)", doc="Moves to an offset; whence 0: from the start, 1: from here, 2: from the end.")
def file_seek(self: W_FileIO, w_offset: Value, w_whence: Value) -> Value:
    return new_int(seek_fd(open_fd(self), index_of(w_offset), c_int(w_whence)))


@method(FILE_IO, "tell(self, /)", doc="The position.")
def file_tell(self: W_FileIO) -> Value:
    return new_int(seek_fd(open_fd(self), 0, 1))


@method(FILE_IO, "truncate(self, size=None, /)", doc="Makes the file `size` bytes long (default: up to here).")
def file_truncate(self: W_FileIO, w_size: Value) -> Value:
    fd = writing_fd(self)
    if same(w_size, w_None):
        w_size = file_tell(self)
    n = index_of(w_size)
    while c_ftruncate(i32(fd), n) != 0:
        number = errno()
        if number != EINTR:
            raise os_failure(number)
        run_pending_signals()
    return w_size

"""Where an unpickler's bytes come from: memory, or a file's read, readline and peek.

    data [ ... read ... | at ... | limit ... | end ]

Bytes up to `limit` may be taken at once: it is the end of the present frame, or of what there is. No opcode's argument reaches
across a frame's end. A file is read just as far as the pickle goes: what `peek` showed is read over once it was used.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, EMPTY, Value, inline, noinline, unlikely
from protodialect.unsafe import bytes_data, load8, load16, load32, load64
from protopython.modules._pickle.errors import truncated, unpickling_error
from protopython.objects.bytes.bytes import find_byte
from protopython.objects.exceptions.exceptions import NOT_IMPLEMENTED_ERROR
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.call import call0, call1
from protopython.objects.model.errors import error_matches
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.error import PyError
from protopython.protocore.value import from_int, is_empty

PEEK_SIZE: Final[int] = 131072
READ_SIZE: Final[int] = 1 << 20
"""At most so much more than what came already is asked of a file: a pickle that lies about its sizes costs no memory."""


class Input:
    data: bytes
    at: int
    limit: int
    frame_end: int
    """-1: outside of frames."""
    peeked: bool
    """data was seen by peek() only."""
    w_read: Value
    """EMPTY: data is all."""
    w_readline: Value
    w_peek: Value
    """EMPTY: the file has none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.limit = len(data)
        self.frame_end = -1
        self.peeked = False
        self.w_read = EMPTY
        self.w_readline = EMPTY
        self.w_peek = EMPTY


@inline
def byte_at(data: bytes, i: int) -> int:
    if COMPILED:
        return load8(bytes_data(data) + i)
    else:
        return data[i]


@inline
def need(src: Input, n: int) -> None:
    """Makes sure that n bytes can be taken."""
    if unlikely(src.limit - src.at < n):
        refill(src, n)


@noinline
def refill(src: Input, n: int) -> None:
    if src.frame_end >= 0:
        if src.at < src.frame_end:
            raise unpickling_error("pickle exhausted before end of frame")
        leave_frame(src)
        if src.limit - src.at >= n:
            return
    if is_empty(src.w_read):
        raise truncated()
    read_over(src)
    if n < PEEK_SIZE and peek(src, n):
        return
    data = read_from_file(src, n)
    if len(data) < n:
        raise truncated()
    set_data(src, data)


def leave_frame(src: Input) -> None:
    src.frame_end = -1
    src.limit = len(src.data)


def set_data(src: Input, data: bytes) -> None:
    src.data = data
    src.at = 0
    src.limit = len(data)
    src.frame_end = -1


def read_over(src: Input) -> None:
    """Reads what was taken of bytes that peek() showed."""
    if src.peeked:
        src.peeked = False
        n = src.at
        set_data(src, b"")
        if n > 0:
            call1(src.w_read, from_int(n))


def peek(src: Input, n: int) -> bool:
    """Looks at what the file has ready; False if that is less than n bytes."""
    if is_empty(src.w_peek):
        return False
    try:
        w_data = call1(src.w_peek, from_int(PEEK_SIZE))
    except PyError as e:
        if not error_matches(e, NOT_IMPLEMENTED_ERROR):
            raise
        src.w_peek = EMPTY
        return False
    data = need_bytes(w_data)
    if len(data) < n:
        return False
    set_data(src, data)
    src.peeked = True
    return True


def read_from_file(src: Input, n: int) -> bytes:
    """n bytes, or fewer at the end of the file."""
    if n <= READ_SIZE:
        return need_bytes(call1(src.w_read, from_int(n)))
    out = BytesBuilder(READ_SIZE)
    while out.length < n:
        part = need_bytes(call1(src.w_read, from_int(min(n - out.length, max(READ_SIZE, out.length)))))
        if len(part) == 0:
            break
        out.append(part)
    return out.to_bytes()


def at_end(src: Input) -> bool:
    """Whether there is no further opcode."""
    if src.at < src.limit:
        return False
    if src.frame_end >= 0:
        leave_frame(src)
        if src.at < src.limit:
            return False
    if is_empty(src.w_read):
        return True
    read_over(src)
    if peek(src, 1):
        return False
    set_data(src, read_from_file(src, 1))
    return src.limit == 0


def begin_frame(src: Input, size: int) -> None:
    if src.frame_end >= 0:
        if src.at < src.frame_end:
            raise unpickling_error("beginning of a new frame before end of current frame")
        leave_frame(src)
    need(src, size)
    src.frame_end = src.at + size
    src.limit = src.frame_end


@inline
def take_byte(src: Input) -> int:
    need(src, 1)
    x = byte_at(src.data, src.at)
    src.at += 1
    return x


def take_number(src: Input, size: int) -> int:
    """An unsigned number of 2 or 4 bytes, or 8 bytes as they are."""
    need(src, size)
    at = src.at
    src.at = at + size
    if COMPILED:
        address = bytes_data(src.data) + at
        if size == 4:
            return load32(address)
        if size == 2:
            return load16(address)
        return load64(address)
    else:
        return int.from_bytes(src.data[at : at + size], "little", signed=size == 8)


def take_bytes(src: Input, n: int) -> bytes:
    need(src, n)
    at = src.at
    src.at = at + n
    return src.data[at : at + n]


def take_line(src: Input) -> bytes:
    """Up to and with the next newline."""
    while True:
        at = src.at
        i = find_byte(src.data, 10, at, src.limit)
        if i >= 0:
            src.at = i + 1
            return src.data[at : i + 1]
        if src.frame_end < 0:
            break
        if at < src.frame_end:
            raise unpickling_error("pickle exhausted before end of frame")
        leave_frame(src)
    if is_empty(src.w_read):
        raise truncated()
    read_over(src)
    set_data(src, b"")
    line = need_bytes(call0(src.w_readline))
    if len(line) == 0 or line[len(line) - 1] != 10:
        raise truncated()
    return line

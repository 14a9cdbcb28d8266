"""What zlib, bzip2, liblzma and libzstd share: their streams begin alike (zstd_library.py makes libzstd's so), and all are fed alike.

    struct   next_in 8 | avail_in 4 or 8 | ... | next_out 8 at 24 | avail_out 4 or 8 at 32 | ...

The counters are written as 32 bits: where they have 64, the upper half stays 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import Value, locked, wrap
from protodialect.unsafe import Addr, load32, memset, store32, store64
from protopython.modules.support.system_calls import c_copy, copy_bytes
from protopython.objects.model.errors import value_error
from protopython.protocore.collector import forget_finalizer, register_resource
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Resource
from protopython.protocore.os import c_free, c_malloc

NEXT_IN: Final[int] = 0
AVAIL_IN: Final[int] = 8
NEXT_OUT: Final[int] = 24
AVAIL_OUT: Final[int] = 32
CHUNK: Final[int] = 32768
MAX_CHUNK: Final[int] = 1 << 20
MAX_INPUT: Final[int] = 1 << 31

PLAIN: Final[int] = 0
"""The action that says nothing of what follows."""
GO_ON: Final[int] = 0
END: Final[int] = 1

Step = Callable[[Addr, int], int]
"""(stream, action) -> GO_ON, END, or another number of the library's."""


class W_Coder(W_Resource):
    """An object that has a stream, which is used under the object's lock."""

    stream: Addr
    """0: ended."""

    def begin(self, stream: Addr) -> None:
        self.stream = stream
        register_resource(self)

    def end_stream(self) -> None:
        """Gives back what the library has for the stream."""

    def give_back(self) -> None:
        if self.stream != 0:
            self.end_stream()
            c_free(self.stream)
            self.stream = 0
            forget_finalizer(self)


class W_Compressor(W_Coder):
    """One that has an end, and takes nothing behind it."""

    flushed: bool


class Run:
    """What one run over some input gave."""

    data: bytes
    rest: bytes
    """The input that was not taken."""
    result: int
    filled: bool
    """The last output filled its room: there may be more."""

    def __init__(self, data: bytes, rest: bytes, result: int, filled: bool) -> None:
        self.data = data
        self.rest = rest
        self.result = result
        self.filled = filled


def zeroed(size: int) -> Addr:
    at = c_malloc(size)
    memset(at, 0, size)
    return at


def check_begun(stream: Addr) -> None:
    """gc.DEBUG_SAVEALL brings dead objects back, those that refer to such a stream too."""
    if stream == 0:
        raise value_error("the stream has ended")


def run(step: Step, stream: Addr, data: bytes, action: int, limit: int, to_end: bool) -> Run:
    """Feeds data until it is used up and nothing more comes out (to_end: not before the stream ends), the stream ends, or `limit` bytes have come
    out (negative: any number)."""
    check_begun(stream)
    source = c_copy(data)
    out: Addr = 0
    parts: list[bytes] = []
    room = CHUNK
    taken = 0
    done = 0
    try:
        out = c_malloc(MAX_CHUNK)
        while True:
            if limit >= 0:
                room = min(room, limit - done)
            given = min(len(data) - taken, MAX_INPUT)
            store64(stream + NEXT_IN, source + taken)
            store32(stream + AVAIL_IN, given)
            store64(stream + NEXT_OUT, out)
            store32(stream + AVAIL_OUT, room)
            result = step(stream, action if taken + given == len(data) else PLAIN)
            taken += given - load32(stream + AVAIL_IN)
            got = room - load32(stream + AVAIL_OUT)
            if got > 0:
                parts.append(copy_bytes(out, got))
                done += got
            if result != GO_ON or done == limit or (taken == len(data) and got < room and not to_end):
                break
            if got == room:
                room = min(2 * room, MAX_CHUNK)
    finally:
        store64(stream + NEXT_IN, 0)
        store32(stream + AVAIL_IN, 0)
        c_free(source)
        c_free(out)
    return Run(parts[0] if len(parts) == 1 else b"".join(parts), data[taken : len(data)], result, got == room)


def compress_part(s: W_Compressor, step: Step, failure: Callable[[int], PyError], data: bytes, action: int, to_end: bool) -> Value:
    """to_end: the action ends the stream. failure(number) is the exception for another number of the library's."""
    error: PyError | None = None
    out = b""
    with locked(s):
        if s.flushed:
            error = value_error("Repeated call to flush()" if to_end else "Compressor has been flushed")
        else:
            s.flushed = to_end
            r = run(step, s.stream, data, action, -1, to_end)
            out = r.data
            if r.result not in (GO_ON, END):
                error = failure(r.result)
            if to_end:
                s.give_back()
    if error is not None:
        raise error
    return wrap(out)

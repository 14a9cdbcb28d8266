"""Writing the Python stacks of threads to a descriptor, from anywhere: a signal handler, a thread of the C library, a broken process.

Nothing here allocates, takes a lock or leaves managed state. Frames of threads that run meanwhile may be read in the middle of a change: what
is written is then stale, as it is in CPython.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

import os as _host_os
from typing import Final

from protodialect.types import COMPILED, i32
from protodialect.unsafe import (
    CX_NEXT,
    CX_THREAD_ID,
    Addr,
    address_of,
    bytes_data,
    c_function,
    load8,
    load64,
    object_at,
    store8,
)
from protopython.objects.code.positions import line_unpacked
from protopython.objects.frame import W_Frame, frame_of
from protopython.objects.frame_methods import current_instruction
from protopython.protocore.os import c_malloc
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.threads import THREADS

MAX_DEPTH: Final[int] = 100
MAX_TEXT: Final[int] = 500
MAX_THREADS: Final[int] = 100
DIGITS: Final[bytes] = b"0123456789abcdef"
PRINTABLE: Final[bytes] = bytes(range(128))
TASK: Final[bytes] = b"/proc/self/task/"
COMM: Final[bytes] = b"/comm\0"


@c_function("write")
def c_write_now(fd: i32, data: Addr, n: int) -> int: ...


@c_function("open")
def c_open_now(path: Addr, flags: i32) -> i32: ...


@c_function("read")
def c_read_now(fd: i32, out: Addr, n: int) -> int: ...


@c_function("close")
def c_close_now(fd: i32) -> i32: ...


class Scratch:
    at: Addr
    """128 bytes of C memory, for names of threads; 0: not there yet."""

    def __init__(self) -> None:
        self.at = 0


SCRATCH: Final[Scratch] = Scratch()


def prepare() -> None:
    """Before the first dump, where memory may still be had."""
    if SCRATCH.at == 0:
        SCRATCH.at = c_malloc(128)


# --- text ----------------------------------------------------------------------------------------------------------------------


def put(fd: int, data: bytes) -> None:
    put_part(fd, data, 0, len(data))


def put_part(fd: int, data: bytes, start: int, n: int) -> None:
    if COMPILED:
        c_write_now(i32(fd), bytes_data(data) + start, n)
    else:
        _host_os.write(fd, data[start : start + n])


def put_digits(fd: int, x: int, base: int, width: int) -> None:
    """x >= 0, with zeros in front up to width digits."""
    unit = 1
    n = 1
    while n < width or x // unit >= base:
        unit *= base
        n += 1
    while unit > 0:
        put_part(fd, DIGITS, x // unit % base, 1)
        unit = unit // base


def put_text(fd: int, s: str) -> None:
    """In ASCII, other characters escaped."""
    n = min(len(s), MAX_TEXT)
    for i in range(n):
        c = ord(s[i])
        if 32 <= c < 127:
            put_part(fd, PRINTABLE, c, 1)
        elif c < 0x100:
            put(fd, b"\\x")
            put_digits(fd, c, 16, 2)
        elif c < 0x10000:
            put(fd, b"\\u")
            put_digits(fd, c, 16, 4)
        else:
            put(fd, b"\\U")
            put_digits(fd, c, 16, 8)
    if n < len(s):
        put(fd, b"...")


# --- frames, threads -------------------------------------------------------------------------------------------------------------


def put_frames(fd: int, cx: ProtoContext) -> None:
    depth = 0
    frame = frame_of(cx)
    previous = None if address_of(frame) == 0 else frame.previous
    if previous is None:
        put(fd, b"  <no Python frame>\n")
    while previous is not None:
        if depth == MAX_DEPTH:
            put(fd, b"  ...\n")
            return
        put_frame(fd, frame)
        depth += 1
        frame = previous
        previous = frame.previous


def put_frame(fd: int, frame: W_Frame) -> None:
    put(fd, b'  File "')
    put_text(fd, frame.code.filename)
    put(fd, b'", line ')
    put_digits(fd, line_unpacked(frame.code, current_instruction(frame)), 10, 1)
    put(fd, b" in ")
    put_text(fd, frame.code.name)
    put(fd, b"\n")


def append(at: Addr, data: bytes) -> Addr:
    for i in range(len(data)):
        store8(at + i, data[i])
    return at + len(data)


def append_number(at: Addr, x: int) -> Addr:
    unit = 1
    while x // unit >= 10:
        unit *= 10
    while unit > 0:
        store8(at, 48 + x // unit % 10)
        at += 1
        unit = unit // 10
    return at


def put_thread_name(fd: int, native_id: int) -> None:
    """` [name]`, as the system knows it."""
    if SCRATCH.at == 0:
        return
    at = append_number(append(SCRATCH.at, TASK), native_id)
    append(at, COMM)
    file = int(c_open_now(SCRATCH.at, i32(0)))
    if file < 0:
        return
    n = c_read_now(i32(file), SCRATCH.at, 64)
    c_close_now(i32(file))
    if n > 1:
        put(fd, b" [")
        for i in range(n - 1):
            put_part(fd, PRINTABLE, load8(SCRATCH.at + i) & 127, 1)
        put(fd, b"]")


def put_thread(fd: int, cx: ProtoContext, ident: int, is_current: bool) -> None:
    put(fd, b"Current thread 0x" if is_current else b"Thread 0x")
    put_digits(fd, ident, 16, 16)
    put_thread_name(fd, cx.native_id)
    put(fd, b" (most recent call first):\n")
    put_frames(fd, cx)


def put_all_threads(fd: int, current: ProtoContext | None) -> None:
    """The stack of every thread, the newest thread first."""
    if COMPILED:
        n = 0
        at = THREADS.first
        me = 0 if current is None else address_of(current)
        while at != 0:
            if n > 0:
                put(fd, b"\n")
            if n == MAX_THREADS:
                put(fd, b"...\n")
                return
            put_thread(fd, object_at(ProtoContext, at), load64(at + CX_THREAD_ID), at == me)
            at = load64(at + CX_NEXT)
            n += 1
    elif current is not None:
        put_thread(fd, current, id(current) >> 4, True)


def put_stack(fd: int) -> None:
    """The calling thread's."""
    put(fd, b"Stack (most recent call first):\n")
    put_frames(fd, context())


def put_c_stack(fd: int) -> None:
    put(fd, b"Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n")

"""What a pickler has written: bytes, in frames from protocol 4 on.

    memory [ ... | 0x95 size(8 bytes) | opcode opcode ... | room ]
                 ^ frame                                  ^ n

A frame's header is filled in when the frame ends. Where a file takes the bytes, every finished frame goes to it at once, and large
strings and bytes go to it as they are, outside of frames.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, Value, copy_array, inline, noinline, u8, unlikely, ushr, wrap, wrap_shl
from protodialect.unsafe import address_of, store16, store32, store64
from protopython.modules._pickle.opcodes import FRAME_HEADER, FRAME_MIN, FRAME_TARGET, Op
from protopython.objects.model.buffer import ARRAY_HEADER, bytes_of_memory, store_bytes
from protopython.objects.model.call import call1
from protopython.protocore.value import is_empty

NEVER: Final[int] = (1 << 62) - 1


class Output:
    memory: Array[u8]
    n: int
    framing: bool
    frame: int
    """Where the present frame's header is; -1: outside of frames."""
    due: int
    """From this n on, the next opcode begins a new frame."""
    w_write: Value
    """Takes the bytes; EMPTY: they stay in memory."""

    def __init__(self, w_write: Value, framing: bool) -> None:
        self.memory = Array[u8](240, u8(0))
        self.n = 0
        self.framing = framing
        self.frame = -1
        self.due = NEVER
        self.w_write = w_write


@inline
def room(o: Output, k: int) -> None:
    """Room for k more bytes."""
    if unlikely(o.n + k > len(o.memory)):
        grow(o, k)


@noinline
def grow(o: Output, k: int) -> None:
    n = o.n
    bigger = Array[u8](2 * n + k + 64, u8(0))
    copy_array(bigger, 0, o.memory, 0, n)
    o.memory = bigger


@inline
def address(o: Output) -> int:
    """Of the byte to be written next. Compiled code only."""
    return address_of(o.memory) + ARRAY_HEADER + o.n


@inline
def put(o: Output, x: int) -> None:
    """One byte: mostly an opcode."""
    room(o, 1)
    o.memory[o.n] = u8(x)
    o.n += 1


@inline
def put2(o: Output, op: int, x: int) -> None:
    """An opcode and one byte."""
    room(o, 2)
    n = o.n
    o.memory[n] = u8(op)
    o.memory[n + 1] = u8(x)
    o.n = n + 2


def put_number(o: Output, op: int, x: int, size: int) -> None:
    """An opcode and the low 2, 4 or 8 bytes of x, the least first."""
    room(o, size + 1)
    n = o.n
    o.memory[n] = u8(op)
    if COMPILED:
        at = address(o) + 1
        if size == 2:
            store16(at, x)
        elif size == 4:
            store32(at, x)
        else:
            store64(at, x)
    else:
        for i in range(size):
            o.memory[n + 1 + i] = u8((x >> (8 * i)) & 255)
    o.n = n + 1 + size


def put_big_endian(o: Output, op: int, x: int) -> None:
    """An opcode and the 8 bytes of x, the greatest first."""
    x = wrap_shl(x & 0x00FF00FF00FF00FF, 8) | (ushr(x, 8) & 0x00FF00FF00FF00FF)
    x = wrap_shl(x & 0x0000FFFF0000FFFF, 16) | (ushr(x, 16) & 0x0000FFFF0000FFFF)
    put_number(o, op, wrap_shl(x, 32) | ushr(x, 32), 8)


def put_bytes(o: Output, data: bytes) -> None:
    room(o, len(data))
    store_bytes(o.memory, o.n, data)
    o.n += len(data)


def put_ascii(o: Output, text: str) -> None:
    put_bytes(o, text.encode())


# --- frames -------------------------------------------------------------------------------------------------------------


def begin_frame(o: Output) -> None:
    if o.framing:
        room(o, FRAME_HEADER)
        o.frame = o.n
        o.n += FRAME_HEADER
        o.due = o.n + FRAME_TARGET


def end_frame(o: Output) -> None:
    start = o.frame
    if start < 0:
        return
    size = o.n - start - FRAME_HEADER
    memory = o.memory
    if size >= FRAME_MIN:
        memory[start] = u8(Op.FRAME)
        if COMPILED:
            store64(address_of(memory) + ARRAY_HEADER + start + 1, size)
        else:
            for i in range(8):
                memory[start + 1 + i] = u8((size >> (8 * i)) & 255)
    else:
        copy_array(memory, start, memory, start + FRAME_HEADER, size)
        o.n -= FRAME_HEADER
    o.frame = -1
    o.due = NEVER


@noinline
def next_frame(o: Output) -> None:
    """Ends a frame that is long enough; called between two opcodes."""
    end_frame(o)
    flush(o)
    begin_frame(o)


def flush(o: Output) -> None:
    if is_empty(o.w_write) or o.n == 0:
        return
    data = content(o)
    o.n = 0
    call1(o.w_write, wrap(data))


def put_large(o: Output, data: bytes, w_data: Value) -> None:
    """data, whose header was put just now, outside of frames; a file gets it as w_data."""
    if is_empty(o.w_write):
        put_bytes(o, data)
    else:
        flush(o)
        call1(o.w_write, w_data)
    begin_frame(o)


def content(o: Output) -> bytes:
    return bytes_of_memory(o.memory, 0, o.n)

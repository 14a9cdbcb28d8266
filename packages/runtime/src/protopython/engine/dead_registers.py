"""What the collector asks of frames while the world is stopped: to empty the temporaries that are dead where they stand.

A frame that waits for a call, and a suspended generator, know exactly where they are. The innermost frame of a thread knows it only while it calls a
native function; otherwise `frame.pc` is that of an earlier instruction, and the frame keeps what it has. Nothing stale is on its registers: whenever
it was not the innermost one, each collection has emptied what it did not follow.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY
from protodialect.unsafe import CX_REG_TOP, Addr, address_of, export, load64, object_at, store64, ult, value_bits
from protopython.objects.code.code import W_Code
from protopython.objects.code.liveness import is_live, live_in_call, live_in_suspension, new_map
from protopython.objects.frame import W_Frame, frame_of
from protopython.protocore.collector import own_memory
from protopython.protocore.thread import ProtoContext

NO_MAP: Final[int] = 1
"""W_Code.liveness of code for which none could be made: its temporaries count as live."""


def map_of(code: W_Code) -> Addr:
    """0: there is none."""
    if code.liveness == 0:
        at = new_map(code)
        if at == 0:
            code.liveness = NO_MAP
        else:
            code.liveness = at
            own_memory(address_of(code), at)
    return 0 if code.liveness == NO_MAP else code.liveness


@export("pp_clear_dead_registers")
def clear_dead_registers(cx: Addr, at_call: int) -> None:
    """Empties what is dead on a thread's register stack. at_call: its innermost frame, too, knows where it is."""
    thread = object_at(ProtoContext, cx)
    if address_of(thread.frame) == 0:
        return
    top = load64(cx + CX_REG_TOP)
    end = top
    frame = frame_of(thread)
    innermost = True
    inner = top
    while True:
        previous = frame.previous
        if previous is None:
            break
        code = frame.code
        regs = address_of(frame.regs)
        limit = regs + (code.n_regs << 3)
        if ult(end, limit):
            end = limit
        # A callee's registers may begin inside its caller's, behind all that is live in it.
        if not innermost and ult(inner, limit):
            limit = inner
        if not innermost or at_call != 0:
            clear(code, regs, limit, frame.pc)
        inner = regs
        innermost = False
        frame = previous
    empty(top, end)


def clear(code: W_Code, regs: Addr, limit: Addr, pc: int) -> None:
    """Empties the dead temporaries below limit of a frame that waits for the instruction before pc."""
    if code.n_regs == code.n_named or pc == 0:
        return
    at = map_of(code)
    if at == 0:
        return
    row = live_in_call(code, at, pc)
    clear_row(code, row, regs, limit)


def clear_row(code: W_Code, row: Addr, regs: Addr, limit: Addr) -> None:
    register = code.n_named
    at = regs + (register << 3)
    while ult(at, limit):
        if not is_live(code, row, register):
            store64(at, value_bits(EMPTY))
        register += 1
        at += 8


def empty(start: Addr, end: Addr) -> None:
    while ult(start, end):
        store64(start, value_bits(EMPTY))
        start += 8


@export("pp_clear_saved_registers")
def clear_saved_registers(registers: Addr, owner: Addr) -> None:
    """The same for the registers that a frame has taken off the stack: a generator's, or of a frame that has returned."""
    frame = object_at(W_Frame, owner)
    code = frame.code
    end = registers + (code.n_regs << 3)
    if frame.generator is None:
        empty(registers + (code.n_named << 3), end)  # It will not run again.
    elif address_of(frame.regs) != registers:
        empty(registers, end)  # They are on the stack, and come back from there.
    elif code.n_regs > code.n_named:
        at = map_of(code)
        if at != 0:
            clear_row(code, live_in_suspension(code, at, frame.pc, frame.dst), registers, end)

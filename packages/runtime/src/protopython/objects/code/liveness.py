"""Which temporaries of a code object are live: read before they are written again, on some way on from an instruction.

A backward data-flow analysis over the rows of bytecode.py. Parameters, variables and cells are always live, since a program may look at them
(f_locals); so only temporaries, the registers from n_named on, are followed.

The map of a code object is memory outside the heap, made when a collection first asks for it: while the world is stopped nothing can be allocated in
the heap. Its rows are bit sets of `row_words(code)` words, one row an instruction: what is live before it.
"""

from __future__ import annotations

from typing import Final

from protodialect.unsafe import Addr, load32, load64, memset, store32, store64
from protopython.objects.code.bytecode import FLOW, HAS_SHORT_TARGET, HAS_TARGET, RAISES, ROLE_A, ROLE_B, ROLE_C, Flow, Op, Role, bx, ra, rb, rc, rd
from protopython.objects.code.code import W_Code, plain_instrs
from protopython.protocore.os import c_free, c_malloc

MAX_WORDS: Final[int] = 1 << 22
"""Words of the largest map; of larger code (a module of more than a hundred thousand instructions) all temporaries count as live."""
NO_HANDLER: Final[int] = 0xFFFFFFFF


def row_words(code: W_Code) -> int:
    return (code.n_regs - code.n_named + 63) >> 6


def new_map(code: W_Code) -> Addr:
    """The map of a code object that has temporaries; 0: it is too large, or there is no memory."""
    n = len(code.instrs)
    words = row_words(code)
    if n * words > MAX_WORDS:
        return 0
    size = (n + 1) * words << 3  # The last row is scratch.
    at = c_malloc(size)
    if at == 0:
        return 0
    handlers = c_malloc(n << 2)
    if handlers == 0:
        c_free(at)
        return 0
    memset(at, 0, size)
    note_handlers(code, handlers)
    while improve(code, at, handlers):
        pass
    c_free(handlers)
    return at


def note_handlers(code: W_Code, handlers: Addr) -> None:
    """The row of the exception table for each instruction, in 32 bits."""
    memset(handlers, 0xFF, len(code.instrs) << 2)
    table = code.exc_table
    row = len(table) - 4
    while row >= 0:  # Inner rows come first, and prevail.
        i: int = table[row]
        while i < table[row + 1]:
            store32(handlers + (i << 2), row)
            i += 1
        row -= 4


def improve(code: W_Code, at: Addr, handlers: Addr) -> bool:
    """One pass over the instructions, last first; whether anything was added."""
    words = row_words(code)
    n = len(code.instrs)
    scratch = at + (n * words << 3)
    changed = False
    i = n - 1
    while i >= 0:
        memset(scratch, 0, words << 3)
        word = plain_instrs(code)[i]
        op = word & 255
        add_successors(code, at, i, scratch, True)
        mark_operands(code, scratch, word, True)
        row = load32(handlers + (i << 2))
        if row != NO_HANDLER and RAISES[op]:
            add_handler(code, at, row, scratch)
        mark_operands(code, scratch, word, False)
        own = at + (i * words << 3)
        for k in range(words):
            live = load64(scratch + (k << 3))
            if live != load64(own + (k << 3)):
                store64(own + (k << 3), live)
                changed = True
        i -= 1
    return changed


def add_row(code: W_Code, at: Addr, i: int, to: Addr) -> None:
    words = row_words(code)
    own = at + (i * words << 3)
    for k in range(words):
        store64(to + (k << 3), load64(to + (k << 3)) | load64(own + (k << 3)))


def add_successors(code: W_Code, at: Addr, i: int, to: Addr, kills: bool) -> None:
    """What is live behind instruction i. kills: without the item that a loop is about to write."""
    word = plain_instrs(code)[i]
    op = word & 255
    target = -1
    if HAS_TARGET[op]:
        target = rc(word) if HAS_SHORT_TARGET[op] else bx(word)
    if op == Op.FOR_ITER or op == Op.FOR_LOOP:
        item = i + 1
        end = target
        if op == Op.FOR_LOOP:
            item = target
            end = i + 1
        elif rd(word) == 1:
            item = i + 2
            end = i + 1
        add_row(code, at, item, to)
        if kills:
            set_live(code, to, ra(word), 1, False)
        add_row(code, at, end, to)
        return
    if target >= 0:
        add_row(code, at, target, to)
    if FLOW[op] == Flow.NEXT:
        add_row(code, at, i + 1, to)


def add_handler(code: W_Code, at: Addr, row: int, to: Addr) -> None:
    """What the handler of that row of the exception table reads; it finds the exception in a register of its own."""
    words = row_words(code)
    r: int = code.exc_table[row + 3] - code.n_named
    own = at + ((code.exc_table[row + 2] * words) << 3)
    for k in range(words):
        live = load64(own + (k << 3))
        if r >= 0 and r >> 6 == k:
            live &= ~(1 << (r & 63))
        store64(to + (k << 3), load64(to + (k << 3)) | live)


def mark_operands(code: W_Code, to: Addr, word: int, written: bool) -> None:
    """Takes out the registers that an instruction writes, or puts in those that it reads."""
    op = word & 255
    mark_operand(code, to, word, ROLE_A[op], ra(word), written)
    mark_operand(code, to, word, ROLE_B[op], rb(word), written)
    mark_operand(code, to, word, ROLE_C[op], rc(word), written)


def mark_operand(code: W_Code, to: Addr, word: int, role: int, x: int, written: bool) -> None:
    if written:
        match role:
            case Role.OUT | Role.INOUT | Role.INOUT2:
                set_live(code, to, x, 1, False)
            case Role.OUT2:
                set_live(code, to, x, 2, False)
            case Role.OUT_COUNT:
                set_live(code, to, x, rc(word), False)
            case Role.OUT_AROUND:
                set_live(code, to, x, rc(word) + 1 + rd(word), False)
            case Role.SEND:
                set_live(code, to, x + 1, 1, False)
            case _:
                pass
        return
    match role:
        case Role.IN | Role.INOUT:
            set_live(code, to, x, 1, True)
        case Role.IN2 | Role.INOUT2 | Role.SEND:
            set_live(code, to, x, 2, True)
        case Role.IN3:
            set_live(code, to, x, 3, True)
        case Role.IN4:
            set_live(code, to, x, 4, True)
        case Role.IN_COUNT:
            set_live(code, to, x, rc(word), True)
        case Role.IN_PAIRS:
            set_live(code, to, x, 2 * rc(word), True)
        case Role.IN_OR_NONE:
            if x != 65535:
                set_live(code, to, x, 1, True)
        case Role.SUPER:
            set_live(code, to, x - 1, 3, True)
        case Role.CALL:
            set_live(code, to, x, 2 + rc(word), True)
        case Role.CALL_FUNCTION:
            set_live(code, to, x, 1, True)
            set_live(code, to, x + 2, rc(word), True)
        case Role.CALL_KW:
            set_live(code, to, x, 3 + rc(word), True)
        case Role.RAISED:
            if rd(word) >= 1:
                set_live(code, to, x, 1, True)
        case Role.CAUSE:
            if rd(word) == 2:
                set_live(code, to, x, 1, True)
        case _:
            pass


def set_live(code: W_Code, to: Addr, register: int, n: int, live: bool) -> None:
    for r in range(register - code.n_named, register - code.n_named + n):
        if 0 <= r < code.n_regs - code.n_named:
            at = to + (r >> 6 << 3)
            bit = 1 << (r & 63)
            store64(at, load64(at) | bit if live else load64(at) & ~bit)


# --- what is live in a frame ------------------------------------------------------------------------------------------


def scratch_row(code: W_Code, at: Addr) -> Addr:
    return at + (len(code.instrs) * row_words(code) << 3)


def live_in_call(code: W_Code, at: Addr, pc: int) -> Addr:
    """The row of what is live while the instruction before pc is at work: what it may still read, and what comes after it."""
    row = scratch_row(code, at)
    memset(row, 0, row_words(code) << 3)
    add_row(code, at, pc - 1, row)
    add_successors(code, at, pc - 1, row, False)
    return row


def live_in_suspension(code: W_Code, at: Addr, pc: int, dst: int) -> Addr:
    """The row of what is live in a generator that will go on at pc, with a value sent to register dst or an exception thrown into it."""
    row = scratch_row(code, at)
    memset(row, 0, row_words(code) << 3)
    add_row(code, at, pc, row)
    table = code.exc_table
    for i in range(0, len(table), 4):
        if table[i] < pc <= table[i + 1]:
            add_handler(code, at, i, row)
            break
    set_live(code, row, dst, 1, False)
    return row


def is_live(code: W_Code, row: Addr, register: int) -> bool:
    r = register - code.n_named
    return r < 0 or load64(row + (r >> 6 << 3)) >> (r & 63) & 1 != 0

"""Setting a frame's f_lineno: a trace function lets its frame go on at another line.

What a line needs of the blocks around it lies in temporaries: the iterator of a `for`, the exit of a `with`, the exception of a handler. A jump
is possible where all that are live at the target are live where the frame stands, and are of the same kind.

Source: CPython documentation, data model, "Frame objects"; pdb, command jump.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, u8, wrap
from protodialect.unsafe import Addr
from protopython.engine import tracing
from protopython.objects.code.bytecode import FLOW, ROLE_A, Flow, Op, Role, ra
from protopython.objects.code.code import NAMED_LOCAL, W_Code, plain_instrs
from protopython.objects.code.liveness import is_live, new_map, row_words
from protopython.objects.code.monitors import (
    INSTRUCTION,
    LINE,
    N_LOCAL_EVENTS,
    PY_RESUME,
    PY_START,
    PY_THROW,
    PY_YIELD,
    RAISE,
    lines_of,
    target_of,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import FRAME, W_Frame, trace_of
from protopython.objects.int.int import INT
from protopython.objects.model import errors
from protopython.objects.model.call import call2
from protopython.objects.model.define import setter
from protopython.objects.model.operations import index_of
from protopython.objects.model.types import type_of
from protopython.objects.object_methods import stock_function
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

# What a temporary holds.
UNKNOWN: Final[int] = 0
OBJECT: Final[int] = 1
ITERATOR: Final[int] = 2
EXCEPTION: Final[int] = 3
HANDLED: Final[int] = 4
"""What was handled before, as PUSH_EXC keeps it."""


@setter(FRAME, "f_lineno")
def frame_set_lineno(self: W_Frame, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.attribute_error("cannot delete attribute", wrap(self), "f_lineno")
    if type_of(w_value) is not INT:
        raise errors.value_error("lineno must be an integer")
    check_event(self)
    code = self.code
    line = line_of_target(code, index_of(w_value))
    source = self.pc - 1
    live = new_map(code) if code.n_regs > code.n_named else 0
    if live == 0 and code.n_regs > code.n_named:
        raise errors.memory_error()
    try:
        kinds = kinds_of(code)
        target = best_target(code, live, kinds, source, line)
        leave_handlers(self, live, kinds, source, target)
    finally:
        if live != 0:
            c_free(live)
    fill_unbound(self)
    self.pc = target + 1
    trace_of(self).line = -1
    return w_None


def check_event(frame: W_Frame) -> None:
    """ValueError unless a callback of this thread runs for an event of the frame that allows a jump."""
    state = tracing.thread_watch(context())
    event = state.event
    if event < 0 or state.frame is not frame:
        raise errors.value_error("f_lineno can only be set in a trace function")
    if event == PY_START or event == PY_RESUME or event == PY_THROW:
        raise errors.value_error("can't jump from the 'call' trace event of a new frame")
    if event != LINE and event != INSTRUCTION and event != PY_YIELD and (event == RAISE or event >= N_LOCAL_EVENTS or event < LINE):
        raise errors.value_error("can only jump from a 'line' trace event")


def line_of_target(code: W_Code, line: int) -> int:
    """The first line from `line` on that has an instruction."""
    if line < code.firstlineno:
        raise errors.value_error(f"line {line} comes before the current code block")
    lines = lines_of(code)
    found = -1
    for i in range(len(lines)):
        if lines[i] >= line and (found < 0 or lines[i] < found):
            found = lines[i]
    if found < 0:
        raise errors.value_error(f"line {line} comes after the current code block")
    return found


def best_target(code: W_Code, live: Addr, kinds: Array[u8], source: int, line: int) -> int:
    """The first instruction of the line that can be reached. ValueError: there is none."""
    lines = lines_of(code)
    failure: PyError | None = None
    for i in range(len(lines)):
        if lines[i] != line or (i > 0 and lines[i - 1] == line):
            continue
        missing = first_missing(code, live, kinds, source, i)
        if missing < 0:
            return i
        if failure is None:
            failure = explain(kinds[i * n_temporaries(code) + missing])
    assert failure is not None
    raise failure


def explain(kind: int) -> PyError:
    if kind == ITERATOR:
        return errors.value_error("can't jump into the body of a for loop")
    if kind == EXCEPTION or kind == HANDLED:
        return errors.value_error("can't jump into an 'except' block as there's no exception")
    return errors.value_error("incompatible stacks")


def n_temporaries(code: W_Code) -> int:
    return code.n_regs - code.n_named


def is_live_at(code: W_Code, live: Addr, i: int, temporary: int) -> bool:
    return is_live(code, live + (i * row_words(code) << 3), code.n_named + temporary)


def first_missing(code: W_Code, live: Addr, kinds: Array[u8], source: int, target: int) -> int:
    """The innermost temporary that the target needs and the source has not; -1: none."""
    n = n_temporaries(code)
    t = n - 1
    while t >= 0:
        if is_live_at(code, live, target, t):
            if not is_live_at(code, live, source, t) or kinds[source * n + t] != kinds[target * n + t]:
                return t
        t -= 1
    return -1


def kinds_of(code: W_Code) -> Array[u8]:
    """By instruction and temporary: what it holds before the instruction. A forward data-flow analysis."""
    words = plain_instrs(code)
    n = len(words)
    width = n_temporaries(code)
    kinds = Array[u8](n * width, u8(UNKNOWN))
    after = Array[u8](width, u8(UNKNOWN))
    reached = Array[u8](n, u8(0))
    reached[0] = u8(1)
    changed = True
    while changed:
        changed = False
        for i in range(n):
            if reached[i] == 0:
                continue
            for t in range(width):
                after[t] = kinds[i * width + t]
            rows = code.exc_table
            row = 0
            while row < len(rows):
                if rows[row] <= i < rows[row + 1]:
                    held: int = rows[row + 3]
                    if merge(kinds, after, reached, width, rows[row + 2], held - code.n_named):
                        changed = True
                row += 4
            write(code, after, words[i])
            op = words[i] & 255
            target = target_of(words[i])
            if target >= 0 and merge(kinds, after, reached, width, target, -1):
                changed = True
            if FLOW[op] == Flow.NEXT:
                if i + 1 < n and merge(kinds, after, reached, width, i + 1, -1):
                    changed = True
                if op == Op.FOR_ITER and i + 2 < n and merge(kinds, after, reached, width, i + 2, -1):
                    changed = True
    return kinds


def write(code: W_Code, after: Array[u8], word: int) -> None:
    """Notes what an instruction leaves in the temporary that it writes."""
    op = word & 255
    role = ROLE_A[op]
    if role != Role.OUT and role != Role.OUT2 and role != Role.INOUT and role != Role.INOUT2:
        return
    t = ra(word) - code.n_named
    kind = OBJECT
    if op == Op.GET_ITER or op == Op.GET_AITER:
        kind = ITERATOR
    elif op == Op.PUSH_EXC:
        kind = HANDLED
    if 0 <= t < len(after):
        after[t] = u8(kind)
    if (role == Role.OUT2 or role == Role.INOUT2) and 0 <= t + 1 < len(after):
        after[t + 1] = u8(OBJECT)


def merge(kinds: Array[u8], after: Array[u8], reached: Array[u8], width: int, target: int, exception: int) -> bool:
    """Control comes to `target` with `after`, in which temporary `exception` (-1: none) is the exception; whether that is news."""
    changed = reached[target] == 0
    reached[target] = u8(1)
    for t in range(width):
        at = target * width + t
        kind: int = EXCEPTION if t == exception else after[t]
        before: int = kinds[at]
        if before != kind and kind != UNKNOWN and before != OBJECT:
            kinds[at] = u8(kind if before == UNKNOWN else OBJECT)
            changed = True
    return changed


def leave_handlers(frame: W_Frame, live: Addr, kinds: Array[u8], source: int, target: int) -> None:
    """Handlers that the jump leaves no longer handle their exceptions."""
    code = frame.code
    n = n_temporaries(code)
    t = n - 1
    while t >= 0:
        if kinds[source * n + t] == HANDLED and is_live_at(code, live, source, t) and not is_live_at(code, live, target, t):
            context().exc_state.w_handled = frame.regs[code.n_named + t]
        t -= 1


def fill_unbound(frame: W_Frame) -> None:
    """The compiler knew of variables that they are set; a jump may have passed over that."""
    code = frame.code
    n = 0
    for i in range(code.n_named):
        if code.named_kinds[i] == NAMED_LOCAL and is_empty(frame.regs[i]):
            n += 1
    if n == 0:
        return
    plural = "s" if n > 1 else ""
    w_message = wrap(f"assigning None to {n} unbound local{plural}")
    call2(stock_function("_warnings", "warn"), w_message, wrap(x.RUNTIME_WARNING))
    for i in range(code.n_named):
        if code.named_kinds[i] == NAMED_LOCAL and is_empty(frame.regs[i]):
            frame.regs[i] = w_None

"""Watching code: where the events of sys.monitoring lie, and who wants them (PEP 669).

An instruction that somebody watches is WATCHED in `W_Code.instrs`, its operands where they were; `CodeMonitors.plain` keeps what it was. So code
that nobody watches costs nothing, all threads see it at once, and nothing is compiled anew. Whoever ceases to watch leaves WATCHED where it is:
the engine puts the instruction back when it comes by and finds that nobody wants it (engine/monitoring.py).

`sys.settrace` and `sys.setprofile` are two more tools, TRACER and PROFILER (engine/tracing.py).
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import COMPILED, EMPTY, Array, Value, clone, i32, locked, try_as, u8
from protopython.objects.code.bytecode import FLOW, HAS_SHORT_TARGET, HAS_TARGET, Flow, Op, bx, rc, rd
from protopython.objects.code.code import CodeMonitors, W_Code, plain_instrs
from protopython.objects.code.positions import positions_of
from protopython.objects.code.units import body_of
from protopython.objects.exceptions.exceptions import NOT_IMPLEMENTED_ERROR
from protopython.objects.model.errors import error
from protopython.protocore.collector import enroll, enrolled
from protopython.protocore.space import ProtoSpace
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context

# Events; event n is the bit 1 << n.
PY_START: Final[int] = 0
PY_RESUME: Final[int] = 1
PY_RETURN: Final[int] = 2
PY_YIELD: Final[int] = 3
CALL: Final[int] = 4
LINE: Final[int] = 5
INSTRUCTION: Final[int] = 6
JUMP: Final[int] = 7
BRANCH_LEFT: Final[int] = 8
BRANCH_RIGHT: Final[int] = 9
STOP_ITERATION: Final[int] = 10
RAISE: Final[int] = 11
EXCEPTION_HANDLED: Final[int] = 12
PY_UNWIND: Final[int] = 13
PY_THROW: Final[int] = 14
RERAISE: Final[int] = 15
C_RETURN: Final[int] = 16
C_RAISE: Final[int] = 17
BRANCH: Final[int] = 18
N_EVENTS: Final[int] = 19
N_LOCAL_EVENTS: Final[int] = 11
"""The first ones can be set for one code object."""

N_TOOLS: Final[int] = 8
PROFILER: Final[int] = 6
TRACER: Final[int] = 7

# What CodeMonitors.kinds says of an instruction.
ENTRY: Final[int] = 1
"""The body begins."""
RESUMPTION: Final[int] = 2
"""Where a generator goes on."""
LINES: Final[int] = 4
"""A line begins."""
UNSURE_LINE: Final[int] = 8
"""A line begins, unless a jump from the same line arrives."""
AFTER_CALL: Final[int] = 16
"""A line begins, and the one before ends with a call. Where CPython has one more instruction to put the result away, the call itself does that
here: it is reported a second time."""

# What can be disabled on its own at one instruction.
AT_ENTRY: Final[int] = 0
AT_LINE: Final[int] = 1
AT_INSTRUCTION: Final[int] = 2
AT_OPERATION: Final[int] = 3
AT_JUMP: Final[int] = 4
AT_LEFT: Final[int] = 5
AT_RIGHT: Final[int] = 6
N_SLOTS: Final[int] = 7

# What an instruction does that can be watched.
NOTHING: Final[int] = 0
CALLS: Final[int] = 1
RETURNS: Final[int] = 2
JUMPS: Final[int] = 3
BRANCHES: Final[int] = 4
ITERATES: Final[int] = 5
YIELDS: Final[int] = 6


def group_of(op: int) -> int:
    """Module level."""
    if op in (Op.CALL, Op.CALL_FUNCTION, Op.CALL_KW, Op.CALL_EX):
        return CALLS
    if op in (Op.RETURN, Op.RETURN_NONE):
        return RETURNS
    if op == Op.YIELD:
        return YIELDS
    if op in (Op.FOR_ITER, Op.FOR_LOOP):
        return ITERATES
    if op in (Op.JUMP, Op.JUMP_BACK):
        return JUMPS
    return BRANCHES if HAS_TARGET[op] and op not in (Op.JUMP_IF_EMPTY, Op.END_ASYNC_FOR) else NOTHING


GROUP: Final[list[int]] = [group_of(op) for op in range(len(FLOW))]
"""By opcode."""


class Watch(State):
    """Who watches a space. Its lock is that of the space's module sys."""

    names: Array[Value]
    """Of the tools; EMPTY: the number is free."""
    callbacks: Array[Value]
    """By tool and event; EMPTY: none."""
    events: Array[int]
    """By tool: the events that it watches in all code."""
    by_event: Array[int]
    """The same by event: the tools, a bit each."""
    local: int
    """Events that some tool ever watched in one code object."""
    restarts: int
    n_traced: int
    """Threads with a trace function, and with a profile function."""
    n_profiled: int
    opcodes: bool
    """Some frame's f_trace_opcodes was set."""
    w_disable: Value
    w_missing: Value

    def __init__(self) -> None:
        self.names = Array[Value](N_TOOLS, EMPTY)
        self.callbacks = Array[Value](N_TOOLS * N_EVENTS, EMPTY)
        self.events = Array[int](N_TOOLS, 0)
        self.by_event = Array[int](N_EVENTS, 0)
        self.local = 0
        self.restarts = 0
        self.n_traced = 0
        self.n_profiled = 0
        self.opcodes = False
        self.w_disable = EMPTY
        self.w_missing = EMPTY


def new_watch() -> State:
    return Watch()


WATCH: Final[int] = space_slot(new_watch)


def watch_of(space: ProtoSpace) -> Watch:
    return cast(Watch, space.states[WATCH])


# --- where lines begin ------------------------------------------------------------------------------------------------


def target_of(word: int) -> int:
    """Where an instruction may jump to; -1: nowhere."""
    if not HAS_TARGET[word & 255]:
        return -1
    return rc(word) if HAS_SHORT_TARGET[word & 255] else bx(word)


def branch_targets(word: int, i: int) -> tuple[int, int]:
    """Where instruction i goes, left and right, if it is a branch; else -1, -1. A conditional jump goes right when it jumps; a `for` goes left into
    its body and right behind the loop."""
    group = GROUP[word & 255]
    if group == BRANCHES:
        return i + 1, target_of(word)
    if group != ITERATES:
        return -1, -1
    if word & 255 == Op.FOR_LOOP:
        return rc(word), i + 1
    if rd(word) == 1:
        return i + 2, i + 1
    return i + 1, rc(word)


def lines_of(code: W_Code) -> Array[i32]:
    """The line of each instruction; -1: none. One without a position is on the line that runs into it."""
    table = positions_of(code)
    n = len(code.instrs)
    words = plain_instrs(code)
    lines = Array[i32](n, i32(-1))
    line = -1
    for i in range(n):
        if table[4 * i + 4] >= 0:
            line = table[4 * i + 4]
        elif i > 0 and FLOW[words[i - 1] & 255] != Flow.NEXT:
            line = -1
        lines[i] = i32(line)
    return lines


SAME: Final[int] = 1
OTHER: Final[int] = 2


def arrive(arrivals: Array[u8], lines: Array[i32], source: int, target: int) -> None:
    """Control may come to `target` from `source`: from the same line or from another one."""
    if target < len(arrivals):
        arrivals[target] = u8(arrivals[target] | (SAME if lines[source] == lines[target] else OTHER))


def new_monitors(code: W_Code) -> CodeMonitors:
    words = code.instrs
    n = len(words)
    table = positions_of(code)
    lines = lines_of(code)
    arrivals = Array[u8](n, u8(0))
    kinds = Array[u8](n, u8(0))
    targets: set[int] = set()
    entry = body_of(words)
    for i in range(n):
        word = words[i]
        op = word & 255
        target = target_of(word)
        if target >= 0:
            arrive(arrivals, lines, i, target)
            targets.add(target)
        if FLOW[op] == Flow.NEXT and i >= entry:
            arrive(arrivals, lines, i, i + 1)
            if op == Op.FOR_ITER:
                arrive(arrivals, lines, i, i + 2)  # Items may skip the jump behind it.
        if op == Op.YIELD and i + 1 < n:
            kinds[i + 1] = u8(kinds[i + 1] | RESUMPTION)
        elif op == Op.SEND:
            kinds[i] = u8(kinds[i] | RESUMPTION)
    rows = code.exc_table
    row = 0
    while row < len(rows):
        for i in range(rows[row], rows[row + 1]):
            arrive(arrivals, lines, i, rows[row + 2])
        targets.add(rows[row + 2])
        row += 4
    unsure = False
    if entry < n:
        kinds[entry] = u8(kinds[entry] | ENTRY)
        arrivals[entry] = u8(arrivals[entry] | OTHER)
    for i in range(entry, n):
        if table[4 * i + 4] < 0 or arrivals[i] & OTHER == 0:  # What has no place of its own begins no line, wherever one comes from.
            continue
        if arrivals[i] & SAME != 0:
            unsure = True
            kinds[i] = u8(kinds[i] | UNSURE_LINE)
        else:
            kinds[i] = u8(kinds[i] | LINES)
            if i > entry and GROUP[words[i - 1] & 255] == CALLS and i not in targets:
                kinds[i] = u8(kinds[i] | AFTER_CALL)
    return CodeMonitors(clone(words), kinds, unsure, N_LOCAL_EVENTS)


# --- who wants what ---------------------------------------------------------------------------------------------------


def wanted(watch: Watch, m: CodeMonitors, event: int) -> int:
    """The tools that watch an event in this code."""
    return watch.by_event[event] | m.local[event] if event < N_LOCAL_EVENTS else watch.by_event[event]


def wanted_at(watch: Watch, m: CodeMonitors, event: int, slot: int, i: int) -> int:
    """The same at one instruction."""
    tools = wanted(watch, m, event)
    disabled = m.disabled
    if tools != 0 and disabled is not None and m.restarts == watch.restarts:
        tools &= ~disabled[slot * len(m.plain) + i]
    return tools


def is_watched(watch: Watch, m: CodeMonitors, i: int) -> bool:
    kinds = m.kinds[i]
    if kinds & ENTRY != 0:
        if wanted_at(watch, m, PY_START, AT_ENTRY, i) != 0:
            return True
        if m.unsure and wanted(watch, m, LINE) != 0:
            return True
    if kinds & RESUMPTION != 0 and wanted_at(watch, m, PY_RESUME, AT_ENTRY, i) != 0:
        return True
    if kinds & (LINES | UNSURE_LINE) != 0:
        if wanted_at(watch, m, LINE, AT_LINE, i) != 0:
            return True
        if m.unsure and wanted(watch, m, LINE) != 0:  # So that it is known from which line an unsure one is reached.
            return True
    if wanted_at(watch, m, INSTRUCTION, AT_INSTRUCTION, i) != 0:
        return True
    group = GROUP[m.plain[i] & 255]
    if group == CALLS:
        return wanted_at(watch, m, CALL, AT_OPERATION, i) != 0
    if group == RETURNS:
        return wanted_at(watch, m, PY_RETURN, AT_OPERATION, i) != 0
    if group == YIELDS:
        return wanted_at(watch, m, PY_YIELD, AT_OPERATION, i) != 0
    if group == NOTHING:
        return False
    if wanted_at(watch, m, JUMP, AT_JUMP, i) != 0:
        return True
    if group == JUMPS:
        return False
    if wanted_at(watch, m, BRANCH_LEFT, AT_LEFT, i) != 0 or wanted_at(watch, m, BRANCH_RIGHT, AT_RIGHT, i) != 0:
        return True
    return group == ITERATES and wanted_at(watch, m, STOP_ITERATION, AT_OPERATION, i) != 0


def monitors_of(code: W_Code) -> CodeMonitors:
    m = code.monitors
    if m is not None:
        return m
    m = new_monitors(code)
    with locked(code):
        first = code.monitors  # Another thread's, made meanwhile. Then `m` may have been made of instructions that are WATCHED.
        if first is not None:
            return first
        code.monitors = m
    return m


def instrument(watch: Watch, code: W_Code) -> None:
    """Makes the instructions that somebody watches WATCHED, and the others what they were."""
    m = monitors_of(code)
    with locked(code):
        if m.restarts != watch.restarts:
            m.disabled = None
            m.restarts = watch.restarts
        for i in range(len(m.plain)):
            word = m.plain[i]
            code.instrs[i] = word & ~255 | Op.WATCHED if is_watched(watch, m, i) else word


def restore(watch: Watch, code: W_Code, m: CodeMonitors, i: int) -> None:
    """Puts instruction i back, if still nobody watches it."""
    with locked(code):
        if not is_watched(watch, m, i):
            code.instrs[i] = m.plain[i]


def disable(watch: Watch, code: W_Code, m: CodeMonitors, slot: int, i: int, tool: int) -> None:
    with locked(code):
        if m.restarts != watch.restarts:
            m.disabled = None
            m.restarts = watch.restarts
        disabled = m.disabled
        if disabled is None:
            disabled = Array[u8](N_SLOTS * len(m.plain), u8(0))
            m.disabled = disabled
        at = slot * len(m.plain) + i
        disabled[at] = u8(disabled[at] | 1 << tool)


def enroll_code(code: W_Code) -> None:
    """Every new code object comes here when it is complete."""
    if COMPILED:  # Uncompiled code is not watched, and may be made without a space.
        enroll(code)
        if context().space.watched != 0:
            instrument(watch_of(context().space), code)


def instrument_all(watch: Watch) -> None:
    for w in enrolled():
        code = try_as(W_Code, w)
        if code is not None:
            instrument(watch, code)


def refuse_uncompiled(events: int) -> None:
    """The loop can go from WATCHED to the instruction that it stands for in compiled code only."""
    if not COMPILED and events != 0:
        raise error(NOT_IMPLEMENTED_ERROR, "uncompiled protopy cannot watch code")


def set_events(space: ProtoSpace, tool: int, events: int) -> None:
    """From now on the tool watches these events in all code."""
    refuse_uncompiled(events)
    watch = watch_of(space)
    with locked(space.w_sys):
        more = events & ~watch.events[tool] != 0
        watch.events[tool] = events
        for event in range(N_EVENTS):
            bit = 1 << tool
            tools = watch.by_event[event]
            watch.by_event[event] = tools | bit if events >> event & 1 == 1 else tools & ~bit
        all_events = watch.local
        for other in range(N_TOOLS):
            all_events |= watch.events[other]
        space.watched = all_events
    if more:
        instrument_all(watch)


def set_local_events(space: ProtoSpace, code: W_Code, tool: int, events: int) -> None:
    """From now on the tool watches these events in this code, beside those in all code."""
    refuse_uncompiled(events)
    watch = watch_of(space)
    m = monitors_of(code)
    with locked(code):
        for event in range(N_LOCAL_EVENTS):
            bit = 1 << tool
            m.local[event] = m.local[event] | bit if events >> event & 1 == 1 else m.local[event] & ~bit
    with locked(space.w_sys):
        watch.local |= events
        space.watched |= events
    instrument(watch, code)


def local_events(code: W_Code, tool: int) -> int:
    m = code.monitors
    events = 0
    if m is not None:
        for event in range(N_LOCAL_EVENTS):
            if m.local[event] >> tool & 1 == 1:
                events |= 1 << event
    return events


def restart(space: ProtoSpace) -> None:
    """Whatever was disabled is wanted again."""
    watch = watch_of(space)
    with locked(space.w_sys):
        watch.restarts += 1
    instrument_all(watch)

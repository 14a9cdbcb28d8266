"""Events of sys.monitoring (PEP 669): the interpreter reports here what watched code does, and the callbacks of tools are called.

The loop comes to `watch` at a WATCHED instruction, before it; to the other functions where exceptions pass and generators are switched, if the
space's `watched` is not 0. Tools are called from the highest number to the lowest, as CPython does. While a callback runs, its thread reports
nothing.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, array_ptr, clz64, require, try_as, unwrap, wrap
from protopython.engine import tracing
from protopython.objects.code import monitors as watching
from protopython.objects.code.bytecode import Op, ra, rb, rc, rd, signed_b
from protopython.objects.code.code import CodeMonitors
from protopython.objects.code.monitors import (
    AFTER_CALL,
    AT_ENTRY,
    AT_INSTRUCTION,
    AT_JUMP,
    AT_LEFT,
    AT_LINE,
    AT_OPERATION,
    AT_RIGHT,
    BRANCH_LEFT,
    BRANCH_RIGHT,
    C_RAISE,
    C_RETURN,
    CALL,
    ENTRY,
    EXCEPTION_HANDLED,
    GROUP,
    INSTRUCTION,
    JUMP,
    LINE,
    LINES,
    N_EVENTS,
    PROFILER,
    PY_RESUME,
    PY_RETURN,
    PY_START,
    PY_THROW,
    PY_UNWIND,
    PY_YIELD,
    RAISE,
    RERAISE,
    RESUMPTION,
    STOP_ITERATION,
    UNSURE_LINE,
    Watch,
    target_of,
    wanted_at,
    watch_of,
)
from protopython.objects.code.positions import line_at
from protopython.objects.code.units import offset_of, start_of
from protopython.objects.dict.dict import W_Dict
from protopython.objects.frame import ESCAPED, RESUMED_BY_SEND, W_Frame, W_Generator, trace_of
from protopython.objects.function.function import W_Function, W_Method
from protopython.objects.model import errors, operations
from protopython.objects.model.call import call_tuple_kw, call_vector
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.thread import ProtoContext
from protopython.protocore.value import from_int, is_empty, same

NO_SLOT: Final[int] = -1
"""The event cannot be disabled."""
EVENT_NAMES: Final[list[str]] = (
    "PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE INSTRUCTION JUMP BRANCH_LEFT BRANCH_RIGHT STOP_ITERATION "
    "RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE BRANCH"
).split()

# --- callbacks --------------------------------------------------------------------------------------------------------


def report(cx: ProtoContext, frame: W_Frame, event: int, tools: int, slot: int, i: int, w_x: Value, w_y: Value) -> None:
    """Calls the tools: f(code, offset, x, y), of which x and y may be EMPTY; at a line f(code, line), which is x."""
    state = tracing.thread_watch(cx)
    watch = watch_of(cx.space)
    code = frame.code
    while tools != 0:
        tool = 63 - clz64(tools)
        tools &= ~(1 << tool)
        if tool >= PROFILER:
            tracing.report(cx, frame, tool, event, i, w_x, w_y)
            continue
        w_callback = watch.callbacks[tool * N_EVENTS + event]
        if is_empty(w_callback):
            continue
        args = Array[Value](5, EMPTY)
        args[1] = wrap(code)
        args[2] = w_x if event == LINE else from_int(offset_at(frame, event, i))
        args[3] = EMPTY if event == LINE else w_x
        args[4] = w_y
        n = 2 if is_empty(args[3]) else 3 if is_empty(w_y) else 4
        before = state.begin(event, frame)
        try:
            w_answer = call_vector(w_callback, array_ptr(args, 1), n, None)
        finally:
            state.end(before)
        if same(w_answer, watch.w_disable):
            if slot == NO_SLOT:
                watch.callbacks[tool * N_EVENTS + event] = EMPTY
                raise errors.value_error(f"Cannot disable {EVENT_NAMES[event]} events. Callback removed.")
            watching.disable(watch, code, require(code.monitors), slot, i, tool)


def offset_at(frame: W_Frame, event: int, i: int) -> int:
    if event == PY_START:
        return offset_of(frame.code, -1)
    if event == PY_RESUME:
        return offset_of(frame.code, frame.pc - 1) + 2
    return offset_of(frame.code, frame.pc - 1 if event == INSTRUCTION else i)


def report_global(cx: ProtoContext, frame: W_Frame, event: int, w_x: Value) -> None:
    """An event that cannot be disabled, at the instruction that the frame is at."""
    if tracing.thread_watch(cx).depth == 0:
        tools = watch_of(cx.space).by_event[event]
        if tools != 0:
            report(cx, frame, event, tools, NO_SLOT, frame.pc - 1, w_x, EMPTY)


# --- at an instruction ------------------------------------------------------------------------------------------------


def watch(cx: ProtoContext, frame: W_Frame) -> int:
    """Reports what the WATCHED instruction before frame.pc is about to do; the instruction to run instead of it: a NOP if that is done. frame.pc
    changes when another one than the next follows.
    """
    code = frame.code
    at = frame.pc
    i = at - 1
    m = require(code.monitors)
    word = m.plain[i]
    if tracing.thread_watch(cx).depth != 0:
        return word
    w = watch_of(cx.space)
    kinds = m.kinds[i]
    if kinds & ENTRY != 0:
        report_elsewhere(cx, frame, PY_START, wanted_at(w, m, PY_START, AT_ENTRY, i), i, 0)
        if m.unsure:
            trace_of(frame).line = -1
    g = frame.generator
    if kinds & RESUMPTION != 0 and g is not None and g.resumed:
        g.resumed = False
        before = at if word & 255 == Op.SEND else i
        report_elsewhere(cx, frame, PY_RESUME, wanted_at(w, m, PY_RESUME, AT_ENTRY, i), i, before)
    if kinds & AFTER_CALL != 0:
        report_elsewhere(cx, frame, INSTRUCTION, wanted_at(w, m, INSTRUCTION, AT_INSTRUCTION, i), i, i)
    if frame.pc == at and kinds & (LINES | UNSURE_LINE) != 0:
        line = line_at(code, i)
        if kinds & LINES != 0 or trace_of(frame).line != line:
            tools = wanted_at(w, m, LINE, AT_LINE, i)
            if tools != 0:
                report(cx, frame, LINE, tools, AT_LINE, i, from_int(line), EMPTY)
        if m.unsure:
            trace_of(frame).line = line
    tools = wanted_at(w, m, INSTRUCTION, AT_INSTRUCTION, i)
    if tools != 0 and frame.pc == at:
        report(cx, frame, INSTRUCTION, tools, AT_INSTRUCTION, i, EMPTY, EMPTY)
    if frame.pc != at:
        return jump(frame)
    if not watching.is_watched(w, m, i):
        watching.restore(w, code, m, i)
        return word
    match GROUP[word & 255]:
        case watching.CALLS:
            return watch_call(cx, frame, w, m, word)
        case watching.RETURNS:
            tools = wanted_at(w, m, PY_RETURN, AT_OPERATION, i)
            if tools != 0:
                w_result = w_None if word & 255 == Op.RETURN_NONE else frame.regs[ra(word)]
                report(cx, frame, PY_RETURN, tools, AT_OPERATION, i, w_result, EMPTY)
            return word
        case watching.YIELDS:
            tools = wanted_at(w, m, PY_YIELD, AT_OPERATION, i)
            if tools != 0:
                report(cx, frame, PY_YIELD, tools, AT_OPERATION, i, frame.regs[ra(word)], EMPTY)
            return word if frame.pc == at else jump(frame)
        case watching.JUMPS:
            watch_jump(cx, frame, w, m, i, target_of(word))
            return word if frame.pc == at else jump(frame)
        case watching.BRANCHES:
            if target_of(word) <= i:
                watch_jump(cx, frame, w, m, i, target_of(word))
            return watch_branch(cx, frame, w, m, word) if frame.pc == at else jump(frame)
        case watching.ITERATES:
            if word & 255 == Op.FOR_LOOP:
                watch_jump(cx, frame, w, m, i - 1, i)  # From the end of the body to the head, in whose place it stands.
            return watch_iteration(cx, frame, w, m, word) if frame.pc == at else jump(frame)
        case _:
            return word


def jump(frame: W_Frame) -> int:
    """A callback has set f_lineno: the frame stands at the instruction that comes next, as if it ran already. What to run instead of this one."""
    frame.pc -= 1
    return Op.NOP


def report_elsewhere(cx: ProtoContext, frame: W_Frame, event: int, tools: int, i: int, pc: int) -> None:
    """An event of instruction i during which the frame is at another one: before its first one, or at the yield that ends."""
    if tools == 0:
        return
    at = frame.pc
    frame.pc = pc
    if event == PY_RESUME:
        trace_of(frame).resuming = True
    try:
        report(cx, frame, event, tools, AT_ENTRY, i, EMPTY, EMPTY)
    finally:
        if event == PY_RESUME:
            trace_of(frame).resuming = False
    if frame.pc == pc:
        frame.pc = at


def watch_jump(cx: ProtoContext, frame: W_Frame, w: Watch, m: CodeMonitors, source: int, target: int) -> None:
    tools = wanted_at(w, m, JUMP, AT_JUMP, source)
    if tools != 0:
        report(cx, frame, JUMP, tools, AT_JUMP, source, from_int(start_of(frame.code, target)), EMPTY)


def watch_branch(cx: ProtoContext, frame: W_Frame, w: Watch, m: CodeMonitors, word: int) -> int:
    """A conditional jump, done here if somebody wants to know where it goes."""
    i = frame.pc - 1
    if wanted_at(w, m, BRANCH_LEFT, AT_LEFT, i) | wanted_at(w, m, BRANCH_RIGHT, AT_RIGHT, i) == 0:
        return word
    return go(cx, frame, w, m, word, is_taken(frame, word))


def go(cx: ProtoContext, frame: W_Frame, w: Watch, m: CodeMonitors, word: int, right: bool) -> int:
    i = frame.pc - 1
    left_target, right_target = watching.branch_targets(word, i)
    target = right_target if right else left_target
    slot = AT_RIGHT if right else AT_LEFT
    event = BRANCH_RIGHT if right else BRANCH_LEFT
    tools = wanted_at(w, m, event, slot, i)
    if tools != 0:
        report(cx, frame, event, tools, slot, i, from_int(start_of(frame.code, target)), EMPTY)
        if frame.pc != i + 1:
            return jump(frame)
    frame.pc = target
    return Op.NOP


def is_taken(frame: W_Frame, word: int) -> bool:
    """Whether a conditional jump would jump."""
    regs = frame.regs
    v = regs[ra(word)]
    match word & 255:
        case Op.JUMP_IF_TRUE:
            return operations.is_true(v)
        case Op.JUMP_IF_FALSE:
            return not operations.is_true(v)
        case Op.JUMP_IF_NONE:
            return same(v, w_None)
        case Op.JUMP_IF_NOT_NONE:
            return not same(v, w_None)
        case Op.JUMP_COMPARE_TRUE:
            return operations.is_true(operations.compare(rd(word), v, regs[rb(word)]))
        case Op.JUMP_COMPARE_FALSE:
            return not operations.is_true(operations.compare(rd(word), v, regs[rb(word)]))
        case Op.JUMP_COMPARE_INT_TRUE:
            return operations.is_true(operations.compare(rd(word), v, from_int(signed_b(word))))
        case _:
            return not operations.is_true(operations.compare(rd(word), v, from_int(signed_b(word))))


def watch_iteration(cx: ProtoContext, frame: W_Frame, w: Watch, m: CodeMonitors, word: int) -> int:
    """The head or the bottom of a `for`, done here if somebody wants to know where it goes: left into the body, right behind the loop."""
    i = frame.pc - 1
    tools = wanted_at(w, m, STOP_ITERATION, AT_OPERATION, i)
    if tools | wanted_at(w, m, BRANCH_LEFT, AT_LEFT, i) | wanted_at(w, m, BRANCH_RIGHT, AT_RIGHT, i) == 0:
        return word
    w_iterator = frame.regs[rb(word)]
    w_item = operations.next_of(w_iterator)
    if not is_empty(w_item):
        frame.regs[ra(word)] = w_item
    elif tools != 0 and try_as(W_Generator, w_iterator) is not None:
        report(cx, frame, STOP_ITERATION, tools, AT_OPERATION, i, errors.stop_iteration(EMPTY).w_value, EMPTY)
    return go(cx, frame, w, m, word, is_empty(w_item))


# --- calls ------------------------------------------------------------------------------------------------------------


def watch_call(cx: ProtoContext, frame: W_Frame, w: Watch, m: CodeMonitors, word: int) -> int:
    """A call. One of anything but a Python function is done here, so that its end can be reported."""
    i = frame.pc - 1
    tools = wanted_at(w, m, CALL, AT_OPERATION, i)
    p = frame.regs.offset(rb(word))
    op = word & 255
    w_callable = p[0]
    w_first = w.w_missing
    has_self = op != Op.CALL_FUNCTION and op != Op.CALL_EX and not is_empty(p[1])
    if has_self:
        w_first = p[1]
    elif op == Op.CALL_EX:
        args = unwrap(W_Tuple, p[2])
        if args.length > 0:
            w_first = args.items[0]
    elif rc(word) > 0:
        w_first = p[2]
    method = try_as(W_Method, w_callable)
    if method is not None:
        w_first = method.w_self
        w_callable = method.w_function
    report(cx, frame, CALL, tools, AT_OPERATION, i, w_callable, w_first)
    if try_as(W_Function, w_callable) is not None:
        return word
    try:
        if op == Op.CALL_EX:
            kwargs = None if is_empty(p[3]) else unwrap(W_Dict, p[3])
            w_result = call_tuple_kw(p[0], p[1], unwrap(W_Tuple, p[2]), kwargs)
        else:
            n = rc(word)
            names: W_Tuple | None = None
            if op == Op.CALL_KW:
                names = unwrap(W_Tuple, p[2 + n])
                n -= names.length
            if has_self:
                w_result = call_vector(p[0], p.offset(1), n + 1, names)
            else:
                w_result = call_vector(p[0], p.offset(2), n, names)
    except PyError as e:
        report(cx, frame, C_RAISE, wanted_at(w, m, CALL, AT_OPERATION, i), AT_OPERATION, i, w_callable, w_first)
        raise e
    frame.regs[ra(word)] = w_result
    tools = wanted_at(w, m, CALL, AT_OPERATION, i)  # The call may have changed it.
    report(cx, frame, C_RETURN, tools, AT_OPERATION, i, w_callable, w_first)
    return Op.NOP


# --- generators -------------------------------------------------------------------------------------------------------


def yields(cx: ProtoContext, frame: W_Frame, w_value: Value, in_send: bool) -> None:
    """Before a generator's frame is left, and those that wait for it with it: tells of those that are in `yield from` or await."""
    at: W_Frame | None = frame if in_send else frame.previous if frame.kind & ~ESCAPED == RESUMED_BY_SEND else None
    while at is not None:
        m = at.code.monitors
        if m is not None and tracing.thread_watch(cx).depth == 0:
            tools = wanted_at(watch_of(cx.space), m, PY_YIELD, AT_OPERATION, at.pc - 1)
            if tools != 0:
                report(cx, at, PY_YIELD, tools, AT_OPERATION, at.pc - 1, w_value, EMPTY)
        at = at.previous if at.kind & ~ESCAPED == RESUMED_BY_SEND else None


# --- exceptions -------------------------------------------------------------------------------------------------------

OF_EXCEPTIONS: Final[int] = (1 << RAISE) | (1 << RERAISE) | (1 << EXCEPTION_HANDLED) | (1 << PY_UNWIND)


def changed_by(cx: ProtoContext, frame: W_Frame, event: int, w_exc: Value) -> Value:
    """Reports an event of an exception on its way: the exception that goes on, a callback's if that fails."""
    try:
        report_global(cx, frame, event, w_exc)
    except PyError as e:
        return e.w_value
    return w_exc


def handled(cx: ProtoContext, frame: W_Frame, w_exc: Value) -> Value:
    """changed_by EXCEPTION_HANDLED, in a frame whose pc is the handler's: its first instruction is where the frame is."""
    frame.pc += 1
    w_new = changed_by(cx, frame, EXCEPTION_HANDLED, w_exc)
    if same(w_new, w_exc):
        frame.pc -= 1
    return w_new


def thrown(cx: ProtoContext, frame: W_Frame, w_exc: Value) -> None:
    """An exception was thrown into a generator."""
    report_global(cx, frame, PY_THROW, w_exc)

"""Exceptions in the interpreter: raising, finding handlers, tracebacks, except clauses.

Sources: language reference "Exceptions", "The raise statement"; PEP 3134 (context), PEP 654 (except*).
"""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Value, ValuePtr, require, try_as, unwrap, wrap
from protodialect.unsafe import set_register_top
from protopython.engine import calling, generators, monitoring
from protopython.objects.code.bytecode import Op, ra, rd
from protopython.objects.code.code import W_Code, plain_instrs
from protopython.objects.code.positions import line_at
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions import groups as exception_groups
from protopython.objects.exceptions.exceptions import W_BaseException, W_BaseExceptionGroup
from protopython.objects.frame import ESCAPED, RETURN_SELF, RETURN_TO_NATIVE, W_Frame, W_Traceback
from protopython.objects.model import errors, operations
from protopython.objects.model.types import is_subtype, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.collector import memory_is_short
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.thread import ProtoContext
from protopython.protocore.value import is_empty, same

# --- from dialect exceptions to Python's ------------------------------------------------------------------------------


def exception_value(e: Exception) -> Value:
    """The Python exception that a dialect exception stands for."""
    if isinstance(e, PyError):
        return e.w_value
    if isinstance(e, MemoryError):
        return errors.memory_error().w_value
    if not COMPILED:
        if isinstance(e, RecursionError):
            return errors.recursion_error("maximum recursion depth exceeded").w_value
        raise e
    return errors.system_error("internal error of the runtime").w_value


# --- unwinding --------------------------------------------------------------------------------------------------------


def line_of(code: W_Code, pc: int) -> int:
    """The source line of instruction index pc - 1 (pc: as a frame keeps it)."""
    return line_at(code, pc - 1)


def add_traceback(w_exc: Value, frame: W_Frame, pc: int) -> None:
    """Puts frame at the head of the exception's traceback; not where a deep recursion ends for lack of memory, whose entries would take the rest."""
    if memory_is_short():
        return
    e = unwrap(W_BaseException, w_exc)
    frame.kind |= ESCAPED
    e.traceback = W_Traceback(e.traceback, frame, pc - 1, line_of(frame.code, pc))


def find_handler(code: W_Code, pc: int) -> int:
    """The row of the exception table that covers the instruction before pc, or -1."""
    table = code.exc_table
    n = len(table)
    i = 0
    at = pc - 1
    while i < n:
        if table[i] <= at < table[i + 1]:
            return i
        i += 4
    return -1


def unwind(cx: ProtoContext, frame: W_Frame, e: Exception) -> W_Frame | None:
    """Continues after e was raised in frame at frame.pc: the frame whose handler runs next, its pc set; None when the exception leaves run()."""
    w_exc = exception_value(e)
    word: int = Op.NOP if frame.pc == 0 else plain_instrs(frame.code)[frame.pc - 1]
    op = word & 255
    raised = op == Op.RAISE
    reraised = False  # The traceback stays as it is for this frame.
    restores = False
    match op:
        case Op.RERAISE:
            reraised = True
            restores = rd(word) == 0
        case Op.END_ASYNC_FOR:
            reraised = same(frame.regs[ra(word)], w_exc)
        case Op.RAISE:
            reraised = rd(word) == 0 and same(handled_exception(cx), w_exc)
        case _:
            pass
    if raised or not reraised and unwrap(W_BaseException, w_exc).traceback is None:
        set_context(cx, w_exc, raised)
    if (op == Op.RETURN or op == Op.RETURN_NONE) and frame.kind & ~ESCAPED == RETURN_SELF:
        # The result of an `__init__` was refused, which is an error of the caller's.
        frame.w_init_self = EMPTY
        frame = calling.pop(cx, frame)
    return leave_frames(cx, frame, w_exc, reraised, restores)


def throw(cx: ProtoContext, frame: W_Frame, w_exc: Value) -> W_Frame | None:
    """Continues after w_exc was thrown into a generator, where it is linked with what the generator handles, not its resumer."""
    if cx.space.watched != 0:
        try:
            monitoring.thrown(cx, frame, w_exc)
        except Exception as e:
            return unwind(cx, frame, e)
    if not is_empty(cx.exc_state.w_handled):
        set_context(cx, w_exc, True)
    return leave_frames(cx, frame, w_exc, False, False)


def leave_frames(cx: ProtoContext, frame: W_Frame, w_exc: Value, reraised: bool, restores: bool) -> W_Frame | None:
    """The rest of unwind. reraised: the first frame leaves the traceback as it is. restores: it ends where the exception was raised before."""
    watched = cx.space.watched & monitoring.OF_EXCEPTIONS != 0
    while True:
        if not reraised:
            add_traceback(w_exc, frame, frame.pc)
        elif not restores:
            keep_place(frame, w_exc)
        if watched:
            w_exc = monitoring.changed_by(cx, frame, monitoring.RERAISE if reraised else monitoring.RAISE, w_exc)
        row = find_handler(frame.code, frame.pc)
        if row >= 0:
            table = frame.code.exc_table
            cx.frame = frame
            set_register_top(frame.regs.offset(frame.code.n_regs))
            frame.pc = table[row + 2]
            if watched:
                w_new = monitoring.handled(cx, frame, w_exc)
                if not same(w_new, w_exc):
                    w_exc = w_new
                    reraised = False
                    restores = False
                    continue
            frame.regs[table[row + 3]] = w_exc
            return frame
        if restores:
            restore_place(frame, w_exc)
        if watched:
            w_exc = monitoring.changed_by(cx, frame, monitoring.PY_UNWIND, w_exc)
        reraised = False
        restores = False
        native = frame.kind & ~ESCAPED == RETURN_TO_NATIVE
        g = frame.generator
        if g is not None:
            previous = require(frame.previous)
            w_exc = generators.fail(cx, frame, g, w_exc)
        else:
            previous = calling.pop(cx, frame)
        if native:
            cx.exc_state.w_unhandled = w_exc
            return None
        frame = previous


def keep_place(frame: W_Frame, w_exc: Value) -> None:
    """What is raised again with its traceback unchanged was raised here last."""
    tb = unwrap(W_BaseException, w_exc).traceback
    if tb is not None and tb.frame is frame:
        tb.last = frame.pc - 1


def restore_place(frame: W_Frame, w_exc: Value) -> None:
    """A frame that is left by raising again stands where the exception was raised before (PEP 626)."""
    tb = unwrap(W_BaseException, w_exc).traceback
    if tb is not None and tb.frame is frame and 0 <= tb.last < len(frame.code.instrs):
        frame.pc = tb.last + 1


def take_unhandled(cx: ProtoContext) -> Value:
    w = cx.exc_state.w_unhandled
    cx.exc_state.w_unhandled = EMPTY
    return w


def set_context(cx: ProtoContext, w_exc: Value, raised: bool) -> None:
    """Links the exception being handled as the context of w_exc, which is raised now, without making a cycle. Unless `raised`, a context that it
    has is kept. What comes out of a native call with a traceback was linked where it was raised: a program may have changed that since.
    """
    w_handled = handled_exception(cx)
    if is_empty(w_handled) or same(w_handled, w_exc):
        return
    e = unwrap(W_BaseException, w_exc)
    if not raised and not is_empty(e.w_context):
        return
    w = w_handled
    w_slow = w_handled  # Half as fast, so that a cycle the program made brings them together (Floyd).
    step = False
    while True:
        o = unwrap(W_BaseException, w)
        w = o.w_context
        if is_empty(w) or same(w, w_None):
            break
        if same(w, w_exc):
            o.w_context = EMPTY
            break
        if same(w, w_slow):
            break
        if step:
            w_slow = unwrap(W_BaseException, w_slow).w_context
            if is_empty(w_slow) or same(w_slow, w_None):  # Another thread changed the chain.
                w_slow = w
        step = not step
    e.w_context = w_handled


def handled_exception(cx: ProtoContext) -> Value:
    """sys.exception(): the innermost exception being handled, EMPTY if none."""
    state = cx.exc_state
    while True:
        if not is_empty(state.w_handled):
            return state.w_handled
        previous = state.previous
        if previous is None:
            return EMPTY
        state = previous


# --- raise ------------------------------------------------------------------------------------------------------------


def raise_instruction(cx: ProtoContext, form: int, regs: ValuePtr, a: int, b: int) -> None:
    """RAISE: 0 re-raise, 1 raise R[a], 2 raise R[a] from R[b]."""
    if form == 0:
        w_handled = handled_exception(cx)
        if is_empty(w_handled):
            raise errors.runtime_error("No active exception to reraise")
        raise PyError(w_handled)
    w_exc = instantiate(regs[a])
    if form == 2:
        set_cause(w_exc, regs[b])
    raise PyError(w_exc)


def instantiate(w: Value) -> Value:
    """The exception that `raise w` raises."""
    cls = try_as(W_Type, w)
    if cls is not None and cls.flags & TypeFlags.IS_EXCEPTION:
        w_exc = operations.call0(w)
        if try_as(W_BaseException, w_exc) is None:
            raise errors.type_error(
                f"calling {operations.repr_of(w)} should have returned an instance of BaseException, not {operations.repr_of(wrap(type_of(w_exc)))}"
            )
        return w_exc
    if try_as(W_BaseException, w) is not None:
        return w
    raise errors.type_error("exceptions must derive from BaseException")


def set_cause(w_exc: Value, w_cause: Value) -> None:
    e = unwrap(W_BaseException, w_exc)
    if same(w_cause, w_None):
        e.w_cause = EMPTY
    else:
        cls = try_as(W_Type, w_cause)
        if cls is not None and cls.flags & TypeFlags.IS_EXCEPTION:
            w_cause = instantiate(w_cause)
        elif try_as(W_BaseException, w_cause) is None:
            raise errors.type_error("exception causes must derive from BaseException")
        e.w_cause = w_cause
    e.suppress_context = True


def reraise(w_exc: Value) -> None:
    raise PyError(w_exc)


# --- except -----------------------------------------------------------------------------------------------------------


def match_exception(w_exc: Value, w_class: Value) -> bool:
    cls = try_as(W_Type, w_class)
    if cls is not None and cls.flags & TypeFlags.IS_EXCEPTION:
        return is_subtype(type_of(w_exc), cls)
    check_classes(w_class, "catching classes that do not inherit from BaseException is not allowed")
    t = unwrap(W_Tuple, w_class)
    for i in range(t.length):
        if is_subtype(type_of(w_exc), unwrap(W_Type, t.items[i])):
            return True
    return False


def check_classes(w_class: Value, message: str) -> None:
    """Raises TypeError unless w_class is an exception class or a tuple of them."""
    cls = try_as(W_Type, w_class)
    if cls is not None and cls.flags & TypeFlags.IS_EXCEPTION:
        return
    t = try_as(W_Tuple, w_class)
    if t is None:
        raise errors.type_error(message)
    for i in range(t.length):
        item = try_as(W_Type, t.items[i])
        if item is None or not item.flags & TypeFlags.IS_EXCEPTION:
            raise errors.type_error(message)


def match_exception_star(frame: W_Frame, out: ValuePtr, w_exc: Value, w_class: Value) -> None:
    """except*: out[0] = the matching part or None, out[1] = the rest or None. A group that a naked exception is put into comes from here."""
    check_classes(w_class, "catching classes that do not inherit from BaseException is not allowed")
    if same(w_exc, w_None):
        out[0] = w_None
        out[1] = w_None
        return
    w_match, w_rest = exception_groups.match_star(w_exc, w_class)
    if not same(w_match, w_None) and try_as(W_BaseExceptionGroup, w_exc) is None:
        add_traceback(w_match, frame, frame.pc)
    out[0] = w_match
    out[1] = w_rest


def prepare_reraise_star(w_original: Value, w_results: Value) -> Value:
    return exception_groups.prepare_reraise(w_original, w_results)


def with_except(w_exit: Value, w_exc: Value) -> Value:
    e = unwrap(W_BaseException, w_exc)
    tb = e.traceback
    return operations.call3(w_exit, wrap(type_of(w_exc)), w_exc, w_None if tb is None else wrap(tb))


def end_async_for(w_exc: Value) -> None:
    if not x.exception_is(w_exc, x.STOP_ASYNC_ITERATION):
        raise PyError(w_exc)


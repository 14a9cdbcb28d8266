"""Generators, coroutines and async generators: creation, resumption, suspension, and their send/throw/close.

A suspended generator owns its frame and an array with a copy of its registers. Resuming copies them to the top of the register stack, so that
calls made by the generator find room above them as in any frame; suspending copies them back. A resumption by FOR_ITER or SEND switches frames inside
the interpreter loop; one from native code (next(), send()) enters run().

Sources: PEP 255, 342, 380, 479, 492, 525.
"""

from __future__ import annotations

from protodialect.types import (
    COMPILED,
    EMPTY,
    Array,
    Value,
    ValuePtr,
    array_ptr,
    copy_values,
    inline,
    new_with_shape,
    noinline,
    release_fence,
    require,
    saved_registers,
    try_as,
    unlikely,
    unwrap,
    wrap,
)
from protodialect.unsafe import address_of, claim64, register_room, register_top, set_register_top, stack_room
from protopython.engine import binding, calling, calls, interpreter, monitoring, streams, unwind
from protopython.objects.code.bytecode import Op, ra, rc, rd
from protopython.objects.code.code import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, W_Code, plain_instrs
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import (
    ASYNC_GENERATOR,
    COROUTINE,
    ESCAPED,
    GEN_CREATED,
    GEN_FINISHED,
    GEN_LOOKED_AT,
    GEN_RUNNING,
    GEN_SUSPENDED,
    GENERATOR,
    RESUMED_BY_FOR,
    RESUMED_BY_SEND,
    RETURN_TO_NATIVE,
    STATE_AT,
    W_AsyncGenWrapped,
    W_Frame,
    W_Generator,
    frame_of,
)
from protopython.objects.frame_methods import frame_line
from protopython.objects.iterators import W_ResultIterator
from protopython.objects.list.list import list_append, list_length, new_list
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model import call as call_module
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple3
from protopython.protocore.collector import forget_finalizer, register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_sched_yield
from protopython.protocore.thread import ExcState, ProtoContext, context
from protopython.protocore.value import from_int, is_empty, same

# --- creation ---------------------------------------------------------------------------------------------------------


def generator_type(code: W_Code) -> W_Type:
    if code.flags & CO_COROUTINE:
        return COROUTINE
    if code.flags & CO_ASYNC_GENERATOR:
        return ASYNC_GENERATOR
    return GENERATOR


def make_generator(cx: ProtoContext, frame: W_Frame) -> Value:
    """The generator object of a call whose frame has just bound its arguments; the frame becomes the generator's."""
    code = frame.code
    t = generator_type(code)
    g = new_with_shape(W_Generator, t.root_shape)
    g.state = GEN_CREATED
    own = W_Frame()
    own.code = code
    own.pc = frame.pc
    own.generator = g
    registers = saved_registers(frame.regs, code.n_regs, wrap(own))
    own.own_registers = registers
    own.regs = array_ptr(registers, 0)  # A collection may come from here on, and finds them where the frame says they are.
    g.registers = registers
    g.exc_state = ExcState(None)
    g.name = frame.function.name
    g.qualname = frame.function.qualname
    g.code = code
    g.suspended_in_send = False
    g.w_origin = w_None if cx.origin_depth == 0 or code.flags & CO_COROUTINE == 0 else origin_of(cx, frame)
    g.running_async = False
    g.closed = False
    own.function = frame.function
    own.kind = ESCAPED
    g.frame = own
    if needs_finalizer(g):
        register_finalizer(g)
    return wrap(g)


@inline
def needs_finalizer(g: W_Generator) -> bool:
    """A generator that protects nothing has nothing to do at its end."""
    return len(g.code.exc_table) > 0 or type_of(wrap(g)) is not GENERATOR


def origin_of(cx: ProtoContext, frame: W_Frame) -> Value:
    """`cr_origin`: (file, line, function) of the callers, innermost first."""
    callers = new_list()
    at = frame.previous
    while at is not None and at.previous is not None and list_length(callers) < cx.origin_depth:
        w_line = from_int(frame_line(at))
        list_append(callers, wrap(new_tuple3(wrap(at.code.filename), w_line, wrap(at.code.name))))
        at = at.previous
    return wrap(operations.unpack_to_tuple(wrap(callers)))


def leave_maker(cx: ProtoContext, frame: W_Frame, w_generator: Value) -> W_Frame | None:
    """Returns the new generator to the caller."""
    return calling.leave_special(cx, frame, w_generator)


# --- switching --------------------------------------------------------------------------------------------------------


@inline
def claim(g: W_Generator) -> int:
    """The state that g was in. From GEN_CREATED and GEN_SUSPENDED it went to GEN_RUNNING, and is the caller's."""
    state = g.state
    if state <= GEN_SUSPENDED:
        if COMPILED:
            if unlikely(not claim64(address_of(g) + STATE_AT, state, GEN_RUNNING)):
                return claim_again(g)
        else:
            g.state = GEN_RUNNING
    elif unlikely(state == GEN_LOOKED_AT):
        return claim_again(g)
    return state


@noinline
def claim_again(g: W_Generator) -> int:
    """claim, where another thread is at g at this moment."""
    while g.state == GEN_LOOKED_AT:
        c_sched_yield()
    return claim(g)


@inline
def unclaim(g: W_Generator, state: int) -> None:
    """Gives g back as it was claimed, or suspended."""
    release_fence()
    g.state = state


@inline
def claim_to_switch(g: W_Generator) -> int:
    """claim, for the loop, which resumes plain generators and coroutines by switching frames and leaves async generators alone."""
    return GEN_RUNNING if type_of(wrap(g)) is ASYNC_GENERATOR else claim(g)


def activate(cx: ProtoContext, g: W_Generator, state: int, w_sent: Value, kind: int) -> W_Frame:
    """Makes the frame of g, claimed from `state`, the innermost, its registers on top of the stack. w_sent is what its yield gives."""
    frame = require(g.frame)
    code = frame.code
    regs = register_top()
    if unlikely(register_room(regs) < code.n_regs + call_module.STACK_MARGIN):
        unclaim(g, state)
        call_module.register_stack_overflow()
    cx.depth += 1
    if unlikely(cx.depth > cx.space.recursion_limit):
        unclaim(g, state)
        binding.raise_depth(cx)
    copy_values(regs, array_ptr(g.registers, 0), code.n_regs)
    if state == GEN_SUSPENDED:
        regs[frame.dst] = w_sent
        g.resumed = True
    set_register_top(regs.offset(code.n_regs))
    release_fence()  # for who looks at the frame meanwhile
    frame.regs = regs
    frame.previous = frame_of(cx)
    frame.kind = kind | ESCAPED
    g.exc_state.previous = cx.exc_state
    cx.exc_state = g.exc_state
    cx.frame = frame
    return frame


def deactivate(cx: ProtoContext, frame: W_Frame, g: W_Generator) -> W_Frame:
    """Takes g's frame off the stack, with its registers; gives the frame that had resumed it."""
    previous = require(frame.previous)
    copy_values(array_ptr(g.registers, 0), frame.regs, frame.code.n_regs)
    set_register_top(frame.regs)
    frame.previous = None
    frame.regs = array_ptr(g.registers, 0)
    cx.exc_state = require(g.exc_state.previous)
    g.exc_state.previous = None
    cx.frame = previous
    cx.depth -= 1
    return previous


def resume_send(cx: ProtoContext, g: W_Generator, state: int, w_sent: Value) -> W_Frame:
    """SEND into a claimed generator: the frame to continue in."""
    if state == GEN_CREATED and not same(w_sent, w_None):
        unclaim(g, state)
        raise cannot_send_first(g)
    return activate(cx, g, state, w_sent, RESUMED_BY_SEND)


def suspend(cx: ProtoContext, frame: W_Frame, w_value: Value, in_send: bool) -> W_Frame | None:
    """Yields w_value out of a generator's frame: the frame to continue in, or None when run() returns the value."""
    if unlikely(cx.space.watched != 0):
        monitoring.yields(cx, frame, w_value, in_send)
    while True:
        g = require(frame.generator)
        kind = frame.kind & ~ESCAPED
        g.suspended_in_send = in_send
        previous = deactivate(cx, frame, g)
        unclaim(g, GEN_SUSPENDED)
        if kind == RETURN_TO_NATIVE:
            return None
        word = plain_instrs(previous.code)[previous.pc - 1]
        if kind == RESUMED_BY_FOR:
            previous.regs[ra(word)] = w_value
            if word & 255 == Op.FOR_LOOP:
                previous.pc = rc(word)
            elif rd(word) == 1:
                previous.pc += 1
            return previous
        # What it was sent from yields in its turn.
        previous.pc -= 1
        previous.dst = ra(word) + 1
        if previous.generator is None:
            raise errors.system_error("SEND outside a generator")
        frame = previous
        in_send = True


def finish(cx: ProtoContext, frame: W_Frame, g: W_Generator, w_result: Value) -> W_Frame | None:
    """A generator's body returned w_result."""
    kind = frame.kind & ~ESCAPED
    if unlikely(cx.space.watched != 0) and kind != RETURN_TO_NATIVE and not same(w_result, w_None):
        # As for CPython, whose `for` and await meet a StopIteration then.
        monitoring.report_global(cx, require(frame.previous), monitoring.RAISE, errors.stop_iteration(w_result).w_value)
    previous = deactivate(cx, frame, g)
    end(g, frame)
    if kind == RETURN_TO_NATIVE:
        cx.w_returned = w_result
        return None
    word = plain_instrs(previous.code)[previous.pc - 1]
    if kind == RESUMED_BY_FOR:
        if word & 255 == Op.FOR_ITER and rd(word) == 0:
            previous.pc = rc(word)
        return previous
    previous.regs[ra(word) + 1] = w_result
    return previous


def end(g: W_Generator, frame: W_Frame) -> None:
    """g, which is claimed, will not run again; its frame keeps what its registers held only if something else may look at it."""
    g.frame = None
    frame.generator = None
    g.registers = NO_REGISTERS
    unclaim(g, GEN_FINISHED)
    if needs_finalizer(g):
        forget_finalizer(g)


NO_REGISTERS: Array[Value] = Array[Value](0, EMPTY)


def fail(cx: ProtoContext, frame: W_Frame, g: W_Generator, w_exc: Value) -> Value:
    """An exception leaves g's body: what its resumer sees (PEP 479 turns StopIteration into RuntimeError)."""
    deactivate(cx, frame, g)
    end(g, frame)
    return convert_stop(g, w_exc)


def convert_stop(g: W_Generator, w_exc: Value) -> Value:
    if x.exception_is(w_exc, x.STOP_ITERATION):
        return stop_as_runtime_error(w_exc, kind_name(g) + " raised StopIteration")
    if type_of(wrap(g)) is ASYNC_GENERATOR and x.exception_is(w_exc, x.STOP_ASYNC_ITERATION):
        return stop_as_runtime_error(w_exc, "async generator raised StopAsyncIteration")
    return w_exc


def stop_as_runtime_error(w_exc: Value, message: str) -> Value:
    e = errors.runtime_error(message)
    r = unwrap(x.W_BaseException, e.w_value)
    r.w_cause = w_exc
    r.w_context = w_exc
    r.suppress_context = True
    return e.w_value


def kind_name(g: W_Generator) -> str:
    t = type_of(wrap(g))
    if t is COROUTINE:
        return "coroutine"
    return "async generator" if t is ASYNC_GENERATOR else "generator"


# --- from native code -------------------------------------------------------------------------------------------------


def cannot_send_first(g: W_Generator) -> PyError:
    return errors.type_error(f"can't send non-None value to a just-started {kind_name(g)}")


def resume(g: W_Generator, w_sent: Value, w_throw: Value) -> Value:
    """Runs g to its next yield: the value yielded, or EMPTY when it returned, and then take_returned() has to be asked."""
    if unlikely(stack_room() < calls.NATIVE_STACK_MARGIN):
        calls.raise_native_depth()
    state = claim(g)
    if state > GEN_SUSPENDED:
        return refuse(g, state, w_throw)
    return run_claimed(g, state, w_sent, w_throw)


@noinline
def refuse(g: W_Generator, state: int, w_throw: Value) -> Value:
    """What resuming gives that found g running or finished."""
    if state == GEN_RUNNING:
        raise errors.value_error(f"{kind_name(g)} already executing")
    if type_of(wrap(g)) is COROUTINE:
        raise errors.runtime_error("cannot reuse already awaited coroutine")
    if not is_empty(w_throw):
        raise PyError(w_throw)
    context().w_returned = w_None
    return EMPTY


@inline
def run_claimed(g: W_Generator, state: int, w_sent: Value, w_throw: Value) -> Value:
    """resume, of a generator claimed from `state`."""
    if state == GEN_CREATED:
        if not is_empty(w_throw) and context().space.watched == 0:
            frame = require(g.frame)
            unwind.add_traceback(w_throw, frame, frame.pc)
            end(g, frame)
            raise PyError(w_throw)
        if is_empty(w_throw) and not same(w_sent, w_None):
            unclaim(g, state)
            raise cannot_send_first(g)
    cx = context()
    w_value = interpreter.run(activate(cx, g, state, w_sent, RETURN_TO_NATIVE), w_throw)
    return w_value if is_empty(cx.w_returned) else EMPTY


@inline
def take_returned() -> Value:
    """What the generator returned that resume() just found at its end."""
    cx = context()
    w = cx.w_returned
    cx.w_returned = EMPTY
    return w


def send_value(g: W_Generator, w_sent: Value) -> Value:
    """g.send(w_sent)"""
    w = resume(g, w_sent, EMPTY)
    if is_empty(w):
        raise finished()
    return w


def finished() -> PyError:
    w_returned = take_returned()
    return errors.stop_iteration(EMPTY if same(w_returned, w_None) else w_returned)


def delegate(g: W_Generator) -> Value:
    """The iterator that a generator suspended in `yield from` or await delegates to; EMPTY if none."""
    if COMPILED:
        if not claim64(address_of(g) + STATE_AT, GEN_SUSPENDED, GEN_LOOKED_AT):
            return EMPTY
    elif g.state != GEN_SUSPENDED:
        return EMPTY
    w = delegate_of(g)
    unclaim(g, GEN_SUSPENDED)
    return w


def delegate_of(g: W_Generator) -> Value:
    """delegate, of a generator claimed from GEN_SUSPENDED."""
    return g.registers[require(g.frame).dst - 1] if g.suspended_in_send else EMPTY


def throw_into(g: W_Generator, w_exc: Value) -> Value:
    """Raises w_exc inside g: the next value yielded, or EMPTY when g returned (then take_returned() has to be asked)."""
    if unlikely(stack_room() < calls.NATIVE_STACK_MARGIN):
        calls.raise_native_depth()
    state = claim(g)
    if state > GEN_SUSPENDED:
        return refuse(g, state, w_exc)
    return throw_claimed(g, state, w_exc)


def throw_claimed(g: W_Generator, state: int, w_exc: Value) -> Value:
    """throw_into, of a generator claimed from `state`."""
    w_inner = EMPTY if state == GEN_CREATED else delegate_of(g)
    if is_empty(w_inner):
        return run_claimed(g, state, w_None, w_exc)
    closing = x.exception_is(w_exc, x.GENERATOR_EXIT)
    w_method = EMPTY
    if not closing:
        try:
            w_method = attributes.find_attr(w_inner, "throw")
        except PyError:
            unclaim(g, state)
            raise
        if is_empty(w_method):
            return run_after_delegate(g, EMPTY, w_exc)
    cx = context()
    frame = wait_in_delegate(cx, g)
    w = EMPTY
    w_result = EMPTY
    w_raised = EMPTY
    try:
        if closing:
            close_iterator(w_inner)
            w_raised = w_exc
        else:
            w = throw_into_delegate(w_inner, w_method, w_exc)
            if is_empty(w):
                w_result = take_returned()
    except Exception as e:
        w_raised = unwind.exception_value(e)
        if not closing and x.exception_is(w_raised, x.STOP_ITERATION):
            w_result = x.stop_value(w_raised)
            w_raised = EMPTY
    frame.pc -= 1
    deactivate(cx, frame, g)
    if is_empty(w):
        return run_after_delegate(g, w_result, w_raised)
    unclaim(g, state)
    return w


def wait_in_delegate(cx: ProtoContext, g: W_Generator) -> W_Frame:
    """Makes the frame of g, suspended in a SEND and claimed, the innermost one, as if that SEND ran: who looks at the stack finds it there."""
    frame = activate(cx, g, GEN_SUSPENDED, w_None, RETURN_TO_NATIVE)
    cx.exc_state = require(g.exc_state.previous)  # what g handles is no concern of what is thrown
    frame.pc += 1
    return frame


def throw_into_delegate(w_inner: Value, w_method: Value, w_exc: Value) -> Value:
    """What the sub-iterator yields; EMPTY when it returned."""
    inner = try_as(W_Generator, w_inner)
    if inner is not None and type_of(w_inner) is not ASYNC_GENERATOR:
        return throw_into(inner, w_exc)
    return operations.call1(w_method, w_exc)


def run_after_delegate(g: W_Generator, w_result: Value, w_throw: Value) -> Value:
    """Continues behind the SEND that g, claimed, was suspended in: with the sub-iterator's result, or by raising."""
    frame = require(g.frame)
    frame.pc += 1
    g.suspended_in_send = False
    return run_claimed(g, GEN_SUSPENDED, w_None if is_empty(w_result) else w_result, w_throw)


def close_iterator(w_iter: Value) -> None:
    """Closes a sub-iterator: generators directly, others by their close method if they have one."""
    inner = try_as(W_Generator, w_iter)
    if inner is not None and type_of(w_iter) is not ASYNC_GENERATOR:
        close(inner)
        return
    w_close = EMPTY
    try:
        w_close = attributes.find_attr(w_iter, "close")
    except PyError as e:
        streams.report_ignored(f"Exception ignored while closing generator {operations.repr_of(w_iter)}:\n", e.w_value)
    if not is_empty(w_close):
        operations.call0(w_close)


def close(g: W_Generator) -> Value:
    """g.close(): the value returned on GeneratorExit, else None."""
    if unlikely(stack_room() < calls.NATIVE_STACK_MARGIN):
        calls.raise_native_depth()
    state = claim(g)
    if state == GEN_FINISHED:
        return w_None
    if state == GEN_RUNNING:
        raise errors.value_error(f"{kind_name(g)} already executing")
    if state == GEN_CREATED:
        end(g, require(g.frame))
        return w_None
    w_exit = wrap(x.new_exception(x.GENERATOR_EXIT, operations.new_tuple_n(0)))
    try:
        w = throw_claimed(g, state, w_exit)
    except PyError as e:
        if errors.error_matches(e, x.GENERATOR_EXIT) or errors.error_matches(e, x.STOP_ITERATION):
            return w_None
        raise
    if is_empty(w):
        return take_returned()
    raise errors.runtime_error(f"{kind_name(g)} ignored GeneratorExit")


# --- instructions -----------------------------------------------------------------------------------------------------


def send(p: ValuePtr) -> Value:
    """SEND into an iterator that the loop cannot switch to: the value it yields; EMPTY at its end, its result then in p[1]."""
    w_iter = p[0]
    w_sent = p[1]
    g = try_as(W_Generator, w_iter)
    if g is not None and type_of(w_iter) is not ASYNC_GENERATOR:
        w = resume(g, w_sent, EMPTY)
        if is_empty(w):
            p[1] = take_returned()
        return w
    iterator = try_as(W_ResultIterator, w_iter)
    if iterator is not None:
        w = iterator.advance()
        if is_empty(w):
            p[1] = iterator.w_result
        return w
    try:
        if same(w_sent, w_None):
            fn = type_of(w_iter).next_fn
            if fn is not None:
                w = operations.next_of(w_iter)
                if is_empty(w):
                    p[1] = w_None
                return w
            w_next = type_of(w_iter).special[Special.NEXT]
            if is_empty(w_next):
                raise errors.type_error(f"'{type_name(w_iter)}' object is not an iterator")
            return call_special1(w_next, w_iter)
        return operations.call_method1(w_iter, "send", w_sent)
    except PyError as e:
        if not errors.error_matches(e, x.STOP_ITERATION):
            raise
        if context().space.watched != 0:
            monitoring.report_global(context(), frame_of(context()), monitoring.RAISE, e.w_value)
        p[1] = errors.stop_iteration_value(e)
        return EMPTY


def yield_from_iterator(code: W_Code, w_iterable: Value) -> Value:
    t = type_of(w_iterable)
    if t is GENERATOR:
        return w_iterable
    if t is COROUTINE:
        if not code.flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            raise errors.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
        return w_iterable
    return operations.iterate(w_iterable)


@noinline
def awaitable_iterator(w_obj: Value, where: int) -> Value:
    """What `await w_obj` iterates. where: 0 await, 1 __aenter__, 2 __aexit__."""
    t = type_of(w_obj)
    if t is COROUTINE:
        g = unwrap(W_Generator, w_obj)
        if g.state == GEN_RUNNING or not is_empty(delegate(g)):
            raise errors.runtime_error("coroutine is being awaited already")
        return w_obj
    if t is GENERATOR and unwrap(W_Generator, w_obj).code.flags & CO_ITERABLE_COROUTINE:
        return w_obj
    w_await = t.special[Special.AWAIT]
    if is_empty(w_await):
        if where == 0:
            raise errors.type_error(f"'{t.name}' object can't be awaited")
        method = "__aenter__" if where == 1 else "__aexit__"
        raise errors.type_error(
            f"'async with' received an object from {method} that does not implement __await__: {t.name}"
        )
    w = call_special1(w_await, w_obj)
    if type_of(w) is COROUTINE:
        raise errors.type_error("__await__() returned a coroutine")
    if is_empty(type_of(w).special[Special.NEXT]):
        raise errors.type_error(f"__await__() returned non-iterator of type '{type_name(w)}'")
    return w


def async_iterator(w_obj: Value) -> Value:
    w_method = type_of(w_obj).special[Special.AITER]
    if is_empty(w_method):
        raise errors.type_error(f"'async for' requires an object with __aiter__ method, got {type_name(w_obj)}")
    w = call_special1(w_method, w_obj)
    if is_empty(type_of(w).special[Special.ANEXT]):
        raise errors.type_error(
            f"'async for' received an object from __aiter__ that does not implement __anext__: {type_name(w)}"
        )
    return w


def async_next(w_iter: Value) -> Value:
    w_method = type_of(w_iter).special[Special.ANEXT]
    if is_empty(w_method):
        raise errors.type_error(f"'async for' requires an iterator with __anext__ method, got {type_name(w_iter)}")
    w = call_special1(w_method, w_iter)
    try:
        return awaitable_iterator(w, 0)
    except PyError as e:
        new = errors.type_error(f"'async for' received an invalid object from __anext__: {type_name(w)}")
        raise errors.because(new, e) from None


def wrap_async(w_value: Value) -> Value:
    return wrap(W_AsyncGenWrapped(w_value))



"""The call instructions: what is not the plain call of a Python function with the right arguments.

`call` either finishes the call (result in the caller's register, returns None) or makes the callee's frame the innermost and returns it for the
interpreter to run.
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Array,
    Value,
    ValuePtr,
    array_ptr,
    call_native1,
    call_native2,
    call_native3,
    inline,
    noinline,
    require,
    saved_registers,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import register_room, set_register_top
from protopython.engine import generators
from protopython.engine.binding import bind, enter
from protopython.objects.dict.dict import W_Dict
from protopython.objects.frame import ESCAPED, LOST, RETURN_SELF, RETURN_TO_NATIVE, W_Frame
from protopython.objects.function.function import FUNCTION, METHOD, W_Function, W_Method
from protopython.objects.model import errors
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.builtin_call import builtin_vectorcall
from protopython.objects.model.call import STACK_MARGIN, call_tuple_kw, call_vector, register_stack_overflow
from protopython.objects.model.define import OBJECT, TYPE
from protopython.objects.model.instance import new_plain_instance
from protopython.objects.model.special import Special
from protopython.objects.model.types import type_name, type_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.collector import memory_is_short
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.thread import ProtoContext
from protopython.protocore.value import is_empty, same


def call(cx: ProtoContext, frame: W_Frame, w_callable: Value, args: ValuePtr, n: int, dst: int) -> W_Frame | None:
    """Calls with n positional arguments at args; the register before args is free."""
    t = type_of(w_callable)
    b = try_as(W_Builtin, w_callable)
    if b is not None:
        if b.simple and n == b.n_params and n > 0 and not b.plain_self and type_of(args[0]) is b.owner:
            if n == 1:
                frame.regs[dst] = call_simple1(b, args)
                return None
            if n == 2:
                frame.regs[dst] = call_native2(b.fn, args[0], args[1])
                return None
            if n == 3:
                frame.regs[dst] = call_native3(b.fn, args[0], args[1], args[2])
                return None
        frame.regs[dst] = builtin_vectorcall(w_callable, args, n, None)
        return None
    if t is FUNCTION:
        return enter_function(cx, frame, unwrap(W_Function, w_callable), args, n, None, dst)
    if t is METHOD:
        m = unwrap(W_Method, w_callable)
        f = try_as(W_Function, m.w_function)
        if f is not None:
            p = args.offset(-1)
            p[0] = m.w_self
            return enter_function(cx, frame, f, p, n + 1, None, dst)
    elif t is TYPE:
        cls = unwrap(W_Type, w_callable)
        if cls.root_shape.plain and same(cls.special[Special.NEW], OBJECT.special[Special.NEW]):
            f = try_as(W_Function, cls.special[Special.INIT])
            if f is not None and not cls.flags & TypeFlags.ABSTRACT:
                return enter_init(cx, frame, cls, f, args, n, None, dst)
    frame.regs[dst] = call_vector(w_callable, args, n, None)
    return None


@inline
def call_simple1(b: W_Builtin, args: ValuePtr) -> Value:
    return call_native1(b.fn, args[0])


def enter_function(
    cx: ProtoContext, frame: W_Frame, f: W_Function, args: ValuePtr, n: int, kwnames: W_Tuple | None, dst: int
) -> W_Frame:
    """The frame of f called with the arguments at args, which become its first registers."""
    code = f.code
    if kwnames is not None or n != code.n_params or not code.simple_parameters:
        if register_room(args) < code.n_regs + n + STACK_MARGIN:
            register_stack_overflow()
        bind(f, code, args, n, kwnames)
    callee = enter(cx, frame, f, code, args, code.n_params)
    callee.dst = dst
    callee.pc = 0
    return callee


@noinline
def enter_init(
    cx: ProtoContext, frame: W_Frame, cls: W_Type, f: W_Function, args: ValuePtr, n: int, kwnames: W_Tuple | None, dst: int
) -> W_Frame:
    """The frame of cls's `__init__`, f, for a new instance. Not in line: the instance would stay on the C stack of run(), and so alive, until
    the next one is made.
    """
    w_self = wrap(new_plain_instance(cls))
    args = args.offset(-1)
    args[0] = w_self
    callee = enter_function(cx, frame, f, args, n + 1, kwnames, dst)
    callee.kind = RETURN_SELF
    callee.w_init_self = w_self
    return callee


def call_kw(cx: ProtoContext, frame: W_Frame, base: int, n_all: int, dst: int) -> W_Frame | None:
    """CALL_KW: callee, self, n_all arguments, tuple of the last ones' names."""
    p = frame.regs.offset(base)
    kwnames = unwrap(W_Tuple, p[2 + n_all])
    w_callable = p[0]
    n = n_all - kwnames.length
    args = p.offset(2)
    if not is_empty(p[1]):
        args = p.offset(1)
        n += 1
    if type_of(w_callable) is FUNCTION:
        return enter_function(cx, frame, unwrap(W_Function, w_callable), args, n, kwnames, dst)
    if type_of(w_callable) is TYPE:
        cls = unwrap(W_Type, w_callable)
        if cls.root_shape.plain and same(cls.special[Special.NEW], OBJECT.special[Special.NEW]):
            f = try_as(W_Function, cls.special[Special.INIT])
            if f is not None and not cls.flags & TypeFlags.ABSTRACT:
                return enter_init(cx, frame, cls, f, args, n, kwnames, dst)
    frame.regs[dst] = call_vector(w_callable, args, n, kwnames)
    return None


def call_ex(p: ValuePtr) -> Value:
    """CALL_EX: callee, self, tuple of arguments, dict of keyword arguments or EMPTY."""
    kwargs: W_Dict | None = None
    if not is_empty(p[3]):
        kwargs = unwrap(W_Dict, p[3])
    return call_tuple_kw(p[0], p[1], unwrap(W_Tuple, p[2]), kwargs)


# --- returning --------------------------------------------------------------------------------------------------------


@inline
def leave(cx: ProtoContext, frame: W_Frame) -> W_Frame:
    """Back to the caller of a frame that nothing holds."""
    previous = require(frame.previous)
    cx.frame = previous
    cx.depth -= 1
    return previous


@noinline
def detach(frame: W_Frame) -> None:
    """A frame that something may hold returns: it takes its registers along, and its caller is held through it. Not where a deep recursion ends
    for lack of memory: the registers of all callers would take the rest.
    """
    previous = require(frame.previous)
    if previous.callee is frame:
        previous.callee = None
    own = None if memory_is_short() else registers_to_keep(frame)
    if own is None:
        frame.kind |= LOST
        frame.previous = None
        return
    frame.own_registers = own
    frame.regs = array_ptr(own, 0)
    previous.kind |= ESCAPED


@inline
def registers_to_keep(frame: W_Frame) -> Array[Value] | None:
    """None: no memory. What returns, or is unwound, cannot raise for that."""
    try:
        return saved_registers(frame.regs, frame.code.n_regs, wrap(frame))
    except MemoryError:
        return None


def pop(cx: ProtoContext, frame: W_Frame) -> W_Frame:
    """Removes the innermost frame (return or exception); gives its caller, whose registers are then on top."""
    previous = require(frame.previous)
    regs = frame.regs
    kind = frame.kind
    if kind & ESCAPED:
        detach(frame)
    cx.frame = previous
    cx.depth -= 1
    if kind & ~ESCAPED == RETURN_TO_NATIVE:
        set_register_top(regs)
    else:
        set_register_top(previous.regs.offset(previous.code.n_regs))
    return previous


@noinline
def leave_special(cx: ProtoContext, frame: W_Frame, w_result: Value) -> W_Frame | None:
    """Return from a frame that is not a plain call: the caller's frame, or None when run() returns w_result."""
    generator = frame.generator
    if generator is not None:
        return generators.finish(cx, frame, generator, w_result)
    kind = frame.kind & ~ESCAPED
    if kind == RETURN_SELF:
        if not same(w_result, w_None):
            raise errors.type_error(f"__init__() should return None, not '{type_name(w_result)}'")
        dst = frame.dst
        previous = pop(cx, frame)
        previous.regs[dst] = frame.w_init_self  # read last: kept over a call it would stay on the C stack
        frame.w_init_self = EMPTY
        return previous
    dst = frame.dst
    previous = pop(cx, frame)
    if kind == RETURN_TO_NATIVE:
        return None
    previous.regs[dst] = w_result
    return previous


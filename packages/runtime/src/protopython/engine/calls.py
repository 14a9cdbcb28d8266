"""Entering the interpreter from native code: calls of Python functions, module and class bodies."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, ValuePtr, copy_values, noinline, unlikely, unwrap
from protodialect.unsafe import register_room, register_top, set_register_top, stack_room
from protopython.engine import interpreter
from protopython.engine.binding import bind, bind_general, enter
from protopython.objects.frame import ESCAPED, RETURN_TO_NATIVE, frame_of
from protopython.objects.function.function import FUNCTION, W_Function
from protopython.objects.model import errors
from protopython.objects.model.call import MANY, STACK_MARGIN, register_stack_overflow
from protopython.objects.model.define import vectorcall
from protopython.objects.tuple import W_Tuple
from protopython.protocore.thread import context

NATIVE_STACK_MARGIN: Final[int] = 160 * 1024
"""Bytes of C stack that must be left to enter the interpreter again from native code."""


@noinline
def raise_native_depth() -> None:
    raise errors.recursion_error("maximum recursion depth exceeded")


@vectorcall(FUNCTION)
def function_vectorcall(w_callable: Value, args: ValuePtr, n: int, kwnames: W_Tuple | None) -> Value:
    cx = context()
    if unlikely(stack_room() < NATIVE_STACK_MARGIN):
        raise_native_depth()
    f = unwrap(W_Function, w_callable)
    code = f.code
    regs = register_top()
    n_all = n if kwnames is None else n + kwnames.length
    try:
        if register_room(regs) < n_all + code.n_regs + STACK_MARGIN:
            if n_all < MANY:
                register_stack_overflow()
            bind_general(f, code, regs, args, n, kwnames)
            frame = enter(cx, frame_of(cx), f, code, regs, code.n_params)
        else:
            copy_values(regs, args, n_all)
            set_register_top(regs.offset(n_all))
            if kwnames is None and n == code.n_params and code.simple_parameters:
                frame = enter(cx, frame_of(cx), f, code, regs, n)
            else:
                bind(f, code, regs, n, kwnames)
                frame = enter(cx, frame_of(cx), f, code, regs, code.n_params)
        frame.kind = RETURN_TO_NATIVE
        return interpreter.run(frame, EMPTY)
    finally:
        set_register_top(regs)  # where binding fails, too


def run_code(f: W_Function, w_namespace: Value) -> Value:
    """Runs a module body, a class body or exec/eval code: f has no parameters and keeps its names in w_namespace."""
    cx = context()
    if unlikely(stack_room() < NATIVE_STACK_MARGIN):
        raise_native_depth()
    regs = register_top()
    frame = enter(cx, frame_of(cx), f, f.code, regs, 0)
    frame.w_namespace = w_namespace
    frame.kind = RETURN_TO_NATIVE | ESCAPED
    return interpreter.run(frame, EMPTY)


def run_class_body(w_function: Value, w_namespace: Value) -> Value:
    return run_code(unwrap(W_Function, w_function), w_namespace)

"""yield, yield from and await."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .assembler import Label
from .builder import Builder
from .dispatch import compiles_expression
from .expressions import expr_to, operand


@compiles_expression(Kind.Yield)
def yield_(b: Builder, e: ast.Yield, dst: int) -> None:
    if not b.scope.is_function():
        raise b.error("'yield' outside function", e)
    t = b.top if dst < b.n_named else dst
    value = e.value
    if value is None:
        b.at(e)
        b.emit_a(Op.LOAD_NONE, t)
    else:
        expr_to(b, value, t)
    b.reserve(t)
    b.at(e)
    b.emit(Op.YIELD, t, 0, 0, 1 if b.is_async_generator() else 0)
    b.move(dst, t)


@compiles_expression(Kind.YieldFrom)
def yield_from(b: Builder, e: ast.YieldFrom, dst: int) -> None:
    if not b.scope.is_function():
        raise b.error("'yield from' outside function", e)
    if b.scope.is_async:
        raise b.error("'yield from' inside async function", e)
    t = b.top
    r = operand(b, e.value, False)
    b.at(e)
    b.emit_ab(Op.GET_YIELD_FROM_ITER, t, r)
    send(b, t)
    b.move(dst, t + 1)


def send(b: Builder, t: int) -> None:
    """Runs the iterator in register t to its end; its value is then in t + 1."""
    b.set_top(t + 2)
    b.emit_a(Op.LOAD_NONE, t + 1)
    b.emit_a(Op.SEND, t)


@compiles_expression(Kind.Await)
def await_expr(b: Builder, e: ast.Await, dst: int) -> None:
    require_async(b, e)
    t = b.top
    r = operand(b, e.value, False)
    b.at(e)
    b.emit_ab(Op.GET_AWAITABLE, t, r)
    send(b, t)
    b.move(dst, t + 1)


def require_async(b: Builder, e: ast.expr) -> None:
    scope = b.scope
    if b.in_async():
        return
    if not scope.is_function():
        raise b.error("'await' outside function", e)
    raise b.error("'await' outside async function", e)


def async_next(b: Builder, it: int, exhausted: Label, exc: int) -> int:
    """Awaits the next item of the asynchronous iterator: t such that the item is in t + 1."""
    t = b.temp()
    region = b.protect(exhausted, exc)
    b.emit_ab(Op.GET_ANEXT, t, it)
    send(b, t)
    b.end_protect(region)
    return t

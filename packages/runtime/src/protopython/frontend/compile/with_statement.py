"""with and async with."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .assembler import Label
from .assignments import assign
from .builder import BlockKind, Builder
from .dispatch import compiles_statement, statements
from .exceptions import begin_handler, raise_on
from .expressions import operand
from .generators import send
from .leaving import leave_with


def with_items(b: Builder, node: ast.stmt, items: list[ast.withitem], i: int, body: list[ast.stmt], is_async: bool) -> None:
    if i == len(items):
        statements(b, body)
        return
    if is_async and not b.in_async():
        raise b.error("'async with' outside async function", node)
    b.session.deeper()
    item = items[i]
    context = item.context_expr
    mark = b.top
    w = b.top
    r = operand(b, context, False)
    b.set_top(w + 2)
    b.at(context)
    if is_async:
        b.emit_ab(Op.ASYNC_WITH_ENTER, w, r)
        b.emit(Op.GET_AWAITABLE, w + 1, w + 1, 0, 1)
        send(b, w + 1)
        b.move(w + 1, w + 2)
        b.top = w + 2
    else:
        b.emit_ab(Op.WITH_ENTER, w, r)
    exc = w + 1
    handler = Label()
    end = Label()
    block = b.new_block(BlockKind.WITH)
    block.saved = w
    block.node = context
    block.is_async = is_async
    region = b.protect(handler, exc)
    b.blocks.append(block)
    target = item.optional_vars
    if target is not None:
        assign(b, target, w + 1)
    b.top = w + 1
    with_items(b, node, items, i + 1, body, is_async)
    b.blocks.pop()
    b.end_protect(region)
    leave_with(b, block)
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.begin_cold()
    b.place(handler)
    saved = begin_handler(b, exc)
    cleanup = Label()
    second = b.temp()
    region = b.protect(cleanup, second)
    t = b.temp()
    b.at(context)
    b.emit(Op.WITH_EXCEPT, t, w, exc, 0)
    result = t
    if is_async:
        b.emit(Op.GET_AWAITABLE, t, t, 0, 2)
        send(b, t)
        result = t + 1
    swallowed = Label()
    b.jump(Op.JUMP_IF_TRUE, result, swallowed)
    b.end_protect(region)
    raise_on(b, saved, exc)
    b.place(cleanup)
    raise_on(b, saved, second)
    b.place(swallowed)
    b.nowhere()
    b.emit_a(Op.POP_EXC, saved)
    b.jump(Op.JUMP, 0, end)
    b.end_cold()
    b.place(end)
    b.top = mark
    b.session.depth -= 1


@compiles_statement(Kind.With)
def with_(b: Builder, node: ast.With) -> None:
    with_items(b, node, node.items, 0, node.body, False)


@compiles_statement(Kind.AsyncWith)
def async_with(b: Builder, node: ast.AsyncWith) -> None:
    with_items(b, node, node.items, 0, node.body, True)

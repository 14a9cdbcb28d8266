"""for, async for and while."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .assembler import Label
from .assignments import assign
from .builder import BlockKind, Builder
from .conditions import condition
from .dispatch import compiles_statement, statements
from .expressions import constant, expr_to, operand
from .generators import async_next


def loop_target(b: Builder, target: ast.expr) -> int:
    """Where FOR_ITER puts the item: the variable itself, if it is a plain local, or a new temporary."""
    if target.kind == Kind.Name:
        name = cast(ast.Name, target).id
        b.refuse_debug(name, target)
        reg = b.local_register(name)
        if reg >= 0:
            return reg
    return b.temp()


def bind_loop_target(b: Builder, target: ast.expr, reg: int) -> None:
    if reg < b.n_named:
        b.set_assigned(reg)
    else:
        assign(b, target, reg)


@compiles_statement(Kind.For)
def for_(b: Builder, node: ast.For) -> None:
    mark = b.top
    it = b.top
    iterated(b, node.iter, it)
    b.at(node.iter)
    b.emit_ab(Op.GET_ITER, it, it)
    b.set_top(it + 1)
    block = b.new_block(BlockKind.LOOP)
    head = Label()
    exhausted = Label()
    target = loop_target(b, node.target)
    b.at(node.iter)
    b.jump_short(Op.FOR_ITER, target, it, 0, exhausted)
    b.place_loop(head)
    bind_loop_target(b, node.target, target)
    b.blocks.append(block)
    statements(b, node.body)
    b.blocks.pop()
    b.place(block.continue_label)
    b.at(node.iter)
    b.jump_short(Op.FOR_LOOP, target, it, 0, head)
    b.place(exhausted)
    b.top = mark
    statements(b, node.orelse)
    b.place(block.break_label)


def iterated(b: Builder, e: ast.expr, dst: int) -> None:
    """What a loop goes over; a list of constants may as well be a tuple."""
    if e.kind == Kind.List:
        expr_to(b, as_tuple(cast(ast.List, e)), dst)
    else:
        expr_to(b, e, dst)


@compiles_statement(Kind.AsyncFor)
def async_for(b: Builder, node: ast.AsyncFor) -> None:
    if not b.in_async():
        raise b.error("'async for' outside async function", node)
    mark = b.top
    it = b.top
    r = operand(b, node.iter, False)
    b.at(node.iter)
    b.emit_ab(Op.GET_AITER, it, r)
    b.set_top(it + 1)
    exc = b.temp()
    block = b.new_block(BlockKind.LOOP)
    exhausted = Label()
    end = Label()
    b.place_loop(block.continue_label)
    b.blocks.append(block)
    b.at(node)
    t = async_next(b, it, exhausted, exc)
    assign(b, node.target, t + 1)
    b.top = exc + 1
    statements(b, node.body)
    b.blocks.pop()
    b.nowhere()
    b.jump(Op.JUMP_BACK, 0, block.continue_label)
    b.place(exhausted)
    b.at(node.iter)
    b.jump(Op.END_ASYNC_FOR, exc, end)
    b.reachable = False
    b.place(end)
    b.top = mark
    statements(b, node.orelse)
    b.place(block.break_label)


@compiles_statement(Kind.While)
def while_(b: Builder, node: ast.While) -> None:
    block = b.new_block(BlockKind.LOOP)
    orelse = Label()
    always = constant(b, node.test) is not None
    if b.at_entry():  # Nothing may jump to where the body begins: it would seem to begin anew.
        b.at(node.test)
        b.emit_a(Op.NOP, 0)
    b.place_loop(block.continue_label)
    if always:
        b.trace_line(node.test)  # In each round, though there is no test to see.
    condition(b, node.test, orelse, False)
    b.blocks.append(block)
    statements(b, node.body)
    b.blocks.pop()
    last = node.body[len(node.body) - 1]
    if last.kind == Kind.Pass:
        b.at(last)  # It has no instruction of its own.
    else:
        b.nowhere()
    b.jump(Op.JUMP_BACK, 0, block.continue_label)
    b.place(orelse)
    statements(b, node.orelse)
    b.place(block.break_label)


def as_tuple(e: ast.List) -> ast.expr:
    return ast.Tuple(e.elts, e.ctx, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)

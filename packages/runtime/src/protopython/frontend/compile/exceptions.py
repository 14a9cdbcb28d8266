"""try, except, except*, finally, raise and assert.

Handlers keep two registers: the exception, and what PUSH_EXC saved. Code in a handler is itself protected by a
clean-up that restores what was handled before and raises on.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .assembler import Label
from .builder import Block, BlockKind, Builder
from .conditions import condition
from .dispatch import compiles_statement, statements
from .expressions import expr_to, operand, operand_before
from .leaving import final_body
from .names import forget_name, store_name


@compiles_statement(Kind.Try)
def try_(b: Builder, node: ast.Try) -> None:
    b.at(node)
    b.emit_a(Op.NOP, 0)
    if len(node.finalbody) > 0:
        try_finally(b, node, node.body, node.handlers, node.orelse, node.finalbody, False)
    else:
        try_except(b, node, node.body, node.handlers, node.orelse)


@compiles_statement(Kind.TryStar)
def try_star(b: Builder, node: ast.TryStar) -> None:
    b.at(node)
    b.emit_a(Op.NOP, 0)
    if len(node.finalbody) > 0:
        try_finally(b, node, node.body, node.handlers, node.orelse, node.finalbody, True)
    else:
        try_except_star(b, node, node.body, node.handlers, node.orelse)


def begin_handler(b: Builder, exc: int) -> int:
    """The start of a handler; returns the register with what was handled before. exc and it are reserved."""
    b.set_top(exc + 1)
    saved = b.temp()
    b.nowhere()
    b.emit_ab(Op.PUSH_EXC, saved, exc)
    return saved


def raise_on(b: Builder, saved: int, exc: int) -> None:
    """Leaves the handler by raising again what was raised while it ran, or what a `with` does not swallow."""
    b.nowhere()
    b.emit_a(Op.POP_EXC, saved)
    b.emit_end(Op.RERAISE, exc, 0, 0)


def raise_unhandled(b: Builder, saved: int, exc: int) -> None:
    """Leaves the handler, which has ended, by raising its exception again; the frame is where the handler ended (PEP 626)."""
    b.nowhere()
    b.emit_a(Op.POP_EXC, saved)
    b.emit_end(Op.RERAISE, exc, 0, 1)


def try_finally(
    b: Builder,
    node: ast.stmt,
    body: list[ast.stmt],
    handlers: list[ast.ExceptHandler],
    orelse: list[ast.stmt],
    finalbody: list[ast.stmt],
    star: bool,
) -> None:
    mark = b.top
    exc = b.top
    handler = Label()
    end = Label()
    block = b.new_block(BlockKind.FINALLY)
    block.finalbody = finalbody
    region = b.protect(handler, exc)
    b.blocks.append(block)
    if len(handlers) == 0:
        statements(b, body)
    elif star:
        try_except_star(b, node, body, handlers, orelse)
    else:
        try_except(b, node, body, handlers, orelse)
    b.blocks.pop()
    b.end_protect(region)
    final_body(b, finalbody)
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.begin_cold()
    b.place(handler)
    saved = begin_handler(b, exc)
    cleanup = Label()
    second = b.temp()
    b.session.in_finally_copy += 1
    inner = b.new_block(BlockKind.HANDLER)
    inner.saved = saved
    inner.in_finally = True
    region = b.protect(cleanup, second)
    b.blocks.append(inner)
    statements(b, finalbody)
    b.blocks.pop()
    b.end_protect(region)
    b.session.in_finally_copy -= 1
    raise_unhandled(b, saved, exc)
    b.place(cleanup)
    raise_on(b, saved, second)
    b.end_cold()
    b.place(end)
    b.top = mark


def try_except(
    b: Builder,
    node: ast.stmt,
    body: list[ast.stmt],
    handlers: list[ast.ExceptHandler],
    orelse: list[ast.stmt],
) -> None:
    mark = b.top
    exc = b.top
    handler = Label()
    end = Label()
    region = b.protect(handler, exc)
    statements(b, body)
    b.end_protect(region)
    statements(b, orelse)
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.begin_cold()
    b.place(handler)
    saved = begin_handler(b, exc)
    cleanup = Label()
    second = b.temp()
    outer_regions = len(b.regions)
    region = b.protect(cleanup, second)
    for i in range(len(handlers)):
        h = handlers[i]
        type_ = h.type
        next_ = Label()
        if type_ is None:
            if i + 1 < len(handlers):
                raise b.error("default 'except:' must be last", h)
            b.trace_line(h)
        else:
            top = b.top
            r = operand(b, type_, False)
            t = b.temp()
            b.at(h)
            b.emit(Op.MATCH_EXC, t, exc, r, 0)
            b.top = top
            if i + 1 < len(handlers):
                b.jump(Op.JUMP_IF_FALSE, t, next_)
            else:
                matches = Label()
                b.jump(Op.JUMP_IF_TRUE, t, matches)
                suspended = b.suspend_regions(outer_regions)
                raise_unhandled(b, saved, exc)
                b.resume_regions(suspended)
                b.place(matches)
        handler_body(b, h, exc, saved, second, outer_regions, end)
        b.place(next_)
    b.end_protect(region)
    b.place(cleanup)
    raise_on(b, saved, second)
    b.end_cold()
    b.place(end)
    b.top = mark


def handler_body(b: Builder, h: ast.ExceptHandler, exc: int, saved: int, second: int, outer_regions: int, end: Label) -> None:
    block = Block(BlockKind.HANDLER, outer_regions)
    block.saved = saved
    name = h.name
    if name is None:
        b.blocks.append(block)
        statements(b, h.body)
        b.blocks.pop()
        suspended = b.suspend_regions(outer_regions)
        b.nowhere()
        b.emit_a(Op.POP_EXC, saved)
        b.jump(Op.JUMP, 0, end)
        b.resume_regions(suspended)
        return
    b.refuse_debug(name, h)
    block.name = name
    b.at(h)
    store_name(b, name, exc)
    forget = Label()
    region = b.protect(forget, second)
    b.blocks.append(block)
    statements(b, h.body)
    b.blocks.pop()
    b.end_protect(region)
    suspended = b.suspend_regions(outer_regions)
    b.nowhere()
    b.emit_a(Op.POP_EXC, saved)
    forget_name(b, name)
    b.jump(Op.JUMP, 0, end)
    b.resume_regions(suspended)
    b.place(forget)
    b.nowhere()
    forget_name(b, name)
    b.emit_end(Op.RERAISE, second, 0, 0)


def try_except_star(
    b: Builder,
    node: ast.stmt,
    body: list[ast.stmt],
    handlers: list[ast.ExceptHandler],
    orelse: list[ast.stmt],
) -> None:
    """Each clause takes its part of the group; what clauses raise, and what nobody took, is raised at the end."""
    mark = b.top
    exc = b.top
    handler = Label()
    end = Label()
    region = b.protect(handler, exc)
    statements(b, body)
    b.end_protect(region)
    statements(b, orelse)
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.begin_cold()
    b.place(handler)
    saved = begin_handler(b, exc)
    cleanup = Label()
    second = b.temp()
    results = b.temp()
    rest = b.temp()
    region = b.protect(cleanup, second)
    b.emit(Op.BUILD_LIST, results, 0, 0, 0)
    b.move(rest, exc)
    for h in handlers:
        star_clause(b, h, results, rest)
    nothing_left = Label()
    b.nowhere()
    b.jump(Op.JUMP_IF_NONE, rest, nothing_left)
    b.emit_ab(Op.LIST_APPEND, results, rest)
    b.place(nothing_left)
    b.emit(Op.PREP_RERAISE_STAR, results, exc, results, 0)
    b.end_protect(region)
    b.emit_a(Op.POP_EXC, saved)
    b.jump(Op.JUMP_IF_NONE, results, end)
    b.emit_end(Op.RERAISE, results, 0, 0)
    b.place(cleanup)
    raise_on(b, saved, second)
    b.end_cold()
    b.place(end)
    b.top = mark


def star_clause(b: Builder, h: ast.ExceptHandler, results: int, rest: int) -> None:
    mark = b.top
    type_ = h.type
    assert type_ is not None
    next_ = Label()
    m = b.temp()
    new_rest = b.temp()
    r = operand(b, type_, False)
    b.at(h)
    b.emit(Op.MATCH_EXC_STAR, m, rest, r, 0)
    b.move(rest, new_rest)
    b.jump(Op.JUMP_IF_NONE, m, next_)
    b.top = new_rest
    saved = b.temp()
    raised = b.temp()
    b.emit_ab(Op.PUSH_EXC, saved, m)
    name = h.name
    if name is not None:
        b.refuse_debug(name, h)
        store_name(b, name, m)
    failed = Label()
    block = b.new_block(BlockKind.STAR_HANDLER)
    region = b.protect(failed, raised)
    b.blocks.append(block)
    statements(b, h.body)
    b.blocks.pop()
    b.end_protect(region)
    b.nowhere()
    b.emit_a(Op.POP_EXC, saved)
    if name is not None:
        forget_name(b, name)
    b.jump(Op.JUMP, 0, next_)
    b.place(failed)
    b.nowhere()
    if name is not None:
        forget_name(b, name)
    b.emit_ab(Op.LIST_APPEND, results, raised)
    b.emit_a(Op.POP_EXC, saved)
    b.place(next_)
    b.top = mark


@compiles_statement(Kind.Raise)
def raise_(b: Builder, node: ast.Raise) -> None:
    exc = node.exc
    if exc is None:
        b.at(node)
        b.emit_end(Op.RAISE, 0, 0, 0)
        return
    cause = node.cause
    if cause is None:
        r = operand(b, exc, False)
        b.at(node)
        b.emit_end(Op.RAISE, r, 0, 1)
        return
    r = operand_before(b, exc, cause)
    c = operand(b, cause, False)
    b.at(node)
    b.emit_end(Op.RAISE, r, c, 2)


@compiles_statement(Kind.Assert)
def assertion(b: Builder, node: ast.Assert) -> None:
    if node.test.kind == Kind.Tuple and len(cast(ast.Tuple, node.test).elts) > 0:
        b.warn("assertion is always true, perhaps remove parentheses?", node)
    if b.session.optimize > 0:
        return
    fine = Label()
    condition(b, node.test, fine, True)
    t = b.top
    b.set_top(t + 2)
    b.at(node)
    b.emit_a(Op.LOAD_ASSERTION_ERROR, t)
    msg = node.msg
    if msg is not None:
        expr_to(b, msg, t + 2)
        b.set_top(t + 3)
        b.at(node)
        b.emit(Op.CALL_FUNCTION, t, t, 1, 0)
    b.at(node.test)
    b.emit_end(Op.RAISE, t, 0, 1)
    b.place(fine)

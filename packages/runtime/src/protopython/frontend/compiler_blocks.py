"""Statements that control the flow: loops, try, with, and the jumps that leave them.

`blocks` is the stack of statements around the one being compiled that mind how they are left. `break`, `continue` and `return`
run what is due on the way out (a finally body, `__exit__`, putting back the handled exception) in line, outside the
protection of the blocks they have left, and then jump.

Handlers keep two registers: the exception, and what PUSH_EXC saved. Code in a handler is itself protected by a
clean-up that restores what was handled before and raises on.
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op

from . import ast
from .assembler import Label, Region
from .ast import Kind
from .compiler_match import Patterns

LOOP: Final[int] = 0
FINALLY: Final[int] = 1  # the body of a try with `finally`
HANDLER: Final[int] = 2  # an except clause, or the finally body run for an exception
WITH: Final[int] = 3
STAR_HANDLER: Final[int] = 4  # an except* clause
FINALLY_BODY: Final[int] = 5  # the finally body run normally


class Block:
    """regions: how many protected regions are around the block. saved: HANDLER: register for POP_EXC; WITH: of __exit__."""

    finalbody: list[ast.stmt] | None
    name: str | None
    node: ast.AST | None

    def __init__(self, kind: int, regions: int) -> None:
        self.kind = kind
        self.regions = regions
        self.break_label: Label = Label()
        self.continue_label: Label = Label()
        self.finalbody = None
        self.saved: int = -1
        self.name = None
        self.node = None
        self.is_async: bool = False
        self.in_finally: bool = False


class Blocks(Patterns):
    blocks: list[Block]

    def new_block(self, kind: int) -> Block:
        return Block(kind, len(self.regions))

    # Leaving blocks

    def needs_unwinding(self, keep: int) -> bool:
        for i in range(keep, len(self.blocks)):
            kind = self.blocks[i].kind
            if kind == FINALLY or kind == WITH or kind == HANDLER:
                return True
        return False

    def unwind(self, keep: int) -> list[Region]:
        """Code for leaving all but the outer `keep` blocks. The caller adds the jump, then calls `resume`."""
        blocks = self.blocks
        suspended: list[Region] = []
        for k in range(len(blocks) - keep):
            i = len(blocks) - 1 - k
            block = blocks[i]
            suspended.extend(self.suspend_regions(block.regions))
            self.blocks = blocks[:i]
            match block.kind:
                case 1:
                    finalbody = block.finalbody
                    assert finalbody is not None
                    self.session.in_finally_copy += 1
                    self.final_body(finalbody)
                    self.session.in_finally_copy -= 1
                case 2:
                    self.nowhere()
                    self.emit_a(Op.POP_EXC, block.saved)
                    name = block.name
                    if name is not None:
                        self.forget_name(name)
                case 3:
                    self.leave_with(block)
                case _:
                    pass
        self.blocks = blocks
        return suspended

    def leave_with(self, block: Block) -> None:
        node = block.node
        assert node is not None
        self.at(node)
        mark = self.top
        t = self.temp()
        self.emit_ab(Op.WITH_EXIT, t, block.saved)
        if block.is_async:
            self.emit(Op.GET_AWAITABLE, t, t, 0, 2)
            self.send(t)
        self.top = mark

    def final_body(self, body: list[ast.stmt]) -> None:
        block = self.new_block(FINALLY_BODY)
        block.in_finally = True
        self.blocks.append(block)
        self.statements(body)
        self.blocks.pop()

    def innermost_loop(self, word: str, node: ast.AST) -> int:
        """The number of the loop's block, for break and continue."""
        n = len(self.blocks)
        in_finally = False
        for k in range(n):
            i = n - 1 - k
            block = self.blocks[i]
            if block.kind == LOOP:
                if in_finally:
                    self.warn(f"'{word}' in a 'finally' block", node)
                return i
            if block.kind == STAR_HANDLER:
                self.refuse_star(node)
            if block.in_finally:
                in_finally = True
        if word == "break":
            raise self.error("'break' outside loop", node)
        raise self.error("'continue' not properly in loop", node)

    def refuse_star(self, node: ast.AST) -> None:
        raise self.error("'break', 'continue' and 'return' cannot appear in an except* block", node)

    def trace_line(self, node: ast.AST) -> None:
        """A NOP, so that tracing sees the line of a statement that does nothing."""
        self.at(node)
        n = len(self.lines)
        if n == 0 or self.lines[n - 1] != node.lineno:
            self.emit_a(Op.NOP, 0)

    def break_(self, node: ast.Break) -> None:
        self.trace_line(node)
        i = self.innermost_loop("break", node)
        suspended = self.unwind(i + 1)
        # The loop's own protection is the same inside and outside.
        self.at(node)
        self.jump(Op.JUMP, 0, self.blocks[i].break_label)
        self.resume_regions(suspended)

    def continue_(self, node: ast.Continue) -> None:
        self.trace_line(node)
        i = self.innermost_loop("continue", node)
        suspended = self.unwind(i + 1)
        self.at(node)
        self.jump_to(self.blocks[i].continue_label)
        self.resume_regions(suspended)

    def return_(self, node: ast.Return) -> None:
        scope = self.scope
        if not scope.is_function():
            raise self.error("'return' outside function", node)
        value = node.value
        if value is not None and scope.is_async and scope.is_generator:
            raise self.error("'return' with value in async generator", node)
        in_finally = False
        for block in self.blocks:
            if block.kind == STAR_HANDLER:
                self.refuse_star(node)
            if block.in_finally:
                in_finally = True
        if in_finally:
            self.warn("'return' in a 'finally' block", node)
        mark = self.top
        unwinding = self.needs_unwinding(0)
        c = None if value is None else self.constant(value)
        none = value is None or (c is not None and c.kind == ast.ConstKind.NONE)
        r = -1
        if value is not None and not none:
            r = self.temporary(value) if unwinding else self.operand(value, False)
        elif unwinding or value is None:
            self.trace_line(node)
        suspended = self.unwind(0)
        self.at(node if c is None or value is None else value)
        if none:
            self.emit_end(Op.RETURN_NONE, 0, 0, 0)
        else:
            self.emit_end(Op.RETURN, r, 0, 0)
        self.resume_regions(suspended)
        self.top = mark

    # Loops

    def for_(self, node: ast.For) -> None:
        mark = self.top
        it = self.top
        self.iterated(node.iter, it)
        self.at(node.iter)
        self.emit_ab(Op.GET_ITER, it, it)
        self.set_top(it + 1)
        block = self.new_block(LOOP)
        head = Label()
        exhausted = Label()
        target = self.loop_target(node.target)
        self.at(node.iter)
        self.jump_short(Op.FOR_ITER, target, it, 0, exhausted)
        self.place_loop(head)
        self.bind_loop_target(node.target, target)
        self.blocks.append(block)
        self.statements(node.body)
        self.blocks.pop()
        self.place(block.continue_label)
        self.at(node.iter)
        self.jump_short(Op.FOR_LOOP, target, it, 0, head)
        self.place(exhausted)
        self.top = mark
        self.statements(node.orelse)
        self.place(block.break_label)

    def iterated(self, e: ast.expr, dst: int) -> None:
        """What a loop goes over; a list of constants may as well be a tuple."""
        if e.kind == Kind.List:
            self.expr_to(as_tuple(cast(ast.List, e)), dst)
        else:
            self.expr_to(e, dst)

    def async_for(self, node: ast.AsyncFor) -> None:
        if not self.in_async():
            raise self.error("'async for' outside async function", node)
        mark = self.top
        it = self.top
        r = self.operand(node.iter, False)
        self.at(node.iter)
        self.emit_ab(Op.GET_AITER, it, r)
        self.set_top(it + 1)
        exc = self.temp()
        block = self.new_block(LOOP)
        exhausted = Label()
        end = Label()
        self.place_loop(block.continue_label)
        self.blocks.append(block)
        self.at(node.iter)
        t = self.async_next(it, exhausted, exc)
        self.assign(node.target, t + 1)
        self.top = exc + 1
        self.statements(node.body)
        self.blocks.pop()
        self.nowhere()
        self.jump(Op.JUMP_BACK, 0, block.continue_label)
        self.place(exhausted)
        self.at(node.iter)
        self.jump(Op.END_ASYNC_FOR, exc, end)
        self.reachable = False
        self.place(end)
        self.top = mark
        self.statements(node.orelse)
        self.place(block.break_label)

    def while_(self, node: ast.While) -> None:
        block = self.new_block(LOOP)
        orelse = Label()
        self.place_loop(block.continue_label)
        self.condition(node.test, orelse, False)
        self.blocks.append(block)
        self.statements(node.body)
        self.blocks.pop()
        self.nowhere()
        self.jump(Op.JUMP_BACK, 0, block.continue_label)
        self.place(orelse)
        self.statements(node.orelse)
        self.place(block.break_label)

    # try

    def try_(self, node: ast.Try) -> None:
        self.at(node)
        self.emit_a(Op.NOP, 0)
        if len(node.finalbody) > 0:
            self.try_finally(node, node.body, node.handlers, node.orelse, node.finalbody, False)
        else:
            self.try_except(node, node.body, node.handlers, node.orelse)

    def try_star(self, node: ast.TryStar) -> None:
        self.at(node)
        self.emit_a(Op.NOP, 0)
        if len(node.finalbody) > 0:
            self.try_finally(node, node.body, node.handlers, node.orelse, node.finalbody, True)
        else:
            self.try_except_star(node, node.body, node.handlers, node.orelse)

    def begin_handler(self, exc: int) -> int:
        """The start of a handler; returns the register with what was handled before. exc and it are reserved."""
        self.set_top(exc + 1)
        saved = self.temp()
        self.nowhere()
        self.emit_ab(Op.PUSH_EXC, saved, exc)
        return saved

    def raise_on(self, saved: int, exc: int) -> None:
        """Leaves the handler by raising."""
        self.nowhere()
        self.emit_a(Op.POP_EXC, saved)
        self.emit_end(Op.RERAISE, exc, 0, 0)

    def try_finally(
        self,
        node: ast.stmt,
        body: list[ast.stmt],
        handlers: list[ast.ExceptHandler],
        orelse: list[ast.stmt],
        finalbody: list[ast.stmt],
        star: bool,
    ) -> None:
        mark = self.top
        exc = self.top
        handler = Label()
        end = Label()
        block = self.new_block(FINALLY)
        block.finalbody = finalbody
        region = self.protect(handler, exc)
        self.blocks.append(block)
        if len(handlers) == 0:
            self.statements(body)
        elif star:
            self.try_except_star(node, body, handlers, orelse)
        else:
            self.try_except(node, body, handlers, orelse)
        self.blocks.pop()
        self.end_protect(region)
        self.final_body(finalbody)
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.begin_cold()
        self.place(handler)
        saved = self.begin_handler(exc)
        cleanup = Label()
        second = self.temp()
        self.session.in_finally_copy += 1
        inner = self.new_block(HANDLER)
        inner.saved = saved
        inner.in_finally = True
        region = self.protect(cleanup, second)
        self.blocks.append(inner)
        self.statements(finalbody)
        self.blocks.pop()
        self.end_protect(region)
        self.session.in_finally_copy -= 1
        self.raise_on(saved, exc)
        self.place(cleanup)
        self.raise_on(saved, second)
        self.end_cold()
        self.place(end)
        self.top = mark

    def try_except(
        self,
        node: ast.stmt,
        body: list[ast.stmt],
        handlers: list[ast.ExceptHandler],
        orelse: list[ast.stmt],
    ) -> None:
        mark = self.top
        exc = self.top
        handler = Label()
        end = Label()
        region = self.protect(handler, exc)
        self.statements(body)
        self.end_protect(region)
        self.statements(orelse)
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.begin_cold()
        self.place(handler)
        saved = self.begin_handler(exc)
        cleanup = Label()
        second = self.temp()
        outer_regions = len(self.regions)
        region = self.protect(cleanup, second)
        for i in range(len(handlers)):
            h = handlers[i]
            type_ = h.type
            next_ = Label()
            if type_ is None:
                if i + 1 < len(handlers):
                    raise self.error("default 'except:' must be last", h)
                self.at(h)
            else:
                top = self.top
                r = self.operand(type_, False)
                t = self.temp()
                self.at(h)
                self.emit(Op.MATCH_EXC, t, exc, r, 0)
                self.jump(Op.JUMP_IF_FALSE, t, next_)
                self.top = top
            self.handler_body(h, exc, saved, second, outer_regions, end)
            self.place(next_)
        self.end_protect(region)
        self.raise_on(saved, exc)
        self.place(cleanup)
        self.raise_on(saved, second)
        self.end_cold()
        self.place(end)
        self.top = mark

    def handler_body(
        self, h: ast.ExceptHandler, exc: int, saved: int, second: int, outer_regions: int, end: Label
    ) -> None:
        block = Block(HANDLER, outer_regions)
        block.saved = saved
        name = h.name
        if name is None:
            self.blocks.append(block)
            self.statements(h.body)
            self.blocks.pop()
            suspended = self.suspend_regions(outer_regions)
            self.nowhere()
            self.emit_a(Op.POP_EXC, saved)
            self.jump(Op.JUMP, 0, end)
            self.resume_regions(suspended)
            return
        self.refuse_debug(name, h)
        block.name = name
        self.at(h)
        self.store_name(name, exc)
        forget = Label()
        region = self.protect(forget, second)
        self.blocks.append(block)
        self.statements(h.body)
        self.blocks.pop()
        self.end_protect(region)
        suspended = self.suspend_regions(outer_regions)
        self.nowhere()
        self.emit_a(Op.POP_EXC, saved)
        self.forget_name(name)
        self.jump(Op.JUMP, 0, end)
        self.resume_regions(suspended)
        self.place(forget)
        self.nowhere()
        self.forget_name(name)
        self.emit_end(Op.RERAISE, second, 0, 0)

    def try_except_star(
        self,
        node: ast.stmt,
        body: list[ast.stmt],
        handlers: list[ast.ExceptHandler],
        orelse: list[ast.stmt],
    ) -> None:
        """Each clause takes its part of the group; what clauses raise, and what nobody took, is raised at the end."""
        mark = self.top
        exc = self.top
        handler = Label()
        end = Label()
        region = self.protect(handler, exc)
        self.statements(body)
        self.end_protect(region)
        self.statements(orelse)
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.begin_cold()
        self.place(handler)
        saved = self.begin_handler(exc)
        cleanup = Label()
        second = self.temp()
        results = self.temp()
        rest = self.temp()
        region = self.protect(cleanup, second)
        self.emit(Op.BUILD_LIST, results, 0, 0, 0)
        self.move(rest, exc)
        for h in handlers:
            self.star_clause(h, results, rest)
        nothing_left = Label()
        self.nowhere()
        self.jump(Op.JUMP_IF_NONE, rest, nothing_left)
        self.emit_ab(Op.LIST_APPEND, results, rest)
        self.place(nothing_left)
        self.emit(Op.PREP_RERAISE_STAR, results, exc, results, 0)
        self.end_protect(region)
        self.emit_a(Op.POP_EXC, saved)
        self.jump(Op.JUMP_IF_NONE, results, end)
        self.emit_end(Op.RERAISE, results, 0, 0)
        self.place(cleanup)
        self.raise_on(saved, second)
        self.end_cold()
        self.place(end)
        self.top = mark

    def star_clause(self, h: ast.ExceptHandler, results: int, rest: int) -> None:
        mark = self.top
        type_ = h.type
        assert type_ is not None
        next_ = Label()
        m = self.temp()
        new_rest = self.temp()
        r = self.operand(type_, False)
        self.at(h)
        self.emit(Op.MATCH_EXC_STAR, m, rest, r, 0)
        self.move(rest, new_rest)
        self.jump(Op.JUMP_IF_NONE, m, next_)
        self.top = new_rest
        saved = self.temp()
        raised = self.temp()
        self.emit_ab(Op.PUSH_EXC, saved, m)
        name = h.name
        if name is not None:
            self.refuse_debug(name, h)
            self.store_name(name, m)
        failed = Label()
        block = self.new_block(STAR_HANDLER)
        region = self.protect(failed, raised)
        self.blocks.append(block)
        self.statements(h.body)
        self.blocks.pop()
        self.end_protect(region)
        self.nowhere()
        self.emit_a(Op.POP_EXC, saved)
        if name is not None:
            self.forget_name(name)
        self.jump(Op.JUMP, 0, next_)
        self.place(failed)
        self.nowhere()
        if name is not None:
            self.forget_name(name)
        self.emit_ab(Op.LIST_APPEND, results, raised)
        self.emit_a(Op.POP_EXC, saved)
        self.place(next_)
        self.top = mark

    # with

    def with_(
        self, node: ast.stmt, items: list[ast.withitem], i: int, body: list[ast.stmt], is_async: bool
    ) -> None:
        if i == len(items):
            self.statements(body)
            return
        if is_async and not self.in_async():
            raise self.error("'async with' outside async function", node)
        self.session.deeper()
        item = items[i]
        context = item.context_expr
        mark = self.top
        w = self.top
        r = self.operand(context, False)
        self.set_top(w + 2)
        self.at(context)
        if is_async:
            self.emit_ab(Op.ASYNC_WITH_ENTER, w, r)
            self.emit(Op.GET_AWAITABLE, w + 1, w + 1, 0, 1)
            self.send(w + 1)
            self.move(w + 1, w + 2)
            self.top = w + 2
        else:
            self.emit_ab(Op.WITH_ENTER, w, r)
        exc = w + 1
        handler = Label()
        end = Label()
        block = self.new_block(WITH)
        block.saved = w
        block.node = context
        block.is_async = is_async
        region = self.protect(handler, exc)
        self.blocks.append(block)
        target = item.optional_vars
        if target is not None:
            self.assign(target, w + 1)
        self.top = w + 1
        self.with_(node, items, i + 1, body, is_async)
        self.blocks.pop()
        self.end_protect(region)
        self.leave_with(block)
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.begin_cold()
        self.place(handler)
        saved = self.begin_handler(exc)
        cleanup = Label()
        second = self.temp()
        region = self.protect(cleanup, second)
        t = self.temp()
        self.at(context)
        self.emit(Op.WITH_EXCEPT, t, w, exc, 0)
        result = t
        if is_async:
            self.emit(Op.GET_AWAITABLE, t, t, 0, 2)
            self.send(t)
            result = t + 1
        swallowed = Label()
        self.jump(Op.JUMP_IF_TRUE, result, swallowed)
        self.end_protect(region)
        self.raise_on(saved, exc)
        self.place(cleanup)
        self.raise_on(saved, second)
        self.place(swallowed)
        self.nowhere()
        self.emit_a(Op.POP_EXC, saved)
        self.jump(Op.JUMP, 0, end)
        self.end_cold()
        self.place(end)
        self.top = mark
        self.session.depth -= 1


def as_tuple(e: ast.List) -> ast.expr:
    return ast.Tuple(e.elts, e.ctx, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)

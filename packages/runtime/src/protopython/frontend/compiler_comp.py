"""Comprehensions: inlined into the function around them, or functions of their own (generator expressions).

An inlined comprehension's variables are registers that nobody else uses while it runs; they are cleared at its end, also
when an exception ends it, so that they show in locals() only inside.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code

from . import ast
from .assembler import Label, Region
from .ast import Kind
from .compiler_calls import Calls
from .symtable import Scope


class Comprehensions(Calls):
    # What later files define

    def assign(self, target: ast.expr, src: int) -> None:
        raise RuntimeError("abstract")

    def comprehension_code(self, scope: Scope, node: ast.expr) -> W_Code:
        raise RuntimeError("abstract")

    def function_of_code(self, code: W_Code, scope: Scope, node: ast.AST, dst: int) -> None:
        raise RuntimeError("abstract")

    def comprehension(self, node: ast.expr, dst: int) -> None:
        scope = self.session.table.scopes[node]
        if scope.has_await and node.kind != Kind.GeneratorExp and not self.in_async():
            raise self.error("asynchronous comprehension outside of an asynchronous function", node)
        if scope.inlined:
            self.inline(node, scope, dst)
        else:
            self.outlined(node, scope, dst)

    def outlined(self, node: ast.expr, scope: Scope, dst: int) -> None:
        """A function of one argument, the iterator, called at once."""
        generators = generators_of(node)
        w = self.top
        code = self.comprehension_code(scope, node)
        self.at(node)
        self.function_of_code(code, scope, node, w)
        self.set_top(w + 2)
        first = generators[0]
        self.iterator(first, w + 2)
        self.set_top(w + 3)
        self.at(node)
        self.emit(Op.CALL_FUNCTION, dst, w, 1, 0)
        if scope.has_await and node.kind != Kind.GeneratorExp:
            t = self.top
            self.emit_ab(Op.GET_AWAITABLE, t, dst)
            self.send(t)
            self.move(dst, t + 1)

    def iterator(self, g: ast.comprehension, dst: int) -> None:
        r = self.operand(g.iter, False)
        self.at(g.iter)
        self.emit_ab(Op.GET_AITER if g.is_async != 0 else Op.GET_ITER, dst, r)

    def comprehension_body(self, node: ast.expr) -> None:
        """The body of an outlined comprehension; `.0` is in register 0."""
        if node.kind == Kind.GeneratorExp:
            self.loops(node, generators_of(node), 0, 0, -1)
            self.nowhere()
            self.emit_end(Op.RETURN_NONE, 0, 0, 0)
            return
        t = self.temp()
        self.at(node)
        self.emit(build_op(node.kind), t, 0, 0, 0)
        self.loops(node, generators_of(node), 0, 0, t)
        self.at(node)
        self.emit_end(Op.RETURN, t, 0, 0)

    def inline(self, node: ast.expr, scope: Scope, dst: int) -> None:
        mark = self.top
        t = self.work_register(dst)
        generators = generators_of(node)
        it = self.top
        self.iterator(generators[0], it)
        self.set_top(it + 1)
        registers = self.comp_registers[scope]
        cleanup = Label()
        region: Region | None = None
        exc = -1
        self.at(node)
        if len(registers) > 0:
            exc = self.temp()
        for name in registers.keys():
            if name in scope.cells:
                self.emit_a(Op.CLEAR, registers[name])
                self.emit_a(Op.MAKE_CELL, registers[name])
            else:
                self.set_unassigned(registers[name])
        if exc >= 0:
            region = self.protect(cleanup, exc)
        self.emit(build_op(node.kind), t, 0, 0, 0)
        self.comps.append(scope)
        self.loops(node, generators, 0, it, t)
        self.comps.pop()
        self.nowhere()
        if region is not None:
            self.end_protect(region)
            end = Label()
            self.clear_all(registers)
            self.at(node)
            self.move(dst, t)
            self.nowhere()
            self.jump(Op.JUMP, 0, end)
            self.begin_cold()
            self.place(cleanup)
            self.clear_all(registers)
            self.emit_end(Op.RERAISE, exc, 0, 0)
            self.end_cold()
            self.place(end)
        else:
            self.at(node)
            self.move(dst, t)
        self.top = mark

    def clear_all(self, registers: dict[str, int]) -> None:
        for name in registers:
            self.emit_a(Op.CLEAR, registers[name])
            self.set_unassigned(registers[name])

    def loops(
        self, node: ast.expr, generators: list[ast.comprehension], i: int, it: int, result: int
    ) -> None:
        """The loops from number i on. The first one's iterator is in register `it`."""
        g = generators[i]
        mark = self.top
        if i > 0:
            alone = self.only_element(g)
            if alone is not None:
                r = -1 if g.target.kind != Kind.Name else self.local_register(cast(ast.Name, g.target).id)
                if r >= 0:
                    self.expr_to(alone, r)
                    self.set_assigned(r)
                else:
                    self.assign(g.target, self.operand(alone, False))
                self.top = mark
                skip_one = Label()
                for test in g.ifs:
                    self.condition(test, skip_one, False)
                self.innermost(node, generators, i, result)
                self.place(skip_one)
                self.top = mark
                return
            it = self.top
            self.iterator(g, it)
            self.set_top(it + 1)
        if g.is_async != 0:
            self.async_loop(node, generators, i, it, result)
            self.top = mark
            return
        head = Label()
        again = Label()
        end = Label()
        target = self.loop_target(g.target)
        self.at(g.iter)
        self.jump_short(Op.FOR_ITER, target, it, 0, end)
        self.place_loop(head)
        self.bind_loop_target(g.target, target)
        for test in g.ifs:
            self.condition(test, again, False)
        self.innermost(node, generators, i, result)
        self.place(again)
        self.at(g.iter)
        self.jump_short(Op.FOR_LOOP, target, it, 0, head)
        self.place(end)
        self.top = mark

    def only_element(self, g: ast.comprehension) -> ast.expr | None:
        """`for x in [e]`: the element, as an assignment does it."""
        if g.is_async != 0:
            return None
        elts: list[ast.expr] = []
        if g.iter.kind == Kind.List:
            elts = cast(ast.List, g.iter).elts
        elif g.iter.kind == Kind.Tuple:
            elts = cast(ast.Tuple, g.iter).elts
        if len(elts) == 1 and elts[0].kind != Kind.Starred:
            return elts[0]
        return None

    def loop_target(self, target: ast.expr) -> int:
        """Where FOR_ITER puts the item: the variable itself, if it is a plain local, or a new temporary."""
        if target.kind == Kind.Name:
            name = cast(ast.Name, target).id
            self.refuse_debug(name, target)
            reg = self.local_register(name)
            if reg >= 0:
                return reg
        return self.temp()

    def bind_loop_target(self, target: ast.expr, reg: int) -> None:
        if reg < self.n_named:
            self.set_assigned(reg)
        else:
            self.assign(target, reg)

    def innermost(self, node: ast.expr, generators: list[ast.comprehension], i: int, result: int) -> None:
        """What the loop number i does: the next loop, or the element."""
        if i + 1 < len(generators):
            self.loops(node, generators, i + 1, -1, result)
            return
        mark = self.top
        match node.kind:
            case Kind.ListComp:
                elt = cast(ast.ListComp, node).elt
                r = self.operand(elt, False)
                self.at(elt)
                self.emit_ab(Op.LIST_APPEND, result, r)
            case Kind.SetComp:
                elt = cast(ast.SetComp, node).elt
                r = self.operand(elt, False)
                self.at(elt)
                self.emit_ab(Op.SET_ADD, result, r)
            case Kind.DictComp:
                dc = cast(ast.DictComp, node)
                k = self.operand_before(dc.key, dc.value)
                r = self.operand(dc.value, False)
                self.at(dc.key)
                self.end_line = dc.value.end_lineno
                self.end_column = dc.value.end_col_offset
                self.emit(Op.DICT_SET, result, k, r, 0)
            case _:
                elt = cast(ast.GeneratorExp, node).elt
                t = self.temporary(elt)
                self.at(elt)
                self.emit(Op.YIELD, t, 0, 0, 1 if self.is_async_generator() else 0)
        self.top = mark

    def async_loop(
        self, node: ast.expr, generators: list[ast.comprehension], i: int, it: int, result: int
    ) -> None:
        g = generators[i]
        head = Label()
        again = Label()
        exhausted = Label()
        end = Label()
        exc = self.temp()
        self.place_loop(head)
        self.at(g.iter)
        t = self.async_next(it, exhausted, exc)
        self.assign(g.target, t + 1)
        self.top = exc + 1
        for test in g.ifs:
            self.condition(test, again, False)
        self.innermost(node, generators, i, result)
        self.place(again)
        self.at(node)
        self.jump(Op.JUMP_BACK, 0, head)
        self.place(exhausted)
        self.at(g.iter)
        self.jump(Op.END_ASYNC_FOR, exc, end)
        self.reachable = False
        self.place(end)

    def async_next(self, it: int, exhausted: Label, exc: int) -> int:
        """Awaits the next item of the asynchronous iterator: t such that the item is in t + 1."""
        t = self.temp()
        region = self.protect(exhausted, exc)
        self.emit_ab(Op.GET_ANEXT, t, it)
        self.send(t)
        self.end_protect(region)
        return t


def generators_of(node: ast.expr) -> list[ast.comprehension]:
    match node.kind:
        case Kind.ListComp:
            return cast(ast.ListComp, node).generators
        case Kind.SetComp:
            return cast(ast.SetComp, node).generators
        case Kind.DictComp:
            return cast(ast.DictComp, node).generators
        case _:
            return cast(ast.GeneratorExp, node).generators


def build_op(kind: int) -> int:
    if kind == Kind.ListComp:
        return Op.BUILD_LIST
    if kind == Kind.SetComp:
        return Op.BUILD_SET
    return Op.BUILD_DICT

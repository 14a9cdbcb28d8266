"""Comprehensions: inlined into the function around them, or functions of their own (generator expressions).

An inlined comprehension's variables are registers that nobody else uses while it runs; they are cleared at its end, also
when an exception ends it, so that they show in locals() only inside.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code

from .. import ast
from ..ast import Kind
from ..symtable import Scope
from .assembler import Label, Region
from .assignments import assign
from .builder import Builder
from .code_objects import begin_code, code_flags, finish_code, function_of_code
from .conditions import condition
from .dispatch import compiles_expression
from .expressions import expr_to, operand, operand_before, temporary
from .generators import async_next, send
from .loops import bind_loop_target, loop_target


@compiles_expression(Kind.ListComp, Kind.SetComp, Kind.DictComp, Kind.GeneratorExp)
def comprehension(b: Builder, node: ast.expr, dst: int) -> None:
    scope = b.session.table.scopes[node]
    if scope.has_await and node.kind != Kind.GeneratorExp and not b.in_async():
        raise b.error("asynchronous comprehension outside of an asynchronous function", node)
    if scope.inlined:
        inlined(b, node, scope, dst)
    else:
        outlined(b, node, scope, dst)


def outlined(b: Builder, node: ast.expr, scope: Scope, dst: int) -> None:
    """A function of one argument, the iterator, called at once."""
    generators = generators_of(node)
    w = b.top
    code = comprehension_code(b, scope, node)
    b.at(node)
    function_of_code(b, code, scope, node, w)
    b.set_top(w + 2)
    first = generators[0]
    iterator(b, first, w + 2)
    b.set_top(w + 3)
    b.at(node)
    b.emit(Op.CALL_FUNCTION, dst, w, 1, 0)
    if scope.has_await and node.kind != Kind.GeneratorExp:
        t = b.top
        b.emit_ab(Op.GET_AWAITABLE, t, dst)
        send(b, t)
        b.move(dst, t + 1)


def iterator(b: Builder, g: ast.comprehension, dst: int) -> None:
    r = operand(b, g.iter, False)
    b.at(g.iter)
    b.emit_ab(Op.GET_AITER if g.is_async != 0 else Op.GET_ITER, dst, r)


def comprehension_body(b: Builder, node: ast.expr) -> None:
    """The body of an outlined comprehension; `.0` is in register 0."""
    if node.kind == Kind.GeneratorExp:
        loops(b, node, generators_of(node), 0, 0, -1)
        b.nowhere()
        b.emit_end(Op.RETURN_NONE, 0, 0, 0)
        return
    t = b.temp()
    b.at(node)
    b.emit(build_op(node.kind), t, 0, 0, 0)
    loops(b, node, generators_of(node), 0, 0, t)
    b.at(node)
    b.emit_end(Op.RETURN, t, 0, 0)


def inlined(b: Builder, node: ast.expr, scope: Scope, dst: int) -> None:
    mark = b.top
    t = b.work_register(dst)
    generators = generators_of(node)
    it = b.top
    iterator(b, generators[0], it)
    b.set_top(it + 1)
    registers = b.comp_registers[scope]
    cleanup = Label()
    region: Region | None = None
    exc = -1
    b.at(node)
    if len(registers) > 0:
        exc = b.temp()
    for name in registers.keys():
        if name in scope.cells:
            b.emit_a(Op.CLEAR, registers[name])
            b.emit_a(Op.MAKE_CELL, registers[name])
        else:
            b.set_unassigned(registers[name])
    if exc >= 0:
        region = b.protect(cleanup, exc)
    b.emit(build_op(node.kind), t, 0, 0, 0)
    b.comps.append(scope)
    loops(b, node, generators, 0, it, t)
    b.comps.pop()
    b.nowhere()
    if region is not None:
        b.end_protect(region)
        end = Label()
        clear_all(b, registers)
        b.at(node)
        b.move(dst, t)
        b.nowhere()
        b.jump(Op.JUMP, 0, end)
        b.begin_cold()
        b.place(cleanup)
        clear_all(b, registers)
        b.at(node)
        b.emit_end(Op.RERAISE, exc, 0, 1)
        b.end_cold()
        b.place(end)
    else:
        b.at(node)
        b.move(dst, t)
    b.top = mark


def clear_all(b: Builder, registers: dict[str, int]) -> None:
    for name in registers:
        b.emit_a(Op.CLEAR, registers[name])
        b.set_unassigned(registers[name])


def loops(b: Builder, node: ast.expr, generators: list[ast.comprehension], i: int, it: int, result: int) -> None:
    """The loops from number i on. The first one's iterator is in register `it`."""
    g = generators[i]
    mark = b.top
    if i > 0:
        alone = only_element(b, g)
        if alone is not None:
            r = -1 if g.target.kind != Kind.Name else b.local_register(cast(ast.Name, g.target).id)
            if r >= 0:
                expr_to(b, alone, r)
                b.set_assigned(r)
            else:
                assign(b, g.target, operand(b, alone, False))
            b.top = mark
            skip_one = Label()
            for test in g.ifs:
                condition(b, test, skip_one, False)
            innermost(b, node, generators, i, result)
            b.place(skip_one)
            b.top = mark
            return
        it = b.top
        iterator(b, g, it)
        b.set_top(it + 1)
    if g.is_async != 0:
        async_loop(b, node, generators, i, it, result)
        b.top = mark
        return
    head = Label()
    again = Label()
    end = Label()
    target = loop_target(b, g.target)
    b.at(g.iter)
    b.jump_short(Op.FOR_ITER, target, it, 0, end)
    b.place_loop(head)
    bind_loop_target(b, g.target, target)
    for test in g.ifs:
        condition(b, test, again, False)
    innermost(b, node, generators, i, result)
    b.place(again)
    b.at(g.iter)
    b.jump_short(Op.FOR_LOOP, target, it, 0, head)
    b.place(end)
    b.top = mark


def only_element(b: Builder, g: ast.comprehension) -> ast.expr | None:
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


def innermost(b: Builder, node: ast.expr, generators: list[ast.comprehension], i: int, result: int) -> None:
    """What the loop number i does: the next loop, or the element."""
    if i + 1 < len(generators):
        loops(b, node, generators, i + 1, -1, result)
        return
    mark = b.top
    match node.kind:
        case Kind.ListComp:
            elt = cast(ast.ListComp, node).elt
            r = operand(b, elt, False)
            b.at(elt)
            b.emit_ab(Op.LIST_APPEND, result, r)
        case Kind.SetComp:
            elt = cast(ast.SetComp, node).elt
            r = operand(b, elt, False)
            b.at(elt)
            b.emit_ab(Op.SET_ADD, result, r)
        case Kind.DictComp:
            dc = cast(ast.DictComp, node)
            k = operand_before(b, dc.key, dc.value)
            r = operand(b, dc.value, False)
            b.at(dc.key)
            b.end_line = dc.value.end_lineno
            b.end_column = dc.value.end_col_offset
            b.emit(Op.DICT_SET, result, k, r, 0)
        case _:
            elt = cast(ast.GeneratorExp, node).elt
            t = temporary(b, elt)
            b.at(elt)
            b.emit(Op.YIELD, t, 0, 0, 1 if b.is_async_generator() else 0)
    b.top = mark


def async_loop(b: Builder, node: ast.expr, generators: list[ast.comprehension], i: int, it: int, result: int) -> None:
    g = generators[i]
    head = Label()
    again = Label()
    exhausted = Label()
    end = Label()
    exc = b.temp()
    b.place_loop(head)
    b.at(g.iter)
    t = async_next(b, it, exhausted, exc)
    assign(b, g.target, t + 1)
    b.top = exc + 1
    for test in g.ifs:
        condition(b, test, again, False)
    innermost(b, node, generators, i, result)
    b.place(again)
    b.at(node)
    b.jump(Op.JUMP_BACK, 0, head)
    b.place(exhausted)
    b.at(g.iter)
    b.jump(Op.END_ASYNC_FOR, exc, end)
    b.reachable = False
    b.place(end)


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


def comprehension_code(b: Builder, scope: Scope, node: ast.expr) -> W_Code:
    unit = b.child(scope, b.qualname_of(scope.name))
    unit.code.flags = code_flags(unit)
    unit.set_parameters(0, 1, 0, 0)
    begin_code(unit, node, node.lineno)
    comprehension_body(unit, node)
    return finish_code(unit, scope.name, node.lineno, node)

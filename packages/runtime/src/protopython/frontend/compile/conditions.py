"""Comparisons, conditions (expressions of which only the truth matters) and conditional expressions."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.model.special import CompareOp

from .. import ast
from ..ast import Kind, boolop, cmpop, unaryop
from .assembler import Label
from .builder import Builder
from .constants import fold_tuple
from .dispatch import compiles_expression
from .expressions import cannot_rebind, constant, expr_to, is_none, is_singleton, operand, operand_before, small_int, small_int_value
from .literals import literal_type

COMPARE_OPS: list[int] = [CompareOp.EQ, CompareOp.NE, CompareOp.LT, CompareOp.LE, CompareOp.GT, CompareOp.GE]
"""By ast.cmpop."""


def compare_pair(b: Builder, dst: int, left: int, op: int, right: ast.expr, r: int) -> None:
    match op:
        case cmpop.Is:
            b.emit(Op.IS, dst, left, r, 0)
        case cmpop.IsNot:
            b.emit(Op.IS, dst, left, r, 1)
        case cmpop.In:
            b.emit(Op.CONTAINS, dst, left, r, 0)
        case cmpop.NotIn:
            b.emit(Op.CONTAINS, dst, left, r, 1)
        case _:
            b.emit(Op.COMPARE, dst, left, r, COMPARE_OPS[op])


def comparand(b: Builder, op: int, e: ast.expr, fragile: bool) -> int:
    """The right side of a comparison: displays of constants are made once."""
    if op == cmpop.In or op == cmpop.NotIn:
        if e.kind == Kind.List:
            c = fold_tuple(cast(ast.List, e).elts, b.session.optimize == 0, 0)
            if c is not None:
                t = b.temp()
                b.at(e)
                b.load_const(t, c)
                return t
    return operand(b, e, fragile)


def check_is_literal(b: Builder, e: ast.Compare) -> None:
    left = e.left
    for i in range(len(e.ops)):
        right = e.comparators[i]
        op = e.ops[i]
        if op == cmpop.Is or op == cmpop.IsNot:
            culprit = literal_type(right)
            if literal_type(left) != "":
                culprit = literal_type(left)
            if culprit != "" and not is_singleton(left) and not is_singleton(right):
                warn_is_literal(b, op, culprit, e)
                return
        left = right


def warn_is_literal(b: Builder, op: int, culprit: str, e: ast.Compare) -> None:
    if op == cmpop.Is:
        b.warn(f'"is" with \'{culprit}\' literal. Did you mean "=="?', e)
    else:
        b.warn(f'"is not" with \'{culprit}\' literal. Did you mean "!="?', e)


@compiles_expression(Kind.Compare)
def compare(b: Builder, e: ast.Compare, dst: int) -> None:
    check_is_literal(b, e)
    n = len(e.ops)
    if n == 1:
        left = operand_before(b, e.left, e.comparators[0])
        r = comparand(b, e.ops[0], e.comparators[0], False)
        b.at(e)
        compare_pair(b, dst, left, e.ops[0], e.comparators[0], r)
        return
    mark = b.top
    t = b.work_register(dst)
    end = Label()
    left = operand_before(b, e.left, e.comparators[0])
    for i in range(n):
        fragile = i + 1 < n and not cannot_rebind(e.comparators[i + 1])
        r = comparand(b, e.ops[i], e.comparators[i], fragile)
        b.at(e)
        compare_pair(b, t, left, e.ops[i], e.comparators[i], r)
        if i + 1 < n:
            b.jump(Op.JUMP_IF_FALSE, t, end)
        left = r
    b.place(end)
    b.move(dst, t)
    b.top = mark


def condition(b: Builder, e: ast.expr, label: Label, sense: bool) -> None:
    """Jumps to label if the truth of e is `sense`, else falls through."""
    b.session.deeper()
    mark = b.top
    c = constant(b, e)
    if c is not None:
        b.at(e)
        if c.truth() == sense:
            b.jump_to(label)
    else:
        condition_of(b, e, label, sense)
    b.top = mark
    b.session.depth -= 1


def condition_of(b: Builder, e: ast.expr, label: Label, sense: bool) -> None:
    match e.kind:
        case Kind.UnaryOp:
            if cast(ast.UnaryOp, e).op == unaryop.Not:
                condition(b, cast(ast.UnaryOp, e).operand, label, not sense)
                return
        case Kind.BoolOp:
            bool_condition(b, cast(ast.BoolOp, e), label, sense)
            return
        case Kind.Compare:
            compare_condition(b, cast(ast.Compare, e), label, sense)
            return
        case Kind.IfExp:
            ie = cast(ast.IfExp, e)
            orelse = Label()
            end = Label()
            condition(b, ie.test, orelse, False)
            condition(b, ie.body, label, sense)
            b.nowhere()
            b.jump(Op.JUMP, 0, end)
            b.place(orelse)
            condition(b, ie.orelse, label, sense)
            b.place(end)
            return
        case _:
            pass
    r = operand(b, e, False)
    b.at(e)
    b.jump(Op.JUMP_IF_TRUE if sense else Op.JUMP_IF_FALSE, r, label)


def bool_condition(b: Builder, e: ast.BoolOp, label: Label, sense: bool) -> None:
    last = len(e.values) - 1
    if (e.op == boolop.Or) == sense:
        # One of them decides: `or` to be true, `and` to be false.
        for value in e.values:
            condition(b, value, label, sense)
        return
    skip = Label()
    for i in range(last):
        condition(b, e.values[i], skip, not sense)
    condition(b, e.values[last], label, sense)
    b.place(skip)


def compare_condition(b: Builder, e: ast.Compare, label: Label, sense: bool) -> None:
    check_is_literal(b, e)
    n = len(e.ops)
    skip = Label()
    left = operand_before(b, e.left, e.comparators[0])
    for i in range(n):
        op = e.ops[i]
        right = e.comparators[i]
        last = i + 1 == n
        to = label if last or not sense else skip
        when = sense if last else False
        if is_none(right) and last and (op == cmpop.Is or op == cmpop.IsNot):
            b.at(e)
            b.jump(Op.JUMP_IF_NONE if (op == cmpop.Is) == when else Op.JUMP_IF_NOT_NONE, left, to)
            continue
        if op <= cmpop.GtE and last and small_int(right, -0x8000, 0x7FFF):
            b.at(e)
            b.jump_short(
                Op.JUMP_COMPARE_INT_TRUE if when else Op.JUMP_COMPARE_INT_FALSE,
                left,
                small_int_value(right),
                COMPARE_OPS[op],
                to,
            )
            continue
        r = comparand(b, op, right, not last and not cannot_rebind(e.comparators[i + 1]))
        b.at(e)
        if op <= cmpop.GtE:
            b.jump_short(Op.JUMP_COMPARE_TRUE if when else Op.JUMP_COMPARE_FALSE, left, r, COMPARE_OPS[op], to)
        else:
            t = b.top
            b.set_top(t + 1)
            compare_pair(b, t, left, op, right, r)
            b.top = t
            b.jump(Op.JUMP_IF_TRUE if when else Op.JUMP_IF_FALSE, t, to)
        left = r
    b.place(skip)


@compiles_expression(Kind.IfExp)
def if_exp(b: Builder, e: ast.IfExp, dst: int) -> None:
    # The branches do not see each other's temporaries, so an unreserved dst does for both.
    orelse = Label()
    end = Label()
    condition(b, e.test, orelse, False)
    expr_to(b, e.body, dst)
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.place(orelse)
    expr_to(b, e.orelse, dst)
    b.place(end)

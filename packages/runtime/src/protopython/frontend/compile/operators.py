"""Arithmetic and boolean operators."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op
from protopython.objects.model.special import BinaryOp

from .. import ast
from ..ast import Kind, boolop, operator, unaryop
from .assembler import Label
from .builder import Builder
from .dispatch import compiles_expression
from .expressions import constant, expr_to, operand, operand_before, small_int, small_int_value
from .strings import percent_format

BINARY_OPS: list[int] = [
    BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.MATMUL, BinaryOp.TRUEDIV, BinaryOp.MOD, BinaryOp.POW,
    BinaryOp.LSHIFT, BinaryOp.RSHIFT, BinaryOp.OR, BinaryOp.XOR, BinaryOp.AND, BinaryOp.FLOORDIV,
]  # fmt: skip
"""By ast.operator."""
FAST_OPS: list[int] = [Op.ADD, Op.SUB, Op.MUL, 0, Op.TRUEDIV, Op.MOD, 0, 0, 0, 0, 0, 0, Op.FLOORDIV]
"""By ast.operator: its own opcode, or 0."""


@compiles_expression(Kind.BinOp)
def binary(b: Builder, e: ast.BinOp, dst: int) -> None:
    if e.op == operator.Mod and percent_format(b, e, dst):
        return
    left = operand_before(b, e.left, e.right)
    binary_with(b, e, left, e.op, e.right, dst, 0)


def binary_with(b: Builder, node: ast.AST, left: int, op: int, right: ast.expr, dst: int, inplace: int) -> None:
    """dst = left op right; inplace is 1 for augmented assignment."""
    if op == operator.Add and small_int(right, 0, 0x7FFF):
        b.at(node)
        b.emit(Op.ADD_INT, dst, left, small_int_value(right), inplace)
        return
    if op == operator.Sub and small_int(right, 1, 0x8000):
        b.at(node)
        b.emit(Op.ADD_INT, dst, left, -small_int_value(right), inplace)
        return
    r = operand(b, right, False)
    b.at(node)
    binary_registers(b, dst, left, op, r, inplace)


def binary_registers(b: Builder, dst: int, left: int, op: int, right: int, inplace: int) -> None:
    fast = FAST_OPS[op]
    if fast != 0:
        b.emit(fast, dst, left, right, 1 if inplace != 0 else 0)
    elif inplace != 0:
        b.emit(Op.INPLACE, dst, left, right, BINARY_OPS[op])
    else:
        b.emit(Op.BINARY, dst, left, right, BINARY_OPS[op])


@compiles_expression(Kind.UnaryOp)
def unary(b: Builder, e: ast.UnaryOp, dst: int) -> None:
    r = operand(b, e.operand, False)
    b.at(e)
    match e.op:
        case unaryop.USub:
            b.emit_ab(Op.NEGATIVE, dst, r)
        case unaryop.UAdd:
            b.emit_ab(Op.POSITIVE, dst, r)
        case unaryop.Invert:
            b.emit_ab(Op.INVERT, dst, r)
        case _:
            b.emit_ab(Op.NOT, dst, r)


@compiles_expression(Kind.BoolOp)
def bool_op(b: Builder, e: ast.BoolOp, dst: int) -> None:
    mark = b.top
    t = b.work_register(dst)
    end = Label()
    op = Op.JUMP_IF_TRUE if e.op == boolop.Or else Op.JUMP_IF_FALSE
    last = len(e.values) - 1
    for i in range(last):
        value = e.values[i]
        c = constant(b, value)
        if c is not None and c.truth() == (e.op == boolop.And):
            continue
        expr_to(b, value, t)
        b.at(value)
        if c is not None:
            b.jump(Op.JUMP, 0, end)
        else:
            b.jump(op, t, end)
    expr_to(b, e.values[last], t)
    b.place(end)
    b.at(e)
    b.move(dst, t)
    b.top = mark

"""Constant folding: casts and negations of constants, and branches on constants (COMPILED is folded by the
front)."""

from __future__ import annotations

from protopyc.ir import nodes as ir
from protopyc.ir.types import BOOL, FLOAT, INT
from protopyc.ir.walk import blocks
from protopyc.passes.rewrite import rewrite
from protopyc.program import Program


def fold(x: ir.Expr) -> ir.Expr:
    if isinstance(x, ir.Cast) and isinstance(x.operand, ir.Const) and x.operand.value is not None:
        if x.ty == INT and x.operand.ty in (INT, BOOL):
            return ir.Const(INT, int(x.operand.value))
        if x.ty == FLOAT and x.operand.ty in (INT, BOOL):
            return ir.Const(FLOAT, float(x.operand.value))
    if isinstance(x, ir.Unary) and x.op == "!":
        if isinstance(x.operand, ir.Const):
            return ir.FALSE if x.operand.value else ir.TRUE
        if isinstance(x.operand, ir.Unary) and x.operand.op == "!":
            return x.operand.operand
        if isinstance(x.operand, ir.Binary) and x.operand.op in ("==", "!=") and x.operand.left.ty != FLOAT:
            return ir.Binary(BOOL, "!=" if x.operand.op == "==" else "==", x.operand.left, x.operand.right)
    if isinstance(x, ir.Logic) and isinstance(x.left, ir.Const):
        return x.right if bool(x.left.value) == (x.op == "&&") else x.left
    if isinstance(x, ir.Choose) and isinstance(x.condition, ir.Const):
        return x.then if x.condition.value else x.otherwise
    return x


def prune(body: list[ir.Stmt]) -> None:
    """Replaces `if constant` by the branch taken, in place."""
    result: list[ir.Stmt] = []
    for s in body:
        for b in blocks(s):
            prune(b)
        if isinstance(s, ir.If) and isinstance(s.condition, ir.Const):
            result += s.then if s.condition.value else s.otherwise
        else:
            result.append(s)
    body[:] = result


def run(program: Program) -> None:
    for function in program.functions:
        rewrite(function.body, fold)
        prune(function.body)

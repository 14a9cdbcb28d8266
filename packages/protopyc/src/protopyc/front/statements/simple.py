"""Statements without blocks."""

from __future__ import annotations

from mypy.nodes import (
    AssertStmt,
    Block,
    CallExpr,
    DelStmt,
    ExpressionStmt,
    IndexExpr,
    NameExpr,
    RefExpr,
    ReturnStmt,
    SliceExpr,
    Statement,
    StrExpr,
    TupleExpr,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.subscripts import slice_of
from protopyc.front.expressions.truth import truth
from protopyc.ir import nodes as ir
from protopyc.ir.types import INT, VOID, DictTy, ListTy

REDISPATCH = "protodialect.types.redispatch"


def pass_statement(builder: Builder, s: Statement) -> list[ir.Stmt]:
    return []


def block_statement(builder: Builder, s: Block) -> list[ir.Stmt]:
    return builder.block(s)


def expression_statement(builder: Builder, s: ExpressionStmt) -> list[ir.Stmt]:
    if isinstance(s.expr, StrExpr) or type(s.expr).__name__ == "EllipsisExpr":
        return []
    if isinstance(s.expr, CallExpr) and isinstance(s.expr.callee, RefExpr) and s.expr.callee.fullname == REDISPATCH:
        if not builder.function.dispatch:
            builder.refuse(s, "redispatch() belongs into the `match` of a @dispatch_loop")
        return [ir.Redispatch(s.line)]
    return [ir.Eval(s.line, None, builder.expr(s.expr))]


def del_statement(builder: Builder, s: DelStmt) -> list[ir.Stmt]:
    targets = s.expr.items if isinstance(s.expr, TupleExpr) else [s.expr]
    body: list[ir.Stmt] = []
    for target in targets:
        if isinstance(target, NameExpr):
            continue
        if not isinstance(target, IndexExpr):
            builder.refuse(s, "del of an attribute is outside the dialect; assign None")
        base = builder.expr(target.base)
        if isinstance(base.ty, DictTy):
            body.append(
                ir.Eval(
                    s.line, None, builder.prim(VOID, "dict_del", base, builder.value(target.index, base.ty.key))
                )
            )
        elif isinstance(base.ty, ListTy) and isinstance(target.index, SliceExpr):
            view = slice_of(builder, target, base, target.index)
            assert isinstance(view, ir.Prim)
            body.append(ir.Eval(s.line, None, builder.prim(VOID, "list_del_slice", *view.args)))
        elif isinstance(base.ty, ListTy):
            body.append(
                ir.Eval(s.line, None, builder.prim(VOID, "list_del", base, builder.value(target.index, INT)))
            )
        else:
            builder.refuse(s, f"del of an item of {base.ty} is outside the dialect")
    return body


def break_statement(builder: Builder, s: Statement) -> list[ir.Stmt]:
    return [ir.Break(s.line)]


def continue_statement(builder: Builder, s: Statement) -> list[ir.Stmt]:
    return [ir.Continue(s.line)]


def return_statement(builder: Builder, s: ReturnStmt) -> list[ir.Stmt]:
    if s.expr is None or (
        isinstance(s.expr, NameExpr)
        and s.expr.fullname == "builtins.None"
        and builder.function.result == VOID
    ):
        return [ir.Return(s.line, None)]
    if builder.function.result == VOID:
        return [ir.Eval(s.line, None, builder.expr(s.expr)), ir.Return(s.line, None)]
    return [ir.Return(s.line, builder.value(s.expr, builder.function.result))]


def assert_statement(builder: Builder, s: AssertStmt) -> list[ir.Stmt]:
    """Checked in debug builds only; a failure ends the process."""
    if isinstance(s.expr, RefExpr) and s.expr.fullname == "builtins.False":
        return [
            ir.Eval(
                s.line, None, builder.prim(VOID, "panic", extra=[f'"{builder.where(s)}: assert False reached"'])
            )
        ]
    if not builder.debug:
        return []
    test = builder.negate(truth(builder, s.expr))
    panic = ir.Eval(
        s.line, None, builder.prim(VOID, "panic", extra=[f'"{builder.where(s)}: assertion failed"'])
    )
    return [ir.If(s.line, test, [panic], [])]

"""Conditional expressions, `:=`, lambdas, and `cast`."""

from __future__ import annotations

from mypy.nodes import (
    AssignmentExpr,
    CastExpr,
    ConditionalExpr,
    LambdaExpr,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.truth import truth
from protopyc.front.types import convert, local_type
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    INTEGERS,
    NARROW,
    NATIVE,
    NONE,
    ArrayTy,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    SetTy,
    Ty,
)


def conditional_expression(builder: Builder, e: ConditionalExpr, hint: Ty | None) -> ir.Expr:
    test = truth(builder, e.cond)
    if isinstance(test, ir.Const):
        return builder.expr(e.if_expr if test.value else e.else_expr, hint)
    ty = local_type(builder.world, builder.type_of(e))
    if isinstance(hint, (ListTy, DictTy, SetTy, ArrayTy)):
        ty = hint
    if ty == NONE and hint is not None:
        ty = hint
    return ir.Choose(ty, test, builder.value(e.if_expr, ty), builder.value(e.else_expr, ty))


def assignment_expression(builder: Builder, e: AssignmentExpr, hint: Ty | None) -> ir.Expr:
    assert isinstance(e.target.node, Var)
    local = builder.variable(e.target.node, e)
    return ir.Walrus(
        local.ty, [ir.Eval(e.line, local, builder.value(e.value, local.ty))], ir.Get(local.ty, local)
    )


def lambda_expression(builder: Builder, e: LambdaExpr, hint: Ty | None) -> ir.Expr:
    return builder.function_ref(builder.lambda_function(e))


def cast_expression(builder: Builder, e: CastExpr, hint: Ty | None) -> ir.Expr:
    ty = convert(builder.world, e.type, e.line, e.column)
    x = builder.expr(e.expr, ty)
    if isinstance(x.ty, ClassTy) and isinstance(ty, ClassTy) and x.ty != ty:
        return ir.Cast(ty, x)
    if isinstance(x.ty, FuncTy) and ty == NATIVE:
        return builder.coerce(x, ty, e)
    if (x.ty == NATIVE and isinstance(ty, FuncTy)) or (
        isinstance(x.ty, FuncTy) and isinstance(ty, FuncTy)
    ):
        return ir.Cast(ty, x)
    if ty in NARROW and x.ty in INTEGERS:
        return ir.Cast(ty, x)
    return builder.coerce(x, local_type(builder.world, ty), e)

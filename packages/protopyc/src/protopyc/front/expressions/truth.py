"""Conditions: what `if`, `while`, `not`, `and` and `or` ask of a value."""

from __future__ import annotations

from mypy.nodes import (
    Expression,
    OpExpr,
    UnaryExpr,
)

from protopyc.front.builder import Builder
from protopyc.front.types import local_type
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    INTEGERS,
    LAYOUT,
    NATIVE,
    NONE,
    STR,
    VALUE,
    VOID,
    ArrayTy,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    OptionalTy,
    SetTy,
    Ty,
)

CONTAINERS = (ListTy, DictTy, SetTy, ArrayTy)



def and_or(builder: Builder, e: OpExpr, hint: Ty | None) -> ir.Expr:
    op = "&&" if e.op == "and" else "||"
    ty = builder.type_of(e)
    left = builder.expr(e.left, hint)
    if (
        isinstance(left, ir.Const) and left.ty == BOOL
    ):  # COMPILED and ...: the other side may be meaningless
        return builder.expr(e.right, hint) if left.value == (e.op == "and") else left
    if ty == BOOL:
        return builder.logic(op, truth(builder, e.left), truth(builder, e.right))
    ty = local_type(builder.world, ty)
    if ty in (VOID, NONE):
        builder.refuse(e, f"the value of `{e.op}` has no type; write an if statement")
    body: list[ir.Stmt] = []
    t = builder.temp(ty)
    body.append(ir.Eval(e.line, t, builder.coerce(left, ty, e)))
    kept = ir.Get(ty, t)
    right = builder.value(e.right, ty)
    test = truth_of(builder,
        kept, builder.is_optional(e.left) or not ty.pointer or isinstance(ty, ClassTy), e.left
    )
    chosen = ir.Choose(ty, test, right, kept) if e.op == "and" else ir.Choose(ty, test, kept, right)
    return ir.Walrus(ty, body, chosen)


def truth(builder: Builder, e: Expression) -> ir.Expr:
    if isinstance(e, UnaryExpr) and e.op == "not":
        return builder.negate(truth(builder, e.expr))
    if isinstance(e, OpExpr) and e.op in ("and", "or"):
        left = truth(builder, e.left)
        if isinstance(left, ir.Const):
            return truth(builder, e.right) if bool(left.value) == (e.op == "and") else left
        return builder.logic("&&" if e.op == "and" else "||", left, truth(builder, e.right))
    x = builder.expr(e)
    return truth_of(builder, x, builder.is_optional(e), e)


def truth_of(builder: Builder, x: ir.Expr, optional: bool, e: Expression) -> ir.Expr:
    if x.ty == BOOL:
        return x
    if x.ty in INTEGERS or x.ty == FLOAT:
        return ir.Binary(BOOL, "!=", x, ir.Const(x.ty, 0 if x.ty in INTEGERS else 0.0))
    if isinstance(x.ty, OptionalTy):
        some: list[ir.Stmt] = []
        kept = builder.keep(x, some, e.line)
        value = truth_of(builder, ir.TupleItem(x.ty.item, kept, 0), False, e)
        return ir.Walrus(BOOL, some, builder.logic("&&", ir.TupleItem(BOOL, kept, 1), value))
    if x.ty in (STR, BYTES) or isinstance(x.ty, CONTAINERS):
        body: list[ir.Stmt] = []
        if optional:
            x = builder.keep(x, body, e.line)
        test: ir.Expr = ir.Binary(BOOL, "!=", builder.prim(INT, "length", x), builder.integer(0))
        if optional:
            test = builder.logic("&&", builder.not_null(x), test)
        return ir.Walrus(BOOL, body, test) if body else test
    if isinstance(x.ty, (ClassTy, FuncTy)) or x.ty in (NATIVE, LAYOUT):
        return builder.not_null(x)
    if x.ty == VALUE:
        builder.refuse(e, "a Value has no truth of its own; compare with EMPTY or call is_true")
    if x.ty == NONE:
        return ir.FALSE
    builder.refuse(e, f"the truth of {x.ty} is outside the dialect")

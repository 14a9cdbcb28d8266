"""Assignments, plain and augmented."""

from __future__ import annotations

from mypy.nodes import (
    AssignmentStmt,
    Expression,
    IndexExpr,
    Lvalue,
    MemberExpr,
    NameExpr,
    OperatorAssignmentStmt,
    RefExpr,
    SliceExpr,
    TempNode,
    TupleExpr,
    TypeInfo,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.operators import binary_operation
from protopyc.front.expressions.subscripts import item_place
from protopyc.front.layout import lay_out
from protopyc.ir import nodes as ir
from protopyc.ir.types import INT, VALUEPTR, VOID, ArrayTy, ClassTy, DictTy, FieldDecl, ListTy, TrailingTy, TupleTy


def assignment_statement(builder: Builder, s: AssignmentStmt) -> list[ir.Stmt]:
    if isinstance(s.rvalue, TempNode) and s.rvalue.no_rhs:
        return []
    if len(s.lvalues) == 1:
        target = s.lvalues[0]
        if isinstance(target, TupleExpr) and isinstance(s.rvalue, TupleExpr):
            return assign_in_parallel(builder, target, s.rvalue)
        return assign_expression(builder, target, s.rvalue)
    body: list[ir.Stmt] = []
    first = s.lvalues[0]
    hint = (
        builder.variable(first.node, first).ty
        if isinstance(first, NameExpr) and isinstance(first.node, Var) and not builder.is_global(first)
        else None
    )
    x = builder.number(builder.expr(s.rvalue, hint))
    if hint is not None:
        x = builder.coerce(x, hint, s)
    value = builder.keep(x, body, s.line)
    for target in s.lvalues:
        body += assign(builder, target, value, s.line)
    return body


def assign_expression(builder: Builder, target: Lvalue, e: Expression) -> list[ir.Stmt]:
    if isinstance(target, NameExpr):
        local = local_target(builder, target)
        if local is None:
            return [ir.Eval(target.line, None, builder.expr(e))]
        return [ir.Eval(target.line, local, builder.value(e, local.ty))]
    if isinstance(target, MemberExpr):
        obj, field = field_target(builder, target)
        return [ir.SetField(target.line, obj, field, builder.value(e, field.ty))]
    if isinstance(target, IndexExpr):
        base = builder.expr(target.base)
        if isinstance(base.ty, DictTy):
            return assign(builder, target, builder.value(e, base.ty.item), target.line)
        if isinstance(base.ty, (ListTy, ArrayTy, TrailingTy)):
            return assign(builder, target, builder.value(e, base.ty.item), target.line)
    return assign(builder, target, builder.expr(e), target.line)


def local_target(builder: Builder, target: NameExpr) -> ir.Local | None:
    if not isinstance(target.node, Var):
        builder.refuse(target, f"{target.name} cannot be assigned")
    if builder.is_global(target):
        builder.refuse(target, f"assigns the module global {target.name}; keep changing state in an object")
    if target.name == "_":
        return None
    return builder.variable(target.node, target)


def field_target(builder: Builder, target: MemberExpr) -> tuple[ir.Expr, FieldDecl]:
    base = target.expr
    if isinstance(base, RefExpr) and isinstance(base.node, TypeInfo):
        builder.refuse(target, "assigns an attribute of a class; classes are constant at run time")
    obj = builder.expr(base)
    if not isinstance(obj.ty, ClassTy):
        builder.refuse(target, f"{obj.ty} has no attribute {target.name} to assign")
    field = lay_out(builder.world, obj.ty.decl).find_field(target.name)
    if field is None:
        builder.refuse(target, f"class {obj.ty} declares no field {target.name}")
    if isinstance(field.ty, TrailingTy):
        builder.refuse(target, "a trailing array cannot be assigned; assign its items")
    return obj, field


def assign(builder: Builder, target: Lvalue, x: ir.Expr, line: int) -> list[ir.Stmt]:
    if isinstance(target, NameExpr):
        local = local_target(builder, target)
        if local is None:
            return [ir.Eval(line, None, x)]
        return [ir.Eval(line, local, builder.coerce(x, local.ty, target))]
    if isinstance(target, MemberExpr):
        obj, field = field_target(builder, target)
        return [ir.SetField(line, obj, field, builder.coerce(x, field.ty, target))]
    if isinstance(target, IndexExpr):
        return assign_item(builder, target, x, line)
    if isinstance(target, TupleExpr):
        if not isinstance(x.ty, TupleTy):
            builder.refuse(target, f"unpacking {x.ty} is outside the dialect (tuples are inside)")
        body: list[ir.Stmt] = []
        kept = builder.keep(x, body, line)
        for index, item in enumerate(target.items):
            body += assign(builder, item, ir.TupleItem(x.ty.items[index], kept, index), line)
        return body
    builder.refuse(target, f"{builder.describe(target)} as a target is outside the dialect")


def assign_item(builder: Builder, target: IndexExpr, x: ir.Expr, line: int) -> list[ir.Stmt]:
    base = builder.expr(target.base)
    if isinstance(target.index, SliceExpr):
        builder.refuse(target, "assignment to a slice is outside the dialect; write a loop")
    if isinstance(base.ty, DictTy):
        key = builder.value(target.index, base.ty.key)
        # Python evaluates the value first, then the dict, then the key.
        body: list[ir.Stmt] = []
        value = x if builder.is_simple(x) else builder.keep(x, body, line)
        return [
            *body,
            ir.Eval(
                line,
                None,
                builder.prim(VOID, "dict_set", base, key, builder.coerce(value, base.ty.item, target)),
            ),
        ]
    index = builder.value(target.index, INT)
    if isinstance(base.ty, ListTy):
        body = []
        value = x if builder.is_simple(x) else builder.keep(x, body, line)
        return [
            *body,
            ir.Eval(
                line,
                None,
                builder.prim(VOID, "list_set", base, index, builder.coerce(value, base.ty.item, target)),
            ),
        ]
    place = item_place(builder, base, index, target)
    return [ir.SetItem(line, place.array, place.index, builder.coerce(x, place.ty, target), place.length)]


def assign_in_parallel(builder: Builder, targets: TupleExpr, values: TupleExpr) -> list[ir.Stmt]:
    """a, b = x, y: all values first, then the targets from left to right."""
    if len(targets.items) != len(values.items):
        builder.refuse(targets, "star-unpacking is outside the dialect")
    body: list[ir.Stmt] = []
    kept = []
    for t, v in zip(targets.items, values.items):
        if (
            isinstance(t, NameExpr)
            and isinstance(t.node, Var)
            and not builder.is_global(t)
            and t.name != "_"
        ):
            x = builder.value(v, builder.variable(t.node, t).ty)
        else:
            x = builder.number(builder.expr(v))
        kept.append(builder.keep(x, body, targets.line))
    for t, x in zip(targets.items, kept):
        body += assign(builder, t, x, targets.line)
    return body


def operator_assignment_statement(builder: Builder, s: OperatorAssignmentStmt) -> list[ir.Stmt]:
    target = s.lvalue
    body: list[ir.Stmt] = []
    if isinstance(target, NameExpr):
        local = local_target(builder, target)
        assert local is not None
        current: ir.Expr = builder.narrowed(target, ir.Get(local.ty, local))
        if isinstance(local.ty, ListTy) and s.op == "+":
            return [
                ir.Eval(
                    s.line, None, builder.prim(VOID, "list_extend", current, builder.value(s.rvalue, local.ty))
                )
            ]
        if local.ty == VALUEPTR:
            builder.refuse(s, "write p = p.offset(n)")
        x = binary_operation(builder, s.op, current, builder.number(builder.expr(s.rvalue)), s.rvalue)
        return [ir.Eval(s.line, local, builder.coerce(x, local.ty, s))]
    if isinstance(target, MemberExpr):
        obj, field = field_target(builder, target)
        obj = keep_object(builder, obj, body, s.line)
        current = builder.number(ir.Field(field.ty, obj, field))
        if isinstance(field.ty, ListTy) and s.op == "+":
            return [
                *body,
                ir.Eval(
                    s.line, None, builder.prim(VOID, "list_extend", current, builder.value(s.rvalue, field.ty))
                ),
            ]
        x = binary_operation(builder, s.op, current, builder.number(builder.expr(s.rvalue)), s.rvalue)
        return [*body, ir.SetField(s.line, obj, field, builder.coerce(x, field.ty, s))]
    if isinstance(target, IndexExpr):
        base = keep_object(builder, builder.expr(target.base), body, s.line)
        if isinstance(base.ty, DictTy):
            key = builder.keep(builder.value(target.index, base.ty.key), body, s.line)
            current = builder.prim(base.ty.item, "dict_get", base, key)
            x = builder.coerce(
                binary_operation(builder, s.op, current, builder.number(builder.expr(s.rvalue)), s.rvalue), base.ty.item, s
            )
            return [*body, ir.Eval(s.line, None, builder.prim(VOID, "dict_set", base, key, x))]
        index = builder.keep(builder.value(target.index, INT), body, s.line)
        if isinstance(base.ty, ListTy):
            current = builder.prim(base.ty.item, "list_get", base, index)
            x = builder.coerce(
                binary_operation(builder, s.op, current, builder.number(builder.expr(s.rvalue)), s.rvalue), base.ty.item, s
            )
            return [*body, ir.Eval(s.line, None, builder.prim(VOID, "list_set", base, index, x))]
        place = item_place(builder, base, index, target)
        x = binary_operation(builder, s.op, builder.number(place), builder.number(builder.expr(s.rvalue)), s.rvalue)
        return [*body, ir.SetItem(s.line, base, index, builder.coerce(x, place.ty, s), place.length)]
    builder.refuse(s, f"{builder.describe(target)} as a target is outside the dialect")


def keep_object(builder: Builder, obj: ir.Expr, body: list[ir.Stmt], line: int) -> ir.Expr:
    """obj, which will be used twice; a local that nothing in between assigns stays itself."""
    return obj if builder.is_simple(obj) else builder.keep(obj, body, line)

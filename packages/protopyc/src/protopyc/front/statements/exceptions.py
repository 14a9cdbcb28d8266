"""`raise` and `try`."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    RaiseStmt,
    RefExpr,
    TryStmt,
    TupleExpr,
    TypeInfo,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.classes import class_of_info
from protopyc.ir import nodes as ir
from protopyc.ir.types import ClassDecl, ClassTy
from protopyc.names import safe


def raise_statement(builder: Builder, s: RaiseStmt) -> list[ir.Stmt]:
    if s.expr is None:
        if not builder.handling:
            builder.refuse(s, "`raise` without an exception, outside an except block")
        return [ir.Raise(s.line, None)]
    if isinstance(s.expr, RefExpr) and isinstance(s.expr.node, TypeInfo):
        call = CallExpr(s.expr, [], [], [])
        call.set_line(s.expr)
        x = builder.expr(call)
    else:
        x = builder.expr(s.expr)
    if not (isinstance(x.ty, ClassTy) and builder.is_exception(x.ty.decl)):
        builder.refuse(s, f"raise of {x.ty}; raise an object of a class derived from Exception")
    return [ir.Raise(s.line, x)]


def exception_classes(builder: Builder, e: Expression | None) -> list[ClassDecl]:
    if e is None:
        return []
    parts = e.items if isinstance(e, TupleExpr) else [e]
    result = []
    for part in parts:
        if not (isinstance(part, RefExpr) and isinstance(part.node, TypeInfo)):
            builder.refuse(part, "except needs the name of a class, or a tuple of names")
        if part.node.fullname == "builtins.BaseException":
            result.append(builder.world.exception_class("Exception"))
        else:
            result.append(class_of_info(builder.world, part.node))
    return result


def common_class(builder: Builder, classes: list[ClassDecl]) -> ClassDecl:
    found = classes[0] if classes else builder.world.exception_class("Exception")
    for other in classes[1:]:
        while not other.is_subclass(found):
            assert found.base is not None
            found = found.base
    return found


def try_statement(builder: Builder, s: TryStmt) -> list[ir.Stmt]:
    if s.is_star:
        builder.refuse(s, "except* is outside the dialect")
    handlers = []
    for t, var, body in zip(s.types, s.vars, s.handlers):
        target = None
        classes = exception_classes(builder, t)
        if var is not None:
            assert isinstance(var.node, Var)
            # mypy gives the name a type of its own in each handler, and deletes it after
            target = ir.Local(builder.fresh_name(safe(var.name)), ClassTy(common_class(builder, classes)))
            builder.function.locals.append(target)
            builder.variables[var.node] = target
        builder.handling += 1
        handlers.append(ir.Handler(classes, target, builder.block(body), body.line))
        builder.handling -= 1
    return [
        ir.Try(s.line, builder.block(s.body), handlers, builder.block(s.else_body), builder.block(s.finally_body))
    ]

"""`with`: on dialect classes, and on `locked(obj)`."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    RefExpr,
    WithStmt,
)

from protopyc.front.builder import Builder
from protopyc.front.calls.methods import receiver_info
from protopyc.front.definitions import function_of
from protopyc.front.methods import find_method, is_overridden, virtual_slot
from protopyc.front.statements.assignment import assign
from protopyc.ir import nodes as ir
from protopyc.ir.types import VOID, ClassTy


def with_statement(builder: Builder, s: WithStmt) -> list[ir.Stmt]:
    return with_items(builder, s, 0)


def with_items(builder: Builder, s: WithStmt, k: int) -> list[ir.Stmt]:
    if k == len(s.expr):
        return builder.block(s.body)
    e = s.expr[k]
    target = s.target[k]
    body: list[ir.Stmt] = []
    if (
        isinstance(e, CallExpr)
        and isinstance(e.callee, RefExpr)
        and e.callee.fullname == "protodialect.types.locked"
    ):
        obj = builder.keep(builder.expr(e.args[0]), body, e.line)
        if not obj.ty.pointer:
            builder.refuse(e, f"locked() of {obj.ty}; it takes an object")
        body.append(ir.Eval(e.line, None, builder.prim(VOID, "lock", obj)))
        unlock = ir.Eval(e.line, None, builder.prim(VOID, "unlock", obj))
        return [*body, ir.Try(s.line, with_items(builder, s, k + 1), [], [], [unlock])]
    manager = builder.keep(builder.expr(e), body, e.line)
    if not isinstance(manager.ty, ClassTy):
        builder.refuse(e, f"`with` on {manager.ty} is outside the dialect")
    enter, leave = manager_call(builder, manager, "__enter__", e), manager_call(builder, manager, "__exit__", e)
    if leave.ty != VOID:
        builder.refuse(e, "__exit__ must return None in the dialect (it cannot swallow exceptions)")
    if target is not None:
        body += assign(builder, target, enter, e.line)
    else:
        body.append(ir.Eval(e.line, None, enter))
    return [*body, ir.Try(s.line, with_items(builder, s, k + 1), [], [], [ir.Eval(s.line, None, leave)])]


def manager_call(builder: Builder, manager: ir.Expr, name: str, e: Expression) -> ir.Expr:
    assert isinstance(manager.ty, ClassTy)
    info = receiver_info(builder, e, manager)
    node = find_method(builder.world, info, name)
    if node is None or not builder.world.ours(node.info.module_name):
        builder.refuse(e, f"class {manager.ty} has no {name}")
    function = function_of(builder.world, node)
    args = [builder.coerce(manager, function.params[0].ty, e)]
    if is_overridden(builder.world, info, name):
        slot = virtual_slot(builder.world, info, name)
        return ir.CallVirtual(slot.result, slot, [builder.coerce(manager, slot.params[0], e)])
    return ir.Call(function.result, function, args)

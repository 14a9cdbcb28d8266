"""Names and attributes."""

from __future__ import annotations

from mypy.nodes import (
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    TypeInfo,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.definitions import function_of
from protopyc.front.expressions.constants import constant_value, global_value
from protopyc.front.layout import lay_out
from protopyc.front.methods import find_method, is_overridden
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    INT,
    NONE,
    ClassTy,
    Ty,
)


def name_expression(builder: Builder, e: NameExpr, hint: Ty | None) -> ir.Expr:
    if e.fullname == "builtins.True":
        return ir.TRUE
    if e.fullname == "builtins.False":
        return ir.FALSE
    if e.fullname == "builtins.None":
        return ir.Const(NONE, None)
    if isinstance(e.node, Var) and not builder.is_global(e):
        local = builder.variable(e.node, e)
        return ir.Get(local.ty, local)
    return global_value(builder, e)


def member_expression(builder: Builder, e: MemberExpr, hint: Ty | None) -> ir.Expr:
    base = e.expr
    if isinstance(base, RefExpr) and isinstance(base.node, MypyFile):
        return global_value(builder, e)
    if isinstance(base, RefExpr) and isinstance(base.node, TypeInfo):
        return class_attribute(builder, e, base.node)
    obj = builder.expr(base)
    if isinstance(obj.ty, ClassTy):
        decl = lay_out(builder.world, obj.ty.decl)
        field = decl.find_field(e.name)
        if field is not None:
            return builder.number(ir.Field(field.ty, obj, field))
        return constant_through(builder, e, obj)
    if obj.ty == INT and e.name == "value":
        return obj
    builder.refuse(e, f"{obj.ty} has no attribute {e.name} in the dialect")


def class_attribute(builder: Builder, e: MemberExpr, info: TypeInfo) -> ir.Expr:
    if isinstance(e.node, Var) or e.node is None:
        host = builder.world.host_object(f"{info.fullname}.{e.name}", info.module_name)
        if e.node is None and isinstance(host, int):
            return builder.int_constant(int(host), e)
        symbol = info.get(e.name)
        var = symbol.node if symbol is not None else None
        return constant_value(builder,
            host, var.type if isinstance(var, Var) else builder.mypy_type(e), f"{info.name}.{e.name}", e
        )
    if isinstance(e.node, FuncDef) or e.node is not None:
        method = find_method(builder.world, info, e.name)
        if method is not None:
            return builder.function_ref(function_of(builder.world, method))
    builder.refuse(e, f"{info.name}.{e.name} is not a constant of the class")


def constant_through(builder: Builder, e: MemberExpr, obj: ir.Expr) -> ir.Expr:
    """obj.NAME, NAME a constant of obj's class that no subclass changes."""
    assert isinstance(obj.ty, ClassTy)
    info = builder.world.infos.get(obj.ty.decl)
    symbol = info.get(e.name) if info is not None else None
    if info is None or symbol is None or not isinstance(symbol.node, Var):
        builder.refuse(e, f"class {obj.ty} declares no field {e.name}; bound methods are not values")
    if is_overridden(builder.world, info, e.name):
        builder.refuse(e, f"{e.name} differs between subclasses of {info.name}; make it a field or a method")
    host = builder.world.host_object(f"{info.fullname}.{e.name}", info.module_name)
    return constant_value(builder, host, symbol.node.type, f"{info.name}.{e.name}", e)

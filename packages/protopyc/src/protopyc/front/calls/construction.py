"""Calls of classes, and of `super()`."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Decorator,
    FuncDef,
    SuperExpr,
    TypeInfo,
)

from protopyc.front.builder import Builder
from protopyc.front.calls.arguments import call_arguments
from protopyc.front.calls.shapes import own_shape
from protopyc.front.classes import class_of_info
from protopyc.front.definitions import function_of
from protopyc.front.layout import lay_out
from protopyc.front.live import make_live
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    INT,
    STR,
    VOID,
    ClassDecl,
    ClassTy,
)


def construct_object(builder: Builder, info: TypeInfo, e: CallExpr) -> ir.Expr:
    if any(b.fullname == "enum.IntEnum" for b in info.mro):
        return builder.value(e.args[0], INT)
    decl = class_of_info(builder.world, info)
    if decl.is_context:
        builder.refuse(e, "contexts are made by who starts a thread, not by a call")
    make_live(builder.world, decl)
    ty = ClassTy(decl)
    t = builder.temp(ty)
    body: list[ir.Stmt] = [ir.Eval(e.line, t, ir.New(ty, decl, own_shape(builder, decl, e)))]
    body += initialise(builder, info, decl, ir.Get(ty, t), e)
    return ir.Walrus(ty, body, ir.Get(ty, t))


def initialise(builder: Builder, info: TypeInfo, decl: ClassDecl, obj: ir.Expr, e: CallExpr, skip_first: bool = False
) -> list[ir.Stmt]:
    """The call of `__init__` on a new object."""
    mro = info.mro[1:] if skip_first else info.mro
    for ancestor in mro:
        symbol = ancestor.names.get("__init__")
        if symbol is None or ancestor.fullname == "builtins.object":
            continue
        if not builder.world.ours(ancestor.module_name):
            return set_message(builder, obj, e)
        node = symbol.node.func if isinstance(symbol.node, Decorator) else symbol.node
        assert isinstance(node, FuncDef)
        function = function_of(builder.world, node)
        body, args = call_arguments(builder, function, e, obj)
        return [*body, ir.Eval(e.line, None, ir.Call(function.result, function, args))]
    if e.args:
        builder.refuse(e, f"{info.name} takes no arguments")
    return []


def set_message(builder: Builder, obj: ir.Expr, e: CallExpr) -> list[ir.Stmt]:
    """Exception.__init__: one str, the message."""
    if not e.args:
        return []
    assert isinstance(obj.ty, ClassTy)
    builder.positional(e, 0, 1, "an exception")
    message = builder.expr(e.args[0])
    if message.ty == INT:
        message = builder.support_call("int_to_str", [message], e)
    field = lay_out(builder.world, obj.ty.decl).find_field("message")
    assert field is not None
    return [ir.SetField(e.line, obj, field, builder.coerce(message, STR, e))]


def super_call(builder: Builder, e: CallExpr, callee: SuperExpr) -> ir.Expr:
    info = callee.info
    assert info is not None and builder.function.owner is not None
    receiver = ir.Get(builder.function.params[0].ty, builder.function.params[0])
    decl = builder.function.owner
    if callee.name == "__init__":
        body = initialise(builder, info, decl, receiver, e, skip_first=True)
        return ir.Walrus(VOID, body, ir.Const(VOID, None))
    for ancestor in info.mro[1:]:
        symbol = ancestor.names.get(callee.name)
        if symbol is not None:
            node = symbol.node.func if isinstance(symbol.node, Decorator) else symbol.node
            if isinstance(node, FuncDef) and builder.world.ours(ancestor.module_name):
                function = function_of(builder.world, node)
                body, args = call_arguments(builder, function, e, receiver)
                return builder.wrap_body(body, ir.Call(function.result, function, args))
    builder.refuse(e, f"super().{callee.name} is not a method of a dialect class")

"""Calls of functions of the program and through pointers, and their arguments in the order of the parameters."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    FuncDef,
    RefExpr,
    TypeInfo,
)

from protopyc.front.builder import Builder
from protopyc.front.definitions import function_of
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    NATIVE,
    FuncTy,
)


def is_class_ref(builder: Builder, e: Expression) -> bool:
    return isinstance(e, RefExpr) and isinstance(e.node, TypeInfo)


def call_arguments(builder: Builder, function: ir.Function, e: CallExpr, receiver: ir.Expr | None
) -> tuple[list[ir.Stmt], list[ir.Expr]]:
    """The arguments in the order of the parameters; the statements, if any, evaluate them in the order
    written."""
    definition = builder.world.defs[function]
    names = [a.variable.name for a in definition.arguments]
    places: dict[int, Expression] = {}
    offset = 1 if receiver is not None else 0
    order: list[int] = []
    for index, (argument, name) in enumerate(zip(e.args, e.arg_names)):
        place = names.index(name) if name is not None else index + offset
        places[place] = argument
        order.append(place)
    values: dict[int, ir.Expr] = {}
    for place in order:
        if place >= len(function.params):
            builder.refuse(e, f"{function.name} takes {len(function.params) - offset} arguments")
        values[place] = builder.value(places[place], function.params[place].ty)
    body: list[ir.Stmt] = []
    if order != sorted(order):
        for place in order:
            values[place] = builder.keep(values[place], body, e.line)
    result: list[ir.Expr] = []
    for place, param in enumerate(function.params):
        if place == 0 and receiver is not None:
            result.append(builder.coerce(receiver, param.ty, e))
        elif place in values:
            result.append(values[place])
        else:
            initializer = definition.arguments[place].initializer
            if initializer is None:
                builder.refuse(e, f"{function.name} needs an argument for {names[place]}")
            result.append(builder.coerce(builder.default_value(initializer, function, e), param.ty, e))
    return body, result


def function_call(builder: Builder, node: FuncDef, e: CallExpr) -> ir.Expr:
    module = node.info.module_name if node.info else node.fullname.rpartition(".")[0]
    if not builder.world.ours(module):
        builder.refuse(e, f"{node.fullname} is not a dialect function")
    function = function_of(builder.world, node)
    body, args = call_arguments(builder, function, e, None)
    return builder.wrap_body(body, ir.Call(function.result, function, args))


def pointer_call(builder: Builder, pointer: ir.Expr, e: CallExpr) -> ir.Expr:
    if isinstance(pointer, ir.FunctionRef):
        body, args = call_arguments(builder, pointer.function, e, None)
        return builder.wrap_body(body, ir.Call(pointer.function.result, pointer.function, args))
    if pointer.ty == NATIVE:
        builder.refuse(e, "a NativeFn is called through call_native0 ... call_native8")
    if not isinstance(pointer.ty, FuncTy):
        builder.refuse(e, f"{pointer.ty} cannot be called in the dialect")
    builder.positional(e, len(pointer.ty.params), len(pointer.ty.params), "a call through a Callable")
    args = [builder.value(a, t) for a, t in zip(e.args, pointer.ty.params)]
    return ir.CallPointer(pointer.ty.result, pointer, args, list(pointer.ty.params))

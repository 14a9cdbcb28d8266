"""The body of one function."""

from __future__ import annotations

from mypy.nodes import (
    FuncDef,
    LambdaExpr,
)

from protopyc.errors import Refused
from protopyc.front.builder import Builder
from protopyc.ir import nodes as ir
from protopyc.ir.types import VOID


def build_function(builder: Builder) -> None:
    definition = builder.world.defs[builder.function]
    for argument, param in zip(definition.arguments, builder.function.params):
        builder.variables[argument.variable] = param
    if isinstance(definition, LambdaExpr):
        try:
            result = definition.expr()
            value = (
                builder.coerce(builder.expr(result), builder.function.result, result)
                if builder.function.result != VOID
                else builder.expr(result)
            )
            builder.function.body = (
                [ir.Return(definition.line, value)]
                if builder.function.result != VOID
                else [ir.Eval(definition.line, None, value)]
            )
        except Refused as r:
            builder.report(r)
        return
    assert isinstance(definition, FuncDef)
    builder.function.body = builder.block(definition.body)
    if builder.function.dispatch and not has_dispatch(builder, builder.function.body):
        builder.world.error(
            builder.function.file,
            builder.function.line,
            0,
            "@dispatch_loop needs a `while True:` whose body has a `match` on an int",
        )


def has_dispatch(builder: Builder, body: list[ir.Stmt]) -> bool:
    for s in body:
        if isinstance(s, ir.Dispatch):
            return True
        parts: list[list[ir.Stmt]] = []
        if isinstance(s, (ir.Loop, ir.Try)):
            parts = [s.body]
        elif isinstance(s, ir.If):
            parts = [s.then, s.otherwise]
        if any(has_dispatch(builder, p) for p in parts):
            return True
    return False

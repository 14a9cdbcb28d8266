"""Calls: which kind of callee it is decides who writes the call."""

from __future__ import annotations

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    CallExpr,
    Decorator,
    FuncDef,
    IndexExpr,
    MemberExpr,
    MypyFile,
    RefExpr,
    StrExpr,
    SuperExpr,
    TypeApplication,
    TypeInfo,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.calls.arguments import function_call, is_class_ref, pointer_call
from protopyc.front.calls.builtin import builtin_call
from protopyc.front.calls.construction import construct_object, super_call
from protopyc.front.calls.dialect import dialect_call
from protopyc.front.calls.formatting import format_string
from protopyc.front.calls.methods import method_call
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    FLOAT,
    INT,
    Ty,
)


def call_expression(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    if e.analyzed is not None:  # cast(T, x)
        return builder.expr(e.analyzed, hint)
    if any(k not in (ARG_POS, ARG_NAMED) for k in e.arg_kinds):
        builder.refuse(e, "* and ** in a call are outside the dialect; pass the arguments one by one")
    callee = e.callee
    if isinstance(callee, TypeApplication):
        callee = callee.expr
    if isinstance(callee, IndexExpr) and isinstance(callee.analyzed, TypeApplication):
        callee = callee.analyzed.expr
    if isinstance(callee, SuperExpr):
        return super_call(builder, e, callee)
    if (
        isinstance(callee, MemberExpr)
        and isinstance(callee.expr, StrExpr)
        and callee.name in ("join", "format")
    ):
        string = format_string(builder, e, callee)
        if string is not None:
            return string
    if isinstance(callee, RefExpr):
        module, _, name = callee.fullname.rpartition(".")
        if module == "builtins" and not isinstance(callee.node, Var):
            return builtin_call(builder, name, e, hint)
        if module == "typing" and name == "cast":
            builder.refuse(e, "cast of this form; write cast(T, x)")
        if module == "protodialect.types" or module == "protodialect.unsafe":
            return dialect_call(builder, name, e, hint)
        if module == "math":
            return math_call(builder, name, e)
        node = callee.node
        if isinstance(node, Decorator):
            if is_primitive(node):
                return dialect_call(builder, node.name, e, hint)
            node = node.func
        if isinstance(node, TypeInfo):
            return construct_object(builder, node, e)
        if isinstance(node, FuncDef) and (
            not node.info or (isinstance(callee, MemberExpr) and is_class_ref(builder, callee.expr))
        ):
            return function_call(builder, node, e)
        if isinstance(node, Var) and builder.is_global(callee):
            return pointer_call(builder, builder.expr(callee), e)
    if isinstance(callee, MemberExpr):
        if isinstance(callee.expr, RefExpr) and isinstance(callee.expr.node, MypyFile):
            return pointer_call(builder, builder.expr(callee), e)
        return method_call(builder, callee, e, hint)
    return pointer_call(builder, builder.expr(callee), e)


def is_primitive(node: Decorator) -> bool:
    """Is it a function of the dialect that stands in the program?"""
    return any(isinstance(d, RefExpr) and d.fullname == "protodialect.types.primitive" for d in node.original_decorators)


def math_call(builder: Builder, name: str, e: CallExpr) -> ir.Expr:
    """math.NAME on floats where libm means the same."""
    simple = (
        "sqrt",
        "sin",
        "cos",
        "tan",
        "atan",
        "atan2",
        "exp",
        "log",
        "log2",
        "log10",
        "fabs",
        "fmod",
        "pow",
        "asin",
        "acos",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "expm1",
        "log1p",
        "erf",
        "erfc",
        "cbrt",
        "exp2",
        "hypot",
        "copysign",
        "nextafter",
        "remainder",
    )
    if name in ("isnan", "isinf", "isfinite"):
        return builder.prim(BOOL, "raw_call", builder.value(e.args[0], FLOAT), extra=["__builtin_" + name])
    if name in ("floor", "ceil", "trunc"):
        return builder.prim(
            INT, "int_of_float", builder.prim(FLOAT, "raw_call", builder.value(e.args[0], FLOAT), extra=[name])
        )
    if name == "ldexp":
        return builder.prim(FLOAT, "ldexp", builder.value(e.args[0], FLOAT), builder.value(e.args[1], INT))
    if name not in simple:
        builder.refuse(e, f"math.{name} is outside the dialect")
    return builder.prim(FLOAT, "raw_call", *[builder.value(a, FLOAT) for a in e.args], extra=[name])

"""f-strings, and `str(x)`."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    ListExpr,
    MemberExpr,
    StrExpr,
)

from protopyc.front.builder import Builder
from protopyc.front.frozen import literal_symbol
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    INT,
    STR,
    VOID,
    ClassTy,
    ListTy,
)


def format_string(builder: Builder, e: CallExpr, callee: MemberExpr) -> ir.Expr | None:
    """mypy parses f"a{x}" to "".join(["a", "{:{}}".format(x, "")])."""
    assert isinstance(callee.expr, StrExpr)
    if callee.name == "format" and callee.expr.value in ("{:{}}", "{!s:{}}") and len(e.args) == 2:
        return format_part(builder, e)
    if (
        callee.name != "join"
        or callee.expr.value != ""
        or len(e.args) != 1
        or not isinstance(e.args[0], ListExpr)
        or e.args[0].line != e.line
    ):
        return None
    items = e.args[0].items
    if not any(
        isinstance(i, CallExpr) and isinstance(i.callee, MemberExpr) and i.callee.name == "format"
        for i in items
    ):
        return None
    parts = [builder.coerce(builder.expr(i), STR, i) for i in items]
    if len(parts) <= 3:
        result = parts[0]
        for part in parts[1:]:
            result = builder.support_call("str_concat", [result, part], e)
        return result
    ty = ListTy(STR)
    t = builder.temp(ty)
    body: list[ir.Stmt] = [
        ir.Eval(e.line, t, builder.prim(ty, "list_new", types=[ty], extra=[str(len(parts))]))
    ]
    for part in parts:
        body.append(ir.Eval(e.line, None, builder.prim(VOID, "list_push", ir.Get(ty, t), part)))
    empty = ir.Frozen(STR, literal_symbol(builder.world, "", builder.where(e)))
    return ir.Walrus(STR, body, builder.support_call("str_join", [empty, ir.Get(ty, t)], e))


def format_part(builder: Builder, e: CallExpr) -> ir.Expr:
    spec = e.args[1]
    if not (isinstance(spec, StrExpr) and spec.value == ""):
        builder.refuse(
            e, "format specs in f-strings are outside the dialect; format the part with a function"
        )
    return to_str(builder, e.args[0], "an f-string")


def to_str(builder: Builder, e: Expression, what: str) -> ir.Expr:
    x = builder.number(builder.expr(e))
    if x.ty == STR:
        if not builder.is_optional(e):
            return x
        body: list[ir.Stmt] = []
        kept = builder.keep(x, body, e.line)
        none = ir.Frozen(STR, literal_symbol(builder.world, "None", builder.where(e)))
        return builder.wrap_body(body, ir.Choose(STR, builder.not_null(kept), kept, none))
    if x.ty == BOOL:
        words: list[ir.Expr] = [
            ir.Frozen(STR, literal_symbol(builder.world, w, builder.where(e))) for w in ("True", "False")
        ]
        return ir.Choose(STR, x, words[0], words[1])
    if x.ty == INT:
        return builder.support_call("int_to_str", [x], e)
    if (
        isinstance(x.ty, ClassTy)
        and x.ty.decl.find_field("message") is not None
        and builder.is_exception(x.ty.decl)
    ):
        field = x.ty.decl.find_field("message")
        assert field is not None
        body = []
        kept = builder.keep(ir.Field(STR, x, field), body, e.line)
        empty = ir.Frozen(STR, literal_symbol(builder.world, "", builder.where(e)))
        return builder.wrap_body(body, ir.Choose(STR, builder.not_null(kept), kept, empty))
    builder.refuse(e, f"{what} of {x.ty} is outside the dialect (str and int are inside)")

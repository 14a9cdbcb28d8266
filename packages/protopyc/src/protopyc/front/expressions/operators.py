"""Arithmetic and the other operators that are no comparisons."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import (
    Expression,
    IntExpr,
    ListExpr,
    OpExpr,
    UnaryExpr,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.truth import and_or, truth
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    STR,
    ListTy,
    Ty,
)


def unary_expression(builder: Builder, e: UnaryExpr, hint: Ty | None) -> ir.Expr:
    if e.op == "not":
        return builder.negate(truth(builder, e.expr))
    if e.op == "-" and isinstance(e.expr, IntExpr):
        return builder.int_constant(-e.expr.value, e)
    x = builder.number(builder.expr(e.expr))
    if x.ty == BOOL:
        x = ir.Cast(INT, x)
    if e.op == "+" and x.ty in (INT, FLOAT):
        return x
    if (e.op == "-" and x.ty in (INT, FLOAT)) or (e.op == "~" and x.ty == INT):
        if isinstance(x, ir.Const) and e.op == "-":
            return builder.int_constant(-x.value, e) if x.ty == INT else ir.Const(FLOAT, -x.value)
        if isinstance(x, ir.Const):
            return builder.int_constant(~x.value, e)
        return ir.Unary(x.ty, e.op, x)
    builder.refuse(e, f"{e.op} of {x.ty} is outside the dialect")


def op_expression(builder: Builder, e: OpExpr, hint: Ty | None) -> ir.Expr:
    if e.op in ("and", "or"):
        return and_or(builder, e, hint)
    if e.op == "*" and isinstance(e.left, ListExpr) and len(e.left.items) == 1:
        return filled_list(builder, e, hint)
    a = builder.number(builder.expr(e.left, hint if e.op == "+" else None))
    b = builder.number(builder.expr(e.right, a.ty if isinstance(a.ty, ListTy) else None))
    return binary_operation(builder, e.op, a, b, e)


def filled_list(builder: Builder, e: OpExpr, hint: Ty | None) -> ir.Expr:
    assert isinstance(e.left, ListExpr)
    ty = hint if isinstance(hint, ListTy) else builder.type_of(e)
    assert isinstance(ty, ListTy)
    item = builder.value(e.left.items[0], ty.item)
    body: list[ir.Stmt] = []
    kept = builder.keep(item, body, e.line)
    made = builder.prim(ty, "list_filled", builder.value(e.right, INT), kept, types=[ty])
    return ir.Walrus(ty, body, made) if body else made


def binary_operation(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
    """a op b, for machine numbers, str, bytes and lists."""
    if a.ty in (INT, BOOL) and b.ty in (INT, BOOL):
        return int_operation(builder, op, a, b, e)
    if {a.ty, b.ty} <= {INT, BOOL, FLOAT}:
        return float_operation(builder, op, builder.coerce(a, FLOAT, e), builder.coerce(b, FLOAT, e), e)
    if op == "+" and a.ty == b.ty == STR:
        return builder.support_call("str_concat", [a, b], e)
    if op == "+" and a.ty == b.ty == BYTES:
        return builder.support_call("bytes_concat", [a, b], e)
    if op == "*" and a.ty in (STR, BYTES) and b.ty == INT:
        return builder.support_call("str_repeat" if a.ty == STR else "bytes_repeat", [a, b], e)
    if op == "+" and isinstance(a.ty, ListTy) and a.ty == b.ty:
        return builder.prim(a.ty, "list_concat", a, b)
    if op == "%" and a.ty == STR:
        builder.refuse(e, "str % is outside the dialect; use an f-string")
    builder.refuse(e, f"{a.ty} {op} {b.ty} is outside the dialect; write a function or method")


def int_operation(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
    if op in ("&", "|", "^") and a.ty == b.ty == BOOL:
        return ir.Binary(BOOL, op, a, b)
    if op == "/":
        return ir.Binary(FLOAT, "/", builder.coerce(a, FLOAT, e), builder.coerce(b, FLOAT, e))
    a, b = builder.coerce(a, INT, e), builder.coerce(b, INT, e)
    if isinstance(a, ir.Const) and isinstance(b, ir.Const):
        if op in ("<<", ">>") and not 0 <= b.value < 64:
            builder.refuse(
                e,
                f"the shift count {b.value}: the result does not fit a machine integer; counts are 0..63",
            )
        folded = fold_ints(builder, op, a.value, b.value)
        if folded is not None:
            return builder.int_constant(folded, e)
    if op in ("+", "-", "*", "&", "|", "^", "<<", ">>"):
        return ir.Binary(INT, op, a, b)
    if op == "//" or op == "%":
        if isinstance(b, ir.Const) and b.value > 0 and b.value & (b.value - 1) == 0:
            shift = b.value.bit_length() - 1
            return (
                ir.Binary(INT, ">>", a, builder.integer(shift))
                if op == "//"
                else ir.Binary(INT, "&", a, builder.integer(b.value - 1))
            )
        return builder.prim(INT, "floordiv" if op == "//" else "mod", a, b)
    if op == "**":
        builder.refuse(e, "int ** int is outside the dialect (it overflows); write 1 << n or a loop")
    builder.refuse(e, f"int {op} int is outside the dialect")


def fold_ints(builder: Builder, op: str, a: int, b: int) -> int | None:
    if op in ("//", "%") and b == 0 or op in ("<<", ">>") and not 0 <= b < 64:
        return None
    table: dict[str, Callable[[], int | None]] = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "&": lambda: a & b,
        "|": lambda: a | b,
        "^": lambda: a ^ b,
        "<<": lambda: a << b,
        ">>": lambda: a >> b,
        "//": lambda: a // b,
        "%": lambda: a % b,
        "**": lambda: a**b if 0 <= b < 64 else None,
    }
    return table[op]() if op in table else None


def float_operation(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
    if op in ("+", "-", "*", "/"):
        return ir.Binary(FLOAT, op, a, b)
    names = {"//": "float_floordiv", "%": "float_mod", "**": "pow"}
    if op in names:
        return builder.prim(FLOAT, names[op], a, b)
    builder.refuse(e, f"float {op} float is outside the dialect")

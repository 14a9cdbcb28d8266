"""Comparisons, `is`, `in`, and chains of them."""

from __future__ import annotations

from mypy.nodes import (
    ComparisonExpr,
    Expression,
    ListExpr,
    SetExpr,
    TupleExpr,
)

from protopyc.front.builder import Builder
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    LAYOUT,
    NATIVE,
    NONE,
    STR,
    VALUE,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    OptionalTy,
    SetTy,
    Ty,
)


def comparison_expression(builder: Builder, e: ComparisonExpr, hint: Ty | None) -> ir.Expr:
    if len(e.operators) == 1:
        return compare_operands(builder, e.operators[0], e.operands[0], e.operands[1], e)
    # a < b < c: each operand once, stop at the first false
    body: list[ir.Stmt] = []
    result = builder.temp(BOOL)
    left = builder.number(builder.expr(e.operands[0]))
    body_here = body
    for index, op in enumerate(e.operators):
        operand = e.operands[index + 1]
        if op in ("in", "not in"):
            builder.refuse(e, "`in` in a chain of comparisons; write it with `and`")
        left = builder.keep(left, body_here, e.line)
        right = builder.number(builder.expr(operand))
        if index + 1 < len(e.operators):
            right = builder.keep(right, body_here, e.line)
        body_here.append(ir.Eval(e.line, result, compare_values(builder, op, left, right, e, False)))
        if index + 1 < len(e.operators):
            inner: list[ir.Stmt] = []
            body_here.append(ir.If(e.line, ir.Get(BOOL, result), inner, []))
            body_here = inner
        left = right
    return ir.Walrus(BOOL, body, ir.Get(BOOL, result))


def compare_operands(builder: Builder, op: str, left: Expression, right: Expression, e: Expression) -> ir.Expr:
    if op in ("in", "not in"):
        x = membership(builder, left, right, e)
        return x if op == "in" else builder.negate(x)
    a = builder.number(builder.expr(left))
    b = builder.number(builder.expr(right, a.ty))
    return compare_values(builder, op, a, b, e, builder.is_optional(left) or builder.is_optional(right))


def compare_values(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression, optional: bool) -> ir.Expr:
    if op in ("is", "is not"):
        return compare_identity(builder, "==" if op == "is" else "!=", a, b, e)
    if (
        op in ("==", "!=")
        and (isinstance(a.ty, OptionalTy) or isinstance(b.ty, OptionalTy))
        and NONE not in (a.ty, b.ty)
    ):
        return optional_comparison(builder, op, a, b, e)
    if {a.ty, b.ty} <= {INT, BOOL, FLOAT}:
        ty = FLOAT if FLOAT in (a.ty, b.ty) else INT if INT in (a.ty, b.ty) else BOOL
        a, b = builder.coerce(a, ty, e), builder.coerce(b, ty, e)
        if isinstance(a, ir.Const) and isinstance(b, ir.Const) and ty == INT:
            return ir.Const(
                BOOL,
                {
                    "==": a.value == b.value,
                    "!=": a.value != b.value,
                    "<": a.value < b.value,
                    "<=": a.value <= b.value,
                    ">": a.value > b.value,
                    ">=": a.value >= b.value,
                }[op],
            )
        return ir.Binary(BOOL, op, a, b)
    if isinstance(a, ir.Const) and a.ty == NONE or isinstance(b, ir.Const) and b.ty == NONE:
        if op in ("==", "!="):
            return compare_identity(builder, op, a, b, e)
    if a.ty == b.ty and a.ty in (STR, BYTES):
        return text_comparison(builder, op, a, b, e, optional)
    if op in ("==", "!=") and isinstance(a.ty, ListTy) and a.ty == b.ty:
        equal = builder.prim(BOOL, "list_equal", a, b)
        return equal if op == "==" else builder.negate(equal)
    if op in ("==", "!=") and isinstance(a.ty, ClassTy) and isinstance(b.ty, ClassTy):
        return compare_identity(builder, op, a, b, e)
    if VALUE in (a.ty, b.ty):
        builder.refuse(e, "Values are compared with same(a, b) of protocore/value.py")
    builder.refuse(e, f"{a.ty} {op} {b.ty} is outside the dialect")


def optional_comparison(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
    """== where one side may be None (not both)."""
    if isinstance(a.ty, OptionalTy) and isinstance(b.ty, OptionalTy):
        builder.refuse(e, f"{a.ty} {op} {b.ty}; test one of them with `is None` first")
    if isinstance(b.ty, OptionalTy):
        a, b = b, a
    assert isinstance(a.ty, OptionalTy)
    body: list[ir.Stmt] = []
    kept, other = builder.keep(a, body, e.line), builder.keep(b, body, e.line)
    equal = builder.logic(
        "&&",
        ir.TupleItem(BOOL, kept, 1),
        compare_values(builder, "==", ir.TupleItem(a.ty.item, kept, 0), other, e, False),
    )
    return ir.Walrus(BOOL, body, equal if op == "==" else builder.negate(equal))


def compare_identity(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
    if isinstance(a, ir.Const) and a.ty == NONE:
        a, b = b, a
    if isinstance(b, ir.Const) and b.value is None and b.ty in (NONE, VALUE):
        if isinstance(a.ty, OptionalTy):
            some = ir.TupleItem(BOOL, a, 1)
            return some if op == "!=" else builder.negate(some)
        if a.ty.pointer or isinstance(a.ty, FuncTy) or a.ty in (NATIVE, LAYOUT):
            return ir.Binary(BOOL, op, a, ir.Const(a.ty, None))
        if a.ty == NONE:
            return ir.TRUE if op == "==" else ir.FALSE
        if a.ty == VALUE and b.ty == VALUE:
            return ir.Binary(BOOL, op, a, b)
        if a.ty == VALUE:
            builder.refuse(e, "a Value is never None; compare with `is EMPTY`, or same(v, w_None)")
        builder.refuse(e, f"{a.ty} is never None")
    if a.ty == BOOL and b.ty == BOOL:
        return ir.Binary(BOOL, op, a, b)
    if isinstance(a.ty, ClassTy) and isinstance(b.ty, ClassTy) and a.ty != b.ty:
        if not (a.ty.decl.is_subclass(b.ty.decl) or b.ty.decl.is_subclass(a.ty.decl)):
            builder.refuse(e, f"{a.ty} and {b.ty} are never the same object")
        return ir.Binary(BOOL, op, raw_pointer(builder, a), raw_pointer(builder, b))
    if a.ty == b.ty and (a.ty.pointer or a.ty in (LAYOUT, NATIVE) or isinstance(a.ty, FuncTy)):
        return ir.Binary(BOOL, op, a, b)
    if VALUE in (a.ty, b.ty):
        builder.refuse(e, "Values are compared with same(a, b) of protocore/value.py")
    if (
        {a.ty, b.ty} <= {NATIVE}
        or (isinstance(a.ty, FuncTy) and isinstance(b.ty, FuncTy))
        or NATIVE in (a.ty, b.ty)
    ):
        return ir.Binary(BOOL, op, builder.prim(INT, "raw_word", a), builder.prim(INT, "raw_word", b))
    builder.refuse(e, f"`is` between {a.ty} and {b.ty}; compare with ==")


def raw_pointer(builder: Builder, x: ir.Expr) -> ir.Expr:
    return builder.prim(INT, "raw_word", x)


def text_comparison(builder: Builder, op: str, a: ir.Expr, b: ir.Expr, e: Expression, optional: bool) -> ir.Expr:
    text = a.ty == STR
    if op in ("==", "!="):
        body: list[ir.Stmt] = []
        if optional:
            a, b = builder.keep(a, body, e.line), builder.keep(b, body, e.line)
        equal: ir.Expr = builder.prim(BOOL, "str_equal" if text else "bytes_equal", a, b)
        if optional:
            both = builder.logic("&&", builder.not_null(a), builder.logic("&&", builder.not_null(b), equal))
            equal = builder.logic("||", ir.Binary(BOOL, "==", a, b), both)
        if op == "!=":
            equal = builder.negate(equal)
        return ir.Walrus(BOOL, body, equal) if body else equal
    if text:
        order: ir.Expr = builder.prim(INT, "str_compare", a, b)
    else:
        order = builder.support_call("bytes_compare", [a, b], e)
    return ir.Binary(BOOL, op, order, builder.integer(0))


def membership(builder: Builder, left: Expression, right: Expression, e: Expression) -> ir.Expr:
    if isinstance(right, (TupleExpr, ListExpr, SetExpr)):
        body: list[ir.Stmt] = []
        x = builder.keep(builder.number(builder.expr(left)), body, e.line)
        result: ir.Expr = ir.FALSE
        for item in right.items:
            test = compare_values(builder, "==", x, builder.number(builder.expr(item, x.ty)), e, builder.is_optional(left))
            result = test if result is ir.FALSE else builder.logic("||", result, test)
        return ir.Walrus(BOOL, body, result) if body else result
    a = builder.number(builder.expr(left))
    b = builder.expr(right)
    if b.ty == STR:
        body = []
        a = builder.keep(a, body, e.line)
        found = builder.support_call("str_contains", [b, a], e)
        return ir.Walrus(BOOL, body, found) if body else found
    if b.ty == BYTES:
        builder.refuse(e, "`in` of bytes is outside the dialect; use find")
    if isinstance(b.ty, (ListTy, DictTy, SetTy)):
        key = b.ty.key if isinstance(b.ty, DictTy) else b.ty.item
        body = []
        a = builder.keep(builder.coerce(a, key, e), body, e.line)
        name = "list_contains" if isinstance(b.ty, ListTy) else "table_contains"
        found = builder.prim(BOOL, name, b, a)
        return ir.Walrus(BOOL, body, found) if body else found
    builder.refuse(e, f"`in` {b.ty} is outside the dialect; write a loop")

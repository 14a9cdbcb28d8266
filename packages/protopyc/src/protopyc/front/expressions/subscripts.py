"""Subscripts and slices."""

from __future__ import annotations

from mypy.nodes import (
    Expression,
    IndexExpr,
    SliceExpr,
)

from protopyc.front.builder import INT_MAX, Builder
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BYTES,
    INT,
    STR,
    VALUE,
    VALUEPTR,
    ArrayTy,
    ClassTy,
    DictTy,
    ListTy,
    TrailingTy,
    TupleTy,
    Ty,
)


def index_expression(builder: Builder, e: IndexExpr, hint: Ty | None) -> ir.Expr:
    base = builder.expr(e.base)
    if isinstance(e.index, SliceExpr):
        return slice_of(builder, e, base, e.index)
    if isinstance(base.ty, TupleTy):
        index = builder.expr(e.index)
        if not isinstance(index, ir.Const):
            builder.refuse(e, "a tuple's index must be a constant")
        k = index.value if index.value >= 0 else index.value + len(base.ty.items)
        return ir.TupleItem(base.ty.items[k], base, k)
    if isinstance(base.ty, DictTy):
        return builder.prim(base.ty.item, "dict_get", base, builder.value(e.index, base.ty.key))
    index = builder.value(e.index, INT)
    if isinstance(base.ty, ListTy):
        return builder.prim(base.ty.item, "list_get", base, index)
    if base.ty == STR:
        return builder.support_call("str_index", [base, index], e)
    if base.ty == BYTES:
        return builder.support_call("bytes_index", [base, index], e)
    return builder.number(item_place(builder, base, index, e))


def item_place(builder: Builder, base: ir.Expr, index: ir.Expr, e: Expression) -> ir.Item:
    if isinstance(base.ty, ArrayTy):
        return ir.Item(base.ty.item, base, index)
    if isinstance(base.ty, TrailingTy):
        return ir.Item(base.ty.item, base, index, trailing_length(builder, base))
    if base.ty == VALUEPTR:
        return ir.Item(VALUE, base, index)
    builder.refuse(e, f"{base.ty} cannot be indexed in the dialect")


def trailing_length(builder: Builder, base: ir.Expr) -> ir.Expr | None:
    """The `length` of the object that holds a trailing array, for the debug check."""
    if isinstance(base, ir.Field) and isinstance(base.obj, ir.Get) and isinstance(base.obj.ty, ClassTy):
        field = base.obj.ty.decl.find_field("length")
        if field is not None:
            return ir.Field(field.ty, base.obj, field)
    return None


def slice_of(builder: Builder, e: IndexExpr, base: ir.Expr, s: SliceExpr) -> ir.Expr:
    if s.stride is not None:
        builder.refuse(e, "slices with a step are outside the dialect; write a loop")
    start = builder.value(s.begin_index, INT) if s.begin_index is not None else builder.integer(0)
    stop = builder.value(s.end_index, INT) if s.end_index is not None else builder.integer(INT_MAX)
    if base.ty == STR:
        return builder.support_call("str_slice", [base, start, stop], e)
    if base.ty == BYTES:
        return builder.support_call("bytes_slice", [base, start, stop], e)
    if isinstance(base.ty, ListTy):
        return builder.prim(base.ty, "list_slice", base, start, stop)
    builder.refuse(e, f"a slice of {base.ty} is outside the dialect; write a loop or use copy_array")

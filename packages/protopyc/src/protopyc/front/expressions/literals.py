"""Literals, and the displays of tuples, lists, dicts and sets."""

from __future__ import annotations

from mypy.nodes import (
    BytesExpr,
    DictExpr,
    FloatExpr,
    IntExpr,
    ListExpr,
    SetExpr,
    StrExpr,
    TupleExpr,
)

from protopyc.front.builder import Builder
from protopyc.front.frozen import literal_symbol
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BYTES,
    FLOAT,
    STR,
    VOID,
    DictTy,
    ListTy,
    SetTy,
    TupleTy,
    Ty,
)


def int_expression(builder: Builder, e: IntExpr, hint: Ty | None) -> ir.Expr:
    return builder.int_constant(e.value, e)


def float_expression(builder: Builder, e: FloatExpr, hint: Ty | None) -> ir.Expr:
    return ir.Const(FLOAT, e.value)


def str_expression(builder: Builder, e: StrExpr, hint: Ty | None) -> ir.Expr:
    return ir.Frozen(STR, literal_symbol(builder.world, e.value, builder.where(e)))


def bytes_expression(builder: Builder, e: BytesExpr, hint: Ty | None) -> ir.Expr:
    value = e.value.encode("latin-1").decode("unicode_escape").encode("latin-1")
    return ir.Frozen(BYTES, literal_symbol(builder.world, value, builder.where(e)))


def tuple_expression(builder: Builder, e: TupleExpr, hint: Ty | None) -> ir.Expr:
    wanted = (
        hint.items
        if isinstance(hint, TupleTy) and len(hint.items) == len(e.items)
        else (None,) * len(e.items)
    )
    items = [
        builder.number(builder.expr(i, t)) if t is None else builder.value(i, t) for i, t in zip(e.items, wanted)
    ]
    if not items:
        builder.refuse(e, "the empty tuple is outside the dialect")
    if len(items) > 6:
        builder.refuse(e, "a tuple of more than six items; write a class")
    return ir.MakeTuple(TupleTy(tuple(i.ty for i in items)), items)


def list_expression(builder: Builder, e: ListExpr, hint: Ty | None) -> ir.Expr:
    ty = hint if isinstance(hint, ListTy) else builder.type_of(e)
    assert isinstance(ty, ListTy)
    if not e.items:
        return builder.prim(ty, "list_new", types=[ty], extra=["0"])
    t = builder.temp(ty)
    body: list[ir.Stmt] = [
        ir.Eval(e.line, t, builder.prim(ty, "list_new", types=[ty], extra=[str(len(e.items))]))
    ]
    for item in e.items:
        body.append(
            ir.Eval(e.line, None, builder.prim(VOID, "list_push", ir.Get(ty, t), builder.value(item, ty.item)))
        )
    return ir.Walrus(ty, body, ir.Get(ty, t))


def dict_expression(builder: Builder, e: DictExpr, hint: Ty | None) -> ir.Expr:
    ty = hint if isinstance(hint, DictTy) else builder.type_of(e)
    assert isinstance(ty, DictTy)
    made = builder.prim(ty, "dict_make", types=[ty])
    if not e.items:
        return made
    t = builder.temp(ty)
    body: list[ir.Stmt] = [ir.Eval(e.line, t, made)]
    for key, item in e.items:
        if key is None:
            builder.refuse(e, "** in a dict display is outside the dialect; use update")
        body.append(
            ir.Eval(
                e.line,
                None,
                builder.prim(
                    VOID, "dict_set", ir.Get(ty, t), builder.value(key, ty.key), builder.value(item, ty.item)
                ),
            )
        )
    return ir.Walrus(ty, body, ir.Get(ty, t))


def set_expression(builder: Builder, e: SetExpr, hint: Ty | None) -> ir.Expr:
    ty = hint if isinstance(hint, SetTy) else builder.type_of(e)
    assert isinstance(ty, SetTy)
    t = builder.temp(ty)
    body: list[ir.Stmt] = [ir.Eval(e.line, t, builder.prim(ty, "dict_make", types=[ty]))]
    for item in e.items:
        body.append(
            ir.Eval(e.line, None, builder.prim(VOID, "set_add", ir.Get(ty, t), builder.value(item, ty.item)))
        )
    return ir.Walrus(ty, body, ir.Get(ty, t))

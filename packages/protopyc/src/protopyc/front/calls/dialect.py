"""Calls of the functions of protodialect: one table of all, and those that fit nowhere else."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
)

from protopyc.front.builder import Builder, Table
from protopyc.front.calls import objects, raw
from protopyc.front.expressions.truth import truth
from protopyc.ir import nodes as ir
from protopyc.ir.primitives import DIRECT
from protopyc.ir.types import (
    BOOL,
    FLOAT,
    I16,
    I32,
    INT,
    NATIVE,
    NONE,
    U8,
    U16,
    U32,
    VALUE,
    VALUEPTR,
    VOID,
    TupleTy,
    Ty,
)

NARROWING = {"u8": U8, "u16": U16, "u32": U32, "i16": I16, "i32": I32}



def dialect_call(builder: Builder, name: str, e: CallExpr, hint: Ty | None) -> ir.Expr:
    if name in NARROWING:
        x = builder.number(builder.expr(e.args[0])) if e.args else builder.integer(0)
        return ir.Cast(NARROWING[name], builder.coerce(x, INT, e))
    if name in DIRECT:
        kinds: dict[str, Ty] = {
            "int": INT,
            "bool": BOOL,
            "float": FLOAT,
            "void": VOID,
            "ovf": TupleTy((INT, BOOL)),
        }
        args = []
        for index, a in enumerate(e.args):
            wants_float = (name == "float_bits") or (name == "storef64" and index == 1)
            args.append(builder.value(a, FLOAT if wants_float else INT))
        return ir.Prim(kinds[DIRECT[name]], "pp_" + name, args)
    write = TABLE.get(name)
    if write is None:
        if name.startswith("call_native"):
            return call_native(builder, e)
        builder.refuse(e, f"{name}() is not known to protopyc")
    if any(n is not None for n in e.arg_names):
        builder.refuse(e, f"{name} takes no keyword arguments")
    return write(builder, e, hint)


def call_native(builder: Builder, e: CallExpr) -> ir.Expr:
    pointer = builder.value(e.args[0], NATIVE)
    args = []
    for a in e.args[1:]:
        x = builder.expr(a)
        if x.ty != VALUE:
            if not (x.ty.pointer or x.ty == VALUEPTR or (isinstance(x, ir.Const) and x.ty == NONE)):
                builder.refuse(
                    a, f"an argument of call_native is one word (Value, a class, str ...), not {x.ty}"
                )
            x = ir.Const(VALUE, None) if x.ty == NONE else ir.Cast(VALUE, x)
        args.append(x)
    return ir.CallPointer(VALUE, pointer, args, [VALUE] * len(args))


def dialect_likely(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(BOOL, "likely", truth(builder, e.args[0]))


def dialect_unlikely(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(BOOL, "unlikely", truth(builder, e.args[0]))


def dialect_require(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if builder.debug and x.ty.pointer:
        return builder.prim(x.ty, "require_checked", x, types=[x.ty], extra=[f'"{builder.where(e)}: require() of None"'])
    return x


TABLE: Table = {
    **objects.TABLE,
    **raw.TABLE,
    "likely": dialect_likely,
    "unlikely": dialect_unlikely,
    "require": dialect_require,
}

"""Functions of the dialect on raw memory, on the characters of strings, and on the context."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
)

from protopyc.errors import Refused
from protopyc.front.builder import Builder, Table
from protopyc.front.calls.shapes import class_ty, object_argument
from protopyc.front.live import make_live
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BYTES,
    INT,
    STR,
    VALUE,
    VALUEPTR,
    VOID,
    ClassTy,
    Ty,
)


def dialect_context(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = builder.type_of(e)
    assert isinstance(ty, ClassTy)
    make_live(builder.world, ty.decl)
    return builder.prim(ty, "raw", extra=[f"(({ty.cxx})cx)"])


def dialect_safepoint(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VOID, "safepoint")


def dialect_release_fence(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VOID, "release_fence")


def dialect_str_char(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "str_char", builder.value(e.args[0], STR), builder.value(e.args[1], INT))


def dialect_str_kind(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "str_kind", builder.value(e.args[0], STR))


def dialect_str_data(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "str_data", builder.value(e.args[0], STR))


def dialect_bytes_data(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "bytes_data", builder.value(e.args[0], BYTES))


def dialect_new_str(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(STR, "new_str", builder.value(e.args[0], INT), builder.value(e.args[1], INT))


def dialect_new_bytes(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(BYTES, "new_bytes", builder.value(e.args[0], INT))


def dialect_new_memory(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(builder.type_of(e), "new_memory", builder.value(e.args[0], INT))


def dialect_value_bits(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "value_bits", builder.value(e.args[0], VALUE))


def dialect_bits_value(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VALUE, "bits_value", builder.value(e.args[0], INT))


def dialect_address_of(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    return builder.prim(INT, "raw_word", x if x.ty == VALUEPTR else object_argument(builder, e.args[0]))


def dialect_object_at(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = class_ty(builder, e.args[0])
    return builder.prim(ty, "unwrap", builder.value(e.args[1], INT), types=[ty])


def dialect_function_address(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "raw_word", builder.expr(e.args[0]))


def dialect_callback_address(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    pointer = builder.expr(e.args[0])
    if not isinstance(pointer, ir.FunctionRef) or not pointer.function.c_callback:
        raise Refused(e.line, e.column, "callback_address wants the name of a function that is marked @c_callback")
    f = pointer.function
    types = ", ".join(["void" if f.result == VOID else f.c_result.cxx, *(ty.cxx for ty in f.c_params)])
    return builder.prim(INT, "callback", pointer, extra=[types])


def dialect_hash_data(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "hash_data", builder.value(e.args[0], INT), builder.value(e.args[1], INT))


def dialect_symbol(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "symbol", builder.value(e.args[0], INT))


def dialect_spill(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VOID, "spill")


def dialect_stack_room(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "stack_room")


def dialect_errno(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "errno")


def dialect_register_base(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VALUEPTR, "raw", extra=["cx->reg_base"])


def dialect_register_top(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VALUEPTR, "raw", extra=["cx->reg_top"])


def dialect_set_register_top(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VOID, "set_register_top", builder.value(e.args[0], VALUEPTR))


def dialect_register_room(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(INT, "register_room", builder.value(e.args[0], VALUEPTR))


TABLE: Table = {
    "context": dialect_context,
    "safepoint": dialect_safepoint,
    "release_fence": dialect_release_fence,
    "str_char": dialect_str_char,
    "str_kind": dialect_str_kind,
    "str_data": dialect_str_data,
    "bytes_data": dialect_bytes_data,
    "new_str": dialect_new_str,
    "new_bytes": dialect_new_bytes,
    "new_memory": dialect_new_memory,
    "value_bits": dialect_value_bits,
    "bits_value": dialect_bits_value,
    "address_of": dialect_address_of,
    "object_at": dialect_object_at,
    "function_address": dialect_function_address,
    "callback_address": dialect_callback_address,
    "hash_data": dialect_hash_data,
    "symbol": dialect_symbol,
    "spill": dialect_spill,
    "stack_room": dialect_stack_room,
    "errno": dialect_errno,
    "register_base": dialect_register_base,
    "register_top": dialect_register_top,
    "set_register_top": dialect_set_register_top,
    "register_room": dialect_register_room,
}

"""Functions of the dialect on objects, Values, arrays and shapes."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
)

from protodialect import types as dialect
from protopyc.front.builder import Builder, Table
from protopyc.front.calls.shapes import class_argument, class_ty, object_argument, plain_shape, shape_ty
from protopyc.front.expressions.constants import layout_cxx
from protopyc.front.frozen import root_symbol
from protopyc.front.live import make_live
from protopyc.front.types import local_type
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    INT,
    LAYOUT,
    STR,
    VALUE,
    VALUEPTR,
    VOID,
    ArrayTy,
    ClassTy,
    FieldRefTy,
    TrailingTy,
    Ty,
)


def dialect_array(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = builder.type_of(e)
    if isinstance(hint, ArrayTy):
        ty = hint
    assert isinstance(ty, ArrayTy)
    return builder.prim(
        ty, "array_new", builder.value(e.args[0], INT), builder.value(e.args[1], ty.item), types=[ty.item]
    )


def dialect_wrap(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if not x.ty.pointer:
        builder.refuse(e, f"wrap of {x.ty}; it takes an object, a str or bytes")
    return builder.prim(VALUE, "wrap", x)


def dialect_unwrap(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = class_ty(builder, e.args[0])
    x = builder.value(e.args[1], VALUE)
    return builder.prim(ty, "unwrap", x, types=[ty])


def dialect_try_as(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = class_ty(builder, e.args[0])
    x = builder.value(e.args[1], VALUE)
    body: list[ir.Stmt] = []
    if ty == STR:
        return builder.prim(ty, "try_str", x)
    if ty == BYTES:
        return builder.prim(ty, "try_bytes", x)
    assert isinstance(ty, ClassTy)
    return builder.wrap_body(body, builder.prim(ty, "try_as", x, types=[ty], extra=[builder.id_range(ty.decl)]))


def dialect_is_pointer(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(BOOL, "is_pointer", builder.value(e.args[0], VALUE))


def dialect_field_ref(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.refuse(e, "FieldRef() is made at module level; keep it in a table")


def dialect_read_field(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ref = builder.expr(e.args[1])
    if not isinstance(ref.ty, FieldRefTy):
        builder.refuse(e, f"a FieldRef is needed here, not {ref.ty}")
    ty = local_type(builder.world, ref.ty.item)
    return builder.prim(ty, "read_field", builder.value(e.args[0], ref.ty.owner), ref, types=[ty, ref.ty.item])


def dialect_shape_of(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        shape_ty(builder), "shape_of", object_argument(builder, e.args[0]), types=[shape_ty(builder)]
    )


def dialect_set_shape(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        VOID, "set_shape", object_argument(builder, e.args[0]), builder.value(e.args[1], shape_ty(builder))
    )


def dialect_instance_shape(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    info = class_argument(builder, e.args[0])
    host = {"builtins.str": str, "builtins.bytes": bytes}.get(info.fullname) or builder.world.host_class(
        info
    )
    shape = dialect.INSTANCE_SHAPES.get(host) if host is not None else None
    if shape is None:
        builder.refuse(e, f"no set_instance_shape({info.name}, ...) has run at module level")
    ty = shape_ty(builder)
    return ir.Frozen(ty, root_symbol(builder.world, shape, ty, f"shape_of_{info.fullname}", builder.where(e)))


def dialect_new_with_shape(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = class_ty(builder, e.args[0])
    assert isinstance(ty, ClassTy)
    make_live(builder.world, ty.decl)
    return builder.prim(ty, "new_with_shape", builder.value(e.args[1], shape_ty(builder)), types=[ty])


def dialect_new_trailing(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = class_ty(builder, e.args[0])
    assert isinstance(ty, ClassTy)
    make_live(builder.world, ty.decl)
    if ty.decl.trailing is None:
        builder.refuse(e, f"class {ty} has no trailing array (a last field `items: Trailing[T]`)")
    shape = builder.expr(e.args[1])
    n = builder.value(e.args[2], INT)
    if isinstance(shape, ir.Const):
        return builder.prim(ty, "new_trailing", n, types=[ty], extra=[plain_shape(builder, ty.decl, e)])
    if builder.is_optional(e.args[1]):
        builder.refuse(e, "new_trailing takes None literally or a Shape that is not None")
    return builder.prim(ty, "new_trailing_shape", builder.coerce(shape, shape_ty(builder), e), n, types=[ty])


def dialect_clone(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if not isinstance(x.ty, ArrayTy) and (not isinstance(x.ty, ClassTy) or x.ty.decl.trailing is None):
        builder.refuse(e, f"clone takes an Array or an object with a trailing array, not {x.ty}")
    return builder.prim(x.ty, "clone", x, types=[x.ty])


def dialect_new_instance(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    ty = builder.type_of(e)
    assert isinstance(ty, ClassTy)
    make_live(builder.world, ty.decl)
    return builder.prim(
        ty, "new_instance", builder.value(e.args[0], shape_ty(builder)), builder.value(e.args[1], INT), types=[ty]
    )


def dialect_instance_slots(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(VALUEPTR, "instance_slots", object_argument(builder, e.args[0]))


def dialect_extra_slots(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(ArrayTy(VALUE), "extra_slots", object_argument(builder, e.args[0]))


def dialect_set_extra_slots(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        VOID, "set_extra_slots", object_argument(builder, e.args[0]), builder.value(e.args[1], ArrayTy(VALUE))
    )


def dialect_layout_of_class(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    info = class_argument(builder, e.args[0])
    host = {"builtins.str": str, "builtins.bytes": bytes}.get(info.fullname) or builder.world.host_class(
        info
    )
    assert host is not None
    return builder.prim(LAYOUT, "raw", extra=[f"(&{layout_cxx(builder, host, False)})"])


def dialect_array_ptr(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    start = builder.value(e.args[1], INT)
    if isinstance(x.ty, TrailingTy):
        return builder.prim(VALUEPTR, "trailing_ptr", x, start)
    return builder.prim(VALUEPTR, "array_ptr", builder.coerce(x, ArrayTy(VALUE), e), start)


def dialect_copy_values(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        VOID,
        "copy_values",
        builder.value(e.args[0], VALUEPTR),
        builder.value(e.args[1], VALUEPTR),
        builder.value(e.args[2], INT),
    )


def dialect_saved_registers(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        ArrayTy(VALUE),
        "saved_registers",
        builder.value(e.args[0], VALUEPTR),
        builder.value(e.args[1], INT),
        builder.value(e.args[2], VALUE),
    )


def dialect_fill_values(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.prim(
        VOID,
        "fill_values",
        builder.value(e.args[0], VALUEPTR),
        builder.value(e.args[1], INT),
        builder.value(e.args[2], VALUE),
    )


def dialect_copy_array(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    dst, src = builder.expr(e.args[0]), builder.expr(e.args[2])
    i, j, n = builder.value(e.args[1], INT), builder.value(e.args[3], INT), builder.value(e.args[4], INT)
    if isinstance(dst.ty, ArrayTy) and isinstance(src.ty, ArrayTy) and dst.ty == src.ty:
        return builder.prim(VOID, "copy_array", dst, i, src, j, n, types=[dst.ty.item])
    items: list[ir.Expr] = []
    for x in (dst, src):
        if isinstance(x.ty, ArrayTy):
            items.append(builder.prim(TrailingTy(x.ty.item), "array_items", x))
        elif isinstance(x.ty, TrailingTy):
            items.append(x)
        else:
            builder.refuse(e, f"copy_array of {x.ty}")
    if items[0].ty != items[1].ty:
        builder.refuse(e, f"copy_array between {dst.ty} and {src.ty}")
    assert isinstance(items[0].ty, TrailingTy)
    return builder.prim(VOID, "copy_items", items[0], i, items[1], j, n, types=[items[0].ty.item])


TABLE: Table = {
    "Array": dialect_array,
    "wrap": dialect_wrap,
    "unwrap": dialect_unwrap,
    "try_as": dialect_try_as,
    "is_pointer": dialect_is_pointer,
    "FieldRef": dialect_field_ref,
    "read_field": dialect_read_field,
    "shape_of": dialect_shape_of,
    "set_shape": dialect_set_shape,
    "instance_shape": dialect_instance_shape,
    "new_with_shape": dialect_new_with_shape,
    "new_trailing": dialect_new_trailing,
    "clone": dialect_clone,
    "new_instance": dialect_new_instance,
    "instance_slots": dialect_instance_slots,
    "extra_slots": dialect_extra_slots,
    "set_extra_slots": dialect_set_extra_slots,
    "layout_of_class": dialect_layout_of_class,
    "array_ptr": dialect_array_ptr,
    "copy_values": dialect_copy_values,
    "saved_registers": dialect_saved_registers,
    "fill_values": dialect_fill_values,
    "copy_array": dialect_copy_array,
}

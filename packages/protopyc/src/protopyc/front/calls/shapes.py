"""Classes, objects and shapes as arguments of the dialect's functions."""

from __future__ import annotations

from mypy.nodes import (
    Expression,
    RefExpr,
    TypeInfo,
)

from protodialect import types as dialect
from protopyc.front.builder import Builder
from protopyc.front.classes import class_of_info
from protopyc.front.frozen import root_symbol
from protopyc.front.roles import role_class
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BYTES,
    STR,
    ClassDecl,
    ClassTy,
    Ty,
)


def own_shape(builder: Builder, decl: ClassDecl, e: Expression) -> ir.Expr | None:
    """The Shape that set_instance_shape gave this class at module level, if any."""
    shape = dialect.INSTANCE_SHAPES.get(decl.host) if decl.host is not None else None
    if shape is None:
        need_no_shape(builder, decl, e)
        return None
    ty = shape_ty(builder)
    return ir.Frozen(ty, root_symbol(builder.world, shape, ty, f"shape_of_{decl.module}.{decl.name}", builder.where(e)))


def need_no_shape(builder: Builder, decl: ClassDecl, e: Expression) -> None:
    """Refuses to make an object without a class of Python that Python code could get hold of."""
    if "object" in builder.world.roles and decl.is_subclass(role_class(builder.world, "object")):
        builder.refuse(e, f"Python code may meet a {decl.name} (gc.get_objects): call set_instance_shape({decl.name}, ...) at module level")


def class_argument(builder: Builder, e: Expression) -> TypeInfo:
    if isinstance(e, RefExpr) and isinstance(e.node, TypeInfo):
        return e.node
    builder.refuse(e, "the name of a class is needed here")


def class_ty(builder: Builder, e: Expression) -> Ty:
    info = class_argument(builder, e)
    if info.fullname == "builtins.str":
        return STR
    if info.fullname == "builtins.bytes":
        return BYTES
    return ClassTy(class_of_info(builder.world, info))


def shape_ty(builder: Builder) -> ClassTy:
    return ClassTy(role_class(builder.world, "shape"))


def object_argument(builder: Builder, e: Expression) -> ir.Expr:
    x = builder.expr(e)
    if not x.ty.pointer:
        builder.refuse(e, f"an object is needed here, not {x.ty}")
    return x


def plain_shape(builder: Builder, decl: ClassDecl, e: Expression) -> str:
    """C++ for the ShapeHead* that plain construction gives."""
    shape = dialect.INSTANCE_SHAPES.get(decl.host) if decl.host is not None else None
    if shape is None:
        need_no_shape(builder, decl, e)
        return f"&{decl.shape_cxx}"
    symbol = root_symbol(builder.world, shape, shape_ty(builder), f"shape_of_{decl.module}.{decl.name}", builder.where(e))
    return f"FROZEN(ShapeHead, {symbol})"

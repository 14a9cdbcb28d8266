"""What module level left, as compiled code sees it: constants, and objects in frozen data."""

from __future__ import annotations

import enum
import types as host_types
from typing import Any

from mypy.nodes import (
    Context,
    Decorator,
    FuncDef,
    RefExpr,
    TypeInfo,
    Var,
)
from mypy.types import Type

from protopyc.front.builder import Builder
from protopyc.front.definitions import def_of_host, function_of
from protopyc.front.frozen import literal_symbol, root_symbol
from protopyc.front.live import class_info, class_of
from protopyc.front.types import convert
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INTEGERS,
    LAYOUT,
    STR,
    VALUE,
    ClassTy,
)


def host_constant(builder: Builder, e: RefExpr, value: Any, name: str) -> ir.Expr:
    """A module global or class constant as compiled code sees it."""
    t = builder.mypy_type(e)
    node = e.node
    declared = node.type if isinstance(node, Var) and node.type is not None else t
    return constant_value(builder, value, declared, name, e)


def constant_value(builder: Builder, value: Any, declared: Type | None, name: str, node: Context) -> ir.Expr:
    if isinstance(value, enum.Enum) and not isinstance(value, int):
        builder.refuse(node, f"{name}: only IntEnum members are constants")
    if isinstance(value, (host_types.FunctionType, host_types.BuiltinFunctionType)):
        function = def_of_host(builder.world, value)
        return builder.function_ref(function)
    ty = convert(builder.world, declared, node.line, node.column)
    if ty == VALUE:
        if value is None:
            return ir.Const(VALUE, None)
        return ir.Frozen(VALUE, root_symbol(builder.world, value, VALUE, name, builder.where(node)))
    if isinstance(value, bool) and ty == BOOL:
        return ir.Const(BOOL, value)
    if isinstance(value, int) and (ty in INTEGERS or ty == BOOL):
        return builder.int_constant(int(value), node)
    if isinstance(value, (int, float)) and ty == FLOAT:
        return ir.Const(FLOAT, float(value))
    if value is None:
        return ir.Const(ty, None)
    if isinstance(value, str) and ty == STR:
        return ir.Frozen(STR, literal_symbol(builder.world, value, builder.where(node)))
    if isinstance(value, bytes) and ty == BYTES:
        return ir.Frozen(BYTES, literal_symbol(builder.world, value, builder.where(node)))
    if ty == LAYOUT:
        return ir.Prim(LAYOUT, "raw", [], [], [f"(&{layout_cxx(builder, value.cls, value.user)})"])
    if ty.pointer:
        if isinstance(ty, ClassTy):
            decl = class_of(builder.world, type(value))
            symbol = root_symbol(builder.world, value, ClassTy(decl), name, builder.where(node))
            frozen = ir.Frozen(ClassTy(decl), symbol)
            return builder.coerce(frozen, ty, node)
        return ir.Frozen(ty, root_symbol(builder.world, value, ty, name, builder.where(node)))
    builder.refuse(node, f"{name} is a {type(value).__name__}, which compiled functions cannot refer to")


def layout_cxx(builder: Builder, host: type, user: bool) -> str:
    """The C++ name of a class's ClassInfo."""
    class_info(builder.world, host, user)
    if host in (str, bytes):
        return f"pp_info_{host.__name__}" + ("_user" if user else "")
    return class_of(builder.world, host).info_cxx + ("_user" if user else "")


def global_value(builder: Builder, e: RefExpr) -> ir.Expr:
    """A module-level name used as a value."""
    node = e.node
    fullname = e.fullname
    if fullname == "protodialect.types.EMPTY":
        return ir.Const(VALUE, None)
    if fullname == "protodialect.types.COMPILED":
        return ir.TRUE
    if fullname == "typing.TYPE_CHECKING":
        return ir.FALSE
    if isinstance(node, Decorator):
        node = node.func
    if isinstance(node, FuncDef):
        module = fullname.rpartition(".")[0]
        if not builder.world.ours(module) and node.info is None:
            builder.refuse(e, f"{fullname} is not a dialect function")
        return builder.function_ref(function_of(builder.world, node))
    if isinstance(node, TypeInfo):
        builder.refuse(e, f"class {node.name} used as a value; classes are not values in compiled functions")
    if isinstance(node, Var):
        module = fullname.rpartition(".")[0]
        holder = node.info
        if holder:
            return host_constant(builder, e, builder.world.host_object(fullname, holder.module_name), fullname)
        if not builder.world.ours(module) and not (
            isinstance(node.final_value, (int, float, str)) or module in ("math", "protodialect.unsafe")
        ):
            builder.refuse(e, f"{fullname} is not a name of the dialect")
        try:
            value = builder.world.host_object(fullname, module)
        except AttributeError:
            builder.refuse(e, f"{fullname} has no value after module level has run")
        return host_constant(builder, e, value, fullname)
    builder.refuse(e, f"{fullname or e} is outside the dialect")

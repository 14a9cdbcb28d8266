"""The declarations of dialect classes."""

from __future__ import annotations

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    ClassDef,
    NameExpr,
    RefExpr,
    TempNode,
    TypeInfo,
)

from protopyc.errors import Refused
from protopyc.front.world import World
from protopyc.ir.types import (
    ClassDecl,
)
from protopyc.names import namespace, safe
from protopyc.program import BUILTIN_EXCEPTIONS


def is_context(world: World, defn: ClassDef) -> bool:
    return any(
        isinstance(d, RefExpr) and d.fullname == "protodialect.types.context_class" for d in defn.decorators
    )


def racing_fields(defn: ClassDef) -> set[str]:
    """The fields that decorators @races of a class name."""
    return {
        name
        for d in defn.decorators
        if isinstance(d, CallExpr)
        and isinstance(d.callee, RefExpr)
        and d.callee.fullname == "protodialect.types.races"
        for name in d.arg_names
        if name is not None
    }


def class_of_info(world: World, info: TypeInfo) -> ClassDecl:
    decl = world.classes.get(info.fullname)
    if decl is not None:
        return decl
    if info.fullname.removeprefix("builtins.") in BUILTIN_EXCEPTIONS:
        return world.exception_class(info.name)
    line, column = info.line, info.column
    bases = [b.type for b in info.bases if b.type.fullname != "builtins.object"]
    if len(bases) > 1:
        raise Refused(
            line, column, f"class {info.name} has several bases; the dialect has single inheritance"
        )
    base = None
    if bases:
        if (
            not world.ours(bases[0].module_name)
            and bases[0].fullname.removeprefix("builtins.") not in BUILTIN_EXCEPTIONS
        ):
            raise Refused(
                line,
                column,
                f"class {info.name} derives from {bases[0].fullname}, which is not a dialect class",
            )
        base = class_of_info(world, bases[0])
    space = namespace(info.module_name)
    name = safe(info.name)
    decl = ClassDecl(info.name, info.module_name, f"{space}::{name}", None, base)
    decl.info_symbol = f"info.{info.fullname}"
    decl.info_cxx = f"{space}::info_{name}"
    decl.is_context = is_context(world, info.defn)
    world.classes[info.fullname] = decl
    world.infos[decl] = info
    if base is not None:
        base.subclasses.append(decl)
    return decl


def class_constants(world: World, info: TypeInfo) -> set[str]:
    """Names given a value in the class body: constants of the class, not fields."""
    names: set[str] = set()
    for stmt in info.defn.defs.body:
        if isinstance(stmt, AssignmentStmt) and not (
            isinstance(stmt.rvalue, TempNode) and stmt.rvalue.no_rhs
        ):
            names.update(v.name for v in stmt.lvalues if isinstance(v, NameExpr))
    return names


def class_named(world: World, host: type) -> ClassDecl:
    file = world.files.get(host.__module__)
    if host.__module__ == "builtins" and host.__name__ in BUILTIN_EXCEPTIONS:
        return world.exception_class(host.__name__)
    node = file.names.get(host.__qualname__) if file is not None else None
    if node is None or not isinstance(node.node, TypeInfo) or not world.ours(host.__module__):
        raise Refused(0, 0, f"{host.__module__}.{host.__qualname__} is not a class of the dialect")
    return class_of_info(world, node.node)

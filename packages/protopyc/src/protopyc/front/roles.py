"""What has which role in the program (docs/dialect.md)."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    RefExpr,
    StrExpr,
    SymbolNode,
    TypeInfo,
)

from protopyc.errors import Refused
from protopyc.front.classes import class_of_info
from protopyc.front.definitions import function_of
from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    ClassDecl,
)

ROLE = "protodialect.types.role"


def survey_role(world: World, name: str, module: str, decorators: list[Expression]) -> None:
    for d in decorators:
        if not (isinstance(d, CallExpr) and isinstance(d.callee, RefExpr) and d.callee.fullname == ROLE):
            continue
        role = d.args[0]
        path = world.files[module].path
        if not isinstance(role, StrExpr):
            world.error(path, d.line, d.column, "the name of a role is a str literal")
            continue
        full = f"{module}.{name}"
        other = world.roles.setdefault(role.value, full)
        if other != full:
            world.error(path, d.line, d.column, f"both {other} and {full} have the role {role.value!r}")


def role_node(world: World, role: str) -> SymbolNode | None:
    full = world.roles.get(role)
    if full is None:
        raise Refused(
            0, 0, f"this needs what has the role {role!r}; mark it with @role({role!r}) (docs/dialect.md)"
        )
    module, _, name = full.rpartition(".")
    return world.files[module].names[name].node


def role_class(world: World, role: str) -> ClassDecl:
    """The class of the program that has a role; Refused if none has."""
    node = role_node(world, role)
    if not isinstance(node, TypeInfo):
        raise Refused(0, 0, f"{world.roles[role]} has the role {role!r} and is no class")
    return class_of_info(world, node)


def role_function(world: World, role: str) -> ir.Function:
    """The function of the program that has a role; Refused if none has."""
    node = role_node(world, role)
    node = node.func if isinstance(node, Decorator) else node
    if not isinstance(node, FuncDef):
        raise Refused(0, 0, f"{world.roles[role]} has the role {role!r} and is no function")
    return function_of(world, node)

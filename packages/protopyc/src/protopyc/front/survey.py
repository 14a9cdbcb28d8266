"""A first look at all modules: subclasses, roles, the context class."""

from __future__ import annotations

from mypy.nodes import (
    Decorator,
    SymbolTable,
    TypeInfo,
)

from protopyc.front.classes import class_of_info, is_context
from protopyc.front.roles import survey_role
from protopyc.front.world import World


def survey(world: World) -> None:
    for module, file in world.files.items():
        if world.ours(module):
            survey_table(world, file.names, module)


def survey_table(world: World, table: SymbolTable, module: str) -> None:
    for symbol in table.values():
        info = symbol.node
        if isinstance(info, Decorator) and info.fullname == f"{module}.{info.name}":
            survey_role(world, info.name, module, info.original_decorators)
        if not isinstance(info, TypeInfo) or info.module_name != module or info.name.startswith("<"):
            continue
        for base in info.bases:
            world.direct_subclasses.setdefault(base.type.fullname, []).append(info)
        survey_role(world, info.name, module, info.defn.decorators)
        if is_context(world, info.defn):
            world.context_decl = class_of_info(world, info)

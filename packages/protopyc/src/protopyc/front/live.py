"""What exists at run time, and so makes code reachable: classes with objects, functions with addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protodialect import types as dialect
from protopyc.front.classes import class_named
from protopyc.front.definitions import def_of_host
from protopyc.front.layout import lay_out
from protopyc.front.methods import bind_slot
from protopyc.front.world import World
from protopyc.ir.types import (
    ClassDecl,
)
from protopyc.names import namespace, safe


def make_live(world: World, decl: ClassDecl) -> None:
    """Objects of this class exist: what virtual calls may reach in it is reachable."""
    if decl in world.live:
        return
    lay_out(world, decl)
    world.live[decl] = None
    info = world.infos[decl]
    decl.host = world.host_class(info)
    if decl.host not in dialect.INSTANCE_SHAPES:
        decl.shape_symbol = f"shape.{info.fullname}"
        decl.shape_cxx = f"{namespace(info.module_name)}::shape_{safe(info.name)}"
    for (owner, name), _slot in list(world.slots.items()):
        if decl.is_subclass(owner):
            bind_slot(world, decl, name)


def class_of(world: World, host: type) -> ClassDecl:
    decl = class_named(world, host)
    make_live(world, decl)
    return decl


def class_info(world: World, host: type, user_variant: bool) -> str:
    """The address of a ClassInfo."""
    if host is str or host is bytes:
        return f"pp_info_{host.__name__}" + ("_user" if user_variant else "")
    decl = class_of(world, host)
    if user_variant:
        decl.has_user_variant = True
        return decl.info_symbol + ".user"
    return decl.info_symbol


def function_symbol(world: World, host: Callable[..., Any]) -> str:
    function = def_of_host(world, host)
    function.address_taken = True
    return function.asm_name

"""Fields of classes in their places."""

from __future__ import annotations

from mypy.nodes import (
    Var,
)

from protopyc.errors import Refused
from protopyc.front.classes import class_constants, racing_fields
from protopyc.front.types import convert
from protopyc.front.world import World
from protopyc.ir.types import (
    ClassDecl,
    FieldDecl,
    OptionalTy,
    TrailingTy,
    TupleTy,
)
from protopyc.names import safe
from protopyc.program import CTX_SIZE

CTX_FIELDS = {
    "pending": ("pending", 8),
    "poll": ("poll", 16),
    "stack_limit": ("stack_limit", 24),
    "stack_base": ("stack_base", 32),
    "reg_base": ("reg_base", 48),
    "reg_top": ("reg_top", 56),
    "reg_limit": ("reg_limit", 64),
    "state": ("state", 72),
    "thread_id": ("thread_id", 80),
    "saved_errno": ("saved_errno", 96),
}
"""Fields of the context class that are the prelude's own, by name."""


def lay_out(world: World, decl: ClassDecl) -> ClassDecl:
    """Gives the class its fields; idempotent."""
    if decl in world.laid_out:
        return decl
    world.laid_out.add(decl)
    if decl.base is not None:
        lay_out(world, decl.base)
        decl.fields = list(decl.base.fields)
        decl.size = decl.base.size
        if decl.base.trailing is not None:
            decl.trailing = decl.base.trailing
    elif decl.is_context:
        decl.size = CTX_SIZE
    info = world.infos[decl]
    constants = class_constants(world, info)
    racing = racing_fields(info.defn)
    file = world.files[info.module_name].path
    for name, symbol in info.names.items():
        var = symbol.node
        if not isinstance(var, Var) or name in constants or name.startswith("__") or var.is_property:
            continue
        if decl.find_field(name) is not None:
            continue
        try:
            ty = convert(world, var.type, var.line, var.column)
        except Refused as e:
            world.error(
                file,
                max(e.line, var.line),
                max(e.column, 0),
                f"field {name} of class {info.name}: {e.text}",
            )
            continue
        if decl.trailing is not None:
            world.error(
                file,
                var.line,
                var.column,
                f"field {name} follows the trailing array of class "
                f"{info.name}; a Trailing field comes last",
            )
            continue
        align = max(ty.item.size, 1) if isinstance(ty, TrailingTy) else ty.size
        if isinstance(ty, TupleTy):
            world.error(
                file,
                var.line,
                var.column,
                f"field {name}: tuples are not stored in fields; use two fields or a class",
            )
            continue
        if decl.is_context and name in CTX_FIELDS:
            decl.fields.append(FieldDecl(name, CTX_FIELDS[name][0], ty, CTX_FIELDS[name][1]))
            continue
        if isinstance(ty, OptionalTy):
            world.error(
                file,
                var.line,
                var.column,
                f"field {name}: {ty.item} cannot be None; use a "
                "separate flag, or a value that means none",
            )
            continue
        offset = (decl.size + align - 1) // align * align
        field = FieldDecl(name, safe(name), ty, offset, name in racing)
        decl.fields.append(field)
        if isinstance(ty, TrailingTy):
            decl.trailing = field
            if decl.find_field("length") is None:
                world.error(
                    file,
                    var.line,
                    var.column,
                    f"class {info.name} has a trailing array and no field `length: int`",
                )
        decl.size = offset + (0 if isinstance(ty, TrailingTy) else ty.size)
    for name in sorted(racing - {f.name for f in decl.fields if f.races}):
        world.error(
            file,
            info.line,
            info.column,
            f"@races names {name}, which is no field that class {info.name} declares",
        )
    if decl.trailing is None:
        decl.size = (decl.size + 7) // 8 * 8
    else:
        decl.size = (decl.size + 7) // 8 * 8 if decl.trailing.offset % 8 == 0 else decl.size
    return decl


def order_classes(world: World) -> None:
    """Lays out all classes and puts them in order: live ones and their bases first."""
    found: dict[ClassDecl, None] = {}

    def add(decl: ClassDecl) -> None:
        if decl.base is not None:
            add(decl.base)
        lay_out(world, decl)
        found[decl] = None

    for decl in list(world.live):
        add(decl)
    for decl in list(world.classes.values()):
        if decl in world.laid_out:
            add(decl)
    before = -1
    while before != len(world.classes):
        before = len(world.classes)
        for decl in list(world.classes.values()):
            add(decl)
    world.ordered = list(found)

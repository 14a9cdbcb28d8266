"""Virtual methods: which calls need a slot, and what each slot reaches in a live class."""

from __future__ import annotations

from mypy.nodes import (
    Decorator,
    FuncDef,
    TypeInfo,
)
from mypy.types import (
    CallableType,
)

from protopyc.front.classes import class_of_info
from protopyc.front.definitions import function_of
from protopyc.front.types import convert, local_type, result_type
from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    ClassDecl,
    ClassTy,
    Ty,
)


def find_method(world: World, info: TypeInfo, name: str) -> FuncDef | None:
    for ancestor in info.mro:
        symbol = ancestor.names.get(name)
        if symbol is not None:
            node = symbol.node
            if isinstance(node, Decorator):
                node = node.func
            return node if isinstance(node, FuncDef) else None
    return None


def is_overridden(world: World, info: TypeInfo, name: str) -> bool:
    """Does a subclass of info define its own `name`?"""
    for sub in world.direct_subclasses.get(info.fullname, []):
        if name in sub.names or is_overridden(world, sub, name):
            return True
    return False


def virtual_slot(world: World, info: TypeInfo, name: str) -> ir.Slot:
    """The slot through which a call of `name` on a variable of this class goes."""
    introducer = info
    for ancestor in info.mro:
        if name in ancestor.names and world.ours(ancestor.module_name):
            introducer = ancestor
    owner = class_of_info(world, introducer)
    slot = world.slots.get((owner, name))
    if slot is None:
        node = find_method(world, introducer, name)
        assert node is not None
        model = slot_signature(world, node)
        slot = ir.Slot(owner, name, 0, model[0], model[1])
        world.slots[(owner, name)] = slot
        for decl in list(world.live):
            if decl.is_subclass(owner):
                bind_slot(world, decl, name)
    return slot


def slot_signature(world: World, node: FuncDef) -> tuple[list[Ty], Ty]:
    signature = node.type
    assert isinstance(signature, CallableType)
    owner = class_of_info(world, node.info)
    params: list[Ty] = [ClassTy(owner)]
    rest = [] if node.name == "__exit__" else signature.arg_types[1:]
    params += [local_type(world, convert(world, t, node.line, node.column)) for t in rest]
    return params, result_type(world, convert(world, signature.ret_type, node.line, node.column))


def bind_slot(world: World, decl: ClassDecl, name: str) -> None:
    node = find_method(world, world.infos[decl], name)
    if node is None:
        return
    function = function_of(world, node)
    world.slot_functions[(decl, name)] = function
    slot = next(s for (owner, n), s in world.slots.items() if n == name and decl.is_subclass(owner))
    params = [p.ty for p in function.params]
    if len(params) != len(slot.params) or any(
        a.cxx != b.cxx and not (a.pointer and b.pointer) for a, b in zip(params[1:], slot.params[1:])
    ):
        world.error(
            function.file,
            function.line,
            0,
            f"{function.name} overrides {slot.owner.name}.{name} "
            "with other parameters; give both the same",
        )
    if function.result.cxx != slot.result.cxx and not (function.result.pointer and slot.result.pointer):
        world.error(
            function.file,
            function.line,
            0,
            f"{function.name} overrides {slot.owner.name}.{name} with another result; give both the same",
        )

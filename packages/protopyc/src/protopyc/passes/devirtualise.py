"""Class hierarchy analysis: a virtual call with one implementation in the live classes becomes a direct
call."""

from __future__ import annotations

from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.ir.types import ClassTy
from protopyc.passes.rewrite import rewrite


def run(world: World) -> None:
    single: dict[ir.Slot, ir.Function] = {}
    for (owner, name), slot in world.slots.items():
        found = {f for (decl, n), f in world.slot_functions.items() if n == name and decl.is_subclass(owner)}
        if len(found) == 1:
            single[slot] = found.pop()

    def direct(x: ir.Expr) -> ir.Expr:
        if not isinstance(x, ir.CallVirtual) or x.slot not in single:
            return x
        function = single[x.slot]
        args = [a if a.ty == p.ty else ir.Cast(p.ty, a) for a, p in zip(x.args, function.params)]
        call = ir.Call(function.result, function, args)
        same = function.result == x.ty or not isinstance(x.ty, ClassTy)
        return call if same else ir.Cast(x.ty, call)

    if single:
        for function in world.functions.values():
            rewrite(function.body, direct)

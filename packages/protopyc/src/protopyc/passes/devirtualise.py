"""Class hierarchy analysis: a virtual call with one implementation in the live classes becomes a direct
call."""

from __future__ import annotations

from protopyc.ir import nodes as ir
from protopyc.ir.types import ClassTy
from protopyc.passes.effects import implementations
from protopyc.passes.rewrite import rewrite
from protopyc.program import Program


def run(program: Program) -> None:
    single = {slot: found[0] for slot, found in implementations(program).items() if len(set(found)) == 1}

    def direct(x: ir.Expr) -> ir.Expr:
        if not isinstance(x, ir.CallVirtual) or x.slot not in single:
            return x
        function = single[x.slot]
        args = [a if a.ty == p.ty else ir.Cast(p.ty, a) for a, p in zip(x.args, function.params)]
        call = ir.Call(function.result, function, args)
        same = function.result == x.ty or not isinstance(x.ty, ClassTy)
        return call if same else ir.Cast(x.ty, call)

    if single:
        for function in program.functions:
            rewrite(function.body, direct)

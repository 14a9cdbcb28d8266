"""Effects: which functions may raise, which may allocate. A whole-program fixpoint from "none does".

A call of a function that cannot raise is not followed by a test (pass `lower`). Calls through pointers may do
everything; a virtual call does what its implementations in live classes do.
"""

from __future__ import annotations

from protopyc.ir import nodes as ir
from protopyc.ir.primitives import PRIMITIVES
from protopyc.ir.types import ClassDecl
from protopyc.ir.walk import all_expressions, blocks, expressions, values
from protopyc.program import Program


def implementations(program: Program) -> dict[ir.Slot, list[ir.Function]]:
    """The functions that a call through each slot may reach."""
    by_name: dict[str, list[tuple[ClassDecl, ir.Function]]] = {}
    for (decl, name), function in program.slot_functions.items():
        by_name.setdefault(name, []).append((decl, function))
    return {
        slot: [f for decl, f in by_name.get(name, []) if decl.is_subclass(owner)]
        for (owner, name), slot in program.slots.items()
    }


class Effects:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.implementations = implementations(program)

    def expression_raises(self, x: ir.Expr) -> bool:
        """May evaluating this node itself (not its operands) raise?"""
        if isinstance(x, ir.Call):
            return x.function.may_raise
        if isinstance(x, ir.CallPointer):
            return True
        if isinstance(x, ir.CallVirtual):
            return any(f.may_raise for f in self.implementations.get(x.slot, []))
        if isinstance(x, ir.Prim):
            return PRIMITIVES[x.name].raises
        return False

    def allocates(self, x: ir.Expr) -> bool:
        if isinstance(x, ir.Call):
            return x.function.may_allocate
        if isinstance(x, (ir.CallPointer, ir.CallVirtual, ir.New)):
            return True
        return isinstance(x, ir.Prim) and PRIMITIVES[x.name].allocates

    def body_raises(self, body: list[ir.Stmt]) -> bool:
        for s in body:
            if isinstance(s, ir.Raise):
                return True
            for v in values(s):
                for x in expressions(v):
                    if self.expression_raises(x):
                        return True
                    if isinstance(x, ir.Walrus) and any(isinstance(t, ir.Raise) for t in x.body):
                        return True
            if isinstance(s, ir.Try) and self.catches_all(s):
                inner = [*[h.body for h in s.handlers], s.otherwise, s.final]
            else:
                inner = blocks(s)
            if any(self.body_raises(b) for b in inner):
                return True
        return False

    def catches_all(self, s: ir.Try) -> bool:
        return any(
            not h.classes or any(c.name == "Exception" and c.module == "builtins" for c in h.classes)
            for h in s.handlers
        )

    def body_allocates(self, body: list[ir.Stmt]) -> bool:
        for s in body:
            if isinstance(s, ir.Raise) or any(self.allocates(x) for v in values(s) for x in expressions(v)):
                return True
            if any(self.body_allocates(b) for b in blocks(s)):
                return True
        return False


def run(program: Program) -> None:
    """Each function's own effects and its callees are found once; then effects flow from callees to
    callers."""
    functions = list(program.functions)
    for f in functions:
        f.may_raise = False
        f.may_allocate = False
    effects = Effects(program)
    raising: list[ir.Function] = []
    allocating: list[ir.Function] = []
    callers: dict[ir.Function, list[ir.Function]] = {}
    for f in functions:
        if f.c_name is not None:
            continue
        if effects.body_raises(f.body):
            f.may_raise = True
            raising.append(f)
        if effects.body_allocates(f.body):
            f.may_allocate = True
            allocating.append(f)
        for x in all_expressions(f.body):
            if isinstance(x, ir.Call):
                callers.setdefault(x.function, []).append(f)
            elif isinstance(x, ir.CallVirtual):
                for g in effects.implementations.get(x.slot, []):
                    callers.setdefault(g, []).append(f)
    while raising:
        for f in callers.get(raising.pop(), []):
            if not f.may_raise and effects.body_raises(f.body):
                f.may_raise = True
                raising.append(f)
    while allocating:
        for f in callers.get(allocating.pop(), []):
            if not f.may_allocate:
                f.may_allocate = True
                allocating.append(f)

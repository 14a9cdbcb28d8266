"""List comprehensions."""

from __future__ import annotations

from mypy.nodes import (
    ListComprehension,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.truth import truth
from protopyc.front.statements.loops import bind_target, iterate
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    VOID,
    ListTy,
    Ty,
)


def list_comprehension(builder: Builder, e: ListComprehension, hint: Ty | None) -> ir.Expr:
    generator = e.generator
    if len(generator.sequences) != 1 or generator.is_async[0]:
        builder.refuse(e, "a comprehension with several `for` is outside the dialect; write loops")
    ty = hint if isinstance(hint, ListTy) else builder.type_of(e)
    assert isinstance(ty, ListTy)
    it = iterate(builder, generator.sequences[0])
    t = builder.temp(ty)
    inner: list[ir.Stmt] = bind_target(builder, generator.indices[0], it.items, e.line) + it.advance
    push: list[ir.Stmt] = []
    tests = generator.condlists[0]
    place = inner
    for test in tests:
        then: list[ir.Stmt] = []
        place.append(ir.If(e.line, truth(builder, test), then, []))
        place = then
    push.append(
        ir.Eval(
            e.line,
            None,
            builder.prim(VOID, "list_append", ir.Get(ty, t), builder.value(generator.left_expr, ty.item)),
        )
    )
    place += push
    body = [
        *it.setup,
        ir.Eval(e.line, t, builder.prim(ty, "list_new", types=[ty], extra=["0"])),
        ir.Loop(e.line, it.condition, inner, []),
    ]
    return ir.Walrus(ty, body, ir.Get(ty, t))

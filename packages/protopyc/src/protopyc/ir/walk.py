"""Walking the IR: the parts of a node, and all nodes of a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from protopyc.ir import nodes as ir

_PARTS: dict[type, Callable[[Any], list[ir.Expr]]] = {
    ir.Field: lambda x: [x.obj],
    ir.Item: lambda x: [x.array, x.index],
    ir.Unary: lambda x: [x.operand],
    ir.Cast: lambda x: [x.operand],
    ir.IsInstance: lambda x: [x.operand],
    ir.Binary: lambda x: [x.left, x.right],
    ir.Logic: lambda x: [x.left, x.right],
    ir.Choose: lambda x: [x.condition, x.then, x.otherwise],
    ir.Call: lambda x: x.args,
    ir.CallVirtual: lambda x: x.args,
    ir.Prim: lambda x: x.args,
    ir.CallPointer: lambda x: [x.pointer, *x.args],
    ir.New: lambda x: [p for p in (x.shape, x.length) if p is not None],
    ir.MakeTuple: lambda x: x.items,
    ir.TupleItem: lambda x: [x.tuple],
    ir.Walrus: lambda x: [x.value],
}

_VALUES: dict[type, Callable[[Any], list[ir.Expr]]] = {
    ir.Eval: lambda s: [s.value],
    ir.SetField: lambda s: [s.value, s.obj],
    ir.SetItem: lambda s: [s.value, s.array, s.index],
    ir.If: lambda s: [s.condition],
    ir.Loop: lambda s: [s.condition] if s.condition is not None else [],
    ir.Return: lambda s: [s.value] if s.value is not None else [],
    ir.Raise: lambda s: [s.value] if s.value is not None else [],
    ir.Switch: lambda s: [s.subject],
    ir.Dispatch: lambda s: [s.subject],
    ir.Jump: lambda s: [s.subject],
}

_BLOCKS: dict[type, Callable[[Any], list[list[ir.Stmt]]]] = {
    ir.If: lambda s: [s.then, s.otherwise],
    ir.Loop: lambda s: [s.body, s.otherwise],
    ir.Switch: lambda s: [b for _, b in s.cases] + ([s.otherwise] if s.otherwise is not None else []),
    ir.Dispatch: lambda s: [
        s.head,
        s.tail,
        *[b for _, b in s.cases],
        *([s.otherwise] if s.otherwise is not None else []),
    ],
    ir.Try: lambda s: [s.body, *[h.body for h in s.handlers], s.otherwise, s.final],
    ir.Block: lambda s: [s.body],
}


def parts(x: ir.Expr) -> list[ir.Expr]:
    """The operands of an expression, in Python's order of evaluation (a Walrus's statements are not among
    them)."""
    find = _PARTS.get(type(x))
    return find(x) if find is not None else []


def values(s: ir.Stmt) -> list[ir.Expr]:
    """The expressions that stand directly in a statement."""
    find = _VALUES.get(type(s))
    return find(s) if find is not None else []


def blocks(s: ir.Stmt) -> list[list[ir.Stmt]]:
    """The blocks inside a statement."""
    find = _BLOCKS.get(type(s))
    return find(s) if find is not None else []


def expressions(x: ir.Expr) -> Iterator[ir.Expr]:
    """x and all inside it, statements of Walrus nodes included."""
    yield x
    if isinstance(x, ir.Walrus):
        for s in statements(x.body):
            for v in values(s):
                yield from expressions(v)
    for p in parts(x):
        yield from expressions(p)


def statements(body: list[ir.Stmt]) -> Iterator[ir.Stmt]:
    """All statements of a body, nested ones included (not those inside Walrus nodes)."""
    for s in body:
        yield s
        for b in blocks(s):
            yield from statements(b)


def all_expressions(body: list[ir.Stmt]) -> Iterator[ir.Expr]:
    for s in statements(body):
        for v in values(s):
            yield from expressions(v)

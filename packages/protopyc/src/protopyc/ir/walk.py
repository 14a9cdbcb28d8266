"""Walking the IR: the parts of a node, and all nodes of a body."""

from __future__ import annotations

from collections.abc import Iterator

from protopyc.ir import nodes as ir


def parts(x: ir.Expr) -> list[ir.Expr]:
    """The operands of an expression, in Python's order of evaluation (a Walrus's statements are not among them)."""
    if isinstance(x, ir.Field):
        return [x.obj]
    if isinstance(x, ir.Item):
        return [x.array, x.index]
    if isinstance(x, (ir.Unary, ir.Cast, ir.IsInstance)):
        return [x.operand]
    if isinstance(x, (ir.Binary, ir.Logic)):
        return [x.left, x.right]
    if isinstance(x, ir.Choose):
        return [x.condition, x.then, x.otherwise]
    if isinstance(x, (ir.Call, ir.CallVirtual, ir.Prim)):
        return x.args
    if isinstance(x, ir.CallPointer):
        return [x.pointer, *x.args]
    if isinstance(x, ir.New):
        return [p for p in (x.shape, x.length) if p is not None]
    if isinstance(x, ir.MakeTuple):
        return x.items
    if isinstance(x, ir.TupleItem):
        return [x.tuple]
    if isinstance(x, ir.Walrus):
        return [x.value]
    return []


def values(s: ir.Stmt) -> list[ir.Expr]:
    """The expressions that stand directly in a statement."""
    if isinstance(s, ir.Eval):
        return [s.value]
    if isinstance(s, ir.SetField):
        return [s.value, s.obj]
    if isinstance(s, ir.SetItem):
        return [s.value, s.array, s.index]
    if isinstance(s, ir.If):
        return [s.condition]
    if isinstance(s, ir.Loop):
        return [s.condition] if s.condition is not None else []
    if isinstance(s, (ir.Return, ir.Raise)):
        return [s.value] if s.value is not None else []
    if isinstance(s, (ir.Switch, ir.Dispatch)):
        return [s.subject]
    return []


def blocks(s: ir.Stmt) -> list[list[ir.Stmt]]:
    """The blocks inside a statement."""
    if isinstance(s, ir.If):
        return [s.then, s.otherwise]
    if isinstance(s, ir.Loop):
        return [s.body, s.otherwise]
    if isinstance(s, ir.Switch):
        return [b for _, b in s.cases] + ([s.otherwise] if s.otherwise is not None else [])
    if isinstance(s, ir.Dispatch):
        return [s.head, s.tail, *[b for _, b in s.cases], *([s.otherwise] if s.otherwise is not None else [])]
    if isinstance(s, ir.Try):
        return [s.body, *[h.body for h in s.handlers], s.otherwise, s.final]
    if isinstance(s, ir.Block):
        return [s.body]
    return []


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

"""The forms of `for`: each is reduced to a counter (or several), a condition, and expressions for the items."""

from __future__ import annotations

from dataclasses import dataclass

from mypy.nodes import (
    CallExpr,
    Expression,
    ForStmt,
    ListExpr,
    Lvalue,
    MemberExpr,
    NameExpr,
    RefExpr,
    TupleExpr,
    Var,
)

from protopyc.front.builder import Builder
from protopyc.front.expressions.subscripts import trailing_length
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    INT,
    STR,
    VOID,
    ArrayTy,
    DictTy,
    ListTy,
    SetTy,
    TrailingTy,
    TupleTy,
)


@dataclass
class Iteration:
    """setup; while condition: read the items; advance; the loop's body"""

    setup: list[ir.Stmt]
    condition: ir.Expr
    items: list[ir.Expr]
    advance: list[ir.Stmt]


def iterate(builder: Builder, e: Expression) -> Iteration:
    if isinstance(e, CallExpr):
        callee = e.callee
        if isinstance(callee, RefExpr) and callee.fullname.startswith("builtins."):
            name = callee.fullname[9:]
            if name == "range":
                return over_range(builder, e, False)
            if name == "enumerate":
                return over_enumerate(builder, e)
            if name == "zip":
                return over_zip(builder, e)
            if name == "reversed":
                return over_reversed(builder, e)
        if isinstance(callee, MemberExpr) and callee.name in ("keys", "values", "items") and not e.args:
            x = builder.expr(callee.expr)
            if isinstance(x.ty, DictTy):
                return over_table(builder, x, callee.name, e)
    if isinstance(e, (TupleExpr, ListExpr)):
        return over_literal(builder, e)
    x = builder.expr(e)
    if isinstance(x.ty, (DictTy, SetTy)):
        return over_table(builder, x, "keys", e)
    return over_sequence(builder, x, e)


def new_counter(builder: Builder, start: ir.Expr, line: int, setup: list[ir.Stmt]) -> tuple[ir.Local, ir.Expr]:
    local = builder.temp(INT, "i")
    setup.append(ir.Eval(line, local, start))
    return local, ir.Get(INT, local)


def advance_by(builder: Builder, local: ir.Local, by: ir.Expr, line: int) -> ir.Stmt:
    return ir.Eval(line, local, ir.Binary(INT, "+", ir.Get(INT, local), by))


def over_literal(builder: Builder, e: TupleExpr | ListExpr) -> Iteration:
    """for x in (a, b, c): a list that lives for the loop."""
    first = builder.number(builder.expr(e.items[0])) if e.items else None
    if first is None:
        builder.refuse(e, "a loop over nothing")
    t = builder.temp(ListTy(first.ty))
    setup: list[ir.Stmt] = [
        ir.Eval(e.line, t, builder.prim(t.ty, "list_new", types=[t.ty], extra=[str(len(e.items))]))
    ]
    for item in e.items:
        x = builder.number(builder.value(item, first.ty))
        setup.append(ir.Eval(e.line, None, builder.prim(VOID, "list_push", ir.Get(t.ty, t), x)))
    it = over_sequence(builder, ir.Get(t.ty, t), e)
    it.setup = setup + it.setup
    return it


def over_range(builder: Builder, e: CallExpr, backwards: bool) -> Iteration:
    builder.positional(e, 1, 3, "range")
    setup: list[ir.Stmt] = []
    parts = [builder.keep(builder.value(a, INT), setup, e.line) for a in e.args]
    start = parts[0] if len(parts) > 1 else builder.integer(0)
    stop = parts[1] if len(parts) > 1 else parts[0]
    step = parts[2] if len(parts) > 2 else builder.integer(1)
    if backwards:
        if len(parts) > 2:
            builder.refuse(e, "reversed(range) with a step; write the range backwards")
        local, i = new_counter(builder, stop, e.line, setup)
        item = ir.Binary(INT, "-", i, builder.integer(1))
        return Iteration(
            setup, ir.Binary(BOOL, ">", i, start), [item], [advance_by(builder, local, builder.integer(-1), e.line)]
        )
    local, i = new_counter(builder, start, e.line, setup)
    if isinstance(step, ir.Const):
        if step.value == 0:
            builder.refuse(e, "range() with step 0")
        condition: ir.Expr = ir.Binary(BOOL, "<" if step.value > 0 else ">", i, stop)
    else:
        up, down = ir.Binary(BOOL, "<", i, stop), ir.Binary(BOOL, ">", i, stop)
        condition = ir.Choose(BOOL, ir.Binary(BOOL, ">", step, builder.integer(0)), up, down)
    return Iteration(setup, condition, [i], [advance_by(builder, local, step, e.line)])


def over_enumerate(builder: Builder, e: CallExpr) -> Iteration:
    builder.positional(e, 1, 2, "enumerate")
    inner = iterate(builder, e.args[0])
    start = builder.value(e.args[1], INT) if len(e.args) > 1 else builder.integer(0)
    local, i = new_counter(builder, start, e.line, inner.setup)
    if len(inner.items) != 1:
        builder.refuse(e, "enumerate of pairs is outside the dialect; count by hand")
    return Iteration(
        inner.setup,
        inner.condition,
        [i, *inner.items],
        [*inner.advance, advance_by(builder, local, builder.integer(1), e.line)],
    )


def over_zip(builder: Builder, e: CallExpr) -> Iteration:
    builder.positional(e, 2, 3, "zip")
    parts = [iterate(builder, a) for a in e.args]
    if any(len(p.items) != 1 for p in parts):
        builder.refuse(e, "zip of pairs is outside the dialect")
    condition = parts[0].condition
    for p in parts[1:]:
        condition = builder.logic("&&", condition, p.condition)
    return Iteration(
        [s for p in parts for s in p.setup],
        condition,
        [p.items[0] for p in parts],
        [s for p in parts for s in p.advance],
    )


def over_reversed(builder: Builder, e: CallExpr) -> Iteration:
    argument = e.args[0]
    if (
        isinstance(argument, CallExpr)
        and isinstance(argument.callee, RefExpr)
        and argument.callee.fullname == "builtins.range"
    ):
        return over_range(builder, argument, True)
    setup: list[ir.Stmt] = []
    x = builder.keep(builder.expr(argument), setup, e.line)
    if not isinstance(x.ty, ListTy):
        builder.refuse(e, f"reversed of {x.ty} is outside the dialect (list and range are inside)")
    last = ir.Binary(INT, "-", builder.prim(INT, "length", x), builder.integer(1))
    local, i = new_counter(builder, last, e.line, setup)
    return Iteration(
        setup,
        ir.Binary(BOOL, ">=", i, builder.integer(0)),
        [builder.prim(x.ty.item, "list_get", x, i)],
        [advance_by(builder, local, builder.integer(-1), e.line)],
    )


def over_table(builder: Builder, x: ir.Expr, part: str, e: Expression) -> Iteration:
    assert isinstance(x.ty, (DictTy, SetTy))
    setup: list[ir.Stmt] = []
    table = builder.keep(x, setup, e.line)
    local, i = new_counter(builder, builder.prim(INT, "table_next", table, builder.integer(0)), e.line, setup)
    key_ty = x.ty.key if isinstance(x.ty, DictTy) else x.ty.item
    items: list[ir.Expr] = []
    if part in ("keys", "items"):
        items.append(builder.prim(key_ty, "table_key", table, i))
    if part in ("values", "items") and isinstance(x.ty, DictTy):
        items.append(builder.prim(x.ty.item, "dict_value", table, i))
    following = builder.prim(INT, "table_next", table, ir.Binary(INT, "+", i, builder.integer(1)))
    # The table may grow in the body (of a running `while`, not of a `for` in Python): read, then advance.
    return Iteration(
        setup, ir.Binary(BOOL, ">=", i, builder.integer(0)), items, [ir.Eval(e.line, local, following)]
    )


def over_sequence(builder: Builder, x: ir.Expr, e: Expression) -> Iteration:
    setup: list[ir.Stmt] = []
    sequence = builder.keep(x, setup, e.line)
    local, i = new_counter(builder, builder.integer(0), e.line, setup)
    item: ir.Expr
    length: ir.Expr = (
        builder.prim(INT, "length", sequence) if not isinstance(x.ty, TrailingTy) else builder.integer(0)
    )
    if isinstance(x.ty, ListTy):
        item = builder.prim(x.ty.item, "list_at", sequence, i)
    elif isinstance(x.ty, ArrayTy):
        item = builder.number(ir.Item(x.ty.item, sequence, i))
    elif isinstance(x.ty, TrailingTy):
        held = trailing_length(builder, x)
        if held is None:
            builder.refuse(e, "iterate over a trailing array through a local variable: `for x in obj.items`")
        length = held
        item = builder.number(ir.Item(x.ty.item, sequence, i))
    elif x.ty == STR:
        item = builder.support_call("str_index", [sequence, i], e)
    elif x.ty == BYTES:
        item = builder.prim(INT, "bytes_at", sequence, i)
    else:
        builder.refuse(e, f"`for` over {x.ty} is outside the dialect")
    return Iteration(
        setup, ir.Binary(BOOL, "<", i, length), [item], [advance_by(builder, local, builder.integer(1), e.line)]
    )


def bind_target(builder: Builder, target: Lvalue, items: list[ir.Expr], line: int) -> list[ir.Stmt]:
    """Assigns the items of one round to the loop's target."""
    if isinstance(target, TupleExpr):
        if len(items) == 1 and isinstance(items[0].ty, TupleTy):
            body: list[ir.Stmt] = []
            kept = builder.keep(items[0], body, line)
            assert isinstance(items[0].ty, TupleTy)
            parts: list[ir.Expr] = [ir.TupleItem(t, kept, k) for k, t in enumerate(items[0].ty.items)]
            return body + bind_target(builder, target, parts, line)
        if len(target.items) != len(items):
            builder.refuse(target, f"{len(items)} items are unpacked into {len(target.items)} names")
        return [s for t, item in zip(target.items, items) for s in bind_target(builder, t, [item], line)]
    if not isinstance(target, NameExpr) or not isinstance(target.node, Var):
        builder.refuse(target, "the target of a loop is a local variable in the dialect")
    if len(items) != 1:
        builder.refuse(target, "unpack the pair: `for a, b in ...`")
    if target.name == "_":
        local = builder.temp(items[0].ty)
        return [ir.Eval(line, local, items[0])]
    local = builder.variable(target.node, target)
    return [ir.Eval(line, local, builder.coerce(items[0], local.ty, target))]


def for_statement(builder: Builder, s: ForStmt) -> list[ir.Stmt]:
    it = iterate(builder, s.expr)
    body = bind_target(builder, s.index, it.items, s.line) + it.advance + builder.block(s.body)
    return [*it.setup, ir.Loop(s.line, it.condition, body, builder.block(s.else_body))]

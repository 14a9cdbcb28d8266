"""The forms of `for`: each is reduced to a counter (or several), a condition, and expressions for the
items."""

from __future__ import annotations

from dataclasses import dataclass

from mypy.nodes import (
    CallExpr,
    Expression,
    ListComprehension,
    ListExpr,
    Lvalue,
    MemberExpr,
    NameExpr,
    RefExpr,
    TupleExpr,
    Var,
)

from protopyc.front.calls import CallBuilder
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
    Ty,
)


@dataclass
class Iteration:
    """setup; while condition: read the items; advance; the loop's body"""

    setup: list[ir.Stmt]
    condition: ir.Expr
    items: list[ir.Expr]
    advance: list[ir.Stmt]


class IterationBuilder(CallBuilder):
    def iteration(self, e: Expression) -> Iteration:
        if isinstance(e, CallExpr):
            callee = e.callee
            if isinstance(callee, RefExpr) and callee.fullname.startswith("builtins."):
                name = callee.fullname[9:]
                if name == "range":
                    return self.over_range(e, False)
                if name == "enumerate":
                    return self.over_enumerate(e)
                if name == "zip":
                    return self.over_zip(e)
                if name == "reversed":
                    return self.over_reversed(e)
            if isinstance(callee, MemberExpr) and callee.name in ("keys", "values", "items") and not e.args:
                x = self.expr(callee.expr)
                if isinstance(x.ty, DictTy):
                    return self.over_table(x, callee.name, e)
        if isinstance(e, (TupleExpr, ListExpr)):
            return self.over_literal(e)
        x = self.expr(e)
        if isinstance(x.ty, (DictTy, SetTy)):
            return self.over_table(x, "keys", e)
        return self.over_sequence(x, e)

    def counter(self, start: ir.Expr, line: int, setup: list[ir.Stmt]) -> tuple[ir.Local, ir.Expr]:
        local = self.temp(INT, "i")
        setup.append(ir.Eval(line, local, start))
        return local, ir.Get(INT, local)

    def step(self, local: ir.Local, by: ir.Expr, line: int) -> ir.Stmt:
        return ir.Eval(line, local, ir.Binary(INT, "+", ir.Get(INT, local), by))

    def over_literal(self, e: TupleExpr | ListExpr) -> Iteration:
        """for x in (a, b, c): a list that lives for the loop."""
        first = self.number(self.expr(e.items[0])) if e.items else None
        if first is None:
            self.refuse(e, "a loop over nothing")
        t = self.temp(ListTy(first.ty))
        setup: list[ir.Stmt] = [
            ir.Eval(e.line, t, self.prim(t.ty, "list_new", types=[t.ty], extra=[str(len(e.items))]))
        ]
        for item in e.items:
            x = self.number(self.value(item, first.ty))
            setup.append(ir.Eval(e.line, None, self.prim(VOID, "list_push", ir.Get(t.ty, t), x)))
        it = self.over_sequence(ir.Get(t.ty, t), e)
        it.setup = setup + it.setup
        return it

    def over_range(self, e: CallExpr, backwards: bool) -> Iteration:
        self.positional(e, 1, 3, "range")
        setup: list[ir.Stmt] = []
        parts = [self.keep(self.value(a, INT), setup, e.line) for a in e.args]
        start = parts[0] if len(parts) > 1 else self.int(0)
        stop = parts[1] if len(parts) > 1 else parts[0]
        step = parts[2] if len(parts) > 2 else self.int(1)
        if backwards:
            if len(parts) > 2:
                self.refuse(e, "reversed(range) with a step; write the range backwards")
            local, i = self.counter(stop, e.line, setup)
            item = ir.Binary(INT, "-", i, self.int(1))
            return Iteration(
                setup, ir.Binary(BOOL, ">", i, start), [item], [self.step(local, self.int(-1), e.line)]
            )
        local, i = self.counter(start, e.line, setup)
        if isinstance(step, ir.Const):
            if step.value == 0:
                self.refuse(e, "range() with step 0")
            condition: ir.Expr = ir.Binary(BOOL, "<" if step.value > 0 else ">", i, stop)
        else:
            up, down = ir.Binary(BOOL, "<", i, stop), ir.Binary(BOOL, ">", i, stop)
            condition = ir.Choose(BOOL, ir.Binary(BOOL, ">", step, self.int(0)), up, down)
        return Iteration(setup, condition, [i], [self.step(local, step, e.line)])

    def over_enumerate(self, e: CallExpr) -> Iteration:
        self.positional(e, 1, 2, "enumerate")
        inner = self.iteration(e.args[0])
        start = self.value(e.args[1], INT) if len(e.args) > 1 else self.int(0)
        local, i = self.counter(start, e.line, inner.setup)
        if len(inner.items) != 1:
            self.refuse(e, "enumerate of pairs is outside the dialect; count by hand")
        return Iteration(
            inner.setup,
            inner.condition,
            [i, *inner.items],
            [*inner.advance, self.step(local, self.int(1), e.line)],
        )

    def over_zip(self, e: CallExpr) -> Iteration:
        self.positional(e, 2, 3, "zip")
        parts = [self.iteration(a) for a in e.args]
        if any(len(p.items) != 1 for p in parts):
            self.refuse(e, "zip of pairs is outside the dialect")
        condition = parts[0].condition
        for p in parts[1:]:
            condition = self.logic("&&", condition, p.condition)
        return Iteration(
            [s for p in parts for s in p.setup],
            condition,
            [p.items[0] for p in parts],
            [s for p in parts for s in p.advance],
        )

    def over_reversed(self, e: CallExpr) -> Iteration:
        argument = e.args[0]
        if (
            isinstance(argument, CallExpr)
            and isinstance(argument.callee, RefExpr)
            and argument.callee.fullname == "builtins.range"
        ):
            return self.over_range(argument, True)
        setup: list[ir.Stmt] = []
        x = self.keep(self.expr(argument), setup, e.line)
        if not isinstance(x.ty, ListTy):
            self.refuse(e, f"reversed of {x.ty} is outside the dialect (list and range are inside)")
        last = ir.Binary(INT, "-", self.prim(INT, "length", x), self.int(1))
        local, i = self.counter(last, e.line, setup)
        return Iteration(
            setup,
            ir.Binary(BOOL, ">=", i, self.int(0)),
            [self.prim(x.ty.item, "list_get", x, i)],
            [self.step(local, self.int(-1), e.line)],
        )

    def over_table(self, x: ir.Expr, part: str, e: Expression) -> Iteration:
        assert isinstance(x.ty, (DictTy, SetTy))
        setup: list[ir.Stmt] = []
        table = self.keep(x, setup, e.line)
        local, i = self.counter(self.prim(INT, "table_next", table, self.int(0)), e.line, setup)
        key_ty = x.ty.key if isinstance(x.ty, DictTy) else x.ty.item
        items: list[ir.Expr] = []
        if part in ("keys", "items"):
            items.append(self.prim(key_ty, "table_key", table, i))
        if part in ("values", "items") and isinstance(x.ty, DictTy):
            items.append(self.prim(x.ty.item, "dict_value", table, i))
        following = self.prim(INT, "table_next", table, ir.Binary(INT, "+", i, self.int(1)))
        # The table may grow in the body (of a running `while`, not of a `for` in Python): read, then advance.
        return Iteration(
            setup, ir.Binary(BOOL, ">=", i, self.int(0)), items, [ir.Eval(e.line, local, following)]
        )

    def over_sequence(self, x: ir.Expr, e: Expression) -> Iteration:
        setup: list[ir.Stmt] = []
        sequence = self.keep(x, setup, e.line)
        local, i = self.counter(self.int(0), e.line, setup)
        item: ir.Expr
        length: ir.Expr = (
            self.prim(INT, "length", sequence) if not isinstance(x.ty, TrailingTy) else self.int(0)
        )
        if isinstance(x.ty, ListTy):
            item = self.prim(x.ty.item, "list_at", sequence, i)
        elif isinstance(x.ty, ArrayTy):
            item = self.number(ir.Item(x.ty.item, sequence, i))
        elif isinstance(x.ty, TrailingTy):
            held = self.trailing_length(x)
            if held is None:
                self.refuse(e, "iterate over a trailing array through a local variable: `for x in obj.items`")
            length = held
            item = self.number(ir.Item(x.ty.item, sequence, i))
        elif x.ty == STR:
            item = self.support_call("str_index", [sequence, i], e)
        elif x.ty == BYTES:
            item = self.prim(INT, "bytes_at", sequence, i)
        else:
            self.refuse(e, f"`for` over {x.ty} is outside the dialect")
        return Iteration(
            setup, ir.Binary(BOOL, "<", i, length), [item], [self.step(local, self.int(1), e.line)]
        )

    def bind(self, target: Lvalue, items: list[ir.Expr], line: int) -> list[ir.Stmt]:
        """Assigns the items of one round to the loop's target."""
        if isinstance(target, TupleExpr):
            if len(items) == 1 and isinstance(items[0].ty, TupleTy):
                body: list[ir.Stmt] = []
                kept = self.keep(items[0], body, line)
                assert isinstance(items[0].ty, TupleTy)
                parts: list[ir.Expr] = [ir.TupleItem(t, kept, k) for k, t in enumerate(items[0].ty.items)]
                return body + self.bind(target, parts, line)
            if len(target.items) != len(items):
                self.refuse(target, f"{len(items)} items are unpacked into {len(target.items)} names")
            return [s for t, item in zip(target.items, items) for s in self.bind(t, [item], line)]
        if not isinstance(target, NameExpr) or not isinstance(target.node, Var):
            self.refuse(target, "the target of a loop is a local variable in the dialect")
        if len(items) != 1:
            self.refuse(target, "unpack the pair: `for a, b in ...`")
        if target.name == "_":
            local = self.temp(items[0].ty)
            return [ir.Eval(line, local, items[0])]
        local = self.variable(target.node, target)
        return [ir.Eval(line, local, self.coerce(items[0], local.ty, target))]

    def x_ListComprehension(self, e: ListComprehension, hint: Ty | None) -> ir.Expr:
        generator = e.generator
        if len(generator.sequences) != 1 or generator.is_async[0]:
            self.refuse(e, "a comprehension with several `for` is outside the dialect; write loops")
        ty = hint if isinstance(hint, ListTy) else self.type_of(e)
        assert isinstance(ty, ListTy)
        it = self.iteration(generator.sequences[0])
        t = self.temp(ty)
        inner: list[ir.Stmt] = self.bind(generator.indices[0], it.items, e.line) + it.advance
        push: list[ir.Stmt] = []
        tests = generator.condlists[0]
        place = inner
        for test in tests:
            then: list[ir.Stmt] = []
            place.append(ir.If(e.line, self.truth(test), then, []))
            place = then
        push.append(
            ir.Eval(
                e.line,
                None,
                self.prim(VOID, "list_append", ir.Get(ty, t), self.value(generator.left_expr, ty.item)),
            )
        )
        place += push
        body = [
            *it.setup,
            ir.Eval(e.line, t, self.prim(ty, "list_new", types=[ty], extra=["0"])),
            ir.Loop(e.line, it.condition, inner, []),
        ]
        return ir.Walrus(ty, body, ir.Get(ty, t))

"""Rewriting all expressions of a body, bottom up, in place."""

from __future__ import annotations

from collections.abc import Callable

from protopyc.ir import nodes as ir
from protopyc.ir.walk import blocks

Rule = Callable[[ir.Expr], ir.Expr]


def rewrite_expression(x: ir.Expr, rule: Rule) -> ir.Expr:
    def go(y: ir.Expr) -> ir.Expr:
        return rewrite_expression(y, rule)

    if isinstance(x, ir.Field):
        x.obj = go(x.obj)
    elif isinstance(x, ir.Item):
        x.array, x.index = go(x.array), go(x.index)
    elif isinstance(x, (ir.Unary, ir.Cast, ir.IsInstance)):
        x.operand = go(x.operand)
    elif isinstance(x, (ir.Binary, ir.Logic)):
        x.left, x.right = go(x.left), go(x.right)
    elif isinstance(x, ir.Choose):
        x.condition, x.then, x.otherwise = go(x.condition), go(x.then), go(x.otherwise)
    elif isinstance(x, (ir.Call, ir.CallVirtual, ir.Prim)):
        x.args = [go(a) for a in x.args]
    elif isinstance(x, ir.CallPointer):
        x.pointer, x.args = go(x.pointer), [go(a) for a in x.args]
    elif isinstance(x, ir.MakeTuple):
        x.items = [go(i) for i in x.items]
    elif isinstance(x, ir.TupleItem):
        x.tuple = go(x.tuple)
    elif isinstance(x, ir.Walrus):
        rewrite(x.body, rule)
        x.value = go(x.value)
    return rule(x)


def rewrite(body: list[ir.Stmt], rule: Rule) -> None:
    for s in body:
        if isinstance(s, ir.Eval):
            s.value = rewrite_expression(s.value, rule)
        elif isinstance(s, ir.SetField):
            s.value, s.obj = rewrite_expression(s.value, rule), rewrite_expression(s.obj, rule)
        elif isinstance(s, ir.SetItem):
            s.value = rewrite_expression(s.value, rule)
            s.array, s.index = rewrite_expression(s.array, rule), rewrite_expression(s.index, rule)
        elif isinstance(s, (ir.If, ir.Loop)):
            if s.condition is not None:
                s.condition = rewrite_expression(s.condition, rule)
        elif isinstance(s, (ir.Return, ir.Raise)) and s.value is not None:
            s.value = rewrite_expression(s.value, rule)
        elif isinstance(s, (ir.Switch, ir.Dispatch)):
            s.subject = rewrite_expression(s.subject, rule)
        for b in blocks(s):
            rewrite(b, rule)

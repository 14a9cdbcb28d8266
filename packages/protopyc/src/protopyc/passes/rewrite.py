"""Rewriting all expressions of a body, bottom up, in place."""

from __future__ import annotations

from collections.abc import Callable

from protopyc.ir import nodes as ir
from protopyc.ir.walk import blocks

Rule = Callable[[ir.Expr], ir.Expr]

OPERANDS: dict[type[ir.Expr], tuple[str, ...]] = {
    ir.Field: ("obj",),
    ir.Item: ("array", "index"),
    ir.Unary: ("operand",),
    ir.Cast: ("operand",),
    ir.IsInstance: ("operand",),
    ir.Binary: ("left", "right"),
    ir.Logic: ("left", "right"),
    ir.Choose: ("condition", "then", "otherwise"),
    ir.Call: ("args",),
    ir.CallVirtual: ("args",),
    ir.CallPointer: ("pointer", "args"),
    ir.Prim: ("args",),
    ir.MakeTuple: ("items",),
    ir.TupleItem: ("tuple",),
}
"""The attributes of a node that hold expressions or lists of them."""


def rewrite_expression(x: ir.Expr, rule: Rule) -> ir.Expr:
    kind = type(x)
    if kind is ir.Const or kind is ir.Get:
        return rule(x)
    for name in OPERANDS.get(kind, ()):
        operand = getattr(x, name)
        if isinstance(operand, list):
            operand[:] = [rewrite_expression(a, rule) for a in operand]
        else:
            setattr(x, name, rewrite_expression(operand, rule))
    if isinstance(x, ir.Walrus):
        rewrite(x.body, rule)
        x.value = rewrite_expression(x.value, rule)
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

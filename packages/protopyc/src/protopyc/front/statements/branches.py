"""`if`, `while`, `match`, and the dispatch loop."""

from __future__ import annotations

from mypy.nodes import (
    Expression,
    IfStmt,
    MatchStmt,
    RefExpr,
    WhileStmt,
)
from mypy.patterns import AsPattern, OrPattern, Pattern, ValuePattern

from protopyc.front.builder import Builder
from protopyc.front.expressions.truth import truth
from protopyc.ir import nodes as ir
from protopyc.ir.types import INT


def if_statement(builder: Builder, s: IfStmt) -> list[ir.Stmt]:
    return if_chain(builder, s, 0)


def if_chain(builder: Builder, s: IfStmt, k: int) -> list[ir.Stmt]:
    if k == len(s.expr):
        return builder.block(s.else_body)
    if s.body[k].is_unreachable and not isinstance(try_constant(builder, s.expr[k]), ir.Const):
        # mypy proved this branch dead; the test is still evaluated where it has effects, which a test
        # of types has not
        return if_chain(builder, s, k + 1)
    test = truth(builder, s.expr[k])
    if isinstance(test, ir.Const):
        return builder.block(s.body[k]) if test.value else if_chain(builder, s, k + 1)
    return [ir.If(s.expr[k].line, test, builder.block(s.body[k]), if_chain(builder, s, k + 1))]


def try_constant(builder: Builder, e: Expression) -> ir.Expr | None:
    """The truth of e if it can be built (COMPILED and the like)."""
    if isinstance(e, RefExpr) and e.fullname in ("protodialect.types.COMPILED", "typing.TYPE_CHECKING"):
        return truth(builder, e)
    return None


def while_statement(builder: Builder, s: WhileStmt) -> list[ir.Stmt]:
    test = truth(builder, s.expr)
    if isinstance(test, ir.Const):
        if not test.value:
            return builder.block(s.else_body)
        dispatch = dispatch_loop(builder, s)
        if dispatch is not None:
            return [dispatch]
        return [ir.Loop(s.line, None, builder.block(s.body), [])]
    return [ir.Loop(s.line, test, builder.block(s.body), builder.block(s.else_body))]


def dispatch_loop(builder: Builder, s: WhileStmt) -> ir.Dispatch | None:
    """The interpreter loop: `while True:` of a @dispatch_loop function with a `match` directly inside."""
    if not builder.function.dispatch:
        return None
    at = next((i for i, x in enumerate(s.body.body) if isinstance(x, MatchStmt)), None)
    if at is None:
        return None
    match = s.body.body[at]
    assert isinstance(match, MatchStmt)
    head = [x for y in s.body.body[:at] for x in builder.statement(y)]
    tail = [x for y in s.body.body[at + 1 :] for x in builder.statement(y)]
    switch = match_statement(builder, match)[0]
    assert isinstance(switch, ir.Switch)
    return ir.Dispatch(s.line, head, switch.subject, switch.cases, switch.otherwise, tail)


def match_statement(builder: Builder, s: MatchStmt) -> list[ir.Stmt]:
    subject = builder.number(builder.expr(s.subject))
    if subject.ty != INT:
        builder.refuse(
            s, f"match on {subject.ty} is outside the dialect (on int it is inside); write if/elif"
        )
    cases: list[tuple[list[int], list[ir.Stmt]]] = []
    otherwise: list[ir.Stmt] | None = None
    seen: set[int] = set()
    for pattern, guard, body in zip(s.patterns, s.guards, s.bodies):
        if guard is not None:
            builder.refuse(guard, "a guard in match is outside the dialect; write an if inside the case")
        values = pattern_values(builder, pattern)
        block = builder.block(body)
        if values is None:
            otherwise = block
            break
        cases.append(([v for v in dict.fromkeys(values) if v not in seen], block))
        seen.update(values)
    return [ir.Switch(s.line, subject, cases, otherwise)]


def pattern_values(builder: Builder, p: Pattern) -> list[int] | None:
    """The constants of a pattern; None for `_`."""
    if isinstance(p, AsPattern) and p.pattern is None and p.name is None:
        return None
    if isinstance(p, OrPattern):
        values: list[int] = []
        for part in p.patterns:
            some = pattern_values(builder, part)
            if some is None:
                return None
            values += some
        return values
    if isinstance(p, ValuePattern):
        x = builder.expr(p.expr)
        if isinstance(x, ir.Const) and x.ty == INT:
            return [x.value]
    builder.refuse(p, "patterns are int constants, | and _ in the dialect")

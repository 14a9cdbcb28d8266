"""Expressions into registers.

`expr_to(b, e, dst)` leaves the value of e in register dst, `operand(b, e, ...)` in whatever register is cheapest: a local that is
surely assigned is used where it is. Two rules keep that right:

- dst may be a variable or an unreserved register (`top`). Either way it is written by the last instruction only, so that
  `x = [x, f()]` sees the old x, and an exception on the way leaves x alone. What needs its result earlier (boolean
  operators, containers that grow) works in a temporary and moves it.
- An operand that is a local is read late. When a sub-expression in between may rebind it (`x + (x := 5)`), it is copied.
"""

from __future__ import annotations

from typing import Final, cast

from .. import ast
from ..ast import ConstKind, Kind, unaryop
from .builder import Builder, Place
from .constants import Const, fold
from .dispatch import EXPRESSIONS, compiles_expression
from .names import load_name, store_name

WIDE: Final[int] = 48
"""Displays of more elements are built piece by piece, to spare registers."""


def small_int(node: ast.expr, least: int, most: int) -> bool:
    """An int literal (or a negated one) within bounds."""
    if node.kind == Kind.Constant:
        c = cast(ast.Constant, node)
        return c.const_kind == ConstKind.INT and least <= c.int_value <= most
    if node.kind == Kind.UnaryOp:
        u = cast(ast.UnaryOp, node)
        if u.op == unaryop.USub and u.operand.kind == Kind.Constant:
            c = cast(ast.Constant, u.operand)
            return c.const_kind == ConstKind.INT and least <= -c.int_value <= most
    return False


def small_int_value(node: ast.expr) -> int:
    if node.kind == Kind.Constant:
        return cast(ast.Constant, node).int_value
    return -cast(ast.Constant, cast(ast.UnaryOp, node).operand).int_value


def is_none(node: ast.expr) -> bool:
    return node.kind == Kind.Constant and cast(ast.Constant, node).const_kind == ConstKind.NONE


def cannot_rebind(node: ast.expr) -> bool:
    """Evaluating it surely binds no local."""
    while node.kind == Kind.Attribute:
        node = cast(ast.Attribute, node).value
    return node.kind == Kind.Name or node.kind == Kind.Constant


def constant(b: Builder, e: ast.expr) -> Const | None:
    match e.kind:
        case Kind.Constant | Kind.UnaryOp | Kind.BinOp | Kind.Tuple | Kind.Name:
            return fold(e, b.session.optimize == 0, 0)
        case _:
            return None


def expr_to(b: Builder, e: ast.expr, dst: int) -> None:
    session = b.session
    session.deeper()
    if dst >= b.high:
        b.high = dst + 1
    mark = b.top
    c = constant(b, e)
    if c is not None:
        b.at(e)
        b.load_const(dst, c)
    else:
        EXPRESSIONS[e.kind](b, e, dst)
    b.top = mark
    session.depth -= 1


def operand(b: Builder, e: ast.expr, fragile: bool) -> int:
    """The value of e in some register: of a local, or a new temporary. fragile: what is evaluated next may rebind locals."""
    if e.kind == Kind.Name:
        raw = cast(ast.Name, e).id
        reg = b.local_register(raw)
        if reg >= 0 and not (fragile and b.bound_by_walrus(raw)):
            b.at(e)
            b.check_local(reg)
            return reg
    elif e.kind == Kind.NamedExpr and not fragile:
        named = cast(ast.NamedExpr, e)
        reg = b.local_register(named.target.id)
        if reg >= 0:
            named_expr(b, named, reg)
            return reg
    return temporary(b, e)


def operand_before(b: Builder, e: ast.expr, later: ast.expr) -> int:
    return operand(b, e, not cannot_rebind(later))


def temporary(b: Builder, e: ast.expr) -> int:
    """The value of e in a new temporary."""
    t = b.top
    expr_to(b, e, t)
    b.set_top(t + 1)
    return t


def effect(b: Builder, e: ast.expr) -> None:
    """Evaluates e for what it does."""
    if constant(b, e) is not None:
        return
    mark = b.top
    if e.kind == Kind.Name:
        operand(b, e, False)
    else:
        expr_to(b, e, b.top)
    b.top = mark


@compiles_expression(Kind.NamedExpr)
def named_expr(b: Builder, e: ast.NamedExpr, dst: int) -> None:
    name = e.target.id
    b.refuse_debug(name, e.target)
    reg = b.local_register(name)
    if reg >= 0:
        expr_to(b, e.value, reg)
        b.set_assigned(reg)
        b.at(e)
        b.move(dst, reg)
    else:
        expr_to(b, e.value, dst)
        b.at(e.target)
        store_name(b, name, dst)


def window(b: Builder, elts: list[ast.expr]) -> int:
    """The values in consecutive registers; returns the first."""
    n = len(elts)
    first = adjacent_locals(b, elts)
    if first >= 0:
        return first
    base = b.top
    for i in range(n):
        expr_to(b, elts[i], base + i)
        b.set_top(base + i + 1)
    return base


def adjacent_locals(b: Builder, elts: list[ast.expr]) -> int:
    """The first register, if the elements are assigned locals in consecutive registers; else -1."""
    first = -1
    for i in range(len(elts)):
        e = elts[i]
        if e.kind != Kind.Name:
            return -1
        kind, reg = b.lookup(b.mangled(cast(ast.Name, e).id))
        if kind != Place.REGISTER or not b.is_assigned(reg) or (i > 0 and reg != first + i):
            return -1
        if i == 0:
            first = reg
    return first


def has_star(elts: list[ast.expr]) -> bool:
    for e in elts:
        if e.kind == Kind.Starred:
            return True
    return False


def is_singleton(e: ast.expr) -> bool:
    if e.kind != Kind.Constant:
        return False
    kind = cast(ast.Constant, e).const_kind
    return kind == ConstKind.NONE or kind == ConstKind.TRUE or kind == ConstKind.FALSE or kind == ConstKind.ELLIPSIS


@compiles_expression(Kind.Name)
def name(b: Builder, e: ast.Name, dst: int) -> None:
    b.at(e)
    load_name(b, e.id, dst)


@compiles_expression(Kind.Starred)
def starred(b: Builder, e: ast.Starred, dst: int) -> None:
    raise b.error("can't use starred expression here", e)

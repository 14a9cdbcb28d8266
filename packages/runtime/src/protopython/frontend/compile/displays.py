"""Tuples, lists, sets and dicts."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .builder import Builder
from .constants import Const, fold_tuple
from .dispatch import compiles_expression
from .expressions import WIDE, expr_to, has_star, operand, operand_before, window


@compiles_expression(Kind.Tuple)
def tuple_display(b: Builder, node: ast.Tuple, dst: int) -> None:
    elts = node.elts
    if len(elts) > WIDE or has_star(elts):
        mark = b.top
        t = b.work_register(dst)
        grow_list(b, node, elts, t)
        b.at(node)
        b.emit_ab(Op.LIST_TO_TUPLE, dst, t)
        b.top = mark
        return
    base = window(b, elts)
    b.at(node)
    b.emit(Op.BUILD_TUPLE, dst, base, len(elts), 0)


@compiles_expression(Kind.List)
def list_display(b: Builder, node: ast.List, dst: int) -> None:
    elts = node.elts
    if len(elts) >= 3:
        c = fold_tuple(elts, b.session.optimize == 0, 0)
        if c is not None:
            extend_by_constant(b, node, c, dst, Op.BUILD_LIST, Op.LIST_EXTEND)
            return
    if len(elts) > WIDE or has_star(elts):
        mark = b.top
        t = b.work_register(dst)
        grow_list(b, node, elts, t)
        b.at(node)
        b.move(dst, t)
        b.top = mark
        return
    base = window(b, elts)
    b.at(node)
    b.emit(Op.BUILD_LIST, dst, base, len(elts), 0)


def extend_by_constant(b: Builder, node: ast.expr, c: Const, dst: int, build: int, extend: int) -> None:
    mark = b.top
    t = b.work_register(dst)
    k = b.temp()
    b.at(node)
    b.emit(build, t, 0, 0, 0)
    b.load_const(k, c)
    b.emit_ab(extend, t, k)
    b.move(dst, t)
    b.top = mark


def grow_list(b: Builder, node: ast.expr, elts: list[ast.expr], t: int) -> None:
    """A list in the reserved register t, element by element."""
    grow(b, node, elts, t, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND)


def grow(b: Builder, node: ast.expr, elts: list[ast.expr], t: int, build: int, add: int, extend: int) -> None:
    n = 0
    while n < len(elts) and n < WIDE and elts[n].kind != Kind.Starred:
        n += 1
    mark = b.top
    base = window(b, elts[:n])
    b.at(node)
    b.emit(build, t, base, n, 0)
    b.top = mark
    for i in range(n, len(elts)):
        e = elts[i]
        if e.kind == Kind.Starred:
            r = operand(b, cast(ast.Starred, e).value, False)
            b.at(node)
            b.emit_ab(extend, t, r)
        else:
            r = operand(b, e, False)
            b.at(node)
            b.emit_ab(add, t, r)
        b.top = mark


@compiles_expression(Kind.Set)
def set_display(b: Builder, node: ast.Set, dst: int) -> None:
    elts = node.elts
    if len(elts) >= 3:
        c = fold_tuple(elts, b.session.optimize == 0, 0)
        if c is not None:
            extend_by_constant(b, node, c, dst, Op.BUILD_SET, Op.SET_UPDATE)
            return
    if len(elts) > WIDE or has_star(elts):
        mark = b.top
        t = b.work_register(dst)
        grow(b, node, elts, t, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE)
        b.at(node)
        b.move(dst, t)
        b.top = mark
        return
    base = window(b, elts)
    b.at(node)
    b.emit(Op.BUILD_SET, dst, base, len(elts), 0)


@compiles_expression(Kind.Dict)
def dict_display(b: Builder, e: ast.Dict, dst: int) -> None:
    n = 0
    while n < len(e.keys) and n < WIDE // 2 and e.keys[n] is not None:
        n += 1
    mark = b.top
    whole = n == len(e.keys)
    t = dst
    if not whole:
        t = b.work_register(dst)
    inner = b.top
    base = b.top
    for i in range(n):
        key = e.keys[i]
        assert key is not None
        expr_to(b, key, base + 2 * i)
        b.set_top(base + 2 * i + 1)
        expr_to(b, e.values[i], base + 2 * i + 1)
        b.set_top(base + 2 * i + 2)
    b.at(e)
    b.emit(Op.BUILD_DICT, t, base, n, 0)
    b.top = inner
    for i in range(n, len(e.keys)):
        key = e.keys[i]
        if key is None:
            r = operand(b, e.values[i], False)
            b.at(e)
            b.emit_ab(Op.DICT_UPDATE, t, r)
        else:
            k = operand_before(b, key, e.values[i])
            r = operand(b, e.values[i], False)
            b.at(e)
            b.emit(Op.DICT_SET, t, k, r, 0)
        b.top = inner
    b.move(dst, t)
    b.top = mark

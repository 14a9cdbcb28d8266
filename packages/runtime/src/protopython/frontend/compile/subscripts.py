"""Attributes, items and slices, read."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .builder import Builder
from .calls import super_attribute
from .dispatch import compiles_expression
from .expressions import expr_to, operand, operand_before, small_int, small_int_value
from .literals import displayed_type


@compiles_expression(Kind.Attribute)
def attribute(b: Builder, e: ast.Attribute, dst: int) -> None:
    if super_attribute(b, e, dst):
        return
    r = operand(b, e.value, False)
    b.at_attribute(e, e)
    b.emit(Op.LOAD_ATTR, dst, r, b.site(b.mangled(e.attr)), 0)


@compiles_expression(Kind.Subscript)
def subscript(b: Builder, e: ast.Subscript, dst: int) -> None:
    check_subscript(b, e)
    container = operand_before(b, e.value, e.slice)
    if small_int(e.slice, -0x8000, 0x7FFF):
        b.at(e)
        b.emit(Op.GETITEM_INT, dst, container, small_int_value(e.slice), 0)
    elif e.slice.kind == Kind.Slice and cast(ast.Slice, e.slice).step is None:
        bounds = slice_bounds(b, cast(ast.Slice, e.slice))
        b.at(e)
        b.emit(Op.GETSLICE, dst, container, bounds, 0)
    else:
        key = operand(b, e.slice, False)
        b.at(e)
        b.emit(Op.GETITEM, dst, container, key, 0)


def check_subscript(b: Builder, e: ast.Subscript) -> None:
    what = displayed_type(e.value)
    if what == "":
        return
    if what == "set" or what == "generator" or what == "function" or (e.value.kind == Kind.Constant and what != "str" and what != "bytes"):
        b.warn(f"'{what}' object is not subscriptable; perhaps you missed a comma?", e)
        return
    if what == "dict":
        return
    index = displayed_type(e.slice)
    if index == "" or index == "int" or index == "bool" or e.slice.kind == Kind.Slice:
        return
    b.warn(f"{what} indices must be integers or slices, not {index}; perhaps you missed a comma?", e)


def bound_or_none(b: Builder, bound: ast.expr | None, dst: int) -> None:
    if bound is None:
        b.emit_a(Op.LOAD_NONE, dst)
    else:
        expr_to(b, bound, dst)
    b.set_top(dst + 1)


def slice_bounds(b: Builder, s: ast.Slice) -> int:
    """Two new temporaries: lower and upper bound."""
    t = b.top
    b.at(s)
    bound_or_none(b, s.lower, t)
    bound_or_none(b, s.upper, t + 1)
    return t


@compiles_expression(Kind.Slice)
def slice_object(b: Builder, s: ast.Slice, dst: int) -> None:
    bounds = slice_bounds(b, s)
    bound_or_none(b, s.step, bounds + 2)
    b.at(s)
    b.emit_ab(Op.BUILD_SLICE, dst, bounds)

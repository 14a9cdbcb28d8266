"""Calls: the callee, self and arguments in consecutive registers, so that the callee's frame starts where they are.

    R[w] callee    R[w+1] self    R[w+2] ... arguments    (names tuple, or dict of **)

Every argument is evaluated straight into its place. A call of an attribute is a method call (LOAD_METHOD fills R[w] and
R[w+1]); other callees have no self.
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from ..symtable import GLOBAL_IMPLICIT, LOCAL, ScopeKind
from .builder import Builder
from .constants import const_names, const_str
from .dispatch import compiles_expression
from .expressions import expr_to, has_star, operand, window
from .literals import displayed_type
from .names import load_global, load_name

PAIRS: Final[int] = 16
"""Keyword arguments beside ** that are put into a dict at once."""


@compiles_expression(Kind.Call)
def call(b: Builder, node: ast.Call, dst: int) -> None:
    check_callee(b, node.func)
    check_keywords(b, node.keywords)
    w = b.top
    starred = has_star(node.args) or has_double_star(node.keywords)
    method = node.func.kind == Kind.Attribute
    if method:
        attribute = cast(ast.Attribute, node.func)
        if not super_method(b, attribute, w):
            r = operand(b, attribute.value, False)
            b.at_attribute(attribute, attribute)
            b.emit(Op.LOAD_METHOD, w, r, b.site(b.mangled(attribute.attr)), 0)
    else:
        expr_to(b, node.func, w)
    b.set_top(w + 2)
    if starred:
        if not method:
            b.at(node)
            b.emit_a(Op.CLEAR, w + 1)
        arguments_ex(b, node, w, node.args, node.keywords, -1)
        at_call(b, node)
        b.emit_ab(Op.CALL_EX, dst, w)
        return
    arguments(b, node, w, node.args, node.keywords, method, dst)


def at_call(b: Builder, node: ast.Call) -> None:
    if node.func.kind == Kind.Attribute:
        b.at_attribute(node, cast(ast.Attribute, node.func))
    else:
        b.at(node)


def arguments(
    b: Builder,
    node: ast.Call,
    w: int,
    args: list[ast.expr],
    keywords: list[ast.keyword],
    method: bool,
    dst: int,
) -> None:
    """Plain arguments, then the call."""
    n = 0
    for a in args:
        expr_to(b, a, w + 2 + n)
        n += 1
        b.set_top(w + 2 + n)
    if len(keywords) == 0:
        at_call(b, node)
        b.emit(Op.CALL if method else Op.CALL_FUNCTION, dst, w, n, 0)
        return
    names: list[str] = []
    for k in keywords:
        expr_to(b, k.value, w + 2 + n)
        n += 1
        b.set_top(w + 2 + n)
        name = k.arg
        assert name is not None
        names.append(name)
    at_call(b, node)
    b.load_const(w + 2 + n, const_names(names))
    b.set_top(w + 3 + n)
    if not method:
        b.emit_a(Op.CLEAR, w + 1)
    b.emit(Op.CALL_KW, dst, w, n, 0)


def arguments_ex(b: Builder, node: ast.AST, w: int, args: list[ast.expr], keywords: list[ast.keyword], extra: int) -> None:
    """Arguments with stars: a tuple in R[w+2], a dict or EMPTY in R[w+3]. extra: a register with one more positional argument."""
    at_end = False
    positional = w + 2
    if len(args) == 1 and args[0].kind == Kind.Starred and extra < 0:
        expr_to(b, cast(ast.Starred, args[0]).value, positional)
        at_end = True
    elif not has_star(args) and extra < 0:
        tuple_display_at(b, node, args, positional)
    else:
        b.set_top(positional + 1)
        grow_list_at(b, node, args, positional)
        if extra >= 0:
            b.emit_ab(Op.LIST_APPEND, positional, extra)
        b.emit_ab(Op.LIST_TO_TUPLE, positional, positional)
    b.set_top(positional + 1)
    if len(keywords) == 0:
        b.emit_a(Op.CLEAR, w + 3)
    else:
        keyword_dict(b, node, w, keywords)
    b.set_top(w + 4)
    if at_end:
        b.at(node)
        b.emit(Op.STAR_TO_TUPLE, positional, positional, w, 0)


def tuple_display_at(b: Builder, node: ast.AST, args: list[ast.expr], dst: int) -> None:
    mark = b.top
    base = window(b, args)
    b.at(node)
    b.emit(Op.BUILD_TUPLE, dst, base, len(args), 0)
    b.top = mark


def grow_list_at(b: Builder, node: ast.AST, args: list[ast.expr], t: int) -> None:
    mark = b.top
    b.at(node)
    b.emit(Op.BUILD_LIST, t, 0, 0, 0)
    for a in args:
        if a.kind == Kind.Starred:
            r = operand(b, cast(ast.Starred, a).value, False)
            b.at(node)
            b.emit_ab(Op.LIST_EXTEND, t, r)
        else:
            r = operand(b, a, False)
            b.at(node)
            b.emit_ab(Op.LIST_APPEND, t, r)
        b.top = mark


def keyword_dict(b: Builder, node: ast.AST, w: int, keywords: list[ast.keyword]) -> None:
    """The dict of keyword arguments in R[w+3]: runs of name=value are merged as dicts of their own."""
    t = w + 3
    b.set_top(t + 1)
    started = False
    i = 0
    while i < len(keywords):
        mark = b.top
        k = keywords[i]
        if k.arg is None:
            if not started:
                b.at(node)
                b.emit(Op.BUILD_DICT, t, 0, 0, 0)
            r = operand(b, k.value, False)
            b.at(node)
            b.emit(Op.DICT_MERGE, t, r, w, 0)
            i += 1
        else:
            base = b.top
            n = 0
            while i < len(keywords) and n < PAIRS:
                name = keywords[i].arg
                if name is None:
                    break
                b.at(keywords[i])
                b.load_const(base + 2 * n, const_str(name))
                b.set_top(base + 2 * n + 1)
                expr_to(b, keywords[i].value, base + 2 * n + 1)
                b.set_top(base + 2 * n + 2)
                n += 1
                i += 1
            b.at(node)
            if started:
                b.emit(Op.BUILD_DICT, base, base, n, 0)
                b.emit(Op.DICT_MERGE, t, base, w, 0)
            else:
                b.emit(Op.BUILD_DICT, t, base, n, 0)
        started = True
        b.top = mark


def check_keywords(b: Builder, keywords: list[ast.keyword]) -> None:
    seen: dict[str, bool] = {}
    for k in keywords:
        name = k.arg
        if name is None:
            continue
        b.refuse_debug(name, k)
        if name in seen:
            raise b.error(f"keyword argument repeated: {name}", k)
        seen[name] = True


def check_callee(b: Builder, func: ast.expr) -> None:
    what = displayed_type(func)
    if what != "" and what != "function":
        b.warn(f"'{what}' object is not callable; perhaps you missed a comma?", func)


def is_super_call(b: Builder, e: ast.expr) -> int:
    """The number of arguments (0 or 2) of a call of the built-in super that LOAD_SUPER_x can do; else -1."""
    if e.kind != Kind.Call or not b.scope.is_function():
        return -1
    call = cast(ast.Call, e)
    if call.func.kind != Kind.Name or cast(ast.Name, call.func).id != "super" or len(call.keywords) > 0:
        return -1
    if has_star(call.args):
        return -1
    for comp in b.comps:
        if comp.where.get("super", GLOBAL_IMPLICIT) != GLOBAL_IMPLICIT:
            return -1
    if b.scope.where.get("super", GLOBAL_IMPLICIT) != GLOBAL_IMPLICIT or b.scope.sees_class():
        return -1
    if len(call.args) == 2:
        return 2
    if len(call.args) != 0:
        return -1
    scope = b.scope
    if "__class__" not in scope.free or len(scope.params) == 0:
        return -1
    if scope.kind == ScopeKind.COMPREHENSION:
        return -1
    if scope.params[0] not in scope.where or scope.where[scope.params[0]] != LOCAL:
        return -1
    return 0


def super_operands(b: Builder, call: ast.Call, count: int) -> int:
    """super, class and self in three new temporaries; returns the second."""
    w = b.top
    b.at(call.func)
    load_global(b, "super", w)
    b.set_top(w + 1)
    if count == 2:
        expr_to(b, call.args[0], w + 1)
        b.set_top(w + 2)
        expr_to(b, call.args[1], w + 2)
        b.set_top(w + 3)
        return w + 1
    b.at(call)
    reg = b.free_register("__class__")
    b.emit(Op.LOAD_CELL, w + 1, reg, b.cell_index[reg], 0)
    b.set_top(w + 2)
    load_name(b, b.scope.params[0], w + 2)
    b.set_top(w + 3)
    return w + 1


def super_method(b: Builder, attribute: ast.Attribute, w: int) -> bool:
    """super().name about to be called: the method in R[w], self in R[w+1]."""
    count = is_super_call(b, attribute.value)
    if count < 0:
        return False
    base = super_operands(b, cast(ast.Call, attribute.value), count)
    b.at_attribute(attribute, attribute)
    b.emit(Op.LOAD_SUPER_METHOD, w, base, b.site(b.mangled(attribute.attr)), count)
    return True


def super_attribute(b: Builder, node: ast.Attribute, dst: int) -> bool:
    count = is_super_call(b, node.value)
    if count < 0:
        return False
    base = super_operands(b, cast(ast.Call, node.value), count)
    b.at_attribute(node, node)
    b.emit(Op.LOAD_SUPER_ATTR, dst, base, b.site(b.mangled(node.attr)), count)
    return True


def has_double_star(keywords: list[ast.keyword]) -> bool:
    for k in keywords:
        if k.arg is None:
            return True
    return False

"""Calls: the callee, self and arguments in consecutive registers, so that the callee's frame starts where they are.

    R[w] callee    R[w+1] self    R[w+2] ... arguments    (names tuple, or dict of **)

Every argument is evaluated straight into its place. A call of an attribute is a method call (LOAD_METHOD fills R[w] and
R[w+1]); other callees have no self.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from . import ast
from .ast import Kind
from .compiler_expr import Expressions, displayed_type, has_star
from .constants import const_names, const_str
from .symtable import GLOBAL_IMPLICIT, LOCAL, ScopeKind

PAIRS: int = 16
"""Keyword arguments beside ** that are put into a dict at once."""


class Calls(Expressions):
    def call(self, node: ast.Call, dst: int) -> None:
        self.check_callee(node.func)
        self.check_keywords(node.keywords)
        w = self.top
        starred = has_star(node.args) or has_double_star(node.keywords)
        method = node.func.kind == Kind.Attribute
        if method:
            attribute = cast(ast.Attribute, node.func)
            if not self.super_method(attribute, w):
                r = self.operand(attribute.value, False)
                self.at_attribute(attribute, attribute)
                self.emit(Op.LOAD_METHOD, w, r, self.site(self.mangled(attribute.attr)), 0)
        else:
            self.expr_to(node.func, w)
        self.set_top(w + 2)
        if starred:
            if not method:
                self.at(node)
                self.emit_a(Op.CLEAR, w + 1)
            self.arguments_ex(node, w, node.args, node.keywords, -1)
            self.at_call(node)
            self.emit_ab(Op.CALL_EX, dst, w)
            return
        self.arguments(node, w, node.args, node.keywords, method, dst)

    def at_call(self, node: ast.Call) -> None:
        if node.func.kind == Kind.Attribute:
            self.at_attribute(node, cast(ast.Attribute, node.func))
        else:
            self.at(node)

    def arguments(
        self,
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
            self.expr_to(a, w + 2 + n)
            n += 1
            self.set_top(w + 2 + n)
        if len(keywords) == 0:
            self.at_call(node)
            self.emit(Op.CALL if method else Op.CALL_FUNCTION, dst, w, n, 0)
            return
        names: list[str] = []
        for k in keywords:
            self.expr_to(k.value, w + 2 + n)
            n += 1
            self.set_top(w + 2 + n)
            name = k.arg
            assert name is not None
            names.append(name)
        self.at_call(node)
        self.load_const(w + 2 + n, const_names(names))
        self.set_top(w + 3 + n)
        if not method:
            self.emit_a(Op.CLEAR, w + 1)
        self.emit(Op.CALL_KW, dst, w, n, 0)

    def arguments_ex(
        self, node: ast.AST, w: int, args: list[ast.expr], keywords: list[ast.keyword], extra: int
    ) -> None:
        """Arguments with stars: a tuple in R[w+2], a dict or EMPTY in R[w+3]. extra: a register with one more positional argument."""
        at_end = False
        positional = w + 2
        if len(args) == 1 and args[0].kind == Kind.Starred and extra < 0:
            self.expr_to(cast(ast.Starred, args[0]).value, positional)
            at_end = True
        elif not has_star(args) and extra < 0:
            self.tuple_display_at(node, args, positional)
        else:
            self.set_top(positional + 1)
            self.grow_list_at(node, args, positional)
            if extra >= 0:
                self.emit_ab(Op.LIST_APPEND, positional, extra)
            self.emit_ab(Op.LIST_TO_TUPLE, positional, positional)
        self.set_top(positional + 1)
        if len(keywords) == 0:
            self.emit_a(Op.CLEAR, w + 3)
        else:
            self.keyword_dict(node, w, keywords)
        self.set_top(w + 4)
        if at_end:
            self.at(node)
            self.emit(Op.STAR_TO_TUPLE, positional, positional, w, 0)

    def tuple_display_at(self, node: ast.AST, args: list[ast.expr], dst: int) -> None:
        mark = self.top
        base = self.window(args)
        self.at(node)
        self.emit(Op.BUILD_TUPLE, dst, base, len(args), 0)
        self.top = mark

    def grow_list_at(self, node: ast.AST, args: list[ast.expr], t: int) -> None:
        mark = self.top
        self.at(node)
        self.emit(Op.BUILD_LIST, t, 0, 0, 0)
        for a in args:
            if a.kind == Kind.Starred:
                r = self.operand(cast(ast.Starred, a).value, False)
                self.at(node)
                self.emit_ab(Op.LIST_EXTEND, t, r)
            else:
                r = self.operand(a, False)
                self.at(node)
                self.emit_ab(Op.LIST_APPEND, t, r)
            self.top = mark

    def keyword_dict(self, node: ast.AST, w: int, keywords: list[ast.keyword]) -> None:
        """The dict of keyword arguments in R[w+3]: runs of name=value are merged as dicts of their own."""
        t = w + 3
        self.set_top(t + 1)
        started = False
        i = 0
        while i < len(keywords):
            mark = self.top
            k = keywords[i]
            if k.arg is None:
                if not started:
                    self.at(node)
                    self.emit(Op.BUILD_DICT, t, 0, 0, 0)
                r = self.operand(k.value, False)
                self.at(node)
                self.emit(Op.DICT_MERGE, t, r, w, 0)
                i += 1
            else:
                base = self.top
                n = 0
                while i < len(keywords) and n < PAIRS:
                    name = keywords[i].arg
                    if name is None:
                        break
                    self.at(keywords[i])
                    self.load_const(base + 2 * n, const_str(name))
                    self.set_top(base + 2 * n + 1)
                    self.expr_to(keywords[i].value, base + 2 * n + 1)
                    self.set_top(base + 2 * n + 2)
                    n += 1
                    i += 1
                self.at(node)
                if started:
                    self.emit(Op.BUILD_DICT, base, base, n, 0)
                    self.emit(Op.DICT_MERGE, t, base, w, 0)
                else:
                    self.emit(Op.BUILD_DICT, t, base, n, 0)
            started = True
            self.top = mark

    def check_keywords(self, keywords: list[ast.keyword]) -> None:
        seen: dict[str, bool] = {}
        for k in keywords:
            name = k.arg
            if name is None:
                continue
            self.refuse_debug(name, k)
            if name in seen:
                raise self.error(f"keyword argument repeated: {name}", k)
            seen[name] = True

    def check_callee(self, func: ast.expr) -> None:
        what = displayed_type(func)
        if what != "" and what != "function":
            self.warn(f"'{what}' object is not callable; perhaps you missed a comma?", func)

    # super()

    def is_super_call(self, e: ast.expr) -> int:
        """The number of arguments (0 or 2) of a call of the built-in super that LOAD_SUPER_x can do; else -1."""
        if e.kind != Kind.Call or not self.scope.is_function():
            return -1
        call = cast(ast.Call, e)
        if call.func.kind != Kind.Name or cast(ast.Name, call.func).id != "super" or len(call.keywords) > 0:
            return -1
        if has_star(call.args):
            return -1
        for comp in self.comps:
            if comp.where.get("super", GLOBAL_IMPLICIT) != GLOBAL_IMPLICIT:
                return -1
        if self.scope.where.get("super", GLOBAL_IMPLICIT) != GLOBAL_IMPLICIT or self.scope.sees_class():
            return -1
        if len(call.args) == 2:
            return 2
        if len(call.args) != 0:
            return -1
        scope = self.scope
        if "__class__" not in scope.free or len(scope.params) == 0:
            return -1
        if scope.kind == ScopeKind.COMPREHENSION:
            return -1
        if scope.params[0] not in scope.where or scope.where[scope.params[0]] != LOCAL:
            return -1
        return 0

    def super_operands(self, call: ast.Call, count: int) -> int:
        """super, class and self in three new temporaries; returns the second."""
        w = self.top
        self.at(call.func)
        self.load_global("super", w)
        self.set_top(w + 1)
        if count == 2:
            self.expr_to(call.args[0], w + 1)
            self.set_top(w + 2)
            self.expr_to(call.args[1], w + 2)
            self.set_top(w + 3)
            return w + 1
        self.at(call)
        reg = self.free_register("__class__")
        self.emit(Op.LOAD_CELL, w + 1, reg, self.cell_index[reg], 0)
        self.set_top(w + 2)
        self.load_name(self.scope.params[0], w + 2)
        self.set_top(w + 3)
        return w + 1

    def super_method(self, attribute: ast.Attribute, w: int) -> bool:
        """super().name about to be called: the method in R[w], self in R[w+1]."""
        count = self.is_super_call(attribute.value)
        if count < 0:
            return False
        b = self.super_operands(cast(ast.Call, attribute.value), count)
        self.at_attribute(attribute, attribute)
        self.emit(Op.LOAD_SUPER_METHOD, w, b, self.site(self.mangled(attribute.attr)), count)
        return True

    def super_attribute(self, node: ast.Attribute, dst: int) -> bool:
        count = self.is_super_call(node.value)
        if count < 0:
            return False
        b = self.super_operands(cast(ast.Call, node.value), count)
        self.at_attribute(node, node)
        self.emit(Op.LOAD_SUPER_ATTR, dst, b, self.site(self.mangled(node.attr)), count)
        return True


def has_double_star(keywords: list[ast.keyword]) -> bool:
    for k in keywords:
        if k.arg is None:
            return True
    return False

"""Expressions into registers.

`expr_to(e, dst)` leaves the value of e in register dst, `operand(e, ...)` in whatever register is cheapest: a local that is
surely assigned is used where it is. Two rules keep that right:

- dst may be a variable or an unreserved register (`top`). Either way it is written by the last instruction only, so that
  `x = [x, f()]` sees the old x, and an exception on the way leaves x alone. What needs its result earlier (boolean
  operators, containers that grow) works in a temporary and moves it.
- An operand that is a local is read late. When a sub-expression in between may rebind it (`x + (x := 5)`), it is copied.
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op
from protopython.objects.model.special import BinaryOp, CompareOp
from protopython.objects.model.types import type_name

from . import ast
from .assembler import Label
from .ast import ConstKind, Kind, boolop, cmpop, operator, unaryop
from .compiler_names import IN_REGISTER, CodeNames
from .constants import TUPLE, Const, const_str, const_tuple, fold, fold_tuple
from .symtable import ScopeKind

BINARY_OPS: list[int] = [
    BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.MATMUL, BinaryOp.TRUEDIV, BinaryOp.MOD, BinaryOp.POW,
    BinaryOp.LSHIFT, BinaryOp.RSHIFT, BinaryOp.OR, BinaryOp.XOR, BinaryOp.AND, BinaryOp.FLOORDIV,
]  # fmt: skip
"""By ast.operator."""
FAST_OPS: list[int] = [Op.ADD, Op.SUB, Op.MUL, 0, Op.TRUEDIV, Op.MOD, 0, 0, 0, 0, 0, 0, Op.FLOORDIV]
"""By ast.operator: its own opcode, or 0."""
COMPARE_OPS: list[int] = [CompareOp.EQ, CompareOp.NE, CompareOp.LT, CompareOp.LE, CompareOp.GT, CompareOp.GE]
"""By ast.cmpop."""

NO_SPEC: Final[int] = 65535
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


class Expressions(CodeNames):
    # What later files define

    def call(self, node: ast.Call, dst: int) -> None:
        raise RuntimeError("abstract")

    def super_attribute(self, node: ast.Attribute, dst: int) -> bool:
        raise RuntimeError("abstract")

    def lambda_(self, node: ast.Lambda, dst: int) -> None:
        raise RuntimeError("abstract")

    def comprehension(self, node: ast.expr, dst: int) -> None:
        raise RuntimeError("abstract")

    # Entry points

    def constant(self, e: ast.expr) -> Const | None:
        match e.kind:
            case Kind.Constant | Kind.UnaryOp | Kind.BinOp | Kind.Tuple | Kind.Name:
                return fold(e, self.session.optimize == 0, 0)
            case _:
                return None

    def expr_to(self, e: ast.expr, dst: int) -> None:
        session = self.session
        session.deeper()
        if dst >= self.high:
            self.high = dst + 1
        mark = self.top
        c = self.constant(e)
        if c is not None:
            self.at(e)
            self.load_const(dst, c)
        else:
            self.dispatch(e, dst)
        self.top = mark
        session.depth -= 1

    def operand(self, e: ast.expr, fragile: bool) -> int:
        """The value of e in some register: of a local, or a new temporary. fragile: what is evaluated next may rebind locals."""
        if e.kind == Kind.Name:
            raw = cast(ast.Name, e).id
            reg = self.local_register(raw)
            if reg >= 0 and not (fragile and self.bound_by_walrus(raw)):
                self.at(e)
                self.check_local(reg)
                return reg
        elif e.kind == Kind.NamedExpr and not fragile:
            named = cast(ast.NamedExpr, e)
            reg = self.local_register(named.target.id)
            if reg >= 0:
                self.named_expr(named, reg)
                return reg
        return self.temporary(e)

    def operand_before(self, e: ast.expr, later: ast.expr) -> int:
        return self.operand(e, not cannot_rebind(later))

    def temporary(self, e: ast.expr) -> int:
        """The value of e in a new temporary."""
        t = self.top
        self.expr_to(e, t)
        self.set_top(t + 1)
        return t

    def work_register(self, dst: int) -> int:
        """dst if it may be written early, else a temporary; reserved."""
        if dst < self.n_named:
            return self.temp()
        self.reserve(dst)
        return dst

    def effect(self, e: ast.expr) -> None:
        """Evaluates e for what it does."""
        if self.constant(e) is not None:
            return
        mark = self.top
        if e.kind == Kind.Name:
            self.operand(e, False)
        else:
            self.expr_to(e, self.top)
        self.top = mark

    def dispatch(self, e: ast.expr, dst: int) -> None:
        match e.kind:
            case Kind.Name:
                self.at(e)
                self.load_name(cast(ast.Name, e).id, dst)
            case Kind.Attribute:
                self.attribute(cast(ast.Attribute, e), dst)
            case Kind.Call:
                self.call(cast(ast.Call, e), dst)
            case Kind.BinOp:
                self.binary(cast(ast.BinOp, e), dst)
            case Kind.Compare:
                self.compare(cast(ast.Compare, e), dst)
            case Kind.Subscript:
                self.subscript(cast(ast.Subscript, e), dst)
            case Kind.BoolOp:
                self.bool_op(cast(ast.BoolOp, e), dst)
            case Kind.UnaryOp:
                self.unary(cast(ast.UnaryOp, e), dst)
            case Kind.IfExp:
                self.if_exp(cast(ast.IfExp, e), dst)
            case Kind.Tuple:
                self.tuple_display(e, cast(ast.Tuple, e).elts, dst)
            case Kind.List:
                self.list_display(e, cast(ast.List, e).elts, dst)
            case Kind.Set:
                self.set_display(e, cast(ast.Set, e).elts, dst)
            case Kind.Dict:
                self.dict_display(cast(ast.Dict, e), dst)
            case Kind.Lambda:
                self.lambda_(cast(ast.Lambda, e), dst)
            case Kind.ListComp | Kind.SetComp | Kind.DictComp | Kind.GeneratorExp:
                self.comprehension(e, dst)
            case Kind.JoinedStr:
                self.joined_str(cast(ast.JoinedStr, e), dst)
            case Kind.TemplateStr:
                self.template_str(cast(ast.TemplateStr, e), dst)
            case Kind.FormattedValue:
                self.formatted_value(cast(ast.FormattedValue, e), dst)
            case Kind.Interpolation:
                self.template_parts(e, [e], dst)
            case Kind.NamedExpr:
                self.named_expr(cast(ast.NamedExpr, e), dst)
            case Kind.Slice:
                self.slice_object(cast(ast.Slice, e), dst)
            case Kind.Yield:
                self.yield_(cast(ast.Yield, e), dst)
            case Kind.YieldFrom:
                self.yield_from(cast(ast.YieldFrom, e), dst)
            case Kind.Await:
                self.await_expr(cast(ast.Await, e), dst)
            case Kind.Starred:
                raise self.error("can't use starred expression here", e)
            case _:
                raise RuntimeError("unknown expression")

    # Operators

    def binary(self, e: ast.BinOp, dst: int) -> None:
        if e.op == operator.Mod and self.percent_format(e, dst):
            return
        left = self.operand_before(e.left, e.right)
        self.binary_with(e, left, e.op, e.right, dst, 0)

    def binary_with(self, node: ast.AST, left: int, op: int, right: ast.expr, dst: int, inplace: int) -> None:
        """dst = left op right; inplace is 1 for augmented assignment."""
        if op == operator.Add and small_int(right, 0, 0x7FFF):
            self.at(node)
            self.emit(Op.ADD_INT, dst, left, small_int_value(right), inplace)
            return
        if op == operator.Sub and small_int(right, 1, 0x8000):
            self.at(node)
            self.emit(Op.ADD_INT, dst, left, -small_int_value(right), inplace)
            return
        r = self.operand(right, False)
        self.at(node)
        self.binary_registers(dst, left, op, r, inplace)

    def binary_registers(self, dst: int, left: int, op: int, right: int, inplace: int) -> None:
        fast = FAST_OPS[op]
        if fast != 0:
            self.emit(fast, dst, left, right, 1 if inplace != 0 else 0)
        elif inplace != 0:
            self.emit(Op.INPLACE, dst, left, right, BINARY_OPS[op])
        else:
            self.emit(Op.BINARY, dst, left, right, BINARY_OPS[op])

    def unary(self, e: ast.UnaryOp, dst: int) -> None:
        r = self.operand(e.operand, False)
        self.at(e)
        match e.op:
            case unaryop.USub:
                self.emit_ab(Op.NEGATIVE, dst, r)
            case unaryop.UAdd:
                self.emit_ab(Op.POSITIVE, dst, r)
            case unaryop.Invert:
                self.emit_ab(Op.INVERT, dst, r)
            case _:
                self.emit_ab(Op.NOT, dst, r)

    def bool_op(self, e: ast.BoolOp, dst: int) -> None:
        mark = self.top
        t = self.work_register(dst)
        end = Label()
        op = Op.JUMP_IF_TRUE if e.op == boolop.Or else Op.JUMP_IF_FALSE
        last = len(e.values) - 1
        for i in range(last):
            value = e.values[i]
            c = self.constant(value)
            if c is not None and c.truth() == (e.op == boolop.And):
                continue
            self.expr_to(value, t)
            self.at(value)
            if c is not None:
                self.jump(Op.JUMP, 0, end)
            else:
                self.jump(op, t, end)
        self.expr_to(e.values[last], t)
        self.place(end)
        self.at(e)
        self.move(dst, t)
        self.top = mark

    def if_exp(self, e: ast.IfExp, dst: int) -> None:
        # The branches do not see each other's temporaries, so an unreserved dst does for both.
        orelse = Label()
        end = Label()
        self.condition(e.test, orelse, False)
        self.expr_to(e.body, dst)
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.place(orelse)
        self.expr_to(e.orelse, dst)
        self.place(end)

    def named_expr(self, e: ast.NamedExpr, dst: int) -> None:
        name = e.target.id
        self.refuse_debug(name, e.target)
        reg = self.local_register(name)
        if reg >= 0:
            self.expr_to(e.value, reg)
            self.set_assigned(reg)
            self.at(e)
            self.move(dst, reg)
        else:
            self.expr_to(e.value, dst)
            self.at(e.target)
            self.store_name(name, dst)

    # Comparisons and conditions

    def compare_pair(self, dst: int, left: int, op: int, right: ast.expr, r: int) -> None:
        match op:
            case cmpop.Is:
                self.emit(Op.IS, dst, left, r, 0)
            case cmpop.IsNot:
                self.emit(Op.IS, dst, left, r, 1)
            case cmpop.In:
                self.emit(Op.CONTAINS, dst, left, r, 0)
            case cmpop.NotIn:
                self.emit(Op.CONTAINS, dst, left, r, 1)
            case _:
                self.emit(Op.COMPARE, dst, left, r, COMPARE_OPS[op])

    def comparand(self, op: int, e: ast.expr, fragile: bool) -> int:
        """The right side of a comparison: displays of constants are made once."""
        if op == cmpop.In or op == cmpop.NotIn:
            if e.kind == Kind.List:
                c = fold_tuple(cast(ast.List, e).elts, self.session.optimize == 0, 0)
                if c is not None:
                    t = self.temp()
                    self.at(e)
                    self.load_const(t, c)
                    return t
        return self.operand(e, fragile)

    def check_is_literal(self, e: ast.Compare) -> None:
        left = e.left
        for i in range(len(e.ops)):
            right = e.comparators[i]
            op = e.ops[i]
            if op == cmpop.Is or op == cmpop.IsNot:
                culprit = literal_type(right)
                if literal_type(left) != "":
                    culprit = literal_type(left)
                if culprit != "" and not is_singleton(left) and not is_singleton(right):
                    self.warn_is_literal(op, culprit, e)
                    return
            left = right

    def warn_is_literal(self, op: int, culprit: str, e: ast.Compare) -> None:
        if op == cmpop.Is:
            self.warn(f'"is" with \'{culprit}\' literal. Did you mean "=="?', e)
        else:
            self.warn(f'"is not" with \'{culprit}\' literal. Did you mean "!="?', e)

    def compare(self, e: ast.Compare, dst: int) -> None:
        self.check_is_literal(e)
        n = len(e.ops)
        if n == 1:
            left = self.operand_before(e.left, e.comparators[0])
            r = self.comparand(e.ops[0], e.comparators[0], False)
            self.at(e)
            self.compare_pair(dst, left, e.ops[0], e.comparators[0], r)
            return
        mark = self.top
        t = self.work_register(dst)
        end = Label()
        left = self.operand_before(e.left, e.comparators[0])
        for i in range(n):
            fragile = i + 1 < n and not cannot_rebind(e.comparators[i + 1])
            r = self.comparand(e.ops[i], e.comparators[i], fragile)
            self.at(e)
            self.compare_pair(t, left, e.ops[i], e.comparators[i], r)
            if i + 1 < n:
                self.jump(Op.JUMP_IF_FALSE, t, end)
            left = r
        self.place(end)
        self.move(dst, t)
        self.top = mark

    def condition(self, e: ast.expr, label: Label, sense: bool) -> None:
        """Jumps to label if the truth of e is `sense`, else falls through."""
        self.session.deeper()
        mark = self.top
        c = self.constant(e)
        if c is not None:
            self.at(e)
            if c.truth() == sense:
                self.jump_to(label)
        else:
            self.condition_of(e, label, sense)
        self.top = mark
        self.session.depth -= 1

    def condition_of(self, e: ast.expr, label: Label, sense: bool) -> None:
        match e.kind:
            case Kind.UnaryOp:
                if cast(ast.UnaryOp, e).op == unaryop.Not:
                    self.condition(cast(ast.UnaryOp, e).operand, label, not sense)
                    return
            case Kind.BoolOp:
                self.bool_condition(cast(ast.BoolOp, e), label, sense)
                return
            case Kind.Compare:
                self.compare_condition(cast(ast.Compare, e), label, sense)
                return
            case Kind.IfExp:
                ie = cast(ast.IfExp, e)
                orelse = Label()
                end = Label()
                self.condition(ie.test, orelse, False)
                self.condition(ie.body, label, sense)
                self.nowhere()
                self.jump(Op.JUMP, 0, end)
                self.place(orelse)
                self.condition(ie.orelse, label, sense)
                self.place(end)
                return
            case _:
                pass
        r = self.operand(e, False)
        self.at(e)
        self.jump(Op.JUMP_IF_TRUE if sense else Op.JUMP_IF_FALSE, r, label)

    def bool_condition(self, e: ast.BoolOp, label: Label, sense: bool) -> None:
        last = len(e.values) - 1
        if (e.op == boolop.Or) == sense:
            # One of them decides: `or` to be true, `and` to be false.
            for value in e.values:
                self.condition(value, label, sense)
            return
        skip = Label()
        for i in range(last):
            self.condition(e.values[i], skip, not sense)
        self.condition(e.values[last], label, sense)
        self.place(skip)

    def compare_condition(self, e: ast.Compare, label: Label, sense: bool) -> None:
        self.check_is_literal(e)
        n = len(e.ops)
        skip = Label()
        left = self.operand_before(e.left, e.comparators[0])
        for i in range(n):
            op = e.ops[i]
            right = e.comparators[i]
            last = i + 1 == n
            to = label if last or not sense else skip
            when = sense if last else False
            if is_none(right) and last and (op == cmpop.Is or op == cmpop.IsNot):
                self.at(e)
                self.jump(Op.JUMP_IF_NONE if (op == cmpop.Is) == when else Op.JUMP_IF_NOT_NONE, left, to)
                continue
            if op <= cmpop.GtE and last and small_int(right, -0x8000, 0x7FFF):
                self.at(e)
                self.jump_short(
                    Op.JUMP_COMPARE_INT_TRUE if when else Op.JUMP_COMPARE_INT_FALSE,
                    left,
                    small_int_value(right),
                    COMPARE_OPS[op],
                    to,
                )
                continue
            r = self.comparand(op, right, not last and not cannot_rebind(e.comparators[i + 1]))
            self.at(e)
            if op <= cmpop.GtE:
                self.jump_short(
                    Op.JUMP_COMPARE_TRUE if when else Op.JUMP_COMPARE_FALSE, left, r, COMPARE_OPS[op], to
                )
            else:
                t = self.top
                self.set_top(t + 1)
                self.compare_pair(t, left, op, right, r)
                self.top = t
                self.jump(Op.JUMP_IF_TRUE if when else Op.JUMP_IF_FALSE, t, to)
            left = r
        self.place(skip)

    # Attributes and items

    def at_attribute(self, node: ast.AST, attribute: ast.Attribute) -> None:
        """The place of `node`, but where its attribute stands on a later line: the name of the attribute."""
        self.at(node)
        if self.line != attribute.end_lineno:
            self.line = attribute.end_lineno
            n = len(attribute.attr)
            self.column = attribute.end_col_offset - n
            if self.end_line < self.line:
                self.end_line = self.line

    def attribute(self, e: ast.Attribute, dst: int) -> None:
        if self.super_attribute(e, dst):
            return
        r = self.operand(e.value, False)
        self.at_attribute(e, e)
        self.emit(Op.LOAD_ATTR, dst, r, self.site(self.mangled(e.attr)), 0)

    def subscript(self, e: ast.Subscript, dst: int) -> None:
        self.check_subscript(e)
        container = self.operand_before(e.value, e.slice)
        if small_int(e.slice, -0x8000, 0x7FFF):
            self.at(e)
            self.emit(Op.GETITEM_INT, dst, container, small_int_value(e.slice), 0)
        elif e.slice.kind == Kind.Slice and cast(ast.Slice, e.slice).step is None:
            bounds = self.slice_bounds(cast(ast.Slice, e.slice))
            self.at(e)
            self.emit(Op.GETSLICE, dst, container, bounds, 0)
        else:
            key = self.operand(e.slice, False)
            self.at(e)
            self.emit(Op.GETITEM, dst, container, key, 0)

    def check_subscript(self, e: ast.Subscript) -> None:
        what = displayed_type(e.value)
        if what == "":
            return
        if (
            what == "set"
            or what == "generator"
            or what == "function"
            or (e.value.kind == Kind.Constant and what != "str" and what != "bytes")
        ):
            self.warn(f"'{what}' object is not subscriptable; perhaps you missed a comma?", e)
            return
        if what == "dict":
            return
        index = displayed_type(e.slice)
        if index == "" or index == "int" or index == "bool" or e.slice.kind == Kind.Slice:
            return
        self.warn(f"{what} indices must be integers or slices, not {index}; perhaps you missed a comma?", e)

    def bound_or_none(self, bound: ast.expr | None, dst: int) -> None:
        if bound is None:
            self.emit_a(Op.LOAD_NONE, dst)
        else:
            self.expr_to(bound, dst)
        self.set_top(dst + 1)

    def slice_bounds(self, s: ast.Slice) -> int:
        """Two new temporaries: lower and upper bound."""
        t = self.top
        self.at(s)
        self.bound_or_none(s.lower, t)
        self.bound_or_none(s.upper, t + 1)
        return t

    def slice_object(self, s: ast.Slice, dst: int) -> None:
        bounds = self.slice_bounds(s)
        self.bound_or_none(s.step, bounds + 2)
        self.at(s)
        self.emit_ab(Op.BUILD_SLICE, dst, bounds)

    # Displays

    def window(self, elts: list[ast.expr]) -> int:
        """The values in consecutive registers; returns the first."""
        n = len(elts)
        first = self.adjacent_locals(elts)
        if first >= 0:
            return first
        base = self.top
        for i in range(n):
            self.expr_to(elts[i], base + i)
            self.set_top(base + i + 1)
        return base

    def adjacent_locals(self, elts: list[ast.expr]) -> int:
        """The first register, if the elements are assigned locals in consecutive registers; else -1."""
        first = -1
        for i in range(len(elts)):
            e = elts[i]
            if e.kind != Kind.Name:
                return -1
            kind, reg = self.lookup(self.mangled(cast(ast.Name, e).id))
            if kind != IN_REGISTER or not self.is_assigned(reg) or (i > 0 and reg != first + i):
                return -1
            if i == 0:
                first = reg
        return first

    def tuple_display(self, node: ast.expr, elts: list[ast.expr], dst: int) -> None:
        if len(elts) > WIDE or has_star(elts):
            mark = self.top
            t = self.work_register(dst)
            self.grow_list(node, elts, t)
            self.at(node)
            self.emit_ab(Op.LIST_TO_TUPLE, dst, t)
            self.top = mark
            return
        base = self.window(elts)
        self.at(node)
        self.emit(Op.BUILD_TUPLE, dst, base, len(elts), 0)

    def list_display(self, node: ast.expr, elts: list[ast.expr], dst: int) -> None:
        if len(elts) >= 3:
            c = fold_tuple(elts, self.session.optimize == 0, 0)
            if c is not None:
                self.extend_by_constant(node, c, dst, Op.BUILD_LIST, Op.LIST_EXTEND)
                return
        if len(elts) > WIDE or has_star(elts):
            mark = self.top
            t = self.work_register(dst)
            self.grow_list(node, elts, t)
            self.at(node)
            self.move(dst, t)
            self.top = mark
            return
        base = self.window(elts)
        self.at(node)
        self.emit(Op.BUILD_LIST, dst, base, len(elts), 0)

    def extend_by_constant(self, node: ast.expr, c: Const, dst: int, build: int, extend: int) -> None:
        mark = self.top
        t = self.work_register(dst)
        k = self.temp()
        self.at(node)
        self.emit(build, t, 0, 0, 0)
        self.load_const(k, c)
        self.emit_ab(extend, t, k)
        self.move(dst, t)
        self.top = mark

    def grow_list(self, node: ast.expr, elts: list[ast.expr], t: int) -> None:
        """A list in the reserved register t, element by element."""
        self.grow(node, elts, t, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND)

    def grow(self, node: ast.expr, elts: list[ast.expr], t: int, build: int, add: int, extend: int) -> None:
        n = 0
        while n < len(elts) and n < WIDE and elts[n].kind != Kind.Starred:
            n += 1
        mark = self.top
        base = self.window(elts[:n])
        self.at(node)
        self.emit(build, t, base, n, 0)
        self.top = mark
        for i in range(n, len(elts)):
            e = elts[i]
            if e.kind == Kind.Starred:
                r = self.operand(cast(ast.Starred, e).value, False)
                self.at(node)
                self.emit_ab(extend, t, r)
            else:
                r = self.operand(e, False)
                self.at(node)
                self.emit_ab(add, t, r)
            self.top = mark

    def set_display(self, node: ast.expr, elts: list[ast.expr], dst: int) -> None:
        if len(elts) >= 3:
            c = fold_tuple(elts, self.session.optimize == 0, 0)
            if c is not None:
                self.extend_by_constant(node, c, dst, Op.BUILD_SET, Op.SET_UPDATE)
                return
        if len(elts) > WIDE or has_star(elts):
            mark = self.top
            t = self.work_register(dst)
            self.grow(node, elts, t, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE)
            self.at(node)
            self.move(dst, t)
            self.top = mark
            return
        base = self.window(elts)
        self.at(node)
        self.emit(Op.BUILD_SET, dst, base, len(elts), 0)

    def dict_display(self, e: ast.Dict, dst: int) -> None:
        n = 0
        while n < len(e.keys) and n < WIDE // 2 and e.keys[n] is not None:
            n += 1
        mark = self.top
        whole = n == len(e.keys)
        t = dst
        if not whole:
            t = self.work_register(dst)
        inner = self.top
        base = self.top
        for i in range(n):
            key = e.keys[i]
            assert key is not None
            self.expr_to(key, base + 2 * i)
            self.set_top(base + 2 * i + 1)
            self.expr_to(e.values[i], base + 2 * i + 1)
            self.set_top(base + 2 * i + 2)
        self.at(e)
        self.emit(Op.BUILD_DICT, t, base, n, 0)
        self.top = inner
        for i in range(n, len(e.keys)):
            key = e.keys[i]
            if key is None:
                r = self.operand(e.values[i], False)
                self.at(e)
                self.emit_ab(Op.DICT_UPDATE, t, r)
            else:
                k = self.operand_before(key, e.values[i])
                r = self.operand(e.values[i], False)
                self.at(e)
                self.emit(Op.DICT_SET, t, k, r, 0)
            self.top = inner
        self.move(dst, t)
        self.top = mark

    # Formatted strings

    def joined_str(self, e: ast.JoinedStr, dst: int) -> None:
        self.string_parts(e, e.values, dst)

    def string_parts(self, node: ast.expr, values: list[ast.expr], dst: int) -> None:
        n = len(values)
        if n == 0:
            self.at(node)
            self.load_const(dst, const_str(""))
            return
        if n == 1:
            self.expr_to(values[0], dst)
            return
        if n > WIDE:
            # Join in pieces: a BUILD_STRING of BUILD_STRINGs.
            base = self.top
            count = 0
            for i in range(0, n, WIDE):
                piece = values[i : min(i + WIDE, n)]
                self.string_parts(node, piece, base + count)
                count += 1
                self.set_top(base + count)
            self.at(node)
            self.emit(Op.BUILD_STRING, dst, base, count, 0)
            return
        base = self.top
        for i in range(n):
            self.expr_to(values[i], base + i)
            self.set_top(base + i + 1)
        self.at(node)
        self.emit(Op.BUILD_STRING, dst, base, n, 0)

    def formatted_value(self, e: ast.FormattedValue, dst: int) -> None:
        spec = e.format_spec
        if spec is None:
            r = self.operand(e.value, False)
            self.at(e)
            self.emit(Op.FORMAT, dst, r, NO_SPEC, conversion_number(e.conversion))
            return
        r = self.operand(e.value, True)
        s = self.temporary(spec)
        self.at(e)
        self.emit(Op.FORMAT, dst, r, s, conversion_number(e.conversion))

    def template_str(self, e: ast.TemplateStr, dst: int) -> None:
        self.template_parts(e, e.values, dst)

    def template_parts(self, node: ast.expr, values: list[ast.expr], dst: int) -> None:
        """Strings and interpolations alternate; where two interpolations meet, an empty string stands between them."""
        strings: list[Const] = []
        interpolations: list[ast.Interpolation] = []
        text = ""
        for v in values:
            if v.kind == Kind.Interpolation:
                strings.append(const_str(text))
                text = ""
                interpolations.append(cast(ast.Interpolation, v))
            else:
                text = text + cast(ast.Constant, v).text
        strings.append(const_str(text))
        base = self.top
        self.at(node)
        self.load_const(base, const_tuple(strings))
        self.set_top(base + 2)
        first = self.top
        for i in range(len(interpolations)):
            self.interpolation(interpolations[i], first + i)
            self.set_top(first + i + 1)
        self.at(node)
        self.emit(Op.BUILD_TUPLE, base + 1, first, len(interpolations), 0)
        self.emit_ab(Op.BUILD_TEMPLATE, dst, base)

    def interpolation(self, e: ast.Interpolation, dst: int) -> None:
        t = self.top
        self.expr_to(e.value, t)
        self.set_top(t + 1)
        self.at(e)
        self.load_const(t + 1, const_str(e.text))
        self.set_top(t + 2)
        spec = e.format_spec
        if spec is None:
            self.load_const(t + 2, const_str(""))
        else:
            self.expr_to(spec, t + 2)
        self.set_top(t + 3)
        self.at(e)
        self.emit(Op.BUILD_INTERPOLATION, dst, t, 0, conversion_number(e.conversion))

    def percent_format(self, e: ast.BinOp, dst: int) -> bool:
        """ "..." % (a, b) with only %s, %r, %a and %% in it: made like an f-string."""
        if e.left.kind != Kind.Constant or e.right.kind != Kind.Tuple:
            return False
        template = cast(ast.Constant, e.left)
        if template.const_kind != ConstKind.STR:
            return False
        args = cast(ast.Tuple, e.right).elts
        if has_star(args) or len(args) > WIDE // 2:
            return False
        texts: list[str] = []
        kinds: list[int] = []
        text = template.text
        start = 0
        literal = ""
        while True:
            p = text.find("%", start)
            if p < 0:
                break
            if p + 1 >= len(text):
                return False
            literal = literal + text[start:p]
            what = text[p + 1]
            if what == "%":
                literal = literal + "%"
            elif what == "s" or what == "r" or what == "a":
                texts.append(literal)
                literal = ""
                kinds.append(1 if what == "s" else 2 if what == "r" else 3)
            else:
                return False
            start = p + 2
        literal = literal + text[start:]
        if len(kinds) != len(args):
            return False
        base = self.top
        n = 0
        for i in range(len(args)):
            if texts[i] != "":
                self.at(e.left)
                self.load_const(base + n, const_str(texts[i]))
                n += 1
                self.set_top(base + n)
            r = self.operand(args[i], False)
            self.at(args[i])
            self.emit(Op.FORMAT, base + n, r, NO_SPEC, kinds[i])
            n += 1
            self.set_top(base + n)
        if literal != "":
            self.at(e.left)
            self.load_const(base + n, const_str(literal))
            n += 1
            self.set_top(base + n)
        self.at(e)
        self.emit(Op.BUILD_STRING, dst, base, n, 0)
        return True

    # Generators and coroutines

    def yield_(self, e: ast.Yield, dst: int) -> None:
        if not self.scope.is_function():
            raise self.error("'yield' outside function", e)
        t = self.top if dst < self.n_named else dst
        value = e.value
        if value is None:
            self.at(e)
            self.emit_a(Op.LOAD_NONE, t)
        else:
            self.expr_to(value, t)
        self.reserve(t)
        self.at(e)
        self.emit(Op.YIELD, t, 0, 0, 1 if self.is_async_generator() else 0)
        self.move(dst, t)

    def is_async_generator(self) -> bool:
        scope = self.scope
        if not scope.is_generator:
            return False
        return scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)

    def yield_from(self, e: ast.YieldFrom, dst: int) -> None:
        if not self.scope.is_function():
            raise self.error("'yield from' outside function", e)
        if self.scope.is_async:
            raise self.error("'yield from' inside async function", e)
        t = self.top
        r = self.operand(e.value, False)
        self.at(e)
        self.emit_ab(Op.GET_YIELD_FROM_ITER, t, r)
        self.send(t)
        self.move(dst, t + 1)

    def send(self, t: int) -> None:
        """Runs the iterator in register t to its end; its value is then in t + 1."""
        self.set_top(t + 2)
        self.emit_a(Op.LOAD_NONE, t + 1)
        self.emit_a(Op.SEND, t)

    def await_expr(self, e: ast.Await, dst: int) -> None:
        self.require_async(e)
        t = self.top
        r = self.operand(e.value, False)
        self.at(e)
        self.emit_ab(Op.GET_AWAITABLE, t, r)
        self.send(t)
        self.move(dst, t + 1)

    def require_async(self, e: ast.expr) -> None:
        scope = self.scope
        if self.in_async():
            return
        if not scope.is_function():
            raise self.error("'await' outside function", e)
        raise self.error("'await' outside async function", e)

    def in_async(self) -> bool:
        scope = self.scope
        if scope.kind == ScopeKind.MODULE:
            return self.session.top_level_await
        return scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)


def conversion_number(conversion: int) -> int:
    """-1, or the code of s, r or a, as FORMAT wants it."""
    if conversion == ord("s"):
        return 1
    if conversion == ord("r"):
        return 2
    if conversion == ord("a"):
        return 3
    return 0


def has_star(elts: list[ast.expr]) -> bool:
    for e in elts:
        if e.kind == Kind.Starred:
            return True
    return False


def is_singleton(e: ast.expr) -> bool:
    if e.kind != Kind.Constant:
        return False
    kind = cast(ast.Constant, e).const_kind
    return (
        kind == ConstKind.NONE
        or kind == ConstKind.TRUE
        or kind == ConstKind.FALSE
        or kind == ConstKind.ELLIPSIS
    )


def constant_type(kind: int) -> str:
    match kind:
        case ConstKind.NONE:
            return "NoneType"
        case ConstKind.TRUE | ConstKind.FALSE:
            return "bool"
        case ConstKind.ELLIPSIS:
            return "ellipsis"
        case ConstKind.INT | ConstKind.BIGINT:
            return "int"
        case ConstKind.FLOAT:
            return "float"
        case ConstKind.COMPLEX:
            return "complex"
        case ConstKind.STR:
            return "str"
        case ConstKind.BYTES:
            return "bytes"
        case _:
            return "tuple"


def type_of_constant(c: ast.Constant) -> str:
    return type_name(c.w_value) if c.const_kind == ConstKind.VALUE else constant_type(c.const_kind)


def literal_type(e: ast.expr) -> str:
    """The type of a literal for which `is` makes no sense, or ""."""
    if e.kind == Kind.Constant and not is_singleton(e):
        return type_of_constant(cast(ast.Constant, e))
    c = fold(e, True, 0) if e.kind == Kind.UnaryOp or e.kind == Kind.BinOp or e.kind == Kind.Tuple else None
    if c is not None and (c.kind == TUPLE or c.kind >= ConstKind.INT):
        return constant_type(c.kind)
    return ""


def displayed_type(e: ast.expr) -> str:
    """The type of a literal or display, or "" for what is known at run time only."""
    match e.kind:
        case Kind.Constant:
            return type_of_constant(cast(ast.Constant, e))
        case Kind.Tuple:
            return "tuple"
        case Kind.List | Kind.ListComp:
            return "list"
        case Kind.Dict | Kind.DictComp:
            return "dict"
        case Kind.Set | Kind.SetComp:
            return "set"
        case Kind.GeneratorExp:
            return "generator"
        case Kind.Lambda:
            return "function"
        case Kind.JoinedStr | Kind.FormattedValue:
            return "str"
        case Kind.TemplateStr | Kind.Interpolation:
            return "string.templatelib.Template"
        case _:
            return ""

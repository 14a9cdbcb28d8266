"""`match`: patterns as straight code with one way out.

A pattern tests the value in a register and jumps to `fail` when it does not match. What it captures stays in registers
and is bound to the names only when the whole pattern has matched. Registers taken for one case are given back at its end.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.model.operations import repr_of
from protopython.objects.model.special import CompareOp

from . import ast
from .assembler import Label
from .ast import ConstKind, Kind
from .compiler_expr import small_int, small_int_value
from .compiler_functions import Functions
from .constants import Const, const_names, const_tuple


class Captures:
    """Names that a pattern binds, with the registers of their values."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.registers: list[int] = []


class Patterns(Functions):
    def match(self, node: ast.Match) -> None:
        mark = self.top
        subject = self.temporary(node.subject)
        end = Label()
        n = len(node.cases)
        for i in range(n):
            case = node.cases[i]
            fail = Label()
            captures = Captures()
            top = self.top
            refutable = case.guard is None and i + 1 < n
            self.pattern(case.pattern, subject, fail, captures, not refutable)
            self.at(case.pattern)
            for j in range(len(captures.names)):
                self.store_name(captures.names[j], captures.registers[j])
            self.top = top
            guard = case.guard
            if guard is not None:
                self.condition(guard, fail, False)
            if len(case.body) == 1 and case.body[0].kind == Kind.Pass and len(captures.names) == 0:
                self.at(case.body[0])
                self.emit_a(Op.NOP, 0)
            self.statements(case.body)
            if i + 1 < n or fail.is_used():
                self.nowhere()
                self.jump(Op.JUMP, 0, end)
            self.place(fail)
        self.place(end)
        self.top = mark

    def capture(self, name: str, register: int, captures: Captures, node: ast.pattern) -> None:
        self.refuse_debug(name, node)
        if name in captures.names:
            raise self.error(f"multiple assignments to name '{name}' in pattern", node)
        captures.names.append(name)
        captures.registers.append(register)

    def pattern(
        self, p: ast.pattern, subject: int, fail: Label, captures: Captures, irrefutable: bool
    ) -> None:
        """Falls through on a match. irrefutable: a pattern that always matches is in place here."""
        self.session.deeper()
        match p.kind:
            case Kind.MatchValue:
                self.value_pattern(cast(ast.MatchValue, p), subject, fail)
            case Kind.MatchSingleton:
                self.at(p)
                kind = cast(ast.MatchSingleton, p).const_kind
                if kind == ConstKind.NONE:
                    self.jump(Op.JUMP_IF_NOT_NONE, subject, fail)
                    self.session.depth -= 1
                    return
                t = self.top
                self.set_top(t + 1)
                self.load_const(t, Const(kind))
                self.emit(Op.IS, t, subject, t, 0)
                self.jump(Op.JUMP_IF_FALSE, t, fail)
                self.top = t
            case Kind.MatchSequence:
                self.sequence_pattern(cast(ast.MatchSequence, p), subject, fail, captures)
            case Kind.MatchMapping:
                self.mapping_pattern(cast(ast.MatchMapping, p), subject, fail, captures)
            case Kind.MatchClass:
                self.class_pattern(cast(ast.MatchClass, p), subject, fail, captures)
            case Kind.MatchAs:
                self.as_pattern(cast(ast.MatchAs, p), subject, fail, captures, irrefutable)
            case Kind.MatchStar:
                star = cast(ast.MatchStar, p).name
                if star is not None:
                    self.capture(star, subject, captures, p)
            case _:
                self.or_pattern(cast(ast.MatchOr, p), subject, fail, captures, irrefutable)
        self.session.depth -= 1

    def value_pattern(self, p: ast.MatchValue, subject: int, fail: Label) -> None:
        if small_int(p.value, -0x8000, 0x7FFF):
            self.at(p)
            self.jump_short(Op.JUMP_COMPARE_INT_FALSE, subject, small_int_value(p.value), CompareOp.EQ, fail)
            return
        mark = self.top
        r = self.operand(p.value, False)
        self.at(p)
        self.jump_short(Op.JUMP_COMPARE_FALSE, subject, r, CompareOp.EQ, fail)
        self.top = mark

    def as_pattern(
        self, p: ast.MatchAs, subject: int, fail: Label, captures: Captures, irrefutable: bool
    ) -> None:
        inner = p.pattern
        name = p.name
        if inner is None:
            if not irrefutable:
                if name is None:
                    raise self.error("wildcard makes remaining patterns unreachable", p)
                raise self.error(f"name capture '{name}' makes remaining patterns unreachable", p)
        else:
            self.pattern(inner, subject, fail, captures, irrefutable)
        if name is not None:
            self.capture(name, subject, captures, p)

    def or_pattern(
        self, p: ast.MatchOr, subject: int, fail: Label, captures: Captures, irrefutable: bool
    ) -> None:
        """The alternatives leave what they capture in the same registers."""
        success = Label()
        names: list[str] = []
        base = 0
        n = len(p.patterns)
        for i in range(n):
            alternative = Captures()
            last = i + 1 == n
            next_ = fail if last else Label()
            mark = self.top
            if i == 0:
                # Registers for the results come first; how many shows a dry look at the first alternative.
                count = count_captures(p.patterns[0])
                base = self.top
                self.set_top(base + count)
                mark = self.top
            self.pattern(p.patterns[i], subject, next_, alternative, irrefutable and last)
            if i == 0:
                names = alternative.names
            elif len(names) != len(alternative.names):
                raise self.error("alternative patterns bind different names", p)
            self.at(p)
            for j in range(len(alternative.names)):
                name = alternative.names[j]
                if name not in names:
                    raise self.error("alternative patterns bind different names", p)
                self.move(base + names.index(name), alternative.registers[j])
            self.top = mark
            if not last:
                self.jump(Op.JUMP, 0, success)
                self.place(next_)
        self.place(success)
        for j in range(len(names)):
            self.capture(names[j], base + j, captures, p)

    def sequence_pattern(self, p: ast.MatchSequence, subject: int, fail: Label, captures: Captures) -> None:
        size = len(p.patterns)
        star = -1
        only_wildcards = True
        star_wildcard = False
        for i in range(size):
            q = p.patterns[i]
            if q.kind == Kind.MatchStar:
                if star >= 0:
                    raise self.error("multiple starred names in sequence pattern", p)
                star = i
                star_wildcard = cast(ast.MatchStar, q).name is None
            if not is_wildcard(q):
                only_wildcards = False
        self.at(p)
        t = self.top
        self.set_top(t + 1)
        self.emit_ab(Op.MATCH_SEQUENCE, t, subject)
        self.jump(Op.JUMP_IF_FALSE, t, fail)
        if star < 0:
            self.emit_ab(Op.GET_LENGTH, t, subject)
            self.compare_size(t, size, CompareOp.EQ, fail)
        elif size > 1:
            self.emit_ab(Op.GET_LENGTH, t, subject)
            self.compare_size(t, size - 1, CompareOp.GE, fail)
        self.top = t
        if only_wildcards:
            return
        if star_wildcard:
            self.items_by_index(p, star, subject, fail, captures)
            return
        base = self.top
        self.set_top(base + size)
        if star < 0:
            self.emit(Op.UNPACK, base, subject, size, 0)
        else:
            self.unpack_ex(base, subject, star, size - star - 1, p)
        for i in range(size):
            self.subpattern(p.patterns[i], base + i, fail, captures)

    def compare_size(self, t: int, size: int, op: int, fail: Label) -> None:
        if size <= 0x7FFF:
            self.jump_short(Op.JUMP_COMPARE_INT_FALSE, t, size, op, fail)
        else:
            s = self.top
            self.set_top(s + 1)
            self.load_int(s, size)
            self.jump_short(Op.JUMP_COMPARE_FALSE, t, s, op, fail)
            self.top = s

    def unpack_ex(self, base: int, src: int, before: int, after: int, node: ast.AST) -> None:
        if after > 255 or before > 65535:
            raise self.error("too many expressions in star-unpacking assignment", node)
        self.emit(Op.UNPACK_EX, base, src, before, after)

    def subpattern(self, p: ast.pattern, register: int, fail: Label, captures: Captures) -> None:
        if not is_wildcard(p):
            self.pattern(p, register, fail, captures, True)

    def items_by_index(
        self, p: ast.MatchSequence, star: int, subject: int, fail: Label, captures: Captures
    ) -> None:
        """`[a, *_, z]`: nothing is unpacked."""
        size = len(p.patterns)
        for i in range(size):
            q = p.patterns[i]
            if is_wildcard(q):
                continue
            t = self.temp()
            self.at(p)
            if i < star:
                self.emit(Op.GETITEM_INT, t, subject, i, 0)
            else:
                self.emit_ab(Op.GET_LENGTH, t, subject)
                self.emit(Op.ADD_INT, t, t, -(size - i), 0)
                self.emit(Op.GETITEM, t, subject, t, 0)
            self.subpattern(q, t, fail, captures)

    def mapping_pattern(self, p: ast.MatchMapping, subject: int, fail: Label, captures: Captures) -> None:
        size = len(p.keys)
        self.at(p)
        t = self.top
        self.set_top(t + 1)
        self.emit_ab(Op.MATCH_MAPPING, t, subject)
        self.jump(Op.JUMP_IF_FALSE, t, fail)
        rest = p.rest
        if size == 0 and rest is None:
            self.top = t
            return
        if size > 0:
            self.emit_ab(Op.GET_LENGTH, t, subject)
            self.compare_size(t, size, CompareOp.GE, fail)
        self.top = t
        self.check_keys(p)
        keys = self.temp()
        base = self.window(p.keys)
        self.at(p)
        self.emit(Op.BUILD_TUPLE, keys, base, size, 0)
        self.top = keys + 1
        values = self.temp()
        self.emit(Op.MATCH_KEYS, values, subject, keys, 0)
        self.jump(Op.JUMP_IF_NONE, values, fail)
        first = self.top
        self.set_top(first + size)
        self.emit(Op.UNPACK, first, values, size, 0)
        for i in range(size):
            self.subpattern(p.patterns[i], first + i, fail, captures)
        if rest is not None:
            self.at(p)
            d = self.temp()
            self.emit(Op.BUILD_DICT, d, 0, 0, 0)
            self.emit_ab(Op.DICT_UPDATE, d, subject)
            k = self.top
            self.set_top(k + size)
            self.emit(Op.UNPACK, k, keys, size, 0)
            for i in range(size):
                self.emit_ab(Op.DELITEM, d, k + i)
            self.top = k
            self.capture(rest, d, captures, p)

    def check_keys(self, p: ast.MatchMapping) -> None:
        seen: dict[str, bool] = {}
        for key in p.keys:
            c = self.constant(key)
            if c is not None:
                text = c.key()
                if text in seen:
                    raise self.error(f"mapping pattern checks duplicate key ({repr_of(c.value())})", p)
                seen[text] = True
            elif key.kind != Kind.Attribute and key.kind != Kind.BinOp and key.kind != Kind.UnaryOp:
                raise self.error("mapping pattern keys may only match literals and attribute lookups", p)

    def class_pattern(self, p: ast.MatchClass, subject: int, fail: Label, captures: Captures) -> None:
        positional = len(p.patterns)
        n = positional + len(p.kwd_patterns)
        if positional > 255:
            raise self.error("too many sub-patterns in class pattern " + "...", p)
        seen: dict[str, bool] = {}
        for i in range(len(p.kwd_attrs)):
            attr = p.kwd_attrs[i]
            if attr in seen:
                raise self.error(f"attribute name repeated in class pattern: {attr}", p.kwd_patterns[i])
            seen[attr] = True
        b = self.top
        self.set_top(b + 3)
        self.expr_to(p.cls, b + 1)
        self.at(p)
        self.move(b, subject)
        self.load_const(b + 2, const_names(p.kwd_attrs) if len(p.kwd_attrs) > 0 else const_tuple([]))
        self.emit(Op.MATCH_CLASS, b, b, 0, positional)
        self.jump(Op.JUMP_IF_NONE, b, fail)
        self.top = b + 1
        if n == 0:
            return
        first = self.top
        self.set_top(first + n)
        self.emit(Op.UNPACK, first, b, n, 0)
        for i in range(positional):
            self.subpattern(p.patterns[i], first + i, fail, captures)
        for i in range(len(p.kwd_patterns)):
            self.subpattern(p.kwd_patterns[i], first + positional + i, fail, captures)


def is_wildcard(p: ast.pattern) -> bool:
    """`_` or `*_`."""
    if p.kind == Kind.MatchAs:
        return cast(ast.MatchAs, p).pattern is None and cast(ast.MatchAs, p).name is None
    return p.kind == Kind.MatchStar and cast(ast.MatchStar, p).name is None


def count_captures(p: ast.pattern) -> int:
    n = 0
    match p.kind:
        case Kind.MatchSequence:
            for q in cast(ast.MatchSequence, p).patterns:
                n += count_captures(q)
        case Kind.MatchMapping:
            for q in cast(ast.MatchMapping, p).patterns:
                n += count_captures(q)
            if cast(ast.MatchMapping, p).rest is not None:
                n += 1
        case Kind.MatchClass:
            for q in cast(ast.MatchClass, p).patterns:
                n += count_captures(q)
            for q in cast(ast.MatchClass, p).kwd_patterns:
                n += count_captures(q)
        case Kind.MatchStar:
            if cast(ast.MatchStar, p).name is not None:
                n = 1
        case Kind.MatchAs:
            as_ = cast(ast.MatchAs, p)
            if as_.pattern is not None:
                n = count_captures(as_.pattern)
            if as_.name is not None:
                n += 1
        case Kind.MatchOr:
            n = count_captures(cast(ast.MatchOr, p).patterns[0])
        case _:
            pass
    return n

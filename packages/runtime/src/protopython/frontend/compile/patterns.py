"""`match`: patterns as straight code with one way out.

A pattern tests the value in a register and jumps to `fail` when it does not match. What it captures stays in registers
and is bound to the names only when the whole pattern has matched. Registers taken for one case are given back at its end.
"""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.model.operations import repr_of
from protopython.objects.model.special import CompareOp
from protopython.objects.set import new_set, set_add, set_contains

from .. import ast
from ..ast import ConstKind, Kind
from .assembler import Label
from .assignments import unpack_ex
from .builder import Builder
from .conditions import condition
from .constants import Const, const_names, const_tuple
from .dispatch import compiles_statement, statements
from .expressions import constant, expr_to, operand, small_int, small_int_value, temporary, window
from .names import store_name


class Captures:
    """Names that a pattern binds, with the registers of their values."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.registers: list[int] = []


@compiles_statement(Kind.Match)
def match_(b: Builder, node: ast.Match) -> None:
    mark = b.top
    subject = temporary(b, node.subject)
    end = Label()
    n = len(node.cases)
    for i in range(n):
        case = node.cases[i]
        fail = Label()
        captures = Captures()
        top = b.top
        refutable = case.guard is None and i + 1 < n
        pattern(b, case.pattern, subject, fail, captures, not refutable)
        b.at(case.pattern)
        for j in range(len(captures.names)):
            store_name(b, captures.names[j], captures.registers[j])
        if i > 0 and i + 1 == n and is_wildcard(case.pattern):
            b.emit_a(Op.NOP, 0)
        b.top = top
        guard = case.guard
        if guard is not None:
            condition(b, guard, fail, False)
        if len(case.body) == 1 and case.body[0].kind == Kind.Pass and len(captures.names) == 0:
            b.at(case.body[0])
            b.emit_a(Op.NOP, 0)
        statements(b, case.body)
        if i + 1 < n or fail.is_used():
            b.nowhere()
            b.jump(Op.JUMP, 0, end)
        b.place(fail)
    b.place(end)
    b.top = mark


def capture(b: Builder, name: str, register: int, captures: Captures, node: ast.pattern) -> None:
    b.refuse_debug(name, node)
    if name in captures.names:
        raise b.error(f"multiple assignments to name '{name}' in pattern", node)
    captures.names.append(name)
    captures.registers.append(register)


def pattern(b: Builder, p: ast.pattern, subject: int, fail: Label, captures: Captures, irrefutable: bool) -> None:
    """Falls through on a match. irrefutable: a pattern that always matches is in place here."""
    b.session.deeper()
    match p.kind:
        case Kind.MatchValue:
            value_pattern(b, cast(ast.MatchValue, p), subject, fail)
        case Kind.MatchSingleton:
            b.at(p)
            kind = cast(ast.MatchSingleton, p).const_kind
            if kind == ConstKind.NONE:
                b.jump(Op.JUMP_IF_NOT_NONE, subject, fail)
                b.session.depth -= 1
                return
            t = b.top
            b.set_top(t + 1)
            b.load_const(t, Const(kind))
            b.emit(Op.IS, t, subject, t, 0)
            b.jump(Op.JUMP_IF_FALSE, t, fail)
            b.top = t
        case Kind.MatchSequence:
            sequence_pattern(b, cast(ast.MatchSequence, p), subject, fail, captures)
        case Kind.MatchMapping:
            mapping_pattern(b, cast(ast.MatchMapping, p), subject, fail, captures)
        case Kind.MatchClass:
            class_pattern(b, cast(ast.MatchClass, p), subject, fail, captures)
        case Kind.MatchAs:
            as_pattern(b, cast(ast.MatchAs, p), subject, fail, captures, irrefutable)
        case Kind.MatchStar:
            star = cast(ast.MatchStar, p).name
            if star is not None:
                capture(b, star, subject, captures, p)
        case _:
            or_pattern(b, cast(ast.MatchOr, p), subject, fail, captures, irrefutable)
    b.session.depth -= 1


def value_pattern(b: Builder, p: ast.MatchValue, subject: int, fail: Label) -> None:
    if small_int(p.value, -0x8000, 0x7FFF):
        b.at(p)
        b.jump_short(Op.JUMP_COMPARE_INT_FALSE, subject, small_int_value(p.value), CompareOp.EQ, fail)
        return
    if not may_be_matched(b, p.value):
        raise b.error("patterns may only match literals and attribute lookups", p)
    mark = b.top
    r = operand(b, p.value, False)
    b.at(p)
    b.jump_short(Op.JUMP_COMPARE_FALSE, subject, r, CompareOp.EQ, fail)
    b.top = mark


def may_be_matched(b: Builder, e: ast.expr) -> bool:
    return e.kind == Kind.Attribute or constant(b, e) is not None


def as_pattern(b: Builder, p: ast.MatchAs, subject: int, fail: Label, captures: Captures, irrefutable: bool) -> None:
    inner = p.pattern
    name = p.name
    if inner is None:
        if not irrefutable:
            if name is None:
                raise b.error("wildcard makes remaining patterns unreachable", p)
            raise b.error(f"name capture '{name}' makes remaining patterns unreachable", p)
    else:
        pattern(b, inner, subject, fail, captures, irrefutable)
    if name is not None:
        capture(b, name, subject, captures, p)


def or_pattern(b: Builder, p: ast.MatchOr, subject: int, fail: Label, captures: Captures, irrefutable: bool) -> None:
    """The alternatives leave what they capture in the same registers."""
    success = Label()
    names: list[str] = []
    base = 0
    n = len(p.patterns)
    for i in range(n):
        alternative = Captures()
        last = i + 1 == n
        next_ = fail if last else Label()
        mark = b.top
        if i == 0:
            # Registers for the results come first; how many shows a dry look at the first alternative.
            count = count_captures(p.patterns[0])
            base = b.top
            b.set_top(base + count)
            mark = b.top
        pattern(b, p.patterns[i], subject, next_, alternative, irrefutable and last)
        if i == 0:
            names = alternative.names
        elif len(names) != len(alternative.names):
            raise b.error("alternative patterns bind different names", p)
        b.at(p)
        for j in range(len(alternative.names)):
            name = alternative.names[j]
            if name not in names:
                raise b.error("alternative patterns bind different names", p)
            b.move(base + names.index(name), alternative.registers[j])
        b.top = mark
        if not last:
            b.jump(Op.JUMP, 0, success)
            b.place(next_)
    b.place(success)
    for j in range(len(names)):
        capture(b, names[j], base + j, captures, p)


def sequence_pattern(b: Builder, p: ast.MatchSequence, subject: int, fail: Label, captures: Captures) -> None:
    size = len(p.patterns)
    star = -1
    only_wildcards = True
    star_wildcard = False
    for i in range(size):
        q = p.patterns[i]
        if q.kind == Kind.MatchStar:
            if star >= 0:
                raise b.error("multiple starred names in sequence pattern", p)
            star = i
            star_wildcard = cast(ast.MatchStar, q).name is None
        if not is_wildcard(q):
            only_wildcards = False
    b.at(p)
    t = b.top
    b.set_top(t + 1)
    b.emit_ab(Op.MATCH_SEQUENCE, t, subject)
    b.jump(Op.JUMP_IF_FALSE, t, fail)
    if star < 0:
        b.emit_ab(Op.GET_LENGTH, t, subject)
        compare_size(b, t, size, CompareOp.EQ, fail)
    elif size > 1:
        b.emit_ab(Op.GET_LENGTH, t, subject)
        compare_size(b, t, size - 1, CompareOp.GE, fail)
    b.top = t
    if only_wildcards:
        return
    if star_wildcard:
        items_by_index(b, p, star, subject, fail, captures)
        return
    base = b.top
    b.set_top(base + size)
    if star < 0:
        b.emit(Op.UNPACK, base, subject, size, 0)
    else:
        unpack_ex(b, base, subject, star, size - star - 1, p)
    for i in range(size):
        subpattern(b, p.patterns[i], base + i, fail, captures)


def compare_size(b: Builder, t: int, size: int, op: int, fail: Label) -> None:
    if size <= 0x7FFF:
        b.jump_short(Op.JUMP_COMPARE_INT_FALSE, t, size, op, fail)
    else:
        s = b.top
        b.set_top(s + 1)
        b.load_int(s, size)
        b.jump_short(Op.JUMP_COMPARE_FALSE, t, s, op, fail)
        b.top = s


def subpattern(b: Builder, p: ast.pattern, register: int, fail: Label, captures: Captures) -> None:
    if not is_wildcard(p):
        pattern(b, p, register, fail, captures, True)


def items_by_index(b: Builder, p: ast.MatchSequence, star: int, subject: int, fail: Label, captures: Captures) -> None:
    """`[a, *_, z]`: nothing is unpacked."""
    size = len(p.patterns)
    for i in range(size):
        q = p.patterns[i]
        if is_wildcard(q):
            continue
        t = b.temp()
        b.at(p)
        if i < star:
            b.emit(Op.GETITEM_INT, t, subject, i, 0)
        else:
            b.emit_ab(Op.GET_LENGTH, t, subject)
            b.emit(Op.ADD_INT, t, t, -(size - i), 0)
            b.emit(Op.GETITEM, t, subject, t, 0)
        subpattern(b, q, t, fail, captures)


def mapping_pattern(b: Builder, p: ast.MatchMapping, subject: int, fail: Label, captures: Captures) -> None:
    size = len(p.keys)
    b.at(p)
    t = b.top
    b.set_top(t + 1)
    b.emit_ab(Op.MATCH_MAPPING, t, subject)
    b.jump(Op.JUMP_IF_FALSE, t, fail)
    rest = p.rest
    if size == 0 and rest is None:
        b.top = t
        return
    if size > 0:
        b.emit_ab(Op.GET_LENGTH, t, subject)
        compare_size(b, t, size, CompareOp.GE, fail)
    b.top = t
    check_keys(b, p)
    keys = b.temp()
    base = window(b, p.keys)
    b.at(p)
    b.emit(Op.BUILD_TUPLE, keys, base, size, 0)
    b.top = keys + 1
    values = b.temp()
    b.emit(Op.MATCH_KEYS, values, subject, keys, 0)
    b.jump(Op.JUMP_IF_NONE, values, fail)
    first = b.top
    b.set_top(first + size)
    b.emit(Op.UNPACK, first, values, size, 0)
    for i in range(size):
        subpattern(b, p.patterns[i], first + i, fail, captures)
    if rest is not None:
        b.at(p)
        d = b.temp()
        b.emit(Op.BUILD_DICT, d, 0, 0, 0)
        b.emit_ab(Op.DICT_UPDATE, d, subject)
        k = b.top
        b.set_top(k + size)
        b.emit(Op.UNPACK, k, keys, size, 0)
        for i in range(size):
            b.emit_ab(Op.DELITEM, d, k + i)
        b.top = k
        capture(b, rest, d, captures, p)


def check_keys(b: Builder, p: ast.MatchMapping) -> None:
    seen = new_set()
    for key in p.keys:
        c = constant(b, key)
        if c is not None:
            w_key = c.value()
            if set_contains(seen, w_key):
                raise b.error(f"mapping pattern checks duplicate key ({repr_of(w_key)})", p)
            set_add(seen, w_key)
        elif key.kind != Kind.Attribute:
            raise b.error("mapping pattern keys may only match literals and attribute lookups", p)


def class_pattern(b: Builder, p: ast.MatchClass, subject: int, fail: Label, captures: Captures) -> None:
    positional = len(p.patterns)
    n = positional + len(p.kwd_patterns)
    if positional > 255:
        raise b.error("too many sub-patterns in class pattern " + "...", p)
    seen: dict[str, bool] = {}
    for i in range(len(p.kwd_attrs)):
        attr = p.kwd_attrs[i]
        if attr in seen:
            raise b.error(f"attribute name repeated in class pattern: {attr}", p.kwd_patterns[i])
        seen[attr] = True
    w = b.top
    b.set_top(w + 3)
    expr_to(b, p.cls, w + 1)
    b.at(p)
    b.move(w, subject)
    b.load_const(w + 2, const_names(p.kwd_attrs) if len(p.kwd_attrs) > 0 else const_tuple([]))
    b.emit(Op.MATCH_CLASS, w, w, 0, positional)
    b.jump(Op.JUMP_IF_NONE, w, fail)
    b.top = w + 1
    if n == 0:
        return
    first = b.top
    b.set_top(first + n)
    b.emit(Op.UNPACK, first, w, n, 0)
    for i in range(positional):
        subpattern(b, p.patterns[i], first + i, fail, captures)
    for i in range(len(p.kwd_patterns)):
        subpattern(b, p.kwd_patterns[i], first + positional + i, fail, captures)


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

"""Actions of the AST builder for match statements (see ast_builder.py)."""

from __future__ import annotations

from typing import cast

from .ast import (
    AST,
    Attribute,
    BinOp,
    Constant,
    ConstKind,
    Match,
    MatchAs,
    MatchClass,
    MatchMapping,
    MatchOr,
    MatchSequence,
    MatchSingleton,
    MatchStar,
    MatchValue,
    Name,
    UnaryOp,
    expr,
    expr_context,
    match_case,
    operator,
    pattern,
    unaryop,
)
from .ast_builder import Builder, Cases, KeyedPattern, KeyedPatterns, Patterns, action
from .ast_builder_expressions import constant_of
from .ast_builder_statements import plain_name
from .literals import LiteralError, parse_number
from .tokens import Tok


def _pattern(b: Builder, i: int) -> pattern:
    return cast(pattern, b.values[i])


def _patterns(b: Builder, i: int) -> list[pattern]:
    return cast(Patterns, b.values[i]).items


@action
def match_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Match(b.node(at + 1), cast(Cases, b.values[at + 5]).items, 0, 0, 0, 0)


@action
def cases_one(b: Builder, at: int, end: int) -> AST | None:
    return Cases([cast(match_case, b.values[at])])


@action
def cases_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Cases, b.values[at])
    seq.items.append(cast(match_case, b.values[at + 1]))
    return seq


@action
def case(b: Builder, at: int, end: int) -> AST | None:
    return match_case(_pattern(b, at + 1), b.opt_node(at + 2), b.stmts(at + 4))


@action
def patterns_one(b: Builder, at: int, end: int) -> AST | None:
    return Patterns([_pattern(b, at)])


@action
def patterns_two(b: Builder, at: int, end: int) -> AST | None:
    return Patterns([_pattern(b, at), _pattern(b, at + 2)])


@action
def patterns_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Patterns, b.values[at])
    seq.items.append(_pattern(b, at + 2))
    return seq


@action
def match_as(b: Builder, at: int, end: int) -> AST | None:
    name = plain_name(b, at + 2, "cannot use ", " as pattern target")
    if name == "_":
        raise b.error_symbols("cannot use '_' as a target", at + 2, at + 3)
    return MatchAs(_pattern(b, at), name, 0, 0, 0, 0)


@action
def match_or_first(b: Builder, at: int, end: int) -> AST | None:
    return MatchOr([_pattern(b, at), _pattern(b, at + 2)], 0, 0, 0, 0)


@action
def match_or_more(b: Builder, at: int, end: int) -> AST | None:
    node = cast(MatchOr, b.values[at])
    node.patterns.append(_pattern(b, at + 2))
    b.stretch(node, end)
    return node


@action
def match_value(b: Builder, at: int, end: int) -> AST | None:
    return MatchValue(b.node(at), 0, 0, 0, 0)


@action
def match_singleton(b: Builder, at: int, end: int) -> AST | None:
    return MatchSingleton(constant_of(b.token_kind(at)).const_kind, 0, 0, 0, 0)


@action
def match_capture(b: Builder, at: int, end: int) -> AST | None:
    name = b.name(at)
    return MatchAs(None, None if name == "_" else name, 0, 0, 0, 0)


@action
def match_star(b: Builder, at: int, end: int) -> AST | None:
    name = b.name(at + 1)
    return MatchStar(None if name == "_" else name, 0, 0, 0, 0)


@action
def match_star_alone(b: Builder, at: int, end: int) -> AST | None:
    raise b.error("invalid syntax", b.first[at + 1], b.first[at + 1])


@action
def match_sequence(b: Builder, at: int, end: int) -> AST | None:
    return MatchSequence(_patterns(b, at), 0, 0, 0, 0)


@action
def match_sequence_bracketed(b: Builder, at: int, end: int) -> AST | None:
    return MatchSequence(_patterns(b, at + 1), 0, 0, 0, 0)


@action
def match_sequence_one(b: Builder, at: int, end: int) -> AST | None:
    return MatchSequence([_pattern(b, at + 1)], 0, 0, 0, 0)


@action
def match_sequence_empty(b: Builder, at: int, end: int) -> AST | None:
    return MatchSequence([], 0, 0, 0, 0)


# ---- literals and names ------------------------------------------------------------------------------------


@action
def dotted_value(b: Builder, at: int, end: int) -> AST | None:
    base = Name(b.name(at), expr_context.Load, 0, 0, 0, 0)
    b.place(base, b.first[at], b.first[at])
    return Attribute(base, b.name(at + 2), expr_context.Load, 0, 0, 0, 0)


def _number(b: Builder, i: int) -> Constant:
    try:
        node = parse_number(b.token_text(i))
    except LiteralError as error:
        raise b.error_symbols(error.msg, i, i + 1) from None
    b.place(node, b.first[i], b.first[i])
    return node


@action
def negative_number(b: Builder, at: int, end: int) -> AST | None:
    return UnaryOp(unaryop.USub, _number(b, at + 1), 0, 0, 0, 0)


@action
def complex_pattern(b: Builder, at: int, end: int) -> AST | None:
    left = b.node(at)
    real = left
    if isinstance(real, UnaryOp):
        real = real.operand
    if isinstance(real, Constant) and real.const_kind == ConstKind.COMPLEX:
        raise b.error_node("real number required in complex literal", real)
    right = _number(b, at + 2)
    if right.const_kind != ConstKind.COMPLEX:
        raise b.error_node("imaginary number required in complex literal", right)
    op = int(operator.Add) if b.token_kind(at + 1) == Tok.PLUS else int(operator.Sub)
    return BinOp(left, op, right, 0, 0, 0, 0)


# ---- mappings and classes ----------------------------------------------------------------------------------


@action
def mapping_item(b: Builder, at: int, end: int) -> AST | None:
    return KeyedPattern(b.node(at), None, _pattern(b, at + 2))


@action
def mapping_rest(b: Builder, at: int, end: int) -> AST | None:
    name = b.name(at + 1)
    if name == "_":
        raise b.error("invalid syntax", b.first[at + 1], b.first[at + 1])
    return KeyedPattern(None, name, None)


@action
def mapping_one(b: Builder, at: int, end: int) -> AST | None:
    return KeyedPatterns([cast(KeyedPattern, b.values[at])])


@action
def mapping_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(KeyedPatterns, b.values[at])
    item = cast(KeyedPattern, b.values[at + 2])
    if seq.items[len(seq.items) - 1].key is None:
        raise b.error("invalid syntax", b.first[at + 2], b.first[at + 2])  # behind **rest
    seq.items.append(item)
    return seq


@action
def match_mapping_empty(b: Builder, at: int, end: int) -> AST | None:
    return MatchMapping([], [], None, 0, 0, 0, 0)


@action
def match_mapping(b: Builder, at: int, end: int) -> AST | None:
    keys: list[expr] = []
    patterns: list[pattern] = []
    rest: str | None = None
    for item in cast(KeyedPatterns, b.values[at + 1]).items:
        key = item.key
        value = item.value
        if key is None or value is None:
            rest = item.name
        else:
            keys.append(key)
            patterns.append(value)
    return MatchMapping(keys, patterns, rest, 0, 0, 0, 0)


@action
def class_positional(b: Builder, at: int, end: int) -> AST | None:
    return KeyedPattern(None, None, _pattern(b, at))


@action
def class_keyword(b: Builder, at: int, end: int) -> AST | None:
    return KeyedPattern(None, b.name(at), _pattern(b, at + 2))


@action
def class_patterns_one(b: Builder, at: int, end: int) -> AST | None:
    return KeyedPatterns([cast(KeyedPattern, b.values[at])])


@action
def class_patterns_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(KeyedPatterns, b.values[at])
    seq.items.append(cast(KeyedPattern, b.values[at + 2]))
    return seq


@action
def match_class_empty(b: Builder, at: int, end: int) -> AST | None:
    return MatchClass(b.node(at), [], [], [], 0, 0, 0, 0)


@action
def match_class(b: Builder, at: int, end: int) -> AST | None:
    positional: list[pattern] = []
    names: list[str] = []
    named: list[pattern] = []
    for item in cast(KeyedPatterns, b.values[at + 2]).items:
        name = item.name
        value = item.value
        if value is None:
            continue
        if name is not None:
            names.append(name)
            named.append(value)
        elif names:
            raise b.error_node("positional patterns follow keyword patterns", value)
        else:
            positional.append(value)
    return MatchClass(b.node(at), positional, names, named, 0, 0, 0, 0)

"""Actions of the AST builder for modules and statements (see ast_builder.py)."""

from __future__ import annotations

from typing import cast

from .ast import (
    AST,
    AnnAssign,
    Assert,
    Assign,
    AsyncFor,
    AsyncFunctionDef,
    AsyncWith,
    AugAssign,
    Break,
    ClassDef,
    Continue,
    Delete,
    ExceptHandler,
    Expr,
    Expression,
    For,
    FunctionDef,
    FunctionType,
    GeneratorExp,
    Global,
    If,
    Import,
    ImportFrom,
    Interactive,
    Kind,
    Module,
    Name,
    NamedExpr,
    Nonlocal,
    ParamSpec,
    Pass,
    Raise,
    Return,
    Starred,
    Try,
    TryStar,
    Tuple,
    TypeAlias,
    TypeVar,
    TypeVarTuple,
    While,
    With,
    alias,
    arguments,
    expr,
    expr_context,
    keyword,
    stmt,
    type_param,
    withitem,
)
from .ast_builder import (
    ASSIGN,
    DELETE,
    Aliases,
    Args,
    Assignment,
    Builder,
    Clauses,
    Comps,
    Exprs,
    FromModule,
    Handlers,
    Names,
    StarHandler,
    Stmts,
    Text,
    TypeParams,
    WithItem,
    WithItems,
    action,
    expr_name,
    invalid_target,
    make_target,
    set_context,
)
from .ast_builder_expressions import BINARY_OPERATORS, sort_arguments
from .errors import ErrorKind, ParseError
from .tokens import Tok

MAX_ELIFS = 6000
"""An `elif` nests the tree by one, and the parser's stack does not see it."""


# ---- modules and blocks ------------------------------------------------------------------------------------


@action
def module(b: Builder, at: int, end: int) -> AST | None:
    node = Module(b.stmts(at) if end - at > 1 else [])
    node.type_ignores = b.tokens.type_ignores
    return node


@action
def interactive(b: Builder, at: int, end: int) -> AST | None:
    body: list[stmt] = []
    if b.values[at] is not None:
        body = b.stmts(at)
    return Interactive(body)


@action
def expression(b: Builder, at: int, end: int) -> AST | None:
    return Expression(b.node(at))


@action
def func_type_empty(b: Builder, at: int, end: int) -> AST | None:
    return FunctionType([], b.node(end - 1))


@action
def func_type(b: Builder, at: int, end: int) -> AST | None:
    return FunctionType(b.exprs(at + 1), b.node(end - 1))


@action
def nothing(b: Builder, at: int, end: int) -> AST | None:
    return None


@action
def stmts_one(b: Builder, at: int, end: int) -> AST | None:
    return Stmts([cast(stmt, b.values[at])])


@action
def stmts_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Stmts, b.values[at])
    seq.items.append(cast(stmt, b.values[end - 1]))
    return seq


@action
def stmts_extend(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Stmts, b.values[at])
    for item in b.stmts(at + 1):
        seq.items.append(item)
    return seq


@action
def typed_block(b: Builder, at: int, end: int) -> AST | None:
    block = cast(Stmts, b.values[at + 1])
    block.type_comment = b.token_text(at)
    return block


@action
def typed_block_below(b: Builder, at: int, end: int) -> AST | None:
    block = cast(Stmts, b.values[at + 4])
    block.type_comment = b.token_text(at + 1)
    return block


@action
def two_type_comments(b: Builder, at: int, end: int) -> AST | None:
    raise b.error_symbols("Cannot have two type comments on def", end - 1, end)


# ---- simple statements -------------------------------------------------------------------------------------


@action
def expr_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Expr(b.node(at), 0, 0, 0, 0)


@action
def assign_first(b: Builder, at: int, end: int) -> AST | None:
    return Assignment([b.node(at)], b.node(at + 2))


@action
def assign_more(b: Builder, at: int, end: int) -> AST | None:
    chain = cast(Assignment, b.values[at])
    chain.targets.append(chain.value)
    chain.value = b.node(at + 2)
    return chain


@action
def assign(b: Builder, at: int, end: int) -> AST | None:
    chain = cast(Assignment, b.values[at])
    for target in chain.targets:
        alone = len(chain.targets) == 1
        bracketed = alone and b.tokens.lineno[b.first[at]] == target.lineno and b.tokens.col[b.first[at]] != target.col_offset
        if (target.kind == Kind.Yield or target.kind == Kind.YieldFrom) and not bracketed:
            raise b.error_node("assignment to yield expression not possible", target)
        bad = invalid_target(target, ASSIGN)
        if bad is not None:
            msg = "cannot assign to " + expr_name(bad)
            if alone and bad.col_offset == target.col_offset and (_may_mean_equal(bad) or (bracketed and bad is target)):
                msg = msg + " here. Maybe you meant '==' instead of '='?"
            raise b.error_node(msg, bad)
        set_context(target, expr_context.Store)
    node = Assign(chain.targets, chain.value, 0, 0, 0, 0)
    if end - at > 1:
        node.type_comment = b.token_text(end - 1)
    return node


def _may_mean_equal(node: expr) -> bool:
    """Whether `node = x` may be a mistyped `node == x`."""
    match node.kind:
        case Kind.GeneratorExp | Kind.Compare | Kind.BoolOp | Kind.Lambda | Kind.IfExp | Kind.Starred:
            return False
        case Kind.Constant:
            return expr_name(node) == "literal"
        case _:
            return True


@action
def aug_assign(b: Builder, at: int, end: int) -> AST | None:
    target = b.node(at)
    _check_single(b, target, "'" + expr_name(target) + "' is an illegal expression for augmented assignment")
    set_context(target, expr_context.Store)
    return AugAssign(target, int(BINARY_OPERATORS[b.token_kind(at + 1)]), b.node(at + 2), 0, 0, 0, 0)


def _check_single(b: Builder, target: expr, msg: str) -> None:
    if target.kind != Kind.Name and target.kind != Kind.Attribute and target.kind != Kind.Subscript:
        raise b.error_node(msg, target)


@action
def ann_assign(b: Builder, at: int, end: int) -> AST | None:
    target = b.node(at)
    if target.kind == Kind.Tuple or target.kind == Kind.List:
        msg = "only single target (not " + expr_name(target) + ") can be annotated"
        if target.kind == Kind.Tuple and not (b.tokens.kind[b.first[at]] == Tok.LPAR and b.tokens.kind[b.last[at]] == Tok.RPAR):
            raise b.error_node(msg, cast(Tuple, target).elts[0])
        raise b.error_node(msg, target)
    _check_single(b, target, "illegal target for annotation")
    set_context(target, expr_context.Store)
    simple = 1 if target.kind == Kind.Name and not b.bracketed(at) else 0
    return AnnAssign(target, b.node(at + 2), b.node(at + 4) if end - at > 3 else None, simple, 0, 0, 0, 0)


@action
def type_alias(b: Builder, at: int, end: int) -> AST | None:
    target = Name(b.name(at + 1), expr_context.Store, 0, 0, 0, 0)
    b.place(target, b.first[at + 1], b.first[at + 1])
    return TypeAlias(target, _type_params(b, at + 2), b.node(at + 4), 0, 0, 0, 0)


@action
def pass_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Pass(0, 0, 0, 0)


@action
def break_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Break(0, 0, 0, 0)


@action
def continue_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Continue(0, 0, 0, 0)


@action
def return_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Return(b.node(at + 1) if end - at > 1 else None, 0, 0, 0, 0)


@action
def raise_stmt(b: Builder, at: int, end: int) -> AST | None:
    exc = b.node(at + 1) if end - at > 1 else None
    cause = b.node(at + 3) if end - at > 2 else None
    return Raise(exc, cause, 0, 0, 0, 0)


@action
def names_one(b: Builder, at: int, end: int) -> AST | None:
    return Names([b.name(at)])


@action
def names_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Names, b.values[at])
    seq.items.append(b.name(at + 2))
    return seq


@action
def global_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Global(cast(Names, b.values[at + 1]).items, 0, 0, 0, 0)


@action
def nonlocal_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Nonlocal(cast(Names, b.values[at + 1]).items, 0, 0, 0, 0)


@action
def del_stmt(b: Builder, at: int, end: int) -> AST | None:
    targets = b.exprs(at + 1)
    for target in targets:
        bad = invalid_target(target, DELETE)
        if bad is not None:
            raise b.error_node("cannot delete " + expr_name(bad), bad)
        set_context(target, expr_context.Del)
    return Delete(targets, 0, 0, 0, 0)


@action
def assert_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Assert(b.node(at + 1), b.node(at + 3) if end - at > 2 else None, 0, 0, 0, 0)


# ---- imports -----------------------------------------------------------------------------------------------


@action
def import_stmt(b: Builder, at: int, end: int) -> AST | None:
    return Import(cast(Aliases, b.values[at + 1]).items, 0, 0, 0, 0)


@action
def import_from(b: Builder, at: int, end: int) -> AST | None:
    source = cast(FromModule, b.values[at + 1])
    return ImportFrom(source.module, cast(Aliases, b.values[at + 3]).items, source.level, 0, 0, 0, 0)


@action
def dotted_first(b: Builder, at: int, end: int) -> AST | None:
    return Text(b.name(at))


@action
def dotted_more(b: Builder, at: int, end: int) -> AST | None:
    return Text(cast(Text, b.values[at]).text + "." + b.name(at + 2))


@action
def dots_first(b: Builder, at: int, end: int) -> AST | None:
    return FromModule(None, 3 if b.token_kind(at) == Tok.ELLIPSIS else 1)


@action
def dots_more(b: Builder, at: int, end: int) -> AST | None:
    source = cast(FromModule, b.values[at])
    source.level += 3 if b.token_kind(at + 1) == Tok.ELLIPSIS else 1
    return source


@action
def from_name(b: Builder, at: int, end: int) -> AST | None:
    return FromModule(cast(Text, b.values[at]).text, 0)


@action
def from_dots(b: Builder, at: int, end: int) -> AST | None:
    source = cast(FromModule, b.values[at])
    if end - at > 1:
        source.module = cast(Text, b.values[at + 1]).text
    return source


def plain_name(b: Builder, i: int, msg: str, msg_end: str) -> str:
    """The name behind an `as`; a message if it is more than a name."""
    node = b.node(i)
    if node.kind != Kind.Name:
        raise b.error_node(msg + expr_name(node) + msg_end, node)
    if b.bracketed(i):
        raise b.error("invalid syntax", b.first[i], b.first[i])
    return cast(Name, node).id


@action
def alias_(b: Builder, at: int, end: int) -> AST | None:
    asname = plain_name(b, at + 2, "cannot use ", " as import target") if end - at > 1 else None
    return alias(cast(Text, b.values[at]).text, asname, 0, 0, 0, 0)


@action
def from_alias(b: Builder, at: int, end: int) -> AST | None:
    asname = plain_name(b, at + 2, "cannot use ", " as import target") if end - at > 1 else None
    return alias(b.name(at), asname, 0, 0, 0, 0)


@action
def alias_star(b: Builder, at: int, end: int) -> AST | None:
    node = alias("*", None, 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[at])
    return Aliases([node])


@action
def aliases_one(b: Builder, at: int, end: int) -> AST | None:
    return Aliases([cast(alias, b.values[at])])


@action
def aliases_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Aliases, b.values[at])
    seq.items.append(cast(alias, b.values[at + 2]))
    return seq


@action
def from_trailing_comma(b: Builder, at: int, end: int) -> AST | None:
    raise b.error_here("trailing comma not allowed without surrounding parentheses")


# ---- if, while, for, with ----------------------------------------------------------------------------------


@action
def clauses_none(b: Builder, at: int, end: int) -> AST | None:
    return Clauses()


@action
def clauses_append(b: Builder, at: int, end: int) -> AST | None:
    clauses = cast(Clauses, b.values[at])
    if len(clauses.tests) >= MAX_ELIFS:
        msg = "Parser stack overflowed - Python source too complex to parse"
        raise ParseError(ErrorKind.MEMORY, msg, -1, 0, 0, 0, None)
    clauses.tests.append(b.node(at + 2))
    clauses.bodies.append(b.stmts(at + 4))
    clauses.tokens.append(b.first[at + 1])
    return clauses


@action
def if_stmt(b: Builder, at: int, end: int) -> AST | None:
    clauses = cast(Clauses, b.values[at + 4])
    orelse = b.opt_stmts(at + 5)
    i = len(clauses.tests) - 1
    while i >= 0:
        node = If(clauses.tests[i], clauses.bodies[i], orelse, 0, 0, 0, 0)
        b.place(node, clauses.tokens[i], b.last[end - 1])
        orelse = [node]
        i -= 1
    return If(b.node(at + 1), b.stmts(at + 3), orelse, 0, 0, 0, 0)


@action
def while_stmt(b: Builder, at: int, end: int) -> AST | None:
    return While(b.node(at + 1), b.stmts(at + 3), b.opt_stmts(at + 4), 0, 0, 0, 0)


@action
def for_stmt(b: Builder, at: int, end: int) -> AST | None:
    target = make_target(b, b.node(at + 1))
    node = For(target, b.node(at + 3), b.stmts(at + 5), b.opt_stmts(at + 6), 0, 0, 0, 0)
    node.type_comment = b.type_comment(at + 5)
    return node


@action
def async_for(b: Builder, at: int, end: int) -> AST | None:
    node = cast(For, b.values[at + 1])
    result = AsyncFor(node.target, node.iter, node.body, node.orelse, 0, 0, 0, 0)
    result.type_comment = node.type_comment
    return result


@action
def with_item(b: Builder, at: int, end: int) -> AST | None:
    target = make_target(b, b.node(at + 2)) if end - at > 1 else None
    return WithItem(b.node(at), target, WithItem.PLAIN)


@action
def with_item_named(b: Builder, at: int, end: int) -> AST | None:
    return WithItem(_named(b, at), None, WithItem.NAMED)


@action
def with_item_starred(b: Builder, at: int, end: int) -> AST | None:
    node = Starred(b.node(at + 1), expr_context.Load, 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return WithItem(node, None, WithItem.STARRED)


@action
def with_item_yield(b: Builder, at: int, end: int) -> AST | None:
    return WithItem(b.node(at), None, WithItem.YIELD)


@action
def with_item_genexp(b: Builder, at: int, end: int) -> AST | None:
    node = GeneratorExp(b.node(at), cast(Comps, b.values[at + 1]).items, 0, 0, 0, 0)
    return WithItem(node, None, WithItem.GENEXP)


@action
def with_item_named_genexp(b: Builder, at: int, end: int) -> AST | None:
    node = GeneratorExp(_named(b, at), cast(Comps, b.values[at + 3]).items, 0, 0, 0, 0)
    return WithItem(node, None, WithItem.GENEXP)


def _named(b: Builder, at: int) -> expr:
    """`target := value` at at."""
    target = b.node(at)
    _check_named(b, target)
    named = cast(Name, target)
    named.ctx = expr_context.Store
    node = NamedExpr(named, b.node(at + 2), 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[at + 2])
    return node


def _check_named(b: Builder, target: expr) -> None:
    if target.kind != Kind.Name:
        raise b.error_node("cannot use assignment expressions with " + expr_name(target), target)


@action
def with_one(b: Builder, at: int, end: int) -> AST | None:
    return WithItems([cast(WithItem, b.values[at])])


@action
def with_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(WithItems, b.values[at])
    seq.items.append(cast(WithItem, b.values[at + 2]))
    return seq


@action
def with_stmt(b: Builder, at: int, end: int) -> AST | None:
    return _with(b, cast(WithItems, b.values[at + 1]).nodes(), at + 3)


def _with(b: Builder, items: list[withitem], i: int) -> With:
    """i: the symbol of the block."""
    node = With(items, b.stmts(i), 0, 0, 0, 0)
    node.type_comment = b.type_comment(i)
    return node


@action
def with_paren_stmt(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(WithItems, b.values[at + 2])
    comma = end - at == 7
    special = False
    for item in seq.items:
        if item.special != WithItem.PLAIN:
            special = True
    if not special:
        return _with(b, seq.nodes(), end - 1)
    # It is one expression in parentheses after all.
    return _with(b, [withitem(_parenthesized(b, seq.items, comma, at), None)], end - 1)


def _parenthesized(b: Builder, items: list[WithItem], comma: bool, at: int) -> expr:
    for item in items:
        if item.target is not None:
            raise b.error_node("invalid syntax", item.target)
    first = b.first[at + 1]
    last = b.first[at + 4] if comma else b.first[at + 3]
    one = items[0]
    if len(items) == 1 and not comma:
        if one.special == WithItem.GENEXP:
            b.place(one.value, first, last)
        elif one.special == WithItem.STARRED:
            raise b.error_node("cannot use starred expression here", one.value)
        return one.value
    elts: list[expr] = []
    for item in items:
        if item.special == WithItem.GENEXP:
            raise b.error_node("invalid syntax", item)
        if item.special == WithItem.YIELD:
            raise b.error_node("invalid syntax", item)
        elts.append(item.value)
    node = Tuple(elts, expr_context.Load, 0, 0, 0, 0)
    b.place(node, first, last)
    return node


@action
def async_with(b: Builder, at: int, end: int) -> AST | None:
    node = cast(With, b.values[at + 1])
    result = AsyncWith(node.items, node.body, 0, 0, 0, 0)
    result.type_comment = node.type_comment
    return result


# ---- try ---------------------------------------------------------------------------------------------------


@action
def handler_bare(b: Builder, at: int, end: int) -> AST | None:
    return ExceptHandler(None, None, b.stmts(at + 2), 0, 0, 0, 0)


@action
def handler(b: Builder, at: int, end: int) -> AST | None:
    return _handler(b, at, at + 1, end)


@action
def handler_star(b: Builder, at: int, end: int) -> AST | None:
    node = _handler(b, at, at + 2, end)
    b.place(node, b.first[at], b.last[end - 1])
    return StarHandler(node)


def _handler(b: Builder, at: int, i: int, end: int) -> ExceptHandler:
    """i: where the expression stands."""
    name: str | None = None
    caught = b.node(i)
    if end - i > 3:
        if caught.kind == Kind.Tuple and b.token_kind(i) != Tok.LPAR:
            msg = "multiple exception types must be parenthesized when using 'as'"
            raise b.error_symbols(msg, i, i + 3)
        name = plain_name(b, i + 2, "cannot use except statement with ", "")
    return ExceptHandler(caught, name, b.stmts(end - 1), 0, 0, 0, 0)


def _add_handler(b: Builder, seq: Handlers, i: int) -> None:
    value = b.values[i]
    if isinstance(value, StarHandler):
        seq.items.append(value.handler)
        seq.star += 1
    else:
        seq.items.append(cast(ExceptHandler, value))
        seq.plain += 1
    if seq.star > 0 and seq.plain > 0:
        first = b.first[i]
        last = first + 1 if isinstance(value, StarHandler) else first
        raise b.error("cannot have both 'except' and 'except*' on the same 'try'", first, last)


@action
def handlers_one(b: Builder, at: int, end: int) -> AST | None:
    seq = Handlers()
    _add_handler(b, seq, at)
    return seq


@action
def handlers_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Handlers, b.values[at])
    _add_handler(b, seq, at + 1)
    return seq


@action
def try_finally(b: Builder, at: int, end: int) -> AST | None:
    return Try(b.stmts(at + 2), [], [], b.stmts(at + 5), 0, 0, 0, 0)


@action
def try_except(b: Builder, at: int, end: int) -> AST | None:
    handlers = cast(Handlers, b.values[at + 3])
    body = b.stmts(at + 2)
    orelse = b.opt_stmts(at + 4)
    finalbody = b.stmts(end - 1) if end - at > 5 else []
    if handlers.star > 0:
        return TryStar(body, handlers.items, orelse, finalbody, 0, 0, 0, 0)
    return Try(body, handlers.items, orelse, finalbody, 0, 0, 0, 0)


# ---- definitions -------------------------------------------------------------------------------------------


def _type_params(b: Builder, i: int) -> list[type_param]:
    value = b.values[i]
    if value is None:
        return []
    return cast(TypeParams, value).items


@action
def function(b: Builder, at: int, end: int) -> AST | None:
    node = FunctionDef(
        b.name(at + 1),
        cast(arguments, b.values[at + 4]),
        b.stmts(end - 1),
        [],
        b.opt_node(at + 6),
        _type_params(b, at + 2),
        0,
        0,
        0,
        0,
    )
    node.type_comment = b.type_comment(end - 1)
    return node


@action
def async_function(b: Builder, at: int, end: int) -> AST | None:
    f = cast(FunctionDef, b.values[at + 1])
    node = AsyncFunctionDef(f.name, f.args, f.body, [], f.returns, f.type_params, 0, 0, 0, 0)
    node.type_comment = f.type_comment
    return node


@action
def class_def(b: Builder, at: int, end: int) -> AST | None:
    return ClassDef(b.name(at + 1), [], [], b.stmts(end - 1), [], _type_params(b, at + 2), 0, 0, 0, 0)


@action
def class_def_args(b: Builder, at: int, end: int) -> AST | None:
    bases: list[expr] = []
    keywords: list[keyword] = []
    sort_arguments(b, cast(Args, b.values[at + 4]), bases, keywords, b.last[at + 5], True)
    return ClassDef(
        b.name(at + 1), bases, keywords, b.stmts(end - 1), [], _type_params(b, at + 2), 0, 0, 0, 0
    )


@action
def decorators_first(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(at + 1)])


@action
def decorators_more(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Exprs, b.values[at])
    seq.items.append(b.node(at + 2))
    return seq


@action
def decorated(b: Builder, at: int, end: int) -> AST | None:
    decorators = b.exprs(at)
    node = b.values[at + 1]
    assert node is not None
    match node.kind:
        case Kind.FunctionDef:
            cast(FunctionDef, node).decorator_list = decorators
        case Kind.AsyncFunctionDef:
            cast(AsyncFunctionDef, node).decorator_list = decorators
        case _:
            cast(ClassDef, node).decorator_list = decorators
    return node


# ---- type parameters ---------------------------------------------------------------------------------------


@action
def type_params_empty(b: Builder, at: int, end: int) -> AST | None:
    raise b.error_symbols("Type parameter list cannot be empty", at, end)


@action
def type_params_one(b: Builder, at: int, end: int) -> AST | None:
    return TypeParams([cast(type_param, b.values[at])])


@action
def type_params_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(TypeParams, b.values[at])
    seq.items.append(cast(type_param, b.values[at + 2]))
    return seq


@action
def type_var(b: Builder, at: int, end: int) -> AST | None:
    return TypeVar(b.name(at), b.node(at + 2) if end - at > 1 else None, None, 0, 0, 0, 0)


@action
def type_var_default(b: Builder, at: int, end: int) -> AST | None:
    return TypeVar(b.name(at), b.node(at + 2) if end - at > 3 else None, b.node(end - 1), 0, 0, 0, 0)


@action
def type_var_tuple(b: Builder, at: int, end: int) -> AST | None:
    return TypeVarTuple(b.name(at + 1), b.node(at + 3) if end - at > 2 else None, 0, 0, 0, 0)


@action
def param_spec(b: Builder, at: int, end: int) -> AST | None:
    return ParamSpec(b.name(at + 1), b.node(at + 3) if end - at > 2 else None, 0, 0, 0, 0)


def _bound_error(b: Builder, i: int, what: str) -> ParseError:
    if b.node(i + 1).kind == Kind.Tuple:
        return b.error_symbols("cannot use constraints with " + what, i, i + 1)
    return b.error_symbols("cannot use bound with " + what, i, i + 1)


@action
def type_var_tuple_bound(b: Builder, at: int, end: int) -> AST | None:
    raise _bound_error(b, at + 2, "TypeVarTuple")


@action
def param_spec_bound(b: Builder, at: int, end: int) -> AST | None:
    raise _bound_error(b, at + 2, "ParamSpec")

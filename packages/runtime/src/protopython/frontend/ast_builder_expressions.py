"""Actions of the AST builder for expressions, arguments and parameters (see ast_builder.py)."""

from __future__ import annotations

from typing import cast

from .ast import (
    AST,
    Attribute,
    Await,
    BinOp,
    BoolOp,
    Call,
    Compare,
    Constant,
    ConstKind,
    Dict,
    DictComp,
    GeneratorExp,
    IfExp,
    Kind,
    Lambda,
    List,
    ListComp,
    Name,
    NamedExpr,
    Set,
    SetComp,
    Slice,
    Starred,
    Subscript,
    Tuple,
    UnaryOp,
    Yield,
    YieldFrom,
    arg,
    arguments,
    boolop,
    cmpop,
    comprehension,
    expr,
    expr_context,
    keyword,
    operator,
    unaryop,
)
from .ast_builder import (
    Args,
    Argument,
    Builder,
    Comps,
    DictItems,
    Exprs,
    Param,
    Params,
    action,
    expr_name,
    make_target,
)
from .literals import LiteralError, parse_number
from .tokens import TOKEN_KINDS, Tok


def _operator_table(pairs: list[tuple[Tok, int]]) -> bytes:
    table = bytearray([255] * TOKEN_KINDS)
    for kind, op in pairs:
        table[kind] = op
    return bytes(table)


BINARY_OPERATORS: bytes = _operator_table(
    [
        (Tok.PLUS, operator.Add),
        (Tok.MINUS, operator.Sub),
        (Tok.STAR, operator.Mult),
        (Tok.AT, operator.MatMult),
        (Tok.SLASH, operator.Div),
        (Tok.PERCENT, operator.Mod),
        (Tok.DOUBLESTAR, operator.Pow),
        (Tok.LEFTSHIFT, operator.LShift),
        (Tok.RIGHTSHIFT, operator.RShift),
        (Tok.VBAR, operator.BitOr),
        (Tok.CIRCUMFLEX, operator.BitXor),
        (Tok.AMPER, operator.BitAnd),
        (Tok.DOUBLESLASH, operator.FloorDiv),
        (Tok.PLUSEQUAL, operator.Add),
        (Tok.MINEQUAL, operator.Sub),
        (Tok.STAREQUAL, operator.Mult),
        (Tok.ATEQUAL, operator.MatMult),
        (Tok.SLASHEQUAL, operator.Div),
        (Tok.PERCENTEQUAL, operator.Mod),
        (Tok.DOUBLESTAREQUAL, operator.Pow),
        (Tok.LEFTSHIFTEQUAL, operator.LShift),
        (Tok.RIGHTSHIFTEQUAL, operator.RShift),
        (Tok.VBAREQUAL, operator.BitOr),
        (Tok.CIRCUMFLEXEQUAL, operator.BitXor),
        (Tok.AMPEREQUAL, operator.BitAnd),
        (Tok.DOUBLESLASHEQUAL, operator.FloorDiv),
    ]
)
"""By the kind of the operator's token, augmented or not."""

UNARY_OPERATORS: bytes = _operator_table(
    [(Tok.PLUS, unaryop.UAdd), (Tok.MINUS, unaryop.USub), (Tok.TILDE, unaryop.Invert)]
)

COMPARISONS: bytes = _operator_table(
    [
        (Tok.EQEQUAL, cmpop.Eq),
        (Tok.NOTEQUAL, cmpop.NotEq),
        (Tok.LESS, cmpop.Lt),
        (Tok.LESSEQUAL, cmpop.LtE),
        (Tok.GREATER, cmpop.Gt),
        (Tok.GREATEREQUAL, cmpop.GtE),
        (Tok.IS, cmpop.Is),
        (Tok.IN, cmpop.In),
        (Tok.NOT, cmpop.NotIn),
    ]
)


# ---- atoms -------------------------------------------------------------------------------------------------


@action
def name(b: Builder, at: int, end: int) -> AST | None:
    return Name(b.name(at), expr_context.Load, 0, 0, 0, 0)


@action
def number(b: Builder, at: int, end: int) -> AST | None:
    try:
        return parse_number(b.token_text(at))
    except LiteralError as error:
        raise b.error_symbols(error.msg, at, end) from None


def constant_of(kind: int) -> Constant:
    """None, True, False and `...`, by their token."""
    const_kind = int(ConstKind.NONE)
    if kind == Tok.TRUE:
        const_kind = ConstKind.TRUE
    elif kind == Tok.FALSE:
        const_kind = ConstKind.FALSE
    elif kind == Tok.ELLIPSIS:
        const_kind = ConstKind.ELLIPSIS
    return Constant(const_kind, 0, 0.0, "", None, False, 0, 0, 0, 0)


@action
def constant(b: Builder, at: int, end: int) -> AST | None:
    return constant_of(b.token_kind(at))


# ---- operators ---------------------------------------------------------------------------------------------


@action
def bin_op(b: Builder, at: int, end: int) -> AST | None:
    return BinOp(b.node(at), int(BINARY_OPERATORS[b.token_kind(at + 1)]), b.node(at + 2), 0, 0, 0, 0)


@action
def unary_op(b: Builder, at: int, end: int) -> AST | None:
    return UnaryOp(int(UNARY_OPERATORS[b.token_kind(at)]), b.node(at + 1), 0, 0, 0, 0)


@action
def not_op(b: Builder, at: int, end: int) -> AST | None:
    return UnaryOp(unaryop.Not, b.node(at + 1), 0, 0, 0, 0)


@action
def bool_first(b: Builder, at: int, end: int) -> AST | None:
    op = int(boolop.Or) if b.token_kind(at + 1) == Tok.OR else int(boolop.And)
    return BoolOp(op, [b.node(at), b.node(at + 2)], 0, 0, 0, 0)


@action
def bool_more(b: Builder, at: int, end: int) -> AST | None:
    node = cast(BoolOp, b.values[at])
    node.values.append(b.node(at + 2))
    b.stretch(node, end)
    return node


def _comparison(b: Builder, i: int) -> int:
    op = int(COMPARISONS[b.token_kind(i)])
    if op == cmpop.Is and b.last[i] != b.first[i]:
        return cmpop.IsNot
    return op


@action
def compare_first(b: Builder, at: int, end: int) -> AST | None:
    return Compare(b.node(at), [_comparison(b, at + 1)], [b.node(at + 2)], 0, 0, 0, 0)


@action
def compare_more(b: Builder, at: int, end: int) -> AST | None:
    node = cast(Compare, b.values[at])
    node.ops.append(_comparison(b, at + 1))
    node.comparators.append(b.node(at + 2))
    b.stretch(node, end)
    return node


@action
def is_not(b: Builder, at: int, end: int) -> AST | None:
    return None  # the two tokens say it


@action
def not_in(b: Builder, at: int, end: int) -> AST | None:
    return None


@action
def if_exp(b: Builder, at: int, end: int) -> AST | None:
    return IfExp(b.node(at + 2), b.node(at), b.node(at + 4), 0, 0, 0, 0)


@action
def await_expr(b: Builder, at: int, end: int) -> AST | None:
    return Await(b.node(at + 1), 0, 0, 0, 0)


@action
def yield_expr(b: Builder, at: int, end: int) -> AST | None:
    return Yield(b.node(at + 1) if end - at > 1 else None, 0, 0, 0, 0)


@action
def yield_from(b: Builder, at: int, end: int) -> AST | None:
    return YieldFrom(b.node(at + 2), 0, 0, 0, 0)


@action
def named_expr(b: Builder, at: int, end: int) -> AST | None:
    target = b.node(at)
    if target.kind != Kind.Name:
        raise b.error_node("cannot use assignment expressions with " + expr_name(target), target)
    if b.bracketed(at):
        raise b.error("invalid syntax", b.first[at + 1], b.first[at + 1])
    named = cast(Name, target)
    named.ctx = expr_context.Store
    return NamedExpr(named, b.node(at + 2), 0, 0, 0, 0)


@action
def starred(b: Builder, at: int, end: int) -> AST | None:
    return Starred(b.node(at + 1), expr_context.Load, 0, 0, 0, 0)


# ---- primaries ---------------------------------------------------------------------------------------------


@action
def attribute(b: Builder, at: int, end: int) -> AST | None:
    return Attribute(b.node(at), b.name(at + 2), expr_context.Load, 0, 0, 0, 0)


@action
def subscript(b: Builder, at: int, end: int) -> AST | None:
    return Subscript(b.node(at), b.node(at + 2), expr_context.Load, 0, 0, 0, 0)


@action
def slice_(b: Builder, at: int, end: int) -> AST | None:
    step = b.opt_node(at + 4) if end - at == 5 else None
    return Slice(b.opt_node(at), b.opt_node(at + 2), step, 0, 0, 0, 0)


@action
def slices_starred(b: Builder, at: int, end: int) -> AST | None:
    item = Starred(b.node(at + 1), expr_context.Load, 0, 0, 0, 0)
    b.place(item, b.first[at], b.last[end - 1])
    return Tuple([item], expr_context.Load, 0, 0, 0, 0)


@action
def call_empty(b: Builder, at: int, end: int) -> AST | None:
    return Call(b.node(at), [], [], 0, 0, 0, 0)


@action
def call(b: Builder, at: int, end: int) -> AST | None:
    args = cast(Args, b.values[at + 2])
    positional: list[expr] = []
    keywords: list[keyword] = []
    if len(args.items) == 1 and args.items[0].what == Argument.GENEXP and not args.trailing_comma:
        # The parentheses of the call are those of the generator expression too.
        generator = args.items[0].value
        assert generator is not None
        b.place(generator, b.first[at + 1], b.last[at + 3])
        positional.append(generator)
    else:
        sort_arguments(b, args, positional, keywords, b.last[at + 3], False)
    return Call(b.node(at), positional, keywords, 0, 0, 0, 0)


def sort_arguments(
    b: Builder, args: Args, positional: list[expr], keywords: list[keyword], close: int, in_class: bool
) -> None:
    """The arguments of a call or a class, into the two lists; their order is checked. close: the ")"."""
    seen_keyword = False
    seen_unpacking = False
    for item in args.items:
        value = item.value
        if item.what == Argument.GENEXP and value is not None:
            if in_class and len(args.items) == 1:
                i = b.token_of(value, close)
                while b.tokens.kind[i] != Tok.FOR and b.tokens.kind[i] != Tok.ASYNC:
                    i += 1
                raise b.error("invalid syntax", i, i)
            raise b.error_node("Generator expression must be parenthesized", value)
        if item.keyword is not None:
            keywords.append(item.keyword)
            if item.what == Argument.DOUBLE_STARRED:
                seen_unpacking = True
            else:
                seen_keyword = True
        elif value is not None:
            if item.what == Argument.STARRED:
                if seen_unpacking:
                    msg = "iterable argument unpacking follows keyword argument unpacking"
                    error = b.error_node(msg, value)
                    comma = b.token_of(value, close) - 1
                    error.lineno = b.tokens.lineno[comma]
                    error.offset = b.tokens.offset(b.tokens.start[comma], error.lineno)
                    raise error
            elif seen_unpacking:
                raise b.error("positional argument follows keyword argument unpacking", close, close)
            elif seen_keyword:
                raise b.error("positional argument follows keyword argument", close, close)
            positional.append(value)


@action
def args_one(b: Builder, at: int, end: int) -> AST | None:
    args = Args()
    args.items.append(cast(Argument, b.values[at]))
    return args


@action
def args_append(b: Builder, at: int, end: int) -> AST | None:
    args = cast(Args, b.values[at])
    args.items.append(cast(Argument, b.values[at + 2]))
    return args


@action
def args_trailing_comma(b: Builder, at: int, end: int) -> AST | None:
    args = cast(Args, b.values[at])
    args.trailing_comma = True
    return args


@action
def arg_positional(b: Builder, at: int, end: int) -> AST | None:
    return Argument(Argument.POSITIONAL, b.node(at), None)


@action
def arg_starred(b: Builder, at: int, end: int) -> AST | None:
    node = Starred(b.node(at + 1), expr_context.Load, 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return Argument(Argument.STARRED, node, None)


@action
def arg_double_starred(b: Builder, at: int, end: int) -> AST | None:
    node = keyword(None, b.node(at + 1), 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return Argument(Argument.DOUBLE_STARRED, None, node)


@action
def arg_keyword(b: Builder, at: int, end: int) -> AST | None:
    target = b.node(at)
    if target.kind != Kind.Name or b.bracketed(at):
        if target.kind == Kind.Constant:
            const_kind = cast(Constant, target).const_kind
            if const_kind == ConstKind.NONE or const_kind == ConstKind.TRUE or const_kind == ConstKind.FALSE:
                raise b.error_symbols("cannot assign to " + expr_name(target), at, at + 2)
        msg = 'expression cannot contain assignment, perhaps you meant "=="?'
        raise b.error_symbols(msg, at, at + 2)
    node = keyword(cast(Name, target).id, b.node(at + 2), 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return Argument(Argument.KEYWORD, None, node)


@action
def arg_genexp(b: Builder, at: int, end: int) -> AST | None:
    node = GeneratorExp(b.node(at), cast(Comps, b.values[at + 1]).items, 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return Argument(Argument.GENEXP, node, None)


# ---- lists of expressions ----------------------------------------------------------------------------------


@action
def exprs_one(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(at)])


@action
def exprs_two(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(at), b.node(at + 2)])


@action
def exprs_last(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(end - 1)])


@action
def exprs_starred(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(at + 1), b.node(end - 1)])


@action
def exprs_join(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Exprs, b.values[at])
    seq.items.extend(b.exprs(end - 1))
    return seq


@action
def exprs_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Exprs, b.values[at])
    seq.items.append(b.node(end - 1))
    return seq


@action
def tuple_(b: Builder, at: int, end: int) -> AST | None:
    return Tuple(b.exprs(at), expr_context.Load, 0, 0, 0, 0)


@action
def tuple_one(b: Builder, at: int, end: int) -> AST | None:
    return Tuple([b.node(at)], expr_context.Load, 0, 0, 0, 0)


@action
def tuple_empty(b: Builder, at: int, end: int) -> AST | None:
    return Tuple([], expr_context.Load, 0, 0, 0, 0)


@action
def tuple_bracketed(b: Builder, at: int, end: int) -> AST | None:
    return Tuple(b.exprs(at + 1), expr_context.Load, 0, 0, 0, 0)


@action
def list_(b: Builder, at: int, end: int) -> AST | None:
    return List(b.exprs(at + 1), expr_context.Load, 0, 0, 0, 0)


@action
def list_empty(b: Builder, at: int, end: int) -> AST | None:
    return List([], expr_context.Load, 0, 0, 0, 0)


@action
def set_(b: Builder, at: int, end: int) -> AST | None:
    return Set(b.exprs(at + 1), 0, 0, 0, 0)


@action
def dict_(b: Builder, at: int, end: int) -> AST | None:
    items = cast(DictItems, b.values[at + 1])
    return Dict(items.keys, items.values, 0, 0, 0, 0)


@action
def dict_empty(b: Builder, at: int, end: int) -> AST | None:
    return Dict([], [], 0, 0, 0, 0)


@action
def dict_one(b: Builder, at: int, end: int) -> AST | None:
    return b.values[at]


@action
def dict_append(b: Builder, at: int, end: int) -> AST | None:
    items = cast(DictItems, b.values[at])
    item = cast(DictItems, b.values[at + 2])
    items.keys.append(item.keys[0])
    items.values.append(item.values[0])
    return items


@action
def dict_item(b: Builder, at: int, end: int) -> AST | None:
    item = DictItems()
    item.keys.append(b.node(at))
    item.values.append(b.node(at + 2))
    return item


@action
def dict_unpack(b: Builder, at: int, end: int) -> AST | None:
    item = DictItems()
    item.keys.append(None)
    item.values.append(b.node(at + 1))
    return item


# ---- comprehensions ----------------------------------------------------------------------------------------


@action
def comps_one(b: Builder, at: int, end: int) -> AST | None:
    return Comps([cast(comprehension, b.values[at])])


@action
def comps_append(b: Builder, at: int, end: int) -> AST | None:
    comps = cast(Comps, b.values[at])
    comps.items.append(cast(comprehension, b.values[at + 1]))
    return comps


@action
def comp(b: Builder, at: int, end: int) -> AST | None:
    target = make_target(b, b.node(at + 1))
    return comprehension(target, b.node(at + 3), b.exprs(at + 4) if end - at > 4 else [], 0)


@action
def comp_async(b: Builder, at: int, end: int) -> AST | None:
    target = make_target(b, b.node(at + 2))
    return comprehension(target, b.node(at + 4), b.exprs(at + 5) if end - at > 5 else [], 1)


@action
def comp_if_one(b: Builder, at: int, end: int) -> AST | None:
    return Exprs([b.node(at + 1)])


@action
def comp_if_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Exprs, b.values[at])
    seq.items.append(b.node(at + 2))
    return seq


def _element(b: Builder, i: int) -> expr:
    return b.node(i)


@action
def genexp(b: Builder, at: int, end: int) -> AST | None:
    return GeneratorExp(_element(b, at + 1), cast(Comps, b.values[at + 2]).items, 0, 0, 0, 0)


@action
def list_comp(b: Builder, at: int, end: int) -> AST | None:
    return ListComp(_element(b, at + 1), cast(Comps, b.values[at + 2]).items, 0, 0, 0, 0)


@action
def set_comp(b: Builder, at: int, end: int) -> AST | None:
    return SetComp(_element(b, at + 1), cast(Comps, b.values[at + 2]).items, 0, 0, 0, 0)


@action
def dict_comp(b: Builder, at: int, end: int) -> AST | None:
    return DictComp(b.node(at + 1), b.node(at + 3), cast(Comps, b.values[at + 4]).items, 0, 0, 0, 0)


# ---- parameters --------------------------------------------------------------------------------------------


@action
def lambda_expr(b: Builder, at: int, end: int) -> AST | None:
    return Lambda(cast(arguments, b.values[at + 1]), b.node(at + 3), 0, 0, 0, 0)


@action
def param(b: Builder, at: int, end: int) -> AST | None:
    node = arg(b.name(at), b.node(at + 2) if end - at > 1 else None, 0, 0, 0, 0)
    b.place(node, b.first[at], b.last[end - 1])
    return Param(Param.PLAIN, node, None)


@action
def param_default(b: Builder, at: int, end: int) -> AST | None:
    item = cast(Param, b.values[at])
    item.default = b.node(at + 2)
    return item


@action
def param_slash(b: Builder, at: int, end: int) -> AST | None:
    return Param(Param.SLASH, None, None)


@action
def param_star(b: Builder, at: int, end: int) -> AST | None:
    if end - at == 1:
        return Param(Param.STAR, None, None)
    node = arg(b.name(at + 1), b.node(at + 3) if end - at > 2 else None, 0, 0, 0, 0)
    b.place(node, b.first[at + 1], b.last[end - 1])
    return Param(Param.STAR, node, None)


@action
def param_star_starred(b: Builder, at: int, end: int) -> AST | None:
    annotation = Starred(b.node(at + 4), expr_context.Load, 0, 0, 0, 0)
    b.place(annotation, b.first[at + 3], b.last[end - 1])
    node = arg(b.name(at + 1), annotation, 0, 0, 0, 0)
    b.place(node, b.first[at + 1], b.last[end - 1])
    return Param(Param.STAR, node, None)


@action
def param_star_default(b: Builder, at: int, end: int) -> AST | None:
    raise b.error_symbols("var-positional argument cannot have default value", end - 2, end - 1)


@action
def param_double_star(b: Builder, at: int, end: int) -> AST | None:
    item = cast(Param, b.values[at + 1])
    item.what = Param.DOUBLE_STAR
    return item


@action
def param_double_star_default(b: Builder, at: int, end: int) -> AST | None:
    raise b.error_symbols("var-keyword argument cannot have default value", end - 2, end - 1)


@action
def params_one(b: Builder, at: int, end: int) -> AST | None:
    return Params([cast(Param, b.values[at])])


@action
def params_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Params, b.values[at])
    seq.items.append(cast(Param, b.values[at + 2]))
    return seq


@action
def params_typed_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Params, b.values[at])
    _give_type(b, seq, at + 2)
    seq.items.append(cast(Param, b.values[at + 3]))
    return seq


@action
def params_typed(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(Params, b.values[at])
    _give_type(b, seq, end - 1)
    return _arguments(b, seq.items, False)


def _give_type(b: Builder, seq: Params, i: int) -> None:
    """The type comment i follows the last of the parameters."""
    last = seq.items[len(seq.items) - 1]
    if last.arg is None:
        raise b.error_symbols("bare * has associated type comment" if last.what == Param.STAR else "invalid syntax", i, i + 1)
    last.arg.type_comment = b.token_text(i)


@action
def params_none(b: Builder, at: int, end: int) -> AST | None:
    return arguments([], [], None, [], [], None, [])


@action
def params(b: Builder, at: int, end: int) -> AST | None:
    return _arguments(b, cast(Params, b.values[at]).items, False)


@action
def lambda_params(b: Builder, at: int, end: int) -> AST | None:
    return _arguments(b, cast(Params, b.values[at]).items, True)


def _arguments(b: Builder, items: list[Param], in_lambda: bool) -> arguments:
    """The parameters of a function in their places; their order is checked."""
    result = arguments([], [], None, [], [], None, [])
    star: Param | None = None
    slash = False
    for item in items:
        node = item.arg
        if result.kwarg is not None:
            raise b.error_node("arguments cannot follow var-keyword argument", item)
        if item.what == Param.SLASH:
            if slash:
                raise b.error_node("/ may appear only once", item)
            if star is not None:
                raise b.error_node("/ must be ahead of *", item)
            if not result.args:
                raise b.error_node("invalid syntax" if len(items) == 1 else "at least one argument must precede /", item)
            slash = True
            result.posonlyargs = result.args
            result.args = []
        elif item.what == Param.STAR:
            if star is not None:
                star_token = b.token_of(item, b.current)
                raise b.error("* argument may appear only once", star_token, star_token)
            star = item
            result.vararg = node
        elif node is None:
            continue
        elif item.what == Param.DOUBLE_STAR:
            result.kwarg = node
        elif star is not None:
            result.kwonlyargs.append(node)
            result.kw_defaults.append(item.default)
        else:
            if item.default is not None:
                result.defaults.append(item.default)
            elif result.defaults:
                raise b.error_node("parameter without a default follows parameter with a default", node)
            result.args.append(node)
    if star is not None and star.arg is None and not result.kwonlyargs:
        msg = "named arguments must follow bare *"
        raise b.error_here(msg) if in_lambda else b.error_node(msg, star)
    return result

"""The AST builder: what a reduction of the grammar does.

The parser keeps a stack of grammar symbols as parallel lists: a value (an AST node, one of the lists below,
or None), the index of the symbol's first token and of its last one (blanks and indentation do not count as
last). An action gets the slice [at, end) of that stack that a production covers:

    @action
    def bin_op(b: Builder, at: int, end: int) -> AST | None: ...

A node that an action returns without a position (lineno 0) is placed by the parser: from the first token of
the production to its last one, which is CPython's rule too. The files ast_builder_*.py hold the actions; this
one holds the builder, the lists, and the checks of targets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from .ast import (
    AST,
    Attribute,
    Constant,
    ConstKind,
    ExceptHandler,
    Kind,
    List,
    Name,
    Starred,
    Subscript,
    Tuple,
    alias,
    arg,
    comprehension,
    expr,
    expr_context,
    keyword,
    match_case,
    pattern,
    stmt,
    type_param,
    withitem,
)
from .errors import ErrorKind, ParseError
from .literals import normalize
from .tokenizer import Tokens
from .tokens import Tok


class _Internal(AST):
    """A value of the stack that is not a node."""

    def __init__(self) -> None:
        super().__init__(Kind.INTERNAL, 0, 0, 0, 0)


class Exprs(_Internal):
    def __init__(self, items: list[expr]) -> None:
        super().__init__()
        self.items: list[expr] = items


class Stmts(_Internal):
    def __init__(self, items: list[stmt]) -> None:
        super().__init__()
        self.items: list[stmt] = items
        self.type_comment: str | None = None  # of the statement that the block belongs to


class Text(_Internal):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: str = text


class Names(_Internal):
    def __init__(self, items: list[str]) -> None:
        super().__init__()
        self.items: list[str] = items


class Aliases(_Internal):
    def __init__(self, items: list[alias]) -> None:
        super().__init__()
        self.items: list[alias] = items


class FromModule(_Internal):
    def __init__(self, module: str | None, level: int) -> None:
        super().__init__()
        self.module: str | None = module
        self.level: int = level


class Assignment(_Internal):
    """`a = b = c` so far: what is left of each "=", and the value."""

    def __init__(self, targets: list[expr], value: expr) -> None:
        super().__init__()
        self.targets: list[expr] = targets
        self.value: expr = value


class Clauses(_Internal):
    """The `elif`s of an `if`: tests, blocks, and the tokens they begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.tests: list[expr] = []
        self.bodies: list[list[stmt]] = []
        self.tokens: list[int] = []


class WithItem(_Internal):
    """special: what only the parenthesis of `with (...):` that turns out to be an expression may hold."""

    PLAIN = 0
    NAMED = 1
    STARRED = 2
    YIELD = 3
    GENEXP = 4

    def __init__(self, value: expr, target: expr | None, special: int) -> None:
        super().__init__()
        self.value: expr = value
        self.target: expr | None = target
        self.special: int = special


class WithItems(_Internal):
    def __init__(self, items: list[WithItem]) -> None:
        super().__init__()
        self.items: list[WithItem] = items

    def nodes(self) -> list[withitem]:
        return [withitem(item.value, item.target) for item in self.items]


class Handlers(_Internal):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[ExceptHandler] = []
        self.plain: int = 0
        self.star: int = 0


class StarHandler(_Internal):
    """The handler of an `except*`."""

    def __init__(self, handler: ExceptHandler) -> None:
        super().__init__()
        self.handler: ExceptHandler = handler


class Cases(_Internal):
    def __init__(self, items: list[match_case]) -> None:
        super().__init__()
        self.items: list[match_case] = items


class Patterns(_Internal):
    def __init__(self, items: list[pattern]) -> None:
        super().__init__()
        self.items: list[pattern] = items


class KeyedPattern(_Internal):
    """An entry of a mapping pattern (key; or rest, a name) or of a class pattern (name)."""

    def __init__(self, key: expr | None, name: str | None, value: pattern | None) -> None:
        super().__init__()
        self.key: expr | None = key
        self.name: str | None = name
        self.value: pattern | None = value


class KeyedPatterns(_Internal):
    def __init__(self, items: list[KeyedPattern]) -> None:
        super().__init__()
        self.items: list[KeyedPattern] = items


class Param(_Internal):
    PLAIN = 0
    SLASH = 1
    STAR = 2  # arg is None for the bare one
    DOUBLE_STAR = 3

    def __init__(self, what: int, arg_: arg | None, default: expr | None) -> None:
        super().__init__()
        self.what: int = what
        self.arg: arg | None = arg_
        self.default: expr | None = default


class Params(_Internal):
    def __init__(self, items: list[Param]) -> None:
        super().__init__()
        self.items: list[Param] = items


class TypeParams(_Internal):
    def __init__(self, items: list[type_param]) -> None:
        super().__init__()
        self.items: list[type_param] = items


class Argument(_Internal):
    POSITIONAL = 0
    STARRED = 1
    KEYWORD = 2
    DOUBLE_STARRED = 3
    GENEXP = 4

    def __init__(self, what: int, value: expr | None, keyword_: keyword | None) -> None:
        super().__init__()
        self.what: int = what
        self.value: expr | None = value
        self.keyword: keyword | None = keyword_


class Args(_Internal):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[Argument] = []
        self.trailing_comma: bool = False


class Comps(_Internal):
    def __init__(self, items: list[comprehension]) -> None:
        super().__init__()
        self.items: list[comprehension] = items


class DictItems(_Internal):
    def __init__(self) -> None:
        super().__init__()
        self.keys: list[expr | None] = []
        self.values: list[expr] = []


class Builder:
    """The stack, and what actions say often."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens = tokens
        self.values: list[AST | None] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.depth: list[int] = []  # how deeply nested the tree of each symbol is
        self.current: int = 0  # the token that follows the production

    # ---- the stack -----------------------------------------------------------------------------------------

    def node(self, i: int) -> expr:
        return cast(expr, self.values[i])

    def opt_node(self, i: int) -> expr | None:
        return cast("expr | None", self.values[i])

    def exprs(self, i: int) -> list[expr]:
        return cast(Exprs, self.values[i]).items

    def stmts(self, i: int) -> list[stmt]:
        return cast(Stmts, self.values[i]).items

    def type_comment(self, i: int) -> str | None:
        """Of a block."""
        return cast(Stmts, self.values[i]).type_comment

    def opt_stmts(self, i: int) -> list[stmt]:
        value = self.values[i]
        if value is None:
            return []
        return cast(Stmts, value).items

    def token_kind(self, i: int) -> int:
        """The kind of a symbol's first token."""
        return self.tokens.kind[self.first[i]]

    def token_text(self, i: int) -> str:
        """The text of a symbol's first token."""
        t = self.tokens
        k = self.first[i]
        return t.source[t.start[k] : t.end[k]]

    def name(self, i: int) -> str:
        """The identifier that the symbol's first token is."""
        text = self.token_text(i)
        if text.isascii():
            return text
        name = normalize(text)
        if name == "None" or name == "True" or name == "False":
            msg = f"identifier field can't represent '{name}' constant"
            raise ParseError(ErrorKind.VALUE, msg, -1, 0, 0, 0, None)
        return name

    def place(self, node: AST, first: int, last: int) -> None:
        """Gives node the extent of two tokens."""
        t = self.tokens
        node.lineno = t.lineno[first]
        node.col_offset = t.col[first]
        node.end_lineno = t.end_lineno[last]
        node.end_col_offset = t.end_col[last]

    def stretch(self, node: AST, end: int) -> None:
        """Node now ends where the symbol before `end` ends."""
        t = self.tokens
        last = self.last[end - 1]
        node.end_lineno = t.end_lineno[last]
        node.end_col_offset = t.end_col[last]

    def bracketed(self, i: int) -> bool:
        """Whether the expression of a symbol stands in parentheses of its own."""
        node = self.node(i)
        t = self.tokens
        k = self.first[i]
        return t.kind[k] == Tok.LPAR and (node.lineno != t.lineno[k] or node.col_offset != t.col[k])

    # ---- errors --------------------------------------------------------------------------------------------

    def error_text(self, lineno: int) -> str:
        """The line of an error; with its newline if nothing behind it has been read."""
        t = self.tokens
        text = t.line_text(lineno)
        return text + "\n" if lineno >= t.real_line(self.current) else text

    def error_tokens(self, kind: int, msg: str, first: int, last: int) -> ParseError:
        """An error that covers two tokens and what is between them."""
        t = self.tokens
        lineno = t.real_line(first)
        if Tok.INDENT <= t.kind[first] <= Tok.ENDMARKER:
            # Indentation has no place of its own; it is where reading stopped.
            offset = min(t.end[first], len(t.source) - 1) - t.line_starts[lineno - 1]
            return ParseError(kind, msg, lineno, offset, lineno, -1, t.line_text(lineno) + "\n")
        end_lineno = t.end_lineno[last]
        return ParseError(
            kind,
            msg,
            lineno,
            t.offset(t.start[first], lineno),
            end_lineno,
            t.offset(t.end[last], end_lineno),
            self.error_text(lineno),
        )

    def error(self, msg: str, first: int, last: int) -> ParseError:
        return self.error_tokens(ErrorKind.SYNTAX, msg, first, last)

    def error_symbols(self, msg: str, at: int, end: int) -> ParseError:
        return self.error(msg, self.first[at], self.last[end - 1])

    def error_here(self, msg: str) -> ParseError:
        """At the token that follows."""
        return self.error(msg, self.current, self.current)

    def token_of(self, node: AST, last: int) -> int:
        """The first token of a node that ends at token last or before."""
        t = self.tokens
        i = last
        while i > 0 and (t.lineno[i] != node.lineno or t.col[i] != node.col_offset):
            i -= 1
        return i

    def error_node(self, msg: str, node: AST) -> ParseError:
        t = self.tokens
        return ParseError(
            ErrorKind.SYNTAX,
            msg,
            node.lineno,
            char_offset(t.line_text(node.lineno), node.col_offset),
            node.end_lineno,
            char_offset(t.line_text(node.end_lineno), node.end_col_offset),
            self.error_text(node.lineno),
        )


def char_offset(line: str, byte_col: int) -> int:
    """A column in UTF-8 bytes from 0 as one in characters from 1."""
    n = 0
    i = 0
    while n < byte_col and i < len(line):
        c = ord(line[i])
        n += 1 if c < 0x80 else 2 if c < 0x800 else 3 if c < 0x10000 else 4
        i += 1
    return i + 1


# ---- the table of actions (build time) ---------------------------------------------------------------------

Action = Callable[[Builder, int, int], "AST | None"]

ACTIONS: dict[str, Action] = {}
"""By the name that the grammar calls them; parser.py makes a list of them, in the order of the tables."""


def action(function: Action) -> Action:
    name = function.__name__.strip("_")
    assert name not in ACTIONS, name
    ACTIONS[name] = function
    return function


# ---- targets -----------------------------------------------------------------------------------------------

ASSIGN = 0
DELETE = 1
FOR = 2


def set_context(node: expr, ctx: int) -> None:
    """Makes a checked expression a target. The recursion is no deeper than brackets nest."""
    match node.kind:
        case Kind.Name:
            cast(Name, node).ctx = ctx
        case Kind.Attribute:
            cast(Attribute, node).ctx = ctx
        case Kind.Subscript:
            cast(Subscript, node).ctx = ctx
        case Kind.Starred:
            starred = cast(Starred, node)
            starred.ctx = ctx
            set_context(starred.value, ctx)
        case Kind.Tuple:
            many = cast(Tuple, node)
            many.ctx = ctx
            for item in many.elts:
                set_context(item, ctx)
        case Kind.List:
            some = cast(List, node)
            some.ctx = ctx
            for item in some.elts:
                set_context(item, ctx)


def invalid_target(node: expr, use: int) -> expr | None:
    """The part of an expression that cannot be a target; None if all of it can."""
    match node.kind:
        case Kind.Name | Kind.Attribute | Kind.Subscript:
            return None
        case Kind.Starred:
            if use == DELETE:
                return node
            return invalid_target(cast(Starred, node).value, use)
        case Kind.Tuple:
            for item in cast(Tuple, node).elts:
                bad = invalid_target(item, use)
                if bad is not None:
                    return bad
            return None
        case Kind.List:
            for item in cast(List, node).elts:
                bad = invalid_target(item, use)
                if bad is not None:
                    return bad
            return None
        case _:
            return node


def make_target(b: Builder, node: expr) -> expr:
    """An expression as the target of for, with, or of one of several `=`."""
    bad = invalid_target(node, ASSIGN)
    if bad is not None:
        raise b.error_node("cannot assign to " + expr_name(bad), bad)
    set_context(node, expr_context.Store)
    return node


def expr_name(node: expr) -> str:
    """What messages call an expression."""
    match node.kind:
        case Kind.Attribute:
            return "attribute"
        case Kind.Subscript:
            return "subscript"
        case Kind.Starred:
            return "starred"
        case Kind.Name:
            return "name"
        case Kind.List:
            return "list"
        case Kind.Tuple:
            return "tuple"
        case Kind.Lambda:
            return "lambda"
        case Kind.Call:
            return "function call"
        case Kind.BoolOp | Kind.BinOp | Kind.UnaryOp:
            return "expression"
        case Kind.GeneratorExp:
            return "generator expression"
        case Kind.Yield | Kind.YieldFrom:
            return "yield expression"
        case Kind.Await:
            return "await expression"
        case Kind.ListComp:
            return "list comprehension"
        case Kind.SetComp:
            return "set comprehension"
        case Kind.DictComp:
            return "dict comprehension"
        case Kind.Dict:
            return "dict literal"
        case Kind.Set:
            return "set display"
        case Kind.JoinedStr | Kind.FormattedValue:
            return "f-string expression"
        case Kind.TemplateStr | Kind.Interpolation:
            return "t-string expression"
        case Kind.Constant:
            match cast(Constant, node).const_kind:
                case ConstKind.NONE:
                    return "None"
                case ConstKind.TRUE:
                    return "True"
                case ConstKind.FALSE:
                    return "False"
                case ConstKind.ELLIPSIS:
                    return "ellipsis"
                case _:
                    return "literal"
        case Kind.Compare:
            return "comparison"
        case Kind.IfExp:
            return "conditional expression"
        case Kind.NamedExpr:
            return "named expression"
        case _:
            return "expression"

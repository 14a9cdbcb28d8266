"""What a token that fits nowhere means: CPython's message for it, or "invalid syntax".

CPython parses a wrong source a second time with rules for mistakes. Here the machine stands still at the
wrong token, and the rules look at its stack, and at what comes behind: `prefix_end` tells how far an
expression would reach.

The order of the rules in `explain` is the order in which CPython's second parse would come upon them.
"""

from __future__ import annotations

from .ast import Constant, ConstKind, Kind, Name, UnaryOp, expr, unaryop
from .ast_builder import FOR, Builder, DictItems, expr_name, invalid_target
from .errors import ErrorKind, ParseError
from .lalr_tables import TABLES
from .machine import Machine, after_token, symbol_number
from .tokenizer import Tokens
from .tokens import Tok, token_text

OR_TEST = symbol_number("or_test")
BIT_OR = symbol_number("bit_or")
TEST = symbol_number("test")
TARGETS = symbol_number("targets")

RANKS: dict[int, int] = {
    symbol_number(name): rank
    for rank, names in enumerate(
        [
            ["bit_or"],
            ["comparison"],
            ["not_test"],
            ["and_test"],
            ["or_test"],
            ["test"],
            ["named", "star_expr", "item"],
        ]
    )
    for name in names
}
"""What may be a bit_or, or a bit_or and more, the weakest binding last."""

# How far an expression may reach.
WHOLE = 0  # an expression
OPERATION = 1  # no further than comparisons, `and`, `or`, `not`, `if`
NEGATION = 2  # no further than `and`, `or`, `if`
SERIES = 3  # several expressions, with commas
DISJUNCTION = 4  # no further than `if`

FOLLOWERS: list[int] = [
    int(kind)
    for kind in (
        Tok.IF,
        Tok.COMMA,
        Tok.NEWLINE,
        Tok.COLON,
        Tok.RPAR,
        Tok.RSQB,
        Tok.RBRACE,
        Tok.ELSE,
        Tok.EQUAL,
    )
]
"""What may follow an expression."""

ENDS_OF_EXPRESSIONS: list[int] = [
    int(kind)
    for kind in (
        *(Tok.NAME, Tok.NUMBER, Tok.STRING, Tok.FSTRING_END, Tok.TSTRING_END, Tok.ELLIPSIS),
        *(Tok.RPAR, Tok.RSQB, Tok.RBRACE, Tok.NONE, Tok.TRUE, Tok.FALSE),
    )
]

BLOCK_NAMES: dict[int, str] = {
    int(Tok.IF): "'if' statement",
    int(Tok.ELIF): "'elif' statement",
    int(Tok.ELSE): "'else' statement",
    int(Tok.WHILE): "'while' statement",
    int(Tok.FOR): "'for' statement",
    int(Tok.WITH): "'with' statement",
    int(Tok.TRY): "'try' statement",
    int(Tok.EXCEPT): "'except' statement",
    int(Tok.FINALLY): "'finally' statement",
    int(Tok.MATCH): "'match' statement",
    int(Tok.CASE): "'case' statement",
    int(Tok.DEF): "function definition",
    int(Tok.CLASS): "class definition",
}


def lexical_first(tokens: Tokens, error: ParseError, position: int) -> ParseError:
    """The error to report when `error` was found with position as the next token: perhaps the lexical one."""
    lexical = tokens.error
    if lexical is None or error.kind == ErrorKind.MEMORY or error.kind == ErrorKind.RECURSION:
        return error
    if tokens.unclosed_line > 0:
        position = min(position, len(tokens.kind) - 1)
        return lexical if tokens.lineno[position] > tokens.unclosed_line else error
    return error if tokens.error_is_late else lexical


def explain(m: Machine) -> ParseError:
    """The error of a machine that stands still."""
    tokens = m.tokens
    position = min(m.position, len(tokens.kind) - 1)
    m.builder.current = position
    if position == len(tokens.kind) - 1 and tokens.error is not None:
        return tokens.error
    explainer = Explainer(m, position)
    try:
        special = explainer.special()
    except ParseError as error:
        special = error  # a reduction found more than the rules
    if explainer.reached_end and tokens.error is not None:
        return tokens.error
    if special is not None:
        return lexical_first(tokens, special, explainer.furthest)
    kind = tokens.kind[position]
    b = m.builder
    if tokens.unclosed_line > 0 and explainer.bracket >= 0 and tokens.error is not None:
        if kind == Tok.PASS or kind == Tok.BREAK or kind == Tok.CONTINUE:
            return tokens.error  # CPython has read one token more
    position = explainer.wrong_annotation()
    if kind == Tok.INDENT:
        return b.error_tokens(ErrorKind.INDENTATION, "unexpected indent", position, position)
    if kind == Tok.DEDENT:
        return b.error_tokens(ErrorKind.INDENTATION, "unexpected unindent", position, position)
    if kind == Tok.ENDMARKER:
        at_end = b.error("invalid syntax", position, position)
        return ParseError(at_end.kind, at_end.msg, at_end.lineno, 0, at_end.lineno, 0, at_end.text)
    plain = b.error("invalid syntax", position, position)
    if explainer.token_is("<>"):
        plain.end_offset -= 1
    return lexical_first(tokens, plain, position)


def begins_expression(kind: int) -> bool:
    """Whether a token can only begin an expression, not go on with one."""
    return (
        kind == Tok.NAME
        or kind == Tok.NUMBER
        or kind == Tok.STRING
        or kind == Tok.FSTRING_START
        or kind == Tok.TSTRING_START
        or kind == Tok.LBRACE
        or kind == Tok.TILDE
        or kind == Tok.ELLIPSIS
        or kind == Tok.NONE
        or kind == Tok.TRUE
        or kind == Tok.FALSE
        or kind == Tok.LAMBDA
        or kind == Tok.AWAIT
        or kind == Tok.NOT
    )


def nesting(kind: int) -> int:
    """How much deeper a token leads into brackets."""
    if kind == Tok.LPAR or kind == Tok.LSQB or kind == Tok.LBRACE:
        return 1
    return -1 if kind == Tok.RPAR or kind == Tok.RSQB or kind == Tok.RBRACE else 0


def is_not(node: expr) -> bool:
    return isinstance(node, UnaryOp) and node.op == unaryop.Not


def is_string(kind: int) -> bool:
    return kind == Tok.STRING or kind == Tok.FSTRING_START or kind == Tok.TSTRING_START


def ends_reach(kind: int, reach: int) -> bool:
    """Whether a token outside brackets ends an expression that may reach only so far."""
    if reach == WHOLE:
        return kind == Tok.COMMA
    if reach == SERIES:
        return False
    if reach == DISJUNCTION:
        return kind == Tok.COMMA or kind == Tok.IF or kind == Tok.ELSE
    if kind == Tok.COMMA or kind == Tok.AND or kind == Tok.OR or kind == Tok.IF or kind == Tok.ELSE:
        return True
    return reach == OPERATION and (
        kind == Tok.NOT or kind == Tok.IN or kind == Tok.IS or Tok.EQEQUAL <= kind <= Tok.GREATEREQUAL
    )


class Explainer:
    def __init__(self, m: Machine, position: int) -> None:
        self.m: Machine = m
        self.b: Builder = m.builder
        self.tokens: Tokens = m.tokens
        self.position: int = position
        self.kind: int = m.tokens.kind[position]
        self.furthest: int = position  # the last token looked at
        self.reached_end: bool = False  # looking ahead came to the lexical error
        self.height: int = len(m.builder.values)
        self.bracket: int = self.innermost_bracket(self.height)

    # ---- looking around ------------------------------------------------------------------------------------

    def terminal_kind(self, i: int) -> int:
        """The kind of the token that a symbol of the stack is; END for other symbols."""
        if i < 0 or i >= len(self.b.values):
            return int(Tok.END)
        symbol = self.m.symbol(i)
        return ~symbol if symbol < 0 else int(Tok.END)

    def innermost_bracket(self, top: int) -> int:
        """Where on the stack the innermost open bracket stands; -1: none is open."""
        i = top - 1
        closed = 0
        while i >= 0:
            kind = self.terminal_kind(i)
            if kind == Tok.LPAR or kind == Tok.LSQB or kind == Tok.LBRACE or kind == Tok.WITH_LPAR:
                if closed == 0:
                    return i
                closed -= 1
            elif kind == Tok.RPAR or kind == Tok.RSQB or kind == Tok.RBRACE:
                closed += 1
            if kind == Tok.INDENT:
                return -1
            i -= 1
        return -1

    def prefix_end(self, start: int, reach: int) -> int:
        """The last token of the longest expression that begins at token start; -1 if none does."""
        kinds = self.tokens.kind
        states = [int(TABLES.start_states[1])]
        level = 0
        found = -1
        i = start
        while i < len(kinds):
            kind = kinds[i]
            if i > self.furthest:
                self.furthest = i
            if kind == Tok.NEWLINE:
                break
            if level == 0 and ends_reach(kind, reach) and (i > start or reach == WHOLE):
                break
            if i == len(kinds) - 1 and self.tokens.error is not None:
                self.reached_end = True
                break
            if not after_token(states, kind):
                break
            if kind == Tok.LPAR or kind == Tok.LSQB or kind == Tok.LBRACE or kind == Tok.FSTRING_START:
                level += 1
            elif kind == Tok.RPAR or kind == Tok.RSQB or kind == Tok.RBRACE or kind == Tok.FSTRING_END:
                level -= 1
            elif kind == Tok.TSTRING_START:
                level += 1
            elif kind == Tok.TSTRING_END:
                level -= 1
            if level == 0 and after_token(states.copy(), Tok.ENDMARKER):
                found = i
            i += 1
        return found

    def level_at(self, token: int) -> int:
        """How many brackets are open behind a token."""
        level = 0
        kinds = self.tokens.kind
        for i in range(token + 1):
            kind = kinds[i]
            if kind == Tok.LPAR or kind == Tok.LSQB or kind == Tok.LBRACE or kind == Tok.WITH_LPAR:
                level += 1
            elif kind == Tok.RPAR or kind == Tok.RSQB or kind == Tok.RBRACE:
                level -= 1
        return level

    def finish_expression(self, symbol: int) -> bool:
        """Reduces what stands before the wrong token to a whole expression of some rank, if it is one."""
        top = len(self.b.values) - 1
        last = self.terminal_kind(top)
        if last != Tok.END and last not in ENDS_OF_EXPRESSIONS:
            return False
        rank = RANKS.get(self.m.symbol(top), -1)
        wanted = RANKS[symbol]
        if rank < wanted:
            for kind in FOLLOWERS:
                if self.m.accepts(kind):
                    return self.reduce_for(kind, symbol)
            return False
        # The machine has gone further; what counts is whether that meant anything.
        node = self.top_node()
        if node is None:
            return False
        if self.b.bracketed(top):
            return True
        if node.kind == Kind.IfExp or node.kind == Kind.Lambda or node.kind == Kind.Starred:
            return False
        if wanted == 0:
            return node.kind != Kind.Compare and node.kind != Kind.BoolOp and not is_not(node)
        return True

    def reduce_for(self, kind: int, symbol: int) -> bool:
        found = self.m.reduce_for(kind, symbol)
        self.height = len(self.b.values)
        return found

    def top_node(self) -> expr | None:
        value = self.b.values[len(self.b.values) - 1]
        return value if isinstance(value, expr) else None

    # ---- the rules -----------------------------------------------------------------------------------------

    def special(self) -> ParseError | None:
        error = self.expected_block()
        if error is None:
            error = self.elif_behind_else()
        if error is None:
            error = self.around_definition()
        if error is None:
            error = self.wrong_argument_name()
        if error is None:
            error = self.jump_before_if()
        if error is None:
            error = self.incomplete_part()
        if error is None:
            error = self.in_dict()
        if error is None:
            error = self.comprehension_of_several()
        if error is None:
            error = self.in_starred()
        if error is None and self.kind == Tok.EQUAL:
            error = self.wrong_equal()
        if error is None:
            error = self.not_after_operator()
        if error is None and begins_expression(self.kind):
            error = self.two_expressions()
        if error is None:
            error = self.in_field()
        if error is None:
            error = self.expected_colon()
        if error is None:
            error = self.without_else()
        if error is None:
            error = self.in_for_target()
        if error is None:
            error = self.bracket_behind_expression()
        if error is None and self.kind == Tok.ERROR and self.token_is("<>") and self.m.accepts(Tok.NOTEQUAL):
            msg = "invalid syntax.  Maybe you meant '!=' instead of '<>'?"
            error = self.b.error(msg, self.position, self.position)
        return error

    def wrong_annotation(self) -> int:
        """The token to point at: the ":" behind what cannot be annotated, or the wrong token."""
        b = self.b
        i = min(self.height, len(b.values)) - 1
        while i > 0 and self.terminal_kind(i) != Tok.COLON:
            if Tok.NEWLINE <= self.terminal_kind(i) <= Tok.ENDMARKER:
                return self.position
            i -= 1
        if i < 1 or self.innermost_bracket(i) >= 0:
            return self.position
        node = b.values[i - 1]
        before = self.terminal_kind(i - 2)
        if not isinstance(node, expr) or (
            before != Tok.END and before != Tok.INDENT and before != Tok.SEMI and before != Tok.COLON
        ):
            return self.position
        if node.kind == Kind.Name or node.kind == Kind.Attribute or node.kind == Kind.Subscript:
            return self.position
        return b.first[i]

    def token_is(self, text: str) -> bool:
        t = self.tokens
        return t.source[t.start[self.position] : t.end[self.position]] == text

    def wrong_argument_name(self) -> ParseError | None:
        """`f(a.b=`, where what follows is wrong too."""
        b = self.b
        i = self.bracket
        if i < 0 or self.terminal_kind(i) != Tok.LPAR or self.in_parameters():
            return None
        i += 1
        while i < self.height:
            if self.terminal_kind(i) == Tok.EQUAL:
                node = b.values[i - 1]
                if isinstance(node, expr) and (node.kind != Kind.Name or b.bracketed(i - 1)):
                    msg = 'expression cannot contain assignment, perhaps you meant "=="?'
                    return b.error_symbols(msg, i - 1, i + 1)
            i += 1
        return None

    def bracket_behind_expression(self) -> ParseError | None:
        """`f [a b]`: what seems to be a subscript or a call is none, but it may be an expression of its
        own."""
        b = self.b
        m = self.m
        i = self.bracket
        if i < 1 or not isinstance(b.values[i - 1], expr) or self.terminal_kind(i) == Tok.LBRACE:
            return None
        token = b.first[i]
        end = self.prefix_end(token, WHOLE)
        if end < 0 or self.level_at(end) == 0:
            return None
        del b.values[i:]
        del b.first[i:]
        del b.last[i:]
        del b.depth[i:]
        del m.states[i + 1 :]
        self.height = i
        if not self.finish_expression(OR_TEST):
            return None
        first = b.first[len(b.values) - 1]
        return b.error("invalid syntax. Perhaps you forgot a comma?", first, end)

    def in_definition(self, top: int) -> bool:
        """Whether the line on the stack is a function's definition."""
        i = top
        while i >= 0 and self.terminal_kind(i) != Tok.NEWLINE:
            if self.terminal_kind(i) == Tok.DEF:
                return True
            i -= 1
        return False

    def expected_block(self) -> ParseError | None:
        """A colon, a new line, and no indentation."""
        b = self.b
        top = self.height - 1
        if top >= 2 and self.terminal_kind(top) == Tok.NEWLINE and self.terminal_kind(top - 1) == Tok.TYPE_COMMENT:
            if self.terminal_kind(top - 2) == Tok.COLON:
                return b.error_tokens(ErrorKind.INDENTATION, "expected an indented block", self.position, self.position)
            top -= 2  # the type comment of a function, on a line of its own
        if top >= 2 and self.terminal_kind(top) == Tok.NEWLINE and self.terminal_kind(top - 1) == Tok.COLON:
            i = top - 2
            while i >= 0 and self.terminal_kind(i) not in BLOCK_NAMES:
                i -= 1
            if i < 0:
                return None
            name = BLOCK_NAMES[self.terminal_kind(i)]
            if self.terminal_kind(i) == Tok.EXCEPT and self.terminal_kind(i + 1) == Tok.STAR:
                name = "'except*' statement"
            msg = "expected an indented block after " + name
            msg = msg + " on line " + str(self.tokens.lineno[b.first[i]])
            return b.error_tokens(ErrorKind.INDENTATION, msg, self.position, self.position)
        if top >= 2 and self.terminal_kind(top - 2) == Tok.TRY and self.m.accepts(Tok.FINALLY):
            return b.error("expected 'except' or 'finally' block", self.position, self.position)
        return None

    def elif_behind_else(self) -> ParseError | None:
        """`elif` after the block of an `else` that begins where it does."""
        t = self.tokens
        if self.kind != Tok.ELIF or not self.begins_clause(self.position):
            return None
        i = self.position - 1
        while i >= 0 and not (self.begins_clause(i) and t.col[i] <= t.col[self.position] and t.kind[i] > Tok.ENDMARKER):
            i -= 1
        if i < 0 or t.kind[i] != Tok.ELSE or t.col[i] != t.col[self.position]:
            return None
        return self.b.error("'elif' block follows an 'else' block", self.position, self.position)

    def ends_read(self, error: ParseError, last: int) -> ParseError:
        """The same error up to the token behind `last`, which CPython has read."""
        t = self.tokens
        token = min(last + 1, len(t.kind) - 1)
        error.end_lineno = t.end_lineno[token]
        error.end_offset = t.offset(t.end[token], error.end_lineno) - 1
        return error

    def around_definition(self) -> ParseError | None:
        """The parentheses of `def`."""
        top = self.height - 1
        b = self.b
        if top >= 1 and self.terminal_kind(top) == Tok.NAME and self.terminal_kind(top - 1) == Tok.DEF:
            return b.error("expected '('", self.position, self.position)
        if self.kind != Tok.LPAR:
            return None
        if top >= 0 and self.in_parameters() and self.m.accepts(Tok.DOUBLESTAR):
            close = self.closing(self.position)
            if close > 0:
                return b.error("Function parameters cannot be parenthesized", self.position, close)
        i = top
        while i >= 0 and self.terminal_kind(i) != Tok.LAMBDA and i > top - 3:
            i -= 1
        if i >= 0 and self.terminal_kind(i) == Tok.LAMBDA and self.m.accepts(Tok.DOUBLESTAR):
            close = self.closing(self.position)
            if close > 0 and self.m.accepts(Tok.SLASH):
                return b.error("Lambda expression parameters cannot be parenthesized", self.position, close)
        return None

    def in_parameters(self) -> bool:
        """Whether the innermost bracket is that of a `def`."""
        i = self.bracket
        if i < 2 or self.terminal_kind(i) != Tok.LPAR:
            return False
        return self.terminal_kind(i - 2) == Tok.DEF or self.terminal_kind(i - 3) == Tok.DEF

    def closing(self, opener: int) -> int:
        """The ")" of a parenthesis that holds names and commas only, or -1."""
        kinds = self.tokens.kind
        i = opener + 1
        while kinds[i] == Tok.NAME or kinds[i] == Tok.COMMA:
            i += 1
        return i if kinds[i] == Tok.RPAR and i > opener + 1 else -1

    def incomplete_part(self) -> ParseError | None:
        """Something is missing behind the last token."""
        b = self.b
        top = self.height - 1
        if top < 0:
            return None
        last = self.terminal_kind(top)
        kind = self.kind
        if kind == Tok.FROM and self.m.accepts(Tok.COMMA):
            i = self.position - 1
            while i > 0 and (self.tokens.kind[i] == Tok.NAME or self.tokens.kind[i] == Tok.DOT or self.tokens.kind[i] == Tok.COMMA):
                i -= 1
            end = self.position + 1
            while self.tokens.kind[end] == Tok.DOT or self.tokens.kind[end] == Tok.NAME:
                end += 1
            if self.tokens.kind[i] == Tok.IMPORT and self.tokens.kind[self.position + 1] == Tok.NAME:
                msg = "Did you mean to use 'from ... import ...' instead?"
                return self.ends_read(b.error(msg, i, end - 1), end - 1)
        if last == Tok.IMPORT and kind == Tok.NEWLINE:
            error = b.error("Expected one or more names after 'import'", self.position, self.position)
            error.end_offset = error.offset
            return error
        if last == Tok.EQUAL and (kind == Tok.RPAR or kind == Tok.COMMA) and self.bracket >= 0:
            if self.in_parameters():
                return b.error("expected default value expression", b.first[top], b.first[top])
            if self.m.accepts(Tok.NAME) and self.tokens.kind[b.first[top] - 1] == Tok.NAME:
                return b.error("expected argument value expression", b.first[top] - 1, b.first[top])
        if (
            last == Tok.ELSE
            and top >= 3
            and self.terminal_kind(top - 2) == Tok.IF
            and self.m.accepts(Tok.LAMBDA)
        ):
            msg = "expected expression after 'else', but statement is given"
            return b.error(msg, self.position, self.position)
        if last == Tok.STAR and self.bracket >= 0 and not self.in_parameters():
            before = self.tokens.kind[b.first[top] - 1]
            if before == Tok.LPAR or before == Tok.LSQB or before == Tok.COMMA:
                opener = self.terminal_kind(self.bracket)
                if opener == Tok.LSQB or (opener == Tok.LPAR and self.top_is_call(self.bracket)):
                    return b.error("Invalid star expression", self.position, self.position)
        if last == Tok.RARROW and self.in_definition(top):
            return b.error("expected ':'", b.first[top], b.first[top])
        if last == Tok.EXCEPT or (last == Tok.STAR and self.terminal_kind(top - 1) == Tok.EXCEPT):
            if last == Tok.STAR and (kind == Tok.COLON or kind == Tok.NEWLINE):
                return b.error("expected one or more exception types", self.position, self.position)
        return None

    def in_dict(self) -> ParseError | None:
        b = self.b
        i = self.bracket
        top = self.height - 1
        if i < 0 or self.terminal_kind(i) != Tok.LBRACE or top <= i or b.first[i] in self.tokens.fields:
            return None
        kind = self.kind
        if self.terminal_kind(top) == Tok.COLON and (kind == Tok.RBRACE or kind == Tok.COMMA):
            return b.error("expression expected after dictionary key and ':'", b.first[top], b.first[top])
        if self.terminal_kind(top) == Tok.COLON and kind == Tok.STAR:
            end = self.prefix_end(self.position + 1, OPERATION)
            if end < 0:
                return b.error("invalid syntax", self.position + 1, self.position + 1)
            msg = "cannot use a starred expression in a dictionary value"
            return self.ends_read(b.error(msg, self.position, end), end)
        if isinstance(b.values[i + 1], DictItems) and top >= i + 3 and self.m.accepts(Tok.COLON):
            self.reduce_for(Tok.COLON, -1)
            if self.top_node() is not None:
                first = b.first[len(b.values) - 1]
                if first > b.first[i + 2]:
                    last = b.last[len(b.values) - 1]
                    error = b.error("':' expected after dictionary key", first, first)
                    error.offset = self.tokens.offset(self.tokens.end[last], self.tokens.end_lineno[last]) - 1
                    error.end_offset = 0
                    return error
        if kind == Tok.FOR and self.terminal_kind(i + 1) == Tok.DOUBLESTAR:
            msg = "dict unpacking cannot be used in dict comprehension"
            return b.error(msg, b.first[i + 1], b.first[i + 1])
        if kind == Tok.FOR and isinstance(b.values[i + 1], DictItems):
            token = b.first[i + 1]
            if self.tokens.kind[token] == Tok.DOUBLESTAR:
                return b.error("dict unpacking cannot be used in dict comprehension", token, token)
        return None

    def comprehension_of_several(self) -> ParseError | None:
        """`[a, b for ...]`"""
        b = self.b
        i = self.bracket
        if self.kind != Tok.FOR or i < 0 or self.height - 1 <= i:
            return None
        if self.terminal_kind(i) != Tok.LBRACE and (self.terminal_kind(i) != Tok.LSQB or not self.m.accepts(Tok.RSQB)):
            return None
        first = b.first[i] + 1
        level = 0
        comma = -1
        last = -1
        for token in range(first, self.position):
            kind = self.tokens.kind[token]
            level += nesting(kind)
            if kind == Tok.COMMA and level == 0:
                if comma < 0:
                    comma = token
                last = token
            elif (kind == Tok.COLON or kind == Tok.DOUBLESTAR) and level == 0:
                return None
        if comma < 0:
            return None
        first, _ = self.inside_group(first, comma - 1)
        end = last
        if last < self.position - 1:
            _, end = self.inside_group(last + 1, self.position - 1)
        return b.error("did you forget parentheses around the comprehension target?", first, end)

    def inside_group(self, first: int, last: int) -> tuple[int, int]:
        """The tokens of an expression without parentheses around it, unless they make a tuple or a generator."""
        kinds = self.tokens.kind
        while kinds[first] == Tok.LPAR and first + 1 < last:
            level = 0
            for token in range(first, last):
                kind = kinds[token]
                level += nesting(kind)
                if level == 0 or (level == 1 and (kind == Tok.COMMA or kind == Tok.FOR or kind == Tok.ASYNC)):
                    return first, last
            first += 1
            last -= 1
        return first, last

    def in_starred(self) -> ParseError | None:
        """`(*a)`, `[*a for ...]`"""
        b = self.b
        i = self.bracket
        if i < 0 or self.height - 1 <= i or (self.kind != Tok.RPAR and self.kind != Tok.FOR):
            return None
        if self.tokens.kind[b.first[i + 1]] != Tok.STAR or not self.m.accepts(Tok.COMMA):
            return None
        self.reduce_for(Tok.COMMA, -1)
        if len(b.values) != i + 2 or self.top_is_call(i):
            return None
        if self.kind == Tok.FOR:
            return b.error_symbols("iterable unpacking cannot be used in comprehension", i + 1, i + 2)
        if self.terminal_kind(i) == Tok.LPAR:
            return b.error_symbols("cannot use starred expression here", i + 1, i + 2)
        return None

    def top_is_call(self, i: int) -> bool:
        return i > 0 and self.b.values[i - 1] is not None and self.terminal_kind(i) == Tok.LPAR

    def wrong_equal(self) -> ParseError | None:
        """`=` where a condition or an element stands."""
        b = self.b
        if not self.m.accepts(Tok.COLONEQUAL):
            if self.bracket >= 0 and self.terminal_kind(self.bracket) == Tok.LPAR:
                return self.wrong_keyword()
            return None
        if not self.finish_expression(BIT_OR):
            return None
        node = self.top_node()
        top = len(b.values) - 1
        end = self.prefix_end(self.position + 1, OPERATION)
        if node is None or end < 0:
            return None
        following = self.tokens.kind[end + 1]
        if following == Tok.EQUAL or following == Tok.COLONEQUAL:
            return None
        if node.kind == Kind.Name and not b.bracketed(top):
            msg = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
            return b.error(msg, b.first[top], end)
        if node.kind == Kind.List or node.kind == Kind.Tuple or node.kind == Kind.GeneratorExp:
            return None
        if isinstance(node, Constant) and node.const_kind <= ConstKind.FALSE:
            return None
        msg = "cannot assign to " + expr_name(node) + " here. Maybe you meant '==' instead of '='?"
        return b.error_symbols(msg, top, top + 1)

    def wrong_keyword(self) -> ParseError | None:
        """`f(**a=1)`, `f(*a=1)`"""
        b = self.b
        if not self.m.accepts(Tok.COMMA):
            return None
        first = b.first[self.height - 1]
        i = self.height - 1
        while (
            i > self.bracket and self.terminal_kind(i) != Tok.STAR and self.terminal_kind(i) != Tok.DOUBLESTAR
        ):
            i -= 1
        if i == self.bracket:
            return None
        first = b.first[i]
        end = self.prefix_end(self.position + 1, WHOLE)
        if end < 0:
            return None
        if self.terminal_kind(i) == Tok.DOUBLESTAR:
            return b.error("cannot assign to keyword argument unpacking", first, end)
        return b.error("cannot assign to iterable argument unpacking", first, end)

    def not_after_operator(self) -> ParseError | None:
        if self.kind != Tok.NOT or self.height == 0:
            return None
        before = self.terminal_kind(self.height - 1)
        if not (
            before == Tok.PLUS
            or before == Tok.MINUS
            or before == Tok.STAR
            or before == Tok.SLASH
            or before == Tok.PERCENT
            or before == Tok.DOUBLESLASH
            or before == Tok.AT
            or before == Tok.TILDE
        ):
            return None
        end = self.prefix_end(self.position, NEGATION)
        if end < 0:
            return None
        return self.b.error("'not' after an operator must be parenthesized", self.position, end)

    def two_expressions(self) -> ParseError | None:
        """An expression right behind another one."""
        b = self.b
        kinds = self.tokens.kind
        position = self.position
        before = kinds[position - 1]
        if is_string(before) or before == Tok.FSTRING_END or before == Tok.TSTRING_END:
            # "..." words "...": is a quote missing?
            end = self.prefix_end(position, WHOLE)
            last = end
            while end >= 0 and not is_string(kinds[end + 1]):
                end = self.prefix_end(end + 1, WHOLE)
                if end >= 0:
                    last = end
            if end >= 0 and not is_string(kinds[position]):
                return b.error("invalid syntax. Is this intended to be part of the string?", position, last)
        if not self.finish_expression(OR_TEST):
            return None
        top = len(b.values) - 1
        node = self.top_node()
        first = b.first[top]
        under = self.terminal_kind(top - 1)
        if under == Tok.IN or under == Tok.IF:
            return None  # a comprehension has no whole expressions there
        if node is not None and isinstance(node, Name) and b.first[top] == b.last[top]:
            if (node.id == "print" or node.id == "exec") and self.kind != Tok.NOT:
                end = self.prefix_end(position, SERIES)
                if end >= 0:
                    msg = (
                        "Missing parentheses in call to '" + node.id + "'. Did you mean " + node.id + "(...)?"
                    )
                    return b.error(msg, first, end)
        end = self.prefix_end(position, WHOLE)
        if end < 0:
            return None
        if self.level_at(end) == 0:
            if b.first[top] == b.last[top] and kinds[first] == Tok.NAME and begins_expression(kinds[end + 1]):
                self.prefix_end(end + 1, WHOLE)  # as CPython looks for `print x`
            return None
        if kinds[first] == Tok.NAME:
            text = self.tokens.source[self.tokens.start[first] : self.tokens.end[first]]
            if text == "match" or text == "case" or text == "type" or text == "_":
                return None
            if kinds[first + 1] == Tok.STRING:
                return None
        elif Tok.MATCH <= kinds[first] <= Tok.TYPE:
            return None
        return b.error("invalid syntax. Perhaps you forgot a comma?", first, end)

    def in_field(self) -> ParseError | None:
        """In a replacement field of an f-string."""
        b = self.b
        t = self.tokens
        i = self.height - 1
        while i >= 0 and not (self.terminal_kind(i) == Tok.LBRACE and b.first[i] in t.fields):
            if self.terminal_kind(i) == Tok.INDENT:
                return None
            i -= 1
        if i < 0:
            return None
        what = self.string_name(i) + ": "
        brace = b.first[i]
        after = brace + 1
        kind = t.kind[after]
        if kind == Tok.RBRACE or kind == Tok.EXCLAMATION or kind == Tok.COLON or kind == Tok.EQUAL:
            return b.error(what + "valid expression required before '" + token_text(kind) + "'", after, after)
        if self.bracket == i and self.height > i + 2:
            if self.terminal_kind(self.height - 1) == Tok.EXCLAMATION:
                if self.kind == Tok.RBRACE or self.kind == Tok.COLON:
                    return b.error(what + "missing conversion character", self.position, self.position)
                return b.error(what + "invalid conversion character", self.position, self.position)
            if self.m.accepts(Tok.RBRACE):
                if t.kind[self.position] == Tok.FSTRING_END or t.kind[self.position] == Tok.TSTRING_END:
                    return b.error(what + "expecting '}', or format specs", self.position, self.position)
                if self.m.accepts(Tok.EXCLAMATION):
                    if not self.m.accepts(Tok.EQUAL):
                        msg = what + "expecting '!', or ':', or '}'"
                        return b.error(msg, self.position, self.position)
                elif self.m.accepts(Tok.COLON):
                    return b.error(what + "expecting ':' or '}'", self.position, self.position)
        token = after
        while token < self.position:
            end = self.lambda_colon(token) if t.kind[token] == Tok.LAMBDA else -1
            if end >= 0:
                return b.error(what + "lambda expressions are not allowed without parentheses", token, end)
            token += 1
        end = self.prefix_end(after, SERIES)
        if end < 0:
            return b.error(what + "expecting a valid expression after '{'", after, after)
        return b.error(what + "expecting '=', or '!', or ':', or '}'", end + 1, end + 1)

    def lambda_colon(self, token: int) -> int:
        """The ":" of a lambda in a field, which the tokenizer took for that of the format spec; -1 if that is not so."""
        kinds = self.tokens.kind
        before = kinds[token - 1]
        if before != Tok.LBRACE and before != Tok.COMMA and before != Tok.ELSE and before != Tok.YIELD:
            return -1
        level = 0
        token += 1
        while token < self.position and (level > 0 or kinds[token] != Tok.COLON):
            level += nesting(kinds[token])
            token += 1
        if kinds[token] != Tok.COLON or level != 0:
            return -1
        return token if kinds[token + 1] == Tok.FSTRING_MIDDLE or kinds[token + 1] == Tok.RBRACE else -1

    def jump_before_if(self) -> ParseError | None:
        """`pass if condition else`, at the wrong token or before it."""
        token = self.position if self.m.accepts(Tok.LAMBDA) else self.position - 1
        if token < 0 or not self.is_jump(token) or not self.conditional(token + 1):
            return None
        return self.b.error("expected expression before 'if', but statement is given", token, token)

    def is_jump(self, token: int) -> bool:
        kind = self.tokens.kind[token]
        return kind == Tok.PASS or kind == Tok.BREAK or kind == Tok.CONTINUE

    def conditional(self, token: int) -> bool:
        """Whether `if CONDITION else` begins at a token."""
        kinds = self.tokens.kind
        if kinds[token] != Tok.IF:
            return False
        end = self.prefix_end(token + 1, DISJUNCTION)
        return end >= 0 and kinds[end + 1] == Tok.ELSE

    def string_name(self, i: int) -> str:
        """f-string or t-string: whose field begins at a place of the stack."""
        while i >= 0:
            kind = self.terminal_kind(i)
            if kind == Tok.FSTRING_START:
                return "f-string"
            if kind == Tok.TSTRING_START:
                return "t-string"
            i -= 1
        return "f-string"

    def expected_colon(self) -> ParseError | None:
        """The end of the line where a block should begin."""
        b = self.b
        if self.bracket >= 0 or not self.m.accepts(Tok.COLON):
            return None
        i = self.height - 1
        while i >= 0:
            kind = self.terminal_kind(i)
            if kind in BLOCK_NAMES and self.begins_clause(b.first[i]):
                break
            if kind == Tok.NEWLINE or kind == Tok.INDENT or kind == Tok.LAMBDA:
                return None
            i -= 1
        if i < 0:
            return None
        kind = self.terminal_kind(i)
        always = kind == Tok.DEF or kind == Tok.ELSE or kind == Tok.TRY or kind == Tok.FINALLY
        if self.kind == Tok.NEWLINE or always:
            return b.error("expected ':'", self.position, self.position)
        return None

    def begins_clause(self, token: int) -> bool:
        if token == 0:
            return True
        before = self.tokens.kind[token - 1]
        return before == Tok.NEWLINE or before == Tok.INDENT or before == Tok.DEDENT or before == Tok.ASYNC

    def without_else(self) -> ParseError | None:
        """`a if b`, and then something else than `else`."""
        b = self.b
        if self.kind == Tok.COLON or not self.m.accepts(Tok.ELSE):
            return None
        i = self.height - 1
        while i > self.bracket and self.terminal_kind(i) != Tok.IF:
            i -= 1
        if i <= self.bracket or i < 1 or self.begins_clause(b.first[i]):
            return None
        if not self.finish_expression(OR_TEST):
            return None
        return b.error_symbols("expected 'else' after 'if' expression", i - 1, len(b.values))

    def in_for_target(self) -> ParseError | None:
        """What stands between `for` and a missing `in`."""
        b = self.b
        if not self.m.accepts(Tok.IN):
            return None
        i = self.height - 1
        while i >= 0 and i > self.height - 8 and self.terminal_kind(i) != Tok.FOR:
            i -= 1
        if i < 0 or self.terminal_kind(i) != Tok.FOR:
            return None
        self.reduce_for(Tok.IN, TARGETS)
        node = self.top_node()
        if node is None or len(b.values) != i + 2:
            return None
        bad = invalid_target(node, FOR)
        if bad is not None:
            return b.error_node("cannot assign to " + expr_name(bad), bad)
        if self.bracket >= 0:
            return b.error("'in' expected after for-loop variables", self.position, self.position)
        return None

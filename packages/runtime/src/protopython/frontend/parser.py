"""The parser: runs the LALR tables over the tokens, with a stack of its own, and lets the AST builder reduce.

    parse_module(source, filename, mode)    -> Module, Expression or Interactive
    parse(source, filename, mode, flags)    -> the same, with the SyntaxWarnings of the source
    decode_source(data)                     -> the text of a source file (source.py)

Nothing here recurses, so deep nesting costs heap, not stack; but who walks the tree does recurse, so both the stack
(MAX_STACK) and the depth of the tree (MAX_DEPTH) are bounded. CPython has such bounds too, and reports them by the same
exceptions.

Which error is reported: a lexical error, wherever it is, comes before any other, as in CPython; only a bracket that is
never closed gives way to a wrong token on its own line. What a wrong token means is told by syntax_errors.py.
"""

from __future__ import annotations

from enum import IntEnum
from typing import cast

from protopyc.types import COMPILED, Array, i16

from . import ast_builder_patterns, ast_builder_statements, ast_builder_strings
from .ast import AST, Interactive, mod
from .ast_builder import ACTIONS, Action, Builder
from .errors import ErrorKind, ParseError, ParseWarning
from .lalr_tables import NO_ACTION, TABLES, TAKE
from .syntax_errors import explain
from .tokenizer import Tokens, tokenize
from .tokens import TOKEN_KINDS, Tok

MAX_STACK = 20_000
MAX_DEPTH = 12_000

ACTION_LIST: list[Action] = [ACTIONS[name] for name in TABLES.actions]
"""By the numbers that the tables give them."""

assert len(ACTIONS) == len(ACTION_LIST), set(ACTIONS) - set(TABLES.actions)


class Mode(IntEnum):
    EXEC = 0
    EVAL = 1
    SINGLE = 2


ALLOW_INCOMPLETE = 1
"""Flag: report a source that only lacks its end by ErrorKind.INCOMPLETE (for a REPL)."""


class Parsed:
    def __init__(self, tree: mod, warnings: list[ParseWarning]) -> None:
        self.tree: mod = tree
        self.warnings: list[ParseWarning] = warnings


def parse_module(source: str, filename: str, mode: int) -> mod:
    return parse(source, filename, mode, 0).tree


def parse(source: str, filename: str, mode: int, flags: int) -> Parsed:
    """source: decoded; filename: unused so far, for messages."""
    if "\0" in source:
        msg = "source code string cannot contain null bytes"
        raise ParseError(ErrorKind.SYNTAX, msg, 0, 0, 0, 0, None)
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if source.startswith("\ufeff"):
        source = source[1:]
    if mode == Mode.EVAL:
        source = source.lstrip(" \t")
    tokens = tokenize(source, mode == Mode.SINGLE)
    try:
        tree = cast(mod, run(tokens, mode))
        if mode == Mode.SINGLE:
            check_single(tokens, cast(Interactive, tree), source, flags)
    except ParseError as error:
        if (flags & ALLOW_INCOMPLETE) != 0 and is_incomplete(tokens, error):
            raise ParseError(ErrorKind.INCOMPLETE, "incomplete input", 0, 0, 0, 0, None)
        raise
    return Parsed(tree, tokens.warnings)


def run(tokens: Tokens, mode: int) -> AST:
    """The value of the start symbol."""
    tables = TABLES
    action = view(tables.action)
    action_row = view(tables.action_row)
    goto_ = view(tables.goto_)
    goto_row = view(tables.goto_row)
    rule_symbol = view(tables.rule_symbol)
    rule_length = view(tables.rule_length)
    rule_action = view(tables.rule_action)
    rule_is_list = view(tables.rule_is_list)
    symbols = tables.nonterminals
    actions = ACTION_LIST

    b = Builder(tokens)
    values = b.values
    first = b.first
    last = b.last
    depth = b.depth
    kinds = tokens.kind
    n_tokens = len(kinds)
    end_state = int(tables.end_states[mode])
    state = int(tables.start_states[mode])
    states: list[int] = [state]
    position = 0
    significant = 0  # the last token that was neither a newline nor indentation
    kind = kinds[0]
    while True:
        step = int(action[action_row[state] * TOKEN_KINDS + kind])
        if step > 0:
            state = step - 1
            states.append(state)
            values.append(None)
            first.append(position)
            if not Tok.NEWLINE <= kind <= Tok.ENDMARKER:
                significant = position
            last.append(significant)
            depth.append(0)
            if len(states) > MAX_STACK:
                msg = "Parser stack overflowed - Python source too complex to parse"
                raise ParseError(ErrorKind.MEMORY, msg, 0, 0, 0, 0, None)
            position += 1
            kind = kinds[position] if position < n_tokens else int(Tok.END)
            continue
        if step == 0:
            raise syntax_error(b, states, position)
        rule = ~step
        length = int(rule_length[rule])
        act = int(rule_action[rule])
        if length == 1 and act == TAKE:
            states.pop()
            state = int(goto_[goto_row[states[len(states) - 1]] * symbols + rule_symbol[rule]])
            states.append(state)
            continue
        end = len(values)
        at = end - length
        node: AST | None = None
        level = 0
        if length == 0:
            begin_token = position
            last_token = significant
        else:
            begin_token = first[at]
            last_token = last[end - 1]
            for i in range(at, end):
                if depth[i] > level:
                    level = depth[i]
        if act >= 0:
            b.current = position
            try:
                node = actions[act](b, at, end)
            except ParseError as error:
                raise prefer_lexical(tokens, error, position)
            if node is not None and node.lineno == 0:
                b.place(node, min(begin_token, n_tokens - 1), last_token)
            if rule_is_list[rule] == 0:
                level += 1
                if level > MAX_DEPTH:
                    msg = "maximum recursion depth exceeded during compilation"
                    raise ParseError(ErrorKind.RECURSION, msg, 0, 0, 0, 0, None)
        elif act != NO_ACTION:
            node = values[at + TAKE - act]
        if length > 0:
            del values[at:]
            del first[at:]
            del last[at:]
            del depth[at:]
            del states[at + 1 :]
        values.append(node)
        first.append(begin_token)
        last.append(last_token)
        depth.append(level)
        state = int(goto_[goto_row[states[len(states) - 1]] * symbols + rule_symbol[rule]])
        states.append(state)
        if state == end_state:
            assert node is not None
            return node


def view(a: Array[i16]) -> Array[i16]:
    """On the host a list, which is faster than an Array."""
    if COMPILED:
        return a
    return cast("Array[i16]", a._a)


def syntax_error(b: Builder, states: list[int], position: int) -> ParseError:
    """The token at position fits nowhere."""
    tokens = b.tokens
    lexical = tokens.error
    if lexical is not None and tokens.unclosed_line == 0:
        return lexical
    position = min(position, len(tokens.kind) - 1)
    if lexical is not None:
        if position == len(tokens.kind) - 1 or tokens.lineno[position] > tokens.unclosed_line:
            return lexical
    b.current = position
    return explain(b, states, position)


def prefer_lexical(tokens: Tokens, error: ParseError, position: int) -> ParseError:
    """A wrong meaning was found when position was the next token: is there a lexical error, which goes first?"""
    lexical = tokens.error
    if lexical is None or error.kind == ErrorKind.MEMORY or error.kind == ErrorKind.RECURSION:
        return error
    if tokens.unclosed_line == 0:
        return lexical
    position = min(position, len(tokens.kind) - 1)
    return lexical if tokens.lineno[position] > tokens.unclosed_line else error


def is_incomplete(tokens: Tokens, error: ParseError) -> bool:
    """Whether more lines could make the source right."""
    if error is tokens.error:
        return tokens.error_is_eof
    if error.kind == ErrorKind.SYNTAX or error.kind == ErrorKind.INDENTATION:
        return tokens.error is None and error.lineno >= len(tokens.line_starts)
    return False


def check_single(tokens: Tokens, tree: Interactive, source: str, flags: int) -> None:
    """One interactive input is one line of statements, or one compound statement."""
    if not tree.body:
        if source.strip() == "":
            raise ParseError(ErrorKind.SYNTAX, "invalid syntax", 0, 0, 0, 0, "")
        return
    kinds = tokens.kind
    i = 0
    level = 0
    while i < len(kinds):
        kind = kinds[i]
        if kind == Tok.INDENT:
            level += 1
        elif kind == Tok.DEDENT:
            level -= 1
        elif kind == Tok.NEWLINE and level == 0 and tokens.end[i] > tokens.start[i]:
            following = kinds[i + 1]
            if following != Tok.INDENT and following != Tok.NEWLINE and following != Tok.ENDMARKER:
                if not _continues(following):
                    raise _several_statements(tokens, i)
        elif kind == Tok.DEDENT:
            pass
        i += 1
    if (flags & ALLOW_INCOMPLETE) != 0 and _is_open_block(tokens, source):
        raise ParseError(ErrorKind.INCOMPLETE, "incomplete input", 0, 0, 0, 0, None)


def _continues(kind: int) -> bool:
    """Whether a token at the beginning of a line goes on with the compound statement before."""
    return kind == Tok.ELIF or kind == Tok.ELSE or kind == Tok.EXCEPT or kind == Tok.FINALLY


def _several_statements(tokens: Tokens, i: int) -> ParseError:
    lineno = tokens.lineno[i]
    offset = tokens.offset(tokens.start[i], lineno)
    return ParseError(
        ErrorKind.SYNTAX,
        "multiple statements found while compiling a single statement",
        lineno,
        offset,
        lineno,
        offset + 1,
        tokens.line_text(lineno) + "\n",
    )


def _is_open_block(tokens: Tokens, source: str) -> bool:
    """A compound statement goes on until an empty line."""
    for kind in tokens.kind:
        if kind == Tok.INDENT:
            return not source.endswith("\n\n") and not _last_line(source).strip() == ""
    return False


def _last_line(source: str) -> str:
    if source.endswith("\n"):
        source = source[: len(source) - 1]
    return source[source.rfind("\n") + 1 :]


__all__ = ["ALLOW_INCOMPLETE", "Mode", "Parsed", "parse", "parse_module"]
_BUILDERS = [ast_builder_patterns, ast_builder_statements, ast_builder_strings]

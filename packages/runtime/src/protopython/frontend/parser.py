"""The parser's entry points.

    parse(source, filename, mode, flags)    -> Module, Expression, Interactive or FunctionType, with the SyntaxWarnings of the source
    source.decode_source(data)              -> the text of source bytes

The tokenizer reads the whole source, the LALR machine (machine.py) runs over the tokens and lets the AST
builder reduce. Nothing here recurses, so deep nesting costs heap, not stack; but who walks the tree does
recurse, so both the machine's stack (MAX_STACK) and the depth of the tree (MAX_DEPTH) are bounded. CPython
has such bounds too, and reports them by the same exceptions.

Which error is reported: most lexical errors come before any other, wherever they are (`Tokens.error_is_late`
marks the others); a bracket that is never closed comes before errors on later lines.
"""

from __future__ import annotations

from enum import IntEnum
from typing import cast

from .ast import Interactive, Kind, mod, stmt
from .ast_builder import Stmts
from .errors import ErrorKind, ParseError, ParseWarning
from .machine import Machine
from .syntax_errors import explain, lexical_first
from .tokenizer import Tokens, tokenize
from .tokens import Tok


class Mode(IntEnum):
    EXEC = 0
    EVAL = 1
    SINGLE = 2
    FUNC_TYPE = 3


ALLOW_INCOMPLETE = 1
"""Flag: report a source that only lacks its end by ErrorKind.INCOMPLETE."""
EXPLICIT_DEDENT = 2
"""Flag of Mode.SINGLE: a block is not ended by the end of a source whose last line has no newline."""
UNTIL_EMPTY_LINE = 4
"""Flag of Mode.SINGLE, for the prompt: a compound statement goes on until an empty line; a comment alone is no error."""
TYPE_COMMENTS = 8
"""Flag: comments that begin with `type:` are part of the tree, and errors where none may be."""


class Parsed:
    def __init__(self, tree: mod, warnings: list[ParseWarning]) -> None:
        self.tree: mod = tree
        self.warnings: list[ParseWarning] = warnings


def parse(source: str, filename: str, mode: int, flags: int) -> Parsed:
    """source: decoded; filename: unused so far, for messages."""
    if "\0" in source:
        null = ParseError(ErrorKind.SYNTAX, "source code string cannot contain null bytes", -1, 0, 0, 0, None)
        null.bare = True
        raise null
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if source.startswith("\ufeff"):
        source = source[1:]
    tokens = tokenize(source, mode == Mode.SINGLE, False, (flags & TYPE_COMMENTS) != 0)
    try:
        tree = run(tokens, source, mode, flags)
        if mode == Mode.SINGLE:
            check_single(tokens, cast(Interactive, tree), source, flags)
    except ParseError as error:
        error.statement_line = max(error.statement_line, 0)
        error.warnings = [w for w in tokens.warnings if w.lineno < error.lineno or (w.lineno == error.lineno and w.offset < error.offset)]
        if mode != Mode.EXEC and not source.endswith("\n"):
            without_newline(error, source)
        raise error
    return Parsed(tree, tokens.warnings)


def without_newline(error: ParseError, source: str) -> None:
    """The last line of an expression, or of interactive input, is shown as it is; its end has no place."""
    text = error.text
    if text is None or not text.endswith("\n") or error.lineno <= source.count("\n"):
        return
    error.text = text[0 : len(text) - 1]
    if error.msg == "invalid syntax" and error.offset >= len(text):
        error.offset = 0
        error.end_offset = 0


def run(tokens: Tokens, source: str, mode: int, flags: int) -> mod:
    machine = Machine(tokens, mode)
    try:
        tree = machine.run()
    except ParseError as error:
        raise behind(last_compound(machine), lexical_first(tokens, error, machine.position)) from None
    if tree is None:
        wants_more = (flags & UNTIL_EMPTY_LINE) == 0 or tokens.error is not None or not ends_block(source)
        incomplete = (flags & ALLOW_INCOMPLETE) != 0 and wants_more and is_incomplete(tokens, source, mode, machine.position)
        last = last_compound(machine)  # before explain, which takes from the machine's stack
        found = explain(machine)  # also where it is not told: it finds what is warned of before the error
        raise at_end(tokens.source if mode == Mode.EXEC else source, ErrorKind.INCOMPLETE) if incomplete else behind(last, found)
    return cast(mod, tree)


def last_compound(machine: Machine) -> stmt | None:
    """The last compound statement that is whole."""
    last: stmt | None = None
    for value in machine.builder.values:
        if isinstance(value, Stmts):
            for statement in value.items:
                if is_compound(statement.kind) and (last is None or statement.lineno > last.lineno):
                    last = statement
    return last


def behind(statement: stmt | None, error: ParseError) -> ParseError:
    """The error with the place of the statement before it."""
    error.statement_line = 0
    if statement is not None:
        error.statement_line = statement.lineno
        error.statement_offset = statement.col_offset
    return error


def at_end(source: str, kind: int) -> ParseError:
    """The source lacks its end, which is an error of that kind: an incomplete input, or else invalid syntax."""
    line_start = source.rfind("\n", 0, max(0, len(source) - 1)) + 1
    line = source[line_start:]
    lineno = source.count("\n") + (0 if line == "" or line.endswith("\n") else 1)
    if kind == ErrorKind.INCOMPLETE:
        return ParseError(kind, "incomplete input", lineno, len(line), lineno, -1, line)
    return ParseError(kind, "invalid syntax", lineno, 0, lineno, 0, line)


def is_incomplete(tokens: Tokens, source: str, mode: int, position: int) -> bool:
    """Whether more text could make the source right, when the token at position fits nowhere."""
    last = len(tokens.kind) - 1
    is_cut = mode != Mode.EXEC and not source.endswith("\n")
    if position >= last and tokens.error is not None:
        return tokens.error_is_eof != (is_cut and tokens.error_at_newline)
    at = min(position, last)
    return tokens.start[at] >= len(tokens.source) - 1 or (is_cut and tokens.end[at] >= len(source))


def check_single(tokens: Tokens, tree: Interactive, source: str, flags: int) -> None:
    """One interactive input is one line of statements, or one compound statement."""
    kind_at_end = ErrorKind.INCOMPLETE if (flags & ALLOW_INCOMPLETE) != 0 else ErrorKind.SYNTAX
    if not tree.body:
        if (flags & UNTIL_EMPTY_LINE) == 0:
            raise at_end(source, kind_at_end)
        return
    kinds = tokens.kind
    i = 0
    line = 0
    level = 0
    while i < len(kinds):
        kind = kinds[i]
        if kind == Tok.INDENT:
            level += 1
        elif kind == Tok.DEDENT:
            level -= 1
        ends = kind == Tok.DEDENT or (kind == Tok.NEWLINE and tokens.end[i] > tokens.start[i] and kinds[line] != Tok.AT)
        if ends and level == 0 and _begins_statement(kinds[i + 1]):
            raise _misplaced(tokens, i + 1) if is_compound(tree.body[0].kind) else _several_statements(tokens, i)
        i += 1
        if kind == Tok.NEWLINE:
            line = i
    if is_compound(tree.body[0].kind) and not is_ended(kinds, source, flags):
        raise at_end(source, kind_at_end)


def is_ended(kinds: list[int], source: str, flags: int) -> bool:
    """Whether nothing more belongs to a compound statement."""
    if (flags & UNTIL_EMPTY_LINE) != 0:
        return ends_block(source)
    if source.endswith("\n"):
        return True
    last = source[source.rfind("\n") + 1 :].strip()
    has_block = kinds[len(kinds) - 3] == Tok.DEDENT  # NEWLINE and ENDMARKER follow
    return (flags & EXPLICIT_DEDENT) == 0 and has_block and last != "" and not last.startswith("#")


def is_compound(kind: int) -> bool:
    match kind:
        case Kind.FunctionDef | Kind.AsyncFunctionDef | Kind.ClassDef | Kind.If | Kind.While | Kind.For:
            return True
        case Kind.AsyncFor | Kind.With | Kind.AsyncWith | Kind.Match | Kind.Try | Kind.TryStar:
            return True
        case _:
            return False


def ends_block(source: str) -> bool:
    """A compound statement goes on until an empty line."""
    return source.endswith("\n\n")


def _begins_statement(kind: int) -> bool:
    """Whether a token at the beginning of a line belongs to none of the statements before."""
    match kind:
        case Tok.INDENT | Tok.DEDENT | Tok.NEWLINE | Tok.ENDMARKER | Tok.ELIF | Tok.ELSE | Tok.EXCEPT | Tok.FINALLY:
            return False
        case _:
            return True


def _misplaced(tokens: Tokens, i: int) -> ParseError:
    """Nothing may follow a compound statement."""
    lineno = tokens.lineno[i]
    start = tokens.offset(tokens.start[i], lineno)
    end = start + tokens.end[i] - tokens.start[i]
    return ParseError(ErrorKind.SYNTAX, "invalid syntax", lineno, start, lineno, end, tokens.line_text(lineno) + "\n")


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

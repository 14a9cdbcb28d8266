"""The parser's entry points.

    parse_module(source, filename, mode)    -> Module, Expression or Interactive
    parse(source, filename, mode, flags)    -> the same, with the SyntaxWarnings of the source
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

from .ast import Interactive, Kind, mod
from .errors import ErrorKind, ParseError, ParseWarning
from .machine import Machine
from .syntax_errors import explain, lexical_first
from .tokenizer import Tokens, tokenize
from .tokens import Tok


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
        raise ParseError(ErrorKind.SYNTAX, msg, -1, 0, 0, 0, None)
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if source.startswith("\ufeff"):
        source = source[1:]
    tokens = tokenize(source, mode == Mode.SINGLE)
    tree = run(tokens, mode, flags)
    if mode == Mode.SINGLE:
        check_single(tokens, cast(Interactive, tree), source, flags)
    return Parsed(tree, tokens.warnings)


def run(tokens: Tokens, mode: int, flags: int) -> mod:
    machine = Machine(tokens, mode)
    try:
        tree = machine.run()
    except ParseError as error:
        raise lexical_first(tokens, error, machine.position) from None
    if tree is None:
        if (flags & ALLOW_INCOMPLETE) != 0 and is_incomplete(tokens, machine.position):
            raise incomplete_input()
        raise explain(machine)
    return cast(mod, tree)


def incomplete_input() -> ParseError:
    return ParseError(ErrorKind.INCOMPLETE, "incomplete input", -1, 0, 0, 0, None)


def is_incomplete(tokens: Tokens, position: int) -> bool:
    """Whether more lines could make the source right, when the token at position fits nowhere."""
    last = len(tokens.kind) - 1
    if position >= last and tokens.error is not None:
        return tokens.error_is_eof
    return tokens.start[min(position, last)] >= len(tokens.source) - 1


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
        i += 1
    if (flags & ALLOW_INCOMPLETE) != 0 and is_compound(tree.body[0].kind) and not ends_block(source):
        raise incomplete_input()


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
    if not source.endswith("\n"):
        return False
    line_start = source.rfind("\n", 0, len(source) - 1) + 1
    return source[line_start:].strip() == ""


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

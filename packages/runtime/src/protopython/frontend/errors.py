"""What the frontend raises when a source is not Python."""

from __future__ import annotations

from enum import IntEnum


class ErrorKind(IntEnum):
    """The Python exception that a ParseError stands for."""

    SYNTAX = 0  # SyntaxError
    INDENTATION = 1  # IndentationError
    TAB = 2  # TabError
    INCOMPLETE = 3  # _IncompleteInputError: more lines could make it right
    MEMORY = 4  # MemoryError: nested too deeply to be parsed
    RECURSION = 5  # RecursionError: nested too deeply to be compiled
    VALUE = 6  # ValueError
    UNICODE_ENCODE = 7  # UnicodeEncodeError: lone surrogates in the source


ERROR_NAMES: list[str] = [
    "SyntaxError",
    "IndentationError",
    "TabError",
    "_IncompleteInputError",
    "MemoryError",
    "RecursionError",
    "ValueError",
    "UnicodeEncodeError",
]


class ParseWarning:
    """A SyntaxWarning; CPython shows these when it compiles, so they are kept until then."""

    def __init__(self, msg: str, lineno: int, offset: int, end_offset: int = -1) -> None:
        self.msg: str = msg
        self.lineno: int = lineno
        self.offset: int = offset
        self.end_offset: int = end_offset
        """On the same line; -1: not known."""


class ParseError(Exception):
    """Lines count from 1; offsets count characters from 1; all may be what CPython makes of them, as 0 and
    -1.

    lineno -1: the exception has None for lineno, offset, end_lineno and end_offset; end_lineno -1: for the
    last two. `text` is the line of the error, with its newline if CPython's has one; None if there is none.
    """

    def __init__(
        self,
        kind: int,
        msg: str,
        lineno: int,
        offset: int,
        end_lineno: int,
        end_offset: int,
        text: str | None,
    ) -> None:
        self.kind: int = kind
        self.msg: str = msg
        self.lineno: int = lineno
        self.offset: int = offset
        self.end_lineno: int = end_lineno
        self.end_offset: int = end_offset
        self.text: str | None = text
        self.bare: bool = False
        """The exception's only argument is the message."""
        self.in_memory: bool = False
        """A line of bytes that are no file cannot be decoded: the exception's arguments name no file."""
        self.statement_line: int = -1
        """Found by the parser: where the last compound statement before begins, 0 if there is none; -1: not found by the parser."""
        self.statement_offset: int = 0
        self.warnings: list[ParseWarning] = []
        """What was to be shown of the source before the error."""

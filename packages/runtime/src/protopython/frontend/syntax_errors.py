"""What a token that fits nowhere means: CPython's message for it, or "invalid syntax"."""

from __future__ import annotations

from .ast_builder import Builder
from .errors import ErrorKind, ParseError
from .tokens import Tok


def explain(b: Builder, states: list[int], position: int) -> ParseError:
    tokens = b.tokens
    kind = tokens.kind[position]
    if kind == Tok.INDENT:
        return b.error_tokens(ErrorKind.INDENTATION, "unexpected indent", position, position)
    if kind == Tok.DEDENT:
        return b.error_tokens(ErrorKind.INDENTATION, "unexpected unindent", position, position)
    return b.error("invalid syntax", position, position)

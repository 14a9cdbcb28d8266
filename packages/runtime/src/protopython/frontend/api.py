"""What the rest of the runtime asks of the frontend: source text in, code object out.

The compiler's errors name places by bytes, as CPython's do; here, where the source is at hand, they get the text of their line,
as the parser's have already.
"""

from __future__ import annotations

from protopython.objects.code.code import W_Code

from . import ast
from .compile.futures import find_futures
from .compile.module import compile_module
from .errors import ErrorKind, ParseError, ParseWarning
from .parser import Parsed, parse


def parse_source(source: str, filename: str, mode: int, parse_flags: int) -> Parsed:
    """For ast.parse: a tree that asks for no feature that there is not. Else as parser.parse."""
    parsed = parse(source, filename, mode, parse_flags)
    try:
        find_futures(parsed.tree, 0)
    except ParseError as e:
        e.warnings = parsed.warnings
        raise with_text(e, source)
    return parsed


def compile_source(
    source: str, filename: str, mode: int, optimize: int, module_scope_is_globals: bool
) -> W_Code:
    """mode: of parser.Mode. Raises ParseError. SyntaxWarnings are dropped (`compile_flags` hands them out)."""
    warnings: list[ParseWarning] = []
    return compile_flags(source, filename, mode, optimize, module_scope_is_globals, 0, 0, warnings)


def compile_flags(
    source: str,
    filename: str,
    mode: int,
    optimize: int,
    module_scope_is_globals: bool,
    flags: int,
    parse_flags: int,
    warnings: list[ParseWarning],
) -> W_Code:
    """flags: as compile_module's. parse_flags: as parser.parse's. Warnings are added in the order CPython shows them."""
    parsed = parse(source, filename, mode, parse_flags)
    warnings.extend(parsed.warnings)
    try:
        return compile_module(parsed.tree, filename, optimize, flags, module_scope_is_globals, warnings)
    except ParseError as e:
        raise with_text(e, source)


def compile_tree(
    tree: ast.mod,
    filename: str,
    optimize: int,
    flags: int,
    module_scope_is_globals: bool,
    warnings: list[ParseWarning],
) -> W_Code:
    """For compile() of an AST, where there is no source."""
    return compile_module(tree, filename, optimize, flags, module_scope_is_globals, warnings)


def with_text(e: ParseError, source: str) -> ParseError:
    """The same error with the text of its line."""
    if e.kind == ErrorKind.SYNTAX and e.lineno > 0 and e.text is None:
        e.text = line_of(source, e.lineno)
    return e


def located(e: ParseError, source: str) -> ParseError:
    """The same error with character offsets and the text of its line."""
    text = with_text(e, source).text
    if text is None:
        return e
    end_text = line_of(source, e.end_lineno)
    e.offset = character_offset(text, e.offset - 1) + 1
    if end_text is not None:
        e.end_offset = character_offset(end_text, e.end_offset - 1) + 1
    return e


def line_of(source: str, lineno: int) -> str | None:
    """Line number lineno (from 1) with its newline."""
    start = 0
    for _ in range(lineno - 1):
        newline = source.find("\n", start)
        if newline < 0:
            return None
        start = newline + 1
    end = source.find("\n", start)
    if end < 0:
        return source[start:]
    return source[start : end + 1]


def character_offset(line: str, byte_offset: int) -> int:
    """How many characters the first byte_offset bytes of the line are."""
    n = 0
    at = 0
    for ch in line:
        if at >= byte_offset:
            break
        code = ord(ch)
        at += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
        n += 1
    return n

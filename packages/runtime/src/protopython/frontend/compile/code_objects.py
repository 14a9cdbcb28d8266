"""What all code objects share: prologue, flags, docstring, closure, the function made of them."""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import wrap
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_METHOD, CO_NESTED, CO_NEWLOCALS, CO_OPTIMIZED, W_Code

from .. import ast
from ..ast import ConstKind, Kind
from ..symtable import Scope, ScopeKind
from .builder import Builder

SET_DEFAULTS: Final[int] = 0
"""What SET_FUNCTION sets."""
SET_KWDEFAULTS: Final[int] = 1
SET_CLOSURE: Final[int] = 2
SET_ANNOTATE: Final[int] = 3
SET_TYPE_PARAMS: Final[int] = 4


def begin_code(b: Builder, node: ast.AST, firstlineno: int) -> None:
    """The prologue."""
    b.at_line(firstlineno)
    if b.is_generator_like():
        b.emit_a(Op.GENERATOR, 0)
    b.prologue()


def code_flags(b: Builder) -> int:
    scope = b.scope
    flags = b.session.flags
    if not scope.is_function():
        if b.is_generator_like():
            flags |= CO_COROUTINE
        return flags
    flags |= CO_OPTIMIZED | CO_NEWLOCALS
    parent = scope.parent
    outer = parent
    while outer is not None and outer.inlined:
        outer = outer.parent
    if outer is not None and outer.kind == ScopeKind.CLASS and scope.kind <= ScopeKind.LAMBDA:
        flags |= CO_METHOD
    while outer is not None:
        if outer.is_function():
            flags |= CO_NESTED
            break
        outer = outer.parent
    asynchronous = scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)
    if scope.is_generator:
        flags |= CO_ASYNC_GENERATOR if asynchronous else CO_GENERATOR
    elif asynchronous:
        flags |= CO_COROUTINE
    return flags


def finish_code(b: Builder, name: str, firstlineno: int, node: ast.AST) -> W_Code:
    code = b.code
    code.name = name
    code.qualname = b.qualname
    code.filename = b.session.filename
    code.firstlineno = firstlineno
    code.uses_namespace = not b.scope.is_function()
    code.simple_parameters = code.kwonlyargcount == 0 and code.flags & 12 == 0
    b.finish_names(code)
    b.finish(code, node)
    return code


def close_over(b: Builder, scope: Scope, dst: int) -> None:
    """The closure tuple of a function for `scope`, set on the function in dst (which is reserved)."""
    names = sorted(scope.free.keys())
    if len(names) == 0:
        return
    base = b.top
    for i in range(len(names)):
        b.move(base + i, b.cell_register(names[i]))
        b.set_top(base + i + 1)
    b.emit(Op.BUILD_TUPLE, base, base, len(names), 0)
    b.emit(Op.SET_FUNCTION, dst, base, 0, SET_CLOSURE)
    b.top = base


def function_of_code(b: Builder, code: W_Code, scope: Scope, node: ast.AST, dst: int) -> None:
    """A function of finished code in dst, with its closure. dst gets reserved."""
    if not b.reachable:
        return
    b.reserve(dst)
    b.emit_bx(Op.MAKE_FUNCTION, dst, b.pool.add_value(wrap(code)))
    close_over(b, scope, dst)


def docstring(body: list[ast.stmt]) -> ast.Constant | None:
    if len(body) == 0 or body[0].kind != Kind.Expr:
        return None
    value = cast(ast.Expr, body[0]).value
    if value.kind != Kind.Constant or cast(ast.Constant, value).const_kind != ConstKind.STR:
        return None
    return cast(ast.Constant, value)


def expand_tabs(text: str) -> str:
    if "\t" not in text:
        return text
    parts: list[str] = []
    column = 0
    for ch in text:
        if ch == "\t":
            while True:
                parts.append(" ")
                column += 1
                if column % 8 == 0:
                    break
            continue
        parts.append(ch)
        column = 0 if ch == "\n" or ch == "\r" else column + 1
    return "".join(parts)


def clean_doc(text: str) -> str:
    """A docstring without the indentation that all its lines but the first share."""
    lines = expand_tabs(text).split("\n")
    margin = -1
    for i in range(1, len(lines)):
        stripped = lines[i].lstrip(" ")
        if stripped != "":
            indent = len(lines[i]) - len(stripped)
            if margin < 0 or indent < margin:
                margin = indent
    first = lines[0].lstrip(" ")
    cleaned = [first]
    for i in range(1, len(lines)):
        line = lines[i]
        n = 0
        while n < margin and n < len(line) and line[n] == " ":
            n += 1
        cleaned.append(line[n:])
    return "\n".join(cleaned)

"""Which function compiles which kind of expression or statement.

The files of this folder register their functions here while the program is built; module.py imports them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from protopython.protocore.polling import check_signals

from .. import ast
from ..ast import Kind
from .builder import Builder

E = TypeVar("E", bound=ast.expr)
S = TypeVar("S", bound=ast.stmt)


def no_expression(b: Builder, e: ast.expr, dst: int) -> None:
    raise RuntimeError("unknown expression")


def no_statement(b: Builder, node: ast.stmt) -> None:
    raise RuntimeError("unknown statement")


EXPRESSIONS: list[Callable[[Builder, ast.expr, int], None]] = [no_expression] * len(Kind)
"""By Kind: leaves the value in a register."""
STATEMENTS: list[Callable[[Builder, ast.stmt], None]] = [no_statement] * len(Kind)


def compiles_expression(*kinds: Kind) -> Callable[[Callable[[Builder, E, int], None]], Callable[[Builder, E, int], None]]:
    """The decorated function compiles expressions of these kinds."""

    def register(function: Callable[[Builder, E, int], None]) -> Callable[[Builder, E, int], None]:
        for kind in kinds:
            assert EXPRESSIONS[kind] is no_expression, kind
            EXPRESSIONS[kind] = cast(Callable[[Builder, ast.expr, int], None], function)
        return function

    return register


def compiles_statement(*kinds: Kind) -> Callable[[Callable[[Builder, S], None]], Callable[[Builder, S], None]]:
    """The decorated function compiles statements of these kinds."""

    def register(function: Callable[[Builder, S], None]) -> Callable[[Builder, S], None]:
        for kind in kinds:
            assert STATEMENTS[kind] is no_statement, kind
            STATEMENTS[kind] = cast(Callable[[Builder, ast.stmt], None], function)
        return function

    return register


def statements(b: Builder, body: list[ast.stmt]) -> None:
    for node in body:
        check_signals()
        b.session.deeper()
        mark = b.top
        STATEMENTS[node.kind](b, node)
        b.top = mark
        b.session.depth -= 1

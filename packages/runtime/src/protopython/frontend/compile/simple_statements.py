"""The statements that are small: expressions, if, pass, declarations."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from ..symtable import ScopeKind
from .assembler import Label
from .builder import Builder
from .conditions import condition
from .dispatch import compiles_statement, statements
from .expressions import constant, effect, operand


@compiles_statement(Kind.Expr)
def expr_statement(b: Builder, node: ast.Expr) -> None:
    value = node.value
    if b.session.interactive and b.scope.kind == ScopeKind.MODULE:
        r = operand(b, value, False)
        b.at(node)
        b.emit_a(Op.PRINT_EXPR, r)
    elif value.kind == Kind.Constant:
        b.trace_line(node)
    else:
        n = len(b.words)
        effect(b, value)
        if len(b.words) == n:
            b.trace_line(node)


@compiles_statement(Kind.If)
def if_(b: Builder, node: ast.If) -> None:
    orelse = Label()
    if constant(b, node.test) is not None:
        b.trace_line(node.test)
    condition(b, node.test, orelse, False)
    statements(b, node.body)
    if len(node.orelse) == 0:
        b.place(orelse)
        return
    end = Label()
    b.nowhere()
    b.jump(Op.JUMP, 0, end)
    b.place(orelse)
    statements(b, node.orelse)
    b.place(end)


@compiles_statement(Kind.Pass)
def pass_(b: Builder, node: ast.Pass) -> None:
    b.trace_line(node)


@compiles_statement(Kind.Global, Kind.Nonlocal)
def declaration(b: Builder, node: ast.stmt) -> None:
    """The symbol table has seen to it."""

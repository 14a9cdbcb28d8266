"""The bytecode compiler: AST to W_Code.

    compile_module -> SymbolTable (symtable.py) -> one `Builder` for each scope -> W_Code

builder.py has the state of the code object in the making, on top of assembler.py; dispatch.py finds the function for a kind of
expression or statement; each of the other files has the functions for some of them.
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code

from .. import ast
from ..ast import Kind
from ..errors import ParseWarning
from ..symtable import SymbolTable
from . import (  # noqa: F401  (they register what they compile)
    assignments,
    calls,
    classes,
    comprehensions,
    conditions,
    displays,
    exceptions,
    expressions,
    functions,
    generators,
    imports,
    leaving,
    loops,
    operators,
    patterns,
    simple_statements,
    strings,
    subscripts,
    type_params,
    with_statement,
)
from .annotations import deferred_annotations, has_simple_annotation, store_conditional_set
from .builder import Builder, Session
from .code_objects import begin_code, clean_doc, code_flags, docstring, finish_code
from .constants import const_str
from .dispatch import statements
from .expressions import operand
from .futures import FUTURE_ANNOTATIONS, FUTURE_MASK, find_futures
from .names import store_name

FLAG_TOP_LEVEL_AWAIT: Final[int] = 0x2000


def module_code(b: Builder, tree: ast.mod) -> W_Code:
    b.code.flags = code_flags(b)
    begin_code(b, tree, 0)
    if tree.kind == Kind.Expression:
        value = cast(ast.Expression, tree).body
        r = operand(b, value, False)
        b.at(value)
        b.emit_end(Op.RETURN, r, 0, 0)
        return finish_code(b, "<module>", 1, tree)
    body: list[ast.stmt]
    if tree.kind == Kind.Interactive:
        body = cast(ast.Interactive, tree).body
    else:
        body = cast(ast.Module, tree).body
    if len(body) > 0:
        b.at(body[0])
    if not b.session.future_annotations and len(body) > 0:
        deferred_annotations(b, body[0], body[0].lineno)
    if b.scope.has_conditional_annotations:
        t = b.temp()
        b.emit(Op.BUILD_SET, t, 0, 0, 0)
        store_conditional_set(b, t)
        b.top = t
    doc = docstring(body) if tree.kind == Kind.Module else None
    if doc is not None:
        if b.session.optimize < 2:
            t = b.temp()
            b.at(body[0])
            b.load_const(t, const_str(clean_doc(doc.text)))
            store_name(b, "__doc__", t)
            b.top = t
        body = body[1:]
    if b.session.future_annotations and has_simple_annotation(body):
        b.emit_a(Op.SETUP_ANNOTATIONS, 0)
    statements(b, body)
    if len(b.words) == 0:
        b.at_line(0)  # So that a debugger has a place to stop at.
    else:
        b.nowhere()
    b.emit_end(Op.RETURN_NONE, 0, 0, 0)
    return finish_code(b, "<module>", 1, tree)


def compile_module(
    tree: ast.mod,
    filename: str,
    optimize: int,
    flags: int,
    module_scope_is_globals: bool,
    warnings: list[ParseWarning],
) -> W_Code:
    """The code of a module, of interactive input or of an expression, as `tree` is one of Module, Interactive, Expression.

    flags: CO_FUTURE_x bits in force, and FLAG_TOP_LEVEL_AWAIT. module_scope_is_globals: the namespace that the code will
    run in is its globals dict (scripts, imports), so that names are compiled as globals.
    """
    futures = find_futures(tree, flags & FUTURE_MASK)
    table = SymbolTable(futures.flags & FUTURE_ANNOTATIONS != 0)
    table.visit_module(tree)
    session = Session(table, filename, optimize, module_scope_is_globals, tree.kind == Kind.Interactive, futures.flags)
    session.future_annotations = table.future_annotations
    session.top_level_await = flags & FLAG_TOP_LEVEL_AWAIT != 0
    session.futures = futures.statements
    session.warnings = warnings
    return module_code(Builder(session, table.module, None, "<module>"), tree)

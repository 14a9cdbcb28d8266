"""Functions and lambdas: their code (a constant), the cells they close over, defaults, decorators.

A generic function sits in one more function, which holds the type parameters and is called on the spot; so do generic
classes (classes.py) and aliases (type_params.py).
"""

from __future__ import annotations

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import CO_HAS_DOCSTRING, CO_VARARGS, CO_VARKEYWORDS, W_Code

from .. import ast
from ..ast import Kind
from ..symtable import Scope, all_args, has_annotations, has_kwdefaults
from .annotations import annotate_function
from .builder import Builder
from .code_objects import (
    SET_ANNOTATE,
    SET_DEFAULTS,
    SET_KWDEFAULTS,
    SET_TYPE_PARAMS,
    begin_code,
    clean_doc,
    code_flags,
    docstring,
    finish_code,
    function_of_code,
)
from .constants import const_str, fold_tuple
from .dispatch import compiles_expression, compiles_statement, statements
from .expressions import expr_to, operand, window
from .names import store_name
from .type_params import make_type_params


def function_code(
    b: Builder,
    scope: Scope,
    node: ast.AST,
    name: str,
    args: ast.arguments,
    body: list[ast.stmt],
    value: ast.expr | None,
    firstlineno: int,
) -> W_Code:
    """The code of a def (body) or of a lambda (value)."""
    qualname = b.qualname_of(name) if value is not None else b.qualname_of_definition(name)
    unit = b.child(scope, qualname)
    code = unit.code
    code.flags = code_flags(unit)
    more = 0
    if args.vararg is not None:
        code.flags |= CO_VARARGS
        more += 1
    if args.kwarg is not None:
        code.flags |= CO_VARKEYWORDS
        more += 1
    positional = len(args.posonlyargs) + len(args.args)
    unit.set_parameters(len(args.posonlyargs), positional, len(args.kwonlyargs), more)
    for a in all_args(args):
        b.refuse_debug(a.arg, a)
    doc = docstring(body)
    if doc is not None and b.session.optimize < 2:
        code.flags |= CO_HAS_DOCSTRING
        unit.pool.add(const_str(clean_doc(doc.text)))
    begin_code(unit, node, firstlineno)
    if value is not None:
        lambda_body(unit, value)
    else:
        statements(unit, body if doc is None else body[1:])
        unit.nowhere()
        unit.emit_end(Op.RETURN_NONE, 0, 0, 0)
    return finish_code(unit, name, firstlineno, node)


def lambda_body(b: Builder, value: ast.expr) -> None:
    r = operand(b, value, False)
    b.at(value)
    b.emit_end(Op.RETURN, r, 0, 0)


@compiles_expression(Kind.Lambda)
def lambda_(b: Builder, node: ast.Lambda, dst: int) -> None:
    mark = b.top
    t = b.work_register(dst)
    scope = b.session.table.scopes[node]
    defaults, kwdefaults = default_values(b, node.args)
    code = function_code(b, scope, node, "<lambda>", node.args, [], node.body, node.lineno)
    b.at(node)
    function_of_code(b, code, scope, node, t)
    set_defaults(b, t, defaults, kwdefaults)
    b.move(dst, t)
    b.top = mark


def default_values(b: Builder, args: ast.arguments) -> tuple[int, int]:
    """Registers of the tuple of defaults and of the dict of keyword-only defaults; -1 where there are none."""
    defaults = -1
    kwdefaults = -1
    if len(args.defaults) > 0:
        t = b.top
        c = fold_tuple(args.defaults, b.session.optimize == 0, 0)
        if c is not None:
            b.load_const(t, c)
        else:
            base = window(b, args.defaults)
            b.emit(Op.BUILD_TUPLE, t, base, len(args.defaults), 0)
        b.top = t
        defaults = b.temp()
    if has_kwdefaults(args):
        base = b.top
        n = 0
        for i in range(len(args.kwonlyargs)):
            value = args.kw_defaults[i]
            if value is None:
                continue
            b.load_const(base + 2 * n, const_str(b.mangled(args.kwonlyargs[i].arg)))
            b.set_top(base + 2 * n + 1)
            expr_to(b, value, base + 2 * n + 1)
            b.set_top(base + 2 * n + 2)
            n += 1
        b.emit(Op.BUILD_DICT, base, base, n, 0)
        b.top = base
        kwdefaults = b.temp()
    return defaults, kwdefaults


def set_defaults(b: Builder, function: int, defaults: int, kwdefaults: int) -> None:
    if defaults >= 0:
        b.emit(Op.SET_FUNCTION, function, defaults, 0, SET_DEFAULTS)
    if kwdefaults >= 0:
        b.emit(Op.SET_FUNCTION, function, kwdefaults, 0, SET_KWDEFAULTS)


def function_def(
    b: Builder,
    node: ast.stmt,
    name: str,
    args: ast.arguments,
    body: list[ast.stmt],
    decorators: list[ast.expr],
    returns: ast.expr | None,
    type_params: list[ast.type_param],
) -> None:
    b.refuse_debug(name, node)
    mark = b.top
    firstlineno = node.lineno if len(decorators) == 0 else decorators[0].lineno
    evaluate_decorators(b, decorators)
    t = b.temp()
    b.at(node)
    defaults, kwdefaults = default_values(b, args)
    if len(type_params) == 0:
        function_object(b, node, name, args, body, returns, firstlineno, defaults, kwdefaults, t)
    else:
        scope = b.session.table.type_param_scopes[node]
        unit = b.child(scope, b.qualname_of(scope.name))
        unit.code.flags = code_flags(unit)
        n = len(scope.params)
        unit.set_parameters(0, n, 0, 0)
        begin_code(unit, node, firstlineno)
        generic_function(unit, node, name, args, body, returns, type_params, firstlineno)
        code = finish_code(unit, scope.name, firstlineno, node)
        b.at(node)
        w = b.top
        function_of_code(b, code, scope, node, w)
        b.set_top(w + 2)
        if defaults >= 0:
            b.move(b.temp(), defaults)
        if kwdefaults >= 0:
            b.move(b.temp(), kwdefaults)
        b.emit(Op.CALL_FUNCTION, t, w, n, 0)
    b.set_top(t + 1)
    apply_decorators(b, decorators, t)
    b.at(node)
    store_name(b, name, t)
    b.top = mark


def evaluate_decorators(b: Builder, decorators: list[ast.expr]) -> None:
    """Windows for calling them, one inside the other: the decorated object goes into the next register."""
    for d in decorators:
        w = b.top
        expr_to(b, d, w)
        b.set_top(w + 2)


def apply_decorators(b: Builder, decorators: list[ast.expr], t: int) -> None:
    n = len(decorators)
    for i in range(n):
        w = t - 2 * (i + 1)
        b.at(decorators[n - 1 - i])
        # The result is the argument of the next call outwards; of the last, it is what gets stored.
        b.emit(Op.CALL_FUNCTION, w if i + 1 < n else t, w, 1, 0)


def function_object(
    b: Builder,
    node: ast.stmt,
    name: str,
    args: ast.arguments,
    body: list[ast.stmt],
    returns: ast.expr | None,
    firstlineno: int,
    defaults: int,
    kwdefaults: int,
    dst: int,
) -> None:
    """A complete function in dst, which is reserved."""
    table = b.session.table
    annotate = -1
    if has_annotations(args) or returns is not None:
        annotate = b.temp()
        annotate_function(b, node, args, returns, annotate)
    scope = table.scopes[node]
    code = function_code(b, scope, node, name, args, body, None, firstlineno)
    b.at(node)
    function_of_code(b, code, scope, node, dst)
    set_defaults(b, dst, defaults, kwdefaults)
    if annotate >= 0:
        b.emit(Op.SET_FUNCTION, dst, annotate, 0, SET_ANNOTATE)


def generic_function(
    b: Builder,
    node: ast.stmt,
    name: str,
    args: ast.arguments,
    body: list[ast.stmt],
    returns: ast.expr | None,
    type_params: list[ast.type_param],
    firstlineno: int,
) -> None:
    """This unit is the scope of the type parameters of a function."""
    b.at(node)
    params = b.temp()
    make_type_params(b, type_params, params)
    defaults = b.registers.get(".defaults", -1)
    kwdefaults = b.registers.get(".kwdefaults", -1)
    t = b.temp()
    function_object(b, node, name, args, body, returns, firstlineno, defaults, kwdefaults, t)
    b.at(node)
    b.emit(Op.SET_FUNCTION, t, params, 0, SET_TYPE_PARAMS)
    b.emit_end(Op.RETURN, t, 0, 0)


@compiles_statement(Kind.FunctionDef)
def plain_function_def(b: Builder, node: ast.FunctionDef) -> None:
    function_def(b, node, node.name, node.args, node.body, node.decorator_list, node.returns, node.type_params)


@compiles_statement(Kind.AsyncFunctionDef)
def async_function_def(b: Builder, node: ast.AsyncFunctionDef) -> None:
    function_def(b, node, node.name, node.args, node.body, node.decorator_list, node.returns, node.type_params)

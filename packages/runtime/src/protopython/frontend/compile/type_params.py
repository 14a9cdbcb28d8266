"""Type parameters, the functions that evaluate their bounds and defaults, and type aliases."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from ..symtable import Scope
from .annotations import refuse_formats
from .builder import Builder
from .code_objects import SET_DEFAULTS, begin_code, code_flags, finish_code, function_of_code
from .constants import const_int, const_none, const_str, const_tuple
from .dispatch import compiles_statement
from .expressions import operand
from .names import store_name


def make_type_params(b: Builder, params: list[ast.type_param], dst: int) -> None:
    """Makes and binds them; dst (reserved) gets their tuple."""
    mark = b.top
    base = b.top
    with_default = False
    for i in range(len(params)):
        with_default = make_type_param(b, params[i], base + i, with_default)
        b.set_top(base + i + 1)
    b.emit(Op.BUILD_TUPLE, dst, base, len(params), 0)
    b.top = mark


def make_type_param(b: Builder, p: ast.type_param, dst: int, follows_default: bool) -> bool:
    """Whether it has a default."""
    table = b.session.table
    t = dst
    default: ast.expr | None = None
    kind = 0
    name = ""
    b.at(p)
    if p.kind == Kind.TypeVar:
        tv = cast(ast.TypeVar, p)
        name = tv.name
        default = tv.default_value
        bound = tv.bound
        b.load_const(t, const_str(name))
        b.set_top(t + 2)
        if bound is not None:
            kind = 2 if bound.kind == Kind.Tuple else 1
            evaluator(b, bound, table.scopes[p], name, p, t + 1)
    elif p.kind == Kind.ParamSpec:
        kind = 3
        name = cast(ast.ParamSpec, p).name
        default = cast(ast.ParamSpec, p).default_value
        b.load_const(t, const_str(name))
    else:
        kind = 4
        name = cast(ast.TypeVarTuple, p).name
        default = cast(ast.TypeVarTuple, p).default_value
        b.load_const(t, const_str(name))
    if default is None and follows_default:
        raise b.error(f"non-default type parameter '{name}' follows default type parameter", p)
    b.set_top(t + 1)
    b.at(p)
    b.emit(Op.TYPE_PARAM, t, t, 0, kind)
    if default is not None:
        b.set_top(t + 2)
        evaluator(b, default, table.default_scopes[p], name, p, t + 1)
        b.at(p)
        b.emit_ab(Op.TYPE_PARAM_DEFAULT, t, t + 1)
        b.set_top(t + 1)
    store_name(b, name, t)
    return default is not None


def evaluator(b: Builder, value: ast.expr, scope: Scope, name: str, node: ast.AST, dst: int) -> None:
    """A function (format=1) -> value, in dst."""
    unit = b.child(scope, b.qualname_of(name))
    unit.code.flags = code_flags(unit)
    unit.set_parameters(1, 1, 0, 0)
    begin_code(unit, node, node.lineno)
    unit.at(node)
    refuse_formats(unit)
    evaluator_body(unit, value)
    code = finish_code(unit, name, node.lineno, node)
    b.at(node)
    function_of_code(b, code, scope, node, dst)
    mark = b.top
    t = b.temp()
    b.load_const(t, const_tuple([const_int(1)]))
    b.emit(Op.SET_FUNCTION, dst, t, 0, SET_DEFAULTS)
    b.top = mark


def evaluator_body(b: Builder, value: ast.expr) -> None:
    if value.kind == Kind.Starred:
        # The default of a TypeVarTuple may be *tuple[int, ...].
        inner = operand(b, cast(ast.Starred, value).value, False)
        r = b.temp()
        b.at(value)
        b.emit(Op.UNPACK, r, inner, 1, 0)
    else:
        r = operand(b, value, False)
    b.at(value)
    b.emit_end(Op.RETURN, r, 0, 0)


@compiles_statement(Kind.TypeAlias)
def type_alias(b: Builder, node: ast.TypeAlias) -> None:
    name = node.name.id
    b.refuse_debug(name, node.name)
    mark = b.top
    t = b.temp()
    if len(node.type_params) == 0:
        alias_object(b, node, -1, t)
    else:
        scope = b.session.table.type_param_scopes[node]
        unit = b.child(scope, b.qualname_of(scope.name))
        unit.code.flags = code_flags(unit)
        begin_code(unit, node, node.lineno)
        generic_alias(unit, node)
        code = finish_code(unit, scope.name, node.lineno, node)
        b.at(node)
        w = b.top
        function_of_code(b, code, scope, node, w)
        b.set_top(w + 2)
        b.emit(Op.CALL_FUNCTION, t, w, 0, 0)
    b.at(node)
    store_name(b, name, t)
    b.top = mark


def generic_alias(b: Builder, node: ast.TypeAlias) -> None:
    b.at(node)
    params = b.temp()
    make_type_params(b, node.type_params, params)
    t = b.temp()
    alias_object(b, node, params, t)
    b.emit_end(Op.RETURN, t, 0, 0)


def alias_object(b: Builder, node: ast.TypeAlias, params: int, dst: int) -> None:
    w = b.top
    b.set_top(w + 3)
    b.at(node)
    b.load_const(w, const_str(node.name.id))
    if params < 0:
        b.load_const(w + 1, const_none())
    else:
        b.move(w + 1, params)
    evaluator(b, node.value, b.session.table.scopes[node], node.name.id, node, w + 2)
    b.at(node)
    b.emit_ab(Op.TYPE_ALIAS, dst, w)
    b.top = w

"""The types that literals and displays have, for warnings about what can only fail."""

from __future__ import annotations

from typing import cast

from protopython.objects.model.types import type_name

from .. import ast
from ..ast import ConstKind, Kind
from .expressions import is_singleton


def type_of_constant(c: ast.Constant) -> str:
    match c.const_kind:
        case ConstKind.NONE:
            return "NoneType"
        case ConstKind.TRUE | ConstKind.FALSE:
            return "bool"
        case ConstKind.ELLIPSIS:
            return "ellipsis"
        case ConstKind.INT | ConstKind.BIGINT:
            return "int"
        case ConstKind.FLOAT:
            return "float"
        case ConstKind.COMPLEX:
            return "complex"
        case ConstKind.STR:
            return "str"
        case ConstKind.BYTES:
            return "bytes"
        case _:
            return type_name(c.w_value)


def literal_type(e: ast.expr) -> str:
    """The type of a literal for which `is` makes no sense, or ""."""
    if e.kind == Kind.Constant and not is_singleton(e):
        return type_of_constant(cast(ast.Constant, e))
    if e.kind != Kind.Tuple:
        return ""
    for item in cast(ast.Tuple, e).elts:
        if item.kind != Kind.Constant:
            return ""
    return "tuple"


def displayed_type(e: ast.expr) -> str:
    """The type of a literal or display, or "" for what is known at run time only."""
    match e.kind:
        case Kind.Constant:
            return type_of_constant(cast(ast.Constant, e))
        case Kind.Tuple:
            return "tuple"
        case Kind.List | Kind.ListComp:
            return "list"
        case Kind.Dict | Kind.DictComp:
            return "dict"
        case Kind.Set | Kind.SetComp:
            return "set"
        case Kind.GeneratorExp:
            return "generator"
        case Kind.Lambda:
            return "function"
        case Kind.JoinedStr | Kind.FormattedValue:
            return "str"
        case Kind.TemplateStr | Kind.Interpolation:
            return "string.templatelib.Template"
        case _:
            return ""

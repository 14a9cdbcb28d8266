"""`ast.dump(tree, include_attributes=True)` of our tree, as CPython 3.14 prints it.

For tests and debugging: it reflects over the classes, so it runs uncompiled only.
"""

from __future__ import annotations

import inspect
from typing import Any

from . import ast

_POSITIONS = ["lineno", "col_offset", "end_lineno", "end_col_offset"]
_UNLOCATED = (ast.mod, ast.comprehension, ast.arguments, ast.withitem, ast.match_case)

_ENUMS: dict[tuple[str, str], Any] = {
    ("BoolOp", "op"): ast.boolop,
    ("UnaryOp", "op"): ast.unaryop,
    ("BinOp", "op"): ast.operator,
    ("AugAssign", "op"): ast.operator,
    ("Compare", "ops"): ast.cmpop,
}

_SINGLETONS = {
    ast.ConstKind.NONE: None,
    ast.ConstKind.TRUE: True,
    ast.ConstKind.FALSE: False,
    ast.ConstKind.ELLIPSIS: ...,
}


def _fields_of(cls: Any) -> list[str]:
    return [
        name.rstrip("_")
        for name in inspect.signature(cls.__init__).parameters
        if name != "self" and name not in _POSITIONS
    ]


_FIELDS: dict[Any, list[str]] = {
    cls: _fields_of(cls)
    for cls in vars(ast).values()
    if isinstance(cls, type) and issubclass(cls, ast.AST) and hasattr(ast.Kind, cls.__name__)
}


def constant_value(node: ast.Constant) -> Any:
    """The Python value of a constant."""
    match node.const_kind:
        case ast.ConstKind.INT:
            return node.int_value
        case ast.ConstKind.BIGINT:
            return int(node.text, node.int_value)
        case ast.ConstKind.FLOAT:
            return node.float_value
        case ast.ConstKind.COMPLEX:
            return complex(0.0, node.float_value)
        case ast.ConstKind.STR:
            return node.text
        case ast.ConstKind.BYTES:
            return node.bytes_value
        case _:
            return _SINGLETONS[ast.ConstKind(node.const_kind)]


def _dump_fields(node: Any, cls: Any, attributes: bool) -> list[str]:
    parts: list[str] = []
    for name in _FIELDS[cls]:
        value = getattr(node, name)
        if value is None or value == []:
            continue
        if name == "ctx":
            text = f"{ast.expr_context(value).name}()"
        elif (cls.__name__, name) in _ENUMS:
            enum = _ENUMS[cls.__name__, name]
            if isinstance(value, list):
                text = "[" + ", ".join(f"{enum(x).name}()" for x in value) + "]"
            else:
                text = f"{enum(value).name}()"
        elif isinstance(value, list):
            text = "[" + ", ".join(_dump(x, attributes) for x in value) + "]"
        else:
            text = _dump(value, attributes)
        if cls is ast.Interpolation and name == "text":
            name = "str"
        parts.append(f"{name}={text}")
    return parts


def _dump(node: Any, attributes: bool) -> str:
    if not isinstance(node, ast.AST):
        return repr(node)
    cls: Any = type(node)
    if isinstance(node, ast.Constant):
        parts = [f"value={constant_value(node)!r}"]
        if node.u_prefix:
            parts.append("kind='u'")
    elif isinstance(node, ast.MatchSingleton):
        parts = [f"value={_SINGLETONS[ast.ConstKind(node.const_kind)]!r}"]
    else:
        parts = _dump_fields(node, cls, attributes)
    if attributes and not isinstance(node, _UNLOCATED):
        parts += [f"{name}={getattr(node, name)}" for name in _POSITIONS]
    name = cls.__name__
    return f"{name}({', '.join(parts)})"


def dump(node: ast.AST, include_attributes: bool = True) -> str:
    return _dump(node, include_attributes)

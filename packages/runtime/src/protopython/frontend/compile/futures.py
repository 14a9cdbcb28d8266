"""`from __future__ import ...`."""

from __future__ import annotations

from typing import Final, cast

from .. import ast
from ..ast import Kind
from ..symtable import error_at
from .code_objects import docstring

FUTURE_FLAGS: dict[str, int] = {
    "nested_scopes": 0,
    "generators": 0,
    "division": 0x20000,
    "absolute_import": 0x40000,
    "with_statement": 0x80000,
    "print_function": 0x100000,
    "unicode_literals": 0x200000,
    "barry_as_FLUFL": 0x400000,
    "generator_stop": 0x800000,
    "annotations": 0x1000000,
}
FUTURE_ANNOTATIONS: Final[int] = 0x1000000
FUTURE_MASK: Final[int] = 0x1FE0000


class Futures:
    """What `from __future__` asked for at the top of a module."""

    def __init__(self, flags: int) -> None:
        self.flags: int = flags
        self.statements: dict[ast.AST, bool] = {}


def find_futures(tree: ast.mod, flags: int) -> Futures:
    futures = Futures(flags)
    body: list[ast.stmt]
    if tree.kind == Kind.Interactive:
        body = cast(ast.Interactive, tree).body
    elif tree.kind == Kind.Module:
        body = cast(ast.Module, tree).body
    else:
        return futures
    for i in range(len(body)):
        s = body[i]
        if s.kind == Kind.ImportFrom:
            node = cast(ast.ImportFrom, s)
            if node.module is None or node.module != "__future__" or node.level != 0:
                return futures
            futures.statements[node] = True
            for a in node.names:
                if a.name in FUTURE_FLAGS:
                    futures.flags |= FUTURE_FLAGS[a.name]
                elif a.name == "braces":
                    raise error_at("not a chance", a)
                else:
                    raise error_at(f"future feature {a.name} is not defined", a)
        elif i == 0 and docstring(body) is not None:
            continue
        else:
            return futures
    return futures

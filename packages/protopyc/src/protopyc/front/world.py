"""The whole program while it is compiled: modules, classes, functions, and the host objects behind them.

Types are converted and classes laid out on demand; functions are queued when something reachable names them and get
their bodies in `compile_pending`. compiler.py alternates that with `image.discover` until nothing new appears.
"""

from __future__ import annotations

import types as host_types
from collections.abc import Callable
from typing import Any

from mypy.nodes import (
    Expression,
    FuncDef,
    LambdaExpr,
    MypyFile,
    TypeInfo,
)
from mypy.types import (
    Type,
)

from protopyc.front.check import CheckedProgram
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    ClassDecl,
    Ty,
)
from protopyc.program import Program


class World(Program):
    """The data of the program while it is compiled; the functions over it are in the modules beside this one."""

    def __init__(
        self, checked: CheckedProgram, ours: set[str], load: Callable[[str], host_types.ModuleType]
    ) -> None:
        super().__init__()
        self.files: dict[str, MypyFile] = checked.files
        self.types: dict[Expression, Type] = checked.types
        self.type_errors: dict[str, list[str]] = checked.errors
        self.our_modules = ours
        self.load = load
        self.root_ids: dict[tuple[int, Ty], str] = {}
        self.infos: dict[ClassDecl, TypeInfo] = {}
        self.laid_out: set[ClassDecl] = set(self.live)
        self.declared: dict[FuncDef | LambdaExpr, ir.Function] = {}
        self.defs: dict[ir.Function, FuncDef | LambdaExpr] = {}
        self.pending: list[ir.Function] = []
        self.direct_subclasses: dict[str, list[TypeInfo]] = {}
        self.compile_body: Callable[[ir.Function], None] = lambda f: None
        self.lambdas: dict[str, dict[int, list[LambdaExpr]]] = {}

    def ours(self, module: str) -> bool:
        """Is this module part of the program (not the standard library's or protopyc's)?"""
        return module in self.our_modules

    def host_class(self, info: TypeInfo) -> type | None:
        found = self.host_object(info.fullname, info.module_name)
        return found if isinstance(found, type) else None

    def host_object(self, fullname: str, module: str) -> Any:
        """The host object of a module-level (or class-level) name; raises AttributeError."""
        holder: Any = self.load(module)
        for part in fullname[len(module) + 1 :].split("."):
            holder = getattr(holder, part)
        return holder

"""import and from ... import."""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .builder import Builder
from .constants import Const, const_str, const_tuple
from .dispatch import compiles_statement
from .names import store_name


@compiles_statement(Kind.Import)
def import_(b: Builder, node: ast.Import) -> None:
    for a in node.names:
        t = b.top
        b.set_top(t + 2)
        b.at(node)
        b.emit_a(Op.LOAD_NONE, t)
        b.load_int(t + 1, 0)
        b.emit_bx(Op.IMPORT_NAME, t, b.name(a.name))
        asname = a.asname
        if asname is None:
            dot = a.name.find(".")
            bind_import(b, a.name if dot < 0 else a.name[:dot], a, node, t)
        else:
            parts = a.name.split(".")
            for i in range(1, len(parts)):
                b.emit(Op.IMPORT_FROM, t, t, b.name(parts[i]), 0)
            bind_import(b, asname, a, node, t)
        b.top = t


def bind_import(b: Builder, name: str, a: ast.alias, node: ast.stmt, src: int) -> None:
    b.refuse_debug(name, a)
    b.at(node)
    store_name(b, name, src)


@compiles_statement(Kind.ImportFrom)
def import_from(b: Builder, node: ast.ImportFrom) -> None:
    module = "" if node.module is None else node.module
    if module == "__future__" and node.level == 0 and node not in b.session.futures:
        raise b.error("from __future__ imports must occur at the beginning of the file", node)
    t = b.top
    b.set_top(t + 2)
    b.at(node)
    names: list[Const] = []
    for a in node.names:
        names.append(const_str(a.name))
    b.load_const(t, const_tuple(names))
    b.load_int(t + 1, node.level)
    b.emit_bx(Op.IMPORT_NAME, t, b.name(module))
    for a in node.names:
        if a.name == "*":
            b.emit_a(Op.IMPORT_STAR, t)
            return
        b.emit(Op.IMPORT_FROM, t + 1, t, b.name(a.name), 0)
        bind_import(b, a.name if a.asname is None else a.asname, a, node, t + 1)

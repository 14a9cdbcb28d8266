"""Annotations: `__annotate__`, a function that computes them when asked, of functions, classes and modules."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.model.special import CompareOp

from .. import ast
from ..ast import Kind
from ..symtable import Scope, ScopeKind, all_args
from ..unparse import unparse
from .assembler import Label
from .builder import Builder
from .code_objects import begin_code, code_flags, finish_code, function_of_code
from .constants import const_str
from .expressions import operand
from .names import load_name, store_name, store_namespace


def refuse_formats(b: Builder) -> None:
    """Annotation functions answer to VALUE (1) and VALUE_WITH_FAKE_GLOBALS (2) only."""
    supported = Label()
    b.jump_short(Op.JUMP_COMPARE_INT_FALSE, b.registers[".format"], 2, CompareOp.GT, supported)
    t = b.temp()
    b.emit_a(Op.LOAD_NOT_IMPLEMENTED_ERROR, t)
    b.emit_end(Op.RAISE, t, 0, 1)
    b.top = t
    b.place(supported)


def annotate_function(b: Builder, node: ast.stmt, args: ast.arguments, returns: ast.expr | None, dst: int) -> None:
    scope = b.session.table.annotation_scopes[node]
    unit = b.child(scope, b.qualname_of("__annotate__"))
    unit.code.flags = code_flags(unit)
    unit.set_parameters(1, 1, 0, 0)
    begin_code(unit, node, node.lineno)
    annotate_body(unit, node, args, returns)
    code = finish_code(unit, "__annotate__", node.lineno, node)
    b.at(node)
    function_of_code(b, code, scope, node, dst)


def annotate_body(b: Builder, node: ast.stmt, args: ast.arguments, returns: ast.expr | None) -> None:
    b.at(node)
    refuse_formats(b)
    d = b.temp()
    b.emit(Op.BUILD_DICT, d, 0, 0, 0)
    for a in all_args(args):
        annotation = a.annotation
        if annotation is not None:
            annotation_item(b, d, b.mangled(a.arg), annotation, a is args.vararg)
    if returns is not None:
        annotation_item(b, d, "return", returns, False)
    b.at(node)
    b.emit_end(Op.RETURN, d, 0, 0)


def annotation_item(b: Builder, d: int, name: str, annotation: ast.expr, of_vararg: bool) -> None:
    mark = b.top
    k = b.temp()
    if b.session.future_annotations:
        v = b.temp()
        b.at(annotation)
        b.load_const(v, const_str(unparse(annotation)))
    elif of_vararg and annotation.kind == Kind.Starred:
        # *args: *Ts
        r = operand(b, cast(ast.Starred, annotation).value, False)
        b.at(annotation)
        v = b.temp()
        b.emit(Op.UNPACK, v, r, 1, 0)
    else:
        v = operand(b, annotation, False)
    b.at(annotation)
    b.load_const(k, const_str(name))
    b.emit(Op.DICT_SET, d, k, v, 0)
    b.top = mark


def deferred_annotations(b: Builder, node: ast.AST, firstlineno: int) -> None:
    """Module and class bodies: makes __annotate__ from the annotated names."""
    scope = b.scope
    if len(scope.deferred) == 0:
        return
    annotations = scope.annotations
    assert annotations is not None
    unit = b.child(annotations, b.qualname_of("__annotate__"))
    unit.code.flags = code_flags(unit)
    unit.set_parameters(1, 1, 0, 0)
    begin_code(unit, node, firstlineno)
    deferred_body(unit, scope, firstlineno)
    code = finish_code(unit, "__annotate__", firstlineno, node)
    mark = b.top
    t = b.temp()
    function_of_code(b, code, annotations, node, t)
    if scope.kind == ScopeKind.MODULE:
        store_name(b, "__annotate__", t)
    else:
        store_namespace(b, "__annotate_func__", t)
    b.top = mark


def deferred_body(b: Builder, outer: Scope, firstlineno: int) -> None:
    refuse_formats(b)
    d = b.temp()
    b.emit(Op.BUILD_DICT, d, 0, 0, 0)
    number = 0
    for i in range(len(outer.deferred)):
        node = outer.deferred[i]
        skip = Label()
        mark = b.top
        b.at(node)
        if outer.deferred_conditional[i]:
            t = b.temp()
            b.load_int(t, number)
            number += 1
            s = b.temp()
            load_name(b, "__conditional_annotations__", s)
            b.emit(Op.CONTAINS, t, t, s, 0)
            b.jump(Op.JUMP_IF_FALSE, t, skip)
            b.top = mark
        annotation_item(b, d, b.mangled(cast(ast.Name, node.target).id), node.annotation, False)
        b.place(skip)
    b.at_line(firstlineno)
    b.emit_end(Op.RETURN, d, 0, 0)


def store_conditional_set(b: Builder, src: int) -> None:
    name = "__conditional_annotations__"
    if name in b.scope.cells and b.scope.kind == ScopeKind.CLASS:
        b.emit_ab(Op.STORE_CELL, b.registers[name], src)
    else:
        store_name(b, name, src)


def load_conditional_set(b: Builder, dst: int) -> None:
    name = "__conditional_annotations__"
    if name in b.scope.cells and b.scope.kind == ScopeKind.CLASS:
        reg = b.registers[name]
        b.emit(Op.LOAD_CELL, dst, reg, b.cell_index[reg], 0)
    else:
        load_name(b, name, dst)


def has_simple_annotation(body: list[ast.stmt]) -> bool:
    """Whether an annotated name stands in these statements, however deep (not in functions and classes)."""
    for s in body:
        match s.kind:
            case Kind.AnnAssign:
                return True
            case Kind.If:
                if has_simple_annotation(cast(ast.If, s).body) or has_simple_annotation(cast(ast.If, s).orelse):
                    return True
            case Kind.For:
                if has_simple_annotation(cast(ast.For, s).body) or has_simple_annotation(cast(ast.For, s).orelse):
                    return True
            case Kind.While:
                if has_simple_annotation(cast(ast.While, s).body):
                    return True
                if has_simple_annotation(cast(ast.While, s).orelse):
                    return True
            case Kind.With:
                if has_simple_annotation(cast(ast.With, s).body):
                    return True
            case Kind.Try:
                if annotated_try(
                    cast(ast.Try, s).body,
                    cast(ast.Try, s).handlers,
                    cast(ast.Try, s).orelse,
                    cast(ast.Try, s).finalbody,
                ):
                    return True
            case Kind.TryStar:
                star = cast(ast.TryStar, s)
                if annotated_try(star.body, star.handlers, star.orelse, star.finalbody):
                    return True
            case Kind.Match:
                for c in cast(ast.Match, s).cases:
                    if has_simple_annotation(c.body):
                        return True
            case _:
                pass
    return False


def annotated_try(body: list[ast.stmt], handlers: list[ast.ExceptHandler], orelse: list[ast.stmt], finalbody: list[ast.stmt]) -> bool:
    for h in handlers:
        if has_simple_annotation(h.body):
            return True
    return has_simple_annotation(body) or has_simple_annotation(orelse) or has_simple_annotation(finalbody)


def conditional_number(b: Builder, node: ast.AnnAssign) -> int:
    """The number of an annotation that is made only if this statement runs; else -1."""
    number = 0
    for i in range(len(b.scope.deferred)):
        conditional = b.scope.deferred_conditional[i]
        if b.scope.deferred[i] is node:
            return number if conditional else -1
        if conditional:
            number += 1
    return -1

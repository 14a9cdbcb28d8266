"""Classes: the code of the body, and the call of `__build_class__`."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code

from .. import ast
from ..ast import Kind
from .annotations import deferred_annotations, has_simple_annotation, store_conditional_set
from .builder import Builder
from .calls import check_keywords, has_double_star, keyword_dict
from .code_objects import begin_code, clean_doc, code_flags, docstring, finish_code, function_of_code
from .constants import Const, const_str, const_tuple
from .dispatch import compiles_statement, statements
from .expressions import expr_to, has_star, operand
from .functions import apply_decorators, evaluate_decorators
from .names import store_name, store_namespace
from .type_params import make_type_params


@compiles_statement(Kind.ClassDef)
def class_def(b: Builder, node: ast.ClassDef) -> None:
    b.refuse_debug(node.name, node)
    mark = b.top
    firstlineno = node.lineno if len(node.decorator_list) == 0 else node.decorator_list[0].lineno
    evaluate_decorators(b, node.decorator_list)
    t = b.temp()
    b.at(node)
    if len(node.type_params) == 0:
        class_object(b, node, firstlineno, t, -1)
    else:
        scope = b.session.table.type_param_scopes[node]
        unit = b.child(scope, b.qualname_of(scope.name))
        unit.code.flags = code_flags(unit)
        begin_code(unit, node, firstlineno)
        generic_class(unit, node, firstlineno)
        code = finish_code(unit, scope.name, firstlineno, node)
        b.at(node)
        w = b.top
        function_of_code(b, code, scope, node, w)
        b.set_top(w + 2)
        b.emit(Op.CALL_FUNCTION, t, w, 0, 0)
    b.set_top(t + 1)
    apply_decorators(b, node.decorator_list, t)
    b.at(node)
    store_name(b, node.name, t)
    b.top = mark


def class_object(b: Builder, node: ast.ClassDef, firstlineno: int, dst: int, generic_base: int) -> None:
    """Calls __build_class__(body, name, *bases, **keywords)."""
    check_keywords(b, node.keywords)
    scope = b.session.table.scopes[node]
    unit = b.child(scope, b.qualname_of_definition(node.name))
    code = class_code(unit, node, firstlineno)
    w = b.top
    b.at(node)
    b.emit_a(Op.LOAD_BUILD_CLASS, w)
    b.set_top(w + 2)
    function_of_code(b, code, scope, node, w + 2)
    b.set_top(w + 3)
    b.load_const(w + 3, const_str(node.name))
    b.set_top(w + 4)
    if has_star(node.bases) or has_double_star(node.keywords):
        # The two first arguments are moved into the tuple's list.
        b.emit_a(Op.CLEAR, w + 1)
        body = b.temp()
        name = b.temp()
        b.move(body, w + 2)
        b.move(name, w + 3)
        z = b.top
        b.set_top(z + 4)
        b.move(z, w)
        b.emit_a(Op.CLEAR, z + 1)
        b.emit(Op.BUILD_LIST, z + 2, body, 2, 0)
        bases_list(b, node, z + 2, generic_base)
        b.emit_ab(Op.LIST_TO_TUPLE, z + 2, z + 2)
        if len(node.keywords) == 0:
            b.emit_a(Op.CLEAR, z + 3)
        else:
            keyword_dict(b, node, z, node.keywords)
        b.at(node)
        b.emit_ab(Op.CALL_EX, dst, z)
        return
    n = 2
    for base in node.bases:
        expr_to(b, base, w + 2 + n)
        n += 1
        b.set_top(w + 2 + n)
    if generic_base >= 0:
        b.move(w + 2 + n, generic_base)
        n += 1
        b.set_top(w + 2 + n)
    if len(node.keywords) == 0:
        b.at(node)
        b.emit(Op.CALL_FUNCTION, dst, w, n, 0)
        return
    names: list[Const] = []
    for k in node.keywords:
        expr_to(b, k.value, w + 2 + n)
        n += 1
        b.set_top(w + 2 + n)
        arg = k.arg
        assert arg is not None
        names.append(const_str(arg))
    b.at(node)
    b.load_const(w + 2 + n, const_tuple(names))
    b.set_top(w + 3 + n)
    b.emit_a(Op.CLEAR, w + 1)
    b.emit(Op.CALL_KW, dst, w, n, 0)


def bases_list(b: Builder, node: ast.ClassDef, t: int, generic_base: int) -> None:
    mark = b.top
    for base in node.bases:
        if base.kind == Kind.Starred:
            r = operand(b, cast(ast.Starred, base).value, False)
            b.at(node)
            b.emit_ab(Op.LIST_EXTEND, t, r)
        else:
            r = operand(b, base, False)
            b.at(node)
            b.emit_ab(Op.LIST_APPEND, t, r)
        b.top = mark
    if generic_base >= 0:
        b.emit_ab(Op.LIST_APPEND, t, generic_base)


def class_code(b: Builder, node: ast.ClassDef, firstlineno: int) -> W_Code:
    """This unit is the class body."""
    scope = b.scope
    b.code.flags = code_flags(b)
    begin_code(b, node, firstlineno)
    b.at_line(firstlineno)
    t = b.temp()
    b.emit_bx(Op.LOAD_NAME, t, b.name("__name__"))
    store_namespace(b, "__module__", t)
    b.load_const(t, const_str(b.qualname))
    store_namespace(b, "__qualname__", t)
    b.load_int(t, firstlineno)
    store_namespace(b, "__firstlineno__", t)
    if len(node.type_params) > 0:
        reg = b.free_register(".type_params")
        b.emit(Op.LOAD_CELL, t, reg, b.cell_index[reg], 0)
        store_namespace(b, "__type_params__", t)
    if "__classdict__" in scope.cells:
        b.emit_a(Op.LOAD_LOCALS, t)
        b.emit_ab(Op.STORE_CELL, b.registers["__classdict__"], t)
    if scope.has_conditional_annotations:
        b.emit(Op.BUILD_SET, t, 0, 0, 0)
        store_conditional_set(b, t)
    body = node.body
    doc = docstring(body)
    if doc is not None:
        if b.session.optimize < 2:
            b.at(body[0])
            b.load_const(t, const_str(clean_doc(doc.text)))
            store_namespace(b, "__doc__", t)
        body = body[1:]
    if b.session.future_annotations and has_simple_annotation(body):
        b.at_line(firstlineno)
        b.emit_a(Op.SETUP_ANNOTATIONS, 0)
    b.top = t
    statements(b, body)
    b.at_line(firstlineno)
    deferred_annotations(b, node, firstlineno)
    t = b.temp()
    names: list[Const] = []
    for attribute in b.static_attributes.keys():
        names.append(const_str(attribute))
    b.nowhere()
    b.load_const(t, const_tuple(names))
    store_namespace(b, "__static_attributes__", t)
    if "__classdict__" in scope.cells:
        store_namespace(b, "__classdictcell__", b.registers["__classdict__"])
    if "__class__" in scope.cells:
        store_namespace(b, "__classcell__", b.registers["__class__"])
        b.emit_end(Op.RETURN, b.registers["__class__"], 0, 0)
    else:
        b.emit_end(Op.RETURN_NONE, 0, 0, 0)
    return finish_code(b, node.name, firstlineno, node)


def generic_class(b: Builder, node: ast.ClassDef, firstlineno: int) -> None:
    b.at(node)
    params = b.temp()
    make_type_params(b, node.type_params, params)
    b.at(node)
    store_name(b, ".type_params", params)
    base = b.temp()
    b.emit_ab(Op.SUBSCRIPT_GENERIC, base, params)
    store_name(b, ".generic_base", base)
    t = b.temp()
    class_object(b, node, firstlineno, t, base)
    b.at(node)
    b.emit_end(Op.RETURN, t, 0, 0)

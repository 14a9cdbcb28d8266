"""Assignment, augmented and annotated assignment, deletion."""

from __future__ import annotations

from typing import cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from ..symtable import ScopeKind
from ..unparse import unparse
from .annotations import conditional_number, load_conditional_set
from .builder import Builder
from .constants import const_str
from .dispatch import compiles_statement
from .expressions import constant, effect, expr_to, operand, operand_before, temporary
from .names import delete_name, store_name
from .operators import binary_with
from .subscripts import slice_bounds


def note_static_attribute(b: Builder, target: ast.Attribute) -> None:
    """`self.x = ...` in a method: x is listed in the class's __static_attributes__."""
    if target.value.kind != Kind.Name or cast(ast.Name, target.value).id != "self":
        return
    unit: Builder | None = b
    while unit is not None:
        if unit.scope.kind == ScopeKind.CLASS:
            unit.static_attributes[target.attr] = True
            return
        unit = unit.parent


def unpack_ex(b: Builder, base: int, src: int, before: int, after: int, node: ast.AST) -> None:
    if after > 255 or before > 65535:
        raise b.error("too many expressions in star-unpacking assignment", node)
    b.emit(Op.UNPACK_EX, base, src, before, after)


@compiles_statement(Kind.Assign)
def assign_statement(b: Builder, node: ast.Assign) -> None:
    targets = node.targets
    if len(targets) == 1:
        target = targets[0]
        if target.kind == Kind.Name and b.local_register(cast(ast.Name, target).id) >= 0:
            assign_name(b, cast(ast.Name, target), node.value)
            return
        if assign_display(b, target, node.value):
            return
    src = operand(b, node.value, not plain_targets(targets))
    for target in targets:
        assign(b, target, src)


def assign_display(b: Builder, target: ast.expr, value: ast.expr) -> bool:
    """`a, b = b, a`: no tuple is made. A value that is a local is read in place unless an earlier target rebinds it."""
    if target.kind != Kind.Tuple and target.kind != Kind.List:
        return False
    if value.kind != Kind.Tuple and value.kind != Kind.List:
        return False
    targets = elements(target)
    values = elements(value)
    n = len(targets)
    if n != len(values) or n == 0 or n > 8:
        return False
    for i in range(n):
        if targets[i].kind == Kind.Starred or values[i].kind == Kind.Starred:
            return False
    names = True
    for t in targets:
        if t.kind != Kind.Name:
            names = False
    registers: list[int] = []
    for i in range(n):
        v = values[i]
        reg = -1
        if v.kind == Kind.Name and names:
            name = cast(ast.Name, v).id
            reg = b.local_register(name)
            for j in range(i):
                if reg >= 0 and b.local_register(cast(ast.Name, targets[j]).id) == reg:
                    reg = -1
            if reg >= 0 and b.bound_by_walrus(name):
                reg = -1
        if reg >= 0:
            b.at(v)
            b.check_local(reg)
            registers.append(reg)
        elif names and constant(b, v) is not None:
            registers.append(-1)  # made when it is assigned
        else:
            registers.append(temporary(b, v))
    for i in range(n):
        if registers[i] >= 0:
            assign(b, targets[i], registers[i])
        else:
            assign_name(b, cast(ast.Name, targets[i]), values[i])
    return True


def assign_name(b: Builder, target: ast.Name, value: ast.expr) -> None:
    b.refuse_debug(target.id, target)
    reg = b.local_register(target.id)
    if reg >= 0:
        expr_to(b, value, reg)
        b.set_assigned(reg)
    else:
        mark = b.top
        assign(b, target, temporary(b, value))
        b.top = mark


def assign(b: Builder, target: ast.expr, src: int) -> None:
    mark = b.top
    match target.kind:
        case Kind.Name:
            name = cast(ast.Name, target).id
            b.refuse_debug(name, target)
            b.at(target)
            store_name(b, name, src)
        case Kind.Attribute:
            attribute = cast(ast.Attribute, target)
            b.refuse_debug(attribute.attr, target)
            note_static_attribute(b, attribute)
            r = operand(b, attribute.value, False)
            b.at_attribute(target, attribute)
            b.emit(Op.STORE_ATTR, r, src, b.site(b.mangled(attribute.attr)), 0)
        case Kind.Subscript:
            assign_item(b, cast(ast.Subscript, target), src)
        case Kind.Tuple | Kind.List:
            unpack(b, target, elements(target), src)
        case Kind.Starred:
            raise b.error("starred assignment target must be in a list or tuple", target)
        case _:
            raise b.error("cannot assign to expression", target)
    b.top = mark


def assign_item(b: Builder, target: ast.Subscript, src: int) -> None:
    r = operand_before(b, target.value, target.slice)
    if target.slice.kind == Kind.Slice and cast(ast.Slice, target.slice).step is None:
        bounds = slice_bounds(b, cast(ast.Slice, target.slice))
        b.at(target)
        b.emit(Op.SETSLICE, r, bounds, src, 0)
    else:
        k = operand(b, target.slice, False)
        b.at(target)
        b.emit(Op.SETITEM, r, k, src, 0)


def unpack(b: Builder, node: ast.expr, targets: list[ast.expr], src: int) -> None:
    n = len(targets)
    star = -1
    for i in range(n):
        if targets[i].kind == Kind.Starred:
            if star >= 0:
                raise b.error("multiple starred expressions in assignment", node)
            star = i
    b.at(node)
    first = adjacent_targets(b, targets) if star < 0 else -1
    if first >= 0:
        b.emit(Op.UNPACK, first, src, n, 0)
        for i in range(n):
            b.set_assigned(first + i)
        return
    base = b.top
    b.set_top(base + n)
    if star < 0:
        b.emit(Op.UNPACK, base, src, n, 0)
    else:
        unpack_ex(b, base, src, star, n - star - 1, node)
    for i in range(n):
        target = targets[i]
        if i == star:
            target = cast(ast.Starred, target).value
        assign(b, target, base + i)


def adjacent_targets(b: Builder, targets: list[ast.expr]) -> int:
    """The first register, if all targets are locals in consecutive registers; else -1."""
    first = -1
    for i in range(len(targets)):
        t = targets[i]
        if t.kind != Kind.Name:
            return -1
        name = cast(ast.Name, t).id
        b.refuse_debug(name, t)
        reg = b.local_register(name)
        if reg < 0 or (i > 0 and reg != first + i):
            return -1
        if i == 0:
            first = reg
    return first


@compiles_statement(Kind.AugAssign)
def aug_assign(b: Builder, node: ast.AugAssign) -> None:
    target = node.target
    match target.kind:
        case Kind.Name:
            name = cast(ast.Name, target).id
            b.refuse_debug(name, target)
            reg = b.local_register(name)
            if reg >= 0:
                left = operand_before(b, target, node.value)
                binary_with(b, node, left, node.op, node.value, reg, 1)
                return
            t = b.top
            expr_to(b, target, t)
            b.set_top(t + 1)
            binary_with(b, node, t, node.op, node.value, t, 1)
            b.at(target)
            store_name(b, name, t)
        case Kind.Attribute:
            attribute = cast(ast.Attribute, target)
            b.refuse_debug(attribute.attr, target)
            note_static_attribute(b, attribute)
            name = b.mangled(attribute.attr)
            r = operand_before(b, attribute.value, node.value)
            t = b.temp()
            b.at_attribute(target, attribute)
            b.emit(Op.LOAD_ATTR, t, r, b.site(name), 0)
            binary_with(b, node, t, node.op, node.value, t, 1)
            b.at_attribute(target, attribute)
            b.emit(Op.STORE_ATTR, r, t, b.site(name), 0)
        case Kind.Subscript:
            item = cast(ast.Subscript, target)
            simple = plain_rebinding(item.slice) and plain_rebinding(node.value)
            r = operand(b, item.value, not simple)
            k = operand_before(b, item.slice, node.value)
            t = b.temp()
            b.at(target)
            b.emit(Op.GETITEM, t, r, k, 0)
            binary_with(b, node, t, node.op, node.value, t, 1)
            b.at(target)
            b.emit(Op.SETITEM, r, k, t, 0)
        case _:
            raise b.error("illegal target for augmented assignment", target)


@compiles_statement(Kind.AnnAssign)
def ann_assign(b: Builder, node: ast.AnnAssign) -> None:
    target = node.target
    value = node.value
    if target.kind == Kind.Name:
        b.refuse_debug(cast(ast.Name, target).id, target)
    elif target.kind == Kind.Attribute:
        b.refuse_debug(cast(ast.Attribute, target).attr, target)
    if value is not None:
        if target.kind == Kind.Name and b.local_register(cast(ast.Name, target).id) >= 0:
            reg = b.local_register(cast(ast.Name, target).id)
            expr_to(b, value, reg)
            b.set_assigned(reg)
        else:
            assign(b, target, operand(b, value, target.kind != Kind.Name))
    elif target.kind == Kind.Attribute:
        effect(b, cast(ast.Attribute, target).value)
    elif target.kind == Kind.Subscript:
        effect(b, cast(ast.Subscript, target).value)
        effect(b, cast(ast.Subscript, target).slice)
    if node.simple == 0 or b.scope.is_function():
        return
    mark = b.top
    if b.session.future_annotations:
        t = b.top
        b.set_top(t + 3)
        b.at(node)
        b.load_const(t, const_str(unparse(node.annotation)))
        b.emit_bx(Op.LOAD_NAME, t + 1, b.name("__annotations__"))
        b.load_const(t + 2, const_str(b.mangled(cast(ast.Name, target).id)))
        b.emit(Op.SETITEM, t + 1, t + 2, t, 0)
    else:
        number = conditional_number(b, node)
        if number >= 0:
            t = b.top
            b.set_top(t + 2)
            b.at(node)
            load_conditional_set(b, t)
            b.load_int(t + 1, number)
            b.emit_ab(Op.SET_ADD, t, t + 1)
    b.top = mark


def delete(b: Builder, target: ast.expr) -> None:
    mark = b.top
    match target.kind:
        case Kind.Name:
            name = cast(ast.Name, target).id
            if name == "__debug__":
                raise b.error("cannot delete __debug__", target)
            b.at(target)
            delete_name(b, name)
        case Kind.Attribute:
            attribute = cast(ast.Attribute, target)
            if attribute.attr == "__debug__":
                raise b.error("cannot delete __debug__", target)
            r = operand(b, attribute.value, False)
            b.at_attribute(target, attribute)
            b.emit_bx(Op.DELETE_ATTR, r, b.name(b.mangled(attribute.attr)))
        case Kind.Subscript:
            item = cast(ast.Subscript, target)
            r = operand_before(b, item.value, item.slice)
            k = operand(b, item.slice, False)
            b.at(target)
            b.emit_ab(Op.DELITEM, r, k)
        case Kind.Tuple | Kind.List:
            for e in elements(target):
                delete(b, e)
        case _:
            raise b.error("cannot delete expression", target)
    b.top = mark


def elements(e: ast.expr) -> list[ast.expr]:
    if e.kind == Kind.Tuple:
        return cast(ast.Tuple, e).elts
    return cast(ast.List, e).elts


def plain_targets(targets: list[ast.expr]) -> bool:
    """Assigning to them binds nothing but the names they are."""
    return len(targets) == 1 and plain_rebinding(targets[0])


def plain_rebinding(e: ast.expr) -> bool:
    return e.kind == Kind.Name or e.kind == Kind.Constant


@compiles_statement(Kind.Delete)
def delete_statement(b: Builder, node: ast.Delete) -> None:
    for target in node.targets:
        delete(b, target)

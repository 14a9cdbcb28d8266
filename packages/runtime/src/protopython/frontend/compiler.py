"""The bytecode compiler: AST to W_Code.

    compile_module -> SymbolTable (symtable.py) -> one `CodeCompiler` for each scope -> W_Code

A CodeCompiler is a tower of classes, each of which adds one concern and one file:

    Assembler         instructions, labels, registers, what is assigned      assembler.py
    CodeNames         where names live                                       compiler_names.py
    Expressions       operators, displays, conditions                        compiler_expr.py
    Calls             calls, super()                                         compiler_calls.py
    Comprehensions                                                           compiler_comp.py
    Functions         functions, classes, annotations, type parameters       compiler_functions.py
    Patterns          match                                                  compiler_match.py
    Blocks            loops, try, with, leaving them                         compiler_blocks.py
    CodeCompiler      the other statements; modules                          here
"""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import W_Code
from protopython.protocore.polling import check_signals

from . import ast
from .assembler import Label
from .ast import Kind
from .compiler_blocks import Block, Blocks
from .compiler_functions import Functions, clean_doc, has_simple_annotation
from .compiler_names import Session
from .constants import Const, const_str, const_tuple
from .errors import ParseWarning
from .symtable import Scope, ScopeKind, SymbolTable, error_at
from .unparse import unparse

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

FLAG_TOP_LEVEL_AWAIT: Final[int] = 0x2000


class CodeCompiler(Blocks):
    def __init__(self, session: Session, scope: Scope, parent: Functions | None, qualname: str) -> None:
        super().__init__(session, scope, parent, qualname)
        self.blocks: list[Block] = []

    def child(self, scope: Scope, qualname: str) -> Functions:
        return CodeCompiler(self.session, scope, self, qualname)

    # Modules

    def module(self, tree: ast.mod) -> W_Code:
        self.code.flags = self.code_flags()
        self.begin_code(tree, 0)
        if tree.kind == Kind.Expression:
            value = cast(ast.Expression, tree).body
            r = self.operand(value, False)
            self.at(value)
            self.emit_end(Op.RETURN, r, 0, 0)
            return self.finish_code("<module>", 1, tree)
        body: list[ast.stmt]
        if tree.kind == Kind.Interactive:
            body = cast(ast.Interactive, tree).body
        else:
            body = cast(ast.Module, tree).body
        if len(body) > 0:
            self.at(body[0])
        if not self.session.future_annotations and len(body) > 0:
            self.deferred_annotations(body[0], body[0].lineno)
        if self.scope.has_conditional_annotations:
            t = self.temp()
            self.emit(Op.BUILD_SET, t, 0, 0, 0)
            self.store_conditional_set(t)
            self.top = t
        doc = self.docstring(body) if tree.kind == Kind.Module else None
        if doc is not None:
            if self.session.optimize < 2:
                t = self.temp()
                self.at(body[0])
                self.load_const(t, const_str(clean_doc(doc.text)))
                self.store_name("__doc__", t)
                self.top = t
            body = body[1:]
        if self.session.future_annotations and has_simple_annotation(body):
            self.emit_a(Op.SETUP_ANNOTATIONS, 0)
        self.statements(body)
        self.nowhere()
        self.emit_end(Op.RETURN_NONE, 0, 0, 0)
        return self.finish_code("<module>", 1, tree)

    # Statements

    def statements(self, body: list[ast.stmt]) -> None:
        for s in body:
            self.statement(s)

    def statement(self, node: ast.stmt) -> None:
        check_signals()
        self.session.deeper()
        mark = self.top
        match node.kind:
            case Kind.Expr:
                self.expr_statement(cast(ast.Expr, node))
            case Kind.Assign:
                self.assign_statement(cast(ast.Assign, node))
            case Kind.AugAssign:
                self.aug_assign(cast(ast.AugAssign, node))
            case Kind.AnnAssign:
                self.ann_assign(cast(ast.AnnAssign, node))
            case Kind.Return:
                self.return_(cast(ast.Return, node))
            case Kind.If:
                self.if_(cast(ast.If, node))
            case Kind.For:
                self.for_(cast(ast.For, node))
            case Kind.While:
                self.while_(cast(ast.While, node))
            case Kind.FunctionDef:
                fd = cast(ast.FunctionDef, node)
                self.function_def(
                    fd, fd.name, fd.args, fd.body, fd.decorator_list, fd.returns, fd.type_params
                )
            case Kind.AsyncFunctionDef:
                ad = cast(ast.AsyncFunctionDef, node)
                self.function_def(
                    ad, ad.name, ad.args, ad.body, ad.decorator_list, ad.returns, ad.type_params
                )
            case Kind.ClassDef:
                self.class_def(cast(ast.ClassDef, node))
            case Kind.Try:
                self.try_(cast(ast.Try, node))
            case Kind.TryStar:
                self.try_star(cast(ast.TryStar, node))
            case Kind.With:
                self.with_(node, cast(ast.With, node).items, 0, cast(ast.With, node).body, False)
            case Kind.AsyncWith:
                self.with_(node, cast(ast.AsyncWith, node).items, 0, cast(ast.AsyncWith, node).body, True)
            case Kind.AsyncFor:
                self.async_for(cast(ast.AsyncFor, node))
            case Kind.Import:
                self.import_(cast(ast.Import, node))
            case Kind.ImportFrom:
                self.import_from(cast(ast.ImportFrom, node))
            case Kind.Raise:
                self.raise_(cast(ast.Raise, node))
            case Kind.Assert:
                self.assertion(cast(ast.Assert, node))
            case Kind.Delete:
                for target in cast(ast.Delete, node).targets:
                    self.delete(target)
            case Kind.Match:
                self.match(cast(ast.Match, node))
            case Kind.TypeAlias:
                self.type_alias(cast(ast.TypeAlias, node))
            case Kind.Break:
                self.break_(cast(ast.Break, node))
            case Kind.Continue:
                self.continue_(cast(ast.Continue, node))
            case Kind.Pass:
                self.trace_line(node)
            case _:
                pass  # Global, Nonlocal
        self.top = mark
        self.session.depth -= 1

    def expr_statement(self, node: ast.Expr) -> None:
        value = node.value
        if self.session.interactive and self.scope.kind == ScopeKind.MODULE:
            r = self.operand(value, False)
            self.at(node)
            self.emit_a(Op.PRINT_EXPR, r)
        elif value.kind == Kind.Constant:
            self.trace_line(node)
        else:
            self.effect(value)

    def if_(self, node: ast.If) -> None:
        orelse = Label()
        self.condition(node.test, orelse, False)
        self.statements(node.body)
        if len(node.orelse) == 0:
            self.place(orelse)
            return
        end = Label()
        self.nowhere()
        self.jump(Op.JUMP, 0, end)
        self.place(orelse)
        self.statements(node.orelse)
        self.place(end)

    # Assignment

    def assign_statement(self, node: ast.Assign) -> None:
        targets = node.targets
        if len(targets) == 1:
            target = targets[0]
            if target.kind == Kind.Name and self.local_register(cast(ast.Name, target).id) >= 0:
                self.assign_name(cast(ast.Name, target), node.value)
                return
            if self.assign_display(target, node.value):
                return
        src = self.operand(node.value, not plain_targets(targets))
        for target in targets:
            self.assign(target, src)

    def assign_display(self, target: ast.expr, value: ast.expr) -> bool:
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
                reg = self.local_register(name)
                for j in range(i):
                    if reg >= 0 and self.local_register(cast(ast.Name, targets[j]).id) == reg:
                        reg = -1
                if reg >= 0 and self.bound_by_walrus(name):
                    reg = -1
            if reg >= 0:
                self.at(v)
                self.check_local(reg)
                registers.append(reg)
            elif names and self.constant(v) is not None:
                registers.append(-1)  # made when it is assigned
            else:
                registers.append(self.temporary(v))
        for i in range(n):
            if registers[i] >= 0:
                self.assign(targets[i], registers[i])
            else:
                self.assign_name(cast(ast.Name, targets[i]), values[i])
        return True

    def assign_name(self, target: ast.Name, value: ast.expr) -> None:
        self.refuse_debug(target.id, target)
        reg = self.local_register(target.id)
        if reg >= 0:
            self.expr_to(value, reg)
            self.set_assigned(reg)
        else:
            mark = self.top
            self.assign(target, self.temporary(value))
            self.top = mark

    def assign(self, target: ast.expr, src: int) -> None:
        mark = self.top
        match target.kind:
            case Kind.Name:
                name = cast(ast.Name, target).id
                self.refuse_debug(name, target)
                self.at(target)
                self.store_name(name, src)
            case Kind.Attribute:
                attribute = cast(ast.Attribute, target)
                self.refuse_debug(attribute.attr, target)
                self.note_static_attribute(attribute)
                r = self.operand(attribute.value, False)
                self.at_attribute(target, attribute)
                self.emit(Op.STORE_ATTR, r, src, self.site(self.mangled(attribute.attr)), 0)
            case Kind.Subscript:
                self.assign_item(cast(ast.Subscript, target), src)
            case Kind.Tuple | Kind.List:
                self.unpack(target, elements(target), src)
            case Kind.Starred:
                raise self.error("starred assignment target must be in a list or tuple", target)
            case _:
                raise self.error("cannot assign to expression", target)
        self.top = mark

    def assign_item(self, target: ast.Subscript, src: int) -> None:
        r = self.operand_before(target.value, target.slice)
        if target.slice.kind == Kind.Slice and cast(ast.Slice, target.slice).step is None:
            bounds = self.slice_bounds(cast(ast.Slice, target.slice))
            self.at(target)
            self.emit(Op.SETSLICE, r, bounds, src, 0)
        else:
            k = self.operand(target.slice, False)
            self.at(target)
            self.emit(Op.SETITEM, r, k, src, 0)

    def unpack(self, node: ast.expr, targets: list[ast.expr], src: int) -> None:
        n = len(targets)
        star = -1
        for i in range(n):
            if targets[i].kind == Kind.Starred:
                if star >= 0:
                    raise self.error("multiple starred expressions in assignment", node)
                star = i
        self.at(node)
        first = self.adjacent_targets(targets) if star < 0 else -1
        if first >= 0:
            self.emit(Op.UNPACK, first, src, n, 0)
            for i in range(n):
                self.set_assigned(first + i)
            return
        base = self.top
        self.set_top(base + n)
        if star < 0:
            self.emit(Op.UNPACK, base, src, n, 0)
        else:
            self.unpack_ex(base, src, star, n - star - 1, node)
        for i in range(n):
            target = targets[i]
            if i == star:
                target = cast(ast.Starred, target).value
            self.assign(target, base + i)

    def adjacent_targets(self, targets: list[ast.expr]) -> int:
        """The first register, if all targets are locals in consecutive registers; else -1."""
        first = -1
        for i in range(len(targets)):
            t = targets[i]
            if t.kind != Kind.Name:
                return -1
            name = cast(ast.Name, t).id
            self.refuse_debug(name, t)
            reg = self.local_register(name)
            if reg < 0 or (i > 0 and reg != first + i):
                return -1
            if i == 0:
                first = reg
        return first

    def aug_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        match target.kind:
            case Kind.Name:
                name = cast(ast.Name, target).id
                self.refuse_debug(name, target)
                reg = self.local_register(name)
                if reg >= 0:
                    left = self.operand_before(target, node.value)
                    self.binary_with(node, left, node.op, node.value, reg, 1)
                    return
                t = self.top
                self.expr_to(target, t)
                self.set_top(t + 1)
                self.binary_with(node, t, node.op, node.value, t, 1)
                self.at(target)
                self.store_name(name, t)
            case Kind.Attribute:
                attribute = cast(ast.Attribute, target)
                self.refuse_debug(attribute.attr, target)
                self.note_static_attribute(attribute)
                name = self.mangled(attribute.attr)
                r = self.operand_before(attribute.value, node.value)
                t = self.temp()
                self.at_attribute(target, attribute)
                self.emit(Op.LOAD_ATTR, t, r, self.site(name), 0)
                self.binary_with(node, t, node.op, node.value, t, 1)
                self.at_attribute(target, attribute)
                self.emit(Op.STORE_ATTR, r, t, self.site(name), 0)
            case Kind.Subscript:
                item = cast(ast.Subscript, target)
                simple = plain_rebinding(item.slice) and plain_rebinding(node.value)
                r = self.operand(item.value, not simple)
                k = self.operand_before(item.slice, node.value)
                t = self.temp()
                self.at(target)
                self.emit(Op.GETITEM, t, r, k, 0)
                self.binary_with(node, t, node.op, node.value, t, 1)
                self.at(target)
                self.emit(Op.SETITEM, r, k, t, 0)
            case _:
                raise self.error("illegal target for augmented assignment", target)

    def ann_assign(self, node: ast.AnnAssign) -> None:
        target = node.target
        value = node.value
        if target.kind == Kind.Name:
            self.refuse_debug(cast(ast.Name, target).id, target)
        elif target.kind == Kind.Attribute:
            self.refuse_debug(cast(ast.Attribute, target).attr, target)
        if value is not None:
            if target.kind == Kind.Name and self.local_register(cast(ast.Name, target).id) >= 0:
                reg = self.local_register(cast(ast.Name, target).id)
                self.expr_to(value, reg)
                self.set_assigned(reg)
            else:
                self.assign(target, self.operand(value, target.kind != Kind.Name))
        elif target.kind == Kind.Attribute:
            self.effect(cast(ast.Attribute, target).value)
        elif target.kind == Kind.Subscript:
            self.effect(cast(ast.Subscript, target).value)
            self.effect(cast(ast.Subscript, target).slice)
        if node.simple == 0 or self.scope.is_function():
            return
        mark = self.top
        if self.session.future_annotations:
            t = self.top
            self.set_top(t + 3)
            self.at(node)
            self.load_const(t, const_str(unparse(node.annotation)))
            self.emit_bx(Op.LOAD_NAME, t + 1, self.name("__annotations__"))
            self.load_const(t + 2, const_str(self.mangled(cast(ast.Name, target).id)))
            self.emit(Op.SETITEM, t + 1, t + 2, t, 0)
        else:
            number = self.conditional_number(node)
            if number >= 0:
                t = self.top
                self.set_top(t + 2)
                self.at(node)
                self.load_conditional_set(t)
                self.load_int(t + 1, number)
                self.emit_ab(Op.SET_ADD, t, t + 1)
        self.top = mark

    def conditional_number(self, node: ast.AnnAssign) -> int:
        """The number of an annotation that is made only if this statement runs; else -1."""
        number = 0
        for i in range(len(self.scope.deferred)):
            conditional = self.scope.deferred_conditional[i]
            if self.scope.deferred[i] is node:
                return number if conditional else -1
            if conditional:
                number += 1
        return -1

    def delete(self, target: ast.expr) -> None:
        mark = self.top
        match target.kind:
            case Kind.Name:
                name = cast(ast.Name, target).id
                if name == "__debug__":
                    raise self.error("cannot delete __debug__", target)
                self.at(target)
                self.delete_name(name)
            case Kind.Attribute:
                attribute = cast(ast.Attribute, target)
                if attribute.attr == "__debug__":
                    raise self.error("cannot delete __debug__", target)
                r = self.operand(attribute.value, False)
                self.at_attribute(target, attribute)
                self.emit_bx(Op.DELETE_ATTR, r, self.name(self.mangled(attribute.attr)))
            case Kind.Subscript:
                item = cast(ast.Subscript, target)
                r = self.operand_before(item.value, item.slice)
                k = self.operand(item.slice, False)
                self.at(target)
                self.emit_ab(Op.DELITEM, r, k)
            case Kind.Tuple | Kind.List:
                for e in elements(target):
                    self.delete(e)
            case _:
                raise self.error("cannot delete expression", target)
        self.top = mark

    # Imports

    def import_(self, node: ast.Import) -> None:
        for a in node.names:
            t = self.top
            self.set_top(t + 2)
            self.at(node)
            self.emit_a(Op.LOAD_NONE, t)
            self.load_int(t + 1, 0)
            self.emit_bx(Op.IMPORT_NAME, t, self.name(a.name))
            asname = a.asname
            if asname is None:
                dot = a.name.find(".")
                self.bind_import(a.name if dot < 0 else a.name[:dot], a, node, t)
            else:
                parts = a.name.split(".")
                for i in range(1, len(parts)):
                    self.emit(Op.IMPORT_FROM, t, t, self.name(parts[i]), 0)
                self.bind_import(asname, a, node, t)
            self.top = t

    def bind_import(self, name: str, a: ast.alias, node: ast.stmt, src: int) -> None:
        self.refuse_debug(name, a)
        self.at(node)
        self.store_name(name, src)

    def import_from(self, node: ast.ImportFrom) -> None:
        module = "" if node.module is None else node.module
        if module == "__future__" and node.level == 0 and node not in self.session.futures:
            raise self.error("from __future__ imports must occur at the beginning of the file", node)
        t = self.top
        self.set_top(t + 2)
        self.at(node)
        names: list[Const] = []
        for a in node.names:
            names.append(const_str(a.name))
        self.load_const(t, const_tuple(names))
        self.load_int(t + 1, node.level)
        self.emit_bx(Op.IMPORT_NAME, t, self.name(module))
        for a in node.names:
            if a.name == "*":
                self.emit_a(Op.IMPORT_STAR, t)
                return
            self.emit(Op.IMPORT_FROM, t + 1, t, self.name(a.name), 0)
            self.bind_import(a.name if a.asname is None else a.asname, a, node, t + 1)

    # raise and assert

    def raise_(self, node: ast.Raise) -> None:
        exc = node.exc
        if exc is None:
            self.at(node)
            self.emit_end(Op.RAISE, 0, 0, 0)
            return
        cause = node.cause
        if cause is None:
            r = self.operand(exc, False)
            self.at(node)
            self.emit_end(Op.RAISE, r, 0, 1)
            return
        r = self.operand_before(exc, cause)
        c = self.operand(cause, False)
        self.at(node)
        self.emit_end(Op.RAISE, r, c, 2)

    def assertion(self, node: ast.Assert) -> None:
        if node.test.kind == Kind.Tuple and len(cast(ast.Tuple, node.test).elts) > 0:
            self.warn("assertion is always true, perhaps remove parentheses?", node)
        if self.session.optimize > 0:
            return
        fine = Label()
        self.condition(node.test, fine, True)
        t = self.top
        self.set_top(t + 2)
        self.at(node)
        self.emit_a(Op.LOAD_ASSERTION_ERROR, t)
        msg = node.msg
        if msg is not None:
            self.expr_to(msg, t + 2)
            self.set_top(t + 3)
            self.at(node)
            self.emit(Op.CALL_FUNCTION, t, t, 1, 0)
        self.at(node.test)
        self.emit_end(Op.RAISE, t, 0, 1)
        self.place(fine)


def elements(e: ast.expr) -> list[ast.expr]:
    if e.kind == Kind.Tuple:
        return cast(ast.Tuple, e).elts
    return cast(ast.List, e).elts


def plain_targets(targets: list[ast.expr]) -> bool:
    """Assigning to them binds nothing but the names they are."""
    return len(targets) == 1 and plain_rebinding(targets[0])


def plain_rebinding(e: ast.expr) -> bool:
    return e.kind == Kind.Name or e.kind == Kind.Constant


# Modules


class Futures:
    """What `from __future__` asked for at the top of a module."""

    def __init__(self, flags: int) -> None:
        self.flags: int = flags
        self.statements: dict[ast.AST, bool] = {}


def find_futures(tree: ast.mod, flags: int) -> Futures:
    futures = Futures(flags)
    if tree.kind == Kind.Expression:
        return futures
    body: list[ast.stmt]
    if tree.kind == Kind.Interactive:
        body = cast(ast.Interactive, tree).body
    else:
        body = cast(ast.Module, tree).body
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
        elif i == 0 and s.kind == Kind.Expr and cast(ast.Expr, s).value.kind == Kind.Constant:
            continue
        else:
            return futures
    return futures


def compile_module(
    tree: ast.mod,
    filename: str,
    optimize: int,
    flags: int,
    module_scope_is_globals: bool,
    warnings: list[ParseWarning],
) -> W_Code:
    """The code of a module, of interactive input or of an expression, as `tree` is one of Module, Interactive, Expression.

    flags: CO_FUTURE_x bits in force, and FLAG_TOP_LEVEL_AWAIT. module_scope_is_globals: the namespace that the code will
    run in is its globals dict (scripts, imports), so that names are compiled as globals.
    """
    futures = find_futures(tree, flags & FUTURE_MASK)
    table = SymbolTable(futures.flags & FUTURE_ANNOTATIONS != 0)
    table.visit_module(tree)
    session = Session(
        table, filename, optimize, module_scope_is_globals, tree.kind == Kind.Interactive, futures.flags
    )
    session.future_annotations = table.future_annotations
    session.top_level_await = flags & FLAG_TOP_LEVEL_AWAIT != 0
    session.futures = futures.statements
    session.warnings = warnings
    return CodeCompiler(session, table.module, None, "<module>").module(tree)

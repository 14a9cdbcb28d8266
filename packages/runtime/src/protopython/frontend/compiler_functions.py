"""Functions, lambdas, classes, annotations, type parameters and type aliases: code objects inside code objects.

What a nested scope is made of: its code (a constant), the cells it closes over, and for functions defaults and
`__annotate__`, a function that computes the annotations when asked. Generic functions, classes and aliases sit in one
more function, which holds the type parameters and is called on the spot.
"""

from __future__ import annotations

from typing import cast

from protodialect.types import wrap
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_HAS_DOCSTRING,
    CO_METHOD,
    CO_NESTED,
    CO_NEWLOCALS,
    CO_OPTIMIZED,
    CO_VARARGS,
    CO_VARKEYWORDS,
    W_Code,
)
from protopython.objects.model.special import CompareOp

from . import ast
from .assembler import Label
from .ast import ConstKind, Kind
from .compiler_calls import has_double_star
from .compiler_comp import Comprehensions
from .compiler_expr import has_star
from .compiler_names import Session
from .constants import Const, const_int, const_none, const_str, const_tuple, fold_tuple
from .symtable import Scope, ScopeKind, all_args, has_annotations, has_kwdefaults
from .unparse import unparse

SET_DEFAULTS: int = 0
SET_KWDEFAULTS: int = 1
SET_CLOSURE: int = 2
SET_ANNOTATE: int = 3
SET_TYPE_PARAMS: int = 4


class Functions(Comprehensions):
    def __init__(self, session: Session, scope: Scope, parent: Functions | None, qualname: str) -> None:
        super().__init__(session, scope, qualname)
        self.parent: Functions | None = parent
        self.static_attributes: dict[str, bool] = {}
        self.code: W_Code = W_Code()
        self.set_parameters(0, 0, 0, 0)

    # What later files define

    def child(self, scope: Scope, qualname: str) -> Functions:
        raise RuntimeError("abstract")

    def statements(self, body: list[ast.stmt]) -> None:
        raise RuntimeError("abstract")

    # Code objects

    def qualname_of(self, name: str) -> str:
        """The qualified name of something called `name` that is defined here."""
        unit: Functions | None = self
        while unit is not None and unit.scope.kind == ScopeKind.TYPE_PARAMS:
            unit = unit.parent
        if unit is None or unit.scope.kind == ScopeKind.MODULE:
            return name
        if unit.scope.kind == ScopeKind.CLASS:
            return unit.qualname + "." + name
        return unit.qualname + ".<locals>." + name

    def qualname_of_definition(self, name: str) -> str:
        """As qualname_of, for def and class, whose name may be declared global here."""
        unit: Functions = self
        parent = unit.parent
        while unit.scope.kind == ScopeKind.TYPE_PARAMS and parent is not None:
            unit = parent
            parent = unit.parent
        mangled = unit.mangled(name)
        if unit.scope.flags_of(mangled) & 1 != 0:
            return name
        return self.qualname_of(name)

    def begin_code(self, node: ast.AST, firstlineno: int) -> None:
        """The prologue."""
        self.at_line(firstlineno)
        if self.is_generator_like():
            self.emit_a(Op.GENERATOR, 0)
        self.prologue()

    def is_generator_like(self) -> bool:
        scope = self.scope
        if scope.kind == ScopeKind.MODULE:
            return self.session.top_level_await and scope.has_await
        return scope.is_function() and (scope.is_generator or scope.is_async)

    def code_flags(self) -> int:
        scope = self.scope
        flags = self.session.flags
        if not scope.is_function():
            if self.is_generator_like():
                flags |= CO_COROUTINE
            return flags
        flags |= CO_OPTIMIZED | CO_NEWLOCALS
        parent = scope.parent
        outer = parent
        while outer is not None and outer.inlined:
            outer = outer.parent
        if outer is not None and outer.kind == ScopeKind.CLASS and scope.kind <= ScopeKind.LAMBDA:
            flags |= CO_METHOD
        while outer is not None:
            if outer.is_function():
                flags |= CO_NESTED
                break
            outer = outer.parent
        asynchronous = scope.is_async or (scope.kind == ScopeKind.COMPREHENSION and scope.has_await)
        if scope.is_generator:
            flags |= CO_ASYNC_GENERATOR if asynchronous else CO_GENERATOR
        elif asynchronous:
            flags |= CO_COROUTINE
        return flags

    def finish_code(self, name: str, firstlineno: int, node: ast.AST) -> W_Code:
        code = self.code
        code.name = name
        code.qualname = self.qualname
        code.filename = self.session.filename
        code.firstlineno = firstlineno
        code.uses_namespace = not self.scope.is_function()
        code.simple_parameters = code.kwonlyargcount == 0 and code.flags & 12 == 0
        self.finish_names(code)
        self.finish(code, node)
        return code

    def set_parameters(self, posonly: int, positional: int, kwonly: int, more: int) -> None:
        code = self.code
        code.posonlyargcount = posonly
        code.argcount = positional
        code.kwonlyargcount = kwonly
        code.n_params = positional + kwonly + more

    def close_over(self, scope: Scope, dst: int) -> None:
        """The closure tuple of a function for `scope`, set on the function in dst (which is reserved)."""
        names = sorted(scope.free.keys())
        if len(names) == 0:
            return
        base = self.top
        for i in range(len(names)):
            self.move(base + i, self.cell_register(names[i]))
            self.set_top(base + i + 1)
        self.emit(Op.BUILD_TUPLE, base, base, len(names), 0)
        self.emit(Op.SET_FUNCTION, dst, base, 0, SET_CLOSURE)
        self.top = base

    def cell_register(self, name: str) -> int:
        """The register that holds the cell of a variable that an inner function uses."""
        n = len(self.comps)
        for i in range(n):
            comp = self.comps[n - 1 - i]
            if name in comp.cells:
                return self.comp_registers[comp][name]
        if name in self.scope.cells:
            return self.registers[name]
        return self.free_register(name)

    def function_of_code(self, code: W_Code, scope: Scope, node: ast.AST, dst: int) -> None:
        """A function of finished code in dst, with its closure. dst gets reserved."""
        if not self.reachable:
            return
        self.reserve(dst)
        self.emit_bx(Op.MAKE_FUNCTION, dst, self.pool.add_value(wrap(code)))
        self.close_over(scope, dst)

    # Comprehensions as functions

    def comprehension_code(self, scope: Scope, node: ast.expr) -> W_Code:
        unit = self.child(scope, self.qualname_of(scope.name))
        unit.code.flags = unit.code_flags()
        unit.set_parameters(0, 1, 0, 0)
        unit.begin_code(node, node.lineno)
        unit.comprehension_body(node)
        return unit.finish_code(scope.name, node.lineno, node)

    # Functions and lambdas

    def docstring(self, body: list[ast.stmt]) -> ast.Constant | None:
        if len(body) == 0 or body[0].kind != Kind.Expr:
            return None
        value = cast(ast.Expr, body[0]).value
        if value.kind != Kind.Constant or cast(ast.Constant, value).const_kind != ConstKind.STR:
            return None
        return cast(ast.Constant, value)

    def function_code(
        self,
        scope: Scope,
        node: ast.AST,
        name: str,
        args: ast.arguments,
        body: list[ast.stmt],
        value: ast.expr | None,
        firstlineno: int,
    ) -> W_Code:
        """The code of a def (body) or of a lambda (value)."""
        qualname = self.qualname_of(name) if value is not None else self.qualname_of_definition(name)
        unit = self.child(scope, qualname)
        code = unit.code
        code.flags = unit.code_flags()
        more = 0
        if args.vararg is not None:
            code.flags |= CO_VARARGS
            more += 1
        if args.kwarg is not None:
            code.flags |= CO_VARKEYWORDS
            more += 1
        positional = len(args.posonlyargs) + len(args.args)
        unit.set_parameters(len(args.posonlyargs), positional, len(args.kwonlyargs), more)
        for a in all_args(args):
            self.refuse_debug(a.arg, a)
        doc = self.docstring(body)
        if doc is not None and self.session.optimize < 2:
            code.flags |= CO_HAS_DOCSTRING
            unit.pool.add(const_str(clean_doc(doc.text)))
        unit.begin_code(node, firstlineno)
        if value is not None:
            unit.lambda_body(value)
        else:
            unit.statements(body if doc is None else body[1:])
            unit.nowhere()
            unit.emit_end(Op.RETURN_NONE, 0, 0, 0)
        return unit.finish_code(name, firstlineno, node)

    def lambda_body(self, value: ast.expr) -> None:
        r = self.operand(value, False)
        self.at(value)
        self.emit_end(Op.RETURN, r, 0, 0)

    def lambda_(self, node: ast.Lambda, dst: int) -> None:
        mark = self.top
        t = self.work_register(dst)
        scope = self.session.table.scopes[node]
        defaults, kwdefaults = self.default_values(node.args)
        code = self.function_code(scope, node, "<lambda>", node.args, [], node.body, node.lineno)
        self.at(node)
        self.function_of_code(code, scope, node, t)
        self.set_defaults(t, defaults, kwdefaults)
        self.move(dst, t)
        self.top = mark

    def default_values(self, args: ast.arguments) -> tuple[int, int]:
        """Registers of the tuple of defaults and of the dict of keyword-only defaults; -1 where there are none."""
        defaults = -1
        kwdefaults = -1
        if len(args.defaults) > 0:
            t = self.top
            c = fold_tuple(args.defaults, self.session.optimize == 0, 0)
            if c is not None:
                self.load_const(t, c)
            else:
                base = self.window(args.defaults)
                self.emit(Op.BUILD_TUPLE, t, base, len(args.defaults), 0)
            self.top = t
            defaults = self.temp()
        if has_kwdefaults(args):
            base = self.top
            n = 0
            for i in range(len(args.kwonlyargs)):
                value = args.kw_defaults[i]
                if value is None:
                    continue
                self.load_const(base + 2 * n, const_str(self.mangled(args.kwonlyargs[i].arg)))
                self.set_top(base + 2 * n + 1)
                self.expr_to(value, base + 2 * n + 1)
                self.set_top(base + 2 * n + 2)
                n += 1
            self.emit(Op.BUILD_DICT, base, base, n, 0)
            self.top = base
            kwdefaults = self.temp()
        return defaults, kwdefaults

    def set_defaults(self, function: int, defaults: int, kwdefaults: int) -> None:
        if defaults >= 0:
            self.emit(Op.SET_FUNCTION, function, defaults, 0, SET_DEFAULTS)
        if kwdefaults >= 0:
            self.emit(Op.SET_FUNCTION, function, kwdefaults, 0, SET_KWDEFAULTS)

    def function_def(
        self,
        node: ast.stmt,
        name: str,
        args: ast.arguments,
        body: list[ast.stmt],
        decorators: list[ast.expr],
        returns: ast.expr | None,
        type_params: list[ast.type_param],
    ) -> None:
        self.refuse_debug(name, node)
        mark = self.top
        firstlineno = node.lineno if len(decorators) == 0 else decorators[0].lineno
        self.decorators(decorators)
        t = self.temp()
        self.at(node)
        defaults, kwdefaults = self.default_values(args)
        if len(type_params) == 0:
            self.function_object(node, name, args, body, returns, firstlineno, defaults, kwdefaults, t)
        else:
            scope = self.session.table.type_param_scopes[node]
            unit = self.child(scope, self.qualname_of(scope.name))
            unit.code.flags = unit.code_flags()
            n = len(scope.params)
            unit.set_parameters(0, n, 0, 0)
            unit.begin_code(node, firstlineno)
            unit.generic_function(node, name, args, body, returns, type_params, firstlineno)
            code = unit.finish_code(scope.name, firstlineno, node)
            self.at(node)
            w = self.top
            self.function_of_code(code, scope, node, w)
            self.set_top(w + 2)
            if defaults >= 0:
                self.move(self.temp(), defaults)
            if kwdefaults >= 0:
                self.move(self.temp(), kwdefaults)
            self.emit(Op.CALL_FUNCTION, t, w, n, 0)
        self.set_top(t + 1)
        self.apply_decorators(decorators, t)
        self.at(node)
        self.store_name(name, t)
        self.top = mark

    def decorators(self, decorators: list[ast.expr]) -> None:
        """Windows for calling them, one inside the other: the decorated object goes into the next register."""
        for d in decorators:
            w = self.top
            self.expr_to(d, w)
            self.set_top(w + 2)

    def apply_decorators(self, decorators: list[ast.expr], t: int) -> None:
        n = len(decorators)
        for i in range(n):
            w = t - 2 * (i + 1)
            self.at(decorators[n - 1 - i])
            # The result is the argument of the next call outwards; of the last, it is what gets stored.
            self.emit(Op.CALL_FUNCTION, w if i + 1 < n else t, w, 1, 0)

    def function_object(
        self,
        node: ast.stmt,
        name: str,
        args: ast.arguments,
        body: list[ast.stmt],
        returns: ast.expr | None,
        firstlineno: int,
        defaults: int,
        kwdefaults: int,
        dst: int,
    ) -> None:
        """A complete function in dst, which is reserved."""
        table = self.session.table
        annotate = -1
        if has_annotations(args) or returns is not None:
            annotate = self.temp()
            self.annotate_function(node, args, returns, annotate)
        scope = table.scopes[node]
        code = self.function_code(scope, node, name, args, body, None, firstlineno)
        self.at(node)
        self.function_of_code(code, scope, node, dst)
        self.set_defaults(dst, defaults, kwdefaults)
        if annotate >= 0:
            self.emit(Op.SET_FUNCTION, dst, annotate, 0, SET_ANNOTATE)

    # Annotations

    def refuse_formats(self) -> None:
        """Annotation functions answer to VALUE (1) and VALUE_WITH_FAKE_GLOBALS (2) only."""
        supported = Label()
        self.jump_short(Op.JUMP_COMPARE_INT_FALSE, self.registers[".format"], 2, CompareOp.GT, supported)
        t = self.temp()
        self.emit_a(Op.LOAD_NOT_IMPLEMENTED_ERROR, t)
        self.emit_end(Op.RAISE, t, 0, 1)
        self.top = t
        self.place(supported)

    def annotate_function(
        self, node: ast.stmt, args: ast.arguments, returns: ast.expr | None, dst: int
    ) -> None:
        scope = self.session.table.annotation_scopes[node]
        unit = self.child(scope, self.qualname_of("__annotate__"))
        unit.code.flags = unit.code_flags()
        unit.set_parameters(1, 1, 0, 0)
        unit.begin_code(node, node.lineno)
        unit.annotate_body(node, args, returns)
        code = unit.finish_code("__annotate__", node.lineno, node)
        self.at(node)
        self.function_of_code(code, scope, node, dst)

    def annotate_body(self, node: ast.stmt, args: ast.arguments, returns: ast.expr | None) -> None:
        self.at(node)
        self.refuse_formats()
        d = self.temp()
        self.emit(Op.BUILD_DICT, d, 0, 0, 0)
        for a in all_args(args):
            annotation = a.annotation
            if annotation is not None:
                self.annotation_item(d, self.mangled(a.arg), annotation, a is args.vararg)
        if returns is not None:
            self.annotation_item(d, "return", returns, False)
        self.at(node)
        self.emit_end(Op.RETURN, d, 0, 0)

    def annotation_item(self, d: int, name: str, annotation: ast.expr, of_vararg: bool) -> None:
        mark = self.top
        k = self.temp()
        if self.session.future_annotations:
            v = self.temp()
            self.at(annotation)
            self.load_const(v, const_str(unparse(annotation)))
        elif of_vararg and annotation.kind == Kind.Starred:
            # *args: *Ts
            r = self.operand(cast(ast.Starred, annotation).value, False)
            self.at(annotation)
            v = self.temp()
            self.emit(Op.UNPACK, v, r, 1, 0)
        else:
            v = self.operand(annotation, False)
        self.at(annotation)
        self.load_const(k, const_str(name))
        self.emit(Op.DICT_SET, d, k, v, 0)
        self.top = mark

    def deferred_annotations(self, node: ast.AST, firstlineno: int) -> None:
        """Module and class bodies: makes __annotate__ from the annotated names."""
        scope = self.scope
        if len(scope.deferred) == 0:
            return
        annotations = scope.annotations
        assert annotations is not None
        unit = self.child(annotations, self.qualname_of("__annotate__"))
        unit.code.flags = unit.code_flags()
        unit.set_parameters(1, 1, 0, 0)
        unit.begin_code(node, firstlineno)
        unit.deferred_body(scope, firstlineno)
        code = unit.finish_code("__annotate__", firstlineno, node)
        mark = self.top
        t = self.temp()
        self.function_of_code(code, annotations, node, t)
        if scope.kind == ScopeKind.MODULE:
            self.store_name("__annotate__", t)
        else:
            self.store_namespace("__annotate_func__", t)
        self.top = mark

    def deferred_body(self, outer: Scope, firstlineno: int) -> None:
        self.refuse_formats()
        d = self.temp()
        self.emit(Op.BUILD_DICT, d, 0, 0, 0)
        number = 0
        for i in range(len(outer.deferred)):
            node = outer.deferred[i]
            skip = Label()
            mark = self.top
            self.at(node)
            if outer.deferred_conditional[i]:
                t = self.temp()
                self.load_int(t, number)
                number += 1
                s = self.temp()
                self.load_name("__conditional_annotations__", s)
                self.emit(Op.CONTAINS, t, t, s, 0)
                self.jump(Op.JUMP_IF_FALSE, t, skip)
                self.top = mark
            self.annotation_item(d, self.mangled(cast(ast.Name, node.target).id), node.annotation, False)
            self.place(skip)
        self.at_line(firstlineno)
        self.emit_end(Op.RETURN, d, 0, 0)

    # Classes

    def class_def(self, node: ast.ClassDef) -> None:
        self.refuse_debug(node.name, node)
        mark = self.top
        firstlineno = node.lineno if len(node.decorator_list) == 0 else node.decorator_list[0].lineno
        self.decorators(node.decorator_list)
        t = self.temp()
        self.at(node)
        if len(node.type_params) == 0:
            self.class_object(node, firstlineno, t, -1)
        else:
            scope = self.session.table.type_param_scopes[node]
            unit = self.child(scope, self.qualname_of(scope.name))
            unit.code.flags = unit.code_flags()
            unit.begin_code(node, firstlineno)
            unit.generic_class(node, firstlineno)
            code = unit.finish_code(scope.name, firstlineno, node)
            self.at(node)
            w = self.top
            self.function_of_code(code, scope, node, w)
            self.set_top(w + 2)
            self.emit(Op.CALL_FUNCTION, t, w, 0, 0)
        self.set_top(t + 1)
        self.apply_decorators(node.decorator_list, t)
        self.at(node)
        self.store_name(node.name, t)
        self.top = mark

    def class_object(self, node: ast.ClassDef, firstlineno: int, dst: int, generic_base: int) -> None:
        """Calls __build_class__(body, name, *bases, **keywords)."""
        self.check_keywords(node.keywords)
        scope = self.session.table.scopes[node]
        unit = self.child(scope, self.qualname_of_definition(node.name))
        code = unit.class_code(node, firstlineno)
        w = self.top
        self.at(node)
        self.emit_a(Op.LOAD_BUILD_CLASS, w)
        self.set_top(w + 2)
        self.function_of_code(code, scope, node, w + 2)
        self.set_top(w + 3)
        self.load_const(w + 3, const_str(node.name))
        self.set_top(w + 4)
        if has_star(node.bases) or has_double_star(node.keywords):
            # The two first arguments are moved into the tuple's list.
            self.emit_a(Op.CLEAR, w + 1)
            body = self.temp()
            name = self.temp()
            self.move(body, w + 2)
            self.move(name, w + 3)
            z = self.top
            self.set_top(z + 4)
            self.move(z, w)
            self.emit_a(Op.CLEAR, z + 1)
            self.emit(Op.BUILD_LIST, z + 2, body, 2, 0)
            self.bases_list(node, z + 2, generic_base)
            self.emit_ab(Op.LIST_TO_TUPLE, z + 2, z + 2)
            if len(node.keywords) == 0:
                self.emit_a(Op.CLEAR, z + 3)
            else:
                self.keyword_dict(node, z, node.keywords)
            self.at(node)
            self.emit_ab(Op.CALL_EX, dst, z)
            return
        n = 2
        for b in node.bases:
            self.expr_to(b, w + 2 + n)
            n += 1
            self.set_top(w + 2 + n)
        if generic_base >= 0:
            self.move(w + 2 + n, generic_base)
            n += 1
            self.set_top(w + 2 + n)
        if len(node.keywords) == 0:
            self.at(node)
            self.emit(Op.CALL_FUNCTION, dst, w, n, 0)
            return
        names: list[Const] = []
        for k in node.keywords:
            self.expr_to(k.value, w + 2 + n)
            n += 1
            self.set_top(w + 2 + n)
            arg = k.arg
            assert arg is not None
            names.append(const_str(arg))
        self.at(node)
        self.load_const(w + 2 + n, const_tuple(names))
        self.set_top(w + 3 + n)
        self.emit_a(Op.CLEAR, w + 1)
        self.emit(Op.CALL_KW, dst, w, n, 0)

    def bases_list(self, node: ast.ClassDef, t: int, generic_base: int) -> None:
        mark = self.top
        for b in node.bases:
            if b.kind == Kind.Starred:
                r = self.operand(cast(ast.Starred, b).value, False)
                self.at(node)
                self.emit_ab(Op.LIST_EXTEND, t, r)
            else:
                r = self.operand(b, False)
                self.at(node)
                self.emit_ab(Op.LIST_APPEND, t, r)
            self.top = mark
        if generic_base >= 0:
            self.emit_ab(Op.LIST_APPEND, t, generic_base)

    def class_code(self, node: ast.ClassDef, firstlineno: int) -> W_Code:
        """This unit is the class body."""
        scope = self.scope
        self.code.flags = self.code_flags()
        self.begin_code(node, firstlineno)
        self.at_line(firstlineno)
        t = self.temp()
        self.emit_bx(Op.LOAD_NAME, t, self.name("__name__"))
        self.store_namespace("__module__", t)
        self.load_const(t, const_str(self.qualname))
        self.store_namespace("__qualname__", t)
        self.load_int(t, firstlineno)
        self.store_namespace("__firstlineno__", t)
        if len(node.type_params) > 0:
            reg = self.free_register(".type_params")
            self.emit(Op.LOAD_CELL, t, reg, self.cell_index[reg], 0)
            self.store_namespace("__type_params__", t)
        if "__classdict__" in scope.cells:
            self.emit_a(Op.LOAD_LOCALS, t)
            self.emit_ab(Op.STORE_CELL, self.registers["__classdict__"], t)
        if scope.has_conditional_annotations:
            self.emit(Op.BUILD_SET, t, 0, 0, 0)
            self.store_conditional_set(t)
        body = node.body
        doc = self.docstring(body)
        if doc is not None:
            if self.session.optimize < 2:
                self.at(body[0])
                self.load_const(t, const_str(clean_doc(doc.text)))
                self.store_namespace("__doc__", t)
            body = body[1:]
        if self.session.future_annotations and has_simple_annotation(body):
            self.at_line(firstlineno)
            self.emit_a(Op.SETUP_ANNOTATIONS, 0)
        self.top = t
        self.statements(body)
        self.at_line(firstlineno)
        self.deferred_annotations(node, firstlineno)
        t = self.temp()
        names: list[Const] = []
        for attribute in self.static_attributes.keys():
            names.append(const_str(attribute))
        self.at_line(firstlineno)
        self.load_const(t, const_tuple(names))
        self.store_namespace("__static_attributes__", t)
        if "__classdict__" in scope.cells:
            self.store_namespace("__classdictcell__", self.registers["__classdict__"])
        if "__class__" in scope.cells:
            self.store_namespace("__classcell__", self.registers["__class__"])
            self.emit_end(Op.RETURN, self.registers["__class__"], 0, 0)
        else:
            self.emit_end(Op.RETURN_NONE, 0, 0, 0)
        return self.finish_code(node.name, firstlineno, node)

    def store_conditional_set(self, src: int) -> None:
        name = "__conditional_annotations__"
        if name in self.scope.cells and self.scope.kind == ScopeKind.CLASS:
            self.emit_ab(Op.STORE_CELL, self.registers[name], src)
        else:
            self.store_name(name, src)

    def load_conditional_set(self, dst: int) -> None:
        name = "__conditional_annotations__"
        if name in self.scope.cells and self.scope.kind == ScopeKind.CLASS:
            reg = self.registers[name]
            self.emit(Op.LOAD_CELL, dst, reg, self.cell_index[reg], 0)
        else:
            self.load_name(name, dst)

    def note_static_attribute(self, target: ast.Attribute) -> None:
        """`self.x = ...` in a method: x is listed in the class's __static_attributes__."""
        if target.value.kind != Kind.Name or cast(ast.Name, target.value).id != "self":
            return
        unit: Functions | None = self
        while unit is not None:
            if unit.scope.kind == ScopeKind.CLASS:
                unit.static_attributes[target.attr] = True
                return
            unit = unit.parent

    # Type parameters

    def type_params(self, params: list[ast.type_param], dst: int) -> None:
        """Makes and binds them; dst (reserved) gets their tuple."""
        mark = self.top
        base = self.top
        for i in range(len(params)):
            self.type_param(params[i], base + i)
            self.set_top(base + i + 1)
        self.emit(Op.BUILD_TUPLE, dst, base, len(params), 0)
        self.top = mark

    def type_param(self, p: ast.type_param, dst: int) -> None:
        table = self.session.table
        t = dst
        default: ast.expr | None = None
        kind = 0
        name = ""
        self.at(p)
        if p.kind == Kind.TypeVar:
            tv = cast(ast.TypeVar, p)
            name = tv.name
            default = tv.default_value
            bound = tv.bound
            self.load_const(t, const_str(name))
            self.set_top(t + 2)
            if bound is not None:
                kind = 2 if bound.kind == Kind.Tuple else 1
                self.evaluator(bound, table.scopes[p], name, p, t + 1)
        elif p.kind == Kind.ParamSpec:
            kind = 3
            name = cast(ast.ParamSpec, p).name
            default = cast(ast.ParamSpec, p).default_value
            self.load_const(t, const_str(name))
        else:
            kind = 4
            name = cast(ast.TypeVarTuple, p).name
            default = cast(ast.TypeVarTuple, p).default_value
            self.load_const(t, const_str(name))
        self.set_top(t + 1)
        self.at(p)
        self.emit(Op.TYPE_PARAM, t, t, 0, kind)
        if default is not None:
            self.set_top(t + 2)
            self.evaluator(default, table.default_scopes[p], name, p, t + 1)
            self.at(p)
            self.emit_ab(Op.TYPE_PARAM_DEFAULT, t, t + 1)
            self.set_top(t + 1)
        self.store_name(name, t)

    def evaluator(self, value: ast.expr, scope: Scope, name: str, node: ast.AST, dst: int) -> None:
        """A function (format=1) -> value, in dst."""
        unit = self.child(scope, self.qualname_of(name))
        unit.code.flags = unit.code_flags()
        unit.set_parameters(1, 1, 0, 0)
        unit.begin_code(node, node.lineno)
        unit.at(node)
        unit.refuse_formats()
        unit.evaluator_body(value)
        code = unit.finish_code(name, node.lineno, node)
        self.at(node)
        self.function_of_code(code, scope, node, dst)
        mark = self.top
        t = self.temp()
        self.load_const(t, const_tuple([const_int(1)]))
        self.emit(Op.SET_FUNCTION, dst, t, 0, SET_DEFAULTS)
        self.top = mark

    def evaluator_body(self, value: ast.expr) -> None:
        if value.kind == Kind.Starred:
            # The default of a TypeVarTuple may be *tuple[int, ...].
            inner = self.operand(cast(ast.Starred, value).value, False)
            r = self.temp()
            self.at(value)
            self.emit(Op.UNPACK, r, inner, 1, 0)
        else:
            r = self.operand(value, False)
        self.at(value)
        self.emit_end(Op.RETURN, r, 0, 0)

    def generic_function(
        self,
        node: ast.stmt,
        name: str,
        args: ast.arguments,
        body: list[ast.stmt],
        returns: ast.expr | None,
        type_params: list[ast.type_param],
        firstlineno: int,
    ) -> None:
        """This unit is the scope of the type parameters of a function."""
        self.at(node)
        params = self.temp()
        self.type_params(type_params, params)
        defaults = self.registers.get(".defaults", -1)
        kwdefaults = self.registers.get(".kwdefaults", -1)
        t = self.temp()
        self.function_object(node, name, args, body, returns, firstlineno, defaults, kwdefaults, t)
        self.at(node)
        self.emit(Op.SET_FUNCTION, t, params, 0, SET_TYPE_PARAMS)
        self.emit_end(Op.RETURN, t, 0, 0)

    def generic_class(self, node: ast.ClassDef, firstlineno: int) -> None:
        self.at(node)
        params = self.temp()
        self.type_params(node.type_params, params)
        self.at(node)
        self.store_name(".type_params", params)
        base = self.temp()
        self.emit_ab(Op.SUBSCRIPT_GENERIC, base, params)
        self.store_name(".generic_base", base)
        t = self.temp()
        self.class_object(node, firstlineno, t, base)
        self.at(node)
        self.emit_end(Op.RETURN, t, 0, 0)

    def type_alias(self, node: ast.TypeAlias) -> None:
        name = node.name.id
        self.refuse_debug(name, node.name)
        mark = self.top
        t = self.temp()
        if len(node.type_params) == 0:
            self.alias_object(node, -1, t)
        else:
            scope = self.session.table.type_param_scopes[node]
            unit = self.child(scope, self.qualname_of(scope.name))
            unit.code.flags = unit.code_flags()
            unit.begin_code(node, node.lineno)
            unit.generic_alias(node)
            code = unit.finish_code(scope.name, node.lineno, node)
            self.at(node)
            w = self.top
            self.function_of_code(code, scope, node, w)
            self.set_top(w + 2)
            self.emit(Op.CALL_FUNCTION, t, w, 0, 0)
        self.at(node)
        self.store_name(name, t)
        self.top = mark

    def generic_alias(self, node: ast.TypeAlias) -> None:
        self.at(node)
        params = self.temp()
        self.type_params(node.type_params, params)
        t = self.temp()
        self.alias_object(node, params, t)
        self.emit_end(Op.RETURN, t, 0, 0)

    def alias_object(self, node: ast.TypeAlias, params: int, dst: int) -> None:
        w = self.top
        self.set_top(w + 3)
        self.at(node)
        self.load_const(w, const_str(node.name.id))
        if params < 0:
            self.load_const(w + 1, const_none())
        else:
            self.move(w + 1, params)
        self.evaluator(node.value, self.session.table.scopes[node], node.name.id, node, w + 2)
        self.at(node)
        self.emit_ab(Op.TYPE_ALIAS, dst, w)
        self.top = w


def has_simple_annotation(body: list[ast.stmt]) -> bool:
    """Whether an annotated name stands in these statements, however deep (not in functions and classes)."""
    for s in body:
        match s.kind:
            case Kind.AnnAssign:
                return True
            case Kind.If:
                if has_simple_annotation(cast(ast.If, s).body) or has_simple_annotation(
                    cast(ast.If, s).orelse
                ):
                    return True
            case Kind.For:
                if has_simple_annotation(cast(ast.For, s).body) or has_simple_annotation(
                    cast(ast.For, s).orelse
                ):
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


def annotated_try(
    body: list[ast.stmt], handlers: list[ast.ExceptHandler], orelse: list[ast.stmt], finalbody: list[ast.stmt]
) -> bool:
    for h in handlers:
        if has_simple_annotation(h.body):
            return True
    return has_simple_annotation(body) or has_simple_annotation(orelse) or has_simple_annotation(finalbody)


def expand_tabs(text: str) -> str:
    if "\t" not in text:
        return text
    parts: list[str] = []
    column = 0
    for ch in text:
        if ch == "\t":
            while True:
                parts.append(" ")
                column += 1
                if column % 8 == 0:
                    break
            continue
        parts.append(ch)
        column = 0 if ch == "\n" or ch == "\r" else column + 1
    return "".join(parts)


def clean_doc(text: str) -> str:
    """A docstring without the indentation that all its lines but the first share."""
    lines = expand_tabs(text).split("\n")
    margin = -1
    for i in range(1, len(lines)):
        stripped = lines[i].lstrip(" ")
        if stripped != "":
            indent = len(lines[i]) - len(stripped)
            if margin < 0 or indent < margin:
                margin = indent
    first = lines[0].lstrip(" ")
    cleaned = [first]
    for i in range(1, len(lines)):
        line = lines[i]
        n = 0
        while n < margin and n < len(line) and line[n] == " ":
            n += 1
        cleaned.append(line[n:])
    return "\n".join(cleaned)

"""Symbol tables: which scope every name of a module belongs to, settled before any code is made.

Two passes. `SymbolTable.visit_*` walks the tree once, makes a `Scope` for everything that has names of its own and
notes how each name is used there. `resolve` then decides for each name in each scope where it lives:

    LOCAL            bound here: a register, or an entry of the namespace in modules and classes
    FREE             a cell of an enclosing function, reached through the closure
    HOST             only in inlined comprehensions: a variable of the function that the comprehension runs in
    GLOBAL_EXPLICIT  declared `global`
    GLOBAL_IMPLICIT  found nowhere else

A local that an inner function reaches is in `Scope.cells`; every scope on the way has it in `Scope.free`.

List, set and dict comprehensions are inlined: their scope has `inlined` set, its variables become registers of the
function (class, module) around it, and no closure lies between the two. Inside annotation scopes that see a class they
are functions, as generator expressions always are.

Errors are those of CPython 3.14, with its messages and places.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, cast

from protodialect.unsafe import stack_room
from protopython.protocore.polling import check_signals

from . import ast
from .ast import Kind
from .errors import ErrorKind, ParseError

MAX_DEPTH: Final[int] = 12000
"""Nesting of statements and expressions that the compiler takes; deeper is a RecursionError (as the parser's bound)."""
STACK_MARGIN: Final[int] = 128 * 1024
"""C stack that must be left to go deeper."""


class ScopeKind(IntEnum):
    MODULE = 0
    CLASS = 1
    # all that follow are functions
    FUNCTION = 2
    LAMBDA = 3
    COMPREHENSION = 4
    ANNOTATION = 5  # __annotate__ of a module, class or function
    TYPE_ALIAS = 6  # the value of a `type` statement
    TYPE_PARAMS = 7  # what surrounds a generic function, class or type alias
    TYPE_VARIABLE = 8  # a bound or a default


# How a name is used in a scope.
DEF_GLOBAL: Final[int] = 1
DEF_LOCAL: Final[int] = 2
DEF_PARAM: Final[int] = 4
DEF_NONLOCAL: Final[int] = 8
USE: Final[int] = 16
DEF_ANNOT: Final[int] = 32
DEF_COMP_ITER: Final[int] = 64
DEF_TYPE_PARAM: Final[int] = 128
DEF_DELETED: Final[int] = 256
"""Deleted somewhere: by `del` or at the end of an `except ... as`."""
DEF_WALRUS: Final[int] = 512
"""Bound by := somewhere, so possibly in the middle of an expression."""
DEF_IMPORT: Final[int] = 1024
DEF_BOUND: Final[int] = 2 | 4 | 128 | 1024

# Where a name lives.
LOCAL: Final[int] = 1
FREE: Final[int] = 2
HOST: Final[int] = 3
GLOBAL_EXPLICIT: Final[int] = 4
GLOBAL_IMPLICIT: Final[int] = 5


class Scope:
    kind: int
    name: str
    parent: Scope | None
    class_scope: Scope | None
    """The class whose namespace an annotation scope sees."""
    annotations: Scope | None
    """Of modules and classes: the scope of their __annotate__."""
    comp_kind: int
    """Of comprehensions: Kind.ListComp and so on."""

    def __init__(self, kind: int, name: str, parent: Scope | None) -> None:
        self.kind = kind
        self.name = name
        self.parent = parent
        self.class_scope = None
        self.annotations = None
        self.comp_kind = 0
        self.children: list[Scope] = []
        self.symbols: dict[str, int] = {}
        self.where: dict[str, int] = {}
        self.cells: dict[str, bool] = {}
        self.free: dict[str, bool] = {}
        self.params: list[str] = []
        self.inlined: bool = False
        self.is_async: bool = False
        """`async def`."""
        self.is_generator: bool = False
        self.has_await: bool = False
        self.has_locals_of_class: bool = False
        self.in_conditional: int = 0
        self.has_conditional_annotations: bool = False
        self.deferred: list[ast.AnnAssign] = []
        """Annotated names of a module or class body, in order."""
        self.deferred_conditional: list[bool] = []
        self.in_comp_target: bool = False
        self.in_comp_iter: int = 0
        self.unevaluated: bool = False
        self.unevaluated_line: int = 0
        """Of the first annotation of a variable that is never evaluated; 0: none."""
        self.unevaluated_index: int = 0
        """Where among `children` its scope would be."""
        self.info: str = ""
        """What an annotation scope is called in error messages."""
        self.private: str = ""
        """The class whose name mangles `__x` here."""
        self.mangled_only: dict[str, bool] | None = None
        """In the type parameters of a class only these names are mangled."""
        self.global_statements: dict[str, ast.AST] = {}

    def is_function(self) -> bool:
        return self.kind >= ScopeKind.FUNCTION

    def sees_class(self) -> bool:
        return self.class_scope is not None

    def flags_of(self, name: str) -> int:
        return self.symbols.get(name, 0)


def mangle(private: str, name: str) -> str:
    """`__x` written in class C is `_C__x`."""
    if private == "" or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    stripped = private.lstrip("_")
    if stripped == "":
        return name
    return "_" + stripped + name


def mangle_in(scope: Scope, name: str) -> str:
    only = scope.mangled_only
    if only is not None and name not in only:
        return name
    return mangle(scope.private, name)


def error_at(message: str, node: ast.AST) -> ParseError:
    """Offsets here count bytes from 1; api.py turns them into characters."""
    error = ParseError(
        ErrorKind.SYNTAX,
        message,
        node.lineno,
        node.col_offset + 1,
        node.end_lineno,
        node.end_col_offset + 1,
        None,
    )
    error.bare = True
    return error


def recursion_error() -> ParseError:
    return ParseError(
        ErrorKind.RECURSION, "maximum recursion depth exceeded during compilation", 0, 0, 0, 0, None
    )


class SymbolTable:
    """All scopes of one module, found by the node that makes them."""

    current: Scope
    module: Scope

    def __init__(self, future_annotations: bool) -> None:
        self.future_annotations: bool = future_annotations
        self.scopes: dict[ast.AST, Scope] = {}
        """Functions, classes, lambdas, comprehensions, values of type aliases, bounds of type variables."""
        self.type_param_scopes: dict[ast.AST, Scope] = {}
        self.annotation_scopes: dict[ast.AST, Scope] = {}
        """Functions' __annotate__."""
        self.default_scopes: dict[ast.AST, Scope] = {}
        """Defaults of type parameters."""
        self.depth: int = 0
        self.module = Scope(ScopeKind.MODULE, "<module>", None)
        self.current = self.module

    # Scopes

    def enter(self, kind: int, name: str) -> Scope:
        parent = self.current
        scope = Scope(kind, name, parent)
        scope.private = parent.private
        scope.mangled_only = parent.mangled_only
        scope.unevaluated = False
        if kind == ScopeKind.COMPREHENSION or kind == ScopeKind.LAMBDA:
            scope.in_comp_iter = parent.in_comp_iter
        parent.children.append(scope)
        self.current = scope
        return scope

    def leave(self) -> None:
        parent = self.current.parent
        assert parent is not None
        self.current = parent

    def enter_seeing(self, kind: int, name: str, info: str) -> Scope:
        """Enters an annotation scope: in a class body it sees the class's names."""
        outer = self.current
        scope = self.enter(kind, name)
        scope.info = info
        if outer.kind == ScopeKind.CLASS:
            scope.class_scope = outer
        elif outer.kind >= ScopeKind.ANNOTATION:
            scope.class_scope = outer.class_scope
        if scope.class_scope is not None:
            self.use("__classdict__")
        return scope

    # Names

    def use(self, name: str) -> None:
        scope = self.current
        scope.symbols[name] = scope.symbols.get(name, 0) | USE

    def define(self, raw: str, flag: int, node: ast.AST) -> None:
        scope = self.current
        name = mangle_in(scope, raw)
        old = scope.symbols.get(name, 0)
        if flag & DEF_PARAM and old & DEF_PARAM:
            raise error_at(f"duplicate argument '{raw}' in function definition", node)
        if flag & DEF_TYPE_PARAM and old & DEF_TYPE_PARAM:
            raise error_at(f"duplicate type parameter '{raw}'", node)
        if scope.in_comp_target:
            if old & (DEF_GLOBAL | DEF_NONLOCAL):
                raise error_at(
                    f"comprehension inner loop cannot rebind assignment expression target '{raw}'", node
                )
            flag |= DEF_COMP_ITER
        scope.symbols[name] = old | flag
        if flag & DEF_PARAM:
            scope.params.append(name)

    def implicit(self, name: str, flag: int) -> None:
        scope = self.current
        scope.symbols[name] = scope.symbols.get(name, 0) | flag
        if flag & DEF_PARAM:
            scope.params.append(name)

    def visit_name(self, node: ast.Name) -> None:
        scope = self.current
        if scope.unevaluated:
            return
        if node.ctx == ast.expr_context.Load:
            self.use(mangle_in(scope, node.id))
            if node.id == "super" and scope.is_function():
                self.use("__class__")
        elif node.ctx == ast.expr_context.Del:
            self.define(node.id, DEF_LOCAL | DEF_DELETED, node)
        else:
            self.define(node.id, DEF_LOCAL, node)

    # Modules and statements

    def visit_module(self, tree: ast.mod) -> None:
        if tree.kind == Kind.Expression:
            self.expr(cast(ast.Expression, tree).body)
        elif tree.kind == Kind.Interactive:
            self.body(cast(ast.Interactive, tree).body)
        else:
            self.body(cast(ast.Module, tree).body)
        Resolver(self).resolve(self.module)

    def body(self, body: list[ast.stmt]) -> None:
        for s in body:
            self.stmt(s)

    def conditional(self, body: list[ast.stmt]) -> None:
        scope = self.current
        scope.in_conditional += 1
        for s in body:
            self.stmt(s)
        scope.in_conditional -= 1

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH or stack_room() < STACK_MARGIN:
            raise recursion_error()

    def stmt(self, node: ast.stmt) -> None:
        check_signals()
        self.deeper()
        match node.kind:
            case Kind.Expr:
                self.expr(cast(ast.Expr, node).value)
            case Kind.Assign:
                assign = cast(ast.Assign, node)
                for target in assign.targets:
                    self.expr(target)
                self.expr(assign.value)
            case Kind.AugAssign:
                aug = cast(ast.AugAssign, node)
                self.expr(aug.target)
                self.expr(aug.value)
            case Kind.AnnAssign:
                self.ann_assign(cast(ast.AnnAssign, node))
            case Kind.If:
                if_ = cast(ast.If, node)
                self.expr(if_.test)
                self.conditional(if_.body)
                self.conditional(if_.orelse)
            case Kind.For:
                for_ = cast(ast.For, node)
                self.expr(for_.target)
                self.expr(for_.iter)
                self.conditional(for_.body)
                self.conditional(for_.orelse)
            case Kind.AsyncFor:
                afor = cast(ast.AsyncFor, node)
                self.current.has_await = True
                self.expr(afor.target)
                self.expr(afor.iter)
                self.conditional(afor.body)
                self.conditional(afor.orelse)
            case Kind.While:
                while_ = cast(ast.While, node)
                self.expr(while_.test)
                self.conditional(while_.body)
                self.conditional(while_.orelse)
            case Kind.Return:
                ret = cast(ast.Return, node)
                if ret.value is not None:
                    self.expr(ret.value)
            case Kind.FunctionDef:
                fd = cast(ast.FunctionDef, node)
                self.function(
                    fd, fd.name, fd.args, fd.body, fd.decorator_list, fd.returns, fd.type_params, False
                )
            case Kind.AsyncFunctionDef:
                ad = cast(ast.AsyncFunctionDef, node)
                self.function(
                    ad, ad.name, ad.args, ad.body, ad.decorator_list, ad.returns, ad.type_params, True
                )
            case Kind.ClassDef:
                self.class_def(cast(ast.ClassDef, node))
            case Kind.Try:
                try_ = cast(ast.Try, node)
                self.try_(try_.body, try_.handlers, try_.orelse, try_.finalbody)
            case Kind.TryStar:
                star = cast(ast.TryStar, node)
                self.try_(star.body, star.handlers, star.orelse, star.finalbody)
            case Kind.With:
                self.with_(cast(ast.With, node).items, cast(ast.With, node).body)
            case Kind.AsyncWith:
                self.current.has_await = True
                self.with_(cast(ast.AsyncWith, node).items, cast(ast.AsyncWith, node).body)
            case Kind.Import:
                for a in cast(ast.Import, node).names:
                    self.alias(a)
            case Kind.ImportFrom:
                for a in cast(ast.ImportFrom, node).names:
                    self.alias(a)
            case Kind.Global:
                for name in cast(ast.Global, node).names:
                    self.declare(name, DEF_GLOBAL, "global", node)
            case Kind.Nonlocal:
                for name in cast(ast.Nonlocal, node).names:
                    self.declare(name, DEF_NONLOCAL, "nonlocal", node)
            case Kind.Raise:
                raise_ = cast(ast.Raise, node)
                if raise_.exc is not None:
                    self.expr(raise_.exc)
                    if raise_.cause is not None:
                        self.expr(raise_.cause)
            case Kind.Assert:
                assert_ = cast(ast.Assert, node)
                self.expr(assert_.test)
                if assert_.msg is not None:
                    self.expr(assert_.msg)
            case Kind.Delete:
                for target in cast(ast.Delete, node).targets:
                    self.expr(target)
            case Kind.Match:
                match_ = cast(ast.Match, node)
                self.expr(match_.subject)
                for case_ in match_.cases:
                    self.pattern(case_.pattern)
                    if case_.guard is not None:
                        self.expr(case_.guard)
                    self.conditional(case_.body)
            case Kind.TypeAlias:
                self.type_alias(cast(ast.TypeAlias, node))
            case _:
                pass  # Pass, Break, Continue
        self.depth -= 1

    def try_(
        self,
        body: list[ast.stmt],
        handlers: list[ast.ExceptHandler],
        orelse: list[ast.stmt],
        finalbody: list[ast.stmt],
    ) -> None:
        self.conditional(body)
        for h in handlers:
            if h.type is not None:
                self.expr(h.type)
            name = h.name
            if name is not None:
                self.define(name, DEF_LOCAL | DEF_DELETED, h)
            self.conditional(h.body)
        self.conditional(orelse)
        self.conditional(finalbody)

    def with_(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        for item in items:
            self.expr(item.context_expr)
            if item.optional_vars is not None:
                self.expr(item.optional_vars)
        self.conditional(body)

    def alias(self, a: ast.alias) -> None:
        name = a.name
        if a.asname is not None:
            name = a.asname
        elif "." in name:
            name = name[: name.find(".")]
        if a.name == "*":
            if self.current.kind != ScopeKind.MODULE:
                raise error_at("import * only allowed at module level", a)
            return
        self.define(name, DEF_IMPORT, a)

    def declare(self, raw: str, flag: int, word: str, node: ast.AST) -> None:
        scope = self.current
        name = mangle_in(scope, raw)
        old = scope.flags_of(name)
        if old & DEF_PARAM:
            raise error_at(f"name '{raw}' is parameter and {word}", node)
        if old & (DEF_LOCAL | USE | DEF_ANNOT):
            if old & DEF_ANNOT:
                raise error_at(f"annotated name '{raw}' can't be {word}", node)
            if old & DEF_LOCAL:
                raise error_at(f"name '{raw}' is assigned to before {word} declaration", node)
            raise error_at(f"name '{raw}' is used prior to {word} declaration", node)
        scope.symbols[name] = old | flag
        if name not in scope.global_statements:
            scope.global_statements[name] = node

    def ann_assign(self, node: ast.AnnAssign) -> None:
        scope = self.current
        if node.target.kind == Kind.Name:
            target = cast(ast.Name, node.target)
            name = mangle_in(scope, target.id)
            old = scope.flags_of(name)
            if old & (DEF_GLOBAL | DEF_NONLOCAL) and scope.kind != ScopeKind.MODULE and node.simple != 0:
                word = "global" if old & DEF_GLOBAL else "nonlocal"
                raise error_at(f"annotated name '{target.id}' can't be {word}", node)
            if node.simple != 0:
                self.define(target.id, DEF_ANNOT | DEF_LOCAL, target)
            elif node.value is not None:
                self.define(target.id, DEF_LOCAL, target)
        else:
            self.expr(node.target)
        self.annotation_of_variable(node)
        if node.value is not None:
            self.expr(node.value)

    def annotation_of_variable(self, node: ast.AnnAssign) -> None:
        scope = self.current
        if scope.is_function() or self.future_annotations or node.simple == 0:
            # Never evaluated: only looked at for errors.
            if scope.unevaluated_line == 0:
                scope.unevaluated_line = node.annotation.lineno
                scope.unevaluated_index = len(scope.children)
            self.detached_annotation(node.annotation)
            return
        conditional = scope.kind == ScopeKind.MODULE or scope.in_conditional > 0
        scope.deferred.append(node)
        scope.deferred_conditional.append(conditional)
        self.expr_in_annotations(scope, node.annotation)
        if conditional:
            if not scope.has_conditional_annotations:
                scope.has_conditional_annotations = True
                self.implicit("__conditional_annotations__", USE)
            annotations = scope.annotations
            assert annotations is not None
            annotations.symbols["__conditional_annotations__"] = USE

    def expr_in_annotations(self, scope: Scope, annotation: ast.expr) -> None:
        annotations = scope.annotations
        if annotations is None:
            annotations = self.enter_seeing(ScopeKind.ANNOTATION, "__annotate__", "an annotation")
            self.implicit(".format", DEF_PARAM | USE)
            scope.annotations = annotations
        else:
            self.current = annotations
        self.expr(annotation)
        self.leave()

    def detached_annotation(self, annotation: ast.expr) -> None:
        parent = self.current
        scope = self.enter(ScopeKind.ANNOTATION, "__annotate__")
        scope.info = "an annotation"
        scope.unevaluated = True
        self.expr(annotation)
        self.leave()
        parent.children.pop()

    def function(
        self,
        node: ast.stmt,
        name: str,
        args: ast.arguments,
        body: list[ast.stmt],
        decorators: list[ast.expr],
        returns: ast.expr | None,
        type_params: list[ast.type_param],
        is_async: bool,
    ) -> None:
        self.define(name, DEF_LOCAL, node)
        for d in decorators:
            self.expr(d)
        self.defaults(args)
        if len(type_params) > 0:
            self.enter_type_params(
                node, name, False, len(args.defaults) > 0, has_kwdefaults(args), type_params
            )
        self.annotations_of_function(node, args, returns)
        scope = self.enter(ScopeKind.FUNCTION, name)
        self.scopes[node] = scope
        scope.is_async = is_async
        self.parameters(args)
        self.body(body)
        self.leave()
        if len(type_params) > 0:
            self.leave()

    def defaults(self, args: ast.arguments) -> None:
        for d in args.defaults:
            self.expr(d)
        for k in args.kw_defaults:
            if k is not None:
                self.expr(k)

    def annotations_of_function(self, node: ast.stmt, args: ast.arguments, returns: ast.expr | None) -> None:
        if self.future_annotations:
            for a in all_args(args):
                if a.annotation is not None:
                    self.detached_annotation(a.annotation)
            if returns is not None:
                self.detached_annotation(returns)
            if returns is not None or has_annotations(args):
                # Its __annotate__ gives texts, so it needs no names.
                self.annotation_scopes[node] = self.enter(ScopeKind.ANNOTATION, "__annotate__")
                self.implicit(".format", DEF_PARAM | USE)
                self.leave()
            return
        if returns is None and not has_annotations(args):
            return
        scope = self.enter_seeing(ScopeKind.ANNOTATION, "__annotate__", "an annotation")
        self.annotation_scopes[node] = scope
        self.implicit(".format", DEF_PARAM | USE)
        for a in all_args(args):
            if a.annotation is not None:
                self.expr(a.annotation)
        if returns is not None:
            self.expr(returns)
        self.leave()

    def parameters(self, args: ast.arguments) -> None:
        for a in args.posonlyargs:
            self.define(a.arg, DEF_PARAM, a)
        for a in args.args:
            self.define(a.arg, DEF_PARAM, a)
        for a in args.kwonlyargs:
            self.define(a.arg, DEF_PARAM, a)
        if args.vararg is not None:
            self.define(args.vararg.arg, DEF_PARAM, args.vararg)
        if args.kwarg is not None:
            self.define(args.kwarg.arg, DEF_PARAM, args.kwarg)

    def class_def(self, node: ast.ClassDef) -> None:
        self.define(node.name, DEF_LOCAL, node)
        for d in node.decorator_list:
            self.expr(d)
        private = self.current.private
        generic = len(node.type_params) > 0
        if generic:
            self.enter_type_params(node, node.name, True, False, False, node.type_params)
        for b in node.bases:
            self.expr(b)
        for k in node.keywords:
            self.expr(k.value)
        scope = self.enter(ScopeKind.CLASS, node.name)
        self.scopes[node] = scope
        scope.private = node.name
        scope.mangled_only = None
        if generic:
            self.implicit("__type_params__", DEF_LOCAL)
            self.use(".type_params")
        self.body(node.body)
        self.leave()
        if generic:
            self.leave()
        assert self.current.private == private

    def enter_type_params(
        self,
        node: ast.stmt,
        name: str,
        is_class: bool,
        defaults: bool,
        kwdefaults: bool,
        type_params: list[ast.type_param],
    ) -> None:
        scope = self.enter_seeing(
            ScopeKind.TYPE_PARAMS, f"<generic parameters of {name}>", "the definition of a generic"
        )
        self.type_param_scopes[node] = scope
        if is_class:
            scope.private = name
            scope.mangled_only = {}
            self.implicit(".type_params", DEF_LOCAL | USE)
            self.implicit(".generic_base", DEF_LOCAL | USE)
        if defaults:
            self.implicit(".defaults", DEF_PARAM)
        if kwdefaults:
            self.implicit(".kwdefaults", DEF_PARAM)
        for p in type_params:
            self.type_param(p)

    def type_param(self, p: ast.type_param) -> None:
        scope = self.current
        if p.kind == Kind.TypeVar:
            tv = cast(ast.TypeVar, p)
            self.define_type_param(tv.name, p)
            if tv.bound is not None:
                info = "a TypeVar constraint" if tv.bound.kind == Kind.Tuple else "a TypeVar bound"
                self.type_variable(tv.bound, p, tv.name, info, False)
            self.type_param_default(tv.default_value, p, tv.name, "a TypeVar default")
        elif p.kind == Kind.ParamSpec:
            ps = cast(ast.ParamSpec, p)
            self.define_type_param(ps.name, p)
            self.type_param_default(ps.default_value, p, ps.name, "a ParamSpec default")
        else:
            tt = cast(ast.TypeVarTuple, p)
            self.define_type_param(tt.name, p)
            self.type_param_default(tt.default_value, p, tt.name, "a TypeVarTuple default")
        assert scope is self.current

    def define_type_param(self, name: str, p: ast.type_param) -> None:
        only = self.current.mangled_only
        if only is not None:
            only[name] = True
        self.define(name, DEF_TYPE_PARAM | DEF_LOCAL, p)

    def type_param_default(self, value: ast.expr | None, p: ast.type_param, name: str, info: str) -> None:
        if value is not None:
            self.type_variable(value, p, name, info, True)

    def type_variable(self, value: ast.expr, p: ast.type_param, name: str, info: str, default: bool) -> None:
        scope = self.enter_seeing(ScopeKind.TYPE_VARIABLE, name, info)
        if default:
            self.default_scopes[p] = scope
        else:
            self.scopes[p] = scope
        self.implicit(".format", DEF_PARAM | USE)
        self.expr(value)
        self.leave()

    def type_alias(self, node: ast.TypeAlias) -> None:
        self.expr(node.name)
        name = node.name.id
        generic = len(node.type_params) > 0
        if generic:
            self.enter_type_params(node, name, False, False, False, node.type_params)
        scope = self.enter_seeing(ScopeKind.TYPE_ALIAS, name, "a type alias")
        self.scopes[node] = scope
        self.implicit(".format", DEF_PARAM | USE)
        self.expr(node.value)
        self.leave()
        if generic:
            self.leave()

    # Expressions

    def exprs(self, nodes: list[ast.expr]) -> None:
        for e in nodes:
            self.expr(e)

    def optional(self, node: ast.expr | None) -> None:
        if node is not None:
            self.expr(node)

    def expr(self, node: ast.expr) -> None:
        self.deeper()
        match node.kind:
            case Kind.Name:
                self.visit_name(cast(ast.Name, node))
            case Kind.Constant:
                pass
            case Kind.Attribute:
                self.expr(cast(ast.Attribute, node).value)
            case Kind.Call:
                call = cast(ast.Call, node)
                self.expr(call.func)
                self.exprs(call.args)
                for k in call.keywords:
                    self.expr(k.value)
            case Kind.BinOp:
                self.expr(cast(ast.BinOp, node).left)
                self.expr(cast(ast.BinOp, node).right)
            case Kind.Compare:
                self.expr(cast(ast.Compare, node).left)
                self.exprs(cast(ast.Compare, node).comparators)
            case Kind.Subscript:
                self.expr(cast(ast.Subscript, node).value)
                self.expr(cast(ast.Subscript, node).slice)
            case Kind.BoolOp:
                self.exprs(cast(ast.BoolOp, node).values)
            case Kind.UnaryOp:
                self.expr(cast(ast.UnaryOp, node).operand)
            case Kind.Tuple:
                self.exprs(cast(ast.Tuple, node).elts)
            case Kind.List:
                self.exprs(cast(ast.List, node).elts)
            case Kind.Set:
                self.exprs(cast(ast.Set, node).elts)
            case Kind.Dict:
                for key in cast(ast.Dict, node).keys:
                    if key is not None:
                        self.expr(key)
                self.exprs(cast(ast.Dict, node).values)
            case Kind.IfExp:
                self.expr(cast(ast.IfExp, node).test)
                self.expr(cast(ast.IfExp, node).body)
                self.expr(cast(ast.IfExp, node).orelse)
            case Kind.Lambda:
                lam = cast(ast.Lambda, node)
                self.defaults(lam.args)
                self.scopes[node] = self.enter(ScopeKind.LAMBDA, "<lambda>")
                self.parameters(lam.args)
                self.expr(lam.body)
                self.leave()
            case Kind.Starred:
                self.expr(cast(ast.Starred, node).value)
            case Kind.Slice:
                self.optional(cast(ast.Slice, node).lower)
                self.optional(cast(ast.Slice, node).upper)
                self.optional(cast(ast.Slice, node).step)
            case Kind.JoinedStr:
                self.exprs(cast(ast.JoinedStr, node).values)
            case Kind.TemplateStr:
                self.exprs(cast(ast.TemplateStr, node).values)
            case Kind.FormattedValue:
                fv = cast(ast.FormattedValue, node)
                self.expr(fv.value)
                if fv.format_spec is not None:
                    self.expr(fv.format_spec)
            case Kind.Interpolation:
                ip = cast(ast.Interpolation, node)
                self.expr(ip.value)
                if ip.format_spec is not None:
                    self.expr(ip.format_spec)
            case Kind.NamedExpr:
                self.named_expr(cast(ast.NamedExpr, node))
            case Kind.Await:
                self.refuse_in_annotation("await expression", node)
                self.current.has_await = True
                self.expr(cast(ast.Await, node).value)
            case Kind.Yield:
                self.yield_(node)
                value = cast(ast.Yield, node).value
                if value is not None:
                    self.expr(value)
            case Kind.YieldFrom:
                self.yield_(node)
                self.expr(cast(ast.YieldFrom, node).value)
            case Kind.ListComp:
                lc = cast(ast.ListComp, node)
                self.comprehension(node, "<listcomp>", lc.generators, lc.elt, None)
            case Kind.SetComp:
                sc = cast(ast.SetComp, node)
                self.comprehension(node, "<setcomp>", sc.generators, sc.elt, None)
            case Kind.DictComp:
                dc = cast(ast.DictComp, node)
                self.comprehension(node, "<dictcomp>", dc.generators, dc.key, dc.value)
            case Kind.GeneratorExp:
                ge = cast(ast.GeneratorExp, node)
                self.comprehension(node, "<genexpr>", ge.generators, ge.elt, None)
            case _:
                raise RuntimeError("not an expression")
        self.depth -= 1

    def refuse_in_annotation(self, what: str, node: ast.AST) -> None:
        scope = self.current
        if scope.kind >= ScopeKind.ANNOTATION:
            raise error_at(f"{what} cannot be used within {scope.info}", node)

    def yield_(self, node: ast.expr) -> None:
        self.refuse_in_annotation("yield expression", node)
        scope = self.current
        if scope.kind == ScopeKind.COMPREHENSION:
            where = "generator expression"
            if scope.comp_kind == Kind.ListComp:
                where = "list comprehension"
            elif scope.comp_kind == Kind.SetComp:
                where = "set comprehension"
            elif scope.comp_kind == Kind.DictComp:
                where = "dict comprehension"
            raise error_at(f"'yield' inside {where}", node)
        scope.is_generator = True

    def named_expr(self, node: ast.NamedExpr) -> None:
        self.refuse_in_annotation("named expression", node)
        scope = self.current
        if scope.in_comp_iter > 0:
            raise error_at(
                "assignment expression cannot be used in a comprehension iterable expression", node
            )
        if scope.kind == ScopeKind.COMPREHENSION:
            self.bind_outside_comprehension(node.target)
        self.expr(node.value)
        if scope.kind != ScopeKind.COMPREHENSION:
            self.define(node.target.id, DEF_LOCAL | DEF_WALRUS, node.target)

    def bind_outside_comprehension(self, target: ast.Name) -> None:
        """A := in a comprehension binds in the function around all comprehensions."""
        inner = self.current
        name = mangle_in(inner, target.id)
        scope: Scope | None = inner
        while scope is not None:
            if scope.kind == ScopeKind.COMPREHENSION:
                if scope.flags_of(name) & DEF_COMP_ITER:
                    raise error_at(
                        f"assignment expression cannot rebind comprehension iteration variable '{target.id}'",
                        target,
                    )
                scope = scope.parent
                continue
            if scope.kind == ScopeKind.CLASS:
                raise error_at(
                    "assignment expression within a comprehension cannot be used in a class body", target
                )
            if scope.kind >= ScopeKind.ANNOTATION:
                raise error_at(
                    f"assignment expression within a comprehension cannot be used within {scope.info}", target
                )
            old = scope.flags_of(name)
            if scope.kind == ScopeKind.MODULE:
                inner.symbols[name] = inner.flags_of(name) | DEF_GLOBAL
                scope.symbols[name] = old | DEF_GLOBAL
                return
            if old & DEF_GLOBAL:
                inner.symbols[name] = inner.flags_of(name) | DEF_GLOBAL
            else:
                inner.symbols[name] = inner.flags_of(name) | DEF_NONLOCAL
                scope.symbols[name] = old | DEF_LOCAL | DEF_WALRUS
                inner.global_statements[name] = target
            return

    def comprehension(
        self,
        node: ast.expr,
        name: str,
        generators: list[ast.comprehension],
        elt: ast.expr,
        value: ast.expr | None,
    ) -> None:
        outer = self.current
        first = generators[0]
        outer.in_comp_iter += 1
        self.expr(first.iter)
        outer.in_comp_iter -= 1
        scope = self.enter(ScopeKind.COMPREHENSION, name)
        self.scopes[node] = scope
        scope.comp_kind = node.kind
        scope.inlined = node.kind != Kind.GeneratorExp and not outer.sees_class()
        if not scope.inlined:
            self.implicit(".0", DEF_PARAM)
        if node.kind == Kind.GeneratorExp:
            scope.is_generator = True
        for i in range(len(generators)):
            g = generators[i]
            if g.is_async != 0:
                scope.has_await = True
            scope.in_comp_target = True
            self.expr(g.target)
            scope.in_comp_target = False
            if i > 0:
                scope.in_comp_iter += 1
                self.expr(g.iter)
                scope.in_comp_iter -= 1
            self.exprs(g.ifs)
        self.expr(elt)
        if value is not None:
            self.expr(value)
        self.leave()
        if scope.has_await and node.kind != Kind.GeneratorExp:
            outer.has_await = True

    # Patterns

    def pattern(self, node: ast.pattern) -> None:
        self.deeper()
        match node.kind:
            case Kind.MatchValue:
                self.expr(cast(ast.MatchValue, node).value)
            case Kind.MatchSequence:
                for p in cast(ast.MatchSequence, node).patterns:
                    self.pattern(p)
            case Kind.MatchMapping:
                mapping = cast(ast.MatchMapping, node)
                self.exprs(mapping.keys)
                for p in mapping.patterns:
                    self.pattern(p)
                rest = mapping.rest
                if rest is not None:
                    self.define(rest, DEF_LOCAL, node)
            case Kind.MatchClass:
                cls = cast(ast.MatchClass, node)
                self.expr(cls.cls)
                for p in cls.patterns:
                    self.pattern(p)
                for p in cls.kwd_patterns:
                    self.pattern(p)
            case Kind.MatchStar:
                star = cast(ast.MatchStar, node).name
                if star is not None:
                    self.define(star, DEF_LOCAL, node)
            case Kind.MatchAs:
                as_ = cast(ast.MatchAs, node)
                if as_.pattern is not None:
                    self.pattern(as_.pattern)
                name = as_.name
                if name is not None:
                    self.define(name, DEF_LOCAL, node)
            case Kind.MatchOr:
                for p in cast(ast.MatchOr, node).patterns:
                    self.pattern(p)
            case _:
                pass
        self.depth -= 1


def all_args(args: ast.arguments) -> list[ast.arg]:
    """In the order in which the annotations are kept."""
    found = args.args + args.posonlyargs
    if args.vararg is not None:
        found.append(args.vararg)
    found.extend(args.kwonlyargs)
    if args.kwarg is not None:
        found.append(args.kwarg)
    return found


def has_annotations(args: ast.arguments) -> bool:
    for a in all_args(args):
        if a.annotation is not None:
            return True
    return False


def has_kwdefaults(args: ast.arguments) -> bool:
    for d in args.kw_defaults:
        if d is not None:
            return True
    return False


class Resolver:
    """Decides where every name lives; marks cells and free variables on the way."""

    def __init__(self, table: SymbolTable) -> None:
        self.table = table

    def resolve(self, scope: Scope) -> None:
        for name in scope.symbols.keys():
            flags = scope.symbols[name]
            scope.where[name] = self.place(scope, name, flags)
        for child in scope.children:
            self.resolve(child)

    def place(self, scope: Scope, name: str, flags: int) -> int:
        if flags & DEF_GLOBAL:
            if flags & DEF_NONLOCAL:
                raise error_at(f"name '{name}' is nonlocal and global", scope.global_statements[name])
            return GLOBAL_EXPLICIT
        if flags & DEF_NONLOCAL:
            if scope.kind == ScopeKind.MODULE:
                raise error_at(
                    "nonlocal declaration not allowed at module level", scope.global_statements[name]
                )
            found = self.find(scope, name, True)
            if found == GLOBAL_IMPLICIT:
                raise error_at(f"no binding for nonlocal '{name}' found", scope.global_statements[name])
            return found
        if flags & DEF_BOUND:
            return LOCAL
        if scope.kind == ScopeKind.MODULE:
            return GLOBAL_IMPLICIT
        seen = scope.class_scope
        if seen is not None and name != "__classdict__" and name != "__conditional_annotations__":
            of_class = seen.flags_of(name)
            if of_class & DEF_GLOBAL:
                return GLOBAL_EXPLICIT
            if of_class & DEF_BOUND and not of_class & DEF_NONLOCAL:
                return GLOBAL_IMPLICIT
        return self.find(scope, name, False)

    def find(self, start: Scope, name: str, nonlocal_: bool) -> int:
        """Looks for the function around `start` that binds name."""
        path: list[Scope] = []
        scope = start
        while True:
            if not scope.inlined:
                path.append(scope)
            parent = scope.parent
            if parent is None or parent.kind == ScopeKind.MODULE:
                return GLOBAL_IMPLICIT
            owner = False
            if parent.kind == ScopeKind.CLASS:
                owner = len(path) > 0 and (
                    name == "__class__" or name == "__classdict__" or name == "__conditional_annotations__"
                )
            else:
                flags = parent.flags_of(name)
                if flags & DEF_GLOBAL:
                    return GLOBAL_IMPLICIT
                owner = flags & DEF_BOUND != 0 and flags & DEF_NONLOCAL == 0
                if owner and nonlocal_ and flags & DEF_TYPE_PARAM:
                    raise error_at(
                        f"nonlocal binding not allowed for type parameter '{name}'",
                        start.global_statements[name],
                    )
            if owner:
                for s in path:
                    s.free[name] = True
                if len(path) > 0:
                    parent.cells[name] = True
                    return FREE
                return HOST
            scope = parent

"""The abstract syntax tree of Python 3.14.

One class for each node of CPython's `ast` module, with its names and its field names, so that whoever knows
`ast` knows this tree. What differs, because the tree is made of dialect classes:

- `node.kind` is the node's class as a small int (`Kind`), so that a consumer says `match node.kind:` and
  narrows with `cast`; `isinstance` works too.
- Operators, contexts and constants are ints of the IntEnums of ast_kinds.py (`node.op == operator.Add`), not nodes.
- Every node has the four positions; nodes that have none in CPython (modules, `arguments`, `withitem`,
  `match_case`, `comprehension`) have zeros there. Columns count UTF-8 bytes from 0, lines count from 1.
- `Constant` spreads its value over typed fields, chosen by `const_kind` (see the class).
- `MatchSingleton` has `const_kind`; `Interpolation.str` is called `text`.

Constructors take the fields in CPython's order, then the four positions. Expressions are in ast_expressions.py.
"""

from __future__ import annotations

from .ast_expressions import *  # noqa: F403  (whoever uses the tree says ast.Call, ast.Kind)
from .ast_expressions import AST, Name, arguments, expr, keyword, mod, pattern, stmt, type_param
from .ast_kinds import *  # noqa: F403
from .ast_kinds import Kind


class Module(mod):
    def __init__(self, body: list[stmt]) -> None:
        super().__init__(Kind.Module, 0, 0, 0, 0)
        self.body: list[stmt] = body
        self.type_ignores: list[TypeIgnore] = []


class Interactive(mod):
    def __init__(self, body: list[stmt]) -> None:
        super().__init__(Kind.Interactive, 0, 0, 0, 0)
        self.body: list[stmt] = body


class Expression(mod):
    def __init__(self, body: expr) -> None:
        super().__init__(Kind.Expression, 0, 0, 0, 0)
        self.body: expr = body


class FunctionType(mod):
    """What the type comment of a function says."""

    def __init__(self, argtypes: list[expr], returns: expr) -> None:
        super().__init__(Kind.FunctionType, 0, 0, 0, 0)
        self.argtypes: list[expr] = argtypes
        self.returns: expr = returns


class TypeIgnore(AST):
    """A comment `# type: ignore`; tag is what follows."""

    def __init__(self, lineno: int, tag: str) -> None:
        super().__init__(Kind.TypeIgnore, lineno, 0, 0, 0)
        self.tag: str = tag


# --- statements -------------------------------------------------------------------------------------------------------


class FunctionDef(stmt):
    def __init__(
        self,
        name: str,
        args: arguments,
        body: list[stmt],
        decorator_list: list[expr],
        returns: expr | None,
        type_params: list[type_param],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.FunctionDef, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.args: arguments = args
        self.body: list[stmt] = body
        self.decorator_list: list[expr] = decorator_list
        self.returns: expr | None = returns
        self.type_params: list[type_param] = type_params
        self.type_comment: str | None = None


class AsyncFunctionDef(stmt):
    def __init__(
        self,
        name: str,
        args: arguments,
        body: list[stmt],
        decorator_list: list[expr],
        returns: expr | None,
        type_params: list[type_param],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.AsyncFunctionDef, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.args: arguments = args
        self.body: list[stmt] = body
        self.decorator_list: list[expr] = decorator_list
        self.returns: expr | None = returns
        self.type_params: list[type_param] = type_params
        self.type_comment: str | None = None


class ClassDef(stmt):
    def __init__(
        self,
        name: str,
        bases: list[expr],
        keywords: list[keyword],
        body: list[stmt],
        decorator_list: list[expr],
        type_params: list[type_param],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.ClassDef, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.bases: list[expr] = bases
        self.keywords: list[keyword] = keywords
        self.body: list[stmt] = body
        self.decorator_list: list[expr] = decorator_list
        self.type_params: list[type_param] = type_params


class Return(stmt):
    def __init__(
        self, value: expr | None, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Return, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr | None = value


class Delete(stmt):
    def __init__(
        self, targets: list[expr], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Delete, lineno, col_offset, end_lineno, end_col_offset)
        self.targets: list[expr] = targets


class Assign(stmt):
    def __init__(
        self,
        targets: list[expr],
        value: expr,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Assign, lineno, col_offset, end_lineno, end_col_offset)
        self.targets: list[expr] = targets
        self.value: expr = value
        self.type_comment: str | None = None


class TypeAlias(stmt):
    def __init__(
        self,
        name: Name,
        type_params: list[type_param],
        value: expr,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.TypeAlias, lineno, col_offset, end_lineno, end_col_offset)
        self.name: Name = name
        self.type_params: list[type_param] = type_params
        self.value: expr = value


class AugAssign(stmt):
    def __init__(
        self,
        target: expr,
        op: int,
        value: expr,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.AugAssign, lineno, col_offset, end_lineno, end_col_offset)
        self.target: expr = target
        self.op: int = op
        self.value: expr = value


class AnnAssign(stmt):
    def __init__(
        self,
        target: expr,
        annotation: expr,
        value: expr | None,
        simple: int,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.AnnAssign, lineno, col_offset, end_lineno, end_col_offset)
        self.target: expr = target
        self.annotation: expr = annotation
        self.value: expr | None = value
        self.simple: int = simple


class For(stmt):
    def __init__(
        self,
        target: expr,
        iter: expr,
        body: list[stmt],
        orelse: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.For, lineno, col_offset, end_lineno, end_col_offset)
        self.target: expr = target
        self.iter: expr = iter
        self.body: list[stmt] = body
        self.orelse: list[stmt] = orelse
        self.type_comment: str | None = None


class AsyncFor(stmt):
    def __init__(
        self,
        target: expr,
        iter: expr,
        body: list[stmt],
        orelse: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.AsyncFor, lineno, col_offset, end_lineno, end_col_offset)
        self.target: expr = target
        self.iter: expr = iter
        self.body: list[stmt] = body
        self.orelse: list[stmt] = orelse
        self.type_comment: str | None = None


class While(stmt):
    def __init__(
        self,
        test: expr,
        body: list[stmt],
        orelse: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.While, lineno, col_offset, end_lineno, end_col_offset)
        self.test: expr = test
        self.body: list[stmt] = body
        self.orelse: list[stmt] = orelse


class If(stmt):
    def __init__(
        self,
        test: expr,
        body: list[stmt],
        orelse: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.If, lineno, col_offset, end_lineno, end_col_offset)
        self.test: expr = test
        self.body: list[stmt] = body
        self.orelse: list[stmt] = orelse


class With(stmt):
    def __init__(
        self,
        items: list[withitem],
        body: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.With, lineno, col_offset, end_lineno, end_col_offset)
        self.items: list[withitem] = items
        self.body: list[stmt] = body
        self.type_comment: str | None = None


class AsyncWith(stmt):
    def __init__(
        self,
        items: list[withitem],
        body: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.AsyncWith, lineno, col_offset, end_lineno, end_col_offset)
        self.items: list[withitem] = items
        self.body: list[stmt] = body
        self.type_comment: str | None = None


class Match(stmt):
    def __init__(
        self,
        subject: expr,
        cases: list[match_case],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Match, lineno, col_offset, end_lineno, end_col_offset)
        self.subject: expr = subject
        self.cases: list[match_case] = cases


class Raise(stmt):
    def __init__(
        self,
        exc: expr | None,
        cause: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Raise, lineno, col_offset, end_lineno, end_col_offset)
        self.exc: expr | None = exc
        self.cause: expr | None = cause


class Try(stmt):
    def __init__(
        self,
        body: list[stmt],
        handlers: list[ExceptHandler],
        orelse: list[stmt],
        finalbody: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Try, lineno, col_offset, end_lineno, end_col_offset)
        self.body: list[stmt] = body
        self.handlers: list[ExceptHandler] = handlers
        self.orelse: list[stmt] = orelse
        self.finalbody: list[stmt] = finalbody


class TryStar(stmt):
    def __init__(
        self,
        body: list[stmt],
        handlers: list[ExceptHandler],
        orelse: list[stmt],
        finalbody: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.TryStar, lineno, col_offset, end_lineno, end_col_offset)
        self.body: list[stmt] = body
        self.handlers: list[ExceptHandler] = handlers
        self.orelse: list[stmt] = orelse
        self.finalbody: list[stmt] = finalbody


class Assert(stmt):
    def __init__(
        self, test: expr, msg: expr | None, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Assert, lineno, col_offset, end_lineno, end_col_offset)
        self.test: expr = test
        self.msg: expr | None = msg


class Import(stmt):
    def __init__(
        self, names: list[alias], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Import, lineno, col_offset, end_lineno, end_col_offset)
        self.names: list[alias] = names


class ImportFrom(stmt):
    def __init__(
        self,
        module: str | None,
        names: list[alias],
        level: int,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.ImportFrom, lineno, col_offset, end_lineno, end_col_offset)
        self.module: str | None = module
        self.names: list[alias] = names
        self.level: int = level


class Global(stmt):
    def __init__(
        self, names: list[str], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Global, lineno, col_offset, end_lineno, end_col_offset)
        self.names: list[str] = names


class Nonlocal(stmt):
    def __init__(
        self, names: list[str], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Nonlocal, lineno, col_offset, end_lineno, end_col_offset)
        self.names: list[str] = names


class Expr(stmt):
    def __init__(
        self, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Expr, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value


class Pass(stmt):
    def __init__(self, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int) -> None:
        super().__init__(Kind.Pass, lineno, col_offset, end_lineno, end_col_offset)


class Break(stmt):
    def __init__(self, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int) -> None:
        super().__init__(Kind.Break, lineno, col_offset, end_lineno, end_col_offset)


class Continue(stmt):
    def __init__(self, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int) -> None:
        super().__init__(Kind.Continue, lineno, col_offset, end_lineno, end_col_offset)


# --- parts of statements ----------------------------------------------------------------------------------------------


class ExceptHandler(AST):
    def __init__(
        self,
        type: expr | None,
        name: str | None,
        body: list[stmt],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.ExceptHandler, lineno, col_offset, end_lineno, end_col_offset)
        self.type: expr | None = type
        self.name: str | None = name
        self.body: list[stmt] = body


class alias(AST):
    def __init__(
        self,
        name: str,
        asname: str | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.alias, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.asname: str | None = asname


class withitem(AST):
    def __init__(self, context_expr: expr, optional_vars: expr | None) -> None:
        super().__init__(Kind.withitem, 0, 0, 0, 0)
        self.context_expr: expr = context_expr
        self.optional_vars: expr | None = optional_vars


class match_case(AST):
    def __init__(self, pattern_: pattern, guard: expr | None, body: list[stmt]) -> None:
        super().__init__(Kind.match_case, 0, 0, 0, 0)
        self.pattern: pattern = pattern_
        self.guard: expr | None = guard
        self.body: list[stmt] = body


# --- patterns ---------------------------------------------------------------------------------------------------------


class MatchValue(pattern):
    def __init__(
        self, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.MatchValue, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value


class MatchSingleton(pattern):
    def __init__(
        self, const_kind: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.MatchSingleton, lineno, col_offset, end_lineno, end_col_offset)
        self.const_kind: int = const_kind


class MatchSequence(pattern):
    def __init__(
        self, patterns: list[pattern], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.MatchSequence, lineno, col_offset, end_lineno, end_col_offset)
        self.patterns: list[pattern] = patterns


class MatchMapping(pattern):
    def __init__(
        self,
        keys: list[expr],
        patterns: list[pattern],
        rest: str | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.MatchMapping, lineno, col_offset, end_lineno, end_col_offset)
        self.keys: list[expr] = keys
        self.patterns: list[pattern] = patterns
        self.rest: str | None = rest


class MatchClass(pattern):
    def __init__(
        self,
        cls: expr,
        patterns: list[pattern],
        kwd_attrs: list[str],
        kwd_patterns: list[pattern],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.MatchClass, lineno, col_offset, end_lineno, end_col_offset)
        self.cls: expr = cls
        self.patterns: list[pattern] = patterns
        self.kwd_attrs: list[str] = kwd_attrs
        self.kwd_patterns: list[pattern] = kwd_patterns


class MatchStar(pattern):
    def __init__(
        self, name: str | None, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.MatchStar, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str | None = name


class MatchAs(pattern):
    def __init__(
        self,
        pattern_: pattern | None,
        name: str | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.MatchAs, lineno, col_offset, end_lineno, end_col_offset)
        self.pattern: pattern | None = pattern_
        self.name: str | None = name


class MatchOr(pattern):
    def __init__(
        self, patterns: list[pattern], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.MatchOr, lineno, col_offset, end_lineno, end_col_offset)
        self.patterns: list[pattern] = patterns


# --- type parameters --------------------------------------------------------------------------------------------------


class TypeVar(type_param):
    def __init__(
        self,
        name: str,
        bound: expr | None,
        default_value: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.TypeVar, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.bound: expr | None = bound
        self.default_value: expr | None = default_value


class ParamSpec(type_param):
    def __init__(
        self,
        name: str,
        default_value: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.ParamSpec, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.default_value: expr | None = default_value


class TypeVarTuple(type_param):
    def __init__(
        self,
        name: str,
        default_value: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.TypeVarTuple, lineno, col_offset, end_lineno, end_col_offset)
        self.name: str = name
        self.default_value: expr | None = default_value

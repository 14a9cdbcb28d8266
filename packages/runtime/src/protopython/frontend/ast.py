"""The abstract syntax tree of Python 3.14.

One class for each node of CPython's `ast` module, with its names and its field names, so that whoever knows
`ast` knows this tree. What differs, because the tree is made of dialect classes:

- `node.kind` is the node's class as a small int (`Kind`), so that a consumer says `match node.kind:` and
  narrows with `cast`; `isinstance` works too.
- Operators, contexts and constants are ints of the IntEnums below (`node.op == operator.Add`), not nodes.
- Every node has the four positions; nodes that have none in CPython (modules, `arguments`, `withitem`,
  `match_case`, `comprehension`) have zeros there. Columns count UTF-8 bytes from 0, lines count from 1.
- `Constant` spreads its value over typed fields, chosen by `const_kind` (see the class).
- `MatchSingleton` has `const_kind`; `Interpolation.str` is called `text`; there are no type comments.

Constructors take the fields in CPython's order, then the four positions.
"""

from __future__ import annotations

from enum import IntEnum

from protodialect.types import EMPTY, Value


class expr_context(IntEnum):
    Load = 0
    Store = 1
    Del = 2


class boolop(IntEnum):
    And = 0
    Or = 1


class operator(IntEnum):
    Add = 0
    Sub = 1
    Mult = 2
    MatMult = 3
    Div = 4
    Mod = 5
    Pow = 6
    LShift = 7
    RShift = 8
    BitOr = 9
    BitXor = 10
    BitAnd = 11
    FloorDiv = 12


class unaryop(IntEnum):
    Invert = 0
    Not = 1
    UAdd = 2
    USub = 3


class cmpop(IntEnum):
    Eq = 0
    NotEq = 1
    Lt = 2
    LtE = 3
    Gt = 4
    GtE = 5
    Is = 6
    IsNot = 7
    In = 8
    NotIn = 9


class ConstKind(IntEnum):
    """Which field of a `Constant` holds its value."""

    NONE = 0
    TRUE = 1
    FALSE = 2
    ELLIPSIS = 3
    INT = 4  # int_value
    BIGINT = 5  # text: the digits, without prefix and underscores; int_value: their base (2, 8, 10, 16)
    FLOAT = 6  # float_value
    COMPLEX = 7  # float_value: the imaginary part; the real part is 0.0
    STR = 8  # text
    BYTES = 9  # bytes_value
    VALUE = 11  # w_value: what only a program's own tree holds (tuples, frozensets, any int or complex); 10 is constants.TUPLE


class Kind(IntEnum):
    """The class of a node."""

    Module = 0
    Interactive = 1
    Expression = 2
    FunctionDef = 3
    AsyncFunctionDef = 4
    ClassDef = 5
    Return = 6
    Delete = 7
    Assign = 8
    TypeAlias = 9
    AugAssign = 10
    AnnAssign = 11
    For = 12
    AsyncFor = 13
    While = 14
    If = 15
    With = 16
    AsyncWith = 17
    Match = 18
    Raise = 19
    Try = 20
    TryStar = 21
    Assert = 22
    Import = 23
    ImportFrom = 24
    Global = 25
    Nonlocal = 26
    Expr = 27
    Pass = 28
    Break = 29
    Continue = 30
    BoolOp = 31
    NamedExpr = 32
    BinOp = 33
    UnaryOp = 34
    Lambda = 35
    IfExp = 36
    Dict = 37
    Set = 38
    ListComp = 39
    SetComp = 40
    DictComp = 41
    GeneratorExp = 42
    Await = 43
    Yield = 44
    YieldFrom = 45
    Compare = 46
    Call = 47
    FormattedValue = 48
    Interpolation = 49
    JoinedStr = 50
    TemplateStr = 51
    Constant = 52
    Attribute = 53
    Subscript = 54
    Starred = 55
    Name = 56
    List = 57
    Tuple = 58
    Slice = 59
    comprehension = 60
    ExceptHandler = 61
    arguments = 62
    arg = 63
    keyword = 64
    alias = 65
    withitem = 66
    match_case = 67
    MatchValue = 68
    MatchSingleton = 69
    MatchSequence = 70
    MatchMapping = 71
    MatchClass = 72
    MatchStar = 73
    MatchAs = 74
    MatchOr = 75
    TypeVar = 76
    ParamSpec = 77
    TypeVarTuple = 78
    INTERNAL = 79  # a value of the parser's stack; never part of a finished tree


class AST:
    kind: int
    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int

    def __init__(self, kind: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int) -> None:
        self.kind = kind
        self.lineno = lineno
        self.col_offset = col_offset
        self.end_lineno = end_lineno
        self.end_col_offset = end_col_offset


class mod(AST):
    pass


class stmt(AST):
    pass


class expr(AST):
    pass


class pattern(AST):
    pass


class type_param(AST):
    pass


# Modules: what parse_module gives for each mode


class Module(mod):
    def __init__(self, body: list[stmt]) -> None:
        super().__init__(Kind.Module, 0, 0, 0, 0)
        self.body: list[stmt] = body


class Interactive(mod):
    def __init__(self, body: list[stmt]) -> None:
        super().__init__(Kind.Interactive, 0, 0, 0, 0)
        self.body: list[stmt] = body


class Expression(mod):
    def __init__(self, body: expr) -> None:
        super().__init__(Kind.Expression, 0, 0, 0, 0)
        self.body: expr = body


# Statements


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


# Expressions


class BoolOp(expr):
    def __init__(
        self, op: int, values: list[expr], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.BoolOp, lineno, col_offset, end_lineno, end_col_offset)
        self.op: int = op
        self.values: list[expr] = values


class NamedExpr(expr):
    def __init__(
        self, target: Name, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.NamedExpr, lineno, col_offset, end_lineno, end_col_offset)
        self.target: Name = target
        self.value: expr = value


class BinOp(expr):
    def __init__(
        self,
        left: expr,
        op: int,
        right: expr,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.BinOp, lineno, col_offset, end_lineno, end_col_offset)
        self.left: expr = left
        self.op: int = op
        self.right: expr = right


class UnaryOp(expr):
    def __init__(
        self, op: int, operand: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.UnaryOp, lineno, col_offset, end_lineno, end_col_offset)
        self.op: int = op
        self.operand: expr = operand


class Lambda(expr):
    def __init__(
        self, args: arguments, body: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Lambda, lineno, col_offset, end_lineno, end_col_offset)
        self.args: arguments = args
        self.body: expr = body


class IfExp(expr):
    def __init__(
        self,
        test: expr,
        body: expr,
        orelse: expr,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.IfExp, lineno, col_offset, end_lineno, end_col_offset)
        self.test: expr = test
        self.body: expr = body
        self.orelse: expr = orelse


class Dict(expr):
    def __init__(
        self,
        keys: list[expr | None],
        values: list[expr],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Dict, lineno, col_offset, end_lineno, end_col_offset)
        self.keys: list[expr | None] = keys
        self.values: list[expr] = values


class Set(expr):
    def __init__(
        self, elts: list[expr], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Set, lineno, col_offset, end_lineno, end_col_offset)
        self.elts: list[expr] = elts


class ListComp(expr):
    def __init__(
        self,
        elt: expr,
        generators: list[comprehension],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.ListComp, lineno, col_offset, end_lineno, end_col_offset)
        self.elt: expr = elt
        self.generators: list[comprehension] = generators


class SetComp(expr):
    def __init__(
        self,
        elt: expr,
        generators: list[comprehension],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.SetComp, lineno, col_offset, end_lineno, end_col_offset)
        self.elt: expr = elt
        self.generators: list[comprehension] = generators


class DictComp(expr):
    def __init__(
        self,
        key: expr,
        value: expr,
        generators: list[comprehension],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.DictComp, lineno, col_offset, end_lineno, end_col_offset)
        self.key: expr = key
        self.value: expr = value
        self.generators: list[comprehension] = generators


class GeneratorExp(expr):
    def __init__(
        self,
        elt: expr,
        generators: list[comprehension],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.GeneratorExp, lineno, col_offset, end_lineno, end_col_offset)
        self.elt: expr = elt
        self.generators: list[comprehension] = generators


class Await(expr):
    def __init__(
        self, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Await, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value


class Yield(expr):
    def __init__(
        self, value: expr | None, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Yield, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr | None = value


class YieldFrom(expr):
    def __init__(
        self, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.YieldFrom, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value


class Compare(expr):
    def __init__(
        self,
        left: expr,
        ops: list[int],
        comparators: list[expr],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Compare, lineno, col_offset, end_lineno, end_col_offset)
        self.left: expr = left
        self.ops: list[int] = ops
        self.comparators: list[expr] = comparators


class Call(expr):
    def __init__(
        self,
        func: expr,
        args: list[expr],
        keywords: list[keyword],
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Call, lineno, col_offset, end_lineno, end_col_offset)
        self.func: expr = func
        self.args: list[expr] = args
        self.keywords: list[keyword] = keywords


class FormattedValue(expr):
    def __init__(
        self,
        value: expr,
        conversion: int,
        format_spec: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.FormattedValue, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value
        self.conversion: int = conversion
        self.format_spec: expr | None = format_spec


class Interpolation(expr):
    def __init__(
        self,
        value: expr,
        text: str,
        conversion: int,
        format_spec: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Interpolation, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value
        self.text: str = text
        self.conversion: int = conversion
        self.format_spec: expr | None = format_spec


class JoinedStr(expr):
    def __init__(
        self, values: list[expr], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.JoinedStr, lineno, col_offset, end_lineno, end_col_offset)
        self.values: list[expr] = values


class TemplateStr(expr):
    def __init__(
        self, values: list[expr], lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.TemplateStr, lineno, col_offset, end_lineno, end_col_offset)
        self.values: list[expr] = values


class Constant(expr):
    """const_kind (`ConstKind`) says which field holds the value; the others are 0, 0.0, "" and None.
    u_prefix: written u"..."."""

    def __init__(
        self,
        const_kind: int,
        int_value: int,
        float_value: float,
        text: str,
        bytes_value: bytes | None,
        u_prefix: bool,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Constant, lineno, col_offset, end_lineno, end_col_offset)
        self.const_kind: int = const_kind
        self.int_value: int = int_value
        self.float_value: float = float_value
        self.text: str = text
        self.bytes_value: bytes | None = bytes_value
        self.u_prefix: bool = u_prefix
        self.w_value: Value = EMPTY


class Attribute(expr):
    def __init__(
        self,
        value: expr,
        attr: str,
        ctx: int,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Attribute, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value
        self.attr: str = attr
        self.ctx: int = ctx


class Subscript(expr):
    def __init__(
        self,
        value: expr,
        slice: expr,
        ctx: int,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Subscript, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value
        self.slice: expr = slice
        self.ctx: int = ctx


class Starred(expr):
    def __init__(
        self, value: expr, ctx: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Starred, lineno, col_offset, end_lineno, end_col_offset)
        self.value: expr = value
        self.ctx: int = ctx


class Name(expr):
    def __init__(
        self, id: str, ctx: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Name, lineno, col_offset, end_lineno, end_col_offset)
        self.id: str = id
        self.ctx: int = ctx


class List(expr):
    def __init__(
        self, elts: list[expr], ctx: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.List, lineno, col_offset, end_lineno, end_col_offset)
        self.elts: list[expr] = elts
        self.ctx: int = ctx


class Tuple(expr):
    def __init__(
        self, elts: list[expr], ctx: int, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.Tuple, lineno, col_offset, end_lineno, end_col_offset)
        self.elts: list[expr] = elts
        self.ctx: int = ctx


class Slice(expr):
    def __init__(
        self,
        lower: expr | None,
        upper: expr | None,
        step: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.Slice, lineno, col_offset, end_lineno, end_col_offset)
        self.lower: expr | None = lower
        self.upper: expr | None = upper
        self.step: expr | None = step


# Parts of statements and expressions


class comprehension(AST):
    def __init__(self, target: expr, iter: expr, ifs: list[expr], is_async: int) -> None:
        super().__init__(Kind.comprehension, 0, 0, 0, 0)
        self.target: expr = target
        self.iter: expr = iter
        self.ifs: list[expr] = ifs
        self.is_async: int = is_async


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


class arguments(AST):
    def __init__(
        self,
        posonlyargs: list[arg],
        args: list[arg],
        vararg: arg | None,
        kwonlyargs: list[arg],
        kw_defaults: list[expr | None],
        kwarg: arg | None,
        defaults: list[expr],
    ) -> None:
        super().__init__(Kind.arguments, 0, 0, 0, 0)
        self.posonlyargs: list[arg] = posonlyargs
        self.args: list[arg] = args
        self.vararg: arg | None = vararg
        self.kwonlyargs: list[arg] = kwonlyargs
        self.kw_defaults: list[expr | None] = kw_defaults
        self.kwarg: arg | None = kwarg
        self.defaults: list[expr] = defaults


class arg(AST):
    def __init__(
        self,
        arg: str,
        annotation: expr | None,
        lineno: int,
        col_offset: int,
        end_lineno: int,
        end_col_offset: int,
    ) -> None:
        super().__init__(Kind.arg, lineno, col_offset, end_lineno, end_col_offset)
        self.arg: str = arg
        self.annotation: expr | None = annotation


class keyword(AST):
    def __init__(
        self, arg: str | None, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.keyword, lineno, col_offset, end_lineno, end_col_offset)
        self.arg: str | None = arg
        self.value: expr = value


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


# Patterns


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


# Type parameters


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

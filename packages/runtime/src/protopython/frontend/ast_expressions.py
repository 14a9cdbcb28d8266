"""The syntax trees of expressions, with the classes that all nodes derive from. See ast.py."""

from __future__ import annotations

from protodialect.types import EMPTY, Value

from .ast_kinds import Kind


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


# --- parts of expressions ---------------------------------------------------------------------------------------------------


class comprehension(AST):
    def __init__(self, target: expr, iter: expr, ifs: list[expr], is_async: int) -> None:
        super().__init__(Kind.comprehension, 0, 0, 0, 0)
        self.target: expr = target
        self.iter: expr = iter
        self.ifs: list[expr] = ifs
        self.is_async: int = is_async


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
        self.type_comment: str | None = None


class keyword(AST):
    def __init__(
        self, arg: str | None, value: expr, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int
    ) -> None:
        super().__init__(Kind.keyword, lineno, col_offset, end_lineno, end_col_offset)
        self.arg: str | None = arg
        self.value: expr = value

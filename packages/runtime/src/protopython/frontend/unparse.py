"""Expressions back to text, as `from __future__ import annotations` keeps them.

The text is normalised the way CPython normalises it: one space around operators, parentheses only where precedence asks
for them, constants by their repr. (The standard library's ast.unparse, for whole modules, is another thing.)
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import wrap
from protopython.objects.model.errors import system_error
from protopython.objects.model.operations import repr_of
from protopython.objects.model.recursion import check_recursion

from . import ast
from .ast import ConstKind, Kind, boolop, operator, unaryop
from .compile.constants import constant_of

TUPLE: Final[int] = 0
TEST: Final[int] = 1
OR: Final[int] = 2
AND: Final[int] = 3
NOT: Final[int] = 4
COMPARE: Final[int] = 5
EXPR: Final[int] = 6
BOR: Final[int] = 6
BXOR: Final[int] = 7
BAND: Final[int] = 8
SHIFT: Final[int] = 9
ARITH: Final[int] = 10
TERM: Final[int] = 11
FACTOR: Final[int] = 12
POWER: Final[int] = 13
AWAIT: Final[int] = 14
ATOM: Final[int] = 15

SYMBOLS: list[str] = ["+", "-", "*", "@", "/", "%", "**", "<<", ">>", "|", "^", "&", "//"]
"""By ast.operator."""
PRECEDENCES: list[int] = [ARITH, ARITH, TERM, TERM, TERM, TERM, POWER, SHIFT, SHIFT, BOR, BXOR, BAND, TERM]
COMPARISONS: list[str] = ["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"]
"""By ast.cmpop."""


def unparse(e: ast.expr) -> str:
    u = Unparser()
    u.expr(e, TEST)
    return "".join(u.parts)


class Unparser:
    def __init__(self) -> None:
        self.parts: list[str] = []

    def put(self, text: str) -> None:
        self.parts.append(text)

    def open(self, needed: bool) -> None:
        if needed:
            self.parts.append("(")

    def close(self, needed: bool) -> None:
        if needed:
            self.parts.append(")")

    def list_of(self, elts: list[ast.expr]) -> None:
        for i in range(len(elts)):
            if i > 0:
                self.put(", ")
            self.expr(elts[i], TEST)

    def expr(self, e: ast.expr, level: int) -> None:
        check_recursion()
        match e.kind:
            case Kind.Name:
                self.put(cast(ast.Name, e).id)
            case Kind.Constant:
                self.constant(cast(ast.Constant, e))
            case Kind.Attribute:
                self.attribute(cast(ast.Attribute, e))
            case Kind.Subscript:
                self.expr(cast(ast.Subscript, e).value, ATOM)
                self.put("[")
                self.expr(cast(ast.Subscript, e).slice, TUPLE)
                self.put("]")
            case Kind.BoolOp:
                bo = cast(ast.BoolOp, e)
                p = AND if bo.op == boolop.And else OR
                self.open(level > p)
                for i in range(len(bo.values)):
                    if i > 0:
                        self.put(" and " if bo.op == boolop.And else " or ")
                    self.expr(bo.values[i], p + 1)
                self.close(level > p)
            case Kind.BinOp:
                self.binary(cast(ast.BinOp, e), level)
            case Kind.UnaryOp:
                self.unary(cast(ast.UnaryOp, e), level)
            case Kind.Compare:
                c = cast(ast.Compare, e)
                self.open(level > COMPARE)
                self.expr(c.left, COMPARE + 1)
                for i in range(len(c.ops)):
                    self.put(" " + COMPARISONS[c.ops[i]] + " ")
                    self.expr(c.comparators[i], COMPARE + 1)
                self.close(level > COMPARE)
            case Kind.Call:
                self.call(cast(ast.Call, e))
            case Kind.IfExp:
                ie = cast(ast.IfExp, e)
                self.open(level > TEST)
                self.expr(ie.body, TEST + 1)
                self.put(" if ")
                self.expr(ie.test, TEST + 1)
                self.put(" else ")
                self.expr(ie.orelse, TEST)
                self.close(level > TEST)
            case Kind.Lambda:
                lam = cast(ast.Lambda, e)
                self.open(level > TEST)
                self.put("lambda")
                start = len(self.parts)
                self.arguments(lam.args)
                if len(self.parts) > start:
                    self.parts.insert(start, " ")
                self.put(": ")
                self.expr(lam.body, TEST)
                self.close(level > TEST)
            case Kind.Tuple:
                elts = cast(ast.Tuple, e).elts
                if len(elts) == 0:
                    self.put("()")
                    return
                self.open(level > TUPLE)
                self.list_of(elts)
                if len(elts) == 1:
                    self.put(",")
                self.close(level > TUPLE)
            case Kind.List:
                self.put("[")
                self.list_of(cast(ast.List, e).elts)
                self.put("]")
            case Kind.Set:
                self.put("{")
                self.list_of(cast(ast.Set, e).elts)
                self.put("}")
            case Kind.Dict:
                self.dict(cast(ast.Dict, e))
            case Kind.ListComp:
                self.put("[")
                self.expr(cast(ast.ListComp, e).elt, TEST)
                self.generators(cast(ast.ListComp, e).generators)
                self.put("]")
            case Kind.SetComp:
                self.put("{")
                self.expr(cast(ast.SetComp, e).elt, TEST)
                self.generators(cast(ast.SetComp, e).generators)
                self.put("}")
            case Kind.DictComp:
                self.put("{")
                self.expr(cast(ast.DictComp, e).key, TEST)
                self.put(": ")
                self.expr(cast(ast.DictComp, e).value, TEST)
                self.generators(cast(ast.DictComp, e).generators)
                self.put("}")
            case Kind.GeneratorExp:
                self.put("(")
                self.expr(cast(ast.GeneratorExp, e).elt, TEST)
                self.generators(cast(ast.GeneratorExp, e).generators)
                self.put(")")
            case Kind.Starred:
                self.put("*")
                self.expr(cast(ast.Starred, e).value, EXPR)
            case Kind.Slice:
                s = cast(ast.Slice, e)
                if s.lower is not None:
                    self.expr(s.lower, TEST)
                self.put(":")
                if s.upper is not None:
                    self.expr(s.upper, TEST)
                if s.step is not None:
                    self.put(":")
                    self.expr(s.step, TEST)
            case Kind.JoinedStr | Kind.FormattedValue:
                self.put("f" + quoted(format_text(e, False)))
            case Kind.TemplateStr | Kind.Interpolation:
                self.put("t" + quoted(format_text(e, False)))
            case Kind.NamedExpr:
                self.open(level > TUPLE)
                self.expr(cast(ast.NamedExpr, e).target, ATOM)
                self.put(" := ")
                self.expr(cast(ast.NamedExpr, e).value, ATOM)
                self.close(level > TUPLE)
            case Kind.Await:
                self.open(level > AWAIT)
                self.put("await ")
                self.expr(cast(ast.Await, e).value, ATOM)
                self.close(level > AWAIT)
            case Kind.Yield:
                value = cast(ast.Yield, e).value
                self.put("(yield")
                if value is not None:
                    self.put(" ")
                    self.expr(value, TEST)
                self.put(")")
            case Kind.YieldFrom:
                self.put("(yield from ")
                self.expr(cast(ast.YieldFrom, e).value, TEST)
                self.put(")")
            case _:
                raise RuntimeError("unknown expression")

    def constant(self, c: ast.Constant) -> None:
        if c.const_kind == ConstKind.ELLIPSIS:
            self.put("...")
            return
        if c.u_prefix:
            self.put("u")
        text = repr_of(constant_of(c).value())
        if c.const_kind == ConstKind.FLOAT or c.const_kind == ConstKind.COMPLEX:
            text = text.replace("inf", "1e309")
        self.put(text)

    def attribute(self, e: ast.Attribute) -> None:
        self.expr(e.value, ATOM)
        spaced = e.value.kind == Kind.Constant and cast(ast.Constant, e.value).const_kind == ConstKind.INT
        self.put(" ." if spaced else ".")
        self.put(e.attr)

    def binary(self, e: ast.BinOp, level: int) -> None:
        p = PRECEDENCES[e.op]
        right_associative = e.op == operator.Pow
        self.open(level > p)
        self.expr(e.left, p + 1 if right_associative else p)
        self.put(" " + SYMBOLS[e.op] + " ")
        self.expr(e.right, p if right_associative else p + 1)
        self.close(level > p)

    def unary(self, e: ast.UnaryOp, level: int) -> None:
        p = FACTOR
        symbol = "-"
        match e.op:
            case unaryop.Invert:
                symbol = "~"
            case unaryop.UAdd:
                symbol = "+"
            case unaryop.Not:
                symbol = "not "
                p = NOT
            case _:
                pass
        self.open(level > p)
        self.put(symbol)
        self.expr(e.operand, p)
        self.close(level > p)

    def call(self, e: ast.Call) -> None:
        self.expr(e.func, ATOM)
        if len(e.args) == 1 and len(e.keywords) == 0 and e.args[0].kind == Kind.GeneratorExp:
            self.expr(e.args[0], TEST)
            return
        self.put("(")
        self.list_of(e.args)
        first = len(e.args) == 0
        for k in e.keywords:
            if not first:
                self.put(", ")
            first = False
            arg = k.arg
            if arg is None:
                self.put("**")
            else:
                self.put(arg)
                self.put("=")
            self.expr(k.value, TEST)
        self.put(")")

    def dict(self, e: ast.Dict) -> None:
        self.put("{")
        for i in range(len(e.values)):
            if i > 0:
                self.put(", ")
            key = e.keys[i]
            if key is None:
                self.put("**")
                self.expr(e.values[i], EXPR)
            else:
                self.expr(key, TEST)
                self.put(": ")
                self.expr(e.values[i], TEST)
        self.put("}")

    def generators(self, generators: list[ast.comprehension]) -> None:
        for g in generators:
            self.put(" async for " if g.is_async != 0 else " for ")
            self.expr(g.target, TUPLE)
            self.put(" in ")
            self.expr(g.iter, TEST + 1)
            for test in g.ifs:
                self.put(" if ")
                self.expr(test, TEST + 1)

    def arguments(self, args: ast.arguments) -> None:
        first = True
        positional = args.posonlyargs + args.args
        plain = len(positional) - len(args.defaults)
        for i in range(len(positional)):
            self.comma(first)
            first = False
            self.put(positional[i].arg)
            if i >= plain:
                self.put("=")
                self.expr(args.defaults[i - plain], TEST)
            if i + 1 == len(args.posonlyargs):
                self.put(", /")
        if args.vararg is not None or len(args.kwonlyargs) > 0:
            self.comma(first)
            first = False
            self.put("*")
            if args.vararg is not None:
                self.put(args.vararg.arg)
        for i in range(len(args.kwonlyargs)):
            self.comma(first)
            first = False
            self.put(args.kwonlyargs[i].arg)
            default = args.kw_defaults[i]
            if default is not None:
                self.put("=")
                self.expr(default, TEST)
        if args.kwarg is not None:
            self.comma(first)
            self.put("**" + args.kwarg.arg)

    def comma(self, first: bool) -> None:
        if not first:
            self.put(", ")


def quoted(text: str) -> str:
    return repr_of(wrap(text))


def format_text(e: ast.expr, in_spec: bool) -> str:
    """The inside of an f-string or t-string."""
    match e.kind:
        case Kind.Constant:
            return cast(ast.Constant, e).text.replace("{", "{{").replace("}", "}}")
        case Kind.JoinedStr:
            return joined_text(cast(ast.JoinedStr, e).values)
        case Kind.TemplateStr:
            return joined_text(cast(ast.TemplateStr, e).values)
        case Kind.FormattedValue:
            fv = cast(ast.FormattedValue, e)
            return field_text(expression_text(fv.value), fv.conversion, fv.format_spec)
        case Kind.Interpolation:
            ip = cast(ast.Interpolation, e)
            return field_text(ip.text, ip.conversion, ip.format_spec)
        case _:
            raise system_error("unknown expression kind inside f-string or t-string")


def joined_text(values: list[ast.expr]) -> str:
    parts: list[str] = []
    for v in values:
        parts.append(format_text(v, False))
    return "".join(parts)


def expression_text(e: ast.expr) -> str:
    u = Unparser()
    u.expr(e, TEST + 1)
    text = "".join(u.parts)
    return " " + text if text.startswith("{") else text


def field_text(text: str, conversion: int, spec: ast.expr | None) -> str:
    text = "{" + text
    if conversion > 0:
        text = text + "!" + chr(conversion)
    if spec is not None:
        text = text + ":" + format_text(spec, True)
    return text + "}"

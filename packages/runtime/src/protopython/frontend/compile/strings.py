"""f-strings, t-strings, and `%` with a plain template."""

from __future__ import annotations

from typing import Final, cast

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import ConstKind, Kind
from .builder import Builder
from .constants import Const, const_str, const_tuple
from .dispatch import compiles_expression
from .expressions import WIDE, expr_to, has_star, operand, temporary

NO_SPEC: Final[int] = 65535


@compiles_expression(Kind.JoinedStr)
def joined_str(b: Builder, e: ast.JoinedStr, dst: int) -> None:
    string_parts(b, e, e.values, dst)


def string_parts(b: Builder, node: ast.expr, values: list[ast.expr], dst: int) -> None:
    n = len(values)
    if n == 0:
        b.at(node)
        b.load_const(dst, const_str(""))
        return
    if n == 1:
        expr_to(b, values[0], dst)
        return
    if n > WIDE:
        # Join in pieces: a BUILD_STRING of BUILD_STRINGs.
        base = b.top
        count = 0
        for i in range(0, n, WIDE):
            piece = values[i : min(i + WIDE, n)]
            string_parts(b, node, piece, base + count)
            count += 1
            b.set_top(base + count)
        b.at(node)
        b.emit(Op.BUILD_STRING, dst, base, count, 0)
        return
    base = b.top
    for i in range(n):
        expr_to(b, values[i], base + i)
        b.set_top(base + i + 1)
    b.at(node)
    b.emit(Op.BUILD_STRING, dst, base, n, 0)


@compiles_expression(Kind.FormattedValue)
def formatted_value(b: Builder, e: ast.FormattedValue, dst: int) -> None:
    spec = e.format_spec
    if spec is None:
        r = operand(b, e.value, False)
        b.at(e)
        b.emit(Op.FORMAT, dst, r, NO_SPEC, conversion_number(e.conversion))
        return
    r = operand(b, e.value, True)
    s = temporary(b, spec)
    b.at(e)
    b.emit(Op.FORMAT, dst, r, s, conversion_number(e.conversion))


@compiles_expression(Kind.TemplateStr)
def template_str(b: Builder, e: ast.TemplateStr, dst: int) -> None:
    template_parts(b, e, e.values, dst)


def template_parts(b: Builder, node: ast.expr, values: list[ast.expr], dst: int) -> None:
    """Strings and interpolations alternate; where two interpolations meet, an empty string stands between them."""
    strings: list[Const] = []
    interpolations: list[ast.Interpolation] = []
    text = ""
    for v in values:
        if v.kind == Kind.Interpolation:
            strings.append(const_str(text))
            text = ""
            interpolations.append(cast(ast.Interpolation, v))
        else:
            text = text + cast(ast.Constant, v).text
    strings.append(const_str(text))
    base = b.top
    b.at(node)
    b.load_const(base, const_tuple(strings))
    b.set_top(base + 2)
    first = b.top
    for i in range(len(interpolations)):
        interpolation(b, interpolations[i], first + i)
        b.set_top(first + i + 1)
    b.at(node)
    b.emit(Op.BUILD_TUPLE, base + 1, first, len(interpolations), 0)
    b.emit_ab(Op.BUILD_TEMPLATE, dst, base)


def interpolation(b: Builder, e: ast.Interpolation, dst: int) -> None:
    t = b.top
    expr_to(b, e.value, t)
    b.set_top(t + 1)
    b.at(e)
    b.load_const(t + 1, const_str(e.text))
    b.set_top(t + 2)
    spec = e.format_spec
    if spec is None:
        b.load_const(t + 2, const_str(""))
    else:
        expr_to(b, spec, t + 2)
    b.set_top(t + 3)
    b.at(e)
    b.emit(Op.BUILD_INTERPOLATION, dst, t, 0, conversion_number(e.conversion))


def percent_format(b: Builder, e: ast.BinOp, dst: int) -> bool:
    """ "..." % (a, b) with only %s, %r, %a and %% in it: made like an f-string."""
    if e.left.kind != Kind.Constant or e.right.kind != Kind.Tuple:
        return False
    template = cast(ast.Constant, e.left)
    if template.const_kind != ConstKind.STR:
        return False
    args = cast(ast.Tuple, e.right).elts
    if has_star(args) or len(args) > WIDE // 2:
        return False
    texts: list[str] = []
    kinds: list[int] = []
    text = template.text
    start = 0
    literal = ""
    while True:
        p = text.find("%", start)
        if p < 0:
            break
        if p + 1 >= len(text):
            return False
        literal = literal + text[start:p]
        what = text[p + 1]
        if what == "%":
            literal = literal + "%"
        elif what == "s" or what == "r" or what == "a":
            texts.append(literal)
            literal = ""
            kinds.append(1 if what == "s" else 2 if what == "r" else 3)
        else:
            return False
        start = p + 2
    literal = literal + text[start:]
    if len(kinds) != len(args):
        return False
    base = b.top
    n = 0
    for i in range(len(args)):
        if texts[i] != "":
            b.at(e.left)
            b.load_const(base + n, const_str(texts[i]))
            n += 1
            b.set_top(base + n)
        r = operand(b, args[i], False)
        b.at(args[i])
        b.emit(Op.FORMAT, base + n, r, NO_SPEC, kinds[i])
        n += 1
        b.set_top(base + n)
    if literal != "":
        b.at(e.left)
        b.load_const(base + n, const_str(literal))
        n += 1
        b.set_top(base + n)
    b.at(e)
    b.emit(Op.BUILD_STRING, dst, base, n, 0)
    return True


def conversion_number(conversion: int) -> int:
    """-1, or the code of s, r or a, as FORMAT wants it."""
    if conversion == ord("s"):
        return 1
    if conversion == ord("r"):
        return 2
    if conversion == ord("a"):
        return 3
    return 0


@compiles_expression(Kind.Interpolation)
def lone_interpolation(b: Builder, e: ast.Interpolation, dst: int) -> None:
    template_parts(b, e, [e], dst)

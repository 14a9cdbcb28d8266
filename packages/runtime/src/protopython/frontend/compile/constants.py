"""Constants of code: what is known while compiling, and how it becomes Values.

`fold` turns an expression into a `Const` if it is one: literals, signs, arithmetic on machine ints and floats, small
strings joined, tuples of constants. Folding may always give up (a result that does not fit, a division by zero): the
program then computes at run time what it would have computed anyway.

`ConstPool` keeps a code object's constants: equal ones of one type once (0.0 and -0.0, 1 and True are different).
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Array, Value, add_ovf, mul_ovf, sub_ovf, wrap
from protodialect.unsafe import float_bits
from protopython.objects.complex import new_complex
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_neg
from protopython.objects.int.text import int_from_text
from protopython.objects.model.identity import identity
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.objects.tuple import new_tuple_n
from protopython.protocore.value import new_float

from .. import ast
from ..ast import ConstKind, Kind, operator, unaryop

TUPLE: Final[int] = 10
"""Const.kind of tuples, after ConstKind."""
FOLD_LIMIT: Final[int] = 4096
"""Longest string that folding makes."""


class Const:
    """kind is a ConstKind or TUPLE. BIGINT: `text` holds the digits, `i` the base, `negative` the sign. COMPLEX: f + g * 1j."""

    kind: int
    i: int
    f: float
    g: float
    text: str
    data: bytes | None
    items: list[Const] | None
    negative: bool
    w_value: Value

    def __init__(self, kind: int) -> None:
        self.kind = kind
        self.i = 0
        self.f = 0.0
        self.g = 0.0
        self.text = ""
        self.data = None
        self.items = None
        self.negative = False
        self.w_value = EMPTY

    def truth(self) -> bool:
        match self.kind:
            case ConstKind.NONE | ConstKind.FALSE:
                return False
            case ConstKind.INT:
                return self.i != 0
            case ConstKind.FLOAT:
                return self.f != 0.0
            case ConstKind.COMPLEX:
                return self.f != 0.0 or self.g != 0.0
            case ConstKind.STR:
                return len(self.text) > 0
            case ConstKind.BYTES:
                data = self.data
                return data is not None and len(data) > 0
            case 10:
                items = self.items
                return items is not None and len(items) > 0
            case ConstKind.VALUE:
                return is_true(self.w_value)
            case _:
                return True

    def key(self) -> str:
        match self.kind:
            case ConstKind.INT:
                return f"i{self.i}"
            case ConstKind.BIGINT:
                return f"I{self.negative}{self.i}:{self.text}"
            case ConstKind.FLOAT:
                return f"f{float_bits(self.f)}"
            case ConstKind.COMPLEX:
                return f"c{float_bits(self.f)},{float_bits(self.g)}"
            case ConstKind.STR:
                return "s" + self.text
            case ConstKind.BYTES:
                data = self.data
                chars = ["b"]
                if data is not None:
                    for b in data:
                        chars.append(chr(b))
                return "".join(chars)
            case 10:
                parts = ["("]
                items = self.items
                if items is not None:
                    for item in items:
                        inner = item.key()
                        parts.append(f"{len(inner)}:")
                        parts.append(inner)
                return "".join(parts)
            case ConstKind.VALUE:
                return f"v{identity(self.w_value)}"
            case _:
                return f"k{self.kind}"

    def value(self) -> Value:
        match self.kind:
            case ConstKind.NONE:
                return w_None
            case ConstKind.TRUE:
                return w_True
            case ConstKind.FALSE:
                return w_False
            case ConstKind.ELLIPSIS:
                return w_Ellipsis
            case ConstKind.INT:
                return new_int(self.i)
            case ConstKind.BIGINT:
                big = int_from_text(self.text, self.i)
                return int_neg(big) if self.negative else big
            case ConstKind.FLOAT:
                return new_float(self.f)
            case ConstKind.COMPLEX:
                return new_complex(self.f, self.g)
            case ConstKind.STR:
                return wrap(self.text)
            case ConstKind.BYTES:
                data = self.data
                return wrap(b"") if data is None else wrap(data)
            case ConstKind.VALUE:
                return self.w_value
            case _:
                items = self.items
                assert items is not None
                t = new_tuple_n(len(items))
                for i in range(len(items)):
                    t.items[i] = items[i].value()
                return wrap(t)


def const_int(i: int) -> Const:
    c = Const(ConstKind.INT)
    c.i = i
    return c


def const_float(f: float) -> Const:
    c = Const(ConstKind.FLOAT)
    c.f = f
    return c


def const_str(text: str) -> Const:
    c = Const(ConstKind.STR)
    c.text = text
    return c


def const_complex(f: float, g: float) -> Const:
    c = Const(ConstKind.COMPLEX)
    c.f = f
    c.g = g
    return c


def const_bool(b: bool) -> Const:
    return Const(ConstKind.TRUE if b else ConstKind.FALSE)


def const_none() -> Const:
    return Const(ConstKind.NONE)


def const_tuple(items: list[Const]) -> Const:
    c = Const(TUPLE)
    c.items = items
    return c


def const_names(names: list[str]) -> Const:
    return const_tuple([const_str(n) for n in names])


def constant_of(node: ast.Constant) -> Const:
    c = Const(node.const_kind)
    match node.const_kind:
        case ConstKind.INT:
            c.i = node.int_value
        case ConstKind.BIGINT:
            c.i = node.int_value
            c.text = node.text
        case ConstKind.FLOAT:
            c.f = node.float_value
        case ConstKind.COMPLEX:
            c.g = node.float_value
        case ConstKind.STR:
            c.text = node.text
        case ConstKind.BYTES:
            c.data = node.bytes_value
        case ConstKind.VALUE:
            c.w_value = node.w_value
        case _:
            pass
    return c


def fold(node: ast.expr, debug: bool, depth: int) -> Const | None:
    """The constant that an expression is, or None. debug: the value of `__debug__`."""
    if depth > 200:
        return None
    match node.kind:
        case Kind.Constant:
            return constant_of(cast(ast.Constant, node))
        case Kind.Name:
            name = cast(ast.Name, node)
            if name.id == "__debug__" and name.ctx == ast.expr_context.Load:
                return const_bool(debug)
            return None
        case Kind.UnaryOp:
            unary = cast(ast.UnaryOp, node)
            operand = fold(unary.operand, debug, depth + 1)
            if operand is None:
                return None
            return fold_unary(unary.op, operand)
        case Kind.BinOp:
            binary = cast(ast.BinOp, node)
            right = fold(binary.right, debug, depth + 1)
            if right is None:
                return None
            left = fold(binary.left, debug, depth + 1)
            if left is None:
                return None
            return fold_binary(binary.op, left, right)
        case Kind.Tuple:
            tuple_ = cast(ast.Tuple, node)
            if tuple_.ctx != ast.expr_context.Load:
                return None
            return fold_tuple(tuple_.elts, debug, depth)
        case _:
            return None


def fold_tuple(elts: list[ast.expr], debug: bool, depth: int) -> Const | None:
    items: list[Const] = []
    for e in elts:
        item = fold(e, debug, depth + 1)
        if item is None:
            return None
        items.append(item)
    return const_tuple(items)


def fold_unary(op: int, a: Const) -> Const | None:
    if op == unaryop.Not:
        return const_bool(not a.truth())
    if op == unaryop.USub:
        match a.kind:
            case ConstKind.INT:
                r, overflow = sub_ovf(0, a.i)
                return None if overflow else const_int(r)
            case ConstKind.BIGINT:
                big = Const(ConstKind.BIGINT)
                big.i = a.i
                big.text = a.text
                big.negative = not a.negative
                return big
            case ConstKind.FLOAT:
                return const_float(-a.f)
            case ConstKind.COMPLEX:
                return const_complex(-a.f, -a.g)
            case _:
                return None
    if op == unaryop.UAdd:
        if a.kind == ConstKind.INT or a.kind == ConstKind.BIGINT or a.kind == ConstKind.FLOAT:
            return a
        return a if a.kind == ConstKind.COMPLEX else None
    if op == unaryop.Invert and a.kind == ConstKind.INT:
        return const_int(~a.i)
    return None


def fold_binary(op: int, a: Const, b: Const) -> Const | None:
    if a.kind == ConstKind.INT and b.kind == ConstKind.INT:
        return fold_ints(op, a.i, b.i)
    if is_real(a) and is_real(b):
        return fold_floats(op, real_of(a), real_of(b))
    if b.kind == ConstKind.COMPLEX and is_real(a):
        if op == operator.Add:
            return const_complex(real_of(a) + b.f, b.g)
        if op == operator.Sub:
            return const_complex(real_of(a) - b.f, -b.g)
        return None
    if a.kind == ConstKind.STR and b.kind == ConstKind.STR and op == operator.Add:
        if len(a.text) + len(b.text) <= FOLD_LIMIT:
            return const_str(a.text + b.text)
        return None
    if a.kind == ConstKind.STR and b.kind == ConstKind.INT and op == operator.Mult:
        if 0 <= b.i <= FOLD_LIMIT and b.i * len(a.text) <= FOLD_LIMIT:
            parts: list[str] = []
            for _ in range(b.i):
                parts.append(a.text)
            return const_str("".join(parts))
    return None


def is_real(c: Const) -> bool:
    """A float, or an int that a float holds exactly."""
    if c.kind == ConstKind.INT:
        return -9007199254740992 <= c.i <= 9007199254740992
    return c.kind == ConstKind.FLOAT


def real_of(c: Const) -> float:
    return float(c.i) if c.kind == ConstKind.INT else c.f


def fold_floats(op: int, x: float, y: float) -> Const | None:
    match op:
        case operator.Add:
            return const_float(x + y)
        case operator.Sub:
            return const_float(x - y)
        case operator.Mult:
            return const_float(x * y)
        case operator.Div:
            return None if y == 0.0 else const_float(x / y)
        case _:
            return None


def fold_ints(op: int, x: int, y: int) -> Const | None:
    match op:
        case operator.Add:
            sum_, overflow = add_ovf(x, y)
            return None if overflow else const_int(sum_)
        case operator.Sub:
            difference, overflow = sub_ovf(x, y)
            return None if overflow else const_int(difference)
        case operator.Mult:
            product, overflow = mul_ovf(x, y)
            return None if overflow else const_int(product)
        case operator.FloorDiv:
            return None if y == 0 or y == -1 else const_int(x // y)
        case operator.Mod:
            return None if y == 0 or y == -1 else const_int(x % y)
        case operator.Div:
            small = -9007199254740992 <= x <= 9007199254740992 and -9007199254740992 <= y <= 9007199254740992
            return const_float(float(x) / float(y)) if small and y != 0 else None
        case operator.BitAnd:
            return const_int(x & y)
        case operator.BitOr:
            return const_int(x | y)
        case operator.BitXor:
            return const_int(x ^ y)
        case operator.RShift:
            return const_int(x >> (y if y < 63 else 63)) if y >= 0 else None
        case operator.LShift:
            if 0 <= y < 62:
                shifted, overflow = mul_ovf(x, 1 << y)
                return None if overflow else const_int(shifted)
            return None
        case operator.Pow:
            if y < 0 or y > 64:
                return None
            power = 1
            for _ in range(y):
                power, overflow = mul_ovf(power, x)
                if overflow:
                    return None
            return const_int(power)
        case _:
            return None


class ConstPool:
    def __init__(self) -> None:
        self.values: list[Value] = []
        self.index: dict[str, int] = {}

    def add(self, c: Const) -> int:
        key = c.key()
        found = self.index.get(key, -1)
        if found < 0:
            found = len(self.values)
            self.values.append(c.value())
            self.index[key] = found
        return found

    def add_value(self, v: Value) -> int:
        """A constant that is never shared: code."""
        self.values.append(v)
        return len(self.values) - 1

    def array(self) -> Array[Value]:
        a = Array[Value](len(self.values), w_None)
        for i in range(len(self.values)):
            a[i] = self.values[i]
        return a

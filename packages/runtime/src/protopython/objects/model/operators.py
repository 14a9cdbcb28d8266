"""Binary operators, in-place operators, comparisons: the dispatch rules of the data model.

The reflected method of the right operand goes first when its type is a proper subclass of the left's and provides a different one.
Sequence `+` and `*` come after the other operand's number methods, as in CPython.
"""

from __future__ import annotations

from protodialect.types import EMPTY, Array, Value, noinline, try_as
from protopython.objects.model import errors
from protopython.objects.model.recursion import check_recursion
from protopython.objects.model.special import (
    BINARY_SYMBOLS,
    COMPARE_SYMBOLS,
    INPLACE_SPECIAL,
    INPLACE_SYMBOLS,
    SWAPPED_COMPARE,
    BinaryOp,
    CompareOp,
    Special,
)
from protopython.objects.model.specials import call_special2, call_special3
from protopython.objects.model.types import is_subtype, type_name, type_of
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Type
from protopython.protocore.value import both_int, float_value, int_value, is_empty, is_float, same

_BINARY_SYMBOLS = Array.of(BINARY_SYMBOLS)
_INPLACE_SYMBOLS = Array.of(INPLACE_SYMBOLS)
_COMPARE_SYMBOLS = Array.of(COMPARE_SYMBOLS)
_INPLACE_SPECIAL = Array.of([int(i) for i in INPLACE_SPECIAL])
_SWAPPED = Array.of(SWAPPED_COMPARE)

CONCATENABLE: list[str] = ["list", "tuple", "str", "bytes", "bytearray"]


def try_binary(op: int, w_a: Value, w_b: Value) -> Value:
    """a op b by the operands' methods; w_NotImplemented when none applies."""
    ta = type_of(w_a)
    tb = type_of(w_b)
    w_left = ta.special[Special.ADD + op]
    if ta is tb:
        if is_empty(w_left):
            return w_NotImplemented
        return call_special2(w_left, w_a, w_b)
    w_right = tb.special[Special.RADD + op]
    if not is_empty(w_right) and is_subtype(tb, ta) and not same(w_right, ta.special[Special.RADD + op]):
        w = call_special2(w_right, w_b, w_a)
        if not same(w, w_NotImplemented):
            return w
        w_right = EMPTY
    if not is_empty(w_left):
        w = call_special2(w_left, w_a, w_b)
        if not same(w, w_NotImplemented):
            return w
    if not is_empty(w_right):
        return call_special2(w_right, w_b, w_a)
    return w_NotImplemented


def binary(op: int, w_a: Value, w_b: Value) -> Value:
    """a op b (BinaryOp)"""
    w = try_binary(op, w_a, w_b)
    if same(w, w_NotImplemented):
        raise operand_error(op, w_a, w_b, _BINARY_SYMBOLS[op])
    return w


def inplace(op: int, w_a: Value, w_b: Value) -> Value:
    """a op= b"""
    index = _INPLACE_SPECIAL[op]
    w_method = type_of(w_a).special[index]
    if not is_empty(w_method):
        w = call_special2(w_method, w_a, w_b)
        if not same(w, w_NotImplemented):
            return w
    w = try_binary(op, w_a, w_b)
    if same(w, w_NotImplemented):
        raise operand_error(op, w_a, w_b, _INPLACE_SYMBOLS[op])
    return w


@noinline
def operand_error(op: int, w_a: Value, w_b: Value, symbol: str) -> PyError:
    if op == BinaryOp.ADD:
        t = sequence_base(type_of(w_a))
        if t is not None:
            other = type_name(w_b)
            if t.name == "bytes" or t.name == "bytearray":
                return errors.type_error(f"can't concat {other} to {type_name(w_a)}")
            return errors.type_error(f'can only concatenate {t.name} (not "{other}") to {t.name}')
    if op == BinaryOp.MUL:
        if sequence_base(type_of(w_a)) is not None:
            return errors.type_error(f"can't multiply sequence by non-int of type '{type_name(w_b)}'")
        if sequence_base(type_of(w_b)) is not None:
            return errors.type_error(f"can't multiply sequence by non-int of type '{type_name(w_a)}'")
    return errors.type_error(
        f"unsupported operand type(s) for {symbol}: '{type_name(w_a)}' and '{type_name(w_b)}'"
    )


def sequence_base(t: W_Type) -> W_Type | None:
    """The built-in concatenable sequence that t is or derives from."""
    for u in t.mro:
        if not u.flags & TypeFlags.HEAP and u.name in CONCATENABLE:
            return u
    return None


def power(w_a: Value, w_b: Value, w_c: Value) -> Value:
    """pow(a, b, c)"""
    if same(w_c, w_None):
        return binary(BinaryOp.POW, w_a, w_b)
    a = type_of(w_a)
    b = type_of(w_b)
    w_reflected = EMPTY if a is b else b.special[Special.RPOW]
    first = not is_empty(w_reflected) and is_subtype(b, a) and not same(w_reflected, a.special[Special.RPOW])
    if first:
        w = call_special3(w_reflected, w_b, w_a, w_c)
        if not same(w, w_NotImplemented):
            return w
    w_method = a.special[Special.POW]
    if not is_empty(w_method):
        w = call_special3(w_method, w_a, w_b, w_c)
        if not same(w, w_NotImplemented):
            return w
    if not is_empty(w_reflected) and not first:
        w = call_special3(w_reflected, w_b, w_a, w_c)
        if not same(w, w_NotImplemented):
            return w
    for t in type_of(w_c).mro:
        if t.modular_power is not None:
            w = t.modular_power(w_a, w_b, w_c)
            if not same(w, w_NotImplemented):
                return w
    raise errors.type_error(
        f"unsupported operand type(s) for ** or pow(): '{type_name(w_a)}', '{type_name(w_b)}', '{type_name(w_c)}'"
    )


# --- comparison -----------------------------------------------------------------------------------------------------


def compare_ints(op: int, a: int, b: int) -> bool:
    match op:
        case CompareOp.LT:
            return a < b
        case CompareOp.LE:
            return a <= b
        case CompareOp.EQ:
            return a == b
        case CompareOp.NE:
            return a != b
        case CompareOp.GT:
            return a > b
        case _:
            return a >= b


def compare_floats(op: int, a: float, b: float) -> bool:
    match op:
        case CompareOp.LT:
            return a < b
        case CompareOp.LE:
            return a <= b
        case CompareOp.EQ:
            return a == b
        case CompareOp.NE:
            return a != b
        case CompareOp.GT:
            return a > b
        case _:
            return a >= b


def compare(op: int, w_a: Value, w_b: Value) -> Value:
    """a op b (CompareOp), any result."""
    if both_int(w_a, w_b):
        return new_bool(compare_ints(op, int_value(w_a), int_value(w_b)))
    if is_float(w_a) and is_float(w_b):
        return new_bool(compare_floats(op, float_value(w_a), float_value(w_b)))
    return compare_slow(op, w_a, w_b)


@noinline
def compare_slow(op: int, w_a: Value, w_b: Value) -> Value:
    a = try_as(str, w_a)
    if a is not None:
        b = try_as(str, w_b)
        if b is not None:
            if op == CompareOp.EQ:
                return new_bool(a == b)
            if op == CompareOp.NE:
                return new_bool(a != b)
    check_recursion()
    ta = type_of(w_a)
    tb = type_of(w_b)
    swapped = _SWAPPED[op]
    w_left = ta.special[Special.LT + op]
    tried_right = False
    if ta is not tb and is_subtype(tb, ta):
        w_right = tb.special[Special.LT + swapped]
        if not is_empty(w_right):
            tried_right = True
            w = call_special2(w_right, w_b, w_a)
            if not same(w, w_NotImplemented):
                return w
    if not is_empty(w_left):
        w = call_special2(w_left, w_a, w_b)
        if not same(w, w_NotImplemented):
            return w
    if not tried_right:
        w_right = tb.special[Special.LT + swapped]
        if not is_empty(w_right):
            w = call_special2(w_right, w_b, w_a)
            if not same(w, w_NotImplemented):
                return w
    if op == CompareOp.EQ:
        return new_bool(same(w_a, w_b))
    if op == CompareOp.NE:
        return new_bool(not same(w_a, w_b))
    raise errors.type_error(
        f"'{_COMPARE_SYMBOLS[op]}' not supported between instances of '{ta.name}' and '{tb.name}'"
    )

"""Operators of Decimal, comparison and hash. The other operand is a Decimal or an int; for a comparison any real number."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, try_as, ushr, wrap, wrap_mul
from protodialect.unsafe import load32, load64, store32, store64, umod, umulh
from protopython.modules._decimal import arithmetic, library
from protopython.modules._decimal.current import current_context
from protopython.modules._decimal.library import EXPONENT, INFINITE, LENGTH, SIGNALING_NAN, STATUS, UNORDERED, WORD_DIGITS
from protopython.modules._decimal.numbers import (
    decimal_of_decimal,
    decimal_of_float,
    decimal_of_int,
    exponent_of,
    flags_of,
    is_nan,
    is_negative,
    is_special,
    is_zero,
    operand,
    word_of,
)
from protopython.modules._decimal.signals import FLOAT_OPERATION, finish_exact, note
from protopython.modules._decimal.types import (
    DECIMAL,
    HAPPENED,
    W_Decimal,
    W_DecimalContext,
    begin_exact,
    context_at,
    decimal_state,
    new_decimal,
    number_at,
    work,
)
from protopython.objects.complex import W_Complex
from protopython.objects.float.float import HASH_INF
from protopython.objects.int.int import HASH_MODULUS, is_integer
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.define import method
from protopython.objects.model.errors import type_error
from protopython.objects.model.identity import identity_hash_value
from protopython.objects.model.operations import isinstance_of
from protopython.objects.model.special import CompareOp
from protopython.objects.singletons import new_bool, plain, w_None, w_NotImplemented
from protopython.protocore.value import float_value, from_int, is_float, same

# --- two numbers ---------------------------------------------------------------------------------------------------------


@method(DECIMAL, "__add__(self, value, /)", doc="Return self+value.")
def decimal_add(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.add(self, other, c)


@method(DECIMAL, "__radd__(self, value, /)", doc="Return value+self.")
def decimal_radd(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.add(other, self, c)


@method(DECIMAL, "__sub__(self, value, /)", doc="Return self-value.")
def decimal_sub(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.subtract(self, other, c)


@method(DECIMAL, "__rsub__(self, value, /)", doc="Return value-self.")
def decimal_rsub(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.subtract(other, self, c)


@method(DECIMAL, "__mul__(self, value, /)", doc="Return self*value.")
def decimal_mul(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.multiply(self, other, c)


@method(DECIMAL, "__rmul__(self, value, /)", doc="Return value*self.")
def decimal_rmul(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.multiply(other, self, c)


@method(DECIMAL, "__truediv__(self, value, /)", doc="Return self/value.")
def decimal_truediv(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.divide(self, other, c)


@method(DECIMAL, "__rtruediv__(self, value, /)", doc="Return value/self.")
def decimal_rtruediv(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.divide(other, self, c)


@method(DECIMAL, "__floordiv__(self, value, /)", doc="Return self//value.")
def decimal_floordiv(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.binary(library.c_divint, self, other, c)


@method(DECIMAL, "__rfloordiv__(self, value, /)", doc="Return value//self.")
def decimal_rfloordiv(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.binary(library.c_divint, other, self, c)


@method(DECIMAL, "__mod__(self, value, /)", doc="Return self%value.")
def decimal_mod(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.binary(library.c_rem, self, other, c)


@method(DECIMAL, "__rmod__(self, value, /)", doc="Return value%self.")
def decimal_rmod(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.binary(library.c_rem, other, self, c)


@method(DECIMAL, "__divmod__(self, value, /)", doc="Return divmod(self, value).")
def decimal_divmod(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.divmod_of(self, other, c)


@method(DECIMAL, "__rdivmod__(self, value, /)", doc="Return divmod(value, self).")
def decimal_rdivmod(self: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else arithmetic.divmod_of(other, self, c)


@method(DECIMAL, "__pow__(self, value, mod=None, /)", doc="Return pow(self, value, mod).")
def decimal_pow(self: W_Decimal, w_other: Value, w_modulus: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else power(self, other, w_modulus, c)


@method(DECIMAL, "__rpow__(self, value, mod=None, /)", doc="Return pow(value, self, mod).")
def decimal_rpow(self: W_Decimal, w_other: Value, w_modulus: Value) -> Value:
    c = current_context()
    other = operand(w_other, c)
    return w_NotImplemented if other is None else power(other, self, w_modulus, c)


def modular_power(w_a: Value, w_b: Value, w_modulus: Value) -> Value:
    """pow(a, b, modulus) where the modulus alone is a Decimal."""
    c = current_context()
    a = operand(w_a, c)
    b = operand(w_b, c)
    return w_NotImplemented if a is None or b is None else power(a, b, w_modulus, c)


def power(a: W_Decimal, b: W_Decimal, w_modulus: Value, c: W_DecimalContext) -> Value:
    if same(w_modulus, w_None):
        return arithmetic.binary(library.c_pow, a, b, c)
    modulus = operand(w_modulus, c)
    return w_NotImplemented if modulus is None else arithmetic.power_modulo(a, b, modulus, c)


# --- one number ------------------------------------------------------------------------------------------------------------


@method(DECIMAL, "__neg__(self, /)", doc="-self")
def decimal_neg(self: W_Decimal) -> Value:
    return arithmetic.unary(library.c_minus, self, current_context())


@method(DECIMAL, "__pos__(self, /)", doc="+self")
def decimal_pos(self: W_Decimal) -> Value:
    return arithmetic.unary(library.c_plus, self, current_context())


@method(DECIMAL, "__abs__(self, /)", doc="abs(self)")
def decimal_abs(self: W_Decimal) -> Value:
    return arithmetic.unary(library.c_abs, self, current_context())


@method(DECIMAL, "__bool__(self, /)", doc="True if self else False")
def decimal_bool(self: W_Decimal) -> Value:
    return new_bool(not is_zero(self))


# --- comparison ------------------------------------------------------------------------------------------------------------


@method(DECIMAL, "__lt__(self, value, /)", doc="Return self<value.")
def decimal_lt(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.LT, self, w_other)


@method(DECIMAL, "__le__(self, value, /)", doc="Return self<=value.")
def decimal_le(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.LE, self, w_other)


@method(DECIMAL, "__eq__(self, value, /)", doc="Return self==value.")
def decimal_eq(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.EQ, self, w_other)


@method(DECIMAL, "__ne__(self, value, /)", doc="Return self!=value.")
def decimal_ne(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.NE, self, w_other)


@method(DECIMAL, "__gt__(self, value, /)", doc="Return self>value.")
def decimal_gt(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.GT, self, w_other)


@method(DECIMAL, "__ge__(self, value, /)", doc="Return self>=value.")
def decimal_ge(self: W_Decimal, w_other: Value) -> Value:
    return compare(CompareOp.GE, self, w_other)


def compare(op: int, a: W_Decimal, w_other: Value) -> Value:
    c = current_context()
    b = operand(w_other, c)
    if b is None:
        equality = op == CompareOp.EQ or op == CompareOp.NE
        w = plain(w_other)
        z = try_as(W_Complex, w)
        if is_float(w):
            note_float(c, equality)
            b = decimal_of_float(DECIMAL, float_value(w), c)
        elif z is not None:
            if not equality or z.imag != 0.0:
                return w_NotImplemented
            note_float(c, True)
            b = decimal_of_float(DECIMAL, z.real, c)
        elif isinstance_of(w_other, decimal_state().w_rational):
            b = decimal_of_int(DECIMAL, exact_int(getattr_of(w_other, "numerator")), c)
            if not is_special(a):
                a = scaled(a, decimal_of_int(DECIMAL, exact_int(getattr_of(w_other, "denominator")), c), c)
        else:
            return w_NotImplemented
    at = work().at
    store64(at + HAPPENED, 0)
    order = int(library.c_order(number_at(a), number_at(b), at + HAPPENED))
    if order == UNORDERED:
        if (flags_of(a) | flags_of(b)) & SIGNALING_NAN != 0 or (op != CompareOp.EQ and op != CompareOp.NE):
            note(c, load32(at + HAPPENED))
        return new_bool(op == CompareOp.NE)
    match op:
        case CompareOp.LT:
            return new_bool(order < 0)
        case CompareOp.LE:
            return new_bool(order <= 0)
        case CompareOp.EQ:
            return new_bool(order == 0)
        case CompareOp.NE:
            return new_bool(order != 0)
        case CompareOp.GT:
            return new_bool(order > 0)
        case _:
            return new_bool(order >= 0)


def note_float(c: W_DecimalContext, equality: bool) -> None:
    """A float is compared. A test for equality sets the flag and never raises."""
    if equality:
        at = context_at(c) + STATUS
        store32(at, load32(at) | FLOAT_OPERATION)
    else:
        note(c, FLOAT_OPERATION)


def exact_int(w: Value) -> Value:
    """The numerator or denominator of a Rational."""
    w_exact = plain(w)
    if not is_integer(w_exact):
        raise type_error("argument must be int or float")
    return w_exact


def scaled(a: W_Decimal, factor: W_Decimal, c: W_DecimalContext) -> W_Decimal:
    """a * factor, exactly: without the exponent, for which there might be no room."""
    whole = decimal_of_decimal(DECIMAL, a, c)
    store64(number_at(whole) + EXPONENT, 0)
    d = new_decimal(DECIMAL)
    at = begin_exact()
    library.c_mul(number_at(d), number_at(whole), number_at(factor), at, at + HAPPENED)
    finish_exact(d, c, at)
    store64(number_at(d) + EXPONENT, exponent_of(a))
    return d


# --- hash ------------------------------------------------------------------------------------------------------------------

INVERSE_OF_10: Final[int] = pow(10, HASH_MODULUS - 2, HASH_MODULUS)
WORD_RESIDUE: Final[int] = 10**WORD_DIGITS % HASH_MODULUS


@method(DECIMAL, "__hash__(self, /)", doc="Return hash(self).")
def decimal_hash(self: W_Decimal) -> Value:
    h = self.hash
    if h == 0:
        flags = flags_of(self)
        if flags & SIGNALING_NAN != 0:
            raise type_error("Cannot hash a signaling NaN value")
        if is_nan(self):
            return identity_hash_value(wrap(self))
        h = HASH_INF if flags & INFINITE != 0 else residue(self)
        if is_negative(self):
            h = -h
        if h == -1:
            h = -2
        self.hash = h
    return from_int(h)


def residue(d: W_Decimal) -> int:
    """The absolute value modulo HASH_MODULUS."""
    h = 0
    i = load64(number_at(d) + LENGTH) - 1
    while i >= 0:
        h = (times(h, WORD_RESIDUE) + umod(word_of(d, i), HASH_MODULUS)) % HASH_MODULUS
        i -= 1
    exponent = exponent_of(d)
    base = 10 if exponent >= 0 else INVERSE_OF_10
    n = abs(exponent)
    while n > 0:
        if n & 1 != 0:
            h = times(h, base)
        base = times(base, base)
        n >>= 1
    return h


def times(a: int, b: int) -> int:
    """a * b modulo 2**61 - 1, of which both are residues: the product's upper and lower 61 bits are added."""
    low = wrap_mul(a, b)
    r = ((umulh(a, b) << 3) | ushr(low, 61)) + (low & HASH_MODULUS)
    return r - HASH_MODULUS if r >= HASH_MODULUS else r

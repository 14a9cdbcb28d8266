"""Methods of Context that compute: those of Decimal, and its operators, with all numbers as arguments. Where these are ints they are taken
exactly; the result is rounded."""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protopython.modules._decimal import arithmetic, library
from protopython.modules._decimal.library import INFINITE, QUIET_NAN, SIGNALING_NAN, SPECIAL
from protopython.modules._decimal.numbers import (
    eng_text,
    flags_of,
    is_nan,
    is_negative,
    is_zero,
    need_decimal,
    rounded,
    sci_text,
    small_decimal,
)
from protopython.modules._decimal.types import CONTEXT, W_Decimal, W_DecimalContext, context_at, number_at
from protopython.modules.support.system_calls import ascii_at
from protopython.objects.model.define import method
from protopython.objects.model.errors import type_error
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.value import same


@method(CONTEXT, "canonical(self, x, /)", doc="x, which must be a Decimal.\n\n")
def context_canonical(self: W_DecimalContext, w_x: Value) -> Value:
    if try_as(W_Decimal, w_x) is None:
        raise type_error("argument must be a Decimal")
    return w_x


@method(CONTEXT, "is_canonical(self, x, /)", doc="True of every Decimal.\n\n")
def context_is_canonical(self: W_DecimalContext, w_x: Value) -> Value:
    if try_as(W_Decimal, w_x) is None:
        raise type_error("argument must be a Decimal")
    return new_bool(True)


@method(CONTEXT, "copy_decimal(self, x, /)", doc="x as a Decimal, not rounded.\n\n")
def context_copy_decimal(self: W_DecimalContext, w_x: Value) -> Value:
    return wrap(need_decimal(w_x, self))


@method(CONTEXT, "copy_abs(self, x, /)", doc="x without its sign, not rounded.\n\n")
def context_copy_abs(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.copy_abs(need_decimal(w_x, self), self)


@method(CONTEXT, "copy_negate(self, x, /)", doc="x with the other sign, not rounded.\n\n")
def context_copy_negate(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.copy_negate(need_decimal(w_x, self), self)


@method(CONTEXT, "_apply(self, object, /)")
def context_apply(self: W_DecimalContext, w_x: Value) -> Value:
    return wrap(rounded(need_decimal(w_x, self), self))


@method(CONTEXT, "to_sci_string(self, x, /)", doc="x as text, as str() has it.\n\n")
def context_to_sci_string(self: W_DecimalContext, w_x: Value) -> Value:
    return wrap(sci_text(need_decimal(w_x, self), self))


@method(CONTEXT, "to_eng_string(self, x, /)", doc="x as text with an exponent that is a multiple of 3, if there is one.\n\n")
def context_to_eng_string(self: W_DecimalContext, w_x: Value) -> Value:
    return wrap(eng_text(need_decimal(w_x, self), self))


@method(CONTEXT, "number_class(self, x, /)", doc="What kind of number x is: '+Normal', '-Zero', 'NaN' ...\n\n")
def context_number_class(self: W_DecimalContext, w_x: Value) -> Value:
    return wrap(ascii_at(library.c_class(number_at(need_decimal(w_x, self)), context_at(self))))


@method(CONTEXT, "radix(self, /)", doc="Decimal(10): the base that all arithmetic is done in.\n\n")
def context_radix(self: W_DecimalContext) -> Value:
    return wrap(small_decimal(10))


@method(
    CONTEXT,
    "power(self, /, a, b, modulo=None)",
    doc="""a**b; with modulo (a**b) % modulo.

Without modulo the result is inexact unless it fits: an error of up to one
unit in the last place is possible. With modulo all three must be whole
numbers, b not negative, modulo not zero and no longer than the precision;
the result is exact.

""",
)
def context_power(self: W_DecimalContext, w_a: Value, w_b: Value, w_modulus: Value) -> Value:
    a = need_decimal(w_a, self)
    b = need_decimal(w_b, self)
    if same(w_modulus, w_None):
        return arithmetic.binary(library.c_pow, a, b, self)
    return arithmetic.power_modulo(a, b, need_decimal(w_modulus, self), self)


@method(CONTEXT, "fma(self, x, y, z, /)", doc="x * y + z, rounded once.\n\n")
def context_fma(self: W_DecimalContext, w_x: Value, w_y: Value, w_z: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.multiply_add(a, b, need_decimal(w_z, self), self)


@method(CONTEXT, "exp(self, x, /)", doc="e**x, correctly rounded by ROUND_HALF_EVEN whatever the context's way.\n\n")
def context_exp(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_exp, need_decimal(w_x, self), self)


@method(CONTEXT, "ln(self, x, /)", doc="The natural logarithm, correctly rounded by ROUND_HALF_EVEN.\n\n")
def context_ln(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_ln, need_decimal(w_x, self), self)


@method(CONTEXT, "log10(self, x, /)", doc="The logarithm to base 10, correctly rounded by ROUND_HALF_EVEN.\n\n")
def context_log10(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_log10, need_decimal(w_x, self), self)


@method(
    CONTEXT,
    "logb(self, x, /)",
    doc="""The exponent of the first digit, as a Decimal. Of an infinity, Infinity; of
a zero, -Infinity, which signals DivisionByZero.

""",
)
def context_logb(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_logb, need_decimal(w_x, self), self)


@method(
    CONTEXT,
    "logical_invert(self, x, /)",
    doc="""Digit by digit 0 for 1 and 1 for 0. All digits must be 0 or 1.

    >>> ExtendedContext.logical_invert(101)
    Decimal('111111010')

""",
)
def context_logical_invert(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_invert, need_decimal(w_x, self), self)


@method(CONTEXT, "next_minus(self, x, /)", doc="The greatest number of the context that is less.\n\n")
def context_next_minus(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_next_minus, need_decimal(w_x, self), self)


@method(CONTEXT, "next_plus(self, x, /)", doc="The least number of the context that is greater.\n\n")
def context_next_plus(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_next_plus, need_decimal(w_x, self), self)


@method(
    CONTEXT,
    "normalize(self, x, /)",
    doc="""Rounded, and without zeros at the end of the coefficient; a zero becomes
Decimal('0'). Numbers that are equal become the same.

""",
)
def context_normalize(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_reduce, need_decimal(w_x, self), self)


@method(CONTEXT, "sqrt(self, x, /)", doc="The square root, correctly rounded by ROUND_HALF_EVEN.\n\n")
def context_sqrt(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_sqrt, need_decimal(w_x, self), self)


@method(CONTEXT, "abs(self, x, /)", doc="The absolute value, rounded.\n\n")
def context_abs(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_abs, need_decimal(w_x, self), self)


@method(CONTEXT, "minus(self, x, /)", doc="-x, rounded: as the operator, so that no zero becomes negative.\n\n")
def context_minus(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_minus, need_decimal(w_x, self), self)


@method(CONTEXT, "plus(self, x, /)", doc="+x: x rounded.\n\n")
def context_plus(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_plus, need_decimal(w_x, self), self)


@method(CONTEXT, "to_integral_exact(self, x, /)", doc="Rounded to a whole number; Inexact and Rounded are signaled.\n\n")
def context_to_integral_exact(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_round_to_intx, need_decimal(w_x, self), self)


@method(CONTEXT, "to_integral_value(self, x, /)", doc="Rounded to a whole number; nothing is signaled.\n\n")
def context_to_integral_value(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_round_to_int, need_decimal(w_x, self), self)


@method(CONTEXT, "to_integral(self, x, /)", doc="Another name of to_integral_value.\n\n")
def context_to_integral(self: W_DecimalContext, w_x: Value) -> Value:
    return arithmetic.unary(library.c_round_to_int, need_decimal(w_x, self), self)


@method(
    CONTEXT,
    "compare(self, x, y, /)",
    doc="""-1, 0 or 1 as a Decimal, as the first number is less, equal or greater; NaN
if one of them is a NaN.

""",
)
def context_compare(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_compare, a, b, self)


@method(CONTEXT, "compare_signal(self, x, y, /)", doc="The same as compare(), but every NaN signals InvalidOperation.\n\n")
def context_compare_signal(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_compare_signal, a, b, self)


@method(
    CONTEXT,
    "logical_and(self, x, y, /)",
    doc="""Digit by digit 1 where both have 1. All digits must be 0 or 1.

    >>> ExtendedContext.logical_and(1100, 1010)
    Decimal('1000')

""",
)
def context_logical_and(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_and, a, b, self)


@method(
    CONTEXT,
    "logical_or(self, x, y, /)",
    doc="""Digit by digit 1 where one of them has 1. All digits must be 0 or 1.

    >>> ExtendedContext.logical_or(1100, 1010)
    Decimal('1110')

""",
)
def context_logical_or(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_or, a, b, self)


@method(
    CONTEXT,
    "logical_xor(self, x, y, /)",
    doc="""Digit by digit 1 where just one has 1. All digits must be 0 or 1.

    >>> ExtendedContext.logical_xor(1100, 1010)
    Decimal('110')

""",
)
def context_logical_xor(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_xor, a, b, self)


@method(CONTEXT, "max(self, x, y, /)", doc="The greater number, rounded. A number is preferred to a quiet NaN.\n\n")
def context_max(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_max, a, b, self)


@method(CONTEXT, "max_mag(self, x, y, /)", doc="The one with the greater absolute value, rounded.\n\n")
def context_max_mag(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_max_mag, a, b, self)


@method(CONTEXT, "min(self, x, y, /)", doc="The lesser number, rounded. A number is preferred to a quiet NaN.\n\n")
def context_min(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_min, a, b, self)


@method(CONTEXT, "min_mag(self, x, y, /)", doc="The one with the lesser absolute value, rounded.\n\n")
def context_min_mag(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_min_mag, a, b, self)


@method(CONTEXT, "next_toward(self, x, y, /)", doc="The next number of the context in the direction of the second one.\n\n")
def context_next_toward(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_next_toward, a, b, self)


@method(
    CONTEXT,
    "remainder_near(self, x, y, /)",
    doc="""What is left when the nearest multiple of the second number is taken away; of
two such multiples, the one by an even number.

""",
)
def context_remainder_near(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_rem_near, a, b, self)


@method(
    CONTEXT,
    "rotate(self, x, y, /)",
    doc="""The digits of a coefficient of full precision turned to the left by the second
number, which is whole; to the right if it is negative.

""",
)
def context_rotate(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_rotate, a, b, self)


@method(CONTEXT, "scaleb(self, x, y, /)", doc="The second number, which is whole, is added to the exponent.\n\n")
def context_scaleb(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_scaleb, a, b, self)


@method(
    CONTEXT,
    "shift(self, x, y, /)",
    doc="""The digits of the coefficient moved to the left by the second number, which is
whole; to the right if it is negative. Zeros fill the gap.

""",
)
def context_shift(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_shift, a, b, self)


@method(CONTEXT, "add(self, x, y, /)", doc="x + y\n\n")
def context_add(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.add(a, b, self)


@method(CONTEXT, "subtract(self, x, y, /)", doc="x - y\n\n")
def context_subtract(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.subtract(a, b, self)


@method(CONTEXT, "multiply(self, x, y, /)", doc="x * y\n\n")
def context_multiply(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.multiply(a, b, self)


@method(CONTEXT, "divide(self, x, y, /)", doc="x / y\n\n")
def context_divide(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.divide(a, b, self)


@method(CONTEXT, "divide_int(self, x, y, /)", doc="x // y: the quotient without its fraction.\n\n")
def context_divide_int(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_divint, a, b, self)


@method(CONTEXT, "remainder(self, x, y, /)", doc="x % y, with the sign of x.\n\n")
def context_remainder(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_rem, a, b, self)


@method(CONTEXT, "divmod(self, x, y, /)", doc="The whole quotient and what is left.\n\n")
def context_divmod(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.divmod_of(a, b, self)


@method(CONTEXT, "quantize(self, x, y, /)", doc="x rounded to the exponent of y.\n\n")
def context_quantize(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.binary(library.c_quantize, a, b, self)


@method(
    CONTEXT,
    "compare_total(self, x, y, /)",
    doc="""-1, 0 or 1 as a Decimal: their places in an order of all representations, in
which 12.0 is less than 12 and NaNs have places, too.

""",
)
def context_compare_total(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.compare_total(a, b)


@method(CONTEXT, "compare_total_mag(self, x, y, /)", doc="The same as compare_total(), without the signs.\n\n")
def context_compare_total_mag(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.compare_total_mag(a, b)


@method(CONTEXT, "copy_sign(self, x, y, /)", doc="The first number with the sign of the second, not rounded.\n\n")
def context_copy_sign(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return arithmetic.copy_sign(a, b, self)


@method(CONTEXT, "same_quantum(self, x, y, /)", doc="Whether both have the same exponent, or both are infinite, or both NaN.\n\n")
def context_same_quantum(self: W_DecimalContext, w_x: Value, w_y: Value) -> Value:
    a = need_decimal(w_x, self)
    b = need_decimal(w_y, self)
    return new_bool(library.c_same_quantum(number_at(a), number_at(b)) != 0)


@method(CONTEXT, "is_finite(self, x, /)", doc="Whether it is neither infinite nor a NaN.\n\n")
def context_is_finite(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(flags_of(need_decimal(w_x, self)) & SPECIAL == 0)


@method(CONTEXT, "is_infinite(self, x, /)", doc="Whether it is an infinity.\n\n")
def context_is_infinite(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(flags_of(need_decimal(w_x, self)) & INFINITE != 0)


@method(CONTEXT, "is_nan(self, x, /)", doc="Whether it is a NaN of either kind.\n\n")
def context_is_nan(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(is_nan(need_decimal(w_x, self)))


@method(CONTEXT, "is_qnan(self, x, /)", doc="Whether it is a quiet NaN.\n\n")
def context_is_qnan(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(flags_of(need_decimal(w_x, self)) & QUIET_NAN != 0)


@method(CONTEXT, "is_snan(self, x, /)", doc="Whether it is a signaling NaN.\n\n")
def context_is_snan(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(flags_of(need_decimal(w_x, self)) & SIGNALING_NAN != 0)


@method(CONTEXT, "is_signed(self, x, /)", doc="Whether it has a minus sign, as zeros and NaNs may have, too.\n\n")
def context_is_signed(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(is_negative(need_decimal(w_x, self)))


@method(CONTEXT, "is_zero(self, x, /)", doc="Whether it is a zero of either sign.\n\n")
def context_is_zero(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(is_zero(need_decimal(w_x, self)))


@method(CONTEXT, "is_normal(self, x, /)", doc="Whether it is finite, not zero and not subnormal.\n\n")
def context_is_normal(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(library.c_is_normal(number_at(need_decimal(w_x, self)), context_at(self)) != 0)


@method(CONTEXT, "is_subnormal(self, x, /)", doc="Whether it is not zero and its adjusted exponent is less than Emin.\n\n")
def context_is_subnormal(self: W_DecimalContext, w_x: Value) -> Value:
    return new_bool(library.c_is_subnormal(number_at(need_decimal(w_x, self)), context_at(self)) != 0)

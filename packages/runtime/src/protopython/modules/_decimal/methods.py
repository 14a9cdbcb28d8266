"""Methods of Decimal."""

from __future__ import annotations

from protodialect.types import COMPILED, Value, wrap
from protodialect.unsafe import address_of, load64, store32, store64
from protopython.modules._decimal import arithmetic, library
from protopython.modules._decimal.attributes import rounding_argument, size_argument
from protopython.modules._decimal.current import context_or_current, current_context
from protopython.modules._decimal.library import (
    ALLOCATED,
    DIGITS,
    EXPONENT,
    INFINITE,
    NEGATIVE,
    QUIET_NAN,
    ROUND,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    SIGNALING_NAN,
    SPECIAL,
    Unary,
)
from protopython.modules._decimal.numbers import (
    decimal_of_decimal,
    digits_of,
    eng_text,
    exponent_of,
    flags_of,
    int_of,
    int_of_whole,
    is_nan,
    is_negative,
    is_special,
    is_zero,
    need_decimal,
    sci_text,
    small_decimal,
    word_in,
)
from protopython.modules._decimal.signals import finish
from protopython.modules._decimal.types import (
    DECIMAL,
    HAPPENED,
    N_WORDS,
    W_Decimal,
    W_DecimalContext,
    begin,
    context_at,
    decimal_state,
    new_decimal,
    number_at,
)
from protopython.modules.support.system_calls import ascii_at
from protopython.objects.complex import W_Complex
from protopython.objects.float.parse import decimal_to_float, parse_float
from protopython.objects.int.int import I64_MAX, int_floordiv, int_gcd, int_mul, int_pow, is_integer
from protopython.objects.model.call import call3
from protopython.objects.model.define import getter, method
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.types import type_of
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.tuple import new_tuple1, new_tuple2, new_tuple_n
from protopython.protocore.collector import exported_cell_size
from protopython.protocore.value import fits_small, from_int, new_float, same

# --- text and other numbers ------------------------------------------------------------------------------------------------


@method(DECIMAL, "__str__(self, /)", doc="Return str(self).")
def decimal_str(self: W_Decimal) -> Value:
    return wrap(sci_text(self, current_context()))


@method(DECIMAL, "__repr__(self, /)", doc="Return repr(self).")
def decimal_repr(self: W_Decimal) -> Value:
    return wrap(f"Decimal('{sci_text(self, current_context())}')")


@method(
    DECIMAL,
    "to_eng_string(self, /, context=None)",
    doc="As text with an exponent that is a multiple of 3, if there is one: up to three\ndigits stand before the point.\n\n",
)
def decimal_to_eng_string(self: W_Decimal, w_context: Value) -> Value:
    return wrap(eng_text(self, context_or_current(w_context)))


def float_of(d: W_Decimal, c: W_DecimalContext) -> float:
    if flags_of(d) & SIGNALING_NAN != 0:
        raise value_error("cannot convert signaling NaN to float")
    word = word_in(d)
    if word >= 0 and fits_small(word):
        x = decimal_to_float(from_int(word), exponent_of(d))
        return -x if is_negative(d) else x
    text = ("-nan" if is_negative(d) else "nan") if is_nan(d) else sci_text(d, c)
    return parse_float(text, 0).value


@method(DECIMAL, "__float__(self, /)", doc="float(self)")
def decimal_float(self: W_Decimal) -> Value:
    return new_float(float_of(self, current_context()))


@method(DECIMAL, "__complex__(self, /)", doc="The complex number that is nearest.\n\n")
def decimal_complex(self: W_Decimal) -> Value:
    return wrap(W_Complex(float_of(self, current_context()), 0.0))


@method(DECIMAL, "__int__(self, /)", doc="int(self)")
def decimal_int(self: W_Decimal) -> Value:
    return int_of(self, current_context(), ROUND_DOWN)


@method(DECIMAL, "__trunc__(self, /)", doc="The int between 0 and self that is nearest to self.\n\n")
def decimal_trunc(self: W_Decimal) -> Value:
    return int_of(self, current_context(), ROUND_DOWN)


@method(DECIMAL, "__floor__(self, /)", doc="The greatest int that is not greater than self.\n\n")
def decimal_floor(self: W_Decimal) -> Value:
    return int_of(self, current_context(), ROUND_FLOOR)


@method(DECIMAL, "__ceil__(self, /)", doc="The least int that is not less than self.\n\n")
def decimal_ceil(self: W_Decimal) -> Value:
    return int_of(self, current_context(), ROUND_CEILING)


@method(
    DECIMAL,
    "__round__(self, ndigits=None, /)",
    shown="",
    doc="The nearest int, of two the even one; with ndigits the nearest Decimal with so many\ndigits behind the point, by the context's rounding.",
)
def decimal_round(self: W_Decimal, w_digits: Value) -> Value:
    c = current_context()
    if same(w_digits, w_None):
        return int_of(self, c, ROUND_HALF_EVEN)
    if not is_integer(plain(w_digits)):
        raise type_error("optional arg must be an integer")
    exponent = new_decimal(DECIMAL)
    digits = size_argument(w_digits)
    here = begin(c)
    library.c_set_i64(number_at(exponent), 1, here, here + HAPPENED)
    store64(number_at(exponent) + EXPONENT, -digits if digits > -I64_MAX else I64_MAX)
    return arithmetic.binary(library.c_quantize, self, exponent, c)


@method(DECIMAL, "as_tuple(self, /)", doc="The sign, the digits and the exponent as a named tuple.\n\n")
def decimal_as_tuple(self: W_Decimal) -> Value:
    flags = flags_of(self)
    if flags & INFINITE != 0:
        w_exponent = wrap("F")
        digits = "0"
    else:
        w_exponent = wrap("n") if flags & QUIET_NAN != 0 else wrap("N") if flags & SIGNALING_NAN != 0 else from_int(exponent_of(self))
        digits = digits_of(self)
    t = new_tuple_n(len(digits))
    for i in range(len(digits)):
        t.items[i] = from_int(ord(digits[i]) - 48)
    return call3(decimal_state().w_decimal_tuple, from_int(flags & NEGATIVE), wrap(t), w_exponent)


@method(
    DECIMAL,
    "as_integer_ratio(self, /)",
    doc="""Two ints in lowest terms, the second positive, whose quotient equals the number.

Infinities have none, which is an OverflowError, and NaNs, a ValueError.

""",
)
def decimal_as_integer_ratio(self: W_Decimal) -> Value:
    if is_special(self):
        if is_nan(self):
            raise value_error("cannot convert NaN to integer ratio")
        raise overflow_error("cannot convert Infinity to integer ratio")
    exponent = 0 if is_zero(self) else exponent_of(self)
    whole = decimal_of_decimal(DECIMAL, self, current_context())
    store64(number_at(whole) + EXPONENT, 0)
    w_numerator = int_of_whole(whole)
    w_power = int_pow(from_int(10), from_int(abs(exponent)))
    if exponent >= 0:
        return wrap(new_tuple2(int_mul(w_numerator, w_power), from_int(1)))
    w_common = int_gcd(w_numerator, w_power)
    return wrap(new_tuple2(int_floordiv(w_numerator, w_common), int_floordiv(w_power, w_common)))


@getter(DECIMAL, "real")
def decimal_real(self: W_Decimal) -> Value:
    return wrap(self)


@getter(DECIMAL, "imag")
def decimal_imag(self: W_Decimal) -> Value:
    return wrap(small_decimal(0))


# --- the same number -------------------------------------------------------------------------------------------------------


@method(DECIMAL, "__copy__(self, /)")
def decimal_copy(self: W_Decimal) -> Value:
    return wrap(self)


@method(DECIMAL, "__deepcopy__(self, object, /)")
def decimal_deepcopy(self: W_Decimal, w_memo: Value) -> Value:
    return wrap(self)


@method(DECIMAL, "__reduce__(self, /)", doc="How pickle makes the same number.")
def decimal_reduce(self: W_Decimal) -> Value:
    return wrap(new_tuple2(wrap(type_of(wrap(self))), wrap(new_tuple1(decimal_str(self)))))


@method(DECIMAL, "__sizeof__(self, /)", doc="Bytes of memory.")
def decimal_sizeof(self: W_Decimal) -> Value:
    words = load64(number_at(self) + ALLOCATED)
    return from_int((exported_cell_size(address_of(self)) if COMPILED else 112) + (8 * words if words > N_WORDS else 0))


@method(DECIMAL, "canonical(self, /)", doc="The number itself.\n\n")
def decimal_canonical(self: W_Decimal) -> Value:
    return wrap(self)


@method(DECIMAL, "conjugate(self, /)", doc="The number itself.\n\n")
def decimal_conjugate(self: W_Decimal) -> Value:
    return wrap(self)


@method(DECIMAL, "is_canonical(self, /)", doc="True: every Decimal is.\n\n")
def decimal_is_canonical(self: W_Decimal) -> Value:
    return new_bool(True)


@method(DECIMAL, "copy_abs(self, /)", doc="The number without its sign, not rounded.\n\n")
def decimal_copy_abs(self: W_Decimal) -> Value:
    return arithmetic.copy_abs(self, current_context())


@method(DECIMAL, "copy_negate(self, /)", doc="The number with the other sign, not rounded.\n\n")
def decimal_copy_negate(self: W_Decimal) -> Value:
    return arithmetic.copy_negate(self, current_context())


# --- what it is ------------------------------------------------------------------------------------------------------------


@method(DECIMAL, "radix(self, /)", doc="Decimal(10): the base that all arithmetic is done in.\n\n")
def decimal_radix(self: W_Decimal) -> Value:
    return wrap(small_decimal(10))


@method(DECIMAL, "adjusted(self, /)", doc="The exponent of the first digit; of infinities and NaNs 0.\n\n")
def decimal_adjusted(self: W_Decimal) -> Value:
    return from_int(0 if is_special(self) else exponent_of(self) + load64(number_at(self) + DIGITS) - 1)


@method(
    DECIMAL,
    "number_class(self, /, context=None)",
    doc="One of 'sNaN', 'NaN', '-Infinity', '-Normal', '-Subnormal', '-Zero', '+Zero',\n'+Subnormal', '+Normal', '+Infinity'.\n\n",
)
def decimal_number_class(self: W_Decimal, w_context: Value) -> Value:
    return wrap(ascii_at(library.c_class(number_at(self), context_at(context_or_current(w_context)))))


# --- with a way to round ---------------------------------------------------------------------------------------------------


def rounded_by(f: Unary, d: W_Decimal, w_rounding: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    r = new_decimal(DECIMAL)
    at = begin(c)
    if not same(w_rounding, w_None):
        store32(at + ROUND, rounding_argument(w_rounding))
    f(number_at(r), number_at(d), at, at + HAPPENED)
    return wrap(finish(r, c, at))


@method(
    DECIMAL,
    "to_integral_exact(self, /, rounding=None, context=None)",
    doc="Rounded to a whole number; Inexact and Rounded are signaled.\n\n",
)
def decimal_to_integral_exact(self: W_Decimal, w_rounding: Value, w_context: Value) -> Value:
    return rounded_by(library.c_round_to_intx, self, w_rounding, w_context)


@method(DECIMAL, "to_integral(self, /, rounding=None, context=None)", doc="Another name of to_integral_value.\n\n")
@method(
    DECIMAL,
    "to_integral_value(self, /, rounding=None, context=None)",
    doc="Rounded to a whole number; nothing is signaled.\n\n",
)
def decimal_to_integral_value(self: W_Decimal, w_rounding: Value, w_context: Value) -> Value:
    return rounded_by(library.c_round_to_int, self, w_rounding, w_context)


@method(
    DECIMAL,
    "quantize(self, /, exp, rounding=None, context=None)",
    doc="""Rounded to the exponent of another number.

    >>> Decimal('3.1416').quantize(Decimal('0.01'))
    Decimal('3.14')

If the result has more digits than the precision allows, InvalidOperation is
signaled. The exponent is never limited by Emin and Emax otherwise.

""",
)
def decimal_quantize(self: W_Decimal, w_other: Value, w_rounding: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    rounding = -1 if same(w_rounding, w_None) else rounding_argument(w_rounding)
    other = need_decimal(w_other, c)
    r = new_decimal(DECIMAL)
    at = begin(c)
    if rounding >= 0:
        store32(at + ROUND, rounding)
    library.c_quantize(number_at(r), number_at(self), number_at(other), at, at + HAPPENED)
    return wrap(finish(r, c, at))


@method(
    DECIMAL,
    "fma(self, /, other, third, context=None)",
    doc="self * other + third, rounded once.\n\n    >>> Decimal(2).fma(3, 5)\n    Decimal('11')\n\n",
)
def decimal_fma(self: W_Decimal, w_other: Value, w_third: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    other = need_decimal(w_other, c)
    return arithmetic.multiply_add(self, other, need_decimal(w_third, c), c)


# --- with a context --------------------------------------------------------------------------------------------------------


@method(DECIMAL, "exp(self, /, context=None)", doc="e**x, correctly rounded by ROUND_HALF_EVEN whatever the context's way.\n\n")
def decimal_exp(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_exp, self, context_or_current(w_context))


@method(DECIMAL, "ln(self, /, context=None)", doc="The natural logarithm, correctly rounded by ROUND_HALF_EVEN.\n\n")
def decimal_ln(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_ln, self, context_or_current(w_context))


@method(DECIMAL, "log10(self, /, context=None)", doc="The logarithm to base 10, correctly rounded by ROUND_HALF_EVEN.\n\n")
def decimal_log10(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_log10, self, context_or_current(w_context))


@method(
    DECIMAL,
    "logb(self, /, context=None)",
    doc="""The exponent of the first digit, as a Decimal. Of an infinity, Infinity; of
a zero, -Infinity, which signals DivisionByZero.

""",
)
def decimal_logb(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_logb, self, context_or_current(w_context))


@method(DECIMAL, "logical_invert(self, /, context=None)", doc="Digit by digit 0 for 1 and 1 for 0. All digits must be 0 or 1.\n\n")
def decimal_logical_invert(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_invert, self, context_or_current(w_context))


@method(DECIMAL, "next_minus(self, /, context=None)", doc="The greatest number of the context that is less.\n\n")
def decimal_next_minus(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_next_minus, self, context_or_current(w_context))


@method(DECIMAL, "next_plus(self, /, context=None)", doc="The least number of the context that is greater.\n\n")
def decimal_next_plus(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_next_plus, self, context_or_current(w_context))


@method(
    DECIMAL,
    "normalize(self, /, context=None)",
    doc="""Rounded, and without zeros at the end of the coefficient; a zero becomes
Decimal('0'). Numbers that are equal become the same.

""",
)
def decimal_normalize(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_reduce, self, context_or_current(w_context))


@method(DECIMAL, "sqrt(self, /, context=None)", doc="The square root, correctly rounded by ROUND_HALF_EVEN.\n\n")
def decimal_sqrt(self: W_Decimal, w_context: Value) -> Value:
    return arithmetic.unary(library.c_sqrt, self, context_or_current(w_context))


@method(
    DECIMAL,
    "compare(self, /, other, context=None)",
    doc="""-1, 0 or 1 as a Decimal, as the first number is less, equal or greater; NaN
if one of them is a NaN.

""",
)
def decimal_compare(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_compare, self, need_decimal(w_other, c), c)


@method(DECIMAL, "compare_signal(self, /, other, context=None)", doc="The same as compare(), but every NaN signals InvalidOperation.\n\n")
def decimal_compare_signal(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_compare_signal, self, need_decimal(w_other, c), c)


@method(DECIMAL, "logical_and(self, /, other, context=None)", doc="Digit by digit 1 where both have 1. All digits must be 0 or 1.\n\n")
def decimal_logical_and(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_and, self, need_decimal(w_other, c), c)


@method(DECIMAL, "logical_or(self, /, other, context=None)", doc="Digit by digit 1 where one of them has 1. All digits must be 0 or 1.\n\n")
def decimal_logical_or(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_or, self, need_decimal(w_other, c), c)


@method(DECIMAL, "logical_xor(self, /, other, context=None)", doc="Digit by digit 1 where just one has 1. All digits must be 0 or 1.\n\n")
def decimal_logical_xor(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_xor, self, need_decimal(w_other, c), c)


@method(DECIMAL, "max(self, /, other, context=None)", doc="The greater number, rounded. A number is preferred to a quiet NaN.\n\n")
def decimal_max(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_max, self, need_decimal(w_other, c), c)


@method(DECIMAL, "max_mag(self, /, other, context=None)", doc="The one with the greater absolute value, rounded.\n\n")
def decimal_max_mag(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_max_mag, self, need_decimal(w_other, c), c)


@method(DECIMAL, "min(self, /, other, context=None)", doc="The lesser number, rounded. A number is preferred to a quiet NaN.\n\n")
def decimal_min(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_min, self, need_decimal(w_other, c), c)


@method(DECIMAL, "min_mag(self, /, other, context=None)", doc="The one with the lesser absolute value, rounded.\n\n")
def decimal_min_mag(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_min_mag, self, need_decimal(w_other, c), c)


@method(DECIMAL, "next_toward(self, /, other, context=None)", doc="The next number of the context in the direction of the second one.\n\n")
def decimal_next_toward(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_next_toward, self, need_decimal(w_other, c), c)


@method(
    DECIMAL,
    "remainder_near(self, /, other, context=None)",
    doc="""What is left when the nearest multiple of the second number is taken away; of
two such multiples, the one by an even number.

""",
)
def decimal_remainder_near(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_rem_near, self, need_decimal(w_other, c), c)


@method(
    DECIMAL,
    "rotate(self, /, other, context=None)",
    doc="""The digits of a coefficient of full precision turned to the left by the second
number, which is whole; to the right if it is negative.

""",
)
def decimal_rotate(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_rotate, self, need_decimal(w_other, c), c)


@method(DECIMAL, "scaleb(self, /, other, context=None)", doc="The second number, which is whole, is added to the exponent.\n\n")
def decimal_scaleb(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_scaleb, self, need_decimal(w_other, c), c)


@method(
    DECIMAL,
    "shift(self, /, other, context=None)",
    doc="""The digits of the coefficient moved to the left by the second number, which is
whole; to the right if it is negative. Zeros fill the gap.

""",
)
def decimal_shift(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    return arithmetic.binary(library.c_shift, self, need_decimal(w_other, c), c)


@method(
    DECIMAL,
    "compare_total(self, /, other, context=None)",
    doc="""-1, 0 or 1 as a Decimal: their places in an order of all representations, in
which 12.0 is less than 12 and NaNs have places, too.

    >>> Decimal('12.0').compare_total(Decimal('12'))
    Decimal('-1')

""",
)
def decimal_compare_total(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    other = need_decimal(w_other, c)
    return arithmetic.compare_total(self, other)


@method(DECIMAL, "compare_total_mag(self, /, other, context=None)", doc="The same as compare_total(), without the signs.\n\n")
def decimal_compare_total_mag(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    other = need_decimal(w_other, c)
    return arithmetic.compare_total_mag(self, other)


@method(
    DECIMAL,
    "copy_sign(self, /, other, context=None)",
    doc="""The first number with the sign of the second, not rounded.

    >>> Decimal('7.5').copy_sign(Decimal('-0'))
    Decimal('-7.5')

""",
)
def decimal_copy_sign(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    other = need_decimal(w_other, c)
    return arithmetic.copy_sign(self, other, c)


@method(DECIMAL, "same_quantum(self, /, other, context=None)", doc="Whether both have the same exponent, or both are infinite, or both NaN.\n\n")
def decimal_same_quantum(self: W_Decimal, w_other: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    other = need_decimal(w_other, c)
    return new_bool(library.c_same_quantum(number_at(self), number_at(other)) != 0)


@method(DECIMAL, "is_finite(self, /)", doc="Whether it is neither infinite nor a NaN.\n\n")
def decimal_is_finite(self: W_Decimal) -> Value:
    return new_bool(flags_of(self) & SPECIAL == 0)


@method(DECIMAL, "is_infinite(self, /)", doc="Whether it is an infinity.\n\n")
def decimal_is_infinite(self: W_Decimal) -> Value:
    return new_bool(flags_of(self) & INFINITE != 0)


@method(DECIMAL, "is_nan(self, /)", doc="Whether it is a NaN of either kind.\n\n")
def decimal_is_nan(self: W_Decimal) -> Value:
    return new_bool(is_nan(self))


@method(DECIMAL, "is_qnan(self, /)", doc="Whether it is a quiet NaN.\n\n")
def decimal_is_qnan(self: W_Decimal) -> Value:
    return new_bool(flags_of(self) & QUIET_NAN != 0)


@method(DECIMAL, "is_snan(self, /)", doc="Whether it is a signaling NaN.\n\n")
def decimal_is_snan(self: W_Decimal) -> Value:
    return new_bool(flags_of(self) & SIGNALING_NAN != 0)


@method(DECIMAL, "is_signed(self, /)", doc="Whether it has a minus sign, as zeros and NaNs may have, too.\n\n")
def decimal_is_signed(self: W_Decimal) -> Value:
    return new_bool(is_negative(self))


@method(DECIMAL, "is_zero(self, /)", doc="Whether it is a zero of either sign.\n\n")
def decimal_is_zero(self: W_Decimal) -> Value:
    return new_bool(is_zero(self))


@method(DECIMAL, "is_normal(self, /, context=None)", doc="Whether it is finite, not zero and not subnormal.\n\n")
def decimal_is_normal(self: W_Decimal, w_context: Value) -> Value:
    return new_bool(library.c_is_normal(number_at(self), context_at(context_or_current(w_context))) != 0)


@method(DECIMAL, "is_subnormal(self, /, context=None)", doc="Whether it is not zero and its adjusted exponent is less than Emin.\n\n")
def decimal_is_subnormal(self: W_Decimal, w_context: Value) -> Value:
    return new_bool(library.c_is_subnormal(number_at(self), context_at(context_or_current(w_context))) != 0)

"""math: functions of real numbers. The other halves of the module are math/integer.py and math/sums.py; math.py puts it together.

libm computes; what is added here is Python's view of errors: NaN out of no NaN is a ValueError that names the argument, an infinity out of
finite arguments an OverflowError (or, at a pole, the ValueError). gamma and lgamma are Lanczos's approximation with the coefficients of
Pugh's thesis (2004, g = 6.0246...), which CPython also uses: results agree to the last bit.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, noinline, ult, wrap, wrap_sub
from protodialect.unsafe import bits_float, float_bits
from protopython.objects.float import libm
from protopython.objects.float.methods import float_of
from protopython.objects.float.repr import float_repr
from protopython.objects.int.int import (
    int_from_float,
    int_sign,
    int_to_float_parts,
    int_to_i64,
    is_integer,
    power_of_two,
)
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.errors import overflow_error, type_error, value_error, zero_division_error
from protopython.objects.model.operations import has_index, index_value
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.value import float_value, from_int, is_empty, is_float, new_float, same

define_module("math", "Functions of real numbers, defined by the C standard.")

PI: Final[float] = 3.141592653589793
TAU: Final[float] = 6.283185307179586
E: Final[float] = 2.718281828459045
LOG_PI: Final[float] = 1.1447298858494002

constant("math", "pi", PI)
constant("math", "tau", TAU)
constant("math", "e", E)
constant("math", "inf", libm.INF)
constant("math", "nan", libm.NAN)


def range_error() -> PyError:
    return overflow_error("math range error")


def domain_error() -> PyError:
    return value_error("math domain error")


@noinline
def argument_error(expected: str, x: float) -> PyError:
    return value_error(f"expected {expected}, got {float_repr(x)}")


def checked(r: float, x: float, expected: str) -> Value:
    """r = f(x) for an f that is finite where it is defined; `expected` tells the domain."""
    if r - r != 0.0:
        if r != r and x == x:
            raise argument_error(expected, x)
        if r == r and libm.is_finite(x):
            raise argument_error(expected, x)
    return new_float(r)


def checked_range(r: float, x: float) -> Value:
    """r = f(x) for an f that is defined everywhere but may overflow."""
    if r - r != 0.0:
        if r != r and x == x:
            raise domain_error()
        if r == r and libm.is_finite(x):
            raise range_error()
    return new_float(r)


UNIT: Final[str] = "a number in range from -1 up to 1"


@function("math", "acos(x, /)", doc="Arc cosine of x, in radians from 0 to pi.")
def m_acos(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_acos(x), x, UNIT)


@function("math", "asin(x, /)", doc="Arc sine of x, in radians from -pi/2 to pi/2.")
def m_asin(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_asin(x), x, UNIT)


@function("math", "atan(x, /)", doc="Arc tangent of x, in radians from -pi/2 to pi/2.")
def m_atan(w: Value) -> Value:
    return new_float(libm.c_atan(float_of(w)))


@function("math", "acosh(x, /)", doc="Inverse hyperbolic cosine of x.")
def m_acosh(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_acosh(x), x, "argument value not less than 1")


@function("math", "asinh(x, /)", doc="Inverse hyperbolic sine of x.")
def m_asinh(w: Value) -> Value:
    return new_float(libm.c_asinh(float_of(w)))


@function("math", "atanh(x, /)", doc="Inverse hyperbolic tangent of x.")
def m_atanh(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_atanh(x), x, "a number between -1 and 1")


FINITE: Final[str] = "a finite input"


@function("math", "cos(x, /)", doc="Cosine of x radians.")
def m_cos(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_cos(x), x, FINITE)


@function("math", "sin(x, /)", doc="Sine of x radians.")
def m_sin(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_sin(x), x, FINITE)


@function("math", "tan(x, /)", doc="Tangent of x radians.")
def m_tan(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_tan(x), x, FINITE)


@function("math", "cosh(x, /)", doc="Hyperbolic cosine of x.")
def m_cosh(w: Value) -> Value:
    x = float_of(w)
    return checked_range(libm.c_cosh(x), x)


@function("math", "sinh(x, /)", doc="Hyperbolic sine of x.")
def m_sinh(w: Value) -> Value:
    x = float_of(w)
    return checked_range(libm.c_sinh(x), x)


@function("math", "tanh(x, /)", doc="Hyperbolic tangent of x.")
def m_tanh(w: Value) -> Value:
    return new_float(libm.c_tanh(float_of(w)))


@function("math", "exp(x, /)", doc="e raised to x.")
def m_exp(w: Value) -> Value:
    x = float_of(w)
    return checked_range(libm.c_exp(x), x)


@function("math", "exp2(x, /)", doc="2 raised to x.")
def m_exp2(w: Value) -> Value:
    x = float_of(w)
    return checked_range(libm.c_exp2(x), x)


@function("math", "expm1(x, /)", doc="exp(x) - 1, exact also for small x.")
def m_expm1(w: Value) -> Value:
    x = float_of(w)
    return checked_range(libm.c_expm1(x), x)


@function("math", "log1p(x, /)", doc="Natural logarithm of 1 + x, exact also for small x.")
def m_log1p(w: Value) -> Value:
    x = float_of(w)
    return checked(libm.c_log1p(x), x, "argument value > -1")


@function("math", "sqrt(x, /)", doc="Square root of x.")
def m_sqrt(w: Value) -> Value:
    x = float_of(w)
    if x < 0.0:
        raise argument_error("a nonnegative input", x)
    return new_float(libm.c_sqrt(x))


@function("math", "cbrt(x, /)", doc="Cube root of x.")
def m_cbrt(w: Value) -> Value:
    return new_float(libm.c_cbrt(float_of(w)))


@function("math", "fabs(x, /)", doc="|x| as a float.")
def m_fabs(w: Value) -> Value:
    return new_float(libm.c_fabs(float_of(w)))


@function("math", "erf(x, /)", doc="The error function at x.")
def m_erf(w: Value) -> Value:
    return new_float(libm.c_erf(float_of(w)))


@function("math", "erfc(x, /)", doc="1 - erf(x), exact also for large x.")
def m_erfc(w: Value) -> Value:
    return new_float(libm.c_erfc(float_of(w)))


@function("math", "degrees(x, /)", doc="Radians x in degrees.")
def m_degrees(w: Value) -> Value:
    return new_float(float_of(w) * (180.0 / PI))


@function("math", "radians(x, /)", doc="Degrees x in radians.")
def m_radians(w: Value) -> Value:
    return new_float(float_of(w) * (PI / 180.0))


@function("math", "isnan(x, /)", doc="Whether x is a NaN.")
def m_isnan(w: Value) -> Value:
    x = float_of(w)
    return new_bool(x != x)


@function("math", "isinf(x, /)", doc="Whether x is infinite.")
def m_isinf(w: Value) -> Value:
    return new_bool(libm.is_inf(float_of(w)))


@function("math", "isfinite(x, /)", doc="Whether x is neither infinite nor a NaN.")
def m_isfinite(w: Value) -> Value:
    return new_bool(libm.is_finite(float_of(w)))


# --- two arguments ---------------------------------------------------------------------------------------------------


@function("math", "atan2(y, x, /)", doc="Arc tangent of y/x in radians, by the signs of both.")
def m_atan2(w_y: Value, w_x: Value) -> Value:
    y = float_of(w_y)
    return new_float(libm.c_atan2(y, float_of(w_x)))


@function("math", "copysign(x, y, /)", doc="|x| with the sign of y.")
def m_copysign(w_x: Value, w_y: Value) -> Value:
    x = float_of(w_x)
    return new_float(libm.copysign(x, float_of(w_y)))


@function("math", "fmod(x, y, /)", doc="The remainder of x / y with x's sign, as C defines it.")
def m_fmod(w_x: Value, w_y: Value) -> Value:
    x = float_of(w_x)
    y = float_of(w_y)
    r = libm.c_fmod(x, y)
    if r != r and x == x and y == y:
        raise domain_error()
    return new_float(r)


@function("math", "remainder(x, y, /)", doc="x - n*y for the whole n nearest to x / y.")
def m_remainder(w_x: Value, w_y: Value) -> Value:
    x = float_of(w_x)
    y = float_of(w_y)
    r = libm.c_remainder(x, y)
    if r != r and x == x and y == y:
        raise domain_error()
    return new_float(r)


@function("math", "pow(x, y, /)", doc="x raised to y, as floats.")
def m_pow(w_x: Value, w_y: Value) -> Value:
    x = float_of(w_x)
    y = float_of(w_y)
    r = libm.c_pow(x, y)
    if r - r != 0.0 and libm.is_finite(x) and libm.is_finite(y):
        if r != r or x == 0.0:
            raise domain_error()
        raise range_error()
    return new_float(r)


@function("math", "fma(x, y, z, /)", doc="x * y + z, rounded once.")
def m_fma(w_x: Value, w_y: Value, w_z: Value) -> Value:
    x = float_of(w_x)
    y = float_of(w_y)
    z = float_of(w_z)
    r = libm.c_fma(x, y, z)
    if r - r != 0.0:
        if r != r:
            if x == x and y == y and z == z:
                raise value_error("invalid operation in fma")
        elif libm.is_finite(x) and libm.is_finite(y) and libm.is_finite(z):
            raise overflow_error("overflow in fma")
    return new_float(r)


@function(
    "math",
    "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
    doc="Whether a and b differ by no more than the tolerances.",
)
def m_isclose(w_a: Value, w_b: Value, w_rel: Value, w_abs: Value) -> Value:
    a = float_of(w_a)
    b = float_of(w_b)
    rel = float_of(w_rel)
    tol = float_of(w_abs)
    if rel < 0.0 or tol < 0.0:
        raise value_error("tolerances must be non-negative")
    if a == b:
        return new_bool(True)
    if libm.is_inf(a) or libm.is_inf(b):
        return new_bool(False)
    diff = libm.c_fabs(b - a)
    return new_bool(diff <= libm.c_fabs(rel * b) or diff <= libm.c_fabs(rel * a) or diff <= tol)


# --- parts of a float ------------------------------------------------------------------------------------------------


def split_float(x: float) -> tuple[float, int]:
    """(m, e): x = m * 2**e with 0.5 <= |m| < 1; zeros, infinities and NaNs are their own m."""
    bits = float_bits(x)
    e = (bits >> 52) & 0x7FF
    if e == 0x7FF or x == 0.0:
        return x, 0
    if e == 0:
        x *= 18014398509481984.0  # 2**54
        bits = float_bits(x)
        e = ((bits >> 52) & 0x7FF) - 54
    return bits_float((bits & ~(0x7FF << 52)) | (1022 << 52)), e - 1022


@function("math", "frexp(x, /)", doc="The pair (m, e) with x == m * 2**e and 0.5 <= |m| < 1.")
def m_frexp(w: Value) -> Value:
    m, e = split_float(float_of(w))
    return wrap(new_tuple2(new_float(m), from_int(e)))


@function("math", "ldexp(x, i, /)", doc="x * 2**i")
def m_ldexp(w_x: Value, w_i: Value) -> Value:
    x = float_of(w_x)
    exact = plain(w_i)
    if not is_integer(exact):
        raise type_error("Expected an int as second argument to ldexp.")
    n, too_big = int_to_i64(exact)
    if too_big:
        n = 100000 if int_sign(exact) > 0 else -100000
    n = max(min(n, 100000), -100000)
    if x == 0.0 or not libm.is_finite(x):
        return new_float(x)
    r = libm.c_ldexp(x, i32(n))
    if libm.is_inf(r):
        raise range_error()
    return new_float(r)


@function("math", "modf(x, /)", doc="The pair of the fractional and the whole part of x, both with x's sign.")
def m_modf(w: Value) -> Value:
    x = float_of(w)
    if libm.is_inf(x):
        return wrap(new_tuple2(new_float(libm.copysign(0.0, x)), new_float(x)))
    whole = libm.c_trunc(x)
    return wrap(new_tuple2(new_float(libm.copysign(x - whole, x)), new_float(whole)))


@function(
    "math",
    "nextafter(x, y, /, *, steps=None)",
    doc="The float `steps` steps (one by default) from x towards y.",
)
def m_nextafter(w_x: Value, w_y: Value, w_steps: Value) -> Value:
    x = float_of(w_x)
    y = float_of(w_y)
    if same(w_steps, w_None):
        return new_float(libm.c_nextafter(x, y))
    steps_value = index_value(w_steps)
    if int_sign(steps_value) < 0:
        raise value_error("steps must be a non-negative integer")
    steps, too_big = int_to_i64(steps_value)
    if too_big:
        steps = 0x7FFFFFFFFFFFFFFF
    if steps == 0 or x != x:
        return new_float(x)
    if y != y or x == y:
        return new_float(y)
    # Floats in order of value correspond to integers in order: bits of positive ones, negated bits of negative ones.
    a = _order(x)
    b = _order(y)
    if a < b:
        if ult(steps, wrap_sub(b, a)):
            return new_float(_from_order(a + steps))
    elif ult(steps, wrap_sub(a, b)):
        return new_float(_from_order(a - steps))
    return new_float(y)


def _order(x: float) -> int:
    bits = float_bits(x)
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def _from_order(i: int) -> float:
    if i >= 0:
        return bits_float(i)
    return -bits_float(-i)


@function("math", "ulp(x, /)", doc="The value of the least significant bit of x.")
def m_ulp(w: Value) -> Value:
    x = libm.c_fabs(float_of(w))
    if x - x != 0.0:
        return new_float(x)
    up = libm.c_nextafter(x, libm.INF)
    if libm.is_inf(up):
        return new_float(x - libm.c_nextafter(x, -libm.INF))
    return new_float(up - x)


# --- to ints ---------------------------------------------------------------------------------------------------------


@function("math", "floor(x, /)", doc="The largest int not above x.")
def m_floor(w: Value) -> Value:
    if not is_float(w):
        w_method = special(w, Special.FLOOR)
        if not is_empty(w_method):
            return call_special1(w_method, w)
    return int_from_float(libm.c_floor(float_of(w)))


@function("math", "ceil(x, /)", doc="The smallest int not below x.")
def m_ceil(w: Value) -> Value:
    if not is_float(w):
        w_method = special(w, Special.CEIL)
        if not is_empty(w_method):
            return call_special1(w_method, w)
    return int_from_float(libm.c_ceil(float_of(w)))


@function("math", "trunc(x, /)", doc="x toward zero, by its __trunc__.")
def m_trunc(w: Value) -> Value:
    if is_float(w):
        return int_from_float(float_value(w))
    w_method = special(w, Special.TRUNC)
    if is_empty(w_method):
        raise type_error(f"type {type_name(w)} doesn't define __trunc__ method")
    return call_special1(w_method, w)


# --- logarithms ------------------------------------------------------------------------------------------------------

NATURAL: Final[int] = 0
BINARY: Final[int] = 1
DECIMAL: Final[int] = 2


def _log_float(kind: int, x: float) -> float:
    return libm.c_log(x) if kind == NATURAL else libm.c_log2(x) if kind == BINARY else libm.c_log10(x)


def log_value(kind: int, w: Value) -> float:
    exact = plain(w)
    if is_integer(exact) or (not is_float(exact) and is_empty(special(w, Special.FLOAT)) and has_index(w)):
        if not is_integer(exact):
            exact = index_value(w)
        if int_sign(exact) <= 0:
            raise value_error("expected a positive input")
        m, e = int_to_float_parts(exact)
        if e <= 1023:
            return _log_float(kind, m * power_of_two(e))
        return _log_float(kind, m) + _log_float(kind, 2.0) * float(e)
    x = float_of(w)
    if x <= 0.0:
        raise argument_error("a positive input", x)
    return _log_float(kind, x)


@function("math", "log(x, base=EMPTY, /)", doc="Logarithm of x in the given base, natural by default.")
def m_log(w_x: Value, w_base: Value) -> Value:
    a = log_value(NATURAL, w_x)
    if is_empty(w_base):
        return new_float(a)
    b = log_value(NATURAL, w_base)
    if b == 0.0:
        raise zero_division_error("division by zero")
    return new_float(a / b)


@function("math", "log2(x, /)", doc="Logarithm of x in base 2.")
def m_log2(w: Value) -> Value:
    return new_float(log_value(BINARY, w))


@function("math", "log10(x, /)", doc="Logarithm of x in base 10.")
def m_log10(w: Value) -> Value:
    return new_float(log_value(DECIMAL, w))


# --- gamma -----------------------------------------------------------------------------------------------------------

LANCZOS_G: Final[float] = 6.024680040776729583740234375
LANCZOS_G_HALF: Final[float] = 5.524680040776729583740234375
_NUMERATOR: Array[float] = Array.of([
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
])  # fmt: skip
_DENOMINATOR: Array[float] = Array.of([
    0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0, 32670.0, 1925.0, 66.0, 1.0,
])  # fmt: skip


def _make_factorials() -> Array[float]:
    values = [1.0]
    for i in range(1, 23):
        values.append(values[-1] * i)
    return Array.of(values)


_FACTORIALS: Array[float] = _make_factorials()


def _lanczos_sum(x: float) -> float:
    """The rational function of Lanczos's approximation, evaluated from the side where it does not overflow."""
    num = 0.0
    den = 0.0
    if x < 5.0:
        i = 12
        while i >= 0:
            num = num * x + _NUMERATOR[i]
            den = den * x + _DENOMINATOR[i]
            i -= 1
    else:
        for k in range(13):
            num = num / x + _NUMERATOR[k]
            den = den / x + _DENOMINATOR[k]
    return num / den


def sin_pi(x: float) -> float:
    """sin(pi * x), exact at whole and half x."""
    y = libm.c_fmod(libm.c_fabs(x), 2.0)
    n = int(libm.c_floor(2.0 * y + 0.5))
    if n == 0:
        r = libm.c_sin(PI * y)
    elif n == 1:
        r = libm.c_cos(PI * (y - 0.5))
    elif n == 2:
        r = libm.c_sin(PI * (1.0 - y))
    elif n == 3:
        r = -libm.c_cos(PI * (y - 1.5))
    else:
        r = libm.c_sin(PI * (y - 2.0))
    return libm.copysign(1.0, x) * r


GAMMA_DOMAIN: Final[str] = "a noninteger or positive integer"


@function("math", "gamma(x, /)", doc="The gamma function at x.")
def m_gamma(w: Value) -> Value:
    x = float_of(w)
    if x != x or x == libm.INF:
        return new_float(x)
    if x == -libm.INF or x == 0.0:
        raise argument_error(GAMMA_DOMAIN, x)
    if x == libm.c_floor(x):
        if x < 0.0:
            raise argument_error(GAMMA_DOMAIN, x)
        if x <= 23.0:
            return new_float(_FACTORIALS[int(x) - 1])
    a = libm.c_fabs(x)
    if a < 1e-20:
        r = 1.0 / x
        if libm.is_inf(r):
            raise range_error()
        return new_float(r)
    if a > 200.0:
        if x < 0.0:
            return new_float(0.0 / sin_pi(x))
        raise range_error()
    y = a + LANCZOS_G_HALF
    # z: the error of that sum
    z = (y - a) - LANCZOS_G_HALF if a > LANCZOS_G_HALF else (y - LANCZOS_G_HALF) - a
    z = z * LANCZOS_G / y
    if x < 0.0:
        r = -PI / sin_pi(a) / a * libm.c_exp(y) / _lanczos_sum(a)
        r -= z * r
        if a < 140.0:
            r /= libm.c_pow(y, a - 0.5)
        else:
            root = libm.c_pow(y, a / 2.0 - 0.25)
            r /= root
            r /= root
    else:
        r = _lanczos_sum(a) / libm.c_exp(y)
        r += z * r
        if a < 140.0:
            r *= libm.c_pow(y, a - 0.5)
        else:
            root = libm.c_pow(y, a / 2.0 - 0.25)
            r *= root
            r *= root
    if libm.is_inf(r):
        raise range_error()
    return new_float(r)


@function("math", "lgamma(x, /)", doc="Natural logarithm of the absolute value of gamma(x).")
def m_lgamma(w: Value) -> Value:
    x = float_of(w)
    if x != x:
        return new_float(x)
    if libm.is_inf(x):
        return new_float(libm.INF)
    if x == libm.c_floor(x) and x <= 2.0:
        if x <= 0.0:
            raise argument_error(GAMMA_DOMAIN, x)
        return new_float(0.0)
    a = libm.c_fabs(x)
    if a < 1e-20:
        return new_float(-libm.c_log(a))
    r = libm.c_log(_lanczos_sum(a)) - LANCZOS_G
    r += (a - 0.5) * (libm.c_log(a + LANCZOS_G - 0.5) - 1.0)
    if x < 0.0:
        r = LOG_PI - libm.c_log(libm.c_fabs(sin_pi(a))) - libm.c_log(a) - r
    if libm.is_inf(r):
        raise range_error()
    return new_float(r)

"""complex: pairs of floats, with their arithmetic.

A real operand is not widened to real + 0j but treated as the real number it is, so that signs of zero and infinities come out as in C's Annex G;
products and quotients that come out as NaN although an operand is infinite are put right the way that annex says.
Division is Smith's ("Algorithm 116", 1962).
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.objects.float import libm
from protopython.objects.float.repr import format_float_digits
from protopython.objects.model.define import OBJECT, define_type
from protopython.objects.model.errors import overflow_error, zero_division_error
from protopython.protocore.object import W_Object


class W_Complex(W_Object):
    real: float
    imag: float

    def __init__(self, real: float, imag: float) -> None:
        self.real = real
        self.imag = imag


COMPLEX = define_type(
    "complex",
    W_Complex,
    OBJECT,
    doc="A number with a real and an imaginary part; complex(real, imag), complex(text).",
)

POWER_LIMIT: Final[float] = 100.0
"""Whole exponents up to here are powers by multiplication."""


def new_complex(real: float, imag: float) -> Value:
    return wrap(W_Complex(real, imag))


def _edge(x: float) -> float:
    """1 for an infinity, else 0, with x's sign."""
    return libm.copysign(1.0 if libm.is_inf(x) else 0.0, x)


def _no_nan(x: float) -> float:
    return libm.copysign(0.0, x) if x != x else x


def complex_mul(a: W_Complex, b: W_Complex) -> W_Complex:
    p = a.real
    q = a.imag
    r = b.real
    s = b.imag
    x = p * r - q * s
    y = p * s + q * r
    if x != x and y != y:
        again = False
        if libm.is_inf(p) or libm.is_inf(q):
            p = _edge(p)
            q = _edge(q)
            r = _no_nan(r)
            s = _no_nan(s)
            again = True
        if libm.is_inf(r) or libm.is_inf(s):
            r = _edge(r)
            s = _edge(s)
            p = _no_nan(p)
            q = _no_nan(q)
            again = True
        if not again and (
            libm.is_inf(p * r) or libm.is_inf(q * s) or libm.is_inf(p * s) or libm.is_inf(q * r)
        ):
            p = _no_nan(p)
            q = _no_nan(q)
            r = _no_nan(r)
            s = _no_nan(s)
            again = True
        if again:
            x = libm.INF * (p * r - q * s)
            y = libm.INF * (p * s + q * r)
    return W_Complex(x, y)


def complex_div(a: W_Complex, b: W_Complex) -> W_Complex:
    if b.real == 0.0 and b.imag == 0.0:
        raise zero_division_error("division by zero")
    return _quotient(a, b)


def _quotient(a: W_Complex, b: W_Complex) -> W_Complex:
    if libm.c_fabs(b.real) >= libm.c_fabs(b.imag):
        ratio = b.imag / b.real
        denominator = b.real + b.imag * ratio
        x = (a.real + a.imag * ratio) / denominator
        y = (a.imag - a.real * ratio) / denominator
    elif libm.c_fabs(b.imag) >= libm.c_fabs(b.real):
        ratio = b.real / b.imag
        denominator = b.real * ratio + b.imag
        x = (a.real * ratio + a.imag) / denominator
        y = (a.imag * ratio - a.real) / denominator
    else:
        x = libm.NAN
        y = libm.NAN
    if x != x and y != y:
        if (libm.is_inf(a.real) or libm.is_inf(a.imag)) and libm.is_finite(b.real) and libm.is_finite(b.imag):
            p = _edge(a.real)
            q = _edge(a.imag)
            x = libm.INF * (p * b.real + q * b.imag)
            y = libm.INF * (q * b.real - p * b.imag)
        elif (
            (libm.is_inf(b.real) or libm.is_inf(b.imag)) and libm.is_finite(a.real) and libm.is_finite(a.imag)
        ):
            p = _edge(b.real)
            q = _edge(b.imag)
            x = 0.0 * (a.real * p + a.imag * q)
            y = 0.0 * (a.imag * p - a.real * q)
    return W_Complex(x, y)


def real_over_complex(a: float, b: W_Complex) -> W_Complex:
    if b.real == 0.0 and b.imag == 0.0:
        raise zero_division_error("division by zero")
    if libm.c_fabs(b.real) >= libm.c_fabs(b.imag):
        ratio = b.imag / b.real
        denominator = b.real + b.imag * ratio
        x = a / denominator
        y = (-a * ratio) / denominator
    elif libm.c_fabs(b.imag) >= libm.c_fabs(b.real):
        ratio = b.real / b.imag
        denominator = b.real * ratio + b.imag
        x = (a * ratio) / denominator
        y = -a / denominator
    else:
        x = libm.NAN
        y = libm.NAN
    if x != x and y != y and libm.is_finite(a) and (libm.is_inf(b.real) or libm.is_inf(b.imag)):
        p = _edge(b.real)
        q = _edge(b.imag)
        x = 0.0 * (a * p)
        y = 0.0 * (-a * q)
    return W_Complex(x, y)


def complex_power(a: W_Complex, b: W_Complex) -> W_Complex:
    if b.imag == 0.0 and libm.c_floor(b.real) == b.real and libm.c_fabs(b.real) <= POWER_LIMIT:
        n = int(b.real)
        if n < 0:
            if a.real == 0.0 and a.imag == 0.0:
                raise zero_division_error("zero to a negative or complex power")
            r = _quotient(W_Complex(1.0, 0.0), _whole_power(a, -n))
        else:
            r = _whole_power(a, n)
    elif a.real == 0.0 and a.imag == 0.0:
        if b.imag != 0.0 or b.real < 0.0:
            raise zero_division_error("zero to a negative or complex power")
        r = W_Complex(0.0, 0.0)
    else:
        length = libm.c_hypot(a.real, a.imag)
        angle = libm.c_atan2(a.imag, a.real)
        size = libm.c_pow(length, b.real)
        phase = angle * b.real
        if b.imag != 0.0:
            size *= libm.c_exp(-angle * b.imag)
            phase += b.imag * libm.c_log(length)
        if libm.is_inf(phase):
            raise zero_division_error("zero to a negative or complex power")
        r = W_Complex(size * libm.c_cos(phase), size * libm.c_sin(phase))
    if libm.is_inf(r.real) or libm.is_inf(r.imag):
        raise overflow_error("complex exponentiation")
    return r


def _whole_power(a: W_Complex, n: int) -> W_Complex:
    r = W_Complex(1.0, 0.0)
    p = a
    mask = 1
    while mask <= n:
        if (n & mask) != 0:
            r = complex_mul(r, p)
        mask <<= 1
        if mask <= n:
            p = complex_mul(p, p)
    return r


def complex_abs(a: W_Complex) -> float:
    if libm.is_inf(a.real) or libm.is_inf(a.imag):
        return libm.INF
    if a.real != a.real or a.imag != a.imag:
        return libm.NAN
    r = libm.c_hypot(a.real, a.imag)
    if libm.is_inf(r):
        raise overflow_error("absolute value too large")
    return r


def part_repr(x: float) -> str:
    text = format_float_digits(x, 114, 17, False)
    return "-" + text if libm.sign_bit(x) and x == x else text


def complex_repr(a: W_Complex) -> str:
    if a.real == 0.0 and not libm.sign_bit(a.real):
        return part_repr(a.imag) + "j"
    imag = part_repr(a.imag)
    if imag[0] != "-":
        imag = "+" + imag
    return f"({part_repr(a.real)}{imag}j)"

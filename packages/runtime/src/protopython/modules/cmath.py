"""cmath: functions of complex numbers.

Finite arguments go through formulas that neither overflow early nor cancel near branch points (Kahan, "Branch cuts for complex elementary functions",
1987). Where a part is infinite or NaN the result is read from a table, one row for each kind of real part and one column for each kind of
imaginary part, in the order -inf, negative, -0, +0, positive, +inf, NaN; they are those of C99's Annex G. `.` marks what is computed instead.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, wrap
from protopython.modules.math.float import domain_error, range_error
from protopython.objects.complex import COMPLEX, W_Complex, complex_abs, complex_div, new_complex
from protopython.objects.float import libm
from protopython.objects.float.methods import float_of
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.deprecation import warn_strict_subclass
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool
from protopython.objects.tuple import new_tuple2
from protopython.protocore.value import is_empty, new_float

define_module("cmath", "Functions of complex numbers.")

PI: Final[float] = 3.141592653589793
HALF_PI: Final[float] = 1.5707963267948966
E: Final[float] = 2.718281828459045
LN_2: Final[float] = 0.6931471805599453
LN_10: Final[float] = 2.302585092994046
LARGE: Final[float] = 4.49423283715579e307
"""A quarter of the largest float."""
SQRT_LARGE: Final[float] = 6.703903964971298e153
LOG_LARGE: Final[float] = 708.3964185322641
SMALLEST_NORMAL: Final[float] = 2.2250738585072014e-308
SQRT_SMALL: Final[float] = 1.4916681462400413e-154

constant("cmath", "pi", PI)
constant("cmath", "tau", 2.0 * PI)
constant("cmath", "e", E)
constant("cmath", "inf", libm.INF)
constant("cmath", "nan", libm.NAN)
constant("cmath", "infj", new_complex(0.0, libm.INF))
constant("cmath", "nanj", new_complex(0.0, libm.NAN))


# --- special values --------------------------------------------------------------------------------------------------

_NAMES = {
    "inf": libm.INF, "-inf": -libm.INF, "n": libm.NAN, "0": 0.0, "-0": -0.0, "1": 1.0, "-1": -1.0, "p": PI, "-p": -PI,
    "p12": HALF_PI, "-p12": -HALF_PI, "p14": PI / 4, "-p14": -PI / 4, "p34": 0.75 * PI, "-p34": -0.75 * PI, ".": 0.0,
}  # fmt: skip


def _table(text: str) -> Array[float]:
    """49 pairs `real,imag` (module level only)."""
    cells = text.split()
    assert len(cells) == 49
    values: list[float] = []
    for cell in cells:
        real, _, imag = cell.partition(",")
        values += [_NAMES[real], _NAMES[imag or "."]]
    return Array.of(values)


_ACOS = _table("""
    p34,inf  p,inf    p,inf    p,-inf   p,-inf   p34,-inf n,inf
    p12,inf  .        .        .        .        p12,-inf n,n
    p12,inf  .        p12,0    p12,-0   .        p12,-inf p12,n
    p12,inf  .        p12,0    p12,-0   .        p12,-inf p12,n
    p12,inf  .        .        .        .        p12,-inf n,n
    p14,inf  0,inf    0,inf    0,-inf   0,-inf   p14,-inf n,inf
    n,inf    n,n      n,n      n,n      n,n      n,-inf   n,n
""")
_ACOSH = _table("""
    inf,-p34 inf,-p   inf,-p   inf,p    inf,p    inf,p34  inf,n
    inf,-p12 .        .        .        .        inf,p12  n,n
    inf,-p12 .        0,-p12   0,p12    .        inf,p12  n,p12
    inf,-p12 .        0,-p12   0,p12    .        inf,p12  n,p12
    inf,-p12 .        .        .        .        inf,p12  n,n
    inf,-p14 inf,-0   inf,-0   inf,0    inf,0    inf,p14  inf,n
    inf,n    n,n      n,n      n,n      n,n      inf,n    n,n
""")
_ASINH = _table("""
    -inf,-p14 -inf,-0 -inf,-0  -inf,0   -inf,0   -inf,p14 -inf,n
    -inf,-p12 .       .        .        .        -inf,p12 n,n
    -inf,-p12 .       -0,-0    -0,0     .        -inf,p12 n,n
    inf,-p12 .        0,-0     0,0      .        inf,p12  n,n
    inf,-p12 .        .        .        .        inf,p12  n,n
    inf,-p14 inf,-0   inf,-0   inf,0    inf,0    inf,p14  inf,n
    inf,n    n,n      n,-0     n,0      n,n      inf,n    n,n
""")
_ATANH = _table("""
    -0,-p12  -0,-p12  -0,-p12  -0,p12   -0,p12   -0,p12   -0,n
    -0,-p12  .        .        .        .        -0,p12   n,n
    -0,-p12  .        -0,-0    -0,0     .        -0,p12   -0,n
    0,-p12   .        0,-0     0,0      .        0,p12    0,n
    0,-p12   .        .        .        .        0,p12    n,n
    0,-p12   0,-p12   0,-p12   0,p12    0,p12    0,p12    0,n
    0,-p12   n,n      n,n      n,n      n,n      0,p12    n,n
""")
_COSH = _table("""
    inf,n    .        inf,0    inf,-0   .        inf,n    inf,n
    n,n      .        .        .        .        n,n      n,n
    n,0      .        1,0      1,-0     .        n,0      n,0
    n,0      .        1,-0     1,0      .        n,0      n,0
    n,n      .        .        .        .        n,n      n,n
    inf,n    .        inf,-0   inf,0    .        inf,n    inf,n
    n,n      n,n      n,0      n,0      n,n      n,n      n,n
""")
_SINH = _table("""
    inf,n    .        -inf,-0  -inf,0   .        inf,n    inf,n
    n,n      .        .        .        .        n,n      n,n
    0,n      .        -0,-0    -0,0     .        0,n      0,n
    0,n      .        0,-0     0,0      .        0,n      0,n
    n,n      .        .        .        .        n,n      n,n
    inf,n    .        inf,-0   inf,0    .        inf,n    inf,n
    n,n      n,n      n,-0     n,0      n,n      n,n      n,n
""")
_TANH = _table("""
    -1,0     .        -1,-0    -1,0     .        -1,0     -1,0
    n,n      .        .        .        .        n,n      n,n
    -0,n     .        -0,-0    -0,0     .        -0,n     -0,n
    0,n      .        0,-0     0,0      .        0,n      0,n
    n,n      .        .        .        .        n,n      n,n
    1,0      .        1,-0     1,0      .        1,0      1,0
    n,n      n,n      n,-0     n,0      n,n      n,n      n,n
""")
_EXP = _table("""
    0,0      .        0,-0     0,0      .        0,0      0,0
    n,n      .        .        .        .        n,n      n,n
    n,n      .        1,-0     1,0      .        n,n      n,n
    n,n      .        1,-0     1,0      .        n,n      n,n
    n,n      .        .        .        .        n,n      n,n
    inf,n    .        inf,-0   inf,0    .        inf,n    inf,n
    n,n      n,n      n,-0     n,0      n,n      n,n      n,n
""")
_LOG = _table("""
    inf,-p34 inf,-p   inf,-p   inf,p    inf,p    inf,p34  inf,n
    inf,-p12 .        .        .        .        inf,p12  n,n
    inf,-p12 .        -inf,-p  -inf,p   .        inf,p12  n,n
    inf,-p12 .        -inf,-0  -inf,0   .        inf,p12  n,n
    inf,-p12 .        .        .        .        inf,p12  n,n
    inf,-p14 inf,-0   inf,-0   inf,0    inf,0    inf,p14  inf,n
    inf,n    n,n      n,n      n,n      n,n      inf,n    n,n
""")
_SQRT = _table("""
    inf,-inf 0,-inf   0,-inf   0,inf    0,inf    inf,inf  n,inf
    inf,-inf .        .        .        .        inf,inf  n,n
    inf,-inf .        0,-0     0,0      .        inf,inf  n,n
    inf,-inf .        0,-0     0,0      .        inf,inf  n,n
    inf,-inf .        .        .        .        inf,inf  n,n
    inf,-inf inf,-0   inf,-0   inf,0    inf,0    inf,inf  inf,n
    inf,-inf n,n      n,n      n,n      n,n      inf,inf  n,n
""")
_RECT = _table("""
    inf,n    .        -inf,0   -inf,-0  .        inf,n    inf,n
    n,n      .        .        .        .        n,n      n,n
    0,0      .        -0,0     -0,-0    .        0,0      0,0
    0,0      .        0,-0     0,0      .        0,0      0,0
    n,n      .        .        .        .        n,n      n,n
    inf,n    .        inf,-0   inf,0    .        inf,n    inf,n
    n,n      n,n      n,0      n,0      n,n      n,n      n,n
""")


def _kind(x: float) -> int:
    if x != x:
        return 6
    if x == 0.0:
        return 2 if libm.sign_bit(x) else 3
    if x < 0.0:
        return 0 if x == -libm.INF else 1
    return 5 if x == libm.INF else 4


def _special(table: Array[float], x: float, y: float) -> W_Complex:
    at = 2 * (7 * _kind(x) + _kind(y))
    return W_Complex(table[at], table[at + 1])


def _finite(z: W_Complex) -> bool:
    return libm.is_finite(z.real) and libm.is_finite(z.imag)


def complex_of(v: Value) -> W_Complex:
    """An argument: a complex, what `__complex__` gives, or a real number."""
    c = try_as(W_Complex, v)
    if c is not None:
        return c
    w_method = special(v, Special.COMPLEX)
    if not is_empty(w_method):
        w = call_special1(w_method, v)
        c = try_as(W_Complex, w)
        if c is None:
            raise type_error(f"__complex__ returned non-complex (type {type_name(w)})")
        if type_of(w) is not COMPLEX:
            warn_strict_subclass("__complex__", w, "complex")
        return c
    return W_Complex(float_of(v), 0.0)


def _checked(z: W_Complex) -> W_Complex:
    """z, computed from finite parts: an infinity is an overflow."""
    if libm.is_inf(z.real) or libm.is_inf(z.imag):
        raise range_error()
    return z


# --- functions -------------------------------------------------------------------------------------------------------


def c_sqrt(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_SQRT, z.real, z.imag)
    if z.real == 0.0 and z.imag == 0.0:
        return W_Complex(0.0, z.imag)
    ax = libm.c_fabs(z.real)
    ay = libm.c_fabs(z.imag)
    if ax < SMALLEST_NORMAL and ay < SMALLEST_NORMAL:
        ax = libm.c_ldexp(ax, i32(53))
        s = libm.c_ldexp(libm.c_sqrt(ax + libm.c_hypot(ax, libm.c_ldexp(ay, i32(53)))), i32(-27))
    else:
        ax /= 8.0
        s = 2.0 * libm.c_sqrt(ax + libm.c_hypot(ax, ay / 8.0))
    d = ay / (2.0 * s)
    if z.real >= 0.0:
        return W_Complex(s, libm.copysign(d, z.imag))
    return W_Complex(d, libm.copysign(s, z.imag))


def _is_large(z: W_Complex) -> bool:
    return libm.c_fabs(z.real) > LARGE or libm.c_fabs(z.imag) > LARGE


def _log_large(z: W_Complex) -> float:
    """log(2 * |z|)"""
    return libm.c_log(libm.c_hypot(z.real / 2.0, z.imag / 2.0)) + LN_2 * 2.0


def c_acos(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_ACOS, z.real, z.imag)
    if _is_large(z):
        y = _log_large(z)
        real = libm.c_atan2(libm.c_fabs(z.imag), z.real)
        if z.real < 0.0:
            return W_Complex(real, -libm.copysign(y, z.imag))
        return W_Complex(real, libm.copysign(y, -z.imag))
    a = c_sqrt(W_Complex(1.0 - z.real, -z.imag))
    b = c_sqrt(W_Complex(1.0 + z.real, z.imag))
    return W_Complex(2.0 * libm.c_atan2(a.real, b.real), libm.c_asinh(b.real * a.imag - b.imag * a.real))


def c_acosh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_ACOSH, z.real, z.imag)
    if _is_large(z):
        return W_Complex(_log_large(z), libm.c_atan2(z.imag, z.real))
    a = c_sqrt(W_Complex(z.real - 1.0, z.imag))
    b = c_sqrt(W_Complex(z.real + 1.0, z.imag))
    return W_Complex(libm.c_asinh(a.real * b.real + a.imag * b.imag), 2.0 * libm.c_atan2(a.imag, b.real))


def c_asinh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_ASINH, z.real, z.imag)
    if _is_large(z):
        x = _log_large(z)
        real = libm.copysign(x, z.real) if z.imag >= 0.0 else -libm.copysign(x, -z.real)
        return W_Complex(real, libm.c_atan2(z.imag, libm.c_fabs(z.real)))
    a = c_sqrt(W_Complex(1.0 + z.imag, -z.real))
    b = c_sqrt(W_Complex(1.0 - z.imag, z.real))
    return W_Complex(
        libm.c_asinh(a.real * b.imag - b.real * a.imag),
        libm.c_atan2(z.imag, a.real * b.real - a.imag * b.imag),
    )


def c_atanh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_ATANH, z.real, z.imag)
    if libm.sign_bit(z.real):
        r = c_atanh(W_Complex(-z.real, -z.imag))
        return W_Complex(-r.real, -r.imag)
    x = z.real
    ay = libm.c_fabs(z.imag)
    if x > SQRT_LARGE or ay > SQRT_LARGE:
        h = libm.c_hypot(x / 2.0, z.imag / 2.0)
        return W_Complex(x / 4.0 / h / h, -libm.copysign(HALF_PI, -z.imag))
    if x == 1.0 and ay < SQRT_SMALL:
        if ay == 0.0:
            raise domain_error()
        return W_Complex(
            -libm.c_log(libm.c_sqrt(ay) / libm.c_sqrt(libm.c_hypot(ay, 2.0))),
            libm.copysign(libm.c_atan2(2.0, -ay) / 2.0, z.imag),
        )
    return W_Complex(
        libm.c_log1p(4.0 * x / ((1.0 - x) * (1.0 - x) + ay * ay)) / 4.0,
        -libm.c_atan2(-2.0 * z.imag, (1.0 - x) * (1.0 + x) - ay * ay) / 2.0,
    )


def c_cosh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        if libm.is_inf(z.imag) and z.real == z.real:
            raise domain_error()
        if libm.is_inf(z.real) and libm.is_finite(z.imag) and z.imag != 0.0:
            y = libm.copysign(libm.INF, libm.c_sin(z.imag))
            return W_Complex(libm.copysign(libm.INF, libm.c_cos(z.imag)), y if z.real > 0.0 else -y)
        return _special(_COSH, z.real, z.imag)
    if libm.c_fabs(z.real) > LOG_LARGE:
        less = z.real - libm.copysign(1.0, z.real)
        return _checked(
            W_Complex(libm.c_cos(z.imag) * libm.c_cosh(less) * E, libm.c_sin(z.imag) * libm.c_sinh(less) * E)
        )
    return _checked(
        W_Complex(libm.c_cos(z.imag) * libm.c_cosh(z.real), libm.c_sin(z.imag) * libm.c_sinh(z.real))
    )


def c_sinh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        if libm.is_inf(z.imag) and z.real == z.real:
            raise domain_error()
        if libm.is_inf(z.real) and libm.is_finite(z.imag) and z.imag != 0.0:
            x = libm.copysign(libm.INF, libm.c_cos(z.imag))
            return W_Complex(x if z.real > 0.0 else -x, libm.copysign(libm.INF, libm.c_sin(z.imag)))
        return _special(_SINH, z.real, z.imag)
    if libm.c_fabs(z.real) > LOG_LARGE:
        less = z.real - libm.copysign(1.0, z.real)
        return _checked(
            W_Complex(libm.c_cos(z.imag) * libm.c_sinh(less) * E, libm.c_sin(z.imag) * libm.c_cosh(less) * E)
        )
    return _checked(
        W_Complex(libm.c_cos(z.imag) * libm.c_sinh(z.real), libm.c_sin(z.imag) * libm.c_cosh(z.real))
    )


def c_tanh(z: W_Complex) -> W_Complex:
    if not _finite(z):
        if libm.is_inf(z.imag) and libm.is_finite(z.real):
            raise domain_error()
        if libm.is_inf(z.real) and libm.is_finite(z.imag) and z.imag != 0.0:
            y = libm.copysign(0.0, 2.0 * libm.c_sin(z.imag) * libm.c_cos(z.imag))
            return W_Complex(1.0 if z.real > 0.0 else -1.0, y)
        return _special(_TANH, z.real, z.imag)
    if libm.c_fabs(z.real) > LOG_LARGE:
        y = 4.0 * libm.c_sin(z.imag) * libm.c_cos(z.imag) * libm.c_exp(-2.0 * libm.c_fabs(z.real))
        return W_Complex(libm.copysign(1.0, z.real), y)
    tx = libm.c_tanh(z.real)
    ty = libm.c_tan(z.imag)
    cx = 1.0 / libm.c_cosh(z.real)
    product = tx * ty
    denominator = 1.0 + product * product
    return W_Complex(tx * (1.0 + ty * ty) / denominator, ((ty / denominator) * cx) * cx)


def c_exp(z: W_Complex) -> W_Complex:
    if not _finite(z):
        if libm.is_inf(z.imag) and (libm.is_finite(z.real) or z.real == libm.INF):
            raise domain_error()
        if libm.is_inf(z.real) and libm.is_finite(z.imag) and z.imag != 0.0:
            size = libm.INF if z.real > 0.0 else 0.0
            return W_Complex(libm.copysign(size, libm.c_cos(z.imag)), libm.copysign(size, libm.c_sin(z.imag)))
        return _special(_EXP, z.real, z.imag)
    if z.real > LOG_LARGE:
        size = libm.c_exp(z.real - 1.0)
        return _checked(W_Complex(size * libm.c_cos(z.imag) * E, size * libm.c_sin(z.imag) * E))
    size = libm.c_exp(z.real)
    return _checked(W_Complex(size * libm.c_cos(z.imag), size * libm.c_sin(z.imag)))


def c_log(z: W_Complex) -> W_Complex:
    if not _finite(z):
        return _special(_LOG, z.real, z.imag)
    ax = libm.c_fabs(z.real)
    ay = libm.c_fabs(z.imag)
    if ax > LARGE or ay > LARGE:
        x = libm.c_log(libm.c_hypot(ax / 2.0, ay / 2.0)) + LN_2
    elif ax < SMALLEST_NORMAL and ay < SMALLEST_NORMAL:
        if ax == 0.0 and ay == 0.0:
            raise domain_error()
        x = libm.c_log(libm.c_hypot(libm.c_ldexp(ax, i32(53)), libm.c_ldexp(ay, i32(53)))) - 53.0 * LN_2
    else:
        h = libm.c_hypot(ax, ay)
        if 0.71 <= h <= 1.73:
            big = max(ax, ay)
            small = min(ax, ay)
            x = libm.c_log1p((big - 1.0) * (big + 1.0) + small * small) / 2.0
        else:
            x = libm.c_log(h)
    return W_Complex(x, libm.c_atan2(z.imag, z.real))


def _turned(z: W_Complex) -> W_Complex:
    """z * i"""
    return W_Complex(-z.imag, z.real)


def _turned_back(z: W_Complex) -> Value:
    """z / i"""
    return new_complex(z.imag, -z.real)


@function("cmath", "sqrt(z, /)", doc="Square root of z.")
def m_sqrt(w: Value) -> Value:
    return wrap(c_sqrt(complex_of(w)))


@function("cmath", "acos(z, /)", doc="Arc cosine of z.")
def m_acos(w: Value) -> Value:
    return wrap(c_acos(complex_of(w)))


@function("cmath", "acosh(z, /)", doc="Inverse hyperbolic cosine of z.")
def m_acosh(w: Value) -> Value:
    return wrap(c_acosh(complex_of(w)))


@function("cmath", "asin(z, /)", doc="Arc sine of z.")
def m_asin(w: Value) -> Value:
    return _turned_back(c_asinh(_turned(complex_of(w))))


@function("cmath", "asinh(z, /)", doc="Inverse hyperbolic sine of z.")
def m_asinh(w: Value) -> Value:
    return wrap(c_asinh(complex_of(w)))


@function("cmath", "atan(z, /)", doc="Arc tangent of z.")
def m_atan(w: Value) -> Value:
    return _turned_back(c_atanh(_turned(complex_of(w))))


@function("cmath", "atanh(z, /)", doc="Inverse hyperbolic tangent of z.")
def m_atanh(w: Value) -> Value:
    return wrap(c_atanh(complex_of(w)))


@function("cmath", "cos(z, /)", doc="Cosine of z.")
def m_cos(w: Value) -> Value:
    return wrap(c_cosh(_turned(complex_of(w))))


@function("cmath", "cosh(z, /)", doc="Hyperbolic cosine of z.")
def m_cosh(w: Value) -> Value:
    return wrap(c_cosh(complex_of(w)))


@function("cmath", "sin(z, /)", doc="Sine of z.")
def m_sin(w: Value) -> Value:
    return _turned_back(c_sinh(_turned(complex_of(w))))


@function("cmath", "sinh(z, /)", doc="Hyperbolic sine of z.")
def m_sinh(w: Value) -> Value:
    return wrap(c_sinh(complex_of(w)))


@function("cmath", "tan(z, /)", doc="Tangent of z.")
def m_tan(w: Value) -> Value:
    return _turned_back(c_tanh(_turned(complex_of(w))))


@function("cmath", "tanh(z, /)", doc="Hyperbolic tangent of z.")
def m_tanh(w: Value) -> Value:
    return wrap(c_tanh(complex_of(w)))


@function("cmath", "exp(z, /)", doc="e raised to z.")
def m_exp(w: Value) -> Value:
    return wrap(c_exp(complex_of(w)))


@function(
    "cmath",
    "log(z, base=EMPTY, /)",
    doc="Logarithm of z in the given base, natural by default.",
    shown="($module, z, base=<unrepresentable>, /)",
)
def m_log(w_z: Value, w_base: Value) -> Value:
    r = c_log(complex_of(w_z))
    if is_empty(w_base):
        return wrap(r)
    base = c_log(complex_of(w_base))
    if base.real == 0.0 and base.imag == 0.0:
        raise domain_error()
    return wrap(complex_div(r, base))


@function("cmath", "log10(z, /)", doc="Logarithm of z in base 10.")
def m_log10(w: Value) -> Value:
    r = c_log(complex_of(w))
    return new_complex(r.real / LN_10, r.imag / LN_10)


# --- polar coordinates, classes --------------------------------------------------------------------------------------


@function("cmath", "phase(z, /)", doc="The angle of z, from -pi to pi.")
def m_phase(w: Value) -> Value:
    z = complex_of(w)
    angle = libm.c_atan2(z.imag, z.real)
    if angle == 0.0 and z.imag != 0.0 and _finite(z):  # too small for a float
        raise range_error()
    return new_float(angle)


@function("cmath", "polar(z, /)", doc="The pair of the length and the angle of z.")
def m_polar(w: Value) -> Value:
    z = complex_of(w)
    if not _finite(z):
        size = libm.INF if libm.is_inf(z.real) or libm.is_inf(z.imag) else libm.NAN
    else:
        size = libm.c_hypot(z.real, z.imag)
        if libm.is_inf(size):
            raise range_error()
    return wrap(new_tuple2(new_float(size), new_float(libm.c_atan2(z.imag, z.real))))


@function("cmath", "rect(r, phi, /)", doc="The number with length r and angle phi.")
def m_rect(w_r: Value, w_phi: Value) -> Value:
    r = float_of(w_r)
    phi = float_of(w_phi)
    if not libm.is_finite(r) or not libm.is_finite(phi):
        if r != 0.0 and r == r and libm.is_inf(phi):
            raise domain_error()
        if libm.is_inf(r) and libm.is_finite(phi) and phi != 0.0:
            x = libm.copysign(libm.INF, libm.c_cos(phi))
            y = libm.copysign(libm.INF, libm.c_sin(phi))
            return new_complex(x, y) if r > 0.0 else new_complex(-x, -y)
        return wrap(_special(_RECT, r, phi))
    if phi == 0.0:
        return new_complex(r, r * phi)
    return new_complex(r * libm.c_cos(phi), r * libm.c_sin(phi))


@function("cmath", "isfinite(z, /)", doc="Whether both parts of z are finite.")
def m_isfinite(w: Value) -> Value:
    return new_bool(_finite(complex_of(w)))


@function("cmath", "isnan(z, /)", doc="Whether a part of z is a NaN.")
def m_isnan(w: Value) -> Value:
    z = complex_of(w)
    return new_bool(z.real != z.real or z.imag != z.imag)


@function("cmath", "isinf(z, /)", doc="Whether a part of z is infinite.")
def m_isinf(w: Value) -> Value:
    z = complex_of(w)
    return new_bool(libm.is_inf(z.real) or libm.is_inf(z.imag))


@function(
    "cmath",
    "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
    doc="Whether a and b differ by no more than the tolerances.",
)
def m_isclose(w_a: Value, w_b: Value, w_rel: Value, w_abs: Value) -> Value:
    a = complex_of(w_a)
    b = complex_of(w_b)
    rel = float_of(w_rel)
    tol = float_of(w_abs)
    if rel < 0.0 or tol < 0.0:
        raise value_error("tolerances must be non-negative")
    if a.real == b.real and a.imag == b.imag:
        return new_bool(True)
    if libm.is_inf(a.real) or libm.is_inf(a.imag) or libm.is_inf(b.real) or libm.is_inf(b.imag):
        return new_bool(False)
    diff = complex_abs(W_Complex(a.real - b.real, a.imag - b.imag))
    return new_bool(diff <= rel * complex_abs(b) or diff <= rel * complex_abs(a) or diff <= tol)

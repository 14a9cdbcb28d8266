"""Functions of the C mathematics library, declared once for float, complex, int and the modules math and cmath.

IEEE 754 leaves only + - * / sqrt fma exactly defined; for the rest CPython's results are those of the platform's libm, and so are ours.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import bits_float, c_function, float_bits

INF: Final[float] = float("inf")
NAN: Final[float] = float("nan")


def is_finite(x: float) -> bool:
    return x - x == 0.0


def is_inf(x: float) -> bool:
    return x == INF or x == -INF


def sign_bit(x: float) -> bool:
    return float_bits(x) < 0


def copysign(x: float, y: float) -> float:
    return bits_float((float_bits(x) & 0x7FFFFFFFFFFFFFFF) | (float_bits(y) & (-0x7FFFFFFFFFFFFFFF - 1)))


@c_function("acos")
def c_acos(x: float) -> float: ...


@c_function("acosh")
def c_acosh(x: float) -> float: ...


@c_function("asin")
def c_asin(x: float) -> float: ...


@c_function("asinh")
def c_asinh(x: float) -> float: ...


@c_function("atan")
def c_atan(x: float) -> float: ...


@c_function("atanh")
def c_atanh(x: float) -> float: ...


@c_function("cbrt")
def c_cbrt(x: float) -> float: ...


@c_function("ceil")
def c_ceil(x: float) -> float: ...


@c_function("cos")
def c_cos(x: float) -> float: ...


@c_function("cosh")
def c_cosh(x: float) -> float: ...


@c_function("erf")
def c_erf(x: float) -> float: ...


@c_function("erfc")
def c_erfc(x: float) -> float: ...


@c_function("exp")
def c_exp(x: float) -> float: ...


@c_function("exp2")
def c_exp2(x: float) -> float: ...


@c_function("expm1")
def c_expm1(x: float) -> float: ...


@c_function("fabs")
def c_fabs(x: float) -> float: ...


@c_function("floor")
def c_floor(x: float) -> float: ...


@c_function("log")
def c_log(x: float) -> float: ...


@c_function("log10")
def c_log10(x: float) -> float: ...


@c_function("log1p")
def c_log1p(x: float) -> float: ...


@c_function("log2")
def c_log2(x: float) -> float: ...


@c_function("rint")
def c_rint(x: float) -> float: ...


@c_function("sin")
def c_sin(x: float) -> float: ...


@c_function("sinh")
def c_sinh(x: float) -> float: ...


@c_function("sqrt")
def c_sqrt(x: float) -> float: ...


@c_function("tan")
def c_tan(x: float) -> float: ...


@c_function("tanh")
def c_tanh(x: float) -> float: ...


@c_function("trunc")
def c_trunc(x: float) -> float: ...


@c_function("atan2")
def c_atan2(x: float, y: float) -> float: ...


@c_function("fmod")
def c_fmod(x: float, y: float) -> float: ...


@c_function("hypot")
def c_hypot(x: float, y: float) -> float: ...


@c_function("nextafter")
def c_nextafter(x: float, y: float) -> float: ...


@c_function("pow")
def c_pow(x: float, y: float) -> float: ...


@c_function("remainder")
def c_remainder(x: float, y: float) -> float: ...


@c_function("fma")
def c_fma(x: float, y: float, z: float) -> float: ...


@c_function("ldexp")
def c_ldexp(x: float, n: i32) -> float: ...

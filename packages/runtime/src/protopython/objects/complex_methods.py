"""What Python programs see of complex: its constructor, special methods and methods."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, new_with_shape, str_char, try_as, wrap, wrap_add, wrap_mul
from protopython.objects.complex import (
    COMPLEX,
    W_Complex,
    complex_abs,
    complex_div,
    complex_mul,
    complex_power,
    complex_repr,
    new_complex,
    real_over_complex,
)
from protopython.objects.float.float import compare_float_to, float_hash, is_number, to_float
from protopython.objects.float.methods import float_of, has_float
from protopython.objects.float.parse import parse_float
from protopython.objects.int.bigint import new_int
from protopython.objects.model import operations
from protopython.objects.model.define import class_method, getter, method, new
from protopython.objects.model.deprecation import warn_deprecated, warn_strict_subclass
from protopython.objects.model.errors import type_error, value_error, zero_division_error
from protopython.objects.model.format_number import format_complex
from protopython.objects.model.number_text import number_text, without_underscores
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.value import is_empty, new_float, same


def allocate(cls: W_Type, real: float, imag: float) -> Value:
    w = new_with_shape(W_Complex, cls.root_shape)
    w.real = real
    w.imag = imag
    return wrap(w)


# --- construction ----------------------------------------------------------------------------------------------------


@new(COMPLEX, "(cls, real=0, imag=EMPTY)", shown="(real=0, imag=0)")
def complex_new(cls: W_Type, w_real: Value, w_imag: Value) -> Value:
    if is_empty(w_imag):
        if cls is COMPLEX and type_of(w_real) is COMPLEX:
            return w_real
        text = as_str(w_real)
        if text is not None:
            return complex_of_text(cls, text)
        w_exact = try_as(W_Complex, w_real)
        if w_exact is None:
            w_exact = _by_method(w_real)
        if w_exact is not None:
            return allocate(cls, w_exact.real, w_exact.imag)
        if not has_float(w_real):
            raise type_error(f"complex() argument must be a string or a number, not {type_name(w_real)}")
        return allocate(cls, float_of(w_real), 0.0)
    a = _part(w_real, "real")
    b = _part(w_imag, "imag")
    # a + b*1j, where both may be complex; a real part that is not there must not touch the sign of a zero
    real = a.real if b.imag == 0.0 else a.real - b.imag
    imag = b.real if a.imag == 0.0 else a.imag + b.real
    return allocate(cls, real, imag)


def _by_method(v: Value) -> W_Complex | None:
    """What v's `__complex__` gives."""
    w_method = special(v, Special.COMPLEX)
    if is_empty(w_method):
        return None
    w = call_special1(w_method, v)
    c = try_as(W_Complex, w)
    if c is None:
        raise type_error(f"__complex__ returned non-complex (type {type_name(w)})")
    if type_of(w) is not COMPLEX:
        warn_strict_subclass("__complex__", w, "complex")
    return c


def _part(v: Value, name: str) -> W_Complex:
    c = try_as(W_Complex, v)
    if c is None and name == "real":
        c = _by_method(v)
    if c is not None:
        warn_deprecated(f"complex() argument '{name}' must be a real number, not {type_name(v)}")
        return c
    if as_str(v) is not None or not has_float(v):
        raise type_error(f"complex() argument '{name}' must be a real number, not {type_name(v)}")
    return W_Complex(float_of(v), 0.0)


MALFORMED: Final[str] = "complex() arg is a malformed string"


def complex_of_text(cls: W_Type, text: str) -> Value:
    s = without_underscores(number_text(text))
    n = len(s)
    i = 0
    parenthesis = n > 0 and str_char(s, 0) == 40
    if parenthesis:
        if str_char(s, n - 1) != 41:
            raise value_error(MALFORMED)
        s = number_text(s[1 : n - 1])
        n = len(s)
    if n == 0:
        raise value_error(MALFORMED)
    real = 0.0
    imag = 0.0
    first = parse_float(s, 0)
    if first.end > 0:
        i = first.end
        if i == n:
            return allocate(cls, first.value, 0.0)
        c = str_char(s, i)
        if c == 43 or c == 45:
            real = first.value
            second = parse_float(s, i)
            if second.end > 0:
                imag = second.value
                i = second.end
            else:  # a sign alone before j
                imag = 1.0 if c == 43 else -1.0
                i += 1
        else:
            imag = first.value
    else:  # [+-]j
        imag = 1.0
        if str_char(s, 0) == 43 or str_char(s, 0) == 45:
            imag = -1.0 if str_char(s, 0) == 45 else 1.0
            i = 1
    if i != n - 1 or (str_char(s, i) | 32) != 106:
        raise value_error(MALFORMED)
    return allocate(cls, real, imag)


@class_method(COMPLEX, "from_number(cls, number, /)", doc="A number as a complex; text is refused.")
def complex_from_number(cls: W_Type, w_number: Value) -> Value:
    if cls is COMPLEX and type_of(w_number) is COMPLEX:
        return w_number
    c = try_as(W_Complex, w_number)
    if c is None:
        c = _by_method(w_number)
    if c is None:
        return allocate(cls, float_of(w_number), 0.0)
    return allocate(cls, c.real, c.imag)


# --- arithmetic ------------------------------------------------------------------------------------------------------


@method(COMPLEX, "__radd__(self, value, /)", doc="value + self")
@method(COMPLEX, "__add__(self, value, /)", doc="self + value")
def complex_add(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return new_complex(self.real + c.real, self.imag + c.imag)
    w = plain(w)
    return new_complex(self.real + to_float(w), self.imag) if is_number(w) else w_NotImplemented


@method(COMPLEX, "__sub__(self, value, /)", doc="self - value")
def complex_sub(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return new_complex(self.real - c.real, self.imag - c.imag)
    w = plain(w)
    return new_complex(self.real - to_float(w), self.imag) if is_number(w) else w_NotImplemented


@method(COMPLEX, "__rsub__(self, value, /)", doc="value - self")
def complex_rsub(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return new_complex(c.real - self.real, c.imag - self.imag)
    w = plain(w)
    return new_complex(to_float(w) - self.real, -self.imag) if is_number(w) else w_NotImplemented


@method(COMPLEX, "__rmul__(self, value, /)", doc="value * self")
@method(COMPLEX, "__mul__(self, value, /)", doc="self * value")
def complex_m_mul(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return wrap(complex_mul(self, c))
    w = plain(w)
    if not is_number(w):
        return w_NotImplemented
    x = to_float(w)
    return new_complex(self.real * x, self.imag * x)


@method(COMPLEX, "__truediv__(self, value, /)", doc="self / value")
def complex_truediv(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return wrap(complex_div(self, c))
    w = plain(w)
    if not is_number(w):
        return w_NotImplemented
    x = to_float(w)
    if x == 0.0:
        raise zero_division_error("division by zero")
    return new_complex(self.real / x, self.imag / x)


@method(COMPLEX, "__rtruediv__(self, value, /)", doc="value / self")
def complex_rtruediv(self: W_Complex, w: Value) -> Value:
    c = try_as(W_Complex, w)
    if c is not None:
        return wrap(complex_div(c, self))
    w = plain(w)
    return wrap(real_over_complex(to_float(w), self)) if is_number(w) else w_NotImplemented


def _operand(w: Value) -> W_Complex | None:
    """w as a complex; None for what is no number."""
    c = try_as(W_Complex, w)
    if c is not None:
        return c
    w = plain(w)
    return W_Complex(to_float(w), 0.0) if is_number(w) else None


@method(COMPLEX, "__pow__(self, value, mod=None, /)", doc="pow(self, value)")
def complex_pow(self: W_Complex, w: Value, w_mod: Value) -> Value:
    b = _operand(w)
    if b is None:
        return w_NotImplemented
    if not same(w_mod, w_None):
        raise value_error("complex modulo")
    return wrap(complex_power(self, b))


@method(COMPLEX, "__rpow__(self, value, mod=None, /)", doc="pow(value, self)")
def complex_rpow(self: W_Complex, w: Value, w_mod: Value) -> Value:
    a = _operand(w)
    if a is None:
        return w_NotImplemented
    if not same(w_mod, w_None):
        raise value_error("complex modulo")
    return wrap(complex_power(a, self))


# --- comparison, conversion ------------------------------------------------------------------------------------------


def _equal(a: W_Complex, w: Value) -> int:
    """1 equal, 0 not, -1 no number."""
    c = try_as(W_Complex, w)
    if c is not None:
        return 1 if a.real == c.real and a.imag == c.imag else 0
    w = plain(w)
    if not is_number(w):
        return -1
    return 1 if a.imag == 0.0 and compare_float_to(a.real, w) == 0 else 0


@method(COMPLEX, "__eq__(self, value, /)", doc="self == value")
def complex_eq(self: W_Complex, w: Value) -> Value:
    e = _equal(self, w)
    return w_NotImplemented if e < 0 else new_bool(e == 1)


@method(COMPLEX, "__ne__(self, value, /)", doc="self != value")
def complex_ne(self: W_Complex, w: Value) -> Value:
    e = _equal(self, w)
    return w_NotImplemented if e < 0 else new_bool(e == 0)


@method(COMPLEX, "__hash__(self, /)", doc="hash(self)")
def complex_hash(self: W_Complex) -> Value:
    h = wrap_add(float_hash(new_float(self.real)), wrap_mul(1000003, float_hash(new_float(self.imag))))
    return new_int(-2 if h == -1 else h)


@method(COMPLEX, "__repr__(self, /)", doc="repr(self)")
def complex_m_repr(self: W_Complex) -> Value:
    return wrap(complex_repr(self))


@method(COMPLEX, "__format__(self, format_spec, /)", doc="self as format_spec says.")
def complex_format(self: W_Complex, w_spec: Value) -> Value:
    spec = as_str(w_spec)
    if spec is None:
        raise type_error(f"__format__() argument must be str, not {type_name(w_spec)}")
    return operations.str_value_of(wrap(self)) if spec == "" else wrap(format_complex(self.real, self.imag, spec))


@method(COMPLEX, "__bool__(self, /)", doc="True if self != 0")
def complex_bool(self: W_Complex) -> Value:
    return new_bool(self.real != 0.0 or self.imag != 0.0)


@method(COMPLEX, "__neg__(self, /)", doc="-self")
def complex_neg(self: W_Complex) -> Value:
    return new_complex(-self.real, -self.imag)


@method(COMPLEX, "__complex__(self, /)", doc="self as an exact complex.")
@method(COMPLEX, "__pos__(self, /)", doc="+self")
def complex_pos(self: W_Complex) -> Value:
    return new_complex(self.real, self.imag)


@method(COMPLEX, "__abs__(self, /)", doc="abs(self)")
def complex_m_abs(self: W_Complex) -> Value:
    return new_float(complex_abs(self))


@method(COMPLEX, "conjugate(self, /)", doc="The number with the opposite imaginary part.")
def complex_conjugate(self: W_Complex) -> Value:
    return new_complex(self.real, -self.imag)


@method(COMPLEX, "__getnewargs__(self, /)")
def complex_getnewargs(self: W_Complex) -> Value:
    return wrap(new_tuple2(new_float(self.real), new_float(self.imag)))


@getter(COMPLEX, "real", member=True, doc="the real part of a complex number")
def complex_real(self: W_Complex) -> Value:
    return new_float(self.real)


@getter(COMPLEX, "imag", member=True, doc="the imaginary part of a complex number")
def complex_imag(self: W_Complex) -> Value:
    return new_float(self.imag)

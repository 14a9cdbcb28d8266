"""What Python programs see of float: its constructor, special methods and methods."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, ctz64, new_with_shape, str_char, u8, wrap
from protodialect.unsafe import float_bits
from protopython.objects.complex import W_Complex, complex_power
from protopython.objects.float import libm
from protopython.objects.float.float import (
    UNORDERED,
    compare_float_to,
    float_divmod,
    float_floordiv,
    float_hash,
    float_mod,
    float_pow,
    float_truediv,
    is_number,
    is_whole,
    pow_is_complex,
    to_float,
)
from protopython.objects.float.parse import parse_float
from protopython.objects.float.repr import float_repr, float_round
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import (
    int_from_float,
    int_neg,
    int_sign,
    int_to_float,
    int_to_i64,
    is_integer,
    round_scaled,
    shift_left,
)
from protopython.objects.int.text import ascii_str
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.call import call1
from protopython.objects.model.define import FLOAT, class_method, getter, method, new
from protopython.objects.model.deprecation import warn_strict_subclass
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.format_number import format_float
from protopython.objects.model.number_text import latin1_of_bytes, number_text, without_underscores
from protopython.objects.model.operations import has_index, index_value, repr_of
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import W_ValueSubclass, new_bool, plain, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple1, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.value import float_value, from_int, is_empty, is_float, new_float, same


def box_float(cls: W_Type, x: float) -> Value:
    """x as an instance of cls, float itself or a subclass."""
    if cls is FLOAT:
        return new_float(x)
    w = new_with_shape(W_ValueSubclass, cls.root_shape)
    w.value = new_float(x)
    return wrap(w)


# --- construction ----------------------------------------------------------------------------------------------------


@new(FLOAT, "(cls, x=0.0, /)", shown="(x=0, /)")
def float_new(cls: W_Type, w_x: Value) -> Value:
    if is_float(w_x):
        return w_x if cls is FLOAT else box_float(cls, float_value(w_x))
    w_method = special(w_x, Special.FLOAT)
    if not is_empty(w_method):
        return box_float(cls, float_by_method(w_x, w_method))
    text = as_str(w_x)
    if text is not None:
        return box_float(cls, float_of_text(text, w_x))
    if not has_float(w_x):
        data = bytes_of_buffer(w_x)
        if data is not None:
            return box_float(cls, float_of_text(latin1_of_bytes(data), w_x))
        raise type_error(f"float() argument must be a string or a real number, not '{type_name(w_x)}'")
    return box_float(cls, float_of(w_x))


def float_of_text(text: str, w_original: Value) -> float:
    """float(text); w_original is what the message shows."""
    clean = without_underscores(number_text(text))
    r = parse_float(clean, 0)
    if r.end == 0 or r.end != len(clean):
        raise value_error(f"could not convert string to float: {repr_of(w_original)}")
    return r.value


def has_float(v: Value) -> bool:
    """v is a real number: a float, an int, or something with `__float__` or `__index__`."""
    return is_number(v) or not is_empty(special(v, Special.FLOAT)) or has_index(v)


def float_of(v: Value) -> float:
    """v as C functions take a double: TypeError for what is not a real number."""
    exact = plain(v)
    if is_float(exact):
        return float_value(exact)
    if is_integer(exact):
        return int_to_float(exact)
    w_method = special(v, Special.FLOAT)
    if is_empty(w_method):
        if has_index(v):
            return int_to_float(index_value(v))
        raise type_error(f"must be real number, not {type_name(v)}")
    return float_by_method(v, w_method)


def float_by_method(v: Value, w_method: Value) -> float:
    """What v's `__float__` gives."""
    w = call_special1(w_method, v)
    exact = plain(w)
    if not is_float(exact):
        raise type_error(f"{type_name(v)}.__float__ returned non-float (type {type_name(w)})")
    if type_of(w) is not FLOAT:
        warn_strict_subclass(f"{type_name(v)}.__float__", w, "float")
    return float_value(exact)


@class_method(FLOAT, "from_number(cls, number, /)", doc="A real number as a float; text is refused.")
def float_from_number(cls: W_Type, w_number: Value) -> Value:
    if cls is FLOAT and is_float(w_number):
        return w_number
    x = new_float(float_of(w_number))
    return x if cls is FLOAT else call1(wrap(cls), x)


@class_method(FLOAT, "__getformat__(cls, typestr, /)", doc="How this machine stores 'double' or 'float'.")
def float_getformat(cls: W_Type, w_type: Value) -> Value:
    text = as_str(w_type)
    if text is None:
        raise type_error(f"__getformat__() argument must be str, not {type_name(w_type)}")
    if text != "double" and text != "float":
        raise value_error("__getformat__() argument 1 must be 'double' or 'float'")
    return wrap("IEEE, little-endian")


# --- binary operators ------------------------------------------------------------------------------------------------


@method(FLOAT, "__radd__(self, value, /)", doc="value + self")
@method(FLOAT, "__add__(self, value, /)", doc="self + value")
def float_add(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_value(self) + to_float(w)) if is_number(w) else w_NotImplemented


@method(FLOAT, "__sub__(self, value, /)", doc="self - value")
def float_sub(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_value(self) - to_float(w)) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rsub__(self, value, /)", doc="value - self")
def float_rsub(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(to_float(w) - float_value(self)) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rmul__(self, value, /)", doc="value * self")
@method(FLOAT, "__mul__(self, value, /)", doc="self * value")
def float_mul(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_value(self) * to_float(w)) if is_number(w) else w_NotImplemented


@method(FLOAT, "__truediv__(self, value, /)", doc="self / value")
def float_m_truediv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_truediv(float_value(self), to_float(w))) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rtruediv__(self, value, /)", doc="value / self")
def float_m_rtruediv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_truediv(to_float(w), float_value(self))) if is_number(w) else w_NotImplemented


@method(FLOAT, "__floordiv__(self, value, /)", doc="self // value")
def float_m_floordiv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_floordiv(float_value(self), to_float(w))) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rfloordiv__(self, value, /)", doc="value // self")
def float_m_rfloordiv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_floordiv(to_float(w), float_value(self))) if is_number(w) else w_NotImplemented


@method(FLOAT, "__mod__(self, value, /)", doc="self % value")
def float_m_mod(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_mod(float_value(self), to_float(w))) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rmod__(self, value, /)", doc="value % self")
def float_m_rmod(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(float_mod(to_float(w), float_value(self))) if is_number(w) else w_NotImplemented


def divmod_pair(a: float, b: float) -> Value:
    q, r = float_divmod(a, b)
    return wrap(new_tuple2(new_float(q), new_float(r)))


@method(FLOAT, "__divmod__(self, value, /)", doc="divmod(self, value)")
def float_m_divmod(self: Value, w: Value) -> Value:
    w = plain(w)
    return divmod_pair(float_value(self), to_float(w)) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rdivmod__(self, value, /)", doc="divmod(value, self)")
def float_m_rdivmod(self: Value, w: Value) -> Value:
    w = plain(w)
    return divmod_pair(to_float(w), float_value(self)) if is_number(w) else w_NotImplemented


def power_value(a: float, b: float, w_mod: Value) -> Value:
    if not same(w_mod, w_None):
        raise type_error("pow() 3rd argument not allowed unless all arguments are integers")
    if pow_is_complex(a, b):
        return wrap(complex_power(W_Complex(a, 0.0), W_Complex(b, 0.0)))
    return new_float(float_pow(a, b))


@method(FLOAT, "__pow__(self, value, mod=None, /)", doc="pow(self, value)")
def float_m_pow(self: Value, w: Value, w_mod: Value) -> Value:
    w = plain(w)
    return power_value(float_value(self), to_float(w), w_mod) if is_number(w) else w_NotImplemented


@method(FLOAT, "__rpow__(self, value, mod=None, /)", doc="pow(value, self)")
def float_m_rpow(self: Value, w: Value, w_mod: Value) -> Value:
    w = plain(w)
    return power_value(to_float(w), float_value(self), w_mod) if is_number(w) else w_NotImplemented


# --- comparison ------------------------------------------------------------------------------------------------------


@method(FLOAT, "__eq__(self, value, /)", doc="self == value")
def float_eq(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(compare_float_to(float_value(self), w) == 0) if is_number(w) else w_NotImplemented


@method(FLOAT, "__ne__(self, value, /)", doc="self != value")
def float_ne(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(compare_float_to(float_value(self), w) != 0) if is_number(w) else w_NotImplemented


@method(FLOAT, "__lt__(self, value, /)", doc="self < value")
def float_lt(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(compare_float_to(float_value(self), w) == -1) if is_number(w) else w_NotImplemented


@method(FLOAT, "__le__(self, value, /)", doc="self <= value")
def float_le(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(compare_float_to(float_value(self), w) <= 0) if is_number(w) else w_NotImplemented


@method(FLOAT, "__gt__(self, value, /)", doc="self > value")
def float_gt(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(compare_float_to(float_value(self), w) == 1) if is_number(w) else w_NotImplemented


@method(FLOAT, "__ge__(self, value, /)", doc="self >= value")
def float_ge(self: Value, w: Value) -> Value:
    w = plain(w)
    if not is_number(w):
        return w_NotImplemented
    c = compare_float_to(float_value(self), w)
    return new_bool(c >= 0 and c != UNORDERED)


# --- unary -----------------------------------------------------------------------------------------------------------


@method(FLOAT, "__repr__(self, /)", doc="repr(self)")
def float_m_repr(self: Value) -> Value:
    return wrap(float_repr(float_value(self)))


@method(FLOAT, "__hash__(self, /)", doc="hash(self)")
def float_m_hash(self: Value) -> Value:
    return new_int(float_hash(self))


@method(FLOAT, "__bool__(self, /)", doc="True if self != 0")
def float_m_bool(self: Value) -> Value:
    return new_bool(float_value(self) != 0.0)


@method(FLOAT, "__neg__(self, /)", doc="-self")
def float_m_neg(self: Value) -> Value:
    return new_float(-float_value(self))


@method(FLOAT, "__abs__(self, /)", doc="abs(self)")
def float_m_abs(self: Value) -> Value:
    return new_float(libm.c_fabs(float_value(self)))


@method(FLOAT, "conjugate(self, /)", doc="self, the complex conjugate of any float.")
@method(FLOAT, "__float__(self, /)", doc="float(self)")
@method(FLOAT, "__pos__(self, /)", doc="+self")
@getter(FLOAT, "real", doc="The real part: the number itself.")
def float_itself(self: Value) -> Value:
    return plain(self)


@getter(FLOAT, "imag", doc="The imaginary part: zero.")
def float_imag(self: Value) -> Value:
    return new_float(0.0)


@method(FLOAT, "__trunc__(self, /)", doc="self toward zero, as an int.")
@method(FLOAT, "__int__(self, /)", doc="int(self)")
def float_m_int(self: Value) -> Value:
    return int_from_float(float_value(self))


@method(FLOAT, "__floor__(self, /)", doc="The largest int not above self.")
def float_m_floor(self: Value) -> Value:
    return int_from_float(libm.c_floor(float_value(self)))


@method(FLOAT, "__ceil__(self, /)", doc="The smallest int not below self.")
def float_m_ceil(self: Value) -> Value:
    return int_from_float(libm.c_ceil(float_value(self)))


@method(
    FLOAT,
    "__round__(self, ndigits=None, /)",
    doc="The nearest int, or the nearest float with ndigits decimal places.",
)
def float_m_round(self: Value, w_digits: Value) -> Value:
    x = float_value(self)
    if same(w_digits, w_None):
        if x - x != 0.0:
            return int_from_float(x)
        return int_from_float(libm.c_rint(x))
    w_places = index_value(w_digits)
    places, too_big = int_to_i64(w_places)
    if too_big:
        places = -100000 if int_sign(w_places) < 0 else 100000
    r = float_round(x, max(min(places, 100000), -100000))
    if libm.is_inf(r) and not libm.is_inf(x):
        raise overflow_error("rounded value too large to represent")
    return new_float(r)


@method(FLOAT, "__getnewargs__(self, /)")
def float_m_getnewargs(self: Value) -> Value:
    return wrap(new_tuple1(self))


@method(FLOAT, "__format__(self, format_spec, /)", doc="self as format_spec says.")
def float_m_format(self: Value, w_spec: Value) -> Value:
    spec = as_str(w_spec)
    if spec is None:
        raise type_error(f"__format__() argument must be str, not {type_name(w_spec)}")
    x = float_value(self)
    return wrap(float_repr(x) if spec == "" else format_float(x, spec, "float"))


@method(FLOAT, "is_integer(self, /)", doc="Whether self is a whole number.")
def float_m_is_integer(self: Value) -> Value:
    return new_bool(is_whole(float_value(self)))


@method(
    FLOAT,
    "as_integer_ratio(self, /)",
    doc="The pair of ints, in lowest terms and with a positive denominator, whose ratio is self.",
)
def float_as_integer_ratio(self: Value) -> Value:
    x = float_value(self)
    if x != x:
        raise value_error("cannot convert NaN to integer ratio")
    if libm.is_inf(x):
        raise overflow_error("cannot convert Infinity to integer ratio")
    if x == 0.0:
        return wrap(new_tuple2(from_int(0), from_int(1)))
    bits = float_bits(x)
    exponent = (bits >> 52) & 0x7FF
    mantissa = bits & 0xFFFFFFFFFFFFF
    if exponent == 0:
        exponent = 1
    else:
        mantissa |= 0x10000000000000
    exponent -= 1075
    zeros = ctz64(mantissa)
    mantissa >>= zeros
    exponent += zeros
    numerator = from_int(mantissa)
    denominator = from_int(1)
    if exponent > 0:
        numerator = shift_left(numerator, exponent)
    else:
        denominator = shift_left(denominator, -exponent)
    if x < 0.0:
        numerator = int_neg(numerator)
    return wrap(new_tuple2(numerator, denominator))


# --- hexadecimal -----------------------------------------------------------------------------------------------------


@method(FLOAT, "hex(self, /)", doc="self exactly, in hexadecimal.")
def float_hex(self: Value) -> Value:
    return wrap(hex_text(float_value(self)))


def hex_text(x: float) -> str:
    if x - x != 0.0:
        return float_repr(x)
    sign = "-" if libm.sign_bit(x) else ""
    if x == 0.0:
        return sign + "0x0.0p+0"
    bits = float_bits(x)
    exponent = (bits >> 52) & 0x7FF
    lead = "0" if exponent == 0 else "1"
    exponent = -1022 if exponent == 0 else exponent - 1023
    digits = Array[u8](13, u8(0))
    for i in range(13):
        d = (bits >> (48 - 4 * i)) & 15
        digits[i] = u8(48 + d if d < 10 else 87 + d)
    exponent_sign = "-" if exponent < 0 else "+"
    return f"{sign}0x{lead}.{ascii_str(digits, 0, 13)}p{exponent_sign}{abs(exponent)}"


@class_method(FLOAT, "fromhex(cls, string, /)", doc="The float that a hexadecimal string writes.")
def float_fromhex(cls: W_Type, w_text: Value) -> Value:
    text = as_str(w_text)
    if text is None:
        raise type_error("bad argument type for built-in operation")
    x = new_float(parse_hex(text))
    return x if cls is FLOAT else call1(wrap(cls), x)


INVALID_HEX: Final[str] = "invalid hexadecimal floating-point string"


def _hex_digit(c: int) -> int:
    if 48 <= c <= 57:
        return c - 48
    c |= 32
    return c - 87 if 97 <= c <= 102 else -1


def parse_hex(whole: str) -> float:
    """[sign] ["0x"] digits [. digits] ["p" exponent], or inf or nan; white space around."""
    start = 0
    n = len(whole)
    while start < n and (str_char(whole, start) == 32 or 9 <= str_char(whole, start) <= 13):
        start += 1
    while n > start and (str_char(whole, n - 1) == 32 or 9 <= str_char(whole, n - 1) <= 13):
        n -= 1
    s = whole[start:n]
    n = len(s)
    i = 0
    negative = False
    if i < n and (str_char(s, i) == 43 or str_char(s, i) == 45):
        negative = str_char(s, i) == 45
        i += 1
    if i < n and _hex_digit(str_char(s, i)) < 0 and str_char(s, i) != 46:
        r = parse_float(s, 0)
        if r.end == 0 or r.end != n:
            raise value_error(INVALID_HEX)
        return r.value
    if i + 1 < n and str_char(s, i) == 48 and (str_char(s, i + 1) | 32) == 120:
        i += 2
    # The first 15 significant digits go into m (60 bits); of the rest only whether any is not zero counts.
    m = 0
    inexact = False
    exponent = 0
    any_digit = False
    after_point = False
    while i < n:
        c = str_char(s, i)
        d = _hex_digit(c)
        if d >= 0:
            any_digit = True
            if m < (1 << 56):
                m = m * 16 + d
                if after_point:
                    exponent -= 4
            else:
                if d != 0:
                    inexact = True
                if not after_point:
                    exponent += 4
        elif c == 46 and not after_point:
            after_point = True
        else:
            break
        i += 1
    if not any_digit:
        raise value_error(INVALID_HEX)
    if i < n and (str_char(s, i) | 32) == 112:
        i += 1
        down = False
        if i < n and (str_char(s, i) == 43 or str_char(s, i) == 45):
            down = str_char(s, i) == 45
            i += 1
        if i >= n or not 48 <= str_char(s, i) <= 57:
            raise value_error(INVALID_HEX)
        e = 0
        while i < n and 48 <= str_char(s, i) <= 57:
            if e < 1000000000000:
                e = e * 10 + (str_char(s, i) - 48)
            i += 1
        exponent += -e if down else e
    if i != n:
        raise value_error(INVALID_HEX)
    x = round_scaled(m, inexact, max(exponent, -100000))
    if libm.is_inf(x):
        raise overflow_error("hexadecimal value too large to represent as a float")
    return -x if negative else x

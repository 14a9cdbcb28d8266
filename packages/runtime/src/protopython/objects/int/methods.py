"""What Python programs see of int: its constructor, special methods and methods."""

from __future__ import annotations

from protodialect.types import Array, Value, new_with_shape, try_as, u8, u32, unwrap, wrap
from protopython.objects.bytearray import as_bytearray
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.float.float import float_pow
from protopython.objects.int.bigint import DIGIT_BITS, DIGIT_MASK, W_Long, finish, new_int, new_long
from protopython.objects.int.int import (
    int_abs,
    int_add,
    int_and,
    int_bit_count,
    int_bit_length,
    int_compare,
    int_divmod,
    int_equal,
    int_floordiv,
    int_from_float,
    int_hash,
    int_invert,
    int_is_odd,
    int_lshift,
    int_mod,
    int_mul,
    int_neg,
    int_or,
    int_pow,
    int_pow_mod,
    int_rshift,
    int_sign,
    int_sub,
    int_to_float,
    int_to_i64,
    int_truediv,
    int_xor,
    is_integer,
)
from protopython.objects.int.text import PARSE_OK, PARSE_TOO_LONG, int_to_str, parse_int
from protopython.objects.model.buffer import bytes_of_buffer, bytes_of_memory
from protopython.objects.model.call import call1
from protopython.objects.model.define import INT, class_method, getter, method, new
from protopython.objects.model.deprecation import warn_strict_subclass
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.format_number import format_int
from protopython.objects.model.number_text import latin1_of_bytes, number_text
from protopython.objects.model.operations import (
    has_index,
    index_of,
    index_value,
    is_true,
    iterate,
    next_of,
    repr_of,
)
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import W_ValueSubclass, new_bool, plain, w_None, w_NotImplemented
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple1, new_tuple2
from protopython.protocore.object import W_Type
from protopython.protocore.polling import check_signals
from protopython.protocore.value import (
    float_value,
    from_int,
    int_value,
    is_empty,
    is_float,
    is_int,
    new_float,
    same,
)


def box_int(cls: W_Type, v: Value) -> Value:
    """The exact int v as an instance of cls, int itself or a subclass."""
    if cls is INT:
        return v
    w = new_with_shape(W_ValueSubclass, cls.root_shape)
    w.value = v
    return wrap(w)


# --- construction ----------------------------------------------------------------------------------------------------


@new(INT, "(cls, x=EMPTY, /, base=EMPTY)")
def int_new(cls: W_Type, w_x: Value, w_base: Value) -> Value:
    if is_empty(w_base):
        if is_empty(w_x):
            return box_int(cls, from_int(0))
        if is_int(w_x):
            return box_int(cls, w_x)
        return box_int(cls, int_from_object(w_x))
    if is_empty(w_x):
        raise type_error("int() missing string argument")
    base_value = index_value(w_base)
    base, too_big = int_to_i64(base_value)
    if too_big or base < 0 or base == 1 or base > 36:
        raise value_error("int() base must be >= 2 and <= 36, or 0")
    text = as_str(w_x)
    if text is not None:
        return box_int(cls, int_of_text(number_text(text), base, w_x))
    exact = as_bytes(w_x)
    if exact is None and as_bytearray(w_x) is not None:
        exact = bytes_of_buffer(w_x)
    if exact is None:
        raise type_error("int() can't convert non-string with explicit base")
    return box_int(cls, int_of_text(number_text(latin1_of_bytes(exact)), base, w_x))


def int_of_text(text: str, base: int, w_original: Value) -> Value:
    """int(text, base) for text without white space around; w_original is what the message shows."""
    r = parse_int(text, base)
    if r.status == PARSE_OK:
        return r.w_value
    if r.status == PARSE_TOO_LONG:
        raise value_error(
            f"Exceeds the limit ({r.limit} digits) for integer string conversion: value has {r.n_digits} digits; "
            "use sys.set_int_max_str_digits() to increase the limit"
        )
    shown = repr_of(w_original)
    raise value_error(f"invalid literal for int() with base {base}: {shown[:200]}")


def int_from_object(w_x: Value) -> Value:
    """int(x) as an exact int."""
    if is_float(w_x):
        return int_from_float(float_value(w_x))
    exact = try_as(str, w_x)
    if exact is not None:
        return int_of_text(number_text(exact), 10, w_x)
    w_method = special(w_x, Special.INT)
    if not is_empty(w_method):
        w = call_special1(w_method, w_x)
        value = plain(w)
        if not is_integer(value):
            raise type_error(f"__int__ returned non-int (type {type_name(w)})")
        if type_of(w) is not INT:
            warn_strict_subclass("__int__", w, "int")
        return value
    if has_index(w_x):
        return index_value(w_x)
    text = as_str(w_x)
    if text is not None:
        return int_of_text(number_text(text), 10, w_x)
    data = bytes_of_buffer(w_x)
    if data is not None:
        return int_of_text(
            number_text(latin1_of_bytes(data)), 10, w_x if as_bytes(w_x) is not None else wrap(data)
        )
    raise type_error(
        f"int() argument must be a string, a bytes-like object or a real number, not '{type_name(w_x)}'"
    )


@class_method(
    INT, "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)", doc="The int that bytes represent."
)
def int_from_bytes(cls: W_Type, w_bytes: Value, w_order: Value, w_signed: Value) -> Value:
    little = little_endian(w_order, "from_bytes")
    data = _bytes_argument(w_bytes)
    v = int_of_bytes(data, little, is_true(w_signed))
    if cls is INT:
        return v
    return call1(wrap(cls), v)


def _bytes_argument(w: Value) -> bytes:
    """bytes(w) as from_bytes takes it: a buffer, `__bytes__`, or an iterable of ints; not an int or a str."""
    data = as_bytes(w)
    if data is not None:
        return data
    w_method = special(w, Special.BYTES)
    if not is_empty(w_method):
        w_result = call_special1(w_method, w)
        data = as_bytes(w_result)
        if data is None:
            raise type_error(f"__bytes__ returned non-bytes (type {type_name(w_result)})")
        return data
    data = bytes_of_buffer(w)
    if data is not None:
        return data
    if as_str(w) is not None or (
        is_empty(special(w, Special.ITER)) and is_empty(special(w, Special.GETITEM))
    ):
        raise type_error(f"cannot convert '{type_name(w)}' object to bytes")
    items: list[int] = []
    w_iter = iterate(w)
    while True:
        w_item = next_of(w_iter)
        if is_empty(w_item):
            break
        i = index_of(w_item)
        if not 0 <= i <= 255:
            raise value_error("bytes must be in range(0, 256)")
        items.append(i)
    memory = Array[u8](len(items), u8(0))
    for k in range(len(items)):
        memory[k] = u8(items[k])
    return bytes_of_memory(memory, 0, len(items))


def little_endian(w_order: Value, function: str) -> bool:
    order = as_str(w_order)
    if order is None:
        raise type_error(f"{function}() argument 'byteorder' must be str, not {type_name(w_order)}")
    if order == "little":
        return True
    if order == "big":
        return False
    raise value_error("byteorder must be either 'little' or 'big'")


def int_of_bytes(data: bytes, little: bool, signed: bool) -> Value:
    n = len(data)
    if n == 0:
        return from_int(0)
    negative = signed and (data[n - 1] if little else data[0]) >= 128
    # A negative number's magnitude: complement and add one, from below.
    flip = 255 if negative else 0
    carry = 1 if negative else 0
    r = new_long((n * 8 + DIGIT_BITS - 1) // DIGIT_BITS + 1)
    acc = 0
    have = 0
    word = 0
    for i in range(n):
        b = ((data[i] if little else data[n - 1 - i]) ^ flip) + carry
        carry = b >> 8
        acc |= (b & 255) << have
        have += 8
        if have >= DIGIT_BITS:
            r.items[word] = u32(acc & DIGIT_MASK)
            acc >>= DIGIT_BITS
            have -= DIGIT_BITS
            word += 1
    acc |= carry << have
    r.items[word] = u32(acc & DIGIT_MASK)
    return finish(r, negative)


@method(
    INT,
    "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
    doc="The bytes that represent the int.",
)
def int_to_bytes(self: Value, w_length: Value, w_order: Value, w_signed: Value) -> Value:
    little = little_endian(w_order, "to_bytes")
    n = index_of(w_length)
    if n < 0:
        raise value_error("length argument must be non-negative")
    return wrap(bytes_of_int(self, n, little, is_true(w_signed)))


def bytes_of_int(v: Value, n: int, little: bool, signed: bool) -> bytes:
    """OverflowError when v does not fit n bytes."""
    negative = int_sign(v) < 0
    if negative and not signed:
        raise overflow_error("can't convert negative int to unsigned")
    bits = int_bit_length(v)
    fits = bits <= n * 8
    if signed and fits and bits > 0 and bits > n * 8 - 1:
        # The lowest number alone has a magnitude that fills all bits.
        fits = negative and bits == n * 8 and int_bit_count(v) == 1
    if not fits:
        raise overflow_error("int too big to convert")
    memory = Array[u8](n, u8(0))
    flip = 255 if negative else 0
    carry = 1 if negative else 0
    small = is_int(v)
    acc = 0
    have = 0
    word = 0
    size = 0
    if small:
        acc = abs(int_value(v))
    else:
        size = unwrap(W_Long, v).size
    for i in range(n):
        if word == size and acc == 0 and not negative:
            break
        if i & 0xFFFF == 0xFFFF:
            check_signals()
        if not small and have < 8 and word < size:
            acc |= unwrap(W_Long, v).items[word] << have
            have += DIGIT_BITS
            word += 1
        b = ((acc & 255) ^ flip) + carry
        carry = b >> 8
        memory[i if little else n - 1 - i] = u8(b & 255)
        acc >>= 8
        have -= 8
    return bytes_of_memory(memory, 0, n)


# --- binary operators ------------------------------------------------------------------------------------------------


@method(INT, "__radd__(self, value, /)", doc="value + self")
@method(INT, "__add__(self, value, /)", doc="self + value")
def int_dunder_add(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_add(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__sub__(self, value, /)", doc="self - value")
def int_dunder_sub(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_sub(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rsub__(self, value, /)", doc="value - self")
def int_dunder_rsub(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_sub(w, self) if is_integer(w) else w_NotImplemented


@method(INT, "__rmul__(self, value, /)", doc="value * self")
@method(INT, "__mul__(self, value, /)", doc="self * value")
def int_dunder_mul(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_mul(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__truediv__(self, value, /)", doc="self / value")
def int_dunder_truediv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(int_truediv(self, w)) if is_integer(w) else w_NotImplemented


@method(INT, "__rtruediv__(self, value, /)", doc="value / self")
def int_dunder_rtruediv(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_float(int_truediv(w, self)) if is_integer(w) else w_NotImplemented


@method(INT, "__floordiv__(self, value, /)", doc="self // value")
def int_dunder_floordiv(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_floordiv(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rfloordiv__(self, value, /)", doc="value // self")
def int_dunder_rfloordiv(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_floordiv(w, self) if is_integer(w) else w_NotImplemented


@method(INT, "__mod__(self, value, /)", doc="self % value")
def int_dunder_mod(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_mod(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rmod__(self, value, /)", doc="value % self")
def int_dunder_rmod(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_mod(w, self) if is_integer(w) else w_NotImplemented


@method(INT, "__divmod__(self, value, /)", doc="divmod(self, value)")
def int_dunder_divmod(self: Value, w: Value) -> Value:
    w = plain(w)
    if not is_integer(w):
        return w_NotImplemented
    q, r = int_divmod(self, w)
    return wrap(new_tuple2(q, r))


@method(INT, "__rdivmod__(self, value, /)", doc="divmod(value, self)")
def int_dunder_rdivmod(self: Value, w: Value) -> Value:
    w = plain(w)
    if not is_integer(w):
        return w_NotImplemented
    q, r = int_divmod(w, self)
    return wrap(new_tuple2(q, r))


@method(INT, "__pow__(self, value, mod=None, /)", doc="pow(self, value, mod)")
def int_dunder_pow(self: Value, w: Value, w_mod: Value) -> Value:
    w = plain(w)
    return int_power(self, w, plain(w_mod)) if is_integer(w) else w_NotImplemented


@method(INT, "__rpow__(self, value, mod=None, /)", doc="pow(value, self, mod)")
def int_dunder_rpow(self: Value, w: Value, w_mod: Value) -> Value:
    w = plain(w)
    return int_power(w, self, plain(w_mod)) if is_integer(w) else w_NotImplemented


def int_power(a: Value, b: Value, w_mod: Value) -> Value:
    """pow(a, b, mod) of exact ints; mod None: none. Negative exponents give floats."""
    if same(w_mod, w_None):
        if int_sign(b) < 0:
            return new_float(float_pow(int_to_float(a), int_to_float(b)))
        return int_pow(a, b)
    if not is_integer(w_mod):
        return w_NotImplemented
    return int_pow_mod(a, b, w_mod)


@method(INT, "__lshift__(self, value, /)", doc="self << value")
def int_dunder_lshift(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_lshift(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rlshift__(self, value, /)", doc="value << self")
def int_dunder_rlshift(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_lshift(w, self) if is_integer(w) else w_NotImplemented


@method(INT, "__rshift__(self, value, /)", doc="self >> value")
def int_dunder_rshift(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_rshift(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rrshift__(self, value, /)", doc="value >> self")
def int_dunder_rrshift(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_rshift(w, self) if is_integer(w) else w_NotImplemented


@method(INT, "__rand__(self, value, /)", doc="value & self")
@method(INT, "__and__(self, value, /)", doc="self & value")
def int_dunder_and(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_and(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__ror__(self, value, /)", doc="value | self")
@method(INT, "__or__(self, value, /)", doc="self | value")
def int_dunder_or(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_or(self, w) if is_integer(w) else w_NotImplemented


@method(INT, "__rxor__(self, value, /)", doc="value ^ self")
@method(INT, "__xor__(self, value, /)", doc="self ^ value")
def int_dunder_xor(self: Value, w: Value) -> Value:
    w = plain(w)
    return int_xor(self, w) if is_integer(w) else w_NotImplemented


# --- comparison ------------------------------------------------------------------------------------------------------


@method(INT, "__eq__(self, value, /)", doc="self == value")
def int_dunder_eq(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(int_equal(self, w)) if is_integer(w) else w_NotImplemented


@method(INT, "__ne__(self, value, /)", doc="self != value")
def int_dunder_ne(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(not int_equal(self, w)) if is_integer(w) else w_NotImplemented


@method(INT, "__lt__(self, value, /)", doc="self < value")
def int_dunder_lt(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(int_compare(self, w) < 0) if is_integer(w) else w_NotImplemented


@method(INT, "__le__(self, value, /)", doc="self <= value")
def int_dunder_le(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(int_compare(self, w) <= 0) if is_integer(w) else w_NotImplemented


@method(INT, "__gt__(self, value, /)", doc="self > value")
def int_dunder_gt(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(int_compare(self, w) > 0) if is_integer(w) else w_NotImplemented


@method(INT, "__ge__(self, value, /)", doc="self >= value")
def int_dunder_ge(self: Value, w: Value) -> Value:
    w = plain(w)
    return new_bool(int_compare(self, w) >= 0) if is_integer(w) else w_NotImplemented


# --- unary -----------------------------------------------------------------------------------------------------------


@method(INT, "__repr__(self, /)", doc="repr(self)")
def int_dunder_repr(self: Value) -> Value:
    return wrap(int_to_str(self))


@method(INT, "__hash__(self, /)", doc="hash(self)")
def int_dunder_hash(self: Value) -> Value:
    return new_int(int_hash(self))


@method(INT, "__bool__(self, /)", doc="True if self != 0")
def int_dunder_bool(self: Value) -> Value:
    return new_bool(int_sign(self) != 0)


@method(INT, "__neg__(self, /)", doc="-self")
def int_dunder_neg(self: Value) -> Value:
    return int_neg(self)


@method(INT, "__abs__(self, /)", doc="abs(self)")
def int_dunder_abs(self: Value) -> Value:
    return int_abs(self)


@method(INT, "__invert__(self, /)", doc="~self")
def int_dunder_invert(self: Value) -> Value:
    return int_invert(self)


@method(INT, "conjugate(self, /)", doc="self, the complex conjugate of any int.")
@method(INT, "__ceil__(self, /)", doc="The int itself.")
@method(INT, "__floor__(self, /)", doc="The int itself.")
@method(INT, "__trunc__(self, /)", doc="The int itself.")
@method(INT, "__index__(self, /)", doc="self as an exact int")
@method(INT, "__int__(self, /)", doc="int(self)")
@method(INT, "__pos__(self, /)", doc="+self")
@getter(INT, "real", doc="The real part: the number itself.")
@getter(INT, "numerator", doc="The numerator of the number as a fraction: the number itself.")
def int_itself(self: Value) -> Value:
    return plain(self)


@getter(INT, "imag", doc="The imaginary part: zero.")
def int_imag(self: Value) -> Value:
    return from_int(0)


@getter(INT, "denominator", doc="The denominator of the number as a fraction: one.")
def int_denominator(self: Value) -> Value:
    return from_int(1)


@method(INT, "__float__(self, /)", doc="float(self)")
def int_dunder_float(self: Value) -> Value:
    return new_float(int_to_float(self))


@method(INT, "__getnewargs__(self, /)")
def int_dunder_getnewargs(self: Value) -> Value:
    return wrap(new_tuple1(self))


@method(INT, "__sizeof__(self, /)", doc="The memory that self takes, in bytes.")
def int_dunder_sizeof(self: Value) -> Value:
    w = try_as(W_Long, self)
    return from_int(8 if w is None else 40 + 4 * w.length)


@method(INT, "__format__(self, format_spec, /)", doc="self as format_spec says.")
def int_dunder_format(self: Value, w_spec: Value) -> Value:
    spec = as_str(w_spec)
    if spec is None:
        raise type_error(f"__format__() argument must be str, not {type_name(w_spec)}")
    return wrap(int_to_str(self) if spec == "" else format_int(self, spec, "int"))


@method(INT, "__round__(self, ndigits=None, /)", doc="The int nearest to self that ends in -ndigits zeros.")
def int_dunder_round(self: Value, w_digits: Value) -> Value:
    if same(w_digits, w_None):
        return self
    digits_value = index_value(w_digits)
    if int_sign(digits_value) >= 0:
        return self
    places, too_big = int_to_i64(int_neg(digits_value))
    # 10**places > 2 * |self| rounds to zero
    if too_big or places > int_bit_length(self) + 2:
        return from_int(0)
    unit = int_pow(from_int(10), from_int(places))
    q, r = int_divmod(self, unit)
    order = int_compare(int_add(r, r), unit)
    if order > 0 or (order == 0 and int_is_odd(q)):
        return int_add(int_sub(self, r), unit)
    return int_sub(self, r)


@method(INT, "bit_length(self, /)", doc="Number of bits needed to write |self| in binary.")
def int_m_bit_length(self: Value) -> Value:
    return from_int(int_bit_length(self))


@method(INT, "bit_count(self, /)", doc="Number of ones in the binary representation of |self|.")
def int_m_bit_count(self: Value) -> Value:
    return from_int(int_bit_count(self))


@method(INT, "as_integer_ratio(self, /)", doc="The pair (self, 1).")
def int_as_integer_ratio(self: Value) -> Value:
    return wrap(new_tuple2(self, from_int(1)))


@method(INT, "is_integer(self, /)", doc="True; for duck type compatibility with float.is_integer.")
def int_is_integer(self: Value) -> Value:
    return new_bool(True)

"""Making Decimals: Decimal() and its class methods, Context.create_decimal()."""

from __future__ import annotations

from protodialect.types import Value, try_as, wrap
from protodialect.unsafe import load32, load64
from protopython.modules._decimal.current import context_or_current, current_context
from protopython.modules._decimal.library import CLAMP, DIGITS, NAN, QUIET_NAN
from protopython.modules._decimal.numbers import (
    decimal_of_decimal,
    decimal_of_float,
    decimal_of_int,
    decimal_of_text,
    flags_of,
    not_supported,
    rounded,
    rounded_of_int,
    rounded_of_text,
    set_special,
)
from protopython.modules._decimal.signals import CONVERSION_SYNTAX, FLOAT_OPERATION, note
from protopython.modules._decimal.types import CONTEXT, DECIMAL, W_Decimal, W_DecimalContext, context_at, new_decimal, number_at, prec_of
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.list.list import W_List, list_to_tuple
from protopython.objects.model.call import call1
from protopython.objects.model.define import class_method, method, new
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.types import type_of
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.protocore.object import W_Type
from protopython.protocore.value import float_value, int_value, is_float, is_int


@new(DECIMAL, '(cls, value="0", context=None)')
def decimal_new(cls: W_Type, w_value: Value, w_context: Value) -> Value:
    c = context_or_current(w_context)
    text = as_str(w_value)
    if text is not None:
        return wrap(decimal_of_text(cls, text, c, True))
    sequence = try_as(W_Tuple, w_value)
    items = try_as(W_List, w_value)
    if items is not None:
        sequence = list_to_tuple(items)
    if sequence is not None:
        return wrap(decimal_of_text(cls, text_of_tuple(sequence), c, False))
    return exact_decimal(cls, w_value, c)


def exact_decimal(cls: W_Type, w_value: Value, c: W_DecimalContext) -> Value:
    """Of a number."""
    d = try_as(W_Decimal, w_value)
    if d is not None:
        if cls is DECIMAL and type_of(w_value) is DECIMAL:
            return w_value
        return wrap(decimal_of_decimal(cls, d, c))
    w = plain(w_value)
    if is_integer(w):
        return wrap(decimal_of_int(cls, w, c))
    if is_float(w):
        note(c, FLOAT_OPERATION)
        return wrap(decimal_of_float(cls, float_value(w), c))
    raise not_supported(w_value)


def float_argument(w_value: Value, c: W_DecimalContext) -> W_Decimal:
    w = plain(w_value)
    if is_integer(w):
        return decimal_of_int(DECIMAL, w, c)
    if not is_float(w):
        raise type_error("argument must be int or float")
    return decimal_of_float(DECIMAL, float_value(w), c)


@class_method(
    DECIMAL,
    "from_float(cls, f, /)",
    doc="""The Decimal that equals a float or an int.

    >>> Decimal.from_float(0.1)
    Decimal('0.1000000000000000055511151231257827021181583404541015625')
    >>> Decimal.from_float(-0.125)
    Decimal('-0.125')

No float is a tenth, which is why the first is not Decimal('0.1').

""",
)
def from_float(cls: W_Type, w_value: Value) -> Value:
    d = wrap(float_argument(w_value, current_context()))
    return d if cls is DECIMAL else call1(wrap(cls), d)


@class_method(
    DECIMAL,
    "from_number(cls, number, /)",
    doc="""The Decimal that equals a number: an int, a float or a Decimal, but no text.

    >>> Decimal.from_number(314)
    Decimal('314')
    >>> Decimal.from_number(0.125)
    Decimal('0.125')

""",
)
def from_number(cls: W_Type, w_value: Value) -> Value:
    w = exact_decimal(DECIMAL, w_value, current_context())
    return w if cls is DECIMAL else call1(wrap(cls), w)


@method(
    CONTEXT,
    'create_decimal(self, num="0", /)',
    doc="""A Decimal of what Decimal() takes, rounded in this context.

White space around text and underscores within are not allowed.

""",
)
def create_decimal(self: W_DecimalContext, w_value: Value) -> Value:
    text = as_str(w_value)
    if text is not None:
        return wrap(rounded_of_text(text, self))
    d = try_as(W_Decimal, w_value)
    if d is not None:
        return wrap(fitting(d, self))
    sequence = try_as(W_Tuple, w_value)
    items = try_as(W_List, w_value)
    if items is not None:
        sequence = list_to_tuple(items)
    if sequence is not None:
        return wrap(rounded_of_text(text_of_tuple(sequence), self))
    w = plain(w_value)
    if is_integer(w):
        return wrap(rounded_of_int(w, self))
    if is_float(w):
        note(self, FLOAT_OPERATION)
        return wrap(rounded(decimal_of_float(DECIMAL, float_value(w), self), self))
    raise not_supported(w_value)


def fitting(d: W_Decimal, c: W_DecimalContext) -> W_Decimal:
    """d rounded. A NaN whose payload is too long is none that the context has."""
    if flags_of(d) & NAN != 0 and load64(number_at(d) + DIGITS) > prec_of(c) - load32(context_at(c) + CLAMP):
        note(c, CONVERSION_SYNTAX)
        return set_special(new_decimal(DECIMAL), QUIET_NAN)
    return rounded(d, c)


@method(CONTEXT, "create_decimal_from_float(self, f, /)", doc="The Decimal that equals a float or an int, rounded in this context.\n\n")
def create_decimal_from_float(self: W_DecimalContext, w_value: Value) -> Value:
    return wrap(rounded(float_argument(w_value, self), self))


# --- tuples ----------------------------------------------------------------------------------------------------------------


def text_of_tuple(t: W_Tuple) -> str:
    """(sign, digits, exponent) as text."""
    if t.length != 3:
        raise value_error("argument must be a sequence of length 3")
    w_sign = plain(t.items[0])
    if not is_integer(w_sign) or not (is_int(w_sign) and 0 <= int_value(w_sign) <= 1):
        raise value_error("sign must be an integer with the value 0 or 1")
    out = StringBuilder()
    if int_value(w_sign) == 1:
        out.append_char(45)
    kind = as_str(t.items[2])
    exponent = ""
    if kind is None:
        exponent = f"E{exponent_item(t.items[2])}"
    elif kind == "F":
        out.append("Inf")
    elif kind == "n":
        out.append("NaN")
    elif kind == "N":
        out.append("sNaN")
    else:
        raise value_error("string argument in the third position must be 'F', 'n' or 'N'")
    digits = try_as(W_Tuple, t.items[1])
    items = try_as(W_List, t.items[1])
    if items is not None:
        digits = list_to_tuple(items)
    if digits is None:
        raise value_error("coefficient must be a tuple of digits")
    if digits.length == 0 and kind is None:
        out.append_char(48)
    for i in range(digits.length):
        w = plain(digits.items[i])
        if not is_int(w) or not 0 <= int_value(w) <= 9:
            raise value_error("coefficient must be a tuple of digits")
        if kind is None or kind != "F":
            out.append_char(48 + int_value(w))
    out.append(exponent)
    return out.to_str()


def exponent_item(w_item: Value) -> int:
    w = plain(w_item)
    if not is_integer(w):
        raise value_error("exponent must be an integer")
    i, too_big = int_to_i64(w)
    if too_big:
        raise overflow_error("Python int too large to convert to C ssize_t")
    return i

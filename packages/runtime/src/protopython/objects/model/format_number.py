"""format(number, spec) for int, float and complex.

A number's text is sign, prefix, digits, rest (point, fraction, exponent). Grouping and the zeros of `0` or `=` go between prefix and
digits, everything else is padding of the whole. Type `n` is as `d` or `g`: the locale is always the C one until the locale module says otherwise.
"""

from __future__ import annotations

from protodialect.types import Value, str_char
from protopython.objects.float import libm
from protopython.objects.float.repr import format_float_digits, general_text
from protopython.objects.int.int import int_sign, int_to_float, int_to_i64
from protopython.objects.int.text import int_to_base, int_to_str
from protopython.objects.model.errors import overflow_error, value_error
from protopython.objects.model.format_spec import (
    AFTER_SIGN,
    RIGHT,
    FormatSpec,
    group_digits,
    group_fraction,
    pad,
    parse_format_spec,
    unknown_format_code,
)


def sign_text(negative: bool, f: FormatSpec) -> str:
    if negative:
        return "-"
    return chr(f.sign) if f.sign == 43 or f.sign == 32 else ""


def lay_out(sign: str, prefix: str, digits: str, rest: str, f: FormatSpec, group_size: int) -> str:
    """The parts put together with grouping and padding."""
    head = sign + prefix
    if f.fraction_grouping != 0 and len(rest) > 1 and rest[0] == ".":
        end = 1
        while end < len(rest) and 48 <= str_char(rest, end) <= 57:
            end += 1
        rest = "." + group_fraction(rest[1:end], f.fraction_grouping) + rest[end:]
    min_width = 0
    if f.fill == 48 and f.align == AFTER_SIGN:
        min_width = f.width - len(head) - len(rest)
    if len(digits) > 0:
        digits = group_digits(digits, f.grouping, group_size, min_width)
    body = digits + rest
    if f.align == AFTER_SIGN:
        missing = f.width - len(head) - len(body)
        if missing > 0:
            wide = FormatSpec(0, RIGHT)
            wide.fill = f.fill
            wide.width = missing + len(body)
            return head + pad(body, wide)
        return head + body
    return pad(head + body, f)


# --- int -------------------------------------------------------------------------------------------------------------


def format_int(v: Value, spec: str, type_name: str) -> str:
    """format(v, spec) of an exact int; spec is not empty."""
    f = parse_format_spec(spec, type_name, 100, RIGHT)
    match f.type:
        case 98 | 99 | 100 | 111 | 120 | 88 | 110:  # b c d o x X n
            return format_int_by(v, f)
        case 101 | 69 | 102 | 70 | 103 | 71 | 37:  # e E f F g G %
            return format_float_by(int_to_float(v), f, type_name)
        case _:
            raise unknown_format_code(f.type, type_name)


def format_int_by(v: Value, f: FormatSpec) -> str:
    """v under one of b c d o x X n."""
    if f.precision >= 0:
        raise value_error("Precision not allowed in integer format specifier")
    if f.no_negative_zero:
        raise value_error("Negative zero coercion (z) not allowed in integer format specifier")
    if f.type == 99:
        if f.sign != 0:
            raise value_error("Sign not allowed with integer format specifier 'c'")
        if f.alternate:
            raise value_error("Alternate form (#) not allowed with integer format specifier 'c'")
        code, too_big = int_to_i64(v)
        if too_big:
            raise overflow_error("Python int too large to convert to C long")
        if not 0 <= code <= 0x10FFFF:
            raise overflow_error("%c arg not in range(0x110000)")
        return lay_out("", "", "", chr(code), f, 3)
    negative = int_sign(v) < 0
    prefix = ""
    group_size = 4
    match f.type:
        case 98:
            digits = int_to_base(v, 2, False)
            prefix = "0b"
        case 111:
            digits = int_to_base(v, 8, False)
            prefix = "0o"
        case 120:
            digits = int_to_base(v, 16, False)
            prefix = "0x"
        case 88:
            digits = int_to_base(v, 16, True)
            prefix = "0X"
        case _:
            digits = int_to_str(v)
            if negative:
                digits = digits[1:]
            group_size = 3
    return lay_out(sign_text(negative, f), prefix if f.alternate else "", digits, "", f, group_size)


# --- float -----------------------------------------------------------------------------------------------------------


def format_float(x: float, spec: str, type_name: str) -> str:
    """format(x, spec); spec is not empty."""
    f = parse_format_spec(spec, type_name, 0, RIGHT)
    match f.type:
        case 0 | 101 | 69 | 102 | 70 | 103 | 71 | 110 | 37:
            return format_float_by(x, f, type_name)
        case _:
            raise unknown_format_code(f.type, type_name)


def format_float_by(x: float, f: FormatSpec, type_name: str) -> str:
    if f.precision > 0x7FFFFFFF:
        raise value_error("precision too big")
    code = f.type
    if code == 37:
        x *= 100.0
    text = float_text(x, code, f.precision, f.alternate, True)
    negative = libm.sign_bit(x) and x == x
    if negative and f.no_negative_zero and is_zero_text(text):
        negative = False
    if code == 37:
        text = text + "%"
    end = 0
    while end < len(text) and 48 <= str_char(text, end) <= 57:
        end += 1
    return lay_out(sign_text(negative, f), "", text[:end], text[end:], f, 3)


def float_text(x: float, code: int, precision: int, alternate: bool, whole_point: bool) -> str:
    """|x| under a presentation type (0: none given) and a precision (-1: none). whole_point: type 0 shows `.0` or an exponent."""
    match code:
        case 0:
            if x - x != 0.0:
                return format_float_digits(x, 114, 17, False)
            if precision < 0:
                text = format_float_digits(x, 114, 17, alternate)
                if whole_point and text.find("e") < 0:
                    point = text.find(".")
                    return text + ".0" if point < 0 else text + "0" if point == len(text) - 1 else text
                return text
            return general_text(libm.c_fabs(x), precision, alternate, whole_point, 101)
        case 37:
            return format_float_digits(x, 102, 6 if precision < 0 else precision, alternate)
        case 110:
            return format_float_digits(x, 103, 6 if precision < 0 else precision, alternate)
        case _:
            return format_float_digits(x, code, 6 if precision < 0 else precision, alternate)


def is_zero_text(text: str) -> bool:
    for i in range(len(text)):
        c = str_char(text, i)
        if c == 101 or c == 69:
            return True
        if c != 48 and c != 46:
            return False
    return True


# --- complex ---------------------------------------------------------------------------------------------------------


def format_complex(real: float, imag: float, spec: str) -> str:
    """format(complex(real, imag), spec); spec is not empty."""
    f = parse_format_spec(spec, "complex", 0, RIGHT)
    match f.type:
        case 0 | 101 | 69 | 102 | 70 | 103 | 71 | 110:
            pass
        case _:
            raise unknown_format_code(f.type, "complex")
    if f.fill == 48:
        raise value_error("Zero padding is not allowed in complex format specifier")
    if f.align == AFTER_SIGN:
        raise value_error("'=' alignment flag is not allowed in complex format specifier")
    if f.precision > 0x7FFFFFFF:
        raise value_error("precision too big")
    skip_real = f.type == 0 and real == 0.0 and not libm.sign_bit(real)
    parenthesised = f.type == 0 and not skip_real
    inner = FormatSpec(0, RIGHT)
    inner.grouping = f.grouping
    inner.fraction_grouping = f.fraction_grouping
    inner.sign = f.sign
    inner.no_negative_zero = f.no_negative_zero
    left = "" if skip_real else _complex_part(real, f, inner)
    if not skip_real:
        inner.sign = 43
    right = _complex_part(imag, f, inner) + "j"
    text = left + right
    if parenthesised:
        text = "(" + text + ")"
    return pad(text, f)


def _complex_part(x: float, f: FormatSpec, inner: FormatSpec) -> str:
    text = float_text(x, f.type, f.precision, f.alternate, False)
    negative = libm.sign_bit(x) and x == x
    if negative and f.no_negative_zero and is_zero_text(text):
        negative = False
    end = 0
    while end < len(text) and 48 <= str_char(text, end) <= 57:
        end += 1
    return lay_out(sign_text(negative, inner), "", text[:end], text[end:], inner, 3)

"""The format mini-language: what stands after the colon in f"{x:>10.3f}", taken apart once for int, float, complex and str.

    [[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]

Also the padding and grouping that all of them share. Reference: "Format Specification Mini-Language", the Python library
reference, module string; grouping of the fraction is new in 3.14.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import str_char
from protopython.objects.model.errors import value_error

LEFT: Final[int] = 60  # <
RIGHT: Final[int] = 62  # >
CENTER: Final[int] = 94  # ^
AFTER_SIGN: Final[int] = 61  # =
MAX_NUMBER: Final[int] = 9223372036854775807


class FormatSpec:
    """Characters are code points, 0 for none; numbers are -1 for none."""

    fill: int
    align: int
    """The given alignment, else the type's default."""
    align_given: bool
    sign: int
    """+ - space or 0"""
    no_negative_zero: bool
    alternate: bool
    zero_pad: bool
    """A 0 before the width (without an explicit fill)."""
    width: int
    grouping: int
    """, _ or 0"""
    precision: int
    fraction_grouping: int
    type: int
    """The given type character, else the default that the caller named."""

    def __init__(self, default_type: int, default_align: int) -> None:
        self.fill = 32
        self.align = default_align
        self.align_given = False
        self.sign = 0
        self.no_negative_zero = False
        self.alternate = False
        self.zero_pad = False
        self.width = -1
        self.grouping = 0
        self.precision = -1
        self.fraction_grouping = 0
        self.type = default_type


def is_align(c: int) -> bool:
    return c == LEFT or c == RIGHT or c == CENTER or c == AFTER_SIGN


def _digit_value(c: int) -> int:
    """The decimal value of an ASCII digit, else -1."""
    return c - 48 if 48 <= c <= 57 else -1


class _Reader:
    text: str
    at: int

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> int:
        return str_char(self.text, self.at) if self.at < len(self.text) else 0

    def accept(self, c: int) -> bool:
        if self.at < len(self.text) and str_char(self.text, self.at) == c:
            self.at += 1
            return True
        return False

    def number(self) -> int:
        """A run of digits, or -1 if there is none."""
        start = self.at
        n = 0
        while self.at < len(self.text):
            d = _digit_value(str_char(self.text, self.at))
            if d < 0:
                break
            if n > (MAX_NUMBER - d) // 10:
                raise value_error("Too many decimal digits in format string")
            n = n * 10 + d
            self.at += 1
        return n if self.at > start else -1


def parse_format_spec(
    spec: str, type_name: str = "str", default_type: int = 115, default_align: int = LEFT
) -> FormatSpec:
    """The parts of `spec`. type_name is that of the formatted object (for messages); `s` and `<` are the defaults of str, numbers have
    `d` (int) or 0 (float, complex) and `>`."""
    f = FormatSpec(default_type, default_align)
    n = len(spec)
    if n == 0:
        return f
    r = _Reader(spec)
    fill_given = False
    if n >= 2 and is_align(str_char(spec, 1)):
        f.fill = str_char(spec, 0)
        f.align = str_char(spec, 1)
        fill_given = True
        f.align_given = True
        r.at = 2
    elif is_align(str_char(spec, 0)):
        f.align = str_char(spec, 0)
        f.align_given = True
        r.at = 1
    c = r.peek()
    if c == 43 or c == 45 or c == 32:  # + - space
        f.sign = c
        r.at += 1
    if r.accept(122):  # z
        f.no_negative_zero = True
    if r.accept(35):  # #
        f.alternate = True
    if not fill_given and r.accept(48):
        f.fill = 48
        f.zero_pad = True
        if not f.align_given and default_align == RIGHT:
            f.align = AFTER_SIGN
    f.width = r.number()
    f.grouping = _grouping(r)
    if r.accept(46):  # .
        f.precision = r.number()
        f.fraction_grouping = _grouping(r)
        if f.precision < 0 and f.fraction_grouping == 0:
            raise value_error("Format specifier missing precision")
    if n - r.at > 1:
        raise value_error(f"Invalid format specifier '{spec}' for object of type '{type_name}'")
    if n - r.at == 1:
        f.type = str_char(spec, r.at)
    if f.grouping != 0:
        _check_grouping(f.grouping, f.type)
    if f.fraction_grouping != 0 and f.type == 110:  # n groups by the locale
        _check_grouping(f.fraction_grouping, f.type)
    return f


def _grouping(r: _Reader) -> int:
    g = 0
    if r.accept(44):
        g = 44
    if r.peek() == 95:
        if g != 0:
            raise value_error("Cannot specify both ',' and '_'.")
        g = 95
        r.at += 1
    if r.peek() == 44 and g == 95:
        raise value_error("Cannot specify both ',' and '_'.")
    return g


def _check_grouping(grouping: int, code: int) -> None:
    """Raises ValueError if numbers of this type are not grouped so."""
    match code:
        case 0 | 37 | 69 | 70 | 71 | 100 | 101 | 102 | 103:  # none % E F G d e f g
            return
        case 98 | 111 | 120 | 88:  # b o x X
            if grouping == 95:
                return
        case _:
            pass
    if 32 < code < 128:
        raise value_error(f"Cannot specify '{chr(grouping)}' with '{chr(code)}'.")
    raise value_error(f"Cannot specify '{chr(grouping)}' with '\\x{hex_digits(code)}'.")


def hex_digits(n: int) -> str:
    """n >= 0 in lower-case hexadecimal."""
    text = ""
    while True:
        text = "0123456789abcdef"[n & 15] + text
        n >>= 4
        if n == 0:
            return text


def unknown_format_code(code: int, type_name: str) -> Exception:
    if 32 < code < 128:
        return value_error(f"Unknown format code '{chr(code)}' for object of type '{type_name}'")
    return value_error(f"Unknown format code '\\x{hex_digits(code)}' for object of type '{type_name}'")


def repeat(c: int, n: int) -> str:
    """n copies of the character c."""
    if n <= 0:
        return ""
    piece = chr(c)
    text = ""
    k = 62
    while k >= 0:
        if text != "":
            text = text + text
        if ((n >> k) & 1) != 0:
            text = text + piece
        k -= 1
    return text


def pad(text: str, f: FormatSpec) -> str:
    """text in a field of f.width, placed by f.align (`=` counts as `>`)."""
    missing = f.width - len(text)
    if missing <= 0:
        return text
    if f.align == LEFT:
        return text + repeat(f.fill, missing)
    if f.align == CENTER:
        left = missing // 2
        return repeat(f.fill, left) + text + repeat(f.fill, missing - left)
    return repeat(f.fill, missing) + text


def group_digits(digits: str, separator: int, size: int, min_width: int) -> str:
    """digits with separators from the right every `size`; zeros are put in front until the whole is min_width long (a
    separator never comes first, so it may be one longer)."""
    if separator == 0:
        return repeat(48, min_width - len(digits)) + digits
    n = len(digits)
    wanted = n + (n - 1) // size
    while wanted < min_width:
        n += 1
        wanted = n + (n - 1) // size
    digits = repeat(48, n - len(digits)) + digits
    parts: list[str] = []
    end = n % size
    if end == 0:
        end = size
    start = 0
    while start < n:
        parts.append(digits[start:end])
        start = end
        end += size
    return chr(separator).join(parts)


def group_fraction(digits: str, separator: int) -> str:
    """Digits after the point, separated every three from the left."""
    if separator == 0 or len(digits) <= 3:
        return digits
    parts: list[str] = []
    at = 0
    while at < len(digits):
        parts.append(digits[at : at + 3])
        at += 3
    return chr(separator).join(parts)

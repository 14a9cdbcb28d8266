"""str.format: the replacement fields of format strings; and what `format(text, spec)` does to a str.

Source: library reference, "Format String Syntax". `MarkupScanner` and `FieldName` know the syntax alone; the
module _string offers them to string.Formatter.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, str_char, try_as, wrap
from protopython.objects.dict.dict import DICT, W_Dict, dict_get
from protopython.objects.int.bigint import new_int
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.errors import index_error, key_error, value_error
from protopython.objects.model.format_spec import (
    AFTER_SIGN,
    CENTER,
    LEFT,
    hex_digits,
    parse_format_spec,
    unknown_format_code,
)
from protopython.objects.model.operations import ascii_of, format_of, getitem, repr_of, str_of
from protopython.objects.model.types import type_of
from protopython.objects.str.str import pad
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.str.unicode_extra import decimal_value
from protopython.objects.tuple import W_Tuple
from protopython.protocore.polling import check_signals
from protopython.protocore.value import is_empty, is_int

MAX_DEPTH: Final[int] = 2
"""A format specification may itself contain fields, whose specifications may not."""


class MarkupScanner:
    """Cuts a format string into pieces: literal text, then perhaps one field. `step` moves to the next
    piece."""

    text: str
    at: int
    end: int
    literal_start: int
    literal_end: int
    has_field: bool
    name_start: int
    name_end: int
    conversion: int
    """The character after `!`, or 0."""
    spec_start: int
    spec_end: int
    nested: bool
    """The specification has fields in it."""

    def __init__(self, s: str, start: int, end: int) -> None:
        self.text = s
        self.at = start
        self.end = end

    def step(self) -> bool:
        """False at the end."""
        if self.at >= self.end:
            return False
        s = self.text
        i = self.at
        c = 0
        while i < self.end:
            c = str_char(s, i)
            if c == 123 or c == 125:
                break
            i += 1
        self.literal_start = self.at
        self.literal_end = i
        self.has_field = False
        self.conversion = 0
        self.nested = False
        if i >= self.end:
            self.at = i
            return True
        doubled = i + 1 < self.end and str_char(s, i + 1) == c
        if doubled:
            self.literal_end = i + 1
            self.at = i + 2
            return True
        if c == 125:
            raise value_error("Single '}' encountered in format string")
        if i + 1 >= self.end:
            raise value_error("Single '{' encountered in format string")
        self.has_field = True
        self.scan_field(i + 1)
        return True

    def scan_field(self, i: int) -> None:
        """The field whose text starts at i, after its brace."""
        s = self.text
        self.name_start = i
        c = 0
        while i < self.end:
            c = str_char(s, i)
            if c == 123:
                raise value_error("unexpected '{' in field name")
            if c == 91:
                while i < self.end and str_char(s, i) != 93:
                    i += 1
                if i >= self.end:
                    break
            elif c == 125 or c == 58 or c == 33:
                break
            i += 1
        if i >= self.end:
            raise value_error("expected '}' before end of string")
        self.name_end = i
        self.spec_start = i
        self.spec_end = i
        i += 1
        if c == 125:
            self.at = i
            return
        if c == 33:
            if i >= self.end:
                raise value_error("end of string while looking for conversion specifier")
            self.conversion = str_char(s, i)
            i += 1
            if i < self.end:
                c = str_char(s, i)
                i += 1
                if c == 125:
                    self.at = i
                    return
                if c != 58:
                    raise value_error("expected ':' after conversion specifier")
        self.spec_start = i
        depth = 1
        while i < self.end:
            c = str_char(s, i)
            i += 1
            if c == 123:
                self.nested = True
                depth += 1
            elif c == 125:
                depth -= 1
                if depth == 0:
                    self.spec_end = i - 1
                    self.at = i
                    return
        raise value_error("unmatched '{' in format spec")


def field_index(s: str, start: int, end: int) -> int:
    """s[start:end] as a decimal number, -1 if it is none."""
    if start >= end:
        return -1
    n = 0
    while start < end:
        d = decimal_value(str_char(s, start))
        if d < 0:
            return -1
        if n > ((1 << 62) - 1 - d) // 10:
            raise value_error("Too many decimal digits in format string")
        n = n * 10 + d
        start += 1
    return n


class FieldName:
    """`name.attribute[key]`: the first part, then, step by step, attributes and keys."""

    text: str
    at: int
    end: int
    first_end: int
    index: int
    """The first part as a number, or -1; later the same of a key."""
    is_attribute: bool
    part_start: int
    part_end: int

    def __init__(self, s: str, start: int, end: int) -> None:
        self.text = s
        self.end = end
        i = start
        while i < end and str_char(s, i) != 46 and str_char(s, i) != 91:
            i += 1
        self.first_end = i
        self.at = i
        self.index = field_index(s, start, i)

    def step(self) -> bool:
        if self.at >= self.end:
            return False
        s = self.text
        c = str_char(s, self.at)
        i = self.at + 1
        self.part_start = i
        self.index = -1
        if c == 46:
            self.is_attribute = True
            while i < self.end and str_char(s, i) != 46 and str_char(s, i) != 91:
                i += 1
            self.part_end = i
        elif c == 91:
            self.is_attribute = False
            while i < self.end and str_char(s, i) != 93:
                i += 1
            if i >= self.end:
                raise value_error("Missing ']' in format string")
            self.part_end = i
            self.index = field_index(s, self.part_start, i)
            i += 1
        else:
            raise value_error("Only '.' or '[' may follow ']' in format field specifier")
        if self.part_start == self.part_end:
            raise value_error("Empty attribute in format string")
        self.at = i
        return True


NUMBERING_UNKNOWN: Final[int] = 0
NUMBERING_AUTOMATIC: Final[int] = 1
NUMBERING_MANUAL: Final[int] = 2


class Formatter:
    """One call of str.format (args given) or str.format_map (args None)."""

    args: W_Tuple | None
    w_mapping: Value
    numbering: int
    next_index: int

    def __init__(self, args: W_Tuple | None, w_mapping: Value) -> None:
        self.args = args
        self.w_mapping = w_mapping
        self.numbering = NUMBERING_UNKNOWN
        self.next_index = 0

    def format(self, out: StringBuilder, s: str, start: int, end: int, depth: int) -> None:
        if depth <= 0:
            raise value_error("Max string recursion exceeded")
        scanner = MarkupScanner(s, start, end)
        while scanner.step():
            check_signals()
            out.append_slice(s, scanner.literal_start, scanner.literal_end)
            if scanner.has_field:
                self.format_field(out, scanner, depth)

    def format_field(self, out: StringBuilder, scanner: MarkupScanner, depth: int) -> None:
        w_value = self.field_value(scanner)
        if scanner.conversion != 0:
            w_value = converted(w_value, scanner.conversion)
        spec = ""
        if scanner.nested:
            inner = StringBuilder()
            self.format(inner, scanner.text, scanner.spec_start, scanner.spec_end, depth - 1)
            spec = inner.to_str()
        elif scanner.spec_start < scanner.spec_end:
            spec = scanner.text[scanner.spec_start : scanner.spec_end]
        out.append(str_of(w_value) if not spec and is_int(w_value) else format_of(w_value, spec))

    def field_value(self, scanner: MarkupScanner) -> Value:
        s = scanner.text
        if scanner.name_start == scanner.name_end and self.numbering != NUMBERING_MANUAL:  # {}: the commonest
            self.numbering = NUMBERING_AUTOMATIC
            self.next_index += 1
            return self.positional(self.next_index - 1)
        name = FieldName(s, scanner.name_start, scanner.name_end)
        index = name.index
        empty = name.first_end == scanner.name_start
        if empty or index >= 0:
            numbering = NUMBERING_AUTOMATIC if empty else NUMBERING_MANUAL
            if self.numbering == NUMBERING_UNKNOWN:
                self.numbering = numbering
            elif self.numbering != numbering:
                if empty:
                    raise value_error(
                        "cannot switch from manual field specification to automatic field numbering"
                    )
                raise value_error(
                    "cannot switch from automatic field numbering to manual field specification"
                )
            if empty:
                index = self.next_index
                self.next_index += 1
        w_value = self.positional(index) if index >= 0 else self.named(s[scanner.name_start : name.first_end])
        while name.step():
            part = s[name.part_start : name.part_end]
            if name.is_attribute:
                w_value = getattr_of(w_value, part)
            elif name.index >= 0:
                w_value = getitem(w_value, new_int(name.index))
            else:
                w_value = getitem(w_value, wrap(part))
        return w_value

    def positional(self, index: int) -> Value:
        args = self.args
        if args is None:
            raise value_error("Format string contains positional fields")
        if index >= args.length:
            raise index_error(f"Replacement index {index} out of range for positional args tuple")
        return args.items[index]

    def named(self, key: str) -> Value:
        w_dict = try_as(W_Dict, self.w_mapping)
        if w_dict is not None and type_of(self.w_mapping) is DICT:
            w_value = dict_get(w_dict, wrap(key))
            if is_empty(w_value):
                raise key_error(wrap(key))
            return w_value
        return getitem(self.w_mapping, wrap(key))


def converted(w_value: Value, conversion: int) -> Value:
    """What !r, !s and !a make of a value."""
    if conversion == 114:
        return wrap(repr_of(w_value))
    if conversion == 115:
        return wrap(str_of(w_value))
    if conversion == 97:
        return wrap(ascii_of(w_value))
    if 32 < conversion < 127:
        raise value_error(f"Unknown conversion specifier {chr(conversion)}")
    raise value_error(f"Unknown conversion specifier \\x{hex_digits(conversion)}")


def format_str(s: str, args: W_Tuple | None, w_mapping: Value) -> str:
    """s.format(*args, **mapping); args None: s.format_map(mapping)."""
    out = StringBuilder(len(s) + 16)
    Formatter(args, w_mapping).format(out, s, 0, len(s), MAX_DEPTH)
    return out.to_str()


def format_text(s: str, spec: str) -> str:
    """format(s, spec) for an exact str."""
    if not spec:
        return s
    f = parse_format_spec(spec)
    if f.type != 115:
        raise unknown_format_code(f.type, "str")
    if f.sign == 32:
        raise value_error("Space not allowed in string format specifier")
    if f.sign != 0:
        raise value_error("Sign not allowed in string format specifier")
    if f.no_negative_zero:
        raise value_error("Negative zero coercion (z) not allowed in string format specifier")
    if f.alternate:
        raise value_error("Alternate form (#) not allowed in string format specifier")
    if f.align == AFTER_SIGN:
        raise value_error("'=' alignment not allowed in string format specifier")
    if 0 <= f.precision < len(s):
        s = s[: f.precision]
    missing = f.width - len(s)
    if missing <= 0:
        return s
    left = 0 if f.align == LEFT else missing // 2 if f.align == CENTER else missing
    return pad(s, left, missing - left, f.fill)

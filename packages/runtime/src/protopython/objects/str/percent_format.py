"""The % operator of str and bytes: printf-style formatting.

Source: library reference, "printf-style String Formatting" and its bytes section. Bytes are formatted as
text of code points below 256 and turned back at the end: one parser serves both. Numbers are put into digits
by their own `__format__`.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, str_char, try_as, wrap
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.int.int import int_to_i64, is_integer
from protopython.objects.model.buffer import as_exporter, bytes_of_buffer
from protopython.objects.model.errors import overflow_error, type_error, value_error
from protopython.objects.model.format_spec import hex_digits
from protopython.objects.model.operations import (
    ascii_of,
    format_of,
    getitem,
    has_index,
    index_value,
    repr_of,
    str_of,
)
from protopython.objects.model.special import Special
from protopython.objects.model.specials import call_special1
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.object_methods import full_type_name
from protopython.objects.singletons import plain
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.objects.tuple import W_Tuple
from protopython.protocore.bytestrings import latin1_text
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import latin1_bytes
from protopython.protocore.value import is_empty, is_float

NUMBER_MAX: Final[int] = (1 << 63) - 1


class PercentFormatter:
    format: str
    at: int
    is_bytes: bool
    w_args: Value
    args: W_Tuple | None
    """None: one argument, w_args."""
    next_index: int
    is_mapping: bool
    used_mapping: bool
    out: StringBuilder
    left: bool
    plus: bool
    space: bool
    alternate: bool
    zero: bool
    width: int
    precision: int
    w_item: Value
    """The value that %(key) looked up, or EMPTY."""

    def __init__(self, format_string: str, w_args: Value, is_bytes: bool) -> None:
        self.format = format_string
        self.at = 0
        self.is_bytes = is_bytes
        self.w_args = w_args
        self.args = try_as(W_Tuple, w_args)
        self.next_index = 0
        self.used_mapping = False
        self.is_mapping = (
            self.args is None
            and as_str(w_args) is None
            and not (is_bytes and as_bytes(w_args) is not None)
            and not (is_bytes and as_exporter(w_args) is not None)
            and not is_empty(special(w_args, Special.GETITEM))
        )
        self.out = StringBuilder(len(format_string) + 16)
        self.w_item = EMPTY

    def run(self) -> str:
        s = self.format
        n = len(s)
        while True:
            check_signals()
            start = self.at
            percent = s.find("%", start)
            if percent < 0:
                self.out.append_slice(s, start, n)
                break
            self.out.append_slice(s, start, percent)
            self.at = percent + 1
            if self.at < n and str_char(s, self.at) == 37:
                self.out.append_char(37)
                self.at += 1
            else:
                self.conversion()
        args = self.args
        left_over = (
            self.next_index < args.length
            if args is not None
            else self.next_index == 0 and not self.is_mapping
        )
        if left_over:
            kind = "bytes" if self.is_bytes else "string"
            raise type_error(f"not all arguments converted during {kind} formatting")
        return self.out.to_str()

    def next_argument(self) -> Value:
        w_item = self.w_item
        if not is_empty(w_item):
            self.w_item = EMPTY
            return w_item
        i = self.next_index
        args = self.args
        if args is not None:
            if i < args.length:
                self.next_index = i + 1
                return args.items[i]
        elif i == 0 and not self.used_mapping:
            self.next_index = 1
            return self.w_args
        raise type_error("not enough arguments for format string")

    def peek(self) -> int:
        """The next character of the format, which must go on here."""
        if self.at >= len(self.format):
            raise value_error("incomplete format")
        return str_char(self.format, self.at)

    def conversion(self) -> None:
        """One conversion, from behind its percent sign."""
        self.left = False
        self.plus = False
        self.space = False
        self.alternate = False
        self.zero = False
        self.w_item = EMPTY
        if self.peek() == 40:
            self.mapping_key()
        while True:
            c = self.peek()
            if c == 45:
                self.left = True
            elif c == 43:
                self.plus = True
            elif c == 32:
                self.space = True
            elif c == 35:
                self.alternate = True
            elif c == 48:
                self.zero = True
            else:
                break
            self.at += 1
        self.width = self.number("width")
        if self.width < -1:
            self.left = True
            self.width = -2 - self.width
        self.precision = -1
        if self.peek() == 46:
            self.at += 1
            self.precision = self.number("precision")
            if self.precision < 0:
                self.precision = 0
        c = self.peek()
        if c == 104 or c == 108 or c == 76:  # h l L: C's length modifiers mean nothing here
            self.at += 1
            c = self.peek()
        self.at += 1
        self.convert(c, self.next_argument())

    def mapping_key(self) -> None:
        if not self.is_mapping:
            raise type_error("format requires a mapping")
        start = self.at + 1
        depth = 1
        i = start
        while i < len(self.format):
            c = str_char(self.format, i)
            if c == 40:
                depth += 1
            elif c == 41:
                depth -= 1
                if depth == 0:
                    break
            i += 1
        if depth > 0:
            raise value_error("incomplete format key")
        key = self.format[start:i]
        self.at = i + 1
        self.used_mapping = True
        self.w_item = getitem(self.w_args, wrap(latin1_bytes(key)) if self.is_bytes else wrap(key))

    def number(self, what: str) -> int:
        """A width or precision: digits or `*`; -1 if there is none, -2 - n for a given -n."""
        c = self.peek()
        if c == 42:
            self.at += 1
            w = plain(self.next_argument())
            if not is_integer(w):
                raise type_error("* wants int")
            i, too_big = int_to_i64(w)
            if too_big or i < -NUMBER_MAX + 2:
                raise overflow_error("Python int too large to convert to C ssize_t")
            return -2 + i if i < 0 else i
        if c < 48 or c > 57:
            return -1
        n = 0
        while 48 <= c <= 57:
            if n > (NUMBER_MAX - (c - 48)) // 10:
                raise value_error(f"{what} too big")
            n = n * 10 + c - 48
            self.at += 1
            c = self.peek()
        return n

    def convert(self, c: int, w: Value) -> None:
        if c == 115 or c == 98 and self.is_bytes:  # s, b
            if self.is_bytes:
                self.put_text(self.bytes_argument(w))
            else:
                self.put_text(str_of(w))
        elif c == 114 and not self.is_bytes:  # r
            self.put_text(repr_of(w))
        elif c == 97 or c == 114:  # a
            self.put_text(ascii_of(w))
        elif c == 99:  # c
            self.precision = -1
            self.put_text(self.character(w))
        elif c == 100 or c == 105 or c == 117:  # d i u
            self.put_integer(c, "d", w)
        elif c == 120:
            self.put_integer(c, "x", w)
        elif c == 88:
            self.put_integer(c, "X", w)
        elif c == 111:
            self.put_integer(c, "o", w)
        elif c == 101 or c == 69 or c == 102 or c == 70 or c == 103 or c == 71:  # e E f F g G
            self.put_float(c, w)
        else:
            shown = chr(c) if 31 < c < 127 else "?"
            if self.is_bytes and c >= 128:
                raise overflow_error("character argument not in range(0x110000)")
            raise value_error(
                f"unsupported format character '{shown}' (0x{hex_digits(c)}) at index {self.at - 1}"
            )

    # --- what goes into the field ---

    def put_text(self, s: str) -> None:
        n = len(s)
        if 0 <= self.precision < n:
            n = self.precision
        space = self.width - n
        if not self.left:
            self.out.append_repeated(32, space)
        self.out.append_slice(s, 0, n)
        if self.left:
            self.out.append_repeated(32, space)

    def put_number(self, negative: bool, prefix: str, digits: str) -> None:
        sign = 45 if negative else 43 if self.plus else 32 if self.space else 0
        space = self.width - len(prefix) - len(digits) - (1 if sign != 0 else 0)
        if not self.left and not self.zero:
            self.out.append_repeated(32, space)
        if sign != 0:
            self.out.append_char(sign)
        self.out.append(prefix)
        if not self.left and self.zero:
            self.out.append_repeated(48, space)
        self.out.append(digits)
        if self.left:
            self.out.append_repeated(32, space)

    def put_integer(self, c: int, code: str, w: Value) -> None:
        w_integer = integer_argument(w, c)
        digits = str_of(w_integer) if code == "d" else format_of(w_integer, code)
        negative = digits.startswith("-")
        if negative:
            digits = digits[1:]
        if self.precision > len(digits):
            zeros = StringBuilder(self.precision)
            zeros.append_repeated(48, self.precision - len(digits))
            zeros.append(digits)
            digits = zeros.to_str()
        self.put_number(negative, f"0{code}" if self.alternate and code != "d" else "", digits)

    def put_float(self, c: int, w: Value) -> None:
        precision = 6 if self.precision < 0 else self.precision
        if precision > 0x7FFFFFFF:
            raise value_error("precision too big")
        mark = "#" if self.alternate else ""
        digits = format_of(self.float_argument(w), f"{mark}.{precision}{chr(c)}")
        negative = digits.startswith("-")
        self.put_number(negative, "", digits[1:] if negative else digits)

    # --- arguments ---

    def float_argument(self, w: Value) -> Value:
        exact = plain(w)
        if is_float(exact):
            return exact
        w_float = special(w, Special.FLOAT)
        if not is_empty(w_float):
            w_result = plain(call_special1(w_float, w))
            if is_float(w_result):
                return w_result
            raise type_error(f"{type_name(w)}.__float__() must return a float, not {type_name(w_result)}")
        if has_index(w):
            return self.float_argument(index_value(w))
        if self.is_bytes:
            raise type_error(f"float argument required, not {type_name(w)}")
        raise type_error(f"must be real number, not {type_name(w)}")

    def character(self, w: Value) -> str:
        """What %c puts: a code point's character, or the one character given."""
        if self.is_bytes:
            data = as_bytes(w)
            if data is None and as_exporter(w) is not None:
                data = bytes_of_buffer(w)
            if data is not None:
                if len(data) != 1:
                    raise type_error(
                        f"%c requires an integer in range(256) or a single byte, not a {type_name(w)} "
                        f"object of length {len(data)}"
                    )
                return chr(data[0])
        else:
            s = as_str(w)
            if s is not None:
                if len(s) != 1:
                    raise type_error(
                        f"%c requires an int or a unicode character, not a string of length {len(s)}"
                    )
                return s
        if not has_index(w):
            wanted = (
                "an integer in range(256) or a single byte"
                if self.is_bytes
                else "an int or a unicode character"
            )
            raise type_error(f"%c requires {wanted}, not {full_type_name(type_of(w))}")
        code, too_big = int_to_i64(index_value(w))
        if too_big or code < 0 or code >= (256 if self.is_bytes else 0x110000):
            limit = "256" if self.is_bytes else "0x110000"
            raise overflow_error(f"%c arg not in range({limit})")
        return chr(code)

    def bytes_argument(self, w: Value) -> str:
        """What %b puts: a buffer's content, or what `__bytes__` gives."""
        data = as_bytes(w)
        if data is None:
            w_bytes = special(w, Special.BYTES)
            if not is_empty(w_bytes):
                w_result = call_special1(w_bytes, w)
                data = as_bytes(w_result)
                if data is None:
                    raise type_error(f"__bytes__ returned non-bytes (type {type_name(w_result)})")
            else:
                data = bytes_of_buffer(w)
        if data is None:
            raise type_error(
                f"%b requires a bytes-like object, or an object that implements __bytes__, not "
                f"'{type_name(w)}'"
            )
        return latin1_text(data)


def integer_argument(w: Value, c: int) -> Value:
    """The exact int that %d, %x ... show."""
    exact = plain(w)
    if is_integer(exact):
        return exact
    if c == 120 or c == 88 or c == 111:
        if has_index(w):
            return index_value(w)
        raise type_error(f"%{chr(c)} format: an integer is required, not {type_name(w)}")
    w_int = special(w, Special.INT)
    if not is_empty(w_int):
        w_result = plain(call_special1(w_int, w))
        if is_integer(w_result):
            return w_result
        raise type_error(f"__int__ returned non-int (type {type_name(w_result)})")
    if has_index(w):
        return index_value(w)
    raise type_error(f"%{chr(c)} format: a real number is required, not {type_name(w)}")


def percent_format(s: str, w_args: Value) -> str:
    """s % args"""
    return PercentFormatter(s, w_args, False).run()


def percent_format_bytes(data: bytes, w_args: Value) -> bytes:
    return latin1_bytes(PercentFormatter(latin1_text(data), w_args, True).run())

"""The values of literals: numbers, and strings with their escapes."""

from __future__ import annotations

from protopython.objects.str.unicode_data import normalized
from protopython.objects.str.unicode_names import named_character

from .ast import Constant, ConstKind
from .tokenizer import digit_value, hex_upper

MAX_INT_DIGITS = 4300
INT64_DIGITS: list[str] = ["", "", "", "", "", "", "", "", "777777777777777777777", "", "9223372036854775807"]
"""By base: the largest int64, for the bases where its length alone does not decide."""


class LiteralError(Exception):
    """A literal without a value; msg is the whole message."""

    def __init__(self, msg: str) -> None:
        self.msg: str = msg


def normalize(name: str) -> str:
    """NFKC of an identifier that is not ASCII."""
    return normalized(name, True, True, False)


# ---- numbers -----------------------------------------------------------------------------------------------


def parse_number(text: str) -> Constant:
    """The Constant of a NUMBER token, without a position."""
    if "_" in text:
        text = text.replace("_", "")
    if len(text) > 2 and text[0] == "0":
        letter = ord(text[1]) | 32
        if letter == 120:
            return _integer(text[2:], 16)
        if letter == 111:
            return _integer(text[2:], 8)
        if letter == 98:
            return _integer(text[2:], 2)
    last = text[len(text) - 1]
    if last == "j" or last == "J":
        return Constant(ConstKind.COMPLEX, 0, float(text[: len(text) - 1]), "", None, False, 0, 0, 0, 0)
    if "." in text or "e" in text or "E" in text:
        return Constant(ConstKind.FLOAT, 0, float(text), "", None, False, 0, 0, 0, 0)
    return _integer(text, 10)


def _integer(digits: str, base: int) -> Constant:
    digits = digits.lstrip("0")
    if _fits(digits, base):
        value = 0
        for i in range(len(digits)):
            value = value * base + digit_value(ord(digits[i]))
        return Constant(ConstKind.INT, value, 0.0, "", None, False, 0, 0, 0, 0)
    if base == 10 and len(digits) > MAX_INT_DIGITS:
        raise LiteralError(
            "Exceeds the limit (4300 digits) for integer string conversion: value has "
            + str(len(digits))
            + " digits; use sys.set_int_max_str_digits() to increase the limit"
            + " - Consider hexadecimal for huge integer literals to avoid decimal conversion limits."
        )
    return Constant(ConstKind.BIGINT, base, 0.0, digits, None, False, 0, 0, 0, 0)


def _fits(digits: str, base: int) -> bool:
    """Whether the digits, without leading zeros, are an int64."""
    n = len(digits)
    if base == 16:
        return n < 16 or (n == 16 and digit_value(ord(digits[0])) < 8)
    if base == 2:
        return n < 64
    limit = INT64_DIGITS[base]
    return n < len(limit) or (n == len(limit) and digits <= limit)


# ---- strings -----------------------------------------------------------------------------------------------

ONE_BYTE: list[bytes] = [bytes([i]) for i in range(256)]

SIMPLE_ESCAPES: dict[str, str] = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\n": "",
}


class Decoded:
    """A decoded string body. bad_escape: what follows the first backslash that escapes nothing (a warning),
    or ""."""

    def __init__(self) -> None:
        self.text: str = ""
        self.data: bytes = b""
        self.bad_escape: str = ""
        self.bad_at: int = 0  # where that backslash is


def octal_end(body: str, i: int) -> int:
    """Behind the up to three octal digits at i."""
    j = i
    while j < len(body) and j < i + 3 and "0" <= body[j] <= "7":
        j += 1
    return j


def octal_value(body: str, i: int, end: int) -> int:
    value = 0
    while i < end:
        value = value * 8 + ord(body[i]) - 48
        i += 1
    return value


def decode_str(body: str, fstring: bool) -> Decoded:
    """The value of the body of a str literal that is not raw. fstring: "{{" and "}}" are one brace each."""
    result = Decoded()
    parts: list[str] = []
    n = len(body)
    i = 0
    plain = 0  # where the text begins that stands for itself
    while i < n:
        c = ord(body[i])
        if c != 92:
            i += 1
            if fstring and (c == 123 or c == 125) and i < n and ord(body[i]) == c:
                parts.append(body[plain:i])
                i += 1
                plain = i
            continue
        if i + 1 >= n:
            break  # the text of an f-string before the "{" or "}" of a field
        parts.append(body[plain:i])
        start = i
        letter = body[i + 1]
        i += 2
        plain = i
        simple = SIMPLE_ESCAPES.get(letter)
        if simple is not None:
            parts.append(simple)
        elif "0" <= letter <= "7":
            i = octal_end(body, start + 1)
            value = octal_value(body, start + 1, i)
            if value > 255 and result.bad_escape == "":
                result.bad_escape = body[start + 1 : i]
                result.bad_at = start
            parts.append(chr(value))
        elif letter == "x":
            i = _hex_escape(body, start, 2, "truncated \\xXX escape", parts)
        elif letter == "u":
            i = _hex_escape(body, start, 4, "truncated \\uXXXX escape", parts)
        elif letter == "U":
            i = _hex_escape(body, start, 8, "truncated \\UXXXXXXXX escape", parts)
        elif letter == "N":
            i = _named_escape(body, start, parts)
        else:
            parts.append(body[start:i])
            if fstring and (letter == "{" or letter == "}"):
                i += 1  # a pair; the tokenizer has warned
            elif result.bad_escape == "":
                result.bad_escape = letter
                result.bad_at = start
        plain = i
    parts.append(body[plain:])
    result.text = "".join(parts)
    return result


def _hex_escape(body: str, start: int, digits: int, msg: str, parts: list[str]) -> int:
    i = start + 2
    value = 0
    while i < len(body) and i < start + 2 + digits:
        digit = digit_value(ord(body[i]))
        if digit > 15:
            break
        value = value * 16 + digit
        i += 1
    if i < start + 2 + digits:
        raise unicode_error(body, start, i, msg)
    if value > 0x10FFFF:
        raise unicode_error(body, start, i, "illegal Unicode character")
    parts.append(chr(value))
    return i


def _named_escape(body: str, start: int, parts: list[str]) -> int:
    """\\N{NAME}"""
    i = start + 2
    if i < len(body) and body[i] == "{":
        end = body.find("}", i)
        if end > i + 1:
            c = named_character(body[i + 1 : end])
            if c < 0:
                raise unicode_error(body, start, end + 1, "unknown Unicode character name")
            parts.append(chr(c))
            return end + 1
        if end < 0:
            i = len(body)
        else:
            i = end + 1
    raise unicode_error(body, start, i, "malformed \\N character escape")


def unicode_error(body: str, start: int, end: int, msg: str) -> LiteralError:
    """CPython counts positions where every non-ASCII character has become a \\U escape."""
    extra = 0
    for i in range(start):
        if ord(body[i]) >= 128:
            extra += 9
    extra_inside = 0
    for i in range(start, end):
        if ord(body[i]) >= 128:
            extra_inside += 9
    first = start + extra
    last = end + extra + extra_inside - 1
    if last <= first:
        where = "byte 0x5c in position " + str(first)
    else:
        where = "bytes in position " + str(first) + "-" + str(last)
    return LiteralError("(unicode error) 'unicodeescape' codec can't decode " + where + ": " + msg)


def decode_bytes(body: str, raw: bool) -> Decoded:
    """The value of the body of a bytes literal, which is ASCII."""
    result = Decoded()
    if raw or "\\" not in body:
        result.data = body.encode()
        return result
    parts: list[bytes] = []
    n = len(body)
    i = 0
    plain = 0
    while i < n:
        if body[i] != "\\":
            i += 1
            continue
        parts.append(body[plain:i].encode())
        start = i
        letter = body[i + 1]
        i += 2
        simple = SIMPLE_ESCAPES.get(letter)
        if simple is not None:
            parts.append(simple.encode())
        elif "0" <= letter <= "7":
            i = octal_end(body, start + 1)
            value = octal_value(body, start + 1, i)
            if value > 255 and result.bad_escape == "":
                result.bad_escape = body[start + 1 : i]
                result.bad_at = start
            parts.append(ONE_BYTE[value & 255])
        elif letter == "x":
            if i + 1 >= n or digit_value(ord(body[i])) > 15 or digit_value(ord(body[i + 1])) > 15:
                raise LiteralError("(value error) invalid \\x escape at position " + str(start))
            parts.append(ONE_BYTE[digit_value(ord(body[i])) * 16 + digit_value(ord(body[i + 1]))])
            i += 2
        else:
            if result.bad_escape == "":
                result.bad_escape = letter
                result.bad_at = start
            parts.append(body[start:i].encode())
        plain = i
    parts.append(body[plain:].encode())
    result.data = b"".join(parts)
    return result


__all__ = ["Decoded", "LiteralError", "decode_bytes", "decode_str", "hex_upper", "normalize", "parse_number"]

"""The encodings that Python's own literals use: unicode-escape, raw-unicode-escape, and the escapes of bytes
literals.

Decoders give (text or bytes, bytes consumed); with final=False an incomplete escape at the end stays
unconsumed.
"""

from __future__ import annotations

from protodialect.types import str_char
from protopython.objects.bytes.bytes import hex_value
from protopython.objects.codecs.codecs import decode_replacement
from protopython.objects.model.deprecation import warn_deprecated
from protopython.objects.model.errors import value_error
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.str.unicode_names import named_character

SIMPLE: dict[int, int] = {92: 92, 39: 39, 34: 34, 97: 7, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9, 118: 11}
"""What a single letter after a backslash stands for."""


def hex_run(data: bytes, at: int, digits: int) -> tuple[int, int]:
    """(value, digits found) of up to `digits` hexadecimal digits from data[at] on."""
    value = 0
    n = 0
    while n < digits and at + n < len(data):
        d = hex_value(data[at + n])
        if d < 0:
            break
        value = value * 16 + d
        n += 1
    return value, n


def warn_invalid_escape(what: int, prefix: str) -> None:
    """what: the first escape that does not exist, a character's code or an octal value beyond 255."""
    if what > 255:
        kind = f'"\\{what >> 6}{what >> 3 & 7}{what & 7}" is an invalid octal'
    else:
        kind = f'"\\{chr(what)}" is an invalid'
    warn_deprecated(f"{prefix}{kind} escape sequence. Such sequences will not work in the future. ")


def decode_unicode_escape(data: bytes, errors: str, final: bool) -> tuple[str, int]:
    size = len(data)
    n = size
    out = StringBuilder(n)
    invalid = -1
    i = 0
    while i < n:
        c = data[i]
        if c != 92:
            out.append_char(c)
            i += 1
            continue
        start = i
        i += 1
        reason = ""
        if i >= n:
            if not final:
                return out.to_str(), start
            reason = "\\ at end of string"
        else:
            c = data[i]
            i += 1
            simple = SIMPLE.get(c, -1)
            if simple >= 0:
                out.append_char(simple)
                continue
            if c == 10:
                continue
            if 48 <= c <= 55:
                value = c - 48
                k = 1
                while k < 3 and i < n and 48 <= data[i] <= 55:
                    value = value * 8 + data[i] - 48
                    i += 1
                    k += 1
                if value > 255 and invalid < 0:
                    invalid = value
                out.append_char(value)
                continue
            if c == 120 or c == 117 or c == 85:
                digits = 2 if c == 120 else 4 if c == 117 else 8
                value, found = hex_run(data, i, digits)
                i += found
                if found == digits and value <= 0x10FFFF:
                    out.append_char(value)
                    continue
                if i >= n and found < digits and not final:
                    return out.to_str(), start
                if found == digits:
                    reason = "illegal Unicode character"
                else:
                    reason = (
                        "truncated \\xXX escape"
                        if c == 120
                        else "truncated \\uXXXX escape"
                        if c == 117
                        else "truncated \\UXXXXXXXX escape"
                    )
            elif c == 78:
                reason = "malformed \\N character escape"
                if i < n and data[i] == 123:
                    end = i + 1
                    while end < n and data[end] != 125:
                        end += 1
                    if end < n and end > i + 1:
                        value = named_character(name_text(data, i + 1, end))
                        i = end + 1
                        if value >= 0:
                            out.append_char(value)
                            continue
                        reason = "unknown Unicode character name"
                    elif end >= n:
                        i = n
                        if not final:
                            return out.to_str(), start
                    else:
                        i = end + 1
                elif i >= n and not final:
                    return out.to_str(), start
            else:
                if invalid < 0:
                    invalid = c
                out.append_char(92)
                out.append_char(c)
                continue
        text, i, data = decode_replacement(errors, "unicodeescape", data, start, i, reason)
        n = len(data)
        out.append(text)
    if invalid >= 0:
        warn_invalid_escape(invalid, "")
    return out.to_str(), size if final else i


def name_text(data: bytes, start: int, end: int) -> str:
    out = StringBuilder(end - start)
    while start < end:
        out.append_char(data[start])
        start += 1
    return out.to_str()


def decode_raw_unicode_escape(data: bytes, errors: str, final: bool) -> tuple[str, int]:
    size = len(data)
    n = size
    out = StringBuilder(n)
    i = 0
    while i < n:
        c = data[i]
        if c != 92:
            out.append_char(c)
            i += 1
            continue
        start = i
        while i < n and data[i] == 92:
            i += 1
        backslashes = i - start
        if i >= n:
            if not final:
                return out.to_str(), start
            out.append_repeated(92, backslashes)
            break
        c = data[i]
        if backslashes % 2 == 0 or (c != 117 and c != 85):
            out.append_repeated(92, backslashes)
            continue
        out.append_repeated(92, backslashes - 1)
        start = i - 1
        digits = 4 if c == 117 else 8
        value, found = hex_run(data, i + 1, digits)
        i += 1 + found
        if found == digits and value <= 0x10FFFF:
            out.append_char(value)
            continue
        if found < digits and i >= n and not final:
            return out.to_str(), start
        reason = (
            "\\Uxxxxxxxx out of range"
            if found == digits
            else "truncated \\uXXXX escape"
            if c == 117
            else "truncated \\UXXXXXXXX escape"
        )
        text, i, data = decode_replacement(errors, "rawunicodeescape", data, start, i, reason)
        n = len(data)
        out.append(text)
    return out.to_str(), size if final else i


def append_hex_bytes(out: BytesBuilder, x: int, digits: int) -> None:
    shift = 4 * (digits - 1)
    while shift >= 0:
        out.append_byte(str_char("0123456789abcdef", (x >> shift) & 15))
        shift -= 4


def encode_unicode_escape(s: str) -> bytes:
    out = BytesBuilder(len(s) + 16)
    for i in range(len(s)):
        c = str_char(s, i)
        if c == 92:
            out.append(b"\\\\")
        elif 32 <= c < 127:
            out.append_byte(c)
        elif c == 10:
            out.append(b"\\n")
        elif c == 13:
            out.append(b"\\r")
        elif c == 9:
            out.append(b"\\t")
        elif c < 0x100:
            out.append(b"\\x")
            append_hex_bytes(out, c, 2)
        else:
            append_wide_escape(out, c)
    return out.to_bytes()


def append_wide_escape(out: BytesBuilder, c: int) -> None:
    if c < 0x10000:
        out.append(b"\\u")
        append_hex_bytes(out, c, 4)
    else:
        out.append(b"\\U")
        append_hex_bytes(out, c, 8)


def encode_raw_unicode_escape(s: str) -> bytes:
    out = BytesBuilder(len(s) + 16)
    for i in range(len(s)):
        c = str_char(s, i)
        if c < 0x100:
            out.append_byte(c)
        else:
            append_wide_escape(out, c)
    return out.to_bytes()


def decode_bytes_escape(data: bytes, errors: str) -> bytes:
    """The escapes of a bytes literal."""
    n = len(data)
    out = BytesBuilder(n)
    invalid = -1
    i = 0
    while i < n:
        c = data[i]
        i += 1
        if c != 92:
            out.append_byte(c)
            continue
        if i >= n:
            raise value_error("Trailing \\ in string")
        c = data[i]
        i += 1
        simple = SIMPLE.get(c, -1)
        if simple >= 0:
            out.append_byte(simple)
        elif 48 <= c <= 55:
            value = c - 48
            k = 1
            while k < 3 and i < n and 48 <= data[i] <= 55:
                value = value * 8 + data[i] - 48
                i += 1
                k += 1
            if value > 255 and invalid < 0:
                invalid = value
            out.append_byte(value & 255)
        elif c == 120:
            value, found = hex_run(data, i, 2)
            if found == 2:
                out.append_byte(value)
                i += 2
            elif errors == "strict":
                raise value_error(f"invalid \\x escape at position {i - 2}")
            else:
                if errors == "replace":
                    out.append_byte(63)
                elif errors != "ignore":
                    raise value_error(f"decoding error; unknown error handling code: {errors}")
                i += found
        elif c != 10:
            if invalid < 0:
                invalid = c
            out.append_byte(92)
            out.append_byte(c)
    if invalid >= 0:
        warn_invalid_escape(invalid, "b")
    return out.to_bytes()


def encode_bytes_escape(data: bytes) -> bytes:
    out = BytesBuilder(len(data) + 8)
    for i in range(len(data)):
        c = data[i]
        if c == 39 or c == 92:
            out.append_byte(92)
            out.append_byte(c)
        elif c == 9:
            out.append(b"\\t")
        elif c == 10:
            out.append(b"\\n")
        elif c == 13:
            out.append(b"\\r")
        elif 32 <= c < 127:
            out.append_byte(c)
        else:
            out.append(b"\\x")
            append_hex_bytes(out, c, 2)
    return out.to_bytes()

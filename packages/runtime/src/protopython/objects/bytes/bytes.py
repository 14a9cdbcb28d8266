"""What runs of bytes can do that needs no other Python object: representations and the algorithms that bytes
and bytearray share.

Surface: bytes/methods.py, bytearray.py. Letters, digits and whitespace are ASCII's here.
"""

from __future__ import annotations

from protodialect.types import COMPILED, Value, inline, str_char, try_as
from protodialect.unsafe import bytes_data, memchr, memcmp
from protopython.objects.singletons import W_ValueSubclass
from protopython.objects.str.str import HEX_DIGITS
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder


@inline
def as_bytes(v: Value) -> bytes | None:
    """The bytes of a bytes object or of an instance of a subclass; None for anything else (bytearray too:
    see model/buffer.py)."""
    b = try_as(bytes, v)
    return b if b is not None else bytes_in_subclass(v)


def bytes_in_subclass(v: Value) -> bytes | None:
    boxed = try_as(W_ValueSubclass, v)
    return None if boxed is None else try_as(bytes, boxed.value)


def append_repr_of_bytes(out: StringBuilder, b: bytes, escaped: int) -> None:
    """b between the quotes that suit it, without the prefix; `escaped`: a character besides the quote that gets a
    backslash."""
    quote = quote_for_bytes(b)
    out.append_char(quote)
    for i in range(len(b)):
        c = b[i]
        if c == escaped or c == quote or c == 92:
            out.append_char(92)
            out.append_char(c)
        elif 32 <= c < 127:
            out.append_char(c)
        elif c == 9:
            out.append("\\t")
        elif c == 10:
            out.append("\\n")
        elif c == 13:
            out.append("\\r")
        else:
            out.append("\\x")
            out.append_char(str_char(HEX_DIGITS, c >> 4))
            out.append_char(str_char(HEX_DIGITS, c & 15))
    out.append_char(quote)


def quote_for_bytes(b: bytes) -> int:
    return 34 if find_byte(b, 39, 0, len(b)) >= 0 and find_byte(b, 34, 0, len(b)) < 0 else 39


def repr_of_bytes(b: bytes) -> str:
    out = StringBuilder(len(b) + 3)
    out.append_char(98)
    append_repr_of_bytes(out, b, 92)
    return out.to_str()


# --- characters -----------------------------------------------------------------------------------


@inline
def is_ascii_space(c: int) -> bool:
    return c == 32 or 9 <= c <= 13


@inline
def is_ascii_lower(c: int) -> bool:
    return 97 <= c <= 122


@inline
def is_ascii_upper(c: int) -> bool:
    return 65 <= c <= 90


@inline
def is_ascii_alpha(c: int) -> bool:
    return 65 <= (c & 0xDF) <= 90


@inline
def is_ascii_digit(c: int) -> bool:
    return 48 <= c <= 57


@inline
def ascii_lower(c: int) -> int:
    return c + 32 if 65 <= c <= 90 else c


@inline
def ascii_upper(c: int) -> int:
    return c - 32 if 97 <= c <= 122 else c


def hex_value(c: int) -> int:
    """What a hexadecimal digit stands for, or -1."""
    if 48 <= c <= 57:
        return c - 48
    if 97 <= c <= 102:
        return c - 87
    if 65 <= c <= 70:
        return c - 55
    return -1


# --- searches -------------------------------------------------------------------------------------


def find_byte(b: bytes, x: int, start: int, end: int) -> int:
    """The lowest index of byte x within b[start:end], or -1."""
    if COMPILED:
        if start >= end:
            return -1
        data = bytes_data(b)
        at = memchr(data + start, x, end - start)
        return -1 if at == 0 else at - data
    else:
        return b.find(x, start, end)


def rfind_byte(b: bytes, x: int, start: int, end: int) -> int:
    while end > start:
        end -= 1
        if b[end] == x:
            return end
    return -1


def matches_at(b: bytes, sub: bytes, at: int) -> bool:
    """Whether b has sub at index `at`; at + len(sub) <= len(b)."""
    if COMPILED:
        return memcmp(bytes_data(b) + at, bytes_data(sub), len(sub)) == 0
    else:
        return b[at : at + len(sub)] == sub


def find(b: bytes, sub: bytes, start: int, end: int) -> int:
    """The lowest index of sub within b[start:end], or -1."""
    if end - start < len(sub) or start > len(b):
        return -1
    return b.find(sub, start, end)


def rfind(b: bytes, sub: bytes, start: int, end: int) -> int:
    if end - start < len(sub) or start > len(b):
        return -1
    return b.rfind(sub, start, end)


def count(b: bytes, sub: bytes, start: int, end: int) -> int:
    """Occurrences of sub within b[start:end] that do not overlap."""
    n = len(sub)
    if end - start < n or start > len(b):
        return 0
    if n == 0:
        return end - start + 1
    found = 0
    at = find(b, sub, start, end)
    while at >= 0:
        found += 1
        at = find(b, sub, at + n, end)
    return found


def replace(b: bytes, old: bytes, new: bytes, limit: int) -> bytes:
    """At most `limit` occurrences of old replaced (all of them: -1)."""
    if limit < 0:
        limit = len(b) + 1
    n = len(old)
    out = BytesBuilder(len(b) + 8)
    done = 0
    if n == 0:
        while done < limit and done <= len(b):
            out.append(new)
            if done < len(b):
                out.append_byte(b[done])
            done += 1
        out.append_slice(b, done, len(b))
        return out.to_bytes()
    at = find(b, old, 0, len(b))
    if at < 0 or limit == 0:
        return b
    while at >= 0 and limit > 0:
        out.append_slice(b, done, at)
        out.append(new)
        done = at + n
        limit -= 1
        at = find(b, old, done, len(b))
    out.append_slice(b, done, len(b))
    return out.to_bytes()


def strip_start(b: bytes, chars: bytes | None) -> int:
    """Index of the first byte that is not in chars (None: whitespace)."""
    i = 0
    n = len(b)
    while i < n and _strips(b[i], chars):
        i += 1
    return i


def strip_end(b: bytes, start: int, chars: bytes | None) -> int:
    i = len(b)
    while i > start and _strips(b[i - 1], chars):
        i -= 1
    return i


def _strips(x: int, chars: bytes | None) -> bool:
    if chars is None:
        return is_ascii_space(x)
    return find_byte(chars, x, 0, len(chars)) >= 0


# --- case -----------------------------------------------------------------------------------------


def lower(b: bytes) -> bytes:
    out = BytesBuilder(len(b))
    for i in range(len(b)):
        out.append_byte(ascii_lower(b[i]))
    return out.to_bytes()


def upper(b: bytes) -> bytes:
    out = BytesBuilder(len(b))
    for i in range(len(b)):
        out.append_byte(ascii_upper(b[i]))
    return out.to_bytes()


def swapcase(b: bytes) -> bytes:
    out = BytesBuilder(len(b))
    for i in range(len(b)):
        c = b[i]
        out.append_byte(c ^ 32 if is_ascii_alpha(c) else c)
    return out.to_bytes()


def capitalize(b: bytes) -> bytes:
    out = BytesBuilder(len(b))
    for i in range(len(b)):
        out.append_byte(ascii_upper(b[i]) if i == 0 else ascii_lower(b[i]))
    return out.to_bytes()


def title(b: bytes) -> bytes:
    out = BytesBuilder(len(b))
    inside = False
    for i in range(len(b)):
        c = b[i]
        out.append_byte(ascii_lower(c) if inside else ascii_upper(c))
        inside = is_ascii_alpha(c)
    return out.to_bytes()


def istitle(b: bytes) -> bool:
    seen = False
    inside = False
    for i in range(len(b)):
        c = b[i]
        if is_ascii_upper(c):
            if inside:
                return False
            inside = True
            seen = True
        elif is_ascii_lower(c):
            if not inside:
                return False
            seen = True
        else:
            inside = False
    return seen


def islower(b: bytes) -> bool:
    seen = False
    for i in range(len(b)):
        if is_ascii_upper(b[i]):
            return False
        if is_ascii_lower(b[i]):
            seen = True
    return seen


def isupper(b: bytes) -> bool:
    seen = False
    for i in range(len(b)):
        if is_ascii_lower(b[i]):
            return False
        if is_ascii_upper(b[i]):
            seen = True
    return seen


def isalpha(b: bytes) -> bool:
    for i in range(len(b)):
        if not is_ascii_alpha(b[i]):
            return False
    return len(b) > 0


def isdigit(b: bytes) -> bool:
    for i in range(len(b)):
        if not is_ascii_digit(b[i]):
            return False
    return len(b) > 0


def isalnum(b: bytes) -> bool:
    for i in range(len(b)):
        if not (is_ascii_alpha(b[i]) or is_ascii_digit(b[i])):
            return False
    return len(b) > 0


def isspace(b: bytes) -> bool:
    for i in range(len(b)):
        if not is_ascii_space(b[i]):
            return False
    return len(b) > 0


def expandtabs(b: bytes, size: int) -> bytes:
    out = BytesBuilder(len(b) + 8)
    column = 0
    for i in range(len(b)):
        c = b[i]
        if c == 9:
            if size > 0:
                n = size - column % size
                out.append_repeated(32, n)
                column += n
        else:
            column = 0 if c == 10 or c == 13 else column + 1
            out.append_byte(c)
    return out.to_bytes()


def pad(b: bytes, left: int, right: int, fill: int) -> bytes:
    out = BytesBuilder(len(b) + left + right)
    out.append_repeated(fill, left)
    out.append(b)
    out.append_repeated(fill, right)
    return out.to_bytes()

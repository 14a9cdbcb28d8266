"""What the dialect's bytes operations compile to: `a + b` is bytes_concat(a, b), `b.find(x)` is bytes_find(b,
x), and so on.

    [ shape | meta | hash | length ] bytes ...

The twin of strings.py, smaller because a byte is a byte.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, inline, role
from protodialect.unsafe import (
    Addr,
    bytes_data,
    c_function,
    hash_data_of,
    load8,
    memchr,
    memcmp,
    memcpy,
    new_bytes,
    new_str,
    store8,
    str_data,
)
from protopython.protocore.polling import check_signals
from protopython.protocore.search import too_slow, two_way
from protopython.protocore.strings import ascii_run, kind_for, put_char

MAX_INDEX: Final[int] = (1 << 63) - 1


def hash_bytes(b: bytes) -> int:
    """The hash of bytes: 1 .. 2**62 - 1, of equal content in one run the same."""
    if COMPILED:
        return hash(b)
    else:
        return hash_data_of(b)


@c_function("pp_hash_without_key")
def c_hash_without_key(at: Addr, n: int) -> int: ...


def checksum_of(b: bytes) -> int:
    """1 .. 2**62 - 1, the same in every run, on the host and compiled."""
    if COMPILED:
        return c_hash_without_key(bytes_data(b), len(b))
    else:
        return hash_data_of(b)


@role("bytes_index")
def bytes_index(b: bytes, i: int) -> int:
    """b[i]"""
    n = len(b)
    if i < 0:
        i += n
    if i < 0 or i >= n:
        raise IndexError("index out of range")
    if COMPILED:
        return load8(bytes_data(b) + i)
    else:
        return b[i]


def bytes_part(b: bytes, start: int, n: int) -> bytes:
    """n bytes of b from start; the range is known to be inside."""
    if COMPILED:
        if n == len(b):
            return b
        if n == 0:
            return b""
        r = new_bytes(n)
        memcpy(bytes_data(r), bytes_data(b) + start, n)
        return r
    else:
        return b[start : start + n]


@role("bytes_slice")
def bytes_slice(b: bytes, start: int, stop: int) -> bytes:
    """b[start:stop]; absent bounds are 0 and MAX_INDEX."""
    n = len(b)
    if start < 0:
        start += n
        if start < 0:
            start = 0
    elif start > n:
        start = n
    if stop < 0:
        stop += n
    elif stop > n:
        stop = n
    if stop <= start:
        return b""
    return bytes_part(b, start, stop - start)


@role("bytes_concat")
def bytes_concat(a: bytes, b: bytes) -> bytes:
    if COMPILED:
        if len(a) == 0:
            return b
        if len(b) == 0:
            return a
        r = new_bytes(len(a) + len(b))
        memcpy(bytes_data(r), bytes_data(a), len(a))
        memcpy(bytes_data(r) + len(a), bytes_data(b), len(b))
        return r
    else:
        return a + b


@role("bytes_repeat")
def bytes_repeat(b: bytes, n: int) -> bytes:
    if COMPILED:
        size = len(b)
        if n <= 0 or size == 0:
            return b""
        if n > (1 << 46) // size:
            raise MemoryError()
        r = new_bytes(size * n)
        data = bytes_data(r)
        memcpy(data, bytes_data(b), size)
        done = size
        total = size * n
        while done < total:
            more = done if done <= total - done else total - done
            memcpy(data + done, data, more)
            done += more
        return r
    else:
        return b * n


@role("bytes_compare")
def bytes_compare(a: bytes, b: bytes) -> int:
    """Negative, 0 or positive."""
    if COMPILED:
        n = len(a) if len(a) < len(b) else len(b)
        c = memcmp(bytes_data(a), bytes_data(b), n)
        return c if c != 0 else len(a) - len(b)
    else:
        return (a > b) - (a < b)


def _find_in(b: bytes, sub: bytes, start: int, stop: int) -> int:
    if COMPILED:
        m = len(sub)
        last = stop - m
        if start > last:
            return -1
        if m == 0:
            return start
        data = bytes_data(b)
        want = bytes_data(sub)
        at = start
        cost = 0
        while at <= last:
            hit = memchr(data + at, load8(want), last + 1 - at)
            if hit == 0:
                return -1
            if memcmp(hit, want, m) == 0:
                return hit - data
            at = hit - data + 1
            cost += (m >> 4) + 1
            if too_slow(cost, at - start):
                rest = two_way(want, 1, 1, m, data + at, 1, 1, stop - at)
                return -1 if rest < 0 else at + rest
        return -1
    else:
        return b.find(sub, start, stop)


def _low(i: int, n: int) -> int:
    if i < 0:
        i += n
        if i < 0:
            return 0
    return i


def _high(i: int, n: int) -> int:
    if i < 0:
        i += n
        if i < 0:
            return 0
    elif i > n:
        return n
    return i


@role("bytes_find")
def bytes_find(b: bytes, sub: bytes, start: int = 0, stop: int = MAX_INDEX) -> int:
    n = len(b)
    low = _low(start, n)
    high = _high(stop, n)
    return -1 if low > high else _find_in(b, sub, low, high)


@role("bytes_rfind")
def bytes_rfind(b: bytes, sub: bytes, start: int = 0, stop: int = MAX_INDEX) -> int:
    if COMPILED:
        n = len(b)
        low = _low(start, n)
        m = len(sub)
        high = _high(stop, n)
        data = bytes_data(b)
        want = bytes_data(sub)
        at = high - m
        cost = 0
        while at >= low:
            if memcmp(data + at, want, m) == 0:
                return at
            at -= 1
            cost += (m >> 4) + 1
            if too_slow(cost, high - m - at):
                rest = two_way(want + m - 1, 1, -1, m, data + at + m - 1, 1, -1, at + m - low)
                return -1 if rest < 0 else at - rest
        return -1
    else:
        return b.rfind(sub, start, stop)


@role("bytes_contains")
def bytes_contains(b: bytes, sub: bytes) -> bool:
    return _find_in(b, sub, 0, len(b)) >= 0


@role("bytes_count")
def bytes_count(b: bytes, sub: bytes) -> int:
    if len(sub) == 0:
        return len(b) + 1
    count = 0
    at = _find_in(b, sub, 0, len(b))
    while at >= 0:
        if count & 0xFFF == 0xFFF:
            check_signals()
        count += 1
        at = _find_in(b, sub, at + len(sub), len(b))
    return count


@role("bytes_startswith")
def bytes_startswith(b: bytes, prefix: bytes) -> bool:
    if COMPILED:
        return len(prefix) <= len(b) and memcmp(bytes_data(b), bytes_data(prefix), len(prefix)) == 0
    else:
        return b.startswith(prefix)


@role("bytes_endswith")
def bytes_endswith(b: bytes, suffix: bytes) -> bool:
    if COMPILED:
        at = len(b) - len(suffix)
        return at >= 0 and memcmp(bytes_data(b) + at, bytes_data(suffix), len(suffix)) == 0
    else:
        return b.endswith(suffix)


@role("bytes_join")
def bytes_join(separator: bytes, parts: list[bytes]) -> bytes:
    if COMPILED:
        count = len(parts)
        if count == 0:
            return b""
        if count == 1:
            return parts[0]
        total = len(separator) * (count - 1)
        for part in parts:
            total += len(part)
        r = new_bytes(total)
        at = bytes_data(r)
        first = True
        for part in parts:
            if not first:
                memcpy(at, bytes_data(separator), len(separator))
                at += len(separator)
            first = False
            memcpy(at, bytes_data(part), len(part))
            at += len(part)
        return r
    else:
        return separator.join(parts)


@role("bytes_split")
def bytes_split(b: bytes, separator: bytes) -> list[bytes]:
    if len(separator) == 0:
        raise ValueError("empty separator")
    parts: list[bytes] = []
    start = 0
    at = _find_in(b, separator, 0, len(b))
    while at >= 0:
        if len(parts) & 0xFFF == 0xFFF:
            check_signals()
        parts.append(bytes_part(b, start, at - start))
        start = at + len(separator)
        at = _find_in(b, separator, start, len(b))
    parts.append(bytes_part(b, start, len(b) - start))
    return parts


@role("bytes_replace")
def bytes_replace(b: bytes, old: bytes, new: bytes) -> bytes:
    if len(old) == 0:
        raise ValueError("empty pattern")
    return bytes_join(new, bytes_split(b, old))


@role("bytes_strip")
def bytes_strip(b: bytes) -> bytes:
    start = 0
    stop = len(b)
    while start < stop and _is_space(bytes_index(b, start)):
        start += 1
    while stop > start and _is_space(bytes_index(b, stop - 1)):
        stop -= 1
    return bytes_part(b, start, stop - start)


def _is_space(c: int) -> bool:
    return c == 32 or 9 <= c <= 13


@inline
def _hex_digit(x: int) -> int:
    return x + 48 if x < 10 else x + 87


@role("bytes_hex")
def bytes_hex(b: bytes) -> str:
    if COMPILED:
        n = len(b)
        s = new_str(1, 2 * n)
        at = str_data(s)
        for i in range(n):
            if i & 0xFFFF == 0xFFFF:
                check_signals()
            c = load8(bytes_data(b) + i)
            store8(at + 2 * i, _hex_digit(c >> 4))
            store8(at + 2 * i + 1, _hex_digit(c & 15))
        return s
    else:
        return b.hex()


# --- UTF-8 --------------------------------------------------------------------------------------------------


def utf8_length(data: int, n: int) -> int:
    """Characters in n bytes of UTF-8 at data, or -1 - position of the first byte that does not belong."""
    i = 0
    count = 0
    while i < n:
        c = load8(data + i)
        if c >= 0x80:
            more = _sequence(data + i, n - i)
            if more == 0:
                return -1 - i
            i += more
            count += 1
        else:
            more = ascii_run(data + i, n - i)
            i += more
            count += more
    return count


def system_bytes_of_str(s: str) -> bytes:
    """The opposite of str_of_system_text(); ValueError for lone surrogates that stand for no byte."""
    parts: list[bytes] = []
    start = 0
    for i in range(len(s)):
        c = ord(s[i])
        if 0xDC80 <= c <= 0xDCFF:
            parts.append(s[start:i].encode())
            parts.append(ALL_BYTES[c - 0xDC00 : c - 0xDC00 + 1])
            start = i + 1
    return s.encode() if start == 0 else b"".join(parts) + s[start:].encode()


ALL_BYTES: Final[bytes] = bytes(range(256))


@role("argument_decoder")
def str_of_system_text(data: int, n: int) -> str:
    """n bytes that the system gave (an argument, a variable, a name) as str: UTF-8, and a lone surrogate for every byte that does not
    belong (PEP 383)."""
    parts: list[str] = []
    start = 0
    while True:
        length = utf8_length(data + start, n - start)
        if length >= 0:
            rest = str_of_utf8(data + start, n - start)
            return rest if start == 0 else "".join(parts) + rest
        bad = start - 1 - length
        parts.append(str_of_utf8(data + start, bad - start))
        parts.append(chr(0xDC00 + load8(data + bad)))
        start = bad + 1


def _sequence(at: int, n: int) -> int:
    """The length of the well-formed multi-byte sequence at `at`, or 0 (Unicode standard, table 3-7)."""
    c = load8(at)
    size = 2 if 0xC2 <= c <= 0xDF else 3 if 0xE0 <= c <= 0xEF else 4 if 0xF0 <= c <= 0xF4 else 0
    if size == 0 or size > n:
        return 0
    second = load8(at + 1)
    low = 0xA0 if c == 0xE0 else 0x90 if c == 0xF0 else 0x80
    high = 0x9F if c == 0xED else 0x8F if c == 0xF4 else 0xBF
    if second < low or second > high:
        return 0
    i = 2
    while i < size:
        if load8(at + i) & 0xC0 != 0x80:
            return 0
        i += 1
    return size


def utf8_char(at: int) -> int:
    """The character of a well-formed sequence."""
    c = load8(at)
    if c < 0x80:
        return c
    if c < 0xE0:
        return ((c & 31) << 6) | (load8(at + 1) & 63)
    if c < 0xF0:
        return ((c & 15) << 12) | ((load8(at + 1) & 63) << 6) | (load8(at + 2) & 63)
    return ((c & 7) << 18) | ((load8(at + 1) & 63) << 12) | ((load8(at + 2) & 63) << 6) | (load8(at + 3) & 63)


def utf8_size(first: int) -> int:
    """Bytes of the sequence that begins with this byte."""
    return 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def str_of_utf8(data: int, n: int) -> str:
    """The str of n well-formed bytes of UTF-8 at an address outside or inside the heap; ValueError if they
    are not."""
    length = utf8_length(data, n)
    if length < 0:
        raise ValueError("invalid utf-8")
    if length == 0:
        return ""
    top = 0
    i = 0
    if length < n:
        while i < n:
            c = utf8_char(data + i)
            if c > top:
                top = c
            i += utf8_size(load8(data + i))
    kind = kind_for(top)
    s = new_str(kind, length)
    dst = str_data(s)
    if length == n:
        memcpy(dst, data, n)
        return s
    i = 0
    k = 0
    while i < n:
        put_char(dst, kind, k, utf8_char(data + i))
        k += 1
        i += utf8_size(load8(data + i))
    return s


@role("bytes_decode")
def bytes_decode(b: bytes) -> str:
    """b.decode("utf-8"); ValueError if it is not well-formed."""
    if COMPILED:
        return str_of_utf8(bytes_data(b), len(b))
    else:
        return b.decode("utf-8")


def latin1_text(b: bytes) -> str:
    """Each byte as the character of the same number; latin1_bytes of strings.py is the inverse."""
    if COMPILED:
        if len(b) == 0:
            return ""
        s = new_str(1, len(b))
        memcpy(str_data(s), bytes_data(b), len(b))
        return s
    else:
        return b.decode("latin-1")


def bytes_isascii(b: bytes) -> bool:
    if COMPILED:
        return ascii_run(bytes_data(b), len(b)) == len(b)
    else:
        return b.isascii()


def bytes_mapped(b: bytes, table: bytes) -> bytes:
    """b with each byte replaced by what the table of 256 has for it."""
    if COMPILED:
        r = new_bytes(len(b))
        for i in range(len(b)):
            if i & 0xFFFF == 0xFFFF:
                check_signals()
            store8(bytes_data(r) + i, load8(bytes_data(table) + load8(bytes_data(b) + i)))
        return r
    else:
        return b.translate(table)

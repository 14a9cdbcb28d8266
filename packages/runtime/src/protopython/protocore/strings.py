"""What the dialect's str operations compile to: `a + b` is str_concat(a, b), `s.find(x)` is str_find(s, x),
and so on.

A str is immutable: 1, 2 or 4 bytes a character (its kind), always the narrowest that holds the content, so
equal strings have equal kinds. Layout (prelude/protopy.hpp):

    [ shape | meta | hash | length | data ] characters ...        data points at what follows
    [ shape | meta | hash | length | data ] buffer       META_SHARED: data points into a buffer
                                       +--->  [ shape | meta | used | capacity ] aaaaaaaaaaabbbcc.......
                                                                                  ^---- s ---^ ^ used

Why s = s + x in a loop is linear. The result of a concatenation is marked META_JOINED. Concatenating to a
marked string puts the result into a buffer (a bytes object that nobody else sees) with room to grow; the next
concatenation claims the free part by moving `used` with a compare-and-swap, copies x there and makes a new
header. Only the string that ends at `used` can claim it, so two threads that extend the same string both get
right results: the loser copies.

On the host these functions fall back to CPython's str where somebody may call them by name.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import COMPILED, Array, inline, noinline, role, str_char
from protodialect.unsafe import (
    address_of,
    atomic_cas64,
    bytes_data,
    hash_data_of,
    load8,
    load16,
    load64,
    memchr,
    memcmp,
    memcpy,
    memset,
    new_bytes,
    new_str,
    store8,
    store16,
    store32,
    store64,
    str_data,
    str_kind,
)
from protopython.protocore.polling import check_signals
from protopython.protocore.search import too_slow, two_way
from protopython.protocore.unicodedb import (
    ALPHA,
    CASE_IGNORABLE,
    CASED,
    DECIMAL,
    DIGIT,
    IDENTIFIER_PART,
    IDENTIFIER_START,
    LOWERCASE,
    MANY,
    MULTI,
    NUMERIC,
    PRINTABLE,
    SPACE,
    TITLECASE,
    UPPERCASE,
    char_flags,
    lower_mapping,
    upper_mapping,
)

MAX_INDEX: Final[int] = (1 << 63) - 1
MIN_INT: Final[int] = -(1 << 63)
SIGMA: Final[int] = 0x3A3
FINAL_SIGMA: Final[int] = 0x3C2
SMALL_SIGMA: Final[int] = 0x3C3

# Offsets in a Str, and in the bytes object that serves as a shared buffer.
_META: Final[int] = 8
_LENGTH: Final[int] = 24
_DATA: Final[int] = 32
_BUFFER: Final[int] = 40
_USED: Final[int] = 16
_CAPACITY: Final[int] = 24
_BUFFER_DATA: Final[int] = 32

META_SHARED: Final[int] = 1 << 24
META_JOINED: Final[int] = 1 << 25
KIND_SHIFT: Final[int] = 16
HIGH_BITS: Final[int] = -0x7F7F7F7F7F7F7F80
"""The highest bit of each byte of a word."""
JOIN_THRESHOLD: Final[int] = 64
"""Results shorter than this many bytes are plain copies: cheaper than a buffer."""

CHARS: Final[Array[str]] = Array.of([chr(i) for i in range(256)])
"""The one-character strings below 256, each of which exists once."""


@inline
def hash_str(s: str) -> int:
    """The hash of a str: 1 .. 2**62 - 1, of equal strings in one run the same."""
    if COMPILED:
        return hash(s)
    else:
        top = max(map(ord, s), default=0)
        return hash_data_of(
            s.encode(
                "latin-1" if top < 0x100 else "utf-16-le" if top < 0x10000 else "utf-32-le", "surrogatepass"
            )
        )


# --- making -------------------------------------------------------------------------------------------------


@inline
def kind_for(top: int) -> int:
    """The kind of a string whose highest character is top."""
    return 1 if top < 0x100 else 2 if top < 0x10000 else 4


def copy_chars(dst: int, dst_kind: int, src: int, src_kind: int, n: int) -> None:
    """n characters from address src to address dst, widened where the kinds differ (dst_kind >= src_kind)."""
    if dst_kind == src_kind:
        memcpy(dst, src, n * src_kind)
        return
    i = 0
    if src_kind == 1:
        if dst_kind == 2:
            while i < n:
                store16(dst + 2 * i, load8(src + i))
                i += 1
        else:
            while i < n:
                store32(dst + 4 * i, load8(src + i))
                i += 1
    else:
        while i < n:
            store32(dst + 4 * i, load16(src + 2 * i))
            i += 1


@inline
def put_char(dst: int, kind: int, i: int, c: int) -> None:
    """Character i of the raw characters at dst."""
    if kind == 1:
        store8(dst + i, c)
    elif kind == 2:
        store16(dst + 2 * i, c)
    else:
        store32(dst + 4 * i, c)


def str_of_codes(codes: list[int]) -> str:
    """The str of these code points."""
    n = len(codes)
    top = 0
    for c in codes:
        if c > top:
            top = c
    if COMPILED:
        if n == 0:
            return ""
        if n == 1 and top < 256:
            return CHARS[top]
        kind = kind_for(top)
        s = new_str(kind, n)
        data = str_data(s)
        for i in range(n):
            put_char(data, kind, i, codes[i])
        return s
    else:
        return "".join(map(chr, codes))


@role("str_chr")
@inline
def str_chr(c: int) -> str:
    if COMPILED:
        if 0 <= c < 256:
            return CHARS[c]
        return _wide_char(c)
    else:
        return chr(c)


@noinline
def _wide_char(c: int) -> str:
    if c < 0 or c > 0x10FFFF:
        raise ValueError("chr() arg not in range(0x110000)")
    kind = kind_for(c)
    s = new_str(kind, 1)
    put_char(str_data(s), kind, 0, c)
    return s


@role("str_ord_at")
@inline
def str_ord_at(s: str, i: int) -> int:
    """ord(s[i])"""
    n = len(s)
    if i < 0:
        i += n
    if i < 0 or i >= n:
        raise IndexError("string index out of range")
    return str_char(s, i)


@role("str_index")
def str_index(s: str, i: int) -> str:
    """s[i]"""
    n = len(s)
    if i < 0:
        i += n
    if i < 0 or i >= n:
        raise IndexError("string index out of range")
    return str_chr(str_char(s, i))


@role("str_slice")
def str_slice(s: str, start: int, stop: int) -> str:
    """s[start:stop]; absent bounds are 0 and MAX_INDEX."""
    n = len(s)
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
        return ""
    return str_part(s, start, stop - start)


def str_part(s: str, start: int, n: int) -> str:
    """n characters of s from start; the range is known to be inside."""
    if COMPILED:
        if n == len(s):
            return s
        if n == 1:
            return str_chr(str_char(s, start))
        if n == 0:
            return ""
        kind = str_kind(s)
        src = str_data(s) + start * kind
        new_kind = kind if kind == 1 else _needed_kind(src, kind, n)
        part = new_str(new_kind, n)
        if new_kind == kind:
            memcpy(str_data(part), src, n * kind)
        else:
            dst = str_data(part)
            i = 0
            while i < n:
                put_char(dst, new_kind, i, str_char(s, start + i))
                i += 1
        return part
    else:
        return s[start : start + n]


def _needed_kind(src: int, kind: int, n: int) -> int:
    """The narrowest kind for n characters at src."""
    needed = 1
    i = 0
    if kind == 2:
        while i < n:
            if load16(src + 2 * i) > 0xFF:
                return 2
            i += 1
        return 1
    while i < n:
        high = load16(src + 4 * i + 2)
        if high != 0:
            return 4
        if load8(src + 4 * i + 1) != 0:
            needed = 2
        i += 1
    return needed


# --- concatenation ------------------------------------------------------------------------------------------


@role("str_concat")
def str_concat(a: str, b: str) -> str:
    """a + b"""
    if COMPILED:
        na = len(a)
        nb = len(b)
        if nb == 0:
            return a
        if na == 0:
            return b
        ka = str_kind(a)
        kb = str_kind(b)
        kind = ka if ka >= kb else kb
        n = na + nb
        if n * kind >= JOIN_THRESHOLD:
            meta = load64(address_of(a) + _META)
            if meta & (META_SHARED | META_JOINED) != 0:
                return _extend(a, b, meta, kind)
        s = new_str(kind, n)
        data = str_data(s)
        copy_chars(data, kind, str_data(a), ka, na)
        copy_chars(data + na * kind, kind, str_data(b), kb, nb)
        store64(address_of(s) + _META, (kind << KIND_SHIFT) | META_JOINED)
        return s
    else:
        return a + b


def _extend(a: str, b: str, meta: int, kind: int) -> str:
    """a + b in a buffer: behind a where that is possible, else in a new one that starts with a copy of a."""
    na = len(a)
    nb = len(b)
    added = nb * kind
    if meta & META_SHARED != 0 and str_kind(a) == kind:
        buffer = load64(address_of(a) + _BUFFER)
        end = str_data(a) + na * kind
        used = end - (buffer + _BUFFER_DATA)
        if used + added <= load64(buffer + _CAPACITY) and atomic_cas64(buffer + _USED, used, used + added):
            copy_chars(end, kind, str_data(b), str_kind(b), nb)
            return _shared(buffer, str_data(a), na + nb, kind)
    size = (na + nb) * kind
    fresh = new_bytes(size + (size >> 1) + 64)
    at = bytes_data(fresh)
    copy_chars(at, kind, str_data(a), str_kind(a), na)
    copy_chars(at + na * kind, kind, str_data(b), str_kind(b), nb)
    store64(address_of(fresh) + _USED, size)
    return _shared(address_of(fresh), at, na + nb, kind)


def _shared(buffer: int, data: int, n: int, kind: int) -> str:
    """A header for n characters at `data` inside `buffer`."""
    s = new_str(1, 8)
    header = address_of(s)
    store64(header + _BUFFER, buffer)
    store64(header + _META, (kind << KIND_SHIFT) | META_SHARED)
    store64(header + _LENGTH, n)
    store64(header + _DATA, data)
    return s


@role("str_repeat")
def str_repeat(s: str, n: int) -> str:
    """s * n"""
    if COMPILED:
        if n <= 0 or len(s) == 0:
            return ""
        if n == 1:
            return s
        kind = str_kind(s)
        length = len(s)
        if n > (1 << 46) // length:
            raise MemoryError()
        r = new_str(kind, length * n)
        data = str_data(r)
        size = length * kind
        if size == 1:
            memset(data, load8(str_data(s)), n)
            return r
        memcpy(data, str_data(s), size)
        done = size
        total = size * n
        while done < total:
            more = done if done <= total - done else total - done
            memcpy(data + done, data, more)
            done += more
        return r
    else:
        return s * n


@role("str_join")
def str_join(separator: str, parts: list[str]) -> str:
    count = len(parts)
    if COMPILED:
        if count == 0:
            return ""
        if count == 1:
            return parts[0]
        kind = str_kind(separator)
        total = len(separator) * (count - 1)
        for part in parts:
            total += len(part)
            if str_kind(part) > kind:
                kind = str_kind(part)
        if len(separator) == 0 or total == 0:
            kind = 1
            for part in parts:
                if str_kind(part) > kind:
                    kind = str_kind(part)
        if total == 0:
            return ""
        s = new_str(kind, total)
        at = str_data(s)
        for i, part in enumerate(parts):
            if i > 0:
                copy_chars(at, kind, str_data(separator), str_kind(separator), len(separator))
                at += len(separator) * kind
            if i & 0xFFF == 0xFFF:
                check_signals()
            copy_chars(at, kind, str_data(part), str_kind(part), len(part))
            at += len(part) * kind
        return s
    else:
        return separator.join(parts)


# --- searching ----------------------------------------------------------------------------------------------


def find_in(s: str, sub: str, start: int, stop: int) -> int:
    """The first place in start..stop where sub stands, or -1; 0 <= start <= stop <= len(s)."""
    if COMPILED:
        m = len(sub)
        last = stop - m
        if start > last:
            return -1
        if m == 0:
            return start
        kind = str_kind(s)
        sub_kind = str_kind(sub)
        if sub_kind > kind:
            return -1
        data = str_data(s)
        first = str_char(sub, 0)
        cost = 0
        if kind == 1:
            want = str_data(sub)
            at = start
            while at <= last:
                hit = memchr(data + at, first, last + 1 - at)
                if hit == 0:
                    return -1
                if m == 1 or memcmp(hit, want, m) == 0:
                    return hit - data
                at = hit - data + 1
                cost += (m >> 4) + 1
                if too_slow(cost, at - start):
                    return _find_rest(s, sub, at, stop)
            return -1
        i = start
        attempt = _attempt_cost(s, sub)
        while i <= last:
            if str_char(s, i) == first:
                if _stands_at(s, sub, i):
                    return i
                cost += attempt
                if too_slow(cost, i - start):
                    return _find_rest(s, sub, i, stop)
            i += 1
        return -1
    else:
        return s.find(sub, start, stop)


def _stands_at(s: str, sub: str, at: int) -> bool:
    m = len(sub)
    kind = str_kind(s)
    if str_kind(sub) == kind:
        return memcmp(str_data(s) + at * kind, str_data(sub), m * kind) == 0
    i = 0
    while i < m:
        if str_char(s, at + i) != str_char(sub, i):
            return False
        i += 1
    return True


def _attempt_cost(s: str, sub: str) -> int:
    """What _stands_at costs at most, in comparisons of 16 bytes."""
    return (len(sub) * str_kind(sub) >> 4) + 1 if str_kind(s) == str_kind(sub) else len(sub)


def _find_rest(s: str, sub: str, start: int, stop: int) -> int:
    kind = str_kind(s)
    sub_kind = str_kind(sub)
    at = two_way(str_data(sub), sub_kind, sub_kind, len(sub), str_data(s) + start * kind, kind, kind, stop - start)
    return -1 if at < 0 else start + at


def _rfind_rest(s: str, sub: str, start: int, stop: int) -> int:
    """Both read backwards."""
    m = len(sub)
    kind = str_kind(s)
    sub_kind = str_kind(sub)
    last = str_data(s) + (stop - 1) * kind
    at = two_way(str_data(sub) + (m - 1) * sub_kind, sub_kind, -sub_kind, m, last, kind, -kind, stop - start)
    return -1 if at < 0 else stop - at - m


def rfind_in(s: str, sub: str, start: int, stop: int) -> int:
    """The last such place, or -1."""
    if COMPILED:
        m = len(sub)
        i = stop - m
        if str_kind(sub) > str_kind(s):
            return -1
        cost = 0
        attempt = _attempt_cost(s, sub)
        while i >= start:
            if _stands_at(s, sub, i):
                return i
            i -= 1
            cost += attempt
            if too_slow(cost, stop - m - i):
                return _rfind_rest(s, sub, start, i + m)
        return -1
    else:
        return s.rfind(sub, start, stop)


@inline
def _low(i: int, n: int) -> int:
    """A start bound as slices read it, but not cut at n: find("", n + 1) is -1."""
    if i < 0:
        i += n
        if i < 0:
            return 0
    return i


@inline
def _high(i: int, n: int) -> int:
    if i < 0:
        i += n
        if i < 0:
            return 0
    elif i > n:
        return n
    return i


@role("str_find")
def str_find(s: str, sub: str, start: int = 0, stop: int = MAX_INDEX) -> int:
    n = len(s)
    low = _low(start, n)
    high = _high(stop, n)
    return -1 if low > high else find_in(s, sub, low, high)


@role("str_rfind")
def str_rfind(s: str, sub: str, start: int = 0, stop: int = MAX_INDEX) -> int:
    n = len(s)
    low = _low(start, n)
    high = _high(stop, n)
    return -1 if low > high else rfind_in(s, sub, low, high)


@role("str_contains")
def str_contains(s: str, sub: str) -> bool:
    """sub in s"""
    return find_in(s, sub, 0, len(s)) >= 0


@role("str_index_of")
def str_index_of(s: str, sub: str, start: int = 0, stop: int = MAX_INDEX) -> int:
    """s.index(sub)"""
    i = str_find(s, sub, start, stop)
    if i < 0:
        raise ValueError("substring not found")
    return i


@role("str_rindex")
def str_rindex(s: str, sub: str, start: int = 0, stop: int = MAX_INDEX) -> int:
    i = str_rfind(s, sub, start, stop)
    if i < 0:
        raise ValueError("substring not found")
    return i


@role("str_count")
def str_count(s: str, sub: str, start: int = 0, stop: int = MAX_INDEX) -> int:
    n = len(s)
    low = _low(start, n)
    high = _high(stop, n)
    if low > high:
        return 0
    if len(sub) == 0:
        return high - low + 1
    count = 0
    at = find_in(s, sub, low, high)
    while at >= 0:
        if count & 0xFFF == 0xFFF:
            check_signals()
        count += 1
        at = find_in(s, sub, at + len(sub), high)
    return count


@role("str_startswith")
def str_startswith(s: str, prefix: str, start: int = 0, stop: int = MAX_INDEX) -> bool:
    n = len(s)
    low = _low(start, n)
    high = _high(stop, n)
    if COMPILED:
        return low + len(prefix) <= high and str_kind(prefix) <= str_kind(s) and _stands_at(s, prefix, low)
    else:
        return s.startswith(prefix, start, stop)


@role("str_endswith")
def str_endswith(s: str, suffix: str, start: int = 0, stop: int = MAX_INDEX) -> bool:
    n = len(s)
    low = _low(start, n)
    high = _high(stop, n)
    if COMPILED:
        at = high - len(suffix)
        return at >= low and str_kind(suffix) <= str_kind(s) and _stands_at(s, suffix, at)
    else:
        return s.endswith(suffix, start, stop)


# --- cutting ------------------------------------------------------------------------------------------------


@inline
def is_space(c: int) -> bool:
    if c < 128:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    return char_flags(c) & SPACE != 0


def _in_set(s: str, i: int, chars: str | None) -> bool:
    c = str_char(s, i)
    if chars is None:
        return is_space(c)
    for k in range(len(chars)):
        if str_char(chars, k) == c:
            return True
    return False


def _strip(s: str, chars: str | None, left: bool, right: bool) -> str:
    start = 0
    stop = len(s)
    if left:
        while start < stop and _in_set(s, start, chars):
            start += 1
    if right:
        while stop > start and _in_set(s, stop - 1, chars):
            stop -= 1
    return str_part(s, start, stop - start)


@role("str_strip")
def str_strip(s: str, chars: str | None = None) -> str:
    return _strip(s, chars, True, True)


@role("str_lstrip")
def str_lstrip(s: str, chars: str | None = None) -> str:
    return _strip(s, chars, True, False)


@role("str_rstrip")
def str_rstrip(s: str, chars: str | None = None) -> str:
    return _strip(s, chars, False, True)


@role("str_removeprefix")
def str_removeprefix(s: str, prefix: str) -> str:
    return str_part(s, len(prefix), len(s) - len(prefix)) if str_startswith(s, prefix) else s


@role("str_removesuffix")
def str_removesuffix(s: str, suffix: str) -> str:
    return str_part(s, 0, len(s) - len(suffix)) if len(suffix) > 0 and str_endswith(s, suffix) else s


@role("str_split")
def str_split(s: str, separator: str | None = None, limit: int = -1) -> list[str]:
    parts: list[str] = []
    n = len(s)
    if limit < 0:
        limit = MAX_INDEX
    if separator is None:
        i = 0
        while True:
            if len(parts) & 0xFFF == 0xFFF:
                check_signals()
            while i < n and is_space(str_char(s, i)):
                i += 1
            if i >= n:
                return parts
            if len(parts) >= limit:
                parts.append(str_part(s, i, n - i))
                return parts
            start = i
            while i < n and not is_space(str_char(s, i)):
                i += 1
            parts.append(str_part(s, start, i - start))
    m = len(separator)
    if m == 0:
        raise ValueError("empty separator")
    start = 0
    while len(parts) < limit:
        if len(parts) & 0xFFF == 0xFFF:
            check_signals()
        at = find_in(s, separator, start, n)
        if at < 0:
            break
        parts.append(str_part(s, start, at - start))
        start = at + m
    parts.append(str_part(s, start, n - start))
    return parts


@role("str_rsplit")
def str_rsplit(s: str, separator: str | None = None, limit: int = -1) -> list[str]:
    parts: list[str] = []
    n = len(s)
    if limit < 0:
        limit = MAX_INDEX
    if separator is None:
        i = n
        while True:
            if len(parts) & 0xFFF == 0xFFF:
                check_signals()
            while i > 0 and is_space(str_char(s, i - 1)):
                i -= 1
            if i == 0:
                break
            if len(parts) >= limit:
                parts.append(str_part(s, 0, i))
                break
            stop = i
            while i > 0 and not is_space(str_char(s, i - 1)):
                i -= 1
            parts.append(str_part(s, i, stop - i))
        parts.reverse()
        return parts
    m = len(separator)
    if m == 0:
        raise ValueError("empty separator")
    stop = n
    while len(parts) < limit:
        if len(parts) & 0xFFF == 0xFFF:
            check_signals()
        at = rfind_in(s, separator, 0, stop)
        if at < 0:
            break
        parts.append(str_part(s, at + m, stop - at - m))
        stop = at
    parts.append(str_part(s, 0, stop))
    parts.reverse()
    return parts


def is_line_break(c: int) -> bool:
    return 10 <= c <= 13 or 28 <= c <= 30 or c == 0x85 or c == 0x2028 or c == 0x2029


@role("str_splitlines")
def str_splitlines(s: str, keep_ends: bool = False) -> list[str]:
    lines: list[str] = []
    n = len(s)
    start = 0
    while start < n:
        if len(lines) & 0xFFF == 0xFFF:
            check_signals()
        stop = start
        while stop < n and not is_line_break(str_char(s, stop)):
            stop += 1
        after = stop
        if after < n:
            after += 2 if str_char(s, after) == 13 and after + 1 < n and str_char(s, after + 1) == 10 else 1
        lines.append(str_part(s, start, (after if keep_ends else stop) - start))
        start = after
    return lines


@role("str_partition")
def str_partition(s: str, separator: str) -> tuple[str, str, str]:
    if len(separator) == 0:
        raise ValueError("empty separator")
    at = find_in(s, separator, 0, len(s))
    if at < 0:
        return s, "", ""
    after = at + len(separator)
    return str_part(s, 0, at), separator, str_part(s, after, len(s) - after)


@role("str_rpartition")
def str_rpartition(s: str, separator: str) -> tuple[str, str, str]:
    if len(separator) == 0:
        raise ValueError("empty separator")
    at = rfind_in(s, separator, 0, len(s))
    if at < 0:
        return "", "", s
    after = at + len(separator)
    return str_part(s, 0, at), separator, str_part(s, after, len(s) - after)


@role("str_replace")
def str_replace(s: str, old: str, new: str, limit: int = -1) -> str:
    n = len(s)
    m = len(old)
    if limit < 0:
        limit = MAX_INDEX
    parts: list[str] = []
    if m == 0:
        i = 0
        while i <= n and limit > 0:
            if i & 0xFFF == 0xFFF:
                check_signals()
            parts.append(new)
            limit -= 1
            if i < n:
                parts.append(str_part(s, i, 1))
            i += 1
        if i < n:
            parts.append(str_part(s, i, n - i))
        return str_join("", parts)
    start = 0
    while limit > 0:
        if len(parts) & 0xFFF == 0xFFE:
            check_signals()
        at = find_in(s, old, start, n)
        if at < 0:
            break
        parts.append(str_part(s, start, at - start))
        parts.append(new)
        start = at + m
        limit -= 1
    if start == 0:
        return s
    parts.append(str_part(s, start, n - start))
    return str_join("", parts)


# --- padding ------------------------------------------------------------------------------------------------


@role("str_ljust")
def str_ljust(s: str, width: int, fill: str = " ") -> str:
    return str_concat(s, str_repeat(fill, width - len(s)))


@role("str_rjust")
def str_rjust(s: str, width: int, fill: str = " ") -> str:
    return str_concat(str_repeat(fill, width - len(s)), s)


@role("str_center")
def str_center(s: str, width: int, fill: str = " ") -> str:
    pad = width - len(s)
    if pad <= 0:
        return s
    left = pad // 2 + (pad & width & 1)
    return str_concat(str_concat(str_repeat(fill, left), s), str_repeat(fill, pad - left))


@role("str_zfill")
def str_zfill(s: str, width: int) -> str:
    pad = width - len(s)
    if pad <= 0:
        return s
    if len(s) > 0 and (str_char(s, 0) == 43 or str_char(s, 0) == 45):
        return str_concat(str_concat(str_part(s, 0, 1), str_repeat("0", pad)), str_part(s, 1, len(s) - 1))
    return str_concat(str_repeat("0", pad), s)


# --- case, character classes --------------------------------------------------------------------------------


def ascii_run(at: int, n: int) -> int:
    """How many of the n bytes at an address come before the first that is not ASCII."""
    i = 0
    while i + 8 <= n and load64(at + i) & HIGH_BITS == 0:
        i += 8
    while i < n and load8(at + i) < 128:
        i += 1
    return i


@role("str_isascii")
def str_isascii(s: str) -> bool:
    if COMPILED:
        return str_kind(s) == 1 and ascii_run(str_data(s), len(s)) == len(s)
    else:
        return s.isascii()


def _push_mapping(codes: list[int], mapped: int) -> None:
    """Appends a lower_mapping or upper_mapping."""
    if mapped < MANY:
        codes.append(mapped)
        return
    at = mapped - MANY
    while MULTI[at] != 0:
        codes.append(MULTI[at])
        at += 1


def _sigma_is_final(s: str, at: int) -> bool:
    """Whether the sigma at `at` ends a word: a cased letter before it and none after, ignorable characters
    apart."""
    i = at - 1
    while i >= 0 and char_flags(str_char(s, i)) & CASE_IGNORABLE != 0:
        i -= 1
    if i < 0 or char_flags(str_char(s, i)) & CASED == 0:
        return False
    i = at + 1
    while i < len(s) and char_flags(str_char(s, i)) & CASE_IGNORABLE != 0:
        i += 1
    return i == len(s) or char_flags(str_char(s, i)) & CASED == 0


def _ascii_case(s: str, first: int, delta: int) -> str:
    """An ASCII s with the 26 letters from `first` moved by delta."""
    n = len(s)
    r = new_str(1, n)
    src = str_data(s)
    dst = str_data(r)
    i = 0
    while i < n:
        c = load8(src + i)
        store8(dst + i, c + delta if first <= c < first + 26 else c)
        i += 1
    return r


@role("str_lower")
def str_lower(s: str) -> str:
    if COMPILED:
        if str_isascii(s):
            return _ascii_case(s, 65, 32)
        codes: list[int] = []
        for i in range(len(s)):
            if i & 0xFFFF == 0xFFFF:
                check_signals()
            c = str_char(s, i)
            if c == SIGMA:
                codes.append(FINAL_SIGMA if _sigma_is_final(s, i) else SMALL_SIGMA)
            else:
                _push_mapping(codes, lower_mapping(c))
        return str_of_codes(codes)
    else:
        return s.lower()


@role("str_upper")
def str_upper(s: str) -> str:
    if COMPILED:
        if str_isascii(s):
            return _ascii_case(s, 97, -32)
        codes: list[int] = []
        for i in range(len(s)):
            if i & 0xFFFF == 0xFFFF:
                check_signals()
            _push_mapping(codes, upper_mapping(str_char(s, i)))
        return str_of_codes(codes)
    else:
        return s.upper()


def _all_have(s: str, flag: int) -> bool:
    n = len(s)
    i = 0
    while i < n:
        if char_flags(str_char(s, i)) & flag == 0:
            return False
        i += 1
    return n > 0


@role("str_isalpha")
def str_isalpha(s: str) -> bool:
    return _all_have(s, ALPHA)


@role("str_isdecimal")
def str_isdecimal(s: str) -> bool:
    return _all_have(s, DECIMAL)


@role("str_isdigit")
def str_isdigit(s: str) -> bool:
    return _all_have(s, DIGIT)


@role("str_isnumeric")
def str_isnumeric(s: str) -> bool:
    return _all_have(s, NUMERIC)


@role("str_isalnum")
def str_isalnum(s: str) -> bool:
    return _all_have(s, ALPHA | DECIMAL | DIGIT | NUMERIC)


@role("str_isspace")
def str_isspace(s: str) -> bool:
    return _all_have(s, SPACE)


@role("str_isprintable")
def str_isprintable(s: str) -> bool:
    return len(s) == 0 or _all_have(s, PRINTABLE)


@role("str_isidentifier")
def str_isidentifier(s: str) -> bool:
    n = len(s)
    if n == 0 or char_flags(str_char(s, 0)) & IDENTIFIER_START == 0:
        return False
    i = 1
    while i < n:
        if char_flags(str_char(s, i)) & IDENTIFIER_PART == 0:
            return False
        i += 1
    return True


def _is_case(s: str, wanted: int, refused: int) -> bool:
    """All letters with case have the wanted one, and there is at least one."""
    found = False
    for i in range(len(s)):
        flags = char_flags(str_char(s, i))
        if flags & refused != 0:
            return False
        if flags & wanted != 0:
            found = True
    return found


@role("str_isupper")
def str_isupper(s: str) -> bool:
    return _is_case(s, UPPERCASE, LOWERCASE | TITLECASE)


@role("str_islower")
def str_islower(s: str) -> bool:
    return _is_case(s, LOWERCASE, UPPERCASE | TITLECASE)


# --- numbers ------------------------------------------------------------------------------------------------


@role("int_to_str")
def int_to_str(i: int) -> str:
    """str(i)"""
    if COMPILED:
        if 0 <= i < 10:
            return CHARS[48 + i]
        n = 1 if i < 0 else 0
        rest = i
        while rest != 0:
            rest = rest // 10 if rest > 0 else (rest + 9) // 10
            n += 1
        s = new_str(1, n)
        data = str_data(s)
        at = data + n
        if i >= 0:
            while i != 0:
                at -= 1
                store8(at, 48 + i % 10)
                i = i // 10
        else:
            # Digits of a negative number one by one: -i would overflow for the least int.
            while i != 0:
                digit = (10 - i % 10) % 10
                i = (i + digit) // 10
                at -= 1
                store8(at, 48 + digit)
            store8(data, 45)
        return s
    else:
        return str(i)


def digit_of(c: int) -> int:
    """The value of an ASCII digit or letter in bases up to 36; 99 for other characters."""
    if 48 <= c <= 57:
        return c - 48
    if 97 <= c <= 122:
        return c - 87
    if 65 <= c <= 90:
        return c - 55
    return 99


@role("str_to_int")
def str_to_int(s: str, base: int = 10) -> int:
    """int(s, base) for what fits 64 bits and is written in ASCII; ValueError otherwise."""
    i = 0
    n = len(s)
    while i < n and is_space(str_char(s, i)):
        i += 1
    while n > i and is_space(str_char(s, n - 1)):
        n -= 1
    negative = False
    if i < n and (str_char(s, i) == 43 or str_char(s, i) == 45):
        negative = str_char(s, i) == 45
        i += 1
    if i + 1 < n and str_char(s, i) == 48:
        mark = str_char(s, i + 1) | 32
        named = 16 if mark == 120 else 8 if mark == 111 else 2 if mark == 98 else 0
        if named != 0 and (base == 0 or base == named):
            base = named
            i += 2
            if i < n and str_char(s, i) == 95:
                i += 1
    if base == 0:
        base = 10
    r = 0
    digits = 0
    while i < n:
        c = str_char(s, i)
        if c == 95 and digits > 0 and i + 1 < n and str_char(s, i + 1) != 95:
            i += 1
            continue
        d = digit_of(c)
        # Collected below zero, where there is one number more.
        if d >= base or r < (MIN_INT + d + base - 1) // base:
            raise ValueError("invalid literal for int()")
        r = r * base - d
        digits += 1
        i += 1
    if digits == 0 or (r == MIN_INT and not negative):
        raise ValueError("invalid literal for int()")
    return r if negative else -r


# --- UTF-8 --------------------------------------------------------------------------------------------------


@role("str_encode")
def str_encode(s: str) -> bytes:
    """s.encode("utf-8"); ValueError for lone surrogates."""
    if COMPILED:
        if str_isascii(s):
            return latin1_bytes(s)
        n = len(s)
        size = 0
        for i in range(n):
            c = str_char(s, i)
            if 0xD800 <= c <= 0xDFFF:
                raise ValueError("surrogates not allowed in utf-8")
            size += 1 if c < 0x80 else 2 if c < 0x800 else 3 if c < 0x10000 else 4
        b = new_bytes(size)
        at = bytes_data(b)
        for i in range(n):
            at = put_utf8(at, str_char(s, i))
        return b
    else:
        return s.encode("utf-8")


def is_latin1(s: str) -> bool:
    """Whether all characters are below 256."""
    if COMPILED:
        return str_kind(s) == 1
    else:
        return all(ord(c) < 256 for c in s)


def latin1_bytes(s: str) -> bytes:
    """A byte for each character of an s of which is_latin1 is true."""
    if COMPILED:
        b = new_bytes(len(s))
        memcpy(bytes_data(b), str_data(s), len(s))
        return b
    else:
        return s.encode("latin-1")


def put_utf8(at: int, c: int) -> int:
    """Writes c at address `at`; returns the address behind it."""
    if c < 0x80:
        store8(at, c)
        return at + 1
    if c < 0x800:
        store8(at, 0xC0 | (c >> 6))
        store8(at + 1, 0x80 | (c & 63))
        return at + 2
    if c < 0x10000:
        store8(at, 0xE0 | (c >> 12))
        store8(at + 1, 0x80 | ((c >> 6) & 63))
        store8(at + 2, 0x80 | (c & 63))
        return at + 3
    store8(at, 0xF0 | (c >> 18))
    store8(at + 1, 0x80 | ((c >> 12) & 63))
    store8(at + 2, 0x80 | ((c >> 6) & 63))
    store8(at + 3, 0x80 | (c & 63))
    return at + 4

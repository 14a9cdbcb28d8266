"""StringBuilder and BytesBuilder: text made piece by piece in time linear in its length.

Everything that assembles a string (repr, format, join, encoders, regular-expression substitution) uses these
instead of chains of `+`. Compiled, a StringBuilder owns a raw str of `capacity` characters of `kind` bytes
each (1, 2 or 4), of which the first `length` are valid; it doubles when full and is widened when the first
character arrives that does not fit. `kind` is therefore always the narrowest one for what was appended,
which is what a str must have. On the host it is a list of pieces.
"""

from __future__ import annotations

from typing import final

from protodialect.types import COMPILED, inline, require, str_char
from protodialect.unsafe import (
    bytes_data,
    load8,
    load16,
    memcpy,
    memset,
    new_bytes,
    new_str,
    store8,
    store16,
    store32,
    str_data,
    str_kind,
)


def copy_chars(dst: int, dst_kind: int, src: int, src_kind: int, n: int) -> None:
    """n characters from address src to address dst, made wider where the kinds differ (dst_kind >=
    src_kind). Compiled code only."""
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


@final
class StringBuilder:
    length: int
    """Characters so far."""
    kind: int
    capacity: int
    buffer: str
    pieces: list[str] | None
    """Host only."""

    def __init__(self, capacity: int = 16) -> None:
        self.length = 0
        self.kind = 1
        if COMPILED:
            self.capacity = capacity
            self.buffer = new_str(1, capacity)
            self.pieces = None
        else:
            self.pieces = []

    def reserve(self, n: int, kind: int) -> None:
        """Room for n more characters of `kind` bytes. Compiled code only."""
        needed = self.length + n
        wider = kind if kind > self.kind else self.kind
        if needed <= self.capacity and wider == self.kind:
            return
        capacity = self.capacity
        if needed > capacity:
            capacity = capacity + capacity // 2 + 16
            if capacity < needed:
                capacity = needed
        grown = new_str(wider, capacity)
        copy_chars(str_data(grown), wider, str_data(self.buffer), self.kind, self.length)
        self.buffer = grown
        self.kind = wider
        self.capacity = capacity

    def append(self, s: str) -> None:
        n = len(s)
        if COMPILED:
            if n == 0:
                return
            kind = str_kind(s)
            self.reserve(n, kind)
            copy_chars(str_data(self.buffer) + self.length * self.kind, self.kind, str_data(s), kind, n)
        else:
            require(self.pieces).append(s)
        self.length += n

    @inline
    def append_char(self, c: int) -> None:
        """Appends the character whose code point is c."""
        if COMPILED:
            if c < 256 and self.kind == 1 and self.length < self.capacity:
                store8(str_data(self.buffer) + self.length, c)
                self.length += 1
            else:
                self.append_wide_char(c)
        else:
            require(self.pieces).append(chr(c))
            self.length += 1

    @inline
    def append_16_bit_char(self, c: int) -> None:
        """append_char for c < 0x10000 in texts whose characters are mostly beyond Latin-1."""
        if COMPILED:
            if self.kind == 2 and self.length < self.capacity:
                store16(str_data(self.buffer) + 2 * self.length, c)
                self.length += 1
            else:
                self.append_wide_char(c)
        else:
            require(self.pieces).append(chr(c))
            self.length += 1

    def append_wide_char(self, c: int) -> None:
        """append_char without its fast path. Compiled code only."""
        if self.kind == 2 and c < 0x10000 and self.length < self.capacity:
            store16(str_data(self.buffer) + 2 * self.length, c)
            self.length += 1
            return
        self.reserve(1, 1 if c < 0x100 else 2 if c < 0x10000 else 4)
        at = str_data(self.buffer) + self.length * self.kind
        if self.kind == 1:
            store8(at, c)
        elif self.kind == 2:
            store16(at, c)
        else:
            store32(at, c)
        self.length += 1

    def append_slice(self, s: str, start: int, end: int) -> None:
        """Appends s[start:end]; 0 <= start, end <= len(s)."""
        n = end - start
        if n <= 0:
            return
        if COMPILED:
            kind = str_kind(s)
            if kind <= self.kind:
                self.reserve(n, kind)
                copy_chars(
                    str_data(self.buffer) + self.length * self.kind,
                    self.kind,
                    str_data(s) + start * kind,
                    kind,
                    n,
                )
                self.length += n
            else:
                while start < end:  # the slice may be narrower than s
                    self.append_char(str_char(s, start))
                    start += 1
        else:
            require(self.pieces).append(s[start:end])
            self.length += n

    def append_repeated(self, c: int, n: int) -> None:
        """Appends the character c n times (not at all for n <= 0)."""
        if COMPILED:
            if n > 0 and c < 256:
                self.reserve(n, 1)
                if self.kind == 1:
                    memset(str_data(self.buffer) + self.length, c, n)
                    self.length += n
                    return
            while n > 0:
                self.append_char(c)
                n -= 1
        elif n > 0:
            require(self.pieces).append(chr(c) * n)
            self.length += n

    def to_str(self) -> str:
        """The text so far; the builder may go on."""
        if COMPILED:
            if self.length == 0:
                return ""
            result = new_str(self.kind, self.length)
            memcpy(str_data(result), str_data(self.buffer), self.length * self.kind)
            return result
        else:
            pieces = require(self.pieces)
            text = "".join(pieces)
            self.pieces = [text]
            return text


@final
class BytesBuilder:
    length: int
    capacity: int
    buffer: bytes
    pieces: list[bytes] | None
    """Host only."""

    def __init__(self, capacity: int = 32) -> None:
        self.length = 0
        if COMPILED:
            self.capacity = capacity
            self.buffer = new_bytes(capacity)
            self.pieces = None
        else:
            self.pieces = []

    def reserve(self, n: int) -> None:
        """Room for n more bytes. Compiled code only."""
        needed = self.length + n
        if needed <= self.capacity:
            return
        capacity = self.capacity + self.capacity // 2 + 32
        if capacity < needed:
            capacity = needed
        grown = new_bytes(capacity)
        memcpy(bytes_data(grown), bytes_data(self.buffer), self.length)
        self.buffer = grown
        self.capacity = capacity

    def clear(self, most: int) -> None:
        """Empties the builder. Its memory stays for what comes next, unless that is more than `most` bytes. What to_bytes() gave is a copy."""
        self.length = 0
        if COMPILED:
            if self.capacity > most:
                self.buffer = new_bytes(0)
                self.capacity = 0
        else:
            self.pieces = []

    def append(self, b: bytes) -> None:
        n = len(b)
        if COMPILED:
            self.reserve(n)
            memcpy(bytes_data(self.buffer) + self.length, bytes_data(b), n)
        else:
            require(self.pieces).append(b)
        self.length += n

    def append_memory(self, at: int, n: int) -> None:
        """Appends n bytes at an address."""
        if COMPILED:
            self.reserve(n)
            memcpy(bytes_data(self.buffer) + self.length, at, n)
        else:
            require(self.pieces).append(bytes(load8(at + i) for i in range(n)))
        self.length += n

    def append_slice(self, b: bytes, start: int, end: int) -> None:
        """Appends b[start:end]; 0 <= start, end <= len(b)."""
        n = end - start
        if n <= 0:
            return
        if COMPILED:
            self.reserve(n)
            memcpy(bytes_data(self.buffer) + self.length, bytes_data(b) + start, n)
        else:
            require(self.pieces).append(b[start:end])
        self.length += n

    @inline
    def append_byte(self, x: int) -> None:
        """Appends one byte; 0 <= x <= 255."""
        if COMPILED:
            if self.length == self.capacity:
                self.reserve(1)
            store8(bytes_data(self.buffer) + self.length, x)
        else:
            require(self.pieces).append(bytes((x,)))
        self.length += 1

    def append_repeated(self, x: int, n: int) -> None:
        """Appends byte x n times (not at all for n <= 0)."""
        if n <= 0:
            return
        if COMPILED:
            self.reserve(n)
            memset(bytes_data(self.buffer) + self.length, x, n)
        else:
            require(self.pieces).append(bytes((x,)) * n)
        self.length += n

    def append_ascii(self, s: str) -> None:
        """Appends s, all of whose characters are below 256, one byte each."""
        i = 0
        n = len(s)
        while i < n:
            self.append_byte(str_char(s, i))
            i += 1

    def to_bytes(self) -> bytes:
        if COMPILED:
            result = new_bytes(self.length)
            memcpy(bytes_data(result), bytes_data(self.buffer), self.length)
            return result
        else:
            pieces = require(self.pieces)
            data = b"".join(pieces)
            self.pieces = [data]
            return data

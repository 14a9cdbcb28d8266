"""UTF-7: text in ASCII, everything else in base64 runs of UTF-16 between `+` and `-` (RFC 2152)."""

from __future__ import annotations

from typing import Final

from protodialect.types import str_char
from protopython.objects.codecs.codecs import decode_replacement
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder

BASE64: Final[str] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def base64_value(c: int) -> int:
    """What a character stands for inside a run, or -1."""
    if 65 <= c <= 90:
        return c - 65
    if 97 <= c <= 122:
        return c - 71
    if 48 <= c <= 57:
        return c + 4
    return 62 if c == 43 else 63 if c == 47 else -1


def is_direct(c: int) -> bool:
    """Whether the encoder writes c as it is: ASCII but for control characters, `+`, backslash and tilde."""
    return 32 <= c < 126 and c != 43 and c != 92 or c == 9 or c == 10 or c == 13


class BitWriter:
    out: BytesBuilder
    bits: int
    n: int

    def __init__(self, out: BytesBuilder) -> None:
        self.out = out
        self.bits = 0
        self.n = 0

    def unit(self, u: int) -> None:
        self.bits = self.bits << 16 | u
        self.n += 16
        while self.n >= 6:
            self.n -= 6
            self.out.append_byte(str_char(BASE64, (self.bits >> self.n) & 63))
        self.bits &= (1 << self.n) - 1

    def flush(self) -> None:
        if self.n > 0:
            self.out.append_byte(str_char(BASE64, (self.bits << (6 - self.n)) & 63))
        self.bits = 0
        self.n = 0


def encode_utf7(s: str) -> bytes:
    out = BytesBuilder(len(s) + 16)
    writer = BitWriter(out)
    inside = False
    for i in range(len(s)):
        c = str_char(s, i)
        if is_direct(c):
            if inside:
                writer.flush()
                inside = False
                if c == 45 or base64_value(c) >= 0:
                    out.append_byte(45)
            out.append_byte(c)
        elif c == 43 and not inside:
            out.append(b"+-")
        else:
            if not inside:
                out.append_byte(43)
                inside = True
            if c >= 0x10000:
                writer.unit(0xD7C0 + (c >> 10))
                c = 0xDC00 | (c & 0x3FF)
            writer.unit(c)
    if inside:
        writer.flush()
        out.append_byte(45)
    return out.to_bytes()


def decode_utf7(data: bytes, errors: str, final: bool) -> tuple[str, int]:
    size = len(data)
    n = size
    out = StringBuilder(n)
    i = 0
    start = 0
    inside = False
    before = ""
    bits = 0
    n_bits = 0
    high = 0
    while i < n or inside:
        if i >= n:
            if not final:
                return before, start
            inside = False
            if high != 0 or n_bits >= 6 or bits != 0:
                text, i, data = decode_replacement(errors, "utf7", data, start, n, "unterminated shift sequence")
                n = len(data)
                out.append(text)
            continue
        c = data[i]
        reason = ""
        if inside:
            v = base64_value(c)
            i += 1
            if v >= 0:
                bits = (bits << 6 | v) & 0xFFFFFFFF
                n_bits += 6
                if n_bits >= 16:
                    n_bits -= 16
                    unit = (bits >> n_bits) & 0xFFFF
                    bits &= (1 << n_bits) - 1
                    if high != 0:
                        if 0xDC00 <= unit <= 0xDFFF:
                            out.append_char(0x10000 + ((high & 0x3FF) << 10) + (unit & 0x3FF))
                            high = 0
                            continue
                        out.append_char(high)
                        high = 0
                    if 0xD800 <= unit <= 0xDBFF:
                        high = unit
                    else:
                        out.append_char(unit)
                continue
            inside = False
            if n_bits >= 6:
                reason = "partial character in base64 shift sequence"
            elif bits != 0:
                reason = "non-zero padding bits in shift sequence"
            else:
                if high != 0 and c < 128 and c != 43:
                    out.append_char(high)
                high = 0
                if c != 45:
                    i -= 1
                continue
        elif c == 43:
            start = i
            i += 1
            if i < n and data[i] == 45:
                i += 1
                out.append_char(43)
                continue
            if i < n and base64_value(data[i]) < 0:
                i += 1
                reason = "ill-formed sequence"
            else:
                inside = True
                bits = 0
                n_bits = 0
                high = 0
                if not final:
                    before = out.to_str()
                continue
        elif c < 128:
            out.append_char(c)
            i += 1
            continue
        else:
            start = i
            i += 1
            reason = "unexpected special character"
        text, i, data = decode_replacement(errors, "utf7", data, start, i, reason)
        n = len(data)
        out.append(text)
    return out.to_str(), size if final else i

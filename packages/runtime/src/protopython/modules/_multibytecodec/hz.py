"""HZ: GB 2312 in seven bits. `~{` begins pairs of bytes, `~}` ends them, `~~` is a tilde, and `~` before a newline means nothing.

The state is 1 between the braces, else 0. A program may set any other, which is like 1, but that nothing ends it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import str_char
from protopython.modules._multibytecodec import tables
from protopython.modules._multibytecodec.conversion import BETWEEN_SIGNALS, DONE, INCOMPLETE, Codec, Decoding, Encoding
from protopython.modules._multibytecodec.tables import codes_of, pair_cell
from protopython.protocore.polling import check_signals

TILDE: Final[int] = 126
BEGIN: Final[int] = 123
END: Final[int] = 125
INSIDE: Final[int] = 0xFF
"""The bits of the state that say so."""


class HzCodec(Codec):
    def decode(self, d: Decoding) -> int:
        first = tables.GB2312.first
        data = d.data
        n = len(data)
        out = d.out
        pause = d.at
        while d.at < n:
            i = d.at
            if i >= pause:
                check_signals()
                pause = i + BETWEEN_SIGNALS
            c = data[i]
            if c == TILDE:
                if i + 1 == n:
                    return INCOMPLETE
                if not self.take_mark(d, data[i + 1]):
                    return 1
                d.at = i + 2
            elif c >= 0x80:
                return 1
            elif d.state & INSIDE == 0:
                out.append_char(c)
                d.at = i + 1
            elif i + 1 == n:
                return INCOMPLETE
            else:
                cell = pair_cell(first, c | 0x80, data[i + 1] | 0x80) if data[i + 1] < 0x80 else 0
                if cell == 0:
                    return 1
                out.append_16_bit_char(cell)
                d.at = i + 2
        return DONE

    def take_mark(self, d: Decoding, c: int) -> bool:
        """A tilde and c; whether they mean something here."""
        inside = d.state & INSIDE
        if c == END and inside == 1:
            d.state &= ~INSIDE
            return True
        if inside != 0:
            return False
        if c == TILDE:
            d.out.append_char(TILDE)
        elif c == BEGIN:
            d.state |= 1
        return c == TILDE or c == BEGIN or c == 10

    def encode(self, e: Encoding) -> int:
        codes = codes_of(tables.GB2312).codes
        text = e.text
        n = len(text)
        out = e.out
        pause = e.at
        while e.at < n:
            i = e.at
            if i >= pause:
                check_signals()
                pause = i + BETWEEN_SIGNALS
            c = str_char(text, i)
            if c < 0x80:
                self.reset_encoding(e)
                out.append_byte(c)
                if c == TILDE:
                    out.append_byte(c)
            else:
                code = codes[c] if c < 0x10000 else 0
                if code == 0:
                    return 1
                if e.state & INSIDE == 0:
                    out.append(b"~{")
                    e.state |= 1
                out.append_byte(code >> 8 & 0x7F)
                out.append_byte(code & 0x7F)
            e.at = i + 1
        return DONE

    def reset_decoding(self, state: int) -> int:
        return state & ~INSIDE

    def reset_encoding(self, e: Encoding) -> None:
        if e.state & INSIDE != 0:
            e.out.append(b"~}")
            e.state &= ~INSIDE


HZ: Final = HzCodec("hz")

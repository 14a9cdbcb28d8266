"""The module binascii: bytes as text of hexadecimal, base64, quoted-printable, uuencode; checksums.

Base64: RFC 4648; quoted-printable: RFC 2045, 6.7; CRC-32: the reflected polynomial 0xEDB88320; crc_hqx:
CRC-CCITT, 0x1021.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, str_char, u32, wrap
from protopython.objects.bytes.bytes import hex_value
from protopython.objects.bytes.methods import hex_of
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_low64
from protopython.objects.model.buffer import bytes_of_buffer, need_bytes
from protopython.objects.model.define import constant, define_module, define_type, function
from protopython.objects.model.errors import error, type_error, value_error
from protopython.objects.model.operations import index_value, is_true
from protopython.objects.model.types import type_name
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.error import PyError
from protopython.protocore.polling import check_signals
from protopython.protocore.strings import latin1_bytes

define_module("binascii", "Conversion between binary data and ASCII")

ERROR = define_type(
    "Error", x.W_BaseException, x.VALUE_ERROR, flags=x.EXCEPTION_FLAGS, attributes=True, module="binascii"
)
INCOMPLETE = define_type(
    "Incomplete", x.W_BaseException, x.EXCEPTION, flags=x.EXCEPTION_FLAGS, attributes=True, module="binascii"
)
constant("binascii", "Error", ERROR)
constant("binascii", "Incomplete", INCOMPLETE)

BASE64: Final[str] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def fault(message: str) -> PyError:
    return error(ERROR, message)


def ascii_buffer(w: Value) -> bytes:
    """Bytes-like, or a str of ASCII characters."""
    s = as_str(w)
    if s is not None:
        out = BytesBuilder(len(s))
        for i in range(len(s)):
            c = str_char(s, i)
            if c >= 128:
                raise value_error("string argument should contain only ASCII characters")
            out.append_byte(c)
        return out.to_bytes()
    data = bytes_of_buffer(w)
    if data is None:
        raise type_error(f"argument should be bytes, buffer or ASCII string, not '{type_name(w)}'")
    return data


# --- hexadecimal ----------------------------------------------------------------------------------


def hexlified(w_data: Value, w_sep: Value, w_group: Value) -> Value:
    return wrap(latin1_bytes(hex_of(need_bytes(w_data), w_sep, w_group)))


@function(
    "binascii",
    "hexlify(data, sep=EMPTY, bytes_per_sep=1)",
    shown="($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
    doc="The bytes as hexadecimal digits, with sep after every bytes_per_sep bytes.",
)
def hexlify(w_data: Value, w_sep: Value, w_group: Value) -> Value:
    return hexlified(w_data, w_sep, w_group)


@function(
    "binascii",
    "b2a_hex(data, sep=EMPTY, bytes_per_sep=1)",
    shown="($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
    doc="The bytes as hexadecimal digits, with sep after every bytes_per_sep bytes.",
)
def b2a_hex(w_data: Value, w_sep: Value, w_group: Value) -> Value:
    return hexlified(w_data, w_sep, w_group)


def unhexlified(w_data: Value) -> Value:
    data = ascii_buffer(w_data)
    if len(data) % 2 != 0:
        raise fault("Odd-length string")
    out = BytesBuilder(len(data) // 2)
    i = 0
    while i < len(data):
        if i & 0xFFFF == 0:
            check_signals()
        high = hex_value(data[i])
        low = hex_value(data[i + 1])
        if high < 0 or low < 0:
            raise fault("Non-hexadecimal digit found")
        out.append_byte(high << 4 | low)
        i += 2
    return wrap(out.to_bytes())


@function("binascii", "unhexlify(hexstr, /)", doc="The bytes that pairs of hexadecimal digits stand for.")
def unhexlify(w_data: Value) -> Value:
    return unhexlified(w_data)


@function("binascii", "a2b_hex(hexstr, /)", doc="The bytes that pairs of hexadecimal digits stand for.")
def a2b_hex(w_data: Value) -> Value:
    return unhexlified(w_data)


# --- base64 ---------------------------------------------------------------------------------------


def base64_value(c: int) -> int:
    """What a character stands for, or -1."""
    if 65 <= c <= 90:
        return c - 65
    if 97 <= c <= 122:
        return c - 71
    if 48 <= c <= 57:
        return c + 4
    return 62 if c == 43 else 63 if c == 47 else -1


@function("binascii", "b2a_base64(data, /, *, newline=True)", doc="Base64-code line of data.")
def b2a_base64(w_data: Value, w_newline: Value) -> Value:
    data = need_bytes(w_data)
    n = len(data)
    out = BytesBuilder((n + 2) // 3 * 4 + 1)
    i = 0
    while i < n:
        if i % 0xC000 == 0:
            check_signals()
        left = n - i
        word = data[i] << 16 | (data[i + 1] << 8 if left > 1 else 0) | (data[i + 2] if left > 2 else 0)
        out.append_byte(str_char(BASE64, word >> 18))
        out.append_byte(str_char(BASE64, (word >> 12) & 63))
        out.append_byte(str_char(BASE64, (word >> 6) & 63) if left > 1 else 61)
        out.append_byte(str_char(BASE64, word & 63) if left > 2 else 61)
        i += 3
    if is_true(w_newline):
        out.append_byte(10)
    return wrap(out.to_bytes())


@function("binascii", "a2b_base64(data, /, *, strict_mode=False)", doc="The bytes of base64 text.")
def a2b_base64(w_data: Value, w_strict: Value) -> Value:
    data = ascii_buffer(w_data)
    strict = is_true(w_strict)
    out = BytesBuilder(len(data) // 4 * 3 + 3)
    quad = 0
    left = 0
    pads = 0  # since the last character of data
    for i in range(len(data)):
        if i & 0xFFFF == 0:
            check_signals()
        c = data[i]
        if c == 61:
            if strict and i == 0:
                raise fault("Leading padding not allowed")
            if strict and (quad == 0 or quad + pads >= 4):
                raise fault("Excess padding not allowed")
            pads += 1
            continue
        v = base64_value(c)
        if v < 0:
            if strict:
                raise fault("Only base64 data is allowed")
            continue
        if strict and pads > 0:
            raise fault(
                "Excess data after padding" if quad + pads >= 4 else "Discontinuous padding not allowed"
            )
        pads = 0
        if quad == 0:
            quad = 1
            left = v
        elif quad == 1:
            quad = 2
            out.append_byte(left << 2 | v >> 4)
            left = v & 15
        elif quad == 2:
            quad = 3
            out.append_byte(left << 4 | v >> 2)
            left = v & 3
        else:
            quad = 0
            out.append_byte(left << 6 | v)
            left = 0
    if quad == 1:
        count = out.length // 3 * 4 + 1
        raise fault(
            f"Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a "
            "multiple of 4"
        )
    if quad != 0 and quad + pads < 4:
        raise fault("Incorrect padding")
    return wrap(out.to_bytes())


# --- uuencode -------------------------------------------------------------------------------------


@function("binascii", "b2a_uu(data, /, *, backtick=False)", doc="Uuencode line of data.")
def b2a_uu(w_data: Value, w_backtick: Value) -> Value:
    data = need_bytes(w_data)
    n = len(data)
    if n > 45:
        raise fault("At most 45 bytes at once")
    zero = 96 if is_true(w_backtick) else 32
    out = BytesBuilder(n // 3 * 4 + 8)
    out.append_byte(n + 32 if n > 0 else zero)
    i = 0
    while i < n:
        word = data[i] << 16 | (data[i + 1] << 8 if i + 1 < n else 0) | (data[i + 2] if i + 2 < n else 0)
        shift = 18
        while shift >= 0:
            v = (word >> shift) & 63
            out.append_byte(v + 32 if v > 0 else zero)
            shift -= 6
        i += 3
    out.append_byte(10)
    return wrap(out.to_bytes())


@function("binascii", "a2b_uu(data, /)", doc="The bytes of one line of uuencoded text.")
def a2b_uu(w_data: Value) -> Value:
    data = ascii_buffer(w_data)
    if len(data) == 0:
        raise fault("Missing length byte")
    n = (data[0] - 32) & 63
    out = BytesBuilder(n)
    i = 1
    bits = 0
    word = 0
    while out.length < n:
        c = data[i] if i < len(data) else 10
        i += 1
        v = 0
        if c == 10 or c == 13:
            v = 0  # a line whose trailing spaces were cut off
        elif c < 32 or c > 96:
            raise fault("Illegal char")
        else:
            v = (c - 32) & 63
        word = (word << 6 | v) & 0xFFFF
        bits += 6
        if bits >= 8:
            bits -= 8
            out.append_byte((word >> bits) & 255)
    while i < len(data):
        c = data[i]
        if c != 32 and c != 96 and c != 10 and c != 13:
            raise fault("Trailing garbage")
        i += 1
    return wrap(out.to_bytes())


# --- quoted-printable -----------------------------------------------------------------------------


LINE_LENGTH: Final[int] = 76


def put_quoted(out: BytesBuilder, c: int) -> None:
    out.append_byte(61)
    out.append_byte(str_char("0123456789ABCDEF", c >> 4))
    out.append_byte(str_char("0123456789ABCDEF", c & 15))


@function("binascii", "b2a_qp(data, quotetabs=False, istext=True, header=False)", doc="The bytes as quoted-printable text.")
def b2a_qp(w_data: Value, w_quotetabs: Value, w_istext: Value, w_header: Value) -> Value:
    data = need_bytes(w_data)
    quotetabs = is_true(w_quotetabs)
    istext = is_true(w_istext)
    header = is_true(w_header)
    n = len(data)
    out = BytesBuilder(n + n // 8)
    first_break = data.find(b"\n")
    crlf = first_break > 0 and data[first_break - 1] == 13
    column = 0
    i = 0
    while i < n:
        c = data[i]
        at_end = i + 1 == n
        quoted = (
            c > 126
            or c == 61
            or (header and c == 95)
            or (
                c == 46
                and column == 0
                and (at_end or data[i + 1] == 10 or data[i + 1] == 13 or data[i + 1] == 0)
            )
            or (not istext and (c == 13 or c == 10))
            or ((c == 9 or c == 32) and at_end)
            or (c < 33 and c != 13 and c != 10 and c != 9 and c != 32)
            or (c < 33 and c != 13 and c != 10 and (quotetabs or (not quotetabs and c != 9 and c != 32)))
        )
        if quoted:
            if column + 3 >= LINE_LENGTH:
                column = soft_break(out, crlf)
            put_quoted(out, c)
            column += 3
            i += 1
        elif istext and (c == 10 or (c == 13 and not at_end and data[i + 1] == 10)):
            column = 0
            end_line(out, crlf)
            i += 2 if c == 13 else 1
        else:
            next_is_break = at_end or data[i + 1] == 10
            if not next_is_break and column + 1 >= LINE_LENGTH:
                column = soft_break(out, crlf)
            column += 1
            if header and c == 32:
                out.append_byte(95)
            elif (c == 32 or c == 9) and istext and not at_end and before_break(data, i + 1):
                if column + 2 >= LINE_LENGTH:
                    column = soft_break(out, crlf)
                put_quoted(out, c)
                column += 2
            else:
                out.append_byte(c)
            i += 1
    return wrap(out.to_bytes())


def before_break(data: bytes, i: int) -> bool:
    """Whether a line ends at i."""
    return data[i] == 10 or (data[i] == 13 and i + 1 < len(data) and data[i + 1] == 10)


def soft_break(out: BytesBuilder, crlf: bool) -> int:
    out.append_byte(61)
    end_line(out, crlf)
    return 0


def end_line(out: BytesBuilder, crlf: bool) -> None:
    if crlf:
        out.append_byte(13)
    out.append_byte(10)


@function("binascii", "a2b_qp(data, header=False)", doc="The bytes of quoted-printable text.")
def a2b_qp(w_data: Value, w_header: Value) -> Value:
    data = ascii_buffer(w_data)
    header = is_true(w_header)
    n = len(data)
    out = BytesBuilder(n)
    i = 0
    while i < n:
        c = data[i]
        i += 1
        if c == 61:
            if i >= n:
                break
            if data[i] == 10 or data[i] == 13:  # a soft line break
                while i < n and data[i] != 10:
                    i += 1
                i += 1
            elif data[i] == 61:
                out.append_byte(61)
                i += 1
            elif i + 1 < n and hex_value(data[i]) >= 0 and hex_value(data[i + 1]) >= 0:
                out.append_byte(hex_value(data[i]) << 4 | hex_value(data[i + 1]))
                i += 2
            else:
                out.append_byte(61)
        elif header and c == 95:
            out.append_byte(32)
        else:
            out.append_byte(c)
    return wrap(out.to_bytes())


# --- checksums ------------------------------------------------------------------------------------


def _crc32_table() -> Array[u32]:
    """Eight tables of 256, one behind the other: what a byte does to the checksum when k bytes follow it."""
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = c >> 1 ^ 0xEDB88320 if c & 1 else c >> 1
        table.append(u32(c))
    for i in range(7 * 256):
        table.append(u32(table[i] >> 8 ^ table[table[i] & 255]))
    return Array.of(table)


CRC32_TABLE: Array[u32] = _crc32_table()


def crc32_of(data: bytes, start: int) -> int:
    """start is the checksum so far, 0 at first. Eight bytes a step: their look-ups do not wait for each other."""
    c = (start & 0xFFFFFFFF) ^ 0xFFFFFFFF
    i = 0
    n = len(data)
    table = CRC32_TABLE
    while i + 8 <= n:
        if i & 0xFFFF == 0:
            check_signals()
        c = (
            table[1792 + ((c ^ data[i]) & 255)]
            ^ table[1536 + ((c >> 8 ^ data[i + 1]) & 255)]
            ^ table[1280 + ((c >> 16 ^ data[i + 2]) & 255)]
            ^ table[1024 + ((c >> 24 ^ data[i + 3]) & 255)]
            ^ table[768 + data[i + 4]]
            ^ table[512 + data[i + 5]]
            ^ table[256 + data[i + 6]]
            ^ table[data[i + 7]]
        )
        i += 8
    while i < n:
        c = table[(c ^ data[i]) & 255] ^ (c >> 8)
        i += 1
    return c ^ 0xFFFFFFFF


@function("binascii", "crc32(data, crc=0, /)", doc="The checksum CRC-32 of the bytes, going on from crc.")
def crc32(w_data: Value, w_crc: Value) -> Value:
    return new_int(crc32_of(need_bytes(w_data), int_low64(index_value(w_crc))))


@function("binascii", "crc_hqx(data, crc, /)", doc="The checksum CRC-CCITT of the bytes, going on from crc.")
def crc_hqx(w_data: Value, w_crc: Value) -> Value:
    data = need_bytes(w_data)
    c = int_low64(index_value(w_crc)) & 0xFFFF
    for i in range(len(data)):
        c ^= data[i] << 8
        for _ in range(8):
            c = ((c << 1) ^ 0x1021) & 0xFFFF if (c & 0x8000) != 0 else c << 1
    return new_int(c)

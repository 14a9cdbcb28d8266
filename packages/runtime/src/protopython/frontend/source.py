"""From the bytes of a source file to its text: byte order mark, encoding cookie, UTF-8.

Encodings that the frontend decodes by itself: UTF-8, Latin-1 and ASCII. Any other one needs the codecs of the
standard library, so UnknownEncoding is raised then, and whoever has them decodes and comes back with a str.
"""

from __future__ import annotations

from .errors import ErrorKind, ParseError


class UnknownEncoding(Exception):
    """The source says that it is in an encoding the frontend does not know: `name` as written, `body` after a
    BOM."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name: str = name
        self.body: bytes = body


UTF8 = 0
LATIN1 = 1
ASCII = 2

ENCODINGS: dict[str, int] = {
    "utf-8": UTF8,
    "utf8": UTF8,
    "u8": UTF8,
    "utf": UTF8,
    "utf-8-sig": UTF8,
    "cp65001": UTF8,
    "latin-1": LATIN1,
    "latin1": LATIN1,
    "iso-8859-1": LATIN1,
    "iso8859-1": LATIN1,
    "8859": LATIN1,
    "cp819": LATIN1,
    "l1": LATIN1,
    "latin": LATIN1,
    "ascii": ASCII,
    "us-ascii": ASCII,
    "646": ASCII,
}

LATIN1_FAMILY: list[str] = ["latin-1-", "iso-8859-1-", "iso-latin-1-"]

CHARACTERS: list[str] = [chr(i) for i in range(256)]


def normal_encoding(name: str) -> str:
    """The spellings of one encoding look alike: lower case, hyphens."""
    name = name.lower().replace("_", "-")
    if name.startswith("utf-8-") and name != "utf-8-sig":
        return "utf-8"
    for latin in LATIN1_FAMILY:
        if name.startswith(latin):
            return "iso-8859-1"
    return "iso-8859-1" if name == "latin-1" or name == "iso-latin-1" else name


def cookie_in(line: bytes) -> bytes | None:
    """The encoding that a comment line declares (PEP 263): `coding[:=]\\s*([-\\w.]+)` in a line that is a
    comment."""
    i = 0
    n = len(line)
    while i < n and (line[i] == 32 or line[i] == 9 or line[i] == 12):
        i += 1
    if i >= n or line[i] != 35:
        return None
    while True:
        i = line.find(b"coding", i)
        if i < 0:
            return None
        i += 6
        if i < n and (line[i] == 58 or line[i] == 61):
            start = i + 1
            while start < n and (line[start] == 32 or line[start] == 9):
                start += 1
            end = start
            while end < n and _is_cookie_char(line[end]):
                end += 1
            if end > start:
                return line[start:end]


def _is_cookie_char(c: int) -> bool:
    return 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122 or c == 45 or c == 46 or c == 95


def _is_blank(line: bytes) -> bool:
    """Whether a line is empty or a comment: only then may the next one declare the encoding."""
    for c in line:
        if c == 35:
            return True
        if c != 32 and c != 9 and c != 12 and c != 13:
            return False
    return True


def _line_end(data: bytes, start: int) -> int:
    newline = data.find(b"\n", start)
    return len(data) if newline < 0 else newline


def find_cookie(data: bytes) -> bytes | None:
    """The encoding declared in the first two lines."""
    end = _line_end(data, 0)
    first = data[:end]
    cookie = cookie_in(first)
    if cookie is not None or not _is_blank(first) or end >= len(data):
        return cookie
    return cookie_in(data[end + 1 : _line_end(data, end + 1)])


def _problem(msg: str) -> ParseError:
    return ParseError(ErrorKind.SYNTAX, msg, 0, -1, -1, -1, None)


def codec_problem(msg: str) -> ParseError:
    """What UnknownEncoding becomes when no codec has that name, or its codec fails."""
    return _problem(msg)


def decode_source(data: bytes) -> str:
    """The text of source bytes, as `compile` takes them."""
    return _decode(data, None)


def decode_file(data: bytes, filename: str) -> str:
    """The text of a source file; it differs in messages only."""
    return _decode(data, filename)


def _decode(data: bytes, filename: str | None) -> str:
    null = data.find(b"\0")
    if null >= 0:
        if filename is None:
            error = ParseError(
                ErrorKind.SYNTAX, "source code string cannot contain null bytes", -1, 0, 0, 0, None
            )
            error.bare = True
            raise error
        raise _null_in_file(data, null)
    bom = data.startswith(b"\xef\xbb\xbf")
    if bom:
        data = data[3:]
    cookie = find_cookie(data)
    encoding = UTF8
    if cookie is not None:
        normal = normal_encoding(cookie.decode())
        if bom and normal != "utf-8":
            end = _line_end(data, 0)
            lineno = 1
            line = _lossy(data[:end])
            if cookie_in(data[:end]) is None:
                lineno = 2
                line = _lossy(data[end + 1 : _line_end(data, end + 1)])
            msg = "encoding problem: " + normal + " with BOM"
            raise ParseError(ErrorKind.SYNTAX, msg, lineno, 0, lineno, len(line), line)
        if normal not in ENCODINGS:
            raise UnknownEncoding(cookie.decode(), data)
        encoding = ENCODINGS[normal]
    if encoding == LATIN1:
        return "".join([CHARACTERS[c] for c in data])
    if encoding == ASCII:
        for i in range(len(data)):
            if data[i] >= 128:
                what = "'ascii' codec can't decode byte " + hex_byte(data[i]) + " in position " + str(i)
                raise _problem(what + ": ordinal not in range(128)")
    bad = first_invalid_utf8(data)
    if bad >= 0 and cookie is not None and normal_encoding(cookie.decode()) != "utf-8":
        # By another name of it the codec decodes, not the tokenizer.
        what = "'utf-8' codec can't decode byte " + hex_byte(data[bad]) + " in position " + str(bad)
        raise _problem(what + ": " + utf8_reason(data, bad))
    if bad >= 0:
        raise _not_utf8(data, bad, filename, bom or cookie is not None)
    return data.decode()


def _null_in_file(data: bytes, null: int) -> ParseError:
    lineno = 1
    start = 0
    newline = data.find(b"\n")
    while 0 <= newline < null:
        lineno += 1
        start = newline + 1
        newline = data.find(b"\n", start)
    text = _lossy(data[start:null])
    return ParseError(ErrorKind.SYNTAX, "source code cannot contain null bytes", lineno, 0, lineno, 0, text)


def hex_byte(c: int) -> str:
    return "0x" + "0123456789abcdef"[c >> 4] + "0123456789abcdef"[c & 15]


def _tail(data: bytes, i: int, n: int) -> bool:
    """Whether n continuation bytes begin at i."""
    if i + n > len(data):
        return False
    for k in range(i, i + n):
        if data[k] & 0xC0 != 0x80:
            return False
    return True


def first_invalid_utf8(data: bytes) -> int:
    """Where the first byte stands that is not part of UTF-8; -1 if there is none."""
    i = 0
    n = len(data)
    while i < n:
        c = data[i]
        if c < 0x80:
            i += 1
        elif 0xC2 <= c <= 0xDF:
            if not _tail(data, i + 1, 1):
                return i
            i += 2
        elif 0xE0 <= c <= 0xEF:
            if not _tail(data, i + 1, 2):
                return i
            d = data[i + 1]
            if (c == 0xE0 and d < 0xA0) or (c == 0xED and d >= 0xA0):
                return i
            i += 3
        elif 0xF0 <= c <= 0xF4:
            if not _tail(data, i + 1, 3):
                return i
            d = data[i + 1]
            if (c == 0xF0 and d < 0x90) or (c == 0xF4 and d >= 0x90):
                return i
            i += 4
        else:
            return i
    return -1


def utf8_reason(data: bytes, i: int) -> str:
    """What is wrong with the byte at i, as the UTF-8 codec says it."""
    c = data[i]
    if c < 0xC2 or c > 0xF4:
        return "invalid start byte"
    need = 1 if c < 0xE0 else 2 if c < 0xF0 else 3
    for k in range(1, need + 1):
        if i + k >= len(data):
            return "unexpected end of data"
        if not _tail(data, i + k, 1):
            return "invalid continuation byte"
    return "invalid continuation byte"


def _not_utf8(data: bytes, i: int, filename: str | None, declared: bool) -> ParseError:
    """The error for the byte at i. A file that says it is UTF-8 gets the codec's message."""
    lineno = 1
    start = 0
    newline = data.find(b"\n")
    while 0 <= newline < i:
        lineno += 1
        start = newline + 1
        newline = data.find(b"\n", start)
    text = _lossy(data[start : _line_end(data, start)])
    if filename is not None and declared:
        msg = "(unicode error) 'utf-8' codec can't decode byte " + hex_byte(data[i])
        msg = msg + " in position " + str(i - start) + ": " + utf8_reason(data, i)
        return ParseError(ErrorKind.SYNTAX, msg, lineno, 0, lineno, 0, text)
    where = "" if filename is None else " in file " + filename
    msg = (
        "Non-UTF-8 code starting with '\\x" + hex_byte(data[i])[2:] + "'" + where + " on line " + str(lineno)
    )
    msg = msg + ", but no encoding declared; see https://peps.python.org/pep-0263/ for details"
    offset = len(_lossy(data[start:i])) + 1
    return ParseError(ErrorKind.SYNTAX, msg, lineno, offset, lineno, offset, text)


def _lossy(data: bytes) -> str:
    """Text of bytes that may not be UTF-8, with U+FFFD for what is not."""
    parts: list[str] = []
    while True:
        bad = first_invalid_utf8(data)
        if bad < 0:
            parts.append(data.decode())
            return "".join(parts)
        parts.append(data[:bad].decode())
        parts.append("\ufffd")
        bad += 1
        while bad < len(data) and 0x80 <= data[bad] < 0xC0 and data[bad - 1] >= 0xC2:
            bad += 1
        data = data[bad:]

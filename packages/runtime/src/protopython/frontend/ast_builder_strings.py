"""Actions of the AST builder for strings: literals, f-strings, t-strings, and their concatenation."""

from __future__ import annotations

from typing import cast

from .ast import (
    AST,
    Constant,
    ConstKind,
    FormattedValue,
    Interpolation,
    JoinedStr,
    Kind,
    TemplateStr,
    expr,
)
from .ast_builder import Builder, Text, _Internal, action
from .errors import ParseWarning, bad_escape
from .literals import Decoded, LiteralError, decode_bytes, decode_str
from .tokens import Tok


class StringPart(_Internal):
    """One of several adjacent literals: a str or bytes Constant, or the values of an f-string or t-string."""

    STR = 0
    BYTES = 1
    FSTRING = 2
    TSTRING = 3

    def __init__(self, what: int, values: list[expr]) -> None:
        super().__init__()
        self.what: int = what
        self.values: list[expr] = values


class StringParts(_Internal):
    def __init__(self, items: list[StringPart]) -> None:
        super().__init__()
        self.items: list[StringPart] = items


class FieldParts(_Internal):
    """The values of an f-string so far. A field with `=` gives two, which a production that gives one value
    cannot."""

    def __init__(self, items: list[expr]) -> None:
        super().__init__()
        self.items: list[expr] = items


def _str_constant(text: str) -> Constant:
    return Constant(ConstKind.STR, 0, 0.0, text, None, False, 0, 0, 0, 0)


# ---- one literal -------------------------------------------------------------------------------------------


def _warn_escape(b: Builder, token: int, start: int, decoded: Decoded) -> None:
    """A backslash that escapes nothing; start: where the decoded text begins in the source."""
    if decoded.bad_escape == "":
        return
    t = b.tokens
    lineno = t.lineno[token]
    at = start + decoded.bad_at
    newline = t.source.find("\n", t.start[token])
    while 0 <= newline < at:
        lineno += 1
        newline = t.source.find("\n", newline + 1)
    t.warnings.append(ParseWarning(bad_escape(decoded.bad_escape), lineno, t.offset(at, lineno)))


@action
def string(b: Builder, at: int, end: int) -> AST | None:
    t = b.tokens
    token = b.first[at]
    source = t.source
    start = t.start[token]
    stop = t.end[token]
    raw = False
    is_bytes = False
    u_prefix = False
    i = start
    while True:
        c = source[i]
        if c == "r" or c == "R":
            raw = True
        elif c == "b" or c == "B":
            is_bytes = True
        elif c == "u":
            u_prefix = True
        elif c == '"' or c == "'":
            break
        i += 1
    if stop - i >= 6 and source[i + 1] == c and source[i + 2] == c:
        body_start = i + 3
        body = source[i + 3 : stop - 3]
    else:
        body_start = i + 1
        body = source[i + 1 : stop - 1]
    try:
        if is_bytes:
            if not body.isascii():
                raise b.error("bytes can only contain ASCII literal characters", token, token)
            decoded = decode_bytes(body, raw)
            _warn_escape(b, token, body_start, decoded)
            node = Constant(ConstKind.BYTES, 0, 0.0, "", decoded.data, False, 0, 0, 0, 0)
        elif raw or "\\" not in body:
            node = Constant(ConstKind.STR, 0, 0.0, body, None, u_prefix, 0, 0, 0, 0)
        else:
            decoded = decode_str(body, False)
            _warn_escape(b, token, body_start, decoded)
            node = Constant(ConstKind.STR, 0, 0.0, decoded.text, None, u_prefix, 0, 0, 0, 0)
    except LiteralError as error:
        raise b.error(error.msg, token, token) from None
    b.place(node, token, token)
    return StringPart(StringPart.BYTES if is_bytes else StringPart.STR, [node])


# ---- adjacent literals -------------------------------------------------------------------------------------


@action
def strings_one(b: Builder, at: int, end: int) -> AST | None:
    return StringParts([cast(StringPart, b.values[at])])


@action
def strings_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(StringParts, b.values[at])
    seq.items.append(cast(StringPart, b.values[at + 1]))
    return seq


@action
def strings(b: Builder, at: int, end: int) -> AST | None:
    items = cast(StringParts, b.values[at]).items
    n_bytes = 0
    n_f = 0
    n_t = 0
    for item in items:
        if item.what == StringPart.BYTES:
            n_bytes += 1
        elif item.what == StringPart.FSTRING:
            n_f += 1
        elif item.what == StringPart.TSTRING:
            n_t += 1
    if n_t > 0:
        if n_t < len(items):
            if n_bytes > 0 or n_f < len(items) - n_t:
                msg = "cannot mix t-string literals with string or bytes literals"
            else:
                msg = "cannot mix t-string literals with f-string literals"
            raise b.error_symbols(msg, at, end)
        return TemplateStr(_merge(_all_values(items)), 0, 0, 0, 0)
    if n_bytes > 0 and n_bytes < len(items):
        raise b.error_here("cannot mix bytes and nonbytes literals")
    if n_f > 0:
        return JoinedStr(_merge(_all_values(items)), 0, 0, 0, 0)
    first = cast(Constant, items[0].values[0])
    if len(items) == 1:
        return first
    if n_bytes > 0:
        data: list[bytes] = []
        for item in items:
            piece = cast(Constant, item.values[0]).bytes_value
            if piece is not None:
                data.append(piece)
        return Constant(ConstKind.BYTES, 0, 0.0, "", b"".join(data), False, 0, 0, 0, 0)
    text = "".join([cast(Constant, item.values[0]).text for item in items])
    return Constant(ConstKind.STR, 0, 0.0, text, None, first.u_prefix, 0, 0, 0, 0)


def _all_values(items: list[StringPart]) -> list[expr]:
    values: list[expr] = []
    for item in items:
        for value in item.values:
            values.append(value)
    return values


def _merge(values: list[expr]) -> list[expr]:
    """Runs of constants become one constant; empty ones vanish."""
    result: list[expr] = []
    i = 0
    n = len(values)
    while i < n:
        node = values[i]
        if node.kind != Kind.Constant:
            result.append(node)
            i += 1
            continue
        j = i + 1
        while j < n and values[j].kind == Kind.Constant:
            j += 1
        if j > i + 1:
            node = _join(values, i, j)
        if cast(Constant, node).text != "":
            result.append(node)
        i = j
    return result


def _join(values: list[expr], i: int, j: int) -> expr:
    texts: list[str] = []
    for k in range(i, j):
        texts.append(cast(Constant, values[k]).text)
    first = cast(Constant, values[i])
    last = values[j - 1]
    return Constant(
        ConstKind.STR,
        0,
        0.0,
        "".join(texts),
        None,
        first.u_prefix,
        first.lineno,
        first.col_offset,
        last.end_lineno,
        last.end_col_offset,
    )


# ---- f-strings and t-strings -------------------------------------------------------------------------------


def _fields(b: Builder, i: int) -> list[expr]:
    return cast(FieldParts, b.values[i]).items


@action
def fstring(b: Builder, at: int, end: int) -> AST | None:
    return StringPart(StringPart.FSTRING, _fields(b, at + 1) if end - at > 2 else [])


@action
def tstring(b: Builder, at: int, end: int) -> AST | None:
    return StringPart(StringPart.TSTRING, _fields(b, at + 1) if end - at > 2 else [])


@action
def fields_one(b: Builder, at: int, end: int) -> AST | None:
    return b.values[at]


@action
def fields_append(b: Builder, at: int, end: int) -> AST | None:
    seq = cast(FieldParts, b.values[at])
    for item in _fields(b, at + 1):
        seq.items.append(item)
    return seq


def _enclosing(b: Builder, at: int) -> int:
    """The *_START token of the f-string that a symbol of its text or of a field stands in."""
    i = at - 1
    while True:
        kind = b.token_kind(i)
        if kind == Tok.FSTRING_START or kind == Tok.TSTRING_START:
            if b.last[i] == b.first[i]:
                return b.first[i]
        i -= 1


def _in_spec(b: Builder, at: int) -> bool:
    """Whether a text stands in a format spec."""
    i = at - 1
    kind = b.token_kind(i)
    if kind == Tok.COLON:
        return True
    if kind == Tok.FSTRING_START or kind == Tok.TSTRING_START:
        return False
    return b.token_kind(i - 1) == Tok.COLON  # behind the fields of the spec so far


@action
def field_text(b: Builder, at: int, end: int) -> AST | None:
    t = b.tokens
    token = b.first[at]
    body = b.token_text(at)
    opener = _enclosing(b, at)
    prefix = t.source[t.start[opener] : t.end[opener]]
    spec = _in_spec(b, at)
    if "r" in prefix or "R" in prefix or "\\" not in body:
        if not spec and ("{" in body or "}" in body):
            body = body.replace("{{", "{").replace("}}", "}")
        node = _str_constant(body)
    else:
        try:
            decoded = decode_str(body, not spec)
        except LiteralError as error:
            raise b.error(error.msg, token, token) from None
        _warn_escape(b, token, t.start[token], decoded)
        node = _str_constant(decoded.text)
    b.place(node, token, token)
    return FieldParts([node])


@action
def token(b: Builder, at: int, end: int) -> AST | None:
    return Text("=")


@action
def conversion(b: Builder, at: int, end: int) -> AST | None:
    t = b.tokens
    mark = b.first[at]
    name = b.last[end - 1]
    opener = _enclosing(b, at)
    what = "t-string" if t.kind[opener] == Tok.TSTRING_START else "f-string"
    if t.end[mark] != t.start[name]:
        raise b.error(what + ": conversion type must come right after the exclamation mark", mark, name)
    text = t.source[t.start[name] : t.end[name]]
    if text != "s" and text != "r" and text != "a":
        msg = what + ": invalid conversion character '" + text + "': expected 's', 'r', or 'a'"
        raise b.error(msg, name, name)
    return Text(text)


@action
def spec_empty(b: Builder, at: int, end: int) -> AST | None:
    return JoinedStr([], 0, 0, 0, 0)


@action
def spec(b: Builder, at: int, end: int) -> AST | None:
    return JoinedStr(_merge(_fields(b, at + 1)), 0, 0, 0, 0)


def _source_text(b: Builder, token: int, start: int, stop: int) -> str:
    """The source from start to stop, where token is the first token from start on; without comments."""
    t = b.tokens
    text = t.source[start:stop]
    if "#" not in text:
        return text
    parts: list[str] = []
    i = start
    while i < stop:
        gap_end = min(t.start[token], stop)
        hash_at = t.source.find("#", i)
        while 0 <= hash_at < gap_end:
            parts.append(t.source[i:hash_at])
            i = t.source.find("\n", hash_at)
            hash_at = t.source.find("#", i)
        if gap_end > i:
            parts.append(t.source[i:gap_end])
            i = gap_end
        if i < stop:
            token_end = min(t.end[token], stop)
            parts.append(t.source[i:token_end])
            i = token_end
            token += 1
    return "".join(parts)


@action
def field(b: Builder, at: int, end: int) -> AST | None:
    """`{` value `=` `!r` `:spec` `}`"""
    t = b.tokens
    value = b.node(at + 1)
    equal = b.values[at + 2]
    conversion_ = -1
    if b.values[at + 3] is not None:
        conversion_ = ord(cast(Text, b.values[at + 3]).text[0])
    format_spec = cast("JoinedStr | None", b.values[at + 4])
    if equal is not None and conversion_ < 0 and format_spec is None:
        conversion_ = 114  # "r"
    brace = b.first[at]
    start = t.end[brace]
    after = b.first[at + 5]  # what follows the value and its "="
    if b.values[at + 3] is not None:
        after = b.first[at + 3]
    elif format_spec is not None:
        after = b.first[at + 4]
    node: expr
    if t.kind[_enclosing(b, at)] == Tok.TSTRING_START and not _in_spec(b, at):
        stop = t.start[b.first[at + 2]] if equal is not None else t.start[after]
        text = _source_text(b, brace + 1, start, stop)
        node = Interpolation(value, text, conversion_, format_spec, 0, 0, 0, 0)
    else:
        node = FormattedValue(value, conversion_, format_spec, 0, 0, 0, 0)
    b.place(node, brace, b.last[end - 1])
    if equal is None:
        return FieldParts([node])
    debug = _str_constant(_source_text(b, brace + 1, start, t.start[after]))
    debug.lineno = t.end_lineno[brace]
    debug.col_offset = t.end_col[brace]
    debug.end_lineno = t.lineno[after]
    debug.end_col_offset = t.col[after]
    return FieldParts([debug, node])

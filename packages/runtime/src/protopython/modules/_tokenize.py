"""The _tokenize module: the tokens of a source, as the stock tokenize hands them out.

The frontend's tokenizer reads the whole source; it drops comments and the newlines that mean nothing, which are found again in the gaps between
its tokens. An error is raised when the tokens before it have been given out.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Value, new_with_shape, unwrap, wrap
from protopython.engine.compile import syntax_error
from protopython.frontend.errors import ErrorKind, ParseError
from protopython.frontend.tokenizer import Tokens, tokenize
from protopython.frontend.tokens import OPERATOR_TEXTS, Tok
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_pop_last, new_list
from protopython.objects.model import operations
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, iternext, new
from protopython.objects.model.errors import error_matches, type_error, x
from protopython.objects.model.types import type_name
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple_n
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Object, W_Type
from protopython.protocore.value import from_int, int_value, is_empty

# The numbers of the stock module token.
ENDMARKER: Final[int] = 0
NAME: Final[int] = 1
NUMBER: Final[int] = 2
STRING: Final[int] = 3
NEWLINE: Final[int] = 4
INDENT: Final[int] = 5
DEDENT: Final[int] = 6
OP: Final[int] = 55
FSTRING_START: Final[int] = 59
TSTRING_START: Final[int] = 62
COMMENT: Final[int] = 65
NL: Final[int] = 66

EXACT: Final[list[str]] = (
    "( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := !".split(" ")
)
"""By number, from 7 on: what an operator is called without extra_tokens."""


class W_TokenizerIter(W_Object):
    tokens: W_List
    index: int
    error: PyError | None


define_module("_tokenize", "The tokenizer.")
TOKENIZER_ITER = define_type("TokenizerIter", W_TokenizerIter, OBJECT, module="_tokenize", flags=0)
constant("_tokenize", "TokenizerIter", TOKENIZER_ITER)


def read_all(w_readline: Value, encoding: str) -> str:
    """Everything that readline gives."""
    parts: list[str] = []
    while True:
        try:
            w = operations.call0(w_readline)
        except PyError as e:
            if not error_matches(e, x.STOP_ITERATION):
                raise
            break
        if encoding != "":
            w = operations.call_method1(w, "decode", wrap(encoding))
        line = as_str(w)
        if line is None:
            raise type_error(f"readline() returned a non-string object (type {type_name(w)})")
        if line == "":
            break
        parts.append(line)
    return "".join(parts)


class Walk:
    """Turns the frontend's tokens into tuples."""

    t: Tokens
    source: str
    length: int
    """Of the source as it was given: the frontend adds a newline where the last line has none."""
    out: W_List
    at: int
    """How far the source is accounted for."""
    line: int
    line_start: int
    line_end: int
    line_text: Value
    extra: bool
    crlf: list[bool]
    """By line number: whether the line ended in "\\r\\n", which the frontend's source has as "\\n"."""
    templates: list[bool]
    """Open f-strings and t-strings, the innermost last: whether it is a t-string."""

    def __init__(self, t: Tokens, length: int, extra: bool, crlf: list[bool]) -> None:
        self.t = t
        self.source = t.source
        self.length = length
        self.out = new_list()
        self.at = 0
        self.line = 0
        self.line_start = 0
        self.line_end = 0
        self.line_text = wrap("")
        self.extra = extra
        self.crlf = crlf
        self.templates = []
        self.next_line()

    def next_line(self) -> None:
        self.line += 1
        self.line_start = self.line_end
        end = self.source.find("\n", self.line_start)
        self.line_end = len(self.source) if end < 0 else end + 1
        self.line_text = wrap(self.original(self.line, self.line_start, self.line_end))

    def move_to(self, index: int) -> None:
        """Makes the line of source[index] the current one."""
        while index >= self.line_end and self.line_end < len(self.source) and self.line_start < self.length:
            self.next_line()

    def emit(self, number: int, start: int, end: int) -> None:
        """A token source[start:end]."""
        self.move_to(start)
        text = self.original(self.line, start, end)
        row = new_tuple_n(5)
        row.items[0] = from_int(number)
        row.items[1] = wrap(text)
        row.items[2] = wrap(new_tuple2(from_int(self.line), from_int(start - self.line_start)))
        row.items[4] = self.line_text
        if end > self.line_end:
            first = self.line_start
            first_line = self.line
            self.move_to(end - 1)
            row.items[4] = wrap(self.original(first_line, first, self.line_end))
        row.items[3] = wrap(new_tuple2(from_int(self.line), from_int(end - self.line_start)))
        list_append(self.out, wrap(row))
        self.at = end

    def original(self, line: int, start: int, end: int) -> str:
        """Of the source as it was given; start is in that line."""
        text = self.source[min(start, self.length) : min(end, self.length)]
        if not self.ended_crlf(line) or "\n" not in text:
            return text
        parts: list[str] = []
        for piece in text.split("\n"):
            if len(parts) > 0:
                parts.append("\r\n" if self.ended_crlf(line) else "\n")
                line += 1
            parts.append(piece)
        return "".join(parts)

    def ended_crlf(self, line: int) -> bool:
        return line < len(self.crlf) and self.crlf[line]

    def gap(self, end: int) -> None:
        """Comments and newlines between tokens."""
        i = self.at
        while i < end and i < len(self.source):
            c = self.source[i]
            if c == "#":
                stop = self.source.find("\n", i)
                stop = end if stop < 0 or stop > end else stop
                if self.extra:
                    self.emit(COMMENT, i, stop)
                i = stop
            elif c == "\\":
                i += 2
            elif c == "\n":
                if self.extra and (i < self.length or self.comment_before(i)):
                    self.emit_line_end(NL, i)
                i += 1
            else:
                i += 1
        self.at = max(self.at, end)

    def comment_before(self, i: int) -> bool:
        """Whether the newline that was added ends a line that has something."""
        return i > 0 and self.source[i - 1] != "\n"

    def run(self) -> None:
        t = self.t
        n = len(t.kind)
        for i in range(n):
            kind = t.kind[i]
            if kind == Tok.ENDMARKER:
                self.gap(min(t.start[i], len(self.source)))
                self.end_token(ENDMARKER)
                return
            if kind == Tok.ERROR and i == n - 1 and t.error is not None:
                self.gap(self.length + 1 if t.error_is_eof else t.start[i])
                return
            if kind == Tok.INDENT or kind == Tok.DEDENT:
                self.layout(kind, self.following(i))
            elif kind == Tok.NEWLINE:
                self.newline(t.start[i], t.end[i])
            elif kind == Tok.FSTRING_MIDDLE:
                self.gap(t.start[i])
                self.emit_middle(self.number(i), t.start[i], t.end[i])
            elif kind == Tok.ERROR and self.source[t.start[i] : t.end[i]] == "<>":
                self.gap(t.start[i])
                self.emit(OP if self.extra else self.exact("<"), t.start[i], t.start[i] + 1)
                self.emit(OP if self.extra else self.exact(">"), t.start[i] + 1, t.end[i])
            else:
                self.gap(t.start[i])
                self.emit(self.number(i), t.start[i], t.end[i])

    def emit_middle(self, number: int, start: int, end: int) -> None:
        """Text of an f-string: a brace that stands for itself is written twice, and ends a token."""
        i = start
        while i + 1 < end:
            c = self.source[i]
            if (c == "{" or c == "}") and self.source[i + 1] == c:
                self.emit(number, start, i + 1)
                i += 1
                start = i + 1
            i += 1
        self.at = start
        if start < end:
            self.emit(number, start, end)
        self.at = end

    def emit_line_end(self, number: int, at: int) -> None:
        """NEWLINE or NL for the newline at a place. Without extra tokens the newline is no part of it."""
        self.move_to(at)
        row = new_tuple_n(5)
        wide = self.ended_crlf(self.line)
        text = self.original(self.line, at, at + 1) if self.extra else "\r" if wide else ""
        end = at + 1 if self.extra else at
        row.items[0] = from_int(number)
        row.items[1] = wrap(text)
        row.items[2] = wrap(new_tuple2(from_int(self.line), from_int(at - self.line_start)))
        row.items[3] = wrap(new_tuple2(from_int(self.line), from_int(end - self.line_start + (1 if wide else 0))))
        row.items[4] = self.line_text
        list_append(self.out, wrap(row))
        self.at = at + 1

    def following(self, i: int) -> int:
        """Where the next token with text starts."""
        t = self.t
        while i < len(t.kind) and (t.kind[i] == Tok.INDENT or t.kind[i] == Tok.DEDENT):
            i += 1
        return t.start[i] if i < len(t.kind) else len(self.source)

    def layout(self, kind: int, start: int) -> None:
        if start >= self.length:
            self.gap(min(start, len(self.source)))
            self.end_token(DEDENT)
            return
        self.gap(start)
        self.move_to(start)
        if not self.extra:
            self.add_empty(INDENT if kind == Tok.INDENT else DEDENT, self.line, -1)
        elif kind == Tok.INDENT:
            self.emit(INDENT, self.line_start, start)
        else:
            self.emit(DEDENT, start, start)

    def newline(self, start: int, end: int) -> None:
        """The frontend counts a comment before the newline as part of it."""
        self.gap(end - 1)
        self.emit_line_end(NEWLINE, end - 1)

    def end_token(self, number: int) -> None:
        """A token after the last line."""
        lines = 1
        at = self.source.find("\n")
        while at >= 0 and self.length > 0:
            lines += 1
            at = self.source.find("\n", at + 1)
        if self.extra:
            self.line_text = wrap("")
            self.add_empty(number, lines, 0)
        else:
            self.add_empty(number, max(lines - 1, 1), -1)

    def add_empty(self, number: int, line: int, column: int) -> None:
        w_place = wrap(new_tuple2(from_int(line), from_int(column)))
        row = new_tuple_n(5)
        row.items[0] = from_int(number)
        row.items[1] = wrap("")
        row.items[2] = w_place
        row.items[3] = w_place
        row.items[4] = self.line_text
        list_append(self.out, wrap(row))

    def number(self, i: int) -> int:
        kind = self.t.kind[i]
        match kind:
            case Tok.NAME | Tok.NUMBER | Tok.STRING:
                return kind
            case Tok.FSTRING_START:
                self.templates.append(False)
                return FSTRING_START
            case Tok.TSTRING_START:
                self.templates.append(True)
                return TSTRING_START
            case Tok.FSTRING_MIDDLE:
                inside_template = len(self.templates) > 0 and self.templates[len(self.templates) - 1]
                return TSTRING_START + 1 if inside_template else FSTRING_START + 1
            case Tok.FSTRING_END:
                self.templates.pop()
                return FSTRING_START + 2
            case Tok.TSTRING_END:
                self.templates.pop()
                return TSTRING_START + 2
            case Tok.ERROR:
                return OP
            case _:
                pass
        if kind == Tok.WITH_LPAR or Tok.LPAR <= kind < Tok.LPAR + len(OPERATOR_TEXTS):
            return OP if self.extra else self.exact(self.source[self.t.start[i] : self.t.end[i]])
        return NAME

    def exact(self, text: str) -> int:
        for k in range(len(EXACT)):
            if EXACT[k] == text:
                return 7 + k
        return OP


def end_error(t: Tokens, e: ParseError) -> ParseError:
    """Of a source that ends too soon, as tokenize says it."""
    if e.msg == "unexpected EOF while parsing":
        return ParseError(e.kind, "unexpected EOF in multi-line statement", e.lineno, e.offset, e.lineno, e.offset, None)
    if not t.error_is_eof or t.unclosed_line == 0:
        return e
    line = t.source.count("\n")
    return ParseError(ErrorKind.SYNTAX, "unexpected EOF in multi-line statement", line, 0, line, 0, None)


def drop_end(tokens: W_List) -> None:
    """The tokens that only the end of a source makes."""
    while list_length(tokens) > 0:
        number = int_value(unwrap(W_Tuple, list_get(tokens, list_length(tokens) - 1)).items[0])
        if number != ENDMARKER and number != DEDENT:
            return
        list_pop_last(tokens)


@new(TOKENIZER_ITER, "(cls, readline, /, *, encoding=EMPTY, extra_tokens=False)")
def tokenizer_iter_new(cls: W_Type, w_readline: Value, w_encoding: Value, w_extra: Value) -> Value:
    encoding = "" if is_empty(w_encoding) else operations.str_arg(w_encoding, "tokenizeriter() argument 'encoding'")
    source = read_all(w_readline, encoding)
    null = source.find("\0")
    if null >= 0:
        source = source[0 : source.rfind("\n", 0, null) + 1]
    crlf: list[bool] = [False]
    if "\r" in source:
        for line in source.split("\n"):
            crlf.append(line.endswith("\r"))
        source = source.replace("\r\n", "\n")
    it = new_with_shape(W_TokenizerIter, cls.root_shape)
    extra = operations.is_true(w_extra)
    t = tokenize(source, False, extra)
    walk = Walk(t, len(source), extra, crlf)
    walk.run()
    it.tokens = walk.out
    e = t.error
    if e is None and null >= 0:
        lineno = source.count("\n") + 1
        drop_end(walk.out)
        e = ParseError(ErrorKind.SYNTAX, "source code cannot contain null bytes", lineno, 0, lineno, 0, None)
    it.error = None if e is None else syntax_error(end_error(t, e), "<string>")
    it.index = 0
    return wrap(it)


@iternext(TOKENIZER_ITER)
def tokenizer_iter_next(self: W_TokenizerIter) -> Value:
    i = self.index
    if i < list_length(self.tokens):
        self.index = i + 1
        return list_get(self.tokens, i)
    e = self.error
    if e is not None:
        self.error = None
        raise e
    return EMPTY

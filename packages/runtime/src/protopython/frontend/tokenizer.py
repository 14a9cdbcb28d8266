"""From source text to tokens: the whole lexical part of Python 3.14.

The source is tokenized in one go, into parallel lists (`Tokens`), so that the parser may look as far ahead as
it likes. A lexical error does not raise here: it becomes the last token (Tok.ERROR), and the parser reports
whichever error CPython would (parser.py).

Positions: `start` and `end` index the characters of `Tokens.source`; `lineno` and `col` are what the AST
wants (lines from 1, UTF-8 bytes from 0). The source ends in "\\n" and one "\\0" that is not part of it, so no
look at the next character needs a test.

f-strings nest: text, then "{", then ordinary tokens, then "}" or ":" and again text. `_FString` is one open
f-string; `levels` holds, for each of its open fields, how many brackets are open inside it. Reading is in the
text of the innermost f-string when `in_text` is set, and in ordinary code otherwise.

Soft keywords are settled at the end (softkeywords.py), when the whole line can be seen.
"""

from __future__ import annotations

from .ast import TypeIgnore
from .errors import ErrorKind, ParseError, ParseWarning
from .softkeywords import settle_soft_keywords
from .tokens import KEYWORDS, OPERATORS, Tok

MAX_BRACKETS = 200
MAX_INDENTS = 100
MAX_FSTRINGS = 150
MAX_FIELDS = 3
"""A field, a field in its format spec, and no more than one in that one's."""

# Classes of ASCII characters; 0 is everything else.
_SPACE = 1  # blank, tab, form feed
_NAME = 2
_DIGIT = 3
_QUOTE = 4
_NEWLINE = 5
_COMMENT = 6
_OPEN = 7
_CLOSE = 8
_OPERATOR = 9
_BACKSLASH = 10
_END = 11


def _classify() -> bytes:
    table = bytearray(128)
    for chars, kind in [
        (" \t\f", _SPACE),
        ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", _NAME),
        ("0123456789", _DIGIT),
        ("\"'", _QUOTE),
        ("\n", _NEWLINE),
        ("#", _COMMENT),
        ("([{", _OPEN),
        (")]}", _CLOSE),
        (":,;.@!~+-*/%<>|^&=", _OPERATOR),
        ("\\", _BACKSLASH),
        ("\0", _END),
    ]:
        for c in chars:
            table[ord(c)] = kind
    return bytes(table)


CHAR_CLASS: bytes = _classify()
SINGLE_OPERATORS: bytes = bytes(OPERATORS.get(chr(c), 0) for c in range(128))

NON_STRING = 0
PLAIN = 1
BYTES = 2
F = 3
T = 4
STRING_PREFIXES: dict[str, int] = {
    prefix: kind
    for kind, lower in [
        (PLAIN, ["r", "u"]),
        (BYTES, ["b", "br", "rb"]),
        (F, ["f", "fr", "rf"]),
        (T, ["t", "tr", "rt"]),
    ]
    for base in lower
    for prefix in sorted({base, base.upper(), base.title(), base[0] + base[1:].upper()})
}


class Tokens:
    """The tokens of one source, one list per property."""

    def __init__(self, source: str) -> None:
        self.source: str = source
        self.line_starts: list[int] = [0]
        self.kind: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.lineno: list[int] = []
        self.col: list[int] = []
        self.end_lineno: list[int] = []
        self.end_col: list[int] = []
        self.soft: list[int] = []  # tokens that may be soft keywords
        self.error: ParseError | None = None
        self.error_is_eof: bool = False  # the source ended too soon: more of it could mend the error
        self.error_at_newline: bool = False  # the last newline makes it so, or not so
        self.error_is_late: bool = False  # it counts only if the parser comes so far
        self.fields: list[int] = []  # the "{" of the fields of f-strings
        self.unclosed_line: int = 0  # the line of the bracket that the end of the source left open, or 0
        self.warnings: list[ParseWarning] = []
        self.type_ignores: list[TypeIgnore] = []

    def line_text(self, lineno: int) -> str:
        """A line, without its newline."""
        start = self.line_starts[lineno - 1] if 0 < lineno <= len(self.line_starts) else len(self.source) - 1
        end = self.source.find("\n", start)
        return self.source[start:] if end < 0 else self.source[start:end]

    def real_line(self, i: int) -> int:
        """The line of a token; for what follows the last line, that line."""
        i = min(i, len(self.kind) - 1)
        if self.start[i] >= len(self.source) - 1 and len(self.line_starts) > 1:
            return len(self.line_starts) - 1
        return self.lineno[i]

    def offset(self, index: int, lineno: int) -> int:
        """The column of a character, as errors say it: in characters, from 1."""
        return index - self.line_starts[lineno - 1] + 1


class _FString:
    def __init__(self, quote: int, size: int, raw: bool, template: bool, start: int, lineno: int) -> None:
        self.quote = quote
        self.size = size  # 1 or 3 quotes
        self.raw = raw
        self.template = template
        self.start = start  # where it begins
        self.lineno = lineno
        self.levels: list[int] = []
        self.in_text = True

    def name(self) -> str:
        return "t-string" if self.template else "f-string"


class Tokenizer:
    def __init__(self, source: str, interactive: bool, lenient: bool, type_comments: bool) -> None:
        """source: without "\\r" and "\\0". lenient: as the module tokenize, which lets the parser's errors pass. type_comments: whether
        comments that begin with `type:` are tokens."""
        if not source.endswith("\n"):
            source = source + "\n"
        self.tokens: Tokens = Tokens(source + "\0")
        self.source: str = self.tokens.source
        self.length: int = len(source)
        self.interactive: bool = interactive
        self.lenient: bool = lenient
        self.type_comments: bool = type_comments
        self.pos: int = 0
        self.lineno: int = 1
        self.line_start: int = 0
        self.ascii: bool = source.isascii()
        self.wide_to: int = 0  # how far the characters of this line are counted
        self.wide: int = 0  # how many bytes more than characters there are up to wide_to
        self.indents: list[int] = [0]
        self.alt_indents: list[int] = [0]  # the same, with a tab as one column
        self.brackets: list[int] = []  # the characters that close the open brackets
        self.bracket_tokens: list[int] = []
        self.fstrings: list[_FString] = []
        self.closed_with: int = -1  # the "(" of a `with (` that the last token closed

    # ---- positions and tokens ------------------------------------------------------------------------------

    def byte_col(self, index: int) -> int:
        """The column of a character of the current line, in UTF-8 bytes."""
        if self.ascii:
            return index - self.line_start
        i = self.wide_to
        if index < i:
            i = self.line_start
            self.wide = 0
        extra = self.wide
        while i < index:
            c = ord(self.source[i])
            if c >= 0x80:
                extra += 1 if c < 0x800 else 2 if c < 0x10000 else 3
            i += 1
        self.wide = extra
        self.wide_to = index
        return index - self.line_start + extra

    def new_line(self, start: int) -> None:
        """A line begins at start."""
        self.lineno += 1
        self.line_start = start
        self.wide_to = start
        self.wide = 0
        self.tokens.line_starts.append(start)

    def add(self, kind: int, start: int, end: int) -> None:
        """A token on the current line."""
        t = self.tokens
        t.kind.append(kind)
        t.start.append(start)
        t.end.append(end)
        t.lineno.append(self.lineno)
        t.end_lineno.append(self.lineno)
        if self.ascii:
            t.col.append(start - self.line_start)
            t.end_col.append(end - self.line_start)
        else:
            t.col.append(self.byte_col(start))
            t.end_col.append(self.byte_col(end))

    def add_long(self, kind: int, start: int, lineno: int, col: int, end: int) -> None:
        """A token that began on an earlier line, perhaps."""
        t = self.tokens
        t.kind.append(kind)
        t.start.append(start)
        t.end.append(end)
        t.lineno.append(lineno)
        t.end_lineno.append(self.lineno)
        t.col.append(col)
        t.end_col.append(self.byte_col(end))

    # ---- errors --------------------------------------------------------------------------------------------

    def error(self, kind: int, msg: str, index: int) -> ParseError:
        """An error on the current line whose column is the number of characters before index."""
        offset = index - self.line_start
        text = self.tokens.line_text(self.lineno)
        return ParseError(kind, msg, self.lineno, offset, self.lineno, offset, text)

    def syntax_error(self, msg: str, index: int) -> ParseError:
        return self.error(ErrorKind.SYNTAX, msg, index)

    def error_at_start(self, msg: str, start: int, lineno: int) -> ParseError:
        """An error of a token that may have begun on an earlier line."""
        offset = start - self.tokens.line_starts[lineno - 1] + 1
        return ParseError(
            ErrorKind.SYNTAX, msg, lineno, offset, lineno, offset, self.tokens.line_text(lineno)
        )

    # ---- the loop ------------------------------------------------------------------------------------------

    def run(self) -> Tokens:
        tokens = self.tokens
        try:
            self.scan()
        except ParseError as error:
            tokens.error = error
            if self.fstrings:
                tokens.error_is_late = True
            self.add(Tok.ERROR, self.pos, self.pos)
        settle_soft_keywords(tokens.kind, tokens.soft)
        return tokens

    def scan(self) -> None:
        source = self.source
        table = CHAR_CLASS
        at_line_start = True
        comment = -1  # where the last comment is: a newline token includes it
        while True:
            if at_line_start:
                at_line_start = False
                if not self.brackets and not self.indentation():
                    at_line_start = True
                    continue
            i = self.pos
            c = ord(source[i])
            while c == 32 or c == 9 or c == 12:
                i += 1
                c = ord(source[i])
            self.pos = i
            cls = table[c] if c < 128 else _NAME
            if cls == _NAME:
                self.name()
            elif cls == _OPERATOR:
                self.operator(c)
            elif cls == _OPEN:
                self.open_bracket(c)
            elif cls == _CLOSE:
                self.close_bracket(c)
            elif cls == _NEWLINE:
                if not self.brackets:
                    self.add(Tok.NEWLINE, comment if comment >= self.line_start else i, i + 1)
                self.pos = i + 1
                self.new_line(i + 1)
                at_line_start = True
                continue
            elif cls == _DIGIT:
                self.number()
            elif cls == _QUOTE:
                self.string(i, PLAIN, False)
            elif cls == _COMMENT:
                comment = i
                self.pos = source.find("\n", i)
                if self.type_comments:
                    self.type_comment(i)
                continue
            elif cls == _BACKSLASH:
                self.continuation(i)
                continue
            elif cls == _END and i >= self.length:
                self.finish()
                return
            else:
                self.add(Tok.ERROR, i, i + 1)  # "$", "?", "`": a token that fits nowhere
                self.pos = i + 1
            if self.fstrings and self.fstrings[len(self.fstrings) - 1].in_text:
                self.fstring_text()

    def finish(self) -> None:
        """The end of the source."""
        i = self.pos
        if self.brackets:
            t = self.tokens
            t.error_is_eof = True
            opener = self.bracket_tokens[len(self.bracket_tokens) - 1]
            lineno = t.lineno[opener]
            t.unclosed_line = lineno
            offset = t.offset(t.start[opener], lineno)
            raise ParseError(
                ErrorKind.SYNTAX,
                "'" + self.source[t.start[opener]] + "' was never closed",
                lineno,
                offset,
                lineno,
                0,
                t.line_text(lineno) + ("\n" if lineno >= len(t.line_starts) - 1 else ""),
            )
        if self.interactive:
            while len(self.indents) > 1:
                self.indents.pop()
                self.add(Tok.DEDENT, i, i)
            self.add(Tok.NEWLINE, i, i)
        else:
            while len(self.indents) > 1:
                self.indents.pop()
                self.add(Tok.DEDENT, i, i)
        self.add(Tok.ENDMARKER, i, i)

    # ---- lines and indentation -----------------------------------------------------------------------------

    def indentation(self) -> bool:
        """Reads the blanks that a line begins with; False if the line counts for nothing (it is then
        skipped)."""
        source = self.source
        i = self.pos
        col = 0
        alt = 0
        continued = 0
        while True:
            c = ord(source[i])
            if c == 32:
                col += 1
                alt += 1
            elif c == 9:
                col = (col // 8 + 1) * 8
                alt += 1
            elif c == 12:
                col = 0
                alt = 0
            elif c == 92:
                # The first line says how far a statement is indented that begins with continuation lines.
                if continued == 0:
                    continued = col
                self.continuation(i)
                i = self.pos
                continue
            else:
                break
            i += 1
        if c == 35:
            begin = i
            i = source.find("\n", i)
            c = 10
            self.pos = i
            if self.type_comments and self.type_comment(begin):
                return True
        self.pos = i
        if c == 10:
            self.pos = i + 1
            self.new_line(i + 1)
            return False
        if i >= self.length:
            return True
        if continued != 0:
            col = continued
            alt = continued
        top = len(self.indents) - 1
        if col == self.indents[top]:
            if alt != self.alt_indents[top]:
                raise self.tab_error()
        elif col > self.indents[top]:
            if top + 2 > MAX_INDENTS:
                raise self.column_error(ErrorKind.INDENTATION, "too many levels of indentation")
            if alt <= self.alt_indents[top]:
                raise self.tab_error()
            self.indents.append(col)
            self.alt_indents.append(alt)
            self.add(Tok.INDENT, self.line_start, i)
        else:
            while col < self.indents[top]:
                top -= 1
            if col != self.indents[top]:
                msg = "unindent does not match any outer indentation level"
                raise self.line_error(ErrorKind.INDENTATION, msg, i)
            if alt != self.alt_indents[top]:
                raise self.tab_error()
            while len(self.indents) > top + 1:
                self.indents.pop()
                self.alt_indents.pop()
                self.add(Tok.DEDENT, i, i)
        return True

    def type_comment(self, begin: int) -> bool:
        """Whether the comment from begin to self.pos is a type comment; it is a token then, or in the list of what is ignored."""
        source = self.source
        end = self.pos
        i = skip_blanks(source, begin + 1)
        if not source.startswith("type:", i):
            return False
        i = skip_blanks(source, i + 5)
        if source.startswith("ignore", i) and not is_tag_letter(source[i + 6]):
            alone = skip_blanks(source, self.line_start) == begin
            self.tokens.type_ignores.append(TypeIgnore(self.lineno, source[i + 6 : end + 1 if alone else end]))
            return False
        self.add(Tok.TYPE_COMMENT, i, end)
        return True

    def line_error(self, kind: int, msg: str, index: int) -> ParseError:
        self.tokens.error_is_late = True
        text = self.tokens.line_text(self.lineno) + "\n"
        return ParseError(kind, msg, self.lineno, len(text), self.lineno, -1, text)

    def tab_error(self) -> ParseError:
        return self.column_error(ErrorKind.TAB, "inconsistent use of tabs and spaces in indentation")

    def column_error(self, kind: int, msg: str) -> ParseError:
        self.tokens.error_is_late = True
        text = self.tokens.line_text(self.lineno) + "\n"
        return ParseError(kind, msg, self.lineno, 1, self.lineno, 0, text)

    def continuation(self, i: int) -> None:
        """A backslash: the line goes on on the next one."""
        self.tokens.error_is_late = True
        if ord(self.source[i + 1]) != 10:
            msg = "unexpected character after line continuation character"
            text = self.tokens.line_text(self.lineno) + "\n"
            raise ParseError(
                ErrorKind.SYNTAX, msg, self.lineno, i - self.line_start + 2, self.lineno, 0, text
            )
        if i + 2 >= self.length:
            self.tokens.error_is_eof = True
            self.tokens.error_at_newline = True
            text = self.tokens.line_text(self.lineno) + "\n"
            msg = "unexpected EOF while parsing"
            raise ParseError(
                ErrorKind.SYNTAX, msg, self.lineno, i - self.line_start + 2, self.lineno, -1, text
            )
        self.tokens.error_is_late = False
        self.pos = i + 2
        self.new_line(i + 2)

    # ---- names ---------------------------------------------------------------------------------------------

    def name(self) -> None:
        source = self.source
        table = CHAR_CLASS
        start = self.pos
        i = start
        c = ord(source[i])
        ascii_only = True
        while True:
            if c < 128:
                cls = table[c]
                if cls != _NAME and cls != _DIGIT:
                    break
            else:
                ascii_only = False
            i += 1
            c = ord(source[i])
        text = source[start:i]
        if (c == 34 or c == 39) and i - start <= 5:
            prefix = STRING_PREFIXES.get(text, NON_STRING)
            if prefix != NON_STRING:
                self.pos = i
                raw = text.lower().find("r") >= 0
                if prefix == F or prefix == T:
                    self.fstring_start(start, raw, prefix == T)
                else:
                    self.string(start, prefix, raw)
                return
            self.check_prefix(text.lower(), start)
        self.pos = i
        if not ascii_only:
            self.check_identifier(text, start)
        kind = KEYWORDS.get(text, int(Tok.NAME))
        if kind == Tok.NAME:
            if text == "type":
                kind = Tok.TYPE
            elif text == "match":
                kind = Tok.MATCH
            elif text == "case":
                kind = Tok.CASE
            if kind != Tok.NAME:
                self.tokens.soft.append(len(self.tokens.kind))
        elif kind == Tok.AS and self.brackets:
            kinds = self.tokens.kind
            opener = self.bracket_tokens[len(self.bracket_tokens) - 1]
            if opener > 0 and kinds[opener - 1] == Tok.WITH:
                kinds[opener] = int(Tok.WITH_LPAR)
        self.add(kind, start, i)

    def check_prefix(self, text: str, start: int) -> None:
        """Prefixes that do not go together: text is what stands before a quote, and no prefix."""
        for i in range(len(text)):
            if text[i] not in "burft" or text.find(text[i]) != i:
                return
        for pair in CLASHING_PREFIXES:
            if pair[0] in text and pair[1] in text:
                msg = "'" + pair[0] + "' and '" + pair[1] + "' prefixes are incompatible"
                offset = start - self.line_start + 1
                line = self.tokens.line_text(self.lineno)
                raise ParseError(
                    ErrorKind.SYNTAX, msg, self.lineno, offset, self.lineno, offset + len(text), line
                )

    def check_identifier(self, text: str, start: int) -> None:
        """A name with non-ASCII characters must be an identifier."""
        if text.isidentifier():
            return
        n = 1
        while n < len(text) and text[:n].isidentifier():
            n += 1
        # text[:n] is the shortest prefix that is none, so its last character is the wrong one
        if text[:n].isidentifier():
            return
        bad = text[n - 1]
        c = ord(bad)
        code = hex_upper(c, 4)
        self.pos = start + n
        if c < 128:
            return
        if bad.isprintable():
            raise self.syntax_error("invalid character '" + bad + "' (U+" + code + ")", self.pos)
        raise self.syntax_error("invalid non-printable character U+" + code, self.pos)

    # ---- numbers -------------------------------------------------------------------------------------------

    def number(self) -> None:
        source = self.source
        start = self.pos
        i = start
        if source[i] == "0":
            c = ord(source[i + 1]) | 32
            if c == 120:
                i = self.based_digits(i + 2, 16, "hexadecimal")
            elif c == 111:
                i = self.based_digits(i + 2, 8, "octal")
            elif c == 98:
                i = self.based_digits(i + 2, 2, "binary")
            else:
                i = self.leading_zero(i)
        else:
            i = self.decimal_rest(self.decimal_digits(i))
        self.add(Tok.NUMBER, start, i)
        self.pos = i

    def based_digits(self, i: int, base: int, name: str) -> int:
        """The digits after 0x, 0o, 0b; i is behind the letter."""
        source = self.source
        while True:
            if source[i] == "_":
                i += 1
            if digit_value(ord(source[i])) >= base:
                if is_digit(ord(source[i])):
                    raise self.bad_digit(source[i], i, name)
                raise self.syntax_error("invalid " + name + " literal", i)
            while digit_value(ord(source[i])) < base:
                i += 1
            if source[i] != "_":
                break
        if is_digit(ord(source[i])):
            raise self.bad_digit(source[i], i, name)
        self.check_number_end(i, name)
        return i

    def bad_digit(self, digit: str, i: int, name: str) -> ParseError:
        return self.syntax_error("invalid digit '" + digit + "' in " + name + " literal", i + 1)

    def leading_zero(self, start: int) -> int:
        """A number that begins with 0: zero, or a float, or an old octal literal."""
        source = self.source
        i = start + 1
        nonzero = False
        while True:
            if source[i] == "_":
                i += 1
                if not is_digit(ord(source[i])):
                    raise self.syntax_error("invalid decimal literal", i)
            if source[i] != "0":
                break
            i += 1
        zeros_end = i
        if is_digit(ord(source[i])):
            nonzero = True
            i = self.decimal_digits(i)
        c = source[i]
        if c == "." or c == "e" or c == "E" or c == "j" or c == "J":
            return self.decimal_rest(i)
        if nonzero and not self.lenient:
            msg = (
                "leading zeros in decimal integer literals are not permitted;"
                " use an 0o prefix for octal integers"
            )
            offset = start - self.line_start + 1
            end = zeros_end - self.line_start + 1
            text = self.tokens.line_text(self.lineno)
            raise ParseError(ErrorKind.SYNTAX, msg, self.lineno, offset, self.lineno, end, text)
        self.check_number_end(i, "decimal")
        return i

    def decimal_digits(self, i: int) -> int:
        """Digits with underscores between them."""
        source = self.source
        while True:
            while is_digit(ord(source[i])):
                i += 1
            if source[i] != "_":
                return i
            i += 1
            if not is_digit(ord(source[i])):
                raise self.syntax_error("invalid decimal literal", i)

    def decimal_rest(self, i: int) -> int:
        """What may follow the digits: a fraction, an exponent, a j."""
        source = self.source
        if source[i] == ".":
            i += 1
            if is_digit(ord(source[i])):
                i = self.decimal_digits(i)
        if source[i] == "e" or source[i] == "E":
            j = i + 1
            if source[j] == "+" or source[j] == "-":
                j += 1
                if not is_digit(ord(source[j])):
                    raise self.syntax_error("invalid decimal literal", j)
                i = self.decimal_digits(j)
            elif is_digit(ord(source[j])):
                i = self.decimal_digits(j)
            else:
                self.check_number_end(i, "decimal")
                return i
        if source[i] == "j" or source[i] == "J":
            self.check_number_end(i + 1, "imaginary")
            return i + 1
        self.check_number_end(i, "decimal")
        return i

    def check_number_end(self, i: int, name: str) -> None:
        """After a number no name may begin, except (with a warning) a keyword that can follow a number."""
        if self.lenient:
            return
        source = self.source
        c = ord(source[i])
        if not (is_name_char(c)):
            return
        j = i
        while is_name_char(ord(source[j])) and j < i + 8:
            j += 1
        word = source[i:j]
        allowed = False
        for keyword in FOLLOWING_KEYWORDS:
            if word.startswith(keyword):
                allowed = True
        if allowed:
            self.tokens.warnings.append(
                ParseWarning("invalid " + name + " literal", self.lineno, i - self.line_start)
            )
            return
        if c < 128 or source[i].isidentifier():
            raise self.syntax_error("invalid " + name + " literal", i)

    # ---- strings -------------------------------------------------------------------------------------------

    def string(self, start: int, kind: int, raw: bool) -> None:
        """A string without fields; self.pos is at its first quote."""
        source = self.source
        i = self.pos
        quote = source[i]
        lineno = self.lineno
        col = self.byte_col(start)
        if source[i + 1] == quote and source[i + 2] == quote:
            self.long_string(start, i, lineno, col)
            return
        i += 1
        escaped_end = False
        while True:
            c = source[i]
            if c == quote:
                break
            if c == "\\":
                i += 1
                c = source[i]
                if c == "\n":
                    if i + 1 >= self.length:
                        self.tokens.error_is_eof = True
                        raise self.unterminated(start, lineno, escaped_end)
                    self.new_line(i + 1)
                elif c == quote:
                    escaped_end = True
            elif c == "\n":
                self.tokens.error_at_newline = i + 1 >= self.length
                raise self.unterminated(start, lineno, escaped_end)
            i += 1
        self.pos = i + 1
        self.add_long(Tok.STRING, start, lineno, col, i + 1)

    def unterminated(self, start: int, lineno: int, escaped_end: bool) -> ParseError:
        if self.fstrings:
            f = self.fstrings[len(self.fstrings) - 1]
            if f.size == 1 and f.quote == ord(self.source[start]):
                return self.error_at_start(f.name() + ": expecting '}'", start, lineno)
        msg = "unterminated string literal (detected at line " + str(self.lineno) + ")"
        if escaped_end:
            msg = msg + "; perhaps you escaped the end quote?"
        return self.error_at_start(msg, start, lineno)

    def long_string(self, start: int, i: int, lineno: int, col: int) -> None:
        """A triple-quoted string, its quotes at i."""
        source = self.source
        quotes = source[i : i + 3]
        last = i + 3
        while True:
            end = source.find(quotes, last)
            if end < 0:
                self.tokens.error_is_eof = True
                line = self.lineno + source.count("\n") - source[: self.line_start].count("\n")
                msg = "unterminated triple-quoted string literal (detected at line " + str(line - 1) + ")"
                raise self.error_at_start(msg, start, lineno)
            # A backslash escapes the quote if an odd number of them precedes it.
            j = end
            while j > last and source[j - 1] == "\\":
                j -= 1
            if (end - j) % 2 == 0:
                break
            last = end + 1
        newline = source.find("\n", i)
        while 0 <= newline < end:
            self.new_line(newline + 1)
            newline = source.find("\n", newline + 1)
        self.pos = end + 3
        self.add_long(Tok.STRING, start, lineno, col, end + 3)

    # ---- f-strings and t-strings ---------------------------------------------------------------------------

    def fstring_start(self, start: int, raw: bool, template: bool) -> None:
        source = self.source
        i = self.pos
        quote = source[i]
        size = 3 if source[i + 1] == quote and source[i + 2] == quote else 1
        if len(self.fstrings) + 1 >= MAX_FSTRINGS:
            raise self.syntax_error("too many nested f-strings or t-strings", i)
        self.fstrings.append(_FString(ord(quote), size, raw, template, start, self.lineno))
        self.add(Tok.TSTRING_START if template else Tok.FSTRING_START, start, i + size)
        self.pos = i + size

    def fstring_text(self) -> None:
        """Literal text, up to what ends it: the quotes, a "{", or the "}" of a format spec."""
        source = self.source
        f = self.fstrings[len(self.fstrings) - 1]
        in_spec = len(f.levels) > 0
        start = self.pos
        lineno = self.lineno
        col = self.byte_col(start)
        i = start
        while True:
            c = ord(source[i])
            if c == f.quote and (f.size == 1 or (source[i + 1] == source[i] and source[i + 2] == source[i])):
                break
            if c == 123:
                if source[i + 1] != "{" or in_spec:
                    break
                i += 1
            elif c == 125:
                if in_spec:
                    break
                if source[i + 1] != "}":
                    raise self.syntax_error(f.name() + ": single '}' is not allowed", i + 1)
                i += 1
            elif c == 92:
                i = self.fstring_escape(i, f)
                continue
            elif c == 10:
                if f.size == 1:
                    if in_spec:
                        self.tokens.error_is_eof = False
                        msg = (
                            f.name()
                            + ": newlines are not allowed in format specifiers for single quoted "
                            + f.name()
                            + "s"
                        )
                        raise self.syntax_error(msg, i + 1)
                    raise self.unterminated_fstring(f)
                self.new_line(i + 1)
            elif c == 0 and i >= self.length:
                self.tokens.error_is_eof = f.size == 3
                raise self.unterminated_fstring(f)
            i += 1
        if i > start:
            self.add_long(Tok.FSTRING_MIDDLE, start, lineno, col, i)
        self.pos = i
        if c == f.quote:
            self.add(Tok.TSTRING_END if f.template else Tok.FSTRING_END, i, i + f.size)
            if in_spec:
                # `f"{a:"`: the field is open, and so the "}" is missed
                raise self.syntax_error(f.name() + ": expecting '}'", i + 1)
            self.pos = i + f.size
            self.fstrings.pop()
            if self.fstrings and self.fstrings[len(self.fstrings) - 1].in_text:
                self.fstring_text()
        elif c == 123:
            if len(f.levels) >= MAX_FIELDS:
                raise self.syntax_error(f.name() + ": expressions nested too deeply", i)
            f.in_text = False
            self.tokens.fields.append(len(self.tokens.kind))
            self.open_bracket(123)
            f.levels.append(len(self.brackets))
        else:
            f.in_text = False
            self.close_bracket(125)
            if f.in_text:
                self.fstring_text()

    def fstring_escape(self, i: int, f: _FString) -> int:
        """A backslash in text; gives the place behind what it escapes."""
        source = self.source
        c = source[i + 1]
        if c == "\n":
            self.new_line(i + 2)
            return i + 2
        if c == "{" or c == "}":
            return i + 1
        if f.raw:
            return i + 2 if c == "\\" or ord(c) == f.quote else i + 1
        if c == "N" and source[i + 2] == "{":
            j = i + 3
            while source[j] != "}" and source[j] != "\n" and ord(source[j]) != f.quote and j < self.length:
                j += 1
            return j + 1 if source[j] == "}" else j
        return i + 2

    def unterminated_fstring(self, f: _FString) -> ParseError:
        line = self.lineno
        if f.size == 3:
            line -= 1
            msg = "unterminated triple-quoted " + f.name() + " literal (detected at line " + str(line) + ")"
        else:
            msg = "unterminated " + f.name() + " literal (detected at line " + str(line) + ")"
        return self.error_at_start(msg, f.start, f.lineno)

    # ---- operators and brackets ----------------------------------------------------------------------------

    def operator(self, c: int) -> None:
        source = self.source
        i = self.pos
        if c == 58 and self.fstrings:
            f = self.fstrings[len(self.fstrings) - 1]
            if f.levels and f.levels[len(f.levels) - 1] == len(self.brackets):
                self.add(Tok.COLON, i, i + 1)
                self.pos = i + 1
                f.in_text = True
                return
        n = 1
        d = ord(source[i + 1])
        if c == 46:  # "."
            if 48 <= d <= 57:
                j = self.decimal_rest(i)
                self.add(Tok.NUMBER, i, j)
                self.pos = j
                return
            if d == 46 and source[i + 2] == ".":
                n = 3
        elif d == 61:  # "="
            if c != 44 and c != 59 and c != 126:
                n = 2
        elif c == d:
            if c == 42 or c == 47 or c == 60 or c == 62:
                n = 3 if source[i + 2] == "=" else 2
        elif d == 62:
            if c == 45 or c == 60:
                n = 2
        if n == 1:
            kind = int(SINGLE_OPERATORS[c])
        else:
            text = source[i : i + n]
            kind = int(Tok.ERROR) if text == "<>" else OPERATORS[text]
        if kind == Tok.COLON and self.closed_with >= 0:
            kinds = self.tokens.kind
            if kinds[len(kinds) - 1] == Tok.RPAR:
                kinds[self.closed_with] = int(Tok.WITH_LPAR)
        self.add(kind, i, i + n)
        self.pos = i + n

    def open_bracket(self, c: int) -> None:
        i = self.pos
        if len(self.brackets) >= MAX_BRACKETS:
            raise self.syntax_error("too many nested parentheses", i + 1)
        self.bracket_tokens.append(len(self.tokens.kind))
        if c == 40:
            self.brackets.append(41)
            self.add(Tok.LPAR, i, i + 1)
        elif c == 91:
            self.brackets.append(93)
            self.add(Tok.LSQB, i, i + 1)
        else:
            self.brackets.append(125)
            self.add(Tok.LBRACE, i, i + 1)
        self.pos = i + 1

    def close_bracket(self, c: int) -> None:
        t = self.tokens
        i = self.pos
        f: _FString | None = None
        if self.fstrings:
            f = self.fstrings[len(self.fstrings) - 1]
        if not self.brackets:
            if self.lenient:
                self.add(SINGLE_OPERATORS[c], i, i + 1)
                self.pos = i + 1
                return
            raise self.syntax_error("unmatched '" + self.source[i] + "'", i + 1)
        in_field = f is not None and len(f.levels) > 0 and f.levels[len(f.levels) - 1] == len(self.brackets)
        if f is not None and in_field and c != 125:
            raise self.syntax_error(f.name() + ": unmatched '" + self.source[i] + "'", i + 1)
        opener = self.bracket_tokens[len(self.bracket_tokens) - 1]
        if self.brackets[len(self.brackets) - 1] != c and not self.lenient:
            msg = "closing parenthesis '" + self.source[i] + "' does not match opening parenthesis '"
            msg = msg + self.source[t.start[opener]] + "'"
            if t.lineno[opener] != self.lineno:
                msg = msg + " on line " + str(t.lineno[opener])
            raise self.syntax_error(msg, i + 1)
        self.brackets.pop()
        self.bracket_tokens.pop()
        if c == 41:
            self.closed_with = -1
            if opener > 0 and t.kind[opener - 1] == Tok.WITH:
                self.closed_with = opener
            self.add(Tok.RPAR, i, i + 1)
        elif c == 93:
            self.add(Tok.RSQB, i, i + 1)
        else:
            self.add(Tok.RBRACE, i, i + 1)
        self.pos = i + 1
        if f is not None and in_field:
            f.levels.pop()
            f.in_text = True


CLASHING_PREFIXES: list[str] = ["ub", "ur", "uf", "ut", "bf", "bt", "ft"]

# Which keywords may follow a number without a blank, by how they begin.
FOLLOWING_KEYWORDS: list[str] = ["and", "else", "for", "if", "in", "is", "not", "or"]


def skip_blanks(source: str, i: int) -> int:
    while source[i] == " " or source[i] == "\t":
        i += 1
    return i


def is_tag_letter(ch: str) -> bool:
    """Whether a letter after `ignore` makes it another word."""
    return ord(ch) >= 128 or ch.isalnum()


def is_digit(c: int) -> bool:
    return 48 <= c <= 57


def is_name_char(c: int) -> bool:
    return c >= 128 or CHAR_CLASS[c] == _NAME or 48 <= c <= 57


def digit_value(c: int) -> int:
    """The value of a hexadecimal digit; 99 for what is none."""
    if 48 <= c <= 57:
        return c - 48
    c |= 32
    if 97 <= c <= 102:
        return c - 87
    return 99


def hex_upper(c: int, width: int) -> str:
    digits = ""
    while c > 0 or len(digits) < width:
        digits = "0123456789ABCDEF"[c & 15] + digits
        c >>= 4
    return digits


def tokenize(source: str, interactive: bool, lenient: bool = False, type_comments: bool = False) -> Tokens:
    return Tokenizer(source, interactive, lenient, type_comments).run()

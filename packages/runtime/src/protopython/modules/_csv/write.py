"""The writers of the module _csv: rows of values as lines of text."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, str_char, wrap
from protopython.modules._csv.dialect import (
    MODULE,
    NO_CHAR,
    QUOTE_ALL,
    QUOTE_NONE,
    QUOTE_NONNUMERIC,
    QUOTE_NOTNULL,
    QUOTE_STRINGS,
    W_Dialect,
    csv_error,
)
from protopython.objects.complex import COMPLEX
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model.attributes import full_name
from protopython.objects.model.call import call1
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method
from protopython.objects.model.errors import error_matches
from protopython.objects.model.operations import iterate, next_of, str_of
from protopython.objects.model.special import Special
from protopython.objects.model.types import is_subtype, special, type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import StringBuilder
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import is_empty, same


class W_Writer(W_Object):
    dialect: W_Dialect
    w_write: Value

    def __init__(self, dialect: W_Dialect, w_write: Value) -> None:
        self.dialect = dialect
        self.w_write = w_write


WRITER = define_type(
    "writer", W_Writer, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.NO_INSTANTIATE, module=MODULE, doc="Writes rows to a CSV file."
)
constant(MODULE, "Writer", WRITER)


class Line:
    """The line that is being written."""

    dialect: W_Dialect
    out: StringBuilder
    fields: int

    def __init__(self, dialect: W_Dialect) -> None:
        self.dialect = dialect
        self.out = StringBuilder(64)
        self.fields = 0

    def value(self, w: Value) -> None:
        quoted = self.wants_quotes(w)
        if same(w, w_None):
            self.field("", True, quoted)
            return
        s = as_str(w)
        self.field(str_of(w) if s is None else s, False, quoted)

    def wants_quotes(self, w: Value) -> bool:
        """Whether the kind of value is quoted whatever its text is."""
        quoting = self.dialect.quoting
        if quoting == QUOTE_NONNUMERIC:
            return not is_number(w)
        if quoting == QUOTE_STRINGS:
            return as_str(w) is not None
        if quoting == QUOTE_NOTNULL:
            return not same(w, w_None)
        return quoting == QUOTE_ALL

    def field(self, s: str, null: bool, quoted: bool) -> None:
        d = self.dialect
        if s == "" and d.delimiter == 32 and d.skip_initial_space:
            if d.quoting == QUOTE_NONE or (null and leaves_null_empty(d)):
                raise csv_error("empty field must be quoted if delimiter is a space and skipinitialspace is true")
            quoted = True
        out = self.out
        if self.fields > 0:
            out.append_char(d.delimiter)
        self.fields += 1
        n = len(s)
        i = special_index(d, s, 0)
        if i < n:
            body = StringBuilder(n + 8)
            if self.escape(body, s, i):
                quoted = True
            s = body.to_str()
        if quoted:
            out.append_char(d.quote_char)
            out.append(s)
            out.append_char(d.quote_char)
        else:
            out.append(s)

    def escape(self, body: StringBuilder, s: str, i: int) -> bool:
        """Appends s, whose first special character is at i, as it stands in a line; whether it needs quotes around it."""
        d = self.dialect
        n = len(s)
        needs_quotes = False
        start = 0
        while i < n:
            body.append_slice(s, start, i)
            c = str_char(s, i)
            if d.quoting == QUOTE_NONE or c == d.escape_char or (c == d.quote_char and not d.double_quote):
                if d.escape_char == NO_CHAR:
                    raise csv_error("need to escape, but no escapechar set")
                body.append_char(d.escape_char)
            else:
                if c == d.quote_char:
                    body.append_char(c)
                needs_quotes = True
            body.append_char(c)
            start = i + 1
            i = special_index(d, s, start)
        body.append_slice(s, start, n)
        return needs_quotes


def special_index(d: W_Dialect, s: str, i: int) -> int:
    n = len(s)
    while i < n and not d.is_special(str_char(s, i)):
        i += 1
    return i


def leaves_null_empty(d: W_Dialect) -> bool:
    """Whether None is written as an empty field without quotes, which tells it from an empty str."""
    return d.quoting == QUOTE_STRINGS or d.quoting == QUOTE_NOTNULL


def is_number(w: Value) -> bool:
    """PyNumber_Check()"""
    return (
        not is_empty(special(w, Special.INDEX))
        or not is_empty(special(w, Special.INT))
        or not is_empty(special(w, Special.FLOAT))
        or is_subtype(type_of(w), COMPLEX)
    )


def row_iterator(w_row: Value) -> Value:
    try:
        return iterate(w_row)
    except PyError as e:
        if not error_matches(e, x.TYPE_ERROR):
            raise
        raise csv_error(f"iterable expected, not {full_name(type_of(w_row))}")


def write_row(self: W_Writer, w_row: Value) -> Value:
    d = self.dialect
    w_iterator = row_iterator(w_row)
    line = Line(d)
    w_last = EMPTY
    while True:
        w = next_of(w_iterator)
        if is_empty(w):
            break
        w_last = w
        line.value(w)
    if line.fields > 0 and line.out.length == 0:
        if d.quoting == QUOTE_NONE or (same(w_last, w_None) and leaves_null_empty(d)):
            raise csv_error("single empty field record must be quoted")
        line.fields = 0
        line.field("", False, True)
    terminator = as_str(d.w_line_terminator)
    if terminator is not None:
        line.out.append(terminator)
    return call1(self.w_write, wrap(line.out.to_str()))


@method(WRITER, "writerow(self, row, /)", doc="Write an iterable of values as one row.")
def writer_writerow(self: W_Writer, w_row: Value) -> Value:
    return write_row(self, w_row)


@method(WRITER, "writerows(self, rows, /)", doc="Write an iterable of rows.")
def writer_writerows(self: W_Writer, w_rows: Value) -> Value:
    w_iterator = iterate(w_rows)
    while True:
        w_row = next_of(w_iterator)
        if is_empty(w_row):
            return w_None
        write_row(self, w_row)


@getter(WRITER, "dialect", doc="The dialect of the file.", member=True)
def writer_dialect(self: W_Writer) -> Value:
    return wrap(self.dialect)

"""The readers of the module _csv: lines of text as rows of fields.

A row is read by one automaton, which moves over runs of ordinary characters in one step. It may need several lines, since a quoted field
can hold line ends.
"""

from __future__ import annotations

from enum import IntEnum

from protodialect.types import EMPTY, Value, inline, str_char, wrap
from protopython.modules._csv.dialect import (
    MODULE,
    QUOTE_NONE,
    QUOTE_NONNUMERIC,
    QUOTE_NOTNULL,
    QUOTE_STRINGS,
    W_Dialect,
    csv_error,
    csv_state,
)
from protopython.modules._thread_locks import thread_ident
from protopython.objects.float.methods import float_of_text
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model.attributes import full_name
from protopython.objects.model.define import OBJECT, constant, define_type, getter, iternext
from protopython.objects.model.operations import next_of
from protopython.objects.model.types import type_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.value import from_int, is_empty, new_float


class State(IntEnum):
    """Where in a row the reader is."""

    START_RECORD = 0
    START_FIELD = 1
    ESCAPED = 2
    """Behind an escape character outside quotes."""
    AFTER_ESCAPED_BREAK = 3
    """In a field, behind an escaped line break and perhaps more: here the line's end does not end the field."""
    IN_FIELD = 4
    IN_QUOTES = 5
    ESCAPED_IN_QUOTES = 6
    QUOTE_IN_QUOTES = 7
    """Behind a quote that ends the quoted part, unless another follows."""
    AFTER_BREAK = 8
    """Behind the row's line end."""


class Row:
    """The row that is being read."""

    dialect: W_Dialect
    fields: W_List
    field: str
    """The present field so far."""
    unquoted: bool
    state: int
    limit: int

    def __init__(self, dialect: W_Dialect, limit: int) -> None:
        self.dialect = dialect
        self.fields = new_list()
        self.field = ""
        self.unquoted = False
        self.state = State.START_RECORD
        self.limit = limit

    def add(self, s: str, start: int, end: int) -> None:
        """Appends s[start:end] to the field."""
        if start == end:
            return
        if len(self.field) + end - start > self.limit:
            raise csv_error(f"field larger than field limit ({self.limit})")
        self.field = s[start:end] if self.field == "" else self.field + s[start:end]

    def save(self) -> None:
        """Ends the field."""
        field = self.field
        quoting = self.dialect.quoting
        w = wrap(field)
        if self.unquoted:
            if field == "":
                if quoting == QUOTE_NOTNULL or quoting == QUOTE_STRINGS:
                    w = w_None
            elif quoting == QUOTE_NONNUMERIC or quoting == QUOTE_STRINGS:
                w = new_float(float_of_text(field, w))
        list_append(self.fields, w)
        self.field = ""

    def line(self, s: str) -> None:
        """Reads a line."""
        d = self.dialect
        n = len(s)
        i = 0
        while i < n:
            state = self.state
            if state == State.IN_FIELD:
                end = plain_end(s, i, d.delimiter, d.escape_char)
                self.add(s, i, end)
                i = end
                if i == n:
                    break
            elif state == State.IN_QUOTES:
                end = quoted_end(s, i, d.quote_char, d.escape_char)
                self.add(s, i, end)
                i = end
                if i == n:
                    break
            if self.step(s, i):
                i += 1
        self.line_end()

    def step(self, s: str, i: int) -> bool:
        """Goes on to the state after the character at i. False: the character is yet to be read."""
        d = self.dialect
        c = str_char(s, i)
        state = self.state
        if state == State.START_RECORD:
            if c == 10 or c == 13:
                self.state = State.AFTER_BREAK
                return True
            state = State.START_FIELD
        elif state == State.AFTER_ESCAPED_BREAK:
            state = State.IN_FIELD
        match state:
            case State.START_FIELD:
                self.unquoted = True
                if c == 10 or c == 13:
                    self.end_field(State.AFTER_BREAK)
                elif c == d.quote_char and d.quoting != QUOTE_NONE:
                    self.unquoted = False
                    self.state = State.IN_QUOTES
                elif c == d.escape_char:
                    self.state = State.ESCAPED
                elif c == 32 and d.skip_initial_space:
                    self.state = State.START_FIELD
                elif c == d.delimiter:
                    self.end_field(State.START_FIELD)
                else:
                    self.state = State.IN_FIELD
                    return False
            case State.ESCAPED:
                self.take(s, i, State.AFTER_ESCAPED_BREAK if c == 10 or c == 13 else State.IN_FIELD)
            case State.IN_FIELD:
                if c == 10 or c == 13:
                    self.end_field(State.AFTER_BREAK)
                elif c == d.escape_char:
                    self.state = State.ESCAPED
                elif c == d.delimiter:
                    self.end_field(State.START_FIELD)
                else:
                    self.add(s, i, i + 1)
            case State.IN_QUOTES:
                if c == d.escape_char:
                    self.state = State.ESCAPED_IN_QUOTES
                else:
                    self.state = State.QUOTE_IN_QUOTES if d.double_quote else State.IN_FIELD
            case State.ESCAPED_IN_QUOTES:
                self.take(s, i, State.IN_QUOTES)
            case State.QUOTE_IN_QUOTES:
                if c == d.quote_char:
                    self.take(s, i, State.IN_QUOTES)
                elif c == d.delimiter:
                    self.end_field(State.START_FIELD)
                elif c == 10 or c == 13:
                    self.end_field(State.AFTER_BREAK)
                elif d.strict:
                    raise csv_error(f"'{chr(d.delimiter)}' expected after '{chr(d.quote_char)}'")
                else:
                    self.take(s, i, State.IN_FIELD)
            case _:
                if c != 10 and c != 13:
                    raise csv_error("new-line character seen in unquoted field - do you need to open the file with newline=''?")
        return True

    def take(self, s: str, i: int, state: int) -> None:
        self.add(s, i, i + 1)
        self.state = state

    def end_field(self, state: int) -> None:
        self.save()
        self.state = state

    def line_end(self) -> None:
        """What the end of a line does that holds nothing more."""
        match self.state:
            case State.START_FIELD:
                self.unquoted = True
                self.end_field(State.START_RECORD)
            case State.ESCAPED:
                self.take("\n", 0, State.IN_FIELD)
            case State.IN_FIELD | State.QUOTE_IN_QUOTES:
                self.end_field(State.START_RECORD)
            case State.ESCAPED_IN_QUOTES:
                self.take("\n", 0, State.IN_QUOTES)
            case State.AFTER_BREAK:
                self.state = State.START_RECORD
            case _:
                pass  # the row is empty, or goes on


@inline
def plain_end(s: str, i: int, delimiter: int, escape: int) -> int:
    """The index of the first character at or after i that ends a run of an unquoted field; len(s) if there is none."""
    n = len(s)
    while i < n:
        c = str_char(s, i)
        if c == delimiter or c == 10 or c == 13 or c == escape:
            break
        i += 1
    return i


@inline
def quoted_end(s: str, i: int, quote: int, escape: int) -> int:
    n = len(s)
    while i < n:
        c = str_char(s, i)
        if c == quote or c == escape:
            break
        i += 1
    return i


class W_Reader(W_Object):
    dialect: W_Dialect
    w_input: Value
    line_number: int
    rows: int
    """How many rows were read, and by which thread the last one."""
    thread: int

    def __init__(self, dialect: W_Dialect, w_input: Value) -> None:
        self.dialect = dialect
        self.w_input = w_input
        self.line_number = 0
        self.rows = 0
        self.thread = 0


READER = define_type(
    "reader", W_Reader, OBJECT, flags=TypeFlags.SUBCLASSABLE | TypeFlags.NO_INSTANTIATE, module=MODULE, doc="Iterates over the rows of a CSV file."
)
constant(MODULE, "Reader", READER)


@iternext(READER)
def reader_next(self: W_Reader) -> Value:
    row = Row(self.dialect, csv_state().field_limit)
    rows = self.rows
    while True:
        w_line = next_of(self.w_input)
        if is_empty(w_line):
            if row.field == "" and row.state != State.IN_QUOTES:
                return EMPTY
            if row.dialect.strict:
                raise csv_error("unexpected end of data")
            row.save()
            break
        if self.rows != rows and self.thread == thread_ident():
            raise csv_error("iterator has already advanced the reader")
        line = as_str(w_line)
        if line is None:
            raise csv_error(f"iterator should return strings, not {full_name(type_of(w_line))} (the file should be opened in text mode)")
        self.line_number += 1
        row.line(line)
        if row.state == State.START_RECORD:
            break
    self.rows += 1
    self.thread = thread_ident()
    return wrap(row.fields)


@getter(READER, "dialect", doc="The dialect of the file.", member=True)
def reader_dialect(self: W_Reader) -> Value:
    return wrap(self.dialect)


@getter(READER, "line_num", doc="How many lines were read.", member=True)
def reader_line_num(self: W_Reader) -> Value:
    return from_int(self.line_number)

"""co_linetable and co_exceptiontable: positions and handlers in the forms that CPython documents (InternalDocs: code_objects.md,
exception_handling.md), which readers of code objects understand.

The runtime itself keeps both in forms of its own; these are made when somebody asks, and read back by replace().
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, i32
from protopython.objects.code.code import W_Code
from protopython.objects.code.positions import PositionWriter, positions_of, rows_of
from protopython.objects.code.units import index_at, rows_by_unit, start_of
from protopython.objects.model.errors import value_error
from protopython.objects.str.string_builder import BytesBuilder
from protopython.protocore.error import PyError

MAX_UNITS: Final[int] = 8
"""Code units that one entry covers at most."""
NO_COLUMNS: Final[int] = 13
LONG: Final[int] = 14
NOWHERE: Final[int] = 15
MAX_NUMBER: Final[int] = 0x7FFFFFFF


# --- positions ----------------------------------------------------------------------------------------------------------


def put_varint(out: BytesBuilder, x: int) -> None:
    """Six bits a byte, the lowest first; 64 marks all but the last."""
    while x >= 64:
        out.append_byte(x & 63 | 64)
        x >>= 6
    out.append_byte(x)


def signed(x: int) -> int:
    """A sign in the lowest bit."""
    return 2 * x if x >= 0 else -2 * x + 1


def shown_rows(code: W_Code) -> Array[i32]:
    """The row of each unit; replace() may have given the code a table with less."""
    rows = rows_by_unit(code)
    n = rows_of(code)
    if n == len(code.instrs) + 1:
        return rows
    shown = 0
    while shown < len(rows) and rows[shown] < n:
        shown += 1
    result = Array[i32](shown, i32(0))
    for unit in range(shown):
        result[unit] = rows[unit]
    return result


def line_table(code: W_Code) -> bytes:
    p = positions_of(code)
    rows = shown_rows(code)
    n = len(rows)
    out = BytesBuilder()
    line = code.firstlineno
    at = 0
    while at < n:
        end = at + 1
        while end < n and end - at < MAX_UNITS and same_row(p, rows[at], rows[end]):
            end += 1
        k = 4 * rows[at]
        put_entry(out, end - at, line, p[k], p[k + 1], p[k + 2], p[k + 3])
        if p[k] >= 0:
            line = p[k]
        at = end
    return out.to_bytes()


def same_row(p: Array[i32], a: int, b: int) -> bool:
    for i in range(4):
        if p[4 * a + i] != p[4 * b + i]:
            return False
    return True


def put_entry(out: BytesBuilder, units: int, before: int, line: int, end_line: int, column: int, end_column: int) -> None:
    """before: the line of the last entry that has one."""
    if line < 0:
        out.append_byte(0x80 | NOWHERE << 3 | units - 1)
        return
    delta = line - before
    if end_line == line and column < 0 and end_column < 0:
        out.append_byte(0x80 | NO_COLUMNS << 3 | units - 1)
        put_varint(out, signed(delta))
        return
    if end_line == line and 0 <= column < 128 and 0 <= end_column < 128:
        if delta == 0 and column < 80 and 0 <= end_column - column < 16:
            out.append_byte(0x80 | column >> 3 << 3 | units - 1)
            out.append_byte((column & 7) << 4 | end_column - column)
            return
        if 0 <= delta <= 2:
            out.append_byte(0x80 | 10 + delta << 3 | units - 1)
            out.append_byte(column)
            out.append_byte(end_column)
            return
    out.append_byte(0x80 | LONG << 3 | units - 1)
    put_varint(out, signed(delta))
    put_varint(out, end_line - line if end_line >= line else 0)
    put_varint(out, column + 1)
    put_varint(out, end_column + 1)


class TableReader:
    data: bytes
    at: int

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise malformed()
        b = self.data[self.at]
        self.at += 1
        return b

    def varint(self) -> int:
        b = self.byte()
        x = b & 63
        shift = 6
        while b & 64 != 0:
            b = self.byte()
            x |= (b & 63) << shift
            shift += 6
            if x > MAX_NUMBER or shift > 36:
                raise malformed()
        return x

    def signed(self) -> int:
        x = self.varint()
        return x >> 1 if x & 1 == 0 else -(x >> 1)

    def big_varint(self) -> int:
        """Six bits a byte, the highest first."""
        b = self.byte()
        x = b & 63
        while b & 64 != 0:
            b = self.byte()
            x = x << 6 | b & 63
            if x > MAX_NUMBER:
                raise malformed()
        return x


def malformed() -> PyError:
    return value_error("code: malformed table")


def read_line_table(data: bytes, code: W_Code) -> bytes:
    """The rows of positions as the runtime keeps them, as far as the table tells."""
    reader = TableReader(data)
    rows = rows_by_unit(code)
    n = len(code.instrs) + 1
    table = Array[i32](4 * n, i32(-1))
    told = 0
    line = code.firstlineno
    unit = 0
    while reader.at < len(data):
        head = reader.byte()
        kind = head >> 3 & 15
        here = line
        end_line = line
        column = -1
        end_column = -1
        if kind < 10:
            second = reader.byte()
            column = kind << 3 | second >> 4
            end_column = column + (second & 15)
        elif kind < NO_COLUMNS:
            here = line + kind - 10
            end_line = here
            column = reader.byte()
            end_column = reader.byte()
        elif kind == NOWHERE:
            here = -1
        else:
            here = line + reader.signed()
            end_line = here
            if kind == LONG:
                end_line = here + reader.varint()
                column = reader.varint() - 1
                end_column = reader.varint() - 1
        if not -1 <= here <= MAX_NUMBER or end_line > MAX_NUMBER:
            raise malformed()
        if here >= 0:
            line = here
        for _unit in range((head & 7) + 1):
            if unit < len(rows):
                row: int = rows[unit]
                table[4 * row] = i32(here)
                table[4 * row + 1] = i32(end_line)
                table[4 * row + 2] = i32(column)
                table[4 * row + 3] = i32(end_column)
                told = max(told, row + 1)
            unit += 1
    out = PositionWriter()
    for row in range(told):
        out.add(table[4 * row], table[4 * row + 1], table[4 * row + 2], table[4 * row + 3])
    return out.out.to_bytes()


# --- handlers -----------------------------------------------------------------------------------------------------------


def put_big_varint(out: BytesBuilder, x: int, mark: int) -> None:
    shift = 0
    while x >> shift >= 64:
        shift += 6
    while shift > 0:
        out.append_byte(mark | 64 | x >> shift & 63)
        mark = 0
        shift -= 6
    out.append_byte(mark | x & 63)


def exception_table(code: W_Code) -> bytes:
    """A row's depth is the register where its handler finds the exception."""
    rows = code.exc_table
    out = BytesBuilder()
    i = 0
    while i + 3 < len(rows):
        start = start_of(code, rows[i]) >> 1
        put_big_varint(out, start, 0x80)
        put_big_varint(out, (start_of(code, rows[i + 1]) >> 1) - start, 0)
        put_big_varint(out, start_of(code, rows[i + 2]) >> 1, 0)
        put_big_varint(out, rows[i + 3] << 1, 0)
        i += 4
    return out.to_bytes()


def read_exception_table(data: bytes, code: W_Code) -> Array[i32]:
    """ValueError for rows that are none of the code's own: its instructions are made for those handlers."""
    reader = TableReader(data)
    found: list[int] = []
    while reader.at < len(data):
        start = reader.big_varint()
        end = start + reader.big_varint()
        found.append(index_at(code, 2 * start))
        found.append(len(code.instrs) if 2 * end == start_of(code, len(code.instrs)) else index_at(code, 2 * end))
        found.append(index_at(code, 2 * reader.big_varint()))
        found.append(reader.big_varint() >> 1)
        if not has_row(code.exc_table, found, len(found) - 4):
            raise value_error("code: co_exceptiontable must have only handlers that the code has")
    table = Array[i32](len(found), i32(0))
    for i in range(len(found)):
        table[i] = i32(found[i])
    return table


def has_row(rows: Array[i32], found: list[int], at: int) -> bool:
    i = 0
    while i + 3 < len(rows):
        if rows[i] == found[at] and rows[i + 1] == found[at + 1] and rows[i + 2] == found[at + 2] and rows[i + 3] == found[at + 3]:
            return True
        i += 4
    return False

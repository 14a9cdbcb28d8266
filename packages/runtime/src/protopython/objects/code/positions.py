"""Where each instruction of a code object stands in the source: packed until somebody asks.

Most code never raises and is never inspected, so a row costs a few bytes instead of sixteen, in memory and in files of
compiled code. A row is 0 (no position), or four numbers of seven bits a byte, the lowest first:

    1 + zigzag(line - line of the last row with one)   zigzag(end line - line)   1 + column   zigzag(end column - column)
"""

from __future__ import annotations

from protodialect.types import Array, i32
from protopython.objects.code.code import W_Code
from protopython.objects.str.string_builder import BytesBuilder


def put_number(out: BytesBuilder, x: int) -> None:
    while x >= 0x80:
        out.append_byte(x & 0x7F | 0x80)
        x >>= 7
    out.append_byte(x)


def zigzag(x: int) -> int:
    return 2 * x if x >= 0 else -2 * x - 1


class PositionWriter:
    out: BytesBuilder
    line: int

    def __init__(self) -> None:
        self.out = BytesBuilder(256)
        self.line = 0

    def add(self, line: int, end_line: int, column: int, end_column: int) -> None:
        """The next instruction's row; line -1: none. Columns below 0, which a program's own tree may have, are unknown: -1."""
        if line < 0:
            self.out.append_byte(0)
            return
        if column < 0:
            column = -1
        if end_column < 0:
            end_column = -1
        put_number(self.out, 1 + zigzag(line - self.line))
        put_number(self.out, zigzag(end_line - line))
        put_number(self.out, 1 + column)
        put_number(self.out, zigzag(end_column - column))
        self.line = line


def number_at(data: bytes, at: int) -> tuple[int, int]:
    """The number that starts at `at`, and where the next one does."""
    b = data[at]
    at += 1
    x = b & 0x7F
    shift = 7
    while b >= 0x80:
        b = data[at]
        at += 1
        x |= (b & 0x7F) << shift
        shift += 7
    return x, at


def unzigzag(x: int) -> int:
    return x >> 1 if x & 1 == 0 else -((x + 1) >> 1)


class PositionReader:
    data: bytes
    at: int

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        x, self.at = number_at(self.data, self.at)
        return x

    def signed(self) -> int:
        return unzigzag(self.number())


def positions_of(code: W_Code) -> Array[i32]:
    """Four numbers a row: line, end line, column, end column (UTF-8 bytes); line -1: no position. Row 0 is that of the entry, instruction i has row
    i + 1. For CPython, too, a body begins with an instruction of its own, where a trace function finds a frame that is being entered; here it is
    a position only."""
    table = code.position_table
    if table is not None:
        return table
    n = len(code.instrs) + 1
    table = Array[i32](4 * n, i32(-1))
    reader = PositionReader(code.positions)
    line = 0
    i = 0
    while i < n and reader.at < len(reader.data):
        first = reader.number()
        if first != 0:
            line += unzigzag(first - 1)
            table[4 * i] = i32(line)
            table[4 * i + 1] = i32(line + reader.signed())
            column = reader.number() - 1
            table[4 * i + 2] = i32(column)
            table[4 * i + 3] = i32(column + reader.signed())
        i += 1
    code.position_table = table  # threads that unpack at once make equal tables
    return table


def rows_of(code: W_Code) -> int:
    """How many rows there are: one more than instructions, unless replace() has given the code a shorter table."""
    n = len(code.instrs) + 1
    reader = PositionReader(code.positions)
    i = 0
    while i < n and reader.at < len(reader.data):
        if reader.number() != 0:
            reader.number()
            reader.number()
            reader.number()
        i += 1
    return i


def line_at(code: W_Code, i: int) -> int:
    """The line of instruction i, or of the nearest one before it that has one."""
    table = positions_of(code)
    k = 4 * (i + 1)
    while k >= 0:
        line = table[k]
        if line >= 0:
            return line
        k -= 4
    return code.firstlineno


def line_unpacked(code: W_Code, i: int) -> int:
    """line_at without the table, for who may not allocate: a signal handler, a thread beside a stopped world."""
    data = code.positions
    found = code.firstlineno
    line = 0
    at = 0
    row = 0
    while row <= i + 1 and at < len(data):
        first, at = number_at(data, at)
        if first != 0:
            line += unzigzag(first - 1)
            found = line
            _, at = number_at(data, at)
            _, at = number_at(data, at)
            _, at = number_at(data, at)
        row += 1
    return found

"""The bytes that pickles of dates and times hold: the fields, big-endian. From protocol 4 on the top bit of the month or the hour is the fold.

Python 2 wrote such bytes as str, which comes here as text of Latin-1 characters.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, str_char, wrap
from protopython.modules._datetime.calendar import fold_of
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.model.errors import value_error
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder

DATE_SIZE: Final[int] = 4
TIME_SIZE: Final[int] = 6
DATETIME_SIZE: Final[int] = DATE_SIZE + TIME_SIZE
FOLD_PROTOCOL: Final[int] = 4


class State:
    """The bytes, whichever kind of object holds them."""

    data: bytes | None
    text: str | None
    size: int

    def __init__(self, w: Value) -> None:
        self.data = as_bytes(w)
        self.text = as_str(w)
        data = self.data
        text = self.text
        self.size = len(data) if data is not None else len(text) if text is not None else -1

    def at(self, i: int) -> int:
        data = self.data
        if data is not None:
            return data[i]
        text = self.text
        return 0 if text is None else str_char(text, i)

    def check(self, what: str) -> None:
        """ValueError for text that stands for no bytes."""
        for i in range(self.size):
            if self.at(i) > 0xFF:
                raise value_error(
                    f"Failed to encode latin1 string when unpickling a {what} object. pickle.load(data, encoding='latin1') is assumed."
                )

    def word(self, start: int, size: int) -> int:
        w = 0
        for i in range(start, start + size):
            w = (w << 8) | self.at(i)
        return w


def is_month(c: int) -> bool:
    return 1 <= c <= 12


def is_hour(c: int) -> bool:
    return (c & 0x7F) < 24


def clock_in(state: State) -> int:
    """A time's clock."""
    word = state.word(0, TIME_SIZE)
    return ((word & 0x7FFFFFFFFFFF) << 1) | (word >> 47)


def date_before_clock(state: State) -> int:
    """A datetime's date."""
    return state.word(0, DATE_SIZE) & 0xFFFF7FFF


def clock_after_date(state: State) -> int:
    """A datetime's clock."""
    return (state.word(DATE_SIZE, TIME_SIZE) << 1) | (state.at(2) >> 7)


def append_bytes(out: BytesBuilder, word: int, size: int) -> None:
    for i in range(size):
        out.append_byte((word >> (8 * (size - 1 - i))) & 0xFF)


def date_bytes(ymd: int) -> Value:
    out = BytesBuilder(DATE_SIZE)
    append_bytes(out, ymd, DATE_SIZE)
    return wrap(out.to_bytes())


def time_bytes(clock: int, protocol: int) -> Value:
    out = BytesBuilder(TIME_SIZE)
    fold = fold_of(clock) << 47 if protocol >= FOLD_PROTOCOL else 0
    append_bytes(out, (clock >> 1) | fold, TIME_SIZE)
    return wrap(out.to_bytes())


def datetime_bytes(ymd: int, clock: int, protocol: int) -> Value:
    out = BytesBuilder(DATETIME_SIZE)
    fold = fold_of(clock) << 15 if protocol >= FOLD_PROTOCOL else 0
    append_bytes(out, ymd | fold, DATE_SIZE)
    append_bytes(out, clock >> 1, TIME_SIZE)
    return wrap(out.to_bytes())

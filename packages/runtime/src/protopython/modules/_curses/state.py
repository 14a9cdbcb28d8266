"""What _curses shares: how far the library has been set up, its errors, and what it takes for a character.

The library has one screen and no locks: the calls of several threads are for the program to order, as with CPython.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, i32, try_as, u32, wrap
from protodialect.unsafe import Addr, store32
from protopython.modules._curses import library
from protopython.modules._curses.library import CELL_SIZE, CURSES
from protopython.modules.support.system_calls import c_int_field
from protopython.objects.exceptions import exceptions as x
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import errors, operations
from protopython.objects.model.define import INT, constant, define_type
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context

MODULE: Final[str] = "_curses"
ERR: Final[int] = -1
MAX_CHTYPE: Final[int] = 0xFFFFFFFF
A_COLOR: Final[int] = 0xFF00

CURSES_ERROR = define_type("error", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "error", CURSES_ERROR)


class Screen(State):
    initialised: bool
    has_terminal: bool
    has_color: bool

    def __init__(self) -> None:
        self.initialised = False
        self.has_terminal = False
        self.has_color = False


def new_screen() -> State:
    return Screen()


SCREEN: Final[int] = space_slot(new_screen)


def screen() -> Screen:
    return cast(Screen, context().space.states[SCREEN])


def failure(message: str) -> PyError:
    return errors.error(CURSES_ERROR, message)


def check(number: int, name: str) -> Value:
    """None, unless a function of that name failed."""
    if number == ERR:
        raise failure(f"{name}() returned ERR")
    return w_None


def need_screen() -> None:
    if not screen().initialised:
        raise failure("must call initscr() first")


def need_terminal() -> None:
    if not screen().has_terminal:
        raise failure("must call setupterm() first")


def need_color() -> None:
    need_screen()
    if not screen().has_color:
        raise failure("must call start_color() first")


def variable(name: str) -> Addr:
    return CURSES.address_of(name)


# --- arguments ----------------------------------------------------------------------------------------------------------


def int_of(w: Value) -> i32:
    return i32(c_int_field(w))


def counted(args: W_Tuple, least: int, most: int, name: str) -> int:
    """How many arguments there are."""
    n = args.length
    if not least <= n <= most:
        raise errors.type_error(f"{name} requires {least} to {most} arguments")
    return n


def encoded_byte(s: str, encoding: str) -> int:
    """A character's one byte in an encoding; -1: it has none."""
    code = ord(s[0])
    if code < 128:
        return code
    w = operations.call_method2(wrap(s), "encode", wrap(encoding), wrap("strict"))
    data = try_as(bytes, w)
    return data[0] if data is not None and len(data) == 1 else -1


def chtype_of(w: Value, encoding: str) -> int:
    """A character with its attributes: an int, or a str or bytes of length 1."""
    s = as_str(w)
    b = try_as(bytes, plain(w))
    value = -1
    if s is not None:
        if len(s) != 1:
            raise errors.type_error(f"expect int or bytes or str of length 1, got a str of length {len(s)}")
        value = encoded_byte(s, encoding)
    elif b is not None:
        if len(b) != 1:
            raise errors.type_error(f"expect int or bytes or str of length 1, got a bytes of length {len(b)}")
        value = b[0]
    elif operations.isinstance_of(w, wrap(INT)):
        value, too_big = int_to_i64(plain(w))
        if too_big:
            raise errors.overflow_error("int doesn't fit in long")
    else:
        raise errors.type_error(f"expect int or bytes or str of length 1, got {type_name(w)}")
    if not 0 <= value <= MAX_CHTYPE:
        raise errors.overflow_error("byte doesn't fit in chtype")
    return value


def wide_of(w: Value) -> int:
    """The character of a str of length 1, which goes to the functions for wide ones; -1: it is no str."""
    s = as_str(w)
    if s is None:
        return -1
    if len(s) != 1:
        raise errors.type_error(f"expect int or bytes or str of length 1, got a str of length {len(s)}")
    return ord(s[0])


def cell_of(code: int, attributes: int) -> Addr:
    """A wide character with attributes, as C memory to be freed."""
    text = wide_text(chr(code))
    cell = c_malloc(CELL_SIZE)
    library.c_setcchar(cell, text, u32(attributes & MAX_CHTYPE), i32((attributes & A_COLOR) >> 8), 0)
    c_free(text)
    return cell


def wide_text(s: str) -> Addr:
    """A str as wchar_t of C, to be freed."""
    at = c_malloc(4 * (len(s) + 1))
    for i in range(len(s)):
        store32(at + 4 * i, ord(s[i]))
    store32(at + 4 * len(s), 0)
    return at

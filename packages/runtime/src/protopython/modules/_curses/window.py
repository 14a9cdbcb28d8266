"""Windows of _curses: what is drawn on, and what keys are read through.

A window goes when nothing refers to it any more, but after those within it and the panels on it, which refer to it.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, new_with_shape, try_as, u32, unwrap, wrap
from protodialect.unsafe import Addr, load32, load64
from protopython.modules._curses import library
from protopython.modules._curses.state import (
    ERR,
    MAX_CHTYPE,
    MODULE,
    cell_of,
    check,
    chtype_of,
    counted,
    failure,
    int_of,
    wide_of,
    wide_text,
)
from protopython.modules.support.system_calls import c_bytes, c_copy, c_long, copy_bytes
from protopython.objects.model import errors, operations
from protopython.objects.model.define import OBJECT, constant, define_type, getter, method, setter
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2
from protopython.protocore.collector import register_new_resource
from protopython.protocore.object import TypeFlags, W_Resource
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, is_empty

A_COLOR: Final[int] = 0xFF00
A_ATTRIBUTES: Final[int] = 0xFFFFFF00
KEY_CODE: Final[int] = 0x100
MOST_TEXT: Final[int] = 2047
FOR_PAD: Final[int] = 6
"""Arguments that say which part of a pad goes where."""


class W_Window(W_Resource):
    at: Addr
    """0: it is gone."""
    encoding: str
    parent: W_Window | None
    users: int
    """Windows within it and panels on it that the library has."""
    is_dead: bool
    is_screen: bool

    def give_back(self) -> None:
        self.is_dead = True
        delete(self)


def delete(w: W_Window) -> None:
    """Once nobody refers to it, neither here nor in the library."""
    if w.users > 0 or w.at == 0 or w.is_screen:
        return
    library.c_delwin(w.at)
    w.at = 0
    parent = w.parent
    if parent is not None:
        leave(parent)


def leave(w: W_Window) -> None:
    """One user less."""
    w.users -= 1
    if w.is_dead:
        delete(w)


WINDOW = define_type("window", W_Window, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
constant(MODULE, "window", WINDOW)


def new_window(at: Addr, parent: W_Window | None, is_screen: bool) -> Value:
    if at == 0:
        raise failure("curses function returned NULL")
    w = new_with_shape(W_Window, WINDOW.root_shape)
    w.at = at
    w.encoding = "UTF-8" if parent is None else parent.encoding
    w.parent = parent
    w.is_screen = is_screen
    if parent is not None:
        parent.users += 1
    register_new_resource(w, WINDOW)
    return wrap(w)


def window_argument(w: Value, function: str) -> W_Window:
    window = try_as(W_Window, w)
    if window is None:
        raise errors.type_error(f"{function} must be _curses.window, not {type_name(w)}")
    return window


def attribute_of(w: Value) -> int:
    return c_long(w) & MAX_CHTYPE


def same_place(args: W_Tuple, function: str) -> Value:
    """Arguments [y, x]: how many, as None; or TypeError."""
    if args.length != 0 and args.length != 2:
        raise errors.type_error(f"_curses.window.{function} requires 0 to 2 arguments")
    return w_None


# --- characters and text ------------------------------------------------------------------------------------------------


@method(
    WINDOW,
    "addch(self, /, *args)",
    doc="addch([y, x,] ch, [attr=_curses.A_NORMAL])\nPuts a character at (y, x), or where the cursor is, over what is there.",
    shown="",
)
def window_addch(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = counted(args, 1, 4, "_curses.window.addch")
    first = 0 if n < 3 else 2
    y = int_of(args.items[0]) if first > 0 else i32(0)
    x = int_of(args.items[1]) if first > 0 else i32(0)
    attr = attribute_of(args.items[first + 1]) if n - first > 1 else 0
    wide = wide_of(args.items[first])
    if wide >= 0:
        cell = cell_of(wide, attr)
        number = library.c_mvwadd_wch(self.at, y, x, cell) if first > 0 else library.c_wadd_wch(self.at, cell)
        c_free(cell)
        return check(int(number), "add_wch")
    ch = u32(chtype_of(args.items[first], self.encoding) | attr)
    number = library.c_mvwaddch(self.at, y, x, ch) if first > 0 else library.c_waddch(self.at, ch)
    return check(int(number), "addch")


class Text:
    """Arguments of the functions that write text: [y, x,] str, [n,] [attr]."""

    first: int
    y: i32
    x: i32
    at: Addr
    is_wide: bool
    n: i32
    attr: int
    """-1: as the window has it."""

    def __init__(self, self_: W_Window, args: W_Tuple, limited: bool, name: str) -> None:
        least = 2 if limited else 1
        count = counted(args, least, least + 3, "_curses.window." + name)
        self.first = 0 if count < least + 2 else 2
        self.y = int_of(args.items[0]) if self.first > 0 else i32(0)
        self.x = int_of(args.items[1]) if self.first > 0 else i32(0)
        w_text = args.items[self.first]
        s = as_str(w_text)
        b = try_as(bytes, plain(w_text))
        if s is None and b is None:
            raise errors.type_error(f"expect bytes or str, got {type_name(w_text)}")
        if s is not None and "\0" in s:
            raise errors.value_error("embedded null character")
        if b is not None and b.find(b"\0") >= 0:
            raise errors.value_error("embedded null byte")
        self.n = int_of(args.items[self.first + 1]) if limited else i32(-1)
        self.attr = attribute_of(args.items[self.first + least]) if count - self.first > least else -1
        self.is_wide = s is not None
        self.at = 0
        if s is not None:
            self.at = wide_text(s)
        elif b is not None:
            self.at = c_copy(b)


def write(w: W_Window, t: Text, insert: bool, name: str, wide_name: str) -> Value:
    """Writes with the text's attributes, which the window has only meanwhile."""
    old = library.c_getattrs(w.at)
    if t.attr >= 0:
        library.c_wattrset(w.at, i32(signed(t.attr)))
    placed = t.first > 0
    if insert and t.is_wide:
        number = library.c_mvwins_nwstr(w.at, t.y, t.x, t.at, t.n) if placed else library.c_wins_nwstr(w.at, t.at, t.n)
    elif insert:
        number = library.c_mvwinsnstr(w.at, t.y, t.x, t.at, t.n) if placed else library.c_winsnstr(w.at, t.at, t.n)
    elif t.is_wide:
        number = library.c_mvwaddnwstr(w.at, t.y, t.x, t.at, t.n) if placed else library.c_waddnwstr(w.at, t.at, t.n)
    else:
        number = library.c_mvwaddnstr(w.at, t.y, t.x, t.at, t.n) if placed else library.c_waddnstr(w.at, t.at, t.n)
    if t.attr >= 0:
        library.c_wattrset(w.at, old)
    c_free(t.at)
    return check(int(number), wide_name if t.is_wide else name)


def signed(bits: int) -> int:
    return bits - (1 << 32) if bits > 0x7FFFFFFF else bits


@method(
    WINDOW,
    "addstr(self, /, *args)",
    doc="addstr([y, x,] str, [attr])\nWrites a string at (y, x), or where the cursor is, over what is there.",
    shown="",
)
def window_addstr(self: W_Window, w_args: Value) -> Value:
    return write(self, Text(self, unwrap(W_Tuple, w_args), False, "addstr"), False, "addstr", "addwstr")


@method(WINDOW, "addnstr(self, /, *args)", doc="addnstr([y, x,] str, n, [attr])\nWrites at most n characters of a string, as addstr does.", shown="")
def window_addnstr(self: W_Window, w_args: Value) -> Value:
    return write(self, Text(self, unwrap(W_Tuple, w_args), True, "addnstr"), False, "addnstr", "addnwstr")


@method(
    WINDOW,
    "insstr(self, /, *args)",
    doc="insstr([y, x,] str, [attr])\nInserts a string before (y, x) or the cursor; what was there moves to the right.",
    shown="",
)
def window_insstr(self: W_Window, w_args: Value) -> Value:
    return write(self, Text(self, unwrap(W_Tuple, w_args), False, "insstr"), True, "insstr", "inswstr")


@method(
    WINDOW,
    "insnstr(self, /, *args)",
    doc="insnstr([y, x,] str, n, [attr])\nInserts at most n characters of a string, as insstr does; n <= 0: all.",
    shown="",
)
def window_insnstr(self: W_Window, w_args: Value) -> Value:
    return write(self, Text(self, unwrap(W_Tuple, w_args), True, "insnstr"), True, "insnstr", "insn_wstr")


@method(WINDOW, "insch(self, /, *args)", doc="insch([y, x,] ch, [attr=_curses.A_NORMAL])\nInserts a character before (y, x) or the cursor.", shown="")
def window_insch(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = counted(args, 1, 4, "_curses.window.insch")
    first = 0 if n < 3 else 2
    attr = attribute_of(args.items[first + 1]) if n - first > 1 else 0
    if first > 0:
        y = int_of(args.items[0])
        x = int_of(args.items[1])
        return check(int(library.c_mvwinsch(self.at, y, x, u32(chtype_of(args.items[2], self.encoding) | attr))), "insch")
    return check(int(library.c_winsch(self.at, u32(chtype_of(args.items[0], self.encoding) | attr))), "insch")


@method(WINDOW, "echochar(self, ch, attr=0, /)", shown="($self, ch, attr=_curses.A_NORMAL, /)", doc="Writes a character and refreshes the window.")
def window_echochar(self: W_Window, w_ch: Value, w_attr: Value) -> Value:
    ch = u32(chtype_of(w_ch, self.encoding) | attribute_of(w_attr))
    number = library.c_pechochar(self.at, ch) if is_pad(self) else library.c_wechochar(self.at, ch)
    return check(int(number), "echochar")


@method(WINDOW, "bkgd(self, ch, attr=0, /)", shown="($self, ch, attr=_curses.A_NORMAL, /)", doc="Sets the background, also of what is there.")
def window_bkgd(self: W_Window, w_ch: Value, w_attr: Value) -> Value:
    ch = u32(chtype_of(w_ch, self.encoding) | attribute_of(w_attr))
    return check(int(library.c_wbkgd(self.at, ch)), "bkgd")


@method(WINDOW, "bkgdset(self, ch, attr=0, /)", shown="($self, ch, attr=_curses.A_NORMAL, /)", doc="Sets the background of what will be written.")
def window_bkgdset(self: W_Window, w_ch: Value, w_attr: Value) -> Value:
    library.c_wbkgdset(self.at, u32(chtype_of(w_ch, self.encoding) | attribute_of(w_attr)))
    return w_None


@method(WINDOW, "getbkgd(self, /)", doc="The background, a character with its attributes.")
def window_getbkgd(self: W_Window) -> Value:
    return from_int(int(library.c_getbkgd(self.at)))


@method(
    WINDOW,
    "hline(self, /, *args)",
    doc="hline([y, x,] ch, n, [attr=_curses.A_NORMAL])\nDraws a line of n characters from (y, x) or the cursor.",
    shown="",
)
def window_hline(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    count = counted(args, 2, 5, "_curses.window.hline")
    first = 0 if count < 4 else 2
    length = int_of(args.items[first + 1])
    attr = attribute_of(args.items[first + 2]) if count - first > 2 else 0
    ch = u32(chtype_of(args.items[first], self.encoding) | attr)
    if first > 0:
        check(int(library.c_wmove(self.at, int_of(args.items[0]), int_of(args.items[1]))), "wmove")
    return check(int(library.c_whline(self.at, ch, length)), "hline")


@method(
    WINDOW,
    "vline(self, /, *args)",
    doc="vline([y, x,] ch, n, [attr=_curses.A_NORMAL])\nDraws a line of n characters from (y, x) or the cursor.",
    shown="",
)
def window_vline(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    count = counted(args, 2, 5, "_curses.window.vline")
    first = 0 if count < 4 else 2
    length = int_of(args.items[first + 1])
    attr = attribute_of(args.items[first + 2]) if count - first > 2 else 0
    ch = u32(chtype_of(args.items[first], self.encoding) | attr)
    if first > 0:
        check(int(library.c_wmove(self.at, int_of(args.items[0]), int_of(args.items[1]))), "wmove")
    return check(int(library.c_wvline(self.at, ch, length)), "vline")


def side(w: Value, window: W_Window) -> u32:
    """0, which is the usual one, where none is given."""
    return u32(0 if is_empty(w) else chtype_of(w, window.encoding))


def sides(w: W_Window, args: W_Tuple) -> Value:
    """args: up to eight characters, of the sides and corners."""
    given = [u32(0) for _n in range(8)]
    for i in range(args.length):
        given[i] = side(args.items[i], w)
    number = library.c_wborder(w.at, given[0], given[1], given[2], given[3], given[4], given[5], given[6], given[7])
    return check(int(number), "border")


@method(
    WINDOW,
    "border(self, /, *args)",
    shown="($self, ls=_curses.ACS_VLINE, rs=_curses.ACS_VLINE,\n       ts=_curses.ACS_HLINE, bs=_curses.ACS_HLINE,\n"
    "       tl=_curses.ACS_ULCORNER, tr=_curses.ACS_URCORNER,\n       bl=_curses.ACS_LLCORNER, br=_curses.ACS_LRCORNER, /)",
    doc="Draws a border: left, right, top and bottom side, the corners above and below. 0, or none: the usual character.",
)
def window_border(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length > 8:
        raise errors.type_error(f"border expected at most 8 arguments, got {args.length}")
    return sides(self, args)


@method(
    WINDOW, "box(self, /, *args)", doc="box([verch=0, horch=0])\nDraws a border with the given characters at the sides, and usual corners.", shown=""
)
def window_box(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length != 0 and args.length != 2:
        raise errors.type_error("_curses.window.box requires 0 to 2 arguments")
    vertical = chtype_of(args.items[0], self.encoding) if args.length > 0 else 0
    horizontal = chtype_of(args.items[1], self.encoding) if args.length > 0 else 0
    none = u32(0)
    number = library.c_wborder(self.at, u32(vertical), u32(vertical), u32(horizontal), u32(horizontal), none, none, none, none)
    return check(int(number), "box")


@method(
    WINDOW,
    "chgat(self, /, *args)",
    doc="chgat([y, x,] [n=-1,] attr)\nGives n characters from (y, x) or the cursor, or all to the end of the line, other attributes.",
    shown="",
)
def window_chgat(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    count = counted(args, 1, 4, "_curses.window.chgat")
    first = 0 if count < 3 else 2
    n = int_of(args.items[first]) if count - first > 1 else i32(-1)
    attr = attribute_of(args.items[count - 1])
    pair = i32((attr & A_COLOR) >> 8)
    attr &= A_ATTRIBUTES
    if first > 0:
        y = int_of(args.items[0])
        number = library.c_mvwchgat(self.at, y, int_of(args.items[1]), n, u32(attr), pair, 0)
    else:
        y = library.c_getcury(self.at)
        number = library.c_wchgat(self.at, n, u32(attr), pair, 0)
    library.c_touchline(self.at, y, i32(1))
    return check(int(number), "chgat")


@method(
    WINDOW, "delch(self, /, *args)", doc="delch([y, x])\nDeletes the character at (y, x) or the cursor; what follows moves to the left.", shown=""
)
def window_delch(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    same_place(args, "delch")
    if args.length == 0:
        return check(int(library.c_wdelch(self.at)), "wdelch")
    return check(int(library.c_mvwdelch(self.at, int_of(args.items[0]), int_of(args.items[1]))), "mvwdelch")


@method(WINDOW, "inch(self, /, *args)", doc="inch([y, x])\nThe character at (y, x) or the cursor, with its attributes.", shown="")
def window_inch(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    same_place(args, "inch")
    if args.length == 0:
        return from_int(int(library.c_winch(self.at)))
    return from_int(int(library.c_mvwinch(self.at, int_of(args.items[0]), int_of(args.items[1]))))


def text_size(args: W_Tuple) -> int:
    """Of arguments [y, x,] n: how much text is wanted."""
    counted(args, 0, 3, "_curses.window.instr")
    if args.length == 0 or args.length == 2:
        return MOST_TEXT
    w = operations.index_value(args.items[args.length - 1])
    n = operations.slice_index(w, 0)
    if n < 0:
        raise errors.value_error("Cannot convert negative int")
    if n > 0xFFFFFFFF:
        raise errors.overflow_error("Python int too large for C unsigned int")
    return min(n, MOST_TEXT)


@method(
    WINDOW,
    "instr(self, /, *args)",
    doc="instr([y, x,] n=2047)\nThe text from (y, x) or the cursor to the end of the line, at most n bytes of it.",
    shown="",
)
def window_instr(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = i32(text_size(args))
    y = int_of(args.items[0]) if args.length > 1 else i32(0)
    x = int_of(args.items[1]) if args.length > 1 else i32(0)
    at = c_malloc(MOST_TEXT + 1)
    number = library.c_mvwinnstr(self.at, y, x, at, n) if args.length > 1 else library.c_winnstr(self.at, at, n)
    data = b"" if int(number) == ERR else c_bytes(at)
    c_free(at)
    return wrap(data)


@method(WINDOW, "getstr(self, /, *args)", doc="getstr([[y, x,] n=2047])\nReads a line, as bytes, of which there are at most n.", shown="")
def window_getstr(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = i32(text_size(args))
    y = int_of(args.items[0]) if args.length > 1 else i32(0)
    x = int_of(args.items[1]) if args.length > 1 else i32(0)
    at = c_malloc(MOST_TEXT + 1)
    number = library.c_mvwgetnstr(self.at, y, x, at, n) if args.length > 1 else library.c_wgetnstr(self.at, at, n)
    data = b"" if int(number) == ERR else c_bytes(at)
    c_free(at)
    check_signals()
    return wrap(data)


# --- keys ---------------------------------------------------------------------------------------------------------------


def key(w: W_Window, args: W_Tuple, function: str) -> int:
    same_place(args, function)
    if args.length == 0:
        return int(library.c_wgetch(w.at))
    return int(library.c_mvwgetch(w.at, int_of(args.items[0]), int_of(args.items[1])))


@method(WINDOW, "getch(self, /, *args)", doc="getch([y, x])\nReads a key: the number of a byte or of a special key, -1 if there is none.", shown="")
def window_getch(self: W_Window, w_args: Value) -> Value:
    return from_int(key(self, unwrap(W_Tuple, w_args), "getch"))


@method(WINDOW, "getkey(self, /, *args)", doc="getkey([y, x])\nReads a key, as a str: a character or the name of a special key.", shown="")
def window_getkey(self: W_Window, w_args: Value) -> Value:
    number = key(self, unwrap(W_Tuple, w_args), "getkey")
    if number == ERR:
        check_signals()
        raise failure("no input")
    if number <= 255:
        return wrap(chr(number))
    name = library.c_keyname(i32(number))
    return wrap("" if name == 0 else c_bytes(name).decode())


@method(WINDOW, "get_wch(self, /, *args)", doc="get_wch([y, x])\nReads a key: a str for a character, the number of a special key.", shown="")
def window_get_wch(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    same_place(args, "get_wch")
    y = int_of(args.items[0]) if args.length > 0 else i32(0)
    x = int_of(args.items[1]) if args.length > 0 else i32(0)
    at = c_malloc(4)
    kind = int(library.c_mvwget_wch(self.at, y, x, at) if args.length > 0 else library.c_wget_wch(self.at, at))
    code = load32(at)
    c_free(at)
    if kind == ERR:
        check_signals()
        raise failure("no input")
    return from_int(code) if kind == KEY_CODE else wrap(chr(code))


# --- windows ------------------------------------------------------------------------------------------------------------


def is_pad(w: W_Window) -> bool:
    return library.c_is_pad(w.at) & 0xFF != 0


def inner(w: W_Window, args: W_Tuple, function: str, derived: bool) -> Value:
    """A window within this one, from [nlines, ncols,] begin_y, begin_x."""
    if args.length != 2 and args.length != 4:
        raise errors.type_error(f"_curses.window.{function} requires 2 to 4 arguments")
    first = args.length - 2
    lines = int_of(args.items[0]) if first > 0 else i32(0)
    columns = int_of(args.items[1]) if first > 0 else i32(0)
    y = int_of(args.items[first])
    x = int_of(args.items[first + 1])
    if is_pad(w):
        at = library.c_subpad(w.at, lines, columns, y, x)
    elif derived:
        at = library.c_derwin(w.at, lines, columns, y, x)
    else:
        at = library.c_subwin(w.at, lines, columns, y, x)
    return new_window(at, w, False)


def refreshed(w: W_Window, args: W_Tuple, at_once: bool, function: str, complaint: str) -> Value:
    """refresh() and noutrefresh(): a pad needs to be told which part of it goes where."""
    n = args.length
    if n != 0 and n != FOR_PAD:
        raise errors.type_error(f"_curses.window.{function} requires 0 to 6 arguments")
    if not is_pad(w):
        if n != 0:
            raise errors.type_error(f"{function}() takes no arguments (6 given)")
        return check(int(library.c_wrefresh(w.at) if at_once else library.c_wnoutrefresh(w.at)), "wrefresh" if at_once else "wnoutrefresh")
    if n == 0:
        raise failure(complaint)
    a = [int_of(args.items[i]) for i in range(FOR_PAD)]
    if at_once:
        return check(int(library.c_prefresh(w.at, a[0], a[1], a[2], a[3], a[4], a[5])), "prefresh")
    return check(int(library.c_pnoutrefresh(w.at, a[0], a[1], a[2], a[3], a[4], a[5])), "pnoutrefresh")


def copied(w: W_Window, args: W_Tuple, over: bool, function: str) -> Value:
    """overlay() and overwrite(): onto another window, all of it or a part."""
    n = args.length
    if n != 1 and n != 7:
        raise errors.type_error(f"_curses.window.{function} requires 1 to 7 arguments")
    target = window_argument(args.items[0], f"{function}() argument 1")
    if n == 1:
        return check(int(library.c_overwrite(w.at, target.at) if over else library.c_overlay(w.at, target.at)), function)
    a = [int_of(args.items[i + 1]) for i in range(FOR_PAD)]
    return check(int(library.c_copywin(w.at, target.at, a[0], a[1], a[2], a[3], a[4], a[5], i32(0 if over else 1))), "copywin")


@method(
    WINDOW, "derwin(self, /, *args)", doc="derwin([nlines=0, ncols=0,] begin_y, begin_x)\nA window within this one, placed relative to it.", shown=""
)
def window_derwin(self: W_Window, w_args: Value) -> Value:
    return inner(self, unwrap(W_Tuple, w_args), "derwin", True)


@method(
    WINDOW,
    "subwin(self, /, *args)",
    doc="subwin([nlines=0, ncols=0,] begin_y, begin_x)\nA window within this one, placed relative to the screen.",
    shown="",
)
def window_subwin(self: W_Window, w_args: Value) -> Value:
    return inner(self, unwrap(W_Tuple, w_args), "subwin", False)


@method(
    WINDOW,
    "subpad(self, /, *args)",
    doc="subwin([nlines=0, ncols=0,] begin_y, begin_x)\nA window within this one, placed relative to the screen.",
    shown="",
)
def window_subpad(self: W_Window, w_args: Value) -> Value:
    return inner(self, unwrap(W_Tuple, w_args), "subwin", False)


@method(
    WINDOW,
    "refresh(self, /, *args)",
    doc="refresh([pminrow, pmincol, sminrow, smincol, smaxrow, smaxcol])\nBrings the window to the screen.",
    shown="",
)
def window_refresh(self: W_Window, w_args: Value) -> Value:
    return refreshed(self, unwrap(W_Tuple, w_args), True, "refresh", "refresh() for a pad requires 6 arguments")


@method(
    WINDOW,
    "noutrefresh(self, /, *args)",
    doc="noutrefresh([pminrow, pmincol, sminrow, smincol, smaxrow, smaxcol])\nMarks the window for the next doupdate().",
    shown="",
)
def window_noutrefresh(self: W_Window, w_args: Value) -> Value:
    return refreshed(self, unwrap(W_Tuple, w_args), False, "noutrefresh", "noutrefresh() called for a pad requires 6 arguments")


@method(
    WINDOW,
    "overlay(self, /, *args)",
    doc="overlay(destwin, [sminrow, smincol, dminrow, dmincol, dmaxrow,\n          dmaxcol])\nCopies the window onto another, but for its blanks.",
    shown="",
)
def window_overlay(self: W_Window, w_args: Value) -> Value:
    return copied(self, unwrap(W_Tuple, w_args), False, "overlay")


@method(
    WINDOW,
    "overwrite(self, /, *args)",
    doc="overwrite(destwin, [sminrow, smincol, dminrow, dmincol, dmaxrow,\n          dmaxcol])\nCopies the window onto another, all of it.",
    shown="",
)
def window_overwrite(self: W_Window, w_args: Value) -> Value:
    return copied(self, unwrap(W_Tuple, w_args), True, "overwrite")


@method(WINDOW, "scroll(self, /, *args)", doc="scroll([lines=1])\nScrolls the window or its region, upward if lines is positive.", shown="")
def window_scroll(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    counted(args, 0, 1, "_curses.window.scroll")
    if args.length == 0:
        return check(int(library.c_scroll(self.at)), "scroll")
    return check(int(library.c_wscrl(self.at, int_of(args.items[0]))), "scroll")


@method(
    WINDOW,
    "touchline(self, /, *args)",
    doc="touchline(start, count, [changed=True])\nTakes count lines from start for changed, or for unchanged.",
    shown="",
)
def window_touchline(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    counted(args, 2, 3, "_curses.window.touchline")
    start = int_of(args.items[0])
    count = int_of(args.items[1])
    changed = args.length < 3 or operations.is_true(args.items[2])
    return check(int(library.c_wtouchln(self.at, start, count, i32(1 if changed else 0))), "touchline")


@method(WINDOW, "resize(self, /, *args)", shown="($self, nlines, ncols, /)", doc="resize(nlines, ncols)\nGives the window another size.")
def window_resize(self: W_Window, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length != 2:
        raise errors.type_error("lines,columns")
    return check(int(library.c_wresize(self.at, int_of(args.items[0]), int_of(args.items[1]))), "wresize")


@method(WINDOW, "clear(self, /)", doc="Clears the window, to be repainted wholly.")
def window_clear(self: W_Window) -> Value:
    return check(int(library.c_wclear(self.at)), "wclear")


@method(WINDOW, "clrtobot(self, /)", doc="Clears from the cursor to the end of the window.")
def window_clrtobot(self: W_Window) -> Value:
    return check(int(library.c_wclrtobot(self.at)), "wclrtobot")


@method(WINDOW, "clrtoeol(self, /)", doc="Clears from the cursor to the end of the line.")
def window_clrtoeol(self: W_Window) -> Value:
    return check(int(library.c_wclrtoeol(self.at)), "wclrtoeol")


@method(WINDOW, "erase(self, /)", doc="Clears the window.")
def window_erase(self: W_Window) -> Value:
    return check(int(library.c_werase(self.at)), "werase")


@method(WINDOW, "redrawwin(self, /)", doc="Has the whole window drawn again.")
def window_redrawwin(self: W_Window) -> Value:
    return check(int(library.c_redrawwin(self.at)), "redrawwin")


@method(WINDOW, "standend(self, /)", doc="Ends standing out.")
def window_standend(self: W_Window) -> Value:
    return check(int(library.c_wstandend(self.at)), "wstandend")


@method(WINDOW, "standout(self, /)", doc="What is written stands out.")
def window_standout(self: W_Window) -> Value:
    return check(int(library.c_wstandout(self.at)), "wstandout")


@method(WINDOW, "deleteln(self, /)", doc="Deletes the line of the cursor; those below move up.")
def window_deleteln(self: W_Window) -> Value:
    return check(int(library.c_winsdelln(self.at, i32(-1))), "wdeleteln")


@method(WINDOW, "insertln(self, /)", doc="Inserts a line above the cursor; what is below moves down.")
def window_insertln(self: W_Window) -> Value:
    return check(int(library.c_winsdelln(self.at, i32(1))), "winsertln")


@method(WINDOW, "touchwin(self, /)", doc="Takes the whole window for changed.")
def window_touchwin(self: W_Window) -> Value:
    return check(int(library.c_wtouchln(self.at, i32(0), library.c_getmaxy(self.at), i32(1))), "touchwin")


@method(WINDOW, "untouchwin(self, /)", doc="Takes no line for changed.")
def window_untouchwin(self: W_Window) -> Value:
    return check(int(library.c_wtouchln(self.at, i32(0), library.c_getmaxy(self.at), i32(0))), "untouchwin")


@method(WINDOW, "cursyncup(self, /)", doc="Brings the cursor to the windows around this one.")
def window_cursyncup(self: W_Window) -> Value:
    library.c_wcursyncup(self.at)
    return w_None


@method(WINDOW, "syncdown(self, /)", doc="Takes what changed around this window for changed in it.")
def window_syncdown(self: W_Window) -> Value:
    library.c_wsyncdown(self.at)
    return w_None


@method(WINDOW, "syncup(self, /)", doc="Takes what changed in this window for changed around it.")
def window_syncup(self: W_Window) -> Value:
    library.c_wsyncup(self.at)
    return w_None


@method(WINDOW, "clearok(self, flag, /)", doc="The next refresh clears the window.")
def window_clearok(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_clearok(self.at, int_of(w_flag))), "clearok")


@method(WINDOW, "idlok(self, flag, /)", doc="Lines may be inserted by the terminal.")
def window_idlok(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_idlok(self.at, int_of(w_flag))), "idlok")


@method(WINDOW, "keypad(self, flag, /)", doc="Special keys are read as one.")
def window_keypad(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_keypad(self.at, int_of(w_flag))), "keypad")


@method(WINDOW, "leaveok(self, flag, /)", doc="The cursor may stay wherever it comes to be.")
def window_leaveok(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_leaveok(self.at, int_of(w_flag))), "leaveok")


@method(WINDOW, "nodelay(self, flag, /)", doc="Reading does not wait.")
def window_nodelay(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_nodelay(self.at, int_of(w_flag))), "nodelay")


@method(WINDOW, "notimeout(self, flag, /)", doc="No time runs when an escape sequence is read.")
def window_notimeout(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_notimeout(self.at, int_of(w_flag))), "notimeout")


@method(WINDOW, "scrollok(self, flag, /)", doc="The window scrolls when the cursor leaves it.")
def window_scrollok(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_scrollok(self.at, int_of(w_flag))), "scrollok")


@method(WINDOW, "syncok(self, flag, /)", doc="What changes is brought to the windows around.")
def window_syncok(self: W_Window, w_flag: Value) -> Value:
    return check(int(library.c_syncok(self.at, int_of(w_flag))), "syncok")


@method(WINDOW, "insdelln(self, nlines, /)", doc="Inserts lines above the cursor, or deletes -nlines.")
def window_insdelln(self: W_Window, w_nlines: Value) -> Value:
    return check(int(library.c_winsdelln(self.at, int_of(w_nlines))), "winsdelln")


@method(WINDOW, "idcok(self, flag, /)", doc="Characters may be inserted by the terminal.")
def window_idcok(self: W_Window, w_flag: Value) -> Value:
    library.c_idcok(self.at, int_of(w_flag))
    return w_None


@method(WINDOW, "immedok(self, flag, /)", doc="Every change refreshes the window.")
def window_immedok(self: W_Window, w_flag: Value) -> Value:
    library.c_immedok(self.at, int_of(w_flag))
    return w_None


@method(WINDOW, "timeout(self, delay, /)", doc="How many milliseconds reading waits; negative: as long as it takes.")
def window_timeout(self: W_Window, w_delay: Value) -> Value:
    library.c_wtimeout(self.at, int_of(w_delay))
    return w_None


@method(WINDOW, "attroff(self, attr, /)", doc="Takes away an attribute of what is written.")
def window_attroff(self: W_Window, w_attr: Value) -> Value:
    return check(int(library.c_wattroff(self.at, i32(signed(attribute_of(w_attr))))), "attroff")


@method(WINDOW, "attron(self, attr, /)", doc="Adds an attribute to what is written.")
def window_attron(self: W_Window, w_attr: Value) -> Value:
    return check(int(library.c_wattron(self.at, i32(signed(attribute_of(w_attr))))), "attron")


@method(WINDOW, "attrset(self, attr, /)", doc="Sets the attributes of what is written.")
def window_attrset(self: W_Window, w_attr: Value) -> Value:
    return check(int(library.c_wattrset(self.at, i32(signed(attribute_of(w_attr))))), "attrset")


@method(WINDOW, "move(self, new_y, new_x, /)", doc="Moves the cursor.")
def window_move(self: W_Window, w_new_y: Value, w_new_x: Value) -> Value:
    return check(int(library.c_wmove(self.at, int_of(w_new_y), int_of(w_new_x))), "wmove")


@method(WINDOW, "mvderwin(self, y, x, /)", doc="Moves what the window shows of the one around it.")
def window_mvderwin(self: W_Window, w_y: Value, w_x: Value) -> Value:
    return check(int(library.c_mvderwin(self.at, int_of(w_y), int_of(w_x))), "mvderwin")


@method(WINDOW, "mvwin(self, new_y, new_x, /)", doc="Moves the window.")
def window_mvwin(self: W_Window, w_new_y: Value, w_new_x: Value) -> Value:
    return check(int(library.c_mvwin(self.at, int_of(w_new_y), int_of(w_new_x))), "mvwin")


@method(WINDOW, "setscrreg(self, top, bottom, /)", doc="The lines that scroll.")
def window_setscrreg(self: W_Window, w_top: Value, w_bottom: Value) -> Value:
    return check(int(library.c_wsetscrreg(self.at, int_of(w_top), int_of(w_bottom))), "wsetscrreg")


@method(WINDOW, "redrawln(self, beg, num, /)", doc="Has num lines from beg drawn again.")
def window_redrawln(self: W_Window, w_beg: Value, w_num: Value) -> Value:
    return check(int(library.c_wredrawln(self.at, int_of(w_beg), int_of(w_num))), "redrawln")


@method(WINDOW, "getbegyx(self, /)", doc="(y, x) of the upper left corner.")
def window_getbegyx(self: W_Window) -> Value:
    return wrap(new_tuple2(from_int(int(library.c_getbegy(self.at))), from_int(int(library.c_getbegx(self.at)))))


@method(WINDOW, "getmaxyx(self, /)", doc="(height, width)")
def window_getmaxyx(self: W_Window) -> Value:
    return wrap(new_tuple2(from_int(int(library.c_getmaxy(self.at))), from_int(int(library.c_getmaxx(self.at)))))


@method(WINDOW, "getparyx(self, /)", doc="(y, x) within the window around it, (-1, -1) if there is none.")
def window_getparyx(self: W_Window) -> Value:
    return wrap(new_tuple2(from_int(int(library.c_getpary(self.at))), from_int(int(library.c_getparx(self.at)))))


@method(WINDOW, "getyx(self, /)", doc="(y, x) of the cursor.")
def window_getyx(self: W_Window) -> Value:
    return wrap(new_tuple2(from_int(int(library.c_getcury(self.at))), from_int(int(library.c_getcurx(self.at)))))


@method(WINDOW, "enclose(self, y, x, /)", doc="Whether a place on the screen is within the window.")
def window_enclose(self: W_Window, w_y: Value, w_x: Value) -> Value:
    return new_bool(library.c_wenclose(self.at, int_of(w_y), int_of(w_x)) & 0xFF != 0)


@method(WINDOW, "is_wintouched(self, /)", doc="Whether something changed since the last refresh.")
def window_is_wintouched(self: W_Window) -> Value:
    return new_bool(library.c_is_wintouched(self.at) & 0xFF != 0)


@method(WINDOW, "is_linetouched(self, line, /)", doc="Whether a line changed since the last refresh.")
def window_is_linetouched(self: W_Window, w_line: Value) -> Value:
    line = int_of(w_line)
    if line < 0 or line >= library.c_getmaxy(self.at):
        raise errors.type_error("is_linetouched: line number outside of boundaries")
    return new_bool(library.c_is_linetouched(self.at, line) & 0xFF != 0)


@method(WINDOW, "putwin(self, file, /)", doc="Writes all that belongs to the window into a file, for getwin().")
def window_putwin(self: W_Window, w_file: Value) -> Value:
    place = c_malloc(16)
    stream = library.c_open_memstream(place, place + 8)
    number = int(library.c_putwin(self.at, stream))
    library.c_fclose(stream)
    data = copy_bytes(load64(place), load64(place + 8))
    c_free(load64(place))
    c_free(place)
    check(number, "putwin")
    return operations.call_method1(w_file, "write", wrap(data))


@getter(WINDOW, "encoding", doc="How characters become bytes.")
def window_encoding(self: W_Window) -> Value:
    return wrap(self.encoding)


@setter(WINDOW, "encoding")
def window_set_encoding(self: W_Window, w_value: Value) -> Value:
    if is_empty(w_value):
        raise errors.type_error("encoding may not be deleted")
    s = as_str(w_value)
    if s is None:
        raise errors.type_error("setting encoding to a non-string")
    operations.call_method2(w_value, "encode", wrap("ascii"), wrap("strict"))
    self.encoding = s
    return w_None

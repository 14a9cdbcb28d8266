"""_curses: text screens, over the system's ncurses."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, u32, unwrap, wrap
from protodialect.unsafe import Addr, load16, load32, load64, store16, store32
from protopython.modules._curses import library
from protopython.modules._curses.library import CURSES, EVENT_SIZE
from protopython.modules._curses.state import (
    A_COLOR,
    ERR,
    MODULE,
    check,
    chtype_of,
    failure,
    int_of,
    need_color,
    need_screen,
    need_terminal,
    screen,
    variable,
)
from protopython.modules._curses.window import new_window, signed
from protopython.modules.support.c_locale import use_utf8
from protopython.modules.support.system_calls import c_bytes, c_copy, c_int, c_long, fs_decode
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.int.int import int_to_i64
from protopython.objects.model import errors, operations
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import INT, constant, define_module, function, module_init
from protopython.objects.model.types import type_name
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.structseq import define_struct, new_struct
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple3, new_tuple_n
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

define_module(MODULE, "Text screens at a terminal.")
CONSTANTS: Final[str] = (
    "ALL_MOUSE_EVENTS=268435455 A_ALTCHARSET=4194304 A_ATTRIBUTES=4294967040 A_BLINK=524288 A_BOLD=2097152 A_CHARTEXT=255 "
    "A_COLOR=65280 A_DIM=1048576 A_HORIZONTAL=33554432 A_INVIS=8388608 A_ITALIC=2147483648 A_LEFT=67108864 A_LOW=134217728 A_NORMAL=0 "
    "A_PROTECT=16777216 A_REVERSE=262144 A_RIGHT=268435456 A_STANDOUT=65536 A_TOP=536870912 A_UNDERLINE=131072 A_VERTICAL=1073741824 "
    "BUTTON1_CLICKED=4 BUTTON1_DOUBLE_CLICKED=8 BUTTON1_PRESSED=2 BUTTON1_RELEASED=1 BUTTON1_TRIPLE_CLICKED=16 BUTTON2_CLICKED=128 "
    "BUTTON2_DOUBLE_CLICKED=256 BUTTON2_PRESSED=64 BUTTON2_RELEASED=32 BUTTON2_TRIPLE_CLICKED=512 BUTTON3_CLICKED=4096 "
    "BUTTON3_DOUBLE_CLICKED=8192 BUTTON3_PRESSED=2048 BUTTON3_RELEASED=1024 BUTTON3_TRIPLE_CLICKED=16384 BUTTON4_CLICKED=131072 "
    "BUTTON4_DOUBLE_CLICKED=262144 BUTTON4_PRESSED=65536 BUTTON4_RELEASED=32768 BUTTON4_TRIPLE_CLICKED=524288 BUTTON5_CLICKED=4194304 "
    "BUTTON5_DOUBLE_CLICKED=8388608 BUTTON5_PRESSED=2097152 BUTTON5_RELEASED=1048576 BUTTON5_TRIPLE_CLICKED=16777216 "
    "BUTTON_ALT=134217728 BUTTON_CTRL=33554432 BUTTON_SHIFT=67108864 COLOR_BLACK=0 COLOR_BLUE=4 COLOR_CYAN=6 COLOR_GREEN=2 "
    "COLOR_MAGENTA=5 COLOR_RED=1 COLOR_WHITE=7 COLOR_YELLOW=3 ERR=-1 OK=0 REPORT_MOUSE_POSITION=268435456 "
)
for _pair in CONSTANTS.split():
    constant(MODULE, _pair.partition("=")[0], int(_pair.partition("=")[2]))
constant(MODULE, "version", b"2.2")
constant(MODULE, "__version__", b"2.2")
KEY_MIN: Final[int] = 0x101
KEY_MAX: Final[int] = 0x1FF
MAX_INT: Final[int] = 0x7FFFFFFF
ONE_BYTE: Final[list[bytes]] = [bytes([i]) for i in range(256)]
FLAGS: Final[str] = ":-+# .0123456789"
"""What may stand between % and the letter that says what is written."""
ACS: Final[list[str]] = (
    "ACS_ULCORNER=l ACS_LLCORNER=m ACS_URCORNER=k ACS_LRCORNER=j ACS_LTEE=t ACS_RTEE=u ACS_BTEE=v ACS_TTEE=w ACS_HLINE=q ACS_VLINE=x "
    "ACS_PLUS=n ACS_S1=o ACS_S3=p ACS_S7=r ACS_S9=s ACS_DIAMOND=` ACS_CKBOARD=a ACS_DEGREE=f ACS_PLMINUS=g ACS_BULLET=~ ACS_LARROW=, "
    "ACS_RARROW=+ ACS_DARROW=. ACS_UARROW=- ACS_BOARD=h ACS_LANTERN=i ACS_BLOCK=0 ACS_LEQUAL=y ACS_GEQUAL=z ACS_PI={ ACS_NEQUAL=| "
    "ACS_STERLING=} ACS_BSSB=l ACS_SSBB=m ACS_BBSS=k ACS_SBBS=j ACS_SBSS=u ACS_SSSB=t ACS_SSBS=v ACS_BSSS=w ACS_BSBS=q ACS_SBSB=x "
    "ACS_SSSS=n"
).split()
"""Where each character is in the library's table, which is filled when the terminal is known."""

NCURSES_VERSION = define_struct(
    "curses",
    "ncurses_version",
    ["major", "minor", "patch"],
    3,
    "Version of the library that is used.",
    False,
    docs=["The major number.", "The minor number.", "The date of the patch."],
)


@module_init(MODULE)
def init_curses(w_module: Value) -> None:
    CURSES.open()
    use_utf8()
    d = unwrap(W_Module, w_module).dict
    for code in range(KEY_MIN, KEY_MAX):
        at = library.c_keyname(i32(code))
        name = "" if at == 0 else fs_decode(c_bytes(at))
        if name != "" and name != "UNKNOWN KEY":
            dict_set_str(d, name.replace("(", "").replace(")", ""), from_int(code))
    dict_set_str(d, "KEY_MIN", from_int(KEY_MIN))
    dict_set_str(d, "KEY_MAX", from_int(KEY_MAX))
    dict_set_str(d, "ncurses_version", version())


def version() -> Value:
    """From "ncurses 6.4.20221231"."""
    parts = fs_decode(c_bytes(library.c_curses_version())).partition(" ")[2].split(".")
    items = Array[Value](3, from_int(0))
    for i in range(min(3, len(parts))):
        if parts[i].isdigit():
            items[i] = from_int(int(parts[i]))
    return new_struct(NCURSES_VERSION, items)


def own_names() -> W_Dict:
    """The module's."""
    m = try_as(W_Module, dict_get_str(context().space.modules, MODULE))
    if m is None:
        raise errors.import_error("_curses is not in sys.modules", MODULE)
    return m.dict


def set_variable(d: W_Dict, name: str) -> None:
    dict_set_str(d, name, from_int(load32(variable(name))))


def flag_of(c_bool: i32) -> Value:
    """A bool of C, of which one byte is meant."""
    return new_bool(c_bool & 0xFF != 0)


def short_of(w: Value) -> i32:
    """A C short."""
    number = c_long(w)
    if number > 0x7FFF:
        raise errors.overflow_error("signed short integer is greater than maximum")
    if number < -0x8000:
        raise errors.overflow_error("signed short integer is less than minimum")
    return i32(number)


# --- the screen ---------------------------------------------------------------------------------------------------------


@function(MODULE, "initscr()", doc="Sets up the library for the terminal; the window that is the whole screen.")
def initscr() -> Value:
    s = screen()
    if s.initialised:
        at = load64(variable("stdscr"))
        check(int(library.c_wrefresh(at)), "wrefresh")
        return new_window(at, None, True)
    w_window = new_window(library.c_initscr(), None, True)
    s.initialised = True
    s.has_terminal = True
    d = own_names()
    table = variable("acs_map")
    for pair in ACS:
        dict_set_str(d, pair.partition("=")[0], from_int(load32(table + 4 * ord(pair[len(pair) - 1]))))
    set_variable(d, "LINES")
    set_variable(d, "COLS")
    return w_window


@function(MODULE, "setupterm(term=None, fd=-1)", doc="Looks up what the terminal can do.", shown="($module, /, term=None, fd=-1)")
def setupterm(w_term: Value, w_fd: Value) -> Value:
    term = 0
    if not same(w_term, w_None):
        name = as_str(w_term)
        if name is None:
            raise errors.type_error(f"setupterm() argument 'term' must be str or None, not {type_name(w_term)}")
        if "\0" in name:
            raise errors.value_error("embedded null character")
        term = c_copy(name.encode())
    fd = c_int(w_fd)
    if fd == -1:
        w_out = dict_get_str(context().space.w_sys.dict, "stdout")
        if is_empty(w_out) or same(w_out, w_None):
            c_free(term)
            raise failure("lost sys.stdout")
        fd = c_int(operations.call_method0(w_out, "fileno"))
    s = screen()
    if not s.has_terminal:
        at = c_malloc(4)
        number = int(library.c_setupterm(term, i32(fd), at))
        why = signed(load32(at))
        c_free(at)
        if number == ERR:
            c_free(term)
            if why == 0:
                raise failure("setupterm: could not find terminal")
            raise failure("setupterm: could not find terminfo database" if why == -1 else "setupterm: unknown error")
        s.has_terminal = True
    c_free(term)
    return w_None


@function(MODULE, "update_lines_cols()", doc="Brings LINES and COLS up to date.")
def update_lines_cols() -> Value:
    d = own_names()
    set_variable(d, "LINES")
    set_variable(d, "COLS")
    m = try_as(W_Module, dict_get_str(context().space.modules, "curses"))
    if m is not None:
        set_variable(m.dict, "LINES")
        set_variable(m.dict, "COLS")
    return w_None


@function(MODULE, "beep()", doc="Beeps.")
def beep() -> Value:
    need_screen()
    return check(int(library.c_beep()), "beep")


@function(MODULE, "def_prog_mode()", doc="Keeps the terminal's mode as that of the program.")
def def_prog_mode() -> Value:
    need_terminal()
    return check(int(library.c_def_prog_mode()), "def_prog_mode")


@function(MODULE, "def_shell_mode()", doc="Keeps the terminal's mode as that of the shell.")
def def_shell_mode() -> Value:
    need_terminal()
    return check(int(library.c_def_shell_mode()), "def_shell_mode")


@function(MODULE, "doupdate()", doc="Brings what was marked by noutrefresh() to the screen.")
def doupdate() -> Value:
    need_screen()
    return check(int(library.c_doupdate()), "doupdate")


@function(MODULE, "endwin()", doc="Leaves the screen as the shell wants it.")
def endwin() -> Value:
    need_screen()
    return check(int(library.c_endwin()), "endwin")


@function(MODULE, "flash()", doc="Flashes the screen.")
def flash() -> Value:
    need_screen()
    return check(int(library.c_flash()), "flash")


@function(MODULE, "nocbreak()", doc="Leaves cbreak mode.")
def nocbreak() -> Value:
    need_screen()
    return check(int(library.c_nocbreak()), "nocbreak")


@function(MODULE, "noecho()", doc="Keys are not shown.")
def noecho() -> Value:
    need_screen()
    return check(int(library.c_noecho()), "noecho")


@function(MODULE, "nonl()", doc="Leaves newline mode.")
def nonl() -> Value:
    need_screen()
    return check(int(library.c_nonl()), "nonl")


@function(MODULE, "noraw()", doc="Leaves raw mode.")
def noraw() -> Value:
    need_screen()
    return check(int(library.c_noraw()), "noraw")


@function(MODULE, "reset_prog_mode()", doc="Goes back to the program's mode.")
def reset_prog_mode() -> Value:
    need_screen()
    return check(int(library.c_reset_prog_mode()), "reset_prog_mode")


@function(MODULE, "reset_shell_mode()", doc="Goes back to the shell's mode.")
def reset_shell_mode() -> Value:
    need_screen()
    return check(int(library.c_reset_shell_mode()), "reset_shell_mode")


@function(MODULE, "resetty()", doc="Goes back to what savetty() kept.")
def resetty() -> Value:
    need_screen()
    return check(int(library.c_resetty()), "resetty")


@function(MODULE, "savetty()", doc="Keeps the terminal's mode for resetty().")
def savetty() -> Value:
    need_screen()
    return check(int(library.c_savetty()), "savetty")


@function(MODULE, "filter()", doc="Only the cursor's line is used by the next initscr().")
def filter_() -> Value:
    library.c_filter()
    return w_None


@function(MODULE, "flushinp()", doc="Throws away keys that were not read.")
def flushinp() -> Value:
    need_screen()
    library.c_flushinp()
    return w_None


@function(MODULE, "noqiflush()", doc="Interrupts do not throw away what is waiting.")
def noqiflush() -> Value:
    need_screen()
    library.c_noqiflush()
    return w_None


@function(MODULE, "cbreak(flag=True, /)", doc="Keys come at once, signals are made of some.")
def cbreak(w_flag: Value) -> Value:
    need_screen()
    if operations.is_true(w_flag):
        return check(int(library.c_cbreak()), "cbreak")
    return check(int(library.c_nocbreak()), "nocbreak")


@function(MODULE, "echo(flag=True, /)", doc="Keys are shown.")
def echo(w_flag: Value) -> Value:
    need_screen()
    if operations.is_true(w_flag):
        return check(int(library.c_echo()), "echo")
    return check(int(library.c_noecho()), "noecho")


@function(MODULE, "nl(flag=True, /)", doc="Return is a newline.")
def nl(w_flag: Value) -> Value:
    need_screen()
    if operations.is_true(w_flag):
        return check(int(library.c_nl()), "nl")
    return check(int(library.c_nonl()), "nonl")


@function(MODULE, "raw(flag=True, /)", doc="Keys come at once, all of them.")
def raw(w_flag: Value) -> Value:
    need_screen()
    if operations.is_true(w_flag):
        return check(int(library.c_raw()), "raw")
    return check(int(library.c_noraw()), "noraw")


@function(MODULE, "qiflush(flag=True, /)", doc="Interrupts throw away what is waiting.")
def qiflush(w_flag: Value) -> Value:
    need_screen()
    if operations.is_true(w_flag):
        library.c_qiflush()
    else:
        library.c_noqiflush()
    return w_None


@function(MODULE, "can_change_color()", doc="Whether colors can be changed.")
def can_change_color() -> Value:
    need_screen()
    return flag_of(library.c_can_change_color())


@function(MODULE, "has_colors()", doc="Whether there are colors.")
def has_colors() -> Value:
    need_screen()
    return flag_of(library.c_has_colors())


@function(MODULE, "has_ic()", doc="Whether the terminal inserts and deletes characters.")
def has_ic() -> Value:
    need_screen()
    return flag_of(library.c_has_ic())


@function(MODULE, "has_il()", doc="Whether the terminal inserts and deletes lines.")
def has_il() -> Value:
    need_screen()
    return flag_of(library.c_has_il())


@function(MODULE, "isendwin()", doc="Whether endwin() was called.")
def isendwin() -> Value:
    need_screen()
    return flag_of(library.c_isendwin())


@function(MODULE, "has_extended_color_support()", doc="Whether there may be more than 256 colors.")
def has_extended_color_support() -> Value:
    return new_bool(True)


@function(MODULE, "baudrate()", doc="The terminal's speed in bits a second.")
def baudrate() -> Value:
    need_screen()
    return from_int(int(library.c_baudrate()))


@function(MODULE, "termattrs()", doc="All attributes that the terminal has.")
def termattrs() -> Value:
    need_screen()
    return from_int(int(library.c_termattrs()))


@function(MODULE, "erasechar()", doc="The key that erases a character.")
def erasechar() -> Value:
    need_screen()
    return wrap(ONE_BYTE[int(library.c_erasechar()) & 0xFF])


@function(MODULE, "killchar()", doc="The key that erases the line.")
def killchar() -> Value:
    need_screen()
    return wrap(ONE_BYTE[int(library.c_killchar()) & 0xFF])


@function(MODULE, "longname()", doc="The terminal's long name.")
def longname() -> Value:
    need_screen()
    at = library.c_longname()
    return wrap(b"" if at == 0 else c_bytes(at))


@function(MODULE, "termname()", doc="The terminal's name.")
def termname() -> Value:
    need_screen()
    at = library.c_termname()
    return wrap(b"" if at == 0 else c_bytes(at))


@function(MODULE, "delay_output(ms, /)", doc="Puts a pause into what is written.")
def delay_output(w_ms: Value) -> Value:
    need_screen()
    return check(int(library.c_delay_output(i32(c_int(w_ms)))), "delay_output")


@function(MODULE, "mouseinterval(interval, /)", doc="How long a click may take, in milliseconds.")
def mouseinterval(w_interval: Value) -> Value:
    need_screen()
    return check(int(library.c_mouseinterval(i32(c_int(w_interval)))), "mouseinterval")


@function(MODULE, "typeahead(fd, /)", doc="Which descriptor is looked at for keys that wait.")
def typeahead(w_fd: Value) -> Value:
    need_screen()
    return check(int(library.c_typeahead(i32(c_int(w_fd)))), "typeahead")


@function(MODULE, "napms(ms, /)", doc="Sleeps.")
def napms(w_ms: Value) -> Value:
    need_screen()
    return from_int(int(library.c_napms(i32(c_int(w_ms)))))


@function(MODULE, "curs_set(visibility, /)", doc="How the cursor is seen: 0 not, 1 usually, 2 well; what it was before.")
def curs_set(w_visibility: Value) -> Value:
    need_screen()
    number = int(library.c_curs_set(i32(c_int(w_visibility))))
    check(number, "curs_set")
    return from_int(number)


@function(MODULE, "halfdelay(tenths, /)", doc="Reading waits for so many tenths of a second.")
def halfdelay(w_tenths: Value) -> Value:
    need_screen()
    tenths = c_long(w_tenths)
    if tenths < 0:
        raise errors.overflow_error("unsigned byte integer is less than minimum")
    if tenths > 255:
        raise errors.overflow_error("unsigned byte integer is greater than maximum")
    return check(int(library.c_halfdelay(i32(tenths))), "halfdelay")


@function(MODULE, "intrflush(flag, /)", doc="Interrupts throw away what was to be written.")
def intrflush(w_flag: Value) -> Value:
    need_screen()
    return check(int(library.c_intrflush(0, i32(1 if operations.is_true(w_flag) else 0))), "intrflush")


@function(MODULE, "meta(yes, /)", doc="Keys have eight bits.")
def meta(w_yes: Value) -> Value:
    need_screen()
    return check(int(library.c_meta(load64(variable("stdscr")), i32(1 if operations.is_true(w_yes) else 0))), "meta")


@function(MODULE, "use_env(flag, /)", doc="The environment may tell the size of the screen.")
def use_env(w_flag: Value) -> Value:
    library.c_use_env(i32(1 if operations.is_true(w_flag) else 0))
    return w_None


@function(MODULE, "get_escdelay()", doc="How many milliseconds an escape sequence may take.")
def get_escdelay() -> Value:
    return from_int(load32(variable("ESCDELAY")))


@function(MODULE, "get_tabsize()", doc="How many columns a tab is wide.")
def get_tabsize() -> Value:
    return from_int(load32(variable("TABSIZE")))


@function(MODULE, "set_escdelay(ms, /)", doc="Sets how many milliseconds an escape sequence may take.")
def set_escdelay(w_ms: Value) -> Value:
    ms = c_int(w_ms)
    if ms <= 0:
        raise errors.value_error("ms must be > 0")
    return check(int(library.c_set_escdelay(i32(ms))), "set_escdelay")


@function(MODULE, "set_tabsize(size, /)", doc="Sets how many columns a tab is wide.")
def set_tabsize(w_size: Value) -> Value:
    size = c_int(w_size)
    if size <= 0:
        raise errors.value_error("size must be > 0")
    return check(int(library.c_set_tabsize(i32(size))), "set_tabsize")


@function(MODULE, "getsyx()", doc="(y, x) of the cursor on the screen that is to come, (-1, -1) if it may be anywhere.")
def getsyx() -> Value:
    need_screen()
    at = load64(variable("newscr"))
    if at == 0 or library.c_is_leaveok(at) & 0xFF != 0:
        return wrap(new_tuple2(from_int(-1), from_int(-1)))
    return wrap(new_tuple2(from_int(int(library.c_getcury(at))), from_int(int(library.c_getcurx(at)))))


@function(MODULE, "setsyx(y, x, /)", doc="Sets the cursor of the screen that is to come; (-1, -1): it may be anywhere.")
def setsyx(w_y: Value, w_x: Value) -> Value:
    need_screen()
    y = c_int(w_y)
    x = c_int(w_x)
    at = load64(variable("newscr"))
    if at != 0:
        library.c_leaveok(at, i32(1 if y == -1 and x == -1 else 0))
        if y != -1 or x != -1:
            library.c_wmove(at, i32(y), i32(x))
    return w_None


@function(MODULE, "resize_term(nlines, ncols, /)", doc="The screen has another size.")
def resize_term(w_nlines: Value, w_ncols: Value) -> Value:
    need_screen()
    number = int(library.c_resize_term(short_of(w_nlines), short_of(w_ncols)))
    check(number, "resize_term")
    return update_lines_cols()


@function(MODULE, "resizeterm(nlines, ncols, /)", doc="The screen has another size.")
def resizeterm(w_nlines: Value, w_ncols: Value) -> Value:
    need_screen()
    number = int(library.c_resizeterm(short_of(w_nlines), short_of(w_ncols)))
    check(number, "resizeterm")
    return update_lines_cols()


@function(MODULE, "is_term_resized(nlines, ncols, /)", doc="Whether resize_term() would change anything.")
def is_term_resized(w_nlines: Value, w_ncols: Value) -> Value:
    need_screen()
    return flag_of(library.c_is_term_resized(i32(c_int(w_nlines)), i32(c_int(w_ncols))))


@function(MODULE, "newpad(nlines, ncols, /)", doc="A window that may be larger than the screen.")
def newpad(w_nlines: Value, w_ncols: Value) -> Value:
    need_screen()
    return new_window(library.c_newpad(i32(c_int(w_nlines)), i32(c_int(w_ncols))), None, False)


@function(
    MODULE, "newwin(*args)", doc="newwin(nlines, ncols, [begin_y=0, begin_x=0])\nA new window; 0 lines or columns: as many as there are.", shown=""
)
def newwin(w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    n = args.length
    if n != 2 and n != 4:
        raise errors.type_error("_curses.newwin requires 2 to 4 arguments")
    lines = int_of(args.items[0])
    columns = int_of(args.items[1])
    y = int_of(args.items[2]) if n > 2 else i32(0)
    x = int_of(args.items[3]) if n > 2 else i32(0)
    need_screen()
    return new_window(library.c_newwin(lines, columns, y, x), None, False)


@function(MODULE, "getwin(file, /)", doc="The window that putwin() wrote into a file.")
def getwin(w_file: Value) -> Value:
    need_screen()
    w_data = operations.call_method0(w_file, "read")
    data = try_as(bytes, plain(w_data))
    if data is None:
        raise errors.type_error(f"f.read() returned {type_name(w_data)} instead of bytes")
    if len(data) == 0:
        raise failure("curses function returned NULL")
    copy = c_copy(data)
    mode = c_copy(b"r")
    stream = library.c_fmemopen(copy, len(data), mode)
    at = library.c_getwin(stream)
    library.c_fclose(stream)
    c_free(mode)
    c_free(copy)
    return new_window(at, None, False)


# --- colors -------------------------------------------------------------------------------------------------------------


def color_of(w: Value, may_be_default: bool) -> i32:
    """The number of a color; with may_be_default anything below 0, too, of which the library takes -1."""
    number, too_big = int_to_i64(operations.index_value(w))
    most = load32(variable("COLORS")) - 1
    below = number < 0
    if not may_be_default and below and not too_big:
        raise errors.value_error("Color number is less than 0.")
    if too_big or number > most and not below:
        raise errors.value_error(f"Color number is greater than COLORS-1 ({signed(most & 0xFFFFFFFF)}).")
    return i32(max(number, -2))


def pair_of(w: Value) -> i32:
    number, too_big = int_to_i64(operations.index_value(w))
    if number < 0 and not too_big:
        raise errors.value_error("Color pair is less than 0.")
    if too_big or number > MAX_INT:
        raise errors.value_error(f"Color pair is greater than maximum ({MAX_INT}).")
    return i32(number)


def check_pair(number: int, pair: i32, name: str) -> Value:
    """None, unless a function of that name failed."""
    pairs = load32(variable("COLOR_PAIRS"))
    if number == ERR and int(pair) >= pairs:
        raise errors.value_error(f"Color pair is greater than COLOR_PAIRS-1 ({pairs - 1}).")
    return check(number, name)


def component_of(w: Value) -> i32:
    number, too_big = int_to_i64(operations.index_value(w))
    if too_big or number > 1000:
        raise errors.value_error("Color component is greater than 1000")
    if number < 0:
        raise errors.value_error("Color component is less than 0")
    return i32(number)


@function(MODULE, "start_color()", doc="Begins with colors; sets COLORS and COLOR_PAIRS.")
def start_color() -> Value:
    need_screen()
    check(int(library.c_start_color()), "start_color")
    screen().has_color = True
    d = own_names()
    set_variable(d, "COLORS")
    set_variable(d, "COLOR_PAIRS")
    return w_None


@function(MODULE, "color_content(color_number, /)", doc="(red, green, blue) of a color, each from 0 to 1000.")
def color_content(w_color_number: Value) -> Value:
    color = color_of(w_color_number, False)
    need_color()
    at = c_malloc(12)
    number = int(library.c_extended_color_content(color, at, at + 4, at + 8))
    w_red = from_int(signed(load32(at)))
    w_green = from_int(signed(load32(at + 4)))
    w_blue = from_int(signed(load32(at + 8)))
    c_free(at)
    check(number, "extended_color_content")
    return wrap(new_tuple3(w_red, w_green, w_blue))


@function(MODULE, "color_pair(pair_number, /)", doc="The attribute for a pair of colors.")
def color_pair(w_pair_number: Value) -> Value:
    need_color()
    return from_int((c_int(w_pair_number) << 8) & A_COLOR)


@function(MODULE, "pair_number(attr, /)", doc="The pair of colors in an attribute.")
def pair_number(w_attr: Value) -> Value:
    need_color()
    return from_int((c_int(w_attr) & A_COLOR) >> 8)


@function(MODULE, "init_color(color_number, r, g, b, /)", doc="Makes a color another one.")
def init_color(w_color_number: Value, w_r: Value, w_g: Value, w_b: Value) -> Value:
    color = color_of(w_color_number, False)
    red = component_of(w_r)
    green = component_of(w_g)
    blue = component_of(w_b)
    need_color()
    return check(int(library.c_init_extended_color(color, red, green, blue)), "init_extended_color")


@function(MODULE, "init_pair(pair_number, fg, bg, /)", doc="Sets the colors of a pair.")
def init_pair(w_pair_number: Value, w_fg: Value, w_bg: Value) -> Value:
    pair = pair_of(w_pair_number)
    foreground = color_of(w_fg, True)
    background = color_of(w_bg, True)
    need_color()
    return check_pair(int(library.c_init_extended_pair(pair, foreground, background)), pair, "init_extended_pair")


@function(MODULE, "pair_content(pair_number, /)", doc="(foreground, background) of a pair.")
def pair_content(w_pair_number: Value) -> Value:
    pair = pair_of(w_pair_number)
    need_color()
    at = c_malloc(8)
    number = int(library.c_extended_pair_content(pair, at, at + 4))
    w_foreground = from_int(signed(load32(at)))
    w_background = from_int(signed(load32(at + 4)))
    c_free(at)
    check_pair(number, pair, "extended_pair_content")
    return wrap(new_tuple2(w_foreground, w_background))


@function(MODULE, "use_default_colors()", doc="The terminal's own colors are -1.")
def use_default_colors() -> Value:
    need_color()
    return check(int(library.c_use_default_colors()), "use_default_colors")


@function(MODULE, "assume_default_colors(fg, bg, /)", doc="The colors of pair 0.")
def assume_default_colors(w_fg: Value, w_bg: Value) -> Value:
    foreground = color_of(w_fg, True)
    background = color_of(w_bg, True)
    need_color()
    return check(int(library.c_assume_default_colors(foreground, background)), "assume_default_colors")


# --- keys and the mouse -------------------------------------------------------------------------------------------------


@function(MODULE, "has_key(key, /)", doc="Whether the terminal has a key.")
def has_key(w_key: Value) -> Value:
    need_screen()
    return flag_of(library.c_has_key(i32(c_int(w_key))))


@function(MODULE, "keyname(key, /)", doc="The name of a key.")
def keyname(w_key: Value) -> Value:
    key = c_int(w_key)
    need_screen()
    if key < 0:
        raise errors.value_error("invalid key number")
    at = library.c_keyname(i32(key))
    return wrap(b"" if at == 0 else c_bytes(at))


@function(MODULE, "ungetch(ch, /)", doc="The next key that is read.")
def ungetch(w_ch: Value) -> Value:
    need_screen()
    return check(int(library.c_ungetch(i32(signed(key_of(w_ch))))), "ungetch")


def key_of(w: Value) -> int:
    """A character; an int that is far too large is one that does not fit."""
    if operations.isinstance_of(w, wrap(INT)):
        _n, too_big = int_to_i64(plain(w))
        if too_big:
            raise errors.overflow_error("byte doesn't fit in chtype")
    return chtype_of(w, "utf-8")


@function(MODULE, "unctrl(ch, /)", doc="A character as it can be shown.")
def unctrl(w_ch: Value) -> Value:
    need_screen()
    at = library.c_unctrl(u32(chtype_of(w_ch, "utf-8")))
    return w_None if at == 0 else wrap(c_bytes(at))


@function(MODULE, "unget_wch(ch, /)", doc="The next character that is read.")
def unget_wch(w_ch: Value) -> Value:
    need_screen()
    s = as_str(w_ch)
    if s is not None:
        if len(s) != 1:
            raise errors.type_error(f"expect int or str of length 1, got a str of length {len(s)}")
        code = ord(s[0])
    elif operations.isinstance_of(w_ch, wrap(INT)):
        code, too_big = int_to_i64(plain(w_ch))
        if too_big or not -0x80000000 <= code <= MAX_INT:
            raise errors.overflow_error("character doesn't fit in wchar_t")
    else:
        raise errors.type_error(f"expect int or str of length 1, got {type_name(w_ch)}")
    return check(int(library.c_unget_wch(u32(code & 0xFFFFFFFF))), "unget_wch")


@function(MODULE, "getmouse()", doc="(id, x, y, z, state) of what the mouse did, after KEY_MOUSE was read.")
def getmouse() -> Value:
    need_screen()
    at = c_malloc(EVENT_SIZE)
    number = int(library.c_getmouse(at))
    event = new_tuple_n(5)
    event.items[0] = from_int(short_at(at))
    for i in range(3):
        event.items[i + 1] = from_int(signed(load32(at + 4 + 4 * i)))
    event.items[4] = from_int(load32(at + 16))
    c_free(at)
    check(number, "getmouse")
    return wrap(event)


def short_at(at: Addr) -> int:
    n = load16(at)
    return n - (1 << 16) if n > 0x7FFF else n


@function(MODULE, "ungetmouse(id, x, y, z, bstate, /)", doc="What the mouse did next.")
def ungetmouse(w_id: Value, w_x: Value, w_y: Value, w_z: Value, w_bstate: Value) -> Value:
    id_ = short_of(w_id)
    x = c_int(w_x)
    y = c_int(w_y)
    z = c_int(w_z)
    state = mask_of(w_bstate)
    need_screen()
    at = c_malloc(EVENT_SIZE)
    store16(at, id_)
    store32(at + 4, x)
    store32(at + 8, y)
    store32(at + 12, z)
    store32(at + 16, state)
    number = int(library.c_ungetmouse(at))
    c_free(at)
    return check(number, "ungetmouse")


def mask_of(w: Value) -> int:
    """The lower bits of an int of any size."""
    w_bits = operations.call_method1(operations.index_value(w), "__and__", from_int(0xFFFFFFFF))
    return operations.index_of(w_bits)


@function(MODULE, "mousemask(newmask, /)", doc="Which of the mouse's doings are told: (those that can be, those that were before).")
def mousemask(w_newmask: Value) -> Value:
    mask = mask_of(w_newmask)
    need_screen()
    at = c_malloc(4)
    store32(at, 0)
    available = int(library.c_mousemask(u32(mask), at))
    old = load32(at)
    c_free(at)
    return wrap(new_tuple2(from_int(available), from_int(old)))


# --- what the terminal can do -------------------------------------------------------------------------------------------


def capability(w: Value, function: str) -> Addr:
    """Its name, to be freed."""
    s = as_str(w)
    if s is None:
        raise errors.type_error(f"{function}() argument must be str, not {type_name(w)}")
    if "\0" in s:
        raise errors.value_error("embedded null character")
    return c_copy(s.encode())


def sequence(w: Value) -> Addr:
    """Bytes for the terminal, to be freed."""
    data = need_bytes(w)
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null byte")
    return c_copy(data)


@function(MODULE, "tigetflag(capname, /)", doc="A capability that is there or not; -1: there is no such one.")
def tigetflag(w_capname: Value) -> Value:
    name = capability(w_capname, "tigetflag")
    need_terminal()
    number = int(library.c_tigetflag(name))
    c_free(name)
    return from_int(number)


@function(MODULE, "tigetnum(capname, /)", doc="A capability that is a number; -2: there is no such one, -1: the terminal has it not.")
def tigetnum(w_capname: Value) -> Value:
    name = capability(w_capname, "tigetnum")
    need_terminal()
    number = int(library.c_tigetnum(name))
    c_free(name)
    return from_int(number)


@function(MODULE, "tigetstr(capname, /)", doc="A capability that is bytes; None: the terminal has it not.")
def tigetstr(w_capname: Value) -> Value:
    name = capability(w_capname, "tigetstr")
    need_terminal()
    at = library.c_tigetstr(name)
    c_free(name)
    return w_None if at == 0 or at == -1 else wrap(c_bytes(at))


def takes_text(data: bytes) -> bool:
    """Whether one of the parameters is the address of a string (%s, %l), which none of ours is."""
    i = data.find(b"%")
    while i >= 0 and i + 1 < len(data):
        i += 1
        while i < len(data) - 1 and chr(data[i]) in FLAGS:
            i += 1
        if data[i] == ord("s") or data[i] == ord("l"):
            return True
        i = data.find(b"%", i + 1)
    return False


@function(
    MODULE,
    "tparm(*args)",
    doc="The bytes of a capability with numbers put in.",
    shown="($module, str, i1=0, i2=0, i3=0, i4=0, i5=0, i6=0, i7=0, i8=0,\n      i9=0, /)",
)
def tparm(w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 0:
        raise errors.type_error("tparm() takes at least 1 argument (0 given)")
    if args.length > 10:
        raise errors.type_error(f"tparm() takes at most 10 arguments ({args.length} given)")
    n = [0 for _i in range(9)]
    for i in range(args.length - 1):
        n[i] = c_long(args.items[i + 1])
    text = sequence(args.items[0])
    if takes_text(c_bytes(text)):
        c_free(text)
        raise failure("tparm() returned NULL")
    if not screen().has_terminal:
        c_free(text)
        need_terminal()
    at = library.c_tparm(text, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8])
    c_free(text)
    if at == 0:
        raise failure("tparm() returned NULL")
    return wrap(c_bytes(at))


@function(MODULE, "putp(string, /)", doc="Writes the bytes of a capability.")
def putp(w_string: Value) -> Value:
    text = sequence(w_string)
    number = int(library.c_putp(text))
    c_free(text)
    return check(number, "putp")

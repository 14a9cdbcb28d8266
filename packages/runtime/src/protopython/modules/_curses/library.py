"""The system's ncurses, with wide characters.

cchar_t     attributes 4 | characters 5 * 4 | pair of colours 4
MEVENT      id 2, pad | x 4 | y 4 | z 4 | state 4
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_library import SystemLibrary

CURSES: Final[SystemLibrary] = SystemLibrary("curses", "_curses", ["libncursesw.so.6"], "libncursesw6 (Debian), ncurses-libs (Fedora)")
CELL_SIZE: Final[int] = 28
EVENT_SIZE: Final[int] = 20


@c_function("assume_default_colors", library="curses")
def c_assume_default_colors(i1: i32, i2: i32) -> i32: ...


@c_function("baudrate", library="curses")
def c_baudrate() -> i32: ...


@c_function("beep", library="curses", blocking=True)
def c_beep() -> i32: ...


@c_function("can_change_color", library="curses")
def c_can_change_color() -> i32: ...


@c_function("cbreak", library="curses")
def c_cbreak() -> i32: ...


@c_function("nocbreak", library="curses")
def c_nocbreak() -> i32: ...


@c_function("raw", library="curses")
def c_raw() -> i32: ...


@c_function("noraw", library="curses")
def c_noraw() -> i32: ...


@c_function("echo", library="curses")
def c_echo() -> i32: ...


@c_function("noecho", library="curses")
def c_noecho() -> i32: ...


@c_function("nl", library="curses")
def c_nl() -> i32: ...


@c_function("nonl", library="curses")
def c_nonl() -> i32: ...


@c_function("curs_set", library="curses", blocking=True)
def c_curs_set(i: i32) -> i32: ...


@c_function("def_prog_mode", library="curses")
def c_def_prog_mode() -> i32: ...


@c_function("def_shell_mode", library="curses")
def c_def_shell_mode() -> i32: ...


@c_function("delay_output", library="curses", blocking=True)
def c_delay_output(i: i32) -> i32: ...


@c_function("doupdate", library="curses", blocking=True)
def c_doupdate() -> i32: ...


@c_function("endwin", library="curses", blocking=True)
def c_endwin() -> i32: ...


@c_function("erasechar", library="curses")
def c_erasechar() -> i32: ...


@c_function("killchar", library="curses")
def c_killchar() -> i32: ...


@c_function("filter", library="curses")
def c_filter() -> None: ...


@c_function("flash", library="curses", blocking=True)
def c_flash() -> i32: ...


@c_function("flushinp", library="curses")
def c_flushinp() -> i32: ...


@c_function("getmouse", library="curses")
def c_getmouse(at: Addr) -> i32: ...


@c_function("halfdelay", library="curses")
def c_halfdelay(i: i32) -> i32: ...


@c_function("has_colors", library="curses")
def c_has_colors() -> i32: ...


@c_function("has_ic", library="curses")
def c_has_ic() -> i32: ...


@c_function("has_il", library="curses")
def c_has_il() -> i32: ...


@c_function("has_key", library="curses")
def c_has_key(i: i32) -> i32: ...


@c_function("init_extended_color", library="curses", blocking=True)
def c_init_extended_color(i1: i32, i2: i32, i3: i32, i4: i32) -> i32: ...


@c_function("init_extended_pair", library="curses")
def c_init_extended_pair(i1: i32, i2: i32, i3: i32) -> i32: ...


@c_function("extended_color_content", library="curses")
def c_extended_color_content(i: i32, at1: Addr, at2: Addr, at3: Addr) -> i32: ...


@c_function("extended_pair_content", library="curses")
def c_extended_pair_content(i: i32, at1: Addr, at2: Addr) -> i32: ...


@c_function("initscr", library="curses", blocking=True)
def c_initscr() -> Addr: ...


@c_function("intrflush", library="curses")
def c_intrflush(at: Addr, i: i32) -> i32: ...


@c_function("is_term_resized", library="curses")
def c_is_term_resized(i1: i32, i2: i32) -> i32: ...


@c_function("isendwin", library="curses")
def c_isendwin() -> i32: ...


@c_function("keyname", library="curses")
def c_keyname(i: i32) -> Addr: ...


@c_function("longname", library="curses")
def c_longname() -> Addr: ...


@c_function("meta", library="curses", blocking=True)
def c_meta(at: Addr, i: i32) -> i32: ...


@c_function("mouseinterval", library="curses")
def c_mouseinterval(i: i32) -> i32: ...


@c_function("mousemask", library="curses", blocking=True)
def c_mousemask(u: u32, at: Addr) -> u32: ...


@c_function("napms", library="curses", blocking=True)
def c_napms(i: i32) -> i32: ...


@c_function("newpad", library="curses")
def c_newpad(i1: i32, i2: i32) -> Addr: ...


@c_function("newwin", library="curses")
def c_newwin(i1: i32, i2: i32, i3: i32, i4: i32) -> Addr: ...


@c_function("noqiflush", library="curses")
def c_noqiflush() -> None: ...


@c_function("qiflush", library="curses")
def c_qiflush() -> None: ...


@c_function("putp", library="curses", blocking=True)
def c_putp(at: Addr) -> i32: ...


@c_function("reset_prog_mode", library="curses", blocking=True)
def c_reset_prog_mode() -> i32: ...


@c_function("reset_shell_mode", library="curses", blocking=True)
def c_reset_shell_mode() -> i32: ...


@c_function("resetty", library="curses", blocking=True)
def c_resetty() -> i32: ...


@c_function("savetty", library="curses")
def c_savetty() -> i32: ...


@c_function("resize_term", library="curses", blocking=True)
def c_resize_term(i1: i32, i2: i32) -> i32: ...


@c_function("resizeterm", library="curses", blocking=True)
def c_resizeterm(i1: i32, i2: i32) -> i32: ...


@c_function("set_escdelay", library="curses")
def c_set_escdelay(i: i32) -> i32: ...


@c_function("set_tabsize", library="curses")
def c_set_tabsize(i: i32) -> i32: ...


@c_function("setupterm", library="curses", blocking=True)
def c_setupterm(at1: Addr, i: i32, at2: Addr) -> i32: ...


@c_function("start_color", library="curses", blocking=True)
def c_start_color() -> i32: ...


@c_function("termattrs", library="curses")
def c_termattrs() -> u32: ...


@c_function("termname", library="curses")
def c_termname() -> Addr: ...


@c_function("tigetflag", library="curses")
def c_tigetflag(at: Addr) -> i32: ...


@c_function("tigetnum", library="curses")
def c_tigetnum(at: Addr) -> i32: ...


@c_function("tigetstr", library="curses")
def c_tigetstr(at: Addr) -> Addr: ...


@c_function("tparm", library="curses")
def c_tparm(at: Addr, n1: int, n2: int, n3: int, n4: int, n5: int, n6: int, n7: int, n8: int, n9: int) -> Addr: ...


@c_function("typeahead", library="curses")
def c_typeahead(i: i32) -> i32: ...


@c_function("unctrl", library="curses")
def c_unctrl(u: u32) -> Addr: ...


@c_function("unget_wch", library="curses")
def c_unget_wch(u: u32) -> i32: ...


@c_function("ungetch", library="curses")
def c_ungetch(i: i32) -> i32: ...


@c_function("ungetmouse", library="curses")
def c_ungetmouse(at: Addr) -> i32: ...


@c_function("use_default_colors", library="curses")
def c_use_default_colors() -> i32: ...


@c_function("use_env", library="curses")
def c_use_env(i: i32) -> None: ...


@c_function("curses_version", library="curses")
def c_curses_version() -> Addr: ...


@c_function("getwin", library="curses")
def c_getwin(at: Addr) -> Addr: ...


@c_function("putwin", library="curses")
def c_putwin(at1: Addr, at2: Addr) -> i32: ...


@c_function("delwin", library="curses")
def c_delwin(at: Addr) -> i32: ...


@c_function("is_leaveok", library="curses")
def c_is_leaveok(at: Addr) -> i32: ...


@c_function("leaveok", library="curses")
def c_leaveok(at: Addr, i: i32) -> i32: ...


@c_function("getattrs", library="curses")
def c_getattrs(at: Addr) -> i32: ...


@c_function("is_pad", library="curses")
def c_is_pad(at: Addr) -> i32: ...


@c_function("waddch", library="curses", blocking=True)
def c_waddch(at: Addr, u: u32) -> i32: ...


@c_function("mvwaddch", library="curses", blocking=True)
def c_mvwaddch(at: Addr, i1: i32, i2: i32, u: u32) -> i32: ...


@c_function("wadd_wch", library="curses", blocking=True)
def c_wadd_wch(at1: Addr, at2: Addr) -> i32: ...


@c_function("mvwadd_wch", library="curses", blocking=True)
def c_mvwadd_wch(at1: Addr, i1: i32, i2: i32, at2: Addr) -> i32: ...


@c_function("waddnstr", library="curses", blocking=True)
def c_waddnstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwaddnstr", library="curses", blocking=True)
def c_mvwaddnstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("waddnwstr", library="curses", blocking=True)
def c_waddnwstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwaddnwstr", library="curses", blocking=True)
def c_mvwaddnwstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("winsnstr", library="curses", blocking=True)
def c_winsnstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwinsnstr", library="curses", blocking=True)
def c_mvwinsnstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("wins_nwstr", library="curses", blocking=True)
def c_wins_nwstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwins_nwstr", library="curses", blocking=True)
def c_mvwins_nwstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("setcchar", library="curses")
def c_setcchar(at1: Addr, at2: Addr, u: u32, i: i32, at3: Addr) -> i32: ...


@c_function("wattron", library="curses")
def c_wattron(at: Addr, i: i32) -> i32: ...


@c_function("wattroff", library="curses")
def c_wattroff(at: Addr, i: i32) -> i32: ...


@c_function("wattrset", library="curses")
def c_wattrset(at: Addr, i: i32) -> i32: ...


@c_function("wbkgd", library="curses", blocking=True)
def c_wbkgd(at: Addr, u: u32) -> i32: ...


@c_function("wbkgdset", library="curses")
def c_wbkgdset(at: Addr, u: u32) -> None: ...


@c_function("getbkgd", library="curses")
def c_getbkgd(at: Addr) -> u32: ...


@c_function("wborder", library="curses", blocking=True)
def c_wborder(at: Addr, u1: u32, u2: u32, u3: u32, u4: u32, u5: u32, u6: u32, u7: u32, u8: u32) -> i32: ...


@c_function("wchgat", library="curses", blocking=True)
def c_wchgat(at1: Addr, i1: i32, u: u32, i2: i32, at2: Addr) -> i32: ...


@c_function("mvwchgat", library="curses", blocking=True)
def c_mvwchgat(at1: Addr, i1: i32, i2: i32, i3: i32, u: u32, i4: i32, at2: Addr) -> i32: ...


@c_function("touchline", library="curses")
def c_touchline(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("wtouchln", library="curses")
def c_wtouchln(at: Addr, i1: i32, i2: i32, i3: i32) -> i32: ...


@c_function("wclear", library="curses", blocking=True)
def c_wclear(at: Addr) -> i32: ...


@c_function("clearok", library="curses")
def c_clearok(at: Addr, i: i32) -> i32: ...


@c_function("wclrtobot", library="curses", blocking=True)
def c_wclrtobot(at: Addr) -> i32: ...


@c_function("wclrtoeol", library="curses", blocking=True)
def c_wclrtoeol(at: Addr) -> i32: ...


@c_function("wcursyncup", library="curses")
def c_wcursyncup(at: Addr) -> None: ...


@c_function("wdelch", library="curses", blocking=True)
def c_wdelch(at: Addr) -> i32: ...


@c_function("mvwdelch", library="curses", blocking=True)
def c_mvwdelch(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("winsdelln", library="curses", blocking=True)
def c_winsdelln(at: Addr, i: i32) -> i32: ...


@c_function("derwin", library="curses")
def c_derwin(at: Addr, i1: i32, i2: i32, i3: i32, i4: i32) -> Addr: ...


@c_function("subwin", library="curses")
def c_subwin(at: Addr, i1: i32, i2: i32, i3: i32, i4: i32) -> Addr: ...


@c_function("subpad", library="curses")
def c_subpad(at: Addr, i1: i32, i2: i32, i3: i32, i4: i32) -> Addr: ...


@c_function("wechochar", library="curses", blocking=True)
def c_wechochar(at: Addr, u: u32) -> i32: ...


@c_function("pechochar", library="curses", blocking=True)
def c_pechochar(at: Addr, u: u32) -> i32: ...


@c_function("wenclose", library="curses")
def c_wenclose(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("werase", library="curses", blocking=True)
def c_werase(at: Addr) -> i32: ...


@c_function("wgetch", library="curses", blocking=True)
def c_wgetch(at: Addr) -> i32: ...


@c_function("mvwgetch", library="curses", blocking=True)
def c_mvwgetch(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("wget_wch", library="curses", blocking=True)
def c_wget_wch(at1: Addr, at2: Addr) -> i32: ...


@c_function("mvwget_wch", library="curses", blocking=True)
def c_mvwget_wch(at1: Addr, i1: i32, i2: i32, at2: Addr) -> i32: ...


@c_function("wgetnstr", library="curses", blocking=True)
def c_wgetnstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwgetnstr", library="curses", blocking=True)
def c_mvwgetnstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("getbegx", library="curses")
def c_getbegx(at: Addr) -> i32: ...


@c_function("getbegy", library="curses")
def c_getbegy(at: Addr) -> i32: ...


@c_function("getcurx", library="curses")
def c_getcurx(at: Addr) -> i32: ...


@c_function("getcury", library="curses")
def c_getcury(at: Addr) -> i32: ...


@c_function("getmaxx", library="curses")
def c_getmaxx(at: Addr) -> i32: ...


@c_function("getmaxy", library="curses")
def c_getmaxy(at: Addr) -> i32: ...


@c_function("getparx", library="curses")
def c_getparx(at: Addr) -> i32: ...


@c_function("getpary", library="curses")
def c_getpary(at: Addr) -> i32: ...


@c_function("whline", library="curses", blocking=True)
def c_whline(at: Addr, u: u32, i: i32) -> i32: ...


@c_function("wvline", library="curses", blocking=True)
def c_wvline(at: Addr, u: u32, i: i32) -> i32: ...


@c_function("wmove", library="curses")
def c_wmove(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("idcok", library="curses")
def c_idcok(at: Addr, i: i32) -> None: ...


@c_function("idlok", library="curses")
def c_idlok(at: Addr, i: i32) -> i32: ...


@c_function("immedok", library="curses")
def c_immedok(at: Addr, i: i32) -> None: ...


@c_function("winch", library="curses")
def c_winch(at: Addr) -> u32: ...


@c_function("mvwinch", library="curses")
def c_mvwinch(at: Addr, i1: i32, i2: i32) -> u32: ...


@c_function("winnstr", library="curses")
def c_winnstr(at1: Addr, at2: Addr, i: i32) -> i32: ...


@c_function("mvwinnstr", library="curses")
def c_mvwinnstr(at1: Addr, i1: i32, i2: i32, at2: Addr, i3: i32) -> i32: ...


@c_function("winsch", library="curses", blocking=True)
def c_winsch(at: Addr, u: u32) -> i32: ...


@c_function("mvwinsch", library="curses", blocking=True)
def c_mvwinsch(at: Addr, i1: i32, i2: i32, u: u32) -> i32: ...


@c_function("is_linetouched", library="curses")
def c_is_linetouched(at: Addr, i: i32) -> i32: ...


@c_function("is_wintouched", library="curses")
def c_is_wintouched(at: Addr) -> i32: ...


@c_function("keypad", library="curses", blocking=True)
def c_keypad(at: Addr, i: i32) -> i32: ...


@c_function("mvderwin", library="curses")
def c_mvderwin(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("mvwin", library="curses")
def c_mvwin(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("nodelay", library="curses")
def c_nodelay(at: Addr, i: i32) -> i32: ...


@c_function("notimeout", library="curses")
def c_notimeout(at: Addr, i: i32) -> i32: ...


@c_function("wtimeout", library="curses")
def c_wtimeout(at: Addr, i: i32) -> None: ...


@c_function("wrefresh", library="curses", blocking=True)
def c_wrefresh(at: Addr) -> i32: ...


@c_function("prefresh", library="curses", blocking=True)
def c_prefresh(at: Addr, i1: i32, i2: i32, i3: i32, i4: i32, i5: i32, i6: i32) -> i32: ...


@c_function("wnoutrefresh", library="curses", blocking=True)
def c_wnoutrefresh(at: Addr) -> i32: ...


@c_function("pnoutrefresh", library="curses", blocking=True)
def c_pnoutrefresh(at: Addr, i1: i32, i2: i32, i3: i32, i4: i32, i5: i32, i6: i32) -> i32: ...


@c_function("overlay", library="curses")
def c_overlay(at1: Addr, at2: Addr) -> i32: ...


@c_function("overwrite", library="curses")
def c_overwrite(at1: Addr, at2: Addr) -> i32: ...


@c_function("copywin", library="curses")
def c_copywin(at1: Addr, at2: Addr, i1: i32, i2: i32, i3: i32, i4: i32, i5: i32, i6: i32, i7: i32) -> i32: ...


@c_function("wredrawln", library="curses")
def c_wredrawln(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("redrawwin", library="curses")
def c_redrawwin(at: Addr) -> i32: ...


@c_function("wresize", library="curses")
def c_wresize(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("scroll", library="curses", blocking=True)
def c_scroll(at: Addr) -> i32: ...


@c_function("wscrl", library="curses", blocking=True)
def c_wscrl(at: Addr, i: i32) -> i32: ...


@c_function("scrollok", library="curses")
def c_scrollok(at: Addr, i: i32) -> i32: ...


@c_function("wsetscrreg", library="curses")
def c_wsetscrreg(at: Addr, i1: i32, i2: i32) -> i32: ...


@c_function("wstandend", library="curses")
def c_wstandend(at: Addr) -> i32: ...


@c_function("wstandout", library="curses")
def c_wstandout(at: Addr) -> i32: ...


@c_function("wsyncdown", library="curses")
def c_wsyncdown(at: Addr) -> None: ...


@c_function("syncok", library="curses")
def c_syncok(at: Addr, i: i32) -> i32: ...


@c_function("wsyncup", library="curses")
def c_wsyncup(at: Addr) -> None: ...


# --- files of C, in memory ----------------------------------------------------------------------------------------------


@c_function("open_memstream")
def c_open_memstream(data: Addr, size: Addr) -> Addr: ...


@c_function("fmemopen")
def c_fmemopen(data: Addr, size: int, mode: Addr) -> Addr: ...


@c_function("fclose")
def c_fclose(file: Addr) -> i32: ...

"""_curses_panel: windows in a stack, over the system's libpanel."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, i32, locked, new_with_shape, try_as, wrap
from protodialect.unsafe import Addr, c_function
from protopython.modules._curses.state import int_of, need_screen
from protopython.modules._curses.window import W_Window, leave, window_argument
from protopython.modules.support.system_library import SystemLibrary
from protopython.objects.exceptions import exceptions as x
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, constant, define_module, define_type, function, method, module_init
from protopython.objects.singletons import new_bool, w_None
from protopython.protocore.collector import WeakCell, new_weak_cell, register_new_resource, weak_target
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Resource
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty

MODULE: Final[str] = "_curses_panel"
ERR: Final[int] = -1
LIBRARY: Final[SystemLibrary] = SystemLibrary("panel", MODULE, ["libpanelw.so.6"], "libncursesw6 (Debian), ncurses-libs (Fedora)")
define_module(MODULE, "Windows in a stack.")
constant(MODULE, "version", "2.1")
constant(MODULE, "__version__", "2.1")
PANEL_ERROR = define_type("error", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "error", PANEL_ERROR)


# --- the library --------------------------------------------------------------------------------------------------------


@c_function("new_panel", library="panel")
def c_new_panel(at: Addr) -> Addr: ...


@c_function("del_panel", library="panel")
def c_del_panel(at: Addr) -> i32: ...


@c_function("bottom_panel", library="panel")
def c_bottom_panel(at: Addr) -> i32: ...


@c_function("top_panel", library="panel")
def c_top_panel(at: Addr) -> i32: ...


@c_function("hide_panel", library="panel")
def c_hide_panel(at: Addr) -> i32: ...


@c_function("show_panel", library="panel")
def c_show_panel(at: Addr) -> i32: ...


@c_function("move_panel", library="panel")
def c_move_panel(at: Addr, y: i32, x: i32) -> i32: ...


@c_function("replace_panel", library="panel")
def c_replace_panel(at: Addr, window: Addr) -> i32: ...


@c_function("panel_above", library="panel")
def c_panel_above(at: Addr) -> Addr: ...


@c_function("panel_below", library="panel")
def c_panel_below(at: Addr) -> Addr: ...


@c_function("panel_hidden", library="panel")
def c_panel_hidden(at: Addr) -> i32: ...


@c_function("update_panels", library="panel")
def c_update_panels() -> None: ...


# --- panels -------------------------------------------------------------------------------------------------------------


class W_Panel(W_Resource):
    at: Addr
    """0: it is gone."""
    window: W_Window
    w_user: Value
    """EMPTY: none was set."""

    def give_back(self) -> None:
        if self.at != 0:
            c_del_panel(self.at)
            self.at = 0
            leave(self.window)


class Panels(State):
    cells: list[WeakCell]
    """All that are or were, in the order they were made."""

    def __init__(self) -> None:
        self.cells = []


def new_panels() -> State:
    return Panels()


PANELS: Final[int] = space_slot(new_panels)
PANEL = define_type("panel", W_Panel, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE | TypeFlags.MUTABLE)
constant(MODULE, "panel", PANEL)


@module_init(MODULE)
def init_panels(_w_module: Value) -> None:
    LIBRARY.open()


def check(number: i32, name: str) -> Value:
    if int(number) == ERR:
        raise failure(f"{name}() returned ERR")
    return w_None


def failure(message: str) -> PyError:
    return errors.error(PANEL_ERROR, message)


def panel_at(at: Addr, function: str) -> Value:
    """The object of one of the library's panels; None for 0."""
    if at == 0:
        return w_None
    for cell in panels().cells:
        p = try_as(W_Panel, weak_target(cell))
        if p is not None and p.at == at:
            return wrap(p)
    raise errors.runtime_error(f"{function}: can't find Panel Object")


def panels() -> Panels:
    return cast(Panels, context().space.states[PANELS])


def remember(p: W_Panel) -> None:
    """Those that have died meanwhile are forgotten."""
    cells: list[WeakCell] = []
    with locked(context().space.modules):
        for cell in panels().cells:
            if not is_empty(weak_target(cell)):
                cells.append(cell)
        cells.append(new_weak_cell(p, EMPTY))
        panels().cells = cells


@function(MODULE, "new_panel(win, /)", doc="A panel for a window, on top of the others.")
def new_panel(w_win: Value) -> Value:
    window = window_argument(w_win, "new_panel() argument")
    need_screen()
    at = c_new_panel(window.at)
    if at == 0:
        raise failure("curses function returned NULL")
    p = new_with_shape(W_Panel, PANEL.root_shape)
    p.at = at
    p.window = window
    window.users += 1
    register_new_resource(p, PANEL)
    remember(p)
    return wrap(p)


@function(MODULE, "top_panel()", doc="The panel on top of all.")
def top_panel() -> Value:
    need_screen()
    return panel_at(c_panel_below(0), "panel_below")


@function(MODULE, "bottom_panel()", doc="The panel below all.")
def bottom_panel() -> Value:
    need_screen()
    return panel_at(c_panel_above(0), "panel_above")


@function(MODULE, "update_panels()", doc="Brings the stack to the screen that is to come, for curses.doupdate().")
def update_panels() -> Value:
    need_screen()
    c_update_panels()
    return w_None


@method(PANEL, "above(self, /)", doc="The panel above, None if there is none.")
def panel_above(self: W_Panel) -> Value:
    return panel_at(c_panel_above(self.at), "panel_above")


@method(PANEL, "below(self, /)", doc="The panel below, None if there is none.")
def panel_below(self: W_Panel) -> Value:
    return panel_at(c_panel_below(self.at), "panel_below")


@method(PANEL, "bottom(self, /)", doc="Puts the panel below all others.")
def panel_bottom(self: W_Panel) -> Value:
    return check(c_bottom_panel(self.at), "bottom_panel")


@method(PANEL, "top(self, /)", doc="Puts the panel on top.")
def panel_top(self: W_Panel) -> Value:
    return check(c_top_panel(self.at), "top_panel")


@method(PANEL, "hide(self, /)", doc="Takes the panel off the stack.")
def panel_hide(self: W_Panel) -> Value:
    return check(c_hide_panel(self.at), "hide_panel")


@method(PANEL, "show(self, /)", doc="Puts a hidden panel on top.")
def panel_show(self: W_Panel) -> Value:
    return check(c_show_panel(self.at), "show_panel")


@method(PANEL, "hidden(self, /)", doc="Whether the panel is not in the stack.")
def panel_hidden(self: W_Panel) -> Value:
    return new_bool(int(c_panel_hidden(self.at)) != 0)


@method(PANEL, "move(self, y, x, /)", doc="Moves the panel on the screen.")
def panel_move(self: W_Panel, w_y: Value, w_x: Value) -> Value:
    return check(c_move_panel(self.at, int_of(w_y), int_of(w_x)), "move_panel")


@method(PANEL, "replace(self, win, /)", doc="Gives the panel another window.")
def panel_replace(self: W_Panel, w_win: Value) -> Value:
    window = window_argument(w_win, "replace() argument 1")
    check(c_replace_panel(self.at, window.at), "replace_panel")
    old = self.window
    window.users += 1
    self.window = window
    leave(old)
    return w_None


@method(PANEL, "window(self, /)", doc="The panel's window.")
def panel_window(self: W_Panel) -> Value:
    return wrap(self.window)


@method(PANEL, "set_userptr(self, obj, /)", doc="Keeps an object with the panel.")
def panel_set_userptr(self: W_Panel, w_obj: Value) -> Value:
    self.w_user = w_obj
    return w_None


@method(PANEL, "userptr(self, /)", doc="The object that set_userptr() kept.")
def panel_userptr(self: W_Panel) -> Value:
    if is_empty(self.w_user):
        raise failure("no userptr set")
    return self.w_user

"""The system's libreadline, or libedit, whose functions have the same names. Both have one line, one history, and settings in variables.

    HIST_ENTRY      line 8 | timestamp 8 | data 8

Whatever reads a line calls back: the hooks, the completer. All calls are made under one lock (`with_lock` of readline.py).
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_library import SystemLibrary

READLINE: Final[SystemLibrary] = SystemLibrary(
    "readline", "readline", ["libreadline.so.8", "libedit.so.2"], "libreadline8 (Debian), readline (Fedora), or libedit2"
)


@c_function("rl_initialize", library="readline", blocking=True)
def c_initialize() -> i32: ...


@c_function("rl_parse_and_bind", library="readline")
def c_parse_and_bind(line: Addr) -> i32: ...


@c_function("rl_read_init_file", library="readline", blocking=True)
def c_read_init_file(name: Addr) -> i32: ...


@c_function("rl_variable_bind", library="readline")
def c_variable_bind(name: Addr, value: Addr) -> i32: ...


@c_function("rl_bind_key", library="readline")
def c_bind_key(key: i32, function: Addr) -> i32: ...


@c_function("rl_bind_key_in_map", library="readline")
def c_bind_key_in_map(key: i32, function: Addr, map: Addr) -> i32: ...


@c_function("rl_insert_text", library="readline")
def c_insert_text(text: Addr) -> i32: ...


@c_function("rl_redisplay", library="readline", blocking=True)
def c_redisplay() -> None: ...


@c_function("rl_completion_matches", library="readline", blocking=True)
def c_completion_matches(text: Addr, generator: Addr) -> Addr: ...


# --- reading a line -----------------------------------------------------------------------------------------------------


@c_function("rl_callback_handler_install", library="readline", blocking=True)
def c_handler_install(prompt: Addr, handler: Addr) -> None: ...


@c_function("rl_callback_read_char", library="readline", blocking=True)
def c_read_char() -> None: ...


@c_function("rl_callback_handler_remove", library="readline", blocking=True)
def c_handler_remove() -> None: ...


@c_function("rl_free_line_state", library="readline")
def c_free_line_state() -> None: ...


@c_function("rl_cleanup_after_signal", library="readline", blocking=True)
def c_cleanup_after_signal() -> None: ...


@c_function("rl_resize_terminal", library="readline", blocking=True)
def c_resize_terminal() -> None: ...


@c_function("rl_get_screen_size", library="readline")
def c_get_screen_size(rows: Addr, columns: Addr) -> None: ...


@c_function("poll", blocking=True)
def c_poll(entries: Addr, n: int, timeout: i32) -> i32: ...


# --- history ------------------------------------------------------------------------------------------------------------


@c_function("using_history", library="readline")
def c_using_history() -> None: ...


@c_function("add_history", library="readline")
def c_add_history(line: Addr) -> i32: ...


@c_function("clear_history", library="readline")
def c_clear_history() -> None: ...


@c_function("history_get", library="readline")
def c_history_get(index: i32) -> Addr: ...


@c_function("remove_history", library="readline")
def c_remove_history(index: i32) -> Addr: ...


@c_function("replace_history_entry", library="readline")
def c_replace_history_entry(index: i32, line: Addr, data: Addr) -> Addr: ...


@c_function("free_history_entry", library="readline")
def c_free_history_entry(entry: Addr) -> Addr: ...


@c_function("read_history", library="readline", blocking=True)
def c_read_history(name: Addr) -> i32: ...


@c_function("write_history", library="readline", blocking=True)
def c_write_history(name: Addr) -> i32: ...


@c_function("append_history", library="readline", blocking=True)
def c_append_history(n: i32, name: Addr) -> i32: ...


@c_function("history_truncate_file", library="readline", blocking=True)
def c_history_truncate_file(name: Addr, n: i32) -> i32: ...

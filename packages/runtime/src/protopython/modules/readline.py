"""readline: editing of lines at the terminal, over the system's library, for input() and the basic prompt.

A line is read character by character, as they come (`rl_callback_read_char`), so that signals are seen between them. The library has one state:
every call is made under `lock`, which its owner takes again in the callbacks, and which is free while nothing but a key is waited for; `reading` lets
one thread read at a time.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, i32, unwrap, wrap
from protodialect.unsafe import Addr, c_callback, callback_address, errno, load16, load32, load64, store32, store64
from protopython.engine.line_editing import line_editing
from protopython.modules import readline_library as library
from protopython.modules._thread import is_callable
from protopython.modules._thread_locks import W_RLock, new_rlock, rlock_release, rlock_take, thread_ident
from protopython.modules.readline_library import READLINE
from protopython.modules.support.c_locale import use_utf8
from protopython.modules.support.system_calls import (
    c_bytes,
    c_copy,
    c_int,
    c_ioctl,
    c_isatty,
    copy_bytes,
    fs_decode,
    fs_encode,
    fspath_of,
    os_failure,
    path_bytes,
)
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors, operations
from protopython.objects.model.auditing import audit3
from protopython.objects.model.define import define_module, function, module_init
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.polling import check_signals
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, same

MODULE: Final[str] = "readline"
DELIMITERS: Final[bytes] = b" \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"
TAB: Final[int] = 9
ESCAPE: Final[int] = 27
EINTR: Final[int] = 4
POLLIN: Final[int] = 1
TIOCGWINSZ: Final[int] = 0x5413

define_module(MODULE, "Importing this module enables command line editing using GNU readline.")


class Editor(State):
    """What Python gave the library, and how far the line that is being read has come."""

    lock: W_RLock
    reading: W_RLock
    is_libedit: bool
    first: int
    """The index of the first line of the history, as history_get counts."""
    shift: int
    """1: the library counts one more where lines are replaced or appended to a file."""
    w_completer: Value
    w_startup_hook: Value
    w_pre_input_hook: Value
    w_display_hook: Value
    delimiters: Addr
    begin: int
    end: int
    length: int
    """How many lines a history file may have; negative: any number."""
    auto_history: bool
    line: Addr
    """What was read; 0: the end of input."""
    is_read: bool

    def __init__(self) -> None:
        self.lock = new_rlock()
        self.reading = new_rlock()
        self.first = 1
        self.shift = 0
        self.w_completer = w_None
        self.w_startup_hook = w_None
        self.w_pre_input_hook = w_None
        self.w_display_hook = w_None
        self.length = -1
        self.auto_history = True


def new_editor() -> State:
    return Editor()


EDITOR: Final[int] = space_slot(new_editor)


def editor() -> Editor:
    return cast(Editor, context().space.states[EDITOR])


def variable(name: str) -> Addr:
    """Where one of the library's variables is."""
    return READLINE.address_of(name)


# --- arguments ----------------------------------------------------------------------------------------------------------


def text_argument(w: Value) -> Addr:
    """A str as a C string, to be freed."""
    s = as_str(w)
    if s is None:
        raise errors.type_error("bad argument type for built-in operation")
    data = fs_encode(s)
    if data.find(b"\0") >= 0:
        raise errors.value_error("embedded null character")
    return c_copy(data)


def path_argument(w: Value) -> Addr:
    """A file's name as a C string, to be freed; 0: None, which is the library's own choice."""
    return 0 if same(w, w_None) else c_copy(path_bytes(fspath_of(w), ""))


def hook_argument(w: Value, name: str) -> Value:
    if not same(w, w_None) and not is_callable(w):
        raise errors.type_error(f"set_{name}(func): argument not callable")
    return w


def check_status(number: int) -> None:
    """OSError, if it is the number of one."""
    if number != 0:
        raise os_failure(number)


# --- settings -----------------------------------------------------------------------------------------------------------


@function(MODULE, "parse_and_bind(string, /)", doc="Execute the init line provided in the string argument.")
def parse_and_bind(w_string: Value) -> Value:
    at = text_argument(w_string)  # the library writes into it
    lock = editor().lock
    rlock_take(lock, -1)
    try:
        library.c_parse_and_bind(at)
    finally:
        rlock_release(lock)
        c_free(at)
    return w_None


def audit_open(w_filename: Value, default: str, mode: str) -> None:
    audit3("open", wrap(default) if same(w_filename, w_None) else w_filename, wrap(mode), from_int(0))


@function(
    MODULE,
    "read_init_file(filename=None, /)",
    doc="Execute a readline initialization file.\n\nThe default filename is the last filename used.",
)
def read_init_file(w_filename: Value) -> Value:
    e = editor()
    audit_open(w_filename, "<readline_init_file>", "r")
    at = path_argument(w_filename)
    rlock_take(e.lock, -1)
    try:
        unbracketed_paste(e)
        number = int(library.c_read_init_file(at))
    finally:
        rlock_release(e.lock)
        c_free(at)
    check_status(number)
    return w_None


@function(MODULE, "set_completer_delims(string, /)", doc="Set the word delimiters for completion.")
def set_completer_delims(w_string: Value) -> Value:
    at = text_argument(w_string)
    e = editor()
    rlock_take(e.lock, -1)
    old = e.delimiters
    set_delimiters(e, at)
    c_free(old)
    rlock_release(e.lock)
    return w_None


def set_delimiters(e: Editor, at: Addr) -> None:
    e.delimiters = at
    store64(variable("rl_completer_word_break_characters"), at)
    if e.is_libedit:
        store64(variable("rl_basic_word_break_characters"), at)


@function(MODULE, "get_completer_delims()", doc="Get the word delimiters for completion.")
def get_completer_delims() -> Value:
    e = editor()
    rlock_take(e.lock, -1)
    data = c_bytes(e.delimiters)
    rlock_release(e.lock)
    return wrap(fs_decode(data))


@function(
    MODULE,
    "set_completer(function=None, /)",
    doc="Set or remove the completer function.\n\nIt is called as function(text, state), for state in 0, 1, 2, ..., until it\n"
    "returns no str, and returns the next possible completion that starts with text.",
)
def set_completer(w_function: Value) -> Value:
    editor().w_completer = hook_argument(w_function, "completer")
    return w_None


@function(MODULE, "get_completer()", doc="Get the current completer function.")
def get_completer() -> Value:
    return editor().w_completer


@function(
    MODULE,
    "set_startup_hook(function=None, /)",
    doc="Set or remove the function that is called just before the first prompt is printed, without arguments.",
)
def set_startup_hook(w_function: Value) -> Value:
    editor().w_startup_hook = hook_argument(w_function, "startup_hook")
    return w_None


@function(
    MODULE,
    "set_pre_input_hook(function=None, /)",
    doc="Set or remove the function that is called after the first prompt, just before characters are read, without arguments.",
)
def set_pre_input_hook(w_function: Value) -> Value:
    editor().w_pre_input_hook = hook_argument(w_function, "pre_input_hook")
    return w_None


@function(
    MODULE,
    "set_completion_display_matches_hook(function=None, /)",
    doc="Set or remove the completion display function.\n\nIt is called as function(substitution, [matches], longest_match_length),\n"
    "once each time that matches are to be displayed.",
)
def set_completion_display_matches_hook(w_function: Value) -> Value:
    e = editor()
    e.w_display_hook = hook_argument(w_function, "completion_display_matches_hook")
    rlock_take(e.lock, -1)
    at = 0 if same(w_function, w_None) else callback_address(on_display_matches)
    store64(variable("rl_completion_display_matches_hook"), at)
    rlock_release(e.lock)
    return w_None


@function(MODULE, "set_auto_history(enabled, /)", doc="Enables or disables automatic history.")
def set_auto_history(w_enabled: Value) -> Value:
    editor().auto_history = operations.is_true(w_enabled)
    return w_None


@function(
    MODULE,
    "set_history_length(length, /)",
    doc="Set the maximal number of lines which will be written to the history file.\n\nA negative length is used to inhibit history truncation.",
)
def set_history_length(w_length: Value) -> Value:
    editor().length = c_int(w_length)
    return w_None


@function(MODULE, "get_history_length()", doc="Return the maximum number of lines that will be written to the history file.")
def get_history_length() -> Value:
    return from_int(editor().length)


# --- history ------------------------------------------------------------------------------------------------------------


def history_length() -> int:
    return load32(variable("history_length"))


@function(MODULE, "add_history(string, /)", doc="Add an item to the history buffer.")
def add_history(w_string: Value) -> Value:
    at = text_argument(w_string)
    lock = editor().lock
    rlock_take(lock, -1)
    library.c_add_history(at)
    rlock_release(lock)
    c_free(at)
    return w_None


@function(MODULE, "clear_history()", doc="Clear the current readline history.")
def clear_history() -> Value:
    lock = editor().lock
    rlock_take(lock, -1)
    library.c_clear_history()
    rlock_release(lock)
    return w_None


@function(MODULE, "get_current_history_length()", doc="Return the current (not the maximum) length of history.")
def get_current_history_length() -> Value:
    return from_int(history_length())


@function(MODULE, "get_history_item(index, /)", doc="Return the current contents of history item at one-based index.")
def get_history_item(w_index: Value) -> Value:
    index = c_int(w_index)
    e = editor()
    rlock_take(e.lock, -1)
    data = history_line(e, index)
    rlock_release(e.lock)
    return w_None if data is None else wrap(fs_decode(data))


def history_line(e: Editor, index: int) -> bytes | None:
    """index: from 1."""
    if e.is_libedit and not 1 <= index <= history_length():
        return None  # libedit would crash
    entry = library.c_history_get(i32(index - 1 + e.first))
    return None if entry == 0 else c_bytes(load64(entry))


def position(w: Value) -> int:
    """A zero-based place in the history."""
    i = c_int(w)
    if i < 0:
        raise errors.value_error("History index cannot be negative")
    return i


def free_entry(entry: Addr, at: int) -> None:
    if entry == 0:
        raise errors.value_error(f"No history item at position {at}")
    c_free(library.c_free_history_entry(entry))


@function(MODULE, "remove_history_item(pos, /)", doc="Remove history item given by its zero-based position.")
def remove_history_item(w_pos: Value) -> Value:
    at = position(w_pos)
    lock = editor().lock
    rlock_take(lock, -1)
    try:
        free_entry(library.c_remove_history(i32(at)), at)
    finally:
        rlock_release(lock)
    return w_None


@function(
    MODULE,
    "replace_history_item(pos, line, /)",
    doc="Replaces history item given by its position with contents of line.\n\npos is zero-based.",
)
def replace_history_item(w_pos: Value, w_line: Value) -> Value:
    at = c_int(w_pos)
    line = text_argument(w_line)
    e = editor()
    rlock_take(e.lock, -1)
    try:
        if at < 0:
            raise errors.value_error("History index cannot be negative")
        free_entry(library.c_replace_history_entry(i32(at + e.shift), line, 0), at)
    finally:
        rlock_release(e.lock)
        c_free(line)
    return w_None


@function(MODULE, "read_history_file(filename=None, /)", doc="Load a readline history file.\n\nThe default filename is ~/.history.")
def read_history_file(w_filename: Value) -> Value:
    audit_open(w_filename, "~/.history", "r")
    at = path_argument(w_filename)
    lock = editor().lock
    rlock_take(lock, -1)
    number = int(library.c_read_history(at))
    rlock_release(lock)
    c_free(at)
    check_status(number)
    return w_None


@function(MODULE, "write_history_file(filename=None, /)", doc="Save a readline history file.\n\nThe default filename is ~/.history.")
def write_history_file(w_filename: Value) -> Value:
    audit_open(w_filename, "~/.history", "w")
    at = path_argument(w_filename)
    e = editor()
    rlock_take(e.lock, -1)
    number = int(library.c_write_history(at))
    truncate(e, at, number)
    rlock_release(e.lock)
    c_free(at)
    check_status(number)
    return w_None


@function(
    MODULE,
    "append_history_file(nelements, filename=None, /)",
    doc="Append the last nelements items of the history list to file.\n\nThe default filename is ~/.history.",
)
def append_history_file(w_nelements: Value, w_filename: Value) -> Value:
    n = c_int(w_nelements)
    if n < 0:
        raise errors.value_error("nelements must be non-negative")
    audit_open(w_filename, "~/.history", "a")
    at = path_argument(w_filename)
    e = editor()
    rlock_take(e.lock, -1)
    number = int(library.c_append_history(i32(n - e.shift), at))
    truncate(e, at, number)
    rlock_release(e.lock)
    c_free(at)
    check_status(number)
    return w_None


def truncate(e: Editor, path: Addr, number: int) -> None:
    """After writing, unless that failed."""
    if number == 0 and e.length >= 0:
        library.c_history_truncate_file(path, i32(e.length))


# --- the line -----------------------------------------------------------------------------------------------------------


@function(MODULE, "get_line_buffer()", doc="Return the current contents of the line buffer.")
def get_line_buffer() -> Value:
    lock = editor().lock
    rlock_take(lock, -1)
    at = load64(variable("rl_line_buffer"))
    data = b"" if at == 0 else c_bytes(at)
    rlock_release(lock)
    return wrap(fs_decode(data))


@function(MODULE, "insert_text(string, /)", doc="Insert text into the line buffer at the cursor position.")
def insert_text(w_string: Value) -> Value:
    at = text_argument(w_string)
    lock = editor().lock
    rlock_take(lock, -1)
    library.c_insert_text(at)
    rlock_release(lock)
    c_free(at)
    return w_None


@function(MODULE, "redisplay()", doc="Change what's displayed on the screen to reflect contents of the line buffer.")
def redisplay() -> Value:
    lock = editor().lock
    rlock_take(lock, -1)
    library.c_redisplay()
    rlock_release(lock)
    return w_None


@function(MODULE, "get_begidx()", doc="Get the beginning index of the completion scope.")
def get_begidx() -> Value:
    return from_int(editor().begin)


@function(MODULE, "get_endidx()", doc="Get the ending index of the completion scope.")
def get_endidx() -> Value:
    return from_int(editor().end)


@function(MODULE, "get_completion_type()", doc="Get the type of completion being attempted.")
def get_completion_type() -> Value:
    return from_int(load32(variable("rl_completion_type")))


# --- callbacks: what fails in them is dropped, since there is nobody to whom it could go ---------------------------------


def run_hook(w_hook: Value) -> int:
    if same(w_hook, w_None):
        return 0
    try:
        w = operations.call0(w_hook)
        return 0 if same(w, w_None) else c_int(w)
    except Exception:
        return 0


@c_callback
def on_startup() -> i32:
    return i32(run_hook(editor().w_startup_hook))


@c_callback
def on_pre_input() -> i32:
    return i32(run_hook(editor().w_pre_input_hook))


@c_callback
def on_completion(text: Addr, state: i32) -> Addr:
    """The next completion, as C memory that the library frees."""
    w_completer = editor().w_completer
    if same(w_completer, w_None):
        return 0
    store32(variable("rl_attempted_completion_over"), 1)
    try:
        s = as_str(operations.call2(w_completer, wrap(fs_decode(c_bytes(text))), from_int(int(state))))
        return 0 if s is None else c_copy(fs_encode(s))
    except Exception:
        return 0


@c_callback
def on_complete(text: Addr, start: i32, end: i32) -> Addr:
    """What the library asks to complete a word at bytes start to end of the line."""
    e = editor()
    store32(variable("rl_completion_append_character"), 0)
    store32(variable("rl_completion_suppress_append"), 0)
    at = load64(variable("rl_line_buffer"))
    e.begin = len(fs_decode(copy_bytes(at, int(start))))
    e.end = len(fs_decode(copy_bytes(at, int(end))))
    return library.c_completion_matches(text, callback_address(on_completion))


@c_callback
def on_display_matches(matches: Addr, n: i32, longest: i32) -> None:
    """matches: what all have in common, then each."""
    w_hook = editor().w_display_hook
    if same(w_hook, w_None):
        return
    try:
        found = new_list()
        for i in range(int(n)):
            list_append(found, wrap(fs_decode(c_bytes(load64(matches + 8 * (i + 1))))))
        operations.call3(w_hook, wrap(fs_decode(c_bytes(load64(matches)))), wrap(found), from_int(int(longest)))
    except Exception:
        return


@c_callback
def on_line(line: Addr) -> None:
    e = editor()
    e.line = line
    e.is_read = True
    library.c_handler_remove()


# --- reading ------------------------------------------------------------------------------------------------------------


def read_line(prompt: bytes) -> bytes:
    """For input() and the prompt: a line with its newline, empty at the end of input."""
    e = editor()
    if e.reading.owner == thread_ident():
        raise errors.runtime_error("can't re-enter readline")
    rlock_take(e.reading, -1)
    at = c_copy(prompt)
    rlock_take(e.lock, -1)
    try:
        wait_for_line(e, at)
        if e.line == 0:
            return b""
        line = c_bytes(e.line)
        if e.auto_history and len(line) > 0 and history_line(e, history_length()) != line:
            library.c_add_history(e.line)
        c_free(e.line)
        return line + b"\n"
    finally:
        rlock_release(e.lock)
        c_free(at)
        rlock_release(e.reading)


def wait_for_line(e: Editor, prompt: Addr) -> None:
    store32(variable("rl_catch_signals"), 0)
    e.is_read = False
    library.c_handler_install(prompt, callback_address(on_line))
    while not e.is_read:
        rlock_release(e.lock)
        interrupted = wait_for_key()
        rlock_take(e.lock, -1)
        try:
            check_signals()
        except PyError:
            library.c_free_line_state()
            library.c_cleanup_after_signal()
            library.c_handler_remove()
            raise
        if interrupted:
            follow_size()
        else:
            library.c_read_char()


def wait_for_key() -> bool:
    """True: a signal came first."""
    entry = c_malloc(8)  # fd 4 | events 2 | what happened 2
    store32(entry, 0)
    store32(entry + 4, POLLIN)
    interrupted = library.c_poll(entry, 1, i32(-1)) < 0 and errno() == EINTR
    c_free(entry)
    return interrupted


def follow_size() -> None:
    """After a signal, which may have been that the terminal has another size."""
    at = c_malloc(16)  # rows 2 | columns 2 | 4 unused; then what the library believes
    if c_ioctl(i32(0), TIOCGWINSZ, at) == 0:
        library.c_get_screen_size(at + 8, at + 12)
        if load16(at) != load32(at + 8) or load16(at + 2) != load32(at + 12):
            library.c_resize_terminal()
    c_free(at)


# --- the module ---------------------------------------------------------------------------------------------------------


def set_variable(name: str, value: str) -> None:
    at = c_copy(name.encode())
    value_at = c_copy(value.encode())
    library.c_variable_bind(at, value_at)
    c_free(at)
    c_free(value_at)


def unbracketed_paste(e: Editor) -> None:
    """What is pasted comes as if typed, unless the user's file says otherwise."""
    if not e.is_libedit:
        set_variable("enable-bracketed-paste", "off")


@module_init(MODULE)
def init_readline(w_module: Value) -> None:
    READLINE.open()
    use_utf8()
    e = editor()
    version = fs_decode(c_bytes(load64(variable("rl_library_version"))))
    e.is_libedit = version.startswith("EditLine wrapper")
    d = unwrap(W_Module, w_module).dict
    number = from_int(load32(variable("rl_readline_version")))
    dict_set_str(d, "_READLINE_VERSION", number)
    dict_set_str(d, "_READLINE_RUNTIME_VERSION", number)
    dict_set_str(d, "_READLINE_LIBRARY_VERSION", wrap(version))
    dict_set_str(d, "backend", wrap("editline" if e.is_libedit else "readline"))
    if e.is_libedit:
        dict_set_str(d, "__doc__", wrap("Importing this module enables command line editing using libedit readline."))
    if e.delimiters == 0:
        set_up(e)
        line_editing().read = read_line


def set_up(e: Editor) -> None:
    store64(variable("rl_readline_name"), c_copy(b"python"))
    library.c_using_history()
    if e.is_libedit:
        find_first(e)
    library.c_bind_key(i32(TAB), READLINE.address_of("rl_insert"))
    meta = variable("emacs_meta_keymap")
    if meta != 0:
        complete = READLINE.address_of("rl_complete")
        library.c_bind_key_in_map(i32(TAB), complete, meta)
        library.c_bind_key_in_map(i32(ESCAPE), complete, meta)
    store64(variable("rl_startup_hook"), callback_address(on_startup))
    store64(variable("rl_pre_input_hook"), callback_address(on_pre_input))
    store64(variable("rl_attempted_completion_function"), callback_address(on_complete))
    store32(variable("rl_completion_append_character"), 0)
    set_delimiters(e, c_copy(DELIMITERS))
    unbracketed_paste(e)
    if c_isatty(i32(1)) == 0 and not e.is_libedit:
        set_variable("enable-meta-key", "off")  # initializing would write a terminal's sequence
    if e.is_libedit:
        library.c_read_init_file(0)
    else:
        library.c_initialize()


def find_first(e: Editor) -> None:
    """Versions of libedit count the history from 0 or from 1, here or there."""
    at = c_copy(b"1")
    library.c_add_history(at)
    e.first = 1 if library.c_history_get(i32(1)) != 0 else 0
    library.c_add_history(at)
    other = c_copy(b"2")
    replaced = library.c_replace_history_entry(i32(1), other, 0)
    if replaced != 0:
        c_free(library.c_free_history_entry(replaced))
    entry = library.c_history_get(i32(e.first))
    e.shift = 1 if entry != 0 and c_bytes(load64(entry)) == b"2" else 0
    library.c_clear_history()
    c_free(at)
    c_free(other)

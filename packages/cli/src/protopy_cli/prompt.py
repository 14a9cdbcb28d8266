"""The prompt: CPython's _pyrepl at a terminal, the basic one (modules/sys/prompt.py) elsewhere and where PYTHON_BASIC_REPL asks for it."""

from __future__ import annotations

from protodialect.types import EMPTY, i32, try_as, wrap
from protopython.engine import compile as compiling
from protopython.engine import imports, streams
from protopython.engine.calls import run_code
from protopython.engine.ending import INTERRUPTED, exit_status, report
from protopython.engine.errors import display_exception
from protopython.modules.support.system_calls import c_isatty, error_text
from protopython.modules.sys import prompt as basic
from protopython.modules.sys.module import VERSION
from protopython.objects.dict.dict import W_Dict, dict_get_str
from protopython.objects.exceptions.exceptions import W_SystemExit
from protopython.objects.model import attributes, operations
from protopython.objects.module import W_Module
from protopython.objects.singletons import new_bool
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.settings import Settings
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty


def begin(settings: Settings, startup_file: str, globals: W_Dict) -> None:
    """Before a prompt that is no program's: the greeting, PYTHONSTARTUP, sys.__interactivehook__."""
    if not settings.quiet:
        text = f"protoPython {VERSION} on linux\n"
        if not settings.no_site:
            text += 'Type "help", "copyright", "credits" or "license" for more information.\n'
        streams.write_stderr(text)
    load_site(settings)
    if startup_file != "":
        run_startup_file(startup_file, globals)
    call_hook(settings)


def load_site(settings: Settings) -> None:
    """The module itself, which sets sys.__interactivehook__: before what may set another one."""
    if not settings.no_site:
        imports.import_absolute("site")


def call_hook(settings: Settings) -> None:
    """sys.__interactivehook__, before any prompt."""
    load_site(settings)
    w_hook = dict_get_str(context().space.w_sys.dict, "__interactivehook__")
    if is_empty(w_hook):
        return
    try:
        operations.call0(w_hook)
    except PyError as e:
        streams.write_stderr("Failed calling sys.__interactivehook__\n")
        display_exception(e.w_value)


def run_startup_file(path: str, globals: W_Dict) -> None:
    """In `__main__`; what it raises is shown."""
    try:
        data = system.read_file(path)
    except system.OsError as e:
        streams.write_stderr(f"Could not open PYTHONSTARTUP\nFileNotFoundError: [Errno {e.number}] {error_text(e.number)}: '{path}'\n")
        return
    try:
        code = compiling.compile_text(compiling.decode(data, path), path, compiling.EXEC, True)
        run_code(compiling.function_of(code, globals), EMPTY)
    except PyError as e:
        if try_as(W_SystemExit, e.w_value) is not None:
            raise
        display_exception(e.w_value)


def is_terminal() -> bool:
    return c_isatty(i32(0)) == 1


def run(settings: Settings, main: W_Module, with_startup: bool) -> int:
    """Reads and runs until the end of input; the exit status. with_startup: PYTHONSTARTUP has not been run, and _pyrepl is to do it."""
    try:
        if is_terminal() and not wants_basic(settings):
            return run_pyrepl(settings, main, with_startup)
        return basic.run(main.dict)
    except PyError as e:
        s = try_as(W_SystemExit, e.w_value)
        if s is None:
            return report(e, False)
        status = exit_status(s.w_code)
        return INTERRUPTED if basic.typed_so_far().interrupted else status


def wants_basic(settings: Settings) -> bool:
    """Looked at at the end, so that a program can say so."""
    if settings.ignore_environment:
        return False
    value = system.getenv("PYTHON_BASIC_REPL")
    return value is not None and value != ""


def run_pyrepl(settings: Settings, main: W_Module, with_startup: bool) -> int:
    try:
        w_module = imports.import_absolute("_pyrepl.main")
    except PyError:
        streams.write_stderr("Could not import _pyrepl.main\n")
        raise
    w_console = attributes.getattr_of(w_module, "interactive_console")
    operations.call3(w_console, wrap(main), new_bool(settings.quiet), new_bool(with_startup))
    return 0

"""The interactive prompt: reads statements, continues blocks, leaves at the end of input."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, try_as, wrap
from protopy_cli.ending import exit_status, remember_last
from protopython.engine import compile as compiling
from protopython.engine import streams
from protopython.engine.calls import run_code
from protopython.engine.errors import display_exception
from protopython.engine.typed_text import keep_text, typed_texts
from protopython.frontend import api
from protopython.frontend.errors import ErrorKind, ParseError, ParseWarning
from protopython.frontend.parser import ALLOW_INCOMPLETE
from protopython.modules.builtins.print_input import read_line as input_line
from protopython.modules.support.system_calls import error_text
from protopython.modules.sys.module import VERSION
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_SystemExit
from protopython.objects.model import errors, operations
from protopython.objects.singletons import w_None
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.settings import Settings
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

FIRST_PROMPT: Final[str] = ">>> "
NEXT_PROMPT: Final[str] = "... "


def begin(settings: Settings, startup_file: str, globals: W_Dict) -> None:
    """Before a prompt that is no program's: the greeting, PYTHONSTARTUP, sys.__interactivehook__."""
    if not settings.quiet:
        text = f"protoPython {VERSION} on linux\n"
        if not settings.no_site:
            text += 'Type "help", "copyright", "credits" or "license" for more information.\n'
        streams.write_stderr(text)
    if startup_file != "":
        run_startup_file(startup_file, globals)
    begin_after_program(settings)


def begin_after_program(settings: Settings) -> None:
    """Before any prompt."""
    d = context().space.w_sys.dict
    if is_empty(dict_get_str(d, "ps1")):
        dict_set_str(d, "ps1", wrap(FIRST_PROMPT))
    if is_empty(dict_get_str(d, "ps2")):
        dict_set_str(d, "ps2", wrap(NEXT_PROMPT))
    w_hook = dict_get_str(d, "__interactivehook__")
    if is_empty(w_hook) or settings.isolated:
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


def run(globals: W_Dict) -> int:
    """Reads and runs until the end of input; the exit status."""
    text = ""
    while True:
        try:
            line = read_line("ps1" if text == "" else "ps2")
        except PyError as e:
            if errors.error_matches(e, x.EOF_ERROR):
                write_prompt("\n")
                return 0
            if errors.error_matches(e, x.KEYBOARD_INTERRUPT):
                write_prompt("\nKeyboardInterrupt\n")
                text = ""
                continue
            display_exception(e.w_value)
            return 1
        text = line + "\n" if text == "" else text + line + "\n"
        try:
            done = run_if_complete(text, line, globals)
        except PyError as e:
            s = try_as(W_SystemExit, e.w_value)
            if s is not None:
                return exit_status(s.w_code)
            streams.flush_stdout()
            remember_last(e.w_value)
            display_exception(e.w_value)
            done = True
        if done:
            text = ""


def read_line(prompt_name: str) -> str:
    """A line of standard input, after the prompt on standard error."""
    w_out = streams.usable_stream("stdout")
    if not same(w_out, w_None):
        streams.flush_quietly(w_out)
    w = dict_get_str(context().space.w_sys.dict, prompt_name)
    write_prompt("" if is_empty(w) else operations.str_of(w))
    return operations.str_of(input_line(wrap("")))


def write_prompt(text: str) -> None:
    w_err = streams.usable_stream("stderr")
    if same(w_err, w_None):
        return
    operations.call_method1(w_err, "write", wrap(text))
    operations.call_method0(w_err, "flush")


def run_if_complete(text: str, line: str, globals: W_Dict) -> bool:
    """Runs the statement in text; False if more lines belong to it."""
    if text.strip() == "":
        return True
    filename = keep_text("stdin", text)
    try:
        warnings: list[ParseWarning] = []
        code = api.compile_flags(text, filename, compiling.SINGLE, context().space.optimize, True, 0, ALLOW_INCOMPLETE, warnings)
    except ParseError as e:
        typed_texts().pop()
        if e.kind == ErrorKind.INCOMPLETE:
            return False
        raise compiling.syntax_error(e, "<stdin>")
    run_code(compiling.function_of(code, globals), EMPTY)
    return True

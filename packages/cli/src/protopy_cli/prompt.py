"""The interactive prompt: reads statements, continues blocks, leaves at the end of input."""

from __future__ import annotations

from protopyc.types import EMPTY, Value, context, try_as, wrap
from protopython.engine import compile as compiling
from protopython.engine import streams
from protopython.engine.calls import run_code
from protopython.engine.errors import display_exception
from protopython.frontend import api
from protopython.frontend.errors import ErrorKind, ParseError, ParseWarning
from protopython.frontend.parser import ALLOW_INCOMPLETE
from protopython.modules.sys import VERSION
from protopython.objects import errors, operations
from protopython.objects import exceptions as x
from protopython.objects.dict import W_Dict, dict_get_str
from protopython.objects.exceptions import W_SystemExit
from protopython.objects.singletons import plain, w_None
from protopython.protocore.error import PyError
from protopython.protocore.value import int_value, is_empty, is_int, same


def run(globals: W_Dict, quiet: bool) -> int:
    """Reads and runs until the end of input; the exit status."""
    if not quiet:
        streams.write_stderr(f'protoPython {VERSION}\nType "help", "copyright", "credits" or "license" for more information.\n')
    text = ""
    while True:
        try:
            w_line = streams.read_line(wrap(prompt_text("ps1" if text == "" else "ps2")))
        except PyError as e:
            if errors.error_matches(e, x.EOF_ERROR):
                write_out("\n")
                return 0
            if errors.error_matches(e, x.KEYBOARD_INTERRUPT):
                write_out("\nKeyboardInterrupt\n")
                text = ""
                continue
            raise
        line = operations.str_of(w_line)
        text = line + "\n" if text == "" else text + line + "\n"
        try:
            done = run_if_complete(text, line, globals)
        except PyError as e:
            s = try_as(W_SystemExit, e.w_value)
            if s is not None:
                return leave(s.w_code)
            display_exception(e.w_value)
            done = True
        if done:
            text = ""


def prompt_text(name: str) -> str:
    w = dict_get_str(context().space.w_sys.dict, name)
    return "" if is_empty(w) else operations.str_of(w)


def write_out(text: str) -> None:
    operations.call_method1(streams.stream("stdout"), "write", wrap(text))
    operations.call_method0(streams.stream("stdout"), "flush")


def run_if_complete(text: str, line: str, globals: W_Dict) -> bool:
    """Runs the statement in text; False if more lines belong to it."""
    if text.strip() == "":
        return True
    try:
        warnings: list[ParseWarning] = []
        code = api.compile_flags(
            text, "<stdin>", compiling.SINGLE, context().space.optimize, True, 0, ALLOW_INCOMPLETE, warnings
        )
    except ParseError as e:
        if e.kind == ErrorKind.INCOMPLETE:
            return False
        raise compiling.syntax_error(e, "<stdin>")
    run_code(compiling.function_of(code, globals), EMPTY)
    return True


def leave(w_code: Value) -> int:
    if same(w_code, w_None):
        return 0
    w = plain(w_code)
    if is_int(w):
        return int_value(w) & 255
    streams.write_stderr(operations.str_of(w_code) + "\n")
    return 1

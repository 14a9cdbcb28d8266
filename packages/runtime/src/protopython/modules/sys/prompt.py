"""The basic prompt, and sys._baserepl(): reads statements line by line, continues blocks, leaves at the end of input.

A statement is compiled under a name of its own, <stdin-N>, which tracebacks show as <stdin>.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, try_as, wrap
from protopython.engine import compile as compiling
from protopython.engine import streams
from protopython.engine.calls import run_code
from protopython.engine.ending import INTERRUPTED, call_excepthook, remember_last
from protopython.engine.typed_text import keep_text
from protopython.frontend import api
from protopython.frontend.compile.futures import FUTURE_MASK
from protopython.frontend.errors import ErrorKind, ParseError, ParseWarning
from protopython.frontend.parser import ALLOW_INCOMPLETE, UNTIL_EMPTY_LINE, parse
from protopython.modules.builtins.print_input import input_stream, terminal_line
from protopython.objects.code.code import W_Code
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_SystemExit
from protopython.objects.model import errors, operations
from protopython.objects.model.define import function
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError
from protopython.protocore.state import State, space_slot
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

FIRST_PROMPT: Final[str] = ">>> "
NEXT_PROMPT: Final[str] = "... "


class Typed(State):
    statements: int
    """How many could be read."""
    future: int
    """What `from __future__` has been asked for."""
    interrupted: bool
    """One of them ended by a KeyboardInterrupt."""

    def __init__(self) -> None:
        self.statements = 0
        self.future = 0
        self.interrupted = False


def new_typed() -> State:
    return Typed()


TYPED: Final[int] = space_slot(new_typed)


def typed_so_far() -> Typed:
    return cast(Typed, context().space.states[TYPED])


@function("sys", "_baserepl()", shown="($module, /)", doc="Runs the basic prompt in the module __main__.")
def baserepl() -> Value:
    m = try_as(W_Module, dict_get_str(context().space.modules, "__main__"))
    if m is None:
        raise errors.runtime_error("there is no module __main__")
    run(m.dict)
    return w_None


def run(globals: W_Dict) -> int:
    """Reads and runs until the end of input; the exit status, which an interrupted statement decides, whatever came after. SystemExit comes out."""
    set_prompts()
    text = ""
    while True:
        try:
            line = read_line("ps1" if text == "" else "ps2")
        except PyError as e:
            text = ""
            if errors.error_matches(e, x.KEYBOARD_INTERRUPT):
                write_prompt("\nKeyboardInterrupt\n")
                continue
            if errors.error_matches(e, x.UNICODE_DECODE_ERROR):
                call_excepthook(e)
                continue
            if errors.error_matches(e, x.OS_ERROR):
                line = ""
            else:
                call_excepthook(e)
                return 1
        if line == "" and text == "":
            write_prompt("\n")
            return INTERRUPTED if typed_so_far().interrupted else 0
        at_end = not line.endswith("\n")
        if at_end:
            if line != "":
                write_prompt(prompt_text("ps2"))
            write_prompt("\n")
        text += line
        if text.strip() == "":
            text = ""
            continue
        try:
            code = compile_typed(text, at_end)
            if code is None:
                continue
            run_code(compiling.function_of(code, globals), EMPTY)
        except PyError as e:
            if try_as(W_SystemExit, e.w_value) is not None:
                raise
            streams.flush_stdout()
            remember_last(e.w_value)
            if call_excepthook(e) == INTERRUPTED:
                typed_so_far().interrupted = True
        text = ""


def set_prompts() -> None:
    d = context().space.w_sys.dict
    if is_empty(dict_get_str(d, "ps1")):
        dict_set_str(d, "ps1", wrap(FIRST_PROMPT))
    if is_empty(dict_get_str(d, "ps2")):
        dict_set_str(d, "ps2", wrap(NEXT_PROMPT))


# --- lines --------------------------------------------------------------------------------------------------------------


def read_line(prompt_name: str) -> str:
    """A line of standard input with its newline, after the prompt on standard error; empty at the end of input."""
    w_out = streams.usable_stream("stdout")
    if not same(w_out, w_None):
        streams.flush_quietly(w_out)
    prompt = prompt_text(prompt_name)
    w_in = input_stream("stdin")
    if not same(w_out, w_None):
        w_edited = terminal_line(w_in, w_out, prompt)
        if not is_empty(w_edited):
            return operations.str_of(w_edited)
    write_prompt(prompt)
    return operations.str_arg(operations.call_method0(w_in, "readline"), "sys.stdin.readline()")


def prompt_text(name: str) -> str:
    """What str() of sys.ps1 or sys.ps2 gives; nothing where it gives none."""
    w = dict_get_str(context().space.w_sys.dict, name)
    if is_empty(w):
        return ""
    try:
        return operations.str_of(w)
    except PyError:
        return ""


def write_prompt(text: str) -> None:
    w_err = streams.usable_stream("stderr")
    if same(w_err, w_None):
        return
    operations.call_method1(w_err, "write", wrap(text))
    operations.call_method0(w_err, "flush")


# --- statements ---------------------------------------------------------------------------------------------------------


def compile_typed(text: str, at_end: bool) -> W_Code | None:
    """None: more lines belong to it. at_end: there are no more."""
    try:
        parsed = parse(text, "<stdin>", compiling.SINGLE, 0 if at_end else ALLOW_INCOMPLETE | UNTIL_EMPTY_LINE)
    except ParseError as e:
        if e.kind == ErrorKind.INCOMPLETE:
            return None
        compiling.show_warnings(e.warnings, "", "<stdin>")
        raise compiling.syntax_error(e, "<stdin>", wrap(text))
    compiling.show_warnings(parsed.warnings, "", "<stdin>")
    typed = typed_so_far()
    name = f"<stdin-{typed.statements}>"
    typed.statements += 1
    warnings: list[ParseWarning] = []
    try:
        code = api.compile_tree(parsed.tree, name, context().space.optimize, typed.future, True, warnings)
    except ParseError as e:
        raise error_with_text(api.with_text(e, text), name)
    typed.future |= code.flags & FUTURE_MASK
    compiling.finished(code, warnings, "", name)
    keep_text(code, text, "<stdin>")
    return code


def error_with_text(e: ParseError, name: str) -> PyError:
    error = compiling.syntax_error(e, name)
    s = try_as(x.W_SyntaxError, error.w_value)
    if s is not None and e.text is not None:
        s.w_text = wrap(e.text)
    return error

"""The protopy command: from process arguments to exit status."""

from __future__ import annotations

from protopyc.types import EMPTY, Value, try_as, wrap

from protopython import bootstrap, startup
from protopython.engine import compile as compiling
from protopython.engine import streams
from protopython.engine.calls import run_code
from protopython.engine.errors import display_exception
from protopython.objects import errors, operations
from protopython.objects import exceptions as x
from protopython.objects.dict import dict_set_str
from protopython.objects.exceptions import W_SystemExit
from protopython.objects.singletons import w_None
from protopython.protocore import collector as collector  # the heap: its exports replace the prelude's stand-ins
from protopython.protocore import os as system
from protopython.protocore.error import PyError
from protopython.protocore.value import int_value, is_int, same


def main(arguments: list[str]) -> int:
    """Runs `protopy SCRIPT ARGS...`; the process's exit status."""
    if len(arguments) < 2:
        streams.write_stderr("usage: protopy SCRIPT [ARGUMENTS]\n")
        return 2
    script = arguments[1]
    slash = script.rfind("/")
    folder = "" if slash < 0 else script[0:slash]
    stdlib = system.getenv("PROTOPY_STDLIB")
    path: list[str] = [folder]
    if stdlib is not None:
        path.append(stdlib)
    startup.new_space(arguments[1 : len(arguments)], path, arguments[0])
    m = startup.new_main_module()
    dict_set_str(m.dict, "__file__", wrap(script))
    try:
        data = read_script(script)
        code = compiling.compile_text(compiling.decode(data, script), script, compiling.EXEC, True)
        run_code(compiling.function_of(code, m.dict), EMPTY)
    except PyError as e:
        return report(e)
    return 0


def read_script(path: str) -> bytes:
    try:
        return system.read_file(path)
    except system.OsError as e:
        raise errors.os_error_file(e.number, "cannot open", wrap(path))


def report(e: PyError) -> int:
    """Prints an uncaught exception; the exit status."""
    s = try_as(W_SystemExit, e.w_value)
    if s is not None:
        return exit_status(s.w_code)
    display_exception(e.w_value)
    return 1


def exit_status(w_code: Value) -> int:
    if same(w_code, w_None):
        return 0
    if is_int(w_code):
        return int_value(w_code) & 255
    streams.write_stderr(operations.str_of(w_code) + "\n")
    return 1


BUILT = (bootstrap.LOADED, x.BASE_EXCEPTION)
